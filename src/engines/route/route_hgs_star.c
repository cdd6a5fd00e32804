/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SWAP*: two stops of two tours change tours, each to its best place there.
 * Vidal (2022), Comput. Oper. Res. 140; here with the ticks too late counted in.
 */
#include "route_hgs_local.h"

static double leg(const struct hgs_local *ls, int32_t a, int32_t b)
{
    return (double)ls->t->d[hgs_customer(ls, a) * ls->t->w + hgs_customer(ls, b)];
}

static double warp_price(const struct hgs_local *ls, int32_t behind, int32_t u, int32_t before)
{
    if (!ls->t->timed)
        return 0.0;
    struct hgs_part p = ls->pre[behind];
    if (u > 0)
        p = hgs_join(ls->t, &p, &ls->t->one[u]);
    return (double)hgs_join(ls->t, &p, &ls->suf[before]).warp * ls->price.time;
}

static double put_cost(const struct hgs_local *ls, int32_t u, int32_t behind, int32_t r)
{
    const int32_t before = ls->next[behind];
    const double d = leg(ls, behind, u) + leg(ls, u, before) - leg(ls, behind, before);
    return ls->t->timed
               ? d + warp_price(ls, behind, u, before) - (double)ls->warp[r] * ls->price.time
               : d;
}

static struct hgs_star *places(struct hgs_local *ls, int32_t u, int32_t r)
{
    struct hgs_star *s = &ls->star[(ptrdiff_t)r * (ls->t->n + 1) + u];
    if (s->stamp == ls->stamp[r])
        return s;
    *s = (struct hgs_star){{1e30, 1e30, 1e30}, {-1, -1, -1}, ls->stamp[r]};
    for (int32_t v = hgs_start(ls, r); v != hgs_end(ls, r); v = ls->next[v]) {
        const double c = put_cost(ls, u, v, r);
        int k = 3;
        while (k > 0 && c < s->cost[k - 1])
            k--;
        for (int j = 2; j > k; j--)
            s->cost[j] = s->cost[j - 1], s->behind[j] = s->behind[j - 1];
        if (k < 3)
            s->cost[k] = c, s->behind[k] = v;
    }
    return s;
}

/* Best place of u in v's tour when v goes. */
static double best_place(struct hgs_local *ls, int32_t u, int32_t v, int32_t *behind)
{
    const struct hgs_star *s = places(ls, u, ls->route[v]);
    double best = 1e30;
    *behind = -1;
    for (int k = 0; k < 3; k++)
        if (s->behind[k] >= 0 && s->behind[k] != v && ls->next[s->behind[k]] != v) {
            best = s->cost[k];
            *behind = s->behind[k];
            break;
        }
    const int32_t p = ls->prev[v], q = ls->next[v];
    double here = leg(ls, p, u) + leg(ls, u, q) - leg(ls, p, q);
    if (ls->t->timed)
        here += warp_price(ls, p, u, q) - warp_price(ls, p, 0, q);
    if (here < best) {
        best = here;
        *behind = p;
    }
    return best;
}

/* Exact ticks too late of the tour of `out` without it and with `in` behind `behind`. */
static double exact_warp(const struct hgs_local *ls, int32_t out, int32_t in, int32_t behind)
{
    const struct hgs_task *t = ls->t;
    if (!t->timed)
        return 0.0;
    const int32_t r = ls->route[out];
    struct hgs_part p = ls->pre[hgs_start(ls, r)];
    for (int32_t v = hgs_start(ls, r);; v = ls->next[v]) {
        if (v != hgs_start(ls, r) && v != out)
            p = hgs_join(t, &p, &t->one[hgs_customer(ls, v)]);
        if (v == behind)
            p = hgs_join(t, &p, &t->one[in]);
        if (v == hgs_end(ls, r))
            return (double)p.warp * ls->price.time;
    }
}

struct swap {
    int32_t u, v, behind_u, behind_v; /* u goes behind behind_u in v's tour */
    double cost;
};

static void relief_of(struct hgs_local *ls, int32_t r)
{
    for (int32_t u = ls->next[hgs_start(ls, r)]; !hgs_is_depot(ls, u); u = ls->next[u]) {
        const int32_t p = ls->prev[u], q = ls->next[u];
        ls->relief[u] = leg(ls, p, q) - leg(ls, p, u) - leg(ls, u, q);
        if (ls->t->timed)
            ls->relief[u] += warp_price(ls, p, 0, q) - (double)ls->warp[r] * ls->price.time;
    }
}

static bool overlap(const struct hgs_local *ls, int32_t a, int32_t b)
{
    /* Stops of one tour near stops of the other, by the lists of near stops. */
    const struct hgs_task *t = ls->t;
    const int32_t small = ls->size[a] < ls->size[b] ? a : b, other = small == a ? b : a;
    const int32_t most = t->near_most < 12 ? t->near_most : 12;
    for (int32_t u = ls->next[hgs_start(ls, small)]; !hgs_is_depot(ls, u); u = ls->next[u])
        for (int32_t k = 0; k < most && t->near[u * t->near_most + k] > 0; k++)
            if (ls->route[t->near[u * t->near_most + k]] == other)
                return true;
    return false;
}

static void pair_of_tours(struct hgs_local *ls, int32_t a, int32_t b, struct swap *best)
{
    const struct hgs_task *t = ls->t;
    relief_of(ls, a);
    relief_of(ls, b);
    for (int32_t u = ls->next[hgs_start(ls, a)]; !hgs_is_depot(ls, u); u = ls->next[u])
        for (int32_t v = ls->next[hgs_start(ls, b)]; !hgs_is_depot(ls, v); v = ls->next[v]) {
            const int64_t move = t->load[u] - t->load[v];
            const double over = hgs_over_load(ls, ls->load[a] - move) +
                                hgs_over_load(ls, ls->load[b] + move) -
                                hgs_over_load(ls, ls->load[a]) - hgs_over_load(ls, ls->load[b]);
            const double first = over + ls->relief[u] + ls->relief[v];
            if (first >= best->cost)
                continue;
            struct swap s = {.u = u, .v = v};
            const double x = best_place(ls, u, v, &s.behind_u);
            if (first + x >= best->cost)
                continue;
            s.cost = first + x + best_place(ls, v, u, &s.behind_v);
            if (s.cost < best->cost && s.behind_u >= 0 && s.behind_v >= 0)
                *best = s;
        }
}

static void move_behind(struct hgs_local *ls, int32_t u, int32_t v)
{
    ls->next[ls->prev[u]] = ls->next[u];
    ls->prev[ls->next[u]] = ls->prev[u];
    ls->prev[u] = v;
    ls->next[u] = ls->next[v];
    ls->prev[ls->next[v]] = u;
    ls->next[v] = u;
}

static bool star_pair(struct hgs_local *ls, int32_t a, int32_t b)
{
    struct swap best = {.u = -1, .cost = -HGS_LEAST};
    pair_of_tours(ls, a, b, &best);
    if (best.u < 0)
        return false;
    if (ls->t->timed) {
        const int32_t u = best.u, v = best.v, bu = best.behind_u, bv = best.behind_v;
        const int64_t move = ls->t->load[u] - ls->t->load[v];
        double delta = hgs_over_load(ls, ls->load[a] - move) +
                       hgs_over_load(ls, ls->load[b] + move) - ls->pen[a] - ls->pen[b] +
                       exact_warp(ls, u, v, bv) + exact_warp(ls, v, u, bu);
        const int32_t pu = ls->prev[u], nu = ls->next[u], pv = ls->prev[v], nv = ls->next[v];
        const int32_t au = bu == pv ? nv : ls->next[bu], av = bv == pu ? nu : ls->next[bv];
        delta -= leg(ls, pu, u) + leg(ls, u, nu) + leg(ls, pv, v) + leg(ls, v, nv);
        if (bv != pu)
            delta += leg(ls, pu, nu) - leg(ls, bv, av);
        if (bu != pv)
            delta += leg(ls, pv, nv) - leg(ls, bu, au);
        delta += leg(ls, bv, v) + leg(ls, v, av) + leg(ls, bu, u) + leg(ls, u, au);
        if (delta >= -HGS_LEAST)
            return false;
    }
    move_behind(ls, best.u, best.behind_u);
    move_behind(ls, best.v, best.behind_v);
    ls->moves++;
    hgs_local_refresh(ls, a);
    hgs_local_refresh(ls, b);
    return true;
}

bool hgs_star_all(struct hgs_local *ls)
{
    bool any = false;
    for (int32_t a = 0; a < ls->t->vehicles; a++) {
        const int64_t last = ls->starred[a];
        ls->starred[a] = ls->moves;
        for (int32_t b = 0; b < ls->t->vehicles && ls->size[a] > 0; b++) {
            const int64_t c = ls->changed[a] > ls->changed[b] ? ls->changed[a] : ls->changed[b];
            if (a < b && ls->size[b] > 0 && c > last && overlap(ls, a, b))
                any |= star_pair(ls, a, b);
        }
    }
    return any;
}
