/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bars over days: a row for each boiler house. Grey is work, slanted lines wait for their day,
 * dark grey is warm in part, black is warm; the frost is a dashed line. Read without colour.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_text.h"

enum { WEEK = 7, MANY_DAYS = 49, MARKS_PER_ROW = 10, MARKS_FIXED = 80 };

static const double whole_width = 500.0, letter = 7.6, row_height = 14.0, bar_height = 8.0;
static const double label_most = 190.0, air = 6.0, head_height = 14.0, foot_height = 28.0;

struct bars {
    struct sheet_maker *m;
    const struct rk_chart *chart;
    struct rk_drawing *out;
    struct rk_mark *marks;
    double left, day_width, bottom;
};

static void put(struct bars *b, struct rk_mark mark)
{
    b->marks[b->out->count++] = mark;
}

static void put_text(struct bars *b, double x, double y, int anchor, enum rk_ink ink,
                     struct rk_run run, bool halo)
{
    put(b, (struct rk_mark){.kind = RK_MARK_TEXT,
                            .ink = ink,
                            .x = x,
                            .y = y,
                            .x2 = letter * sheet_text_width(run.text, false),
                            .y2 = letter,
                            .anchor = anchor,
                            .halo = halo,
                            .run = run});
}

/* As much of the text as fits, then "…". */
static struct rk_str fitted(struct rk_arena *keep, struct rk_str text, double width)
{
    if (letter * sheet_text_width(text, false) <= width)
        return text;
    ptrdiff_t len = text.len;
    const double room = width - letter * sheet_text_width(RK_STR("…"), false);
    while (len > 0 && letter * sheet_text_width(rk_str_slice(text, 0, len), false) > room)
        len = rk_utf8_head(text, len - 1).len;
    return rk_str_printf(keep, "%.*s…", (int)len, text.at);
}

static double edge(const struct bars *b, double day)
{
    return b->left + b->day_width * fmin(fmax(day, 0.0), b->chart->days);
}

/* ---- rows ------------------------------------------------------------------------------ */

static const struct {
    enum rk_mark_kind kind;
    enum rk_ink ink;
} looks[] = {[RK_BAR_WORK] = {RK_MARK_BAR, RK_INK_SHADE + 1},
             [RK_BAR_WAIT] = {RK_MARK_HATCH, RK_INK_MUTED},
             [RK_BAR_PART] = {RK_MARK_BAR, RK_INK_SHADE + 3},
             [RK_BAR_DONE] = {RK_MARK_BAR, RK_INK}};

static void put_bar(struct bars *b, uint8_t look, double x, double y, double width)
{
    put(b, (struct rk_mark){.kind = looks[look].kind,
                            .ink = looks[look].ink,
                            .x = x,
                            .y = y,
                            .x2 = width,
                            .y2 = bar_height});
}

static void put_row(struct bars *b, int32_t i)
{
    const struct rk_chart_row *row = &b->chart->row[i];
    const double y = head_height + i * row_height, base = y + bar_height - 1.0;
    const struct rk_str label = fitted(b->m->keep, row->label, label_most);
    put_text(b, b->left - air, base, 1, RK_INK, sheet_of_ledger(0, label), false);
    for (int32_t k = 0; k < row->bars && k + 2 < MARKS_PER_ROW; k++) {
        const double from = edge(b, (double)row->bar[k].from);
        const double to = edge(b, (double)row->bar[k].to);
        if (to > from)
            put_bar(b, row->bar[k].look, from, y, to - from);
    }
    if (row->beside.len > 0)
        put_text(b, b->left + air, base, -1, row->alert ? RK_INK_ALERT : RK_INK_MUTED,
                 sheet_of_ledger(
                     0, fitted(b->m->keep, row->beside, whole_width - b->left - 2.0 * air)),
                 true);
}

/* ---- what stands around them ------------------------------------------------------------- */

/* "07.11", "7 Nov": the year is the page's. */
static struct rk_str short_day(struct bars *b, rk_day day)
{
    int year, month, of_month;
    struct rk_buf full = rk_buf_in(b->m->keep, 80);
    rk_day_split(day, &year, &month, &of_month);
    if (b->m->lang == RK_UK)
        return rk_str_printf(b->m->keep, "%02d.%02d", of_month, month);
    rk_say_day(b->m->lang, day, &full);
    struct rk_str rest = rk_buf_str(&full);
    (void)rk_str_cut(&rest, ' ');
    return rk_str_printf(b->m->keep, "%d %.3s", of_month, rest.len > 2 ? rest.at : "");
}

static void put_axis(struct bars *b)
{
    put(b, (struct rk_mark){.kind = RK_MARK_LINE,
                            .ink = RK_INK_MUTED,
                            .x = b->left,
                            .y = head_height - 3.0,
                            .x2 = b->left,
                            .y2 = b->bottom,
                            .width = 0.6});
    const int32_t step = b->chart->days > MANY_DAYS ? 2 * WEEK : WEEK;
    for (int32_t d = 0; d <= b->chart->days; d += step) {
        const double x = edge(b, d);
        const bool end = d + step > b->chart->days;
        put(b, (struct rk_mark){.kind = RK_MARK_LINE,
                                .ink = RK_INK_PALE,
                                .x = x,
                                .y = b->bottom,
                                .x2 = x,
                                .y2 = b->bottom + 3.0,
                                .width = 0.6});
        put_text(
            b, x, b->bottom + 10.5,
            d == 0 ? -1
            : end  ? 1
                   : 0,
            RK_INK_MUTED,
            (struct rk_run){.from = RK_FROM_SCALE, .text = short_day(b, b->chart->first + d)},
            false);
    }
}

static void put_line(struct bars *b)
{
    const int32_t day = b->chart->line - b->chart->first;
    if (b->chart->line == RK_DAY_NONE || day < 0 || day > b->chart->days)
        return;
    struct rk_spot *spot = RK_NEW(b->m->keep, struct rk_spot, 2);
    if (!spot)
        return;
    const double x = edge(b, day);
    spot[0] = (struct rk_spot){x, head_height - 4.0};
    spot[1] = (struct rk_spot){x, b->bottom};
    for (int wide = 1; wide >= 0; wide--) /* on white, so that it is seen across black */
        put(b, (struct rk_mark){.kind = RK_MARK_PATH,
                                .ink = wide ? RK_INK_PAPER : RK_INK_LINK,
                                .x2 = wide ? 0.0 : 3.0,
                                .y2 = wide ? 0.0 : 2.0,
                                .width = wide ? 2.6 : 1.2,
                                .points = spot,
                                .point_count = 2});
    const struct rk_str words =
        rk_str_printf(b->m->keep, "%s %.*s", rk_word(b->m->lang, b->chart->line_words),
                      RK_FMT(short_day(b, b->chart->line)));
    const bool right = x > (b->left + whole_width) / 2.0;
    put_text(b, right ? x - 2.0 : x + 2.0, head_height - 5.5, right ? 1 : -1, RK_INK_LINK,
             sheet_of_ledger(0, words), true);
}

static void put_legend(struct bars *b)
{
    double x = b->left;
    const double y = b->bottom + 16.5;
    for (int k = 0; k <= (int)RK_BAR_DONE; k++) {
        const struct rk_str words = rk_str_of(rk_word(b->m->lang, b->chart->look[k]));
        put_bar(b, (uint8_t)k, x, y, 14.0);
        put_text(b, x + 17.0, y + bar_height - 1.0, -1, RK_INK_MUTED,
                 (struct rk_run){.from = RK_FROM_WORDS, .text = words}, false);
        x += 17.0 + letter * sheet_text_width(words, false) + 12.0;
    }
}

void sheet_make_bars(struct sheet_maker *m, const struct rk_chart *chart,
                     struct rk_drawing *out)
{
    struct bars b = {.m = m, .chart = chart, .out = out};
    double label = 0.0;
    *out = (struct rk_drawing){.width = whole_width,
                               .height = head_height + chart->rows * row_height + foot_height,
                               .alt = sheet_line_of(m, 0, chart->title)};
    b.marks = RK_NEW(m->keep, struct rk_mark,
                     (ptrdiff_t)MARKS_FIXED + (ptrdiff_t)MARKS_PER_ROW * chart->rows);
    if (!b.marks || chart->days < 1 || chart->days > 26 * WEEK) {
        m->failed |= !b.marks;
        return;
    }
    out->marks = b.marks;
    for (int32_t i = 0; i < chart->rows; i++)
        label = fmax(label, letter * sheet_text_width(chart->row[i].label, false));
    b.left = fmin(label, label_most) + air;
    b.day_width = (whole_width - b.left) / chart->days;
    b.bottom = head_height + chart->rows * row_height;
    put_axis(&b);
    for (int32_t i = 0; i < chart->rows; i++)
        put_row(&b, i);
    put_line(&b);
    put_legend(&b);
    m->failed |= m->keep->failed;
}
