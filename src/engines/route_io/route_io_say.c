/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words: why somebody is not served, what changed and why. */
#include "route_io_internal.h"

void rk_route_hour(const struct rk_route_case *c, int32_t ticks, char out[24])
{
    if (c->kind == RK_ROUTE_TOWN)
        snprintf(out, 24, "%02d:%02d", ticks / 3600, ticks / 60 % 60);
    else
        snprintf(out, 24, "%.6g", ticks / c->unit);
}

/* Minutes in a town, rounded up; units of the file elsewhere. */
static double span(const struct rk_route_case *c, int32_t ticks)
{
    return c->kind == RK_ROUTE_TOWN ? ceil(ticks / 60.0) : ticks / c->unit;
}

void rk_route_unserved_words(const struct rk_route_case *c, const struct rk_route_unserved *u,
                             enum rk_route_tongue tongue, struct rk_buf *out)
{
    const bool uk = tongue == RK_ROUTE_UKRAINIAN;
    char got[24], limit[24];
    rk_route_hour(c, u->got, got);
    rk_route_hour(c, u->limit, limit);
    switch (u->why) {
    case RK_ROUTE_NO_VEHICLE:
        rk_buf_c(out, uk ? "жодна машина не має потрібного обладнання чи допуску"
                         : "no vehicle has what it needs");
        return;
    case RK_ROUTE_TOO_MUCH:
        rk_buf_c(out, uk ? "не вміщується в жодну придатну машину"
                         : "more than any such vehicle holds");
        return;
    case RK_ROUTE_CUT_OFF:
        rk_buf_c(out, uk ? "туди або назад немає дороги" : "no road leads there or back");
        return;
    case RK_ROUTE_TOO_LATE:
        rk_buf_printf(out,
                      uk ? "найраніше можна прибути о %s, а приймають лише до %s"
                         : "the soonest arrival is %s, its last window closes at %s",
                      got, limit);
        return;
    case RK_ROUTE_SHIFT_ENDS:
        if (u->got < 0)
            rk_buf_c(out, uk ? "не вкладається у зміну жодної машини"
                             : "does not fit into any vehicle's shift");
        else
            rk_buf_printf(
                out,
                uk ? "машина повернулася б щонайраніше о %s, а зміна закінчується о %s"
                   : "the vehicle would be back at %s at the soonest, the shift ends "
                     "at %s",
                got, limit);
        return;
    case RK_ROUTE_RIDE:
        rk_buf_printf(out,
                      uk ? "сама дорога займає %.6g хв, дозволено не більше %.6g"
                         : "the ride alone takes %.6g, at most %.6g is allowed",
                      span(c, u->got), span(c, u->limit));
        return;
    case RK_ROUTE_NO_BED:
        rk_buf_c(out,
                 uk ? "немає вільного ліжка потрібного профілю" : "no bed of its kind is free");
        return;
    case RK_ROUTE_LEG_MISSING:
        rk_buf_printf(out,
                      uk ? "не виконано іншу частину цієї поїздки (№ %d)"
                         : "the other part of its journey (%d) is not served",
                      c->number[0][u->other]);
        return;
    case RK_ROUTE_IN_FORCE:
        rk_buf_c(out, uk ? "після вже пройденого шляху встигнути неможливо"
                         : "what has been driven leaves no way any more");
        return;
    default:
        rk_buf_c(out, uk ? "усі машини зайняті іншими викликами"
                         : "all vehicles are taken by others");
    }
}

/* ---- changes ----------------------------------------------------------------------------- */

struct found {
    int32_t vehicle, begin; /* of the last stop; -1: not there */
};

static struct found where(const struct rk_route_plan *plan, int32_t request, int32_t stop)
{
    for (int32_t k = 0; k < plan->tours; k++)
        for (int32_t i = 0; i < plan->tour[k].visits; i++) {
            const struct rk_route_visit *v = &plan->tour[k].visit[i];
            if (v->act == RK_ROUTE_STOP && v->request == request && v->stop == stop)
                return (struct found){plan->tour[k].vehicle, v->begin};
        }
    return (struct found){-1, -1};
}

/* How much later the old vehicle would come by its old order over today's roads. */
static int32_t old_delay(const struct rk_route_case *c, int32_t request)
{
    const struct rk_route_problem *p = &c->problem;
    const struct rk_route_request *r = &p->request[request];
    for (int32_t k = 0; k < c->was->tours; k++) {
        const struct rk_route_tour *t = &c->was->tour[k];
        const struct rk_route_vehicle *v = &p->vehicle[t->vehicle];
        const int32_t *time = p->matrix[v->matrix].time;
        int32_t at = v->start;
        int64_t late = 0, clock = v->from;
        for (int32_t i = 0; i < t->visits; i++) {
            const struct rk_route_visit *d = &t->visit[i];
            int32_t service = v->reload;
            if (d->act == RK_ROUTE_PAUSE) {
                clock += v->pause[d->request].length;
                continue;
            }
            int32_t to = v->depot;
            if (d->act == RK_ROUTE_STOP) {
                const struct rk_route_request *q = &p->request[d->request];
                to = d->option >= 0 ? q->option[d->option].place : q->stop[d->stop].place;
                service = q->stop[d->stop].service;
            }
            const int32_t leg = time[(ptrdiff_t)at * p->places + to];
            if (leg == RK_ROUTE_NO_ROAD)
                late = INT32_MAX;
            else if (d->begin > c->changed_at)
                late =
                    late < INT32_MAX && clock + leg > d->begin ? clock + leg - d->begin : late;
            if (d->act == RK_ROUTE_STOP && d->request == request && d->stop == r->stops - 1)
                return late > 0 ? (int32_t)late : 0;
            clock =
                d->begin <= c->changed_at || clock + leg < d->begin ? d->begin : clock + leg;
            clock += service;
            at = to;
        }
    }
    return 0;
}

static void put_reason(const struct rk_route_case *c, int32_t request, bool uk,
                       struct rk_buf *out)
{
    const int32_t late = old_delay(c, request);
    char hour[24];
    rk_route_hour(c, c->changed_at, hour);
    if (late <= 0) {
        rk_buf_c(out, uk ? "щоб звільнити час для інших" : "to make room for others");
        return;
    }
    if (c->changed.len > 0)
        rk_buf_printf(out, uk ? "%.*s о %s" : "%.*s at %s", RK_FMT(c->changed), hour);
    else
        rk_buf_printf(out, uk ? "зміна о %s" : "change at %s", hour);
    if (late == INT32_MAX)
        rk_buf_c(out, uk ? ", колишньою дорогою не проїхати" : ", the old way is cut");
    else
        rk_buf_printf(out,
                      uk ? ", за старим порядком — на %.0f хв пізніше"
                         : ", by the old order %.0f min later",
                      span(c, late));
}

static struct rk_str car(const struct rk_route_case *c, int32_t v)
{
    return c->vehicle ? c->vehicle[v] : RK_STR("?");
}

int32_t rk_route_changes(const struct rk_route_case *c, const struct rk_route_plan *plan,
                         enum rk_route_tongue tongue, struct rk_buf *out)
{
    const bool uk = tongue == RK_ROUTE_UKRAINIAN;
    int32_t changes = 0;
    for (int32_t i = 0; c->was && i < c->problem.requests; i++) {
        const int32_t last = c->problem.request[i].stops - 1, n = c->number[0][i];
        const struct found a = where(c->was, i, last), b = where(plan, i, last);
        char from[24], to[24];
        rk_route_hour(c, a.begin, from);
        rk_route_hour(c, b.begin, to);
        if (a.vehicle == b.vehicle && (a.vehicle < 0 || abs(a.begin - b.begin) < 900))
            continue;
        changes += a.vehicle != b.vehicle;
        if (a.vehicle < 0) {
            const struct rk_str name = car(c, b.vehicle);
            rk_buf_printf(out,
                          uk ? "№ %d тепер везе машина «%.*s», о %s\n"
                             : "stop %d comes in: %.*s at %s\n",
                          n, RK_FMT(name), to);
            continue;
        }
        if (b.vehicle < 0) {
            rk_buf_printf(out,
                          uk ? "№ %d сьогодні не обслуговується: " : "stop %d is lost: ", n);
            for (int32_t k = 0; k < plan->unserved; k++)
                if (plan->left[k].request == i)
                    rk_route_unserved_words(c, &plan->left[k], tongue, out);
            rk_buf_c(out, "; ");
        }
        if (b.vehicle >= 0 && a.vehicle != b.vehicle) {
            const struct rk_str name = car(c, b.vehicle);
            rk_buf_printf(out,
                          uk ? "№ %d переходить до машини «%.*s», о %s: "
                             : "stop %d moves to %.*s, at %s: ",
                          n, RK_FMT(name), to);
        } else if (b.vehicle >= 0)
            rk_buf_printf(out, uk ? "№ %d: о %s замість %s: " : "stop %d at %s, not %s: ", n,
                          to, from);
        put_reason(c, i, uk, out);
        rk_buf_char(out, '\n');
    }
    return changes;
}
