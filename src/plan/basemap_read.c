/* SPDX-License-Identifier: GPL-3.0-or-later */
/* basemap.geojson (RFC 7946) as shapes of a map. */
#include "rk_basemap.h"

#include "rk_json.h"

#define PI 3.14159265358979323846

enum {
    FEATURES_MOST = 200000,
    POINTS_MOST = 4000000,
    NAME_MOST = 200, /* bytes */
    LEVELS_MOST = 4  /* of brackets: several polygons, rings, points, numbers */
};
static const double extent_deg = 5.0, lat_most = 85.0; /* of a town; of an oblast */

struct spot {
    double lon_deg, lat_deg;
};

struct ring { /* a line or a closed ring of the feature at hand */
    int32_t first, count;
    int32_t polygon;
};

struct reader {
    struct rk_json json;
    struct rk_scratch *scratch;
    struct spot *spot;
    struct ring *ring;
    struct rk_map_shape *shape;
    int32_t spots, spot_room, rings, ring_room, shapes, shape_room, features;
    rk_status status;
    const char *wrong; /* what is, when status is RK_EINVAL */
    /* the feature at hand */
    int levels;
    int32_t spots_before;
    int kind; /* -1: not said */
    double radius_m;
    struct rk_str type, name;
};

/* ---- failing, growing ------------------------------------------------------------------ */

static bool refuse(struct reader *r, const char *wrong)
{
    if (!r->status) {
        r->status = RK_EINVAL;
        r->wrong = wrong;
    }
    return false;
}

static void *grown(struct reader *r, void *list, int32_t count, int32_t *room, ptrdiff_t size)
{
    if (count < *room)
        return list;
    const int32_t more = *room > 0 ? 2 * *room : 512;
    void *bigger = rk_arena_take(&r->scratch->in, more, size);
    if (!bigger) {
        r->status = r->status ? r->status : RK_ENOMEM;
        return NULL;
    }
    if (count > 0)
        memcpy(bigger, list, (size_t)(count * size));
    *room = more;
    return bigger;
}

static enum rk_json_kind next(struct reader *r)
{
    if (r->status)
        return RK_JSON_ERROR;
    const enum rk_json_kind kind = rk_json_next(&r->json);
    if (kind == RK_JSON_ERROR) {
        if (r->json.keep->failed)
            r->status = RK_ENOMEM;
        else
            refuse(r, r->json.why);
    }
    return kind;
}

static void skip(struct reader *r)
{
    if (!r->status && rk_json_skip(&r->json) == RK_JSON_ERROR)
        refuse(r, r->json.why);
}

/* ---- coordinates ----------------------------------------------------------------------- */

static bool add_spot(struct reader *r, const double *number, int count)
{
    if (count < 2)
        return refuse(r, "a position has at least a longitude and a latitude");
    if (!(fabs(number[0]) <= 180.0 && fabs(number[1]) <= lat_most))
        return refuse(r, "a longitude is within 180, a latitude within 85 degrees");
    if (r->spots == POINTS_MOST)
        return refuse(r, "at most 4,000,000 points are expected");
    struct spot *list = grown(r, r->spot, r->spots, &r->spot_room, (ptrdiff_t)sizeof *list);
    if (!list)
        return false;
    r->spot = list;
    list[r->spots++] = (struct spot){number[0], number[1]};
    return true;
}

static bool end_ring(struct reader *r, int32_t first, int32_t polygon)
{
    struct ring *list = grown(r, r->ring, r->rings, &r->ring_room, (ptrdiff_t)sizeof *list);
    if (!list)
        return false;
    r->ring = list;
    list[r->rings++] = (struct ring){first, r->spots - first, polygon};
    return true;
}

/* One number of a position at that depth of brackets; all positions lie equally deep. */
static bool add_number(struct reader *r, double number[LEVELS_MOST], int *count, int depth)
{
    if (r->levels != 0 && r->levels != depth)
        return refuse(r, "positions do not lie equally deep");
    if (*count == LEVELS_MOST)
        return refuse(r, "a position has at most four numbers");
    r->levels = depth;
    number[(*count)++] = r->json.number;
    return true;
}

/* [ [ [lon, lat], … ] ]: as deep as it comes; the type is compared when the feature ends. */
static void read_coordinates(struct reader *r)
{
    double number[LEVELS_MOST];
    int depth = 0, count = 0;
    int32_t first = r->spots, polygon = 0;
    do {
        switch (next(r)) {
        case RK_JSON_ARRAY:
            if (++depth > LEVELS_MOST || count > 0) {
                refuse(r, "too many brackets");
                return;
            }
            break;
        case RK_JSON_NUMBER:
            if (!add_number(r, number, &count, depth))
                return;
            break;
        case RK_JSON_ARRAY_END:
            if (depth == r->levels && !add_spot(r, number, count))
                return;
            count = 0;
            if (depth == r->levels - 1 || (r->levels == 1 && depth == 1)) {
                if (!end_ring(r, first, polygon))
                    return;
                first = r->spots;
            }
            polygon += depth == r->levels - 2;
            depth--;
            break;
        default:
            refuse(r, "coordinates are numbers in brackets");
            return;
        }
    } while (depth > 0);
}

/* ---- a feature ------------------------------------------------------------------------- */

static const struct {
    const char *word;
    enum rk_map_shape_kind kind;
} kinds[] = {{"water", RK_MAP_WATER},   {"green", RK_MAP_GREEN},
             {"danger", RK_MAP_DANGER}, {"district", RK_MAP_DISTRICT},
             {"rail", RK_MAP_RAIL},     {"main", RK_MAP_MAIN},
             {"street", RK_MAP_STREET}, {"lane", RK_MAP_LANE},
             {"bridge", RK_MAP_BRIDGE}, {"footbridge", RK_MAP_FOOTBRIDGE}};

static void read_kind(struct reader *r)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(kinds); i++)
        if (rk_str_eq(r->json.text, rk_str_of(kinds[i].word)))
            r->kind = (int)kinds[i].kind;
    if (r->kind < 0)
        refuse(r, "kind is water, green, rail, main, street, lane, bridge, footbridge, "
                  "district or danger");
}

static void read_properties(struct reader *r)
{
    if (next(r) != RK_JSON_OBJECT) {
        if (r->json.kind != RK_JSON_NULL)
            refuse(r, "properties are an object");
        return;
    }
    while (next(r) == RK_JSON_KEY) {
        const struct rk_str key = r->json.text;
        if (rk_str_eq(key, RK_STR("kind")) && next(r) == RK_JSON_STRING) {
            read_kind(r);
        } else if (rk_str_eq(key, RK_STR("kind"))) {
            refuse(r, "kind is a text");
        } else if (rk_str_eq(key, RK_STR("name")) && next(r) == RK_JSON_STRING) {
            r->name = r->json.text;
            if (r->name.len > NAME_MOST)
                refuse(r, "a name has at most 200 bytes");
        } else if (rk_str_eq(key, RK_STR("name"))) {
            if (r->json.kind != RK_JSON_NULL)
                refuse(r, "name is a text");
        } else if (rk_str_eq(key, RK_STR("radius_m")) && next(r) == RK_JSON_NUMBER) {
            r->radius_m = r->json.number;
        } else if (rk_str_eq(key, RK_STR("radius_m"))) {
            if (r->json.kind != RK_JSON_NULL)
                refuse(r, "radius_m is a number");
        } else {
            skip(r);
        }
    }
}

static void read_geometry(struct reader *r)
{
    if (next(r) == RK_JSON_NULL)
        return; /* a feature without a place */
    if (r->json.kind != RK_JSON_OBJECT) {
        refuse(r, "geometry is an object");
        return;
    }
    while (next(r) == RK_JSON_KEY) {
        if (rk_str_eq(r->json.text, RK_STR("type")) && next(r) == RK_JSON_STRING)
            r->type = r->json.text;
        else if (rk_str_eq(r->json.text, RK_STR("coordinates")) && r->levels == 0)
            read_coordinates(r);
        else if (r->json.kind == RK_JSON_KEY)
            skip(r);
        else
            refuse(r, "type is a text, and coordinates stand there once");
    }
}

/* How deep the positions of a type lie; 0: no such type here. */
static int levels_of(struct rk_str type)
{
    static const struct {
        const char *word;
        int levels;
    } types[] = {{"Point", 1},
                 {"LineString", 2},
                 {"MultiLineString", 3},
                 {"Polygon", 3},
                 {"MultiPolygon", 4}};
    for (ptrdiff_t i = 0; i < RK_COUNT(types); i++)
        if (rk_str_eq(type, rk_str_of(types[i].word)))
            return types[i].levels;
    return 0;
}

static bool is_polygon(struct rk_str type)
{
    return rk_str_ends(type, RK_STR("Polygon"));
}

static bool check_feature(struct reader *r)
{
    const bool area = r->kind <= (int)RK_MAP_DISTRICT;
    const int levels = levels_of(r->type);
    if (r->kind < 0)
        return refuse(r, "a feature has no kind");
    if (levels == 0)
        return refuse(r, "a geometry has no type");
    if (levels != r->levels)
        return refuse(r, "the coordinates are not those of the type");
    if (levels == 1) {
        if (r->kind != (int)RK_MAP_DANGER || !(r->radius_m > 0.0 && r->radius_m <= 5000.0))
            return refuse(r, "only a danger is a point, with radius_m of at most 5,000");
        return true;
    }
    if (area != is_polygon(r->type))
        return refuse(r, area ? "this kind is an area: Polygon or MultiPolygon"
                              : "this kind is a line: LineString or MultiLineString");
    return true;
}

static bool check_ring(struct reader *r, const struct ring *ring)
{
    const struct spot *p = r->spot + ring->first;
    if (r->levels == 1)
        return true;
    if (!is_polygon(r->type))
        return ring->count >= 2 || refuse(r, "a line has at least two positions");
    if (ring->count < 4)
        return refuse(r, "a ring has at least four positions");
    return (p[0].lon_deg == p[ring->count - 1].lon_deg &&
            p[0].lat_deg == p[ring->count - 1].lat_deg) ||
           refuse(r, "a ring ends where it begins");
}

static struct rk_map_shape *add_shape(struct reader *r, int32_t first, int32_t count)
{
    struct rk_map_shape *list =
        grown(r, r->shape, r->shapes, &r->shape_room, (ptrdiff_t)sizeof *list);
    if (!list)
        return NULL;
    r->shape = list;
    list[r->shapes] = (struct rk_map_shape){.kind = (uint8_t)r->kind,
                                            .passage = RK_MAP_OPEN,
                                            .first = first,
                                            .count = count,
                                            .radius_m = (float)r->radius_m,
                                            .name = r->name};
    return &list[r->shapes++];
}

/*
 * The rings of one polygon stand one behind another, each closed: 0 1 2 0, 5 6 7 5. Read as one
 * ring that is the edge, a way from 0 to 5, the hole, and back from 5 to 0: even-odd leaves the
 * hole out. With more holes the ways back are added: one position at the end of each.
 */
static bool join_holes(struct reader *r, const struct ring *ring, int32_t count)
{
    const int32_t first = ring[0].first;
    int32_t total = 0;
    for (int32_t i = 0; i < count; i++)
        total += ring[i].count;
    if (count == 1) /* the last position repeats the first */
        return add_shape(r, first, total - 1) != NULL;
    const int32_t from = r->spots;
    for (int32_t i = 0; i < count; i++) {
        for (int32_t k = 0; k < ring[i].count; k++) {
            const struct spot s = r->spot[ring[i].first + k];
            if (!add_spot(r, (const double[]){s.lon_deg, s.lat_deg}, 2))
                return false;
        }
        const struct spot back = r->spot[first];
        if (i > 0 && i + 1 < count &&
            !add_spot(r, (const double[]){back.lon_deg, back.lat_deg}, 2))
            return false;
    }
    return add_shape(r, from, r->spots - from) != NULL;
}

static void end_feature(struct reader *r)
{
    if (!r->status && r->type.len > 0 && levels_of(r->type) == 0)
        refuse(r, "type is Point, LineString, MultiLineString, Polygon or MultiPolygon");
    if (r->status || r->levels == 0)
        return; /* no place: nothing to draw */
    if (!check_feature(r))
        return;
    for (int32_t i = 0; i < r->rings; i++)
        if (!check_ring(r, &r->ring[i]))
            return;
    for (int32_t i = 0; i < r->rings;) {
        int32_t n = 1;
        if (is_polygon(r->type)) {
            while (i + n < r->rings && r->ring[i + n].polygon == r->ring[i].polygon)
                n++;
            if (!join_holes(r, &r->ring[i], n))
                return;
        } else if (!add_shape(r, r->ring[i].first, r->ring[i].count)) {
            return;
        }
        i += n;
    }
}

static void read_feature(struct reader *r)
{
    r->levels = 0, r->rings = 0, r->kind = -1, r->radius_m = 0.0;
    r->type = r->name = (struct rk_str){0};
    if (++r->features > FEATURES_MOST) {
        refuse(r, "at most 200,000 features are expected");
        return;
    }
    while (next(r) == RK_JSON_KEY) {
        if (rk_str_eq(r->json.text, RK_STR("properties")))
            read_properties(r);
        else if (rk_str_eq(r->json.text, RK_STR("geometry")) && r->levels == 0)
            read_geometry(r);
        else
            skip(r);
    }
    end_feature(r);
}

/* ---- the collection -------------------------------------------------------------------- */

static void read_features(struct reader *r)
{
    if (next(r) != RK_JSON_ARRAY) {
        refuse(r, "features are in brackets");
        return;
    }
    while (next(r) == RK_JSON_OBJECT)
        read_feature(r);
    if (r->json.kind != RK_JSON_ARRAY_END)
        refuse(r, "a feature is an object");
}

static void read_all(struct reader *r)
{
    bool collection = false, read = false;
    if (next(r) != RK_JSON_OBJECT) {
        refuse(r, "a FeatureCollection is expected");
        return;
    }
    while (next(r) == RK_JSON_KEY) {
        if (rk_str_eq(r->json.text, RK_STR("type"))) {
            collection = next(r) == RK_JSON_STRING &&
                         rk_str_eq(r->json.text, RK_STR("FeatureCollection"));
            if (!collection)
                refuse(r, "a FeatureCollection is expected");
        } else if (rk_str_eq(r->json.text, RK_STR("features")) && !read) {
            read = true;
            read_features(r);
        } else {
            skip(r);
        }
    }
    if (next(r) != RK_JSON_END)
        refuse(r, "something stands behind the collection");
    if (!collection || !read)
        refuse(r, "a FeatureCollection is expected");
    if (r->shapes == 0)
        refuse(r, "there is nothing with a place in it");
}

/* ---- metres ---------------------------------------------------------------------------- */

/* Metres of one degree on WGS 84: series of the arcs of meridian and parallel, to 0.1 m (Snyder
 * 1987, Map Projections, USGS Professional Paper 1395, p. 25, as coefficients in cosines). */
static void degree_of(double lat_deg, double *lat_m, double *lon_m)
{
    const double p = lat_deg * PI / 180.0;
    *lat_m = 111132.92 - 559.82 * cos(2.0 * p) + 1.175 * cos(4.0 * p);
    *lon_m = 111412.84 * cos(p) - 93.5 * cos(3.0 * p) + 0.118 * cos(5.0 * p);
}

struct rk_map_point rk_basemap_place(const struct rk_map *map, double lat_deg, double lon_deg)
{
    double lat_m, lon_m;
    degree_of(map->lat_deg, &lat_m, &lon_m);
    return (struct rk_map_point){(float)((lon_deg - map->lon_deg) * lon_m),
                                 (float)((lat_deg - map->lat_deg) * lat_m)};
}

/* The middle of all points; false: too far apart for one town. */
static bool find_middle(const struct reader *r, struct rk_map *map)
{
    struct spot low = r->spot[0], high = r->spot[0];
    for (int32_t i = 1; i < r->spots; i++) {
        low.lon_deg = fmin(low.lon_deg, r->spot[i].lon_deg);
        low.lat_deg = fmin(low.lat_deg, r->spot[i].lat_deg);
        high.lon_deg = fmax(high.lon_deg, r->spot[i].lon_deg);
        high.lat_deg = fmax(high.lat_deg, r->spot[i].lat_deg);
    }
    map->lat_deg = (low.lat_deg + high.lat_deg) / 2.0;
    map->lon_deg = (low.lon_deg + high.lon_deg) / 2.0;
    return high.lon_deg - low.lon_deg <= extent_deg && high.lat_deg - low.lat_deg <= extent_deg;
}

rk_status rk_basemap_read(struct rk_str json, struct rk_arena *keep, struct rk_scratch scratch,
                          struct rk_map *out, struct rk_err *err)
{
    struct rk_arena result = *keep;
    if (rk_str_starts(json, RK_STR("\xEF\xBB\xBF")))
        json = rk_str_slice(json, 3, json.len);
    struct reader r = {.json = rk_json_read(json, &result), .scratch = &scratch};
    struct rk_map map = *out;
    read_all(&r);
    if (!r.status && !find_middle(&r, &map))
        refuse(&r,
               "the points lie more than five degrees apart: that is no town, nor an oblast");
    if (r.status == RK_EINVAL) {
        char place[64];
        int line, column;
        rk_json_where(&r.json, &line, &column);
        snprintf(place, sizeof place, "basemap.geojson:%d:%d", line, column);
        return rk_fail(err, RK_EINVAL, place, "%s (docs/formats/basemap.md)", r.wrong);
    }
    struct rk_map_point *point = RK_NEW(&result, struct rk_map_point, r.spots);
    struct rk_map_shape *shape = RK_NEW(&result, struct rk_map_shape, r.shapes);
    if (r.status || !point || !shape)
        return rk_fail(err, RK_ENOMEM, "basemap.geojson", "%td bytes do not fit into memory",
                       json.len);
    for (int32_t i = 0; i < r.spots; i++)
        point[i] = rk_basemap_place(&map, r.spot[i].lat_deg, r.spot[i].lon_deg);
    memcpy(shape, r.shape, (size_t)r.shapes * sizeof *shape);
    map.point = point, map.points = r.spots;
    map.shape = shape, map.shapes = r.shapes;
    *keep = result;
    *out = map;
    return RK_OK;
}
