/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One tour in a given order, for what people put there by hand: begins are raised until every
 * leg, ride and cold box is kept, as in docs/methods/route.md, 1. Here there are no windows.
 */
#include "rounds_internal.h"

int32_t rounds_place_of(const struct rk_route_problem *p, int32_t vehicle,
                        const struct rk_route_visit *v)
{
    if (v->act != RK_ROUTE_STOP)
        return p->vehicle[vehicle].depot;
    const struct rk_route_request *q = &p->request[v->request];
    return v->option >= 0 && v->stop == q->stops - 1 ? q->option[v->option].place
                                                     : q->stop[v->stop].place;
}

int32_t rounds_service_of(const struct rk_route_problem *p, int32_t vehicle,
                          const struct rk_route_visit *v)
{
    return v->act == RK_ROUTE_STOP ? p->request[v->request].stop[v->stop].service
                                   : p->vehicle[vehicle].reload;
}

struct drive {
    const struct rk_route_problem *p;
    const struct rounds_tour *t;
    int32_t *begin, leave, home;
    int64_t cost;
    bool road; /* every leg has one */
};

/* Legs from the start through the stops; a leg without a road counts as none. */
static void forwards(struct drive *k)
{
    const struct rk_route_vehicle *v = &k->p->vehicle[k->t->vehicle];
    const int32_t *time = k->p->matrix[v->matrix].time;
    ptrdiff_t at = v->start;
    int64_t t = k->leave;
    k->cost = 0;
    k->road = true;
    for (int32_t i = 0; i <= k->t->visits; i++) {
        const bool last = i == k->t->visits;
        const ptrdiff_t to = !last ? rounds_place_of(k->p, k->t->vehicle, &k->t->visit[i])
                             : v->end >= 0 ? v->end
                                           : at;
        const int32_t leg = to == at ? 0 : time[at * k->p->places + to];
        const bool closed = leg == RK_ROUTE_NO_ROAD;
        if (closed && i >= k->t->driven)
            k->road = false;
        k->cost += closed ? 0 : leg;
        at = to;
        if (last) {
            k->home = (int32_t)(t + (closed ? 0 : leg));
            break;
        }
        if (i < k->t->driven)
            k->begin[i] = k->t->visit[i].begin;
        else if (t + (closed ? 0 : leg) > k->begin[i])
            k->begin[i] = (int32_t)(t + (closed ? 0 : leg));
        t = (int64_t)k->begin[i] + rounds_service_of(k->p, k->t->vehicle, &k->t->visit[i]);
        if (i + 1 == k->t->driven && t < k->t->hour)
            t = k->t->hour;
    }
    k->cost = k->cost * v->per_cost / 1000;
}

static int32_t pick_of(const struct rounds_tour *t, int32_t drop)
{
    for (int32_t i = drop - 1; i >= 0; i--)
        if (t->visit[i].act == RK_ROUTE_STOP && t->visit[i].request == t->visit[drop].request)
            return i;
    return -1;
}

static int32_t load_of(const struct rounds_tour *t, int32_t at)
{
    int32_t i = at - 1;
    while (i >= 0 && t->visit[i].act != RK_ROUTE_RELOAD)
        i--;
    return i;
}

/* Raises what a ride or a cold box that is too long wants raised; whether anything was. */
static bool raise_rides(struct drive *k)
{
    const struct rounds_tour *t = k->t;
    bool raised = false;
    for (int32_t i = t->driven; i < t->visits; i++) {
        const struct rk_route_request *q =
            t->visit[i].act == RK_ROUTE_STOP ? &k->p->request[t->visit[i].request] : NULL;
        if (!q || q->max_ride < 0 || t->visit[i].stop != q->stops - 1)
            continue;
        const int32_t from = q->stops == 2 ? pick_of(t, i) : load_of(t, i);
        const int32_t by = k->begin[i] - q->max_ride;
        int32_t *at = from < 0 ? &k->leave : &k->begin[from];
        const int32_t need =
            from < 0 ? by : by - rounds_service_of(k->p, t->vehicle, &t->visit[from]);
        if ((from >= 0 && from < t->driven) || (from < 0 && t->driven > 0) || *at >= need)
            continue;
        *at = need;
        raised = true;
    }
    return raised;
}

bool rounds_drive(const struct rk_route_problem *p, const struct rounds_tour *t, int32_t *begin,
                  int32_t *leave, int32_t *home, int64_t *cost)
{
    const struct rk_route_vehicle *v = &p->vehicle[t->vehicle];
    struct drive k = {.p = p, .t = t, .begin = begin};
    k.leave = t->hour > v->from ? t->hour : v->from;
    if (t->driven > 0)
        k.leave = v->from;
    const int32_t soonest = k.leave;
    memset(begin, 0, (size_t)t->visits * sizeof *begin);
    bool settled = false;
    for (int32_t round = 0; round < 4 * t->visits + 8 && !settled; round++) {
        forwards(&k);
        settled = !raise_rides(&k);
        if (k.home > v->to)
            break;
    }
    if (!settled) { /* as far as roads lead */
        memset(begin, 0, (size_t)t->visits * sizeof *begin);
        k.leave = soonest;
        forwards(&k);
    }
    if (t->driven == 0 && t->visits > 0) { /* no sooner than the first stop wants */
        const int32_t leg =
            p->matrix[v->matrix].time[(ptrdiff_t)v->start * p->places +
                                      rounds_place_of(p, t->vehicle, &t->visit[0])];
        if (leg != RK_ROUTE_NO_ROAD && begin[0] - leg > k.leave)
            k.leave = begin[0] - leg;
    }
    *leave = k.leave;
    *home = k.home;
    *cost = k.cost;
    return k.road && settled && k.home <= v->to;
}
