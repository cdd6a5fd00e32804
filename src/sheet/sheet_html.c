/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page as one well-formed HTML file: style and drawings inside, no script, nothing fetched.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

extern const char sheet_css[]; /* sheet.css, built in */

/* ---- runs ------------------------------------------------------------------------------ */

static void open_span(const struct rk_run *run, enum rk_lang lang, struct rk_buf *out)
{
    rk_buf_c(out, "<span");
    if (run->look & (RK_ALERT | RK_MUTED | RK_BIG))
        rk_buf_printf(out, " class=\"%s\"",
                      run->look & RK_BIG     ? "big"
                      : run->look & RK_ALERT ? "alert"
                                             : "muted");
    if (run->look & RK_FOREIGN)
        rk_buf_printf(out, " lang=\"%s\"", lang == RK_UK ? "en" : "uk");
    rk_buf_char(out, '>');
}

static void run_html(const struct rk_run *run, enum rk_lang lang, struct rk_buf *out)
{
    const bool letter = run->look & RK_LETTER, strong = run->look & RK_STRONG;
    const bool span = !letter && (run->look & (RK_ALERT | RK_MUTED | RK_BIG | RK_FOREIGN));
    if (letter)
        rk_buf_c(out, "<sup>");
    if (run->link.len > 0)
        rk_buf_printf(out, "<a href=\"#%.*s\">", RK_FMT(run->link));
    if (span)
        open_span(run, lang, out);
    if (strong)
        rk_buf_c(out, "<b>");
    sheet_escape(run->text, out);
    if (strong)
        rk_buf_c(out, "</b>");
    if (span)
        rk_buf_c(out, "</span>");
    if (run->link.len > 0)
        rk_buf_c(out, "</a>");
    if (letter)
        rk_buf_c(out, "</sup>");
}

static void line_html(const struct rk_sheet *s, const struct rk_line *line, struct rk_buf *out)
{
    for (int32_t i = 0; i < line->count; i++)
        run_html(&line->runs[i], s->options.lang, out);
}

static void plain(const struct rk_line *line, struct rk_buf *out)
{
    for (int32_t i = 0; i < line->count; i++)
        sheet_escape(line->runs[i].text, out);
}

/* <tag class="…">line</tag>, or nothing for an empty line. */
static void element(const struct rk_sheet *s, const char *tag, const char *class_name,
                    const struct rk_line *line, struct rk_buf *out)
{
    if (line->count == 0)
        return;
    rk_buf_printf(out, class_name[0] ? "<%s class=\"%s\">" : "<%s>", tag, class_name);
    line_html(s, line, out);
    rk_buf_printf(out, "</%s>\n", tag);
}

/* ---- tables ---------------------------------------------------------------------------- */

static void table_head(const struct rk_sheet *s, const struct rk_table *t, struct rk_buf *out)
{
    rk_buf_c(out, "<colgroup>");
    for (int32_t c = 0; c < t->columns; c++)
        rk_buf_printf(out, "<col style=\"width:%d%%\"/>", (int)lround(100.0 * t->shares[c]));
    rk_buf_c(out, "</colgroup>\n<thead><tr>");
    for (int32_t c = 0; c < t->columns; c++) {
        rk_buf_printf(out, "<th scope=\"col\"%s>", t->numeric[c] ? " class=\"num\"" : "");
        line_html(s, &t->head[c], out);
        rk_buf_c(out, "</th>");
    }
    rk_buf_c(out, "</tr></thead>\n<tbody>\n");
}

/* `stacks`: on a phone each cell becomes a line with the head before it. */
static void table_html(const struct rk_sheet *s, const struct rk_table *t, bool stacks,
                       struct rk_buf *out)
{
    if (t->rows == 0)
        return;
    rk_buf_c(out, stacks ? "<table>\n" : "<table class=\"list\">\n");
    table_head(s, t, out);
    for (int32_t r = 0; r < t->rows; r++) {
        rk_buf_c(out, "<tr");
        if (t->anchors[r].len > 0)
            rk_buf_printf(out, " id=\"%.*s\"", RK_FMT(t->anchors[r]));
        rk_buf_c(out, ">");
        for (int32_t c = 0; c < t->columns; c++) {
            rk_buf_c(out, t->numeric[c] ? "<td class=\"num\"" : "<td");
            if (stacks) {
                rk_buf_c(out, " data-head=\"");
                plain(&t->head[c], out);
                rk_buf_char(out, '"');
            }
            rk_buf_char(out, '>');
            line_html(s, &t->cells[r * t->columns + c], out);
            rk_buf_c(out, "</td>");
        }
        rk_buf_c(out, "</tr>\n");
    }
    rk_buf_c(out, "</tbody>\n</table>\n");
}

/* ---- the front ------------------------------------------------------------------------- */

enum { LONG_NUMBER = 8 }; /* characters that still fit the column in the large size */

static bool is_long(const struct rk_line *number)
{
    int characters = 0;
    for (int32_t i = 0; i < number->count; i++)
        if (number->runs[i].look & RK_BIG)
            for (ptrdiff_t k = 0; k < number->runs[i].text.len; k++)
                characters += ((unsigned char)number->runs[i].text.at[k] & 0xC0) != 0x80;
    return characters > LONG_NUMBER;
}

static void row_html(const struct rk_sheet *s, const struct rk_row *row, struct rk_buf *out)
{
    rk_buf_printf(out, "<div class=\"row%s\" id=\"%.*s\">\n<dt%s>", row->wide ? " wide" : "",
                  RK_FMT(row->anchor), is_long(&row->number) ? " class=\"long\"" : "");
    line_html(s, &row->number, out);
    rk_buf_c(out, "</dt>\n<dd>\n");
    element(s, "p", "", &row->text, out);
    element(s, "p", "detail", &row->detail, out);
    element(s, "p", "source", &row->source, out);
    element(s, "p", "others", &row->others, out);
    rk_buf_c(out, "</dd>\n</div>\n");
}

static void section_html(const struct rk_sheet *s, const struct rk_section *q,
                         struct rk_buf *out)
{
    rk_buf_printf(out, "<section id=\"%.*s\">\n", RK_FMT(q->id));
    element(s, "h2", "", &q->title, out);
    if (q->row_count > 0)
        rk_buf_c(out, "<dl>\n");
    for (int32_t i = 0; i < q->row_count; i++)
        row_html(s, &q->rows[i], out);
    if (q->row_count > 0)
        rk_buf_c(out, "</dl>\n");
    for (int32_t i = 0; i < q->list_count; i++) {
        element(s, "h3", "", &q->lists[i].title, out);
        table_html(s, &q->lists[i].table, false, out);
        element(s, "p", "below", &q->lists[i].below, out);
    }
    table_html(s, &q->table, true, out);
    element(s, "p", "unknown", &q->unknown, out);
    if (q->more)
        element(s, "p", "more", &q->more[0], out);
    rk_buf_c(out, "</section>\n");
}

static void head_html(const struct rk_sheet *s, struct rk_buf *out)
{
    rk_buf_c(out, "<header class=\"mast\">\n<div>\n");
    element(s, "h1", "", &s->title, out);
    element(s, "p", "below", &s->below, out);
    rk_buf_c(out, "</div>\n<p class=\"aside\">");
    bool first = true;
    for (ptrdiff_t i = 0; i < RK_COUNT(s->aside); i++) {
        if (s->aside[i].count == 0)
            continue;
        rk_buf_c(out, first ? "<span>" : "<br/><span>");
        first = false;
        line_html(s, &s->aside[i], out);
        rk_buf_c(out, "</span>");
    }
    rk_buf_c(out, "</p>\n</header>\n");
    element(s, "p", "lead", &s->lead, out);
    element(s, "p", "town", &s->tasks, out);
    element(s, "p", "town", &s->town, out);
}

static void chart_html(const struct rk_sheet *s, struct rk_buf *out)
{
    static const char *const classes[RK_CHARTS] = {"c0", "c1", "c2"};
    if (s->chart[0].count == 0)
        return;
    rk_buf_c(out, "<figure class=\"chart\" id=\"chart\">\n");
    element(s, "h2", "", &s->chart_title, out);
    for (int i = 0; i < RK_CHARTS; i++)
        sheet_svg(&s->chart[i], classes[i], out);
    element(s, "figcaption", "", &s->chart_note, out);
    rk_buf_c(out, "</figure>\n");
}

static void map_html(const struct rk_sheet *s, struct rk_buf *out)
{
    if (s->map[1].count == 0)
        return;
    rk_buf_c(out, "<figure class=\"chart map\" id=\"map\">\n");
    element(s, "h2", "", &s->map_title, out);
    sheet_svg(&s->map[1], "m1", out);
    sheet_svg(&s->map[2], "m2", out);
    element(s, "figcaption", "", &s->map_note, out);
    rk_buf_c(out, "</figure>\n");
}

static void end_html(const struct rk_sheet *s, struct rk_buf *out)
{
    rk_buf_c(out, "<div class=\"box\">\n");
    for (int i = 0; i < RK_BOXES; i++)
        element(s, "p", "", &s->box[i], out);
    rk_buf_c(out, "</div>\n<footer class=\"foot\">\n<div class=\"words\">\n");
    for (ptrdiff_t i = 0; i < RK_COUNT(s->foot); i++)
        element(s, "p", "", &s->foot[i], out);
    rk_buf_c(out, "</div>\n");
    if (s->qr.count > 0)
        sheet_svg(&s->qr, "qr", out);
    rk_buf_c(out, "</footer>\n");
}

/* ---- annexes --------------------------------------------------------------------------- */

static void part_html(const struct rk_sheet *s, const struct rk_annex_part *part,
                      struct rk_buf *out)
{
    rk_buf_c(out, "<div class=\"part\"");
    if (part->anchor.len > 0)
        rk_buf_printf(out, " id=\"%.*s\"", RK_FMT(part->anchor));
    rk_buf_c(out, ">\n");
    element(s, "h3", "", &part->title, out);
    for (int32_t i = 0; i < part->line_count; i++)
        element(s, "p", "", &part->lines[i], out);
    if (part->drawing.count > 0) {
        rk_buf_c(out, "<figure class=\"bars\">\n");
        sheet_svg(&part->drawing, "whole", out);
        rk_buf_c(out, "</figure>\n");
    }
    if (part->list)
        rk_buf_c(out, "<div class=\"wide\">\n");
    table_html(s, &part->table, !part->list, out);
    if (part->list)
        rk_buf_c(out, "</div>\n");
    element(s, "p", "", &part->below, out);
    rk_buf_c(out, "</div>\n");
}

static void annex_html(const struct rk_sheet *s, const struct rk_annex *annex,
                       struct rk_buf *out)
{
    rk_buf_printf(out, "<section class=\"annex\" id=\"annex-%.*s\">\n", RK_FMT(annex->id));
    element(s, "h2", "", &annex->title, out);
    if (annex->drawing.count > 0) {
        rk_buf_c(out, "<figure class=\"map\">\n");
        sheet_svg(&annex->drawing, "whole", out);
        rk_buf_c(out, "</figure>\n");
    }
    element(s, "p", "intro", &annex->intro, out);
    for (int32_t i = 0; i < annex->part_count; i++)
        part_html(s, &annex->parts[i], out);
    rk_buf_c(out, "</section>\n");
}

void rk_sheet_html(const struct rk_sheet *s, struct rk_buf *out)
{
    rk_buf_printf(out,
                  "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n",
                  s->options.lang == RK_UK ? "uk" : "en");
    rk_buf_c(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                  "<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>");
    plain(&s->title, out);
    rk_buf_c(out, "</title>\n<style>");
    rk_buf_c(out, sheet_css);
    rk_buf_c(out, "</style>\n</head>\n<body>\n<main>\n");
    head_html(s, out);
    rk_buf_c(out, "<div class=\"questions\">\n");
    for (int i = 0; i < RK_SECTIONS; i++)
        section_html(s, &s->sections[i], out);
    rk_buf_c(out, "</div>\n");
    map_html(s, out);
    chart_html(s, out);
    end_html(s, out);
    rk_buf_c(out, "</main>\n");
    for (int i = 0; i < s->annex_count; i++)
        annex_html(s, &s->annexes[i], out);
    rk_buf_c(out, "</body>\n</html>\n");
}
