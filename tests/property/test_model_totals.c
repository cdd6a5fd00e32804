/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whatever the seed and the size, the town fits what was published of the real one. The ranges
 * are those of data/izium/ (docs/methods/model-town.md, 2); the table is printed.
 */
#include "rk_test.h"
#include "rk_model_truth.h"

static struct rk_err err;

static int fit(int64_t people, uint64_t seed, bool print)
{
    struct rk_arena keep = rk_arena_open((ptrdiff_t)1 << 30);
    struct rk_scratch tmp = rk_scratch_open((ptrdiff_t)1 << 30);
    const struct rk_model_options options = {people, seed};
    const struct rk_model *m = NULL;
    rk_assert_ok(rk_model_make(&options, &keep, tmp, NULL, &m, &err), err);
    int32_t count = 0;
    const struct rk_model_total *t = rk_model_totals(m, &keep, &count);
    int bad = 0;
    for (int32_t i = 0; i < count; i++) {
        const bool out = !(t[i].value >= t[i].low && t[i].value <= t[i].high);
        if (print || out)
            print_message("%-32s %10.5g … %-10.5g %10.6g %-13s %s%s\n", t[i].name, t[i].low,
                          t[i].high, t[i].value, t[i].unit, t[i].source,
                          out ? "   OUT OF RANGE" : "");
        bad += out;
    }
    if (bad)
        print_message("people %d, seed %d\n", (int)people, (int)seed);
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    assert_true(count > 30);
    return bad;
}

static void the_town_fits_what_was_published(void **state)
{
    (void)state;
    int bad = fit(46000, 1, true);
    for (uint64_t seed = 2; seed <= 12; seed++)
        bad += fit(46000, seed, false);
    assert_int_equal(bad, 0);
}

static void so_does_a_larger_one(void **state)
{
    (void)state;
    assert_int_equal(fit(138000, 5, false) + fit(460000, 6, false), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_town_fits_what_was_published),
                                       cmocka_unit_test(so_does_a_larger_one)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
