/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds for all names: 4,000 invented ones put together by chance, seed printed. */
#include "../unit/names_fixture.h"

#include "rk_random.h"

enum { SEED = 20220912, ROUNDS = 4000 };

static const char *const surnames[] = {"Коваленко", "Шевчук",   "Левицький", "Гончарова",
                                       "Сорока",    "Кравець",  "Жук",       "Цимбалюк",
                                       "Щербак",    "Арутюнян", "Беридзе",   "Мамедов"};
static const char *const givens[] = {"Олександр", "Ольга", "Юрій",   "Ганна", "Микола",
                                     "Христина",  "Яків",  "Любов",  "Ілля",  "Женя",
                                     "Елена",     "Саша",  "Никита", "Ашот"};
static const char *const fathers[] = {"Петрович", "Іванівна", "Ильич", "Яковлевна", "Юрійович",
                                      "Марківна", "Львович",  "О.",    "Олегівна",  ""};
static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

static struct rk_random chance;

static const char *pick(const char *const *list, ptrdiff_t count)
{
    return list[rk_random_below(&chance, count)];
}

#define PICK(list) pick(list, RK_COUNT(list))

static void compose(char *out, size_t size, int order, const char *s, const char *g,
                    const char *f)
{
    if (order == 0)
        snprintf(out, size, "%s %s %s", s, g, f);
    else if (order == 1)
        snprintf(out, size, "%s %s %s", g, f, s);
    else
        snprintf(out, size, "%s, %s %s", s, g, f);
}

static int start(void **state)
{
    chance = rk_random_seed(SEED);
    print_message("seed %d\n", SEED);
    return names_open_tables(state);
}

static void scores_lie_between_nought_and_one_and_do_not_depend_on_sides(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        char a[256], b[256];
        compose(a, sizeof a, (int)rk_random_below(&chance, 3), PICK(surnames), PICK(givens),
                PICK(fathers));
        compose(b, sizeof b, (int)rk_random_below(&chance, 3), PICK(surnames), PICK(givens),
                PICK(fathers));
        const struct rk_name_agreement ab = names_agree(a, b), ba = names_agree(b, a);
        assert_true(ab.score >= 0 && ab.score <= 1);
        if (fabs(ab.score - ba.score) > 0 || ab.surname != ba.surname || ab.given != ba.given ||
            ab.patronymic != ba.patronymic)
            fail_msg("%s | %s: %.17g, %.17g", a, b, ab.score, ba.score);
    }
}

/* Order and script change nothing that matters; another family name does. */
static void a_person_stays_a_person_in_any_order_and_script(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        const char *s = PICK(surnames), *g = PICK(givens), *f = PICK(fathers);
        char a[256], b[256], latin[512];
        compose(a, sizeof a, 0, s, g, f);
        compose(b, sizeof b, 1 + (int)rk_random_below(&chance, 2), s, g, f);
        assert_one_person(a, b);
        struct rk_buf out = {latin, 0, (ptrdiff_t)sizeof latin - 1, false};
        /* Ukrainian schemes lack ы э, Russian ones і ї є ґ: names of the other language stay.
         */
        rk_names_translit((int32_t)rk_random_below(&chance, 13), rk_str_of(b), &out);
        latin[out.len] = '\0';
        assert_one_person(a, latin);
        const char *other = PICK(surnames);
        if (other == s)
            continue;
        compose(b, sizeof b, 0, other, g, f);
        assert_two_people(a, b);
    }
}

static void one_slip_more_never_makes_words_more_alike_than_none(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    for (int i = 0; i < ROUNDS; i++) {
        keep = names_mem;
        const char *word = PICK(surnames);
        char slip[64];
        snprintf(slip, sizeof slip, "%s", word);
        const size_t at = 2 * (size_t)rk_random_below(&chance, (int64_t)strlen(word) / 2);
        memcpy(slip + at, "\xD1\x84", 2); /* ф stands in none of them */
        const struct rk_name a = names_of(word, &keep), b = names_of(slip, &keep);
        if (b.words != 1)
            continue;
        const double same = rk_name_word_similarity(names_tables, a.word, a.word);
        const double less = rk_name_word_similarity(names_tables, a.word, b.word);
        assert_true(same == 1.0 && less < same && less >= 0);
    }
}

/* Two algorithms: the plain definitions against bits, one word and sixteen at a time. */
static int32_t plain_levenshtein(const char *a, int n, const char *b, int m)
{
    int32_t row[2][40];
    for (int k = 0; k <= m; k++)
        row[0][k] = k;
    for (int i = 1; i <= n; i++) {
        int32_t *now = row[i & 1], *last = row[(i + 1) & 1];
        now[0] = i;
        for (int k = 1; k <= m; k++) {
            now[k] = last[k - 1] + (a[i - 1] != b[k - 1]);
            now[k] = last[k] + 1 < now[k] ? last[k] + 1 : now[k];
            now[k] = now[k - 1] + 1 < now[k] ? now[k - 1] + 1 : now[k];
        }
    }
    return row[n & 1][m];
}

/* Letters of b in turn take the first free equal letter of a within reach. */
static double plain_jaro_winkler(const char *a, int n, const char *b, int m)
{
    bool of_a[40] = {false};
    char in_b[40];
    const int longer = n > m ? n : m, reach = longer / 2 > 1 ? longer / 2 - 1 : 0;
    int matches = 0;
    for (int k = 0; k < m; k++)
        for (int i = 0; i < n; i++)
            if (abs(i - k) <= reach && !of_a[i] && a[i] == b[k]) {
                of_a[i] = true;
                in_b[matches++] = b[k];
                break;
            }
    if (matches == 0)
        return n == 0 && m == 0 ? 1.0 : 0.0;
    int moved = 0, seen = 0;
    for (int i = 0; i < n; i++)
        if (of_a[i])
            moved += a[i] != in_b[seen++];
    const double c = matches;
    const double jaro = (c / n + c / m + (c - moved / 2) / c) / 3.0;
    int prefix = 0;
    while (prefix < 4 && prefix < n && prefix < m && a[prefix] == b[prefix])
        prefix++;
    return jaro + 0.1 * prefix * (1 - jaro);
}

static int random_word(char *out, int most, int alphabet)
{
    const int len = (int)rk_random_below(&chance, most + 1);
    for (int i = 0; i < len; i++)
        out[i] = letters[rk_random_below(&chance, alphabet)];
    return len;
}

static void bits_agree_with_the_plain_definitions(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        char a[32], b[32];
        const int n = random_word(a, 30, 4), m = random_word(b, 30, 4);
        assert_int_equal(rk_letters_levenshtein((const uint8_t *)a, n, (const uint8_t *)b, m),
                         plain_levenshtein(a, n, b, m));
        rk_assert_near(rk_letters_jaro_winkler((const uint8_t *)a, n, (const uint8_t *)b, m),
                       plain_jaro_winkler(a, n, b, m), 1e-12);
    }
}

static void sixteen_at_a_time_agree_with_one(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS / 20; i++) {
        struct rk_letters_block block = {0};
        char words[16][16], word[16];
        int len[16];
        for (int l = 0; l < 16; l++) {
            len[l] = random_word(words[l], 16, 6);
            rk_letters_block_set(&block, l, (const uint8_t *)words[l], len[l]);
        }
        const int n = random_word(word, 16, 6);
        float similarity[16];
        uint16_t distance[16];
        rk_letters_jaro_winkler_many((const uint8_t *)word, n, &block, 1, similarity);
        rk_letters_levenshtein_many((const uint8_t *)word, n, &block, 1, distance);
        for (int l = 0; l < 16; l++) {
            const double alone = plain_jaro_winkler(words[l], len[l], word, n);
            if (n > 0 || len[l] > 0)
                rk_assert_near((double)similarity[l], alone, 1e-6);
            assert_int_equal(distance[l], plain_levenshtein(words[l], len[l], word, n));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_lie_between_nought_and_one_and_do_not_depend_on_sides),
        cmocka_unit_test(a_person_stays_a_person_in_any_order_and_script),
        cmocka_unit_test(one_slip_more_never_makes_words_more_alike_than_none),
        cmocka_unit_test(bits_agree_with_the_plain_definitions),
        cmocka_unit_test(sixteen_at_a_time_agree_with_one),
    };
    return cmocka_run_group_tests(tests, start, names_close_tables);
}
