/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rounds of a town of a few homes, planned, changed in the day, printed. All is invented.
 */
#include "rounds_town.h"

static char other[1 << 20];

static int rounds(const char *arguments)
{
    return run_shell(out, sizeof out, "%s rounds --day " DAY " --town %s %s 2>&1", PROGRAM,
                     town, arguments);
}

static long number(const char *key)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\":", key);
    const char *at = strstr(out, quoted);
    if (!at)
        fail_msg("no %s in %.300s", key, out);
    return at ? strtol(at + strlen(quoted), NULL, 10) : -1;
}

static void says(const char *text)
{
    if (!strstr(out, text))
        fail_msg("\"%s\" is not said in %.3000s", text, out);
}

static int times(const char *text)
{
    int n = 0;
    for (const char *at = out; (at = strstr(at, text)) != NULL; at++)
        n++;
    return n;
}

/* 1, 2 are brought medicine; 4 and 6 take both beds, for red goes before orange before yellow;
 * 5, 7, 8, 11 are left, each with its reason; 3 lasts longer, 9 is no drive, 10 is served. */
static void every_open_need_of_the_day_is_somewhere(void **state)
{
    (void)state;
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    assert_int_equal(rounds("--json"), 0);
    assert_int_equal(number("needs"), 8);
    assert_int_equal(number("delivered"), 2);
    assert_int_equal(number("brought"), 2);
    assert_int_equal(times("\"why\":\""), 4);
    assert_int_equal(number("later"), 1);
    assert_int_equal(number("other"), 1);
    says("\"card\":\"7\",\"urgency\":1,\"why\":\"not_offered\"");
    says("\"card\":\"5\",\"urgency\":3,\"why\":\"no_bed\"");
    says("\"card\":\"8\",\"urgency\":3,\"cold\":true,\"why\":\"address_unknown\"");
    says("\"card\":\"11\",\"urgency\":3,\"why\":\"no_road\"");
    assert_int_equal(times("\"act\":\"pick_up\""), 2);
    /* all that is open on the doctor's list */
    assert_int_equal(run_shell(other, sizeof other, "%s figures --json --day " DAY " --town %s",
                               PROGRAM, town),
                     0);
    const char *at = strstr(other, "\"id\":\"care.on_list\"");
    assert_non_null(at);
    assert_int_equal((int)strtod(strstr(at, "\"value\":") + 8, NULL), 8 + 1 + 1);
}

static void the_unserved_stand_first_and_nobody_is_named(void **state)
{
    (void)state;
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    assert_int_equal(rounds(""), 0);
    const char *left = strstr(out, "Not served today"), *tour = strstr(out, "1. A1");
    assert_true(left && tour && left < tour);
    assert_non_null(strstr(out, "The plan passed the independent checker."));
    assert_null(strstr(out, "Перша"));
    assert_null(strstr(out, "Вигадана, 1"));
    assert_int_equal(rounds("-o - --json"), 2);
    char command[200];
    snprintf(command, sizeof command, "-o %s.r.csv --quiet && cat %s.r.csv", town, town);
    assert_int_equal(rounds(command), 0);
    assert_null(strstr(out, "Перша"));
    assert_null(strstr(out, "Вигадана, 1"));
    says("A1,");
}

#define STOCK_HEAD                                                                             \
    "Назва,Вид запасу,Серія,Придатне до,Кількість,Де зберігається,Коли пораховано\n"

/* Metformin: one lot counted to nothing, one expired; 1, 8 and 11 need it, 2 does not. The
 * visit stays, for a count grows old. What nobody counted is not said to be gone. */
static void medicine_that_no_store_has_is_said(void **state)
{
    (void)state;
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    assert_int_equal(rounds("--json"), 0);
    assert_int_equal(times("not_in_stock"), 0);
    take("s.csv", "item", "2022-10-03",
         STOCK_HEAD "Метформін,ліки,A1,31.12.2023,0,Ф-2,03.10.2022\n"
                    "МЕТФОРМІН,ліки,A2,01.10.2022,50,Ф-2,03.10.2022\n"
                    "Амлодипін,ліки,B1,31.12.2023,20,Ф-2,03.10.2022\n");
    assert_int_equal(rounds("--json"), 0);
    assert_int_equal(times("\"not_in_stock\":\"2022-10-03\""), 3);
    assert_int_equal(number("delivered"), 2);
    says("Not in stock by the last count: Метформін (3 October 2022; homes: 3).");
    take("s2.csv", "item", "2022-10-04",
         STOCK_HEAD "Метформін,ліки,A1,31.12.2023,5,Ф-2,04.10.2022\n");
    assert_int_equal(rounds("--json"), 0);
    assert_int_equal(times("not_in_stock"), 0);
}

static void what_is_reported_closed_is_not_driven(void **state)
{
    (void)state;
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    take("r.csv", "road", "2022-10-04",
         ROAD_HEAD "М-1,Вигаданий міст,автомобільний міст,проїзду немає,інше,ні,49.209,37,"
                   "49.211,37\n");
    assert_int_equal(rounds("--json"), 0);
    says("\"card\":\"4\",\"urgency\":1,\"why\":\"hospital_cut_off\"");
    says("Вигаданий міст (М-1)");
    assert_int_equal(number("brought"), 2); /* now 6 and 5 */
}

/* Ф-3 lies at the dead end: 0.7 km from B; the pharmacy is 1.4 km away, the hospital 1.2 km. */
static void a_base_on_a_closed_street_gives_way_to_the_nearest_open_one(void **state)
{
    (void)state;
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    take("v3.csv", "vehicle", "2022-10-02",
         VEHICLE_HEAD "V3,фургон,8,0,так,справний,Ф-3,08-17\n");
    assert_int_equal(rounds("--json"), 0);
    assert_null(strstr(out, "starts from the nearest"));
    take("r.csv", "road", "2022-10-04",
         ROAD_HEAD
         "Д-1,Вигаданий тупик,вулиця,проїзду немає,завал,ні,49.209,37,49.209,37.01\n");
    assert_int_equal(rounds("--json"), 0);
    says(
        "V3: no open street leads to its base Вигаданий склад; it starts from the nearest that "
        "can be reached: Вигадана лікарня");
    assert_int_equal(rounds("--base Ф-3 --json"), 0);
    says("Ф-3: no open street leads to its base");
    assert_int_equal(rounds("--base Ф-1 --json"), 0);
    assert_int_equal(rounds("--base Немає"), 1);
    says("no facility on record is called");
}

static void roads_in_a_danger_area_are_not_driven(void **state)
{
    (void)state;
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    /* 100 m beside the road between H and A; a circle of 150 m lies on it */
    take("d.csv", "danger_area", "2022-10-04",
         "Номер ділянки,Назва або адреса,Яка небезпека,Стан розмінування,\"Радіус, м\",Широта,"
         "Довгота\nН-1,Вигаданий ліс,замінований ліс,позначено,150,49.19,37.00137\n");
    assert_int_equal(rounds("--json"), 0);
    says("danger area: Вигаданий ліс (Н-1)");
    assert_int_equal(number("delivered"), 1); /* 2, in the north */
    take("d2.csv", "danger_area", "2022-10-05",
         "Номер ділянки,Назва або адреса,Яка небезпека,Стан розмінування,\"Радіус, м\",Широта,"
         "Довгота\nН-1,Вигаданий ліс,замінований ліс,розміновано,150,49.19,37.00137\n");
    assert_int_equal(rounds("--json"), 0);
    assert_int_equal(number("delivered"), 2);
}

static void a_change_in_the_day_is_explained(void **state)
{
    (void)state;
    char command[300];
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    snprintf(command, sizeof command, "-o %s.plan.json --quiet", town);
    assert_int_equal(rounds(command), 0);
    snprintf(command, sizeof command, "--replan %s.plan.json --at 07:30", town);
    assert_int_equal(rounds(command), 0);
    says("Needs with another vehicle, lost or new: 0");
    take("r.csv", "road", DAY,
         ROAD_HEAD "М-1,Вигаданий міст,автомобільний міст,проїзду немає,інше,так,49.209,37,"
                   "49.211,37\n");
    assert_int_equal(rounds(command), 0);
    says("(transfer, card 4) is lost: the way to the hospital: closed: Вигаданий міст (М-1)");
    says("closed: Вигаданий міст (М-1), known at 07:30");
    says("transfer, card 5 comes in: A1");
    assert_int_equal(rounds("--replan /nonexistent.json --at 07:30"), 1);
    assert_int_equal(rounds("--replan x.json"), 2);
    assert_int_equal(rounds("--at 07:30"), 2);
    snprintf(command, sizeof command, "--replan %s.r.csv --at 07:30", town);
    assert_int_equal(rounds(command), 1);
    says("r.csv:1: ");
}

static void a_vehicle_that_breaks_down_hands_its_stops_on(void **state)
{
    (void)state;
    char command[300];
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    snprintf(command, sizeof command, "-o %s.plan.json --quiet", town);
    assert_int_equal(rounds(command), 0);
    take("v2.csv", "vehicle", DAY,
         VEHICLE_HEAD "A1,швидка,3,1,так,не працює,Вигадана лікарня,08-17\n");
    snprintf(command, sizeof command, "--replan %s.plan.json --at 07:30", town);
    assert_int_equal(rounds(command), 0);
    says("A1 (ambulance): not working, needs repair");
    says("(transfer, card 4) is lost: ");
    says("(transfer, card 6) moves to C1, at ");
    says(": the vehicle no longer drives");
}

/* "08:09…": when the patient of card 4 is picked up by the plan in the file. */
static const char *pick_up_of_red(void)
{
    assert_int_equal(run_shell(other, sizeof other, "cat %s.plan.json", town), 0);
    const char *red = strstr(other, "\"act\":\"pick_up\"");
    while (red && strncmp(strstr(red, "\"card\":"), "\"card\":\"4\"", 10) != 0)
        red = strstr(red + 1, "\"act\":\"pick_up\"");
    assert_non_null(red);
    while (strncmp(red, "\"at\":\"", 6) != 0)
        red--;
    return red + 6;
}

/* What had begun stays as it was, and the patient on board is brought on. */
static void what_has_been_driven_stays(void **state)
{
    (void)state;
    char command[300];
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    snprintf(command, sizeof command, "-o %s.plan.json --quiet", town);
    assert_int_equal(rounds(command), 0);
    const char *red = pick_up_of_red();
    snprintf(command, sizeof command, "--json --replan %s.plan.json --at %.5s", town, red);
    assert_int_equal(rounds(command), 0);
    assert_true(times("\"driven\":true") >= 2);
    assert_int_equal(number("brought"), 2);
    assert_int_equal(times("\"changes\":[]"), 1);
}

/* A1 stands in the north with the red patient when the only bridge is closed behind it. */
static void whom_a_closure_has_caught_is_said_first(void **state)
{
    (void)state;
    char command[300];
    put_town();
    take("n.csv", "need", "2022-10-04",
         NEED_HEAD
         "4,Четверта Вигадана,\"вул. Вигадана, 2\",перевезення до лікарні,,,,червоний,"
         "хірургія,лежачий,чекає\n"
         "1,Перша Вигадана,\"вул. Вигадана, 1\",ліки,Амлодипін,06.10.2022,ні,,,"
         "ходить,\n");
    snprintf(command, sizeof command, "-o %s.plan.json --quiet", town);
    assert_int_equal(rounds(command), 0);
    take("r.csv", "road", DAY,
         ROAD_HEAD "М-1,Вигаданий міст,автомобільний міст,проїзду немає,інше,так,49.209,37,"
                   "49.211,37\n");
    /* loading takes 15 minutes, so a minute later it is still there */
    const char *red = pick_up_of_red();
    const int minute = 60 * (int)strtol(red, NULL, 10) + (int)strtol(red + 3, NULL, 10) + 1;
    snprintf(command, sizeof command, "--replan %s.plan.json --at %02d:%02d", town, minute / 60,
             minute % 60);
    assert_int_equal(rounds(command), 0);
    says("transfer, card 4: on board, and the way to any bed is closed: the doctor decides");
    says("A1: on board is transfer, card 4");
    says("A1: the way back to its base Вигадана лікарня is closed");
    says("The plan passed the independent checker.");
}

static void equal_records_give_equal_bytes(void **state)
{
    (void)state;
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    assert_int_equal(rounds("--json --threads 1 --seed 7"), 0);
    memcpy(other, out, sizeof other);
    assert_int_equal(rounds("--json --threads 2 --seed 7"), 0);
    assert_string_equal(out, other);
}

static void a_stop_leaves_nothing_half_written(void **state)
{
    (void)state;
    char path[64];
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    snprintf(path, sizeof path, "%s.long.json", town);
    assert_int_equal(run_shell(out, sizeof out,
                               "timeout --preserve-status -s INT 1 %s rounds --day " DAY
                               " --town %s --iterations 100000000 -o %s 2>&1",
                               PROGRAM, town, path),
                     130);
    assert_false(rk_file_exists(path));
}

static void without_roads_or_vehicles_it_is_said(void **state)
{
    (void)state;
    assert_int_equal(rounds(""), 1);
    says("the town has no roads");
    make_roads();
    assert_int_equal(rounds(""), 0);
    says("Nobody needs a vehicle today.");
    take("b.csv", "building", "2022-10-01",
         "Номер будівлі,Адреса,Широта,Довгота\n1,\"вул. Вигадана, 1\",49.17,37.0\n");
    take("n.csv", "need", "2022-10-04",
         NEED_HEAD "1,Перша Вигадана,\"вул. Вигадана, 1\",ліки,Метформін,05.10.2022,ні,,,"
                   "ходить,\n");
    assert_int_equal(rounds("--json"), 0);
    says("\"why\":\"no_base\"");
    take("f.csv", "facility", "2022-10-01",
         FACILITY_HEAD "Ф-1,Вигадана лікарня,лікарня,працює,хірургія,2,49.2,37.0\n");
    assert_int_equal(rounds("--json"), 0);
    says("\"why\":\"no_vehicles\"");
    assert_int_equal(number("needs"), 1);
}

static void route_sheets_are_numbered_and_signed(void **state)
{
    (void)state;
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    for (int uk = 0; uk < 2; uk++) {
        assert_int_equal(run_shell(out, sizeof out,
                                   "%s print routes -o %s.routes.pdf --day " DAY
                                   " --town %s --lang %s 2>&1",
                                   PROGRAM, town, town, uk ? "uk" : "en"),
                         0);
        if (run_shell(out, sizeof out, "pdftotext -layout %s.routes.pdf - 2>/dev/null", town)) {
            print_message("skipped: no pdftotext\n");
            continue;
        }
        for (char *c = out; *c; c++) /* U+00A0 as a plain space */
            if ((unsigned char)c[0] == 0xC2 && (unsigned char)c[1] == 0xA0)
                memmove(c, c + 1, strlen(c)), *c = ' ';
        says("A1");
        says("Перша");
        says("Метформін");
        says(uk ? "М-2" : "R-2");
        says(uk ? "підпис" : "signature");
        says(uk ? "Сьогодні не обслужать" : "Not served today");
        says(uk ? "Водій" : "Driver");
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_town, drop_town)
    const struct CMUnitTest tests[] = {
        TEST(every_open_need_of_the_day_is_somewhere),
        TEST(the_unserved_stand_first_and_nobody_is_named),
        TEST(medicine_that_no_store_has_is_said),
        TEST(what_is_reported_closed_is_not_driven),
        TEST(a_base_on_a_closed_street_gives_way_to_the_nearest_open_one),
        TEST(roads_in_a_danger_area_are_not_driven),
        TEST(a_change_in_the_day_is_explained),
        TEST(a_vehicle_that_breaks_down_hands_its_stops_on),
        TEST(what_has_been_driven_stays),
        TEST(whom_a_closure_has_caught_is_said_first),
        TEST(equal_records_give_equal_bytes),
        TEST(a_stop_leaves_nothing_half_written),
        TEST(without_roads_or_vehicles_it_is_said),
        TEST(route_sheets_are_numbered_and_signed),
    };
    return cmocka_run_group_tests_name("rounds", tests, NULL, NULL);
}
