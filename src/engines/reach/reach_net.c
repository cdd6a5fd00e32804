/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From roads, a profile and marks to arcs with weights. */
#include "reach_internal.h"

static int by_edge(const void *a, const void *b)
{
    const struct rk_reach_mark *x = a, *y = b;
    if (x->edge != y->edge)
        return x->edge < y->edge ? -1 : 1;
    if (x->claim != y->claim)
        return x->claim < y->claim ? -1 : 1;
    return (x->low > y->low) - (x->low < y->low);
}

static bool mark_good(const struct rk_reach_mark *m, int32_t edges)
{
    return m->edge >= 0 && m->edge < edges && m->low >= 0.0 && m->low <= m->high &&
           m->high <= 1.0 && m->factor >= 1.0;
}

static rk_status take_marks(struct rk_reach_net *net, struct rk_reach_wish wish,
                            struct rk_reach_marks marks, struct rk_arena *keep,
                            struct rk_err *err)
{
    const int32_t edges = net->roads->edges;
    struct rk_reach_mark *mark = RK_NEW(keep, struct rk_reach_mark, marks.len);
    int32_t *first = RK_NEW(keep, int32_t, (ptrdiff_t)edges + 1);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "reach", "%d marks", marks.len);
    int32_t len = 0;
    for (int32_t i = 0; i < marks.len; i++) {
        if (!mark_good(&marks.at[i], edges))
            return rk_fail(err, RK_EINVAL, "marks", "mark %d is out of range", i);
        if (wish.belief == RK_WORST || marks.at[i].confirmed)
            mark[len++] = marks.at[i];
    }
    if (len > 1)
        qsort(mark, (size_t)len, sizeof *mark, by_edge);
    for (int32_t i = 0; i < len; i++)
        first[mark[i].edge + 1]++;
    for (int32_t e = 0; e < edges; e++)
        first[e + 1] += first[e];
    net->mark = mark;
    net->marks = len;
    net->mark_first = first;
    return RK_OK;
}

struct arcs {
    int32_t *first, *head, *tail, *road;
    uint32_t *extra; /* ms of the turn */
    int32_t len;
};

/* All arcs of all nodes; with `out` NULL they are only counted. */
static int64_t walk(const struct rk_reach_net *net, const struct reach_fan *fan,
                    const struct reach_turns *turns, const int32_t *junction, struct arcs *out)
{
    const struct rk_roads *r = net->roads;
    int64_t len = 0;
    for (int32_t n = 0; n < net->nodes; n++) {
        const int32_t j = junction[n], state = n < r->junctions ? 0 : n - r->junctions + 1;
        for (int32_t i = fan->first[j]; i < fan->first[j + 1]; i++) {
            const int32_t arc = fan->arc[i];
            if (!reach_arc_open(r, arc, net->profile))
                continue;
            const uint32_t extra = reach_turns_cost(turns, state, arc);
            if (extra == RK_REACH_NEVER)
                continue;
            if (out) {
                const int32_t to = reach_turns_next(turns, state, arc);
                out->head[len] = to ? r->junctions + to - 1 : reach_arc_head(r, arc);
                out->tail[len] = n;
                out->road[len] = arc;
                out->extra[len] = extra;
            }
            len++;
        }
        if (out)
            out->first[n + 1] = (int32_t)len;
    }
    return len;
}

/* Positions 0 … len - 1 by key: first[key] … first[key + 1] - 1, ascending. */
static void sort_by(const int32_t *key, int32_t len, int32_t keys, int32_t *first, int32_t *at)
{
    for (int32_t i = 0; i < len; i++)
        first[key[i] + 2]++;
    for (int32_t k = 0; k < keys; k++)
        first[k + 2] += first[k + 1];
    for (int32_t i = 0; i < len; i++)
        at[first[key[i] + 1]++] = i;
}

static void weigh(const struct rk_reach_net *net, const struct arcs *a, uint32_t *weight)
{
    for (int32_t i = 0; i < a->len; i++) {
        const uint64_t whole = reach_piece(net, a->road[i], 0.0, 1.0, -1);
        weight[i] = RK_REACH_NEVER;
        if (whole == REACH_FAR)
            continue;
        const uint64_t sum =
            (uint64_t)reach_label_weight(whole) + (net->shortest ? 0 : a->extra[i]);
        if (sum < REACH_WEIGHT_MOST)
            weight[i] = (uint32_t)sum;
    }
}

static rk_status lay_arcs(struct rk_reach_net *net, const struct reach_fan *fan,
                          const struct reach_turns *turns, struct rk_arena *keep,
                          struct rk_err *err)
{
    const struct rk_roads *r = net->roads;
    int32_t *junction = RK_NEW(keep, int32_t, net->nodes);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "reach", "%d nodes", net->nodes);
    for (int32_t n = 0; n < net->nodes; n++)
        junction[n] =
            n < r->junctions ? n : reach_arc_head(r, turns->last[n - r->junctions + 1]);
    const int64_t len = walk(net, fan, turns, junction, NULL);
    if (len > INT32_MAX / 2)
        return rk_fail(err, RK_ENOMEM, "reach", "%" PRId64 " arcs are too many", len);
    struct arcs a = {RK_NEW(keep, int32_t, (ptrdiff_t)net->nodes + 1),
                     RK_NEW(keep, int32_t, len),
                     RK_NEW(keep, int32_t, len),
                     RK_NEW(keep, int32_t, len),
                     RK_NEW(keep, uint32_t, len),
                     (int32_t)len};
    uint32_t *weight = RK_NEW(keep, uint32_t, len);
    int32_t *into_first = RK_NEW(keep, int32_t, (ptrdiff_t)net->nodes + 2);
    int32_t *into = RK_NEW(keep, int32_t, len);
    int32_t *copy_first = RK_NEW(keep, int32_t, 2 * (ptrdiff_t)r->edges + 2);
    int32_t *copy = RK_NEW(keep, int32_t, len);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "reach", "%d nodes, %d arcs", net->nodes, a.len);
    walk(net, fan, turns, junction, &a);
    weigh(net, &a, weight);
    sort_by(a.head, a.len, net->nodes, into_first, into);
    sort_by(a.road, a.len, 2 * r->edges, copy_first, copy);
    net->arcs = a.len;
    net->junction = junction;
    net->first = a.first;
    net->head = a.head;
    net->tail = a.tail;
    net->road_arc = a.road;
    net->weight = weight;
    net->turn_ms = a.extra;
    net->into_first = into_first;
    net->into = into;
    net->copy_first = copy_first;
    net->copy = copy;
    return RK_OK;
}

rk_status rk_reach_net_make(const struct rk_roads *roads, const struct rk_reach_speeds *speeds,
                            struct rk_reach_wish wish, struct rk_reach_marks marks,
                            struct rk_arena *keep, struct rk_scratch scratch,
                            struct rk_reach_net *out, struct rk_err *err)
{
    if (wish.profile >= RK_PROFILES || wish.ground >= RK_GROUNDS)
        return rk_fail(err, RK_EINVAL, "reach", "unknown profile or ground");
    struct rk_arena result = *keep;
    struct rk_reach_net net = {.roads = roads,
                               .speeds = speeds,
                               .profile = wish.profile,
                               .ground = wish.ground,
                               .shortest = wish.shortest};
    rk_status status = take_marks(&net, wish, marks, &result, err);
    if (status)
        return status;
    struct reach_fan fan;
    struct reach_turns turns;
    if (!reach_fan_make(roads, &scratch.in, &fan) ||
        !reach_turns_make(&net, &fan, &scratch, &turns))
        return rk_fail(err, RK_ENOMEM, "reach", "%d junctions, %d edges", roads->junctions,
                       roads->edges);
    if ((int64_t)roads->junctions + turns.states > INT32_MAX / 2)
        return rk_fail(err, RK_ENOMEM, "reach", "too many junctions");
    net.nodes = roads->junctions + turns.states - 1;
    status = lay_arcs(&net, &fan, &turns, &result, err);
    if (status)
        return status;
    *keep = result;
    *out = net;
    return RK_OK;
}
