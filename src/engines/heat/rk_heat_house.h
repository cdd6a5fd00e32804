/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * heat/house: houses in the cold, and the balance of a town without a plan of its pipes.
 *
 * Cooling down, temperature schedules, and who is warm when only boiler houses and houses are
 * known. Uses: base. Keeps no state: any number of threads may call it.
 * Method and its sources: docs/methods/heat.md
 */
#ifndef RK_HEAT_HOUSE_H
#define RK_HEAT_HOUSE_H

#include "rk_base.h"

/* ---- one house without heat
 * ------------------------------------------------------------------ */

/* Temperature after `hours` at constant outdoor temperature; tau_h > 0: time constant. */
double rk_heat_cooled_c(double indoor_c, double outdoor_c, double tau_h, double hours);
/* Hours until indoor reaches target; 0 if it is there already, HUGE_VAL if it never will. */
double rk_heat_hours_to(double indoor_c, double outdoor_c, double tau_h, double target_c);
/* Time constant to assume for an unknown house by its floors (marked assumed by the caller):
 * 30 h at one floor … 60 h at nine and more; 40 h where floors are unknown (NaN). */
double rk_heat_assumed_tau_h(double floors);

/* Outdoor temperature by the hour: sample k holds from hour[k] to hour[k + 1], the last for
 * ever. Hours rise from 0. */
struct rk_heat_weather {
    int32_t count;
    const double *hour, *outdoor_c;
};

enum { RK_HEAT_MARKS = 4 };
/* 18, 12, 8 °C, and 1 °C, where water in the house's pipes is about to freeze. */
extern const double rk_heat_mark_c[RK_HEAT_MARKS];

/*
 * Hours until a house that is given `share` of its design heat falls to each mark (HUGE_VAL:
 * never), starting at 18 °C. Design heat keeps 18 °C at design_outdoor_c; no more than 18 °C is
 * kept. Exact for piecewise constant weather.
 */
void rk_heat_hours_to_marks(const struct rk_heat_weather *weather, double tau_h, double share,
                            double design_outdoor_c, double hours[RK_HEAT_MARKS]);

/* ---- temperature schedules
 * ------------------------------------------------------------------- */

struct rk_heat_schedule {
    double supply_c, return_c; /* at design: 95/70, 130/70, 150/70 */
    double design_outdoor_c, indoor_c;
};
struct rk_heat_pair {
    double supply_c, return_c;
};
/* Water temperatures for an outdoor temperature; indoor_c for both when no heat is needed. */
struct rk_heat_pair rk_heat_schedule_at(const struct rk_heat_schedule *s, double outdoor_c);
/* Sum of (indoor - outdoor) over days with outdoor below `limit_c`, in K d. */
double rk_heat_degree_days(const double *daily_mean_c, int32_t days, double indoor_c,
                           double limit_c);

/* ---- the balance
 * ----------------------------------------------------------------------------- */

enum rk_heat_source_state { /* of a boiler house */
                            RK_HEAT_RUNS,
                            RK_HEAT_STANDS,   /* whole, but not started */
                            RK_HEAT_NO_GAS,   /* or other fuel */
                            RK_HEAT_NO_POWER, /* electricity */
                            RK_HEAT_BROKEN    /* damaged or destroyed */
};
enum rk_heat_house_state { RK_HEAT_WHOLE, RK_HEAT_CUT_OFF, RK_HEAT_GONE, RK_HEAT_DRAINED };

struct rk_heat_boiler {
    double mw;
    enum rk_heat_source_state state;
};
struct rk_heat_house {
    int32_t source; /* -1: none */
    double kw, people, tau_h;
    enum rk_heat_house_state state;
};

struct rk_heat_balance {
    int32_t sources, houses;
    const struct rk_heat_boiler *source;
    const struct rk_heat_house *house;
};

enum rk_heat_why { /* why a house is as it is */
                   RK_HEAT_WARM,
                   RK_HEAT_PARTLY, /* its source is too small: all its houses get the same share
                                    */
                   RK_HEAT_WHY_NONE,
                   RK_HEAT_WHY_STANDS,
                   RK_HEAT_WHY_GAS,
                   RK_HEAT_WHY_POWER,
                   RK_HEAT_WHY_BOILER,
                   RK_HEAT_WHY_PIPE,
                   RK_HEAT_WHY_GONE /* the house is destroyed: nobody to warm */
};

struct rk_heat_verdict {
    enum rk_heat_why *why;     /* [houses] */
    double *share;             /* [houses] of the heat wanted, 0 … 1 */
    double *hours_to_8c;       /* [houses] HUGE_VAL: never at this outdoor temperature */
    double *hours_to_freezing; /* [houses] to 1 °C */
    int32_t *drain;            /* [drains] houses to drain, soonest to freeze first */
    int32_t drains;
    double *load_kw; /* [sources] wanted by its houses */
    int32_t warm_houses, partly_houses, cold_houses, gone_houses;
    double warm_people, partly_people, cold_people;
};

/*
 * Who is warm at a constant outdoor temperature. Equal hours in the drain list: more people
 * first, then lower position. RK_EINVAL: a source or a number out of range ("house 3").
 * RK_ENOMEM: an arena is full. Time O(houses log houses).
 */
RK_MUST_USE rk_status rk_heat_balance_solve(const struct rk_heat_balance *balance,
                                            double outdoor_c, struct rk_arena *keep,
                                            struct rk_scratch scratch,
                                            struct rk_heat_verdict *out, struct rk_err *err);
#endif
