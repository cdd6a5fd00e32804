/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register of the model town: what the analyst is told against what the model knows. */
#include "run_program.h"

static char out[1 << 22];

static double number_after(const char *at, const char *key)
{
    at = strstr(at, key);
    assert_non_null(at);
    return strtod(at + strlen(key), NULL);
}

/* 1,180 people died in the model; some are on no list (docs/methods/model-town.md, 1.8). */
static void the_range_over_models_holds_the_dead_of_the_model_town(void **state)
{
    (void)state;
    enum { DEAD = 1180 };
    unsetenv("RANOK_PASSPHRASE");
    assert_int_equal(run_shell(out, sizeof out, "%s demo %s.demo --quiet", PROGRAM, town), 0);
    assert_int_equal(
        run_shell(out, sizeof out, "%s register --json --town %s.demo", PROGRAM, town), 0);
    assert_true(number_after(out, "\"records\":") > 2000);
    const double low = number_after(out, "\"distinct_low\":");
    const double high = number_after(out, "\"distinct_high\":");
    print_message("%g to %g persons recorded\n", low, high);
    assert_true(low <= high && low > 800 && high < 1.1 * DEAD);
    const char *range = strstr(out, "\"model\":\"range\"");
    assert_non_null(range);
    const double from = number_after(range, "\"low\":"), to = number_after(range, "\"high\":");
    print_message("%g to %g in all\n", from, to);
    assert_true(from <= DEAD && DEAD <= to && to < 2.0 * DEAD);
    /* the sheet knows nothing of it */
    assert_int_equal(
        run_shell(out, sizeof out, "%s sheet --json --town %s.demo", PROGRAM, town), 0);
    assert_null(strstr(out, "lcmcr"));
}

static void a_question_that_was_decided_is_not_asked_again(void **state)
{
    (void)state;
    char one[200], other[200];
    unsetenv("RANOK_PASSPHRASE");
    assert_int_equal(
        run_shell(out, sizeof out, "%s demo %s.demo --people 9200 --quiet", PROGRAM, town), 0);
    assert_int_equal(run_shell(out, sizeof out,
                               "%s register review --most 5 --json --town %s.demo", PROGRAM,
                               town),
                     0);
    assert_null(strstr(out, "probability")); /* blind to the score */
    const char *questions = strstr(out, "\"questions\":[");
    assert_non_null(questions);
    const char *a = strstr(questions, "\"a\":\""), *b = strstr(questions, "\"b\":\"");
    assert_true(a && b);
    snprintf(one, sizeof one, "%.*s", (int)strcspn(a + 5, "\""), a + 5);
    snprintf(other, sizeof other, "%.*s", (int)strcspn(b + 5, "\""), b + 5);
    assert_int_equal(run_shell(out, sizeof out,
                               "%s decide \"%s\" \"%s\" --distinct --why seen --town %s.demo "
                               "2>&1",
                               PROGRAM, one, other, town),
                     0);
    assert_int_equal(run_shell(out, sizeof out, "%s register review --most 300 --town %s.demo",
                               PROGRAM, town),
                     0);
    char both[500];
    snprintf(both, sizeof both, "\"%s\" \"%s\"", one, other);
    assert_null(strstr(out, both));
    assert_non_null(strstr(out, "ranok decide"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_town, drop_town)
    const struct CMUnitTest tests[] = {
        TEST(the_range_over_models_holds_the_dead_of_the_model_town),
        TEST(a_question_that_was_decided_is_not_asked_again),
    };
    return cmocka_run_group_tests_name("register", tests, NULL, NULL);
}
