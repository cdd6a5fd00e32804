/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room heat: laws of links, and a network reduced to its core and solved. */
#ifndef HEAT_CORE_H
#define HEAT_CORE_H
#ifndef RK_ROOM_HEAT
#error "heat_core.h is private to src/engines/heat"
#endif

#include "rk_heat_flow.h"
#include "rk_sparse.h"

/* ---- how pressure falls along a link (heat_friction.c) --------------------------------------
 */

enum heat_law_kind {
    HEAT_LAW_QUAD,
    HEAT_LAW_SWAMEE_JAIN,
    HEAT_LAW_COLEBROOK,
    HEAT_LAW_CHECK,
    HEAT_LAW_LIMIT,
    HEAT_LAW_STEP,
    HEAT_LAW_PUMP,
    HEAT_LAW_CURVE
};

/* One cache line per link. What the numbers mean depends on the kind. */
struct heat_law {
    double lin, quad; /* drop = lin m + quad m |m| (pipes: laminar friction, local losses) */
    union {
        struct {
            double turbulent;      /* drop = turbulent lambda m |m| */
            double rough;          /* k/D over 3.7 or 3.71 */
            double re;             /* Reynolds number at 1 kg/s */
            double end, end_slope; /* of the cubic between Re 2000 and 4000, at 4000 */
        };
        double most; /* LIMIT */
        struct {
            double lift, fall, power; /* PUMP, STEP */
        };
        struct {
            const struct rk_heat_point *curve;
            int32_t points;
        };
    };
    uint16_t kind; /* enum heat_law_kind */
    bool one_way;  /* a friction law that only lets pass from a to b */
    bool dunlop;   /* joined as EPANET does, not by logarithms */
    float start;   /* kg/s at which the first step looks at it: pipes 0.3 m/s */
};

struct heat_law heat_law_of(const struct rk_heat_link *link, enum rk_heat_friction friction,
                            const struct rk_heat_fluid *fluid);
/* Drop and slope (> 0) of any law; heat_core.c has the quadratic one inline. */
double heat_law_drop(const struct heat_law *law, double m, double *slope);

/* Slope in Pa s/kg of what must not happen: flow against a check valve, over a limit. */
#define HEAT_WALL 1e13

/* ---- a network reduced to its core (heat_core.c) --------------------------------------------
 */

struct heat_graph {
    int32_t nodes, links;
    const int32_t *a, *b;       /* [links] */
    const bool *shut;           /* [links] */
    const struct heat_law *law; /* [links] copied */
    const bool *fixed;          /* [nodes] potential is given */
};

struct heat_core {
    int32_t nodes, links;
    bool *reached; /* [nodes] some fixed potential can be reached */
    const bool *fixed;
    /* dead-end branches, outermost first */
    int32_t strips;
    int32_t *strip_node, *strip_link, *strip_root;
    struct heat_law *strip_law;
    int8_t *strip_sign; /* +1: the link runs root -> node */
    /* series of links between junctions */
    int32_t chains;
    int32_t *chain_first; /* [chains + 1] */
    int32_t *chain_u, *chain_v;
    int32_t *part_link, *part_node; /* node after the link */
    int8_t *part_sign;
    struct heat_law *part_law;
    double *part_off;    /* flow of the part = chain flow + off, in the chain's direction */
    bool only_friction;  /* every part is a pipe with a friction factor of its own */
    double *part_lambda; /* then: friction factors of the first steps */
    int32_t *link_part; /* [links] position of its law: >= 0 part, < -1 strip -2 - k, -1 none */
    /* unknown potentials */
    int32_t free_nodes;
    int32_t *free_of;    /* [nodes] unknown number or -1 */
    int32_t *node_of;    /* [free_nodes] */
    int32_t *chain_edge; /* [chains] edge of the matrix or -1 */
    struct rk_sparse matrix;
    /* work of one solve */
    double *take, *drop, *slope, *rhs, *step;
};

/* What a solve starts from and leaves behind. */
struct heat_state {
    double *potential;  /* [nodes] */
    double *chain_flow; /* [chains] */
    bool warm;
};

struct heat_newton {
    int32_t steps;
    bool converged;
    double change; /* largest change of a flow in the last step, kg/s */
};

RK_MUST_USE rk_status heat_core_plan(const struct heat_graph *graph, struct rk_arena *keep,
                                     struct rk_scratch scratch, struct heat_core *out,
                                     struct rk_err *err);
struct heat_state heat_state_new(const struct heat_core *core, struct rk_arena *keep);
/* New law of a link (same connection). */
void heat_core_set_law(struct heat_core *core, int32_t link, const struct heat_law *law);
/* Demand in kg/s per node; potentials of fixed nodes stand in state->potential. */
struct heat_newton heat_core_solve(struct heat_core *core, struct heat_state *state,
                                   const double *demand, int32_t most_steps, double tolerance);
/* Potentials of all reached nodes and flows of all links from the state. */
void heat_core_expand(const struct heat_core *core, struct heat_state *state, double *flow);

#endif
