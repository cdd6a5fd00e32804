/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan means: who does what when, whom it warms, and what failing steps may do to it. */
#include "repair_internal.h"

#include "rk_random.h"

enum { DRAWS = 400, EXPLAINED = 600 };

struct telling {
    const struct repair_town *t; /* its late_price is 0 */
    struct repair_sequence *s;
    struct repair_times w;
    struct repair_event *event; /* [events] in order; element -> option or -1 - fixed */
    int32_t events;
    double *share, *warm_h, *share_8; /* [nodes] */
    double cold_h;                    /* when houses left cold are at 8 C */
    double *luck_h;                   /* [options] end when nothing fails */
};

const char *rk_repair_why_words(enum rk_repair_why why)
{
    switch (why) {
    case RK_REPAIR_CYCLE:
        return "waits for itself";
    case RK_REPAIR_WAITS:
        return "waits for a job that cannot be done";
    case RK_REPAIR_NO_SKILL:
        return "no crew has the skills";
    case RK_REPAIR_NEVER:
        return "what it requires is not in sight";
    }
    return "?";
}

static int sooner(const void *a, const void *b)
{
    const struct repair_event *l = a, *r = b;
    if (l->h != r->h)
        return l->h < r->h ? -1 : 1;
    return l->element < r->element ? -1 : l->element > r->element;
}

static void list_events(struct telling *d)
{
    const struct repair_town *t = d->t;
    for (int32_t k = 0; k < d->s->count; k++) {
        const int32_t o = d->s->item[k].option;
        d->event[d->events++] =
            (struct repair_event){fmax(d->w.at.end_h[o], t->option[o].heat_from_h), o};
    }
    for (int32_t f = 0; f < t->fixed; f++)
        d->event[d->events++] = (struct repair_event){t->event[f].h, -1 - f};
    qsort(d->event, (size_t)d->events, sizeof *d->event, sooner);
}

static void turn(const struct telling *d, struct repair_state *s, int32_t k)
{
    const int32_t o = d->event[k].element;
    repair_state_turn(d->t, s, o >= 0 ? d->t->option[o].element : d->t->event[-1 - o].element);
}

static double people_warm(const struct repair_town *t, const double *share)
{
    double sum = 0.0;
    for (int32_t h = 0; h < t->houses; h++) {
        const int32_t node = t->house_node[h];
        sum += t->problem->node[node].people * share[node];
    }
    return sum;
}

static bool counts(const struct telling *d, double h)
{
    return h < d->t->horizon_h;
}

/* Replays the plan: whom each step warms, from when each node has what it has at the end. */
static void replay(struct telling *d, struct rk_repair_task *const *task_of, double *share,
                   struct rk_scratch scratch, struct rk_repair_plan *plan)
{
    const struct repair_town *t = d->t;
    repair_state_copy(&d->w.state, t->at_start);
    repair_shares(t, &d->w.state, d->share, scratch);
    double before = people_warm(t, d->share);
    plan->warm_first += before;
    for (int32_t h = 0; h < t->houses; h++)
        d->warm_h[t->house_node[h]] = 0.0;
    memcpy(d->share_8, d->share, (size_t)t->problem->nodes * sizeof *d->share);
    for (int32_t k = 0; k < d->events && counts(d, d->event[k].h); k++) {
        turn(d, &d->w.state, k);
        repair_shares(t, &d->w.state, share, scratch);
        for (int32_t h = 0; h < t->houses; h++) {
            const int32_t node = t->house_node[h];
            if (fabs(share[node] - d->share[node]) > 1e-9)
                d->warm_h[node] = d->event[k].h;
            d->share[node] = share[node];
        }
        if (d->event[k].h <= d->cold_h)
            memcpy(d->share_8, d->share, (size_t)t->problem->nodes * sizeof *d->share);
        const double now = people_warm(t, d->share);
        if (d->event[k].element >= 0)
            task_of[d->event[k].element]->people = now - before;
        before = now;
    }
    plan->warm_last += before;
}

/* Not before this hour has event k its effect. */
static double effect_h(const struct telling *d, int32_t k)
{
    const int32_t o = d->event[k].element;
    return o >= 0 ? fmax(d->luck_h[o], d->t->option[o].heat_from_h) : d->event[k].h;
}

/* Where a step alone warms nobody: the first later one that would warm fewer without it. */
static void look_ahead(struct telling *d, struct rk_repair_task *const *task_of,
                       struct repair_state *without, double *share, struct rk_scratch scratch)
{
    const struct repair_town *t = d->t;
    if (d->events > EXPLAINED)
        return;
    repair_state_copy(&d->w.state, t->at_start);
    struct repair_state with = repair_state_new(t, &scratch.in);
    if (!with.value)
        return;
    for (int32_t i = 0; i < d->events; i++) {
        const int32_t o = d->event[i].element;
        if (o >= 0 && fabs(task_of[o]->people) < 1e-6) {
            repair_state_copy(without, &d->w.state);
            repair_state_copy(&with, &d->w.state);
            turn(d, &with, i);
            for (int32_t k = i + 1; k < d->events && counts(d, d->event[k].h); k++) {
                turn(d, without, k);
                turn(d, &with, k);
                if (without->cold - with.cold < 1e-6)
                    continue;
                repair_shares(t, &with, share, scratch);
                task_of[o]->with_people = people_warm(t, share);
                repair_shares(t, without, share, scratch);
                task_of[o]->with_people -= people_warm(t, share);
                task_of[o]->warm_h = fmax(task_of[o]->warm_h, effect_h(d, k));
                if (d->event[k].element >= 0)
                    task_of[o]->with = t->option[d->event[k].element].job;
                break;
            }
        }
        turn(d, &d->w.state, i);
    }
}

/* One draw of the hours of a job: its steps as they may fail. */
static double draw_hours(const struct rk_repair_job *j, struct rk_random *random)
{
    double sum = 0.0;
    for (int32_t k = 0; k < j->steps;) {
        sum += j->step[k].hours;
        k = rk_random_unit(random) < j->step[k].fails ? j->step[k].back : k + 1;
    }
    return sum;
}

static int ascending(const void *a, const void *b)
{
    const double l = *(const double *)a, r = *(const double *)b;
    return l < r ? -1 : l > r;
}

static void draw(struct telling *d, uint64_t seed, double *hours, double *cost,
                 struct rk_repair_plan *plan)
{
    const struct repair_town *t = d->t;
    bool certain = true;
    plan->mean = plan->low = plan->high = plan->objective;
    for (int32_t k = 0; k < d->s->count; k++) {
        const struct rk_repair_job *j = &t->problem->job[t->option[d->s->item[k].option].job];
        for (int32_t i = 0; i < j->steps; i++)
            certain = certain && j->step[i].fails <= 0.0;
    }
    if (certain)
        return;
    struct rk_random random = rk_random_stream(seed, "failing", 0);
    double sum = 0.0;
    for (int32_t n = 0; n < DRAWS; n++) {
        for (int32_t k = 0; k < d->s->count; k++) {
            const int32_t o = d->s->item[k].option;
            hours[o] = draw_hours(&t->problem->job[t->option[o].job], &random);
        }
        cost[n] = repair_cost(t, d->s, hours, HUGE_VAL, &d->w);
        sum += cost[n];
    }
    qsort(cost, DRAWS, sizeof *cost, ascending);
    plan->mean = sum / DRAWS;
    plan->low = cost[DRAWS / 10];
    plan->high = cost[DRAWS - 1 - DRAWS / 10];
}

/* Ends when nothing fails, by option. */
static void draw_luck(struct telling *d, double *hours)
{
    for (int32_t k = 0; k < d->s->count; k++) {
        const int32_t o = d->s->item[k].option;
        const struct rk_repair_job *j = &d->t->problem->job[d->t->option[o].job];
        hours[o] = 0.0;
        for (int32_t i = 0; i < j->steps; i++)
            hours[o] += j->step[i].hours;
    }
    repair_decode(d->t, d->s, hours, &d->w);
    for (int32_t k = 0; k < d->s->count; k++)
        d->luck_h[d->s->item[k].option] = d->w.at.end_h[d->s->item[k].option];
}

static int by_crew(const void *a, const void *b)
{
    const struct rk_repair_task *l = a, *r = b;
    if (l->crew != r->crew)
        return l->crew < r->crew ? -1 : 1;
    return l->start_h < r->start_h ? -1 : l->start_h > r->start_h;
}

static void still_nodes(const struct telling *d, struct rk_repair_plan *plan)
{
    const struct repair_town *t = d->t;
    for (int32_t i = 0; i < t->problem->nodes; i++) {
        const double people = t->problem->node[i].people;
        plan->people += people;
        if (t->place_of[i] >= 0)
            continue;
        d->share[i] = d->share_8[i] = t->still_share[i];
        d->warm_h[i] = 0.0;
        plan->warm_first += people * d->share[i];
        plan->warm_last += people * d->share[i];
    }
}

static rk_status take_room(struct telling *d, struct rk_arena *keep, struct rk_scratch *scratch,
                           struct rk_err *err)
{
    const struct repair_town *t = d->t;
    d->w = repair_times_new(t, &scratch->in);
    d->event = RK_NEW(scratch, struct repair_event, t->options + t->fixed + 1);
    d->share = RK_NEW(keep, double, t->problem->nodes + 1);
    d->warm_h = RK_NEW(keep, double, t->problem->nodes + 1);
    d->share_8 = RK_NEW(keep, double, t->problem->nodes + 1);
    d->cold_h =
        t->problem->weather.count > 0 ? rk_repair_cools_to(&t->problem->weather, 8.0) : 0.0;
    if (keep->failed || scratch->in.failed)
        return rk_fail(err, RK_ENOMEM, "repair", "%d tasks", d->s->count);
    return RK_OK;
}

rk_status repair_tell(const struct repair_town *town, struct repair_sequence *s, uint64_t seed,
                      struct rk_arena *keep, struct rk_scratch scratch,
                      struct rk_repair_plan *plan, struct rk_err *err)
{
    struct repair_town t = *town;
    t.late_price = 0.0;
    struct telling d = {.t = &t, .s = s};
    const int32_t n = t.options + 1;
    struct rk_repair_task *task = RK_NEW(keep, struct rk_repair_task, s->count + 1);
    struct rk_repair_task **task_of = RK_NEW(&scratch, struct rk_repair_task *, n);
    double *hours = RK_NEW(&scratch, double, n);
    d.luck_h = RK_NEW(&scratch, double, n);
    double *costs = RK_NEW(&scratch, double, DRAWS);
    double *share = RK_NEW(&scratch, double, t.problem->nodes + 1);
    struct repair_state without = repair_state_new(&t, &scratch.in);
    const rk_status bad = take_room(&d, keep, &scratch, err);
    if (bad)
        return bad;
    draw_luck(&d, hours);
    plan->objective = repair_cost(&t, s, NULL, HUGE_VAL, &d.w);
    plan->late_h = repair_late(&t, s, &d.w);
    list_events(&d);
    for (int32_t k = 0; k < s->count; k++) {
        const int32_t o = s->item[k].option;
        task[k] = (struct rk_repair_task){.job = t.option[o].job,
                                          .crew = s->item[k].crew,
                                          .site = t.option[o].site,
                                          .start_h = d.w.at.start_h[o],
                                          .end_h = d.w.at.end_h[o],
                                          .sooner_h = d.luck_h[o],
                                          .with = -1,
                                          .warm_h = fmax(d.luck_h[o], t.option[o].heat_from_h)};
        task_of[o] = &task[k];
    }
    replay(&d, task_of, share, scratch, plan);
    look_ahead(&d, task_of, &without, share, scratch);
    still_nodes(&d, plan);
    for (int32_t i = 0; i < t.problem->nodes; i++)
        if (d.share[i] <= 0.0)
            d.warm_h[i] = HUGE_VAL;
    draw(&d, seed, hours, costs, plan);
    qsort(task, (size_t)s->count, sizeof *task, by_crew);
    plan->tasks = s->count;
    plan->task = task;
    plan->blocks = t.blocks;
    plan->block = t.block;
    plan->share = d.share;
    plan->share_8 = d.share_8;
    plan->warm_h = d.warm_h;
    return RK_OK;
}
