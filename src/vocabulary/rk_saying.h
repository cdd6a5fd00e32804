/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was said, in the reader's language where the vocabulary knows it: definitions, labels
 * and denominators of figures, published facts, and the entries said.… of data/words. The sheet
 * and the page say the same by it. Constant tables: any number of threads. O(entries).
 */
#ifndef RK_SAYING_H
#define RK_SAYING_H

#include "rk_text.h"
#include "rk_vocabulary.h"

const char *rk_saying(enum rk_lang lang, struct rk_str said); /* NULL: not known */
/* Whether most of its letters are of the other language's script; no letters: false. */
bool rk_saying_foreign(enum rk_lang lang, struct rk_str said);
/* What a state in words says: the words themselves, unless they are a bare "yes", or foreign
 * and unknown while the definition can be read. One of the two as given, not yet translated. */
struct rk_str rk_saying_of_state(enum rk_lang lang, struct rk_str text,
                                 struct rk_str definition);

#endif
