/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list over as many landscape pages as it needs: its head and the table's head on each, a
 * heading where the group changes, "page x of y", who may hold it and that it comes back.
 */
#include "press_internal.h"

static const double left = MM(10.0), top = MM(8.0), bottom = MM(8.0);
static const double inner_w = MM(297.0 - 20.0);
static const double text_size = 8.4, head_size = 7.6;
static const double row_least = MM(7.4), pad_x = MM(0.9), pad_y = MM(0.7);
static const double foot_h = MM(5.2), group_h = MM(5.6), sign_h = MM(9.0);

struct sheet {
    const struct rk_paper_list *list;
    double *height; /* [rows] */
    double head_h;  /* of the table's head */
    int32_t *first; /* [pages + 1] first row of each page */
    int32_t pages;
};

static struct press_block cell(struct press *p, const struct rk_paper_list *l, int32_t row,
                               int32_t column)
{
    const bool strong = l->strong && l->strong[row] && column < 2;
    const struct press_run run = {l->cell[row * l->columns + column], text_size,
                                  strong ? PRESS_STRONG : 0, p->lang};
    return press_set(
        p, &run, 1,
        (struct press_style){.width = inner_w * l->column[column].share - 2.0 * pad_x,
                             .align = l->column[column].numeric ? 1 : -1,
                             .anywhere = true});
}

static struct press_block column_head(struct press *p, const struct rk_paper_list *l,
                                      int32_t column)
{
    const struct press_run run = {l->column[column].head, head_size, PRESS_STRONG, p->lang};
    return press_set(
        p, &run, 1,
        (struct press_style){.width = inner_w * l->column[column].share - 2.0 * pad_x,
                             .align = l->column[column].numeric ? 1 : -1});
}

static void measure(struct press *p, struct sheet *s)
{
    const struct rk_paper_list *l = s->list;
    for (int32_t c = 0; c < l->columns; c++) {
        struct press_block block = column_head(p, l, c);
        s->head_h = block.height > s->head_h ? block.height : s->head_h;
        press_drop(&block);
    }
    s->head_h += 2.0 * pad_y;
    for (int32_t r = 0; r < l->rows; r++) {
        double most = 0.0;
        for (int32_t c = 0; c < l->columns; c++) {
            if (l->cell[r * l->columns + c].len == 0)
                continue;
            struct press_block block = cell(p, l, r, c);
            most = block.height > most ? block.height : most;
            press_drop(&block);
        }
        most += 2.0 * pad_y;
        s->height[r] = most > row_least ? most : row_least;
    }
}

/* Whether a heading stands above the row, on a page that begins with row `first`. */
static bool headed(const struct rk_paper_list *l, int32_t row, int32_t first)
{
    return l->group && l->group[row].len > 0 &&
           (row == first || !rk_str_eq(l->group[row], l->group[row - 1]));
}

/* ---- head and foot ------------------------------------------------------------------------
 */

static double paragraph(struct press *p, struct rk_str text, double size, double y, bool paint)
{
    const struct press_run run = {text, size, 0, p->lang};
    struct press_block block =
        press_set(p, &run, 1, (struct press_style){.width = inner_w, .align = -1});
    const double height = block.height;
    if (paint)
        press_paint(p, &block, left, y);
    else
        press_drop(&block);
    return height;
}

static double paint_head(struct press *p, const struct rk_paper_list *l, bool paint)
{
    double y = top;
    if (paint) {
        (void)press_line(p, l->copy, 11.0, PRESS_STRONG, left, y, inner_w, 1);
        const struct press_run runs[] = {{l->number, 14.0, PRESS_STRONG, p->lang},
                                         {RK_STR("   "), 14.0, 0, p->lang},
                                         {l->title, 14.0, PRESS_STRONG, p->lang},
                                         {RK_STR("   "), 14.0, 0, p->lang},
                                         {l->office, 9.0, 0, p->lang}};
        struct press_block block =
            press_set(p, runs, RK_COUNT(runs),
                      (struct press_style){.width = inner_w - MM(45.0), .align = -1});
        if (block.height > MM(8.0))
            press_fail(p, "the title does not fit: \"%.*s\"", RK_FMT(l->title));
        press_paint(p, &block, left, y - MM(0.8));
    }
    y += MM(6.4);
    y += paragraph(p, l->about, 7.8, y, paint);
    y += paragraph(p, l->holders, 7.8, y, paint);
    if (l->note.len > 0)
        y += paragraph(p, l->note, 7.8, y, paint);
    return y + MM(1.2);
}

static void paint_foot(struct press *p, const struct rk_paper_list *l, int32_t page,
                       int32_t pages)
{
    char text[120];
    const double y = a4_short - bottom - foot_h + MM(1.4);
    snprintf(text, sizeof text, "%s %d %s %d", rk_word(p->lang, "paper.page"), (int)page,
             rk_word(p->lang, "paper.page.of"), (int)pages);
    if (l->sign.len > 0)
        (void)press_line(p, l->sign, 9.0, 0, left, y - sign_h + MM(1.2), inner_w, -1);
    (void)press_line(p, l->back, 7.8, 0, left, y, inner_w - MM(60.0), -1);
    char number[160];
    snprintf(number, sizeof number, "%.*s · %s", RK_FMT(l->number), text);
    (void)press_line(p, rk_str_of(number), 7.8, PRESS_STRONG, left, y, inner_w, 1);
}

/* ---- pages --------------------------------------------------------------------------------
 */

static void break_pages(struct press *p, struct sheet *s)
{
    const struct rk_paper_list *l = s->list;
    const double signs = l->sign.len > 0 ? sign_h : 0.0;
    const double room =
        a4_short - bottom - foot_h - signs - paint_head(p, l, false) - s->head_h;
    double used = 0.0;
    for (int32_t r = 0; r < l->rows; r++) {
        const int32_t first = s->pages ? s->first[s->pages - 1] : 0;
        const double need = s->height[r] + (headed(l, r, first) ? group_h : 0.0);
        if (s->pages > 0 && used + need <= room) {
            used += need;
            continue;
        }
        s->first[s->pages++] = r;
        used = s->height[r] + (headed(l, r, r) ? group_h : 0.0);
        if (used > room)
            press_fail(p, "row %d is longer than a page", (int)r + 1);
    }
    if (s->pages == 0)
        s->first[s->pages++] = 0;
    s->first[s->pages] = l->rows;
}

static void paint_row(struct press *p, const struct sheet *s, int32_t row, double y)
{
    const struct rk_paper_list *l = s->list;
    double x = left;
    for (int32_t c = 0; c < l->columns; c++) {
        const double w = inner_w * l->column[c].share;
        press_box(p, x, y, w, s->height[row], 0.35);
        if (l->cell[row * l->columns + c].len > 0) {
            struct press_block block = cell(p, l, row, c);
            press_paint(p, &block, x + pad_x, y + pad_y);
        }
        x += w;
    }
}

static double paint_table_head(struct press *p, const struct sheet *s, double y)
{
    const struct rk_paper_list *l = s->list;
    double x = left;
    for (int32_t c = 0; c < l->columns; c++) {
        const double w = inner_w * l->column[c].share;
        struct press_block block = column_head(p, l, c);
        press_box(p, x, y, w, s->head_h, 0.35);
        press_paint(p, &block, x + pad_x, y + pad_y);
        x += w;
    }
    press_rule(p, left, y + s->head_h, left + inner_w, y + s->head_h, rule_thick);
    return y + s->head_h;
}

static void paint_page(struct press *p, const struct sheet *s, int32_t page)
{
    const struct rk_paper_list *l = s->list;
    double y = paint_head(p, l, true);
    y = paint_table_head(p, s, y);
    for (int32_t r = s->first[page]; r < s->first[page + 1]; r++) {
        if (headed(l, r, s->first[page])) {
            (void)press_line(p, l->group[r], 9.2, PRESS_STRONG, left + pad_x, y + MM(0.8),
                             inner_w - 2.0 * pad_x, -1);
            y += group_h;
        }
        paint_row(p, s, r, y);
        y += s->height[r];
    }
    if (l->rows == 0)
        (void)press_line(p, l->nothing, 9.2, 0, left + pad_x, y + MM(2.0), inner_w, -1);
    paint_foot(p, l, page + 1, s->pages);
    cairo_show_page(p->cr);
}

void press_list(struct press *p, const struct rk_paper_list *list)
{
    char name[96];
    struct rk_arena keep = *p->keep;
    struct sheet s = {.list = list,
                      .height = RK_NEW(&keep, double, list->rows + 1),
                      .first = RK_NEW(&keep, int32_t, list->rows + 2)};
    snprintf(name, sizeof name, "%.*s", RK_FMT(list->number));
    p->page = name;
    cairo_set_source_rgb(p->cr, 0.0, 0.0, 0.0);
    if (keep.failed) {
        p->status = rk_fail(p->err, RK_ENOMEM, name, "no memory for %d rows", (int)list->rows);
    } else {
        measure(p, &s);
        break_pages(p, &s);
    }
    for (int32_t page = 0; page < s.pages && !p->status; page++)
        paint_page(p, &s, page);
    p->page = "ranok-print";
}
