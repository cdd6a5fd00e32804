/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room heat_io. */
#ifndef HEAT_IO_INTERNAL_H
#define HEAT_IO_INTERNAL_H
#ifndef RK_ROOM_HEAT_IO
#error "heat_io_internal.h is private to src/engines/heat_io"
#endif

#include "rk_heat_io.h"

enum { TABLE_COLUMNS = 64 };

/* A CSV table being read: header first, then rows. Separator by the header: comma, semicolon or
 * tab; quotes by RFC 4180; byte-order mark and CRLF accepted; wholly empty lines skipped. */
struct table {
    const char *name;
    struct rk_arena *keep; /* for quoted cells with doubled quotes */
    const char *at, *end;
    char separator;
    int64_t line; /* of the row in `cell`, from 1 */
    int64_t next_line;
    int32_t columns;
    struct rk_str header[TABLE_COLUMNS];
    int32_t cells;
    struct rk_str cell[TABLE_COLUMNS];
};

RK_MUST_USE rk_status table_open(struct rk_heat_file file, struct rk_arena *keep,
                                 struct table *out, struct rk_err *err);
/* *end is set after the last row. */
RK_MUST_USE rk_status table_next(struct table *t, bool *end, struct rk_err *err);
/* Position of a column by one of its names ("a|b|c", without regard to case), or -1. */
int32_t table_column(const struct table *t, const char *names);
RK_MUST_USE rk_status table_needs(const struct table *t, int32_t column, const char *name,
                                  struct rk_err *err);
/* The cell, empty when the column is -1 or the row is short. */
struct rk_str table_cell(const struct table *t, int32_t column);
/* Rows that may follow: an upper bound by counting line ends. */
ptrdiff_t table_rows(const struct table *t);
/* FILE:LINE: COLUMN as a place; `column` may be NULL. */
rk_status table_fail(const struct table *t, const char *column, struct rk_err *err,
                     const char *fmt, ...) RK_PRINTF(4, 5);

/* A number column and its physical range. */
struct column {
    const char *name; /* "x|y": names */
    double low, high;
    double missing; /* value of an empty cell; NaN with `needed` refuses it */
    bool needed;
};
RK_MUST_USE rk_status table_number(const struct table *t, int32_t at, const struct column *c,
                                   double *out, struct rk_err *err);

/* Number as written, exact; false when anything else stands there. */
bool heat_read_number(struct rk_str s, double *out);
bool same_word(struct rk_str s, const char *word); /* ASCII, without regard to case */
bool one_of(struct rk_str s, const char *words);   /* "a|b|c" */

/* Ids to positions. */
struct id_map {
    const struct rk_str *id; /* [count] filled by the caller */
    int32_t *slot;
    int32_t slots; /* a power of two */
};
struct id_map id_map_new(const struct rk_str *id, ptrdiff_t most, struct rk_arena *keep);
/* The position of an id, or -1. */
int32_t id_map_find(const struct id_map *m, struct rk_str id);
/* Adds position `at` (id[at] is set); the position that has this id already, else `at`. */
int32_t id_map_add(struct id_map *m, int32_t at);

/* Fixed decimals, "-0.000" as "0.000"; nothing for NaN. Deterministic and quick. */
void put_fixed(struct rk_buf *out, double x, int decimals);
/* A text field, quoted when RFC 4180 asks for it. */
void put_field(struct rk_buf *out, struct rk_str s);

/* params.json */
struct params {
    struct rk_heat_fluid fluid;
    enum rk_heat_friction friction;
    double roughness_mm, u_w_m2k, ground_c, supply_c, return_c, room_c, mixed_c;
    double plant_p_pa, plant_lift_pa, dp_min_pa, design_outdoor_c;
    enum rk_heat_mode mode;
    struct rk_str *plant; /* ids */
    int32_t plants;
    bool u_given;
};
RK_MUST_USE rk_status params_read(struct rk_heat_file file, struct rk_arena *keep,
                                  struct params *out, struct rk_err *err);
#endif
