/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan lived through, change by change: nothing here is shared with the planner. */
#include "rk_repair_simulate.h"

enum { RULES = 3, BY_PLAN = 0, BY_HOUSE = 1, WARMING = 2 };
static const double warm_c = 18.0, cold_c = 8.0;
static const double full = 1.0 - 1e-9; /* a share of heat that is all of it */

struct change {
    double hour;
    int32_t job, site; /* job -1: a plant's gas or power comes; site: of that task */
};

struct living {
    const struct rk_repair_problem *p;
    rk_repair_heat *heat;
    void *user;
    double design_c, end_h;
    struct change *change;
    int32_t changes;
    int32_t *edge_jobs, *plant_jobs; /* repairs that are still to be done there */
    bool *whole, *laid;
    double *plant_kw, *site_kw, *on_net;
    double *share;         /* [nodes] of heat, stoves counted as heat */
    double *temp_c[RULES]; /* [nodes] from BY_HOUSE on */
    double unheated_c;     /* of a house never heated */
    int32_t *first, *link; /* neighbours: edges, then links as edges + job */
    int32_t *house;        /* nodes with people, most people by weight for a kilowatt first */
    int32_t houses;
    struct rk_repair_trial sum;
};

/* ---- what changes when ---------------------------------------------------------------------
 */

static int sooner(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    if (x->hour != y->hour)
        return x->hour < y->hour ? -1 : 1;
    return x->job < y->job ? -1 : x->job > y->job;
}

static void list_changes(struct living *l, const struct rk_repair_plan *plan)
{
    const struct rk_repair_problem *p = l->p;
    double last_h = 0.0;
    for (int32_t k = 0; k < plan->tasks; k++) {
        const struct rk_repair_task *t = &plan->task[k];
        last_h = fmax(last_h, t->end_h);
        l->change[l->changes++] =
            (struct change){fmax(t->end_h, p->job[t->job].heat_from_h), t->job, t->site};
    }
    for (int32_t i = 0; i < p->plants; i++)
        if (p->plant[i].from_h > 0.0 && isfinite(p->plant[i].from_h))
            l->change[l->changes++] = (struct change){p->plant[i].from_h, -1, -1};
    qsort(l->change, (size_t)l->changes, sizeof *l->change, sooner);
    l->end_h = isfinite(p->horizon_h) ? p->horizon_h : last_h;
}

static void apply(struct living *l, const struct change *c)
{
    const struct rk_repair_problem *p = l->p;
    if (c->job < 0)
        return;
    const struct rk_repair_job *j = &p->job[c->job];
    switch (j->kind) {
    case RK_REPAIR_PIPE:
        l->edge_jobs[j->at]--;
        l->whole[j->at] = l->edge_jobs[j->at] == 0;
        break;
    case RK_REPAIR_PLANT:
        l->plant_jobs[j->at]--;
        break;
    case RK_REPAIR_LINK:
        l->laid[c->job] = true;
        break;
    case RK_REPAIR_BOILER:
        l->site_kw[c->site] += j->kw;
        break;
    case RK_REPAIR_STOVES:
        if (p->node[c->site].people > 0.0)
            l->on_net[c->site] =
                fmax(0.0, l->on_net[c->site] - j->people / p->node[c->site].people);
        break;
    }
}

static void start_plants(struct living *l, double hour)
{
    for (int32_t i = 0; i < l->p->plants; i++)
        l->plant_kw[i] = l->plant_jobs[i] == 0 && l->p->plant[i].from_h <= hour + 1e-9
                             ? l->p->plant[i].kw
                             : 0.0;
}

/* ---- heat by connected parts ---------------------------------------------------------------
 */

static void ends_of(const struct living *l, int32_t link, int32_t *a, int32_t *b)
{
    const struct rk_repair_problem *p = l->p;
    *a = link < p->edges ? p->edge[link].a : p->job[link - p->edges].a;
    *b = link < p->edges ? p->edge[link].b : p->job[link - p->edges].b;
}

static bool is_link(const struct living *l, int32_t link)
{
    return link < l->p->edges || l->p->job[link - l->p->edges].kind == RK_REPAIR_LINK;
}

static void list_neighbours(struct living *l)
{
    const struct rk_repair_problem *p = l->p;
    int32_t a, b;
    int32_t *at = l->first + 1;
    for (int32_t e = 0; e < p->edges + p->jobs; e++) {
        if (!is_link(l, e))
            continue;
        ends_of(l, e, &a, &b);
        at[a + 1]++;
        at[b + 1]++;
    }
    for (int32_t i = 0; i < p->nodes; i++)
        at[i + 1] += at[i];
    for (int32_t e = 0; e < p->edges + p->jobs; e++) {
        if (!is_link(l, e))
            continue;
        ends_of(l, e, &a, &b);
        l->link[at[a]++] = e;
        l->link[at[b]++] = e;
    }
}

/* Names the part of every node by walking from node to node. */
static void walk(const struct living *l, int32_t *part, int32_t *queue)
{
    const struct rk_repair_problem *p = l->p;
    for (int32_t i = 0; i < p->nodes; i++)
        part[i] = -1;
    for (int32_t i = 0; i < p->nodes; i++) {
        int32_t tail = 0;
        if (part[i] >= 0)
            continue;
        part[i] = i;
        queue[tail++] = i;
        for (int32_t head = 0; head < tail; head++) {
            const int32_t from = queue[head];
            for (int32_t k = l->first[from]; k < l->first[from + 1]; k++) {
                const int32_t e = l->link[k];
                int32_t a, b;
                ends_of(l, e, &a, &b);
                const int32_t to = a == from ? b : a;
                if (part[to] >= 0 || !(e < p->edges ? l->whole[e] : l->laid[e - p->edges]))
                    continue;
                part[to] = i;
                queue[tail++] = to;
            }
        }
    }
}

static rk_status heat_by_parts(struct living *l, struct rk_scratch scratch, struct rk_err *err)
{
    const struct rk_repair_problem *p = l->p;
    int32_t *part = RK_NEW(&scratch, int32_t, p->nodes + 1);
    int32_t *queue = RK_NEW(&scratch, int32_t, p->nodes + 1);
    double *kw = RK_NEW(&scratch, double, p->nodes + 1);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "repair", "%d nodes", p->nodes);
    walk(l, part, queue);
    for (int32_t i = 0; i < p->plants; i++)
        kw[part[p->plant[i].node]] += l->plant_kw[i];
    for (int32_t i = 0; i < p->nodes; i++)
        kw[part[i]] += l->site_kw[i];
    for (int32_t k = 0; k < l->houses; k++) {
        const int32_t i = l->house[k];
        const double need = p->node[i].kw * l->on_net[i];
        const double give = fmin(need, kw[part[i]]);
        kw[part[i]] -= give;
        l->share[i] = need > 0.0 ? give / need : 1.0;
    }
    return RK_OK;
}

static rk_status find_shares(struct living *l, double hour, struct rk_scratch scratch,
                             struct rk_err *err)
{
    const struct rk_repair_stand now = {hour,        l->whole,   l->laid,
                                        l->plant_kw, l->site_kw, l->on_net};
    const rk_status bad = l->heat ? l->heat(l->user, &now, l->share, scratch, err)
                                  : heat_by_parts(l, scratch, err);
    for (int32_t k = 0; !bad && k < l->houses; k++) {
        double *const share = &l->share[l->house[k]];
        const double on_net = l->on_net[l->house[k]];
        *share = on_net * fmin(fmax(*share, 0.0), 1.0) + (1.0 - on_net);
    }
    return bad;
}

/* ---- hours in the cold ---------------------------------------------------------------------
 */

struct spell { /* a house over one stretch of constant weather and heat */
    double end_c, below_18_h, below_8_h;
};

static double hours_below(double from_c, double toward_c, double tau_h, double hours,
                          double limit_c)
{
    const bool begins = from_c < limit_c - 1e-9, ends = toward_c < limit_c - 1e-9;
    if (begins && ends)
        return hours;
    if (!begins && !ends)
        return 0.0;
    const double crosses_h = tau_h * log((from_c - toward_c) / (limit_c - toward_c));
    return begins ? fmin(crosses_h, hours) : fmax(0.0, hours - crosses_h);
}

/* Newton's law towards `toward_c`, never above 18. */
static struct spell live(double from_c, double toward_c, double tau_h, double hours)
{
    const double end_c = toward_c + (from_c - toward_c) * exp(-hours / tau_h);
    return (struct spell){fmin(end_c, fmax(warm_c, from_c > end_c ? end_c : warm_c)),
                          hours_below(from_c, toward_c, tau_h, hours, warm_c),
                          hours_below(from_c, toward_c, tau_h, hours, cold_c)};
}

/* The temperature that a share of design heat keeps. */
static double kept_c(const struct living *l, double share, double outdoor_c)
{
    const double kept = outdoor_c + share * (warm_c - l->design_c);
    return share >= full ? fmax(kept, warm_c) : kept;
}

static void count_without_weather(struct living *l, double hours)
{
    for (int32_t k = 0; k < l->houses; k++) {
        const struct rk_repair_node *n = &l->p->node[l->house[k]];
        const double cold = n->people * (1.0 - l->share[l->house[k]]) * hours;
        l->sum.by_plan += n->weight * cold;
        l->sum.people_h_18 += cold;
    }
    l->sum.by_house = l->sum.warming = l->sum.by_plan;
}

/* One stretch of constant outdoor temperature and heat. */
static void count_stretch(struct living *l, double outdoor_c, double hours)
{
    const struct rk_repair_weather *w = &l->p->weather;
    const struct spell cold = live(l->unheated_c, outdoor_c, w->tau_h, hours);
    const double cold_cost = w->below_18 * cold.below_18_h + w->below_8 * cold.below_8_h;
    double *const sum[RULES] = {&l->sum.by_plan, &l->sum.by_house, &l->sum.warming};
    double last_from = RK_NAN, last_toward = RK_NAN;
    struct spell s = {0.0, 0.0, 0.0};
    for (int32_t k = 0; k < l->houses; k++) {
        const int32_t i = l->house[k];
        const struct rk_repair_node *n = &l->p->node[i];
        const double toward = kept_c(l, l->share[i], outdoor_c);
        *sum[BY_PLAN] += n->weight * n->people * (1.0 - l->share[i]) * cold_cost;
        for (int rule = BY_HOUSE; rule < RULES; rule++) {
            double *const temp = &l->temp_c[rule][i];
            if (rule == BY_HOUSE) /* grows warm at once */
                *temp = fmax(*temp, fmin(toward, warm_c));
            if (*temp >= warm_c && toward >= warm_c)
                continue;
            if (*temp != last_from || toward != last_toward)
                s = live(*temp, toward, w->tau_h, hours);
            last_from = *temp;
            last_toward = toward;
            *temp = s.end_c;
            *sum[rule] +=
                n->weight * n->people * (w->below_18 * s.below_18_h + w->below_8 * s.below_8_h);
            if (rule != WARMING)
                continue;
            l->sum.people_h_18 += n->people * s.below_18_h;
            l->sum.people_h_8 += n->people * s.below_8_h;
        }
    }
    l->unheated_c = cold.end_c;
}

static void count(struct living *l, double from_h, double to_h)
{
    const struct rk_repair_weather *w = &l->p->weather;
    if (w->count == 0) {
        count_without_weather(l, to_h - from_h);
        return;
    }
    int32_t k = 0;
    while (from_h < to_h) {
        while (k + 1 < w->count && w->hour[k + 1] <= from_h)
            k++;
        const double until = k + 1 < w->count && from_h >= w->hour[0] ? w->hour[k + 1]
                             : from_h < w->hour[0]                    ? w->hour[0]
                                                                      : HUGE_VAL;
        const double next = fmin(to_h, until);
        count_stretch(l, w->outdoor_c[k], next - from_h);
        from_h = next;
    }
}

/* ---- a life --------------------------------------------------------------------------------
 */

struct dense {
    double worth;
    int32_t node;
};
static int denser(const void *a, const void *b)
{
    const struct dense *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

static bool list_houses(struct living *l, struct rk_scratch scratch)
{
    const struct rk_repair_problem *p = l->p;
    struct dense *order = RK_NEW(&scratch, struct dense, p->nodes + 1);
    if (!order)
        return false;
    for (int32_t i = 0; i < p->nodes; i++)
        if (p->node[i].people > 0.0)
            order[l->houses++] =
                (struct dense){p->node[i].people * p->node[i].weight / p->node[i].kw, i};
    qsort(order, (size_t)l->houses, sizeof *order, denser);
    for (int32_t k = 0; k < l->houses; k++)
        l->house[k] = order[k].node;
    return true;
}

static bool take_memory(struct living *l, struct rk_arena *in, int32_t tasks)
{
    const struct rk_repair_problem *p = l->p;
    l->change = RK_NEW(in, struct change, tasks + p->plants + 1);
    l->edge_jobs = RK_NEW(in, int32_t, p->edges + 1);
    l->plant_jobs = RK_NEW(in, int32_t, p->plants + 1);
    l->whole = RK_NEW(in, bool, p->edges + 1);
    l->laid = RK_NEW(in, bool, p->jobs + 1);
    l->plant_kw = RK_NEW(in, double, p->plants + 1);
    l->site_kw = RK_NEW(in, double, p->nodes + 1);
    l->on_net = RK_NEW(in, double, p->nodes + 1);
    l->share = RK_NEW(in, double, p->nodes + 1);
    for (int rule = BY_HOUSE; rule < RULES; rule++)
        l->temp_c[rule] = RK_NEW(in, double, p->nodes + 1);
    l->first = RK_NEW(in, int32_t, p->nodes + 2);
    l->link = RK_NEW(in, int32_t, 2 * ((ptrdiff_t)p->edges + p->jobs) + 1);
    l->house = RK_NEW(in, int32_t, p->nodes + 1);
    return !in->failed;
}

static void begin(struct living *l)
{
    const struct rk_repair_problem *p = l->p;
    for (int32_t j = 0; j < p->jobs; j++) {
        if (p->job[j].kind == RK_REPAIR_PIPE)
            l->edge_jobs[p->job[j].at]++;
        else if (p->job[j].kind == RK_REPAIR_PLANT)
            l->plant_jobs[p->job[j].at]++;
    }
    for (int32_t e = 0; e < p->edges; e++)
        l->whole[e] = l->edge_jobs[e] == 0;
    for (int32_t i = 0; i < p->nodes; i++)
        l->on_net[i] = 1.0;
    l->unheated_c = p->weather.indoor_c;
}

/* Houses with heat at hour 0 are as warm as it keeps them, all others as cold as said. */
static void settle(struct living *l)
{
    const struct rk_repair_weather *w = &l->p->weather;
    for (int32_t k = 0; w->count > 0 && k < l->houses; k++) {
        const int32_t i = l->house[k];
        const double kept = fmin(warm_c, kept_c(l, l->share[i], w->outdoor_c[0]));
        for (int rule = BY_HOUSE; rule < RULES; rule++)
            l->temp_c[rule][i] = l->share[i] > 0.0 ? fmax(w->indoor_c, kept) : w->indoor_c;
    }
}

rk_status rk_repair_simulate(const struct rk_repair_problem *problem,
                             const struct rk_repair_plan *plan, double design_outdoor_c,
                             rk_repair_heat *heat, void *user, struct rk_scratch scratch,
                             struct rk_repair_trial *out, struct rk_err *err)
{
    struct living l = {.p = problem, .heat = heat, .user = user, .design_c = design_outdoor_c};
    if (!take_memory(&l, &scratch.in, plan->tasks) || !list_houses(&l, scratch))
        return rk_fail(err, RK_ENOMEM, "repair", "%d nodes, %d jobs", problem->nodes,
                       problem->jobs);
    begin(&l);
    list_neighbours(&l);
    list_changes(&l, plan);
    double hour = 0.0;
    for (int32_t k = 0; k <= l.changes && hour < l.end_h;) {
        start_plants(&l, hour);
        const rk_status bad = find_shares(&l, hour, scratch, err);
        if (bad)
            return bad;
        if (k == 0 && hour == 0.0)
            settle(&l);
        l.sum.changes += k > 0;
        const double next = k < l.changes ? fmin(l.change[k].hour, l.end_h) : l.end_h;
        if (next > hour)
            count(&l, hour, next);
        hour = fmax(hour, next);
        if (k == l.changes)
            break;
        const double at = l.change[k].hour;
        while (k < l.changes && l.change[k].hour <= at + 1e-9)
            apply(&l, &l.change[k++]);
    }
    *out = l.sum;
    return RK_OK;
}
