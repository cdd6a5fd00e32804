/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan/basemap: the land of a town from basemap.geojson, for the map of the sheet.
 *
 * Water, woods, rail, streets, bridges, districts, as docs/formats/basemap.md has them. Keeps
 * no state; any number of threads may call all of it on their own arenas. Uses: base.
 */
#ifndef RK_BASEMAP_H
#define RK_BASEMAP_H

#include "rk_base.h"
#include "rk_lists.h"

/*
 * Fills the shapes and points of *out, and its middle; cells and signs stay as they were. Every
 * point is kept. Names and points live in `keep`, texts without escapes in `json`, which must
 * outlive *out. A hole of an area is joined to its edge by a line there and back, so that the
 * area is right by the even-odd rule.
 * RK_EINVAL: not such a file; the place is "basemap.geojson:LINE:COLUMN". RK_ENOMEM: an arena
 * is full. On failure *out is left as it was. Linear in the bytes; scratch 100 bytes a point.
 */
RK_MUST_USE rk_status rk_basemap_read(struct rk_str json, struct rk_arena *keep,
                                      struct rk_scratch scratch, struct rk_map *out,
                                      struct rk_err *err);

/* Metres east and north of the map's middle; within 20 km of it off by less than 0.3 % of the
 * distance up to 60° of latitude. */
struct rk_map_point rk_basemap_place(const struct rk_map *map, double lat_deg, double lon_deg);

#endif
