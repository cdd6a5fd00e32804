/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any cells as a table, and any text as a mapping: what comes out is a mapping of known aspects
 * or a refusal. Input: a mapping as JSON, a zero byte, rows of cells parted by tabs.
 */
#include "fuzz_entry.h"
#include "rk_base.h"
#include "rk_import.h"
#include "rk_text.h"

enum { ROWS = 64, CELLS = 32 };

static int32_t read_table(struct rk_str text, struct rk_arena *keep, struct rk_row *rows)
{
    int32_t count = 0;
    while (text.at && count < ROWS) {
        struct rk_str line = rk_str_cut(&text, '\n');
        struct rk_cell *cells = RK_NEW(keep, struct rk_cell, CELLS);
        int32_t n = 0;
        bool filled = false;
        while (line.at && n < CELLS && cells) {
            const struct rk_str cell = rk_str_cut(&line, '\t');
            cells[n].text = cell;
            cells[n].kind = rk_str_trim(cell).len > 0 ? RK_CELL_TEXT : RK_CELL_EMPTY;
            filled |= cells[n++].kind == RK_CELL_TEXT;
        }
        if (!filled)
            continue;
        rows[count] = (struct rk_row){.line = count + 1, .cells = cells, .cell_count = n};
        count++;
    }
    return count;
}

static void check(const struct rk_mapping *m, struct rk_arena *keep)
{
    if (!m->kind || m->column_count < 0)
        abort();
    for (int32_t i = 0; i < m->column_count; i++)
        if (m->columns[i].aspect &&
            rk_aspect_find(m->kind, rk_str_of(m->columns[i].aspect->id)) !=
                m->columns[i].aspect)
            abort();
    struct rk_buf json = rk_buf_in(keep, 1 << 18);
    rk_mapping_write(m, &json);
    char key[65];
    rk_mapping_key(m, key);
    if (strlen(key) != 64)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rk_arena mem;
    static struct rk_scratch scratch;
    if (!mem.base) {
        mem = rk_arena_open((ptrdiff_t)64 << 20);
        scratch = rk_scratch_open((ptrdiff_t)64 << 20);
    }
    struct rk_arena keep = mem;
    const struct rk_str all = {(const char *)data, (ptrdiff_t)size};
    struct rk_row rows[ROWS];
    if (size > 8192 || rk_utf8_bad(all) >= 0) /* what intake gives is UTF-8 */
        return 0;
    struct rk_str table = all;
    const struct rk_str json = rk_str_cut(&table, '\0');
    const int32_t count = table.at ? read_table(table, &keep, rows) : 0;
    const struct rk_map_hints hints = {.file = RK_STR("list.csv")};
    struct rk_mapping m;
    struct rk_number_said n;
    for (int32_t r = 0; r < count; r++)
        for (int32_t c = 0; c < rows[r].cell_count; c++)
            if (rk_number_read(rows[r].cells[c].text, c % 2, &n) && n.low > n.high)
                abort();
    if (count > 0 && !rk_mapping_guess(rows, count, &hints, &keep, scratch, &m, NULL))
        check(&m, &keep);
    if (count > 0 && !rk_mapping_read(json, rows, count, &keep, scratch, &m, NULL))
        check(&m, &keep);
    return 0;
}
