/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is warm when only boiler houses and houses are known. */
#include "rk_heat_house.h"

static bool in_range(double x, double low, double high)
{
    return x >= low && x <= high; /* false for NaN */
}

static rk_status check(const struct rk_heat_balance *b, double outdoor_c, struct rk_err *err)
{
    char place[32];
    if (!in_range(outdoor_c, -70.0, 60.0))
        return rk_fail(err, RK_EINVAL, "outdoor_c", "%g; expected -70 … 60", outdoor_c);
    if (b->sources < 0 || b->houses < 0)
        return rk_fail(err, RK_EINVAL, "balance", "counts out of range");
    for (int32_t s = 0; s < b->sources; s++) {
        rk_said(place, sizeof place, "source %d", s);
        if (!in_range(b->source[s].mw, 0.0, 10000.0) || b->source[s].state > RK_HEAT_BROKEN)
            return rk_fail(err, RK_EINVAL, place, "mw is %g; expected 0 … 10000",
                           b->source[s].mw);
    }
    for (int32_t h = 0; h < b->houses; h++) {
        const struct rk_heat_house *x = &b->house[h];
        rk_said(place, sizeof place, "house %d", h);
        if (x->source < -1 || x->source >= b->sources || x->state > RK_HEAT_DRAINED)
            return rk_fail(err, RK_EINVAL, place, "no such source or state");
        if (!in_range(x->kw, 0.0, 1e6) || !in_range(x->people, 0.0, 1e6) ||
            !in_range(x->tau_h, 0.1, 10000.0))
            return rk_fail(err, RK_EINVAL, place,
                           "kw %g, people %g, tau_h %g; expected 0 … 1e6, 0 … 1e6, 0.1 … 10000",
                           x->kw, x->people, x->tau_h);
    }
    return RK_OK;
}

static enum rk_heat_why why_of(const struct rk_heat_balance *b, int32_t h, double share)
{
    static const enum rk_heat_why of_source[] = {
        [RK_HEAT_RUNS] = RK_HEAT_WARM,         [RK_HEAT_STANDS] = RK_HEAT_WHY_STANDS,
        [RK_HEAT_NO_GAS] = RK_HEAT_WHY_GAS,    [RK_HEAT_NO_POWER] = RK_HEAT_WHY_POWER,
        [RK_HEAT_BROKEN] = RK_HEAT_WHY_BOILER,
    };
    const struct rk_heat_house *x = &b->house[h];
    if (x->state == RK_HEAT_GONE)
        return RK_HEAT_WHY_GONE;
    if (x->source < 0)
        return RK_HEAT_WHY_NONE;
    if (x->state != RK_HEAT_WHOLE)
        return RK_HEAT_WHY_PIPE;
    const enum rk_heat_why why = of_source[b->source[x->source].state];
    if (why == RK_HEAT_WARM && share <= 0.0)
        return RK_HEAT_WHY_BOILER; /* runs, but has no capacity at all */
    return why == RK_HEAT_WARM && share < 1.0 ? RK_HEAT_PARTLY : why;
}

static bool freezes_later(const struct rk_heat_balance *b, const struct rk_heat_verdict *v,
                          int32_t x, int32_t y)
{
    if (v->hours_to_freezing[x] != v->hours_to_freezing[y])
        return v->hours_to_freezing[x] > v->hours_to_freezing[y];
    if (b->house[x].people != b->house[y].people)
        return b->house[x].people < b->house[y].people;
    return x > y;
}

/* Merge sort, bottom up: stable and without surprises. */
static void sort_drains(const struct rk_heat_balance *b, struct rk_heat_verdict *v,
                        int32_t *other)
{
    for (int32_t width = 1; width < v->drains; width *= 2) {
        for (int32_t low = 0; low < v->drains; low += 2 * width) {
            const int32_t mid = low + width < v->drains ? low + width : v->drains;
            const int32_t high = mid + width < v->drains ? mid + width : v->drains;
            int32_t i = low, j = mid;
            for (int32_t k = low; k < high; k++) {
                const bool right =
                    i == mid || (j < high && freezes_later(b, v, v->drain[i], v->drain[j]));
                other[k] = right ? v->drain[j++] : v->drain[i++];
            }
        }
        memcpy(v->drain, other, (size_t)v->drains * sizeof *other);
    }
}

static void judge(const struct rk_heat_balance *b, double outdoor_c, struct rk_heat_verdict *v)
{
    for (int32_t h = 0; h < b->houses; h++) {
        const struct rk_heat_house *x = &b->house[h];
        if (x->source >= 0 && x->state == RK_HEAT_WHOLE)
            v->load_kw[x->source] += x->kw;
    }
    for (int32_t h = 0; h < b->houses; h++) {
        const struct rk_heat_house *x = &b->house[h];
        double share = 0.0;
        if (x->source >= 0 && x->state == RK_HEAT_WHOLE &&
            b->source[x->source].state == RK_HEAT_RUNS) {
            const double have = b->source[x->source].mw * 1e3, want = v->load_kw[x->source];
            share = want > have ? have / want : 1.0;
        }
        v->share[h] = share;
        v->why[h] = why_of(b, h, share);
        /* A share keeps that share of the difference to the outside. */
        const double rest = outdoor_c + share * fmax(18.0 - outdoor_c, 0.0);
        v->hours_to_8c[h] = rk_heat_hours_to(18.0, rest, x->tau_h, 8.0);
        v->hours_to_freezing[h] = rk_heat_hours_to(18.0, rest, x->tau_h, 1.0);
        if (v->why[h] == RK_HEAT_WHY_GONE) {
            v->gone_houses++;
            continue;
        }
        const bool warm = v->why[h] == RK_HEAT_WARM, partly = v->why[h] == RK_HEAT_PARTLY;
        v->warm_houses += warm;
        v->partly_houses += partly;
        v->cold_houses += !warm && !partly;
        *(warm ? &v->warm_people : partly ? &v->partly_people : &v->cold_people) += x->people;
        if (!warm && x->state != RK_HEAT_DRAINED && isfinite(v->hours_to_freezing[h]))
            v->drain[v->drains++] = h;
    }
}

rk_status rk_heat_balance_solve(const struct rk_heat_balance *balance, double outdoor_c,
                                struct rk_arena *keep, struct rk_scratch scratch,
                                struct rk_heat_verdict *out, struct rk_err *err)
{
    const rk_status bad = check(balance, outdoor_c, err);
    if (bad)
        return bad;
    struct rk_arena r = *keep;
    const ptrdiff_t n = balance->houses;
    struct rk_heat_verdict v = {
        .why = RK_NEW(&r, enum rk_heat_why, n),
        .share = RK_NEW(&r, double, n),
        .hours_to_8c = RK_NEW(&r, double, n),
        .hours_to_freezing = RK_NEW(&r, double, n),
        .drain = RK_NEW(&r, int32_t, n),
        .load_kw = RK_NEW(&r, double, balance->sources),
    };
    int32_t *other = RK_NEW(&scratch, int32_t, n);
    if (r.failed || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "heat", "%d houses", balance->houses);
    judge(balance, outdoor_c, &v);
    sort_drains(balance, &v, other);
    *keep = r;
    *out = v;
    return RK_OK;
}
