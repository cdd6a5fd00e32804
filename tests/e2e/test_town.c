/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program as a newcomer meets it: exit codes, undo, faults, the sheet in both languages. */
#include "run_program.h"

#include "rk_file.h"
#include "rk_json.h"

static char out[1 << 22], before[1 << 22];

static int ranok(const char *arguments)
{
    return run_shell(out, sizeof out, "%s --town %s %s 2>&1", PROGRAM, town, arguments);
}

static void import_and_undo_leave_every_figure_as_before(void **state)
{
    (void)state;
    char file[128];
    snprintf(file, sizeof file, "%s.list.csv", town);
    write_buildings(file, 10000, "Б");
    assert_int_equal(ranok("import " RK_SOURCE_DIR "/data/izium/report_2022-09-12.csv --quiet"),
                     0);
    assert_int_equal(ranok("figures --json --day 2022-10-01"), 0);
    memcpy(before, out, sizeof before);
    assert_int_equal(
        run_shell(out, sizeof out, "%s --town %s import %s --quiet", PROGRAM, town, file), 0);
    assert_int_equal(ranok("verify --json"), 0);
    const char *entries = strstr(out, "\"entries\":");
    assert_non_null(entries);
    const long with = strtol(entries + 10, NULL, 10);
    assert_int_equal(ranok("undo 3 --why 'a test' --quiet"), 0);
    assert_int_equal(ranok("figures --json --day 2022-10-01"), 0);
    assert_string_equal(out, before);
    assert_int_equal(ranok("verify --json"), 0);
    assert_true(strtol(strstr(out, "\"entries\":") + 10, NULL, 10) > with); /* longer */
    assert_int_equal(ranok("undo 3"), 1);
    assert_int_equal(ranok("undo 99"), 1);
    assert_int_equal(ranok("rebuild --quiet"), 0);
}

static void exit_codes_are_those_of_the_contract(void **state)
{
    (void)state;
    assert_int_equal(ranok("--version"), 0);
    assert_int_equal(ranok("nonsense"), 2);
    assert_int_equal(ranok("why"), 2);
    assert_int_equal(ranok("why nobody.knows"), 1);
    assert_int_equal(ranok("figures --day yesterday"), 2);
    assert_int_equal(ranok("import /nonexistent.csv"), 1);
    assert_int_equal(ranok("sheet -o page.doc"), 2);
    assert_int_equal(ranok("--threads 0 figures"), 2);
    assert_int_equal(ranok("help import"), 0);
    assert_non_null(strstr(out, "--dry-run"));
    assert_int_equal(run_shell(out, sizeof out, "%s figures --town /nonexistent 2>&1", PROGRAM),
                     1);
    assert_int_equal(run_shell(out, sizeof out,
                               "RANOK_PASSPHRASE=wrongwrong %s figures --town %s 2>&1", PROGRAM,
                               town),
                     3);
    assert_int_equal(run_shell(out, sizeof out, "%s init %s --kdf test 2>&1", PROGRAM, town),
                     1);
}

static void every_figure_answers_who_said_so(void **state)
{
    (void)state;
    assert_int_equal(ranok("import " RK_SOURCE_DIR
                           "/data/izium/report_2022-09-12.csv " RK_SOURCE_DIR
                           "/data/izium/facts.csv --quiet"),
                     0);
    assert_int_equal(ranok("figures --json"), 0);
    memcpy(before, out, sizeof before);
    int known = 0, asked = 0;
    for (const char *at = before; (at = strstr(at, "{\"id\":\"")); at++) {
        char id[64], command[128];
        const char *end = strchr(at + 7, '"');
        snprintf(id, sizeof id, "%.*s", (int)(end - at - 7), at + 7);
        const char *next = strstr(at + 1, "{\"id\":\"");
        const char *is_known = strstr(at, "\"known\":true");
        const bool has = is_known && (!next || is_known < next);
        known += has;
        if (!has && asked > 30)
            continue;
        asked++;
        snprintf(command, sizeof command, "why %s --json", id);
        assert_int_equal(ranok(command), 0);
        assert_non_null(strstr(out, "\"statements\":["));
        if (has && !strstr(out, "\"used\":true"))
            fail_msg("%s has a value and no statement it is made from", id);
    }
    print_message("%d figures are known\n", known);
    assert_true(known >= 60);
}

static void what_is_said_elsewhere_is_kept_apart(void **state)
{
    (void)state;
    assert_int_equal(ranok("import " RK_SOURCE_DIR "/data/izium/report_2022-09-12.csv --quiet"),
                     0);
    assert_int_equal(ranok("why dead.said --json --day 2022-09-12"), 0);
    assert_null(strstr(out, "governor"));
    assert_non_null(strstr(out, "civilians killed during the occupation"));
    assert_non_null(strstr(out, "died as a result of military operations"));
    assert_int_equal(ranok("export statements --day 2022-09-12"), 0);
    assert_non_null(strstr(out, "governor of Belgorod region"));
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void a_mapping_that_was_told_once_is_used_again(void **state)
{
    (void)state;
    char file[64], map[64], command[256];
    snprintf(file, sizeof file, "%s.strange.csv", town);
    snprintf(map, sizeof map, "%s.map.json", town);
    write_text(file, "Кью,Дабл\nВИГ-1,12\nВИГ-2,34\n");
    write_text(map, "{\"kind\":\"building\",\"header_line\":1,\"columns\":{\"Кью\":\"id\","
                    "\"Дабл\":\"area_m2\"}}");
    snprintf(command, sizeof command, "import %s --map %s --quiet", file, map);
    assert_int_equal(ranok(command), 0);
    write_text(file, "Кью,Дабл\nВИГ-3,56\n"); /* the same headers, another day, no mapping */
    snprintf(command, sizeof command, "import %s --quiet", file);
    assert_int_equal(ranok(command), 0);
    assert_int_equal(ranok("log --batch 3"), 0);
    assert_non_null(strstr(out, "building:виг-3  area_m2 = 56"));
}

static void a_dry_run_writes_nothing_and_lists_every_bad_row(void **state)
{
    (void)state;
    char file[64], command[256];
    snprintf(file, sizeof file, "%s.bad.csv", town);
    write_text(file, "Номер будинку,Площа м2,Поверхів\nА-1,сорок,2\nА-2,40,2\nА-3,-5,2\n");
    snprintf(command, sizeof command, "import %s --dry-run", file);
    assert_int_equal(ranok(command), 1);
    assert_non_null(strstr(out, ".bad.csv:2: Площа м2 (B)"));
    assert_null(strstr(out, ".bad.csv:3:"));
    assert_non_null(strstr(out, ".bad.csv:4: Площа м2 (B)"));
    assert_int_equal(ranok("log"), 0);
    assert_null(strstr(out, "bad.csv"));
    snprintf(command, sizeof command, "import %s", file); /* good rows in, refusals kept */
    assert_int_equal(ranok(command), 1);
    assert_int_equal(ranok("log --batch 2"), 0);
    assert_non_null(strstr(out, "building:"));
    assert_non_null(strstr(out, "refusal:"));
}

static void the_public_edition_is_late_and_names_nobody(void **state)
{
    (void)state;
    char demo[80];
    snprintf(demo, sizeof demo, "%s.demo", town);
    assert_int_equal(run_shell(out, sizeof out, "%s demo %s --quiet", PROGRAM, demo), 0);
    assert_int_equal(run_shell(out, sizeof out,
                               "unset RANOK_PASSPHRASE; %s sheet --edition public "
                               "--town %s --json",
                               PROGRAM, demo),
                     0);
    assert_non_null(strstr(out, "\"day\":\"2022-11-03\""));
    static const char *const hidden[] = {"Strel",    "Стрел", "Matsok", "Мацок",
                                         "Syniehub", "48.",   "49.1",   "Pershotravneva",
                                         "boiler",   "котел"};
    for (int i = 0; i < (int)RK_COUNT(hidden); i++)
        if (strstr(out, hidden[i]))
            fail_msg("the public edition says \"%s\"", hidden[i]);
    assert_int_equal(run_shell(out, sizeof out,
                               "unset RANOK_PASSPHRASE; %s sheet --edition public --day "
                               "2022-11-07 --town %s 2>&1",
                               PROGRAM, demo),
                     1);
}

/* The laptop the program is for has 4 GB; the sanitizers reserve terabytes. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ON_A_SMALL_LAPTOP ""
#else
#define ON_A_SMALL_LAPTOP "ulimit -v 4194304; "
#endif

static void the_demo_town_prints_its_sheet_in_both_languages(void **state)
{
    (void)state;
    char demo[80];
    snprintf(demo, sizeof demo, "%s.demo", town);
    unsetenv("RANOK_PASSPHRASE");
    assert_int_equal(
        run_shell(out, sizeof out, ON_A_SMALL_LAPTOP "%s demo %s --quiet", PROGRAM, demo), 0);
    static const struct {
        const char *lang, *words[8];
    } pages[] = {
        {"uk", {"Ізюм", "1 000", "447", "14,35", "85", "90", "80", NULL}},
        {"en", {"Izium", "1,000", "447", "14.35", "85", "90", "80", NULL}},
    };
    for (int p = 0; p < 2; p++) {
        /* several forms at once are the same page; a bad name writes none of them */
        assert_int_equal(run_shell(out, sizeof out,
                                   ON_A_SMALL_LAPTOP
                                   "cd %s && %s sheet --town . --lang %s -o sheet.pdf "
                                   "sheet.html sheet.json sheet.txt && %s sheet --town . "
                                   "--lang %s -o one.html && cmp one.html sheet.html",
                                   demo, PROGRAM, pages[p].lang, PROGRAM, pages[p].lang),
                         0);
        assert_int_equal(run_shell(out, sizeof out,
                                   "cd %s && %s sheet --town . -o two.html two.doc", demo,
                                   PROGRAM),
                         2);
        assert_int_not_equal(run_shell(out, sizeof out, "ls %s/two.*", demo), 0);
        if (run_shell(out, sizeof out, "pdftotext -layout %s/sheet.pdf - 2>/dev/null", demo) !=
            0) {
            print_message("skipped: no pdftotext\n");
            continue;
        }
        for (char *c = out; *c; c++) /* U+00A0 as a plain space */
            if ((unsigned char)c[0] == 0xC2 && (unsigned char)c[1] == 0xA0)
                memmove(c, c + 1, strlen(c)), *c = ' ';
        for (int w = 0; pages[p].words[w]; w++)
            if (!strstr(out, pages[p].words[w]))
                fail_msg("the PDF (%s) does not say %s", pages[p].lang, pages[p].words[w]);
        assert_int_not_equal(
            run_shell(
                out, sizeof out,
                "grep -oiE '(src|href|url)[=(][\"'\\'']?(https?:)?//[^\"]*' %s/sheet.html",
                demo),
            0);
    }
    assert_int_equal(run_shell(out, sizeof out, "%s verify --town %s", PROGRAM, demo), 0);
    assert_int_equal(run_shell(out, sizeof out, "%s demo %s 2>&1", PROGRAM, demo), 1);
    setenv("RANOK_PASSPHRASE", "four quiet words here", 1);
}

static void a_starting_program_takes_a_few_milliseconds(void **state)
{
    (void)state; /* not timed here: that it links little is what can be tested */
    assert_int_equal(run_shell(out, sizeof out, "ldd %s", PROGRAM), 0);
    static const char *const heavy[] = {"cairo", "pango",      "expat",
                                        "gdal",  "fontconfig", "libz."};
    for (int i = 0; i < (int)RK_COUNT(heavy); i++)
        if (strstr(out, heavy[i]))
            fail_msg("ranok links %s, which belongs to a helper", heavy[i]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_town, drop_town)
    const struct CMUnitTest tests[] = {
        TEST(import_and_undo_leave_every_figure_as_before),
        TEST(exit_codes_are_those_of_the_contract),
        TEST(every_figure_answers_who_said_so),
        TEST(what_is_said_elsewhere_is_kept_apart),
        TEST(a_mapping_that_was_told_once_is_used_again),
        TEST(a_dry_run_writes_nothing_and_lists_every_bad_row),
        TEST(the_public_edition_is_late_and_names_nobody),
        TEST(the_demo_town_prints_its_sheet_in_both_languages),
        TEST(a_starting_program_takes_a_few_milliseconds),
    };
    return cmocka_run_group_tests_name("town", tests, NULL, NULL);
}
