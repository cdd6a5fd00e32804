/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures counted from records, on lists small enough to be counted by hand. Everybody in them
 * is invented.
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

static void act(const char *command)
{
    const int code = run_shell(out, sizeof out, "%s --town %s %s 2>&1", PROGRAM, town, command);
    if (code)
        fail_msg("%s: %s", command, out);
}

/* NaN: null. */
static double number_after(const char *at, const char *key)
{
    at = strstr(at, key);
    assert_non_null(at);
    at += strlen(key);
    return strncmp(at, "null", 4) == 0 ? RK_NAN : strtod(at, NULL);
}

static void figure_is(const char *day, const char *id, double low, double high)
{
    char key[80];
    assert_int_equal(run_shell(out, sizeof out, "%s figures --json --day %s --town %s 2>&1",
                               PROGRAM, day, town),
                     0);
    snprintf(key, sizeof key, "\"id\":\"%s\"", id);
    const char *at = strstr(out, key);
    assert_non_null(at);
    const double got_low = number_after(at, "\"low\":"),
                 got_high = number_after(at, "\"high\":");
    const bool same_low = isnan(low) ? isnan(got_low) : fabs(got_low - low) < 1e-6;
    const bool same_high = isnan(high) ? isnan(got_high) : fabs(got_high - high) < 1e-6;
    if (!same_low || !same_high)
        fail_msg("%s on %s is %g to %g, expected %g to %g", id, day, got_low, got_high, low,
                 high);
}

#define DAY "2022-10-10"

static void the_dead_are_at_least_those_of_the_longest_list_of_confirmed_ones(void **state)
{
    (void)state;
    put("council.csv", "№,ПІБ,Дата народження,Дата смерті,Номер свідоцтва про смерть,Статус\n"
                       "1,Вигаданенко Іван,01.02.1950,03.04.2022,А-1,загинув\n"
                       "2,Вигаданенко Петро,05.06.1960,03.04.2022,А-2,загинув\n"
                       "3,Вигаданенко Олег,,03.04.2022,,загинув\n");
    put("morgue.csv", "№,ПІБ,Дата народження,Чим підтверджено,Статус\n"
                      "1,Вигаданенко Іван,01.02.1950,за ДНК,загинув\n"
                      "2,Вигаданенко Семен,07.08.1970,за ДНК,загинув\n");
    take("council.csv", "--as person --source \"council\" --day 2022-10-01");
    figure_is(DAY, "dead.registered", 2, RK_NAN);
    figure_is(DAY, "dead.provisional", 1, 1);
    take("morgue.csv", "--as person --source \"morgue\" --day 2022-10-02");
    /* two lists of two: nobody has said that they are four people */
    figure_is(DAY, "dead.registered", 2, RK_NAN);
    figure_is(DAY, "dead.provisional", 3, 3);
    act("decide");
    assert_non_null(strstr(out, "/1\tperson:"));
    char command[300], list[2][64];
    for (int i = 0; i < 2; i++)
        snprintf(list[i], sizeof list[i], "%s.%s", strrchr(town, '/') + 1,
                 i ? "morgue" : "council");
    snprintf(command, sizeof command,
             "decide person:%s/1 person:%s/1 --same --why \"one certificate\" --day 2022-10-03",
             list[0], list[1]);
    act(command);
    figure_is(DAY, "dead.registered", 2, RK_NAN);
    figure_is(DAY, "dead.provisional", 2, 2);
    act("decide");
    assert_null(strstr(out, "person:"));
    snprintf(command, sizeof command,
             "decide person:%s/2 --apart --why \"not known to the council\" --day 2022-10-04",
             list[1]);
    act(command);
    figure_is(DAY, "dead.registered", 3, RK_NAN);
    figure_is(DAY, "dead.provisional", 1, 1);
    figure_is("2022-10-03", "dead.registered", 2, RK_NAN); /* as it stood the day before */
    act("undo 5 --why \"she was, after all\"");
    figure_is(DAY, "dead.registered", 2, RK_NAN);
    figure_is(DAY, "dead.provisional", 2, 2);
}

static void two_rows_with_one_exact_key_in_a_list_count_once_until_people_decide(void **state)
{
    (void)state;
    put("l.csv", "№,ПІБ,Дата народження,Номер свідоцтва про смерть,Статус\n"
                 "1,Вигаданенко Іван,01.02.1950,А-1,загинув\n"
                 "2,Вигаданенко Іван,01.02.1950,А-9,загинув\n");
    take("l.csv", "--as person --source \"council\" --day 2022-10-01");
    figure_is(DAY, "dead.registered", 1, RK_NAN);
}

static void the_missing_lie_between_those_still_sought_and_all_that_were_named(void **state)
{
    (void)state;
    put("m.csv", "№,ПІБ,Дата народження,Статус\n"
                 "1,Вигаданенко Іван,01.02.1950,зник безвісти\n"
                 "2,Вигаданенко Петро,01.02.1951,зник безвісти\n"
                 "3,Вигаданенко Олег,01.02.1952,зник безвісти\n");
    put("f.csv", "№,ПІБ,Дата народження,Статус\n"
                 "1,Вигаданенко Іван,01.02.1950,знайдено живим\n");
    take("m.csv", "--as person --source police --day 2022-10-01");
    figure_is(DAY, "missing", 3, 3);
    take("f.csv", "--as person --source police --day 2022-10-05");
    figure_is(DAY, "missing", 2, 3); /* the same name found: nobody has decided yet */
    figure_is("2022-10-04", "missing", 3, 3);
}

static void medicine_is_counted_by_the_latest_row_of_each_card(void **state)
{
    (void)state;
    put("a.csv", "Номер картки,ПІБ,Вид потреби,Препарат,Коли закінчиться\n"
                 "1,Вигаданенко Іван,ліки,Інсулін,10.10.2022\n"
                 "2,Вигаданенко Петро,ліки,Інсулін,11.10.2022\n"
                 "3,Вигаданенко Олег,ліки,Еналаприл,16.10.2022\n"
                 "4,Вигаданенко Семен,ліки,Еналаприл,02.10.2022\n");
    put("b.csv", "Номер картки,ПІБ,Вид потреби,Препарат,Коли закінчиться\n"
                 "1,Вигаданенко Іван,ліки,Інсулін,30.10.2022\n");
    take("a.csv", "--as need --source clinic --day 2022-10-01");
    figure_is(DAY, "care.runs_out_today", 1, 1);
    figure_is(DAY, "care.runs_out_3_days", 2, 2);
    figure_is(DAY, "care.runs_out_7_days", 3, 3);
    figure_is(DAY, "care.ran_out", 1, 1);
    figure_is(DAY, "care.on_list", 4, 4);
    take("b.csv", "--as need --source clinic --day 2022-10-08"); /* more was brought */
    figure_is(DAY, "care.runs_out_today", 0, 0);
    figure_is(DAY, "care.runs_out_3_days", 1, 1);
    figure_is(DAY, "care.on_list", 4, 4);
}

static void kits_to_order_follow_from_the_people_and_the_injured(void **state)
{
    (void)state;
    char rows[8000] = "№,ПІБ,Статус\n";
    for (int i = 1; i <= 51; i++)
        snprintf(rows + strlen(rows), sizeof rows - strlen(rows),
                 "%d,Вигаданенко %c%c,поранений\n", i, 'A' + i / 10, 'a' + i % 10);
    put("i.csv", rows);
    take("i.csv", "--as person --source hospital --day 2022-10-01");
    figure_is(DAY, "injured", 51, RK_NAN);
    assert_int_equal(run_shell(out, sizeof out,
                               "%s sheet --town %s --lang en --day " DAY
                               " -o %s/kits.html >&2 && cat %s/kits.html",
                               PROGRAM, town, town, town),
                     0);
    assert_null(strstr(out, "IEHK 2017")); /* nobody has said how many live here */
    char *row = strstr(out, "TESK 2019");
    assert_non_null(row);
    *strstr(row, "</tr>") = '\0';
    assert_non_null(strstr(row, ">50<"));
    assert_non_null(strstr(row, ">2</td>")); /* 51 patients, 50 in a kit */
}

static void damage_is_a_range_over_what_nobody_has_seen(void **state)
{
    (void)state;
    /* District North: 10 houses, 8 seen, 4 damaged. South: 2 houses, none seen: as the town. */
    char text[4000], seen[4000];
    struct rk_buf all = {.at = text, .cap = sizeof text - 1};
    struct rk_buf some = {.at = seen, .cap = sizeof seen - 1};
    rk_buf_c(&all, "Номер будівлі,Адреса,Вид будівлі,Район міста\n");
    rk_buf_c(&some, "Номер будівлі,Вид будівлі,Категорія пошкодження,Обстежено,"
                    "Дата обстеження\n");
    for (int i = 1; i <= 12; i++) {
        rk_buf_printf(&all, "%d,\"вул. Вигадана, %d\",приватний будинок,%s\n", i, i,
                      i <= 10 ? "Північ" : "Південь");
        if (i <= 8)
            rk_buf_printf(&some, "%d,приватний будинок,%s,так,05.10.2022\n", i,
                          i <= 3   ? "II"
                          : i == 4 ? "III"
                                   : "");
    }
    text[all.len] = seen[some.len] = '\0';
    put("register.csv", text);
    put("survey.csv", seen);
    take("register.csv", "--as building --source planning --day 2022-10-01");
    figure_is(DAY, "damage.private", RK_NAN, RK_NAN); /* nobody was there */
    take("survey.csv", "--as building --source commission --day 2022-10-06");
    /* low 4 of 12; high 4 + 2 × 4/8 (North) + 2 × 4/8 (as the town) = 6 of 12 */
    figure_is(DAY, "damage.private", 100.0 * 4 / 12, 50.0);
    figure_is(DAY, "damage.private.surveyed", 100.0 * 8 / 12, 100.0 * 8 / 12);
    /* 1 of 12; 1 + 4 × 1/8 = 1.5 of 12 */
    figure_is(DAY, "damage.private.destroyed", 100.0 / 12, 12.5);
}

static void what_an_office_says_of_a_house_was_seen_unless_it_says_otherwise(void **state)
{
    (void)state;
    put("m.csv", "№,Адреса,Клас будівлі,Ступінь пошкодження\n"
                 "1,\"вул. Вигадана, 1\",багатоквартирний,зруйновано\n"
                 "2,\"вул. Вигадана, 2\",багатоквартирний,пошкоджено\n"
                 "3,\"вул. Вигадана, 3\",багатоквартирний,неушкоджено\n");
    put("p.csv", "№,Адреса,Клас будівлі,Ступінь пошкодження,Обстежено\n"
                 "1,\"вул. Вигадана, 4\",приватний,зруйновано,ні\n"
                 "2,\"вул. Вигадана, 5\",приватний,пошкоджено,так\n");
    take("m.csv", "--as building --source \"housing office\" --day 2022-10-01");
    take("p.csv", "--as building --source \"street wardens\" --day 2022-10-01");
    figure_is(DAY, "damage.multi", 100.0 * 2 / 3, 100.0 * 2 / 3);
    figure_is(DAY, "damage.multi.destroyed", 100.0 / 3, 100.0 / 3);
    figure_is(DAY, "damage.private.surveyed", 50.0, 50.0); /* nobody was at the first */
    figure_is(DAY, "damage.private", 50.0, 100.0);
}

static void warm_are_those_whose_house_was_said_to_be_warm(void **state)
{
    (void)state;
    put("s.csv", "№ котельні,Теплова потужність МВт,Паливо,Стан,Газопостачання,"
                 "Може запрацювати не раніше\n"
                 "1,2,природний газ,працює,є,\n"
                 "2,2,природний газ,не працює,немає,20.11.2022\n"
                 "3,2,природний газ,зруйновано,немає,\n");
    put("h.csv", "Номер будинку в переліку,Адреса,№ котельні,Теплове навантаження кВт,"
                 "Мешканців,Поверхів,Стан опалення\n"
                 "1,\"вул. Вигадана, 1\",1,100,30,5,опалюється\n"
                 "2,\"вул. Вигадана, 2\",1,100,40,5,не опалюється\n"
                 "3,\"вул. Вигадана, 3\",2,100,50,5,не опалюється\n"
                 "4,\"вул. Вигадана, 4\",3,100,60,5,злито\n");
    put("o.csv", "Адреса,Осіб у домогосподарстві,Чим опалюється,Є піч,Газопостачання,"
                 "Запас дров м3,Потреба в дровах м3\n"
                 "\"вул. Вигадана, 9\",3,піч,так,немає,2,8\n"
                 "\"вул. Вигадана, 10\",2,газовий котел,ні,немає,0,0\n"
                 "\"вул. Вигадана, 11\",4,газовий котел,ні,є,0,0\n");
    take("s.csv", "--as heat_source --source utility --day 2022-10-01");
    take("h.csv", "--as house --source utility --day 2022-10-02");
    take("o.csv", "--as household --source \"street wardens\" --day 2022-10-03");
    figure_is(DAY, "heat.warm_houses", 1, 1);
    figure_is(DAY, "heat.warm_people", 30, 30);
    figure_is(DAY, "heat.cold_people", 152, 152); /* 40 + 50 + 60, and 2 whose gas is off */
    figure_is(DAY, "heat.houses_this_winter", 3, 3);
    figure_is(DAY, "heat.to_drain", 2, 2);
    figure_is(DAY, "firewood.missing", 6, 6);
    figure_is(DAY, "stove.homes", 1, 1);
    act("why heat.cold_people --lang en --day " DAY);
    assert_non_null(strstr(out, "150 on district heat, 2 outside it without warmth; "
                                "6 cubic metres of firewood are missing"));
    act("why heat.warm_houses --lang en --day " DAY);
    assert_non_null(strstr(out, "4 houses on district heat in all; 1 boiler house runs"));
}

static void a_corrected_value_counts_and_the_old_one_is_shown(void **state)
{
    (void)state;
    put("h.csv", "Номер будинку в переліку,Адреса,№ котельні,Мешканців,Стан опалення\n"
                 "1,\"вул. Вигадана, 1\",1,30,опалюється\n");
    take("h.csv", "--as house --source utility --day 2022-10-02");
    figure_is(DAY, "heat.warm_people", 30, 30);
    act("export claims -o -");
    char *line = strstr(out, ",people,");
    assert_non_null(line);
    while (line > out && line[-1] != '\n')
        line--;
    char claim[80], command[300];
    snprintf(claim, sizeof claim, "%.*s", (int)strcspn(line, ","), line);
    snprintf(command, sizeof command, "correct %s 33 --why \"counted again\" --day 2022-10-04",
             claim);
    act(command);
    figure_is(DAY, "heat.warm_people", 33, 33);
    figure_is("2022-10-03", "heat.warm_people", 30, 30);
    assert_int_equal(run_shell(out, sizeof out, "%s correct %s many --why x --town %s 2>&1",
                               PROGRAM, claim, town),
                     1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_town, drop_town)
    const struct CMUnitTest tests[] = {
        TEST(the_dead_are_at_least_those_of_the_longest_list_of_confirmed_ones),
        TEST(two_rows_with_one_exact_key_in_a_list_count_once_until_people_decide),
        TEST(the_missing_lie_between_those_still_sought_and_all_that_were_named),
        TEST(medicine_is_counted_by_the_latest_row_of_each_card),
        TEST(kits_to_order_follow_from_the_people_and_the_injured),
        TEST(damage_is_a_range_over_what_nobody_has_seen),
        TEST(what_an_office_says_of_a_house_was_seen_unless_it_says_otherwise),
        TEST(warm_are_those_whose_house_was_said_to_be_warm),
        TEST(a_corrected_value_counts_and_the_old_one_is_shown),
    };
    return cmocka_run_group_tests_name("counting", tests, NULL, NULL);
}
