/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room rounds: a day's needs, places and vehicles while they become a plan. */
#ifndef ROUNDS_INTERNAL_H
#define ROUNDS_INTERNAL_H
#ifndef RK_ROOM_ROUNDS
#error "rounds_internal.h is private to the room rounds"
#endif

#include "plan_ways.h"
#include "rk_route.h"
#include "rk_rounds.h"

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
    ROUNDS_COLD_BOXES = 12,    /* homes whose medicine a cold box holds */
    ROUNDS_COLD_S = 4 * 3600,  /* out of the fridge, in the cold box */
    ROUNDS_RIDE_S = 60 * 60,   /* on board, unless the straight way takes longer */
    ROUNDS_HOMES = 60,         /* homes a vehicle could reach at most in a day */
    ROUNDS_DUE_DAYS = 1,       /* medicine that runs out by then is brought today */
    ROUNDS_BEDS_UNSAID = 1000  /* of a hospital the doctor named, beds unsaid */
};

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
    struct rk_str key, name, type, address;
    double lat, lon;
    bool works, heals, gives; /* heals: takes patients; gives: has medicine to hand out */
    uint64_t offers;          /* bit per choice of the aspect capability; 0: not said */
    double beds, free;        /* NaN: not said */
    int32_t pool;             /* position among the pools, -1: takes nobody */
};

struct rounds_vehicle {
    struct rk_str plate, type, driver;
    int32_t facility, trips; /* where it starts */
    enum rounds_by by;
    int32_t load[ROUNDS_LOADS];
};

struct rounds_work {
    struct rk_rounds_need need;
    double lat, lon;
    struct rk_str to; /* id of the facility that the doctor named, or "" */
    int capability;   /* choice, -1: none said */
    enum rounds_moves moves;
    const char *why; /* it cannot be planned, and why; NULL: it can */
    int32_t place;   /* position, -1 */
    int32_t request; /* of the engine, -1 */
};

struct rounds {
    struct plan p;
    struct plan_ways ways;
    struct plan_closures closures;
    struct rk_reach_net open[ROUNDS_BYS], net[ROUNDS_BYS]; /* nothing closed; all reported */
    const struct rk_reach_index *index[ROUNDS_BYS];
    const struct rk_rounds_options *wish;
    struct rk_arena *room; /* free again when the rounds are made */
    struct rounds_work *work;
    int32_t works, later, other;
    struct rounds_facility *facility;
    int32_t facilities, base; /* base: where vehicles stand of which nobody said, -1: nowhere */
    struct rounds_vehicle *vehicle;
    int32_t vehicles;
    bool wheelchairs; /* some vehicle has a place for them */
    struct rounds_place *place;
    int32_t places, place_room;
    int32_t *pool; /* free beds */
    int32_t pools;
};

/* Today's open needs, where people live, and why some cannot be planned. False: no memory. */
bool rounds_find_needs(struct rounds *r);
/* Hospitals, pharmacies, vehicles that work. RK_ENOTFOUND: no such base. */
rk_status rounds_find_fleet(struct rounds *r, struct rk_err *err);
/* Beyond what the vehicles could ever reach in a day, those whose medicine ran out longest ago
 * wait. */
void rounds_leave_out(struct rounds *r);
/* The key by which addresses are compared: type and name of the street, number; no flat. */
struct rk_str rounds_address_key(struct rk_str address, struct rk_arena *keep);
/* A place with roads near it; -1: no room. */
int32_t rounds_place_at(struct rounds *r, double lat, double lon);

#endif
