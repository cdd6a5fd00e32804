/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Latent classes without a fixed number (Manrique-Vallier 2016, Biometrics 72(4): 1246-1254).
 *
 * Each person belongs to one of K classes; within a class lists are independent with chances
 * lambda_jk ~ Uniform(0, 1); shares of the classes come from stick-breaking, V_k ~ Beta(1,
 * alpha), V_K = 1, alpha ~ Gamma(1/4, rate 1/4); the prior of N is 1 / N. Four chains from
 * spread starts.
 */
#include "rk_estimate.h"

#include "estimate_lcmcr.h"
#include "estimate_math.h"

enum { CHAINS = 4, HALVES = 2 * CHAINS, EVERY = 3, BREATH = 1000 };

struct chains {
    const struct estimate_patterns *data;
    const struct rk_estimate_options *options;
    struct estimate_chain chain[CHAINS];
    int64_t warm_up, kept;  /* of each chain */
    double *unlisted;       /* [CHAINS][kept] */
    double classes[CHAINS]; /* mean number of classes with people */
};

static rk_status run_chain(struct chains *all, int i, struct rk_err *err)
{
    struct estimate_chain *c = &all->chain[i];
    double *out = all->unlisted + i * all->kept;
    int64_t filled = 0;
    for (int64_t t = 0; t < all->warm_up + all->kept; t++) {
        if (t % BREATH == BREATH - 1) {
            const rk_status stop = rk_progress_step(all->options->progress, 1.0, err);
            if (stop)
                return stop;
        }
        estimate_chain_step(c, t % EVERY == 0);
        if (t < all->warm_up)
            continue;
        out[t - all->warm_up] = (double)c->unlisted;
        for (int32_t k = 0; k < c->classes; k++)
            filled += c->people[k] > 0.0;
    }
    all->classes[i] = (double)filled / (double)all->kept;
    return RK_OK;
}

static rk_status job(void *user, int part, ptrdiff_t from, ptrdiff_t to, struct rk_err *err)
{
    (void)part;
    for (ptrdiff_t i = from; i < to; i++) {
        const rk_status status = run_chain(user, (int)i, err);
        if (status)
            return status;
    }
    return RK_OK;
}

static void mean_and_variance(const double *x, int64_t count, double *mean, double *variance)
{
    double sum = 0.0, square = 0.0;
    for (int64_t i = 0; i < count; i++)
        sum += x[i];
    *mean = sum / (double)count;
    for (int64_t i = 0; i < count; i++)
        square += (x[i] - *mean) * (x[i] - *mean);
    *variance = square / (double)(count - 1);
}

/* Potential scale reduction of log(unlisted + 1) over the halves of the chains (Gelman & Rubin
 * 1992, Stat. Sci. 7: 457-472, split as in Gelman et al. 2013, 11.4). */
static double scale_reduction(const double *x, int64_t kept)
{
    const int64_t half = kept / 2;
    double mean[HALVES], within = 0.0, between, centre;
    for (int h = 0; h < HALVES; h++) {
        double variance;
        mean_and_variance(x + (h / 2) * kept + (h % 2) * half, half, &mean[h], &variance);
        within += variance / HALVES;
    }
    mean_and_variance(mean, HALVES, &centre, &between);
    return within > 0.0 ? sqrt((double)(half - 1) / (double)half + between / within) : 1.0;
}

/* Covariance of a chain with itself `lag` later. */
static double autocovariance(const double *x, int64_t count, int64_t lag, double mean)
{
    double sum = 0.0;
    for (int64_t i = 0; i + lag < count; i++)
        sum += (x[i] - mean) * (x[i + lag] - mean);
    return sum / (double)count;
}

/* Effective sample size of log(unlisted + 1): autocovariances, averaged over the chains around
 * one mean, are added in pairs while their sum is positive (Geyer 1992, Stat. Sci. 7: 473-483).
 * Chains are thinned to at most 4,000 draws first; x is overwritten. */
static double effective(double *x, int64_t kept)
{
    const int64_t thin = kept / 4000 + 1, count = kept / thin;
    for (int c = 0; c < CHAINS; c++)
        for (int64_t i = 0; i < count; i++)
            x[c * count + i] = x[c * kept + i * thin];
    double mean, variance, sum = -1.0;
    mean_and_variance(x, CHAINS * count, &mean, &variance);
    if (!(variance > 0.0))
        return (double)(CHAINS * count);
    for (int64_t lag = 0; lag + 1 < count; lag += 2) {
        double pair = 0.0;
        for (int c = 0; c < CHAINS; c++)
            pair += autocovariance(x + c * count, count, lag, mean) +
                    autocovariance(x + c * count, count, lag + 1, mean);
        pair /= CHAINS * variance;
        if (pair <= 0.0)
            break;
        sum += 2.0 * pair;
    }
    return (double)(CHAINS * count) / fmax(sum, 1.0);
}

static rk_status prepare(const struct estimate_case *c,
                         const struct rk_estimate_options *options, struct rk_scratch *scratch,
                         struct chains *all, struct rk_err *err)
{
    const int64_t each = options->iterations / CHAINS;
    *all = (struct chains){.data = &c->patterns, .options = options};
    all->warm_up = each / 11;
    all->kept = each - all->warm_up;
    all->unlisted = RK_NEW(scratch, double, CHAINS * all->kept);
    for (int i = 0; i < CHAINS; i++)
        estimate_chain_init(&all->chain[i], &c->patterns, options->classes,
                            rk_random_stream(options->seed, "estimate lcmcr", (uint64_t)i),
                            scratch);
    if (scratch->in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    return RK_OK;
}

static void summarise(struct estimate_draft *d, struct chains *all, double *draws,
                      double *on_log)
{
    const int64_t total = CHAINS * all->kept;
    struct rk_estimate *out = d->out;
    double mean, variance, classes = 0.0;
    for (int64_t i = 0; i < total; i++)
        on_log[i] = estimate_log(all->unlisted[i] + 1.0);
    const double reduction = scale_reduction(on_log, all->kept);
    const double size = effective(on_log, all->kept);
    mean_and_variance(all->unlisted, total, &mean, &variance);
    for (int i = 0; i < CHAINS; i++)
        classes += all->classes[i] / CHAINS;
    estimate_sort(all->unlisted, total);
    for (int32_t i = 0; i < RK_ESTIMATE_DRAWS; i++)
        draws[i] = out->observed + floor(estimate_quantile(all->unlisted, total,
                                                           (i + 0.5) / RK_ESTIMATE_DRAWS));
    out->low = out->observed + estimate_quantile(all->unlisted, total, 0.025);
    out->estimate = out->observed + estimate_quantile(all->unlisted, total, 0.5);
    out->high = out->observed + estimate_quantile(all->unlisted, total, 0.975);
    out->centre = "median";
    out->draws = draws;
    out->se = sqrt(variance);
    estimate_number(d, "mean", out->observed + mean);
    estimate_number(d, "median", out->estimate);
    estimate_number(d, "se", out->se);
    estimate_number(d, "rhat", reduction);
    estimate_number(d, "effective_draws", size);
    estimate_number(d, "monte_carlo_error", out->se / sqrt(size));
    estimate_number(d, "classes", all->chain[0].classes);
    estimate_number(d, "classes_in_use", classes);
    estimate_number(d, "chains", CHAINS);
    estimate_number(d, "iterations", (double)(CHAINS * (all->warm_up + all->kept)));
    estimate_number(d, "warm_up", (double)(CHAINS * all->warm_up));
    if (reduction > 1.05 || size < 200.0)
        estimate_note(&d->notes, d->keep, "not_mixed",
                      "the chains do not agree yet (R-hat %.2f, %.0f effective draws): more "
                      "iterations are needed",
                      reduction, size);
    if (classes > 0.9 * all->chain[0].classes)
        estimate_note(&d->notes, d->keep, "classes_used_up",
                      "nearly all %d classes are in use: allow more", all->chain[0].classes);
}

rk_status estimate_run_lcmcr(const struct estimate_case *c,
                             const struct rk_estimate_options *options, struct rk_arena *keep,
                             struct rk_scratch scratch, struct rk_estimate *out,
                             struct rk_err *err)
{
    struct estimate_draft d =
        estimate_draft_of(out, rk_estimate_name(RK_ESTIMATE_LCMCR), c, keep);
    struct chains all;
    rk_status status = prepare(c, options, &scratch, &all, err);
    double *draws = RK_NEW(keep, double, RK_ESTIMATE_DRAWS);
    double *on_log = RK_NEW(&scratch, double, CHAINS *all.kept);
    if (!status && (keep->failed || scratch.in.failed))
        status = rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    if (!status)
        status = rk_parallel(options->threads, CHAINS, job, &all, err);
    if (status)
        return status;
    summarise(&d, &all, draws, on_log);
    return estimate_finish(&d, err);
}
