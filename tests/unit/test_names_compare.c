/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes two names one and what keeps them apart. All persons are invented. */
#include "names_fixture.h"

static void one_person_in_three_languages(void **state)
{
    (void)state;
    assert_one_person("Гнатюк Микола Опанасович", "Гнатюк Николай Афанасьевич");
    assert_one_person("Гнатюк Микола Опанасович", "Hnatiuk Mykola Opanasovych");
    assert_one_person("Гнатюк Микола Опанасович", "Gnatyuk Nikolay Afanasyevich");
    const struct rk_name_agreement g =
        names_agree("Гнатюк Микола Опанасович", "Gnatyuk Nikolay Afanasyevich");
    assert_int_equal(g.surname, RK_NAME_SAME);
    assert_int_equal(g.given, RK_NAME_SAME);
    assert_int_equal(g.patronymic, RK_NAME_SAME);
}

static void the_same_name_scores_one(void **state)
{
    (void)state;
    rk_assert_near(names_agree("Рева Ніна Львівна", "Рева Ніна Львівна").score, 1.0, 0.0);
    rk_assert_near(names_agree("Рева Ніна Львівна", "РЕВА НІНА ЛЬВІВНА").score, 1.0, 0.0);
}

static void a_slip_in_one_field_is_near(void **state)
{
    (void)state;
    const struct rk_name_agreement g =
        names_agree("Перепечай Сегрій Петрович", "Перепечай Сергій Петрович");
    assert_int_equal(g.given, RK_NAME_NEAR);
    assert_true(g.score >= 0.5 && g.score < 1.0);
    assert_one_person("Володимио Пелех", "Пелех Владимир"); /* across languages */
    assert_one_person("Телиженко Іван Сеогеевич", "Теліженко Іван Сергійович");
}

static void two_usual_families_are_no_slip_of_each_other(void **state)
{
    (void)state;
    assert_two_people("Марченко Ольга Іванівна", "Харченко Ольга Іванівна");
    assert_two_people("Іваненко Петро", "Іванченко Петро");
    assert_two_people("Жук Андрій", "Жуков Андрій");
    /* but Ukrainian and Russian vowels of one family are */
    assert_one_person("Олійник Ірина Юріївна", "Олейник Ирина Юрьевна");
}

static void brothers_fathers_and_sons_are_kept_apart(void **state)
{
    (void)state;
    assert_two_people("Гук Максим Павлович", "Гук Марко Павлович");
    assert_two_people("Гук Тарас Богданович", "Гук Богдан Тарасович");
    assert_two_people("Гук Тарас Богданович", "Гук Тарас Борисович");
    const struct rk_name_agreement g = names_agree("Гук Максим Павлович", "Гук Марко Павлович");
    assert_int_equal(g.surname, RK_NAME_SAME);
    assert_int_equal(g.given, RK_NAME_DIFFERENT);
    assert_int_equal(g.patronymic, RK_NAME_SAME);
}

static void surnames_are_neutral_to_sex_and_case(void **state)
{
    (void)state;
    assert_int_equal(names_agree("Левицький", "Левицькою").surname, RK_NAME_SAME);
    assert_int_equal(names_agree("Левицький Ян", "Левицька Яна").surname, RK_NAME_SAME);
    assert_int_equal(names_agree("Павлова Яна", "Павлов Ян").surname, RK_NAME_SAME);
    assert_int_equal(names_agree("Кравця Яна", "Кравець Ян").surname, RK_NAME_SAME);
    assert_int_equal(names_agree("Бойка Яна", "Бойко Ян").surname, RK_NAME_SAME);
}

static void his_genitive_is_not_her_nominative(void **state)
{
    (void)state;
    assert_one_person("Бойка Олександра Юрійовича", "Бойко Олександр Юрійович");
    assert_two_people("Бойка Олександра Юрійовича", "Бойко Олександра Юріївна");
    assert_true(names_agree("Бойко Валерій Юрійович", "Бойко Валерія Юріївна").sex_differs);
}

static void initials_agree_with_what_they_stand_for_in_both_languages(void **state)
{
    (void)state;
    const struct rk_name_agreement g = names_agree("Рудь Е. М.", "Рудь Олена Миколаївна");
    assert_int_equal(g.given, RK_NAME_INITIALS);
    assert_int_equal(g.patronymic, RK_NAME_INITIALS);
    assert_true(g.score >= 0.5);
    assert_one_person("Рудь Е. Н.", "Рудь Олена Миколаївна"); /* Елена Николаевна */
    assert_two_people("Рудь Е. К.", "Рудь Олена Миколаївна");
    assert_one_person("Rud Ya. S.", "Рудь Ярослав Семенович");
}

static void earlier_family_names_excuse_the_present_one(void **state)
{
    (void)state;
    assert_one_person("Петренко Олена Іванівна (Сидоренко)", "Сидоренко Олена Іванівна");
    assert_two_people("Петренко Олена Іванівна", "Сидоренко Олена Іванівна");
    assert_int_equal(names_agree("Петренко Олена (Сидоренко)", "Сидоренко Олена").surname,
                     RK_NAME_ALIKE);
    assert_int_equal(names_agree("Гай-Верба Олена", "Верба Олена").surname, RK_NAME_ALIKE);
    assert_int_equal(names_agree("Верба Оленка", "Верба Олена").given, RK_NAME_ALIKE);
    assert_one_person("Гай-Верба Олена", "Верба Олена");
    assert_two_people("Гай-Верба Олена", "Гай-Сосна Олена");
}

static void words_run_together_or_torn_apart_are_found(void **state)
{
    (void)state;
    assert_one_person("КлименкоОрест", "Клименко Орест");
    assert_one_person("Переп ечай Орест", "Перепечай Орест");
    assert_two_people("Андрій Юрченко", "Юрій Андрущенко");
}

static void a_part_of_a_name_is_too_little(void **state)
{
    (void)state;
    assert_two_people("Коваль", "Коваль Орест Ілліч");
    assert_two_people("Орест", "Коваль Орест Ілліч");
    assert_two_people("Орест Ілліч", "Коваль Орест Ілліч");
    assert_one_person("Коваль Орест", "Коваль Орест Ілліч");
    assert_one_person("Ганнібал", "Hannibal"); /* but one word may be all there is */
}

static void arabic_fathers_follow_their_particle(void **state)
{
    (void)state;
    assert_one_person("Usama bin Hasan al-Basri", "Osama ibn Hassan al Basri");
    assert_two_people("Usama bin Hasan al-Basri", "Hasan bin Usama al-Basri");
    assert_two_people("Usama bin Hasan al-Basri", "Usama bin Hasan al-Kufi");
}

static void other_alphabets_of_the_region_are_read(void **state)
{
    (void)state;
    assert_one_person("ბერიძე ზურაბ", "Беридзе Зураб");
    assert_one_person("Մկրտչյան Արամ", "Мкртчян Арам");
    assert_one_person("Παπαδόπουλος Νίκος", "Papadopoulos Nikos");
    assert_one_person("Əliyev Elçin", "Алієв Ельчин");
    assert_one_person("Nguyễn Văn Thành", "Нгуєн Ван Тхань");
    assert_two_people("王小明", "王小红"); /* another sign is another name */
}

static void levels_do_not_depend_on_how_common_a_name_is(void **state)
{
    (void)state;
    const struct rk_name_agreement usual = names_agree("Шевченко Ганна", "Шевченко Анна");
    const struct rk_name_agreement rare = names_agree("Цвіркалюк Ганна", "Цвіркалюк Анна");
    assert_int_equal(usual.surname, rare.surname);
    rk_assert_near(usual.score, rare.score, 0.0);
}

static void word_similarity_runs_from_nothing_to_one(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    const struct rk_name a = names_of("Коваленко", &keep), b = names_of("Kovalenko", &keep);
    const struct rk_name c = names_of("Ковалнеко", &keep), d = names_of("Щур", &keep);
    rk_assert_near(rk_name_word_similarity(names_tables, a.word, a.word), 1.0, 0.0);
    rk_assert_near(rk_name_word_similarity(names_tables, a.word, b.word), 1.0, 0.0);
    const double slip = rk_name_word_similarity(names_tables, a.word, c.word);
    assert_true(slip > 0.85 && slip < 1.0);
    assert_true(rk_name_word_similarity(names_tables, a.word, d.word) < 0.3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_person_in_three_languages),
        cmocka_unit_test(the_same_name_scores_one),
        cmocka_unit_test(a_slip_in_one_field_is_near),
        cmocka_unit_test(two_usual_families_are_no_slip_of_each_other),
        cmocka_unit_test(brothers_fathers_and_sons_are_kept_apart),
        cmocka_unit_test(surnames_are_neutral_to_sex_and_case),
        cmocka_unit_test(his_genitive_is_not_her_nominative),
        cmocka_unit_test(initials_agree_with_what_they_stand_for_in_both_languages),
        cmocka_unit_test(earlier_family_names_excuse_the_present_one),
        cmocka_unit_test(words_run_together_or_torn_apart_are_found),
        cmocka_unit_test(a_part_of_a_name_is_too_little),
        cmocka_unit_test(arabic_fathers_follow_their_particle),
        cmocka_unit_test(other_alphabets_of_the_region_are_read),
        cmocka_unit_test(levels_do_not_depend_on_how_common_a_name_is),
        cmocka_unit_test(word_similarity_runs_from_nothing_to_one),
    };
    return cmocka_run_group_tests(tests, names_open_tables, names_close_tables);
}
