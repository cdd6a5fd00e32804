/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How names are read. All persons are invented. */
#include "names_fixture.h"

static void same_letters(const char *a, const char *b)
{
    struct rk_arena keep = names_mem;
    const struct rk_name x = names_of(a, &keep), y = names_of(b, &keep);
    assert_int_equal(x.words, y.words);
    for (int32_t i = 0; i < x.words; i++)
        if (x.word[i].len != y.word[i].len ||
            memcmp(x.word[i].letter, y.word[i].letter, x.word[i].len) != 0)
            fail_msg("%s | %s: word %d", a, b, i);
}

static void ukrainian_russian_and_latin_meet_in_one_alphabet(void **state)
{
    (void)state;
    same_letters("Щербак", "Shcherbak");
    same_letters("Юрій Їжакевич", "Yurii Yizhakevych");
    same_letters("Юрій", "Jurij");
    same_letters("Лисенко", "Лысенко");
    same_letters("Хоменко", "Homenko");
    same_letters("Сергієнко", "Serhiienko");
    same_letters("Наталія", "Natalija");
    same_letters("Зінченко", "Зинченко");
    same_letters("Ганна", "Hanna");
    struct rk_arena keep = names_mem;
    const struct rk_name n = names_of("Жук Чуб Шило", &keep);
    assert_string_equal(names_word_letters(&n, 0), "juk");
    assert_string_equal(names_word_letters(&n, 1), "qub");
    assert_string_equal(names_word_letters(&n, 2), "wilo");
}

static void letters_of_the_wrong_alphabet_are_put_right(void **state)
{
    (void)state;
    same_letters("Kовaлeнкo", "Коваленко"); /* K a e o are Latin */
    same_letters("Іvanenko", "Ivanenko");   /* І is Cyrillic */
    same_letters("Пeтpeнкo O. I.", "Петренко О. І.");
    same_letters("К0валь 1ван", "Коваль Іван");
}

static void apostrophes_of_all_kinds_are_no_letters(void **state)
{
    (void)state;
    same_letters("В'ячеслав Лук’яненко", "ВʼячеславЛук`яненко");
    same_letters("Дем\"яненко", "Демяненко");
}

static void composed_and_decomposed_letters_are_the_same(void **state)
{
    (void)state;
    same_letters("Андрі\xD0\xB8\xCC\x86", "Андрій");           /* и + breve */
    same_letters("\xD0\x86\xCC\x88жак Коваль", "Їжак Коваль"); /* І + diaeresis */
    same_letters("Ко\xCC\x81валь", "Коваль");                  /* a stress mark */
    same_letters("S\xCC\x8C"
                 "erbak",
                 "\xC5\xA0"
                 "erbak"); /* S + caron */
}

static void the_wrong_keyboard_layout_is_undone(void **state)
{
    (void)state;
    same_letters("Rjdfktyrj Cthusq", "Коваленко Сергій");
    same_letters(",jylfhtyrj", "Бондаренко");
    same_letters("Фтвкшн Лщмфдутлщ", "Andriy Kovalenko");
}

static void names_that_read_well_keep_their_layout(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    struct rk_name n = names_of("Gupta Singh", &keep);
    assert_true(n.word[0].spelling[0] == 'g');
    n = names_of("Мкртчян Врам", &keep);
    assert_true(n.word[0].spelling[0] < 38);
    n = names_of("Bzuv", &keep); /* too short to prove anything */
    assert_true(n.word[0].spelling[0] == 'b');
}

static void what_was_said_is_kept(void **state)
{
    (void)state;
    const struct rk_str said = RK_STR("  гр. KOВАЛЕНКО,  Сергій\t(Сергійко) ");
    struct rk_arena keep = names_mem;
    struct rk_name n = {0};
    struct rk_err err = {0};
    rk_assert_ok(rk_name_read(names_tables, said, &keep, &n, &err), err);
    assert_ptr_equal(n.raw.at, said.at);
    assert_int_equal(n.raw.len, said.len);
}

static enum rk_name_role role_of(const char *text, int word)
{
    struct rk_arena keep = names_mem;
    const struct rk_name n = names_of(text, &keep);
    assert_in_range(word, 0, n.words - 1);
    return (enum rk_name_role)n.word[word].role;
}

static void roles_are_found_in_any_order(void **state)
{
    (void)state;
    static const char *const orders[] = {"Сорока Марія Іванівна", "Марія Іванівна Сорока"};
    assert_int_equal(role_of(orders[0], 0), RK_NAME_SURNAME);
    assert_int_equal(role_of(orders[0], 1), RK_NAME_GIVEN);
    assert_int_equal(role_of(orders[0], 2), RK_NAME_PATRONYMIC);
    assert_int_equal(role_of(orders[1], 0), RK_NAME_GIVEN);
    assert_int_equal(role_of(orders[1], 1), RK_NAME_PATRONYMIC);
    assert_int_equal(role_of(orders[1], 2), RK_NAME_SURNAME);
    assert_int_equal(role_of("Абрамович Роман Іванович", 0), RK_NAME_SURNAME);
    assert_int_equal(role_of("Абрамович Роман Іванович", 2), RK_NAME_PATRONYMIC);
    assert_int_equal(role_of("Гусейнов Ельчин Рауф огли", 2), RK_NAME_PATRONYMIC);
    assert_int_equal(role_of("Гусейнов Ельчин Рауф огли", 3), RK_NAME_PARTICLE);
    assert_int_equal(role_of("Данько В. М.", 0), RK_NAME_SURNAME);
    assert_int_equal(role_of("Данько В. М.", 1), RK_NAME_GIVEN);
    assert_int_equal(role_of("Данько В. М.", 2), RK_NAME_PATRONYMIC);
}

static void a_short_form_stands_for_all_its_names(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    const struct rk_name short_form = names_of("Саша", &keep);
    assert_true(short_form.word[0].flags & RK_NAME_SHORT);
    assert_true(short_form.word[0].sets >= 2); /* him and her */
    for (int i = 1; i < short_form.word[0].sets; i++)
        assert_true(short_form.word[0].set[i - 1] < short_form.word[0].set[i]);
    assert_one_person("Коваль Саша", "Коваль Олександр");
    assert_one_person("Коваль Саша", "Коваль Олександра");
}

static void a_patronymic_is_reduced_to_the_father(void **state)
{
    (void)state;
    static const char *const same[][2] = {{"Коваль Ігор Миколайович", "Коваль Ігор Николаевич"},
                                          {"Коваль Ніна Іллівна", "Коваль Нина Ильинична"},
                                          {"Коваль Ігор Львович", "Koval Ihor Lvovych"},
                                          {"Коваль Ніна Яківна", "Коваль Нина Яковлевна"},
                                          {"Коваль Ігор Кузьмич", "Коваль Игорь Кузьмич"}};
    for (ptrdiff_t i = 0; i < RK_COUNT(same); i++) {
        const struct rk_name_agreement g = names_agree(same[i][0], same[i][1]);
        if (g.patronymic != RK_NAME_SAME)
            fail_msg("%s | %s", same[i][0], same[i][1]);
    }
    struct rk_arena keep = names_mem;
    const struct rk_name given = names_of("Микола", &keep);
    const struct rk_name son = names_of("Коваль Ігор Миколайович", &keep);
    assert_int_equal(son.word[2].set[0], given.word[0].set[0]);
}

static void sex_follows_from_the_name(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    assert_int_equal(names_of("Коваль Женя Олегівна", &keep).sex, RK_NAME_FEMALE);
    assert_int_equal(names_of("Коваль Женя Олегович", &keep).sex, RK_NAME_MALE);
    assert_int_equal(names_of("Коваль Женя", &keep).sex, RK_NAME_SEX_UNKNOWN);
    assert_int_equal(names_of("Бойка Олександра", &keep).sex, RK_NAME_MALE); /* genitive */
    assert_int_equal(names_of("Бойко Олександра", &keep).sex, RK_NAME_FEMALE);
}

static void titles_and_marks_of_earlier_names_are_understood(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    struct rk_name n = names_of("гр-ка Гринь Оксана (дівоче Бойчук)", &keep);
    assert_int_equal(n.words, 3);
    assert_true(n.word[2].flags & RK_NAME_MAIDEN);
    n = names_of("К о в а л ь", &keep);
    assert_int_equal(n.words, 1);
    assert_string_equal(names_word_letters(&n, 0), "koval");
}

static struct rk_name columns_of(const char *surname, const char *given, const char *father,
                                 struct rk_arena *keep)
{
    struct rk_name n = {0};
    struct rk_err err = {0};
    const struct rk_name_columns c = {rk_str_of(surname), rk_str_of(given), rk_str_of(father)};
    rk_assert_ok(rk_name_read_columns(names_tables, c, keep, &n, &err), err);
    return n;
}

static void columns_say_the_roles_unless_they_are_plainly_swapped(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    struct rk_name n = columns_of("Роман", "Іван", "Петрович", &keep);
    assert_int_equal(n.word[0].role, RK_NAME_SURNAME);
    assert_int_equal(n.word[1].role, RK_NAME_GIVEN);
    n = columns_of("Сергій", "Дерев'янко", "", &keep);
    assert_int_equal(n.word[0].role, RK_NAME_GIVEN);
    assert_int_equal(n.word[1].role, RK_NAME_SURNAME);
    n = columns_of("Коваль", "С.", "П.", &keep);
    assert_int_equal(n.word[1].role, RK_NAME_GIVEN);
    assert_int_equal(n.word[2].role, RK_NAME_PATRONYMIC);
    n = columns_of("Коваль Сергій Петрович", "", "", &keep);
    assert_int_equal(n.word[1].role, RK_NAME_GIVEN);
    n = columns_of("Коваль", "Сергій Петрович", "", &keep);
    assert_int_equal(n.word[2].role, RK_NAME_PATRONYMIC);
    n = columns_of("", "", "", &keep);
    assert_int_equal(n.words, 0);
}

static void skeletons_of_one_name_are_equal_and_of_others_are_not(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    const uint64_t one = names_of("Олійник", &keep).word[0].skeleton;
    assert_true(one != 0);
    assert_int_equal(one, names_of("Олейник", &keep).word[0].skeleton);
    assert_int_equal(one, names_of("Oliinyk", &keep).word[0].skeleton);
    assert_true(one != names_of("Мельник", &keep).word[0].skeleton);
    assert_int_equal(names_of("Левицький", &keep).word[0].skeleton,
                     names_of("Левицька", &keep).word[0].skeleton);
}

static void nothing_is_read_from_nothing(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    assert_int_equal(names_of("", &keep).words, 0);
    assert_int_equal(names_of(" - ., ()", &keep).words, 0);
    struct rk_name_agreement g = names_agree("", "Коваль");
    rk_assert_near(g.score, 0.0, 0.0);
    g = names_agree("", "");
    rk_assert_near(g.score, 0.0, 0.0);
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    struct rk_name n = {.words = 77};
    struct rk_err err = {0};
    assert_int_equal(rk_name_read(names_tables, RK_STR("Ков\xFF"), &keep, &n, &err), RK_EINVAL);
    assert_int_equal(n.words, 77);
    assert_ptr_equal(keep.at, names_mem.at);
    const struct rk_name_columns c = {RK_STR("Коваль"), RK_STR("\xC3"), RK_STR("")};
    assert_int_equal(rk_name_read_columns(names_tables, c, &keep, &n, &err), RK_EINVAL);
}

static void long_texts_are_read_up_to_the_limit(void **state)
{
    (void)state;
    static char text[40000];
    for (int i = 0; i + 1 < (int)sizeof text; i++)
        text[i] = i % 7 == 6 ? ' ' : 'a';
    struct rk_arena keep = names_mem;
    const struct rk_name n = names_of(text, &keep);
    assert_int_equal(n.words, RK_NAME_WORDS);
}

/* Arenas of 1, 8, 15 … bytes: refused, and nothing changed, until it fits. */
static void too_little_memory_is_refused_without_a_trace(void **state)
{
    (void)state;
    struct rk_err err = {0};
    bool opened = false, read = false;
    for (ptrdiff_t size = 1; size < 4 << 20 && !opened; size += size < 2000 ? 7 : 60000) {
        struct rk_arena keep = rk_arena_open(size);
        const char *before = keep.at;
        const struct rk_names *tables = NULL;
        const rk_status status = rk_names_open(&keep, names_tmp, &tables, &err);
        opened = status == RK_OK;
        assert_true(opened || (status == RK_ENOMEM && keep.at == before && !tables));
        rk_arena_close(&keep);
    }
    assert_true(opened);
    for (ptrdiff_t size = 1; size < 4096 && !read; size += 7) {
        struct rk_arena keep = rk_arena_open(size);
        const char *before = keep.at;
        struct rk_name n = {.words = 77};
        const rk_status status =
            rk_name_read(names_tables, RK_STR("Коваль Іван Петрович"), &keep, &n, &err);
        read = status == RK_OK;
        assert_true(read || (status == RK_ENOMEM && keep.at == before && n.words == 77));
        rk_arena_close(&keep);
    }
    assert_true(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ukrainian_russian_and_latin_meet_in_one_alphabet),
        cmocka_unit_test(letters_of_the_wrong_alphabet_are_put_right),
        cmocka_unit_test(apostrophes_of_all_kinds_are_no_letters),
        cmocka_unit_test(composed_and_decomposed_letters_are_the_same),
        cmocka_unit_test(the_wrong_keyboard_layout_is_undone),
        cmocka_unit_test(names_that_read_well_keep_their_layout),
        cmocka_unit_test(what_was_said_is_kept),
        cmocka_unit_test(roles_are_found_in_any_order),
        cmocka_unit_test(a_short_form_stands_for_all_its_names),
        cmocka_unit_test(a_patronymic_is_reduced_to_the_father),
        cmocka_unit_test(sex_follows_from_the_name),
        cmocka_unit_test(titles_and_marks_of_earlier_names_are_understood),
        cmocka_unit_test(columns_say_the_roles_unless_they_are_plainly_swapped),
        cmocka_unit_test(skeletons_of_one_name_are_equal_and_of_others_are_not),
        cmocka_unit_test(nothing_is_read_from_nothing),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(long_texts_are_read_up_to_the_limit),
        cmocka_unit_test(too_little_memory_is_refused_without_a_trace),
    };
    return cmocka_run_group_tests(tests, names_open_tables, names_close_tables);
}
