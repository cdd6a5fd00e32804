/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan lived through: against the planner, and against hours reckoned by hand. */
#include "rk_test.h"

#include "../repair_cases.h"
#include "rk_repair_simulate.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;
static const double design_c = -23.0;

/* Links, boilers, gas, stoves, weather, horizons, steps that fail: 800 towns, and the planner's
 * objective each time. */
static void a_plan_lived_through_costs_what_was_planned(void **state)
{
    (void)state;
    static const unsigned kinds[] = {0,
                                     CASE_TRAVEL | CASE_BOILERS | CASE_COLD,
                                     CASE_LINKS | CASE_AFTER | CASE_FAILS,
                                     CASE_GAS | CASE_BOILERS | CASE_COLD,
                                     CASE_STOVES | CASE_COLD,
                                     CASE_STOVES | CASE_SHORT | CASE_BOILERS,
                                     CASE_RELEASE | CASE_SHIFTS | CASE_COLD,
                                     CASE_SHORT | CASE_LINKS | CASE_SKILLS | CASE_COLD};
    struct rk_random r = rk_random_seed(17);
    const struct rk_repair_options options = {.seed = 3, .iterations = 300, .nodes = 300};
    for (int32_t k = 0; k < 800; k++) {
        struct rk_arena keep = mem;
        struct repair_case c;
        struct rk_repair_plan plan;
        struct rk_repair_trial trial;
        case_make(&c, 9, 4, 2, kinds[k % RK_COUNT(kinds)], &r);
        rk_assert_ok(rk_repair_solve(&c.p, &options, &keep, tmp, &plan, &err), err);
        rk_assert_ok(rk_repair_simulate(&c.p, &plan, design_c, NULL, NULL, tmp, &trial, &err),
                     err);
        if (fabs(trial.by_plan - plan.objective) > 1e-6 * (1.0 + plan.objective))
            fail_msg("town %d: planned %.9g, lived %.9g", k, plan.objective, trial.by_plan);
        assert_true(isfinite(trial.by_house) && isfinite(trial.warming));
        assert_true(c.p.weather.count > 0 || trial.warming == trial.by_plan);
        assert_true(trial.warming >= trial.by_house - 1e-6);
    }
}

/* 100 people with 50 kW behind a pipe that is mended at hour 24. */
struct house {
    struct rk_repair_node node[2];
    struct rk_repair_edge edge;
    struct rk_repair_plant plant;
    struct rk_repair_step step;
    struct rk_repair_job job;
    struct rk_repair_crew crew;
    double hour, outdoor_c;
    struct rk_repair_problem p;
};

static struct rk_repair_plan house_of(struct house *h)
{
    *h = (struct house){.node = {{0, 0, 0, 0, 1}, {0, 0, 100, 50, 1}},
                        .edge = {0, 1},
                        .plant = {0, 60, 0},
                        .step = {24, 0, 0},
                        .crew = {0, 0, 0, 0, 24},
                        .outdoor_c = -10.0};
    h->job = (struct rk_repair_job){
        .kind = RK_REPAIR_PIPE, .step = &h->step, .steps = 1, .due_h = HUGE_VAL};
    h->p = (struct rk_repair_problem){
        .nodes = 2,
        .edges = 1,
        .plants = 1,
        .jobs = 1,
        .crews = 1,
        .node = h->node,
        .edge = &h->edge,
        .plant = &h->plant,
        .job = &h->job,
        .crew = &h->crew,
        .horizon_h = 100.0,
        .weather = {1, &h->hour, &h->outdoor_c, 40.0, 18.0, 1.0, 2.0}};
    struct rk_repair_plan plan;
    rk_assert_ok(rk_repair_solve(&h->p, NULL, &mem, tmp, &plan, &err), err);
    return plan;
}

static struct rk_repair_trial lived(const struct house *h, const struct rk_repair_plan *plan,
                                    rk_repair_heat *heat)
{
    struct rk_repair_trial trial;
    rk_assert_ok(rk_repair_simulate(&h->p, plan, design_c, heat, NULL, tmp, &trial, &err), err);
    return trial;
}

static void what_has_heat_again_takes_hours_to_grow_warm(void **state)
{
    (void)state;
    struct house h;
    const struct rk_repair_plan plan = house_of(&h);
    const struct rk_repair_trial trial = lived(&h, &plan, NULL);
    /* Cools towards -10 C for 24 h, below 8 C after 40 ln(28/18) h; design heat holds 41 K
     * above outdoors, so the house then strives for 31 C. */
    const double below_8_h = 24.0 - 40.0 * log(28.0 / 18.0);
    const double coldest_c = -10.0 + 28.0 * exp(-24.0 / 40.0);
    const double to_8_h = 40.0 * log((31.0 - coldest_c) / (31.0 - 8.0));
    const double to_18_h = 40.0 * log((31.0 - coldest_c) / (31.0 - 18.0));
    rk_assert_near(trial.by_plan, plan.objective, 1e-6);
    rk_assert_near(trial.by_house, 100.0 * (24.0 + 2.0 * below_8_h), 1e-6);
    rk_assert_near(trial.warming, 100.0 * (24.0 + to_18_h + 2.0 * (below_8_h + to_8_h)), 1e-6);
    rk_assert_near(trial.people_h_18, 100.0 * (24.0 + to_18_h), 1e-6);
    rk_assert_near(trial.people_h_8, 100.0 * (below_8_h + to_8_h), 1e-6);
    assert_int_equal(trial.changes, 1);
}

static void a_share_of_heat_keeps_a_house_part_warm(void **state)
{
    (void)state;
    struct house h;
    const struct rk_repair_plan plan = house_of(&h);
    h.plant.kw = 25.0; /* half: holds 20.5 K above -10 C, below 18 C and above 8 C */
    const struct rk_repair_trial trial = lived(&h, &plan, NULL);
    const double below_8_h = 24.0 - 40.0 * log(28.0 / 18.0);
    rk_assert_near(trial.by_house, 100.0 * (100.0 + 2.0 * below_8_h), 1e-6);
    /* The planner's rule: half of the people warm from hour 24, half as cold as unheated. */
    rk_assert_near(trial.by_plan, 100.0 * (24.0 + 2.0 * below_8_h) + 50.0 * (1.0 + 2.0) * 76.0,
                   1e-6);
}

static rk_status half(void *user, const struct rk_repair_stand *now, double *share,
                      struct rk_scratch scratch, struct rk_err *e)
{
    (void)user, (void)scratch, (void)e;
    share[1] = now->edge_whole[0] ? 0.5 : 0.0;
    return RK_OK;
}

static rk_status refusing(void *user, const struct rk_repair_stand *now, double *share,
                          struct rk_scratch scratch, struct rk_err *e)
{
    (void)user, (void)now, (void)share, (void)scratch;
    return rk_fail(e, RK_EINVAL, "network", "no such node");
}

static void heat_may_be_reckoned_elsewhere(void **state)
{
    (void)state;
    struct house h;
    const struct rk_repair_plan plan = house_of(&h);
    h.p.weather.count = 0;
    rk_assert_near(lived(&h, &plan, half).by_plan, 100.0 * (24.0 + 0.5 * 76.0), 1e-9);
    struct rk_repair_trial trial = {.changes = -7};
    assert_int_equal(
        rk_repair_simulate(&h.p, &plan, design_c, refusing, NULL, tmp, &trial, &err),
        RK_EINVAL);
    assert_string_equal(err.place, "network");
    assert_int_equal(trial.changes, -7);
}

static void too_little_memory_is_said(void **state)
{
    (void)state;
    struct house h;
    const struct rk_repair_plan plan = house_of(&h);
    bool done = false;
    for (ptrdiff_t size = 64; !done; size += size / 4) {
        struct rk_scratch small = rk_scratch_open(size);
        struct rk_repair_trial trial = {.changes = -7};
        const rk_status got =
            rk_repair_simulate(&h.p, &plan, design_c, NULL, NULL, small, &trial, NULL);
        done = got == RK_OK;
        assert_true(done || (got == RK_ENOMEM && trial.changes == -7));
        rk_scratch_close(&small);
    }
}

int main(void)
{
    mem = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 28);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_lived_through_costs_what_was_planned),
        cmocka_unit_test(what_has_heat_again_takes_hours_to_grow_warm),
        cmocka_unit_test(a_share_of_heat_keeps_a_house_part_warm),
        cmocka_unit_test(heat_may_be_reckoned_elsewhere),
        cmocka_unit_test(too_little_memory_is_said),
    };
    return cmocka_run_group_tests_name("repair_simulate", tests, NULL, NULL);
}
