/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_sparse.h"

#include <amd.h>
#include <ldl.h>

/* Neighbours of every node, each edge seen from both ends. */
struct around {
    int32_t *first; /* [nodes + 1] */
    int32_t *node;  /* [2 edges] */
    int32_t *edge;  /* [2 edges] */
};

static rk_status check(int32_t nodes, int32_t edges, const int32_t *from, const int32_t *to,
                       struct rk_err *err)
{
    if (nodes < 0 || edges < 0 || edges > INT32_MAX / 8 || nodes > INT32_MAX / 8)
        return rk_fail(err, RK_EINVAL, "sparse", "%d nodes, %d edges", nodes, edges);
    for (int32_t e = 0; e < edges; e++)
        if (from[e] < 0 || to[e] < 0 || from[e] >= nodes || to[e] >= nodes || from[e] == to[e])
            return rk_fail(err, RK_EINVAL, "sparse", "edge %d joins %d and %d of %d nodes", e,
                           from[e], to[e], nodes);
    return RK_OK;
}

static struct around look_around(int32_t nodes, int32_t edges, const int32_t *from,
                                 const int32_t *to, struct rk_scratch *tmp)
{
    struct around a = {RK_NEW(tmp, int32_t, (ptrdiff_t)nodes + 2),
                       RK_NEW(tmp, int32_t, 2 * (ptrdiff_t)edges),
                       RK_NEW(tmp, int32_t, 2 * (ptrdiff_t)edges)};
    if (tmp->in.failed)
        return a;
    int32_t *next = a.first + 1; /* next[i] runs from the start of i's list to its end */
    for (int32_t e = 0; e < edges; e++) {
        next[from[e] + 1]++;
        next[to[e] + 1]++;
    }
    for (int32_t i = 0; i < nodes; i++)
        next[i + 1] += next[i];
    for (int32_t e = 0; e < edges; e++) {
        const int32_t p = next[from[e]]++, q = next[to[e]]++;
        a.node[p] = to[e];
        a.node[q] = from[e];
        a.edge[p] = a.edge[q] = e;
    }
    return a;
}

/* AMD's inner routine: it wants clean lists and room of its own, and then allocates nothing. */
static rk_status order(int32_t nodes, const struct around *a, struct rk_scratch tmp,
                       int32_t *perm, int32_t *place, struct rk_err *err)
{
    const int32_t entries = a->first[nodes], room = entries + entries / 5 + nodes + 1;
    int32_t *start = RK_NEW(&tmp, int32_t, nodes), *list = RK_NEW(&tmp, int32_t, room);
    int32_t *len = RK_NEW(&tmp, int32_t, nodes), *nv = RK_NEW(&tmp, int32_t, nodes);
    int32_t *head = RK_NEW(&tmp, int32_t, nodes), *elements = RK_NEW(&tmp, int32_t, nodes);
    int32_t *degree = RK_NEW(&tmp, int32_t, nodes), *mark = RK_NEW(&tmp, int32_t, nodes);
    if (tmp.in.failed)
        return rk_fail(err, RK_ENOMEM, "sparse", "%d nodes", nodes);
    int32_t used = 0;
    for (int32_t i = 0; i < nodes; i++) {
        start[i] = used;
        for (int32_t p = a->first[i]; p < a->first[i + 1]; p++) {
            if (mark[a->node[p]] == i + 1)
                continue; /* a parallel edge */
            mark[a->node[p]] = i + 1;
            list[used++] = a->node[p];
        }
        len[i] = used - start[i];
    }
    double info[AMD_INFO] = {0};
    amd_2(nodes, start, list, len, room, used, nv, place, perm, head, elements, degree, mark,
          NULL, info);
    return RK_OK;
}

/* Upper triangle by columns in the new order; every edge and diagonal learns its position. */
static void fill_pattern(const struct around *a, const int32_t *place, struct rk_scratch tmp,
                         struct rk_sparse *s, int32_t *diagonal, int32_t *slot)
{
    int32_t used = 0;
    int32_t *seen = RK_NEW(&tmp, int32_t, s->nodes); /* room was proved by the caller */
    for (int32_t k = 0; k < s->nodes; k++) {
        const int32_t i = s->order[k], begin = used;
        s->column[k] = used;
        for (int32_t p = a->first[i]; p < a->first[i + 1]; p++) {
            const int32_t other = place[a->node[p]];
            if (other > k)
                continue;
            if (seen[other] <= begin) {
                s->row[used] = other;
                seen[other] = ++used;
            }
            slot[a->edge[p]] = seen[other] - 1;
        }
        diagonal[i] = used;
        s->row[used++] = k;
    }
    s->column[s->nodes] = used;
    s->values = used;
}

rk_status rk_sparse_plan(int32_t nodes, int32_t edges, const int32_t *from, const int32_t *to,
                         struct rk_arena *keep, struct rk_scratch scratch,
                         struct rk_sparse *out, struct rk_err *err)
{
    const rk_status bad = check(nodes, edges, from, to, err);
    if (bad)
        return bad;
    struct rk_arena r = *keep;
    const ptrdiff_t n = nodes, entries = n + edges;
    const struct around a = look_around(nodes, edges, from, to, &scratch);
    int32_t *place = RK_NEW(&scratch, int32_t, n), *perm = RK_NEW(&r, int32_t, n);
    int32_t *diagonal = RK_NEW(&r, int32_t, n), *slot = RK_NEW(&r, int32_t, edges);
    struct rk_sparse s = {
        .nodes = nodes,
        .diagonal = diagonal,
        .slot = slot,
        .order = perm,
        .value = RK_NEW(&r, double, entries),
        .column = RK_NEW(&r, int32_t, n + 1),
        .row = RK_NEW(&r, int32_t, entries),
        .l_column = RK_NEW(&r, int32_t, n + 1),
        .parent = RK_NEW(&r, int32_t, n),
        .l_count = RK_NEW(&r, int32_t, n),
        .flag = RK_NEW(&r, int32_t, n),
        .pattern = RK_NEW(&r, int32_t, n),
        .pivot = RK_NEW(&r, double, n),
        .work = RK_NEW(&r, double, n),
        .moved = RK_NEW(&r, double, n),
    };
    struct rk_scratch probe = scratch;
    (void)RK_NEW(&probe, int32_t, n);
    if (r.failed || probe.in.failed)
        return rk_fail(err, RK_ENOMEM, "sparse", "%d nodes, %d edges", nodes, edges);
    const rk_status full = nodes > 0 ? order(nodes, &a, scratch, perm, place, err) : RK_OK;
    if (full)
        return full;
    fill_pattern(&a, place, scratch, &s, diagonal, slot);
    ldl_symbolic(nodes, s.column, s.row, s.l_column, s.parent, s.l_count, s.flag, NULL, NULL);
    s.factor_entries = nodes > 0 ? s.l_column[nodes] : 0;
    s.l_row = RK_NEW(&r, int32_t, s.factor_entries);
    s.l_value = RK_NEW(&r, double, s.factor_entries);
    if (r.failed)
        return rk_fail(err, RK_ENOMEM, "sparse", "%" PRId64 " entries in the factor",
                       s.factor_entries);
    *keep = r;
    *out = s;
    return RK_OK;
}

bool rk_sparse_factor(struct rk_sparse *s)
{
    if (ldl_numeric(s->nodes, s->column, s->row, s->value, s->l_column, s->parent, s->l_count,
                    s->l_row, s->l_value, s->pivot, s->work, s->pattern, s->flag, NULL,
                    NULL) != s->nodes)
        return false;
    for (int32_t k = 0; k < s->nodes; k++)
        if (!(s->pivot[k] > 0.0))
            return false;
    return true;
}

void rk_sparse_solve(struct rk_sparse *s, double *x)
{
    for (int32_t k = 0; k < s->nodes; k++)
        s->moved[k] = x[s->order[k]];
    ldl_lsolve(s->nodes, s->moved, s->l_column, s->l_row, s->l_value);
    ldl_dsolve(s->nodes, s->moved, s->pivot);
    ldl_ltsolve(s->nodes, s->moved, s->l_column, s->l_row, s->l_value);
    for (int32_t k = 0; k < s->nodes; k++)
        x[s->order[k]] = s->moved[k];
}
