/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks: honest ones by another writer (libxlsxwriter), wrong ones byte by byte. */
#include "intake_books.h"

#include <xlsxwriter.h>

/* ---- workbooks by another writer ----------------------------------------------------- */

static const char *fresh_path(const char *name)
{
    const char *path = make_file(name, RK_STR(""));
    return path;
}

static struct rk_str read_and_drop(const char *path, const struct rk_intake_options *options)
{
    const struct rk_str table = table_of(path, options);
    drop_file(path);
    return table;
}

static void cells_of_every_kind_are_read(void **state)
{
    (void)state;
    const char *path = fresh_path("list.xlsx");
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Аркуш1");
    lxw_format *day = workbook_add_format(book), *moment = workbook_add_format(book);
    lxw_format *share = workbook_add_format(book), *clock = workbook_add_format(book);
    lxw_format *bold = workbook_add_format(book), *money = workbook_add_format(book);
    format_set_num_format(day, "dd.mm.yyyy");
    format_set_num_format(moment, "yyyy-mm-dd\\ hh:mm");
    format_set_num_format_index(share, 10);
    format_set_num_format_index(clock, 20);
    format_set_num_format(money, "#,##0.00\\ \"грн. день\"");
    format_set_bold(bold);
    worksheet_write_string(sheet, 0, 0, "Прізвище", NULL);
    worksheet_write_string(sheet, 0, 5, "кінець", NULL);
    worksheet_write_number(sheet, 1, 0, 1.5, NULL);
    worksheet_write_number(sheet, 1, 1, 380501234567.0, NULL);
    worksheet_write_number(sheet, 1, 2, 0.07, share);
    worksheet_write_number(sheet, 1, 3, 12.25, money);
    worksheet_write_boolean(sheet, 1, 4, 1, NULL);
    worksheet_write_number(sheet, 3, 0, 44635, day); /* 2022-03-15 by any spreadsheet */
    worksheet_write_number(sheet, 3, 1, 44635.2708333333, moment);
    worksheet_write_number(sheet, 3, 2, 0.2708333333, clock);
    worksheet_write_number(sheet, 3, 3, -5, day);
    char start[] = "Їжа", rest[] = "ченко";
    lxw_rich_string_tuple plain = {.format = NULL, .string = start};
    lxw_rich_string_tuple fat = {.format = bold, .string = rest};
    lxw_rich_string_tuple *parts[] = {&plain, &fat, NULL};
    worksheet_write_rich_string(sheet, 4, 0, parts, NULL);
    worksheet_write_formula_num(sheet, 4, 1, "=2+3", NULL, 5);
    worksheet_write_formula_str(sheet, 4, 2, "=\"a\"&\"b\"", NULL, "ab");
    worksheet_write_string(sheet, 4, 3, "рядок\nдругий <&> \"x\"", NULL);
    worksheet_merge_range(sheet, 5, 0, 6, 2, "спільне", NULL);
    worksheet_write_string(sheet, 6, 3, "під ним", NULL);
    worksheet_write_string(sheet, 20, 0, "   ", NULL);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    rk_assert_str(read_and_drop(path, NULL), "1:Прізвище|||||кінець\n"
                                             "2:#1.5|#380501234567|#7%|#12.25|?TRUE\n"
                                             "4:@2022-03-15|@2022-03-15T06:30|@06:30|!-5\n"
                                             "5:Їжаченко|#5|ab|рядок¶другий <&> \"x\"\n"
                                             "6:спільне\n"
                                             "7:|||під ним\n");
}

static void the_first_visible_sheet_with_rows_is_read_others_by_name(void **state)
{
    (void)state;
    const char *path = fresh_path("many.xlsx");
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *secret = workbook_add_worksheet(book, "прихований");
    lxw_worksheet *empty = workbook_add_worksheet(book, "порожній");
    lxw_worksheet *first = workbook_add_worksheet(book, "Загиблі");
    lxw_worksheet *second = workbook_add_worksheet(book, "Будинки");
    worksheet_write_string(secret, 0, 0, "таємне", NULL);
    worksheet_write_string(first, 0, 0, "перший", NULL);
    worksheet_write_string(second, 0, 0, "другий", NULL);
    worksheet_activate(first);
    worksheet_set_first_sheet(first);
    worksheet_hide(secret);
    (void)empty;
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    rk_assert_str(table_of(path, NULL), "1:перший\n");
    rk_assert_str(table_of(path, &(struct rk_intake_options){.sheet = "Будинки"}),
                  "1:другий\n");
    rk_assert_str(table_of(path, &(struct rk_intake_options){.sheet = " будинки "}),
                  "1:другий\n");
    rk_assert_str(table_of(path, &(struct rk_intake_options){.sheet = "прихований"}),
                  "1:таємне\n");
    rk_assert_str(table_of(path, &(struct rk_intake_options){.sheet = "порожній"}), "");
    rk_assert_str(table_of(path, &(struct rk_intake_options){.sheet = "немає"}),
                  "1 many.xlsx: no sheet is named \"немає\" (4 sheets)");
    struct rk_intake *in;
    rk_assert_ok(rk_intake_open(path, NULL, &mem, &in, &err), err);
    assert_true(
        rk_str_starts(rk_intake_describe(in), RK_STR("XLSX, \"Загиблі\" (3/4); seccomp")));
    const struct rk_str *names;
    const bool *hidden;
    assert_int_equal(rk_intake_sheets(in, &names, &hidden), 4);
    rk_assert_str(names[3], "Будинки");
    assert_true(hidden[0] && !hidden[1] && !hidden[3]);
    rk_intake_close(in);
    drop_file(path);
}

static void a_long_workbook_is_whole(void **state)
{
    (void)state;
    enum { ROWS = 50000 };
    const char *path = fresh_path("long.xlsx");
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
    char text[64];
    for (int i = 0; i < ROWS; i++) {
        worksheet_write_number(sheet, (lxw_row_t)i, 0, i, NULL);
        snprintf(text, sizeof text, "вулиця %d", i);
        worksheet_write_string(sheet, (lxw_row_t)i, 3, text, NULL);
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    struct rk_intake *in;
    rk_assert_ok(rk_intake_open(path, NULL, &mem, &in, &err), err);
    bool end = false;
    int n = 0;
    for (;; n++) {
        struct rk_row row;
        rk_assert_ok(rk_intake_next(in, &row, &end, &err), err);
        if (end)
            break;
        snprintf(text, sizeof text, "вулиця %d", n);
        assert_int_equal(row.line, n + 1);
        rk_assert_near(row.cells[0].number, n, 0.0);
        rk_assert_str(row.cells[3].text, text);
    }
    assert_int_equal(n, ROWS);
    rk_intake_close(in);
    drop_file(path);
}

/* ---- workbooks by hand --------------------------------------------------------------- */

#define SHEET(rows)   "<worksheet><sheetData>" rows "</sheetData></worksheet>"
#define ROW(n, cells) "<row r=\"" n "\">" cells "</row>"

static struct rk_str book_as_table(struct book_parts parts)
{
    return table_in("list.xlsx", make_book(parts), NULL);
}

static void every_way_to_write_a_text_is_understood(void **state)
{
    (void)state;
    const char *sheet =
        SHEET(ROW("1", "<c r=\"A1\" t=\"inlineStr\"><is><t>а</t></is></c>"
                       "<c r=\"B1\" t=\"inlineStr\"><is><r><t>б</t></r><rPh sb=\"0\" "
                       "eb=\"1\"><t>ні</t></rPh>"
                       "<r><t>в</t></r></is></c><c r=\"D1\" t=\"s\"><v> 1 </v></c>"
                       "<c t=\"str\"><f>X</f><v>г_x000D__x0041__x005F_x0042_</v></c>")
                  ROW("2", "<c t=\"e\"><v>#N/A</v></c><c><v>1e3</v></c><c><v>abc</v></c>"
                           "<c><f>SUM(A1:A5)</f></c><c t=\"str\"><f>Y</f><v></v></c><c "
                           "t=\"b\"><v>0</v></c>"
                           "<c t=\"d\"><v>2022-03-15</v></c>"));
    const char *texts = "<x:sst><x:si><x:t>нуль</x:t></x:si><x:si><x:r><x:t>оди</x:t></x:r>"
                        "<x:rPh><x:t>тихо</x:t></x:rPh><x:r><x:t>н</x:t></x:r></x:si></x:sst>";
    const struct rk_str table =
        book_as_table((struct book_parts){.sheet = sheet, .texts = texts});
    rk_assert_str(table, "1:а|бв||один|г←A_x0042_\n"
                         "2:!#N/A|#1000|!abc|!=SUM(A1:A5)||?FALSE|2022-03-15\n");
}

static void dates_follow_the_format_and_the_system_of_the_workbook(void **state)
{
    (void)state;
    const char *styles =
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-422]d mmmm yyyy;@\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"0.0&quot; дн.&quot;\"/>"
        "<numFmt numFmtId=\"166\" formatCode=\"[h]:mm\"/>"
        "<numFmt numFmtId=\"167\" formatCode=\"[Red]General\"/>"
        "<numFmt numFmtId=\"168\" formatCode=\"mmm-yy\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
        "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf "
        "numFmtId=\"166\"/>"
        "<xf numFmtId=\"167\"/><xf numFmtId=\"168\"/><xf "
        "numFmtId=\"22\"/></cellXfs></styleSheet>";
    const char *sheet = SHEET(ROW(
        "1", "<c s=\"0\"><v>44635</v></c><c s=\"1\"><v>44635</v></c><c s=\"2\"><v>44635</v></c>"
             "<c s=\"3\"><v>44635</v></c><c s=\"4\"><v>1.25</v></c><c s=\"5\"><v>7</v></c>"
             "<c s=\"6\"><v>44621</v></c><c s=\"7\"><v>44635.75</v></c>"));
    rk_assert_str(
        book_as_table((struct book_parts){.sheet = sheet, .styles = styles}),
        "1:#44635|@2022-03-15|@2022-03-15|#44635|@30:00|#7|@2022-03-01|@2022-03-15T18:00\n");
    /* 43173 days after 1904-01-01 is the same 15 March 2022 */
    const char *mac = SHEET(ROW("1", "<c s=\"1\"><v>43173</v></c>"));
    rk_assert_str(
        book_as_table((struct book_parts){
            .sheet = mac, .styles = styles, .workbook_pr = "<workbookPr date1904=\"1\"/>"}),
        "1:@2022-03-15\n");
}

static void a_broken_cell_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *sheet, *want;
    } cases[] = {
        {SHEET(ROW("17", "<c r=\"C17\" t=\"s\"><v>9</v></c>")),
         "1 list.xlsx:Аркуш1!C17: the cell points to a text that does not exist"},
        {SHEET(ROW("2", "<c r=\"C3\"><v>9</v></c>")),
         "1 list.xlsx:Аркуш1!A2: the address of a row or cell is wrong"},
        {SHEET(ROW("2", "<c r=\"C2\"><v>9</v></c><c r=\"B2\"><v>9</v></c>")),
         "1 list.xlsx:Аркуш1!C2: rows or cells stand in the wrong order"},
        {SHEET(ROW("2", "") ROW("2", "")),
         "1 list.xlsx:Аркуш1!A2: rows or cells stand in the wrong order"},
        {SHEET(ROW("2", "<c r=\"XFE2\"><v>9</v></c>")),
         "1 list.xlsx:Аркуш1!A2: the address of a row or cell is wrong"},
        {"<worksheet><sheetData><row>", "1 list.xlsx:1: the XML of the workbook is broken "
                                        "(xl/worksheets/sheet1.xml: no element found)"},
        {"<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet>&a;</worksheet>",
         "1 list.xlsx: part xl/worksheets/sheet1.xml declares a document type, no workbook "
         "does"},
    };
    for (int i = 0; i < RK_COUNT(cases); i++)
        rk_assert_str(book_as_table((struct book_parts){.sheet = cases[i].sheet}),
                      cases[i].want);
}

/* ---- hostile ones -------------------------------------------------------------------- */

static struct rk_str filled(ptrdiff_t len, const char *before, char with, const char *after)
{
    struct rk_buf b = rk_buf_in(&mem, len + 1024);
    rk_buf_c(&b, before);
    memset(b.at + b.len, with, (size_t)len);
    b.len += len;
    rk_buf_c(&b, after);
    assert_false(b.failed);
    return rk_buf_str(&b);
}

static void a_part_that_unpacks_to_far_too_much_is_refused(void **state)
{
    (void)state;
    struct rk_arena before = mem;
    const struct rk_str blanks =
        filled(64 << 20, "<worksheet><sheetData>", ' ', "</sheetData></worksheet>");
    const struct rk_str table =
        book_as_table((struct book_parts){.sheet_bytes = blanks, .deflated = true});
    rk_assert_str(table,
                  "1 list.xlsx: part xl/worksheets/sheet1.xml unpacks to far more than it "
                  "should (limit 2147483648 bytes)");
    mem = before;
}

static void a_part_must_be_what_the_directory_says(void **state)
{
    (void)state;
    const struct rk_str rels =
        RK_STR("<Relationships>" RELATION("a", "officeDocument", "w.xml") "</Relationships>");
    const struct rk_str book = RK_STR("<workbook/>");
    const struct {
        struct zip_part part;
        const char *want;
    } cases[] = {
        {{.name = "_rels/.rels", .bytes = rels, .said_crc = 5},
         "1 l.xlsx: the workbook is damaged (_rels/.rels)"},
        {{.name = "_rels/.rels", .bytes = rels, .said_size = 7},
         "1 l.xlsx: the workbook is damaged (_rels/.rels)"},
        {{.name = "_rels/.rels", .bytes = rels, .said_size = 4096, .deflated = true},
         "1 l.xlsx: the workbook is damaged (_rels/.rels)"},
        {{.name = "_rels/.rels", .bytes = rels, .flags = 1},
         "1 l.xlsx: the workbook is encrypted; save it without a password"},
        {{.name = "other.txt", .bytes = rels},
         "1 l.xlsx: this is not a table; expected CSV, XLSX or ODS"},
        {{.name = "mimetype", .bytes = RK_STR("application/vnd.oasis.opendocument.text")},
         "1 l.xlsx: an OpenDocument text or drawing; a table is expected (.ods, .xlsx or CSV)"},
        {{.name = "_rels/.rels",
          .bytes = RK_STR("<Relationships>" RELATION("a", "officeDocument",
                                                     "xl/workbook.bin") "</Relationships>")},
         "1 l.xlsx: a binary workbook (.xlsb); open it and save it as .xlsx"},
        {{.name = "_rels/.rels",
          .bytes = RK_STR("<Relationships>" RELATION("a", "officeDocument",
                                                     "../../etc/passwd") "</Relationships>")},
         "1 l.xlsx: the workbook has no part etc/passwd"},
        {{.name = "_rels/.rels", .bytes = rels},
         "1 l.xlsx: the workbook has no part _rels/w.xml.rels"},
    };
    for (int i = 0; i < RK_COUNT(cases); i++) {
        const struct zip_part parts[] = {cases[i].part, {.name = "w.xml", .bytes = book}};
        rk_assert_str(table_in("l.xlsx", make_zip(parts, 2), NULL), cases[i].want);
    }
    /* a document of words is an archive of the same making */
    const struct zip_part words[] = {{.name = "_rels/.rels", .bytes = rels},
                                     {.name = "w.xml", .bytes = RK_STR("<document/>")}};
    rk_assert_str(table_in("l.xlsx", make_zip(words, 2), NULL),
                  "1 l.xlsx: this is not a table; expected CSV, XLSX or ODS");
}

static void every_cut_of_a_workbook_is_refused(void **state)
{
    (void)state;
    const struct rk_str whole = make_book((struct book_parts){
        .sheet = SHEET(ROW("1", "<c t=\"inlineStr\"><is><t>а</t></is></c>")),
        .deflated = true});
    rk_assert_str(table_in("l.xlsx", whole, NULL), "1:а\n");
    for (ptrdiff_t len = 4; len < whole.len; len += 97) {
        struct rk_arena before = mem;
        const struct rk_str said = table_in("l.xlsx", rk_str_slice(whole, 0, len), NULL);
        rk_assert_str(said, "1 l.xlsx: the workbook is damaged (end)");
        mem = before;
    }
}

static void deep_nesting_and_endless_tags_are_refused(void **state)
{
    (void)state;
    struct rk_arena before = mem;
    struct rk_buf deep = rk_buf_in(&mem, 4096);
    for (int i = 0; i < 70; i++)
        rk_buf_c(&deep, "<a>");
    rk_assert_str(book_as_table((struct book_parts){.sheet_bytes = rk_buf_str(&deep)}),
                  "1 list.xlsx: part xl/worksheets/sheet1.xml is nested deeper than 64");
    const struct rk_str endless = filled(3 << 20, "<worksheet><!-- ", 'x', " --></worksheet>");
    rk_assert_str(book_as_table((struct book_parts){.sheet_bytes = endless}),
                  "1 list.xlsx: part xl/worksheets/sheet1.xml has a tag or comment longer than "
                  "2097152 bytes");
    mem = before;
}

static void a_cell_of_ten_megabytes_is_refused_with_its_name(void **state)
{
    (void)state;
    struct rk_arena before = mem;
    const struct rk_str huge = filled(
        10 << 20, "<worksheet><sheetData><row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>", 'x',
        "</t></is></c></row></sheetData></worksheet>");
    rk_assert_str(
        book_as_table((struct book_parts){.sheet_bytes = huge}),
        "1 list.xlsx:Аркуш1!B3: a cell is longer than 1048576 bytes; is a quote left open?");
    mem = before;
}

static void a_million_empty_rows_are_nothing(void **state)
{
    (void)state;
    struct rk_arena before = mem;
    struct rk_buf b = rk_buf_in(&mem, 96 << 20);
    rk_buf_c(
        &b,
        "<worksheet><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>а</t></is></c></row>");
    for (int i = 2; i <= 1000000; i++)
        rk_buf_printf(&b, "<row r=\"%d\" spans=\"1:2\"><c r=\"A%d\" s=\"1\"/></row>", i, i);
    rk_buf_c(&b, "</sheetData></worksheet>");
    assert_false(b.failed);
    rk_assert_str(
        book_as_table((struct book_parts){.sheet_bytes = rk_buf_str(&b), .deflated = true}),
        "1:а\n");
    mem = before;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_every_kind_are_read),
        cmocka_unit_test(the_first_visible_sheet_with_rows_is_read_others_by_name),
        cmocka_unit_test(a_long_workbook_is_whole),
        cmocka_unit_test(every_way_to_write_a_text_is_understood),
        cmocka_unit_test(dates_follow_the_format_and_the_system_of_the_workbook),
        cmocka_unit_test(a_broken_cell_is_named),
        cmocka_unit_test(a_part_that_unpacks_to_far_too_much_is_refused),
        cmocka_unit_test(a_part_must_be_what_the_directory_says),
        cmocka_unit_test(every_cut_of_a_workbook_is_refused),
        cmocka_unit_test(deep_nesting_and_endless_tags_are_refused),
        cmocka_unit_test(a_cell_of_ten_megabytes_is_refused_with_its_name),
        cmocka_unit_test(a_million_empty_rows_are_nothing),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
