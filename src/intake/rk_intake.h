/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * intake: foreign spreadsheets → rows of cells, parsed in a jail.
 *
 * The bytes are parsed by the helper ranok-intake, a child that can open no file and no socket
 * (seccomp; Landlock and an empty network namespace where the kernel has them); this side only
 * copies frames from its pipe. CSV (comma, semicolon, tab; quoted newlines; UTF-8 with or
 * without mark, UTF-16, CP1251, KOI8-U) and XLSX.
 */
#ifndef RK_INTAKE_H
#define RK_INTAKE_H

#include "rk_base.h"

/* The order is part of the frames between helper and parent: docs/formats/intake.md. */
enum rk_cell_kind {
    RK_CELL_EMPTY, /* nothing but blanks */
    RK_CELL_TEXT,
    RK_CELL_NUMBER,
    RK_CELL_DATE,
    RK_CELL_BOOL,
    RK_CELL_ERROR /* #N/A and the like; a formula without a stored value ("=A1+B1"); in CSV a
                     cell with a quote in its middle, as it stands */
};

struct rk_cell {
    enum rk_cell_kind kind; /* CSV gives TEXT, EMPTY and ERROR only */
    struct rk_str text; /* UTF-8 as shown; numbers in shortest form, percent formats as "50%";
                           dates as 2022-03-15 or 2022-03-15T06:30, times as 06:30; TRUE */
    double number;      /* NUMBER, BOOL, and the serial of a DATE in the 1900 system */
};

struct rk_row {
    int64_t
        line; /* of the file, from 1: the line its first cell begins on; sheet row in XLSX */
    struct rk_str sheet; /* sheet name; empty for CSV */
    const struct rk_cell *cells;
    int32_t
        cell_count; /* as the row has; CSV rows may differ, XLSX rows end with a filled cell */
};

struct rk_intake_options {
    const char *sheet;    /* NULL: the first visible sheet that has rows; hidden ones by name */
    char separator;       /* 0: guess */
    const char *encoding; /* NULL: guess; "utf-8", "cp1251", "koi8-u", "utf-16le", "utf-16be" */
    int64_t max_rows;     /* 0: 4 million; more rows refuse the file, with the count */
    ptrdiff_t max_file;   /* 0: 1 GiB */
};

struct rk_intake; /* an open file; one thread at a time */

/*
 * Starts the helper on the file and waits until it has found what the file is. The struct lives
 * in `keep`; some 20 MiB of address space and a child process belong to it until it is closed.
 * RK_ENOTFOUND: no such file; RK_EIO: cannot read or start, or the helper cannot be jailed;
 * RK_EINVAL: not a table, said why (old .xls, web pages, archives: with what to do).
 */
RK_MUST_USE rk_status rk_intake_open(const char *path, const struct rk_intake_options *options,
                                     struct rk_arena *keep, struct rk_intake **out,
                                     struct rk_err *err);
/*
 * The next row that has any filled cell; its cells are valid until the next call. *end is set
 * after the last one, then *row is left alone. Wholly empty rows are skipped (trailing ones are
 * no error). A table without any row ends at once: the caller must not call that a success.
 * RK_EINVAL: broken file, with line (CSV) or cell (XLSX) as place, e.g. "list.xlsx:Аркуш1!C17";
 * also a cell over 1 MiB, a row over 16 MiB or 16,384 columns, more than max_rows rows (found
 * at the end). RK_EIO: the helper died. After a failure every call fails the same way.
 */
RK_MUST_USE rk_status rk_intake_next(struct rk_intake *in, struct rk_row *row, bool *end,
                                     struct rk_err *err);
/* What was found about the file and the layers of its jail, for messages:
 * "CSV, ';', CP1251; seccomp, Landlock, netns". Valid while open. */
struct rk_str rk_intake_describe(const struct rk_intake *in);
/* The sheets of a workbook in its order and which of them are hidden; 0 for CSV. Valid while
 * open. Only one sheet is read: the caller tells people of the others. */
int32_t rk_intake_sheets(const struct rk_intake *in, const struct rk_str **names,
                         const bool **hidden);
/* Ends the helper, whatever it is doing. NULL is fine. */
void rk_intake_close(struct rk_intake *in);
/* "C" for 2 (columns from 0), as spreadsheets name them. */
void rk_column_letters(int32_t column, char out[8]);

#endif
