/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * math/sparse: symmetric positive definite equations whose pattern is a graph.
 *
 * One unknown per node; an edge couples two nodes. The order of elimination (AMD) and the shape
 * of the factor are found once, by rk_sparse_plan; new numbers on the same graph cost only the
 * numeric factorisation LDL^T (Davis, ACM TOMS 31(4), 2005). No BLAS, no threads, no state:
 * any number of threads may work on structs of their own.
 */
#ifndef RK_SPARSE_H
#define RK_SPARSE_H

#include "rk_base.h"

struct rk_sparse {
    int32_t nodes;
    const int32_t *diagonal; /* [nodes] position in `value` of node i's own coefficient */
    const int32_t *slot; /* [edges] position in `value` of edge e; equal for parallel edges */
    double *value;       /* [values] filled by the caller; zero outside */
    int32_t values;
    int64_t factor_entries; /* below the diagonal of L */
    /* private */
    int32_t *column, *row, *l_column, *parent, *l_count, *flag, *pattern, *l_row;
    const int32_t *order; /* [nodes] order[k] is eliminated as number k */
    double *l_value, *pivot, *work, *moved;
};

/*
 * Plans the elimination for `nodes` unknowns coupled by edges from[e]–to[e]; parallel edges are
 * allowed, loops are not. Everything in *out lives in `keep`.
 * RK_EINVAL: an end out of range or a loop. RK_ENOMEM: an arena is full.
 * Time nearly linear in edges + fill for plane graphs; scratch about 60 bytes per edge and
 * node.
 */
RK_MUST_USE rk_status rk_sparse_plan(int32_t nodes, int32_t edges, const int32_t *from,
                                     const int32_t *to, struct rk_arena *keep,
                                     struct rk_scratch scratch, struct rk_sparse *out,
                                     struct rk_err *err);
/* Factorises what stands in `value`. false: not positive definite to working precision. */
RK_MUST_USE bool rk_sparse_factor(struct rk_sparse *s);
/* Solves in place with the last factor: x holds the right-hand side, then the solution. */
void rk_sparse_solve(struct rk_sparse *s, double *x);

#endif
