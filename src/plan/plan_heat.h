/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/plan: the order in which the heat comes back (docs/methods/counting.md, 6). */
#ifndef PLAN_HEAT_H
#define PLAN_HEAT_H

#include "plan_internal.h"

#include "rk_repair.h"

enum {
    HEAT_S_NAME,
    HEAT_S_MW,
    HEAT_S_MW_NOW,
    HEAT_S_FUEL,
    HEAT_S_STATE,
    HEAT_S_GAS,
    HEAT_S_POWER,
    HEAT_S_FROM,
    HEAT_S_TESTED,
    HEAT_S_SERVES,
    HEAT_S_LATITUDE,
    HEAT_S_LONGITUDE,
    HEAT_S_SLOTS
};
enum {
    HEAT_H_SOURCE,
    HEAT_H_KW,
    HEAT_H_PEOPLE,
    HEAT_H_WEIGHT,
    HEAT_H_FLATS,
    HEAT_H_FLOORS,
    HEAT_H_AREA,
    HEAT_H_STATE,
    HEAT_H_PIPES,
    HEAT_H_ADDRESS,
    HEAT_H_LATITUDE,
    HEAT_H_LONGITUDE,
    HEAT_H_STOVE,
    HEAT_H_ID,
    HEAT_H_SLOTS
};
enum { HEAT_P_SOURCE, HEAT_P_STATE, HEAT_P_HOURS, HEAT_P_DIAMETER, HEAT_P_SLOTS };
enum { HEAT_C_NAME, HEAT_C_SKILL, HEAT_C_STATE, HEAT_C_SHIFT, HEAT_C_FREE_FROM, HEAT_C_SLOTS };
enum {
    HEAT_F_TYPE,
    HEAT_F_NAME,
    HEAT_F_STATE,
    HEAT_F_SOURCE,
    HEAT_F_INPATIENTS,
    HEAT_F_BEDS,
    HEAT_F_PLACES,
    HEAT_F_LATITUDE,
    HEAT_F_LONGITUDE,
    HEAT_F_SLOTS
};

/* Why a house stays cold. */
enum heat_why {
    HEAT_WARM,
    HEAT_DESTROYED,
    HEAT_CLOSED,
    HEAT_NO_GAS,
    HEAT_NO_POWER,
    HEAT_NO_FUEL,
    HEAT_NO_CREW,
    HEAT_TOO_SMALL,
    HEAT_TOO_LATE, /* not within HEAT_DAYS with these crews */
    HEAT_NO_SOURCE,
    HEAT_OWN_PIPES,
    HEAT_WHYS
};

struct heat_source {
    double kw;             /* NaN: not said, taken as enough */
    bool runs, planned;    /* neither: not this winter, for `why` */
    bool repair, tested;   /* must be mended first; its pressure test is signed */
    bool no_gas, no_power; /* today */
    enum heat_why why;
    rk_day said;                   /* not before, as said; RK_DAY_NONE */
    double x_m, y_m;               /* NaN: not said */
    double patients, load_kw;      /* of a hospital on it; of all it heats */
    double value, hours;           /* weighted people without heat; work until they have it */
    int32_t houses, node, patient; /* nodes of it and of its hospital, -1 */
};
struct heat_house {
    int32_t source, node; /* -1: none */
    double kw, people, weight, x_m, y_m;
    bool warm, gone, drained, broken, lost; /* broken, lost: its own pipes */
};
enum heat_stage { HEAT_MAIN, HEAT_START, HEAT_HOUSE }; /* of work at one boiler house */
struct heat_job {
    enum heat_stage stage;
    int32_t source, row; /* row: of the house or the pipe, else -1 */
    double hours, value;
    bool measured; /* somebody said the hours */
};
struct heat_crew {
    int32_t row;
    uint32_t skills;
    double from_h, hours;
};

/* Until the council says otherwise a patient counts as ten residents. */
enum { HEAT_PATIENT_WEIGHT = 10, HEAT_PATIENT_KW = 3 };
enum { HEAT_MONTHS = 4, HEAT_SCALES = 3, HEAT_DAYS = 120 };

/* The plan beside what it comes to when each house keeps its own temperature. */
struct heat_trial {
    bool known;
    double planned, by_house,
        lived;         /* weighted person-hours, rules as in rk_repair_simulate.h */
    int32_t more_crew; /* team like which one more would help, -1 */
    double crew_saves;
};

struct heat_case {
    struct plan *p;
    struct plan_records source, house, pipe, crew, facility, town;
    struct heat_source *src;
    struct heat_house *home;
    struct heat_job *job;
    struct heat_crew *team;
    int32_t jobs, teams;
    double mean_c[HEAT_MONTHS]; /* NaN: no climate norm */
    rk_day frost;               /* first day below zero all day, RK_DAY_NONE */
    /* As assumed, 30 % less, 30 % more hours; NULL: nobody can do the work, or none is left. */
    const struct rk_repair_plan *plan[HEAT_SCALES];
    struct heat_trial trial;
    bool flips; /* the first steps of some crew differ between the three */
};

/* What the records say; false: no memory. */
bool heat_read(struct plan *p, struct heat_case *out);
/* The plans. */
bool heat_solve(struct heat_case *c);
/* Lives through the plan, and tries it with one crew more; false: no memory. */
bool heat_doubt(const struct rk_repair_problem *problem, const struct rk_repair_plan *plan,
                int64_t tries, struct rk_scratch scratch, struct heat_trial *out);
/* Both figures, what lies between them, what one crew or boiler more would bring; or "". */
struct rk_str heat_doubts(const struct heat_case *c);
/* The pipes that are known, solved, as a list and a network; false: no memory. */
bool heat_pipes(struct heat_case *c);
/* "7 Котельня лікарні"; the number not twice where the name ends in it; "boiler house 7". */
struct rk_str heat_source_label(const struct heat_case *c, int32_t source);
/* A house has heat by a plan from this day on; RK_DAY_NONE: it stays cold. */
rk_day heat_day(const struct heat_case *c, int32_t scale, int32_t house);
enum heat_why heat_why_cold(const struct heat_case *c, int32_t house);

#endif
