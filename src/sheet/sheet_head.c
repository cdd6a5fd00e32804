/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The top of the page: where and when, what must be done today, who lives here. */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

enum { TASKS = 4 };

/* ---- masthead -------------------------------------------------------------------------- */

static struct rk_run town_name(struct sheet_maker *m)
{
    const struct rk_report *r = m->report;
    const bool uk = m->lang == RK_UK;
    return sheet_of_ledger(0, uk || r->town_en.len == 0 ? r->town_uk : r->town_en);
}

static int64_t count_changed(struct sheet_maker *m)
{
    int64_t n = 0;
    for (int32_t i = 0; i < m->report->figure_count; i++)
        n += sheet_is_changed(m, &m->report->figures[i]);
    return n;
}

static int64_t count_contradicted(struct sheet_maker *m)
{
    int64_t n = 0;
    for (int32_t i = 0; i < m->report->figure_count; i++)
        n += sheet_is_contradicted(m, &m->report->figures[i]);
    return n;
}

static struct rk_line counted(struct sheet_maker *m, const char *key, int64_t n)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    if (n > 0)
        sheet_fill_text(&pen, RK_MUTED, rk_plural(m->lang, key, n),
                        SHEET_ARGS({"n", sheet_count(m, 0, n)}));
    return sheet_line(&pen);
}

static struct rk_line acts_line(struct sheet_maker *m)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    const struct rk_report *r = m->report;
    sheet_fill_text(&pen, RK_MUTED, rk_plural(m->lang, "sheet.acts_since", r->acts_since),
                    SHEET_ARGS({"n", sheet_count(m, 0, r->acts_since)}));
    if (r->authors_since > 0) {
        sheet_words(&pen, RK_MUTED, "sheet.comma");
        sheet_fill_text(&pen, RK_MUTED, rk_plural(m->lang, "sheet.authors", r->authors_since),
                        SHEET_ARGS({"n", sheet_count(m, 0, r->authors_since)}));
    }
    return sheet_line(&pen);
}

void sheet_make_head(struct sheet_maker *m, struct rk_sheet *out)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_fill(
        &pen, 0, "sheet.title",
        SHEET_ARGS({"town", town_name(m)}, {"day", sheet_long_day(m, 0, m->report->day)}));
    out->title = sheet_line(&pen);

    char key[40];
    snprintf(key, sizeof key, "sheet.edition.%s", rk_edition_id(m->options.edition));
    sheet_pen_start(&pen, m);
    sheet_fill(&pen, RK_MUTED, key, SHEET_ARGS({"n", sheet_count(m, 0, m->report->number)}));
    if (m->report->katottg.len > 0) {
        sheet_words(&pen, RK_MUTED, "sheet.dot");
        sheet_put(&pen, sheet_of_ledger(RK_MUTED, m->report->katottg));
    }
    if (m->report->model) {
        sheet_words(&pen, RK_MUTED, "sheet.dot");
        sheet_words(&pen, RK_STRONG, "sheet.model_town");
    }
    out->below = sheet_line(&pen);

    if (m->options.edition != RK_PUBLIC) {
        out->aside[0] = acts_line(m);
        out->aside[1] = counted(m, "sheet.figures_changed", count_changed(m));
    }
    out->aside[2] = counted(m, "sheet.figures_contradicted", count_contradicted(m));
}

/* ---- lead ------------------------------------------------------------------------------ */

/* Said earlier in the ledger: ids differ in their numbers, a shorter one is the smaller. */
static bool said_before(const struct rk_statement *a, const struct rk_statement *b)
{
    if (a->claim.len != b->claim.len)
        return a->claim.len < b->claim.len;
    return rk_str_cmp(a->claim, b->claim) < 0;
}

/* Statements of the figure that stand, at most `max`, in the order they were recorded. */
static int32_t collect(const struct sheet_maker *m, const char *id,
                       const struct rk_statement *list[], int32_t max)
{
    const struct rk_figure *f = NULL;
    int32_t count = 0;
    for (int32_t i = 0; i < m->report->figure_count && !f; i++)
        if (strcmp(m->report->figures[i].def->id, id) == 0)
            f = &m->report->figures[i];
    for (int32_t i = 0; f && i < f->statement_count && count < max; i++) {
        const struct rk_statement *s = &f->statements[i];
        if (s->replaced_by.len > 0 || !s->in_scope)
            continue;
        int32_t at = count++;
        for (; at > 0 && said_before(s, list[at - 1]); at--)
            list[at] = list[at - 1];
        list[at] = s;
    }
    return count;
}

static struct sheet_quote words_of(struct sheet_maker *m, const struct rk_statement *s)
{
    return sheet_shown(m, sheet_statement_state(m, s));
}

/* In the lead the tasks are strong and all is one voice; below it they carry their day. */
static void put_tasks(struct sheet_maker *m, struct sheet_pen *pen, unsigned look)
{
    const bool leads = look & RK_STRONG;
    const struct rk_statement *list[TASKS];
    const int32_t found = collect(m, "town.tasks", list, TASKS);
    int32_t put = 0;
    for (int32_t i = 0; i < found; i++) {
        const struct sheet_quote q = words_of(m, list[i]);
        if (q.text.len == 0)
            continue;
        const char *const before = leads ? "sheet.lead.today" : "sheet.tasks";
        sheet_words(pen, 0, put == 0 ? before : "sheet.semicolon");
        sheet_put(pen,
                  sheet_of_statement(list[i], look | (q.foreign ? RK_FOREIGN : 0u), q.text));
        put++;
    }
    if (put == 0) {
        if (leads)
            sheet_words(pen, 0, "sheet.lead.no_task");
        return;
    }
    const struct sheet_quote who = sheet_who(m, list[0], false);
    const struct rk_run said =
        sheet_of_statement(list[0], who.foreign ? RK_FOREIGN : 0u, who.text);
    const struct rk_run day = sheet_of_statement(list[0], 0, sheet_when(m, list[0]->as_of));
    sheet_fill(pen, RK_MUTED, leads ? "sheet.lead.who" : "sheet.tasks.who",
               SHEET_ARGS({"who", said}, {"day", day}));
}

static void put_deadline(struct sheet_maker *m, struct sheet_pen *pen, unsigned look)
{
    const struct rk_statement *said = NULL;
    if (collect(m, "town.deadline", &said, 1) == 0)
        return;
    const struct sheet_quote q = words_of(m, said);
    if (q.text.len == 0)
        return;
    sheet_space(pen);
    sheet_fill(pen, 0, "sheet.lead.deadline",
               SHEET_ARGS({"what", sheet_of_statement(said, look, q.text)}));
}

/* A known figure may have a sentence of its own in the lead. */
static void put_figure(struct sheet_maker *m, struct sheet_pen *pen, const char *id,
                       bool detail)
{
    char key[64];
    const struct rk_figure *f = sheet_find(m, id);
    snprintf(key, sizeof key, "sheet.lead.%s", id);
    if (!f || !f->known)
        return;
    struct rk_when when;
    if (f->detail.len && rk_when_read(f->text, 0, &when) && when.last < m->report->day) {
        sheet_space(pen); /* that day is past: what comes next */
        sheet_fill(pen, 0, "sheet.lead.next",
                   SHEET_ARGS({"value", sheet_of_figure(f, RK_STRONG, f->detail)},
                              {"letter", sheet_letter(m, f)}));
        return;
    }
    const int64_t n = isnan(f->value) ? 5 : (int64_t)f->value;
    const struct rk_str value = sheet_figure_value(m, f);
    const bool state = sheet_is_state(f);
    const struct rk_str said = state ? value : sheet_bound_value(m, f->bound, value);
    sheet_space(pen);
    sheet_fill_text(pen, 0, rk_plural(m->lang, key, n),
                    SHEET_ARGS({"value", sheet_of_figure(f, RK_STRONG, said)},
                               {"letter", sheet_letter(m, f)}));
    if (detail && f->detail.len && m->options.edition == RK_INSIDE)
        sheet_fill(pen, 0, "sheet.lead.detail",
                   SHEET_ARGS({"what", sheet_of_figure(f, RK_STRONG, f->detail)}));
    sheet_words(pen, 0, "sheet.lead.stop");
}

static void put_town(struct sheet_maker *m, struct rk_sheet *out)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    for (int32_t i = 0; i < m->report->figure_count; i++) {
        const struct rk_figure *f = &m->report->figures[i];
        if (!sheet_in_section(f, "town") || !f->known || !f->def->on_sheet ||
            !sheet_shows_figure(m, f) || sheet_is_state(f))
            continue;
        if (pen.count > 0)
            sheet_words(&pen, RK_MUTED, "sheet.dot");
        const struct rk_str value = sheet_figure_value(m, f);
        struct rk_run label = sheet_of_figure(f, RK_MUTED, sheet_label(m, f));
        label.link = sheet_anchor(m, "a", f->def->id);
        sheet_put(&pen, label);
        sheet_words(&pen, RK_MUTED, "sheet.colon");
        sheet_put(&pen, sheet_of_figure(f, RK_STRONG, sheet_bound_value(m, f->bound, value)));
        sheet_put(&pen, sheet_letter(m, f));
        if (f->conflict && sheet_others(m, f).count > 0)
            sheet_words(&pen, RK_ALERT, "sheet.mark");
    }
    out->town = sheet_line(&pen);
}

/* What the lead says when it is known, the most urgent first. */
static const struct {
    const char *id;
    bool detail; /* with the sentence more in brackets */
} sentences[] = {{"care.runs_out_today", true},
                 {"care.unserved", false},
                 {"heat.warm_houses", false},
                 {"heat.to_drain", false},
                 {"heat.first_frost", false}};

/* How many of them are counted from the town's own records. */
static int32_t counted_sentences(struct sheet_maker *m)
{
    int32_t count = 0;
    for (ptrdiff_t i = 0; i < RK_COUNT(sentences); i++) {
        const struct rk_figure *f = sheet_find(m, sentences[i].id);
        count += f && f->known && f->tally && f->def->rule == RK_RULE_COUNT;
    }
    return count;
}

static void put_sentences(struct sheet_maker *m, struct sheet_pen *pen)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(sentences); i++)
        put_figure(m, pen, sentences[i].id, sentences[i].detail);
}

/* While nobody has counted, the lead is what was said to be done; once the records answer, they
 * lead, and what was said stands below, with who said it and when. */
void sheet_make_lead(struct sheet_maker *m, struct rk_sheet *out)
{
    enum { COUNTED = 2 };
    struct sheet_pen lead, tasks;
    sheet_pen_start(&lead, m);
    sheet_pen_start(&tasks, m);
    if (counted_sentences(m) >= COUNTED) {
        put_sentences(m, &lead);
        put_tasks(m, &tasks, 0);
        put_deadline(m, &tasks, 0);
    } else {
        put_tasks(m, &lead, RK_STRONG);
        put_deadline(m, &lead, RK_STRONG);
        put_sentences(m, &lead);
    }
    out->lead = sheet_line(&lead);
    out->tasks = sheet_line(&tasks);
    put_town(m, out);
}
