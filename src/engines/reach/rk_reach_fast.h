/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reach, fast: thousands of trees at once, over one net under many beliefs.
 *
 * A customizable contraction hierarchy (Dibbelt, Strasser, Wagner 2016, ACM JEA 21): what
 * depends on the shape of the net is made once; weights are poured in in a tenth of a
 * millisecond; trees are swept sixteen at a time (Delling et al. 2011, PHAST). All times equal
 * Dijkstra's. Nodes are those of the net, turn bans included. Times of RK_REACH_SWEEP_FAR and
 * more (149 h) count as never.
 */
#ifndef RK_REACH_FAST_H
#define RK_REACH_FAST_H

#include "rk_reach.h"

enum { RK_REACH_LANES = 16 };
#define RK_REACH_SWEEP_FAR ((int32_t)1 << 29)

/* The order in which nodes are taken out, and the arcs that this leaves. Positions, not nodes,
 * number everything below: position 0 goes first. */
struct rk_reach_shape {
    int32_t nodes, arcs, net_arcs;
    const int32_t *position, *node; /* of each node, and back */
    const int32_t *first, *head;    /* arcs up: [nodes + 1], [arcs] ascending in each row */
    const int32_t *parent;          /* [nodes] lowest head, -1 at a root */
    const int32_t *arc_of;          /* [net_arcs] 2 * arc + (1: it leads down), -1: a loop */
    const int32_t *third_first;     /* [nodes + 1] into: */
    const int32_t *third; /* for each pair of arcs of a row, the arc between their heads */
};
/* Nested dissection by flows between the ends of the map (Schild and Sommer 2015). Depends on
 * arcs and places only, never on weights. O(n log n) in practice. */
RK_MUST_USE rk_status rk_reach_shape_make(const struct rk_reach_net *net, struct rk_arena *keep,
                                          struct rk_scratch scratch, struct rk_reach_shape *out,
                                          struct rk_err *err);

/* Weights of 1 … 16 beliefs in one pass. weight[k] has net_arcs entries (net->weight). Lane k
 * of arc a stands at a * lanes + k. */
struct rk_reach_metric {
    const struct rk_reach_shape *shape;
    int32_t lanes;
    int32_t *up, *down; /* [arcs * lanes] */
};
RK_MUST_USE rk_status rk_reach_metric_take(const struct rk_reach_shape *shape, int32_t lanes,
                                           struct rk_arena *keep, struct rk_reach_metric *out,
                                           struct rk_err *err);
/* Pours weights into a metric taken before; takes no memory. lanes 1 or 16 are quick. */
void rk_reach_pour(struct rk_reach_metric *metric, const uint32_t *const weight[]);
/* From node to node in one lane; RK_REACH_NEVER. room: [2 * nodes] of any content. */
uint32_t rk_reach_pair(const struct rk_reach_metric *metric, int32_t lane, int32_t from,
                       int32_t to, int32_t *room);

/*
 * What sweeps need of one lane of a metric: only arcs that are shortest ways, for RK_OUT (from
 * the seeds to all) or RK_IN (from all to the seeds).
 */
struct rk_reach_sweep {
    const struct rk_reach_shape *shape;
    int32_t arcs, rows;               /* rows: nodes that are swept, all or a part */
    const int32_t *row;               /* [rows] positions, falling */
    const int32_t *first;             /* [rows + 1] */
    const struct rk_reach_fall *fall; /* [arcs] */
    const int32_t *rise_first;        /* [nodes + 1] the other direction, for the seeds */
    const struct rk_reach_fall *rise;
    const int32_t *place; /* [nodes] row of a position, -1: not swept */
};
struct rk_reach_fall {
    int32_t at; /* row (fall) or position (rise) at the upper end */
    int32_t weight;
};
/* `only` (NULL: all nodes): nodes whose times are wanted; repeats are fine. */
RK_MUST_USE rk_status rk_reach_sweep_make(const struct rk_reach_metric *metric, int32_t lane,
                                          enum rk_reach_way way, struct rk_ids only,
                                          struct rk_arena *keep, struct rk_scratch scratch,
                                          struct rk_reach_sweep *out, struct rk_err *err);
/* Trees of seeds.len <= 16 nodes. time_ms [rows * 16]: row r, seed k at r * 16 + k, from
 * RK_REACH_SWEEP_FAR on: never. room: [nodes + rows] of any content. */
void rk_reach_sweep_run(const struct rk_reach_sweep *sweep, struct rk_ids seeds,
                        int32_t *time_ms, int32_t *room);
/* The row of a node, -1: not swept. */
static inline int32_t rk_reach_sweep_row(const struct rk_reach_sweep *sweep, int32_t node)
{
    return sweep->place[sweep->shape->position[node]];
}

#endif
