/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nearest facilities, the soonest help, and the people behind each closure. */
#include "reach_internal.h"

static bool sooner(struct rk_reach_near a, struct rk_reach_near b)
{
    if (a.best_ms != b.best_ms)
        return a.best_ms < b.best_ms;
    if (a.worst_ms != b.worst_ms)
        return a.worst_ms < b.worst_ms;
    return a.facility < b.facility;
}

static void insert(struct rk_reach_near *list, int32_t ranks, struct rk_reach_near what)
{
    int32_t i = ranks;
    while (i > 0 && (list[i - 1].facility < 0 || sooner(what, list[i - 1]))) {
        if (i < ranks)
            list[i] = list[i - 1];
        i--;
    }
    if (i < ranks)
        list[i] = what;
}

rk_status rk_reach_nearest(const struct rk_reach_net *best, const struct rk_reach_net *worst,
                           enum rk_reach_way way, const struct rk_reach_spot *people,
                           int32_t people_len, const struct rk_reach_spot *facility,
                           int32_t facilities, int32_t ranks, struct rk_scratch scratch,
                           struct rk_reach_near *out, uint32_t *least_ms, struct rk_err *err)
{
    rk_status bad = reach_spots_check(best, people, people_len, "people", err);
    if (!bad)
        bad = reach_spots_check(best, facility, facilities, "facilities", err);
    if (bad || ranks < 1)
        return bad ? bad : rk_fail(err, RK_EINVAL, "ranks", "%d is less than 1", ranks);
    uint32_t *row = RK_NEW(&scratch, uint32_t, 2 * (ptrdiff_t)people_len);
    if (!row)
        return rk_fail(err, RK_ENOMEM, "reach", "%d people", people_len);
    const struct rk_reach_near none = {-1, RK_REACH_NEVER, RK_REACH_NEVER};
    for (ptrdiff_t i = 0; i < (ptrdiff_t)people_len * ranks; i++)
        out[i] = none;
    for (ptrdiff_t i = 0; least_ms && i < 2 * (ptrdiff_t)people_len; i++)
        least_ms[i] = RK_REACH_NEVER;
    for (int32_t f = 0; f < facilities; f++) {
        uint32_t *other = row + people_len;
        bad = rk_reach_row(best, way, facility[f], people, people_len, scratch, row, NULL, err);
        if (!bad)
            bad = rk_reach_row(worst, way, facility[f], people, people_len, scratch, other,
                               NULL, err);
        if (bad)
            return bad;
        for (int32_t p = 0; p < people_len; p++) {
            if (least_ms && row[p] < least_ms[2 * p])
                least_ms[2 * p] = row[p];
            if (least_ms && other[p] < least_ms[2 * p + 1])
                least_ms[2 * p + 1] = other[p];
            if (row[p] != RK_REACH_NEVER)
                insert(out + (ptrdiff_t)p * ranks, ranks,
                       (struct rk_reach_near){f, row[p], other[p]});
        }
    }
    return RK_OK;
}

/* ---- one tree from all centres ----------------------------------------------------------- */

struct crowd {
    const struct rk_reach_spot *centre, *spot;
    int32_t centres, spots;
    int32_t *centre_next, *centre_of; /* centres by edge: chains */
    int32_t *spot_next, *spot_of;
};

static void chain_up(const struct rk_reach_spot *spot, int32_t spots, int32_t *head,
                     int32_t *next, int32_t edges)
{
    for (int32_t e = 0; e < edges; e++)
        head[e] = -1;
    for (int32_t i = spots - 1; i >= 0; i--)
        if (spot[i].edge >= 0) {
            next[i] = head[spot[i].edge];
            head[spot[i].edge] = i;
        }
}

static bool crowd_take(const struct rk_reach_net *net, struct crowd *c,
                       struct rk_scratch *scratch)
{
    const int32_t edges = net->roads->edges;
    c->centre_of = RK_NEW(scratch, int32_t, edges);
    c->centre_next = RK_NEW(scratch, int32_t, c->centres);
    c->spot_of = RK_NEW(scratch, int32_t, edges);
    c->spot_next = RK_NEW(scratch, int32_t, c->spots);
    if (scratch->in.failed)
        return false;
    chain_up(c->centre, c->centres, c->centre_of, c->centre_next, edges);
    chain_up(c->spot, c->spots, c->spot_of, c->spot_next, edges);
    return true;
}

static uint32_t soonest_at(const struct reach_tree *tree, const struct crowd *c, int32_t i,
                           int32_t reopened)
{
    const struct rk_reach_spot spot = c->spot[i];
    uint64_t least = reach_tree_at(tree, spot, reopened);
    for (int32_t k = spot.edge < 0 ? -1 : c->centre_of[spot.edge]; k >= 0;
         k = c->centre_next[k]) {
        const uint64_t one = tree->way == RK_OUT
                                 ? reach_along(tree->net, c->centre[k], spot, reopened)
                                 : reach_along(tree->net, spot, c->centre[k], reopened);
        least = one < least ? one : least;
    }
    return reach_label_weight(least);
}

/* Steps of the arcs on marked edges, with one claim lifted. */
static void set_steps(struct reach_tree *tree, int32_t edge, int32_t reopened)
{
    const struct rk_reach_net *net = tree->net;
    for (int32_t road = 2 * edge; road < 2 * edge + 2; road++) {
        const uint64_t whole = reach_piece(net, road, 0.0, 1.0, reopened);
        for (int32_t i = net->copy_first[road]; i < net->copy_first[road + 1]; i++) {
            const int32_t a = net->copy[i];
            const uint64_t turn = net->shortest ? 0 : reach_label(net->turn_ms[a], 0);
            tree->step[a] = reach_add(whole, turn);
        }
    }
}

static rk_status begin(const struct rk_reach_net *net, enum rk_reach_way way, struct crowd *c,
                       struct rk_scratch *scratch, struct reach_tree *tree, struct rk_err *err)
{
    rk_status bad = reach_spots_check(net, c->centre, c->centres, "centres", err);
    if (!bad)
        bad = reach_spots_check(net, c->spot, c->spots, "spots", err);
    if (bad)
        return bad;
    int64_t seeds = 0;
    for (int32_t k = 0; k < c->centres; k++)
        seeds += reach_spot_seeds(net, c->centre[k]);
    if (seeds > INT32_MAX / 2 || !crowd_take(net, c, scratch) ||
        !reach_tree_take(net, way, (int32_t)seeds, false, scratch, tree))
        return rk_fail(err, RK_ENOMEM, "reach", "%d nodes, %d spots", net->nodes, c->spots);
    return RK_OK;
}

rk_status rk_reach_soonest(const struct rk_reach_net *net, enum rk_reach_way way,
                           const struct rk_reach_spot *centre, int32_t centres,
                           const struct rk_reach_spot *spot, int32_t spots, int32_t reopened,
                           struct rk_scratch scratch, uint32_t *time_ms, struct rk_err *err)
{
    struct crowd c = {.centre = centre, .spot = spot, .centres = centres, .spots = spots};
    struct reach_tree tree;
    const rk_status bad = begin(net, way, &c, &scratch, &tree, err);
    if (bad)
        return bad;
    for (int32_t m = 0; reopened >= 0 && m < net->marks; m++)
        set_steps(&tree, net->mark[m].edge, reopened);
    for (int32_t k = 0; k < centres; k++)
        reach_tree_root(&tree, centre[k], reopened);
    reach_tree_grow(&tree);
    for (int32_t i = 0; i < spots; i++)
        time_ms[i] = soonest_at(&tree, &c, i, reopened);
    return RK_OK;
}

/* ---- lifting claims one by one ----------------------------------------------------------- */

struct lift {
    struct reach_tree tree;
    struct crowd crowd;
    uint32_t limit_ms;
    const double *people;
    uint32_t *before; /* [spots] */
    bool *edge_seen;  /* [edges] */
    int32_t *changed; /* nodes with a new label, in order of change, and their old ones */
    uint64_t *old;
    bool *is_changed; /* [nodes] */
    int32_t changed_len;
};

static void change(struct lift *l, int32_t node, uint64_t label)
{
    struct reach_tree *t = &l->tree;
    if (label >= t->label[node] || reach_label_weight(label) > l->limit_ms)
        return;
    if (!l->is_changed[node]) {
        l->is_changed[node] = true;
        l->old[l->changed_len] = t->label[node];
        l->changed[l->changed_len++] = node;
    }
    t->label[node] = label;
    reach_push(&t->heap, label, node);
}

static void offer(struct lift *l, int32_t arc)
{
    const struct rk_reach_net *net = l->tree.net;
    const bool out = l->tree.way == RK_OUT;
    const int32_t from = out ? net->tail[arc] : net->head[arc];
    change(l, out ? net->head[arc] : net->tail[arc],
           reach_add(l->tree.label[from], l->tree.step[arc]));
}

static void spread(struct lift *l)
{
    struct reach_tree *t = &l->tree;
    const struct rk_reach_net *net = t->net;
    while (t->heap.len > 0) {
        const struct reach_visit v = reach_pop(&t->heap);
        if (v.label != t->label[v.node])
            continue;
        if (t->way == RK_OUT)
            for (int32_t a = net->first[v.node]; a < net->first[v.node + 1]; a++)
                offer(l, a);
        else
            for (int32_t i = net->into_first[v.node]; i < net->into_first[v.node + 1]; i++)
                offer(l, net->into[i]);
    }
}

/* New starting labels of the centres on an edge whose marks have changed. */
static void root_again(struct lift *l, int32_t edge, int32_t claim)
{
    const struct rk_reach_net *net = l->tree.net;
    for (int32_t k = l->crowd.centre_of[edge]; k >= 0; k = l->crowd.centre_next[k]) {
        const struct rk_reach_spot s = l->crowd.centre[k];
        for (int32_t arc = 2 * edge; arc < 2 * edge + 2; arc++) {
            const bool out = l->tree.way == RK_OUT, high = out != ((arc & 1) != 0);
            const uint64_t piece = high ? reach_piece(net, arc, s.share, 1.0, claim)
                                        : reach_piece(net, arc, 0.0, s.share, claim);
            const int32_t from = net->copy_first[arc], to = net->copy_first[arc + 1];
            if (out && from < to)
                change(l, net->head[net->copy[from]], piece);
            for (int32_t i = from; !out && i < to; i++) {
                const int32_t a = net->copy[i];
                const uint64_t turn = net->shortest ? 0 : reach_label(net->turn_ms[a], 0);
                change(l, net->tail[a], reach_add(piece, turn));
            }
        }
    }
}

/* People on the edge who come within the limit, each asked once. */
static double ask(struct lift *l, int32_t edge, int32_t claim)
{
    double gain = 0.0;
    if (l->edge_seen[edge])
        return 0.0;
    l->edge_seen[edge] = true;
    for (int32_t i = l->crowd.spot_of[edge]; i >= 0; i = l->crowd.spot_next[i])
        if (l->before[i] > l->limit_ms &&
            soonest_at(&l->tree, &l->crowd, i, claim) <= l->limit_ms)
            gain += l->people[i];
    return gain;
}

/* The edges by which people stand at a node: those it leads into or comes from. */
static double ask_around(struct lift *l, int32_t node, int32_t claim, bool forget)
{
    const struct rk_reach_net *net = l->tree.net;
    double gain = 0.0;
    for (int32_t a = net->first[node]; a < net->first[node + 1]; a++) {
        const int32_t edge = net->road_arc[a] >> 1;
        if (forget)
            l->edge_seen[edge] = false;
        else
            gain += ask(l, edge, claim);
    }
    for (int32_t i = net->into_first[node]; i < net->into_first[node + 1]; i++) {
        const int32_t edge = net->road_arc[net->into[i]] >> 1;
        if (forget)
            l->edge_seen[edge] = false;
        else
            gain += ask(l, edge, claim);
    }
    return gain;
}

/* Marks of one claim: positions list[from] … list[to - 1] of net->mark. */
static double lift_one(struct lift *l, const int32_t *list, int32_t from, int32_t to,
                       int32_t claim)
{
    const struct rk_reach_net *net = l->tree.net;
    double gain = 0.0;
    l->changed_len = 0;
    for (int32_t i = from; i < to; i++)
        set_steps(&l->tree, net->mark[list[i]].edge, claim);
    for (int32_t i = from; i < to; i++) {
        const int32_t edge = net->mark[list[i]].edge;
        root_again(l, edge, claim);
        for (int32_t c = net->copy_first[2 * edge]; c < net->copy_first[2 * edge + 2]; c++)
            offer(l, net->copy[c]);
    }
    spread(l);
    for (int32_t i = from; i < to; i++)
        gain += ask(l, net->mark[list[i]].edge, claim);
    for (int32_t i = 0; i < l->changed_len; i++)
        gain += ask_around(l, l->changed[i], claim, false);

    for (int32_t i = 0; i < l->changed_len; i++) { /* as if nothing had been */
        ask_around(l, l->changed[i], claim, true);
        l->tree.label[l->changed[i]] = l->old[i];
        l->is_changed[l->changed[i]] = false;
    }
    for (int32_t i = from; i < to; i++) {
        l->edge_seen[net->mark[list[i]].edge] = false;
        set_steps(&l->tree, net->mark[list[i]].edge, -1);
    }
    return gain;
}

static rk_status lift_take(const struct rk_reach_net *net, struct lift *l,
                           struct rk_scratch *scratch, struct rk_err *err)
{
    l->before = RK_NEW(scratch, uint32_t, l->crowd.spots);
    l->edge_seen = RK_NEW(scratch, bool, net->roads->edges);
    l->changed = RK_NEW(scratch, int32_t, net->nodes);
    l->old = RK_NEW(scratch, uint64_t, net->nodes);
    l->is_changed = RK_NEW(scratch, bool, net->nodes);
    return scratch->in.failed ? rk_fail(err, RK_ENOMEM, "reach", "%d nodes", net->nodes)
                              : RK_OK;
}

rk_status rk_reach_reopen(const struct rk_reach_net *net, enum rk_reach_way way,
                          const struct rk_reach_spot *centre, int32_t centres,
                          const struct rk_reach_spot *spot, const double *people, int32_t spots,
                          int32_t claims, uint32_t limit_ms, struct rk_scratch scratch,
                          double *gain, struct rk_err *err)
{
    struct lift l = {
        .crowd = {.centre = centre, .spot = spot, .centres = centres, .spots = spots},
        .people = people,
        .limit_ms = limit_ms};
    rk_status bad = begin(net, way, &l.crowd, &scratch, &l.tree, err);
    if (!bad)
        bad = lift_take(net, &l, &scratch, err);
    if (bad)
        return bad;
    for (int32_t m = 0; m < net->marks; m++)
        if (net->mark[m].claim < 0 || net->mark[m].claim >= claims)
            return rk_fail(err, RK_EINVAL, "marks", "claim %d is out of range",
                           net->mark[m].claim);
    int32_t *first = RK_NEW(&scratch, int32_t, (ptrdiff_t)claims + 2);
    int32_t *list = RK_NEW(&scratch, int32_t, net->marks);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "reach", "%d claims", claims);
    for (int32_t m = 0; m < net->marks; m++)
        first[net->mark[m].claim + 2]++;
    for (int32_t c = 0; c < claims; c++)
        first[c + 2] += first[c + 1];
    for (int32_t m = 0; m < net->marks; m++)
        list[first[net->mark[m].claim + 1]++] = m;
    for (int32_t k = 0; k < centres; k++)
        reach_tree_root(&l.tree, centre[k], -1);
    reach_tree_grow(&l.tree);
    for (int32_t i = 0; i < spots; i++)
        l.before[i] = soonest_at(&l.tree, &l.crowd, i, -1);
    for (int32_t c = 0; c < claims; c++)
        gain[c] = lift_one(&l, list, first[c], first[c + 1], c);
    return RK_OK;
}
