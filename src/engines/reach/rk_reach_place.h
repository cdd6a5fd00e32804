/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reach, places: who is served by what capacity, and where to put k teams.
 *
 * Works on tables of times that rk_reach_row made, so it serves any profile and belief. Exact:
 * people are whole numbers, and a choice says whether it is proven.
 */
#ifndef RK_REACH_PLACE_H
#define RK_REACH_PLACE_H

#include "rk_reach.h"

/* Times [sites * groups], site by site; RK_REACH_NEVER: not reached. */
struct rk_reach_table {
    int32_t sites, groups;
    const uint32_t *time_ms;
    const int64_t *people; /* [groups] >= 0 */
};

/*
 * Each site in its order takes people, the soonest first (then by position), until its capacity
 * is full or nobody is left within limit_ms: WHO AccessMod's rule. A group may be split.
 * served [sites * groups] people; over all sites and left [groups] they sum to people, to the
 * last person. O(sites * groups log groups).
 */
RK_MUST_USE rk_status rk_reach_cover(struct rk_reach_table table, const int64_t *capacity,
                                     uint32_t limit_ms, struct rk_scratch scratch,
                                     int64_t *served, int64_t *left, struct rk_err *err);

enum rk_reach_goal {
    RK_REACH_MEDIAN, /* least sum of people * time; who is not reached counts 149 h */
    RK_REACH_CENTRE, /* least greatest time of anybody; then nothing else */
    RK_REACH_WITHIN  /* most people within limit_ms */
};
struct rk_reach_choice {
    int32_t *site; /* [k] ascending, in keep */
    double
        value; /* people * ms; ms, HUGE_VAL when somebody is out of reach of every k; people */
    double bound;  /* no choice of k sites is better than this */
    bool proven;   /* value == bound */
    int64_t nodes; /* of the search */
};
/*
 * Which k of the sites serve the goal best. Branch and bound over a Lagrangian relaxation
 * (Cornuéjols, Fisher, Nemhauser 1977, Management Science 23(8)); gives up proving after
 * `most_nodes` and then says the bound. Groups without people do not count.
 * RK_EINVAL: k not in 1 … sites, or people * time beyond 2^53.
 */
RK_MUST_USE rk_status rk_reach_choose(struct rk_reach_table table, int32_t k,
                                      enum rk_reach_goal goal, uint32_t limit_ms,
                                      int64_t most_nodes, struct rk_arena *keep,
                                      struct rk_scratch scratch, struct rk_reach_choice *out,
                                      struct rk_err *err);

#endif
