/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is looked after at which warming point while the house is cold. */
#include "rk_repair_io.h"

struct cold {
    int32_t node;
    double people, weight;
};

/* Most weight first, then most people. */
static int more_urgent(const void *a, const void *b)
{
    const struct cold *l = a, *r = b;
    if (l->weight != r->weight)
        return l->weight > r->weight ? -1 : 1;
    if (l->people != r->people)
        return l->people > r->people ? -1 : 1;
    return l->node < r->node ? -1 : l->node > r->node;
}

/* The nearest point with room that node i can reach; -1: none. */
static int32_t nearest(const struct rk_repair_case *c, const double *room, int32_t i)
{
    const struct rk_repair_node *n = &c->problem.node[i];
    int32_t best = -1;
    double least_m = HUGE_VAL;
    for (int32_t k = 0; k < c->points; k++) {
        const struct rk_repair_point *p = &c->point[k];
        const double far_m = hypot(p->x_m - n->x_m, p->y_m - n->y_m);
        if (room[k] > 0.0 && far_m <= p->reach_m && far_m < least_m) {
            least_m = far_m;
            best = k;
        }
    }
    return best;
}

int32_t rk_repair_offers(const struct rk_repair_case *c, const struct rk_repair_plan *plan,
                         struct rk_arena *keep, const struct rk_repair_offer **out)
{
    const struct rk_repair_problem *p = &c->problem;
    const double from_h = p->weather.count > 0 ? rk_repair_cools_to(&p->weather, 8.0) : 0.0;
    struct cold *cold = RK_NEW(keep, struct cold, p->nodes + 1);
    double *room = RK_NEW(keep, double, c->points + 1);
    struct rk_repair_offer *offer =
        RK_NEW(keep, struct rk_repair_offer, (ptrdiff_t)p->nodes + c->points + 1);
    if (keep->failed)
        return -1;
    int32_t colds = 0, offers = 0;
    for (int32_t i = 0; i < p->nodes && c->points > 0 && isfinite(from_h); i++) {
        const double people = p->node[i].people * (1.0 - plan->share_8[i]);
        if (people >= 0.5)
            cold[colds++] = (struct cold){i, people, p->node[i].weight};
    }
    qsort(cold, (size_t)colds, sizeof *cold, more_urgent);
    for (int32_t k = 0; k < c->points; k++)
        room[k] = c->point[k].people;
    for (int32_t k = 0; k < colds; k++) {
        const int32_t i = cold[k].node;
        const bool ends = plan->share[i] >= 1.0 - 1e-9;
        double left = cold[k].people;
        while (left > 0.0) { /* a point is filled, or nobody is left */
            const int32_t point = nearest(c, room, i);
            const double take = point >= 0 ? fmin(left, room[point]) : left;
            offer[offers++] = (struct rk_repair_offer){i, point, take, from_h,
                                                       ends ? plan->warm_h[i] : HUGE_VAL};
            if (point >= 0)
                room[point] -= take;
            left -= take;
        }
    }
    *out = offer;
    return offers;
}
