/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

#include "rk_sparse.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 26);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static void three_springs_by_hand(void **state)
{
    (void)state;
    /*  wall --2-- 0 --1-- 1 --3-- wall, one force on 1:  [3 -1; -1 4] x = [0 11]  */
    const int32_t from[] = {0}, to[] = {1};
    struct rk_sparse s;
    struct rk_err err;
    rk_assert_ok(rk_sparse_plan(2, 1, from, to, &mem, tmp, &s, &err), err);
    s.value[s.diagonal[0]] = 3.0;
    s.value[s.diagonal[1]] = 4.0;
    s.value[s.slot[0]] = -1.0;
    assert_true(rk_sparse_factor(&s));
    double x[] = {0.0, 11.0};
    rk_sparse_solve(&s, x);
    rk_assert_near(x[0], 1.0, 1e-15);
    rk_assert_near(x[1], 3.0, 1e-15);
}

/* A 30 x 30 grid with some edges doubled: the residual is the proof. */
static void a_grid_is_solved_to_rounding_and_again_with_new_numbers(void **state)
{
    (void)state;
    enum { SIDE = 30, NODES = SIDE * SIDE };
    static int32_t from[3 * NODES], to[3 * NODES];
    static double g[3 * NODES], x[NODES], b[NODES], r[NODES];
    int32_t edges = 0;
    for (int32_t i = 0; i < NODES; i++) {
        if (i % SIDE + 1 < SIDE)
            from[edges] = i, to[edges++] = i + 1;
        if (i + SIDE < NODES)
            from[edges] = i + SIDE, to[edges++] = i;
        if (i % 7 == 0 && i + SIDE < NODES)
            from[edges] = i, to[edges++] = i + SIDE;
    }
    struct rk_sparse s;
    struct rk_err err;
    rk_assert_ok(rk_sparse_plan(NODES, edges, from, to, &mem, tmp, &s, &err), err);
    for (int round = 0; round < 2; round++) {
        for (int32_t k = 0; k < s.values; k++)
            s.value[k] = 0.0;
        for (int32_t i = 0; i < NODES; i++) {
            s.value[s.diagonal[i]] = i == 0 ? 1.0 : 1e-3;
            b[i] = x[i] = (i * 37 + round) % 11 - 5.0;
        }
        for (int32_t e = 0; e < edges; e++) {
            g[e] = 1.0 + (e * 13 + round) % 17;
            s.value[s.diagonal[from[e]]] += g[e];
            s.value[s.diagonal[to[e]]] += g[e];
            s.value[s.slot[e]] -= g[e];
        }
        assert_true(rk_sparse_factor(&s));
        rk_sparse_solve(&s, x);
        for (int32_t i = 0; i < NODES; i++)
            r[i] = b[i] - (i == 0 ? 1.0 : 1e-3) * x[i];
        for (int32_t e = 0; e < edges; e++) {
            r[from[e]] -= g[e] * (x[from[e]] - x[to[e]]);
            r[to[e]] -= g[e] * (x[to[e]] - x[from[e]]);
        }
        for (int32_t i = 0; i < NODES; i++)
            rk_assert_near(r[i], 0.0, 1e-8);
    }
}

static void what_is_not_positive_definite_is_refused(void **state)
{
    (void)state;
    const int32_t from[] = {0}, to[] = {1};
    struct rk_sparse s;
    struct rk_err err;
    rk_assert_ok(rk_sparse_plan(2, 1, from, to, &mem, tmp, &s, &err), err);
    s.value[s.diagonal[0]] = 1.0;
    s.value[s.diagonal[1]] = 1.0;
    s.value[s.slot[0]] = -1.0;
    assert_false(rk_sparse_factor(&s));
    s.value[s.diagonal[0]] = (double)NAN;
    assert_false(rk_sparse_factor(&s));
}

static void a_loop_or_a_stranger_is_refused(void **state)
{
    (void)state;
    struct rk_sparse s;
    struct rk_err err;
    assert_int_equal(rk_sparse_plan(2, 1, (int32_t[]){1}, (int32_t[]){1}, &mem, tmp, &s, &err),
                     RK_EINVAL);
    assert_int_equal(rk_sparse_plan(2, 1, (int32_t[]){0}, (int32_t[]){2}, &mem, tmp, &s, &err),
                     RK_EINVAL);
}

static void nothing_is_solved_too(void **state)
{
    (void)state;
    struct rk_sparse s;
    struct rk_err err;
    rk_assert_ok(rk_sparse_plan(0, 0, NULL, NULL, &mem, tmp, &s, &err), err);
    assert_true(rk_sparse_factor(&s));
    rk_sparse_solve(&s, NULL);
}

/* With arenas of any size the answer is RK_ENOMEM until it is RK_OK. */
static void little_memory_is_an_answer(void **state)
{
    (void)state;
    const int32_t from[] = {0, 1, 2, 3}, to[] = {1, 2, 3, 0};
    bool done = false;
    for (ptrdiff_t size = 1; !done; size += 7) {
        struct rk_arena small = mem;
        struct rk_scratch little = tmp;
        small.end = small.at + size;
        little.in.end = little.in.at + size;
        struct rk_sparse s;
        const rk_status got = rk_sparse_plan(4, 4, from, to, &small, little, &s, NULL);
        assert_true(got == RK_OK || got == RK_ENOMEM);
        done = got == RK_OK;
        assert_true(size < 100000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_springs_by_hand),
        cmocka_unit_test(a_grid_is_solved_to_rounding_and_again_with_new_numbers),
        cmocka_unit_test(what_is_not_positive_definite_is_refused),
        cmocka_unit_test(a_loop_or_a_stranger_is_refused),
        cmocka_unit_test(nothing_is_solved_too),
        cmocka_unit_test(little_memory_is_an_answer),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
