/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the map shows: damage by squares, signs, closures, danger; and the base map beneath. */
#include "plan_internal.h"

enum { CELLS_ACROSS = 60, SIGNS_MAX = 400, SHAPES_MAX = 2000 };
static const double metre_lat = 111213.6; /* of a degree, near 49° */

static double metres_lon(double lat_deg)
{
    return 111319.5 * cos(lat_deg * 3.14159265358979323846 / 180.0);
}

static struct rk_map_point place(const struct rk_map *m, double lat, double lon)
{
    return (struct rk_map_point){(float)((lon - m->lon_deg) * metres_lon(m->lat_deg)),
                                 (float)((lat - m->lat_deg) * metre_lat)};
}

struct frame {
    double south, north, west, east;
    int64_t places;
};

static struct frame frame_of(const struct plan *p, const struct plan_records *r)
{
    struct frame f = {HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL, 0};
    for (int32_t i = 0; i < r->rows; i++) {
        const double lat = plan_number(p, plan_claim(r, i, PLAN_B_LATITUDE));
        const double lon = plan_number(p, plan_claim(r, i, PLAN_B_LONGITUDE));
        if (isnan(lat) || isnan(lon))
            continue;
        f.south = fmin(f.south, lat);
        f.north = fmax(f.north, lat);
        f.west = fmin(f.west, lon);
        f.east = fmax(f.east, lon);
        f.places++;
    }
    return f;
}

static bool make_cells(struct plan *p, const struct plan_records *r, const struct frame *f,
                       struct rk_map *m)
{
    const struct rk_map_point low = place(m, f->south, f->west),
                              high = place(m, f->north, f->east);
    m->cell_m = fmaxf(100.0F, fmaxf(high.x_m - low.x_m, high.y_m - low.y_m) / CELLS_ACROSS);
    const int32_t across = (int32_t)((high.x_m - low.x_m) / m->cell_m) + 1;
    const int32_t up = (int32_t)((high.y_m - low.y_m) / m->cell_m) + 1;
    struct rk_map_cell *cell = RK_NEW(p->keep, struct rk_map_cell, (int64_t)across * up);
    if (!cell)
        return false;
    for (int32_t i = 0; i < r->rows; i++) {
        const double lat = plan_number(p, plan_claim(r, i, PLAN_B_LATITUDE));
        const double lon = plan_number(p, plan_claim(r, i, PLAN_B_LONGITUDE));
        if (isnan(lat) || isnan(lon) ||
            plan_is(p, plan_claim(r, i, PLAN_B_CLASS), "outbuilding"))
            continue;
        const struct rk_map_point at = place(m, lat, lon);
        struct rk_map_cell *c = &cell[(int32_t)((at.y_m - low.y_m) / m->cell_m) * across +
                                      (int32_t)((at.x_m - low.x_m) / m->cell_m)];
        const struct plan_seen s = plan_look(p, r, i);
        const bool above = plan_claim(r, i, PLAN_B_UNOSAT) >= 0;
        c->buildings++;
        c->seen += s.claim >= 0 || above;
        c->damaged += s.damaged || plan_seen_from_above(p, r, i) ? 1.0F : 0.0F;
    }
    int32_t kept = 0;
    for (int32_t y = 0; y < up; y++)
        for (int32_t x = 0; x < across; x++) {
            struct rk_map_cell c = cell[y * across + x];
            if (!c.buildings)
                continue;
            c.x_m = low.x_m + ((float)x + 0.5F) * m->cell_m;
            c.y_m = low.y_m + ((float)y + 0.5F) * m->cell_m;
            c.damaged = c.seen ? c.damaged / (float)c.seen : 0.0F;
            cell[kept++] = c;
        }
    m->cell = cell;
    m->cells = kept;
    return true;
}

/* ---- signs ---------------------------------------------------------------------------------
 */

static bool add_facilities(struct plan *p, struct rk_map *m, struct rk_map_sign *sign)
{
    enum { NAME, TYPE, STATE, LAT, LON, F_SLOTS };
    static const struct plan_slot wanted[F_SLOTS] = {{"name", NULL},
                                                     {"type", NULL},
                                                     {"state", NULL},
                                                     {"latitude", NULL},
                                                     {"longitude", NULL}};
    static const struct {
        const char *type;
        enum rk_map_sign_kind kind;
    } kinds[] = {{"hospital", RK_SIGN_HOSPITAL},
                 {"mobile_hospital", RK_SIGN_HOSPITAL},
                 {"pharmacy", RK_SIGN_PHARMACY},
                 {"warming_point", RK_SIGN_WARMING_POINT}};
    struct plan_records r;
    if (!plan_records(p, "facility", wanted, F_SLOTS, &r))
        return false;
    for (int32_t i = 0; i < r.rows; i++) {
        const double lat = plan_number(p, plan_claim(&r, i, LAT));
        const int64_t state = plan_claim(&r, i, STATE);
        for (int k = 0; k < RK_COUNT(kinds) && !isnan(lat) && m->signs < SIGNS_MAX; k++)
            if (plan_is(p, plan_claim(&r, i, TYPE), kinds[k].type))
                sign[m->signs++] = (struct rk_map_sign){
                    .kind = (uint8_t)kinds[k].kind,
                    .works = plan_is(p, state, "working") || plan_is(p, state, "partly"),
                    .at = place(m, lat, plan_number(p, plan_claim(&r, i, LON))),
                    .name = kinds[k].kind == RK_SIGN_HOSPITAL
                                ? plan_text(p, plan_claim(&r, i, NAME))
                                : (struct rk_str){"", 0}};
    }
    return true;
}

static bool add_boilers(struct plan *p, struct rk_map *m, struct rk_map_sign *sign)
{
    enum { NAME, STATE, LAT, LON, MW, S_SLOTS };
    static const struct plan_slot wanted[S_SLOTS] = {
        {"name", NULL}, {"state", NULL}, {"latitude", NULL}, {"longitude", NULL}, {"mw", NULL}};
    struct plan_records r;
    if (!plan_records(p, "heat_source", wanted, S_SLOTS, &r))
        return false;
    double largest = 0.0;
    for (int32_t i = 0; i < r.rows; i++)
        largest = fmax(largest, plan_number(p, plan_claim(&r, i, MW)));
    for (int32_t i = 0; i < r.rows; i++) {
        const double lat = plan_number(p, plan_claim(&r, i, LAT));
        const int64_t state = plan_claim(&r, i, STATE);
        if (isnan(lat) || m->signs >= SIGNS_MAX)
            continue;
        const bool runs = plan_is(p, state, "working") || plan_is(p, state, "partly");
        sign[m->signs++] =
            (struct rk_map_sign){.kind = runs                             ? RK_SIGN_BOILER_ON
                                         : plan_is(p, state, "destroyed") ? RK_SIGN_BOILER_LOST
                                                                          : RK_SIGN_BOILER_OFF,
                                 .works = runs,
                                 .at = place(m, lat, plan_number(p, plan_claim(&r, i, LON))),
                                 .name = plan_number(p, plan_claim(&r, i, MW)) >= largest
                                             ? plan_text(p, plan_claim(&r, i, NAME))
                                             : (struct rk_str){"", 0}};
    }
    return true;
}

/* ---- danger, closures ----------------------------------------------------------------------
 */

struct drawing {
    struct rk_map *map;
    struct rk_map_shape *shape;
    struct rk_map_point *point;
};

static void add_shape(struct drawing *d, struct rk_map_shape shape,
                      const struct rk_map_point *points, int32_t count)
{
    if (d->map->shapes >= SHAPES_MAX || d->map->points + count > 2 * SHAPES_MAX)
        return;
    shape.first = d->map->points;
    shape.count = count;
    for (int32_t i = 0; i < count; i++)
        d->point[d->map->points++] = points[i];
    d->shape[d->map->shapes++] = shape;
}

static bool add_dangers(struct plan *p, struct drawing *d)
{
    enum { KIND, STATE, LAT, LON, RADIUS, D_SLOTS };
    static const struct plan_slot wanted[D_SLOTS] = {{"kind", NULL},
                                                     {"state", NULL},
                                                     {"latitude", NULL},
                                                     {"longitude", NULL},
                                                     {"radius_m", NULL}};
    struct plan_records r;
    if (!plan_records(p, "danger_area", wanted, D_SLOTS, &r))
        return false;
    for (int32_t i = 0; i < r.rows; i++) {
        const double lat = plan_number(p, plan_claim(&r, i, LAT));
        const double radius = plan_number(p, plan_claim(&r, i, RADIUS));
        if (isnan(lat) || plan_is(p, plan_claim(&r, i, STATE), "cleared"))
            continue;
        const struct rk_map_point at =
            place(d->map, lat, plan_number(p, plan_claim(&r, i, LON)));
        add_shape(d,
                  (struct rk_map_shape){.kind = RK_MAP_DANGER,
                                        .radius_m = radius > 0.0 ? (float)radius : 50.0F},
                  &at, 1);
    }
    return true;
}

static enum rk_map_passage passage_of(const struct plan *p, int64_t state)
{
    return plan_is(p, state, "closed") ? RK_MAP_CLOSED
           : plan_is(p, state, "foot") ? RK_MAP_ON_FOOT
           : plan_is(p, state, "slow") ? RK_MAP_SLOW
                                       : RK_MAP_OPEN;
}

static bool add_closures(struct plan *p, struct drawing *d)
{
    enum { TYPE, STATE, NAME, A_LAT, A_LON, B_LAT, B_LON, R_SLOTS };
    static const struct plan_slot wanted[R_SLOTS] = {
        {"type", NULL},     {"state", NULL},  {"name", NULL},  {"from_lat", NULL},
        {"from_lon", NULL}, {"to_lat", NULL}, {"to_lon", NULL}};
    struct plan_records r;
    if (!plan_records(p, "road", wanted, R_SLOTS, &r))
        return false;
    for (int32_t i = 0; i < r.rows; i++) {
        const int64_t type = plan_claim(&r, i, TYPE), state = plan_claim(&r, i, STATE);
        const double a_lat = plan_number(p, plan_claim(&r, i, A_LAT));
        const double b_lat = plan_number(p, plan_claim(&r, i, B_LAT));
        const bool bridge = plan_is(p, type, "bridge") || plan_is(p, type, "pontoon");
        if (isnan(a_lat) || isnan(b_lat))
            continue;
        const struct rk_map_point ends[] = {
            place(d->map, a_lat, plan_number(p, plan_claim(&r, i, A_LON))),
            place(d->map, b_lat, plan_number(p, plan_claim(&r, i, B_LON)))};
        add_shape(d,
                  (struct rk_map_shape){.kind = bridge ? RK_MAP_BRIDGE
                                                : plan_is(p, type, "footbridge")
                                                    ? RK_MAP_FOOTBRIDGE
                                                    : RK_MAP_STREET,
                                        .passage = (uint8_t)passage_of(p, state),
                                        .name = plan_text(p, plan_claim(&r, i, NAME))},
                  ends, 2);
    }
    return true;
}

bool plan_count_map(struct plan *p)
{
    struct plan_records r;
    if (!p->lists)
        return true;
    if (!plan_records(p, "building", plan_building_slots, PLAN_BUILDING_SLOTS, &r))
        return false;
    const struct frame f = frame_of(p, &r);
    if (!f.places)
        return true;
    struct rk_map *m = RK_NEW(p->keep, struct rk_map, 1);
    struct rk_map_sign *sign = RK_NEW(p->keep, struct rk_map_sign, SIGNS_MAX);
    struct rk_map_shape *shape = RK_NEW(p->keep, struct rk_map_shape, SHAPES_MAX);
    struct rk_map_point *point = RK_NEW(p->keep, struct rk_map_point, 2 * SHAPES_MAX);
    if (!m || !sign || !shape || !point)
        return false;
    *m = (struct rk_map){.lat_deg = (f.south + f.north) / 2.0,
                         .lon_deg = (f.west + f.east) / 2.0,
                         .sign = sign,
                         .shape = shape,
                         .point = point};
    struct drawing d = {m, shape, point};
    if (!make_cells(p, &r, &f, m) || !add_facilities(p, m, sign) || !add_boilers(p, m, sign) ||
        !add_dangers(p, &d) || !add_closures(p, &d))
        return false;
    p->map = m;
    return true;
}

/* ---- the base map --------------------------------------------------------------------------
 */

bool rk_report_base(struct rk_report *report, const struct rk_map *base, struct rk_arena *keep)
{
    const struct rk_map *day = report->map;
    if (!day)
        return true;
    struct rk_map *m = RK_NEW(keep, struct rk_map, 1);
    struct rk_map_shape *shape = RK_NEW(keep, struct rk_map_shape, base->shapes + day->shapes);
    struct rk_map_point *point = RK_NEW(keep, struct rk_map_point, base->points + day->points);
    if (!m || !shape || !point)
        return false;
    *m = *day;
    const double lon_m = metres_lon(base->lat_deg);
    for (int32_t i = 0; i < base->points; i++)
        point[i] = place(day, base->lat_deg + (double)base->point[i].y_m / metre_lat,
                         base->lon_deg + (double)base->point[i].x_m / lon_m);
    for (int32_t i = 0; i < day->points; i++)
        point[base->points + i] = day->point[i];
    for (int32_t i = 0; i < base->shapes; i++)
        shape[i] = base->shape[i];
    for (int32_t i = 0; i < day->shapes; i++) {
        shape[base->shapes + i] = day->shape[i];
        shape[base->shapes + i].first += base->points;
    }
    m->shape = shape;
    m->point = point;
    m->shapes = base->shapes + day->shapes;
    m->points = base->points + day->points;
    report->map = m;
    return true;
}
