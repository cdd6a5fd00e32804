/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One figure on the front page: the number, what it counts, who said it, who disagrees. */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

enum { OTHERS = 6, GROUPS = 2 };

struct rk_str sheet_anchor(struct sheet_maker *m, const char *prefix, const char *id)
{
    return rk_str_printf(m->keep, "%s-%s", prefix, id);
}

struct rk_run sheet_letter(struct sheet_maker *m, const struct rk_figure *f)
{
    struct rk_run run = sheet_of_figure(f, RK_LETTER, rk_str_of(f->def->letter));
    run.link = sheet_anchor(m, "a", f->def->id);
    return run;
}

/* ---- what others say ------------------------------------------------------------------- */

struct other {
    const struct rk_statement *said;
    struct rk_str value;
    struct rk_str counted; /* what it counted: denominator, else definition */
    bool foreign;
};

static struct other other_of(struct sheet_maker *m, const struct rk_statement *s)
{
    struct sheet_quote q = sheet_shown(m, s->definition);
    if (q.text.len == 0)
        q = sheet_shown(m, s->denominator);
    if (isnan(s->value_low) && isnan(s->value_high))
        q = sheet_who(m, s, false); /* words are their own definition: say whose they are */
    return (struct other){s, sheet_statement_value(m, s), q.text, q.foreign};
}

static bool said_before(const struct other *list, int32_t count, const struct other *o)
{
    for (int32_t i = 0; i < count; i++)
        if (rk_str_eq(list[i].value, o->value) && rk_str_eq(list[i].counted, o->counted))
            return true;
    return false;
}

/* What is counted alike stands together, each group by value. */
static bool stands_before(const struct other *a, const struct other *b)
{
    const int by_what = rk_str_cmp(a->counted, b->counted);
    if (by_what != 0)
        return by_what < 0;
    return a->said->value_low < b->said->value_low;
}

static int32_t gather(struct sheet_maker *m, const struct rk_figure *f, struct other list[],
                      int32_t max)
{
    int32_t count = 0;
    for (int32_t i = 0; i < f->statement_count && count < max; i++) {
        const struct rk_statement *s = &f->statements[i];
        if (!s->differs || !s->in_scope || s->replaced_by.len > 0 ||
            !sheet_shows_statement(m, s))
            continue;
        const struct other o = other_of(m, s);
        if (o.value.len == 0 || said_before(list, count, &o))
            continue;
        int32_t at = count++;
        for (; at > 0 && stands_before(&o, &list[at - 1]); at--)
            list[at] = list[at - 1];
        list[at] = o;
    }
    return count;
}

/* "436, 447, 449 (bodies at one site)"; returns how many it took. */
static int32_t put_group(struct sheet_pen *pen, const struct other *list, int32_t count)
{
    int32_t n = 0;
    for (; n < count && rk_str_eq(list[n].counted, list[0].counted); n++) {
        if (n > 0)
            sheet_words(pen, RK_ALERT, "sheet.comma");
        sheet_put(pen, sheet_of_statement(list[n].said, RK_ALERT | RK_STRONG, list[n].value));
    }
    if (list[0].counted.len > 0) {
        const unsigned look = RK_ALERT | (list[0].foreign ? RK_FOREIGN : 0u);
        sheet_fill(
            pen, RK_ALERT, "sheet.in_brackets",
            SHEET_ARGS({"what", sheet_of_statement(list[0].said, look, list[0].counted)}));
    }
    return n;
}

struct rk_line sheet_others(struct sheet_maker *m, const struct rk_figure *f)
{
    struct sheet_pen pen;
    struct other list[SHEET_RUNS / 8];
    sheet_pen_start(&pen, m);
    const int32_t count = gather(m, f, list, (int32_t)RK_COUNT(list));
    if (!f->conflict || count == 0)
        return (struct rk_line){0};
    const bool hull = f->def->rule == RK_RULE_RANGE; /* all of them are in the figure's range */
    sheet_words(&pen, RK_ALERT, hull ? "sheet.said_differently" : "sheet.others_say");
    int32_t taken = 0;
    for (int32_t g = 0; g < GROUPS && taken < count; g++) {
        if (g > 0)
            sheet_words(&pen, RK_ALERT, "sheet.semicolon");
        const int32_t most = count - taken < OTHERS ? count - taken : OTHERS;
        taken += put_group(&pen, list + taken, most);
    }
    if (taken < count) {
        sheet_words(&pen, RK_ALERT, "sheet.semicolon");
        sheet_fill_text(&pen, RK_ALERT, rk_plural(m->lang, "sheet.more_voices", count - taken),
                        SHEET_ARGS({"n", sheet_count(m, 0, count - taken)}));
    }
    return sheet_line(&pen);
}

/* ---- the row --------------------------------------------------------------------------- */

static struct rk_line number_line(struct sheet_maker *m, const struct rk_figure *f)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    const struct rk_str value = sheet_figure_value(m, f);
    const bool small = rk_str_eq(value, rk_str_of(rk_word(m->lang, "sheet.under_three")));
    const char *const bound = f->known && !small ? sheet_bound(m, f->bound) : "";
    if (bound[0]) {
        sheet_put(&pen, sheet_of_figure(f, RK_MUTED, rk_str_of(bound)));
        sheet_put(&pen, sheet_of_figure(f, 0, RK_STR(" ")));
    }
    sheet_put(&pen, sheet_of_figure(f, RK_BIG | (small ? RK_STRONG : 0u), value));
    sheet_put(&pen, sheet_letter(m, f));
    return sheet_line(&pen);
}

static void put_quote(struct sheet_pen *pen, const struct rk_figure *f, unsigned look,
                      struct sheet_quote q)
{
    sheet_put(pen, sheet_of_figure(f, look | (q.foreign ? RK_FOREIGN : 0u), q.text));
}

/* The label, then what exactly is counted where the source counts otherwise; what we count
 * ourselves is defined in annex A. */
static struct rk_line text_line(struct sheet_maker *m, const struct rk_figure *f)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    const struct rk_str label = sheet_label(m, f);
    if (sheet_is_state(f) && strcmp(f->def->unit, "date") == 0) {
        sheet_put(&pen, sheet_of_figure(f, 0, label));
        sheet_words(&pen, 0, "sheet.colon");
        sheet_put(&pen, sheet_of_figure(f, RK_STRONG, sheet_figure_value(m, f)));
        sheet_put(&pen, sheet_letter(m, f));
        return sheet_line(&pen);
    }
    if (sheet_is_state(f)) {
        const struct sheet_quote said = sheet_shown(m, sheet_figure_state(m, f));
        if (rk_str_find(said.text, label) < 0) { /* often the words name their subject */
            sheet_put(&pen, sheet_of_figure(f, 0, label));
            sheet_words(&pen, 0, "sheet.colon");
        }
        put_quote(&pen, f, RK_STRONG, said);
        sheet_put(&pen, sheet_letter(m, f));
        return sheet_line(&pen);
    }
    sheet_put(&pen, sheet_of_figure(f, 0, label));
    const struct sheet_quote what = sheet_shown(m, f->definition);
    if (what.text.len > 0 && !f->tally && !rk_figure_own(f->def, f->definition) &&
        !rk_str_eq(what.text, label)) {
        sheet_words(&pen, RK_MUTED, "sheet.namely");
        put_quote(&pen, f, RK_MUTED, what);
    }
    return sheet_line(&pen);
}

/* Who the counted are, why the unserved wait: free words of offices, so only inside. */
static struct rk_line detail_line(struct sheet_maker *m, const struct rk_figure *f)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    if (m->options.edition == RK_INSIDE && f->detail.len > 0)
        sheet_put(&pen, sheet_of_figure(f, 0, f->detail));
    return sheet_line(&pen);
}

static const struct rk_statement *first_shown(struct sheet_maker *m, const struct rk_figure *f)
{
    for (int32_t i = 0; i < f->statement_count; i++)
        if (f->statements[i].used && sheet_shows_statement(m, &f->statements[i]))
            return &f->statements[i];
    return NULL;
}

static struct rk_line source_line(struct sheet_maker *m, const struct rk_figure *f)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    const struct rk_statement *s = first_shown(m, f);
    const struct rk_str when = sheet_when(m, f->as_of);
    const struct rk_run day = sheet_of_figure(f, 0, when);
    if (!s) {
        if (when.len > 0)
            sheet_fill(&pen, RK_MUTED, "sheet.on_day", SHEET_ARGS({"day", day}));
        return sheet_line(&pen);
    }
    const struct sheet_quote q = sheet_who(m, s, false);
    const struct rk_run who = sheet_of_statement(s, q.foreign ? RK_FOREIGN : 0u, q.text);
    if (f->used_count > 1) {
        const int32_t others = f->used_count - 1;
        sheet_fill_text(&pen, RK_MUTED, rk_plural(m->lang, "sheet.said_by_many", others),
                        SHEET_ARGS({"who", who}, {"n", sheet_count(m, 0, others)}));
    } else {
        sheet_fill(&pen, RK_MUTED, "sheet.said_by", SHEET_ARGS({"who", who}));
    }
    if (when.len > 0) {
        sheet_words(&pen, RK_MUTED, "sheet.comma");
        sheet_fill(&pen, RK_MUTED, "sheet.on_day", SHEET_ARGS({"day", day}));
    }
    return sheet_line(&pen);
}

void sheet_make_row(struct sheet_maker *m, const struct rk_figure *f, struct rk_row *row)
{
    *row = (struct rk_row){.figure = f,
                           .anchor = sheet_anchor(m, "f", f->def->id),
                           .wide = sheet_is_state(f),
                           .text = text_line(m, f),
                           .detail = detail_line(m, f),
                           .source = source_line(m, f),
                           .others = sheet_others(m, f)};
    if (!row->wide)
        row->number = number_line(m, f);
}
