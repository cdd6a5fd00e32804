/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random numbers by the hundred million: the samplers of src/engines/estimate, inlined around
 * the generator of base (same state, same numbers).
 */
#ifndef RK_ESTIMATE_H
#error "include rk_estimate.h first; estimate_draw.h is private to src/engines/estimate"
#endif
#ifndef ESTIMATE_DRAW_H
#define ESTIMATE_DRAW_H

#include "estimate_math.h"
#include "rk_random.h"

enum { ESTIMATE_LAYERS = 256, ESTIMATE_FEW = 128 };

struct estimate_draw {
    struct rk_random from;
    double edge[ESTIMATE_LAYERS + 1]; /* right edges of the layers of the normal density */
    double height[ESTIMATE_LAYERS + 1];
    double inverse[ESTIMATE_FEW + 1]; /* 1 / k */
};

void estimate_draw_init(struct estimate_draw *d, struct rk_random from);
double estimate_draw_normal_tail(struct estimate_draw *d, uint64_t bits);
int64_t estimate_draw_binomial_many(struct estimate_draw *d, int64_t n, double p);
int64_t estimate_draw_binomial_few(struct estimate_draw *d, int64_t n, double p, double u);
int64_t estimate_draw_poisson(struct estimate_draw *d, double mean);
/* log of a gamma variate, any shape > 0. */
double estimate_draw_log_gamma(struct estimate_draw *d, double shape);

/* xoshiro256++ as rk_random_u64, which is not inlined across rooms. */
static inline uint64_t estimate_draw_bits(struct estimate_draw *d)
{
    uint64_t *s = d->from.s;
    const uint64_t sum = s[0] + s[3];
    const uint64_t result = (sum << 23 | sum >> 41) + s[0];
    const uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = s[3] << 45 | s[3] >> 19;
    return result;
}

static inline double estimate_draw_unit(struct estimate_draw *d)
{
    return (double)(estimate_draw_bits(d) >> 11) * 0x1p-53;
}

/* Ziggurat, Marsaglia & Tsang (2000), J. Stat. Softw. 5(8), with 256 layers; the layer comes
 * from bits that the number itself does not use. */
static inline double estimate_draw_normal(struct estimate_draw *d)
{
    const uint64_t bits = estimate_draw_bits(d);
    const int layer = (int)(bits & 255);
    const double u = (double)((int64_t)bits >> 11) * 0x1p-52; /* -1 … 1 */
    const double x = u * d->edge[layer];
    if (fabs(x) < d->edge[layer + 1])
        return x;
    return estimate_draw_normal_tail(d, bits);
}

/* Marsaglia & Tsang (2000), ACM Trans. Math. Softw. 26(3), shape >= 1. */
static inline double estimate_draw_gamma(struct estimate_draw *d, double shape)
{
    const double a = shape - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * a);
    for (;;) {
        const double x = estimate_draw_normal(d), base = 1.0 + c * x;
        if (base <= 0.0)
            continue;
        const double v = base * base * base, u = estimate_draw_unit(d), xx = x * x;
        if (u < 1.0 - 0.0331 * xx * xx)
            return a * v;
        if (u > 0.0 && estimate_log(u) < 0.5 * xx + a * (1.0 - v + estimate_log(v)))
            return a * v;
    }
}

static inline int64_t estimate_draw_binomial(struct estimate_draw *d, int64_t n, double p)
{
    const bool turn = p > 0.5;
    const double q = turn ? 1.0 - p : p, mean = (double)n * q;
    int64_t k;
    if (mean >= 10.0) {
        k = estimate_draw_binomial_many(d, n, q);
    } else {
        const double u = estimate_draw_unit(d);
        k = u >= mean ? 0 : estimate_draw_binomial_few(d, n, q, u); /* P(none) >= 1 - mean */
    }
    return turn ? n - k : k;
}

#endif
