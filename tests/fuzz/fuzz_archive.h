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

typedef enum intake_why fuzz_parser(const struct intake_job *job, struct rk_scratch scratch);
typedef struct rk_str fuzz_around(int which, struct rk_str bytes, struct rk_arena *keep);

/* The first byte chooses: a part inside an archive made right around it, or the archive. */
static int fuzz_workbook(const uint8_t *data, size_t size, int parts, fuzz_around *around,
                         fuzz_parser *parse)
{
    static struct rk_scratch scratch;
    if (!scratch.in.base)
        scratch = rk_scratch_open(INTAKE_SCRATCH + (4 << 20));
    if (size < 1 || size > (1 << 20))
        return 0;
    struct rk_arena keep = scratch.in;
    const int which = data[0] % (parts + 1);
    const struct rk_str rest = {(const char *)data + 1, (ptrdiff_t)size - 1};
    int64_t line = -1;
    struct intake_fault fault = {0};
    const struct intake_sink sink = {.user = &line, .about = on_about, .row = on_row};
    const struct intake_job job = {.bytes = which == parts ? rest : around(which, rest, &keep),
                                   .encoding = -1,
                                   .max_rows = 1000,
                                   .hash_salt = 1,
                                   .sink = &sink,
                                   .fault = &fault};
    const enum intake_why why = parse(&job, (struct rk_scratch){keep});
    if (why != fault.why || why < INTAKE_FINE || why >= INTAKE_WHYS)
        abort();
    return 0;
}

#endif
