/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The promises of rk_reach.h on towns small enough to reckon by hand: 36 km/h, 100 ms a metre.
 */
#include "../reach_towns.h"
#include "rk_test.h"

static struct town town;
static struct rk_reach_speeds speeds;
static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_room(void **state)
{
    (void)state;
    mem = rk_arena_open(64 << 20);
    tmp = rk_scratch_open(64 << 20);
    speeds = town_speeds();
    town_open(&town);
    return mem.failed || tmp.in.failed;
}

static int close_room(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static struct rk_reach_net net_of(enum rk_reach_profile who, enum rk_reach_belief belief,
                                  const struct rk_reach_mark *mark, int32_t marks)
{
    struct rk_reach_net net;
    const struct rk_reach_wish wish = {.profile = who, .belief = belief};
    rk_assert_ok(rk_roads_check(&town.roads, &err), err);
    rk_assert_ok(rk_reach_net_make(&town.roads, &speeds, wish,
                                   (struct rk_reach_marks){mark, marks}, &mem, tmp, &net, &err),
                 err);
    return net;
}

static struct rk_reach_spot spot(int32_t edge, double share)
{
    return (struct rk_reach_spot){.edge = edge, .share = share, .skipped = -1};
}

static struct rk_reach_route way(const struct rk_reach_net *net, struct rk_reach_spot from,
                                 struct rk_reach_spot to)
{
    struct rk_reach_route out;
    rk_assert_ok(rk_reach_route(net, from, to, &mem, tmp, &out, &err), err);
    return out;
}

/*   0 --100 m-- 1 --100 m-- 2        a street of two edges, and 3 beyond a river
 *                           | 50 m bridge
 *                           3 --100 m-- 4                                              */
static void lay_street(void)
{
    for (int i = 0; i < 5; i++)
        town_junction(&town, 49.2 - 0.001 * (i > 2), 37.2 + 0.001 * i);
    town_edge(&town, 0, 1, 100);
    town_edge(&town, 1, 2, 100);
    town_edge(&town, 2, 3, 50);
    town_edge(&town, 3, 4, 100);
}

static void the_way_is_measured_from_point_to_point(void **state)
{
    (void)state;
    lay_street();
    const struct rk_reach_net net = net_of(RK_CAR, RK_WORST, NULL, 0);
    const struct rk_reach_route r = way(&net, spot(0, 0.25), spot(3, 0.5));
    assert_true(r.found);
    assert_int_equal(r.time_ms, 27500); /* 75 + 100 + 50 + 50 m */
    assert_int_equal(r.length_mm, 275000);
    assert_int_equal(r.arcs, 4);
    const struct rk_reach_route back = way(&net, spot(3, 0.5), spot(0, 0.25));
    assert_int_equal(back.time_ms, 27500);
    const struct rk_reach_route near = way(&net, spot(1, 0.9), spot(1, 0.2));
    assert_int_equal(near.time_ms, 7000);
    assert_int_equal(near.arcs, 1);
}

static void a_one_way_street_is_driven_one_way_and_walked_both(void **state)
{
    (void)state;
    lay_street();
    town.back[1] = 1 << RK_FOOT;
    const struct rk_reach_net car = net_of(RK_CAR, RK_WORST, NULL, 0);
    const struct rk_reach_net foot = net_of(RK_FOOT, RK_WORST, NULL, 0);
    assert_true(way(&car, spot(0, 0.5), spot(2, 0.5)).found);
    assert_false(way(&car, spot(2, 0.5), spot(0, 0.5)).found);
    assert_true(way(&foot, spot(2, 0.5), spot(0, 0.5)).found);
    assert_false(way(&car, spot(1, 0.5), spot(1, 0.4)).found);
}

static void a_closed_bridge_parts_the_town_and_a_slow_one_delays_it(void **state)
{
    (void)state;
    lay_street();
    const struct rk_reach_mark closed = {.edge = 2, .low = 0, .high = 1, .factor = HUGE_VAL};
    const struct rk_reach_mark slow = {
        .edge = 2, .low = 0, .high = 1, .factor = 3, .confirmed = true};
    const struct rk_reach_mark both[] = {closed, slow};
    const struct rk_reach_net worst = net_of(RK_CAR, RK_WORST, both, 2);
    const struct rk_reach_net best = net_of(RK_CAR, RK_BEST, both, 2);
    assert_false(way(&worst, spot(0, 0.0), spot(3, 1.0)).found);
    assert_int_equal(way(&best, spot(0, 0.0), spot(3, 1.0)).time_ms,
                     45000); /* 300 m + 3 * 50 */
}

static void a_stretch_closed_in_the_middle_leaves_both_ends_in_reach(void **state)
{
    (void)state;
    lay_street();
    const struct rk_reach_mark hole = {
        .edge = 1, .low = 0.4, .high = 0.6, .factor = HUGE_VAL, .confirmed = true};
    const struct rk_reach_net net = net_of(RK_CAR, RK_WORST, &hole, 1);
    assert_int_equal(way(&net, spot(0, 0.0), spot(1, 0.3)).time_ms, 13000);
    assert_int_equal(way(&net, spot(3, 0.0), spot(1, 0.7)).time_ms, 8000);
    assert_false(way(&net, spot(0, 0.0), spot(1, 0.7)).found);
    assert_false(way(&net, spot(1, 0.3), spot(1, 0.7)).found);
    assert_false(way(&net, spot(0, 0.0), spot(1, 0.5)).found);
}

static void weight_and_height_hold_the_truck_back(void **state)
{
    (void)state;
    lay_street();
    speeds.mass_t[RK_TRUCK] = 12.0;
    speeds.height_m[RK_AMBULANCE] = 2.8;
    town.weight[2] = 35;
    town.height[3] = 250;
    const struct rk_reach_net truck = net_of(RK_TRUCK, RK_WORST, NULL, 0);
    const struct rk_reach_net car = net_of(RK_CAR, RK_WORST, NULL, 0);
    const struct rk_reach_net ambulance = net_of(RK_AMBULANCE, RK_WORST, NULL, 0);
    assert_false(way(&truck, spot(1, 0.0), spot(3, 0.0)).found);
    assert_true(way(&car, spot(1, 0.0), spot(3, 0.9)).found);
    assert_true(way(&ambulance, spot(1, 0.0), spot(2, 0.9)).found);
    assert_false(way(&ambulance, spot(1, 0.0), spot(3, 0.9)).found);
}

/* A block:  3 --- 2      from 0 north to 1; left to 4 is forbidden there; round the block
 *           |     |      1 → 2 → 3 → 4 … is 300 m more, turning back beyond 1 costs 60 s.
 *           4 --- 1
 *                 |
 *                 0                                                                      */
static void a_forbidden_turn_leads_round_the_block(void **state)
{
    (void)state;
    town_junction(&town, 49.199, 37.201);
    town_junction(&town, 49.200, 37.201);
    town_junction(&town, 49.201, 37.201);
    town_junction(&town, 49.201, 37.200);
    town_junction(&town, 49.200, 37.200);
    town_edge(&town, 0, 1, 100);
    town_edge(&town, 1, 2, 100);
    town_edge(&town, 2, 3, 100);
    town_edge(&town, 3, 4, 100);
    town_edge(&town, 1, 4, 100);
    const int32_t ban[] = {0, 8}; /* arc 0 → 1, then arc 1 → 4 */
    town_ban(&town, ban, 2);
    speeds.turn_round_s[RK_CAR] = 60.0;
    const struct rk_reach_net car = net_of(RK_CAR, RK_WORST, NULL, 0);
    const struct rk_reach_net foot = net_of(RK_FOOT, RK_WORST, NULL, 0);
    /* To the middle of 1 – 4: round the block and back in from 4, 100 + 300 + 50 m. */
    const struct rk_reach_route r = way(&car, spot(0, 0.0), spot(4, 0.5));
    assert_int_equal(r.time_ms, 45000);
    const int32_t round[] = {0, 2, 4, 6, 9};
    assert_int_equal(r.arcs, 5);
    assert_memory_equal(r.arc, round, sizeof round);
    assert_int_equal(way(&foot, spot(0, 0.0), spot(4, 0.5)).time_ms, 15000);
    speeds.turn_round_s[RK_CAR] =
        5.0; /* now turning back behind 1 pays: 100 + 2 * 100 + 50 m */
    const struct rk_reach_net nimble = net_of(RK_CAR, RK_WORST, NULL, 0);
    assert_int_equal(way(&nimble, spot(0, 0.0), spot(4, 0.5)).time_ms, 40000);
}

static void points_are_set_on_the_nearest_road_within_500_metres(void **state)
{
    const struct rk_reach_index *index;
    (void)state;
    lay_street();
    const struct rk_reach_net net = net_of(RK_CAR, RK_WORST, NULL, 0);
    rk_assert_ok(rk_reach_index_make(&net, &mem, tmp, &index, &err), err);
    const struct rk_reach_spot s = rk_reach_snap(index, 49.2004, 37.20025, RK_REACH_SNAP_M);
    assert_int_equal(s.edge, 0);
    rk_assert_near(s.share, 0.25, 1e-6);
    rk_assert_near(s.away_m, 0.0004 * 111194.93, 0.01);
    assert_int_equal(rk_reach_snap(index, 49.2050, 37.2, RK_REACH_SNAP_M).edge, -1);
    assert_int_equal(rk_reach_snap(index, 49.2040, 37.2, RK_REACH_SNAP_M).edge, 0);
    assert_int_equal(rk_reach_snap(index, RK_NAN, 37.2, RK_REACH_SNAP_M).edge, -1);
    int32_t junctions = 0;
    assert_int_equal(rk_reach_part(index, 0, &junctions), 0);
    assert_int_equal(junctions, 5);
}

static void the_nearest_facilities_come_in_order_with_best_and_worst(void **state)
{
    struct rk_reach_near near[4];
    uint32_t least[4];
    (void)state;
    lay_street();
    const struct rk_reach_mark said = {.edge = 2, .low = 0, .high = 1, .factor = HUGE_VAL};
    const struct rk_reach_net best = net_of(RK_CAR, RK_BEST, &said, 1);
    const struct rk_reach_net worst = net_of(RK_CAR, RK_WORST, &said, 1);
    const struct rk_reach_spot facility[] = {spot(0, 0.0), spot(3, 1.0)};
    const struct rk_reach_spot people[] = {spot(2, 0.0), spot(-1, 0.0)};
    rk_assert_ok(rk_reach_nearest(&best, &worst, RK_IN, people, 2, facility, 2, 2, tmp, near,
                                  least, &err),
                 err);
    assert_int_equal(near[0].facility, 1); /* 150 m over the bridge, if it stands */
    assert_int_equal(near[0].best_ms, 15000);
    assert_int_equal(near[0].worst_ms, RK_REACH_NEVER);
    assert_int_equal(near[1].facility, 0);
    assert_int_equal(near[1].best_ms, 20000);
    assert_int_equal(near[2].facility, -1); /* off the roads */
    assert_int_equal(least[0], 15000);
}

static void a_reopened_bridge_brings_back_those_behind_it(void **state)
{
    double gain[2];
    (void)state;
    lay_street();
    const struct rk_reach_mark mark[] = {
        {.edge = 2, .claim = 0, .low = 0, .high = 1, .factor = HUGE_VAL},
        {.edge = 0, .claim = 1, .low = 0, .high = 1, .factor = 2.0}};
    const struct rk_reach_net net = net_of(RK_CAR, RK_WORST, mark, 2);
    const struct rk_reach_spot centre[] = {spot(1, 1.0)};
    const struct rk_reach_spot people[] = {spot(3, 0.5), spot(0, 0.0), spot(3, 1.0)};
    const double count[] = {7, 5, 100};
    rk_assert_ok(
        rk_reach_reopen(&net, RK_IN, centre, 1, people, count, 3, 2, 21000, tmp, gain, &err),
        err);
    rk_assert_near(gain[0], 107.0, 0.0); /* 150 m at the most, in 15 s */
    rk_assert_near(gain[1], 5.0, 0.0);   /* 20 s instead of 30 */
    rk_assert_ok(
        rk_reach_reopen(&net, RK_IN, centre, 1, people, count, 3, 2, 12000, tmp, gain, &err),
        err);
    rk_assert_near(gain[0], 7.0, 0.0);
    rk_assert_near(gain[1], 0.0, 0.0);
}

static void a_claim_finds_its_stretch_of_road(void **state)
{
    const double all[4] = {RK_NAN, RK_NAN, RK_NAN, RK_NAN};
    const double part[4] = {49.2, 37.20075, 49.2, 37.20025};
    const double point[4] = {49.2001, 37.2005, RK_NAN, RK_NAN};
    const struct rk_reach_mark like = {.factor = HUGE_VAL, .claim = 4, .confirmed = true};
    (void)state;
    lay_street();
    town.way[1] = town.way[0]; /* one way of two edges */
    struct rk_reach_marks m = rk_reach_stretch(&town.roads, 100, all, like, &mem);
    assert_int_equal(m.len, 2);
    assert_true(m.at[1].edge == 1 && m.at[1].low <= 0.0 && m.at[1].high >= 1.0);
    m = rk_reach_stretch(&town.roads, 100, part, like, &mem);
    assert_int_equal(m.len, 1);
    rk_assert_near(m.at[0].low, 0.25, 1e-6);
    rk_assert_near(m.at[0].high, 0.75, 1e-6);
    assert_true(m.at[0].claim == 4 && m.at[0].confirmed);
    m = rk_reach_stretch(&town.roads, 0, point, like, &mem);
    assert_int_equal(m.len, 1);
    rk_assert_near(m.at[0].low, 0.5, 1e-6);
    rk_assert_near(m.at[0].high, 0.5, 1e-6);
    assert_int_equal(rk_reach_stretch(&town.roads, 999, all, like, &mem).len, 0);
}

static void broken_roads_are_refused(void **state)
{
    (void)state;
    lay_street();
    town.to[3] = 5;
    assert_int_equal(rk_roads_check(&town.roads, &err), RK_EINVAL);
    town.to[3] = 4;
    town.shape_lat[7] += 1;
    assert_int_equal(rk_roads_check(&town.roads, &err), RK_EINVAL);
    town.shape_lat[7] -= 1;
    const int32_t torn[] = {0, 4}; /* do not meet */
    town_ban(&town, torn, 2);
    assert_int_equal(rk_roads_check(&town.roads, &err), RK_EINVAL);
}

/* With any room too small the call says so and leaves *out alone; with enough it succeeds. */
static void too_little_room_is_said(void **state)
{
    (void)state;
    lay_street();
    struct rk_reach_net net = {.arcs = -7};
    const struct rk_reach_wish wish = {.profile = RK_CAR};
    rk_status status = RK_ENOMEM;
    for (ptrdiff_t room = 16; status == RK_ENOMEM && room < 1 << 20; room += 16 + room / 8) {
        struct rk_arena small = {mem.at, mem.at, mem.at + room, false};
        const struct rk_scratch free = {{tmp.in.at, tmp.in.at, tmp.in.at + room, false}};
        status = rk_reach_net_make(&town.roads, &speeds, wish, (struct rk_reach_marks){NULL, 0},
                                   &small, free, &net, &err);
        assert_true(status == RK_OK || net.arcs == -7);
    }
    assert_int_equal(status, RK_OK);
    assert_int_equal(net.arcs, 8);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_way_is_measured_from_point_to_point),
        TEST(a_one_way_street_is_driven_one_way_and_walked_both),
        TEST(a_closed_bridge_parts_the_town_and_a_slow_one_delays_it),
        TEST(a_stretch_closed_in_the_middle_leaves_both_ends_in_reach),
        TEST(weight_and_height_hold_the_truck_back),
        TEST(a_forbidden_turn_leads_round_the_block),
        TEST(points_are_set_on_the_nearest_road_within_500_metres),
        TEST(the_nearest_facilities_come_in_order_with_best_and_worst),
        TEST(a_reopened_bridge_brings_back_those_behind_it),
        TEST(a_claim_finds_its_stretch_of_road),
        TEST(broken_roads_are_refused),
        TEST(too_little_room_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
