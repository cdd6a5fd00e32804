/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pairs people should look at first: those whose answer moves the count most. */
#include "link_internal.h"

static bool decided(const struct rk_link_decision *decisions, int32_t count, int32_t a,
                    int32_t b)
{
    for (int32_t i = 0; i < count; i++)
        if ((decisions[i].a == a && decisions[i].b == b) ||
            (decisions[i].a == b && decisions[i].b == a))
            return true;
    return false;
}

static int by_stake(const void *a, const void *b)
{
    const struct rk_link_question *x = a, *y = b;
    if (x->stake < y->stake || x->stake > y->stake)
        return x->stake > y->stake ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* Before the answer the pair adds p to the expected number of joins, after it 0 or 1: the
 * expected change is p (1 - p) + (1 - p) p. One question a record: others follow from it. */
int32_t rk_link_queue(const struct rk_link *link, const struct rk_link_decision *decisions,
                      int32_t decision_count, int32_t most, struct rk_scratch scratch,
                      struct rk_link_question *questions)
{
    ptrdiff_t open = 0;
    int32_t count = 0;
    for (ptrdiff_t i = 0; i < link->pair_count; i++)
        open += link->pair[i].probability < 0.99F;
    struct rk_link_question *all = RK_NEW(&scratch, struct rk_link_question, open);
    uint8_t *asked = RK_NEW(&scratch, uint8_t, link->model->records);
    if (!all || !asked)
        return 0;
    open = 0;
    for (ptrdiff_t i = 0; i < link->pair_count; i++) {
        const struct rk_link_pair *p = &link->pair[i];
        if (p->probability < 0.99F)
            all[open++] = (struct rk_link_question){
                p->a, p->b, p->probability, 2.0F * p->probability * (1.0F - p->probability)};
    }
    if (open > 1)
        qsort(all, (size_t)open, sizeof *all, by_stake);
    for (ptrdiff_t i = 0; i < open && count < most; i++) {
        if (asked[all[i].a] || asked[all[i].b] ||
            decided(decisions, decision_count, all[i].a, all[i].b))
            continue;
        asked[all[i].a] = asked[all[i].b] = 1;
        questions[count++] = all[i];
    }
    return count;
}
