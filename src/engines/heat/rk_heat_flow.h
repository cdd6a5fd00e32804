/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * heat/flow: steady pressures and flows in one network of pipes, pumps and valves.
 *
 * Newton's method on the whole network at once ("global gradient"), after dead-end branches
 * have been stripped and pipes in series merged, so that only street corners of the looped core
 * stand in the matrix. Potentials are p + rho g z in pascal against any datum; flows are mass
 * flows. Uses: base, math. Keeps no state: any number of threads may call it. Method and its
 * sources: docs/methods/heat.md
 */
#ifndef RK_HEAT_FLOW_H
#define RK_HEAT_FLOW_H

#include "rk_base.h"

/* Darcy–Weisbach friction factor. All are monotone and smooth from rest to full turbulence. */
enum rk_heat_friction {
    RK_HEAT_NIKURADSE, /* 64/Re + fully rough turbulent: the law of the published town cases */
    RK_HEAT_COLEBROOK, /* 64/Re to about 2000, a smooth join, Colebrook–White from 4000 */
    RK_HEAT_SWAMEE_JAIN, /* the same with Swamee–Jain's explicit form */
    RK_HEAT_EPANET       /* 64/Re to 2000, Dunlop's cubic, Swamee–Jain from 4000 */
};

struct rk_heat_fluid {
    double rho_kg_m3, mu_pa_s, cp_j_kgk, g_m_s2;
};

enum rk_heat_link_kind {
    RK_HEAT_PIPE,  /* length, diameter, roughness, zeta */
    RK_HEAT_FIT,   /* drop = lin m + quad m |m|: an open valve, a fitting, an orifice */
    RK_HEAT_CHECK, /* the same, but only from a to b */
    RK_HEAT_LIMIT, /* the same, only from a to b, and never more than most_kg_s */
    RK_HEAT_STEP,  /* drop = lift_pa below zero: takes a fixed pressure from a flow a to b */
    RK_HEAT_PUMP,  /* adds lift_pa - fall m^power, or the curve; only from a to b */
};

struct rk_heat_point {
    double flow_kg_s, lift_pa;
};

struct rk_heat_link {
    int32_t a, b;
    enum rk_heat_link_kind kind;
    bool shut;    /* carries nothing and joins nothing */
    bool one_way; /* PIPE: only from a to b, as behind a check valve */
    double length_m, inner_d_m, roughness_mm, zeta; /* PIPE */
    double lin, quad;                               /* Pa s/kg, Pa s2/kg2: FIT, CHECK, LIMIT */
    double most_kg_s;                               /* LIMIT */
    double lift_pa, fall, power;                    /* PUMP without a curve; STEP */
    const struct rk_heat_point *curve;              /* PUMP: flow rising, lift falling */
    int32_t points;                                 /* 0 or >= 2 */
};

struct rk_heat_flow_net {
    int32_t nodes, links;
    const struct rk_heat_link *link;  /* [links] */
    const double *demand_kg_s;        /* [nodes] taken out; below zero = put in */
    const double *fixed_potential_pa; /* [nodes] NaN where the potential is unknown */
    enum rk_heat_friction friction;
    struct rk_heat_fluid fluid;
};

struct rk_heat_flow {
    double *potential_pa; /* [nodes] NaN where no fixed potential can be reached */
    double *flow_kg_s;    /* [links] positive a to b; 0 where nothing can flow */
    int32_t newton_steps;
    bool converged;            /* false is an outcome: the best found stands in the arrays */
    double mass_residual_kg_s; /* largest imbalance of a node without fixed potential */
    double step_kg_s;          /* largest change of a flow in the last step */
    int32_t core_nodes;        /* unknowns of the matrix */
};

/*
 * Solves for potentials and flows; *out lives in `keep`.
 * Parts that reach no fixed potential get NaN and flow 0; their demand is not served.
 * RK_EINVAL: an end, a number or a curve out of range, with the position as place ("link 17").
 * RK_ENOMEM: an arena is full. On failure *out is left as it was.
 * Cost per step O(links) and a factorisation of the core; typically 5 … 12 steps.
 */
RK_MUST_USE rk_status rk_heat_flow_solve(const struct rk_heat_flow_net *net,
                                         struct rk_arena *keep, struct rk_scratch scratch,
                                         struct rk_heat_flow *out, struct rk_err *err);

/* Darcy friction factor; relative roughness k/D 0 … 0.05, re > 0. */
double rk_heat_friction_factor(enum rk_heat_friction law, double re, double relative_roughness);
/* Pressure drop in Pa of a pipe (kind PIPE) at a mass flow, with its slope when not NULL. */
double rk_heat_pipe_drop(const struct rk_heat_link *pipe, enum rk_heat_friction law,
                         const struct rk_heat_fluid *fluid, double flow_kg_s, double *slope);
#endif
