/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage on the map: squares of the grid, sums of districts. */
#define RK_SHEET_ROOM
#include "sheet_map.h"

enum { SQUARES_MOST = 1 << 20 };

/* ---- districts ------------------------------------------------------------------------- */

/* Even-odd: the ray to the east crosses the ring an odd number of times. */
static bool holds_point(const struct rk_map *map, const struct rk_map_shape *s, float x,
                        float y)
{
    bool in = false;
    for (int32_t i = 0; i < s->count; i++) {
        const struct rk_map_point a = map->point[s->first + i];
        const struct rk_map_point b = map->point[s->first + (i + 1 < s->count ? i + 1 : 0)];
        if ((a.y_m > y) != (b.y_m > y) &&
            x < a.x_m + (y - a.y_m) / (b.y_m - a.y_m) * (b.x_m - a.x_m))
            in = !in;
    }
    return in;
}

/* Several shapes of one name are one district. */
static int32_t district_of(const struct rk_map *map, const struct rk_map_district *list,
                           int32_t count, const struct rk_map_cell *c)
{
    for (int32_t i = 0; i < map->shapes; i++) {
        const struct rk_map_shape *s = &map->shape[i];
        if (s->kind != RK_MAP_DISTRICT || !holds_point(map, s, c->x_m, c->y_m))
            continue;
        for (int32_t d = 0; d < count; d++)
            if (rk_str_eq(list[d].name, s->name))
                return d;
    }
    return -1;
}

static int32_t name_districts(const struct rk_map *map, struct rk_map_district *list)
{
    int32_t count = 0;
    for (int32_t i = 0; i < map->shapes; i++) {
        bool known = map->shape[i].kind != RK_MAP_DISTRICT;
        for (int32_t d = 0; d < count && !known; d++)
            known = rk_str_eq(list[d].name, map->shape[i].name);
        if (!known)
            list[count++] = (struct rk_map_district){.name = map->shape[i].name};
    }
    return count;
}

int32_t map_sum_districts(struct sheet_maker *m, struct rk_scratch *scratch,
                          const struct rk_map *map, const struct rk_map_district **out,
                          const struct map_box **middle)
{
    int32_t shapes = 0;
    for (int32_t i = 0; i < map->shapes; i++)
        shapes += map->shape[i].kind == RK_MAP_DISTRICT;
    struct rk_map_district *list = RK_NEW(m->keep, struct rk_map_district, shapes);
    struct map_box *at = RK_NEW(scratch, struct map_box, shapes);
    if (shapes == 0 || !list || !at) {
        m->failed |= shapes > 0;
        return 0;
    }
    const int32_t count = name_districts(map, list);
    for (int32_t i = 0; i < map->cells; i++) {
        const struct rk_map_cell *c = &map->cell[i];
        const int32_t d = district_of(map, list, count, c);
        if (d < 0)
            continue;
        list[d].buildings += c->buildings;
        list[d].seen += c->seen;
        if (c->seen > 0)
            list[d].damaged += c->seen * (double)c->damaged;
        at[d].x += c->buildings * (double)c->x_m;
        at[d].y += c->buildings * (double)c->y_m;
    }
    for (int32_t d = 0; d < count; d++) {
        list[d].damaged = list[d].seen > 0 ? list[d].damaged / list[d].seen : RK_NAN;
        at[d].w = list[d].buildings;
        if (list[d].buildings > 0) {
            at[d].x /= list[d].buildings;
            at[d].y /= list[d].buildings;
        }
    }
    *out = list;
    *middle = at;
    return count;
}

/* ---- squares --------------------------------------------------------------------------- */

int map_shade(double share)
{
    static const double from[RK_SHADES] = {0.0, 0.1, 0.3, 0.5, 0.7};
    int shade = 0;
    while (shade + 1 < RK_SHADES && share >= from[shade + 1])
        shade++;
    return shade;
}

double map_shade_size(double share)
{
    return 0.42 + 0.115 * map_shade(share);
}

struct square {
    int32_t buildings, seen;
    double damaged;
};

static void draw_square(struct map_maker *k, double x, double y, double side, double share)
{
    const double size = side * map_shade_size(share);
    struct rk_mark *mark =
        map_add(k, RK_MARK_BAR, (enum rk_ink)(RK_INK_SHADE + map_shade(share)));
    if (!mark)
        return;
    mark->x = x - size / 2.0;
    mark->y = y - size / 2.0;
    mark->x2 = mark->y2 = size;
}

static void draw_unseen(struct map_maker *k, double x, double y, double side)
{
    const double size = 0.62 * side;
    struct rk_mark *mark = map_add(k, RK_MARK_FRAME, RK_INK_MUTED);
    if (!mark)
        return;
    mark->x = x - size / 2.0;
    mark->y = y - size / 2.0;
    mark->x2 = mark->y2 = size;
    mark->width = 0.35;
    k->unseen = true;
}

/* Cells that would be drawn too small are put together, two by two, three by three, … */
static int32_t together(const struct map_maker *k)
{
    const double cell = (double)k->map->cell_m * k->scale;
    return cell >= k->on->cell_min ? 1 : (int32_t)ceil(k->on->cell_min / cell);
}

/* By shade, so that neighbours in the list are painted in one go. */
static void paint_squares(struct map_maker *k, const struct square *square, int32_t wide,
                          int32_t high, double side)
{
    for (int shade = -1; shade < RK_SHADES; shade++) {
        for (int32_t i = 0; i < wide * high; i++) {
            const struct square *s = &square[i];
            const int32_t row = i / wide;
            const double x = (i % wide + 0.5) * side, y = (row + 0.5) * side;
            if (s->buildings <= 0 && s->seen <= 0)
                continue;
            if (s->seen <= 0 && shade < 0)
                draw_unseen(k, x, y, side);
            else if (s->seen > 0 && map_shade(s->damaged / s->seen) == shade)
                draw_square(k, x, y, side, s->damaged / s->seen);
        }
    }
}

void map_draw_cells(struct map_maker *k)
{
    if (!(k->map->cell_m > 0.0F) || k->map->cells == 0)
        return;
    k->square_m = (double)k->map->cell_m * together(k);
    const double side = k->square_m * k->scale;
    const double wide = floor(k->on->area_w / side), high = floor(k->on->area_h / side);
    if (wide < 1.0 || high < 1.0 || wide * high > SQUARES_MOST)
        return;
    struct square *square = RK_NEW(k->scratch, struct square, (ptrdiff_t)(wide * high));
    if (!square) {
        k->m->failed = true;
        return;
    }
    for (int32_t i = 0; i < k->map->cells; i++) {
        const struct rk_map_cell *c = &k->map->cell[i];
        const struct rk_spot at = map_place(k, (struct rk_map_point){c->x_m, c->y_m});
        const double column = floor(at.x / side), row = floor(at.y / side);
        if (!(column >= 0.0 && column < wide && row >= 0.0 && row < high))
            continue;
        struct square *s = &square[(ptrdiff_t)row * (ptrdiff_t)wide + (ptrdiff_t)column];
        s->buildings += c->buildings;
        s->seen += c->seen;
        if (c->seen > 0)
            s->damaged += c->seen * (double)c->damaged;
    }
    paint_squares(k, square, (int32_t)wide, (int32_t)high, side);
}

/* One square for a district, where nothing below it may be shown. */
void map_draw_district_squares(struct map_maker *k)
{
    const double side = 2.2 * k->on->size;
    for (int32_t d = 0; d < k->district_count; d++) {
        const struct map_box *b = &k->middle[d];
        const struct rk_spot at = map_place(k, (struct rk_map_point){(float)b->x, (float)b->y});
        if (b->w <= 0.0 || !map_in_area(k, at))
            continue;
        if (k->districts[d].seen > 0)
            draw_square(k, at.x, at.y, side, k->districts[d].damaged);
        else
            draw_unseen(k, at.x, at.y, side);
        const double half = side / 2.0;
        map_take(k, (struct map_box){at.x - half, at.y - half, side, side});
    }
}
