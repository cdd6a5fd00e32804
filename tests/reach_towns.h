/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invented roads for the tests of reach, and a shortest way found without its code. */
#ifndef REACH_TOWNS_H
#define REACH_TOWNS_H

#include "rk_random.h"
#include "rk_reach.h"

enum { TOWN_EDGES = 4096, TOWN_JUNCTIONS = 2048, TOWN_BANS = 64 };

/* Straight edges between junctions; every array is the test's own. */
struct town {
    struct rk_roads roads;
    int32_t lat[TOWN_JUNCTIONS], lon[TOWN_JUNCTIONS];
    int32_t from[TOWN_EDGES], to[TOWN_EDGES], shape_first[TOWN_EDGES + 1];
    int32_t shape_lat[2 * TOWN_EDGES], shape_lon[2 * TOWN_EDGES];
    int64_t way[TOWN_EDGES];
    uint32_t length_mm[TOWN_EDGES];
    uint8_t kind[TOWN_EDGES], surface[TOWN_EDGES], flags[TOWN_EDGES];
    uint8_t forth[TOWN_EDGES], back[TOWN_EDGES], ban_who[TOWN_BANS];
    uint16_t limit_forth[TOWN_EDGES], limit_back[TOWN_EDGES], weight[TOWN_EDGES],
        height[TOWN_EDGES];
    int32_t ban_first[TOWN_BANS + 1], ban_arc[4 * TOWN_BANS];
};

static inline void town_open(struct town *t)
{
    memset(t, 0, sizeof *t);
    t->roads = (struct rk_roads){.lat_e7 = t->lat,
                                 .lon_e7 = t->lon,
                                 .from = t->from,
                                 .to = t->to,
                                 .way = t->way,
                                 .length_mm = t->length_mm,
                                 .kind = t->kind,
                                 .surface = t->surface,
                                 .flags = t->flags,
                                 .may_forth = t->forth,
                                 .may_back = t->back,
                                 .limit_forth = t->limit_forth,
                                 .limit_back = t->limit_back,
                                 .weight_dt = t->weight,
                                 .height_cm = t->height,
                                 .shape_first = t->shape_first,
                                 .shape_lat_e7 = t->shape_lat,
                                 .shape_lon_e7 = t->shape_lon,
                                 .ban_first = t->ban_first,
                                 .ban_arc = t->ban_arc,
                                 .ban_who = t->ban_who};
}

static inline int32_t town_junction(struct town *t, double lat, double lon)
{
    const int32_t j = t->roads.junctions++;
    t->lat[j] = (int32_t)lround(lat * 1e7);
    t->lon[j] = (int32_t)lround(lon * 1e7);
    return j;
}

/* Both ways for everybody, kind 0, way = 100 + its number. */
static inline int32_t town_edge(struct town *t, int32_t a, int32_t b, double length_m)
{
    const int32_t e = t->roads.edges++;
    t->from[e] = a;
    t->to[e] = b;
    t->way[e] = 100 + e;
    t->length_mm[e] = (uint32_t)lround(length_m * 1000.0);
    t->forth[e] = t->back[e] = 15;
    t->shape_first[e + 1] = 2 * (e + 1);
    t->shape_lat[2 * e] = t->lat[a];
    t->shape_lon[2 * e] = t->lon[a];
    t->shape_lat[2 * e + 1] = t->lat[b];
    t->shape_lon[2 * e + 1] = t->lon[b];
    return e;
}

static inline void town_ban(struct town *t, const int32_t *arc, int32_t len)
{
    const int32_t b = t->roads.bans++;
    memcpy(t->ban_arc + t->ban_first[b], arc, (size_t)len * sizeof *arc);
    t->ban_first[b + 1] = t->ban_first[b] + len;
    t->ban_who[b] = 1 << RK_CAR;
}

/* Everything at 36 km/h, so that a metre takes 100 ms; turning back is free. */
static inline struct rk_reach_speeds town_speeds(void)
{
    struct rk_reach_speeds s;
    memset(&s, 0, sizeof s);
    for (int p = 0; p < RK_PROFILES; p++) {
        for (int k = 0; k < RK_ROAD_KINDS; k++)
            s.road_kmh[k][p] = 36.0;
        for (int k = 0; k < RK_SURFACES; k++)
            s.most_kmh[k][RK_DRY][p] = s.most_kmh[k][RK_MUD][p] = 100.0;
        s.limit_share[p] = 1.0;
        s.top_kmh[p] = 100.0;
    }
    return s;
}

/* Rows of junctions with streets, some of them one-way, some missing, and random bans. */
static inline void town_grow(struct town *t, struct rk_random *r, int rows, int columns,
                             int bans)
{
    town_open(t);
    for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++)
            town_junction(t, 49.2 + 0.001 * y, 37.2 + 0.0015 * x);
    for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++)
            for (int k = 0; k < 2; k++) {
                const int32_t a = y * columns + x, b = k ? a + 1 : a + columns;
                if ((k ? x + 1 == columns : y + 1 == rows) || rk_random_below(r, 8) == 0)
                    continue;
                const int32_t e = town_edge(t, a, b, (double)(80 + rk_random_below(r, 200)));
                if (rk_random_below(r, 4) == 0)
                    (rk_random_below(r, 2) ? t->forth : t->back)[e] = 8; /* on foot only */
            }
    for (int tries = 0; t->roads.bans < bans && tries < 100 * bans; tries++) {
        int32_t chain[3], len = 1;
        chain[0] = (int32_t)rk_random_below(r, 2 * t->roads.edges);
        const int32_t want = 2 + (int32_t)rk_random_below(r, 2);
        for (int step = 0; len < want && step < 50; step++) {
            const int32_t a = (int32_t)rk_random_below(r, 2 * t->roads.edges);
            const int32_t head =
                chain[len - 1] & 1 ? t->from[chain[len - 1] >> 1] : t->to[chain[len - 1] >> 1];
            for (int32_t b = 0; b < 2 * t->roads.edges; b++) {
                const int32_t arc = (a + b) % (2 * t->roads.edges);
                if ((arc & 1 ? t->to[arc >> 1] : t->from[arc >> 1]) == head) {
                    chain[len++] = arc;
                    break;
                }
            }
        }
        if (len == want)
            town_ban(t, chain, len);
    }
}

/* Whether arcs a, b, c driven one after the other are forbidden (-1: none before). */
static inline bool town_forbids(const struct town *t, int32_t a, int32_t b, int32_t c)
{
    for (int32_t i = 0; i < t->roads.bans; i++) {
        const int32_t *ban = t->ban_arc + t->ban_first[i];
        const int32_t len = t->ban_first[i + 1] - t->ban_first[i];
        if ((len == 2 && ban[0] == b && ban[1] == c) ||
            (len == 3 && ban[0] == a && ban[1] == b && ban[2] == c))
            return true;
    }
    return false;
}

#endif
