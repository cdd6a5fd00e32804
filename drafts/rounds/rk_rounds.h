/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan/rounds: who drives where today: medicine to homes, patients to hospitals.
 *
 * The open needs of a day's records become stops, the vehicles that work drive them, and
 * whoever cannot be served stands first, with the reason. The doctor's order rules; nothing
 * here doses or treats. What is assumed stands in docs/methods/rounds.md.
 */
#ifndef RK_ROUNDS_H
#define RK_ROUNDS_H

#include "rk_figures.h"
#include "rk_situation.h"

enum rk_rounds_kind { RK_ROUNDS_MEDICINE, RK_ROUNDS_TRANSFER };

struct rk_rounds_need {
    enum rk_rounds_kind kind;
    struct rk_str card; /* number on the office's list, else the key of the record */
    int32_t rank;       /* 0 is most urgent … 4 */
    double harm;        /* within the rank */
    rk_day runs_out;    /* of medicine, RK_DAY_NONE */
    bool cold;
    bool reassess; /* the assessment has expired: the doctor is to look again */
    /* For the sheets that are given out and come back; never in a file. */
    struct rk_str name, address, phone, what, mobility;
};

enum rk_rounds_act {
    RK_ROUNDS_LOAD,    /* goods for the stops that follow are taken on board */
    RK_ROUNDS_DELIVER, /* medicine at the home */
    RK_ROUNDS_PICK_UP, /* the patient at home */
    RK_ROUNDS_BRING    /* to the bed */
};

struct rk_rounds_stop {
    enum rk_rounds_act act;
    int32_t need;        /* position in rk_rounds.need, -1: LOAD */
    struct rk_str place; /* facility of LOAD and BRING, else "" */
    int32_t begin_s;     /* of the day */
};

struct rk_rounds_tour {
    struct rk_str plate, type, driver, base; /* base: where it starts and comes back to */
    int32_t leave_s, home_s;
    const struct rk_rounds_stop *stop;
    int32_t stops;
};

struct rk_rounds_unserved {
    int32_t need;
    const char *code;     /* "address_unknown", "cut_off", … stable */
    struct rk_str reason; /* in words, of the language asked for */
};

struct rk_rounds {
    const struct rk_rounds_need *need; /* today's: every one in exactly one place below */
    int32_t needs;
    const struct rk_rounds_unserved *left; /* most urgent first */
    int32_t unserved;
    const struct rk_rounds_tour *tour; /* of vehicles that drive */
    int32_t tours;
    int32_t vehicles, idle; /* that work and can carry; of these without a stop */
    int32_t later;          /* open needs of medicine that lasts longer */
    int32_t other;          /* open needs of visits, procedures, care: not for drivers */
    int32_t lost;           /* closures that are on no road of the map */
    int64_t driven_s;       /* of all vehicles */
    bool feasible;          /* by route's independent checker */
};

struct rk_rounds_options {
    enum rk_lang lang;
    rk_day day;
    const struct rk_plan_roads *roads;
    struct rk_str
        base; /* key of the facility where vehicles stand of which nobody said; or "" */
    uint64_t seed;
    int64_t iterations; /* 0: as many as by default */
};

/*
 * Everything lives in `keep`. Equal records, seed and iterations give equal rounds.
 * RK_ENOTFOUND: no such base. RK_EINVAL: the roads are broken. RK_ECORRUPT: the plan does not
 * pass the checker. RK_ENOMEM. About a second for 500 needs.
 */
RK_MUST_USE rk_status rk_rounds_make(const struct rk_situation *sit,
                                     const struct rk_rounds_options *options,
                                     struct rk_arena *keep, struct rk_scratch scratch,
                                     struct rk_rounds *out, struct rk_err *err);

#endif
