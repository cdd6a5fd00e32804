/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of 1,000 rows as offices keep them, with 37 faults planted at seeded places: exactly
 * those rows are refused, each by its column and its value as said, in every format. All people
 * and places are invented.
 */
#include "import_files.h"
#include "rk_random.h"

#ifdef RK_HAVE_XLSXWRITER
#include <xlsxwriter.h>
#endif

enum { ROWS = 1000, PLANTED = 37 };

struct planted {
    int row; /* of the grid */
    int column;
    char value[GRID_TEXT];
    const char *reason;
};

struct list {
    const char *file;      /* without extension */
    const char *kind;      /* what must be recognised */
    const char *titles[2]; /* above the header, NULL: none */
    const char *headers[GRID_COLUMNS];
    const char *aspects[GRID_COLUMNS]; /* what each column must be taken for */
    void (*fill)(struct grid *g, int row, int number, struct rk_random *random);
    int fault_kinds;
    /* Spoils a row by fault `which`; says where. */
    struct planted (*spoil)(struct grid *g, int row, int which);
};

static int below(struct rk_random *r, int n)
{
    return (int)rk_random_below(r, n);
}

static void put(struct grid *g, int row, int column, enum grid_kind kind, const char *fmt, ...)
    RK_PRINTF(5, 6);
static void put(struct grid *g, int row, int column, enum grid_kind kind, const char *fmt, ...)
{
    char text[GRID_TEXT];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    grid_put(g, row, column, kind, text);
}

static struct planted spoilt(struct grid *g, int row, int column, const char *value,
                             const char *reason)
{
    struct planted p = {.row = row, .column = column, .reason = reason};
    grid_put(g, row, column, GRID_TEXT_CELL, value);
    snprintf(p.value, sizeof p.value, "%s", value);
    return p;
}

/* ---- the dead ------------------------------------------------------------------------ */

static void fill_dead(struct grid *g, int row, int number, struct rk_random *random)
{
    static const char *const surnames[] = {"Вигаданий", "Ґудзь",        "Їжаченко",
                                           "Щедрий",    "Невідомський", "О'Вигадко"};
    static const char *const given[] = {"Петро", "Євген", "Юрій", "Микола"};
    const int year = 1930 + below(random, 80), age = 2022 - year;
    put(g, row, 0, GRID_NUMBER, "%d", number);
    put(g, row, 1, GRID_TEXT_CELL, "%s %s Вигадович", surnames[below(random, 6)],
        given[below(random, 4)]);
    put(g, row, 2, GRID_TEXT_CELL, "%s", below(random, 2) ? "ч" : "чол.");
    put(g, row, 3, GRID_DAY, "%02d.01.%d", 1 + below(random, 28), year);
    put(g, row, 4, GRID_DAY, "%02d.%02d.2022", 1 + below(random, 28), 3 + below(random, 6));
    put(g, row, 5, GRID_NUMBER, "%d", age);
    put(g, row, 6, GRID_TEXT_CELL, "вул. Вигадана, буд. %d", 1 + below(random, 90));
    if (below(random, 3) == 0)
        put(g, row, 7, GRID_TEXT_CELL, "(050) 111-%02d-%02d", below(random, 100),
            below(random, 100));
    put(g, row, 8, GRID_TEXT_CELL, "%s", below(random, 2) ? "осколкові поранення" : "невідомо");
    if (below(random, 4) == 0)
        put(g, row, 9, GRID_TEXT_CELL, "слова сусідів; перевірити");
}

static struct planted spoil_dead(struct grid *g, int row, int which)
{
    switch (which) {
    case 0:
        return spoilt(g, row, 3, "31.02.1950", "intake.fault.no_such_day");
    case 1:
        return spoilt(g, row, 4, "2022-13-05", "intake.fault.no_such_day");
    case 2:
        return spoilt(g, row, 4, "15.03.2042", "intake.fault.future");
    case 3:
        return spoilt(g, row, 4, "15.03.1921", "intake.fault.order");
    case 4:
        return spoilt(g, row, 5, "сорок п'ять", "intake.fault.not_a_number");
    case 5:
        return spoilt(g, row, 5, "-3", "intake.fault.too_small");
    case 6:
        return spoilt(g, row, 5, "178", "intake.fault.too_large");
    case 7:
        return spoilt(g, row, 2, "мабуть", "intake.fault.not_a_choice");
    case 8:
        return spoilt(g, row, 7, "05О-11-22", "intake.fault.phone"); /* a letter О */
    case 9:
        return spoilt(g, row, 1, "12345", "intake.fault.no_letters");
    case 10:
        return spoilt(g, row, 0, g->cell[row - 1][0].text, "intake.fault.duplicate");
    case 11:
        return spoilt(g, row, 4, "десь навесні", "intake.fault.not_a_date");
    default: /* five years off */
        put(g, row, 3, GRID_DAY, "01.01.1960");
        put(g, row, 4, GRID_DAY, "01.06.2022");
        return spoilt(g, row, 5, "57", "intake.fault.age");
    }
}

/* ---- buildings ----------------------------------------------------------------------- */

static void fill_building(struct grid *g, int row, int number, struct rk_random *random)
{
    static const char *const classes[] = {"I категорія", "II категорія", "III категорія"};
    const int flats = 20 + below(random, 100);
    put(g, row, 0, GRID_TEXT_CELL, "Б-%04d", number);
    put(g, row, 1, GRID_TEXT_CELL, "вул. Вигадана, %d", number);
    put(g, row, 2, GRID_NUMBER, "%d", 1 + below(random, 9));
    put(g, row, 3, GRID_NUMBER, "%d", flats);
    put(g, row, 4, GRID_NUMBER, "%d", below(random, flats));
    put(g, row, 5, GRID_TEXT_CELL, "%s", classes[below(random, 3)]);
    put(g, row, 6, GRID_NUMBER, "%d,5", below(random, 99));
    put(g, row, 7, GRID_DAY, "%02d.%02d.2022", 1 + below(random, 28), 9 + below(random, 2));
    put(g, row, 8, GRID_NUMBER, "49,2%03d", 1 + below(random, 998));
    put(g, row, 9, GRID_NUMBER, "37,2%03d", 1 + below(random, 998));
    put(g, row, 10, GRID_TEXT_CELL, "%s", below(random, 2) ? "так" : "ні");
}

static struct planted spoil_building(struct grid *g, int row, int which)
{
    switch (which) {
    case 0:
        return spoilt(g, row, 2, "дев'ять", "intake.fault.not_a_number");
    case 1:
        return spoilt(g, row, 2, "9,5", "intake.fault.not_whole");
    case 2:
        return spoilt(g, row, 2, "950", "intake.fault.too_large");
    case 3:
        return spoilt(g, row, 4, "1500", "intake.fault.larger");
    case 4:
        return spoilt(g, row, 6, "145%", "intake.fault.too_large");
    case 5:
        return spoilt(g, row, 5, "IX категорія", "intake.fault.not_a_class");
    case 6:
        return spoilt(g, row, 7, "30.02.2022", "intake.fault.no_such_day");
    case 7:
        put(g, row, 9, GRID_NUMBER, "49,2101");
        return spoilt(g, row, 8, "37,2511", "intake.fault.swapped");
    case 8:
        return spoilt(g, row, 8, "492,101", "intake.fault.latitude");
    case 9:
        return spoilt(g, row, 9, "", "intake.fault.half_a_place");
    case 10:
        return spoilt(g, row, 8, "4,92101", "intake.fault.far_away");
    case 11:
        return spoilt(g, row, 0, g->cell[row - 1][0].text, "intake.fault.duplicate");
    case 12:
        return spoilt(g, row, 3, "40, див. акт", "intake.fault.words_behind");
    default:
        return spoilt(g, row, 10, "частково, але майже", "intake.fault.not_a_choice");
    }
}

/* ---- houses on district heat --------------------------------------------------------- */

static void fill_house(struct grid *g, int row, int number, struct rk_random *random)
{
    put(g, row, 0, GRID_TEXT_CELL, "пров. Вигаданий, %d", number);
    put(g, row, 1, GRID_TEXT_CELL, "Котельня №%d", 1 + below(random, 22));
    put(g, row, 2, GRID_NUMBER, "%d,25", 40 + below(random, 400));
    put(g, row, 3, GRID_NUMBER, "%d", 20 + below(random, 400));
    put(g, row, 4, GRID_NUMBER, "%d", 2 + below(random, 8));
    put(g, row, 5, GRID_TEXT_CELL, "%s", below(random, 2) ? "опалюється" : "не опалюється");
    if (below(random, 2))
        put(g, row, 6, GRID_DAY, "%02d.11.2022", 1 + below(random, 20));
    put(g, row, 7, GRID_NUMBER, "%d", 20 + below(random, 60));
}

static struct planted spoil_house(struct grid *g, int row, int which)
{
    switch (which) {
    case 0:
        return spoilt(g, row, 2, "багато", "intake.fault.not_a_number");
    case 1:
        return spoilt(g, row, 2, "-5", "intake.fault.too_small");
    case 2:
        return spoilt(g, row, 2, "45%", "intake.fault.percent");
    case 3:
        return spoilt(g, row, 3, "12,5", "intake.fault.not_whole");
    case 4:
        return spoilt(g, row, 5, "трохи", "intake.fault.not_a_choice");
    case 5:
        return spoilt(g, row, 6, "31.11.2022", "intake.fault.no_such_day");
    case 6:
        return spoilt(g, row, 6, "05.12.2031", "intake.fault.future");
    case 7:
        return spoilt(g, row, 0, g->cell[row - 1][0].text, "intake.fault.duplicate");
    case 8:
        return spoilt(g, row, 7, "99999", "intake.fault.too_large");
    case 9:
        return spoilt(g, row, 1, "№", "intake.fault.no_key");
    default:
        return spoilt(g, row, 2, "50 людей", "intake.fault.other_unit");
    }
}

/* ---- boiler houses ------------------------------------------------------------------- */

static void fill_source(struct grid *g, int row, int number, struct rk_random *random)
{
    static const char *const fuels[] = {"natural gas", "wood", "coal", "pellets"};
    const int boilers = 1 + below(random, 6);
    put(g, row, 0, GRID_NUMBER, "%d", number);
    put(g, row, 1, GRID_TEXT_CELL, "Boiler house at Invented St. %d", number);
    put(g, row, 2, GRID_NUMBER, "%d.%d", 1 + below(random, 20), 1 + below(random, 9));
    put(g, row, 3, GRID_NUMBER, "%d", boilers);
    put(g, row, 4, GRID_NUMBER, "%d", below(random, boilers + 1));
    put(g, row, 5, GRID_TEXT_CELL, "%s", fuels[below(random, 4)]);
    put(g, row, 6, GRID_TEXT_CELL, "%s", below(random, 2) ? "working" : "destroyed");
    put(g, row, 7, GRID_DAY, "%02d.12.2022", 1 + below(random, 28)); /* still to come */
    put(g, row, 8, GRID_TEXT_CELL, "+38 067 222 %02d %02d", below(random, 100),
        below(random, 100));
}

static struct planted spoil_source(struct grid *g, int row, int which)
{
    switch (which) {
    case 0:
        return spoilt(g, row, 0, "", "intake.fault.required");
    case 1:
        return spoilt(g, row, 0, g->cell[row - 1][0].text, "intake.fault.duplicate");
    case 2:
        return spoilt(g, row, 2, "unknown yet", "intake.fault.not_a_number");
    case 3:
        return spoilt(g, row, 4, "77", "intake.fault.larger");
    case 4:
        return spoilt(g, row, 5, "sunlight", "intake.fault.not_a_choice");
    case 5:
        return spoilt(g, row, 6, "so-so", "intake.fault.not_a_choice");
    case 6:
        return spoilt(g, row, 7, "soon", "intake.fault.not_a_date");
    case 7:
        return spoilt(g, row, 8, "+38 067 222", "intake.fault.phone");
    case 8:
        return spoilt(g, row, 2, "5000", "intake.fault.too_large");
    case 9:
        return spoilt(g, row, 3, "two", "intake.fault.not_a_number");
    default:
        return spoilt(g, row, 7, "32/12/2022", "intake.fault.no_such_day");
    }
}

static const struct list lists[] = {
    {"Загиблі мешканці",
     "person",
     {"Список загиблих мешканців (усі особи вигадані)", "станом на 12.09.2022 року"},
     {"№ з/п", "П.І.Б.", "Стать", "Дата народження", "Дата смерті", "Вік", "Адреса проживання",
      "Телефон родичів", "Причина смерті", "Примітка"},
     {"number", "full_name", "sex", "birth_date", "death_date", "age", "address",
      "relative_phone", "cause_said", "note"},
     fill_dead,
     13,
     spoil_dead},
    {"Обстеження будинків",
     "building",
     {NULL},
     {"Код", "Адреса", "Поверхів", "Квартир", "Пошкоджено квартир", "Ступінь пошкодження",
      "Пошкодження, %", "Дата обстеження", "Широта", "Довгота", "Обстежено"},
     {"id", "address", "floors", "flats", "flats_damaged", "damage", "damage_percent",
      "survey_date", "latitude", "longitude", "surveyed"},
     fill_building,
     14,
     spoil_building},
    {"Будинки на централізованому опаленні",
     "house",
     {"Перелік опалюваних будинків"},
     {"Адреса будинку", "Котельня", "Навантаження, кВт", "Мешканців", "Поверховість",
      "Опалюється", "Дата подачі тепла", "Час охолодження, год"},
     {"address", "source", "kw", "people", "floors", "state", "connected", "tau_h"},
     fill_house,
     11,
     spoil_house},
    {"boiler houses",
     "heat_source",
     {NULL},
     {"ID", "Name", "Capacity, MW", "Number of boilers", "Working boilers", "Fuel", "Status",
      "Start date", "Phone"},
     {"id", "name", "mw", "boilers", "boilers_working", "fuel", "state", "can_start_from",
      "phone"},
     fill_source,
     11,
     spoil_source},
};

/* ---- one list in one format ---------------------------------------------------------- */

static int make_grid(const struct list *list, struct grid *g, struct planted planted[PLANTED],
                     uint64_t seed)
{
    struct rk_random random = rk_random_stream(seed, list->file, 0);
    memset(g, 0, sizeof *g);
    int top = 0;
    for (int t = 0; t < 2 && list->titles[t]; t++)
        grid_put(g, top++, 0, GRID_TEXT_CELL, list->titles[t]);
    while (list->headers[g->columns]) {
        grid_put(g, top, g->columns, GRID_TEXT_CELL, list->headers[g->columns]);
        g->columns++;
    }
    top++;
    for (int i = 0; i < ROWS; i++)
        list->fill(g, top + i, i + 1, &random);
    g->rows = top + ROWS;
    bool used[ROWS + 1] = {true};
    for (int i = 0; i < PLANTED; i++) {
        int at = below(&random, ROWS);
        while (used[at] || used[at + 1] ||
               (at > 0 && used[at - 1])) /* neighbours are copied from */
            at = below(&random, ROWS);
        used[at] = true;
        planted[i] = list->spoil(g, top + at, i % list->fault_kinds);
    }
    return top;
}

static void check_mapping(const struct list *list, const struct rk_mapping *m)
{
    assert_string_equal(m->kind->id, list->kind);
    for (int32_t i = 0; i < m->column_count; i++) {
        const char *want = list->aspects[m->columns[i].column];
        if (!m->columns[i].aspect || strcmp(m->columns[i].aspect->id, want) != 0)
            fail_msg("column \"%.*s\" is taken for %s, not %s", RK_FMT(m->columns[i].header),
                     m->columns[i].aspect ? m->columns[i].aspect->id : "text", want);
    }
}

static const struct planted *planted_at(const struct planted planted[PLANTED], int row)
{
    for (int i = 0; i < PLANTED; i++)
        if (planted[i].row == row)
            return &planted[i];
    return NULL;
}

static void check_row(const struct planted *p, const struct rk_import_row *row)
{
    if (!p && row->outcome != RK_ROW_TAKEN)
        fail_msg("line %d: a good row is refused: %s \"%.*s\" %s", (int)row->line,
                 row->fault_count ? row->faults[0].header.at : "",
                 row->fault_count ? (int)row->faults[0].value.len : 0,
                 row->fault_count ? row->faults[0].value.at : "",
                 row->fault_count ? row->faults[0].reason : row->passed);
    if (!p)
        return;
    if (row->outcome != RK_ROW_REFUSED || row->part_count != 0)
        fail_msg("line %d: \"%s\" is taken (%s)", (int)row->line, p->value, p->reason);
    if (row->fault_count != 1)
        fail_msg("line %d: %d faults, second %s", (int)row->line, row->fault_count,
                 row->faults[1].reason);
    assert_string_equal(row->faults[0].reason, p->reason);
    assert_int_equal(row->faults[0].line, row->line);
    assert_int_equal(row->faults[0].column, p->column);
    rk_assert_str(row->faults[0].value, p->value);
}

static void import_and_check(const struct list *list, const char *path, const struct grid *g,
                             int top, const struct planted planted[PLANTED])
{
    (void)g;
    const struct rk_import_options options = {
        .scope = RK_STR("Вигаданськ"), .today = rk_day_of(2022, 11, 22), .lang = RK_UK};
    struct rk_import *in;
    rk_assert_ok(rk_import_open(path, &options, &mem, &in, &err), err);
    check_mapping(list, rk_import_mapping(in));
    for (int i = 0; i < ROWS; i++) {
        struct rk_import_row row;
        bool end = false;
        rk_assert_ok(rk_import_next(in, &row, &end, &err), err);
        assert_false(end);
        assert_int_equal(row.line, top + i + 1);
        check_row(planted_at(planted, top + i), &row);
    }
    struct rk_import_row row;
    bool end = false;
    rk_assert_ok(rk_import_next(in, &row, &end, &err), err);
    assert_true(end);
    const struct rk_import_counts counts = rk_import_counted(in);
    assert_int_equal(counts.taken, ROWS - PLANTED);
    assert_int_equal(counts.refused, PLANTED);
    assert_int_equal(counts.passed, 0);
    rk_import_close(in);
}

static void in_every_text_format(const struct list *list)
{
    static const struct {
        char separator;
        const char *line_end, *mark, *extension;
        enum rk_encoding encoding;
    } formats[] = {{';', "\r\n", "", "csv", RK_ENC_CP1251},
                   {',', "\n", "\xEF\xBB\xBF", "csv", RK_ENC_UTF8},
                   {'\t', "\r\n", "\xFF\xFE", "txt", RK_ENC_UTF16LE}};
    static struct grid g;
    for (int f = 0; f < RK_COUNT(formats); f++) {
        struct rk_arena before = mem;
        struct planted planted[PLANTED];
        const int top = make_grid(list, &g, planted, 20220912u + (uint64_t)f);
        const struct rk_str bytes =
            in_encoding(grid_csv(&g, formats[f].separator, formats[f].line_end),
                        formats[f].encoding, formats[f].mark);
        const struct rk_str name =
            rk_str_printf(&mem, "%s.%s", list->file, formats[f].extension);
        const char *path = make_file(name.at, bytes);
        import_and_check(list, path, &g, top, planted);
        drop_file(path);
        mem = before;
    }
}

#ifdef RK_HAVE_XLSXWRITER
static void write_cell(lxw_worksheet *sheet, int row, int column, const struct grid_cell *cell,
                       lxw_format *day)
{
    char number[GRID_TEXT];
    double value = 0.0;
    snprintf(number, sizeof number, "%s", cell->text);
    for (char *p = number; *p; p++)
        *p = *p == ',' ? '.' : *p;
    struct rk_when when;
    if (cell->text[0] == '\0')
        return;
    if (cell->kind == GRID_NUMBER && rk_str_double(rk_str_of(number), &value)) {
        worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, value, NULL);
    } else if (cell->kind == GRID_DAY && rk_when_read(rk_str_of(cell->text), 0, &when)) {
        /* day 25569 of spreadsheets is 1970-01-01 */
        worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, when.first + 25569,
                               day);
    } else {
        worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, cell->text, NULL);
    }
}

static void in_a_workbook(const struct list *list)
{
    static struct grid g;
    struct planted planted[PLANTED];
    const int top = make_grid(list, &g, planted, 4242u);
    const struct rk_str name = rk_str_printf(&mem, "%s.xlsx", list->file);
    const char *path = make_file(name.at, RK_STR(""));
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Аркуш1");
    lxw_format *day = workbook_add_format(book);
    format_set_num_format(day, "dd.mm.yyyy");
    for (int r = 0; r < g.rows; r++)
        for (int c = 0; c < g.columns; c++)
            write_cell(sheet, r, c, &g.cell[r][c], day);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    import_and_check(list, path, &g, top, planted);
    drop_file(path);
}
#else
static void in_a_workbook(const struct list *list)
{
    (void)list;
    print_message("skipped: libxlsxwriter is not installed\n");
}
#endif

#ifdef RK_HAVE_XLSXWRITER
static void cells_that_a_spreadsheet_spoils_are_told(void **state)
{
    (void)state;
    const char *path = make_file("будинки.xlsx", RK_STR(""));
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
    lxw_format *day = workbook_add_format(book), *share = workbook_add_format(book);
    format_set_num_format(day, "d mmm");
    format_set_num_format(share, "0%");
    static const char *const headers[] = {"Вулиця", "Будинок", "Поверхів", "Пошкодження, %"};
    for (int c = 0; c < 4; c++)
        worksheet_write_string(sheet, 0, (lxw_col_t)c, headers[c], NULL);
    worksheet_write_string(sheet, 1, 0, "Вигадана", NULL);
    worksheet_write_number(sheet, 1, 1, 44597, day); /* typed as 5/2 */
    worksheet_write_number(sheet, 1, 2, 44624, day); /* typed as 3-4 */
    worksheet_write_number(sheet, 1, 3, 0.45, share);
    worksheet_write_string(sheet, 2, 0, "Вигадана", NULL);
    worksheet_write_number(sheet, 2, 1, 7, NULL);
    worksheet_write_number(sheet, 2, 2, 9, NULL);
    worksheet_write_number(sheet, 2, 3, 0.07, share);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    struct rk_import_options options = in_invented_town();
    options.lang = RK_UK;
    struct rk_import *in;
    struct rk_buf out = rk_buf_in(&mem, 1 << 16);
    rk_assert_ok(rk_import_open(path, &options, &mem, &in, &err), err);
    for (int i = 0; i < 2; i++) {
        struct rk_import_row row;
        bool end;
        rk_assert_ok(rk_import_next(in, &row, &end, &err), err);
        say_row(RK_UK, &row, &out);
    }
    rk_import_close(in);
    drop_file(path);
    rk_assert_str(
        rk_buf_str(&out),
        "F:2: Будинок (B): «2022-02-05»: тут стоїть дата; мабуть, електронна таблиця "
        "перетворила на неї 5/2; очікується текст\n"
        "F:2: Поверхів (C): «2022-03-04»: тут стоїть дата; мабуть, електронна таблиця "
        "перетворила на неї 5/2; очікується текст\n"
        "operations building:вигадана, 7 @2022-12-31 by file будинки.xlsx: "
        "street=Вигадана; house_no=7; floors=9; damage_percent=7 percent; "
        "address=Вигадана, 7\n");
}
#endif

static void planted_faults_in_a_list_of_the_dead_are_found(void **state)
{
    (void)state;
    in_every_text_format(&lists[0]);
    in_a_workbook(&lists[0]);
}

static void planted_faults_in_a_survey_of_buildings_are_found(void **state)
{
    (void)state;
    in_every_text_format(&lists[1]);
    in_a_workbook(&lists[1]);
}

static void planted_faults_in_a_list_of_heated_houses_are_found(void **state)
{
    (void)state;
    in_every_text_format(&lists[2]);
    in_a_workbook(&lists[2]);
}

static void planted_faults_in_a_list_of_boiler_houses_are_found(void **state)
{
    (void)state;
    in_every_text_format(&lists[3]);
    in_a_workbook(&lists[3]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef RK_HAVE_XLSXWRITER
        cmocka_unit_test(cells_that_a_spreadsheet_spoils_are_told),
#endif
        cmocka_unit_test(planted_faults_in_a_list_of_the_dead_are_found),
        cmocka_unit_test(planted_faults_in_a_survey_of_buildings_are_found),
        cmocka_unit_test(planted_faults_in_a_list_of_heated_houses_are_found),
        cmocka_unit_test(planted_faults_in_a_list_of_boiler_houses_are_found),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
