/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reach_io: files of the engine reach: .roads, the speed table, OpenStreetMap extracts.
 */
#ifndef RK_REACH_IO_H
#define RK_REACH_IO_H

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

/* Speeds from CSV `table,name,ground,car,ambulance,truck,foot`: rows not given keep what *out
 * holds. RK_EINVAL: "FILE:LINE: COLUMN: what; what is expected". */
RK_MUST_USE rk_status rk_reach_speeds_read(struct rk_str csv, const char *file,
                                           struct rk_reach_speeds *out, struct rk_err *err);
/* The table that comes with the program. */
void rk_reach_speeds_shipped(struct rk_reach_speeds *out);
const char *rk_road_kind_word(int kind); /* "motorway" …; NULL beyond the last */

/* An extract compiled by the jailed helper: the bytes of a .roads file, checked. */
RK_MUST_USE rk_status rk_osm_compile(const char *path, struct rk_arena *keep,
                                     struct rk_scratch scratch, struct rk_str *out,
                                     struct rk_err *err);

#endif
