/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A drawing on paper: the same marks that the HTML page shows as SVG. */
#define RK_SHEET_ROOM
#include "print_internal.h"

static void line_mark(struct print *p, const struct rk_mark *m)
{
    cairo_set_line_width(p->cr, m->width);
    cairo_move_to(p->cr, m->x, m->y);
    cairo_line_to(p->cr, m->x2, m->y2);
    cairo_stroke(p->cr);
}

static void ring_mark(struct print *p, const struct rk_mark *m)
{
    cairo_arc(p->cr, m->x, m->y, m->x2, 0.0, 2.0 * G_PI);
    cairo_set_source_rgb(p->cr, 1.0, 1.0, 1.0);
    cairo_fill_preserve(p->cr);
    print_ink(p, m->ink);
    cairo_set_line_width(p->cr, m->width);
    cairo_stroke(p->cr);
}

static void arrow_mark(struct print *p, const struct rk_mark *m)
{
    const double half = 0.6 * m->x2;
    cairo_move_to(p->cr, m->x, m->y);
    cairo_rel_line_to(p->cr, -m->x2, -half);
    cairo_rel_line_to(p->cr, 0.0, 2.0 * half);
    cairo_close_path(p->cr);
    cairo_fill(p->cr);
}

static void hatch_mark(struct print *p, const struct rk_mark *m)
{
    cairo_save(p->cr);
    cairo_rectangle(p->cr, m->x, m->y, m->x2, m->y2);
    cairo_clip(p->cr);
    cairo_set_line_width(p->cr, 0.5);
    const int lines = (int)((m->x2 + m->y2) / 3.0) + 1;
    for (int i = 0; i < lines; i++) {
        const double x = m->x - m->y2 + 3.0 * i;
        cairo_move_to(p->cr, x, m->y + m->y2);
        cairo_line_to(p->cr, x + m->y2, m->y);
    }
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
}

static void frame_mark(struct print *p, const struct rk_mark *m)
{
    cairo_set_line_width(p->cr, m->width);
    cairo_rectangle(p->cr, m->x, m->y, m->x2, m->y2);
    cairo_stroke(p->cr);
}

static void cross_mark(struct print *p, const struct rk_mark *m)
{
    cairo_set_line_width(p->cr, m->width);
    cairo_move_to(p->cr, m->x - m->x2, m->y - m->x2);
    cairo_line_to(p->cr, m->x + m->x2, m->y + m->x2);
    cairo_move_to(p->cr, m->x - m->x2, m->y + m->x2);
    cairo_line_to(p->cr, m->x + m->x2, m->y - m->x2);
    cairo_stroke(p->cr);
}

static void points(struct print *p, const struct rk_mark *m, int32_t each)
{
    for (int32_t i = 0; i < m->point_count; i++) {
        if (i % each == 0)
            cairo_move_to(p->cr, m->points[i].x, m->points[i].y);
        else
            cairo_line_to(p->cr, m->points[i].x, m->points[i].y);
    }
}

static void area_mark(struct print *p, const struct rk_mark *m)
{
    points(p, m, INT32_MAX);
    cairo_close_path(p->cr);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_fill(p->cr);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_WINDING);
}

static void path_mark(struct print *p, const struct rk_mark *m)
{
    const double dash[2] = {m->x2, m->y2};
    const bool dashed = m->kind == RK_MARK_PATH && m->x2 > 0.0 && m->y2 > 0.0;
    points(p, m, m->kind == RK_MARK_SEGMENTS ? 2 : INT32_MAX);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(p->cr, m->width);
    cairo_set_dash(p->cr, dash, dashed ? 2 : 0, 0.0);
    cairo_stroke(p->cr);
    cairo_set_dash(p->cr, dash, 0, 0.0);
}

static void text_mark(struct print *p, const struct rk_mark *m)
{
    struct rk_run run = m->run;
    run.look = (run.look & (unsigned)RK_FOREIGN) | (m->strong ? (unsigned)RK_STRONG : 0u) |
               (m->ink == RK_INK_ALERT ? (unsigned)RK_ALERT : 0u) |
               (m->ink == RK_INK_MUTED ? (unsigned)RK_MUTED : 0u);
    const struct rk_line line = {&run, 1};
    struct print_block block = print_set(p, &line, (struct print_style){.size = m->y2}, page_w);
    const double w = print_ink_width(&block);
    const double x = m->anchor < 0 ? m->x : m->anchor > 0 ? m->x - w : m->x - w / 2.0;
    if (m->halo) {
        print_halo(p, &block, x, m->y - block.baseline, 0.55 * m->y2);
        print_ink(p, m->ink);
    }
    print_paint(p, &block, x, m->y - block.baseline);
    print_drop(&block);
}

static void paint_mark(struct print *p, const struct rk_mark *m)
{
    print_ink(p, m->ink);
    cairo_new_path(p->cr); /* a text leaves its place behind */
    switch (m->kind) {
    case RK_MARK_LINE:
        line_mark(p, m);
        break;
    case RK_MARK_BAR:
        cairo_rectangle(p->cr, m->x, m->y, m->x2, m->y2);
        cairo_fill(p->cr);
        break;
    case RK_MARK_DOT:
        cairo_arc(p->cr, m->x, m->y, m->x2, 0.0, 2.0 * G_PI);
        cairo_fill(p->cr);
        break;
    case RK_MARK_RING:
        ring_mark(p, m);
        break;
    case RK_MARK_ARROW:
        arrow_mark(p, m);
        break;
    case RK_MARK_HATCH:
        hatch_mark(p, m);
        break;
    case RK_MARK_TEXT:
        text_mark(p, m);
        break;
    case RK_MARK_FRAME:
        frame_mark(p, m);
        break;
    case RK_MARK_CROSS:
        cross_mark(p, m);
        break;
    case RK_MARK_AREA:
        area_mark(p, m);
        break;
    case RK_MARK_PATH:
    case RK_MARK_SEGMENTS:
        path_mark(p, m);
        break;
    }
}

void print_drawing(struct print *p, const struct rk_drawing *drawing, double x, double y,
                   double scale)
{
    cairo_save(p->cr);
    cairo_translate(p->cr, x, y);
    cairo_scale(p->cr, scale, scale);
    for (int32_t i = 0; i < drawing->count; i++)
        paint_mark(p, &drawing->marks[i]);
    cairo_restore(p->cr);
}
