/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room route: plain rounds (one depot, one load, like vehicles, one window a
 * stop), solved by a genetic search over local optima. Customers are 1 … n, the depot is 0. */
#ifndef ROUTE_HGS_H
#define ROUTE_HGS_H
#ifndef RK_ROOM_ROUTE
#error "route_hgs.h is private to src/engines/route"
#endif

#include "rk_base.h"
#include "rk_random.h"

/* A stretch of stops as one: Vidal, Crainic, Gendreau & Prins (2013), Comput. Oper. Res. 40(1).
 */
struct hgs_part {
    int64_t span, warp, early, late; /* ticks */
    int32_t first, last;             /* customers, 0: the depot */
};

struct hgs_task {
    int32_t n, vehicles;
    ptrdiff_t w;                /* n + 1, the row of d */
    const int32_t *d;           /* [w * w] ticks, also cost */
    const int32_t *load;        /* [w] */
    const struct hgs_part *one; /* [w] each stop alone; the depot with its hours */
    int64_t cap;
    bool timed, symmetric;
    const double *x, *y; /* [w] or NULL */
    double fixed;        /* cost of one more vehicle */
    const int32_t *near; /* [w * near_most] nearest in time and place */
    int32_t near_most;
};

static inline struct hgs_part hgs_join(const struct hgs_task *t, const struct hgs_part *a,
                                       const struct hgs_part *b)
{
    const int64_t leg = t->d[a->last * t->w + b->first];
    const int64_t delta = a->span - a->warp + leg;
    const int64_t wait0 = b->early - delta - a->late;
    const int64_t warp0 = a->early + delta - b->late;
    const int64_t wait = wait0 > 0 ? wait0 : 0, warp = warp0 > 0 ? warp0 : 0;
    const int64_t early = b->early - delta > a->early ? b->early - delta : a->early;
    const int64_t late = b->late - delta < a->late ? b->late - delta : a->late;
    return (struct hgs_part){a->span + b->span + leg + wait,
                             a->warp + b->warp + warp,
                             early - wait,
                             late + warp,
                             a->first,
                             b->last};
}

/* Routes one after another; route r is seq[first[r]] … seq[first[r + 1] - 1]. */
struct hgs_plan {
    int32_t *seq, *first, *next, *prev; /* [n], [vehicles + 1], [n + 1], [n + 1] */
    int32_t used;
    double cost; /* with what is over priced by `price` of the time of counting */
    int64_t length, over_load, over_time;
    bool feasible;
    int32_t slot;
    double fitness;
};

struct hgs_price {
    double load, time; /* of one unit too much */
};

struct hgs_local;

RK_MUST_USE bool hgs_plan_new(const struct hgs_task *t, struct rk_scratch *s,
                              struct hgs_plan *out);
void hgs_plan_copy(const struct hgs_task *t, const struct hgs_plan *from, struct hgs_plan *to);
/* Fills what follows from seq and first. */
void hgs_plan_count(const struct hgs_task *t, const struct hgs_price *price,
                    struct hgs_plan *p);

struct hgs_local *hgs_local_new(const struct hgs_task *t, struct rk_scratch *s);
/* Brings the plan to a local optimum at these prices. */
void hgs_local_run(struct hgs_local *ls, struct hgs_plan *p, const struct hgs_price *price,
                   bool deep, struct rk_random *random);

/* Children. `work` is room of 8 * (n + vehicles + 8) numbers. */
struct hgs_cross {
    int32_t *mark, *list, *spot, *tour;
    double *potential;
    struct hgs_plan other;
};
RK_MUST_USE bool hgs_cross_new(const struct hgs_task *t, struct rk_scratch *s,
                               struct hgs_cross *out);
void hgs_cross_order(const struct hgs_task *t, struct hgs_cross *c, const struct hgs_plan *a,
                     const struct hgs_plan *b, const struct hgs_price *price,
                     struct rk_random *random, struct hgs_plan *child);
void hgs_cross_routes(const struct hgs_task *t, struct hgs_cross *c, const struct hgs_plan *a,
                      const struct hgs_plan *b, const struct hgs_price *price,
                      struct rk_random *random, struct hgs_plan *child);
/* Cuts the order c->tour into routes as cheaply as it can be (loads only). */
void hgs_cut(const struct hgs_task *t, struct hgs_cross *c, const struct hgs_price *price,
             struct hgs_plan *out);

struct hgs_budget {
    int64_t iterations; /* < 0: until share */
    double (*share)(void *);
    void *user;
};
double hgs_used(const struct hgs_budget *b, int64_t done);

/* Runs the search; *best is feasible or the least infeasible. Returns iterations done, -1 when
 * memory is short. `begin` may be NULL. */
int64_t hgs_search(const struct hgs_task *t, const struct hgs_budget *budget, uint64_t seed,
                   const struct hgs_plan *begin, struct rk_scratch scratch,
                   struct hgs_plan *best);

/* Ruin and recreate from what of `p` is feasible until so much of the budget is used; p is the
 * best found that serves all, or stays. `fewer`: hunts for fewer tours first of all. Steps. */
int64_t hgs_ruin(const struct hgs_task *t, const struct hgs_budget *budget, double until,
                 bool fewer, struct rk_random *random, struct rk_scratch scratch,
                 struct hgs_plan *p);

#endif
