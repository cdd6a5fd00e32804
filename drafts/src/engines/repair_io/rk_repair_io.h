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

/* Jobs stand in this order: every damage, then links, then boilers, as in the file. */
struct rk_repair_case {
    struct rk_repair_problem problem;
    int32_t damages, links, boilers;
    const int32_t *job_id;               /* [jobs] the id of the damage, link or boiler */
    const int32_t *node_id;              /* [nodes] */
    const struct rk_str *const *actions; /* [jobs][steps] words */
    rk_day start;                        /* day of hour 0, RK_DAY_NONE when not said */
    double start_hour;                   /* hour of that day */
    double frost_h;                      /* first forecast hour below 0 C; HUGE_VAL: none */
    bool horizon_assumed;
    /* The council's weights, as they are used. */
    int32_t classes;
    const struct rk_str *class_word; /* [classes] */
    const double *class_weight;
    int32_t ignored; /* keys at the top that mean nothing here, as written */
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
 * "link:ID", a boiler "boiler:ID" with "place:NODE" before its action. */
void rk_repair_write(const struct rk_repair_case *c, const struct rk_repair_plan *plan,
                     struct rk_buf *out);

/* The same town with one more crew (as crew 0), or with one more boiler (as the last one; false
 * when there is none). Arrays live in keep. */
RK_MUST_USE bool rk_repair_with_crew(const struct rk_repair_problem *p, struct rk_arena *keep,
                                     struct rk_repair_problem *out);
RK_MUST_USE bool rk_repair_with_boiler(const struct rk_repair_problem *p, struct rk_arena *keep,
                                       struct rk_repair_problem *out);

/* Names the day of an hour of the plan, "2022-11-14"; "" when the file says no start. */
void rk_repair_day(const struct rk_repair_case *c, double h, char out[12]);

#endif
