/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In which order the heat comes back, in towns small enough to be planned by hand. Hours of
 * work as in docs/methods/counting.md, "In which order the heat comes back".
 */
#include "run_program.h"

static char out[1 << 22];

static void put(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s.%s", town, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void take(const char *name, const char *options)
{
    const int code = run_shell(out, sizeof out, "%s import %s.%s --town %s %s 2>&1", PROGRAM,
                               town, name, town, options);
    if (code)
        fail_msg("%s: %s", name, out);
}

static void climate(void)
{
    const int code = run_shell(
        out, sizeof out, "%s import data/izium/climate_norm.csv --town %s 2>&1", PROGRAM, town);
    if (code)
        fail_msg("climate: %s", out);
}

/* No-break spaces of `out` become blanks. */
static void make_plain(void)
{
    char *to = out;
    for (const char *at = out; *at; at++) {
        const bool joined = (unsigned char)at[0] == 0xC2 && (unsigned char)at[1] == 0xA0;
        *to++ = joined ? ' ' : *at;
        at += joined;
    }
    *to = '\0';
}

/* The list of the sheet with that id, as JSON; NULL: there is none. */
static const char *list_of(const char *day, const char *id)
{
    char key[80];
    assert_int_equal(run_shell(out, sizeof out,
                               "%s sheet --json --lang en --day %s --town %s 2>&1", PROGRAM,
                               day, town),
                     0);
    make_plain();
    snprintf(key, sizeof key, "\"id\":\"%s\"", id);
    return strstr(out, key);
}

/* Row `n` of the list, from 0, begins so. */
static void row_is(const char *list, int n, const char *expected)
{
    char row[1000];
    size_t len = 0;
    const char *at = strstr(list, "\"rows\":[[");
    assert_non_null(at);
    at += 8;
    for (int i = 0; i < n && at; i++) {
        at = strstr(at + 1, "],[");
        at = at ? at + 2 : NULL;
    }
    if (!at) {
        fail_msg("row %d is not there", n);
        return;
    }
    for (; *at && len + 2 < sizeof row && (len < 2 || row[len - 1] != ']'); at++)
        row[len++] = *at;
    row[len] = '\0';
    if (strncmp(row, expected, strlen(expected)) != 0)
        fail_msg("row %d is %s, expected %s", n, row, expected);
}

static int32_t rows_of(const char *list)
{
    int32_t rows = 1;
    const char *at = strstr(list, "\"rows\":[["), *end = strstr(list, "]],\"title\"");
    assert_true(at && end && at < end);
    while ((at = strstr(at + 1, "],[")) && at < end)
        rows++;
    return rows;
}

static double number_after(const char *at, const char *key)
{
    at = strstr(at, key);
    assert_non_null(at);
    at += strlen(key);
    return strncmp(at, "null", 4) == 0 ? RK_NAN : strtod(at, NULL);
}

static void warm_by_frost(const char *day, double low, double high)
{
    assert_int_equal(run_shell(out, sizeof out, "%s figures --json --day %s --town %s 2>&1",
                               PROGRAM, day, town),
                     0);
    const char *at = strstr(out, "\"id\":\"heat.warm_by_frost\"");
    assert_non_null(at);
    const double got_low = number_after(at, "\"low\":");
    const double got_high = number_after(at, "\"high\":");
    const bool same =
        isnan(low) ? isnan(got_low) && isnan(got_high) : got_low == low && got_high == high;
    if (!same)
        fail_msg("on %s %g to %g, expected %g to %g", day, got_low, got_high, low, high);
}

#define CREW_HEAD "Бригада,Фах,Чи працює,Зміна\n"
#define HOUSE_HEAD                                                                                                                                                        \
    "Номер будинку в переліку,Адреса,№ котельні,Теплове навантаження кВт,Мешканців,Поверхів," \
    "Стан опалення,Внутрішні труби\n"
#define SOURCE_HEAD                                                                                                       \
    "№ котельні,Теплова потужність МВт,Паливо,Стан,Газопостачання," \
    "Може запрацювати не раніше\n"

static void put_four_houses(void)
{
    put("s.csv", SOURCE_HEAD "1,2,природний газ,працює,є,\n"
                             "2,2,природний газ,працює,є,\n");
    put("h.csv", HOUSE_HEAD "11,\"вул. Вигадана, 1\",1,100,100,5,не опалюється,справний\n"
                            "12,\"вул. Вигадана, 2\",1,100,60,5,злито,справний\n"
                            "13,\"вул. Вигадана, 3\",2,100,200,5,не опалюється,пошкоджено\n"
                            "14,\"вул. Вигадана, 4\",2,100,30,5,не опалюється,справний\n");
}

/*
 * Work: 11 is opened, 2 h; 12 filled and opened, 5 h; 13 mended, filled, opened: 8 + 5 + 3 + 2
 * = 18 h; 14 opened, 2 h. People for an hour of work: 50, 12, 11.1, 15. One crew without travel
 * is best in that order (Smith 1956): 11, 14, 12, 13, done at hours 2, 4, 9 and 27.
 */
static void one_crew_warms_most_people_for_an_hour_first(void **state)
{
    (void)state;
    put_four_houses();
    put("c.csv", CREW_HEAD "Трубники,труби й теплотраси,працює,цілодобово\n");
    take("s.csv", "--as heat_source --source utility --day 2022-11-01");
    take("h.csv", "--as house --source utility --day 2022-11-02");
    take("c.csv", "--as crew --source utility --day 2022-11-03");
    const char *list = list_of("2022-11-07", "cold.schedule");
    assert_non_null(list);
    assert_int_equal(rows_of(list), 4);
#define ROW(n, what, to, people)                                                               \
    "[\"Трубники\",\"" n "\",\"" what "\",\"2022-11-07\",\"" to "\",\"" people "\",\"" to "\"" \
    ","
    row_is(list, 0,
           ROW("1", "open, let the air out: house 11, вул. Вигадана, 1", "2022-11-07", "100"));
    row_is(list, 1,
           ROW("2", "open, let the air out: house 14, вул. Вигадана, 4", "2022-11-07", "30"));
    row_is(list, 2,
           ROW("3", "fill, open, let the air out: house 12, вул. Вигадана, 2", "2022-11-07",
               "60"));
    row_is(list, 3,
           ROW("4", "mend the pipes, fill, open: house 13, вул. Вигадана, 3", "2022-11-08",
               "200"));
    assert_null(list_of("2022-11-07", "cold.stays_cold"));
}

/* The same work from 8 to 17: 2 + 2 + 5 hours are the first day, 18 more the next two. */
static void a_crew_works_in_its_shift(void **state)
{
    (void)state;
    put_four_houses();
    put("c.csv", CREW_HEAD "Трубники,труби й теплотраси,працює,08–17\n"
                           "Покрівельники,покрівлі й вікна,працює,08–17\n"
                           "Інші,труби й теплотраси,не працює,08–17\n");
    take("s.csv", "--as heat_source --source utility --day 2022-11-01");
    take("h.csv", "--as house --source utility --day 2022-11-02");
    take("c.csv", "--as crew --source utility --day 2022-11-03");
    const char *list = list_of("2022-11-07", "cold.schedule");
    assert_non_null(list);
    assert_int_equal(rows_of(list), 4);
    row_is(list, 2,
           ROW("3", "fill, open, let the air out: house 12, вул. Вигадана, 2", "2022-11-07",
               "60"));
    row_is(list, 3,
           "[\"Трубники\",\"4\",\"mend the pipes, fill, open: house 13, вул. Вигадана, 3\","
           "\"2022-11-08\",\"2022-11-09\",\"200\",\"2022-11-09\",");
}

static void without_a_crew_nothing_is_planned_and_it_is_said(void **state)
{
    (void)state;
    put_four_houses();
    take("s.csv", "--as heat_source --source utility --day 2022-11-01");
    take("h.csv", "--as house --source utility --day 2022-11-02");
    climate();
    assert_null(list_of("2022-11-07", "cold.schedule"));
    const char *list = list_of("2022-11-07", "cold.stays_cold");
    assert_non_null(list);
    assert_int_equal(rows_of(list), 2);
    row_is(list, 0,
           "[\"boiler house 2\",\"2\",\"230\",\"no crew that can do it is on record\"");
    row_is(list, 1,
           "[\"boiler house 1\",\"2\",\"160\",\"no crew that can do it is on record\"");
    warm_by_frost("2022-11-07", RK_NAN, RK_NAN);
    char pdf[64];
    snprintf(pdf, sizeof pdf, "%s.o.pdf", town);
    assert_int_equal(
        run_shell(out, sizeof out, "%s print orders -o %s --town %s 2>&1", PROGRAM, pdf, town),
        1);
    assert_non_null(strstr(out, "no work can be planned"));
}

/*
 * By the norm the mean falls to 0 °C on 23 November (1 °C on the 16th, −3.7 °C 30 days
 * later: 6.4 days). Boiler house 2 needs repair: 40 + 4 × 2 + 20 = 68 h, then its house 2 h: 70
 * h. From the 20th at 0 h until the 23rd there are 72: in time as assumed and with 30 % less
 * (49 h), not with 30 % more (91 h). Boiler house 3 may not start before the 24th; 4 is lost.
 */
static void put_town_before_the_frost(void)
{
    put("s.csv", SOURCE_HEAD "1,2,природний газ,працює,є,\n"
                             "2,2,вугілля,потребує ремонту,є,\n"
                             "3,2,природний газ,\"не працює, може бути запущено\",немає,"
                             "24.11.2022\n"
                             "4,2,природний газ,зруйновано,немає,\n");
    put("h.csv", HOUSE_HEAD "11,\"вул. Вигадана, 1\",1,100,100,5,опалюється,справний\n"
                            "12,\"вул. Вигадана, 2\",2,100,60,5,не опалюється,справний\n"
                            "13,\"вул. Вигадана, 3\",3,100,200,5,не опалюється,справний\n"
                            "14,\"вул. Вигадана, 4\",4,100,30,5,не опалюється,справний\n");
    put("c.csv", CREW_HEAD "Трубники,труби й теплотраси,працює,цілодобово\n"
                           "Котельники,котельні,працює,цілодобово\n");
    take("s.csv", "--as heat_source --source utility --day 2022-11-01");
    take("h.csv", "--as house --source utility --day 2022-11-02");
    take("c.csv", "--as crew --source utility --day 2022-11-03");
    climate();
}

static void a_plan_that_hangs_on_hours_gives_a_range(void **state)
{
    (void)state;
    put_town_before_the_frost();
    warm_by_frost("2022-11-20", 1, 2);
    warm_by_frost("2022-11-10", 2, 2);
    warm_by_frost("2022-11-22", 1, 1);
    const char *list = list_of("2022-11-20", "cold.schedule");
    assert_non_null(list);
    assert_int_equal(rows_of(list), 4);
    row_is(list, 0,
           "[\"Трубники\",\"1\",\"open, let the air out: house 12, вул. Вигадана, 2\","
           "\"2022-11-22\",\"2022-11-22\",\"60\",\"2022-11-22\",");
    row_is(list, 1,
           "[\"Трубники\",\"2\",\"open, let the air out: house 13, вул. Вигадана, 3\","
           "\"2022-11-23\",\"2022-11-23\",\"200\",\"2022-11-24\",");
    row_is(list, 2,
           "[\"Котельники\",\"1\",\"mend, test by pressure, fill, make ready: boiler house 2\","
           "\"2022-11-20\",\"2022-11-22\",\"60\",\"2022-11-22\",");
    row_is(
        list, 3,
        "[\"Котельники\",\"2\",\"look over, test by pressure, fill, make ready: boiler house "
        "3\",\"2022-11-22\",\"2022-11-23\",\"200\",\"2022-11-24\",\"waits for gas\"");
    list = list_of("2022-11-20", "cold.stays_cold");
    assert_non_null(list);
    assert_int_equal(rows_of(list), 1);
    row_is(list, 0, "[\"boiler house 4\",\"1\",\"30\",\"boiler house destroyed\"");
}

/* 150 kW for two houses of 100 kW; and 100 houses of 18 h each for one crew of 9 h a day. */
static void what_is_too_small_and_what_comes_too_late_are_told_apart(void **state)
{
    (void)state;
    char text[30000];
    struct rk_buf b = {.at = text, .cap = sizeof text - 1};
    put("s.csv", SOURCE_HEAD "1,0.15,вугілля,працює,є,\n"
                             "2,500,вугілля,працює,є,\n");
    rk_buf_c(&b, HOUSE_HEAD);
    rk_buf_c(&b, "1,\"вул. Вигадана, 1\",1,100,9000,5,не опалюється,справний\n"
                 "2,\"вул. Вигадана, 2\",1,100,8000,5,не опалюється,справний\n");
    for (int i = 3; i < 103; i++)
        rk_buf_printf(&b, "%d,\"вул. Вигадана, %d\",2,100,50,5,не опалюється,пошкоджено\n", i,
                      i);
    text[b.len] = '\0';
    assert_false(b.failed);
    put("h.csv", text);
    put("c.csv", CREW_HEAD "Трубники,труби й теплотраси,працює,08–17\n");
    take("s.csv", "--as heat_source --source utility --day 2022-11-01");
    take("h.csv", "--as house --source utility --day 2022-11-02");
    take("c.csv", "--as crew --source utility --day 2022-11-03");
    const char *list = list_of("2022-11-07", "cold.stays_cold");
    assert_non_null(list);
    assert_int_equal(rows_of(list), 2);
    row_is(list, 0, "[\"boiler house 1\",\"1\",\"8,000\",\"boiler house too small\"");
    /* 120 days of 9 h: 1080 h, 2 + 2 h for the first two: 59 houses of 18 h, 41 are left */
    row_is(list, 1,
           "[\"boiler house 2\",\"41\",\"2,050\",\"too few crews to come to it this winter\"");
}

/* Gas is off and no day is said, or the day has passed: nobody can say when. */
static void a_boiler_house_without_gas_and_without_a_day_stays_cold(void **state)
{
    (void)state;
    put_town_before_the_frost();
    const char *list = list_of("2022-11-24", "cold.stays_cold");
    assert_non_null(list);
    row_is(list, 0, "[\"boiler house 3\",\"1\",\"200\",\"no gas, and no day is said\"");
}

/* Boiler house 2 serves 90 patients: as 900 residents it goes before 300 on boiler house 1,
 * though its work is the same; without them it would come second. */
static void the_hospital_counts_by_its_weight(void **state)
{
    (void)state;
    put("s.csv", SOURCE_HEAD "1,2,вугілля,\"не працює, може бути запущено\",є,\n"
                             "2,2,вугілля,\"не працює, може бути запущено\",є,\n");
    put("h.csv", HOUSE_HEAD "11,\"вул. Вигадана, 1\",1,100,300,5,не опалюється,справний\n");
    put("c.csv", CREW_HEAD "Трубники,труби й теплотраси,працює,цілодобово\n"
                           "Котельники,котельні,працює,цілодобово\n");
    put("f.csv", "Код закладу,Назва закладу,Вид закладу,Чи працює,Пацієнтів у стаціонарі,"
                 "Котельня\n"
                 "1,Вигадана лікарня,лікарня,працює,90,2\n");
    take("s.csv", "--as heat_source --source utility --day 2022-11-01");
    take("h.csv", "--as house --source utility --day 2022-11-02");
    take("c.csv", "--as crew --source utility --day 2022-11-03");
    const char *list = list_of("2022-11-07", "cold.schedule");
    assert_non_null(list);
    row_is(list, 1,
           "[\"Котельники\",\"1\",\"look over, test by pressure, fill, make ready: boiler "
           "house 1\"");
    take("f.csv", "--as facility --source council --day 2022-11-04");
    list = list_of("2022-11-07", "cold.schedule");
    assert_non_null(list);
    row_is(list, 1,
           "[\"Котельники\",\"1\",\"look over, test by pressure, fill, make ready: boiler "
           "house 2\",\"2022-11-07\",\"2022-11-07\",\"90\",\"2022-11-07\",\"the hospital "
           "first\"");
}

#define PIPE_HEAD                                                                              \
    "Номер ділянки,Від вузла,До вузла,№ котельні,\"Довжина, м\",\"Ду, мм\",Ізоляція,Стан\n"

/*
 * 200 m of 80 mm, then 20 m of 50 mm to house 11; the pipe to house 12 is broken, and nobody
 * knows how long and wide it is: as long as the other branch, 20 m. Loss 1.5 W/m2K over pi
 * (0.08 200 + 0.05 20) m2 = 80.1 W/K each way: of 95 C 93.3 C arrive, 1.02 kg/s; supply loses
 * 7.2 kW and return 5.2 kW of the 112 kW given.
 */
static void pipes_that_are_known_are_solved_and_gaps_are_said(void **state)
{
    (void)state;
    put("s.csv", SOURCE_HEAD "1,2,природний газ,працює,є,\n");
    put("h.csv", HOUSE_HEAD "11,\"вул. Вигадана, 1\",1,100,100,5,не опалюється,справний\n"
                            "12,\"вул. Вигадана, 2\",1,100,60,5,не опалюється,справний\n");
    put("p.csv", PIPE_HEAD "Д-1,К-1,ТК-1,1,200,80,мінеральна вата,справна\n"
                           "Д-2,ТК-1,11,1,20,50,мінеральна вата,справна\n"
                           "Д-3,ТК-1,12,1,,,мінеральна вата,пошкоджена\n");
    take("s.csv", "--as heat_source --source utility --day 2022-11-01");
    take("h.csv", "--as house --source utility --day 2022-11-02");
    assert_null(list_of("2022-11-07", "cold.network"));
    take("p.csv", "--as pipe --source utility --day 2022-11-03");
    const char *list = list_of("2022-11-07", "cold.network");
    assert_non_null(list);
    assert_int_equal(rows_of(list), 1);
    row_is(list, 0,
           "[\"boiler house 1\",\"0.24\",\"1 / 0\",\"lengths 1, widths 1\",\"200\",\"11\","
           "\"93\",\"1\"]");
    assert_non_null(strstr(list, "The answer stays the same"));
}

/* As the first town of this file, where no forecast is: by both figures the same hours. */
static void the_planners_figure_stands_beside_the_simulators(void **state)
{
    (void)state;
    put_four_houses();
    put("c.csv", CREW_HEAD "Трубники,труби й теплотраси,працює,цілодобово\n");
    take("s.csv", "--as heat_source --source utility --day 2022-11-01");
    take("h.csv", "--as house --source utility --day 2022-11-02");
    take("c.csv", "--as crew --source utility --day 2022-11-03");
    assert_non_null(list_of("2022-11-07", "cold.schedule"));
    /* 100 people wait 2 h, 30 for 4, 60 for 9, 200 for 27. */
    const char *note = strstr(out, "by the planner");
    assert_non_null(note);
    assert_int_equal(
        strncmp(note, "by the planner 6,260; lived through house by house 6,260.",
                strlen("by the planner 6,260; lived through house by house 6,260.")),
        0);
    /* Two crews: 13 at once, done at 18; beside it 11, 14 and 12 at 2, 4 and 9: 1,800 fewer. */
    assert_non_null(strstr(note, "One more crew like «Трубники», would save"));
    assert_non_null(strstr(note, "at least: 1,800."));
}

static void orders_are_printed_alike_for_any_number_of_threads(void **state)
{
    (void)state;
    put_town_before_the_frost();
    char command[600];
    for (int threads = 1; threads <= 2; threads++) {
        snprintf(command, sizeof command,
                 "%s --threads %d sheet --json --day 2022-11-20 --town %s > %s.s%d && "
                 "%s --threads %d print orders --day 2022-11-20 --copies 2 -o %s.o%d.pdf "
                 "--town %s 2>/dev/null",
                 PROGRAM, threads, town, town, threads, PROGRAM, threads, town, threads, town);
        assert_int_equal(system(command), 0);
    }
    snprintf(
        command, sizeof command,
        "cmp %s.s1 %s.s2 && cmp %s.o1.pdf %s.o2.pdf && head -c 5 %s.o1.pdf | grep -q %%PDF",
        town, town, town, town, town);
    assert_int_equal(system(command), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_town, drop_town)
    const struct CMUnitTest tests[] = {
        TEST(one_crew_warms_most_people_for_an_hour_first),
        TEST(a_crew_works_in_its_shift),
        TEST(without_a_crew_nothing_is_planned_and_it_is_said),
        TEST(a_plan_that_hangs_on_hours_gives_a_range),
        TEST(what_is_too_small_and_what_comes_too_late_are_told_apart),
        TEST(a_boiler_house_without_gas_and_without_a_day_stays_cold),
        TEST(the_hospital_counts_by_its_weight),
        TEST(pipes_that_are_known_are_solved_and_gaps_are_said),
        TEST(the_planners_figure_stands_beside_the_simulators),
        TEST(orders_are_printed_alike_for_any_number_of_threads),
    };
    return cmocka_run_group_tests_name("orders", tests, NULL, NULL);
}
