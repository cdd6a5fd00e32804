/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which value follows from what was said. */
#include "rk_test.h"

#include "rk_figures.h"
#include "rk_mortality.h"

static struct rk_figure_def def_of(enum rk_rule rule)
{
    return (struct rk_figure_def){.id = "x", .unit = "people", .rule = rule};
}

static struct rk_statement said(const char *claim, double low, double high, enum rk_bound bound,
                                rk_day day)
{
    return (struct rk_statement){.claim = rk_str_of(claim),
                                 .value_low = low,
                                 .value_high = high,
                                 .bound = bound,
                                 .as_of = {day, day},
                                 .in_scope = true};
}

static struct rk_figure settle(enum rk_rule rule, struct rk_statement *all, int32_t count)
{
    static struct rk_figure_def def;
    def = def_of(rule);
    struct rk_figure f = {.def = &def};
    rk_figure_settle(&f, all, count);
    return f;
}

static void the_latest_day_decides_and_a_near_other_count_contradicts(void **state)
{
    (void)state;
    struct rk_statement s[] = {said("a", 436, 436, RK_EXACT, 100),
                               said("b", 447, 447, RK_EXACT, 101),
                               said("c", 20, 20, RK_EXACT, 10)};
    const struct rk_figure f = settle(RK_RULE_LATEST, s, 3);
    assert_true(f.known && f.conflict);
    rk_assert_near(f.value, 447.0, 0.0);
    assert_true(s[1].used && s[0].differs && !s[2].differs); /* c speaks of another time */
    assert_int_equal(f.used_count, 1);
}

static void of_one_day_what_was_counted_stands_before_what_was_reported(void **state)
{
    (void)state;
    struct rk_statement s[] = {said("a", 10, 10, RK_EXACT, 100),
                               said("b", 12, 12, RK_EXACT, 100)};
    s[0].method = RK_STR("count");
    s[1].method = RK_STR("press");
    rk_assert_near(settle(RK_RULE_LATEST, s, 2).value, 10.0, 0.0);
    s[0].method = RK_STR("press"), s[1].method = RK_STR("count");
    rk_assert_near(settle(RK_RULE_LATEST, s, 2).value, 12.0, 0.0);
}

static void at_least_keeps_the_highest_bound_that_stands(void **state)
{
    (void)state;
    struct rk_statement s[] = {
        said("a", 1000, RK_NAN, RK_AT_LEAST, 50), said("b", 436, 436, RK_EXACT, 60),
        said("c", 1000, 1000, RK_ABOUT, 70), said("d", 5000, RK_NAN, RK_AT_LEAST, 80)};
    s[3].replaced_by = RK_STR("e"); /* corrected: falls, by a record */
    const struct rk_figure f = settle(RK_RULE_AT_LEAST, s, 4);
    rk_assert_near(f.value, 1000.0, 0.0);
    assert_true(isnan(f.high));
    assert_int_equal(f.bound, RK_AT_LEAST);
    assert_true(f.conflict && s[1].differs && !s[3].differs);
    assert_int_equal(f.as_of.first, 50); /* said as a bound, not "about" */
}

static void a_range_has_a_value_only_when_all_agree(void **state)
{
    (void)state;
    struct rk_statement s[] = {said("a", 90, 90, RK_EXACT, 50), said("b", 85, 85, RK_EXACT, 60),
                               said("c", 80, RK_NAN, RK_MORE_THAN, 40)};
    struct rk_figure f = settle(RK_RULE_RANGE, s, 3);
    assert_true(isnan(f.value) && f.conflict);
    rk_assert_near(f.low, 80.0, 0.0);
    rk_assert_near(f.high, 90.0, 0.0);
    assert_true(s[0].differs && s[1].differs && !s[2].differs); /* 85 and 90 are more than 80 */
    s[1].value_low = s[1].value_high = 90;
    f = settle(RK_RULE_RANGE, s, 2);
    rk_assert_near(f.value, 90.0, 0.0);
    assert_false(f.conflict);
}

static void what_is_elsewhere_undated_or_later_decides_nothing(void **state)
{
    (void)state;
    static const enum rk_rule rules[] = {RK_RULE_LATEST, RK_RULE_AT_LEAST, RK_RULE_RANGE};
    for (int r = 0; r < 3; r++) {
        struct rk_statement s[] = {said("a", 1, 1, RK_EXACT, 50), said("b", 2, 2, RK_EXACT, 50),
                                   said("c", 3, 3, RK_EXACT, 90)};
        s[0].in_scope = false;
        s[1].as_of = (struct rk_when){RK_DAY_NONE, RK_DAY_NONE};
        s[2].later = true;
        const struct rk_figure f = settle(rules[r], s, 3);
        assert_false(f.known);
        assert_true(isnan(f.value) && isnan(f.low) && isnan(f.high) && !f.conflict);
    }
}

static void where_somebody_counted_by_the_figures_own_definition_only_that_decides(void **state)
{
    (void)state;
    struct rk_statement s[] = {said("a", 46000, 46000, RK_ABOUT, 50),
                               said("b", 51000, 51000, RK_EXACT, 60), /* the whole hromada */
                               said("c", 46000, 46000, RK_EXACT, 40)};
    s[0].own = s[2].own = true;
    struct rk_figure f = settle(RK_RULE_LATEST, s, 3);
    rk_assert_near(f.value, 46000.0, 0.0);
    assert_true(s[0].used && !s[1].used && s[1].differs && f.conflict);
    f = settle(RK_RULE_RANGE, s, 3);
    rk_assert_near(f.high, 46000.0, 0.0);
    assert_true(s[1].differs && !s[0].differs);
    f = settle(RK_RULE_AT_LEAST, s, 3);
    rk_assert_near(f.value, 46000.0, 0.0);
    s[0].own = s[2].own = false;
    rk_assert_near(settle(RK_RULE_LATEST, s, 3).value, 51000.0, 0.0);
}

static void several_tasks_of_one_day_stand_together(void **state)
{
    (void)state;
    static struct rk_figure_def def = {.id = "x", .unit = "text", .rule = RK_RULE_LATEST};
    struct rk_statement s[] = {said("a", RK_NAN, RK_NAN, RK_STATE, 50),
                               said("b", RK_NAN, RK_NAN, RK_STATE, 50),
                               said("c", RK_NAN, RK_NAN, RK_STATE, 40)};
    s[0].text = RK_STR("medicines"), s[1].text = RK_STR("heating"), s[2].text = RK_STR("old");
    struct rk_figure f = {.def = &def};
    rk_figure_settle(&f, s, 3);
    assert_true(f.known && !f.conflict);
    assert_true(s[0].used && s[1].used && !s[2].used);
    def.unit = "state"; /* a state is one: two words for it contradict */
    rk_figure_settle(&f, s, 3);
    assert_true(f.conflict);
}

static void an_order_of_telling_changes_nothing(void **state)
{
    (void)state;
    static const enum rk_rule rules[] = {RK_RULE_LATEST, RK_RULE_AT_LEAST, RK_RULE_RANGE};
    for (int r = 0; r < 3; r++)
        for (int turn = 0; turn < 3; turn++) {
            const struct rk_statement all[] = {said("a", 7, 7, RK_EXACT, 50),
                                               said("b", 9, RK_NAN, RK_AT_LEAST, 51),
                                               said("c", 8, 12, RK_RANGE, 52)};
            struct rk_statement s[3];
            for (int i = 0; i < 3; i++)
                s[i] = all[(i + turn) % 3];
            const struct rk_figure f = settle(rules[r], s, 3);
            const double low[] = {8, 9, 7}, high[] = {12, RK_NAN, 12};
            rk_assert_near(f.low, low[r], 0.0);
            assert_true((isnan(f.high) && isnan(high[r])) || f.high == high[r]);
        }
}

static void made_again_from_the_used_statements_alone_the_value_is_the_same(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252u;
    for (int round = 0; round < 3000; round++) {
        struct rk_statement s[8], used[8];
        int32_t count = 0;
        for (int i = 0; i < 8; i++) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            const double low = (double)(seed % 20), width = (double)(seed / 32 % 3);
            const enum rk_bound bound = width > 0 ? RK_RANGE : RK_EXACT;
            s[i] = said("x", low, low + width, bound, (rk_day)(seed / 128 % 60));
            s[i].own = seed / 65536 % 4 == 0;
            if (seed / 8192 % 5 == 0)
                s[i].value_high = RK_NAN, s[i].bound = RK_AT_LEAST;
        }
        for (int rule = RK_RULE_LATEST; rule <= RK_RULE_RANGE; rule++) {
            const struct rk_figure f = settle((enum rk_rule)rule, s, 8);
            count = 0;
            for (int i = 0; i < 8; i++)
                if (s[i].used)
                    used[count++] = s[i];
            const struct rk_figure again = settle((enum rk_rule)rule, used, count);
            assert_int_equal(count, f.used_count);
            assert_true(f.known == again.known);
            assert_memory_equal(&f.low, &again.low, sizeof f.low);
            assert_memory_equal(&f.high, &again.high, sizeof f.high);
            assert_true((isnan(f.value) && isnan(again.value)) || f.value == again.value);
        }
    }
}

static void the_crude_mortality_rate_is_that_of_the_who_example(void **state)
{
    (void)state;
    /* 21 deaths, 13,500 people, one month: 0.5 per 10,000 per day */
    rk_assert_near(rk_mortality_crude(21, 13500, 30), 0.5, 0.05);
    rk_assert_near(rk_mortality_crude(21, 13500, 30), 210000.0 / 405000.0, 1e-15);
    assert_true(isnan(rk_mortality_crude(21, 0, 30)) && isnan(rk_mortality_crude(21, 100, 0)));
    assert_true(isnan(rk_mortality_crude(-1, 100, 30)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_day_decides_and_a_near_other_count_contradicts),
        cmocka_unit_test(of_one_day_what_was_counted_stands_before_what_was_reported),
        cmocka_unit_test(at_least_keeps_the_highest_bound_that_stands),
        cmocka_unit_test(a_range_has_a_value_only_when_all_agree),
        cmocka_unit_test(what_is_elsewhere_undated_or_later_decides_nothing),
        cmocka_unit_test(
            where_somebody_counted_by_the_figures_own_definition_only_that_decides),
        cmocka_unit_test(several_tasks_of_one_day_stand_together),
        cmocka_unit_test(an_order_of_telling_changes_nothing),
        cmocka_unit_test(made_again_from_the_used_statements_alone_the_value_is_the_same),
        cmocka_unit_test(the_crude_mortality_rate_is_that_of_the_who_example),
    };
    return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}
