/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's promises (rk_estimate.h). All tables here are invented. */
#include "rk_test.h"

#include "rk_estimate.h"
#include "rk_random.h"

static struct rk_arena mem, fresh;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = fresh = rk_arena_open(1 << 28);
    tmp = rk_scratch_open(1 << 28);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&fresh);
    rk_scratch_close(&tmp);
    return 0;
}

static int start_anew(void **state)
{
    (void)state;
    mem = fresh;
    return 0;
}

static const char *const names[] = {"police", "hospital", "graves", "church", "press",
                                    "six",    "seven",    "eight",  "nine"};

/* Four lists, invented: 947 persons */
static const uint32_t history_4[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
static const int64_t people_4[] = {211, 178, 41, 160, 52, 33, 19, 120,
                                   40,  28,  12, 25,  14, 9,  5};
static const struct rk_estimate_table four = {4, names, 15, history_4, people_4};

/* Three lists, invented: 798 persons */
static const uint32_t history_3[] = {1, 2, 3, 4, 5, 6, 7};
static const int64_t people_3[] = {310, 210, 43, 150, 38, 30, 17};
static const struct rk_estimate_table three = {3, names, 7, history_3, people_3};

#define ONLY(model) (1u << (model))

static const struct rk_estimate *fit(const struct rk_estimate_table *t,
                                     struct rk_estimate_options o)
{
    static struct rk_estimate out[RK_ESTIMATE_MODELS];
    memset(out, 0, sizeof out);
    rk_assert_ok(rk_estimate_fit(t, &o, &mem, tmp, out, &err), err);
    return out;
}

static double detail(const struct rk_estimate *e, const char *name)
{
    for (int32_t i = 0; i < e->detail_count; i++)
        if (strcmp(e->details[i].name, name) == 0)
            return e->details[i].number;
    fail_msg("%s has no detail %s", e->model, name);
    return 0.0;
}

static bool warns(const struct rk_estimate *e, const char *code)
{
    for (int32_t i = 0; i < e->warning_count; i++)
        if (strcmp(e->warnings[i].code, code) == 0)
            return true;
    return false;
}

static bool mentions(struct rk_str text, const char *what)
{
    return text.at && rk_str_find(text, rk_str_of(what)) >= 0;
}

/* ---- results
 * --------------------------------------------------------------------------------- */

static void every_model_answers_in_order_and_with_its_draws(void **state)
{
    (void)state;
    const struct rk_estimate *e = fit(&four, (struct rk_estimate_options){.iterations = 4000});
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++) {
        assert_string_equal(e[m].model, rk_estimate_name((enum rk_estimate_model)m));
        assert_null(e[m].refused.at);
        rk_assert_near(e[m].observed, 947.0, 0.0);
        rk_assert_near(e[m].level, 0.95, 0.0);
        assert_true(e[m].observed <= e[m].low && e[m].low <= e[m].estimate);
        assert_true(e[m].estimate <= e[m].high && e[m].se > 0.0);
        int32_t inside = 0;
        for (int32_t i = 0; i < RK_ESTIMATE_DRAWS; i++) {
            assert_true(i == 0 || e[m].draws[i - 1] <= e[m].draws[i]);
            inside += e[m].low <= e[m].draws[i] && e[m].draws[i] <= e[m].high;
        }
        assert_true(inside >= RK_ESTIMATE_DRAWS * 94 / 100 || m == RK_ESTIMATE_AIC);
    }
    assert_string_equal(e[RK_ESTIMATE_LOGLINEAR].centre, "mode");
    assert_string_equal(e[RK_ESTIMATE_DGA].centre, "median");
    assert_string_equal(e[RK_ESTIMATE_LCMCR].centre, "median");
}

static void only_the_models_asked_for_are_set(void **state)
{
    (void)state;
    const struct rk_estimate *e =
        fit(&four, (struct rk_estimate_options){.models = ONLY(RK_ESTIMATE_DGA)});
    assert_null(e[RK_ESTIMATE_LOGLINEAR].model);
    assert_null(e[RK_ESTIMATE_LCMCR].model);
    assert_non_null(e[RK_ESTIMATE_DGA].model);
}

/* Strong effects of all pairs and none of three: only [12,13,23] fits, whose estimate is known
 * by hand, n_ABC n_A n_B n_C / (n_AB n_AC n_BC), with its variance. */
static void the_best_of_eight_models_is_found(void **state)
{
    (void)state;
    const int64_t n[] = {310, 210, 290, 150, 280, 270, 860};
    const struct rk_estimate_table t = {3, names, 7, history_3, n};
    const struct rk_estimate *e =
        fit(&t, (struct rk_estimate_options){.models = ONLY(RK_ESTIMATE_LOGLINEAR)});
    const double missing = 860.0 * 310 * 210 * 150 / (290.0 * 280 * 270);
    double variance = 0.0;
    for (int i = 0; i < 7; i++)
        variance += 1.0 / (double)n[i];
    rk_assert_near(detail(e, "models"), 8.0, 0.0);
    rk_assert_near(detail(e, "deviance"), 0.0, 1e-9);
    rk_assert_near(e->estimate, 2370.0 + missing, 1e-6);
    rk_assert_near(e->se, sqrt(missing + missing * missing * variance), 1e-6);
    rk_assert_near(detail(e, "wald_high"), e->estimate + 1.9599639845 * e->se, 1e-6);
}

static void order_of_rows_and_split_rows_change_nothing(void **state)
{
    (void)state;
    uint32_t history[30];
    int64_t n[30];
    for (int i = 0; i < 15; i++) { /* backwards, every row in two parts */
        history[2 * i] = history[2 * i + 1] = history_4[14 - i];
        n[2 * i] = people_4[14 - i] / 3;
        n[2 * i + 1] = people_4[14 - i] - n[2 * i];
    }
    const struct rk_estimate_table other = {4, names, 30, history, n};
    const struct rk_estimate_options o = {.iterations = 4000, .seed = 9};
    struct rk_estimate first[RK_ESTIMATE_MODELS];
    memcpy(first, fit(&four, o), sizeof first);
    const struct rk_estimate *e = fit(&other, o);
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++) {
        rk_assert_near(e[m].estimate, first[m].estimate, 0.0);
        assert_memory_equal(e[m].draws, first[m].draws, RK_ESTIMATE_DRAWS * sizeof(double));
    }
}

/* Six lists, so that the bootstrap of the stepwise choice runs too. */
static void equal_seeds_give_equal_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    uint32_t history[63];
    int64_t n[63];
    for (uint32_t h = 1; h < 64; h++) {
        history[h - 1] = h;
        n[h - 1] = 200 >> (2 * __builtin_popcount(h) - 1);
    }
    const struct rk_estimate_table six = {6, names, 63, history, n};
    struct rk_estimate_options o = {.iterations = 4000, .seed = 5, .threads = 1};
    o.models = ONLY(RK_ESTIMATE_LOGLINEAR) | ONLY(RK_ESTIMATE_LCMCR);
    struct rk_estimate first[RK_ESTIMATE_MODELS];
    memcpy(first, fit(&six, o), sizeof first);
    o.threads = 3;
    const struct rk_estimate *e = fit(&six, o);
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++) {
        if (!(o.models >> m & 1))
            continue;
        assert_memory_equal(&e[m].low, &first[m].low, sizeof e[m].low);
        assert_memory_equal(&e[m].high, &first[m].high, sizeof e[m].high);
        assert_memory_equal(e[m].draws, first[m].draws, RK_ESTIMATE_DRAWS * sizeof(double));
    }
    o.seed = 6;
    assert_memory_not_equal(fit(&six, o)[RK_ESTIMATE_LCMCR].draws,
                            first[RK_ESTIMATE_LCMCR].draws, RK_ESTIMATE_DRAWS * sizeof(double));
}

/*
 * The same posterior by the plainest sampler there is: one person at a time, base's own random
 * numbers. Three classes, a table of 60.
 */
static void latent_classes_agree_with_the_plainest_sampler(void **state)
{
    (void)state;
    enum { K = 3, J = 4, SWEEPS = 40000 };
    static const uint32_t history[] = {1, 2, 4, 8, 3, 5, 6, 12, 15, 7};
    static const int64_t n[] = {14, 11, 9, 7, 5, 4, 3, 2, 4, 1};
    struct rk_random r = rk_random_seed(21);
    double hit[K][J], share[K] = {0.5, 0.3, 0.2}, alpha = 1.0, sum = 0.0, logs = 0.0;
    int64_t unlisted = 60;
    for (int k = 0; k < K; k++)
        for (int j = 0; j < J; j++)
            hit[k][j] = 0.2 + 0.1 * k;
    for (int t = 0; t < SWEEPS; t++) {
        double people[K] = {0}, on[K][J] = {{0}}, none[K], p0 = 0.0;
        for (int k = 0; k < K; k++) {
            none[k] = share[k];
            for (int j = 0; j < J; j++)
                none[k] *= 1.0 - hit[k][j];
            p0 += none[k];
        }
        unlisted = rk_random_poisson(&r, rk_random_gamma(&r, 60.0) * p0 / (1.0 - p0));
        for (int h = 0; h <= 10; h++)
            for (int64_t i = h ? n[h - 1] : unlisted; i > 0; i--) {
                double part[K], all = 0.0;
                for (int k = 0; k < K; k++) {
                    part[k] = share[k];
                    for (int j = 0; j < J; j++)
                        part[k] *= h && (history[h - 1] >> j & 1) ? hit[k][j] : 1.0 - hit[k][j];
                    all += part[k];
                }
                double u = rk_random_unit(&r) * all;
                int k = 0;
                while (k < K - 1 && u >= part[k])
                    u -= part[k++];
                people[k]++;
                for (int j = 0; j < J && h; j++)
                    on[k][j] += history[h - 1] >> j & 1;
            }
        double log_left = 0.0, behind = people[1] + people[2];
        for (int k = 0; k < K; k++) {
            for (int j = 0; j < J; j++)
                hit[k][j] = rk_random_beta(&r, 1.0 + on[k][j], 1.0 + people[k] - on[k][j]);
            /* log(1 - V), for 1 - V may be smaller than any number: Beta(b, 1 + people) from
             * gamma numbers, Gamma(b) as Gamma(1 + b) U^(1/b) */
            const double b = alpha + behind;
            const double x =
                log(rk_random_gamma(&r, 1.0 + b)) + log(1.0 - rk_random_unit(&r)) / b;
            const double y = log(rk_random_gamma(&r, 1.0 + people[k]));
            const double log_w =
                k < 2 ? x - (x > y ? x + log1p(exp(y - x)) : y + log1p(exp(x - y))) : -HUGE_VAL;
            share[k] = exp(log_left) * -expm1(log_w);
            log_left += k < 2 ? log_w : 0.0;
            behind -= k < 1 ? people[1] : people[2];
        }
        alpha = rk_random_gamma(&r, 0.25 + K - 1) / (0.25 - log_left);
        if (t >= SWEEPS / 10) {
            sum += log((double)unlisted + 1.0);
            logs++;
        }
    }
    const struct rk_estimate_table t = {J, names, 10, history, n};
    const struct rk_estimate *e = fit(
        &t,
        (struct rk_estimate_options){
            .models = ONLY(RK_ESTIMATE_LCMCR), .classes = K, .iterations = 200000, .seed = 3});
    double own = 0.0;
    for (int32_t i = 0; i < RK_ESTIMATE_DRAWS; i++)
        own += log(e[RK_ESTIMATE_LCMCR].draws[i] - 60.0 + 1.0) / RK_ESTIMATE_DRAWS;
    /* log(unlisted) has deviation 0.5 or so; 36,000 sweeps are a thousand draws or more */
    print_message("mean of log(unlisted): plain %.3f, engine %.3f\n", sum / logs, own);
    rk_assert_near(own, sum / logs, 0.06);
}

/* ---- refusals
 * -------------------------------------------------------------------------------- */

static struct rk_str refusal(const struct rk_estimate_table *t)
{
    const struct rk_estimate *e = fit(t, (struct rk_estimate_options){.iterations = 4000});
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++) {
        assert_non_null(e[m].refused.at);
        assert_true(isnan(e[m].estimate) && isnan(e[m].low) && isnan(e[m].high));
        assert_null(e[m].draws);
    }
    return e[RK_ESTIMATE_DGA].refused;
}

static void fewer_than_three_lists_are_refused(void **state)
{
    (void)state;
    const uint32_t history[] = {1, 2, 3, 4};
    const int64_t n[] = {100, 80, 20, 0}; /* graves names nobody */
    const struct rk_estimate_table t = {3, names, 4, history, n};
    assert_true(mentions(refusal(&t), "three"));
}

static void copies_and_parts_of_lists_are_refused(void **state)
{
    (void)state;
    const uint32_t copy[] = {1, 2, 3, 12, 13, 14, 15}; /* church repeats graves */
    const int64_t n[] = {100, 90, 30, 60, 20, 15, 8};
    const struct rk_estimate_table same = {4, names, 7, copy, n};
    struct rk_str why = refusal(&same);
    assert_true(mentions(why, "graves") && mentions(why, "church") && mentions(why, "103"));
    const uint32_t part[] = {1, 2, 3, 4, 12, 5, 13, 6, 14, 7, 15}; /* church lies in graves */
    const int64_t m[] = {100, 90, 30, 40, 20, 12, 8, 9, 6, 5, 3};
    const struct rk_estimate_table within = {4, names, 11, part, m};
    why = refusal(&within);
    assert_true(mentions(why, "list church are on list graves"));
}

static void a_list_that_meets_no_other_is_refused_with_the_empty_cells(void **state)
{
    (void)state;
    const uint32_t history[] = {1, 2, 3, 4};
    const int64_t n[] = {50, 40, 9, 30};
    const struct rk_estimate_table t = {3, names, 4, history, n};
    const struct rk_str why = refusal(&t);
    assert_true(mentions(why, "police+graves (101)"));
    assert_true(mentions(why, "hospital+graves (011)"));
    assert_true(mentions(why, "police+hospital+graves (111)"));
    assert_false(mentions(why, "police+hospital (110)"));
}

/* Of four lists the last meets nobody, and the first three hang together as no pairs of them
 * can explain: [123,4] fits exactly, and the more are missed the better. */
static void a_table_whose_best_model_has_no_estimate_is_refused(void **state)
{
    (void)state;
    const uint32_t history[] = {1, 2, 3, 4, 5, 6, 7, 8};
    const int64_t n[] = {300, 250, 150, 200, 140, 130, 5, 400};
    const struct rk_estimate_table t = {4, names, 8, history, n};
    const struct rk_str why = refusal(&t);
    assert_true(mentions(why, "[123,4]") && mentions(why, "grows without limit"));
    assert_true(mentions(why, "police+church (1001)"));
}

/* Pairs of the first three say that 150 x 300 x 250 x 200 / (30 x 20 x 15) are missed, a
 * quarter of a million, and nothing less fits. */
static void a_model_that_only_unbelievable_ones_beat_is_refused(void **state)
{
    (void)state;
    const uint32_t history[] = {1, 2, 3, 4, 5, 6, 7, 8};
    const int64_t n[] = {300, 250, 30, 200, 20, 15, 150, 400};
    const struct rk_estimate_table t = {4, names, 8, history, n};
    const struct rk_estimate *e =
        fit(&t, (struct rk_estimate_options){.models = ONLY(RK_ESTIMATE_LOGLINEAR)});
    assert_true(mentions(e->refused, "beyond belief"));
}

static void methods_refuse_more_lists_than_they_take(void **state)
{
    (void)state;
    uint32_t history[45];
    int64_t n[45];
    int rows = 0;
    for (int i = 0; i < 9; i++)
        for (int j = i; j < 9; j++, rows++) {
            history[rows] = UINT32_C(1) << i | UINT32_C(1) << j;
            n[rows] = i == j ? 20 : 3;
        }
    const struct rk_estimate_table t = {9, names, rows, history, n};
    const struct rk_estimate *e = fit(&t, (struct rk_estimate_options){.iterations = 4000});
    assert_true(mentions(e[RK_ESTIMATE_DGA].refused, "9"));
    assert_true(mentions(e[RK_ESTIMATE_AIC].refused, "9"));
    assert_null(e[RK_ESTIMATE_LOGLINEAR].refused.at);
    assert_null(e[RK_ESTIMATE_LCMCR].refused.at);
}

/* ---- warnings
 * -------------------------------------------------------------------------------- */

static void a_list_without_people_is_left_out_and_said(void **state)
{
    (void)state;
    const struct rk_estimate_table five = {5, names, 15, history_4, people_4};
    const struct rk_estimate_options o = {.models = ONLY(RK_ESTIMATE_DGA)};
    const double want = fit(&four, o)[RK_ESTIMATE_DGA].estimate;
    const struct rk_estimate *e = &fit(&five, o)[RK_ESTIMATE_DGA];
    rk_assert_near(e->estimate, want, 0.0);
    assert_true(warns(e, "empty_list"));
}

static void a_small_list_within_another_is_a_warning(void **state)
{
    (void)state;
    uint32_t history[16];
    int64_t n[16];
    memcpy(history, history_4, sizeof history_4);
    memcpy(n, people_4, sizeof people_4);
    n[0] -= 3;
    history[15] = 17; /* three persons of police are all that press knows */
    n[15] = 3;
    const struct rk_estimate_table t = {5, names, 16, history, n};
    const struct rk_estimate *e =
        fit(&t, (struct rk_estimate_options){.models = ONLY(RK_ESTIMATE_DGA)});
    assert_null(e[RK_ESTIMATE_DGA].refused.at);
    assert_true(warns(&e[RK_ESTIMATE_DGA], "contained"));
}

/* Eight lists: the last is a part of the first, and there are seven others. */
static void among_many_lists_one_that_is_derived_is_a_warning(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(4);
    uint32_t history[256];
    int64_t n[256] = {0};
    for (uint32_t h = 0; h < 256; h++)
        history[h] = h + 1;
    for (int i = 0; i < 1500; i++) {
        uint32_t h = 0;
        for (int j = 0; j < 7; j++)
            h |= (uint32_t)(rk_random_unit(&r) < 0.2) << j;
        if ((h & 1) && rk_random_unit(&r) < 0.5)
            h |= 128;
        if (h)
            n[h - 1]++;
    }
    const struct rk_estimate_table t = {8, names, 255, history, n};
    const struct rk_estimate *e =
        fit(&t, (struct rk_estimate_options){.models = ONLY(RK_ESTIMATE_STEPWISE)});
    assert_null(e[RK_ESTIMATE_STEPWISE].refused.at);
    assert_true(warns(&e[RK_ESTIMATE_STEPWISE], "contained"));
    /* without two of the others it is not borne */
    int64_t fewer[256] = {0};
    for (uint32_t h = 0; h < 255; h++) {
        const uint32_t left = (h + 1) & ~48u;
        if (left)
            fewer[left - 1] += n[h];
    }
    const struct rk_estimate_table six = {8, names, 255, history, fewer};
    assert_non_null(fit(&six,
                        (struct rk_estimate_options){
                            .models = ONLY(RK_ESTIMATE_STEPWISE)})[RK_ESTIMATE_STEPWISE]
                        .refused.at);
}

static void a_posterior_cut_off_is_said(void **state)
{
    (void)state;
    struct rk_estimate_options o = {.models = ONLY(RK_ESTIMATE_DGA)};
    assert_false(warns(&fit(&four, o)[RK_ESTIMATE_DGA], "nmax_reached"));
    o.nmax = (int64_t)(fit(&four, o)[RK_ESTIMATE_DGA].estimate - 947.0);
    assert_true(warns(&fit(&four, o)[RK_ESTIMATE_DGA], "nmax_reached"));
}

static void chains_that_have_not_mixed_are_said(void **state)
{
    (void)state;
    struct rk_estimate_options o = {.models = ONLY(RK_ESTIMATE_LCMCR), .iterations = 400};
    assert_true(warns(&fit(&four, o)[RK_ESTIMATE_LCMCR], "not_mixed"));
}

static void much_unseen_is_said(void **state)
{
    (void)state;
    const uint32_t history[] = {1, 2, 4, 3, 5, 6, 7};
    const int64_t n[] = {400, 390, 410, 12, 11, 13, 1};
    const struct rk_estimate_table t = {3, names, 7, history, n};
    const struct rk_estimate *e =
        fit(&t, (struct rk_estimate_options){.models = ONLY(RK_ESTIMATE_STEPWISE)});
    assert_true(warns(&e[RK_ESTIMATE_STEPWISE], "far_from_observed"));
}

/* ---- errors
 * ---------------------------------------------------------------------------------- */

static void broken_tables_and_options_are_errors(void **state)
{
    (void)state;
    struct rk_estimate out[RK_ESTIMATE_MODELS];
    memset(out, 7, sizeof out);
    struct rk_estimate before = out[0];
    uint32_t history[15];
    int64_t n[15];
    const struct rk_estimate_table bad = {4, names, 15, history, n};
#define REFUSED(o) assert_int_equal(rk_estimate_fit(&bad, o, &mem, tmp, out, &err), RK_EINVAL)
    const struct {
        int row;
        uint32_t history;
        int64_t n;
    } faults[] = {{3, 0, 5}, {4, 16, 5}, {5, 3, -1}, {6, 3, INT64_C(1) << 41}};
    for (ptrdiff_t i = 0; i < RK_COUNT(faults); i++) {
        memcpy(history, history_4, sizeof history);
        memcpy(n, people_4, sizeof n);
        history[faults[i].row] = faults[i].history;
        n[faults[i].row] = faults[i].n;
        REFUSED(NULL);
    }
    memcpy(history, history_4, sizeof history);
    memcpy(n, people_4, sizeof n);
    REFUSED((&(struct rk_estimate_options){.classes = 1}));
    REFUSED((&(struct rk_estimate_options){.classes = 65}));
    REFUSED((&(struct rk_estimate_options){.iterations = 399}));
    REFUSED((&(struct rk_estimate_options){.delta = -1.0}));
    REFUSED((&(struct rk_estimate_options){.nmax = -1}));
    REFUSED((&(struct rk_estimate_options){.models = 1u << RK_ESTIMATE_MODELS}));
    assert_memory_equal(&before, &out[0], sizeof before);
}

static bool stop_at_once(void *user, const char *what, double share, double rest_s)
{
    (void)user, (void)what, (void)share, (void)rest_s;
    return false;
}

static void a_long_run_can_be_stopped(void **state)
{
    (void)state;
    struct rk_progress p = {.watch = stop_at_once};
    struct rk_estimate out[RK_ESTIMATE_MODELS];
    const struct rk_estimate_options o = {
        .models = ONLY(RK_ESTIMATE_LCMCR), .iterations = INT64_C(1) << 22, .progress = &p};
    assert_int_equal(rk_estimate_fit(&four, &o, &mem, tmp, out, &err), RK_ECANCELED);
}

static void too_little_memory_is_an_error_and_nothing_else(void **state)
{
    (void)state;
    const struct rk_estimate_options o = {.iterations = 400, .nmax = 500};
    struct rk_estimate out[RK_ESTIMATE_MODELS];
    int failures = 0;
    for (ptrdiff_t keep = 1, scratch = 1; scratch < 1 << 24; scratch = scratch * 5 / 4 + 7) {
        keep = scratch;
        struct rk_arena small = {fresh.base, fresh.base, fresh.base + keep, false};
        struct rk_scratch little = {{tmp.in.base, tmp.in.base, tmp.in.base + scratch, false}};
        const rk_status status = rk_estimate_fit(&four, &o, &small, little, out, &err);
        if (status == RK_OK)
            break;
        assert_int_equal(status, RK_ENOMEM);
        assert_ptr_equal(small.at, fresh.base);
        failures++;
    }
    assert_true(failures > 20);
}

/* ---- strata
 * ---------------------------------------------------------------------------------- */

static const char *const district[] = {"north", "south", "island"};

static void strata_are_summed_and_nobody_is_lost(void **state)
{
    (void)state;
    const struct rk_estimate_table parts[] = {four, four};
    const struct rk_estimate_strata strata = {2, parts, district, NULL};
    struct rk_estimate each[2 * RK_ESTIMATE_MODELS], total[RK_ESTIMATE_MODELS];
    const struct rk_estimate_options o = {.models = ONLY(RK_ESTIMATE_LOGLINEAR) |
                                                    ONLY(RK_ESTIMATE_DGA)};
    rk_assert_ok(rk_estimate_sum(&strata, &o, &mem, tmp, each, total, &err), err);
    const struct rk_estimate *one = &each[RK_ESTIMATE_LOGLINEAR];
    rk_assert_near(total[RK_ESTIMATE_LOGLINEAR].estimate, 2.0 * one->estimate, 1e-9);
    rk_assert_near(total[RK_ESTIMATE_LOGLINEAR].se, sqrt(2.0) * one->se, 1e-9);
    rk_assert_near(total[RK_ESTIMATE_LOGLINEAR].observed, 1894.0, 0.0);
    const struct rk_estimate *dga = &each[RK_ESTIMATE_DGA], *sum = &total[RK_ESTIMATE_DGA];
    rk_assert_near(detail(sum, "mean"), 2.0 * detail(dga, "mean"), 1.0);
    /* independent errors: the sum's interval is wider by about the root of two, not by two */
    const double ratio = (sum->high - sum->low) / (dga->high - dga->low);
    assert_true(ratio > 1.3 && ratio < 1.55);
}

static void persons_of_unknown_stratum_are_allocated(void **state)
{
    (void)state;
    const struct rk_estimate_table parts[] = {four, three};
    struct rk_estimate_table with = three;
    const uint32_t history[] = {1, 7, 8};
    const int64_t n[] = {60, 5, 30};
    const struct rk_estimate_table unknown = {4, names, 3, history, n};
    with.lists = 4;
    const struct rk_estimate_table both[] = {parts[0], with};
    const struct rk_estimate_strata strata = {2, both, district, &unknown};
    struct rk_estimate each[2 * RK_ESTIMATE_MODELS], total[RK_ESTIMATE_MODELS];
    const struct rk_estimate_options o = {.models = ONLY(RK_ESTIMATE_DGA)};
    rk_assert_ok(rk_estimate_sum(&strata, &o, &mem, tmp, each, total, &err), err);
    rk_assert_near(total[RK_ESTIMATE_DGA].observed, 947.0 + 798.0 + 95.0, 1e-9);
    /* the 30 of history 8 are known in the north only, nearly all of them go there */
    const double north = each[RK_ESTIMATE_DGA].observed;
    assert_true(north > 947.0 + 29.0 && north < 947.0 + 95.0);
    assert_true(total[RK_ESTIMATE_DGA].low >= total[RK_ESTIMATE_DGA].observed);
}

static void strata_without_an_estimate_are_taken_together_or_entered_as_observed(void **state)
{
    (void)state;
    const uint32_t two_lists[] = {1, 2, 3};
    const int64_t n[] = {20, 10, 5};
    const struct rk_estimate_table tiny = {3, names, 3, two_lists, n};
    const struct rk_estimate_table parts[] = {three, tiny};
    const struct rk_estimate_strata strata = {2, parts, district, NULL};
    struct rk_estimate each[3 * RK_ESTIMATE_MODELS], total[RK_ESTIMATE_MODELS];
    const struct rk_estimate_options o = {.models = ONLY(RK_ESTIMATE_DGA)};
    rk_assert_ok(rk_estimate_sum(&strata, &o, &mem, tmp, each, total, &err), err);
    const struct rk_estimate *sum = &total[RK_ESTIMATE_DGA];
    assert_non_null(each[RK_ESTIMATE_MODELS + RK_ESTIMATE_DGA].refused.at);
    assert_true(warns(sum, "entered_as_observed"));
    rk_assert_near(sum->estimate, each[RK_ESTIMATE_DGA].estimate + 35.0, 1.0);
    rk_assert_near(sum->observed, 833.0, 0.0);
    /* with another like it that has the third list, both can be estimated together */
    const uint32_t third[] = {4, 6, 2};
    const int64_t m[] = {15, 6, 12};
    const struct rk_estimate_table other = {3, names, 3, third, m};
    const struct rk_estimate_table more[] = {three, tiny, other};
    const struct rk_estimate_strata three_strata = {3, more, district, NULL};
    rk_assert_ok(rk_estimate_sum(&three_strata, &o, &mem, tmp, each, total, &err), err);
    assert_true(warns(sum, "strata_taken_together"));
    assert_false(warns(sum, "entered_as_observed"));
    /* large ones are not passed over */
    const int64_t many[] = {400, 300, 80};
    const struct rk_estimate_table large = {3, names, 3, two_lists, many};
    const struct rk_estimate_table heavy[] = {three, large};
    const struct rk_estimate_strata refused = {2, heavy, district, NULL};
    rk_assert_ok(rk_estimate_sum(&refused, &o, &mem, tmp, each, total, &err), err);
    assert_true(mentions(sum->refused, "south"));
}

static void strata_that_differ_are_told_from_those_that_do_not(void **state)
{
    (void)state;
    int64_t doubled[7], turned[7];
    for (int i = 0; i < 7; i++) {
        doubled[i] = 2 * people_3[i];
        turned[i] = people_3[6 - i];
    }
    const struct rk_estimate_table alike[] = {three, {3, names, 7, history_3, doubled}};
    const struct rk_estimate_table unlike[] = {three, {3, names, 7, history_3, turned}};
    double p;
    rk_assert_ok(rk_estimate_homogeneity(&(struct rk_estimate_strata){2, alike, district, NULL},
                                         tmp, &p, &err),
                 err);
    rk_assert_near(p, 1.0, 1e-12);
    rk_assert_ok(rk_estimate_homogeneity(
                     &(struct rk_estimate_strata){2, unlike, district, NULL}, tmp, &p, &err),
                 err);
    assert_true(p < 1e-6);
}

/* ---- averages and ranges
 * --------------------------------------------------------------------- */

static void versions_of_a_table_are_mixed(void **state)
{
    (void)state;
    const struct rk_estimate_options o = {.models = ONLY(RK_ESTIMATE_DGA)};
    int64_t fewer[7];
    for (int i = 0; i < 7; i++)
        fewer[i] = people_3[i] * 2 / 3;
    const struct rk_estimate_table other = {3, names, 7, history_3, fewer};
    const struct rk_estimate a = fit(&three, o)[RK_ESTIMATE_DGA];
    const struct rk_estimate b = fit(&other, o)[RK_ESTIMATE_DGA];
    const struct rk_estimate *versions[] = {&a, &b, &a};
    struct rk_estimate out;
    rk_assert_ok(rk_estimate_average(versions, 3, &mem, tmp, &out, &err), err);
    assert_true(out.estimate < a.estimate && out.estimate > b.estimate);
    assert_true(out.low <= a.low + 1.0 && out.high <= a.high + 1.0 && out.low >= b.low - 1.0);
    rk_assert_near(detail(&out, "mean"), (2.0 * detail(&a, "mean") + detail(&b, "mean")) / 3.0,
                   1e-9);
    /* a third of all draws comes from b: Rubin's variance is within + 4/3 between */
    const double centre = (2.0 * a.estimate + b.estimate) / 3.0;
    const double between = (2.0 * (a.estimate - centre) * (a.estimate - centre) +
                            (b.estimate - centre) * (b.estimate - centre)) /
                           2.0;
    const double within = (2.0 * a.se * a.se + b.se * b.se) / 3.0;
    rk_assert_near(out.se, sqrt(within + 4.0 / 3.0 * between), 1e-6);
}

static void an_average_of_mostly_refused_versions_is_refused(void **state)
{
    (void)state;
    const uint32_t two_lists[] = {1, 2, 3};
    const int64_t n[] = {20, 10, 5};
    const struct rk_estimate_table tiny = {3, names, 3, two_lists, n};
    const struct rk_estimate_options o = {.models = ONLY(RK_ESTIMATE_DGA)};
    const struct rk_estimate a = fit(&three, o)[RK_ESTIMATE_DGA];
    const struct rk_estimate b = fit(&tiny, o)[RK_ESTIMATE_DGA];
    struct rk_estimate out;
    const struct rk_estimate *few[] = {&a, &b, &b};
    rk_assert_ok(rk_estimate_average(few, 3, &mem, tmp, &out, &err), err);
    assert_non_null(out.refused.at);
    const struct rk_estimate *most[] = {&a, &b, &a};
    rk_assert_ok(rk_estimate_average(most, 3, &mem, tmp, &out, &err), err);
    assert_null(out.refused.at);
    assert_true(warns(&out, "versions_refused"));
    assert_int_equal(rk_estimate_average(most, 0, &mem, tmp, &out, &err), RK_EINVAL);
}

static void the_range_spans_the_models_that_answer(void **state)
{
    (void)state;
    struct rk_estimate e[RK_ESTIMATE_MODELS];
    memcpy(e, fit(&four, (struct rk_estimate_options){.iterations = 4000}), sizeof e);
    const struct rk_estimate *rows[RK_ESTIMATE_MODELS];
    double low = HUGE_VAL, high = 0.0;
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++) {
        rows[m] = &e[m];
        low = fmin(low, e[m].low);
        high = fmax(high, e[m].high);
    }
    struct rk_estimate out;
    rk_assert_ok(rk_estimate_range(rows, RK_ESTIMATE_MODELS, &mem, &out, &err), err);
    assert_string_equal(out.model, "range");
    rk_assert_near(out.low, low, 0.0);
    rk_assert_near(out.high, high, 0.0);
    rk_assert_near(out.observed, 947.0, 0.0);
    e[0].refused = RK_STR("for the test");
    rk_assert_ok(rk_estimate_range(rows, 1, &mem, &out, &err), err);
    rk_assert_str(out.refused, "for the test");
    assert_int_equal(rk_estimate_range(rows, 0, &mem, &out, &err), RK_EINVAL);
}

static const char *shout(const char *english)
{
    return strncmp(english, "list %s names nobody", 20) == 0 ? "LIST %s" : english;
}

static void texts_follow_the_readers_language(void **state)
{
    (void)state;
    const struct rk_estimate_table five = {5, names, 15, history_4, people_4};
    rk_err_translate = shout;
    const struct rk_estimate *e = &fit(
        &five, (struct rk_estimate_options){.models = ONLY(RK_ESTIMATE_DGA)})[RK_ESTIMATE_DGA];
    rk_err_translate = NULL;
    bool found = false;
    for (int32_t i = 0; i < e->warning_count; i++)
        found |= rk_str_eq(e->warnings[i].text, RK_STR("LIST press"));
    assert_true(found);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, start_anew)
    const struct CMUnitTest tests[] = {
        TEST(every_model_answers_in_order_and_with_its_draws),
        TEST(only_the_models_asked_for_are_set),
        TEST(the_best_of_eight_models_is_found),
        TEST(order_of_rows_and_split_rows_change_nothing),
        TEST(equal_seeds_give_equal_bytes_for_any_number_of_threads),
        TEST(latent_classes_agree_with_the_plainest_sampler),
        TEST(fewer_than_three_lists_are_refused),
        TEST(copies_and_parts_of_lists_are_refused),
        TEST(a_list_that_meets_no_other_is_refused_with_the_empty_cells),
        TEST(a_table_whose_best_model_has_no_estimate_is_refused),
        TEST(a_model_that_only_unbelievable_ones_beat_is_refused),
        TEST(methods_refuse_more_lists_than_they_take),
        TEST(a_list_without_people_is_left_out_and_said),
        TEST(a_small_list_within_another_is_a_warning),
        TEST(among_many_lists_one_that_is_derived_is_a_warning),
        TEST(a_posterior_cut_off_is_said),
        TEST(chains_that_have_not_mixed_are_said),
        TEST(much_unseen_is_said),
        TEST(broken_tables_and_options_are_errors),
        TEST(a_long_run_can_be_stopped),
        TEST(too_little_memory_is_an_error_and_nothing_else),
        TEST(strata_are_summed_and_nobody_is_lost),
        TEST(persons_of_unknown_stratum_are_allocated),
        TEST(strata_without_an_estimate_are_taken_together_or_entered_as_observed),
        TEST(strata_that_differ_are_told_from_those_that_do_not),
        TEST(versions_of_a_table_are_mixed),
        TEST(an_average_of_mostly_refused_versions_is_refused),
        TEST(the_range_spans_the_models_that_answer),
        TEST(texts_follow_the_readers_language),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
