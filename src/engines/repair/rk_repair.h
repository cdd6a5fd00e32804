/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * repair: in which order the heat comes back.
 *
 * Crews repair broken pipes and plants, may place mobile boilers and lay cross-connections; the
 * plan is the order that leaves the fewest weighted person-hours in the cold. Small problems
 * are solved with proof, large ones searched, with a bound beside the answer.
 * Uses: base. No clock, no files, no state: any number of threads may call it.
 * Method and its sources: docs/methods/repair.md
 */
#ifndef RK_REPAIR_H
#define RK_REPAIR_H

#include "rk_base.h"

/* HUGE_VAL stands for "never" in hours from which something is possible, for "whenever" in
 * hours by which it is demanded. Hour 0 is the start of the plan. */

struct rk_repair_node {
    double x_m, y_m;
    double people, kw; /* kw > 0 where people > 0; without people kw does not count */
    double weight;     /* of each of them, 1 for most */
};

struct rk_repair_edge {
    int32_t a, b; /* nodes; carries any load unless a job says it is broken */
};

struct rk_repair_plant {
    int32_t node;
    double kw;
    double from_h; /* gives no heat before: gas, power */
};

enum rk_repair_kind {
    RK_REPAIR_PIPE,   /* edge `at` carries nothing until done */
    RK_REPAIR_PLANT,  /* plant `at` gives nothing until done */
    RK_REPAIR_LINK,   /* may be done: joins nodes a and b */
    RK_REPAIR_BOILER, /* may be done: kw more at one of `sites` */
    RK_REPAIR_STOVES  /* may be done: the house at one of `sites` is given up, off the net and
                         drained; `people` of it are warm by stoves (all where they are fewer) */
};

/* One thing a crew does at a job. When it fails, with chance `fails`, work goes on from step
 * `back` (0 … this step) of the same job. */
struct rk_repair_step {
    double hours, fails; /* fails 0 … 0.95 */
    int32_t back;
};

struct rk_repair_job {
    enum rk_repair_kind kind;
    int32_t at, a, b;
    struct rk_ids sites; /* nodes */
    double kw, people;
    double x_m, y_m; /* where the work is; of boilers and stoves their site */
    const struct rk_repair_step *step;
    int32_t steps;       /* >= 1, their hours together > 0 */
    uint32_t skills;     /* bits a crew must have, all of them */
    double from_h;       /* work does not start before: mines cleared */
    double heat_from_h;  /* has no effect before, even when done */
    double due_h;        /* demanded end */
    struct rk_ids after; /* jobs (pipes and plants) whose end it waits for */
};

/* Works and travels only inside its shift: from shift_from_h (0 … < 24, hour of the plan's
 * days) for shift_hours (0 < … <= 24). */
struct rk_repair_crew {
    double x_m, y_m; /* where it is at hour 0 */
    uint32_t skills;
    double shift_from_h, shift_hours;
};

/* Outdoor temperature outdoor_c[i] holds from hour[i] to the next. Houses without heat cool
 * from indoor_c with the time constant tau_h: an hour of a person counts below_18 when they
 * would be under 18 C, and below_8 more under 8 C. count == 0: every hour counts 1. */
struct rk_repair_weather {
    int32_t count;
    const double *hour, *outdoor_c; /* hours ascending */
    double tau_h, indoor_c, below_18, below_8;
};

struct rk_repair_problem {
    int32_t nodes, edges, plants, jobs, crews;
    const struct rk_repair_node *node;
    const struct rk_repair_edge *edge;
    const struct rk_repair_plant *plant;
    const struct rk_repair_job *job;
    const struct rk_repair_crew *crew;
    double travel_h_per_km;
    struct rk_repair_weather weather;
    double horizon_h; /* counts to this hour; HUGE_VAL: to the end of the last repair, which is
                         refused where something may be left undone or comes by itself */
};

struct rk_repair_options {
    uint64_t seed;
    int64_t iterations;   /* of the search; 0: by size, a few seconds; -1: until `stop` */
    int64_t nodes;        /* of the proof; 0: two million; 1: no proof; -1: until `stop` */
    bool (*stop)(void *); /* asked often; true ends the work with the best so far */
    void *user;
    const struct rk_repair_task *start; /* a plan to begin with, or NULL */
    int32_t starts;
};

enum rk_repair_status {
    RK_REPAIR_OPTIMAL,  /* proved: bound == objective to a millionth */
    RK_REPAIR_FEASIBLE, /* the best found; no plan is below `bound` */
};

struct rk_repair_task {
    int32_t job, crew;
    int32_t site;          /* node of a boiler or of stoves, else -1 */
    double start_h, end_h; /* by expected hours, travel before start_h */
    double sooner_h;       /* end when no step fails anywhere: not before this hour */
    double people;         /* more people warm when it ends than before (may be < 0: no one) */
    int32_t with;          /* where people is 0: the later job that warms through it, or -1 */
    double with_people;    /* how many that later one, or with -1 a plant whose gas or power
                              comes by itself, warms only thanks to this */
    double warm_h;         /* not before this hour are they warm: sooner_h, or later */
};

enum rk_repair_why {
    RK_REPAIR_CYCLE,    /* waits for itself */
    RK_REPAIR_WAITS,    /* waits for a job that cannot be done */
    RK_REPAIR_NO_SKILL, /* no crew can */
    RK_REPAIR_NEVER     /* what it requires has no hour */
};
struct rk_repair_block {
    int32_t job;
    enum rk_repair_why why;
};

struct rk_repair_plan {
    enum rk_repair_status status;
    double objective; /* weighted person-hours by expected hours */
    double bound;     /* no plan is below it, among those with the least late_h found */
    double late_h;    /* hours after what was demanded, summed; least comes first */
    bool late_proved; /* no plan is less late */
    int32_t tasks;    /* crew by crew, each in its order */
    const struct rk_repair_task *task;
    int32_t blocks; /* jobs left out, with the reason; the plan is that of the rest */
    const struct rk_repair_block *block;
    const double *warm_h; /* [nodes] hour from which its share is its last; HUGE_VAL: none */
    const double *share;  /* [nodes] 0 … 1 of its heat at the end */
    const double
        *share_8; /* [nodes] when houses left cold are at 8 C; without a forecast at 0 */
    double people, warm_first, warm_last; /* all, served at hour 0, at the end */
    /* What failing steps may do to this order: 400 draws; equal where nothing can fail. */
    double mean, low, high; /* low and high: one in ten is below, above */
    int64_t iterations, proof_nodes;
};

/*
 * Every damage that can be repaired is in the plan; links and boilers where they help. Equal
 * input, seed and counts give equal answers; a stop depends on the clock of whoever says it.
 *
 * RK_EINVAL: a number out of its range, an index, too many (place says which: "job 3: at").
 * RK_ENOMEM: an arena is full. On failure *out is left as it was.
 * Scratch: up to 160 MiB for proofs, else a few KiB a job and a node.
 */
RK_MUST_USE rk_status rk_repair_solve(const struct rk_repair_problem *problem,
                                      const struct rk_repair_options *options,
                                      struct rk_arena *keep, struct rk_scratch scratch,
                                      struct rk_repair_plan *out, struct rk_err *err);

/* Expected hours of a job, all steps with their repetitions; each_h (may be NULL) takes the
 * part of every step with what its failing costs. */
double rk_repair_hours(const struct rk_repair_step *step, int32_t steps, double *each_h);

/* Hour at which houses left cold fall to `limit_c`; HUGE_VAL where never. */
double rk_repair_cools_to(const struct rk_repair_weather *weather, double limit_c);

/* English words, constant text. */
const char *rk_repair_why_words(enum rk_repair_why why);

enum { RK_REPAIR_JOBS_MAX = 4000, RK_REPAIR_CREWS_MAX = 64, RK_REPAIR_NODES_MAX = 200000 };

#endif
