/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * route_io: the files of the route engine, and a checker that shares nothing with it.
 *
 * Bytes in, arrays out, and back; no file is opened here. VRPLIB, Solomon, Cordeau's
 * dial-a-ride files, Li & Lim's, and Ranok's own JSON are told apart by their content. Formats:
 * docs/formats/route.md. Texts handed out live in the input bytes or in `keep`, so the bytes
 * must outlive the result. Any number of threads.
 */
#ifndef RK_ROUTE_IO_H
#define RK_ROUTE_IO_H

#include "rk_route.h"

enum rk_route_kind {
    RK_ROUTE_VRPLIB,
    RK_ROUTE_SOLOMON,
    RK_ROUTE_CORDEAU,
    RK_ROUTE_LILIM,
    RK_ROUTE_TOWN
};

/* How a published problem counts the length of a leg between coordinates. */
enum rk_route_round {
    RK_ROUTE_EXACT,   /* Euclid, doubles */
    RK_ROUTE_NEAREST, /* rounded to whole numbers */
    RK_ROUTE_CEILING, /* rounded up */
    RK_ROUTE_TENTHS,  /* cut to one decimal */
    RK_ROUTE_MATRIX   /* as the file says */
};

struct rk_route_case {
    struct rk_route_problem problem;
    enum rk_route_kind kind;
    enum rk_route_round round;
    double unit;            /* ticks of one unit of the file; hours of a town: seconds */
    double cost_unit;       /* plan.cost of one unit of cost as the file's makers print it */
    const double *x, *y;    /* [places], NULL for a matrix */
    const double *leg_unit; /* [places * places] for RK_ROUTE_MATRIX in published files */
    /* numbers shown for stop[0] and stop[1] of a request; of a town the second is minus the
     * first */
    const int32_t *number[2];
    int32_t numbers; /* above every number */
    /* a town */
    const struct rk_str *name;    /* [requests] or NULL: words of the file */
    const struct rk_str *vehicle; /* [vehicles] or NULL */
    const struct rk_str *bed;     /* [pools] or NULL */
    const struct rk_str *rank;    /* [RK_ROUTE_RANKS] or NULL: words for each class */
    const struct rk_str *load;    /* [RK_ROUTE_LOADS] or NULL */
    int32_t loads;
    struct rk_str changed;           /* why the plan is made anew; empty: it is not */
    int32_t changed_at;              /* hour of it, -1 */
    const struct rk_route_plan *was; /* the plan in force before, or NULL */
    int32_t ignored;                 /* keys of the file that mean nothing here */
    const struct rk_str *ignored_key;
};

/*
 * RK_EINVAL: "FILE:LINE: what is wrong; what is expected": a field, its range, an id.
 * Scratch: about 40 bytes a byte of JSON. keep: the matrices.
 */
RK_MUST_USE rk_status rk_route_read(const char *name, struct rk_str bytes,
                                    struct rk_arena *keep, struct rk_scratch scratch,
                                    struct rk_route_case *out, struct rk_err *err);

/* ---- solutions --------------------------------------------------------------------------- */

/* "Route #1: 4 9 2" with numbers from 1, "Cost 123.4" at the end; of dial-a-ride and towns
 * every stop with its begin, "4@95.2", and the unserved first: "Unserved 17: words". */
void rk_route_write(const struct rk_route_case *c, const struct rk_route_plan *plan,
                    struct rk_buf *out);

/* One token of a solution file. */
struct rk_route_said {
    int32_t number; /* of a stop; 0: reload */
    int32_t bed;    /* as said behind "/", -1 */
    bool pause;
    double at; /* in units of the file, NaN: not said */
    int32_t line;
};
struct rk_route_list {
    int32_t number, stops; /* of the route */
    const struct rk_route_said *stop;
    double leave; /* NaN: not said */
    int32_t line;
};
struct rk_route_said_plan {
    int32_t lists;
    const struct rk_route_list *list;
    int32_t unserved;
    const int32_t *unserved_number;
    double cost; /* NaN: not said */
};
RK_MUST_USE rk_status rk_route_read_solution(const char *name, struct rk_str bytes,
                                             struct rk_arena *keep,
                                             struct rk_route_said_plan *out,
                                             struct rk_err *err);

/* ---- the checker ------------------------------------------------------------------------- */

struct rk_route_fault {
    int32_t route;       /* number said in the solution, 0: none */
    int32_t stop;        /* number of the stop, 0: none */
    struct rk_str words; /* "begins at 130.2, its window closes at 97" */
};
struct rk_route_verdict {
    bool feasible;
    double cost;      /* recounted, in units of the file */
    int32_t vehicles; /* that serve someone */
    int32_t served;
    double harm[RK_ROUTE_RANKS];
    int32_t faults;
    const struct rk_route_fault *fault;
};
/*
 * Counts everything anew from the file's own numbers. Where begins are said they are checked as
 * said; where not, a schedule is looked for, exactly. RK_EINVAL only for what cannot be looked
 * at at all; whatever else is wrong is a fault. Cost: every route O(stops^2).
 */
RK_MUST_USE rk_status rk_route_check(const struct rk_route_case *c,
                                     const struct rk_route_said_plan *said,
                                     struct rk_arena *keep, struct rk_scratch scratch,
                                     struct rk_route_verdict *out, struct rk_err *err);

/* A plan from a solution, for going on with it; begins are counted in ticks. RK_EINVAL: a stop
 * or vehicle that is not there. */
RK_MUST_USE rk_status rk_route_plan_of(const struct rk_route_case *c,
                                       const struct rk_route_said_plan *said,
                                       struct rk_arena *keep, struct rk_route_plan *out,
                                       struct rk_err *err);

/* ---- words ------------------------------------------------------------------------------- */

enum rk_route_tongue { RK_ROUTE_ENGLISH, RK_ROUTE_UKRAINIAN };

/* "not served: its last window closes at 11:00, the soonest arrival is 11:24". */
void rk_route_unserved_words(const struct rk_route_case *c, const struct rk_route_unserved *u,
                             enum rk_route_tongue tongue, struct rk_buf *out);
/* What differs from the plan in force, a line each: "stop 7 moves to car 2: pontoon closed at
 * 11:40". Returns how many requests changed vehicle, were lost or came in. */
int32_t rk_route_changes(const struct rk_route_case *c, const struct rk_route_plan *plan,
                         enum rk_route_tongue tongue, struct rk_buf *out);
/* "08:05", or a number where hours are not of a day. */
void rk_route_hour(const struct rk_route_case *c, int32_t ticks, char out[24]);

#endif
