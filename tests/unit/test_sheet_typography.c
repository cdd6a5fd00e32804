/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typography and the texts that must not leave an edition, looked at from inside the room. */
#include "rk_test.h"

#define RK_SHEET_ROOM
#include "sheet_internal.h"

static struct rk_arena mem;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open(1 << 20);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    return 0;
}

static struct rk_str set(enum rk_lang lang, const char *text)
{
    return sheet_typography(&mem, lang, rk_str_of(text));
}

static void short_words_lean_on_the_next_one(void **state)
{
    (void)state;
    rk_assert_str(set(RK_UK, "вода в місті і в селі"), "вода в\u00a0місті і\u00a0в\u00a0селі");
    rk_assert_str(set(RK_UK, "станом на "), "станом на\u00a0");
    rk_assert_str(set(RK_UK, "ліки для мешканців"), "ліки для\u00a0мешканців");
    rk_assert_str(set(RK_UK, "дім стоїть"), "дім стоїть"); /* three letters, no preposition */
    rk_assert_str(set(RK_EN, "one of the houses"), "one of\u00a0the\u00a0houses");
}

static void a_number_holds_what_it_counts_and_a_dash_never_begins_a_line(void **state)
{
    (void)state;
    rk_assert_str(set(RK_UK, "198 будинків"), "198\u00a0будинків");
    rk_assert_str(set(RK_UK, "80 % усього"), "80\u00a0% усього");
    rk_assert_str(set(RK_UK, "№ 5"), "№\u00a05");
    rk_assert_str(set(RK_UK, "Невідоме — це не нуль"), "Невідоме\u00a0— це\u00a0не\u00a0нуль");
}

static void quotation_marks_are_those_of_the_language(void **state)
{
    (void)state;
    rk_assert_str(set(RK_UK, "словами \"понад 80\""), "словами «понад 80»");
    rk_assert_str(set(RK_EN, "the words \"at least\" here"),
                  "the\u00a0words “at\u00a0least” here");
    rk_assert_str(set(RK_UK, "об'єкт"), "об’єкт");
}

static void letters_are_never_changed(void **state)
{
    (void)state;
    static const char text[] = "Їжак, ґанок, щонайменше 1000: desk/17/0 (Ω, 漢字)";
    const struct rk_str once = set(RK_UK, text);
    rk_assert_str(sheet_typography(&mem, RK_UK, once),
                  rk_str_c(&mem, once)); /* and once is enough */
    rk_assert_str(set(RK_UK, "漢字Ω"), "漢字Ω");
    rk_assert_str(set(RK_UK, ""), "");
}

static void places_are_known_when_they_are_told(void **state)
{
    (void)state;
    static const char *const places[] = {
        "вул. Неіснуюча, 5",    "на вулиці Неіснуючій", "2 Invented Street",
        "просп. Вигаданий",     "49.198416, 37.278056", "49,19841 37,27805",
        "49° 12′ 00″, 49.2° N", "тел. 067 123-45-67",   "0671234567",
        "+38 (067) 123 45 67",  "UA63 0671234567",      "(вул.Неіснуюча)",
        "переулок Вымышленный", "мікрорайон 1"};
    static const char *const harmless[] = {"",
                                           "понад 80 % інфраструктури міста",
                                           "станом на 12.09.2022, потім 13.09.2022",
                                           "14.35 percent of 22,641 buildings",
                                           "1,234 and 5,678 houses",
                                           "area of 43.6 km2",
                                           "norm for 2010 / 9190:2022",
                                           "перше півріччя",
                                           "UA63040090010029555",
                                           "desk/123456/7",
                                           "446 тіл, 1 000 осіб, 46 000 мешканців"};
    for (int i = 0; i < (int)RK_COUNT(places); i++)
        if (!sheet_names_a_place(rk_str_of(places[i])))
            fail_msg("not seen as a place: %s", places[i]);
    for (int i = 0; i < (int)RK_COUNT(harmless); i++)
        if (sheet_names_a_place(rk_str_of(harmless[i])))
            fail_msg("taken for a place: %s", harmless[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_words_lean_on_the_next_one),
        cmocka_unit_test(a_number_holds_what_it_counts_and_a_dash_never_begins_a_line),
        cmocka_unit_test(quotation_marks_are_those_of_the_language),
        cmocka_unit_test(letters_are_never_changed),
        cmocka_unit_test(places_are_known_when_they_are_told),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
