/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is out of reach by road: a town of five houses whose minutes are counted by hand, and the
 * model town before and after its crossing. Everything in them is invented.
 */
#include "run_program.h"

#include "rk_file.h"
#include "rk_reach_io.h"

/*
 * Two banks on the meridian 37.00° E; a degree of latitude is 111,195 m. By car 30 km/h, on
 * foot 5 km/h.
 *
 *      E 49.30         far village: 80 people
 *      D 49.24         40 people
 *      h 49.22         20 people
 *      C 49.211 --- Q  37.01° E: 726.5 m
 *      | road bridge | footbridge: 222.4 m each
 *      B 49.209 --- P
 *      H 49.20         hospital           o  37.05° E: 5 people, 3.6 km from any road
 *      A 49.17         10 people
 *
 * To H in minutes, by the bridge by car:      A 6.7   h 4.4    D 8.9    E 22.2
 * over the footbridge, all the way on foot:           h 44.1   D 70.8   E 150.9
 *   h: 1,000.8 + 726.5 + 222.4 + 726.5 + 1,000.8 = 3,677.0 m
 */
static const char osm[] =
    "<osm version=\"0.6\">"
    "<node id=\"1\" lat=\"49.17\" lon=\"37\"/><node id=\"2\" lat=\"49.2\" lon=\"37\"/>"
    "<node id=\"3\" lat=\"49.209\" lon=\"37\"/><node id=\"4\" lat=\"49.211\" lon=\"37\"/>"
    "<node id=\"5\" lat=\"49.24\" lon=\"37\"/><node id=\"6\" lat=\"49.3\" lon=\"37\"/>"
    "<node id=\"7\" lat=\"49.209\" lon=\"37.01\"/><node id=\"8\" lat=\"49.211\" lon=\"37.01\"/>"
    "<way id=\"11\"><nd ref=\"1\"/><nd ref=\"2\"/><nd ref=\"3\"/>"
    "<tag k=\"highway\" v=\"residential\"/></way>"
    "<way id=\"12\"><nd ref=\"3\"/><nd ref=\"4\"/>"
    "<tag k=\"highway\" v=\"residential\"/><tag k=\"bridge\" v=\"yes\"/></way>"
    "<way id=\"13\"><nd ref=\"4\"/><nd ref=\"5\"/><nd ref=\"6\"/>"
    "<tag k=\"highway\" v=\"residential\"/></way>"
    "<way id=\"14\"><nd ref=\"3\"/><nd ref=\"7\"/><tag k=\"highway\" v=\"residential\"/></way>"
    "<way id=\"15\"><nd ref=\"7\"/><nd ref=\"8\"/><tag k=\"highway\" v=\"footway\"/></way>"
    "<way id=\"16\"><nd ref=\"8\"/><nd ref=\"4\"/><tag k=\"highway\" v=\"residential\"/></way>"
    "</osm>";

static char out[1 << 22];

static void put(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s.%s", town, name);
    struct rk_err err = {0};
    rk_assert_ok(rk_file_write(path, rk_str_of(text), false, &err), err);
}

static void take(const char *name, const char *kind, const char *office, const char *day,
                 const char *text)
{
    put(name, text);
    const int code = run_shell(out, sizeof out,
                               "%s import %s.%s --town %s --as %s --source %s --day %s 2>&1",
                               PROGRAM, town, name, town, kind, office, day);
    if (code)
        fail_msg("%s: %s", name, out);
}

static void compile_roads(void)
{
    struct rk_arena keep = rk_arena_open(1 << 26);
    struct rk_scratch tmp = rk_scratch_open(1 << 26);
    struct rk_err err = {0};
    struct rk_str bytes;
    char from[64], to[64];
    put("roads.osm", osm);
    snprintf(from, sizeof from, "%s.roads.osm", town);
    snprintf(to, sizeof to, "%s/town.roads", town);
    rk_assert_ok(rk_osm_compile(from, &keep, tmp, &bytes, &err), err);
    rk_assert_ok(rk_file_write(to, bytes, false, &err), err);
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
}

static void reach_of(const char *where, const char *day, double *low, double *high)
{
    assert_int_equal(run_shell(out, sizeof out, "%s figures --json --day %s --town %s 2>&1",
                               PROGRAM, day, where),
                     0);
    const char *at = strstr(out, "\"id\":\"care.out_of_reach.60min\"");
    assert_non_null(at);
    const char *l = strstr(at, "\"low\":"), *h = strstr(at, "\"high\":");
    assert_true(l && h);
    *low = strtod(l + 6, NULL);
    *high = strtod(h + 7, NULL);
}

static void out_of_reach_is(const char *day, double low, double high)
{
    double got_low, got_high;
    reach_of(town, day, &got_low, &got_high);
    if (got_low != low || got_high != high)
        fail_msg("on %s %g to %g, expected %g to %g", day, got_low, got_high, low, high);
}

/* The row of a table of the sheet that begins so. */
static void sheet_has(const char *day, const char *row)
{
    assert_int_equal(run_shell(out, sizeof out,
                               "%s sheet -o %s.sheet.json --day %s --town %s --quiet && "
                               "cat %s.sheet.json",
                               PROGRAM, town, day, town, town),
                     0);
    if (!strstr(out, row))
        fail_msg("no row %s", row);
}

#define CLOSURE_HEAD                                                                                                                               \
    "Номер ділянки,Вулиця або дорога,Вид,Проїзд,Причина,Підтверджено,Коефіцієнт," \
    "Широта початку,Довгота початку,Широта кінця,Довгота кінця\n"
#define BRIDGE(state, why, sure, factor)                                                       \
    "М-1,Вигаданий міст,автомобільний міст," state "," why "," sure "," factor                 \
    ",49.209,37.0,49.211,37.0\n"

static void grow_banks(void)
{
    compile_roads();
    take("houses.csv", "building", "council", "2022-10-01",
         "Номер будинку,Мешканців,Берег,Широта,Довгота\n"
         "A,10,південний,49.17,37.0\n"
         "h,20,північний,49.22,37.0\n"
         "D,40,північний,49.24,37.0\n"
         "E,80,північний,49.30,37.0\n"
         "o,5,південний,49.20,37.05\n"
         "x,3,південний,,\n");
    take("hospital.csv", "facility", "council", "2022-10-01",
         "Код закладу,Назва закладу,Вид закладу,Чи працює,Широта,Довгота\n"
         "Л-1,Вигадана лікарня,hospital,працює,49.2,37.0\n");
}

static void closures_move_people_out_of_reach_as_far_as_they_are_confirmed(void **state)
{
    (void)state;
    grow_banks();
    out_of_reach_is("2022-10-01", 5, 5); /* only who has no road */
    take("police.csv", "road", "police", "2022-10-02",
         CLOSURE_HEAD BRIDGE("проїзду немає", "зруйновано", "ні", ""));
    out_of_reach_is("2022-10-02", 5, 125); /* D and E, if the report is true */
    assert_non_null(strstr(strstr(out, "care.out_of_reach.60min"),
                           "5 residents with no road within 500 m, counted as out of reach; "
                           "3 residents of houses without a place, not counted"));
    sheet_has("2022-10-02",
              "[\"north bank\",\"confirmed alone (best)\",\"140\",\"60\",\"60\",\"140\","
              "\"140\",\"140\"]");
    sheet_has("2022-10-02", "[\"north bank\",\"all reported (worst)\",\"140\",\"0\",\"0\","
                            "\"0\",\"20\",\"60\"]");
    sheet_has("2022-10-02", "[\"south bank\",\"all reported (worst)\",\"15\",\"10\",\"10\","
                            "\"10\",\"10\",\"10\"]");
    sheet_has("2022-10-02", "[\"Вигаданий міст (М-1)\",\"closed\",\"no\",\"0\",\"120\"]");
    take("council.csv", "road", "council", "2022-10-03",
         CLOSURE_HEAD BRIDGE("проїзду немає", "зруйновано", "так", ""));
    out_of_reach_is("2022-10-03", 125, 125);
    sheet_has("2022-10-03", "[\"Вигаданий міст (М-1)\",\"closed\",\"yes\",\"120\",\"120\"]");
    /* what the police took back, the council still says; of one office the latest word counts
     */
    take("police2.csv", "road", "police", "2022-10-04",
         CLOSURE_HEAD BRIDGE("проїзд вільний", "", "так", ""));
    out_of_reach_is("2022-10-04", 125, 125);
    take("council2.csv", "road", "council", "2022-10-05",
         CLOSURE_HEAD BRIDGE("лише пішки", "", "так", ""));
    /* on foot over the bridge itself: h 26.7, D 53.4 minutes, E 133.4 */
    out_of_reach_is("2022-10-05", 85, 85);
    take("council3.csv", "road", "council", "2022-10-06",
         CLOSURE_HEAD BRIDGE("проїзд утруднений", "", "так", "3"));
    out_of_reach_is("2022-10-06", 5, 5);     /* the bridge takes 1.3 instead of 0.4 minutes */
    out_of_reach_is("2022-10-03", 125, 125); /* and the days before are as they were */
    /* A crater stops cars; people walk by: A 40.0 minutes, h 26.7, D 53.4, E 133.4. */
    take("crater.csv", "road", "council", "2022-10-07",
         CLOSURE_HEAD "Д-1,вул. Вигадана,вулиця,проїзду немає,вирва,так,,49.195,37.0,49.205,"
                      "37.0\n");
    out_of_reach_is("2022-10-07", 85, 85);
    take("hospital2.csv", "facility", "council", "2022-10-08",
         "Код закладу,Назва закладу,Вид закладу,Чи працює,Широта,Довгота\n"
         "Л-1,Вигадана лікарня,hospital,не працює,49.2,37.0\n");
    out_of_reach_is("2022-10-08", 155, 155); /* no hospital works: everybody */
}

static void a_correction_of_a_closure_counts_as_its_office_s_word(void **state)
{
    (void)state;
    grow_banks();
    take("police.csv", "road", "police", "2022-10-02",
         CLOSURE_HEAD BRIDGE("проїзду немає", "зруйновано", "ні", ""));
    out_of_reach_is("2022-10-02", 5, 125);
    char claim[80] = "";
    assert_int_equal(
        run_shell(out, sizeof out,
                  "%s why care.out_of_reach.60min --json --town %s --day 2022-10-02", PROGRAM,
                  town),
        0);
    for (const char *at = out; (at = strstr(at, "\"claim\":\"")); at++) {
        const char *file = strstr(at, "police"), *next = strstr(at + 1, "\"claim\":\"");
        if (file && (!next || file < next))
            sscanf(at + 9, "%79[^\"]", claim);
    }
    assert_true(claim[0]);
    const int code = run_shell(out, sizeof out,
                               "%s correct %s open --why \"seen today\" --day 2022-10-03 "
                               "--town %s 2>&1",
                               PROGRAM, claim, town);
    if (code)
        fail_msg("%s", out);
    out_of_reach_is("2022-10-03", 5, 5);
    out_of_reach_is("2022-10-02", 5, 125);
}

static void a_broken_file_of_roads_is_said_and_stops(void **state)
{
    (void)state;
    grow_banks();
    assert_int_equal(run_shell(out, sizeof out, "echo no roads > %s/town.roads", town), 0);
    assert_int_equal(run_shell(out, sizeof out, "%s figures --town %s 2>&1", PROGRAM, town), 1);
    assert_non_null(strstr(out, "town.roads"));
}

/* 24,009 of 46,000 live north of the river, all hospitals are south of it; on 20 September
 * only a footbridge stands, on 5 October the crossing is open, by November two hospitals work.
 */
static void the_model_town_comes_back_within_reach_when_the_crossing_is_laid(void **state)
{
    (void)state;
    char demo[64];
    double low, high, plain_low, plain_high;
    snprintf(demo, sizeof demo, "%s.demo", town);
    unsetenv("RANOK_PASSPHRASE");
    const int code = run_shell(out, sizeof out, "%s demo %s --quiet 2>&1", PROGRAM, demo);
    if (code)
        fail_msg("%s", out);
    reach_of(demo, "2022-09-20", &low, &high);
    assert_true(low > 15000 && low <= high && high < 26000);
    const double before = low;
    assert_null(strstr(out, "not on the map of roads")); /* every closure finds its way */
    assert_int_equal(run_shell(out, sizeof out,
                               "grep -h ПЕР-1 %s/sources/*13.9.csv %s/sources/*5.10.csv", demo,
                               demo),
                     0);
    assert_non_null(strstr(out, "ще не наведена);понтонна переправа;проїзду немає"));
    assert_non_null(strstr(out, "Тимчасова переправа;понтонна переправа;проїзд утруднений"));
    reach_of(demo, "2022-10-04", &low, &high);
    assert_true(low >= before * 0.95);
    reach_of(demo, "2022-11-07", &low, &high);
    assert_true(low <= high && high < 1000);
    /* The plain method, without roads: the same to a quarter. */
    assert_int_equal(run_shell(out, sizeof out, "rm %s/town.roads", demo), 0);
    reach_of(demo, "2022-09-20", &plain_low, &plain_high);
    assert_true(fabs(plain_low - before) < 0.25 * before);
    assert_int_equal(run_shell(out, sizeof out, "rm -rf %s", demo), 0);
    setenv("RANOK_PASSPHRASE", "four quiet words here", 1);
}

static void equal_towns_have_equal_roads(void **state)
{
    (void)state;
    unsetenv("RANOK_PASSPHRASE");
    const int code =
        run_shell(out, sizeof out,
                  "for i in a b; do %s demo %s.$i --people 1000 --quiet 2>&1 || exit 1; done; "
                  "cmp %s.a/town.roads %s.b/town.roads && "
                  "cmp %s.a/sources/roads.osm %s.b/sources/roads.osm && rm -rf %s.a %s.b",
                  PROGRAM, town, town, town, town, town, town, town);
    if (code)
        fail_msg("%s", out);
    setenv("RANOK_PASSPHRASE", "four quiet words here", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            closures_move_people_out_of_reach_as_far_as_they_are_confirmed, make_town,
            drop_town),
        cmocka_unit_test_setup_teardown(a_correction_of_a_closure_counts_as_its_office_s_word,
                                        make_town, drop_town),
        cmocka_unit_test_setup_teardown(equal_towns_have_equal_roads, make_town, drop_town),
        cmocka_unit_test_setup_teardown(a_broken_file_of_roads_is_said_and_stops, make_town,
                                        drop_town),
        cmocka_unit_test_setup_teardown(
            the_model_town_comes_back_within_reach_when_the_crossing_is_laid, make_town,
            drop_town),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
