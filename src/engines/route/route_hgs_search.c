/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The population: parents are drawn by what they cost and how they differ, children are brought
 * to local optima, prices of broken loads and windows follow the share of feasible children.
 * Vidal, Crainic, Gendreau, Lahrichi & Rei (2012), Oper. Res. 60(3); Vidal (2022).
 */
#include "route_hgs.h"

enum { LEAST = 25, MORE = 40, ELITE = 4, CLOSE = 5, HALF = LEAST + MORE + 2 };

struct half {
    struct hgs_plan *at[HALF];
    int32_t count;
};

struct people {
    const struct hgs_task *t;
    struct hgs_local *ls;
    struct hgs_cross cross;
    struct rk_random random;
    struct hgs_price price;
    struct hgs_plan *free[2 * HALF + 4];
    int32_t frees;
    struct half good, bad; /* by cost */
    float *apart;          /* [slot][slot] */
    struct hgs_plan child, best;
    bool have_best;
    int32_t load_fine, time_fine, counted;
};

enum { SLOTS = 2 * HALF + 4, MANY = 250 };

double hgs_used(const struct hgs_budget *b, int64_t done)
{
    const double by_count = b->iterations >= 0 ? (double)done / (double)(b->iterations + 1) : 0;
    const double by_clock = b->share ? b->share(b->user) : 0.0;
    return by_count > by_clock ? by_count : by_clock;
}

/* ---- difference and fitness -------------------------------------------------------------- */

static float apart(const struct hgs_task *t, const struct hgs_plan *a, const struct hgs_plan *b)
{
    int32_t differ = 0;
    for (int32_t i = 1; i <= t->n; i++) {
        differ += a->next[i] != b->next[i] && a->next[i] != b->prev[i];
        differ += a->prev[i] == 0 && b->prev[i] != 0 && b->next[i] != 0;
    }
    return (float)differ / (float)t->n;
}

static float *row(struct people *p, int32_t slot)
{
    return p->apart + (ptrdiff_t)slot * SLOTS;
}

static double alone(struct people *p, const struct half *h, const struct hgs_plan *x)
{
    float close[CLOSE];
    int n = 0;
    for (int32_t i = 0; i < h->count; i++) {
        if (h->at[i] == x)
            continue;
        const float d = row(p, x->slot)[h->at[i]->slot];
        int k = n < CLOSE ? n++ : CLOSE;
        while (k > 0 && d < close[k - 1]) {
            if (k < CLOSE)
                close[k] = close[k - 1];
            k--;
        }
        if (k < CLOSE)
            close[k] = d;
    }
    double sum = 0.0;
    for (int k = 0; k < n; k++)
        sum += (double)close[k];
    return n > 0 ? sum / n : 1.0;
}

static void rate(struct people *p, struct half *h)
{
    double far[HALF];
    int32_t by_far[HALF];
    for (int32_t i = 0; i < h->count; i++) {
        const double d = alone(p, h, h->at[i]);
        int32_t j = i;
        for (; j > 0 && far[j - 1] < d; j--)
            far[j] = far[j - 1], by_far[j] = by_far[j - 1];
        far[j] = d, by_far[j] = i;
    }
    const double last = h->count > 1 ? h->count - 1 : 1;
    for (int32_t k = 0; k < h->count; k++) {
        const double cost_rank = by_far[k] / last, far_rank = k / last;
        struct hgs_plan *x = h->at[by_far[k]];
        x->fitness = h->count <= ELITE
                         ? cost_rank
                         : cost_rank + (1.0 - (double)ELITE / h->count) * far_rank;
    }
}

static void drop(struct people *p, struct half *h, int32_t i)
{
    p->free[p->frees++] = h->at[i];
    h->count--;
    for (; i < h->count; i++)
        h->at[i] = h->at[i + 1];
}

static void drop_worst(struct people *p, struct half *h)
{
    rate(p, h);
    int32_t worst = -1;
    bool twin = false;
    for (int32_t i = 1; i < h->count; i++) {
        const bool same = alone(p, h, h->at[i]) < 1e-6;
        if (worst < 0 || (same && !twin) ||
            (same == twin && h->at[i]->fitness > h->at[worst]->fitness)) {
            worst = i;
            twin = same;
        }
    }
    if (worst > 0)
        drop(p, h, worst);
}

static void insert_by_cost(struct half *h, struct hgs_plan *x)
{
    int32_t i = h->count++;
    for (; i > 0 && h->at[i - 1]->cost > x->cost; i--)
        h->at[i] = h->at[i - 1];
    h->at[i] = x;
}

/* A copy joins its half; true when it is a new best. */
static bool add(struct people *p, const struct hgs_plan *x, bool count)
{
    if (count) {
        p->load_fine += x->over_load == 0;
        p->time_fine += x->over_time == 0;
        p->counted++;
    }
    struct half *h = x->feasible ? &p->good : &p->bad;
    struct hgs_plan *y = p->free[--p->frees];
    hgs_plan_copy(p->t, x, y);
    for (int32_t i = 0; i < h->count; i++) {
        const float d = apart(p->t, y, h->at[i]);
        row(p, y->slot)[h->at[i]->slot] = row(p, h->at[i]->slot)[y->slot] = d;
    }
    insert_by_cost(h, y);
    if (h->count > LEAST + MORE)
        while (h->count > LEAST)
            drop_worst(p, h);
    rate(p, h);
    const bool first = !p->have_best || (x->feasible && !p->best.feasible);
    if (first || (x->feasible == p->best.feasible && x->cost < p->best.cost - 1e-6)) {
        hgs_plan_copy(p->t, x, &p->best);
        p->have_best = true;
        return x->feasible;
    }
    return false;
}

/* ---- prices ------------------------------------------------------------------------------ */

static double new_price(double price, double most, int32_t fine, int32_t counted)
{
    const double share = (double)fine / counted;
    if (share < 0.2 && price < most)
        return price * 1.2;
    if (share > 0.45 && price > 1e-4)
        return price * 0.85;
    return price;
}

static void reprice(struct people *p)
{
    p->price.load = new_price(p->price.load, 1e9, p->load_fine, p->counted);
    p->price.time = new_price(p->price.time, 1e4, p->time_fine, p->counted);
    p->load_fine = p->time_fine = p->counted = 0;
    struct half old = p->bad;
    p->bad.count = 0;
    for (int32_t i = 0; i < old.count; i++) {
        hgs_plan_count(p->t, &p->price, old.at[i]);
        insert_by_cost(&p->bad, old.at[i]);
    }
    rate(p, &p->bad);
}

/* ---- one generation ---------------------------------------------------------------------- */

static const struct hgs_plan *parent(struct people *p)
{
    const struct hgs_plan *pick[2];
    for (int k = 0; k < 2; k++) {
        const int32_t i = (int32_t)rk_random_below(&p->random, p->good.count + p->bad.count);
        pick[k] = i < p->good.count ? p->good.at[i] : p->bad.at[i - p->good.count];
    }
    return pick[0]->fitness < pick[1]->fitness ? pick[0] : pick[1];
}

static bool educate(struct people *p, bool count)
{
    const bool deep = !p->t->timed || rk_random_unit(&p->random) < 0.3;
    hgs_local_run(p->ls, &p->child, &p->price, deep, &p->random);
    bool better = add(p, &p->child, count);
    if (!p->child.feasible && rk_random_unit(&p->random) < 0.5) {
        const struct hgs_price dear = {10.0 * p->price.load, 10.0 * p->price.time};
        hgs_local_run(p->ls, &p->child, &dear, deep, &p->random);
        if (p->child.feasible) {
            hgs_plan_count(p->t, &p->price, &p->child);
            better |= add(p, &p->child, false);
        }
    }
    return better;
}

static void random_plan(struct people *p)
{
    for (int32_t i = 0; i < p->t->n; i++)
        p->cross.tour[i] = i + 1;
    rk_random_shuffle(&p->random, p->cross.tour, p->t->n);
    hgs_cut(p->t, &p->cross, &p->price, &p->child);
}

static void generation(struct people *p)
{
    const struct hgs_plan *a = parent(p), *b = parent(p);
    for (int k = 0; k < 8 && a == b; k++)
        b = parent(p);
    if (!p->t->timed || rk_random_unit(&p->random) < 0.2)
        hgs_cross_order(p->t, &p->cross, a, b, &p->price, &p->random, &p->child);
    else
        hgs_cross_routes(p->t, &p->cross, a, b, &p->price, &p->random, &p->child);
}

static bool people_new(struct people *p, struct rk_scratch *s)
{
    const struct hgs_task *t = p->t;
    struct hgs_plan *all = RK_NEW(s, struct hgs_plan, SLOTS);
    p->apart = RK_NEW(s, float, (ptrdiff_t)SLOTS *SLOTS);
    p->ls = hgs_local_new(t, s);
    if (!all || !p->ls || !hgs_cross_new(t, s, &p->cross) || !hgs_plan_new(t, s, &p->child) ||
        !hgs_plan_new(t, s, &p->best))
        return false;
    for (int32_t i = 0; i < SLOTS; i++) {
        if (!hgs_plan_new(t, s, &all[i]))
            return false;
        all[i].slot = i;
        p->free[p->frees++] = &all[i];
    }
    return !s->in.failed;
}

static void first_prices(struct people *p)
{
    const struct hgs_task *t = p->t;
    double far = 1.0, load = 1.0;
    for (int32_t i = 1; i <= t->n; i++) {
        far = fmax(far, (double)t->d[i]);
        load = fmax(load, (double)t->load[i]);
    }
    p->price = (struct hgs_price){fmax(1e-3, far / load), 1.0};
}

static void start_people(struct people *p, const struct hgs_budget *budget, double until,
                         struct rk_scratch scratch)
{
    const int32_t n = p->t->n;
    if (n > MANY) {                        /* random beginnings take too long to mend */
        struct hgs_budget cheap = *budget; /* a step is a small part of a generation */
        if (cheap.iterations >= 0)
            cheap.iterations = 200 * (cheap.iterations + 1);
        random_plan(p);
        if (hgs_ruin(p->t, &cheap, until, false, &p->random, scratch, &p->child) >= 0) {
            hgs_plan_count(p->t, &p->price, &p->child);
            add(p, &p->child, false);
            educate(p, true);
        }
        return;
    }
    for (int k = 0; k < 4 * LEAST; k++) {
        if (k >= 4 && hgs_used(budget, 0) > until)
            break;
        random_plan(p);
        educate(p, true);
    }
}

static void restart(struct people *p)
{
    while (p->good.count > 0)
        drop(p, &p->good, p->good.count - 1);
    while (p->bad.count > 0)
        drop(p, &p->bad, p->bad.count - 1);
}

int64_t hgs_search(const struct hgs_task *t, const struct hgs_budget *budget, uint64_t seed,
                   const struct hgs_plan *begin, struct rk_scratch scratch,
                   struct hgs_plan *best)
{
    struct rk_scratch *s = &scratch;
    struct people *p = RK_NEW(s, struct people, 1);
    if (!p)
        return -1;
    *p = (struct people){.t = t, .random = rk_random_stream(seed, "rounds", 0)};
    if (!people_new(p, s))
        return -1;
    first_prices(p);
    if (begin) {
        hgs_plan_copy(t, begin, &p->child);
        educate(p, true);
    }
    start_people(p, budget, t->n > MANY ? 0.5 : 0.15, scratch);
    int64_t done = 0, idle = 0;
    while (hgs_used(budget, done) < 1.0) {
        if (p->good.count + p->bad.count < 2) {
            random_plan(p);
        } else {
            generation(p);
        }
        idle = educate(p, true) ? 0 : idle + 1;
        done++;
        if (p->counted >= 60)
            reprice(p);
        if (idle > 8000) {
            restart(p);
            start_people(p, budget, 1.0, scratch);
            idle = 0;
        }
    }
    hgs_plan_copy(t, &p->best, best);
    return done;
}
