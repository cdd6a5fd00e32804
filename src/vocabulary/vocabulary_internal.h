/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/vocabulary. */
#ifndef VOCABULARY_INTERNAL_H
#define VOCABULARY_INTERNAL_H

#include "vocabulary_tables.h"

/* Whether a list ('|' between) holds the item, which is folded; the empty item never. */
bool vocabulary_listed(const char *list, struct rk_str item);
/* Whether an ascending array of texts holds the item. */
bool vocabulary_in(const char *const *sorted, int32_t count, struct rk_str item);
/* The text folded without writing out short forms, in `out`; empty when it is no word list. */
struct rk_str vocabulary_plain(struct rk_str said, char out[FOLD_BYTES]);

#endif
