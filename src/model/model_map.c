/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the map draws: street lines as edges between junctions, bridges, river, woods, rail. */
#define RK_ROOM_MODEL
#include "model_internal.h"

#define PIECE_M 85.0
#define CELL_M  25.0
enum { CROSSINGS_MAX = 64 };

struct crossing { /* a street that the river cuts */
    struct model_xy south, north;
    int32_t way;
};

struct drawer {
    struct model_town *t;
    const struct model_plan *plan;
    struct rk_arena *keep, *work;
    struct rk_model_point *node, *point;
    struct rk_model_line *line;
    struct rk_model_area *area;
    int32_t nodes, node_room, points, point_room, lines, line_room, areas, area_room;
    uint8_t *lived; /* cells of the sheet beside a block that is used */
    int32_t wide, high;
    struct crossing crossing[CROSSINGS_MAX];
    int crossings;
};

/* Sixteen directions, for outlines and looking around. */
static const struct model_xy round_about[16] = {
    {1, 0},  {0.924, 0.383},   {0.707, 0.707},   {0.383, 0.924},
    {0, 1},  {-0.383, 0.924},  {-0.707, 0.707},  {-0.924, 0.383},
    {-1, 0}, {-0.924, -0.383}, {-0.707, -0.707}, {-0.383, -0.924},
    {0, -1}, {0.383, -0.924},  {0.707, -0.707},  {0.924, -0.383}};

/* ---- where streets are kept ---------------------------------------------------------------
 */

static int64_t cell_of(const struct drawer *d, struct model_xy at)
{
    const int32_t x = (int32_t)floor((at.x - d->t->ground.low_x + 400) / CELL_M);
    const int32_t y = (int32_t)floor((at.y - d->t->ground.low_y + 400) / CELL_M);
    return x < 1 || y < 1 || x >= d->wide - 1 || y >= d->high - 1 ? -1
                                                                  : (int64_t)y * d->wide + x;
}

static bool mark_lived(struct drawer *d)
{
    const struct model_ground *g = &d->t->ground;
    d->wide = (int32_t)((g->high_x - g->low_x + 800) / CELL_M) + 2;
    d->high = (int32_t)((g->high_y - g->low_y + 800) / CELL_M) + 2;
    d->lived = rk_arena_take(d->work, (ptrdiff_t)d->wide * d->high, 1);
    if (!d->lived)
        return false;
    for (int32_t i = 0; i < d->plan->blocks; i++) {
        const struct model_block *k = &d->plan->block[i];
        for (int e = 0; e < k->n && k->use != MODEL_FREE; e++) {
            const int f = e + 1 < k->n ? e + 1 : 0;
            const double ex = (double)k->x[f] - (double)k->x[e];
            const double ey = (double)k->y[f] - (double)k->y[e];
            const double length = sqrt(ex * ex + ey * ey);
            for (double at = 0; at <= length; at += 12) {
                const double s = length > 0 ? at / length : 0;
                const struct model_xy out = {
                    (double)k->x[e] + ex * s + (length > 0 ? ey / length * 9 : 0),
                    (double)k->y[e] + ey * s - (length > 0 ? ex / length * 9 : 0)};
                const int64_t c = cell_of(d, model_warp(g, out));
                if (c >= 0)
                    d->lived[c] = 1;
            }
        }
    }
    return true;
}

static bool is_lived(const struct drawer *d, struct model_xy at)
{
    const int64_t c = cell_of(d, at);
    if (c < 0)
        return false;
    return d->lived[c] || d->lived[c - 1] || d->lived[c + 1] || d->lived[c - d->wide] ||
           d->lived[c + d->wide];
}

/* Somebody lives within about 700 m: main streets go on between the quarters. */
static bool is_near(const struct drawer *d, struct model_xy at)
{
    for (int i = 0; i < 16; i++) {
        for (int k = 1; k <= 2; k++) {
            const struct model_xy p = {at.x + round_about[i].x * 340 * k,
                                       at.y + round_about[i].y * 340 * k};
            if (is_lived(d, p))
                return true;
        }
    }
    return false;
}

static bool passable(const struct drawer *d, struct model_xy at, const struct model_way *w)
{
    const struct model_ground *g = &d->t->ground;
    if (fabs(model_river(g, at)) < MODEL_RIVER_HALF_M + 22)
        return false;
    if (w->highway)
        return true;
    return !model_barred(g, at, 10) &&
           (is_lived(d, at) || (w->class == RK_MODEL_MAIN && is_near(d, at)));
}

/* ---- lines --------------------------------------------------------------------------------
 */

static void add_node(struct drawer *d, struct model_xy at)
{
    if (MODEL_ROOM(d->keep, d->node, d->nodes, d->node_room))
        d->node[d->nodes++] = (struct rk_model_point){(float)at.x, (float)at.y};
}

static struct rk_model_line *begin_line(struct drawer *d, uint8_t class, int32_t street)
{
    if (!MODEL_ROOM(d->keep, d->line, d->lines, d->line_room))
        return NULL;
    struct rk_model_line *l = &d->line[d->lines++];
    *l = (struct rk_model_line){.first = d->nodes, .street = street, .class = class};
    return l;
}

static void end_line(struct drawer *d)
{
    if (d->lines == 0)
        return;
    struct rk_model_line *l = &d->line[d->lines - 1];
    l->count = d->nodes - l->first;
}

struct pen {
    struct rk_model_line *line; /* being drawn, NULL none */
    struct model_xy last;       /* end of the last piece that was kept */
    bool any;
};

static void draw_piece(struct drawer *d, struct pen *pen, int32_t way, struct model_xy a,
                       struct model_xy b)
{
    const struct model_way *w = &d->plan->way[way];
    const struct model_ground *g = &d->t->ground;
    const struct model_xy from = model_warp(g, a), to = model_warp(g, b);
    const struct model_xy half =
        model_warp(g, (struct model_xy){(a.x + b.x) / 2, (a.y + b.y) / 2});
    const bool keep = passable(d, half, w) &&
                      fabs(model_river(g, from)) > MODEL_RIVER_HALF_M + 8 &&
                      fabs(model_river(g, to)) > MODEL_RIVER_HALF_M + 8;
    if (!keep) {
        if (pen->line)
            end_line(d);
        pen->line = NULL;
        return;
    }
    if (!pen->line) {
        const bool other_bank =
            pen->any && (model_river(g, pen->last) > 0) != (model_river(g, from) > 0);
        if (other_bank && w->class <= RK_MODEL_STREET && d->crossings < CROSSINGS_MAX)
            d->crossing[d->crossings++] = model_river(g, from) > 0
                                              ? (struct crossing){pen->last, from, way}
                                              : (struct crossing){from, pen->last, way};
        pen->line = begin_line(d, w->class, w->name);
        add_node(d, from);
    }
    add_node(d, to);
    pen->last = to;
    pen->any = true;
}

static int event_order(const void *a, const void *c)
{
    const struct model_event *p = a, *q = c;
    if (p->way != q->way)
        return p->way < q->way ? -1 : 1;
    if (p->along_m != q->along_m)
        return p->along_m < q->along_m ? -1 : 1;
    return p->node < q->node ? -1 : p->node > q->node;
}

static void draw_streets(struct drawer *d)
{
    struct model_event *event = d->plan->event;
    qsort(event, (size_t)d->plan->events, sizeof *event, event_order);
    struct pen pen = {0};
    for (int32_t i = 0; i + 1 < d->plan->events; i++) {
        if (event[i].way != event[i + 1].way) {
            if (pen.line)
                end_line(d);
            pen = (struct pen){0};
            continue;
        }
        const struct model_xy a = d->plan->node[event[i].node];
        const struct model_xy b = d->plan->node[event[i + 1].node];
        const double length = event[i + 1].along_m - event[i].along_m;
        if (length <= 0)
            continue;
        const int pieces = (int)(length / PIECE_M) + 1;
        struct model_xy at = a;
        for (int k = 1; k <= pieces; k++) {
            const struct model_xy next =
                k == pieces ? b
                            : (struct model_xy){a.x + (b.x - a.x) * k / pieces,
                                                a.y + (b.y - a.y) * k / pieces};
            draw_piece(d, &pen, event[i].way, at, next);
            at = next;
        }
    }
    if (pen.line)
        end_line(d);
}

/* ---- only what hangs together
 * ---------------------------------------------------------------- */

enum { ISLAND_NODES = 70 }; /* fewer are a stub in the fields */

struct spot { /* a position, to find equal ones */
    struct rk_model_point at;
    int32_t line;
};

static int spot_order(const void *a, const void *c)
{
    const struct spot *p = a, *q = c;
    if (p->at.x_m != q->at.x_m)
        return p->at.x_m < q->at.x_m ? -1 : 1;
    if (p->at.y_m != q->at.y_m)
        return p->at.y_m < q->at.y_m ? -1 : 1;
    return p->line < q->line ? -1 : p->line > q->line;
}

static int32_t root_of(int32_t *up, int32_t i)
{
    while (up[i] != i)
        i = up[i] = up[up[i]];
    return i;
}

/* Forgets lines that lead nowhere: parts of the network with few junctions. */
static bool drop_islands(struct drawer *d)
{
    struct spot *spot = RK_NEW(d->work, struct spot, d->nodes);
    int32_t *up = RK_NEW(d->work, int32_t, d->lines);
    int32_t *size = RK_NEW(d->work, int32_t, d->lines);
    if (!spot || !up || !size)
        return false;
    for (int32_t l = 0; l < d->lines; l++) {
        up[l] = l;
        for (int32_t i = d->line[l].first; i < d->line[l].first + d->line[l].count; i++)
            spot[i] = (struct spot){d->node[i], l};
    }
    qsort(spot, (size_t)d->nodes, sizeof *spot, spot_order);
    for (int32_t i = 1; i < d->nodes; i++)
        if (spot[i].at.x_m == spot[i - 1].at.x_m && spot[i].at.y_m == spot[i - 1].at.y_m)
            up[root_of(up, spot[i].line)] = root_of(up, spot[i - 1].line);
    for (int32_t l = 0; l < d->lines; l++)
        size[root_of(up, l)] += d->line[l].count;
    int32_t kept = 0;
    for (int32_t l = 0; l < d->lines; l++)
        if (size[root_of(up, l)] >= ISLAND_NODES)
            d->line[kept++] = d->line[l];
    d->lines = kept;
    return true;
}

/* ---- bridges --------------------------------------------------------------------------------
 */

/* The kept node nearest to `at` on that bank. */
static struct model_xy nearest_node(const struct drawer *d, struct model_xy at, bool north)
{
    struct model_xy best = at;
    double least = HUGE_VAL;
    for (int32_t l = 0; l < d->lines; l++) {
        for (int32_t i = d->line[l].first; i < d->line[l].first + d->line[l].count; i++) {
            const struct model_xy p = {(double)d->node[i].x_m, (double)d->node[i].y_m};
            const double dx = p.x - at.x, dy = p.y - at.y;
            if (dx * dx + dy * dy < least && (model_river(&d->t->ground, p) > 0) == north)
                least = dx * dx + dy * dy, best = p;
        }
    }
    return best;
}

/* A way in a straight line that stays on its bank. */
static bool dry(const struct drawer *d, struct model_xy a, struct model_xy b)
{
    const bool north = model_river(&d->t->ground, a) > 0;
    for (int i = 0; i <= 10; i++) {
        const struct model_xy p = {a.x + (b.x - a.x) * i / 10, a.y + (b.y - a.y) * i / 10};
        const double off = model_river(&d->t->ground, p);
        if (fabs(off) < MODEL_RIVER_HALF_M + 12 || (off > 0) != north)
            return false;
    }
    return true;
}

/* The middle of the river below x. */
static struct model_xy stream(const struct drawer *d, double x)
{
    const struct model_ground *g = &d->t->ground;
    struct model_xy at = {x, 0};
    for (int i = 0; i < 40; i++)
        at.y -= model_river(g, at);
    return at;
}

/* A line that was not dropped ends or bends there. */
static bool is_kept(const struct drawer *d, struct model_xy at)
{
    const struct rk_model_point p = {(float)at.x, (float)at.y};
    for (int32_t l = 0; l < d->lines; l++)
        for (int32_t i = d->line[l].first; i < d->line[l].first + d->line[l].count; i++)
            if (d->node[i].x_m == p.x_m && d->node[i].y_m == p.y_m)
                return true;
    return false;
}

static void add_edge(struct drawer *d, struct model_xy a, struct model_xy b, uint8_t class,
                     uint8_t state, int32_t street)
{
    struct rk_model_line *l = begin_line(d, class, street);
    if (!l)
        return;
    l->state = state;
    add_node(d, a);
    add_node(d, b);
    end_line(d);
}

/* Within 250 m of a bridge that stands on the map already. */
static bool beside_bridge(const struct drawer *d, struct model_xy at)
{
    for (int32_t l = 0; l < d->lines; l++) {
        const struct rk_model_point p = d->node[d->line[l].first];
        const double dx = (double)p.x_m - at.x, dy = (double)p.y_m - at.y;
        if (d->line[l].class == RK_MODEL_BRIDGE && dx * dx + dy * dy < 250.0 * 250.0)
            return true;
    }
    return false;
}

/* Straight across the river near x, where both banks have streets closest, with ways to them.
 */
static struct crossing make_crossing(struct drawer *d, double x)
{
    const double step = 45 * d->t->ground.stretch;
    struct crossing best = {.way = -1};
    struct model_xy from = {0, 0}, to = {0, 0};
    double least = HUGE_VAL;
    for (int i = -9; i <= 9; i++) {
        const struct model_xy mid = stream(d, x + i * step);
        const struct model_xy ahead = stream(d, x + i * step + 5);
        const double dx = ahead.x - mid.x, dy = ahead.y - mid.y,
                     length = sqrt(dx * dx + dy * dy);
        const double reach = (MODEL_RIVER_HALF_M + 30) / length;
        const struct crossing c = {{mid.x + dy * reach, mid.y - dx * reach},
                                   {mid.x - dy * reach, mid.y + dx * reach},
                                   -1};
        const struct model_xy south = nearest_node(d, c.south, false);
        const struct model_xy north = nearest_node(d, c.north, true);
        const double far = (c.south.x - south.x) * (c.south.x - south.x) +
                           (c.south.y - south.y) * (c.south.y - south.y) +
                           (c.north.x - north.x) * (c.north.x - north.x) +
                           (c.north.y - north.y) * (c.north.y - north.y);
        const double bad = (dry(d, c.south, south) && dry(d, c.north, north) ? 0 : 1e9) +
                           (beside_bridge(d, c.south) ? 1e8 : 0);
        if (far + bad < least)
            least = far + bad, best = c, from = south, to = north;
    }
    add_edge(d, from, best.south, RK_MODEL_STREET, 0, -1);
    add_edge(d, best.north, to, RK_MODEL_STREET, 0, -1);
    return best;
}

/* Where a street meets the river near x, else where one can be led to it. */
static void add_bridge(struct drawer *d, double x, uint8_t state)
{
    struct crossing best = {0};
    double least = 500 * d->t->ground.stretch;
    int taken = -1;
    for (int i = 0; i < d->crossings; i++) {
        const double off = fabs((d->crossing[i].south.x + d->crossing[i].north.x) / 2 - x);
        const double dx = d->crossing[i].north.x - d->crossing[i].south.x;
        const double dy = d->crossing[i].north.y - d->crossing[i].south.y;
        if (d->crossing[i].way >= 0 && off < least && dx * dx + dy * dy < 240.0 * 240.0 &&
            is_kept(d, d->crossing[i].south) && is_kept(d, d->crossing[i].north))
            least = off, best = d->crossing[i], taken = i;
    }
    if (taken < 0)
        best = make_crossing(d, x);
    else
        d->crossing[taken].way = -1;
    add_edge(d, best.south, best.north, RK_MODEL_BRIDGE, state,
             taken >= 0 ? d->plan->way[best.way].name : -1);
}

/* ---- areas
 * ----------------------------------------------------------------------------------- */

static void begin_area(struct drawer *d, uint8_t kind, const char *name)
{
    if (MODEL_ROOM(d->keep, d->area, d->areas, d->area_room))
        d->area[d->areas++] =
            (struct rk_model_area){.first = d->points, .kind = kind, .name = name};
}

static void add_point(struct drawer *d, double x, double y)
{
    if (!MODEL_ROOM(d->keep, d->point, d->points, d->point_room) || d->areas == 0)
        return;
    d->point[d->points++] = (struct rk_model_point){(float)x, (float)y};
    d->area[d->areas - 1].count++;
}

static void draw_river(struct drawer *d)
{
    const struct model_ground *g = &d->t->ground;
    begin_area(d, RK_MODEL_WATER, "Сіверський Донець");
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < MODEL_RIVER; i += 4) {
            const int k = side ? MODEL_RIVER - 1 - i : i;
            const int a = k > 0 ? k - 1 : k, b = k < MODEL_RIVER - 1 ? k + 1 : k;
            const double dx = (b - a) * g->river_step, dy = g->river_y[b] - g->river_y[a];
            const double length = sqrt(dx * dx + dy * dy);
            const double x = g->river_from + k * g->river_step;
            const double w = (side ? -1 : 1) * MODEL_RIVER_HALF_M *
                             (1 + 0.22 * model_noise(g->seed, 7, x / 420.0, side));
            add_point(d, x - dy / length * w, g->river_y[k] + dx / length * w);
        }
    }
}

static void draw_disc(struct drawer *d, uint8_t kind, const char *name, struct model_xy at,
                      double radius, uint32_t layer)
{
    begin_area(d, kind, name);
    for (int i = 0; i < 16; i++) {
        const double r =
            radius * (0.9 + 0.2 * model_noise(d->t->ground.seed, layer, i * 0.7, radius));
        add_point(d, at.x + round_about[i].x * r, at.y + round_about[i].y * r);
    }
}

/* An old arm of the river through its points. */
static void draw_arm(struct drawer *d, const struct model_disc *disc, int count)
{
    begin_area(d, RK_MODEL_WATER, "");
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < count; i++) {
            const int k = side ? count - 1 - i : i;
            const struct model_xy a = disc[k > 0 ? k - 1 : k].at;
            const struct model_xy b = disc[k < count - 1 ? k + 1 : k].at;
            const double length = sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
            const double w = (side ? -1 : 1) * (k == 0 || k == count - 1 ? 4 : 24);
            add_point(d, disc[k].at.x - (b.y - a.y) / length * w,
                      disc[k].at.y + (b.x - a.x) / length * w);
        }
    }
}

static void draw_rail(struct drawer *d)
{
    static const struct model_xy rail[] = {{-5600, -2500}, {-4200, -2950}, {-2800, -3280},
                                           {-1500, -3420}, {0, -3460},     {1500, -3400},
                                           {2800, -3150},  {4200, -2550},  {5700, -1900}};
    begin_area(d, RK_MODEL_RAIL, "");
    for (int i = 0; i < RK_COUNT(rail); i++)
        add_point(d, rail[i].x * d->t->ground.stretch, rail[i].y * d->t->ground.stretch);
}

/* The land nearer to one quarter's middle than to any other's. */
static void draw_quarters(struct drawer *d)
{
    const struct model_ground *g = &d->t->ground;
    struct model_xy at[MODEL_QUARTERS] = {{0}};
    double people[MODEL_QUARTERS] = {0};
    for (int i = 0; i < MODEL_STATIONS; i++) {
        const struct model_station *s = &g->station[i];
        at[s->quarter].x += s->at.x * s->share;
        at[s->quarter].y += s->at.y * s->share;
        people[s->quarter] += s->share;
    }
    for (int q = 0; q < MODEL_QUARTERS; q++)
        at[q] = (struct model_xy){at[q].x / people[q], at[q].y / people[q]};
    for (int q = 0; q < MODEL_QUARTERS; q++) {
        struct model_cell cell = {.n = 4,
                                  .x = {g->low_x, g->high_x, g->high_x, g->low_x},
                                  .y = {g->low_y, g->low_y, g->high_y, g->high_y}};
        for (int o = 0; o < MODEL_QUARTERS; o++) {
            const struct model_xy half = {(at[q].x + at[o].x) / 2, (at[q].y + at[o].y) / 2};
            const struct model_xy in = {at[q].x - at[o].x, at[q].y - at[o].y};
            struct model_cell next;
            if (o != q && model_cell_clip(&cell, half, in, -1, &next))
                cell = next;
        }
        begin_area(d, RK_MODEL_DISTRICT, model_quarter_name[q]);
        for (int i = 0; i < cell.n; i++)
            add_point(d, cell.x[i], cell.y[i]);
    }
}

/* Mined: stretches of the bank on both sides of the lost bridges, the edge of the forest. */
static void draw_dangers(struct drawer *d)
{
    const struct model_ground *g = &d->t->ground;
    static const struct {
        double from, to;
        int side;
    } bank[] = {{-2700, -1500, 1}, {-1250, -450, -1}, {-900, -150, 1},
                {420, 1150, -1},   {950, 1700, 1},    {2300, 3300, 1}};
    for (int i = 0; i < RK_COUNT(bank); i++) {
        begin_area(d, RK_MODEL_DANGER, "берег річки");
        for (int way = 0; way < 2; way++) {
            for (int k = 0; k <= 8; k++) {
                const double x =
                    (bank[i].from + (bank[i].to - bank[i].from) * (way ? 8 - k : k) / 8.0) *
                    g->stretch;
                const double off = MODEL_RIVER_HALF_M + (way ? 46 : 3);
                add_point(d, x, stream(d, x).y + bank[i].side * off);
            }
        }
    }
    const struct model_disc *forest = &g->disc[1];
    draw_disc(d, RK_MODEL_DANGER, "ліс",
              (struct model_xy){forest->at.x + forest->radius_m * 0.7,
                                forest->at.y - forest->radius_m * 0.5},
              240 * g->stretch, 12);
}

static void mark_mined(struct drawer *d)
{
    struct rk_random r = rk_random_stream(d->t->ground.seed, "mined streets", 0);
    for (int32_t i = 0; i < d->lines; i++) {
        struct rk_model_line *l = &d->line[i];
        if (l->class != RK_MODEL_LANE || l->street < 0 || l->count < 2)
            continue;
        const struct rk_model_point p = d->node[l->first + l->count / 2];
        const double off =
            fabs(model_river(&d->t->ground, (struct model_xy){(double)p.x_m, (double)p.y_m}));
        l->mined = rk_random_unit(&r) < (off < 260 ? 0.4 : 0.008);
    }
}

bool model_map(struct model_town *t, const struct model_plan *plan, struct rk_arena *keep,
               struct rk_arena *work)
{
    struct drawer d = {.t = t, .plan = plan, .keep = work, .work = work};
    const double s = t->ground.stretch;
    if (!mark_lived(&d))
        return false;
    draw_streets(&d);
    if (work->failed || !drop_islands(&d))
        return false;
    add_bridge(&d, -1020 * s, RK_MODEL_DESTROYED);
    add_bridge(&d, 1180 * s, RK_MODEL_DESTROYED);
    add_bridge(&d, -150 * s, RK_MODEL_FOOT);
    draw_river(&d);
    draw_disc(&d, RK_MODEL_GREEN, "Кремінець", t->ground.disc[0].at, t->ground.disc[0].radius_m,
              20);
    for (uint32_t i = 1; i < 6; i++)
        draw_disc(&d, RK_MODEL_GREEN, "ліс", t->ground.disc[i].at, t->ground.disc[i].radius_m,
                  20 + i);
    draw_arm(&d, t->ground.disc + 6, 5);
    draw_arm(&d, t->ground.disc + 11, 4);
    draw_rail(&d);
    draw_quarters(&d);
    draw_dangers(&d);
    mark_mined(&d);
    struct rk_model_point *node = RK_NEW(keep, struct rk_model_point, d.nodes);
    struct rk_model_point *point = RK_NEW(keep, struct rk_model_point, d.points);
    struct rk_model_line *line = RK_NEW(keep, struct rk_model_line, d.lines);
    struct rk_model_area *area = RK_NEW(keep, struct rk_model_area, d.areas);
    if (keep->failed || work->failed)
        return false;
    memcpy(node, d.node, (size_t)d.nodes * sizeof *node);
    memcpy(point, d.point, (size_t)d.points * sizeof *point);
    memcpy(line, d.line, (size_t)d.lines * sizeof *line);
    memcpy(area, d.area, (size_t)d.areas * sizeof *area);
    t->m.node = node, t->m.nodes = d.nodes;
    t->m.point = point, t->m.points = d.points;
    t->m.line = line, t->m.lines = d.lines;
    t->m.area = area, t->m.areas = d.areas;
    return true;
}
