/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branch and bound: plans grown in the order of time, cut off by three bounds and by memory. */
#include "repair_table.h"

enum { CREWS = REPAIR_TABLE_CREWS, OPTIONS = REPAIR_TABLE_OPTIONS, MEMORY_BITS = 20 };

struct crew_at {
    double free_h;
    int32_t last; /* option, -1: where it began */
    bool closed;  /* takes nothing more */
};
/* Has its effect at hour h; the work for it ends at end_h, which may be sooner. */
struct waiting {
    double h, end_h;
    uint32_t bit;
};

/* A plan begun: what is settled up to `clock`, what is under way. */
struct spot {
    uint32_t begun, done; /* done: with effect by `clock` */
    int32_t waits;
    double clock, cost, bound;
    double last_start, last_end;
    int32_t last_crew, option, crew; /* option, crew: how this spot was reached */
    struct crew_at at[CREWS];
    struct waiting waiting[OPTIONS + 4];
};

struct key {
    uint64_t a, b;
    double cost;
};

struct proof {
    const struct repair_town *t;
    struct repair_table table;
    struct repair_work *work;
    int64_t left;
    bool out;          /* of nodes or time */
    double best, open; /* open: least bound of what was not looked at */
    double slack;      /* what is nearer to the best than this is not looked for */
    struct repair_item path[OPTIONS];
    int32_t depth;
    struct repair_sequence *answer;
    struct key *memory;
    double end_h[OPTIONS];
    struct spot *room; /* [depth][width] */
    int32_t width;
};

/* ---- time goes on
 * ---------------------------------------------------------------------------- */

static void put_waiting(struct spot *s, double h, double end_h, uint32_t bit)
{
    int32_t k = s->waits++;
    for (; k > 0 && s->waiting[k - 1].h > h; k--)
        s->waiting[k] = s->waiting[k - 1];
    s->waiting[k] = (struct waiting){h, end_h, bit};
}

static void go_on(const struct proof *p, struct spot *s, double h)
{
    int32_t k = 0;
    for (; k < s->waits && s->waiting[k].h <= h; k++) {
        const double at = s->waiting[k].h;
        s->cost += p->table.cold[s->done] *
                   (repair_cost_hours(p->t, at) - repair_cost_hours(p->t, s->clock));
        s->clock = at;
        s->done |= s->waiting[k].bit;
    }
    s->waits -= k;
    memmove(s->waiting, s->waiting + k, (size_t)s->waits * sizeof *s->waiting);
    if (h > s->clock) {
        s->cost += p->table.cold[s->done] *
                   (repair_cost_hours(p->t, h) - repair_cost_hours(p->t, s->clock));
        s->clock = h;
    }
}

/* The hour before which nothing more begins. */
static double next_hour(const struct proof *p, const struct spot *s)
{
    double first = HUGE_VAL;
    for (int32_t c = 0; c < p->t->crews; c++)
        if (!s->at[c].closed)
            first = fmin(first, s->at[c].free_h);
    return p->t->ordered ? fmax(first, s->last_start) : first;
}

/* ---- bounds
 * ---------------------------------------------------------------------------------- */

/* All crews as one fast crew. */
static double fast_bound(const struct proof *p, const struct spot *s, double base)
{
    const struct repair_town *t = p->t;
    const struct repair_table *b = &p->table;
    const double now = s->clock;
    double rest = 0.0, put_in = 0.0;
    int32_t hands = 0;
    uint32_t ahead = s->done & b->all;
    for (uint32_t k = b->all & ~s->begun; k != 0; k &= k - 1)
        rest += b->work[__builtin_ctz(k)];
    for (int32_t k = 0; k < s->waits; k++) {
        if ((s->waiting[k].bit & b->all) == 0)
            continue;
        const int32_t o = __builtin_ctz(s->waiting[k].bit);
        const double to_do = fmax(0.0, fmin(b->work[o], s->waiting[k].end_h - now));
        rest += to_do;
        put_in += b->work[o] - to_do;
        ahead |= s->waiting[k].bit;
    }
    for (int32_t c = 0; c < t->crews; c++)
        hands += !s->at[c].closed || s->at[c].free_h > now;
    if (b->optional)
        hands = t->crews;
    if (hands == 0 || (isfinite(t->horizon_h) && now + rest / hands > t->horizon_h))
        return base;
    const uint32_t done = s->done & b->all;
    const double excess = b->cold[done | b->fixed] - b->floor;
    const double with = fmax(0.0, b->togo[done] - excess * put_in);
    return base + repair_least_rate(t, now) * fmax(with, b->togo[ahead]) / hands;
}

/* Every job begins now: as many crews as jobs. */
static double wide_bound(const struct proof *p, const struct spot *s)
{
    const struct repair_town *t = p->t;
    const struct repair_table *b = &p->table;
    struct spot w;
    w.waits = s->waits;
    w.done = s->done;
    w.cost = s->cost;
    w.clock = s->clock;
    memcpy(w.waiting, s->waiting, (size_t)s->waits * sizeof *s->waiting);
    double end = s->last_end;
    for (uint32_t k = b->all & ~s->begun; k != 0; k &= k - 1) {
        const int32_t o = __builtin_ctz(k);
        const double way_h = b->work[o] - t->option[o].hours;
        const double h = fmax(s->clock + way_h, t->option[o].from_h) + t->option[o].hours;
        put_waiting(&w, fmax(h, t->option[o].heat_from_h), h, (uint32_t)1 << o);
        if (!t->option[o].optional)
            end = fmax(end, h);
    }
    go_on(p, &w, isfinite(t->horizon_h) ? t->horizon_h : end);
    return w.cost;
}

static void bound(const struct proof *p, struct spot *s)
{
    const struct repair_town *t = p->t;
    double base = s->cost;
    if (isfinite(t->horizon_h))
        base += p->table.floor *
                (repair_cost_hours(t, t->horizon_h) - repair_cost_hours(t, s->clock));
    s->bound = fast_bound(p, s, base);
    if (s->bound < p->best)
        s->bound = fmax(s->bound, wide_bound(p, s));
}

/* ---- memory: the same jobs begun, the same crews free at the same hours
 * ----------------------- */

static uint64_t mix(uint64_t h, uint64_t x)
{
    h ^= x + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
    h ^= h >> 31;
    h *= 0xbf58476d1ce4e5b9u;
    h ^= h >> 27;
    h *= 0x94d049bb133111ebu;
    return h ^ (h >> 31);
}
static uint64_t bits_of(double x)
{
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}

static int same_order(const struct crew_at *a, const struct crew_at *b)
{
    if (a->free_h != b->free_h)
        return a->free_h < b->free_h ? -1 : 1;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    return a->closed - b->closed;
}

/* true: this spot was here before, not dearer. */
static bool known(struct proof *p, const struct spot *s)
{
    struct crew_at at[CREWS];
    const int32_t n = p->t->crews;
    for (int32_t c = 0; c < n; c++) {
        int32_t k = c;
        for (; p->t->same_crews && k > 0 && same_order(&at[k - 1], &s->at[c]) > 0; k--)
            at[k] = at[k - 1];
        at[k] = s->at[c];
    }
    uint64_t a = mix(0x1234567, s->begun), b = mix(0x7654321, s->begun);
    for (int32_t c = 0; c < n; c++) {
        const uint64_t x = bits_of(at[c].free_h);
        const uint64_t y = (uint64_t)(at[c].last + 2) << 1 | at[c].closed;
        a = mix(mix(a, x), y);
        b = mix(mix(b, y), x + 17);
    }
    if (p->t->ordered) {
        a = mix(mix(a, bits_of(s->last_start)), (uint64_t)s->last_crew);
        b = mix(mix(b, (uint64_t)s->last_crew + 5), bits_of(s->last_start));
    }
    struct key *k = &p->memory[a >> (64 - MEMORY_BITS)];
    if (k->a == a && k->b == b && k->cost <= s->cost)
        return true;
    *k = (struct key){a, b, s->cost};
    return false;
}

/* ---- growing
 * --------------------------------------------------------------------------------- */

static void finish(struct proof *p, const struct spot *s)
{
    struct spot w = *s;
    go_on(p, &w, isfinite(p->t->horizon_h) ? p->t->horizon_h : w.last_end);
    if (w.cost >= p->best)
        return;
    p->best = w.cost;
    p->answer->count = p->depth;
    memcpy(p->answer->item, p->path, (size_t)p->depth * sizeof *p->path);
}

/* The spot after crew c takes option o; false when it may not. */
static bool take(const struct proof *p, const struct spot *s, int32_t c, int32_t o,
                 struct spot *next)
{
    const struct repair_town *t = p->t;
    const struct repair_option *op = &t->option[o];
    if (!repair_able(t, op, c) || (p->table.after[o] & ~s->begun) != 0 ||
        (p->table.group[o] & s->begun) != 0)
        return false;
    const struct rk_repair_crew *crew = &t->problem->crew[c];
    const int32_t last = s->at[c].last;
    double ready = 0.0;
    for (int32_t a = 0; a < op->after.len; a++)
        ready = fmax(ready, p->end_h[op->after.at[a]]);
    const double start =
        repair_start(t, crew, op, s->at[c].free_h, last < 0 ? crew->x_m : t->option[last].x_m,
                     last < 0 ? crew->y_m : t->option[last].y_m, ready);
    if (t->ordered && (start < s->last_start || (start == s->last_start && c < s->last_crew)))
        return false;
    *next = *s;
    const double end = t->shifts ? repair_shift_end(crew, start, op->hours) : start + op->hours;
    next->begun |= (uint32_t)1 << o;
    next->at[c] = (struct crew_at){end, o, false};
    next->last_start = start;
    next->last_crew = c;
    next->last_end = fmax(next->last_end, end);
    next->option = o;
    next->crew = c;
    put_waiting(next, fmax(end, op->heat_from_h), end, (uint32_t)1 << o);
    if (end > op->due_h)
        next->cost += t->late_price * (end - op->due_h);
    return true;
}

/* Settles a child and keeps it where it may lead to something better. */
static bool worth(struct proof *p, struct spot *s)
{
    const double hour = next_hour(p, s);
    if (isfinite(hour))
        go_on(p, s, hour);
    if (s->cost >= p->best)
        return false;
    bound(p, s);
    return s->bound < p->best - p->slack;
}

static int32_t grow_children(struct proof *p, const struct spot *s, struct spot *child)
{
    const struct repair_town *t = p->t;
    int32_t n = 0, first = 0, last = t->crews - 1;
    if (!t->ordered) {
        first = -1;
        for (int32_t c = 0; c < t->crews; c++)
            if (!s->at[c].closed && (first < 0 || s->at[c].free_h < s->at[first].free_h))
                first = c;
        last = first;
        if (first < 0)
            return 0;
        if (!t->list && t->crews > 1) { /* this crew takes nothing more */
            child[n] = *s;
            child[n].at[first].closed = true;
            child[n].option = -1;
            n += worth(p, &child[n]);
        }
    }
    for (int32_t c = first; c <= last; c++)
        for (uint32_t k = p->table.all & ~s->begun; k != 0; k &= k - 1)
            if (take(p, s, c, __builtin_ctz(k), &child[n]))
                n += worth(p, &child[n]);
    for (int32_t i = 1; i < n; i++) { /* the most promising first */
        if (child[i].bound >= child[i - 1].bound)
            continue;
        const struct spot x = child[i];
        int32_t j = i;
        for (; j > 0 && child[j - 1].bound > x.bound; j--)
            child[j] = child[j - 1];
        child[j] = x;
    }
    return n;
}

static void grow(struct proof *p, const struct spot *s, int32_t level)
{
    if (p->out || s->bound >= p->best - p->slack) {
        if (p->out)
            p->open = fmin(p->open, s->bound);
        return;
    }
    if (p->left == 0 || (p->work->proof_nodes % 1024 == 0 && repair_stop(p->work))) {
        p->out = true;
        p->open = fmin(p->open, s->bound);
        return;
    }
    p->left -= p->left > 0;
    p->work->proof_nodes++;
    if (known(p, s))
        return;
    if ((s->begun & p->table.must) == p->table.must)
        finish(p, s);
    if (s->begun == p->table.all)
        return;
    struct spot *child = p->room + (ptrdiff_t)level * p->width;
    const int32_t n = grow_children(p, s, child);
    for (int32_t i = 0; i < n; i++) {
        const int32_t o = child[i].option;
        if (o >= 0) {
            p->path[p->depth++] = (struct repair_item){o, child[i].crew};
            p->end_h[o] = child[i].at[child[i].crew].free_h;
        }
        grow(p, &child[i], level + 1);
        p->depth -= o >= 0;
    }
}

static void start_spot(const struct proof *p, struct spot *s)
{
    const struct repair_town *t = p->t;
    memset(s, 0, sizeof *s);
    for (int32_t c = 0; c < t->crews; c++)
        s->at[c].last = -1;
    for (int32_t f = 0; f < t->fixed; f++)
        put_waiting(s, t->event[f].h, t->event[f].h, (uint32_t)1 << (t->options + f));
    s->last_crew = 0;
    go_on(p, s, 0.0);
    bound(p, s);
}

rk_status repair_prove(const struct repair_town *t, int64_t nodes, struct repair_work *work,
                       struct rk_scratch scratch, struct repair_sequence *s, double *cost,
                       double *best_bound, bool *proved, struct rk_err *err)
{
    struct proof p = {.t = t, .work = work, .left = nodes, .best = *cost, .open = HUGE_VAL};
    struct rk_scratch rest;
    p.width = (t->ordered ? t->crews : 1) * t->options + 1;
    p.memory = RK_NEW(&scratch, struct key, (ptrdiff_t)1 << MEMORY_BITS);
    p.room = RK_NEW(&scratch, struct spot, (ptrdiff_t)p.width * (t->options + t->crews + 2));
    struct spot *start = RK_NEW(&scratch, struct spot, 1);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "repair", "a proof over %d options", t->options);
    rest = scratch;
    rk_arena_take(&rest.in, ((ptrdiff_t)2 << (t->options + t->fixed)) + 64, sizeof(double));
    if (rest.in.failed)
        return rk_fail(err, RK_ENOMEM, "repair", "a table of 2^%d sets", t->options + t->fixed);
    const rk_status bad = repair_table_make(t, &scratch, rest, &p.table, err);
    if (bad)
        return bad;
    p.answer = s;
    start_spot(&p, start);
    p.slack = 1e-9 * start->bound; /* hours late, which cost far more, do not count in it */
    if (start->bound < p.best)
        grow(&p, start, 0);
    *proved = !p.out;
    *cost = p.best;
    *best_bound = fmax(*best_bound, p.out ? fmin(p.open, p.best) : p.best);
    return RK_OK;
}
