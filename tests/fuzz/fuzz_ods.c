/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as an OpenDocument table. The first byte chooses: the rest is the whole archive, or
 * the content, or the list of parts inside an archive that is made right around it.
 */
#include "fuzz_archive.h"
#include "fuzz_entry.h"

enum { PARTS = 3 };

static struct rk_str around(int which, struct rk_str bytes, struct rk_arena *keep)
{
    static const char *const names[PARTS] = {"mimetype", "content.xml",
                                             "META-INF/manifest.xml"};
    struct rk_str parts[PARTS] = {
        RK_STR("application/vnd.oasis.opendocument.spreadsheet"),
        RK_STR("<c><table:table table:name=\"a\"><table:table-row><table:table-cell>"
               "<text:p>b</text:p></table:table-cell></table:table-row></table:table></c>"),
        RK_STR("<m/>")};
    parts[which] = bytes;
    return archive(names, parts, PARTS, keep);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_workbook(data, size, PARTS, around, intake_ods);
}
