/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_estimate.h"

#include "estimate_draw.h"

#define LAST_EDGE 3.6541528853610088 /* of 256 layers of equal area, Marsaglia & Tsang */

static double bell(double x)
{
    return estimate_exp(-0.5 * x * x);
}

/* Layers of equal area under exp(-x^2/2); layer 0 holds the tail beyond LAST_EDGE, so its own
 * "edge" is the width a rectangle of its area would have. */
void estimate_draw_init(struct estimate_draw *d, struct rk_random from)
{
    d->from = from;
    for (int k = 1; k <= ESTIMATE_FEW; k++)
        d->inverse[k] = 1.0 / k;
    const double r = LAST_EDGE;
    const double tail = 2.50662827463100050242 * (1.0 - estimate_normal_below(r));
    const double area = r * bell(r) + tail;
    d->edge[0] = area / bell(r);
    d->edge[1] = r;
    d->height[0] = 0.0;
    d->height[1] = bell(r);
    for (int i = 2; i < ESTIMATE_LAYERS; i++) {
        d->height[i] = d->height[i - 1] + area / d->edge[i - 1];
        d->edge[i] = sqrt(-2.0 * estimate_log(d->height[i]));
    }
    d->edge[ESTIMATE_LAYERS] = 0.0;
    d->height[ESTIMATE_LAYERS] = 1.0;
}

/* What the rectangles do not settle: the tail (Marsaglia 1964) and the wedges. */
double estimate_draw_normal_tail(struct estimate_draw *d, uint64_t bits)
{
    for (;;) {
        const int layer = (int)(bits & 255);
        const double u = (double)((int64_t)bits >> 11) * 0x1p-52;
        const double x = u * d->edge[layer];
        if (fabs(x) < d->edge[layer + 1])
            return x;
        if (layer == 0) {
            double far, deep;
            do {
                far = -estimate_log(1.0 - estimate_draw_unit(d)) / LAST_EDGE;
                deep = -estimate_log(1.0 - estimate_draw_unit(d));
            } while (2.0 * deep < far * far);
            return u < 0.0 ? -LAST_EDGE - far : LAST_EDGE + far;
        }
        const double y = d->height[layer] +
                         estimate_draw_unit(d) * (d->height[layer + 1] - d->height[layer]);
        if (y < bell(x))
            return x;
        bits = estimate_draw_bits(d);
    }
}

double estimate_draw_log_gamma(struct estimate_draw *d, double shape)
{
    if (shape >= 1.0)
        return estimate_log(estimate_draw_gamma(d, shape));
    const double above = estimate_log(estimate_draw_gamma(d, shape + 1.0));
    return above + estimate_log(1.0 - estimate_draw_unit(d)) / shape;
}

/* log(k!) - Stirling's (k + 1/2) log(k + 1) - (k + 1) + log(2 pi) / 2. */
static double stirling_rest(double k)
{
    static const double first[10] = {
        0.08106146679532726,  0.04134069595540929, 0.02767792568499834, 0.02079067210376509,
        0.01664469118982119,  0.01387612882307075, 0.01189670994589177, 0.01041126526197209,
        0.009255462182712733, 0.008330563433362871};
    if (k <= 9.0)
        return first[(int)k];
    const double i = 1.0 / (k + 1.0), j = i * i;
    return (1.0 / 12 - (1.0 / 360 - j / 1260) * j) * i;
}

/* log of pmf(k) / pmf(m), m the mode. */
static double log_pmf_ratio(double trials, double odds, double m, double k)
{
    return (m + 0.5) * estimate_log((m + 1.0) / (odds * (trials - m + 1.0))) +
           (trials + 1.0) * estimate_log((trials - m + 1.0) / (trials - k + 1.0)) +
           (k + 0.5) * estimate_log(odds * (trials - k + 1.0) / (k + 1.0)) + stirling_rest(m) +
           stirling_rest(trials - m) - stirling_rest(k) - stirling_rest(trials - k);
}

/* Hormann (1993), J. Stat. Comput. Simul. 46: 101-110, algorithms BTRS and, for the squeeze,
 * BTRD; n p >= 10, p <= 1/2. */
int64_t estimate_draw_binomial_many(struct estimate_draw *d, int64_t n, double p)
{
    const double trials = (double)n, q = 1.0 - p, npq = trials * p * q, spread = sqrt(npq);
    const double b = 1.15 + 2.53 * spread, a = -0.0873 + 0.0248 * b + 0.01 * p;
    const double c = trials * p + 0.5, vr_b = 0.92 * b - 4.2;
    for (;;) {
        const double u = estimate_draw_unit(d) - 0.5, v = estimate_draw_unit(d);
        const double us = 0.5 - fabs(u), x = (2.0 * a / us + b) * u + c;
        if (us >= 0.07 && v * b <= vr_b)
            return (int64_t)x;
        if (!(x >= 0.0 && x < trials + 1.0))
            continue;
        const double k = (double)(int64_t)x, m = (double)(int64_t)((trials + 1.0) * p);
        const double alpha = (2.83 + 5.1 / b) * spread, away = fabs(k - m), i = 1.0 / npq;
        const double log_v = estimate_log(v * alpha / (a / (us * us) + b) + 1e-300);
        const double rho = away * i * (((away * (1.0 / 3) + 0.625) * away + 1.0 / 6) * i + 0.5);
        const double t = -0.5 * away * away * i;
        if (away > 15.0 && 2.0 * away < npq - 2.0) {
            if (log_v < t - rho)
                return (int64_t)k;
            if (log_v > t + rho)
                continue;
        }
        if (log_v <= log_pmf_ratio(trials, p / q, m, k))
            return (int64_t)k;
    }
}

/* log(1 - p) for 0 <= p <= 1/2, exact for small p too. */
static double log_rest(double p)
{
    if (p > 1e-3)
        return estimate_log(1.0 - p);
    return -p * (1.0 + p * (0.5 + p * (1.0 / 3 + p * (0.25 + p * 0.2))));
}

/* (1 - p)^n; where n is small the rounding of 1 - p does not show. */
static double none_of(int64_t n, double p)
{
    const double log_none = n < 1000000 ? estimate_log(1.0 - p) : log_rest(p);
    return estimate_exp((double)n * log_none);
}

/* Inversion from none upwards, with the uniform number already drawn from the other end. */
int64_t estimate_draw_binomial_few(struct estimate_draw *d, int64_t n, double p, double u)
{
    double left = 1.0 - u, mass = none_of(n, p);
    if (left <= mass)
        return 0;
    const double odds = p / (1.0 - p);
    const double first = mass;
    for (;;) {
        for (int64_t k = 0; k < n && k < ESTIMATE_FEW; k++) {
            left -= mass;
            mass *= odds * (double)(n - k) * d->inverse[k + 1];
            if (left <= mass)
                return k + 1;
        }
        left = estimate_draw_unit(d); /* rounding left nothing to land on */
        mass = first;
        if (left <= mass)
            return 0;
    }
}

/* Inversion below 10, else Hormann (1993), Insur. Math. Econ. 12: 39-45, algorithm PTRS. */
int64_t estimate_draw_poisson(struct estimate_draw *d, double mean)
{
    if (mean < 10.0) {
        double left = estimate_draw_unit(d), here = estimate_exp(-mean);
        int64_t k = 0;
        for (; left > here && k < 200; k++) {
            left -= here;
            here *= mean / (double)(k + 1);
        }
        return k;
    }
    const double root = sqrt(mean), b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
    const double alpha = 1.1239 + 1.1328 / (b - 3.4), vr = 0.9277 - 3.6224 / (b - 2.0);
    for (;;) {
        const double u = estimate_draw_unit(d) - 0.5, v = estimate_draw_unit(d);
        const double us = 0.5 - fabs(u);
        const double k = floor((2.0 * a / us + b) * u + mean + 0.43);
        if (us >= 0.07 && v <= vr)
            return (int64_t)k;
        if (k < 0.0 || (us < 0.013 && v > us) || !(us > 0.0))
            continue;
        const double log_v = estimate_log(v * alpha / (a / (us * us) + b) + 1e-300);
        if (log_v <= k * estimate_log(mean) - mean - estimate_lgamma(k + 1.0))
            return (int64_t)k;
    }
}
