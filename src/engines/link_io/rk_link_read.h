/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * link_io: lists of persons of any layout → one table for the engine link.
 *
 * Rows are cells of text, as a spreadsheet reader gives them; this room opens no file. What a
 * column says is recognised by its header (Ukrainian, English, Russian) and by its content:
 * family name, given name, patronymic, or all in one; sex; day or year of birth or age; what
 * happened when; address; documents, graves, telephones; free text, which is searched for
 * names, dates, ages and addresses. Headings between rows ("Березень 2022") complete the dates
 * below them. Columns nobody recognises are compared where lists share their header.
 *
 * One reader belongs to one thread. Rules: docs/methods/link.md, 2
 */
#ifndef RK_LINK_READ_H
#define RK_LINK_READ_H

#include "rk_base.h"
#include "rk_json.h"
#include "rk_link.h"

struct rk_link_reader; /* lives in the arena it was opened in */

/* `map`: JSON that overrules headers, {"ПІБ":"full_name","Дата":"event_date","Палата":null}
 * (null: not evidence), the same for all lists; empty: none. `id`: the header of the id column;
 * NULL: found as the contract says. RK_EINVAL: the map is no such JSON or names an unknown
 * meaning. RK_ENOMEM. */
RK_MUST_USE rk_status rk_link_reader_open(const struct rk_names *names, struct rk_str map,
                                          const char *id, struct rk_arena *keep,
                                          struct rk_link_reader **out, struct rk_err *err);
/* The list whose rows follow; `file` stands in front of messages and in the result. */
RK_MUST_USE rk_status rk_link_reader_list(struct rk_link_reader *reader, const char *file,
                                          struct rk_err *err);
/* One row of it, header and titles included; `line` as in the file. Cells are copied. */
RK_MUST_USE rk_status rk_link_reader_row(struct rk_link_reader *reader, int64_t line,
                                         const struct rk_str *cells, int32_t count,
                                         struct rk_err *err);

struct rk_link_record {
    int32_t file;     /* position of the list, as begun */
    int64_t line;     /* of the file */
    struct rk_str id; /* the id column's text, else the row's number among the data rows */
};

/* What was understood of a column, for people. */
struct rk_link_column {
    int32_t file;
    struct rk_str header;
    const char *meaning; /* "surname", "birth_date", …; "other", "ignored", "id" */
};

struct rk_link_read {
    struct rk_link_table table;          /* table.list tells sources within files apart, too */
    const struct rk_link_record *record; /* [table.records] */
    const char *const *file;             /* names of the lists */
    int32_t files;
    const struct rk_link_column *column;
    int32_t columns;
};

/*
 * Everything read so far as one table, in `keep`; the reader is used up.
 * RK_EINVAL, with file, line and column: a list without rows, an --id column that is not there,
 * the same id twice, an id column with an empty cell in a row that says something, more cells
 * than headers or cells shifted against them, characters that two encodings mixed in one file
 * leave behind. RK_ENOMEM.
 */
RK_MUST_USE rk_status rk_link_reader_end(struct rk_link_reader *reader, struct rk_arena *keep,
                                         struct rk_scratch scratch, struct rk_link_read *out,
                                         struct rk_err *err);

#endif
