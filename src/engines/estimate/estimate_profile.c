/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Profile likelihood of the number nobody listed (Cormack 1992, Biometrics 48(2): 567-576).
 *
 * With N persons the table with its missing cell is multinomial:
 *   L(N) = N! / (n0! prod n_c!) prod (mu_c / N)^n_c, n0 = N - observed,
 * where mu is the model fitted to the whole table. The interval holds the n0 whose log
 * likelihood lies within half the chi-square quantile of the highest.
 */
#include "rk_estimate.h"

#include "estimate_internal.h"
#include "estimate_math.h"

struct profile {
    struct estimate_work *w;
    double *n; /* [cells] with n[0] = n0 */
    int32_t lists;
    struct estimate_terms terms;
    double observed;
    bool failed;
};

static double at(struct profile *p, double n0)
{
    const uint32_t cells = UINT32_C(1) << p->lists;
    const double total = p->observed + n0;
    struct estimate_fit fit;
    p->n[0] = n0;
    p->w->in[0] = 1;
    if (!estimate_fit(p->w, p->n, p->lists, p->terms, false, &fit)) {
        p->failed = true;
        return -HUGE_VAL;
    }
    double sum = estimate_lgamma(total + 1.0) - estimate_lgamma(n0 + 1.0);
    for (uint32_t c = 0; c < cells; c++)
        if (p->w->in[c] && p->n[c] > 0.0)
            sum += p->n[c] * p->w->eta[c];
    return sum - total * estimate_log(total);
}

/* Golden section for the top between two bounds of log(n0 + 1). */
static double climb(struct profile *p, double from, double to, double *highest)
{
    const double share = 0.61803398874989485;
    double a = from, b = to, x = b - share * (b - a), y = a + share * (b - a);
    double fx = at(p, estimate_exp(x) - 1.0), fy = at(p, estimate_exp(y) - 1.0);
    while (b - a > 1e-7 && !p->failed) {
        if (fx >= fy) {
            b = y;
            y = x;
            fy = fx;
            x = b - share * (b - a);
            fx = at(p, estimate_exp(x) - 1.0);
        } else {
            a = x;
            x = y;
            fx = fy;
            y = a + share * (b - a);
            fy = at(p, estimate_exp(y) - 1.0);
        }
    }
    *highest = fmax(fx, fy);
    return fx >= fy ? x : y;
}

/* The log(n0 + 1) between `inside` and `outside` where the likelihood has fallen by `drop`. */
static double edge(struct profile *p, double inside, double outside, double level)
{
    while (fabs(outside - inside) > 1e-7 && !p->failed) {
        const double middle = 0.5 * (inside + outside);
        if (at(p, estimate_exp(middle) - 1.0) >= level)
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

bool estimate_profile(const struct estimate_cells *cells, struct estimate_work *w,
                      struct estimate_terms terms, double n0, double drop,
                      struct rk_scratch scratch, struct estimate_interval *out)
{
    const ptrdiff_t count = (ptrdiff_t)1 << cells->lists;
    struct profile p = {
        w, RK_NEW(&scratch, double, count), cells->lists, terms, cells->observed, false};
    if (scratch.in.failed)
        return false;
    memcpy(p.n, cells->n, (size_t)count * sizeof *p.n);
    const double start = estimate_log(n0 + 1.0);
    double top;
    const double mode = climb(&p, fmax(0.0, start - 1.5), start + 1.5, &top);
    double above = mode + 0.05, below = mode - 0.05;
    while (!p.failed && above < mode + 12.0 && at(&p, estimate_exp(above) - 1.0) >= top - drop)
        above = mode + 2.0 * (above - mode);
    while (!p.failed && below > 0.0 && at(&p, estimate_exp(below) - 1.0) >= top - drop)
        below = mode - 2.0 * (mode - below);
    out->open = above >= mode + 12.0;
    out->high = out->open ? HUGE_VAL : estimate_exp(edge(&p, mode, above, top - drop)) - 1.0;
    out->low = below <= 0.0 && at(&p, 0.0) >= top - drop
                   ? 0.0
                   : estimate_exp(edge(&p, mode, fmax(below, 0.0), top - drop)) - 1.0;
    out->mode = estimate_exp(mode) - 1.0;
    w->in[0] = 0;
    return !p.failed;
}
