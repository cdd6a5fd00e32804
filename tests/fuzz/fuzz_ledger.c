/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries and the contents of parts: any bytes are read to an outcome, never beyond their end.
 */
#include "fuzz_entry.h"

#include "rk_ledger.h"

#include "ledger_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rk_arena mem;
    if (!mem.base)
        mem = rk_arena_open((ptrdiff_t)64 << 20);
    const struct rk_str bytes = {(const char *)data, (ptrdiff_t)size};
    struct ledger_entry e;
    if (ledger_entry_read(bytes, &e, NULL) == RK_OK && e.type != LEDGER_ERASED) {
        struct ledger_part_head part;
        int parts = 0;
        while (ledger_part_next(&e.body, &part))
            parts++;
        FUZZ_MUST(parts == e.parts && e.body.len == 0);
    }
    struct rk_arena room = mem;
    struct rk_part part = {.compartment = 4}, again = {.compartment = 4};
    if (rk_part_read(bytes, &room, &part, NULL) != RK_OK)
        return 0;
    /* What was read is written and read again as the same. */
    struct rk_buf text = rk_buf_in(&room, (ptrdiff_t)16 << 20);
    if (rk_part_write(&part, &text, NULL) != RK_OK)
        return 0;
    FUZZ_MUST(rk_part_read(rk_buf_str(&text), &room, &again, NULL) == RK_OK);
    FUZZ_MUST(again.claim_count == part.claim_count && rk_str_eq(again.about, part.about));
    return 0;
}
