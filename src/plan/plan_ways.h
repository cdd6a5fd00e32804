/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/plan: the roads of the town, and what was said of them. */
#ifndef PLAN_WAYS_H
#define PLAN_WAYS_H

#include "plan_internal.h"
#include "rk_reach.h"

enum plan_by { PLAN_BY_CAR, PLAN_ON_FOOT, PLAN_BYS };

/* Of one report: nothing closed, and where to set points on roads. */
struct plan_ways {
    const struct rk_plan_roads *given;
    const struct rk_reach_index *index[PLAN_BYS];
};
/* Into keep. RK_EINVAL: the roads are broken. RK_ENOMEM. */
RK_MUST_USE rk_status plan_ways_make(const struct rk_plan_roads *given, struct rk_arena *keep,
                                     struct rk_scratch scratch, struct plan_ways *out,
                                     struct rk_err *err);
extern const enum rk_reach_profile plan_profiles[PLAN_BYS];

/* A road that somebody's latest word closes or slows. */
struct plan_closure {
    int32_t subject;
    struct rk_str name;
    int64_t state;  /* the claim that is shown */
    bool confirmed; /* by any of those who say so */
};
struct plan_closures {
    const struct plan_closure *at;
    int32_t count;
    struct rk_reach_marks marks[PLAN_BYS]; /* claim: position in `at` */
    int32_t lost;                          /* closures that are not on the map of roads */
    const int64_t *decides;                /* claims by which it is so, and not otherwise */
    int32_t deciding;
};
/* In scratch. False: no memory. */
bool plan_closures_find(struct plan *p, struct plan_closures *out);

/* Figures and lists by roads; plan_count_reach calls it when there are any. */
bool plan_count_ways(struct plan *p);

#endif
