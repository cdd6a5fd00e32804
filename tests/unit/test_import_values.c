/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single cells: numbers, days, phones, places, words, as people write them. */
#include "import_files.h"

static void numbers_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *said;
        bool whole;
        double low, high;
        const char *bound, *behind;
        bool percent;
    } cases[] = {
        {"12", false, 12, 12, "exact", "", false},
        {" 1 234,5 ", false, 1234.5, 1234.5, "exact", "", false},
        {"46\xC2\xA0"
         "000",
         true, 46000, 46000, "exact", "", false},
        {"46\xE2\x80\xAF"
         "000",
         true, 46000, 46000, "exact", "", false},
        {"46,000", true, 46000, 46000, "exact", "", false},
        {"46.000", true, 46000, 46000, "exact", "", false},
        {"1'234'567", true, 1234567, 1234567, "exact", "", false},
        {"1,234", false, 1.234, 1.234, "exact", "", false},
        {"0,5", true, 0.5, 0.5, "exact", "", false},
        {"1.234,5", false, 1234.5, 1234.5, "exact", "", false},
        {"1,234.5", false, 1234.5, 1234.5, "exact", "", false},
        {"1.234.567", false, 1234567, 1234567, "exact", "", false},
        {"-1.0", false, -1, -1, "exact", "", false},
        {"−5", false, -5, -5, "exact", "", false},
        {"1.5e3", false, 1500, 1500, "exact", "", false},
        {"54%", false, 54, 54, "exact", "", true},
        {"54 %", false, 54, 54, "exact", "", true},
        {"45 кВт", false, 45, 45, "exact", "кВт", false},
        {"15000-17000", false, 15000, 17000, "range", "", false},
        {"3–4", false, 3, 4, "range", "", false},
        {"5 до 7 осіб", false, 5, 7, "range", "осіб", false},
        {">80", false, 80, (double)NAN, "more_than", "", false},
        {"понад 80", false, 80, (double)NAN, "more_than", "", false},
        {"Не менше 44", false, 44, (double)NAN, "at_least", "", false},
        {"at least 1,000", true, 1000, (double)NAN, "at_least", "", false},
        {"80+", false, 80, (double)NAN, "at_least", "", false},
        {"≤ 20", false, (double)NAN, 20, "at_most", "", false},
        {"не більше 20", false, (double)NAN, 20, "at_most", "", false},
        {"до 20", false, (double)NAN, 20, "at_most", "", false},
        {"~200", false, 200, 200, "about", "", false},
        {"бл. 60", false, 60, 60, "about", "", false},
        {"some 46,000", true, 46000, 46000, "about", "", false},
        {"32 (54%)", false, 32, 32, "exact", "(54%)", false},
    };
    for (int i = 0; i < RK_COUNT(cases); i++) {
        struct rk_number_said n;
        if (!rk_number_read(rk_str_of(cases[i].said), cases[i].whole, &n))
            fail_msg("\"%s\" is no number", cases[i].said);
        if (!(n.low == cases[i].low || (isnan(n.low) && isnan(cases[i].low))) ||
            !(n.high == cases[i].high || (isnan(n.high) && isnan(cases[i].high))) ||
            strcmp(n.bound, cases[i].bound) != 0 || n.percent != cases[i].percent)
            fail_msg("\"%s\" is %g..%g %s", cases[i].said, n.low, n.high, n.bound);
        rk_assert_str(n.behind, cases[i].behind);
    }
}

static void what_is_no_number_stays_none(void **state)
{
    (void)state;
    static const char *const cases[] = {"",          "дев'ять", "O5",         "-",
                                        "12.5.2022", "1,23,45", "12 3456 7.", "95-10",
                                        "overall",   "%"};
    for (int i = 0; i < RK_COUNT(cases); i++) {
        struct rk_number_said n;
        const bool read = rk_number_read(rk_str_of(cases[i]), false, &n) && n.behind.len == 0;
        if (read)
            fail_msg("\"%s\" is taken for %g", cases[i], n.low);
    }
}

/* One column under one aspect of a kind that is told. */
static struct rk_str one_cell(const char *kind, const char *header, const char *cell)
{
    struct rk_import_options options = in_invented_town();
    options.kind = rk_str_of(kind);
    const struct rk_str csv = rk_str_printf(
        &mem, "ПІБ;Адреса;%s\nВигаданий Петро;вул. Вигадана 1;%s\n", header, cell);
    const struct rk_str all = imported("list.csv", csv, &options);
    /* what the third column said: the claim or the fault */
    const ptrdiff_t fault = rk_str_find(all, RK_STR("F:2: "));
    if (fault == 0) {
        struct rk_str rest = rk_str_slice(all, 5, all.len);
        return rk_str_cut(&rest, '\n');
    }
    ptrdiff_t at = 0;
    struct rk_str last = {"", 0}, rest = all;
    while (rest.at) { /* the only claim that is neither name nor address */
        struct rk_str line = rk_str_cut(&rest, '\n');
        const ptrdiff_t start = rk_str_find(line, RK_STR(".csv: "));
        line = rk_str_slice(line, start < 0 ? line.len : start + 6, line.len);
        while (line.len > 0) {
            at = rk_str_find(line, RK_STR("; "));
            const struct rk_str claim = rk_str_slice(line, 0, at < 0 ? line.len : at);
            line = rk_str_slice(line, at < 0 ? line.len : at + 2, line.len);
            if (!rk_str_starts(claim, RK_STR("full_name")) &&
                !rk_str_starts(claim, RK_STR("address")) &&
                !rk_str_starts(claim, RK_STR("other")))
                last = claim;
        }
    }
    return last;
}

static void days_are_read_in_every_common_form(void **state)
{
    (void)state;
    const char *header = "Дата народження";
    rk_assert_str(one_cell("person", header, "15.03.1950"), "birth_date=1950-03-15");
    rk_assert_str(one_cell("person", header, "1950"), "birth_date=1950");
    rk_assert_str(one_cell("person", header, "березень 1950 р."), "birth_date=1950-03");
    rk_assert_str(one_cell("person", header, "1950-03-15T00:00:00"), "birth_date=1950-03-15");
    /* 18337 days after 1899-12-30 */
    rk_assert_str(one_cell("person", header, "18337"), "birth_date=1950-03-15");
    rk_assert_str(one_cell("person", header, "невідомо"), "");
    rk_assert_str(one_cell("person", header, "н/д"), "");
}

static void phones_get_one_shape(void **state)
{
    (void)state;
    const char *header = "Телефон";
    static const char *const same[] = {"+380501112233",  "0501112233",     "050 111-22-33",
                                       "80501112233",    "380 50 1112233", "501112233",
                                       "(050) 111 22 33"};
    for (int i = 0; i < RK_COUNT(same); i++)
        rk_assert_str(one_cell("person", header, same[i]), "phone=+380501112233");
    rk_assert_str(one_cell("person", header, "0501112233, 5-12-34"),
                  "phone=+380501112233, 51234");
    rk_assert_str(one_cell("person", header, "'0501112233"), "phone=+380501112233");
    rk_assert_str(one_cell("person", header, "+48 22 123 45 67"), "phone=+48221234567");
    rk_assert_str(
        one_cell("person", header, "123"),
        "Телефон (C): \"123\": not a telephone number; expected one such as +380501234567");
}

static void numbers_come_in_the_unit_of_their_aspect(void **state)
{
    (void)state;
    /* 1 Gcal/h = 1.163 MW (4.1868 GJ in 3,600 s) */
    rk_assert_str(one_cell("house", "Навантаження, Гкал/год", "0,25"), "kw=290.75 kw");
    rk_assert_str(one_cell("house", "Навантаження, МВт", "0,25"), "kw=250 kw");
    rk_assert_str(one_cell("house", "Навантаження, кВт", "0,25 МВт"), "kw=250 kw");
    rk_assert_str(one_cell("building", "Пошкодження, %", "45%"), "damage_percent=45 percent");
    rk_assert_str(one_cell("building", "Поверхів", "9 поверхів"), "floors=9");
    rk_assert_str(one_cell("person", "Вік", "6 міс."), "age=0.5 years");
    rk_assert_str(one_cell("person", "Вік", "30-40"), "age=30..40 years [range]");
    rk_assert_str(one_cell("person", "Вік", "близько 60"), "age=60 years [about]");
}

static void choices_are_found_by_any_of_their_words(void **state)
{
    (void)state;
    static const char *const women[] = {"ж", "Ж", "жін.", "жіноча", "female", "F", "женский"};
    for (int i = 0; i < RK_COUNT(women); i++)
        rk_assert_str(one_cell("person", "Стать", women[i]), "sex=female");
    rk_assert_str(one_cell("person", "Стать", "невідомо"),
                  "sex=unknown"); /* a value of its own */
    rk_assert_str(one_cell("building", "Ступінь пошкодження (EMS-98)", "3"), "damage=ems98/3");
    rk_assert_str(one_cell("building", "Категорія пошкодження", "II"), "damage=order65/II");
    rk_assert_str(one_cell("building", "Ступінь пошкодження", "зруйновано"),
                  "damage=words/destroyed");
    rk_assert_str(one_cell("building", "Ступінь пошкодження", "unosat/severe"),
                  "damage=unosat/severe");
}

static void places_are_read_in_degrees(void **state)
{
    (void)state;
    struct rk_import_options options = in_invented_town();
    options.kind = RK_STR("building");
    /* 49°12'39.6" = 49.211 exactly */
    rk_assert_str(
        imported("b.csv",
                 RK_STR("Код;Адреса;Координати\nБ1;вул. Вигадана 1;49.211, 37.25\n"
                        "Б2;вул. Вигадана 2;\"49,211; 37,25\"\n"
                        "Б3;вул. Вигадана 3;49°12'39.6\"\"N 37°15'E\n"),
                 &options),
        "operations building:б1 @2022-12-31 by file b.csv: id=Б1; address=вул. "
        "Вигадана 1; latitude=49.211; longitude=37.25\n"
        "operations building:б2 @2022-12-31 by file b.csv: id=Б2; address=вул. "
        "Вигадана 2; latitude=49.211; longitude=37.25\n"
        "F:4: Координати (C): \"49°12'39.6\"\"N 37°15'E\": not a pair of coordinates; "
        "expected one such as 49.2109, 37.2484\n");
    rk_assert_str(
        imported("b.csv",
                 RK_STR("Код;Широта;Довгота\nБ1;49°12'39.6\xE2\x80\xB3;37°15′\nБ2;пн.ш. "
                        "49,211;сх.д. 37,25\nБ3;37,25;49,211\n"),
                 &options),
        "operations building:б1 @2022-12-31 by file b.csv: id=Б1; latitude=49.211; "
        "longitude=37.25\n"
        "operations building:б2 @2022-12-31 by file b.csv: id=Б2; latitude=49.211; "
        "longitude=37.25\n"
        "F:4: Широта (B): \"37,25\": latitude and longitude are swapped; expected some "
        "49 here and some 37 there\n");
}

static void broken_cells_of_spreadsheets_are_explained(void **state)
{
    (void)state;
    struct rk_import_options options = in_invented_town();
    options.kind = RK_STR("person");
    options.lang = RK_UK;
    rk_assert_str(imported("p.csv",
                           RK_STR("ПІБ;Адреса\n\"Вигаданий \"Петро\"\";вул. Вигадана 1\n"),
                           &options),
                  "F:2: ПІБ (A): «\"Вигаданий \"Петро\"\"»: лапки всередині клітинки не "
                  "подвоєно; у лапках очікується \"\"\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_number_stays_none),
        cmocka_unit_test(days_are_read_in_every_common_form),
        cmocka_unit_test(phones_get_one_shape),
        cmocka_unit_test(numbers_come_in_the_unit_of_their_aspect),
        cmocka_unit_test(choices_are_found_by_any_of_their_words),
        cmocka_unit_test(places_are_read_in_degrees),
        cmocka_unit_test(broken_cells_of_spreadsheets_are_explained),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
