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
    uint64_t *hash; /* [vehicles] of the tour's nodes in order */
    int64_t *stamp; /* [vehicles] of the tour: equal stamps, equal tours */
    int32_t *load;  /* [vehicles * room * loads] on board behind each node */
    int32_t *on;    /* [requests] vehicle or -1 */
    int32_t *option;
    int32_t *low, *high; /* [nodes] from the other leg of a journey */
    int32_t *pool;       /* left of each */
    int32_t absent;
    struct rich_score score;
};

struct rich_quote;

/* Tours seen: which requests at what cost. */
struct rich_column {
    uint64_t key;
    int64_t cost;
    int32_t from, len, serves; /* node[from … + len - 1], who[from … + serves - 1] */
    int32_t class;             /* like[] of its vehicle */
};
struct rich_pool {
    struct rich_column *column;
    int32_t *table; /* position + 1 */
    int32_t *node;
    int16_t *who; /* requests */
    int32_t columns, used;
    uint64_t *mark;     /* [requests] random bits */
    int32_t *fleet;     /* [vehicles] how many are like this one, at the first of them */
    int32_t *class_row; /* [vehicles] of such first ones: 0 … classes - 1 */
    int32_t classes;
    bool full;
    double *price;  /* [requests + classes] */
    int32_t *basis; /* [requests + classes] of the prices, see there */
    bool priced;    /* there is one */
    double most;    /* a tour dearer than this at these prices is not kept */
    double *rc;
    int32_t *pick, *live, *first, *cover, *picked;
    int32_t steps;
    /* the search */
    double upper, floor;
    int32_t depth, found;
};

/* A stop where there are rides only: its hours, and the ride's limit (-1: none). */
struct rich_ride_stop {
    int32_t from, to, service, place, ride;
};

/* i -1: no way that costs less than `cost`. */
struct rich_memo {
    uint64_t key;
    int64_t cost;
    int32_t i, j;
};

/* A place in a tour where goods could go, before position i. */
struct rich_slot {
    int64_t ready, latest;
    int64_t legs;        /* cost of the slot before the goods' own two legs */
    int32_t i, from, to; /* comes from there, goes there; to -1: nowhere */
    int32_t next;        /* is to be there by `latest`; -1: wherever it stands */
    int32_t reload;      /* number of the first slot behind this trip */
    int32_t row;         /* of rich.most: on board since the trip began, which never falls */
};
struct rich_slots {
    int64_t stamp;
    const struct rich_slot *slot;
    int32_t count, loaded; /* slots from `loaded` on lie behind a reload */
};

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
    int32_t *soonest, *last; /* [nodes] no schedule at all begins outside of these */
    int32_t *like;           /* [vehicles] the first one that is the same */
    int32_t *near;           /* [requests * near_most], -1 ends */
    int32_t near_most;
    struct rich_pool *pool; /* tours seen, or NULL where they cannot be put together */
    struct rich_ride_stop *ride_stop; /* [nodes], NULL where there is more than rides */
    struct rich_memo *memo;           /* NULL where a way depends on more than the tour */
    uint64_t *mark;                   /* [nodes] random bits */
    int64_t stamps;                   /* given so far */
    struct rich_slots *slots;         /* [vehicles] NULL: no goods */
    struct rich_slot *slot;           /* [vehicles * (room + 1)] theirs */
    int32_t *most;                    /* [vehicles * (room + 1) * loads] theirs */
    struct rk_route_matrix *back;     /* [matrices] by columns, NULL where they are large */
    int64_t *shut;                    /* [rows * vehicles] stamp of the tour without a way in */
    int32_t *shut_row;                /* [requests] of its first option */
    double weight[RK_ROUTE_RANKS];    /* of one unit of harm in the walk */
    struct rk_random random;
    struct rich_state now, try, best;
    /* of one trial */
    int32_t *seq, *spot, *t_begin, *t_leg, *t_at, *t_idle, *list, *sum;
    struct rich_quote *quote; /* [requests * vehicles], NULL where that is too many */
    int32_t *gone, gones;
    double *key;
    double luck;   /* how much dearer a crossing may be taken */
    int32_t *seam; /* a tour, for crossings */
    uint8_t *touched_tour, *brought_on;
    int32_t *tours, tour_count;
};

/* A way into a tour, not yet driven: at least this cost, before positions i and j. */
struct rich_trial {
    int64_t cost;
    int32_t i, j;
};
enum { RICH_TRIALS = 400 };

/* The cheapest of them, which is taken off the list. */
static inline struct rich_trial rich_cheapest(struct rich_trial *list, int32_t *trials)
{
    int32_t best = 0;
    for (int32_t k = 1; k < *trials; k++)
        if (list[k].cost < list[best].cost)
            best = k;
    const struct rich_trial t = list[best];
    list[best] = list[--*trials];
    return t;
}

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
    from = from > z->soonest[node] ? from : z->soonest[node];
    if (from > z->last[node])
        return -1;
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
            return from <= s->high[node] && from <= z->last[node] ? (int32_t)from : -1;
        }
    }
    return from <= z->late_by[node] ? (int32_t)from : -1;
}

bool rich_new(const struct rk_route_problem *p, uint64_t seed, struct rk_scratch *s,
              struct rich *z);
/* Forgets what follows from windows and rides only: hours as they are said. */
void rich_loosen(struct rich *z);
/* Whether the nodes of seq can be driven by v in this order, and when: least begins into
 * z->t_begin by position of seq. Exact. */
bool rich_drive(struct rich *z, const struct rich_state *s, int32_t v, const int32_t *seq,
                int32_t len, struct rich_times *out);
/* Sets tour v to seq; false when that cannot be driven. */
bool rich_set(struct rich *z, struct rich_state *s, int32_t v, const int32_t *seq, int32_t len);
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
/* Lets tours a and b of `try` exchange their ends; false: they stay as they are. */
bool rich_cross(struct rich *z, int32_t a, int32_t b);
/* As quoted; the tour is as it was then. */
void rich_put(struct rich *z, struct rich_state *s, int32_t r, const struct rich_quote *w);
/* The cheapest way to serve r; false when there is none. blink: one way in so many is not
 * looked at, 0: all are. */
bool rich_insert(struct rich *z, struct rich_state *s, int32_t r, int blink);
/* Takes r out, with the legs that need it. */
void rich_remove(struct rich *z, struct rich_state *s, int32_t r);
/* The same in `try`, where tours are closed when all are out. */
void rich_take(struct rich *z, int32_t r);
void rich_close(struct rich *z);
/* Takes out of all tours of s who is less urgent than `rank`, with the legs that need them. */
void rich_strip(struct rich *z, struct rich_state *s, int32_t rank);
bool rich_removable(const struct rich *z, const struct rich_state *s, int32_t r);
void rich_touch(struct rich *z, const struct rich_state *s, int32_t v);

void rich_count(const struct rich *z, struct rich_state *s);
int rich_compare(const struct rich_score *a, const struct rich_score *b);
int64_t rich_search(struct rich *z, const struct rk_route_options *o,
                    struct rk_scratch scratch);
/* Begins with a plan; what does not fit any more is left for the search. */
void rich_start(struct rich *z, const struct rk_route_plan *plan);

bool rich_rides_new(struct rich *z, struct rk_scratch *s);
/* As rich_drive. */
bool rich_rides_drive(struct rich *z, int32_t v, const int32_t *seq, int32_t len,
                      struct rich_times *out);
/* The cheapest way of r into tour v that costs less than `below`; *i -1: there is none. */
int64_t rich_rides_quote(struct rich *z, const struct rich_state *s, int32_t r, int32_t v,
                         int64_t below, int32_t *i, int32_t *j);
bool rich_memo_new(struct rich *z, struct rk_scratch *s);
uint64_t rich_tour_hash(const struct rich *z, int32_t v, const int32_t *seq, int32_t len);
struct rich_memo *rich_memo_at(const struct rich *z, uint64_t tour, int32_t r, uint64_t *key);

bool rich_slots_new(struct rich *z, struct rk_scratch *s);
/* Of tour v of s, which serves nobody where `empty`; till those of v in another state are asked
 * for. */
const struct rich_slots *rich_slots(struct rich *z, const struct rich_state *s, int32_t v,
                                    bool empty);

bool rich_pool_new(struct rich *z, struct rk_scratch *s);
void rich_pool_add(struct rich *z, const struct rich_state *s, int32_t v);
/* Makes room when it is full. */
void rich_pool_thin(struct rich *z, const struct rk_route_options *o,
                    struct rk_scratch scratch);
/* Prices of requests, then of classes of vehicles, from the tours seen and a plan of them. */
bool rich_prices(struct rich *z, const int32_t *tour, int32_t tours, double *price,
                 const struct rk_route_options *o, struct rk_scratch scratch);
/* A cheaper choice among the first of pool.live, by branches; into pool.picked. */
void rich_branch(struct rich *z, int32_t lives, const struct rk_route_options *o,
                 struct rk_scratch scratch);
/* The best choice among the tours seen; true when `best` became better, `now` and `try` too. */
bool rich_pool_solve(struct rich *z, const struct rk_route_options *o,
                     struct rk_scratch scratch);

/* Why r is not served in this state. */
struct rk_route_unserved rich_why(struct rich *z, struct rich_state *s, int32_t r);

#endif
