/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A choice or a class within the words of a cell. */
#ifndef RK_INTAKE_ROOM
#error "import_within.h is private to the intake room"
#endif
#ifndef IMPORT_WITHIN_H
#define IMPORT_WITHIN_H

#include "import_internal.h"

/* What these words mean of a list; NULL: nothing. */
typedef const void *import_meaning(const void *of, struct rk_str words);

/* The one thing of the list that the cell says; NULL when it says none or several, denies or
 * doubts it, or has over six words. `first`: it must begin the cell. */
const void *import_within(struct rk_str said, bool first, import_meaning *meaning,
                          const void *of);

#endif
