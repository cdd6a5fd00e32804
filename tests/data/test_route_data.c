/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published problems: stored solutions hold and cost what is printed; optima are reached. */
#include "rk_test.h"
#include "rk_file.h"
#include "rk_route_io.h"

static struct rk_arena keep;
static struct rk_scratch tmp;
static struct rk_err err;

static void read_case(const char *name, struct rk_route_case *c)
{
    char path[512];
    struct rk_str bytes;
    rk_need_data(path, sizeof path, name);
    rk_assert_ok(rk_file_read(path, 1 << 26, &keep, &bytes, &err), err);
    rk_assert_ok(rk_route_read(name, bytes, &keep, tmp, c, &err), err);
}

static struct rk_route_verdict check(const struct rk_route_case *c, struct rk_str bytes)
{
    struct rk_route_said_plan said;
    struct rk_route_verdict v;
    rk_assert_ok(rk_route_read_solution("s", bytes, &keep, &said, &err), err);
    rk_assert_ok(rk_route_check(c, &said, &keep, tmp, &v, &err), err);
    return v;
}

static int open_memory(void **state)
{
    (void)state;
    keep = rk_arena_open(1 << 28);
    tmp = rk_scratch_open(1 << 29);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return 0;
}

static void best_known_solutions_hold_and_cost_what_is_printed(void **state)
{
    (void)state;
    const struct {
        const char *problem, *solution;
        double cost;
    } known[] = {
        {"vrp/cvrp/X-n101-k25.vrp", "vrp/cvrp/X-n101-k25.sol", 27591.0},
        {"vrp/cvrp/X-n256-k16.vrp", "vrp/cvrp/X-n256-k16.sol", 18839.0},
        {"vrp/vrptw-gh1000/R1_10_1.vrp", "vrp/vrptw-gh1000/R1_10_1.sol", 53026.1},
        {"vrp/vrptw-gh200/c1_2_1.txt", "vrp/vrptw-gh200/c1_2_1.bks.txt", 2704.5678},
        {"vrp/pdptw-lilim100/lrc203.txt", "vrp/pdptw-lilim100/lrc203.bks.txt", 1089.0677},
    };
    for (ptrdiff_t k = 0; k < RK_COUNT(known); k++) {
        struct rk_route_case c;
        struct rk_str bytes;
        char path[512];
        read_case(known[k].problem, &c);
        rk_need_data(path, sizeof path, known[k].solution);
        rk_assert_ok(rk_file_read(path, 1 << 26, &keep, &bytes, &err), err);
        const struct rk_route_verdict v = check(&c, bytes);
        assert_true(v.feasible);
        rk_assert_near(v.cost, known[k].cost, 1e-3);
    }
}

static void optima_are_reached_and_nobody_rides_too_long(void **state)
{
    (void)state;
    const struct {
        const char *problem;
        double cost, over; /* share above it allowed in so few steps */
        int64_t steps;
    } known[] = {
        {"vrp/darp-cordeau/a2-16.txt", 294.25, 1e-4, 4000},
        {"vrp/darp-cordeau/b2-20.txt", 332.64, 1e-4, 4000},
        {"vrp/darp-cordeau/b3-24.txt", 394.51, 1e-4, 4000},
        {"vrp/darp-cordeau/b4-40.txt", 656.63, 1e-4, 20000},
        {"vrp/darp-cordeau/a4-48.txt", 668.82, 1e-4, 20000},
        {"vrp/vrptw-solomon/C101.txt", 828.94, 1e-4, 100},
        {"vrp/vrptw-solomon/R101.txt", 1642.88, 0.01, 300},
        {"vrp/cvrp/X-n101-k25.vrp", 27591.0, 0.01, 1000},
    };
    for (ptrdiff_t k = 0; k < RK_COUNT(known); k++) {
        struct rk_route_case c;
        struct rk_route_plan plan;
        read_case(known[k].problem, &c);
        const struct rk_route_options how = {.seed = 1, .iterations = known[k].steps};
        rk_assert_ok(rk_route_solve(&c.problem, &how, &keep, tmp, &plan, &err), err);
        struct rk_buf out = rk_buf_in(&keep, 1 << 16);
        rk_route_write(&c, &plan, &out);
        const struct rk_route_verdict v = check(&c, rk_buf_str(&out));
        assert_true(v.feasible);
        if (v.cost > known[k].cost * (1.0 + known[k].over))
            fail_msg("%s: %.4f, known %.4f", known[k].problem, v.cost, known[k].cost);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(best_known_solutions_hold_and_cost_what_is_printed,
                                        open_memory, close_memory),
        cmocka_unit_test_setup_teardown(optima_are_reached_and_nobody_rides_too_long,
                                        open_memory, close_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
