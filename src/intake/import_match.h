/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the intake room: how well words name an aspect, beyond the vocabulary's own lists. */
#ifndef IMPORT_MATCH_H
#define IMPORT_MATCH_H

#include "import_guess.h"

#define IMPORT_FIT_MIN 0.8 /* from here on a header may be taken (rk_header_fits) */

/* Answers to "how well does this header fit that aspect", kept while a table is looked at. */
struct import_fits;
/* In `keep`, some 4.1 MiB; NULL when it is full. */
struct import_fits *import_fits_make(struct rk_arena *keep);

/* rk_header_fits, also for the header without a remark in brackets or behind a comma. 0 for
 * what is too long to be a header, and once a table has shown 300 different ones.
 */
double import_fit(struct import_fits *fits, const struct rk_kind *kind, int32_t aspect,
                  struct rk_str header);
/* How many more different headers will be looked at. */
int32_t import_fits_left(const struct import_fits *fits);
/* The same for column `column` of a header; of two rows the lower one may do alone, unless the
 * upper one says whose it is ("Заявник | Телефон"). */
double import_column_fit(struct import_fits *fits, const struct rk_kind *kind, int32_t aspect,
                         const struct import_header *h, int32_t column);
/* For columns that no header list knows: what other kinds call an aspect of that id, the kind's
 * own word for its name, words that are mostly the same. Below 0.95, 0 not at all. */
double import_fit_loosely(struct import_fits *fits, const struct rk_kind *kind, int32_t aspect,
                          struct rk_str header);
/* The header without "(…)" and without what stands behind a comma or a line break. */
struct rk_str import_bare(struct rk_str header, char *room, ptrdiff_t size);

#endif
