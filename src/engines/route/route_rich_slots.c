/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a tour is to goods that look for a place in it: where they could go, from when the
 * vehicle is free there, how late it may be behind it, and what room is on board. The same for
 * all goods, so it is written down once a tour; and who found the tour closed does not ask
 * again before it changes. A tour that is set gets a new stamp: equal stamps, equal tours.
 */
#include "route_rich.h"

enum { MOST_SHUT = 1 << 21, MOST_BACK = 1 << 23 };

/* ---- memory ------------------------------------------------------------------------------ */

/* The matrices with rows and columns exchanged: all ways to one place lie side by side. */
static bool back_new(struct rich *z, struct rk_scratch *s)
{
    const struct rk_route_problem *p = z->p;
    const ptrdiff_t n = p->places;
    if (n * n * p->matrices > MOST_BACK)
        return true;
    z->back = RK_NEW(s, struct rk_route_matrix, p->matrices);
    for (int32_t m = 0; z->back && m < p->matrices; m++) {
        const bool same = p->matrix[m].time == p->matrix[m].cost;
        int32_t *time = RK_NEW(s, int32_t, n * n);
        int32_t *cost = same ? time : RK_NEW(s, int32_t, n * n);
        if (!time || !cost)
            return false;
        for (ptrdiff_t a = 0; a < n; a++)
            for (ptrdiff_t b = 0; b < n; b++) {
                time[b * n + a] = p->matrix[m].time[a * n + b];
                cost[b * n + a] = p->matrix[m].cost[a * n + b];
            }
        z->back[m] = (struct rk_route_matrix){time, cost};
    }
    return !s->in.failed;
}

/* Where each request keeps the stamps of tours that are closed to it. */
static bool shut_new(struct rich *z, struct rk_scratch *s)
{
    const struct rk_route_problem *p = z->p;
    ptrdiff_t rows = 0;
    z->shut_row = RK_NEW(s, int32_t, p->requests + 1);
    for (int32_t i = 0; z->shut_row && i < p->requests; i++) {
        if (p->request[i].after >= 0) /* its hours, and a tour's, follow from other tours */
            return true;
        z->shut_row[i] = (int32_t)rows;
        rows += p->request[i].options > 1 ? p->request[i].options : 1;
        if (rows * p->vehicles > MOST_SHUT)
            return true;
    }
    z->shut = RK_NEW(s, int64_t, rows * p->vehicles + 1);
    return !s->in.failed;
}

bool rich_slots_new(struct rich *z, struct rk_scratch *s)
{
    const struct rk_route_problem *p = z->p;
    bool goods = false;
    for (int32_t i = 0; i < p->requests; i++)
        goods = goods || p->request[i].stops == 1;
    if (goods) {
        z->slots = RK_NEW(s, struct rich_slots, p->vehicles);
        z->slot = RK_NEW(s, struct rich_slot, (ptrdiff_t)p->vehicles * (z->room + 1));
        z->most = RK_NEW(s, int32_t, (ptrdiff_t)p->vehicles * (z->room + 1) * z->loads);
        if (s->in.failed || !back_new(z, s))
            return false;
    }
    return z->memo || shut_new(z, s); /* a memo knows more */
}

/* ---- the slots of a tour ----------------------------------------------------------------- */

/* Where the vehicle goes next from behind position i - 1. */
static int32_t place_after(const struct rich *z, const struct rich_state *s, int32_t v,
                           int32_t i)
{
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    for (; i < s->len[v]; i++)
        if (!s->idle[base + i] && z->node[s->node[base + i]].kind != RICH_PAUSE)
            return s->place[base + i];
    return z->p->vehicle[v].end;
}

/* What must still be met behind i, at which place. */
static void set_next(const struct rich *z, const struct rich_state *s, int32_t v, int32_t i,
                     struct rich_slot *o)
{
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    while (i < s->len[v] && s->idle[base + i])
        i++;
    if (i == s->len[v]) {
        o->next = z->p->vehicle[v].end;
        o->latest = o->next < 0 ? INT64_MAX : z->to[v];
        return;
    }
    const bool pause = z->node[s->node[base + i]].kind == RICH_PAUSE;
    o->next = pause ? -1 : s->place[base + i];
    o->latest = s->latest[base + i];
}

static void raise_load(const struct rich *z, int32_t *most, const int32_t *on)
{
    for (int32_t k = 0; k < z->loads; k++)
        most[k] = most[k] > on[k] ? most[k] : on[k];
}

/* Most on board from the beginning of its trip till behind position i: till then goods for
 * there are on board, too. */
static void set_room(const struct rich *z, const struct rich_state *s, int32_t v, int32_t i,
                     int32_t *most)
{
    const ptrdiff_t at = (ptrdiff_t)v * z->room + i;
    const int32_t *on = s->load + at * z->loads;
    const struct rich_node *n = &z->node[s->node[at]];
    if (n->kind == RICH_RELOAD)
        memcpy(most, on, (size_t)z->loads * sizeof *most);
    else
        raise_load(z, most, on);
}

/* On board when the tour begins, at the least. */
static void first_load(const struct rich *z, const struct rich_state *s, int32_t v,
                       int32_t *most)
{
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    const struct rich_node *n = s->len[v] > 0 ? &z->node[s->node[base]] : NULL;
    for (int32_t k = 0; k < z->loads; k++)
        most[k] = n && n->kind == RICH_GOODS
                      ? s->load[base * z->loads + k] + z->p->request[n->request].load[k]
                      : 0;
}

/* From when it is free at slot o, and what the slot costs as it is. False: it is none. */
static bool set_way(const struct rich *z, const struct rich_state *s, int32_t v, bool empty,
                    struct rich_slot *o)
{
    const struct rk_route_problem *p = z->p;
    const struct rk_route_vehicle *w = &p->vehicle[v];
    const struct rk_route_matrix *m = &p->matrix[w->matrix];
    const ptrdiff_t base = (ptrdiff_t)v * z->room, n = p->places;
    const int32_t i = o->i;
    int64_t t = w->from;
    o->from = i > 0 ? s->place[base + i - 1] : w->start;
    o->to = place_after(z, s, v, i);
    if (i > 0)
        t = s->begin[base + i - 1] +
            (int64_t)(s->idle[base + i - 1] ? 0 : z->node[s->node[base + i - 1]].service);
    if (p->done && i == z->fixed[v] && t < p->done[v].hour)
        t = p->done[v].hour;
    o->legs = empty || o->to < 0 ? 0 : -(int64_t)m->cost[o->from * n + o->to];
    if (i > 0 && s->idle[base + i - 1]) { /* a reload nobody needed till now */
        if ((i > 1 && s->idle[base + i - 2]) ||
            m->time[o->from * n + w->depot] == RK_ROUTE_NO_ROAD)
            return false;
        o->legs += m->cost[o->from * n + w->depot];
        t = rich_arrive(z, t, m->time[o->from * n + w->depot]) + w->reload;
        o->from = w->depot;
    }
    o->ready = t;
    return true;
}

const struct rich_slots *rich_slots(struct rich *z, const struct rich_state *s, int32_t v,
                                    bool empty)
{
    struct rich_slots *o = &z->slots[v];
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    int32_t most[RK_ROUTE_LOADS];
    if (o->stamp == s->stamp[v])
        return o;
    struct rich_slot *slot = z->slot + base + v;
    const size_t bytes = (size_t)z->loads * sizeof *most;
    int32_t trip = 0, row = 0; /* its first slot; the last row that differs */
    *o = (struct rich_slots){.stamp = s->stamp[v], .slot = slot, .loaded = -1};
    first_load(z, s, v, most);
    for (int32_t i = 0; i <= s->len[v]; i++) {
        struct rich_slot *k = &slot[o->count];
        if (i > 0)
            set_room(z, s, v, i - 1, most);
        if (i > z->fixed[v] && z->node[s->node[base + i - 1]].kind == RICH_RELOAD) {
            o->loaded = o->loaded < 0 ? o->count : o->loaded;
            for (; trip < o->count; trip++)
                slot[trip].reload = o->count;
        }
        if (i < z->fixed[v])
            continue;
        k->i = i;
        if (!set_way(z, s, v, empty, k))
            continue;
        set_next(z, s, v, i, k);
        int32_t *now = z->most + (base + v) * z->loads;
        if (o->count == trip || memcmp(now + (ptrdiff_t)row * z->loads, most, bytes) != 0)
            row = o->count;
        memcpy(now + (ptrdiff_t)row * z->loads, most, bytes);
        k->row = row;
        o->count++;
    }
    for (; trip < o->count; trip++)
        slot[trip].reload = o->count;
    o->loaded = o->loaded < 0 ? o->count : o->loaded;
    return o;
}
