/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_random.h"

/*
 * Distributions. The logarithm and the exponential of a C library may differ in the last bit
 * from machine to machine; those here use only operations that IEEE 754 rounds exactly.
 */

#define LN2      0x1.62e42fefa39efp-1
#define LN2_HIGH 0x1.62e42fee00000p-1 /* 32 bits: k * LN2_HIGH is exact for |k| < 2^20 */
#define LN2_LOW  0x1.a39ef35793c76p-33

/* log(x) = e log 2 + 2 artanh((m - 1) / (m + 1)) for x = m 2^e, 0.7 < m < 1.42; the series ends
 * below 1e-17. Domain: finite x > 0. */
static double log_same(double x)
{
    int e;
    double m = frexp(x, &e);
    if (m < 0.70710678118654752) {
        m *= 2.0;
        e--;
    }
    const double t = (m - 1.0) / (m + 1.0), tt = t * t;
    double sum = 0.0;
    for (int k = 21; k >= 3; k -= 2)
        sum = (sum + 1.0 / k) * tt;
    return e * LN2_HIGH + (e * LN2_LOW + 2.0 * t * sum + 2.0 * t);
}

/* exp(x) = 2^k exp(x - k log 2), the rest by its power series, |rest| < 0.35. */
static double exp_same(double x)
{
    if (x < -745.2)
        return 0.0;
    if (x > 709.7)
        return HUGE_VAL;
    const double k = floor(x / LN2 + 0.5);
    const double rest = x - k * LN2_HIGH - k * LN2_LOW;
    double sum = 1.0;
    for (int i = 15; i >= 1; i--)
        sum = 1.0 + sum * rest / i;
    return ldexp(sum, (int)k);
}

/* (0, 1]: its logarithm exists */
static double unit_above_zero(struct rk_random *r)
{
    return 1.0 - rk_random_unit(r);
}

/* Marsaglia & Bray (1964), SIAM Review 6(3): the polar method; the second number is not kept.
 */
double rk_random_normal(struct rk_random *r)
{
    for (;;) {
        const double u = 2.0 * rk_random_unit(r) - 1.0, v = 2.0 * rk_random_unit(r) - 1.0;
        const double square = u * u + v * v;
        if (square > 0.0 && square < 1.0)
            return u * sqrt(-2.0 * log_same(square) / square);
    }
}

double rk_random_exponential(struct rk_random *r)
{
    return -log_same(unit_above_zero(r));
}

/* Marsaglia & Tsang (2000), ACM Trans. Math. Softw. 26(3), for shape >= 1. */
static double gamma_from_one(struct rk_random *r, double shape)
{
    const double d = shape - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * d);
    for (;;) {
        const double x = rk_random_normal(r), base = 1.0 + c * x;
        if (base <= 0.0)
            continue;
        const double v = base * base * base, u = unit_above_zero(r);
        if (log_same(u) < 0.5 * x * x + d - d * v + d * log_same(v))
            return d * v;
    }
}

/* Below 1: Gamma(a) is Gamma(a + 1) U^(1/a), in logarithms, for it may be smaller than any
 * double (the same paper, section 6). */
static double log_gamma(struct rk_random *r, double shape)
{
    if (shape >= 1.0)
        return log_same(gamma_from_one(r, shape));
    const double above = log_same(gamma_from_one(r, shape + 1.0));
    return above - rk_random_exponential(r) / shape;
}

double rk_random_gamma(struct rk_random *r, double shape)
{
    return shape >= 1.0 ? gamma_from_one(r, shape) : exp_same(log_gamma(r, shape));
}

double rk_random_beta(struct rk_random *r, double a, double b)
{
    if (a >= 1.0 && b >= 1.0) {
        const double x = gamma_from_one(r, a), y = gamma_from_one(r, b);
        return x / (x + y);
    }
    const double log_x = log_gamma(r, a), log_y = log_gamma(r, b);
    return 1.0 / (1.0 + exp_same(log_y - log_x));
}

enum { FEW = 16 };

/* Successes of n trials: the median-like order statistic of n uniforms is a beta number, on
 * which side of it p lies decides half of the trials at once (Devroye 1986, X.4.3). */
static int64_t binomial(struct rk_random *r, int64_t n, double p)
{
    int64_t successes = 0;
    while (n > FEW) {
        const int64_t rank = 1 + n / 2;
        const double x = rk_random_beta(r, (double)rank, (double)(n + 1 - rank));
        if (x >= p) {
            n = rank - 1;
            p /= x;
        } else {
            successes += rank;
            n -= rank;
            p = (p - x) / (1.0 - x);
        }
    }
    for (; n > 0; n--)
        successes += rk_random_unit(r) < p;
    return successes;
}

/* Arrivals within `mean` units of time. The time of a far arrival is a gamma number; what lies
 * before or behind it is a smaller case of the same kind (Ahrens & Dieter 1974, Computing 12).
 */
int64_t rk_random_poisson(struct rk_random *r, double mean)
{
    int64_t arrivals = 0;
    while (mean > FEW) {
        const int64_t far = (int64_t)(mean * 0.875);
        const double time = rk_random_gamma(r, (double)far);
        if (time > mean)
            return arrivals + binomial(r, far - 1, mean / time);
        arrivals += far;
        mean -= time;
    }
    for (double time = rk_random_exponential(r); time <= mean; arrivals++)
        time += rk_random_exponential(r);
    return arrivals;
}
