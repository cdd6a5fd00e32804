/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a .roads file whose checksum is right: what a helper that was taken over could
 * hand to its parent. */
#include "fuzz_roads.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_room *room = fuzz_room();
    struct rk_roads roads;
    struct rk_osm_counts counts;
    struct rk_err err;
    if (size < 40)
        return 0;
    char *bytes = RK_NEW(&room->mem, char, (ptrdiff_t)size);
    memcpy(bytes, data, size);
    const struct rk_hash hash = rk_sha256(bytes, (ptrdiff_t)size - 32);
    memcpy(bytes + size - 32, hash.byte, 32);
    if (rk_roads_read((struct rk_str){bytes, (ptrdiff_t)size}, "x.roads", &room->mem, &roads,
                      &counts, &err) == RK_OK)
        fuzz_use_roads(room, &roads, &counts);
    else if (!err.text[0])
        abort();
    return 0;
}
