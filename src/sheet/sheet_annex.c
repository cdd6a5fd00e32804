/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Behind the page: A every statement by figure, B who spoke, C methods, D what is said
 * elsewhere; E to I the lists (sheet_list.c). */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

enum { B_COLUMNS = 4, D_COLUMNS = 4 };

/* ---- what the annexes share ----------------------------------------------------------- */

struct rk_table sheet_table_of(struct sheet_maker *m, int32_t columns, int32_t rows,
                               const char *const heads[], const double *shares,
                               const bool *numeric, struct rk_line **cells,
                               struct rk_str **anchors)
{
    struct rk_line *head = RK_NEW(m->keep, struct rk_line, columns);
    *anchors = RK_NEW(m->keep, struct rk_str, rows);
    *cells = RK_NEW(m->keep, struct rk_line, (ptrdiff_t)rows * columns);
    if (m->keep->failed)
        return (struct rk_table){0};
    for (int32_t c = 0; c < columns; c++)
        head[c] = sheet_line_of(m, RK_MUTED, heads[c]);
    return (struct rk_table){.columns = columns,
                             .rows = rows,
                             .head = head,
                             .cells = *cells,
                             .anchors = *anchors,
                             .shares = shares,
                             .numeric = numeric};
}

void sheet_put_said(struct sheet_pen *pen, const struct rk_statement *s, unsigned look,
                    struct sheet_quote q)
{
    sheet_put(pen, sheet_of_statement(s, look | (q.foreign ? RK_FOREIGN : 0u), q.text));
}

struct rk_line sheet_who_cell(struct sheet_maker *m, const struct rk_statement *s)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_put_said(&pen, s, 0, sheet_who(m, s, true));
    const struct sheet_quote party = sheet_shown(m, s->party);
    if (!s->sealed && party.text.len > 0)
        sheet_fill(&pen, RK_MUTED, "sheet.in_brackets",
                   SHEET_ARGS({"what", sheet_of_statement(s, party.foreign ? RK_FOREIGN : 0u,
                                                          party.text)}));
    return sheet_line(&pen);
}

struct rk_line sheet_when_cell(struct sheet_maker *m, const struct rk_statement *s)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_put(&pen, sheet_of_statement(s, 0, sheet_when(m, s->as_of)));
    return sheet_line(&pen);
}

int32_t sheet_count_shown(struct sheet_maker *m, const struct rk_statement *s, int32_t n)
{
    int32_t count = 0;
    for (int32_t i = 0; i < n; i++)
        count += sheet_shows_statement(m, &s[i]);
    return count;
}

/* ---- B --------------------------------------------------------------------------------- */

struct voice {
    const struct rk_statement *first;
    struct rk_str who;
    int32_t statements;
};

static void hear(struct sheet_maker *m, const struct rk_statement *list, int32_t n,
                 struct voice *voices, int32_t *count)
{
    for (int32_t i = 0; i < n; i++) {
        if (!sheet_shows_statement(m, &list[i]))
            continue;
        const struct rk_str who = sheet_who(m, &list[i], true).text;
        int32_t v = 0;
        while (v < *count && !rk_str_eq(voices[v].who, who))
            v++;
        if (v == *count)
            voices[(*count)++] = (struct voice){&list[i], who, 0};
        voices[v].statements++;
    }
}

static void make_b(struct sheet_maker *m, struct rk_scratch scratch, struct rk_annex *out)
{
    static const char *const heads[B_COLUMNS] = {"sheet.table.who", "sheet.table.party",
                                                 "sheet.table.reported",
                                                 "sheet.table.statements"};
    static const double shares[B_COLUMNS] = {0.4, 0.15, 0.3, 0.15};
    static const bool numeric[B_COLUMNS] = {false, false, false, true};
    const struct rk_report *r = m->report;
    const bool outside = m->options.edition != RK_PUBLIC;
    int32_t most = r->elsewhere_count + r->unsorted_count, count = 0;
    for (int32_t i = 0; i < r->figure_count; i++)
        most += r->figures[i].statement_count;
    struct voice *voices = RK_NEW(&scratch, struct voice, most);
    struct rk_annex_part *part = RK_NEW(m->keep, struct rk_annex_part, 1);
    if ((!voices && most > 0) || !part) {
        m->failed = true;
        return;
    }
    for (int32_t i = 0; i < r->figure_count; i++)
        if (sheet_shows_figure(m, &r->figures[i]))
            hear(m, r->figures[i].statements, r->figures[i].statement_count, voices, &count);
    if (outside) {
        hear(m, r->unsorted, r->unsorted_count, voices, &count);
        hear(m, r->elsewhere, r->elsewhere_count, voices, &count);
    }
    struct rk_line *cells = NULL;
    struct rk_str *anchors = NULL;
    part->table = sheet_table_of(m, B_COLUMNS, count, heads, shares, numeric, &cells, &anchors);
    for (int32_t v = 0; v < count && !m->keep->failed; v++) {
        struct sheet_pen pen;
        const struct rk_statement *s = voices[v].first;
        struct rk_line *row = cells + (ptrdiff_t)v * B_COLUMNS;
        sheet_pen_start(&pen, m);
        sheet_put_said(&pen, s, 0, sheet_who(m, s, true));
        row[0] = sheet_line(&pen);
        sheet_pen_start(&pen, m);
        if (!s->sealed)
            sheet_put_said(&pen, s, 0, sheet_shown(m, s->party));
        row[1] = sheet_line(&pen);
        sheet_pen_start(&pen, m);
        if (!s->sealed && outside)
            sheet_put_said(&pen, s, RK_MUTED, sheet_quote(m, s->reported_in));
        row[2] = sheet_line(&pen);
        sheet_pen_start(&pen, m);
        sheet_put(&pen, sheet_count(m, 0, voices[v].statements));
        row[3] = sheet_line(&pen);
    }
    *out = (struct rk_annex){.id = RK_STR("B"),
                             .title = sheet_line_of(m, RK_STRONG, "sheet.annex.b"),
                             .intro = sheet_line_of(m, RK_MUTED, "sheet.annex.b.intro"),
                             .parts = part,
                             .part_count = count > 0};
}

/* ---- C --------------------------------------------------------------------------------- */

static void make_c(struct sheet_maker *m, struct rk_annex *out)
{
    static const char *const paragraphs[] = {"sheet.method.bounds",  "sheet.method.mark",
                                             "sheet.method.choice",  "sheet.method.chart",
                                             "sheet.method.unknown", "sheet.method.proof",
                                             "sheet.method.edition"};
    struct rk_line *lines = RK_NEW(m->keep, struct rk_line, RK_COUNT(paragraphs));
    struct rk_annex_part *part = RK_NEW(m->keep, struct rk_annex_part, 1);
    if (m->keep->failed)
        return;
    for (ptrdiff_t i = 0; i < RK_COUNT(paragraphs); i++)
        lines[i] = sheet_line_of(m, 0, paragraphs[i]);
    part->lines = lines;
    part->line_count = (int32_t)RK_COUNT(paragraphs);
    *out = (struct rk_annex){.id = RK_STR("C"),
                             .title = sheet_line_of(m, RK_STRONG, "sheet.annex.c"),
                             .parts = part,
                             .part_count = 1};
}

/* ---- D --------------------------------------------------------------------------------- */

static struct rk_line about_cell(struct sheet_maker *m, const struct rk_statement *s)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    const struct sheet_quote about = sheet_shown(m, s->about);
    struct sheet_quote aspect = sheet_shown(m, s->aspect);
    if (!aspect.known && s->definition.len > 0)
        aspect.text.len = 0; /* the definition says it, and in the page's language */
    sheet_put_said(&pen, s, 0, about);
    if (about.text.len > 0 && aspect.text.len > 0)
        sheet_words(&pen, 0, "sheet.colon");
    sheet_put_said(&pen, s, 0, aspect);
    return sheet_line(&pen);
}

static struct rk_line said_cell(struct sheet_maker *m, const struct rk_statement *s)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    const struct rk_str value = sheet_statement_value(m, s);
    sheet_put(&pen, sheet_of_statement(s, RK_STRONG, value));
    const struct sheet_quote what = sheet_shown(m, s->definition);
    if (value.len > 0 && what.text.len > 0 && !rk_str_eq(value, what.text))
        sheet_words(&pen, 0, "sheet.dash");
    if (!rk_str_eq(value, what.text))
        sheet_put_said(&pen, s, 0, what);
    return sheet_line(&pen);
}

static struct rk_annex_part loose_part(struct sheet_maker *m, const char *title,
                                       const struct rk_statement *list, int32_t count)
{
    static const char *const heads[D_COLUMNS] = {"sheet.table.about", "sheet.table.said",
                                                 "sheet.table.who", "sheet.table.as_of"};
    static const double shares[D_COLUMNS] = {0.24, 0.38, 0.25, 0.13};
    static const bool numeric[D_COLUMNS] = {false, false, false, false};
    struct rk_line *cells = NULL;
    struct rk_str *anchors = NULL;
    struct rk_annex_part part = {
        .title = sheet_line_of(m, RK_STRONG, title),
        .table = sheet_table_of(m, D_COLUMNS, sheet_count_shown(m, list, count), heads, shares,
                                numeric, &cells, &anchors)};
    for (int32_t i = 0, r = 0; i < count && !m->keep->failed; i++) {
        if (!sheet_shows_statement(m, &list[i]))
            continue;
        struct rk_line *row = cells + (ptrdiff_t)r++ * D_COLUMNS;
        row[0] = about_cell(m, &list[i]);
        row[1] = said_cell(m, &list[i]);
        row[2] = sheet_who_cell(m, &list[i]);
        row[3] = sheet_when_cell(m, &list[i]);
    }
    return part;
}

static void make_d(struct sheet_maker *m, struct rk_annex *out)
{
    const struct rk_report *r = m->report;
    struct rk_annex_part *parts = RK_NEW(m->keep, struct rk_annex_part, 2);
    int32_t count = 0;
    if (!parts)
        return;
    if (r->elsewhere_count > 0)
        parts[count++] =
            loose_part(m, "sheet.annex.d.elsewhere", r->elsewhere, r->elsewhere_count);
    if (r->unsorted_count > 0 && m->options.edition == RK_INSIDE)
        parts[count++] =
            loose_part(m, "sheet.annex.d.unsorted", r->unsorted, r->unsorted_count);
    *out = (struct rk_annex){.id = RK_STR("D"),
                             .title = sheet_line_of(m, RK_STRONG, "sheet.annex.d"),
                             .intro = sheet_line_of(m, RK_MUTED, "sheet.annex.d.intro"),
                             .parts = parts,
                             .part_count = count};
}

void sheet_make_annexes(struct sheet_maker *m, struct rk_scratch scratch, struct rk_sheet *out)
{
    out->annexes_title = sheet_line_of(m, RK_MUTED, "sheet.annexes");
    sheet_make_annex_a(m, out, &out->annexes[0]);
    make_b(m, scratch, &out->annexes[1]);
    make_c(m, &out->annexes[2]);
    out->annex_count = 3;
    if (m->options.edition != RK_PUBLIC) { /* what is said of places, and what nobody sorted */
        make_d(m, &out->annexes[3]);
        out->annex_count = 4 - (out->annexes[3].part_count == 0);
    }
    out->annex_count += sheet_make_list_annexes(m, scratch, out->annexes + out->annex_count);
    m->failed |= m->keep->failed;
}
