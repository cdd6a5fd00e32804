/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Children of two plans. Order crossover with the cut of Prins (2004), Comput. Oper. Res. 31,
 * and the exchange of whole tours of Nagata, Braysy & Dullaert (2010), Comput. Oper. Res. 37.
 */
#include "route_hgs.h"

bool hgs_plan_new(const struct hgs_task *t, struct rk_scratch *s, struct hgs_plan *out)
{
    *out = (struct hgs_plan){0};
    out->seq = RK_NEW(s, int32_t, t->n + 1);
    out->first = RK_NEW(s, int32_t, t->vehicles + 1);
    out->next = RK_NEW(s, int32_t, t->w);
    out->prev = RK_NEW(s, int32_t, t->w);
    return !s->in.failed;
}

void hgs_plan_copy(const struct hgs_task *t, const struct hgs_plan *from, struct hgs_plan *to)
{
    const struct hgs_plan own = *to;
    memcpy(to->seq, from->seq, (size_t)t->n * sizeof *to->seq);
    memcpy(to->first, from->first, (size_t)(t->vehicles + 1) * sizeof *to->first);
    memcpy(to->next, from->next, (size_t)t->w * sizeof *to->next);
    memcpy(to->prev, from->prev, (size_t)t->w * sizeof *to->prev);
    *to = *from;
    to->seq = own.seq, to->first = own.first, to->next = own.next, to->prev = own.prev;
    to->slot = own.slot;
}

void hgs_plan_count(const struct hgs_task *t, const struct hgs_price *price, struct hgs_plan *p)
{
    p->length = p->over_load = p->over_time = 0;
    int32_t used = 0;
    for (int32_t r = 0; r < p->used; r++) {
        struct hgs_part part = t->one[0];
        int64_t load = 0;
        int32_t last = 0;
        if (p->first[r] == p->first[r + 1])
            continue;
        used++;
        for (int32_t i = p->first[r]; i < p->first[r + 1]; i++) {
            const int32_t c = p->seq[i];
            load += t->load[c];
            p->length += t->d[last * t->w + c];
            p->prev[c] = last;
            if (last > 0)
                p->next[last] = c;
            if (t->timed)
                part = hgs_join(t, &part, &t->one[c]);
            last = c;
        }
        p->next[last] = 0;
        p->length += t->d[last * t->w];
        p->over_load += load > t->cap ? load - t->cap : 0;
        if (t->timed)
            p->over_time += hgs_join(t, &part, &t->one[0]).warp;
    }
    p->feasible = p->over_load == 0 && p->over_time == 0;
    p->cost = (double)p->length + (double)p->over_load * price->load +
              (double)p->over_time * price->time + t->fixed * used;
}

bool hgs_cross_new(const struct hgs_task *t, struct rk_scratch *s, struct hgs_cross *out)
{
    const ptrdiff_t room = 2 * ((ptrdiff_t)t->n + t->vehicles + 8);
    out->mark = RK_NEW(s, int32_t, room);
    out->list = RK_NEW(s, int32_t, room);
    out->spot = RK_NEW(s, int32_t, room);
    out->tour = RK_NEW(s, int32_t, room);
    out->potential = RK_NEW(s, double, (ptrdiff_t)(t->n + 1));
    return hgs_plan_new(t, s, &out->other) && !s->in.failed;
}

/* ---- the cut ----------------------------------------------------------------------------- */

void hgs_cut(const struct hgs_task *t, struct hgs_cross *c, const struct hgs_price *price,
             struct hgs_plan *out)
{
    /* potential[j]: least cost of the first j stops; spot[j]: where its last tour begins. Tours
     * over one and a half times the load are not looked at. */
    const int32_t n = t->n;
    c->potential[0] = 0.0;
    for (int32_t j = 1; j <= n; j++)
        c->potential[j] = 1e30;
    for (int32_t i = 0; i < n; i++) {
        int64_t load = 0, length = 0;
        for (int32_t j = i + 1; j <= n; j++) {
            const int32_t stop = c->tour[j - 1];
            load += t->load[stop];
            if (j > i + 1 && (double)load > 1.5 * (double)t->cap)
                break;
            length += t->d[(j == i + 1 ? 0 : c->tour[j - 2]) * t->w + stop];
            const double cost = c->potential[i] + (double)(length + t->d[stop * t->w]) +
                                t->fixed +
                                (load > t->cap ? (double)(load - t->cap) * price->load : 0.0);
            if (cost < c->potential[j]) {
                c->potential[j] = cost;
                c->spot[j] = i;
            }
        }
    }
    int32_t routes = 0;
    for (int32_t j = n; j > 0; j = c->spot[j])
        c->list[routes++] = c->spot[j];
    memcpy(out->seq, c->tour, (size_t)n * sizeof *out->seq);
    const int32_t kept = routes < t->vehicles ? routes : t->vehicles;
    for (int32_t r = 0; r < kept; r++) /* what is over the fleet rides in the last tour */
        out->first[r] = c->list[routes - 1 - r];
    out->first[kept] = n;
    out->used = kept;
    hgs_plan_count(t, price, out);
}

void hgs_cross_order(const struct hgs_task *t, struct hgs_cross *c, const struct hgs_plan *a,
                     const struct hgs_plan *b, const struct hgs_price *price,
                     struct rk_random *random, struct hgs_plan *child)
{
    const int32_t n = t->n;
    const int32_t from = (int32_t)rk_random_below(random, n);
    const int32_t len = 1 + (int32_t)rk_random_below(random, n);
    memset(c->mark, 0, (size_t)(n + 1) * sizeof *c->mark);
    int32_t at = from;
    for (int32_t k = 0; k < len; k++, at = at + 1 == n ? 0 : at + 1) {
        c->tour[at] = a->seq[at];
        c->mark[a->seq[at]] = 1;
    }
    for (int32_t k = 0, i = at; k < n; k++, i = i + 1 == n ? 0 : i + 1)
        if (!c->mark[b->seq[i]]) {
            c->tour[at] = b->seq[i];
            at = at + 1 == n ? 0 : at + 1;
        }
    hgs_cut(t, c, price, child);
}

/* ---- tours of one for tours of the other ------------------------------------------------- */

enum { IN_A = 1, IN_B = 2 };

static int32_t only_in(const struct hgs_cross *c, const struct hgs_plan *p, int32_t r,
                       int32_t other)
{
    int32_t count = 0;
    r = (r % p->used + p->used) % p->used;
    for (int32_t i = p->first[r]; i < p->first[r + 1]; i++)
        count += (c->mark[p->seq[i]] & other) == 0;
    return count;
}

static void mark_tour(struct hgs_cross *c, const struct hgs_plan *p, int32_t r, int32_t bit,
                      bool on)
{
    r = (r % p->used + p->used) % p->used;
    for (int32_t i = p->first[r]; i < p->first[r + 1]; i++)
        c->mark[p->seq[i]] = on ? c->mark[p->seq[i]] | bit : c->mark[p->seq[i]] & ~bit;
}

/* Shifts the two runs of `k` tours until their stops differ least. */
static void align(struct hgs_cross *c, const struct hgs_plan *a, const struct hgs_plan *b,
                  int32_t k, int32_t *sa, int32_t *sb)
{
    for (int32_t step = 0; step < a->used + b->used; step++) {
        const int32_t gain[4] = {
            k < a->used ? only_in(c, a, *sa - 1, IN_B) - only_in(c, a, *sa + k - 1, IN_B) : 0,
            k < a->used ? only_in(c, a, *sa + k, IN_B) - only_in(c, a, *sa, IN_B) : 0,
            k < b->used ? only_in(c, b, *sb + k - 1, IN_A) - only_in(c, b, *sb - 1, IN_A) : 0,
            k < b->used ? only_in(c, b, *sb, IN_A) - only_in(c, b, *sb + k, IN_A) : 0,
        };
        int best = 0;
        const int32_t value[4] = {gain[0], gain[1], -gain[2], -gain[3]};
        for (int i = 1; i < 4; i++)
            if (value[i] < value[best])
                best = i;
        if (value[best] >= 0)
            return;
        if (best == 0) {
            mark_tour(c, a, *sa + k - 1, IN_A, false);
            mark_tour(c, a, --*sa, IN_A, true);
        } else if (best == 1) {
            mark_tour(c, a, *sa, IN_A, false);
            mark_tour(c, a, ++*sa + k - 1, IN_A, true);
        } else if (best == 2) {
            mark_tour(c, b, *sb + k - 1, IN_B, false);
            mark_tour(c, b, --*sb, IN_B, true);
        } else {
            mark_tour(c, b, *sb, IN_B, false);
            mark_tour(c, b, ++*sb + k - 1, IN_B, true);
        }
    }
}

/* keep_b: all stops of b's tours come with them and leave a's other tours; else those that a
 * serves elsewhere stay there. Gaps are then filled where it costs least. */
static void build(const struct hgs_task *t, struct hgs_cross *c, const struct hgs_plan *a,
                  const struct hgs_plan *b, int32_t k, int32_t sa, int32_t sb, bool keep_b,
                  const struct hgs_price *price, struct hgs_plan *out)
{
    struct hgs_plan *p = out;
    int32_t at = 0, r;
    for (r = 0; r < a->used; r++) {
        const int32_t away = ((r - sa) % a->used + a->used) % a->used;
        p->first[r] = at;
        if (away < k) {
            const int32_t q = ((sb + away) % b->used + b->used) % b->used;
            for (int32_t i = b->first[q]; i < b->first[q + 1]; i++)
                if (keep_b || (c->mark[b->seq[i]] & IN_A))
                    p->seq[at++] = b->seq[i];
        } else {
            for (int32_t i = a->first[r]; i < a->first[r + 1]; i++)
                if (!(keep_b && (c->mark[a->seq[i]] & IN_B)))
                    p->seq[at++] = a->seq[i];
        }
    }
    p->first[r] = at;
    p->used = r;
    /* linked for putting in: nodes 1 … n, then tour r is n + 1 + r on both ends */
    int32_t *next = c->list, *prev = c->spot;
    for (int32_t q = 0; q < p->used; q++) {
        int32_t last = t->n + 1 + q;
        for (int32_t i = p->first[q]; i < p->first[q + 1]; i++) {
            next[last] = p->seq[i];
            prev[p->seq[i]] = last;
            last = p->seq[i];
        }
        next[last] = t->n + 1 + q;
        prev[t->n + 1 + q] = last;
    }
    for (int32_t i = 0; i < t->n; i++) {
        const int32_t u = a->seq[i];
        if ((c->mark[u] & IN_A) == 0 || (c->mark[u] & IN_B) != 0)
            continue;
        double best = 1e30;
        int32_t behind = t->n + 1;
        for (int32_t q = 0; q < p->used; q++)
            for (int32_t v = t->n + 1 + q;;) {
                const int32_t y = next[v], cv = v > t->n ? 0 : v, cy = y > t->n ? 0 : y;
                const int64_t leg1 = t->d[cv * t->w + u], leg2 = t->d[u * t->w + cy];
                const double cost = (double)(leg1 + leg2 - t->d[cv * t->w + cy]);
                if (cost < best &&
                    (!t->timed ||
                     (t->one[cv].early + t->one[cv].span + leg1 < t->one[u].late &&
                      t->one[u].early + t->one[u].span + leg2 < t->one[cy].late))) {
                    best = cost;
                    behind = v;
                }
                v = y;
                if (v > t->n)
                    break;
            }
        next[u] = next[behind], prev[u] = behind;
        prev[next[u]] = u, next[behind] = u;
    }
    at = 0;
    for (int32_t q = 0; q < p->used; q++) {
        p->first[q] = at;
        for (int32_t v = next[t->n + 1 + q]; v <= t->n; v = next[v])
            p->seq[at++] = v;
    }
    p->first[p->used] = at;
    hgs_plan_count(t, price, p);
}

void hgs_cross_routes(const struct hgs_task *t, struct hgs_cross *c, const struct hgs_plan *a,
                      const struct hgs_plan *b, const struct hgs_price *price,
                      struct rk_random *random, struct hgs_plan *child)
{
    const int32_t least = a->used < b->used ? a->used : b->used;
    const int32_t most = least > 1 ? least - 1 : 1;
    const int32_t k = 1 + (int32_t)rk_random_below(random, most);
    int32_t sa = (int32_t)rk_random_below(random, a->used);
    int32_t sb = sa < b->used ? sa : 0;
    memset(c->mark, 0, (size_t)(t->n + 1) * sizeof *c->mark);
    for (int32_t i = 0; i < k; i++) {
        mark_tour(c, a, sa + i, IN_A, true);
        mark_tour(c, b, sb + i, IN_B, true);
    }
    align(c, a, b, k, &sa, &sb);
    build(t, c, a, b, k, sa, sb, true, price, &c->other);
    build(t, c, a, b, k, sa, sb, false, price, child);
    if (c->other.cost < child->cost)
        hgs_plan_copy(t, &c->other, child);
}
