/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shortest trees from and to spots on roads, by Dijkstra's method. */
#include "reach_internal.h"

/* ---- a queue with four children a place -------------------------------------------------- */

void reach_push(struct reach_heap *heap, uint64_t label, int32_t node)
{
    int32_t i = heap->len++;
    while (i > 0) {
        const int32_t up = (i - 1) / 4;
        if (heap->at[up].label <= label)
            break;
        heap->at[i] = heap->at[up];
        i = up;
    }
    heap->at[i] = (struct reach_visit){label, node};
}

struct reach_visit reach_pop(struct reach_heap *heap)
{
    struct reach_visit *at = heap->at;
    const struct reach_visit top = at[0], last = at[--heap->len];
    int32_t i = 0;
    for (;;) {
        const int64_t child = 4 * (int64_t)i + 1;
        if (child >= heap->len)
            break;
        int32_t least = (int32_t)child;
        for (int32_t c = least + 1; c < heap->len && c < (int32_t)child + 4; c++)
            least = at[c].label < at[least].label ? c : least;
        if (at[least].label >= last.label)
            break;
        at[i] = at[least];
        i = least;
    }
    at[i] = last;
    return top;
}

/* ---- growing ----------------------------------------------------------------------------- */

bool reach_tree_take(const struct rk_reach_net *net, enum rk_reach_way way, int32_t seeds_most,
                     bool with_via, struct rk_scratch *scratch, struct reach_tree *out)
{
    *out = (struct reach_tree){.net = net, .way = way};
    out->label = RK_NEW(scratch, uint64_t, net->nodes);
    out->via = with_via ? RK_NEW(scratch, int32_t, net->nodes) : NULL;
    out->step = RK_NEW(scratch, uint64_t, net->arcs);
    out->heap.at =
        RK_NEW(scratch, struct reach_visit, 2 * (ptrdiff_t)net->arcs + seeds_most + 1);
    if (scratch->in.failed)
        return false;
    for (int32_t a = 0; a < net->arcs; a++)
        out->step[a] =
            net->weight[a] == RK_REACH_NEVER
                ? REACH_FAR
                : reach_label(net->weight[a], net->roads->length_mm[net->road_arc[a] >> 1]);
    reach_tree_clear(out);
    return true;
}

void reach_tree_clear(struct reach_tree *tree)
{
    for (int32_t n = 0; n < tree->net->nodes; n++)
        tree->label[n] = REACH_FAR;
    tree->heap.len = 0;
}

void reach_tree_seed(struct reach_tree *tree, int32_t node, uint64_t label)
{
    if (label >= tree->label[node])
        return;
    tree->label[node] = label;
    if (tree->via)
        tree->via[node] = -1;
    reach_push(&tree->heap, label, node);
}

static inline void relax(struct reach_tree *tree, int32_t arc, int32_t to, uint64_t label)
{
    const uint64_t sum = reach_add(label, tree->step[arc]);
    if (sum >= tree->label[to])
        return;
    tree->label[to] = sum;
    if (tree->via)
        tree->via[to] = arc;
    reach_push(&tree->heap, sum, to);
}

void reach_tree_grow(struct reach_tree *tree)
{
    const struct rk_reach_net *net = tree->net;
    while (tree->heap.len > 0) {
        const struct reach_visit v = reach_pop(&tree->heap);
        if (v.label != tree->label[v.node])
            continue; /* settled before by a better way */
        if (tree->way == RK_OUT)
            for (int32_t a = net->first[v.node]; a < net->first[v.node + 1]; a++)
                relax(tree, a, net->head[a], v.label);
        else
            for (int32_t i = net->into_first[v.node]; i < net->into_first[v.node + 1]; i++)
                relax(tree, net->into[i], net->tail[net->into[i]], v.label);
    }
}

/* ---- spots ------------------------------------------------------------------------------- */

/* The piece of the road arc that lies before the spot, or behind it. */
static uint64_t piece_at(const struct rk_reach_net *net, struct rk_reach_spot spot, int32_t arc,
                         bool behind, int32_t reopened)
{
    const bool high = behind != ((arc & 1) != 0);
    return high ? reach_piece(net, arc, spot.share, 1.0, reopened)
                : reach_piece(net, arc, 0.0, spot.share, reopened);
}

int32_t reach_spot_seeds(const struct rk_reach_net *net, struct rk_reach_spot spot)
{
    if (spot.edge < 0)
        return 0;
    return 2 + net->copy_first[2 * spot.edge + 2] - net->copy_first[2 * spot.edge];
}

/* Turning costs nothing where only length counts. */
static uint64_t turn_label(const struct rk_reach_net *net, int32_t arc)
{
    return net->shortest ? 0 : reach_label(net->turn_ms[arc], 0);
}

void reach_tree_root(struct reach_tree *tree, struct rk_reach_spot spot, int32_t reopened)
{
    const struct rk_reach_net *net = tree->net;
    for (int32_t arc = 2 * spot.edge; spot.edge >= 0 && arc < 2 * spot.edge + 2; arc++) {
        const int32_t from = net->copy_first[arc], to = net->copy_first[arc + 1];
        const uint64_t piece = piece_at(net, spot, arc, tree->way == RK_OUT, reopened);
        if (from == to || piece == REACH_FAR)
            continue;
        if (tree->way == RK_OUT)
            reach_tree_seed(tree, net->head[net->copy[from]], piece);
        for (int32_t i = from; tree->way == RK_IN && i < to; i++)
            reach_tree_seed(tree, net->tail[net->copy[i]],
                            reach_add(piece, turn_label(net, net->copy[i])));
    }
}

uint64_t reach_tree_at(const struct reach_tree *tree, struct rk_reach_spot spot,
                       int32_t reopened)
{
    const struct rk_reach_net *net = tree->net;
    uint64_t best = REACH_FAR;
    for (int32_t arc = 2 * spot.edge; spot.edge >= 0 && arc < 2 * spot.edge + 2; arc++) {
        const int32_t from = net->copy_first[arc], to = net->copy_first[arc + 1];
        const uint64_t piece = piece_at(net, spot, arc, tree->way == RK_IN, reopened);
        if (from == to || piece == REACH_FAR)
            continue;
        if (tree->way == RK_IN) {
            const uint64_t sum = reach_add(piece, tree->label[net->head[net->copy[from]]]);
            best = sum < best ? sum : best;
        }
        for (int32_t i = from; tree->way == RK_OUT && i < to; i++) {
            const int32_t a = net->copy[i];
            const uint64_t sum =
                reach_add(reach_add(tree->label[net->tail[a]], turn_label(net, a)), piece);
            best = sum < best ? sum : best;
        }
    }
    return best;
}

uint64_t reach_along(const struct rk_reach_net *net, struct rk_reach_spot a,
                     struct rk_reach_spot b, int32_t reopened)
{
    if (a.edge < 0 || a.edge != b.edge)
        return REACH_FAR;
    const double low = fmin(a.share, b.share), high = fmax(a.share, b.share);
    uint64_t forth = REACH_FAR, back = REACH_FAR;
    if (a.share <= b.share)
        forth = reach_piece(net, 2 * a.edge, low, high, reopened);
    if (a.share >= b.share)
        back = reach_piece(net, 2 * a.edge + 1, low, high, reopened);
    return forth < back ? forth : back;
}

rk_status reach_spots_check(const struct rk_reach_net *net, const struct rk_reach_spot *spot,
                            int32_t spots, const char *what, struct rk_err *err)
{
    for (int32_t i = 0; i < spots; i++)
        if (spot[i].edge >= net->roads->edges ||
            (spot[i].edge >= 0 && !(spot[i].share >= 0.0 && spot[i].share <= 1.0)))
            return rk_fail(err, RK_EINVAL, what, "spot %d is out of range", i);
    return RK_OK;
}
