/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * model/truth: what no office in the model town knows, for tests and documents only: how the
 * town compares with the real one, and of whom each row of a list is.
 */
#ifndef RK_MODEL_TRUTH_H
#define RK_MODEL_TRUTH_H

#include "rk_model.h"

struct rk_model_total {
    const char *name, *unit, *source;
    double low, high; /* what is said, scaled by people */
    double value;     /* what the model holds */
};

/* The named totals, into `keep`; NULL when it is full. O(people). */
const struct rk_model_total *rk_model_totals(const struct rk_model *model,
                                             struct rk_arena *keep, int32_t *count);
/* The person a row is about, so that one can tell which rows of two lists are one person; -1:
 * nobody of the town, or no list of persons. */
int32_t rk_model_row_person(const struct rk_model *model, int32_t file, int32_t row);

#endif
