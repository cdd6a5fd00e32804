/* SPDX-License-Identifier: GPL-3.0-or-later */
/* basemap.geojson: what is read, where it lies, what is refused and why. */
#include "rk_test.h"

#include "demo_basemap.h"
#include "rk_basemap.h"
#include "rk_file.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)1 << 30);
    tmp = rk_scratch_open((ptrdiff_t)512 << 20);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

/* A collection of features that are given without their "type". */
static rk_status read_features(const char *features, struct rk_map *map)
{
    const struct rk_str json =
        rk_str_printf(&mem, "{\"type\":\"FeatureCollection\",\n\"features\":[%s]}", features);
    return rk_basemap_read(json, &mem, tmp, map, &err);
}

#define LINE(kind)                                                                                  \
    "{\"properties\":{\"kind\":\"" kind "\",\"name\":\"Вигадана\"},\"geometry\":{\"type\":" \
    "\"LineString\",\"coordinates\":[[37.0,49.0],[37.2,49.2]]}}"
#define AREA(kind)                                                                             \
    "{\"geometry\":{\"coordinates\":[[[37.0,49.0],[37.2,49.0],[37.2,49.2],[37.0,49.0]]],"      \
    "\"type\":\"Polygon\"},\"properties\":{\"kind\":\"" kind "\"}}"

static void every_kind_is_read_with_its_name(void **state)
{
    (void)state;
    struct rk_map map = {0};
    rk_assert_ok(
        read_features(
            AREA("water") "," AREA("green") "," AREA("district") "," AREA("danger") "," LINE(
                "r"
                "a"
                "i"
                "l") "," LINE("main") "," LINE("street") "," LINE("lane") "," LINE("bridge") "," LINE("footbr"
                                                                                                      "idge"),
            &map),
        err);
    static const int kinds[] = {RK_MAP_WATER,  RK_MAP_GREEN,     RK_MAP_DISTRICT, RK_MAP_DANGER,
                                RK_MAP_RAIL,   RK_MAP_MAIN,      RK_MAP_STREET,   RK_MAP_LANE,
                                RK_MAP_BRIDGE, RK_MAP_FOOTBRIDGE};
    assert_int_equal(map.shapes, (int)RK_COUNT(kinds));
    for (int32_t i = 0; i < map.shapes; i++) {
        assert_int_equal(map.shape[i].kind, kinds[i]);
        assert_int_equal(map.shape[i].passage, RK_MAP_OPEN);
        /* a ring is closed by itself, a line is not */
        assert_int_equal(map.shape[i].count, kinds[i] <= RK_MAP_DISTRICT ? 3 : 2);
        rk_assert_str(map.shape[i].name, kinds[i] <= RK_MAP_DISTRICT ? "" : "Вигадана");
    }
}

/* A degree at 45 degrees north is 111,132 m of the meridian and 78,847 m of the parallel. */
static void metres_are_those_of_the_ellipsoid(void **state)
{
    (void)state;
    struct rk_map map = {0};
    rk_assert_ok(read_features("{\"properties\":{\"kind\":\"main\"},\"geometry\":{\"type\":"
                               "\"LineString\",\"coordinates\":[[29.5,44.5],[30.5,45.5]]}}",
                               &map),
                 err);
    rk_assert_near(map.lat_deg, 45.0, 1e-12);
    rk_assert_near(map.lon_deg, 30.0, 1e-12);
    rk_assert_near((double)(map.point[1].y_m - map.point[0].y_m), 111132.0, 2.0);
    rk_assert_near((double)(map.point[1].x_m - map.point[0].x_m), 78847.0, 2.0);
    const struct rk_map_point middle = rk_basemap_place(&map, 45.0, 30.0);
    assert_true(middle.x_m == 0.0F && middle.y_m == 0.0F);
    assert_true(map.point[0].x_m < 0.0F && map.point[0].y_m < 0.0F); /* west, south */
}

/* Against distances by the two radii of curvature of WGS 84 halfway between the places, which
 * for 20 km are right to a few metres. */
static void twenty_kilometres_are_true_to_three_thousandths(void **state)
{
    (void)state;
    struct rk_map map = {.lat_deg = 60.0, .lon_deg = 30.0};
    const double a = 6378137.0, e2 = 0.00669437999014, d = 3.14159265358979323846 / 180.0;
    for (int corner = 0; corner < 4; corner++) {
        const double lat = 60.0 + (corner & 1 ? 0.13 : -0.13);
        const double lon = 30.0 + (corner & 2 ? 0.25 : -0.25);
        const double mid = (lat + 60.0) / 2.0 * d, w = 1.0 - e2 * sin(mid) * sin(mid);
        const double north = (lat - 60.0) * d * a * (1.0 - e2) / (w * sqrt(w));
        const double east = (lon - 30.0) * d * a / sqrt(w) * cos(mid);
        const struct rk_map_point p = rk_basemap_place(&map, lat, lon);
        const double off = hypot((double)p.x_m - east, (double)p.y_m - north);
        assert_true(hypot(north, east) > 15e3 && hypot(north, east) < 22e3);
        assert_true(off / hypot(north, east) < 0.003);
    }
}

/* Even-odd, as every drawing of it does. */
static bool inside(const struct rk_map *map, const struct rk_map_shape *s, double lat,
                   double lon)
{
    const struct rk_map_point p = rk_basemap_place(map, lat, lon);
    bool in = false;
    for (int32_t i = 0; i < s->count; i++) {
        const struct rk_map_point a = map->point[s->first + i];
        const struct rk_map_point b = map->point[s->first + (i + 1) % s->count];
        if ((a.y_m > p.y_m) != (b.y_m > p.y_m) &&
            p.x_m < a.x_m + (p.y_m - a.y_m) / (b.y_m - a.y_m) * (b.x_m - a.x_m))
            in = !in;
    }
    return in;
}

static void an_island_is_no_water(void **state)
{
    (void)state;
    struct rk_map map = {0};
    rk_assert_ok(
        read_features("{\"properties\":{\"kind\":\"water\"},\"geometry\":{\"type\":\"Polygon\","
                      "\"coordinates\":[[[37,49],[38,49],[38,50],[37,50],[37,49]],"
                      "[[37.1,49.1],[37.3,49.1],[37.3,49.3],[37.1,49.3],[37.1,49.1]],"
                      "[[37.6,49.6],[37.6,49.8],[37.8,49.8],[37.8,49.6],[37.6,49.6]]]}}",
                      &map),
        err);
    assert_int_equal(map.shapes, 1);
    const struct rk_map_shape *s = &map.shape[0];
    assert_true(inside(&map, s, 49.05, 37.52));
    assert_true(inside(&map, s, 49.47, 37.43));
    assert_true(inside(&map, s, 49.93, 37.91));
    assert_false(inside(&map, s, 49.21, 37.22));
    assert_false(inside(&map, s, 49.73, 37.69));
    assert_false(inside(&map, s, 49.5, 38.2));
}

static void parts_of_one_feature_are_shapes_of_one_name(void **state)
{
    (void)state;
    struct rk_map map = {0};
    rk_assert_ok(
        read_features("{\"properties\":{\"name\":\"Східний\",\"kind\":\"district\"},"
                      "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":["
                      "[[[37,49],[37.1,49],[37.1,49.1],[37,49]]],"
                      "[[[37.2,49],[37.3,49],[37.3,49.1],[37.2,49]]]]}},"
                      "{\"properties\":{\"kind\":\"danger\",\"radius_m\":180},\"geometry\":{"
                      "\"type\":\"Point\",\"coordinates\":[37.1,49.05]}}",
                      &map),
        err);
    assert_int_equal(map.shapes, 3);
    rk_assert_str(map.shape[0].name, "Східний");
    rk_assert_str(map.shape[1].name, "Східний");
    assert_int_equal(map.shape[1].count, 3);
    assert_int_equal(map.shape[2].count, 1);
    assert_true(map.shape[2].radius_m == 180.0F);
}

static void what_has_no_place_is_passed_over(void **state)
{
    (void)state;
    struct rk_map map = {0};
    rk_assert_ok(
        read_features("{\"properties\":{\"kind\":\"lane\"},\"geometry\":null}," LINE("rail"),
                      &map),
        err);
    assert_int_equal(map.shapes, 1);
}

static void a_bad_file_is_refused_with_its_line_and_reason(void **state)
{
    (void)state;
    static const struct {
        const char *features, *why;
    } bad[] = {
        {"", "nothing with a place"},
        {LINE("canal"), "kind is water, green"},
        {LINE("water"), "this kind is an area"},
        {AREA("bridge"), "this kind is a line"},
        {"{\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[2,3]]}}", "no kind"},
        {"{\"properties\":{\"kind\":\"rail\"},\"geometry\":{\"type\":\"LineString\","
         "\"coordinates\":[[1,2]]}}",
         "at least two positions"},
        {"{\"properties\":{\"kind\":\"rail\"},\"geometry\":{\"type\":\"LineString\","
         "\"coordinates\":[[1,2],[3]]}}",
         "a longitude and a latitude"},
        {"{\"properties\":{\"kind\":\"rail\"},\"geometry\":{\"type\":\"LineString\","
         "\"coordinates\":[[1,2],[[3,4]]]}}",
         "equally deep"},
        {"{\"properties\":{\"kind\":\"rail\"},\"geometry\":{\"type\":\"LineString\","
         "\"coordinates\":[[1,99],[1,2]]}}",
         "within 85"},
        {"{\"properties\":{\"kind\":\"rail\"},\"geometry\":{\"type\":\"Polygon\","
         "\"coordinates\":[[1,2],[1,2]]}}",
         "not those of the type"},
        {"{\"properties\":{\"kind\":\"green\"},\"geometry\":{\"type\":\"Polygon\","
         "\"coordinates\":[[[1,2],[2,2],[2,3],[1,2.5]]]}}",
         "ends where it begins"},
        {"{\"properties\":{\"kind\":\"green\"},\"geometry\":{\"type\":\"GeometryCollection\","
         "\"geometries\":[]}}",
         "type is Point"},
        {"{\"properties\":{\"kind\":\"main\"},\"geometry\":{\"type\":\"Point\","
         "\"coordinates\":[1,2]}}",
         "only a danger is a point"},
        {LINE("main") ",{\"properties\":{\"kind\":\"rail\"},\"geometry\":{\"type\":"
                      "\"LineString\",\"coordinates\":[[1,2],[1,3]]}}",
         "no town"},
        {"{\"properties\":{\"kind\":\"main\",\"name\":4}}", "name is a text"},
        {"7", "a feature is an object"},
    };
    for (int i = 0; i < (int)RK_COUNT(bad); i++) {
        struct rk_map map = {.signs = 3};
        const struct rk_arena before = mem;
        if (read_features(bad[i].features, &map) != RK_EINVAL)
            fail_msg("was read: %s", bad[i].features);
        if (!strstr(err.text, bad[i].why))
            fail_msg("\"%s\" instead of \"%s\"", err.text, bad[i].why);
        assert_true(strncmp(err.place, "basemap.geojson:2:", 18) == 0);
        assert_true(map.signs == 3 && map.shapes == 0 && !map.shape);
        mem = before;
    }
    struct rk_map map = {0};
    assert_int_equal(rk_basemap_read(RK_STR("[]"), &mem, tmp, &map, &err), RK_EINVAL);
    assert_int_equal(rk_basemap_read(RK_STR("{\"type\":"), &mem, tmp, &map, &err), RK_EINVAL);
    assert_int_equal(rk_basemap_read(RK_STR(""), &mem, tmp, &map, &err), RK_EINVAL);
}

static void a_map_too_large_for_memory_is_refused_whole(void **state)
{
    (void)state;
    const struct rk_str json = RK_STR(
        "{\"type\":\"FeatureCollection\",\"features\":[" LINE("rail") "," AREA("water") "]}");
    rk_status status = RK_ENOMEM;
    for (ptrdiff_t size = 1; status != RK_OK; size += size / 2 + 7) {
        struct rk_arena keep = rk_arena_open(size);
        struct rk_map map = {.signs = 3};
        status = rk_basemap_read(json, &keep, tmp, &map, &err);
        assert_true(status == RK_OK || (status == RK_ENOMEM && map.shapes == 0));
        rk_arena_close(&keep);
        assert_true(size < 1 << 20);
    }
    struct rk_scratch none = rk_scratch_open(64);
    struct rk_map map = {0};
    assert_int_equal(rk_basemap_read(json, &mem, none, &map, &err), RK_ENOMEM);
    rk_scratch_close(&none);
}

/* The model town, written and read again: the same lines, a decimetre off at most. */
static void the_model_town_comes_back_as_it_was_written(void **state)
{
    (void)state;
    const struct rk_model_options options = {46000, 1};
    const struct rk_model *model = NULL;
    struct rk_map map = {0};
    struct rk_buf json = rk_buf_in(&mem, 64 << 20), again = rk_buf_in(&mem, 64 << 20);
    rk_assert_ok(rk_model_make(&options, &mem, tmp, NULL, &model, &err), err);
    assert_int_equal(cli_demo_basemap(model, &json), 0);
    assert_int_equal(cli_demo_basemap(model, &again), 0);
    assert_true(rk_str_eq(rk_buf_str(&json), rk_buf_str(&again)));
    print_message("%td bytes\n", json.len);
    rk_assert_ok(rk_basemap_read(rk_buf_str(&json), &mem, tmp, &map, &err), err);
    int32_t dangers = 0, closed = 0, first = 0;
    for (int32_t i = 0; i < model->areas; i++)
        dangers += model->area[i].kind == RK_MODEL_DANGER;
    assert_int_equal(map.shapes, model->areas - dangers + model->lines);
    for (int32_t i = 0; i < map.shapes; i++)
        closed += map.shape[i].passage != RK_MAP_OPEN || map.shape[i].kind == RK_MAP_DANGER;
    assert_int_equal(closed, 0); /* that is somebody's word, not the land's */
    first = model->areas - dangers;
    for (int32_t i = 0; i < model->lines; i++) {
        const struct rk_model_line *l = &model->line[i];
        const struct rk_map_shape *s = &map.shape[first + i];
        assert_int_equal(s->count, l->count);
        for (int32_t k = 0; k < l->count; k++) {
            double lat, lon;
            rk_model_wgs84(model, model->node[l->first + k], &lat, &lon);
            const struct rk_map_point p = rk_basemap_place(&map, lat, lon);
            const struct rk_map_point q = map.point[s->first + k];
            assert_true(hypot((double)(p.x_m - q.x_m), (double)(p.y_m - q.y_m)) < 0.1);
        }
    }
    struct rk_buf small = rk_buf_in(&mem, 1000);
    assert_int_equal(cli_demo_basemap(model, &small), 1);
}

#define BASEMAP_TEST(name) cmocka_unit_test_setup_teardown(name, open_memory, close_memory)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BASEMAP_TEST(every_kind_is_read_with_its_name),
        BASEMAP_TEST(metres_are_those_of_the_ellipsoid),
        BASEMAP_TEST(twenty_kilometres_are_true_to_three_thousandths),
        BASEMAP_TEST(an_island_is_no_water),
        BASEMAP_TEST(parts_of_one_feature_are_shapes_of_one_name),
        BASEMAP_TEST(what_has_no_place_is_passed_over),
        BASEMAP_TEST(a_bad_file_is_refused_with_its_line_and_reason),
        BASEMAP_TEST(a_map_too_large_for_memory_is_refused_whole),
        BASEMAP_TEST(the_model_town_comes_back_as_it_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
