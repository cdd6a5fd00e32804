/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One log-linear model by maximum likelihood: Poisson counts, canonical link, Newton's method.
 *
 * Columns are indicators "the history contains this set of lists", so sums over all supersets
 * of every set (Yates) give score and information without a design matrix.
 */
#include "rk_estimate.h"

#include "estimate_internal.h"
#include "estimate_math.h"

/* a[s] becomes the sum of a[c] over all c that contain s. */
void estimate_superset_sums(double *a, int32_t lists)
{
    const uint32_t cells = UINT32_C(1) << lists;
    for (uint32_t bit = 1; bit < cells; bit <<= 1)
        for (uint32_t block = 0; block < cells; block += 2 * bit)
            for (uint32_t c = block; c < block + bit; c++)
                a[c] += a[c | bit];
}

/* a[c] becomes the sum of a[s] over all s contained in c. */
static void subset_sums(double *a, int32_t lists)
{
    const uint32_t cells = UINT32_C(1) << lists;
    for (uint32_t bit = 1; bit < cells; bit <<= 1)
        for (uint32_t block = 0; block < cells; block += 2 * bit)
            for (uint32_t c = block; c < block + bit; c++)
                a[c | bit] += a[c];
}

void estimate_work_init(struct estimate_work *w, int32_t lists, int32_t terms,
                        struct rk_scratch *scratch)
{
    const ptrdiff_t cells = (ptrdiff_t)1 << lists;
    w->in = RK_NEW(scratch, uint8_t, cells);
    w->mu = RK_NEW(scratch, double, cells);
    w->eta = RK_NEW(scratch, double, cells);
    w->sums = RK_NEW(scratch, double, cells);
    w->score = RK_NEW(scratch, double, cells);
    w->beta = RK_NEW(scratch, double, terms);
    w->step = RK_NEW(scratch, double, terms);
    w->matrix = RK_NEW(scratch, double, (ptrdiff_t)terms *terms);
    w->dropped = RK_NEW(scratch, uint8_t, terms);
}

/* Lower triangle of sums[subset[i] | subset[j]]. */
static void fill_matrix(struct estimate_work *w, struct estimate_terms terms)
{
    for (int32_t i = 0; i < terms.count; i++)
        for (int32_t j = 0; j <= i; j++)
            w->matrix[i * terms.count + j] = w->sums[terms.subset[i] | terms.subset[j]];
}

/* Cholesky in place; a column that depends on those before it is dropped. The number kept. */
static int32_t factorise(struct estimate_work *w, int32_t count)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < count; i++) {
        double *row = w->matrix + (ptrdiff_t)i * count;
        const double own = row[i];
        double left = own;
        for (int32_t j = 0; j < i; j++) {
            const double *other = w->matrix + (ptrdiff_t)j * count;
            double sum = row[j];
            for (int32_t k = 0; k < j; k++)
                sum -= row[k] * other[k];
            row[j] = w->dropped[j] ? 0.0 : sum * other[j];
            left -= row[j] * row[j];
        }
        w->dropped[i] = !(left > 1e-11 * own);
        row[i] = w->dropped[i] ? 0.0 : 1.0 / sqrt(left); /* the inverse of the pivot */
        kept += !w->dropped[i];
    }
    return kept;
}

void estimate_solve(const struct estimate_work *w, int32_t count, double *x)
{
    for (int32_t i = 0; i < count; i++) {
        const double *row = w->matrix + (ptrdiff_t)i * count;
        double sum = x[i];
        for (int32_t j = 0; j < i; j++)
            sum -= row[j] * x[j];
        x[i] = sum * row[i];
    }
    for (int32_t i = count - 1; i >= 0; i--) {
        x[i] *= w->matrix[(ptrdiff_t)i * count + i];
        const double *row = w->matrix + (ptrdiff_t)i * count;
        for (int32_t j = 0; j < i; j++)
            x[j] -= row[j] * x[i];
    }
}

int32_t estimate_rank(struct estimate_work *w, int32_t lists, struct estimate_terms terms,
                      bool *intercept)
{
    const uint32_t cells = UINT32_C(1) << lists;
    for (uint32_t c = 0; c < cells; c++)
        w->sums[c] = w->in[c];
    estimate_superset_sums(w->sums, lists);
    fill_matrix(w, terms);
    const int32_t kept = factorise(w, terms.count);
    *intercept = !w->dropped[terms.count - 1];
    return kept;
}

static void predict(struct estimate_work *w, int32_t lists, struct estimate_terms terms)
{
    const uint32_t cells = UINT32_C(1) << lists;
    memset(w->eta, 0, cells * sizeof *w->eta);
    for (int32_t i = 0; i < terms.count; i++)
        w->eta[terms.subset[i]] = w->beta[i];
    subset_sums(w->eta, lists);
    for (uint32_t c = 0; c < cells; c++)
        w->mu[c] = w->in[c] ? estimate_exp(w->eta[c]) : 0.0;
}

static double log_likelihood(const struct estimate_work *w, const double *n, uint32_t cells)
{
    double sum = 0.0;
    for (uint32_t c = 0; c < cells; c++)
        if (w->in[c])
            sum += (n[c] > 0.0 ? n[c] * w->eta[c] : 0.0) - w->mu[c];
    return sum;
}

/* The information at mu and the score of n; step becomes Newton's step. Its squared length in
 * the metric of the information is answered: twice the likelihood still to be gained. */
static double newton_step(struct estimate_work *w, const double *n, int32_t lists,
                          struct estimate_terms terms)
{
    const uint32_t cells = UINT32_C(1) << lists;
    for (uint32_t c = 0; c < cells; c++) {
        w->sums[c] = w->mu[c];
        w->score[c] = w->in[c] ? n[c] - w->mu[c] : 0.0;
    }
    estimate_superset_sums(w->sums, lists);
    estimate_superset_sums(w->score, lists);
    fill_matrix(w, terms);
    (void)factorise(w, terms.count);
    for (int32_t i = 0; i < terms.count; i++)
        w->step[i] = w->score[terms.subset[i]];
    estimate_solve(w, terms.count, w->step);
    double gain = 0.0;
    for (int32_t i = 0; i < terms.count; i++)
        gain += w->step[i] * w->score[terms.subset[i]];
    return gain;
}

/* First step as iteratively reweighted least squares begins: means near the counts, so that all
 * later steps start from a sensible place whatever the scale of the table. */
static void first_guess(struct estimate_work *w, const double *n, int32_t lists,
                        struct estimate_terms terms)
{
    const uint32_t cells = UINT32_C(1) << lists;
    for (uint32_t c = 0; c < cells; c++) {
        const double mu = w->in[c] ? n[c] + 0.1 : 0.0;
        w->sums[c] = mu;
        w->score[c] = w->in[c] ? mu * estimate_log(mu) + n[c] - mu : 0.0;
    }
    estimate_superset_sums(w->sums, lists);
    estimate_superset_sums(w->score, lists);
    fill_matrix(w, terms);
    (void)factorise(w, terms.count);
    for (int32_t i = 0; i < terms.count; i++)
        w->beta[i] = w->score[terms.subset[i]];
    estimate_solve(w, terms.count, w->beta);
}

static double deviance(const struct estimate_work *w, const double *n, uint32_t cells)
{
    double sum = 0.0;
    for (uint32_t c = 0; c < cells; c++)
        if (w->in[c])
            sum +=
                (n[c] > 0.0 ? n[c] * (estimate_log(n[c]) - w->eta[c]) : 0.0) - n[c] + w->mu[c];
    return 2.0 * sum;
}

bool estimate_fit(struct estimate_work *w, const double *n, int32_t lists,
                  struct estimate_terms terms, bool warm, struct estimate_fit *out)
{
    const uint32_t cells = UINT32_C(1) << lists;
    if (!warm)
        first_guess(w, n, lists, terms);
    predict(w, lists, terms);
    double now = log_likelihood(w, n, cells);
    double gain = HUGE_VAL;
    for (int turn = 0; turn < 60 && gain > 1e-18; turn++) {
        gain = newton_step(w, n, lists, terms);
        for (int32_t i = 0; i < terms.count; i++)
            w->beta[i] += w->step[i];
        predict(w, lists, terms);
        double then = log_likelihood(w, n, cells);
        for (int half = 0; half < 40 && !(then > now - 1e-9 * (1.0 + fabs(now))); half++) {
            for (int32_t i = 0; i < terms.count; i++) {
                w->step[i] *= 0.5;
                w->beta[i] -= w->step[i];
            }
            predict(w, lists, terms);
            then = log_likelihood(w, n, cells);
        }
        if (turn > 4 && gain < 1e-10 && then <= now)
            gain = 0.0; /* no more to be had in this arithmetic */
        now = then;
    }
    const double pivot = w->matrix[(ptrdiff_t)terms.count * terms.count - 1];
    *out = (struct estimate_fit){.intercept = w->beta[terms.count - 1],
                                 .variance = pivot * pivot,
                                 .log_likelihood = now,
                                 .deviance = deviance(w, n, cells)};
    return gain < 1e-8 && isfinite(out->intercept) && isfinite(out->deviance);
}
