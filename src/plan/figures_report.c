/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From claims to figures: which statements bear on which figure, and what changed. */
#include "rk_figures.h"

#include "plan_ways.h"

struct maker {
    const struct rk_situation *sit;
    struct rk_view view;
    enum rk_lang lang;
    bool known_then; /* later statements are left out */
    struct rk_arena *keep;
    int32_t town;                 /* subject, -1 */
    const struct plan_ways *ways; /* NULL: no roads */
    int32_t *figure_of_aspect;    /* [aspects] position of the figure, -1 */
    const struct rk_figure_def *defs;
    int32_t def_count;
};

static struct rk_str source_word(const struct maker *m, int32_t source, const char *aspect)
{
    const struct rk_situation *s = m->sit;
    if (source < 0)
        return (struct rk_str){0};
    for (int32_t p = s->subject[source].last_part; p >= 0; p = s->part[p].before)
        for (int32_t c = 0; c < s->part[p].claims; c++) {
            const int64_t claim = s->part[p].first_claim + c;
            const struct rk_sit_claim *row = &s->claim[claim];
            if (m->view.counts[s->part[p].batch] &&
                rk_str_eq(rk_sit_text(s, s->aspect[row->aspect]), rk_str_of(aspect)))
                return rk_sit_text(s, row->text);
        }
    return (struct rk_str){0};
}

static enum rk_bound bound_of(uint8_t letter, double low, double high)
{
    switch (letter) {
    case 'a':
        return RK_ABOUT;
    case 'l':
        return RK_AT_LEAST;
    case 'm':
        return RK_MORE_THAN;
    case 'h':
        return RK_AT_MOST;
    case 'r':
        return RK_RANGE;
    case 's':
        return RK_STATE;
    default:
        break;
    }
    if (isnan(low) && isnan(high))
        return RK_STATE;
    return low == high   ? RK_EXACT
           : isnan(high) ? RK_AT_LEAST
           : isnan(low)  ? RK_AT_MOST
                         : RK_RANGE;
}

static struct rk_str subject_words(const struct rk_situation *s, int32_t subject)
{
    struct rk_str id = rk_sit_text(s, s->subject[subject].id);
    struct rk_str rest = id;
    (void)rk_str_cut(&rest, ':');
    return rest.at ? rest : id;
}

static void fill_values(struct rk_statement *out, const struct rk_claim *c,
                        const struct rk_sit_claim *row, struct rk_arena *keep)
{
    out->value_low = out->value_high = RK_NAN;
    out->text = c->value.text;
    if (c->value.kind == RK_VALUE_NUMBER || c->value.kind == RK_VALUE_RANGE) {
        out->value_low = c->value.low;
        out->value_high = c->value.high;
        /* "At least 1,000" said as one number leaves the other side open. */
        if (row->bound == 'l' || row->bound == 'm')
            out->value_high = RK_NAN;
        if (row->bound == 'h')
            out->value_low = RK_NAN;
    } else if (c->value.kind == RK_VALUE_DATE) {
        char iso[24];
        rk_when_iso(c->value.when, iso);
        out->text = rk_str_copy(keep, rk_str_of(iso));
    } else if (c->value.kind == RK_VALUE_BOOL) {
        out->text = c->value.truth ? RK_STR("yes") : RK_STR("no");
    }
    out->bound = bound_of(row->bound, out->value_low, out->value_high);
}

static bool is_later(const struct maker *m, int64_t claim)
{
    const struct rk_when as_of = rk_sit_claim_as_of(m->sit, claim);
    return as_of.first != RK_DAY_NONE && as_of.first > m->view.day;
}

/* In the ledger as the report sees it, and not undone. */
static bool is_known(const struct maker *m, int64_t claim)
{
    const struct rk_situation *s = m->sit;
    return m->view.counts[s->part[s->claim[claim].part].batch] &&
           !(m->known_then && is_later(m, claim));
}

static void fill_statement(const struct maker *m, int64_t claim, struct rk_statement *out)
{
    const struct rk_situation *s = m->sit;
    const struct rk_sit_claim *row = &s->claim[claim];
    const struct rk_sit_part *p = &s->part[row->part];
    const struct rk_batch_info *b = &s->batch[p->batch];
    const struct rk_claim c = rk_sit_claim_said(s, claim);
    char at[24];
    rk_instant_iso(b->recorded_at, at);
    *out = (struct rk_statement){
        .claim = rk_sit_claim_id(s, claim, m->keep),
        .about = subject_words(s, p->subject),
        .aspect = c.said_as.len ? c.said_as : c.aspect,
        .unit = c.unit,
        .definition = c.definition,
        .denominator = c.denominator,
        .scope = c.scope,
        .method = c.method,
        .as_of = c.as_of,
        .period = c.period,
        .according_to = source_word(m, p->source, "name"),
        .role = source_word(m, p->source, "role"),
        .party = source_word(m, p->source, "party"),
        .reported_in = c.reported_in,
        .note = c.note,
        .recorded_by = b->author,
        .recorded_at = rk_str_copy(m->keep, rk_str_of(at)),
        .in_scope = p->subject == m->town,
        .later = is_later(m, claim),
    };
    out->sealed = p->source >= 0 && !out->according_to.len;
    if (p->source < 0)
        out->according_to = b->author;
    fill_values(out, &c, row, m->keep);
    const int64_t by = rk_view_replaced_by(&m->view, claim);
    if (by >= 0) {
        out->replaced_by = rk_sit_claim_id(s, by, m->keep);
        out->replaced_why = rk_sit_claim_said(s, by).why;
    }
}

/* The figure a claim bears on: its aspect is the figure's id. -1 none, -2 no statement at all.
 */
static int32_t figure_of(const struct maker *m, int64_t claim)
{
    return m->figure_of_aspect[m->sit->claim[claim].aspect];
}

static bool map_aspects(struct maker *m, struct rk_scratch *scratch)
{
    m->figure_of_aspect = RK_NEW(scratch, int32_t, m->sit->aspects + 1);
    for (int32_t a = 0; m->figure_of_aspect && a < m->sit->aspects; a++) {
        const struct rk_str id = rk_sit_text(m->sit, m->sit->aspect[a]);
        const struct rk_figure_def *def = rk_figure_def_find(id);
        m->figure_of_aspect[a] = def                                  ? (int32_t)(def - m->defs)
                                 : rk_str_eq(id, RK_STR("statement")) ? -1
                                                                      : -2;
    }
    return m->figure_of_aspect != NULL;
}

/* ---- figures -------------------------------------------------------------------------------
 */

static int used_first(const void *a, const void *b)
{
    const struct rk_statement *x = a, *y = b;
    if (x->used != y->used)
        return y->used - x->used;
    if (x->differs != y->differs)
        return y->differs - x->differs;
    if (x->as_of.first != y->as_of.first)
        return x->as_of.first < y->as_of.first ? 1 : -1; /* latest first */
    return rk_str_cmp(x->claim, y->claim);
}

/* Every claim of the view once; counts per figure first, then fills. */
static rk_status gather(const struct maker *m, struct rk_statement **per_figure,
                        int32_t *counts, struct rk_report *out, struct rk_err *err)
{
    const struct rk_situation *s = m->sit;
    for (int64_t c = 0; c < s->claims; c++) {
        const int32_t f = figure_of(m, c);
        if (f == -2 || !is_known(m, c))
            continue;
        if (s->part[s->claim[c].part].subject != m->town)
            out->elsewhere_count++;
        else if (f == -1)
            out->unsorted_count++;
        else
            counts[f]++;
    }
    for (int32_t f = 0; f < m->def_count; f++) {
        per_figure[f] = RK_NEW(m->keep, struct rk_statement, counts[f]);
        counts[f] = 0;
    }
    out->elsewhere = RK_NEW(m->keep, struct rk_statement, out->elsewhere_count);
    out->unsorted = RK_NEW(m->keep, struct rk_statement, out->unsorted_count);
    out->elsewhere_count = out->unsorted_count = 0;
    if (m->keep->failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the statements");
    for (int64_t c = 0; c < s->claims; c++) {
        const int32_t f = figure_of(m, c);
        if (f == -2 || !is_known(m, c))
            continue;
        struct rk_statement *to = s->part[s->claim[c].part].subject != m->town
                                      ? &out->elsewhere[out->elsewhere_count++]
                                  : f == -1 ? &out->unsorted[out->unsorted_count++]
                                            : &per_figure[f][counts[f]++];
        fill_statement(m, c, to);
        if (f >= 0) {
            to->figure = rk_str_of(m->defs[f].id);
            to->own = rk_figure_own(&m->defs[f], to->definition);
        }
    }
    return m->keep->failed ? rk_fail(err, RK_ENOMEM, "", "not enough memory for the statements")
                           : RK_OK;
}

static struct rk_figure blank(const struct maker *m, const struct rk_figure_def *def)
{
    return (struct rk_figure){.def = def,
                              .value = RK_NAN,
                              .low = RK_NAN,
                              .high = RK_NAN,
                              .before = RK_NAN,
                              .definition = rk_str_of(rk_form(&def->definition, m->lang, 1)),
                              .denominator = rk_str_of(rk_form(&def->denominator, m->lang, 1)),
                              .as_of = {RK_DAY_NONE, RK_DAY_NONE}};
}

/* ---- counting ------------------------------------------------------------------------------
 */

static int claim_order(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Claims that a correction of this view stands for, ascending. */
static bool find_replaced(const struct maker *m, struct rk_arena *room, struct plan *p)
{
    int64_t *list = RK_NEW(room, int64_t, m->sit->correctings + 1);
    for (int32_t i = 0; list && i < m->sit->correctings; i++)
        if (m->view.replaced_by[i] >= 0 && rk_view_counts(&m->view, m->sit->correcting[i]))
            list[p->replaced_count++] = m->view.replaced_by[i];
    if (list)
        qsort(list, (size_t)p->replaced_count, sizeof *list, claim_order);
    p->replaced = list;
    return list != NULL;
}

enum { LISTS_MAX = 40 };

/* The latest day that any of its claims speaks of. */
static struct rk_when tally_as_of(const struct maker *m, const struct rk_tally *t)
{
    struct rk_when latest = {RK_DAY_NONE, RK_DAY_NONE};
    for (int64_t i = 0; i < t->count; i++) {
        const struct rk_when when = rk_sit_claim_as_of(m->sit, t->claim[i]);
        if (when.first != RK_DAY_NONE &&
            (latest.first == RK_DAY_NONE || when.first > latest.first))
            latest = when;
    }
    return latest;
}

/* What is counted is said exactly where the figure's words leave it to each statement. */
static void own_definition(const struct maker *m, const char *given, struct rk_figure *f)
{
    const char *key =
        given ? given : rk_str_c(m->keep, rk_str_printf(m->keep, "counted.%s", f->def->id));
    const char *words = key ? rk_word(m->lang, key) : NULL;
    if (words && words != key)
        f->definition = rk_str_of(words);
}

static rk_status count_records(const struct maker *m, struct rk_scratch scratch, bool lists,
                               struct rk_report *out, struct plan *left, struct rk_err *err)
{
    static bool (*const counters[])(struct plan *) = {
        plan_count_harmed, plan_count_care, plan_count_reach, plan_count_destroyed,
        plan_count_cold,   plan_count_heat, plan_count_map};
    struct plan p = {.sit = m->sit,
                     .view = &m->view,
                     .day = m->view.day,
                     .lang = m->lang,
                     .keep = m->keep,
                     .scratch = &scratch,
                     .lists = lists,
                     .defs = m->defs,
                     .def_count = m->def_count,
                     .figures = out->figures,
                     .tally = RK_NEW(m->keep, const struct rk_tally *, m->def_count),
                     .detail = RK_NEW(m->keep, struct rk_str, m->def_count),
                     .text = RK_NEW(m->keep, struct rk_str, m->def_count),
                     .list = RK_NEW(m->keep, struct rk_list, LISTS_MAX),
                     .list_room = LISTS_MAX,
                     .ways = m->ways,
                     .definition = RK_NEW(m->keep, const char *, m->def_count)};
    bool good = find_replaced(m, &scratch.in, &p) && !m->keep->failed;
    for (int i = 0; i < RK_COUNT(counters) && good; i++) {
        const struct rk_arena before = scratch.in;
        good = counters[i](&p);
        scratch.in = before;
    }
    if (!good || m->keep->failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory to count the records");
    for (int32_t f = 0; f < m->def_count; f++) {
        out->figures[f].tally = p.tally[f];
        out->figures[f].detail = p.detail[f];
        if (!p.tally[f])
            continue;
        out->figures[f].text = p.text[f];
        own_definition(m, p.definition[f], &out->figures[f]);
        out->figures[f].as_of = tally_as_of(m, p.tally[f]);
    }
    out->lists = p.list;
    out->list_count = p.list_count;
    *left = p;
    out->pairs = p.pair;
    out->pair_count = p.pair_count;
    out->map = p.map;
    out->charts = p.chart;
    out->chart_count = p.chart != NULL;
    out->network = p.network;
    return RK_OK;
}

static rk_status make_figures(const struct maker *m, struct rk_scratch scratch, bool lists,
                              struct rk_report *out, struct rk_err *err)
{
    struct rk_statement **per_figure = RK_NEW(&scratch, struct rk_statement *, m->def_count);
    int32_t *counts = RK_NEW(&scratch, int32_t, m->def_count);
    out->figures = RK_NEW(m->keep, struct rk_figure, m->def_count);
    if (scratch.in.failed || !out->figures)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the figures");
    out->figure_count = m->def_count;
    struct plan p;
    rk_status status = gather(m, per_figure, counts, out, err);
    for (int32_t f = 0; f < m->def_count; f++)
        out->figures[f] = blank(m, &m->defs[f]);
    if (!status)
        status = count_records(m, scratch, lists, out, &p, err);
    for (int32_t f = 0; f < m->def_count && !status; f++) {
        struct rk_figure *figure = &out->figures[f];
        rk_figure_settle(figure, per_figure[f], counts[f]);
        qsort(per_figure[f], (size_t)counts[f], sizeof **per_figure, used_first);
        figure->statements = per_figure[f];
        figure->statement_count = counts[f];
    }
    if (!status) {
        plan_list_kits(&p); /* from settled figures */
        out->list_count = p.list_count;
    }
    return status;
}

static bool same_number(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

static void compare(struct rk_report *today, const struct rk_report *yesterday)
{
    for (int32_t i = 0; i < today->figure_count; i++) {
        struct rk_figure *f = &today->figures[i];
        const struct rk_figure *y = &yesterday->figures[i];
        f->had_before = y->known;
        f->before = isnan(y->value) ? y->low : y->value;
        f->changed = f->known != y->known || !same_number(f->value, y->value) ||
                     !same_number(f->low, y->low) || !same_number(f->high, y->high) ||
                     !rk_str_eq(f->text, y->text);
    }
}

/* ---- the town ------------------------------------------------------------------------------
 */

static int32_t find_town(const struct rk_situation *s)
{
    for (int32_t i = 0; i < s->subjects; i++)
        if (rk_str_starts(rk_sit_text(s, s->subject[i].id), RK_STR("town:")))
            return i;
    return -1;
}

static void fill_town(const struct maker *m, struct rk_report *out)
{
    out->katottg = m->town >= 0 ? subject_words(m->sit, m->town) : (struct rk_str){0};
    out->town_uk = source_word(m, m->town, "name_uk");
    out->town_en = source_word(m, m->town, "name_en");
    if (!out->town_en.len)
        out->town_en = out->town_uk.len ? out->town_uk : out->katottg;
    if (!out->town_uk.len)
        out->town_uk = out->town_en;
    out->model = source_word(m, m->town, "model").len > 0;
}

static void fill_ledger(const struct maker *m, int64_t head_before, struct rk_report *out)
{
    const struct rk_situation *s = m->sit;
    out->acts = s->batches;
    out->claims = s->claims;
    for (int32_t i = 0; i < s->batches; i++) {
        if (s->batch[i].close < head_before)
            continue;
        out->acts_since++;
        bool seen = false;
        for (int32_t j = 0; j < i && !seen; j++)
            seen = s->batch[j].close >= head_before &&
                   rk_str_eq(s->batch[j].author, s->batch[i].author);
        out->authors_since += !seen;
    }
}

/* The ledger as the desk left it the day before; what is known now when it was not open yet. */
static int64_t head_of_yesterday(const struct rk_situation *s, rk_day day)
{
    rk_day first, last;
    rk_situation_days(s, &first, &last);
    return first != RK_DAY_NONE && first > day ? s->head : rk_situation_head_on(s, day - 1);
}

rk_status rk_report_make(const struct rk_situation *sit, rk_day day, bool known_then,
                         enum rk_lang lang, struct rk_arena *keep, struct rk_scratch scratch,
                         struct rk_report *out, struct rk_err *err)
{
    return rk_report_make_on(sit, day, known_then, lang, NULL, keep, scratch, out, err);
}

rk_status rk_report_make_on(const struct rk_situation *sit, rk_day day, bool known_then,
                            enum rk_lang lang, const struct rk_plan_roads *roads,
                            struct rk_arena *keep, struct rk_scratch scratch,
                            struct rk_report *out, struct rk_err *err)
{
    struct maker m = {.sit = sit,
                      .lang = lang,
                      .known_then = known_then,
                      .keep = keep,
                      .town = find_town(sit)};
    const int64_t head = known_then ? rk_situation_head_on(sit, day) : sit->head;
    m.defs = rk_figure_defs(&m.def_count);
    struct rk_report report = {.day = day}, before = {.day = day - 1};
    if (!map_aspects(&m, &scratch))
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the figures");
    struct rk_view *view = RK_NEW(keep, struct rk_view, 1);
    struct plan_ways ways;
    rk_status status = rk_view_make(sit, head, day, keep, &m.view, err);
    if (!status && roads) {
        status = plan_ways_make(roads, keep, scratch, &ways, err);
        m.ways = &ways;
    }
    if (!status && view)
        *view = m.view;
    report.situation = sit;
    report.view = view;
    if (!status)
        status = make_figures(&m, scratch, true, &report, err);
    if (status)
        return status;
    fill_town(&m, &report);
    const int64_t head_before = head_of_yesterday(sit, day);
    fill_ledger(&m, head_before, &report);
    char root[65];
    rk_hex(sit->root.byte, (ptrdiff_t)sizeof sit->root.byte, root);
    report.root_hex = rk_str_copy(keep, rk_str_of(root));
    rk_day first, last;
    rk_situation_days(sit, &first, &last);
    report.number = first == RK_DAY_NONE || day < first ? 0 : day - first + 1;
    if (head_before) {
        /* Yesterday's statements are not kept; its counting works where today's did. */
        struct rk_arena forgotten = scratch.in;
        scratch.in.end = forgotten.at += (scratch.in.end - scratch.in.at) / 2;
        m.keep = &forgotten;
        status = rk_view_make(sit, head_before, day - 1, &scratch.in, &m.view, err);
        if (!status)
            status = make_figures(&m, scratch, false, &before, err);
        if (!status)
            compare(&report, &before);
    }
    if (!status)
        *out = report;
    return status;
}

void rk_report_tallied(const struct rk_report *report, const struct rk_figure *figure,
                       int64_t which, struct rk_arena *keep, struct rk_statement *out)
{
    const struct maker m = {.sit = report->situation,
                            .view = *report->view,
                            .keep = keep,
                            .town = find_town(report->situation)};
    const struct rk_tally *t = figure->tally;
    fill_statement(&m, t->claim[which], out);
    out->figure = rk_str_of(figure->def->id);
    out->value_low = t->low[which];
    out->value_high = t->high[which];
    out->bound = t->low[which] < t->high[which] ? RK_RANGE : RK_EXACT;
    out->in_scope = out->own = out->used = true;
}

const struct rk_figure *rk_figure_find(const struct rk_report *report, struct rk_str id)
{
    for (int32_t i = 0; i < report->figure_count; i++)
        if (rk_str_eq(rk_str_of(report->figures[i].def->id), id))
            return &report->figures[i];
    return NULL;
}
