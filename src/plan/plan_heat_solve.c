/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the case to rk_repair and back: the plan with the hours as assumed, less, and more. */
#include "plan_heat.h"

/* Another order is taken only when it saves more than this share: people see why a plan that
 * goes by days and by people for an hour of work is as it is. */
static const double worth_it = 0.001;
static const double scales[HEAT_SCALES] = {1.0, 0.7, 1.3};
static const double travel_h_per_km = 1.3 / 20.0; /* as in counting.md, 3 */
static const double cools_in_h = 40, most_indoor_c = 18;
enum { BELOW_18 = 1, BELOW_8_MORE = 2 };

struct net {
    const struct heat_case *c;
    struct rk_repair_node *node;
    struct rk_repair_edge *edge;
    struct rk_repair_plant *plant;
    struct rk_repair_job *job;
    struct rk_repair_step *step;
    struct rk_repair_crew *crew;
    int32_t *hub, *start; /* [sources] where its houses hang; its start among the jobs, -1 */
    int32_t *mains;       /* [jobs] of a boiler house together */
    double *hour, *outdoor_c;
    int32_t nodes, edges, plants;
};

/* ---- the network ---------------------------------------------------------------------------
 */

static bool take_room(struct net *n, struct rk_arena *in)
{
    const struct heat_case *c = n->c;
    const int32_t sources = c->source.rows, most = 2 * sources + c->house.rows + c->jobs + 1;
    n->node = RK_NEW(in, struct rk_repair_node, most);
    n->edge = RK_NEW(in, struct rk_repair_edge, most);
    n->plant = RK_NEW(in, struct rk_repair_plant, sources + 1);
    n->job = RK_NEW(in, struct rk_repair_job, c->jobs + 1);
    n->step = RK_NEW(in, struct rk_repair_step, c->jobs + 1);
    n->crew = RK_NEW(in, struct rk_repair_crew, c->teams + 1);
    n->hub = RK_NEW(in, int32_t, sources + 1);
    n->start = RK_NEW(in, int32_t, sources + 1);
    n->mains = RK_NEW(in, int32_t, c->jobs + 1);
    n->hour = RK_NEW(in, double, HEAT_DAYS);
    n->outdoor_c = RK_NEW(in, double, HEAT_DAYS);
    return !in->failed;
}

static int32_t add_node(struct net *n, double x_m, double y_m, double people, double kw,
                        double weight)
{
    n->node[n->nodes] = (struct rk_repair_node){x_m, y_m, people, kw, weight};
    return n->nodes++;
}

static int32_t add_edge(struct net *n, int32_t a, int32_t b)
{
    n->edge[n->edges] = (struct rk_repair_edge){a, b};
    return n->edges++;
}

static double hours_until(const struct heat_case *c, rk_day day)
{
    return day == RK_DAY_NONE || day <= c->p->day ? 0.0 : 24.0 * (day - c->p->day);
}

/* Sources that give heat or will, each with its hub and what hangs on it without work. */
static void lay_sources(struct net *n)
{
    const struct heat_case *c = n->c;
    for (int32_t s = 0; s < c->source.rows; s++) {
        struct heat_source *src = &c->src[s];
        n->start[s] = -1;
        if (!src->runs && !src->planned)
            continue;
        n->hub[s] = src->node = add_node(n, src->x_m, src->y_m, 0.0, 0.0, 1.0);
        n->plant[n->plants++] = (struct rk_repair_plant){
            .node = src->node, .kw = isnan(src->kw) ? src->load_kw : src->kw};
    }
}

static void lay_patients(struct net *n)
{
    const struct heat_case *c = n->c;
    for (int32_t s = 0; s < c->source.rows; s++) {
        struct heat_source *src = &c->src[s];
        if (src->node < 0 || !(src->patients > 0.0))
            continue;
        const double room = isnan(src->kw) ? HUGE_VAL : src->kw;
        src->patient = add_node(n, src->x_m, src->y_m, src->patients,
                                fmax(1e-3, fmin(HEAT_PATIENT_KW * src->patients, room)),
                                HEAT_PATIENT_WEIGHT);
        (void)add_edge(n, n->hub[s], src->patient);
    }
}

static void lay_houses(struct net *n)
{
    const struct heat_case *c = n->c;
    for (int32_t i = 0; i < c->house.rows; i++) {
        struct heat_house *h = &c->home[i];
        if (h->gone || h->source < 0 || c->src[h->source].node < 0 || !h->warm)
            continue;
        h->node = add_node(n, h->x_m, h->y_m, h->people, h->kw, h->weight);
        (void)add_edge(n, n->hub[h->source], h->node);
    }
}

/* ---- jobs ----------------------------------------------------------------------------------
 */

static int32_t plant_of(const struct net *n, int32_t node)
{
    int32_t p = 0;
    while (n->plant[p].node != node)
        p++;
    return p;
}

/* The pipes of a boiler house are mended before it is tested and filled, and that is done
 * before the houses are. Jobs stand in that order. */
static struct rk_ids waits_for(const struct net *n, int32_t j)
{
    const struct heat_job *job = &n->c->job[j];
    if (job->stage == HEAT_MAIN)
        return (struct rk_ids){0};
    if (job->stage == HEAT_HOUSE && n->start[job->source] >= 0)
        return (struct rk_ids){&n->start[job->source], 1};
    int32_t first = 0, count = 0;
    for (int32_t k = 0; k < n->c->jobs && n->c->job[k].stage == HEAT_MAIN; k++)
        if (n->c->job[k].source == job->source) {
            first = count ? first : k;
            count++;
        }
    return count ? (struct rk_ids){&n->mains[first], count} : (struct rk_ids){0};
}

static uint32_t skill_for(enum heat_stage stage)
{
    return stage == HEAT_START ? 1u : stage == HEAT_HOUSE ? 2u : 4u;
}

static void lay_job(struct net *n, int32_t j, double scale)
{
    const struct heat_case *c = n->c;
    const struct heat_job *from = &c->job[j];
    const struct heat_source *src = &c->src[from->source];
    n->step[j].hours = from->measured ? from->hours : scale * from->hours;
    struct rk_repair_job job = {.kind = RK_REPAIR_PIPE,
                                .x_m = src->x_m,
                                .y_m = src->y_m,
                                .step = &n->step[j],
                                .steps = 1,
                                .skills = skill_for(from->stage),
                                .due_h = HUGE_VAL};
    if (from->stage == HEAT_START) {
        job.kind = RK_REPAIR_PLANT;
        job.at = plant_of(n, src->node);
        job.heat_from_h = hours_until(c, src->said);
        n->start[from->source] = j;
    } else if (from->stage == HEAT_MAIN) {
        const int32_t before = n->hub[from->source];
        n->hub[from->source] = add_node(n, src->x_m, src->y_m, 0.0, 0.0, 1.0);
        job.at = add_edge(n, before, n->hub[from->source]);
        n->mains[j] = j;
    } else {
        struct heat_house *h = &c->home[from->row];
        h->node = add_node(n, h->x_m, h->y_m, h->people, h->kw, h->weight);
        job.at = add_edge(n, n->hub[from->source], h->node);
        job.x_m = h->x_m;
        job.y_m = h->y_m;
    }
    n->job[j] = job;
}

/* ---- weather -------------------------------------------------------------------------------
 */

/* Straight lines between the 16th of each month; before the first and after the last of the
 * norm's months, those. */
static double mean_on(const struct heat_case *c, rk_day day)
{
    int year, month, of_month;
    rk_day_split(day, &year, &month, &of_month);
    const rk_day first = rk_day_of(month < 6 ? year - 1 : year, 9, 16);
    if (day <= first)
        return c->mean_c[0];
    for (int m = 1; m < HEAT_MONTHS; m++) {
        const int in = month < 6 ? year - 1 : year;
        const rk_day from = rk_day_of(in, 8 + m, 16), to = rk_day_of(in, 9 + m, 16);
        if (day <= to)
            return c->mean_c[m - 1] +
                   (c->mean_c[m] - c->mean_c[m - 1]) * (day - from) / (double)(to - from);
    }
    return c->mean_c[HEAT_MONTHS - 1];
}

static struct rk_repair_weather weather(struct net *n)
{
    const struct heat_case *c = n->c;
    if (isnan(c->mean_c[0]))
        return (struct rk_repair_weather){0};
    for (int i = 0; i < HEAT_DAYS; i++) {
        n->hour[i] = 24.0 * i;
        n->outdoor_c[i] = mean_on(c, c->p->day + i);
    }
    return (struct rk_repair_weather){.count = HEAT_DAYS,
                                      .hour = n->hour,
                                      .outdoor_c = n->outdoor_c,
                                      .tau_h = cools_in_h,
                                      .indoor_c = fmin(n->outdoor_c[0], most_indoor_c),
                                      .below_18 = BELOW_18,
                                      .below_8 = BELOW_8_MORE};
}

/* ---- the order that needs no search --------------------------------------------------------
 */

struct turn {
    double from_h, worth; /* of its boiler house; then of itself */
    int32_t source, stage, job;
    double own;
};

static int by_turn(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    if (x->from_h != y->from_h)
        return x->from_h < y->from_h ? -1 : 1;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->stage != y->stage)
        return x->stage < y->stage ? -1 : 1;
    if (x->own != y->own)
        return x->own > y->own ? -1 : 1;
    return x->job < y->job ? -1 : x->job > y->job;
}

/* Boiler houses by the day they may start, then by people for an hour of work; each job to the
 * crew that can do it and has least to do. Returns how many have a crew. */
static int32_t first_order(const struct net *n, struct rk_arena *in, struct rk_repair_task *out)
{
    const struct heat_case *c = n->c;
    struct turn *turn = RK_NEW(in, struct turn, c->jobs + 1);
    double load[RK_REPAIR_CREWS_MAX] = {0};
    int32_t count = 0;
    for (int32_t j = 0; turn && j < c->jobs; j++) {
        const struct heat_source *s = &c->src[c->job[j].source];
        turn[j] = (struct turn){.from_h = s->planned ? hours_until(c, s->said) : 0.0,
                                .worth = s->value / s->hours,
                                .source = c->job[j].source,
                                .stage = (int32_t)c->job[j].stage,
                                .job = j,
                                .own = c->job[j].value / c->job[j].hours};
    }
    if (!turn)
        return 0;
    qsort(turn, (size_t)c->jobs, sizeof *turn, by_turn);
    for (int32_t k = 0; k < c->jobs; k++) {
        const int32_t j = turn[k].job;
        int32_t best = -1;
        for (int32_t t = 0; t < c->teams; t++)
            if ((c->team[t].skills & n->job[j].skills) == n->job[j].skills &&
                (best < 0 || load[t] < load[best]))
                best = t;
        if (best < 0)
            continue;
        load[best] += n->step[j].hours * 24.0 / c->team[best].hours;
        out[count] =
            (struct rk_repair_task){.job = j, .crew = best, .site = -1, .start_h = count};
        count++;
    }
    return count;
}

/* ---- solving -------------------------------------------------------------------------------
 */

/* Tries: enough for a good order, few enough for a report within a second. */
static int64_t tries(int32_t jobs)
{
    const int64_t n = 200000 / (10 + (int64_t)jobs);
    return n < 300 ? 300 : n;
}

static bool solve_one(const struct heat_case *c, double scale, struct rk_arena *keep,
                      struct rk_scratch scratch, struct heat_trial *trial,
                      const struct rk_repair_plan **out)
{
    struct net n = {.c = c};
    if (!take_room(&n, &scratch.in))
        return false;
    lay_sources(&n);
    for (int32_t j = 0; j < c->jobs; j++)
        lay_job(&n, j, scale);
    lay_patients(&n);
    lay_houses(&n);
    for (int32_t j = 0; j < c->jobs; j++)
        n.job[j].after = waits_for(&n, j);
    for (int32_t t = 0; t < c->teams; t++)
        n.crew[t] = (struct rk_repair_crew){.skills = c->team[t].skills,
                                            .shift_from_h = c->team[t].from_h,
                                            .shift_hours = c->team[t].hours};
    const struct rk_repair_problem problem = {.nodes = n.nodes,
                                              .edges = n.edges,
                                              .plants = n.plants,
                                              .jobs = c->jobs,
                                              .crews = c->teams,
                                              .node = n.node,
                                              .edge = n.edge,
                                              .plant = n.plant,
                                              .job = n.job,
                                              .crew = n.crew,
                                              .travel_h_per_km = travel_h_per_km,
                                              .weather = weather(&n),
                                              .horizon_h = 24.0 * HEAT_DAYS};
    struct rk_repair_task *start = RK_NEW(&scratch, struct rk_repair_task, c->jobs + 1);
    struct rk_repair_plan *plan = RK_NEW(keep, struct rk_repair_plan, 2);
    if (!start || !plan)
        return false;
    struct rk_repair_options options = {.seed = 1, .iterations = 1, .nodes = 1, .start = start};
    options.starts = first_order(&n, &scratch.in, start);
    struct rk_err err = {0};
    rk_status bad = rk_repair_solve(&problem, &options, keep, scratch, &plan[0], &err);
    options.iterations = tries(c->jobs);
    if (!bad)
        bad = rk_repair_solve(&problem, &options, keep, scratch, &plan[1], &err);
    if (bad) /* numbers beyond what can be planned with: no plan */
        return bad != RK_ENOMEM;
    *out = plan[1].objective < plan[0].objective * (1.0 - worth_it) ? &plan[1] : &plan[0];
    return !trial || heat_doubt(&problem, *out, tries(c->jobs) / 2, scratch, trial);
}

/* The first two things some crew does are others. */
static bool begins_otherwise(const struct rk_repair_plan *a, const struct rk_repair_plan *b)
{
    for (int32_t i = 0, at = 0; i < a->tasks; i++) {
        at = i > 0 && a->task[i].crew == a->task[i - 1].crew ? at + 1 : 0;
        if (at >= 2)
            continue;
        int32_t k = 0;
        while (k < b->tasks && b->task[k].crew != a->task[i].crew)
            k++;
        if (k + at >= b->tasks || b->task[k + at].job != a->task[i].job)
            return true;
    }
    return false;
}

bool heat_solve(struct heat_case *c)
{
    struct rk_arena *in = &c->p->scratch->in;
    if (c->teams == 0 || c->jobs == 0)
        return true;
    for (int k = 0; k < HEAT_SCALES; k++) {
        struct rk_arena keep = *in;
        struct rk_scratch rest = {keep};
        keep.end = rest.in.at += (keep.end - keep.at) / 2;
        struct heat_trial *trial = k == 0 && c->p->lists ? &c->trial : NULL;
        if (!solve_one(c, scales[k], &keep, rest, trial, &c->plan[k]))
            return false;
        in->at = keep.at;
    }
    for (int k = 1; k < HEAT_SCALES; k++)
        c->flips |= begins_otherwise(c->plan[0], c->plan[k]);
    return true;
}

rk_day heat_day(const struct heat_case *c, int32_t scale, int32_t house)
{
    const struct heat_house *h = &c->home[house];
    const struct rk_repair_plan *plan = c->plan[scale];
    if (h->warm)
        return c->p->day;
    if (!plan || h->node < 0 || plan->share[h->node] < 0.999 ||
        !(plan->warm_h[h->node] < 24.0 * HEAT_DAYS))
        return RK_DAY_NONE;
    return c->p->day + (rk_day)floor(plan->warm_h[h->node] / 24.0);
}

static bool is_blocked(const struct heat_case *c, int32_t house)
{
    const struct rk_repair_plan *plan = c->plan[0];
    for (int32_t b = 0; plan && b < plan->blocks; b++) {
        const struct heat_job *j = &c->job[plan->block[b].job];
        if (j->source == c->home[house].source && (j->stage != HEAT_HOUSE || j->row == house))
            return true;
    }
    return false;
}

/* Its turn, or that of its boiler house, comes when the winter is over. */
static bool is_late(const struct heat_case *c, int32_t house)
{
    const struct rk_repair_plan *plan = c->plan[0];
    for (int32_t i = 0; i < plan->tasks; i++) {
        const struct heat_job *j = &c->job[plan->task[i].job];
        if (plan->task[i].end_h >= 24.0 * HEAT_DAYS && j->source == c->home[house].source &&
            (j->stage != HEAT_HOUSE || j->row == house))
            return true;
    }
    return false;
}

enum heat_why heat_why_cold(const struct heat_case *c, int32_t house)
{
    const struct heat_house *h = &c->home[house];
    if (h->warm || heat_day(c, 0, house) != RK_DAY_NONE)
        return HEAT_WARM;
    if (h->source < 0)
        return HEAT_NO_SOURCE;
    const struct heat_source *s = &c->src[h->source];
    if (!s->runs && !s->planned)
        return s->why;
    if (h->lost)
        return HEAT_OWN_PIPES;
    if (!c->plan[0] || is_blocked(c, house))
        return HEAT_NO_CREW;
    return is_late(c, house) ? HEAT_TOO_LATE : HEAT_TOO_SMALL;
}
