/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tours seen on the way, put together anew: the cheapest choice of them that serves every
 * request once. Prices of requests by subgradients (Held, Wolfe & Crowder 1974); what they show
 * to be too dear is struck out, the rest is searched to the end or to a limit.
 */
#include "route_rich.h"

enum { TOURS = 1 << 15, TABLE = 1 << 17, NODES = 1 << 20, STEPS = 100, LIMIT = 2000000 };

struct column {
    uint64_t key;
    int64_t cost;
    int32_t from, len; /* in `node` */
    int32_t class;     /* like[] of its vehicle */
};

struct rich_pool {
    struct column *column;
    int32_t *table; /* position + 1 */
    int32_t *node;
    int32_t columns, used;
    uint64_t *mark; /* [requests] random bits */
    int32_t *fleet; /* [vehicles] how many are like this one, at the first of them */
    double *price, *bestp, *slack, *rc;
    int32_t *pick, *live, *first, *cover, *picked;
    int32_t steps;
    /* the search */
    double upper, floor;
    int32_t depth, found;
};

bool rich_pool_new(struct rich *z, struct rk_scratch *s)
{
    const struct rk_route_problem *p = z->p;
    bool fits = p->must && !p->done && p->pools == 0 && !p->vehicles_first;
    for (int32_t i = 0; i < p->requests && fits; i++)
        fits = p->request[i].after < 0 && p->request[i].options == 0;
    for (int32_t v = 0; v < p->vehicles && fits; v++)
        fits = p->vehicle[v].trips == 1 && p->vehicle[v].breaks == 0;
    if (!fits)
        return true;
    struct rich_pool *q = RK_NEW(s, struct rich_pool, 1);
    if (!q)
        return false;
    q->column = RK_NEW(s, struct column, TOURS);
    q->table = RK_NEW(s, int32_t, TABLE);
    q->node = RK_NEW(s, int32_t, NODES);
    q->mark = RK_NEW(s, uint64_t, p->requests);
    q->fleet = RK_NEW(s, int32_t, p->vehicles);
    q->price = RK_NEW(s, double, p->requests);
    q->bestp = RK_NEW(s, double, p->requests);
    q->slack = RK_NEW(s, double, p->requests);
    q->rc = RK_NEW(s, double, TOURS);
    q->live = RK_NEW(s, int32_t, TOURS);
    q->first = RK_NEW(s, int32_t, p->requests + 2);
    q->cover = RK_NEW(s, int32_t, NODES);
    q->pick = RK_NEW(s, int32_t, p->vehicles + 1);
    q->picked = RK_NEW(s, int32_t, p->vehicles + 1);
    if (s->in.failed)
        return false;
    for (int32_t i = 0; i < p->requests; i++)
        q->mark[i] = rk_random_u64(&z->random);
    for (int32_t v = 0; v < p->vehicles; v++)
        q->fleet[z->like[v]]++;
    z->pool = q;
    return true;
}

/* ---- filling ----------------------------------------------------------------------------- */

static void forget(struct rich_pool *q)
{
    memset(q->table, 0, sizeof *q->table * TABLE);
    q->columns = q->used = 0;
}

void rich_pool_add(struct rich *z, const struct rich_state *s, int32_t v)
{
    struct rich_pool *q = z->pool;
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    const int32_t len = s->len[v];
    if (!q || len == 0)
        return;
    if (q->columns == TOURS || q->used + len > NODES)
        forget(q);
    uint64_t key = (uint64_t)(z->like[v] + 1) * UINT64_C(0x9E3779B97F4A7C15);
    for (int32_t i = 0; i < len; i++)
        if (z->node[s->node[base + i]].kind != RICH_DROP)
            key ^= q->mark[z->node[s->node[base + i]].request];
    uint64_t at = key & (TABLE - 1);
    struct column *c = NULL;
    for (; q->table[at] != 0; at = (at + 1) & (TABLE - 1)) {
        c = &q->column[q->table[at] - 1];
        if (c->key == key && c->len == len)
            break;
        c = NULL;
    }
    if (c && c->cost <= s->cost[v])
        return;
    if (!c) {
        c = &q->column[q->columns++];
        q->table[at] = q->columns;
        *c = (struct column){key, 0, q->used, len, z->like[v]};
        q->used += len;
    }
    c->cost = s->cost[v];
    memcpy(q->node + c->from, s->node + base, (size_t)len * sizeof *q->node);
}

/* ---- prices ------------------------------------------------------------------------------ */

static double reduced(const struct rich *z, const struct rich_pool *q, const struct column *c,
                      const double *price)
{
    double x = (double)c->cost;
    for (int32_t i = 0; i < c->len; i++) {
        const struct rich_node *n = &z->node[q->node[c->from + i]];
        if (n->kind != RICH_DROP)
            x -= price[n->request];
    }
    return x;
}

/* A bound at these prices; slack: 1 minus how often each request is served. */
static double bound(const struct rich *z, struct rich_pool *q, const double *price)
{
    const int32_t n = z->p->requests;
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++) {
        sum += price[i];
        q->slack[i] = 1.0;
    }
    for (int32_t k = 0; k < q->columns; k++) {
        const struct column *c = &q->column[k];
        q->rc[k] = reduced(z, q, c, price);
        if (q->rc[k] >= 0.0)
            continue;
        sum += q->rc[k];
        for (int32_t i = 0; i < c->len; i++) {
            const struct rich_node *m = &z->node[q->node[c->from + i]];
            if (m->kind != RICH_DROP)
                q->slack[m->request] -= 1.0;
        }
    }
    return sum;
}

static void find_prices(const struct rich *z, struct rich_pool *q, const struct rich_state *s)
{
    const int32_t n = z->p->requests;
    double best = -1e300, pace = 1.0;
    int32_t idle = 0;
    for (int32_t v = 0; v < z->p->vehicles; v++) { /* a tour's cost, shared by its stops */
        int32_t served = 0;
        const ptrdiff_t base = (ptrdiff_t)v * z->room;
        for (int32_t i = 0; i < s->len[v]; i++)
            served += z->node[s->node[base + i]].kind != RICH_DROP;
        for (int32_t i = 0; i < s->len[v]; i++)
            q->price[z->node[s->node[base + i]].request] = (double)s->cost[v] / served;
    }
    for (int32_t step = 0; step < STEPS; step++) {
        const double got = bound(z, q, q->price);
        double norm = 0.0;
        if (got > best + 1e-6 * fabs(best)) {
            best = got;
            memcpy(q->bestp, q->price, (size_t)n * sizeof *q->price);
            idle = 0;
        } else if (++idle >= 8) {
            pace *= 0.6;
            idle = 0;
            memcpy(q->price, q->bestp, (size_t)n * sizeof *q->price);
            continue;
        }
        for (int32_t i = 0; i < n; i++)
            norm += q->slack[i] * q->slack[i];
        if (norm < 0.5 || pace < 1e-3)
            break;
        const double stride = pace * (1.005 * q->upper - got) / norm;
        for (int32_t i = 0; i < n; i++)
            q->price[i] += stride * q->slack[i];
    }
    q->floor = bound(z, q, q->bestp);
}

/* ---- the choice -------------------------------------------------------------------------- */

struct choice {
    struct rich *z;
    struct rich_pool *q;
    uint8_t *taken;  /* [requests] */
    double negative; /* sum of what is below 0 among the live */
};

static bool clashes(const struct choice *c, const struct column *k)
{
    for (int32_t i = 0; i < k->len; i++)
        if (c->taken[c->z->node[c->q->node[k->from + i]].request])
            return true;
    return false;
}

static void set_taken(const struct choice *c, const struct column *k, uint8_t to)
{
    for (int32_t i = 0; i < k->len; i++)
        c->taken[c->z->node[c->q->node[k->from + i]].request] = to;
}

/* The open request with the fewest ways to serve it; -1: all are served. */
static int32_t hardest(const struct choice *c, int32_t *ways)
{
    struct rich_pool *q = c->q;
    int32_t best = -1, least = INT32_MAX;
    for (int32_t r = 0; r < c->z->p->requests; r++) {
        int32_t n = 0;
        if (c->taken[r])
            continue;
        for (int32_t k = q->first[r]; k < q->first[r + 1] && n < least; k++)
            n += !clashes(c, &q->column[q->cover[k]]), q->steps++;
        if (n < least) {
            least = n;
            best = r;
            if (n == 0)
                break;
        }
    }
    *ways = least;
    return best;
}

/* `above`: what the chosen cost beyond the prices of their requests. */
static void choose(struct choice *c, double above)
{
    struct rich_pool *q = c->q;
    int32_t ways;
    if (q->steps > LIMIT)
        return;
    const int32_t r = hardest(c, &ways);
    if (r < 0) {
        int64_t cost = 0;
        for (int32_t i = 0; i < q->depth; i++)
            cost += q->column[q->pick[i]].cost;
        if ((double)cost < q->upper - 0.5) {
            q->upper = (double)cost;
            q->found = q->depth;
            memcpy(q->picked, q->pick, (size_t)q->depth * sizeof *q->pick);
        }
        return;
    }
    if (ways == 0)
        return;
    for (int32_t k = q->first[r]; k < q->first[r + 1]; k++) {
        const int32_t j = q->cover[k];
        const struct column *col = &q->column[j];
        /* floor holds every negative one already: a chosen one of those adds nothing */
        const double more = above + fmax(0.0, q->rc[j]);
        if (q->floor + more >= q->upper - 0.5 || q->fleet[col->class] == 0 || clashes(c, col))
            continue;
        q->pick[q->depth++] = j;
        q->fleet[col->class]--;
        set_taken(c, col, 1);
        choose(c, more);
        set_taken(c, col, 0);
        q->fleet[col->class]++;
        q->depth--;
    }
}

/* Live columns by the requests they serve, cheapest first. */
static void index_live(const struct rich *z, struct rich_pool *q)
{
    const int32_t n = z->p->requests;
    int32_t live = 0;
    for (int32_t k = 0; k < q->columns; k++) {
        if (q->floor + fmax(0.0, q->rc[k]) >= q->upper - 0.5)
            continue;
        q->live[live++] = k;
    }
    for (int32_t gap = 3280; gap > 0; gap /= 3) /* Shell's sort */
        for (int32_t i = gap; i < live; i++) {
            const int32_t k = q->live[i];
            int32_t j = i;
            for (; j >= gap && q->rc[q->live[j - gap]] > q->rc[k]; j -= gap)
                q->live[j] = q->live[j - gap];
            q->live[j] = k;
        }
    live = live > 3000 ? 3000 : live;
    memset(q->first, 0, (size_t)(n + 2) * sizeof *q->first);
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < live; i++) {
            const struct column *c = &q->column[q->live[i]];
            for (int32_t m = 0; m < c->len; m++) {
                const struct rich_node *x = &z->node[q->node[c->from + m]];
                if (x->kind == RICH_DROP)
                    continue;
                if (pass == 0)
                    q->first[x->request + 2]++;
                else
                    q->cover[q->first[x->request + 1]++] = q->live[i];
            }
        }
        for (int32_t r = 0; pass == 0 && r < n; r++)
            q->first[r + 2] += q->first[r + 1];
    }
}

static void apply(struct rich *z, struct rich_state *s)
{
    struct rich_pool *q = z->pool;
    for (int32_t v = 0; v < z->p->vehicles; v++)
        rich_set(z, s, v, z->seq, 0);
    for (int32_t i = 0; i < q->found; i++) {
        const struct column *c = &q->column[q->picked[i]];
        int32_t v = c->class;
        while (v < z->p->vehicles && (z->like[v] != c->class || s->len[v] > 0))
            v++;
        for (int32_t m = 0; m < c->len; m++)
            s->on[z->node[q->node[c->from + m]].request] = v;
        memcpy(z->seq, q->node + c->from, (size_t)c->len * sizeof *z->seq);
        rich_set(z, s, v, z->seq, c->len);
    }
    s->absent = 0;
    rich_count(z, s);
}

bool rich_pool_solve(struct rich *z, struct rk_scratch scratch)
{
    struct rich_pool *q = z->pool;
    if (!q || z->best.absent > 0 || q->columns == 0)
        return false;
    for (int32_t v = 0; v < z->p->vehicles; v++)
        rich_pool_add(z, &z->best, v);
    struct choice c = {.z = z, .q = q, .taken = RK_NEW(&scratch, uint8_t, z->p->requests)};
    if (!c.taken)
        return false;
    q->upper = (double)z->best.score.cost;
    q->depth = q->found = q->steps = 0;
    find_prices(z, q, &z->best);
    index_live(z, q);
    choose(&c, 0.0);
    if (q->found == 0)
        return false;
    apply(z, &z->now);
    rich_state_copy(z, &z->now, &z->try);
    rich_state_copy(z, &z->now, &z->best);
    return true;
}
