/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An import from opening the file to its last row. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_file.h"
#include "rk_text.h"
#include "import_plan.h"

#define SAMPLE_ROOM ((ptrdiff_t)96 << 20)
#define ROW_ROOM    ((ptrdiff_t)64 << 20)
#define GUESS_ROOM  ((ptrdiff_t)64 << 20)

enum { SHEETS_TRIED = 12 };

/* ---- the sample ---------------------------------------------------------------------- */

static bool copy_row(struct rk_import *in, const struct rk_row *row)
{
    struct rk_cell *cells = RK_NEW(&in->sample_keep, struct rk_cell, row->cell_count);
    for (int32_t i = 0; i < row->cell_count && cells; i++) {
        cells[i] = row->cells[i];
        cells[i].text = rk_str_copy(&in->sample_keep, row->cells[i].text);
    }
    in->sample[in->sample_count] = *row;
    in->sample[in->sample_count].cells = cells;
    in->sample_count++;
    return !in->sample_keep.failed;
}

static rk_status take_sample(struct rk_import *in, struct rk_err *err)
{
    in->sample = RK_NEW(&in->sample_keep, struct rk_row, IMPORT_SAMPLE_ROWS);
    const char *start = in->sample_keep.at;
    while (in->sample && in->sample_count < IMPORT_SAMPLE_ROWS &&
           in->sample_keep.at - start < IMPORT_SAMPLE_BYTES) {
        struct rk_row row;
        const rk_status status = rk_intake_next(in->file, &row, &in->file_ended, err);
        if (status)
            return status;
        if (in->file_ended)
            break;
        if (!copy_row(in, &row))
            break;
    }
    if (in->sample_keep.failed)
        return rk_fail(err, RK_ENOMEM, in->name.at, "no memory to open the file");
    if (in->sample_count == 0)
        return rk_fail(err, RK_EINVAL, in->name.at, "the table has no rows");
    return RK_OK;
}

/* ---- the mapping --------------------------------------------------------------------- */

static rk_status use_mapping(struct rk_import *in, struct rk_str json, struct rk_err *err)
{
    struct rk_arena keep = in->sample_keep; /* what was found before stays as it is */
    struct rk_scratch scratch = rk_scratch_open(GUESS_ROOM);
    const struct rk_map_hints hints = {
        .file = in->name, .kind = in->options.kind, .lang = in->options.lang};
    rk_status status = json.len > 0 ? rk_mapping_read(json, in->sample, in->sample_count, &keep,
                                                      scratch, &in->mapping, err)
                                    : rk_mapping_guess(in->sample, in->sample_count, &hints,
                                                       &keep, scratch, &in->mapping, err);
    rk_scratch_close(&scratch);
    if (status)
        return status;
    if (!import_plan_make(in, &keep))
        return rk_fail(err, RK_ENOMEM, in->name.at, "no memory to find the columns");
    in->sample_keep = keep;
    import_listed_find(in);
    return RK_OK;
}

rk_status rk_import_remap(struct rk_import *in, struct rk_str json, struct rk_err *err)
{
    if (in->started)
        return rk_fail(err, RK_EINVAL, in->name.at, "rows were read already");
    const struct rk_mapping before = in->mapping;
    const rk_status status = use_mapping(in, json, err);
    if (status)
        in->mapping = before;
    return status;
}

/* ---- opening ------------------------------------------------------------------------- */

static struct rk_str without_extension(struct rk_str name)
{
    for (ptrdiff_t i = name.len - 1; i > 0; i--)
        if (name.at[i] == '.')
            return rk_str_slice(name, 0, i);
    return name;
}

static struct rk_str folded(struct rk_arena *keep, struct rk_str s)
{
    struct rk_buf b = rk_buf_in(keep, 3 * s.len + 1);
    rk_text_fold(s, &b);
    return rk_buf_str(&b);
}

/* Names that the options leave to the file. */
static void name_things(struct rk_import *in, const char *path)
{
    struct rk_arena *keep = &in->sample_keep;
    const struct rk_import_options *o = &in->options;
    in->name = rk_str_copy(keep, rk_path_base(rk_str_of(path)));
    in->list = o->list.len > 0 ? o->list : without_extension(in->name);
    in->source =
        o->source.len > 0 ? o->source : rk_str_printf(keep, "file %.*s", RK_FMT(in->name));
    struct rk_str names = o->scope;
    in->scope = rk_str_trim(rk_str_cut(&names, '|'));
    in->town = o->town.len > 0 ? o->town : folded(keep, in->scope);
}

/* Opens one sheet (NULL: the first with rows) as far as its mapping. */
static rk_status open_sheet(struct rk_import *in, const char *path, const char *sheet,
                            struct rk_arena *keep, struct rk_err *err)
{
    struct rk_intake_options file = in->options.file;
    file.sheet = sheet;
    in->sample = NULL;
    in->sample_count = in->sample_next = 0;
    in->file_ended = false;
    rk_status status = rk_intake_open(path, &file, keep, &in->file, err);
    if (!status)
        status = take_sample(in, err);
    if (!status)
        status = use_mapping(in, in->options.mapping, err);
    return status;
}

/* A title page or a list of contents in front is no table: the first visible sheet that is one
 * is read, and people are told of the others. When none is, the first one's reason stands. */
static rk_status try_other_sheets(struct rk_import *in, const char *path, rk_status first,
                                  struct rk_arena *keep)
{
    const struct rk_str *names = NULL;
    const bool *hidden = NULL;
    const int32_t count = in->file ? rk_intake_sheets(in->file, &names, &hidden) : 0;
    const int32_t most = count < SHEETS_TRIED ? count : SHEETS_TRIED;
    const char *visible[SHEETS_TRIED];
    int32_t tried = 0;
    for (int32_t i = 1; i < most; i++)
        if (!hidden[i])
            visible[tried++] = rk_str_c(&in->sample_keep, names[i]);
    const struct rk_arena before = in->sample_keep;
    for (int32_t i = 0; i < tried && !before.failed; i++) {
        struct rk_arena kept = *keep;
        rk_intake_close(in->file);
        in->file = NULL;
        in->sample_keep = before;
        if (open_sheet(in, path, visible[i], &kept, NULL))
            continue;
        *keep = kept;
        return RK_OK;
    }
    return first;
}

rk_status rk_import_open(const char *path, const struct rk_import_options *options,
                         struct rk_arena *keep, struct rk_import **out, struct rk_err *err)
{
    struct rk_arena kept = *keep;
    struct rk_import *in = RK_NEW(&kept, struct rk_import, 1);
    if (!in)
        return rk_fail(err, RK_ENOMEM, path, "no memory to open the file");
    in->options = *options;
    in->sample_keep = rk_arena_open(SAMPLE_ROOM);
    in->row_keep = rk_arena_open(ROW_ROOM);
    const bool keys = import_keys_open(&in->keys);
    rk_status status = RK_OK;
    if (in->sample_keep.failed || in->row_keep.failed || !keys)
        status = rk_fail(err, RK_ENOMEM, path, "no memory to open the file");
    if (!status) {
        name_things(in, path);
        status = open_sheet(in, path, options->file.sheet, &kept, err);
    }
    if (status == RK_EINVAL && !options->file.sheet && options->mapping.len == 0)
        status = try_other_sheets(in, path, status, &kept);
    if (status) {
        rk_import_close(in);
        return status;
    }
    *keep = kept;
    *out = in;
    return RK_OK;
}

void rk_import_close(struct rk_import *in)
{
    if (!in)
        return;
    rk_intake_close(in->file);
    in->file = NULL;
    rk_arena_close(&in->sample_keep);
    rk_arena_close(&in->row_keep);
    import_keys_close(&in->keys);
}

const struct rk_mapping *rk_import_mapping(const struct rk_import *in)
{
    return &in->mapping;
}

const struct rk_intake *rk_import_file(const struct rk_import *in)
{
    return in->file;
}

struct rk_import_counts rk_import_counted(const struct rk_import *in)
{
    return in->counts;
}

/* ---- rows ---------------------------------------------------------------------------- */

/* The next row of the file, from the sample first. */
static rk_status next_row(struct rk_import *in, struct rk_row *row, bool *end,
                          struct rk_err *err)
{
    *end = false;
    if (in->sample_next < in->sample_count) {
        *row = in->sample[in->sample_next++];
        return RK_OK;
    }
    *end = in->file_ended;
    return in->file_ended ? RK_OK : rk_intake_next(in->file, row, end, err);
}

/* Reads every cell; faults of cells are collected. */
static bool read_cells(struct import_row *r)
{
    struct rk_import *in = r->in;
    for (int32_t i = 0; i < in->column_count; i++) {
        const struct rk_cell cell = import_cell_of(r->row, in->columns[i].index);
        struct import_why why = {0};
        if (import_cell(&in->columns[i], &cell, &r->reading, &r->said[i], &why))
            continue;
        r->said[i].filled = false;
        import_fault(r, &in->columns[i], (struct rk_str){0}, cell.text, &why);
    }
    for (int32_t i = in->width; i < r->row->cell_count; i++) {
        if (r->row->cells[i].kind == RK_CELL_EMPTY)
            continue;
        char letters[8];
        rk_column_letters(i, letters);
        const struct import_why why = {.reason = "intake.fault.beyond"};
        import_fault(r, NULL, rk_str_copy(&in->row_keep, rk_str_of(letters)),
                     r->row->cells[i].text, &why);
    }
    return !in->row_keep.failed;
}

rk_status import_read_row(struct rk_import *in, const struct rk_row *row,
                          struct rk_import_row *out, struct rk_err *err)
{
    struct import_row r = {.in = in, .row = row};
    in->row_keep.at = in->row_keep.base;
    in->row_keep.failed = false;
    r.said = RK_NEW(&in->row_keep, struct import_said, in->column_count);
    r.faults = RK_NEW(&in->row_keep, struct rk_fault, IMPORT_FAULTS_MAX);
    r.reading = (struct import_reading){
        .keep = &in->row_keep, .lang = in->options.lang, .today = in->options.today};
    *out = (struct rk_import_row){.line = row->line};
    if (in->row_keep.failed || !read_cells(&r))
        return rk_fail(err, RK_ENOMEM, in->name.at, "no memory for row %lld",
                       (long long)row->line);
    import_check(&r);
    const char *kind = in->mapping.kind->id;
    rk_status status = strcmp(kind, "statement") == 0 ? import_statement_row(&r, out, err)
                       : strcmp(kind, "fact") == 0    ? import_fact_row(&r, out, err)
                                                      : import_list_row(&r, out, err);
    if (!status && in->row_keep.failed)
        status = rk_fail(err, RK_ENOMEM, in->name.at, "no memory for row %lld",
                         (long long)row->line);
    out->outcome = r.fault_count ? RK_ROW_REFUSED : out->passed ? RK_ROW_PASSED : RK_ROW_TAKEN;
    out->faults = r.faults;
    out->fault_count = r.fault_count;
    if (r.fault_count) {
        out->parts = NULL;
        out->part_count = 0;
    }
    return status;
}

/* "вул. Соборна" as a heading, or a cell merged over the rows of a street: what stands below
 * belongs to it. Any other heading ends it. */
static void follow_street(struct rk_import *in, const struct rk_row *row, const char *passed)
{
    const struct import_column *c = in->plan->street;
    struct rk_str street = {0};
    if (passed && strcmp(passed, "intake.passed.heading") == 0)
        street = import_heading_street(row);
    else if (!passed && c)
        street = rk_str_trim(import_cell_of(row, c->index).text);
    else
        return;
    if (!passed && street.len == 0)
        return;
    in->street_len = street.len < IMPORT_STREET_MAX && !import_unknown(street) ? street.len : 0;
    if (in->street_len > 0)
        memcpy(in->street, street.at, (size_t)in->street_len);
}

static rk_status read_row(struct rk_import *in, const struct rk_row *row,
                          struct rk_import_row *out, struct rk_err *err)
{
    *out = (struct rk_import_row){.line = row->line, .outcome = RK_ROW_PASSED};
    out->passed = import_passed_over(in, row);
    follow_street(in, row, out->passed);
    return out->passed ? RK_OK : import_read_row(in, row, out, err);
}

static void count_row(struct rk_import *in, const struct rk_import_row *row)
{
    in->counts.taken += row->outcome == RK_ROW_TAKEN;
    in->counts.refused += row->outcome == RK_ROW_REFUSED;
    in->counts.passed += row->outcome == RK_ROW_PASSED;
    in->counts.faults += row->fault_count;
    for (int32_t i = 0; i < row->part_count; i++)
        in->counts.claims += row->parts[i].part.claim_count;
}

rk_status rk_import_next(struct rk_import *in, struct rk_import_row *row, bool *end,
                         struct rk_err *err)
{
    struct rk_row raw;
    rk_status status = in->failed;
    in->started = true;
    if (status && err)
        *err = in->why;
    struct rk_err why = {0};
    do
        status = status ? status : next_row(in, &raw, end, &why);
    while (!status && !*end && raw.line < in->mapping.data_line);
    if (!status && !*end)
        status = read_row(in, &raw, row, &why);
    else if (!status && in->counts.taken + in->counts.refused == 0)
        status = rk_fail(&why, RK_EINVAL, in->name.at, "the table has no row of data");
    if (status && !in->failed) {
        in->failed = status;
        in->why = why;
        if (err)
            *err = why;
    }
    if (!status && !*end)
        count_row(in, row);
    return status;
}
