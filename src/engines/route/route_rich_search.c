/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ruin and recreate with annealing (Christiaens & Vanden Berghe 2020; Schrimpf et al. 2000),
 * for requests of one or two stops. What is compared in the end is ranked: harm of the
 * unserved, most urgent first, then cost; on the way harm has a price, so that the walk can
 * pass over it.
 */
#include "route_rich.h"

/* ---- ruin -------------------------------------------------------------------------------- */

static void take(struct rich *z, int32_t r)
{
    if (z->try.on[r] >= 0 && rich_removable(z, &z->try, r))
        rich_take(z, r);
}

/* A string of neighbouring requests of the tour of r. */
static void take_string(struct rich *z, int32_t r, int32_t count)
{
    struct rich_state *s = &z->try;
    const int32_t v = s->on[r];
    const ptrdiff_t base = (ptrdiff_t)v * z->room;
    int32_t list[64], n = 0, at = 0;
    for (int32_t i = 0; i < s->len[v]; i++) {
        const int32_t node = s->node[base + i];
        if (z->node[node].kind == RICH_GOODS || z->node[node].kind == RICH_PICK) {
            if (z->node[node].request == r)
                at = n;
            n++;
        }
    }
    count = count < n ? count : n;
    count = count < 60 ? count : 60;
    int32_t low = at - count + 1 > 0 ? at - count + 1 : 0;
    int32_t high = at < n - count ? at : n - count;
    const int32_t from = low + (int32_t)rk_random_below(&z->random, high - low + 1);
    int32_t k = 0, picked = 0;
    for (int32_t i = 0; i < s->len[v] && picked < count; i++) {
        const int32_t node = s->node[base + i];
        if (z->node[node].kind != RICH_GOODS && z->node[node].kind != RICH_PICK)
            continue;
        if (k++ >= from)
            list[picked++] = z->node[node].request;
    }
    for (int32_t i = 0; i < picked; i++)
        take(z, list[i]);
}

static int32_t seed_request(struct rich *z)
{
    const struct rich_state *s = &z->try;
    if (s->absent > 0 && rk_random_below(&z->random, 2) == 0) {
        int32_t k = (int32_t)rk_random_below(&z->random, s->absent);
        for (int32_t i = 0; i < z->p->requests; i++)
            if (s->on[i] < 0 && k-- == 0)
                return i;
    }
    return (int32_t)rk_random_below(&z->random, z->p->requests);
}

static void ruin_strings(struct rich *z, int32_t seed)
{
    struct rich_state *s = &z->try;
    int32_t hit[32], hits = 0;
    const int32_t most = 1 + (int32_t)rk_random_below(&z->random, 5);
    const int32_t longest = 1 + (int32_t)rk_random_below(&z->random, 8);
    for (int32_t k = -1; k < z->near_most && hits < most; k++) {
        const int32_t c = k < 0 ? seed : z->near[(ptrdiff_t)seed * z->near_most + k];
        const int32_t v = s->on[c];
        bool seen = v < 0;
        for (int32_t i = 0; i < hits && !seen; i++)
            seen = hit[i] == v;
        if (seen)
            continue;
        hit[hits++] = v;
        take_string(z, c, 1 + (int32_t)rk_random_below(&z->random, longest));
    }
}

/* Near ones, wherever they ride. */
static void ruin_near(struct rich *z, int32_t seed, int32_t count)
{
    take(z, seed);
    for (int32_t k = 0, n = 0; k < z->near_most && n < count; k++) {
        if (rk_random_below(&z->random, 3) == 0)
            continue;
        take(z, z->near[(ptrdiff_t)seed * z->near_most + k]);
        n++;
    }
}

static void ruin_random(struct rich *z, int32_t count)
{
    for (int32_t k = 0; k < count; k++)
        take(z, (int32_t)rk_random_below(&z->random, z->p->requests));
}

static void ruin_tour(struct rich *z, int32_t seed)
{
    const int32_t v = z->try.on[seed];
    for (int32_t r = 0; v >= 0 && r < z->p->requests; r++)
        if (z->try.on[r] == v)
            take(z, r);
}

/* The tours of two near ones cross; then a little is taken out. */
static void ruin_cross(struct rich *z, int32_t seed)
{
    const struct rich_state *s = &z->try;
    const int32_t a = s->on[seed];
    for (int32_t k = 0; a >= 0 && k < z->near_most; k++) {
        const int32_t near = z->near[(ptrdiff_t)seed * z->near_most + k];
        const int32_t b = near >= 0 ? s->on[near] : -1;
        if (b < 0 || b == a || rk_random_below(&z->random, 3) == 0)
            continue;
        if (rich_cross(z, a, b) && rk_random_below(&z->random, 2) == 0)
            return;
        break;
    }
    ruin_near(z, seed, 1 + (int32_t)rk_random_below(&z->random, 6));
}

static void ruin(struct rich *z)
{
    const int32_t seed = seed_request(z), n = z->p->requests;
    const int32_t some = 2 + (int32_t)rk_random_below(&z->random, n < 60 ? n / 3 + 1 : 20);
    const int64_t dice = rk_random_below(&z->random, 100);
    if (z->ride_stop && rk_random_below(&z->random, 100) < 10)
        ruin_cross(z, seed);
    else if (dice < 55)
        ruin_strings(z, seed);
    else if (dice < 80)
        ruin_near(z, seed, some);
    else if (dice < 97 || n > 150)
        ruin_random(z, some);
    else
        ruin_tour(z, seed);
    rich_close(z);
}

/* ---- recreate ---------------------------------------------------------------------------- */

static double order_key(struct rich *z, int32_t r, int64_t kind)
{
    const struct rk_route_request *q = &z->p->request[r];
    const struct rk_route_stop *s = &q->stop[q->stops - 1];
    const struct rk_route_vehicle *v = &z->p->vehicle[0];
    const double from = s->windows > 0 ? s->window[0].from : v->from;
    const double to = s->windows > 0 ? s->window[s->windows - 1].to : v->to;
    double load = 0.0, far;
    switch (kind) {
    case 0:
    case 1:
    case 2:
    case 3:
        return rk_random_unit(&z->random);
    case 4:
        for (int32_t k = 0; k < z->loads; k++)
            load += q->load[k] / (1.0 + v->load[k]);
        return -load;
    case 5:
    case 6:
    case 7:
        far = z->p->matrix[0].time[(ptrdiff_t)v->start * z->p->places + q->stop[0].place];
        return kind == 5 ? far : -far;
    case 8:
        return to - from;
    case 9:
        return from;
    default:
        return -to;
    }
}

/* Urgent first, most of the time; a second leg behind its first, always. */
static void order(struct rich *z)
{
    const int64_t kind = rk_random_below(&z->random, 11);
    const bool ranked = !z->p->must && rk_random_below(&z->random, 4) != 0;
    for (int32_t i = 0; i < z->gones; i++) {
        const int32_t r = z->gone[i];
        const struct rk_route_request *q = &z->p->request[r];
        double key = order_key(z, r, kind);
        if (ranked)
            key = q->rank * 1e12 + (kind < 4 ? -q->harm * (0.5 + key) : key);
        int32_t j = i;
        for (; j > 0 && z->key[j - 1] > key; j--) {
            z->key[j] = z->key[j - 1];
            z->gone[j] = z->gone[j - 1];
        }
        z->key[j] = key;
        z->gone[j] = r;
    }
}

/* The one of the waiting that would lose most by not having its best tour; -1: none fits. */
static int32_t most_regret(const struct rich *z, int32_t *best_v)
{
    const int32_t vehicles = z->p->vehicles;
    int32_t pick = -1;
    double most = -1.0;
    for (int32_t i = 0; i < z->gones; i++) {
        const struct rich_quote *q = z->quote + (ptrdiff_t)i * vehicles;
        double first = HUGE_VAL, second = HUGE_VAL;
        int32_t at = -1;
        if (z->try.on[z->gone[i]] >= 0)
            continue;
        for (int32_t v = 0; v < vehicles; v++) {
            if (q[v].v < 0)
                continue;
            const double c = (double)q[v].cost;
            if (c < first)
                second = first, first = c, at = v;
            else if (c < second)
                second = c;
        }
        if (at < 0)
            continue;
        const double regret = isfinite(second) ? second - first : 1e15 - first;
        if (regret > most)
            most = regret, pick = i, *best_v = at;
    }
    return pick;
}

/* Potvin & Rousseau (1993), Eur. J. Oper. Res. 66: regret insertion. */
static void recreate_by_regret(struct rich *z, int blink)
{
    struct rich_state *s = &z->try;
    const int32_t vehicles = z->p->vehicles;
    for (int32_t i = 0; i < z->gones; i++)
        for (int32_t v = 0; v < vehicles; v++)
            z->quote[(ptrdiff_t)i * vehicles + v] = rich_quote(z, s, z->gone[i], v, blink);
    int32_t v = -1;
    for (int32_t i; (i = most_regret(z, &v)) >= 0;) {
        rich_put(z, s, z->gone[i], &z->quote[(ptrdiff_t)i * vehicles + v]);
        for (int32_t k = 0; k < z->gones; k++)
            if (s->on[z->gone[k]] < 0)
                z->quote[(ptrdiff_t)k * vehicles + v] = rich_quote(z, s, z->gone[k], v, blink);
    }
}

static void recreate(struct rich *z)
{
    struct rich_state *s = &z->try;
    z->gones = 0;
    for (int32_t i = 0; i < z->p->requests; i++)
        if (s->on[i] < 0)
            z->gone[z->gones++] = i;
    if (z->p->must && z->quote && z->gones <= 60 && z->pool &&
        rk_random_below(&z->random, 10) < 3) {
        recreate_by_regret(z, rk_random_below(&z->random, 2) == 0 ? 0 : 12);
        return;
    }
    order(z);
    const int32_t count = z->gones;
    for (int round = 0; round < 2; round++) {
        bool waits = false;
        for (int32_t i = 0; i < count; i++) {
            const int32_t r = z->gone[i], after = z->p->request[r].after;
            if (s->on[r] >= 0 || (round == 1 && after < 0))
                continue;
            if (after >= 0 && s->on[after] < 0)
                waits = true;
            else
                rich_insert(z, s, r, 60);
        }
        if (!waits)
            break;
    }
    for (int32_t i = 0; i < z->p->requests; i++) { /* journeys that must be whole */
        const int32_t f = z->follower[i];
        if (f >= 0 && z->p->request[f].together && s->on[i] >= 0 && s->on[f] < 0 &&
            rich_removable(z, s, i))
            rich_remove(z, s, i);
    }
}

/* ---- the walk ---------------------------------------------------------------------------- */

static double priced(const struct rich *z, const struct rich_score *s)
{
    double sum = (double)s->cost;
    for (int k = 0; k < RK_ROUTE_RANKS; k++)
        sum += s->harm[k] * z->weight[k];
    return sum + 1e6 * s->vehicles * (z->weight[0] > 0 ? 1.0 : 0.0);
}

static void set_weights(struct rich *z)
{
    const struct rk_route_problem *p = z->p;
    double harm = 0.0, legs = 0.0;
    for (int32_t i = 0; i < p->requests; i++) {
        harm += p->must ? 1.0 : p->request[i].harm;
        const int32_t leg =
            p->matrix[0]
                .cost[(ptrdiff_t)p->vehicle[0].start * p->places + p->request[i].stop[0].place];
        legs += leg == RK_ROUTE_NO_ROAD ? 0.0 : leg;
    }
    const double each = harm > 0.0 ? harm / p->requests : 1.0;
    const double price = (4.0 * legs / p->requests + 1.0) / each;
    for (int k = 0; k < RK_ROUTE_RANKS; k++)
        z->weight[k] = price * pow(20.0, RK_ROUTE_RANKS - 1 - k);
}

static void step(struct rich *z, double heat)
{
    z->tour_count = 0;
    ruin(z);
    recreate(z);
    rich_count(z, &z->try);
    for (int32_t i = 0; i < z->tour_count; i++) /* also of trials that are not taken */
        rich_pool_add(z, &z->try, z->tours[i]);
    const double gain = priced(z, &z->now.score) - priced(z, &z->try.score);
    if (gain > heat * log(1.0 - rk_random_unit(&z->random))) {
        rich_touched_copy(z, &z->try, &z->now);
        if (rich_compare(&z->now.score, &z->best.score) < 0)
            rich_state_copy(z, &z->now, &z->best);
    } else {
        rich_touched_copy(z, &z->now, &z->try);
    }
    for (int32_t i = 0; i < z->tour_count; i++)
        z->touched_tour[z->tours[i]] = 0;
}

/* ---- urgent ones make room --------------------------------------------------------------- */

/* Puts r into tour v at the cost of those less urgent there, who are then put where they fit.
 */
static bool make_room(struct rich *z, int32_t r, int32_t v)
{
    struct rich_state *s = &z->try;
    const struct rk_route_problem *p = z->p;
    bool any = false;
    z->tour_count = 0;
    z->gones = 0;
    for (int32_t i = 0; i < p->requests; i++)
        if (s->on[i] == v && p->request[i].rank > p->request[r].rank &&
            rich_removable(z, s, i)) {
            rich_take(z, i);
            any = true;
        }
    rich_close(z);
    bool better = any && rich_insert(z, s, r, 0);
    if (better) {
        recreate(z);
        rich_count(z, s);
        better = rich_compare(&s->score, &z->best.score) < 0;
    }
    if (better)
        rich_state_copy(z, s, &z->best);
    else
        rich_touched_copy(z, &z->best, s);
    for (int32_t i = 0; i < z->tour_count; i++)
        z->touched_tour[z->tours[i]] = 0;
    return better;
}

/* Whether r could be in tour v if nobody less urgent were in any, which is how `now` stands. A
 * second leg whose first is out may still have its place. */
static bool could_be_in(struct rich *z, int32_t r, int32_t v)
{
    return z->p->request[r].after >= 0 || rich_quote(z, &z->now, r, v, 0).v >= 0;
}

/* Puts r into the first tour that can have him. bare: `now` is best without who is less urgent.
 */
static void find_room(struct rich *z, const struct rk_route_options *o, int32_t r, bool *bare)
{
    for (int32_t v = 0; v < z->p->vehicles; v++) {
        if (o->share && o->share(o->user) >= 1.0)
            return;
        if (!*bare) {
            rich_state_copy(z, &z->best, &z->now);
            rich_strip(z, &z->now, z->p->request[r].rank);
            *bare = true;
        }
        if (could_be_in(z, r, v) && make_room(z, r, v)) {
            *bare = false;
            return;
        }
    }
}

/* Triage strictly first: nobody waits while a tour that serves less urgent ones could take him.
 */
static void urgent_first(struct rich *z, const struct rk_route_options *o)
{
    if (z->p->must || z->best.absent == 0)
        return;
    rich_state_copy(z, &z->best, &z->try);
    for (int32_t rank = 0; rank + 1 < RK_ROUTE_RANKS; rank++) {
        bool bare = false;
        for (int32_t r = 0; r < z->p->requests; r++)
            if (z->p->request[r].rank == rank && z->best.on[r] < 0)
                find_room(z, o, r, &bare);
    }
    rich_state_copy(z, &z->best, &z->now);
    rich_state_copy(z, &z->best, &z->try);
}

static double used(const struct rk_route_options *o, int64_t most, int64_t done)
{
    const double by_count = most >= 0 ? (double)done / (double)most : 0.0;
    const double by_clock = o->share ? o->share(o->user) : 0.0;
    if (o->tell)
        o->tell(o->user, by_count);
    return by_count > by_clock ? by_count : by_clock;
}

int64_t rich_search(struct rich *z, const struct rk_route_options *o, struct rk_scratch scratch)
{
    const int32_t n = z->p->requests;
    const int64_t usual = z->ride_stop ? 5000000 / (n + 10) : 400000 / (n + 10) + 500;
    const int64_t most = o->iterations == 0 ? usual : o->iterations;
    set_weights(z);
    z->tour_count = 0; /* all that is free is put in once */
    recreate(z);
    rich_count(z, &z->try);
    for (int32_t i = 0; i < z->tour_count; i++)
        z->touched_tour[z->tours[i]] = 0;
    rich_state_copy(z, &z->try, &z->now);
    if (rich_compare(&z->now.score, &z->best.score) < 0)
        rich_state_copy(z, &z->now, &z->best);
    urgent_first(z, o);
    const double mean = (double)z->now.score.cost / (n + 1);
    double hot = 0.3 * mean + 1e-9, heat = hot;
    const double cold = 0.015;
    int64_t done = 0;
    double next = 0.3;
    const double from = used(o, most, 0);
    /* the rest is for the urgent, or for the last choice among the tours seen */
    const double end = z->p->must && !z->pool ? 1.0 : 0.93;
    for (double share = from; share < end; done++) {
        if ((done & 7) == 0) {
            share = used(o, most, done);
            const double part = fmin(1.0, (share - from) / (1.0 - from));
            heat = hot * pow(cold, part);
        }
        z->luck = heat;
        step(z, heat);
        rich_pool_thin(z, o, scratch);
        if (share > next) {
            rich_pool_solve(z, o, scratch);
            urgent_first(z, o);
            next += 0.2;
        }
    }
    rich_pool_solve(z, o, scratch);
    urgent_first(z, o);
    return done;
}
