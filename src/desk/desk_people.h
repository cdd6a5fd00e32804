/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to the helper ranok-desk: finding people by name. The index over all names is kept
 * from one snapshot to the next; what was said since stands in a small one beside it.
 */
#ifndef DESK_PEOPLE_H
#define DESK_PEOPLE_H

#include "desk_internal.h"

#include "rk_names.h"

struct desk_found {
    int32_t subject;
    float score;
};
/* A subject's name today, in keep; empty: it has none. */
typedef struct rk_str desk_name(void *user, int32_t subject, struct rk_arena *keep);

/* The best `most` (at most 80) people, best first. RK_EINVAL, RK_ENOMEM. */
rk_status desk_people_find(struct desk *d, struct desk_snap *snap, desk_name *name, void *user,
                           struct rk_str query, int32_t most, struct rk_scratch scratch,
                           struct desk_found *found, int32_t *count, struct rk_err *err);
/* How many have a name, and the language's tables; after the first desk_people_find. */
int32_t desk_people_count(const struct desk_snap *snap);
const struct rk_names *desk_people_names(const struct desk_snap *snap);

#endif
