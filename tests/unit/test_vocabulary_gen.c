/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator refuses a fault in any table and names its FILE:LINE: COLUMN. */
#include "rk_test.h"

#include <sys/stat.h>
#include <unistd.h>

#define GENERATOR RK_BUILD_DIR "/src/vocabulary/vocabulary_gen"

static char folder[64];
static char told[65536]; /* what the generator said */

static int fresh(void **state)
{
    (void)state;
    char command[1024];
    snprintf(folder, sizeof folder, "/tmp/rk_vocabulary_XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    snprintf(command, sizeof command, "cp -r %s/src/vocabulary/data %s/data && chmod -R u+w %s",
             RK_SOURCE_DIR, folder, folder);
    return system(command);
}

static int gone(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void append(const char *file, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/data/%s", folder, file);
    FILE *f = fopen(path, "ab");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void write_file(const char *file, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/data/%s", folder, file);
    remove(path);
    append(file, text);
}

/* Exit status of the generator on the folder; `told` holds its words. */
static int run(void)
{
    char command[1024];
    snprintf(command, sizeof command, "%s %s/data %s/out.c 2>&1", GENERATOR, folder, folder);
    FILE *p = popen(command, "r");
    assert_non_null(p);
    told[fread(told, 1, sizeof told - 1, p)] = '\0';
    const int status = pclose(p);
    return status < 0 ? status : status >> 8;
}

static bool wrote(void)
{
    char path[256];
    struct stat s;
    snprintf(path, sizeof path, "%s/out.c", folder);
    return stat(path, &s) == 0;
}

static void refused(const char *place, const char *what)
{
    if (run() != 1)
        fail_msg("not refused: %s, %s: %s", place, what, told);
    if (!strstr(told, place) || !strstr(told, what))
        fail_msg("expected \"%s\" and \"%s\" in: %s", place, what, told);
    assert_false(wrote());
}

static void the_tables_as_they_are_are_taken(void **state)
{
    (void)state;
    if (run() != 0 || !wrote())
        fail_msg("%s", told);
}

static void one_line_adds_an_aspect(void **state)
{
    (void)state;
    append("aspects.tsv", "building\tlift\tbool\t-\tkind\t-\t-\t-\t-\tє ліфт\thas a lift\tліфт|"
                          "elevator|лифт\n");
    if (run() != 0 || !wrote())
        fail_msg("%s", told);
    char command[256];
    snprintf(command, sizeof command, "grep -q '\"lift\", \"building\"' %s/out.c", folder);
    assert_int_equal(system(command), 0);
}

static void a_message_keeps_its_conversions(void **state)
{
    (void)state;
    write_file("messages/zz.tsv", "en\tuk\nrow %d of %s\tрядок %d із %s\n");
    if (run() != 0)
        fail_msg("%s", told);
    write_file("messages/zz.tsv", "en\tuk\n# a comment\nrow %d of %s\tрядок %s із %d\n");
    char path[128];
    snprintf(path, sizeof path, "%s/out.c", folder);
    remove(path);
    refused("messages/zz.tsv:3: uk", "conversion 1");
    write_file("messages/zz.tsv", "en\tuk\n%td rows\t%d рядків\n");
    refused("messages/zz.tsv:2: uk", "conversion 1");
    write_file("messages/zz.tsv", "en\tuk\n%.*s is empty\t%s порожній\n");
    refused("messages/zz.tsv:2: uk", "conversion 1");
    write_file("messages/zz.tsv", "en\tuk\n%d of %d zz\t%d\n");
    refused("messages/zz.tsv:2: uk", "conversion 2");
    write_file("messages/zz.tsv", "en\tuk\n%<PRId64> of zz\t%d із zz\n");
    refused("messages/zz.tsv:2: uk", "conversion 1");
    write_file("messages/zz.tsv", "en\tuk\n80 %% of zz\t80 % із\n");
    refused("messages/zz.tsv:2: uk", "conversion 1");
    write_file("messages/zz.tsv", "en\tuk\nzz once\tраз\nzz once\tдва\n");
    refused("messages/zz.tsv:3: en", "stands already");
    write_file("messages/zz.tsv", "en\tuk\nzz untranslated\t-\n");
    refused("messages/zz.tsv:2: en", "both languages");
}

static void a_row_holds_on_every_machine(void **state)
{
    (void)state;
    write_file("messages/zz.tsv", "en\tuk\nrow %<PRId64> of zz\tрядок %<PRId64> із zz\n");
    if (run() != 0)
        fail_msg("%s", told);
    char command[256];
    snprintf(command, sizeof command,
             "grep -q '\"row %%%s of zz\", \"рядок %%%s із zz\"' %s/out.c", PRId64, PRId64,
             folder);
    assert_int_equal(system(command), 0);
}

static void a_text_has_its_key_once_and_all_its_forms(void **state)
{
    (void)state;
    write_file("words/zz.tsv", "key\ten\tuk\nyes\tyes\tтак\n");
    refused("words/zz.tsv:2: key", "stands already in");
    write_file("words/zz.tsv", "key\ten\tuk\nzz\thouse|houses\tдім|доми\n");
    refused("words/zz.tsv:2: uk", "2 forms");
    write_file("words/zz.tsv", "key\ten\tuk\nzz\thouse\tдім|доми|домів\n");
    refused("words/zz.tsv:2: en", "one language only");
    write_file("words/zz.tsv", "key\ten\tuk\nzz\thouse|houses\tдім||домів\n");
    refused("words/zz.tsv:2: uk", "form 2 is empty");
    write_file("words/zz.tsv", "key\ten\tuk\nzz\thouse\n");
    refused("words/zz.tsv:2: row", "2 columns, expected 3");
    write_file("words/zz.tsv", "key\ten\tuk\nzz\t\tдім\n");
    refused("words/zz.tsv:2: cell", "is empty");
    write_file("words/zz.tsv", "key\ten\nzz\thouse\n");
    refused("words/zz.tsv:1: header", "column uk is missing");
    write_file("words/zz.tsv", "# nothing\n");
    refused("words/zz.tsv:1: header", "header line is missing");
    write_file("words/zz.tsv", "key\ten\tuk\nzz\thouse\tд\xFFм\n");
    refused("words/zz.tsv:1: file", "not UTF-8");
    write_file("words/zz.tsv", "key\ten\tuk\nzz\ta\\qb\tа\n");
    refused("words/zz.tsv:2: text", "after \\");
}

static void an_aspect_refers_to_what_is_there(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"building\tzz\tbool\t-\tkind\t-\t-\t-\t-\tліфт\tlift\tповерхів\n",
         "already names floors"},
        {"building\tfloors\tbool\t-\tkind\t-\t-\t-\t-\tліфт\tlift\t-\n", "stands already"},
        {"castle\tzz\tbool\t-\tkind\t-\t-\t-\t-\tліфт\tlift\t-\n", "no such kind"},
        {"building\tzz\tboolean\t-\tkind\t-\t-\t-\t-\tліфт\tlift\t-\n", "type: one of"},
        {"building\tzz\tnumber\tverst\tkind\t-\t-\t-\t-\tліфт\tlift\t-\n", "no unit"},
        {"building\tzz\tbool\t-\teverybody\t-\t-\t-\t-\tліфт\tlift\t-\n", "who: one of"},
        {"building\tzz\tchoice\t-\tkind\t-\t-\t-\tzz\tліфт\tlift\t-\n", "no list"},
        {"building\tzz\tsubject\t-\tkind\t-\t-\t-\tzz\tліфт\tlift\t-\n", "no kind"},
        {"building\tzz\tnumber\t-\tkind\t-\t5\t1\t-\tліфт\tlift\t-\n", "above max"},
        {"building\tZZ\tbool\t-\tkind\t-\t-\t-\t-\tліфт\tlift\t-\n", "an id holds"},
        {"building\tzz\tbool\t-\tkind\t-\t-\t-\t-\t-\tlift\t-\n", "form 1 is empty"}};
    for (ptrdiff_t i = 0; i < RK_COUNT(cases); i++) {
        assert_int_equal(gone(NULL) || fresh(NULL), 0);
        append("aspects.tsv", cases[i][0]);
        refused("aspects.tsv:", cases[i][1]);
    }
}

static void figures_facts_and_schemes_refer_to_what_is_there(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"choices.tsv", "sex\tother\tінша\tother\t-\n", "stand together"},
        {"units.tsv", "verst\tlength\tmeasure\t1066.8\tверста\tverst\tкм\n",
         "is also a word of"},
        {"facts_map.tsv", "Zz\t0\tdead.zz\t-\texact\tcount\t-\t-\t-\t-\n", "no figure"},
        {"facts_map.tsv", "Zz\t0\tgraves\t-\texactly\tcount\t-\t-\t-\t-\n", "bound: one of"},
        {"facts_map.tsv", "Zz\t2\tgraves\t-\texact\tcount\t-\t-\t-\t-\n", "line above"},
        {"facts_map.tsv", "Zz\t0\tgraves\t-\texact\tguess\t-\t-\t-\t-\n", "no method"},
        {"facts_map.tsv", "Zz\t0\tgraves\t-\texact\tcount\tмогили\t-\t-\t-\n", "one language"},
        {"schemes.tsv", "zz\t1\ta\t1\t-\t-\tклас\tclass\t-\t-\n", "source are needed"},
        {"conversions.tsv", "order65\tII\trdna\tnone\tzz\tzz\n", "no such class"},
        {"said_words.tsv", "dead\tkilled\n", "the set stands twice"},
        {"abbreviations.tsv", "вул\tбудинок\n", "already stands for"},
        {"kinds.tsv", "zz\toperations\tyes\tкінь|коні|коней\thorse|horses\tконі\n",
         "without aspects"}};
    for (ptrdiff_t i = 0; i < RK_COUNT(cases); i++) {
        assert_int_equal(gone(NULL) || fresh(NULL), 0);
        append(cases[i][0], cases[i][1]);
        refused(cases[i][0], cases[i][2]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_tables_as_they_are_are_taken, fresh, gone),
        cmocka_unit_test_setup_teardown(one_line_adds_an_aspect, fresh, gone),
        cmocka_unit_test_setup_teardown(a_message_keeps_its_conversions, fresh, gone),
        cmocka_unit_test_setup_teardown(a_row_holds_on_every_machine, fresh, gone),
        cmocka_unit_test_setup_teardown(a_text_has_its_key_once_and_all_its_forms, fresh, gone),
        cmocka_unit_test_setup_teardown(an_aspect_refers_to_what_is_there, fresh, gone),
        cmocka_unit_test_setup_teardown(figures_facts_and_schemes_refer_to_what_is_there, fresh,
                                        gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
