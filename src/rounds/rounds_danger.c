/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas that nobody has cleared: no road within them is driven. */
#include "rounds_internal.h"

enum { D_NUMBER, D_NAME, D_KIND, D_STATE, D_RADIUS, D_LAT, D_LON, D_SLOTS };
static const struct plan_slot slots[D_SLOTS] = {
    {"number", NULL},   {"name", NULL},     {"kind", NULL},     {"state", NULL},
    {"radius_m", NULL}, {"latitude", NULL}, {"longitude", NULL}};

static const double radius_unsaid_m = 15.0;

/* A building that may fall and bad water do not close a street. */
static bool keeps_away(const struct plan *p, int64_t kind)
{
    return !plan_is(p, kind, "ruin") && !plan_is(p, kind, "water");
}

struct circle {
    double lat, lon, radius_m, lat_m, lon_m; /* metres of a degree */
};

/* The part of a straight piece that lies in the circle, as shares; false: none. */
static bool crossed(const struct circle *c, const double a[2], const double b[2], double *low,
                    double *high)
{
    const double ax = (a[1] - c->lon) * c->lon_m, ay = (a[0] - c->lat) * c->lat_m;
    const double dx = (b[1] - a[1]) * c->lon_m, dy = (b[0] - a[0]) * c->lat_m;
    const double length2 = dx * dx + dy * dy;
    if (length2 <= 0.0)
        return false;
    const double middle = -(ax * dx + ay * dy) / length2;
    const double off2 =
        (ax + middle * dx) * (ax + middle * dx) + (ay + middle * dy) * (ay + middle * dy);
    const double rest = c->radius_m * c->radius_m - off2;
    if (rest < 0.0)
        return false;
    const double half = sqrt(rest / length2);
    *low = fmax(0.0, middle - half);
    *high = fmin(1.0, middle + half);
    return *low < *high;
}

static bool near_box(const struct rk_roads *roads, int32_t edge, const struct circle *c)
{
    const double north = 1.0 / c->lat_m * c->radius_m, east = 1.0 / c->lon_m * c->radius_m;
    double low[2] = {90.0, 180.0}, high[2] = {-90.0, -180.0};
    for (int32_t k = roads->shape_first[edge]; k < roads->shape_first[edge + 1]; k++) {
        const double at[2] = {roads->shape_lat_e7[k] / 1e7, roads->shape_lon_e7[k] / 1e7};
        for (int i = 0; i < 2; i++) {
            low[i] = fmin(low[i], at[i]);
            high[i] = fmax(high[i], at[i]);
        }
    }
    return low[0] - north <= c->lat && high[0] + north >= c->lat && low[1] - east <= c->lon &&
           high[1] + east >= c->lon;
}

/* From the first to the last point of the edge that lies within. */
static bool within(const struct rk_roads *roads, int32_t edge, const struct circle *c,
                   struct rk_reach_mark *mark)
{
    double sum = 0.0, low = HUGE_VAL, high = -1.0;
    for (int32_t k = roads->shape_first[edge]; k + 1 < roads->shape_first[edge + 1]; k++) {
        const double a[2] = {roads->shape_lat_e7[k] / 1e7, roads->shape_lon_e7[k] / 1e7};
        const double b[2] = {roads->shape_lat_e7[k + 1] / 1e7,
                             roads->shape_lon_e7[k + 1] / 1e7};
        const double length = plan_metres(a[0], a[1], b[0], b[1]);
        double from, to;
        if (crossed(c, a, b, &from, &to)) {
            low = fmin(low, sum + from * length);
            high = fmax(high, sum + to * length);
        }
        sum += length;
    }
    if (high < 0.0 || sum <= 0.0)
        return false;
    mark->edge = edge;
    mark->low = low / sum;
    mark->high = fmin(1.0, high / sum);
    return true;
}

static struct circle circle_of(const struct plan *p, const struct plan_records *r, int32_t row)
{
    const double degree_m = 111195.0, turn = 3.14159265358979323846 / 180.0;
    struct circle c = {.lat = plan_number(p, plan_claim(r, row, D_LAT)),
                       .lon = plan_number(p, plan_claim(r, row, D_LON)),
                       .radius_m = plan_number(p, plan_claim(r, row, D_RADIUS)),
                       .lat_m = degree_m};
    if (!(c.radius_m > 0.0))
        c.radius_m = radius_unsaid_m;
    c.lon_m = degree_m * fmax(0.01, cos(c.lat * turn));
    return c;
}

static struct rk_str name_of(struct rounds *r, const struct plan_records *rows, int32_t row)
{
    const struct plan *p = &r->p;
    const struct rk_str name = plan_text(p, plan_claim(rows, row, D_NAME));
    const struct rk_str number = plan_text(p, plan_claim(rows, row, D_NUMBER));
    const struct rk_str key = number.len ? number : plan_key(p, rows->subject[row]);
    return rk_str_printf(r->keep, "%s: %.*s (%.*s)", rk_word(p->lang, "rounds.danger"),
                         RK_FMT(name), RK_FMT(key));
}

/* An office numbers its areas: a later list of the same office that calls it cleared counts. */
static bool cleared(const struct plan *p, const struct plan_records *r, int32_t row)
{
    const int64_t state = plan_claim(r, row, D_STATE);
    const struct rk_str number = plan_text(p, plan_claim(r, row, D_NUMBER));
    if (plan_is(p, state, "cleared"))
        return true;
    for (int32_t i = 0; i < r->rows && number.len; i++) {
        const int64_t other = plan_claim(r, i, D_STATE);
        if (plan_is(p, other, "cleared") &&
            rk_str_eq(plan_text(p, plan_claim(r, i, D_NUMBER)), number) &&
            plan_origin(p, r->subject[i]) == plan_origin(p, r->subject[row]) &&
            plan_as_of(p, other) >= plan_as_of(p, state))
            return true;
    }
    return false;
}

/* Appends the edges of one area; `room` marks are there. */
static int32_t mark_area(const struct rk_roads *roads, const struct circle *c, int32_t claim,
                         struct rk_reach_mark *at, int32_t room)
{
    int32_t len = 0;
    for (int32_t e = 0; e < roads->edges && len < room; e++) {
        struct rk_reach_mark m = {.claim = claim, .factor = HUGE_VAL, .confirmed = true};
        if (near_box(roads, e, c) && within(roads, e, c, &m))
            at[len++] = m;
    }
    return len;
}

bool rounds_find_dangers(struct rounds *r, struct rk_reach_marks *marks)
{
    const struct rk_roads *roads = r->order->roads->roads;
    struct rk_rounds_day *d = r->d;
    struct plan_records rows;
    if (!plan_records(&r->p, "danger_area", slots, D_SLOTS, &rows))
        return false;
    const int32_t all = d->closures + rows.rows;
    struct rk_str *name = RK_NEW(r->keep, struct rk_str, all + 1);
    struct rk_str *id = RK_NEW(r->keep, struct rk_str, all + 1);
    const int32_t room = marks->len + 16 * rows.rows + 4 * roads->edges;
    struct rk_reach_mark *at = RK_NEW(&r->p.scratch->in, struct rk_reach_mark, room + 1);
    if (!name || !id || !at)
        return false;
    int32_t len = marks->len;
    if (len)
        memcpy(at, marks->at, (size_t)len * sizeof *at);
    for (int32_t i = 0; i < d->closures; i++) {
        name[i] = d->closure[i];
        id[i] = d->closure_id[i];
    }
    for (int32_t i = 0; i < rows.rows; i++) {
        const struct circle c = circle_of(&r->p, &rows, i);
        if (isnan(c.lat) || isnan(c.lon) || cleared(&r->p, &rows, i) ||
            !keeps_away(&r->p, plan_claim(&rows, i, D_KIND)))
            continue;
        const int32_t found = mark_area(roads, &c, d->closures, &at[len], room - len);
        if (!found)
            continue;
        len += found;
        name[d->closures] = name_of(r, &rows, i);
        id[d->closures++] = rk_sit_text(d->sit, d->sit->subject[rows.subject[i]].id);
    }
    d->closure = name;
    d->closure_id = id;
    *marks = (struct rk_reach_marks){at, len};
    return !r->keep->failed;
}
