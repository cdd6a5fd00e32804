/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where roads lie: boxes over runs of a road's shape, and the parts of the network. */
#ifndef RK_ROOM_REACH
#error "reach_index.h is private to src/engines/reach"
#endif
#ifndef REACH_INDEX_H
#define REACH_INDEX_H

#include "rk_reach.h"

struct reach_parts {
    int32_t parts;
    int32_t *of;   /* [junctions] */
    int32_t *size; /* [parts] junctions */
};
bool reach_parts_make(const struct rk_reach_net *net, struct rk_arena *keep,
                      struct rk_scratch scratch, struct reach_parts *out);
/* How many junctions hang together with each, whatever the directions: junctions[j]. */
bool reach_islands_make(const struct rk_reach_net *net, struct rk_scratch scratch,
                        int32_t *junctions);

struct reach_box {
    int32_t lat_low, lon_low, lat_high, lon_high; /* degrees * 1e7 */
};
struct reach_run { /* segments first … last - 1: from point p to p + 1 */
    struct reach_box box;
    int32_t edge, first, last;
};
enum { REACH_BRANCH = 8, REACH_LEVELS = 12 };

struct rk_reach_index {
    const struct rk_roads *roads;
    struct reach_parts parts;
    bool *loose; /* [edges] */
    int32_t runs;
    struct reach_run *run; /* in Morton order */
    int32_t levels;
    struct { /* level 0: a box for each REACH_BRANCH runs; above: for each of its boxes */
        struct reach_box *box;
        int32_t len;
    } level[REACH_LEVELS];
};

/* The nearest place of one edge to a point. */
struct reach_foot {
    double away_m, lat, lon, share;
};
struct reach_foot reach_foot_of(const struct rk_roads *roads, int32_t edge, double lat,
                                double lon);

#endif
