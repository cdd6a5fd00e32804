/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order in which a net is taken apart. */
#ifndef RK_ROOM_REACH
#error "reach_order.h is private to src/engines/reach"
#endif
#ifndef REACH_ORDER_H
#define REACH_ORDER_H

#include "rk_reach.h"

/* The net as a graph without directions, loops and doubles: rows of neighbours, ascending. */
struct reach_graph {
    int32_t nodes;
    int32_t *first, *to, *back; /* back: the same edge from its other end */
};
bool reach_graph_make(const struct rk_reach_net *net, struct rk_scratch *scratch,
                      struct reach_graph *out);
/* order[i]: node at position i. false: scratch is full */
bool reach_dissect(const struct rk_reach_net *net, const struct reach_graph *graph,
                   struct rk_scratch scratch, int32_t *order);

#endif
