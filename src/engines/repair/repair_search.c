/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search for large problems: simulated annealing in rounds, the limit drawn before the try. */
#include "repair_internal.h"

#include "rk_random.h"

struct search {
    const struct repair_town *t;
    struct rk_random random;
    struct repair_sequence now, next, best;
    double now_cost, best_cost;
    struct repair_times w;
    bool *in;     /* [options] of the sequence last looked at */
    bool grouped; /* items stand crew by crew: nothing waits for another */
    int32_t free; /* optional options */
    int32_t *free_option;
};

static int32_t below(struct search *s, int32_t n)
{
    return (int32_t)rk_random_below(&s->random, n);
}

static void copy(struct repair_sequence *to, const struct repair_sequence *from)
{
    to->count = from->count;
    memcpy(to->item, from->item, (size_t)from->count * sizeof *from->item);
}

/* Does everything stand behind what it waits for? */
static bool in_order(struct search *s, const struct repair_sequence *q)
{
    if (!s->t->ordered)
        return true;
    memset(s->in, 0, (size_t)s->t->options * sizeof *s->in);
    for (int32_t k = 0; k < q->count; k++) {
        const struct rk_ids after = s->t->option[q->item[k].option].after;
        for (int32_t a = 0; a < after.len; a++)
            if (!s->in[after.at[a]])
                return false;
        s->in[q->item[k].option] = true;
    }
    return true;
}

/* ---- moves: each changes s->next, which begins as a copy of s->now; false: not possible
 * ------
 */

static void take_out(struct repair_sequence *q, int32_t from, int32_t len)
{
    memmove(q->item + from, q->item + from + len,
            (size_t)(q->count - from - len) * sizeof *q->item);
    q->count -= len;
}
static void put_in(struct repair_sequence *q, int32_t at, const struct repair_item *it,
                   int32_t len)
{
    memmove(q->item + at + len, q->item + at, (size_t)(q->count - at) * sizeof *q->item);
    memcpy(q->item + at, it, (size_t)len * sizeof *it);
    q->count += len;
}

/* A place to put something, and the crew that does it there. */
static int32_t place_at(const struct search *s, const struct repair_sequence *q, int32_t k,
                        int32_t *crew)
{
    if (k < q->count) {
        *crew = q->item[k].crew;
        return k;
    }
    *crew = k - q->count;
    int32_t at = q->count;
    if (s->grouped)
        while (at > 0 && q->item[at - 1].crew > *crew)
            at--;
    return at;
}

static int32_t choose_place(struct search *s, const struct repair_sequence *q, int32_t *crew)
{
    return place_at(s, q, below(s, q->count + s->t->crews), crew);
}

static bool able_all(const struct search *s, struct repair_item *it, int32_t len, int32_t crew)
{
    for (int32_t k = 0; k < len; k++) {
        if (!repair_able(s->t, &s->t->option[it[k].option], crew))
            return false;
        it[k].crew = crew;
    }
    return true;
}

/* An item that begins not far from hour `h`, as far as a few tries find one. */
static int32_t near(struct search *s, double h)
{
    int32_t best = below(s, s->next.count);
    double off = fabs(s->w.kept.start_h[s->next.item[best].option] - h);
    for (int32_t k = 1; k < 3; k++) {
        const int32_t j = below(s, s->next.count);
        const double far = fabs(s->w.kept.start_h[s->next.item[j].option] - h);
        if (far < off) {
            best = j;
            off = far;
        }
    }
    return best;
}

enum { LONGEST = 6 };

static bool move_block(struct search *s, int32_t most)
{
    struct repair_sequence *q = &s->next;
    struct repair_item block[LONGEST];
    const int32_t from = below(s, q->count);
    int32_t len = 1 + (most > 1 ? below(s, most) : 0), crew;
    while (len > 1 && (from + len > q->count ||
                       (s->grouped && q->item[from + len - 1].crew != q->item[from].crew)))
        len--;
    memcpy(block, q->item + from, (size_t)len * sizeof *block);
    const double from_h = s->w.kept.start_h[block[0].option];
    take_out(q, from, len);
    const bool close = q->count > 0 && below(s, 4) > 0;
    const int32_t at =
        close ? place_at(s, q, near(s, from_h), &crew) : choose_place(s, q, &crew);
    if (at == from && (s->t->list || crew == block[0].crew))
        return false;
    if (len > 1 && below(s, 3) == 0)
        for (int32_t i = 0, j = len - 1; i < j; i++, j--) {
            const struct repair_item other = block[i];
            block[i] = block[j];
            block[j] = other;
        }
    if (!s->t->list && !able_all(s, block, len, crew))
        return false;
    put_in(q, at, block, len);
    return true;
}

/* Item i to place j of the plan without it. */
static bool relocate(struct search *s, int32_t i, int32_t j)
{
    struct repair_sequence *q = &s->next;
    struct repair_item it = q->item[i];
    int32_t crew;
    take_out(q, i, 1);
    if (j >= q->count + s->t->crews)
        return false;
    const int32_t at = place_at(s, q, j, &crew);
    if ((at == i && (s->t->list || crew == it.crew)) ||
        (!s->t->list && !able_all(s, &it, 1, crew)))
        return false;
    put_in(q, at, &it, 1);
    return true;
}

static bool swap_items(struct search *s, int32_t i, int32_t j)
{
    struct repair_sequence *q = &s->next;
    if (i >= q->count || j >= q->count)
        return false;
    const int32_t oi = q->item[i].option, oj = q->item[j].option;
    if (i == j || !repair_able(s->t, &s->t->option[oi], q->item[j].crew) ||
        !repair_able(s->t, &s->t->option[oj], q->item[i].crew))
        return false;
    q->item[i].option = oj;
    q->item[j].option = oi;
    return true;
}

static bool move_swap(struct search *s)
{
    const int32_t i = below(s, s->next.count);
    return swap_items(s, i, near(s, s->w.kept.start_h[s->next.item[i].option]));
}

static void group(struct search *s, struct repair_sequence *q, struct repair_item *spare)
{
    int32_t n = 0;
    for (int32_t c = 0; c < s->t->crews; c++)
        for (int32_t k = 0; k < q->count; k++)
            if (q->item[k].crew == c)
                spare[n++] = q->item[k];
    memcpy(q->item, spare, (size_t)n * sizeof *spare);
}

/* Two crews change what they do from some hour on. */
static bool move_tails(struct search *s)
{
    struct repair_sequence *q = &s->next;
    const int32_t crews = s->t->crews;
    if (crews < 2)
        return false;
    const int32_t a = below(s, crews);
    int32_t b = below(s, crews - 1);
    b += b >= a;
    const int32_t pivot = below(s, q->count);
    const double from_h = s->w.kept.start_h[q->item[pivot].option];
    for (int32_t k = 0; k < q->count; k++) {
        struct repair_item *it = &q->item[k];
        if ((it->crew != a && it->crew != b) || s->w.kept.start_h[it->option] < from_h)
            continue;
        it->crew = it->crew == a ? b : a;
        if (!repair_able(s->t, &s->t->option[it->option], it->crew))
            return false;
    }
    if (s->grouped)
        group(s, q, s->best.item + s->t->options); /* spare room behind the best plan */
    return true;
}

/* Puts in what may be left out, takes it out again, or gives a boiler another site. */
static bool move_free(struct search *s)
{
    struct repair_sequence *q = &s->next;
    const int32_t o = s->free_option[below(s, s->free)];
    int32_t old = -1, crew;
    for (int32_t k = 0; k < q->count; k++)
        if (s->t->option[q->item[k].option].job == s->t->option[o].job)
            old = k;
    const bool same = old >= 0 && q->item[old].option == o;
    if (old >= 0 && !same && below(s, 2) == 0) {
        q->item[old].option = o;
        return true;
    }
    if (old >= 0)
        take_out(q, old, 1);
    if (same)
        return true;
    const int32_t at = choose_place(s, q, &crew);
    struct repair_item it = {o, crew};
    if (!able_all(s, &it, 1, crew))
        return false;
    put_in(q, at, &it, 1);
    return true;
}

static bool move(struct search *s)
{
    copy(&s->next, &s->now);
    const int32_t dice = below(s, 100);
    if (s->free > 0 && (dice < 15 || s->now.count < 2))
        return move_free(s);
    if (s->now.count < 2)
        return s->t->crews > 1 && s->now.count == 1 && !s->t->list && move_block(s, 1);
    if (dice < 50)
        return move_block(s, 1);
    if (dice < 75)
        return move_swap(s);
    if (dice < 92 || s->t->list)
        return move_block(s, LONGEST);
    return move_tails(s);
}

/* ---- annealing
 * ------------------------------------------------------------------------------- */

static void accept(struct search *s, double cost)
{
    const struct repair_sequence old = s->now;
    s->now = s->next;
    s->next = old;
    s->now_cost = cost;
    repair_times_keep(&s->w);
    if (cost < s->best_cost) {
        s->best_cost = cost;
        copy(&s->best, &s->now);
    }
}

/* s->now was put there from elsewhere. */
static void restart(struct search *s)
{
    s->now_cost = repair_cost(s->t, &s->now, NULL, HUGE_VAL, &s->w);
    repair_times_keep(&s->w);
}

/* Mean rise of a random move, the measure of temperature. */
static double mean_rise(struct search *s)
{
    double sum = 0.0;
    int32_t count = 0;
    for (int32_t i = 0; i < 200; i++) {
        if (!move(s) || !in_order(s, &s->next))
            continue;
        const double rise = repair_cost(s->t, &s->next, NULL, HUGE_VAL, &s->w) - s->now_cost;
        if (rise > 0.0 && rise < s->t->late_price) {
            sum += rise;
            count++;
        }
    }
    return count > 0 ? sum / count : 1e-9;
}

static void round_of(struct search *s, int64_t steps, double hot, double cold,
                     struct repair_work *work)
{
    double heat = hot;
    const int64_t piece = 64;
    const double cooling = pow(cold / hot, (double)piece / (double)steps);
    for (int64_t i = 0; i < steps; i++) {
        if (i % piece == 0) {
            if (i > 0)
                heat *= cooling;
            if (repair_stop(work))
                return;
        }
        work->iterations++;
        if (!move(s) || !in_order(s, &s->next))
            continue;
        const double limit = s->now_cost + heat * rk_random_exponential(&s->random);
        const double cost = repair_cost(s->t, &s->next, NULL, limit, &s->w);
        if (cost <= limit)
            accept(s, cost);
    }
}

/* One move of every item to every place, one swap of every two, `most` tries or so: false when
 * nothing helped. */
static bool descend(struct search *s, int64_t most, struct repair_work *work)
{
    bool helped = false;
    const int64_t end = work->iterations + most;
    for (int32_t i = 0; i < s->now.count && work->iterations < end && !repair_stop(work); i++)
        for (int32_t j = 0; j < s->now.count + s->t->crews; j++)
            for (int kind = 0; kind < 2; kind++) {
                copy(&s->next, &s->now);
                if (!(kind == 0 ? relocate(s, i, j) : swap_items(s, i, j)) ||
                    !in_order(s, &s->next))
                    continue;
                work->iterations++;
                const double cost = repair_cost(s->t, &s->next, NULL, s->now_cost, &s->w);
                if (cost < s->now_cost - 1e-9 * fabs(s->now_cost)) {
                    accept(s, cost);
                    helped = true;
                }
            }
    return helped;
}

static bool search_room(struct search *s, struct rk_scratch *scratch)
{
    const int32_t n = s->t->options + 1;
    s->now.item = RK_NEW(scratch, struct repair_item, n);
    s->next.item = RK_NEW(scratch, struct repair_item, n);
    s->best.item = RK_NEW(scratch, struct repair_item, 2 * (ptrdiff_t)n);
    s->in = RK_NEW(scratch, bool, n);
    s->free_option = RK_NEW(scratch, int32_t, n);
    s->w = repair_times_new(s->t, &scratch->in);
    if (scratch->in.failed)
        return false;
    repair_times_snaps(s->t, &s->w, &scratch->in);
    return true;
}

rk_status repair_search(const struct repair_town *t, int64_t iterations,
                        struct repair_work *work, struct rk_scratch scratch,
                        struct repair_sequence *q, double *cost, struct rk_err *err)
{
    struct search s = {.t = t, .grouped = !t->list && !t->ordered};
    s.random = rk_random_stream(work->options->seed, "repair", 0);
    if (!search_room(&s, &scratch))
        return rk_fail(err, RK_ENOMEM, "repair", "a search over %d options", t->options);
    for (int32_t o = 0; o < t->options; o++)
        if (t->option[o].optional)
            s.free_option[s.free++] = o;
    copy(&s.now, q);
    if (s.grouped)
        group(&s, &s.now, s.best.item + t->options);
    copy(&s.best, &s.now);
    restart(&s);
    s.best_cost = s.now_cost;
    if (t->options == 0 || (t->options == 1 && t->crews == 1 && s.free == 0)) {
        *cost = s.best_cost;
        return RK_OK;
    }
    const double rise = mean_rise(&s);
    int64_t steps = 2000 + 600 * (int64_t)t->options;
    int64_t left = iterations;
    while (!work->stopped && (iterations < 0 || left > 0)) {
        if (iterations >= 0 && steps > left)
            steps = left;
        round_of(&s, steps, rise * 0.1, rise * 1e-4, work);
        left -= steps;
        steps += steps / 2;
        copy(&s.now, &s.best);
        restart(&s);
        const int64_t before = work->iterations;
        const int64_t most = iterations >= 0 && left < steps / 2 ? left : steps / 2;
        while (work->iterations < before + most &&
               descend(&s, before + most - work->iterations, work))
            ;
        left -= work->iterations - before;
    }
    copy(q, &s.best);
    *cost = repair_cost(t, q, NULL, HUGE_VAL, &s.w);
    return RK_OK;
}

/* ---- a first plan
 * ---------------------------------------------------------------------------- */

/* What is waited for first, short jobs first, each to the able crew that is free first. */
rk_status repair_first(const struct repair_town *t, struct rk_scratch scratch,
                       struct repair_sequence *s, struct rk_err *err)
{
    bool *done = RK_NEW(&scratch, bool, t->options + 1);
    double *load_h = RK_NEW(&scratch, double, t->crews);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "repair", "%d options", t->options);
    s->count = 0;
    for (;;) {
        int32_t next = -1;
        for (int32_t o = 0; o < t->options; o++) {
            bool ready = !done[o] && !t->option[o].optional;
            for (int32_t a = 0; ready && a < t->option[o].after.len; a++)
                ready = done[t->option[o].after.at[a]];
            if (ready && (next < 0 || t->option[o].hours < t->option[next].hours))
                next = o;
        }
        if (next < 0)
            return RK_OK;
        int32_t crew = -1;
        for (int32_t c = 0; c < t->crews; c++)
            if (repair_able(t, &t->option[next], c) && (crew < 0 || load_h[c] < load_h[crew]))
                crew = c;
        done[next] = true;
        load_h[crew] += t->option[next].hours;
        s->item[s->count++] = (struct repair_item){next, crew};
    }
}
