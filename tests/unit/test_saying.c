/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said, in the reader's language; published statements, said by officials. */
#include "rk_test.h"

#include "rk_saying.h"

static void what_the_vocabulary_knows_is_said_in_both_languages(void **state)
{
    (void)state;
    const struct rk_str facts = RK_STR("centralized heating has been destroyed");
    assert_non_null(rk_saying(RK_UK, facts));
    assert_string_equal(rk_saying(RK_UK, facts), "централізоване опалення зруйновано");
    assert_string_equal(rk_saying(RK_EN, facts), facts.at);
    assert_string_equal(rk_saying(RK_EN, RK_STR("міст зруйновано")), "bridge destroyed");
    assert_null(rk_saying(RK_EN, RK_STR("міст цілий, але вузький")));
    assert_null(rk_saying(RK_UK, RK_STR("words that nobody has published")));
}

static void letters_tell_which_language_it_is_not(void **state)
{
    (void)state;
    assert_true(rk_saying_foreign(RK_UK, RK_STR("the bridge is down")));
    assert_true(rk_saying_foreign(RK_EN, RK_STR("міст зруйновано")));
    assert_false(rk_saying_foreign(RK_UK, RK_STR("міст зруйновано (UN)")));
    assert_false(rk_saying_foreign(RK_UK, RK_STR("1944–2022")));
    assert_false(rk_saying_foreign(RK_EN, RK_STR("1944–2022")));
}

static void a_state_is_its_words_unless_they_cannot_be_read(void **state)
{
    (void)state;
    const struct rk_str known = RK_STR("centralized heating has been destroyed");
    const struct rk_str foreign = RK_STR("never closed, not one day");
    const struct rk_str own = RK_STR("лікарня працювала щодня");
    rk_assert_str(rk_saying_of_state(RK_UK, known, own), known.at);
    rk_assert_str(rk_saying_of_state(RK_UK, foreign, own), own.at);
    rk_assert_str(rk_saying_of_state(RK_EN, foreign, own), foreign.at);
    rk_assert_str(rk_saying_of_state(RK_UK, RK_STR("так"), own), own.at);
    rk_assert_str(rk_saying_of_state(RK_EN, RK_STR("yes"), RK_STR("")), "yes");
    /* neither can be read: the words, not somebody's description of them */
    rk_assert_str(rk_saying_of_state(RK_UK, foreign, RK_STR("the hospital worked")),
                  foreign.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_vocabulary_knows_is_said_in_both_languages),
        cmocka_unit_test(letters_tell_which_language_it_is_not),
        cmocka_unit_test(a_state_is_its_words_unless_they_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
