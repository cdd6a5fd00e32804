/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * repair_io: the files of the repair engine: a problem in JSON, a schedule in CSV.
 *
 * Bytes in, arrays out, and back; no file is opened here. Format: docs/formats/repair.md. Texts
 * handed out live in the input bytes or in `keep`, so the bytes must outlive the result. Any
 * number of threads.
 */
#ifndef RK_REPAIR_IO_H
#define RK_REPAIR_IO_H

#include "rk_date.h"
#include "rk_repair.h"

/* A room kept warm for people whose houses are cold. */
struct rk_repair_point {
    int32_t id;
    double x_m, y_m, people, reach_m;
};

/* Jobs stand in this order: every damage, then links, stoves, boilers, as in the file. */
struct rk_repair_case {
    struct rk_repair_problem problem;
    int32_t damages, links, stoves, boilers, points;
    const int32_t *job_id;   /* [jobs] the id of the damage, link, stoves or boiler */
    const int32_t *node_id;  /* [nodes] */
    const int32_t *edge_id;  /* [edges] */
    double design_outdoor_c; /* at which `kw` of a node holds 18 C; -23 when not said */
    const struct rk_repair_point *point; /* [points] */
    const struct rk_str *const *actions; /* [jobs][steps] words */
    rk_day start;                        /* day of hour 0, RK_DAY_NONE when not said */
    double start_hour;                   /* hour of that day */
    double frost_h;                      /* first forecast hour below 0 C; HUGE_VAL: none */
    bool horizon_assumed;
    /* The council's weights, as they are used. */
    int32_t classes;
    const struct rk_str *class_word; /* [classes] */
    const double *class_weight;
    int32_t ignored; /* keys that mean nothing here: "shfts", "damage[].dueh", each once */
    const struct rk_str *ignored_key;
};

/*
 * RK_EINVAL: "FILE:LINE:COLUMN: damage[3].hours: -5; expected 0 … 10000" and the like: not
 * JSON, a value missing, of the wrong kind, out of range, an id twice or not there.
 */
RK_MUST_USE rk_status rk_repair_read(const char *name, struct rk_str bytes,
                                     struct rk_arena *keep, struct rk_scratch scratch,
                                     struct rk_repair_case *out, struct rk_err *err);

/* crew,order,damage_id,action,start_h,end_h; one row a step. About 80 bytes a row. A link is
 * "link:ID"; a boiler is "boiler:ID" and stoves are "stoves:ID", their first action
 * "place:NODE". */
void rk_repair_write(const struct rk_repair_case *c, const struct rk_repair_plan *plan,
                     struct rk_buf *out);

/* The same town with one more crew (as crew 0), or with one more boiler (as the last one; false
 * when there is none). Arrays live in keep. */
RK_MUST_USE bool rk_repair_with_crew(const struct rk_repair_problem *p, struct rk_arena *keep,
                                     struct rk_repair_problem *out);
RK_MUST_USE bool rk_repair_with_boiler(const struct rk_repair_problem *p, struct rk_arena *keep,
                                       struct rk_repair_problem *out);

/* Who is looked after at which warming point while the house is cold. */
struct rk_repair_offer {
    int32_t node, point; /* point -1: none within reach has room */
    double people;
    double from_h,
        until_h; /* cold below 8 C from, without a forecast from hour 0; HUGE_VAL: to the end */
};

/*
 * Every node whose people are cold when it falls to 8 C (without a forecast: at hour 0): those
 * with most weight first, each to the nearest point with room, the rest of them to the next
 * one. Points are not part of the plan's objective. Returns how many offers, -1: keep is full.
 */
RK_MUST_USE int32_t rk_repair_offers(const struct rk_repair_case *c,
                                     const struct rk_repair_plan *plan, struct rk_arena *keep,
                                     const struct rk_repair_offer **out);

/* Names the day of an hour of the plan, "2022-11-14"; "" when the file says no start. */
void rk_repair_day(const struct rk_repair_case *c, double h, char out[12]);

#endif
