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
    return fuzz_workbook(data, size, PARTS, around, intake_xlsx);
}
