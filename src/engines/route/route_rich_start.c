/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beginning with a plan: what still fits stays as it was, the rest is left for the search. */
#include "route_rich.h"

static bool may_begin(const struct rich *z, const struct rich_state *s, int32_t r, int32_t v)
{
    const struct rk_route_request *q = &z->p->request[r];
    return s->on[r] < 0 && (q->only < 0 || q->only == v) &&
           (q->skills & ~z->p->vehicle[v].skills) == 0 &&
           (q->after < 0 || s->on[q->after] >= 0);
}

/* Takes the option the plan took; false when it is not there any more. */
static bool take_option(const struct rich *z, struct rich_state *s,
                        const struct rk_route_tour *t, int32_t from, int32_t r)
{
    const struct rk_route_request *q = &z->p->request[r];
    int32_t option = -1;
    if (q->options == 0)
        return true;
    for (int32_t j = from; j < t->visits; j++)
        if (t->visit[j].act == RK_ROUTE_STOP && t->visit[j].request == r &&
            t->visit[j].option > option)
            option = t->visit[j].option;
    if (option < 0 || option >= q->options)
        return false;
    if (q->option[option].pool >= 0) {
        if (s->pool[q->option[option].pool] <= 0)
            return false;
        s->pool[q->option[option].pool]--;
    }
    s->option[r] = option;
    return true;
}

static int32_t node_of(struct rich *z, const struct rk_route_tour *t, int32_t i, int32_t *marks)
{
    struct rich_state *s = &z->now;
    const struct rk_route_visit *d = &t->visit[i];
    const int32_t v = t->vehicle;
    const struct rk_route_vehicle *w = &z->p->vehicle[v];
    if (d->act == RK_ROUTE_PAUSE)
        return d->request < w->breaks ? z->first_mark[v] + d->request : -1;
    if (d->act == RK_ROUTE_RELOAD)
        return *marks < w->trips - 1 ? z->first_mark[v] + w->breaks + (*marks)++ : -1;
    if (d->stop == 1)
        return s->on[d->request] == v ? 2 * d->request + 1 : -1;
    if (!may_begin(z, s, d->request, v) || !take_option(z, s, t, i, d->request))
        return -1;
    s->on[d->request] = v;
    s->absent--;
    return 2 * d->request;
}

static bool among(const int32_t *seq, int32_t n, int32_t node)
{
    for (int32_t i = 0; i < n; i++)
        if (seq[i] == node)
            return true;
    return false;
}

/* z->seq without request r into z->list; its new length. */
static int32_t without(const struct rich *z, const int32_t *seq, int32_t n, int32_t r,
                       int32_t *to)
{
    int32_t k = 0;
    for (int32_t i = 0; i < n; i++)
        if (z->node[seq[i]].kind > RICH_DROP || z->node[seq[i]].request != r)
            to[k++] = seq[i];
    return k;
}

static bool goes_before(const struct rich *z, int32_t a, int32_t b)
{
    const struct rk_route_request *x = &z->p->request[a], *y = &z->p->request[b];
    return x->rank != y->rank ? x->rank > y->rank : x->harm < y->harm;
}

/* Leaves out requests until the tour can be driven: the least urgent whose going is enough, or
 * the least urgent of all. -1: nobody is left who could be left out, and it cannot be driven.
 */
static int32_t thin(struct rich *z, int32_t v, int32_t *seq, int32_t n)
{
    struct rich_state *s = &z->now;
    struct rich_times times;
    while (!rich_drive(z, s, v, seq, n, &times)) {
        int32_t enough = -1, any = -1;
        for (int32_t i = z->fixed[v]; i < n; i++) {
            const struct rich_node *k = &z->node[seq[i]];
            if (k->kind > RICH_DROP || z->fixed_at[2 * k->request] >= 0 || k->kind == RICH_DROP)
                continue;
            if (any < 0 || goes_before(z, k->request, any))
                any = k->request;
            const int32_t m = without(z, seq, n, k->request, z->list);
            if (rich_drive(z, s, v, z->list, m, &times) &&
                (enough < 0 || goes_before(z, k->request, enough)))
                enough = k->request;
        }
        const int32_t r = enough >= 0 ? enough : any;
        if (r < 0)
            return -1;
        n = without(z, seq, n, r, seq);
        const struct rk_route_request *q = &z->p->request[r];
        if (q->options > 0 && s->option[r] >= 0 && q->option[s->option[r]].pool >= 0)
            s->pool[q->option[s->option[r]].pool]++;
        s->on[r] = -1;
        s->absent++;
    }
    return n;
}

static void start_tour(struct rich *z, const struct rk_route_tour *t)
{
    struct rich_state *s = &z->now;
    const int32_t v = t->vehicle;
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    int32_t n = z->fixed[v], marks = 0;
    memcpy(z->seq, s->node + base, (size_t)n * sizeof *z->seq);
    for (int32_t i = 0; i < t->visits; i++) {
        const struct rk_route_visit *d = &t->visit[i];
        const bool driven =
            d->act == RK_ROUTE_STOP && z->fixed_at[2 * d->request + d->stop] >= 0;
        const int32_t node = driven ? -1 : node_of(z, t, i, &marks);
        if (node >= 0 && !among(z->seq, n, node))
            z->seq[n++] = node;
    }
    for (int32_t i = z->fixed[v]; i < s->len[v]; i++) /* what the plan does not name */
        if (!among(z->seq, n, s->node[base + i]))
            z->seq[n++] = s->node[base + i];
    n = thin(z, v, z->seq, n);
    if (n < 0) { /* the plan's order for those on board is lost; theirs of lock_tour stands */
        n = s->len[v];
        memcpy(z->seq, s->node + base, (size_t)n * sizeof *z->seq);
    }
    rich_set(z, s, v, z->seq, n);
}

void rich_start(struct rich *z, const struct rk_route_plan *plan)
{
    for (int32_t k = 0; k < plan->tours; k++)
        start_tour(z, &plan->tour[k]);
    /* A second leg whose first was left out goes, too. */
    for (int32_t r = 0; r < z->p->requests; r++) {
        const int32_t after = z->p->request[r].after;
        if (z->now.on[r] >= 0 && after >= 0 && z->now.on[after] < 0 && z->fixed_at[2 * r] < 0)
            rich_remove(z, &z->now, r);
    }
    rich_count(z, &z->now);
    rich_state_copy(z, &z->now, &z->try);
    rich_state_copy(z, &z->now, &z->best);
}
