/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is perhaps recorded already, while one types. All people here are invented. */
#include "rk_test.h"

#include "rk_likely.h"
#include "rk_random.h"
#include "rk_text.h"
#include "rk_work.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)1 << 30);
    tmp = rk_scratch_open(1 << 28);
    return mem.failed || tmp.in.failed;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static struct rk_when day(int y, int m, int d)
{
    const rk_day one = rk_day_of(y, m, d);
    return (struct rk_when){one, one};
}

static struct rk_when year(int y)
{
    return (struct rk_when){rk_day_of(y, 1, 1), rk_day_of(y, 12, 31)};
}

static struct rk_likely_record named(const char *name)
{
    return (struct rk_likely_record){
        .subject = -1, .name = rk_str_of(name), .birth = RK_WHEN_UNKNOWN};
}

enum { KNOWN = 6 };

static const struct rk_likely *town(void)
{
    static struct rk_likely_record all[KNOWN];
    const struct rk_likely *out = NULL;
    struct rk_err err = {0};
    all[0] = named("Щурукова Олена Петрівна");
    all[0].birth = day(1961, 4, 7);
    all[0].sex = RK_STR("female");
    all[0].phone = RK_STR("+380 66 555-01-17");
    all[0].address = RK_STR("вул. Калинова, 12, кв. 3");
    all[1] = named("Щуруков Іван Олегович");
    all[1].birth = year(1985);
    all[2] = named("Бараболя Іван Олегович");
    all[2].document = RK_STR("МК № 123456");
    all[3] = named("Бараболя Марія Іванівна");
    all[4] = named("Кульбабенко Сергій");
    all[5] = named("");
    all[5].phone = RK_STR("0665550118");
    for (int32_t i = 0; i < KNOWN; i++)
        all[i].subject = 100 + i;
    rk_assert_ok(rk_likely_open(all, KNOWN, &mem, tmp, &out, &err), err);
    return out;
}

static int32_t ask(const struct rk_likely *l, struct rk_likely_record typed,
                   struct rk_likely_hit hit[RK_LIKELY_MOST])
{
    struct rk_err err = {0};
    int32_t found = -1;
    rk_assert_ok(rk_likely_find(l, &typed, RK_EN, &mem, tmp, hit, &found, &err), err);
    return found;
}

static bool says(struct rk_str why, const char *what)
{
    return rk_str_find(why, rk_str_of(what)) >= 0;
}

static void a_name_half_typed_finds_who_begins_so(void **state)
{
    (void)state;
    struct rk_likely_hit hit[RK_LIKELY_MOST];
    const struct rk_likely *l = town();
    assert_int_equal(ask(l, named("Щурукова Ол"), hit), 2); /* and one Щуруков, son of Олег */
    assert_int_equal(hit[0].record->subject, 100);
    assert_true(says(hit[0].why, "surname the same"));
    assert_true(says(hit[0].why, "the name begins so"));
    /* in Latin letters, and in the other keyboard layout */
    assert_true(ask(l, named("Shchurukova Olena"), hit) >= 1);
    assert_int_equal(hit[0].record->subject, 100);
    assert_true(ask(l, named("Oeherjdf Jktyf"), hit) >= 1);
    assert_int_equal(hit[0].record->subject, 100);
}

static void reasons_are_said_in_both_languages(void **state)
{
    (void)state;
    struct rk_likely_hit hit[RK_LIKELY_MOST];
    const struct rk_likely *l = town();
    struct rk_likely_record typed = named("Щурукова Олена");
    struct rk_err err = {0};
    int32_t found = 0;
    typed.birth = day(1961, 4, 7);
    typed.address = RK_STR("Калинова 12");
    rk_assert_ok(rk_likely_find(l, &typed, RK_UK, &mem, tmp, hit, &found, &err), err);
    assert_int_equal(found, 1);
    rk_assert_str(hit[0].why, "прізвище те саме; ім’я те саме; день народження той самий; "
                              "вулиця й будинок ті самі");
    rk_assert_ok(rk_likely_find(l, &typed, RK_EN, &mem, tmp, hit, &found, &err), err);
    rk_assert_str(hit[0].why, "surname the same; given name the same; day of birth the same; "
                              "street and house the same");
}

static void the_record_that_is_being_changed_is_not_offered(void **state)
{
    (void)state;
    struct rk_likely_hit hit[RK_LIKELY_MOST];
    struct rk_likely_record typed = named("Щурукова Олена Петрівна");
    typed.subject = 100;
    assert_int_equal(ask(town(), typed, hit), 0);
}

static void a_telephone_or_a_document_is_enough_however_it_is_written(void **state)
{
    (void)state;
    struct rk_likely_hit hit[RK_LIKELY_MOST];
    const struct rk_likely *l = town();
    struct rk_likely_record typed = named("");
    typed.phone = RK_STR("(066) 555 01 17");
    assert_int_equal(ask(l, typed, hit), 1);
    assert_int_equal(hit[0].record->subject, 100);
    rk_assert_str(hit[0].why, "telephone the same");
    typed.phone = RK_STR("0665550118"); /* a record without a name */
    assert_int_equal(ask(l, typed, hit), 1);
    assert_int_equal(hit[0].record->subject, 105);
    typed.phone = RK_STR("");
    typed.document = RK_STR("мк123456");
    assert_int_equal(ask(l, typed, hit), 1);
    assert_int_equal(hit[0].record->subject, 102);
    typed.document = RK_STR("МК");
    assert_int_equal(ask(l, typed, hit), 0);
}

static void another_birth_or_sex_speaks_against_all_but_a_whole_name(void **state)
{
    (void)state;
    struct rk_likely_hit hit[RK_LIKELY_MOST];
    const struct rk_likely *l = town();
    struct rk_likely_record typed = named("Щурукова Олена");
    typed.birth = day(1999, 1, 1);
    assert_int_equal(ask(l, typed, hit), 0);
    typed.name = RK_STR("Щурукова Олена Петрівна");
    assert_int_equal(ask(l, typed, hit), 1);
    assert_true(says(hit[0].why, "born at another time"));
    typed = named("Щурукова Олена");
    typed.sex = RK_STR("male");
    assert_int_equal(ask(l, typed, hit), 0);
    typed = named("Щуруков Іван");
    typed.birth = rk_likely_born(37.0, rk_day_of(2022, 9, 12));
    assert_int_equal(ask(l, typed, hit), 1);
    assert_int_equal(hit[0].record->subject, 101);
    typed.birth = rk_likely_born(60.0, rk_day_of(2022, 9, 12));
    assert_int_equal(ask(l, typed, hit), 0);
}

/* ---- a whole town ---------------------------------------------------------------------- */

enum { PEOPLE = 46000 };

static const struct rk_likely *large_town(struct rk_likely_record *all)
{
    static const char *const roots[] = {
        "Буз",  "Верещ", "Гайд", "Дзюб",   "Жад", "Зінч", "Калюж", "Леб", "Неч", "Оріш",
        "Пшен", "Ряб",   "Скор", "Тополь", "Уд",  "Філ",  "Хвиль", "Цап", "Шум", "Ярош"};
    static const char *const middles[] = {"ин", "ов", "ич", "ар", "ен", "ул", "ис", "от"};
    static const char *const ends[] = {"енко", "ук", "ик", "ець", "ак", "ун", "ій", "юта"};
    static const char *const given[] = {"Олександр", "Сергій", "Микола", "Іван",  "Петро",
                                        "Олена",     "Тетяна", "Галина", "Ірина", "Марія"};
    static const char *const fathers[][2] = {{"Іванович", "Іванівна"},
                                             {"Петрович", "Петрівна"},
                                             {"Олегович", "Олегівна"},
                                             {"Юрійович", "Юріївна"}};
    struct rk_random r = rk_random_seed(3);
    const struct rk_likely *out = NULL;
    struct rk_err err = {0};
    for (int32_t i = 0; i < PEOPLE; i++) {
        const int64_t g = rk_random_below(&r, 10);
        all[i] = named("");
        all[i].subject = i;
        all[i].name =
            rk_str_printf(&mem, "%s%s%s %s %s", roots[rk_random_below(&r, 20)],
                          middles[rk_random_below(&r, 8)], ends[rk_random_below(&r, 8)],
                          given[g], fathers[rk_random_below(&r, 4)][g >= 5]);
        all[i].birth = (struct rk_when){(rk_day)i % 20000 - 10000, (rk_day)i % 20000 - 10000};
        all[i].phone = rk_str_printf(&mem, "066%07d", (int)i);
    }
    rk_assert_ok(rk_likely_open(all, PEOPLE, &mem, tmp, &out, &err), err);
    return out;
}

/* Every letter of a name is a question; an answer takes 20 ms at most, on the whole. */
static void a_town_of_46000_answers_at_once(void **state)
{
    (void)state;
    struct rk_likely_hit hit[RK_LIKELY_MOST];
    struct rk_likely_record *all = RK_NEW(&mem, struct rk_likely_record, PEOPLE);
    const struct rk_likely *l = large_town(all);
    int asked = 0, there = 0;
    const double start_s = rk_clock_s();
    double worst_s = 0.0;
    for (int32_t i = 0; i < 40; i++) {
        struct rk_likely_record typed = all[i * 1117 % PEOPLE];
        const struct rk_str whole = typed.name;
        bool seen = false;
        typed.subject = -1;
        typed.phone = RK_STR("");
        for (ptrdiff_t len = 6; len <= whole.len; len += 6) {
            const double from_s = rk_clock_s();
            typed.name = rk_utf8_head(whole, len);
            const int32_t found = ask(l, typed, hit);
            const double took_s = rk_clock_s() - from_s;
            worst_s = took_s > worst_s ? took_s : worst_s;
            asked++;
            seen = false;
            for (int32_t k = 0; k < found; k++)
                seen |= hit[k].record->subject == i * 1117 % PEOPLE;
        }
        there += seen;
    }
    const double mean_ms = 1000.0 * (rk_clock_s() - start_s) / asked;
    print_message("%d questions, %.2f ms each, %.1f ms at most\n", asked, mean_ms,
                  1000.0 * worst_s);
    assert_int_equal(there, 40);
    assert_true(mean_ms < 20.0);
}

static void half_a_town_of_one_name_is_no_hint(void **state)
{
    (void)state;
    struct rk_likely_hit hit[RK_LIKELY_MOST];
    struct rk_likely_record *all = RK_NEW(&mem, struct rk_likely_record, PEOPLE);
    const struct rk_likely *l = large_town(all);
    struct rk_likely_record typed = named("Бузиненко");
    assert_int_equal(ask(l, typed, hit), 0);
    typed.birth = all[7].birth;
    typed.name = rk_utf8_head(all[7].name, rk_str_find(all[7].name, RK_STR(" ")));
    assert_true(ask(l, typed, hit) >= 1);
    assert_int_equal(hit[0].record->subject, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_half_typed_finds_who_begins_so, open_memory,
                                        close_memory),
        cmocka_unit_test_setup_teardown(reasons_are_said_in_both_languages, open_memory,
                                        close_memory),
        cmocka_unit_test_setup_teardown(the_record_that_is_being_changed_is_not_offered,
                                        open_memory, close_memory),
        cmocka_unit_test_setup_teardown(
            a_telephone_or_a_document_is_enough_however_it_is_written, open_memory,
            close_memory),
        cmocka_unit_test_setup_teardown(
            another_birth_or_sex_speaks_against_all_but_a_whole_name, open_memory,
            close_memory),
        cmocka_unit_test_setup_teardown(a_town_of_46000_answers_at_once, open_memory,
                                        close_memory),
        cmocka_unit_test_setup_teardown(half_a_town_of_one_name_is_no_hint, open_memory,
                                        close_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
