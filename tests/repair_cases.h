/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invented towns for the repair engine, and a second, slow and plain reckoning of what a plan
 * costs. Nothing here is shared with the engine but its structs.
 */
#ifndef REPAIR_CASES_H
#define REPAIR_CASES_H

#include "rk_random.h"
#include "rk_repair.h"

enum { CASE_NODES = 12, CASE_EDGES = 24, CASE_PLANTS = 3, CASE_JOBS = 9, CASE_CREWS = 3 };

struct repair_case {
    struct rk_repair_problem p;
    struct rk_repair_node node[CASE_NODES];
    struct rk_repair_edge edge[CASE_EDGES];
    struct rk_repair_plant plant[CASE_PLANTS];
    struct rk_repair_job job[CASE_JOBS];
    struct rk_repair_crew crew[CASE_CREWS];
    struct rk_repair_step step[CASE_JOBS][3];
    int32_t site[CASE_JOBS][2], after[CASE_JOBS];
};

/* What may be in a case. */
enum {
    CASE_TRAVEL = 1,
    CASE_BOILERS = 2,
    CASE_LINKS = 4,
    CASE_AFTER = 8,
    CASE_FAILS = 16,
    CASE_SKILLS = 32,
    CASE_RELEASE = 64,
    CASE_SHIFTS = 128,
    CASE_SHORT = 256, /* the horizon comes before the last repair */
    CASE_COLD = 512,  /* a forecast */
    CASE_DUE = 1024,  /* demanded hours */
    CASE_GAS = 2048,  /* two boilers, and gas for them late */
    CASE_STOVES = 4096
};

static inline int32_t case_pick(struct rk_random *r, int32_t low, int32_t high)
{
    return low + (int32_t)rk_random_below(r, high - low + 1);
}

/* Whole expected hours: 3 h that fail one time in four take 4; a test of 1 h that fails half
 * the time and falls back to a repair of 3 h takes 5. */
static inline void case_steps(struct repair_case *c, int32_t j, bool fails, struct rk_random *r)
{
    struct rk_repair_step *s = c->step[j];
    const int32_t kind = fails ? case_pick(r, 0, 2) : 0;
    c->job[j].step = s;
    c->job[j].steps = 1;
    s[0] = (struct rk_repair_step){case_pick(r, 1, 5), 0.0, 0};
    if (kind == 1)
        s[0] = (struct rk_repair_step){3.0, 0.25, 0};
    if (kind == 2) {
        s[0] = (struct rk_repair_step){3.0, 0.0, 0};
        s[1] = (struct rk_repair_step){1.0, 0.5, 0};
        c->job[j].steps = 2;
    }
}

static inline double case_hours(const struct rk_repair_job *j)
{
    if (j->steps == 2)
        return 8.0; /* 3 + 5 */
    return j->step[0].hours / (1.0 - j->step[0].fails);
}

static inline struct rk_repair_job *case_job(struct repair_case *c, enum rk_repair_kind kind,
                                             unsigned with, struct rk_random *r)
{
    const int32_t n = c->p.jobs++;
    struct rk_repair_job *j = &c->job[n];
    *j = (struct rk_repair_job){.kind = kind, .due_h = HUGE_VAL};
    j->x_m = case_pick(r, 0, 4000);
    j->y_m = case_pick(r, 0, 4000);
    case_steps(c, n, with & CASE_FAILS, r);
    if ((with & CASE_SKILLS) && case_pick(r, 0, 2) == 0)
        j->skills = 1;
    if ((with & CASE_RELEASE) && case_pick(r, 0, 2) == 0)
        j->from_h = case_pick(r, 1, 6);
    if ((with & CASE_DUE) && case_pick(r, 0, 1) == 0)
        j->due_h = case_pick(r, 2, 14);
    return j;
}

static inline void case_net(struct repair_case *c, int32_t nodes, struct rk_random *r)
{
    struct rk_repair_problem *p = &c->p;
    p->nodes = nodes;
    for (int32_t i = 0; i < nodes; i++) {
        const bool people = case_pick(r, 0, 4) > 0;
        c->node[i] = (struct rk_repair_node){
            case_pick(r, 0, 4000), case_pick(r, 0, 4000), people ? 10 * case_pick(r, 1, 40) : 0,
            people ? 10 * case_pick(r, 2, 60) : 0, case_pick(r, 0, 4) == 0 ? 3.0 : 1.0};
        if (i > 0)
            c->edge[p->edges++] = (struct rk_repair_edge){case_pick(r, 0, i - 1), i};
    }
    for (int32_t k = case_pick(r, 0, 2); k > 0; k--)
        c->edge[p->edges++] =
            (struct rk_repair_edge){case_pick(r, 0, nodes - 1), case_pick(r, 0, nodes - 1)};
    p->plants = case_pick(r, 1, 2);
    for (int32_t i = 0; i < p->plants; i++)
        c->plant[i] =
            (struct rk_repair_plant){case_pick(r, 0, nodes - 1), 50 * case_pick(r, 2, 30), 0.0};
}

/* -10 C, from hour 20 on +15 C. From 18 C houses fall under 8 C at 40 ln(28/18) h, stand at
 * -10 + 28 exp(-1/2) C at hour 20 and pass 8 C again 40 ln of their distances from 15 C later.
 */
static const double case_hour[] = {0, 20}, case_outdoor[] = {-10, 15};
static inline double case_counted(const struct rk_repair_problem *p, double h)
{
    if (p->weather.count == 0)
        return h;
    const double under = 40 * log(28.0 / 18.0);
    const double over = 20 + 40 * log((25 - 28 * exp(-0.5)) / 7.0);
    return h + 2 * (fmin(fmax(h, under), over) - under);
}

/* A town of `nodes` with `damages` repairs, and links and boilers where `with` says so. */
static inline void case_make(struct repair_case *c, int32_t nodes, int32_t damages,
                             int32_t crews, unsigned with, struct rk_random *r)
{
    memset(c, 0, sizeof *c);
    struct rk_repair_problem *p = &c->p;
    case_net(c, nodes, r);
    for (int32_t k = 0; k < damages; k++) {
        const bool plant = case_pick(r, 0, 3) == 0;
        struct rk_repair_job *j =
            case_job(c, plant ? RK_REPAIR_PLANT : RK_REPAIR_PIPE, with, r);
        j->at = case_pick(r, 0, (plant ? p->plants : p->edges) - 1);
        if ((with & CASE_AFTER) && k > 0 && case_pick(r, 0, 1) == 0) {
            c->after[k] = case_pick(r, 0, k - 1);
            j->after = (struct rk_ids){&c->after[k], 1};
        }
    }
    if (with & CASE_LINKS) {
        struct rk_repair_job *j = case_job(c, RK_REPAIR_LINK, with, r);
        j->a = case_pick(r, 0, nodes - 1);
        j->b = case_pick(r, 0, nodes - 1);
    }
    for (int32_t k = 0; (with & CASE_BOILERS) && k < (with & CASE_GAS ? 2 : 1); k++) {
        const int32_t n = p->jobs;
        struct rk_repair_job *j = case_job(c, RK_REPAIR_BOILER, with, r);
        c->site[n][0] = 0;
        c->site[n][1] = case_pick(r, 1, nodes - 1);
        j->sites = (struct rk_ids){c->site[n], 2};
        j->kw = 50 * case_pick(r, 2, 20);
        if ((with & CASE_RELEASE) && case_pick(r, 0, 1) == 0)
            j->heat_from_h = case_pick(r, 1, 8);
        if (with & CASE_GAS)
            j->heat_from_h = case_pick(r, 5, 25);
    }
    for (int32_t k = 0; (with & CASE_STOVES) && k < 2; k++) {
        const int32_t n = p->jobs;
        struct rk_repair_job *j = case_job(c, RK_REPAIR_STOVES, with, r);
        c->site[n][0] = case_pick(r, 0, nodes - 2);
        c->site[n][1] = nodes - 1;
        j->sites = (struct rk_ids){c->site[n], 2};
        j->people = 10 * case_pick(r, 5, 40);
    }
    if ((with & CASE_RELEASE) && case_pick(r, 0, 1) == 0)
        c->plant[0].from_h = case_pick(r, 1, 8);
    p->crews = crews;
    for (int32_t k = 0; k < crews; k++) {
        c->crew[k] = (struct rk_repair_crew){0.0, 0.0, k == 0 ? 1u : 0u, 0.0, 24.0};
        if (with & CASE_SHIFTS) {
            c->crew[k].shift_from_h = case_pick(r, 0, 23);
            c->crew[k].shift_hours = case_pick(r, 6, 20);
        }
    }
    if (!(with & CASE_SKILLS))
        c->crew[0].skills = 0;
    p->travel_h_per_km = with & CASE_TRAVEL ? 0.5 : 0.0;
    p->node = c->node;
    p->edge = c->edge;
    p->plant = c->plant;
    p->job = c->job;
    p->crew = c->crew;
    const bool open = !(with & (CASE_BOILERS | CASE_LINKS | CASE_RELEASE | CASE_STOVES));
    p->horizon_h = open ? HUGE_VAL : 60.0;
    if (with & CASE_SHORT)
        p->horizon_h = case_pick(r, 4, 20);
    if (with & CASE_COLD)
        p->weather = (struct rk_repair_weather){2, case_hour, case_outdoor, 40, 18, 1, 2};
}

/* ---- the plain reckoning -------------------------------------------------------------------
 */

/* One job of a plan: which, at which site (a node, or -1), by whom; in the order of doing. */
struct case_item {
    int32_t job, site, crew;
};
struct case_plan {
    int32_t count;
    struct case_item item[CASE_JOBS];
    double start_h[CASE_JOBS], end_h[CASE_JOBS]; /* by item */
};

static inline int32_t case_root(const int32_t *parent, int32_t i)
{
    while (parent[i] != i)
        i = parent[i];
    return i;
}

/* The share of node i that has left the net for stoves. */
static inline double case_stoves(const struct rk_repair_problem *p,
                                 const struct case_plan *plan, const bool *done, int32_t i)
{
    double off = 0.0;
    for (int32_t k = 0; k < plan->count; k++) {
        const struct rk_repair_job *j = &p->job[plan->item[k].job];
        if (j->kind == RK_REPAIR_STOVES && plan->item[k].site == i && done[plan->item[k].job])
            off += j->people;
    }
    return off > 0.0 ? fmin(1.0, off / p->node[i].people) : 0.0;
}

/* People by weight without heat at hour h. */
static inline double case_cold(const struct rk_repair_problem *p, const struct case_plan *plan,
                               double h)
{
    int32_t parent[CASE_NODES];
    double cap[CASE_NODES] = {0.0}, cold = 0.0;
    bool taken[CASE_NODES] = {false}, done[CASE_JOBS] = {false};
    for (int32_t i = 0; i < p->nodes; i++)
        parent[i] = i;
    for (int32_t k = 0; k < plan->count; k++)
        done[plan->item[k].job] =
            plan->end_h[k] <= h && p->job[plan->item[k].job].heat_from_h <= h;
    for (int32_t e = 0; e < p->edges; e++) {
        bool whole = true;
        for (int32_t j = 0; j < p->jobs; j++)
            whole = whole && (p->job[j].kind != RK_REPAIR_PIPE || p->job[j].at != e || done[j]);
        if (whole)
            parent[case_root(parent, p->edge[e].a)] = case_root(parent, p->edge[e].b);
    }
    for (int32_t j = 0; j < p->jobs; j++)
        if (p->job[j].kind == RK_REPAIR_LINK && done[j])
            parent[case_root(parent, p->job[j].a)] = case_root(parent, p->job[j].b);
    for (int32_t i = 0; i < p->plants; i++) {
        bool whole = p->plant[i].from_h <= h;
        for (int32_t j = 0; j < p->jobs; j++)
            whole =
                whole && (p->job[j].kind != RK_REPAIR_PLANT || p->job[j].at != i || done[j]);
        if (whole)
            cap[case_root(parent, p->plant[i].node)] += p->plant[i].kw;
    }
    for (int32_t k = 0; k < plan->count; k++)
        if (p->job[plan->item[k].job].kind == RK_REPAIR_BOILER && done[plan->item[k].job])
            cap[case_root(parent, plan->item[k].site)] += p->job[plan->item[k].job].kw;
    for (int32_t round = 0; round < p->nodes; round++) {
        int32_t best = -1;
        for (int32_t i = 0; i < p->nodes; i++) {
            const struct rk_repair_node *n = &p->node[i], *b = &p->node[best < 0 ? 0 : best];
            if (!taken[i] && n->people > 0 &&
                (best < 0 || n->people * n->weight / n->kw > b->people * b->weight / b->kw))
                best = i;
        }
        if (best < 0)
            break;
        taken[best] = true;
        double *heat = &cap[case_root(parent, best)];
        const double net = 1.0 - case_stoves(p, plan, done, best);
        const double share = fmin(net, *heat / p->node[best].kw);
        *heat -= share * p->node[best].kw;
        cold += (net - share) * p->node[best].people * p->node[best].weight;
    }
    return cold;
}

/* The integral, over every hour at which anything changes. */
static inline double case_cost(const struct rk_repair_problem *p, const struct case_plan *plan)
{
    double at[3 * CASE_JOBS + 8];
    int32_t n = 0;
    double end = 0.0;
    at[n++] = 0.0;
    for (int32_t k = 0; k < plan->count; k++) {
        at[n++] = plan->end_h[k];
        at[n++] = p->job[plan->item[k].job].heat_from_h;
        end = fmax(end, plan->end_h[k]);
    }
    for (int32_t i = 0; i < p->plants; i++)
        at[n++] = p->plant[i].from_h;
    if (isfinite(p->horizon_h))
        end = p->horizon_h;
    at[n++] = end;
    for (int32_t i = 1; i < n; i++)
        for (int32_t k = i; k > 0 && at[k] < at[k - 1]; k--) {
            const double x = at[k];
            at[k] = at[k - 1];
            at[k - 1] = x;
        }
    double cost = 0.0;
    for (int32_t i = 0; i + 1 < n; i++)
        if (at[i + 1] <= end && at[i + 1] > at[i])
            cost += (case_counted(p, at[i + 1]) - case_counted(p, at[i])) *
                    case_cold(p, plan, at[i]);
    return cost;
}

static inline double case_late(const struct rk_repair_problem *p, const struct case_plan *plan)
{
    double late = 0.0;
    for (int32_t k = 0; k < plan->count; k++)
        late += fmax(0.0, plan->end_h[k] - p->job[plan->item[k].job].due_h);
    return late;
}

/* When a crew that goes on at from_h has worked so long: shift after shift. */
static inline double case_work(const struct rk_repair_crew *crew, double from_h, double hours)
{
    if (crew->shift_hours >= 24.0)
        return from_h + hours;
    for (double begin = crew->shift_from_h - 24.0;; begin += 24.0) {
        const double at = fmax(begin, from_h), today = begin + crew->shift_hours - at;
        if (today <= 0.0)
            continue;
        if (hours <= today + 1e-9)
            return at + hours;
        hours -= today;
    }
}

/* Hours of the plan's items as they stand; false where one stands before what it waits for. */
static inline bool case_times(const struct rk_repair_problem *p, struct case_plan *plan)
{
    double free_h[CASE_CREWS] = {0.0}, x[CASE_CREWS], y[CASE_CREWS];
    for (int32_t c = 0; c < p->crews; c++) {
        x[c] = p->crew[c].x_m;
        y[c] = p->crew[c].y_m;
    }
    for (int32_t k = 0; k < plan->count; k++) {
        const struct case_item *it = &plan->item[k];
        const struct rk_repair_job *j = &p->job[it->job];
        const double to_x = it->site >= 0 ? p->node[it->site].x_m : j->x_m;
        const double to_y = it->site >= 0 ? p->node[it->site].y_m : j->y_m;
        const double way_h =
            p->travel_h_per_km * hypot(to_x - x[it->crew], to_y - y[it->crew]) / 1000;
        double at = way_h > 0.0 ? case_work(&p->crew[it->crew], free_h[it->crew], way_h)
                                : free_h[it->crew];
        at = fmax(at, j->from_h);
        for (int32_t a = 0; a < j->after.len; a++) {
            double ready = -1.0;
            for (int32_t b = 0; b < k; b++)
                if (plan->item[b].job == j->after.at[a])
                    ready = plan->end_h[b];
            if (ready < 0.0)
                return false;
            at = fmax(at, ready);
        }
        plan->start_h[k] = at;
        plan->end_h[k] = case_work(&p->crew[it->crew], at, case_hours(j));
        free_h[it->crew] = plan->end_h[k];
        x[it->crew] = to_x;
        y[it->crew] = to_y;
    }
    return true;
}

#endif
