/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tours seen on the way, put together anew: the cheapest choice of them that serves every
 * request once. Prices of requests bound what a tour can still be part of: what they show to be
 * too dear is struck out, the rest is searched to the end or to a limit. When the pool is full
 * the dearer half at these prices is forgotten, and no tour as dear as that is taken any more.
 */
#include "route_rich.h"

enum { TOURS = 1 << 15, TABLE = 1 << 17, NODES = 1 << 20, ROWS = 400, LIMIT = 400000 };

static bool fits(const struct rich *z)
{
    const struct rk_route_problem *p = z->p;
    bool fine = p->must && !p->done && p->pools == 0 && !p->vehicles_first;
    int32_t rows = p->requests;
    for (int32_t i = 0; i < p->requests && fine; i++)
        fine = p->request[i].after < 0 && p->request[i].options == 0 && p->request[i].was < 0;
    for (int32_t v = 0; v < p->vehicles && fine; v++) {
        fine = p->vehicle[v].trips == 1 && p->vehicle[v].breaks == 0;
        rows += z->like[v] == v;
    }
    return fine && rows <= ROWS;
}

bool rich_pool_new(struct rich *z, struct rk_scratch *s)
{
    const struct rk_route_problem *p = z->p;
    if (!fits(z))
        return true;
    struct rich_pool *q = RK_NEW(s, struct rich_pool, 1);
    if (!q)
        return false;
    q->column = RK_NEW(s, struct rich_column, TOURS);
    q->table = RK_NEW(s, int32_t, TABLE);
    q->node = RK_NEW(s, int32_t, NODES);
    q->who = RK_NEW(s, int16_t, NODES);
    q->mark = RK_NEW(s, uint64_t, p->requests);
    q->fleet = RK_NEW(s, int32_t, p->vehicles);
    q->class_row = RK_NEW(s, int32_t, p->vehicles);
    q->price = RK_NEW(s, double, p->requests + p->vehicles);
    q->basis = RK_NEW(s, int32_t, p->requests + p->vehicles);
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
    for (int32_t v = 0; v < p->vehicles; v++) {
        if (z->like[v] == v)
            q->class_row[v] = q->classes++;
        q->fleet[z->like[v]]++;
    }
    q->most = HUGE_VAL;
    z->pool = q;
    return true;
}

/* ---- filling ----------------------------------------------------------------------------- */

static double reduced(const struct rich *z, const struct rich_column *c)
{
    const struct rich_pool *q = z->pool;
    const int16_t *who = q->who + c->from;
    double x = (double)c->cost - q->price[z->p->requests + q->class_row[c->class]];
    for (int32_t i = 0; i < c->serves; i++)
        x -= q->price[who[i]];
    return x;
}

/* Where a tour of these requests is in the table, or would be. */
static int32_t *place_of(struct rich_pool *q, uint64_t key, int32_t len)
{
    uint64_t at = key & (TABLE - 1);
    for (; q->table[at] != 0; at = (at + 1) & (TABLE - 1)) {
        const struct rich_column *c = &q->column[q->table[at] - 1];
        if (c->key == key && c->len == len)
            break;
    }
    return &q->table[at];
}

/* Its position; -1: there is no room for it, or (unless `any`) it is too dear. */
static int32_t keep_tour(struct rich *z, const struct rich_state *s, int32_t v, bool any)
{
    struct rich_pool *q = z->pool;
    const int32_t *node = s->node + (ptrdiff_t)v * z->room;
    const int32_t spare = any ? 0 : z->p->vehicles;
    struct rich_column new = {.cost = s->cost[v],
                              .from = q->used,
                              .len = s->len[v],
                              .class = z->like[v],
                              .key = (uint64_t)(z->like[v] + 1) * UINT64_C(0x9E3779B97F4A7C15)};
    if (q->columns + spare >= TOURS || q->used + (spare + 1) * z->room > NODES) {
        q->full = true;
        return -1;
    }
    for (int32_t i = 0; i < new.len; i++)
        if ((node[i] & 1) == 0) {
            q->who[q->used + new.serves++] = (int16_t)(node[i] >> 1);
            new.key ^= q->mark[node[i] >> 1];
        }
    if (!any && q->most < HUGE_VAL && reduced(z, &new) > q->most)
        return -1;
    int32_t *at = place_of(q, new.key, new.len);
    if (*at == 0) {
        *at = ++q->columns;
        q->column[*at - 1] = new;
        q->used += new.len;
    } else if (q->column[*at - 1].cost <= new.cost) {
        return *at - 1;
    }
    struct rich_column *c = &q->column[*at - 1];
    c->cost = new.cost;
    memcpy(q->node + c->from, node, (size_t) new.len * sizeof *q->node);
    return *at - 1;
}

void rich_pool_add(struct rich *z, const struct rich_state *s, int32_t v)
{
    if (z->pool && s->len[v] > 0)
        (void)keep_tour(z, s, v, false);
}

/* ---- prices ------------------------------------------------------------------------------ */

/* Prices, what each tour costs beyond them, and a bound for every choice. */
static bool price(struct rich *z, const struct rk_route_options *o, struct rk_scratch scratch)
{
    struct rich_pool *q = z->pool;
    const int32_t n = z->p->requests;
    int32_t *tour = RK_NEW(&scratch, int32_t, z->p->vehicles), tours = 0;
    if (!tour)
        return false;
    for (int32_t v = 0; v < z->p->vehicles; v++) {
        if (z->best.len[v] == 0)
            continue;
        tour[tours] = keep_tour(z, &z->best, v, true);
        if (tour[tours++] < 0)
            return false;
    }
    if (!rich_prices(z, tour, tours, q->price, o, scratch))
        return false;
    q->upper = (double)z->best.score.cost;
    q->floor = 0.0;
    for (int32_t i = 0; i < n; i++)
        q->floor += q->price[i];
    for (int32_t v = 0; v < z->p->vehicles; v++) {
        double *class = &q->price[n + q->class_row[z->like[v]]];
        *class = *class < 0.0 ? *class : 0.0;
        q->floor += *class;
    }
    for (int32_t k = 0; k < q->columns; k++) {
        q->rc[k] = reduced(z, &q->column[k]);
        q->floor += q->rc[k] < 0.0 ? q->rc[k] : 0.0;
    }
    return true;
}

/* Cheapest first at these prices; Shell's sort. */
static void sort_live(struct rich_pool *q, int32_t live)
{
    for (int32_t gap = 9841; gap > 0; gap /= 3)
        for (int32_t i = gap; i < live; i++) {
            const int32_t k = q->live[i];
            int32_t j = i;
            for (; j >= gap && q->rc[q->live[j - gap]] > q->rc[k]; j -= gap)
                q->live[j] = q->live[j - gap];
            q->live[j] = k;
        }
}

void rich_pool_thin(struct rich *z, const struct rk_route_options *o, struct rk_scratch scratch)
{
    struct rich_pool *q = z->pool;
    if (!q || !q->full)
        return;
    q->full = false;
    int32_t keep = 0, used = 0;
    double most = HUGE_VAL;
    if (z->best.absent == 0 && price(z, o, scratch)) {
        for (int32_t k = 0; k < q->columns; k++)
            q->live[k] = k;
        sort_live(q, q->columns);
        most = fmax(1.0, q->rc[q->live[q->columns / 2]]);
    }
    for (int32_t k = 0; k < q->columns && most < HUGE_VAL; k++) {
        struct rich_column c = q->column[k];
        if (q->rc[k] > most)
            continue;
        memmove(q->node + used, q->node + c.from, (size_t)c.len * sizeof *q->node);
        memmove(q->who + used, q->who + c.from, (size_t)c.serves * sizeof *q->who);
        c.from = used;
        used += c.len;
        q->live[k] = keep;
        q->column[keep++] = c;
    }
    for (int32_t i = 0; i < z->p->requests + q->classes && keep > 0; i++)
        if (q->basis[i] >= 0)
            q->basis[i] = q->live[q->basis[i]];
    q->priced = q->priced && keep > 0;
    q->columns = keep;
    q->used = used;
    q->most = most;
    memset(q->table, 0, sizeof *q->table * TABLE);
    for (int32_t k = 0; k < keep; k++)
        *place_of(q, q->column[k].key, q->column[k].len) = k + 1;
}

/* ---- the choice -------------------------------------------------------------------------- */

struct choice {
    struct rich *z;
    struct rich_pool *q;
    uint8_t *taken; /* [requests] */
};

static bool clashes(const struct choice *c, const struct rich_column *k)
{
    const int16_t *who = c->q->who + k->from;
    for (int32_t i = 0; i < k->serves; i++)
        if (c->taken[who[i]])
            return true;
    return false;
}

static void set_taken(const struct choice *c, const struct rich_column *k, uint8_t to)
{
    const int16_t *who = c->q->who + k->from;
    for (int32_t i = 0; i < k->serves; i++)
        c->taken[who[i]] = to;
}

/* The open request with the fewest ways to serve it; -1: all are served. */
static int32_t hardest(const struct choice *c, double above, int32_t *ways)
{
    struct rich_pool *q = c->q;
    const double dear = q->upper - 0.5 - q->floor - above;
    int32_t best = -1, least = INT32_MAX;
    for (int32_t r = 0; r < c->z->p->requests; r++) {
        int32_t n = 0;
        if (c->taken[r])
            continue;
        for (int32_t k = q->first[r]; k < q->first[r + 1] && n < least; k++) {
            if (q->rc[q->cover[k]] >= dear)
                break; /* and all behind it */
            n += !clashes(c, &q->column[q->cover[k]]), q->steps++;
        }
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
    const int32_t r = hardest(c, above, &ways);
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
        const struct rich_column *col = &q->column[j];
        /* floor holds every negative one already: a chosen one of those adds nothing */
        const double more = above + fmax(0.0, q->rc[j]);
        if (q->floor + more >= q->upper - 0.5)
            break; /* so are all behind it */
        if (q->fleet[col->class] == 0 || clashes(c, col))
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
static int32_t index_live(const struct rich *z, struct rich_pool *q)
{
    const int32_t n = z->p->requests;
    int32_t live = 0;
    for (int32_t k = 0; k < q->columns; k++) {
        if (q->floor + fmax(0.0, q->rc[k]) >= q->upper - 0.5)
            continue;
        q->live[live++] = k;
    }
    sort_live(q, live);
    const int32_t all = live;
    live = live > 3000 ? 3000 : live;
    memset(q->first, 0, (size_t)(n + 2) * sizeof *q->first);
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < live; i++) {
            const struct rich_column *c = &q->column[q->live[i]];
            for (int32_t m = 0; m < c->serves; m++) {
                const int32_t r = q->who[c->from + m];
                if (pass == 0)
                    q->first[r + 2]++;
                else
                    q->cover[q->first[r + 1]++] = q->live[i];
            }
        }
        for (int32_t r = 0; pass == 0 && r < n; r++)
            q->first[r + 2] += q->first[r + 1];
    }
    return all;
}

static void apply(struct rich *z, struct rich_state *s)
{
    struct rich_pool *q = z->pool;
    for (int32_t v = 0; v < z->p->vehicles; v++)
        rich_set(z, s, v, z->seq, 0);
    for (int32_t i = 0; i < q->found; i++) {
        const struct rich_column *c = &q->column[q->picked[i]];
        int32_t v = c->class;
        while (v < z->p->vehicles && (z->like[v] != c->class || s->len[v] > 0))
            v++;
        for (int32_t m = 0; m < c->serves; m++)
            s->on[q->who[c->from + m]] = v;
        memcpy(z->seq, q->node + c->from, (size_t)c->len * sizeof *z->seq);
        rich_set(z, s, v, z->seq, c->len);
    }
    s->absent = 0;
    rich_count(z, s);
}

bool rich_pool_solve(struct rich *z, const struct rk_route_options *o,
                     struct rk_scratch scratch)
{
    struct rich_pool *q = z->pool;
    if (!q || z->best.absent > 0 || q->columns == 0)
        return false;
    struct choice c = {.z = z, .q = q, .taken = RK_NEW(&scratch, uint8_t, z->p->requests)};
    if (!c.taken)
        return false;
    if (!price(z, o, scratch))
        return false;
    q->depth = q->found = q->steps = 0;
    const int32_t lives = index_live(z, q);
    choose(&c, 0.0);
    if (q->steps > LIMIT)
        rich_branch(z, lives, o, scratch);
    if (q->found == 0)
        return false;
    apply(z, &z->now);
    rich_state_copy(z, &z->now, &z->try);
    rich_state_copy(z, &z->now, &z->best);
    return true;
}
