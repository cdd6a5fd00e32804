/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invented towns by the hundred: every answer is judged by its own residuals. */
#include "rk_test.h"

#include "heat_towns.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open(1 << 28);
    tmp = rk_scratch_open(1 << 28);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static void judged(uint64_t seed, const struct rk_heat_net *net, const struct rk_heat_result *r,
                   struct rk_arena room)
{
    const struct heat_judgement j = heat_judge(net, r, room);
    if (j.mass_kg_s > 1e-6 || j.pressure_pa > 0.1 || j.energy_k > 1e-6 || j.heat_share > 1e-7)
        fail_msg("seed %" PRIu64 ": mass %g kg/s, pressure %g Pa, energy %g K, heat %g", seed,
                 j.mass_kg_s, j.pressure_pa, j.energy_k, j.heat_share);
}

static void two_hundred_towns_settle_in_twenty_steps(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct rk_arena m = mem;
        const int32_t k = (int32_t)seed;
        const struct heat_sample t =
            heat_sample_town(7 + k % 17, 7 + k / 3 % 15, 1 + k % 2, 1 + k / 2 % 2,
                             k / 4 % 2 ? RK_HEAT_BY_FLOW : RK_HEAT_BY_RETURN, seed, &m);
        struct rk_heat_result r;
        rk_assert_ok(rk_heat_solve(&t.net, &m, tmp, &r, &err), err);
        if (!r.converged || r.outer_steps > 20)
            fail_msg("seed %d: %d outer steps, change %g", k, r.outer_steps, r.change);
        judged(seed, &t.net, &r, m);
    }
}

/* Mixing that once led astray is tried again: these took 64 and 22 steps without it. */
static void towns_that_creep_are_mixed_anew(void **state)
{
    (void)state;
    static const int32_t seeds[] = {472, 538};
    for (ptrdiff_t s = 0; s < RK_COUNT(seeds); s++) {
        struct rk_arena m = mem;
        const int32_t k = seeds[s];
        const struct heat_sample t =
            heat_sample_town(7 + k % 17, 7 + k / 3 % 15, 1 + k % 2, 1 + k / 2 % 2,
                             RK_HEAT_BY_RETURN, (uint64_t)k, &m);
        struct rk_heat_result r;
        rk_assert_ok(rk_heat_solve(&t.net, &m, tmp, &r, &err), err);
        assert_true(r.converged && r.outer_steps <= 20);
        judged((uint64_t)k, &t.net, &r, m);
    }
}

/* At a tenth of the load losses are as large as the heat itself and mains nearly stand. */
static void towns_at_a_tenth_of_their_load_settle_too(void **state)
{
    (void)state;
    int32_t long_ones = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct rk_arena m = mem;
        const int32_t k = (int32_t)seed;
        const struct heat_sample t = heat_sample_town(
            7 + k % 17, 7 + k / 3 % 15, 1 + k % 2, 1 + k / 2 % 2, RK_HEAT_BY_RETURN, seed, &m);
        for (int32_t c = 0; c < t.net.consumers; c++)
            t.consumer[c].q_kw *= 0.1;
        struct rk_heat_result r;
        rk_assert_ok(rk_heat_solve(&t.net, &m, tmp, &r, &err), err);
        if (!r.converged || r.outer_steps > 40)
            fail_msg("seed %d: %d outer steps, change %g", k, r.outer_steps, r.change);
        long_ones += r.outer_steps > 20;
        judged(seed, &t.net, &r, m);
    }
    assert_true(long_ones <= 10);
}

/* Sources that have a third of what is wanted, or a tenth: none gives more than it has, and
 * what it gives is what houses get and the ground takes. */
static void no_source_gives_more_than_it_has(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct rk_arena m = mem;
        const int32_t k = (int32_t)seed, plants = 1 + k / 2 % 2;
        const struct heat_sample t =
            heat_sample_town(4 + k % 9, 4 + k / 3 % 7, 1 + k % 2, plants,
                             k / 4 % 2 ? RK_HEAT_BY_FLOW : RK_HEAT_BY_RETURN, seed, &m);
        double wanted = 0.0, given = 0.0, got = 0.0;
        for (int32_t c = 0; c < t.net.consumers; c++)
            wanted += t.consumer[c].q_kw;
        const double has = wanted * (k % 3 ? 0.3 : 0.1) / plants;
        for (int32_t s = 0; s < plants; s++)
            t.source[s].max_kw = has;
        struct rk_heat_result r;
        rk_assert_ok(rk_heat_solve(&t.net, &m, tmp, &r, &err), err);
        if (!r.converged)
            fail_msg("seed %d: %d outer steps, change %g", k, r.outer_steps, r.change);
        for (int32_t s = 0; s < plants; s++) {
            assert_true(r.source_kw[s] <= has * (1.0 + 1e-6));
            given += r.source_kw[s];
        }
        for (int32_t c = 0; c < t.net.consumers; c++)
            got += r.consumer_kw[c];
        rk_assert_near(given, got + r.lost_kw, 1e-5 * given);
    }
}

/* A house by return temperature, radiators and an elevator on one street: whatever the source
 * has, a state is found, and all it gives arrives or is lost. */
static void houses_of_all_kinds_share_what_there_is(void **state)
{
    (void)state;
    static const double z_m[4] = {0.0, 0.0, 0.0, 0.0}, width_m[] = {0.1, 0.08, 0.05};
    struct rk_heat_pipe pipe[3];
    struct rk_heat_consumer house[3];
    for (int32_t k = 0; k < 3; k++) {
        pipe[k] = (struct rk_heat_pipe){.a = k,
                                        .b = k + 1,
                                        .length_m = 100.0,
                                        .inner_d_m = width_m[k],
                                        .roughness_mm = 0.5,
                                        .u_w_m2k = 1.5};
        house[k] = (struct rk_heat_consumer){.node = k + 1,
                                             .mode = k == 0   ? RK_HEAT_BY_RETURN
                                                     : k == 1 ? RK_HEAT_BY_RADIATOR
                                                              : RK_HEAT_BY_ELEVATOR,
                                             .q_kw = k == 0 ? 100.0 : 50.0,
                                             .t_return_c = 70.0};
    }
    for (double has_kw = 230.0; has_kw > 15.0; has_kw -= 5.0) {
        struct rk_arena m = mem;
        const struct rk_heat_source source = {.supply_c = 95.0,
                                              .p_supply_pa = 6e5,
                                              .lift_pa = 3e5,
                                              .max_kw = has_kw,
                                              .makeup_kg_s = HUGE_VAL};
        const struct rk_heat_net net = {.nodes = 4,
                                        .pipes = 3,
                                        .consumers = 3,
                                        .sources = 1,
                                        .z_m = z_m,
                                        .pipe = pipe,
                                        .consumer = house,
                                        .source = &source,
                                        .friction = RK_HEAT_COLEBROOK,
                                        .fluid = {971.8, 3.54e-4, 4196.0, 9.81},
                                        .ground_c = 5.0,
                                        .supply_c = 95.0,
                                        .return_c = 70.0,
                                        .room_c = 18.0,
                                        .mixed_c = 95.0};
        struct rk_heat_result r;
        double got = 0.0;
        rk_assert_ok(rk_heat_solve(&net, &m, tmp, &r, &err), err);
        if (!r.converged || r.outer_steps > 40)
            fail_msg("%g kW: %d outer steps, change %g", has_kw, r.outer_steps, r.change);
        for (int32_t k = 0; k < 3; k++) {
            assert_true(r.share[k] >= 0.0 && r.share[k] <= 1.0 + 1e-6);
            got += r.consumer_kw[k];
        }
        assert_true(r.source_kw[0] <= has_kw * (1.0 + 1e-6));
        rk_assert_near(r.source_kw[0], got + r.lost_kw, 1e-5 * has_kw);
    }
}

/* 30 % of all pipes are gone: what is fed is solved, what is not is said, nothing is a NaN that
 * is not said. */
static void a_thousand_broken_towns_are_answered(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        struct rk_arena m = mem;
        const int32_t k = (int32_t)seed;
        struct heat_sample t =
            heat_sample_town(5 + k % 9, 5 + k / 3 % 7, 1 + k % 2, 1 + k / 2 % 2,
                             k / 4 % 2 ? RK_HEAT_BY_FLOW : RK_HEAT_BY_RETURN, seed, &m);
        struct rk_random chance = rk_random_stream(seed, "broken pipes", 0);
        for (int32_t p = 0; p < t.net.pipes; p++)
            t.pipe[p].shut = rk_random_unit(&chance) < 0.3;
        struct rk_heat_result r;
        rk_assert_ok(rk_heat_solve(&t.net, &m, tmp, &r, &err), err);
        assert_true(r.converged);
        for (int32_t i = 0; i < t.net.nodes; i++)
            assert_true(isnan(r.t_supply_c[i]) ==
                            ((r.node_state[i] & RK_HEAT_NO_SOURCE) != 0) &&
                        isnan(r.p_return_pa[i]) == isnan(r.t_supply_c[i]));
        for (int32_t p = 0; p < t.net.pipes; p++)
            assert_true(isfinite(r.supply_kg_s[p]) && isfinite(r.return_kg_s[p]));
        for (int32_t c = 0; c < t.net.consumers; c++) {
            const bool cold = r.consumer_state[c] & RK_HEAT_NO_SOURCE;
            assert_true(cold == isnan(r.t_supply_c[t.consumer[c].node]));
            rk_assert_near(r.share[c], cold ? 0.0 : 1.0, 1e-7);
        }
        judged(seed, &t.net, &r, m);
    }
}

/* Where pressure is short, each house either has its flow or an open valve that explains it. */
static void short_pressure_is_explained_everywhere(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct rk_arena m = mem;
        const int32_t k = (int32_t)seed;
        struct heat_sample t =
            heat_sample_town(4 + k % 7, 4 + k % 5, 1 + k % 2, 1, RK_HEAT_BY_RETURN, seed, &m);
        struct rk_random chance = rk_random_stream(seed, "broken pipes", 0);
        for (int32_t p = 0; p < t.net.pipes; p++)
            t.pipe[p].shut = rk_random_unit(&chance) < 0.08;
        for (int32_t c = 0; c < t.net.consumers; c++)
            t.consumer[c].dp_min_pa = 1.2e5;
        t.source[0].lift_pa = 2.5e5;
        struct rk_heat_result r;
        rk_assert_ok(rk_heat_solve(&t.net, &m, tmp, &r, &err), err);
        assert_true(r.converged);
        rk_assert_near(r.mass_residual_kg_s, 0.0, 1e-7);
        for (int32_t c = 0; c < t.net.consumers; c++) {
            const int32_t i = t.consumer[c].node;
            if (r.consumer_state[c] & RK_HEAT_NO_SOURCE)
                continue;
            const double design = t.consumer[c].q_kw * 1e3 / (4215.0 * 40.0);
            const double part = r.consumer_kg_s[c] / design;
            const double dp = r.p_supply_pa[i] - r.p_return_pa[i], open = 1.2e5 * part * part;
            if (r.consumer_state[c] & RK_HEAT_LOW_DP)
                rk_assert_near(dp, open, 5.0);
            else
                assert_true(dp >= open - 5.0);
        }
    }
}

/* Turning every pipe around, and renaming nothing, changes signs only. */
static void the_direction_in_which_a_pipe_was_drawn_says_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct rk_arena m = mem;
        struct heat_sample t =
            heat_sample_town(8, 9, 1, 1 + (int32_t)seed % 2, RK_HEAT_BY_FLOW, seed, &m);
        struct rk_heat_result a, b;
        rk_assert_ok(rk_heat_solve(&t.net, &m, tmp, &a, &err), err);
        for (int32_t p = 0; p < t.net.pipes; p++) {
            const int32_t end = t.pipe[p].a;
            t.pipe[p].a = t.pipe[p].b;
            t.pipe[p].b = end;
        }
        rk_assert_ok(rk_heat_solve(&t.net, &m, tmp, &b, &err), err);
        for (int32_t p = 0; p < t.net.pipes; p++)
            rk_assert_near(a.supply_kg_s[p], -b.supply_kg_s[p], 1e-7);
        for (int32_t i = 0; i < t.net.nodes; i++)
            rk_assert_near(a.t_supply_c[i], b.t_supply_c[i], 1e-5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_hundred_towns_settle_in_twenty_steps),
        cmocka_unit_test(towns_that_creep_are_mixed_anew),
        cmocka_unit_test(towns_at_a_tenth_of_their_load_settle_too),
        cmocka_unit_test(no_source_gives_more_than_it_has),
        cmocka_unit_test(houses_of_all_kinds_share_what_there_is),
        cmocka_unit_test(a_thousand_broken_towns_are_answered),
        cmocka_unit_test(short_pressure_is_explained_everywhere),
        cmocka_unit_test(the_direction_in_which_a_pipe_was_drawn_says_nothing),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
