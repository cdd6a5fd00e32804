/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems and solutions as files: what is read, what is refused and how, what a check says. */
#include "rk_test.h"
#include "rk_route_io.h"

static struct rk_arena keep;
static struct rk_scratch tmp;
static struct rk_route_case c;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    keep = rk_arena_open(1 << 26);
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

static rk_status read(const char *text)
{
    return rk_route_read("p", rk_str_of(text), &keep, tmp, &c, &err);
}

/* The column of a town's file is where `at` stands in it. */
static void refused_at(const char *text, const char *at, const char *path, const char *words)
{
    char place[128];
    assert_int_equal(read(text), RK_EINVAL);
    snprintf(place, sizeof place, "p:1:%d: %s", (int)(strstr(text, at) - text) + 1, path);
    rk_assert_str(rk_str_of(err.place), place);
    if (!strstr(err.text, words))
        fail_msg("\"%s\" does not say \"%s\"", err.text, words);
}

static void refused(const char *text, const char *place, const char *words)
{
    assert_int_equal(read(text), RK_EINVAL);
    rk_assert_str(rk_str_of(err.place), place);
    if (!strstr(err.text, words))
        fail_msg("\"%s\" does not say \"%s\"", err.text, words);
}

static const char solomon[] = "S1\n\nVEHICLE\nNUMBER     CAPACITY\n  2   20\n\nCUSTOMER\n"
                              "CUST NO.  XCOORD.  YCOORD.  DEMAND  READY  DUE  SERVICE\n\n"
                              "0 0 0 0 0 100 0\n1 3 4 10 0 50 2\n2 6 8 10 10 50 2\n";
static const char vrplib[] = "NAME : v\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EUC_2D\n"
                             "CAPACITY : 20\nNODE_COORD_SECTION\n1 0 0\n2 1 1\n3 2 2\n"
                             "DEMAND_SECTION\n1 0\n2 5\n3 5\nDEPOT_SECTION\n1\n-1\nEOF\n";
static const char cordeau[] = "1 2 480 3 30\n0 0 0 0 0 0 1440\n1 3 4 3 1 0 1440\n"
                              "2 6 8 3 -1 10 100\n";

static void each_kind_is_known_by_its_content(void **state)
{
    (void)state;
    rk_assert_ok(read(solomon), err);
    assert_int_equal(c.kind, RK_ROUTE_SOLOMON);
    assert_int_equal(c.problem.vehicles, 2);
    assert_int_equal(c.problem.requests, 2);
    rk_assert_ok(read(vrplib), err);
    assert_int_equal(c.kind, RK_ROUTE_VRPLIB);
    /* sqrt 2 is 1, sqrt 8 is 3: rounded to the nearest */
    assert_int_equal(c.problem.matrix[0].time[1], 1);
    assert_int_equal(c.problem.matrix[0].time[2], 3);
    rk_assert_ok(read(cordeau), err);
    assert_int_equal(c.kind, RK_ROUTE_CORDEAU);
    assert_int_equal(c.problem.requests, 1);
    rk_assert_near(c.problem.request[0].max_ride / c.unit, 30.0, 0.0);
    rk_assert_ok(read("1 10 1\n0 0 0 0 0 99 0 0 0\n1 3 4 5 0 99 1 0 2\n2 6 8 -5 0 99 1 1 0\n"),
                 err);
    assert_int_equal(c.kind, RK_ROUTE_LILIM);
    refused("hello\nworld\n", "p:1", "begins no known kind");
    refused("", "p", "empty");
}

static void a_matrix_may_stand_for_coordinates(void **state)
{
    (void)state;
    rk_assert_ok(read("NAME: m\nTYPE: CVRP\nDIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\n"
                      "EDGE_WEIGHT_FORMAT: LOWER_ROW\nCAPACITY: 9\nEDGE_WEIGHT_SECTION\n7\n8 "
                      "9\nDEMAND_SECTION\n1 0\n2 1\n3 1\nEOF\n"),
                 err);
    const double unit = c.unit;
    rk_assert_near(c.problem.matrix[0].time[1] / unit, 7.0, 0.0);
    rk_assert_near(c.problem.matrix[0].time[3 + 2] / unit, 9.0, 0.0);
}

static void windows_in_vrplib_cut_legs_to_tenths(void **state)
{
    (void)state;
    rk_assert_ok(read("NAME: w\nTYPE: VRPTW\nDIMENSION: 2\nVEHICLES: 1\nCAPACITY: 9\n"
                      "EDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 1 1\n"
                      "DEMAND_SECTION\n1 0\n2 1\nTIME_WINDOW_SECTION\n1 0 50\n2 5 9\n"
                      "DEPOT_SECTION\n1\n-1\nEOF\n"),
                 err);
    assert_int_equal(c.problem.matrix[0].time[1], 14); /* 1.4142 -> 1.4 */
    assert_int_equal(c.problem.request[0].stop[0].window[0].from, 50);
}

static void what_cannot_be_is_refused_with_line_and_field(void **state)
{
    (void)state;
    refused("S1\nVEHICLE\nNUMBER CAPACITY\n x 20\n", "p:4", "NUMBER: x; expected a number");
    refused("S\nVEHICLE\nNUMBER CAPACITY\n2 20\nCUST NO.\n0 0 0 0 0 100 0\n1 3 4 10 60 50 2\n",
            "p:7", "window of 1 closes at 50 before it opens at 60");
    refused("S\nVEHICLE\nNUMBER CAPACITY\n2 20\nCUST NO.\n0 0 0 0 0 100 0\n1 3 4 10 0 50\n",
            "p:7", "service time is missing");
    refused("1 2 480 3 30\n0 0 0 0 0 0 1440\n1 3 4 3 1 0 1440\n2 6 8 3 1 10 100\n", "p:4",
            "load 1 at 2; expected -1");
    refused("NAME : v\nTYPE : TSP\n", "p:2", "TYPE: TSP; expected CVRP");
    refused("NAME : v\nTYPE : CVRP\nDIMENSION : 3\nNODE_COORD_SECTION\n1 0 0\n7 1 1\n", "p:6",
            "node: 7");
}

/* ---- towns ------------------------------------------------------------------------------- */

#define PLACES                                                                                 \
    "\"places\":[{\"id\":0,\"x_m\":0,\"y_m\":0},{\"id\":1,\"x_m\":3000,\"y_m\":4000}],"        \
    "\"speed_kmh\":36,\"detour\":1,"
#define CARS                                                                                   \
    "\"vehicles\":[{\"id\":\"car\",\"start\":0,\"shift\":[[\"08:00\",\"18:00\"]],\"holds\":{"  \
    "\"boxes\":9,\"stretcher\":1,\"patient_seat\":1,\"seat\":2}}],"

static void a_town_is_read_in_seconds(void **state)
{
    (void)state;
    rk_assert_ok(read("{" PLACES CARS
                      "\"rounds\":[{\"id\":7,\"place\":1,\"windows\":[[\"09:00\","
                      "\"10:30\"]],\"service_min\":4,\"load\":{\"boxes\":0.5},\"class\":"
                      "\"orange\",\"harm\":3,\"max_out_min\":90}]}"),
                 err);
    const struct rk_route_request *r = &c.problem.request[0];
    assert_int_equal(c.problem.matrix[0].time[1], 500); /* 5000 m at 10 m/s */
    assert_int_equal(r->stop[0].window[0].from, 32400);
    assert_int_equal(r->stop[0].service, 240);
    assert_int_equal(r->max_ride, 5400);
    assert_int_equal(r->rank, 1);
    assert_int_equal(r->load[4], 5); /* tenths */
    assert_int_equal(c.problem.vehicle[0].load[4], 90);
}

static void who_needs_a_seat_may_take_a_better_one(void **state)
{
    (void)state;
    rk_assert_ok(read("{" PLACES CARS "\"transfers\":[{\"id\":1,\"from\":1,\"to\":0,\"mode\":"
                      "\"patient_seat\",\"escorts\":2}]}"),
                 err);
    const int32_t *cap = c.problem.vehicle[0].load, *q = c.problem.request[0].load;
    /* stretcher 1; with patient seats 2; with seats 4 */
    assert_int_equal(cap[0], 1), assert_int_equal(cap[1], 2), assert_int_equal(cap[2], 4);
    assert_int_equal(q[0], 0), assert_int_equal(q[1], 1), assert_int_equal(q[2], 3);
}

static void a_closed_area_cuts_windows_and_a_shut_one_roads(void **state)
{
    (void)state;
    rk_assert_ok(read("{" PLACES CARS "\"areas\":[{\"places\":[1],\"closed\":[[\"09:00\","
                      "\"11:00\"]],\"needs\":[\"armour\"]}],\"rounds\":[{\"id\":7,\"place\":1,"
                      "\"windows\":[[\"08:00\",\"12:00\"]]}]}"),
                 err);
    const struct rk_route_stop *s = &c.problem.request[0].stop[0];
    assert_int_equal(s->windows, 2);
    assert_int_equal(s->window[0].to, 32399);
    assert_int_equal(s->window[1].from, 39601);
    assert_int_not_equal(c.problem.request[0].skills, 0);
    rk_assert_ok(read("{" PLACES CARS "\"areas\":[{\"x_m\":1500,\"y_m\":2000,\"radius_m\":100,"
                      "\"shut\":true}],\"rounds\":[{\"id\":7,\"place\":1}]}"),
                 err);
    assert_int_equal(c.problem.matrix[0].time[1], RK_ROUTE_NO_ROAD);
}

static void a_town_that_cannot_be_is_refused_by_path(void **state)
{
    (void)state;
    refused_at("{" PLACES CARS "\"rounds\":[{\"id\":7,\"place\":9}]}", "9}]}",
               "rounds[0].place", "9; expected the id of a place");
    refused_at("{" PLACES CARS "\"rounds\":[{\"id\":7,\"place\":1,\"class\":\"pink\"}]}",
               "\"pink\"", "rounds[0].class", "one of the classes");
    refused_at("{" PLACES CARS "\"rounds\":[{\"id\":7,\"place\":1},{\"place\":1,\"id\":7}]}",
               "7}]}", "rounds[1]", "an id of its own");
    refused_at("{" PLACES CARS
               "\"rounds\":[{\"id\":7,\"place\":1,\"windows\":[[\"9\",\"10:00\"]"
               "]}]}",
               "\"9\"", "rounds[0].windows[0]", "an hour");
    refused("{", "p:1:2", "not JSON");
}

/* ---- solutions and the checker ----------------------------------------------------------- */

static struct rk_route_verdict check(const char *solution)
{
    struct rk_route_said_plan said;
    struct rk_route_verdict v;
    rk_assert_ok(rk_route_read_solution("s", rk_str_of(solution), &keep, &said, &err), err);
    rk_assert_ok(rk_route_check(&c, &said, &keep, tmp, &v, &err), err);
    return v;
}

static bool says(const struct rk_route_verdict *v, int32_t stop, const char *words)
{
    for (int32_t i = 0; i < v->faults; i++) {
        char text[256] = "";
        memcpy(text, v->fault[i].words.at,
               (size_t)(v->fault[i].words.len < 255 ? v->fault[i].words.len : 255));
        if (v->fault[i].stop == stop && strstr(text, words))
            return true;
    }
    return false;
}

static void the_checker_counts_by_itself(void **state)
{
    (void)state;
    rk_assert_ok(read(solomon), err);
    struct rk_route_verdict v = check("Route #1: 1 2\nCost 20\n");
    assert_true(v.feasible);
    rk_assert_near(v.cost, 20.0, 1e-9);
    v = check("Route #1: 1 2\nCost 19\n");
    assert_false(v.feasible);
    assert_true(says(&v, 0, "cost 19 is said"));
    v = check("Route #1: 1\n");
    assert_true(says(&v, 2, "not served"));
    v = check("Route #1: 1 2 1\n");
    assert_true(says(&v, 1, "a second time"));
    assert_true(says(&v, 0, "load 30 on board"));
    v = check("Route #1: 1 2 3\n");
    assert_true(says(&v, 3, "no such stop"));
    /* there at 5, ten at the soonest for 2 */
    v = check("Route #1: 1@4 2@12\n");
    assert_true(says(&v, 1, "the vehicle is there at 5"));
    v = check("Route #1: 1@5 2@51\n");
    assert_true(says(&v, 2, "closes at 50"));
}

static void the_checker_knows_rides_and_shifts(void **state)
{
    (void)state;
    rk_assert_ok(read(cordeau), err);
    assert_true(check("Route #1: 1 2\n").feasible);
    assert_true(check("Route #1: 1@10 2@43\n").feasible);
    struct rk_route_verdict v = check("Route #1: 1@10 2@43.5\n");
    assert_true(says(&v, 2, "rides 30.5"));
    v = check("Route #1: 2 1\n");
    assert_true(says(&v, 2, "its pickup is not before it"));
    /* the window of the end opens at 1000: without hours said, later pickups are found */
    rk_assert_ok(
        read("1 2 480 3 30\n0 0 0 0 0 0 1440\n1 3 4 3 1 0 1440\n2 6 8 3 -1 1000 1100\n"), err);
    assert_true(check("Route #1: 1 2\n").feasible);
    /* the pickup's window closes before: no schedule */
    rk_assert_ok(
        read("1 2 480 3 30\n0 0 0 0 0 0 1440\n1 3 4 3 1 0 900\n2 6 8 3 -1 1000 1100\n"), err);
    assert_false(check("Route #1: 1 2\n").feasible);
}

static void who_is_left_out_must_be_listed(void **state)
{
    (void)state;
    rk_assert_ok(read("{" PLACES CARS
                      "\"rounds\":[{\"id\":7,\"place\":1},{\"id\":8,\"place\":1}"
                      "]}"),
                 err);
    assert_true(check("Unserved 8: words\nRoute #1: 7@30000\n").feasible);
    struct rk_route_verdict v = check("Route #1: 7@30000\n");
    assert_true(says(&v, 8, "neither served nor listed"));
    v = check("Unserved 7: words\nRoute #1: 7@30000 8@31000\n");
    assert_true(says(&v, 7, "listed as unserved, yet served"));
}

static void a_plan_written_is_read_again(void **state)
{
    (void)state;
    const char *const texts[] = {solomon, vrplib, cordeau};
    for (int k = 0; k < 3; k++) {
        struct rk_route_plan plan, again;
        struct rk_route_said_plan said;
        const struct rk_route_options how = {.seed = 1, .iterations = 50};
        rk_assert_ok(read(texts[k]), err);
        rk_assert_ok(rk_route_solve(&c.problem, &how, &keep, tmp, &plan, &err), err);
        struct rk_buf out = rk_buf_in(&keep, 4096);
        rk_route_write(&c, &plan, &out);
        rk_assert_ok(rk_route_read_solution("s", rk_buf_str(&out), &keep, &said, &err), err);
        rk_assert_ok(rk_route_plan_of(&c, &said, &keep, &again, &err), err);
        assert_int_equal(again.tours, plan.tours);
        for (int32_t i = 0; i < plan.tour[0].visits; i++)
            assert_int_equal(again.tour[0].visit[i].request, plan.tour[0].visit[i].request);
    }
}

static void a_change_is_told_with_its_cause(void **state)
{
    (void)state;
    /* The pontoon on car 1's way is gone (no road 0 -> 1 for it; car 2 stands beyond). */
    rk_assert_ok(
        read("{\"places\":[{\"id\":0},{\"id\":1},{\"id\":2}],\"time_s\":[[0,null,null],[null,0,"
             "60],[null,60,0]],\"vehicles\":[{\"id\":\"car 1\",\"start\":0},{\"id\":\"car 2\","
             "\"start\":2}],\"rounds\":[{\"id\":7,\"place\":1}],\"replan\":{\"at\":\"11:40\","
             "\"why\":\"pontoon closed\",\"routes\":[{\"vehicle\":\"car "
             "1\",\"stops\":[{\"stop\":"
             "7,\"at\":\"12:00\"}]}]}}"),
        err);
    struct rk_route_plan plan;
    const struct rk_route_options how = {.seed = 1, .iterations = 50, .start = c.was};
    rk_assert_ok(rk_route_solve(&c.problem, &how, &keep, tmp, &plan, &err), err);
    struct rk_buf out = rk_buf_in(&keep, 4096);
    assert_int_equal(rk_route_changes(&c, &plan, RK_ROUTE_ENGLISH, &out), 1);
    rk_assert_str(rk_buf_str(&out), "stop 7 moves to car 2, at 11:41: pontoon closed at 11:40, "
                                    "the old way is cut\n");
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_memory, close_memory)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(each_kind_is_known_by_its_content),
        T(a_matrix_may_stand_for_coordinates),
        T(windows_in_vrplib_cut_legs_to_tenths),
        T(what_cannot_be_is_refused_with_line_and_field),
        T(a_town_is_read_in_seconds),
        T(who_needs_a_seat_may_take_a_better_one),
        T(a_closed_area_cuts_windows_and_a_shut_one_roads),
        T(a_town_that_cannot_be_is_refused_by_path),
        T(the_checker_counts_by_itself),
        T(the_checker_knows_rides_and_shifts),
        T(who_is_left_out_must_be_listed),
        T(a_plan_written_is_read_again),
        T(a_change_is_told_with_its_cause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
