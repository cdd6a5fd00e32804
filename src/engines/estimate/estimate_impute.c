/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Persons whose stratum is not known, allocated.
 *
 * Given the history, a person of unknown stratum is taken to be like those of known stratum
 * with the same history: the shares of the strata are drawn from a Dirichlet posterior, whose
 * prior is one person spread as all known persons are, and the people are split at random by
 * them.
 */
#include "rk_estimate.h"

#include "estimate_draw.h"
#include "estimate_strata.h"

/* People of stratum s with this history; with history 0: all of them. */
static double people(const struct rk_estimate_table *t, uint32_t history)
{
    double sum = 0.0;
    for (int32_t i = 0; i < t->rows; i++)
        if (history == 0 || t->history[i] == history)
            sum += (double)t->n[i];
    return sum;
}

/* Splits n by weights drawn around them; adds to out[s]. */
static void split(struct estimate_draw *draw, const double *known, const double *prior,
                  int32_t strata, int64_t n, double *weight, int64_t *out)
{
    double most = -HUGE_VAL, left = 0.0;
    for (int32_t s = 0; s < strata; s++) {
        const double shape = known[s] + prior[s];
        weight[s] = shape > 0.0 ? estimate_draw_log_gamma(draw, shape) : -HUGE_VAL;
        most = fmax(most, weight[s]);
    }
    for (int32_t s = 0; s < strata; s++) {
        weight[s] = estimate_exp(weight[s] - most);
        left += weight[s];
    }
    for (int32_t s = 0; s < strata && n > 0; s++) {
        const double share = left > 0.0 ? weight[s] / left : 1.0;
        const int64_t own =
            s + 1 == strata || share >= 1.0 ? n : estimate_draw_binomial(draw, n, share);
        out[s] += own;
        n -= own;
        left -= weight[s];
    }
}

static struct rk_estimate_table with_room(const struct rk_estimate_table *t, int32_t more,
                                          struct rk_scratch *scratch)
{
    struct rk_estimate_table out = *t;
    uint32_t *history = RK_NEW(scratch, uint32_t, (ptrdiff_t)t->rows + more);
    int64_t *n = RK_NEW(scratch, int64_t, (ptrdiff_t)t->rows + more);
    if (scratch->in.failed)
        return out;
    memcpy(history, t->history, (size_t)t->rows * sizeof *history);
    memcpy(n, t->n, (size_t)t->rows * sizeof *n);
    out.history = history;
    out.n = n;
    return out;
}

struct rk_estimate_table *estimate_impute(const struct rk_estimate_strata *strata,
                                          uint64_t seed, int number, struct rk_scratch *scratch)
{
    const int32_t count = strata->count, rows = strata->unknown ? strata->unknown->rows : 0;
    struct rk_estimate_table *out = RK_NEW(scratch, struct rk_estimate_table, count);
    struct estimate_draw *draw = RK_NEW(scratch, struct estimate_draw, 1);
    double *known = RK_NEW(scratch, double, count), *prior = RK_NEW(scratch, double, count);
    double *weight = RK_NEW(scratch, double, count);
    int64_t *own = RK_NEW(scratch, int64_t, count);
    if (scratch->in.failed)
        return NULL;
    estimate_draw_init(draw, rk_random_stream(seed, "estimate strata", (uint64_t)number));
    double all = 0.0;
    for (int32_t s = 0; s < count; s++) {
        out[s] = with_room(&strata->tables[s], rows, scratch);
        prior[s] = people(&strata->tables[s], 0);
        all += prior[s];
    }
    if (scratch->in.failed)
        return NULL;
    for (int32_t s = 0; s < count; s++)
        prior[s] = all > 0.0 ? prior[s] / all : 1.0 / count;
    for (int32_t i = 0; i < rows; i++) {
        const uint32_t history = strata->unknown->history[i];
        for (int32_t s = 0; s < count; s++) {
            known[s] = people(&strata->tables[s], history);
            own[s] = 0;
        }
        split(draw, known, prior, count, strata->unknown->n[i], weight, own);
        for (int32_t s = 0; s < count; s++) {
            /* The rows were copied with room behind them: they are this function's own. */
            uint32_t *to = (uint32_t *)(uintptr_t)out[s].history + out[s].rows;
            int64_t *n = (int64_t *)(uintptr_t)out[s].n + out[s].rows;
            if (own[s] == 0)
                continue;
            *to = history;
            *n = own[s];
            out[s].rows++;
        }
    }
    return out;
}
