/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

static void memory_beyond_the_limit_is_refused_and_stays_refused(void **state)
{
    (void)state;
    struct rk_arena mem = rk_arena_open(64);
    assert_non_null(RK_NEW(&mem, char, 40));
    assert_null(RK_NEW(&mem, char, 40));
    assert_true(mem.failed);
    assert_null(RK_NEW(&mem, char, 1));
    rk_arena_close(&mem);
    struct rk_arena none = rk_arena_open(0);
    assert_true(none.failed);
}

static void a_product_that_overflows_is_refused(void **state)
{
    (void)state;
    struct rk_arena mem = rk_arena_open(1 << 12);
    assert_null(rk_arena_take(&mem, PTRDIFF_MAX / 2, 16));
    mem.failed = false;
    assert_null(rk_arena_take(&mem, -1, 16));
    rk_arena_close(&mem);
}

static void memory_comes_zeroed_even_where_it_was_used_before(void **state)
{
    (void)state;
    struct rk_arena mem = rk_arena_open(1 << 12);
    struct rk_arena copy = mem;
    memset(RK_NEW(&copy, char, 100), 7, 100);
    const char *again = RK_NEW(&mem, char, 100);
    for (int i = 0; i < 100; i++)
        assert_int_equal(again[i], 0);
    rk_arena_close(&mem);
}

static void numbers_are_whole_texts_or_nothing(void **state)
{
    (void)state;
    int64_t n = 5;
    double x = 5;
    assert_true(rk_str_int(RK_STR("-9223372036854775808"), &n) && n == INT64_MIN);
    assert_true(rk_str_int(RK_STR("9223372036854775807"), &n) && n == INT64_MAX);
    assert_false(rk_str_int(RK_STR("9223372036854775808"), &n));
    assert_false(rk_str_int(RK_STR(""), &n));
    assert_false(rk_str_int(RK_STR("-"), &n));
    assert_false(rk_str_int(RK_STR("12 "), &n));
    assert_true(rk_str_double(RK_STR("-1.5e3"), &x) && x == -1500.0);
    assert_false(rk_str_double(RK_STR("1,5"), &x));
    assert_false(rk_str_double(RK_STR("0x10"), &x));
    assert_false(rk_str_double(RK_STR("nan"), &x));
    assert_false(rk_str_double(RK_STR("1e999"), &x));
    assert_false(rk_str_double(RK_STR("e"), &x));
}

static void text_is_cut_trimmed_and_found(void **state)
{
    (void)state;
    struct rk_str rest = RK_STR("a,b,");
    rk_assert_str(rk_str_cut(&rest, ','), "a");
    rk_assert_str(rk_str_cut(&rest, ','), "b");
    assert_non_null(rest.at);
    rk_assert_str(rk_str_cut(&rest, ','), "");
    assert_null(rest.at);
    rk_assert_str(rk_str_trim(RK_STR(" \xC2\xA0\tх \n\xC2\xA0")), "х");
    assert_int_equal(rk_str_find(RK_STR("ранок"), RK_STR("нок")), 4);
    assert_true(rk_str_cmp(RK_STR("a"), RK_STR("ab")) < 0);
}

static void an_error_keeps_whole_characters(void **state)
{
    (void)state;
    struct rk_err err;
    char long_text[2 * RK_ERR_TEXT + 2] = "a"; /* shifts the two-byte letters off the edge */
    for (size_t i = 1; i + 2 < sizeof long_text; i += 2)
        memcpy(long_text + i, "ї", 3);
    assert_int_equal(rk_fail(&err, RK_EINVAL, "x.csv:2", "%s", long_text), RK_EINVAL);
    const size_t len = strlen(err.text);
    assert_true(len > RK_ERR_TEXT - 4);
    assert_int_equal((len - 1) % 2, 0);
    assert_int_equal(rk_fail(NULL, RK_EIO, NULL, "%d", 1), RK_EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_beyond_the_limit_is_refused_and_stays_refused),
        cmocka_unit_test(a_product_that_overflows_is_refused),
        cmocka_unit_test(memory_comes_zeroed_even_where_it_was_used_before),
        cmocka_unit_test(numbers_are_whole_texts_or_nothing),
        cmocka_unit_test(text_is_cut_trimmed_and_found),
        cmocka_unit_test(an_error_keeps_whole_characters),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
