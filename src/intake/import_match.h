/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the intake room: how well words name an aspect, beyond the vocabulary's own lists. */
#ifndef IMPORT_MATCH_H
#define IMPORT_MATCH_H

#include "import_guess.h"

#define IMPORT_FIT_MIN 0.8 /* from here on a header may be taken (rk_header_fits) */

/* rk_header_fits, also for the header without a remark in brackets or behind a comma. */
double import_fit(const struct rk_aspect *aspect, struct rk_str header);
/* The same for column `column` of a header; of two rows the lower one may do alone, unless the
 * upper one says whose it is ("Заявник | Телефон"). */
double import_column_fit(const struct rk_aspect *aspect, const struct import_header *h,
                         int32_t column);
/* For columns that no header list knows: what other kinds call an aspect of that id, the kind's
 * own word for its name, words that are mostly the same. At most IMPORT_FIT_MIN, 0 not at all.
 */
double import_fit_loosely(const struct rk_kind *kind, int32_t aspect, struct rk_str header);

#endif
