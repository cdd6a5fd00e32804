/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the cheapest way of a request into a tour was when it was last looked for. A walk asks
 * the same of the same tours again and again: most trials are taken back, and what they leave
 * is met again. A tour is known by a hash of its vehicle and its nodes in their order.
 */
#include "route_rich.h"

enum { SLOTS = 1 << 18 };

bool rich_memo_new(struct rich *z, struct rk_scratch *s)
{
    const struct rk_route_problem *p = z->p;
    bool fits = !p->done && p->pools == 0;
    for (int32_t i = 0; i < p->requests && fits; i++)
        fits = p->request[i].after < 0 && p->request[i].options == 0 && p->request[i].was < 0;
    if (!fits)
        return true;
    z->memo = RK_NEW(s, struct rich_memo, SLOTS);
    z->mark = RK_NEW(s, uint64_t, z->nodes);
    if (s->in.failed)
        return false;
    for (int32_t i = 0; i < z->nodes; i++)
        z->mark[i] = rk_random_u64(&z->random);
    return true;
}

uint64_t rich_tour_hash(const struct rich *z, int32_t v, const int32_t *seq, int32_t len)
{
    uint64_t h = (uint64_t)(z->like[v] + 1) * UINT64_C(0x9E3779B97F4A7C15);
    for (int32_t i = 0; i < len && z->memo; i++)
        h = (h ^ z->mark[seq[i]]) * UINT64_C(0xD1342543DE82EF95);
    return h;
}

/* Where the answer for r and a tour is or will be; its key is another's where it is new. */
struct rich_memo *rich_memo_at(const struct rich *z, uint64_t tour, int32_t r, uint64_t *key)
{
    uint64_t h = (tour ^ z->mark[2 * r]) * UINT64_C(0xD1342543DE82EF95);
    h ^= h >> 32;
    *key = h | 1; /* an empty slot has 0 */
    return &z->memo[(h >> 1) & (SLOTS - 1)];
}
