/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes the nodes out in their order and keeps the arcs that this leaves between the rest. */
#include "rk_reach_fast.h"
#include "reach_order.h"

struct row {
    int32_t *head, len;
};

static void sort_row(int32_t *at, int32_t len)
{
    for (int32_t gap = len / 2; gap > 0; gap /= 2) /* Shell (1959); rows are short */
        for (int32_t i = gap; i < len; i++) {
            const int32_t v = at[i];
            int32_t j = i;
            for (; j >= gap && at[j - gap] > v; j -= gap)
                at[j] = at[j - gap];
            at[j] = v;
        }
}

/* Heads of all arcs up; a node hands those it has on to its parent. */
static bool take_out(const struct reach_graph *g, const int32_t *position, const int32_t *node,
                     struct rk_scratch *scratch, struct row *row, int64_t *arcs)
{
    const int32_t n = g->nodes;
    int32_t *child = RK_NEW(scratch, int32_t, n), *sibling = RK_NEW(scratch, int32_t, n);
    int32_t *seen = RK_NEW(scratch, int32_t, n), *found = RK_NEW(scratch, int32_t, n);
    if (scratch->in.failed)
        return false;
    for (int32_t p = 0; p < n; p++)
        child[p] = sibling[p] = seen[p] = -1;
    for (int32_t p = 0; p < n; p++) {
        int32_t len = 0;
        const int32_t v = node[p];
        seen[p] = p;
        for (int32_t a = g->first[v]; a < g->first[v + 1]; a++) {
            const int32_t q = position[g->to[a]];
            if (q > p && seen[q] != p) {
                seen[q] = p;
                found[len++] = q;
            }
        }
        for (int32_t c = child[p]; c >= 0; c = sibling[c])
            for (int32_t i = 0; i < row[c].len; i++)
                if (seen[row[c].head[i]] != p) {
                    seen[row[c].head[i]] = p;
                    found[len++] = row[c].head[i];
                }
        sort_row(found, len);
        row[p] = (struct row){RK_NEW(scratch, int32_t, len), len};
        if (!row[p].head && len > 0)
            return false;
        if (len > 0) {
            memcpy(row[p].head, found, (size_t)len * sizeof *found);
            sibling[p] = child[found[0]];
            child[found[0]] = p;
        }
        *arcs += len;
    }
    return *arcs < INT32_MAX / 4;
}

static int32_t find_arc(const int32_t *first, const int32_t *head, int32_t low, int32_t high)
{
    int32_t a = first[low], b = first[low + 1];
    while (a < b) {
        const int32_t mid = a + (b - a) / 2;
        if (head[mid] < high)
            a = mid + 1;
        else
            b = mid;
    }
    return a;
}

/* For each pair of arcs from one node, the arc between their heads. */
static bool find_thirds(struct rk_reach_shape *s, struct rk_arena *keep)
{
    int64_t count = 0;
    for (int32_t v = 0; v < s->nodes; v++) {
        const int64_t len = s->first[v + 1] - s->first[v];
        count += len * (len - 1) / 2;
    }
    if (count > INT32_MAX)
        return false;
    int32_t *first = RK_NEW(keep, int32_t, (ptrdiff_t)s->nodes + 1);
    int32_t *third = RK_NEW(keep, int32_t, count), len = 0;
    if (keep->failed)
        return false;
    for (int32_t v = 0; v < s->nodes; v++) {
        for (int32_t i = s->first[v]; i < s->first[v + 1]; i++) {
            int32_t at = s->first[s->head[i]];
            for (int32_t j = i + 1; j < s->first[v + 1]; j++) {
                while (s->head[at] != s->head[j])
                    at++;
                third[len++] = at;
            }
        }
        first[v + 1] = len;
    }
    s->third_first = first;
    s->third = third;
    return true;
}

static bool lay_out(const struct rk_reach_net *net, const struct row *row, int64_t arcs,
                    struct rk_reach_shape *s, struct rk_arena *keep)
{
    int32_t *first = RK_NEW(keep, int32_t, (ptrdiff_t)s->nodes + 1);
    int32_t *head = RK_NEW(keep, int32_t, arcs);
    int32_t *parent = RK_NEW(keep, int32_t, s->nodes);
    int32_t *arc_of = RK_NEW(keep, int32_t, net->arcs);
    if (keep->failed)
        return false;
    for (int32_t p = 0; p < s->nodes; p++) {
        first[p + 1] = first[p] + row[p].len;
        parent[p] = row[p].len > 0 ? row[p].head[0] : -1;
        if (row[p].len > 0)
            memcpy(head + first[p], row[p].head, (size_t)row[p].len * sizeof *head);
    }
    for (int32_t a = 0; a < net->arcs; a++) {
        const int32_t t = s->position[net->tail[a]], h = s->position[net->head[a]];
        arc_of[a] = t == h  ? -1
                    : t < h ? 2 * find_arc(first, head, t, h)
                            : 2 * find_arc(first, head, h, t) + 1;
    }
    s->arcs = (int32_t)arcs;
    s->net_arcs = net->arcs;
    s->first = first;
    s->head = head;
    s->parent = parent;
    s->arc_of = arc_of;
    return find_thirds(s, keep);
}

rk_status rk_reach_shape_make(const struct rk_reach_net *net, struct rk_arena *keep,
                              struct rk_scratch scratch, struct rk_reach_shape *out,
                              struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct rk_reach_shape s = {.nodes = net->nodes};
    struct reach_graph graph;
    int32_t *node = RK_NEW(&result, int32_t, net->nodes);
    int32_t *position = RK_NEW(&result, int32_t, net->nodes);
    struct row *row = RK_NEW(&scratch, struct row, net->nodes);
    int64_t arcs = 0;
    bool made = !result.failed && !scratch.in.failed &&
                reach_graph_make(net, &scratch, &graph) &&
                reach_dissect(net, &graph, scratch, node);
    for (int32_t p = 0; made && p < net->nodes; p++)
        position[node[p]] = p;
    s.node = node;
    s.position = position;
    made = made && take_out(&graph, position, node, &scratch, row, &arcs) &&
           lay_out(net, row, arcs, &s, &result);
    if (!made)
        return rk_fail(err, RK_ENOMEM, "reach", "%d nodes, %d arcs", net->nodes, net->arcs);
    *keep = result;
    *out = s;
    return RK_OK;
}
