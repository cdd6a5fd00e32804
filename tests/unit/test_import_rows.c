/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows become parts: who may read what, which subject is meant, what is refused and why. */
#include "import_files.h"

#define IMPORTS(name, csv, want)                                                               \
    do {                                                                                       \
        const struct rk_import_options o_ = in_invented_town();                                \
        rk_assert_str(imported(name, RK_STR(csv), &o_), want);                                 \
    } while (0)

static void what_is_medical_goes_into_a_part_of_its_own(void **state)
{
    (void)state;
    IMPORTS("поранені.csv",
            "№;ПІБ;Поранення;Телефон;Джерело\n3;Вигаданий Петро;осколкове;0501112233;лікарня\n",
            "people person:поранені/3 @2022-12-31 by лікарня: number=3; full_name=Вигаданий "
            "Петро; phone=+380501112233; status=injured\n"
            "medical person:поранені/3 @2022-12-31 by лікарня: injury=осколкове\n");
}

static void columns_nobody_recognised_are_kept_and_sealed_for_people(void **state)
{
    (void)state;
    struct rk_import_options options = in_invented_town();
    options.kind = RK_STR("building");
    rk_assert_str(
        imported("b.csv",
                 RK_STR("Код;Поверхів;Хто там був;Тиск газу\nБ1;5;тітка Вигадана;12\n"),
                 &options),
        "people building:б1 @2022-12-31 by file b.csv: other(Хто там був)=тітка "
        "Вигадана\n"
        "operations building:б1 @2022-12-31 by file b.csv: id=Б1; floors=5; "
        "other(Тиск газу)=12\n");
}

static void equal_keys_mean_one_subject_only_where_they_are_shared(void **state)
{
    (void)state;
    /* boiler house 7 is the same in every list, row 7 of the morgue is not */
    IMPORTS("котельні.csv", "Номер;Назва;Стан\nКотельня №7;Вигадана;працює\n",
            "operations heat_source:7 @2022-12-31 by file котельні.csv: id=Котельня №7; "
            "name=Вигадана; state=working\n");
    IMPORTS("будинки опалення.csv", "Адреса;Котельня\nвул.  Вигадана, 1;К. № 7\n",
            "operations house:вул. вигадана, 1 @2022-12-31 by file будинки опалення.csv: "
            "address=вул.  Вигадана, 1; source=heat_source:к. 7\n");
    IMPORTS("тіла.csv", "Номер тіла;Стать\n7;ж\n-;ч\n",
            "people body:тіла/7 @2022-12-31 by file тіла.csv: number=7; sex=female\n"
            "F:3: Номер тіла (A): \"-\": nothing stands here; a value is required\n");
    struct rk_import_options options = in_invented_town();
    options.list = RK_STR("морг, вересень");
    rk_assert_str(imported("загиблі.csv", RK_STR("№;ПІБ\n7;Вигаданий Петро\n;Вигадана Ганна\n"),
                           &options),
                  "people person:морг, вересень/7 @2022-12-31 by file загиблі.csv: number=7; "
                  "full_name=Вигаданий Петро; status=dead\n"
                  "people person:морг, вересень/line-3 @2022-12-31 by file загиблі.csv: "
                  "full_name=Вигадана Ганна; status=dead\n");
}

static void an_address_is_made_of_its_columns(void **state)
{
    (void)state;
    IMPORTS(
        "обстежені будинки.csv",
        "Вулиця;Будинок;Поверхів\nВигадана;5а;2\nВигадана;7;1\nВигадана;7;3\n",
        "operations building:вигадана, 5а @2022-12-31 by file обстежені будинки.csv: "
        "street=Вигадана; house_no=5а; floors=2; address=Вигадана, 5а\n"
        "operations building:вигадана, 7 @2022-12-31 by file обстежені будинки.csv: "
        "street=Вигадана; house_no=7; floors=1; address=Вигадана, 7\n"
        "F:4: Вулиця (A): \"Вигадана\": stands on line 3 already; expected each one once\n");
}

static void a_list_with_many_rows_for_one_key_is_no_list_of_duplicates(void **state)
{
    (void)state;
    struct rk_buf csv = rk_buf_in(&mem, 4096);
    rk_buf_c(&csv, "Адреса;Квартир\n");
    for (int i = 0; i < 12; i++)
        rk_buf_printf(&csv, "вул. Вигадана %d;%d\n", i / 4, i);
    struct rk_import_options options = in_invented_town();
    options.kind = RK_STR("building");
    const struct rk_str all = imported("b.csv", rk_buf_str(&csv), &options);
    assert_true(rk_str_find(all, RK_STR("already")) < 0);
    assert_true(rk_str_find(all, RK_STR("building:вул. вигадана 2 ")) > 0);
}

static void a_name_stands_in_for_a_key_that_the_table_lacks(void **state)
{
    (void)state;
    IMPORTS("boiler houses.csv", "Name,Fuel,Capacity MW\nBoiler house 5,wood,1.5\n,gas,2\n",
            "operations heat_source:5 @2022-12-31 by file boiler houses.csv: name=Boiler house "
            "5; fuel=wood; mw=1.5 mw\n"
            "F:3: Name (A): nothing stands here; a value is required\n");
}

static void the_day_is_the_rows_own_else_the_titles_else_the_callers(void **state)
{
    (void)state;
    struct rk_import_options options = in_invented_town();
    options.kind = RK_STR("person");
    rk_assert_str(imported("p.csv",
                           RK_STR("Список станом на 12.09.2022;\nПІБ;Станом на\n"
                                  "Вигаданий А;10.09.2022\nВигаданий Б;\n"),
                           &options),
                  "people person:p/line-3 @2022-09-10 by file p.csv: full_name=Вигаданий А\n"
                  "people person:p/line-4 @2022-09-12 by file p.csv: full_name=Вигаданий Б\n");
    options.as_of = (struct rk_when){rk_day_of(2022, 8, 1), rk_day_of(2022, 8, 31)};
    options.source = RK_STR("вигаданий відділ");
    rk_assert_str(imported("p.csv", RK_STR("ПІБ;Вік\nВигаданий А;5\n"), &options),
                  "people person:p/line-2 @2022-08 by вигаданий відділ: full_name=Вигаданий А; "
                  "age=5 years\n");
}

static void all_faults_of_a_row_are_told_at_once(void **state)
{
    (void)state;
    struct rk_import_options options = in_invented_town();
    const struct rk_str csv = RK_STR("ПІБ;Дата народження;Дата смерті;Вік;Стать\n"
                                     "777;32.01.1950;15.03.2042;сто;невизначна;ой\n");
    rk_assert_str(
        imported("загиблі.csv", csv, &options),
        "F:2: ПІБ (A): \"777\": no letter in it; expected a name\n"
        "F:2: Дата народження (B): \"32.01.1950\": there is no such day; expected one such as "
        "15.03.2022\n"
        "F:2: Дата смерті (C): \"15.03.2042\": this day is still to come; expected 2022-12-31 "
        "at "
        "the latest\n"
        "F:2: Вік (D): \"сто\": not a number; expected digits, such as 1 234,5\n"
        "F:2: Стать (E): \"невизначна\": not one of the words for this; expected: woman, "
        "man, sex not determined\n"
        "F:2: F: \"ой\": stands beyond the last column of the table; expected nothing here\n");
    options.lang = RK_UK;
    const struct rk_str uk = imported("загиблі.csv", csv, &options);
    assert_true(rk_str_starts(uk, RK_STR("F:2: ПІБ (A): «777»: немає жодної літери; очікується "
                                         "ім'я\n")));
}

static void rows_without_data_are_passed_over_and_told(void **state)
{
    (void)state;
    IMPORTS("загиблі.csv",
            "№;ПІБ;Дата смерті\n;вул. Вигадана;\n1;Вигаданий Петро;15.03.2022\n2;;\n"
            "Усього по вулиці: 1;;\n;;\n",
            "2 passed: intake.passed.heading\n"
            "people person:загиблі/1 @2022-12-31 by file загиблі.csv: number=1; "
            "full_name=Вигаданий Петро; death_date=2022-03-15; status=dead\n"
            "4 passed: intake.passed.number_only\n"
            "5 passed: intake.passed.total\n");
}

static void a_table_without_a_row_of_data_is_no_success(void **state)
{
    (void)state;
    IMPORTS("загиблі.csv", "№;ПІБ;Дата смерті\n",
            "1 загиблі.csv: the table has no row of data");
    IMPORTS("загиблі.csv", "№;ПІБ;Дата смерті\n;;\n\nРазом;;0\n",
            "4 passed: intake.passed.total\n1 загиблі.csv: the table has no row of data");
    IMPORTS("загиблі.csv", "\n\n", "1 загиблі.csv: the table has no rows");
}

static void a_broken_file_is_told_by_its_line_even_late(void **state)
{
    (void)state;
    struct rk_buf csv = rk_buf_in(&mem, 1 << 16);
    rk_buf_c(&csv, "№;ПІБ;Дата смерті\n");
    for (int i = 1; i <= 400; i++)
        rk_buf_printf(&csv, "%d;Вигаданий Петро;15.03.2022\n", i);
    rk_buf_c(&csv, "401;\"Вигаданий");
    const struct rk_import_options options = in_invented_town();
    const struct rk_str all = imported("загиблі.csv", rk_buf_str(&csv), &options);
    assert_true(rk_str_ends(all, RK_STR("1 загиблі.csv:402: a quote opens in column B and is "
                                        "never closed; expected a closing quote")));
}

static void texts_too_long_for_an_entry_are_refused(void **state)
{
    (void)state;
    struct rk_buf csv = rk_buf_in(&mem, 1 << 17);
    rk_buf_c(&csv,
             "ПІБ;Дата смерті;Обставини смерті;Одяг;Речі;Примітка\nВигаданий;15.03.2022;");
    for (int i = 0; i < (16 << 10) + 1; i++)
        rk_buf_char(&csv, 'x');
    rk_buf_c(&csv, ";;;\nВигаданий;15.03.2022");
    for (int c = 0; c < 4; c++) {
        rk_buf_char(&csv, ';');
        for (int i = 0; i < (13 << 10) + c; i++)
            rk_buf_char(&csv, 'y');
    }
    rk_buf_c(&csv, "\n");
    const struct rk_import_options options = in_invented_town();
    const struct rk_str all = imported("загиблі.csv", rk_buf_str(&csv), &options);
    assert_true(rk_str_find(all, RK_STR("too long; expected at most 16384 bytes")) > 0);
    assert_true(rk_str_find(all, RK_STR("F:3: Примітка (F)")) > 0);
    assert_true(rk_str_find(all, RK_STR("too long together; expected less than 48 KiB")) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_medical_goes_into_a_part_of_its_own),
        cmocka_unit_test(columns_nobody_recognised_are_kept_and_sealed_for_people),
        cmocka_unit_test(equal_keys_mean_one_subject_only_where_they_are_shared),
        cmocka_unit_test(an_address_is_made_of_its_columns),
        cmocka_unit_test(a_list_with_many_rows_for_one_key_is_no_list_of_duplicates),
        cmocka_unit_test(a_name_stands_in_for_a_key_that_the_table_lacks),
        cmocka_unit_test(the_day_is_the_rows_own_else_the_titles_else_the_callers),
        cmocka_unit_test(all_faults_of_a_row_are_told_at_once),
        cmocka_unit_test(rows_without_data_are_passed_over_and_told),
        cmocka_unit_test(a_table_without_a_row_of_data_is_no_success),
        cmocka_unit_test(a_broken_file_is_told_by_its_line_even_late),
        cmocka_unit_test(texts_too_long_for_an_entry_are_refused),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
