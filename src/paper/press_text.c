/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paragraphs in PT Sans that are measured before they are painted. */
#include "press_internal.h"

enum { TEXT_MOST = 8000 };

void press_fail(struct press *p, const char *fmt, ...)
{
    va_list args;
    if (p->status)
        return;
    va_start(args, fmt);
    p->status = rk_fail_list(p->err, RK_EINVAL, p->page, fmt, args);
    va_end(args);
}

enum rk_lang press_small(const struct press *p)
{
    return p->lang == RK_UK ? RK_EN : RK_UK;
}

struct rk_str press_word(const struct press *p, const char *key)
{
    return rk_str_of(rk_word(p->lang, key));
}

struct rk_str press_other(const struct press *p, const char *key)
{
    return rk_str_of(rk_word(press_small(p), key));
}

double press_between(const struct press *p, double generous, double tight)
{
    return generous + p->tight * (tight - generous);
}

static void add(PangoAttrList *list, PangoAttribute *attribute, guint from, guint to)
{
    attribute->start_index = from;
    attribute->end_index = to;
    pango_attr_list_insert(list, attribute);
}

static void add_run(struct press *p, PangoAttrList *list, const struct press_run *run,
                    guint from, guint to)
{
    add(list, pango_attr_size_new((int)lround(run->size * PANGO_SCALE)), from, to);
    add(list, pango_attr_language_new(p->language[run->lang]), from, to);
    if (run->look & PRESS_STRONG)
        add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
    if (run->look & PRESS_SLANT)
        add(list, pango_attr_style_new(PANGO_STYLE_ITALIC), from, to);
}

struct press_block press_set(struct press *p, const struct press_run *runs, int count,
                             struct press_style style)
{
    char room[TEXT_MOST];
    struct rk_buf text = {room, 0, sizeof room, false};
    PangoAttrList *attributes = pango_attr_list_new();
    struct press_block block = {.layout = pango_layout_new(p->text)};
    for (int i = 0; i < count; i++) {
        const guint from = (guint)text.len;
        rk_buf_add(&text, runs[i].text);
        add_run(p, attributes, &runs[i], from, (guint)text.len);
    }
    if (text.failed)
        press_fail(p, "a text is longer than %d bytes", TEXT_MOST);
    pango_layout_set_text(block.layout, room, (int)text.len);
    pango_layout_set_attributes(block.layout, attributes);
    pango_attr_list_unref(attributes);
    if (style.width > 0.0)
        pango_layout_set_width(block.layout, (int)floor(style.width * PANGO_SCALE));
    pango_layout_set_wrap(block.layout,
                          style.anywhere ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
    pango_layout_set_alignment(block.layout, style.align > 0    ? PANGO_ALIGN_RIGHT
                                             : style.align == 0 ? PANGO_ALIGN_CENTER
                                                                : PANGO_ALIGN_LEFT);
    pango_layout_set_line_spacing(block.layout, 0.86F);
    PangoRectangle set;
    pango_layout_get_extents(block.layout, NULL, &set);
    block.width = (double)set.width / PANGO_SCALE;
    block.height = (double)set.height / PANGO_SCALE;
    if (style.width > 0.0 && block.width > style.width + 0.01)
        press_fail(p, "\"%.*s\" is %.1f mm too wide for its place", (int)text.len, room,
                   (block.width - style.width) / MM(1.0));
    return block;
}

void press_drop(struct press_block *block)
{
    if (block->layout)
        g_object_unref(block->layout);
    block->layout = NULL;
}

void press_paint(struct press *p, struct press_block *block, double x, double y)
{
    if (!p->status) {
        cairo_move_to(p->cr, x, y);
        pango_cairo_show_layout(p->cr, block->layout);
    }
    press_drop(block);
}

double press_line(struct press *p, struct rk_str text, double size, unsigned look, double x,
                  double y, double width, int align)
{
    const struct press_run run = {text, size, look, p->lang};
    struct press_block block = press_set(p, &run, 1, (struct press_style){.align = -1});
    const double height = block.height;
    const double over = block.width - width;
    if (over > 0.01)
        press_fail(p, "\"%.*s\" is %.1f mm too wide for its place", RK_FMT(text),
                   over / MM(1.0));
    press_paint(p, &block, align > 0 ? x - over : align == 0 ? x - over / 2.0 : x, y);
    return height;
}

void press_rule(struct press *p, double x1, double y1, double x2, double y2, double thickness)
{
    cairo_set_line_width(p->cr, thickness);
    cairo_move_to(p->cr, x1, y1);
    cairo_line_to(p->cr, x2, y2);
    cairo_stroke(p->cr);
}

void press_box(struct press *p, double x, double y, double width, double height,
               double thickness)
{
    cairo_set_line_width(p->cr, thickness);
    cairo_rectangle(p->cr, x, y, width, height);
    cairo_stroke(p->cr);
}
