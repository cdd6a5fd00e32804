/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a text table: every row that comes out keeps the promises of rk_intake.h. */
#define RK_INTAKE_ROOM
#include "fuzz_entry.h"
#include "rk_base.h"
#include "intake_internal.h"

struct seen {
    int64_t line;
    bool about;
};

static bool on_about(void *user, const struct intake_about *about)
{
    struct seen *seen = user;
    if (seen->about || (about->format != INTAKE_CSV && about->format != INTAKE_XLSX))
        abort();
    seen->about = true;
    return true;
}

static bool on_row(void *user, const struct rk_row *row)
{
    struct seen *seen = user;
    ptrdiff_t len = 0;
    bool filled = false;
    if (!seen->about || row->line <= seen->line || row->cell_count < 1 ||
        row->cell_count > INTAKE_COLUMNS_MAX)
        abort();
    seen->line = row->line;
    for (int32_t i = 0; i < row->cell_count; i++) {
        const struct rk_cell *cell = &row->cells[i];
        if (cell->kind > RK_CELL_ERROR || cell->text.len > INTAKE_CELL_MAX ||
            rk_utf8_bad(cell->text) >= 0 || !isfinite(cell->number) ||
            (cell->text.len > 0 && memchr(cell->text.at, '\0', (size_t)cell->text.len)))
            abort();
        filled |= cell->kind != RK_CELL_EMPTY;
        len += cell->text.len;
    }
    if (!filled || len > INTAKE_ROW_MAX)
        abort();
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rk_scratch scratch;
    if (!scratch.in.base)
        scratch = rk_scratch_open(INTAKE_SCRATCH);
    struct seen seen = {0};
    struct intake_fault fault = {0};
    const struct intake_sink sink = {.user = &seen, .about = on_about, .row = on_row};
    if (size < 2)
        return 0;
    /* The first two bytes choose what the caller asks for. */
    static const char separators[] = {0, 0, ',', ';', '\t', '|'};
    const struct intake_job job = {.bytes = {(const char *)data + 2, (ptrdiff_t)size - 2},
                                   .separator = separators[data[0] % sizeof separators],
                                   .encoding = (int)(data[1] % 6) - 1,
                                   .max_rows = data[1] & 0x80 ? 3 : 1000000,
                                   .sink = &sink,
                                   .fault = &fault};
    const enum intake_why why = intake_csv(&job, scratch);
    if (why != fault.why || why < INTAKE_FINE || why >= INTAKE_WHYS)
        abort();
    return 0;
}
