/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Optimal is optimal: against every plan there is, counted out by hand, and against a
 * mixed-integer program given to GLPK or Cbc, on random small towns.
 */
#include "rk_test.h"

#include "../repair_cases.h"

#include <unistd.h>

static struct rk_arena mem;
static struct rk_scratch tmp;

/* Solved as usual, and once more by the proof alone from a poor first plan. */
static struct rk_repair_plan solved(const struct repair_case *c)
{
    struct rk_arena keep = mem;
    struct rk_repair_plan plan, proof;
    struct rk_err err;
    const struct rk_repair_options usual = {.seed = 1, .nodes = 20000000};
    const struct rk_repair_options hasty = {.seed = 1, .nodes = 20000000, .iterations = 1};
    rk_assert_ok(rk_repair_solve(&c->p, &hasty, &keep, tmp, &proof, &err), err);
    assert_int_equal(proof.status, RK_REPAIR_OPTIMAL);
    rk_assert_ok(rk_repair_solve(&c->p, &usual, &keep, tmp, &plan, &err), err);
    assert_int_equal(plan.status, RK_REPAIR_OPTIMAL);
    rk_assert_near(proof.objective, plan.objective, 1e-6 * (1.0 + plan.objective));
    return plan;
}

/* ---- every plan
 * ------------------------------------------------------------------------------ */

struct counting {
    const struct repair_case *c;
    struct case_plan plan;
    bool in[CASE_JOBS];
    double best, late; /* least late first */
};

static void count_out(struct counting *k)
{
    const struct rk_repair_problem *p = &k->c->p;
    bool all = true;
    for (int32_t j = 0; j < p->jobs; j++)
        all = all && (k->in[j] || p->job[j].kind > RK_REPAIR_PLANT);
    if (all && case_times(p, &k->plan)) {
        const double late = case_late(p, &k->plan), cost = case_cost(p, &k->plan);
        if (late < k->late - 1e-9 || (late < k->late + 1e-9 && cost < k->best)) {
            k->late = late;
            k->best = cost;
        }
    }
    for (int32_t j = 0; j < p->jobs; j++) {
        if (k->in[j])
            continue;
        const int32_t ways = p->job[j].kind >= RK_REPAIR_BOILER ? p->job[j].sites.len : 1;
        for (int32_t w = 0; w < ways; w++)
            for (int32_t crew = 0; crew < p->crews; crew++) {
                if (p->job[j].skills & ~p->crew[crew].skills)
                    continue;
                const int32_t site =
                    p->job[j].kind >= RK_REPAIR_BOILER ? p->job[j].sites.at[w] : -1;
                k->in[j] = true;
                k->plan.item[k->plan.count++] = (struct case_item){j, site, crew};
                count_out(k);
                k->plan.count--;
                k->in[j] = false;
            }
    }
}

/* The plan's own tasks, reckoned again: hours that fit, and the objective from them. */
static void check_plan(const struct repair_case *c, const struct rk_repair_plan *plan)
{
    struct case_plan told = {0}, again;
    for (int32_t k = 0; k < plan->tasks; k++) { /* by start: what is waited for comes first */
        const struct rk_repair_task *t = &plan->task[k];
        int32_t at = told.count++;
        for (; at > 0 && told.start_h[at - 1] > t->start_h; at--) {
            told.item[at] = told.item[at - 1];
            told.start_h[at] = told.start_h[at - 1];
            told.end_h[at] = told.end_h[at - 1];
        }
        told.item[at] = (struct case_item){t->job, t->site, t->crew};
        told.start_h[at] = t->start_h;
        told.end_h[at] = t->end_h;
    }
    again = told;
    assert_true(case_times(&c->p, &again));
    for (int32_t k = 0; k < told.count; k++)
        rk_assert_near(told.end_h[k], again.end_h[k], 1e-9);
    rk_assert_near(plan->objective, case_cost(&c->p, &told), 1e-6);
}

static void against_every_plan(unsigned with, int32_t damages, int32_t crews, int32_t cases,
                               uint64_t seed)
{
    struct rk_random r = rk_random_seed(seed);
    for (int32_t n = 0; n < cases; n++) {
        struct repair_case c;
        case_make(&c, case_pick(&r, 4, 8), damages, crews, with, &r);
        struct counting k = {.c = &c, .best = HUGE_VAL, .late = HUGE_VAL};
        count_out(&k);
        const struct rk_repair_plan plan = solved(&c);
        if (!(fabs(plan.objective - k.best) <= 1e-6 * (1.0 + k.best)))
            fail_msg("with %u, seed %d, case %d: %.9g, counted out %.9g", with, (int)seed, n,
                     plan.objective, k.best);
        rk_assert_near(plan.bound, plan.objective, 1e-6 * (1.0 + k.best));
        rk_assert_near(plan.late_h, k.late, 1e-6);
        check_plan(&c, &plan);
    }
}

static void no_plan_of_repairs_alone_is_better(void **state)
{
    (void)state;
    against_every_plan(0, 5, 1, 40, 11);
    against_every_plan(0, 5, 2, 40, 12);
    against_every_plan(0, 5, 3, 20, 13);
}
static void no_plan_with_travel_is_better(void **state)
{
    (void)state;
    against_every_plan(CASE_TRAVEL, 5, 1, 30, 21);
    against_every_plan(CASE_TRAVEL, 5, 2, 30, 22);
    against_every_plan(CASE_TRAVEL | CASE_SKILLS, 4, 3, 20, 23);
}
static void no_plan_with_boilers_prerequisites_and_failing_steps_is_better(void **state)
{
    (void)state;
    const unsigned all = CASE_BOILERS | CASE_LINKS | CASE_AFTER | CASE_FAILS;
    against_every_plan(CASE_AFTER | CASE_FAILS, 5, 2, 40, 31);
    against_every_plan(all, 3, 1, 40, 32);
    against_every_plan(all, 3, 2, 40, 33);
    against_every_plan(all | CASE_TRAVEL, 3, 2, 40, 34);
    against_every_plan(CASE_BOILERS | CASE_TRAVEL | CASE_SKILLS, 3, 2, 30, 35);
}
static void no_plan_that_waits_for_hours_is_better(void **state)
{
    (void)state;
    against_every_plan(CASE_RELEASE, 4, 2, 40, 41);
    against_every_plan(CASE_RELEASE | CASE_BOILERS | CASE_SKILLS, 3, 2, 30, 42);
    against_every_plan(CASE_RELEASE | CASE_BOILERS | CASE_AFTER | CASE_TRAVEL, 3, 2, 40, 43);
}
/* Work that is done but waits for gas leaves its crew free: no bound may count it twice. */
static void no_plan_of_boilers_that_wait_for_gas_is_better(void **state)
{
    (void)state;
    against_every_plan(CASE_GAS | CASE_BOILERS, 3, 1, 120, 44);
    against_every_plan(CASE_GAS | CASE_BOILERS | CASE_TRAVEL, 2, 2, 120, 45);
    against_every_plan(CASE_GAS | CASE_BOILERS | CASE_AFTER, 3, 1, 60, 46);
}
static void no_plan_that_gives_other_houses_stoves_is_better(void **state)
{
    (void)state;
    against_every_plan(CASE_STOVES, 3, 1, 60, 47);
    against_every_plan(CASE_STOVES | CASE_TRAVEL | CASE_FAILS, 2, 2, 60, 48);
    against_every_plan(CASE_STOVES | CASE_BOILERS | CASE_SHORT, 2, 1, 60, 49);
}
static void no_plan_in_shifts_is_better(void **state)
{
    (void)state;
    against_every_plan(CASE_SHIFTS, 4, 1, 30, 51);
    against_every_plan(CASE_SHIFTS, 4, 2, 40, 52);
    against_every_plan(CASE_SHIFTS | CASE_BOILERS | CASE_AFTER, 3, 2, 40, 53);
    against_every_plan(CASE_SHIFTS | CASE_TRAVEL | CASE_FAILS, 4, 2, 40, 54);
}

static void no_plan_before_a_short_horizon_is_better(void **state)
{
    (void)state;
    against_every_plan(CASE_SHORT, 5, 2, 40, 61);
    against_every_plan(CASE_SHORT | CASE_BOILERS | CASE_LINKS, 3, 1, 60, 62);
    against_every_plan(CASE_SHORT | CASE_BOILERS | CASE_TRAVEL | CASE_SKILLS, 3, 2, 40, 63);
    against_every_plan(CASE_SHORT | CASE_BOILERS | CASE_AFTER | CASE_RELEASE, 3, 2, 40, 64);
}
static void no_plan_for_a_forecast_is_better(void **state)
{
    (void)state;
    against_every_plan(CASE_COLD | CASE_FAILS, 5, 1, 40, 71);
    against_every_plan(CASE_COLD | CASE_TRAVEL, 5, 2, 30, 72);
    against_every_plan(CASE_COLD | CASE_BOILERS | CASE_LINKS | CASE_AFTER, 3, 1, 40, 73);
}
static void no_plan_with_demanded_hours_is_better(void **state)
{
    (void)state;
    against_every_plan(CASE_DUE, 5, 1, 30, 81);
    against_every_plan(CASE_DUE | CASE_TRAVEL, 5, 2, 30, 82);
    against_every_plan(CASE_DUE | CASE_BOILERS | CASE_AFTER | CASE_COLD, 3, 2, 40, 83);
}

/* Anything with anything; and a proof stopped anywhere has a bound below the best. */
static void no_plan_of_any_mixture_is_better(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(91);
    for (int32_t n = 0; n < 200; n++) {
        unsigned with = 0;
        for (int bit = 0; bit < 13; bit++)
            with |= case_pick(&r, 0, 2) == 0 ? 1u << bit : 0u;
        if (with & CASE_STOVES) /* else too many plans to count out */
            with &= ~(unsigned)(CASE_BOILERS | CASE_LINKS);
        const bool frees = with & (CASE_STOVES | CASE_BOILERS | CASE_LINKS);
        const int32_t crews = case_pick(&r, 1, frees ? 2 : 3);
        struct repair_case c;
        case_make(&c, case_pick(&r, 4, 8), case_pick(&r, 1, frees ? 2 : 4), crews, with, &r);
        struct counting k = {.c = &c, .best = HUGE_VAL, .late = HUGE_VAL};
        count_out(&k);
        const struct rk_repair_plan plan = solved(&c);
        if (!(fabs(plan.objective - k.best) <= 1e-6 * (1.0 + k.best)) ||
            !(fabs(plan.late_h - k.late) <= 1e-6))
            fail_msg("with %u, case %d: %.9g, %.9g late; counted out %.9g, %.9g late", with, n,
                     plan.objective, plan.late_h, k.best, k.late);
        for (int64_t nodes = 1; nodes < 300; nodes *= 4) {
            struct rk_arena keep = mem;
            const struct rk_repair_options half = {.nodes = nodes, .iterations = 1};
            struct rk_repair_plan some;
            struct rk_err err;
            rk_assert_ok(rk_repair_solve(&c.p, &half, &keep, tmp, &some, &err), err);
            if (some.late_h <= k.late + 1e-9 && some.bound > k.best * (1 + 1e-9) + 1e-9)
                fail_msg("with %u, case %d, %d nodes: bound %.9g, best %.9g", with, n,
                         (int)nodes, some.bound, k.best);
        }
    }
}

/* ---- a mixed-integer program: hour by hour, heat as flow -----------------------------------
 */

struct program {
    FILE *to;
    const struct rk_repair_problem *p;
    int32_t end; /* hours */
};

static bool may_start(const struct program *g, int32_t j, int32_t c, int32_t h)
{
    const struct rk_repair_job *job = &g->p->job[j];
    return !(job->skills & ~g->p->crew[c].skills) && h >= job->from_h &&
           h + case_hours(job) <= g->end;
}
static int32_t ways(const struct rk_repair_job *j)
{
    return j->kind == RK_REPAIR_BOILER ? j->sites.len : 1;
}

/* + factor * (job j, way w, done by hour h); w < 0: any way */
static void put_done(const struct program *g, int32_t j, int32_t w, double h, double factor)
{
    const struct rk_repair_job *job = &g->p->job[j];
    if (h < job->heat_from_h)
        return;
    for (int32_t v = 0; v < ways(job); v++)
        for (int32_t c = 0; c < g->p->crews && (w < 0 || w == v); c++)
            for (int32_t s = 0; s + case_hours(job) <= h; s++)
                if (may_start(g, j, c, s))
                    fprintf(g->to, " %+.12g s_%d_%d_%d_%d", factor, j, v, c, s);
}

static void put_starts(const struct program *g, int32_t j, bool by_hour, double plus,
                       double sign)
{
    for (int32_t v = 0; v < ways(&g->p->job[j]); v++)
        for (int32_t c = 0; c < g->p->crews; c++)
            for (int32_t s = 0; s < g->end; s++)
                if (may_start(g, j, c, s))
                    fprintf(g->to, " %+.12g s_%d_%d_%d_%d", sign * (by_hour ? s + plus : 1.0),
                            j, v, c, s);
}

static void put_jobs(const struct program *g)
{
    for (int32_t j = 0; j < g->p->jobs; j++) {
        const struct rk_repair_job *job = &g->p->job[j];
        fprintf(g->to, "once_%d:", j);
        put_starts(g, j, false, 0.0, 1.0);
        fprintf(g->to, " %s 1\n", job->kind <= RK_REPAIR_PLANT ? "=" : "<=");
        for (int32_t a = 0; a < job->after.len; a++) {
            fprintf(g->to, "after_%d_%d:", j, a);
            put_starts(g, j, true, 0.0, 1.0);
            put_starts(g, job->after.at[a], true, case_hours(&g->p->job[job->after.at[a]]),
                       -1.0);
            fprintf(g->to, " >= 0\n");
        }
    }
    for (int32_t c = 0; c < g->p->crews; c++)
        for (int32_t h = 0; h < g->end; h++) {
            fprintf(g->to, "busy_%d_%d: 0 zero", c, h);
            for (int32_t j = 0; j < g->p->jobs; j++)
                for (int32_t v = 0; v < ways(&g->p->job[j]); v++)
                    for (int32_t s = 0; s <= h; s++)
                        if (may_start(g, j, c, s) && s + case_hours(&g->p->job[j]) > h)
                            fprintf(g->to, " + s_%d_%d_%d_%d", j, v, c, s);
            fprintf(g->to, " <= 1\n");
        }
}

/* Flow f_e - r_e runs from a to b in hour h; big only where the edge is whole. */
static void put_edges(const struct program *g, int32_t h, double big)
{
    for (int32_t e = 0; e < g->p->edges; e++)
        for (int32_t j = 0; j < g->p->jobs; j++)
            if (g->p->job[j].kind == RK_REPAIR_PIPE && g->p->job[j].at == e) {
                fprintf(g->to, "pipe_%d_%d_%d: f_%d_%d + r_%d_%d", e, j, h, e, h, e, h);
                put_done(g, j, -1, h, -big);
                fprintf(g->to, " <= 0\n");
            }
    for (int32_t j = 0; j < g->p->jobs; j++)
        if (g->p->job[j].kind == RK_REPAIR_LINK) {
            fprintf(g->to, "link_%d_%d: lf_%d_%d + lr_%d_%d", j, h, j, h, j, h);
            put_done(g, j, -1, h, -big);
            fprintf(g->to, " <= 0\n");
        }
}

static void put_heat(const struct program *g, int32_t h)
{
    for (int32_t i = 0; i < g->p->plants; i++) {
        fprintf(g->to, "kw_%d_%d: g_%d_%d <= %.12g\n", i, h, i, h,
                g->p->plant[i].from_h <= h ? g->p->plant[i].kw : 0.0);
        for (int32_t j = 0; j < g->p->jobs; j++)
            if (g->p->job[j].kind == RK_REPAIR_PLANT && g->p->job[j].at == i) {
                fprintf(g->to, "plant_%d_%d_%d: g_%d_%d", i, j, h, i, h);
                put_done(g, j, -1, h, -g->p->plant[i].kw);
                fprintf(g->to, " <= 0\n");
            }
    }
    for (int32_t j = 0; j < g->p->jobs; j++)
        for (int32_t v = 0; v < ways(&g->p->job[j]); v++)
            if (g->p->job[j].kind == RK_REPAIR_BOILER) {
                fprintf(g->to, "boil_%d_%d_%d: b_%d_%d_%d", j, v, h, j, v, h);
                put_done(g, j, v, h, -g->p->job[j].kw);
                fprintf(g->to, " <= 0\n");
            }
}

static void put_balance(const struct program *g, int32_t h)
{
    const struct rk_repair_problem *p = g->p;
    for (int32_t i = 0; i < p->nodes; i++) {
        fprintf(g->to, "node_%d_%d: - %.12g x_%d_%d", i, h,
                p->node[i].people > 0 ? p->node[i].kw : 0.0, i, h);
        for (int32_t e = 0; e < p->edges; e++) {
            if (p->edge[e].a == p->edge[e].b)
                continue;
            if (p->edge[e].a == i)
                fprintf(g->to, " - f_%d_%d + r_%d_%d", e, h, e, h);
            if (p->edge[e].b == i)
                fprintf(g->to, " + f_%d_%d - r_%d_%d", e, h, e, h);
        }
        for (int32_t k = 0; k < p->plants; k++)
            if (p->plant[k].node == i)
                fprintf(g->to, " + g_%d_%d", k, h);
        for (int32_t j = 0; j < p->jobs; j++) {
            const struct rk_repair_job *job = &p->job[j];
            if (job->kind == RK_REPAIR_LINK && job->a != job->b && job->a == i)
                fprintf(g->to, " - lf_%d_%d + lr_%d_%d", j, h, j, h);
            if (job->kind == RK_REPAIR_LINK && job->a != job->b && job->b == i)
                fprintf(g->to, " + lf_%d_%d - lr_%d_%d", j, h, j, h);
            for (int32_t v = 0; v < ways(job); v++)
                if (job->kind == RK_REPAIR_BOILER && job->sites.at[v] == i)
                    fprintf(g->to, " + b_%d_%d_%d", j, v, h);
        }
        fprintf(g->to, " = 0\n");
    }
}

static void put_program(const struct program *g)
{
    const struct rk_repair_problem *p = g->p;
    double big = 0.0;
    for (int32_t i = 0; i < p->nodes; i++)
        big += p->node[i].people > 0 ? p->node[i].kw : 0.0;
    fprintf(g->to, "Minimize\n obj: 0 zero");
    for (int32_t h = 0; h < g->end; h++)
        for (int32_t i = 0; i < p->nodes; i++)
            if (p->node[i].people > 0)
                fprintf(g->to, "\n - %.12g x_%d_%d", p->node[i].people * p->node[i].weight, i,
                        h);
    fprintf(g->to, "\nSubject To\n");
    put_jobs(g);
    for (int32_t h = 0; h < g->end; h++) {
        put_edges(g, h, big);
        put_heat(g, h);
        put_balance(g, h);
    }
    fprintf(g->to, "Bounds\n zero = 0\n");
    for (int32_t h = 0; h < g->end; h++)
        for (int32_t i = 0; i < p->nodes; i++)
            fprintf(g->to, " 0 <= x_%d_%d <= 1\n", i, h);
    fprintf(g->to, "Binaries\n");
    for (int32_t j = 0; j < p->jobs; j++)
        for (int32_t v = 0; v < ways(&p->job[j]); v++)
            for (int32_t c = 0; c < p->crews; c++)
                for (int32_t s = 0; s < g->end; s++)
                    if (may_start(g, j, c, s))
                        fprintf(g->to, " s_%d_%d_%d_%d\n", j, v, c, s);
    fprintf(g->to, "End\n");
}

/* The solver's least objective. */
static double ask(const struct program *g, const char *lp, const char *out, bool cbc)
{
    char line[512];
    double best = HUGE_VAL, value;
    if (cbc)
        snprintf(line, sizeof line,
                 "cbc %s ratioGap 0 allowableGap 0 solve solution %s >/dev/null 2>&1", lp, out);
    else
        snprintf(line, sizeof line, "glpsol --lp %s --tmlim 60 -o %s >/dev/null 2>&1", lp, out);
    assert_int_equal(system(line), 0);
    FILE *from = fopen(out, "r");
    assert_non_null(from);
    bool optimal = false;
    while (fgets(line, sizeof line, from)) {
        const char *words = strstr(line, cbc ? "Optimal - objective value" : "Objective:");
        const char *number = words ? strstr(words, cbc ? "value" : "=") : NULL;
        if (strstr(line, "INTEGER OPTIMAL") || (cbc && words))
            optimal = true;
        if (number && sscanf(number + (cbc ? 5 : 1), "%lf", &value) == 1)
            best = value;
    }
    fclose(from);
    (void)g;
    assert_true(optimal);
    return best;
}

static void an_integer_program_finds_nothing_better(void **state)
{
    (void)state;
    const bool cbc = system("cbc quit >/dev/null 2>&1") == 0;
    if (!cbc && system("glpsol --version >/dev/null 2>&1") != 0) {
        print_message("skipped: neither cbc nor glpsol is here\n");
        skip();
    }
    char dir[] = "/tmp/repair-exact-XXXXXX", lp[64], out[64];
    assert_non_null(mkdtemp(dir));
    snprintf(lp, sizeof lp, "%s/case.lp", dir);
    snprintf(out, sizeof out, "%s/case.out", dir);
    static const unsigned with[] = {
        CASE_BOILERS | CASE_AFTER | CASE_FAILS, CASE_BOILERS | CASE_LINKS | CASE_FAILS,
        CASE_BOILERS | CASE_AFTER | CASE_RELEASE, CASE_AFTER | CASE_FAILS | CASE_SKILLS,
        CASE_BOILERS | CASE_LINKS | CASE_AFTER | CASE_FAILS | CASE_SKILLS | CASE_RELEASE};
    struct rk_random r = rk_random_seed(61);
    for (int32_t n = 0; n < 60; n++) {
        struct repair_case c;
        case_make(&c, case_pick(&r, 4, 6), 3, 1 + n % 2, with[n % RK_COUNT(with)], &r);
        double end = 0.0, people = 0.0;
        for (int32_t j = 0; j < c.p.jobs; j++)
            end += case_hours(&c.p.job[j]);
        c.p.horizon_h = end + 8.0;
        for (int32_t i = 0; i < c.p.nodes; i++)
            people += c.p.node[i].people * c.p.node[i].weight;
        struct program g = {fopen(lp, "w"), &c.p, (int32_t)c.p.horizon_h};
        assert_non_null(g.to);
        put_program(&g);
        fclose(g.to);
        const double best = people * c.p.horizon_h + ask(&g, lp, out, cbc);
        const struct rk_repair_plan plan = solved(&c);
        if (!(fabs(plan.objective - best) <= 1e-5 * (1.0 + best)))
            fail_msg("case %d: %.9g, the integer program %.9g", n, plan.objective, best);
    }
    unlink(lp);
    unlink(out);
    rmdir(dir);
}

int main(void)
{
    mem = rk_arena_open(1 << 24);
    tmp = rk_scratch_open(1 << 28);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_plan_of_repairs_alone_is_better),
        cmocka_unit_test(no_plan_with_travel_is_better),
        cmocka_unit_test(no_plan_with_boilers_prerequisites_and_failing_steps_is_better),
        cmocka_unit_test(no_plan_that_waits_for_hours_is_better),
        cmocka_unit_test(no_plan_of_boilers_that_wait_for_gas_is_better),
        cmocka_unit_test(no_plan_that_gives_other_houses_stoves_is_better),
        cmocka_unit_test(no_plan_in_shifts_is_better),
        cmocka_unit_test(no_plan_before_a_short_horizon_is_better),
        cmocka_unit_test(no_plan_for_a_forecast_is_better),
        cmocka_unit_test(no_plan_with_demanded_hours_is_better),
        cmocka_unit_test(no_plan_of_any_mixture_is_better),
        cmocka_unit_test(an_integer_program_finds_nothing_better),
    };
    return cmocka_run_group_tests_name("repair_exact", tests, NULL, NULL);
}
