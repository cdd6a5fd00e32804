/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a page for the helper: refused or read whole; what was read is written alike. */
#define RK_SHEET_ROOM
#include "fuzz_entry.h"
#include "sheet_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rk_arena mem;
    if (!mem.base)
        mem = rk_arena_open((ptrdiff_t)256 << 20);
    struct rk_arena keep = mem;
    const struct rk_str bytes = {(const char *)data, (ptrdiff_t)size};
    struct rk_sheet sheet, again;
    int32_t day = 0, same_day = 0;
    if (sheet_unwire(bytes, &keep, &sheet, &day, NULL) != RK_OK)
        return 0;
    const struct rk_report report = {.day = day};
    sheet.report = &report;
    struct rk_buf out = rk_buf_in(&keep, 64 << 20);
    sheet_wire(&sheet, &out);
    if (out.failed)
        return 0; /* numbers as 1.5e300 in counts of points do not matter here */
    FUZZ_MUST(sheet_unwire(rk_buf_str(&out), &keep, &again, &same_day, NULL) == RK_OK);
    FUZZ_MUST(same_day == day && again.annex_count == sheet.annex_count);
    return 0;
}
