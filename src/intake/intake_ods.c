/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * OpenDocument tables (.ods; OASIS OpenDocument 1.3, part 3: 9.1, 19), streamed twice: first
 * the names of the sheets and which of them have rows, then the rows of the one that is read.
 * Formulas are read by the value that was stored with them. Repeated cells and rows are counted
 * out; of merged cells the first one holds the value, the covered ones are empty.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_xml.h"
#include "rk_date.h"
#include "xlsx_internal.h"

enum {
    STYLES_MAX = 512,
    STYLE_NAME = 64,
    FORMULA_SHOWN = 200,
    VALUE_MAX = 4096,
    SECONDS = 86400
};

/* What the value type says of a cell. */
enum type { T_NONE, T_TEXT, T_NUMBER, T_PERCENT, T_DATE, T_TIME, T_BOOL, T_ERROR };

struct ods {
    const struct intake_job *job;
    struct intake_zip zip;
    struct intake_part content;
    char (*names)[INTAKE_NAME_MAX];
    bool *hidden, *filled;
    char (*hidden_style)[STYLE_NAME];
    char style[STYLE_NAME];                         /* of the table kind, being read */
    int32_t sheets, hidden_styles, present, wanted; /* present: table being read, -1 */
    int tables, changes, aside;                     /* depth: tables, tracked changes, notes */
    bool in_row, in_cell, in_text;
    int64_t row, row_repeat, rows;
    int32_t column, repeat; /* of the present cell */
    enum type type;
    bool has_value, has_formula;
    char said[VALUE_MAX]; /* the value as an attribute */
    struct rk_buf text;   /* the paragraphs of the cell */
    struct rk_buf pool;   /* the texts of the row */
    struct rk_cell *cells;
    int32_t cell_count, filled_to, paragraphs;
};

static bool fail(struct ods *o, enum intake_why why, int64_t number)
{
    struct intake_fault *fault = o->job->fault;
    intake_fail(fault, why, o->row, number, NULL);
    if (o->present >= 0)
        snprintf(fault->sheet, sizeof fault->sheet, "%s", o->names[o->present]);
    intake_cell_name(o->row, o->column < 0 ? 0 : o->column, fault->cell);
    return false;
}

/* The value of an attribute by its whole name: value-type stands there twice, by two prefixes.
 */
static const char *attribute(const char **at, const char *name)
{
    for (; at[0]; at += 2)
        if (strcmp(at[0], name) == 0)
            return at[1];
    return NULL;
}

static int64_t repeats(const char **at, const char *name)
{
    int64_t n = 1;
    const char *said = attribute(at, name);
    return said && rk_str_int(rk_str_of(said), &n) && n >= 1 ? n : 1;
}

/* ---- values ------------------------------------------------------------------------------ */

static enum type type_of(const char **at)
{
    static const struct {
        const char *word;
        enum type type;
    } types[] = {{"float", T_NUMBER}, {"currency", T_NUMBER}, {"percentage", T_PERCENT},
                 {"date", T_DATE},    {"time", T_TIME},       {"boolean", T_BOOL},
                 {"string", T_TEXT}};
    const char *word = attribute(at, "office:value-type");
    const char *own = attribute(at, "calcext:value-type");
    if (own && strcmp(own, "error") == 0)
        return T_ERROR;
    for (ptrdiff_t i = 0; word && i < RK_COUNT(types); i++)
        if (strcmp(types[i].word, word) == 0)
            return types[i].type;
    return word ? T_TEXT : T_NONE;
}

/* A serial of the 1900 system, from a date with or without a time of day. NaN: no such date, or
 * one before March 1900, where the serials of spreadsheets are a day off. */
static double serial_of(struct rk_str said, bool *clock)
{
    struct rk_when when;
    const struct rk_str day = rk_str_slice(said, 0, said.len < 10 ? said.len : 10);
    *clock = false;
    if (!rk_when_read(day, 0, &when) || when.first != when.last)
        return RK_NAN;
    double serial = when.first - rk_day_of(1899, 12, 30);
    if (serial < 61.0)
        return RK_NAN;
    int64_t h = 0, m = 0;
    double s = 0.0;
    if (said.len >= 16 && said.at[10] == 'T') {
        if (!rk_str_int(rk_str_slice(said, 11, 13), &h) ||
            !rk_str_int(rk_str_slice(said, 14, 16), &m) || h > 23 || m > 59 || h < 0 || m < 0)
            return RK_NAN;
        if (said.len > 17 && !rk_str_double(rk_str_slice(said, 17, said.len), &s))
            s = 0.0;
        serial += (3600.0 * (double)h + 60.0 * (double)m + fmin(floor(s), 59.0)) / SECONDS;
        *clock = h > 0 || m > 0 || s >= 1.0;
    }
    return serial;
}

/* "PT06H30M00S" as a share of a day; NaN when it is no such thing. */
static double share_of_day(struct rk_str said)
{
    double seconds = 0.0;
    if (!rk_str_starts(said, RK_STR("PT")))
        return RK_NAN;
    ptrdiff_t from = 2;
    for (ptrdiff_t i = 2; i < said.len; i++) {
        const char c = said.at[i];
        double n = 0.0;
        if ((c >= '0' && c <= '9') || c == '.')
            continue;
        if ((c != 'H' && c != 'M' && c != 'S') ||
            !rk_str_double(rk_str_slice(said, from, i), &n))
            return RK_NAN;
        seconds += n * (c == 'H' ? 3600.0 : c == 'M' ? 60.0 : 1.0);
        from = i + 1;
    }
    return seconds / SECONDS;
}

static struct rk_cell number_cell(const struct ods *o, char text[48])
{
    const struct rk_str said = rk_str_trim(rk_str_of(o->said));
    const struct rk_cell error = {.kind = RK_CELL_ERROR, .text = said};
    double number = RK_NAN;
    enum intake_style style = INTAKE_STYLE_NUMBER;
    bool clock = false;
    switch (o->type) {
    case T_DATE:
        number = serial_of(said, &clock);
        style = clock ? INTAKE_STYLE_DATE_TIME : INTAKE_STYLE_DATE;
        if (isnan(number))
            return (struct rk_cell){.kind = RK_CELL_TEXT, .text = said};
        break;
    case T_TIME:
        number = share_of_day(said);
        style = number < 1.0 ? INTAKE_STYLE_TIME : INTAKE_STYLE_ELAPSED;
        break;
    case T_PERCENT:
        style = INTAKE_STYLE_PERCENT;
        if (!rk_str_double(said, &number))
            return error;
        break;
    default:
        if (!rk_str_double(said, &number))
            return error;
        break;
    }
    return isfinite(number) ? intake_number_cell(number, style, false, text) : error;
}

static struct rk_cell cell_of(struct ods *o, char text[48])
{
    const struct rk_str shown = rk_buf_str(&o->text);
    switch (o->type) {
    case T_NONE:
    case T_TEXT:
        if (shown.len == 0 && o->has_value)
            return (struct rk_cell){.kind = RK_CELL_TEXT, .text = rk_str_of(o->said)};
        if (shown.len == 0 && o->has_formula && o->type == T_NONE)
            return (struct rk_cell){.kind = RK_CELL_ERROR, .text = rk_str_of(o->said)};
        return (struct rk_cell){.kind = RK_CELL_TEXT, .text = shown};
    case T_BOOL: {
        const bool yes = strcmp(o->said, "true") == 0;
        return (struct rk_cell){.kind = RK_CELL_BOOL,
                                .text = yes ? RK_STR("TRUE") : RK_STR("FALSE"),
                                .number = yes};
    }
    case T_ERROR:
        return (struct rk_cell){.kind = RK_CELL_ERROR, .text = shown};
    default:
        return number_cell(o, text);
    }
}

/* ---- cells ------------------------------------------------------------------------------- */

/* Keeps the value, or the beginning of a formula nobody has calculated. */
static bool keep_value(struct ods *o, const char **at)
{
    static const char *const by_type[] = {[T_NONE] = "",
                                          [T_TEXT] = "office:string-value",
                                          [T_NUMBER] = "office:value",
                                          [T_PERCENT] = "office:value",
                                          [T_DATE] = "office:date-value",
                                          [T_TIME] = "office:time-value",
                                          [T_BOOL] = "office:boolean-value",
                                          [T_ERROR] = ""};
    const char *value = attribute(at, by_type[o->type]);
    const char *formula = attribute(at, "table:formula");
    o->has_value = value != NULL;
    o->has_formula = formula != NULL;
    o->said[0] = '\0';
    if (value && strlen(value) >= VALUE_MAX && o->type != T_TEXT)
        return fail(o, INTAKE_LONG_CELL, VALUE_MAX);
    if (value) {
        const struct rk_str head = rk_utf8_head(rk_str_of(value), VALUE_MAX - 1);
        snprintf(o->said, VALUE_MAX, "%.*s", RK_FMT(head));
    } else if (formula) {
        const char *bare = strchr(formula, '=');
        const struct rk_str head =
            rk_utf8_head(rk_str_of(bare ? bare : formula), FORMULA_SHOWN);
        snprintf(o->said, VALUE_MAX, "%.*s", RK_FMT(head));
    }
    return true;
}

static bool start_cell(struct ods *o, const char **at, bool covered)
{
    const int64_t n = repeats(at, "table:number-columns-repeated");
    o->repeat = n <= INTAKE_COLUMNS_MAX ? (int32_t)n : INTAKE_COLUMNS_MAX + 1;
    o->type = covered ? T_NONE : type_of(at);
    o->in_cell = true;
    o->text.len = 0;
    o->paragraphs = 0;
    o->has_value = o->has_formula = false;
    o->said[0] = '\0';
    return covered || keep_value(o, at);
}

static bool end_cell(struct ods *o)
{
    char number[48];
    struct rk_cell cell = cell_of(o, number);
    const int32_t from = o->column;
    o->in_cell = false;
    if (cell.kind == RK_CELL_TEXT && intake_blank(cell.text))
        cell.kind = RK_CELL_EMPTY;
    if (cell.kind != RK_CELL_EMPTY && from + o->repeat > INTAKE_COLUMNS_MAX)
        return fail(o, INTAKE_MANY_COLUMNS, INTAKE_COLUMNS_MAX);
    o->column = from + o->repeat < INTAKE_COLUMNS_MAX ? from + o->repeat : INTAKE_COLUMNS_MAX;
    if (cell.kind == RK_CELL_EMPTY)
        return true;
    if (o->wanted < 0) {
        o->filled[o->present] = true;
        return true;
    }
    const ptrdiff_t at = o->pool.len;
    rk_buf_add(&o->pool, cell.text);
    if (o->pool.failed)
        return fail(o, INTAKE_LONG_ROW, INTAKE_ROW_MAX);
    cell.text.at = o->pool.at + at;
    while (o->cell_count < from)
        o->cells[o->cell_count++] = (struct rk_cell){.kind = RK_CELL_EMPTY};
    for (int32_t i = 0; i < o->repeat; i++)
        o->cells[o->cell_count++] = cell;
    o->filled_to = o->cell_count;
    return true;
}

/* ---- rows -------------------------------------------------------------------------------- */

static bool start_row(struct ods *o, const char **at)
{
    o->row_repeat = repeats(at, "table:number-rows-repeated");
    o->row++;
    o->column = 0;
    if (o->row_repeat > INT32_MAX || o->row > INT32_MAX)
        return fail(o, INTAKE_CELL_REFERENCE, 0);
    o->in_row = true;
    o->cell_count = o->filled_to = 0;
    o->pool.len = 0;
    return true;
}

static bool end_row(struct ods *o)
{
    const struct intake_job *job = o->job;
    o->in_row = false;
    for (int64_t i = 0; o->filled_to > 0 && i < o->row_repeat; i++) {
        if (++o->rows > job->max_rows) {
            o->rows += o->row_repeat - i - 1; /* only counted, for the message */
            break;
        }
        const struct rk_row row = {.line = o->row + i,
                                   .sheet = rk_str_of(o->names[o->wanted]),
                                   .cells = o->cells,
                                   .cell_count = o->filled_to};
        if (!job->sink->row(job->sink->user, &row))
            return intake_fail(job->fault, INTAKE_READER_GONE, 0, 0, NULL), false;
    }
    o->row += o->row_repeat - 1;
    return true;
}

/* ---- sheets ------------------------------------------------------------------------------ */

static bool is_hidden(const struct ods *o, const char **at)
{
    const char *style = attribute(at, "table:style-name");
    for (int32_t i = 0; style && i < o->hidden_styles; i++)
        if (strcmp(o->hidden_style[i], style) == 0)
            return true;
    return false;
}

static bool start_table(struct ods *o, const char **at)
{
    const char *name = attribute(at, "table:name");
    if (++o->tables > 1)
        return true; /* a table in a cell is not read */
    o->row = 0;
    o->present++;
    if (o->wanted >= 0)
        return true;
    if (o->present >= INTAKE_SHEETS_MAX) {
        intake_fail(o->job->fault, INTAKE_MANY_SHEETS, 0, INTAKE_SHEETS_MAX, NULL);
        return false;
    }
    const struct rk_str shown = rk_utf8_head(rk_str_of(name ? name : ""), INTAKE_NAME_MAX - 1);
    snprintf(o->names[o->present], INTAKE_NAME_MAX, "%.*s", RK_FMT(shown));
    o->hidden[o->present] = is_hidden(o, at);
    o->sheets = o->present + 1;
    return true;
}

static void style_seen(struct ods *o, const char *name, const char **at)
{
    if (strcmp(name, "style") == 0) {
        const char *family = attribute(at, "style:family"), *own = attribute(at, "style:name");
        const bool table = family && own && strcmp(family, "table") == 0;
        snprintf(o->style, STYLE_NAME, "%s", table ? own : "");
        return;
    }
    const char *display = attribute(at, "table:display");
    if (o->style[0] && display && strcmp(display, "false") == 0 &&
        o->hidden_styles < STYLES_MAX)
        memcpy(o->hidden_style[o->hidden_styles++], o->style, STYLE_NAME);
}

/* ---- elements ---------------------------------------------------------------------------- */

static bool add_text(struct ods *o, const char *at, int len)
{
    if (o->text.len + len > INTAKE_CELL_MAX)
        return fail(o, INTAKE_LONG_CELL, INTAKE_CELL_MAX);
    rk_buf_bytes(&o->text, at, len);
    return true;
}

static bool in_cell_open(struct ods *o, const char *name, const char **at)
{
    if (strcmp(name, "annotation") == 0 || strcmp(name, "frame") == 0 ||
        strcmp(name, "shapes") == 0 || strcmp(name, "ruby-text") == 0)
        o->aside++;
    if (o->aside > 0)
        return true;
    if (strcmp(name, "p") == 0 || strcmp(name, "h") == 0) {
        o->in_text = true;
        return o->paragraphs++ == 0 || add_text(o, "\n", 1);
    }
    if (strcmp(name, "tab") == 0)
        return add_text(o, "\t", 1);
    if (strcmp(name, "line-break") == 0)
        return add_text(o, "\n", 1);
    if (strcmp(name, "s") == 0) {
        int64_t n = repeats(at, "text:c");
        for (n = n < INTAKE_CELL_MAX ? n : INTAKE_CELL_MAX; n > 0; n--)
            if (!add_text(o, " ", 1))
                return false;
    }
    return true;
}

static bool ods_open(void *user, const char *name, const char **at)
{
    struct ods *o = user;
    if (strcmp(name, "table") == 0)
        return start_table(o, at);
    if (strcmp(name, "tracked-changes") == 0)
        o->changes++;
    if (o->tables == 0 && (strcmp(name, "style") == 0 || strcmp(name, "table-properties") == 0))
        style_seen(o, name, at);
    if (o->tables != 1 || o->changes > 0 || (o->wanted >= 0 && o->present != o->wanted))
        return true;
    if (o->in_cell)
        return in_cell_open(o, name, at);
    if (o->in_row) {
        const bool covered = strcmp(name, "covered-table-cell") == 0;
        return !covered && strcmp(name, "table-cell") != 0 ? true : start_cell(o, at, covered);
    }
    return strcmp(name, "table-row") != 0 || start_row(o, at);
}

static bool in_cell_close(struct ods *o, const char *name)
{
    if (o->aside > 0) {
        o->aside -= strcmp(name, "annotation") == 0 || strcmp(name, "frame") == 0 ||
                    strcmp(name, "shapes") == 0 || strcmp(name, "ruby-text") == 0;
        return true;
    }
    if (strcmp(name, "p") == 0 || strcmp(name, "h") == 0)
        o->in_text = false;
    if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0)
        return end_cell(o);
    return true;
}

static bool ods_close(void *user, const char *name)
{
    struct ods *o = user;
    if (strcmp(name, "table") == 0)
        o->tables--;
    else if (strcmp(name, "tracked-changes") == 0)
        o->changes--;
    else if (o->tables == 1 && o->in_cell)
        return in_cell_close(o, name);
    else if (o->tables == 1 && o->in_row && strcmp(name, "table-row") == 0)
        return end_row(o);
    return true;
}

static bool ods_text(void *user, const char *at, int len)
{
    struct ods *o = user;
    return o->tables != 1 || !o->in_cell || !o->in_text || o->aside > 0 || add_text(o, at, len);
}

/* ---- the whole --------------------------------------------------------------------------- */

static bool take_some(void *user, const char *at, int len, bool last)
{
    (void)last;
    struct rk_buf *b = user;
    if (len <= b->cap - b->len)
        rk_buf_bytes(b, at, len);
    return true;
}

enum intake_kind intake_ods_kind(struct rk_str bytes, struct rk_scratch scratch)
{
    struct intake_zip zip;
    struct intake_part part;
    struct intake_fault unheard = {0};
    char text[128];
    struct rk_buf said = {.at = text, .cap = sizeof text};
    if (intake_zip_open(bytes, &zip, &unheard) ||
        intake_zip_find(&zip, RK_STR("mimetype"), true, &part, &unheard) ||
        intake_zip_read(&part, sizeof text, take_some, &said, scratch, &unheard) ||
        !rk_str_starts(rk_buf_str(&said), RK_STR("application/vnd.oasis.opendocument.")))
        return INTAKE_NOT_ODS;
    const struct rk_str what = rk_str_slice(rk_buf_str(&said), 35, said.len);
    return rk_str_starts(what, RK_STR("spreadsheet")) ? INTAKE_ODS_TABLE : INTAKE_ODS_OTHER;
}

struct manifest {
    bool locked;
};

static bool manifest_open(void *user, const char *name, const char **attributes)
{
    struct manifest *m = user;
    (void)attributes;
    m->locked |= strcmp(name, "encryption-data") == 0;
    return true;
}

static bool manifest_close(void *user, const char *name)
{
    (void)user, (void)name;
    return true;
}

/* Parts of a locked file are packed noise; its list of parts says so. */
static enum intake_why look_for_lock(struct ods *o, struct rk_scratch scratch)
{
    struct intake_part part;
    struct intake_fault unheard = {0};
    struct manifest m = {false};
    const struct intake_xml xml = {.user = &m, .open = manifest_open, .close = manifest_close};
    if (intake_zip_find(&o->zip, RK_STR("META-INF/manifest.xml"), true, &part, &unheard) == 0)
        (void)intake_xml_read(&part, XLSX_SMALL_MAX, &xml, o->job->hash_salt, scratch,
                              &unheard);
    return m.locked ? intake_fail(o->job->fault, INTAKE_ZIP_LOCKED, 0, 0, NULL) : INTAKE_FINE;
}

static enum intake_why pass(struct ods *o, int32_t wanted, struct rk_scratch scratch)
{
    const struct intake_xml xml = {
        .user = o, .open = ods_open, .close = ods_close, .text = ods_text};
    o->wanted = wanted;
    o->present = -1;
    o->tables = o->changes = o->aside = 0;
    o->in_row = o->in_cell = o->in_text = false;
    return intake_xml_read(&o->content, XLSX_SHEET_MAX, &xml, o->job->hash_salt, scratch,
                           o->job->fault);
}

/* The sheet to read; -1 when none has rows, -2 when none has the name. */
static int32_t choose(const struct ods *o)
{
    for (int by = 0; o->job->sheet && by < 2; by++)
        for (int32_t i = 0; i < o->sheets; i++) {
            const struct rk_str name = rk_str_of(o->names[i]), as = rk_str_of(o->job->sheet);
            if (by ? intake_same_words(name, as) : rk_str_eq(name, as))
                return i;
        }
    for (int32_t i = 0; !o->job->sheet && i < o->sheets; i++)
        if (!o->hidden[i] && o->filled[i])
            return i;
    return o->job->sheet ? -2 : -1;
}

static enum intake_why open_ods(struct ods *o, struct rk_scratch *scratch)
{
    struct intake_fault *fault = o->job->fault;
    o->names = rk_arena_take(&scratch->in, INTAKE_SHEETS_MAX, INTAKE_NAME_MAX);
    o->hidden_style = rk_arena_take(&scratch->in, STYLES_MAX, STYLE_NAME);
    o->hidden = RK_NEW(&scratch->in, bool, INTAKE_SHEETS_MAX);
    o->filled = RK_NEW(&scratch->in, bool, INTAKE_SHEETS_MAX);
    o->cells = RK_NEW(&scratch->in, struct rk_cell, INTAKE_COLUMNS_MAX);
    o->pool = rk_buf_in(&scratch->in, INTAKE_ROW_MAX);
    o->text = rk_buf_in(&scratch->in, INTAKE_CELL_MAX);
    if (scratch->in.failed)
        return intake_fail(fault, INTAKE_NO_MEMORY, 0, 0, NULL);
    enum intake_why why = intake_zip_open(o->job->bytes, &o->zip, fault);
    if (!why)
        why = look_for_lock(o, *scratch);
    return why ? why
               : intake_zip_find(&o->zip, RK_STR("content.xml"), false, &o->content, fault);
}

enum intake_why intake_ods(const struct intake_job *job, struct rk_scratch scratch)
{
    struct ods o = {.job = job};
    enum intake_why why = open_ods(&o, &scratch);
    if (!why)
        why = pass(&o, -1, scratch);
    if (why)
        return why;
    const int32_t chosen = choose(&o);
    if (chosen == -2)
        return intake_fail(job->fault, INTAKE_NO_SHEET, 0, o.sheets, job->sheet);
    const bool rows = chosen >= 0 && o.filled[chosen];
    const struct intake_about about = {.format = INTAKE_ODS_FORMAT,
                                       .encoding = RK_ENC_UTF8,
                                       .sheet_count = o.sheets,
                                       .chosen = rows ? chosen : -1,
                                       .sheets = (const char(*)[INTAKE_NAME_MAX])o.names,
                                       .hidden = o.hidden};
    if (!job->sink->about(job->sink->user, &about))
        return intake_fail(job->fault, INTAKE_READER_GONE, 0, 0, NULL);
    if (rows)
        why = pass(&o, chosen, scratch);
    if (!why && o.rows > job->max_rows)
        return intake_fail(job->fault, INTAKE_MANY_ROWS, 0, o.rows, NULL);
    return why;
}
