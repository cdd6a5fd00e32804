/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who gets a bed if vehicles were no matter: by urgency, with beds moved among those who have
 * one already. Sets that can be put to bed are independent sets of a transversal matroid
 * (Edmonds & Fulkerson 1965), so taking the most urgent that still fits is the best there is.
 */
#include "rounds_internal.h"

struct beds {
    const struct rk_route_problem *p;
    int32_t *left; /* free in each pool */
    int32_t *pool; /* of each request, -1 */
    bool *seen;    /* pools on this search */
};

static bool put_to_bed(struct beds *b, int32_t request, int depth);

/* Somebody in this pool moves to another. */
static bool make_free(struct beds *b, int32_t pool, int depth)
{
    if (b->left[pool] > 0)
        return true;
    for (int32_t i = 0; depth > 0 && i < b->p->requests; i++)
        if (b->pool[i] == pool && put_to_bed(b, i, depth - 1)) {
            b->left[pool]++;
            return true;
        }
    return false;
}

static bool put_to_bed(struct beds *b, int32_t request, int depth)
{
    const struct rk_route_request *q = &b->p->request[request];
    for (int32_t k = 0; k < q->options; k++) {
        const int32_t pool = q->option[k].pool;
        if (pool < 0)
            return true;
        if (b->seen[pool])
            continue;
        b->seen[pool] = true;
        if (!make_free(b, pool, depth))
            continue;
        b->left[pool]--;
        b->pool[request] = pool;
        return true;
    }
    return false;
}

bool rounds_without_bed(const struct rk_route_problem *p, const bool *out_anyway, bool *without,
                        struct rk_scratch scratch)
{
    enum { DEPTH = 12 }; /* no town has more kinds of beds that stand for each other */
    struct beds b = {.p = p,
                     .left = RK_NEW(&scratch, int32_t, p->pools + 1),
                     .pool = RK_NEW(&scratch, int32_t, p->requests + 1),
                     .seen = RK_NEW(&scratch, bool, p->pools + 1)};
    if (scratch.in.failed)
        return false;
    for (int32_t k = 0; k < p->pools; k++)
        b.left[k] = p->pool[k];
    for (int32_t i = 0; i < p->requests; i++)
        b.pool[i] = -1;
    for (int32_t i = 0; i < p->requests; i++) { /* in order of urgency */
        without[i] = false;
        if (out_anyway[i] || p->request[i].options == 0)
            continue;
        memset(b.seen, 0, (size_t)p->pools);
        without[i] = !put_to_bed(&b, i, DEPTH);
    }
    return true;
}
