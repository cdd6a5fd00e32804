/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One Markov chain of the latent class model (estimate_lcmcr.c says which).
 *
 * A step first moves the parameters with everybody's class and the unlisted summed out
 * (estimate_moves.c), then draws the unlisted and, from time to time, classes given the
 * parameters and the parameters given those. The first part leaves the marginal posterior of
 * the parameters as it is, so the whole does too.
 */
#include "rk_estimate.h"

#include "estimate_draw.h"
#include "estimate_lcmcr.h"

#define A_ALPHA 0.25
#define B_ALPHA 0.25

/* A class of whom no more people are expected is drawn person by person. */
#define FEW_PEOPLE 16.0

enum { MOST_EVENTS = 64 };

/* The chances of all sixteen patterns of up to four lists. */
static void four_lists(const double *hit, const double *miss, int32_t lists, double out[16])
{
    out[0] = 1.0;
    for (int32_t j = 0, size = 1; j < lists; j++, size *= 2)
        for (int32_t i = 0; i < size; i++) {
            out[size + i] = out[i] * hit[j];
            out[i] *= miss[j];
        }
}

void estimate_chain_row(const struct estimate_chain *c, const double *hit, const double *miss,
                        double *row)
{
    const int32_t width = c->width;
    for (int32_t j = 0; j < c->lists; j += 4) {
        const uint8_t *quad = c->quad + (ptrdiff_t)(j / 4) * width;
        double chance[16];
        four_lists(hit + j, miss + j, c->lists - j < 4 ? c->lists - j : 4, chance);
        if (j == 0)
            for (int32_t h = 0; h < width; h++)
                row[h] = chance[quad[h]];
        else
            for (int32_t h = 0; h < width; h++)
                row[h] *= chance[quad[h]];
    }
}

/* Probabilities of all histories in all classes, and in the population. */
static void tabulate(struct estimate_chain *c)
{
    const int32_t width = c->width;
    memset(c->mixed, 0, (size_t)width * sizeof *c->mixed);
    for (int32_t k = 0; k < c->classes; k++) {
        double *row = c->likely + (ptrdiff_t)k * width;
        const ptrdiff_t first = (ptrdiff_t)k * c->lists;
        estimate_chain_row(c, c->hit + first, c->miss + first, row);
        const estimate_pair share = {c->share[k], c->share[k]};
        for (int32_t h = 0; h < width; h += 2)
            *(estimate_pair *)(c->mixed + h) += share * *(estimate_pair *)(row + h);
    }
}

void estimate_chain_init(struct estimate_chain *c, const struct estimate_patterns *data,
                         int32_t classes, struct rk_random from, struct rk_scratch *scratch)
{
    const ptrdiff_t width = (data->count + 2) & ~1, lists = data->lists;
    *c = (struct estimate_chain){
        .data = data, .classes = classes, .lists = data->lists, .width = (int32_t)width};
    c->draw = RK_NEW(scratch, struct estimate_draw, 1);
    c->on = RK_NEW(scratch, double, lists *width);
    c->quad = RK_NEW(scratch, uint8_t, (lists + 3) / 4 * width);
    c->met = RK_NEW(scratch, uint8_t, (lists + 1) * width);
    c->hit = RK_NEW(scratch, double, classes *lists);
    c->miss = RK_NEW(scratch, double, classes *lists);
    c->share = RK_NEW(scratch, double, classes);
    c->likely = RK_NEW(scratch, double, classes *width);
    c->mixed = RK_NEW(scratch, double, width);
    c->trial = RK_NEW(scratch, double, width);
    c->row[0] = RK_NEW(scratch, double, width);
    c->row[1] = RK_NEW(scratch, double, width);
    c->rates = RK_NEW(scratch, double, 4 * lists);
    c->rest = RK_NEW(scratch, double, classes *width);
    c->left = RK_NEW(scratch, double, width);
    c->taken = RK_NEW(scratch, double, width);
    c->people = RK_NEW(scratch, double, classes);
    c->seen = RK_NEW(scratch, double, classes *lists);
    if (scratch->in.failed)
        return;
    estimate_draw_init(c->draw, from);
    for (int32_t h = 0; h < data->count; h++)
        for (int32_t j = 0; j < lists; j++)
            c->on[j * width + h + 1] = c->met[j * width + h + 1] = data->history[h] >> j & 1;
    for (int32_t h = 0; h < data->count; h++)
        c->met[lists * width + h + 1] = (uint8_t)__builtin_popcount(data->history[h]);
    for (int32_t h = 0; h < data->count; h++)
        for (int32_t q = 0; q < (lists + 3) / 4; q++)
            c->quad[q * width + h + 1] = data->history[h] >> 4 * q & 15;
    c->alpha = 1.0;
    /* Classes around the lists' own rates, spread so that chains start apart. */
    double left = 1.0;
    for (int32_t k = 0; k < classes; k++) {
        c->share[k] = k + 1 < classes ? left * 0.5 : left;
        left -= c->share[k];
        for (int32_t j = 0; j < lists; j++) {
            const double rate = (0.5 + data->on_list[j]) / (1.0 + data->observed);
            const double odds =
                rate / (1.0 - rate) * estimate_exp(estimate_draw_normal(c->draw));
            c->hit[k * lists + j] = odds / (1.0 + odds);
            c->miss[k * lists + j] = 1.0 / (1.0 + odds);
        }
    }
    tabulate(c);
}

/* rest[k][h]: parts of class k and of those served after it; `last` is served last. */
static void add_parts(struct estimate_chain *c, int32_t last)
{
    const int32_t width = c->width;
    const double *behind = c->likely + (ptrdiff_t)last * width;
    estimate_pair size = {c->share[last], c->share[last]};
    for (int32_t k = c->classes - 1; k >= 0; k--) {
        if (k == last)
            continue;
        double *rest = c->rest + (ptrdiff_t)k * width;
        const double *row = c->likely + (ptrdiff_t)k * width;
        const estimate_pair share = {c->share[k], c->share[k]};
        for (int32_t h = 0; h < width; h += 2)
            *(estimate_pair *)(rest + h) = share * *(const estimate_pair *)(row + h) +
                                           size * *(const estimate_pair *)(behind + h);
        behind = rest;
        size = (estimate_pair){1.0, 1.0};
    }
}

/* Adds up the people whom class k has taken, all of them and by list. */
static void count_class(struct estimate_chain *c, int32_t k, const double *taken)
{
    const int32_t width = c->width;
    estimate_pair all = {0.0, 0.0};
    for (int32_t h = 0; h < width; h += 2)
        all += *(const estimate_pair *)(taken + h);
    c->people[k] = all[0] + all[1];
    for (int32_t j = 0; j < c->lists; j++) {
        const double *on = c->on + (ptrdiff_t)j * width;
        estimate_pair sum = {0.0, 0.0};
        for (int32_t h = 0; h < width; h += 2)
            sum += *(const estimate_pair *)(on + h) * *(const estimate_pair *)(taken + h);
        c->seen[(ptrdiff_t)k * c->lists + j] = sum[0] + sum[1];
    }
}

/* -log(1 - p) */
static double rate_of(double p)
{
    if (p > 1e-3)
        return p < 1.0 ? -estimate_log(1.0 - p) : 700.0;
    return p * (1.0 + p * (0.5 + p * (1.0 / 3 + p * (0.25 + p * 0.2))));
}

/*
 * Binomial numbers for all histories at once, when few people are expected in all: each person
 * of history h meets events at rate -log(1 - p_h), and joins the class unless none comes. The
 * number of events is Poisson; most often it is zero, and one number was enough for all
 * histories.
 */
static void place_few(struct estimate_chain *c, int32_t k, const double *rate, double expected)
{
    struct {
        int32_t h;
        double person;
    } met[MOST_EVENTS];
    const int64_t events = estimate_draw_poisson(c->draw, expected);
    int32_t count = 0;
    for (int64_t e = 0; e < events && count < MOST_EVENTS; e++) {
        double u = estimate_draw_unit(c->draw) * expected;
        int32_t h = 0;
        while (h < c->data->count && u >= rate[h])
            u -= rate[h++];
        const double person = (double)(int64_t)(estimate_draw_unit(c->draw) * c->left[h]);
        bool again = c->left[h] < 1.0;
        for (int32_t i = 0; i < count; i++)
            again |= met[i].h == h && met[i].person == person;
        if (again)
            continue;
        met[count].h = h;
        met[count++].person = person;
    }
    if (count == 0)
        return;
    memset(c->taken, 0, (size_t)c->width * sizeof *c->taken);
    for (int32_t i = 0; i < count; i++) {
        c->taken[met[i].h] += 1.0;
        c->left[met[i].h] -= 1.0;
    }
    count_class(c, k, c->taken);
}

/* Class k takes its people out of those left, history by history. */
static void serve(struct estimate_chain *c, int32_t k)
{
    const int32_t width = c->width, count = c->data->count;
    const double *rest = c->rest + (ptrdiff_t)k * width,
                 *row = c->likely + (ptrdiff_t)k * width;
    double *p = c->trial;
    const estimate_pair share = {c->share[k], c->share[k]};
    estimate_pair sum = {0.0, 0.0};
    for (int32_t h = 0; h < width; h += 2) {
        const estimate_pair part = share * *(const estimate_pair *)(row + h);
        /* 1e-300: nobody is left where nothing is likely */
        const estimate_pair chance = part / (*(const estimate_pair *)(rest + h) + 1e-300);
        *(estimate_pair *)(p + h) = chance;
        sum += chance * *(const estimate_pair *)(c->left + h);
    }
    double expected = sum[0] + sum[1];
    if (expected < FEW_PEOPLE) {
        expected = 0.0;
        for (int32_t h = 0; h <= count; h++)
            expected += p[h] = c->left[h] * rate_of(p[h]);
        if (expected > 0.0)
            place_few(c, k, p, expected);
        return;
    }
    for (int32_t h = 0; h <= count; h++) {
        const double chance = p[h] < 1.0 ? p[h] : 1.0;
        const double n = (double)estimate_draw_binomial(c->draw, (int64_t)c->left[h], chance);
        c->taken[h] = n;
        c->left[h] -= n;
    }
    count_class(c, k, c->taken);
}

/* How many nobody listed: negative binomial, for the prior of N is 1 / N. */
static void draw_unlisted(struct estimate_chain *c)
{
    const double none = fmin(c->mixed[0], 1.0 - 1e-9);
    const double mean = estimate_draw_gamma(c->draw, c->data->observed) * none / (1.0 - none);
    c->unlisted = estimate_draw_poisson(c->draw, mean);
}

/* Everybody's class. The largest class takes who is left over. */
static void draw_people(struct estimate_chain *c)
{
    const struct estimate_patterns *d = c->data;
    memset(c->seen, 0, (size_t)c->classes * (size_t)c->lists * sizeof *c->seen);
    memset(c->people, 0, (size_t)c->classes * sizeof *c->people);
    c->left[0] = (double)c->unlisted;
    memcpy(c->left + 1, d->n, (size_t)d->count * sizeof *c->left);
    int32_t last = 0;
    for (int32_t k = 1; k < c->classes; k++)
        if (c->share[k] > c->share[last])
            last = k;
    add_parts(c, last);
    for (int32_t k = 0; k < c->classes; k++)
        if (k != last)
            serve(c, k);
    count_class(c, last, c->left);
}

static void draw_rates(struct estimate_chain *c)
{
    for (int32_t k = 0; k < c->classes; k++) {
        double *hit = c->hit + (ptrdiff_t)k * c->lists,
               *miss = c->miss + (ptrdiff_t)k * c->lists;
        const double people = c->people[k], *seen = c->seen + (ptrdiff_t)k * c->lists;
        for (int32_t j = 0; j < c->lists; j++) {
            if (people == 0.0) {
                hit[j] = estimate_draw_unit(c->draw) + 0x1p-54;
                miss[j] = 1.0 - hit[j];
                continue;
            }
            const double yes = estimate_draw_gamma(c->draw, 1.0 + seen[j]);
            const double no = estimate_draw_gamma(c->draw, 1.0 + people - seen[j]);
            const double inverse = 1.0 / (yes + no);
            hit[j] = yes * inverse;
            miss[j] = no * inverse;
        }
    }
}

/* Sticks given the sizes of the classes, then alpha given the last share. */
static void draw_shares(struct estimate_chain *c)
{
    double behind = 0.0, log_left = 0.0, left = 1.0;
    for (int32_t k = 0; k < c->classes; k++)
        behind += c->people[k];
    for (int32_t k = 0; k + 1 < c->classes; k++) {
        behind -= c->people[k];
        const double b = c->alpha + behind;
        double log_break, piece;   /* log(1 - V) and V */
        if (c->people[k] == 0.0) { /* Beta(1, b): 1 - V = U^(1/b) */
            log_break = estimate_log(1.0 - estimate_draw_unit(c->draw)) / b;
            piece = 1.0 - estimate_exp(log_break);
        } else if (b >= 1.0) {
            const double x = estimate_draw_gamma(c->draw, 1.0 + c->people[k]);
            const double y = estimate_draw_gamma(c->draw, b);
            piece = x / (x + y);
            log_break = estimate_log(y / (x + y) + 1e-300);
        } else {
            const double x = estimate_draw_gamma(c->draw, 1.0 + c->people[k]);
            const double log_odds = estimate_draw_log_gamma(c->draw, b) - estimate_log(x);
            const double odds = estimate_exp(log_odds);
            piece = 1.0 / (1.0 + odds);
            log_break = log_odds - estimate_log(1.0 + odds);
        }
        c->share[k] = left * piece;
        log_left += log_break;
        left = estimate_exp(log_left);
    }
    c->share[c->classes - 1] = left;
    c->alpha =
        estimate_draw_gamma(c->draw, A_ALPHA + (double)c->classes - 1.0) / (B_ALPHA - log_left);
}

void estimate_chain_step(struct estimate_chain *c, bool gibbs)
{
    estimate_move_odds(c);
    estimate_move_border(c, false);
    estimate_move_border(c, true);
    estimate_move_labels(c);
    draw_unlisted(c);
    if (!gibbs)
        return;
    draw_people(c);
    draw_rates(c);
    draw_shares(c);
    tabulate(c);
}
