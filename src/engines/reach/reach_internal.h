/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of reach share. */
#ifndef RK_ROOM_REACH
#error "reach_internal.h is private to src/engines/reach"
#endif
#ifndef REACH_INTERNAL_H
#define REACH_INTERNAL_H

#include "rk_reach.h"

/* ---- labels: weight first, length second ------------------------------------------------- */

/* A label holds weight << 34 | length in mm, so that adding and comparing labels adds and
 * compares both. Journeys of 2^29 ms (149 h) and more count as never ending. */
enum { REACH_WEIGHT_SHIFT = 34, REACH_WEIGHT_MOST = 1 << 29 };
#define REACH_FAR UINT64_MAX

static inline uint64_t reach_label(uint32_t weight, uint32_t length_mm)
{
    return (uint64_t)weight << REACH_WEIGHT_SHIFT | length_mm;
}
static inline uint32_t reach_label_weight(uint64_t label)
{
    return label == REACH_FAR ? RK_REACH_NEVER : (uint32_t)(label >> REACH_WEIGHT_SHIFT);
}
static inline int64_t reach_label_mm(uint64_t label)
{
    return (int64_t)(label & (((uint64_t)1 << REACH_WEIGHT_SHIFT) - 1));
}
/* The sum, or REACH_FAR. */
static inline uint64_t reach_add(uint64_t label, uint64_t step)
{
    if (label == REACH_FAR || step == REACH_FAR)
        return REACH_FAR;
    const uint64_t sum = label + step;
    return sum >> REACH_WEIGHT_SHIFT < REACH_WEIGHT_MOST ? sum : REACH_FAR;
}

/* ---- roads ------------------------------------------------------------------------------- */

static inline int32_t reach_arc_tail(const struct rk_roads *r, int32_t arc)
{
    return arc & 1 ? r->to[arc >> 1] : r->from[arc >> 1];
}
static inline int32_t reach_arc_head(const struct rk_roads *r, int32_t arc)
{
    return arc & 1 ? r->from[arc >> 1] : r->to[arc >> 1];
}
static inline bool reach_arc_open(const struct rk_roads *r, int32_t arc,
                                  enum rk_reach_profile profile)
{
    const uint8_t may = arc & 1 ? r->may_back[arc >> 1] : r->may_forth[arc >> 1];
    return may >> profile & 1;
}
/* Road arcs by the junction they leave. */
struct reach_fan {
    int32_t *first, *arc; /* [junctions + 1], [2 * edges] */
};
/* false: the region is full */
bool reach_fan_make(const struct rk_roads *roads, struct rk_arena *keep, struct reach_fan *out);

/* km/h of a road arc, 0: not for this profile on this ground. */
double reach_arc_kmh(const struct rk_reach_net *net, int32_t arc);
/* The piece low … high (shares from `from`) of a road arc as a label, under the net's marks but
 * those of claim `reopened` (-1: none is lifted). REACH_FAR: closed or not for the profile. */
uint64_t reach_piece(const struct rk_reach_net *net, int32_t arc, double low, double high,
                     int32_t reopened);

/* ---- turns ------------------------------------------------------------------------------- */

/*
 * A machine that reads road arcs: its states are the beginnings of rules (Aho and Corasick
 * 1975, CACM 18(6)). State 0 has read nothing that matters.
 */
struct reach_turns {
    int32_t states;
    int32_t *last; /* [states] arc that led here */
    int32_t *fail; /* [states] longest proper end that is a state */
    struct reach_turn_table {
        uint64_t *key; /* (state << 32 | arc) + 1 */
        uint32_t *value;
        int64_t mask;
    } next, rule;
};
bool reach_turns_make(const struct rk_reach_net *net, const struct reach_fan *fan,
                      struct rk_scratch *scratch, struct reach_turns *out);
int32_t reach_turns_next(const struct reach_turns *turns, int32_t state, int32_t arc);
/* Milliseconds that the step costs beside the road, RK_REACH_NEVER when it is forbidden. */
uint32_t reach_turns_cost(const struct reach_turns *turns, int32_t state, int32_t arc);

/* ---- trees ------------------------------------------------------------------------------- */

struct reach_visit {
    uint64_t label;
    int32_t node;
};
struct reach_heap {
    struct reach_visit *at;
    int32_t len;
};
void reach_push(struct reach_heap *heap, uint64_t label, int32_t node);
struct reach_visit reach_pop(struct reach_heap *heap);

/* A tree under way: labels from (or, IN, to) the seeds, and the net arc each came by. */
struct reach_tree {
    const struct rk_reach_net *net;
    enum rk_reach_way way;
    uint64_t *label;        /* [nodes] */
    int32_t *via;           /* [nodes] or NULL; -1 at seeds */
    uint64_t *step;         /* [arcs] */
    struct reach_heap heap; /* room for 2 * arcs + seeds_most */
};
bool reach_tree_take(const struct rk_reach_net *net, enum rk_reach_way way, int32_t seeds_most,
                     bool with_via, struct rk_scratch *scratch, struct reach_tree *out);
void reach_tree_clear(struct reach_tree *tree);
void reach_tree_seed(struct reach_tree *tree, int32_t node, uint64_t label);
/* Lets a spot be the root: all nodes it can be left by (IN: entered by). At most
 * reach_spot_seeds(net, spot) seeds. */
void reach_tree_root(struct reach_tree *tree, struct rk_reach_spot spot, int32_t reopened);
int32_t reach_spot_seeds(const struct rk_reach_net *net, struct rk_reach_spot spot);
/* Dijkstra (1959), Numerische Mathematik 1: every node is settled once. */
void reach_tree_grow(struct reach_tree *tree);
/* The label of a spot in the grown tree, without a way along one edge only. */
uint64_t reach_tree_at(const struct reach_tree *tree, struct rk_reach_spot spot,
                       int32_t reopened);
/* Along one edge only: from a to b. */
uint64_t reach_along(const struct rk_reach_net *net, struct rk_reach_spot a,
                     struct rk_reach_spot b, int32_t reopened);
rk_status reach_spots_check(const struct rk_reach_net *net, const struct rk_reach_spot *spot,
                            int32_t spots, const char *what, struct rk_err *err);
double reach_metres(double lat1, double lon1, double lat2, double lon2);

#endif
