/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One way with its drawing, and rows of tables. */
#include "reach_internal.h"

struct drawing {
    int32_t *lat, *lon;
    int32_t len;
};

static void draw(struct drawing *d, int32_t lat_e7, int32_t lon_e7)
{
    if (d->len > 0 && d->lat[d->len - 1] == lat_e7 && d->lon[d->len - 1] == lon_e7)
        return;
    d->lat[d->len] = lat_e7;
    d->lon[d->len++] = lon_e7;
}

/* The shape points strictly between two shares of an edge, in the direction of the arc. */
static void draw_piece(struct drawing *d, const struct rk_roads *r, int32_t arc, double low,
                       double high)
{
    const int32_t e = arc >> 1, first = r->shape_first[e], last = r->shape_first[e + 1] - 1;
    double whole = 0.0;
    for (int pass = 0; pass < 2; pass++) {
        double at = 0.0;
        for (int32_t k = 0; k <= last - first; k++) {
            const bool back = arc & 1;
            const int32_t p = back ? last - k : first + k, q = back ? p + 1 : p - 1;
            if (k > 0)
                at += reach_metres(1e-7 * r->shape_lat_e7[q], 1e-7 * r->shape_lon_e7[q],
                                   1e-7 * r->shape_lat_e7[p], 1e-7 * r->shape_lon_e7[p]);
            if (pass == 0)
                continue;
            const double part = whole > 0.0 ? at / whole : 0.0;
            const double share = back ? 1.0 - part : part;
            if (share >= low - 1e-12 && share <= high + 1e-12)
                draw(d, r->shape_lat_e7[p], r->shape_lon_e7[p]);
        }
        whole = at;
    }
}

static int32_t e7(double degrees)
{
    return (int32_t)lround(degrees * 1e7);
}

/* The net arc by which the target is entered, and the best label; -1: along one edge only. */
static uint64_t arrive(const struct reach_tree *tree, struct rk_reach_spot from,
                       struct rk_reach_spot to, int32_t *last_arc)
{
    const struct rk_reach_net *net = tree->net;
    uint64_t best = reach_along(net, from, to, -1);
    *last_arc = -1;
    for (int32_t arc = 2 * to.edge; arc < 2 * to.edge + 2; arc++)
        for (int32_t i = net->copy_first[arc]; i < net->copy_first[arc + 1]; i++) {
            const int32_t a = net->copy[i];
            const uint64_t piece = arc & 1 ? reach_piece(net, arc, to.share, 1.0, -1)
                                           : reach_piece(net, arc, 0.0, to.share, -1);
            const uint64_t turn = net->shortest ? 0 : reach_label(net->turn_ms[a], 0);
            const uint64_t sum = reach_add(reach_add(tree->label[net->tail[a]], turn), piece);
            if (sum < best) {
                best = sum;
                *last_arc = a;
            }
        }
    return best;
}

/* Which road arc leaves the first spot towards the node the tree began at. */
static int32_t leaving(const struct reach_tree *tree, struct rk_reach_spot from, int32_t node)
{
    const struct rk_reach_net *net = tree->net;
    for (int32_t arc = 2 * from.edge; arc < 2 * from.edge + 2; arc++) {
        if (net->copy_first[arc] == net->copy_first[arc + 1])
            continue;
        const uint64_t piece = arc & 1 ? reach_piece(net, arc, 0.0, from.share, -1)
                                       : reach_piece(net, arc, from.share, 1.0, -1);
        if (net->head[net->copy[net->copy_first[arc]]] == node && piece == tree->label[node])
            return arc;
    }
    return -1;
}

/* Road arcs from the first to the last; their number. With `out` NULL they are counted. */
static int32_t unwind(const struct reach_tree *tree, struct rk_reach_spot from,
                      struct rk_reach_spot to, int32_t last_arc, int32_t *out)
{
    const struct rk_reach_net *net = tree->net;
    if (last_arc < 0) {
        if (out)
            out[0] = 2 * from.edge +
                     (from.share > to.share ||
                      reach_piece(net, 2 * from.edge, from.share, to.share, -1) == REACH_FAR);
        return 1;
    }
    int32_t len = 1, node = net->tail[last_arc];
    for (int32_t n = node; tree->via[n] >= 0; n = net->tail[tree->via[n]])
        len++;
    len++;
    if (!out)
        return len;
    int32_t at = len;
    out[--at] = net->road_arc[last_arc];
    for (; tree->via[node] >= 0; node = net->tail[tree->via[node]])
        out[--at] = net->road_arc[tree->via[node]];
    out[0] = leaving(tree, from, node);
    return len;
}

/* The shares of arc i of the way that are driven. */
static void driven(const struct rk_reach_route *way, int32_t i, struct rk_reach_spot from,
                   struct rk_reach_spot to, double *low, double *high)
{
    *low = 0.0;
    *high = 1.0;
    if (i == 0)
        *(way->arc[i] & 1 ? high : low) = from.share;
    if (i == way->arcs - 1)
        *(way->arc[i] & 1 ? low : high) = to.share;
}

static bool draw_way(const struct rk_reach_net *net, struct rk_reach_spot from,
                     struct rk_reach_spot to, struct rk_arena *keep, struct rk_reach_route *way)
{
    const struct rk_roads *r = net->roads;
    ptrdiff_t most = 2;
    for (int32_t i = 0; i < way->arcs; i++)
        most += r->shape_first[(way->arc[i] >> 1) + 1] - r->shape_first[way->arc[i] >> 1];
    struct drawing d = {RK_NEW(keep, int32_t, most), RK_NEW(keep, int32_t, most), 0};
    if (keep->failed)
        return false;
    draw(&d, e7(from.lat), e7(from.lon));
    for (int32_t i = 0; i < way->arcs; i++) {
        double low, high;
        driven(way, i, from, to, &low, &high);
        if (low < high)
            draw_piece(&d, r, way->arc[i], low, high);
    }
    draw(&d, e7(to.lat), e7(to.lon));
    way->points = d.len;
    way->lat_e7 = d.lat;
    way->lon_e7 = d.lon;
    return true;
}

/* Time and length of what is driven, which for the shortest way the label does not hold. */
static void measure(const struct rk_reach_net *net, struct rk_reach_spot from,
                    struct rk_reach_spot to, uint64_t label, struct rk_reach_route *way)
{
    way->time_ms = reach_label_weight(label);
    way->length_mm = reach_label_mm(label);
    if (!net->shortest)
        return;
    struct rk_reach_net timed = *net;
    timed.shortest = false;
    uint64_t sum = 0;
    for (int32_t i = 0; i < way->arcs; i++) {
        double low, high;
        driven(way, i, from, to, &low, &high);
        sum = reach_add(sum, reach_piece(&timed, way->arc[i], low, high, -1));
    }
    way->time_ms = reach_label_weight(sum);
}

rk_status rk_reach_route(const struct rk_reach_net *net, struct rk_reach_spot from,
                         struct rk_reach_spot to, struct rk_arena *keep,
                         struct rk_scratch scratch, struct rk_reach_route *out,
                         struct rk_err *err)
{
    const struct rk_reach_spot both[] = {from, to};
    const rk_status bad = reach_spots_check(net, both, 2, "route", err);
    if (bad)
        return bad;
    struct rk_reach_route way = {.time_ms = RK_REACH_NEVER};
    struct reach_tree tree;
    if (!reach_tree_take(net, RK_OUT, reach_spot_seeds(net, from), true, &scratch, &tree))
        return rk_fail(err, RK_ENOMEM, "reach", "%d nodes", net->nodes);
    if (from.edge < 0 || to.edge < 0) {
        *out = way;
        return RK_OK;
    }
    reach_tree_root(&tree, from, -1);
    reach_tree_grow(&tree);
    int32_t last_arc = -1;
    const uint64_t label = arrive(&tree, from, to, &last_arc);
    struct rk_arena result = *keep;
    way.found = label != REACH_FAR;
    if (way.found) {
        way.arcs = unwind(&tree, from, to, last_arc, NULL);
        int32_t *arc = RK_NEW(&result, int32_t, way.arcs);
        if (arc)
            unwind(&tree, from, to, last_arc, arc);
        way.arc = arc;
        if (!arc || !draw_way(net, from, to, &result, &way))
            return rk_fail(err, RK_ENOMEM, "reach", "%d arcs", way.arcs);
        measure(net, from, to, label, &way);
    }
    *keep = result;
    *out = way;
    return RK_OK;
}

rk_status rk_reach_row(const struct rk_reach_net *net, enum rk_reach_way way,
                       struct rk_reach_spot centre, const struct rk_reach_spot *spot,
                       int32_t spots, struct rk_scratch scratch, uint32_t *time_ms,
                       int64_t *length_mm, struct rk_err *err)
{
    rk_status bad = reach_spots_check(net, &centre, 1, "centre", err);
    if (!bad)
        bad = reach_spots_check(net, spot, spots, "spots", err);
    if (bad)
        return bad;
    struct reach_tree tree;
    if (!reach_tree_take(net, way, reach_spot_seeds(net, centre), false, &scratch, &tree))
        return rk_fail(err, RK_ENOMEM, "reach", "%d nodes", net->nodes);
    reach_tree_root(&tree, centre, -1);
    reach_tree_grow(&tree);
    for (int32_t i = 0; i < spots; i++) {
        const uint64_t one = way == RK_OUT ? reach_along(net, centre, spot[i], -1)
                                           : reach_along(net, spot[i], centre, -1);
        const uint64_t far = reach_tree_at(&tree, spot[i], -1);
        const uint64_t least = one < far ? one : far;
        time_ms[i] = reach_label_weight(least);
        if (length_mm)
            length_mm[i] = least == REACH_FAR ? 0 : reach_label_mm(least);
    }
    return RK_OK;
}
