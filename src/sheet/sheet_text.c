/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on a terminal: columns of characters, no frames, bold where the terminal knows it.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_text.h"

enum { NARROW = 60, WIDEST = 120, NUMBER = 24, VALUE = 16, DAY = 12 };

struct type { /* somebody typing */
    struct rk_buf *out;
    int columns;
    int indent; /* of the lines that follow */
    int at;     /* characters in the line so far */
    bool bold;
    bool pending; /* a space waits for its word */
};

static void spaces(struct type *t, int n)
{
    for (int i = 0; i < n; i++)
        rk_buf_char(t->out, ' ');
    t->at += n > 0 ? n : 0;
}

static void new_line(struct type *t)
{
    rk_buf_char(t->out, '\n');
    t->at = 0;
    t->pending = false;
}

static void go_to(struct type *t, int column)
{
    if (t->at > column)
        new_line(t);
    spaces(t, column - t->at);
    t->pending = false;
}

/* Text as typed: no-break spaces become spaces, a letter stands in brackets. */
static void put(struct type *t, const struct rk_run *run, struct rk_str text)
{
    const bool strong = t->bold && (run->look & (RK_STRONG | RK_BIG));
    if (strong)
        rk_buf_c(t->out, "\x1b[1m");
    for (ptrdiff_t i = 0; i < text.len; i++) {
        if (i + 1 < text.len && text.at[i] == '\xC2' && text.at[i + 1] == '\xA0')
            continue;
        const bool half = i > 0 && text.at[i] == '\xA0' && text.at[i - 1] == '\xC2';
        rk_buf_char(t->out, half ? ' ' : text.at[i]);
    }
    if (strong)
        rk_buf_c(t->out, "\x1b[0m");
    t->at += (int)rk_utf8_count(text);
}

/* Where the next word ends: it may go on in the runs that follow. */
static int word_length(const struct rk_line *line, int32_t r, ptrdiff_t from)
{
    int length = 0;
    for (; r < line->count; r++, from = 0) {
        const struct rk_str text = line->runs[r].text;
        ptrdiff_t end = from;
        while (end < text.len && text.at[end] != ' ')
            end++;
        length += (int)rk_utf8_count(rk_str_slice(text, from, end));
        length += line->runs[r].look & RK_LETTER ? 2 : 0;
        if (end < text.len)
            return length;
    }
    return length;
}

static void put_run(struct type *t, const struct rk_line *line, int32_t r)
{
    const struct rk_run *run = &line->runs[r];
    if (run->look & RK_LETTER) {
        rk_buf_char(t->out, '[');
        put(t, run, run->text);
        rk_buf_char(t->out, ']');
        t->at += 2;
        return;
    }
    for (ptrdiff_t from = 0; from < run->text.len;) {
        if (run->text.at[from] == ' ') {
            t->pending = true;
            from++;
            continue;
        }
        ptrdiff_t end = from;
        while (end < run->text.len && run->text.at[end] != ' ')
            end++;
        if (t->pending && t->at + 1 + word_length(line, r, from) > t->columns) {
            new_line(t);
            spaces(t, t->indent);
        } else if (t->pending && t->at > t->indent) {
            spaces(t, 1);
        }
        t->pending = false;
        put(t, run, rk_str_slice(run->text, from, end));
        from = end;
    }
}

static void paragraph(struct type *t, const struct rk_line *line, int indent)
{
    if (line->count == 0)
        return;
    t->indent = indent;
    go_to(t, indent);
    t->pending = false;
    for (int32_t r = 0; r < line->count; r++)
        put_run(t, line, r);
    new_line(t);
}

static int line_width(const struct rk_line *line)
{
    int width = 0;
    for (int32_t r = 0; r < line->count; r++)
        width += (int)rk_utf8_count(line->runs[r].text) +
                 (line->runs[r].look & RK_LETTER && line->runs[r].text.len > 0 ? 2 : 0);
    return width;
}

/* Ends at `column`; goes to a new line when there is no room. */
static void right(struct type *t, const struct rk_line *line, int column)
{
    const int from = column - line_width(line);
    t->indent = from > 0 ? from : 0;
    go_to(t, t->indent);
    for (int32_t r = 0; r < line->count; r++)
        put_run(t, line, r);
}

static void rule(struct type *t)
{
    for (int i = 0; i < t->columns; i++)
        rk_buf_c(t->out, "─");
    new_line(t);
}

/* ---- the page -------------------------------------------------------------------------- */

static void row_text(struct type *t, const struct rk_row *row)
{
    const int column = row->wide ? 2 : NUMBER + 2;
    if (!row->wide) {
        right(t, &row->number, NUMBER);
        if (t->at > NUMBER)
            new_line(t);
    }
    paragraph(t, &row->text, column);
    paragraph(t, &row->detail, column);
    paragraph(t, &row->source, column);
    paragraph(t, &row->others, column);
    new_line(t);
}

static void table_text(struct type *t, const struct rk_table *table)
{
    for (int32_t r = -1; table->rows > 0 && r < table->rows; r++) {
        const struct rk_line *cells =
            r < 0 ? table->head : table->cells + (ptrdiff_t)r * table->columns;
        const int whole = t->columns;
        t->columns = whole - VALUE - DAY - 4;
        t->indent = 4;
        go_to(t, 2);
        for (int32_t k = 0; k < cells[0].count; k++)
            put_run(t, &cells[0], k);
        t->columns = whole;
        right(t, &cells[1], whole - DAY - 2);
        right(t, &cells[2], whole);
        new_line(t);
    }
    if (table->rows > 0)
        new_line(t);
}

/* As wide as its widest cell, the first column as wide as is left. */
static void list_widths(const struct rk_table *l, int columns, int widths[])
{
    int rest = columns - 2;
    for (int32_t c = l->columns - 1; c >= 0; c--) {
        widths[c] = line_width(&l->head[c]);
        for (int32_t r = 0; r < l->rows; r++) {
            const int w = line_width(&l->cells[r * l->columns + c]);
            widths[c] = w > widths[c] ? w : widths[c];
        }
        const int fair = c > 0 ? rest / (c + 1) : rest;
        widths[c] = widths[c] > fair ? fair : widths[c];
        rest -= widths[c] + 2;
    }
}

/* A cell in its column: what is longer is cut at a letter. */
static void put_cell(struct type *t, const struct rk_line *line, int from, int width,
                     bool numeric)
{
    const int w = line_width(line);
    int left = width;
    go_to(t, numeric && w < width ? from + width - w : from);
    for (int32_t r = 0; r < line->count && left > 0; r++) {
        const struct rk_run *run = &line->runs[r];
        const bool letter = run->look & RK_LETTER;
        ptrdiff_t at = 0;
        for (int n = letter ? 2 : 0; n < left && rk_utf8_next(run->text, &at) >= 0; n++)
            continue;
        if (letter && left > 2)
            rk_buf_char(t->out, '[');
        put(t, run, rk_str_slice(run->text, 0, letter && left <= 2 ? 0 : at));
        if (letter && left > 2)
            rk_buf_char(t->out, ']');
        t->at += letter && left > 2 ? 2 : 0;
        left = from + width - t->at;
    }
}

static void list_text(struct type *t, const struct rk_list_table *l)
{
    enum { COLUMNS_MOST = 12 };
    int widths[COLUMNS_MOST];
    if (l->table.columns > COLUMNS_MOST)
        return;
    paragraph(t, &l->title, 2);
    list_widths(&l->table, t->columns, widths);
    for (int32_t r = -1; r < l->table.rows; r++) {
        const struct rk_line *cells =
            r < 0 ? l->table.head : l->table.cells + (ptrdiff_t)r * l->table.columns;
        int from = 2;
        for (int32_t c = 0; c < l->table.columns; c++) {
            put_cell(t, &cells[c], from, widths[c], l->table.numeric[c]);
            from += widths[c] + 2;
        }
        new_line(t);
    }
    paragraph(t, &l->below, 2);
    new_line(t);
}

/* 14,35 %  ·····●··········  what it counted */
static void chart_text(struct type *t, const struct rk_sheet *s)
{
    if (s->point_count == 0)
        return;
    const int scale = t->columns / 3;
    paragraph(t, &s->chart_title, 0);
    for (int32_t i = 0; i < s->point_count; i++) {
        const struct rk_statement *said = s->points[i].statement;
        const double low = isnan(said->value_low) ? said->value_high : said->value_low;
        const double high = isnan(said->value_high) ? low : said->value_high;
        const int from = (int)lround(low * (scale - 1) / 100.0);
        const int to = (int)lround(high * (scale - 1) / 100.0);
        const bool open = said->bound == RK_MORE_THAN || said->bound == RK_AT_LEAST;
        spaces(t, 2);
        for (int c = 0; c < scale; c++) {
            const bool next = open && c == from + 1;
            rk_buf_c(t->out, c == from || c == to ? "●"
                             : c > from && c < to ? "━"
                             : next               ? "→"
                                                  : "·");
        }
        t->at += scale;
        t->indent = scale + 5;
        go_to(t, scale + 4);
        struct rk_run value = s->points[i].counted.runs[0];
        value.look = RK_STRONG;
        value.text = s->points[i].value;
        put(t, &value, value.text);
        t->pending = true;
        for (int32_t r = 0; r < s->points[i].counted.count; r++)
            put_run(t, &s->points[i].counted, r);
        new_line(t);
    }
    paragraph(t, &s->chart_note, 2);
    new_line(t);
}

void rk_sheet_text(const struct rk_sheet *s, int columns, bool bold, struct rk_buf *out)
{
    struct type t = {.out = out, .bold = bold, .columns = columns};
    if (t.columns < NARROW)
        t.columns = NARROW;
    if (t.columns > WIDEST)
        t.columns = WIDEST;
    paragraph(&t, &s->title, 0);
    paragraph(&t, &s->below, 0);
    for (ptrdiff_t i = 0; i < RK_COUNT(s->aside); i++)
        paragraph(&t, &s->aside[i], 0);
    rule(&t);
    paragraph(&t, &s->lead, 0);
    paragraph(&t, &s->tasks, 0);
    paragraph(&t, &s->town, 0);
    new_line(&t);
    for (int i = 0; i < RK_SECTIONS; i++) {
        const struct rk_section *q = &s->sections[i];
        paragraph(&t, &q->title, 0);
        new_line(&t);
        for (int32_t r = 0; r < q->row_count; r++)
            row_text(&t, &q->rows[r]);
        for (int32_t l = 0; l < q->list_count; l++)
            list_text(&t, &q->lists[l]);
        table_text(&t, &q->table);
        if (q->more)
            paragraph(&t, &q->more[0], 2);
        paragraph(&t, &q->unknown, 2);
        new_line(&t);
    }
    if (s->map[0].count > 0) {
        paragraph(&t, &s->map_title, 0);
        paragraph(&t, &s->map[0].alt, 2);
        new_line(&t);
    }
    chart_text(&t, s);
    rule(&t);
    for (int i = 0; i < RK_BOXES; i++) {
        const struct rk_line title = {s->box[i].runs, s->box[i].count > 0};
        const struct rk_line rest = {s->box[i].runs + title.count,
                                     s->box[i].count - title.count};
        paragraph(&t, &title, 0);
        paragraph(&t, &rest, 2);
    }
    rule(&t);
    for (ptrdiff_t i = 0; i < RK_COUNT(s->foot); i++)
        paragraph(&t, &s->foot[i], 0);
}
