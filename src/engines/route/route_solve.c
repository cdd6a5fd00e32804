/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door: numbers are looked at, plain rounds go their own way. */
#include "route_internal.h"

rk_status rk_route_solve(const struct rk_route_problem *problem,
                         const struct rk_route_options *options, struct rk_arena *keep,
                         struct rk_scratch scratch, struct rk_route_plan *out,
                         struct rk_err *err)
{
    const rk_status bad = route_valid(problem, scratch, err);
    if (bad)
        return bad;
    if (route_is_plain(problem)) {
        bool found = false;
        const rk_status got =
            route_plain_solve(problem, options, keep, scratch, out, &found, err);
        if (got || found)
            return got;
    }
    return route_rich_solve(problem, options, keep, scratch, out, err);
}

const char *rk_route_why_words(enum rk_route_why why)
{
    static const char *const words[] = {
        [RK_ROUTE_NO_VEHICLE] = "no vehicle has what it needs",
        [RK_ROUTE_TOO_MUCH] = "more than any such vehicle holds",
        [RK_ROUTE_CUT_OFF] = "no road leads there or back",
        [RK_ROUTE_TOO_LATE] = "its last window closes before anyone can be there",
        [RK_ROUTE_SHIFT_ENDS] = "nobody could be back before the shift ends",
        [RK_ROUTE_RIDE] = "the ride takes longer than is allowed",
        [RK_ROUTE_NO_BED] = "no bed of its kind is free",
        [RK_ROUTE_LEG_MISSING] = "the other part of its journey is not served",
        [RK_ROUTE_IN_FORCE] = "what has been driven leaves no way any more",
        [RK_ROUTE_CROWDED] = "all vehicles are taken by others",
    };
    return words[why];
}
