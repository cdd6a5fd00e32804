/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Capacity that is used up to the last place. */
#include "rk_reach_place.h"

struct turn {
    uint32_t ms;
    int32_t group;
};

static int soonest_first(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    if (x->ms != y->ms)
        return x->ms < y->ms ? -1 : 1;
    return (x->group > y->group) - (x->group < y->group);
}

rk_status rk_reach_cover(struct rk_reach_table t, const int64_t *capacity, uint32_t limit_ms,
                         struct rk_scratch scratch, int64_t *served, int64_t *left,
                         struct rk_err *err)
{
    struct turn *turn = RK_NEW(&scratch, struct turn, t.groups);
    if (!turn && t.groups > 0)
        return rk_fail(err, RK_ENOMEM, "cover", "%d groups", t.groups);
    for (int32_t g = 0; g < t.groups; g++)
        if (t.people[g] < 0)
            return rk_fail(err, RK_EINVAL, "people", "group %d has less than nobody", g);
    for (int32_t s = 0; s < t.sites; s++)
        if (capacity[s] < 0)
            return rk_fail(err, RK_EINVAL, "capacity", "site %d has less than nothing", s);
    for (int32_t g = 0; g < t.groups; g++)
        left[g] = t.people[g];
    for (int32_t s = 0; s < t.sites; s++) {
        int64_t room = capacity[s];
        int32_t len = 0;
        for (int32_t g = 0; g < t.groups; g++) {
            const uint32_t ms = t.time_ms[(ptrdiff_t)s * t.groups + g];
            served[(ptrdiff_t)s * t.groups + g] = 0;
            if (ms != RK_REACH_NEVER && ms <= limit_ms && left[g] > 0)
                turn[len++] = (struct turn){ms, g};
        }
        if (len > 1)
            qsort(turn, (size_t)len, sizeof *turn, soonest_first);
        for (int32_t i = 0; i < len && room > 0; i++) {
            const int32_t g = turn[i].group;
            const int64_t take = left[g] < room ? left[g] : room;
            served[(ptrdiff_t)s * t.groups + g] = take;
            left[g] -= take;
            room -= take;
        }
    }
    return RK_OK;
}
