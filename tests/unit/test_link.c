/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

#include "../link_people.h"

enum { PERSONS = 400 };

static struct rk_arena mem;
static struct rk_scratch tmp;
static const struct rk_names *names;
static struct link_people people;

static int open_all(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)1 << 30);
    tmp = rk_scratch_open((ptrdiff_t)1 << 30);
    return rk_names_open(&mem, tmp, &names, NULL) ||
           !link_people_make(names, PERSONS, 20, &mem, &people);
}

static int close_all(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static struct rk_link run(const struct rk_link_table *t, struct rk_link_options o,
                          struct rk_arena *keep)
{
    struct rk_link link = {0};
    struct rk_err err = {0};
    o.names = names;
    rk_assert_ok(rk_link_run(t, &o, keep, tmp, &link, &err), err);
    return link;
}

static void most_people_are_found_again_and_few_are_mixed_up(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link link = run(&t, (struct rk_link_options){0}, &room);
    const struct link_counted c = link_count(link.cluster, people.who, t.records, tmp);
    print_message("precision %.4f, recall %.4f\n", c.precision, c.recall);
    assert_true(c.precision > 0.97 && c.recall > 0.95);
    assert_true(link.distinct_low <= people.persons && people.persons <= link.distinct_high);
    assert_true(link.distinct_low <= link.clusters && link.clusters <= link.distinct_high);
    rk_assert_near(link.recall, 1.0, 0.0); /* short lists are compared without blocking */
}

static void pairs_of_one_cluster_are_the_probable_ones(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link link = run(&t, (struct rk_link_options){0}, &room);
    ptrdiff_t joined = 0, within = 0;
    for (ptrdiff_t i = 0; i < link.pair_count; i++) {
        const struct rk_link_pair *p = &link.pair[i];
        assert_true(0 <= p->a && p->a < p->b && p->b < t.records);
        assert_true(p->probability >= 0.01F && p->probability <= 1.0F);
        assert_true((p->probability >= 0.5F) == (link.cluster[p->a] == link.cluster[p->b]));
        joined += p->probability >= 0.5F;
        if (i > 0)
            assert_true(p[-1].a < p->a || (p[-1].a == p->a && p[-1].b < p->b));
    }
    for (int32_t a = 0; a < t.records; a++)
        for (int32_t b = a + 1; b < t.records; b++)
            within += link.cluster[a] == link.cluster[b];
    assert_int_equal(joined, within);
}

static void clusters_are_numbered_in_order_of_their_first_record(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link link = run(&t, (struct rk_link_options){0}, &room);
    int32_t next = 0;
    for (int32_t r = 0; r < t.records; r++) {
        assert_true(link.cluster[r] >= 0 && link.cluster[r] <= next);
        next += link.cluster[r] == next;
    }
    assert_int_equal(next, link.clusters);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link one = run(&t, (struct rk_link_options){.threads = 1}, &room);
    const struct rk_link four = run(&t, (struct rk_link_options){.threads = 4}, &room);
    assert_int_equal(one.pair_count, four.pair_count);
    assert_memory_equal(one.pair, four.pair, (size_t)one.pair_count * sizeof *one.pair);
    assert_int_equal(one.distinct_high, four.distinct_high);
}

static void a_higher_threshold_joins_no_more(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link half = run(&t, (struct rk_link_options){0}, &room);
    const struct rk_link high = run(&t, (struct rk_link_options){.threshold = 0.95}, &room);
    assert_true(high.clusters >= half.clusters);
}

/* ---- draws ----------------------------------------------------------------------- */

enum { MORE = 4 };

static void *longer(const void *at, ptrdiff_t size)
{
    char *copy = rk_arena_take(&mem, people.table.records + MORE, size);
    assert_non_null(copy);
    memcpy(copy, at, (size_t)(people.table.records * size));
    return copy;
}

static float probability(const struct rk_link *link, int32_t a, int32_t b)
{
    for (ptrdiff_t i = 0; i < link->pair_count; i++)
        if (link->pair[i].a == a && link->pair[i].b == b)
            return link->pair[i].probability;
    return 0.0F;
}

/* The lists' people and four records more of one name and street: two with a day of birth,
 * two with an age that fits and the day of what happened. Whether that is one person or two
 * nobody can tell; but the first two stay together, and the last two: one alone never leaves.
 */
static void records_that_may_be_two_people_part_together(void **state)
{
    (void)state;
    const struct rk_arena before = mem;
    struct rk_link_table t = link_people_table(&people);
    const int32_t n = t.records;
    struct rk_link_field field[PEOPLE_FIELDS];
    struct rk_name *name = longer(people.name, (ptrdiff_t)sizeof *name);
    int32_t *list = longer(people.list, (ptrdiff_t)sizeof *list);
    struct rk_when *birth = longer(people.birth, (ptrdiff_t)sizeof *birth);
    struct rk_when *event = longer(people.event, (ptrdiff_t)sizeof *event);
    struct rk_str *street = longer(people.street, (ptrdiff_t)sizeof *street);
    struct rk_str *house = longer(people.house, (ptrdiff_t)sizeof *house);
    memcpy(field, t.field, sizeof field);
    field[PEOPLE_BIRTH].when = birth;
    field[PEOPLE_EVENT].when = event;
    field[PEOPLE_STREET].text = street;
    field[PEOPLE_HOUSE].text = house;
    for (int32_t k = 0; k < MORE; k++) {
        const bool second = k >= MORE / 2;
        const rk_day day = rk_day_of(1951, 4, 9);
        struct rk_err err = {0};
        rk_assert_ok(
            rk_name_read(names, RK_STR("Зарубчак Юрій Іванович"), &mem, &name[n + k], &err),
            err);
        birth[n + k] =
            second ? (struct rk_when){day - 400, day + 3000} : (struct rk_when){day, day};
        event[n + k] = second ? (struct rk_when){day + 25900, day + 25900} : RK_WHEN_UNKNOWN;
        street[n + k] = RK_STR("Козацька");
        house[n + k] = RK_STR("");
        list[n + k] = k % 2;
    }
    struct rk_arena room = mem;
    t.records = n + MORE;
    t.name = name;
    t.list = list;
    t.role = NULL;
    t.field = field;
    const struct rk_link link = run(&t, (struct rk_link_options){.draws = 4000}, &room);
    const double first = (double)probability(&link, n, n + 1);
    const double last = (double)probability(&link, n + 2, n + 3);
    const double across = (double)probability(&link, n, n + 2);
    print_message("together %.3f and %.3f, across %.3f\n", first, last, across);
    assert_true(first > 0.9 && last > 0.9);
    assert_true(across > 0.5 && across < 0.993);
    rk_assert_near((double)probability(&link, n + 1, n + 3), across, 0.02);
    mem = before;
}

/* ---- decisions ------------------------------------------------------------------- */

static void what_people_decided_is_kept_to_the_letter(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link before = run(&t, (struct rk_link_options){0}, &room);
    struct rk_link_decision said[2] = {{-1, -1, false}, {-1, -1, true}};
    for (int32_t b = 1; b < t.records && (said[0].a < 0 || said[1].a < 0); b++)
        for (int32_t a = 0; a < b; a++) {
            const bool joined = before.cluster[a] == before.cluster[b];
            if (joined && said[0].a < 0)
                said[0] = (struct rk_link_decision){a, b, false};
            else if (!joined && said[1].a < 0 && said[0].a >= 0)
                said[1] = (struct rk_link_decision){a, b, true};
        }
    const struct rk_link after =
        run(&t, (struct rk_link_options){.decisions = said, .decision_count = 2}, &room);
    assert_int_not_equal(after.cluster[said[0].a], after.cluster[said[0].b]);
    assert_int_equal(after.cluster[said[1].a], after.cluster[said[1].b]);
}

static void decisions_that_contradict_one_another_are_refused_by_number(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    struct rk_link link;
    struct rk_err err = {0};
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link_decision said[] = {{3, 7, true}, {7, 9, true}, {9, 3, false}};
    const struct rk_link_options o = {.names = names, .decisions = said, .decision_count = 3};
    assert_int_equal(rk_link_run(&t, &o, &room, tmp, &link, &err), RK_EINVAL);
    assert_non_null(strstr(err.text, "decision 2"));
    const struct rk_link_decision beyond[] = {{3, t.records, true}};
    const struct rk_link_options p = {.names = names, .decisions = beyond, .decision_count = 1};
    assert_int_equal(rk_link_run(&t, &p, &room, tmp, &link, &err), RK_EINVAL);
}

static void decisions_teach_the_model(void **state)
{
    (void)state;
    enum { SAID = 60 };
    struct rk_arena room = mem;
    struct rk_link_decision said[SAID];
    int32_t count = 0;
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link before = run(&t, (struct rk_link_options){0}, &room);
    /* People say: records of one person whose streets differ are the same person. */
    for (int32_t b = 1; b < t.records && count < SAID; b++)
        for (int32_t a = 0; a < b && count < SAID; a++)
            if (people.who[a] == people.who[b] && people.street[a].len == 0 &&
                people.street[b].len > 0)
                said[count++] = (struct rk_link_decision){a, b, true};
    const struct rk_link after =
        run(&t, (struct rk_link_options){.decisions = said, .decision_count = count}, &room);
    struct rk_link_reason x[RK_LINK_REASONS], y[RK_LINK_REASONS];
    assert_true(rk_link_explain(before.model, 0, 1, x) > 0);
    assert_true(rk_link_explain(after.model, 0, 1, y) > 0);
    assert_true(y[0].weight != x[0].weight); /* the prior, at the least */
}

/* ---- reasons --------------------------------------------------------------------- */

static struct rk_link_reason reason_of(const struct rk_link_reason *r, int32_t count,
                                       const char *field)
{
    for (int32_t i = 0; i < count; i++)
        if (strcmp(r[i].field, field) == 0)
            return r[i];
    fail_msg("no reason %s", field);
    return (struct rk_link_reason){NULL, 0.0, 0};
}

static void a_missing_value_says_nothing(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    struct rk_link_reason why[RK_LINK_REASONS];
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link link = run(&t, (struct rk_link_options){0}, &room);
    int32_t seen = 0;
    for (int32_t r = 1; r < t.records; r++) {
        const int32_t count = rk_link_explain(link.model, 0, r, why);
        const struct rk_link_reason street = reason_of(why, count, "street");
        const bool missing = people.street[0].len == 0 || people.street[r].len == 0;
        assert_int_equal(street.level == 0, missing);
        if (missing)
            rk_assert_near(street.weight, 0.0, 0.0);
        seen += missing;
    }
    assert_true(seen > 0);
    assert_int_equal(rk_link_explain(link.model, 0, t.records, why), 0);
}

static void agreement_on_a_day_of_birth_speaks_for_and_another_day_against(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    struct rk_link_reason why[RK_LINK_REASONS];
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link link = run(&t, (struct rk_link_options){0}, &room);
    int32_t equal = 0, other = 0;
    for (int32_t a = 0; a < t.records; a++)
        for (int32_t b = a + 1; b < t.records && b < a + 4; b++) {
            const int32_t count = rk_link_explain(link.model, a, b, why);
            const struct rk_link_reason birth = reason_of(why, count, "birth");
            equal += birth.level == 7;
            other += birth.level == 1;
            if (birth.level == 7)
                assert_true(birth.weight > 3.0);
            if (birth.level == 1)
                assert_true(birth.weight < -1.0);
        }
    assert_true(equal > 50 && other > 50);
}

/* ---- questions ------------------------------------------------------------------- */

static void questions_come_in_order_of_their_stake_and_never_twice(void **state)
{
    (void)state;
    enum { MOST = 12 };
    struct rk_arena room = mem;
    struct rk_link_question q[MOST], again[MOST];
    const struct rk_link_table t = link_people_table(&people);
    const struct rk_link link = run(&t, (struct rk_link_options){0}, &room);
    const int32_t count = rk_link_queue(&link, NULL, 0, MOST, tmp, q);
    assert_true(count > 0 && count <= MOST);
    for (int32_t i = 1; i < count; i++)
        assert_true(q[i - 1].stake >= q[i].stake);
    const struct rk_link_decision done[] = {{q[0].b, q[0].a, true}};
    const int32_t rest = rk_link_queue(&link, done, 1, MOST, tmp, again);
    for (int32_t i = 0; i < rest; i++)
        assert_false(again[i].a == q[0].a && again[i].b == q[0].b);
    assert_int_equal(rk_link_queue(&link, NULL, 0, 1, tmp, again), 1);
    assert_int_equal(again[0].a, q[0].a);
}

/* ---- bodies, memory, refusals ---------------------------------------------------- */

static void records_without_a_name_do_not_join_by_it(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    struct link_people some = people;
    some.name = RK_NEW(&room, struct rk_name, people.table.records);
    assert_non_null(some.name);
    memcpy(some.name, people.name, (size_t)people.table.records * sizeof *some.name);
    for (int32_t r = 0; r < some.table.records; r += 10)
        some.name[r] = (struct rk_name){.words = 0};
    const struct rk_link_table t = link_people_table(&some);
    const struct rk_link link = run(&t, (struct rk_link_options){0}, &room);
    struct rk_link_reason why[RK_LINK_REASONS];
    for (int32_t r = 1; r < t.records; r++) {
        const int32_t count = rk_link_explain(link.model, 0, r, why);
        rk_assert_near(reason_of(why, count, "surname").weight, 0.0, 0.0);
        rk_assert_near(reason_of(why, count, "given").weight, 0.0, 0.0);
    }
}

static void too_little_memory_is_said_and_nothing_is_left_behind(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct link_people few;
    struct rk_arena room = mem;
    assert_true(link_people_make(names, 12, 3, &room, &few));
    const struct rk_link_table t = link_people_table(&few);
    const struct rk_link_options o = {.names = names};
    int refused = 0;
    for (ptrdiff_t size = 1; size < (ptrdiff_t)1 << 26; size = size * 3 / 2 + 7) {
        struct rk_arena keep = rk_arena_open(size);
        const char *at = keep.at;
        struct rk_link link = {.clusters = -5};
        const rk_status got = rk_link_run(&t, &o, &keep, tmp, &link, &err);
        assert_true(got == RK_OK || got == RK_ENOMEM);
        if (got) {
            assert_ptr_equal(keep.at, at);
            assert_int_equal(link.clusters, -5);
            refused++;
        }
        rk_arena_close(&keep);
        if (!got)
            break;
    }
    assert_true(refused > 3);
    for (ptrdiff_t size = 1; size < (ptrdiff_t)1 << 26; size *= 2) {
        struct rk_scratch little = rk_scratch_open(size);
        struct rk_arena keep = room;
        struct rk_link link;
        const rk_status got = rk_link_run(&t, &o, &keep, little, &link, &err);
        assert_true(got == RK_OK || got == RK_ENOMEM);
        rk_scratch_close(&little);
    }
}

static void tables_that_do_not_hold_together_are_refused(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    struct rk_err err = {0};
    struct rk_link link;
    const struct rk_link_table good = link_people_table(&people);
    const struct rk_link_options o = {.names = names}, without = {0};
    struct rk_link_table t = good;
    assert_int_equal(rk_link_run(&good, &without, &room, tmp, &link, &err), RK_EINVAL);
    t.fields = RK_LINK_FIELDS + 1;
    assert_int_equal(rk_link_run(&t, &o, &room, tmp, &link, &err), RK_EINVAL);
    t = good;
    t.lists = 2; /* some records are of list 2 */
    assert_int_equal(rk_link_run(&t, &o, &room, tmp, &link, &err), RK_EINVAL);
    t = good;
    t.records = 0;
    rk_assert_ok(rk_link_run(&t, &o, &room, tmp, &link, &err), err);
    assert_int_equal(link.clusters, 0);
    t.records = 1;
    rk_assert_ok(rk_link_run(&t, &o, &room, tmp, &link, &err), err);
    assert_int_equal(link.clusters, 1);
}

static bool stop_it(void *user, const char *what, double share, double rest_s)
{
    (void)user, (void)what, (void)share, (void)rest_s;
    return false;
}

/* A table long enough that the watcher is asked, which happens every 100 ms. */
static void whoever_waits_can_stop_it(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    struct rk_err err = {0};
    struct rk_link link = {.clusters = -5};
    struct link_people many;
    struct rk_progress progress = {.watch = stop_it};
    assert_true(link_people_make(names, 9000, 21, &room, &many));
    const struct rk_link_table t = link_people_table(&many);
    const struct rk_link_options o = {.names = names, .progress = &progress};
    assert_int_equal(rk_link_run(&t, &o, &room, tmp, &link, &err), RK_ECANCELED);
    assert_int_equal(link.clusters, -5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_people_are_found_again_and_few_are_mixed_up),
        cmocka_unit_test(pairs_of_one_cluster_are_the_probable_ones),
        cmocka_unit_test(clusters_are_numbered_in_order_of_their_first_record),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(a_higher_threshold_joins_no_more),
        cmocka_unit_test(records_that_may_be_two_people_part_together),
        cmocka_unit_test(what_people_decided_is_kept_to_the_letter),
        cmocka_unit_test(decisions_that_contradict_one_another_are_refused_by_number),
        cmocka_unit_test(decisions_teach_the_model),
        cmocka_unit_test(a_missing_value_says_nothing),
        cmocka_unit_test(agreement_on_a_day_of_birth_speaks_for_and_another_day_against),
        cmocka_unit_test(questions_come_in_order_of_their_stake_and_never_twice),
        cmocka_unit_test(records_without_a_name_do_not_join_by_it),
        cmocka_unit_test(whoever_waits_can_stop_it),
        cmocka_unit_test(too_little_memory_is_said_and_nothing_is_left_behind),
        cmocka_unit_test(tables_that_do_not_hold_together_are_refused),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
