/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A typed row as an import of one row: its columns are told, its cells are texts. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "import_plan.h"
#include "rk_text.h"
#include "rk_typed.h"

#define PLAN_ROOM ((ptrdiff_t)4 << 20)

static bool tell_columns(struct rk_import *in, const struct rk_kind *kind,
                         const struct rk_typed_cell *cells, int32_t count)
{
    struct rk_map_column *columns = RK_NEW(&in->sample_keep, struct rk_map_column, count);
    for (int32_t i = 0; i < count && columns; i++)
        columns[i] = (struct rk_map_column){
            .column = i, .header = cells[i].header, .aspect = cells[i].aspect, .fit = 1.0};
    in->mapping = (struct rk_mapping){.kind = kind,
                                      .columns = columns,
                                      .column_count = count,
                                      .as_of = RK_WHEN_UNKNOWN,
                                      .fit = 1.0};
    return columns && import_plan_make(in, &in->sample_keep);
}

static rk_status read_typed(struct rk_import *in, const struct rk_typed_cell *cells,
                            int32_t count, int64_t line, struct rk_import_row *out,
                            struct rk_err *err)
{
    struct rk_cell *row = RK_NEW(&in->sample_keep, struct rk_cell, count);
    if (!row)
        return RK_ENOMEM;
    for (int32_t i = 0; i < count; i++) {
        const struct rk_str said = rk_str_trim(cells[i].said);
        row[i] =
            (struct rk_cell){.kind = said.len ? RK_CELL_TEXT : RK_CELL_EMPTY, .text = said};
    }
    const struct rk_row raw = {.line = line, .cells = row, .cell_count = count};
    return import_read_row(in, &raw, out, err);
}

rk_status rk_typed_row(const struct rk_kind *kind, const struct rk_typed_cell *cells,
                       int32_t count, const struct rk_import_options *options,
                       struct rk_str name, int64_t line, struct rk_arena *keep,
                       struct rk_import_row *out, struct rk_err *err)
{
    struct rk_import in = {.options = *options,
                           .sample_keep = rk_arena_open(PLAN_ROOM),
                           .name = name,
                           .list = options->list,
                           .source = options->source};
    struct rk_str names = options->scope;
    in.scope = rk_str_trim(rk_str_cut(&names, '|'));
    in.town = options->town;
    in.row_keep = *keep;
    in.row_keep.base = keep->at; /* the row begins where `keep` is free */
    const bool ready = import_keys_open(&in.keys) && tell_columns(&in, kind, cells, count);
    rk_status status = ready ? read_typed(&in, cells, count, line, out, err) : RK_ENOMEM;
    if (status == RK_ENOMEM)
        status = rk_fail(err, RK_ENOMEM, "", "no memory for a typed row");
    if (!status)
        keep->at = in.row_keep.at;
    rk_arena_close(&in.sample_keep);
    import_keys_close(&in.keys);
    return status;
}
