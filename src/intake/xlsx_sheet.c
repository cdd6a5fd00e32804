/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of one worksheet (ECMA-376-1, 18.3), streamed: memory does not grow with the sheet.
 * Formulas are read by the value that was stored with them. Of merged cells the first one holds
 * the value, the others are empty, as in the file.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_xml.h"
#include "xlsx_internal.h"

#include <strings.h>

enum { FORMULA_SHOWN = 200, NUMBER_TEXT = 48 };

enum inside { IN_NOTHING, IN_VALUE, IN_TEXT, IN_FORMULA };

struct sheet {
    struct xlsx_book *book;
    int32_t index;
    bool (*first_row)(struct xlsx_book *book, int32_t sheet);
    bool in_data, in_row, in_cell, any_row;
    int phonetic;
    enum inside inside;
    int64_t row;
    int32_t column; /* of the present cell; -1 before the first */
    struct rk_cell *cells;
    int32_t cell_count, filled_to;
    struct rk_buf pool;    /* the texts of the row */
    struct rk_buf value;   /* what stands in <v> or <is> */
    struct rk_buf formula; /* its beginning */
    char type[12];
    int style;
    bool has_value, has_formula;
};

static bool fail(struct sheet *s, enum intake_why why, int64_t number)
{
    struct intake_fault *fault = s->book->job->fault;
    intake_fail(fault, why, s->row, number, NULL);
    snprintf(fault->sheet, sizeof fault->sheet, "%s", s->book->names[s->index]);
    intake_cell_name(s->row, s->column < 0 ? 0 : s->column, fault->cell);
    return false;
}

/* ---- text ---------------------------------------------------------------------------- */

static int hex4(const char *p)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        const char c = p[i];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                 : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

ptrdiff_t xlsx_unescape(char *at, ptrdiff_t len)
{
    char *to = at;
    const char *from = at, *end = at + len;
    if (!len || !memmem(at, (size_t)len, "_x", 2))
        return len;
    while (from < end) {
        const int code = end - from >= 7 && from[0] == '_' && from[1] == 'x' && from[6] == '_'
                             ? hex4(from + 2)
                             : -1;
        const int put = code > 0 ? rk_utf8_put(code, to) : 0; /* at most 3 bytes for 7 */
        if (put > 0) {
            to += put;
            from += 7;
        } else {
            *to++ = *from++;
        }
    }
    return to - at;
}

/* ---- cells --------------------------------------------------------------------------- */

static bool put(struct sheet *s, struct rk_cell cell)
{
    if (cell.text.len > INTAKE_CELL_MAX)
        return fail(s, INTAKE_LONG_CELL, INTAKE_CELL_MAX);
    if (cell.kind == RK_CELL_TEXT && intake_blank(cell.text))
        cell.kind = RK_CELL_EMPTY;
    const ptrdiff_t from = s->pool.len;
    rk_buf_add(&s->pool, cell.text);
    if (s->pool.failed)
        return fail(s, INTAKE_LONG_ROW, INTAKE_ROW_MAX);
    cell.text.at = s->pool.at + from;
    while (s->cell_count < s->column)
        s->cells[s->cell_count++] = (struct rk_cell){.kind = RK_CELL_EMPTY};
    s->cells[s->cell_count++] = cell;
    if (cell.kind != RK_CELL_EMPTY)
        s->filled_to = s->cell_count;
    return true;
}

static bool put_shared(struct sheet *s, struct rk_str said)
{
    const struct xlsx_book *book = s->book;
    int64_t i = -1;
    if (!rk_str_int(rk_str_trim(said), &i) || i < 0 || i >= book->text_count)
        return fail(s, INTAKE_SHARED_TEXT, i);
    const uint32_t from = i > 0 ? book->text_ends[i - 1] : 0;
    return put(s, (struct rk_cell){.kind = RK_CELL_TEXT,
                                   .text = {book->texts + from, book->text_ends[i] - from}});
}

static bool put_number(struct sheet *s, struct rk_str said)
{
    double number = 0.0;
    char text[NUMBER_TEXT];
    if (!rk_str_double(rk_str_trim(said), &number))
        return put(s, (struct rk_cell){.kind = RK_CELL_ERROR, .text = said});
    const enum intake_style style = s->style >= 0 && s->style < s->book->style_count
                                        ? (enum intake_style)s->book->styles[s->style]
                                        : INTAKE_STYLE_NUMBER;
    return put(s, intake_number_cell(number, style, s->book->from_1904, text));
}

/* The cell is complete. */
static bool end_cell(struct sheet *s)
{
    const struct rk_str said = rk_buf_str(&s->value);
    const char *type = s->type;
    if (!s->has_value && s->has_formula) { /* nobody has calculated it yet */
        char shown[FORMULA_SHOWN + 2];
        const struct rk_str f = rk_utf8_head(rk_buf_str(&s->formula), FORMULA_SHOWN);
        const int len = snprintf(shown, sizeof shown, "=%.*s", RK_FMT(f));
        return put(s, (struct rk_cell){.kind = RK_CELL_ERROR, .text = {shown, len}});
    }
    if (!s->has_value)
        return true;
    if (strcmp(type, "s") == 0)
        return put_shared(s, said);
    if (strcmp(type, "str") == 0 || strcmp(type, "inlineStr") == 0) {
        const ptrdiff_t len = xlsx_unescape(s->value.at, s->value.len);
        return put(s, (struct rk_cell){.kind = RK_CELL_TEXT, .text = {s->value.at, len}});
    }
    if (strcmp(type, "b") == 0) {
        const bool yes = rk_str_eq(rk_str_trim(said), RK_STR("1"));
        return put(s, (struct rk_cell){.kind = RK_CELL_BOOL,
                                       .text = yes ? RK_STR("TRUE") : RK_STR("FALSE"),
                                       .number = yes});
    }
    if (strcmp(type, "e") == 0)
        return put(s, (struct rk_cell){.kind = RK_CELL_ERROR, .text = said});
    if (strcmp(type, "d") == 0)
        return put(s, (struct rk_cell){.kind = RK_CELL_TEXT, .text = said});
    return said.len == 0 || put_number(s, said);
}

/* "C17" → row and column; false when it is no such thing. */
static bool read_reference(const char *r, int64_t *row, int32_t *column)
{
    int64_t letters = 0, digits = 0;
    int n = 0;
    for (; *r >= 'A' && *r <= 'Z' && n < 4; r++, n++)
        letters = letters * 26 + (*r - 'A' + 1);
    if (n == 0 || n > 3 || letters > INTAKE_COLUMNS_MAX)
        return false;
    if (!rk_str_int(rk_str_of(r), &digits) || digits < 1)
        return false;
    *row = digits;
    *column = (int32_t)letters - 1;
    return true;
}

static bool start_cell(struct sheet *s, const char **attributes)
{
    const char *r = intake_attribute(attributes, "r");
    const char *type = intake_attribute(attributes, "t");
    const char *style = intake_attribute(attributes, "s");
    int64_t row = s->row, index = -1;
    int32_t column = s->column + 1;
    if (r && (!read_reference(r, &row, &column) || row != s->row))
        return fail(s, INTAKE_CELL_REFERENCE, 0);
    if (column <= s->column)
        return fail(s, INTAKE_CELL_ORDER, 0);
    s->column = column;
    if (column >= INTAKE_COLUMNS_MAX)
        return fail(s, INTAKE_MANY_COLUMNS, INTAKE_COLUMNS_MAX);
    snprintf(s->type, sizeof s->type, "%s", type ? type : "n");
    s->style = style && rk_str_int(rk_str_of(style), &index) && index < XLSX_STYLES_MAX
                   ? (int)index
                   : -1;
    s->value.len = s->formula.len = 0;
    s->has_value = s->has_formula = false;
    s->in_cell = true;
    return true;
}

/* ---- rows ---------------------------------------------------------------------------- */

static bool start_row(struct sheet *s, const char **attributes)
{
    const char *r = intake_attribute(attributes, "r");
    int64_t row = s->row + 1;
    s->column = -1;
    if (r && (!rk_str_int(rk_str_of(r), &row) || row < 1 || row > INT32_MAX))
        return fail(s, INTAKE_CELL_REFERENCE, 0);
    if (row <= s->row)
        return fail(s, INTAKE_CELL_ORDER, 0);
    s->row = row;
    s->cell_count = s->filled_to = 0;
    s->pool.len = 0;
    s->in_row = true;
    return true;
}

static bool end_row(struct sheet *s)
{
    const struct intake_job *job = s->book->job;
    s->in_row = false;
    if (s->filled_to == 0)
        return true;
    if (!s->any_row && !s->first_row(s->book, s->index))
        return intake_fail(job->fault, INTAKE_READER_GONE, 0, 0, NULL), false;
    s->any_row = true;
    if (++s->book->rows > job->max_rows)
        return true; /* only counted, for the message */
    const struct rk_row row = {.line = s->row,
                               .sheet = rk_str_of(s->book->names[s->index]),
                               .cells = s->cells,
                               .cell_count = s->filled_to};
    if (!job->sink->row(job->sink->user, &row))
        return intake_fail(job->fault, INTAKE_READER_GONE, 0, 0, NULL), false;
    return true;
}

/* ---- elements ------------------------------------------------------------------------ */

static bool sheet_open(void *user, const char *name, const char **attributes)
{
    struct sheet *s = user;
    if (!s->in_data) {
        s->in_data = strcmp(name, "sheetData") == 0;
        return true;
    }
    if (!s->in_cell) {
        if (strcmp(name, "row") == 0 && !s->in_row)
            return start_row(s, attributes);
        if (strcmp(name, "c") == 0 && s->in_row)
            return start_cell(s, attributes);
        return true;
    }
    if (strcmp(name, "v") == 0) {
        s->inside = IN_VALUE;
        s->has_value = true;
    } else if (strcmp(name, "t") == 0 && s->phonetic == 0) {
        s->inside = IN_TEXT;
        s->has_value = true;
    } else if (strcmp(name, "f") == 0) {
        s->inside = IN_FORMULA;
        s->has_formula = true;
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic++;
    }
    return true;
}

static bool sheet_close(void *user, const char *name)
{
    struct sheet *s = user;
    s->inside = IN_NOTHING;
    if (!s->in_data)
        return true;
    if (s->in_cell && strcmp(name, "rPh") == 0)
        s->phonetic--;
    else if (s->in_cell && strcmp(name, "c") == 0) {
        s->in_cell = false;
        s->phonetic = 0;
        return end_cell(s);
    } else if (!s->in_cell && s->in_row && strcmp(name, "row") == 0)
        return end_row(s);
    else if (strcmp(name, "sheetData") == 0)
        s->in_data = false;
    return true;
}

static bool sheet_text(void *user, const char *at, int len)
{
    struct sheet *s = user;
    if (s->inside == IN_VALUE || s->inside == IN_TEXT) {
        rk_buf_bytes(&s->value, at, len);
        if (s->value.failed)
            return fail(s, INTAKE_LONG_CELL, INTAKE_CELL_MAX);
    } else if (s->inside == IN_FORMULA && len <= s->formula.cap - s->formula.len) {
        rk_buf_bytes(&s->formula, at, len);
    }
    return true;
}

enum intake_why xlsx_sheet_read(struct xlsx_book *book, int32_t sheet,
                                bool (*first_row)(struct xlsx_book *book, int32_t sheet),
                                struct rk_scratch scratch)
{
    struct intake_fault *fault = book->job->fault;
    struct intake_part part;
    const enum intake_why why =
        intake_zip_find(&book->zip, rk_str_of(book->sheets[sheet].path), false, &part, fault);
    if (why)
        return why;
    struct sheet s = {.book = book, .index = sheet, .first_row = first_row, .column = -1};
    s.cells = RK_NEW(&scratch, struct rk_cell, INTAKE_COLUMNS_MAX);
    s.pool = rk_buf_in(&scratch.in, INTAKE_ROW_MAX);
    s.value = rk_buf_in(&scratch.in, 2 * INTAKE_CELL_MAX);
    s.formula = rk_buf_in(&scratch.in, 2 * FORMULA_SHOWN);
    if (scratch.in.failed)
        return intake_fail(fault, INTAKE_NO_MEMORY, 0, 0, NULL);
    const struct intake_xml xml = {
        .user = &s, .open = sheet_open, .close = sheet_close, .text = sheet_text};
    return intake_xml_read(&part, XLSX_SHEET_MAX, &xml, book->job->hash_salt, scratch, fault);
}
