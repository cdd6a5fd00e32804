/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Column headers as councils, oblast offices, hospitals, utilities and aid workers write them.
 * The list was written by hand from the habits of such sheets; it was not made from the tables.
 */
#include "rk_test.h"

#include "rk_vocabulary.h"

#define TAKEN 0.8 /* rk_vocabulary.h: from here on a header may be taken */

struct header {
    const char *kind, *header, *aspect; /* aspect "": none may be taken */
};

static const struct header headers[] = {
    /* lists of people, Ukrainian */
    {"person", "№ п/п", "number"},
    {"person", "№ з/п", "number"},
    {"person", "№", "number"},
    {"person", "ПІБ", "full_name"},
    {"person", "П.І.Б.", "full_name"},
    {"person", "П. І. Б. загиблого", "full_name"},
    {"person", "Прізвище, ім’я, по батькові", "full_name"},
    {"person", "Прізвище ім'я та по-батькові (повністю)", "full_name"},
    {"person", "ПРІЗВИЩЕ ІМʼЯ ПО БАТЬКОВІ ОСОБИ", "full_name"},
    {"person", "Прізвище", "surname"},
    {"person", "Прізвище*", "surname"},
    {"person", "Ім`я", "given"},
    {"person", "По батькові", "patronymic"},
    {"person", "По бат.", "patronymic"},
    {"person", "Дата народження", "birth_date"},
    {"person", "Дата нар.", "birth_date"},
    {"person", "дата народж.", "birth_date"},
    {"person", "Д.н.", "birth_date"},
    {"person", "Рік народження", "birth_date"},
    {"person", "Р.Н.", "birth_date"},
    {"person", "Дата народження (дд.мм.рррр)", "birth_date"},
    {"person", "Дата  народження\nпомерлого", "birth_date"},
    {"person", "Дата смерті", "death_date"},
    {"person", "Дата загибелі", "death_date"},
    {"person", "дата_смерті", "death_date"},
    {"person", "Дата смерті (загибелі)", "death_date"},
    {"person", "Дата загибелі/смерті", "death_date"},
    {"person", "Дaтa cмepтi", "death_date"}, /* Latin a, c, e, p, i inside */
    {"person", "Вік", "age"},
    {"person", "Вік, років", "age"},
    {"person", "Вік (повних років)", "age"},
    {"person", "Стать", "sex"},
    {"person", "Стать (ч/ж)", "sex"},
    {"person", "Адреса проживання", "address"},
    {"person", "Адреса місця проживання", "address"},
    {"person", "Місце проживання", "address"},
    {"person", "вул.", "street"},
    {"person", "№ буд.", "house_no"},
    {"person", "Будинок", "house_no"},
    {"person", "кв.", "flat"},
    {"person", "№ кв.", "flat"},
    {"person", "Населений пункт", "settlement"},
    {"person", "Контактний телефон", "phone"},
    {"person", "Моб. тел.", "phone"},
    {"person", "№ тел.", "phone"},
    {"person", "Телефон родичів", "relative_phone"},
    {"person", "ПІБ заявника", "relative_name"},
    {"person", "Причина смерті", "cause_said"},
    {"person", "Обставини загибелі", "cause_said"},
    {"person", "Місце загибелі", "death_place"},
    {"person", "Місце поховання", "grave"},
    {"person", "№ могили", "grave"},
    {"person", "Дата зникнення", "last_seen_date"},
    {"person", "Востаннє бачили", "last_seen_date"},
    {"person", "Місце зникнення", "last_seen_place"},
    {"person", "Особливі прикмети", "marks"},
    {"person", "ДНК", "dna_given"},
    {"person", "Статус", "status"},
    {"person", "Спосіб ідентифікації", "confirmation"},
    {"person", "Згода на обробку персональних даних", "consent"},
    {"person", "Згода на обробку ПД", "consent"},
    {"person", "Примітка", "note"},
    {"person", "Прим.", "note"},
    {"person", "Джерело інформації", "according_to"},
    {"person", "Станом на", "as_of"},
    {"person", "Паспортні дані", "document"},
    {"person", "РНОКПП (ІПН)", "tax_number"},
    /* English and identifiers */
    {"person", "Full name", "full_name"},
    {"person", "FULL NAME", "full_name"},
    {"person", "FullName", "full_name"},
    {"person", "Last name", "surname"},
    {"person", "surname", "surname"},
    {"person", "given", "given"},
    {"person", "First Name", "given"},
    {"person", "Date of birth", "birth_date"},
    {"person", "dateOfBirth", "birth_date"},
    {"person", "birth_date", "birth_date"},
    {"person", "DOB", "birth_date"},
    {"person", "Date of death (dd/mm/yyyy)", "death_date"},
    {"person", "Home adress", "address"}, /* a letter lost */
    {"person", "Age (years)", "age"},
    {"person", "Sex", "sex"},
    {"person", "Gender", "sex"},
    {"person", "Home address", "address"},
    {"person", "Case ID", "number"},
    {"person", "rec_id", "number"},
    {"person", "Cause of death", "cause_said"},
    {"person", "Last seen", "last_seen_date"},
    {"person", "Next of kin", "relative_name"},
    /* Russian */
    {"person", "Ф.И.О.", "full_name"},
    {"person", "ФИО", "full_name"},
    {"person", "Фамилия", "surname"},
    {"person", "Отчество", "patronymic"},
    {"person", "Дата рождения", "birth_date"},
    {"person", "Г.р.", "birth_date"},
    {"person", "Дата смерти", "death_date"},
    {"person", "Дата гибели", "death_date"},
    {"person", "Пол", "sex"},
    {"person", "Возраст", "age"},
    {"person", "Адрес", "address"},
    {"person", "Место захоронения", "grave"},
    /* what must not be taken */
    {"person", "Прізвище лікаря", ""},
    {"person", "Дата народження дитини", ""},
    {"person", "Телефон (родича)", "relative_phone"},
    {"person", "Телефон (на роботі)", ""},
    {"person", "Дата подання заяви", "reported_date"},
    {"person", "Дата подання декларації", ""},
    {"person", "Кількість дітей", ""},
    {"person", "Потужність, МВт", ""},
    {"person", "Колір автомобіля", ""},
    {"person", "Рік", ""},      /* one letter from вік, but short */
    {"person", "Місце по", ""}, /* an abbreviation has its full stop */
    {"person", "Сума виплати, грн", ""},
    {"person", "Вік будинку", ""},
    {"person", "Дата", "event_date"},
    {"person", "", ""},
    {"person", "***", ""},
    {"person", "Стовпець1", ""},
    /* boiler houses */
    {"heat_source", "Котельня", "name"},
    {"heat_source", "Котельня №", "id"},
    {"heat_source", "№ котельні", "id"},
    {"heat_source", "Назва котельні, адреса", ""},
    {"heat_source", "Потужність, МВт", "mw"},
    {"heat_source", "Потужність (Гкал/год)", "mw"},
    {"heat_source", "Встановлена потужність, Гкал/год.", "mw"},
    {"heat_source", "Потужн., МВт", "mw"},
    {"heat_source", "Электрическая мощность, кВт", "electric_kw"},
    {"heat_source", "Електрична потужність, кВт", "electric_kw"},
    {"heat_source", "mw", "mw"},
    {"heat_source", "max_kw", "mw"},
    {"heat_source", "electric_kw", "electric_kw"},
    {"heat_source", "can_start_from", "can_start_from"},
    {"heat_source", "Дата запуску", "can_start_from"},
    {"heat_source", "Кількість котлів (шт)", "boilers"},
    {"heat_source", "К-сть котлів", "boilers"},
    {"heat_source", "Вид палива", "fuel"},
    {"heat_source", "Стан", "state"},
    {"heat_source", "Підключено будинків", "houses"},
    {"heat_source", "Кількість жителів (осіб)", "people"},
    {"heat_source", "Площа, м2", ""},
    {"heat_source", "Дата народження", ""},
    /* houses on heat */
    {"house", "id", "id"},
    {"house", "source", "source"},
    {"house", "kw", "kw"},
    {"house", "q_kw", "kw"},
    {"house", "people", "people"},
    {"house", "floors", "floors"},
    {"house", "К-сть мешканців", "people"},
    {"house", "к-ть мешк.", "people"},
    {"house", "Кількість мешканців, чол.", "people"},
    {"house", "Загальна кількість мешканців", "people"},
    {"house", "Поверховість", "floors"},
    {"house", "Площа опалювана, кв.м", "area_m2"},
    {"house", "Загальна площа, м²", "area_m2"},
    {"house", "Теплове навантаження, Гкал/год", "kw"},
    {"house", "Теплове навантаження, м2", ""},
    {"house", "Опалення (так/ні)", "state"},
    {"house", "Дата подачі тепла", "connected"},
    /* buildings */
    {"building", "Адреса об'єкта", "address"},
    {"building", "Матеріал стін", "walls"},
    {"building", "Матерiал стiн", "walls"}, /* Latin i */
    {"building", "К-сть поверхів", "floors"},
    {"building", "Рік будівництва", "year_built"},
    {"building", "Кадастровий номер", "cadastral"},
    {"building", "Ступінь пошкодження", "damage"},
    {"building", "Категорія пошкодження (І, ІІ, ІІІ)", "damage"},
    {"building", "% пошкодження", "damage_percent"},
    {"building", "Відсоток руйнування, %", "damage_percent"},
    {"building", "Дата акта обстеження", "survey_date"},
    {"building", "Дата обстеження", "survey_date"},
    {"building", "Дата обстеженя", "survey_date"}, /* a letter lost */
    {"building", "№ акта", "act_number"},
    {"building", "ПІБ власника", "owner"},
    {"building", "Балансоутримувач", "owner"},
    {"building", "Площа пошкодженої покрівлі, м2", "roof_damage_m2"},
    {"building", "Кількість вибитих вікон, шт", "windows_broken"},
    {"building", "Кількість квартир", "flats"},
    {"building", "Кількість пошкоджених квартир", "flats_damaged"},
    {"building", "Damage level", "damage"},
    {"building", "Степень разрушения", "damage"},
    {"building", "Материал стен", "walls"},
    {"building", "№ п/п", ""},
    {"building", "Прізвище", ""},
    /* care and stock */
    {"need", "ПІБ пацієнта", "full_name"},
    {"need", "Діагноз (МКХ-10)", "diagnosis"},
    {"need", "Назва препарату", "medicine"},
    {"need", "Вистачить на днів", "days_left"},
    {"need", "Коли закінчиться", "runs_out"},
    {"need", "Лікар", "assessed_by"},
    {"need", "Кисень", "oxygen"},
    {"need", "Кількість дітей", ""},
    {"item", "Найменування", "name"},
    {"item", "К-сть", "quantity"},
    {"item", "Залишок, уп.", "quantity"},
    {"item", "Од. вим.", "unit"},
    {"item", "Термін придатності", "expiry"},
    {"item", "Серія", "lot"},
    {"item", "Срок годности", "expiry"},
    {"item", "Expiry date", "expiry"},
    {"item", "Кількість (осіб)", ""},
    {"item", "Кількість, кг", "quantity"},
    {"item", "Дозування, мг", "strength"},
    {"need", "Залишок ліків (днів)", "days_left"},
    {"heat_source", "Стан (працює/не працює)", "state"},
    {"heat_source", "Котельня, МВт", ""},
    {"house", "Дата пуску", "connected"},
    {"building", "Пошкодження покрівлі, м.кв.", "roof_damage_m2"},
    {"danger_area", "Координати", "coordinates"},
    {"road", "Заміновано", "mined"},
    {"household", "Потреба у дровах, м3", "firewood_need_m3"},
    {"facility", "Ліжко-місця", "beds"},
    {"facility", "Назва закладу", "name"},
    {"facility", "ЄДРПОУ", "id"},
    {"facility", "capabilities", "capabilities"},
    /* roads, pipes, households, vehicles */
    {"road", "osm_way", "osm_way"},
    {"road", "from_lat", "from_lat"},
    {"road", "to_lon", "to_lon"},
    {"road", "state", "state"},
    {"road", "factor", "factor"},
    {"road", "confirmed", "confirmed"},
    {"pipe", "length_m", "length_m"},
    {"pipe", "inner_d_m", "inner_d_m"},
    {"pipe", "roughness_mm", "roughness_mm"},
    {"pipe", "Діаметр, мм", "diameter_mm"},
    {"pipe", "Довжина (м)", "length_m"},
    {"household", "Дітей до 18 р.", "children"},
    {"household", "Дрова, скл.м", "firewood_m3"},
    {"household", "Чим опалюється", "heating"},
    {"household", "Кількість осіб", "people"},
    {"vehicle", "Держ. номер", "plate"},
    {"vehicle", "Вантажопідйомність, т", "capacity_kg"},
    {"grave", "Напис на хресті", "inscription"},
    {"grave", "№ могили", "number"},
    {"body", "№ тіла", "number"},
    {"body", "Вік (приблизно)", "age"},
    {"body", "Ознаки катувань", "torture_said"},
    /* the two files of statements, as they are */
    {"statement", "n", "n"},
    {"statement", "scope", "scope"},
    {"statement", "about", "about"},
    {"statement", "aspect", "aspect"},
    {"statement", "value_low", "value_low"},
    {"statement", "value_high", "value_high"},
    {"statement", "unit", "unit"},
    {"statement", "definition", "definition"},
    {"statement", "as_of", "as_of"},
    {"statement", "period", "period"},
    {"statement", "according_to", "according_to"},
    {"statement", "role", "role"},
    {"statement", "party", "party"},
    {"statement", "reported_in", "reported_in"},
    {"statement", "conflicts_with", "conflicts_with"},
    {"fact", "fact", "fact"},
    {"fact", "value", "value"},
    {"fact", "unit", "unit"},
    {"fact", "date", "date"},
    {"fact", "source title", "source_title"},
    {"fact", "url", "url"},
};

static const struct rk_kind *kind_of(const char *id)
{
    const struct rk_kind *kind = rk_kind_find(rk_str_of(id));
    if (!kind)
        fail_msg("no kind %s", id);
    return kind;
}

static void headers_name_their_aspect_and_no_other(void **state)
{
    (void)state;
    assert_true(RK_COUNT(headers) >= 150);
    for (ptrdiff_t h = 0; h < RK_COUNT(headers); h++) {
        const struct rk_kind *kind = kind_of(headers[h].kind);
        const struct rk_aspect *best = NULL;
        double fit[256], first = 0, second = 0;
        assert_in_range(kind->aspect_count, 1, RK_COUNT(fit));
        rk_header_fits_all(kind, rk_str_of(headers[h].header), fit);
        for (int32_t i = 0; i < kind->aspect_count; i++) {
            second = fmax(second, fmin(first, fit[i]));
            best = fit[i] > first ? &kind->aspects[i] : best;
            first = fmax(first, fit[i]);
        }
        const char *found = first >= TAKEN ? best->id : "";
        if (strcmp(found, headers[h].aspect) != 0)
            fail_msg("%s: \"%s\" names \"%s\" (%.2f), expected \"%s\"", headers[h].kind,
                     headers[h].header, found, first, headers[h].aspect);
        if (*found && !(second < first))
            fail_msg("%s: \"%s\" names two aspects", headers[h].kind, headers[h].header);
    }
}

static void one_aspect_and_all_of_a_kind_give_the_same_fit(void **state)
{
    (void)state;
    for (ptrdiff_t h = 0; h < RK_COUNT(headers); h += 7) {
        const struct rk_kind *kind = kind_of(headers[h].kind);
        double fit[256];
        rk_header_fits_all(kind, rk_str_of(headers[h].header), fit);
        for (int32_t i = 0; i < kind->aspect_count; i++)
            rk_assert_near(rk_header_fits(&kind->aspects[i], rk_str_of(headers[h].header)),
                           fit[i], 0);
    }
}

static double fits(const char *kind, const char *aspect, const char *header)
{
    return rk_header_fits(rk_aspect_find(kind_of(kind), rk_str_of(aspect)), rk_str_of(header));
}

static void birth_and_death_are_never_taken_for_each_other(void **state)
{
    (void)state;
    static const char *const birth[] = {"Дата народження", "дата нар.",     "DOB",
                                        "Дата рождения",   "date of birth", "Рік народження"};
    static const char *const death[] = {"Дата смерті", "дата загибелі", "DOD",
                                        "Дата смерти", "date of death", "Рік смерті"};
    for (ptrdiff_t i = 0; i < RK_COUNT(birth); i++) {
        assert_true(fits("person", "birth_date", birth[i]) >= TAKEN);
        assert_true(fits("person", "death_date", death[i]) >= TAKEN);
        rk_assert_near(fits("person", "death_date", birth[i]), 0, 0);
        rk_assert_near(fits("person", "birth_date", death[i]), 0, 0);
    }
}

static void every_label_and_id_names_its_own_aspect_exactly(void **state)
{
    (void)state;
    int32_t count;
    const struct rk_kind *kinds = rk_kinds(&count);
    for (int32_t k = 0; k < count; k++)
        for (int32_t i = 0; i < kinds[k].aspect_count; i++) {
            const struct rk_aspect *a = &kinds[k].aspects[i];
            if (rk_header_fits(a, rk_str_of(a->id)) < TAKEN)
                fail_msg("%s.%s is not named by its id", kinds[k].id, a->id);
            for (int lang = 0; lang < RK_LANGS; lang++)
                if (rk_header_fits(a, rk_str_of(a->label.one[lang])) < TAKEN)
                    fail_msg("%s.%s is not named by its label \"%s\"", kinds[k].id, a->id,
                             a->label.one[lang]);
        }
}

static void a_unit_in_the_header_is_understood(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"Потужність, МВт", "mw"},
                                           {"Потужність (Гкал/год)", "gcal_h"},
                                           {"length_m", "m"},
                                           {"q_kw", "kw"},
                                           {"Площа м2", "m2"},
                                           {"Кількість (осіб)", "people"},
                                           {"Пошкодження, %", "percent"},
                                           {"Вік, років", "years"},
                                           {"Прізвище", ""},
                                           {"Дата", ""},
                                           {"Стан", ""},
                                           {"Кількість дітей", ""}};
    for (ptrdiff_t i = 0; i < RK_COUNT(cases); i++) {
        const struct rk_unit *u = rk_header_unit(rk_str_of(cases[i][0]));
        if (strcmp(u ? u->id : "", cases[i][1]) != 0)
            fail_msg("\"%s\" says the unit \"%s\", expected \"%s\"", cases[i][0],
                     u ? u->id : "", cases[i][1]);
    }
}

/* A header of a thousand letters, of signs only, of broken bytes: no fit, no harm. */
static void strange_headers_fit_nothing(void **state)
{
    (void)state;
    static char letters[5000];
    memset(letters, 'a', sizeof letters - 1);
    static const char *const strange[] = {"(((((", "\xFF\xFE\xD0", "()()",  ",,,",
                                          "  ",    "№№№",          "((ПІБ", letters};
    for (ptrdiff_t i = 0; i < RK_COUNT(strange) - 2; i++)
        assert_true(fits("person", "full_name", strange[i]) < TAKEN);
    assert_true(fits("person", "full_name", letters) < TAKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_name_their_aspect_and_no_other),
        cmocka_unit_test(one_aspect_and_all_of_a_kind_give_the_same_fit),
        cmocka_unit_test(birth_and_death_are_never_taken_for_each_other),
        cmocka_unit_test(every_label_and_id_names_its_own_aspect_exactly),
        cmocka_unit_test(a_unit_in_the_header_is_understood),
        cmocka_unit_test(strange_headers_fit_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
