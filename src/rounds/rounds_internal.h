/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room rounds: a day's needs, places and vehicles, and how a plan is told. */
#ifndef ROUNDS_INTERNAL_H
#define ROUNDS_INTERNAL_H
#ifndef RK_ROOM_ROUNDS
#error "rounds_internal.h is private to the room rounds"
#endif

#include "plan_ways.h"
#include "rk_rounds.h"
#include "rk_route_io.h"

/* ---- assumptions: docs/methods/rounds.md, 2 ---------------------------------------------- */
enum {
    ROUNDS_SHIFT_FROM = 8 * 3600,
    ROUNDS_SHIFT_TO = 17 * 3600,
    ROUNDS_DELIVER_S = 6 * 60, /* at a door */
    ROUNDS_SEAT_S = 10 * 60,   /* getting in or out of a patient who sits */
    ROUNDS_LYING_S = 15 * 60,  /* of a patient who lies */
    ROUNDS_RELOAD_S = 15 * 60, /* loading goods again */
    ROUNDS_TRIPS = 4,          /* times a vehicle is loaded in a day */
    ROUNDS_BOXES = 40,         /* homes whose medicine a vehicle carries at once */
    ROUNDS_COLD_BOXES = 12,    /* homes whose medicine a cold box holds, litres unsaid */
    ROUNDS_COLD_S = 4 * 3600,  /* out of the fridge, in the cold box */
    ROUNDS_BETWEEN_S = 30,     /* between two doors at the least: what nobody can exceed */
    ROUNDS_DUE_DAYS = 1,       /* medicine that runs out by then is brought today */
    ROUNDS_STALE_DAYS = 7,     /* gone for longer: ring first, others before */
    ROUNDS_BEDS_UNSAID = 1000, /* of a hospital the doctor named, beds unsaid */
    ROUNDS_CHANGE_S = 1200,    /* driving that another vehicle in the day must save */
    ROUNDS_LARGE = 300,        /* requests; beyond, fewer iterations */
    ROUNDS_ITERATIONS = 1500,
    ROUNDS_AGAIN = 300 /* iterations when a plan is made anew */
};
#define ROUNDS_COLD_LITRES 0.5 /* of a cold box, for a home */
/* By urgency: longer on board than the straight way takes, and the hour by which the plan tries
 * to be there, -1: any. Red is driven straight to the bed. */
extern const int32_t rounds_detour_s[RK_ROUTE_RANKS], rounds_by_s[RK_ROUTE_RANKS];

enum { LOAD_LYING, LOAD_ALL, LOAD_WHEELCHAIR, LOAD_BOXES, LOAD_COLD, ROUNDS_LOADS };
enum rounds_by { BY_CAR, BY_AMBULANCE, ROUNDS_BYS };
enum rounds_moves { MOVES_SITTING, MOVES_WHEELCHAIR, MOVES_LYING };

/* One place that somebody drives to. */
struct rounds_place {
    double lat, lon;
    struct rk_reach_spot spot[ROUNDS_BYS];
};

struct rounds_facility {
    int32_t subject, place; /* place: position, -1 unknown */
    struct rk_str key, name, address;
    const char *type;
    double lat, lon;
    bool works, heals, hospital;
    uint64_t offers;   /* bit per choice of the aspect capability; 0: not said */
    double beds, free; /* NaN: not said */
    int32_t pool;      /* position among the pools, -1: takes nobody */
    int32_t homes;     /* of today's, that a car reaches from it and comes back */
};

struct rounds_vehicle {
    int32_t subject, facility; /* facility: where it starts, -1 */
    enum rounds_by by;
    int32_t load[ROUNDS_LOADS];
    int32_t drives; /* position among the router's vehicles, -1: it stays */
};

struct rounds_work {
    double lat, lon;
    struct rk_str to;       /* id of the facility that the doctor named, or "" */
    struct rk_str medicine; /* its name without the strength, or "" */
    int capability;         /* choice, -1: none said */
    enum rounds_moves moves;
    const char *why; /* it cannot be planned, and why; NULL: it can */
    int32_t place;   /* position, -1 */
    int32_t request; /* of the router, -1 */
    int32_t cut;     /* the closure that keeps every vehicle away, or one of those below */
    int32_t bed_cut; /* that between home and every hospital */
};
enum { CUT_NOT = -1, CUT_SEVERAL = -2, CUT_NO_WAY = -3 };

/* A need while the list is being made and put in order. */
struct rounds_entry {
    struct rk_rounds_need need;
    struct rounds_work work;
};

struct rk_rounds_day {
    enum rk_lang lang;
    rk_day day;
    const struct rk_situation *sit;
    const struct rk_plan_roads *roads;
    struct rk_reach_net open[ROUNDS_BYS], net[ROUNDS_BYS]; /* nothing closed; all reported */
    const struct rk_reach_index *index[ROUNDS_BYS];
    const struct rk_str *closure, *closure_id; /* name, id of the record */
    int32_t closures, lost;
    const struct rk_rounds_need *need;
    struct rounds_work *work;
    int32_t needs, later, other;
    struct rounds_facility *facility;
    int32_t facilities, base; /* base: where vehicles stand of which nobody said, -1 */
    struct rk_rounds_vehicle *vehicle;
    struct rounds_vehicle *own;
    int32_t vehicles;
    bool wheelchairs; /* some vehicle has a place for them */
    struct rounds_place *place;
    int32_t places, place_room;
    int32_t *pool; /* free beds */
    int32_t pools;
    struct rk_route_matrix matrix[ROUNDS_BYS];
    int32_t *metres[ROUNDS_BYS]; /* [places * places] */
    /* the router's problem; requests know no plan in force */
    struct rk_route_problem problem;
    const int32_t *need_of, *vehicle_of; /* of a request, of a router's vehicle */
    struct rk_str *note;
    int32_t notes, note_room;
};

/* While a day is read. */
struct rounds {
    struct plan p;
    struct plan_ways ways;
    struct rk_rounds_day *d;
    const struct rk_rounds_order *order;
    struct rk_arena *keep;
    struct rk_progress *progress;
    struct rounds_entry *entry;
    bool too_many; /* places, for the order */
};

rk_status rounds_no_memory(struct rk_err *err);
/* A sentence for the reader. */
void rounds_note(struct rk_rounds_day *d, struct rk_str text);

/* Today's open needs, where people live, and why some cannot be planned. False: no memory. */
bool rounds_find_needs(struct rounds *r);
/* The key by which addresses are compared: type and name of the street, number; no flat. */
struct rk_str rounds_address_key(struct rk_str address, struct rk_arena *keep);
/* Which of the day's medicine is in no store by the last counts. False: no memory. */
bool rounds_find_stock(struct rounds *r, struct rk_rounds_need *need);
/* Hospitals, beds. */
bool rounds_find_facilities(struct rounds *r);
/* Vehicles and where they stand. RK_ENOTFOUND: no such base. */
rk_status rounds_find_fleet(struct rounds *r, struct rk_err *err);
/* Roads as reported, danger areas not entered. */
rk_status rounds_make_roads(struct rounds *r, struct rk_err *err);
/* Marks for the roads within areas that nobody has cleared, named like closures. */
bool rounds_find_dangers(struct rounds *r, struct rk_reach_marks *marks);
/* A place with roads near it; -1: no room. */
int32_t rounds_place_at(struct rounds *r, double lat, double lon);
rk_status rounds_make_matrices(struct rounds *r, struct rk_err *err);
/* Which homes no vehicle gets to, and what keeps it away. */
rk_status rounds_find_cuts(struct rk_rounds_day *d, struct rk_scratch scratch,
                           struct rk_err *err);

/* No vehicle gets to this request, or from there to a bed for it: nothing to plan. */
bool rounds_hopeless(const struct rk_rounds_day *d, int32_t request);

/* Whom no bed is left for when the more urgent have theirs, as if vehicles were no matter;
 * `out_anyway` cannot be planned. False: no memory. */
bool rounds_without_bed(const struct rk_route_problem *p, const bool *out_anyway, bool *without,
                        struct rk_scratch scratch);

/* ---- one tour in time -------------------------------------------------------------------- */

struct rounds_tour {
    int32_t vehicle;                    /* of the router */
    const struct rk_route_visit *visit; /* begins of the first `driven` stand */
    int32_t visits, driven, hour;
};
/* The least begins of this order into begin[visits]; *home, *cost. False: a leg has no road, or
 * rides and shift cannot be kept: then begins are those without such limits, as far as roads
 * lead. */
bool rounds_drive(const struct rk_route_problem *p, const struct rounds_tour *t, int32_t *begin,
                  int32_t *leave, int32_t *home, int64_t *cost);
int32_t rounds_place_of(const struct rk_route_problem *p, int32_t vehicle,
                        const struct rk_route_visit *v);
int32_t rounds_service_of(const struct rk_route_problem *p, int32_t vehicle,
                          const struct rk_route_visit *v);

/* ---- plans ------------------------------------------------------------------------------- */

/* The independent checker's verdict. */
rk_status rounds_check(const struct rk_rounds_day *d, const struct rk_route_problem *problem,
                       const struct rk_route_plan *plan, struct rk_arena *keep,
                       struct rk_scratch scratch, struct rk_route_verdict *out,
                       struct rk_err *err);
/* The router's plan in the words of the door, in `keep`. False: no memory. */
bool rounds_tell(const struct rk_rounds_day *d, const struct rk_route_problem *problem,
                 const struct rk_route_plan *plan, struct rk_arena *keep,
                 struct rk_scratch scratch, struct rk_rounds *out);
/* The way back: visits of each tour; RK_EINVAL: out of range. */
rk_status rounds_plan_of(const struct rk_rounds_day *d, const struct rk_rounds *plan,
                         struct rk_arena *keep, struct rk_route_plan *out, struct rk_err *err);
struct rk_rounds_unserved rounds_why(const struct rk_rounds_day *d,
                                     const struct rk_route_problem *problem, int32_t need,
                                     const struct rk_route_unserved *u, struct rk_arena *keep,
                                     struct rk_scratch scratch);
/* Whom and what a closure has caught on the way; notes of the plan, those of the day first. */
struct rounds_stranded {
    bool *stranded; /* [requests] on board, and no way to a bed */
    struct rk_str *note;
    int32_t notes, note_room;
};
/* Vehicles that cannot get home end where they end; patients who can be brought nowhere leave
 * `was` and `done`, and their vehicle gets nothing else to do. `q` are the problem's requests.
 * False: no memory. */
bool rounds_strand(const struct rk_rounds_day *d, struct rk_route_problem *p,
                   struct rk_route_request *q, struct rk_route_plan *was,
                   struct rk_route_done *done, struct rk_arena *keep,
                   struct rk_scratch *scratch, struct rounds_stranded *out);
/* What differs from `was`, in words with reasons. False: no memory. */
bool rounds_changes(const struct rk_rounds_day *d, const struct rk_route_problem *problem,
                    const struct rk_rounds_how *how, struct rk_arena *keep,
                    struct rk_scratch scratch, struct rk_rounds *out);
struct rk_str rounds_hour(int32_t seconds, struct rk_arena *keep);
/* "medicine, card 12" */
struct rk_str rounds_card(enum rk_lang lang, const struct rk_rounds_need *need,
                          struct rk_arena *keep);

#endif
