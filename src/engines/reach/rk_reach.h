/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reach: how soon help can come, and which closed road keeps it away.
 *
 * A road network as arrays, four profiles, claims of closed or slow roads; routes, tables, the
 * nearest facilities, the people behind each closure. Times are whole milliseconds, so every
 * method gives the same figure; of equally quick ways the shorter counts.
 * Uses: base. Keeps no state: any number of threads may call it. Results live in `keep`.
 * RK_EINVAL: a position or number out of range, said which. RK_ENOMEM: an arena is full. On
 * failure *out is left as it was. Method and its sources: docs/methods/reach.md
 */
#ifndef RK_REACH_H
#define RK_REACH_H

#include "rk_base.h"

enum rk_reach_profile { RK_CAR, RK_AMBULANCE, RK_TRUCK, RK_FOOT, RK_PROFILES };
enum rk_reach_ground { RK_DRY, RK_MUD, RK_GROUNDS };
enum rk_reach_surface { RK_PAVED, RK_COBBLE, RK_GRAVEL, RK_EARTH, RK_SOFT, RK_SURFACES };
enum { RK_ROAD_BRIDGE = 1, RK_ROAD_TUNNEL = 2, RK_ROAD_FERRY = 4, RK_ROAD_GATE = 8 };
enum { RK_ROAD_KINDS = 32 };
#define RK_REACH_NEVER UINT32_MAX /* ms: cannot be reached */

/*
 * Roads between junctions. Edge e leads from[e] → to[e]; arc 2e goes forth, arc 2e + 1 back.
 * A gate is an edge without length in a barrier: who may not pass it has no bit.
 */
struct rk_roads {
    int32_t junctions, edges, bans;
    const int32_t *lat_e7, *lon_e7;             /* [junctions] degrees * 1e7, WGS 84 */
    const int32_t *from, *to;                   /* [edges] */
    const int64_t *way;                         /* [edges] OSM id, names the road */
    const uint32_t *length_mm;                  /* [edges] */
    const uint8_t *kind, *surface, *flags;      /* [edges] row of the speed table, … */
    const uint8_t *may_forth, *may_back;        /* [edges] a bit (1 << profile) each */
    const uint16_t *limit_forth, *limit_back;   /* [edges] 0.1 km/h (ferries: 0.01), 0: none */
    const uint16_t *weight_dt, *height_cm;      /* [edges] limits, 0.1 t and cm, 0: none */
    const int32_t *shape_first;                 /* [edges + 1] into the two below */
    const int32_t *shape_lat_e7, *shape_lon_e7; /* from junction … to junction, >= 2 each */
    const int32_t *ban_first, *ban_arc;         /* [bans + 1]; arcs that must not follow */
    const uint8_t *ban_who;                     /* [bans] bit per profile */
};
/* Every index in range, every shape with its ends on its junctions, every ban a chain. */
RK_MUST_USE rk_status rk_roads_check(const struct rk_roads *roads, struct rk_err *err);

/* Speeds are data (docs/formats/roads.md, 3). 0 km/h: the profile does not use this. */
struct rk_reach_speeds {
    double road_kmh[RK_ROAD_KINDS][RK_PROFILES];
    double most_kmh[RK_SURFACES][RK_GROUNDS][RK_PROFILES]; /* surface allows at most */
    double limit_share[RK_PROFILES]; /* of a signed limit that is driven on average */
    double top_kmh[RK_PROFILES], mass_t[RK_PROFILES], height_m[RK_PROFILES];
    double turn_round_s[RK_PROFILES]; /* for turning back in a junction near a turn ban */
};

/* A claim about a stretch of one edge; shares of its length from `from`. */
struct rk_reach_mark {
    int32_t edge, claim; /* claim: number the caller gave it */
    double low, high;    /* 0 … 1, low <= high */
    double factor;       /* time * factor, >= 1; HUGE_VAL: closed */
    bool confirmed;
};
struct rk_reach_marks {
    const struct rk_reach_mark *at;
    int32_t len;
};
enum rk_reach_belief { RK_BEST, RK_WORST }; /* only confirmed marks count, or all of them */

/*
 * What one profile may drive. Nodes 0 … junctions - 1 are the junctions; the rest are copies
 * of junctions that remember by which arcs they were reached, so that a forbidden turn is an
 * arc that is not there. Closed arcs stay, with weight RK_REACH_NEVER, so all closures share
 * one shape. Arcs of a node: first[n] … first[n + 1] - 1.
 */
struct rk_reach_net {
    const struct rk_roads *roads;
    const struct rk_reach_speeds *speeds;
    enum rk_reach_profile profile;
    enum rk_reach_ground ground;
    bool shortest; /* weight is the length in cm instead of the time in ms */
    int32_t nodes, arcs;
    const int32_t *first, *head, *tail, *road_arc; /* [nodes + 1], [arcs] … */
    const int32_t *junction;                       /* [nodes] */
    const uint32_t *weight;                        /* [arcs] what is made least */
    const uint32_t *turn_ms;                       /* [arcs] of it, for turning back */
    const int32_t *into_first, *into;              /* arcs by head: [nodes + 1], [arcs] */
    const int32_t *copy_first, *copy; /* net arcs of a road arc, that of the junction itself
                                         first: [2 * edges + 1], [arcs] */
    const struct rk_reach_mark *mark; /* those that count, by edge, then claim */
    int32_t marks;
    const int32_t *mark_first; /* [edges + 1] */
};
struct rk_reach_wish {
    enum rk_reach_profile profile;
    enum rk_reach_ground ground;
    enum rk_reach_belief belief;
    bool shortest;
};
/* The net keeps the addresses of roads and speeds. O(edges + marks log marks). */
RK_MUST_USE rk_status rk_reach_net_make(const struct rk_roads *roads,
                                        const struct rk_reach_speeds *speeds,
                                        struct rk_reach_wish wish, struct rk_reach_marks marks,
                                        struct rk_arena *keep, struct rk_scratch scratch,
                                        struct rk_reach_net *out, struct rk_err *err);

/* ---- points on roads --------------------------------------------------------------------- */

struct rk_reach_spot {
    int32_t edge; /* -1: no road that the profile may use is near */
    double share; /* along it from `from` */
    double away_m;
    double lat, lon; /* on the road */
    int32_t skipped; /* edge of a nearer road that leads nowhere (see index), or -1 */
};
#define RK_REACH_SNAP_M 500.0
struct rk_reach_index; /* where the roads of one profile lie */
/* Roads that hang together with less than a hundredth of the profile's junctions and with fewer
 * than 200 are loose ends of the map: points are set on them only if no other road is near. */
RK_MUST_USE rk_status rk_reach_index_make(const struct rk_reach_net *net, struct rk_arena *keep,
                                          struct rk_scratch scratch,
                                          const struct rk_reach_index **out,
                                          struct rk_err *err);
/* The nearest point of a road within most_m (usually RK_REACH_SNAP_M); else edge is -1. */
struct rk_reach_spot rk_reach_snap(const struct rk_reach_index *index, double lat, double lon,
                                   double most_m);
/* Parts: every junction reaches every other. That of an edge (0: the greatest) and its size. */
int32_t rk_reach_part(const struct rk_reach_index *index, int32_t edge, int32_t *junctions);
/* The stretch of OSM way `way` (0: of the way nearest to both points) between two points, lat
 * and lon each, as marks like `like`. NaN: all of the way, or, for the second only, the one
 * spot. len 0: nothing lies within RK_REACH_SNAP_M. RK_ENOMEM sets keep->failed. O(edges). */
struct rk_reach_marks rk_reach_stretch(const struct rk_roads *roads, int64_t way,
                                       const double ends[4], struct rk_reach_mark like,
                                       struct rk_arena *keep);

/* ---- ways -------------------------------------------------------------------------------- */

struct rk_reach_route {
    bool found;
    uint32_t time_ms;
    int64_t length_mm;
    int32_t points; /* of the drawn way with both ends; 1 when it does not move */
    const int32_t *lat_e7, *lon_e7;
    int32_t arcs;
    const int32_t *arc; /* road arcs in order */
};
RK_MUST_USE rk_status rk_reach_route(const struct rk_reach_net *net, struct rk_reach_spot from,
                                     struct rk_reach_spot to, struct rk_arena *keep,
                                     struct rk_scratch scratch, struct rk_reach_route *out,
                                     struct rk_err *err);
/* A row of a table: time and length from one spot to many (or back: from many to one). Spots
 * without an edge give RK_REACH_NEVER. One Dijkstra, O(arcs log arcs + targets). */
enum rk_reach_way { RK_OUT, RK_IN };
RK_MUST_USE rk_status rk_reach_row(const struct rk_reach_net *net, enum rk_reach_way way,
                                   struct rk_reach_spot centre,
                                   const struct rk_reach_spot *spot, int32_t spots,
                                   struct rk_scratch scratch, uint32_t *time_ms,
                                   int64_t *length_mm, struct rk_err *err);

/* ---- the nearest facilities -------------------------------------------------------------- */

struct rk_reach_near {
    int32_t facility; /* position, -1: no further one can be reached */
    uint32_t best_ms, worst_ms;
};
/*
 * For each person the `ranks` facilities soonest under `best` (then under `worst`, then by
 * position): out[person * ranks + rank]. RK_IN: people go there; RK_OUT: help comes from there.
 * least_ms (may be NULL) [2 * people]: the soonest of any under best, and under worst.
 */
RK_MUST_USE rk_status rk_reach_nearest(const struct rk_reach_net *best,
                                       const struct rk_reach_net *worst, enum rk_reach_way way,
                                       const struct rk_reach_spot *people, int32_t people_len,
                                       const struct rk_reach_spot *facility, int32_t facilities,
                                       int32_t ranks, struct rk_scratch scratch,
                                       struct rk_reach_near *out, uint32_t *least_ms,
                                       struct rk_err *err);
/* The soonest of several centres for every spot, one Dijkstra for all. Edges on `reopened`
 * claims (NULL, or [claims] true) count as if that claim were not there. */
RK_MUST_USE rk_status rk_reach_soonest(const struct rk_reach_net *net, enum rk_reach_way way,
                                       const struct rk_reach_spot *centre, int32_t centres,
                                       const struct rk_reach_spot *spot, int32_t spots,
                                       int32_t reopened, struct rk_scratch scratch,
                                       uint32_t *time_ms, struct rk_err *err);
/*
 * Who comes back within limit_ms when one claim of 0 … claims - 1 is lifted, the others
 * standing: gain[claim], the sum of people over spots that were beyond. One Dijkstra, then for
 * each claim only what grows nearer; equal to rk_reach_soonest for every claim (test).
 */
RK_MUST_USE rk_status rk_reach_reopen(const struct rk_reach_net *net, enum rk_reach_way way,
                                      const struct rk_reach_spot *centre, int32_t centres,
                                      const struct rk_reach_spot *spot, const double *people,
                                      int32_t spots, int32_t claims, uint32_t limit_ms,
                                      struct rk_scratch scratch, double *gain,
                                      struct rk_err *err);

#endif
