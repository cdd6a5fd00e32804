/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nearest point of a road: a packed tree of boxes, searched by distance. */
#include "reach_internal.h"
#include "reach_index.h"

#define EARTH_M    6371000.0 /* mean radius, IUGG, rounded to km */
#define RADIANS    (3.14159265358979323846 / 180.0)
#define METRES_DEG (EARTH_M * RADIANS)
enum { RUN_SEGMENTS = 8, LOOSE_MOST = 200, LOOSE_SHARE = 100 };

/* Haversine (Sinnott 1984), good to 0.6 % on the ellipsoid and exact for near points. */
double reach_metres(double lat1, double lon1, double lat2, double lon2)
{
    const double a = sin(0.5 * RADIANS * (lat2 - lat1)), b = sin(0.5 * RADIANS * (lon2 - lon1));
    const double h = a * a + cos(RADIANS * lat1) * cos(RADIANS * lat2) * b * b;
    return 2.0 * EARTH_M * asin(sqrt(fmin(h, 1.0)));
}

/* ---- building ---------------------------------------------------------------------------- */

static void widen(struct reach_box *box, struct reach_box by)
{
    box->lat_low = by.lat_low < box->lat_low ? by.lat_low : box->lat_low;
    box->lon_low = by.lon_low < box->lon_low ? by.lon_low : box->lon_low;
    box->lat_high = by.lat_high > box->lat_high ? by.lat_high : box->lat_high;
    box->lon_high = by.lon_high > box->lon_high ? by.lon_high : box->lon_high;
}

static const struct reach_box no_box = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};

static bool can_stand_on(const struct rk_reach_net *net, int32_t e)
{
    const struct rk_roads *r = net->roads;
    return r->length_mm[e] > 0 && !(r->flags[e] & (RK_ROAD_GATE | RK_ROAD_FERRY)) &&
           (reach_arc_kmh(net, 2 * e) > 0.0 || reach_arc_kmh(net, 2 * e + 1) > 0.0);
}

static int32_t cut_runs(const struct rk_reach_net *net, struct reach_run *run)
{
    const struct rk_roads *r = net->roads;
    int32_t len = 0;
    for (int32_t e = 0; e < r->edges; e++) {
        if (!can_stand_on(net, e))
            continue;
        const int32_t end = r->shape_first[e + 1] - 1;
        for (int32_t p = r->shape_first[e]; p < end; p += RUN_SEGMENTS, len++) {
            if (!run)
                continue;
            const int32_t last = end - p < RUN_SEGMENTS ? end : p + RUN_SEGMENTS;
            run[len] = (struct reach_run){no_box, e, p, last};
            for (int32_t q = p; q <= last; q++)
                widen(&run[len].box,
                      (struct reach_box){r->shape_lat_e7[q], r->shape_lon_e7[q],
                                         r->shape_lat_e7[q], r->shape_lon_e7[q]});
        }
    }
    return len;
}

static uint64_t spread_bits(uint32_t x)
{
    uint64_t v = x;
    v = (v | v << 16) & UINT64_C(0x0000ffff0000ffff);
    v = (v | v << 8) & UINT64_C(0x00ff00ff00ff00ff);
    v = (v | v << 4) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    v = (v | v << 2) & UINT64_C(0x3333333333333333);
    return (v | v << 1) & UINT64_C(0x5555555555555555);
}

/* Morton (1966): near in the order is near on the ground. */
static uint64_t place_of(const struct reach_run *run)
{
    const int64_t lat = ((int64_t)run->box.lat_low + run->box.lat_high) / 2 + 900000000;
    const int64_t lon = ((int64_t)run->box.lon_low + run->box.lon_high) / 2 + 1800000000;
    return spread_bits((uint32_t)lat) << 1 | spread_bits((uint32_t)lon);
}

static int by_place(const void *a, const void *b)
{
    const uint64_t x = place_of(a), y = place_of(b);
    if (x != y)
        return x < y ? -1 : 1;
    const struct reach_run *s = a, *t = b;
    return (s->first > t->first) - (s->first < t->first);
}

static bool build_levels(struct rk_reach_index *index, struct rk_arena *keep)
{
    int32_t below = index->runs;
    while (below > 0 && (index->levels == 0 || below > REACH_BRANCH)) {
        const int32_t len = (below + REACH_BRANCH - 1) / REACH_BRANCH;
        struct reach_box *box = RK_NEW(keep, struct reach_box, len);
        if (!box)
            return false;
        for (int32_t i = 0; i < len; i++)
            box[i] = no_box;
        for (int32_t i = 0; i < below; i++)
            widen(&box[i / REACH_BRANCH], index->levels == 0
                                              ? index->run[i].box
                                              : index->level[index->levels - 1].box[i]);
        index->level[index->levels].box = box;
        index->level[index->levels++].len = len;
        below = len;
    }
    return true;
}

static bool find_loose(struct rk_reach_index *index, const struct rk_reach_net *net,
                       struct rk_scratch scratch)
{
    const struct rk_roads *r = index->roads;
    int32_t *island = RK_NEW(&scratch, int32_t, r->junctions);
    if (!island || !reach_islands_make(net, scratch, island))
        return false;
    int32_t used = 0; /* junctions of the profile */
    for (int32_t j = 0; j < r->junctions; j++)
        used += net->first[j] < net->first[j + 1];
    const int32_t share = used / LOOSE_SHARE;
    const int32_t least = share < LOOSE_MOST ? share : LOOSE_MOST;
    for (int32_t e = 0; e < r->edges; e++)
        index->loose[e] = island[r->from[e]] < least;
    return true;
}

rk_status rk_reach_index_make(const struct rk_reach_net *net, struct rk_arena *keep,
                              struct rk_scratch scratch, const struct rk_reach_index **out,
                              struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct rk_reach_index *index = RK_NEW(&result, struct rk_reach_index, 1);
    if (!index)
        return rk_fail(err, RK_ENOMEM, "reach", "no room for the index");
    index->roads = net->roads;
    index->runs = cut_runs(net, NULL);
    index->run = RK_NEW(&result, struct reach_run, index->runs);
    index->loose = RK_NEW(&result, bool, net->roads->edges);
    if (result.failed || !reach_parts_make(net, &result, scratch, &index->parts))
        return rk_fail(err, RK_ENOMEM, "reach", "%d edges", net->roads->edges);
    cut_runs(net, index->run);
    if (index->runs > 1)
        qsort(index->run, (size_t)index->runs, sizeof *index->run, by_place);
    if (!build_levels(index, &result) || !find_loose(index, net, scratch))
        return rk_fail(err, RK_ENOMEM, "reach", "%d edges", net->roads->edges);
    *keep = result;
    *out = index;
    return RK_OK;
}

/* ---- asking ------------------------------------------------------------------------------ */

/* A plane in metres around a point. */
struct plane {
    double lat, lon, x_m, y_m; /* metres per degree of longitude, latitude */
};

static struct plane plane_at(double lat, double lon)
{
    return (struct plane){lat, lon, METRES_DEG * cos(RADIANS * lat), METRES_DEG};
}

static double box_away(const struct plane *at, const struct reach_box *box)
{
    const double north = fmax(1e-7 * box->lat_low - at->lat, at->lat - 1e-7 * box->lat_high);
    const double east = fmax(1e-7 * box->lon_low - at->lon, at->lon - 1e-7 * box->lon_high);
    return hypot(fmax(north, 0.0) * at->y_m, fmax(east, 0.0) * at->x_m);
}

/* The foot of the point on segment p … p + 1; returns its part 0 … 1 of the segment. */
static double segment_foot(const struct plane *at, const struct rk_roads *r, int32_t p,
                           double *away_m)
{
    const double ax = (1e-7 * r->shape_lon_e7[p] - at->lon) * at->x_m;
    const double ay = (1e-7 * r->shape_lat_e7[p] - at->lat) * at->y_m;
    const double dx = (1e-7 * r->shape_lon_e7[p + 1] - at->lon) * at->x_m - ax;
    const double dy = (1e-7 * r->shape_lat_e7[p + 1] - at->lat) * at->y_m - ay;
    const double squared = dx * dx + dy * dy;
    const double part =
        squared > 0.0 ? fmin(fmax(-(ax * dx + ay * dy) / squared, 0.0), 1.0) : 0.0;
    *away_m = hypot(ax + part * dx, ay + part * dy);
    return part;
}

static double segment_m(const struct rk_roads *r, int32_t p)
{
    return reach_metres(1e-7 * r->shape_lat_e7[p], 1e-7 * r->shape_lon_e7[p],
                        1e-7 * r->shape_lat_e7[p + 1], 1e-7 * r->shape_lon_e7[p + 1]);
}

struct reach_foot reach_foot_of(const struct rk_roads *r, int32_t edge, double lat, double lon)
{
    const struct plane at = plane_at(lat, lon);
    struct reach_foot foot = {.away_m = HUGE_VAL};
    double before_m = 0.0, at_m = 0.0;
    for (int32_t p = r->shape_first[edge]; p + 1 < r->shape_first[edge + 1]; p++) {
        double away_m;
        const double part = segment_foot(&at, r, p, &away_m);
        const double len_m = segment_m(r, p);
        if (away_m < foot.away_m) {
            const double lat0 = 1e-7 * r->shape_lat_e7[p], lon0 = 1e-7 * r->shape_lon_e7[p];
            foot.away_m = away_m;
            foot.lat = lat0 + part * (1e-7 * r->shape_lat_e7[p + 1] - lat0);
            foot.lon = lon0 + part * (1e-7 * r->shape_lon_e7[p + 1] - lon0);
            at_m = before_m + part * len_m;
        }
        before_m += len_m;
    }
    foot.share = before_m > 0.0 ? fmin(at_m / before_m, 1.0) : 0.0;
    return foot;
}

struct nearest {
    const struct rk_reach_index *index;
    struct plane at;
    double away_m[2]; /* of any road; of one that is not loose */
    int32_t edge[2];
};

static void look_at_run(struct nearest *n, const struct reach_run *run)
{
    for (int32_t p = run->first; p < run->last; p++) {
        double away_m;
        (void)segment_foot(&n->at, n->index->roads, p, &away_m);
        for (int k = 0; k < 2; k++) {
            if (k == 1 && n->index->loose[run->edge])
                continue;
            if (away_m < n->away_m[k] ||
                (away_m <= n->away_m[k] && n->edge[k] >= 0 && run->edge < n->edge[k])) {
                n->away_m[k] = away_m;
                n->edge[k] = run->edge;
            }
        }
    }
}

/* The second search is never nearer than the first, so it bounds both. */
static void look(struct nearest *n, int32_t level, int32_t at)
{
    const struct rk_reach_index *x = n->index;
    if (box_away(&n->at, &x->level[level].box[at]) > n->away_m[1])
        return;
    const int32_t below = level == 0 ? x->runs : x->level[level - 1].len;
    const int32_t first = at * REACH_BRANCH;
    for (int32_t i = first; i < first + REACH_BRANCH && i < below; i++) {
        if (level > 0)
            look(n, level - 1, i);
        else if (box_away(&n->at, &x->run[i].box) <= n->away_m[1])
            look_at_run(n, &x->run[i]);
    }
}

struct rk_reach_spot rk_reach_snap(const struct rk_reach_index *index, double lat, double lon,
                                   double most_m)
{
    struct rk_reach_spot spot = {
        .edge = -1, .away_m = HUGE_VAL, .lat = lat, .lon = lon, .skipped = -1};
    if (!(fabs(lat) <= 90.0 && fabs(lon) <= 180.0))
        return spot;
    struct nearest n = {
        .index = index, .at = plane_at(lat, lon), .away_m = {most_m, most_m}, .edge = {-1, -1}};
    for (int32_t i = 0; index->levels > 0 && i < index->level[index->levels - 1].len; i++)
        look(&n, index->levels - 1, i);
    spot.edge = n.edge[1] >= 0 ? n.edge[1] : n.edge[0];
    if (n.edge[1] >= 0 && n.away_m[0] < n.away_m[1])
        spot.skipped = n.edge[0];
    if (spot.edge < 0)
        return spot;
    const struct reach_foot foot = reach_foot_of(index->roads, spot.edge, lat, lon);
    spot.share = foot.share;
    spot.away_m = foot.away_m;
    spot.lat = foot.lat;
    spot.lon = foot.lon;
    return spot;
}

int32_t rk_reach_part(const struct rk_reach_index *index, int32_t edge, int32_t *junctions)
{
    const int32_t a = index->parts.of[index->roads->from[edge]];
    const int32_t b = index->parts.of[index->roads->to[edge]];
    const int32_t part = a < b ? a : b;
    if (junctions)
        *junctions = index->parts.size[part];
    return part;
}
