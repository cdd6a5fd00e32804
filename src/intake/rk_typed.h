/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * intake/typed: one row from a keyboard. Read, checked and turned into claims exactly as a row
 * of a spreadsheet with these columns would be; only there is no file, no header, no guessing.
 */
#ifndef RK_TYPED_H
#define RK_TYPED_H

#include "rk_import.h"

struct rk_typed_cell {
    const struct rk_aspect *aspect; /* of the row's kind; each at most once */
    struct rk_str header;           /* what faults call it */
    struct rk_str said;             /* empty: unknown */
};

/*
 * Required aspects must be among the cells, else they are faults. Of the options kind, mapping
 * and file are not used; `list` may not be empty, `name` stands in the places ("name:line").
 * What *out points to lives in `keep`. RK_ENOMEM. About 0.1 ms.
 */
RK_MUST_USE rk_status rk_typed_row(const struct rk_kind *kind,
                                   const struct rk_typed_cell *cells, int32_t count,
                                   const struct rk_import_options *options, struct rk_str name,
                                   int64_t line, struct rk_arena *keep,
                                   struct rk_import_row *out, struct rk_err *err);

#endif
