/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The problem file and the schedule: what is read, what is refused where, what is written. */
#include "rk_file.h"
#include "rk_repair_io.h"
#include "rk_test.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

static struct rk_repair_case read_text(const char *text)
{
    struct rk_repair_case c;
    struct rk_err err;
    rk_assert_ok(rk_repair_read("p.json", rk_str_of(text), &mem, tmp, &c, &err), err);
    return c;
}

static struct rk_repair_case read_full(void)
{
    struct rk_str bytes;
    struct rk_repair_case c;
    struct rk_err err;
    const char *path = RK_SOURCE_DIR "/tests/fuzz/corpus/repair/full.json";
    rk_assert_ok(rk_file_read(path, 1 << 20, &mem, &bytes, &err), err);
    rk_assert_ok(rk_repair_read("full.json", bytes, &mem, tmp, &c, &err), err);
    return c;
}

static void every_field_is_read(void **state)
{
    (void)state;
    const struct rk_repair_case c = read_full();
    const struct rk_repair_problem *p = &c.problem;
    assert_int_equal(p->nodes, 3);
    assert_int_equal(p->jobs, 5);
    assert_int_equal(c.damages, 3);
    assert_int_equal(c.ignored, 0);
    rk_assert_near(p->node[1].weight, 5, 0);
    rk_assert_near(p->node[2].weight, 1, 0);
    assert_int_equal(p->crew[0].skills, 1);
    assert_int_equal(p->crew[1].skills, 3);
    rk_assert_near(p->crew[0].shift_from_h, 0, 0); /* 8 o'clock is hour 0 */
    rk_assert_near(p->crew[0].shift_hours, 12, 0);
    rk_assert_near(p->crew[1].shift_hours, 24, 0);
    rk_assert_near(p->plant[0].from_h, 30, 0);
    /* damage 0: the general steps of pipes, a test that falls back to the repair */
    assert_int_equal(p->job[0].steps, 2);
    rk_assert_near(p->job[0].step[0].hours, 6, 0);
    assert_int_equal(p->job[0].step[1].back, 0);
    rk_assert_near(p->job[0].due_h, 48, 0); /* the first frost */
    rk_assert_near(c.frost_h, 48, 0);
    /* damage 1: its own */
    assert_int_equal(p->job[1].steps, 4);
    assert_int_equal(p->job[1].step[2].back, 1);
    assert_int_equal(p->job[1].step[3].back, 0);
    assert_int_equal(p->job[1].after.at[0], 0);
    rk_assert_near(p->job[1].from_h, 12.5, 0);
    rk_assert_near(p->job[1].due_h, 90, 0);
    assert_int_equal(p->job[2].skills, 2);
    assert_int_equal(p->job[3].kind, RK_REPAIR_LINK);
    assert_int_equal(c.job_id[3], 9);
    rk_assert_near(p->job[3].x_m, 100, 0);
    assert_int_equal(p->job[4].kind, RK_REPAIR_BOILER);
    assert_int_equal(p->job[4].sites.len, 2);
    rk_assert_near(p->job[4].from_h, 12.5, 0);
    rk_assert_near(p->weather.below_8, 3, 0);
    rk_assert_near(p->horizon_h, 500, 0);
    char day[12];
    rk_repair_day(&c, 15.9, day);
    assert_string_equal(day, "2022-11-07");
    rk_repair_day(&c, 16, day);
    assert_string_equal(day, "2022-11-08");
}

static void the_frost_may_be_demanded_of_every_repair_at_once(void **state)
{
    (void)state;
    struct rk_repair_case c;
    struct rk_err err;
    rk_assert_ok(
        rk_repair_read("f.json",
                       RK_STR("{\"crews\":1,\"nodes\":[{\"id\":0,\"people\":0},{\"id\":1,"
                              "\"people\":9,\"kw\":9}],\"edges\":[{\"id\":7,\"a\":0,\"b\":1},"
                              "{\"id\":9,\"a\":0,\"b\":1}],\"plants\":[{\"id\":0,\"node\":0,"
                              "\"kw\":9}],\"before_frost\":true,\"design_outdoor_c\":-26,"
                              "\"damage\":[{\"id\":0,\"type\":\"pipe\",\"idx\":7,\"hours\":5},"
                              "{\"id\":1,\"type\":\"pipe\",\"idx\":9,\"hours\":5,\"due_h\":8}],"
                              "\"weather\":[{\"hour\":0,\"outdoor_c\":4},{\"hour\":30,"
                              "\"outdoor_c\":-1}]}"),
                       &mem, tmp, &c, &err),
        err);
    rk_assert_near(c.problem.job[0].due_h, 30, 0);
    rk_assert_near(c.problem.job[1].due_h, 8, 0);
    rk_assert_near(c.design_outdoor_c, -26, 0);
    assert_int_equal(c.edge_id[0], 7);
    assert_int_equal(c.edge_id[1], 9);
    assert_int_equal(c.ignored, 0);
}

static void a_season_is_counted_where_something_may_be_left_undone(void **state)
{
    (void)state;
    const struct rk_repair_case c =
        read_text("{\"crews\":1,\"nodes\":[{\"id\":1,\"people\":5,\"kw\":9}],\"edges\":[],"
                  "\"plants\":[],\"damage\":[],\"boilers\":[{\"id\":1,\"kw\":9,\"sites\":[1]}],"
                  "\"shfts\":[]}");
    assert_true(c.horizon_assumed);
    rk_assert_near(c.problem.horizon_h, 4320, 0);
    rk_assert_near(c.problem.job[0].step[0].hours, 8, 0);
    assert_int_equal(c.ignored, 1);
    rk_assert_str(c.ignored_key[0], "shfts");
    char day[12];
    rk_repair_day(&c, 5, day);
    assert_string_equal(day, "");
}

#define NET                                                                                    \
    "\"nodes\":[{\"id\":1,\"people\":5,\"kw\":9},{\"id\":2,\"people\":0}],\n"                  \
    "\"edges\":[{\"id\":0,\"a\":1,\"b\":2}],\"plants\":[{\"id\":0,\"node\":1,\"kw\":9}],\n"
#define DAMAGE "\"damage\":[{\"id\":0,\"type\":\"pipe\",\"idx\":0,\"hours\":6}]"

static void a_refusal_names_line_column_field_value_and_what_is_expected(void **state)
{
    static const struct {
        const char *text, *place, *words;
    } bad[] = {
        {"{\"crews\":1,", "p.json:1:12", "not JSON"},
        {"[]", "p.json:1:1", "a list; expected an object"},
        {"{}", "p.json:1:1", "no \"nodes\"; expected one"},
        {"{\"crews\":1,\"crews\":2}", "p.json:1:20", "\"crews\" a second time; expected one"},
        {"{\"crews\":0," NET DAMAGE "}", "p.json:1:10: crews", "0; expected a number, 1 … 64"},
        {"{\"crews\":1.5," NET DAMAGE "}", "p.json:1:10: crews",
         "1.5; expected a whole number"},
        {"{\"crews\":1," NET "\"damage\":[{\"id\":0,\"type\":\"road\"}]}",
         "p.json:3:26: damage[0].type", "\"road\"; expected \"pipe\" or \"plant\""},
        {"{\"crews\":1," NET "\"damage\":[{\"id\":0,\"type\":\"pipe\",\"idx\":4,\"hours\":6}]}",
         "p.json:3:39: damage[0].idx", "4; expected an id of \"edges\""},
        {"{\"crews\":1," NET
         "\"damage\":[{\"id\":0,\"type\":\"pipe\",\"idx\":0,\"hours\":-6}]}",
         "p.json:3:49: damage[0].hours", "-6; expected a number, 0.001 … 10000"},
        {"{\"crews\":1," NET "\"damage\":[{\"id\":0,\"type\":\"pipe\",\"idx\":0}]}",
         "p.json:3:11: damage[0]", "no \"hours\"; expected one"},
        {"{\"crews\":1," NET DAMAGE ",\n\"travel_h_per_km\":1}", "p.json:1:1",
         "no \"depot\"; expected one"},
        {"{\"crews\":2," NET DAMAGE ",\n\"skills\":[[]]}", "p.json:4:10: skills",
         "a list; expected one entry for each of 2 crews, not 1"},
        {"{\"crews\":1," NET DAMAGE ",\n\"shifts\":[[8]]}", "p.json:4:11: shifts[0]",
         "expected [from, to]"},
        {"{\"crews\":1," NET DAMAGE ",\n\"requires\":[{\"kind\":\"gas\",\"hour\":1}]}",
         "p.json:4:13: requires[0]", "expected \"damage\""},
        {"{\"crews\":1," NET DAMAGE ",\n\"weather\":[{\"hour\":0,\"outdoor_c\":90}]}",
         "p.json:4:34: weather[0].outdoor_c", "90; expected a number, -60 … 45"},
        {"{\"crews\":1," NET DAMAGE ",\n\"start\":\"soon\"}", "p.json:4:9: start",
         "\"soon\"; expected a day"},
        {"{\"crews\":1,\"nodes\":[{\"id\":1,\"people\":0},{\"id\":1,\"people\":0}]",
         "p.json:1:61", "not JSON"},
        {"{\"crews\":1,\"edges\":[],\"plants\":[],\"nodes\":[{\"id\":1,\"people\":0},{\"id\":1,"
         "\"people\":0}]}",
         "p.json:1:70: nodes[1].id", "1; expected an id not used before"},
        {"{\"crews\":1,\"edges\":[],\"plants\":[],\"nodes\":[{\"id\":1,\"people\":3,\"kw\":0}]"
         "}",
         "p.json:1:68: nodes[0].kw", "0; expected a number, 1e-06 … 10000000"},
    };
    (void)state;
    for (ptrdiff_t k = 0; k < RK_COUNT(bad); k++) {
        struct rk_arena keep = mem;
        struct rk_repair_case c;
        struct rk_err err = {0};
        const rk_status got =
            rk_repair_read("p.json", rk_str_of(bad[k].text), &keep, tmp, &c, &err);
        if (got != RK_EINVAL || strcmp(err.place, bad[k].place) != 0 ||
            !strstr(err.text, bad[k].words))
            fail_msg("%s\n%d: %s: %s; wanted %s: %s", bad[k].text, (int)got, err.place,
                     err.text, bad[k].place, bad[k].words);
    }
}

static void fuel_holds_back_heat_and_all_else_holds_back_work(void **state)
{
    (void)state;
    const struct rk_repair_case c = read_text(
        "{\"crews\":1,\"horizon_h\":99," NET
        "\"damage\":[{\"id\":0,\"type\":\"pipe\",\"idx\":0,\"hours\":6},"
        "{\"id\":1,\"type\":\"plant\",\"idx\":0,\"hours\":6}],"
        "\"boilers\":[{\"id\":3,\"kw\":9,\"sites\":[2]}],"
        "\"stoves\":[{\"id\":5,\"people\":9,\"sites\":[1],\"hours\":2}],"
        "\"requires\":[{\"kind\":\"power\",\"hour\":9,\"damage\":[0,1],\"boilers\":[3]},"
        "{\"kind\":\"parts\",\"hour\":7,\"damage\":[1],\"boilers\":[3],\"stoves\":[5]}]}");
    const struct rk_repair_problem *p = &c.problem;
    assert_int_equal(p->jobs, 4);
    rk_assert_near(p->job[0].from_h, 9, 0);
    rk_assert_near(p->job[1].from_h, 7, 0);
    rk_assert_near(p->plant[0].from_h, 9, 0);
    assert_int_equal(p->job[2].kind, RK_REPAIR_STOVES);
    rk_assert_near(p->job[2].from_h, 7, 0);
    rk_assert_near(p->job[2].people, 9, 0);
    assert_int_equal(p->job[3].kind, RK_REPAIR_BOILER);
    rk_assert_near(p->job[3].from_h, 7, 0);
    rk_assert_near(p->job[3].heat_from_h, 9, 0);
}

static void a_slip_of_the_pen_is_named_once(void **state)
{
    (void)state;
    const struct rk_repair_case c = read_text(
        "{\"crews\":1," NET
        "\"damage\":[{\"id\":0,\"type\":\"pipe\",\"idx\":0,\"hours\":6,\"du_h\":3},"
        "{\"id\":1,\"type\":\"pipe\",\"idx\":0,\"hours\":6,\"du_h\":4}],\"boiler\":[]}");
    assert_int_equal(c.ignored, 2);
    rk_assert_str(c.ignored_key[0], "boiler");
    rk_assert_str(c.ignored_key[1], "damage[].du_h");
}

/* Three houses in a row, 100 m apart; points of 50 and 20 people next to the first and last. */
static void cold_people_are_sent_to_the_nearest_warm_room_with_place(void **state)
{
    (void)state;
    const struct rk_repair_case c = read_text(
        "{\"crews\":1,\"edges\":[],\"plants\":[],\"damage\":[],\"weights\":{\"hospital\":5},"
        "\"nodes\":[{\"id\":1,\"x\":0,\"y\":0,\"people\":40,\"kw\":9},"
        "{\"id\":2,\"x\":100,\"y\":0,\"people\":30,\"kw\":9},"
        "{\"id\":3,\"x\":200,\"y\":0,\"people\":25,\"kw\":9,\"class\":\"hospital\"}],"
        "\"warming_points\":[{\"id\":7,\"x\":0,\"y\":10,\"people\":50,\"reach_m\":150},"
        "{\"id\":8,\"x\":200,\"y\":10,\"people\":20,\"reach_m\":150}]}");
    const double warm_h[] = {HUGE_VAL, HUGE_VAL, HUGE_VAL}, share[] = {0, 0, 0};
    const struct rk_repair_plan plan = {.warm_h = warm_h, .share = share, .share_8 = share};
    const struct rk_repair_offer *o;
    assert_int_equal(rk_repair_offers(&c, &plan, &mem, &o), 5);
    /* The hospital first: 20 near, 5 too far from the other; 40 of node 1; 10 of node 2. */
    static const struct {
        int32_t node, point;
        double people;
    } wanted[] = {{2, 1, 20}, {2, -1, 5}, {0, 0, 40}, {1, 0, 10}, {1, -1, 20}};
    for (int32_t k = 0; k < 5; k++) {
        assert_int_equal(o[k].node, wanted[k].node);
        assert_int_equal(o[k].point, wanted[k].point);
        rk_assert_near(o[k].people, wanted[k].people, 1e-12);
        assert_true(o[k].from_h == 0 && isinf(o[k].until_h));
    }
    const double soon_h[] = {9, 0, HUGE_VAL}, some[] = {1, 1, 0}, then[] = {0, 1, 0};
    const struct rk_repair_plan better = {.warm_h = soon_h, .share = some, .share_8 = then};
    assert_int_equal(rk_repair_offers(&c, &better, &mem, &o), 3);
    assert_int_equal(o[2].node, 0);
    rk_assert_near(o[2].until_h, 9, 0);
}

static void a_schedule_has_one_row_a_step(void **state)
{
    (void)state;
    const struct rk_repair_case c = read_text(
        "{\"crews\":1," NET "\"damage\":[{\"id\":7,\"type\":\"pipe\",\"idx\":0,\"steps\":["
        "{\"action\":\"drain, slowly\",\"hours\":2},{\"action\":\"repair\",\"hours\":6},"
        "{\"action\":\"pressure-test\",\"hours\":1,\"fails\":0.2}]}],"
        "\"boilers\":[{\"id\":3,\"kw\":9,\"sites\":[2],\"hours\":1}],"
        "\"links\":[{\"id\":4,\"a\":1,\"b\":2,\"hours\":2}],\"horizon_h\":99}");
    const struct rk_repair_task tasks[] = {
        {.job = 0, .crew = 0, .site = -1, .start_h = 0.5, .end_h = 11.25},
        {.job = 2, .crew = 0, .site = 1, .start_h = 12, .end_h = 13},
        {.job = 1, .crew = 1, .site = -1, .start_h = 0, .end_h = 2}};
    const struct rk_repair_plan plan = {.tasks = 3, .task = tasks};
    struct rk_buf out = rk_buf_in(&mem, 4096);
    rk_repair_write(&c, &plan, &out);
    /* the test takes (1 + 0.2 * 6) / 0.8 = 2.75 h with its repetitions */
    rk_assert_str(rk_buf_str(&out), "crew,order,damage_id,action,start_h,end_h\n"
                                    "0,0,7,\"drain, slowly\",0.5,2.5\n"
                                    "0,1,7,repair,2.5,8.5\n"
                                    "0,2,7,pressure-test,8.5,11.25\n"
                                    "0,3,boiler:3,place:2,12,13\n"
                                    "1,0,link:4,connect,0,2\n");
}

static void one_more_is_like_the_ones_there_are(void **state)
{
    (void)state;
    const struct rk_repair_case c = read_full();
    struct rk_repair_problem more;
    assert_true(rk_repair_with_crew(&c.problem, &mem, &more));
    assert_int_equal(more.crews, 3);
    assert_memory_equal(&more.crew[2], &more.crew[0], sizeof *more.crew);
    assert_true(rk_repair_with_boiler(&c.problem, &mem, &more));
    assert_int_equal(more.jobs, 6);
    assert_memory_equal(&more.job[5], &more.job[4], sizeof *more.job);
    const struct rk_repair_case none = read_text("{\"crews\":1," NET DAMAGE "}");
    assert_false(rk_repair_with_boiler(&none.problem, &mem, &more));
}

static void too_little_memory_is_said(void **state)
{
    (void)state;
    struct rk_str bytes;
    struct rk_repair_case c;
    struct rk_err err;
    const char *path = RK_SOURCE_DIR "/tests/fuzz/corpus/repair/full.json";
    rk_assert_ok(rk_file_read(path, 1 << 20, &mem, &bytes, &err), err);
    bool done = false;
    for (ptrdiff_t size = 16; !done; size += 16 + size / 8) {
        struct rk_arena keep = rk_arena_open(size);
        struct rk_scratch small = rk_scratch_open(2 * size);
        const rk_status got = rk_repair_read("full.json", bytes, &keep, small, &c, &err);
        done = got == RK_OK;
        assert_true(done || got == RK_ENOMEM);
        rk_arena_close(&keep);
        rk_scratch_close(&small);
    }
}

int main(void)
{
    mem = rk_arena_open(1 << 24);
    tmp = rk_scratch_open(1 << 26);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_read),
        cmocka_unit_test(the_frost_may_be_demanded_of_every_repair_at_once),
        cmocka_unit_test(a_season_is_counted_where_something_may_be_left_undone),
        cmocka_unit_test(a_refusal_names_line_column_field_value_and_what_is_expected),
        cmocka_unit_test(fuel_holds_back_heat_and_all_else_holds_back_work),
        cmocka_unit_test(a_slip_of_the_pen_is_named_once),
        cmocka_unit_test(cold_people_are_sent_to_the_nearest_warm_room_with_place),
        cmocka_unit_test(a_schedule_has_one_row_a_step),
        cmocka_unit_test(one_more_is_like_the_ones_there_are),
        cmocka_unit_test(too_little_memory_is_said),
    };
    return cmocka_run_group_tests_name("repair_files", tests, NULL, NULL);
}
