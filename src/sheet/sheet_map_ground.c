/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ground of the map: water, woods, rail, streets, bridges, danger; cut at the map's edge.
 */
#define RK_SHEET_ROOM
#include "sheet_map.h"

enum { CIRCLE = 24, WINDOW = 48, CROSSINGS_MAX = 64 };

static const double bend_pt = 0.22; /* streets are drawn this exactly */
/* Points in a metre from which lanes, streets are told apart. */
static const double lane_scale = 0.045, street_scale = 0.02;
static const double hatch_pt = 2.3, beyond_pt = 1.3; /* between slanted lines; over the edge */

/* ---- cutting --------------------------------------------------------------------------- */

/* One edge of the area: keep where side * coordinate >= side * at. */
struct edge {
    bool across; /* of x, else of y */
    double side, at;
};

static double depth_in(const struct edge *e, struct rk_spot p)
{
    return e->side * ((e->across ? p.x : p.y) - e->at);
}

/* Sutherland and Hodgman (1974), Communications of the ACM 17(1): one edge after another. */
static int32_t cut_ring(const struct edge *e, const struct rk_spot *from, int32_t count,
                        struct rk_spot *to)
{
    int32_t n = 0;
    for (int32_t i = 0; i < count; i++) {
        const struct rk_spot a = from[i], b = from[i + 1 < count ? i + 1 : 0];
        const double in_a = depth_in(e, a), in_b = depth_in(e, b);
        if (in_a >= 0.0)
            to[n++] = a;
        if ((in_a >= 0.0) != (in_b >= 0.0)) {
            const double t = in_a / (in_a - in_b);
            to[n++] = (struct rk_spot){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        }
    }
    return n;
}

static void edges_of(const struct map_maker *k, struct edge edges[4])
{
    edges[0] = (struct edge){true, 1.0, 0.0};
    edges[1] = (struct edge){true, -1.0, k->on->area_w};
    edges[2] = (struct edge){false, 1.0, 0.0};
    edges[3] = (struct edge){false, -1.0, k->on->area_h};
}

/* The shape's points on the page, in scratch; a circle becomes a ring. */
static struct rk_spot *placed(struct map_maker *k, const struct rk_map_shape *s, int32_t *count)
{
    const bool circle = s->count == 1 && s->radius_m > 0.0F;
    *count = circle ? CIRCLE : s->count;
    struct rk_spot *spot = RK_NEW(k->scratch, struct rk_spot, (ptrdiff_t)*count + 1);
    if (!spot) {
        k->m->failed = true;
        *count = 0;
        return NULL;
    }
    const struct rk_map_point *from = k->map->point + s->first;
    for (int32_t i = 0; i < *count; i++) {
        struct rk_map_point p = from[circle ? 0 : i];
        if (circle) {
            const double turn = 2.0 * 3.14159265358979323846 * i / CIRCLE;
            p.x_m += s->radius_m * (float)cos(turn);
            p.y_m += s->radius_m * (float)sin(turn);
        }
        spot[i] = map_place(k, p);
    }
    return spot;
}

/* A ring cut to the area, in scratch; NULL when nothing is left. */
static struct rk_spot *ring_of(struct map_maker *k, const struct rk_map_shape *s,
                               int32_t *count)
{
    struct edge edges[4];
    struct rk_spot *ring = placed(k, s, count);
    edges_of(k, edges);
    for (int i = 0; i < 4 && ring; i++) {
        struct rk_spot *next = RK_NEW(k->scratch, struct rk_spot, 2 * (ptrdiff_t)*count + 4);
        if (!next) {
            k->m->failed = true;
            return NULL;
        }
        *count = cut_ring(&edges[i], ring, *count, next);
        ring = next;
    }
    return ring && *count >= 3 ? ring : NULL;
}

/* Liang and Barsky (1984), ACM Transactions on Graphics 3(1): what of a to b is in the area. */
static bool cut_line(const struct map_maker *k, struct rk_spot *a, struct rk_spot *b)
{
    struct edge edges[4];
    double from = 0.0, to = 1.0;
    const struct rk_spot p = *a, q = *b;
    edges_of(k, edges);
    for (int i = 0; i < 4; i++) {
        const double in_p = depth_in(&edges[i], p), in_q = depth_in(&edges[i], q);
        if (in_p < 0.0 && in_q < 0.0)
            return false;
        if (in_p < 0.0)
            from = fmax(from, in_p / (in_p - in_q));
        if (in_q < 0.0)
            to = fmin(to, in_p / (in_p - in_q));
    }
    if (from >= to)
        return false;
    *a = (struct rk_spot){p.x + from * (q.x - p.x), p.y + from * (q.y - p.y)};
    *b = (struct rk_spot){p.x + to * (q.x - p.x), p.y + to * (q.y - p.y)};
    return true;
}

/* ---- lines ----------------------------------------------------------------------------- */

static double off_line(struct rk_spot a, struct rk_spot b, struct rk_spot p)
{
    const double dx = b.x - a.x, dy = b.y - a.y, length = sqrt(dx * dx + dy * dy);
    if (length < 1e-9)
        return hypot(p.x - a.x, p.y - a.y);
    return fabs((p.x - a.x) * dy - (p.y - a.y) * dx) / length;
}

/* Leaves out points that nobody would see: the line stays within bend_pt of them. */
static int32_t straighten(struct rk_spot *p, int32_t count)
{
    int32_t kept = 0, at = 0;
    if (count < 3)
        return count;
    p[kept++] = p[0];
    while (at < count - 1) {
        int32_t next = at + 1;
        for (; next + 1 < count && next - at < WINDOW; next++) {
            bool straight = true;
            for (int32_t i = at + 1; i <= next && straight; i++)
                straight = off_line(p[at], p[next + 1], p[i]) <= bend_pt;
            if (!straight)
                break;
        }
        at = next;
        p[kept++] = p[at];
    }
    return kept;
}

struct look {
    enum rk_ink ink;
    double width, dash, gap;
};

static void put_line(struct map_maker *k, struct rk_spot *p, int32_t count, struct look look)
{
    count = straighten(p, count);
    if (count < 2)
        return;
    struct rk_mark *mark = map_add_points(k, RK_MARK_PATH, look.ink, p, count);
    if (mark) {
        mark->width = look.width;
        mark->x2 = look.dash;
        mark->y2 = look.gap;
    }
}

/* A line of the map, cut at the edge into as many pieces as stay inside. */
static void draw_line(struct map_maker *k, const struct rk_map_shape *s, bool closed,
                      struct look look)
{
    int32_t count = 0, run = 0;
    struct rk_spot *spot = placed(k, s, &count);
    if (!spot || count < 2)
        return;
    if (closed)
        spot[count++] = spot[0];
    struct rk_spot *piece = RK_NEW(k->scratch, struct rk_spot, (ptrdiff_t)count + 1);
    if (!piece) {
        k->m->failed = true;
        return;
    }
    for (int32_t i = 0; i + 1 < count; i++) {
        struct rk_spot a = spot[i], b = spot[i + 1];
        const bool in = cut_line(k, &a, &b);
        const bool goes_on =
            in && run > 0 && piece[run - 1].x == a.x && piece[run - 1].y == a.y;
        if (run > 0 && !goes_on) {
            put_line(k, piece, run, look);
            run = 0;
        }
        if (in && run == 0)
            piece[run++] = a;
        if (in)
            piece[run++] = b;
    }
    put_line(k, piece, run, look);
}

static void draw_lines(struct map_maker *k, int kind, struct look look)
{
    for (int32_t i = 0; i < k->map->shapes; i++) {
        if (k->map->shape[i].kind == kind)
            draw_line(k, &k->map->shape[i], kind <= RK_MAP_DISTRICT, look);
    }
}

static void draw_areas(struct map_maker *k, int kind, enum rk_ink ink)
{
    for (int32_t i = 0; i < k->map->shapes; i++) {
        int32_t count = 0;
        if (k->map->shape[i].kind != kind)
            continue;
        const struct rk_spot *ring = ring_of(k, &k->map->shape[i], &count);
        if (ring)
            map_add_points(k, RK_MARK_AREA, ink, ring, count);
    }
}

void map_draw_ground(struct map_maker *k)
{
    const double fine = k->on->names ? 1.25 : 1.0;
    draw_areas(k, RK_MAP_GREEN, RK_INK_GREEN);
    draw_areas(k, RK_MAP_WATER, RK_INK_WATER);
    draw_lines(k, RK_MAP_WATER, (struct look){RK_INK_PALE, 0.3, 0.0, 0.0});
    if (k->on->streets && k->scale > lane_scale)
        draw_lines(k, RK_MAP_LANE, (struct look){RK_INK_SHADE, 0.2, 0.0, 0.0});
    if (k->on->streets && k->scale > street_scale)
        draw_lines(k, RK_MAP_STREET, (struct look){RK_INK_SHADE, 0.35, 0.0, 0.0});
    draw_lines(k, RK_MAP_RAIL, (struct look){RK_INK_MUTED, 0.9 * fine, 0.7, 1.3});
    draw_lines(k, RK_MAP_RAIL, (struct look){RK_INK_MUTED, 0.3 * fine, 0.0, 0.0});
    draw_lines(k, RK_MAP_MAIN, (struct look){RK_INK_PALE, 0.65 * fine, 0.0, 0.0});
    if (!k->inside || k->on->names)
        draw_lines(k, RK_MAP_DISTRICT, (struct look){RK_INK_MUTED, 0.35, 0.0, 0.0});
}

/* ---- danger ---------------------------------------------------------------------------- */

static int by_x(const void *a, const void *b)
{
    const double *p = a, *q = b;
    return *p < *q ? -1 : *p > *q;
}

void map_hatch(struct map_maker *k, const struct rk_spot *ring, int32_t count)
{
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (int32_t i = 0; i < count; i++) {
        low = fmin(low, ring[i].x + ring[i].y);
        high = fmax(high, ring[i].x + ring[i].y);
    }
    const double step = hatch_pt * sqrt(2.0), reach = beyond_pt / sqrt(2.0);
    double *cut = RK_NEW(k->scratch, double, (ptrdiff_t)count + 1);
    if (!cut) {
        k->m->failed = true;
        return;
    }
    for (double c = ceil(low / step) * step; c <= high; c += step) {
        int32_t n = 0; /* x where the line x + y = c crosses the ring's edges */
        for (int32_t i = 0; i < count; i++) {
            const struct rk_spot a = ring[i], b = ring[i + 1 < count ? i + 1 : 0];
            const double in_a = a.x + a.y - c, in_b = b.x + b.y - c;
            if ((in_a >= 0.0) != (in_b >= 0.0))
                cut[n++] = a.x + in_a / (in_a - in_b) * (b.x - a.x);
        }
        qsort(cut, (size_t)n, sizeof *cut, by_x);
        for (int32_t i = 0; i + 1 < n; i += 2) {
            const struct rk_spot two[2] = {{cut[i] - reach, c - cut[i] + reach},
                                           {cut[i + 1] + reach, c - cut[i + 1] - reach}};
            struct rk_mark *mark = map_add_points(k, RK_MARK_SEGMENTS, RK_INK_ALERT, two, 2);
            if (mark)
                mark->width = 0.55;
        }
    }
}

/* A danger smaller than the space between the slanted lines is one of them. */
static bool is_spot(const struct map_maker *k, const struct rk_map_shape *s)
{
    return s->count == 1 && (double)s->radius_m * k->scale < hatch_pt;
}

static void slash(struct map_maker *k, struct rk_spot at)
{
    const double r = beyond_pt;
    const struct rk_spot two[2] = {{at.x - r, at.y + r}, {at.x + r, at.y - r}};
    struct rk_mark *mark = map_add_points(k, RK_MARK_SEGMENTS, RK_INK_ALERT, two, 2);
    if (mark)
        mark->width = 0.8;
    k->danger = true;
}

void map_draw_dangers(struct map_maker *k)
{
    for (int32_t i = 0; i < k->map->shapes; i++) {
        int32_t count = 0;
        if (k->map->shape[i].kind != RK_MAP_DANGER)
            continue;
        if (is_spot(k, &k->map->shape[i])) {
            const struct rk_spot at = map_place(k, k->map->point[k->map->shape[i].first]);
            if (map_in_area(k, at))
                slash(k, at);
            continue;
        }
        const struct rk_spot *ring = ring_of(k, &k->map->shape[i], &count);
        if (ring) {
            map_hatch(k, ring, count);
            k->danger = true;
        }
    }
}

/* ---- ways ------------------------------------------------------------------------------ */

static struct rk_spot middle_of(const struct map_maker *k, const struct rk_map_shape *s)
{
    const struct rk_map_point *p = k->map->point + s->first;
    const struct rk_spot a = map_place(k, p[(s->count - 1) / 2]);
    const struct rk_spot b = map_place(k, p[s->count / 2]);
    return (struct rk_spot){(a.x + b.x) / 2.0, (a.y + b.y) / 2.0};
}

static bool crossed_near(const struct rk_spot *done, int32_t count, struct rk_spot at)
{
    for (int32_t i = 0; i < count; i++)
        if (hypot(done[i].x - at.x, done[i].y - at.y) < 5.0)
            return true;
    return false;
}

static void cross_out(struct map_maker *k, struct rk_spot at, double r)
{
    struct rk_mark *halo = map_add(k, RK_MARK_CROSS, RK_INK_PAPER);
    if (halo) {
        halo->x = at.x, halo->y = at.y, halo->x2 = r + 0.5, halo->width = 2.6;
    }
    struct rk_mark *cross = map_add(k, RK_MARK_CROSS, RK_INK_ALERT);
    if (cross) {
        cross->x = at.x, cross->y = at.y, cross->x2 = r, cross->width = 1.3;
    }
    map_take(k, (struct map_box){at.x - r - 1.0, at.y - r - 1.0, 2.0 * r + 2.0, 2.0 * r + 2.0});
    k->closed = true;
}

static void draw_bridge(struct map_maker *k, const struct rk_map_shape *s)
{
    const bool foot = s->kind == RK_MAP_FOOTBRIDGE;
    const struct look road = {RK_INK, 1.5, 0.0, 0.0}, steps = {RK_INK, 1.3, 1.3, 1.3};
    const struct rk_spot at = middle_of(k, s);
    draw_line(k, s, false, foot || s->passage == RK_MAP_ON_FOOT ? steps : road);
    if (!map_in_area(k, at))
        return;
    k->footbridge |= foot;
    map_take(k, (struct map_box){at.x - 3.0, at.y - 3.0, 6.0, 6.0});
    if (s->passage == RK_MAP_CLOSED)
        cross_out(k, at, 3.0);
}

void map_draw_ways(struct map_maker *k)
{
    struct rk_spot done[CROSSINGS_MAX];
    int32_t count = 0;
    for (int32_t i = 0; i < k->map->shapes; i++) {
        const struct rk_map_shape *s = &k->map->shape[i];
        if (s->kind >= RK_MAP_BRIDGE && s->count >= 2)
            draw_bridge(k, s);
    }
    for (int32_t i = 0; i < k->map->shapes && count < CROSSINGS_MAX; i++) {
        const struct rk_map_shape *s = &k->map->shape[i];
        const bool shown = s->kind == RK_MAP_MAIN || (k->on->streets && s->kind > RK_MAP_MAIN);
        if (!shown || s->kind >= RK_MAP_BRIDGE || s->passage != RK_MAP_CLOSED || s->count < 2)
            continue;
        const struct rk_spot at = middle_of(k, s);
        if (!map_in_area(k, at) || crossed_near(done, count, at))
            continue;
        done[count++] = at;
        cross_out(k, at, 1.7);
    }
}
