/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line of percentages: what the council and others say is destroyed, each by its own count.
 *
 * Every statement is a dot (or a bar, for a range) at its value. Its label hangs on a pole, in
 * rows above and below, so that no text covers a text or a pole. Statements on the same thing
 * share a label: "30, 35 % of private houses".
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_date.h"
#include "rk_random.h"

enum {
    SEED = 2022,
    TRIALS = 1500,
    POINTS_MAX = 64,
    VALUES_MAX = 6,
    MARKS_PER_POINT = 8,
    MARKS_FIXED = 40
};

static const double dot_pt = 3.0, gap_pt = 5.0, merge_within = 10.0;

struct point {
    const struct rk_statement *said;
    const struct rk_figure *figure;
    struct sheet_quote counted;
    double low, high; /* as drawn: open ends closed */
    bool council;
};

/* A label that opens to one side of its pole. */
struct shape {
    bool right;
    bool cut; /* its text did not fit whole */
    double pole, from, to;
    struct rk_str text;
};

struct flag {
    const struct point *points[VALUES_MAX];
    int32_t count;
    double first, last; /* values of its outer dots */
    bool council;
    struct shape shape[2]; /* towards the middle, away from it */
    int way;               /* which of them */
    int side;              /* -1 above, 1 below */
    int row;               /* 1 next to the axis; 0 not placed */
};

/* Paper and screens differ in width, in the size of letters, and in how tall a chart may be. */
struct canvas {
    double width, size;
    int rows; /* of labels, above and below each; 0: a line for each label */
};

struct chart {
    struct sheet_maker *m;
    const struct point *points;
    int32_t point_count;
    struct flag *flags;
    int32_t flag_count;
    struct canvas on;
    double axis_from, axis_to;
    struct rk_mark *marks;
    int32_t mark_count;
};

/* ---- what is drawn --------------------------------------------------------------------- */

static bool is_shown(struct sheet_maker *m, const struct rk_figure *f,
                     const struct rk_statement *s)
{
    const double x = isnan(s->value_low) ? s->value_high : s->value_low;
    return s->in_scope && s->replaced_by.len == 0 && rk_when_known(s->as_of) &&
           strcmp(f->def->unit, "percent") == 0 && x >= 0.0 && x <= 100.0 &&
           !(s->value_high > 100.0) && sheet_shows_figure(m, f) && sheet_shows_statement(m, s);
}

static struct point point_of(struct sheet_maker *m, const struct rk_figure *f,
                             const struct rk_statement *s)
{
    struct point p = {.said = s, .figure = f, .low = s->value_low, .high = s->value_high};
    if (isnan(p.low))
        p.low = p.high;
    if (isnan(p.high))
        p.high = p.low;
    p.council = strcmp(f->def->id, "damage.all.said") == 0 && s->used;
    p.counted = sheet_shown(m, s->denominator);
    if (p.counted.text.len > 0 && p.counted.text.at[0] >= '0' && p.counted.text.at[0] <= '9')
        p.counted.text =
            sheet_of_how_many(m, p.counted.text, false); /* no number on a number */
    if (p.council) /* its sentence, as it stands at the question */
        p.counted = (struct sheet_quote){
            rk_str_printf(m->keep, "— %.*s", RK_FMT(sheet_label(m, f))), false, true};
    if (p.counted.text.len == 0)
        p.counted = sheet_shown(m, s->definition);
    if (p.counted.text.len == 0)
        p.counted = (struct sheet_quote){sheet_label(m, f), false, true};
    if (s->later) { /* said of a later day: shown with its year, it decides nothing here */
        int year, month, day;
        rk_day_split(s->as_of.first, &year, &month, &day);
        p.counted.text = rk_str_printf(m->keep, "%.*s (%d)", RK_FMT(p.counted.text), year);
    }
    return p;
}

static int32_t gather(struct sheet_maker *m, struct point *points)
{
    int32_t count = 0;
    for (int32_t i = 0; i < m->report->figure_count; i++) {
        const struct rk_figure *f = &m->report->figures[i];
        if (!sheet_in_section(f, "destroyed"))
            continue;
        for (int32_t k = 0; k < f->statement_count && count < POINTS_MAX; k++) {
            if (!is_shown(m, f, &f->statements[k]))
                continue;
            const struct point p = point_of(m, f, &f->statements[k]);
            int32_t at = count++;
            for (; at > 0 && points[at - 1].low > p.low; at--)
                points[at] = points[at - 1];
            points[at] = p;
        }
    }
    return count;
}

/* ---- labels ---------------------------------------------------------------------------- */

static bool same_value(const struct point *a, const struct point *b)
{
    return a->low == b->low && a->high == b->high && a->said->bound == b->said->bound &&
           rk_str_eq(a->counted.text, b->counted.text);
}

/* The same thing counted: one label, unless the values lie far apart. Ranges stand alone. */
static bool joins(const struct flag *flag, const struct point *p)
{
    const struct point *first = flag->points[0];
    if (same_value(first, p))
        return true;
    return !flag->council && !p->council && flag->count < VALUES_MAX &&
           first->said->bound == p->said->bound && first->low == first->high &&
           p->low == p->high && p->low - flag->first <= merge_within &&
           rk_str_eq(first->counted.text, p->counted.text);
}

static void make_flags(struct chart *c)
{
    for (int32_t i = 0; i < c->point_count; i++) {
        const struct point *p = &c->points[i];
        struct flag *home = NULL;
        for (int32_t k = 0; k < c->flag_count && !home; k++)
            if (joins(&c->flags[k], p))
                home = &c->flags[k];
        if (!home) {
            home = &c->flags[c->flag_count++];
            *home = (struct flag){.first = p->low, .council = p->council};
        } else if (same_value(home->points[home->count - 1], p)) {
            continue; /* said twice: one dot, one value */
        }
        home->points[home->count++] = p;
        home->last = p->high;
    }
}

/* "30, 35 % of private houses" */
static struct rk_str flag_text(struct sheet_maker *m, const struct flag *flag)
{
    struct rk_buf values = rk_buf_in(m->keep, 200);
    const struct rk_statement *s = flag->points[0]->said;
    struct rk_str said = sheet_statement_value(m, s);
    if (flag->count > 1) {
        for (int32_t i = 0; i < flag->count; i++) {
            rk_buf_c(&values, i > 0 ? ",\xC2\xA0" : "");
            rk_say_number(m->lang, flag->points[i]->low, 2, &values);
        }
        rk_buf_c(&values, "\xC2\xA0%");
        said = sheet_bound_value(m, s->bound, rk_buf_str(&values));
    }
    return rk_str_printf(m->keep, "%.*s %.*s", RK_FMT(said),
                         RK_FMT(flag->points[0]->counted.text));
}

static struct rk_str cut_to(struct sheet_maker *m, struct rk_str text, double width,
                            bool strong)
{
    if (sheet_text_width(text, strong) <= width)
        return text;
    ptrdiff_t len = text.len;
    while (len > 0) {
        len--;
        while (len > 0 && ((unsigned char)text.at[len] & 0xC0) == 0x80)
            len--;
        const struct rk_str head = rk_str_trim(rk_str_slice(text, 0, len));
        if (sheet_text_width(head, strong) + 1.0 <= width)
            return rk_str_printf(m->keep, "%.*s…", RK_FMT(head));
    }
    return text;
}

static double place_of(const struct chart *c, double percent)
{
    return c->axis_from + (c->axis_to - c->axis_from) * percent / 100.0;
}

static struct shape shape_of(struct chart *c, const struct flag *flag, bool right)
{
    const double longest = 0.68 * c->on.width;
    struct shape shape = {.right = right};
    shape.pole = place_of(c, right ? flag->first : flag->last);
    const double room = right ? c->on.width - shape.pole - gap_pt : shape.pole - gap_pt;
    shape.text = cut_to(c->m, flag_text(c->m, flag),
                        (room < longest ? room : longest) / c->on.size, flag->council);
    shape.cut = rk_str_ends(shape.text, RK_STR("…"));
    const double w = c->on.size * sheet_text_width(shape.text, flag->council) + 3.0;
    shape.from = right ? shape.pole : shape.pole - w;
    shape.to = right ? shape.pole + w : shape.pole;
    return shape;
}

/* ---- placing --------------------------------------------------------------------------- */

static bool clashes(const struct flag *a, const struct flag *b)
{
    if (a->side != b->side || a->row == 0 || b->row == 0)
        return false;
    const struct shape *x = &a->shape[a->way], *y = &b->shape[b->way];
    if (a->row == b->row)
        return x->from < y->to + gap_pt && y->from < x->to + gap_pt;
    const struct shape *low = a->row < b->row ? x : y, *high = a->row < b->row ? y : x;
    return high->pole > low->from - 1.5 && high->pole < low->to + 1.5;
}

static bool fits(const struct flag *flags, int32_t count, const struct flag *trial)
{
    for (int32_t i = 0; i < count; i++)
        if (clashes(&flags[i], trial))
            return false;
    return true;
}

/* Low rows, above before below, opening towards the middle, whole rather than cut. */
static double cost_of(const struct flag *flag)
{
    return flag->row + 0.6 * flag->way + (flag->side > 0 ? 0.2 : 0.0) +
           (flag->shape[flag->way].cut ? 6.0 : 0.0);
}

/* Poles still to come that this text would bar. */
static double bars(const struct flag *flags, int32_t count, const struct flag *trial)
{
    const struct shape *text = &trial->shape[trial->way];
    double sum = 0.0;
    for (int32_t i = 0; i < count; i++) {
        const double pole = flags[i].shape[0].pole;
        if (flags[i].row == 0 && pole > text->from + 1.0 && pole < text->to - 1.0)
            sum += flags[i].council ? 6.0 : 1.2;
    }
    return sum;
}

/* The cheapest free place; returns its cost, or that of having none. */
static double place(struct flag *flags, int32_t count, struct flag *flag, int rows)
{
    struct flag best = *flag, trial = *flag;
    double cheapest = flag->council ? 2000.0 : 60.0, cost = cheapest;
    for (trial.way = 0; trial.way < 2; trial.way++) {
        const struct shape *shape = &trial.shape[trial.way];
        if (shape->cut && shape->to - shape->from < 90.0)
            continue; /* the stump of a text says nothing */
        const double barred = bars(flags, count, &trial);
        for (trial.side = -1; trial.side <= 1; trial.side += 2) {
            for (trial.row = 1; trial.row <= rows; trial.row++) {
                const double total = cost_of(&trial) + barred;
                if (total < cheapest && fits(flags, count, &trial)) {
                    best = trial;
                    cheapest = total;
                    cost = cost_of(&trial);
                }
            }
        }
    }
    *flag = best;
    return cost;
}

/* Places all in the given order; the cost of the whole. */
static double place_in_order(struct flag *flags, int32_t count, const int32_t *order, int rows)
{
    double cost = 0.0;
    for (int32_t i = 0; i < count; i++)
        flags[i].row = 0;
    for (int32_t n = 0; n < count; n++)
        cost += place(flags, count, &flags[order[n]], rows);
    return cost;
}

/*
 * What is placed first stands lowest and may bar the way of others' poles, so orders are tried:
 * from the middle outwards, then shuffled ones with a fixed seed. The best layout stays.
 */
static void place_all(struct chart *c, struct rk_scratch scratch)
{
    const int32_t n = c->flag_count;
    int32_t *order = RK_NEW(&scratch, int32_t, n);
    struct flag *best = RK_NEW(&scratch, struct flag, n);
    struct rk_random random = rk_random_seed(SEED);
    double cheapest = HUGE_VAL;
    if (!order || !best) {
        c->m->failed |= n > 0;
        return;
    }
    for (int32_t i = 0; i < n; i++) {
        int32_t at = i;
        for (; at > 0 &&
               fabs(c->flags[order[at - 1]].first - 50.0) > fabs(c->flags[i].first - 50.0);
             at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (int t = 0; t < TRIALS && cheapest > 1.3 * n; t++) {
        const double cost = place_in_order(c->flags, n, order, c->on.rows);
        if (cost < cheapest) {
            cheapest = cost;
            memcpy(best, c->flags, (size_t)n * sizeof *best);
        }
        rk_random_shuffle(&random, order, n);
    }
    memcpy(c->flags, best, (size_t)n * sizeof *best);
}

/* ---- drawing --------------------------------------------------------------------------- */

static struct rk_mark *add(struct chart *c, enum rk_mark_kind kind, enum rk_ink ink, double x,
                           double y, double x2, double y2)
{
    struct rk_mark *mark = &c->marks[c->mark_count++];
    *mark = (struct rk_mark){
        .kind = kind, .ink = ink, .x = x, .y = y, .x2 = x2, .y2 = y2, .width = 0.6};
    return mark;
}

static void draw_axis(struct chart *c, double y)
{
    add(c, RK_MARK_LINE, RK_INK, c->axis_from, y, c->axis_to, y)->width = 0.9;
    for (int percent = 0; percent <= 100; percent += 10) {
        const double x = place_of(c, percent), h = percent % 50 == 0 ? 3.5 : 2.0;
        add(c, RK_MARK_LINE, RK_INK_MUTED, x, y - h, x, y + h);
    }
    for (int end = 0; end < 2; end++) {
        struct rk_mark *t =
            add(c, RK_MARK_TEXT, RK_INK_MUTED, end ? c->axis_to + 5.0 : c->axis_from - 5.0,
                y + 0.34 * c->on.size, 0, c->on.size);
        t->anchor = end ? -1 : 1;
        t->run = (struct rk_run){.from = RK_FROM_SCALE,
                                 .text = end ? RK_STR("100\u00a0%") : RK_STR("0\u00a0%")};
        t->x2 = c->on.size * sheet_text_width(t->run.text, false);
    }
}

/* How far the near edge of a row of labels is from the axis. */
static double row_at(const struct chart *c, int row)
{
    return dot_pt + 5.5 + (row - 1) * 1.44 * c->on.size;
}

static void draw_flag(struct chart *c, const struct flag *flag, double axis_y)
{
    if (flag->row == 0)
        return; /* a dot without a label: annex A tells it */
    const struct shape *shape = &flag->shape[flag->way];
    const enum rk_ink ink = flag->council ? RK_INK_ALERT : RK_INK;
    const double base = axis_y + flag->side * row_at(c, flag->row), cap = 0.72 * c->on.size;
    const double text_y = flag->side < 0 ? base : base + cap;
    const double pole_to = flag->side < 0 ? base - cap : base + cap;
    add(c, RK_MARK_LINE, RK_INK_PALE, shape->pole, axis_y, shape->pole, pole_to)->width = 0.7;
    if (flag->last > flag->first && flag->count > 1) {
        const double y = axis_y + flag->side * (dot_pt + 2.0);
        add(c, RK_MARK_LINE, RK_INK_PALE, place_of(c, flag->first), y, place_of(c, flag->last),
            y)
            ->width = 0.7;
    }
    struct rk_mark *t = add(c, RK_MARK_TEXT, ink, shape->pole + (shape->right ? 3.0 : -3.0),
                            text_y, shape->to - shape->from - 3.0, c->on.size);
    t->anchor = shape->right ? -1 : 1;
    t->strong = flag->council;
    t->run = sheet_of_statement(
        flag->points[0]->said, flag->points[0]->counted.foreign ? RK_FOREIGN : 0u, shape->text);
    t->run.link = sheet_anchor(c->m, "a", flag->points[0]->figure->def->id);
}

static void draw_point(struct chart *c, const struct point *p, double y)
{
    const enum rk_ink ink = p->council ? RK_INK_ALERT : RK_INK;
    const double x = place_of(c, p->low), x2 = place_of(c, p->high);
    const double r = p->council ? dot_pt + 1.2 : dot_pt;
    if (x2 > x)
        add(c, RK_MARK_BAR, ink, x, y - 1.6, x2 - x, 3.2);
    if (p->said->bound == RK_MORE_THAN || p->said->bound == RK_AT_LEAST) {
        const double tip = x + 17.0 < c->axis_to ? x + 17.0 : c->axis_to;
        add(c, RK_MARK_LINE, ink, x, y, tip - 4.0, y)->width = 2.0;
        add(c, RK_MARK_ARROW, ink, tip, y, 6.0, 0.0);
    }
    if (p->said->bound == RK_ABOUT)
        add(c, RK_MARK_RING, ink, x, y, r - 0.4, 0.0)->width = 1.2;
    else
        add(c, RK_MARK_DOT, ink, x, y, r, 0.0);
    if (x2 > x)
        add(c, RK_MARK_DOT, ink, x2, y, r, 0.0);
}

static struct rk_line alt_text(struct sheet_maker *m, const struct chart *c)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    for (int32_t i = 0; i < c->flag_count; i++) {
        if (i > 0)
            sheet_words(&pen, 0, "sheet.semicolon");
        sheet_put(&pen, sheet_of_statement(c->flags[i].points[0]->said, 0,
                                           flag_text(m, &c->flags[i])));
    }
    return sheet_line(&pen);
}

static double room_beside(const struct chart *c, int side)
{
    int rows = 0;
    for (int32_t i = 0; i < c->flag_count; i++)
        if (c->flags[i].side == side && c->flags[i].row > rows)
            rows = c->flags[i].row;
    return rows > 0 ? row_at(c, rows) + c->on.size : 6.0;
}

static void draw(struct sheet_maker *m, const struct point *points, int32_t count,
                 struct canvas on, struct rk_scratch scratch, struct rk_drawing *out)
{
    struct chart c = {.m = m,
                      .points = points,
                      .point_count = count,
                      .on = on,
                      .axis_from = 3.0 * on.size,
                      .axis_to = on.width - 4.0 * on.size};
    c.flags = RK_NEW(&scratch, struct flag, count);
    c.marks = RK_NEW(m->keep, struct rk_mark, (ptrdiff_t)count * MARKS_PER_POINT + MARKS_FIXED);
    if (!c.flags || !c.marks) {
        m->failed = true;
        return;
    }
    make_flags(&c);
    for (int32_t i = 0; i < c.flag_count; i++)
        for (int way = 0; way < 2; way++)
            c.flags[i].shape[way] =
                shape_of(&c, &c.flags[i], (c.flags[i].first < 50.0) == (way == 0));
    place_all(&c, scratch);
    const double above = room_beside(&c, -1), below = room_beside(&c, 1);
    draw_axis(&c, above);
    for (int32_t i = 0; i < c.flag_count; i++)
        draw_flag(&c, &c.flags[i], above);
    for (int pass = 0; pass < 2; pass++) /* the council's dot lies on top */
        for (int32_t i = 0; i < count; i++)
            if (points[i].council == (pass == 1))
                draw_point(&c, &points[i], above);
    *out = (struct rk_drawing){on.width, above + below, c.marks, c.mark_count, alt_text(m, &c)};
}

/* On a phone each label has a line of its own, and the same scale below it. */
static void draw_lines(struct sheet_maker *m, const struct point *points, int32_t count,
                       struct canvas on, struct rk_scratch scratch, struct rk_drawing *out)
{
    struct chart c = {.m = m,
                      .points = points,
                      .point_count = count,
                      .on = on,
                      .axis_from = 6.0,
                      .axis_to = on.width - 6.0};
    c.flags = RK_NEW(&scratch, struct flag, count);
    c.marks = RK_NEW(m->keep, struct rk_mark, (ptrdiff_t)count * MARKS_PER_POINT + MARKS_FIXED);
    if (!c.flags || !c.marks) {
        m->failed = true;
        return;
    }
    make_flags(&c);
    double y = 1.3 * on.size;
    for (int32_t i = 0; i < c.flag_count; i++) {
        const struct flag *flag = &c.flags[i];
        const struct rk_str text =
            cut_to(m, flag_text(m, flag), on.width / on.size - 0.5, flag->council);
        struct rk_mark *t = add(&c, RK_MARK_TEXT, flag->council ? RK_INK_ALERT : RK_INK, 0.0, y,
                                on.size * sheet_text_width(text, flag->council), on.size);
        t->anchor = -1;
        t->strong = flag->council;
        t->run = sheet_of_statement(flag->points[0]->said, 0, text);
        t->run.link = sheet_anchor(m, "a", flag->points[0]->figure->def->id);
        y += 0.85 * on.size;
        add(&c, RK_MARK_LINE, RK_INK_PALE, c.axis_from, y, c.axis_to, y)->width = 0.8;
        for (int end = 0; end < 2; end++) {
            const double x = end ? c.axis_to : c.axis_from;
            add(&c, RK_MARK_LINE, RK_INK_PALE, x, y - 3.0, x, y + 3.0);
        }
        for (int32_t k = 0; k < flag->count; k++)
            draw_point(&c, flag->points[k], y);
        y += 2.1 * on.size;
    }
    *out = (struct rk_drawing){on.width, y - on.size, c.marks, c.mark_count, alt_text(m, &c)};
}

/* ---- beside the map -------------------------------------------------------------------- */

static void draw_uprights(struct chart *c, double top, double low)
{
    static const struct rk_str words[] = {
        {"0\xC2\xA0%", 4}, {"50\xC2\xA0%", 5}, {"100\xC2\xA0%", 6}};
    for (int i = 0; i < (int)RK_COUNT(words); i++) {
        const double x = place_of(c, 50.0 * i);
        add(c, RK_MARK_LINE, RK_INK_PALE, x, top, x, low)->width = 0.4;
        struct rk_mark *t = add(c, RK_MARK_TEXT, RK_INK_MUTED, 0.5 * i * c->on.width,
                                0.85 * c->on.size, 0, c->on.size);
        t->anchor = i - 1;
        t->run = (struct rk_run){.from = RK_FROM_SCALE, .text = words[i]};
        t->x2 = c->on.size * sheet_text_width(words[i], false);
    }
}

/* Near its dot, but never over the edge. */
static void label_row(struct chart *c, double at, struct rk_run run, bool loud, double y)
{
    const double w = c->on.size * sheet_text_width(run.text, loud);
    const double x = fmax(0.0, fmin(at - w / 2.0, c->on.width - w));
    struct rk_mark *t = add(c, RK_MARK_TEXT, loud ? RK_INK_ALERT : RK_INK, x, y, w, c->on.size);
    t->anchor = -1;
    t->strong = loud;
    t->halo = true;
    t->run = run;
}

static struct rk_run row_words(struct chart *c, const struct flag *flag)
{
    const struct point *first = flag->points[0];
    const struct rk_str text =
        cut_to(c->m, flag_text(c->m, flag), c->on.width / c->on.size - 0.3, flag->council);
    struct rk_run run =
        sheet_of_statement(first->said, first->counted.foreign ? RK_FOREIGN : 0u, text);
    run.link = sheet_anchor(c->m, "a", first->figure->def->id);
    return run;
}

static struct rk_run rest_words(struct sheet_maker *m, int32_t count)
{
    struct sheet_pen pen;
    struct rk_buf words = rk_buf_in(m->keep, 200);
    sheet_pen_start(&pen, m);
    sheet_fill_text(&pen, 0, rk_plural(m->lang, "sheet.chart.more", count),
                    SHEET_ARGS({"n", sheet_count(m, 0, count)}));
    for (int32_t r = 0; r < pen.count; r++)
        rk_buf_add(&words, pen.runs[r].text);
    return sheet_of_ledger(0, rk_buf_str(&words));
}

/* The council's sentence keeps its label: it changes places with the last one that has one. */
static void keep_council(struct chart *c, int32_t labelled)
{
    for (int32_t i = labelled; i < c->flag_count && labelled > 0; i++) {
        if (c->flags[i].council) {
            const struct flag council = c->flags[i];
            c->flags[i] = c->flags[labelled - 1];
            c->flags[labelled - 1] = council;
            return;
        }
    }
}

/* 0, 50 and 100 % as upright lines, a label and its dots in each row. What finds no room in the
 * height of the map shares the last row, and a count says how many they are. */
static void draw_beside(struct sheet_maker *m, const struct point *points, int32_t count,
                        struct canvas on, double height, struct rk_scratch scratch,
                        struct rk_drawing *out)
{
    struct chart c = {.m = m,
                      .points = points,
                      .point_count = count,
                      .on = on,
                      .axis_from = 4.0,
                      .axis_to = on.width - 4.0};
    c.flags = RK_NEW(&scratch, struct flag, count);
    c.marks = RK_NEW(m->keep, struct rk_mark, (ptrdiff_t)count * MARKS_PER_POINT + MARKS_FIXED);
    if (!c.flags || !c.marks) {
        m->failed = true;
        return;
    }
    make_flags(&c);
    const double top = 1.25 * on.size;
    const int32_t most = (int32_t)((height - top) / (1.9 * on.size));
    const int32_t rows = most < c.flag_count ? most : c.flag_count;
    const int32_t labelled = rows < c.flag_count ? rows - 1 : rows;
    const double row = fmin(2.7 * on.size, (height - top) / rows);
    keep_council(&c, labelled);
    draw_uprights(&c, top, top + rows * row);
    for (int32_t i = 0; i < c.flag_count; i++) {
        const struct flag *flag = &c.flags[i];
        const double from = top + (i < labelled ? i : rows - 1) * row;
        const double y = from + row - 0.42 * on.size;
        if (i <= labelled)
            add(&c, RK_MARK_LINE, RK_INK_PALE, c.axis_from, y, c.axis_to, y)->width = 0.4;
        if (i < labelled)
            label_row(&c, place_of(&c, flag->first), row_words(&c, flag), flag->council,
                      y - dot_pt - 2.6);
        else if (i == labelled)
            label_row(&c, 0.0, rest_words(m, c.flag_count - labelled), false, y - dot_pt - 2.6);
    }
    for (int32_t i = 0; i < c.flag_count; i++) { /* above the letters' white edges */
        const double y = top + ((i < labelled ? i : rows - 1) + 1) * row - 0.42 * on.size;
        for (int32_t k = 0; k < c.flags[i].count; k++)
            draw_point(&c, c.flags[i].points[k], y);
    }
    *out = (struct rk_drawing){on.width, height, c.marks, c.mark_count, alt_text(m, &c)};
}

void sheet_make_chart(struct sheet_maker *m, struct rk_scratch scratch, struct rk_sheet *out)
{
    static const struct canvas canvas[RK_CHARTS] = {
        {520.0, 8.0, 6}, {700.0, 8.6, 8}, {330.0, 12.0, 0}};
    static const struct canvas beside = {205.0, 8.0, 0};
    static const double beside_h = 148.0;
    struct point *points = RK_NEW(&scratch, struct point, POINTS_MAX + 1);
    if (!points) {
        m->failed = true;
        return;
    }
    const int32_t count = gather(m, points);
    if (count < 2) /* one sentence alone is a row of its question */
        return;
    struct rk_point *shown = RK_NEW(m->keep, struct rk_point, count);
    if (!shown) {
        m->failed = true;
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        struct sheet_pen pen;
        sheet_pen_start(&pen, m);
        sheet_put(&pen, sheet_of_statement(points[i].said,
                                           points[i].counted.foreign ? RK_FOREIGN : 0u,
                                           points[i].counted.text));
        shown[i] =
            (struct rk_point){points[i].said, points[i].figure,
                              sheet_statement_value(m, points[i].said), sheet_line(&pen)};
    }
    out->points = shown;
    out->point_count = count;
    out->chart_title = sheet_line_of(m, RK_STRONG, "sheet.chart.title");
    out->chart_note = sheet_line_of(m, RK_MUTED, "sheet.chart.note");
    for (int i = 0; i < RK_CHARTS - 1; i++)
        draw(m, points, count, canvas[i], scratch, &out->chart[i]);
    draw_lines(m, points, count, canvas[RK_CHARTS - 1], scratch, &out->chart[RK_CHARTS - 1]);
    if (m->report->map && m->options.edition != RK_PUBLIC) {
        draw_beside(m, points, count, beside, beside_h, scratch, &out->beside);
        out->beside_title = sheet_line_of(m, RK_STRONG, "sheet.chart.title_short");
        out->beside_note = sheet_line_of(m, RK_MUTED, "sheet.chart.note_short");
    }
}
