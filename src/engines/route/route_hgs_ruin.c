/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ruin and recreate over feasible plans: strings of neighbouring stops are taken out and put
 * back greedily with blinks; annealing decides what is kept.
 * Christiaens & Vanden Berghe (2020), Slack induction by string removals, Transp. Sci. 54(2).
 */
#include "route_hgs.h"

/* Tours are linked; node n + 1 + r is both ends of tour r. */
struct state {
    int32_t *next, *prev, *route, *size; /* route -1: absent */
    int64_t *ready, *late; /* end of service at the soonest; begin at the latest */
    int64_t *load;
    int64_t length;
    int32_t used, absent;
    double rank_sum; /* of the absent, how often each was */
};

struct ruin {
    const struct hgs_task *t;
    struct rk_random *random;
    const int32_t *near;
    int32_t near_most;
    struct state now, try, best;
    int32_t *gone, gones;
    double *key;
    int32_t *often;
    int32_t limit; /* tours allowed */
    bool fewer;    /* hunts for fewer tours: absence counts first */
};

static int32_t stop_of(const struct ruin *z, int32_t v)
{
    return v > z->t->n ? 0 : v;
}

static bool state_new(const struct hgs_task *t, struct rk_scratch *s, struct state *out)
{
    const ptrdiff_t nodes = t->n + 1 + (ptrdiff_t)t->vehicles;
    *out = (struct state){0};
    out->next = RK_NEW(s, int32_t, nodes);
    out->prev = RK_NEW(s, int32_t, nodes);
    out->route = RK_NEW(s, int32_t, nodes);
    out->size = RK_NEW(s, int32_t, t->vehicles);
    out->ready = RK_NEW(s, int64_t, nodes);
    out->late = RK_NEW(s, int64_t, nodes);
    out->load = RK_NEW(s, int64_t, t->vehicles);
    return !s->in.failed;
}

static void state_copy(const struct hgs_task *t, const struct state *from, struct state *to)
{
    const size_t nodes = (size_t)t->n + 1 + (size_t)t->vehicles;
    memcpy(to->next, from->next, nodes * sizeof *to->next);
    memcpy(to->prev, from->prev, nodes * sizeof *to->prev);
    memcpy(to->route, from->route, nodes * sizeof *to->route);
    memcpy(to->size, from->size, (size_t)t->vehicles * sizeof *to->size);
    memcpy(to->ready, from->ready, nodes * sizeof *to->ready);
    memcpy(to->late, from->late, nodes * sizeof *to->late);
    memcpy(to->load, from->load, (size_t)t->vehicles * sizeof *to->load);
    to->length = from->length;
    to->used = from->used;
    to->absent = from->absent;
    to->rank_sum = from->rank_sum;
}

/* Soonest ends forwards, latest begins backwards. The node of the tour holds as `ready` when
 * it may leave and as `late` when it must be back. */
static void times(const struct ruin *z, struct state *s, int32_t r)
{
    const struct hgs_task *t = z->t;
    const int32_t end = t->n + 1 + r;
    s->ready[end] = t->one[0].early;
    s->late[end] = t->one[0].late;
    if (!t->timed)
        return;
    for (int32_t p = end, v = s->next[end]; v != end; p = v, v = s->next[v]) {
        int64_t begin = s->ready[p] + t->d[stop_of(z, p) * t->w + v];
        begin = begin > t->one[v].early ? begin : t->one[v].early;
        s->ready[v] = begin + t->one[v].span;
    }
    for (int32_t p = end, v = s->prev[end]; v != end; p = v, v = s->prev[v]) {
        const int64_t by = s->late[p] - t->d[v * t->w + stop_of(z, p)] - t->one[v].span;
        s->late[v] = by < t->one[v].late ? by : t->one[v].late;
    }
}

static void take_out(struct ruin *z, struct state *s, int32_t v)
{
    const struct hgs_task *t = z->t;
    const int32_t r = s->route[v], p = stop_of(z, s->prev[v]), q = stop_of(z, s->next[v]);
    s->length += t->d[p * t->w + q] - t->d[p * t->w + v] - t->d[v * t->w + q];
    s->next[s->prev[v]] = s->next[v];
    s->prev[s->next[v]] = s->prev[v];
    s->load[r] -= t->load[v];
    s->route[v] = -1;
    if (--s->size[r] == 0)
        s->used--;
    z->gone[z->gones++] = v;
}

static void put_in(struct ruin *z, struct state *s, int32_t v, int32_t behind)
{
    const struct hgs_task *t = z->t;
    const int32_t r = s->route[behind], before = s->next[behind];
    const int32_t p = stop_of(z, behind), q = stop_of(z, before);
    s->length += t->d[p * t->w + v] + t->d[v * t->w + q] - t->d[p * t->w + q];
    s->next[v] = before, s->prev[v] = behind;
    s->next[behind] = v, s->prev[before] = v;
    s->load[r] += t->load[v];
    s->route[v] = r;
    if (s->size[r]++ == 0)
        s->used++;
    times(z, s, r);
}

/* ---- ruin -------------------------------------------------------------------------------- */

/* `len` stops of c's tour with c among them; split: with some kept in the middle. */
static void take_string(struct ruin *z, struct state *s, int32_t c, int32_t len, bool split)
{
    const int32_t r = s->route[c], size = s->size[r];
    int32_t keep = 0;
    if (split && len > 1 && len < size) {
        keep = 1;
        while (len + keep < size && rk_random_unit(z->random) >= 0.01)
            keep++;
        if (len + keep > size)
            keep = size - len;
    }
    const int32_t whole = len + keep;
    int32_t at = 0;
    for (int32_t v = s->prev[c]; v <= z->t->n; v = s->prev[v])
        at++;
    int32_t low = at - whole + 1 > 0 ? at - whole + 1 : 0;
    int32_t high = at < size - whole ? at : size - whole;
    const int32_t from = low + (int32_t)rk_random_below(z->random, high - low + 1);
    const int32_t skip = keep > 0 ? 1 + (int32_t)rk_random_below(z->random, len - 1) : len;
    int32_t v = c;
    for (int32_t i = at; i > from; i--)
        v = s->prev[v];
    for (int32_t i = 0; i < whole; i++) {
        const int32_t next = s->next[v];
        if (i < skip || i >= skip + keep)
            take_out(z, s, v);
        v = next;
    }
    times(z, s, r);
}

static void ruin(struct ruin *z, struct state *s)
{
    const struct hgs_task *t = z->t;
    const double mean = s->used > 0 ? (double)(t->n - s->absent) / s->used : 1.0;
    const double longest = mean < 10.0 ? mean : 10.0;
    const double strings = 4.0 * 10.0 / (1.0 + longest) - 1.0;
    int32_t left = 1 + (int32_t)(rk_random_unit(z->random) * strings);
    int32_t hit[64], hits = 0;
    const int32_t seed = 1 + (int32_t)rk_random_below(z->random, t->n);
    for (int32_t k = -1; k < z->near_most && left > 0 && hits < 64; k++) {
        const int32_t c = k < 0 ? seed : z->near[seed * z->near_most + k];
        if (c == 0)
            break;
        const int32_t r = s->route[c];
        bool seen = r < 0;
        for (int32_t i = 0; i < hits && !seen; i++)
            seen = hit[i] == r;
        if (seen)
            continue;
        const double most = (double)s->size[r] < longest ? (double)s->size[r] : longest;
        const int32_t len = (int32_t)(1.0 + rk_random_unit(z->random) * most);
        take_string(z, s, c, len < s->size[r] ? len : s->size[r],
                    rk_random_unit(z->random) < 0.5);
        hit[hits++] = r;
        left--;
    }
}

/* ---- recreate ---------------------------------------------------------------------------- */

static void order(struct ruin *z)
{
    const struct hgs_task *t = z->t;
    const int kind = (int)rk_random_below(z->random, t->timed ? 17 : 11);
    for (int32_t i = 0; i < z->gones; i++) {
        const int32_t v = z->gone[i];
        const struct hgs_part *o = &t->one[v];
        double k;
        if (kind < 4)
            k = rk_random_unit(z->random);
        else if (kind < 8)
            k = -(double)t->load[v];
        else if (kind < 10)
            k = -(double)t->d[v];
        else if (kind < 11)
            k = (double)t->d[v];
        else if (kind < 13)
            k = (double)(o->late - o->early);
        else if (kind < 15)
            k = (double)o->early;
        else
            k = -(double)o->late;
        int32_t j = i;
        for (; j > 0 && z->key[j - 1] > k; j--) {
            z->key[j] = z->key[j - 1];
            z->gone[j] = z->gone[j - 1];
        }
        z->key[j] = k;
        z->gone[j] = v;
    }
}

struct spot {
    int64_t best;
    int32_t behind;
    uint64_t dice;
};

/* Whether u behind v is cheaper and fits; one look in 128 is not taken (a blink). */
static inline void look(struct ruin *z, const struct state *s, int32_t u, int32_t v,
                        struct spot *b)
{
    const struct hgs_task *t = z->t;
    const int32_t *du = t->d + u * t->w;
    const int32_t y = s->next[v];
    const int32_t cv = v > t->n ? 0 : v, cy = y > t->n ? 0 : y;
    const int64_t in = t->d[cv * t->w + u];
    const int64_t cost = in + du[cy] - t->d[cv * t->w + cy];
    if (cost >= b->best)
        return;
    if (b->dice <= 1)
        b->dice = rk_random_u64(z->random) | (UINT64_C(1) << 63);
    const bool blink = (b->dice & 127) == 1;
    b->dice >>= 7;
    int64_t begin = s->ready[v] + in;
    begin = begin > t->one[u].early ? begin : t->one[u].early;
    if (!blink && (!t->timed || (begin <= t->one[u].late &&
                                 begin + t->one[u].span + du[cy] <= s->late[y]))) {
        b->best = cost;
        b->behind = v;
    }
}

static void look_everywhere(struct ruin *z, const struct state *s, int32_t u, struct spot *b)
{
    const struct hgs_task *t = z->t;
    for (int32_t r = 0; r < t->vehicles; r++) {
        if (s->size[r] == 0 || s->load[r] + t->load[u] > t->cap)
            continue;
        int32_t v = t->n + 1 + r;
        do {
            look(z, s, u, v, b);
            v = s->next[v];
        } while (v <= t->n);
    }
}

static void look_near(struct ruin *z, const struct state *s, int32_t u, struct spot *b)
{
    const struct hgs_task *t = z->t;
    for (int32_t k = 0; k < z->near_most; k++) {
        const int32_t v = z->near[u * z->near_most + k];
        if (v == 0)
            break;
        const int32_t r = s->route[v];
        if (r < 0 || s->load[r] + t->load[u] > t->cap)
            continue;
        look(z, s, u, v, b);
        look(z, s, u, s->prev[v], b);
    }
}

static int32_t best_spot(struct ruin *z, struct state *s, int32_t u)
{
    const struct hgs_task *t = z->t;
    struct spot b = {INT64_MAX, -1, 0};
    if (t->n > 200)
        look_near(z, s, u, &b);
    if (b.behind < 0)
        look_everywhere(z, s, u, &b);
    const int64_t alone = (int64_t)t->d[u] + t->d[u * t->w];
    if (s->used < z->limit && (b.behind < 0 || (double)alone + t->fixed < (double)b.best))
        for (int32_t r = 0; r < t->vehicles; r++)
            if (s->size[r] == 0)
                return t->n + 1 + r;
    return b.behind;
}

static void recreate(struct ruin *z, struct state *s)
{
    order(z);
    int32_t left = 0;
    for (int32_t i = 0; i < z->gones; i++) {
        const int32_t u = z->gone[i], behind = best_spot(z, s, u);
        if (behind >= 0)
            put_in(z, s, u, behind);
        else
            z->gone[left++] = u;
    }
    z->gones = left;
    s->absent = left;
    s->rank_sum = 0.0;
    for (int32_t i = 0; i < left; i++)
        s->rank_sum += z->often[z->gone[i]];
}

/* ---- the walk ---------------------------------------------------------------------------- */

static double cost_of(const struct ruin *z, const struct state *s)
{
    return (double)s->length + z->t->fixed * s->used;
}

static void load(struct ruin *z, const struct hgs_plan *p)
{
    const struct hgs_task *t = z->t;
    struct state *s = &z->now;
    s->length = 0;
    s->used = 0;
    z->gones = 0;
    for (int32_t i = 1; i <= t->n; i++)
        s->route[i] = -1;
    for (int32_t r = 0; r < t->vehicles; r++) {
        const int32_t end = t->n + 1 + r;
        s->next[end] = s->prev[end] = end;
        s->route[end] = r;
        s->size[r] = 0;
        s->load[r] = 0;
        times(z, s, r);
        for (int32_t i = r < p->used ? p->first[r] : 0; r < p->used && i < p->first[r + 1];
             i++) {
            const int32_t u = p->seq[i], v = s->prev[end];
            int64_t begin = s->ready[v] + t->d[stop_of(z, v) * t->w + u];
            begin = begin > t->one[u].early ? begin : t->one[u].early;
            const bool fits =
                s->load[r] + t->load[u] <= t->cap &&
                (!t->timed || (begin <= t->one[u].late &&
                               begin + t->one[u].span + t->d[u * t->w] <= t->one[0].late));
            if (fits)
                put_in(z, s, u, v);
            else
                z->gone[z->gones++] = u;
        }
    }
    s->absent = z->gones;
}

static void unload(struct ruin *z, const struct state *s, struct hgs_plan *p)
{
    const struct hgs_task *t = z->t;
    const struct hgs_price none = {1e6, 1e6};
    int32_t at = 0, used = 0;
    for (int32_t r = 0; r < t->vehicles; r++) {
        if (s->size[r] == 0)
            continue;
        p->first[used++] = at;
        for (int32_t v = s->next[t->n + 1 + r]; v <= t->n; v = s->next[v])
            p->seq[at++] = v;
    }
    p->first[used] = at;
    p->used = used;
    hgs_plan_count(t, &none, p);
}

static bool accept(struct ruin *z, double heat)
{
    const struct state *a = &z->now, *b = &z->try;
    if (z->fewer) {
        if (b->rank_sum != a->rank_sum || b->absent != a->absent)
            return b->rank_sum < a->rank_sum || b->absent < a->absent;
    } else if (b->absent != a->absent) {
        return b->absent < a->absent;
    }
    return cost_of(z, b) < cost_of(z, a) - heat * log(1.0 - rk_random_unit(z->random));
}

/* One tour less: its stops must find room elsewhere. */
static void drop_tour(struct ruin *z)
{
    struct state *s = &z->now;
    int32_t least = -1;
    for (int32_t r = 0; r < z->t->vehicles; r++)
        if (s->size[r] > 0 && (least < 0 || s->size[r] < s->size[least]))
            least = r;
    const int32_t end = z->t->n + 1 + least;
    z->gones = 0;
    while (s->next[end] != end)
        take_out(z, s, s->next[end]);
    times(z, s, least);
    z->limit = s->used;
    recreate(z, s);
}

static bool better(const struct ruin *z, const struct state *a, const struct state *b)
{
    if (z->fewer && a->absent == 0 && b->absent == 0 && a->used != b->used)
        return a->used < b->used;
    if (a->absent != b->absent)
        return a->absent < b->absent;
    return cost_of(z, a) < cost_of(z, b) - 1e-9;
}

static void step(struct ruin *z, double heat)
{
    struct state *s = &z->try;
    state_copy(z->t, &z->now, s);
    z->gones = 0;
    if (s->absent > 0)
        for (int32_t i = 1; i <= z->t->n; i++)
            if (s->route[i] < 0)
                z->gone[z->gones++] = i;
    ruin(z, s);
    recreate(z, s);
    if (z->fewer)
        for (int32_t i = 0; i < z->gones; i++)
            z->often[z->gone[i]]++;
    if (!accept(z, heat))
        return;
    const struct state swap = z->now;
    z->now = z->try;
    z->try = swap;
    if (better(z, &z->now, &z->best))
        state_copy(z->t, &z->now, &z->best);
}

static bool ruin_new(struct ruin *z, struct rk_scratch *s)
{
    const struct hgs_task *t = z->t;
    const bool fine =
        state_new(t, s, &z->now) && state_new(t, s, &z->try) && state_new(t, s, &z->best);
    z->gone = RK_NEW(s, int32_t, t->n + 1);
    z->key = RK_NEW(s, double, t->n + 1);
    z->often = RK_NEW(s, int32_t, t->n + 1);
    return fine && !s->in.failed;
}

int64_t hgs_ruin(const struct hgs_task *t, const struct hgs_budget *budget, double until,
                 bool fewer, struct rk_random *random, struct rk_scratch scratch,
                 struct hgs_plan *p)
{
    struct ruin z = {
        .t = t, .random = random, .near = t->near, .near_most = t->near_most, .fewer = fewer};
    if (!ruin_new(&z, &scratch))
        return -1;
    z.limit = t->vehicles;
    load(&z, p);
    if (z.gones > 0)
        recreate(&z, &z.now);
    state_copy(t, &z.now, &z.best);
    int64_t done = 0;
    const double from = hgs_used(budget, 0), mean = (double)z.now.length / (t->n + 1);
    const double hot = 0.5 * mean, cold = 0.005 * mean;
    double heat = hot;
    for (double used = from; used < until; done++) {
        if (fewer && z.now.absent == 0) {
            if (z.now.used <= 1)
                break;
            drop_tour(&z);
        }
        if ((done & 15) == 0) {
            used = hgs_used(budget, done);
            heat = hot * pow(cold / hot, (used - from) / (until - from));
        }
        step(&z, heat);
    }
    if (z.best.absent == 0)
        unload(&z, &z.best, p);
    return done;
}
