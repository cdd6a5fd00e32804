/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_random.h"
#include "rk_test.h"

/* The first outputs of splitmix64 from 0, as its authors' program prints them. */
static void a_seed_becomes_the_published_state(void **state)
{
    (void)state;
    const struct rk_random r = rk_random_seed(0);
    assert_true(r.s[0] == UINT64_C(0xE220A8397B1DCDAF));
    assert_true(r.s[1] == UINT64_C(0x6E789E6AA1B965F4));
    assert_true(r.s[2] == UINT64_C(0x06C45D188009454F));
    assert_true(r.s[3] == UINT64_C(0xF88BB8A8724C81EC));
}

/* xoshiro256++ from the state 1, 2, 3, 4; the first is 5 * 2^23 + 1 by hand. */
static void numbers_are_those_of_xoshiro256(void **state)
{
    (void)state;
    static const uint64_t want[] = {41943041,
                                    58720359,
                                    UINT64_C(3588806011781223),
                                    UINT64_C(3591011842654386),
                                    UINT64_C(9228616714210784205),
                                    UINT64_C(9973669472204895162),
                                    UINT64_C(14011001112246962877),
                                    UINT64_C(12406186145184390807),
                                    UINT64_C(15849039046786891736),
                                    UINT64_C(10450023813501588000)};
    struct rk_random r = {{1, 2, 3, 4}};
    for (int i = 0; i < (int)RK_COUNT(want); i++)
        assert_true(rk_random_u64(&r) == want[i]);
}

/* SHA-256 of 7 and 3 as eight little-endian bytes each and "bootstrap", made with Python. */
static void a_stream_is_the_hash_of_its_name(void **state)
{
    (void)state;
    const struct rk_random r = rk_random_stream(7, "bootstrap", 3);
    static const uint64_t want[] = {UINT64_C(0x4c01eb2645d294d7), UINT64_C(0x38baa0d4159a18b7),
                                    UINT64_C(0x0d63fd36c0b52948), UINT64_C(0x2fde1b8c10ccb2d0)};
    for (int i = 0; i < 4; i++)
        assert_true(r.s[i] == want[i]);
    const struct rk_random streams[] = {r, rk_random_stream(8, "bootstrap", 3),
                                        rk_random_stream(7, "bootstrap", 4),
                                        rk_random_stream(7, "bootstraq", 3)};
    for (int i = 0; i < (int)RK_COUNT(streams); i++)
        for (int j = 0; j < i; j++)
            assert_true(streams[i].s[0] != streams[j].s[0]);
}

/* From seed 0, made with Python's math.log: an independent logarithm. */
static void normal_numbers_agree_with_another_library(void **state)
{
    (void)state;
    static const double want[] = {-1.5411826072230725, -0.004041182672357505,
                                  0.11165681497434186, -0.2060782511670008,
                                  -0.18902784760284058};
    struct rk_random r = rk_random_seed(0);
    for (int i = 0; i < (int)RK_COUNT(want); i++)
        rk_assert_near(rk_random_normal(&r), want[i], 4e-16 * fmax(1.0, fabs(want[i])));
}

static void exponential_numbers_are_logarithms(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(4);
    for (int i = 0; i < 200000; i++) {
        struct rk_random copy = r;
        const double want = -log(1.0 - rk_random_unit(&copy));
        rk_assert_near(rk_random_exponential(&r), want, 1e-15 * fmax(want, 0.1));
    }
}

static void whole_numbers_below_n_come_equally_often(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(5);
    for (int64_t n = 1; n <= 40; n += 3) {
        int counts[40] = {0};
        const int draws = 40000;
        double chi2 = 0.0;
        for (int i = 0; i < draws; i++) {
            const int64_t x = rk_random_below(&r, n);
            assert_true(x >= 0 && x < n);
            counts[x]++;
        }
        for (int64_t x = 0; x < n; x++)
            chi2 += pow(counts[x] - draws / (double)n, 2) / (draws / (double)n);
        /* mean n - 1, variance 2 (n - 1): five deviations */
        assert_true(chi2 <= (double)(n - 1) + 5.0 * sqrt(2.0 * (double)n));
    }
    /* a range where a plain remainder would give the lower half twice as often */
    const int64_t big = INT64_C(3) << 61;
    int low = 0;
    for (int i = 0; i < 40000; i++)
        low += rk_random_below(&r, big) < big / 2;
    assert_true(abs(low - 20000) < 5 * 100);
}

/* ---- moments: a bound of five deviations of the estimate --------------------------------- */

enum { DRAWS = 200000 };

typedef double draw(struct rk_random *r, double a, double b);

static double draw_unit(struct rk_random *r, double a, double b)
{
    (void)a, (void)b;
    return rk_random_unit(r);
}
static double draw_normal(struct rk_random *r, double a, double b)
{
    (void)a, (void)b;
    return rk_random_normal(r);
}
static double draw_exponential(struct rk_random *r, double a, double b)
{
    (void)a, (void)b;
    return rk_random_exponential(r);
}
static double draw_gamma(struct rk_random *r, double a, double b)
{
    (void)b;
    return rk_random_gamma(r, a);
}
static double draw_poisson(struct rk_random *r, double a, double b)
{
    (void)b;
    return (double)rk_random_poisson(r, a);
}

struct shape {
    const char *name;
    draw *draw;
    double a, b, mean, variance, kurtosis; /* kurtosis: fourth central moment / variance^2 */
};

static void assert_moments(const struct shape *s, struct rk_random *r)
{
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < DRAWS; i++) {
        const double x = s->draw(r, s->a, s->b) - s->mean;
        sum += x;
        squares += x * x;
    }
    const double mean_error = sum / DRAWS, variance = squares / DRAWS;
    const double mean_bound = 5.0 * sqrt(s->variance / DRAWS);
    const double variance_bound = 5.0 * s->variance * sqrt((s->kurtosis - 1.0) / DRAWS);
    if (!(fabs(mean_error) <= mean_bound))
        fail_msg("%s(%g, %g): mean off by %g of %g", s->name, s->a, s->b, mean_error,
                 mean_bound);
    if (!(fabs(variance - s->variance) <= variance_bound))
        fail_msg("%s(%g, %g): variance %g, not %g", s->name, s->a, s->b, variance, s->variance);
}

static struct shape beta_shape(double a, double b)
{
    const double n = a + b, variance = a * b / (n * n * (n + 1.0));
    const double excess = 6.0 * ((a - b) * (a - b) * (n + 1.0) - a * b * (n + 2.0)) /
                          (a * b * (n + 2.0) * (n + 3.0));
    return (struct shape){"beta", rk_random_beta, a, b, a / n, variance, excess + 3.0};
}

static void distributions_have_their_moments(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(6);
    static const struct shape plain[] = {
        {"unit", draw_unit, 0, 0, 0.5, 1.0 / 12.0, 1.8},
        {"normal", draw_normal, 0, 0, 0.0, 1.0, 3.0},
        {"exponential", draw_exponential, 0, 0, 1.0, 1.0, 9.0},
    };
    static const double shapes[] = {0.05, 0.3, 1.0, 1.5, 4.5, 300.0};
    static const double means[] = {0.01, 0.5, 5.0, 15.9, 16.1, 50.0, 1000.0, 1e6};
    for (int i = 0; i < (int)RK_COUNT(plain); i++)
        assert_moments(&plain[i], &r);
    for (int i = 0; i < (int)RK_COUNT(shapes); i++) {
        const double k = shapes[i];
        const struct shape s = {"gamma", draw_gamma, k, 0, k, k, 3.0 + 6.0 / k};
        assert_moments(&s, &r);
    }
    for (int i = 0; i < (int)RK_COUNT(means); i++) {
        const double m = means[i];
        const struct shape s = {"poisson", draw_poisson, m, 0, m, m, 3.0 + 1.0 / m};
        assert_moments(&s, &r);
    }
    const struct shape betas[] = {beta_shape(1.0, 1.0), beta_shape(2.0, 5.0),
                                  beta_shape(0.1, 0.2), beta_shape(0.5, 3.0),
                                  beta_shape(80.0, 20.0)};
    for (int i = 0; i < (int)RK_COUNT(betas); i++)
        assert_moments(&betas[i], &r);
}

/* Shares of a normal number within 1, 2 and 3 deviations: 0.682689, 0.954500, 0.997300. */
static void normal_numbers_lie_where_they_should(void **state)
{
    (void)state;
    static const double want[] = {0.682689, 0.954500, 0.997300};
    struct rk_random r = rk_random_seed(7);
    int within[3] = {0};
    for (int i = 0; i < DRAWS; i++) {
        const double x = fabs(rk_random_normal(&r));
        for (int k = 0; k < 3; k++)
            within[k] += x < k + 1.0;
    }
    for (int k = 0; k < 3; k++)
        rk_assert_near(within[k] / (double)DRAWS, want[k],
                       5.0 * sqrt(want[k] * (1.0 - want[k]) / DRAWS));
}

/* P(0), P(1), P(2) … of a Poisson number with mean 20: beyond 16, where the long way begins. */
static void counts_come_as_poisson_says(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(8);
    int counts[64] = {0};
    for (int i = 0; i < DRAWS; i++) {
        const int64_t x = rk_random_poisson(&r, 20.0);
        assert_true(x >= 0);
        counts[x < 63 ? x : 63]++;
    }
    for (int k = 5; k < 40; k++) {
        const double p = exp(-20.0 + k * log(20.0) - lgamma(k + 1.0));
        rk_assert_near(counts[k] / (double)DRAWS, p, 5.0 * sqrt(p / DRAWS));
    }
    for (int i = 0; i < 100; i++)
        assert_int_equal(rk_random_poisson(&r, 0.0), 0);
}

static void extreme_shapes_stay_numbers(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(9);
    for (int i = 0; i < 2000; i++) {
        const double g = rk_random_gamma(&r, 1e-3), b = rk_random_beta(&r, 1e-3, 1e-3);
        assert_true(g >= 0.0 && isfinite(g));
        assert_true(b >= 0.0 && b <= 1.0);
        const double u = rk_random_unit(&r);
        assert_true(u >= 0.0 && u < 1.0);
    }
}

/* All 24 orders of four things, equally often. */
static void every_order_is_equally_likely(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(10);
    int counts[256] = {0}, orders = 0;
    for (int i = 0; i < 48000; i++) {
        int32_t items[4] = {0, 1, 2, 3};
        rk_random_shuffle(&r, items, 4);
        counts[items[0] << 6 | items[1] << 4 | items[2] << 2 | items[3]]++;
    }
    for (int i = 0; i < 256; i++) {
        orders += counts[i] > 0;
        assert_true(counts[i] == 0 || abs(counts[i] - 2000) < 5 * 45);
    }
    assert_int_equal(orders, 24);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_becomes_the_published_state),
        cmocka_unit_test(numbers_are_those_of_xoshiro256),
        cmocka_unit_test(a_stream_is_the_hash_of_its_name),
        cmocka_unit_test(normal_numbers_agree_with_another_library),
        cmocka_unit_test(exponential_numbers_are_logarithms),
        cmocka_unit_test(whole_numbers_below_n_come_equally_often),
        cmocka_unit_test(distributions_have_their_moments),
        cmocka_unit_test(normal_numbers_lie_where_they_should),
        cmocka_unit_test(counts_come_as_poisson_says),
        cmocka_unit_test(extreme_shapes_stay_numbers),
        cmocka_unit_test(every_order_is_equally_likely),
    };
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
