/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tags mean, on maps written out here; the .roads file; the table of speeds. */
#include "rk_file.h"
#include "rk_osm.h"
#include "rk_reach_io.h"
#include "rk_test.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;
static struct rk_reach_speeds speeds;
static struct rk_roads roads;
static struct rk_osm_counts counts;
static const struct rk_reach_index *index_of;
static struct rk_reach_net net;

static int open_room(void **state)
{
    (void)state;
    mem = rk_arena_open(256 << 20);
    tmp = rk_scratch_open(256 << 20);
    rk_reach_speeds_shipped(&speeds);
    return mem.failed || tmp.in.failed;
}

static int close_room(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

/* Nodes 1 … 9 in three rows of three, 111 m apart to the north, some 73 m to the east:
 *   7 8 9
 *   4 5 6
 *   1 2 3                                                                               */
static struct rk_str map(const char *ways)
{
    struct rk_buf b = rk_buf_in(&mem, 1 << 16);
    rk_buf_c(&b, "<osm>");
    for (int n = 0; n < 9; n++)
        rk_buf_printf(&b, "<node id=\"%d\" lat=\"%.3f\" lon=\"%.3f\"/>", n + 1,
                      49.2 + 0.001 * (n / 3), 37.2 + 0.001 * (n % 3));
    rk_buf_c(&b, ways);
    rk_buf_c(&b, "</osm>");
    return rk_buf_str(&b);
}

#define WAY(id, refs, tags) "<way id=\"" #id "\">" refs tags "</way>"
#define ND(n)               "<nd ref=\"" #n "\"/>"
#define TAG(k, v)           "<tag k=\"" k "\" v=\"" v "\"/>"
#define ROAD                TAG("highway", "residential")

static void read_map(const char *ways)
{
    rk_assert_ok(rk_osm_roads(map(ways), "t.osm", 1, &mem, tmp, &roads, &counts, &err), err);
    rk_assert_ok(rk_roads_check(&roads, &err), err);
}

/* Metres from node to node for a profile, -1: no way. */
static double metres(enum rk_reach_profile who, int from, int to)
{
    struct rk_reach_route way;
    const struct rk_reach_wish wish = {.profile = who};
    rk_assert_ok(rk_reach_net_make(&roads, &speeds, wish, (struct rk_reach_marks){NULL, 0},
                                   &mem, tmp, &net, &err),
                 err);
    rk_assert_ok(rk_reach_index_make(&net, &mem, tmp, &index_of, &err), err);
    const struct rk_reach_spot s = rk_reach_snap(index_of, 49.2 + 0.001 * ((from - 1) / 3),
                                                 37.2 + 0.001 * ((from - 1) % 3), 1.0);
    const struct rk_reach_spot t = rk_reach_snap(index_of, 49.2 + 0.001 * ((to - 1) / 3),
                                                 37.2 + 0.001 * ((to - 1) % 3), 1.0);
    rk_assert_ok(rk_reach_route(&net, s, t, &mem, tmp, &way, &err), err);
    return way.found ? 1e-3 * (double)way.length_mm : -1.0;
}

#define NORTH 111.195 /* one step north: 6371 km * 0.001 degrees */

static void a_road_is_as_long_as_on_the_ground(void **state)
{
    (void)state;
    read_map(WAY(1, ND(1) ND(4) ND(7), ROAD));
    assert_int_equal(roads.edges, 1); /* node 4 is no junction */
    rk_assert_near(metres(RK_CAR, 1, 7), 2 * NORTH, 0.01);
    rk_assert_near(metres(RK_CAR, 4, 7), NORTH, 0.01);
}

static void one_way_streets_bind_vehicles_and_not_walkers(void **state)
{
    (void)state;
    read_map(WAY(1, ND(1) ND(4), ROAD TAG("oneway", "yes"))
                 WAY(2, ND(2) ND(5), ROAD TAG("oneway", "-1"))
                     WAY(3, ND(3) ND(6), TAG("junction", "roundabout") ROAD)
                         WAY(4, ND(7) ND(8), ROAD TAG("vehicle:backward", "no")));
    assert_true(metres(RK_CAR, 1, 4) > 0 && metres(RK_CAR, 4, 1) < 0);
    assert_true(metres(RK_AMBULANCE, 4, 1) < 0 && metres(RK_FOOT, 4, 1) > 0);
    assert_true(metres(RK_TRUCK, 5, 2) > 0 && metres(RK_TRUCK, 2, 5) < 0);
    assert_true(metres(RK_CAR, 3, 6) > 0 && metres(RK_CAR, 6, 3) < 0);
    assert_true(metres(RK_CAR, 7, 8) > 0 && metres(RK_CAR, 8, 7) < 0);
}

static void who_may_enter_is_decided_by_the_most_special_tag(void **state)
{
    (void)state;
    read_map(WAY(1, ND(1) ND(4), ROAD TAG("access", "no") TAG("motor_vehicle", "yes"))
                 WAY(2, ND(2) ND(5), ROAD TAG("motor_vehicle", "no"))
                     WAY(3, ND(3) ND(6), ROAD TAG("hgv", "no"))
                         WAY(4, ND(7) ND(8), ROAD TAG("access", "private")));
    assert_true(metres(RK_CAR, 1, 4) > 0 && metres(RK_FOOT, 1, 4) < 0);
    assert_true(metres(RK_CAR, 2, 5) < 0 && metres(RK_FOOT, 2, 5) > 0);
    assert_true(metres(RK_AMBULANCE, 2, 5) > 0); /* may pass what is shut to traffic */
    assert_true(metres(RK_TRUCK, 3, 6) < 0 && metres(RK_CAR, 3, 6) > 0);
    assert_true(metres(RK_CAR, 7, 8) < 0 && metres(RK_AMBULANCE, 7, 8) > 0);
}

static void footbridges_carry_walkers_only(void **state)
{
    (void)state;
    read_map(WAY(1, ND(1) ND(4), TAG("highway", "footway") TAG("bridge", "yes"))
                 WAY(2, ND(4) ND(7), ROAD)
                     WAY(3, ND(2) ND(5), TAG("highway", "steps") TAG("motor_vehicle", "yes"))
                         WAY(4, ND(3) ND(6), TAG("highway", "construction")));
    assert_true(metres(RK_FOOT, 1, 7) > 0 && metres(RK_CAR, 1, 7) < 0);
    assert_true(roads.flags[0] & RK_ROAD_BRIDGE);
    assert_true(metres(RK_CAR, 2, 5) < 0 && metres(RK_FOOT, 2, 5) > 0);
    assert_true(metres(RK_FOOT, 3, 6) < 0);
}

static void a_bollard_stops_cars_and_a_gate_does_not(void **state)
{
    (void)state;
    read_map(WAY(1, ND(1) ND(11) ND(7), ROAD) WAY(
        2, ND(2) ND(12) ND(8), ROAD) "<node id=\"11\" lat=\"49.2005\" lon=\"37.2\"><tag "
                                     "k=\"barrier\" v=\"bollard\"/></node>"
                                     "<node id=\"12\" lat=\"49.2005\" lon=\"37.201\"><tag "
                                     "k=\"barrier\" v=\"gate\"/></node>");
    assert_int_equal(counts.barriers, 1);
    assert_true(metres(RK_CAR, 1, 7) < 0 && metres(RK_AMBULANCE, 1, 7) < 0);
    rk_assert_near(metres(RK_FOOT, 1, 7), 2 * NORTH, 0.01);
    assert_true(metres(RK_CAR, 2, 8) > 0);
}

static void a_weak_bridge_carries_the_car_and_not_the_truck(void **state)
{
    (void)state;
    read_map(WAY(1, ND(1) ND(4), ROAD TAG("maxweight", "3.5"))
                 WAY(2, ND(2) ND(5), ROAD TAG("maxheight", "2.0"))
                     WAY(3, ND(3) ND(6), ROAD TAG("maxweight", "7500 kg")));
    assert_true(metres(RK_CAR, 1, 4) > 0 && metres(RK_TRUCK, 1, 4) < 0);
    assert_true(metres(RK_AMBULANCE, 1, 4) < 0); /* 4.6 t */
    assert_true(metres(RK_CAR, 2, 5) > 0 && metres(RK_AMBULANCE, 2, 5) < 0);
    assert_true(metres(RK_AMBULANCE, 3, 6) > 0 && metres(RK_TRUCK, 3, 6) < 0);
}

static void a_ferry_takes_the_time_it_says(void **state)
{
    (void)state;
    read_map(WAY(1, ND(1) ND(4), ROAD)
                 WAY(2, ND(4) ND(7), TAG("route", "ferry") TAG("duration", "00:20"))
                     WAY(3, ND(7) ND(8), ROAD)
                         WAY(4, ND(4) ND(5), TAG("route", "ferry") TAG("foot", "yes"))
                             WAY(5, ND(5) ND(6), ROAD));
    struct rk_reach_route way;
    assert_true(metres(RK_CAR, 1, 8) > 0 && metres(RK_CAR, 1, 6) < 0);
    assert_true(metres(RK_FOOT, 1, 6) > 0);
    assert_true(metres(RK_CAR, 1, 8) > 0);
    const struct rk_reach_spot s = {.edge = 0, .share = 1.0}, t = {.edge = 2, .share = 0.0};
    rk_assert_ok(rk_reach_route(&net, s, t, &mem, tmp, &way, &err), err);
    rk_assert_near(way.time_ms * 1e-3, 1200.0, 20.0); /* its speed is kept to 0.01 km/h */
}

/* Streets along all rows and columns of the map, each its own way. */
#define GRID                                                                                   \
    WAY(11, ND(1) ND(2), ROAD)                                                                 \
    WAY(12, ND(2) ND(3), ROAD)                                                                 \
    WAY(13, ND(4) ND(5), ROAD)                                                                 \
    WAY(14, ND(5) ND(6), ROAD)                                                                 \
    WAY(15, ND(7) ND(8), ROAD)                                                                 \
    WAY(16, ND(8) ND(9), ROAD)                                                                 \
    WAY(21, ND(1) ND(4), ROAD)                                                                 \
    WAY(22, ND(4) ND(7), ROAD)                                                                 \
    WAY(23, ND(2) ND(5), ROAD)                                                                 \
    WAY(24, ND(5) ND(8), ROAD) WAY(25, ND(3) ND(6), ROAD) WAY(26, ND(6) ND(9), ROAD)
#define BAN(from, via, to, what)                                                               \
    "<relation id=\"1\"><member type=\"way\" ref=\"" #from "\" role=\"from\"/>" via            \
    "<member type=\"way\" ref=\"" #to "\" role=\"to\"/>" TAG("type", "restriction") what       \
        "</relation>"
#define VIA_NODE(n) "<member type=\"node\" ref=\"" #n "\" role=\"via\"/>"
#define VIA_WAY(n)  "<member type=\"way\" ref=\"" #n "\" role=\"via\"/>"

/* Whether the way from the middle of edge a to the middle of edge b turns as `arcs` say. */
static double between(enum rk_reach_profile who, int32_t a, int32_t b)
{
    struct rk_reach_route way;
    const struct rk_reach_wish wish = {.profile = who};
    rk_assert_ok(rk_reach_net_make(&roads, &speeds, wish, (struct rk_reach_marks){NULL, 0},
                                   &mem, tmp, &net, &err),
                 err);
    const struct rk_reach_spot s = {.edge = a, .share = 0.5}, t = {.edge = b, .share = 0.5};
    rk_assert_ok(rk_reach_route(&net, s, t, &mem, tmp, &way, &err), err);
    return 1e-3 * (double)way.length_mm;
}

static double east_m(void)
{
    return 1e-3 * roads.length_mm[0];
}

static void a_forbidden_turn_is_not_driven(void **state)
{
    (void)state;
    read_map(GRID BAN(23, VIA_NODE(5), 13, TAG("restriction", "no_left_turn")));
    assert_int_equal(counts.bans, 1);
    assert_int_equal(roads.way[8], 23);
    assert_int_equal(roads.way[2], 13);
    /* Walkers: half of 2 – 5 and half of 5 – 4. Cars start south: 2 – 1 – 4, then half of 4
     * – 5. */
    rk_assert_near(between(RK_FOOT, 8, 2), 0.5 * NORTH + 0.5 * east_m(), 0.1);
    rk_assert_near(between(RK_CAR, 8, 2), 1.5 * NORTH + 1.5 * east_m(), 0.1);
    rk_assert_near(between(RK_CAR, 2, 8), 0.5 * NORTH + 0.5 * east_m(), 0.1); /* back: free */
}

static void only_straight_on_forbids_all_else(void **state)
{
    (void)state;
    read_map(GRID BAN(23, VIA_NODE(5), 24, TAG("restriction", "only_straight_on")));
    assert_int_equal(counts.bans, 1);
    assert_int_equal(roads.bans, 3); /* left, right, back */
    rk_assert_near(between(RK_CAR, 8, 9), NORTH, 0.1);
    assert_true(between(RK_CAR, 8, 2) > 1.4 * NORTH);
    assert_true(between(RK_CAR, 8, 3) > 1.4 * NORTH);
}

static void a_restriction_over_a_way_forbids_the_whole_chain(void **state)
{
    (void)state;
    read_map(GRID BAN(13, VIA_WAY(24), 16, TAG("restriction", "no_right_turn")));
    assert_int_equal(counts.bans, 1);
    /* 4 – 5 – 8 – 9 is forbidden as a whole; 4 – 5 – 6 – 9 – 8 or 4 – 7 – 8 – 9 are free. */
    rk_assert_near(between(RK_FOOT, 2, 5), east_m() + NORTH, 0.2);
    assert_true(between(RK_CAR, 2, 5) > east_m() + NORTH + 1.0);
    rk_assert_near(between(RK_CAR, 2, 9), 0.5 * east_m() + 0.5 * NORTH, 0.2); /* its part is */
    rk_assert_near(between(RK_CAR, 9, 5), 0.5 * NORTH + 0.5 * east_m(), 0.2); /* its part is */
}

static void exceptions_and_hours_are_kept_apart(void **state)
{
    (void)state;
    read_map(GRID BAN(23, VIA_NODE(5), 13,
                      TAG("restriction", "no_left_turn") TAG("except", "psv;emergency")));
    rk_assert_near(between(RK_AMBULANCE, 8, 2), 0.5 * NORTH + 0.5 * east_m(), 0.1);
    assert_true(between(RK_CAR, 8, 2) > 1.4 * NORTH);
    read_map(GRID BAN(23, VIA_NODE(5), 13, TAG("restriction:hgv", "no_left_turn")));
    rk_assert_near(between(RK_CAR, 8, 2), 0.5 * NORTH + 0.5 * east_m(), 0.1);
    assert_true(between(RK_TRUCK, 8, 2) > 1.4 * NORTH);
    read_map(GRID BAN(23, VIA_NODE(5), 13,
                      TAG("restriction:conditional", "no_left_turn @ (Mo-Fr)")));
    assert_int_equal(counts.conditional_bans, 1);
    assert_int_equal(roads.bans, 0);
    read_map(GRID BAN(23, VIA_NODE(9), 13, TAG("restriction", "no_left_turn")));
    assert_int_equal(counts.unclear_bans, 1); /* the members do not meet */
}

static void a_road_is_cut_where_its_node_is_missing(void **state)
{
    (void)state;
    read_map(WAY(1, ND(1) ND(4) ND(77) ND(7) ND(8), ROAD));
    assert_int_equal(counts.missing_nodes, 1);
    assert_int_equal(roads.edges, 2);
    assert_true(metres(RK_CAR, 1, 4) > 0 && metres(RK_CAR, 1, 7) < 0);
}

static void mud_slows_earth_roads_and_spares_asphalt(void **state)
{
    (void)state;
    read_map(WAY(1, ND(1) ND(4), ROAD TAG("surface", "dirt"))
                 WAY(2, ND(2) ND(5), ROAD TAG("surface", "asphalt") TAG("maxspeed", "50")));
    uint32_t dry[2], mud[2];
    for (int k = 0; k < 2; k++) {
        const struct rk_reach_wish wish = {.profile = RK_CAR, .ground = k ? RK_MUD : RK_DRY};
        rk_assert_ok(rk_reach_net_make(&roads, &speeds, wish, (struct rk_reach_marks){NULL, 0},
                                       &mem, tmp, &net, &err),
                     err);
        for (int e = 0; e < 2; e++)
            (k ? mud : dry)[e] = net.weight[net.copy[net.copy_first[2 * e]]];
    }
    rk_assert_near(dry[0], NORTH * 3600.0 / 25.0, 1.0); /* the table's 25 and 10 km/h */
    rk_assert_near(mud[0], NORTH * 3600.0 / 10.0, 1.0);
    rk_assert_near(dry[1], NORTH * 3600.0 / 45.0, 1.0); /* nine tenths of the limit */
    assert_int_equal(dry[1], mud[1]);
}

static void broken_maps_are_refused_with_their_line(void **state)
{
    static const struct {
        const char *text, *place;
    } all[] = {
        {"<osm>\n<node id=\"1\" lat=\"49\" lon=\"37\"/>\n<way id=\"x\"/></osm>", "t.osm:3"},
        {"<osm>\n<way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/>", "t.osm:2"},
        {"<!DOCTYPE osm [<!ENTITY a \"b\">]>\n<osm/>", "t.osm:1"},
        {"", "t.osm:1"},
        {"<osm></osm>", "t.osm"},
    };
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(all); i++) {
        const rk_status status =
            rk_osm_roads(rk_str_of(all[i].text), "t.osm", 1, &mem, tmp, &roads, &counts, &err);
        assert_int_equal(status, RK_EINVAL);
        assert_string_equal(err.place, all[i].place);
    }
}

static void the_salt_does_not_change_the_roads(void **state)
{
    struct rk_buf a = rk_buf_in(&mem, 1 << 16), b = rk_buf_in(&mem, 1 << 16);
    (void)state;
    read_map(GRID);
    rk_roads_write(&roads, &counts, &a);
    rk_assert_ok(rk_osm_roads(map(GRID), "t.osm", 99, &mem, tmp, &roads, &counts, &err), err);
    rk_roads_write(&roads, &counts, &b);
    assert_true(!a.failed && rk_str_eq(rk_buf_str(&a), rk_buf_str(&b)));
}

static void a_changed_roads_file_is_refused(void **state)
{
    struct rk_buf a = rk_buf_in(&mem, 1 << 16);
    struct rk_roads again;
    struct rk_osm_counts n;
    (void)state;
    read_map(GRID BAN(23, VIA_NODE(5), 13, TAG("restriction", "no_left_turn")));
    rk_roads_write(&roads, &counts, &a);
    rk_assert_ok(rk_roads_read(rk_buf_str(&a), "t.roads", &mem, &again, &n, &err), err);
    assert_int_equal(again.edges, 12);
    assert_int_equal(again.bans, 1);
    assert_int_equal(n.nodes, 9);
    assert_memory_equal(again.ban_arc, roads.ban_arc, 2 * sizeof(int32_t));
    for (ptrdiff_t i = 8; i < a.len; i += 7) {
        a.at[i] ^= 4;
        assert_int_equal(rk_roads_read(rk_buf_str(&a), "t.roads", &mem, &again, NULL, &err),
                         RK_ECORRUPT);
        a.at[i] ^= 4;
    }
    a.at[7] = 2; /* another version */
    assert_int_equal(rk_roads_read(rk_buf_str(&a), "t.roads", &mem, &again, NULL, &err),
                     RK_EINVAL);
}

static struct rk_str corpus(const char *name)
{
    char path[512];
    struct rk_str bytes;
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s", RK_SOURCE_DIR, name);
    rk_assert_ok(rk_file_read(path, 1 << 20, &mem, &bytes, &err), err);
    return bytes;
}

static void pbf_and_xml_of_a_town_give_the_same_roads(void **state)
{
    static const char *const names[] = {"osm_xml/town", "osm_xml/town-gz", "pbf/town-zlib",
                                        "pbf/town-raw", "pbf/town-single"};
    struct rk_buf file[RK_COUNT(names)];
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(names); i++) {
        rk_assert_ok(
            rk_osm_roads(corpus(names[i]), names[i], 1, &mem, tmp, &roads, &counts, &err), err);
        file[i] = rk_buf_in(&mem, rk_roads_size(&roads));
        rk_roads_write(&roads, &counts, &file[i]);
        assert_true(!file[i].failed && rk_str_eq(rk_buf_str(&file[0]), rk_buf_str(&file[i])));
    }
}

static void a_cut_off_file_is_refused_wherever_it_is_cut(void **state)
{
    static const char *const names[] = {"osm_xml/town", "osm_xml/town-gz", "pbf/town-zlib",
                                        "pbf/town-raw"};
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(names); i++) {
        struct rk_str bytes = corpus(names[i]);
        const struct rk_arena room = mem;
        const ptrdiff_t last = i == 0 ? bytes.len - 2 : bytes.len - 1; /* a line's end */
        for (ptrdiff_t len = 0; len <= last; len += i == 0 ? 97 : 1) {
            bytes.len = len;
            assert_int_equal(rk_osm_roads(bytes, names[i], 1, &mem, tmp, &roads, &counts, &err),
                             RK_EINVAL);
            assert_true(err.text[0] != '\0');
            mem = room;
        }
    }
}

static void the_jailed_helper_gives_the_same_roads(void **state)
{
    struct rk_str file;
    char path[512];
    (void)state;
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/pbf/town-zlib", RK_SOURCE_DIR);
    rk_assert_ok(rk_osm_compile(path, &mem, tmp, &file, &err), err);
    assert_true(rk_str_eq(file, corpus("roads_file/town")));
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/osm_xml/entities", RK_SOURCE_DIR);
    assert_int_equal(rk_osm_compile(path, &mem, tmp, &file, &err), RK_EINVAL);
    assert_string_equal(err.place, "entities:1");
    assert_int_equal(rk_osm_compile("/no/such.osm", &mem, tmp, &file, &err), RK_ENOTFOUND);
}

static void the_shipped_table_is_whole(void **state)
{
    (void)state;
    for (int k = 0; rk_road_kind_word(k); k++) {
        double most = 0.0;
        for (int p = 0; p < RK_PROFILES; p++)
            most = fmax(most, speeds.road_kmh[k][p]);
        assert_true(most > 0.0);
    }
    for (int k = 0; k < RK_SURFACES; k++)
        for (int p = 0; p < RK_PROFILES; p++)
            assert_true(speeds.most_kmh[k][RK_MUD][p] <= speeds.most_kmh[k][RK_DRY][p]);
    rk_assert_near(speeds.mass_t[RK_TRUCK], 12.0, 0.0);
}

static void a_wrong_speed_is_named_by_line_and_column(void **state)
{
    struct rk_reach_speeds s = speeds;
    (void)state;
    assert_int_equal(rk_reach_speeds_read(RK_STR("table,name,ground,car,ambulance,truck,foot\n"
                                                 "road,primary,,60,60,fast,5\n"),
                                          "my.csv", &s, &err),
                     RK_EINVAL);
    assert_string_equal(err.place, "my.csv:2: truck");
    assert_int_equal(rk_reach_speeds_read(RK_STR("table,name,ground,car,ambulance,truck,foot\n"
                                                 "surface,earth,snow,60,60,60,5\n"),
                                          "my.csv", &s, &err),
                     RK_EINVAL);
    assert_string_equal(err.place, "my.csv:2: name");
    assert_memory_equal(&s, &speeds, sizeof s);
    rk_assert_ok(rk_reach_speeds_read(RK_STR("table,name,ground,car,ambulance,truck,foot\r\n"
                                             "road,primary,,61,62,63,4\r\n"),
                                      "my.csv", &s, &err),
                 err);
    rk_assert_near(s.road_kmh[4][RK_AMBULANCE], 62.0, 0.0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_road_is_as_long_as_on_the_ground),
        TEST(one_way_streets_bind_vehicles_and_not_walkers),
        TEST(who_may_enter_is_decided_by_the_most_special_tag),
        TEST(footbridges_carry_walkers_only),
        TEST(a_bollard_stops_cars_and_a_gate_does_not),
        TEST(a_weak_bridge_carries_the_car_and_not_the_truck),
        TEST(a_ferry_takes_the_time_it_says),
        TEST(a_forbidden_turn_is_not_driven),
        TEST(only_straight_on_forbids_all_else),
        TEST(a_restriction_over_a_way_forbids_the_whole_chain),
        TEST(exceptions_and_hours_are_kept_apart),
        TEST(a_road_is_cut_where_its_node_is_missing),
        TEST(mud_slows_earth_roads_and_spares_asphalt),
        TEST(broken_maps_are_refused_with_their_line),
        TEST(the_salt_does_not_change_the_roads),
        TEST(a_changed_roads_file_is_refused),
        TEST(pbf_and_xml_of_a_town_give_the_same_roads),
        TEST(a_cut_off_file_is_refused_wherever_it_is_cut),
        TEST(the_jailed_helper_gives_the_same_roads),
        TEST(the_shipped_table_is_whole),
        TEST(a_wrong_speed_is_named_by_line_and_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
