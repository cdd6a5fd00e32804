/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reach_io: files of the engine reach: .roads, the speed table, OpenStreetMap extracts.
 */
#ifndef RK_REACH_IO_H
#define RK_REACH_IO_H

#include "rk_date.h"
#include "rk_osm.h"

/* The file as docs/formats/roads.md has it; equal roads give equal bytes. Test out->failed. */
void rk_roads_write(const struct rk_roads *roads, const struct rk_osm_counts *counts,
                    struct rk_buf *out);
ptrdiff_t rk_roads_size(const struct rk_roads *roads); /* at most so many bytes */
/* RK_ECORRUPT: the checksum is wrong or something is out of range; RK_EINVAL: no .roads file,
 * or one of another version. counts may be NULL. */
RK_MUST_USE rk_status rk_roads_read(struct rk_str bytes, const char *file,
                                    struct rk_arena *keep, struct rk_roads *out,
                                    struct rk_osm_counts *counts, struct rk_err *err);

/* The roads of a town's folder by which people are out of reach: docs/formats/roads.md. */
#define RK_TOWN_ROADS "town.roads"
/* Roads from a .roads file, with the shipped speeds; both NULL: there is no such file. Errors
 * of rk_roads_read, RK_EIO. */
RK_MUST_USE rk_status rk_roads_load(const char *path, struct rk_arena *keep,
                                    struct rk_scratch scratch, const struct rk_roads **roads,
                                    const struct rk_reach_speeds **speeds, struct rk_err *err);

/* Speeds from CSV `table,name,ground,car,ambulance,truck,foot`: rows not given keep what *out
 * holds. RK_EINVAL: "FILE:LINE: COLUMN: what; what is expected". */
RK_MUST_USE rk_status rk_reach_speeds_read(struct rk_str csv, const char *file,
                                           struct rk_reach_speeds *out, struct rk_err *err);
/* The table that comes with the program. */
void rk_reach_speeds_shipped(struct rk_reach_speeds *out);
const char *rk_road_kind_word(int kind); /* "motorway" …; NULL beyond the last */

/*
 * A rule of timeliness: by law or by a body of experts, so many minutes for such a share of
 * people, in force from … until (both included), with its source.
 */
enum { RK_REACH_RULES = 64 };
struct rk_reach_rule {
    struct rk_str id, need; /* need: capability of the facility, empty: any */
    struct rk_str name[2];  /* Ukrainian, English */
    struct rk_str source;
    rk_day from, until;
    enum rk_reach_way way; /* RK_OUT: help drives to people */
    uint32_t limit_ms;
    double share; /* 0 … 1, of all people */
};
struct rk_reach_rules {
    const struct rk_reach_rule *at;
    int32_t len;
};
/* CSV of docs/formats/roads.md, 5. RK_EINVAL: "FILE:LINE: COLUMN: what; what is expected". */
RK_MUST_USE rk_status rk_reach_rules_read(struct rk_str csv, const char *file,
                                          struct rk_arena *keep, struct rk_reach_rules *out,
                                          struct rk_err *err);
struct rk_str rk_reach_rules_shipped(void); /* the CSV that comes with the program */

/* An extract compiled by the jailed helper: the bytes of a .roads file, checked. */
RK_MUST_USE rk_status rk_osm_compile(const char *path, struct rk_arena *keep,
                                     struct rk_scratch scratch, struct rk_str *out,
                                     struct rk_err *err);

#endif
