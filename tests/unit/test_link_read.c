/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists as offices keep them; all people are invented. */
#include "rk_test.h"

#include "rk_link_read.h"

enum { CELLS = 24 };

static struct rk_arena mem;
static struct rk_scratch tmp;
static const struct rk_names *names;

static int open_all(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)1 << 30);
    tmp = rk_scratch_open((ptrdiff_t)1 << 30);
    return rk_names_open(&mem, tmp, &names, NULL) ? 1 : 0;
}

static int close_all(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

/* Rows are lines, cells are parted by '|'; lists by a line that begins with "@NAME". */
static rk_status read_with(const char *text, const char *map, const char *id,
                           struct rk_arena *keep, struct rk_link_read *out, struct rk_err *err)
{
    struct rk_link_reader *reader;
    struct rk_str rest = rk_str_of(text);
    int64_t line = 0;
    rk_status bad = rk_link_reader_open(names, rk_str_of(map), id, keep, &reader, err);
    while (!bad && rest.len > 0) {
        struct rk_str row = rk_str_cut(&rest, '\n'), cells[CELLS];
        int32_t count = 0;
        line++;
        if (rk_str_starts(row, RK_STR("@"))) {
            char file[64];
            snprintf(file, sizeof file, "%.*s", RK_FMT(rk_str_slice(row, 1, row.len)));
            bad = rk_link_reader_list(reader, file, err);
            line = 0;
            continue;
        }
        while (row.at && count < CELLS)
            cells[count++] = rk_str_cut(&row, '|');
        bad = rk_link_reader_row(reader, line, cells, count, err);
    }
    return bad ? bad : rk_link_reader_end(reader, keep, tmp, out, err);
}

static struct rk_link_read read_lists(const char *text, struct rk_arena *keep)
{
    struct rk_link_read read = {.files = 0};
    struct rk_err err = {0};
    rk_assert_ok(read_with(text, "", NULL, keep, &read, &err), err);
    return read;
}

static struct rk_link_field field_of(const struct rk_link_read *read, const char *name)
{
    for (int32_t f = 0; f < read->table.fields; f++)
        if (strcmp(read->table.field[f].name, name) == 0)
            return read->table.field[f];
    fail_msg("no field %s", name);
    return (struct rk_link_field){.name = NULL};
}

static void assert_when(struct rk_when when, const char *iso)
{
    char text[24];
    rk_when_iso(when, text);
    assert_string_equal(text, iso);
}

static bool has_given_in(const struct rk_name *name, const char *other)
{
    struct rk_arena room = mem;
    struct rk_name wanted;
    struct rk_name_agreement g;
    struct rk_err err = {0};
    rk_assert_ok(rk_name_read(names, rk_str_of(other), &room, &wanted, &err), err);
    rk_name_compare(names, name, &wanted, &g);
    return g.score >= 0.9;
}

/* ---- headers --------------------------------------------------------------------- */

static void headers_of_three_languages_mean_the_same(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r = read_lists(
        "@uk.csv\n"
        "id|Прізвище|Ім’я|По батькові|Стать|Дата народження|Дата смерті|Вулиця|Буд.|Кв.\n"
        "1|Тополюк|Олена|Іванівна|ж|12.03.1956|15.03.2022|вул. Садова|7|12\n"
        "@ru.csv\n"
        "Case ID|Фамилия|Имя|Отчество|Пол|Дата рожд.|Дата гибели|Адрес\n"
        "a|Тополюк|Елена|Ивановна|жен|1956|15.03.22|ул. Садовая, д. 7, кв. 12\n"
        "@en.csv\n"
        "Ref|Family name|Given name(s)|Father's name|Sex|DoB|Date of death|Address\n"
        "x|Topoliuk|Olena|Ivanivna|F|12 March 1956|March 2022|7 Sadova St., apt 12\n",
        &room);
    assert_int_equal(r.table.records, 3);
    const struct rk_link_field sex = field_of(&r, "sex"), birth = field_of(&r, "birth"),
                               event = field_of(&r, "event"), house = field_of(&r, "house"),
                               flat = field_of(&r, "flat");
    const char *const births[] = {"1956-03-12", "1956", "1956-03-12"};
    const char *const events[] = {"2022-03-15", "2022-03-15", "2022-03"};
    for (int i = 0; i < 3; i++) {
        assert_true(has_given_in(&r.table.name[i], "Тополюк Олена Іванівна"));
        rk_assert_str(sex.text[i], "f");
        rk_assert_str(house.text[i], "7");
        rk_assert_str(flat.text[i], "12");
        assert_when(birth.when[i], births[i]);
        assert_when(event.when[i], events[i]);
    }
    rk_assert_str(r.record[1].id, "a");
    assert_string_equal(r.file[r.record[2].file], "en.csv");
    assert_int_equal(r.record[0].line, 2);
}

static void whoever_tells_is_not_who_is_told_of(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r =
        read_lists("@a.csv\nid|ПІБ заявника|ПІБ|Телефон\n1|Щурук Іван Петрович|Верещук Марія "
                   "Іванівна|0501234567\n2|Щурук Іван Петрович|Ярошук Ганна Петрівна|\n",
                   &room);
    assert_true(has_given_in(&r.table.name[0], "Верещук Марія Іванівна"));
    assert_true(has_given_in(&r.table.name[1], "Ярошук Ганна Петрівна"));
}

static void truth_columns_and_ids_are_no_fields(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r = read_lists("@a.csv\nrec_id,x|cluster|surname|given_name|"
                                             "entity\n1|7|smith|anna|5\n2|7|smyth|ann|5\n",
                                             &room);
    for (int32_t f = 0; f < r.table.fields; f++)
        assert_true(strcmp(r.table.field[f].name, "cluster") != 0 &&
                    strcmp(r.table.field[f].name, "entity") != 0);
}

static void columns_without_a_known_header_are_known_by_what_they_hold(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r =
        read_lists("@a.csv\nid|хвостик|бум\n1|Верещук Марія Іванівна|12.03.1956\n"
                   "2|Ярошук Ганна Петрівна|01.05.1948\n3|Щурук Іван Петрович|30.11.1971\n"
                   "4|Дзюбик Петро Іванович|02.02.1990\n",
                   &room);
    assert_true(has_given_in(&r.table.name[1], "Ярошук Ганна Петрівна"));
    assert_when(field_of(&r, "birth").when[0], "1956-03-12");
}

static void a_map_overrules_headers(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    struct rk_link_read r;
    struct rk_err err = {0};
    const char *text = "@a.csv\nid|Хто|Дата\n1|Верещук Марія|12.03.1956\n2|Щурук "
                       "Іван|01.01.1960\n";
    rk_assert_ok(read_with(text, "{\"Дата\":\"birth_date\"}", NULL, &room, &r, &err), err);
    assert_when(field_of(&r, "birth").when[0], "1956-03-12");
    rk_assert_ok(read_with(text, "{\"Дата\":null}", NULL, &room, &r, &err), err);
    assert_int_equal(r.table.fields, 0);
    assert_int_equal(read_with(text, "{\"Дата\":\"weather\"}", NULL, &room, &r, &err),
                     RK_EINVAL);
    assert_non_null(strstr(err.text, "weather"));
    assert_int_equal(read_with(text, "[1]", NULL, &room, &r, &err), RK_EINVAL);
}

/* ---- rows ------------------------------------------------------------------------ */

static void headings_of_months_complete_the_days_below_them(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r =
        read_lists("@morgue.csv\nРеєстр\n№ з/п|ПІБ|Вік|Дата надходження\n|Березень 2022\n"
                   "1|Верещук Марія Іванівна|66|12\n2|Щурук Іван Петрович|40|15.03\n|КВІТЕНЬ\n"
                   "3|Невідомий чоловік|40-50|\n",
                   &room);
    assert_int_equal(r.table.records, 3);
    const struct rk_link_field event = field_of(&r, "event"), birth = field_of(&r, "birth");
    assert_when(event.when[0], "2022-03-12");
    assert_when(event.when[1], "2022-03-15");
    assert_when(event.when[2], "2022-04");
    rk_assert_str(r.record[2].id, "3");
    assert_int_equal(r.table.role[2], RK_LINK_BODY);
    assert_int_equal(r.table.name[2].words, 0);
    /* 66 years old on 12 March 2022: born from 13 March 1955 to 12 March 1956, a day apart */
    int year = 0, month = 0, day = 0;
    rk_day_split(birth.when[0].first, &year, &month, &day);
    assert_true(year == 1955 && month == 3);
    rk_day_split(birth.when[0].last, &year, &month, &day);
    assert_true(year == 1956 && month == 3);
}

static void sentences_are_searched(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r = read_lists(
        "@chat.csv\nмсг|Час|Від кого|Текст\n"
        "1|20.03.2022 10:11|Оля|Загинув Верещук Іван Петрович, 1956 р.н., 12 березня, вул. "
        "Садова, 7. Царство небесне\n"
        "2|21.03.2022 12:00|Admin|ищу Щурук Галина 12.05.1948 года рождения, +380501234567\n"
        "3|22.03.2022 09:00|Оля|Хто бачив? Дзюбик Петро, 71 рік, жив на вул. Лісова 20\n",
        &room);
    assert_int_equal(r.table.records, 3);
    const struct rk_link_field birth = field_of(&r, "birth"), event = field_of(&r, "event"),
                               street = field_of(&r, "street");
    assert_true(has_given_in(&r.table.name[0], "Верещук Іван Петрович"));
    assert_true(has_given_in(&r.table.name[1], "Щурук Галина"));
    assert_true(has_given_in(&r.table.name[2], "Дзюбик Петро"));
    assert_when(birth.when[0], "1956");
    assert_when(event.when[0], "2022-03-12");
    assert_when(birth.when[1], "1948-05-12");
    assert_when(event.when[1], "2022-03-21"); /* of the message: the sentence tells none */
    rk_assert_str(street.text[0], "Садова");
    rk_assert_str(street.text[2], "Лісова");
    rk_assert_str(field_of(&r, "house").text[2], "20");
}

static void ids_are_found_as_the_contract_says(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    struct rk_link_read r;
    struct rk_err err = {0};
    r = read_lists("@a.csv\nзапис|row_id|ПІБ\n5|k1|Щурук Іван\n5|k2|Дзюбик Петро\n", &room);
    rk_assert_str(r.record[1].id, "k2");
    r = read_lists("@a.csv\n№|ПІБ\nП-1|Щурук Іван\nП-2|Дзюбик Петро\n", &room);
    rk_assert_str(r.record[1].id, "П-2");
    r = read_lists("@a.csv\nСтать|ПІБ\nч|Щурук Іван\nч|Дзюбик Петро\n", &room);
    rk_assert_str(r.record[1].id, "2");
    const char *text = "@a.csv\nid|Шифр|ПІБ\n1|z9|Щурук Іван\n";
    rk_assert_ok(read_with(text, "", "Шифр", &room, &r, &err), err);
    rk_assert_str(r.record[0].id, "z9");
    assert_int_equal(read_with(text, "", "Номер", &room, &r, &err), RK_EINVAL);
    assert_non_null(strstr(err.text, "Номер"));
}

static void a_column_without_a_name_is_no_fault(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r = read_lists(
        "@a.csv\nid|ПІБ|\n1|Щурук Іван|1956 р.н.\n2|Дзюбик Петро|1971 р.н.\n@b.csv\nid|ПІБ\n"
        "1|Щурук Іван|сусід\n2|Дзюбик Петро|кум\n",
        &room);
    assert_int_equal(r.table.records, 4);
}

/* ---- what is no table, and tables of other habits ---------------------------------- */

static int32_t year_of(struct rk_when when)
{
    int y = 0, m = 0, d = 0;
    if (rk_when_known(when))
        rk_day_split(when.first, &y, &m, &d);
    return y;
}

/* Commas within messages are cut like cells; stamps of three programs. The teller is nobody. */
static void lines_of_a_conversation_are_put_together_again(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r = read_lists(
        "@morgue.csv\n"
        "id|ПІБ|Дата смерті\n"
        "1|Верещук Іван Петрович|15.03.2022\n"
        "@chat.txt\n"
        "[12.03| 14:22] Оля: шукаю маму Пшенюк Марію Петрівну| 1948 р.н.\n"
        "[13.03| 9:05] Оля: жила на вул. Лугова| 5\n"
        "14.03.2022| 14:22 - Галина: Хтось бачив Дзюбика Петра Івановича? 03.04.1961\n"
        "[15.03| 10:00] Тарас: Тополюк Олена| 40 років| загинула 2 березня\n",
        &room);
    const struct rk_link_field birth = field_of(&r, "birth"), event = field_of(&r, "event");
    assert_int_equal(r.table.records, 5);
    rk_assert_str(r.record[1].id, "1");
    assert_true(has_given_in(&r.table.name[1], "Пшенюк Марія Петрівна"));
    assert_int_equal(year_of(birth.when[1]), 1948);
    assert_when(event.when[1], "2022-03-12"); /* when it was said */
    assert_int_equal(r.table.name[2].words, 0);
    assert_true(has_given_in(&r.table.name[3], "Дзюбик Петро Іванович"));
    assert_when(birth.when[3], "1961-04-03");
    assert_when(event.when[4], "2022-03-02"); /* what is told goes before when it was said */
}

static void a_cross_is_read_for_its_name_its_years_and_its_tag(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r =
        read_lists("@graves.csv\n"
                   "Ділянка|№ могили|Табличка|Хто ховав|Дата поховання\n"
                   "А|1|Верещук І.П. 1950–2022|сусіди|12.03.2022\n"
                   "А|2|Невідомий, бирка Т-133|ДСНС|13.03.2022\n"
                   "А|3|Пшенюк|рідні|14.03.2022\n"
                   "А|4|безіменна|ДСНС|14.03.2022\n"
                   "А|5|Дзюбик П.О. 1961–2022|ДСНС|15.03.2022\n",
                   &room);
    assert_int_equal(r.table.records, 5);
    assert_int_equal(r.table.name[0].words, 3);
    assert_int_equal(year_of(field_of(&r, "birth").when[0]), 1950);
    assert_int_equal(r.table.name[1].words, 0);
    assert_int_equal(r.table.name[2].words, 1);
    assert_int_equal(r.table.name[3].words, 0);
    rk_assert_str(field_of(&r, "grave").text[2], "3"); /* not its row of graves */
}

static void columns_of_those_who_tell_say_nothing_of_the_person(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r = read_lists(
        "@form.csv\n"
        "Timestamp|Ваше ім’я|Кого шукаєте? (ПІБ)|Дата народження або вік|Телефон для зв’язку\n"
        "4/16/2022 12:19:01|Оксана Дзюбик|Верещук Іван Петрович|13.01.1962|0667508045\n"
        "4/17/2022 12:19:01|Оксана Дзюбик|Тополюк Олена|40|0667508045\n"
        "4/18/2022 12:19:01|Оксана Дзюбик|Пшенюк Марія|1948|0667508046\n",
        &room);
    assert_int_equal(r.table.records, 3);
    assert_true(has_given_in(&r.table.name[0], "Верещук Іван Петрович"));
    assert_true(has_given_in(&r.table.name[1], "Тополюк Олена"));
    assert_int_equal(r.table.name[1].words, 2);
    assert_when(field_of(&r, "birth").when[0], "1962-01-13");
}

static void names_and_days_of_birth_come_in_parts_of_any_size(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r =
        read_lists("@two.csv\n"
                   "id|Прізвище|Ім’я, по батькові|Число, місяць, рік народження|Зник(ла)\n"
                   "x1|Верещук|Іван Петрович|3 квітня 1950|12.03.2022\n"
                   "x2|Тополюк|Олена Іванівна|12 травня 1961|13.03.2022\n"
                   "x3|Пшенюк|Марія Петрівна|13 травня 1971|13.03.2022\n"
                   "@parts.csv\n"
                   "Surname|Given|y|m|d\n"
                   "Vereshchuk|Ivan|1950|4|3\n"
                   "Topoliuk|Olena|1961|5|12\n"
                   "Pshenuk|Maria|1971|5|13\n"
                   "@pip.csv\n"
                   "№№|ПІП|Вік (повних років)|Бирка\n"
                   "1|н/в чол.|прибл. 40|Т-1\n"
                   "2|Верещук І.П.|72|Т-2\n",
                   &room);
    const struct rk_link_field birth = field_of(&r, "birth");
    assert_true(has_given_in(&r.table.name[0], "Верещук Іван Петрович"));
    assert_when(birth.when[0], "1950-04-03");
    assert_when(birth.when[3], "1950-04-03");
    assert_when(birth.when[4], "1961-05-12");
    assert_int_equal(r.table.name[6].words, 0); /* nobody knows him */
    assert_int_equal(r.table.role[6], RK_LINK_BODY);
    assert_true(r.table.name[7].words >= 2);
}

static void a_list_without_a_header_is_read_by_what_stands_in_it(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_read r =
        read_lists("@bare.csv\n"
                   "Верещук Іван Петрович|1950|вул. Садова, 5|загинув 12.03.2022\n"
                   "Тополюк Олена|1961|вул. Лугова, 7, кв. 2|загинула 13.03.2022\n"
                   "Пшенюк Марія Петрівна|1971|вул. Миру, 15|померла 14.03.2022\n",
                   &room);
    assert_int_equal(r.table.records, 3);
    assert_int_equal(year_of(field_of(&r, "birth").when[0]), 1950);
    rk_assert_str(field_of(&r, "house").text[1], "7");
    assert_when(field_of(&r, "event").when[2], "2022-03-14");
}

/* ---- faults ---------------------------------------------------------------------- */

static void fault(const char *text, const char *place, const char *why)
{
    struct rk_arena room = mem;
    struct rk_link_read r;
    struct rk_err err = {0};
    assert_int_equal(read_with(text, "", NULL, &room, &r, &err), RK_EINVAL);
    assert_string_equal(err.place, place);
    if (!strstr(err.text, why))
        fail_msg("\"%s\" does not say \"%s\"", err.text, why);
}

static void faults_are_said_with_file_line_and_column(void **state)
{
    (void)state;
    fault("@a.csv\nid|ПІБ\n1|Щурук Іван\n2|Дзюбик Петро\n1|Верещук Марія\n", "a.csv:4: id",
          "of line 2");
    fault("@a.csv\nid|ПІБ|Вік\n1|Щурук Іван|40|щось\n2|А Б|1\n3|В Г|1\n4|Д Е|1\n5|Є Ж|1\n",
          "a.csv:2: 4", "more cells");
    fault("@a.csv\nid|ПІБ|Дата народження|Стать|Дата смерті\n"
          "1|Щурук Іван|01.02.1950|ч|03.03.2022\n2|Дзюбик|Петро|01.02.1951|ч\n",
          "a.csv:3: Дата народження", "shifted");
    fault("@a.csv\nid|ПІБ\n1|Щурук Іван\n2|РџРµС‚СЂРѕ Дзюбик\n", "a.csv:3: ПІБ", "encoding");
    fault("@a.csv\nid|ПІБ|Вік\n1|Щурук Іван|40\n|Дзюбик Петро|50\n", "a.csv:3: id", "missing");
    fault("@a.csv\nid|ПІБ\n", "a.csv", "no row of data");
}

static void full_memory_is_said(void **state)
{
    (void)state;
    for (ptrdiff_t size = 64; size < 1 << 20; size *= 2) {
        struct rk_arena little = rk_arena_open(size);
        struct rk_link_read r;
        struct rk_err err = {0};
        const rk_status got =
            read_with("@a.csv\nid|ПІБ|Вік\n1|Щурук Іван|40\n2|Дзюбик Петро|50\n", "", NULL,
                      &little, &r, &err);
        assert_true(got == RK_OK || got == RK_ENOMEM);
        rk_arena_close(&little);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_of_three_languages_mean_the_same),
        cmocka_unit_test(whoever_tells_is_not_who_is_told_of),
        cmocka_unit_test(truth_columns_and_ids_are_no_fields),
        cmocka_unit_test(columns_without_a_known_header_are_known_by_what_they_hold),
        cmocka_unit_test(a_map_overrules_headers),
        cmocka_unit_test(headings_of_months_complete_the_days_below_them),
        cmocka_unit_test(sentences_are_searched),
        cmocka_unit_test(ids_are_found_as_the_contract_says),
        cmocka_unit_test(a_column_without_a_name_is_no_fault),
        cmocka_unit_test(lines_of_a_conversation_are_put_together_again),
        cmocka_unit_test(a_cross_is_read_for_its_name_its_years_and_its_tag),
        cmocka_unit_test(columns_of_those_who_tell_say_nothing_of_the_person),
        cmocka_unit_test(names_and_days_of_birth_come_in_parts_of_any_size),
        cmocka_unit_test(a_list_without_a_header_is_read_by_what_stands_in_it),
        cmocka_unit_test(faults_are_said_with_file_line_and_column),
        cmocka_unit_test(full_memory_is_said),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
