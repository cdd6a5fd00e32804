/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets of capture histories (rk_estimate_read.h): what is taken, what is refused and where.
 */
#include "rk_test.h"

#include "rk_estimate_read.h"

static struct rk_arena mem, fresh;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = fresh = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 26);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&fresh);
    rk_scratch_close(&tmp);
    return 0;
}

static int start_anew(void **state)
{
    (void)state;
    mem = fresh;
    return 0;
}

/* Lines of cells parted by commas; no quotes in these. */
static rk_status sheet_of(const char *text, struct rk_estimate_sheet **sheet)
{
    struct rk_str rest = rk_str_of(text);
    *sheet = NULL;
    for (int64_t line = 1; rest.at; line++) {
        struct rk_str row = rk_str_cut(&rest, '\n'), cells[40];
        int32_t count = 0;
        while (row.at && count < 40)
            cells[count++] = rk_str_cut(&row, ',');
        if (count == 1 && cells[0].len == 0)
            continue;
        const rk_status bad =
            *sheet ? rk_estimate_sheet_row(*sheet, line, cells, count, &err)
                   : rk_estimate_sheet_begin("t.csv", line, cells, count, &mem, sheet, &err);
        if (bad)
            return bad;
    }
    return RK_OK;
}

static rk_status read_by(const char *text, const char *lists, const char *by,
                         struct rk_estimate_read *out)
{
    struct rk_estimate_sheet *sheet;
    const char *columns[] = {by, by ? strchr(by, '+') : NULL};
    char first[40];
    if (columns[1]) {
        snprintf(first, sizeof first, "%.*s", (int)(columns[1] - by), by);
        columns[0] = first;
        columns[1]++;
    }
    const struct rk_estimate_columns c = {lists, columns, by ? columns[1] ? 2 : 1 : 0};
    const rk_status bad = sheet_of(text, &sheet);
    return bad ? bad : rk_estimate_sheet_read(sheet, &c, &mem, tmp, out, &err);
}

static int64_t people(const struct rk_estimate_table *t, uint32_t history)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < t->rows; i++)
        sum += t->history[i] == history ? t->n[i] : 0;
    return sum;
}

static void list_columns_are_found_by_what_they_hold(void **state)
{
    (void)state;
    struct rk_estimate_read r;
    rk_assert_ok(read_by("district,A,B,year,C,n\n"
                         "north,1,0,2022,0,12\n"
                         "north,0,1,2022,0,7\n"
                         "south,1,1,2023,0,3\n"
                         "south,0,0,2023,1,5\n"
                         "south,1,1,2022,0,4\n",
                         NULL, NULL, &r),
                 err);
    assert_int_equal(r.strata.count, 1);
    assert_string_equal(r.strata.names[0], "all");
    const struct rk_estimate_table *t = &r.strata.tables[0];
    assert_int_equal(t->lists, 3);
    assert_string_equal(t->names[0], "A");
    assert_string_equal(t->names[2], "C");
    assert_int_equal(t->rows, 4); /* equal histories are one */
    assert_int_equal(people(t, 3), 7);
    assert_int_equal(people(t, 4), 5);
    assert_int_equal(r.extra_count, 2);
    assert_string_equal(r.extra[0], "district");
    assert_string_equal(r.extra[1], "year");
}

static void lists_may_be_named(void **state)
{
    (void)state;
    struct rk_estimate_read r;
    rk_assert_ok(read_by("A,B,C,n\n1,0,0,5\n0,1,1,6\n1,0,1,7\n", "C, A", NULL, &r), err);
    assert_int_equal(r.strata.tables[0].lists, 2);
    assert_string_equal(r.strata.tables[0].names[0], "C");
    assert_int_equal(people(&r.strata.tables[0], 1), 6);
    assert_int_equal(people(&r.strata.tables[0], 3), 7);
}

static void strata_come_in_the_order_of_their_values(void **state)
{
    (void)state;
    struct rk_estimate_read r;
    rk_assert_ok(
        read_by("s,sex,A,B,n\n10,f,1,0,1\n9,m,0,1,2\n10,m,1,1,3\nold,f,1,0,4\n9,f,1,0,5\n",
                NULL, "s+sex", &r),
        err);
    assert_int_equal(r.strata.count, 5);
    assert_string_equal(r.strata.names[0], "9 / f");
    assert_string_equal(r.strata.names[1], "9 / m");
    assert_string_equal(r.strata.names[2], "10 / f");
    assert_string_equal(r.strata.names[4], "old / f");
    assert_int_equal(people(&r.strata.tables[3], 3), 3);
    assert_null(r.strata.unknown);
}

static void empty_and_unknown_strata_are_kept_apart(void **state)
{
    (void)state;
    struct rk_estimate_read r;
    rk_assert_ok(
        read_by("place,A,B,n\nnorth,1,0,1\n,0,1,2\nNA,1,1,4\n?,1,0,8\nневідомо,0,1,16\n"
                "Unknown,1,1,32\nsouth,0,1,64\n",
                NULL, "place", &r),
        err);
    assert_int_equal(r.strata.count, 2);
    assert_non_null(r.strata.unknown);
    assert_int_equal(people(r.strata.unknown, 1), 8);
    assert_int_equal(people(r.strata.unknown, 2), 18);
    assert_int_equal(people(r.strata.unknown, 3), 36);
}

static void refused(const char *text, const char *lists, const char *by, const char *place,
                    const char *what)
{
    struct rk_estimate_read r;
    mem = fresh;
    assert_int_equal(read_by(text, lists, by, &r), RK_EINVAL);
    if (strcmp(err.place, place) != 0 || !strstr(err.text, what))
        fail_msg("said \"%s: %s\", expected \"%s: …%s…\"", err.place, err.text, place, what);
}

static void what_is_wrong_is_said_with_row_and_column(void **state)
{
    (void)state;
    refused("A,B,C,n\n1,0,0,5\n0,1,0,-3\n", NULL, NULL, "t.csv:3: n", "\"-3\"");
    refused("A,B,C,n\n1,0,0,5\n0,1,0,2.5\n", NULL, NULL, "t.csv:3: n", "whole number");
    refused("A,B,C,n\n1,0,0,5\n0,1,0,\n", NULL, NULL, "t.csv:3: n", "empty");
    refused("A,B,C,n\n1,0,0,5\n0,1,0,99999999999999999999\n", NULL, NULL, "t.csv:3: n",
            "whole");
    refused("A,B,C,n\n1,0,0,5\n0,2,1,3\n0,1,1,3\n", NULL, NULL, "t.csv:3: B", "\"2\"");
    refused("A,B,C,n\n1,0,0,5\n0,yes,1,3\n", "A,B,C", NULL, "t.csv:3: B", "\"yes\"");
    refused("A,B,C,n\n1,0,0,5\n0,1,,3\n1,1,1,2\n", NULL, NULL, "t.csv:3: C", "empty");
    refused("A,B,C,n\n1,0,0,5\n1,0\n", NULL, NULL, "t.csv:3: n", "empty");
    refused("A,B,C,n\n1,0,0,5\n0,0,0,3\n", NULL, NULL, "t.csv:3: n", "on no list");
    refused("A,B,C,n\n1,0,0,5\n,0,1,0,3\n", NULL, NULL, "t.csv:3", "shifted");
    refused("A,B,C\n1,0,0\n", NULL, NULL, "t.csv:1", "no column n");
    refused("A,B,B,n\n1,0,0,4\n", NULL, NULL, "t.csv:1: B", "second");
    refused("A,B,C,n\n1,0,0,4\n", "A,X", NULL, "t.csv:1", "\"X\"");
    refused("A,B,C,n\n1,0,0,4\n", "A,A", NULL, "t.csv:1: A", "twice");
    refused("A,B,C,n\n1,0,0,4\n", "A,n", NULL, "t.csv:1", "\"n\"");
    refused("A,B,C,n\n1,0,0,4\n", NULL, "where", "t.csv:1", "\"where\"");
    refused("A,B,C,n\n1,0,0,4\n", "A,B,C", "C", "t.csv:1: C", "both");
    refused("x,n\na,4\nb,5\n", NULL, NULL, "t.csv:1", "0 and 1");
    refused("A,B,C,n\n", NULL, NULL, "t.csv", "no row");
    refused("A,B,C,n\n0,0,0,0\n", NULL, NULL, "t.csv", "nobody");
    refused("p,A,B,C,n\n,1,0,1,3\n", NULL, "p", "t.csv", "known");
}

static void trailing_empty_cells_and_rows_of_nobody_do_no_harm(void **state)
{
    (void)state;
    struct rk_estimate_read r;
    rk_assert_ok(read_by("A,B,C,n,,\n1,0,0,5,,\n0,1,1,6\n0,0,0,0\n1,1,0,0\n", NULL, NULL, &r),
                 err);
    assert_int_equal(r.strata.tables[0].rows, 3);
    assert_int_equal(people(&r.strata.tables[0], 3), 0);
}

static void many_rows_and_words_find_room(void **state)
{
    (void)state;
    struct rk_estimate_sheet *sheet;
    const struct rk_str header[] = {RK_STR("who"), RK_STR("A"), RK_STR("B"), RK_STR("n")};
    rk_assert_ok(rk_estimate_sheet_begin("t.csv", 1, header, 4, &mem, &sheet, &err), err);
    for (int i = 0; i < 20000; i++) {
        char who[16];
        snprintf(who, sizeof who, "p%d", i % 7000);
        const struct rk_str cells[] = {rk_str_of(who), i % 2 ? RK_STR("1") : RK_STR("0"),
                                       i % 2 && i % 3 ? RK_STR("0") : RK_STR("1"), RK_STR("2")};
        rk_assert_ok(rk_estimate_sheet_row(sheet, i + 2, cells, 4, &err), err);
    }
    struct rk_estimate_read r;
    const char *by[] = {"who"};
    const struct rk_estimate_columns c = {NULL, by, 1};
    rk_assert_ok(rk_estimate_sheet_read(sheet, &c, &mem, tmp, &r, &err), err);
    assert_int_equal(r.strata.count, 7000);
    int64_t sum = 0;
    for (int32_t s = 0; s < r.strata.count; s++)
        for (uint32_t h = 1; h < 4; h++)
            sum += people(&r.strata.tables[s], h);
    assert_int_equal(sum, 40000);
}

static void too_little_memory_is_said(void **state)
{
    (void)state;
    int failures = 0;
    for (ptrdiff_t room = 1; room < 1 << 20; room = room * 5 / 4 + 7) {
        struct rk_estimate_read r;
        mem = (struct rk_arena){fresh.base, fresh.base, fresh.base + room, false};
        const rk_status status = read_by("s,A,B,n\nx,1,0,5\ny,0,1,6\nx,1,1,2\n", NULL, "s", &r);
        if (status == RK_OK)
            break;
        assert_int_equal(status, RK_ENOMEM);
        failures++;
    }
    assert_true(failures > 5);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, start_anew)
    const struct CMUnitTest tests[] = {
        TEST(list_columns_are_found_by_what_they_hold),
        TEST(lists_may_be_named),
        TEST(strata_come_in_the_order_of_their_values),
        TEST(empty_and_unknown_strata_are_kept_apart),
        TEST(what_is_wrong_is_said_with_row_and_column),
        TEST(trailing_empty_cells_and_rows_of_nobody_do_no_harm),
        TEST(many_rows_and_words_find_room),
        TEST(too_little_memory_is_said),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
