/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_reach_io.h"

#include "rk_file.h"

rk_status rk_roads_load(const char *path, struct rk_arena *keep, struct rk_scratch scratch,
                        const struct rk_roads **roads, const struct rk_reach_speeds **speeds,
                        struct rk_err *err)
{
    enum { ROADS_MAX = 1 << 30 };
    struct rk_str bytes;
    *roads = NULL;
    *speeds = NULL;
    if (!rk_file_exists(path))
        return RK_OK;
    struct rk_roads *read = RK_NEW(keep, struct rk_roads, 1);
    struct rk_reach_speeds *shipped = RK_NEW(keep, struct rk_reach_speeds, 1);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, path, "not enough memory for the roads");
    rk_status bad = rk_file_read(path, ROADS_MAX, &scratch.in, &bytes, err);
    if (!bad)
        bad = rk_roads_read(bytes, path, keep, read, NULL, err);
    if (bad)
        return bad;
    rk_reach_speeds_shipped(shipped);
    *roads = read;
    *speeds = shipped;
    return RK_OK;
}
