/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Local search over plans that may break loads and windows at a price: moving one or two stops,
 * exchanging them, cutting two tours and joining them crosswise, reversing. Moves are tried
 * among near stops only (granular search); every trial costs O(1) between tours.
 * Vidal (2022), Hybrid genetic search for the CVRP, Comput. Oper. Res. 140.
 */
#include "route_hgs_local.h"

#define HOT static inline __attribute__((always_inline))

/* ---- counting ---------------------------------------------------------------------------- */

void hgs_local_refresh(struct hgs_local *ls, int32_t r)
{
    const struct hgs_task *t = ls->t;
    const int32_t s = hgs_start(ls, r), e = hgs_end(ls, r);
    int32_t at = 0;
    int64_t load = 0;
    double sx = 0.0, sy = 0.0;
    ls->pre[s] = t->one[0];
    ls->upto[s] = 0;
    ls->pos[s] = 0;
    ls->route[s] = ls->route[e] = r;
    for (int32_t p = s, v = ls->next[s];; p = v, v = ls->next[v]) {
        const int32_t c = hgs_customer(ls, v);
        load += t->load[c];
        ls->pos[v] = ++at;
        ls->route[v] = r;
        ls->upto[v] = load;
        if (t->timed)
            ls->pre[v] = hgs_join(t, &ls->pre[p], &t->one[c]);
        if (v == e)
            break;
        if (t->x)
            sx += t->x[c], sy += t->y[c];
    }
    ls->suf[e] = t->one[0];
    if (t->timed)
        for (int32_t v = ls->prev[e];; v = ls->prev[v]) {
            ls->suf[v] = hgs_join(t, &t->one[hgs_customer(ls, v)], &ls->suf[ls->next[v]]);
            if (v == s)
                break;
        }
    ls->size[r] = at - 1;
    ls->load[r] = load;
    ls->warp[r] = t->timed ? ls->pre[e].warp : 0;
    ls->pen[r] = hgs_over_load(ls, load) + (double)ls->warp[r] * ls->price.time;
    ls->changed[r] = ls->moves;
    ls->angle[r] =
        at == 1 || !t->x ? 1e30 : atan2(sy / (at - 1) - t->y[0], sx / (at - 1) - t->x[0]);
    ls->stamp[r] = ++ls->stamps;
}

/* Ticks too late of: pre[a], the stops of mid, suf[b]. */
HOT int64_t warp_of(const struct hgs_local *ls, int32_t a, const int32_t *mid, int count,
                    int32_t b)
{
    struct hgs_part p = ls->pre[a];
    for (int i = 0; i < count; i++)
        p = hgs_join(ls->t, &p, &ls->t->one[mid[i]]);
    return hgs_join(ls->t, &p, &ls->suf[b]).warp;
}

static void walk(const struct hgs_local *ls, struct hgs_part *p, int32_t from, int32_t to)
{
    for (int32_t v = from;; v = ls->next[v]) {
        *p = hgs_join(ls->t, p, &ls->t->one[hgs_customer(ls, v)]);
        if (v == to)
            return;
    }
}

HOT double leg(const struct hgs_local *ls, int32_t a, int32_t b)
{
    return (double)ls->t->d[hgs_customer(ls, a) * ls->t->w + hgs_customer(ls, b)];
}

/* ---- list work --------------------------------------------------------------------------- */

static void put_after(struct hgs_local *ls, int32_t u, int32_t v)
{
    ls->next[ls->prev[u]] = ls->next[u];
    ls->prev[ls->next[u]] = ls->prev[u];
    ls->prev[u] = v;
    ls->next[u] = ls->next[v];
    ls->prev[ls->next[v]] = u;
    ls->next[v] = u;
}

static void exchange(struct hgs_local *ls, int32_t u, int32_t v)
{
    const int32_t up = ls->prev[u], un = ls->next[u], vp = ls->prev[v], vn = ls->next[v];
    if (un == v) {
        put_after(ls, u, v);
        return;
    }
    if (vn == u) {
        put_after(ls, v, u);
        return;
    }
    ls->next[up] = v, ls->prev[un] = v;
    ls->next[vp] = u, ls->prev[vn] = u;
    ls->next[u] = vn, ls->prev[u] = vp;
    ls->next[v] = un, ls->prev[v] = up;
}

static void done(struct hgs_local *ls, int32_t ru, int32_t rv)
{
    ls->moves++;
    ls->improved = true;
    hgs_local_refresh(ls, ru);
    if (rv != ru)
        hgs_local_refresh(ls, rv);
}

/* ---- N stops from U against M stops from V (M = 0: behind V) -------------------------------
 */

struct pair {
    int32_t u, x, v, y, ru, rv; /* x behind u, y behind v */
};

/* Room for the tour when parts of one tour change places. */
static double within(const struct hgs_local *ls, const int32_t *mu, int n, const int32_t *mv,
                     int m, int32_t p, int32_t after_u, int32_t before_v, int32_t after_v,
                     bool u_first)
{
    const struct hgs_task *t = ls->t;
    struct hgs_part s = ls->pre[u_first ? p : before_v];
    const int32_t *a = u_first ? mv : mu, *b = u_first ? mu : mv;
    const int ka = u_first ? m : n, kb = u_first ? n : m;
    for (int i = 0; i < ka; i++)
        s = hgs_join(t, &s, &t->one[a[i]]);
    walk(ls, &s, u_first ? after_u : after_v, u_first ? before_v : p);
    for (int i = 0; i < kb; i++)
        s = hgs_join(t, &s, &t->one[b[i]]);
    return (double)hgs_join(t, &s, &ls->suf[u_first ? after_v : after_u]).warp * ls->price.time;
}

/* One piece although long: it is made anew for each n, m, turned (constants there), and half of
 * its branches fall away; cut up, the innermost loop of the search would carry all of them. */
HOT bool swap_parts(struct hgs_local *ls, const struct pair *q, const int n, const int m,
                    const bool turned)
{
    const struct hgs_task *t = ls->t;
    const int32_t last_u = n == 2 ? q->x : q->u, last_v = m == 2 ? q->y : q->v;
    if (hgs_is_depot(ls, q->u) || (n == 2 && hgs_is_depot(ls, q->x)))
        return false;
    if (m > 0 && (hgs_is_depot(ls, q->v) || (m == 2 && hgs_is_depot(ls, q->y))))
        return false;
    const int32_t p = ls->prev[q->u], after_u = ls->next[last_u];
    const int32_t before_v = m == 0 ? q->v : ls->prev[q->v];
    const int32_t after_v = m == 0 ? q->y : ls->next[last_v];
    if (q->ru == q->rv) { /* apart, and not side by side */
        if (q->v == q->u || q->v == last_u ||
            (m > 0 && (last_v == q->u || before_v == last_u || after_v == q->u)))
            return false;
        if (m == 0 && q->v == p && !turned)
            return false;
        if (m == 0 && q->v == p) /* turning two in place is what `reverse` does */
            return false;
    }
    const int32_t head = turned ? q->x : q->u, tail = turned ? q->u : last_u;
    double du = -leg(ls, p, q->u) - leg(ls, last_u, after_u);
    double dv = leg(ls, before_v, head) + leg(ls, tail, after_v);
    if (turned)
        dv += leg(ls, q->x, q->u) - leg(ls, q->u, q->x);
    if (m == 0) {
        du += leg(ls, p, after_u);
        dv -= leg(ls, q->v, q->y);
    } else {
        du += leg(ls, p, q->v) + leg(ls, last_v, after_u);
        dv -= leg(ls, before_v, q->v) + leg(ls, last_v, after_v);
    }
    if (du + dv >= ls->pen[q->ru] + (q->ru == q->rv ? 0.0 : ls->pen[q->rv]) - HGS_LEAST)
        return false;
    int32_t mu[2] = {hgs_customer(ls, head), hgs_customer(ls, tail)};
    int32_t mv[2] = {hgs_customer(ls, q->v), hgs_customer(ls, last_v)};
    double delta = du + dv;
    if (q->ru != q->rv) {
        int64_t move = t->load[mu[0]] + (n == 2 ? t->load[mu[1]] : 0);
        if (m > 0)
            move -= t->load[mv[0]] + (m == 2 ? t->load[mv[1]] : 0);
        delta += hgs_over_load(ls, ls->load[q->ru] - move) +
                 hgs_over_load(ls, ls->load[q->rv] + move) - ls->pen[q->ru] - ls->pen[q->rv];
        if (delta >= -HGS_LEAST)
            return false;
        if (t->timed) {
            delta += (double)warp_of(ls, p, mv, m, after_u) * ls->price.time;
            if (delta >= -HGS_LEAST)
                return false;
            delta += (double)warp_of(ls, before_v, mu, n, after_v) * ls->price.time;
        }
    } else if (t->timed) {
        delta += hgs_over_load(ls, ls->load[q->ru]) - ls->pen[q->ru] +
                 within(ls, mu, n, mv, m, p, after_u, before_v, after_v,
                        ls->pos[q->u] < ls->pos[q->v]);
    }
    if (delta >= -HGS_LEAST)
        return false;
    const int32_t u = q->u, x = q->x, v = q->v, y = q->y;
    if (m == 0) {
        put_after(ls, turned ? x : u, v);
        if (n == 2)
            put_after(ls, turned ? u : x, turned ? x : u);
    } else {
        exchange(ls, u, v);
        if (n == 2 && m == 2)
            exchange(ls, x, y);
        else if (n == 2)
            put_after(ls, x, u);
    }
    done(ls, q->ru, q->rv);
    return true;
}

/* ---- reversing and cutting crosswise ----------------------------------------------------- */

/* … u x … v y …  becomes  … u v … x y … */
static bool reverse(struct hgs_local *ls, const struct pair *q)
{
    const struct hgs_task *t = ls->t;
    if (ls->pos[q->u] >= ls->pos[q->v] || q->x == q->v || hgs_is_depot(ls, q->v))
        return false;
    double delta =
        leg(ls, q->u, q->v) + leg(ls, q->x, q->y) - leg(ls, q->u, q->x) - leg(ls, q->v, q->y);
    if (!t->symmetric)
        for (int32_t a = q->x; a != q->v; a = ls->next[a])
            delta += leg(ls, ls->next[a], a) - leg(ls, a, ls->next[a]);
    if (delta >= ls->pen[q->ru] - HGS_LEAST)
        return false;
    if (t->timed) {
        struct hgs_part s = ls->pre[q->u];
        for (int32_t a = q->v;; a = ls->prev[a]) {
            s = hgs_join(t, &s, &t->one[hgs_customer(ls, a)]);
            if (a == q->x)
                break;
        }
        delta += (double)hgs_join(t, &s, &ls->suf[q->y]).warp * ls->price.time +
                 hgs_over_load(ls, ls->load[q->ru]) - ls->pen[q->ru];
    }
    if (delta >= -HGS_LEAST)
        return false;
    for (int32_t a = q->x;;) {
        const int32_t b = ls->next[a];
        ls->next[a] = ls->prev[a];
        ls->prev[a] = b;
        if (a == q->v)
            break;
        a = b;
    }
    ls->next[q->u] = q->v, ls->prev[q->v] = q->u;
    ls->next[q->x] = q->y, ls->prev[q->y] = q->x;
    done(ls, q->ru, q->ru);
    return true;
}

/* … u | x …  and  … v | y …  become  … u y …  and  … v x … */
static bool cross_tails(struct hgs_local *ls, const struct pair *q)
{
    const struct hgs_task *t = ls->t;
    double delta = leg(ls, q->u, q->y) + leg(ls, q->v, q->x) - leg(ls, q->u, q->x) -
                   leg(ls, q->v, q->y) - ls->pen[q->ru] - ls->pen[q->rv];
    if (delta >= -HGS_LEAST)
        return false;
    const int64_t a = ls->upto[q->u] + ls->load[q->rv] - ls->upto[q->v];
    const int64_t b = ls->upto[q->v] + ls->load[q->ru] - ls->upto[q->u];
    delta += hgs_over_load(ls, a) + hgs_over_load(ls, b);
    if (delta >= -HGS_LEAST)
        return false;
    if (t->timed)
        delta += ((double)hgs_join(t, &ls->pre[q->u], &ls->suf[q->y]).warp +
                  (double)hgs_join(t, &ls->pre[q->v], &ls->suf[q->x]).warp) *
                 ls->price.time;
    if (delta >= -HGS_LEAST)
        return false;
    const int32_t eu = hgs_end(ls, q->ru), ev = hgs_end(ls, q->rv);
    const int32_t lu = ls->prev[eu], lv = ls->prev[ev];
    if (hgs_is_depot(ls, q->y)) {
        ls->next[q->u] = eu, ls->prev[eu] = q->u;
    } else {
        ls->next[q->u] = q->y, ls->prev[q->y] = q->u;
        ls->next[lv] = eu, ls->prev[eu] = lv;
    }
    if (hgs_is_depot(ls, q->x)) {
        ls->next[q->v] = ev, ls->prev[ev] = q->v;
    } else {
        ls->next[q->v] = q->x, ls->prev[q->x] = q->v;
        ls->next[lu] = ev, ls->prev[ev] = lu;
    }
    done(ls, q->ru, q->rv);
    return true;
}

/* start … u | x … end  and  start … v | y … end  become  start … u v … start  and
 * end … x y … end, turned. Without windows only. */
static bool cross_turned(struct hgs_local *ls, const struct pair *q)
{
    double delta = leg(ls, q->u, q->v) + leg(ls, q->x, q->y) - leg(ls, q->u, q->x) -
                   leg(ls, q->v, q->y) - ls->pen[q->ru] - ls->pen[q->rv];
    if (delta >= -HGS_LEAST)
        return false;
    delta +=
        hgs_over_load(ls, ls->upto[q->u] + ls->upto[q->v]) +
        hgs_over_load(ls, ls->load[q->ru] + ls->load[q->rv] - ls->upto[q->u] - ls->upto[q->v]);
    if (delta >= -HGS_LEAST)
        return false;
    /* all of both tours in their new order, then linked anew */
    const int32_t su = hgs_start(ls, q->ru), eu = hgs_end(ls, q->ru);
    const int32_t sv = hgs_start(ls, q->rv), ev = hgs_end(ls, q->rv);
    int32_t k = 0, mid = 0, *list = ls->list;
    for (int32_t a = ls->next[su]; a != q->x; a = ls->next[a])
        list[k++] = a;
    for (int32_t a = q->v; a != sv; a = ls->prev[a])
        list[k++] = a;
    mid = k;
    for (int32_t a = ls->prev[eu]; a != q->u; a = ls->prev[a])
        list[k++] = a;
    for (int32_t a = q->y; a != ev; a = ls->next[a])
        list[k++] = a;
    int32_t last = su;
    for (int32_t i = 0; i < mid; last = list[i], i++)
        ls->next[last] = list[i], ls->prev[list[i]] = last;
    ls->next[last] = eu, ls->prev[eu] = last;
    last = sv;
    for (int32_t i = mid; i < k; last = list[i], i++)
        ls->next[last] = list[i], ls->prev[list[i]] = last;
    ls->next[last] = ev, ls->prev[ev] = last;
    done(ls, q->ru, q->rv);
    return true;
}

/* ---- one round over near pairs ----------------------------------------------------------- */

static struct pair pair_of(const struct hgs_local *ls, int32_t u, int32_t v)
{
    return (struct pair){u, ls->next[u], v, ls->next[v], ls->route[u], ls->route[v]};
}

static bool try_pair(struct hgs_local *ls, const struct pair *q)
{
    if (swap_parts(ls, q, 1, 0, false) || swap_parts(ls, q, 2, 0, false) ||
        swap_parts(ls, q, 2, 0, true))
        return true;
    if (q->u < q->v && swap_parts(ls, q, 1, 1, false))
        return true;
    if (swap_parts(ls, q, 2, 1, false))
        return true;
    if (q->u < q->v && swap_parts(ls, q, 2, 2, false))
        return true;
    if (q->ru == q->rv)
        return reverse(ls, q);
    return (!ls->t->timed && ls->t->symmetric && cross_turned(ls, q)) || cross_tails(ls, q);
}

static bool try_start(struct hgs_local *ls, int32_t u, int32_t s)
{
    const struct pair q = pair_of(ls, u, s);
    if (q.ru == q.rv)
        return swap_parts(ls, &q, 1, 0, false) || swap_parts(ls, &q, 2, 0, false) ||
               swap_parts(ls, &q, 2, 0, true);
    return swap_parts(ls, &q, 1, 0, false) || swap_parts(ls, &q, 2, 0, false) ||
           swap_parts(ls, &q, 2, 0, true) ||
           (!ls->t->timed && ls->t->symmetric && cross_turned(ls, &q)) || cross_tails(ls, &q);
}

static int32_t empty_route(const struct hgs_local *ls)
{
    for (int32_t r = 0; r < ls->t->vehicles; r++)
        if (ls->size[r] == 0)
            return r;
    return -1;
}

/* A new tour costs `fixed` more, which the moves do not know: asked here. */
static void try_empty(struct hgs_local *ls, int32_t u)
{
    if (ls->t->fixed > 0.0 && ls->pen[ls->route[u]] < ls->t->fixed)
        return;
    const int32_t r = empty_route(ls);
    if (r >= 0)
        try_start(ls, u, hgs_start(ls, r));
}

static void search_node(struct hgs_local *ls, int32_t u, int round)
{
    const struct hgs_task *t = ls->t;
    const int64_t last = ls->tried[u];
    ls->tried[u] = ls->moves;
    for (int32_t k = 0; k < t->near_most; k++) {
        const int32_t v = t->near[u * t->near_most + k];
        if (v == 0)
            break;
        const int64_t a = ls->changed[ls->route[u]], b = ls->changed[ls->route[v]];
        if (round > 0 && (a > b ? a : b) <= last)
            continue;
        struct pair q = pair_of(ls, u, v);
        if (try_pair(ls, &q)) {
            k--; /* the same pair once more */
            continue;
        }
        if (hgs_is_depot(ls, ls->prev[v]))
            try_start(ls, u, ls->prev[v]);
    }
    if (round > 0)
        try_empty(ls, u);
}

static void load_plan(struct hgs_local *ls, const struct hgs_plan *p)
{
    const struct hgs_task *t = ls->t;
    ls->moves = 0;
    for (int32_t r = 0; r < t->vehicles; r++) {
        int32_t last = hgs_start(ls, r);
        ls->prev[last] = hgs_end(ls, r);
        if (r < p->used)
            for (int32_t i = p->first[r]; i < p->first[r + 1]; i++) {
                ls->next[last] = p->seq[i];
                ls->prev[p->seq[i]] = last;
                last = p->seq[i];
            }
        ls->next[last] = hgs_end(ls, r);
        ls->prev[hgs_end(ls, r)] = last;
        ls->next[hgs_end(ls, r)] = hgs_start(ls, r);
        hgs_local_refresh(ls, r);
        ls->starred[r] = -1;
    }
    for (int32_t i = 1; i <= t->n; i++)
        ls->tried[i] = -1;
}

static void unload(struct hgs_local *ls, struct hgs_plan *p)
{
    const int32_t vehicles = ls->t->vehicles;
    int32_t *order = ls->list, used = 0, at = 0;
    for (int32_t r = 0; r < vehicles; r++) {
        if (ls->size[r] == 0)
            continue;
        int32_t i = used++;
        for (; i > 0 && (ls->angle[order[i - 1]] > ls->angle[r]); i--)
            order[i] = order[i - 1];
        order[i] = r;
    }
    for (int32_t i = 0; i < used; i++) {
        p->first[i] = at;
        for (int32_t v = ls->next[hgs_start(ls, order[i])]; !hgs_is_depot(ls, v);
             v = ls->next[v])
            p->seq[at++] = v;
    }
    p->first[used] = at;
    p->used = used;
    hgs_plan_count(ls->t, &ls->price, p);
}

void hgs_local_run(struct hgs_local *ls, struct hgs_plan *p, const struct hgs_price *price,
                   bool deep, struct rk_random *random)
{
    const struct hgs_task *t = ls->t;
    const int64_t most = 1000 + 100 * (int64_t)t->n; /* far more than any search has made */
    ls->price = *price;
    load_plan(ls, p);
    rk_random_shuffle(random, ls->order, t->n);
    for (int round = 0;; round++) {
        do {
            ls->improved = false;
            for (int32_t i = 0; i < t->n; i++)
                search_node(ls, ls->order[i], round);
            round++;
        } while ((ls->improved || round < 2) && ls->moves < most);
        if (ls->moves >= most || !deep || !hgs_star_all(ls))
            break;
    }
    unload(ls, p);
}

struct hgs_local *hgs_local_new(const struct hgs_task *t, struct rk_scratch *s)
{
    struct hgs_local *ls = RK_NEW(s, struct hgs_local, 1);
    if (!ls)
        return NULL;
    const ptrdiff_t nodes = t->n + 1 + 2 * (ptrdiff_t)t->vehicles, r = t->vehicles;
    *ls = (struct hgs_local){.t = t};
    int32_t **ints[] = {&ls->next, &ls->prev, &ls->route, &ls->pos};
    for (ptrdiff_t i = 0; i < RK_COUNT(ints); i++)
        *ints[i] = RK_NEW(s, int32_t, nodes);
    ls->upto = RK_NEW(s, int64_t, nodes);
    ls->pre = RK_NEW(s, struct hgs_part, nodes);
    ls->suf = RK_NEW(s, struct hgs_part, nodes);
    ls->order = RK_NEW(s, int32_t, t->n);
    ls->list = RK_NEW(s, int32_t, nodes);
    ls->tried = RK_NEW(s, int64_t, t->n + 1);
    ls->size = RK_NEW(s, int32_t, r);
    ls->load = RK_NEW(s, int64_t, r);
    ls->warp = RK_NEW(s, int64_t, r);
    ls->changed = RK_NEW(s, int64_t, r);
    ls->stamp = RK_NEW(s, int64_t, r);
    ls->starred = RK_NEW(s, int64_t, r);
    ls->pen = RK_NEW(s, double, r);
    ls->angle = RK_NEW(s, double, r);
    ls->star = RK_NEW(s, struct hgs_star, (ptrdiff_t)r * (t->n + 1));
    ls->relief = RK_NEW(s, double, t->n + 1);
    if (s->in.failed)
        return NULL;
    for (int32_t i = 0; i < t->n; i++)
        ls->order[i] = i + 1;
    return ls;
}
