/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good the machine is, by what people decided on pairs drawn at random.
 *
 * The questions of a day are those that matter most, so they are no sample. Therefore a fifth
 * of them is drawn: in each band of the machine's score (learned without any decision) pairs
 * stand in an order that a hash of their ids gives, and are asked in that order. The decided
 * beginning of a band's order is a simple random sample of it, whatever else was decided.
 * Shares of bands add up by their sizes (stratified sampling: Cochran 1977, Sampling
 * Techniques, ch. 5; intervals per band: Brown, Cai & DasGupta 2001, Stat. Sci. 16, Jeffreys).
 */
#include "register_internal.h"

#include "rk_random.h"

enum { DRAWS = 4000, ONE_IN = 5 };
static const double edges[RK_REGISTER_BANDS + 1] = {0.01, 0.1, 0.5, 0.9, 0.99, 1.01};
static const double CUT = 0.5; /* from here on the machine joins */

struct drawn {
    uint64_t order;
    int32_t a, b, band;
};

/* FNV-1a over both ids, lesser first, then mixed (Steele et al. 2014, SplitMix). */
static uint64_t order_of(struct rk_str a, struct rk_str b)
{
    const struct rk_str both[] = {rk_str_cmp(a, b) < 0 ? a : b, rk_str_cmp(a, b) < 0 ? b : a};
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (int k = 0; k < 2; k++) {
        for (ptrdiff_t i = 0; i < both[k].len; i++)
            h = (h ^ (uint8_t)both[k].at[i]) * UINT64_C(0x100000001b3);
        h = (h ^ 0xFFU) * UINT64_C(0x100000001b3);
    }
    h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
    return h ^ h >> 31;
}

static int by_order(const void *x, const void *y)
{
    const struct drawn *a = x, *b = y;
    if (a->band != b->band)
        return a->band < b->band ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static int32_t order_pairs(const struct register_dead *d, const struct rk_link *alone,
                           struct drawn *all)
{
    int32_t n = 0;
    for (ptrdiff_t i = 0; i < alone->pair_count; i++) {
        const struct rk_link_pair *p = &alone->pair[i];
        int32_t band = 0;
        if (!register_is_question(d, p->a, p->b))
            continue;
        while (band + 1 < RK_REGISTER_BANDS && (double)p->probability >= edges[band + 1])
            band++;
        all[n++] = (struct drawn){order_of(register_id(d, p->a), register_id(d, p->b)), p->a,
                                  p->b, band};
    }
    qsort(all, (size_t)n, sizeof *all, by_order);
    return n;
}

/* Two people have looked and did not agree, or were unsure: missing, and not waited for. */
static bool unsure(const struct register_dead *d, const struct drawn *p)
{
    int32_t first = 0;
    const int32_t count =
        rk_reviews_of(&d->reviews, register_id(d, p->a), register_id(d, p->b), &first);
    return rk_review_state_of(d->reviews.said + first, count) == RK_REVIEW_DISAGREED;
}

/* The decided beginning of each band; `open` [bands]: where it ends. */
static void count_bands(const struct register_dead *d, const struct drawn *all, int32_t n,
                        struct rk_register_quality *q, int32_t open[RK_REGISTER_BANDS])
{
    for (int k = 0; k < RK_REGISTER_BANDS; k++)
        q->band[k] = (struct rk_register_band){.low = edges[k], .high = edges[k + 1]};
    for (int32_t i = 0; i < n; i++) {
        struct rk_register_band *band = &q->band[all[i].band];
        const int same = register_decided(d, all[i].a, all[i].b);
        if (band->pairs++ != band->drawn + band->unsure)
            continue; /* beyond the beginning */
        if (same >= 0) {
            band->drawn++;
            band->same += same;
        } else if (unsure(d, &all[i])) {
            band->unsure++;
        }
    }
    for (int32_t i = 0, k = 0; k < RK_REGISTER_BANDS; i += q->band[k++].pairs)
        open[k] = i + q->band[k].drawn + q->band[k].unsure;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void shares(const struct rk_register_quality *q, const double *right, double *precision,
                   double *recall)
{
    double joined = 0.0, found = 0.0, all = 0.0;
    for (int k = 0; k < RK_REGISTER_BANDS; k++) {
        const double n = q->band[k].pairs;
        all += n * right[k];
        joined += q->band[k].low >= CUT ? n : 0.0;
        found += q->band[k].low >= CUT ? n * right[k] : 0.0;
    }
    *precision = joined > 0.0 ? found / joined : RK_NAN;
    *recall = all > 0.0 ? found / all : RK_NAN;
}

static bool intervals(uint64_t seed, struct rk_scratch scratch, struct rk_register_quality *q)
{
    struct rk_random random = rk_random_stream(seed, "register quality", 0);
    double *precision = RK_NEW(&scratch, double, DRAWS),
           *recall = RK_NEW(&scratch, double, DRAWS);
    double right[RK_REGISTER_BANDS];
    if (!precision || !recall)
        return false;
    for (int i = 0; i < DRAWS; i++) {
        for (int k = 0; k < RK_REGISTER_BANDS; k++)
            right[k] = rk_random_beta(&random, q->band[k].same + 0.5,
                                      q->band[k].drawn - q->band[k].same + 0.5);
        shares(q, right, &precision[i], &recall[i]);
    }
    qsort(precision, DRAWS, sizeof *precision, by_size);
    qsort(recall, DRAWS, sizeof *recall, by_size);
    q->precision_low = precision[DRAWS / 40];
    q->precision_high = precision[DRAWS - 1 - DRAWS / 40];
    q->recall_low = recall[DRAWS / 40];
    q->recall_high = recall[DRAWS - 1 - DRAWS / 40];
    for (int k = 0; k < RK_REGISTER_BANDS; k++) /* a band nobody looked at: the middle */
        right[k] = (q->band[k].same + 0.5) / (q->band[k].drawn + 1.0);
    shares(q, right, &q->precision, &q->recall);
    return true;
}

static bool asked_already(const struct rk_register *out, struct rk_str a, struct rk_str b)
{
    for (int32_t i = 0; i < out->questions; i++) {
        const struct rk_str *id = out->question[i].pair.subject;
        if ((rk_str_eq(id[0], a) && rk_str_eq(id[1], b)) ||
            (rk_str_eq(id[0], b) && rk_str_eq(id[1], a)))
            return true;
    }
    return false;
}

/* A fifth of the day's questions are the next of the sample, band after band. They take the
 * place of those that matter least. */
static void ask_sample(const struct register_dead *d, const struct rk_link *alone,
                       const struct drawn *all, const struct rk_register_options *options,
                       int32_t open[RK_REGISTER_BANDS], struct rk_register *out)
{
    int32_t wanted = (options->most - out->answered_today) / ONE_IN, end[RK_REGISTER_BANDS];
    for (int32_t k = 0, at = 0; k < RK_REGISTER_BANDS; k++)
        end[k] = at += out->quality.band[k].pairs;
    const int32_t room = options->most - out->answered_today - wanted;
    if (out->questions > room && room >= 0)
        out->questions = room;
    for (int k = 0, idle = 0; wanted > 0 && idle < RK_REGISTER_BANDS;
         k = (k + 1) % RK_REGISTER_BANDS) {
        idle++;
        for (; open[k] < end[k]; open[k]++) {
            const struct drawn *p = &all[open[k]];
            if (!register_is_open(d, options->author, p->a, p->b) ||
                asked_already(out, register_id(d, p->a), register_id(d, p->b)))
                continue;
            register_question(d, alone, p->a, p->b, &out->question[out->questions++]);
            open[k]++;
            wanted--;
            idle = 0;
            break;
        }
    }
}

bool register_quality(const struct register_dead *d, const struct rk_link *alone,
                      const struct rk_register_options *options, struct rk_scratch scratch,
                      struct rk_register *out)
{
    struct rk_register_quality *q = &out->quality;
    struct drawn *all = RK_NEW(&scratch, struct drawn, alone->pair_count + 1);
    int32_t open[RK_REGISTER_BANDS];
    if (!all)
        return false;
    const int32_t n = order_pairs(d, alone, all);
    count_bands(d, all, n, q, open);
    for (int k = 0; k < RK_REGISTER_BANDS; k++)
        q->decided += q->band[k].drawn;
    if (!intervals(options->seed, scratch, q))
        return false;
    if (!q->decided)
        q->precision = q->recall = q->precision_low = q->precision_high = q->recall_low =
            q->recall_high = RK_NAN;
    if (options->most > out->answered_today)
        ask_sample(d, alone, all, options, open, out);
    return true;
}
