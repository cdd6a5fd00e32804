/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a workbook. The first byte chooses: the rest is the whole archive, or it is the
 * sheet, the shared texts or the styles inside an archive that is made right around it, so that
 * the fuzzer need not guess check sums.
 */
#define RK_INTAKE_ROOM
#include "fuzz_entry.h"
#include "rk_base.h"
#include "intake_internal.h"

#include <zlib.h>

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

enum { PARTS = 6 };

static struct rk_str archive(const char *const names[PARTS], const struct rk_str bytes[PARTS],
                             struct rk_arena *keep)
{
    struct rk_buf b = rk_buf_in(keep, 2 << 20);
    uint32_t offset[PARTS], start = 0;
    for (int pass = 0; pass < 2; pass++) {
        start = (uint32_t)b.len;
        for (int i = 0; i < PARTS; i++) {
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
    le(&b, PARTS, 2);
    le(&b, PARTS, 2);
    le(&b, end - start, 4);
    le(&b, start, 4);
    le(&b, 0, 2);
    return b.failed ? (struct rk_str){0} : rk_buf_str(&b);
}

#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static struct rk_str around(int which, struct rk_str bytes, struct rk_arena *keep)
{
    static const char *const names[PARTS] = {"_rels/.rels",         "xl/w.xml",
                                             "xl/_rels/w.xml.rels", "xl/styles.xml",
                                             "xl/texts.xml",        "xl/s.xml"};
    struct rk_str parts[PARTS] = {
        RK_STR("<r><Relationship Id=\"a\" Type=\"" TYPE
               "officeDocument\" Target=\"xl/w.xml\"/></r>"),
        RK_STR("<workbook><sheets><sheet name=\"s\" id=\"a\"/></sheets></workbook>"),
        RK_STR("<r><Relationship Id=\"a\" Type=\"" TYPE "worksheet\" Target=\"s.xml\"/>"
               "<Relationship Id=\"b\" Type=\"" TYPE "styles\" Target=\"styles.xml\"/>"
               "<Relationship Id=\"c\" Type=\"" TYPE
               "sharedStrings\" Target=\"texts.xml\"/></r>"),
        RK_STR("<styleSheet><cellXfs><xf numFmtId=\"0\"/>"
               "<xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
        RK_STR("<sst><si><t>a</t></si><si><t>b</t></si></sst>"),
        RK_STR("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c>"
               "<c r=\"C1\" s=\"1\"><v>44000</v></c></row></sheetData></worksheet>")};
    parts[which] = bytes;
    return archive(names, parts, keep);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rk_scratch scratch;
    if (!scratch.in.base)
        scratch = rk_scratch_open(INTAKE_SCRATCH + (4 << 20));
    if (size < 1 || size > (1 << 20))
        return 0;
    struct rk_arena keep = scratch.in;
    const int which = data[0] % 7;
    const struct rk_str rest = {(const char *)data + 1, (ptrdiff_t)size - 1};
    int64_t line = -1;
    struct intake_fault fault = {0};
    const struct intake_sink sink = {.user = &line, .about = on_about, .row = on_row};
    const struct intake_job job = {.bytes = which == PARTS ? rest : around(which, rest, &keep),
                                   .encoding = -1,
                                   .max_rows = 1000,
                                   .hash_salt = 1,
                                   .sink = &sink,
                                   .fault = &fault};
    const enum intake_why why = intake_xlsx(&job, (struct rk_scratch){keep});
    if (why != fault.why || why < INTAKE_FINE || why >= INTAKE_WHYS)
        abort();
    return 0;
}
