/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_base.h"

#include <sys/mman.h>
#include <sys/resource.h>

enum { ALIGN = 16 };

ptrdiff_t rk_address_share(ptrdiff_t want, int part)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
        limit.rlim_cur > (rlim_t)PTRDIFF_MAX)
        return want;
    const ptrdiff_t share = (ptrdiff_t)limit.rlim_cur / part;
    return want < share ? want : share;
}

struct rk_arena rk_arena_open(ptrdiff_t limit)
{
    if (limit <= 0)
        return (struct rk_arena){.failed = true};
    char *base = mmap(NULL, (size_t)limit, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
        return (struct rk_arena){.failed = true};
    return (struct rk_arena){.base = base, .at = base, .end = base + limit};
}

struct rk_scratch rk_scratch_open(ptrdiff_t limit)
{
    return (struct rk_scratch){rk_arena_open(limit)};
}

void rk_arena_close(struct rk_arena *arena)
{
    if (arena->base)
        munmap(arena->base, (size_t)(arena->end - arena->base));
    *arena = (struct rk_arena){.failed = true};
}

void rk_scratch_close(struct rk_scratch *scratch)
{
    rk_arena_close(&scratch->in);
}

void *rk_arena_room(struct rk_arena *arena, ptrdiff_t count, ptrdiff_t size)
{
    if (arena->failed || count < 0 || size <= 0 || count > PTRDIFF_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    const ptrdiff_t pad = (ptrdiff_t)(-(uintptr_t)arena->at & (ALIGN - 1));
    const ptrdiff_t left = arena->end - arena->at;
    if (pad > left || count * size > left - pad) {
        arena->failed = true;
        return NULL;
    }
    char *taken = arena->at + pad;
    arena->at = taken + count * size;
    return taken;
}

void *rk_arena_take(struct rk_arena *arena, ptrdiff_t count, ptrdiff_t size)
{
    void *taken = rk_arena_room(arena, count, size);
    return taken ? memset(taken, 0, (size_t)(count * size)) : NULL;
}

ptrdiff_t rk_arena_left(const struct rk_arena *arena)
{
    return arena->failed ? 0 : arena->end - arena->at;
}
