/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

#include "rk_heat_flow.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 26);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static const struct rk_heat_fluid water = {1000.0, 1e-3, 4186.0, 10.0};
#define UNKNOWN ((double)NAN)

static struct rk_heat_link fit(int32_t a, int32_t b, double lin, double quad)
{
    return (struct rk_heat_link){.a = a, .b = b, .kind = RK_HEAT_FIT, .lin = lin, .quad = quad};
}

static struct rk_heat_flow solved(int32_t nodes, int32_t links, const struct rk_heat_link *link,
                                  const double *demand, const double *fixed)
{
    const struct rk_heat_flow_net net = {nodes, links, link, demand, fixed, RK_HEAT_COLEBROOK,
                                         water};
    struct rk_heat_flow out;
    rk_assert_ok(rk_heat_flow_solve(&net, &mem, tmp, &out, &err), err);
    assert_true(out.converged);
    return out;
}

/* 1 m1^2 = 4 m2^2 and m1 + m2 = 3: m1 = 2, m2 = 1, the drop is 4 Pa. */
static void two_ways_share_a_flow_by_their_roots(void **state)
{
    (void)state;
    const struct rk_heat_link link[] = {fit(0, 1, 0.0, 1.0), fit(1, 0, 0.0, 4.0)};
    const struct rk_heat_flow r =
        solved(2, 2, link, (double[]){0.0, 3.0}, (double[]){100.0, UNKNOWN});
    rk_assert_near(r.flow_kg_s[0], 2.0, 1e-9);
    rk_assert_near(r.flow_kg_s[1], -1.0, 1e-9);
    rk_assert_near(r.potential_pa[1], 96.0, 1e-8);
    rk_assert_near(r.mass_residual_kg_s, 0.0, 1e-9);
}

/* A branch: flows by continuity alone, potentials by their drops. */
static void a_branch_needs_no_unknowns(void **state)
{
    (void)state;
    const struct rk_heat_link link[] = {fit(0, 1, 1.0, 0.0), fit(2, 1, 2.0, 0.0),
                                        fit(1, 3, 0.0, 1.0)};
    const struct rk_heat_flow r = solved(4, 3, link, (double[]){0.0, 1.0, 2.0, 3.0},
                                         (double[]){50.0, UNKNOWN, UNKNOWN, UNKNOWN});
    assert_int_equal(r.core_nodes, 0);
    rk_assert_near(r.flow_kg_s[0], 6.0, 0.0);
    rk_assert_near(r.flow_kg_s[1], -2.0, 0.0);
    rk_assert_near(r.potential_pa[1], 44.0, 1e-12);
    rk_assert_near(r.potential_pa[2], 40.0, 1e-12);
    rk_assert_near(r.potential_pa[3], 35.0, 1e-12);
}

/* Series with a demand on the way: q + (q - 2) over equal linear links against one of 2 units.
 * (q) + (q - 2) = 2 (6 - q)  ->  q = 3.5 with 2 taken on the way and 4 at the end. */
static void series_are_merged_without_losing_what_is_taken_on_the_way(void **state)
{
    (void)state;
    const struct rk_heat_link link[] = {fit(0, 1, 1.0, 0.0), fit(1, 2, 1.0, 0.0),
                                        fit(0, 2, 2.0, 0.0)};
    const struct rk_heat_flow r =
        solved(3, 3, link, (double[]){0.0, 2.0, 4.0}, (double[]){0.0, UNKNOWN, UNKNOWN});
    rk_assert_near(r.flow_kg_s[0], 3.5, 1e-9);
    rk_assert_near(r.flow_kg_s[1], 1.5, 1e-9);
    rk_assert_near(r.flow_kg_s[2], 2.5, 1e-9);
    rk_assert_near(r.potential_pa[1], -3.5, 1e-9);
}

/* A ring that hangs on one corner only: both ways round are equal. */
static void a_ring_on_one_corner_is_solved(void **state)
{
    (void)state;
    const struct rk_heat_link link[] = {fit(0, 1, 1.0, 0.0), fit(1, 2, 0.0, 1.0),
                                        fit(2, 3, 0.0, 1.0), fit(3, 1, 0.0, 2.0)};
    const struct rk_heat_flow r = solved(4, 4, link, (double[]){0.0, 0.0, 0.0, 4.0},
                                         (double[]){0.0, UNKNOWN, UNKNOWN, UNKNOWN});
    rk_assert_near(r.flow_kg_s[1], 2.0, 1e-9);
    rk_assert_near(r.flow_kg_s[3], -2.0, 1e-9);
    rk_assert_near(r.potential_pa[3], -4.0 - 8.0, 1e-8);
}

static void a_ring_without_demand_stands_still(void **state)
{
    (void)state;
    const struct rk_heat_link pipe = {
        .kind = RK_HEAT_PIPE, .length_m = 100.0, .inner_d_m = 0.1, .roughness_mm = 0.5};
    struct rk_heat_link link[] = {pipe, pipe, pipe};
    for (int32_t i = 0; i < 3; i++) {
        link[i].a = i;
        link[i].b = (i + 1) % 3;
    }
    const struct rk_heat_flow r =
        solved(3, 3, link, (double[]){0.0, 0.0, 0.0}, (double[]){0.0, UNKNOWN, UNKNOWN});
    for (int i = 0; i < 3; i++)
        rk_assert_near(r.flow_kg_s[i], 0.0, 1e-9);
}

static void a_part_without_a_fixed_pressure_is_unknown_and_harms_nobody(void **state)
{
    (void)state;
    const struct rk_heat_link link[] = {fit(0, 1, 1.0, 0.0), fit(2, 3, 1.0, 0.0)};
    const struct rk_heat_flow r = solved(4, 2, link, (double[]){0.0, 1.0, 0.0, 5.0},
                                         (double[]){0.0, UNKNOWN, UNKNOWN, UNKNOWN});
    rk_assert_near(r.potential_pa[1], -1.0, 1e-12);
    assert_true(isnan(r.potential_pa[2]) && isnan(r.potential_pa[3]));
    rk_assert_near(r.flow_kg_s[1], 0.0, 0.0);
}

static void a_check_lets_nothing_back(void **state)
{
    (void)state;
    const struct rk_heat_link link[] = {{.a = 1, .b = 0, .kind = RK_HEAT_CHECK, .lin = 1.0},
                                        fit(0, 2, 1.0, 0.0),
                                        fit(2, 1, 1.0, 0.0)};
    const struct rk_heat_flow r =
        solved(3, 3, link, (double[]){0.0, 1.0, 0.0}, (double[]){0.0, UNKNOWN, UNKNOWN});
    rk_assert_near(r.flow_kg_s[0], 0.0, 1e-9);
    rk_assert_near(r.flow_kg_s[1], 1.0, 1e-9);
}

static void a_one_way_pipe_lets_nothing_back(void **state)
{
    (void)state;
    const struct rk_heat_link pipe = {.a = 1,
                                      .b = 0,
                                      .kind = RK_HEAT_PIPE,
                                      .one_way = true,
                                      .length_m = 10.0,
                                      .inner_d_m = 0.1,
                                      .roughness_mm = 0.5};
    const struct rk_heat_link link[] = {pipe, fit(0, 1, 1.0, 0.0)};
    const struct rk_heat_flow r =
        solved(2, 2, link, (double[]){0.0, 5.0}, (double[]){0.0, UNKNOWN});
    rk_assert_near(r.flow_kg_s[0], 0.0, 1e-9);
    rk_assert_near(r.potential_pa[1], -5.0, 1e-8);
}

/* Between 100 Pa and 0 Pa over 1 m^2 a flow of 10 would pass; the limit is 4. */
static void a_limit_is_kept_and_opens_fully_below_it(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        const double most = k == 0 ? 4.0 : 40.0;
        const struct rk_heat_link link[] = {
            {.a = 0, .b = 1, .kind = RK_HEAT_LIMIT, .quad = 1.0, .most_kg_s = most}};
        const struct rk_heat_flow r =
            solved(2, 1, link, (double[]){0.0, 0.0}, (double[]){100.0, 0.0});
        rk_assert_near(r.flow_kg_s[0], k == 0 ? 4.0 : 10.0, 1e-8);
    }
}

/* 100 - m^2 = 3 m^2: m = 5; the curve 100 - 10 m and 15 m: m = 4. */
static void a_pump_meets_its_network(void **state)
{
    (void)state;
    const struct rk_heat_point curve[] = {{0.0, 100.0}, {5.0, 50.0}, {10.0, 0.0}};
    const struct rk_heat_link link[] = {
        {.a = 0, .b = 1, .kind = RK_HEAT_PUMP, .lift_pa = 100.0, .fall = 1.0, .power = 2.0},
        fit(1, 2, 0.0, 3.0),
        {.a = 3, .b = 4, .kind = RK_HEAT_PUMP, .curve = curve, .points = 3},
        fit(4, 5, 15.0, 0.0)};
    const double zero[] = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
    const struct rk_heat_flow r =
        solved(6, 4, link, zero, (double[]){0.0, UNKNOWN, 0.0, 0.0, UNKNOWN, 0.0});
    rk_assert_near(r.flow_kg_s[0], 5.0, 1e-8);
    rk_assert_near(r.potential_pa[1], 75.0, 1e-6);
    rk_assert_near(r.flow_kg_s[2], 4.0, 1e-8);
}

static void a_pump_against_a_higher_pressure_stands(void **state)
{
    (void)state;
    const struct rk_heat_link link[] = {
        {.a = 0, .b = 1, .kind = RK_HEAT_PUMP, .lift_pa = 100.0, .fall = 1.0, .power = 2.0}};
    const struct rk_heat_flow r =
        solved(2, 1, link, (double[]){0.0, 0.0}, (double[]){0.0, 500.0});
    rk_assert_near(r.flow_kg_s[0], 0.0, 1e-9);
}

static void a_step_takes_its_pressure(void **state)
{
    (void)state;
    const struct rk_heat_link link[] = {
        {.a = 0, .b = 1, .kind = RK_HEAT_STEP, .lift_pa = -60.0}, fit(1, 2, 10.0, 0.0)};
    const struct rk_heat_flow r =
        solved(3, 2, link, (double[]){0.0, 0.0, 0.0}, (double[]){100.0, UNKNOWN, 0.0});
    rk_assert_near(r.flow_kg_s[0], 4.0, 1e-6);
}

/* The factor must satisfy 1/sqrt(f) = -2 lg(k/3.71D + 2.51/(Re sqrt f)); here it is put in. */
static void colebrook_solves_its_equation(void **state)
{
    (void)state;
    for (double re = 4000.0; re < 2e8; re *= 1.7) {
        for (double k = 0.0; k <= 0.05; k = k > 0.0 ? k * 3.0 : 1e-6) {
            const double f = rk_heat_friction_factor(RK_HEAT_COLEBROOK, re, k);
            rk_assert_near(1.0 / sqrt(f) + 2.0 * log10(k / 3.71 + 2.51 / (re * sqrt(f))), 0.0,
                           1e-12);
        }
    }
}

/* Swamee & Jain 1976 as printed: 0.25 / lg(k/3.7D + 5.74/Re^0.9)^2. */
static void swamee_jain_is_as_published(void **state)
{
    (void)state;
    rk_assert_near(rk_heat_friction_factor(RK_HEAT_SWAMEE_JAIN, 1e5, 1e-3),
                   0.25 / pow(log10(1e-3 / 3.7 + 5.74 / pow(1e5, 0.9)), 2.0), 1e-14);
    rk_assert_near(rk_heat_friction_factor(RK_HEAT_SWAMEE_JAIN, 1000.0, 1e-3), 0.064, 1e-15);
    rk_assert_near(rk_heat_friction_factor(RK_HEAT_NIKURADSE, 1e5, 0.01),
                   64e-5 + 1.0 / pow(2.0 * log10(0.01 / 3.71), 2.0), 1e-14);
}

/* Every law, from rest to full turbulence: drop and slope rise, and the slope is the drop's. */
static void pressure_falls_ever_more_steeply_without_jumps(void **state)
{
    (void)state;
    for (int law = RK_HEAT_NIKURADSE; law <= RK_HEAT_EPANET; law++) {
        for (double rough_mm = 0.0; rough_mm <= 5.0;
             rough_mm = rough_mm > 0.0 ? rough_mm * 4.0 : 0.001) {
            const struct rk_heat_link pipe = {.kind = RK_HEAT_PIPE,
                                              .length_m = 100.0,
                                              .inner_d_m = 0.1,
                                              .roughness_mm = rough_mm,
                                              .zeta = 2.0};
            double before = 0.0;
            for (double m = 1e-6; m < 1000.0; m *= 1.005) {
                double slope = 0.0, unused = 0.0;
                const double h = 1e-6 * m;
                const double drop = rk_heat_pipe_drop(&pipe, law, &water, m, &slope);
                assert_true(drop > before);
                before = drop;
                const double by_hand = (rk_heat_pipe_drop(&pipe, law, &water, m + h, &unused) -
                                        rk_heat_pipe_drop(&pipe, law, &water, m - h, NULL)) /
                                       (2.0 * h);
                assert_true(slope > 0.0);
                rk_assert_near(slope / by_hand, 1.0, 2e-4);
            }
            rk_assert_near(rk_heat_pipe_drop(&pipe, law, &water, -3.0, NULL),
                           -rk_heat_pipe_drop(&pipe, law, &water, 3.0, NULL), 0.0);
        }
    }
}

static void wrong_numbers_are_refused_with_their_place(void **state)
{
    (void)state;
    struct rk_heat_flow out;
    struct rk_heat_link link = {
        .a = 0, .b = 1, .kind = RK_HEAT_PIPE, .length_m = 10.0, .inner_d_m = -1.0};
    const double demand[] = {0.0, 0.0}, fixed[] = {0.0, UNKNOWN};
    const struct rk_heat_flow_net net = {2, 1, &link, demand, fixed, RK_HEAT_COLEBROOK, water};
    assert_int_equal(rk_heat_flow_solve(&net, &mem, tmp, &out, &err), RK_EINVAL);
    assert_string_equal(err.place, "link 0");
    link.inner_d_m = 0.1;
    link.b = 2;
    assert_int_equal(rk_heat_flow_solve(&net, &mem, tmp, &out, &err), RK_EINVAL);
    link.b = 0;
    assert_int_equal(rk_heat_flow_solve(&net, &mem, tmp, &out, &err), RK_EINVAL);
}

static void little_memory_is_an_answer(void **state)
{
    (void)state;
    const struct rk_heat_link link[] = {fit(0, 1, 1.0, 0.0), fit(1, 2, 1.0, 0.0),
                                        fit(2, 3, 1.0, 0.0), fit(3, 1, 1.0, 0.0),
                                        fit(0, 3, 1.0, 1.0), fit(3, 4, 1.0, 0.0)};
    const double demand[] = {0.0, 1.0, 1.0, 1.0, 1.0};
    const double fixed[] = {0.0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN};
    const struct rk_heat_flow_net net = {5, 6, link, demand, fixed, RK_HEAT_COLEBROOK, water};
    bool done = false;
    for (ptrdiff_t size = 1; !done; size += 7) {
        struct rk_arena small = mem;
        struct rk_scratch little = tmp;
        small.end = small.at + size;
        little.in.end = little.in.at + 8 * size;
        struct rk_heat_flow out;
        const rk_status got = rk_heat_flow_solve(&net, &small, little, &out, NULL);
        assert_true(got == RK_OK || got == RK_ENOMEM);
        done = got == RK_OK;
        assert_true(size < 100000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_ways_share_a_flow_by_their_roots),
        cmocka_unit_test(a_branch_needs_no_unknowns),
        cmocka_unit_test(series_are_merged_without_losing_what_is_taken_on_the_way),
        cmocka_unit_test(a_ring_on_one_corner_is_solved),
        cmocka_unit_test(a_ring_without_demand_stands_still),
        cmocka_unit_test(a_part_without_a_fixed_pressure_is_unknown_and_harms_nobody),
        cmocka_unit_test(a_check_lets_nothing_back),
        cmocka_unit_test(a_one_way_pipe_lets_nothing_back),
        cmocka_unit_test(a_limit_is_kept_and_opens_fully_below_it),
        cmocka_unit_test(a_pump_meets_its_network),
        cmocka_unit_test(a_pump_against_a_higher_pressure_stands),
        cmocka_unit_test(a_step_takes_its_pressure),
        cmocka_unit_test(colebrook_solves_its_equation),
        cmocka_unit_test(swamee_jain_is_as_published),
        cmocka_unit_test(pressure_falls_ever_more_steeply_without_jumps),
        cmocka_unit_test(wrong_numbers_are_refused_with_their_place),
        cmocka_unit_test(little_memory_is_an_answer),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
