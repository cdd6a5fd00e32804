/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States of the search: making, copying, counting, beginning with a plan. */
#include "route_rich.h"

#define MOST_LEGS 5e7 /* looked at before the search: below a tenth of a second */

/* ---- memory ------------------------------------------------------------------------------ */

static bool state_new(const struct rich *z, struct rk_scratch *s, struct rich_state *o)
{
    const struct rk_route_problem *p = z->p;
    const ptrdiff_t cells = (ptrdiff_t)p->vehicles * z->room;
    o->len = RK_NEW(s, int32_t, p->vehicles);
    o->leave = RK_NEW(s, int32_t, p->vehicles);
    o->home = RK_NEW(s, int32_t, p->vehicles);
    o->cost = RK_NEW(s, int64_t, p->vehicles);
    o->hash = RK_NEW(s, uint64_t, p->vehicles);
    o->stamp = RK_NEW(s, int64_t, p->vehicles);
    o->node = RK_NEW(s, int32_t, cells);
    o->begin = RK_NEW(s, int32_t, cells);
    o->latest = RK_NEW(s, int32_t, cells);
    o->place = RK_NEW(s, int32_t, cells);
    o->idle = RK_NEW(s, int32_t, cells);
    o->load = RK_NEW(s, int32_t, cells * z->loads);
    o->on = RK_NEW(s, int32_t, p->requests);
    o->option = RK_NEW(s, int32_t, p->requests);
    o->low = RK_NEW(s, int32_t, z->nodes);
    o->high = RK_NEW(s, int32_t, z->nodes);
    o->pool = RK_NEW(s, int32_t, p->pools + 1);
    return !s->in.failed;
}

static int32_t loads_in_use(const struct rk_route_problem *p)
{
    int32_t most = 1;
    for (int32_t i = 0; i < p->requests; i++)
        for (int32_t k = 1; k < RK_ROUTE_LOADS; k++)
            if (p->request[i].load[k] > 0 && k >= most)
                most = k + 1;
    return most;
}

static bool memory(struct rich *z, struct rk_scratch *s)
{
    const struct rk_route_problem *p = z->p;
    const ptrdiff_t room = z->room;
    z->node = RK_NEW(s, struct rich_node, z->nodes);
    z->fixed = RK_NEW(s, int32_t, p->vehicles);
    z->fixed_at = RK_NEW(s, int32_t, z->nodes);
    z->late_by = RK_NEW(s, int32_t, z->nodes);
    z->soonest = RK_NEW(s, int32_t, z->nodes);
    z->last = RK_NEW(s, int32_t, z->nodes);
    z->ride = RK_NEW(s, int32_t, p->requests);
    z->follower = RK_NEW(s, int32_t, p->requests);
    z->like = RK_NEW(s, int32_t, p->vehicles);
    int32_t **rows[] = {&z->seq,    &z->t_begin, &z->t_leg, &z->t_at,
                        &z->t_idle, &z->list,    &z->seam};
    for (ptrdiff_t i = 0; i < RK_COUNT(rows); i++)
        *rows[i] = RK_NEW(s, int32_t, room + 4);
    z->spot = RK_NEW(s, int32_t, z->nodes);
    z->sum = RK_NEW(s, int32_t, RK_ROUTE_LOADS);
    z->gone = RK_NEW(s, int32_t, p->requests + 1);
    z->key = RK_NEW(s, double, p->requests + 1);
    z->touched_tour = RK_NEW(s, uint8_t, p->vehicles);
    z->tours = RK_NEW(s, int32_t, p->vehicles);
    z->brought_on = RK_NEW(s, uint8_t, p->requests);
    z->to = RK_NEW(s, int32_t, p->vehicles);
    const ptrdiff_t quotes = (ptrdiff_t)p->requests * p->vehicles;
    if (quotes <= 200000)
        z->quote = RK_NEW(s, struct rich_quote, quotes);
    return state_new(z, s, &z->now) && state_new(z, s, &z->try) && state_new(z, s, &z->best) &&
           !s->in.failed;
}

/* ---- nodes ------------------------------------------------------------------------------- */

static bool marks_new(struct rich *z, struct rk_scratch *s)
{
    const struct rk_route_problem *p = z->p;
    z->first_mark = RK_NEW(s, int32_t, p->vehicles + 1);
    if (!z->first_mark)
        return false;
    int64_t n = 2 * (int64_t)p->requests;
    int32_t most = 0;
    for (int32_t v = 0; v < p->vehicles; v++) {
        const int32_t marks = p->vehicle[v].trips - 1 + p->vehicle[v].breaks;
        z->first_mark[v] = (int32_t)n;
        n += marks;
        most = marks > most ? marks : most;
    }
    z->first_mark[p->vehicles] = (int32_t)n;
    z->nodes = (int32_t)n;
    z->room = most;
    for (int32_t i = 0; i < p->requests; i++)
        z->room += p->request[i].stops;
    z->loads = loads_in_use(p);
    return true;
}

static bool nodes_new(struct rich *z, struct rk_scratch *s)
{
    const struct rk_route_problem *p = z->p;
    for (int32_t i = 0; i < p->requests; i++) {
        const struct rk_route_request *r = &p->request[i];
        for (int k = 0; k < 2; k++)
            z->node[2 * i + k] = (struct rich_node){
                k == 1 ? RICH_DROP : (r->stops == 2 ? RICH_PICK : RICH_GOODS), i, &r->stop[k],
                r->stop[k].place, r->stop[k].service};
    }
    for (int32_t v = 0; v < p->vehicles; v++) {
        const struct rk_route_vehicle *w = &p->vehicle[v];
        int32_t at = z->first_mark[v];
        struct rk_route_stop *stop = RK_NEW(s, struct rk_route_stop, w->breaks + 1);
        struct rk_route_window *win = RK_NEW(s, struct rk_route_window, w->breaks + 1);
        if (!stop || !win)
            return false;
        stop[w->breaks] = (struct rk_route_stop){w->depot, w->reload, 0, NULL};
        for (int32_t k = 0; k < w->breaks; k++) {
            win[k] = (struct rk_route_window){w->pause[k].from, w->pause[k].to};
            stop[k] = (struct rk_route_stop){-1, w->pause[k].length, 1, &win[k]};
            z->node[at++] = (struct rich_node){RICH_PAUSE, k, &stop[k], -1, w->pause[k].length};
        }
        for (int32_t k = 1; k < w->trips; k++)
            z->node[at++] =
                (struct rich_node){RICH_RELOAD, -1, &stop[w->breaks], w->depot, w->reload};
    }
    return true;
}

static bool same_vehicle(const struct rk_route_vehicle *a, const struct rk_route_vehicle *b)
{
    return a->start == b->start && a->end == b->end && a->from == b->from && a->to == b->to &&
           a->most == b->most && memcmp(a->load, b->load, sizeof a->load) == 0 &&
           a->skills == b->skills && a->matrix == b->matrix && a->trips == b->trips &&
           a->depot == b->depot && a->reload == b->reload && a->fixed == b->fixed &&
           a->per_cost == b->per_cost && a->per_time == b->per_time && a->breaks == 0 &&
           b->breaks == 0;
}

/* A vehicle that someone is bound to is like no other. */
static void likes(struct rich *z)
{
    uint8_t *bound = z->touched_tour;
    for (int32_t i = 0; i < z->p->requests; i++)
        if (z->p->request[i].only >= 0)
            bound[z->p->request[i].only] = 1;
    for (int32_t v = 0; v < z->p->vehicles; v++) {
        z->like[v] = v;
        const int32_t far = v > 400 ? v - 1 : 0; /* long fleets are alike row by row */
        for (int32_t u = far; u < v; u++)
            if (!z->p->done && !bound[u] && !bound[v] &&
                same_vehicle(&z->p->vehicle[u], &z->p->vehicle[v])) {
                z->like[v] = z->like[u];
                break;
            }
    }
    memset(bound, 0, (size_t)z->p->vehicles);
}

/* ---- hours that follow from hours ---------------------------------------------------------
 */

void rich_loosen(struct rich *z)
{
    for (int32_t i = 0; i < z->nodes; i++) {
        z->soonest[i] = 0;
        z->last[i] = INT32_MAX;
    }
}

/* The shortest leg of any vehicle. */
static int32_t shortest(const struct rk_route_problem *p, int32_t a, int32_t b)
{
    int32_t least = RK_ROUTE_NO_ROAD;
    for (int32_t m = 0; m < p->matrices; m++) {
        const int32_t t = p->matrix[m].time[(ptrdiff_t)a * p->places + b];
        least = t < least ? t : least;
    }
    return least;
}

/* The least ticks from a to b over any places (Dijkstra 1959): a way round may be quicker than
 * the leg that is said. ticks [places] is working space; INT64_MAX: there is no way. */
static int64_t quickest(const struct rk_route_problem *p, int32_t a, int32_t b, int64_t *ticks,
                        uint8_t *settled)
{
    memset(settled, 0, (size_t)p->places);
    for (int32_t i = 0; i < p->places; i++)
        ticks[i] = INT64_MAX;
    ticks[a] = 0;
    for (;;) {
        int32_t next = -1;
        for (int32_t i = 0; i < p->places; i++)
            if (!settled[i] && ticks[i] < INT64_MAX && (next < 0 || ticks[i] < ticks[next]))
                next = i;
        if (next < 0 || next == b || ticks[next] >= ticks[b])
            return ticks[b];
        settled[next] = 1;
        for (int32_t i = 0; i < p->places; i++) {
            const int32_t leg = shortest(p, next, i);
            if (leg != RK_ROUTE_NO_ROAD && ticks[next] + leg < ticks[i])
                ticks[i] = ticks[next] + leg;
        }
    }
}

/* The hours of one ride; leg: the least ticks between its ends. */
static void tighten_one(struct rich *z, int32_t r, int64_t leg)
{
    const struct rk_route_request *q = &z->p->request[r];
    int64_t soonest[2] = {0, 0}, last[2] = {INT32_MAX, INT32_MAX};
    for (int k = 0; k < 2; k++)
        if (q->stop[k].windows > 0) {
            soonest[k] = q->stop[k].window[0].from;
            last[k] = q->stop[k].window[q->stop[k].windows - 1].to;
        }
    const int64_t least = q->stop[0].service + leg;
    soonest[1] = soonest[1] > soonest[0] + least ? soonest[1] : soonest[0] + least;
    last[0] = last[0] < last[1] - least ? last[0] : last[1] - least;
    if (q->max_ride >= 0) {
        const int64_t longest = (int64_t)q->stop[0].service + q->max_ride;
        soonest[0] = soonest[0] > soonest[1] - longest ? soonest[0] : soonest[1] - longest;
        last[1] = last[1] < last[0] + longest ? last[1] : last[0] + longest;
    }
    for (int k = 0; k < 2; k++) {
        z->soonest[2 * r + k] = (int32_t)(soonest[k] < INT32_MAX ? soonest[k] : INT32_MAX);
        z->last[2 * r + k] = (int32_t)(last[k] > -1 ? last[k] : -1);
    }
}

/* The end of a ride bounds its begin, and the begin its end. */
static bool tighten(struct rich *z, struct rk_scratch scratch)
{
    const struct rk_route_problem *p = z->p;
    int64_t *ticks = RK_NEW(&scratch, int64_t, p->places);
    uint8_t *settled = RK_NEW(&scratch, uint8_t, p->places);
    if (scratch.in.failed)
        return false;
    rich_loosen(z);
    /* where ways are dear to find, any may take no time at all */
    const bool ways = (double)p->requests * p->places * p->places * p->matrices <= MOST_LEGS;
    for (int32_t r = 0; r < p->requests && !p->done; r++) {
        const struct rk_route_request *q = &p->request[r];
        if (q->stops != 2 || q->options > 0)
            continue;
        const int64_t leg =
            ways ? quickest(p, q->stop[0].place, q->stop[1].place, ticks, settled) : 0;
        if (leg < INT64_MAX)
            tighten_one(z, r, leg);
    }
    return true;
}

/* ---- what lies near what ----------------------------------------------------------------- */

/* Between which hours a stop begins; false where that is not said. */
static bool hours(const struct rich *z, int32_t node, double *from, double *to)
{
    const struct rk_route_stop *s = z->node[node].stop;
    *from = z->soonest[node];
    *to = z->last[node];
    if (s->windows > 0) {
        *from = fmax(*from, s->window[0].from);
        *to = fmin(*to, s->window[s->windows - 1].to);
    }
    return *to < INT32_MAX;
}

static double apart(const struct rich *z, int32_t a, int32_t b)
{
    const struct rk_route_matrix *m = &z->p->matrix[0];
    const struct rk_route_request *ra = &z->p->request[a], *rb = &z->p->request[b];
    double least = HUGE_VAL, sum = 0.0;
    for (int i = 0; i < ra->stops; i++)
        for (int j = 0; j < rb->stops; j++) {
            const ptrdiff_t k = (ptrdiff_t)ra->stop[i].place * z->p->places + rb->stop[j].place;
            const double d = m->time[k] == RK_ROUTE_NO_ROAD ? 1e9 : m->time[k];
            double wait = 0.0;
            double from[2], to[2];
            if (hours(z, 2 * a + i, &from[0], &to[0]) &&
                hours(z, 2 * b + j, &from[1], &to[1])) {
                const double gap =
                    fmax(from[0] + ra->stop[i].service + d - to[1], from[1] - to[0] - d);
                wait = fmax(0.0, gap);
            }
            least = fmin(least, d + 0.2 * wait);
            sum += d;
        }
    return least + 0.1 * sum;
}

static bool near_new(struct rich *z, struct rk_scratch *s)
{
    const int32_t n = z->p->requests;
    z->near_most = n - 1 < 60 ? n - 1 : 60;
    z->near = RK_NEW(s, int32_t, (ptrdiff_t)n * z->near_most + 1);
    double *key = RK_NEW(s, double, z->near_most + 1);
    if (!z->near || !key)
        return false;
    for (int32_t a = 0; a < n; a++) {
        int32_t *list = z->near + (ptrdiff_t)a * z->near_most, count = 0;
        for (int32_t b = 0; b < n; b++) {
            if (a == b)
                continue;
            const double k = apart(z, a, b);
            if (count == z->near_most && k >= key[count - 1])
                continue;
            int32_t j = count < z->near_most ? count++ : count - 1;
            for (; j > 0 && key[j - 1] > k; j--)
                key[j] = key[j - 1], list[j] = list[j - 1];
            key[j] = k, list[j] = b;
        }
    }
    return true;
}

/* ---- what is driven already -------------------------------------------------------------- */

static void lock_visit(struct rich *z, int32_t v, const struct rk_route_visit *d,
                       int32_t *marks)
{
    struct rich_state *s = &z->now;
    int32_t node = -1;
    if (d->act == RK_ROUTE_STOP) {
        node = 2 * d->request + d->stop;
        if (s->on[d->request] < 0)
            s->absent--;
        s->on[d->request] = v;
        if (d->option >= 0) {
            s->option[d->request] = d->option;
            const int32_t pool = z->p->request[d->request].option[d->option].pool;
            if (pool >= 0)
                s->pool[pool]--;
        }
    } else if (d->act == RK_ROUTE_PAUSE) {
        node = z->first_mark[v] + d->request;
    } else {
        node = z->first_mark[v] + z->p->vehicle[v].breaks + (*marks)++;
    }
    z->fixed_at[node] = d->begin;
    z->seq[z->fixed[v]++] = node;
}

/* Least leg to the end of r from `from`, its option set to the one that allows it. */
static int64_t soonest_end(struct rich *z, int32_t v, int32_t r, int32_t from, int64_t t,
                           int32_t *option)
{
    const struct rk_route_request *q = &z->p->request[r];
    const int32_t *time = z->p->matrix[z->p->vehicle[v].matrix].time;
    int64_t soonest = INT64_MAX;
    for (int32_t k = 0; k < (q->options > 0 ? q->options : 1); k++) {
        const int32_t to = q->options > 0 ? q->option[k].place : q->stop[1].place;
        const int32_t pool = q->options > 0 ? q->option[k].pool : -1;
        const int32_t leg = time[(ptrdiff_t)from * z->p->places + to];
        if (leg == RK_ROUTE_NO_ROAD || (pool >= 0 && z->now.pool[pool] <= 0))
            continue;
        int64_t at = rich_arrive(z, t, leg);
        if (q->options > 0 && at < q->option[k].from)
            at = q->option[k].from;
        if (at < soonest) {
            soonest = at;
            *option = q->options > 0 ? k : -1;
        }
    }
    return soonest;
}

/* Patients on board are brought on, however late: soonest end first, and the limits that this
 * breaks give way to what it takes. */
static int32_t bring_on(struct rich *z, int32_t v, int32_t n, int32_t at, int64_t t)
{
    struct rich_state *s = &z->now;
    const int32_t fixed = z->fixed[v];
    for (;;) {
        int64_t best = INT64_MAX;
        int32_t next = -1, option = -1;
        for (int32_t i = 0; i < fixed; i++) {
            const struct rich_node *k = &z->node[z->seq[i]];
            int32_t o = -1;
            if (k->kind != RICH_PICK || z->fixed_at[2 * k->request + 1] >= 0 ||
                z->brought_on[k->request])
                continue;
            const int64_t end = soonest_end(z, v, k->request, at, t, &o);
            if (next < 0 || end < best)
                best = end, next = k->request, option = o;
        }
        if (next < 0)
            return n;
        z->brought_on[next] = 1;
        const struct rk_route_request *q = &z->p->request[next];
        s->option[next] = option >= 0 ? option : (q->options > 0 ? 0 : -1);
        if (q->options > 0 && q->option[s->option[next]].pool >= 0)
            s->pool[q->option[s->option[next]].pool]--;
        z->seq[n++] = 2 * next + 1;
        if (best == INT64_MAX)
            continue; /* no road: the tour cannot be driven, which is said */
        const int32_t in_window = rich_next_begin(z, s, 2 * next + 1, best);
        const int64_t begin = in_window >= 0 ? in_window : best;
        const int64_t left = (int64_t)z->fixed_at[2 * next] + q->stop[0].service;
        if (in_window < 0)
            z->late_by[2 * next + 1] = (int32_t)begin;
        if (z->ride[next] >= 0 && begin - left > z->ride[next])
            z->ride[next] = (int32_t)(begin - left);
        t = begin + q->stop[1].service;
        at = rich_place(z, s, 2 * next + 1);
        const int32_t end = z->p->vehicle[v].end;
        const int32_t leg = end < 0 ? 0
                                    : z->p->matrix[z->p->vehicle[v].matrix]
                                          .time[(ptrdiff_t)at * z->p->places + end];
        if (leg != RK_ROUTE_NO_ROAD && rich_arrive(z, t, leg) > z->to[v])
            z->to[v] = (int32_t)rich_arrive(z, t, leg);
    }
}

static void lock_tour(struct rich *z, int32_t v)
{
    struct rich_state *s = &z->now;
    const struct rk_route_done *d = &z->p->done[v];
    const struct rk_route_vehicle *w = &z->p->vehicle[v];
    int32_t marks = 0, at = w->start, n = 0;
    int64_t t = d->hour;
    z->fixed[v] = 0;
    for (int32_t i = 0; i < d->visits; i++) {
        lock_visit(z, v, &d->visit[i], &marks);
        const struct rich_node *k = &z->node[z->seq[i]];
        at = k->kind == RICH_PAUSE ? at : rich_place(z, s, z->seq[i]);
        const int64_t end = (int64_t)d->visit[i].begin + k->service;
        t = end > t ? end : t;
    }
    n = bring_on(z, v, z->fixed[v], at, t);
    const int32_t leg =
        w->end < 0 ? 0 : z->p->matrix[w->matrix].time[(ptrdiff_t)at * z->p->places + w->end];
    if (z->fixed[v] > 0 && leg != RK_ROUTE_NO_ROAD && rich_arrive(z, t, leg) > z->to[v])
        z->to[v] = (int32_t)rich_arrive(z, t, leg);
    for (int32_t m = z->first_mark[v]; m < z->first_mark[v + 1]; m++) {
        const struct rich_node *k = &z->node[m];
        const bool missed = k->kind == RICH_PAUSE && k->stop->window->to < d->hour;
        if (z->fixed_at[m] < 0 && !missed)
            z->seq[n++] = m;
    }
    rich_set(z, s, v, z->seq, n);
}

bool rich_new(const struct rk_route_problem *p, uint64_t seed, struct rk_scratch *s,
              struct rich *z)
{
    *z = (struct rich){.p = p, .random = rk_random_stream(seed, "rich", 0)};
    if (!marks_new(z, s) || !memory(z, s) || !nodes_new(z, s))
        return false;
    if (!tighten(z, *s) || !near_new(z, s) || !rich_rides_new(z, s))
        return false;
    likes(z);
    if (!rich_memo_new(z, s) || !rich_slots_new(z, s))
        return false;
    struct rich_state *o = &z->now;
    o->absent = p->requests;
    for (int32_t i = 0; i < z->nodes; i++) {
        z->fixed_at[i] = z->late_by[i] = -1;
        o->high[i] = INT32_MAX;
    }
    for (int32_t i = 0; i < p->requests; i++) {
        o->on[i] = o->option[i] = z->follower[i] = -1;
        z->ride[i] = p->request[i].max_ride;
    }
    for (int32_t i = 0; i < p->requests; i++)
        if (p->request[i].after >= 0)
            z->follower[p->request[i].after] = i;
    for (int32_t i = 0; i < p->pools; i++)
        o->pool[i] = p->pool[i];
    for (int32_t v = 0; v < p->vehicles; v++)
        z->to[v] = p->vehicle[v].to;
    for (int32_t v = 0; v < p->vehicles; v++) {
        const int32_t from = z->first_mark[v];
        int32_t n = 0;
        for (; from + n < z->first_mark[v + 1]; n++)
            z->seq[n] = from + n;
        if (p->done)
            lock_tour(z, v);
        else
            rich_set(z, o, v, z->seq, n);
    }
    rich_count(z, o);
    rich_state_copy(z, o, &z->try);
    rich_state_copy(z, o, &z->best);
    return true;
}

/* ---- copies ------------------------------------------------------------------------------ */

void rich_tour_copy(const struct rich *z, const struct rich_state *from, struct rich_state *to,
                    int32_t v)
{
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    const size_t bytes = (size_t)from->len[v] * sizeof(int32_t);
    to->len[v] = from->len[v];
    to->leave[v] = from->leave[v];
    to->home[v] = from->home[v];
    to->cost[v] = from->cost[v];
    to->hash[v] = from->hash[v];
    to->stamp[v] = from->stamp[v];
    memcpy(to->node + base, from->node + base, bytes);
    memcpy(to->begin + base, from->begin + base, bytes);
    memcpy(to->latest + base, from->latest + base, bytes);
    memcpy(to->place + base, from->place + base, bytes);
    memcpy(to->idle + base, from->idle + base, bytes);
    memcpy(to->load + base * z->loads, from->load + base * z->loads, bytes * (size_t)z->loads);
}

static void rest_copy(const struct rich *z, const struct rich_state *from,
                      struct rich_state *to)
{
    const size_t n = (size_t)z->p->requests * sizeof(int32_t);
    memcpy(to->on, from->on, n);
    memcpy(to->option, from->option, n);
    memcpy(to->low, from->low, (size_t)z->nodes * sizeof(int32_t));
    memcpy(to->high, from->high, (size_t)z->nodes * sizeof(int32_t));
    memcpy(to->pool, from->pool, (size_t)z->p->pools * sizeof(int32_t));
    to->absent = from->absent;
    to->score = from->score;
}

void rich_state_copy(const struct rich *z, const struct rich_state *from, struct rich_state *to)
{
    for (int32_t v = 0; v < z->p->vehicles; v++)
        rich_tour_copy(z, from, to, v);
    rest_copy(z, from, to);
}

/* Copies what the trial touched, from one to the other. */
void rich_touched_copy(struct rich *z, const struct rich_state *from, struct rich_state *to)
{
    for (int32_t i = 0; i < z->tour_count; i++)
        rich_tour_copy(z, from, to, z->tours[i]);
    rest_copy(z, from, to);
}

void rich_touch(struct rich *z, const struct rich_state *s, int32_t v)
{
    if (s != &z->try || z->touched_tour[v])
        return;
    z->touched_tour[v] = 1;
    z->tours[z->tour_count++] = v;
}

/* ---- counting ---------------------------------------------------------------------------- */

void rich_count(const struct rich *z, struct rich_state *s)
{
    const struct rk_route_problem *p = z->p;
    struct rich_score o = {0};
    for (int32_t v = 0; v < p->vehicles; v++) {
        o.cost += s->cost[v];
        o.vehicles += p->vehicles_first && s->cost[v] != 0;
    }
    for (int32_t i = 0; i < p->requests; i++) {
        const struct rk_route_request *r = &p->request[i];
        if (s->on[i] < 0) {
            o.harm[p->must ? 0 : r->rank] += p->must ? 1.0 : r->harm;
        } else if (r->was >= 0 && r->was != s->on[i]) {
            o.cost += p->change;
        }
    }
    s->score = o;
}

int rich_compare(const struct rich_score *a, const struct rich_score *b)
{
    for (int k = 0; k < RK_ROUTE_RANKS; k++) {
        const double gap = a->harm[k] - b->harm[k];
        if (fabs(gap) > 1e-9 * (1.0 + fabs(b->harm[k])))
            return gap < 0.0 ? -1 : 1;
    }
    if (a->vehicles != b->vehicles)
        return a->vehicles < b->vehicles ? -1 : 1;
    return (a->cost > b->cost) - (a->cost < b->cost);
}
