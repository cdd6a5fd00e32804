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
    static struct rk_scratch scratch;
    if (!scratch.in.base)
        scratch = rk_scratch_open(INTAKE_SCRATCH + (4 << 20));
    if (size < 1 || size > (1 << 20))
        return 0;
    struct rk_arena keep = scratch.in;
    const int which = data[0] % 4;
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
    const enum intake_why why = intake_ods(&job, (struct rk_scratch){keep});
    if (why != fault.why || why < INTAKE_FINE || why >= INTAKE_WHYS)
        abort();
    return 0;
}
