/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text tables as people save them. */
#include "intake_files.h"
#include "rk_text.h"

#define READS(bytes, want) rk_assert_str(table_in("t.csv", RK_STR(bytes), NULL), want)

static void every_usual_separator_is_recognised(void **state)
{
    (void)state;
    READS("a,b,c\n1,2,3\n", "1:a|b|c\n2:1|2|3\n");
    READS("a;b;c\n1,5;2,5;3\n", "1:a|b|c\n2:1,5|2,5|3\n");
    READS("a\tb\tc\n1\t2;x\t3,y\n", "1:a|b|c\n2:1|2;x|3,y\n");
    READS("a|b|c\n1|2|3\n", "1:a|b|c\n2:1|2|3\n");
    READS("одна\nколонка\n", "1:одна\n2:колонка\n");
    /* an address has one comma in every row, the table has three cells */
    READS("n;адреса;стан\n1;вул. А, 5;ціл\n2;вул. Б, 7;ціл\n",
          "1:n|адреса|стан\n2:1|вул. А, 5|ціл\n3:2|вул. Б, 7|ціл\n");
    /* decimal commas in every number */
    READS("n;x;y;z\n1,5;2,5;3,5;4,5\n1,6;2,6;3,6;4,6\n",
          "1:n|x|y|z\n2:1,5|2,5|3,5|4,5\n3:1,6|2,6|3,6|4,6\n");
}

static void rows_longer_than_the_head_of_the_file_are_cut_right(void **state)
{
    (void)state;
    enum { CELLS = 6000 };
    struct rk_buf csv = rk_buf_in(&mem, 1 << 20);
    for (int r = 0; r < 2; r++)
        for (int i = 0; i < CELLS; i++)
            rk_buf_printf(&csv, "показник номер %d%s", i, i + 1 < CELLS ? ";" : "\n");
    const char *path = make_file("wide.csv", rk_buf_str(&csv));
    struct rk_intake *in;
    struct rk_row row;
    bool end;
    rk_assert_ok(rk_intake_open(path, NULL, &mem, &in, &err), err);
    rk_assert_ok(rk_intake_next(in, &row, &end, &err), err);
    assert_int_equal(row.cell_count, CELLS);
    rk_intake_close(in);
    drop_file(path);
}

static void the_first_line_may_name_the_separator(void **state)
{
    (void)state;
    READS("sep=;\na,b;c\n", "2:a,b|c\n");
    READS("\xEF\xBB\xBFsep=\t\r\na;b\tc\r\n", "2:a;b|c\n");
}

static void quotes_hold_separators_line_breaks_and_quotes(void **state)
{
    (void)state;
    READS("a,\"x, y\",c\n\"он сказал \"\"да\"\"\",\"\",z\n",
          "1:a|x, y|c\n2:он сказал \"да\"||z\n");
    READS("a,b\n\"one\ntwo\",2\r\n\"one\r\ntwo\rthree\",3\nlast,4", /* lines counted as stand */
          "1:a|b\n2:one¶two|2\n4:one←¶two←three|3\n7:last|4\n");
    READS("a, \"x, y\" ,c\n", "1:a|x, y|c\n");
    READS("a,Школа \"Зоря\",c\n", "1:a|Школа \"Зоря\"|c\n");
}

static void a_quote_in_the_wrong_place_spoils_its_cell_only(void **state)
{
    (void)state;
    READS("n;name;x\n1;\"ТОВ \"Зоря\"\";5\n2;ok;6\n",
          "1:n|name|x\n2:1|!\"ТОВ \"Зоря\"\"|5\n3:2|ok|6\n");
}

static void a_quote_that_never_closes_is_named_by_the_line_it_opens_on(void **state)
{
    (void)state;
    READS("a,b\n1,2\n3,\"4\n5,6\n",
          "1 t.csv:3: a quote opens in column B and is never closed; expected a closing quote");
}

static void any_line_end_is_a_line_end(void **state)
{
    (void)state;
    READS("a,b\r\n1,2\r\n", "1:a|b\n2:1|2\n");
    READS("a,b\r1,2\r3,4", "1:a|b\n2:1|2\n3:3|4\n");
    READS("a,b\n\n\n1,2\n,\n  , \n\n", "1:a|b\n4:1|2\n");
}

static void rows_keep_the_cells_they_have(void **state)
{
    (void)state;
    READS("a,b,c\n1\n1,2,3,4,5\n1,2,\n", "1:a|b|c\n2:1\n3:1|2|3|4|5\n4:1|2|\n");
}

static void a_zero_byte_is_refused_with_its_line(void **state)
{
    (void)state;
    READS("a,b\n1,x\0y\n", "1 t.csv:2: a byte 0 stands here; this is not a text table");
    READS("a,b\n1,\"x\n\0y\"\n", "1 t.csv:3: a byte 0 stands here; this is not a text table");
}

static struct rk_str encoded(const char *text, enum rk_encoding to, const char *mark)
{
    struct rk_buf b = rk_buf_in(&mem, 1 << 16);
    rk_buf_bytes(&b, mark, mark[0] ? 2 : 0);
    assert_true(rk_text_encode(rk_str_of(text), to, &b));
    return rk_buf_str(&b);
}

static void old_encodings_are_recognised(void **state)
{
    (void)state;
    const char *text = "№;Прізвище;Вулиця\n1;Їжаченко;Ґанкова\n2;Щедрий;Європейська, їдальня\n";
    const char *koi = "N;Прізвище;Вулиця\n1;Їжаченко;Ґанкова\n2;Щедрий;Європейська, їдальня\n";
    const char *want =
        "1:№|Прізвище|Вулиця\n2:1|Їжаченко|Ґанкова\n3:2|Щедрий|Європейська, їдальня\n";
    rk_assert_str(table_in("t.csv", encoded(text, RK_ENC_UTF8, ""), NULL), want);
    rk_assert_str(table_in("t.csv", encoded(text, RK_ENC_CP1251, ""), NULL), want);
    rk_assert_str(table_in("t.csv", encoded(text, RK_ENC_UTF16LE, "\xFF\xFE"), NULL), want);
    rk_assert_str(table_in("t.csv", encoded(text, RK_ENC_UTF16BE, "\xFE\xFF"), NULL), want);
    rk_assert_str(table_in("t.csv", encoded(text, RK_ENC_UTF16LE, ""), NULL), want);
    const struct rk_str table = table_in("t.csv", encoded(koi, RK_ENC_KOI8U, ""), NULL);
    rk_assert_str(rk_str_slice(table, 3, table.len), want + 5);
    const struct rk_intake_options told = {.encoding = "koi8-u"};
    const struct rk_str again = table_in("t.csv", encoded(koi, RK_ENC_KOI8U, ""), &told);
    rk_assert_str(rk_str_slice(again, 3, again.len), want + 5);
}

static void damaged_utf8_is_not_taken_for_another_encoding(void **state)
{
    (void)state;
    READS("Прізвище,Ім'я\nЇжаченко,Ганна\nЩедрий,\xD0\nЛисенко,Олег\n",
          "1 t.csv:3: byte 208 does not belong to the encoding; save the file as UTF-8");
    const struct rk_intake_options told = {.encoding = "utf-8"};
    rk_assert_str(
        table_in("t.csv", encoded("a,b\nя,я\n", RK_ENC_CP1251, ""), &told),
        "1 t.csv:2: byte 255 does not belong to the encoding; save the file as UTF-8");
    const struct rk_intake_options cyrillic = {.encoding = "cp1251"};
    rk_assert_str(
        table_in("t.csv", RK_STR("a,b\n1,2\n3,\x98\n"), &cyrillic),
        "1 t.csv:3: byte 152 does not belong to the encoding; save the file as UTF-8");
}

static void a_table_larger_than_the_decoders_window_is_whole(void **state)
{
    (void)state;
    enum { ROWS = 60000 };
    static const enum rk_encoding encodings[] = {RK_ENC_UTF16LE, RK_ENC_CP1251};
    for (int e = 0; e < RK_COUNT(encodings); e++) {
        struct rk_arena big = rk_arena_open((ptrdiff_t)64 << 20);
        struct rk_buf text = rk_buf_in(&big, 16 << 20), bytes = rk_buf_in(&big, 32 << 20);
        /* 𝄞 takes two units of UTF-16, so windows would cut it in the middle sometimes */
        const char *sign = encodings[e] == RK_ENC_UTF16LE ? "𝄞" : "Ґ";
        for (int i = 0; i < ROWS; i++)
            rk_buf_printf(&text, "%d;\"%s Їжак%s\";кінець рядка %d\n", i, sign,
                          i % 7 ? "" : "\n далі", i);
        assert_true(rk_text_encode(rk_buf_str(&text), encodings[e], &bytes));
        const char *path = make_file("big.csv", rk_buf_str(&bytes));
        struct rk_intake *in;
        rk_assert_ok(rk_intake_open(path, NULL, &mem, &in, &err), err);
        int64_t line = 1;
        for (int i = 0; i < ROWS; i++) {
            struct rk_row row;
            bool end = false;
            rk_assert_ok(rk_intake_next(in, &row, &end, &err), err);
            assert_false(end);
            assert_int_equal(row.line, line);
            assert_int_equal(row.cell_count, 3);
            char want[64];
            snprintf(want, sizeof want, "кінець рядка %d", i);
            rk_assert_str(row.cells[2].text, want);
            snprintf(want, sizeof want, "%s Їжак%s", sign, i % 7 ? "" : "\n далі");
            rk_assert_str(row.cells[1].text, want);
            line += i % 7 ? 1 : 2;
        }
        rk_intake_close(in);
        drop_file(path);
        rk_arena_close(&big);
    }
}

static void huge_cells_rows_and_columns_are_refused_with_their_place(void **state)
{
    (void)state;
    struct rk_buf b = rk_buf_in(&mem, 24 << 20);
    rk_buf_c(&b, "a,b\n1,2\n3,");
    for (int i = 0; i < (1 << 20) + 1; i++)
        rk_buf_char(&b, 'x');
    rk_buf_c(&b, "\n");
    rk_assert_str(table_in("t.csv", rk_buf_str(&b), NULL),
                  "1 t.csv:3: a cell is longer than 1048576 bytes; is a quote left open?");
    b.len = 0;
    rk_buf_c(&b, "a,b\n");
    for (int i = 0; i < 16385; i++)
        rk_buf_c(&b, "x,");
    rk_assert_str(table_in("t.csv", rk_buf_str(&b), NULL),
                  "1 t.csv:2: a row has more than 16384 columns");
    b.len = 0;
    rk_buf_c(&b, "a,b\n");
    for (int i = 0; i < 17; i++) {
        for (int k = 0; k < 1000000; k++)
            rk_buf_char(&b, 'y');
        rk_buf_char(&b, ',');
    }
    rk_assert_str(table_in("t.csv", rk_buf_str(&b), NULL),
                  "1 t.csv:2: a row is longer than 16777216 bytes");
}

static void more_rows_than_wanted_are_counted_and_refused(void **state)
{
    (void)state;
    const struct rk_intake_options few = {.max_rows = 3};
    rk_assert_str(table_in("t.csv", RK_STR("a,b\n1,2\n3,4\n"), &few), "1:a|b\n2:1|2\n3:3|4\n");
    rk_assert_str(table_in("t.csv", RK_STR("a,b\n1,2\n3,4\n5,6\n7,8\n"), &few),
                  "1 t.csv: the table has 5 rows, too many at once");
}

static void what_is_no_table_is_refused_with_advice(void **state)
{
    (void)state;
    READS("", "1 t.csv: the file is empty");
    READS("%PDF-1.7\n1 2 3", "1 t.csv: this is not a table; expected CSV, XLSX or ODS");
    READS(" <!DOCTYPE html><table>",
          "1 t.csv: a web page or XML file; open it in a spreadsheet "
          "program and save it as .xlsx");
    READS(
        "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0",
        "1 t.csv: an old .xls or a file with a password; open it in a spreadsheet program and "
        "save it as .xlsx without a password");
    READS("\n\n , ,\n", ""); /* no rows: the caller's business to refuse */
    assert_int_equal(
        rk_intake_open("/nowhere/t.csv", NULL, &mem, &(struct rk_intake *){0}, &err),
        RK_ENOTFOUND);
    assert_int_equal(rk_intake_open("/dev/zero", NULL, &mem, &(struct rk_intake *){0}, &err),
                     RK_EIO);
    const struct rk_intake_options small = {.max_file = 4};
    rk_assert_str(rk_str_slice(table_in("t.csv", RK_STR("a,b\n1\n"), &small), 0, 2), "1 ");
}

static void what_was_found_is_described(void **state)
{
    (void)state;
    const char *path = make_file("t.csv", encoded("назва;місто\nщука;Їр\n", RK_ENC_CP1251, ""));
    struct rk_intake *in;
    rk_assert_ok(rk_intake_open(path, NULL, &mem, &in, &err), err);
    assert_true(rk_str_starts(rk_intake_describe(in), RK_STR("CSV, ';', CP1251; seccomp")));
    rk_intake_close(in); /* in the middle of the file */
    rk_intake_close(NULL);
    drop_file(path);
}

static void columns_are_named_as_spreadsheets_do(void **state)
{
    (void)state;
    static const struct {
        int32_t column;
        const char *name;
    } cases[] = {{0, "A"},    {2, "C"},     {25, "Z"},     {26, "AA"},
                 {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
    for (int i = 0; i < RK_COUNT(cases); i++) {
        char name[8];
        rk_column_letters(cases[i].column, name);
        assert_string_equal(name, cases[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_usual_separator_is_recognised),
        cmocka_unit_test(the_first_line_may_name_the_separator),
        cmocka_unit_test(rows_longer_than_the_head_of_the_file_are_cut_right),
        cmocka_unit_test(quotes_hold_separators_line_breaks_and_quotes),
        cmocka_unit_test(a_quote_in_the_wrong_place_spoils_its_cell_only),
        cmocka_unit_test(a_quote_that_never_closes_is_named_by_the_line_it_opens_on),
        cmocka_unit_test(any_line_end_is_a_line_end),
        cmocka_unit_test(rows_keep_the_cells_they_have),
        cmocka_unit_test(a_zero_byte_is_refused_with_its_line),
        cmocka_unit_test(old_encodings_are_recognised),
        cmocka_unit_test(damaged_utf8_is_not_taken_for_another_encoding),
        cmocka_unit_test(a_table_larger_than_the_decoders_window_is_whole),
        cmocka_unit_test(huge_cells_rows_and_columns_are_refused_with_their_place),
        cmocka_unit_test(more_rows_than_wanted_are_counted_and_refused),
        cmocka_unit_test(what_is_no_table_is_refused_with_advice),
        cmocka_unit_test(what_was_found_is_described),
        cmocka_unit_test(columns_are_named_as_spreadsheets_do),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
