/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of the four questions: rows, a table where several shares stand side by side, the
 * silence. */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

enum { ROWS_MAX = 7, TABLE_FROM = 3, TABLE_COLUMNS = 3 };

const struct rk_figure *sheet_find(struct sheet_maker *m, const char *id)
{
    for (int32_t i = 0; i < m->report->figure_count; i++) {
        const struct rk_figure *f = &m->report->figures[i];
        if (strcmp(f->def->id, id) == 0)
            return sheet_shows_figure(m, f) ? f : NULL;
    }
    return NULL;
}

bool sheet_in_section(const struct rk_figure *f, const char *section)
{
    return strcmp(f->def->section, section) == 0;
}

/* The council's sentence on the whole town opens the question; classes of buildings follow. */
static bool opens(const struct rk_figure *f)
{
    return strcmp(f->def->id, "damage.all.said") == 0;
}

/* All figures of the section in this edition, in the vocabulary's order, the opening one first.
 */
static int32_t figures_of(struct sheet_maker *m, const char *id, const struct rk_figure ***out)
{
    const struct rk_figure **list =
        RK_NEW(m->keep, const struct rk_figure *, m->report->figure_count);
    int32_t count = 0;
    if (!list) {
        m->failed |= m->report->figure_count > 0;
        return 0;
    }
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < m->report->figure_count; i++) {
            const struct rk_figure *f = &m->report->figures[i];
            if (sheet_in_section(f, id) && sheet_shows_figure(m, f) && opens(f) == (pass == 0))
                list[count++] = f;
        }
    }
    *out = list;
    return count;
}

static bool on_front(const struct rk_figure *f)
{
    return f->known && f->def->on_sheet;
}

static bool is_share(const struct rk_figure *f)
{
    return strcmp(f->def->unit, "percent") == 0 && !opens(f);
}

/* ---- the table of shares --------------------------------------------------------------- */

static struct rk_line value_cell(struct sheet_maker *m, const struct rk_figure *f)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    const struct rk_str value = sheet_figure_value(m, f);
    sheet_put(&pen, sheet_of_figure(f, RK_STRONG, sheet_bound_value(m, f->bound, value)));
    sheet_put(&pen, sheet_letter(m, f));
    if (f->conflict && sheet_others(m, f).count > 0)
        sheet_words(&pen, RK_ALERT, "sheet.mark");
    return sheet_line(&pen);
}

static struct rk_line label_cell(struct sheet_maker *m, const struct rk_figure *f)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_put(&pen, sheet_of_figure(f, 0, sheet_label(m, f)));
    return sheet_line(&pen);
}

static struct rk_line day_cell(struct sheet_maker *m, const struct rk_figure *f)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_put(&pen, sheet_of_figure(f, RK_MUTED, sheet_when(m, f->as_of)));
    return sheet_line(&pen);
}

static void make_table(struct sheet_maker *m, const struct rk_figure **figures, int32_t count,
                       struct rk_table *out)
{
    static const double shares[TABLE_COLUMNS] = {0.5, 0.28, 0.22};
    static const bool numeric[TABLE_COLUMNS] = {false, true, true};
    static const char *const heads[TABLE_COLUMNS] = {"sheet.table.counted", "sheet.table.share",
                                                     "sheet.table.as_of"};
    struct rk_line *head = RK_NEW(m->keep, struct rk_line, TABLE_COLUMNS);
    struct rk_line *cells = RK_NEW(m->keep, struct rk_line, (ptrdiff_t)count * TABLE_COLUMNS);
    struct rk_str *anchors = RK_NEW(m->keep, struct rk_str, count);
    if (m->keep->failed)
        return;
    for (int32_t c = 0; c < TABLE_COLUMNS; c++)
        head[c] = sheet_line_of(m, RK_MUTED, heads[c]);
    for (int32_t r = 0; r < count; r++) {
        struct rk_line *row = cells + (ptrdiff_t)r * TABLE_COLUMNS;
        row[0] = label_cell(m, figures[r]);
        row[1] = value_cell(m, figures[r]);
        row[2] = day_cell(m, figures[r]);
        anchors[r] = sheet_anchor(m, "f", figures[r]->def->id);
    }
    *out = (struct rk_table){.columns = TABLE_COLUMNS,
                             .rows = count,
                             .head = head,
                             .cells = cells,
                             .anchors = anchors,
                             .shares = shares,
                             .numeric = numeric};
}

/* ---- what nobody has said -------------------------------------------------------------- */

/* Something is known that this edition does not show. */
static bool is_withheld(struct sheet_maker *m, const struct rk_section *s)
{
    for (int32_t i = 0; i < m->report->figure_count; i++) {
        const struct rk_figure *f = &m->report->figures[i];
        if (on_front(f) && rk_str_eq(rk_str_of(f->def->section), s->id) &&
            !sheet_shows_figure(m, f))
            return true;
    }
    return false;
}

/* There is a list of our own, whoever may read it. */
static bool has_list(struct sheet_maker *m, const struct rk_section *s)
{
    for (int32_t i = 0; i < m->report->list_count; i++)
        if (rk_str_eq(rk_str_of(m->report->lists[i].section), s->id) &&
            m->report->lists[i].rows > 0)
            return true;
    return false;
}

/* One calm sentence: nothing is said at all, or what is said rests on no list of our own yet.
 */
static struct rk_line unknown_line(struct sheet_maker *m, const struct rk_section *s)
{
    bool said = false, counted = false;
    for (int32_t i = 0; i < s->figure_count; i++) {
        said |= on_front(s->figures[i]);
        counted |= s->figures[i]->known && s->figures[i]->def->rule == RK_RULE_COUNT;
    }
    if (counted || has_list(m, s))
        return (struct rk_line){0};
    if (is_withheld(m, s))
        return sheet_line_of(m, RK_MUTED, "sheet.withheld");
    char key[64];
    snprintf(key, sizeof key, "sheet.%s.%.*s", said ? "nolist" : "silent", RK_FMT(s->id));
    return sheet_line_of(m, RK_MUTED, key);
}

static const struct rk_line *more_lines(struct sheet_maker *m, int32_t count, int32_t beyond)
{
    struct rk_line *more = RK_NEW(m->keep, struct rk_line, (ptrdiff_t)count + 1);
    if (!more)
        return NULL;
    for (int32_t n = 0; n <= count; n++) {
        struct sheet_pen pen;
        sheet_pen_start(&pen, m);
        if (n + beyond > 0)
            sheet_fill_text(&pen, RK_MUTED, rk_plural(m->lang, "sheet.more", n + beyond),
                            SHEET_ARGS({"n", sheet_count(m, 0, n + beyond)}));
        more[n] = sheet_line(&pen);
    }
    return more;
}

void sheet_make_section(struct sheet_maker *m, const char *id, struct rk_section *out)
{
    const struct rk_figure **all = NULL;
    char key[48];
    snprintf(key, sizeof key, "sheet.section.%s", id);
    *out = (struct rk_section){.id = rk_str_of(id), .title = sheet_line_of(m, RK_STRONG, key)};
    out->figure_count = figures_of(m, id, &all);
    out->figures = all;

    const struct rk_figure **shares =
        RK_NEW(m->keep, const struct rk_figure *, (ptrdiff_t)out->figure_count + 1);
    int32_t share_count = 0, row_count = 0, front = 0;
    if (!shares)
        return;
    for (int32_t i = 0; i < out->figure_count; i++) {
        const bool listed = sheet_on_front_list(m, id, all[i]); /* with more beside it */
        front += on_front(all[i]) && !listed;
        if (on_front(all[i]) && is_share(all[i]) && !listed)
            shares[share_count++] = all[i];
    }
    const bool table = share_count >= TABLE_FROM;
    out->rows = RK_NEW(m->keep, struct rk_row, (ptrdiff_t)out->figure_count + 1);
    for (int32_t i = 0; i < out->figure_count && out->rows; i++)
        if (on_front(all[i]) && !(table && is_share(all[i])) && row_count < ROWS_MAX &&
            !sheet_on_front_list(m, id, all[i]))
            sheet_make_row(m, all[i], &out->rows[row_count++]);
    out->row_count = row_count;
    if (table)
        make_table(m, shares, share_count, &out->table);
    out->unknown = unknown_line(m, out);
    const int32_t placed = row_count + (table ? share_count : 0);
    out->more = more_lines(m, placed, front - placed);
    sheet_make_front_lists(m, out);
    m->failed |= m->keep->failed;
}
