/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `ranok names` as scripts call it (the contract's columns and exit codes). Invented names. */
#include "command_folder.h"

static int names(const char *arguments)
{
    return command("names", arguments);
}

static void latin_is_printed_by_scheme(void **state)
{
    (void)state;
    put("in.csv", "name\nЩербак Юрій\n\"Гай, Яна\"\n");
    assert_int_equal(names("translit in.csv"), 0);
    assert_string_equal(out, "name,scheme,latin\nЩербак Юрій,kmu55,Shcherbak Yurii\n"
                             "\"Гай, Яна\",kmu55,\"Hai, Yana\"\n");
    assert_int_equal(names("translit in.csv --scheme UkrainianGerman"), 0);
    assert_non_null(strstr(out, "Щербак Юрій,UkrainianGerman,Schtscherbak Jurij\n"));
    assert_int_equal(names("translit in.csv --scheme all"), 0);
    int lines = 0;
    for (const char *c = out; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 1 + 2 * 24);
    assert_int_equal(names("translit in.csv --json"), 0);
    assert_string_equal(
        out,
        "[\n{\"name\":\"Щербак Юрій\",\"scheme\":\"kmu55\",\"latin\":\"Shcherbak Yurii\"},\n"
        "{\"name\":\"Гай, Яна\",\"scheme\":\"kmu55\",\"latin\":\"Hai, Yana\"}\n]\n");
}

static void pairs_are_scored(void **state)
{
    (void)state;
    /* as a spreadsheet of the region saves it: mark, semicolons, CRLF */
    put("in.csv", "\xEF\xBB\xBF"
                  "a;b\r\nГук Яна;Гук Яна\r\nГук Яна;Сова Ніна\r\n");
    assert_int_equal(names("match in.csv"), 0);
    assert_non_null(strstr(out, "a,b,score\nГук Яна,Гук Яна,1.0000\nГук Яна,Сова Ніна,0."));
}

static void the_nominative_is_printed(void **state)
{
    (void)state;
    put("in.csv", "name,sex\nГука Яна Львовича,\nСороці Ярославі,ж\nСороці Ярославі,m\n");
    assert_int_equal(names("nominative in.csv"), 0);
    assert_string_equal(out, "name,nominative\nГука Яна Львовича,Гук Ян Львович\n"
                             "Сороці Ярославі,Сорока Ярослава\n"
                             "Сороці Ярославі,Сорока Ярослав\n");
    put("in.csv", "name\nСови Ніни Львівни\n");
    assert_int_equal(names("nominative in.csv"), 0);
    assert_non_null(strstr(out, "Сова Ніна Львівна"));
}

static void a_list_is_searched_and_shows_each_name_once(void **state)
{
    (void)state;
    put("list.csv", "id,name\n1,Сова Ніна\n2,Гук Яна\n3,Сова Ніна\n4,Гук Ян\n");
    put("asked.csv", "query\nSova Nina\n");
    assert_int_equal(names("search list.csv asked.csv --top 2"), 0);
    assert_non_null(strstr(out, "query,rank,name,score\nSova Nina,1,Сова Ніна,1.0000\n"));
    assert_null(strstr(out, "Sova Nina,2,Сова Ніна"));
    assert_null(strstr(out, "Sova Nina,3"));
}

static void what_cannot_be_read_is_refused_with_its_place(void **state)
{
    (void)state;
    put("in.csv", "nom\nГук\n");
    assert_int_equal(names("match in.csv"), 1);
    assert_non_null(strstr(out, "in.csv:1: a: "));
    put("in.csv", "name,sex\nГук,\nСова,q\n");
    assert_int_equal(names("nominative in.csv"), 1);
    assert_non_null(strstr(out, "in.csv:3: sex: "));
    assert_int_equal(names("match missing.csv"), 1);
    put("in.csv", "");
    assert_int_equal(names("match in.csv"), 1);
}

static void wrong_use_is_said(void **state)
{
    (void)state;
    put("in.csv", "name\nГук\n");
    assert_int_equal(names(""), 2);
    assert_int_equal(names("sort in.csv"), 2);
    assert_int_equal(names("translit in.csv --scheme nonsense"), 2);
    assert_int_equal(names("search in.csv in.csv --top 0"), 2);
    assert_int_equal(names("match in.csv in.csv"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latin_is_printed_by_scheme),
        cmocka_unit_test(pairs_are_scored),
        cmocka_unit_test(the_nominative_is_printed),
        cmocka_unit_test(a_list_is_searched_and_shows_each_name_once),
        cmocka_unit_test(what_cannot_be_read_is_refused_with_its_place),
        cmocka_unit_test(wrong_use_is_said),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
