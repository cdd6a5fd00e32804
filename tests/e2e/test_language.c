/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bad input is refused in the reader's language: what, where and with which code. */
#include "run_program.h"

static const struct {
    const char *name, *bytes;
} inputs[] = {
    {"empty.csv", ""},
    {"table.csv", "a;b\n1;2\n"},
    {"nul.csv", "name\nWo\\000jt\n"},
    {"workbook.ods", "PK\\003\\004mimetypeapplication/vnd.oasis.opendocument.spreadsheet"},
    {"pairs.csv", "a,b\nОлена,Olena,тощо\n"},
    {"lists.csv", "A,B,n\n1,0,x\n"},
    {"cut.json", "{\"crews\":1,"},
    {"list.json", "[]"},
    {"town.json",
     "{\"places\":[{\"id\":1,\"x\":0,\"y\":0}],\"vehicles\":[{\"id\":1,\"start\":9}]}"},
    {"hazen.inp", "[OPTIONS]\nHeadloss H-W\n"},
    {"twice.inp", "[JUNCTIONS]\nA 1\nA 2\n[OPTIONS]\nHeadloss D-W\n"},
    {"sources.csv", "id,mw,fuel,electric_kw,state,can_start_from\nk1,alot,gas,5,runs,\n"},
    {"houses.csv", "id,source,kw,people,floors,state\nh1,k1,10,5,3,ok\n"},
    {"problem.vrp", "NAME : x\nTYPE : CVRP\nDIMENSION : 3\nNODE_COORD_SECTION\n1 0\n"},
    {"solomon.txt", "X\n\nVEHICLE\nNUMBER CAPACITY\n 2 many\n"},
    {"heat/params.json", "{\"rho\": \"thick\"}"},
    {"cold/params.json", "{}"},
    {"cold/nodes.csv", "id,x_m,y_m,z_m\na,0,0,high\n"},
};

/* %s is the program with its language; every name is a file of the folder. */
static const struct {
    const char *command;
    int code;
} refusals[] = {
    {"%s link empty.csv -o o.csv", 1},
    {"%s link missing.csv -o o.csv", 1},
    {"%s link table.csv -o o.csv --id number", 1},
    {"%s link table.csv -o nowhere/o.csv", 3},
    {"%s estimate lists.csv", 1},
    {"%s estimate nul.csv", 1},
    {"%s names translit table.csv", 1},
    {"%s names match missing.csv", 1},
    {"%s heat heat -o out", 1},
    {"%s heat cold -o out", 1},
    {"%s heat hazen.inp -o out", 1},
    {"%s heat twice.inp -o out", 1},
    {"%s heat balance sources.csv houses.csv", 1},
    {"%s repair cut.json -o o.csv", 1},
    {"%s repair list.json -o o.csv", 1},
    {"%s route town.json -o o.txt", 1},
    {"%s route cut.json -o o.txt", 1},
    {"%s route problem.vrp -o o.txt", 1},
    {"%s route solomon.txt -o o.txt", 1},
    {"%s route table.csv -o o.txt", 1},
    {"%s reach compile table.csv -o o.roads", 1},
    {"%s reach compile empty.csv -o o.roads", 1},
    {"%s reach route table.csv --profile car --from 49,37 --to 49,38", 1},
    {"%s import workbook.ods --town .", 1},
    {"%s figures --town .", 1},
    {"%s why nothing --town .", 1},
    {"%s route", 2},
    {"%s repair list.json", 2},
    {"%s heat hazen.inp --speed 3", 2},
    {"%s nothing", 2},
};

static char folder[] = "/tmp/rk_language_XXXXXX";

static int write_inputs(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || chdir(folder) || mkdir("heat", 0700) || mkdir("cold", 0700))
        return 1;
    for (ptrdiff_t i = 0; i < RK_COUNT(inputs); i++) {
        FILE *f = fopen(inputs[i].name, "w");
        if (!f)
            return 1;
        for (const char *at = inputs[i].bytes; *at; at++) {
            const bool octal = at[0] == '\\';
            fputc(octal ? (int)strtol((const char[]){at[1], at[2], at[3], '\0'}, NULL, 8) : *at,
                  f);
            at += octal ? 3 : 0;
        }
        fclose(f);
    }
    return 0;
}

static int drop_inputs(void **state)
{
    (void)state;
    char out[16];
    return run_shell(out, sizeof out, "rm -rf %s", folder);
}

static int said(char *out, size_t size, const char *lang, const char *command)
{
    char program[256], line[1024];
    snprintf(program, sizeof program, "%s --lang %s --quiet", PROGRAM, lang);
    const char *gap = strstr(command, "%s");
    snprintf(line, sizeof line, "%s%s", program, gap + 2);
    return run_shell(out, size, "%s 2>&1 >/dev/null", line);
}

static bool cyrillic(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text == 0xD0 || (unsigned char)*text == 0xD1)
            return true;
    return false;
}

/* Three plain Latin words in a row are a sentence; "ranok" begins a command, quotes a quote. */
static bool latin_sentence(const char *text)
{
    int words = 0;
    while (*text) {
        const size_t len = strcspn(text, " \n");
        const bool plain = len > 1 && strspn(text, "abcdefghijklmnopqrstuvwxyz") >= len - 1;
        words = plain && strncmp(text, "ranok", 5) != 0 ? words + 1 : 0;
        if (words == 3)
            return true;
        if (strncmp(text, "ranok", 5) == 0)
            text += strcspn(text, ";\n"); /* the rest is a command or its name */
        else if (text[0] == '"')
            text += 1 + strcspn(text + 1, "\"\n");
        else
            text += len;
        text += text[0] == '\n' || text[0] == ' ' || text[0] == '"' || text[0] == ';';
    }
    return false;
}

static void bad_input_is_refused_in_the_readers_language(void **state)
{
    (void)state;
    char uk[4096], en[4096];
    for (ptrdiff_t i = 0; i < RK_COUNT(refusals); i++) {
        const char *command = refusals[i].command;
        const int code = said(uk, sizeof uk, "uk", command);
        if (code != refusals[i].code || said(en, sizeof en, "en", command) != code)
            fail_msg("%s: code %d: %s", command, code, uk);
        if (!cyrillic(uk) || latin_sentence(uk))
            fail_msg("%s: not in Ukrainian: %s", command, uk);
        if (cyrillic(en))
            fail_msg("%s: not in English: %s", command, en);
        const size_t place = strcspn(en, " ");
        if (strncmp(uk, en, place) != 0)
            fail_msg("%s: another place: %s%s", command, uk, en);
    }
}

static void the_judge_of_sentences_can_tell_them(void **state)
{
    (void)state;
    assert_true(latin_sentence("a.csv:3: n: not a number; expected one"));
    assert_true(latin_sentence("файл: no such file or directory\n"));
    assert_false(latin_sentence("a.csv:3: supply_c: очікується open, slow або closed\n"));
    assert_false(latin_sentence("немає міста; див. ranok names translit --help\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_judge_of_sentences_can_tell_them),
        cmocka_unit_test(bad_input_is_refused_in_the_readers_language),
    };
    return cmocka_run_group_tests_name("language", tests, write_inputs, drop_inputs);
}
