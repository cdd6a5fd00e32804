/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances over letters. Expected: Winkler's published pairs, textbook cases, arithmetic. */
#include "names_fixture.h"

static double jw(const char *a, const char *b)
{
    return rk_letters_jaro_winkler((const uint8_t *)a, (int32_t)strlen(a), (const uint8_t *)b,
                                   (int32_t)strlen(b));
}

static int32_t edits(const char *a, const char *b)
{
    return rk_letters_levenshtein((const uint8_t *)a, (int32_t)strlen(a), (const uint8_t *)b,
                                  (int32_t)strlen(b));
}

static void winklers_published_pairs_come_out(void **state)
{
    (void)state;
    rk_assert_near(jw("martha", "marhta"), 0.9611, 5e-5);
    rk_assert_near(jw("dwayne", "duane"), 0.84, 5e-5);
    rk_assert_near(jw("dixon", "dicksonx"), 0.8133, 5e-5);
    rk_assert_near(jw("jones", "johnson"), 0.8324, 5e-5);
    rk_assert_near(jw("abroms", "abrams"), 0.9222, 5e-5);
}

static void the_ends_of_the_scale_are_zero_and_one(void **state)
{
    (void)state;
    rk_assert_near(jw("koval", "koval"), 1.0, 0.0);
    rk_assert_near(jw("abc", "xyz"), 0.0, 0.0);
    rk_assert_near(jw("", ""), 1.0, 0.0);
    rk_assert_near(jw("a", ""), 0.0, 0.0);
}

static void edits_are_counted(void **state)
{
    (void)state;
    assert_int_equal(edits("kitten", "sitting"), 3);
    assert_int_equal(edits("saturday", "sunday"), 3);
    assert_int_equal(edits("", "koval"), 5);
    assert_int_equal(edits("koval", ""), 5);
    assert_int_equal(edits("koval", "koval"), 0);
}

static void words_of_64_letters_are_compared_whole(void **state)
{
    (void)state;
    uint8_t a[64], b[64];
    memset(a, 'a', sizeof a);
    memcpy(b, a, sizeof b);
    b[63] = 'b';
    assert_int_equal(rk_letters_levenshtein(a, 64, b, 64), 1);
    assert_int_equal(rk_letters_levenshtein(a, 64, a, 63), 1);
    assert_true(rk_letters_jaro_winkler(a, 64, b, 64) < 1.0);
}

/* Lanes in any order, filled again, empty ones: each gives what the word alone gives. */
static void many_words_at_once_give_what_each_gives_alone(void **state)
{
    (void)state;
    static const char *const words[] = {"koval",  "kovalenko", "juk",   "w",
                                        "werbak", "iurqenko",  "",      "abcdefghijklmnop",
                                        "zzz",    "kuval",     "lavok", "ko"};
    struct rk_letters_block block[2] = {0};
    const char *in_lane[32] = {0};
    for (int i = 0; i < 24; i++) {
        const int lane = (i * 11) % 32;
        in_lane[lane] = words[i % RK_COUNT(words)];
        rk_letters_block_set(&block[lane / 16], lane % 16, (const uint8_t *)"qqqqqqqq", 8);
        rk_letters_block_set(&block[lane / 16], lane % 16, (const uint8_t *)in_lane[lane],
                             (int32_t)strlen(in_lane[lane]));
    }
    for (ptrdiff_t w = 0; w < RK_COUNT(words); w++) {
        float similarity[32];
        uint16_t distance[32];
        const int32_t len = (int32_t)strlen(words[w]);
        rk_letters_jaro_winkler_many((const uint8_t *)words[w], len, block, 2, similarity);
        rk_letters_levenshtein_many((const uint8_t *)words[w], len, block, 2, distance);
        for (int lane = 0; lane < 32; lane++) {
            const char *other = in_lane[lane] ? in_lane[lane] : "";
            if (len > 0 || *other)
                rk_assert_near((double)similarity[lane], jw(other, words[w]), 1e-6);
            assert_int_equal(distance[lane], edits(other, words[w]));
        }
    }
}

static void in_bulk_sixteen_letters_count_and_only_letters(void **state)
{
    (void)state;
    struct rk_letters_block block = {0};
    rk_letters_block_set(&block, 3, (const uint8_t *)"abcdefghijklmnopqrst", 20);
    rk_letters_block_set(&block, 4, (const uint8_t *)"12", 2);
    uint16_t distance[16];
    rk_letters_levenshtein_many((const uint8_t *)"abcdefghijklmnopxyz", 19, &block, 1,
                                distance);
    assert_int_equal(distance[3], 0);
    rk_letters_levenshtein_many((const uint8_t *)"12", 2, &block, 1, distance);
    assert_int_equal(distance[4], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(winklers_published_pairs_come_out),
        cmocka_unit_test(the_ends_of_the_scale_are_zero_and_one),
        cmocka_unit_test(edits_are_counted),
        cmocka_unit_test(words_of_64_letters_are_compared_whole),
        cmocka_unit_test(many_words_at_once_give_what_each_gives_alone),
        cmocka_unit_test(in_bulk_sixteen_letters_count_and_only_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
