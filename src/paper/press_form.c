/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A form on one page: head, rows of fields under their headings, foot. Rows are as high as they
 * must be; what is left of the page becomes room to write. A form that does not fit is a
 * failure, never a second page.
 */
#include "press_internal.h"

enum { ROWS_MOST = 60 };

static const double left = MM(10.0), top = MM(8.0), bottom = MM(7.0);
static const double inner_w = MM(210.0 - 20.0);
static const double table_row_h = MM(9.0);
static const double grow_most = MM(4.5); /* what a writing row takes of the rest, at first */

/* Fields side by side; or, without fields, the whole table of the form. */
struct row {
    int32_t first, count;
    double height;
    bool table, grows, headed; /* headed: its group's heading stands above it */
};

struct page {
    const struct rk_form *form;
    struct row row[ROWS_MOST];
    int32_t rows;
};

/* ---- rows ---------------------------------------------------------------------------------
 */

static double width_of(const struct rk_form *form, const struct row *row, int32_t i)
{
    int32_t used = 0;
    if (i + 1 < row->count)
        return inner_w * form->fields[row->first + i].width / 12.0;
    for (int32_t k = 0; k + 1 < row->count; k++)
        used += form->fields[row->first + k].width;
    return inner_w * (12 - used) / 12.0;
}

/* Columns of the table: the first twelfth is the line's number. */
static double column_of(const struct rk_form *form, const struct row *row, int32_t i)
{
    int32_t all = 0;
    for (int32_t k = 0; k < row->count; k++)
        all += form->fields[row->first + k].width;
    return (inner_w - MM(8.0)) * form->fields[row->first + i].width / all;
}

static void measure(struct press *p, const struct rk_form *form, struct row *row)
{
    row->height = 0.0;
    for (int32_t i = 0; i < row->count; i++) {
        const struct rk_form_field *f = &form->fields[row->first + i];
        double need;
        if (row->table) {
            struct press_block label = press_label(p, f, column_of(form, row, i) - MM(1.6));
            need = label.height + MM(1.6);
            press_drop(&label);
        } else {
            need = press_field(p, f, 0.0, 0.0, width_of(form, row, i), 0.0);
            row->grows |= press_field_grows(f);
        }
        row->height = need > row->height ? need : row->height;
    }
    if (row->table)
        row->height += form->rows * table_row_h;
}

static void break_rows(struct press *p, const struct rk_form *form, struct page *page)
{
    page->form = form;
    int32_t filled = 12;
    for (int32_t i = 0; i < form->field_count; i++) {
        const struct rk_form_field *f = &form->fields[i];
        const bool headed = i == 0 || strcmp(f->group, form->fields[i - 1].group) != 0;
        const bool fresh =
            headed || (!f->in_table && filled + f->width > 12); /* a new row begins */
        if (fresh && page->rows == ROWS_MOST) {
            press_fail(p, "more than %d rows", ROWS_MOST);
            return;
        }
        if (fresh) {
            page->row[page->rows++] =
                (struct row){.first = i, .headed = headed, .table = f->in_table};
            filled = 0;
        }
        page->row[page->rows - 1].count++;
        filled += f->width;
    }
    for (int32_t r = 0; r < page->rows; r++)
        measure(p, form, &page->row[r]);
}

/* ---- head and foot ------------------------------------------------------------------------
 */

static double both(struct press *p, const char *key, double size, double small_size,
                   unsigned look, double y)
{
    const enum rk_lang small = press_small(p);
    const struct press_run runs[] = {{press_word(p, key), size, look, p->lang},
                                     {RK_STR("  "), small_size, 0, p->lang},
                                     {press_other(p, key), small_size, PRESS_SLANT, small}};
    struct press_block block =
        press_set(p, runs, RK_COUNT(runs), (struct press_style){.width = inner_w, .align = -1});
    const double height = block.height;
    press_paint(p, &block, left, y);
    return height;
}

static void paint_number(struct press *p, const struct rk_form *form, int32_t number, double y)
{
    char text[40];
    const double cell = MM(5.4), right = left + inner_w;
    if (number >= 0) {
        snprintf(text, sizeof text, "%d-%04d", (int)form->code, (int)number);
        (void)press_line(p, rk_str_of(text), 15.0, PRESS_STRONG, left, y, inner_w, 1);
        (void)press_line(p, press_word(p, "paper.number"), 8.2, 0, left, y + MM(1.9),
                         inner_w - MM(24.0), 1);
        return;
    }
    for (int i = 1; i <= 4; i++)
        press_box(p, right - i * cell, y, cell, MM(6.8), rule_thin);
    snprintf(text, sizeof text, "%s %d -", rk_word(p->lang, "paper.number"), (int)form->code);
    (void)press_line(p, rk_str_of(text), 11.0, PRESS_STRONG, left, y + MM(1.0),
                     inner_w - 4.0 * cell - MM(1.5), 1);
}

static double paint_head(struct press *p, const struct rk_form *form,
                         const struct rk_forms_order *order, int32_t number)
{
    char key[64];
    double y = top;
    const double title_w = inner_w - MM(52.0);
    char title[200];
    snprintf(title, sizeof title, "%d · %s", (int)form->code, rk_form_title(form, p->lang));
    paint_number(p, form, number, y);
    y += press_line(p, rk_str_of(title), 15.5, PRESS_STRONG, left, y - MM(0.8), title_w, -1);
    const struct press_run small[] = {
        {rk_str_of(rk_form_title(form, press_small(p))), 8.5, PRESS_SLANT, press_small(p)},
        {rk_str_of(order->town.len ? "   ·   " : ""), 8.5, 0, p->lang},
        {order->town, 8.5, 0, p->lang},
        {rk_str_of(order->model ? "   ·   " : ""), 8.5, 0, p->lang},
        {rk_str_of(order->model ? rk_word(p->lang, "paper.model") : ""), 8.5, PRESS_STRONG,
         p->lang}};
    struct press_block below = press_set(p, small, RK_COUNT(small),
                                         (struct press_style){.width = inner_w, .align = -1});
    const double below_h = below.height;
    if (below_h > MM(5.0))
        press_fail(p, "the name of the town does not fit the head: \"%.*s\"",
                   RK_FMT(order->town));
    press_paint(p, &below, left, y - MM(0.9));
    y += below_h;
    press_rule(p, left, y, left + inner_w, y, rule_thick);
    y += MM(0.8);
    y += both(p, "paper.how", 7.6, 6.0, 0, y) + MM(0.3);
    snprintf(key, sizeof key, "paper.how.%s", form->id);
    y += both(p, key, 7.6, 6.0, PRESS_STRONG, y);
    return y + MM(1.0);
}

static const double foot_h = MM(13.6);

static void paint_foot(struct press *p)
{
    static const struct {
        const char *key;
        double share;
    } box[] = {{"paper.filled_by", 0.46}, {"paper.signature", 0.24}, {"paper.typed", 0.30}};
    const double y = a4_long - bottom - foot_h + MM(1.0), height = MM(8.8);
    double x = left;
    for (ptrdiff_t i = 0; i < RK_COUNT(box); i++) {
        const enum rk_lang small = press_small(p);
        const double w = inner_w * box[i].share;
        const struct press_run runs[] = {{press_word(p, box[i].key), 7.6, 0, p->lang},
                                         {RK_STR("  "), 6.0, 0, p->lang},
                                         {press_other(p, box[i].key), 6.0, PRESS_SLANT, small}};
        struct press_block label = press_set(
            p, runs, RK_COUNT(runs), (struct press_style){.width = w - MM(2.0), .align = -1});
        press_box(p, x, y, w, height, rule_thin);
        press_paint(p, &label, x + MM(1.2), y + MM(0.6));
        x += w;
    }
    (void)both(p, "paper.return", 7.6, 6.0, 0, y + height + MM(0.5));
}

/* ---- body ---------------------------------------------------------------------------------
 */

static double heading(struct press *p, const char *group, double y, bool paint)
{
    char key[64];
    const enum rk_lang small = press_small(p);
    snprintf(key, sizeof key, "paper.group.%s", group);
    const bool asks = strcmp(group, "consent") == 0;
    const struct press_run runs[] = {
        {press_word(p, key), 9.0, PRESS_STRONG, p->lang},
        {RK_STR("  "), 6.5, 0, p->lang},
        {press_other(p, key), 6.5, PRESS_SLANT, small},
        {RK_STR("   "), 6.5, 0, p->lang},
        {asks ? press_word(p, "paper.consent.say") : (struct rk_str){"", 0}, 6.8, 0, p->lang}};
    struct press_block block = press_set(p, runs, asks ? RK_COUNT(runs) : 3,
                                         (struct press_style){.width = inner_w, .align = -1});
    const double above = press_between(p, MM(0.8), MM(0.3));
    const double height = block.height + above + MM(0.5);
    if (paint)
        press_paint(p, &block, left, y + above);
    press_drop(&block);
    return height;
}

static void paint_table(struct press *p, const struct page *page, const struct row *row,
                        double y)
{
    const struct rk_form *form = page->form;
    const double head = row->height - form->rows * table_row_h;
    double x = left;
    char number[16];
    for (int32_t line = 0; line <= form->rows; line++) {
        const double at = y + (line ? head + (line - 1) * table_row_h : 0.0);
        const double h = line ? table_row_h : head;
        press_box(p, left, at, MM(8.0), h, rule_thin);
        snprintf(number, sizeof number, "/%d", (int)line);
        if (line)
            (void)press_line(p, rk_str_of(number), 9.0, PRESS_STRONG, left, at + MM(2.4),
                             MM(7.0), 1);
        x = left + MM(8.0);
        for (int32_t i = 0; i < row->count; i++) {
            const double w = column_of(form, row, i);
            press_box(p, x, at, w, h, rule_thin);
            x += w;
        }
    }
    x = left + MM(8.0);
    for (int32_t i = 0; i < row->count; i++) {
        const double w = column_of(form, row, i);
        struct press_block label = press_label(p, &form->fields[row->first + i], w - MM(1.6));
        press_paint(p, &label, x + MM(0.8), y + MM(0.6));
        x += w;
    }
}

static void paint_rows(struct press *p, const struct page *page, double y)
{
    for (int32_t r = 0; r < page->rows; r++) {
        const struct row *row = &page->row[r];
        double x = left;
        if (row->headed)
            y += heading(p, page->form->fields[row->first].group, y, true);
        for (int32_t i = 0; i < row->count && !row->table; i++) {
            const double w = width_of(page->form, row, i);
            (void)press_field(p, &page->form->fields[row->first + i], x, y, w, row->height);
            x += w;
        }
        if (row->table)
            paint_table(p, page, row, y);
        y += row->height;
    }
}

/* Gives the rest of the page to the rows to write in, evenly up to a limit, then to the last
 * of them: the note. */
static void share_rest(struct page *page, double rest)
{
    int32_t growing = 0, last = -1;
    for (int32_t r = 0; r < page->rows; r++) {
        growing += page->row[r].grows;
        last = page->row[r].grows ? r : last;
    }
    if (growing == 0)
        return;
    const double each = rest / growing < grow_most ? rest / growing : grow_most;
    for (int32_t r = 0; r < page->rows; r++)
        page->row[r].height += page->row[r].grows ? each : 0.0;
    page->row[last].height += rest - each * growing;
}

static double needed(struct press *p, const struct rk_form *form, struct page *page)
{
    double need = 0.0;
    *page = (struct page){0};
    break_rows(p, form, page);
    for (int32_t r = 0; r < page->rows; r++) {
        need += page->row[r].height;
        if (page->row[r].headed)
            need += heading(p, form->fields[page->row[r].first].group, 0.0, false);
    }
    return need;
}

void press_form(struct press *p, const struct rk_form *form, const struct rk_forms_order *order,
                int32_t number)
{
    char name[64];
    struct page page;
    snprintf(name, sizeof name, "%s", form->id);
    p->page = name;
    p->tight = 0.0;
    cairo_set_source_rgb(p->cr, 0.0, 0.0, 0.0);
    const double from = paint_head(p, form, order, number);
    const double room = a4_long - bottom - foot_h - from;
    double need = needed(p, form, &page);
    for (int step = 1; step <= 4 && need > room && !p->status; step++) {
        p->tight = step / 4.0;
        need = needed(p, form, &page);
    }
    if (need > room)
        press_fail(p, "the form is %.1f mm longer than its page", (need - room) / MM(1.0));
    share_rest(&page, room - need);
    if (!p->status) {
        paint_rows(p, &page, from);
        paint_foot(p);
        cairo_show_page(p->cr);
    }
    p->page = "ranok-print";
}
