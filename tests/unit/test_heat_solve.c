/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

#include "rk_heat.h"

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

/* A small invented town, changed by each test: plant at 0, street 0 - 1 - 2, ring 1 - 3 - 2. */
struct small {
    struct rk_heat_net net;
    double z_m[6];
    struct rk_heat_pipe pipe[8];
    struct rk_heat_consumer consumer[4];
    struct rk_heat_source source[2];
    struct rk_heat_fitting fitting[2];
};

static struct rk_heat_pipe lay(int32_t a, int32_t b, double length_m, double inner_d_m)
{
    return (struct rk_heat_pipe){
        .a = a, .b = b, .length_m = length_m, .inner_d_m = inner_d_m, .roughness_mm = 0.5};
}

static void make(struct small *s)
{
    *s = (struct small){0};
    s->pipe[0] = lay(0, 1, 100.0, 0.2);
    s->pipe[1] = lay(1, 2, 100.0, 0.15);
    s->pipe[2] = lay(1, 3, 120.0, 0.15);
    s->pipe[3] = lay(3, 2, 120.0, 0.15);
    s->consumer[0] = (struct rk_heat_consumer){.node = 2, .q_kw = 840.0, .t_return_c = 70.0};
    s->consumer[1] = (struct rk_heat_consumer){.node = 3, .q_kw = 420.0, .t_return_c = 70.0};
    s->source[0] = (struct rk_heat_source){.node = 0,
                                           .supply_c = 110.0,
                                           .p_supply_pa = 8e5,
                                           .lift_pa = 3e5,
                                           .max_kw = HUGE_VAL,
                                           .makeup_kg_s = HUGE_VAL};
    s->net = (struct rk_heat_net){.nodes = 4,
                                  .pipes = 4,
                                  .consumers = 2,
                                  .sources = 1,
                                  .z_m = s->z_m,
                                  .pipe = s->pipe,
                                  .consumer = s->consumer,
                                  .source = s->source,
                                  .fitting = s->fitting,
                                  .friction = RK_HEAT_NIKURADSE,
                                  .fluid = {1000.0, 3e-4, 4200.0, 10.0},
                                  .ground_c = 5.0,
                                  .supply_c = 110.0,
                                  .return_c = 70.0,
                                  .room_c = 18.0,
                                  .mixed_c = 95.0};
}

static struct rk_heat_result solved(const struct small *s)
{
    struct rk_heat_result r;
    rk_assert_ok(rk_heat_solve(&s->net, &mem, tmp, &r, &err), err);
    assert_true(r.converged);
    return r;
}

/* 840 kW over 40 K of 4200 J/kgK are 5 kg/s, 420 kW 2.5 kg/s; nothing is lost at U = 0. */
static void houses_take_the_flow_their_heat_needs(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    const struct rk_heat_result r = solved(&s);
    rk_assert_near(r.consumer_kg_s[0], 5.0, 1e-9);
    rk_assert_near(r.consumer_kg_s[1], 2.5, 1e-9);
    rk_assert_near(r.supply_kg_s[0], 7.5, 1e-9);
    rk_assert_near(r.return_kg_s[0], 7.5, 1e-9);
    rk_assert_near(r.t_supply_c[2], 110.0, 1e-9);
    rk_assert_near(r.t_return_c[0], 70.0, 1e-9);
    rk_assert_near(r.source_kw[0], 1260.0, 1e-6);
    rk_assert_near(r.share[0], 1.0, 1e-9);
    assert_int_equal(r.consumer_state[0], 0);
    assert_int_equal(r.parts, 1);
    /* The main by hand: lambda (L/d) rho v^2/2. */
    const double area = 3.14159265358979 * 0.01, re = 7.5 * 0.2 / (area * 3e-4);
    const double lambda = 64.0 / re + pow(-2.0 * log10(0.0025 / 3.71), -2.0);
    const double drop = lambda * 500.0 * 7.5 * 7.5 / (2.0 * 1000.0 * area * area);
    rk_assert_near(r.p_supply_pa[1], 8e5 - drop, 1e-6);
    rk_assert_near(r.p_return_pa[1], 5e5 + drop, 1e-6);
}

/* Loss along one pipe: T = 5 + 105 exp(-U pi D L/(m cp)); the house takes more, and exactly so.
 */
static void heat_is_lost_to_the_ground_by_the_formula(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.net.pipes = 1;
    s.net.consumers = 1;
    s.consumer[0].node = 1;
    s.pipe[0].u_w_m2k = 20.0;
    const struct rk_heat_result r = solved(&s);
    const double m = r.consumer_kg_s[0], ua = 20.0 * 3.14159265358979 * 0.2 * 100.0;
    const double in = 5.0 + 105.0 * exp(-ua / (m * 4200.0));
    rk_assert_near(r.t_supply_c[1], in, 1e-7);
    rk_assert_near(m * 4.2 * (in - 70.0), 840.0, 1e-5);
    const double back = 5.0 + 65.0 * exp(-ua / (m * 4200.0));
    rk_assert_near(r.t_return_c[0], back, 1e-7);
    rk_assert_near(r.lost_kw, m * 4.2 * ((110.0 - in) + (70.0 - back)), 1e-6);
    rk_assert_near(r.source_kw[0], m * 4.2 * (110.0 - back), 1e-5);
}

static void heights_change_pressures_not_flows(void **state)
{
    (void)state;
    struct small flat, hill;
    make(&flat);
    make(&hill);
    hill.z_m[2] = 20.0;
    const struct rk_heat_result a = solved(&flat), b = solved(&hill);
    rk_assert_near(a.supply_kg_s[1], b.supply_kg_s[1], 1e-9);
    rk_assert_near(b.p_supply_pa[2], a.p_supply_pa[2] - 2e5, 1e-6);
    rk_assert_near(b.p_return_pa[2], a.p_return_pa[2] - 2e5, 1e-6);
}

static void an_island_is_named_and_the_rest_is_solved(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.pipe[1].shut = s.pipe[3].shut = true; /* 2 stands alone */
    s.net.nodes = 6;
    s.pipe[4] = lay(4, 5, 50.0, 0.1); /* and so do 4 and 5 */
    s.net.pipes = 5;
    const struct rk_heat_result r = solved(&s);
    assert_int_equal(r.node_state[2], RK_HEAT_NO_SOURCE);
    assert_int_equal(r.consumer_state[0], RK_HEAT_NO_SOURCE);
    assert_int_equal(r.pipe_state[4], RK_HEAT_NO_SOURCE);
    assert_true(isnan(r.p_supply_pa[2]) && isnan(r.t_return_c[4]));
    rk_assert_near(r.share[0], 0.0, 0.0);
    rk_assert_near(r.consumer_kg_s[1], 2.5, 1e-9);
    assert_int_equal(r.parts, 3);
    assert_int_equal(r.cold_parts, 1);
}

static void no_source_at_all_is_an_answer(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.source[0].off = true;
    const struct rk_heat_result r = solved(&s);
    assert_int_equal(r.node_state[0], RK_HEAT_NO_SOURCE);
    assert_int_equal(r.source_state[0], RK_HEAT_OFF);
    assert_int_equal(r.cold_parts, 1);
    s.net.sources = 0;
    s.net.consumers = 0;
    s.net.pipes = 0;
    assert_int_equal(solved(&s).parts, 4);
}

static void a_dead_end_stands_still_at_the_grounds_temperature(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.net.nodes = 5;
    s.net.pipes = 5;
    s.pipe[4] = lay(3, 4, 50.0, 0.1);
    s.pipe[4].u_w_m2k = 1.0;
    const struct rk_heat_result r = solved(&s);
    rk_assert_near(r.supply_kg_s[4], 0.0, 0.0);
    rk_assert_near(r.t_supply_c[4], 5.0, 0.0);
    assert_int_equal(r.node_state[4], RK_HEAT_STILL);
    assert_int_equal(r.pipe_state[4], RK_HEAT_STILL);
    rk_assert_near(r.p_supply_pa[4], r.p_supply_pa[3], 0.0);
}

/* A symmetric ring: nothing flows through the bar between its halves. */
static void a_still_main_in_a_ring_is_marked_uncertain(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.pipe[1] = lay(1, 2, 120.0, 0.15);
    s.consumer[0].q_kw = 420.0;
    s.pipe[0].u_w_m2k = s.pipe[1].u_w_m2k = s.pipe[2].u_w_m2k = s.pipe[3].u_w_m2k = 1.0;
    const struct rk_heat_result r = solved(&s);
    rk_assert_near(r.supply_kg_s[3], 0.0, 1e-9);
    assert_int_equal(r.pipe_state[3], RK_HEAT_STILL | RK_HEAT_NOT_UNIQUE);
    assert_int_equal(r.pipe_state[2], 0);
}

/* 1260 kW wanted, 630 kW there, no losses: everybody gets half. */
static void a_source_too_small_gives_everybody_the_same_share(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.source[0].max_kw = 630.0;
    const struct rk_heat_result r = solved(&s);
    rk_assert_near(r.source_kw[0], 630.0, 1e-4);
    rk_assert_near(r.share[0], 0.5, 1e-7);
    rk_assert_near(r.share[1], 0.5, 1e-7);
    assert_int_equal(r.consumer_state[0], RK_HEAT_TOO_SMALL);
    assert_int_equal(r.source_state[0], RK_HEAT_TOO_SMALL);
}

/* Water is not missing but the lift: lift / 4 drives half of the flow through an open valve. */
static void too_little_pressure_lets_less_through(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.net.pipes = 1;
    s.net.consumers = 1;
    s.pipe[0] = lay(0, 1, 1.0, 1.0); /* next to no drop */
    s.consumer[0].node = 1;
    s.consumer[0].dp_min_pa = 4.0 * s.source[0].lift_pa;
    const struct rk_heat_result r = solved(&s);
    assert_true(r.linked);
    rk_assert_near(r.consumer_kg_s[0], 2.5, 1e-4);
    rk_assert_near(r.share[0], 0.5, 2e-5);
    assert_int_equal(r.consumer_state[0], RK_HEAT_LOW_DP);
    s.consumer[0].dp_min_pa = 0.9 * s.source[0].lift_pa;
    const struct rk_heat_result enough = solved(&s);
    assert_false(enough.linked);
    assert_int_equal(enough.consumer_state[0], 0);
}

/* In a ring, those with enough keep their flow; those without obey their open valve. */
static void short_pressure_is_shared_by_the_valves_law(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.source[0].lift_pa = 4e4;
    for (int c = 0; c < 2; c++)
        s.consumer[c].dp_min_pa = 3e4;
    s.pipe[1].inner_d_m = s.pipe[2].inner_d_m = s.pipe[3].inner_d_m = 0.08;
    const struct rk_heat_result r = solved(&s);
    assert_true(r.linked);
    const double design[] = {5.0, 2.5};
    bool any = false;
    for (int c = 0; c < 2; c++) {
        const int32_t i = s.consumer[c].node;
        const double part = r.consumer_kg_s[c] / design[c];
        const double dp = r.p_supply_pa[i] - r.p_return_pa[i];
        any |= part < 0.999;
        if (part < 0.999)
            rk_assert_near(dp, 3e4 * part * part, 1.0);
        else
            assert_true(dp >= 3e4 - 1.0);
    }
    assert_true(any);
    rk_assert_near(r.mass_residual_kg_s, 0.0, 1e-8);
}

/* Cd A sqrt(2 rho p) from both sides of a wide pipe that nobody uses. */
static void a_leak_takes_what_an_orifice_lets_out(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.net.consumers = 0;
    s.net.pipes = 1;
    s.pipe[0] = lay(0, 1, 10.0, 1.0);
    s.pipe[0].leak_mm2 = 50.0;
    struct rk_heat_result r = solved(&s);
    const double per = 0.6 * 50e-6 * sqrt(2.0 * 1000.0);
    rk_assert_near(r.source_makeup_kg_s[0], per * (sqrt(8e5) + sqrt(5e5)), 1e-4);
    rk_assert_near(r.supply_kg_s[0], per * sqrt(8e5), 1e-4);
    rk_assert_near(r.return_kg_s[0], -per * sqrt(5e5), 1e-4);
    assert_int_equal(r.source_state[0], 0);
    s.source[0].makeup_kg_s = 1.0;
    r = solved(&s);
    assert_int_equal(r.source_state[0], RK_HEAT_NO_MAKEUP);
}

/* lift = quad m^2; the water comes back as hot as it left and mixes with the house's 70 °C. */
static void a_bypass_warms_the_return(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.net.pipes = 1;
    s.net.consumers = 1;
    s.consumer[0].node = 1;
    s.pipe[0] = lay(0, 1, 1.0, 1.0);
    s.net.fittings = 1;
    s.fitting[0] = (struct rk_heat_fitting){
        RK_HEAT_BYPASS, {.a = 1, .b = 1, .kind = RK_HEAT_FIT, .quad = 12000.0}};
    const struct rk_heat_result r = solved(&s);
    rk_assert_near(r.fitting_kg_s[0], 5.0, 1e-3);
    rk_assert_near(r.t_return_c[1], 90.0, 1e-3);
    rk_assert_near(r.source_kg_s[0], 10.0, 1e-3);
    rk_assert_near(r.source_makeup_kg_s[0], 0.0, 1e-8);
}

static void a_shut_return_valve_cuts_off_what_lies_behind(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.net.nodes = 5;
    s.net.consumers = 3;
    s.consumer[2] = (struct rk_heat_consumer){.node = 4, .q_kw = 84.0, .t_return_c = 70.0};
    s.net.fittings = 2;
    for (int k = 0; k < 2; k++)
        s.fitting[k] =
            (struct rk_heat_fitting){k == 0 ? RK_HEAT_SUPPLY : RK_HEAT_RETURN,
                                     {.a = 3, .b = 4, .kind = RK_HEAT_FIT, .lin = 10.0}};
    struct rk_heat_result r = solved(&s);
    rk_assert_near(r.fitting_kg_s[0], 0.5, 1e-8);
    rk_assert_near(r.fitting_kg_s[1], -0.5, 1e-8);
    rk_assert_near(r.share[2], 1.0, 1e-8);
    s.fitting[1].link.shut = true;
    r = solved(&s);
    assert_int_equal(r.node_state[4], RK_HEAT_NO_RETURN);
    assert_int_equal(r.consumer_state[2], RK_HEAT_NO_RETURN);
    rk_assert_near(r.share[2], 0.0, 0.0);
    rk_assert_near(r.share[1], 1.0, 1e-9);
}

static void a_pump_on_the_way_lifts_the_supply(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.net.nodes = 5;
    s.net.pipes = 5;
    s.pipe[0].b = 4; /* 0 - 4, pump 4 -> 1, return pipe apart */
    s.pipe[4] = lay(4, 1, 1.0, 0.5);
    s.net.fittings = 1;
    s.pipe[4].shut = true;
    s.net.fittings = 2;
    s.fitting[0] = (struct rk_heat_fitting){
        RK_HEAT_SUPPLY,
        {.a = 4, .b = 1, .kind = RK_HEAT_PUMP, .lift_pa = 5e4, .fall = 0.0, .power = 2.0}};
    s.fitting[1] = (struct rk_heat_fitting){RK_HEAT_RETURN,
                                            {.a = 4, .b = 1, .kind = RK_HEAT_FIT, .lin = 1.0}};
    const struct rk_heat_result r = solved(&s);
    rk_assert_near(r.p_supply_pa[1] - r.p_supply_pa[4], 5e4, 1e-6);
    rk_assert_near(r.fitting_kg_s[0], 7.5, 1e-8);
    rk_assert_near(r.share[0], 1.0, 1e-8);
}

/* At design temperatures radiators and elevators give what was designed; cooler water less:
 * q / q_d = ((T1 + T2)/2 - 18)^1.25 / 72^1.25 and q = m cp (T1 - T2). */
static void radiators_give_what_the_water_allows(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.consumer[0].mode = RK_HEAT_BY_RADIATOR;
    s.consumer[1].mode = RK_HEAT_BY_ELEVATOR;
    struct rk_heat_result r = solved(&s);
    rk_assert_near(r.share[0], 1.0, 1e-9);
    rk_assert_near(r.share[1], 1.0, 1e-9);
    rk_assert_near(r.consumer_out_c[1], 70.0, 1e-6);
    s.source[0].supply_c = 80.0;
    r = solved(&s);
    const double out = r.consumer_out_c[0];
    const double share = pow((0.5 * (80.0 + out) - 18.0) / 72.0, 1.25);
    rk_assert_near(r.share[0], share, 1e-9);
    rk_assert_near(5.0 * 4.2 * (80.0 - out), 840.0 * share, 1e-6);
    assert_int_equal(r.consumer_state[0], RK_HEAT_TOO_COOL);
    /* The elevator mixes (110 - 95)/(95 - 70) = 0.6 parts of return into one of supply. */
    const double back = r.consumer_out_c[1], mixed = (80.0 + 0.6 * back) / 1.6;
    const double part = pow((0.5 * (mixed + back) - 18.0) / (82.5 - 18.0), 1.25);
    rk_assert_near(r.share[1], part, 1e-9);
}

/* With radiators a source at its limit answers by cooler water, and all heat is accounted for.
 */
static void a_small_boiler_cools_its_radiators(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.consumer[0].mode = s.consumer[1].mode = RK_HEAT_BY_RADIATOR;
    s.source[0].max_kw = 800.0;
    const struct rk_heat_result r = solved(&s);
    rk_assert_near(r.source_kw[0], 800.0, 1e-3);
    assert_true(r.source_c[0] < 100.0);
    rk_assert_near(r.consumer_kw[0] + r.consumer_kw[1], 800.0, 1e-3);
    rk_assert_near(r.share[0], 800.0 / 1260.0, 1e-5);
}

/* Water as cool as the return that is asked for cannot heat: the flow is bounded, the rest
 * said. */
static void water_too_cool_is_said_not_chased(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.source[0].supply_c = 60.0;
    const struct rk_heat_result r = solved(&s);
    assert_int_equal(r.consumer_state[0], RK_HEAT_TOO_COOL);
    rk_assert_near(r.share[0], 0.0, 0.0);
    assert_true(r.consumer_kg_s[0] <= 50.0 + 1e-9);
}

static void two_sources_share_by_pressure_and_one_may_take_water_back(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.source[1] = s.source[0];
    s.source[1].node = 2;
    s.net.sources = 2;
    struct rk_heat_result r = solved(&s);
    rk_assert_near(r.source_kg_s[0] + r.source_kg_s[1], 7.5, 1e-8);
    assert_true(r.source_kg_s[0] > 0.0 && r.source_kg_s[1] > 5.0);
    s.source[1].p_supply_pa = 7e5;
    r = solved(&s);
    assert_int_equal(r.source_state[1], RK_HEAT_BACKWARDS);
}

/* IAPWS-IF97, table 35: 300 K 3.53658941 kPa, 500 K 2.63889776 MPa, 600 K 12.3443146 MPa. */
static void water_boils_where_the_tables_say(void **state)
{
    (void)state;
    rk_assert_near(rk_heat_boiling_pa(26.85) + 101325.0, 3536.58941, 1e-4);
    rk_assert_near(rk_heat_boiling_pa(226.85) + 101325.0, 2638897.76, 0.01);
    rk_assert_near(rk_heat_boiling_pa(326.85) + 101325.0, 12344314.6, 0.1);
    struct small s;
    make(&s);
    s.source[0].supply_c = 150.0; /* boils below 3.75 bar gauge */
    s.source[0].p_supply_pa = 3.7e5;
    struct rk_heat_result r = solved(&s);
    assert_true(r.node_state[2] & RK_HEAT_BOILS);
    s.source[0].p_supply_pa = 8e5;
    r = solved(&s);
    assert_int_equal(r.node_state[2], 0);
    s.z_m[2] = 60.0; /* the return is at 5 bar at the plant, one bar too little up there */
    r = solved(&s);
    assert_true(r.node_state[2] & RK_HEAT_EMPTIES);
}

static void states_have_words(void **state)
{
    (void)state;
    struct rk_buf b = rk_buf_in(&mem, 200);
    rk_heat_state_words(0, &b);
    rk_buf_char(&b, '|');
    rk_heat_state_words(RK_HEAT_STILL | RK_HEAT_NOT_UNIQUE, &b);
    rk_assert_str(rk_buf_str(&b), "ok|water stands; direction uncertain");
}

static void what_cannot_be_is_refused_with_its_place(void **state)
{
    (void)state;
    struct rk_heat_result r;
    struct small s;
    make(&s);
    s.pipe[2].inner_d_m = 40.0;
    assert_int_equal(rk_heat_solve(&s.net, &mem, tmp, &r, &err), RK_EINVAL);
    assert_string_equal(err.place, "pipe 2");
    make(&s);
    s.consumer[1].node = 9;
    assert_int_equal(rk_heat_solve(&s.net, &mem, tmp, &r, &err), RK_EINVAL);
    assert_string_equal(err.place, "consumer 1");
    make(&s);
    s.z_m[3] = (double)NAN;
    assert_int_equal(rk_heat_solve(&s.net, &mem, tmp, &r, &err), RK_EINVAL);
    assert_string_equal(err.place, "node 3");
    make(&s);
    s.source[1] = s.source[0];
    s.net.sources = 2;
    assert_int_equal(rk_heat_solve(&s.net, &mem, tmp, &r, &err), RK_EINVAL);
    assert_string_equal(err.place, "source");
}

static void little_memory_is_an_answer(void **state)
{
    (void)state;
    struct small s;
    make(&s);
    s.consumer[0].dp_min_pa = 2e6;
    s.pipe[1].leak_mm2 = 3.0;
    bool done = false;
    for (ptrdiff_t size = 1; !done; size += 41) {
        struct rk_arena small_arena = mem;
        struct rk_scratch little = tmp;
        small_arena.end = small_arena.at + size;
        little.in.end = little.in.at + 16 * size;
        struct rk_heat_result r;
        const rk_status got = rk_heat_solve(&s.net, &small_arena, little, &r, NULL);
        assert_true(got == RK_OK || got == RK_ENOMEM);
        done = got == RK_OK;
        assert_true(size < 100000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(houses_take_the_flow_their_heat_needs),
        cmocka_unit_test(heat_is_lost_to_the_ground_by_the_formula),
        cmocka_unit_test(heights_change_pressures_not_flows),
        cmocka_unit_test(an_island_is_named_and_the_rest_is_solved),
        cmocka_unit_test(no_source_at_all_is_an_answer),
        cmocka_unit_test(a_dead_end_stands_still_at_the_grounds_temperature),
        cmocka_unit_test(a_still_main_in_a_ring_is_marked_uncertain),
        cmocka_unit_test(a_source_too_small_gives_everybody_the_same_share),
        cmocka_unit_test(too_little_pressure_lets_less_through),
        cmocka_unit_test(short_pressure_is_shared_by_the_valves_law),
        cmocka_unit_test(a_leak_takes_what_an_orifice_lets_out),
        cmocka_unit_test(a_bypass_warms_the_return),
        cmocka_unit_test(a_shut_return_valve_cuts_off_what_lies_behind),
        cmocka_unit_test(a_pump_on_the_way_lifts_the_supply),
        cmocka_unit_test(radiators_give_what_the_water_allows),
        cmocka_unit_test(a_small_boiler_cools_its_radiators),
        cmocka_unit_test(water_too_cool_is_said_not_chased),
        cmocka_unit_test(two_sources_share_by_pressure_and_one_may_take_water_back),
        cmocka_unit_test(water_boils_where_the_tables_say),
        cmocka_unit_test(states_have_words),
        cmocka_unit_test(what_cannot_be_is_refused_with_its_place),
        cmocka_unit_test(little_memory_is_an_answer),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
