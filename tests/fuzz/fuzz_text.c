/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz_entry.h"
#include "rk_text.h"

static struct rk_arena mem;

static void walk(struct rk_str text)
{
    ptrdiff_t at = 0, count = 0, first_bad = -1, before = 0;
    for (int32_t c = rk_utf8_next(text, &at); c >= 0; c = rk_utf8_next(text, &at), count++) {
        FUZZ_MUST(at > before && at <= text.len);
        char put[4];
        const int len = rk_utf8_put(c, put);
        const struct rk_str one = rk_str_slice(text, before, at);
        if (first_bad < 0 && !rk_str_eq(one, (struct rk_str){put, len}))
            first_bad = before;
        before = at;
    }
    FUZZ_MUST(rk_utf8_bad(text) == first_bad);
    FUZZ_MUST(first_bad >= 0 || rk_utf8_count(text) == count);
    const struct rk_str head = rk_utf8_head(text, text.len / 2);
    FUZZ_MUST(head.len <= text.len / 2);
    FUZZ_MUST(first_bad >= 0 || rk_utf8_bad(head) < 0);
}

/* Decoding gives UTF-8, and encoding that gives the bytes again (a mark aside).
 */
static void decode(struct rk_str bytes, enum rk_encoding from)
{
    struct rk_arena keep = mem;
    struct rk_str text;
    if (rk_text_decode(bytes, from, &keep, &text, NULL) != RK_OK)
        return;
    FUZZ_MUST(rk_utf8_bad(text) < 0 && text.len <= 3 * bytes.len);
    struct rk_buf back = rk_buf_in(&keep, bytes.len);
    FUZZ_MUST(rk_text_encode(text, from, &back) && !back.failed);
    FUZZ_MUST(rk_str_ends(bytes, rk_buf_str(&back)) && bytes.len - back.len <= 3);
}

static void fold(struct rk_str text)
{
    struct rk_arena keep = mem;
    const ptrdiff_t max = 3 * text.len;
    struct rk_buf folded = rk_buf_in(&keep, max), again = rk_buf_in(&keep, max);
    struct rk_buf key = rk_buf_in(&keep, max), key_again = rk_buf_in(&keep, max);
    rk_text_fold(text, &folded);
    rk_text_fold(rk_buf_str(&folded), &again);
    FUZZ_MUST(!folded.failed && rk_str_eq(rk_buf_str(&folded), rk_buf_str(&again)));
    FUZZ_MUST(rk_utf8_bad(text) >= 0 || folded.len <= text.len);
    rk_text_key(text, &key);
    rk_text_key(rk_buf_str(&key), &key_again);
    FUZZ_MUST(key.len <= text.len && rk_str_eq(rk_buf_str(&key), rk_buf_str(&key_again)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!mem.base)
        mem = rk_arena_open(16 << 20);
    const struct rk_str bytes = {(const char *)data, (ptrdiff_t)size};
    walk(bytes);
    for (int e = RK_ENC_UTF8; e <= RK_ENC_KOI8U; e++)
        decode(bytes, (enum rk_encoding)e);
    const enum rk_encoding guess = rk_encoding_guess(bytes);
    FUZZ_MUST(rk_utf8_bad(bytes) >= 0 || guess == RK_ENC_UTF8);
    fold(bytes);
    return 0;
}
