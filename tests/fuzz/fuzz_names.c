/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as one name, as two (split at the first zero), as a list and a query. */
#include "fuzz_entry.h"
#include "rk_names.h"
#include "rk_text.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static const struct rk_names *names;

static void check_word(const struct rk_name_word *w)
{
    FUZZ_MUST(w->len <= RK_NAME_LETTERS && w->spelling_len <= RK_NAME_LETTERS);
    FUZZ_MUST(w->stem <= w->len && w->sets <= RK_NAME_SETS && w->role <= RK_NAME_PARTICLE);
    for (int i = 1; i < w->sets; i++)
        FUZZ_MUST(w->set[i - 1] < w->set[i]);
}

static void one(struct rk_str text)
{
    struct rk_arena keep = mem;
    struct rk_name n = {0};
    const rk_status bad = rk_name_read(names, text, &keep, &n, NULL);
    FUZZ_MUST((bad == RK_EINVAL) == (rk_utf8_bad(text) >= 0));
    struct rk_buf restored = rk_buf_in(&keep, 4 * text.len + 64);
    FUZZ_MUST(rk_names_nominative(names, text, RK_NAME_SEX_UNKNOWN, &restored, NULL) == bad);
    if (bad)
        return;
    FUZZ_MUST(!restored.failed && rk_utf8_bad(rk_buf_str(&restored)) < 0);
    FUZZ_MUST(n.words >= 0 && n.words <= RK_NAME_WORDS);
    for (int32_t i = 0; i < n.words; i++)
        check_word(&n.word[i]);
    for (int32_t s = 0; s < RK_NAME_SCHEMES; s++) {
        struct rk_arena room = keep;
        struct rk_buf latin = rk_buf_in(&room, 6 * text.len + 16);
        rk_names_translit(s, text, &latin);
        FUZZ_MUST(!latin.failed && rk_utf8_bad(rk_buf_str(&latin)) < 0);
    }
}

static void two(struct rk_str a, struct rk_str b)
{
    struct rk_arena keep = mem;
    struct rk_name x = {0}, y = {0};
    if (rk_name_read(names, a, &keep, &x, NULL) || rk_name_read(names, b, &keep, &y, NULL))
        return;
    struct rk_name_agreement ab, ba, aa;
    rk_name_compare(names, &x, &y, &ab);
    rk_name_compare(names, &y, &x, &ba);
    rk_name_compare(names, &x, &x, &aa);
    FUZZ_MUST(ab.score >= 0 && ab.score <= 1 && aa.score >= 0 && aa.score <= 1);
    FUZZ_MUST(!(ab.score < ba.score) && !(ba.score < ab.score));
}

static void many(struct rk_str text)
{
    struct rk_arena keep = mem;
    struct rk_str list[16] = {{0}}, rest = text;
    int32_t n = 0, found = 0;
    while (rest.len > 0 && n < 16)
        list[n++] = rk_str_cut(&rest, '\n');
    const struct rk_name_index *index = NULL;
    struct rk_name_hit hits[4];
    if (rk_name_index_build(names, list, n, &keep, &index, NULL) || n == 0)
        return;
    FUZZ_MUST(rk_name_index_search(index, list[0], 4, tmp, hits, &found, NULL) == RK_OK);
    FUZZ_MUST(found >= 0 && found <= 4 && found <= n);
    for (int32_t i = 0; i < found; i++)
        FUZZ_MUST(hits[i].item >= 0 && hits[i].item < n && hits[i].score >= 0 &&
                  hits[i].score <= 1.0F);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!names) {
        mem = rk_arena_open(64 << 20);
        tmp = rk_scratch_open(64 << 20);
        FUZZ_MUST(rk_names_open(&mem, tmp, &names, NULL) == RK_OK);
    }
    struct rk_str text = {(const char *)data, (ptrdiff_t)(size < 4000 ? size : 4000)};
    one(text);
    struct rk_str rest = text;
    const struct rk_str first = rk_str_cut(&rest, '\0');
    two(first, rest.at ? rest : rk_str_slice(text, text.len / 2, text.len));
    many(text);
    return 0;
}
