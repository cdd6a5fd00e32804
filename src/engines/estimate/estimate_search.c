/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every hierarchical model is fitted, also those without an estimate: the supremum of their
 * likelihood is well defined, and when such a model beats all others the table carries none.
 */
#include "rk_estimate.h"

#include "estimate_internal.h"
#include "estimate_math.h"

/* A model without an estimate must be better than the best with one by so much BIC ("positive"
 * evidence, Raftery 1995, Sociol. Methodol. 25: 139). */
#define POSITIVE 2.0
/* Believable: not more than so many times those observed, or so many times what independent
 * lists say. */
#define TIMES_OBSERVED    10.0
#define TIMES_INDEPENDENT 2.0

static bool counts(const struct estimate_search *s, int32_t i)
{
    return s->is[i] <= ESTIMATE_EXTENDED && !s->set_aside[i];
}

static void set_aside(struct estimate_search *s, double observed)
{
    s->limit = TIMES_OBSERVED * observed;
    if (s->is[0] <= ESTIMATE_EXTENDED) { /* the first model: independent lists */
        const double independent = observed + estimate_exp(s->intercept[0]);
        s->limit = fmax(s->limit, TIMES_INDEPENDENT * independent);
    }
    int32_t left = 0;
    for (int32_t i = 0; i < s->count; i++) {
        const bool exists = s->is[i] <= ESTIMATE_EXTENDED;
        const bool aside = exists && observed + estimate_exp(s->intercept[i]) > s->limit;
        s->set_aside[i] = aside;
        s->aside += aside;
        s->missing += !exists;
        left += exists && !aside;
    }
    if (left == 0 && s->aside > 0) { /* nothing believable: keep what there is */
        memset(s->set_aside, 0, (size_t)s->count);
        s->aside = 0;
    }
}

static void choose(struct estimate_search *s)
{
    s->bic_best = s->aic_best = -1;
    s->bic_top = s->aic_top = 0;
    for (int32_t i = 0; i < s->count; i++) {
        if (s->bic[i] < s->bic[s->bic_top])
            s->bic_top = i;
        if (s->aic[i] < s->aic[s->aic_top])
            s->aic_top = i;
        if (!counts(s, i))
            continue;
        if (s->bic_best < 0 || s->bic[i] < s->bic[s->bic_best])
            s->bic_best = i;
        if (s->aic_best < 0 || s->aic[i] < s->aic[s->aic_best])
            s->aic_best = i;
    }
}

/* Refuses when nothing has an estimate, or when what has one is clearly beaten by a model whose
 * missing cell grows without limit. */
static void judge(struct estimate_case *c, struct rk_arena *keep, struct rk_scratch scratch)
{
    const struct estimate_search *s = &c->search;
    const bool none = s->bic_best < 0;
    const bool beaten = !none && s->is[s->bic_top] == ESTIMATE_UNBOUNDED &&
                        s->bic[s->bic_best] - s->bic[s->bic_top] > POSITIVE;
    if (c->refused.at || (!none && !beaten))
        return;
    struct estimate_work w;
    estimate_work_init(&w, c->lists, 32, &scratch);
    uint8_t *marked = RK_NEW(&scratch, uint8_t, 32);
    struct rk_buf name = rk_buf_in(keep, 400);
    if (scratch.in.failed || name.failed)
        return;
    uint32_t room[32];
    const struct estimate_terms terms = estimate_terms_of(s->model[s->bic_top], room);
    memset(w.in, 1, (size_t)1 << c->lists);
    w.in[0] = 0;
    (void)estimate_face(&w, c->cells.n, c->lists, terms, scratch);
    for (uint32_t h = 1; h < UINT32_C(1) << c->lists; h++)
        marked[h] = none || !w.in[h];
    const struct rk_str cells = estimate_empty_cells(c, marked, keep);
    estimate_write_model(&name, terms, c->lists);
    if (none)
        estimate_refuse(c, keep, "no log-linear model has an estimate; empty cells: %.*s",
                        RK_FMT(cells));
    else
        estimate_refuse(c, keep,
                        "the model that fits best, %.*s, has no estimate: the number missed "
                        "grows without limit; empty cells: %.*s",
                        RK_FMT(rk_buf_str(&name)), RK_FMT(cells));
}

static rk_status no_memory(struct rk_err *err)
{
    return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
}

rk_status estimate_search_all(struct estimate_case *c, struct rk_arena *keep,
                              struct rk_scratch *scratch, struct rk_err *err)
{
    struct estimate_search *s = &c->search;
    const int32_t count = estimate_models(c->lists, NULL);
    uint32_t *model = RK_NEW(scratch, uint32_t, count);
    *s = (struct estimate_search){.count = count,
                                  .model = model,
                                  .bic = RK_NEW(scratch, double, count),
                                  .aic = RK_NEW(scratch, double, count),
                                  .intercept = RK_NEW(scratch, double, count),
                                  .variance = RK_NEW(scratch, double, count),
                                  .deviance = RK_NEW(scratch, double, count),
                                  .is = RK_NEW(scratch, uint8_t, count),
                                  .set_aside = RK_NEW(scratch, uint8_t, count)};
    struct estimate_work w;
    estimate_work_init(&w, c->lists, 32, scratch);
    if (scratch->in.failed)
        return no_memory(err);
    (void)estimate_models(c->lists, model);
    double factorials = 0.0;
    for (int32_t i = 0; i < c->patterns.count; i++)
        factorials += estimate_lgamma(c->patterns.n[i] + 1.0);
    const double log_observed = estimate_log(c->observed);
    for (int32_t i = 0; i < count; i++) {
        uint32_t room[32];
        const struct estimate_terms terms = estimate_terms_of(model[i], room);
        struct estimate_fit fit;
        memset(w.in, 1, (size_t)1 << c->lists);
        w.in[0] = 0;
        s->is[i] = (uint8_t)estimate_face(&w, c->cells.n, c->lists, terms, *scratch);
        if (!estimate_fit(&w, c->cells.n, c->lists, terms, false, &fit))
            s->is[i] = ESTIMATE_FREE;
        s->intercept[i] = fit.intercept;
        s->variance[i] = fit.variance;
        s->deviance[i] = fit.deviance;
        const double minus = 2.0 * (factorials - fit.log_likelihood);
        s->bic[i] = minus + terms.count * log_observed;
        s->aic[i] = minus + terms.count * 2.0;
        if (!isfinite(minus))
            s->bic[i] = s->aic[i] = HUGE_VAL;
    }
    set_aside(s, c->observed);
    choose(s);
    judge(c, keep, *scratch);
    return keep->failed ? no_memory(err) : RK_OK;
}

rk_status estimate_search_none(struct estimate_case *c, struct rk_arena *keep,
                               struct rk_scratch scratch, struct rk_err *err)
{
    if (c->refused.at || c->lists > ESTIMATE_LISTS)
        return RK_OK;
    struct estimate_work w;
    uint32_t room[ESTIMATE_LISTS + 1];
    estimate_work_init(&w, c->lists, c->lists + 1, &scratch);
    if (scratch.in.failed)
        return no_memory(err);
    for (int32_t j = 0; j < c->lists; j++)
        room[j] = UINT32_C(1) << j;
    room[c->lists] = 0;
    memset(w.in, 1, (size_t)1 << c->lists);
    w.in[0] = 0;
    const struct estimate_terms terms = {room, c->lists + 1};
    if (estimate_face(&w, c->cells.n, c->lists, terms, scratch) <= ESTIMATE_EXTENDED)
        return RK_OK;
    memset(w.in, 1, (size_t)1 << c->lists);
    const struct rk_str cells = estimate_empty_cells(c, w.in, keep);
    estimate_refuse(c, keep, "not even independent lists have an estimate; empty cells: %.*s",
                    RK_FMT(cells));
    return keep->failed ? no_memory(err) : RK_OK;
}
