/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/plan and src/rounds: medicine in stock, as it was last counted. */
#ifndef PLAN_LOTS_H
#define PLAN_LOTS_H

#include "plan_internal.h"

/* A lot is counted again and again: its latest count stands. Rows come without a number, so
 * lots are known by name, strength, series and where they lie. */
struct plan_lot {
    struct rk_str name;
    struct rk_str key; /* of the name, without case and marks */
    struct rk_str strength, series, store;
    rk_day as_of;         /* of the count */
    double quantity;      /* NaN: not said */
    int64_t expiry_claim; /* -1: none */
    rk_day expiry;
    bool expired; /* on the day that is counted; never stock */
};

struct rk_str plan_medicine_key(struct rk_str name, struct rk_arena *in);
/* Every lot once, by key. In scratch. False: no memory. */
bool plan_lots(struct plan *p, const struct plan_lot **out, int32_t *count);

#endif
