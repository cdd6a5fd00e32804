/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * repair/simulate: a plan lived through, as a check on the figure it was planned with.
 *
 * Shares no code with the planner but rk_repair.h: pipes are walked node by node at every
 * change, and each house keeps its own temperature. Uses: base. Keeps no state: any number of
 * threads may call it. Method: docs/methods/repair.md, 8
 */
#ifndef RK_REPAIR_SIMULATE_H
#define RK_REPAIR_SIMULATE_H

#include "rk_repair.h"

/* The town between two changes. */
struct rk_repair_stand {
    double hour;
    const bool *edge_whole; /* [edges] */
    const bool *link_laid;  /* [jobs] of links */
    const double *plant_kw; /* [plants] 0: gives nothing */
    const double *site_kw;  /* [nodes] of mobile boilers */
    const double *on_net;   /* [nodes] the part of the house that has no stoves, 0 … 1 */
};

/* Who gets which share of heat; share[node] counts where people are, 0 … 1, of the part on the
 * network. Any failure ends the simulation with it. */
typedef rk_status rk_repair_heat(void *user, const struct rk_repair_stand *now, double *share,
                                 struct rk_scratch scratch, struct rk_err *err);

/*
 * The same plan, counted as the objective is (weights, limits, horizon), by rules that come
 * nearer to the town from one to the next.
 */
struct rk_repair_trial {
    double by_plan; /* the planner's own rules: houses with heat are warm, all others as cold as
                       one never heated, and a share of heat warms that share of the people */
    double by_house; /* each house has its own temperature: a share of heat keeps it part warm,
                        for all in it, and it cools from where it is */
    double warming;  /* and what has heat again takes hours to grow warm. Without a forecast all
                        three are one figure */
    double people_h_18, people_h_8; /* people's hours below 18 and 8 C, without weights, by the
                                       last rule; without a forecast hours without heat and 0 */
    int32_t changes;                /* of pipes, plants, boilers, counted in hours */
};

/*
 * Lives through the plan's tasks from hour 0 to the horizon (or the last task's end). `heat`
 * NULL: every connected part shares its plants' heat where a kilowatt warms most people by
 * weight. A house with its full share keeps 18 C; with a part of it, what that part of its
 * design heat keeps, design heat being what holds 18 C at `design_outdoor_c`; never above 18.
 *
 * RK_ENOMEM: scratch is full; else what `heat` answers. On failure *out is left as it was.
 * Cost: O(changes (nodes + edges)) and O((changes + weather) houses).
 */
RK_MUST_USE rk_status rk_repair_simulate(const struct rk_repair_problem *problem,
                                         const struct rk_repair_plan *plan,
                                         double design_outdoor_c, rk_repair_heat *heat,
                                         void *user, struct rk_scratch scratch,
                                         struct rk_repair_trial *out, struct rk_err *err);

#endif
