/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room repair (repair_*.c). */
#ifndef REPAIR_INTERNAL_H
#define REPAIR_INTERNAL_H
#ifndef RK_ROOM_REPAIR
#error "repair_internal.h is private to src/engines/repair"
#endif

#include "rk_repair.h"

/* ---- a problem made ready (repair_town.c) -------------------------------------------------
 */

/* What turns on once all that holds it up is done: an edge (b >= 0), heat at place a, or
 * stoves for a house there. */
struct repair_element {
    int32_t a, b;  /* places; b -1: none */
    double kw;     /* of stoves what the net no longer gives */
    int32_t house; /* of stoves, else -1 */
    double part;   /* of stoves, of the people of the house */
};

/* One way to do one job: a boiler has as many options as sites, all else one. */
struct repair_option {
    int32_t job, site; /* node of a boiler, else -1 */
    int32_t element;
    double x_m, y_m, hours; /* hours expected */
    double from_h, heat_from_h, due_h;
    uint32_t skills;
    bool optional;
    struct rk_ids after; /* options */
};

struct repair_event {
    double h;
    int32_t element;
};

/* Nodes joined by what is whole are one place; places that no element touches never change. */
struct repair_town {
    const struct rk_repair_problem *problem;
    int32_t places, words, houses, elements, options, fixed, crews;
    const int32_t *place_of;   /* [nodes] -1: nothing can change there */
    const int32_t *house_node; /* [houses] most weight per kW first */
    const double *house_value, *house_kw;
    const double *still_share; /* [nodes] of heat, where place_of is -1 */
    const struct repair_element *element;
    const struct repair_option *option;
    const struct repair_event *event; /* [fixed] what comes by itself, by hour */
    const struct repair_state *at_start;
    int32_t blocks;
    const struct rk_repair_block *block;
    double value; /* all people by weight */
    bool travels, shifts, waits, ordered, same_crews, demands;
    bool list;       /* who is free first takes the next: no plan is lost by it */
    bool heat_waits; /* some work has its effect later than its end */
    bool stoves;
    bool frees; /* something may be left undone */
    /* cost-hours against hours: straight between bends (repair_hours.c) */
    int32_t bends;
    const double *bend_h, *bend_m, *rate;
    const double *least_rate; /* [bends] from there on */
    double horizon_h;
    double late_price; /* per late hour, more than any objective */
};

rk_status repair_check(const struct rk_repair_problem *p, struct rk_err *err);
rk_status repair_town_make(const struct rk_repair_problem *p, struct rk_arena *keep,
                           struct rk_scratch scratch, struct repair_town *out,
                           struct rk_err *err);

/* ---- who is served (repair_served.c) -------------------------------------------------------
 */

struct repair_state {
    double cold; /* people by weight without heat */
    int32_t *parent, *needs;
    double *cap_kw, *kw, *value, *served; /* of places that stand for their part */
    uint64_t *houses;                     /* [places * words] of the part */
    double *on_net;                       /* [houses] part, where stoves may take the rest */
    ptrdiff_t bytes;                      /* of the block that starts at value[] */
};
/* NULL arrays when the region is full. */
struct repair_state repair_state_new(const struct repair_town *t, struct rk_arena *in);
void repair_state_copy(struct repair_state *to, const struct repair_state *from);
/* One thing that holds the element up is gone. */
void repair_state_turn(const struct repair_town *t, struct repair_state *s, int32_t element);
int32_t repair_state_find(struct repair_state *s, int32_t place);
double repair_served(const struct repair_town *t, const struct repair_state *s, int32_t root);
/* share[node] for nodes in changing places; others are left as they are. */
void repair_shares(const struct repair_town *t, struct repair_state *s, double *share,
                   struct rk_scratch scratch);

/* ---- hours (repair_hours.c) ----------------------------------------------------------------
 */

rk_status repair_clock_make(const struct rk_repair_problem *p, struct rk_arena *keep,
                            struct repair_town *t, struct rk_err *err);
double repair_cost_hours(const struct repair_town *t, double h);
double repair_least_rate(const struct repair_town *t, double h);
/* When a crew that goes on at `h` has worked `hours`, and when it can begin at all. */
double repair_shift_end(const struct rk_repair_crew *crew, double h, double hours);
double repair_shift_begin(const struct rk_repair_crew *crew, double h);

/* ---- plans (repair_decode.c) ---------------------------------------------------------------
 */

struct repair_item {
    int32_t option, crew;
};
/* A plan: items in an order in which what is waited for comes first; a crew does its own in
 * this order. */
struct repair_sequence {
    int32_t count;
    struct repair_item *item; /* [options] */
};
/* Hours of one plan. */
struct repair_hours {
    double *start_h, *end_h; /* [options] */
    int32_t *before; /* [options] the crew's option before, options + crew, -1: not in it */
    int32_t *jobs;   /* [crews] how many */
};
/* The town after the first events of the kept plan. */
struct repair_snap {
    double cost, cost_hours, h;
    int32_t events, fixed;
    int32_t *done; /* [crews] jobs that have ended */
    struct repair_state state;
};
struct repair_times {
    struct repair_hours at; /* of the plan decoded last */
    struct repair_hours
        kept;           /* of the plan kept last: what is as in it is not reckoned again */
    double *crew_h;     /* [crews] end of the last job */
    int32_t *crew_last; /* [crews] option, -1: where it began */
    int32_t *crew_from, *crew_next, *crew_to; /* [crews] items, where they stand crew by crew */
    double *head_h;                           /* [crews] next end */
    bool grouped;                             /* they do */
    double common_h;            /* up to this hour nothing differs from the plan kept */
    struct repair_event *event; /* [options] effects by hour; element: the option */
    int32_t *order;             /* [options] as they ended in the plan tried last */
    bool *in_plan;              /* [options] */
    struct repair_state state;
    struct repair_snap *snap; /* [snaps_max] of the plan kept, one every snap_gap events */
    int32_t snaps, snaps_max, snap_gap;
};
struct repair_times repair_times_new(const struct repair_town *t, struct rk_arena *in);
/* Room for snaps, so that plans like the one kept are reckoned sooner; where there is none they
 * are reckoned from the start. */
void repair_times_snaps(const struct repair_town *t, struct repair_times *w,
                        struct rk_arena *in);
/* The plan decoded and reckoned last, in full, is the one the next are compared with. */
void repair_times_keep(struct repair_times *w);
/* Hours of every item; hours (or NULL for the expected) by option. Lists set item[].crew. */
void repair_decode(const struct repair_town *t, struct repair_sequence *s, const double *hours,
                   struct repair_times *w);
/* Start of option `o` when a crew comes free at `free_h` in (x, y), preds aside. */
double repair_start(const struct repair_town *t, const struct rk_repair_crew *crew,
                    const struct repair_option *o, double free_h, double x_m, double y_m,
                    double not_before_h);
/* Objective + late_price * late; anything above `limit` when it is above. Decodes, too. */
double repair_cost(const struct repair_town *t, struct repair_sequence *s, const double *hours,
                   double limit, struct repair_times *w);
double repair_late(const struct repair_town *t, const struct repair_sequence *s,
                   const struct repair_times *w);
static inline bool repair_able(const struct repair_town *t, const struct repair_option *o,
                               int32_t crew)
{
    return (o->skills & ~t->problem->crew[crew].skills) == 0;
}

/* ---- search and proof ----------------------------------------------------------------------
 */

struct repair_work {
    const struct rk_repair_options *options;
    int64_t iterations, proof_nodes;
    bool stopped;
};
static inline bool repair_stop(struct repair_work *w)
{
    if (!w->stopped && w->options->stop && w->options->stop(w->options->user))
        w->stopped = true;
    return w->stopped;
}

/* A first plan: every mandatory option, greedily. */
rk_status repair_first(const struct repair_town *t, struct rk_scratch scratch,
                       struct repair_sequence *s, struct rk_err *err);
/* Improves *s by `iterations` steps (-1: until stopped). */
rk_status repair_search(const struct repair_town *t, int64_t iterations,
                        struct repair_work *work, struct rk_scratch scratch,
                        struct repair_sequence *s, double *cost, struct rk_err *err);

/* Small enough for a table over all sets of options. */
bool repair_small(const struct repair_town *t);
/* Improves *s and raises *bound; *proved when *s is an optimum. */
rk_status repair_prove(const struct repair_town *t, int64_t nodes, struct repair_work *work,
                       struct rk_scratch scratch, struct repair_sequence *s, double *cost,
                       double *bound, bool *proved, struct rk_err *err);
/* A bound for any size (repair_bound.c). */
rk_status repair_bound(const struct repair_town *t, struct rk_scratch scratch, double *bound,
                       struct rk_err *err);

/* The answer's words and numbers (repair_plan.c). */
rk_status repair_tell(const struct repair_town *t, struct repair_sequence *s, uint64_t seed,
                      struct rk_arena *keep, struct rk_scratch scratch,
                      struct rk_repair_plan *plan, struct rk_err *err);

#endif
