/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts ways at junctions and barriers, and measures the pieces. */
#include "osm_graph.h"
#include "road_kinds.h"

#define EARTH_M 6371000.0 /* as in the engine */
#define RADIANS (3.14159265358979323846 / 180.0)

static double metres(const struct osm_graph *g, int64_t a, int64_t b)
{
    const double lat1 = 1e-7 * g->lat_e7[a] * RADIANS, lat2 = 1e-7 * g->lat_e7[b] * RADIANS;
    const double s = sin(0.5 * (lat2 - lat1));
    const double t = sin(0.5 * RADIANS * 1e-7 * ((double)g->lon_e7[b] - g->lon_e7[a]));
    return 2.0 * EARTH_M * asin(sqrt(fmin(s * s + cos(lat1) * cos(lat2) * t * t, 1.0)));
}

/* The roads under construction. While `counting`, nothing is written but the numbers. */
struct laying {
    const struct osm_graph *g;
    bool counting;
    int64_t junctions, edges, points;
    int32_t *junction_of; /* [slots] */
    int32_t *lat_e7, *lon_e7, *from, *to, *shape_first, *shape_lat, *shape_lon;
    int64_t *way;
    uint32_t *length_mm;
    uint8_t *kind, *surface, *flags, *may_forth, *may_back;
    uint16_t *limit_forth, *limit_back, *weight_dt, *height_cm;
};

static int32_t new_junction(struct laying *l, int64_t slot)
{
    if (!l->counting) {
        l->lat_e7[l->junctions] = l->g->lat_e7[slot];
        l->lon_e7[l->junctions] = l->g->lon_e7[slot];
    }
    return (int32_t)l->junctions++;
}

static int32_t junction_at(struct laying *l, int64_t slot)
{
    if (l->junction_of[slot] < 0)
        l->junction_of[slot] = new_junction(l, slot);
    return l->junction_of[slot];
}

/* Nodes at[0 … count - 1] of way w as one edge. */
static void put_edge(struct laying *l, const struct osm_way *w, const int64_t *at,
                     int32_t count, int32_t from, int32_t to)
{
    const int64_t e = l->edges++;
    double length_m = 0.0;
    if (l->counting) {
        l->points += count;
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        l->shape_lat[l->points] = l->g->lat_e7[at[i]];
        l->shape_lon[l->points++] = l->g->lon_e7[at[i]];
        length_m += i > 0 ? metres(l->g, at[i - 1], at[i]) : 0.0;
    }
    l->shape_first[e + 1] = (int32_t)l->points;
    l->from[e] = from;
    l->to[e] = to;
    l->way[e] = w->id;
    l->length_mm[e] = (uint32_t)fmin(round(length_m * 1000.0), 4e9);
    l->kind[e] = w->kind;
    l->surface[e] = w->surface;
    l->flags[e] = w->flags;
    l->may_forth[e] = w->may_forth;
    l->may_back[e] = w->may_back;
    l->limit_forth[e] = w->limit_forth;
    l->limit_back[e] = w->limit_back;
    l->weight_dt[e] = w->weight_dt;
    l->height_cm[e] = w->height_cm;
}

/* An edge without length between an edge's end and the barrier's place. */
static void put_gate(struct laying *l, const struct osm_way *w, int64_t slot, int32_t from,
                     int32_t to)
{
    const uint8_t pass = (uint8_t)~l->g->blocks[slot] & ((1 << RK_PROFILES) - 1);
    const struct osm_way gate = {.id = w->id,
                                 .kind = ROAD_GATE,
                                 .flags = RK_ROAD_GATE,
                                 .may_forth = pass,
                                 .may_back = pass};
    const int64_t at[2] = {slot, slot};
    put_edge(l, &gate, at, 2, from, to);
}

static bool blocked(const struct osm_graph *g, int64_t slot)
{
    return (g->blocks[slot] & ~OSM_NODE_SEEN) != 0;
}

/* A chain of nodes that are all in the file, cut where roads meet or somebody cannot pass. */
static void lay_chain(struct laying *l, const struct osm_way *w, const int64_t *at, int32_t len)
{
    for (int32_t a = 0, b; a + 1 < len; a = b) {
        b = a + 1;
        while (b + 1 < len && l->g->uses[at[b]] < 2 && !blocked(l->g, at[b]))
            b++;
        int32_t from = junction_at(l, at[a]), to = junction_at(l, at[b]);
        if (blocked(l->g, at[a])) {
            const int32_t own = new_junction(l, at[a]);
            put_gate(l, w, at[a], from, own);
            from = own;
        }
        const bool gate = blocked(l->g, at[b]);
        const int32_t own = gate ? new_junction(l, at[b]) : to;
        put_edge(l, w, at + a, b - a + 1, from, own);
        if (gate)
            put_gate(l, w, at[b], own, to);
    }
}

static void lay_way(struct laying *l, struct osm_way w, const int64_t *slot)
{
    double length_m = 0.0;
    for (int32_t i = 1; w.duration_s > 0 && i < w.refs; i++)
        length_m += metres(l->g, slot[i - 1], slot[i]);
    if (w.duration_s > 0) /* a ferry's own speed, in 0.01 km/h */
        w.limit_forth = w.limit_back =
            (uint16_t)fmin(fmax(round(360.0 * length_m / w.duration_s), 1.0), 60000.0);
    for (int32_t a = 0, b; a < w.refs; a = b + 1) {
        b = a;
        while (b < w.refs && l->g->blocks[slot[b]] & OSM_NODE_SEEN)
            b++;
        if (l->counting && b < w.refs)
            l->g->counts->missing_nodes++;
        lay_chain(l, &w, slot + a, b - a);
    }
}

static void lay_all(struct laying *l)
{
    l->junctions = l->edges = l->points = 0;
    for (int64_t s = 0; s < l->g->slots; s++)
        l->junction_of[s] = -1;
    struct osm_walk walk = osm_list_walk(&l->g->ways);
    for (struct osm_way *w = osm_walk_here(&walk); w; w = osm_walk_here(&walk)) {
        lay_way(l, *w, (const int64_t *)(const void *)(w + 1));
        osm_walk_past(&walk, (ptrdiff_t)sizeof *w + w->refs * (ptrdiff_t)sizeof(int64_t));
    }
}

static bool take_room(struct laying *l, struct rk_arena *keep)
{
    l->lat_e7 = RK_NEW(keep, int32_t, l->junctions);
    l->lon_e7 = RK_NEW(keep, int32_t, l->junctions);
    l->from = RK_NEW(keep, int32_t, l->edges);
    l->to = RK_NEW(keep, int32_t, l->edges);
    l->way = RK_NEW(keep, int64_t, l->edges);
    l->length_mm = RK_NEW(keep, uint32_t, l->edges);
    l->kind = RK_NEW(keep, uint8_t, l->edges);
    l->surface = RK_NEW(keep, uint8_t, l->edges);
    l->flags = RK_NEW(keep, uint8_t, l->edges);
    l->may_forth = RK_NEW(keep, uint8_t, l->edges);
    l->may_back = RK_NEW(keep, uint8_t, l->edges);
    l->limit_forth = RK_NEW(keep, uint16_t, l->edges);
    l->limit_back = RK_NEW(keep, uint16_t, l->edges);
    l->weight_dt = RK_NEW(keep, uint16_t, l->edges);
    l->height_cm = RK_NEW(keep, uint16_t, l->edges);
    l->shape_first = RK_NEW(keep, int32_t, l->edges + 1);
    l->shape_lat = RK_NEW(keep, int32_t, l->points);
    l->shape_lon = RK_NEW(keep, int32_t, l->points);
    return !keep->failed;
}

rk_status osm_lay_roads(struct osm_graph *g, struct rk_arena *keep, struct rk_scratch *scratch,
                        struct rk_roads *out, int32_t **junction_of, struct rk_err *err)
{
    struct laying l = {.g = g, .counting = true};
    l.junction_of = RK_NEW(scratch, int32_t, g->slots);
    if (!l.junction_of)
        return rk_fail(err, RK_ENOMEM, "roads", "no room for junctions");
    lay_all(&l);
    if (l.edges == 0)
        return rk_fail(
            err, RK_EINVAL, "roads",
            "none of the roads has two nodes in the file; a whole extract is expected");
    if (l.edges > INT32_MAX / 4 || l.points > INT32_MAX / 2 || l.junctions > INT32_MAX / 4 ||
        !take_room(&l, keep))
        return rk_fail(err, RK_ENOMEM, "roads", "%" PRId64 " edges", l.edges);
    l.counting = false;
    lay_all(&l);
    *junction_of = l.junction_of;
    *out = (struct rk_roads){.junctions = (int32_t)l.junctions,
                             .edges = (int32_t)l.edges,
                             .lat_e7 = l.lat_e7,
                             .lon_e7 = l.lon_e7,
                             .from = l.from,
                             .to = l.to,
                             .way = l.way,
                             .length_mm = l.length_mm,
                             .kind = l.kind,
                             .surface = l.surface,
                             .flags = l.flags,
                             .may_forth = l.may_forth,
                             .may_back = l.may_back,
                             .limit_forth = l.limit_forth,
                             .limit_back = l.limit_back,
                             .weight_dt = l.weight_dt,
                             .height_cm = l.height_cm,
                             .shape_first = l.shape_first,
                             .shape_lat_e7 = l.shape_lat,
                             .shape_lon_e7 = l.shape_lon};
    return RK_OK;
}
