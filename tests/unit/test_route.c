/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds and transfers, one promise each, on lines that can be counted by hand. */
#include "rk_test.h"
#include "route_cases.h"

static struct rk_arena keep;
static struct rk_scratch tmp;
static struct small s;
static struct rk_route_plan plan;
static struct rk_err err;
static const struct rk_route_options how = {.seed = 1, .iterations = 300};

static int open_memory(void **state)
{
    (void)state;
    keep = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 28);
    s = (struct small){0};
    plan = (struct rk_route_plan){0};
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return 0;
}

static rk_status solve(void)
{
    return rk_route_solve(&s.p, &how, &keep, tmp, &plan, &err);
}

static const struct rk_route_visit *visit_of(int32_t request, int32_t stop)
{
    for (int32_t k = 0; k < plan.tours; k++)
        for (int32_t i = 0; i < plan.tour[k].visits; i++) {
            const struct rk_route_visit *v = &plan.tour[k].visit[i];
            if (v->act == RK_ROUTE_STOP && v->request == request && v->stop == stop)
                return v;
        }
    return NULL;
}

static int32_t acts(enum rk_route_act act)
{
    int32_t n = 0;
    for (int32_t k = 0; k < plan.tours; k++)
        for (int32_t i = 0; i < plan.tour[k].visits; i++)
            n += plan.tour[k].visit[i].act == act;
    return n;
}

static void a_round_goes_out_and_back_once(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, 20, 30};
    small_line(&s, at, 4);
    for (int i = 0; i < 3; i++)
        s.request[i] = small_request(i + 1);
    s.vehicle[0] = small_vehicle(3);
    s.p.requests = 3, s.p.vehicles = 1, s.p.must = true;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.cost, 60);
    assert_int_equal(plan.tours, 1);
}

static void a_full_vehicle_reloads_at_the_depot(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, 20, 30};
    small_line(&s, at, 4);
    for (int i = 0; i < 3; i++)
        s.request[i] = small_request(i + 1);
    s.vehicle[0] = small_vehicle(2);
    s.vehicle[0].trips = 2;
    s.vehicle[0].reload = 5;
    s.p.requests = 3, s.p.vehicles = 1;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.unserved, 0);
    assert_int_equal(acts(RK_ROUTE_RELOAD), 1);
    /* the far two together, the near one alone: 60 + 20 */
    assert_int_equal(plan.cost, 80);
    /* without a second trip one of three stays behind */
    s.vehicle[0].trips = 1;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.unserved, 1);
    assert_int_equal(plan.left[0].why, RK_ROUTE_CROWDED);
}

static void the_second_window_is_used_when_the_first_is_over(void **state)
{
    (void)state;
    const int32_t at[] = {0, 50};
    small_line(&s, at, 2);
    s.request[0] = small_request(1);
    s.window[0][0] = (struct rk_route_window){0, 20};
    s.window[0][1] = (struct rk_route_window){200, 210};
    s.request[0].stop[0].windows = 2;
    s.request[0].stop[0].window = s.window[0];
    s.vehicle[0] = small_vehicle(1);
    s.p.requests = s.p.vehicles = 1;
    rk_assert_ok(solve(), err);
    assert_int_equal(visit_of(0, 0)->begin, 200);
    assert_int_equal(plan.tour[0].leave, 150);
}

static void an_impossible_window_is_said_with_both_hours(void **state)
{
    (void)state;
    const int32_t at[] = {0, 50};
    small_line(&s, at, 2);
    s.request[0] = small_request(1);
    s.window[0][0] = (struct rk_route_window){0, 20};
    s.request[0].stop[0].windows = 1;
    s.request[0].stop[0].window = s.window[0];
    s.vehicle[0] = small_vehicle(1);
    s.p.requests = s.p.vehicles = 1;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.unserved, 1);
    assert_int_equal(plan.left[0].why, RK_ROUTE_TOO_LATE);
    assert_int_equal(plan.left[0].got, 50);
    assert_int_equal(plan.left[0].limit, 20);
}

static void each_reason_is_told_from_the_others(void **state)
{
    (void)state;
    const int32_t at[] = {0, 50, 600};
    small_line(&s, at, 3);
    s.vehicle[0] = small_vehicle(2);
    s.request[0] = small_request(1);
    s.request[0].skills = 4;
    s.request[1] = small_request(1);
    s.request[1].load[0] = 3;
    s.request[2] = small_request(2);
    s.request[3] = small_request(1);
    s.request[3].max_ride = 40;
    s.request[4] = small_request(1);
    s.request[4].after = 0;
    s.p.requests = 5, s.p.vehicles = 1;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.unserved, 5);
    const enum rk_route_why why[] = {RK_ROUTE_NO_VEHICLE, RK_ROUTE_TOO_MUCH,
                                     RK_ROUTE_SHIFT_ENDS, RK_ROUTE_RIDE, RK_ROUTE_LEG_MISSING};
    for (int i = 0; i < 5; i++)
        assert_int_equal(plan.left[i].why, why[plan.left[i].request]);
    /* a place no road leads to */
    s.legs[1] = s.legs[3] = s.legs[5] = s.legs[7] = RK_ROUTE_NO_ROAD;
    s.request[0].skills = 0;
    s.p.requests = 1;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.left[0].why, RK_ROUTE_CUT_OFF);
}

static void one_urgent_patient_goes_before_any_number_of_others(void **state)
{
    (void)state;
    /* 0 lies far off: who drives there serves nobody else in the shift */
    const int32_t at[] = {0, -90, 10, 11, 12};
    small_line(&s, at, 5);
    for (int i = 0; i < 4; i++) {
        s.request[i] = small_request(i + 1);
        s.request[i].rank = i == 0 ? 0 : 1;
        s.request[i].harm = i == 0 ? 1.0 : 1000.0;
    }
    s.vehicle[0] = small_vehicle(9);
    s.vehicle[0].to = 190;
    s.p.requests = 4, s.p.vehicles = 1;
    rk_assert_ok(solve(), err);
    assert_non_null(visit_of(0, 0));
    assert_int_equal(plan.unserved, 3);
    rk_assert_near(plan.harm[0], 0.0, 0.0);
    rk_assert_near(plan.harm[1], 3000.0, 0.0);
}

/* All urgent ones lie where the shift does not lead; each asks every tour to make room. */
static void urgent_ones_beyond_reach_take_nobody_else_off(void **state)
{
    (void)state;
    enum { NEAR = 60, FAR = 60, ALL = NEAR + FAR, CARS = 3, PLACES = ALL + 1 };
    static int32_t legs[PLACES * PLACES];
    static struct rk_route_request request[ALL];
    static struct rk_route_vehicle vehicle[CARS];
    int32_t at[PLACES] = {0}, served[ALL] = {0};
    for (int32_t i = 1; i < PLACES; i++)
        at[i] = i <= NEAR ? i : 100000 + i;
    for (int32_t i = 0; i < PLACES * PLACES; i++)
        legs[i] = abs(at[i / PLACES] - at[i % PLACES]);
    const struct rk_route_matrix matrix = {legs, legs};
    for (int32_t i = 0; i < ALL; i++) {
        request[i] = small_request(i + 1);
        request[i].rank = i < NEAR ? 1 : 0;
    }
    for (int32_t v = 0; v < CARS; v++)
        vehicle[v] = small_vehicle(ALL);
    const struct rk_route_problem p = {.places = PLACES,
                                       .matrices = 1,
                                       .matrix = &matrix,
                                       .requests = ALL,
                                       .request = request,
                                       .vehicles = CARS,
                                       .vehicle = vehicle};
    rk_assert_ok(rk_route_solve(&p, &how, &keep, tmp, &plan, &err), err);
    assert_int_equal(plan.unserved, FAR);
    for (int32_t k = 0; k < plan.tours; k++)
        for (int32_t i = 0; i < plan.tour[k].visits; i++)
            if (plan.tour[k].visit[i].act == RK_ROUTE_STOP)
                served[plan.tour[k].visit[i].request]++;
    for (int32_t i = 0; i < ALL; i++)
        assert_int_equal(served[i], i < NEAR ? 1 : 0);
}

struct told {
    double last;
    int times;
};

static void hear(void *user, double share)
{
    struct told *t = user;
    assert_true(share >= t->last);
    t->last = share;
    t->times++;
}

static void a_search_tells_how_far_it_is(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, 20};
    struct told t = {0};
    const struct rk_route_options asked = {
        .seed = 1, .iterations = 300, .tell = hear, .user = &t};
    small_line(&s, at, 3);
    s.request[0] = small_request(1);
    s.request[0].stops = 2;
    s.request[0].stop[1] = (struct rk_route_stop){.place = 2};
    s.vehicle[0] = small_vehicle(1);
    s.p.requests = 1, s.p.vehicles = 1;
    rk_assert_ok(rk_route_solve(&s.p, &asked, &keep, tmp, &plan, &err), err);
    assert_true(t.times > 10);
    assert_true(t.last > 0.9 && t.last <= 1.0);
}

static void a_ride_is_never_longer_than_allowed(void **state)
{
    (void)state;
    /* The window at the end makes the vehicle wait: it must pick up later, not ride longer. */
    const int32_t at[] = {0, 10, 20};
    small_line(&s, at, 3);
    s.request[0] = small_request(1);
    s.request[0].stops = 2;
    s.request[0].stop[1].place = 2;
    s.window[0][0] = (struct rk_route_window){300, 310};
    s.request[0].stop[1].windows = 1;
    s.request[0].stop[1].window = s.window[0];
    s.request[0].max_ride = 12;
    s.vehicle[0] = small_vehicle(1);
    s.p.requests = s.p.vehicles = 1;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.unserved, 0);
    assert_int_equal(visit_of(0, 1)->begin, 300);
    assert_int_equal(visit_of(0, 0)->begin, 288);
    /* with the pickup's own window closed by then it cannot be */
    s.window[1][0] = (struct rk_route_window){0, 287};
    s.request[0].stop[0].windows = 1;
    s.request[0].stop[0].window = s.window[1];
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.unserved, 1);
}

static void cold_goods_count_from_leaving_the_depot(void **state)
{
    (void)state;
    const int32_t at[] = {0, 40, -40};
    small_line(&s, at, 3);
    for (int i = 0; i < 2; i++) {
        s.request[i] = small_request(i + 1);
        s.request[i].max_ride = 50;
    }
    s.vehicle[0] = small_vehicle(2);
    s.vehicle[0].trips = 2;
    s.p.requests = 2, s.p.vehicles = 1;
    rk_assert_ok(solve(), err);
    /* both at once would keep the second 120 from the fridge: a reload between them */
    assert_int_equal(plan.unserved, 0);
    assert_int_equal(acts(RK_ROUTE_RELOAD), 1);
}

static void a_bed_is_given_once_and_not_before_it_is_free(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, 20, 30, 40};
    const struct rk_route_option beds[] = {{3, 0, 0}, {4, 500, 1}};
    const int32_t pool[] = {1, 1};
    small_line(&s, at, 5);
    for (int i = 0; i < 3; i++) {
        s.request[i] = small_request(i % 2 + 1);
        s.request[i].stops = 2;
        s.request[i].options = 2;
        s.request[i].option = beds;
        s.request[i].harm = 3.0 - i;
    }
    s.vehicle[0] = small_vehicle(3);
    s.p.requests = 3, s.p.vehicles = 1, s.p.pools = 2, s.p.pool = pool;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.unserved, 1);
    assert_int_equal(plan.left[0].request, 2);
    assert_int_equal(plan.left[0].why, RK_ROUTE_NO_BED);
    for (int i = 0; i < 2; i++)
        if (visit_of(i, 1)->option == 1)
            assert_true(visit_of(i, 1)->begin >= 500);
    assert_int_not_equal(visit_of(0, 1)->option, visit_of(1, 1)->option);
}

static void a_return_trip_waits_for_the_treatment(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, 20};
    small_line(&s, at, 3);
    for (int i = 0; i < 2; i++) {
        s.request[i] = small_request(i == 0 ? 1 : 2);
        s.request[i].stops = 2;
        s.request[i].stop[1].place = i == 0 ? 2 : 1;
    }
    s.request[1].after = 0;
    s.request[1].gap_least = 100;
    s.vehicle[0] = small_vehicle(1);
    s.vehicle[1] = small_vehicle(1);
    s.p.requests = 2, s.p.vehicles = 2;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.unserved, 0);
    assert_true(visit_of(1, 0)->begin >= visit_of(0, 1)->begin + 100);
}

static void a_break_is_taken_and_nobody_drives_in_the_curfew(void **state)
{
    (void)state;
    const int32_t at[] = {0, 100};
    const struct rk_route_curfew curfew = {50, 400};
    const struct rk_route_break pause = {450, 600, 30};
    small_line(&s, at, 2);
    s.request[0] = small_request(1);
    s.vehicle[0] = small_vehicle(1);
    s.vehicle[0].breaks = 1;
    s.vehicle[0].pause = &pause;
    s.p.requests = s.p.vehicles = 1, s.p.curfews = 1, s.p.curfew = &curfew;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.unserved, 0);
    assert_int_equal(acts(RK_ROUTE_PAUSE), 1);
    assert_true(visit_of(0, 0)->begin >= 500);
}

static void what_is_driven_stays_and_changes_cost(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, 20, 30};
    small_line(&s, at, 4);
    for (int i = 0; i < 3; i++) {
        s.request[i] = small_request(i + 1);
        s.request[i].was = i == 2;
    }
    s.vehicle[0] = s.vehicle[1] = small_vehicle(3);
    const struct rk_route_visit driven = {RK_ROUTE_STOP, 0, 0, -1, 33};
    const struct rk_route_done done[] = {{&driven, 1, 40}, {NULL, 0, 0}};
    s.p.requests = 3, s.p.vehicles = 2, s.p.done = done, s.p.change = 1000;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.unserved, 0);
    assert_int_equal(visit_of(0, 0)->begin, 33);
    assert_int_equal(plan.tour[0].visit[0].request, 0);
    /* request 2 stays with vehicle 1, though vehicle 0 passes by for less */
    bool kept = false;
    for (int32_t i = 0; i < plan.tour[1].visits; i++)
        kept = kept || plan.tour[1].visit[i].request == 2;
    assert_true(kept);
    assert_true(visit_of(1, 0)->begin >= 50 || plan.tour[1].visits == 2);
}

/* Both are on board at place 1; the old plan goes to place 2 (30 m) and then back to 3 (20 m),
 * and that way back has been closed since. The other way round it is 10 m and 10 m. */
static void those_on_board_take_the_order_that_is_open(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, 30, 20};
    small_line(&s, at, 4);
    s.legs[2 * 4 + 3] = RK_ROUTE_NO_ROAD;
    for (int i = 0; i < 2; i++) {
        s.request[i] = small_request(1);
        s.request[i].stops = 2;
        s.request[i].stop[1].place = 2 + i;
    }
    s.vehicle[0] = small_vehicle(2);
    const struct rk_route_visit old[] = {{RK_ROUTE_STOP, 0, 0, -1, 10},
                                         {RK_ROUTE_STOP, 1, 0, -1, 10},
                                         {RK_ROUTE_STOP, 0, 1, -1, 30},
                                         {RK_ROUTE_STOP, 1, 1, -1, 40}};
    const struct rk_route_tour tour = {0, 4, old, 0, 60};
    const struct rk_route_plan before = {.tours = 1, .tour = &tour};
    const struct rk_route_done done = {old, 2, 10};
    const struct rk_route_options again = {.seed = 1, .iterations = 50, .start = &before};
    s.p.requests = 2, s.p.vehicles = 1, s.p.done = &done;
    rk_assert_ok(rk_route_solve(&s.p, &again, &keep, tmp, &plan, &err), err);
    assert_int_equal(plan.unserved, 0);
    assert_int_equal(visit_of(1, 1)->begin, 20);
    assert_int_equal(visit_of(0, 1)->begin, 30);
    assert_int_equal(plan.tour[0].home, 60);
    assert_int_equal(plan.cost, 60);
}

static void fewest_vehicles_come_first_when_asked(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, -10, 20, -20};
    small_line(&s, at, 5);
    for (int i = 0; i < 4; i++)
        s.request[i] = small_request(i + 1);
    s.vehicle[0] = s.vehicle[1] = small_vehicle(4);
    s.p.requests = 4, s.p.vehicles = 2, s.p.must = true, s.p.vehicles_first = true;
    rk_assert_ok(solve(), err);
    assert_int_equal(plan.tours, 1);
    assert_int_equal(plan.cost, 80);
}

static void equal_input_seed_and_steps_give_equal_plans(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, -15, 21, -27, 31};
    small_line(&s, at, 6);
    for (int i = 0; i < 5; i++)
        s.request[i] = small_request(i + 1);
    s.vehicle[0] = s.vehicle[1] = small_vehicle(3);
    s.p.requests = 5, s.p.vehicles = 2;
    rk_assert_ok(solve(), err);
    const struct rk_route_plan first = plan;
    rk_assert_ok(solve(), err);
    assert_int_equal(first.tours, plan.tours);
    for (int32_t k = 0; k < plan.tours; k++) {
        assert_int_equal(first.tour[k].visits, plan.tour[k].visits);
        for (int32_t i = 0; i < plan.tour[k].visits; i++) {
            assert_int_equal(first.tour[k].visit[i].request, plan.tour[k].visit[i].request);
            assert_int_equal(first.tour[k].visit[i].begin, plan.tour[k].visit[i].begin);
        }
    }
}

static double all_used(void *user)
{
    (*(int *)user)++;
    return 1.0;
}

static void a_used_budget_ends_the_work_with_a_plan(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, 20};
    int asked = 0;
    const struct rk_route_options no_time = {
        .seed = 1, .iterations = -1, .share = all_used, .user = &asked};
    small_line(&s, at, 3);
    s.request[0] = small_request(1);
    s.request[1] = small_request(2);
    s.request[1].rank = 1;
    s.vehicle[0] = small_vehicle(2);
    s.p.requests = 2, s.p.vehicles = 1;
    rk_assert_ok(rk_route_solve(&s.p, &no_time, &keep, tmp, &plan, &err), err);
    assert_int_equal(plan.unserved, 0);
    assert_true(asked > 0);
}

static void wrong_numbers_are_refused_with_their_place(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10};
    small_line(&s, at, 2);
    s.request[0] = small_request(1);
    s.vehicle[0] = small_vehicle(1);
    s.p.requests = s.p.vehicles = 1;
    s.request[0].rank = 9;
    assert_int_equal(solve(), RK_EINVAL);
    rk_assert_str(rk_str_of(err.place), "request 0: rank");
    s.request[0].rank = 0;
    s.request[0].stop[0].place = 2;
    assert_int_equal(solve(), RK_EINVAL);
    rk_assert_str(rk_str_of(err.place), "request 0: place");
    s.request[0].stop[0].place = 1;
    s.request[0].after = 0;
    assert_int_equal(solve(), RK_EINVAL);
    s.request[0].after = -1;
    s.vehicle[0].trips = 0;
    assert_int_equal(solve(), RK_EINVAL);
    rk_assert_str(rk_str_of(err.place), "vehicle 0: trips");
    s.vehicle[0].trips = 1;
    s.legs[1] = -1;
    assert_int_equal(solve(), RK_EINVAL);
}

static void who_must_be_served_and_cannot_is_an_answer(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, 900};
    small_line(&s, at, 3);
    s.request[0] = small_request(1);
    s.request[1] = small_request(2);
    s.vehicle[0] = small_vehicle(2);
    s.p.requests = 2, s.p.vehicles = 1, s.p.must = true;
    assert_int_equal(solve(), RK_ENOTFOUND);
    assert_int_equal(plan.unserved, 1);
    assert_int_equal(plan.left[0].request, 1);
}

static void little_memory_is_said(void **state)
{
    (void)state;
    const int32_t at[] = {0, 10, 20};
    small_line(&s, at, 3);
    s.request[0] = small_request(1);
    s.request[1] = small_request(2);
    s.vehicle[0] = small_vehicle(2);
    s.p.requests = 2, s.p.vehicles = 1;
    for (int must = 0; must < 2; must++) {
        s.p.must = must;
        rk_status last = RK_ENOMEM;
        for (ptrdiff_t size = 1; size < (1 << 26) && last == RK_ENOMEM;
             size = size * 3 / 2 + 1) {
            struct rk_arena little = rk_arena_open(size);
            struct rk_scratch work = rk_scratch_open(size);
            last = rk_route_solve(&s.p, &how, &little, work, &plan, &err);
            rk_arena_close(&little);
            rk_scratch_close(&work);
        }
        assert_int_equal(last, RK_OK);
    }
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_memory, close_memory)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_round_goes_out_and_back_once),
        T(a_full_vehicle_reloads_at_the_depot),
        T(the_second_window_is_used_when_the_first_is_over),
        T(an_impossible_window_is_said_with_both_hours),
        T(each_reason_is_told_from_the_others),
        T(one_urgent_patient_goes_before_any_number_of_others),
        T(urgent_ones_beyond_reach_take_nobody_else_off),
        T(a_search_tells_how_far_it_is),
        T(a_ride_is_never_longer_than_allowed),
        T(cold_goods_count_from_leaving_the_depot),
        T(a_bed_is_given_once_and_not_before_it_is_free),
        T(a_return_trip_waits_for_the_treatment),
        T(a_break_is_taken_and_nobody_drives_in_the_curfew),
        T(what_is_driven_stays_and_changes_cost),
        T(those_on_board_take_the_order_that_is_open),
        T(fewest_vehicles_come_first_when_asked),
        T(equal_input_seed_and_steps_give_equal_plans),
        T(a_used_budget_ends_the_work_with_a_plan),
        T(wrong_numbers_are_refused_with_their_place),
        T(who_must_be_served_and_cannot_is_an_answer),
        T(little_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
