/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many rides at once, where tours seen are put together anew: whatever the search does, each
 * plan is counted here stop by stop, and the same steps give the same plan.
 */
#include "rk_test.h"
#include "route_cases.h"

enum { RIDES = 26, PLACES = 2 * RIDES + 1, VEHICLES = 4, HORIZON = 1000, STEPS = 4000 };

struct many {
    struct rk_route_problem p;
    struct rk_route_matrix matrix;
    int32_t legs[PLACES * PLACES];
    struct rk_route_request request[RIDES];
    struct rk_route_vehicle vehicle[VEHICLES];
    struct rk_route_window window[RIDES];
};

static struct many m;
static struct rk_arena keep;
static struct rk_scratch tmp;

static int open_memory(void **state)
{
    (void)state;
    keep = rk_arena_open(1 << 24);
    tmp = rk_scratch_open(1 << 27);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return 0;
}

static void random_rides(uint64_t seed)
{
    struct rk_random r = rk_random_seed(seed);
    int32_t x[PLACES], y[PLACES];
    m = (struct many){0};
    for (int32_t i = 0; i < PLACES; i++)
        x[i] = (int32_t)rk_random_below(&r, 100), y[i] = (int32_t)rk_random_below(&r, 100);
    x[0] = y[0] = 50;
    for (int32_t i = 0; i < PLACES; i++)
        for (int32_t j = 0; j < PLACES; j++)
            m.legs[i * PLACES + j] = abs(x[i] - x[j]) + abs(y[i] - y[j]);
    for (int32_t i = 0; i < RIDES; i++) {
        struct rk_route_request *q = &m.request[i];
        *q = small_request(2 * i + 1);
        q->stops = 2;
        q->stop[1].place = 2 * i + 2;
        q->max_ride = m.legs[(2 * i + 1) * PLACES + 2 * i + 2] + 60;
        q->only = i % 6 == 0 ? i / 6 % VEHICLES : -1;
        m.window[i].from = (int32_t)rk_random_below(&r, HORIZON - 300) + 100;
        m.window[i].to = m.window[i].from + 150;
        q->stop[i % 2].windows = 1;
        q->stop[i % 2].window = &m.window[i];
        q->stop[0].service = q->stop[1].service = 3;
    }
    for (int32_t v = 0; v < VEHICLES; v++) {
        m.vehicle[v] = small_vehicle(3);
        m.vehicle[v].to = HORIZON;
    }
    m.matrix = (struct rk_route_matrix){m.legs, m.legs};
    m.p = (struct rk_route_problem){.places = PLACES,
                                    .matrices = 1,
                                    .requests = RIDES,
                                    .vehicles = VEHICLES,
                                    .matrix = &m.matrix,
                                    .request = m.request,
                                    .vehicle = m.vehicle,
                                    .must = true};
}

static struct rk_route_plan solve(void)
{
    struct rk_route_plan plan = {0};
    struct rk_err err;
    const struct rk_route_options how = {.seed = 1, .iterations = STEPS};
    const rk_status got = rk_route_solve(&m.p, &how, &keep, tmp, &plan, &err);
    if (got != RK_OK && got != RK_ENOTFOUND)
        fail_msg("%s: %s", err.place, err.text);
    return plan;
}

/* One tour, counted; its legs. */
static int64_t count_tour(const struct rk_route_tour *t, int32_t *served)
{
    int32_t at = 0, on = 0, clock = t->leave, end_of_pick[RIDES];
    int64_t legs = 0;
    for (int32_t r = 0; r < RIDES; r++)
        end_of_pick[r] = -1;
    for (int32_t i = 0; i < t->visits; i++) {
        const struct rk_route_visit *v = &t->visit[i];
        const struct rk_route_request *q = &m.request[v->request];
        const struct rk_route_stop *s = &q->stop[v->stop];
        assert_true(q->only < 0 || q->only == t->vehicle);
        assert_true(v->begin >= clock + m.legs[at * PLACES + s->place]);
        for (int32_t k = 0; k < s->windows; k++)
            assert_in_range(v->begin, s->window[k].from, s->window[k].to);
        if (v->stop == 0) {
            end_of_pick[v->request] = v->begin + s->service;
        } else {
            assert_true(end_of_pick[v->request] >= 0);
            assert_true(v->begin - end_of_pick[v->request] <= q->max_ride);
            served[v->request]++;
        }
        on += v->stop == 0 ? 1 : -1;
        assert_in_range(on, 0, 3);
        legs += m.legs[at * PLACES + s->place];
        clock = v->begin + s->service;
        at = s->place;
    }
    assert_int_equal(on, 0);
    assert_true(clock + m.legs[at * PLACES] <= HORIZON);
    return legs + m.legs[at * PLACES];
}

static void count_plan(const struct rk_route_plan *plan)
{
    int32_t served[RIDES] = {0}, unserved = 0;
    int64_t cost = 0;
    for (int32_t k = 0; k < plan->tours; k++) {
        assert_true(k == 0 || plan->tour[k].vehicle > plan->tour[k - 1].vehicle);
        cost += count_tour(&plan->tour[k], served);
    }
    for (int32_t r = 0; r < RIDES; r++) {
        assert_in_range(served[r], 0, 1);
        unserved += served[r] == 0;
    }
    assert_int_equal(unserved, plan->unserved);
    assert_int_equal(cost, plan->cost);
}

static void rides_put_together_anew_keep_every_rule(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        random_rides(seed);
        const struct rk_route_plan plan = solve();
        count_plan(&plan);
        print_message("seed %" PRIu64 ": cost %" PRId64 ", %d unserved\n", seed, plan.cost,
                      plan.unserved);
    }
}

static void equal_steps_put_the_same_tours_together(void **state)
{
    (void)state;
    random_rides(1);
    const struct rk_route_plan a = solve(), b = solve();
    assert_int_equal(a.cost, b.cost);
    assert_int_equal(a.tours, b.tours);
    for (int32_t k = 0; k < a.tours; k++) {
        assert_int_equal(a.tour[k].visits, b.tour[k].visits);
        for (int32_t i = 0; i < a.tour[k].visits; i++) {
            assert_int_equal(a.tour[k].visit[i].request, b.tour[k].visit[i].request);
            assert_int_equal(a.tour[k].visit[i].begin, b.tour[k].visit[i].begin);
        }
    }
}

static void a_way_round_may_be_quicker_than_the_leg_that_is_said(void **state)
{
    (void)state;
    /* 1 to 2 takes 100 by the leg, 20 by way of 3, where medicine is handed over */
    struct small s = {0};
    const int32_t at[] = {0, 10, 110, 20};
    struct rk_err err;
    struct rk_route_plan plan;
    const struct rk_route_options how = {.seed = 1, .iterations = 300};
    small_line(&s, at, 4);
    s.legs[3 * 4 + 2] = s.legs[2 * 4 + 3] = 10;
    s.request[0] = small_request(1);
    s.request[0].stops = 2;
    s.request[0].stop[1].place = 2;
    s.window[0][0] = (struct rk_route_window){0, 40};
    s.request[0].stop[1].windows = 1;
    s.request[0].stop[1].window = s.window[0];
    s.request[1] = small_request(3);
    s.vehicle[0] = small_vehicle(2);
    s.p.requests = 2, s.p.vehicles = 1;
    rk_assert_ok(rk_route_solve(&s.p, &how, &keep, tmp, &plan, &err), err);
    assert_int_equal(plan.unserved, 0);
    /* 10 to 1, 10 to 3, 10 to 2, 110 home; the way home over 3 would not be driven by itself */
    assert_int_equal(plan.cost, 140);
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_memory, close_memory)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(rides_put_together_anew_keep_every_rule),
        T(equal_steps_put_the_same_tours_together),
        T(a_way_round_may_be_quicker_than_the_leg_that_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
