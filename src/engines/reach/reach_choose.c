/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which k sites: the p-median problem, exactly. Most people within a limit is a p-median whose
 * costs are 0 and 1; the least greatest time is the least limit within which all are.
 */
#include "rk_reach_place.h"

enum { ROOT_STEPS = 400, NODE_STEPS = 40, IMPROVE_EACH = 50, FREE = 0, IN = 1, OUT = 2 };
#define LONGEST_MS 536870912.0 /* 149 h, where times end */

struct search {
    int32_t sites, groups, k;
    const double *cost; /* [sites * groups] people * ms, or people beyond the limit */
    double *price;      /* [groups] multipliers */
    double *gain;       /* [sites] sum of what a site offers below the prices, <= 0 */
    double *slope;      /* [groups] */
    int32_t *order;     /* [sites] by gain */
    uint8_t *state;     /* [sites] FREE, IN, OUT */
    uint8_t *best_set;  /* [sites] */
    double best;        /* value of best_set */
    double open_bound;  /* least bound of what was left unproven */
    int64_t nodes, most_nodes;
};

/* What a choice costs. */
static double value_of(const struct search *s, const uint8_t *in)
{
    double sum = 0.0;
    for (int32_t g = 0; g < s->groups; g++) {
        double least = HUGE_VAL;
        for (int32_t j = 0; j < s->sites; j++)
            if (in[j] == IN)
                least = fmin(least, s->cost[(ptrdiff_t)j * s->groups + g]);
        sum += least;
    }
    return sum;
}

static void consider(struct search *s, const uint8_t *in, double value)
{
    if (value < s->best) {
        s->best = value;
        memcpy(s->best_set, in, (size_t)s->sites);
    }
}

/* Exchanges one site for another as long as that helps (Teitz and Bart 1968). */
static void improve(struct search *s, uint8_t *in)
{
    double value = value_of(s, in);
    for (bool more = true; more;) {
        more = false;
        for (int32_t a = 0; a < s->sites; a++)
            for (int32_t b = 0; in[a] == IN && b < s->sites; b++) {
                if (in[b] == IN)
                    continue;
                in[a] = FREE;
                in[b] = IN;
                const double other = value_of(s, in);
                if (other < value) {
                    value = other;
                    more = true;
                } else {
                    in[a] = IN;
                    in[b] = FREE;
                }
            }
    }
    consider(s, in, value);
}

static void sort_by_gain(struct search *s)
{
    for (int32_t gap = s->sites / 2; gap > 0; gap /= 2)
        for (int32_t i = gap; i < s->sites; i++) {
            const int32_t v = s->order[i];
            int32_t j = i;
            for (; j >= gap && s->gain[s->order[j - gap]] > s->gain[v]; j -= gap)
                s->order[j] = s->order[j - gap];
            s->order[j] = v;
        }
}

/* The relaxed choice under the present prices: fixed sites, then the best free ones. */
static double relaxed(struct search *s, uint8_t *in)
{
    double bound = 0.0;
    int32_t chosen = 0;
    for (int32_t g = 0; g < s->groups; g++)
        bound += s->price[g];
    for (int32_t j = 0; j < s->sites; j++) {
        const double *cost = s->cost + (ptrdiff_t)j * s->groups;
        s->gain[j] = 0.0;
        for (int32_t g = 0; g < s->groups; g++)
            s->gain[j] += fmin(cost[g] - s->price[g], 0.0);
        s->order[j] = j;
        in[j] = s->state[j] == IN ? IN : FREE;
        if (s->state[j] == IN) {
            bound += s->gain[j];
            chosen++;
        }
    }
    sort_by_gain(s);
    for (int32_t i = 0; i < s->sites && chosen < s->k; i++) {
        const int32_t j = s->order[i];
        if (s->state[j] != FREE)
            continue;
        in[j] = IN;
        bound += s->gain[j];
        chosen++;
    }
    return bound;
}

/* Costs are whole, so a choice that is better is better by one. */
static bool hopeless(const struct search *s, double bound)
{
    return bound > s->best - 1.0 + 1e-7 * fmax(1.0, fabs(s->best) * 1e-6);
}

/* Raises the prices by subgradients; the best bound seen. The prices of that bound stay. */
static double bound_of(struct search *s, int32_t steps, uint8_t *in, double *kept_price)
{
    double best = -HUGE_VAL, pace = 1.5;
    int32_t idle = 0;
    for (int32_t step = 0; step < steps; step++) {
        const double bound = relaxed(s, in);
        if (bound > best) {
            best = bound;
            memcpy(kept_price, s->price, (size_t)s->groups * sizeof *kept_price);
            idle = 0;
        } else if (++idle >= 8) {
            pace *= 0.6;
            idle = 0;
        }
        if (hopeless(s, best) || pace < 1e-4)
            break;
        double square = 0.0;
        for (int32_t g = 0; g < s->groups; g++) {
            s->slope[g] = 1.0;
            for (int32_t j = 0; j < s->sites; j++)
                if (in[j] == IN && s->cost[(ptrdiff_t)j * s->groups + g] < s->price[g])
                    s->slope[g] -= 1.0;
            square += s->slope[g] * s->slope[g];
        }
        if (square == 0.0)
            break;
        const double length = pace * fmax(s->best - bound, 1.0) / square;
        for (int32_t g = 0; g < s->groups; g++)
            s->price[g] = fmax(s->price[g] + length * s->slope[g], 0.0);
    }
    memcpy(s->price, kept_price, (size_t)s->groups * sizeof *kept_price);
    return best;
}

static int32_t count(const struct search *s, uint8_t what)
{
    int32_t n = 0;
    for (int32_t j = 0; j < s->sites; j++)
        n += s->state[j] == what;
    return n;
}

/* With or without the free site that offers most; depth at most sites. */
static void branch(struct search *s, struct rk_scratch scratch, int32_t steps)
{
    double *kept = RK_NEW(&scratch, double, s->groups);
    uint8_t *in = RK_NEW(&scratch, uint8_t, s->sites);
    const int32_t fixed = count(s, IN), free = count(s, FREE);
    if (scratch.in.failed || s->nodes++ >= s->most_nodes) {
        s->open_bound = -HUGE_VAL; /* this part stays unproven */
        return;
    }
    if (fixed == s->k || fixed + free == s->k) {
        for (int32_t j = 0; j < s->sites; j++)
            in[j] = s->state[j] == IN || (fixed < s->k && s->state[j] == FREE) ? IN : FREE;
        consider(s, in, value_of(s, in));
        return;
    }
    const double bound = bound_of(s, steps, in, kept);
    if (hopeless(s, bound))
        return;
    (void)relaxed(s, in);
    if (s->nodes % IMPROVE_EACH == 1)
        improve(s, in);
    else
        consider(s, in, value_of(s, in));
    if (hopeless(s, bound))
        return;
    (void)relaxed(s, in);
    int32_t pick = -1;
    for (int32_t i = 0; i < s->sites && pick < 0; i++)
        if (s->state[s->order[i]] == FREE)
            pick = s->order[i];
    for (int k = 0; k < 2; k++) {
        memcpy(s->price, kept, (size_t)s->groups * sizeof *kept);
        s->state[pick] = k == 0 ? IN : OUT;
        branch(s, scratch, NODE_STEPS);
    }
    s->state[pick] = FREE;
}

static bool search_take(struct search *s, struct rk_scratch *scratch)
{
    s->price = RK_NEW(scratch, double, s->groups);
    s->gain = RK_NEW(scratch, double, s->sites);
    s->slope = RK_NEW(scratch, double, s->groups);
    s->order = RK_NEW(scratch, int32_t, s->sites);
    s->state = RK_NEW(scratch, uint8_t, s->sites);
    s->best_set = RK_NEW(scratch, uint8_t, s->sites);
    return !scratch->in.failed;
}

/* The best choice for the costs; its root bound when it could not be proven. */
static bool solve(struct search *s, struct rk_scratch scratch, double *bound)
{
    uint8_t *in = RK_NEW(&scratch, uint8_t, s->sites);
    double *kept = RK_NEW(&scratch, double, s->groups);
    if (scratch.in.failed)
        return false;
    s->best = HUGE_VAL;
    s->open_bound = 0.0;
    memset(s->state, FREE, (size_t)s->sites);
    for (int32_t g = 0; g < s->groups; g++) {
        s->price[g] = HUGE_VAL;
        for (int32_t j = 0; j < s->sites; j++)
            s->price[g] = fmin(s->price[g], s->cost[(ptrdiff_t)j * s->groups + g]);
    }
    for (int32_t j = 0; j < s->sites; j++)
        in[j] = j < s->k ? IN : FREE;
    improve(s, in);
    const double root = bound_of(s, ROOT_STEPS, in, kept);
    branch(s, scratch, NODE_STEPS);
    *bound = s->open_bound < 0.0 ? fmin(ceil(root - 1e-6 * fmax(1.0, root)), s->best) : s->best;
    return true;
}

/* ---- goals ------------------------------------------------------------------------------- */

static void costs(struct rk_reach_table t, enum rk_reach_goal goal, uint32_t limit_ms,
                  double *cost)
{
    for (ptrdiff_t i = 0; i < (ptrdiff_t)t.sites * t.groups; i++) {
        const double people = (double)t.people[i % t.groups];
        const double ms = fmin((double)t.time_ms[i], LONGEST_MS);
        cost[i] = goal == RK_REACH_MEDIAN          ? people * ms
                  : t.time_ms[i] == RK_REACH_NEVER ? people
                  : t.time_ms[i] > limit_ms        ? people
                                                   : 0.0;
    }
}

static int by_ms(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The least limit within which k sites have everybody, by halving over the times there are. */
static rk_status centre(struct rk_reach_table t, struct search *s, double *cost,
                        struct rk_scratch scratch, double *value, bool *proven,
                        struct rk_err *err)
{
    const ptrdiff_t all = (ptrdiff_t)t.sites * t.groups;
    uint32_t *time = RK_NEW(&scratch, uint32_t, all);
    uint8_t *set = RK_NEW(&scratch, uint8_t, t.sites);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "choose", "%d sites, %d groups", t.sites, t.groups);
    ptrdiff_t len = 0;
    for (ptrdiff_t i = 0; i < all; i++)
        if (t.time_ms[i] != RK_REACH_NEVER && t.people[i % t.groups] > 0)
            time[len++] = t.time_ms[i];
    if (len > 1)
        qsort(time, (size_t)len, sizeof *time, by_ms);
    ptrdiff_t low = 0, high = len; /* high: nobody could be found to serve all */
    double bound;
    *value = HUGE_VAL;
    *proven = true;
    for (bool first = true; low < high || first; first = false) {
        const ptrdiff_t mid = first ? len - 1 : (low + high) / 2;
        if (len == 0)
            break;
        costs(t, RK_REACH_WITHIN, time[mid], cost);
        if (!solve(s, scratch, &bound))
            return rk_fail(err, RK_ENOMEM, "choose", "%d sites, %d groups", t.sites, t.groups);
        const bool all_served = s->best <= 0.0;
        *proven &= all_served || bound >= 1.0;
        if (all_served) {
            *value = time[mid];
            high = mid;
        }
        if (all_served || first)
            memcpy(set, s->best_set, (size_t)t.sites);
        if (!all_served && first)
            break;
        if (!all_served)
            low = mid + 1;
    }
    memcpy(s->best_set, set, (size_t)t.sites);
    return RK_OK;
}

static rk_status check(struct rk_reach_table t, int32_t k, struct rk_err *err)
{
    double people = 0.0;
    if (k < 1 || k > t.sites)
        return rk_fail(err, RK_EINVAL, "k", "%d; 1 to %d are expected", k, t.sites);
    for (int32_t g = 0; g < t.groups; g++) {
        if (t.people[g] < 0)
            return rk_fail(err, RK_EINVAL, "people", "group %d has less than nobody", g);
        people += (double)t.people[g];
    }
    return people * LONGEST_MS < 9007199254740992.0
               ? RK_OK
               : rk_fail(err, RK_EINVAL, "people", "%.0f are too many to count exactly",
                         people);
}

rk_status rk_reach_choose(struct rk_reach_table t, int32_t k, enum rk_reach_goal goal,
                          uint32_t limit_ms, int64_t most_nodes, struct rk_arena *keep,
                          struct rk_scratch scratch, struct rk_reach_choice *out,
                          struct rk_err *err)
{
    rk_status bad = check(t, k, err);
    if (bad)
        return bad;
    struct rk_arena result = *keep;
    struct search s = {.sites = t.sites, .groups = t.groups, .k = k, .most_nodes = most_nodes};
    struct rk_reach_choice c = {.site = RK_NEW(&result, int32_t, k)};
    double *cost = RK_NEW(&scratch, double, (ptrdiff_t)t.sites *t.groups), all = 0.0;
    s.cost = cost;
    if (result.failed || !search_take(&s, &scratch))
        return rk_fail(err, RK_ENOMEM, "choose", "%d sites, %d groups", t.sites, t.groups);
    for (int32_t g = 0; g < t.groups; g++)
        all += (double)t.people[g];
    if (goal == RK_REACH_CENTRE) {
        bad = centre(t, &s, cost, scratch, &c.value, &c.proven, err);
        c.bound = c.proven ? c.value : 0.0;
    } else {
        costs(t, goal, limit_ms, cost);
        if (!solve(&s, scratch, &c.bound))
            bad = rk_fail(err, RK_ENOMEM, "choose", "%d sites, %d groups", t.sites, t.groups);
        c.value = goal == RK_REACH_WITHIN ? all - s.best : s.best;
        c.bound = goal == RK_REACH_WITHIN ? all - c.bound : c.bound;
        c.proven = s.open_bound >= 0.0;
    }
    if (bad)
        return bad;
    for (int32_t j = 0, at = 0; j < t.sites && at < k; j++)
        if (s.best_set[j] == IN)
            c.site[at++] = j;
    c.nodes = s.nodes;
    *keep = result;
    *out = c;
    return RK_OK;
}
