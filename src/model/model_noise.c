/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Smooth noise from a hash of lattice points: equal on every machine, no tables. */
#define RK_ROOM_MODEL
#include "model_internal.h"

/* The finaliser of splitmix64 (Steele, Lea & Flood 2014) over the mixed coordinates. */
static double lattice(uint64_t seed, uint32_t layer, int64_t ix, int64_t iy)
{
    uint64_t z = seed ^ (uint64_t)ix * UINT64_C(0x9E3779B97F4A7C15) ^
                 (uint64_t)iy * UINT64_C(0xC2B2AE3D27D4EB4F) ^
                 (uint64_t)layer * UINT64_C(0x165667B19E3779F9);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    z ^= z >> 31;
    return (double)(z >> 11) * 0x1p-52 - 1.0;
}

/* 6t^5 - 15t^4 + 10t^3: first and second derivatives vanish at 0 and 1 (Perlin 2002). */
static double fade(double t)
{
    return t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
}

double model_noise(uint64_t seed, uint32_t layer, double x, double y)
{
    const double fx = floor(x), fy = floor(y);
    const int64_t ix = (int64_t)fx, iy = (int64_t)fy;
    const double tx = fade(x - fx), ty = fade(y - fy);
    const double a = lattice(seed, layer, ix, iy), b = lattice(seed, layer, ix + 1, iy);
    const double c = lattice(seed, layer, ix, iy + 1), d = lattice(seed, layer, ix + 1, iy + 1);
    const double low = a + (b - a) * tx, high = c + (d - c) * tx;
    return low + (high - low) * ty;
}

void *model_room(struct rk_arena *a, void *old, int32_t count, int32_t *room, ptrdiff_t size)
{
    if (count < *room)
        return old;
    if (*room > INT32_MAX / 4) {
        a->failed = true;
        return old;
    }
    const int32_t next = *room ? *room * 2 : 1024;
    void *grown = rk_arena_take(a, next, size);
    if (!grown)
        return old;
    if (count > 0)
        memcpy(grown, old, (size_t)(count * size));
    *room = next;
    return grown;
}
