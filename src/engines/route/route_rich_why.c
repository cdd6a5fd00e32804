/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why somebody is not served: asked of every vehicle with nothing else to do. */
#include "route_rich.h"

struct asked {
    bool skill, fits, road, bed;
    int64_t soonest, home, ride; /* least of all vehicles; INT64_MAX: never came so far */
    int32_t closes, ends, limit;
};

static void worst_windows(const struct rich *z, int32_t node, int32_t *closes)
{
    const struct rk_route_stop *s = z->node[node].stop;
    *closes = s->windows > 0 ? s->window[s->windows - 1].to : -1;
}

/* Where v stands and from when it may leave, with nothing else before it. */
static int64_t free_from(const struct rich *z, int32_t v, int32_t *at)
{
    const struct rk_route_problem *p = z->p;
    int64_t t = p->vehicle[v].from;
    *at = p->vehicle[v].start;
    if (p->done && p->done[v].hour > t)
        t = p->done[v].hour;
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    if (z->fixed[v] > 0) {
        const int32_t last = z->best.node[base + z->fixed[v] - 1];
        const int64_t end = (int64_t)z->fixed_at[last] + z->node[last].service;
        t = end > t ? end : t;
        *at = z->best.place[base + z->fixed[v] - 1];
    }
    return t;
}

static int64_t leg(const struct rich *z, int32_t v, int32_t a, int32_t b)
{
    const struct rk_route_problem *p = z->p;
    return p->matrix[p->vehicle[v].matrix].time[(ptrdiff_t)a * p->places + b];
}

/* The drive alone by v: first stop, then the end, then home, as soon as can be. */
static void ask(struct rich *z, struct rich_state *s, int32_t r, int32_t v, struct asked *a)
{
    const struct rk_route_request *q = &z->p->request[r];
    const struct rk_route_vehicle *w = &z->p->vehicle[v];
    int32_t at, node = 2 * r;
    int64_t t = free_from(z, v, &at);
    for (int k = 0; k < q->stops; k++, node++) {
        const int32_t to = rich_place(z, s, node);
        const int64_t d = leg(z, v, at, to);
        if (d == RK_ROUTE_NO_ROAD)
            return;
        const int64_t ride = d;
        t = rich_arrive(z, t, (int32_t)d);
        const int32_t b = rich_next_begin(z, s, node, t);
        if (b < 0) {
            if (t < a->soonest) {
                a->soonest = t;
                worst_windows(z, node, &a->closes);
            }
            a->road = true;
            return;
        }
        if (q->max_ride >= 0 && k == q->stops - 1 && ride > q->max_ride) {
            a->ride = ride < a->ride ? ride : a->ride;
            a->limit = q->max_ride;
        }
        t = (int64_t)b + z->node[node].service;
        at = to;
    }
    if (w->end >= 0 && leg(z, v, at, w->end) == RK_ROUTE_NO_ROAD)
        return;
    a->road = true;
    const int64_t home = w->end < 0 ? t : rich_arrive(z, t, (int32_t)leg(z, v, at, w->end));
    if (home < a->home) {
        a->home = home;
        a->ends = w->to;
    }
}

static bool holds(const struct rich *z, int32_t r, int32_t v)
{
    for (int32_t k = 0; k < z->loads; k++)
        if (z->p->request[r].load[k] > z->p->vehicle[v].load[k])
            return false;
    return true;
}

/* Whether r alone could be driven by v, exactly, in a tour that holds only what must be. */
static bool alone(struct rich *z, struct rich_state *s, int32_t r, int32_t v)
{
    const struct rk_route_request *q = &z->p->request[r];
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    struct rich_times times;
    for (int32_t from = z->fixed[v]; from <= s->len[v]; from++) {
        int32_t n = 0;
        for (int32_t i = 0; i <= s->len[v]; i++) {
            const struct rich_node *k = i < s->len[v] ? &z->node[s->node[base + i]] : NULL;
            if (i == from) {
                z->seq[n++] = 2 * r;
                if (q->stops == 2)
                    z->seq[n++] = 2 * r + 1;
            }
            if (k &&
                (i < z->fixed[v] || k->kind > RICH_DROP || z->fixed_at[2 * k->request] >= 0))
                z->seq[n++] = s->node[base + i];
        }
        if (rich_drive(z, s, v, z->seq, n, &times))
            return true;
    }
    return false;
}

static enum rk_route_why judge(const struct rich *z, const struct asked *a,
                               struct rk_route_unserved *u)
{
    if (!a->skill)
        return RK_ROUTE_NO_VEHICLE;
    if (!a->fits)
        return RK_ROUTE_TOO_MUCH;
    if (!a->bed)
        return RK_ROUTE_NO_BED;
    if (!a->road)
        return RK_ROUTE_CUT_OFF;
    if (a->home == INT64_MAX && a->soonest < INT32_MAX) {
        u->got = (int32_t)a->soonest;
        u->limit = a->closes;
        return RK_ROUTE_TOO_LATE;
    }
    if (a->ride < INT32_MAX) {
        u->got = (int32_t)a->ride;
        u->limit = a->limit;
        return RK_ROUTE_RIDE;
    }
    if (a->home < INT32_MAX && a->home > a->ends) {
        u->got = (int32_t)a->home;
        u->limit = a->ends;
        return RK_ROUTE_SHIFT_ENDS;
    }
    return z->p->done ? RK_ROUTE_IN_FORCE : RK_ROUTE_SHIFT_ENDS;
}

struct rk_route_unserved rich_why(struct rich *z, struct rich_state *s, int32_t r)
{
    const struct rk_route_request *q = &z->p->request[r];
    struct rk_route_unserved u = {r, RK_ROUTE_CROWDED, -1, -1, -1};
    if (q->after >= 0 && s->on[q->after] < 0) {
        u.why = RK_ROUTE_LEG_MISSING;
        u.other = q->after;
        return u;
    }
    struct asked a = {.soonest = INT64_MAX, .home = INT64_MAX, .ride = INT64_MAX};
    const int32_t option = s->option[r];
    bool could = false;
    for (int32_t o = 0; o < (q->options > 0 ? q->options : 1) && !could; o++) {
        if (q->options > 0) {
            s->option[r] = o;
            a.bed = a.bed || q->option[o].pool < 0 || z->p->pool[q->option[o].pool] > 0;
        } else {
            a.bed = true;
        }
        for (int32_t v = 0; v < z->p->vehicles && !could; v++) {
            if ((q->only >= 0 && q->only != v) || (q->skills & ~z->p->vehicle[v].skills) != 0)
                continue;
            a.skill = true;
            if (!holds(z, r, v))
                continue;
            a.fits = true;
            ask(z, s, r, v, &a);
            could = alone(z, s, r, v);
        }
    }
    bool bed_left = q->options == 0;
    for (int32_t o = 0; o < q->options; o++)
        bed_left = bed_left || q->option[o].pool < 0 || s->pool[q->option[o].pool] > 0;
    s->option[r] = option;
    if (!could)
        u.why = judge(z, &a, &u);
    else if (!bed_left)
        u.why = RK_ROUTE_NO_BED;
    const int32_t f = z->follower[r];
    if (could && f >= 0 && z->p->request[f].together) {
        u.why = RK_ROUTE_LEG_MISSING;
        u.other = f;
    }
    return u;
}
