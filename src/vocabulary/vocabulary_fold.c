/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary_fold.h"

#include "rk_text.h"

/* Letters that look alike in both alphabets, Latin first. */
static const char *const alike[] = {"aа", "cс", "eе", "iі", "oо", "pр", "xх", "yу",
                                    "AА", "BВ", "CС", "EЕ", "HН", "IІ", "KК", "MМ",
                                    "OО", "PР", "TТ", "XХ", "YУ", "kк", "mм", "tт"};

static bool is_latin(int32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
static bool is_cyrillic(int32_t c)
{
    return c >= 0x400 && c <= 0x52F;
}

static bool is_letter_or_digit(int32_t c)
{
    return is_latin(c) || is_cyrillic(c) || (c >= '0' && c <= '9') ||
           (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || (c >= 0xB2 && c <= 0xB3);
}

static bool is_apostrophe(int32_t c)
{
    return c == '\'' || c == '`' || c == 0x2019 || c == 0x2BC || c == 0x2018 || c == 0xB4;
}

/* The letter of the other alphabet that looks like c; 0: none. */
static int32_t twin(int32_t c, bool to_cyrillic)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(alike); i++) {
        ptrdiff_t at = 1;
        const int32_t latin = (unsigned char)alike[i][0],
                      cyrillic = rk_utf8_next(rk_str_of(alike[i]), &at);
        if (to_cyrillic ? c == latin : c == cyrillic)
            return to_cyrillic ? cyrillic : latin;
    }
    return 0;
}

/* A word that mixes alphabets was typed or scanned with look-alikes: all of it goes into the
 * alphabet that can take it. */
static void one_alphabet(struct rk_str word, struct rk_buf *out)
{
    bool latin = false, cyrillic = false, can_cyrillic = true, can_latin = true;
    ptrdiff_t at = 0;
    for (int32_t c = rk_utf8_next(word, &at); c >= 0; c = rk_utf8_next(word, &at)) {
        latin |= is_latin(c);
        cyrillic |= is_cyrillic(c);
        can_cyrillic &= !is_latin(c) || twin(c, true);
        can_latin &= !is_cyrillic(c) || twin(c, false);
    }
    if (!latin || !cyrillic || (!can_cyrillic && !can_latin)) {
        rk_buf_add(out, word);
        return;
    }
    at = 0;
    for (int32_t c = rk_utf8_next(word, &at); c >= 0; c = rk_utf8_next(word, &at)) {
        const int32_t other = twin(c, can_cyrillic);
        char utf8[4];
        rk_buf_bytes(out, utf8, rk_utf8_put(other ? other : c, utf8));
    }
}

/* Into the text: the key of the word without apostrophes, ё as е, ґ as г. */
static void put_word(struct fold_text *out, struct rk_str raw, bool cut)
{
    char fixed_at[512], key_at[512];
    struct rk_buf fixed = {fixed_at, 0, sizeof fixed_at, false};
    struct rk_buf key = {key_at, 0, sizeof key_at, false};
    one_alphabet(raw, &fixed);
    rk_text_key(rk_buf_str(&fixed), &key);
    if (fixed.failed || key.failed || out->count == FOLD_WORDS ||
        out->len + key.len > FOLD_BYTES) {
        out->full = true;
        return;
    }
    char *to = out->bytes + out->len;
    ptrdiff_t at = 0, len = 0;
    const struct rk_str k = rk_buf_str(&key);
    for (int32_t c = rk_utf8_next(k, &at); c >= 0; c = rk_utf8_next(k, &at)) {
        if (c == '\'')
            continue;
        len += rk_utf8_put(c == 0x451 ? 0x435 : c == 0x491 ? 0x433 : c, to + len);
    }
    if (len == 0)
        return;
    out->word[out->count++] = (struct fold_word){{to, len}, cut};
    out->len += len;
}

/* Words that stand for a sign: № is the word number only where short forms are written out. */
static void put_sign(struct fold_text *out, int32_t c, bool shorts)
{
    if (c == '%')
        put_word(out, RK_STR("percent"), false);
    if (shorts && (c == 0x2116 || c == '#'))
        put_word(out, RK_STR("номер"), false);
}

static void split(struct rk_str raw, bool shorts, struct fold_text *out)
{
    ptrdiff_t at = 0, from = -1, letters = 0;
    int32_t before = 0;
    for (;;) {
        const ptrdiff_t here = at;
        const int32_t c = rk_utf8_next(raw, &at);
        const bool inside = c >= 0 && (is_letter_or_digit(c) || c == 0x301 || c == 0x306 ||
                                       c == 0x308 || (is_apostrophe(c) && from >= 0));
        const bool hump = inside && c >= 'A' && c <= 'Z' && before >= 'a' && before <= 'z' &&
                          letters > 1; /* birthDate, but not kVA */
        if (from >= 0 && (!inside || hump)) {
            put_word(out, rk_str_slice(raw, from, here), c == '.');
            from = -1;
            letters = 0;
        }
        if (inside && from < 0)
            from = here;
        letters += inside;
        put_sign(out, c, shorts);
        if (c < 0)
            return;
        before = c;
    }
}

int32_t fold_same(const struct fold_text *t, int32_t from, struct rk_str folded)
{
    int32_t i = from;
    while (folded.len > 0) {
        const struct rk_str word = rk_str_cut(&folded, ' ');
        if (i == t->count || !rk_str_eq(t->word[i].at, word))
            return 0;
        i++;
    }
    return i - from;
}

static void write_out(struct fold_text *t, const struct fold_short *shorts, int32_t count)
{
    for (int32_t i = 0; i < t->count; i++) {
        int32_t taken = 0, s = 0;
        const struct rk_str word = t->word[i].at;
        const char second = word.len > 1 ? word.at[1] : ' ';
        for (; s < count && taken == 0; s++) {
            const char *from = shorts[s].from; /* most differ at once: look at that first */
            if (from[0] == word.at[0] && (from[1] == second || word.len == 1))
                taken = fold_same(t, i, rk_str_of(from));
        }
        if (taken == 0)
            continue;
        struct rk_str rest = rk_str_of(shorts[s - 1].to);
        int32_t given = 1;
        for (const char *c = shorts[s - 1].to; *c; c++)
            given += *c == ' ';
        if (t->count - taken + given > FOLD_WORDS) {
            t->full = true;
            return;
        }
        memmove(t->word + i + given, t->word + i + taken,
                (size_t)(t->count - i - taken) * sizeof t->word[0]);
        for (int32_t g = 0; g < given; g++)
            t->word[i + g] = (struct fold_word){rk_str_cut(&rest, ' '), false};
        t->count += given - taken;
        i += given - 1;
    }
}

void fold_words(struct rk_str raw, const struct fold_short *shorts, int32_t short_count,
                struct fold_text *out)
{
    out->count = 0;
    out->len = 0;
    out->full = false;
    split(raw, shorts != NULL, out);
    if (shorts)
        write_out(out, shorts, short_count);
}

struct rk_str fold_join(const struct fold_text *t, int32_t from, int32_t to, char *out)
{
    struct rk_buf b = {out, 0, FOLD_BYTES, false};
    for (int32_t i = from; i < to; i++) {
        if (i > from)
            rk_buf_char(&b, ' ');
        rk_buf_add(&b, t->word[i].at);
    }
    return b.failed ? (struct rk_str){out, 0} : rk_buf_str(&b);
}
