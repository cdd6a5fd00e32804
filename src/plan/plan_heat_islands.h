/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/plan: the pipes of one boiler house (docs/methods/counting.md, 7). */
#ifndef PLAN_HEAT_ISLANDS_H
#define PLAN_HEAT_ISLANDS_H

#include "plan_heat.h"

#include "rk_heat.h"

struct island_pipe {
    int32_t row; /* of the records */
    bool length_assumed, width_assumed, insulation_assumed;
};
struct island {
    int32_t source;
    int32_t nodes, pipes, houses, known; /* known: rows that speak of it */
    struct rk_str *name;                 /* [nodes] node 0 is the boiler house */
    int32_t *house;                      /* [nodes] row of the house, -1 */
    struct rk_map_point *at;             /* [nodes] */
    bool *placed;                        /* [nodes] */
    double *load_kw;                     /* [pipes] of the houses behind it */
    struct island_pipe *about;           /* [pipes] */
    struct rk_heat_pipe *pipe;           /* [pipes] */
    struct rk_heat_consumer *consumer;   /* [houses] */
    double wanted_kw, length_m;
    int32_t lengths, widths, insulations; /* how many were assumed */
};

enum {
    PIPE_A,
    PIPE_B,
    PIPE_SOURCE,
    PIPE_LENGTH,
    PIPE_INNER,
    PIPE_NOMINAL,
    PIPE_ROUGHNESS,
    PIPE_INSULATION,
    PIPE_STATE,
    PIPE_LEAK,
    PIPE_SLOTS
};
bool island_records(struct plan *p, struct plan_records *out);
/* What the records say of the pipes of a boiler house; what they leave open is assumed. False:
 * no memory. out->pipes == 0: nothing is known of them. */
bool island_read(const struct heat_case *c, const struct plan_records *pipes, int32_t source,
                 struct rk_arena *in, struct island *out);
/* Solved at design cold, what was assumed being `sign` times 30 % better (+1) or worse (-1). */
bool island_solve(const struct heat_case *c, const struct island *s, int sign,
                  struct rk_arena *keep, struct rk_scratch scratch, struct rk_heat_result *out);

#endif
