/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/engines/estimate: decomposable graphs, between estimate_graphs.c and
 * estimate_dga.c. */
#ifndef RK_ESTIMATE_H
#error "include rk_estimate.h first; estimate_dga.h is private to src/engines/estimate"
#endif
#ifndef ESTIMATE_DGA_H
#define ESTIMATE_DGA_H

enum { ESTIMATE_GRAPH_LISTS = 6 };

/* Product over sets of lists of f(set)^power: cliques +1, separators -1, -2 … */
struct estimate_graph {
    uint32_t edges;         /* bits in the order 12, 13, … 23, … */
    int32_t factors, parts; /* parts: connected components */
    uint8_t set[2 * ESTIMATE_GRAPH_LISTS];
    int16_t power[2 * ESTIMATE_GRAPH_LISTS];
};

/* All decomposable graphs on `lists` lists, in the order of `edges`; out may be NULL. */
int32_t estimate_graphs(int32_t lists, struct estimate_graph *out);

#endif
