/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value that a person typed, read by the rules of a cell of that aspect. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "import_internal.h"

bool rk_import_typed(const struct rk_aspect *aspect, struct rk_str said, rk_day today,
                     enum rk_lang lang, struct rk_arena *keep, struct rk_claim *out,
                     struct rk_fault *fault)
{
    const struct rk_map_column map = {.aspect = aspect, .fit = 1.0};
    const struct import_column column = {.map = &map,
                                         .aspect = aspect,
                                         .compartment = aspect->compartment,
                                         .factor = 1.0,
                                         .future = import_may_be_ahead(aspect->id)};
    const struct rk_cell cell = {.kind = said.len ? RK_CELL_TEXT : RK_CELL_EMPTY, .text = said};
    const struct import_reading reading = {keep, lang, today};
    struct import_said read = {0};
    struct import_why why = {0};
    if (!import_cell(&column, &cell, &reading, &read, &why) || !read.filled) {
        *fault = (struct rk_fault){.column = -1,
                                   .header = rk_str_of(rk_form(&aspect->label, lang, 1)),
                                   .value = said,
                                   .reason = why.reason ? why.reason : "intake.fault.required"};
        for (int i = 0; i < RK_COUNT(why.args); i++)
            fault->args[i] = why.args[i];
        return false;
    }
    *out = (struct rk_claim){.aspect = rk_str_of(aspect->id),
                             .value = read.value,
                             .bound = read.bound,
                             .said_as = read.said_as,
                             .unit = read.unit.len ? read.unit : rk_str_of(aspect->unit),
                             .as_of = RK_WHEN_UNKNOWN,
                             .period = RK_WHEN_UNKNOWN};
    return true;
}
