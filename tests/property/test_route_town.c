/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A whole day of a town: 200 homes and 60 patients planned in a second of processor time, and
 * planned anew in three tenths when the pontoon closes; a day of 700, of whom many find no
 * room. Every plan goes through the checker, which shares no line with the solver.
 */
#include "rk_test.h"
#include "rk_work.h"
#include "route_town.h"

#define SECONDS       1.0
#define SECONDS_AGAIN 0.3

#define IN_A_SECOND     ((struct effort){.seconds = SECONDS, .seed = 1})
#define IN_THREE_TENTHS ((struct effort){.seconds = SECONDS_AGAIN, .seed = 1})

struct until {
    double from, seconds;
};

struct day {
    struct rk_route_case c;
    struct rk_route_plan plan;
    struct rk_route_verdict v;
    double took_s; /* reading, planning, writing */
};

static struct rk_arena keep;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    keep = rk_arena_open(1 << 27);
    tmp = rk_scratch_open(1 << 28);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return 0;
}

static double share(void *user)
{
    const struct until *u = user;
    return (rk_cpu_s() - u->from) / u->seconds;
}

static struct rk_str file_of(uint64_t seed, const struct day *before)
{
    struct rk_buf text = rk_buf_in(&keep, TOWN_BYTES);
    route_town_file(seed, before ? &before->c : NULL, before ? &before->plan : NULL, &text);
    assert_false(text.failed);
    return rk_buf_str(&text);
}

/* How long to look: so many seconds, or, alike on every machine, so many iterations. */
struct effort {
    double seconds;
    int64_t iterations; /* 0: until the seconds are over */
    uint64_t seed;
};

/* Reads, plans, writes; then checks. */
static void plan_day(struct rk_str file, struct effort effort, struct day *d)
{
    struct until until = {rk_cpu_s(), 0.97 * effort.seconds};
    const bool timed = effort.iterations == 0;
    struct rk_buf out = rk_buf_in(&keep, 1 << 17);
    struct rk_route_said_plan said;
    rk_assert_ok(rk_route_read("day", file, &keep, tmp, &d->c, &err), err);
    const struct rk_route_options how = {.seed = effort.seed,
                                         .iterations = timed ? -1 : effort.iterations,
                                         .share = timed ? share : NULL,
                                         .user = &until,
                                         .start = d->c.was};
    rk_assert_ok(rk_route_solve(&d->c.problem, &how, &keep, tmp, &d->plan, &err), err);
    rk_route_write(&d->c, &d->plan, &out);
    d->took_s = rk_cpu_s() - until.from;
    rk_assert_ok(rk_route_read_solution("s", rk_buf_str(&out), &keep, &said, &err), err);
    rk_assert_ok(rk_route_check(&d->c, &said, &keep, tmp, &d->v, &err), err);
    for (int32_t i = 0; i < d->v.faults; i++)
        print_message("stop %d: %.*s\n", d->v.fault[i].stop, RK_FMT(d->v.fault[i].words));
    assert_true(d->v.feasible); /* whoever is neither served nor listed would be a fault */
    assert_int_equal(d->v.served + d->plan.unserved, TOWN_HOMES + TOWN_PATIENTS);
}

static void a_day_of_a_town_is_planned_in_a_second(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        struct day d = {0};
        plan_day(file_of(seed, NULL), IN_A_SECOND, &d);
        print_message("town %" PRIu64 ": %d of %d served, %.3f s\n", seed, d.v.served,
                      d.c.problem.requests, d.took_s);
        assert_true(d.took_s <= SECONDS);
    }
}

/* The vehicle and begin of a stop; vehicle -1: it is not in the plan. */
static struct rk_route_visit where(const struct rk_route_plan *plan, int32_t request,
                                   int32_t stop, int32_t *vehicle)
{
    *vehicle = -1;
    for (int32_t k = 0; k < plan->tours; k++)
        for (int32_t i = 0; i < plan->tour[k].visits; i++) {
            const struct rk_route_visit *v = &plan->tour[k].visit[i];
            if (v->act == RK_ROUTE_STOP && v->request == request && v->stop == stop) {
                *vehicle = plan->tour[k].vehicle;
                return *v;
            }
        }
    return (struct rk_route_visit){0};
}

/* How many were driven by the hour; each of them stands as it was. */
static int32_t driven_stays(const struct day *before, const struct day *after, int32_t hour)
{
    int32_t driven = 0;
    for (int32_t r = 0; r < before->c.problem.requests; r++)
        for (int32_t k = 0; k < before->c.problem.request[r].stops; k++) {
            int32_t old, new;
            const struct rk_route_visit a = where(&before->plan, r, k, &old);
            if (old < 0 || a.begin > hour)
                continue;
            const struct rk_route_visit b = where(&after->plan, r, k, &new);
            assert_int_equal(old, new);
            assert_int_equal(a.begin, b.begin);
            driven++;
        }
    return driven;
}

static int32_t moved(const struct day *before, const struct day *after)
{
    int32_t moves = 0;
    for (int32_t r = 0; r < before->c.problem.requests; r++) {
        int32_t old, new;
        where(&before->plan, r, 0, &old);
        where(&after->plan, r, 0, &new);
        moves += old != new;
    }
    return moves;
}

/* A line of the changes says why. */
static bool has_cause(struct rk_str line)
{
    return rk_str_find(line, RK_STR("pontoon closed at 11:40")) > 0 ||
           rk_str_find(line, RK_STR("to make room for others")) > 0 ||
           rk_str_find(line, RK_STR(" comes in: ")) > 0;
}

static void a_closed_bridge_is_planned_around_in_three_tenths(void **state)
{
    (void)state;
    const uint64_t seed = 2;
    struct day before = {0}, after = {0};
    plan_day(file_of(seed, NULL), IN_A_SECOND, &before);
    plan_day(file_of(seed, &before), IN_THREE_TENTHS, &after);
    assert_true(after.took_s <= SECONDS_AGAIN);
    assert_true(driven_stays(&before, &after, after.c.changed_at) > 50);
    struct rk_buf words = rk_buf_in(&keep, 1 << 17);
    const int32_t changes = rk_route_changes(&after.c, &after.plan, RK_ROUTE_ENGLISH, &words);
    assert_int_equal(changes, moved(&before, &after));
    assert_true(changes > 0); /* or the pontoon did not matter */
    struct rk_str rest = rk_buf_str(&words);
    while (rest.len > 0) {
        const struct rk_str line = rk_str_cut(&rest, '\n');
        if (!has_cause(line))
            fail_msg("no cause: %.*s", RK_FMT(line));
    }
    print_message("town %" PRIu64 ": %d of %d served, %d changed hands, %.3f s\n", seed,
                  after.v.served, after.c.problem.requests, changes, after.took_s);
}

/* A plan may put those on board in an order that can no longer be driven once the bridge is
 * closed: the hours of the new plan are then those of the order that can (and see
 * those_on_board_take_the_order_that_is_open). */
static void those_on_board_keep_an_order_that_can_be_driven(void **state)
{
    (void)state;
    static const struct {
        uint64_t town;
        int64_t first;
    } hard[] = {{2, 951}, {6, 734}, {8, 734}};
    for (int32_t i = 0; i < RK_COUNT(hard); i++) {
        struct day before = {0};
        plan_day(file_of(hard[i].town, NULL), (struct effort){1, hard[i].first, 1}, &before);
        const struct rk_arena mark = keep;
        for (uint64_t seed = 1; seed <= 4; seed++) {
            struct day after = {0};
            plan_day(file_of(hard[i].town, &before),
                     (struct effort){1, 130 * (int64_t)seed - 30, seed}, &after);
            assert_true(driven_stays(&before, &after, after.c.changed_at) > 50);
            keep = mark;
        }
    }
}

/* ---- a crowded day ----------------------------------------------------------------------- */

enum { CROWD = 700, CROWD_FLEET = 8, CROWD_PLACES = CROWD + 1, CROWD_STEPS = 1000 };
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CROWD_SECONDS 12.0
#else
#define CROWD_SECONDS 1.4
#endif

struct crowd {
    struct rk_route_matrix matrix;
    struct rk_route_request request[CROWD];
    struct rk_route_vehicle vehicle[CROWD_FLEET];
    int32_t x[CROWD_PLACES], y[CROWD_PLACES], number[CROWD], back[CROWD];
    int32_t legs[CROWD_PLACES * CROWD_PLACES];
};

/* Homes along streets, a fourth of them cold, of four ranks; vans of 40 boxes that load three
 * times, shifts of seven hours: room for about half of them. */
static struct rk_route_problem crowd_of(struct crowd *c, uint64_t seed)
{
    struct rk_random random = rk_random_seed(seed);
    for (int32_t i = 0; i < CROWD_PLACES; i++) {
        c->x[i] = (int32_t)rk_random_below(&random, 6000);
        c->y[i] = (int32_t)rk_random_below(&random, 4000);
    }
    for (int32_t i = 0; i < CROWD_PLACES * CROWD_PLACES; i++) {
        const int32_t a = i / CROWD_PLACES, b = i % CROWD_PLACES;
        c->legs[i] = (abs(c->x[a] - c->x[b]) + abs(c->y[a] - c->y[b])) / 7;
    }
    c->matrix = (struct rk_route_matrix){c->legs, c->legs};
    for (int32_t i = 0; i < CROWD; i++)
        c->request[i] =
            (struct rk_route_request){.stops = 1,
                                      .stop = {{.place = i + 1, .service = 360}},
                                      .load = {1, i % 4 == 0},
                                      .max_ride = i % 4 == 0 ? 4 * 3600 : -1,
                                      .rank = 1 + (int32_t)rk_random_below(&random, 4),
                                      .harm = 1.0,
                                      .after = -1,
                                      .gap_most = -1,
                                      .only = -1,
                                      .was = -1};
    for (int32_t v = 0; v < CROWD_FLEET; v++)
        c->vehicle[v] = (struct rk_route_vehicle){.from = 8 * 3600,
                                                  .to = 15 * 3600,
                                                  .most = -1,
                                                  .load = {40, 12},
                                                  .trips = 3,
                                                  .reload = 900,
                                                  .per_cost = 1000};
    return (struct rk_route_problem){.places = CROWD_PLACES,
                                     .matrices = 1,
                                     .requests = CROWD,
                                     .vehicles = CROWD_FLEET,
                                     .matrix = &c->matrix,
                                     .request = c->request,
                                     .vehicle = c->vehicle};
}

/* Who found a tour closed does not ask it again before it changes, and of a full trip no place
 * is looked at: without that so many steps take some two seconds, with it half of one. */
static void many_without_room_cost_little_time(void **state)
{
    (void)state;
    struct crowd *crowd = RK_NEW(&keep, struct crowd, 1);
    struct rk_route_plan plan;
    struct rk_route_verdict v;
    struct rk_route_said_plan said;
    struct rk_buf out = rk_buf_in(&keep, 1 << 18);
    const struct rk_route_options how = {.seed = 3, .iterations = CROWD_STEPS};
    const double from = rk_cpu_s();
    assert_non_null(crowd);
    struct rk_route_case c = {.problem = crowd_of(crowd, 7),
                              .kind = RK_ROUTE_TOWN,
                              .round = RK_ROUTE_MATRIX,
                              .unit = 1.0,
                              .cost_unit = 1.0,
                              .number = {crowd->number, crowd->back},
                              .numbers = CROWD + 1,
                              .changed_at = -1};
    for (int32_t i = 0; i < CROWD; i++) {
        crowd->number[i] = i + 1;
        crowd->back[i] = -i - 1;
    }
    rk_assert_ok(rk_route_solve(&c.problem, &how, &keep, tmp, &plan, &err), err);
    const double took_s = rk_cpu_s() - from;
    rk_route_write(&c, &plan, &out);
    rk_assert_ok(rk_route_read_solution("s", rk_buf_str(&out), &keep, &said, &err), err);
    rk_assert_ok(rk_route_check(&c, &said, &keep, tmp, &v, &err), err);
    assert_true(v.feasible);
    assert_int_equal(v.served + plan.unserved, CROWD);
    print_message("%d of %d served, %.3f s\n", v.served, CROWD, took_s);
    assert_true(plan.unserved > CROWD / 5); /* or it is no crowd */
    assert_true(v.served > CROWD / 3);
    assert_true(plan.harm[1] <= 0.0); /* nobody urgent among them */
    assert_true(took_s <= CROWD_SECONDS);
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_memory, close_memory)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_day_of_a_town_is_planned_in_a_second),
        T(a_closed_bridge_is_planned_around_in_three_tenths),
        T(those_on_board_keep_an_order_that_can_be_driven),
        T(many_without_room_cost_little_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
