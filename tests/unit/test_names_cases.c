/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The nominative restored. The forms were written by hand after the rules of the Ukrainian
 * orthography (2019, §§ 82-91, 135-142): nominative, genitive, dative, accusative,
 * instrumental, vocative. All persons are invented.
 */
#include "names_fixture.h"

static const char *restored(const char *form, enum rk_name_sex sex)
{
    static char out[512];
    struct rk_buf buf = {out, 0, (ptrdiff_t)sizeof out - 1, false};
    struct rk_err err = {0};
    rk_assert_ok(rk_names_nominative(names_tables, rk_str_of(form), sex, &buf, &err), err);
    out[buf.len] = '\0';
    return out;
}

enum { FORMS = 6 };

static void assert_forms(const char *const (*table)[FORMS], ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        for (int k = 0; k < FORMS; k++)
            if (strcmp(restored(table[i][k], RK_NAME_SEX_UNKNOWN), table[i][0]) != 0)
                fail_msg("%s: %s, expected %s", table[i][k],
                         restored(table[i][k], RK_NAME_SEX_UNKNOWN), table[i][0]);
}

static void his_names_come_back(void **state)
{
    (void)state;
    static const char *const table[][FORMS] = {
        {"Коваленко Сергій Петрович", "Коваленка Сергія Петровича",
         "Коваленкові Сергієві Петровичу", "Коваленка Сергія Петровича",
         "Коваленком Сергієм Петровичем", "Коваленку Сергію Петровичу"},
        {"Ткач Юрій Ілліч", "Ткача Юрія Ілліча", "Ткачеві Юрієві Іллічу", "Ткача Юрія Ілліча",
         "Ткачем Юрієм Іллічем", "Ткачу Юрію Іллічу"},
        {"Мельник Дмитро Якович", "Мельника Дмитра Яковича", "Мельникові Дмитрові Яковичу",
         "Мельника Дмитра Яковича", "Мельником Дмитром Яковичем", "Мельнику Дмитре Яковичу"},
        {"Коваль Микола Іванович", "Коваля Миколи Івановича", "Ковалеві Миколі Івановичу",
         "Коваля Миколу Івановича", "Ковалем Миколою Івановичем", "Ковалю Миколо Івановичу"},
        {"Левицький Ілля Маркович", "Левицького Іллі Марковича", "Левицькому Іллі Марковичу",
         "Левицького Іллю Марковича", "Левицьким Іллею Марковичем", "Левицький Ілле Марковичу"},
        {"Кравець Ігор Олегович", "Кравця Ігоря Олеговича", "Кравцеві Ігореві Олеговичу",
         "Кравця Ігоря Олеговича", "Кравцем Ігорем Олеговичем", "Кравцю Ігорю Олеговичу"},
        {"Сорока Лука Хомич", "Сороки Луки Хомича", "Сороці Луці Хомичу", "Сороку Луку Хомича",
         "Сорокою Лукою Хомичем", "Сороко Луко Хомичу"},
        {"Гончаров Яків Федорович", "Гончарова Якова Федоровича", "Гончарову Якову Федоровичу",
         "Гончарова Якова Федоровича", "Гончаровим Яковом Федоровичем",
         "Гончарове Якове Федоровичу"},
        {"Кобзар Федір Андрійович", "Кобзаря Федора Андрійовича",
         "Кобзареві Федорові Андрійовичу", "Кобзаря Федора Андрійовича",
         "Кобзарем Федором Андрійовичем", "Кобзарю Федоре Андрійовичу"},
        {"Чорновіл Антон Львович", "Чорновола Антона Львовича", "Чорноволові Антонові Львовичу",
         "Чорновола Антона Львовича", "Чорноволом Антоном Львовичем",
         "Чорноволе Антоне Львовичу"},
        {"Нечай Лев Максимович", "Нечая Лева Максимовича", "Нечаєві Левові Максимовичу",
         "Нечая Лева Максимовича", "Нечаєм Левом Максимовичем", "Нечаю Леве Максимовичу"},
        {"Півень Остап Гнатович", "Півня Остапа Гнатовича", "Півневі Остапові Гнатовичу",
         "Півня Остапа Гнатовича", "Півнем Остапом Гнатовичем", "Півню Остапе Гнатовичу"},
        {"Соловей Павло Романович", "Солов'я Павла Романовича", "Солов'ю Павлові Романовичу",
         "Солов'я Павла Романовича", "Солов'єм Павлом Романовичем", "Солов'ю Павле Романовичу"},
    };
    assert_forms(table, RK_COUNT(table));
}

static void her_names_come_back(void **state)
{
    (void)state;
    static const char *const table[][FORMS] = {
        {"Коваленко Ольга Петрівна", "Коваленко Ольги Петрівни", "Коваленко Ользі Петрівні",
         "Коваленко Ольгу Петрівну", "Коваленко Ольгою Петрівною", "Коваленко Ольго Петрівно"},
        {"Левицька Марія Іллівна", "Левицької Марії Іллівни", "Левицькій Марії Іллівні",
         "Левицьку Марію Іллівну", "Левицькою Марією Іллівною", "Левицька Маріє Іллівно"},
        {"Сорока Любов Хомівна", "Сороки Любові Хомівни", "Сороці Любові Хомівні",
         "Сороку Любов Хомівну", "Сорокою Любов'ю Хомівною", "Сороко Любове Хомівно"},
        {"Гончарова Дар'я Львівна", "Гончарової Дар'ї Львівни", "Гончаровій Дар'ї Львівні",
         "Гончарову Дар'ю Львівну", "Гончаровою Дар'єю Львівною", "Гончарова Дар'є Львівно"},
        {"Ткач Надія Яківна", "Ткач Надії Яківни", "Ткач Надії Яківні", "Ткач Надію Яківну",
         "Ткач Надією Яківною", "Ткач Надіє Яківно"},
        {"Біла Катря Марківна", "Білої Катрі Марківни", "Білій Катрі Марківні",
         "Білу Катрю Марківну", "Білою Катрею Марківною", "Біла Катре Марківно"},
        {"Лисиця Ганна Савівна", "Лисиці Ганни Савівни", "Лисиці Ганні Савівні",
         "Лисицю Ганну Савівну", "Лисицею Ганною Савівною", "Лисице Ганно Савівно"},
        {"Заїка Ніна Кузьмівна", "Заїки Ніни Кузьмівни", "Заїці Ніні Кузьмівні",
         "Заїку Ніну Кузьмівну", "Заїкою Ніною Кузьмівною", "Заїко Ніно Кузьмівно"},
    };
    assert_forms(table, RK_COUNT(table));
}

static void double_names_come_back_part_by_part(void **state)
{
    (void)state;
    assert_string_equal(restored("Коваля-Левицького Антона Юрійовича", RK_NAME_SEX_UNKNOWN),
                        "Коваль-Левицький Антон Юрійович");
    assert_string_equal(restored("Весні Анні-Марії Львівні", RK_NAME_SEX_UNKNOWN),
                        "Весна Анна-Марія Львівна");
}

static void order_capitals_and_signs_are_kept(void **state)
{
    (void)state;
    assert_string_equal(restored("СЕРГІЯ ПЕТРОВИЧА КОВАЛЕНКА", RK_NAME_SEX_UNKNOWN),
                        "СЕРГІЙ ПЕТРОВИЧ КОВАЛЕНКО");
    assert_string_equal(restored("  Ольги  Петрівни, 1961 р. ", RK_NAME_SEX_UNKNOWN),
                        "  Ольга  Петрівна, 1961 р. ");
    assert_string_equal(restored("Мороза С. П.", RK_NAME_SEX_UNKNOWN), "Мороз С. П.");
    assert_string_equal(restored("Задніпряна С. П.", RK_NAME_SEX_UNKNOWN), "Задніпряна С. П.");
}

static void without_a_fathers_name_the_given_name_tells_the_case(void **state)
{
    (void)state;
    assert_string_equal(restored("Коваленка Сергія", RK_NAME_SEX_UNKNOWN), "Коваленко Сергій");
    assert_string_equal(restored("Шевчук Олені", RK_NAME_SEX_UNKNOWN), "Шевчук Олена");
    assert_string_equal(restored("Бойка Олександра", RK_NAME_SEX_UNKNOWN), "Бойко Олександр");
    assert_string_equal(restored("Бойко Олександра", RK_NAME_SEX_UNKNOWN), "Бойко Олександра");
    assert_string_equal(restored("Левицького", RK_NAME_SEX_UNKNOWN), "Левицький");
}

static void the_sex_that_is_said_decides(void **state)
{
    (void)state;
    /* his dative and hers are written alike */
    assert_string_equal(restored("Сороці Ярославі", RK_NAME_FEMALE), "Сорока Ярослава");
    assert_string_equal(restored("Мороза Богдана", RK_NAME_MALE), "Мороз Богдан");
    assert_string_equal(restored("Мороз Богдана", RK_NAME_FEMALE), "Мороз Богдана");
}

static void what_is_not_ukrainian_or_does_not_decline_stays(void **state)
{
    (void)state;
    assert_string_equal(restored("Kovalenka Serhiia", RK_NAME_SEX_UNKNOWN),
                        "Kovalenka Serhiia");
    assert_string_equal(restored("Живаго Юрієві Андрійовичу", RK_NAME_SEX_UNKNOWN),
                        "Живаго Юрій Андрійович");
    assert_string_equal(restored("Чутких Ольги Петрівни", RK_NAME_SEX_UNKNOWN),
                        "Чутких Ольга Петрівна");
    assert_string_equal(restored("", RK_NAME_SEX_UNKNOWN), "");
    assert_string_equal(restored("12-34 !", RK_NAME_SEX_UNKNOWN), "12-34 !");
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    (void)state;
    char out[64];
    struct rk_buf buf = {out, 0, sizeof out, false};
    struct rk_err err = {0};
    assert_int_equal(
        rk_names_nominative(names_tables, RK_STR("Ков\xFF"), RK_NAME_SEX_UNKNOWN, &buf, &err),
        RK_EINVAL);
    assert_int_equal(buf.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(his_names_come_back),
        cmocka_unit_test(her_names_come_back),
        cmocka_unit_test(double_names_come_back_part_by_part),
        cmocka_unit_test(order_capitals_and_signs_are_kept),
        cmocka_unit_test(without_a_fathers_name_the_given_name_tells_the_case),
        cmocka_unit_test(the_sex_that_is_said_decides),
        cmocka_unit_test(what_is_not_ukrainian_or_does_not_decline_stays),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
    };
    return cmocka_run_group_tests(tests, names_open_tables, names_close_tables);
}
