/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Streets: the sheet is split along slightly crooked lines into quarters (the first splits are
 * the long main streets); each quarter where people live gets lanes along and across its own
 * longest side. What lies between is a block.
 */
#define RK_ROOM_MODEL
#include "model_internal.h"

enum { LINES_MAX = 24, DEPTH_MAX = 40 };
#define QUARTER_M2   330000.0
#define COUNTRY_M2   1400000.0
#define MAIN_FROM_M2 3500000.0 /* splitting more than this makes a main street */
#define HIGHWAY_FROM_M2                                                                        \
    21000000.0         /* … and more than this, at scale 1, one that leaves town             \
                        */
#define LIVED_M 1900.0 /* so far from their station people live */

struct maker {
    const struct model_ground *g;
    struct rk_arena *work;
    struct model_plan *plan;
    struct rk_random random;
};

static double jitter(struct maker *m, double reach)
{
    return (rk_random_unit(&m->random) * 2 - 1) * reach;
}

static struct model_xy unit(double x, double y)
{
    const double length = sqrt(x * x + y * y);
    return length > 0 ? (struct model_xy){x / length, y / length} : (struct model_xy){1, 0};
}

static int32_t add_node(struct maker *m, struct model_xy at)
{
    struct model_plan *p = m->plan;
    if (!MODEL_ROOM(m->work, p->node, p->nodes, p->node_room))
        return -1;
    p->node[p->nodes] = at;
    return p->nodes++;
}

static void add_event(struct maker *m, int32_t way, int32_t node)
{
    struct model_plan *p = m->plan;
    if (way < 0 || node < 0 || !MODEL_ROOM(m->work, p->event, p->events, p->event_room))
        return;
    const struct model_xy from = p->way[way].from, at = p->node[node];
    const double dx = at.x - from.x, dy = at.y - from.y;
    p->event[p->events++] = (struct model_event){way, node, sqrt(dx * dx + dy * dy)};
}

static int32_t add_way(struct maker *m, struct model_xy from, struct model_xy to, uint8_t class)
{
    struct model_plan *p = m->plan;
    if (!MODEL_ROOM(m->work, p->way, p->ways, p->way_room))
        return -1;
    p->way[p->ways] = (struct model_way){.from = from, .to = to, .class = class, .name = -1};
    return p->ways++;
}

/* ---- a line across a cell ------------------------------------------------------------------
 */

struct chord {
    double from, to; /* along the direction */
    int32_t from_street, to_street;
};

/* Where the line through `at` along `d` enters and leaves the cell. */
static bool cross(const struct model_cell *c, struct model_xy at, struct model_xy d,
                  struct chord *out)
{
    *out = (struct chord){HUGE_VAL, -HUGE_VAL, -1, -1};
    for (int32_t i = 0; i < c->n; i++) {
        const int32_t j = i + 1 < c->n ? i + 1 : 0;
        const double a = (c->x[i] - at.x) * d.y - (c->y[i] - at.y) * d.x;
        const double b = (c->x[j] - at.x) * d.y - (c->y[j] - at.y) * d.x;
        if ((a >= 0) == (b >= 0))
            continue;
        const double t = a / (a - b);
        const double x = c->x[i] + (c->x[j] - c->x[i]) * t - at.x;
        const double y = c->y[i] + (c->y[j] - c->y[i]) * t - at.y;
        const double along = x * d.x + y * d.y;
        if (along < out->from)
            out->from = along, out->from_street = c->street[i];
        if (along > out->to)
            out->to = along, out->to_street = c->street[i];
    }
    return out->from < out->to;
}

static struct model_xy point(struct model_xy at, struct model_xy d, double along)
{
    return (struct model_xy){at.x + d.x * along, at.y + d.y * along};
}

/* The longest edge's direction. */
static struct model_xy longest(const struct model_cell *c)
{
    struct model_xy best = {1, 0};
    double most = 0;
    for (int32_t i = 0; i < c->n; i++) {
        const int32_t j = i + 1 < c->n ? i + 1 : 0;
        const double dx = c->x[j] - c->x[i], dy = c->y[j] - c->y[i];
        if (dx * dx + dy * dy > most) {
            most = dx * dx + dy * dy;
            best = unit(dx, dy);
        }
    }
    return best;
}

static void extent(const struct model_cell *c, struct model_xy d, double *low, double *high)
{
    *low = HUGE_VAL, *high = -HUGE_VAL;
    for (int32_t i = 0; i < c->n; i++) {
        const double t = c->x[i] * d.x + c->y[i] * d.y;
        *low = t < *low ? t : *low;
        *high = t > *high ? t : *high;
    }
}

/* ---- blocks ---------------------------------------------------------------------------------
 */

static double half_width(const struct model_plan *p, int32_t way)
{
    static const double half_m[] = {
        [RK_MODEL_MAIN] = 14, [RK_MODEL_STREET] = 9, [RK_MODEL_LANE] = 6.5};
    return way < 0 ? 6 : half_m[p->way[way].class];
}

/* What is left of the cell beside its streets, as a block. */
static void add_block(struct maker *m, const struct model_cell *cell, struct model_xy along)
{
    struct model_plan *p = m->plan;
    struct model_cell in = *cell;
    for (int32_t i = 0; i < cell->n; i++) {
        const int32_t j = i + 1 < cell->n ? i + 1 : 0;
        const struct model_xy d = unit(cell->x[j] - cell->x[i], cell->y[j] - cell->y[i]);
        const double w = half_width(p, cell->street[i]);
        const struct model_xy at = {cell->x[i] - d.y * w, cell->y[i] + d.x * w};
        struct model_cell next;
        if (!model_cell_clip(&in, at, (struct model_xy){-d.y, d.x}, cell->street[i], &next))
            return;
        in = next;
    }
    const double area = model_cell_area(&in);
    if (area < 1200 || !MODEL_ROOM(m->work, p->block, p->blocks, p->block_room))
        return;
    struct model_block *b = &p->block[p->blocks];
    *b = (struct model_block){.n = (uint8_t)in.n,
                              .along_x = (float)along.x,
                              .along_y = (float)along.y,
                              .area_m2 = (float)area};
    struct model_xy middle = {0, 0};
    for (int32_t i = 0; i < in.n; i++) {
        b->x[i] = (float)in.x[i];
        b->y[i] = (float)in.y[i];
        b->street[i] = in.street[i];
        middle.x += in.x[i] / in.n;
        middle.y += in.y[i] / in.n;
        if (model_barred(m->g, model_warp(m->g, (struct model_xy){in.x[i], in.y[i]}), 45))
            return; /* meadow, hill or forest */
    }
    b->middle = model_warp(m->g, middle);
    b->north = model_river(m->g, b->middle) > 0;
    p->blocks++;
}

/* ---- the lanes of one quarter
 * ---------------------------------------------------------------- */

struct lanes {
    struct model_xy d; /* direction */
    struct model_xy at[LINES_MAX];
    struct chord chord[LINES_MAX];
    int32_t way[LINES_MAX];
    int count;
};

/* Parallel lanes across the cell, about `gap` apart. */
static void lay(struct maker *m, const struct model_cell *c, struct model_xy d, double gap,
                struct lanes *out)
{
    const struct model_xy normal = {-d.y, d.x};
    double low, high;
    extent(c, normal, &low, &high);
    int parts = (int)((high - low) / gap + 0.5);
    parts = parts > LINES_MAX ? LINES_MAX : parts;
    *out = (struct lanes){.d = d};
    for (int i = 1; i < parts; i++) {
        const double t = low + (high - low) * i / parts + jitter(m, gap * 0.06);
        const struct model_xy at = {normal.x * t, normal.y * t};
        struct chord k;
        if (!cross(c, at, d, &k) || k.to - k.from < 70)
            continue;
        const uint8_t class = i % 3 == 2 ? RK_MODEL_STREET : RK_MODEL_LANE;
        const struct model_xy from = point(at, d, k.from), to = point(at, d, k.to);
        const int32_t way = add_way(m, from, to, class);
        const int32_t first = add_node(m, from), last = add_node(m, to);
        add_event(m, way, first);
        add_event(m, way, last);
        add_event(m, k.from_street, first);
        add_event(m, k.to_street, last);
        out->at[out->count] = at;
        out->chord[out->count] = k;
        out->way[out->count++] = way;
    }
}

static void crossings(struct maker *m, const struct lanes *a, const struct lanes *b)
{
    for (int i = 0; i < a->count; i++) {
        for (int j = 0; j < b->count; j++) {
            const double across = b->at[j].x * a->d.x + b->at[j].y * a->d.y;
            const double back = a->at[i].x * b->d.x + a->at[i].y * b->d.y;
            if (across <= a->chord[i].from || across >= a->chord[i].to ||
                back <= b->chord[j].from || back >= b->chord[j].to)
                continue;
            const int32_t node = add_node(m, point(a->at[i], a->d, across));
            add_event(m, a->way[i], node);
            add_event(m, b->way[j], node);
        }
    }
}

/* Cuts the cell into strips by lanes[from …] and hands each strip on. */
static void strips(struct maker *m, const struct model_cell *cell, const struct lanes *by,
                   const struct lanes *then, struct model_xy along)
{
    const struct model_xy normal = {-by->d.y, by->d.x};
    struct model_cell rest = *cell;
    for (int i = 0; i <= by->count; i++) {
        struct model_cell strip = rest;
        if (i < by->count) {
            const struct model_xy back = {-normal.x, -normal.y};
            struct model_cell next;
            if (!model_cell_clip(&rest, by->at[i], back, by->way[i], &strip))
                continue;
            if (!model_cell_clip(&rest, by->at[i], normal, by->way[i], &next))
                next.n = 0;
            rest = next;
        }
        if (strip.n >= 3 && then)
            strips(m, &strip, then, NULL, along);
        else if (strip.n >= 3)
            add_block(m, &strip, along);
        if (rest.n < 3)
            return;
    }
}

static void lanes_of(struct maker *m, const struct model_cell *c)
{
    const struct model_xy along = longest(c), across = {-along.y, along.x};
    const double deep = 88 + 18 * rk_random_unit(&m->random);
    const double wide = 180 + 130 * rk_random_unit(&m->random);
    struct lanes a, b;
    lay(m, c, along, deep, &a);
    lay(m, c, across, wide, &b);
    crossings(m, &a, &b);
    strips(m, c, &a, &b, along);
}

/* ---- splitting
 * -------------------------------------------------------------------------------- */

static bool lived_in(const struct maker *m, struct model_xy middle, double radius)
{
    const struct model_xy at = model_warp(m->g, middle);
    const bool north = model_river(m->g, at) > 0;
    for (int i = 0; i < MODEL_STATIONS; i++) {
        const struct model_station *s = &m->g->station[i];
        const double dx = at.x - s->at.x, dy = at.y - s->at.y;
        const double reach = LIVED_M * m->g->stretch + radius;
        if (dx * dx + dy * dy < reach * reach &&
            (s->north == north || fabs(model_river(m->g, at)) < radius))
            return true;
    }
    return false;
}

static void split(struct maker *m, const struct model_cell *c, int depth)
{
    const double area = model_cell_area(c);
    struct model_xy middle = {0, 0};
    for (int32_t i = 0; i < c->n; i++) {
        middle.x += c->x[i] / c->n;
        middle.y += c->y[i] / c->n;
    }
    const bool lived = lived_in(m, middle, sqrt(area) * 0.5);
    const double limit =
        (lived ? QUARTER_M2 : COUNTRY_M2) * (0.75 + 0.5 * rk_random_unit(&m->random));
    if (area < limit || depth >= DEPTH_MAX || m->work->failed) {
        if (lived)
            lanes_of(m, c);
        return;
    }
    const struct model_xy e = longest(c);
    double low, high, low_n, high_n;
    extent(c, e, &low, &high);
    extent(c, (struct model_xy){-e.y, e.x}, &low_n, &high_n);
    const bool lengthwise = high_n - low_n > high - low;
    struct model_xy d = lengthwise ? e : (struct model_xy){-e.y, e.x};
    const double turn = jitter(m, area > 8 * MAIN_FROM_M2 ? 0.42 : area > 8e5 ? 0.2 : 0.07);
    d = unit(d.x - turn * d.y, d.y + turn * d.x);
    const struct model_xy normal = {-d.y, d.x};
    extent(c, normal, &low, &high);
    const double t = low + (high - low) * (0.5 + jitter(m, 0.1));
    const struct model_xy at = {normal.x * t, normal.y * t};
    struct chord k;
    struct model_cell left, right;
    if (!cross(c, at, d, &k))
        return;
    const struct model_xy from = point(at, d, k.from), to = point(at, d, k.to);
    const int32_t way =
        add_way(m, from, to, area > MAIN_FROM_M2 ? RK_MODEL_MAIN : RK_MODEL_STREET);
    if (way >= 0)
        m->plan->way[way].highway = area > HIGHWAY_FROM_M2 * m->g->stretch * m->g->stretch;
    const int32_t first = add_node(m, from), last = add_node(m, to);
    add_event(m, way, first);
    add_event(m, way, last);
    add_event(m, k.from_street, first);
    add_event(m, k.to_street, last);
    if (model_cell_clip(c, at, normal, way, &left))
        split(m, &left, depth + 1);
    if (model_cell_clip(c, at, (struct model_xy){-normal.x, -normal.y}, way, &right))
        split(m, &right, depth + 1);
}

bool model_plan_make(const struct model_ground *g, struct rk_arena *work,
                     struct model_plan *plan)
{
    *plan = (struct model_plan){0};
    struct maker m = {g, work, plan, rk_random_stream(g->seed, "streets", 0)};
    const struct model_cell sheet = {.n = 4,
                                     .x = {g->low_x, g->high_x, g->high_x, g->low_x},
                                     .y = {g->low_y, g->low_y, g->high_y, g->high_y},
                                     .street = {-1, -1, -1, -1}};
    split(&m, &sheet, 0);
    return !work->failed;
}
