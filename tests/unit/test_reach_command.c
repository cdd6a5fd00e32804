/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `ranok reach` as scripts call it, on one straight street and a yard nobody can drive to. */
#include "command_folder.h"

static int reach(const char *arguments)
{
    return command("reach", arguments);
}

static bool said(const char *text)
{
    if (!strstr(out, text))
        print_error("not said: %s\nbut: %s\n", text, out);
    return strstr(out, text) != NULL;
}

/* Five junctions A … E along a parallel, 730 m apart, and a yard 11 km to the north. */
static int make_street(void **state)
{
    if (make_folder(state))
        return 1;
    put("street.osm",
        "<osm version=\"0.6\">"
        "<node id=\"1\" lat=\"49\" lon=\"37.00\"/><node id=\"2\" lat=\"49\" lon=\"37.01\"/>"
        "<node id=\"3\" lat=\"49\" lon=\"37.02\"/><node id=\"4\" lat=\"49\" lon=\"37.03\"/>"
        "<node id=\"5\" lat=\"49\" lon=\"37.04\"/>"
        "<node id=\"6\" lat=\"49.1\" lon=\"37.00\"/><node id=\"7\" lat=\"49.1\" lon=\"37.01\"/>"
        "<way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><nd ref=\"3\"/><nd ref=\"4\"/><nd "
        "ref=\"5\"/>"
        "<tag k=\"highway\" v=\"residential\"/></way>"
        "<way id=\"2\"><nd ref=\"6\"/><nd ref=\"7\"/><tag k=\"highway\" "
        "v=\"residential\"/></way>"
        "</osm>");
    put("people.csv", "id,lat,lon,people,bank\nB,49,37.01,4,left\nC,49,37.02,3,left\n"
                      "D,49,37.03,10,right\nX,49.1,37.005,2,right\n");
    put("sites.csv", "id,lat,lon,capabilities,capacity\nA,49,37.00,surgery;beds,5\n"
                     "C,49,37.02,beds,\nE,49,37.04,beds,100\n");
    return reach("compile street.osm -o street.roads");
}

static void places_are_taken_to_the_last_one_and_nobody_is_lost(void **state)
{
    (void)state;
    assert_int_equal(reach("cover street.roads -p car --people people.csv --facilities "
                           "sites.csv --lang en --json -o cover.csv"),
                     0);
    assert_true(said("sites.csv:3: capacity: unknown; C takes nobody until it is given"));
    assert_true(said("without a place or beyond the limit: 2 of 19 people"));
    assert_true(said("{\"people\":19,\"left\":2,\"facilities\":["
                     "{\"id\":\"A\",\"capacity\":5,\"served\":5},"
                     "{\"id\":\"C\",\"capacity\":0,\"served\":0},"
                     "{\"id\":\"E\",\"capacity\":100,\"served\":12}]}"));
    assert_int_equal(reach("cover street.roads -p car --people people.csv --facilities "
                           "sites.csv --quiet | cut -d, -f1-3"),
                     0);
    /* A takes B and one of C; E takes the rest; nobody drives to the yard. */
    assert_string_equal(out, "id,facility,people\nB,A,4\nC,A,1\nC,E,2\nD,E,10\nX,,2\n");
    assert_int_equal(reach("cover street.roads -p car --people people.csv --facilities "
                           "sites.csv --quiet --limit 100 | cut -d, -f1-3"),
                     0);
    assert_string_equal(out, "id,facility,people\nB,A,4\nC,,3\nD,E,10\nX,,2\n");
}

static void teams_stand_where_counting_by_hand_puts_them(void **state)
{
    (void)state;
    static const struct {
        const char *goal, *first;
    } one[] = {{"median", "C,17,"}, {"centre", "C,17,"}, {"within", "C,17,"}};
    for (int i = 0; i < 3; i++) {
        char line[256];
        snprintf(line, sizeof line,
                 "place street.roads -p car --people people.csv --facilities sites.csv --k 1 "
                 "--goal %s --limit 100 --lang en",
                 one[i].goal);
        assert_int_equal(reach(line), 0);
        assert_true(said(one[i].first));
        assert_true(said("proven best"));
        assert_true(said("people whom no site can reach: 2"));
    }
    /* Hops: C and E leave B one away, D one away, C none: 4 + 10; A and C the same 14 and
     * A and E 4 + 6 + 10 = 20: of equal choices one, and D is never left to A. */
    assert_int_equal(reach("place street.roads -p car --people people.csv --facilities "
                           "sites.csv --k 2 --json -o k2.csv --quiet"),
                     0);
    assert_true(said("\"status\":\"optimal\""));
    assert_false(strstr(out, "\"sites\":[\"A\",\"E\"]"));
    assert_int_equal(reach("place street.roads -p car --people people.csv --facilities "
                           "sites.csv --k 4 --lang en"),
                     1);
    assert_true(said("sites.csv: 3 sites; at least 4 expected"));
    assert_int_equal(reach("place street.roads -p car --people people.csv --facilities "
                           "sites.csv --k 1 --goal within"),
                     2);
}

static void who_lacks_surgery_is_referred_to_who_has_it(void **state)
{
    (void)state;
    assert_int_equal(reach("referral street.roads -p ambulance --facilities sites.csv --need "
                           "surgery --quiet | cut -d, -f1-3"),
                     0);
    assert_string_equal(out, "from,rank,to\nC,1,A\nE,1,A\n");
    assert_int_equal(reach("referral street.roads -p ambulance --facilities sites.csv --need "
                           "dialysis --lang en"),
                     0);
    assert_true(said("no facility offers"));
    assert_true(said("A,1,,,\nC,1,,,\nE,1,,,\n"));
}

static void people_are_counted_by_bank_and_rules_by_their_day(void **state)
{
    (void)state;
    assert_int_equal(reach("nearest street.roads -p car --people people.csv --facilities "
                           "sites.csv --need surgery --group bank --day 2022-09-12 --json -o "
                           "n.csv --quiet"),
                     0);
    assert_true(said("{\"people\":19,\"out_of_reach_best\":2,\"out_of_reach_worst\":2"));
    assert_true(said("{\"group\":\"left\",\"people\":7,\"out_of_reach_best\":0"));
    assert_true(said("{\"group\":\"right\",\"people\":12,\"out_of_reach_best\":2"));
    assert_true(said("\"id\":\"hospital_district\",\"minutes\":60,\"wanted\":1"));
    assert_true(said("\"result\":\"missed\"")); /* 17 of 19 are not everybody */
    assert_true(said("\"id\":\"surgery\",\"minutes\":120,\"wanted\":0.8"));
    assert_true(said("\"result\":\"kept\""));        /* 17 / 19 = 0.89 */
    assert_null(strstr(out, "\"id\":\"critical\"")); /* a rule for crews on their way */
    assert_int_equal(reach("nearest street.roads -p car --people people.csv --facilities "
                           "sites.csv --direction out --day 2020-12-31 --json -o n.csv "
                           "--quiet"),
                     0);
    assert_true(said("\"id\":\"town_2012\""));
    assert_null(strstr(out, "\"id\":\"critical\"")); /* not yet in force */
    put("rules.csv", "id,from,until,direction,need,minutes,share,name_uk,name_en,source\n"
                     "own,2022-09-01,,in,,2,0.5,своє,own,the council\n"
                     "bad,2022-09-01,,in,,2,1.5,своє,own,the council\n");
    assert_int_equal(reach("nearest street.roads -p car --people people.csv --facilities "
                           "sites.csv --rules rules.csv --day 2022-09-12 -o n.csv --lang en"),
                     1);
    assert_true(said("rules.csv:3: share: no share; more than 0 to 1 is expected"));
}

static void a_share_of_a_person_is_refused_where_places_are_counted(void **state)
{
    (void)state;
    put("half.csv", "id,lat,lon,people\nB,49,37.01,2.5\n");
    assert_int_equal(reach("cover street.roads -p car --people half.csv --facilities "
                           "sites.csv --lang en"),
                     1);
    assert_true(said("half.csv:2: people: not whole; a number of people is expected"));
    put("short.csv", "id,lat,lon,capabilities,capacity\nA,49,37,beds,-3\n");
    assert_int_equal(reach("cover street.roads -p car --people people.csv --facilities "
                           "short.csv --lang en"),
                     1);
    assert_true(said("short.csv:2: capacity: no capacity; 0 or more is expected"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_taken_to_the_last_one_and_nobody_is_lost),
        cmocka_unit_test(teams_stand_where_counting_by_hand_puts_them),
        cmocka_unit_test(who_lacks_surgery_is_referred_to_who_has_it),
        cmocka_unit_test(people_are_counted_by_bank_and_rules_by_their_day),
        cmocka_unit_test(a_share_of_a_person_is_refused_where_places_are_counted),
    };
    return cmocka_run_group_tests(tests, make_street, drop_folder);
}
