/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/engines/estimate_io. */
#ifndef RK_ESTIMATE_READ_H
#error                                                                                         \
    "include rk_estimate_read.h first; estimate_sheet.h is private to src/engines/estimate_io"
#endif
#ifndef ESTIMATE_SHEET_H
#define ESTIMATE_SHEET_H

/* Numbers of the texts "0", "1" and "". */
enum { ESTIMATE_ZERO, ESTIMATE_ONE, ESTIMATE_EMPTY };

struct rk_estimate_sheet {
    const char *file;
    int64_t header_line;
    struct rk_arena *keep;
    int32_t columns, n;    /* n: the column that counts */
    struct rk_str *name;   /* [columns] */
    int64_t *line, *count; /* [rows] */
    int32_t *cell;         /* [rows][columns] numbers of texts */
    ptrdiff_t rows, row_room;
    struct rk_str *word; /* [words] */
    int32_t words, word_room, slots;
    int32_t *slot; /* [slots] 1 + number of a text, or 0 */
};

/* "FILE:LINE: COLUMN" in `place`, which is answered; column -1: none. */
const char *estimate_sheet_place(const struct rk_estimate_sheet *s, int64_t line,
                                 int32_t column, char place[RK_ERR_PLACE]);
/* SHEET_FAIL(sheet, err, line, column, format, …) is rk_fail with that place. */
#define SHEET_FAIL(s, err, line, column, ...)                                                  \
    rk_fail(err, RK_EINVAL, estimate_sheet_place(s, line, column, (char[RK_ERR_PLACE]){0}),    \
            __VA_ARGS__)

#endif
