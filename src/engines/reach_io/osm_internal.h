/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Readers of OpenStreetMap files and the builder they feed. Foreign bytes: bounds are checked
 * at every step, and the program runs this in a jailed helper only.
 */
#ifndef RK_ROOM_REACH_IO
#error "osm_internal.h is private to src/engines/reach_io"
#endif
#ifndef OSM_INTERNAL_H
#define OSM_INTERNAL_H

#include "rk_osm.h"

/* ---- tags: of all keys only those that matter -------------------------------------------- */

enum osm_key {
    OSM_NO_KEY,
    OSM_ACCESS,
    OSM_AREA,
    OSM_BARRIER,
    OSM_BICYCLE,
    OSM_BRIDGE,
    OSM_DURATION,
    OSM_EMERGENCY,
    OSM_EXCEPT,
    OSM_FOOT,
    OSM_HGV,
    OSM_HIGHWAY,
    OSM_JUNCTION,
    OSM_MAN_MADE,
    OSM_MAXHEIGHT,
    OSM_MAXSPEED,
    OSM_MAXSPEED_BACK,
    OSM_MAXSPEED_FORTH,
    OSM_MAXWEIGHT,
    OSM_MOTOR_VEHICLE,
    OSM_MOTOR_VEHICLE_BACK,
    OSM_MOTOR_VEHICLE_FORTH,
    OSM_MOTORCAR,
    OSM_MOTORROAD,
    OSM_ONEWAY,
    OSM_ONEWAY_FOOT,
    OSM_ONEWAY_MOTOR,
    OSM_PUBLIC_TRANSPORT,
    OSM_RAILWAY,
    OSM_RESTRICTION,
    OSM_RESTRICTION_CONDITIONAL,
    OSM_RESTRICTION_HGV,
    OSM_RESTRICTION_MOTOR,
    OSM_RESTRICTION_MOTORCAR,
    OSM_ROUTE,
    OSM_SMOOTHNESS,
    OSM_SURFACE,
    OSM_TRACKTYPE,
    OSM_TUNNEL,
    OSM_TYPE,
    OSM_VEHICLE,
    OSM_VEHICLE_BACK,
    OSM_VEHICLE_FORTH,
    OSM_WHEN_IMPASSABLE,
    OSM_KEYS
};
enum osm_key osm_key_of(struct rk_str key);

struct osm_tags {
    struct rk_str value[OSM_KEYS]; /* empty: not there; valid during the call only */
};

/* ---- what a reader hands over ------------------------------------------------------------ */

enum osm_role { OSM_FROM, OSM_VIA, OSM_TO, OSM_OTHER_ROLE };
enum osm_kind { OSM_NODE, OSM_WAY, OSM_RELATION };
struct osm_member {
    int64_t ref;
    enum osm_kind kind;
    enum osm_role role;
};
enum osm_role osm_role_of(struct rk_str role);

/* First all ways and relations are read, then all nodes. Each call may fail: the reader stops.
 */
struct osm_sink {
    void *user;
    bool nodes; /* pass: nodes, or ways and relations */
    bool (*wanted)(void *user, int64_t node);
    rk_status (*node)(void *user, int64_t id, int32_t lat_e7, int32_t lon_e7,
                      const struct osm_tags *tags, struct rk_err *err);
    rk_status (*way)(void *user, int64_t id, const struct osm_tags *tags, const int64_t *ref,
                     int32_t refs, struct rk_err *err);
    rk_status (*relation)(void *user, int64_t id, const struct osm_tags *tags,
                          const struct osm_member *member, int32_t members, struct rk_err *err);
    struct rk_osm_counts *counts;
    uint64_t salt; /* for tables of foreign words: in the jail nothing can be asked for */
};
rk_status osm_read_pbf(struct rk_str bytes, const char *file, const struct osm_sink *sink,
                       struct rk_scratch scratch, struct rk_err *err);
/* XML, also packed by gzip. */
rk_status osm_read_xml(struct rk_str bytes, const char *file, const struct osm_sink *sink,
                       struct rk_scratch scratch, struct rk_err *err);

enum { OSM_REFS_MOST = 1 << 16, OSM_MEMBERS_MOST = 64 };

/* ---- what tags say ----------------------------------------------------------------------- */

struct osm_way {
    int64_t id;
    int32_t refs;
    uint32_t duration_s; /* 0: unknown */
    uint16_t limit_forth, limit_back, weight_dt, height_cm;
    uint8_t kind, surface, flags, may_forth, may_back;
};
/* false: no road. */
bool osm_way_read(const struct osm_tags *tags, struct osm_way *out);
/* Profiles that cannot pass the node. */
uint8_t osm_node_blocks(const struct osm_tags *tags);
/* Profiles a restriction binds (0: none) and whether it says "only". */
uint8_t osm_restriction(const struct osm_tags *tags, bool *only, bool *conditional);

#endif
