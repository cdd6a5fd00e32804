/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room for a run, and what roads that were accepted must stand. */
#ifndef FUZZ_ROADS_H
#define FUZZ_ROADS_H

#include "rk_hash.h"
#include "rk_reach_io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_room {
    struct rk_arena mem;
    struct rk_scratch tmp;
};

static inline struct fuzz_room *fuzz_room(void)
{
    static struct fuzz_room kept, room;
    if (!kept.mem.base)
        kept = (struct fuzz_room){rk_arena_open(256 << 20), rk_scratch_open(256 << 20)};
    room = kept;
    return &room;
}

static inline void fuzz_use_roads(struct fuzz_room *room, const struct rk_roads *roads,
                                  const struct rk_osm_counts *counts)
{
    struct rk_reach_speeds speeds;
    struct rk_reach_net net;
    const struct rk_reach_index *index;
    struct rk_reach_route way;
    struct rk_roads again;
    struct rk_osm_counts same;
    struct rk_err err;
    if (rk_roads_check(roads, &err))
        abort();
    struct rk_buf file = rk_buf_in(&room->mem, rk_roads_size(roads));
    struct rk_buf second = rk_buf_in(&room->mem, rk_roads_size(roads));
    rk_roads_write(roads, counts, &file);
    if (file.failed || rk_roads_read(rk_buf_str(&file), "x", &room->mem, &again, &same, &err))
        abort();
    rk_roads_write(&again, &same, &second);
    if (!rk_str_eq(rk_buf_str(&file), rk_buf_str(&second)))
        abort();
    rk_reach_speeds_shipped(&speeds);
    const struct rk_reach_wish wish = {.profile = RK_CAR};
    if (rk_reach_net_make(roads, &speeds, wish, (struct rk_reach_marks){NULL, 0}, &room->mem,
                          room->tmp, &net, &err) ||
        rk_reach_index_make(&net, &room->mem, room->tmp, &index, &err))
        return; /* out of room */
    for (int32_t j = 0; j < 3 && j < roads->junctions; j++) {
        const int32_t k = roads->junctions - 1 - j;
        const struct rk_reach_spot from =
            rk_reach_snap(index, 1e-7 * roads->lat_e7[j], 1e-7 * roads->lon_e7[j], 500.0);
        const struct rk_reach_spot to =
            rk_reach_snap(index, 1e-7 * roads->lat_e7[k], 1e-7 * roads->lon_e7[k], 500.0);
        if (rk_reach_route(&net, from, to, &room->mem, room->tmp, &way, &err) == RK_OK &&
            way.found && (way.points < 1 || way.length_mm < 0))
            abort();
    }
}

#endif
