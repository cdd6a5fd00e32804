/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room route: rounds and transfers with everything, by ruin and recreate. */
#ifndef ROUTE_RICH_H
#define ROUTE_RICH_H

#include "rk_random.h"
#include "route_internal.h"

/* Nodes: request r has 2r (goods, pickup) and 2r + 1 (end of a transfer); then the reloads and
 * pauses of each vehicle. */
enum rich_kind { RICH_GOODS, RICH_PICK, RICH_DROP, RICH_RELOAD, RICH_PAUSE };
struct rich_node {
    enum rich_kind kind;
    int32_t request; /* of a pause its number, of a reload -1 */
    const struct rk_route_stop *stop;
    int32_t place, service;
};

struct rich_score {
    double harm[RK_ROUTE_RANKS]; /* must: the number unserved, in [0] */
    int32_t vehicles;            /* counted where they come first */
    int64_t cost;                /* with `change` */
};

/* Tour v holds node[v * room + i], i < len[v], and for each what its place in time is. */
struct rich_state {
    int32_t *len, *leave, *home; /* [vehicles] */
    int64_t *cost;               /* [vehicles] */
    int32_t *node, *begin, *latest, *place, *idle;
    int32_t *load; /* [vehicles * room * loads] on board behind each node */
    int32_t *on;   /* [requests] vehicle or -1 */
    int32_t *option;
    int32_t *low, *high; /* [nodes] from the other leg of a journey */
    int32_t *pool;       /* left of each */
    int32_t absent;
    struct rich_score score;
};

struct rich_pool;
struct rich_quote;

struct rich {
    const struct rk_route_problem *p;
    struct rich_node *node;
    int32_t nodes, room, loads;
    int32_t *first_mark; /* [vehicles + 1] its reloads and pauses among the nodes */
    int32_t *fixed;      /* [vehicles] visits that are driven already */
    int32_t *fixed_at;   /* [nodes] begin of a driven one, -1 */
    int32_t *to;         /* [vehicles] end of shift, likewise */
    int32_t *ride;       /* [requests] limit, widened where driving left no choice; -1 */
    int32_t *late_by;    /* [nodes] window widened to this where driving left no choice; -1 */
    int32_t *follower;   /* [requests] -1 */
    int32_t *like;       /* [vehicles] the first one that is the same */
    int32_t *near;       /* [requests * near_most], -1 ends */
    int32_t near_most;
    struct rich_pool *pool;        /* tours seen, or NULL where they cannot be put together */
    double weight[RK_ROUTE_RANKS]; /* of one unit of harm in the walk */
    struct rk_random random;
    struct rich_state now, try, best;
    /* of one trial */
    int32_t *seq, *spot, *t_begin, *t_leg, *t_at, *t_idle, *list, *sum;
    struct rich_quote *quote; /* [requests * vehicles], NULL where that is too many */
    int32_t *gone, gones;
    double *key;
    uint8_t *touched_tour, *brought_on;
    int32_t *tours, tour_count;
};

struct rich_times {
    int64_t cost;
    int32_t leave, home, count;
};

static inline int32_t rich_place(const struct rich *z, const struct rich_state *s, int32_t node)
{
    const struct rich_node *n = &z->node[node];
    if (n->kind <= RICH_DROP) {
        const struct rk_route_request *r = &z->p->request[n->request];
        if (r->options > 0 && n->kind != RICH_PICK && s->option[n->request] >= 0)
            return r->option[s->option[n->request]].place;
    }
    return n->place;
}

static inline int64_t rich_arrive(const struct rich *z, int64_t leave, int32_t leg)
{
    if (leg > 0)
        for (int32_t k = 0; k < z->p->curfews; k++)
            if (leave < z->p->curfew[k].to && leave + leg > z->p->curfew[k].from)
                leave = z->p->curfew[k].to;
    return leave + leg;
}

/* The first hour a node may begin at, not before `from`; -1: none. */
static inline int32_t rich_next_begin(const struct rich *z, const struct rich_state *s,
                                      int32_t node, int64_t from)
{
    const struct rich_node *n = &z->node[node];
    if (n->kind == RICH_PAUSE || n->kind == RICH_RELOAD) {
        const struct rk_route_window *w = n->stop->window;
        if (n->stop->windows == 0)
            return (int32_t)(from < INT32_MAX ? from : -1);
        from = from > w->from ? from : w->from;
        return from <= w->to ? (int32_t)from : -1;
    }
    from = from > s->low[node] ? from : s->low[node];
    const struct rk_route_request *r = &z->p->request[n->request];
    if (r->options > 0 && n->kind != RICH_PICK && s->option[n->request] >= 0) {
        const int32_t free_from = r->option[s->option[n->request]].from;
        from = from > free_from ? from : free_from;
    }
    if (from > s->high[node])
        return -1;
    if (n->stop->windows == 0)
        return (int32_t)from;
    for (int32_t k = 0; k < n->stop->windows; k++) {
        const struct rk_route_window *w = &n->stop->window[k];
        if (from <= w->to) {
            from = from > w->from ? from : w->from;
            return from <= s->high[node] ? (int32_t)from : -1;
        }
    }
    return from <= z->late_by[node] ? (int32_t)from : -1;
}

bool rich_new(const struct rk_route_problem *p, uint64_t seed, struct rk_scratch *s,
              struct rich *z);
/* Whether the nodes of seq can be driven by v in this order, and when: least begins into
 * z->t_begin by position of seq. Exact. */
bool rich_drive(struct rich *z, const struct rich_state *s, int32_t v, const int32_t *seq,
                int32_t len, struct rich_times *out);
/* Sets tour v to seq, which can be driven. */
void rich_set(struct rich *z, struct rich_state *s, int32_t v, const int32_t *seq, int32_t len);
void rich_state_copy(const struct rich *z, const struct rich_state *from,
                     struct rich_state *to);
void rich_tour_copy(const struct rich *z, const struct rich_state *from, struct rich_state *to,
                    int32_t v);
/* Copies the tours the trial touched, and all that is no tour. */
void rich_touched_copy(struct rich *z, const struct rich_state *from, struct rich_state *to);

/* The cheapest way of r into tour v; quote.v -1: none. */
struct rich_quote {
    int64_t cost;
    int32_t v, i, j, option;
};
struct rich_quote rich_quote(struct rich *z, struct rich_state *s, int32_t r, int32_t v,
                             int blink);
/* As quoted; the tour is as it was then. */
void rich_put(struct rich *z, struct rich_state *s, int32_t r, const struct rich_quote *w);
/* The cheapest way to serve r; false when there is none. blink: one way in so many is not
 * looked at, 0: all are. */
bool rich_insert(struct rich *z, struct rich_state *s, int32_t r, int blink);
/* Takes r out, with the legs that need it. */
void rich_remove(struct rich *z, struct rich_state *s, int32_t r);
bool rich_removable(const struct rich *z, const struct rich_state *s, int32_t r);
void rich_touch(struct rich *z, const struct rich_state *s, int32_t v);

void rich_count(const struct rich *z, struct rich_state *s);
int rich_compare(const struct rich_score *a, const struct rich_score *b);
int64_t rich_search(struct rich *z, const struct rk_route_options *o,
                    struct rk_scratch scratch);
/* Begins with a plan; what does not fit any more is left for the search. */
void rich_start(struct rich *z, const struct rk_route_plan *plan);

bool rich_pool_new(struct rich *z, struct rk_scratch *s);
void rich_pool_add(struct rich *z, const struct rich_state *s, int32_t v);
/* The best choice among the tours seen; true when `best` became better, `now` and `try` too. */
bool rich_pool_solve(struct rich *z, struct rk_scratch scratch);

/* Why r is not served in this state. */
struct rk_route_unserved rich_why(struct rich *z, struct rich_state *s, int32_t r);

#endif
