/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small routing problems in arrays, for tests. All of it is invented. */
#ifndef ROUTE_CASES_H
#define ROUTE_CASES_H

#include "rk_random.h"
#include "rk_route.h"

enum { SMALL_PLACES = 9, SMALL_REQUESTS = 5, SMALL_VEHICLES = 3 };

struct small {
    struct rk_route_problem p;
    struct rk_route_matrix matrix;
    int32_t legs[SMALL_PLACES * SMALL_PLACES];
    struct rk_route_request request[SMALL_REQUESTS];
    struct rk_route_vehicle vehicle[SMALL_VEHICLES];
    struct rk_route_window window[2 * SMALL_REQUESTS][2];
};

static inline struct rk_route_request small_request(int32_t place)
{
    return (struct rk_route_request){.stops = 1,
                                     .stop = {{.place = place}},
                                     .load = {1},
                                     .max_ride = -1,
                                     .harm = 1.0,
                                     .after = -1,
                                     .gap_most = -1,
                                     .only = -1,
                                     .was = -1};
}

static inline struct rk_route_vehicle small_vehicle(int32_t capacity)
{
    return (struct rk_route_vehicle){
        .to = 1000, .most = -1, .load = {capacity}, .trips = 1, .per_cost = 1000};
}

/* Places on a line, `metres` from the depot 0; a leg takes their distance. */
static inline void small_line(struct small *s, const int32_t *at, int32_t places)
{
    for (int32_t i = 0; i < places; i++)
        for (int32_t j = 0; j < places; j++)
            s->legs[i * places + j] = abs(at[i] - at[j]);
    s->matrix = (struct rk_route_matrix){s->legs, s->legs};
    s->p = (struct rk_route_problem){.places = places,
                                     .matrices = 1,
                                     .matrix = &s->matrix,
                                     .request = s->request,
                                     .vehicle = s->vehicle};
}

#endif
