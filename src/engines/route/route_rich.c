/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rich problem from end to end: start, search, plan, reasons. */
#include "route_rich.h"

static void visit_of(const struct rich *z, const struct rich_state *s, int32_t v, int32_t i,
                     struct rk_route_visit *out)
{
    const ptrdiff_t at = (ptrdiff_t)v * z->room + i;
    const struct rich_node *n = &z->node[s->node[at]];
    *out = (struct rk_route_visit){.begin = s->begin[at], .option = -1, .request = n->request};
    if (n->kind == RICH_RELOAD) {
        out->act = RK_ROUTE_RELOAD;
        out->request = -1;
    } else if (n->kind == RICH_PAUSE) {
        out->act = RK_ROUTE_PAUSE;
    } else {
        out->act = RK_ROUTE_STOP;
        out->stop = n->kind == RICH_DROP;
        if (n->kind != RICH_PICK)
            out->option = s->option[n->request];
    }
}

static bool serves(const struct rich *z, const struct rich_state *s, int32_t v)
{
    for (int32_t i = 0; i < s->len[v]; i++)
        if (z->node[s->node[(ptrdiff_t)v * z->room + i]].kind <= RICH_DROP)
            return true;
    return false;
}

static rk_status tours_of(struct rich *z, struct rk_arena *keep, struct rk_route_plan *out,
                          struct rk_err *err)
{
    const struct rich_state *s = &z->best;
    int64_t visits = 0;
    int32_t tours = 0;
    for (int32_t v = 0; v < z->p->vehicles; v++)
        if (serves(z, s, v))
            tours++, visits += s->len[v];
    struct rk_route_tour *tour = RK_NEW(keep, struct rk_route_tour, tours + 1);
    struct rk_route_visit *visit = RK_NEW(keep, struct rk_route_visit, visits + 1);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "route", "%d tours", tours);
    out->tour = tour;
    for (int32_t v = 0; v < z->p->vehicles; v++) {
        if (!serves(z, s, v))
            continue;
        struct rk_route_tour *t = &tour[out->tours++];
        *t = (struct rk_route_tour){v, 0, visit, s->leave[v], s->home[v]};
        for (int32_t i = 0; i < s->len[v]; i++)
            if (!s->idle[(ptrdiff_t)v * z->room + i]) {
                visit_of(z, s, v, i, visit++);
                t->visits++;
            }
        out->cost += s->cost[v];
    }
    return RK_OK;
}

static bool more_urgent(const struct rk_route_problem *p, int32_t a, int32_t b)
{
    const struct rk_route_request *x = &p->request[a], *y = &p->request[b];
    if (x->rank != y->rank)
        return x->rank < y->rank;
    return x->harm > y->harm || (!(x->harm < y->harm) && a < b);
}

static rk_status left_of(struct rich *z, struct rk_arena *keep, struct rk_route_plan *out,
                         struct rk_err *err)
{
    struct rk_route_unserved *left = RK_NEW(keep, struct rk_route_unserved, z->best.absent + 1);
    if (!left)
        return rk_fail(err, RK_ENOMEM, "route", "%d unserved", z->best.absent);
    rich_state_copy(z, &z->best, &z->now);
    rich_loosen(z);
    for (int32_t r = 0; r < z->p->requests; r++) {
        if (z->best.on[r] >= 0)
            continue;
        const struct rk_route_unserved u = rich_why(z, &z->now, r);
        int32_t i = out->unserved++;
        for (; i > 0 && more_urgent(z->p, r, left[i - 1].request); i--)
            left[i] = left[i - 1];
        left[i] = u;
        out->harm[z->p->request[r].rank] += z->p->request[r].harm;
    }
    out->left = left;
    return RK_OK;
}

rk_status route_rich_solve(const struct rk_route_problem *p, const struct rk_route_options *o,
                           struct rk_arena *keep, struct rk_scratch scratch,
                           struct rk_route_plan *out, struct rk_err *err)
{
    struct rich *z = RK_NEW(&scratch, struct rich, 1);
    if (!z || !rich_new(p, o->seed, &scratch, z) || !rich_pool_new(z, &scratch))
        return rk_fail(err, RK_ENOMEM, "route", "%d requests, %d vehicles", p->requests,
                       p->vehicles);
    if (o->start)
        rich_start(z, o->start);
    struct rk_arena result = *keep;
    struct rk_route_plan plan = {.iterations = rich_search(z, o, scratch)};
    rk_status bad = tours_of(z, &result, &plan, err);
    if (!bad)
        bad = left_of(z, &result, &plan, err);
    if (bad)
        return bad;
    *keep = result;
    *out = plan;
    if (p->must && plan.unserved > 0)
        return rk_fail(err, RK_ENOTFOUND, "route", "%d of %d requests found no place",
                       plan.unserved, p->requests);
    return RK_OK;
}
