/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in Latin letters. Expected values: the examples of resolution 55 and the rules of the
 * schemes, applied by hand. */
#include "names_fixture.h"

static const char *latin(const char *scheme, const char *text)
{
    static char out[512];
    struct rk_buf buf = {out, 0, (ptrdiff_t)sizeof out - 1, false};
    const int32_t s = rk_names_scheme_find(rk_str_of(scheme));
    assert_true(s >= 0);
    rk_names_translit(s, rk_str_of(text), &buf);
    assert_false(buf.failed);
    out[buf.len] = '\0';
    return out;
}

static void resolution_55_is_followed_letter_by_letter(void **state)
{
    (void)state;
    static const char *const examples[][2] = {{"Алушта", "Alushta"},
                                              {"Борщагівка", "Borshchahivka"},
                                              {"Гадяч", "Hadiach"},
                                              {"Ґалаґан", "Galagan"},
                                              {"Єнакієве", "Yenakiieve"},
                                              {"Гаєвич", "Haievych"},
                                              {"Короп'є", "Koropie"},
                                              {"Згорани", "Zghorany"},
                                              {"Розгон", "Rozghon"},
                                              {"Їжакевич", "Yizhakevych"},
                                              {"Кадиївка", "Kadyivka"},
                                              {"Мар'їне", "Marine"},
                                              {"Йосипівка", "Yosypivka"},
                                              {"Стрий", "Stryi"},
                                              {"Решетилівка", "Reshetylivka"},
                                              {"Щербухи", "Shcherbukhy"},
                                              {"Юрій", "Yurii"},
                                              {"Корюківка", "Koriukivka"},
                                              {"Знам'янка", "Znamianka"},
                                              {"Біла Церква", "Bila Tserkva"}};
    for (ptrdiff_t i = 0; i < RK_COUNT(examples); i++)
        assert_string_equal(latin("kmu55", examples[i][0]), examples[i][1]);
}

static void every_scheme_has_its_own_habit(void **state)
{
    (void)state;
    assert_string_equal(latin("UkrainianFrench", "Щур Юхим"), "Chtchour Ioukhym");
    assert_string_equal(latin("UkrainianGerman", "Завада Жанна"), "Sawada Shanna");
    assert_string_equal(latin("UkrainianISO9", "Їжак Щука"), "Ïžak Ŝuka");
    assert_string_equal(latin("UkrainianWWS", "Хома Щур"), "Xoma Ščur");
    assert_string_equal(latin("UkrainianPassport2007", "Яків Юхно"), "Iakiv Iukhno");
    assert_string_equal(latin("UkrainianNational1996", "Дем'ян"), "Dem'yan");
    assert_string_equal(latin("RussianGOST2006", "Царёв"), "Tcarev");
    assert_string_equal(latin("RussianISO9SystemB", "Цапко Цибин"), "Czapko Cibin");
    assert_string_equal(latin("RussianDriverLicense", "Ершов Гурьев Ёлкин Щёголев"),
                        "Yershov Gur'yev Yolkin Shchegolev");
    assert_string_equal(latin("RussianICAO", "Объедков"), "Obieedkov");
    assert_string_equal(latin("RussianInternationalPassport1997", "Гурьев"), "Guryev");
    assert_string_equal(latin("RussianInternationalPassport1997Reduced", "Чёрный"), "Cherny");
    assert_string_equal(latin("RussianISOR9Table2", "Ийя"), "Ijjja");
}

static void capitals_follow_the_word(void **state)
{
    (void)state;
    assert_string_equal(latin("kmu55", "ЩЕРБАК ЮЛІЯ"), "SHCHERBAK YULIIA");
    assert_string_equal(latin("kmu55", "Щ. Юхно"), "Shch. Yukhno");
    assert_string_equal(latin("kmu55", "ІЗ ЗГУРІВКИ"), "IZ ZGHURIVKY");
    assert_string_equal(latin("kmu55", "Кам'Яна"), "Kamiana");
}

static void what_a_scheme_does_not_know_stays(void **state)
{
    (void)state;
    assert_string_equal(latin("kmu55", "043-3ЛКС, №7 «Ы» i z"), "043-3LKS, №7 «Ы» i z");
    assert_string_equal(latin("RussianICAO", "Їжак"), "Їzhak");
    assert_string_equal(latin("kmu55", "1-й Яр"), "1-y Yar");
}

static void letters_with_their_mark_apart_are_letters(void **state)
{
    (void)state;
    assert_string_equal(latin("kmu55", "Стри\xD0\xB8\xCC\x86"), latin("kmu55", "Стрий"));
    assert_string_equal(latin("kmu55", "\xD0\x86\xCC\x88жак"), "Yizhak");
}

static void schemes_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(rk_names_scheme_find(RK_STR("KMU55")), RK_NAME_KMU55);
    assert_int_equal(rk_names_scheme_find(RK_STR("ukrainiankmu")), RK_NAME_KMU55);
    assert_int_equal(rk_names_scheme_find(RK_STR("kmu")), -1);
    assert_int_equal(rk_names_scheme_find(RK_STR("")), -1);
    for (int32_t s = 0; s < RK_NAME_SCHEMES; s++) {
        assert_int_equal(rk_names_scheme_find(rk_str_of(rk_names_scheme(s))), s);
        const bool ours = strncmp(rk_names_scheme(s), "Ukrainian", 9) == 0;
        assert_int_equal(ours, s < 13);
    }
    assert_null(rk_names_scheme(-1));
    assert_null(rk_names_scheme(RK_NAME_SCHEMES));
}

static void a_letter_never_takes_more_room_than_promised(void **state)
{
    (void)state;
    static const char all[] =
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ'АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦ"
        "ЧШЩЬЮЯЁЪЫЭ";
    const ptrdiff_t letters = (ptrdiff_t)sizeof all / 2 + 1;
    for (int32_t s = 0; s < RK_NAME_SCHEMES; s++) {
        char out[8 * sizeof all];
        struct rk_buf buf = {out, 0, 7 * letters, false};
        rk_names_translit(s, rk_str_of(all), &buf);
        assert_false(buf.failed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resolution_55_is_followed_letter_by_letter),
        cmocka_unit_test(every_scheme_has_its_own_habit),
        cmocka_unit_test(capitals_follow_the_word),
        cmocka_unit_test(what_a_scheme_does_not_know_stays),
        cmocka_unit_test(letters_with_their_mark_apart_are_letters),
        cmocka_unit_test(schemes_are_found_by_name),
        cmocka_unit_test(a_letter_never_takes_more_room_than_promised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
