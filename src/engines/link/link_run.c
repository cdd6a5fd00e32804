/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a table to clusters and pairs. */
#include "link_internal.h"

enum { DRAWS = 64, DRAWS_MAX = 4096, MORE_EFFORT = 2 };
static const double RECALL_WANTED = 0.95; /* of candidates; else twice as many pairs */

static rk_status check(const struct rk_link_table *t, const struct rk_link_options *o,
                       struct rk_err *err)
{
    if (t->records < 0 || t->lists < 1 || t->fields < 0 || t->fields > RK_LINK_FIELDS)
        return rk_fail(err, RK_EINVAL, "link", "%d records, %d lists, %d fields", t->records,
                       t->lists, t->fields);
    if (o->draws < 0 || o->draws > DRAWS_MAX || o->decision_count < 0)
        return rk_fail(err, RK_EINVAL, "link", "%d draws, %d decisions", o->draws,
                       o->decision_count);
    if (t->name && !o->names)
        return rk_fail(err, RK_EINVAL, "link", "names are given, but not the tables of names");
    for (int32_t r = 0; r < t->records && t->list; r++)
        if (t->list[r] < 0 || t->list[r] >= t->lists)
            return rk_fail(err, RK_EINVAL, "link", "record %d is of list %d of %d", r,
                           t->list[r], t->lists);
    for (int32_t f = 0; f < t->fields; f++) {
        const bool dates =
            t->field[f].kind == RK_LINK_BIRTH || t->field[f].kind == RK_LINK_EVENT;
        if (dates ? !t->field[f].when : !t->field[f].text)
            return rk_fail(err, RK_EINVAL, "link", "field %s has no values", t->field[f].name);
    }
    return RK_OK;
}

static int by_records(const void *a, const void *b)
{
    const struct rk_link_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* In the records of the table, without what is below a hundredth. */
static void put_pairs(const struct rk_link_model *m, const struct link_drawn *drawn,
                      struct rk_link *out)
{
    out->pair = drawn->pair;
    for (ptrdiff_t i = 0; i < drawn->pair_count; i++) {
        const struct rk_link_pair *p = &drawn->pair[i];
        if (p->probability < 0.01F)
            continue;
        const int32_t a = m->origin[p->a], b = m->origin[p->b];
        out->pair[out->pair_count++] =
            (struct rk_link_pair){a < b ? a : b, a < b ? b : a, p->probability};
    }
    if (out->pair_count > 1)
        qsort(out->pair, (size_t)out->pair_count, sizeof *out->pair, by_records);
}

static rk_status put_clusters(const struct rk_link_model *m, const struct link_clusters *s,
                              struct rk_arena *keep, struct rk_scratch scratch,
                              struct rk_link *out)
{
    int32_t *number = RK_NEW(&scratch, int32_t, m->records);
    out->cluster = RK_NEW(keep, int32_t, m->records);
    if (!number || !out->cluster)
        return RK_ENOMEM;
    for (int32_t r = 0; r < m->records; r++) {
        int32_t *n = &number[s->of[m->rank[r]]];
        if (*n == 0)
            *n = ++out->clusters;
        out->cluster[r] = *n - 1;
    }
    return RK_OK;
}

/* Columns, values, what is alike, how usual it is. */
static rk_status describe(const struct rk_link_table *table,
                          const struct rk_link_options *options, struct rk_arena *keep,
                          struct rk_scratch scratch, struct rk_link_model *m,
                          struct rk_err *err)
{
    rk_status bad = link_columns(table, options, keep, scratch, m, err);
    for (int32_t c = 1; c < m->columns && !bad; c++)
        bad = link_alike(&m->column[c], m->names, m->records, keep, scratch, err);
    if (!bad)
        link_shares(m, options->seed);
    return bad;
}

/* Learns from candidates, or from a sample of them, and keeps those for which there is hope. */
static rk_status find_once(struct rk_link_model *m, const struct link_decided *decided,
                           struct rk_arena *keep, struct rk_arena *work,
                           struct rk_scratch scratch, struct link_pairs *out,
                           struct rk_err *err)
{
    struct rk_arena sample = link_half(&scratch);
    struct link_pairs pairs;
    rk_status bad = link_candidates(m, false, &sample, scratch, &pairs, err);
    if (!bad)
        bad = link_learn(m, &pairs, decided, scratch, err);
    if (!bad)
        bad = link_gains(m, keep, err);
    if (bad || pairs.step > 1)
        return bad ? bad : link_candidates(m, true, work, scratch, out, err);
    *out = pairs;
    out->len = 0;
    out->at = NULL;
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < pairs.len; i++)
        if (link_odds(m, pairs.at[i].a, pairs.at[i].b, pairs.at[i].pattern) >=
            (double)LINK_HOPE)
            pairs.at[kept++] = pairs.at[i];
    out->at = RK_NEW(work, struct link_pair, kept);
    if (!out->at)
        return rk_fail(err, RK_ENOMEM, "link", "%td pairs", kept);
    if (kept > 0)
        memcpy(out->at, pairs.at, (size_t)kept * sizeof *out->at);
    out->len = kept;
    return RK_OK;
}

/* Where many people share few names, the usual number of pairs loses too many true ones, and
 * what is learned from the rest is askew: then all of it again, with more effort. */
static rk_status find_pairs(struct rk_link_model *m, const struct link_decided *decided,
                            struct rk_arena *keep, struct rk_arena *work,
                            struct rk_scratch scratch, struct link_pairs *out, double *recall,
                            struct rk_err *err)
{
    const struct rk_arena kept = *keep, worked = *work;
    for (m->effort = 1;; m->effort = MORE_EFFORT) {
        *keep = kept;
        *work = worked;
        rk_status bad = find_once(m, decided, keep, work, scratch, out, err);
        if (!bad)
            bad = link_recall(m, out, scratch, recall, err);
        if (bad || *recall >= RECALL_WANTED || m->effort > 1)
            return bad;
    }
}

/* Everything between the description and the answer lives in `work`. */
static rk_status solve(const struct rk_link_options *options, struct rk_link_model *m,
                       struct rk_arena *keep, struct rk_scratch scratch, struct rk_link *out,
                       struct rk_err *err)
{
    struct rk_arena work = link_half(&scratch);
    struct link_pairs pairs = {.at = NULL};
    struct link_clusters clusters = {.cut = log(m->threshold / (1.0 - m->threshold))};
    struct link_decided decided;
    struct link_drawn drawn = {.pair = NULL};
    const int32_t draws = options->draws > 0 ? options->draws : DRAWS;
    rk_status bad = link_decisions(m, options, &work, &decided, err);
    if (!bad)
        bad = find_pairs(m, &decided, keep, &work, scratch, &pairs, &out->recall, err);
    if (bad)
        return bad;
    float *odds = RK_NEW(&work, float, pairs.len);
    if (!odds)
        return rk_fail(err, RK_ENOMEM, "link", "%td pairs", pairs.len);
    for (ptrdiff_t i = 0; i < pairs.len; i++)
        odds[i] = (float)link_odds(m, pairs.at[i].a, pairs.at[i].b, pairs.at[i].pattern);
    bad = link_bind(m, &decided, &work, &clusters, err);
    if (!bad)
        bad = link_gather(m, &pairs, odds, &work, scratch, &clusters, err);
    if (!bad)
        bad = link_draw(m, &pairs, odds, &clusters, draws, options->seed, keep, scratch, &drawn,
                        err);
    if (!bad && put_clusters(m, &clusters, keep, scratch, out))
        bad = rk_fail(err, RK_ENOMEM, "link", "%d records", m->records);
    if (bad)
        return bad;
    put_pairs(m, &drawn, out);
    out->compared = pairs.compared;
    out->distinct_low = drawn.low < out->clusters ? drawn.low : out->clusters;
    out->distinct_high = drawn.high > out->clusters ? drawn.high : out->clusters;
    return RK_OK;
}

rk_status rk_link_run(const struct rk_link_table *table, const struct rk_link_options *options,
                      struct rk_arena *keep, struct rk_scratch scratch, struct rk_link *out,
                      struct rk_err *err)
{
    rk_status bad = check(table, options, err);
    if (bad)
        return bad;
    struct rk_arena result = *keep;
    struct rk_link answer = {.recall = 1.0};
    struct rk_link_model *m = RK_NEW(&result, struct rk_link_model, 1);
    if (!m)
        return rk_fail(err, RK_ENOMEM, "link", "%d records", table->records);
    m->progress = options->progress;
    if (m->progress)
        rk_progress_start(m->progress, "link", 2.0 * table->records);
    m->effort = 1;
    m->threshold = options->threshold > 0.0 ? options->threshold : 0.5;
    bad = describe(table, options, &result, scratch, m, err);
    if (!bad)
        bad = solve(options, m, &result, scratch, &answer, err);
    if (bad)
        return bad;
    m->progress = NULL;
    answer.model = m;
    *keep = result;
    *out = answer;
    return RK_OK;
}
