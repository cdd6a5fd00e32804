/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For fuzz targets of workbooks: an archive made right around its parts, and a sink that checks
 * what the parsers promise. */
#ifndef FUZZ_ARCHIVE_H
#define FUZZ_ARCHIVE_H

#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_internal.h"

#include <zlib.h>

enum { ARCHIVE_PARTS = 8 };

static bool on_about(void *user, const struct intake_about *about)
{
    *(int64_t *)user = 0;
    if (about->chosen >= about->sheet_count)
        abort();
    return true;
}

static bool on_row(void *user, const struct rk_row *row)
{
    int64_t *line = user;
    if (row->line <= *line || row->cell_count < 1 || row->cell_count > INTAKE_COLUMNS_MAX ||
        row->cells[row->cell_count - 1].kind == RK_CELL_EMPTY)
        abort();
    *line = row->line;
    for (int32_t i = 0; i < row->cell_count; i++) {
        const struct rk_cell *cell = &row->cells[i];
        if (cell->kind > RK_CELL_ERROR || cell->text.len > INTAKE_CELL_MAX ||
            rk_utf8_bad(cell->text) >= 0 || !isfinite(cell->number))
            abort();
    }
    return true;
}

static void le(struct rk_buf *b, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        rk_buf_char(b, (char)(uint8_t)((uint64_t)value >> (8 * i)));
}

static struct rk_str archive(const char *const names[], const struct rk_str bytes[], int parts,
                             struct rk_arena *keep)
{
    struct rk_buf b = rk_buf_in(keep, 2 << 20);
    uint32_t offset[ARCHIVE_PARTS], start = 0;
    for (int pass = 0; pass < 2; pass++) {
        start = (uint32_t)b.len;
        for (int i = 0; i < parts; i++) {
            const uint32_t len = (uint32_t)bytes[i].len, name_len = (uint32_t)strlen(names[i]);
            if (!pass)
                offset[i] = (uint32_t)b.len;
            rk_buf_bytes(&b,
                         pass ? "PK\1\2\x14\0\x14\0\0\0\0\0\0\0\0\0"
                              : "PK\3\4\x14\0\0\0\0\0\0\0\0\0",
                         pass ? 16 : 14);
            le(&b, (uint32_t)crc32(0, (const Bytef *)bytes[i].at, len), 4);
            le(&b, len, 4);
            le(&b, len, 4);
            le(&b, name_len, 2);
            le(&b, 0, 2);
            le(&b, 0, pass ? 2 + 2 + 2 : 0);
            le(&b, 0, pass ? 4 : 0);
            if (pass)
                le(&b, offset[i], 4);
            rk_buf_c(&b, names[i]);
            if (!pass)
                rk_buf_add(&b, bytes[i]);
        }
    }
    const uint32_t end = (uint32_t)b.len;
    rk_buf_bytes(&b, "PK\5\6\0\0\0\0", 8);
    le(&b, (uint32_t)parts, 2);
    le(&b, (uint32_t)parts, 2);
    le(&b, end - start, 4);
    le(&b, start, 4);
    le(&b, 0, 2);
    return b.failed ? (struct rk_str){0} : rk_buf_str(&b);
}

#endif
