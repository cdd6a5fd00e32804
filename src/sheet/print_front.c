/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The front: exactly one page. Sizes are tried from generous to the smallest that is allowed;
 * when even that does not fit, the least important row of the tallest question goes to annex A,
 * and a line says so, until the page holds.
 */
#define RK_SHEET_ROOM
#include "print_internal.h"

#include "rk_text.h"

enum { COLUMNS = 2, BOX_LINES = 9, LEAD_LINES = 4 };

static const double body_w = page_w - 2.0 * margin_x;
static const double gutter = 23.0, number_gap = 8.0;
/* Numbers of a column of questions stand in a band as wide as the widest asks for, bound and
 * all: "щонайменше 1 000". */
static const double number_least = 48.0, number_most = 96.0;
static const double box_pad = 8.0, box_gap = 14.0, qr_w = 58.0;
static const double scales[] = {1.14, 1.07, 1.0, 0.95, 0.9, 0.85};

struct front {
    struct print *p;
    const struct rk_sheet *sheet;
    int32_t rows[RK_SECTIONS]; /* how many find room */
    int32_t table_rows[RK_SECTIONS];
    int32_t lists[RK_SECTIONS]; /* whole or not at all */
    double number_w[COLUMNS];
    bool tight; /* a source stands in the line of its text */
    double gap; /* white between the bands, stretched at the end */
    bool paint;
};

static double size_of(const struct front *f, double pt)
{
    const double scaled = pt * f->p->scale;
    return scaled < text_min ? text_min : scaled;
}

/* Sets, paints if it is time to, and lets go; the height it took. */
static double put(const struct front *f, const struct rk_line *line, struct print_style style,
                  double x, double y, double width)
{
    struct print_block block = print_set(f->p, line, style, width);
    if (f->paint) {
        print_ink(f->p, RK_INK);
        print_paint(f->p, &block, x, y);
    }
    const double height = block.height;
    print_drop(&block);
    return height;
}

static void rule(const struct front *f, double x, double y, double width, double thickness)
{
    if (!f->paint)
        return;
    print_ink(f->p, RK_INK);
    print_rule(f->p, x, y, width, thickness);
}

/* Several lines as one paragraph, `between` them. */
static double put_joined(const struct front *f, const struct rk_line *const parts[],
                         ptrdiff_t count, struct rk_str between, struct print_style style,
                         double x, double y, double width)
{
    struct rk_run runs[96];
    struct rk_line whole = {runs, 0};
    for (ptrdiff_t i = 0; i < count; i++) {
        if (whole.count > 0 && parts[i]->count > 0 && whole.count < (int32_t)RK_COUNT(runs))
            runs[whole.count++] = (struct rk_run){.look = RK_MUTED, .text = between};
        for (int32_t k = 0; k < parts[i]->count && whole.count < (int32_t)RK_COUNT(runs) - 1;
             k++)
            runs[whole.count++] = parts[i]->runs[k];
    }
    return put(f, &whole, style, x, y, width);
}

/* ---- masthead, lead -------------------------------------------------------------------- */

static double head(const struct front *f, double y)
{
    const struct rk_sheet *s = f->sheet;
    const double aside_w = 150.0;
    const struct print_style small = {.size = 8.4, .muted = true, .align = 1, .lines = 2};
    double aside_h = 0.0, left = 0.0;
    for (ptrdiff_t i = 0; i < RK_COUNT(s->aside); i++)
        aside_h += put(f, &s->aside[i], small, margin_x + body_w - aside_w, y + aside_h + 3.0,
                       aside_w);
    left = put(f, &s->title, (struct print_style){.size = 22.0, .strong = true, .lines = 2},
               margin_x, y - 4.0, body_w - aside_w - 12.0) -
           4.0;
    left += put(f, &s->below, (struct print_style){.size = 8.6, .lines = 2}, margin_x, y + left,
                body_w - aside_w - 12.0);
    const double height = (left > aside_h + 3.0 ? left : aside_h + 3.0) + 5.0;
    rule(f, margin_x, y + height, body_w, 1.5);
    return height + 1.5;
}

static double lead(const struct front *f, double y)
{
    const double from = y;
    y += 5.0 * f->p->scale;
    y += put(f, &f->sheet->lead,
             (struct print_style){.size = size_of(f, 12.8), .lines = LEAD_LINES}, margin_x, y,
             body_w);
    const struct rk_line *const below[] = {&f->sheet->tasks, &f->sheet->town};
    const struct print_style small = {.size = size_of(f, 9.2), .lines = 3};
    if (below[0]->count + below[1]->count > 0)
        y += 3.0 + put_joined(f, below, RK_COUNT(below), RK_STR(" "), small, margin_x, y + 3.0,
                              body_w);
    return y - from;
}

/* ---- the questions --------------------------------------------------------------------- */

static bool has_bound(const struct rk_line *number)
{
    return number->count > 1 && !(number->runs[0].look & RK_BIG);
}

/* The number: in one line when it fits, else the bound above it; too wide ones are set smaller.
 */
static double put_number(const struct front *f, const struct rk_row *row, double x, double y,
                         double number_w, double first_baseline)
{
    const double small = size_of(f, 8.2);
    const struct rk_line number = row->number;
    double big = size_of(f, 19.0);
    struct print_style style = {.size = small, .align = 1, .big = big};
    struct print_block whole = print_set(f->p, &number, style, page_w);
    const bool fits = print_ink_width(&whole) <= number_w;
    print_drop(&whole);
    double taken = 0.0;
    struct rk_line rest = number;
    if (!fits && has_bound(&number)) {
        const struct rk_line bound = {number.runs, 1};
        taken = put(f, &bound, style, x, y, number_w);
        rest = (struct rk_line){number.runs + 2, number.count - 2};
        first_baseline = 0.0;
    }
    struct print_block block = print_set(f->p, &rest, style, page_w);
    const double width = print_ink_width(&block);
    print_drop(&block);
    if (width > number_w)
        style.big = big = fmax(10.5, big * number_w / width * 0.98);
    block = print_set(f->p, &rest, style, number_w);
    double top = y + taken;
    if (first_baseline > 0.0) /* stands on the line of the text beside it */
        top = y + first_baseline - block.baseline;
    else
        top -= 0.16 * big;
    if (f->paint)
        print_paint(f->p, &block, x, top);
    const double bottom = top + block.baseline + 0.3 * big;
    print_drop(&block);
    return bottom - y;
}

static double put_row(const struct front *f, const struct rk_row *row, double x, double y,
                      double width, double number_w)
{
    const double indent = row->wide ? 0.0 : number_w + number_gap;
    const double tx = x + indent, tw = width - indent;
    const struct print_style text = {.size = size_of(f, 9.4), .lines = f->tight ? 5 : 3};
    const struct print_style detail = {.size = size_of(f, 8.6), .lines = 2};
    const struct print_style source = {.size = size_of(f, 8.3), .lines = row->wide ? 1 : 2};
    const struct print_style others = {.size = size_of(f, 8.3),
                                       .lines = row->wide || f->tight ? 2 : 3};
    struct print_block first = print_set(f->p, &row->text, text, tw);
    const double baseline = first.baseline;
    print_drop(&first);
    /* A large number rises above the text's first line: room for it. */
    const double lift = row->wide ? 0.0 : fmax(0.0, size_of(f, 19.0) * 0.78 - baseline);
    double ty = y + lift;
    if (f->paint)
        print_anchor(f->p, row->anchor, x, y);
    const double number_h = row->wide ? 0.0 : put_number(f, row, x, ty, number_w, baseline);
    if (f->tight) {
        const struct rk_line *const parts[] = {&row->text, &row->detail, &row->source};
        ty += put_joined(f, parts, RK_COUNT(parts), RK_STR(" \xC2\xB7 "), text, tx, ty, tw);
    } else {
        ty += put(f, &row->text, text, tx, ty, tw);
        ty += put(f, &row->detail, detail, tx, ty, tw);
        ty += put(f, &row->source, source, tx, ty, tw);
    }
    ty += put(f, &row->others, others, tx, ty, tw);
    return fmax(ty - y, lift + number_h) + (f->tight ? 2.4 : 5.5) * f->p->scale;
}

static double put_table_row(const struct front *f, const struct rk_table *t,
                            const struct rk_line *cells, double x, double y, double width)
{
    const double size = size_of(f, cells == t->head ? 8.2 : 9.0), gap = 6.0;
    double height = 0.0, cx = x;
    for (int32_t c = 0; c < t->columns; c++) {
        const double w = t->shares[c] * width;
        const bool last = c == t->columns - 1;
        const double h =
            put(f, &cells[c],
                (struct print_style){.size = size, .align = t->numeric[c] ? 1 : -1, .lines = 2},
                cx, y, last ? w : w - gap);
        height = fmax(height, h);
        cx += w;
    }
    return height;
}

static double put_table(const struct front *f, const struct rk_table *t, int32_t rows, double x,
                        double y, double width)
{
    if (rows == 0)
        return 0.0;
    const double from = y, air = (f->tight ? 1.1 : 2.2) * f->p->scale;
    y += put_table_row(f, t, t->head, x, y, width) + 1.0;
    for (int32_t r = 0; r < rows; r++) {
        if (f->paint) {
            print_ink(f->p, r == 0 ? RK_INK_MUTED : RK_INK_PALE);
            print_rule(f->p, x, y, width, 0.4);
            print_anchor(f->p, t->anchors[r], x, y);
        }
        y += air + put_table_row(f, t, t->cells + (ptrdiff_t)r * t->columns, x, y + air, width);
        y += air;
    }
    return y - from + 4.0;
}

/* A small table with its title and what stands below it. Where room is short the title takes
 * the place of the first head, and what stands below is left to the annex, where it stands,
 * too. */
static double put_list(const struct front *f, const struct rk_list_table *l, double x, double y,
                       double width)
{
    enum { HEADS = 12 };
    const double from = y;
    struct rk_table table = l->table;
    struct rk_line head[HEADS];
    if (f->tight && table.columns <= HEADS) {
        memcpy(head, table.head, (size_t)table.columns * sizeof *head);
        head[0] = l->title;
        table.head = head;
        return put_table(f, &table, table.rows, x, y, width);
    }
    y += put(f, &l->title, (struct print_style){.size = size_of(f, 9.4), .lines = 1}, x, y,
             width);
    y += put_table(f, &table, table.rows, x, y, width);
    if (l->below.count > 0)
        y += put(f, &l->below,
                 (struct print_style){.size = size_of(f, 8.3), .muted = true, .lines = 2}, x,
                 y - 2.0, width);
    return y - from;
}

/* What is not known and what found no room, in one calm paragraph. */
static double put_silence(const struct front *f, const struct rk_section *q, int32_t hidden,
                          int32_t hidden_lists, double x, double y, double width)
{
    const struct rk_line none = {0};
    const struct rk_line *const parts[] = {&q->unknown, q->more ? &q->more[hidden] : &none,
                                           q->list_count > 0 ? &q->more_lists[hidden_lists]
                                                             : &none};
    const struct print_style style = {.size = size_of(f, 8.8), .muted = true, .lines = 4};
    return put_joined(f, parts, RK_COUNT(parts), RK_STR(" "), style, x, y, width);
}

static double put_section(const struct front *f, int which, double x, double y, double width)
{
    const struct rk_section *q = &f->sheet->sections[which];
    const double from = y;
    rule(f, x, y, width, 0.9);
    y += 3.5 + put(f, &q->title,
                   (struct print_style){.size = size_of(f, 12.0), .strong = true, .lines = 1},
                   x, y + 3.5, width);
    y += (f->tight ? 3.0 : 5.0) * f->p->scale;
    for (int32_t i = 0; i < f->rows[which]; i++)
        y += put_row(f, &q->rows[i], x, y, width, f->number_w[which % COLUMNS]);
    for (int32_t i = 0; i < f->lists[which]; i++)
        y += put_list(f, &q->lists[i], x, y, width);
    y += put_table(f, &q->table, f->table_rows[which], x, y, width);
    const int32_t hidden = q->row_count - f->rows[which] + q->table.rows - f->table_rows[which];
    y += put_silence(f, q, hidden, q->list_count - f->lists[which], x, y, width);
    return y - from;
}

static double questions(const struct front *f, double y)
{
    const double from = y, width = (body_w - gutter) / COLUMNS;
    for (int r = 0; r < RK_SECTIONS / COLUMNS; r++) {
        double height = 0.0;
        for (int c = 0; c < COLUMNS; c++)
            height = fmax(height, put_section(f, r * COLUMNS + c,
                                              margin_x + c * (width + gutter), y, width));
        y += height + (r + 1 < RK_SECTIONS / COLUMNS ? f->gap : 0.0);
    }
    return y - from;
}

/* ---- chart, box, foot ------------------------------------------------------------------ */

static double chart(const struct front *f, double y)
{
    const struct rk_drawing *d = &f->sheet->chart[0];
    const double from = y;
    if (d->count == 0)
        return 0.0;
    rule(f, margin_x, y, body_w, 0.9);
    y += 3.5 + put(f, &f->sheet->chart_title,
                   (struct print_style){.size = size_of(f, 12.0), .strong = true, .lines = 1},
                   margin_x, y + 3.5, body_w);
    y += 3.0;
    if (f->paint)
        print_drawing(f->p, d, margin_x, y, body_w / d->width);
    y += d->height * body_w / d->width;
    y += put(f, &f->sheet->chart_note,
             (struct print_style){.size = text_min + 0.2, .muted = true, .lines = 2}, margin_x,
             y, body_w);
    return y - from;
}

static bool has_map(const struct rk_sheet *s)
{
    return s->map[0].count > 0;
}

static double drawn_title(const struct front *f, const struct rk_line *title,
                          const struct rk_line *note, double x, double y, double width)
{
    const struct print_style style = {.size = size_of(f, 12.0), .strong = true, .lines = 1};
    struct print_block block = print_set(f->p, title, style, width);
    const double after = print_ink_width(&block) + 8.0, base = block.baseline;
    const double height = block.height;
    if (f->paint)
        print_paint(f->p, &block, x, y);
    print_drop(&block);
    if (!note || after > width - 60.0)
        return height;
    const struct print_style small = {.size = text_min + 0.2, .muted = true, .lines = 1};
    block = print_set(f->p, note, small, width - after);
    if (f->paint)
        print_paint(f->p, &block, x + after, y + base - block.baseline);
    print_drop(&block);
    return height;
}

/* The map and, where there are percentages, their dots beside it. */
static double where(const struct front *f, double y)
{
    const struct rk_sheet *s = f->sheet;
    const struct rk_drawing *map = &s->map[0], *beside = &s->beside;
    const double from = y;
    if (!has_map(s))
        return 0.0;
    rule(f, margin_x, y, beside->count > 0 ? map->width : body_w, 0.9);
    y += 3.5;
    const double width = beside->count > 0 ? map->width : body_w;
    double height = map->height;
    const double title = drawn_title(f, &s->map_title, &s->map_note, margin_x, y, width);
    if (f->paint)
        print_drawing(f->p, map, margin_x, y + title + 3.0, 1.0);
    if (beside->count > 0) {
        const double x = margin_x + body_w - beside->width, top = y + title;
        rule(f, x, from, beside->width, 0.9);
        (void)drawn_title(f, &s->beside_title, NULL, x, y, beside->width);
        if (f->paint)
            print_drawing(f->p, beside, x, top + 3.0, 1.0);
        const double note =
            put(f, &s->beside_note,
                (struct print_style){.size = text_min + 0.2, .muted = true, .lines = 2}, x,
                top + 3.0 + beside->height, beside->width);
        height = fmax(height, beside->height + note);
    }
    return y + title + 3.0 + height - from;
}

/* Title and text in one paragraph. */
static double put_run_in(const struct front *f, const struct rk_line *line, double x, double y,
                         double width)
{
    return put(f, line, (struct print_style){.size = size_of(f, 8.6), .lines = BOX_LINES}, x, y,
               width);
}

/* Letters of a box, so that each gets a part of the width; no box is squeezed. */
static double box_share(const struct rk_line *box)
{
    ptrdiff_t letters = 0;
    for (int32_t i = 0; i < box->count; i++)
        letters += rk_utf8_count(box->runs[i].text);
    return box->count < 3 ? 0.0 : fmax(45.0, (double)letters);
}

static double box(const struct front *f, double y)
{
    const struct rk_sheet *s = f->sheet;
    int boxes = 0;
    for (int i = 0; i < RK_BOXES; i++)
        boxes += s->box[i].count > 2;
    if (boxes == 0)
        return 0.0;
    const double inner = body_w - 2.0 * box_pad - (boxes - 1) * box_gap;
    double letters = 0.0;
    for (int i = 0; i < RK_BOXES; i++)
        letters += box_share(&s->box[i]);
    const struct print_style title = {.size = size_of(f, 9.0), .lines = 1};
    const struct print_style text = {.size = size_of(f, 8.6), .lines = BOX_LINES};
    double height = 0.0, x = margin_x + box_pad;
    for (int i = 0; i < RK_BOXES; i++) {
        if (s->box[i].count < 3)
            continue;
        const double width = inner * box_share(&s->box[i]) / letters;
        const struct rk_line first = {s->box[i].runs, 1};
        const struct rk_line rest = {s->box[i].runs + 2, s->box[i].count - 2};
        if (f->tight) {
            height = fmax(height, put_run_in(f, &s->box[i], x, y + box_pad - 1.0, width));
            x += width + box_gap;
            continue;
        }
        double h = put(f, &first, title, x, y + box_pad - 1.0, width) + 1.0;
        h += put(f, &rest, text, x, y + box_pad - 1.0 + h, width);
        height = fmax(height, h);
        x += width + box_gap;
    }
    height += 2.0 * box_pad - 2.0;
    if (f->paint) {
        print_ink(f->p, RK_INK_MUTED);
        cairo_set_line_width(f->p->cr, 0.6);
        cairo_rectangle(f->p->cr, margin_x, y, body_w, height);
        cairo_stroke(f->p->cr);
    }
    return height;
}

static double foot_words(const struct front *f, double y)
{
    const struct rk_sheet *s = f->sheet;
    const double width = body_w - (s->qr.count > 0 ? qr_w + 18.0 : 0.0);
    const struct print_style small = {.size = text_min, .muted = true, .lines = 5};
    const double first = put(f, &s->foot[0], small, margin_x, y, width);
    return first + 2.0 + put(f, &s->foot[1], small, margin_x, y + first + 2.0, width);
}

static double foot_height(const struct front *f)
{
    struct front measure = *f;
    measure.paint = false;
    const double words = foot_words(&measure, 0.0);
    return 6.0 + (f->sheet->qr.count > 0 ? fmax(words, qr_w) : words);
}

static void foot(const struct front *f)
{
    const struct rk_drawing *qr = &f->sheet->qr;
    const double y = page_h - margin_bottom - foot_height(f);
    print_ink(f->p, RK_INK_MUTED);
    print_rule(f->p, margin_x, y, body_w, 0.5);
    (void)foot_words(f, y + 5.0);
    if (qr->count > 0)
        print_drawing(f->p, qr, margin_x + body_w - qr_w, y + 6.0, qr_w / qr->width);
}

/* ---- the whole ------------------------------------------------------------------------- */

/* The height of everything above the foot. */
static double body(const struct front *f)
{
    double y = margin_top;
    y += head(f, y);
    y += lead(f, y) + f->gap;
    y += questions(f, y) + f->gap;
    const double drawn = has_map(f->sheet) ? where(f, y) : chart(f, y);
    y += drawn > 0.0 ? drawn + f->gap : 0.0;
    y += box(f, y);
    return y;
}

static void measure_numbers(struct front *f)
{
    const struct print_style style = {
        .size = size_of(f, 8.2), .align = 1, .big = size_of(f, 19.0)};
    for (int c = 0; c < COLUMNS; c++)
        f->number_w[c] = number_least;
    for (int i = 0; i < RK_SECTIONS; i++)
        for (int32_t k = 0; k < f->rows[i]; k++) {
            struct print_block block =
                print_set(f->p, &f->sheet->sections[i].rows[k].number, style, page_w);
            const double asked = print_ink_width(&block) + 0.5;
            double *const band = &f->number_w[i % COLUMNS];
            *band = fmax(*band, fmin(asked, number_most));
            print_drop(&block);
        }
}

static bool fits(struct front *f, double bottom)
{
    measure_numbers(f);
    f->gap = (f->tight ? 4.5 : 7.0) * f->p->scale;
    return body(f) <= bottom;
}

/* How many rows the small tables of a question count for. */
static int32_t weight_of(const struct front *f, int which)
{
    int32_t rows = 0;
    for (int32_t i = 0; i < f->lists[which]; i++)
        rows += (f->sheet->sections[which].lists[i].table.rows + 2) / 2;
    return rows;
}

/* Whatever is left anywhere. */
static bool give_up_any(struct front *f)
{
    for (int i = 0; i < RK_SECTIONS; i++) {
        int32_t *const left = f->table_rows[i] > 0 ? &f->table_rows[i]
                              : f->lists[i] > 0    ? &f->lists[i]
                                                   : &f->rows[i];
        if (*left > 0) {
            --*left;
            return true;
        }
    }
    return false;
}

enum { LISTS_KEPT = 2 }; /* small tables that are worth more than second rows */

static int32_t lists_of(const struct front *f)
{
    int32_t count = 0;
    for (int i = 0; i < RK_SECTIONS; i++)
        count += f->lists[i];
    return count;
}

/* Rows that say a state in words: small, and the question's own sentence. */
static int32_t words_of(const struct front *f, int which)
{
    int32_t wide = 0;
    for (int32_t i = 0; i < f->rows[which]; i++)
        wide += f->sheet->sections[which].rows[i].wide;
    return wide;
}

/* What a question can give next: 4 a row of numbers beyond the second, or one of the table of
 * shares; 3 a small table where there are many; 2 its second row; 1 a small table; 0 nothing
 * yet. */
static int can_give(const struct front *f, int which)
{
    if (!f->tight)
        return f->rows[which] + f->table_rows[which] > 0;
    if (f->rows[which] > 2 + words_of(f, which) || f->table_rows[which] > 0)
        return 4;
    if (f->lists[which] > 0 && lists_of(f) > LISTS_KEPT)
        return 3;
    return f->rows[which] > 1 ? 2 : f->lists[which] > 0;
}

/* Beside a taller question that can give as much, a row less makes no room. */
static bool helps(const struct front *f, int which, const double height[])
{
    const int beside = which ^ 1;
    return !f->tight || height[which] + 0.5 >= height[beside] ||
           can_give(f, beside) < can_give(f, which);
}

/*
 * The least important row goes to the annex: from the question with most rows, the taller one
 * of two. The first row of each question stays longest. Small tables stay longer than third
 * rows, two of them longer than second ones; the later question gives its own first. False:
 * nothing is left.
 */
static bool give_up_one(struct front *f)
{
    const double width = (body_w - gutter) / COLUMNS;
    double tallest = 0.0, height[RK_SECTIONS];
    int32_t most = 0;
    int which = -1, gives = 1;
    for (int i = 0; i < RK_SECTIONS; i++) {
        height[i] = put_section(f, i, margin_x, 0.0, width);
        gives = can_give(f, i) > gives ? can_give(f, i) : gives;
    }
    const bool lists_go = f->tight && (gives == 3 || gives == 1);
    for (int i = 0; i < RK_SECTIONS; i++) {
        const int32_t rows = f->rows[i] + f->table_rows[i] + weight_of(f, i);
        if (rows == 0 || (rows < most && !lists_go) || can_give(f, i) < gives ||
            !helps(f, i, height))
            continue;
        if (rows > most || height[i] > tallest || lists_go) {
            tallest = height[i];
            most = rows;
            which = i;
        }
    }
    if (which < 0)
        return give_up_any(f);
    const bool list = f->tight && f->lists[which] > 0 && (gives == 3 || gives == 1);
    if (list)
        f->lists[which]--;
    else if (f->table_rows[which] > 0 && (f->rows[which] <= 1 || f->tight))
        f->table_rows[which]--;
    else
        f->rows[which]--;
    return true;
}

/* The most generous scale that fits; what fits small does not always fit large. False: none. */
static bool choose_scale(struct front *f, double bottom)
{
    ptrdiff_t low = 0, high = RK_COUNT(scales);
    while (low < high) {
        const ptrdiff_t middle = low + (high - low) / 2;
        f->p->scale = scales[middle];
        if (fits(f, bottom))
            high = middle;
        else
            low = middle + 1;
    }
    const bool found = low < RK_COUNT(scales);
    f->p->scale = scales[found ? low : RK_COUNT(scales) - 1];
    return fits(f, bottom);
}

static bool try_one(struct front *f, int32_t *shown, int32_t all, double bottom)
{
    if (*shown >= all)
        return false;
    ++*shown;
    if (fits(f, bottom))
        return true;
    --*shown;
    return false;
}

/* Rows that find room after all: a lower question was the one that did not fit. */
static void take_back(struct front *f, double bottom)
{
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < RK_SECTIONS; i++) {
            const struct rk_section *q = &f->sheet->sections[i];
            more |= try_one(f, &f->lists[i], q->list_count, bottom);
            more |= try_one(f, &f->rows[i], q->row_count, bottom);
            more |= try_one(f, &f->table_rows[i], q->table.rows, bottom);
        }
    }
}

rk_status print_front(struct print *p, const struct rk_sheet *sheet, struct rk_err *err)
{
    struct front f = {.p = p, .sheet = sheet};
    int32_t lists = 0;
    for (int i = 0; i < RK_SECTIONS; i++) {
        f.rows[i] = sheet->sections[i].row_count;
        f.table_rows[i] = sheet->sections[i].table.rows;
        f.lists[i] = sheet->sections[i].list_count;
        lists += f.lists[i];
    }
    const double bottom = page_h - margin_bottom - foot_height(&f) - 8.0;
    bool good = choose_scale(&f, bottom);
    if (!good && (has_map(sheet) || lists > 0)) {
        f.tight = true;
        good = choose_scale(&f, bottom);
    }
    if (!good) {
        for (int i = 0; i < RK_SECTIONS; i++)
            f.table_rows[i] = f.lists[i] > 0 ? 0 : f.table_rows[i]; /* what was counted first */
        good = fits(&f, bottom);
    }
    if (!good) {
        while (give_up_one(&f) && !fits(&f, bottom))
            continue;
    }
    take_back(&f, bottom);
    (void)fits(&f, bottom); /* the last try may have failed */
    /* What is left over becomes white between the bands, not a hole above the foot. */
    const double spare = bottom - body(&f);
    if (spare < 0.0)
        return rk_fail(err, RK_EINVAL, "ranok-sheet", "the front is %.0f points too long",
                       -spare);
    const double bands = sheet->chart[0].count > 0 || has_map(sheet) ? 4.0 : 3.0;
    f.gap += fmax(0.0, fmin(spare / bands, 16.0));
    f.paint = true;
    (void)body(&f);
    foot(&f);
    print_outline(p, &sheet->title, 1);
    return RK_OK;
}
