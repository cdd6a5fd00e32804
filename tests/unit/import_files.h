/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of import: one table written in several formats. */
#ifndef IMPORT_FILES_H
#define IMPORT_FILES_H

#include "intake_files.h"
#include "rk_date.h"
#include "rk_import.h"
#include "rk_json.h"
#include "rk_text.h"

enum { GRID_COLUMNS = 14, GRID_ROWS = 1040, GRID_TEXT = 96 };

/* How a cell is typed into a spreadsheet; text tables show all three as text. */
enum grid_kind { GRID_TEXT_CELL, GRID_NUMBER, GRID_DAY };

struct grid_cell {
    enum grid_kind kind;
    char text[GRID_TEXT];
};

struct grid {
    int rows, columns;
    struct grid_cell cell[GRID_ROWS][GRID_COLUMNS];
};

static inline void grid_put(struct grid *g, int row, int column, enum grid_kind kind,
                            const char *text)
{
    g->cell[row][column].kind = kind;
    snprintf(g->cell[row][column].text, GRID_TEXT, "%s", text);
}

/* RFC 4180 with any separator. */
static inline struct rk_str grid_csv(const struct grid *g, char separator, const char *line_end)
{
    struct rk_buf b = rk_buf_in(&mem, 4 << 20);
    for (int r = 0; r < g->rows; r++) {
        for (int c = 0; c < g->columns; c++) {
            const char *text = g->cell[r][c].text;
            const bool quoted = strchr(text, separator) || strpbrk(text, "\"\n");
            if (c)
                rk_buf_char(&b, separator);
            if (quoted)
                rk_buf_char(&b, '"');
            for (; *text; text++) {
                rk_buf_char(&b, *text);
                if (*text == '"')
                    rk_buf_char(&b, '"');
            }
            if (quoted)
                rk_buf_char(&b, '"');
        }
        rk_buf_c(&b, line_end);
    }
    assert_false(b.failed);
    return rk_buf_str(&b);
}

static inline struct rk_str in_encoding(struct rk_str text, enum rk_encoding encoding,
                                        const char *mark)
{
    struct rk_buf b = rk_buf_in(&mem, 4 << 20);
    rk_buf_c(&b, mark);
    assert_true(rk_text_encode(text, encoding, &b));
    return rk_buf_str(&b);
}

/* ---- what became of a table, as one text ------------------------------------------------- */

static const char *const compartments[] = {"?", "people", "medical", "sources", "operations"};

static inline void say_value(const struct rk_value *v, struct rk_buf *out)
{
    char text[32];
    switch (v->kind) {
    case RK_VALUE_NUMBER:
    case RK_VALUE_RANGE:
        rk_double_text(v->low, text);
        rk_buf_c(out, isnan(v->low) ? "" : text);
        if (v->kind == RK_VALUE_NUMBER)
            return;
        rk_buf_c(out, "..");
        rk_double_text(v->high, text);
        rk_buf_c(out, isnan(v->high) ? "" : text);
        return;
    case RK_VALUE_TEXT:
        rk_buf_add(out, v->text);
        return;
    case RK_VALUE_BOOL:
        rk_buf_c(out, v->truth ? "yes" : "no");
        return;
    case RK_VALUE_DATE:
        rk_when_iso(v->when, text);
        rk_buf_c(out, text);
        return;
    case RK_VALUE_NONE:
        rk_buf_c(out, "none");
    }
}

/* "people person:list/1 @2022-09-12 by file list.csv: surname=Вигаданий; age=72 years\n" */
static inline void say_part(const struct rk_import_part *p, struct rk_buf *out)
{
    char day[24];
    rk_when_iso(p->part.as_of, day);
    rk_buf_printf(out, "%s %.*s @%s by %.*s: ", compartments[p->part.compartment],
                  RK_FMT(p->part.about), day, RK_FMT(p->source_name));
    for (int32_t i = 0; i < p->part.claim_count; i++) {
        const struct rk_claim *c = &p->part.claims[i];
        assert_false(rk_when_known(c->as_of) ||
                     rk_when_known(c->period)); /* the part's holds */
        rk_buf_c(out, i ? "; " : "");
        rk_buf_add(out, c->aspect);
        if (rk_str_eq(c->aspect, RK_STR("other")))
            rk_buf_printf(out, "(%.*s)", RK_FMT(c->said_as));
        rk_buf_c(out, "=");
        say_value(&c->value, out);
        if (c->unit.len > 0)
            rk_buf_printf(out, " %.*s", RK_FMT(c->unit));
        if (c->bound.len > 0 && !rk_str_eq(c->bound, RK_STR("exact")))
            rk_buf_printf(out, " [%.*s]", RK_FMT(c->bound));
    }
    rk_buf_c(out, "\n");
}

static inline void say_row(enum rk_lang lang, const struct rk_import_row *row,
                           struct rk_buf *out)
{
    if (row->outcome == RK_ROW_PASSED)
        rk_buf_printf(out, "%" PRId64 " passed: %s\n", row->line, row->passed);
    for (int32_t i = 0; i < row->fault_count; i++) {
        rk_fault_say(lang, RK_STR("F"), &row->faults[i], out);
        rk_buf_c(out, "\n");
    }
    for (int32_t i = 0; i < row->part_count; i++)
        say_part(&row->parts[i], out);
}

static inline struct rk_import_options in_invented_town(void)
{
    return (struct rk_import_options){.scope = RK_STR("Вигаданськ|Vyhadansk|Выдуманск"),
                                      .town = RK_STR("vyhadansk"),
                                      .today = rk_day_of(2022, 12, 31),
                                      .lang = RK_EN};
}

/* All rows of a table; failures as "STATUS PLACE: TEXT". */
static inline struct rk_str imported(const char *name, struct rk_str bytes,
                                     const struct rk_import_options *options)
{
    const char *path = make_file(name, bytes);
    struct rk_import *in = NULL;
    struct rk_buf out = rk_buf_in(&mem, 1 << 20);
    rk_status status = rk_import_open(path, options, &mem, &in, &err);
    bool end = status != RK_OK;
    while (!end && !status) {
        struct rk_import_row row;
        status = rk_import_next(in, &row, &end, &err);
        if (!status && !end)
            say_row(options->lang, &row, &out);
    }
    if (status)
        rk_buf_printf(&out, "%d %s: %s", (int)status, err.place, err.text);
    rk_import_close(in);
    drop_file(path);
    assert_false(out.failed);
    return rk_buf_str(&out);
}

/* The mapping of a table: "kind: header=aspect; header=; …". */
static inline struct rk_str mapped(const char *name, struct rk_str bytes,
                                   const struct rk_import_options *options)
{
    const char *path = make_file(name, bytes);
    struct rk_import *in = NULL;
    struct rk_buf out = rk_buf_in(&mem, 1 << 16);
    const rk_status status = rk_import_open(path, options, &mem, &in, &err);
    if (status) {
        rk_buf_printf(&out, "%d %s: %s", (int)status, err.place, err.text);
    } else {
        const struct rk_mapping *m = rk_import_mapping(in);
        rk_buf_printf(&out, "%s:", m->kind->id);
        for (int32_t i = 0; i < m->column_count; i++)
            rk_buf_printf(&out, "%s %.*s=%s%s%s", i ? ";" : "", RK_FMT(m->columns[i].header),
                          m->columns[i].aspect ? m->columns[i].aspect->id : "",
                          m->columns[i].second ? "+" : "",
                          m->columns[i].second ? m->columns[i].second->id : "");
    }
    rk_import_close(in);
    drop_file(path);
    return rk_buf_str(&out);
}

#endif
