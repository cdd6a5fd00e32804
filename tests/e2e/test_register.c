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
    assert_non_null(strstr(out, "ranok register answer"));
}

static const char *last_of(const char *in, const char *what)
{
    const char *last = NULL;
    for (const char *at = in; (at = strstr(at, what)) != NULL; at++)
        last = at;
    assert_non_null(last);
    return last;
}

/* The first question of somebody's review: both records. */
static void first_question(const char *author, char one[200], char other[200])
{
    assert_int_equal(run_shell(out, sizeof out,
                               "%s register review --most 5 --json --author %s --town %s.demo",
                               PROGRAM, author, town),
                     0);
    assert_null(strstr(out, "weight"));
    assert_null(strstr(out, "probability"));
    const char *a = strstr(out, "\"a\":\""), *b = strstr(out, "\"b\":\"");
    assert_true(a && b);
    assert_int_equal(sscanf(a, "\"a\":\"%199[^\"]", one), 1);
    assert_int_equal(sscanf(b, "\"b\":\"%199[^\"]", other), 1);
}

static void answers(const char *author, const char *one, const char *other, const char *said,
                    const char *state)
{
    char wanted[60];
    assert_int_equal(run_shell(out, sizeof out,
                               "%s register answer \"%s\" \"%s\" --%s --why x --author %s "
                               "--json --quiet --town %s.demo",
                               PROGRAM, one, other, said, author, town),
                     0);
    snprintf(wanted, sizeof wanted, "\"state\":\"%s\"", state);
    assert_non_null(strstr(out, wanted));
}

static void two_people_answer_blind_and_a_third_settles_what_differs(void **state)
{
    (void)state;
    char one[200], other[200], again[200], more[200];
    unsetenv("RANOK_PASSPHRASE");
    assert_int_equal(
        run_shell(out, sizeof out, "%s demo %s.demo --people 9200 --quiet", PROGRAM, town), 0);
    first_question("Olena", one, other);
    answers("Olena", one, other, "same", "waits");
    /* she is not asked again, nor can she answer twice; the second sees nothing of hers */
    first_question("Olena", again, more);
    assert_true(strcmp(again, one) != 0 || strcmp(more, other) != 0);
    assert_int_equal(run_shell(out, sizeof out,
                               "%s register answer \"%s\" \"%s\" --distinct --why x --author "
                               "Olena --quiet --town %s.demo 2>&1",
                               PROGRAM, other, one, town),
                     1);
    first_question("Ihor", again, more);
    assert_string_equal(again, one);
    assert_string_equal(more, other);
    assert_null(strstr(out, "Olena"));
    answers("Ihor", one, other, "distinct", "disagreed");
    assert_int_equal(
        run_shell(out, sizeof out, "%s register meeting --town %s.demo", PROGRAM, town), 0);
    assert_non_null(strstr(out, "Olena"));
    assert_non_null(strstr(out, "Ihor"));
    answers("Maria", other, one, "same", "agreed");
    assert_int_equal(
        run_shell(out, sizeof out, "%s register --json --town %s.demo", PROGRAM, town), 0);
    const double same = number_after(out, "\"decided_same\":");
    /* taken back like any batch */
    assert_int_equal(run_shell(out, sizeof out, "%s log --json --town %s.demo", PROGRAM, town),
                     0);
    const char *last = last_of(out, "\"batch\":");
    const int batch = (int)number_after(last, "\"batch\":");
    assert_int_equal(run_shell(out, sizeof out,
                               "%s undo %d --why x --author Maria --quiet --town %s.demo",
                               PROGRAM, batch, town),
                     0);
    assert_int_equal(
        run_shell(out, sizeof out, "%s register --json --town %s.demo", PROGRAM, town), 0);
    assert_true(number_after(out, "\"decided_same\":") == same - 1);
}

static int count_of(const char *in, const char *what)
{
    int n = 0;
    for (const char *at = in; (at = strstr(at, what)) != NULL; at += strlen(what))
        n++;
    return n;
}

static void the_office_sets_how_many_questions_a_day(void **state)
{
    (void)state;
    char one[200], other[200];
    unsetenv("RANOK_PASSPHRASE");
    assert_int_equal(
        run_shell(out, sizeof out, "%s demo %s.demo --people 9200 --quiet", PROGRAM, town), 0);
    assert_int_equal(
        run_shell(out, sizeof out, "%s register limit 7 --quiet --town %s.demo", PROGRAM, town),
        0);
    first_question("Olena", one, other);
    answers("Olena", one, other, "unsure", "waits");
    assert_int_equal(run_shell(out, sizeof out,
                               "%s register review --json --author Olena --town %s.demo",
                               PROGRAM, town),
                     0);
    assert_int_equal(count_of(out, "\"name_a\""), 6); /* one of seven is answered today */
    assert_int_equal(run_shell(out, sizeof out,
                               "%s register review --json --author Ihor --town %s.demo",
                               PROGRAM, town),
                     0);
    assert_int_equal(count_of(out, "\"name_a\""), 7);
}

/* A fifth of the questions are drawn at random; they stand last. */
static void decided_pairs_of_the_sample_measure_the_machine(void **state)
{
    (void)state;
    char one[200], other[200];
    unsetenv("RANOK_PASSPHRASE");
    assert_int_equal(
        run_shell(out, sizeof out, "%s demo %s.demo --people 9200 --quiet", PROGRAM, town), 0);
    assert_int_equal(
        run_shell(out, sizeof out, "%s register --json --town %s.demo", PROGRAM, town), 0);
    assert_true(number_after(out, "\"quality\":{\"decided\":") == 0);
    assert_non_null(strstr(out, "\"precision\":null"));
    assert_int_equal(run_shell(out, sizeof out,
                               "%s register review --most 10 --json --town %s.demo", PROGRAM,
                               town),
                     0);
    assert_int_equal(sscanf(last_of(out, "\"a\":\""), "\"a\":\"%199[^\"]", one), 1);
    assert_int_equal(sscanf(last_of(out, "\"b\":\""), "\"b\":\"%199[^\"]", other), 1);
    for (int k = 0; k < 2; k++) { /* both of the sample */
        assert_int_equal(run_shell(out, sizeof out,
                                   "%s decide \"%s\" \"%s\" --same --why x --quiet --town "
                                   "%s.demo",
                                   PROGRAM, one, other, town),
                         0);
        assert_int_equal(run_shell(out, sizeof out,
                                   "%s register review --most 5 --json --town %s.demo", PROGRAM,
                                   town),
                         0);
        assert_int_equal(sscanf(last_of(out, "\"a\":\""), "\"a\":\"%199[^\"]", one), 1);
        assert_int_equal(sscanf(last_of(out, "\"b\":\""), "\"b\":\"%199[^\"]", other), 1);
    }
    assert_int_equal(
        run_shell(out, sizeof out, "%s register --json --town %s.demo", PROGRAM, town), 0);
    const char *q = strstr(out, "\"quality\":{");
    assert_true(q && number_after(q, "\"decided\":") >= 1);
    const double low = number_after(q, "\"precision_low\":");
    const double mean = number_after(q, "\"precision\":");
    const double high = number_after(q, "\"precision_high\":");
    assert_true(0.0 <= low && low < mean && mean < high && high <= 1.0);
}

static void the_overlap_is_drawn(void **state)
{
    (void)state;
    unsetenv("RANOK_PASSPHRASE");
    assert_int_equal(
        run_shell(out, sizeof out, "%s demo %s.demo --people 9200 --quiet", PROGRAM, town), 0);
    assert_int_equal(run_shell(out, sizeof out,
                               "%s register --json --plot %s.svg --town %s.demo && xmllint "
                               "--noout %s.svg 2>&1; cat %s.svg; rm %s.svg",
                               PROGRAM, town, town, town, town, town),
                     0);
    const int offices = count_of(out, "\"office\":"), drawn = count_of(out, "<circle");
    assert_true(offices > 3 && drawn > offices && drawn % offices == 0);
    assert_non_null(strstr(out, "</svg>"));
    assert_null(strstr(out, "error"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_town, drop_town)
    const struct CMUnitTest tests[] = {
        TEST(the_range_over_models_holds_the_dead_of_the_model_town),
        TEST(a_question_that_was_decided_is_not_asked_again),
        TEST(two_people_answer_blind_and_a_third_settles_what_differs),
        TEST(the_office_sets_how_many_questions_a_day),
        TEST(decided_pairs_of_the_sample_measure_the_machine),
        TEST(the_overlap_is_drawn),
    };
    return cmocka_run_group_tests_name("register", tests, NULL, NULL);
}
