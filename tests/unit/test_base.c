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

static int64_t resident_pages(void)
{
    long size = 0, resident = -1;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%ld %ld", &size, &resident) != 2)
        resident = -1;
    if (f)
        fclose(f);
    return resident;
}

static void room_takes_memory_only_where_it_is_written(void **state)
{
    (void)state;
    enum { LIMIT = 256 << 20, PAGE = 4096 };
    struct rk_arena mem = rk_arena_open(LIMIT);
    const int64_t before = resident_pages();
    char *room = rk_arena_room(&mem, LIMIT / 16, 16);
    assert_non_null(room);
    if (before >= 0) /* where the system tells it */
        assert_true(resident_pages() - before < LIMIT / PAGE / 4);
    room[LIMIT - 1] = 'x';
    assert_null(rk_arena_room(&mem, 1, 1));
    assert_true(mem.failed);
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

/* A reader of another language; the rows are made up. */
static const char *in_ukrainian(const char *english)
{
    static const char *const known[][2] = {
        {"%s: %d rows of %.*s, %5.2f, %" PRId64 " %c%%",
         "%s – рядків %d із %.*s, %.1f, %" PRId64 " %c %%"},
        {"\"%s\": %s", "«%s»: %s"},
        {"no such file", "такого файлу немає"},
        {"%d of %d", "%d із %s"},
        {"%td", "%d"},
        {"%*d|%-*s|%.*f", "%*d|%-*s|%.*f"},
        {"half full", "100 % повне"},
        {"not enough memory", "бракує пам’яті"},
        {"%d nodes", "вузлів: %d"},
        {"no memory for %d", "бракує пам’яті для %d"},
        {"standard input", "стандартний вхід"},
    };
    for (ptrdiff_t i = 0; i < RK_COUNT(known); i++)
        if (strcmp(known[i][0], english) == 0)
            return known[i][1];
    return english;
}

static int speak_english(void **state)
{
    (void)state;
    rk_err_translate = NULL;
    return 0;
}

static void an_error_speaks_the_readers_language(void **state)
{
    (void)state;
    struct rk_err err;
    char text[80];
    rk_err_translate = in_ukrainian;
    rk_said(text, sizeof text, "%s: %d rows of %.*s, %5.2f, %" PRId64 " %c%%", "a.csv", -3, 2,
            "xyz", 2.25, INT64_MIN, 'k');
    assert_string_equal(text, "a.csv – рядків -3 із xy, 2.2, -9223372036854775808 k %");
    rk_said(text, sizeof text, "%*d|%-*s|%.*f", 5, 42, 4, "a", 3, 1.0);
    assert_string_equal(text, "   42|a   |1.000");
    rk_said(text, sizeof text, "%02x %zu %lu %5s %g %08" PRIx32, 10u, (size_t)7, 8ul, "b", 0.5,
            (uint32_t)0xabcd);
    assert_string_equal(text, "0a 7 8     b 0.5 0000abcd");
    assert_int_equal(rk_fail(&err, RK_EIO, "standard input", "%s", "no such file"), RK_EIO);
    assert_string_equal(err.place, "стандартний вхід");
    assert_string_equal(err.text, "такого файлу немає");
}

static void what_stands_in_quotes_is_not_translated(void **state)
{
    (void)state;
    struct rk_err err;
    rk_err_translate = in_ukrainian;
    (void)rk_fail(&err, RK_EINVAL, "", "\"%s\": %s", "no such file", "no such file");
    assert_string_equal(err.text, "«no such file»: такого файлу немає");
    (void)rk_fail(&err, RK_EINVAL, "", "%.*s", 12, "no such file in the folder");
    assert_string_equal(err.text, "такого файлу немає");
    (void)rk_fail(&err, RK_EINVAL, "", "%s", "half full"); /* its row holds a lone % */
    assert_string_equal(err.text, "half full");
}

static void a_row_with_other_conversions_is_not_used(void **state)
{
    (void)state;
    struct rk_err err;
    rk_err_translate = in_ukrainian;
    (void)rk_fail(&err, RK_EINVAL, "", "%d of %d", 3, 4);
    assert_string_equal(err.text, "3 of 4");
    (void)rk_fail(&err, RK_EINVAL, "", "%td", (ptrdiff_t)5);
    assert_string_equal(err.text, "5");
}

static void a_lack_of_memory_is_called_so(void **state)
{
    (void)state;
    struct rk_err err;
    assert_int_equal(rk_fail(&err, RK_ENOMEM, "heat", "%d nodes", 12), RK_ENOMEM);
    assert_string_equal(err.text, "not enough memory: 12 nodes");
    (void)rk_fail(&err, RK_ENOMEM, "heat", "no memory for %d", 12);
    assert_string_equal(err.text, "no memory for 12");
    rk_err_translate = in_ukrainian;
    (void)rk_fail(&err, RK_ENOMEM, "heat", "%d nodes", 12);
    assert_string_equal(err.text, "бракує пам’яті: вузлів: 12");
    (void)rk_fail(&err, RK_ENOMEM, "heat", "no memory for %d", 12);
    assert_string_equal(err.text, "бракує пам’яті для 12");
    (void)rk_fail(&err, RK_EINVAL, "heat", "%d nodes", 12);
    assert_string_equal(err.text, "вузлів: 12");
}

static void a_text_keeps_to_its_room(void **state)
{
    (void)state;
    char text[40];
    rk_err_translate = in_ukrainian;
    for (size_t size = 1; size < sizeof text; size++) {
        memset(text, 'x', sizeof text);
        rk_said(text, size, "%d nodes", 1234567);
        assert_true(strlen(text) < size && text[size] == 'x');
        assert_true(strncmp(text, "вузлів: 1234567", strlen(text)) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_beyond_the_limit_is_refused_and_stays_refused),
        cmocka_unit_test(a_product_that_overflows_is_refused),
        cmocka_unit_test(memory_comes_zeroed_even_where_it_was_used_before),
        cmocka_unit_test(room_takes_memory_only_where_it_is_written),
        cmocka_unit_test(numbers_are_whole_texts_or_nothing),
        cmocka_unit_test(text_is_cut_trimmed_and_found),
        cmocka_unit_test(an_error_keeps_whole_characters),
        cmocka_unit_test_teardown(an_error_speaks_the_readers_language, speak_english),
        cmocka_unit_test_teardown(what_stands_in_quotes_is_not_translated, speak_english),
        cmocka_unit_test_teardown(a_row_with_other_conversions_is_not_used, speak_english),
        cmocka_unit_test_teardown(a_lack_of_memory_is_called_so, speak_english),
        cmocka_unit_test_teardown(a_text_keeps_to_its_room, speak_english),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
