/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * heat_io: the files of the heat engine: town folders, EPANET networks, balance tables.
 *
 * Bytes in, arrays out, and back; no file is opened here. Formats: docs/formats/heat.md. All
 * texts handed out live in the input bytes or in `keep`, so the bytes must outlive the result.
 * Every refusal names FILE:LINE: COLUMN, the value and what is expected. Any number of threads.
 */
#ifndef RK_HEAT_IO_H
#define RK_HEAT_IO_H

#include "rk_heat.h"
#include "rk_heat_house.h"

/* A file as read: its name for messages and its bytes; at == NULL: there is no such file. */
struct rk_heat_file {
    const char *name;
    struct rk_str bytes;
};

/* What a town folder holds. params, nodes, pipes and consumers are needed. */
struct rk_heat_folder {
    struct rk_heat_file params, nodes, pipes, consumers, sources, pumps, valves;
};

struct rk_heat_town {
    struct rk_heat_net net;
    const struct rk_str *node_id; /* [nodes] */
    const struct rk_str *pipe_id; /* [pipes] */
    const double *people, *tau_h; /* [consumers] NaN where not said */
    double design_outdoor_c;      /* of params, default -23 */
    /* What had to be assumed, counted by kind: see docs/formats/heat.md. */
    int32_t assumed_lengths, assumed_diameters, assumed_losses;
    const bool *length_assumed, *diameter_assumed, *loss_assumed; /* [pipes] */
};

/* RK_EINVAL: something is missing, doubled, not a number or out of its range. */
RK_MUST_USE rk_status rk_heat_read_town(const struct rk_heat_folder *folder,
                                        struct rk_arena *keep, struct rk_scratch scratch,
                                        struct rk_heat_town *out, struct rk_err *err);

/*
 * The town with everything that was assumed made worse (sign < 0) or better (sign > 0) by
 * `part`: longer, narrower and leakier for heat, or the other way round. `pipe` has room for
 * net.pipes.
 */
struct rk_heat_net rk_heat_vary_assumed(const struct rk_heat_town *town, int sign, double part,
                                        struct rk_heat_pipe *pipe);

/* The CSV results of CONTRACT: sol_nodes.csv, sol_pipes.csv, sol_consumers.csv. `out` buffers
 * need about 100 bytes a row; failed is set in them when they are too small. */
void rk_heat_write_nodes(const struct rk_heat_town *town, const struct rk_heat_result *result,
                         struct rk_buf *out);
void rk_heat_write_pipes(const struct rk_heat_town *town, const struct rk_heat_result *result,
                         struct rk_buf *out);
void rk_heat_write_consumers(const struct rk_heat_town *town,
                             const struct rk_heat_result *result, struct rk_buf *out);

/* node,share,tau_h,tau_assumed,hours_to_18c,hours_to_12c,hours_to_8c,hours_to_freezing: how
 * each consumer cools with the share it gets; an unknown time constant is assumed as 40 h. */
void rk_heat_write_cooling(const struct rk_heat_town *town, const struct rk_heat_result *result,
                           const struct rk_heat_weather *weather, struct rk_buf *out);

/* An EPANET network at time 0. Flows in the file's units times `unit_kg_s` are kg/s. */
struct rk_heat_inp {
    struct rk_heat_flow_net net;
    const struct rk_str *node_id, *link_id;
    const double *elevation_m;
    double unit_kg_s; /* one litre per second, by EPANET's own conversion */
};

/* RK_EINVAL: broken, or something whose steady meaning is not supported (Hazen–Williams,
 * pressure reducing valves, emitters, controls that act at time 0…), each with its line. */
RK_MUST_USE rk_status rk_heat_read_inp(struct rk_heat_file file, struct rk_arena *keep,
                                       struct rk_scratch scratch, struct rk_heat_inp *out,
                                       struct rk_err *err);
void rk_heat_write_inp_nodes(const struct rk_heat_inp *inp, const struct rk_heat_flow *flow,
                             struct rk_scratch scratch, struct rk_buf *out);
void rk_heat_write_inp_links(const struct rk_heat_inp *inp, const struct rk_heat_flow *flow,
                             struct rk_buf *out);

/* Hourly weather: columns hour, outdoor_c. */
RK_MUST_USE rk_status rk_heat_read_weather(struct rk_heat_file file, struct rk_arena *keep,
                                           struct rk_heat_weather *out, struct rk_err *err);

/* How many empty cells stand for what was assumed; everybody who shows the answer says so. */
struct rk_heat_assumed {
    int32_t source_states; /* taken to run */
    int32_t electric;      /* taken as 0 kW */
    int32_t house_states;  /* taken to be whole */
    int32_t people;        /* taken as nobody */
    int32_t tau;           /* from the floors */
};

/* Sources and houses without pipes: the texts of their tables beside the numbers. */
struct rk_heat_balance_texts {
    const struct rk_str *source_id, *fuel, *can_start_from; /* [sources] empty where not said */
    const struct rk_str *house_id;                          /* [houses] */
    const bool *tau_assumed;                                /* [houses] */
    double electric_kw;                                     /* what all running sources need */
    struct rk_heat_assumed assumed;
};
RK_MUST_USE rk_status rk_heat_read_balance(struct rk_heat_file sources,
                                           struct rk_heat_file houses, struct rk_arena *keep,
                                           struct rk_scratch scratch,
                                           struct rk_heat_balance *out,
                                           struct rk_heat_balance_texts *texts,
                                           struct rk_err *err);
/* house,source,state,reason,share,kw,people,not_before,hours_to_8c,hours_to_freezing,drain_order
 */
void rk_heat_write_balance(const struct rk_heat_balance *balance,
                           const struct rk_heat_balance_texts *texts,
                           const struct rk_heat_verdict *verdict, struct rk_scratch scratch,
                           struct rk_buf *out);
/* Stable English words for a verdict: "warm", "partly", "cold", "destroyed"; and the reason. */
const char *rk_heat_verdict_word(enum rk_heat_why why);
const char *rk_heat_reason_word(enum rk_heat_why why);
#endif
