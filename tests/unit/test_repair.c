/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rk_repair.h promises, one by one, on towns small enough to reckon by hand. */
#include "rk_test.h"

#include "../repair_cases.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

/*
 *  plant 100 kW                    broken: 0–1 (4 h), 1–2 (2 h)
 *      0 ----/---- 1 ----/---- 2   people 0, 100, 60; 50 kW and 40 kW
 */
static const struct rk_repair_node nodes[] = {
    {0, 0, 0, 0, 1}, {1000, 0, 100, 50, 1}, {2000, 0, 60, 40, 1}};
static const struct rk_repair_edge edges[] = {{0, 1}, {1, 2}};
static const struct rk_repair_plant plants[] = {{0, 100, 0}};
static const struct rk_repair_step four_h = {4, 0, 0}, two_h = {2, 0, 0}, one_h = {1, 0, 0};
static const struct rk_repair_crew one_crew[] = {{0, 0, 0, 0, 24}, {0, 0, 0, 0, 24}};

struct street {
    struct rk_repair_job job[3];
    struct rk_repair_problem p;
};

static struct rk_repair_job pipe_job(int32_t edge, const struct rk_repair_step *step)
{
    return (struct rk_repair_job){.kind = RK_REPAIR_PIPE,
                                  .at = edge,
                                  .x_m = 500 + 1000 * edge,
                                  .step = step,
                                  .steps = 1,
                                  .due_h = HUGE_VAL};
}

static void street_of(struct street *s)
{
    *s = (struct street){.job = {pipe_job(0, &four_h), pipe_job(1, &two_h)}};
    s->p = (struct rk_repair_problem){.nodes = 3,
                                      .edges = 2,
                                      .plants = 1,
                                      .jobs = 2,
                                      .crews = 1,
                                      .node = nodes,
                                      .edge = edges,
                                      .plant = plants,
                                      .job = s->job,
                                      .crew = one_crew,
                                      .horizon_h = HUGE_VAL};
}

static struct rk_repair_plan solve(const struct street *s)
{
    struct rk_repair_plan plan;
    struct rk_err err;
    rk_assert_ok(rk_repair_solve(&s->p, NULL, &mem, tmp, &plan, &err), err);
    return plan;
}

static void refused(const struct street *s, const char *place)
{
    struct rk_arena keep = mem;
    struct rk_repair_plan plan = {.tasks = -7};
    struct rk_err err = {0};
    assert_int_equal(rk_repair_solve(&s->p, NULL, &keep, tmp, &plan, &err), RK_EINVAL);
    assert_string_equal(err.place, place);
    assert_non_null(strstr(err.text, "expected"));
    assert_int_equal(plan.tasks, -7);
}

static void the_near_pipe_comes_first(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    const struct rk_repair_plan plan = solve(&s);
    /* 160 cold for 4 h, 60 for 2 h more; the other way 160 for all 6 h. */
    rk_assert_near(plan.objective, 160 * 4 + 60 * 2, 1e-9);
    assert_int_equal(plan.status, RK_REPAIR_OPTIMAL);
    assert_int_equal(plan.tasks, 2);
    assert_int_equal(plan.task[0].job, 0);
    rk_assert_near(plan.task[0].people, 100, 1e-9);
    rk_assert_near(plan.task[1].end_h, 6, 1e-9);
    rk_assert_near(plan.warm_h[1], 4, 1e-9);
    rk_assert_near(plan.warm_h[2], 6, 1e-9);
    assert_true(isinf(plan.warm_h[0]) && plan.share[2] == 1.0);
    rk_assert_near(plan.people, 160, 0);
    rk_assert_near(plan.warm_first, 0, 0);
    rk_assert_near(plan.warm_last, 160, 1e-9);
}

static void a_step_that_warms_nobody_names_the_one_it_opens_the_way_for(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    s.p.crews = 2; /* the far pipe ends at 2 h, and warms only with the near one at 4 h */
    const struct rk_repair_plan plan = solve(&s);
    rk_assert_near(plan.objective, 160 * 4, 1e-9);
    const struct rk_repair_task *far = &plan.task[plan.task[0].job == 1 ? 0 : 1];
    rk_assert_near(far->people, 0, 1e-9);
    assert_int_equal(far->with, 0);
    rk_assert_near(far->with_people, 60, 1e-9);
}

static void scarce_heat_goes_where_a_kilowatt_warms_most(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    const struct rk_repair_plant small = {0, 60, 0};
    s.p.plant = &small; /* 100 people with 50 kW, then a quarter of 60 with 10 of 40 kW */
    const struct rk_repair_plan plan = solve(&s);
    rk_assert_near(plan.share[1], 1.0, 0);
    rk_assert_near(plan.share[2], 0.25, 1e-12);
    rk_assert_near(plan.objective, 160 * 4 + 60 * 2, 1e-9);
    struct rk_repair_node heavy[3];
    memcpy(heavy, nodes, sizeof heavy);
    heavy[2].weight = 5; /* 300 by weight with 40 kW come first now */
    s.p.node = heavy;
    const struct rk_repair_plan other = solve(&s);
    rk_assert_near(other.share[2], 1.0, 0);
    rk_assert_near(other.share[1], 0.4, 1e-12);
}

static void steps_that_fail_take_their_expected_hours(void **state)
{
    (void)state;
    double each[3];
    /* drain 2; repair 6; test 1, fails 1 in 5 and falls back to the repair:
     * A3 = (1 + 0.2 * 6) / 0.8 = 2.75 */
    const struct rk_repair_step s[] = {{2, 0, 0}, {6, 0, 1}, {1, 0.2, 1}};
    rk_assert_near(rk_repair_hours(s, 3, each), 10.75, 1e-12);
    rk_assert_near(each[2], 2.75, 1e-12);
    const struct rk_repair_step again = {3, 0.25, 0}; /* 3 / (1 - 1/4) */
    rk_assert_near(rk_repair_hours(&again, 1, NULL), 4, 1e-12);
}

static void what_may_fail_gives_a_range_and_an_hour_not_before(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    const struct rk_repair_step risky = {3, 0.25, 0};
    s.job[0].step = &risky;
    const struct rk_repair_plan plan = solve(&s);
    rk_assert_near(plan.task[0].end_h, 4, 1e-9);
    rk_assert_near(plan.task[0].sooner_h, 3, 1e-9);
    rk_assert_near(plan.objective, 760, 1e-9);
    /* One crew: the mean of 160 X + 120 over X = 3 (3/4), 6 (3/16), …: 760; 400 draws of
     * deviation 160 * 2 h: within 5 standard errors, 80. */
    rk_assert_near(plan.mean, 760, 80);
    rk_assert_near(plan.low, 160 * 3 + 120, 1e-9); /* three of four pass at once */
    assert_true(plan.high >= 160 * 6 + 120 - 1e-9);
}

static void mines_gas_and_shifts_are_waited_for(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    s.job[0].from_h = 10; /* 1–2 first then: nothing else to do */
    struct rk_repair_plan plan = solve(&s);
    rk_assert_near(plan.objective, 160 * 14, 1e-9);
    street_of(&s);
    const struct rk_repair_plant gas = {0, 100, 30};
    s.p.plant = &gas;
    s.p.horizon_h = 100;
    plan = solve(&s);
    rk_assert_near(plan.objective, 160 * 30, 1e-9);
    rk_assert_near(plan.warm_h[1], 30, 0);
    street_of(&s);
    const struct rk_repair_crew night = {0, 0, 0, 20, 3}; /* 20–23 o'clock */
    s.p.crew = &night; /* 4 h: 20–23 and 44–45; then 2 h: 45–47 */
    plan = solve(&s);
    rk_assert_near(plan.objective, 160 * 45 + 60 * 2, 1e-9);
}

static void crews_drive_straight_lines(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    s.p.travel_h_per_km = 2; /* 0.5 km, 4 h; 1 km, 2 h: ends at 5 and 9 */
    const struct rk_repair_plan plan = solve(&s);
    rk_assert_near(plan.objective, 160 * 5 + 60 * 4, 1e-9);
    rk_assert_near(plan.task[0].start_h, 1, 1e-9);
}

static void a_boiler_is_placed_where_it_warms_most(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    const int32_t sites[] = {0, 2, 1};
    s.job[2] = (struct rk_repair_job){.kind = RK_REPAIR_BOILER,
                                      .sites = {sites, 3},
                                      .kw = 60,
                                      .step = &one_h,
                                      .steps = 1,
                                      .due_h = HUGE_VAL};
    s.p.jobs = 3;
    s.p.horizon_h = 50;
    struct rk_repair_plan plan = solve(&s);
    /* The boiler at node 1 by hour 1; then 1–2 by 3 brings node 2 the 10 kW left over, a
     * quarter: 160 + 60 * 2 + 45 * 4 = 460. With 0–1 second: 160 + 60 * 6 = 520. */
    rk_assert_near(plan.objective, 460, 1e-9);
    assert_int_equal(plan.task[0].job, 2);
    assert_int_equal(plan.task[0].site, 1);
    s.job[2].heat_from_h = 49; /* no power for it until then */
    plan = solve(&s);
    rk_assert_near(plan.objective, 760, 1e-9);
}

static void a_house_given_up_is_warm_by_stoves_and_leaves_its_heat_to_others(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    const struct rk_repair_plant small = {0, 40, 0};
    const int32_t sites[] = {1, 2};
    s.p.plant = &small; /* 40 kW: 80 of 100 people at node 1, nobody at node 2 */
    s.job[2] = (struct rk_repair_job){.kind = RK_REPAIR_STOVES,
                                      .sites = {sites, 2},
                                      .people = 200,
                                      .step = &one_h,
                                      .steps = 1,
                                      .due_h = HUGE_VAL};
    s.p.jobs = 3;
    s.p.horizon_h = 50;
    struct rk_repair_plan plan = solve(&s);
    /* Stoves at node 1 by hour 1, then both pipes by hour 7: all 40 kW warm node 2. 160 for 1
     * h, 60 for 6 h. With stoves at node 2: 160 for 1 h, 100 for 4 h, then 20 to hour 50. */
    rk_assert_near(plan.objective, 160 + 60 * 6, 1e-9);
    assert_int_equal(plan.status, RK_REPAIR_OPTIMAL);
    assert_int_equal(plan.task[0].job, 2);
    assert_int_equal(plan.task[0].site, 1);
    rk_assert_near(plan.task[0].people, 100, 1e-9);
    rk_assert_near(plan.share[1], 1, 1e-12);
    rk_assert_near(plan.share[2], 1, 1e-12);
    rk_assert_near(plan.warm_last, 160, 1e-9);
    s.job[2].people = 50; /* half of node 1; 20 kW are left for node 2, half of its need */
    s.p.jobs = 3;
    const int32_t there[] = {1};
    s.job[2].sites = (struct rk_ids){there, 1};
    plan = solve(&s);
    /* 160 for 1 h, 110 for 4 h, 60 for 2 h, then half of 25 kW … 40 - 25 = 15 kW warm 22.5. */
    rk_assert_near(plan.share[1], 1, 1e-12);
    rk_assert_near(plan.share[2], 15.0 / 40.0, 1e-12);
    rk_assert_near(plan.objective, 160 + 110 * 4 + 60 * 2 + 37.5 * 43, 1e-9);
}

static void nobody_is_warm_before_the_gas_is_there(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    const struct rk_repair_plant gas = {0, 100, 30};
    s.p.plant = &gas;
    s.p.horizon_h = 100;
    struct rk_repair_plan plan = solve(&s);
    for (int32_t k = 0; k < 2; k++) {
        assert_true(plan.task[k].end_h < 7);
        rk_assert_near(plan.task[k].people, 0, 0);
        rk_assert_near(plan.task[k].warm_h, 30, 0);
    }
    const int32_t here[] = {2};
    street_of(&s);
    s.job[2] = (struct rk_repair_job){.kind = RK_REPAIR_BOILER,
                                      .sites = {here, 1},
                                      .kw = 60,
                                      .step = &one_h,
                                      .steps = 1,
                                      .due_h = HUGE_VAL,
                                      .heat_from_h = 3};
    s.p.jobs = 3;
    s.p.horizon_h = 50;
    plan = solve(&s);
    for (int32_t k = 0; k < plan.tasks; k++)
        if (plan.task[k].job == 2)
            rk_assert_near(plan.task[k].warm_h, 3, 0);
}

static void what_cannot_be_done_is_left_out_with_its_reason(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    static const int32_t zero[] = {0}, one[] = {1};
    s.job[0].after = (struct rk_ids){one, 1};
    s.job[1].after = (struct rk_ids){zero, 1};
    struct rk_repair_plan plan = solve(&s);
    assert_int_equal(plan.tasks, 0);
    assert_int_equal(plan.blocks, 2);
    assert_int_equal(plan.block[0].why, RK_REPAIR_CYCLE);
    assert_string_equal(rk_repair_why_words(plan.block[0].why), "waits for itself");
    street_of(&s);
    s.job[0].skills = 1;
    s.job[1].after = (struct rk_ids){zero, 1};
    plan = solve(&s);
    assert_int_equal(plan.block[0].why, RK_REPAIR_NO_SKILL);
    assert_int_equal(plan.block[1].why, RK_REPAIR_WAITS);
    street_of(&s);
    s.job[1].from_h = HUGE_VAL;
    plan = solve(&s);
    assert_int_equal(plan.tasks, 1);
    assert_int_equal(plan.block[0].why, RK_REPAIR_NEVER);
    rk_assert_near(plan.share[2], 0, 0);
    rk_assert_near(plan.objective, 160 * 4, 1e-9);
}

static void a_demanded_hour_comes_before_all_else(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    s.job[1].due_h = 3;
    struct rk_repair_plan plan = solve(&s);
    rk_assert_near(plan.late_h, 0, 0);
    rk_assert_near(plan.objective, 160 * 6, 1e-9); /* the far pipe first */
    s.job[0].due_h = 3; /* both cannot be: 4 h and 6 h, or 2 h and 6 h */
    plan = solve(&s);
    rk_assert_near(plan.late_h, 3, 1e-9);
    assert_true(plan.late_proved && plan.status == RK_REPAIR_OPTIMAL);
    assert_int_equal(plan.task[0].job, 1);
}

static void cold_counts_by_the_forecast(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    const double hour[] = {0, 20}, frost[] = {-10, -10};
    s.p.weather = (struct rk_repair_weather){2, hour, frost, 40, 18, 1, 2};
    /* From 18 C to 8 C at -10 C: 40 ln(28/18) = 17.6731 h (docs/methods/heat.md has 17.7). */
    rk_assert_near(rk_repair_cools_to(&s.p.weather, 8), 40 * log(28.0 / 18.0), 1e-9);
    rk_assert_near(rk_repair_cools_to(&s.p.weather, 1), 40 * log(28.0 / 11.0), 1e-9);
    assert_true(isinf(rk_repair_cools_to(&s.p.weather, -10)));
    struct rk_repair_plan plan = solve(&s); /* all is warm before 8 C: counts 1 */
    rk_assert_near(plan.objective, 760, 1e-9);
    s.job[0].from_h = 20; /* near pipe done at 24, far one at 2 */
    plan = solve(&s);
    rk_assert_near(plan.objective, 160 * (24 + 2 * (24 - 40 * log(28.0 / 18.0))), 1e-6);
    assert_true(plan.share_8[1] == 0.0 && plan.share[1] == 1.0);
    const double mild[] = {20, 20};
    s.p.weather.outdoor_c = mild; /* nobody falls under 18 C */
    plan = solve(&s);
    rk_assert_near(plan.objective, 0, 1e-9);
}

static void two_damages_on_one_pipe_must_both_be_mended(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    s.job[1] = pipe_job(0, &two_h);
    const struct rk_repair_plan plan = solve(&s);
    rk_assert_near(plan.objective, 160 * 6, 1e-9);
}

static void equal_seeds_and_counts_give_equal_plans(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(3);
    struct repair_case c;
    case_make(&c, 12, 8, 3, CASE_TRAVEL | CASE_AFTER | CASE_FAILS, &r);
    const struct rk_repair_options options = {.seed = 9, .iterations = 5000, .nodes = 1};
    struct rk_repair_plan a, b;
    rk_assert_ok(rk_repair_solve(&c.p, &options, &mem, tmp, &a, NULL), (struct rk_err){0});
    rk_assert_ok(rk_repair_solve(&c.p, &options, &mem, tmp, &b, NULL), (struct rk_err){0});
    assert_int_equal(a.tasks, b.tasks);
    assert_memory_equal(&a.objective, &b.objective, sizeof a.objective);
    assert_memory_equal(a.task, b.task, (size_t)a.tasks * sizeof *a.task);
}

static bool at_once(void *user)
{
    ++*(int *)user;
    return true;
}
static void a_stop_still_gives_a_whole_plan_and_a_bound_below(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(5);
    struct repair_case c;
    int asked = 0;
    case_make(&c, 12, 9, 3, 0, &r);
    const struct rk_repair_options options = {
        .iterations = -1, .nodes = -1, .stop = at_once, .user = &asked};
    struct rk_repair_plan plan;
    rk_assert_ok(rk_repair_solve(&c.p, &options, &mem, tmp, &plan, NULL), (struct rk_err){0});
    assert_int_equal(plan.tasks, 9);
    assert_true(asked > 0 && plan.bound <= plan.objective);
}

/* Stopped early or finished, no plan found later is below the bound. */
static void the_bound_of_a_search_is_never_above_the_optimum(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(17);
    for (int n = 0; n < 60; n++) {
        struct rk_arena keep = mem;
        struct repair_case c;
        const unsigned with = n % 3 == 0   ? CASE_BOILERS | CASE_LINKS | CASE_RELEASE
                              : n % 3 == 1 ? CASE_TRAVEL | CASE_SHIFTS
                                           : 0;
        case_make(&c, 12, 6, 1 + n % 3, with, &r);
        const struct rk_repair_options quick = {.iterations = 50, .nodes = 1};
        const struct rk_repair_options half = {.iterations = 50, .nodes = 20};
        const struct rk_repair_options full = {.nodes = 20000000};
        struct rk_repair_plan a, b, best;
        struct rk_err err;
        rk_assert_ok(rk_repair_solve(&c.p, &quick, &keep, tmp, &a, &err), err);
        rk_assert_ok(rk_repair_solve(&c.p, &half, &keep, tmp, &b, &err), err);
        rk_assert_ok(rk_repair_solve(&c.p, &full, &keep, tmp, &best, &err), err);
        assert_int_equal(best.status, RK_REPAIR_OPTIMAL);
        assert_true(a.bound <= best.objective * (1 + 1e-9));
        assert_true(b.bound <= best.objective * (1 + 1e-9));
        assert_true(a.objective >= best.objective * (1 - 1e-9));
    }
}

static void a_plan_to_begin_with_is_never_made_worse(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(8);
    struct repair_case c;
    case_make(&c, 12, 8, 2, CASE_TRAVEL, &r);
    const struct rk_repair_options good = {.nodes = 1};
    struct rk_repair_plan a, b;
    rk_assert_ok(rk_repair_solve(&c.p, &good, &mem, tmp, &a, NULL), (struct rk_err){0});
    const struct rk_repair_options again = {
        .iterations = 1, .nodes = 1, .start = a.task, .starts = a.tasks};
    rk_assert_ok(rk_repair_solve(&c.p, &again, &mem, tmp, &b, NULL), (struct rk_err){0});
    assert_true(b.objective <= a.objective * (1 + 1e-12));
}

static void a_town_without_damage_or_people_is_a_plan_too(void **state)
{
    (void)state;
    struct street s;
    street_of(&s);
    s.p.jobs = 0;
    struct rk_repair_plan plan = solve(&s);
    assert_true(plan.tasks == 0 && plan.status == RK_REPAIR_OPTIMAL && plan.objective == 0);
    rk_assert_near(plan.warm_first, 160, 1e-9);
    street_of(&s);
    const struct rk_repair_node nobody[3] = {{0, 0, 0, 0, 1}, {0, 0, 0, 0, 1}, {0, 0, 0, 0, 1}};
    s.p.node = nobody;
    plan = solve(&s);
    assert_true(plan.objective == 0 && plan.tasks == 2);
}

static void what_cannot_be_is_refused_with_its_place(void **state)
{
    (void)state;
    struct street s;
    static const int32_t two[] = {2};
    street_of(&s), s.job[1].at = 2, refused(&s, "job 1: at");
    street_of(&s), s.p.crews = 0, refused(&s, "crews: count");
    street_of(&s), s.p.travel_h_per_km = RK_NAN, refused(&s, "travel: h_per_km");
    street_of(&s), s.job[0].steps = 0, refused(&s, "job 0: steps");
    street_of(&s), s.job[0].due_h = -1, refused(&s, "job 0: due_h");
    street_of(&s), s.job[0].after = (struct rk_ids){two, 1}, refused(&s, "job 0: after");
    const struct rk_repair_step never = {1, 1, 0}, backwards = {1, 0.1, 1};
    street_of(&s), s.job[0].step = &never, refused(&s, "job 0: step fails");
    street_of(&s), s.job[0].step = &backwards, refused(&s, "job 0: step back");
    const struct rk_repair_plant gas = {0, 100, 30};
    street_of(&s), s.p.plant = &gas, refused(&s, "horizon: hours");
    const struct rk_repair_edge off[] = {{0, 1}, {1, 3}};
    street_of(&s), s.p.edge = off, refused(&s, "edge 1: b");
}

static void too_little_memory_is_said_and_leaves_all_as_it_was(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(2);
    struct repair_case c;
    case_make(&c, 8, 4, 2, CASE_BOILERS | CASE_AFTER | CASE_TRAVEL, &r);
    const struct rk_repair_options options = {.iterations = 10, .nodes = 10};
    struct rk_repair_plan plan = {.tasks = -7};
    bool done = false;
    for (ptrdiff_t size = 64; !done; size += size / 4) {
        struct rk_arena keep = rk_arena_open(size);
        struct rk_err err;
        const rk_status got = rk_repair_solve(&c.p, &options, &keep, tmp, &plan, &err);
        done = got == RK_OK;
        assert_true(done || (got == RK_ENOMEM && plan.tasks == -7));
        rk_arena_close(&keep);
    }
    done = false;
    for (ptrdiff_t size = 64; !done; size += size / 4) {
        struct rk_arena keep = mem;
        struct rk_scratch small = rk_scratch_open(size);
        const rk_status got = rk_repair_solve(&c.p, &options, &keep, small, &plan, NULL);
        done = got == RK_OK;
        assert_true(done || got == RK_ENOMEM);
        rk_scratch_close(&small);
    }
}

int main(void)
{
    mem = rk_arena_open(1 << 24);
    tmp = rk_scratch_open(1 << 28);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_near_pipe_comes_first),
        cmocka_unit_test(a_step_that_warms_nobody_names_the_one_it_opens_the_way_for),
        cmocka_unit_test(scarce_heat_goes_where_a_kilowatt_warms_most),
        cmocka_unit_test(steps_that_fail_take_their_expected_hours),
        cmocka_unit_test(what_may_fail_gives_a_range_and_an_hour_not_before),
        cmocka_unit_test(mines_gas_and_shifts_are_waited_for),
        cmocka_unit_test(crews_drive_straight_lines),
        cmocka_unit_test(a_boiler_is_placed_where_it_warms_most),
        cmocka_unit_test(a_house_given_up_is_warm_by_stoves_and_leaves_its_heat_to_others),
        cmocka_unit_test(nobody_is_warm_before_the_gas_is_there),
        cmocka_unit_test(what_cannot_be_done_is_left_out_with_its_reason),
        cmocka_unit_test(a_demanded_hour_comes_before_all_else),
        cmocka_unit_test(cold_counts_by_the_forecast),
        cmocka_unit_test(two_damages_on_one_pipe_must_both_be_mended),
        cmocka_unit_test(equal_seeds_and_counts_give_equal_plans),
        cmocka_unit_test(a_stop_still_gives_a_whole_plan_and_a_bound_below),
        cmocka_unit_test(the_bound_of_a_search_is_never_above_the_optimum),
        cmocka_unit_test(a_plan_to_begin_with_is_never_made_worse),
        cmocka_unit_test(a_town_without_damage_or_people_is_a_plan_too),
        cmocka_unit_test(what_cannot_be_is_refused_with_its_place),
        cmocka_unit_test(too_little_memory_is_said_and_leaves_all_as_it_was),
    };
    return cmocka_run_group_tests_name("repair", tests, NULL, NULL);
}
