/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting a result together: what all models have in common. */
#include "rk_estimate.h"

#include "estimate_internal.h"
#include "estimate_math.h"

struct rk_str estimate_say(struct rk_arena *keep, const char *fmt, va_list args)
{
    char text[2400];
    rk_said_list(text, sizeof text, fmt, args);
    return rk_str_copy(keep, rk_str_of(text));
}

struct estimate_draft estimate_draft_of(struct rk_estimate *out, const char *model,
                                        const struct estimate_case *c, struct rk_arena *keep)
{
    *out = (struct rk_estimate){.model = model,
                                .observed = c->observed,
                                .refused = c->refused,
                                .level = 0.95,
                                .centre = "mode",
                                .estimate = ESTIMATE_NAN,
                                .low = ESTIMATE_NAN,
                                .high = ESTIMATE_NAN,
                                .se = ESTIMATE_NAN};
    return (struct estimate_draft){.out = out, .keep = keep, .notes = c->notes};
}

void estimate_number(struct estimate_draft *d, const char *name, double value)
{
    if (d->details < RK_COUNT(d->detail))
        d->detail[d->details++] = (struct rk_estimate_detail){.name = name, .number = value};
}

void estimate_text(struct estimate_draft *d, const char *name, struct rk_str text)
{
    if (d->details < RK_COUNT(d->detail))
        d->detail[d->details++] =
            (struct rk_estimate_detail){.name = name, .number = ESTIMATE_NAN, .text = text};
}

void estimate_decline(struct estimate_draft *d, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    d->out->refused = estimate_say(d->keep, fmt, args);
    va_end(args);
}

bool estimate_is_of_figures(const char *code)
{
    return strcmp(code, "far_from_observed") == 0 || strcmp(code, "wide") == 0;
}

/* Warnings that follow from the figures alone. */
static void look_at_figures(struct estimate_draft *d)
{
    const struct rk_estimate *e = d->out;
    if (e->estimate > 4.0 * e->observed)
        estimate_note(&d->notes, d->keep, "far_from_observed",
                      "the estimate is %.1f times what was observed: most of it is the model's",
                      e->estimate / e->observed);
    if (e->high > 3.0 * e->low)
        estimate_note(&d->notes, d->keep, "wide",
                      "the interval is wide: its upper end is %.1f times its lower",
                      e->high / e->low);
}

rk_status estimate_finish(struct estimate_draft *d, struct rk_err *err)
{
    struct rk_estimate *e = d->out;
    if (e->refused.at) {
        e->estimate = e->low = e->high = e->se = ESTIMATE_NAN;
        e->draws = NULL;
    } else {
        /* An average over allocations may put a fraction of a person more into `observed`. */
        e->estimate = fmax(e->estimate, e->observed);
        e->low = fmin(fmax(e->low, e->observed), e->estimate);
        e->high = fmax(e->high, e->estimate);
        look_at_figures(d);
    }
    struct rk_estimate_warning *warnings =
        RK_NEW(d->keep, struct rk_estimate_warning, d->notes.count);
    struct rk_estimate_detail *details = RK_NEW(d->keep, struct rk_estimate_detail, d->details);
    if (d->keep->failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    memcpy(warnings, d->notes.at, (size_t)d->notes.count * sizeof *warnings);
    memcpy(details, d->detail, (size_t)d->details * sizeof *details);
    e->warnings = warnings;
    e->warning_count = d->notes.count;
    e->details = details;
    e->detail_count = d->details;
    return RK_OK;
}

static double below(const struct estimate_part *part, int32_t count, double x)
{
    double sum = 0.0, whole = 0.0;
    for (int32_t i = 0; i < count; i++) {
        whole += part[i].weight;
        if (part[i].weight > 0.0)
            sum += part[i].weight *
                   estimate_normal_below((x - part[i].mean) / sqrt(part[i].variance));
    }
    return sum / whole;
}

static double quantile(const struct estimate_part *part, int32_t count, double p)
{
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (int32_t i = 0; i < count; i++) {
        const double reach = 9.0 * sqrt(part[i].variance);
        low = fmin(low, part[i].mean - reach);
        high = fmax(high, part[i].mean + reach);
    }
    while (high - low > 1e-10 * (1.0 + fabs(low))) {
        const double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high)
            break;
        if (below(part, count, middle) < p)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

/* Each part gives draws in proportion to its weight, evenly spaced in probability. */
double *estimate_mixture(const struct estimate_part *part, int32_t count, double observed,
                         struct rk_arena *keep, double *low, double *high)
{
    double *draws = RK_NEW(keep, double, RK_ESTIMATE_DRAWS);
    if (keep->failed)
        return NULL;
    double whole = 0.0, so_far = 0.0;
    for (int32_t i = 0; i < count; i++)
        whole += part[i].weight;
    int32_t made = 0;
    for (int32_t i = 0; i < count; i++) {
        so_far += part[i].weight;
        const int32_t upto = i + 1 == count
                                 ? RK_ESTIMATE_DRAWS
                                 : (int32_t)(so_far / whole * RK_ESTIMATE_DRAWS + 0.5);
        const int32_t own = upto - made;
        for (int32_t k = 0; made < upto; made++, k++) {
            const double z = estimate_normal_quantile((k + 0.5) / own);
            draws[made] = observed + estimate_exp(part[i].mean + z * sqrt(part[i].variance));
        }
    }
    estimate_sort(draws, RK_ESTIMATE_DRAWS);
    *low = observed + estimate_exp(quantile(part, count, 0.025));
    *high = observed + estimate_exp(quantile(part, count, 0.975));
    return draws;
}

const char *rk_estimate_name(enum rk_estimate_model model)
{
    static const char *const names[] = {"loglinear", "loglinear-aic", "loglinear-stepwise",
                                        "dga", "lcmcr"};
    return model >= 0 && model < RK_ESTIMATE_MODELS ? names[model] : "";
}

rk_status estimate_options_check(const struct rk_estimate_options *given,
                                 struct rk_estimate_options *out, struct rk_err *err)
{
    *out = given ? *given : (struct rk_estimate_options){0};
    if (!out->models)
        out->models = RK_ESTIMATE_ALL;
    if (!out->classes)
        out->classes = 10;
    if (!out->iterations)
        out->iterations = 110000;
    if (out->models & ~RK_ESTIMATE_ALL)
        return rk_fail(err, RK_EINVAL, "models", "there is no such model");
    if (!(out->delta >= 0.0 && out->delta <= 1e6))
        return rk_fail(err, RK_EINVAL, "delta", "%g; expected a number above 0", out->delta);
    if (out->nmax < 0 || out->nmax > INT64_C(1) << 31)
        return rk_fail(err, RK_EINVAL, "nmax", "%lld; expected 1 to 2^31",
                       (long long)out->nmax);
    if (out->classes < 2 || out->classes > 64)
        return rk_fail(err, RK_EINVAL, "classes", "%d; expected 2 to 64", out->classes);
    if (out->iterations < 400 || out->iterations > INT64_C(1) << 31)
        return rk_fail(err, RK_EINVAL, "iterations", "%lld; expected 400 to 2^31",
                       (long long)out->iterations);
    return RK_OK;
}

double estimate_effort(const struct rk_estimate_options *options)
{
    const bool chain = options->models >> RK_ESTIMATE_LCMCR & 1;
    return 5.0 + (chain ? (double)options->iterations / 1000.0 : 0.0);
}

static rk_status run(const struct estimate_case *c, enum rk_estimate_model model,
                     const struct rk_estimate_options *options, struct rk_arena *keep,
                     struct rk_scratch scratch, struct rk_estimate *out, struct rk_err *err)
{
    if (c->refused.at) {
        struct estimate_draft d = estimate_draft_of(out, rk_estimate_name(model), c, keep);
        return estimate_finish(&d, err);
    }
    switch (model) {
    case RK_ESTIMATE_LOGLINEAR:
    case RK_ESTIMATE_AIC:
        if (c->lists <= ESTIMATE_SEARCH_LISTS || model == RK_ESTIMATE_AIC)
            return estimate_run_loglinear(c, model, options, keep, scratch, out, err);
        return estimate_run_stepwise(c, model, options, keep, scratch, out, err);
    case RK_ESTIMATE_STEPWISE:
        return estimate_run_stepwise(c, model, options, keep, scratch, out, err);
    case RK_ESTIMATE_DGA:
        return estimate_run_dga(c, options, keep, scratch, out, err);
    case RK_ESTIMATE_LCMCR:
    case RK_ESTIMATE_MODELS:
        break;
    }
    return estimate_run_lcmcr(c, options, keep, scratch, out, err);
}

rk_status estimate_fit_table(const struct rk_estimate_table *table,
                             const struct rk_estimate_options *options, struct rk_arena *keep,
                             struct rk_scratch scratch,
                             struct rk_estimate out[RK_ESTIMATE_MODELS], struct rk_err *err)
{
    struct estimate_case *c = RK_NEW(&scratch, struct estimate_case, 1);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    rk_status status = estimate_case_read(table, keep, &scratch, c, err);
    const unsigned searched = 1u << RK_ESTIMATE_LOGLINEAR | 1u << RK_ESTIMATE_AIC;
    if (!status && !c->refused.at && c->lists > ESTIMATE_SEARCH_LISTS)
        status = estimate_search_none(c, keep, scratch, err);
    else if (!status && !c->refused.at && (c->holes || (options->models & searched)))
        status = estimate_search_all(c, keep, &scratch, err);
    if (!status)
        status = rk_progress_step(options->progress, 5.0, err);
    for (int m = 0; m < RK_ESTIMATE_MODELS && !status; m++)
        if (options->models >> m & 1)
            status = run(c, (enum rk_estimate_model)m, options, keep, scratch, &out[m], err);
    return status;
}

rk_status rk_estimate_fit(const struct rk_estimate_table *table,
                          const struct rk_estimate_options *options, struct rk_arena *keep,
                          struct rk_scratch scratch, struct rk_estimate out[RK_ESTIMATE_MODELS],
                          struct rk_err *err)
{
    struct rk_estimate_options checked;
    struct rk_estimate result[RK_ESTIMATE_MODELS];
    struct rk_arena mine = *keep;
    rk_status status = estimate_options_check(options, &checked, err);
    if (status)
        return status;
    rk_progress_start(checked.progress, "estimate", estimate_effort(&checked));
    status = estimate_fit_table(table, &checked, &mine, scratch, result, err);
    if (status)
        return status;
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++)
        if (checked.models >> m & 1)
            out[m] = result[m];
    *keep = mine;
    return RK_OK;
}
