/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenDocument tables, made byte by byte as OpenDocument 1.3 (part 3) has them; invented. */
#include "intake_zips.h"

#define ROOT                                                                                   \
    "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" "          \
    "xmlns:style=\"s\" xmlns:calcext=\"c\" xmlns:draw=\"d\" xmlns:dc=\"dc\">"
#define STYLES                                                                                 \
    "<office:automatic-styles><style:style style:name=\"ta2\" style:family=\"table\">"         \
    "<style:table-properties table:display=\"false\"/></style:style>"                          \
    "<style:style style:name=\"ta1\" style:family=\"table\">"                                  \
    "<style:table-properties table:display=\"true\"/></style:style>"                           \
    "<style:style style:name=\"co1\" style:family=\"table-column\"/>"                          \
    "</office:automatic-styles>"
#define BODY(tables)                                                                           \
    ROOT STYLES "<office:body><office:spreadsheet>" tables                                     \
                "</office:spreadsheet></office:body></office:document-content>"
#define TABLE(name, rows) "<table:table table:name=\"" name "\">" rows "</table:table>"
#define ROW(cells)        "<table:table-row>" cells "</table:table-row>"
#define TEXT(t)                                                                                \
    "<table:table-cell office:value-type=\"string\" calcext:value-type=\"string\"><text:p>" t  \
    "</text:p></table:table-cell>"
#define VALUE(type, value, shown)                                                              \
    "<table:table-cell calcext:value-type=\"" type "\" office:value-type=\"" type              \
    "\" office:" value "><text:p>" shown "</text:p></table:table-cell>"
#define NOTHING(n) "<table:table-cell table:number-columns-repeated=\"" n "\"/>"

static struct rk_str make_ods(const char *content, bool locked)
{
    const struct zip_part parts[] = {
        {.name = "mimetype", .bytes = RK_STR("application/vnd.oasis.opendocument.spreadsheet")},
        {.name = "META-INF/manifest.xml",
         .bytes = locked ? RK_STR("<m:manifest xmlns:m=\"m\"><m:file-entry "
                                  "m:full-path=\"content.xml\"><m:encryption-data/>"
                                  "</m:file-entry></m:manifest>")
                         : RK_STR("<m:manifest xmlns:m=\"m\"/>")},
        {.name = "content.xml", .bytes = rk_str_of(content), .deflated = true}};
    return make_zip(parts, (int)RK_COUNT(parts));
}

static struct rk_str table(const char *content, const struct rk_intake_options *options)
{
    return table_in("list.ods", make_ods(content, false), options);
}

static void cells_of_every_kind_are_read(void **state)
{
    (void)state;
    rk_assert_str(
        table(
            BODY(TABLE(
                "Аркуш1",
                ROW(TEXT("Прізвище") NOTHING("4") TEXT("кінець") NOTHING("16000")) ROW(
                    VALUE("float", "value=\"1.5\"",
                          "1,50") VALUE("float", "value=\"380501234567\"",
                                        "3,80E+11") VALUE("percentage", "value=\"0.07\"", "7 %")
                        VALUE("currency", "value=\"12.25\"", "12,25 грн") VALUE(
                            "boolean",
                            "boolean-value=\"true\"",
                            "ІСТИНА")) "<table:table-row "
                                       "table:number-rows-repeated="
                                       "\"1\">" NOTHING(
                                           "3") "</"
                                                "table:table-"
                                                "row>" ROW(VALUE(
                                                    "da"
                                                    "t"
                                                    "e",
                                                    "da"
                                                    "te"
                                                    "-v"
                                                    "al"
                                                    "ue"
                                                    "="
                                                    "\""
                                                    "20"
                                                    "22"
                                                    "-0"
                                                    "3-"
                                                    "15"
                                                    "\"",
                                                    "15"
                                                    ".0"
                                                    "3."
                                                    "2"
                                                    "2") VALUE("date",
                                                               "date-value=\"2022-03-15T06:30:"
                                                               "00\"",
                                                               "15.03 6:30")
                                                               VALUE(
                                                                   "time",
                                                                   "time-value=\"PT06H30M00S\"",
                                                                   "06:30")
                                                                   VALUE("date",
                                                                         "date-value=\"1898-05-"
                                                                         "02\"",
                                                                         "02.05.1898")
                                                                       VALUE("date",
                                                                             "date-value="
                                                                             "\"2022-02-30\"",
                                                                             "?")))),
            NULL),
        "1:Прізвище|||||кінець\n"
        "2:#1.5|#380501234567|#7%|#12.25|?TRUE\n"
        "4:@2022-03-15|@2022-03-15T06:30|@06:30|1898-05-02|2022-02-30\n");
}

static void texts_keep_their_lines_and_leave_notes_out(void **state)
{
    (void)state;
    rk_assert_str(
        table(BODY(TABLE(
                  "а", ROW("<table:table-cell office:value-type=\"string\"><office:annotation>"
                           "<dc:date>2022</dc:date><text:p>примітка</text:p>"
                           "</office:annotation><text:p>рядок<text:s text:c=\"2\"/>"
                           "<text:span>дру</text:span>гий</text:p><text:p>третій<text:tab/>і"
                           "</text:p></table:table-cell>"
                           "<table:table-cell office:value-type=\"string\" "
                           "office:string-value=\"лише значення\"/>"
                           "<table:table-cell table:formula=\"of:=[.A1]+1\"/>"
                           "<table:table-cell table:formula=\"of:=1/0\" "
                           "office:value-type=\"string\" office:string-value=\"\" "
                           "calcext:value-type=\"error\"><text:p>#DIV/0!</text:p>"
                           "</table:table-cell>"
                           "<table:table-cell table:formula=\"of:=2+3\" "
                           "office:value-type=\"float\" office:value=\"5\"><text:p>5</text:p>"
                           "</table:table-cell>"))),
              NULL),
        "1:рядок  другий¶третій\tі|лише значення|!=[.A1]+1|!#DIV/0!|#5\n");
}

static void repeats_are_counted_out_and_merged_cells_hold_one_value(void **state)
{
    (void)state;
    rk_assert_str(
        table(BODY(TABLE(
                  "а",
                  "<table:table-header-rows>" ROW(TEXT(
                      "шапка")) "</table:table-header-rows>"
                                "<table:table-row table:number-rows-repeated=\"2\">"
                                "<table:table-cell office:value-type=\"float\" "
                                "office:value=\"7\" "
                                "table:number-columns-repeated=\"3\"><text:p>7</text:p></"
                                "table:table-cell>"
                                "</table:table-row>"
                                "<table:table-row "
                                "table:number-rows-repeated=\"5\"><table:table-cell/>"
                                "</table:table-row>" ROW(
                                    "<table:table-cell table:number-columns-spanned=\"2\" "
                                    "office:value-type=\"string\"><text:p>спільне</text:p>"
                                    "</table:table-cell><table:covered-table-cell/>" TEXT(
                                        "поруч")) "<table:table-row "
                                                  "table:number-rows-repeated="
                                                  "\"1048000\">" NOTHING("16384") "</"
                                                                                  "table:table-"
                                                                                  "row>")),
              NULL),
        "1:шапка\n2:#7|#7|#7\n3:#7|#7|#7\n9:спільне||поруч\n");
}

static void the_first_visible_sheet_with_rows_is_read_others_by_name(void **state)
{
    (void)state;
    static const char book[] =
        BODY("<table:tracked-changes><table:cell-content-change><table:previous>"
             "<table:table-cell><text:p>було</text:p></table:table-cell></table:previous>"
             "</table:cell-content-change></table:tracked-changes>"
             "<table:table table:name=\"прихований\" table:style-name=\"ta2\">" ROW(
                 TEXT("таємне")) "</table:table>" TABLE("порожній", ROW(NOTHING("9")))
                 TABLE("Загиблі",
                       ROW(TEXT("перший") "<table:table-cell><table:table><table:table-row>"
                                          "<table:table-cell><text:p>усередині</text:p>"
                                          "</table:table-cell></table:table-row></table:table>"
                                          "</table:table-cell>"))
                     TABLE("Будинки", ROW(TEXT("другий"))));
    rk_assert_str(table(book, NULL), "1:перший\n");
    rk_assert_str(table(book, &(struct rk_intake_options){.sheet = " будинки "}), "1:другий\n");
    rk_assert_str(table(book, &(struct rk_intake_options){.sheet = "прихований"}),
                  "1:таємне\n");
    rk_assert_str(table(book, &(struct rk_intake_options){.sheet = "порожній"}), "");
    rk_assert_str(table(book, &(struct rk_intake_options){.sheet = "немає"}),
                  "1 list.ods: no sheet is named \"немає\" (4 sheets)");
    const char *path = make_file("list.ods", make_ods(book, false));
    struct rk_intake *in;
    const struct rk_str *names;
    const bool *hidden;
    rk_assert_ok(rk_intake_open(path, NULL, &mem, &in, &err), err);
    assert_true(
        rk_str_starts(rk_intake_describe(in), RK_STR("ODS, \"Загиблі\" (3/4); seccomp")));
    assert_int_equal(rk_intake_sheets(in, &names, &hidden), 4);
    assert_true(hidden[0] && !hidden[1] && !hidden[2] && !hidden[3]);
    rk_assert_str(names[3], "Будинки");
    rk_intake_close(in);
    drop_file(path);
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
    (void)state;
    rk_assert_str(table_in("l.ods", make_ods("", true), NULL),
                  "1 l.ods: the workbook is encrypted; save it without a password");
    rk_assert_str(
        table(BODY(TABLE("а", ROW(TEXT("б")) "<table:table-row "
                                             "table:number-rows-repeated=\"9000000000\">" TEXT(
                                                 "в") "</table:table-row>")),
              NULL),
        "1 list.ods:а!A2: the address of a row or cell is wrong");
    rk_assert_str(
        table(
            BODY(TABLE("а", ROW("<table:table-cell table:number-columns-repeated="
                                "\"17000\"><text:p>б</text:p></table:table-cell>" TEXT("в")))),
            NULL),
        "1 list.ods:а!A1: a row has more than 16384 columns");
    rk_assert_str(
        table(BODY(TABLE("а", ROW(TEXT("б")) "<table:table-row "
                                             "table:number-rows-repeated=\"5000000\">" TEXT(
                                                 "в") "</table:table-row>")),
              &(struct rk_intake_options){.max_rows = 3}),
        "1 list.ods: the table has 5000001 rows, too many at once");
    rk_assert_str(table(ROOT "<office:body>", NULL),
                  "1 list.ods:1: the XML of the workbook is broken (content.xml: no element "
                  "found)");
    const struct zip_part bare[] = {
        {.name = "mimetype",
         .bytes = RK_STR("application/vnd.oasis.opendocument.spreadsheet")}};
    rk_assert_str(table_in("l.ods", make_zip(bare, 1), NULL),
                  "1 l.ods: the workbook has no part content.xml");
}

static void every_cut_of_a_table_is_refused(void **state)
{
    (void)state;
    const struct rk_str whole = make_ods(BODY(TABLE("а", ROW(TEXT("б")))), false);
    rk_assert_str(table_in("l.ods", whole, NULL), "1:б\n");
    for (ptrdiff_t len = 4; len < whole.len; len += 23) {
        const struct rk_arena before = mem;
        const struct rk_str said = table_in("l.ods", rk_str_slice(whole, 0, len), NULL);
        assert_true(rk_str_starts(said, RK_STR("1 l.ods")));
        mem = before;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_every_kind_are_read),
        cmocka_unit_test(texts_keep_their_lines_and_leave_notes_out),
        cmocka_unit_test(repeats_are_counted_out_and_merged_cells_hold_one_value),
        cmocka_unit_test(the_first_visible_sheet_with_rows_is_read_others_by_name),
        cmocka_unit_test(what_is_wrong_is_said_with_its_place),
        cmocka_unit_test(every_cut_of_a_table_is_refused),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
