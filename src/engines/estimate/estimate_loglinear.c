/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of the search among hierarchical models, and of the stepwise choice. */
#include "rk_estimate.h"

#include "estimate_internal.h"
#include "estimate_math.h"

#define Z95       1.95996398454005423552
#define HALF_CHI2 1.92072941034706166 /* half the 95 % point of chi-square with one degree */

/* The best believable model may be worse by so much than one that is not: odds of e^50. */
#define HOPELESS 100.0

enum { BOOTSTRAP_LISTS = 11 };

/* The variance of log(unlisted): that of its estimated mean, and its own as a Poisson count. */
static double spread(double intercept, double variance)
{
    return variance + estimate_exp(-intercept);
}

/* Every model that counts, weighted half by BIC and half by AIC (Buckland, Burnham & Augustin
 * 1997, Biometrics 53(2): 603-618). */
static int32_t weigh(const struct estimate_search *s, struct estimate_part *part)
{
    double by_bic = 0.0, by_aic = 0.0;
    for (int32_t i = 0; i < s->count; i++) {
        if (s->is[i] > ESTIMATE_EXTENDED || s->set_aside[i])
            continue;
        by_bic += estimate_exp(-0.5 * (s->bic[i] - s->bic[s->bic_best]));
        by_aic += estimate_exp(-0.5 * (s->aic[i] - s->aic[s->aic_best]));
    }
    int32_t count = 0;
    for (int32_t i = 0; i < s->count; i++) {
        if (s->is[i] > ESTIMATE_EXTENDED || s->set_aside[i])
            continue;
        const double weight =
            0.5 * estimate_exp(-0.5 * (s->bic[i] - s->bic[s->bic_best])) / by_bic +
            0.5 * estimate_exp(-0.5 * (s->aic[i] - s->aic[s->aic_best])) / by_aic;
        if (weight > 1e-6)
            part[count++] = (struct estimate_part){weight, s->intercept[i],
                                                   spread(s->intercept[i], s->variance[i])};
    }
    return count;
}

static struct rk_str model_name(const struct estimate_case *c, uint32_t model,
                                struct rk_arena *keep)
{
    uint32_t room[32];
    struct rk_buf name = rk_buf_in(keep, 400);
    estimate_write_model(&name, estimate_terms_of(model, room), c->lists);
    return rk_buf_str(&name);
}

/* What other models say that the data like nearly as well. */
static void compare(struct estimate_draft *d, const struct estimate_case *c, int32_t best)
{
    const struct estimate_search *s = &c->search;
    double low = HUGE_VAL, high = 0.0;
    int32_t near = 0;
    for (int32_t i = 0; i < s->count; i++) {
        if (s->is[i] > ESTIMATE_EXTENDED || s->set_aside[i] ||
            s->bic[i] > s->bic[s->bic_best] + 6.0)
            continue;
        const double n = c->observed + estimate_exp(s->intercept[i]);
        low = fmin(low, n);
        high = fmax(high, n);
        near++;
    }
    estimate_number(d, "near_models", near);
    estimate_number(d, "near_low", low);
    estimate_number(d, "near_high", high);
    if (high > 1.5 * low)
        estimate_note(&d->notes, d->keep, "models_disagree",
                      "%d models fit about as well and say from %.0f to %.0f", near, low, high);
    const double df = (double)((1 << c->lists) - 1 - __builtin_popcount(s->model[best]));
    const double p = estimate_chi2_above(s->deviance[best], df);
    estimate_number(d, "fit_p", df > 0.0 ? p : ESTIMATE_NAN);
    if (df > 0.0 && p < 0.01)
        estimate_note(&d->notes, d->keep, "poor_fit",
                      "the model fits badly: deviance %.1f on %.0f degrees of freedom",
                      s->deviance[best], df);
    if (s->aside > 0)
        estimate_note(&d->notes, d->keep, "set_aside",
                      "%d models were set aside for saying more than %.0f, far beyond the %.0f "
                      "observed",
                      s->aside, s->limit, c->observed);
    if (s->missing > 0)
        estimate_note(&d->notes, d->keep, "no_estimate",
                      "%d of %d models have no estimate because of empty cells", s->missing,
                      s->count);
    if (s->bic_top != s->bic_best)
        estimate_note(&d->notes, d->keep, "better_fit_unused",
                      "a model that was set aside or has no estimate fits better, by %.1f BIC",
                      s->bic[s->bic_best] - s->bic[s->bic_top]);
}

/* The chosen model's own intervals: N +- 1.96 se, and the profile likelihood. */
static bool own_intervals(struct estimate_draft *d, const struct estimate_case *c, int32_t best,
                          struct rk_scratch scratch, double *low, double *high)
{
    const struct estimate_search *s = &c->search;
    struct estimate_work w;
    uint32_t room[32];
    estimate_work_init(&w, c->lists, 32, &scratch);
    if (scratch.in.failed)
        return false;
    const struct estimate_terms terms = estimate_terms_of(s->model[best], room);
    memset(w.in, 1, (size_t)1 << c->lists);
    w.in[0] = 0;
    (void)estimate_face(&w, c->cells.n, c->lists, terms, scratch);
    const double unlisted = estimate_exp(s->intercept[best]);
    estimate_number(d, "wald_low", d->out->estimate - Z95 * d->out->se);
    estimate_number(d, "wald_high", d->out->estimate + Z95 * d->out->se);
    struct estimate_interval profile;
    if (!estimate_profile(&c->cells, &w, terms, unlisted, HALF_CHI2, scratch, &profile)) {
        const double half = Z95 * sqrt(spread(s->intercept[best], s->variance[best]));
        profile.low = unlisted * estimate_exp(-half);
        profile.high = unlisted * estimate_exp(half);
        estimate_note(&d->notes, d->keep, "profile",
                      "the profile likelihood did not converge; "
                      "the interval is the log-normal one");
    }
    *low = c->observed + profile.low;
    *high = c->observed + profile.high;
    estimate_number(d, "profile_low", *low);
    estimate_number(d, "profile_high", *high);
    return true;
}

static void describe(struct estimate_draft *d, const struct estimate_case *c, int32_t best)
{
    const struct estimate_search *s = &c->search;
    estimate_text(d, "formula", model_name(c, s->model[best], d->keep));
    estimate_number(d, "se", d->out->se);
    estimate_number(d, "unlisted", estimate_exp(s->intercept[best]));
    estimate_number(d, "deviance", s->deviance[best]);
    estimate_number(d, "df", (1 << c->lists) - 1 - __builtin_popcount(s->model[best]));
    estimate_number(d, "bic", s->bic[best]);
    estimate_number(d, "aic", s->aic[best]);
    estimate_number(d, "models", s->count);
    estimate_number(d, "models_without_estimate", s->missing);
    estimate_number(d, "models_set_aside", s->aside);
}

rk_status estimate_run_loglinear(const struct estimate_case *c, enum rk_estimate_model model,
                                 const struct rk_estimate_options *options,
                                 struct rk_arena *keep, struct rk_scratch scratch,
                                 struct rk_estimate *out, struct rk_err *err)
{
    (void)options;
    const struct estimate_search *s = &c->search;
    struct estimate_draft d = estimate_draft_of(out, rk_estimate_name(model), c, keep);
    if (c->lists > ESTIMATE_SEARCH_LISTS) {
        estimate_decline(&d, "%d lists; all models are tried for up to %d", c->lists,
                         ESTIMATE_SEARCH_LISTS);
        return estimate_finish(&d, err);
    }
    const int32_t best = model == RK_ESTIMATE_AIC ? s->aic_best : s->bic_best;
    const double lost = model == RK_ESTIMATE_AIC ? s->aic[best] - s->aic[s->aic_top]
                                                 : s->bic[best] - s->bic[s->bic_top];
    if (lost > HOPELESS) {
        estimate_decline(
            &d,
            "models that fit have no estimate or say more than %.0f, which is beyond "
            "belief; all others are ruled out (by %.0f in BIC or AIC)",
            s->limit, lost);
        return estimate_finish(&d, err);
    }
    const double unlisted = estimate_exp(s->intercept[best]);
    out->estimate = c->observed + unlisted;
    /* Poisson variance of the missing cell and that of its mean (Rivest & Levesque 2001). */
    out->se = sqrt(unlisted + unlisted * unlisted * s->variance[best]);
    describe(&d, c, best);
    double low, high;
    if (!own_intervals(&d, c, best, scratch, &low, &high))
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    struct estimate_part *part = RK_NEW(&scratch, struct estimate_part, s->count);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    int32_t parts = 1;
    part[0] = (struct estimate_part){1.0, s->intercept[best],
                                     spread(s->intercept[best], s->variance[best])};
    if (model == RK_ESTIMATE_LOGLINEAR)
        parts = weigh(s, part);
    out->draws = estimate_mixture(part, parts, c->observed, keep, &out->low, &out->high);
    if (model == RK_ESTIMATE_AIC) {
        out->low = low;
        out->high = high;
    }
    estimate_number(&d, "models_averaged", parts);
    compare(&d, c, best);
    return estimate_finish(&d, err);
}

rk_status estimate_run_stepwise(const struct estimate_case *c, enum rk_estimate_model model,
                                const struct rk_estimate_options *options,
                                struct rk_arena *keep, struct rk_scratch scratch,
                                struct rk_estimate *out, struct rk_err *err)
{
    struct estimate_draft d = estimate_draft_of(out, rk_estimate_name(model), c, keep);
    if (c->lists > ESTIMATE_LISTS) {
        estimate_decline(&d, "%d lists; log-linear models take up to %d", c->lists,
                         ESTIMATE_LISTS);
        return estimate_finish(&d, err);
    }
    uint32_t *room = RK_NEW(&scratch, uint32_t, ESTIMATE_TERMS);
    struct rk_buf name = rk_buf_in(keep, 1200);
    if (scratch.in.failed || name.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    struct estimate_model fitted;
    if (estimate_stepwise(&c->cells, scratch, room, &fitted) > ESTIMATE_EXTENDED) {
        estimate_decline(&d, "not even independent lists have an estimate");
        return estimate_finish(&d, err);
    }
    const double log_unlisted = fitted.fit.intercept, unlisted = estimate_exp(log_unlisted);
    const struct estimate_part part = {1.0, log_unlisted, fitted.fit.variance};
    out->estimate = c->observed + unlisted;
    out->se = sqrt(unlisted + unlisted * unlisted * fitted.fit.variance);
    out->draws = estimate_mixture(&part, 1, c->observed, keep, &out->low, &out->high);
    estimate_write_model(&name, fitted.terms, c->lists);
    estimate_text(&d, "formula", rk_buf_str(&name));
    estimate_number(&d, "se", out->se);
    estimate_number(&d, "unlisted", unlisted);
    estimate_number(&d, "deviance", fitted.fit.deviance);
    estimate_number(&d, "parameters", fitted.parameters);
    estimate_number(&d, "wald_low", out->low);
    estimate_number(&d, "wald_high", out->high);
    if (model == RK_ESTIMATE_LOGLINEAR && c->lists > BOOTSTRAP_LISTS) {
        estimate_note(
            &d.notes, keep, "bootstrap",
            "%d lists are too many for the bootstrap; the interval does not know that "
            "the model was chosen",
            c->lists);
    } else if (model == RK_ESTIMATE_LOGLINEAR) {
        int32_t samples = 0, failed = 0;
        const rk_status status = estimate_bootstrap(
            c, out->estimate, options, scratch, &out->low, &out->high, &samples, &failed, err);
        if (status)
            return status;
        estimate_number(&d, "bootstrap_samples", samples);
        if (failed > 0)
            estimate_note(&d.notes, keep, "bootstrap",
                          "%d of %d bootstrap samples had no estimate", failed, samples);
    }
    return estimate_finish(&d, err);
}
