/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest way into the tours there are; and out of them. */
#include "route_rich.h"

/* A request on its way into a tour. */
struct way {
    struct rich *z;
    struct rich_state *s;
    const struct rk_route_request *r;
    int32_t request, u, d, option; /* nodes; d -1: one stop */
    int blink;
    /* the tour looked at */
    int32_t v, len;
    ptrdiff_t base;
    const int32_t *time, *cost;
    bool empty;
    int64_t extra; /* cost of a change of vehicle */
    /* the best so far */
    int64_t best;
    int32_t best_v, best_i, best_j, best_option;
    struct rich_trial *trial; /* [RICH_TRIALS] */
    int32_t trials;
    bool open; /* there is a way into this tour, or there may be */
};

static int64_t leg_time(const struct way *w, int32_t a, int32_t b)
{
    return w->time[(ptrdiff_t)a * w->z->p->places + b];
}

/* Cost from a to b; b -1: nowhere. */
static int64_t leg_cost(const struct way *w, int32_t a, int32_t b)
{
    return b < 0 ? 0 : w->cost[(ptrdiff_t)a * w->z->p->places + b];
}

static bool no_road(const struct way *w, int32_t a, int32_t b)
{
    return b >= 0 && leg_time(w, a, b) == RK_ROUTE_NO_ROAD;
}

static int32_t place_before(const struct way *w, int32_t i)
{
    return i > 0 ? w->s->place[w->base + i - 1] : w->z->p->vehicle[w->v].start;
}

/* Where the vehicle goes next from behind position i - 1. */
static int32_t place_after(const struct way *w, int32_t i)
{
    for (; i < w->len; i++)
        if (!w->s->idle[w->base + i] && w->z->node[w->s->node[w->base + i]].kind != RICH_PAUSE)
            return w->s->place[w->base + i];
    return w->z->p->vehicle[w->v].end;
}

static int64_t ready_before(const struct way *w, int32_t i)
{
    const struct rk_route_problem *p = w->z->p;
    int64_t t = p->vehicle[w->v].from;
    if (i > 0) {
        t = w->s->begin[w->base + i - 1];
        if (!w->s->idle[w->base + i - 1])
            t += w->z->node[w->s->node[w->base + i - 1]].service;
    }
    if (p->done && i == w->z->fixed[w->v] && t < p->done[w->v].hour)
        t = p->done[w->v].hour;
    return t;
}

/* Whether leaving `place` at t still meets what follows at i; a relaxation. */
static bool meets(const struct way *w, int64_t t, int32_t place, int32_t i)
{
    while (i < w->len && w->s->idle[w->base + i])
        i++;
    const struct rk_route_vehicle *v = &w->z->p->vehicle[w->v];
    if (i == w->len)
        return v->end < 0 || t + leg_time(w, place, v->end) <= w->z->to[w->v];
    if (w->z->node[w->s->node[w->base + i]].kind == RICH_PAUSE)
        return t <= w->s->latest[w->base + i];
    const int32_t next = w->s->place[w->base + i];
    return !no_road(w, place, next) &&
           rich_arrive(w->z, t, (int32_t)leg_time(w, place, next)) <= w->s->latest[w->base + i];
}

static bool blinks(struct way *w)
{
    return w->blink > 0 && rk_random_below(&w->z->random, w->blink) == 0;
}

/* The exact trial of u before i and d before j (positions of the tour as it is). */
static void attempt(struct way *w, int32_t i, int32_t j)
{
    struct rich *z = w->z;
    const int32_t *node = w->s->node + w->base;
    int32_t n = 0;
    struct rich_times times;
    for (int32_t k = 0; k <= w->len; k++) {
        if (k == i)
            z->seq[n++] = w->u;
        if (k == j && w->d >= 0)
            z->seq[n++] = w->d;
        if (k < w->len)
            z->seq[n++] = node[k];
    }
    if (blinks(w)) {
        w->open = true;
        return;
    }
    if (!rich_drive(z, w->s, w->v, z->seq, n, &times))
        return;
    w->open = true;
    const int64_t cost = times.cost - w->s->cost[w->v] + w->extra;
    if (cost >= w->best)
        return;
    w->best = cost;
    w->best_v = w->v;
    w->best_i = i;
    w->best_j = j;
    w->best_option = w->option;
}

static int64_t scaled(const struct way *w, int64_t legs)
{
    const struct rk_route_vehicle *v = &w->z->p->vehicle[w->v];
    return legs * v->per_cost / 1000 + w->extra + (w->empty ? v->fixed : 0);
}

/* Cheapest first: of those that cost more than one that can be driven none is driven. */
static void try_all(struct way *w)
{
    while (w->trials > 0) {
        const struct rich_trial t = rich_cheapest(w->trial, &w->trials);
        if (t.cost >= w->best) {
            w->trials = 0;
            w->open = true;
        } else
            attempt(w, t.i, t.j);
    }
}

static void note(struct way *w, int64_t cost, int32_t i, int32_t j)
{
    if (w->trials == RICH_TRIALS)
        try_all(w);
    w->trial[w->trials++] = (struct rich_trial){cost, i, j};
}

/* A vehicle under way takes other goods only when it loads again. */
static int32_t first_slot(const struct way *w, const struct rich_slots *slots)
{
    const struct rich *z = w->z;
    return z->p->done && w->r->was != w->v && z->fixed[w->v] > 0 ? slots->loaded : 0;
}

static bool fits_on(const struct way *w, int32_t row)
{
    const int32_t loads = w->z->loads, *cap = w->z->p->vehicle[w->v].load;
    const int32_t *most = w->z->most + (w->base + w->v + row) * loads;
    for (int32_t k = 0; k < loads; k++)
        if (most[k] + w->r->load[k] > cap[k])
            return false;
    return true;
}

/* All ways from one place and to it. */
struct legs {
    const int32_t *time, *cost;       /* from it, by place */
    const int32_t *time_to, *cost_to; /* to it, by place times `stride` */
    ptrdiff_t stride;
};

static struct legs legs_at(const struct way *w, int32_t place)
{
    const struct rich *z = w->z;
    const ptrdiff_t n = z->p->places, row = place * n;
    const int32_t m = z->p->vehicle[w->v].matrix;
    if (z->back)
        return (struct legs){w->time + row, w->cost + row, z->back[m].time + row,
                             z->back[m].cost + row, 1};
    return (struct legs){w->time + row, w->cost + row, w->time + place, w->cost + place, n};
}

/* Whether leaving the goods' place at t still meets what follows the slot; a relaxation. */
static bool meets_next(const struct way *w, const struct legs *l, int64_t t,
                       const struct rich_slot *k)
{
    if (k->next < 0)
        return t <= k->latest;
    return rich_arrive(w->z, t, l->time[k->next]) <= k->latest;
}

static void goods_into(struct way *w)
{
    struct rich *z = w->z;
    const struct rich_slots *slots = rich_slots(z, w->s, w->v, w->empty);
    const struct legs l = legs_at(w, rich_place(z, w->s, w->u));
    const int32_t service = z->node[w->u].service;
    for (int32_t n = first_slot(w, slots), row = -1; n < slots->count; n++) {
        const struct rich_slot *k = &slots->slot[n];
        if (k->row != row && !fits_on(w, k->row)) {
            n = k->reload - 1; /* nor later in this trip */
            continue;
        }
        row = k->row;
        if (k->ready + service > k->latest)
            continue;
        const int32_t there = l.time_to[k->from * l.stride];
        if (there == RK_ROUTE_NO_ROAD || k->ready + there + service > k->latest ||
            (k->to >= 0 && l.time[k->to] == RK_ROUTE_NO_ROAD))
            continue;
        const int64_t legs =
            k->legs + l.cost_to[k->from * l.stride] + (k->to < 0 ? 0 : l.cost[k->to]);
        if (scaled(w, legs) >= w->best) {
            w->open = true;
            continue;
        }
        const int32_t b = rich_next_begin(z, w->s, w->u, rich_arrive(z, k->ready, there));
        if (b >= 0 && meets_next(w, &l, (int64_t)b + service, k))
            note(w, scaled(w, legs), k->i, -1);
    }
    try_all(w);
}

static bool room_behind(const struct way *w, int32_t i)
{
    const int32_t loads = w->z->loads;
    const int32_t *cap = w->z->p->vehicle[w->v].load;
    const int32_t *on = w->s->load + (w->base + i) * loads;
    for (int32_t k = 0; k < loads; k++)
        if (on[k] + w->r->load[k] > cap[k])
            return false;
    return true;
}

/* All ends of a ride that begins before i. */
static void ends_into(struct way *w, int32_t i, int64_t first_legs, int64_t t)
{
    struct rich *z = w->z;
    const int32_t pick = rich_place(z, w->s, w->u), drop = rich_place(z, w->s, w->d);
    const int32_t ride = z->ride[w->request];
    int32_t at = pick;
    bool joined = false; /* another stop lies between */
    int64_t inside = 0;  /* least ticks between the pickup and here */
    for (int32_t j = i;; j++) {
        const int32_t to = place_after(w, j);
        const int64_t legs = first_legs + leg_cost(w, at, drop) + leg_cost(w, drop, to) -
                             (joined ? leg_cost(w, at, to) : 0);
        const bool road = !no_road(w, at, drop) && !no_road(w, drop, to);
        w->open = w->open || (road && scaled(w, legs) >= w->best);
        if (road && scaled(w, legs) < w->best && !(j > i && w->s->idle[w->base + j - 1])) {
            const int64_t leg = leg_time(w, at, drop);
            const int32_t b = rich_next_begin(z, w->s, w->d, rich_arrive(z, t, (int32_t)leg));
            if (b >= 0 && (ride < 0 || inside + leg <= ride) &&
                meets(w, (int64_t)b + z->node[w->d].service, drop, j))
                note(w, scaled(w, legs), i, j);
        }
        if (j == w->len)
            return;
        /* on with the ride over the stop at j */
        const int32_t node = w->s->node[w->base + j];
        if (w->s->idle[w->base + j])
            continue;
        int64_t leg = 0;
        if (z->node[node].kind != RICH_PAUSE) {
            const int32_t here = w->s->place[w->base + j];
            if (no_road(w, at, here))
                return;
            leg = leg_time(w, at, here);
            first_legs += joined ? 0 : leg_cost(w, pick, here);
            joined = true;
            at = here;
        }
        const int32_t b = rich_next_begin(z, w->s, node, rich_arrive(z, t, (int32_t)leg));
        if (b < 0 || b > w->s->latest[w->base + j] || !room_behind(w, j))
            return;
        t = (int64_t)b + z->node[node].service;
        inside += leg + z->node[node].service;
        if (ride >= 0 && inside > ride)
            return;
    }
}

static void ride_into(struct way *w)
{
    struct rich *z = w->z;
    const int32_t *idle = w->s->idle + w->base;
    const int32_t pick = rich_place(z, w->s, w->u);
    for (int32_t i = z->fixed[w->v]; i <= w->len; i++) {
        if (i > 0 && idle[i - 1] != 0)
            continue;
        if (i > 0 && !room_behind(w, i - 1))
            continue;
        const int32_t from = place_before(w, i), to = place_after(w, i);
        if (no_road(w, from, pick))
            continue;
        const int64_t legs = leg_cost(w, from, pick) - (w->empty ? 0 : leg_cost(w, from, to));
        if (scaled(w, legs) >= w->best) {
            w->open = true;
            continue;
        }
        const int32_t b = rich_next_begin(
            z, w->s, w->u,
            rich_arrive(z, ready_before(w, i), (int32_t)leg_time(w, from, pick)));
        if (b < 0)
            continue;
        ends_into(w, i, legs, (int64_t)b + z->node[w->u].service);
    }
    try_all(w);
}

static bool may_serve(const struct rich *z, int32_t r, int32_t v)
{
    const struct rk_route_request *q = &z->p->request[r];
    return (q->only < 0 || q->only == v) && (q->skills & ~z->p->vehicle[v].skills) == 0;
}

static bool has_stops(const struct rich *z, const struct rich_state *s, int32_t v)
{
    for (int32_t i = 0; i < s->len[v]; i++)
        if (z->node[s->node[(ptrdiff_t)v * z->room + i]].kind <= RICH_DROP)
            return true;
    return false;
}

static void into_tour(struct way *w, int32_t v)
{
    struct rich *z = w->z;
    w->v = v;
    w->len = w->s->len[v];
    w->base = (ptrdiff_t)v * z->room;
    w->time = z->p->matrix[z->p->vehicle[v].matrix].time;
    w->cost = z->p->matrix[z->p->vehicle[v].matrix].cost;
    w->extra = w->r->was >= 0 && w->r->was != v ? z->p->change : 0;
    if (z->ride_stop) {
        int32_t i, j;
        const int64_t cost = rich_rides_quote(z, w->s, w->request, v, w->best, &i, &j);
        w->open = i >= 0 || w->best < INT64_MAX;
        if (i >= 0) {
            w->best = cost;
            w->best_v = v;
            w->best_i = i;
            w->best_j = j;
        }
    } else if (w->d < 0)
        goods_into(w);
    else
        ride_into(w);
}

/* The same, unless it is known. */
static void by_memo(struct way *w, int32_t v)
{
    uint64_t key;
    struct rich_memo *m = rich_memo_at(w->z, w->s->hash[v], w->request, &key);
    if (m->key != key || (m->i < 0 && m->cost < w->best)) {
        const int64_t best = w->best;
        const int blink = w->blink;
        w->blink = 0;
        into_tour(w, v);
        w->blink = blink;
        *m = w->best < best ? (struct rich_memo){key, w->best, w->best_i, w->best_j}
                            : (struct rich_memo){key, best, -1, -1};
    } else if (m->i >= 0 && m->cost < w->best) {
        w->best = m->cost;
        w->best_v = v;
        w->best_i = m->i;
        w->best_j = m->j;
    }
}

/* The same, unless it was found closed as it is now. */
static void unless_shut(struct way *w, int32_t v)
{
    const struct rich *z = w->z;
    const int32_t row = z->shut_row[w->request] + (w->option > 0 ? w->option : 0);
    int64_t *shut = &z->shut[(ptrdiff_t)row * z->p->vehicles + v];
    if (*shut == w->s->stamp[v])
        return;
    w->open = false;
    into_tour(w, v);
    if (!w->open)
        *shut = w->s->stamp[v];
}

/* Into `only`, or into all tours where that is -1. */
static void into_tours(struct way *w, int32_t only)
{
    struct rich *z = w->z;
    int32_t last_empty = -1;
    uint64_t key;
    for (int32_t v = 0; z->memo && only < 0 && v < z->p->vehicles; v++)
        __builtin_prefetch(rich_memo_at(z, w->s->hash[v], w->request, &key));
    for (int32_t v = only < 0 ? 0 : only; v < z->p->vehicles && (only < 0 || v == only); v++) {
        if (!may_serve(z, w->request, v))
            continue;
        w->empty = !has_stops(z, w->s, v);
        /* of like vehicles that do nothing the first one stands for all */
        if (w->empty && last_empty == z->like[v] && w->r->was != v)
            continue;
        if (w->empty)
            last_empty = z->like[v];
        if (z->memo) {
            if (!blinks(w))
                by_memo(w, v);
        } else if (z->shut)
            unless_shut(w, v);
        else
            into_tour(w, v);
    }
}

static struct rich_quote best_way(struct rich *z, struct rich_state *s, int32_t r, int32_t only,
                                  int blink)
{
    const struct rk_route_request *q = &z->p->request[r];
    struct rich_trial trial[RICH_TRIALS];
    struct way w = {.z = z,
                    .trial = trial,
                    .s = s,
                    .r = q,
                    .request = r,
                    .u = 2 * r,
                    .d = q->stops == 2 ? 2 * r + 1 : -1,
                    .option = -1,
                    .blink = blink,
                    .best = INT64_MAX,
                    .best_v = -1,
                    .best_option = -1};
    if (q->after < 0 || s->on[q->after] >= 0) {
        if (q->options == 0)
            into_tours(&w, only);
        for (int32_t k = 0; k < q->options; k++) {
            const int32_t pool = q->option[k].pool;
            if (pool >= 0 && s->pool[pool] <= 0)
                continue;
            w.option = k;
            s->option[r] = k;
            into_tours(&w, only);
        }
    }
    return (struct rich_quote){w.best, w.best_v, w.best_i, w.best_j, w.best_option};
}

struct rich_quote rich_quote(struct rich *z, struct rich_state *s, int32_t r, int32_t v,
                             int blink)
{
    return best_way(z, s, r, v, blink);
}

void rich_put(struct rich *z, struct rich_state *s, int32_t r, const struct rich_quote *w)
{
    const struct rk_route_request *q = &z->p->request[r];
    const ptrdiff_t base = (ptrdiff_t)w->v * z->room;
    int32_t n = 0;
    for (int32_t k = 0; k <= s->len[w->v]; k++) {
        if (k == w->i)
            z->seq[n++] = 2 * r;
        if (k == w->j && q->stops == 2)
            z->seq[n++] = 2 * r + 1;
        if (k < s->len[w->v])
            z->seq[n++] = s->node[base + k];
    }
    s->option[r] = w->option;
    if (q->options > 0 && q->option[w->option].pool >= 0)
        s->pool[q->option[w->option].pool]--;
    rich_touch(z, s, w->v);
    s->on[r] = w->v;
    s->absent--;
    rich_set(z, s, w->v, z->seq, n);
}

bool rich_insert(struct rich *z, struct rich_state *s, int32_t r, int blink)
{
    const struct rich_quote w = best_way(z, s, r, -1, blink);
    if (w.v < 0)
        return false;
    rich_put(z, s, r, &w);
    return true;
}

/* ---- out --------------------------------------------------------------------------------- */

bool rich_removable(const struct rich *z, const struct rich_state *s, int32_t r)
{
    if (s->on[r] < 0 || z->fixed_at[2 * r] >= 0)
        return false;
    const int32_t f = z->follower[r];
    return f < 0 || s->on[f] < 0 || rich_removable(z, s, f);
}

static void let_go(struct rich *z, struct rich_state *s, int32_t r)
{
    const struct rk_route_request *q = &z->p->request[r];
    if (q->options > 0 && s->option[r] >= 0 && q->option[s->option[r]].pool >= 0)
        s->pool[q->option[s->option[r]].pool]++;
    s->on[r] = -1;
    s->absent++;
    if (q->after >= 0) {
        const int32_t last = 2 * q->after + (z->p->request[q->after].stops == 2);
        s->low[last] = 0;
        s->high[last] = INT32_MAX;
    }
    z->gone[z->gones++] = r;
}

/* The tour without those taken out; false when what is left cannot be driven (no road past
 * them). */
static bool close_up(struct rich *z, struct rich_state *s, int32_t v)
{
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    int32_t n = 0;
    for (int32_t i = 0; i < s->len[v]; i++) {
        const struct rich_node *k = &z->node[s->node[base + i]];
        if (k->kind > RICH_DROP || s->on[k->request] == v)
            z->seq[n++] = s->node[base + i];
    }
    return rich_set(z, s, v, z->seq, n);
}

/* Closes tour v; of what cannot be driven more is taken out. */
static void close_tour(struct rich *z, struct rich_state *s, int32_t v)
{
    if (close_up(z, s, v))
        return;
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    for (int32_t i = 0; i < s->len[v]; i++) {
        const struct rich_node *k = &z->node[s->node[base + i]];
        if (k->kind <= RICH_DROP && s->on[k->request] == v &&
            rich_removable(z, s, k->request)) {
            rich_remove(z, s, k->request);
            return;
        }
    }
}

void rich_remove(struct rich *z, struct rich_state *s, int32_t r)
{
    const int32_t v = s->on[r], f = z->follower[r];
    if (f >= 0 && s->on[f] >= 0)
        rich_remove(z, s, f);
    if (s->on[r] < 0)
        return;
    rich_touch(z, s, v);
    let_go(z, s, r);
    close_tour(z, s, v);
}

void rich_take(struct rich *z, int32_t r)
{
    struct rich_state *s = &z->try;
    const int32_t f = z->follower[r];
    if (f >= 0 && s->on[f] >= 0)
        rich_take(z, f);
    rich_touch(z, s, s->on[r]);
    let_go(z, s, r);
}

void rich_strip(struct rich *z, struct rich_state *s, int32_t rank)
{
    z->gones = 0;
    for (int32_t r = 0; r < z->p->requests; r++) {
        const int32_t f = z->follower[r];
        if (z->p->request[r].rank <= rank || !rich_removable(z, s, r))
            continue;
        if (f >= 0 && s->on[f] >= 0)
            rich_remove(z, s, r);
        else
            let_go(z, s, r);
    }
    for (int32_t v = 0; v < z->p->vehicles; v++)
        close_tour(z, s, v);
}

void rich_close(struct rich *z)
{
    for (int32_t i = 0; i < z->tour_count; i++)
        close_tour(z, &z->try, z->tours[i]);
}
