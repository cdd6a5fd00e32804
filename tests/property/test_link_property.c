/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the order of rows, lists and seeds: the same persons. */
#include "rk_test.h"

#include "../link_people.h"

enum { TOWNS = 12, SEED = 7100 };

static struct rk_arena mem;
static struct rk_scratch tmp;
static const struct rk_names *names;

static int open_all(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)1 << 30);
    tmp = rk_scratch_open((ptrdiff_t)1 << 30);
    return rk_names_open(&mem, tmp, &names, NULL) ? 1 : 0;
}

static int close_all(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

/* Rows in another order, lists under other numbers. */
static struct link_people shuffled(const struct link_people *p, const int32_t *order,
                                   struct rk_arena *keep)
{
    const int32_t n = p->table.records;
    struct link_people q = *p;
    q.who = RK_NEW(keep, int32_t, n);
    q.list = RK_NEW(keep, int32_t, n);
    q.name = RK_NEW(keep, struct rk_name, n);
    q.birth = RK_NEW(keep, struct rk_when, n);
    q.event = RK_NEW(keep, struct rk_when, n);
    q.street = RK_NEW(keep, struct rk_str, n);
    q.house = RK_NEW(keep, struct rk_str, n);
    assert_false(keep->failed);
    for (int32_t i = 0; i < n; i++) {
        const int32_t from = order[i];
        q.who[i] = p->who[from];
        q.list[i] = (p->list[from] + 1) % 3;
        q.name[i] = p->name[from];
        q.birth[i] = p->birth[from];
        q.event[i] = p->event[from];
        q.street[i] = p->street[from];
        q.house[i] = p->house[from];
    }
    return q;
}

static void the_order_of_rows_and_lists_is_no_evidence(void **state)
{
    (void)state;
    for (uint64_t town = 0; town < TOWNS; town++) {
        struct rk_arena room = mem;
        struct rk_random random = rk_random_stream(SEED, "shuffle", town);
        struct link_people p;
        struct rk_link one, two;
        struct rk_err err = {0};
        assert_true(link_people_make(names, 60 + 20 * (int32_t)town, SEED + town, &room, &p));
        const struct rk_link_table t = link_people_table(&p);
        int32_t *order = RK_NEW(&room, int32_t, t.records);
        assert_non_null(order);
        for (int32_t i = 0; i < t.records; i++)
            order[i] = i;
        rk_random_shuffle(&random, order, t.records);
        struct link_people q = shuffled(&p, order, &room);
        const struct rk_link_table u = link_people_table(&q);
        const struct rk_link_options o = {.names = names, .seed = town};
        rk_assert_ok(rk_link_run(&t, &o, &room, tmp, &one, &err), err);
        rk_assert_ok(rk_link_run(&u, &o, &room, tmp, &two, &err), err);
        assert_int_equal(one.clusters, two.clusters);
        assert_int_equal(one.pair_count, two.pair_count);
        assert_int_equal(one.distinct_low, two.distinct_low);
        assert_int_equal(one.distinct_high, two.distinct_high);
        for (int32_t i = 0; i < t.records; i++)
            for (int32_t j = 0; j < i; j++)
                assert_int_equal(two.cluster[i] == two.cluster[j],
                                 one.cluster[order[i]] == one.cluster[order[j]]);
    }
}

static void explanations_do_not_depend_on_who_is_named_first(void **state)
{
    (void)state;
    struct rk_arena room = mem;
    struct rk_random random = rk_random_stream(SEED, "pairs", 0);
    struct link_people p;
    struct rk_link link;
    struct rk_err err = {0};
    assert_true(link_people_make(names, 200, SEED, &room, &p));
    const struct rk_link_table t = link_people_table(&p);
    const struct rk_link_options o = {.names = names};
    rk_assert_ok(rk_link_run(&t, &o, &room, tmp, &link, &err), err);
    for (int i = 0; i < 20000; i++) {
        struct rk_link_reason x[RK_LINK_REASONS], y[RK_LINK_REASONS];
        const int32_t a = (int32_t)rk_random_below(&random, t.records);
        const int32_t b = (int32_t)rk_random_below(&random, t.records);
        const int32_t count = rk_link_explain(link.model, a, b, x);
        assert_int_equal(count, rk_link_explain(link.model, b, a, y));
        for (int32_t k = 0; k < count; k++) {
            assert_int_equal(x[k].level, y[k].level);
            rk_assert_near(x[k].weight, y[k].weight, 1e-9);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_rows_and_lists_is_no_evidence),
        cmocka_unit_test(explanations_do_not_depend_on_who_is_named_first),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
