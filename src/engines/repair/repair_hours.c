/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours: steps that fail, shifts, and what an hour in the cold counts. */
#include "repair_internal.h"

/* From step k to the first arrival at k + 1: A_k = (h_k + f_k (A_back + … + A_k-1)) / (1 -
 * f_k), the mean time of a chain that falls back (docs/methods/repair.md, 3). */
double rk_repair_hours(const struct rk_repair_step *step, int32_t steps, double *each_h)
{
    double sum = 0.0;
    double before[64];
    for (int32_t k = 0; k < steps; k++) {
        before[k % 64] = sum;
        const double again = sum - before[step[k].back % 64];
        const double pass = (step[k].hours + step[k].fails * again) / (1.0 - step[k].fails);
        if (each_h)
            each_h[k] = pass;
        sum += pass;
    }
    return sum;
}

double repair_shift_begin(const struct rk_repair_crew *crew, double h)
{
    if (crew->shift_hours >= 24.0)
        return h;
    const double day = floor((h - crew->shift_from_h) / 24.0);
    const double begin = crew->shift_from_h + 24.0 * day;
    return h < begin + crew->shift_hours - 1e-9 ? h : begin + 24.0;
}

double repair_shift_end(const struct rk_repair_crew *crew, double h, double hours)
{
    if (crew->shift_hours >= 24.0 || hours <= 0.0)
        return h + hours;
    double at = repair_shift_begin(crew, h);
    const double begin =
        crew->shift_from_h + 24.0 * floor((at + 1e-9 - crew->shift_from_h) / 24.0);
    const double today = begin + crew->shift_hours - at;
    if (hours <= today + 1e-9)
        return at + hours;
    hours -= today;
    const double days = ceil(hours / crew->shift_hours - 1e-9) - 1.0;
    at = begin + 24.0 * (1.0 + days);
    return at + (hours - days * crew->shift_hours);
}

/* ---- the weather
 * ----------------------------------------------------------------------------- */

/* Newton's cooling toward `out_c`: hours until `limit_c`, HUGE_VAL when it is not crossed. */
static double crossing(double from_c, double out_c, double limit_c, double tau_h)
{
    const double part = (limit_c - out_c) / (from_c - out_c);
    return from_c != out_c && part > 0.0 && part < 1.0 ? -tau_h * log(part) : HUGE_VAL;
}

static double outdoor(const struct rk_repair_weather *w, int32_t piece)
{
    return w->outdoor_c[piece < 0 ? 0 : piece];
}
static double piece_end(const struct rk_repair_weather *w, int32_t piece)
{
    return piece + 1 < w->count ? w->hour[piece + 1] : HUGE_VAL;
}

double rk_repair_cools_to(const struct rk_repair_weather *w, double limit_c)
{
    double h = 0.0, in_c = w->indoor_c;
    if (in_c <= limit_c)
        return 0.0;
    for (int32_t k = -1; k < w->count; k++) {
        if (w->count == 0 || piece_end(w, k) <= h)
            continue;
        const double out_c = outdoor(w, k);
        const double cross = h + crossing(in_c, out_c, limit_c, w->tau_h);
        if (cross <= piece_end(w, k))
            return cross;
        in_c = out_c + (in_c - out_c) * exp(-(piece_end(w, k) - h) / w->tau_h);
        h = piece_end(w, k);
    }
    return HUGE_VAL;
}

struct bends {
    double *h, *rate;
    int32_t count;
};

static void bend(struct bends *b, double h, double rate)
{
    if (b->count > 0 && b->h[b->count - 1] >= h)
        b->count--;
    if (b->count > 0 && b->rate[b->count - 1] == rate)
        return;
    b->h[b->count] = h;
    b->rate[b->count++] = rate;
}

static double rate_of(const struct rk_repair_weather *w, double in_c)
{
    return (in_c < 18.0 ? w->below_18 : 0.0) + (in_c < 8.0 ? w->below_8 : 0.0);
}

/* The rate changes where the temperature crosses 18 and 8 C, at most twice in a piece. */
static void bends_of(const struct rk_repair_weather *w, struct bends *b)
{
    double h = 0.0, in_c = w->indoor_c;
    for (int32_t k = -1; k < w->count; k++) {
        const double end = piece_end(w, k), out_c = outdoor(w, k);
        if (end <= h)
            continue;
        double cut[4] = {h, h + crossing(in_c, out_c, 18.0, w->tau_h),
                         h + crossing(in_c, out_c, 8.0, w->tau_h), end};
        if (cut[1] > cut[2]) {
            const double first = cut[2];
            cut[2] = cut[1];
            cut[1] = first;
        }
        for (int i = 0; i < 3; i++) {
            const double from = fmin(cut[i], end), to = fmin(cut[i + 1], end);
            if (!(from < to))
                continue;
            const double middle = isfinite(to) ? 0.5 * (from + to) : from + 1e4 * w->tau_h;
            const double there = out_c + (in_c - out_c) * exp(-(middle - h) / w->tau_h);
            bend(b, from, rate_of(w, there));
        }
        in_c = out_c + (in_c - out_c) * exp(-(end - h) / w->tau_h);
        h = end;
    }
}

rk_status repair_clock_make(const struct rk_repair_problem *p, struct rk_arena *keep,
                            struct repair_town *t, struct rk_err *err)
{
    const int32_t most = 3 * (p->weather.count + 1) + 1;
    struct bends b = {RK_NEW(keep, double, most), RK_NEW(keep, double, most), 0};
    double *m = RK_NEW(keep, double, most), *least = RK_NEW(keep, double, most);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "repair", "%d hours of weather", p->weather.count);
    if (p->weather.count > 0)
        bends_of(&p->weather, &b);
    else
        bend(&b, 0.0, 1.0);
    m[0] = 0.0;
    for (int32_t i = 1; i < b.count; i++)
        m[i] = m[i - 1] + b.rate[i - 1] * (b.h[i] - b.h[i - 1]);
    double low = HUGE_VAL;
    for (int32_t i = b.count - 1; i >= 0; i--)
        least[i] = low = fmin(low, b.rate[i]);
    t->bends = b.count;
    t->bend_h = b.h;
    t->rate = b.rate;
    t->bend_m = m;
    t->least_rate = least;
    t->horizon_h = p->horizon_h;
    return RK_OK;
}

static int32_t bend_at(const struct repair_town *t, double h)
{
    int32_t low = 0, high = t->bends - 1;
    while (low < high) {
        const int32_t middle = (low + high + 1) / 2;
        if (t->bend_h[middle] <= h)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

double repair_cost_hours(const struct repair_town *t, double h)
{
    h = h < t->horizon_h ? h : t->horizon_h;
    if (t->bends == 1)
        return t->rate[0] * h;
    const int32_t i = bend_at(t, h);
    return t->bend_m[i] + t->rate[i] * (h - t->bend_h[i]);
}

double repair_least_rate(const struct repair_town *t, double h)
{
    return t->least_rate[bend_at(t, h)];
}
