/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the intake room: a table whose columns are being found. */
#ifndef IMPORT_GUESS_H
#define IMPORT_GUESS_H

#include "import_internal.h"

enum { INTAKE_COLUMNS = 16384 };

struct import_table {
    const struct rk_row *rows;
    int32_t count, width; /* columns at the end that are always empty do not count */
    const struct rk_map_hints *hints;
    struct import_fits *fits;
    struct rk_scratch scratch;
    struct rk_arena *keep;
};

struct import_fits;

struct import_header {
    int32_t row;                  /* the last row of it */
    int32_t data;                 /* the first row that may be data */
    struct rk_str *text;          /* [width] */
    struct rk_str *upper, *lower; /* [width] of two rows; NULL: there is one */
    double strength;
};

struct import_table import_table_of(const struct rk_row *rows, int32_t count,
                                    const struct rk_map_hints *hints, struct rk_arena *keep,
                                    struct rk_scratch scratch);
struct rk_str import_text_at(const struct import_table *t, int32_t row, int32_t column);
bool import_could_be_header(const struct import_table *t, int32_t row);
bool import_plain_number(struct rk_cell cell);
bool import_find_header(const struct import_table *t, struct import_header *best);
/* Passes over rows of units and column numbers; units become part of the headers. */
void import_below_header(const struct import_table *t, struct import_header *h);
/* The columns below a header, without aspects; NULL when there is none or no memory. */
struct rk_map_column *import_columns_below(const struct import_table *t,
                                           const struct import_header *h,
                                           struct rk_mapping *mapping);
/* The same for row `row` taken as a header, with the row above when `joined`. */
struct rk_map_column *import_header_columns(const struct rk_row *rows, int32_t count,
                                            int32_t row, bool joined, struct rk_arena *keep,
                                            struct rk_scratch scratch,
                                            struct rk_mapping *mapping);
bool import_may_repeat(const struct rk_aspect *aspect);

#endif
