/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bias-corrected accelerated bootstrap (Efron 1987, J. Am. Stat. Assoc. 82: 171-185) of the
 * whole stepwise choice, so that the interval knows that the model was chosen from the data;
 * the acceleration comes from leaving out one person of each history (Chan, Silverman & Vincent
 * 2021).
 */
#include "rk_estimate.h"

#include "estimate_draw.h"
#include "estimate_internal.h"
#include "estimate_math.h"

enum { ROOM = 16 << 20 }; /* bytes of scratch that a thread should have */

struct bootstrap {
    const struct estimate_case *c;
    struct rk_progress *progress;
    uint64_t seed;
    int32_t samples;
    struct rk_scratch *own; /* [threads] */
    double *value;          /* [samples + histories]: NaN where no estimate exists */
};

static double estimate_of(const struct estimate_case *c, const double *n, double observed,
                          struct rk_scratch scratch)
{
    const struct estimate_cells cells = {c->lists, n, observed};
    uint32_t *room = RK_NEW(&scratch, uint32_t, ESTIMATE_TERMS);
    struct estimate_model fitted;
    if (scratch.in.failed ||
        estimate_stepwise(&cells, scratch, room, &fitted) > ESTIMATE_EXTENDED)
        return ESTIMATE_NAN;
    return observed + estimate_exp(fitted.fit.intercept);
}

static rk_status job(void *user, int part, ptrdiff_t from, ptrdiff_t to, struct rk_err *err)
{
    struct bootstrap *b = user;
    const struct estimate_patterns *p = &b->c->patterns;
    struct rk_scratch scratch = b->own[part];
    double *n = RK_NEW(&scratch, double, (ptrdiff_t)1 << b->c->lists);
    struct estimate_draw *draw = RK_NEW(&scratch, struct estimate_draw, 1);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    for (ptrdiff_t i = from; i < to; i++) {
        const rk_status stop = rk_progress_step(b->progress, 0.0, err);
        if (stop)
            return stop;
        if (i >= b->samples) { /* the jackknife */
            memcpy(n, b->c->cells.n, ((size_t)1 << b->c->lists) * sizeof *n);
            n[p->history[i - b->samples]] -= 1.0;
            b->value[i] = estimate_of(b->c, n, p->observed - 1.0, scratch);
            continue;
        }
        estimate_draw_init(draw, rk_random_stream(b->seed, "estimate bootstrap", (uint64_t)i));
        double left = p->observed, weight = p->observed;
        for (int32_t h = 0; h < p->count; h++) {
            const double share = h + 1 < p->count ? p->n[h] / weight : 1.0;
            const int64_t own =
                estimate_draw_binomial(draw, (int64_t)left, share < 1.0 ? share : 1.0);
            n[p->history[h]] = (double)own;
            left -= (double)own;
            weight -= p->n[h];
        }
        b->value[i] = estimate_of(b->c, n, p->observed, scratch);
    }
    return RK_OK;
}

/* Skewness of the influence of one person, over all persons. */
static double acceleration(const struct bootstrap *b)
{
    const struct estimate_patterns *p = &b->c->patterns;
    const double *left_out = b->value + b->samples;
    double mean = 0.0, people = 0.0, square = 0.0, cube = 0.0;
    for (int32_t h = 0; h < p->count; h++)
        if (isfinite(left_out[h])) {
            mean += p->n[h] * left_out[h];
            people += p->n[h];
        }
    if (people <= 0.0)
        return 0.0;
    mean /= people;
    for (int32_t h = 0; h < p->count; h++)
        if (isfinite(left_out[h])) {
            const double r = mean - left_out[h];
            square += p->n[h] * r * r;
            cube += p->n[h] * r * r * r;
        }
    return square > 0.0 ? cube / (6.0 * square * sqrt(square)) : 0.0;
}

static double corrected(const double *sorted, int32_t count, double bias, double a, double z)
{
    const double shifted = bias + (bias + z) / (1.0 - a * (bias + z));
    return estimate_quantile(sorted, count, estimate_normal_below(shifted));
}

rk_status estimate_bootstrap(const struct estimate_case *c, double estimate,
                             const struct rk_estimate_options *options,
                             struct rk_scratch scratch, double *low, double *high,
                             int32_t *samples, int32_t *failed, struct rk_err *err)
{
    int threads = options->threads < 1                ? 1
                  : options->threads > RK_THREADS_MAX ? RK_THREADS_MAX
                                                      : options->threads;
    while (threads > 1 && rk_arena_left(&scratch.in) / threads < ROOM)
        threads--; /* the result is the same */
    struct bootstrap b = {.c = c, .progress = options->progress, .seed = options->seed};
    b.samples = c->lists <= 7 ? 1000 : c->lists == 8 ? 400 : 200;
    b.value = RK_NEW(&scratch, double, b.samples + c->patterns.count);
    b.own = RK_NEW(&scratch, struct rk_scratch, threads);
    const ptrdiff_t room = rk_arena_left(&scratch.in) / threads;
    for (int t = 0; t < threads && !scratch.in.failed; t++) {
        char *from = scratch.in.at + t * room;
        b.own[t] = (struct rk_scratch){{from, from, from + room, false}};
    }
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    const rk_status status = rk_parallel(threads, b.samples + c->patterns.count, job, &b, err);
    if (status)
        return status;
    const double a = acceleration(&b);
    int32_t good = 0, under = 0;
    for (int32_t i = 0; i < b.samples; i++)
        if (isfinite(b.value[i])) {
            under += b.value[i] < estimate;
            b.value[good++] = b.value[i];
        }
    *samples = b.samples;
    *failed = b.samples - good;
    if (2 * good < b.samples)
        return RK_OK; /* the interval stays what it was, the warning says so */
    estimate_sort(b.value, good);
    const double bias = estimate_normal_quantile((under + 0.5) / (good + 1.0));
    *low = corrected(b.value, good, bias, a, -1.95996398454005423552);
    *high = corrected(b.value, good, bias, a, 1.95996398454005423552);
    return RK_OK;
}
