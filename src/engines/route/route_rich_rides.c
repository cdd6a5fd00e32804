/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rides alone, with one window a stop and nothing driven yet: the same answers as
 * route_rich_drive.c and route_rich_insert.c give, in loops that ask nothing else.
 */
#include "route_rich.h"

bool rich_rides_new(struct rich *z, struct rk_scratch *s)
{
    const struct rk_route_problem *p = z->p;
    bool fits = !p->done && p->pools == 0 && p->curfews == 0;
    for (int32_t i = 0; i < p->requests && fits; i++) {
        const struct rk_route_request *r = &p->request[i];
        fits = r->stops == 2 && r->options == 0 && r->after < 0 && r->stop[0].windows <= 1 &&
               r->stop[1].windows <= 1;
    }
    for (int32_t v = 0; v < p->vehicles && fits; v++)
        fits = p->vehicle[v].trips == 1 && p->vehicle[v].breaks == 0;
    if (!fits)
        return true;
    z->ride_stop = RK_NEW(s, struct rich_ride_stop, z->nodes);
    if (!z->ride_stop)
        return false;
    for (int32_t i = 0; i < z->nodes; i++) {
        const struct rich_node *n = &z->node[i];
        struct rich_ride_stop *o = &z->ride_stop[i];
        *o = (struct rich_ride_stop){z->soonest[i], z->last[i], n->service, n->place,
                                     p->request[n->request].max_ride};
        if (n->stop->windows == 1) {
            const struct rk_route_window *w = n->stop->window;
            o->from = o->from > w->from ? o->from : w->from;
            o->to = o->to < w->to ? o->to : w->to;
        }
    }
    return true;
}

/* ---- one tour in time -------------------------------------------------------------------- */

/* Raises pickups of rides that are too long; the first position raised, len: none. */
static int32_t raise_pickups(struct rich *z, const int32_t *seq, int32_t len)
{
    int32_t first = len;
    for (int32_t i = 1; i < len; i++) {
        if ((seq[i] & 1) == 0 || z->ride_stop[seq[i]].ride < 0)
            continue;
        const int32_t j = z->spot[seq[i] - 1];
        const int64_t by =
            (int64_t)z->t_begin[i] - z->ride_stop[seq[i]].ride - z->ride_stop[seq[j]].service;
        if (z->t_begin[j] < by) {
            z->t_begin[j] = (int32_t)by;
            first = j < first ? j : first;
        }
    }
    return first;
}

/* Legs, loads and the soonest begins; false when one is too late. */
static bool first_pass(struct rich *z, int32_t v, const int32_t *seq, int32_t len,
                       int64_t *legs_cost, int64_t *home)
{
    const struct rk_route_vehicle *w = &z->p->vehicle[v];
    const struct rk_route_matrix *m = &z->p->matrix[w->matrix];
    const ptrdiff_t places = z->p->places;
    const int32_t loads = z->loads;
    int32_t on[RK_ROUTE_LOADS] = {0};
    ptrdiff_t at = w->start;
    int64_t sum = 0, t = w->from;
    for (int32_t i = 0; i < len; i++) {
        const struct rich_ride_stop *n = &z->ride_stop[seq[i]];
        const int32_t leg = m->time[at * places + n->place];
        if (leg == RK_ROUTE_NO_ROAD)
            return false;
        t += leg;
        t = t > n->from ? t : n->from;
        if (t > n->to || t > z->to[v])
            return false;
        const int32_t *q = z->p->request[seq[i] >> 1].load;
        for (int32_t k = 0; k < loads; k++) {
            on[k] += (seq[i] & 1) != 0 ? -q[k] : q[k];
            if (on[k] > w->load[k])
                return false;
        }
        sum += m->cost[at * places + n->place];
        z->t_leg[i] = leg;
        z->t_at[i] = n->place;
        z->t_idle[i] = 0;
        z->spot[seq[i]] = i;
        z->t_begin[i] = (int32_t)t;
        t += n->service;
        at = n->place;
    }
    z->t_leg[len] = 0;
    if (w->end >= 0) {
        z->t_leg[len] = m->time[at * places + w->end];
        if (z->t_leg[len] == RK_ROUTE_NO_ROAD)
            return false;
        sum += m->cost[at * places + w->end];
    }
    *legs_cost = sum * w->per_cost / 1000;
    *home = t + z->t_leg[len];
    return *home <= z->to[v];
}

bool rich_rides_drive(struct rich *z, int32_t v, const int32_t *seq, int32_t len,
                      struct rich_times *out)
{
    const struct rk_route_vehicle *w = &z->p->vehicle[v];
    int64_t cost, home, leave = w->from;
    if (!first_pass(z, v, seq, len, &cost, &home))
        return false;
    for (int32_t passes = 0;; passes++) {
        int32_t first = raise_pickups(z, seq, len);
        const int64_t left = len > 0 ? z->t_begin[0] - z->t_leg[0] : leave;
        if (w->most >= 0 && home - left > w->most) {
            leave = home - w->most;
            first = 0;
        }
        if (first >= len)
            break;
        if (passes > 4 * len + 16)
            return false;
        int64_t t = first == 0
                        ? leave
                        : (int64_t)z->t_begin[first - 1] + z->ride_stop[seq[first - 1]].service;
        for (int32_t i = first; i < len; i++) {
            t += z->t_leg[i];
            t = t > z->t_begin[i] ? t : z->t_begin[i];
            if (t > z->ride_stop[seq[i]].to || t > z->to[v])
                return false;
            z->t_begin[i] = (int32_t)t;
            t += z->ride_stop[seq[i]].service;
        }
        home = t + z->t_leg[len];
        if (home > z->to[v])
            return false;
    }
    out->leave = len > 0 ? z->t_begin[0] - z->t_leg[0] : (int32_t)leave;
    out->home = (int32_t)home;
    out->cost = cost + w->fixed + (home - out->leave) * w->per_time / 1000;
    out->count = len;
    return true;
}

/* ---- the cheapest way in ----------------------------------------------------------------- */

/* A request on its way into a tour. */
struct into {
    struct rich *z;
    const struct rich_state *s;
    const int32_t *time, *cost; /* matrices */
    const int32_t *node, *begin, *latest, *place, *load;
    const struct rich_ride_stop *pick, *drop;
    const struct rk_route_vehicle *vehicle;
    const int32_t *want; /* loads */
    int64_t extra;
    ptrdiff_t places;
    int32_t request, v, len;
    struct rich_trial trial[RICH_TRIALS];
    int32_t trials;
};

static bool holds(const struct into *w, int32_t i)
{
    const int32_t loads = w->z->loads;
    for (int32_t k = 0; k < loads; k++)
        if (w->load[(ptrdiff_t)i * loads + k] + w->want[k] > w->vehicle->load[k])
            return false;
    return true;
}

static int64_t time_of(const struct into *w, int32_t a, int32_t b)
{
    return b < 0 ? 0 : w->time[a * w->places + b];
}

static int64_t cost_of(const struct into *w, int32_t a, int32_t b)
{
    return b < 0 ? 0 : w->cost[a * w->places + b];
}

static void try_all(struct into *w, struct rich_trial *best)
{
    struct rich *z = w->z;
    while (w->trials > 0) {
        const struct rich_trial t = rich_cheapest(w->trial, &w->trials);
        int32_t n = 0;
        struct rich_times times;
        if (t.cost >= best->cost) {
            w->trials = 0;
            return;
        }
        for (int32_t k = 0; k <= w->len; k++) {
            if (k == t.i)
                z->seq[n++] = 2 * w->request;
            if (k == t.j)
                z->seq[n++] = 2 * w->request + 1;
            if (k < w->len)
                z->seq[n++] = w->node[k];
        }
        if (!rich_rides_drive(z, w->v, z->seq, n, &times))
            continue;
        const int64_t cost = times.cost - w->s->cost[w->v] + w->extra;
        if (cost < best->cost)
            *best = (struct rich_trial){cost, t.i, t.j};
    }
}

static void note(struct into *w, int64_t legs, int32_t i, int32_t j, struct rich_trial *best)
{
    const int64_t cost =
        legs * w->vehicle->per_cost / 1000 + w->extra + (w->len == 0 ? w->vehicle->fixed : 0);
    if (cost >= best->cost)
        return;
    if (w->trials == RICH_TRIALS)
        try_all(w, best);
    w->trial[w->trials++] = (struct rich_trial){cost, i, j};
}

/* All ends of a ride that begins before i at `t`, which is behind its service. */
static void ends(struct into *w, int32_t i, int64_t legs, int64_t t, struct rich_trial *best)
{
    const struct rich_ride_stop *pick = w->pick, *drop = w->drop;
    int64_t inside = 0;
    int32_t at = pick->place;
    for (int32_t j = i;; j++) {
        const int32_t next = j < w->len ? w->place[j] : w->vehicle->end;
        const int64_t leg = time_of(w, at, drop->place), on = time_of(w, drop->place, next);
        const int64_t begin = t + leg > drop->from ? t + leg : drop->from;
        if (begin > drop->to && t > drop->to)
            return; /* nor behind any later stop */
        if (begin <= drop->to && (drop->ride < 0 || inside + leg <= drop->ride) &&
            leg != RK_ROUTE_NO_ROAD && on != RK_ROUTE_NO_ROAD &&
            begin + drop->service + on <= (j < w->len ? w->latest[j] : w->z->to[w->v]))
            note(w,
                 legs + cost_of(w, at, drop->place) + cost_of(w, drop->place, next) -
                     (j > i ? cost_of(w, at, next) : 0),
                 i, j, best);
        if (j == w->len)
            return;
        const int64_t step = time_of(w, at, next);
        const struct rich_ride_stop *n = &w->z->ride_stop[w->node[j]];
        t = t + step > n->from ? t + step : n->from;
        if (step == RK_ROUTE_NO_ROAD || t > w->latest[j] || !holds(w, j))
            return;
        t += n->service;
        inside += step + n->service;
        if (drop->ride >= 0 && inside > drop->ride)
            return;
        if (j == i)
            legs += cost_of(w, at, next);
        at = next;
    }
}

int64_t rich_rides_quote(struct rich *z, const struct rich_state *s, int32_t r, int32_t v,
                         int64_t below, int32_t *i_best, int32_t *j_best)
{
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    const struct rk_route_request *q = &z->p->request[r];
    struct into w;
    w.z = z;
    w.s = s;
    w.vehicle = &z->p->vehicle[v];
    w.time = z->p->matrix[w.vehicle->matrix].time;
    w.cost = z->p->matrix[w.vehicle->matrix].cost;
    w.node = s->node + base;
    w.begin = s->begin + base;
    w.latest = s->latest + base;
    w.place = s->place + base;
    w.load = s->load + base * z->loads;
    w.pick = &z->ride_stop[2 * r];
    w.drop = w.pick + 1;
    w.want = q->load;
    w.extra = q->was >= 0 && q->was != v ? z->p->change : 0;
    w.places = z->p->places;
    w.request = r;
    w.v = v;
    w.len = s->len[v];
    w.trials = 0;
    struct rich_trial best = {below, -1, -1};
    int32_t from = w.vehicle->start;
    int64_t t = w.vehicle->from;
    for (int32_t i = 0; i <= w.len && t <= w.pick->to; i++) {
        const int32_t next = i < w.len ? w.place[i] : w.vehicle->end;
        const int64_t leg = time_of(&w, from, w.pick->place);
        const int64_t begin = t + leg > w.pick->from ? t + leg : w.pick->from;
        const bool room = i == 0 || holds(&w, i - 1);
        /* what follows is met no sooner than behind the service */
        if (room && leg != RK_ROUTE_NO_ROAD && begin <= w.pick->to &&
            begin + w.pick->service <= (i < w.len ? w.latest[i] : z->to[v]))
            ends(&w, i,
                 cost_of(&w, from, w.pick->place) - (w.len == 0 ? 0 : cost_of(&w, from, next)),
                 begin + w.pick->service, &best);
        if (i < w.len) {
            t = (int64_t)w.begin[i] + z->ride_stop[w.node[i]].service;
            from = next;
        }
    }
    try_all(&w, &best);
    *i_best = best.i;
    *j_best = best.j;
    return best.cost;
}
