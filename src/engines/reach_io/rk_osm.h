/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reach_osm: OpenStreetMap bytes → roads. Links zlib and expat; only the jailed helper
 * ranok-roads and tests use it. Everybody else: rk_reach_io.h.
 */
#ifndef RK_OSM_H
#define RK_OSM_H

#include "rk_reach.h"

/* What was found, for messages and for the file. */
struct rk_osm_counts {
    int64_t nodes, ways, relations; /* seen */
    int64_t roads;                  /* ways that became edges */
    int64_t missing_nodes;          /* named by roads and not in the file: cut there */
    int64_t bans;                   /* turn restrictions kept */
    int64_t unclear_bans;           /* restrictions whose members do not meet as they should */
    int64_t conditional_bans;       /* at certain hours only: left out */
    int64_t barriers;               /* nodes that somebody cannot pass */
};

/*
 * PBF when the bytes begin as one, gzip and XML otherwise; `file` names it in errors. `salt`
 * must be unknown to who made the file (it guards the hash table); it does not change *out.
 * RK_EINVAL: broken, cut off, of an unknown kind; a file without any road. Time O(bytes);
 * scratch about 40 bytes for each node of a road.
 */
RK_MUST_USE rk_status rk_osm_roads(struct rk_str bytes, const char *file, uint64_t salt,
                                   struct rk_arena *keep, struct rk_scratch scratch,
                                   struct rk_roads *out, struct rk_osm_counts *counts,
                                   struct rk_err *err);

#endif
