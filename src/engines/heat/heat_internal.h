/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room heat (heat_*.c and its tests). */
#ifndef HEAT_INTERNAL_H
#define HEAT_INTERNAL_H
#ifndef RK_ROOM_HEAT
#error "heat_internal.h is private to src/engines/heat"
#endif

#include "heat_core.h"
#include "rk_heat.h"

/* ---- the town as a graph (heat_town.c) ------------------------------------------------------
 */

/* Places are the nodes and, behind them, the middle of each leaking pipe; mains are the pipes,
 * leaking ones in two halves. */
struct heat_town {
    const struct rk_heat_net *net;
    int32_t places, mains, leaks;
    int32_t *a, *b;                  /* [mains] */
    int32_t *pipe_of;                /* [mains] */
    int32_t *main_of;                /* [pipes] first main of the pipe */
    int32_t *leak_pipe;              /* [leaks] its place is nodes + k */
    double *ua_w_k;                  /* [mains] */
    struct heat_law *law;            /* [mains] */
    bool *shut;                      /* [mains] */
    double *z_m;                     /* [places] */
    bool *supply_live, *return_live; /* [places] a running source can be reached */
    int32_t *part;                   /* [places] number of the part */
    int32_t *part_source;            /* [parts] its first running source or -1 */
    int32_t *source_at;              /* [places] running source there or -1 */
    int32_t parts, cold_parts;
    bool mirrored; /* return is the mirror of supply */
    bool alike;    /* both sides hang together alike: they can be solved one after the other */
};

RK_MUST_USE rk_status heat_town_build(const struct rk_heat_net *net, struct rk_arena *keep,
                                      struct rk_scratch scratch, struct heat_town *out,
                                      struct rk_err *err);
RK_MUST_USE rk_status heat_check(const struct rk_heat_net *net, struct rk_err *err);

/* ---- heat along the flow (heat_carry.c)
 * ------------------------------------------------------ */

struct heat_carrier {
    int32_t places, links;
    const int32_t *a, *b;
    const double *ua_w_k;
    int32_t *first, *link; /* links at each place */
    double cp_j_kgk, ground_c;
    int32_t *waiting, *queue; /* work */
    double *inflow;
};

/* What water carries: its temperature, how that answers to all flows growing by one part
 * (kelvin per relative change), and the share that its sources can serve. */
struct heat_carried {
    double *temp_c, *gain_k, *share; /* [places]; gain and share may be NULL */
};

struct heat_carrier heat_carrier_new(int32_t places, int32_t links, const int32_t *a,
                                     const int32_t *b, const double *ua_w_k,
                                     struct rk_arena *keep);
/*
 * Carries heat along the flows (positive a to b). `held` marks places whose values in *w are
 * given (sources); put_kg_s and put_c enter at places from outside (NULL: nothing). Places that
 * nothing flows to take the ground's temperature. Answers the loss to the ground in W.
 */
double heat_carry(struct heat_carrier *c, const double *flow, const bool *held,
                  const double *put_kg_s, const double *put_c, const struct heat_carried *w);

/* ---- consumers (heat_consumer.c)
 * ------------------------------------------------------------- */

struct heat_use {
    double kw, out_c;
};
double heat_design_flow(const struct rk_heat_net *net, const struct rk_heat_consumer *c);
/* What a valve fully open would pass at most; `cooled`: some source can only cool its water. */
double heat_most_flow(const struct rk_heat_net *net, const struct rk_heat_consumer *c,
                      bool cooled);
/* What comes to a consumer that asked for `flow`: water at in_c whose temperature answers by
 * gain_k; `share` is what its sources can serve. */
struct heat_arrival {
    double flow, in_c, gain_k, share;
    bool cooled;
};
/* The flow it asks for next. */
double heat_asked_flow(const struct rk_heat_net *net, const struct rk_heat_consumer *c,
                       const struct heat_arrival *at);
/* What it gets from `flow` when it asked for `asked`. */
struct heat_use heat_used(const struct rk_heat_net *net, const struct rk_heat_consumer *c,
                          double flow, double asked, double in_c, double share);

/* ---- pressures and flows of both sides (heat_sides.c)
 * ---------------------------------------- */

/*
 * Supply and return as one or two solves. Apart: only the supply stands in the core; the return
 * is its mirror, or a second solve on the same core. Linked: both sides, fittings, leaks and
 * those consumers whose flow depends on pressure stand in one core: supply place i is node i,
 * return place i node places + i, the air at leak k node 2 places + k.
 */
struct heat_sides {
    const struct heat_town *town;
    bool linked;
    struct heat_core core;
    struct heat_state supply, back; /* linked: supply holds all */
    int32_t nodes, links;           /* of the core's graph */
    const int32_t *a, *b;
    int32_t consumer_link; /* first link of consumers, linked only */
    double datum_pa;
    double *demand, *flow, *flow_back;
    double *sum;
};

RK_MUST_USE rk_status heat_sides_plan(const struct heat_town *town, bool linked,
                                      struct rk_arena *keep, struct rk_scratch scratch,
                                      struct heat_sides *out, struct rk_err *err);
/* Solves with what consumers ask for; got[] is what the pressures let through. */
struct heat_newton heat_sides_solve(struct heat_sides *s, const double *asked, double *got,
                                    int32_t most_steps);
/* Gauge pressures and flows a to b of the mains, then of the fittings, of one side. */
void heat_sides_supply(struct heat_sides *s, double *p_pa, double *flow);
struct heat_newton heat_sides_return(struct heat_sides *s, double *p_pa, double *flow);
/* Largest imbalance of a node, kg/s. */
double heat_sides_residual(struct heat_sides *s);
/* What leaks at leak k from supply (0) or return (1), kg/s. */
double heat_sides_leak(const struct heat_sides *s, int32_t k, int side);
/* Whether a consumer is joined to a running source both ways. */
bool heat_is_served(const struct heat_town *town, int32_t consumer);
/* Whether main m lies in a ring. */
bool heat_in_ring(const struct heat_sides *s, int32_t m);

/* ---- mixing (heat_mixing.c)
 * ------------------------------------------------------------------ */

/*
 * Anderson (1965) mixing of depth two on the logarithms of what houses ask for: where mains
 * stand nearly still, plain steps shrink by half only, and always along the same one or two
 * directions.
 */
struct heat_mixing {
    double *aim[3], *lack[3]; /* newest first: where a plain step leads, and how far that is */
    int32_t depth;            /* of history behind the newest */
};

bool heat_mixing_new(struct heat_mixing *m, int32_t consumers, struct rk_arena *keep);
/* Makes room for a new newest. */
void heat_mixing_turn(struct heat_mixing *m);
/* Weights of the last one or two differences that make the lack smallest (least squares). */
void heat_mixing_weights(const struct heat_mixing *m, int32_t consumers, double weight[2]);
/* Where to go next, for one consumer. */
double heat_mixed(const struct heat_mixing *m, int32_t c, const double weight[2]);

/* ---- Newton without a matrix (heat_krylov.c)
 * ------------------------------------------------------------------ */

enum { HEAT_TRIES = 24 };
/* How far each unknown lacks from what the town would answer at x. */
typedef void heat_lacks(void *user, const double *x, double *lack);
struct heat_krylov {
    int32_t count;
    double *x, *lack;    /* where we stand, and what lacks there */
    double *from, *step; /* where the last step began, and the step */
    double *basis[HEAT_TRIES + 1];
};
bool heat_krylov_new(struct heat_krylov *k, int32_t count, struct rk_arena *keep);
/* The step from x on which, by the derivative, hardly anything lacks. */
void heat_krylov_step(struct heat_krylov *k, heat_lacks *lacks, void *user);

/* ---- one run of the outer fixed point (heat_solve.c, heat_report.c)
 * --------------------------- */

struct heat_run {
    const struct rk_heat_net *net;
    struct heat_town town;
    struct heat_sides sides;
    struct rk_heat_result *r;
    struct heat_carrier supply, back;
    double *p_supply, *p_back;                /* [places] */
    double *flow_supply, *flow_back;          /* [mains + fittings] a to b */
    double *t_supply, *gain, *share, *t_back; /* [places] */
    double *put_kg_s, *put_c;                 /* [places] into the return */
    bool *held, *nowhere;                     /* [places] */
    double *asked, *got;                      /* [consumers] */
    double *source_share;                     /* [sources] */
    bool limited, cooling; /* some source has a limit; it answers by cooler water */
    bool cooled;           /* it had to */
    double lost_supply_w, lost_back_w;
    struct rk_arena *spare; /* for what only hard towns need */
};

enum { HEAT_FLOW_STEPS = 60 };
/* Pressures, flows and temperatures of the supply for what houses ask for now. */
struct heat_newton heat_flow_and_carry(struct heat_run *w, int32_t most_steps);
struct heat_newton heat_carry_back(struct heat_run *w);
void heat_meter_sources(struct heat_run *w);
/* What house c asks for next; where nothing it says counts, what it asks for now. */
double heat_next_asked(const struct heat_run *w, int32_t c);
/* Whether it gets all that its valve, fully open, lets through, and wants more. */
bool heat_is_moot(const struct heat_run *w, int32_t c, double next);
/* Up to `most` steps, counted as outer steps; false: plain steps should go on from here. */
bool heat_settle(struct heat_run *w, struct heat_krylov *k, int32_t most);
void heat_report(const struct heat_run *run);

#endif
