/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a population estimated apart, and their sum. */
#include "rk_estimate.h"

#include "estimate_internal.h"
#include "estimate_math.h"
#include "estimate_strata.h"
#include "rk_random.h"

enum { VERSIONS = 5 };

/* Strata that hold no more than this share may enter the sum as observed. */
#define SMALL 0.1

static rk_status check(const struct rk_estimate_strata *strata, struct rk_err *err)
{
    if (strata->count < 1)
        return rk_fail(err, RK_EINVAL, "estimate", "there is no stratum");
    const int32_t lists = strata->tables[0].lists;
    for (int32_t s = 0; s < strata->count; s++)
        if (strata->tables[s].lists != lists)
            return rk_fail(err, RK_EINVAL, strata->names[s],
                           "%d lists; the other strata have %d", strata->tables[s].lists,
                           lists);
    if (strata->unknown && strata->unknown->lists != lists)
        return rk_fail(err, RK_EINVAL, "estimate",
                       "unknown stratum: %d lists; the others have %d", strata->unknown->lists,
                       lists);
    return RK_OK;
}

/* The tables of the strata marked, one after the other. */
static bool merge(const struct rk_estimate_table *tables, const uint8_t *marked, int32_t count,
                  struct rk_scratch *scratch, struct rk_estimate_table *out)
{
    ptrdiff_t rows = 0;
    for (int32_t s = 0; s < count; s++)
        rows += marked[s] ? tables[s].rows : 0;
    uint32_t *history = RK_NEW(scratch, uint32_t, rows);
    int64_t *n = RK_NEW(scratch, int64_t, rows);
    if (scratch->in.failed || rows > INT32_MAX)
        return false;
    ptrdiff_t at = 0;
    for (int32_t s = 0; s < count; s++) {
        if (!marked[s])
            continue;
        memcpy(history + at, tables[s].history, (size_t)tables[s].rows * sizeof *history);
        memcpy(n + at, tables[s].n, (size_t)tables[s].rows * sizeof *n);
        at += tables[s].rows;
    }
    *out = tables[0];
    out->rows = (int32_t)rows;
    out->history = history;
    out->n = n;
    return true;
}

struct adding {
    const struct rk_estimate_strata *strata;
    const struct rk_estimate_table *tables; /* with the unknown allocated */
    const struct rk_estimate *each;         /* [strata][models] */
    int model;
    double *sum; /* [draws] */
    double *shuffled;
    int32_t *order;
    struct rk_random random;
    double estimate, mean, variance;
    bool median;
};

/* Independent strata: the draws of one are added to those of the others in random order. */
static void add(struct adding *a, const struct rk_estimate *e)
{
    rk_random_shuffle(&a->random, a->order, RK_ESTIMATE_DRAWS);
    for (int32_t i = 0; i < RK_ESTIMATE_DRAWS; i++)
        a->sum[i] += e->draws[a->order[i]];
    a->estimate += e->estimate;
    a->variance += e->se * e->se;
    a->median = strcmp(e->centre, "median") == 0;
    for (int32_t i = 0; i < RK_ESTIMATE_DRAWS; i++)
        a->mean += e->draws[i] / RK_ESTIMATE_DRAWS;
}

static struct rk_str names_of(const struct rk_estimate_strata *strata, const uint8_t *marked,
                              struct rk_arena *keep)
{
    struct rk_buf text = rk_buf_in(keep, 400);
    int32_t shown = 0, more = 0;
    for (int32_t s = 0; s < strata->count; s++) {
        if (!marked[s])
            continue;
        if (shown == 8) {
            more++;
            continue;
        }
        rk_buf_printf(&text, "%s%.40s", shown++ ? ", " : "", strata->names[s]);
    }
    if (more)
        rk_buf_printf(&text, " and %d more", more);
    return rk_buf_str(&text);
}

/* Strata without an estimate: together, or as observed. False: the sum is refused. */
static rk_status add_refused(struct adding *a, struct estimate_draft *d, const uint8_t *refused,
                             const struct rk_estimate_options *options,
                             struct rk_scratch scratch, struct rk_err *err)
{
    struct rk_estimate_options one = *options;
    struct rk_estimate rest[RK_ESTIMATE_MODELS];
    struct rk_estimate_table together;
    one.models = 1u << a->model;
    one.progress = NULL;
    if (!merge(a->tables, refused, a->strata->count, &scratch, &together))
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    const rk_status status = estimate_fit_table(&together, &one, d->keep, scratch, rest, err);
    if (status)
        return status;
    const struct rk_estimate *e = &rest[a->model];
    const struct rk_str names = names_of(a->strata, refused, d->keep);
    estimate_text(d, "strata_taken_together", names);
    if (!e->refused.at) {
        add(a, e);
        estimate_note(&d->notes, d->keep, "strata_taken_together",
                      "strata without an estimate of their own were estimated together: %.*s",
                      RK_FMT(names));
    } else if (e->observed <= SMALL * d->out->observed) {
        for (int32_t i = 0; i < RK_ESTIMATE_DRAWS; i++)
            a->sum[i] += e->observed;
        a->estimate += e->observed;
        a->mean += e->observed;
        estimate_number(d, "entered_as_observed", e->observed);
        estimate_note(
            &d->notes, d->keep, "entered_as_observed",
            "%.0f persons of strata without an estimate enter the sum as observed, so "
            "that it is too low: %.*s",
            e->observed, RK_FMT(names));
    } else {
        estimate_decline(d, "strata %.*s have no estimate, not even together: %.*s",
                         RK_FMT(names), RK_FMT(e->refused));
    }
    return RK_OK;
}

static bool has_code(const struct estimate_notes *notes, const char *code)
{
    for (int32_t i = 0; i < notes->count; i++)
        if (strcmp(notes->at[i].code, code) == 0)
            return true;
    return false;
}

/* One warning of each kind, with the number of strata that have it. */
static void gather(struct estimate_draft *d, const struct adding *a)
{
    const int32_t strata = a->strata->count;
    for (int32_t s = 0; s < strata; s++) {
        const struct rk_estimate *e = &a->each[s * RK_ESTIMATE_MODELS + a->model];
        for (int32_t i = 0; i < e->warning_count && !e->refused.at; i++) {
            const struct rk_estimate_warning *w = &e->warnings[i];
            if (estimate_is_of_figures(w->code) || has_code(&d->notes, w->code))
                continue;
            int32_t having = 0;
            for (int32_t other = 0; other < strata; other++) {
                const struct rk_estimate *o = &a->each[other * RK_ESTIMATE_MODELS + a->model];
                bool has = false;
                for (int32_t k = 0; k < o->warning_count && !o->refused.at; k++)
                    has |= strcmp(o->warnings[k].code, w->code) == 0;
                having += has;
            }
            estimate_note(&d->notes, d->keep, w->code,
                          "in %d of %d strata; first in %.60s: %.*s", having, strata,
                          a->strata->names[s], RK_FMT(w->text));
        }
    }
}

static rk_status add_up(struct adding *a, const struct rk_estimate_options *options,
                        struct rk_arena *keep, struct rk_scratch scratch,
                        struct rk_estimate *out, struct rk_err *err)
{
    const int32_t strata = a->strata->count;
    a->sum = RK_NEW(keep, double, RK_ESTIMATE_DRAWS);
    a->order = RK_NEW(&scratch, int32_t, RK_ESTIMATE_DRAWS);
    uint8_t *refused = RK_NEW(&scratch, uint8_t, strata);
    if (keep->failed || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    a->random = rk_random_stream(options->seed, "estimate sum", (uint64_t)a->model);
    for (int32_t i = 0; i < RK_ESTIMATE_DRAWS; i++)
        a->order[i] = i;
    *out = (struct rk_estimate){.model = rk_estimate_name((enum rk_estimate_model)a->model),
                                .level = 0.95,
                                .centre = "mode"};
    struct estimate_draft d = {.out = out, .keep = keep};
    int32_t missing = 0;
    for (int32_t s = 0; s < strata; s++) {
        const struct rk_estimate *e = &a->each[s * RK_ESTIMATE_MODELS + a->model];
        out->observed += e->observed;
        refused[s] = e->refused.at != NULL;
        missing += refused[s];
        if (!refused[s])
            add(a, e);
    }
    gather(&d, a);
    estimate_number(&d, "strata", strata);
    estimate_number(&d, "strata_refused", missing);
    if (missing > 0) {
        const rk_status status = add_refused(a, &d, refused, options, scratch, err);
        if (status)
            return status;
    }
    estimate_sort(a->sum, RK_ESTIMATE_DRAWS);
    out->draws = a->sum;
    out->se = sqrt(a->variance);
    out->centre = a->median ? "median" : "mode";
    out->estimate = a->median ? estimate_quantile(a->sum, RK_ESTIMATE_DRAWS, 0.5) : a->estimate;
    out->low = estimate_quantile(a->sum, RK_ESTIMATE_DRAWS, 0.025);
    out->high = estimate_quantile(a->sum, RK_ESTIMATE_DRAWS, 0.975);
    estimate_number(&d, "mean", a->mean);
    estimate_number(&d, "se", out->se);
    return estimate_finish(&d, err);
}

/* All strata and their sums, for one version of the tables. */
static rk_status one_version(const struct rk_estimate_strata *strata,
                             const struct rk_estimate_table *tables,
                             const struct rk_estimate_options *options, struct rk_arena *keep,
                             struct rk_scratch scratch, struct rk_estimate *each,
                             struct rk_estimate *total, struct rk_err *err)
{
    for (int32_t s = 0; s < strata->count; s++) {
        const rk_status status = estimate_fit_table(
            &tables[s], options, keep, scratch, each + (ptrdiff_t)s * RK_ESTIMATE_MODELS, err);
        if (status)
            return status;
    }
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++) {
        struct adding a = {.strata = strata, .tables = tables, .each = each, .model = m};
        if (!(options->models >> m & 1))
            continue;
        const rk_status status = add_up(&a, options, keep, scratch, &total[m], err);
        if (status)
            return status;
    }
    return RK_OK;
}

static double people(const struct rk_estimate_table *t)
{
    double sum = 0.0;
    for (int32_t i = 0; t && i < t->rows; i++)
        sum += (double)t->n[i];
    return sum;
}

static rk_status versions(const struct rk_estimate_strata *strata,
                          const struct rk_estimate_options *options, struct rk_arena *keep,
                          struct rk_scratch scratch, struct rk_estimate *each,
                          struct rk_estimate *total, struct rk_err *err)
{
    const ptrdiff_t per = ((ptrdiff_t)strata->count + 1) * RK_ESTIMATE_MODELS;
    struct rk_estimate *all = RK_NEW(&scratch, struct rk_estimate, VERSIONS * per);
    struct rk_estimate_options fewer = *options;
    fewer.iterations = options->iterations / VERSIONS;
    if (fewer.iterations < 4000)
        fewer.iterations = options->iterations;
    /* What the versions leave behind lives in the first half of what is left. */
    const ptrdiff_t half = rk_arena_left(&scratch.in) / 2;
    struct rk_arena own = {scratch.in.at, scratch.in.at, scratch.in.at + half,
                           scratch.in.failed};
    scratch.in.at += half;
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    for (int v = 0; v < VERSIONS; v++) {
        struct rk_scratch inner = scratch;
        fewer.seed = options->seed + (uint64_t)v * UINT64_C(0x9E3779B97F4A7C15);
        const struct rk_estimate_table *tables =
            estimate_impute(strata, options->seed, v, &inner);
        if (!tables)
            return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
        const rk_status status =
            one_version(strata, tables, &fewer, &own, inner, all + v * per,
                        all + v * per + (ptrdiff_t)strata->count * RK_ESTIMATE_MODELS, err);
        if (status)
            return status;
    }
    for (ptrdiff_t i = 0; i < per; i++) {
        if (!(options->models >> i % RK_ESTIMATE_MODELS & 1))
            continue;
        const struct rk_estimate *version[VERSIONS];
        for (int v = 0; v < VERSIONS; v++)
            version[v] = &all[v * per + i];
        const bool sum = i >= per - RK_ESTIMATE_MODELS;
        struct rk_estimate *to = sum ? &total[i % RK_ESTIMATE_MODELS] : &each[i];
        const rk_status status = rk_estimate_average(version, VERSIONS, keep, scratch, to, err);
        if (status)
            return status;
    }
    return RK_OK;
}

rk_status rk_estimate_sum(const struct rk_estimate_strata *strata,
                          const struct rk_estimate_options *options, struct rk_arena *keep,
                          struct rk_scratch scratch, struct rk_estimate *each,
                          struct rk_estimate total[RK_ESTIMATE_MODELS], struct rk_err *err)
{
    struct rk_estimate_options checked;
    struct rk_arena mine = *keep;
    rk_status status = estimate_options_check(options, &checked, err);
    if (!status)
        status = check(strata, err);
    if (status)
        return status;
    const ptrdiff_t slots = (ptrdiff_t)strata->count * RK_ESTIMATE_MODELS;
    struct rk_estimate *results = RK_NEW(&scratch, struct rk_estimate, slots);
    struct rk_estimate sums[RK_ESTIMATE_MODELS];
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    rk_progress_start(checked.progress, "estimate", strata->count * estimate_effort(&checked));
    if (people(strata->unknown) > 0.0)
        status = versions(strata, &checked, &mine, scratch, results, sums, err);
    else
        status =
            one_version(strata, strata->tables, &checked, &mine, scratch, results, sums, err);
    if (status)
        return status;
    for (ptrdiff_t i = 0; i < slots; i++)
        if (checked.models >> i % RK_ESTIMATE_MODELS & 1)
            each[i] = results[i];
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++)
        if (checked.models >> m & 1)
            total[m] = sums[m];
    *keep = mine;
    return RK_OK;
}

/* ---- homogeneity
 * ----------------------------------------------------------------------------- */

static double with_history(const struct rk_estimate_table *t, uint32_t history)
{
    double sum = 0.0;
    for (int32_t i = 0; i < t->rows; i++)
        if (t->history[i] == history)
            sum += (double)t->n[i];
    return sum;
}

rk_status rk_estimate_homogeneity(const struct rk_estimate_strata *strata,
                                  struct rk_scratch scratch, double *p_value,
                                  struct rk_err *err)
{
    const rk_status bad = check(strata, err);
    if (bad)
        return bad;
    const int32_t count = strata->count;
    double *people_of = RK_NEW(&scratch, double, count), *own = RK_NEW(&scratch, double, count);
    uint8_t *marked = RK_NEW(&scratch, uint8_t, count);
    struct rk_estimate_table all;
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    memset(marked, 1, (size_t)count);
    if (!merge(strata->tables, marked, count, &scratch, &all))
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    double *history = RK_NEW(&scratch, double, all.rows);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    for (int32_t i = 0; i < all.rows; i++)
        history[i] = all.history[i];
    estimate_sort(history, all.rows);
    double total = 0.0, statistic = 0.0;
    int32_t used = 0, histories = 0;
    for (int32_t s = 0; s < count; s++) {
        people_of[s] = people(&strata->tables[s]);
        total += people_of[s];
        used += people_of[s] > 0.0;
    }
    for (int32_t i = 0; i < all.rows; i++) {
        if (i > 0 && history[i] == history[i - 1])
            continue;
        double sum = 0.0;
        for (int32_t s = 0; s < count; s++) {
            own[s] = with_history(&strata->tables[s], (uint32_t)history[i]);
            sum += own[s];
        }
        if (sum <= 0.0)
            continue;
        histories++;
        for (int32_t s = 0; s < count; s++) {
            const double expected = sum * people_of[s] / total;
            if (expected > 0.0)
                statistic += (own[s] - expected) * (own[s] - expected) / expected;
        }
    }
    const double df = (double)(used - 1) * (histories - 1);
    *p_value = df > 0.0 ? estimate_chi2_above(statistic, df) : 1.0;
    return RK_OK;
}
