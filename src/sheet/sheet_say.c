/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that point at what they say: values, days, counts. */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_saying.h"

#include "rk_date.h"

enum { VALUE_BYTES = 160, UNDER = 3 };

struct rk_run sheet_of_figure(const struct rk_figure *f, unsigned look, struct rk_str text)
{
    return (struct rk_run){.from = RK_FROM_FIGURE, .look = look, .text = text, .figure = f};
}

struct rk_run sheet_of_statement(const struct rk_statement *s, unsigned look,
                                 struct rk_str text)
{
    return (struct rk_run){
        .from = RK_FROM_STATEMENT, .look = look, .text = text, .statement = s};
}

struct rk_run sheet_of_ledger(unsigned look, struct rk_str text)
{
    return (struct rk_run){.from = RK_FROM_LEDGER, .look = look, .text = text};
}

struct rk_run sheet_count(struct sheet_maker *m, unsigned look, int64_t n)
{
    struct rk_buf b = rk_buf_in(m->keep, 48);
    rk_say_number(m->lang, (double)n, 0, &b);
    return sheet_of_ledger(look, rk_buf_str(&b));
}

/* ---- days ------------------------------------------------------------------------------ */

static void say_short_day(enum rk_lang lang, rk_day day, struct rk_buf *out)
{
    int year = 0, month = 0, d = 0;
    rk_day_split(day, &year, &month, &d);
    if (lang == RK_UK)
        rk_buf_printf(out, "%02d.%02d.%04d", d, month, year);
    else
        rk_buf_printf(out, "%04d-%02d-%02d", year, month, d);
}

struct rk_str sheet_when(struct sheet_maker *m, struct rk_when when)
{
    struct rk_buf b = rk_buf_in(m->keep, 96);
    if (!rk_when_known(when))
        return (struct rk_str){0};
    if (when.first == when.last)
        say_short_day(m->lang, when.first, &b);
    else
        rk_say_when(m->lang, when.first, when.last, &b);
    return rk_buf_str(&b);
}

struct rk_run sheet_day(struct sheet_maker *m, unsigned look, rk_day day)
{
    return sheet_of_ledger(look, sheet_when(m, (struct rk_when){day, day}));
}

struct rk_run sheet_long_day(struct sheet_maker *m, unsigned look, rk_day day)
{
    struct rk_buf b = rk_buf_in(m->keep, 96);
    rk_say_day(m->lang, day, &b);
    return sheet_of_ledger(look, rk_buf_str(&b));
}

/* ---- values ---------------------------------------------------------------------------- */

const char *sheet_bound(struct sheet_maker *m, enum rk_bound bound)
{
    switch (bound) {
    case RK_ABOUT:
        return rk_word(m->lang, "sheet.bound.about");
    case RK_AT_LEAST:
        return rk_word(m->lang, "sheet.bound.at_least");
    case RK_MORE_THAN:
        return rk_word(m->lang, "sheet.bound.more_than");
    case RK_AT_MOST:
        return rk_word(m->lang, "sheet.bound.at_most");
    case RK_EXACT:
    case RK_RANGE:
    case RK_STATE:
        break;
    }
    return "";
}

bool sheet_is_state(const struct rk_figure *f)
{
    return f->known && isnan(f->value) && isnan(f->low) && isnan(f->high);
}

struct rk_str sheet_figure_state(struct sheet_maker *m, const struct rk_figure *f)
{
    return rk_saying_of_state(m->lang, f->text, f->definition);
}

struct rk_str sheet_statement_state(struct sheet_maker *m, const struct rk_statement *s)
{
    return rk_saying_of_state(m->lang, s->text, s->definition);
}

/* Things and people are counted; shares, degrees and days are not. */
static bool is_count(struct rk_str unit)
{
    static const char *const measures[] = {"percent", "share", "c", "C", "date", "dates"};
    for (ptrdiff_t i = 0; i < RK_COUNT(measures); i++)
        if (rk_str_eq(unit, rk_str_of(measures[i])))
            return false;
    return true;
}

static void say_one(struct sheet_maker *m, double x, struct rk_str unit, struct rk_buf *out)
{
    if (rk_str_eq(unit, RK_STR("date")) && fabs(x) < 1e6)
        say_short_day(m->lang, (rk_day)x, out);
    else
        rk_say_number(m->lang, rk_str_eq(unit, RK_STR("share")) ? 100.0 * x : x, 2, out);
}

/* What is counted stands in the label; what is measured needs its unit. */
static void say_suffix(struct sheet_maker *m, struct rk_str unit, double x, struct rk_buf *out)
{
    const struct rk_unit *known = rk_unit_find(unit);
    if (rk_str_eq(unit, RK_STR("percent")) || rk_str_eq(unit, RK_STR("share")))
        rk_buf_c(out, "\xC2\xA0%");
    else if (rk_str_eq(unit, RK_STR("c")) || rk_str_eq(unit, RK_STR("C")))
        rk_buf_c(out, "\xC2\xA0°C");
    else if (known && known->measure) {
        rk_buf_c(out, "\xC2\xA0");
        rk_buf_c(out, rk_form_number(&known->words, m->lang, x));
    }
}

static bool said_small(struct sheet_maker *m, double low, double high, struct rk_str unit,
                       struct rk_buf *out)
{
    if (m->options.edition != RK_PUBLIC || !is_count(unit))
        return false;
    const double top = isnan(high) ? low : high;
    const double bottom = isnan(low) ? high : low;
    if (top < UNDER) {
        rk_buf_c(out, rk_word(m->lang, "sheet.under_three"));
        return true;
    }
    if (bottom >= UNDER || isnan(low) || isnan(high))
        return false;
    rk_buf_c(out, rk_word(m->lang, "sheet.up_to")); /* the lower end would tell a small count */
    rk_buf_c(out, "\xC2\xA0");
    say_one(m, high, unit, out);
    return true;
}

struct rk_str sheet_value(struct sheet_maker *m, double low, double high, struct rk_str unit)
{
    struct rk_buf b = rk_buf_in(m->keep, VALUE_BYTES);
    if (isnan(low) && isnan(high))
        return (struct rk_str){0};
    if (said_small(m, low, high, unit, &b))
        return rk_buf_str(&b);
    if (!isnan(low) && !isnan(high) && low < high) {
        say_one(m, low, unit, &b);
        rk_buf_c(&b, "–");
        say_one(m, high, unit, &b);
    } else {
        say_one(m, isnan(low) ? high : low, unit, &b);
    }
    say_suffix(m, unit, isnan(high) ? low : high, &b);
    return rk_buf_str(&b);
}

/* A day or a period is said as people say it; other words stand as they are. */
static struct rk_str words_of(struct sheet_maker *m, struct rk_str unit, struct rk_str text)
{
    struct rk_when when;
    if (rk_str_starts(unit, RK_STR("date")) && rk_when_read(text, 0, &when)) {
        struct rk_buf b = rk_buf_in(m->keep, 96);
        rk_say_when(m->lang, when.first, when.last, &b);
        return rk_buf_str(&b);
    }
    return sheet_quote(m, text).text;
}

struct rk_str sheet_figure_value(struct sheet_maker *m, const struct rk_figure *f)
{
    const struct rk_str unit = rk_str_of(f->def->unit);
    if (!f->known)
        return rk_str_of("—");
    if (sheet_is_state(f))
        return words_of(m, unit, sheet_figure_state(m, f));
    const bool point = !isnan(f->value) && f->bound != RK_RANGE;
    return point ? sheet_value(m, f->value, f->value, unit)
                 : sheet_value(m, f->low, f->high, unit);
}

struct rk_str sheet_statement_value(struct sheet_maker *m, const struct rk_statement *s)
{
    const struct rk_figure_def *def = rk_figure_def_find(s->figure);
    const struct rk_str unit = def ? rk_str_of(def->unit) : s->unit;
    struct rk_str value = sheet_value(m, s->value_low, s->value_high, unit);
    if (value.len == 0)
        return words_of(m, unit, sheet_statement_state(m, s));
    return sheet_bound_value(m, s->bound, value);
}

struct rk_str sheet_bound_value(struct sheet_maker *m, enum rk_bound bound, struct rk_str value)
{
    const char *const word = sheet_bound(m, bound);
    const bool small = rk_str_eq(value, rk_str_of(rk_word(m->lang, "sheet.under_three")));
    if (!word[0] || value.len == 0 || small)
        return value;
    return rk_str_printf(m->keep, "%s %.*s", word, RK_FMT(value));
}

struct rk_str sheet_label(struct sheet_maker *m, const struct rk_figure *f)
{
    return sheet_typography(m->keep, m->lang, rk_str_of(rk_form(&f->def->label, m->lang, 1)));
}

/*
 * "of private houses", "приватних будинків": denominators are written to follow a percentage.
 * Alone they need another beginning, unless they say that nothing was stated.
 */
struct rk_str sheet_of_how_many(struct sheet_maker *m, struct rk_str of, bool alone)
{
    if (m->lang == RK_EN)
        return alone && rk_str_starts(of, RK_STR("of ")) ? rk_str_slice(of, 3, of.len) : of;
    if (rk_str_starts(of, RK_STR("від")) || rk_str_find(of, RK_STR("не сказано")) >= 0)
        return of;
    return rk_str_printf(m->keep, "%s\xC2\xA0%.*s", rk_word(m->lang, "sheet.out_of"),
                         RK_FMT(of));
}
