/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a workbook. The first byte chooses: the rest is the whole archive, or it is the
 * sheet, the shared texts or the styles inside an archive that is made right around it, so that
 * the fuzzer need not guess check sums.
 */
#include "fuzz_archive.h"
#include "fuzz_entry.h"

enum { PARTS = 6 };

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
    return archive(names, parts, PARTS, keep);
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
