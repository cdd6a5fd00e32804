/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_date.h"
#include "rk_random.h"
#include "rk_test.h"

#include <time.h>

/* A calendar that knows only how to go on by one day. */
static void next_day(int *year, int *month, int *day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    *day += 1;
    if (*day <= lengths[*month - 1] + (*month == 2 && leap))
        return;
    *day = 1;
    *month += 1;
    if (*month <= 12)
        return;
    *month = 1;
    *year += 1;
}

/* All days of 1800 to 2200, against that calendar and against the C library's gmtime. */
static void every_day_of_four_centuries_is_right(void **state)
{
    (void)state;
    int year = 1800, month = 1, day = 1, weekday = 3; /* 1 January 1800 was a Wednesday */
    int count = 0;
    for (rk_day d = rk_day_of(1800, 1, 1); year <= 2200; d++, count++) {
        int y, m, n;
        char iso[12], want[40];
        const time_t seconds = (time_t)d * 86400;
        struct tm tm;
        rk_day_split(d, &y, &m, &n);
        if (y != year || m != month || n != day)
            fail_msg("%d-%d-%d is split as %d-%d-%d", year, month, day, y, m, n);
        assert_int_equal(rk_day_of(year, month, day), d);
        assert_int_equal(rk_day_weekday(d), weekday);
        assert_non_null(gmtime_r(&seconds, &tm));
        assert_true(tm.tm_year + 1900 == y && tm.tm_mon + 1 == m && tm.tm_mday == n);
        assert_int_equal((tm.tm_wday + 6) % 7 + 1, weekday);
        rk_day_iso(d, iso);
        snprintf(want, sizeof want, "%04d-%02d-%02d", y, m, n);
        assert_string_equal(iso, want);
        next_day(&year, &month, &day);
        weekday = weekday % 7 + 1;
    }
    assert_int_equal(count,
                     401 * 365 + 97); /* 101 fourth years, of which 4 are no leap years */
}

static void assert_reads_back(struct rk_when when)
{
    char iso[24], again[24];
    struct rk_when got;
    rk_when_iso(when, iso);
    if (!rk_when_read(rk_str_of(iso), 0, &got) || got.first != when.first ||
        got.last != when.last)
        fail_msg("%s does not read back", iso);
    rk_when_iso(got, again);
    assert_string_equal(iso, again);
}

/* iso(read(iso(x))) == iso(x), for days, months, years and ranges. */
static void what_is_printed_reads_back_the_same(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(15);
    const rk_day first = rk_day_of(1, 1, 1), last = rk_day_of(9999, 12, 31);
    for (int i = 0; i < 20000; i++) {
        const rk_day a = (rk_day)(first + rk_random_below(&r, (int64_t)last - first + 1));
        const rk_day b = (rk_day)(a + rk_random_below(&r, (int64_t)last - a + 1));
        const rk_day near = a + (rk_day)rk_random_below(&r, 400);
        assert_reads_back((struct rk_when){a, a});
        assert_reads_back((struct rk_when){a, b});
        assert_reads_back((struct rk_when){a, near > last ? last : near});
    }
    for (int year = 1; year <= 9999; year += 37) {
        assert_reads_back((struct rk_when){rk_day_of(year, 1, 1), rk_day_of(year, 12, 31)});
        for (int month = 1; month < 12; month++)
            assert_reads_back(
                (struct rk_when){rk_day_of(year, month, 1), rk_day_of(year, month + 1, 1) - 1});
    }
}

static void instants_go_there_and_back(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(16);
    for (int i = 0; i < 50000; i++) {
        const int64_t seconds = rk_random_below(&r, INT64_C(8000000000)) - 4000000000;
        char iso[24], want[24];
        int64_t back = 0;
        const time_t t = (time_t)seconds;
        struct tm tm;
        rk_instant_iso(seconds, iso);
        assert_non_null(gmtime_r(&t, &tm));
        strftime(want, sizeof want, "%Y-%m-%dT%H:%M:%SZ", &tm);
        assert_string_equal(iso, want);
        assert_true(rk_instant_read(rk_str_of(iso), &back));
        assert_int_equal(back, seconds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_four_centuries_is_right),
        cmocka_unit_test(what_is_printed_reads_back_the_same),
        cmocka_unit_test(instants_go_there_and_back),
    };
    return cmocka_run_group_tests_name("date_days", tests, NULL, NULL);
}
