/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Heat along the flow: places are taken in the order in which water reaches them, so one pass
 * solves the whole side. Where pumps drive water in circles no such order exists; those places
 * are swept until they settle.
 */
#include "heat_internal.h"

static const double still_kg_s = 1e-10; /* less than this is rounding, not flow */

struct heat_carrier heat_carrier_new(int32_t places, int32_t links, const int32_t *a,
                                     const int32_t *b, const double *ua_w_k,
                                     struct rk_arena *keep)
{
    struct heat_carrier c = {
        .places = places,
        .links = links,
        .a = a,
        .b = b,
        .ua_w_k = ua_w_k,
        .first = RK_NEW(keep, int32_t, (ptrdiff_t)places + 2),
        .link = RK_NEW(keep, int32_t, 2 * (ptrdiff_t)links),
        .waiting = RK_NEW(keep, int32_t, places),
        .queue = RK_NEW(keep, int32_t, places),
        .inflow = RK_NEW(keep, double, places),
    };
    if (keep->failed)
        return c;
    int32_t *next = c.first + 1;
    for (int32_t l = 0; l < links; l++) {
        next[a[l] + 1]++;
        next[b[l] + 1]++;
    }
    for (int32_t i = 0; i < places; i++)
        next[i + 1] += next[i];
    for (int32_t l = 0; l < links; l++) {
        c.link[next[a[l]]++] = l;
        c.link[next[b[l]]++] = l;
    }
    return c;
}

/* Opens the sums of every place: what enters from outside, how many links are still awaited. */
static void open_sums(struct heat_carrier *c, const double *flow, const bool *held,
                      const double *put_kg_s, const double *put_c, const struct heat_carried *w)
{
    for (int32_t i = 0; i < c->places; i++) {
        c->waiting[i] = 0;
        const double put = put_kg_s ? put_kg_s[i] : 0.0;
        c->inflow[i] = put;
        if (held[i])
            continue;
        w->temp_c[i] = put > 0.0 ? put * put_c[i] : 0.0; /* sums until the place is closed */
        if (w->gain_k) {
            w->gain_k[i] = 0.0;
            w->share[i] = put;
        }
    }
    for (int32_t l = 0; l < c->links; l++)
        if (fabs(flow[l]) > still_kg_s)
            c->waiting[flow[l] > 0.0 ? c->b[l] : c->a[l]]++;
}

static void close_place(struct heat_carrier *c, int32_t i, const struct heat_carried *w)
{
    const double m = c->inflow[i];
    w->temp_c[i] = m > 0.0 ? w->temp_c[i] / m : c->ground_c;
    if (w->gain_k) {
        w->gain_k[i] = m > 0.0 ? w->gain_k[i] / m : 0.0;
        w->share[i] = m > 0.0 ? w->share[i] / m : 1.0;
    }
}

/* Brings what leaves place i by link l to the other end; answers the loss in W. */
static double bring(struct heat_carrier *c, int32_t i, int32_t j, double m, double ua,
                    bool held, const struct heat_carried *w)
{
    const double x = ua / (m * c->cp_j_kgk), kept = exp(-x);
    const double above = w->temp_c[i] - c->ground_c;
    c->inflow[j] += m;
    if (!held) {
        w->temp_c[j] += m * (c->ground_c + above * kept);
        if (w->gain_k) {
            w->gain_k[j] += m * kept * (w->gain_k[i] + above * x);
            w->share[j] += m * w->share[i];
        }
    }
    return m * c->cp_j_kgk * above * (1.0 - kept);
}

/* What waters a place in a circle, from its neighbours' present values; answers the change. */
static double pull(const struct heat_carrier *c, const double *flow, int32_t i, double put,
                   double put_c, const struct heat_carried *w)
{
    double sum = put, temp = put > 0.0 ? put * put_c : 0.0, gain = 0.0, share = put;
    for (int32_t p = c->first[i]; p < c->first[i + 1]; p++) {
        const int32_t l = c->link[p], from = c->a[l] == i ? c->b[l] : c->a[l];
        const double m = c->a[l] == i ? -flow[l] : flow[l];
        if (m <= still_kg_s)
            continue;
        const double x = c->ua_w_k[l] / (m * c->cp_j_kgk), kept = exp(-x);
        const double above = w->temp_c[from] - c->ground_c;
        sum += m;
        temp += m * (c->ground_c + above * kept);
        if (w->gain_k) {
            gain += m * kept * (w->gain_k[from] + above * x);
            share += m * w->share[from];
        }
    }
    const double before = w->temp_c[i];
    w->temp_c[i] = temp / sum;
    if (w->gain_k) {
        w->gain_k[i] = gain / sum;
        w->share[i] = share / sum;
    }
    return fabs(w->temp_c[i] - before);
}

static double loss_of(const struct heat_carrier *c, const double *flow, int32_t l,
                      const double *temp_c)
{
    const double m = fabs(flow[l]);
    if (m <= still_kg_s)
        return 0.0;
    const double above = temp_c[flow[l] > 0.0 ? c->a[l] : c->b[l]] - c->ground_c;
    return m * c->cp_j_kgk * above * -expm1(-c->ua_w_k[l] / (m * c->cp_j_kgk));
}

/* Places that pumps drive water around: swept from the ground's temperature until they settle,
 * each from its neighbours. Answers their loss in W. */
static double sweep(struct heat_carrier *c, const double *flow, const bool *held,
                    const double *put_kg_s, const double *put_c, const struct heat_carried *w)
{
    int32_t count = 0;
    for (int32_t i = 0; i < c->places; i++) {
        if (c->waiting[i] == 0)
            continue;
        c->queue[count++] = i;
        if (held[i])
            continue;
        w->temp_c[i] = c->ground_c;
        if (w->gain_k) {
            w->gain_k[i] = 0.0;
            w->share[i] = 1.0;
        }
    }
    double change = HUGE_VAL, lost = 0.0;
    for (int round = 0; round < 2000 && change > 1e-10; round++) {
        change = 0.0;
        for (int32_t k = 0; k < count; k++) {
            const int32_t i = c->queue[k];
            if (!held[i])
                change = fmax(change, pull(c, flow, i, put_kg_s ? put_kg_s[i] : 0.0,
                                           put_c ? put_c[i] : 0.0, w));
        }
    }
    for (int32_t l = 0; l < c->links; l++)
        if (c->waiting[flow[l] > 0.0 ? c->a[l] : c->b[l]] > 0)
            lost += loss_of(c, flow, l, w->temp_c);
    return lost;
}

double heat_carry(struct heat_carrier *c, const double *flow, const bool *held,
                  const double *put_kg_s, const double *put_c, const struct heat_carried *w)
{
    int32_t end = 0;
    double lost = 0.0;
    open_sums(c, flow, held, put_kg_s, put_c, w);
    for (int32_t i = 0; i < c->places; i++)
        if (c->waiting[i] == 0)
            c->queue[end++] = i;
    for (int32_t at = 0; at < end; at++) {
        const int32_t i = c->queue[at];
        if (!held[i])
            close_place(c, i, w);
        for (int32_t p = c->first[i]; p < c->first[i + 1]; p++) {
            const int32_t l = c->link[p];
            const double m = c->a[l] == i ? flow[l] : -flow[l];
            if (m <= still_kg_s)
                continue;
            const int32_t j = c->a[l] == i ? c->b[l] : c->a[l];
            lost += bring(c, i, j, m, c->ua_w_k[l], held[j], w);
            if (--c->waiting[j] == 0)
                c->queue[end++] = j;
        }
    }
    return end < c->places ? lost + sweep(c, flow, held, put_kg_s, put_c, w) : lost;
}
