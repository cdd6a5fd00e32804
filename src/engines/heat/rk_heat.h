/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * heat: who is warm, in a town heated through pipes, as the pipes are today.
 *
 * Steady pressures, flows and temperatures of supply and return, with several sources, heat
 * lost to the ground, leaks, and consumers that get less when pressure, temperature or the
 * source falls short. What cannot be heated is said in words, part by part; the rest is solved.
 * Uses: base, math. Keeps no state: any number of threads may call it.
 * Method and its sources: docs/methods/heat.md
 */
#ifndef RK_HEAT_H
#define RK_HEAT_H

#include "rk_heat_flow.h"

/* Supply node i and return node i are one place; a pipe lies there twice: supply a to b is
 * counted positive, return b to a. */
struct rk_heat_pipe {
    int32_t a, b;
    bool shut; /* closed, broken or destroyed: carries nothing on either side */
    double length_m, inner_d_m, roughness_mm, zeta;
    double u_w_m2k;  /* loss to the ground per inner surface */
    double leak_mm2; /* hole in supply and in return each, in the middle of the pipe */
};

enum rk_heat_mode {
    RK_HEAT_BY_RETURN,   /* takes the flow that gives q_kw at return temperature t_return_c */
    RK_HEAT_BY_FLOW,     /* takes the flow of q_kw at supply_c - return_c, whatever comes */
    RK_HEAT_BY_RADIATOR, /* fixed flow; radiators give what the water's temperature allows */
    RK_HEAT_BY_ELEVATOR /* the same behind a mixing elevator that makes mixed_c from supply_c */
};

struct rk_heat_consumer {
    int32_t node;
    enum rk_heat_mode mode;
    double q_kw;       /* wanted */
    double t_return_c; /* wanted */
    double dp_min_pa;  /* difference of pressure that the full flow needs; 0: any will do */
};

struct rk_heat_source {
    int32_t node;
    bool off;
    double supply_c;
    double p_supply_pa, lift_pa; /* gauge, at the node; return = supply - lift */
    double max_kw;               /* HUGE_VAL: no limit */
    double makeup_kg_s;          /* HUGE_VAL: no limit */
};

enum rk_heat_side { RK_HEAT_SUPPLY, RK_HEAT_RETURN, RK_HEAT_BYPASS };

/* A pump or valve beside the pipes. On a side it joins a to b there; a bypass joins supply node
 * a to return node b. `link` says how pressure falls (not PIPE); its ends are a and b. On the
 * return side, too, flow a to b is positive. */
struct rk_heat_fitting {
    enum rk_heat_side side;
    struct rk_heat_link link;
};

struct rk_heat_net {
    int32_t nodes, pipes, consumers, sources, fittings;
    const double *z_m; /* [nodes] */
    const struct rk_heat_pipe *pipe;
    const struct rk_heat_consumer *consumer;
    const struct rk_heat_source *source;
    const struct rk_heat_fitting *fitting;
    enum rk_heat_friction friction;
    struct rk_heat_fluid fluid;
    double ground_c;
    double supply_c, return_c; /* design temperatures: flows of BY_FLOW, largest flows */
    double room_c;             /* no radiator cools water below this; 18 */
    double mixed_c;            /* after the elevator; 95 */
};

/* Why something is not as it should be; several at once. 0: all is well. */
enum {
    RK_HEAT_NO_SOURCE = 1 << 0,   /* no running source can be reached */
    RK_HEAT_NO_RETURN = 1 << 1,   /* the supply arrives, but the way back is cut */
    RK_HEAT_STILL = 1 << 2,       /* water stands: dead end, or a main too slow to stay warm */
    RK_HEAT_LOW_DP = 1 << 3,      /* consumer: too little difference of pressure */
    RK_HEAT_TOO_COOL = 1 << 4,    /* consumer: water arrives too cool for what is wanted */
    RK_HEAT_TOO_SMALL = 1 << 5,   /* source, or the source that feeds it, cannot give enough */
    RK_HEAT_BACKWARDS = 1 << 6,   /* source: supply water flows into it */
    RK_HEAT_BOILS = 1 << 7,       /* pressure below that of boiling at this temperature */
    RK_HEAT_EMPTIES = 1 << 8,     /* pressure below the atmosphere: air is drawn in */
    RK_HEAT_NO_MAKEUP = 1 << 9,   /* source: leaks take more water than it can make up */
    RK_HEAT_NOT_UNIQUE = 1 << 10, /* pipe: so slow that the other direction may hold as well */
    RK_HEAT_OFF = 1 << 11         /* source: not running */
};

struct rk_heat_result {
    /* [nodes] NaN in parts without a source */
    double *p_supply_pa, *t_supply_c, *p_return_pa, *t_return_c;
    uint16_t *node_state;
    double *supply_kg_s, *return_kg_s; /* [pipes] of a leaking pipe: at its end a */
    uint16_t *pipe_state;
    double *consumer_kg_s, *consumer_kw, *share, *consumer_in_c,
        *consumer_out_c; /* [consumers] */
    uint16_t *consumer_state;
    double *source_kg_s, *source_kw, *source_c, *source_makeup_kg_s; /* [sources] */
    uint16_t *source_state;
    double *fitting_kg_s; /* [fittings] */
    int32_t parts;        /* parts of the town that no pipe joins, with a source or not */
    int32_t cold_parts;   /* of these without a running source, having more than one node */
    int32_t outer_steps, newton_steps;
    bool converged; /* false is an outcome: the last state stands in the arrays */
    bool linked;    /* supply and return had to be solved together */
    double change;  /* largest relative change of a consumer's flow in the last step */
    double mass_residual_kg_s;
    double lost_kw; /* to the ground */
};

/*
 * Solves the town; *out lives in `keep`.
 *
 * RK_EINVAL: a number or an end out of its physical range, with "pipe 17", "consumer 3"… as the
 * place. RK_ENOMEM: an arena is full. On failure *out is left as it was.
 * Where mains nearly stand still several states can be exact; the one reached from an all-hot
 * town is given, and such pipes are marked RK_HEAT_NOT_UNIQUE.
 * Cost: about ten outer steps, each O(pipes) and one or two factorisations of the looped core.
 */
RK_MUST_USE rk_status rk_heat_solve(const struct rk_heat_net *net, struct rk_arena *keep,
                                    struct rk_scratch scratch, struct rk_heat_result *out,
                                    struct rk_err *err);

/* The states as stable English words, "; " between them: "ok", "no source", "still"… */
void rk_heat_state_words(uint16_t state, struct rk_buf *out);
/* Gauge pressure at which water boils; IAPWS-IF97 saturation line, 0 … 200 °C. */
double rk_heat_boiling_pa(double temp_c);
#endif
