/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A town's day as a file: 200 homes that wait for medicine, 60 patients, 3 vans, 5 ambulances,
 * a river with a bridge and a pontoon. All of it is invented, by a seed.
 */
#ifndef ROUTE_TOWN_H
#define ROUTE_TOWN_H

#include "rk_random.h"
#include "rk_route_io.h"

enum {
    TOWN_HOMES = 200,
    TOWN_PATIENTS = 60,
    TOWN_VANS = 3,
    TOWN_CARS = 5,
    TOWN_FIRST_HOME = 3, /* places before: the depot, the hospitals of both banks */
    TOWN_PLACES = TOWN_FIRST_HOME + TOWN_HOMES + TOWN_PATIENTS,
    TOWN_BYTES = 1 << 20
};

struct route_town {
    int32_t x[TOWN_PLACES], y[TOWN_PLACES]; /* metres; the river runs at x = 3500 */
    struct rk_random random;
};

static inline int32_t route_town_below(struct route_town *t, int32_t n)
{
    return (int32_t)rk_random_below(&t->random, n);
}

static inline void route_town_places(struct route_town *t, uint64_t seed)
{
    t->random = rk_random_seed(seed);
    for (int32_t i = 0; i < TOWN_PLACES; i++) {
        t->x[i] = route_town_below(t, 6000);
        t->y[i] = route_town_below(t, 4000);
    }
    t->x[0] = 1500, t->x[1] = 1800, t->x[2] = 4600;
    t->y[0] = 2000, t->y[1] = 1900, t->y[2] = 2300;
}

/* Seconds at 7 m/s along streets; over the river by the bridge (y 500) or the pontoon (3000).
 */
static inline int32_t route_town_leg(const struct route_town *t, int32_t a, int32_t b,
                                     bool pontoon)
{
    const int32_t across = abs(t->x[a] - t->x[b]);
    if ((t->x[a] < 3500) == (t->x[b] < 3500))
        return (across + abs(t->y[a] - t->y[b])) / 7;
    const int32_t bridge = abs(t->y[a] - 500) + abs(t->y[b] - 500);
    const int32_t ford = abs(t->y[a] - 3000) + abs(t->y[b] - 3000);
    return (across + (pontoon && ford < bridge ? ford : bridge)) / 7;
}

static inline void route_town_roads(const struct route_town *t, bool pontoon,
                                    struct rk_buf *out)
{
    rk_buf_c(out, "{\"places\":[");
    for (int32_t i = 0; i < TOWN_PLACES; i++)
        rk_buf_printf(out, "%s{\"id\":%d}", i > 0 ? "," : "", i);
    rk_buf_c(out, "],\n\"time_s\":[");
    for (int32_t i = 0; i < TOWN_PLACES; i++)
        for (int32_t j = 0; j < TOWN_PLACES; j++)
            rk_buf_printf(out, "%s%d%s",
                          j > 0   ? ","
                          : i > 0 ? ",\n["
                                  : "[",
                          i == j ? 0 : route_town_leg(t, i, j, pontoon),
                          j + 1 == TOWN_PLACES ? "]" : "");
    rk_buf_c(out, "],\n");
}

static inline void route_town_fleet(struct rk_buf *out)
{
    rk_buf_c(out, "\"vehicles\":[");
    for (int32_t v = 0; v < TOWN_VANS; v++)
        rk_buf_printf(out,
                      "{\"id\":\"van %d\",\"start\":0,\"shift\":[[\"08:00\",\"18:30\"]],"
                      "\"holds\":{\"boxes\":40,\"cold_l\":20},\"trips\":3,\"reload_min\":10,"
                      "\"breaks\":[{\"from\":\"11:30\",\"to\":\"14:00\",\"minutes\":20}]},\n",
                      v + 1);
    for (int32_t v = 0; v < TOWN_CARS; v++)
        rk_buf_printf(out,
                      "{\"id\":\"car %d\",\"start\":%d,\"shift\":[[\"07:00\",\"19:00\"]],"
                      "\"holds\":{\"stretcher\":1,\"patient_seat\":1,\"seat\":2,"
                      "\"wheelchair\":1}}%s",
                      v + 1, 1 + v % 2, v + 1 < TOWN_CARS ? ",\n" : "],\n");
    rk_buf_c(out,
             "\"beds\":[{\"place\":1,\"speciality\":\"burns\",\"count\":4},"
             "{\"place\":2,\"speciality\":\"surgery\",\"count\":8},"
             "{\"place\":1,\"speciality\":\"surgery\",\"count\":5,\"from\":\"13:00\"}],\n");
}

static inline const char *route_town_class(struct route_town *t)
{
    static const char *const word[] = {"red",    "orange", "orange", "yellow", "yellow",
                                       "yellow", "green",  "green",  "green",  "green"};
    return word[route_town_below(t, RK_COUNT(word))];
}

static inline void route_town_rounds(struct route_town *t, struct rk_buf *out)
{
    rk_buf_c(out, "\"rounds\":[");
    for (int32_t i = 0; i < TOWN_HOMES; i++) {
        const int32_t from = 8 + route_town_below(t, 6);
        const bool cold = route_town_below(t, 3) == 0, early = route_town_below(t, 2) == 0;
        rk_buf_printf(out,
                      "%s{\"id\":%d,\"place\":%d,\"service_min\":3,\"class\":\"%s\",\"harm\":"
                      "%d,\"load\":{\"boxes\":1",
                      i > 0 ? ",\n" : "", i + 1, TOWN_FIRST_HOME + i, route_town_class(t),
                      1 + route_town_below(t, 9));
        if (cold)
            rk_buf_printf(out, ",\"cold_l\":%d.5", route_town_below(t, 2));
        rk_buf_c(out, cold ? "},\"max_out_min\":150" : "}");
        if (early)
            rk_buf_printf(out, ",\"windows\":[[\"%02d:00\",\"%02d:00\"],[\"17:00\",\"18:00\"]]",
                          from, from + 3);
        rk_buf_char(out, '}');
    }
    rk_buf_c(out, "],\n");
}

static inline void route_town_patients(struct route_town *t, struct rk_buf *out)
{
    static const char *const mode[] = {"stretcher", "patient_seat", "seat", "wheelchair"};
    rk_buf_c(out, "\"transfers\":[");
    for (int32_t i = 0; i < TOWN_PATIENTS; i++) {
        const int32_t from = 7 + route_town_below(t, 9), what = route_town_below(t, 6);
        rk_buf_printf(out,
                      "%s{\"id\":%d,\"from\":%d,\"mode\":\"%s\",\"class\":\"%s\",\"harm\":%d,"
                      "\"pickup\":[[\"%02d:00\",\"%02d:30\"]],\"pickup_min\":5,\"drop_min\":5,"
                      "\"max_ride_min\":%d,\"escorts\":%d,",
                      i > 0 ? ",\n" : "", 301 + i, TOWN_FIRST_HOME + TOWN_HOMES + i,
                      mode[route_town_below(t, 4)], route_town_class(t),
                      1 + route_town_below(t, 9), from, from + 1, 35 + route_town_below(t, 25),
                      route_town_below(t, 4) == 0);
        if (what < 2)
            rk_buf_printf(out, "\"speciality\":\"%s\"}", what == 0 ? "burns" : "surgery");
        else
            rk_buf_printf(out, "\"to\":%d}", 1 + what % 2);
    }
    rk_buf_c(out, "]");
}

/* The plan in force at an hour, as the file of the day says it. */
static inline void route_town_again(const struct rk_route_case *c,
                                    const struct rk_route_plan *plan, const char *hour,
                                    struct rk_buf *out)
{
    rk_buf_printf(out, ",\n\"replan\":{\"at\":\"%s\",\"why\":\"pontoon closed\",\"routes\":[",
                  hour);
    for (int32_t k = 0; k < plan->tours; k++) {
        const struct rk_route_tour *r = &plan->tour[k];
        rk_buf_printf(out, "%s{\"vehicle\":\"%.*s\",\"stops\":[", k > 0 ? ",\n" : "",
                      RK_FMT(c->vehicle[r->vehicle]));
        for (int32_t i = 0; i < r->visits; i++) {
            const struct rk_route_visit *v = &r->visit[i];
            rk_buf_c(out, i > 0 ? ",{\"stop\":" : "{\"stop\":");
            if (v->act == RK_ROUTE_STOP)
                rk_buf_printf(out, "%d", c->number[v->stop][v->request]);
            else
                rk_buf_c(out, v->act == RK_ROUTE_PAUSE ? "\"break\"" : "\"reload\"");
            rk_buf_printf(out, ",\"at\":%d", v->begin);
            if (v->act == RK_ROUTE_STOP && v->option >= 0)
                rk_buf_printf(out, ",\"bed\":%d",
                              c->problem.request[v->request].option[v->option].pool + 1);
            rk_buf_char(out, '}');
        }
        rk_buf_c(out, "]}");
    }
    rk_buf_c(out, "]}");
}

/* The whole file; `force`: planned anew from 11:40, with the pontoon closed. */
static inline void route_town_file(uint64_t seed, const struct rk_route_case *c,
                                   const struct rk_route_plan *force, struct rk_buf *out)
{
    struct route_town t;
    route_town_places(&t, seed);
    route_town_roads(&t, !force, out);
    route_town_fleet(out);
    route_town_rounds(&t, out);
    route_town_patients(&t, out);
    if (force)
        route_town_again(c, force, "11:40", out);
    rk_buf_c(out, "}\n");
}

#endif
