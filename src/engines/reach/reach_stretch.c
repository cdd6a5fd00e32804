/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what a claim says of a road to marks on its edges. */
#include "reach_internal.h"
#include "reach_index.h"

/* The places of one way nearest to the two ends of the stretch. */
struct fit {
    int32_t from, to; /* edges of the way: from … to - 1 */
    int32_t edge[2];
    struct reach_foot foot[2];
    double sum_m;
};

static int32_t way_end(const struct rk_roads *r, int32_t e)
{
    const int64_t way = r->way[e];
    while (e < r->edges && r->way[e] == way)
        e++;
    return e;
}

/* Too far for its shape to matter? Cheap, and never wrong by more than it allows. */
static bool far_off(const struct rk_roads *r, int32_t e, double lat, double lon)
{
    const double reach_deg = (1e-3 * r->length_mm[e] + 4.0 * RK_REACH_SNAP_M) / 100000.0;
    const double wide = reach_deg / fmax(cos(lat * 0.017453292519943295), 0.01);
    const int32_t p = r->shape_first[e];
    return fabs(1e-7 * r->shape_lat_e7[p] - lat) > reach_deg ||
           fabs(1e-7 * r->shape_lon_e7[p] - lon) > wide;
}

static struct fit fit_way(const struct rk_roads *r, int32_t from, int32_t to,
                          const double ends[4], int points)
{
    struct fit fit = {.from = from, .to = to, .edge = {-1, -1}};
    for (int k = 0; k < points; k++) {
        fit.foot[k].away_m = RK_REACH_SNAP_M;
        for (int32_t e = from; e < to; e++) {
            if (far_off(r, e, ends[2 * k], ends[2 * k + 1]))
                continue;
            const struct reach_foot foot = reach_foot_of(r, e, ends[2 * k], ends[2 * k + 1]);
            if (foot.away_m < fit.foot[k].away_m) {
                fit.foot[k] = foot;
                fit.edge[k] = e;
            }
        }
        if (fit.edge[k] < 0)
            return (struct fit){.edge = {-1, -1}};
        fit.sum_m += fit.foot[k].away_m;
    }
    return fit;
}

static bool is_point(const double at[2])
{
    return fabs(at[0]) <= 90.0 && fabs(at[1]) <= 180.0; /* false for NaN */
}

/* Edges of a way stand in its order, so the stretch is what lies between the two places. */
static struct rk_reach_marks mark_between(const struct fit *fit, int points,
                                          struct rk_reach_mark like, struct rk_arena *keep)
{
    int a = 0, b = points > 1 ? 1 : 0;
    if (points > 0 &&
        (fit->edge[0] > fit->edge[b] ||
         (fit->edge[0] == fit->edge[b] && fit->foot[0].share > fit->foot[b].share))) {
        a = b;
        b = 0;
    }
    const int32_t from = points > 0 ? fit->edge[a] : fit->from;
    const int32_t to = points > 0 ? fit->edge[b] + 1 : fit->to;
    struct rk_reach_mark *mark = RK_NEW(keep, struct rk_reach_mark, to - from);
    if (!mark)
        return (struct rk_reach_marks){NULL, 0};
    for (int32_t e = from; e < to; e++) {
        like.edge = e;
        like.low = points > 0 && e == from ? fit->foot[a].share : 0.0;
        like.high = points > 0 && e == to - 1 ? fit->foot[b].share : 1.0;
        mark[e - from] = like;
    }
    return (struct rk_reach_marks){mark, to - from};
}

struct rk_reach_marks rk_reach_stretch(const struct rk_roads *r, int64_t way,
                                       const double ends[4], struct rk_reach_mark like,
                                       struct rk_arena *keep)
{
    const int points = !is_point(ends) ? 0 : is_point(ends + 2) ? 2 : 1;
    struct fit best = {.edge = {-1, -1}};
    for (int32_t from = 0, to; from < r->edges && (way != 0 || points > 0); from = to) {
        to = way_end(r, from);
        if (way != 0 && r->way[from] != way)
            continue;
        const struct fit fit = fit_way(r, from, to, ends, points);
        if (fit.to > fit.from && (best.to == 0 || fit.sum_m < best.sum_m))
            best = fit;
    }
    return best.to == 0 ? (struct rk_reach_marks){NULL, 0}
                        : mark_between(&best, points, like, keep);
}
