/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * estimate_io: a sheet of capture histories → tables for the engine estimate.
 *
 * The sheet is rows of text cells, as a spreadsheet reader gives them. A column `n` counts
 * persons; list columns hold 0 or 1; other columns may divide the population into strata. Opens
 * no file. Any number of threads, each with its own sheet. Format: docs/methods/estimate.md, 10
 */
#ifndef RK_ESTIMATE_READ_H
#define RK_ESTIMATE_READ_H

#include "rk_base.h"
#include "rk_estimate.h"

struct rk_estimate_sheet; /* lives in the arena it was begun in */

/* `file` stands in front of every message. RK_EINVAL: no column n, two columns of one name.
 * RK_ENOMEM. */
RK_MUST_USE rk_status rk_estimate_sheet_begin(const char *file, int64_t line,
                                              const struct rk_str *header, int32_t columns,
                                              struct rk_arena *keep,
                                              struct rk_estimate_sheet **out,
                                              struct rk_err *err);
/* One row; missing cells at its end are empty. RK_EINVAL, with line and column: more cells than
 * the header has, n that is no whole number from 0 to 2^40. RK_ENOMEM. */
RK_MUST_USE rk_status rk_estimate_sheet_row(struct rk_estimate_sheet *sheet, int64_t line,
                                            const struct rk_str *cells, int32_t count,
                                            struct rk_err *err);

struct rk_estimate_columns {
    const char *lists;     /* "A,B,C"; NULL: every other column that holds 0 and 1 */
    const char *const *by; /* [by_count] columns whose values are strata */
    int32_t by_count;
};

struct rk_estimate_read {
    struct rk_estimate_strata strata; /* one, "all", without `by`; names in order of value */
    const char *const *extra;         /* [extra_count] columns that were used for nothing */
    int32_t extra_count;
};

/*
 * The tables, in `keep`. Histories are added up and ordered, so that the order of rows says
 * nothing. In `by` columns an empty cell, "NA", "?", "unknown" and the like in Ukrainian and
 * Russian mean that the stratum is not known.
 * RK_EINVAL, with line and column: a list cell that is neither 0 nor 1, persons on no list, a
 * name that is no column, no list column, no row. RK_ENOMEM.
 */
RK_MUST_USE rk_status rk_estimate_sheet_read(const struct rk_estimate_sheet *sheet,
                                             const struct rk_estimate_columns *columns,
                                             struct rk_arena *keep, struct rk_scratch scratch,
                                             struct rk_estimate_read *out, struct rk_err *err);

#endif
