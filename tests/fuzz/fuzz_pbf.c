/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as OSM PBF: refused with a reason, or roads that keep every promise and go through
 * a .roads file unchanged. */
#include "fuzz_roads.h"
#include "rk_osm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char head[] = "\0\0\0\x0d\n\tOSMHeader";
    struct fuzz_room *room = fuzz_room();
    char *bytes = RK_NEW(&room->mem, char, (ptrdiff_t)size + 32);
    struct rk_roads roads;
    struct rk_osm_counts counts;
    struct rk_err err;
    ptrdiff_t len = 0;
    /* Without its first bytes nothing is taken for a PBF: a mutation there is put right. */
    if (size > 16) {
        memcpy(bytes, data, size);
        memcpy(bytes, head, 2);
        memcpy(bytes + 4, head + 4, 11);
        len = (ptrdiff_t)size;
    }
    if (rk_osm_roads((struct rk_str){bytes, len}, "x.osm.pbf", 7, &room->mem, room->tmp, &roads,
                     &counts, &err) == RK_OK)
        fuzz_use_roads(room, &roads, &counts);
    else if (!err.text[0])
        abort();
    return 0;
}
