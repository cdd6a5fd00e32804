/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/text: characters of the alphabets our sources are written in.
 *
 * UTF-8 checking and walking, CP1251 and KOI8-U, case folding and keys for comparing headers
 * and words (Ukrainian, Russian, Latin). Tables are generated, no locale is read.
 */
#ifndef RK_TEXT_H
#define RK_TEXT_H

#include "rk_base.h"

/* Byte position of the first invalid sequence (overlong, surrogate, > U+10FFFF, cut), or -1. */
ptrdiff_t rk_utf8_bad(struct rk_str s);
/* The code point at *at, which then stands behind it; U+FFFD and one byte on for invalid input;
 * -1 at the end. */
int32_t rk_utf8_next(struct rk_str s, ptrdiff_t *at);
/* The number of bytes written; 0 for what is no character. */
int rk_utf8_put(int32_t code_point, char out[4]);
ptrdiff_t rk_utf8_count(struct rk_str s); /* characters */
/* At most `max` bytes of s, cut before a character rather than inside it. */
struct rk_str rk_utf8_head(struct rk_str s, ptrdiff_t max);

enum rk_encoding { RK_ENC_UTF8, RK_ENC_UTF16LE, RK_ENC_UTF16BE, RK_ENC_CP1251, RK_ENC_KOI8U };
/*
 * Names the encoding of a whole file: byte-order marks first, then valid UTF-8, then CP1251
 * against KOI8-U by letter frequencies of Ukrainian and Russian, which a few words decide (one
 * word in capitals may not). Empty and ASCII give UTF-8.
 */
enum rk_encoding rk_encoding_guess(struct rk_str bytes);
/* To UTF-8 without byte-order mark, copied into `keep`. RK_EINVAL: a byte that the encoding
 * leaves undefined, or an invalid sequence; place is its offset ("byte 17"). At most 3 bytes
 * per input byte. */
RK_MUST_USE rk_status rk_text_decode(struct rk_str bytes, enum rk_encoding from,
                                     struct rk_arena *keep, struct rk_str *out,
                                     struct rk_err *err);
/* From UTF-8, without byte-order mark; characters the encoding lacks and invalid UTF-8 give
 * false. For tests and exports. */
bool rk_text_encode(struct rk_str s, enum rk_encoding to, struct rk_buf *out);

/* Lower case by simple folding for Latin (with Latin-1, Latin Extended-A), Cyrillic, Greek.
 * Valid text gives at most s.len bytes; an invalid byte gives U+FFFD (three). */
void rk_text_fold(struct rk_str s, struct rk_buf *out);
/*
 * A key for comparing words and headers: folded; the apostrophes ' ’ ʼ ` behind a letter and
 * the soft sign, which are typed for one another, become one '; every run of white space,
 * punctuation, underscore, dash and № becomes one space; ends trimmed; й, ї, ё stored as two
 * characters become one, the stress mark goes. "Дата  смерті*" and "дата_смерті" give the same
 * key, also "м’ята" and "мьята"; "день" gives "ден'", so compare keys with keys only. The key
 * of a key is the same key; at most s.len bytes.
 */
void rk_text_key(struct rk_str s, struct rk_buf *out);

#endif
