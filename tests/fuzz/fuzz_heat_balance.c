/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two balance tables from strangers, parted by a line "----". */
#include "fuzz_entry.h"
#include "rk_heat_io.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!mem.base) {
        mem = rk_arena_open(16 << 20);
        tmp = rk_scratch_open(16 << 20);
    }
    struct rk_arena keep = mem;
    const struct rk_str all = {(const char *)data, (ptrdiff_t)size};
    const ptrdiff_t at = rk_str_find(all, RK_STR("----\n"));
    const struct rk_heat_file sources = {"s.csv", rk_str_slice(all, 0, at < 0 ? 0 : at)};
    const struct rk_heat_file houses = {"h.csv",
                                        rk_str_slice(all, at < 0 ? 0 : at + 5, all.len)};
    struct rk_heat_balance b;
    struct rk_heat_balance_texts texts;
    struct rk_heat_verdict v;
    struct rk_err err;
    const rk_status got = rk_heat_read_balance(sources, houses, &keep, tmp, &b, &texts, &err);
    FUZZ_MUST(got == RK_OK || got == RK_EINVAL || got == RK_ENOMEM);
    if (got != RK_OK || rk_heat_balance_solve(&b, -10.0, &keep, tmp, &v, &err) != RK_OK)
        return 0;
    FUZZ_MUST(v.warm_houses + v.partly_houses + v.cold_houses + v.gone_houses == b.houses);
    struct rk_buf out = rk_buf_in(&keep, 1 << 20);
    rk_heat_write_balance(&b, &texts, &v, tmp, &out);
    return 0;
}
