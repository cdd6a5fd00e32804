/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was said, in the page's language where the vocabulary knows it (rk_saying). Anything
 * else stays as said and is marked as foreign when its letters are those of the other language.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_saying.h"

/* "https://host/long/path" is printed as "host": nobody types a path from paper, and `why` has
 * it whole. */
static struct rk_str hosts_only(struct sheet_maker *m, struct rk_str said)
{
    if (rk_str_find(said, RK_STR("://")) < 0)
        return said;
    struct rk_buf out = rk_buf_in(m->keep, said.len);
    for (struct rk_str rest = said; rest.at;) {
        struct rk_str word = rk_str_cut(&rest, ' ');
        const ptrdiff_t scheme = rk_str_find(word, RK_STR("://"));
        if (scheme >= 0) {
            word = rk_str_slice(word, scheme + 3, word.len);
            word = rk_str_cut(&word, '/');
        }
        if (out.len > 0)
            rk_buf_char(&out, ' ');
        rk_buf_add(&out, word);
    }
    return rk_buf_str(&out);
}

struct sheet_quote sheet_quote(struct sheet_maker *m, struct rk_str said)
{
    said = hosts_only(m, rk_str_trim(said));
    if (said.len == 0)
        return (struct sheet_quote){0};
    const char *found = rk_saying(m->lang, said);
    if (found)
        return (struct sheet_quote){sheet_typography(m->keep, m->lang, rk_str_of(found)), false,
                                    true};
    const bool foreign = rk_saying_foreign(m->lang, said);
    const enum rk_lang as = foreign ? (m->lang == RK_UK ? RK_EN : RK_UK) : m->lang;
    return (struct sheet_quote){sheet_typography(m->keep, as, said), foreign, false};
}
