/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz_entry.h"
#include "rk_json.h"
#include "rk_text.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

/* Reads on, skipping what stands at odd places: both ways must agree on good and bad. */
static bool read_all(struct rk_str text, bool skip)
{
    struct rk_arena keep = mem;
    struct rk_json r = rk_json_read(text, &keep);
    int line, column;
    while (rk_json_next(&r) != RK_JSON_ERROR && r.kind != RK_JSON_END) {
        FUZZ_MUST(r.depth >= 0 && r.depth <= RK_JSON_DEPTH);
        FUZZ_MUST(r.offset >= 0 && r.offset < text.len);
        FUZZ_MUST(rk_utf8_bad(r.text) < 0);
        FUZZ_MUST(r.kind != RK_JSON_NUMBER || isfinite(r.number));
        if (skip && r.offset % 2 && rk_json_skip(&r) == RK_JSON_ERROR)
            break;
    }
    FUZZ_MUST(r.offset >= 0 && r.offset <= text.len);
    rk_json_where(&r, &line, &column);
    FUZZ_MUST(line >= 1 && column >= 1);
    return r.kind == RK_JSON_END;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!mem.base) {
        mem = rk_arena_open(8 << 20);
        tmp = rk_scratch_open(32 << 20);
    }
    const struct rk_str text = {(const char *)data, (ptrdiff_t)size};
    const bool good = read_all(text, false);
    FUZZ_MUST(read_all(text, true) == good);
    struct rk_arena keep = mem;
    struct rk_buf once = rk_buf_in(&keep, 2 << 20), twice = rk_buf_in(&keep, 2 << 20);
    const rk_status status = rk_json_canonical(text, tmp, &once, NULL);
    FUZZ_MUST(good || status == RK_EINVAL);
    if (status != RK_OK)
        return 0;
    FUZZ_MUST(rk_json_canonical(rk_buf_str(&once), tmp, &twice, NULL) == RK_OK);
    FUZZ_MUST(rk_str_eq(rk_buf_str(&once), rk_buf_str(&twice)));
    return 0;
}
