/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an order for the helper: refused or read whole; what was read is written alike.
 */
#define RK_PAPER_ROOM
#include "fuzz_entry.h"
#include "paper_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rk_arena mem;
    static struct rk_forms known;
    if (!mem.base) {
        mem = rk_arena_open((ptrdiff_t)256 << 20);
        FUZZ_MUST(rk_forms_load(&mem, &known, NULL) == RK_OK);
    }
    struct rk_arena keep = mem;
    const struct rk_str bytes = {(const char *)data, (ptrdiff_t)size};
    struct paper_order order, again;
    if (paper_unwire(bytes, &known, &keep, &order, NULL) != RK_OK)
        return 0;
    struct rk_buf out = rk_buf_in(&keep, 64 << 20);
    paper_wire(&order, &out);
    FUZZ_MUST(!out.failed);
    FUZZ_MUST(paper_unwire(rk_buf_str(&out), &known, &keep, &again, NULL) == RK_OK);
    FUZZ_MUST(again.forms.form_count == order.forms.form_count &&
              again.lists.list_count == order.lists.list_count);
    return 0;
}
