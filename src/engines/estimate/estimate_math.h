/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Elementary functions of src/engines/estimate, made only of operations that IEEE 754 rounds
 * exactly: the C library's own differ in the last bit from machine to machine, and a chain of a
 * hundred thousand draws would carry that bit into a printed figure.
 */
#ifndef RK_ESTIMATE_H
#error "include rk_estimate.h first; estimate_math.h is private to src/engines/estimate"
#endif
#ifndef ESTIMATE_MATH_H
#define ESTIMATE_MATH_H

static inline uint64_t estimate_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double estimate_from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/*
 * log(x) for normal x > 0. x = m 2^e with 0.707 < m < 1.415; log m = 2 artanh(t),
 * t = (m - 1) / (m + 1), |t| < 0.1716; the odd series is cut below 2e-17. Sums are paired so
 * that a processor can work on several at once.
 */
static inline double estimate_log(double x)
{
    const uint64_t bits = estimate_bits(x) - UINT64_C(0x3FE6A09E667F3BCD);
    const int64_t e = (int64_t)bits >> 52;
    const double m = estimate_from_bits((bits & UINT64_C(0x000FFFFFFFFFFFFF)) +
                                        UINT64_C(0x3FE6A09E667F3BCD));
    const double t = (m - 1.0) / (m + 1.0), u = t * t, v = u * u, w = v * v;
    const double low = (1.0 / 3 + u * (1.0 / 5)) + v * (1.0 / 7 + u * (1.0 / 9));
    const double high = (1.0 / 11 + u * (1.0 / 13)) + v * (1.0 / 15 + u * (1.0 / 17));
    const double tail = 2.0 * t * u * (low + w * (high + w * (1.0 / 19 + u * (1.0 / 21))));
    return (double)e * 0x1.62e42fee00000p-1 +
           ((double)e * 0x1.a39ef35793c76p-33 + tail + 2.0 * t);
}

/* exp(x), 0 below -708, infinite above 709: 2^k exp(r), |r| < 0.347; the power series up to
 * r^13 / 13! leaves 4e-18. */
static inline double estimate_exp(double x)
{
    if (!(x > -708.0))
        return x != x ? x : 0.0;
    if (x > 709.0)
        return HUGE_VAL;
    const double shift = 0x1.8p52;
    const double k = (x * 0x1.71547652b82fep0 + shift) - shift;
    const double r = (x - k * 0x1.62e42fee00000p-1) - k * 0x1.a39ef35793c76p-33;
    const double r2 = r * r, r4 = r2 * r2;
    const double a = (0.5 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
    const double b = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
    const double c = (1.0 / 3628800 + r * (1.0 / 39916800)) +
                     r2 * (1.0 / 479001600 + r * (1.0 / 6227020800));
    const double power = estimate_from_bits((uint64_t)((int64_t)k + 1023) << 52);
    return (1.0 + (r + r2 * (a + r4 * (b + r4 * c)))) * power;
}

/* x to the power of y, x > 0. */
static inline double estimate_pow(double x, double y)
{
    return estimate_exp(y * estimate_log(x));
}

/* log of the gamma function, x > 0; absolute error below 1e-15 (1 + |result|). */
double estimate_lgamma(double x);
/* Standard normal: P(Z <= x), and its inverse for 0 < p < 1. */
double estimate_normal_below(double x);
double estimate_normal_quantile(double p);
/* P(chi-square with `df` degrees of freedom > x). */
double estimate_chi2_above(double x, double df);
/* P(Poisson(mean) <= k), k >= -1. */
double estimate_poisson_below(int64_t k, double mean);
/* Sorts ascending; NaN is not allowed. */
void estimate_sort(double *x, ptrdiff_t count);
/* Quantile of sorted values, interpolated between order statistics (R's type 7). */
double estimate_quantile(const double *sorted, ptrdiff_t count, double p);

#endif
