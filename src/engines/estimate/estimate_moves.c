/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Metropolis steps on the parameters of the latent class model.
 *
 * Everybody's class and the unlisted are summed out: with f_kh the probability of history h in
 * class k, the likelihood of the listed is prod (p_h / (1 - p_0))^n_h, p_h = sum share_k f_kh.
 * A plain Gibbs sampler creeps where classes overlap and where a class is hardly ever listed;
 * these steps walk there directly.
 */
#include "rk_estimate.h"

#include "estimate_draw.h"
#include "estimate_lcmcr.h"

/* A class, drawn in proportion to its share. */
static int32_t some_class(struct estimate_chain *c)
{
    double u = estimate_draw_unit(c->draw);
    int32_t k = 0;
    while (k + 1 < c->classes && u >= c->share[k])
        u -= c->share[k++];
    return k;
}

/* A step with long tails: most are small, some are large. */
static double some_step(struct estimate_chain *c, double size)
{
    const double step = estimate_draw_normal(c->draw);
    return size * step * estimate_exp(estimate_draw_normal(c->draw));
}

/*
 * Stick-breaking prior of the shares: alpha^(K-1) share_K^(alpha-1) / (R_2 … R_(K-1)), with
 * R_l = share_l + … + share_K. Log of its ratio when class k becomes `times` as large and all
 * are divided by `total`.
 */
static double prior_ratio(const struct estimate_chain *c, int32_t k, double times, double total)
{
    const int32_t last = c->classes - 1;
    double rest = 1.0, product = 1.0;
    for (int32_t l = 1; l < last && l <= k; l++) {
        rest -= c->share[l - 1];
        if (rest > 0.0)
            product *= 1.0 + (times - 1.0) * c->share[k] / rest;
    }
    const double log_total = estimate_log(total);
    const double inner = (double)(last - 1) * log_total - estimate_log(product);
    const double log_last = (k == last ? estimate_log(times) : 0.0) - log_total;
    return inner + (c->alpha - 1.0) * log_last;
}

/* What a step would do to class k. */
struct step {
    int32_t k, from, to; /* lists whose odds are multiplied by s: from … to - 1 */
    const uint8_t *met;  /* [histories] how many of them are in each history */
    double log_s, s;
    double divisor;                           /* prod over these lists of (miss + hit s) */
    double times;                             /* the class becomes so many times as large … */
    double total;                             /* … and the shares are divided by their sum */
    double factor[RK_ESTIMATE_LISTS_MAX + 1]; /* of share x f, by the lists met */
};

/* Log ratio of likelihood, prior and proposal; -HUGE_VAL when the step leaves the sensible. The
 * probabilities after it (not yet divided by total) are left in c->trial. */
static double gain_of(struct estimate_chain *c, const struct step *s)
{
    const struct estimate_patterns *d = c->data;
    const double own = c->share[s->k];
    const double *row = c->likely + (ptrdiff_t)s->k * c->width;
    double gain = 0.0;
    for (int32_t h = 0; h <= d->count; h++)
        c->trial[h] = c->mixed[h] + own * row[h] * (s->factor[s->met[h]] - 1.0);
    for (int32_t h = 1; h <= d->count; h++) {
        if (!(c->trial[h] > 0.0))
            return -HUGE_VAL;
        gain += d->n[h - 1] * estimate_log(c->trial[h] / c->mixed[h]);
    }
    const double listed = 1.0 - c->mixed[0], listed_then = s->total - c->trial[0];
    if (!(listed > 0.0 && listed_then > 0.0))
        return -HUGE_VAL;
    gain -= d->observed * estimate_log(listed_then / listed);
    gain += prior_ratio(c, s->k, s->times, s->total);
    /* Volume: of the odds, of the shares; and the choice of k. */
    gain += (s->to - s->from) * s->log_s - 2.0 * estimate_log(s->divisor);
    gain += 2.0 * estimate_log(s->times) - (c->classes + 1) * estimate_log(s->total);
    return gain;
}

static void take(struct estimate_chain *c, const struct step *s)
{
    double *row = c->likely + (ptrdiff_t)s->k * c->width;
    for (int32_t h = 0; h <= c->data->count; h++) {
        row[h] *= s->factor[s->met[h]] / s->times;
        c->mixed[h] = c->trial[h] / s->total;
    }
    for (int32_t j = s->from; j < s->to; j++) {
        const ptrdiff_t i = (ptrdiff_t)s->k * c->lists + j;
        const double both = c->miss[i] + c->hit[i] * s->s;
        c->hit[i] *= s->s / both;
        c->miss[i] /= both;
    }
    c->share[s->k] *= s->times;
    for (int32_t k = 0; k < c->classes; k++)
        c->share[k] /= s->total;
}

/*
 * In one class the odds of list `list` (of all, when it is their number) are multiplied by s;
 * the class grows so that as many of it as before are on some list, and by `grow` beside that.
 * The probability of history h in the class is multiplied by s^(lists met) / prod (miss + hit
 * s).
 */
static void try_step(struct estimate_chain *c, int32_t list, double log_s, double log_grow)
{
    const bool all = list == c->lists;
    struct step s = {.k = some_class(c),
                     .from = all ? 0 : list,
                     .to = all ? list : list + 1,
                     .met = c->met + (ptrdiff_t)list * c->width,
                     .log_s = log_s,
                     .divisor = 1.0};
    if (!(fabs(log_s) < 20.0 && fabs(log_grow) < 20.0))
        return;
    s.s = estimate_exp(log_s);
    for (int32_t j = s.from; j < s.to; j++) {
        const ptrdiff_t i = (ptrdiff_t)s.k * c->lists + j;
        s.divisor *= c->miss[i] + c->hit[i] * s.s;
    }
    const double none = c->likely[(ptrdiff_t)s.k * c->width];
    s.times = estimate_exp(log_grow) * (1.0 - none) / (1.0 - none / s.divisor);
    if (!(s.divisor > 1e-250 && s.divisor < 1e250 && s.times > 1e-12 && s.times < 1e12))
        return;
    s.total = 1.0 + (s.times - 1.0) * c->share[s.k];
    s.factor[0] = s.times / s.divisor;
    for (int32_t j = s.from; j < s.to; j++)
        s.factor[j - s.from + 1] = s.factor[j - s.from] * s.s;
    const double gain = gain_of(c, &s);
    if (gain >= 0.0 || estimate_draw_unit(c->draw) < estimate_exp(gain))
        take(c, &s);
}

void estimate_move_odds(struct estimate_chain *c)
{
    const double all = some_step(c, 0.5), one = some_step(c, 0.3), grow = some_step(c, 0.1);
    try_step(c, c->lists, all, 0.0);
    try_step(c, (int32_t)(estimate_draw_unit(c->draw) * c->lists), one, grow);
}

/* ---- a pair of classes
 * ----------------------------------------------------------------------- */

/* A second class, in proportion to the shares of all but k; -1: there is none. */
static int32_t other_class(struct estimate_chain *c, int32_t k)
{
    double u = estimate_draw_unit(c->draw) * (1.0 - c->share[k]);
    for (int32_t l = 0; l < c->classes; l++) {
        if (l == k)
            continue;
        if (u < c->share[l])
            return l;
        u -= c->share[l];
    }
    return -1;
}

struct pair {
    int32_t k, l;
    double share[2], share_then[2]; /* of k and of l */
    const double *then[2];          /* [width] probabilities of histories after the step */
};

/* Log ratio of the prior of the shares: R_m changes for m between the two classes, the last
 * share if one of them is the last. */
static double pair_prior(const struct estimate_chain *c, const struct pair *p)
{
    const int32_t last = c->classes - 1;
    const int32_t low = p->k < p->l ? p->k : p->l, high = p->k < p->l ? p->l : p->k;
    const int which = p->k == high ? 0 : 1;
    const double more = p->share_then[which] - p->share[which];
    double rest = 0.0, product = 1.0;
    for (int32_t m = last; m > low; m--) {
        rest += c->share[m];
        if (m <= high && m < last)
            product *= (rest + more) / rest;
    }
    if (!(product > 0.0))
        return -HUGE_VAL;
    const double inner = -estimate_log(product);
    if (high < last)
        return inner;
    return inner + (c->alpha - 1.0) * estimate_log(p->share_then[which] / p->share[which]);
}

/* How probable the choice of this pair is: first one, then the other. */
static double choice(const double share[2])
{
    return share[0] * share[1] * (1.0 / (1.0 - share[0]) + 1.0 / (1.0 - share[1]));
}

static double pair_gain(struct estimate_chain *c, const struct pair *p)
{
    const struct estimate_patterns *d = c->data;
    const double *a = c->likely + (ptrdiff_t)p->k * c->width;
    const double *b = c->likely + (ptrdiff_t)p->l * c->width;
    double gain = 0.0;
    for (int32_t h = 0; h <= d->count; h++)
        c->trial[h] = c->mixed[h] + (p->share_then[0] * p->then[0][h] - p->share[0] * a[h]) +
                      (p->share_then[1] * p->then[1][h] - p->share[1] * b[h]);
    for (int32_t h = 1; h <= d->count; h++) {
        if (!(c->trial[h] > 0.0))
            return -HUGE_VAL;
        gain += d->n[h - 1] * estimate_log(c->trial[h] / c->mixed[h]);
    }
    const double listed = 1.0 - c->mixed[0], listed_then = 1.0 - c->trial[0];
    if (!(listed > 0.0 && listed_then > 0.0))
        return -HUGE_VAL;
    gain -= d->observed * estimate_log(listed_then / listed);
    /* The step is in the logit of the split: volume of the shares; and the choice of the pair.
     */
    gain += estimate_log(p->share_then[0] * p->share_then[1] / (p->share[0] * p->share[1]));
    gain += estimate_log(choice(p->share_then) / choice(p->share));
    return gain + pair_prior(c, p);
}

/* Chances that keep the mean of the two classes and the difference between them, so that the
 * volume stays; false when one leaves 0 … 1. */
static bool keep_means_of(struct estimate_chain *c, const struct pair *p)
{
    const double sum = p->share[0] + p->share[1];
    const double part = p->share[0] / sum, then = p->share_then[0] / sum;
    const double *x = c->hit + (ptrdiff_t)p->k * c->lists;
    const double *y = c->hit + (ptrdiff_t)p->l * c->lists;
    double *r = c->rates;
    for (int32_t j = 0; j < c->lists; j++) {
        const double mean = part * x[j] + (1.0 - part) * y[j], apart = x[j] - y[j];
        const double a = mean + (1.0 - then) * apart, b = mean - then * apart;
        if (!(a > 0.0 && a < 1.0 && b > 0.0 && b < 1.0))
            return false;
        r[j] = a;
        r[c->lists + j] = 1.0 - a;
        r[2 * c->lists + j] = b;
        r[3 * c->lists + j] = 1.0 - b;
    }
    estimate_chain_row(c, r, r + c->lists, c->row[0]);
    estimate_chain_row(c, r + 2 * c->lists, r + 3 * c->lists, c->row[1]);
    return true;
}

/*
 * Metropolis step: people go over from one class to another. Two classes that are much alike
 * share their people in any proportion, and a Gibbs sampler needs thousands of draws to find
 * out. The chances of being listed stay as they are, or keep their means.
 */
void estimate_move_border(struct estimate_chain *c, bool keep_means)
{
    const int32_t k = some_class(c), l = other_class(c, k);
    if (l < 0)
        return;
    struct pair p = {.k = k, .l = l, .share = {c->share[k], c->share[l]}};
    if (!(p.share[0] > 0.0 && p.share[1] > 0.0))
        return;
    const double sum = p.share[0] + p.share[1];
    const double logit =
        estimate_log(p.share[0] / p.share[1]) + some_step(c, keep_means ? 1.0 : 0.7);
    if (!(fabs(logit) < 30.0))
        return;
    const double odds = estimate_exp(logit);
    p.share_then[0] = sum * odds / (1.0 + odds);
    p.share_then[1] = sum / (1.0 + odds);
    double *a = c->likely + (ptrdiff_t)k * c->width, *b = c->likely + (ptrdiff_t)l * c->width;
    p.then[0] = keep_means ? c->row[0] : a;
    p.then[1] = keep_means ? c->row[1] : b;
    if (keep_means && !keep_means_of(c, &p))
        return;
    const double gain = pair_gain(c, &p);
    if (!(gain >= 0.0) && !(estimate_draw_unit(c->draw) < estimate_exp(gain)))
        return;
    c->share[k] = p.share_then[0];
    c->share[l] = p.share_then[1];
    memcpy(c->mixed, c->trial, (size_t)(c->data->count + 1) * sizeof *c->mixed);
    if (!keep_means)
        return;
    const size_t lists = (size_t)c->lists * sizeof *c->hit;
    memcpy(a, c->row[0], (size_t)c->width * sizeof *a);
    memcpy(b, c->row[1], (size_t)c->width * sizeof *b);
    memcpy(c->hit + (ptrdiff_t)k * c->lists, c->rates, lists);
    memcpy(c->miss + (ptrdiff_t)k * c->lists, c->rates + c->lists, lists);
    memcpy(c->hit + (ptrdiff_t)l * c->lists, c->rates + 2 * c->lists, lists);
    memcpy(c->miss + (ptrdiff_t)l * c->lists, c->rates + 3 * c->lists, lists);
}

/* ---- the order of classes
 * -------------------------------------------------------------------- */

static void exchange(double *a, double *b, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        const double keep = a[i];
        a[i] = b[i];
        b[i] = keep;
    }
}

/* Two neighbouring classes change their places in the order of the sticks, on which only the
 * prior of the shares depends (Papaspiliopoulos & Roberts 2008, Biometrika 95: 169-186). */
void estimate_move_labels(struct estimate_chain *c)
{
    const int32_t last = c->classes - 1;
    const int32_t a = (int32_t)(estimate_draw_unit(c->draw) * last), b = a + 1;
    double ratio;
    if (b < last) {
        double rest = 0.0;
        for (int32_t l = last; l > b; l--)
            rest += c->share[l];
        ratio = (rest + c->share[b]) / (rest + c->share[a]);
    } else {
        const double odds = c->share[a] / c->share[b];
        ratio = odds > 0.0 && odds < 1e300 ? estimate_pow(odds, c->alpha - 1.0) : 0.0;
    }
    if (!(ratio >= 1.0) && !(estimate_draw_unit(c->draw) < ratio))
        return;
    exchange(&c->share[a], &c->share[b], 1);
    exchange(c->hit + (ptrdiff_t)a * c->lists, c->hit + (ptrdiff_t)b * c->lists, c->lists);
    exchange(c->miss + (ptrdiff_t)a * c->lists, c->miss + (ptrdiff_t)b * c->lists, c->lists);
    exchange(c->likely + (ptrdiff_t)a * c->width, c->likely + (ptrdiff_t)b * c->width,
             c->width);
}
