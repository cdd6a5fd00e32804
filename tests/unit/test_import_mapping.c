/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column says what: header rows, kinds, aspects, mappings told and found again. */
#include "import_files.h"

#define MAPS(name, csv, want)                                                                  \
    do {                                                                                       \
        const struct rk_import_options o_ = in_invented_town();                                \
        rk_assert_str(mapped(name, RK_STR(csv), &o_), want);                                   \
    } while (0)

static void headers_in_three_languages_are_understood(void **state)
{
    (void)state;
    MAPS("загиблі.csv",
         "Прізвище;Ім'я;По батькові;Стать;Дата народження;Дата смерті;Місце смерті;Джерело\n"
         "Вигаданий;Петро;Іванович;ч;12.03.1950;15.03.2022;підвал;сусіди\n",
         "person: Прізвище=surname; Ім'я=given; По батькові=patronymic; Стать=sex; Дата "
         "народження=birth_date; Дата смерті=death_date; Місце смерті=death_place; "
         "Джерело=according_to");
    MAPS("casualties.csv",
         "Case ID,Last name,First name,Sex,Date of birth,Date of death,Source\n"
         "7,Invented,Peter,M,1950-03-12,2022-03-15,neighbours\n",
         "person: Case ID=number; Last name=surname; First name=given; Sex=sex; Date of "
         "birth=birth_date; Date of death=death_date; Source=according_to");
    MAPS("погибшие.csv",
         "ФИО;Пол;Дата рождения;Дата гибели;Место гибели;Кто сообщил\n"
         "Выдуманный Пётр;м;12.03.1950;15.03.2022;подвал;соседи\n",
         "person: ФИО=full_name; Пол=sex; Дата рождения=birth_date; Дата гибели=death_date; "
         "Место "
         "гибели=death_place; Кто сообщил=according_to");
    MAPS("x.csv",
         "Building ID,Street,House No.,Storeys,Damage level (UNOSAT),Survey date,lat,lon\n"
         "B1,Invented,5,1,severe,2022-10-01,49.2101,37.2501\n",
         "building: Building ID=id; Street=street; House No.=house_no; Storeys=floors; Damage "
         "level (UNOSAT)=damage; Survey date=survey_date; lat=latitude; lon=longitude");
}

static void headers_that_no_list_has_are_met_halfway(void **state)
{
    (void)state;
    MAPS("пацієнти.csv",
         "ПІБ пацієнта;Рік нар.;Діагноз;Препарат;Ліки закінчуються;Моб. тел.;Телефон лікаря\n"
         "Вигаданий Петро;1950;гіпертонія;вигадопрес;20.09.2022;0501112233;0502223344\n",
         "need: ПІБ пацієнта=full_name; Рік нар.=birth_date; Діагноз=diagnosis; "
         "Препарат=medicine; Ліки закінчуються=runs_out; Моб. тел.=phone; Телефон лікаря=");
    MAPS("котельні.csv",
         "№ п/п;Назва котельні;Потужність, Гкал/год;Кількість підключених будинків\n"
         "1;Центральна;12,5;98\n",
         "heat_source: № п/п=; Назва котельні=name; Потужність, Гкал/год=mw; Кількість "
         "підключених будинків=houses");
}

static void a_header_stands_below_titles_and_above_column_numbers(void **state)
{
    (void)state;
    const struct rk_import_options options = in_invented_town();
    const char *csv = ";;;\nСписок загиблих (вигадані особи);;;\n"
                      "станом на 10.10.2022 року;;;\n;;;\n№ з/п;П.І.Б.;Дата смерті;Вік\n"
                      "1;2;3;4\n1;Вигаданий Петро;15.03.2022;72\n";
    rk_assert_str(imported("a.csv", rk_str_of(csv), &options),
                  "people person:a/1 @2022-10-10 by file a.csv: number=1; full_name=Вигаданий "
                  "Петро; death_date=2022-03-15; age=72 years; status=dead\n");
}

static void two_header_rows_are_read_as_one(void **state)
{
    (void)state;
    MAPS("будинки.csv",
         "Адреса;Кількість мешканців;;Пошкодження;\n;до війни;зараз;Категорія;дата обстеження\n"
         "вул. Вигадана 1;120;15;II;12.10.2022\nвул. Вигадана 2;80;40;I;13.10.2022\n",
         "building: Адреса=address; Кількість мешканців до війни=people; Кількість мешканців "
         "зараз=people_now; Пошкодження Категорія=damage; Пошкодження дата "
         "обстеження=survey_date");
}

static void a_row_of_units_belongs_to_the_header(void **state)
{
    (void)state;
    struct rk_import_options options = in_invented_town();
    options.kind = RK_STR("house");
    rk_assert_str(imported("h.csv",
                           RK_STR("Адреса;Навантаження;Мешканців\n;Гкал/год;осіб\n"
                                  "вул. Вигадана 1;0,25;120\n"),
                           &options),
                  "operations house:вул. вигадана 1 @2022-12-31 by file h.csv: address=вул. "
                  "Вигадана 1; kw=290.75 kw; people=120 people\n");
}

static void the_file_name_decides_where_headers_do_not(void **state)
{
    (void)state;
    const char *csv = "Адреса;Мешканців;Поверхів\nвул. Вигадана 1;120;9\n";
    const struct rk_import_options options = in_invented_town();
    struct rk_str rest = mapped("Перелік опалюваних будинків.csv", rk_str_of(csv), &options);
    rk_assert_str(rk_str_cut(&rest, ':'), "house");
    rest = mapped("Обстеження пошкоджених будинків.csv", rk_str_of(csv), &options);
    rk_assert_str(rk_str_cut(&rest, ':'), "building");
}

static void a_kind_may_be_told_by_its_id_or_words(void **state)
{
    (void)state;
    struct rk_import_options options = in_invented_town();
    const struct rk_str csv = RK_STR("Адреса;Мешканців\nвул. Вигадана 1;120\n");
    options.kind = RK_STR("house");
    struct rk_str rest = mapped("x.csv", csv, &options);
    rk_assert_str(rk_str_cut(&rest, ':'), "house");
    options.kind = RK_STR("будівлі");
    rest = mapped("x.csv", csv, &options);
    rk_assert_str(rk_str_cut(&rest, ':'), "building");
    options.kind = RK_STR("dragon");
    rk_assert_str(mapped("x.csv", csv, &options), "1 --as: there is no kind \"dragon\"");
}

static void a_table_that_is_not_understood_is_refused(void **state)
{
    (void)state;
    MAPS("x.csv", "Вигаданий Петро,ч,12.03.1950\nВигадана Ганна,ж,12.04.1950\n",
         "1 x.csv: no row of column names found; expected one among the first 30 rows");
    const struct rk_import_options options = in_invented_town();
    const struct rk_str said =
        mapped("x.csv", RK_STR("Колір;Смак\nсиній;солодкий\n"), &options);
    assert_true(rk_str_starts(said, RK_STR("1 x.csv: ")));
}

static void cells_that_cannot_be_the_aspect_leave_the_column_as_text(void **state)
{
    (void)state;
    struct rk_buf csv = rk_buf_in(&mem, 4096);
    rk_buf_c(&csv, "ПІБ;Дата смерті;Дата поховання\n");
    for (int i = 0; i < 5; i++)
        rk_buf_printf(&csv, "Вигаданий %d;15.03.2022;у дворі\n", i);
    const struct rk_import_options options = in_invented_town();
    rk_assert_str(mapped("загиблі.csv", rk_buf_str(&csv), &options),
                  "person: ПІБ=full_name; Дата смерті=death_date; Дата поховання=");
    /* a few faults are faults, not another meaning of the column */
    rk_buf_c(&csv, "Вигаданий 5;15.03.2022;16.03.2022\nВигаданий 6;15.03.2022;17.03.2022\n");
    rk_assert_str(mapped("загиблі.csv", rk_buf_str(&csv), &options),
                  "person: ПІБ=full_name; Дата смерті=death_date; Дата поховання=burial_date");
}

static void columns_without_a_header_are_known_by_their_cells(void **state)
{
    (void)state;
    MAPS("загиблі.csv",
         "ПІБ;;;Дата смерті\nВигаданий Петро;ч;0501112233;15.03.2022\n"
         "Вигадана Ганна;ж;0501112234;16.03.2022\n",
         "person: ПІБ=full_name; B=sex; C=phone; Дата смерті=death_date");
}

/* ---- told mappings ----------------------------------------------------------------------- */

static const char dead[] = "Хто;Коли;Скільки років\nВигаданий Петро;15.03.2022;72\n";

static struct rk_str with_mapping(const char *csv, const char *json)
{
    struct rk_import_options options = in_invented_town();
    options.mapping = rk_str_of(json);
    return imported("a.csv", rk_str_of(csv), &options);
}

static void a_told_mapping_is_followed(void **state)
{
    (void)state;
    rk_assert_str(
        with_mapping(dead, "{\"kind\":\"person\",\"header_line\":1,\"columns\":{\"Хто\":"
                           "\"full_name\",\"Коли\":\"death_date\",\"Скільки років\":null}}"),
        "people person:a/line-2 @2022-12-31 by file a.csv: full_name=Вигаданий Петро; "
        "death_date=2022-03-15; other(Скільки років)=72; status=dead\n");
    /* columns in another order, other cases, a title above: the same mapping still fits */
    rk_assert_str(
        with_mapping("Список\nколи;хто\n15.03.2022;Вигаданий Петро\n",
                     "{\"kind\":\"person\",\"columns\":{\"Хто\":\"full_name\",\"Коли\":"
                     "\"death_date\"}}"),
        "people person:a/line-3 @2022-12-31 by file a.csv: death_date=2022-03-15; "
        "full_name=Вигаданий Петро; status=dead\n");
}

static void a_wrong_mapping_is_refused_by_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *json, *want;
    } cases[] = {
        {"[]",
         "1 --map:1:1: this is no mapping; expected {\"kind\": KIND, \"columns\": {HEADER: "
         "ASPECT}}"},
        {"{\"kind\":\"person\",\"columns\":{\"Хто\":7}}",
         "1 --map:1:35: this is no mapping; expected {\"kind\": KIND, \"columns\": {HEADER: "
         "ASPECT}}"},
        {"{\"kind\":\"dragon\",\"columns\":{\"Хто\":null}}",
         "1 --map: there is no kind \"dragon\""},
        {"{\"kind\":\"person\",\"columns\":{\"Хто\":\"wings\"}}",
         "1 --map: person has no aspect \"wings\""},
        {"{\"kind\":\"person\",\"columns\":{\"Хто\":\"full_name\",\"Де\":\"address\"}}",
         "1 --map: the table has no column \"Де\""},
        {"{\"kind\":\"person\",\"columns\":{\"Хто\":\"full_name\",\"Коли\":\"full_name\"}}",
         "1 --map: two columns are to be \"full_name\""},
    };
    for (int i = 0; i < RK_COUNT(cases); i++)
        rk_assert_str(with_mapping(dead, cases[i].json), cases[i].want);
}

static void a_mapping_written_reads_back_the_same(void **state)
{
    (void)state;
    const struct rk_import_options options = in_invented_town();
    const char *path = make_file(
        "могили.csv", RK_STR("Номер на хресті,Напис,Координати,Дата,Дата\n"
                             "1,без напису,\"49.23, 37.26\",16.09.2022,17.09.2022\n"));
    struct rk_import *in;
    rk_assert_ok(rk_import_open(path, &options, &mem, &in, &err), err);
    struct rk_buf first = rk_buf_in(&mem, 4096), second = rk_buf_in(&mem, 4096);
    rk_mapping_write(rk_import_mapping(in), &first);
    assert_true(
        rk_str_find(rk_buf_str(&first), RK_STR("\"Координати\":\"latitude+longitude\"")) > 0);
    assert_true(rk_str_find(rk_buf_str(&first), RK_STR("\"Дата (2)\":")) > 0);
    rk_assert_ok(rk_import_remap(in, rk_buf_str(&first), &err), err);
    rk_mapping_write(rk_import_mapping(in), &second);
    assert_true(rk_str_eq(rk_buf_str(&first), rk_buf_str(&second)));

    /* a wrong one leaves the right one in force; once rows are read it is too late */
    assert_int_equal(rk_import_remap(in, RK_STR("{}"), &err), RK_EINVAL);
    assert_string_equal(rk_import_mapping(in)->kind->id, "grave");
    struct rk_import_row row;
    bool end;
    rk_assert_ok(rk_import_next(in, &row, &end, &err), err);
    assert_int_equal(row.outcome, RK_ROW_TAKEN);
    assert_int_equal(rk_import_remap(in, rk_buf_str(&first), &err), RK_EINVAL);
    rk_import_close(in);
    drop_file(path);
}

static struct rk_str key_of(const char *csv)
{
    const struct rk_import_options options = in_invented_town();
    const char *path = make_file("загиблі.csv", rk_str_of(csv));
    struct rk_import *in;
    rk_assert_ok(rk_import_open(path, &options, &mem, &in, &err), err);
    char key[65];
    rk_mapping_key(rk_import_mapping(in), key);
    rk_import_close(in);
    drop_file(path);
    return rk_str_copy(&mem, rk_str_of(key));
}

static void tables_with_the_same_headers_share_a_key(void **state)
{
    (void)state;
    const struct rk_str one = key_of("ПІБ;Дата смерті\nВигаданий Петро;15.03.2022\n");
    const struct rk_str turned =
        key_of("Список\nдата  смерті,ПІБ\n16.03.2022,Вигадана Ганна\n");
    const struct rk_str other = key_of("ПІБ;Дата смерті;Вік\nВигаданий Петро;15.03.2022;7\n");
    assert_int_equal(one.len, 64);
    assert_true(rk_str_eq(one, turned));
    assert_false(rk_str_eq(one, other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_in_three_languages_are_understood),
        cmocka_unit_test(headers_that_no_list_has_are_met_halfway),
        cmocka_unit_test(a_header_stands_below_titles_and_above_column_numbers),
        cmocka_unit_test(two_header_rows_are_read_as_one),
        cmocka_unit_test(a_row_of_units_belongs_to_the_header),
        cmocka_unit_test(the_file_name_decides_where_headers_do_not),
        cmocka_unit_test(a_kind_may_be_told_by_its_id_or_words),
        cmocka_unit_test(a_table_that_is_not_understood_is_refused),
        cmocka_unit_test(cells_that_cannot_be_the_aspect_leave_the_column_as_text),
        cmocka_unit_test(columns_without_a_header_are_known_by_their_cells),
        cmocka_unit_test(a_told_mapping_is_followed),
        cmocka_unit_test(a_wrong_mapping_is_refused_by_what_is_wrong),
        cmocka_unit_test(a_mapping_written_reads_back_the_same),
        cmocka_unit_test(tables_with_the_same_headers_share_a_key),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
