/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The best choice of whole tours, from the best choice in shares: two requests ride together or
 * they do not (Ryan & Foster 1981). What a branch forbids is driven out of the basis by the
 * dual simplex (Lemke 1954), which keeps the prices a bound at every step, so that a branch
 * ends as soon as it cannot lead below the best plan.
 */
#include "route_rich_simplex.h"

enum { DEPTH = 60, ANEW = 60, FEW = 3000 };
#define PART        0.07 /* of the budget for one question */
#define WORK        2e7  /* columns looked at in one search */
#define DIVE        4e6  /* in one that only wants a good plan soon */
#define EVENLY      0.6  /* halves what is left of the question */
#define NEARLY_SURE 0.95 /* costs little, and soon there are whole tours only */

enum end { BEST_SHARES, NOTHING_BETTER, OUT_OF_TIME };

struct search {
    struct simplex s;
    int32_t *live; /* columns that may be part of a better plan */
    double *cost;  /* [lives] beyond the prices */
    double *entry; /* [lives] in the row that is left */
    int32_t lives;
    uint8_t *ban;      /* [columns] the depth that forbids it, 0: none */
    double *row;       /* [rows] of the inverse */
    double *with;      /* [requests * requests] shares in which two ride together */
    int32_t *kept;     /* [DEPTH * rows] bases */
    uint8_t *taken;    /* [rows] */
    double work, most; /* columns looked at; where the search ends */
    double aim;        /* branches where two ride together in about this share */
};

static bool invert(struct search *w)
{
    if (!simplex_invert(&w->s))
        return false;
    for (int32_t k = 0; k < w->lives; k++)
        w->cost[k] = simplex_reduced(&w->s, w->live[k]);
    w->work += w->lives;
    return true;
}

/* ---- the dual simplex -------------------------------------------------------------------- */

/* No choice among what is allowed costs less than this. */
static double bound(const struct search *w)
{
    const struct simplex *s = &w->s;
    double sum = 0.0;
    for (int32_t i = 0; i < s->requests; i++)
        sum += s->y[i];
    for (int32_t v = 0; v < s->z->p->vehicles; v++)
        sum += fmin(0.0, s->y[s->requests + s->q->class_row[s->z->like[v]]]);
    for (int32_t k = 0; k < w->lives; k++)
        if (w->cost[k] < 0.0 && w->ban[w->live[k]] == 0)
            sum += w->cost[k];
    return sum;
}

/* The square of the length of a row of the inverse. */
static double length(const struct simplex *s, ptrdiff_t row)
{
    double sum = 0.0;
    for (ptrdiff_t j = 0; j < s->rows; j++)
        sum += s->inverse[j * s->rows + row] * s->inverse[j * s->rows + row];
    return sum;
}

/* Who must leave the basis: below nothing (*way -1), or forbidden and above (1); -1: nobody.
 * The steepest of them (Forrest & Goldfarb 1992). */
static ptrdiff_t must_leave(const struct search *w, double *way)
{
    const struct simplex *s = &w->s;
    ptrdiff_t out = -1;
    double most = 0.0;
    for (ptrdiff_t i = 0; i < s->rows; i++) {
        const bool banned = s->basis[i] >= 0 && w->ban[s->basis[i]] != 0;
        const double off = banned ? fabs(s->at[i]) : -s->at[i];
        if (off < 1e-6)
            continue;
        const double steep = off * off / length(s, i);
        if (steep > most) {
            most = steep;
            out = i;
            *way = s->at[i] < 0.0 ? -1.0 : 1.0;
        }
    }
    return out;
}

struct entry {
    int32_t who; /* INT32_MIN: none */
    double ratio, size, cost;
};

/* Keeps the one whose cost beyond the prices is the first to be used up. */
static void consider(struct entry *e, int32_t who, double cost, double size)
{
    if (size < 1e-7)
        return;
    const double c = fmax(0.0, cost), ratio = c / size;
    if (ratio < e->ratio - 1e-9 || (ratio < e->ratio + 1e-9 && size > e->size))
        *e = (struct entry){who, ratio, size, c};
}

static struct entry must_come(struct search *w, double way)
{
    const struct simplex *s = &w->s;
    struct entry e = {.who = INT32_MIN, .ratio = HUGE_VAL};
    for (int32_t i = 0; i < s->rows; i++)
        consider(&e, -1 - i, simplex_over(s, i),
                 way * (i < s->requests ? -w->row[i] : w->row[i]));
    for (int32_t k = 0; k < w->lives; k++) {
        if (w->ban[w->live[k]] != 0)
            continue;
        w->entry[k] = simplex_times(s, w->live[k], w->row);
        consider(&e, w->live[k], w->cost[k], way * w->entry[k]);
    }
    w->work += w->lives;
    return e;
}

static void prices_move(struct search *w, const struct entry *e, double way)
{
    const double step = way * e->ratio;
    for (int32_t k = 0; k < w->lives; k++)
        if (w->ban[w->live[k]] == 0)
            w->cost[k] -= step * w->entry[k];
}

/* From a basis that is best but for what is forbidden or below nothing. */
static enum end repair(struct search *w)
{
    struct simplex *s = &w->s;
    for (int32_t k = 1;; k++) {
        double way = 1.0;
        const ptrdiff_t out = must_leave(w, &way);
        if (out < 0 || (k % 16 == 0 && bound(w) >= s->q->upper - 0.5))
            return bound(w) >= s->q->upper - 0.5 ? NOTHING_BETTER : BEST_SHARES;
        if (w->work > w->most || (k % 16 == 0 && simplex_late(s)))
            return OUT_OF_TIME;
        for (ptrdiff_t j = 0; j < s->rows; j++)
            w->row[j] = s->inverse[j * s->rows + out];
        const struct entry e = must_come(w, way);
        if (e.who == INT32_MIN)
            return NOTHING_BETTER; /* nothing can take its place */
        simplex_column(s, e.who);
        if (fabs(s->alpha[out]) < 1e-8)
            return OUT_OF_TIME; /* noise */
        simplex_pivot(s, e.who, out, e.cost);
        prices_move(w, &e, way);
        if (k % ANEW == 0 && !invert(w))
            return OUT_OF_TIME;
    }
}

/* ---- branches ---------------------------------------------------------------------------- */

/* Whether the picked serve each once, with the vehicles there are. */
static bool is_plan(const struct search *w, int32_t tours)
{
    const struct rich_pool *q = w->s.q;
    int32_t served = 0;
    memset(w->taken, 0, (size_t)w->s.rows);
    for (int32_t t = 0; t < tours; t++) {
        const struct rich_column *c = &q->column[q->pick[t]];
        if (w->taken[simplex_class(&w->s, c)]++ >= q->fleet[c->class])
            return false;
        for (int32_t i = 0; i < c->serves; i++)
            if (w->taken[q->who[c->from + i]]++ > 0)
                return false;
        served += c->serves;
    }
    return served == w->s.requests;
}

/* The tours taken in whole, if they are a plan cheaper than the best. */
static void take_whole(struct search *w)
{
    const struct simplex *s = &w->s;
    struct rich_pool *q = s->q;
    int32_t tours = 0;
    double cost = 0.0;
    for (int32_t i = 0; i < s->rows; i++) {
        if (s->basis[i] < 0 || s->at[i] < 0.5)
            continue;
        if (tours == s->z->p->vehicles)
            return;
        q->pick[tours++] = s->basis[i];
        cost += (double)q->column[s->basis[i]].cost;
    }
    if (cost >= q->upper - 0.5 || !is_plan(w, tours))
        return;
    q->upper = cost;
    q->found = tours;
    memcpy(q->picked, q->pick, (size_t)tours * sizeof *q->pick);
}

/* Two requests that share a tour in part, in the one nearest to `aim`; false: there are none.
 */
static bool divided(struct search *w, int32_t *a, int32_t *b)
{
    const struct simplex *s = &w->s;
    const ptrdiff_t n = s->requests;
    memset(w->with, 0, (size_t)(n * n) * sizeof *w->with);
    for (int32_t i = 0; i < s->rows; i++) {
        if (s->basis[i] < 0 || s->at[i] < 1e-4)
            continue;
        const struct rich_column *c = &s->q->column[s->basis[i]];
        const int16_t *who = s->q->who + c->from;
        for (int32_t k = 0; k < c->serves; k++)
            for (int32_t l = 0; l < c->serves; l++)
                if (who[k] < who[l])
                    w->with[who[k] * n + who[l]] += s->at[i];
    }
    double best = HUGE_VAL;
    for (int32_t k = 0; k < n; k++)
        for (int32_t l = k + 1; l < n; l++) {
            const double share = w->with[k * n + l], off = fabs(share - w->aim);
            if (share > 0.01 && share < 0.99 && off < best)
                best = off, *a = k, *b = l;
        }
    return isfinite(best);
}

/* Forbids tours that have one of a and b alone (together), or both. */
static void forbid(struct search *w, int32_t a, int32_t b, bool together, int32_t depth)
{
    for (int32_t k = 0; k < w->lives; k++) {
        const struct rich_column *c = &w->s.q->column[w->live[k]];
        const int16_t *who = w->s.q->who + c->from;
        bool has_a = false, has_b = false;
        for (int32_t i = 0; i < c->serves; i++) {
            has_a = has_a || who[i] == a;
            has_b = has_b || who[i] == b;
        }
        const bool wrong = together ? has_a != has_b : has_a && has_b;
        if (wrong && w->ban[w->live[k]] == 0)
            w->ban[w->live[k]] = (uint8_t)depth;
    }
}

static void allow(struct search *w, int32_t depth)
{
    for (int32_t k = 0; k < w->lives; k++)
        if (w->ban[w->live[k]] == depth)
            w->ban[w->live[k]] = 0;
}

/* False: there is no time left. */
static bool branch(struct search *w, int32_t depth)
{
    struct simplex *s = &w->s;
    const size_t bytes = (size_t)s->rows * sizeof *s->basis;
    int32_t *kept = w->kept + (ptrdiff_t)depth * s->rows, a = -1, b = -1;
    const enum end end = repair(w);
    if (end != BEST_SHARES)
        return end == NOTHING_BETTER;
    if (depth + 1 >= DEPTH)
        return true;
    if (!divided(w, &a, &b)) {
        take_whole(w);
        return true;
    }
    memcpy(kept, s->basis, bytes);
    for (int together = 1; together >= 0; together--) {
        forbid(w, a, b, together == 1, depth + 1);
        const bool on = branch(w, depth + 1);
        allow(w, depth + 1);
        memcpy(s->basis, kept, bytes);
        if (!on || (together == 1 && !invert(w)))
            return false;
    }
    return true;
}

/* Columns that may be part of a plan cheaper than the best; they come cheapest first. */
static int32_t worth(const struct rich_pool *q, int32_t lives)
{
    while (lives > 0 && q->floor + q->rc[q->live[lives - 1]] >= q->upper - 0.5)
        lives--;
    return lives;
}

/* Among the first so many columns. */
static void search(struct search *w, int32_t lives, double aim, const int32_t *root)
{
    w->aim = aim;
    w->most = w->work + (aim > EVENLY ? DIVE : WORK);
    memcpy(w->s.basis, root, (size_t)w->s.rows * sizeof *root);
    memset(w->ban, 0, (size_t)w->s.q->columns);
    w->lives = lives;
    if (invert(w))
        branch(w, 0);
}

void rich_branch(struct rich *z, int32_t lives, const struct rk_route_options *o,
                 struct rk_scratch scratch)
{
    struct rich_pool *q = z->pool;
    const ptrdiff_t n = z->p->requests;
    struct search w = {.live = q->live};
    if (!q->priced || !simplex_new(z, o, &scratch, &w.s))
        return;
    w.cost = RK_NEW(&scratch, double, lives);
    w.entry = RK_NEW(&scratch, double, lives);
    w.ban = RK_NEW(&scratch, uint8_t, q->columns);
    w.row = RK_NEW(&scratch, double, w.s.rows);
    w.with = RK_NEW(&scratch, double, n *n);
    w.kept = RK_NEW(&scratch, int32_t, (ptrdiff_t)DEPTH * w.s.rows);
    w.taken = RK_NEW(&scratch, uint8_t, w.s.rows);
    if (scratch.in.failed)
        return;
    if (o->share)
        w.s.until = fmin(1.0, o->share(o->user) + PART);
    int32_t *root = w.kept + (ptrdiff_t)(DEPTH - 1) * w.s.rows;
    memcpy(root, w.s.basis, (size_t)w.s.rows * sizeof *root);
    /* a good plan among the most promising first: it strikes out most of the others */
    search(&w, lives < FEW ? lives : FEW, NEARLY_SURE, root);
    lives = worth(q, lives);
    search(&w, lives < FEW ? lives : FEW, EVENLY, root);
    lives = worth(q, lives);
    if (lives > FEW)
        search(&w, lives, EVENLY, root);
    memcpy(w.s.basis, root, (size_t)w.s.rows * sizeof *root);
}
