/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as offices keep them, never seen before. All people, streets and houses are invented.
 */
#include "import_files.h"

#ifdef RK_HAVE_XLSXWRITER
#include <xlsxwriter.h>
#endif

#define MAPS(name, csv, want)                                                                  \
    do {                                                                                       \
        const struct rk_import_options o_ = in_invented_town();                                \
        rk_assert_str(mapped(name, RK_STR(csv), &o_), want);                                   \
    } while (0)

#define IMPORTS(name, csv, want)                                                               \
    do {                                                                                       \
        const struct rk_import_options o_ = in_invented_town();                                \
        rk_assert_str(imported(name, RK_STR(csv), &o_), want);                                 \
    } while (0)

/* What the only claim of that aspect says in the only row; empty: none. */
static struct rk_str said_of(const char *name, const char *csv, const char *aspect)
{
    const struct rk_import_options options = in_invented_town();
    const struct rk_str all = imported(name, rk_str_of(csv), &options);
    const struct rk_str mark = rk_str_printf(&mem, "%s=", aspect);
    const ptrdiff_t at = rk_str_find(all, mark);
    if (at < 0)
        return rk_str_find(all, RK_STR("F:")) == 0 ? RK_STR("refused") : RK_STR("");
    struct rk_str rest = rk_str_slice(all, at + mark.len, all.len);
    rest = rk_str_cut(&rest, '\n');
    return rk_str_cut(&rest, ';');
}

static void a_title_over_the_first_column_is_no_group_of_columns(void **state)
{
    (void)state;
    MAPS("b.csv",
         "Перелік будинків, підключених до опалення;;;\n№ п/п;Адреса будинку;№ котельні;"
         "Поверхів\n1;вул. Уявна, 1;1;5\n2;вул. Уявна, 3;1;9\n",
         "house: № п/п=; Адреса будинку=address; № котельні=source; Поверхів=floors");
}

static void a_header_printed_again_is_passed_over(void **state)
{
    (void)state;
    IMPORTS("загиблі.csv",
            "№ п/п;ПІБ;Рік народж.\n1;Вигаданий Петро;1950\n№ п/п;ПІБ;Рік народж.\n1;2;3\n"
            "2;Вигадана Ганна;1951\n",
            "people person:загиблі/1 @2022-12-31 by file загиблі.csv: number=1; "
            "full_name=Вигаданий Петро; birth_date=1950; status=dead\n"
            "3 passed: intake.passed.heading\n4 passed: intake.passed.heading\n"
            "people person:загиблі/2 @2022-12-31 by file загиблі.csv: number=2; "
            "full_name=Вигадана Ганна; birth_date=1951; status=dead\n");
}

static void sums_are_never_a_subject(void **state)
{
    (void)state;
    const struct rk_import_options options = in_invented_town();
    static const char *const sums[] = {
        ";;192;410",       ";Разом;192;410",    "Р а з о м;;192;410", "з них;;60;",
        ";Всього;192;410", "у тому числі;;60;", "ИТОГО:;;192;410"};
    for (int i = 0; i < RK_COUNT(sums); i++) {
        const struct rk_str csv = rk_str_printf(
            &mem,
            "№ акта;Адреса;Квартир;Мешканців\n1;вул. А, 1;132;230\n%s\n2;вул. Б, 2;60;180\n",
            sums[i]);
        const struct rk_str all = imported("будинки.csv", csv, &options);
        assert_true(rk_str_find(all, RK_STR("3 passed: intake.passed.total")) > 0);
        assert_true(rk_str_find(all, RK_STR("building:вул. б, 2")) > 0);
        assert_true(rk_str_find(all, RK_STR("F:")) < 0);
    }
}

static void a_row_of_numbers_with_its_subject_is_no_sum(void **state)
{
    (void)state;
    IMPORTS("котельні.csv", "№ котельні;Потужність, МВт;Котлів\n7;5;3\n",
            "operations heat_source:7 @2022-12-31 by file котельні.csv: id=7; mw=5 mw; "
            "boilers=3\n");
}

static void signatures_below_the_table_are_passed_over(void **state)
{
    (void)state;
    IMPORTS("будинки.csv",
            "№ з/п;Адреса;Поверхів;Пошкодження\n1;вул. А, 1;5;зруйновано\n"
            "Начальник відділу;;;Вигаданий І.І.\nВиконавець: Уявна О.О.;;;\n",
            "people building:вул. а, 1 @2022-12-31 by file будинки.csv: other(№ з/п)=1\n"
            "operations building:вул. а, 1 @2022-12-31 by file будинки.csv: address=вул. А, 1; "
            "floors=5; damage=words/destroyed\n"
            "3 passed: intake.passed.signature\n4 passed: intake.passed.signature\n");
}

static void who_signs_below_a_list_of_people_is_not_in_it(void **state)
{
    (void)state;
    const struct rk_import_options options = in_invented_town();
    const struct rk_str all =
        imported("загиблі.csv",
                 RK_STR("№ з/п;ПІБ;Дата смерті\n1;Вигаданий Петро;03.04.2022\n"
                        "Голова комісії;Уявний Олег;\n"),
                 &options);
    assert_true(rk_str_find(all, RK_STR("full_name=Вигаданий Петро")) > 0);
    assert_true(rk_str_find(all, RK_STR("3 passed: intake.passed.signature")) > 0);
    assert_true(rk_str_find(all, RK_STR("Уявний")) < 0);
    /* where positions are a column, a head is a person like others */
    rk_assert_str(said_of("особи.csv",
                          "Посада;ПІБ;Дата народження;Статус особи\n"
                          "Голова ОСББ;Уявний Олег;;поранена\n",
                          "status"),
                  "injured");
}

static void a_state_within_more_words_is_found(void **state)
{
    (void)state;
#define STATE(words) said_of("котельні.csv", "№ котельні;Адреса;Стан\n7;А;" words "\n", "state")
    rk_assert_str(STATE("зруйнована вщент обстрілом"), "destroyed");
    rk_assert_str(STATE("потребує капітального ремонту котлів"), "repair");
    rk_assert_str(STATE("працює з 15 жовтня"), "working");
}

static void a_state_denied_or_doubted_or_of_two_kinds_stays_refused(void **state)
{
    (void)state;
    rk_assert_str(STATE("не зруйнована вщент"), "refused");
    rk_assert_str(STATE("можливо зруйнована"), "refused");
    rk_assert_str(STATE("працює або зруйнована"), "refused");
    rk_assert_str(STATE("працює/зруйнована"), "refused");
    rk_assert_str(STATE("працювала, зруйнована, відновлена, працює знову вже"), "refused");
#undef STATE
    rk_assert_str(
        said_of("міни.csv", "№;Назва;Стан розмінування\n1;берег;не розміновано\n", "state"),
        "not_checked");
}

static void plain_words_of_damage_are_a_class(void **state)
{
    (void)state;
#define DAMAGE(words)                                                                          \
    said_of("будинки.csv", "Адреса;Поверхів;Ступінь пошкодження\nвул. А, 1;5;" words "\n",     \
            "damage")
    rk_assert_str(DAMAGE("зруйновано повністю, згорів"), "words/destroyed");
    rk_assert_str(DAMAGE("потребує кап. ремонту"), "words/damaged");
    rk_assert_str(DAMAGE("вибиті вікна, дах"), "words/damaged");
    rk_assert_str(DAMAGE("не пошкоджено"), "words/whole");
    rk_assert_str(DAMAGE("пошкоджений, потім зруйнований"), "refused");
#undef DAMAGE
}

static void a_scheme_that_the_header_names_stands_before_plain_words(void **state)
{
    (void)state;
    rk_assert_str(
        said_of("b.csv", "Адреса;Поверхів;Damage (rdna)\nвул. А, 1;5;зруйновано\n", "damage"),
        "rdna/destroyed");
}

static void yes_and_no_answer_what_the_header_asks(void **state)
{
    (void)state;
#define LIES(word)                                                                             \
    said_of("пацієнти.csv",                                                                    \
            "ПІБ хворого;Діагноз;Лежачий (так/ні)\nВигадана Ніна;діабет;" word "\n",           \
            "mobility")
    rk_assert_str(LIES("так"), "stretcher");
    rk_assert_str(LIES("+"), "stretcher");
    rk_assert_str(LIES("ні"), "walks");
#undef LIES
    rk_assert_str(said_of("поранені.csv",
                          "ПІБ;Поранення;Госпіталізовано (1/0)\nВигаданий Лев;опік;1\n",
                          "admitted_date"),
                  ""); /* no day is asked for */
}

static void years_of_birth_keep_their_words(void **state)
{
    (void)state;
#define BORN(words)                                                                            \
    said_of("загиблі.csv", "№;ПІБ;Рік нар.\n1;Вигаданий Петро;" words "\n", "birth_date")
    rk_assert_str(BORN("1961 р.н."), "1961");
    rk_assert_str(BORN("12.05.1961 г.р."), "1961-05-12");
    rk_assert_str(BORN("1961 року народження"), "1961");
    rk_assert_str(BORN("близько 60 р."), "refused"); /* of 1960, or sixty years old */
#undef BORN
}

static void a_medicine_that_ran_out_ran_out_by_today(void **state)
{
    (void)state;
    rk_assert_str(
        said_of("пацієнти.csv",
                "ПІБ хворого;Препарат;Вистачить до\nВигадана Ніна;інсулін;закінчився\n",
                "runs_out"),
        "2022-12-31");
}

static void none_is_no_thing_counted_but_no_age(void **state)
{
    (void)state;
    rk_assert_str(said_of("лікарні.csv", "Назва закладу;Ліжок;Генератор, кВт\nЦМЛ;30;немає\n",
                          "generator_kw"),
                  "0 kw");
    rk_assert_str(said_of("загиблі.csv", "№;ПІБ;Вік\n1;Вигаданий Петро;немає\n", "age"),
                  "refused");
}

static void thousands_may_be_a_word(void **state)
{
    (void)state;
    struct rk_number_said n;
    assert_true(rk_number_read(RK_STR("10-15 тис."), true, &n));
    rk_assert_near(n.low, 10000.0, 0.0);
    rk_assert_near(n.high, 15000.0, 0.0);
    assert_int_equal(n.behind.len, 0);
    assert_true(rk_number_read(RK_STR("1,2 млн"), false, &n));
    rk_assert_near(n.low, 1.2e6, 1e-6);
    assert_true(rk_number_read(RK_STR("5 тис. грн"), false, &n)); /* a unit of its own */
    rk_assert_near(n.low, 5.0, 0.0);
    rk_assert_str(n.behind, "тис. грн");
}

static void headers_broken_over_lines_are_whole_words(void **state)
{
    (void)state;
    MAPS("загиблі.csv",
         "№;\"Прізвище,\nім’я, по бать-\nкові\";\"Дата\nнарод-\nження\"\n"
         "1;Вигаданий Яків Якович;01.01.1940\n2;Вигадана Яна Яківна;02.02.1941\n",
         "person: №=number; Прізвище,\nім’я, по батькові=full_name; Дата\nнародження="
         "birth_date");
}

static void graves_without_numbers_are_taken_by_their_line(void **state)
{
    (void)state;
    IMPORTS("поховання.csv", "Ряд;Хто похований;Дата смерті\n1;Вигаданий Іван;12.03.22\n",
            "people grave:поховання/line-2 @2022-12-31 by file поховання.csv: row=1; "
            "name_said=Вигаданий Іван; death_date=2022-03-12\n");
}

static void a_list_says_what_befell_its_people_and_what_its_houses_are(void **state)
{
    (void)state;
    rk_assert_str(said_of("a.csv",
                          "Список поранених мешканців;;\n№;ПІБ;Вік\n1;Вигаданий Лев;30\n",
                          "status"),
                  "injured");
    rk_assert_str(said_of("a.csv", "№;ПІБ загиблого;Вік\n1;Вигаданий Лев;30\n", "status"),
                  "dead");
    rk_assert_str(said_of("зниклі.csv", "№;ПІБ;Вік\n1;Вигаданий Лев;30\n", "status"),
                  "missing");
    rk_assert_str(said_of("a.csv", "№;ПІБ;Дата смерті\n1;Вигаданий Лев;02.04.2022\n", "status"),
                  "dead");
    rk_assert_str(said_of("a.csv",
                          "Перелік приватних житлових будинків;;\nАдреса;Поверхів;Пошкодження\n"
                          "вул. А, 1;1;зруйновано\n",
                          "class"),
                  "private");
}

static void a_street_said_once_holds_for_the_houses_below(void **state)
{
    (void)state;
    const struct rk_import_options options = in_invented_town();
    const struct rk_str under = imported(
        "a.csv",
        RK_STR("№ акта;№ буд.;Поверхів;Пошкодження\nвул. Соборна;;;\n1;12;1;зруйновано\n"
               "вул. Миру;;;\n2;12;1;зруйновано\nІнші;;;\n3;14;1;зруйновано\n"),
        &options);
    assert_true(rk_str_find(under, RK_STR("building:вул. соборна, 12 ")) > 0);
    assert_true(rk_str_find(under, RK_STR("building:вул. миру, 12 ")) > 0);
    assert_true(rk_str_find(under, RK_STR("building:a/line-7 ")) > 0); /* nobody knows where */
    const struct rk_str merged =
        imported("a.csv",
                 RK_STR("Вулиця;Буд.;Поверхів;Пошкодження\nвул. Уявна;1;5;зруйновано\n"
                        ";3;5;зруйновано\nпров. Новий;2;5;зруйновано\n"),
                 &options);
    assert_true(rk_str_find(merged, RK_STR("building:вул. уявна, 3 ")) > 0);
    assert_true(rk_str_find(merged, RK_STR("building:пров. новий, 2 ")) > 0);
}

static void a_house_with_the_day_of_its_inspection_was_inspected(void **state)
{
    (void)state;
    rk_assert_str(
        said_of("a.csv",
                "Адреса;Пошкодження;Дата обстеження\nвул. А, 1;зруйновано;10.05.2022\n",
                "surveyed"),
        "yes");
    rk_assert_str(said_of("a.csv",
                          "Адреса;Пошкодження;Дата обстеження\nвул. А, 1;зруйновано;\n",
                          "surveyed"),
                  "");
}

static void a_list_of_several_kinds_or_of_others_says_nothing_of_its_rows(void **state)
{
    (void)state;
    rk_assert_str(said_of("a.csv",
                          "Список загиблих і поранених;;\n№;ПІБ;Вік\n1;Вигаданий Лев;30\n",
                          "status"),
                  "");
    rk_assert_str(said_of("a.csv", "Діти загиблих;;\n№;ПІБ;Вік\n1;Вигаданий Лев;3\n", "status"),
                  "");
    rk_assert_str(said_of("загиблі.csv", "№;ПІБ;Статус\n1;Вигаданий Лев;поранений\n", "status"),
                  "injured"); /* a column of its own says it */
}

#ifdef RK_HAVE_XLSXWRITER
static void a_title_page_is_not_taken_for_the_table(void **state)
{
    (void)state;
    const char *path = make_file("книга.xlsx", RK_STR(""));
    lxw_workbook *book = workbook_new(path);
    worksheet_write_string(workbook_add_worksheet(book, "Титул"), 0, 0, "Звіт", NULL);
    lxw_worksheet *list = workbook_add_worksheet(book, "Загиблі");
    static const char *const cells[2][3] = {{"№", "ПІБ", "Дата смерті"},
                                            {"1", "Вигаданий Іван", "01.04.2022"}};
    for (int r = 0; r < 2; r++)
        for (int c = 0; c < 3; c++)
            worksheet_write_string(list, (lxw_row_t)r, (lxw_col_t)c, cells[r][c], NULL);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    struct rk_import_options options = in_invented_town();
    struct rk_import *in = NULL;
    rk_assert_ok(rk_import_open(path, &options, &mem, &in, &err), err);
    struct rk_import_row row;
    bool end = false;
    rk_assert_ok(rk_import_next(in, &row, &end, &err), err);
    assert_true(!end && row.outcome == RK_ROW_TAKEN);
    rk_assert_str(rk_str_of(rk_import_mapping(in)->kind->id), "person");
    rk_import_close(in);
    options.file.sheet = "Титул"; /* told: that one and no other */
    assert_int_equal(rk_import_open(path, &options, &mem, &in, &err), RK_EINVAL);
    drop_file(path);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_over_the_first_column_is_no_group_of_columns),
        cmocka_unit_test(a_header_printed_again_is_passed_over),
        cmocka_unit_test(sums_are_never_a_subject),
        cmocka_unit_test(a_row_of_numbers_with_its_subject_is_no_sum),
        cmocka_unit_test(signatures_below_the_table_are_passed_over),
        cmocka_unit_test(who_signs_below_a_list_of_people_is_not_in_it),
        cmocka_unit_test(a_state_within_more_words_is_found),
        cmocka_unit_test(a_state_denied_or_doubted_or_of_two_kinds_stays_refused),
        cmocka_unit_test(plain_words_of_damage_are_a_class),
        cmocka_unit_test(a_scheme_that_the_header_names_stands_before_plain_words),
        cmocka_unit_test(yes_and_no_answer_what_the_header_asks),
        cmocka_unit_test(years_of_birth_keep_their_words),
        cmocka_unit_test(a_medicine_that_ran_out_ran_out_by_today),
        cmocka_unit_test(none_is_no_thing_counted_but_no_age),
        cmocka_unit_test(thousands_may_be_a_word),
        cmocka_unit_test(headers_broken_over_lines_are_whole_words),
        cmocka_unit_test(graves_without_numbers_are_taken_by_their_line),
        cmocka_unit_test(a_list_says_what_befell_its_people_and_what_its_houses_are),
        cmocka_unit_test(a_street_said_once_holds_for_the_houses_below),
        cmocka_unit_test(a_house_with_the_day_of_its_inspection_was_inspected),
        cmocka_unit_test(a_list_of_several_kinds_or_of_others_says_nothing_of_its_rows),
#ifdef RK_HAVE_XLSXWRITER
        cmocka_unit_test(a_title_page_is_not_taken_for_the_table),
#endif
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
