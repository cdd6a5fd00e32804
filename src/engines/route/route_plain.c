/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain rounds: told apart, handed to the genetic search, and back. */
#include "route_hgs.h"
#include "route_internal.h"

static bool like_vehicle(const struct rk_route_vehicle *a, const struct rk_route_vehicle *b)
{
    return a->start == b->start && a->end == b->end && a->from == b->from && a->to == b->to &&
           a->load[0] == b->load[0] && a->matrix == b->matrix && a->fixed == b->fixed;
}

static bool plain_vehicle(const struct rk_route_vehicle *v)
{
    return v->start == v->end && v->trips == 1 && v->breaks == 0 && v->per_cost == 1000 &&
           v->per_time == 0 && v->most < 0;
}

static bool plain_request(const struct rk_route_request *r)
{
    for (int k = 1; k < RK_ROUTE_LOADS; k++)
        if (r->load[k] != 0)
            return false;
    return r->stops == 1 && r->stop[0].windows <= 1 && r->options == 0 && r->max_ride < 0 &&
           r->skills == 0 && r->after < 0 && r->only < 0 && r->was < 0;
}

bool route_is_plain(const struct rk_route_problem *p)
{
    if (!p->must || p->vehicles == 0 || p->requests < 2 || p->curfews > 0 || p->done)
        return false;
    for (int32_t i = 0; i < p->vehicles; i++)
        if (!plain_vehicle(&p->vehicle[i]) || !like_vehicle(&p->vehicle[i], &p->vehicle[0]))
            return false;
    for (int32_t i = 0; i < p->requests; i++)
        if (!plain_request(&p->request[i]))
            return false;
    const struct rk_route_matrix *m = &p->matrix[p->vehicle[0].matrix];
    if (m->time != m->cost)
        return false;
    for (ptrdiff_t k = 0; k < (ptrdiff_t)p->places * p->places; k++)
        if (m->time[k] == RK_ROUTE_NO_ROAD)
            return false;
    return true;
}

/* ---- stops near in place and time -------------------------------------------------------- */

/* Vidal et al. (2013): distance, a fifth of the wait, all of what is too late. */
static double nearness(const struct hgs_task *t, int32_t a, int32_t b)
{
    const double d = (double)t->d[a * t->w + b];
    if (!t->timed)
        return d;
    const struct hgs_part *x = &t->one[a], *y = &t->one[b];
    const double leave = (double)x->span + d;
    return d + 0.2 * fmax(0.0, (double)y->early - leave - (double)x->late) +
           fmax(0.0, (double)x->early + leave - (double)y->late);
}

static void find_near(const struct hgs_task *t, int32_t *near, double *key)
{
    for (int32_t a = 1; a <= t->n; a++) {
        int32_t *list = near + a * t->near_most, count = 0;
        for (int32_t b = 1; b <= t->n; b++) {
            if (a == b)
                continue;
            const double k = fmin(nearness(t, a, b), nearness(t, b, a));
            if (count == t->near_most && k >= key[count - 1])
                continue;
            int32_t j = count < t->near_most ? count++ : count - 1;
            for (; j > 0 && key[j - 1] > k; j--)
                key[j] = key[j - 1], list[j] = list[j - 1];
            key[j] = k, list[j] = b;
        }
    }
}

/* ---- there ------------------------------------------------------------------------------- */

static int32_t fleet(const struct rk_route_problem *p, const struct hgs_task *t)
{
    const int32_t most = p->vehicles < t->n ? p->vehicles : t->n;
    if (t->timed || t->fixed > 0.0 || t->cap <= 0)
        return most;
    int64_t sum = 0;
    for (int32_t i = 1; i <= t->n; i++)
        sum += t->load[i];
    const int64_t enough = 13 * sum / (10 * t->cap) + 4;
    return enough < most ? (int32_t)enough : most;
}

static void fill_stops(const struct rk_route_problem *p, struct hgs_task *t, int32_t *d,
                       int32_t *load, struct hgs_part *one)
{
    const struct rk_route_vehicle *v = &p->vehicle[0];
    const int32_t *time = p->matrix[v->matrix].time;
    const int64_t from = v->from, to = v->to;
    one[0] = (struct hgs_part){0, 0, from, to, 0, 0};
    load[0] = 0;
    for (int32_t i = 1; i <= t->n; i++) {
        const struct rk_route_request *r = &p->request[i - 1];
        one[i] = (struct hgs_part){r->stop[0].service, 0, from, to, i, i};
        if (r->stop[0].windows > 0) {
            one[i].early = r->stop[0].window[0].from > from ? r->stop[0].window[0].from : from;
            one[i].late = r->stop[0].window[0].to < to ? r->stop[0].window[0].to : to;
        }
        load[i] = r->load[0];
    }
    t->timed = false;
    t->symmetric = true;
    int64_t longest = 0;
    for (int32_t a = 0; a <= t->n; a++) {
        const ptrdiff_t pa = a == 0 ? v->start : p->request[a - 1].stop[0].place;
        int64_t far = 0;
        for (int32_t b = 0; b <= t->n; b++) {
            const ptrdiff_t pb = b == 0 ? v->start : p->request[b - 1].stop[0].place;
            d[a * t->w + b] = a == b ? 0 : time[pa * p->places + pb];
            t->symmetric =
                t->symmetric && time[pa * p->places + pb] == time[pb * p->places + pa];
            far = d[a * t->w + b] > far ? d[a * t->w + b] : far;
        }
        longest += far + one[a].span;
    }
    for (int32_t i = 0; i <= t->n; i++)
        t->timed = t->timed || one[i].early > from || one[i].late < from + longest;
}

static bool make_task(const struct rk_route_problem *p, struct rk_scratch *s,
                      struct hgs_task *t)
{
    const int32_t n = p->requests;
    *t = (struct hgs_task){.n = n, .w = n + 1, .cap = p->vehicle[0].load[0]};
    int32_t *d = RK_NEW(s, int32_t, t->w * t->w);
    int32_t *load = RK_NEW(s, int32_t, t->w);
    struct hgs_part *one = RK_NEW(s, struct hgs_part, t->w);
    double *x = RK_NEW(s, double, t->w), *y = RK_NEW(s, double, t->w);
    if (s->in.failed)
        return false;
    fill_stops(p, t, d, load, one);
    t->d = d, t->load = load, t->one = one;
    t->fixed = p->vehicles_first ? 0.0 : p->vehicle[0].fixed;
    t->vehicles = fleet(p, t);
    for (int32_t i = 0; p->x && p->y && i <= n; i++) {
        const int32_t place = i == 0 ? p->vehicle[0].start : p->request[i - 1].stop[0].place;
        x[i] = p->x[place], y[i] = p->y[place];
        t->x = x, t->y = y;
    }
    t->near_most = t->timed ? 40 : 20;
    t->near_most = t->near_most < n ? t->near_most : n;
    int32_t *near = RK_NEW(s, int32_t, t->w * t->near_most);
    double *key = RK_NEW(s, double, t->near_most + 1);
    if (s->in.failed)
        return false;
    find_near(t, near, key);
    t->near = near;
    return true;
}

/* ---- and back ---------------------------------------------------------------------------- */

static void tour_back(const struct hgs_task *t, const struct hgs_plan *h, int32_t r,
                      struct rk_route_visit *visit, struct rk_route_tour *tour)
{
    const int32_t count = h->first[r + 1] - h->first[r];
    int64_t at = t->one[0].early, home;
    int32_t last = 0;
    int64_t begin[2] = {0, 0};
    for (int32_t i = 0; i < count; i++) {
        const int32_t c = h->seq[h->first[r] + i];
        at += t->d[last * t->w + c];
        at = at > t->one[c].early ? at : t->one[c].early;
        begin[i == 0 ? 0 : 1] = at;
        visit[i] = (struct rk_route_visit){RK_ROUTE_STOP, c - 1, 0, -1, (int32_t)at};
        at += t->one[c].span;
        last = c;
    }
    home = at + t->d[last * t->w];
    const int64_t first_leg = t->d[visit[0].request + 1];
    *tour = (struct rk_route_tour){r, count, visit, (int32_t)(begin[0] - first_leg),
                                   home < INT32_MAX ? (int32_t)home : INT32_MAX};
}

static rk_status plan_back(const struct rk_route_problem *p, const struct hgs_task *t,
                           const struct hgs_plan *h, struct rk_arena *keep,
                           struct rk_route_plan *out, struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct rk_route_tour *tour = RK_NEW(&result, struct rk_route_tour, h->used + 1);
    struct rk_route_visit *visit = RK_NEW(&result, struct rk_route_visit, t->n + 1);
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, "route", "%d requests", p->requests);
    struct rk_route_plan plan = {.tour = tour, .tours = h->used};
    for (int32_t r = 0; r < h->used; r++)
        tour_back(t, h, r, visit + h->first[r], &tour[r]);
    plan.cost = h->length + (int64_t)p->vehicle[0].fixed * h->used;
    *keep = result;
    *out = plan;
    return RK_OK;
}

/* ---- the search -------------------------------------------------------------------------- */

/* Tours of the plan that starts, in vehicle order; stops it lacks in tours of their own. */
static bool plan_there(const struct rk_route_plan *from, const struct hgs_task *t,
                       struct rk_scratch *s, struct hgs_plan *to)
{
    int32_t at = 0;
    if (!hgs_plan_new(t, s, to))
        return false;
    for (int32_t k = 0; k < from->tours && to->used < t->vehicles; k++) {
        to->first[to->used++] = at;
        for (int32_t i = 0; i < from->tour[k].visits && at < t->n; i++)
            to->seq[at++] = from->tour[k].visit[i].request + 1;
    }
    to->first[to->used] = at;
    return at == t->n;
}

static bool fewest(struct hgs_task *t, const struct hgs_budget *budget, uint64_t seed,
                   struct rk_scratch scratch, struct hgs_plan *plan)
{
    struct rk_random random = rk_random_stream(seed, "fewest", 0);
    struct hgs_budget many = *budget;
    if (many.iterations >= 0)
        many.iterations = 200 * (many.iterations + 1);
    for (int32_t i = 0; i < t->n; i++)
        plan->seq[i] = i + 1;
    plan->first[0] = 0;
    plan->first[1] = t->n;
    plan->used = 1;
    const struct hgs_price dear = {1e6, 1e6};
    hgs_plan_count(t, &dear, plan);
    if (hgs_ruin(t, &many, 0.05, false, &random, scratch, plan) < 0 ||
        hgs_ruin(t, &many, 0.5, true, &random, scratch, plan) < 0)
        return false;
    if (plan->feasible)
        t->vehicles = plan->used;
    return true;
}

rk_status route_plain_solve(const struct rk_route_problem *p, const struct rk_route_options *o,
                            struct rk_arena *keep, struct rk_scratch scratch,
                            struct rk_route_plan *out, bool *found, struct rk_err *err)
{
    struct hgs_task t;
    struct hgs_plan best, first = {0};
    const int64_t usual = 20000 / (p->requests + 1) * 10 + 200;
    const struct hgs_budget budget = {o->iterations == 0 ? usual : o->iterations, o->share,
                                      o->user};
    bool room = make_task(p, &scratch, &t) && hgs_plan_new(&t, &scratch, &best) &&
                hgs_plan_new(&t, &scratch, &first);
    bool begun = room && o->start && plan_there(o->start, &t, &scratch, &first);
    if (room && p->vehicles_first) {
        room = fewest(&t, &budget, o->seed, scratch, &first);
        begun = room && first.feasible;
    }
    const int64_t done =
        room ? hgs_search(&t, &budget, o->seed, begun ? &first : NULL, scratch, &best) : -1;
    if (done < 0)
        return rk_fail(err, RK_ENOMEM, "route", "%d requests", p->requests);
    *found = best.feasible;
    if (!best.feasible)
        return RK_OK;
    const rk_status bad = plan_back(p, &t, &best, keep, out, err);
    if (!bad)
        out->iterations = done;
    return bad;
}
