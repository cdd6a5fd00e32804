/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/engines/estimate: between estimate_strata.c and estimate_impute.c. */
#ifndef RK_ESTIMATE_H
#error "include rk_estimate.h first; estimate_strata.h is private to src/engines/estimate"
#endif
#ifndef ESTIMATE_STRATA_H
#define ESTIMATE_STRATA_H

/* The tables of all strata with the unknown allocated, version `number`; NULL: no memory. */
struct rk_estimate_table *estimate_impute(const struct rk_estimate_strata *strata,
                                          uint64_t seed, int number,
                                          struct rk_scratch *scratch);

#endif
