/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All decomposable graphs on up to six lists: 8, 61, 822 and 18,154 for 3, 4, 5 and 6.
 *
 * A graph is decomposable when its vertices can be taken away one by one, each with neighbours
 * that are all joined to one another (Fulkerson & Gross 1965). Each vertex leaves the factor
 * f(it and its neighbours) / f(its neighbours); what is left after cancelling are the cliques
 * and separators.
 */
#include "rk_estimate.h"

#include "estimate_dga.h"

/* A vertex of `left` whose neighbours in it are all joined, or -1. */
static int simplicial(const uint32_t *next, uint32_t left, int32_t lists)
{
    for (int v = 0; v < lists; v++) {
        if (!(left >> v & 1))
            continue;
        const uint32_t around = next[v] & left;
        bool joined = true;
        for (uint32_t rest = around; rest && joined; rest &= rest - 1) {
            const uint32_t one = rest & -rest;
            joined = (around & ~one & ~next[__builtin_ctz(rest)]) == 0;
        }
        if (joined)
            return v;
    }
    return -1;
}

static bool read_graph(uint32_t edges, int32_t lists, struct estimate_graph *g)
{
    uint32_t next[ESTIMATE_GRAPH_LISTS] = {0};
    int bit = 0;
    for (int i = 0; i < lists; i++)
        for (int j = i + 1; j < lists; j++, bit++)
            if (edges >> bit & 1) {
                next[i] |= UINT32_C(1) << j;
                next[j] |= UINT32_C(1) << i;
            }
    int16_t power[1 << ESTIMATE_GRAPH_LISTS] = {0};
    uint32_t left = (UINT32_C(1) << lists) - 1;
    g->parts = 0;
    while (left) {
        const int v = simplicial(next, left, lists);
        if (v < 0)
            return false;
        const uint32_t around = next[v] & left;
        power[around | UINT32_C(1) << v]++;
        power[around]--;
        g->parts += around == 0;
        left &= ~(UINT32_C(1) << v);
    }
    g->edges = edges;
    g->factors = 0;
    for (int s = 1; s < 1 << lists; s++)
        if (power[s]) {
            g->set[g->factors] = (uint8_t)s;
            g->power[g->factors++] = power[s];
        }
    return true;
}

int32_t estimate_graphs(int32_t lists, struct estimate_graph *out)
{
    int32_t count = 0;
    struct estimate_graph spare;
    for (uint32_t edges = 0; edges < UINT32_C(1) << lists * (lists - 1) / 2; edges++)
        if (read_graph(edges, lists, out ? &out[count] : &spare))
            count++;
    return count;
}
