/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room route: the state of the local search of plain rounds. */
#ifndef ROUTE_HGS_LOCAL_H
#define ROUTE_HGS_LOCAL_H

#include "route_hgs.h"

/* Costs are whole ticks, prices are not: what gains less than half a tick is no gain, so that
 * rounding cannot lead in circles. */
#define HGS_LEAST 0.5

/* The three cheapest places for a stop in a tour. */
struct hgs_star {
    double cost[3];
    int32_t behind[3];
    int64_t stamp; /* of the tour when it was counted; 0: never */
};

/* Nodes: customers 1 … n, then a start and an end for each tour. */
struct hgs_local {
    const struct hgs_task *t;
    struct hgs_price price;
    int32_t *next, *prev, *route, *pos;
    int64_t *upto; /* load from the start to here */
    struct hgs_part *pre, *suf;
    int32_t *order, *list;
    int64_t *tried; /* [customer] moves made when last tried */
    /* tours */
    int32_t *size;
    int64_t *load, *warp, *changed, *stamp, *starred;
    double *pen, *angle;
    struct hgs_star *star; /* [tour][customer] */
    double *relief;
    int64_t moves, stamps;
    bool improved;
};

static inline int32_t hgs_start(const struct hgs_local *ls, int32_t r)
{
    return ls->t->n + 1 + r;
}
static inline int32_t hgs_end(const struct hgs_local *ls, int32_t r)
{
    return ls->t->n + 1 + ls->t->vehicles + r;
}
static inline bool hgs_is_depot(const struct hgs_local *ls, int32_t v)
{
    return v > ls->t->n;
}
static inline int32_t hgs_customer(const struct hgs_local *ls, int32_t v)
{
    return v > ls->t->n ? 0 : v;
}
static inline double hgs_over_load(const struct hgs_local *ls, int64_t load)
{
    return load > ls->t->cap ? (double)(load - ls->t->cap) * ls->price.load : 0.0;
}

void hgs_local_refresh(struct hgs_local *ls, int32_t r);
/* Exchanges of two stops that need not take each other's place; true when any was made. */
bool hgs_star_all(struct hgs_local *ls);

#endif
