/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One tour in time, exactly. Every rule says that a begin is at least a growing function of
 * other begins: legs, windows, a ride that may last so long (its pickup is not before …), a
 * tour that may last so long. Such rules have a least solution, found by raising begins until
 * nothing has to be raised; the tour can be driven exactly if that solution keeps every latest
 * hour. (Knaster and Tarski; for rides alone Hunsaker & Savelsbergh 2002, Oper. Res. Lett. 30.)
 */
#include "route_rich.h"

/* ---- loads ------------------------------------------------------------------------------- */

/* Marks reloads nobody needs as idle and checks what is on board. Goods of a trip are on board
 * from its beginning. */
static bool loads_fit(struct rich *z, int32_t v, const int32_t *seq, int32_t len)
{
    const struct rk_route_problem *p = z->p;
    const int32_t *cap = p->vehicle[v].load;
    const int32_t loads = z->loads;
    int32_t on[RK_ROUTE_LOADS] = {0};
    for (int32_t from = 0; from <= len;) {
        /* the trip from … to - 1, after a reload at from - 1 */
        int32_t to = from;
        bool any = false;
        while (to < len && z->node[seq[to]].kind != RICH_RELOAD) {
            const struct rich_node *n = &z->node[seq[to]];
            if (n->kind == RICH_GOODS) {
                any = true;
                for (int32_t k = 0; k < loads; k++)
                    on[k] += p->request[n->request].load[k];
            }
            z->t_idle[to++] = 0;
        }
        if (from > 0)
            z->t_idle[from - 1] = !any;
        for (int32_t k = 0; k < loads; k++)
            if (on[k] > cap[k])
                return false;
        for (int32_t i = from; i < to; i++) {
            const struct rich_node *n = &z->node[seq[i]];
            if (n->kind > RICH_DROP)
                continue;
            const int32_t *q = p->request[n->request].load;
            if (n->kind != RICH_PICK) {
                for (int32_t k = 0; k < loads; k++)
                    on[k] -= q[k];
                continue;
            }
            for (int32_t k = 0; k < loads; k++) {
                on[k] += q[k];
                if (on[k] > cap[k])
                    return false;
            }
        }
        from = to + 1;
    }
    return true;
}

/* ---- legs -------------------------------------------------------------------------------- */

/* Legs into z->t_leg by position, places into z->t_at, the way home into t_leg[len]. */
static bool legs_of(struct rich *z, const struct rich_state *s, int32_t v, const int32_t *seq,
                    int32_t len, int64_t *cost)
{
    const struct rk_route_vehicle *w = &z->p->vehicle[v];
    const struct rk_route_matrix *m = &z->p->matrix[w->matrix];
    const ptrdiff_t places = z->p->places;
    ptrdiff_t at = w->start;
    int64_t sum = 0;
    for (int32_t i = 0; i < len; i++) {
        z->t_leg[i] = 0;
        z->t_at[i] = (int32_t)at;
        z->spot[seq[i]] = i;
        if (z->t_idle[i] || z->node[seq[i]].kind == RICH_PAUSE)
            continue;
        const ptrdiff_t to = rich_place(z, s, seq[i]);
        z->t_leg[i] = m->time[at * places + to];
        if (z->t_leg[i] == RK_ROUTE_NO_ROAD)
            return false;
        sum += m->cost[at * places + to];
        z->t_at[i] = (int32_t)to;
        at = to;
    }
    z->t_leg[len] = 0;
    if (w->end >= 0) {
        z->t_leg[len] = m->time[at * places + w->end];
        if (z->t_leg[len] == RK_ROUTE_NO_ROAD)
            return false;
        sum += m->cost[at * places + w->end];
    }
    *cost = sum * w->per_cost / 1000;
    return true;
}

/* ---- the least begins -------------------------------------------------------------------- */

/* One pass forwards; false when a latest hour is passed. */
static bool pass(struct rich *z, const struct rich_state *s, int32_t v, const int32_t *seq,
                 int32_t len, int64_t leave, int64_t *home)
{
    const int32_t fixed = z->fixed[v];
    int64_t t = leave;
    for (int32_t i = 0; i < len; i++) {
        if (z->t_idle[i]) {
            z->t_begin[i] = (int32_t)t;
            continue;
        }
        if (i < fixed) {
            z->t_begin[i] = z->fixed_at[seq[i]];
            t = (int64_t)z->t_begin[i] + z->node[seq[i]].service;
            if (z->p->done && i + 1 == fixed && t < z->p->done[v].hour)
                t = z->p->done[v].hour;
            continue;
        }
        int64_t begin = rich_arrive(z, t, z->t_leg[i]);
        begin = begin > z->t_begin[i] ? begin : z->t_begin[i];
        if (begin > z->to[v])
            return false;
        const int32_t b = rich_next_begin(z, s, seq[i], begin);
        if (b < 0)
            return false;
        z->t_begin[i] = b;
        t = (int64_t)b + z->node[seq[i]].service;
    }
    *home = rich_arrive(z, t, z->t_leg[len]);
    return *home <= z->to[v];
}

/* Raises what a ride that is too long wants raised. -1: cannot be, 0: nothing, 1: raised. */
static int rides(struct rich *z, const struct rich_state *s, int32_t v, const int32_t *seq,
                 int32_t len, int64_t *leave)
{
    const int32_t fixed = z->fixed[v];
    int32_t depot = -1; /* position of the reload the goods come from */
    int raised = 0;
    for (int32_t i = 0; i < len; i++) {
        const struct rich_node *n = &z->node[seq[i]];
        if (n->kind == RICH_RELOAD && !z->t_idle[i])
            depot = i;
        if (n->kind > RICH_DROP)
            continue;
        const struct rk_route_request *r = &z->p->request[n->request];
        if (n->kind != RICH_DROP && r->after >= 0 && s->on[r->after] == v) {
            /* the leg before is in this tour: it must end first */
            const int32_t last = 2 * r->after + (z->p->request[r->after].stops == 2);
            const int32_t j = z->spot[last];
            if (j >= i || j < 0 || j >= len || seq[j] != last)
                return -1;
            const int64_t end = (int64_t)z->t_begin[j] + z->node[last].service;
            if (z->t_begin[i] < end + r->gap_least) {
                z->t_begin[i] = (int32_t)(end + r->gap_least);
                raised = 1;
            }
            if (r->gap_most >= 0 && z->t_begin[i] - end > r->gap_most) {
                if (j < fixed)
                    return -1;
                z->t_begin[j] = z->t_begin[i] - r->gap_most - z->node[last].service;
                raised = 1;
            }
        }
        if (n->kind == RICH_PICK || z->ride[n->request] < 0 || i < fixed)
            continue;
        const int64_t by = (int64_t)z->t_begin[i] - z->ride[n->request];
        const int32_t from = n->kind == RICH_DROP ? z->spot[2 * n->request] : depot;
        if (from < 0) {
            if (*leave < by) {
                *leave = by;
                raised = 1;
                if (fixed > 0)
                    return -1;
            }
        } else if ((int64_t)z->t_begin[from] + z->node[seq[from]].service < by) {
            if (from < fixed)
                return -1;
            z->t_begin[from] = (int32_t)(by - z->node[seq[from]].service);
            raised = 1;
        }
    }
    return raised;
}

bool rich_drive(struct rich *z, const struct rich_state *s, int32_t v, const int32_t *seq,
                int32_t len, struct rich_times *out)
{
    const struct rk_route_vehicle *w = &z->p->vehicle[v];
    const int32_t fixed = z->fixed[v];
    int64_t cost = 0, home = 0, leave = w->from;
    if (z->ride_stop)
        return rich_rides_drive(z, v, seq, len, out);
    if (!loads_fit(z, v, seq, len) || !legs_of(z, s, v, seq, len, &cost))
        return false;
    if (z->p->done && fixed == 0 && z->p->done[v].hour > leave)
        leave = z->p->done[v].hour;
    for (int32_t i = 0; i < len; i++)
        z->t_begin[i] = 0;
    /* Raising ends after as many passes as there are rules that look back, or never. */
    for (int32_t passes = 0;; passes++) {
        if (passes > 4 * len + 16 || !pass(z, s, v, seq, len, leave, &home))
            return false;
        int raised = rides(z, s, v, seq, len, &leave);
        if (raised < 0)
            return false;
        const int64_t left = fixed > 0 ? z->t_begin[0] - z->t_leg[0] : leave;
        if (w->most >= 0 && home - left > w->most) {
            if (fixed > 0)
                return false;
            leave = home - w->most;
            raised = 1;
        }
        if (!raised)
            break;
    }
    int32_t first = 0;
    while (first < len && z->t_idle[first])
        first++;
    out->leave = first < len ? z->t_begin[first] - z->t_leg[first] : (int32_t)leave;
    out->home = (int32_t)home;
    out->cost = cost + w->fixed + (home - out->leave) * w->per_time / 1000;
    out->count = len;
    return true;
}

/* ---- keeping a tour ---------------------------------------------------------------------- */

static int64_t last_begin(const struct rich *z, const struct rich_state *s, int32_t node,
                          int64_t by)
{
    const struct rich_node *n = &z->node[node];
    if (n->kind <= RICH_DROP) {
        by = by < s->high[node] ? by : s->high[node];
        by = by < z->last[node] ? by : z->last[node];
    }
    if (n->kind <= RICH_DROP && z->late_by[node] >= 0)
        return by;
    for (int32_t k = n->stop ? n->stop->windows - 1 : -1; k >= 0; k--) {
        const struct rk_route_window *w = &n->stop->window[k];
        if (by >= w->from)
            return by < w->to ? by : w->to;
        if (k == 0)
            return -1;
    }
    return by;
}

static void latest_of(struct rich *z, struct rich_state *s, int32_t v)
{
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    const int32_t len = s->len[v];
    int64_t by = (int64_t)z->to[v] - z->t_leg[len];
    for (int32_t i = len - 1; i >= 0; i--) {
        const int32_t node = s->node[base + i];
        if (!s->idle[base + i])
            by = i < z->fixed[v] ? s->begin[base + i]
                                 : last_begin(z, s, node, by - z->node[node].service);
        s->latest[base + i] = (int32_t)by;
        by -= z->t_leg[i];
    }
}

static void loads_of(struct rich *z, struct rich_state *s, int32_t v)
{
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    const int32_t len = s->len[v], loads = z->loads;
    int32_t *on = s->load + base * loads;
    /* persons forwards */
    for (int32_t i = 0; i < len; i++) {
        const struct rich_node *n = &z->node[s->node[base + i]];
        for (int32_t k = 0; k < loads; k++) {
            const int32_t before = i > 0 ? on[(i - 1) * loads + k] : 0;
            int32_t q = 0;
            if (n->kind == RICH_PICK)
                q = z->p->request[n->request].load[k];
            else if (n->kind == RICH_DROP)
                q = -z->p->request[n->request].load[k];
            on[i * loads + k] = before + q;
        }
    }
    /* goods backwards: what is still to be handed over in the trip */
    memset(z->sum, 0, sizeof *z->sum * RK_ROUTE_LOADS);
    for (int32_t i = len - 1; i >= 0; i--) {
        const struct rich_node *n = &z->node[s->node[base + i]];
        for (int32_t k = 0; k < loads; k++)
            on[i * loads + k] += z->sum[k];
        for (int32_t k = 0; k < loads; k++) {
            if (n->kind == RICH_RELOAD)
                z->sum[k] = 0;
            else if (n->kind == RICH_GOODS)
                z->sum[k] += z->p->request[n->request].load[k];
        }
    }
}

/* The other leg of each journey may now begin within these hours. */
static void links_of(struct rich *z, struct rich_state *s, int32_t v)
{
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    for (int32_t i = 0; i < s->len[v] && !z->ride_stop; i++) {
        const int32_t node = s->node[base + i];
        const struct rich_node *n = &z->node[node];
        if (n->kind > RICH_DROP)
            continue;
        const struct rk_route_request *r = &z->p->request[n->request];
        const int32_t f = z->follower[n->request];
        if (f >= 0 && (node & 1) == (r->stops == 2)) {
            const struct rk_route_request *q = &z->p->request[f];
            const int64_t end = (int64_t)s->begin[base + i] + n->service;
            const bool apart = s->on[f] != v;
            s->low[2 * f] = apart ? (int32_t)(end + q->gap_least) : 0;
            s->high[2 * f] =
                apart && q->gap_most >= 0 ? (int32_t)(end + q->gap_most) : INT32_MAX;
        }
        if (r->after >= 0 && (node & 1) == 0) {
            const int32_t last = 2 * r->after + (z->p->request[r->after].stops == 2);
            const int64_t end = (int64_t)s->begin[base + i] - z->node[last].service;
            const bool apart = s->on[r->after] != v;
            s->high[last] = apart ? (int32_t)(end - r->gap_least) : INT32_MAX;
            s->low[last] = apart && r->gap_most >= 0 && end > r->gap_most
                               ? (int32_t)(end - r->gap_most)
                               : 0;
        }
    }
}

/* A tour that cannot be driven: one whose pause fits nowhere, or whose driven stops have lost
 * their road. What was driven keeps its hours; the rest follows at once, and the checker says
 * what is wrong with it. */
static void stand(struct rich *z, const struct rich_state *s, int32_t v, int32_t len,
                  struct rich_times *times)
{
    int32_t t = len > 0 && z->fixed_at[z->list[0]] >= 0 ? z->fixed_at[z->list[0]]
                                                        : z->p->vehicle[v].from;
    int32_t at = z->p->vehicle[v].start;
    *times = (struct rich_times){0, t, t, len};
    for (int32_t i = 0; i < len; i++) {
        const struct rich_node *k = &z->node[z->list[i]];
        at = k->kind == RICH_PAUSE ? at : rich_place(z, s, z->list[i]);
        t = z->fixed_at[z->list[i]] >= 0 ? z->fixed_at[z->list[i]] : t;
        z->t_idle[i] = 0;
        z->t_at[i] = at;
        z->t_begin[i] = t;
        t += k->service;
    }
    times->home = t;
}

bool rich_set(struct rich *z, struct rich_state *s, int32_t v, const int32_t *seq, int32_t len)
{
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    struct rich_times times;
    memmove(s->node + base, seq, (size_t)len * sizeof *seq);
    s->len[v] = len;
    s->hash[v] = rich_tour_hash(z, v, seq, len);
    s->stamp[v] = ++z->stamps;
    for (int32_t i = 0; i < len; i++)
        z->list[i] = seq[i];
    const bool fine = rich_drive(z, s, v, z->list, len, &times);
    if (!fine)
        stand(z, s, v, len, &times);
    bool any = false;
    for (int32_t i = 0; i < len; i++) {
        s->begin[base + i] = z->t_begin[i];
        s->place[base + i] = z->t_at[i];
        s->idle[base + i] = z->t_idle[i];
        any = any || z->node[z->list[i]].kind <= RICH_DROP;
    }
    s->cost[v] = any ? times.cost : 0;
    s->leave[v] = times.leave;
    s->home[v] = times.home;
    latest_of(z, s, v);
    loads_of(z, s, v);
    links_of(z, s, v);
    return fine;
}
