/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roads: what may be trusted about them, how fast they are, and what is left of a piece. */
#include "reach_internal.h"

enum { BAN_MOST = 64 };

static rk_status bad(struct rk_err *err, const char *what, int32_t at)
{
    char place[64];
    snprintf(place, sizeof place, "%s %d", what, at);
    return rk_fail(err, RK_EINVAL, place, "out of range (docs/formats/roads.md)");
}

static bool on_earth(int32_t lat_e7, int32_t lon_e7)
{
    return lat_e7 >= -900000000 && lat_e7 <= 900000000 && lon_e7 >= -1800000000 &&
           lon_e7 <= 1800000000;
}

static bool edge_good(const struct rk_roads *r, int32_t e)
{
    const int32_t from = r->from[e], to = r->to[e];
    if (from < 0 || from >= r->junctions || to < 0 || to >= r->junctions ||
        r->kind[e] >= RK_ROAD_KINDS || r->surface[e] >= RK_SURFACES)
        return false;
    const int32_t a = r->shape_first[e], b = r->shape_first[e + 1];
    if (a < 0 || b - a < 2)
        return false;
    for (int32_t p = a; p < b; p++)
        if (!on_earth(r->shape_lat_e7[p], r->shape_lon_e7[p]))
            return false;
    return r->shape_lat_e7[a] == r->lat_e7[from] && r->shape_lon_e7[a] == r->lon_e7[from] &&
           r->shape_lat_e7[b - 1] == r->lat_e7[to] && r->shape_lon_e7[b - 1] == r->lon_e7[to];
}

static bool ban_good(const struct rk_roads *r, int32_t b)
{
    const int32_t from = r->ban_first[b], to = r->ban_first[b + 1];
    if (from < 0 || to - from < 2 || to - from > BAN_MOST)
        return false;
    for (int32_t i = from; i < to; i++) {
        const int32_t arc = r->ban_arc[i];
        if (arc < 0 || arc >> 1 >= r->edges ||
            (i > from && reach_arc_tail(r, arc) != reach_arc_head(r, r->ban_arc[i - 1])))
            return false;
    }
    return true;
}

rk_status rk_roads_check(const struct rk_roads *r, struct rk_err *err)
{
    if (r->junctions < 0 || r->edges < 0 || r->edges > INT32_MAX / 2 - 1 || r->bans < 0)
        return rk_fail(err, RK_EINVAL, "roads", "a count is out of range");
    if ((r->edges > 0 && r->shape_first[0] != 0) || (r->bans > 0 && r->ban_first[0] != 0))
        return rk_fail(err, RK_EINVAL, "roads", "rows do not begin at 0");
    for (int32_t j = 0; j < r->junctions; j++)
        if (!on_earth(r->lat_e7[j], r->lon_e7[j]))
            return bad(err, "junction", j);
    for (int32_t e = 0; e < r->edges; e++)
        if (!edge_good(r, e))
            return bad(err, "edge", e);
    for (int32_t b = 0; b < r->bans; b++)
        if (!ban_good(r, b))
            return bad(err, "ban", b);
    return RK_OK;
}

bool reach_fan_make(const struct rk_roads *r, struct rk_arena *keep, struct reach_fan *out)
{
    int32_t *first = RK_NEW(keep, int32_t, (ptrdiff_t)r->junctions + 2);
    int32_t *arc = RK_NEW(keep, int32_t, 2 * (ptrdiff_t)r->edges);
    if (keep->failed)
        return false;
    for (int32_t a = 0; a < 2 * r->edges; a++)
        first[reach_arc_tail(r, a) + 2]++;
    for (int32_t j = 0; j < r->junctions; j++)
        first[j + 2] += first[j + 1];
    for (int32_t a = 0; a < 2 * r->edges; a++)
        arc[first[reach_arc_tail(r, a) + 1]++] = a;
    *out = (struct reach_fan){first, arc};
    return true;
}

double reach_arc_kmh(const struct rk_reach_net *net, int32_t arc)
{
    const struct rk_roads *r = net->roads;
    const struct rk_reach_speeds *s = net->speeds;
    const enum rk_reach_profile p = net->profile;
    const int32_t e = arc >> 1;
    if (!reach_arc_open(r, arc, p) ||
        (r->weight_dt[e] && r->weight_dt[e] < s->mass_t[p] * 10) ||
        (r->height_cm[e] && r->height_cm[e] < s->height_m[p] * 100))
        return 0.0;
    double kmh = s->road_kmh[r->kind[e]][p];
    const double limit = 0.1 * (arc & 1 ? r->limit_back[e] : r->limit_forth[e]);
    if (kmh > 0.0 && limit > 0.0) {
        if (r->flags[e] & RK_ROAD_FERRY)
            return 0.1 * limit;
        kmh = p == RK_FOOT ? kmh : fmin(limit * s->limit_share[p], s->top_kmh[p]);
    }
    return fmin(kmh, s->most_kmh[r->surface[e]][net->ground][p]);
}

/* The part of low … high on which marks lie, stretched by the greatest factor at each place. */
static double stretched(const struct rk_reach_net *net, int32_t edge, double low, double high,
                        int32_t reopened)
{
    const int32_t from = net->mark_first[edge], to = net->mark_first[edge + 1];
    double sum = 0.0, at = low;
    while (at < high) { /* to the next place where a mark begins or ends */
        double next = high, factor = 1.0;
        for (int32_t m = from; m < to; m++) {
            const struct rk_reach_mark *mark = &net->mark[m];
            if (mark->claim == reopened)
                continue;
            if (mark->low > at)
                next = fmin(next, mark->low);
            else if (mark->high > at) {
                next = fmin(next, mark->high);
                factor = fmax(factor, mark->factor);
            }
        }
        if (isinf(factor))
            return HUGE_VAL;
        sum += factor * (next - at);
        at = next;
    }
    return sum;
}

/* A closed stretch blocks also who stands at its end or passes it without length. */
static bool shut(const struct rk_reach_net *net, int32_t edge, double low, double high,
                 int32_t reopened)
{
    for (int32_t m = net->mark_first[edge]; m < net->mark_first[edge + 1]; m++) {
        const struct rk_reach_mark *mark = &net->mark[m];
        if (mark->claim != reopened && isinf(mark->factor) && mark->low <= high &&
            mark->high >= low && (mark->low == mark->high || low == high))
            return true;
    }
    return false;
}

uint64_t reach_piece(const struct rk_reach_net *net, int32_t arc, double low, double high,
                     int32_t reopened)
{
    const struct rk_roads *r = net->roads;
    const int32_t e = arc >> 1;
    const double kmh = reach_arc_kmh(net, arc);
    if (kmh <= 0.0)
        return REACH_FAR;
    double span = high - low;
    if (net->mark_first[e] < net->mark_first[e + 1]) {
        if (shut(net, e, low, high, reopened))
            return REACH_FAR;
        span = stretched(net, e, low, high, reopened);
        if (isinf(span))
            return REACH_FAR;
    }
    const double mm = r->length_mm[e] * (high - low);
    const double weight =
        net->shortest ? round(mm / 10.0) : round(r->length_mm[e] * span * 3.6 / kmh);
    return weight < REACH_WEIGHT_MOST ? reach_label((uint32_t)weight, (uint32_t)round(mm))
                                      : REACH_FAR;
}
