/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

#include "rk_heat_house.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open(1 << 22);
    tmp = rk_scratch_open(1 << 22);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

/* By a pocket calculator: tau ln((18 - To)/(T - To)). */
static void houses_cool_as_the_table_says(void **state)
{
    (void)state;
    rk_assert_near(rk_heat_hours_to(18.0, -10.0, 40.0, 8.0), 17.7, 0.05);
    rk_assert_near(rk_heat_hours_to(18.0, -10.0, 60.0, 8.0), 26.5, 0.05);
    rk_assert_near(rk_heat_hours_to(18.0, -10.0, 80.0, 8.0), 35.3, 0.05);
    rk_assert_near(rk_heat_hours_to(18.0, -10.0, 40.0, 1.0), 37.4, 0.05);
    rk_assert_near(rk_heat_hours_to(18.0, -10.0, 60.0, 1.0), 56.1, 0.05);
    rk_assert_near(rk_heat_hours_to(18.0, -10.0, 80.0, 1.0), 74.7, 0.1);
    rk_assert_near(rk_heat_hours_to(18.0, -23.0, 40.0, 1.0), 21.4, 0.05);
    rk_assert_near(rk_heat_hours_to(18.0, -23.0, 60.0, 1.0), 32.1, 0.05);
    rk_assert_near(rk_heat_hours_to(18.0, -23.0, 80.0, 1.0), 42.8, 0.1);
    assert_true(isinf(rk_heat_hours_to(18.0, 5.0, 40.0, 1.0)));
    rk_assert_near(rk_heat_hours_to(7.0, -10.0, 40.0, 8.0), 0.0, 0.0);
    rk_assert_near(
        rk_heat_cooled_c(18.0, -10.0, 40.0, rk_heat_hours_to(18.0, -10.0, 40.0, 8.0)), 8.0,
        1e-9);
}

/* Ternopil's published 95/70 table for -21 °C design. */
static void the_published_schedule_is_met(void **state)
{
    (void)state;
    const struct rk_heat_schedule s = {95.0, 70.0, -21.0, 18.0};
    const double outdoor[] = {5.0, -5.0, -10.0, -15.0, -21.0};
    const double published[] = {49.0, 68.0, 76.0, 85.0, 95.0};
    for (int i = 0; i < 5; i++)
        rk_assert_near(rk_heat_schedule_at(&s, outdoor[i]).supply_c, published[i], 0.55);
    rk_assert_near(rk_heat_schedule_at(&s, -21.0).return_c, 70.0, 1e-12);
    rk_assert_near(rk_heat_schedule_at(&s, 20.0).supply_c, 18.0, 0.0);
}

static void degree_days_count_cold_days_only(void **state)
{
    (void)state;
    const double mean[] = {-2.0, 7.5, 8.0, 15.0};
    rk_assert_near(rk_heat_degree_days(mean, 4, 18.0, 8.0), 20.0 + 10.5, 1e-12);
}

/* A first night at -10 (12 h), then -20: two stages by hand. */
static void a_changing_night_is_followed(void **state)
{
    (void)state;
    const double hour[] = {0.0, 12.0}, outdoor[] = {-10.0, -20.0};
    const struct rk_heat_weather w = {2, hour, outdoor};
    double hours[RK_HEAT_MARKS];
    rk_heat_hours_to_marks(&w, 40.0, 0.0, -23.0, hours);
    const double after = -10.0 + 28.0 * exp(-12.0 / 40.0);
    rk_assert_near(hours[0], 0.0, 0.0);
    rk_assert_near(hours[1], 40.0 * log(28.0 / 22.0), 1e-9);
    rk_assert_near(hours[2], 12.0 + 40.0 * log((after + 20.0) / 28.0), 1e-9);
    rk_assert_near(hours[3], 12.0 + 40.0 * log((after + 20.0) / 21.0), 1e-9);
}

/* Half the design heat keeps 20.5 K: at -10 the house rests at 10.5 °C. */
static void half_the_heat_holds_a_house_above_freezing(void **state)
{
    (void)state;
    const double hour[] = {0.0}, outdoor[] = {-10.0};
    const struct rk_heat_weather w = {1, hour, outdoor};
    double hours[RK_HEAT_MARKS];
    rk_heat_hours_to_marks(&w, 40.0, 0.5, -23.0, hours);
    rk_assert_near(hours[1], 40.0 * log(7.5 / 1.5), 1e-9);
    assert_true(isinf(hours[2]) && isinf(hours[3]));
    rk_heat_hours_to_marks(&w, 40.0, 1.0, -23.0, hours);
    assert_true(isinf(hours[0]));
}

static const struct rk_heat_boiler boilers[] = {{1.0, RK_HEAT_RUNS},
                                                {2.0, RK_HEAT_NO_GAS},
                                                {2.0, RK_HEAT_NO_POWER},
                                                {2.0, RK_HEAT_BROKEN},
                                                {2.0, RK_HEAT_STANDS}};

static void every_cold_house_has_its_reason(void **state)
{
    (void)state;
    const struct rk_heat_house house[] = {
        {0, 300.0, 100.0, 40.0, RK_HEAT_WHOLE},  {1, 300.0, 50.0, 40.0, RK_HEAT_WHOLE},
        {2, 300.0, 40.0, 40.0, RK_HEAT_WHOLE},   {3, 300.0, 30.0, 40.0, RK_HEAT_WHOLE},
        {4, 300.0, 20.0, 40.0, RK_HEAT_WHOLE},   {0, 300.0, 10.0, 60.0, RK_HEAT_CUT_OFF},
        {-1, 300.0, 5.0, 30.0, RK_HEAT_WHOLE},   {0, 300.0, 0.0, 40.0, RK_HEAT_GONE},
        {1, 300.0, 60.0, 40.0, RK_HEAT_DRAINED},
    };
    const enum rk_heat_why why[] = {RK_HEAT_WARM,       RK_HEAT_WHY_GAS,    RK_HEAT_WHY_POWER,
                                    RK_HEAT_WHY_BOILER, RK_HEAT_WHY_STANDS, RK_HEAT_WHY_PIPE,
                                    RK_HEAT_WHY_NONE,   RK_HEAT_WHY_GONE,   RK_HEAT_WHY_PIPE};
    const struct rk_heat_balance b = {5, 9, boilers, house};
    struct rk_heat_verdict v;
    rk_assert_ok(rk_heat_balance_solve(&b, -10.0, &mem, tmp, &v, &err), err);
    for (int h = 0; h < 9; h++)
        assert_int_equal(v.why[h], why[h]);
    assert_int_equal(v.warm_houses, 1);
    assert_int_equal(v.cold_houses, 7);
    assert_int_equal(v.gone_houses, 1);
    rk_assert_near(v.cold_people, 215.0, 0.0);
    /* Soonest to freeze first; at equal hours more people first; the drained one is not listed.
     */
    const int32_t drain[] = {6, 1, 2, 3, 4, 5};
    assert_int_equal(v.drains, 6);
    for (int k = 0; k < 6; k++)
        assert_int_equal(v.drain[k], drain[k]);
    rk_assert_near(v.hours_to_freezing[6], 30.0 * log(28.0 / 11.0), 1e-9);
}

/* 1 MW for 1250 kW: 80 % each; at -10 °C they rest at 12.4 °C and never freeze. */
static void a_source_too_small_serves_all_its_houses_alike(void **state)
{
    (void)state;
    const struct rk_heat_house house[] = {{0, 1000.0, 100.0, 40.0, RK_HEAT_WHOLE},
                                          {0, 250.0, 20.0, 40.0, RK_HEAT_WHOLE}};
    const struct rk_heat_balance b = {5, 2, boilers, house};
    struct rk_heat_verdict v;
    rk_assert_ok(rk_heat_balance_solve(&b, -10.0, &mem, tmp, &v, &err), err);
    rk_assert_near(v.load_kw[0], 1250.0, 0.0);
    for (int h = 0; h < 2; h++) {
        assert_int_equal(v.why[h], RK_HEAT_PARTLY);
        rk_assert_near(v.share[h], 0.8, 1e-12);
        assert_true(isinf(v.hours_to_8c[h]));
    }
    assert_int_equal(v.drains, 0);
    rk_assert_near(v.partly_people, 120.0, 0.0);
}

static void a_stranger_is_refused(void **state)
{
    (void)state;
    struct rk_heat_house house = {5, 300.0, 1.0, 40.0, RK_HEAT_WHOLE};
    const struct rk_heat_balance b = {5, 1, boilers, &house};
    struct rk_heat_verdict v;
    assert_int_equal(rk_heat_balance_solve(&b, -10.0, &mem, tmp, &v, &err), RK_EINVAL);
    assert_string_equal(err.place, "house 0");
    house.source = 0;
    house.kw = (double)NAN;
    assert_int_equal(rk_heat_balance_solve(&b, -10.0, &mem, tmp, &v, &err), RK_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(houses_cool_as_the_table_says),
        cmocka_unit_test(the_published_schedule_is_met),
        cmocka_unit_test(degree_days_count_cold_days_only),
        cmocka_unit_test(a_changing_night_is_followed),
        cmocka_unit_test(half_the_heat_holds_a_house_above_freezing),
        cmocka_unit_test(every_cold_house_has_its_reason),
        cmocka_unit_test(a_source_too_small_serves_all_its_houses_alike),
        cmocka_unit_test(a_stranger_is_refused),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
