/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The published restoration problems: optima proved, best known reached; the objective is
 * reckoned again from the written schedule, by the published rule and nothing of the engine.
 */
#include "rk_file.h"
#include "rk_repair_io.h"
#include "rk_test.h"
#include "rk_work.h"

enum { MOST = 512 };

static struct rk_arena mem;
static struct rk_scratch tmp;

static void read_case(const char *file, struct rk_arena *keep, struct rk_repair_case *c)
{
    char name[96], path[512];
    struct rk_str bytes;
    struct rk_err err;
    snprintf(name, sizeof name, "heat/restoration/%s.json", file);
    rk_need_data(path, sizeof path, name);
    rk_assert_ok(rk_file_read(path, 1 << 24, keep, &bytes, &err), err);
    rk_assert_ok(rk_repair_read(file, bytes, keep, tmp, c, &err), err);
}

/* ---- the published rule
 * ---------------------------------------------------------------------- */

static int32_t root(const int32_t *parent, int32_t i)
{
    while (parent[i] != i)
        i = parent[i];
    return i;
}

static double served(const struct rk_repair_problem *p, const double *end_h, double h)
{
    int32_t parent[MOST];
    double cap[MOST] = {0.0}, sum = 0.0;
    bool taken[MOST] = {false};
    for (int32_t i = 0; i < p->nodes; i++)
        parent[i] = i;
    for (int32_t e = 0; e < p->edges; e++) {
        bool whole = true;
        for (int32_t j = 0; j < p->jobs; j++)
            if (p->job[j].kind == RK_REPAIR_PIPE && p->job[j].at == e && end_h[j] > h)
                whole = false;
        if (whole)
            parent[root(parent, p->edge[e].a)] = root(parent, p->edge[e].b);
    }
    for (int32_t i = 0; i < p->plants; i++) {
        bool whole = true;
        for (int32_t j = 0; j < p->jobs; j++)
            if (p->job[j].kind == RK_REPAIR_PLANT && p->job[j].at == i && end_h[j] > h)
                whole = false;
        if (whole)
            cap[root(parent, p->plant[i].node)] += p->plant[i].kw;
    }
    for (;;) {
        int32_t best = -1;
        for (int32_t i = 0; i < p->nodes; i++)
            if (!taken[i] && p->node[i].people > 0 &&
                (best < 0 ||
                 p->node[i].people / p->node[i].kw > p->node[best].people / p->node[best].kw))
                best = i;
        if (best < 0)
            return sum;
        taken[best] = true;
        double *heat = &cap[root(parent, best)];
        const double share = fmin(1.0, *heat / p->node[best].kw);
        sum += share * p->node[best].people;
        *heat -= share * p->node[best].kw;
    }
}

static int ascending(const void *a, const void *b)
{
    const double l = *(const double *)a, r = *(const double *)b;
    return l < r ? -1 : l > r;
}

/* From the CSV: crews drive and work in their order; person-hours until the last repair. */
static double reckoned(const struct rk_repair_case *c, struct rk_str csv)
{
    const struct rk_repair_problem *p = &c->problem;
    double end_h[MOST], sorted[MOST], at = 0.0, x = 0.0, y = 0.0, people = 0.0, cost = 0.0;
    int last_crew = -1, rows = 0;
    for (int32_t j = 0; j < p->jobs; j++)
        end_h[j] = HUGE_VAL;
    (void)rk_str_cut(&csv, '\n');
    for (; csv.len > 0; rows++) {
        char line[128];
        const struct rk_str text = rk_str_cut(&csv, '\n');
        snprintf(line, sizeof line, "%.*s", RK_FMT(text));
        int crew, order, id, job = -1;
        double from, to;
        assert_int_equal(
            sscanf(line, "%d,%d,%d,repair,%lf,%lf", &crew, &order, &id, &from, &to), 5);
        for (int32_t j = 0; j < p->jobs; j++)
            if (c->job_id[j] == id)
                job = j;
        assert_true(job >= 0 && end_h[job] == HUGE_VAL && crew >= 0 && crew < p->crews);
        if (crew != last_crew) {
            assert_true(crew > last_crew && order == 0);
            at = 0.0;
            x = p->crew[0].x_m;
            y = p->crew[0].y_m;
        }
        last_crew = crew;
        at += p->travel_h_per_km * hypot(p->job[job].x_m - x, p->job[job].y_m - y) / 1000.0;
        rk_assert_near(from, at, 1e-5);
        at += p->job[job].step[0].hours;
        rk_assert_near(to, at, 1e-5);
        x = p->job[job].x_m;
        y = p->job[job].y_m;
        end_h[job] = at;
    }
    assert_int_equal(rows, p->jobs);
    for (int32_t i = 0; i < p->nodes; i++)
        people += p->node[i].people;
    memcpy(sorted, end_h, (size_t)p->jobs * sizeof *sorted);
    qsort(sorted, (size_t)p->jobs, sizeof *sorted, ascending);
    for (int32_t k = 0; k < p->jobs; k++) {
        const double before = k > 0 ? sorted[k - 1] : 0.0;
        cost += (sorted[k] - before) * (people - served(p, end_h, before));
    }
    return cost;
}

static struct rk_repair_plan solved(const char *name, double *seconds)
{
    struct rk_arena keep = mem;
    struct rk_repair_case c;
    struct rk_repair_plan plan;
    struct rk_err err;
    read_case(name, &keep, &c);
    assert_int_equal(c.ignored, 0);
    const struct rk_repair_options options = {.seed = 1};
    const double from_s = rk_cpu_s();
    rk_assert_ok(rk_repair_solve(&c.problem, &options, &keep, tmp, &plan, &err), err);
    *seconds = rk_cpu_s() - from_s;
    struct rk_buf csv = rk_buf_in(&keep, 1 << 16);
    rk_repair_write(&c, &plan, &csv);
    rk_assert_near(reckoned(&c, rk_buf_str(&csv)), plan.objective, 1e-6 * plan.objective);
    assert_true(plan.bound <= plan.objective);
    return plan;
}

static void the_published_optima_are_proved_within_a_second(void **state)
{
    static const struct {
        const char *name;
        double optimum; /* subset DP, exhaustive */
    } known[] = {{"a", 236828.625}, {"b", 346259.231}, {"c", 227718.621},
                 {"d", 31155.198},  {"e", 65024.746},  {"f", 58606.054}};
    (void)state;
    for (ptrdiff_t k = 0; k < RK_COUNT(known); k++) {
        double seconds;
        const struct rk_repair_plan plan = solved(known[k].name, &seconds);
        print_message("%s: %.3f, %.3f s\n", known[k].name, plan.objective, seconds);
        assert_int_equal(plan.status, RK_REPAIR_OPTIMAL);
        rk_assert_near(plan.objective, known[k].optimum, 1e-3);
        assert_true(plan.bound == plan.objective);
#ifndef __SANITIZE_ADDRESS__
        assert_true(seconds <= 1.0);
#endif
    }
}

static void the_best_known_of_the_large_ones_are_reached(void **state)
{
    static const struct {
        const char *name;
        double best; /* published, to 3 decimals */
    } known[] = {{"g", 253733.818}, {"h", 831048.551}};
    (void)state;
    for (ptrdiff_t k = 0; k < RK_COUNT(known); k++) {
        double seconds;
        const struct rk_repair_plan plan = solved(known[k].name, &seconds);
        print_message("%s: %.3f, bound %.3f, %.1f s\n", known[k].name, plan.objective,
                      plan.bound, seconds);
        assert_true(plan.objective <= known[k].best + 0.0006);
        assert_true(plan.status == RK_REPAIR_FEASIBLE && plan.bound > 0.0);
    }
}

int main(void)
{
    mem = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 28);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_optima_are_proved_within_a_second),
        cmocka_unit_test(the_best_known_of_the_large_ones_are_reached),
    };
    return cmocka_run_group_tests_name("repair_data", tests, NULL, NULL);
}
