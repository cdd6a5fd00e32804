/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be is refused, with its place and what is expected. */
#include "route_internal.h"

#define TICKS RK_ROUTE_TICKS_MAX

static rk_status wrong(struct rk_err *err, const char *what, int32_t at, const char *field,
                       int64_t got, int64_t low, int64_t high)
{
    char place[RK_ERR_PLACE];
    snprintf(place, sizeof place, "%s %d: %s", what, at, field);
    return rk_fail(err, RK_EINVAL, place, "%" PRId64 "; expected %" PRId64 " … %" PRId64, got,
                   low, high);
}

struct number {
    const char *field;
    int64_t got, low, high;
};

static rk_status numbers(const char *what, int32_t at, const struct number *n, ptrdiff_t count,
                         struct rk_err *err)
{
    for (ptrdiff_t k = 0; k < count; k++)
        if (n[k].got < n[k].low || n[k].got > n[k].high)
            return wrong(err, what, at, n[k].field, n[k].got, n[k].low, n[k].high);
    return RK_OK;
}

static rk_status loads(const char *what, int32_t at, const int32_t *load, struct rk_err *err)
{
    for (int32_t k = 0; k < RK_ROUTE_LOADS; k++)
        if (load[k] < 0 || load[k] > TICKS)
            return wrong(err, what, at, "load", load[k], 0, TICKS);
    return RK_OK;
}

static rk_status stop(const struct rk_route_problem *p, int32_t i,
                      const struct rk_route_stop *s, struct rk_err *err)
{
    const struct number n[] = {{"place", s->place, 0, p->places - 1},
                               {"service", s->service, 0, TICKS},
                               {"windows", s->windows, 0, 1000}};
    rk_status bad = numbers("request", i, n, RK_COUNT(n), err);
    int64_t last = -1;
    for (int32_t k = 0; !bad && k < s->windows; k++) {
        const struct rk_route_window *w = &s->window[k];
        const struct number m[] = {{"window from", w->from, last + 1, TICKS},
                                   {"window to", w->to, w->from, TICKS}};
        bad = numbers("request", i, m, RK_COUNT(m), err);
        last = w->to;
    }
    return bad;
}

static rk_status request(const struct rk_route_problem *p, int32_t i, uint8_t *followed,
                         struct rk_err *err)
{
    const struct rk_route_request *r = &p->request[i];
    const struct number n[] = {
        {"stops", r->stops, 1, 2},
        {"options", r->options, 0, 1000},
        {"max_ride", r->max_ride, -1, TICKS},
        {"rank", r->rank, 0, RK_ROUTE_RANKS - 1},
        {"after", r->after, -1, p->requests - 1},
        {"gap_least", r->gap_least, 0, TICKS},
        {"gap_most", r->gap_most, -1, TICKS},
        {"only", r->only, -1, p->vehicles - 1},
        {"was", r->was, -1, p->vehicles - 1},
    };
    rk_status bad = numbers("request", i, n, RK_COUNT(n), err);
    for (int32_t k = 0; !bad && k < r->stops; k++)
        bad = stop(p, i, &r->stop[k], err);
    for (int32_t k = 0; !bad && k < r->options; k++) {
        const struct number m[] = {{"option place", r->option[k].place, 0, p->places - 1},
                                   {"option from", r->option[k].from, 0, TICKS},
                                   {"option pool", r->option[k].pool, -1, p->pools - 1}};
        bad = numbers("request", i, m, RK_COUNT(m), err);
    }
    if (!bad)
        bad = loads("request", i, r->load, err);
    if (!bad && !(r->harm >= 0.0 && r->harm <= 1e12))
        bad = wrong(err, "request", i, "harm", (int64_t)-1, 0, (int64_t)1e12);
    if (!bad && r->after >= 0 && (r->after == i || followed[r->after]++))
        bad = wrong(err, "request", i, "after (itself, or followed twice)", r->after, -1, -1);
    return bad;
}

/* No request may wait for itself through others. */
static rk_status circles(const struct rk_route_problem *p, struct rk_err *err)
{
    for (int32_t i = 0; i < p->requests; i++) {
        int32_t steps = 0;
        for (int32_t k = p->request[i].after; k >= 0; k = p->request[k].after)
            if (++steps > 8)
                return wrong(err, "request", i, "after (legs before it)", steps, 0, 8);
    }
    return RK_OK;
}

static rk_status vehicle(const struct rk_route_problem *p, int32_t i, struct rk_err *err)
{
    const struct rk_route_vehicle *v = &p->vehicle[i];
    const struct number n[] = {
        {"start", v->start, 0, p->places - 1}, {"end", v->end, -1, p->places - 1},
        {"from", v->from, 0, TICKS},           {"to", v->to, v->from, TICKS},
        {"most", v->most, -1, TICKS},          {"matrix", v->matrix, 0, p->matrices - 1},
        {"trips", v->trips, 1, 1000},          {"depot", v->depot, 0, p->places - 1},
        {"reload", v->reload, 0, TICKS},       {"fixed", v->fixed, 0, TICKS},
        {"per_cost", v->per_cost, 0, 1000000}, {"per_time", v->per_time, 0, 1000000},
        {"breaks", v->breaks, 0, 100},
    };
    rk_status bad = numbers("vehicle", i, n, RK_COUNT(n), err);
    for (int32_t k = 0; !bad && k < v->breaks; k++) {
        const struct number m[] = {{"break from", v->pause[k].from, 0, TICKS},
                                   {"break to", v->pause[k].to, v->pause[k].from, TICKS},
                                   {"break length", v->pause[k].length, 0, TICKS}};
        bad = numbers("vehicle", i, m, RK_COUNT(m), err);
    }
    return bad ? bad : loads("vehicle", i, v->load, err);
}

static rk_status done_of(const struct rk_route_problem *p, int32_t v, int32_t *seen,
                         struct rk_err *err)
{
    const struct rk_route_done *d = &p->done[v];
    int32_t reloads = 0;
    int64_t last = 0;
    if (d->hour < 0 || d->hour > TICKS)
        return wrong(err, "vehicle", v, "done hour", d->hour, 0, TICKS);
    for (int32_t k = 0; k < d->visits; k++) {
        const struct rk_route_visit *x = &d->visit[k];
        const int32_t most =
            x->act == RK_ROUTE_PAUSE ? p->vehicle[v].breaks - 1 : p->requests - 1;
        if (x->begin < last || x->begin > TICKS)
            return wrong(err, "vehicle", v, "done begin", x->begin, last, TICKS);
        last = x->begin;
        if (x->act == RK_ROUTE_RELOAD) {
            if (++reloads >= p->vehicle[v].trips)
                return wrong(err, "vehicle", v, "done reloads", reloads, 0,
                             p->vehicle[v].trips - 1);
            continue;
        }
        if (x->request < 0 || x->request > most)
            return wrong(err, "vehicle", v, "done request", x->request, 0, most);
        if (x->act == RK_ROUTE_PAUSE)
            continue;
        const struct rk_route_request *r = &p->request[x->request];
        if (x->stop < 0 || x->stop >= r->stops || x->option < -1 || x->option >= r->options)
            return wrong(err, "vehicle", v, "done stop", x->stop, 0, r->stops - 1);
        /* each stop once, the first one first, both on one vehicle */
        const int32_t want = x->stop == 0 ? -1 : v;
        if (seen[2 * x->request] != want || seen[2 * x->request + x->stop] != -1)
            return wrong(err, "vehicle", v, "done request (order)", x->request, 0, most);
        seen[2 * x->request + x->stop] = v;
    }
    return RK_OK;
}

static rk_status matrices(const struct rk_route_problem *p, struct rk_err *err)
{
    const ptrdiff_t cells = (ptrdiff_t)p->places * p->places;
    for (int32_t m = 0; m < p->matrices; m++)
        for (ptrdiff_t k = 0; k < cells; k++) {
            const int32_t t = p->matrix[m].time[k], c = p->matrix[m].cost[k];
            if (t < 0 || (t > TICKS && t != RK_ROUTE_NO_ROAD))
                return wrong(err, "leg time from place", (int32_t)(k / p->places), "", t, 0,
                             TICKS);
            if (c < 0 || (c > TICKS && t != RK_ROUTE_NO_ROAD))
                return wrong(err, "leg cost from place", (int32_t)(k / p->places), "", c, 0,
                             TICKS);
        }
    return RK_OK;
}

rk_status route_valid(const struct rk_route_problem *p, struct rk_scratch scratch,
                      struct rk_err *err)
{
    const struct number n[] = {
        {"places", p->places, 1, RK_ROUTE_PLACES_MAX},
        {"matrices", p->matrices, 1, 64},
        {"requests", p->requests, 1, RK_ROUTE_PLACES_MAX},
        {"vehicles", p->vehicles, 0, RK_ROUTE_VEHICLES_MAX},
        {"pools", p->pools, 0, 100000},
        {"curfews", p->curfews, 0, 1000},
    };
    rk_status bad = numbers("problem", 0, n, RK_COUNT(n), err);
    if (!bad)
        bad = matrices(p, err);
    uint8_t *followed = RK_NEW(&scratch, uint8_t, bad ? 0 : p->requests);
    int32_t *seen = RK_NEW(&scratch, int32_t, bad ? 0 : 2 * (ptrdiff_t)p->requests);
    if (!bad && scratch.in.failed)
        bad = rk_fail(err, RK_ENOMEM, "route", "%d requests", p->requests);
    for (int32_t i = 0; !bad && i < p->vehicles; i++)
        bad = vehicle(p, i, err);
    for (int32_t i = 0; !bad && i < p->requests; i++)
        bad = request(p, i, followed, err);
    if (!bad)
        bad = circles(p, err);
    int64_t last = -1;
    for (int32_t i = 0; !bad && i < p->curfews; i++) {
        const struct number m[] = {{"from", p->curfew[i].from, last + 1, TICKS},
                                   {"to", p->curfew[i].to, p->curfew[i].from, TICKS}};
        bad = numbers("curfew", i, m, RK_COUNT(m), err);
        last = p->curfew[i].to;
    }
    for (int32_t i = 0; !bad && i < p->pools; i++)
        if (p->pool[i] < 0)
            bad = wrong(err, "pool", i, "", p->pool[i], 0, TICKS);
    for (int32_t i = 0; !bad && i < 2 * p->requests; i++)
        seen[i] = -1;
    for (int32_t v = 0; !bad && p->done && v < p->vehicles; v++)
        bad = done_of(p, v, seen, err);
    return bad;
}
