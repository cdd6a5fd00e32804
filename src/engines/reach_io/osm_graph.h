/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is remembered between reading an extract and laying its roads. */
#ifndef RK_ROOM_REACH_IO
#error "osm_graph.h is private to src/engines/reach_io"
#endif
#ifndef OSM_GRAPH_H
#define OSM_GRAPH_H

#include "osm_internal.h"

/* A list of records that grows piece by piece and is read from the front. */
struct osm_piece {
    struct osm_piece *next;
    ptrdiff_t len, cap;
    char *at;
};
struct osm_list {
    struct osm_piece *first, *last;
};
/* Room for a record of `size` bytes (made a multiple of 8) in one piece; NULL when full. */
void *osm_list_add(struct osm_list *list, struct rk_arena *arena, ptrdiff_t size);
struct osm_walk {
    struct osm_piece *piece;
    ptrdiff_t at;
};
struct osm_walk osm_list_walk(const struct osm_list *list);
void *osm_walk_here(struct osm_walk *walk); /* NULL at the end */
void osm_walk_past(struct osm_walk *walk, ptrdiff_t size);

struct osm_ban {
    int64_t from, to;
    int64_t via[8]; /* a node, or ways in order */
    int32_t vias;
    bool via_node, only;
    uint8_t who;
};

struct osm_graph {
    struct rk_arena *arena;
    struct osm_list ways; /* struct osm_way, then int64_t[refs]: ids, later slots */
    struct osm_list bans; /* struct osm_ban */
    int64_t refs;
    /* nodes of roads, by hash */
    int64_t slots; /* a power of two */
    int64_t *id;   /* [slots] */
    int32_t *lat_e7, *lon_e7;
    uint8_t *uses;   /* [slots] 0: empty; 1: in the middle of one road; 2: more */
    uint8_t *blocks; /* [slots] who cannot pass, NODE_SEEN when it was in the file */
    uint64_t salt;
    struct rk_osm_counts *counts;
};
enum { OSM_NODE_SEEN = 128 };

/* The slot of a node of a road, -1 if it is none. */
int64_t osm_slot(const struct osm_graph *g, int64_t id);
/* Edges, junctions and shapes from ways and nodes; *junction_of [slots] is -1 or a junction. */
rk_status osm_lay_roads(struct osm_graph *g, struct rk_arena *keep, struct rk_scratch *scratch,
                        struct rk_roads *out, int32_t **junction_of, struct rk_err *err);
/* Adds the bans of the graph's restrictions to *roads. */
rk_status osm_lay_bans(struct osm_graph *g, const int32_t *junction_of, struct rk_arena *keep,
                       struct rk_scratch scratch, struct rk_roads *roads, struct rk_err *err);

#endif
