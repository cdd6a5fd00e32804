/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room route: what its two solvers share. */
#ifndef ROUTE_INTERNAL_H
#define ROUTE_INTERNAL_H
#ifndef RK_ROOM_ROUTE
#error "route_internal.h is private to src/engines/route"
#endif

#include "rk_route.h"

/* RK_EINVAL with the place of the first number that cannot be. */
rk_status route_valid(const struct rk_route_problem *p, struct rk_scratch scratch,
                      struct rk_err *err);

/* Rounds of like vehicles from one depot, one load, one window, all to be served. */
bool route_is_plain(const struct rk_route_problem *p);
rk_status route_plain_solve(const struct rk_route_problem *p, const struct rk_route_options *o,
                            struct rk_arena *keep, struct rk_scratch scratch,
                            struct rk_route_plan *out, bool *found, struct rk_err *err);
/* Everything else. */
rk_status route_rich_solve(const struct rk_route_problem *p, const struct rk_route_options *o,
                           struct rk_arena *keep, struct rk_scratch scratch,
                           struct rk_route_plan *out, struct rk_err *err);

#endif
