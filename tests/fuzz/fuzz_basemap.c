/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a base map: refused, or shapes whose points are all there and finite. */
#include "fuzz_entry.h"
#include "rk_basemap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rk_arena mem;
    static struct rk_scratch tmp;
    if (!mem.base) {
        mem = rk_arena_open((ptrdiff_t)64 << 20);
        tmp = rk_scratch_open((ptrdiff_t)256 << 20);
    }
    struct rk_arena keep = mem;
    const struct rk_str bytes = {(const char *)data, (ptrdiff_t)size};
    struct rk_map map = {.signs = 7};
    const rk_status status = rk_basemap_read(bytes, &keep, tmp, &map, NULL);
    FUZZ_MUST(map.signs == 7);
    if (status != RK_OK) {
        FUZZ_MUST(map.shapes == 0 && keep.at == mem.at);
        return 0;
    }
    FUZZ_MUST(map.shapes > 0 && map.points > 0);
    for (int32_t i = 0; i < map.shapes; i++) {
        const struct rk_map_shape *s = &map.shape[i];
        FUZZ_MUST(s->count >= 1 && s->first >= 0 && s->first <= map.points - s->count);
        FUZZ_MUST(s->kind <= RK_MAP_FOOTBRIDGE && s->passage == RK_MAP_OPEN);
        FUZZ_MUST(s->count >= 2 || (s->kind == RK_MAP_DANGER && s->radius_m > 0.0F));
    }
    for (int32_t i = 0; i < map.points; i++) /* five degrees: 557 km */
        FUZZ_MUST(fabs((double)map.point[i].x_m) < 290e3 &&
                  fabs((double)map.point[i].y_m) < 290e3);
    return 0;
}
