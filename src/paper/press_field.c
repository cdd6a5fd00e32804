/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One field in its box: number, label in both languages, "?" to tick when it is not known, and
 * below them room to write, cells for digits, or choices to tick, each with its number.
 */
#include "press_internal.h"

static const double pad = MM(1.2);
static const double label_size = 8.2, small_size = 6.2;
static const double tick = MM(3.2);      /* a box to tick */
static const double unknown_w = MM(6.2); /* "? ☐" in the corner */
static const double cell_most = MM(4.9), cell_least = MM(4.1), cell_h = MM(6.6);

static double line_height(const struct press *p) /* to write on */
{
    return press_between(p, MM(7.6), MM(7.0));
}

static double choice_size(const struct press *p)
{
    return press_between(p, 8.6, 7.8);
}

static double flow_height(const struct press *p) /* of a line of choices, at the least */
{
    return press_between(p, MM(4.9), MM(4.1));
}

static double choice_small(const struct press *p)
{
    return press_between(p, 6.2, 5.6);
}

static bool is_chosen(const struct rk_form_field *f)
{
    return f->choice_count > 0;
}

bool press_field_grows(const struct rk_form_field *f)
{
    return !is_chosen(f);
}

struct press_block press_label(struct press *p, const struct rk_form_field *f, double width)
{
    const enum rk_lang small = press_small(p);
    char number[16];
    snprintf(number, sizeof number, "%d\u00A0", (int)f->number);
    const struct press_run runs[] = {
        {rk_str_of(number), label_size, PRESS_STRONG, p->lang},
        {rk_str_of(f->is->label.one[p->lang]), label_size, 0, p->lang},
        {rk_str_of(f->must ? "\u00A0*" : ""), label_size, PRESS_STRONG, p->lang},
        {RK_STR("  "), small_size, 0, p->lang},
        {rk_str_of(f->is->label.one[small]), small_size, PRESS_SLANT, small}};
    return press_set(p, runs, RK_COUNT(runs),
                     (struct press_style){.width = width, .align = -1});
}

/* ---- digits -------------------------------------------------------------------------------
 */

/* How many digits stand before each gap: a day is 2, 2, 4. */
struct comb {
    int groups[4], count;
    char between;        /* '.' or 0 */
    const char *letters; /* key of a letter for each cell, or NULL */
};

static const struct comb *comb_of(const struct rk_form_field *f)
{
    static const struct comb day = {{2, 2, 4}, 3, '.', "paper.date.letters"};
    static const struct comb phone = {{3, 3, 2, 2}, 4, 0, NULL};
    if (f->is->type == RK_TYPE_DATE)
        return &day;
    return f->is->type == RK_TYPE_PHONE ? &phone : NULL;
}

static double comb_gap(const struct comb *c)
{
    return c->between ? MM(1.7) : MM(1.2);
}

/* As wide as a hand likes, as narrow as the box asks for; 0: not even that fits. */
static double cell_width(const struct comb *c, double width)
{
    int cells = 0;
    for (int i = 0; i < c->count; i++)
        cells += c->groups[i];
    const double w = (width - MM(1.6) - (c->count - 1) * comb_gap(c)) / cells;
    return w < cell_least ? 0.0 : w > cell_most ? cell_most : w;
}

/* A small letter in the corner of a cell says what belongs there: д, м, р. */
static void paint_letter(struct press *p, struct rk_str *letters, double x, double y, double w)
{
    ptrdiff_t next = 1;
    if (letters->len == 0)
        return;
    while (next < letters->len && ((unsigned char)letters->at[next] & 0xC0u) == 0x80u)
        next++;
    (void)press_line(p, rk_str_slice(*letters, 0, next), 4.5, 0, x, y + cell_h - MM(2.2),
                     w - MM(0.4), 1);
    *letters = rk_str_slice(*letters, next, letters->len);
}

static void paint_comb(struct press *p, const struct comb *c, double x, double y, double cell_w)
{
    struct rk_str letters = c->letters ? press_word(p, c->letters) : (struct rk_str){0};
    for (int g = 0; g < c->count; g++) {
        for (int i = 0; i < c->groups[g]; i++, x += cell_w) {
            press_box(p, x, y, cell_w, cell_h, rule_thin);
            paint_letter(p, &letters, x, y, cell_w);
        }
        if (c->between && g + 1 < c->count)
            (void)press_line(p, RK_STR("."), 10.0, PRESS_STRONG, x, y + cell_h - MM(4.4),
                             comb_gap(c), 0);
        x += comb_gap(c);
    }
}

/* ---- choices ------------------------------------------------------------------------------
 */

/* Paints a box to tick, when `paint`, and its words; the width of both. */
static struct press_block choice_words(struct press *p, const struct rk_form_field *f,
                                       int32_t i, double width)
{
    const enum rk_lang small = press_small(p);
    char number[16];
    snprintf(number, sizeof number, "%d\u00A0", (int)i + 1);
    const struct rk_words *words = f->choices[i].words;
    const struct press_run runs[] = {
        {rk_str_of(number), small_size, PRESS_STRONG, p->lang},
        {rk_str_of(words->one[p->lang]), choice_size(p), 0, p->lang},
        {RK_STR(" "), choice_small(p), 0, p->lang},
        {rk_str_of(words->one[small]), choice_small(p), PRESS_SLANT, small}};
    struct press_block block =
        press_set(p, runs, RK_COUNT(runs), (struct press_style){.align = -1});
    if (block.width <= width)
        return block;
    press_drop(&block);
    return press_set(p, runs, RK_COUNT(runs),
                     (struct press_style){.width = width, .align = -1});
}

/* Flows the choices from (x + indent, y) on; how far down they reach. */
static double flow(struct press *p, const struct rk_form_field *f, double x, double y,
                   double indent, double width, bool paint)
{
    const double gap = MM(1.0), between = press_between(p, MM(3.2), MM(2.2));
    double at = indent, line_h = flow_height(p), down = 0.0;
    for (int32_t i = 0; i < f->choice_count; i++) {
        struct press_block words = choice_words(p, f, i, width - tick - gap);
        const double w = tick + gap + words.width;
        if (at > 0.0 && at + w > width) {
            at = 0.0;
            down += line_h;
            line_h = flow_height(p);
        }
        line_h = words.height + MM(0.6) > line_h ? words.height + MM(0.6) : line_h;
        if (paint) {
            press_box(p, x + at, y + down + MM(0.55), tick, tick, rule_thin + 0.2);
            press_paint(p, &words, x + at + tick + gap, y + down + MM(0.3));
        } else {
            press_drop(&words);
        }
        at += w + between;
    }
    return down + line_h;
}

static double chosen(struct press *p, const struct rk_form_field *f, double x, double y,
                     double width, bool paint)
{
    const double inner = width - 2.0 * pad;
    struct press_block label = press_label(p, f, inner - unknown_w);
    /* Behind the label when that saves a line; below it otherwise. */
    const double behind = label.width + MM(4.0);
    const double free_w = inner - unknown_w;
    const bool one_line = label.height < MM(4.6);
    const double beside =
        one_line && behind < free_w * 0.6 ? flow(p, f, x, y, behind, free_w, false) : HUGE_VAL;
    const double below = label.height + flow(p, f, x, y, 0.0, inner, false);
    const bool in_line = beside <= below;
    if (paint) {
        press_paint(p, &label, x + pad, y + MM(0.7));
        (void)flow(p, f, x + pad, y + MM(0.5) + (in_line ? 0.0 : label.height),
                   in_line ? behind : 0.0, in_line ? free_w : inner, true);
    } else {
        press_drop(&label);
    }
    return (in_line ? beside : below) + press_between(p, MM(1.4), MM(0.6));
}

/* ---- writing ------------------------------------------------------------------------------
 */

static double written(struct press *p, const struct rk_form_field *f, double x, double y,
                      double width, double height)
{
    const struct comb *comb = comb_of(f);
    struct press_block label = press_label(p, f, width - 2.0 * pad - unknown_w);
    const double top = label.height + MM(0.7);
    const double need = top + (comb ? cell_h + MM(1.2) : f->lines * line_height(p));
    const double cell_w = comb ? cell_width(comb, width) : 0.0;
    if (comb && cell_w <= 0.0)
        press_fail(p, "the cells of field %d (%s) are wider than its box", (int)f->number,
                   f->is->id);
    if (height <= 0.0) {
        press_drop(&label);
        return need;
    }
    press_paint(p, &label, x + pad, y + MM(0.7));
    if (comb) { /* near its label, however high the row is */
        const double spare = height - need < MM(4.0) ? height - need : MM(4.0);
        paint_comb(p, comb, x + MM(0.8), y + top + spare / 2.0, cell_w);
    }
    const struct rk_str unit = rk_str_of(rk_form_unit(f, p->lang));
    if (unit.len > 0)
        (void)press_line(p, unit, label_size, 0, x, y + height - MM(4.6), width - pad, 1);
    for (int32_t i = 1; i < f->lines; i++) {
        const double line = y + top + (height - top) * i / f->lines;
        press_rule(p, x + pad, line, x + width - pad, line, 0.3);
    }
    return need;
}

static void paint_unknown(struct press *p, double x, double y, double width)
{
    const double box = MM(2.7);
    press_box(p, x + width - pad - box, y + MM(0.9), box, box, rule_thin);
    (void)press_line(p, press_word(p, "paper.unknown"), label_size, 0,
                     x + width - pad - unknown_w, y + MM(0.6), unknown_w - box - MM(0.6), 1);
}

double press_field(struct press *p, const struct rk_form_field *f, double x, double y,
                   double width, double height)
{
    const bool paint = height > 0.0;
    if (paint) {
        press_box(p, x, y, width, height, rule_thin);
        paint_unknown(p, x, y, width);
    }
    return is_chosen(f) ? chosen(p, f, x, y, width, paint) : written(p, f, x, y, width, height);
}
