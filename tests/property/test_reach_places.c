/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where to put k teams: against trying every choice; capacities against a count by hand. */
#include "rk_random.h"
#include "rk_reach_place.h"
#include "rk_test.h"

enum { SEED = 20220912, CASES = 100, SITES = 12, GROUPS = 30, MOST_NODES = 100000 };

static struct rk_err err;

struct problem {
    uint32_t time_ms[SITES * GROUPS];
    int64_t people[GROUPS];
    struct rk_reach_table table;
};

/* Sites and groups on a plane; some pairs have no way between them. */
static void invent(struct problem *p, struct rk_random *r)
{
    double x[SITES + GROUPS], y[SITES + GROUPS];
    for (int i = 0; i < SITES + GROUPS; i++) {
        x[i] = rk_random_unit(r);
        y[i] = rk_random_unit(r);
    }
    for (int s = 0; s < SITES; s++)
        for (int g = 0; g < GROUPS; g++)
            p->time_ms[s * GROUPS + g] =
                rk_random_below(r, 12) == 0
                    ? RK_REACH_NEVER
                    : (uint32_t)(3600000.0 * hypot(x[s] - x[SITES + g], y[s] - y[SITES + g]));
    for (int g = 0; g < GROUPS; g++)
        p->people[g] = rk_random_below(r, 40);
    p->table = (struct rk_reach_table){SITES, GROUPS, p->time_ms, p->people};
}

static double value(const struct problem *p, uint32_t set, enum rk_reach_goal goal,
                    uint32_t limit_ms)
{
    double sum = 0.0, greatest = 0.0;
    for (int g = 0; g < GROUPS; g++) {
        uint32_t least = RK_REACH_NEVER;
        for (int s = 0; s < SITES; s++)
            if (set >> s & 1 && p->time_ms[s * GROUPS + g] < least)
                least = p->time_ms[s * GROUPS + g];
        const double people = (double)p->people[g];
        if (goal == RK_REACH_WITHIN)
            sum += least <= limit_ms ? people : 0.0;
        else
            sum += people * fmin((double)least, 536870912.0);
        if (people > 0.0)
            greatest = fmax(greatest, least == RK_REACH_NEVER ? HUGE_VAL : least);
    }
    return goal == RK_REACH_CENTRE ? greatest : sum;
}

static double try_all(const struct problem *p, int k, enum rk_reach_goal goal,
                      uint32_t limit_ms)
{
    double best = goal == RK_REACH_WITHIN ? -1.0 : HUGE_VAL;
    for (uint32_t set = 0; set < 1u << SITES; set++) {
        if (__builtin_popcount(set) != k)
            continue;
        const double v = value(p, set, goal, limit_ms);
        best = goal == RK_REACH_WITHIN ? fmax(best, v) : fmin(best, v);
    }
    return best;
}

static void choices_equal_trying_all(void **state)
{
    struct rk_random r = rk_random_seed(SEED);
    struct rk_arena mem = rk_arena_open(16 << 20);
    struct rk_scratch tmp = rk_scratch_open(64 << 20);
    (void)state;
    print_message("seed %d\n", SEED);
    for (int n = 0; n < CASES; n++) {
        struct problem p;
        struct rk_arena keep = mem;
        invent(&p, &r);
        const int k = 1 + n % 5;
        const uint32_t limit = 300000 + (uint32_t)rk_random_below(&r, 1500000);
        for (int goal = RK_REACH_MEDIAN; goal <= RK_REACH_WITHIN; goal++) {
            struct rk_reach_choice c;
            uint32_t set = 0;
            rk_assert_ok(rk_reach_choose(p.table, k, (enum rk_reach_goal)goal, limit,
                                         MOST_NODES, &keep, tmp, &c, &err),
                         err);
            assert_true(c.proven);
            const double best = try_all(&p, k, (enum rk_reach_goal)goal, limit);
            assert_true(!(c.value < best) && !(c.value > best)); /* may be infinite */
            assert_true(!(c.bound < best) && !(c.bound > best));
            for (int i = 0; i < k; i++)
                set |= 1u << c.site[i];
            assert_int_equal(__builtin_popcount(set), k);
            const double chosen = value(&p, set, (enum rk_reach_goal)goal, limit);
            assert_true(!(chosen < best) && !(chosen > best));
        }
    }
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
}

static void an_unproven_choice_says_its_bound(void **state)
{
    struct rk_random r = rk_random_seed(3);
    struct rk_arena mem = rk_arena_open(16 << 20);
    struct rk_scratch tmp = rk_scratch_open(64 << 20);
    int unproven = 0;
    (void)state;
    for (int n = 0; n < 40; n++) {
        struct problem p;
        struct rk_reach_choice c;
        invent(&p, &r);
        rk_assert_ok(
            rk_reach_choose(p.table, 4, RK_REACH_WITHIN, 700000, 1, &mem, tmp, &c, &err), err);
        const double best = try_all(&p, 4, RK_REACH_WITHIN, 700000);
        assert_true(c.value <= best && c.bound >= best);
        unproven += !c.proven;
    }
    assert_true(unproven > 0);
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
}

static void capacities_are_used_to_the_last_place(void **state)
{
    /* Two clinics, three streets: the first takes the soonest, splits the second street. */
    static const uint32_t time_ms[] = {100, 200, 300, 400, 50, RK_REACH_NEVER};
    static const int64_t people[] = {10, 10, 10}, capacity[] = {15, 100};
    int64_t served[6], left[3];
    struct rk_scratch tmp = rk_scratch_open(1 << 20);
    (void)state;
    const struct rk_reach_table t = {2, 3, time_ms, people};
    rk_assert_ok(rk_reach_cover(t, capacity, 350, tmp, served, left, &err), err);
    static const int64_t want[] = {10, 5, 0, 0, 5, 0}, rest[] = {0, 0, 10};
    assert_memory_equal(served, want, sizeof want);
    assert_memory_equal(left, rest, sizeof rest);
    rk_scratch_close(&tmp);
}

static void coverage_sums_to_the_last_person(void **state)
{
    struct rk_random r = rk_random_seed(SEED + 1);
    struct rk_scratch tmp = rk_scratch_open(1 << 20);
    (void)state;
    for (int n = 0; n < 200; n++) {
        struct problem p;
        int64_t served[SITES * GROUPS], left[GROUPS], capacity[SITES];
        invent(&p, &r);
        for (int s = 0; s < SITES; s++)
            capacity[s] = rk_random_below(&r, 90);
        const uint32_t limit = (uint32_t)rk_random_below(&r, 2000000);
        rk_assert_ok(rk_reach_cover(p.table, capacity, limit, tmp, served, left, &err), err);
        for (int g = 0; g < GROUPS; g++) {
            int64_t sum = left[g];
            for (int s = 0; s < SITES; s++)
                sum += served[s * GROUPS + g];
            assert_int_equal(sum, p.people[g]);
        }
        for (int s = 0; s < SITES; s++) {
            int64_t sum = 0;
            bool wanted = false; /* somebody within the limit was left without */
            for (int g = 0; g < GROUPS; g++) {
                sum += served[s * GROUPS + g];
                assert_true(served[s * GROUPS + g] == 0 || p.time_ms[s * GROUPS + g] <= limit);
                wanted |= left[g] > 0 && p.time_ms[s * GROUPS + g] <= limit;
            }
            assert_true(sum <= capacity[s] && (!wanted || sum == capacity[s]));
        }
    }
    rk_scratch_close(&tmp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_equal_trying_all),
        cmocka_unit_test(an_unproven_choice_says_its_bound),
        cmocka_unit_test(capacities_are_used_to_the_last_place),
        cmocka_unit_test(coverage_sums_to_the_last_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
