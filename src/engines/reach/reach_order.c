/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nested dissection: the narrowest cut between two ends of the map goes last, then each side
 * in the same way. Schild and Sommer (2015), On balanced separators in road networks, SEA.
 */
#include "reach_order.h"

enum { SMALL = 6, DIRECTIONS = 4 };
#define END_SHARE 0.3

struct dissection {
    const struct reach_graph *g;
    const int32_t *y, *x;  /* [nodes] place */
    int32_t *order, *next; /* [nodes] nodes of the cell in hand; room to rearrange */
    int32_t *cell;         /* [nodes] number of the cell a node is in */
    int8_t *flow;          /* [edges both ways] -1, 0, 1 */
    int32_t *level, *at, *queue, *path;
    int8_t *side; /* [nodes] of the best cut: 0, 1, 2: in the cut */
    int64_t *key;
    int32_t cells;
};

static void swap(struct dissection *d, int32_t i, int32_t j)
{
    const int32_t t = d->next[i];
    d->next[i] = d->next[j];
    d->next[j] = t;
}

/* Rearranges next[low … high) so that the k-th key stands at k (Hoare 1961, quickselect). */
static void select_kth(struct dissection *d, int32_t low, int32_t high, int32_t k)
{
    while (high - low > 1) {
        const int64_t pivot = d->key[d->next[low + (high - low) / 2]];
        int32_t i = low, j = high - 1;
        while (i <= j) {
            while (d->key[d->next[i]] < pivot)
                i++;
            while (d->key[d->next[j]] > pivot)
                j--;
            if (i <= j)
                swap(d, i++, j--);
        }
        if (k <= j)
            high = j + 1;
        else if (k >= i)
            low = i;
        else
            return;
    }
}

/* Levels from the sources (level 0 … ends) to the first sink; whether one was met. */
static bool find_levels(struct dissection *d, int32_t cell, const int32_t *node, int32_t len,
                        int32_t ends)
{
    int32_t tail = 0;
    bool met = false;
    for (int32_t i = 0; i < len; i++)
        d->level[node[i]] = i < ends ? 0 : -1;
    for (int32_t i = 0; i < ends; i++)
        d->queue[tail++] = node[i];
    for (int32_t h = 0; h < tail; h++) {
        const int32_t v = d->queue[h];
        d->at[v] = d->g->first[v];
        if (d->side[v] == 3) { /* a sink */
            met = true;
            continue;
        }
        for (int32_t a = d->g->first[v]; a < d->g->first[v + 1]; a++) {
            const int32_t w = d->g->to[a];
            if (d->cell[w] == cell && d->level[w] < 0 && d->flow[a] < 1) {
                d->level[w] = d->level[v] + 1;
                d->queue[tail++] = w;
            }
        }
    }
    return met;
}

/* One more way from the source to a sink along rising levels. */
static bool push_path(struct dissection *d, int32_t cell, int32_t source)
{
    int32_t len = 0, v = source;
    while (d->side[v] != 3) {
        int32_t a = d->at[v];
        for (; a < d->g->first[v + 1]; a++) {
            const int32_t w = d->g->to[a];
            if (d->cell[w] == cell && d->flow[a] < 1 && d->level[w] == d->level[v] + 1)
                break;
        }
        d->at[v] = a;
        if (a < d->g->first[v + 1]) {
            d->path[len++] = a;
            v = d->g->to[a];
        } else if (len == 0) {
            return false;
        } else { /* a dead end: step back, past the arc that led here */
            const int32_t back = d->path[--len];
            v = d->g->to[d->g->back[back]];
            d->at[v]++;
        }
    }
    while (len > 0) {
        const int32_t a = d->path[--len];
        d->flow[a]++;
        d->flow[d->g->back[a]]--;
    }
    return true;
}

/* Dinic (1970) with unit capacities, given up once the cut is not better than `most`. */
static int32_t max_flow(struct dissection *d, int32_t cell, const int32_t *node, int32_t len,
                        int32_t ends, int32_t most)
{
    int32_t flow = 0;
    for (int32_t i = 0; i < len; i++)
        for (int32_t a = d->g->first[node[i]]; a < d->g->first[node[i] + 1]; a++)
            d->flow[a] = 0;
    while (flow < most && find_levels(d, cell, node, len, ends))
        for (int32_t i = 0; i < ends && flow < most; i++)
            while (flow < most && push_path(d, cell, node[i]))
                flow++;
    return flow;
}

static int64_t direction_key(const struct dissection *d, int32_t v, int direction)
{
    const int64_t y = d->y[v], x = d->x[v];
    switch (direction) {
    case 0:
        return x;
    case 1:
        return y;
    case 2:
        return x + y;
    default:
        return x - y;
    }
}

/* Tries one direction; a better cut is written into best_side. */
static void try_direction(struct dissection *d, int32_t cell, int32_t from, int32_t len,
                          int direction, int32_t *best, int8_t *best_side)
{
    int32_t *node = d->next + from;
    const int32_t ends = (int32_t)fmax(END_SHARE * len, 1.0);
    memcpy(node, d->order + from, (size_t)len * sizeof *node);
    for (int32_t i = 0; i < len; i++) {
        d->key[node[i]] = direction_key(d, node[i], direction);
        d->side[node[i]] = 0;
    }
    select_kth(d, from, from + len, from + ends - 1);
    select_kth(d, from + ends, from + len, from + len - ends);
    for (int32_t i = len - ends; i < len; i++)
        d->side[node[i]] = 3;
    const int32_t flow = max_flow(d, cell, node, len, ends, *best);
    if (flow >= *best)
        return;
    *best = flow;
    find_levels(d, cell, node, len, ends);
    for (int32_t i = 0; i < len; i++)
        best_side[node[i]] = d->level[node[i]] < 0;
}

/* Of each cut edge the end on the first side is taken out. */
static void take_separator(struct dissection *d, int32_t cell, int32_t from, int32_t len,
                           int8_t *side)
{
    for (int32_t i = from; i < from + len; i++) {
        const int32_t v = d->order[i];
        for (int32_t a = d->g->first[v]; side[v] == 0 && a < d->g->first[v + 1]; a++)
            if (d->cell[d->g->to[a]] == cell && side[d->g->to[a]] == 1)
                side[v] = 2;
    }
}

/* Orders order[from … from + len). The greater side is done by the loop, so the depth of calls
 * stays below log2(nodes). */
static void dissect(struct dissection *d, int32_t from, int32_t len, int8_t *best_side)
{
    while (len > SMALL) {
        const int32_t cell = ++d->cells;
        int32_t best = INT32_MAX, count[3] = {0, 0, 0};
        for (int32_t i = from; i < from + len; i++) {
            d->cell[d->order[i]] = cell;
            best_side[d->order[i]] = 2;
        }
        for (int k = 0; k < DIRECTIONS && best > 0; k++)
            try_direction(d, cell, from, len, k, &best, best_side);
        take_separator(d, cell, from, len, best_side);
        for (int32_t i = from; i < from + len; i++)
            count[best_side[d->order[i]]]++;
        int32_t put[3] = {from, from + count[0], from + count[0] + count[1]};
        for (int32_t i = from; i < from + len; i++)
            d->next[put[best_side[d->order[i]]]++] = d->order[i];
        memcpy(d->order + from, d->next + from, (size_t)len * sizeof *d->order);
        if (count[0] == len || count[1] == len) /* cannot be: both ends keep a node */
            return;
        const bool first_less = count[0] < count[1];
        if (first_less) {
            dissect(d, from, count[0], best_side);
            from += count[0];
            len = count[1];
        } else {
            dissect(d, from + count[0], count[1], best_side);
            len = count[0];
        }
    }
}

bool reach_dissect(const struct rk_reach_net *net, const struct reach_graph *g,
                   struct rk_scratch scratch, int32_t *order)
{
    const int32_t n = g->nodes;
    struct dissection d = {.g = g,
                           .order = order,
                           .next = RK_NEW(&scratch, int32_t, n),
                           .cell = RK_NEW(&scratch, int32_t, n),
                           .flow = RK_NEW(&scratch, int8_t, g->first[n]),
                           .level = RK_NEW(&scratch, int32_t, n),
                           .at = RK_NEW(&scratch, int32_t, n),
                           .queue = RK_NEW(&scratch, int32_t, n),
                           .path = RK_NEW(&scratch, int32_t, n),
                           .side = RK_NEW(&scratch, int8_t, n),
                           .key = RK_NEW(&scratch, int64_t, n)};
    int32_t *y = RK_NEW(&scratch, int32_t, n), *x = RK_NEW(&scratch, int32_t, n);
    int8_t *best_side = RK_NEW(&scratch, int8_t, n);
    if (scratch.in.failed)
        return false;
    for (int32_t v = 0; v < n; v++) {
        order[v] = v;
        y[v] = net->roads->lat_e7[net->junction[v]];
        const double shrink = cos(1e-7 * y[v] * 0.017453292519943295);
        x[v] = (int32_t)(net->roads->lon_e7[net->junction[v]] * shrink);
    }
    d.y = y;
    d.x = x;
    dissect(&d, 0, n, best_side);
    return true;
}

/* ---- the graph --------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

bool reach_graph_make(const struct rk_reach_net *net, struct rk_scratch *scratch,
                      struct reach_graph *out)
{
    const int32_t n = net->nodes;
    int32_t *first = RK_NEW(scratch, int32_t, (ptrdiff_t)n + 2);
    int32_t *to = RK_NEW(scratch, int32_t, 2 * (ptrdiff_t)net->arcs);
    int32_t *back = RK_NEW(scratch, int32_t, 2 * (ptrdiff_t)net->arcs);
    int32_t *seen = RK_NEW(scratch, int32_t, n);
    if (scratch->in.failed)
        return false;
    for (int32_t a = 0; a < net->arcs; a++)
        if (net->tail[a] != net->head[a]) {
            first[net->tail[a] + 2]++;
            first[net->head[a] + 2]++;
        }
    for (int32_t v = 0; v < n; v++)
        first[v + 2] += first[v + 1];
    for (int32_t a = 0; a < net->arcs; a++)
        if (net->tail[a] != net->head[a]) {
            to[first[net->tail[a] + 1]++] = net->head[a];
            to[first[net->head[a] + 1]++] = net->tail[a];
        }
    int32_t len = 0;
    for (int32_t v = 0; v < n; v++) { /* sorted, each neighbour once */
        const int32_t a = first[v], b = first[v + 1];
        if (b - a > 1)
            qsort(to + a, (size_t)(b - a), sizeof *to, ascending);
        first[v] = len;
        for (int32_t i = a; i < b; i++)
            if (i == a || to[i] != to[i - 1])
                to[len++] = to[i];
    }
    first[n] = len;
    /* Edges of v towards w, w rising, meet those of w towards v rising as v rises. */
    for (int32_t v = 0; v < n; v++)
        seen[v] = first[v];
    for (int32_t v = 0; v < n; v++)
        for (int32_t a = first[v]; a < first[v + 1]; a++)
            back[a] = seen[to[a]]++;
    *out = (struct reach_graph){n, first, to, back};
    return true;
}
