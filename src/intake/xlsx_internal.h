/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the intake room: a workbook, between finding its parts and reading a sheet. */
#ifndef XLSX_INTERNAL_H
#define XLSX_INTERNAL_H

#include "rk_base.h"
#include "intake_internal.h"

#define XLSX_SHEET_MAX  (INT64_C(2) << 30) /* bytes of XML */
#define XLSX_TEXTS_MAX  (INT64_C(512) << 20)
#define XLSX_SMALL_MAX  (INT64_C(64) << 20)    /* any other part */
#define XLSX_TEXTS_ROOM ((ptrdiff_t)384 << 20) /* shared texts held in memory */
#define XLSX_KEEP       (XLSX_TEXTS_ROOM + ((ptrdiff_t)80 << 20))
enum { XLSX_STYLES_MAX = 65536, XLSX_PATH_MAX = 512, XLSX_TEXT_COUNT_MAX = 16 << 20 };

struct xlsx_sheet {
    char id[64];              /* of the relation */
    char path[XLSX_PATH_MAX]; /* in the archive; empty: not a worksheet */
};

struct xlsx_book {
    const struct intake_job *job;
    struct intake_zip zip;
    bool from_1904;
    int32_t sheet_count;
    struct xlsx_sheet *sheets;
    char (*names)[INTAKE_NAME_MAX];
    bool *hidden;
    uint8_t *styles; /* enum intake_style by index of a cell's format */
    int32_t style_count;
    const char *texts;         /* shared texts, one after the other */
    const uint32_t *text_ends; /* [text_count] */
    int32_t text_count;
    int64_t rows; /* given to the sink so far */
};

/* Finds workbook, relations, styles and shared texts; arrays live in `keep`. */
enum intake_why xlsx_book_open(struct xlsx_book *book, struct rk_arena *keep,
                               struct rk_scratch scratch);
/* Reads one sheet; `first_row` is called before its first filled row. */
enum intake_why xlsx_sheet_read(struct xlsx_book *book, int32_t sheet,
                                bool (*first_row)(struct xlsx_book *book, int32_t sheet),
                                struct rk_scratch scratch);
/* Sheet names are compared as people do: blanks around and letter case do not matter. */
bool intake_same_words(struct rk_str a, struct rk_str b);
/* Decodes _x000D_ and the like, in place; returns the new length. */
ptrdiff_t xlsx_unescape(char *at, ptrdiff_t len);

#endif
