/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the road network in which every junction reaches every other. */
#include "reach_internal.h"
#include "reach_index.h"

struct dive {
    const struct rk_reach_net *net;
    struct reach_fan fan;
    int32_t *number, *low, *stack, *path, *next; /* [junctions] */
    bool *on_stack;
    int32_t numbers, stack_len, path_len, parts;
    int32_t *part;
};

static void enter(struct dive *d, int32_t j)
{
    d->number[j] = d->low[j] = ++d->numbers;
    d->stack[d->stack_len++] = j;
    d->on_stack[j] = true;
    d->path[d->path_len++] = j;
    d->next[j] = d->fan.first[j];
}

static void leave(struct dive *d, int32_t j)
{
    if (d->low[j] == d->number[j]) {
        int32_t k;
        do {
            k = d->stack[--d->stack_len];
            d->on_stack[k] = false;
            d->part[k] = d->parts;
        } while (k != j);
        d->parts++;
    }
    d->path_len--;
    if (d->path_len > 0) {
        const int32_t up = d->path[d->path_len - 1];
        d->low[up] = d->low[j] < d->low[up] ? d->low[j] : d->low[up];
    }
}

/* Tarjan (1972), SIAM J. Comput. 1(2), without recursion. */
static void dive_from(struct dive *d, int32_t root)
{
    enter(d, root);
    while (d->path_len > 0) {
        const int32_t j = d->path[d->path_len - 1];
        if (d->next[j] == d->fan.first[j + 1]) {
            leave(d, j);
            continue;
        }
        const int32_t arc = d->fan.arc[d->next[j]++];
        if (reach_arc_kmh(d->net, arc) <= 0.0)
            continue;
        const int32_t to = reach_arc_head(d->net->roads, arc);
        if (d->number[to] == 0)
            enter(d, to);
        else if (d->on_stack[to] && d->number[to] < d->low[j])
            d->low[j] = d->number[to];
    }
}

struct sized {
    int32_t part, size;
};

static int by_size(const void *a, const void *b)
{
    const struct sized *x = a, *y = b;
    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    return x->part < y->part ? -1 : 1;
}

/* Numbers the parts anew, the greatest 0. */
static bool rank_parts(struct dive *d, struct rk_arena *keep, struct rk_scratch *scratch,
                       struct reach_parts *out)
{
    const int32_t junctions = d->net->roads->junctions;
    struct sized *list = RK_NEW(scratch, struct sized, d->parts);
    int32_t *rank = RK_NEW(scratch, int32_t, d->parts);
    int32_t *size = RK_NEW(keep, int32_t, d->parts);
    if (scratch->in.failed || keep->failed)
        return false;
    for (int32_t p = 0; p < d->parts; p++)
        list[p].part = p;
    for (int32_t j = 0; j < junctions; j++)
        list[d->part[j]].size++;
    if (d->parts > 1)
        qsort(list, (size_t)d->parts, sizeof *list, by_size);
    for (int32_t p = 0; p < d->parts; p++) {
        rank[list[p].part] = p;
        size[p] = list[p].size;
    }
    for (int32_t j = 0; j < junctions; j++)
        d->part[j] = rank[d->part[j]];
    *out = (struct reach_parts){d->parts, d->part, size};
    return true;
}

static int32_t root_of(int32_t *up, int32_t j)
{
    while (up[j] != j) {
        up[j] = up[up[j]];
        j = up[j];
    }
    return j;
}

bool reach_islands_make(const struct rk_reach_net *net, struct rk_scratch scratch,
                        int32_t *junctions)
{
    const struct rk_roads *r = net->roads;
    int32_t *up = RK_NEW(&scratch, int32_t, r->junctions);
    int32_t *size = RK_NEW(&scratch, int32_t, r->junctions);
    if (scratch.in.failed)
        return false;
    for (int32_t j = 0; j < r->junctions; j++)
        up[j] = j;
    for (int32_t e = 0; e < r->edges; e++)
        if (reach_arc_kmh(net, 2 * e) > 0.0 || reach_arc_kmh(net, 2 * e + 1) > 0.0)
            up[root_of(up, r->from[e])] = root_of(up, r->to[e]);
    for (int32_t j = 0; j < r->junctions; j++)
        size[root_of(up, j)]++;
    for (int32_t j = 0; j < r->junctions; j++)
        junctions[j] = size[root_of(up, j)];
    return true;
}

bool reach_parts_make(const struct rk_reach_net *net, struct rk_arena *keep,
                      struct rk_scratch scratch, struct reach_parts *out)
{
    const int32_t n = net->roads->junctions;
    struct dive d = {.net = net,
                     .number = RK_NEW(&scratch, int32_t, n),
                     .low = RK_NEW(&scratch, int32_t, n),
                     .stack = RK_NEW(&scratch, int32_t, n),
                     .path = RK_NEW(&scratch, int32_t, n),
                     .next = RK_NEW(&scratch, int32_t, n),
                     .on_stack = RK_NEW(&scratch, bool, n),
                     .part = RK_NEW(keep, int32_t, n)};
    if (scratch.in.failed || keep->failed || !reach_fan_make(net->roads, &scratch.in, &d.fan))
        return false;
    for (int32_t j = 0; j < n; j++)
        if (d.number[j] == 0)
            dive_from(&d, j);
    return rank_parts(&d, keep, &scratch, out);
}
