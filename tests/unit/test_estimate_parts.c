/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the engine against closed forms, brute force and the C library. */
#include "rk_test.h"

#include "rk_estimate.h"

#include "estimate_dga.h"
#include "estimate_draw.h"
#include "estimate_internal.h"
#include "estimate_math.h"
#include "rk_random.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 26);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

/* ---- elementary functions
 * -------------------------------------------------------------------- */

static void logarithm_and_exponential_agree_with_the_c_library(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(1);
    for (int i = 0; i < 200000; i++) {
        const double x = 1400.0 * rk_random_unit(&r) - 700.0, y = exp(x);
        rk_assert_near(estimate_log(y) / log(y), 1.0, 1e-15);
        rk_assert_near(estimate_exp(x) / y, 1.0, 1e-15);
        const double near_one = 1.0 + 1e-3 * (rk_random_unit(&r) - 0.5);
        rk_assert_near(estimate_log(near_one) - log(near_one), 0.0, 1e-18 + 1e-15 * 5e-4);
    }
    rk_assert_near(estimate_exp(-1000.0), 0.0, 0.0);
    assert_true(isinf(estimate_exp(1000.0)));
}

static void log_gamma_agrees_with_the_c_library(void **state)
{
    (void)state;
    for (double x = 1e-3; x < 1e12; x *= 1.07)
        rk_assert_near(estimate_lgamma(x), lgamma(x), 4e-15 * (1.0 + fabs(lgamma(x))) + 1e-14);
}

/* Abramowitz & Stegun, tables 26.1, 26.5, 26.8; Poisson by hand. */
static void tails_are_those_of_the_tables(void **state)
{
    (void)state;
    rk_assert_near(estimate_normal_below(1.0), 0.841344746068543, 1e-14);
    rk_assert_near(estimate_normal_below(-3.0), 0.001349898031630, 1e-14);
    rk_assert_near(estimate_normal_quantile(0.975), 1.959963984540054, 1e-12);
    rk_assert_near(estimate_normal_quantile(0.0001), -3.719016485455709, 1e-11);
    rk_assert_near(estimate_chi2_above(3.841458820694124, 1.0), 0.05, 1e-13);
    rk_assert_near(estimate_chi2_above(18.307038053275146, 10.0), 0.05, 1e-13);
    const double e = exp(-2.5);
    rk_assert_near(estimate_poisson_below(2, 2.5), e * (1.0 + 2.5 + 3.125), 1e-14);
    rk_assert_near(estimate_poisson_below(-1, 2.5), 0.0, 0.0);
}

/* ---- random numbers
 * -------------------------------------------------------------------------- */

struct tally {
    double count, sum, square;
};

static void note(struct tally *t, double x)
{
    t->count++;
    t->sum += x;
    t->square += x * x;
}

/* Mean and variance within five standard errors; the excess of the fourth moment of none of
 * these is above that of a Poisson number or an exponential one, 6 + 1 / variance. */
static void is_like(const char *what, const struct tally *t, double mean, double variance)
{
    const double m = t->sum / t->count, v = t->square / t->count - m * m;
    if (!(fabs(m - mean) < 5.0 * sqrt(variance / t->count) + 1e-12) ||
        !(fabs(v / variance - 1.0) < 5.0 * sqrt((8.0 + 1.0 / variance) / t->count) + 1e-9))
        fail_msg("%s: mean %g (expected %g), variance %g (expected %g)", what, m, mean, v,
                 variance);
}

static void random_numbers_have_their_moments(void **state)
{
    (void)state;
    static struct estimate_draw d;
    estimate_draw_init(&d, rk_random_seed(5));
    const int many = 200000;
    struct tally normal = {0}, tail = {0};
    for (int i = 0; i < 5 * many; i++) {
        const double x = estimate_draw_normal(&d);
        note(&normal, x);
        note(&tail, fabs(x) > 3.0);
    }
    is_like("normal", &normal, 0.0, 1.0);
    is_like("beyond 3", &tail, 0.0026997960632602, 0.0026925);
    for (double shape = 1.0; shape < 2000.0; shape *= 7.3) {
        struct tally t = {0};
        for (int i = 0; i < many; i++)
            note(&t, estimate_draw_gamma(&d, shape));
        is_like("gamma", &t, shape, shape);
    }
    struct tally low = {0}; /* E log Gamma(1/4) = psi(1/4), variance psi'(1/4) */
    for (int i = 0; i < many; i++)
        note(&low, estimate_draw_log_gamma(&d, 0.25));
    is_like("log gamma", &low, -4.227453533376265, 17.197329154507110);
    for (double mean = 0.01; mean < 1e6; mean *= 9.7) {
        struct tally t = {0};
        for (int i = 0; i < many; i++)
            note(&t, (double)estimate_draw_poisson(&d, mean));
        is_like("poisson", &t, mean, mean);
    }
    const double p[] = {1e-7, 0.003, 0.2, 0.5, 0.77, 0.9999};
    for (ptrdiff_t k = 0; k < RK_COUNT(p); k++)
        for (int64_t n = 1; n < 100000000; n = n * 13 + 1) {
            struct tally t = {0};
            for (int i = 0; i < many / 4; i++)
                note(&t, (double)estimate_draw_binomial(&d, n, p[k]));
            const double variance = (double)n * p[k] * (1.0 - p[k]);
            if (variance * many / 4 > 400.0)
                is_like("binomial", &t, (double)n * p[k], variance);
        }
}

/* Counts of a binomial number against its probabilities, chi-square by hand. */
static void binomial_numbers_have_their_distribution(void **state)
{
    (void)state;
    static struct estimate_draw d;
    estimate_draw_init(&d, rk_random_seed(6));
    const struct {
        int64_t n;
        double p;
    } cases[] = {{9, 0.4}, {40, 0.3}, {200, 0.08}, {1000, 0.9}, {57, 0.51}};
    for (ptrdiff_t k = 0; k < RK_COUNT(cases); k++) {
        static double seen[1001];
        memset(seen, 0, sizeof seen);
        const int many = 300000;
        for (int i = 0; i < many; i++)
            seen[estimate_draw_binomial(&d, cases[k].n, cases[k].p)]++;
        double statistic = 0.0, cells = 0.0;
        for (int64_t x = 0; x <= cases[k].n; x++) {
            const double logp = lgamma((double)cases[k].n + 1.0) - lgamma((double)x + 1.0) -
                                lgamma((double)(cases[k].n - x) + 1.0) +
                                (double)x * log(cases[k].p) +
                                (double)(cases[k].n - x) * log(1.0 - cases[k].p);
            const double expected = many * exp(logp);
            if (expected < 5.0)
                continue;
            statistic += (seen[x] - expected) * (seen[x] - expected) / expected;
            cells++;
        }
        if (estimate_chi2_above(statistic, cells - 1.0) < 1e-5)
            fail_msg("n %lld p %g: chi-square %g of %g cells", (long long)cases[k].n,
                     cases[k].p, statistic, cells);
    }
}

/* ---- log-linear models
 * ----------------------------------------------------------------------- */

static struct estimate_terms terms_of(uint32_t model, uint32_t room[32])
{
    return estimate_terms_of(model, room);
}

/* Bits over sets of lists: A = 1, B = 2, AB = 3, C = 4 … */
static uint32_t model_of(const uint32_t *sets, int count)
{
    uint32_t model = 1;
    for (int i = 0; i < count; i++)
        for (uint32_t s = 1; s < 32; s++)
            if ((s & ~sets[i]) == 0)
                model |= UINT32_C(1) << s;
    return model;
}

static double unlisted(const double *n, int32_t lists, uint32_t model,
                       enum estimate_existence *is, struct estimate_fit *fit)
{
    struct estimate_work w;
    struct rk_scratch scratch = tmp;
    uint32_t room[32];
    const struct estimate_terms terms = terms_of(model, room);
    estimate_work_init(&w, lists, 32, &scratch);
    memset(w.in, 1, (size_t)1 << lists);
    w.in[0] = 0;
    *is = estimate_face(&w, n, lists, terms, scratch);
    assert_true(estimate_fit(&w, n, lists, terms, false, fit));
    return exp(fit->intercept);
}

/* cells in the order -, A, B, AB, C, AC, BC, ABC */
static const double invented_3[] = {0, 310, 210, 43, 150, 38, 30, 17};

static void all_models_are_counted(void **state)
{
    (void)state;
    /* Rcapture lists 8, 113 and 6,893 of them */
    assert_int_equal(estimate_models(3, NULL), 8);
    assert_int_equal(estimate_models(4, NULL), 113);
    assert_int_equal(estimate_models(5, NULL), 6893);
}

static void models_are_written_by_their_largest_sets(void **state)
{
    (void)state;
    const uint32_t sets[] = {7, 9, 12};
    uint32_t room[32];
    char text[64];
    struct rk_buf out = {text, 0, 64, false};
    estimate_write_model(&out, terms_of(model_of(sets, 3), room), 4);
    rk_assert_str(rk_buf_str(&out), "[123,14,34]");
    const uint32_t alone[] = {1, 2, 4};
    out.len = 0;
    estimate_write_model(&out, terms_of(model_of(alone, 3), room), 3);
    rk_assert_str(rk_buf_str(&out), "[1,2,3]");
}

static void closed_forms_are_met(void **state)
{
    (void)state;
    const double *n = invented_3;
    enum estimate_existence is;
    struct estimate_fit fit;
    /* all pairs: n_ABC n_A n_B n_C / (n_AB n_AC n_BC) */
    const uint32_t pairs[] = {3, 5, 6};
    rk_assert_near(unlisted(n, 3, model_of(pairs, 3), &is, &fit),
                   n[7] * n[1] * n[2] * n[4] / (n[3] * n[5] * n[6]), 1e-8);
    assert_int_equal(is, ESTIMATE_EXISTS);
    rk_assert_near(fit.deviance, 0.0, 1e-9);
    /* its log has the variance sum 1 / n */
    double variance = 0.0;
    for (int c = 1; c < 8; c++)
        variance += 1.0 / n[c];
    rk_assert_near(fit.variance, variance, 1e-10);
    /* [12,3]: C against all others, Lincoln-Petersen */
    const uint32_t apart[] = {3, 4};
    rk_assert_near(unlisted(n, 3, model_of(apart, 2), &is, &fit),
                   n[4] * (n[1] + n[2] + n[3]) / (n[5] + n[6] + n[7]), 1e-8);
    /* [13,23]: A and B independent given C */
    const uint32_t given[] = {5, 6};
    rk_assert_near(unlisted(n, 3, model_of(given, 2), &is, &fit), n[1] * n[2] / n[3], 1e-8);
    /* [1,2,3]: 1 - M/N = prod (1 - n_j / N) */
    const uint32_t alone[] = {1, 2, 4};
    const double m0 = unlisted(n, 3, model_of(alone, 3), &is, &fit), all = 798.0 + m0;
    const double on[] = {310 + 43 + 38 + 17, 210 + 43 + 30 + 17, 150 + 38 + 30 + 17};
    rk_assert_near((1.0 - on[0] / all) * (1.0 - on[1] / all) * (1.0 - on[2] / all), m0 / all,
                   1e-10);
}

/* What the closed forms say when a cell is empty. */
static void empty_cells_decide_whether_an_estimate_exists(void **state)
{
    (void)state;
    enum estimate_existence is;
    struct estimate_fit fit;
    const uint32_t pairs[] = {3, 5, 6}, apart[] = {3, 4}, given[] = {5, 6};
    double n[8];
    memcpy(n, invented_3, sizeof n);
    n[3] = 0; /* AB in the denominator */
    (void)unlisted(n, 3, model_of(pairs, 3), &is, &fit);
    assert_int_equal(is, ESTIMATE_UNBOUNDED);
    n[3] = 43, n[7] = 0; /* ABC in the numerator */
    (void)unlisted(n, 3, model_of(pairs, 3), &is, &fit);
    assert_int_equal(is, ESTIMATE_VANISHES);
    n[3] = 0; /* both: 0 / 0 */
    (void)unlisted(n, 3, model_of(pairs, 3), &is, &fit);
    assert_int_equal(is, ESTIMATE_FREE);
    /* C meets nobody: 20 (40 + 30 + 6) / 0 and, given C, 40 x 30 / 6 */
    const double lonely[] = {0, 40, 30, 6, 20, 0, 0, 0};
    (void)unlisted(lonely, 3, model_of(apart, 2), &is, &fit);
    assert_int_equal(is, ESTIMATE_UNBOUNDED);
    rk_assert_near(unlisted(lonely, 3, model_of(given, 2), &is, &fit), 200.0, 1e-7);
    assert_int_equal(is, ESTIMATE_EXTENDED);
}

/*
 * A model exists if and only if some table with all cells positive has the same sufficient
 * statistics (Haberman 1974). Random sparse tables; the witness is searched by iterative
 * scaling of a positive table, which converges to one inside and drives cells to 0 on the
 * border.
 */
static void existence_agrees_with_iterative_scaling(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(11);
    const int32_t models = estimate_models(4, NULL);
    uint32_t model[128];
    (void)estimate_models(4, model);
    int seen[2] = {0};
    for (int turn = 0; turn < 400; turn++) {
        double n[16] = {0}, x[16], start = 0.0;
        for (int c = 1; c < 16; c++) {
            n[c] = rk_random_unit(&r) < 0.45 ? 0.0 : 1.0 + (double)rk_random_below(&r, 6);
            start += n[c];
        }
        if (start == 0.0)
            continue;
        uint32_t room[32];
        const struct estimate_terms t = terms_of(model[rk_random_below(&r, models)], room);
        struct estimate_work w;
        struct rk_scratch scratch = tmp;
        estimate_work_init(&w, 4, 32, &scratch);
        memset(w.in, 1, 16);
        w.in[0] = 0;
        const enum estimate_existence is = estimate_face(&w, n, 4, t, scratch);
        for (int c = 0; c < 16; c++)
            x[c] = c ? start / 15.0 : 0.0;
        for (int pass = 0; pass < 20000; pass++)
            for (int32_t i = 0; i < t.count; i++) {
                /* the cells with the set, and those without it, to their totals */
                double have[2] = {0}, want[2] = {0};
                for (uint32_t c = 1; c < 16; c++) {
                    const int in = (c & t.subset[i]) == t.subset[i];
                    have[in] += x[c];
                    want[in] += n[c];
                }
                for (uint32_t c = 1; c < 16; c++) {
                    const int in = (c & t.subset[i]) == t.subset[i];
                    x[c] *= have[in] > 0.0 ? want[in] / have[in] : 0.0;
                }
            }
        bool inside = true;
        for (int c = 1; c < 16; c++) {
            if (w.in[c] ? x[c] < 1e-4 : x[c] > 1e-2)
                fail_msg("turn %d cell %d: scaled to %g, face %d", turn, c, x[c], w.in[c]);
            inside &= w.in[c] == 1;
        }
        seen[inside]++;
        if (inside != (is == ESTIMATE_EXISTS))
            fail_msg("turn %d: inside %d, said %d", turn, inside, (int)is);
    }
    assert_true(seen[0] > 50 && seen[1] > 50);
}

/* For independent lists the profile is known: p_j = n_j / N (Darroch 1958). */
static double darroch(double all, double observed, const double *on, int lists)
{
    double sum = lgamma(all + 1.0) - lgamma(all - observed + 1.0);
    for (int j = 0; j < lists; j++)
        sum += on[j] * log(on[j] / all) + (all - on[j]) * log(1.0 - on[j] / all);
    return sum;
}

static void the_profile_interval_ends_where_darroch_says(void **state)
{
    (void)state;
    const double on[] = {408, 300, 235};
    struct estimate_work w;
    struct rk_scratch scratch = tmp;
    uint32_t room[32];
    const uint32_t alone[] = {1, 2, 4};
    const struct estimate_terms terms = terms_of(model_of(alone, 3), room);
    const struct estimate_cells cells = {3, invented_3, 798.0};
    struct estimate_interval interval;
    estimate_work_init(&w, 3, 32, &scratch);
    memset(w.in, 1, 8);
    w.in[0] = 0;
    assert_true(estimate_profile(&cells, &w, terms, 800.0, 1.92072941, scratch, &interval));
    double top = -HUGE_VAL, at = 0.0;
    for (double all = 800.0; all < 4000.0; all += 0.01)
        if (darroch(all, 798.0, on, 3) > top) {
            top = darroch(all, 798.0, on, 3);
            at = all;
        }
    rk_assert_near(798.0 + interval.mode, at, 0.5);
    rk_assert_near(darroch(798.0 + interval.low, 798.0, on, 3), top - 1.92072941, 1e-4);
    rk_assert_near(darroch(798.0 + interval.high, 798.0, on, 3), top - 1.92072941, 1e-4);
}

/* ---- decomposable graphs
 * --------------------------------------------------------------------- */

static void decomposable_graphs_are_counted(void **state)
{
    (void)state;
    /* labelled chordal graphs: OEIS A058862 */
    assert_int_equal(estimate_graphs(3, NULL), 8);
    assert_int_equal(estimate_graphs(4, NULL), 61);
    assert_int_equal(estimate_graphs(5, NULL), 822);
    assert_int_equal(estimate_graphs(6, NULL), 18154);
}

/* Log marginal likelihood of a set of lists in a table with its missing cell. */
static double log_f(const double *n, uint32_t set, double delta)
{
    double sum = 0.0;
    const double prior = delta * pow(2.0, 3 - __builtin_popcount(set));
    for (uint32_t c = 0; c < 8; c++) {
        if (c & ~set)
            continue;
        double marginal = 0.0;
        for (uint32_t k = 0; k < 8; k++)
            marginal += (k & set) == c ? n[k] : 0.0;
        sum += lgamma(marginal + prior) - lgamma(prior);
    }
    return sum;
}

/* The eight graphs on three lists written out, every m by the C library's log gamma. */
static void the_posterior_is_that_of_the_eight_graphs_written_out(void **state)
{
    (void)state;
    static const struct {
        int plus[3], minus, parts;
    } graphs[] = {
        {{1, 2, 4}, 0, 3}, {{3, 4, 0}, 0, 2}, {{5, 2, 0}, 0, 2}, {{6, 1, 0}, 0, 2},
        {{3, 5, 0}, 1, 1}, {{3, 6, 0}, 2, 1}, {{5, 6, 0}, 4, 1}, {{7, 0, 0}, 0, 1},
    };
    enum { NMAX = 3000 };
    static double want[NMAX + 1];
    const double delta = 0.125;
    double n[8], top = -HUGE_VAL, total = 0.0;
    memcpy(n, invented_3, sizeof n);
    for (int pass = 0; pass < 2; pass++)
        for (int m = 1; m <= NMAX; m++) {
            n[0] = m;
            double all = 0.0, weight = 0.0;
            for (int c = 0; c < 8; c++)
                all += n[c];
            for (ptrdiff_t g = 0; g < RK_COUNT(graphs); g++) {
                double sum = lgamma(all + 1.0) - lgamma(m + 1.0) - log(all);
                for (int i = 0; i < 3 && graphs[g].plus[i]; i++)
                    sum += log_f(n, (uint32_t)graphs[g].plus[i], delta);
                if (graphs[g].minus)
                    sum -= log_f(n, (uint32_t)graphs[g].minus, delta);
                sum += graphs[g].parts * (lgamma(8.0 * delta) - lgamma(all + 8.0 * delta));
                if (pass == 0)
                    top = fmax(top, sum);
                else
                    weight += exp(sum - top);
            }
            want[m] = weight;
            total += weight;
        }
    struct rk_scratch scratch = tmp;
    struct estimate_posterior p;
    const struct estimate_cells cells = {3, invented_3, 798.0};
    rk_assert_ok(estimate_dga(&cells, delta, NMAX, &scratch, &p, &err), err);
    assert_int_equal(p.graphs, 8);
    for (int m = 1; m <= NMAX; m++) {
        const double got = m < p.from || m > p.to ? 0.0 : p.mass[m - p.from];
        rk_assert_near(got, want[m] / total, 1e-9 * want[m] / total + 1e-15);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logarithm_and_exponential_agree_with_the_c_library),
        cmocka_unit_test(log_gamma_agrees_with_the_c_library),
        cmocka_unit_test(tails_are_those_of_the_tables),
        cmocka_unit_test(random_numbers_have_their_moments),
        cmocka_unit_test(binomial_numbers_have_their_distribution),
        cmocka_unit_test(all_models_are_counted),
        cmocka_unit_test(models_are_written_by_their_largest_sets),
        cmocka_unit_test(closed_forms_are_met),
        cmocka_unit_test(empty_cells_decide_whether_an_estimate_exists),
        cmocka_unit_test(existence_agrees_with_iterative_scaling),
        cmocka_unit_test(the_profile_interval_ends_where_darroch_says),
        cmocka_unit_test(decomposable_graphs_are_counted),
        cmocka_unit_test(the_posterior_is_that_of_the_eight_graphs_written_out),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
