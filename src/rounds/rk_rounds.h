/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rounds: who drives where today: medicine to homes, patients to hospitals.
 *
 * A day is read from the records once (open): needs, vehicles, beds, roads as reported. Then it
 * is planned, planned anew in the day, or changed by hand, each time checked by route's
 * independent checker. Whoever is not served stands first, with the reason. The doctor's order
 * rules; nothing here doses or treats. What is assumed: docs/methods/rounds.md.
 *
 * A day is read-only once open; any number of threads may ask it, each with its own arenas.
 * All text is in the language asked for and lives in `keep` or in the situation.
 */
#ifndef RK_ROUNDS_H
#define RK_ROUNDS_H

#include "rk_figures.h"
#include "rk_situation.h"
#include "rk_work.h"

enum rk_rounds_kind { RK_ROUNDS_MEDICINE, RK_ROUNDS_TRANSFER };

struct rk_rounds_need {
    enum rk_rounds_kind kind;
    struct rk_str id;   /* of the record, "need:…/12": stable from day to day, names nobody */
    struct rk_str card; /* number on the office's list, else the key of the record */
    int32_t rank;       /* 0 is most urgent … 4 */
    double harm;        /* within the rank */
    rk_day runs_out;    /* of medicine, RK_DAY_NONE */
    bool cold;
    bool reassess;       /* the assessment has expired: the doctor is to look again */
    rk_day not_in_stock; /* day of the count that found none of its medicine, RK_DAY_NONE */
    bool said_unserved;  /* an office says that help did not come: counted in care.unserved */
    /* For the sheets that are given out and come back; never in a file. */
    struct rk_str name, address, phone, what, mobility;
};

/* Every vehicle on record that can carry people. */
struct rk_rounds_vehicle {
    struct rk_str plate, type, driver;
    struct rk_str base;           /* facility where it starts and comes back to, or "" */
    int32_t from_s, to_s;         /* its shift, seconds of the day */
    int32_t lying, seats, chairs; /* places for patients */
    int32_t boxes, cold_boxes;    /* homes whose medicine it holds at once; of these cold */
    struct rk_str why_not;        /* it stays: "needs repair"; empty: it can drive */
};

enum rk_rounds_act {
    RK_ROUNDS_LOAD,    /* goods for the stops that follow are taken on board */
    RK_ROUNDS_DELIVER, /* medicine at the home */
    RK_ROUNDS_PICK_UP, /* the patient at home */
    RK_ROUNDS_BRING    /* to the bed */
};

struct rk_rounds_stop {
    enum rk_rounds_act act;
    int32_t need;           /* position in rk_rounds.need, -1: LOAD */
    int32_t facility;       /* of the day, for LOAD and BRING; -1 */
    struct rk_str place;    /* its name, else "" */
    int32_t begin_s, end_s; /* of the day */
    int32_t boxes, cold;    /* LOAD: homes whose medicine is taken; of these cold */
    bool driven;            /* had begun when the plan was made anew */
};

struct rk_rounds_tour {
    int32_t vehicle; /* position in the day's vehicles */
    int32_t leave_s, home_s;
    const struct rk_rounds_stop *stop;
    int32_t stops;
    int32_t homes, patients; /* that it serves */
    double km;
};

struct rk_rounds_unserved {
    int32_t need;
    const char *code; /* "address_unknown", "closed", … stable: docs/methods/rounds.md, 4 */
    struct rk_str reason; /* in words */
};

/* Every need stands in exactly one place: delivered, brought, or in `left`. */
struct rk_rounds {
    const struct rk_rounds_need *need;
    int32_t needs;
    const struct rk_rounds_unserved *left; /* most urgent first */
    int32_t unserved;
    const struct rk_rounds_tour *tour; /* of vehicles that drive */
    int32_t tours;
    int32_t delivered, brought;
    int32_t later;             /* open needs of medicine that lasts longer */
    int32_t other;             /* open needs of visits, procedures, care: not for drivers */
    int32_t lost;              /* closures that are on no road of the map */
    int64_t driven_s;          /* of all vehicles */
    int32_t at_s;              /* hour at which it was made anew, -1: in the morning */
    const struct rk_str *note; /* what the reader should know: "… starts from …" */
    int32_t notes;
    const struct rk_str *change;  /* against the plan before, each with its reason */
    int32_t changes, moved;       /* moved: needs with another vehicle, lost or new */
    const struct rk_str *closure; /* ids of the closures and danger areas that it heeds */
    int32_t closures;
};

struct rk_rounds_order {
    enum rk_lang lang;
    rk_day day;
    const struct rk_plan_roads *roads;
    struct rk_str base; /* code, name or address of the facility where vehicles stand of which
                           nobody said; "": that from which most of today's homes are reached */
    int32_t most; /* places to drive to at most, for the table of ways grows with their square;
                     0: any number */
};

struct rk_rounds_day;
/*
 * Everything lives in `keep`. *out NULL: more places than `most`, or four
 * times as many needs. RK_ENOTFOUND: no such base.
 * RK_EINVAL: the roads are broken. RK_ENOMEM, RK_ECANCELED. Time: a Dijkstra a place and
 * profile, 0.3 s for 400 places of a town.
 */
RK_MUST_USE rk_status rk_rounds_open(const struct rk_situation *sit,
                                     const struct rk_rounds_order *order,
                                     struct rk_progress *progress, struct rk_arena *keep,
                                     struct rk_scratch scratch,
                                     const struct rk_rounds_day **out, struct rk_err *err);
const struct rk_rounds_vehicle *rk_rounds_vehicles(const struct rk_rounds_day *day,
                                                   int32_t *count);
/* "Central hospital"; of rk_rounds_stop.facility. */
struct rk_str rk_rounds_facility(const struct rk_rounds_day *day, int32_t facility);

/* This need is served by that vehicle or not at all. */
struct rk_rounds_lock {
    int32_t need, vehicle;
};

struct rk_rounds_how {
    uint64_t seed;
    int64_t iterations; /* 0: as many as by default, under a second */
    struct rk_progress *progress;
    const struct rk_rounds_lock *lock;
    int32_t locks;
    const struct rk_rounds *was; /* the plan in force, of this day; NULL: the first one */
    int32_t at_s; /* with `was`: hour of the change; what has begun by then stays as it was */
};
/*
 * Equal records, seed and iterations give equal plans. With `was` few stops change and each
 * change says why. RK_EINVAL: a lock or `was` is out of range. RK_ECANCELED: the progress said
 * stop, nothing is handed over. RK_ECORRUPT: the plan does not pass the checker. RK_ENOMEM.
 */
RK_MUST_USE rk_status rk_rounds_plan(const struct rk_rounds_day *day,
                                     const struct rk_rounds_how *how, struct rk_arena *keep,
                                     struct rk_scratch scratch, struct rk_rounds *out,
                                     struct rk_err *err);

/* ---- by hand ----------------------------------------------------------------------------- */

struct rk_rounds_move {
    int32_t need;
    int32_t vehicle; /* -1: taken off every tour */
    int32_t before,
        until; /* positions among the stops of that vehicle's tour as it is now (its
                  own stops of this need left out): pick-up or delivery comes before
                  stop `before`, BRING before stop `until`; -1: where it costs least */
};
struct rk_rounds_tried {
    bool holds;                 /* the checker finds nothing wrong */
    int64_t extra_s;            /* of driving, against the plan before */
    int32_t later_s;            /* by how much the latest vehicle is home later */
    const struct rk_str *fault; /* "AX 0001 XX: rides 75 min, 60 are allowed" */
    int32_t faults;
    struct rk_rounds plan; /* with the move; to be kept only if the person says so */
};
/* What the move costs and breaks; the order of all other stops stays. RK_EINVAL: a position out
 * of range, a driven stop. RK_ENOMEM. A millisecond; with -1 a tenth of a second. */
RK_MUST_USE rk_status rk_rounds_try(const struct rk_rounds_day *day,
                                    const struct rk_rounds *plan,
                                    const struct rk_rounds_move *move, struct rk_arena *keep,
                                    struct rk_scratch scratch, struct rk_rounds_tried *out,
                                    struct rk_err *err);

/* ---- on the sheet, inside ------------------------------------------------------------------
 */

/* Adds to a report of that day: the tables care.rounds (a row a vehicle), care.rounds_stops (by
 * card number, nobody's name or home), care.rounds_left, and the map of minutes to a hospital.
 * In `keep`, which must live as long as the report. RK_ENOMEM. */
RK_MUST_USE rk_status rk_rounds_annex(const struct rk_rounds_day *day,
                                      const struct rk_rounds *plan, struct rk_report *report,
                                      struct rk_arena *keep, struct rk_scratch scratch,
                                      struct rk_err *err);

/* ---- a plan as a file: keys of records and vehicles, hours; no name, no address, no place --
 */

void rk_rounds_write(const struct rk_rounds_day *day, const struct rk_rounds *plan,
                     struct rk_buf *out);
/* Reads it back for a day opened later: what is no longer there is left out and said in
 * rk_rounds.note. RK_EINVAL: "NAME:LINE: …", not such a file, of another day. */
RK_MUST_USE rk_status rk_rounds_read(const struct rk_rounds_day *day, const char *name,
                                     struct rk_str bytes, struct rk_arena *keep,
                                     struct rk_scratch scratch, struct rk_rounds *out,
                                     struct rk_err *err);

#endif
