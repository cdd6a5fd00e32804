/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to src/vocabulary and to the generator of its tables: words as they are compared.
 *
 * A folded word is lower case without apostrophes and soft signs, ё as е, ґ as г, with Latin
 * look-alikes inside Cyrillic words (and the other way round) put right. Short forms of column
 * headers are written out: "К-сть мешканців" and "кількість мешканців" fold to the same words.
 */
#ifndef VOCABULARY_FOLD_H
#define VOCABULARY_FOLD_H

#include "rk_base.h"

enum { FOLD_WORDS = 48, FOLD_BYTES = 2048 };

struct fold_word {
    struct rk_str at; /* in the text's bytes, or in a short form's long one */
    bool cut;         /* a full stop stood behind it: perhaps an abbreviation */
};

struct fold_text {
    struct fold_word word[FOLD_WORDS];
    int32_t count;
    bool full; /* more words or bytes than a header has: the rest was left out */
    char bytes[FOLD_BYTES];
    ptrdiff_t len;
};

/* A short form and what it stands for, both folded, words parted by one space. Longer ones must
 * stand first. */
struct fold_short {
    const char *from, *to;
};

/* Folds `raw` into words; short forms are written out when `shorts` is given. */
void fold_words(struct rk_str raw, const struct fold_short *shorts, int32_t short_count,
                struct fold_text *out);
/* Words from … to - 1 with one space between, into `out`, which must hold FOLD_BYTES. */
struct rk_str fold_join(const struct fold_text *t, int32_t from, int32_t to, char *out);
/* Whether the words are exactly those of `folded`, from word `from` on; returns how many, or 0.
 */
int32_t fold_same(const struct fold_text *t, int32_t from, struct rk_str folded);

#endif
