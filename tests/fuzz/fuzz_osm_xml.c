/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as OSM XML, plain or gzip. */
#include "fuzz_roads.h"
#include "rk_osm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_room *room = fuzz_room();
    struct rk_roads roads;
    struct rk_osm_counts counts;
    struct rk_err err;
    if (rk_osm_roads((struct rk_str){(const char *)data, (ptrdiff_t)size}, "x.osm", 7,
                     &room->mem, room->tmp, &roads, &counts, &err) == RK_OK)
        fuzz_use_roads(room, &roads, &counts);
    else if (!err.text[0])
        abort();
    return 0;
}
