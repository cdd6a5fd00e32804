/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paragraphs in PT Sans: runs become attributes, links become areas of the page. */
#define RK_SHEET_ROOM
#include "print_internal.h"

#include <cairo-pdf.h>

enum { TEXT_MOST = 20000 };
static const double letter_size = 0.7, letter_rise = 0.34; /* of the size of its paragraph */

static const struct {
    double r, g, b;
} inks[] = {
    [RK_INK] = {0.07, 0.08, 0.10},           [RK_INK_MUTED] = {0.36, 0.38, 0.41},
    [RK_INK_PALE] = {0.62, 0.64, 0.68},      [RK_INK_ALERT] = {0.56, 0.18, 0.07},
    [RK_INK_LINK] = {0.04, 0.31, 0.62},      [RK_INK_PAPER] = {1.0, 1.0, 1.0},
    [RK_INK_WATER] = {0.74, 0.85, 0.94},     [RK_INK_GREEN] = {0.91, 0.94, 0.87},
    [RK_INK_WARM] = {0.72, 0.27, 0.02},      [RK_INK_SHADE] = {0.80, 0.80, 0.80},
    [RK_INK_SHADE + 1] = {0.66, 0.66, 0.66}, [RK_INK_SHADE + 2] = {0.50, 0.50, 0.50},
    [RK_INK_SHADE + 3] = {0.34, 0.34, 0.34}, [RK_INK_SHADE + 4] = {0.16, 0.16, 0.16},
};

void print_ink(struct print *p, enum rk_ink ink)
{
    cairo_set_source_rgb(p->cr, inks[ink].r, inks[ink].g, inks[ink].b);
}

static void add(PangoAttrList *list, PangoAttribute *attribute, guint from, guint to)
{
    attribute->start_index = from;
    attribute->end_index = to;
    pango_attr_list_insert(list, attribute);
}

static void add_ink(PangoAttrList *list, enum rk_ink ink, guint from, guint to)
{
    add(list,
        pango_attr_foreground_new((guint16)(65535.0 * inks[ink].r),
                                  (guint16)(65535.0 * inks[ink].g),
                                  (guint16)(65535.0 * inks[ink].b)),
        from, to);
}

static double run_size(const struct rk_run *run, const struct print_style *style)
{
    if (run->look & RK_LETTER)
        return letter_size * style->size;
    return run->look & RK_BIG && style->big > 0.0 ? style->big : style->size;
}

static void add_run(struct print *p, PangoAttrList *list, const struct rk_run *run,
                    const struct print_style *style, guint from, guint to)
{
    const bool letter = run->look & RK_LETTER;
    const bool strong = (style->strong || run->look & (RK_STRONG | RK_BIG)) && !letter;
    const double size = run_size(run, style);
    enum rk_ink ink = RK_INK;
    if (letter)
        ink = RK_INK_LINK;
    else if (run->look & RK_ALERT)
        ink = RK_INK_ALERT;
    else if ((style->muted || run->look & RK_MUTED) && !(run->look & RK_STRONG))
        ink = RK_INK_MUTED;
    add(list, pango_attr_size_new((int)lround(size * PANGO_SCALE)), from, to);
    add_ink(list, ink, from, to);
    if (strong)
        add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
    if (letter) {
        const double base = style->big > 0.0 ? style->big * 1.25 : style->size;
        add(list, pango_attr_rise_new((int)lround(letter_rise * base * PANGO_SCALE)), from, to);
    }
    if (run->look & RK_FOREIGN)
        add(list, pango_attr_language_new(p->language[p->lang == RK_UK ? RK_EN : RK_UK]), from,
            to);
}

struct print_block print_set(struct print *p, const struct rk_line *line,
                             struct print_style style, double width)
{
    char room[TEXT_MOST];
    struct rk_buf text = {room, 0, sizeof room, false};
    struct print_block block = {.line = line, .width = width};
    if (line->count == 0)
        return block;
    PangoAttrList *attributes = pango_attr_list_new();
    for (int32_t i = 0; i < line->count; i++) {
        const struct rk_run *run = &line->runs[i];
        if (run->text.len > TEXT_MOST - text.len)
            break; /* more than two pages of one paragraph */
        const guint from = (guint)text.len;
        rk_buf_add(&text, run->text);
        add_run(p, attributes, run, &style, from, (guint)text.len);
    }
    block.layout = pango_layout_new(p->text);
    pango_layout_set_text(block.layout, room, (int)text.len);
    pango_layout_set_attributes(block.layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_width(block.layout, (int)floor(width * PANGO_SCALE));
    pango_layout_set_wrap(block.layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(block.layout,
                               style.align > 0 ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    if (style.lines > 0) {
        pango_layout_set_height(block.layout, -style.lines);
        pango_layout_set_ellipsize(block.layout, PANGO_ELLIPSIZE_END);
    }
    int w = 0, h = 0;
    pango_layout_get_size(block.layout, &w, &h);
    block.height = (double)h / PANGO_SCALE;
    block.baseline = (double)pango_layout_get_baseline(block.layout) / PANGO_SCALE;
    return block;
}

double print_ink_width(const struct print_block *block)
{
    int w = 0, h = 0;
    if (!block->layout)
        return 0.0;
    pango_layout_get_size(block->layout, &w, &h);
    return (double)w / PANGO_SCALE;
}

/* The area of a run, where it stands in one line: a link to an anchor of this document. */
static void link_run(struct print *p, const struct print_block *block, const struct rk_run *run,
                     int from, double x, double y)
{
    PangoRectangle start, end;
    char tag[256];
    pango_layout_index_to_pos(block->layout, from, &start);
    pango_layout_index_to_pos(block->layout, from + (int)run->text.len, &end);
    if (start.y + start.height <= end.y || end.x <= start.x) {
        end.x = start.x + (start.width > 0 ? start.width : PANGO_SCALE * 4);
    }
    const double left = x + (double)start.x / PANGO_SCALE;
    const double width = (double)(end.x - start.x) / PANGO_SCALE;
    snprintf(tag, sizeof tag, "dest='%.*s' rect=[%.2f %.2f %.2f %.2f]", RK_FMT(run->link), left,
             y + (double)start.y / PANGO_SCALE, width, (double)start.height / PANGO_SCALE);
    cairo_tag_begin(p->cr, CAIRO_TAG_LINK, tag);
    cairo_tag_end(p->cr, CAIRO_TAG_LINK);
}

void print_paint(struct print *p, const struct print_block *block, double x, double y)
{
    if (!block->layout)
        return;
    cairo_move_to(p->cr, x, y);
    pango_cairo_show_layout(p->cr, block->layout);
    int at = 0;
    for (int32_t i = 0; i < block->line->count; i++) {
        const struct rk_run *run = &block->line->runs[i];
        if (run->link.len > 0 && run->text.len > 0)
            link_run(p, block, run, at, x, y);
        at += (int)run->text.len;
    }
}

/* The letters' outline in white and as wide, painted below them. */
void print_halo(struct print *p, const struct print_block *block, double x, double y,
                double width)
{
    if (!block->layout)
        return;
    cairo_move_to(p->cr, x, y);
    pango_cairo_layout_path(p->cr, block->layout);
    print_ink(p, RK_INK_PAPER);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(p->cr, width);
    cairo_stroke(p->cr);
}

void print_drop(struct print_block *block)
{
    if (block->layout)
        g_object_unref(block->layout);
    block->layout = NULL;
}

void print_anchor(struct print *p, struct rk_str name, double x, double y)
{
    char tag[160];
    if (name.len == 0)
        return;
    snprintf(tag, sizeof tag, "name='%.*s' x=%.2f y=%.2f internal", RK_FMT(name), x, y);
    cairo_tag_begin(p->cr, CAIRO_TAG_DEST, tag);
    cairo_tag_end(p->cr, CAIRO_TAG_DEST);
}

void print_rule(struct print *p, double x, double y, double width, double thickness)
{
    cairo_set_line_width(p->cr, thickness);
    cairo_move_to(p->cr, x, y);
    cairo_line_to(p->cr, x + width, y);
    cairo_stroke(p->cr);
}

void print_outline(struct print *p, const struct rk_line *title, int32_t page)
{
    char room[512], place[32];
    struct rk_buf text = {room, 0, sizeof room - 1, false};
    for (int32_t i = 0; i < title->count; i++)
        rk_buf_add(&text, title->runs[i].text);
    if (text.failed)
        return; /* a title that long helps nobody find a page */
    room[text.len] = '\0';
    snprintf(place, sizeof place, "page=%" PRId32, page);
    cairo_pdf_surface_add_outline(p->surface, CAIRO_PDF_OUTLINE_ROOT, room, place,
                                  CAIRO_PDF_OUTLINE_FLAG_BOLD);
}
