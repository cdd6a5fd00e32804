/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invented populations whose size is known: do the 95 % intervals hold it where a model's
 * assumptions hold, and do warnings fire where they do not? RANOK_POPULATIONS sets how many of
 * each kind (default 60; the long suite takes 500).
 */
#include "rk_test.h"

#include "rk_estimate.h"
#include "rk_random.h"

enum { CELLS = 64, ITERATIONS = 12000 };

static struct rk_arena mem;
static struct rk_scratch tmp;
static int populations = 60;

static int open_memory(void **state)
{
    (void)state;
    const char *wished = getenv("RANOK_POPULATIONS");
    int64_t n;
    if (wished && rk_str_int(rk_str_of(wished), &n) && n > 0 && n <= 100000)
        populations = (int)n;
    mem = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 28);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static const char *const names[] = {"A", "B", "C", "D", "E", "F"};

struct people {
    int32_t lists, rows;
    uint32_t history[CELLS];
    int64_t n[CELLS];
    int64_t size; /* all of them, listed or not */
};

static void add(struct people *p, uint32_t history)
{
    p->size++;
    if (history == 0)
        return;
    for (int32_t i = 0; i < p->rows; i++)
        if (p->history[i] == history) {
            p->n[i]++;
            return;
        }
    p->history[p->rows] = history;
    p->n[p->rows++] = 1;
}

static double between(struct rk_random *r, double low, double high)
{
    return low + (high - low) * rk_random_unit(r);
}

/* Everybody is on each list by chance, the lists independent of one another. */
static struct people independent(struct rk_random *r, int32_t lists)
{
    struct people p = {.lists = lists};
    double rate[8];
    for (int32_t j = 0; j < lists; j++)
        rate[j] = between(r, 0.12, 0.5);
    for (int64_t left = 500 + rk_random_below(r, 4000); left > 0; left--) {
        uint32_t h = 0;
        for (int32_t j = 0; j < lists; j++)
            h |= (uint32_t)(rk_random_unit(r) < rate[j]) << j;
        add(&p, h);
    }
    return p;
}

/* As above, but who is on the first list is more (or less) often on the second. */
static struct people one_pair(struct rk_random *r, int32_t lists)
{
    struct people p = {.lists = lists};
    double rate[8];
    for (int32_t j = 0; j < lists; j++)
        rate[j] = between(r, 0.12, 0.5);
    const double odds = rate[1] / (1.0 - rate[1]) * between(r, 0.5, 3.5);
    const double after = odds / (1.0 + odds);
    for (int64_t left = 500 + rk_random_below(r, 4000); left > 0; left--) {
        uint32_t h = 0;
        for (int32_t j = 0; j < lists; j++) {
            const double chance = j == 1 && (h & 1) ? after : rate[j];
            h |= (uint32_t)(rk_random_unit(r) < chance) << j;
        }
        add(&p, h);
    }
    return p;
}

/* Two kinds of people, one hard to find on any list. */
static struct people two_kinds(struct rk_random *r, int32_t lists, double hard, double easy,
                               double share)
{
    struct people p = {.lists = lists};
    double rate[2][8];
    for (int32_t j = 0; j < lists; j++) {
        rate[0][j] = hard * between(r, 0.7, 1.3);
        rate[1][j] = easy * between(r, 0.7, 1.3);
    }
    for (int64_t left = 1500 + rk_random_below(r, 2500); left > 0; left--) {
        const int kind = rk_random_unit(r) < share;
        uint32_t h = 0;
        for (int32_t j = 0; j < lists; j++)
            h |= (uint32_t)(rk_random_unit(r) < rate[kind][j]) << j;
        add(&p, h);
    }
    return p;
}

static const struct rk_estimate *estimate(const struct people *p, unsigned models,
                                          uint64_t seed)
{
    static struct rk_estimate out[RK_ESTIMATE_MODELS];
    struct rk_err err;
    struct rk_arena keep = mem;
    const struct rk_estimate_table t = {p->lists, names, p->rows, p->history, p->n};
    const struct rk_estimate_options o = {
        .models = models, .iterations = ITERATIONS, .seed = seed, .threads = 2};
    rk_assert_ok(rk_estimate_fit(&t, &o, &keep, tmp, out, &err), err);
    return out;
}

static bool holds(const struct rk_estimate *e, const struct people *p)
{
    return !e->refused.at && e->low <= (double)p->size && (double)p->size <= e->high;
}

static void must_hold(const char *what, int32_t held, int32_t of)
{
    /* 90 % of a long run; in a short one, what 92 % falls below once in ten thousand times */
    const double least = of >= 400 ? 0.90 : 0.92 - 3.7 * sqrt(0.92 * 0.08 / of);
    print_message("%s: %d of %d (%.1f %%)\n", what, held, of, 100.0 * held / of);
    if (held < least * of)
        fail_msg("%s: %d of %d", what, held, of);
}

#define LOGLINEAR (1u << RK_ESTIMATE_LOGLINEAR)
#define DGA       (1u << RK_ESTIMATE_DGA)
#define LCMCR     (1u << RK_ESTIMATE_LCMCR)

static void independent_lists_are_covered_by_every_model(void **state)
{
    (void)state;
    int32_t held[RK_ESTIMATE_MODELS] = {0}, alarms = 0;
    for (int i = 0; i < populations; i++) {
        struct rk_random r = rk_random_stream(1, "independent", (uint64_t)i);
        const struct people p = independent(&r, 3 + i % 2);
        const struct rk_estimate *e = estimate(&p, LOGLINEAR | DGA | LCMCR, (uint64_t)i);
        held[0] += holds(&e[RK_ESTIMATE_LOGLINEAR], &p);
        held[1] += holds(&e[RK_ESTIMATE_DGA], &p);
        held[2] += holds(&e[RK_ESTIMATE_LCMCR], &p);
        for (int32_t w = 0; w < e[0].warning_count; w++)
            alarms += strcmp(e[0].warnings[w].code, "positive_dependence") == 0;
    }
    must_hold("independent, loglinear", held[0], populations);
    must_hold("independent, dga", held[1], populations);
    must_hold("independent, lcmcr", held[2], populations);
    print_message("false alarms of dependence: %d\n", alarms);
    assert_true(alarms <= 1 + populations / 25);
}

static void a_dependent_pair_is_covered_by_the_models_that_know_pairs(void **state)
{
    (void)state;
    int32_t held[2] = {0};
    for (int i = 0; i < populations; i++) {
        struct rk_random r = rk_random_stream(2, "one pair", (uint64_t)i);
        const struct people p = one_pair(&r, 4);
        const struct rk_estimate *e = estimate(&p, LOGLINEAR | DGA, (uint64_t)i);
        held[0] += holds(&e[RK_ESTIMATE_LOGLINEAR], &p);
        held[1] += holds(&e[RK_ESTIMATE_DGA], &p);
    }
    must_hold("one pair, loglinear", held[0], populations);
    must_hold("one pair, dga", held[1], populations);
}

static void two_kinds_of_people_are_covered_by_latent_classes(void **state)
{
    (void)state;
    int32_t held = 0;
    for (int i = 0; i < populations; i++) {
        struct rk_random r = rk_random_stream(3, "two kinds", (uint64_t)i);
        const struct people p = two_kinds(&r, 5, 0.15, 0.6, 0.4);
        const struct rk_estimate *e = estimate(&p, LCMCR, (uint64_t)i);
        held += holds(&e[RK_ESTIMATE_LCMCR], &p);
    }
    must_hold("two kinds, lcmcr", held, populations);
}

static bool warns(const struct rk_estimate *e, const char *code)
{
    for (int32_t w = 0; w < e->warning_count; w++)
        if (strcmp(e->warnings[w].code, code) == 0)
            return true;
    return false;
}

static void people_who_are_hard_to_find_set_off_the_warning(void **state)
{
    (void)state;
    int32_t fired = 0, missed = 0;
    for (int i = 0; i < populations; i++) {
        struct rk_random r = rk_random_stream(4, "hard to find", (uint64_t)i);
        const struct people p = two_kinds(&r, 3 + i % 3, 0.05, 0.55, 0.4);
        const struct rk_estimate *e = estimate(&p, LOGLINEAR, (uint64_t)i);
        missed += !holds(e, &p);
        fired += warns(e, "positive_dependence");
    }
    print_message("hard to find: intervals miss %d of %d, warnings fire in %d\n", missed,
                  populations, fired);
    assert_true(fired >= populations * 9 / 10);
}

static void a_list_made_from_another_is_refused(void **state)
{
    (void)state;
    for (int i = 0; i < populations; i++) {
        struct rk_random r = rk_random_stream(5, "derived", (uint64_t)i);
        const struct people from = independent(&r, 3);
        struct people p = {.lists = 4};
        for (int32_t row = 0; row < from.rows; row++)
            for (int64_t k = 0; k < from.n[row]; k++) {
                const bool copied = (from.history[row] & 1) && rk_random_unit(&r) < 0.8;
                add(&p, from.history[row] | (copied ? 8u : 0u));
            }
        const struct rk_estimate *e = estimate(&p, LOGLINEAR | DGA | LCMCR, (uint64_t)i);
        assert_non_null(e[RK_ESTIMATE_LOGLINEAR].refused.at);
        assert_non_null(e[RK_ESTIMATE_DGA].refused.at);
        assert_non_null(e[RK_ESTIMATE_LCMCR].refused.at);
        assert_true(rk_str_find(e[RK_ESTIMATE_DGA].refused, RK_STR("list D")) >= 0);
    }
}

/* Two districts, each with independent lists, but one hardly reached by any. */
static void districts_that_differ_are_told_apart(void **state)
{
    (void)state;
    int32_t held = 0, told = 0, wrong = 0;
    for (int i = 0; i < populations; i++) {
        struct rk_random r = rk_random_stream(6, "districts", (uint64_t)i);
        const struct people near = two_kinds(&r, 4, 0.45, 0.45, 0.5);
        const struct people far = two_kinds(&r, 4, 0.13, 0.13, 0.5);
        struct people both = near;
        both.size += far.size;
        for (int32_t row = 0; row < far.rows; row++) {
            int32_t k = 0;
            while (k < both.rows && both.history[k] != far.history[row])
                k++;
            if (k == both.rows)
                both.n[both.rows++] = 0;
            both.history[k] = far.history[row];
            both.n[k] += far.n[row];
        }
        const struct rk_estimate_table parts[] = {{4, names, near.rows, near.history, near.n},
                                                  {4, names, far.rows, far.history, far.n}};
        const char *const district[] = {"near", "far"};
        const struct rk_estimate_strata strata = {2, parts, district, NULL};
        const struct rk_estimate_options o = {.models = DGA, .seed = (uint64_t)i};
        struct rk_estimate each[2 * RK_ESTIMATE_MODELS], total[RK_ESTIMATE_MODELS];
        struct rk_arena keep = mem;
        struct rk_err err;
        double p = 1.0;
        rk_assert_ok(rk_estimate_sum(&strata, &o, &keep, tmp, each, total, &err), err);
        rk_assert_ok(rk_estimate_homogeneity(&strata, tmp, &p, &err), err);
        held += holds(&total[RK_ESTIMATE_DGA], &both);
        told += p < 1e-3;
        wrong += !holds(&estimate(&both, DGA, (uint64_t)i)[RK_ESTIMATE_DGA], &both);
    }
    print_message("districts pooled: %d of %d intervals miss\n", wrong, populations);
    must_hold("districts apart, dga", held, populations);
    assert_int_equal(told, populations);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(independent_lists_are_covered_by_every_model),
        cmocka_unit_test(a_dependent_pair_is_covered_by_the_models_that_know_pairs),
        cmocka_unit_test(two_kinds_of_people_are_covered_by_latent_classes),
        cmocka_unit_test(people_who_are_hard_to_find_set_off_the_warning),
        cmocka_unit_test(a_list_made_from_another_is_refused),
        cmocka_unit_test(districts_that_differ_are_told_apart),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
