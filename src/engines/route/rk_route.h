/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * route: who drives where: medicine to homes, patients to hospitals.
 *
 * Requests are carried by vehicles within windows, loads, ride times, shifts and breaks; what
 * cannot be served is handed back with its reason. Times are whole ticks (a second in a town;
 * finer in published problems), so a schedule is feasible or not, without tolerance.
 * Uses: base. No clock, no files, no state: any number of threads may call it.
 * Method and its sources: docs/methods/route.md
 */
#ifndef RK_ROUTE_H
#define RK_ROUTE_H

#include "rk_base.h"

enum {
    RK_ROUTE_LOADS = 10,         /* kinds of load: boxes, litres, seats … */
    RK_ROUTE_RANKS = 5,          /* 0 is most urgent */
    RK_ROUTE_PLACES_MAX = 20000, /* matrices are dense */
    RK_ROUTE_VEHICLES_MAX = 20000,
    RK_ROUTE_TICKS_MAX = 1000000000 /* any hour, service, leg */
};
#define RK_ROUTE_NO_ROAD INT32_MAX /* in a matrix: cannot be driven */

struct rk_route_window {
    int32_t from, to; /* service begins within, ends included */
};

/* Time and cost of every leg, row by row: [places * places]. */
struct rk_route_matrix {
    const int32_t *time, *cost;
};

struct rk_route_stop {
    int32_t place, service;
    int32_t windows; /* 0: whenever the vehicle is out; else ascending, apart */
    const struct rk_route_window *window;
};

/* One of several ends of a transfer: a bed, an hour from which it is free. */
struct rk_route_option {
    int32_t place, from; /* the stop begins at `from` or later */
    int32_t pool;        /* takes one of this pool, -1: of none */
};

struct rk_route_request {
    int32_t stops; /* 1: goods from the depot to stop[0]; 2: from stop[0] to stop[1] */
    struct rk_route_stop stop[2];
    int32_t options; /* 0, or places that stand for that of the last stop */
    const struct rk_route_option *option;
    int32_t load[RK_ROUTE_LOADS];
    /* Ticks from the end of service at the pickup (goods: from leaving the depot) to the begin
     * of service at the end; -1: no limit. Exact. */
    int32_t max_ride;
    uint32_t skills; /* bits the vehicle must have, all of them */
    int32_t rank;    /* 0 … RANKS - 1; a lower rank is served before any number of higher */
    double harm;     /* >= 0 of not being served, weighed within its rank */
    /* A second leg: begins (stop[0]) at least gap_least ticks, at most gap_most (-1: any) after
     * the service of the last stop of request `after` (-1: none) ends; unserved unless that is
     * served; `together`: and the first is not served without this one. One follower each. */
    int32_t after, gap_least, gap_most;
    bool together;
    int32_t only;      /* the one vehicle that may serve it, -1: any */
    int32_t was;       /* vehicle of the plan in force, -1: none; a change costs `change` */
    int32_t was_begin; /* begin at stop[0] then */
    int32_t was_end;   /* begin at the last stop then */
};

struct rk_route_break {
    int32_t from, to, length; /* begins within; where the vehicle happens to stand */
};

struct rk_route_vehicle {
    int32_t start, end; /* places; end -1: stays at its last stop */
    int32_t from, to;   /* leaves and is back within */
    int32_t most;       /* ticks from leaving to the end; -1: no limit */
    int32_t load[RK_ROUTE_LOADS];
    uint32_t skills;
    int32_t matrix;        /* position in problem.matrix */
    int32_t trips;         /* >= 1: times it is loaded, at its start and at `depot` */
    int32_t depot, reload; /* where it reloads, ticks to load again */
    int32_t fixed;         /* cost of using it */
    int32_t per_cost;      /* thousandths: 1000 counts a leg's cost as it is */
    int32_t per_time;      /* thousandths of a tick between leaving and the end */
    int32_t breaks;
    const struct rk_route_break *pause;
};

/* Nobody drives in these hours: a leg that would touch one waits for its end. */
struct rk_route_curfew {
    int32_t from, to;
};

enum rk_route_act { RK_ROUTE_STOP, RK_ROUTE_RELOAD, RK_ROUTE_PAUSE };
struct rk_route_visit {
    enum rk_route_act act;
    int32_t request, stop; /* request: of a pause its number, of a reload -1 */
    int32_t option;        /* of the last stop, -1: none */
    int32_t begin;         /* of service; before it the vehicle may wait */
};

/* What a vehicle has already done, with the begins as driven; nothing is put before. */
struct rk_route_done {
    const struct rk_route_visit *visit;
    int32_t visits;
    int32_t hour; /* nothing else begins, nobody leaves, before */
};

struct rk_route_problem {
    int32_t places, matrices, requests, vehicles, pools, curfews;
    const struct rk_route_matrix *matrix;
    const double *x, *y; /* [places] or NULL; only for the order of search */
    const struct rk_route_request *request;
    const struct rk_route_vehicle *vehicle;
    const int32_t *pool;                  /* how many each holds */
    const struct rk_route_curfew *curfew; /* ascending, apart */
    const struct rk_route_done *done;     /* [vehicles] or NULL */
    int64_t change;                       /* cost of a request that moves to another vehicle */
    bool must;           /* every request is to be served, harm and rank do not matter */
    bool vehicles_first; /* fewest vehicles, then cost */
};

enum rk_route_why {
    RK_ROUTE_NO_VEHICLE,  /* none has the skills, or the one it is bound to */
    RK_ROUTE_TOO_MUCH,    /* more than any such vehicle holds */
    RK_ROUTE_CUT_OFF,     /* no road from any such vehicle's start to it, or back */
    RK_ROUTE_TOO_LATE,    /* soonest arrival `got`, its last window closes at `limit` */
    RK_ROUTE_SHIFT_ENDS,  /* back at `got` at the soonest, shift or tour ends at `limit` */
    RK_ROUTE_RIDE,        /* the ride takes `got` at the least, `limit` allowed */
    RK_ROUTE_NO_BED,      /* no place of its kind is free for it */
    RK_ROUTE_LEG_MISSING, /* request `other`, to which it belongs, is not served */
    RK_ROUTE_IN_FORCE,    /* what has been driven leaves no way any more */
    RK_ROUTE_CROWDED      /* possible alone; vehicles are busy with others */
};
struct rk_route_unserved {
    int32_t request;
    enum rk_route_why why;
    int32_t got, limit, other; /* -1: does not apply */
};

struct rk_route_tour {
    int32_t vehicle;
    int32_t visits;
    const struct rk_route_visit *visit;
    int32_t leave, home; /* ticks; home: end of the last service where there is no end place */
};

struct rk_route_plan {
    int32_t tours; /* of vehicles that serve someone, ascending */
    const struct rk_route_tour *tour;
    int32_t unserved; /* most urgent, most harmful first */
    const struct rk_route_unserved *left;
    double harm[RK_ROUTE_RANKS]; /* of the unserved, rank by rank */
    int64_t cost;                /* fixed + legs + time, without `change` */
    int64_t iterations;
};

struct rk_route_options {
    uint64_t seed;
    int64_t iterations;          /* 0: by size, a few seconds; -1: until `share` says 1 */
    double (*share)(void *user); /* how much of the budget is used; asked often; NULL: none */
    void (*tell)(void *user, double share); /* of the iterations; plain rounds do not tell */
    void *user;
    const struct rk_route_plan *start; /* a plan to begin with, or NULL */
};

/*
 * The best plan found. Equal input, seed and iterations give equal plans; `share` depends on
 * the clock of whoever says it. A share of 1 ends the work with the best so far, also when
 * iterations are counted.
 *
 * RK_EINVAL: a number out of its range, an index (place says which: "request 3: rank").
 * RK_ENOTFOUND: must, and no plan that serves all was found; *out then serves most.
 * RK_ENOMEM: an arena is full. On other failures *out is left as it was.
 * Scratch: about 1 KiB a request and vehicle, thrice the matrix, and up to 32 MiB for what is
 * remembered.
 */
RK_MUST_USE rk_status rk_route_solve(const struct rk_route_problem *problem,
                                     const struct rk_route_options *options,
                                     struct rk_arena *keep, struct rk_scratch scratch,
                                     struct rk_route_plan *out, struct rk_err *err);

/* English words, constant text. */
const char *rk_route_why_words(enum rk_route_why why);

#endif
