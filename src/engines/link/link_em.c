/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is learned from the lists themselves: how often each column agrees at each level among
 * records of one person, of one household, and among others (Fellegi & Sunter 1969; EM after
 * Winkler 1988 and Enamorado, Fifield & Imai 2019 over patterns, missing values neutral).
 */
#include "link_internal.h"

enum { ROUNDS = 40 };
static const double BEFORE = 4.0;
static const double CHANCE = 0.05;    /* of agreeing pairs, at the least, agree by chance */
static const double KIN_START = 0.05; /* share of the expected matches, to begin with */

struct tally {
    uint64_t pattern;
    double pairs;
};

struct learning {
    struct rk_link_model *m;
    struct tally *tally;
    ptrdiff_t tallies;
    double all;                            /* pairs of records */
    double have[CLASSES][COLUMNS][LEVELS]; /* expected, among candidates */
    double pairs[CLASSES];
    const struct link_decided *decided;
    double before[COLUMNS][LEVELS]; /* what one person's records are thought to do */
};

/* Expected levels before anything is known: most of one person's fields agree. */
static void start(struct learning *s)
{
    struct rk_link_model *m = s->m;
    for (int32_t i = 0; i < m->columns; i++) {
        struct link_column *c = &m->column[i];
        double sum = 0.0, p[LEVELS] = {0};
        for (int l = 1; l < LEVELS; l++) {
            const bool used = l == DIFFERENT || c->share[l] > 0.0;
            p[l] = !used ? 0.0 : l == DIFFERENT ? 0.05 : l >= c->top ? 0.7 : 0.02 * l;
            if (c->what == W_LIST)
                p[l] = c->share[l]; /* learned from the others */
            sum += p[l];
        }
        for (int l = 1; l < LEVELS; l++) {
            s->before[i][l] = sum > 0.0 ? (p[l] + 1e-9) / sum : 1.0;
            c->log_p[SAME][l] = log(s->before[i][l]);
        }
    }
    const double same = 0.5 * m->records / s->all;
    m->log_prior[SAME] = log(same);
    m->log_prior[KIN] = log(same * KIN_START);
    m->log_prior[OTHERS] = 0.0;
}

/* The chance of a level among OTHERS: all pairs less those expected to be one person's. */
static void set_others(struct learning *s)
{
    for (int32_t i = 0; i < s->m->columns; i++) {
        struct link_column *c = &s->m->column[i];
        double p[LEVELS] = {0}, sum = 0.0;
        for (int l = 1; l < LEVELS; l++) {
            const double all = c->share[l] * s->all;
            const double rest = all - s->have[SAME][i][l];
            const double least = all * CHANCE;
            p[l] = (rest > least ? rest : least) + 1e-3;
            sum += p[l];
        }
        for (int l = 1; l < LEVELS; l++)
            c->log_p[OTHERS][l] = log(p[l] / sum);
    }
}

/* How much of a column one household shares. */
static double shared(const struct link_column *c)
{
    if (c->household)
        return 1.0;
    return c->what == W_PATRONYMIC || c->what == W_EVENT ? 0.5 : 0.0;
}

static void set_kin(struct rk_link_model *m)
{
    for (int32_t i = 0; i < m->columns; i++) {
        struct link_column *c = &m->column[i];
        const double of = shared(c);
        for (int l = 1; l < LEVELS; l++)
            c->log_p[KIN][l] =
                log(of * exp(c->log_p[SAME][l]) + (1.0 - of) * exp(c->log_p[OTHERS][l]));
        if (c->what == W_LIST)
            memcpy(c->log_p[KIN], c->log_p[OTHERS], sizeof c->log_p[KIN]);
    }
}

static void set_weights(struct rk_link_model *m)
{
    for (int32_t i = 0; i < m->columns; i++)
        for (int k = SAME; k < CLASSES; k++) {
            struct link_column *c = &m->column[i];
            c->weight[k][MISSING] = 0.0F;
            for (int l = 1; l < LEVELS; l++)
                c->weight[k][l] = (float)(c->log_p[k][l] - c->log_p[OTHERS][l]);
        }
}

/* The chance of each class, given a pattern. */
static void classify(const struct rk_link_model *m, uint64_t pattern, double part[CLASSES])
{
    double odds[CLASSES] = {0.0, m->log_prior[SAME], m->log_prior[KIN]};
    for (int32_t c = 0; c < m->columns; c++) {
        const int32_t level = link_at(pattern, c);
        odds[SAME] += (double)m->column[c].weight[SAME][level];
        odds[KIN] += (double)m->column[c].weight[KIN][level];
    }
    const double same = exp(odds[SAME]), kin = m->kin ? exp(odds[KIN]) : 0.0;
    const double sum = 1.0 + same + kin;
    part[OTHERS] = 1.0 / sum;
    part[SAME] = same / sum;
    part[KIN] = kin / sum;
}

static void expect(struct learning *s)
{
    const struct rk_link_model *m = s->m;
    memset(s->have, 0, sizeof s->have);
    memset(s->pairs, 0, sizeof s->pairs);
    for (ptrdiff_t i = 0; i < s->tallies; i++) {
        double part[CLASSES];
        classify(m, s->tally[i].pattern, part);
        for (int k = SAME; k < CLASSES; k++) {
            const double pairs = s->tally[i].pairs * part[k];
            s->pairs[k] += pairs;
            for (int32_t c = 0; c < m->columns; c++)
                s->have[k][c][link_at(s->tally[i].pattern, c)] += pairs;
        }
    }
    for (int32_t i = 0; i < s->decided->len; i++) { /* known, not expected */
        double part[CLASSES];
        const uint64_t pattern =
            link_pattern(m, s->decided->pair[2 * i], s->decided->pair[2 * i + 1]);
        classify(m, pattern, part);
        const double more = (s->decided->same[i] ? 1.0 : 0.0) - part[SAME];
        s->pairs[SAME] += more;
        for (int32_t c = 0; c < m->columns; c++) {
            double *have = &s->have[SAME][c][link_at(pattern, c)];
            *have = *have + more > 0.0 ? *have + more : 0.0;
        }
    }
}

/* Where few pairs tell, the expectation of the start counts as much as BEFORE pairs. */
static void set_same(struct learning *s)
{
    for (int32_t i = 0; i < s->m->columns; i++) {
        struct link_column *c = &s->m->column[i];
        double sum = 0.0;
        const double *have = s->have[SAME][i];
        for (int l = 1; l < LEVELS; l++)
            sum += have[l] + BEFORE * s->before[i][l];
        for (int l = 1; l < LEVELS; l++)
            c->log_p[SAME][l] = log((have[l] + BEFORE * s->before[i][l]) / sum);
    }
    const double floor_pairs = 0.5;
    const double same = s->pairs[SAME] > floor_pairs ? s->pairs[SAME] : floor_pairs;
    const double kin = s->pairs[KIN] > floor_pairs ? s->pairs[KIN] : floor_pairs;
    s->m->log_prior[SAME] = log(same / (s->all - same));
    s->m->log_prior[KIN] = log(kin / (s->all - same));
}

static int by_pattern(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

/* Equal patterns together, by a table of hashes. */
static rk_status count_patterns(struct learning *s, const struct link_pairs *pairs,
                                struct rk_scratch *scratch)
{
    uint64_t size = 1024;
    while (size < 2 * (uint64_t)pairs->len && size < UINT64_C(1) << 26)
        size *= 2;
    s->tally = RK_NEW(scratch, struct tally, pairs->len + 1);
    struct rk_scratch inner = *scratch;
    int32_t *slot = RK_NEW(&inner, int32_t, (ptrdiff_t)size);
    if (!s->tally || !slot)
        return RK_ENOMEM;
    for (ptrdiff_t i = 0; i < pairs->len; i++) {
        const uint64_t pattern = pairs->at[i].pattern;
        uint64_t at = link_hash(&pattern, 8, 1) & (size - 1);
        while (slot[at] && s->tally[slot[at] - 1].pattern != pattern)
            at = (at + 1) & (size - 1);
        if (!slot[at]) {
            s->tally[s->tallies++].pattern = pattern;
            slot[at] = (int32_t)s->tallies;
        }
        s->tally[slot[at] - 1].pairs += pairs->step;
    }
    qsort(s->tally, (size_t)s->tallies, sizeof *s->tally, by_pattern);
    return RK_OK;
}

rk_status link_learn(struct rk_link_model *m, const struct link_pairs *pairs,
                     const struct link_decided *decided, struct rk_scratch scratch,
                     struct rk_err *err)
{
    struct learning s = {.m = m, .decided = decided};
    int32_t households = 0;
    s.all = (double)m->records * (m->records - 1) / 2.0;
    if (count_patterns(&s, pairs, &scratch))
        return rk_fail(err, RK_ENOMEM, "link", "%td pairs", pairs->len);
    for (int32_t i = 0; i < m->columns; i++)
        households += m->column[i].household && m->column[i].what != W_LIST;
    m->kin = m->given >= 0 && households >= 2;
    start(&s);
    for (int round = 0; round < ROUNDS; round++) {
        const double before = s.pairs[SAME];
        set_others(&s);
        set_kin(m);
        set_weights(m);
        expect(&s);
        set_same(&s);
        if (round > 10 && fabs(s.pairs[SAME] - before) < 1e-5 * before)
            break;
    }
    set_others(&s);
    set_kin(m);
    set_weights(m);
    return RK_OK;
}
