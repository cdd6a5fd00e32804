/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Annex A: for each number of the front page who said it, when, of how many, and who disagrees.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

enum { A_COLUMNS = 5 };

static struct rk_line value_cell(struct sheet_maker *m, const struct rk_statement *s)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    struct rk_str value = sheet_statement_value(m, s);
    if (rk_str_eq(value, sheet_shown(m, s->definition).text)) /* it stands beside, in full */
        value = rk_str_of(rk_word(m->lang, "sheet.in_words"));
    sheet_put(&pen, sheet_of_statement(s, s->used ? RK_STRONG : 0u, value));
    if (s->differs)
        sheet_words(&pen, RK_ALERT, "sheet.mark");
    return sheet_line(&pen);
}

/* What the statement counted; "the same" when that is what the figure `f` above counts. */
static struct rk_line counted_cell(struct sheet_maker *m, const struct rk_figure *f,
                                   const struct rk_statement *s)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    struct sheet_quote what = sheet_shown(m, s->definition);
    struct sheet_quote of = sheet_shown(m, s->denominator);
    if (f && what.text.len > 0 && rk_str_eq(what.text, sheet_shown(m, f->definition).text) &&
        rk_str_eq(of.text, sheet_shown(m, f->denominator).text) && !sheet_is_state(f)) {
        what.text = rk_str_of(rk_word(m->lang, "sheet.same"));
        what.foreign = false;
        of.text.len = 0;
    }
    sheet_put_said(&pen, s, 0, what);
    if (of.text.len > 0) {
        if (what.text.len > 0)
            sheet_words(&pen, RK_MUTED, "sheet.semicolon");
        sheet_put(&pen, sheet_of_statement(s, RK_MUTED | (of.foreign ? RK_FOREIGN : 0u),
                                           sheet_of_how_many(m, of.text, false)));
    }
    if (s->replaced_by.len > 0) {
        const struct sheet_quote why = sheet_shown(m, s->replaced_why);
        sheet_space(&pen);
        sheet_words(&pen, RK_ALERT, "sheet.replaced");
        if (why.text.len > 0)
            sheet_words(&pen, RK_ALERT, "sheet.colon");
        sheet_put_said(&pen, s, RK_ALERT, why);
    }
    return sheet_line(&pen);
}

/* Where it was published, and the claim's id for `why`: not in public. */
static struct rk_line trace_cell(struct sheet_maker *m, const struct rk_statement *s)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    if (m->options.edition == RK_PUBLIC)
        return sheet_line(&pen);
    if (!s->sealed)
        sheet_put_said(&pen, s, RK_MUTED, sheet_quote(m, s->reported_in));
    if (s->claim.len > 0) {
        if (pen.count > 0)
            sheet_words(&pen, RK_MUTED, "sheet.dot");
        sheet_put(&pen, sheet_of_statement(s, RK_MUTED, s->claim));
    }
    return sheet_line(&pen);
}

static struct rk_table statements_table(struct sheet_maker *m, const struct rk_figure *f)
{
    const struct rk_statement *list = f->statements;
    const int32_t count = f->statement_count;
    static const char *const heads[A_COLUMNS] = {"sheet.table.value", "sheet.table.who",
                                                 "sheet.table.as_of", "sheet.table.counted",
                                                 "sheet.table.trace"};
    static const double shares[A_COLUMNS] = {0.15, 0.22, 0.11, 0.32, 0.2};
    static const double public_shares[A_COLUMNS - 1] = {0.19, 0.27, 0.13, 0.41};
    static const bool numeric[A_COLUMNS] = {false, false, false, false, false};
    const bool is_public = m->options.edition == RK_PUBLIC;
    const int32_t columns = is_public ? A_COLUMNS - 1 : A_COLUMNS;
    struct rk_line *cells = NULL;
    struct rk_str *anchors = NULL;
    struct rk_table table =
        sheet_table_of(m, columns, sheet_count_shown(m, list, count), heads,
                       is_public ? public_shares : shares, numeric, &cells, &anchors);
    if (m->keep->failed)
        return table;
    for (int32_t i = 0, r = 0; i < count; i++) {
        const struct rk_statement *s = &list[i];
        if (!sheet_shows_statement(m, s))
            continue;
        struct rk_line *row = cells + (ptrdiff_t)r++ * columns;
        row[0] = value_cell(m, s);
        row[1] = sheet_who_cell(m, s);
        row[2] = sheet_when_cell(m, s);
        row[3] = counted_cell(m, f, s);
        if (!is_public)
            row[4] = trace_cell(m, s);
    }
    return table;
}

/* ---- A --------------------------------------------------------------------------------- */

/* Does the front page of this sheet show the figure in a row or a table? */
static bool is_on_front(const struct rk_sheet *sheet, struct rk_str anchor)
{
    for (int i = 0; i < RK_SECTIONS; i++) {
        const struct rk_section *s = &sheet->sections[i];
        for (int32_t r = 0; r < s->row_count; r++)
            if (rk_str_eq(s->rows[r].anchor, anchor))
                return true;
        for (int32_t r = 0; r < s->table.rows; r++)
            if (rk_str_eq(s->table.anchors[r], anchor))
                return true;
    }
    return false;
}

static struct rk_line part_title(struct sheet_maker *m, const struct rk_sheet *sheet,
                                 const struct rk_figure *f)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    struct rk_run letter = sheet_of_figure(f, RK_STRONG, rk_str_of(f->def->letter));
    struct rk_run label = sheet_of_figure(f, RK_STRONG, sheet_label(m, f));
    const struct rk_str front = sheet_anchor(m, "f", f->def->id);
    if (is_on_front(sheet, front))
        letter.link = label.link = front;
    sheet_put(&pen, letter);
    if (letter.text.len > 0)
        sheet_words(&pen, RK_MUTED, "sheet.dot");
    sheet_put(&pen, label);
    sheet_words(&pen, 0, "sheet.dash");
    const struct rk_str value = sheet_figure_value(m, f);
    sheet_put(&pen, sheet_of_figure(f, RK_STRONG,
                                    f->known ? sheet_bound_value(m, f->bound, value)
                                             : rk_str_of(rk_word(m->lang, "sheet.not_said"))));
    sheet_words(&pen, RK_MUTED, "sheet.dot");
    sheet_put(&pen, sheet_of_figure(f, RK_MUTED, rk_str_of(f->def->id)));
    return sheet_line(&pen);
}

static const char *rule_key(enum rk_rule rule)
{
    switch (rule) {
    case RK_RULE_LATEST:
        return "sheet.rule.latest";
    case RK_RULE_AT_LEAST:
        return "sheet.rule.at_least";
    case RK_RULE_RANGE:
        return "sheet.rule.range";
    case RK_RULE_COUNT:
        return "sheet.rule.count";
    case RK_RULE_DERIVED:
        break;
    }
    return "sheet.rule.derived";
}

/* What is counted, of how many, where, by which rule the value was taken. */
static struct rk_line part_line(struct sheet_maker *m, const struct rk_figure *f)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    const struct sheet_quote what = sheet_shown(m, f->definition);
    const struct sheet_quote of = sheet_shown(m, f->denominator);
    const struct sheet_quote scope = sheet_shown(m, f->scope);
    if (what.text.len > 0 && !rk_str_eq(what.text, sheet_figure_value(m, f))) {
        sheet_put(&pen, sheet_of_figure(f, what.foreign ? RK_FOREIGN : 0u, what.text));
        sheet_words(&pen, 0, "sheet.stop");
    }
    if (of.text.len > 0) {
        sheet_space(&pen);
        sheet_fill(&pen, RK_MUTED, "sheet.denominator",
                   SHEET_ARGS({"what", sheet_of_figure(f, of.foreign ? RK_FOREIGN : 0u,
                                                       sheet_of_how_many(m, of.text, true))}));
    }
    const bool here =
        rk_str_eq(f->scope, m->report->town_uk) || rk_str_eq(f->scope, m->report->town_en);
    if (scope.text.len > 0 && !here) {
        sheet_space(&pen);
        sheet_fill(&pen, RK_MUTED, "sheet.scope",
                   SHEET_ARGS({"what", sheet_of_figure(f, scope.foreign ? RK_FOREIGN : 0u,
                                                       scope.text)}));
    }
    sheet_space(&pen);
    sheet_words(&pen, RK_MUTED, rule_key(f->def->rule));
    return sheet_line(&pen);
}

/* ---- figures beyond the front page ----------------------------------------------------- */

static struct rk_line named_cell(struct sheet_maker *m, const struct rk_figure *f)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_put(&pen, sheet_of_figure(f, RK_STRONG, sheet_label(m, f)));
    sheet_words(&pen, RK_MUTED, "sheet.dot");
    sheet_put(&pen, sheet_of_figure(f, RK_MUTED, rk_str_of(f->def->id)));
    return sheet_line(&pen);
}

static bool is_rest(struct sheet_maker *m, const struct rk_figure *f)
{
    return !f->def->on_sheet && f->statement_count > 0 && sheet_shows_figure(m, f);
}

static int32_t put_rest(struct sheet_maker *m, const struct rk_figure *f, struct rk_line *cells,
                        struct rk_str *anchors)
{
    int32_t rows = 0;
    for (int32_t i = 0; i < f->statement_count; i++) {
        const struct rk_statement *s = &f->statements[i];
        if (!sheet_shows_statement(m, s))
            continue;
        struct rk_line *row = cells + (ptrdiff_t)rows * A_COLUMNS;
        if (rows == 0) {
            row[0] = named_cell(m, f);
            anchors[0] = sheet_anchor(m, "a", f->def->id);
        }
        row[1] = value_cell(m, s);
        row[2] = sheet_who_cell(m, s);
        row[3] = sheet_when_cell(m, s);
        row[4] = counted_cell(m, rows == 0 ? NULL : f, s);
        rows++;
    }
    return rows;
}

/* One table for all of them: a figure's name stands at its first statement. */
static bool make_rest(struct sheet_maker *m, struct rk_annex_part *out)
{
    static const char *const heads[A_COLUMNS] = {"sheet.table.figure", "sheet.table.value",
                                                 "sheet.table.who", "sheet.table.as_of",
                                                 "sheet.table.counted"};
    static const double shares[A_COLUMNS] = {0.27, 0.15, 0.2, 0.12, 0.26};
    static const bool numeric[A_COLUMNS] = {false, false, false, false, false};
    const struct rk_report *r = m->report;
    struct rk_line *cells = NULL;
    struct rk_str *anchors = NULL;
    int32_t rows = 0;
    for (int32_t i = 0; i < r->figure_count; i++)
        if (is_rest(m, &r->figures[i]))
            rows +=
                sheet_count_shown(m, r->figures[i].statements, r->figures[i].statement_count);
    *out = (struct rk_annex_part){
        .title = sheet_line_of(m, RK_STRONG, "sheet.annex.a.rest"),
        .table = sheet_table_of(m, A_COLUMNS, rows, heads, shares, numeric, &cells, &anchors)};
    for (int32_t i = 0, row = 0; i < r->figure_count && !m->keep->failed; i++)
        if (is_rest(m, &r->figures[i]))
            row +=
                put_rest(m, &r->figures[i], cells + (ptrdiff_t)row * A_COLUMNS, anchors + row);
    return rows > 0;
}

/* ---- the annex ------------------------------------------------------------------------- */

static void put_part(struct sheet_maker *m, const struct rk_sheet *sheet,
                     const struct rk_figure *f, struct rk_annex_part *out)
{
    struct rk_line *line = RK_NEW(m->keep, struct rk_line, 1);
    if (!line)
        return;
    *line = part_line(m, f);
    *out = (struct rk_annex_part){.anchor = sheet_anchor(m, "a", f->def->id),
                                  .title = part_title(m, sheet, f),
                                  .lines = line,
                                  .line_count = 1,
                                  .table = statements_table(m, f)};
}

/* Figures of the front page in its order, what nobody has said behind the rest. */
void sheet_make_annex_a(struct sheet_maker *m, const struct rk_sheet *sheet,
                        struct rk_annex *out)
{
    const struct rk_report *r = m->report;
    struct rk_annex_part *parts =
        RK_NEW(m->keep, struct rk_annex_part, (ptrdiff_t)r->figure_count + 1);
    int32_t count = 0;
    if (!parts)
        return;
    for (int silent = 0; silent < 2; silent++) {
        for (int32_t i = 0; i < r->figure_count; i++) {
            const struct rk_figure *f = &r->figures[i];
            if (f->def->on_sheet && f->known == (silent == 0) && sheet_shows_figure(m, f))
                put_part(m, sheet, f, &parts[count++]);
        }
        if (silent == 0)
            count += make_rest(m, &parts[count]);
    }
    *out = (struct rk_annex){.id = RK_STR("A"),
                             .title = sheet_line_of(m, RK_STRONG, "sheet.annex.a"),
                             .intro = sheet_line_of(m, RK_MUTED, "sheet.annex.a.intro"),
                             .parts = parts,
                             .part_count = count};
}
