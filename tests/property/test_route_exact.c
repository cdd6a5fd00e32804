/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Against brute force: on small random problems every order of every split over the vehicles is
 * tried with hours counted minute by minute, and no plan may be better than the solver's.
 */
#include "rk_test.h"
#include "route_cases.h"

enum { CASES = 30, HORIZON = 120 };

struct brute {
    const struct small *s;
    int64_t best; /* with 1e6 for each unserved */
    int32_t seq[2 * SMALL_REQUESTS], len;
    bool used[2 * SMALL_REQUESTS];
};

static int32_t leg(const struct small *s, int32_t a, int32_t b)
{
    return s->legs[a * s->p.places + b];
}

static bool inside(const struct rk_route_stop *st, int32_t t)
{
    bool fine = st->windows == 0;
    for (int32_t k = 0; k < st->windows; k++)
        fine = fine || (t >= st->window[k].from && t <= st->window[k].to);
    return fine;
}

/* Whether the rest of the tour from position i can be driven when the vehicle is at `at` at t:
 * all whole begins are tried (rides make later ones better at times). */
static bool drive(const struct brute *b, int32_t i, int32_t at, int32_t t, int32_t leave,
                  int32_t *end_of_pick)
{
    const struct small *s = b->s;
    const struct rk_route_vehicle *v = &s->vehicle[0];
    if (i == b->len) {
        const int32_t home = t + leg(s, at, v->end);
        return home <= v->to && (v->most < 0 || home - leave <= v->most);
    }
    const int32_t r = b->seq[i] / 2, k = b->seq[i] % 2;
    const struct rk_route_request *q = &s->request[r];
    for (int32_t x = t + leg(s, at, q->stop[k].place); x <= v->to; x++) {
        if (!inside(&q->stop[k], x))
            continue;
        if (q->max_ride >= 0 && k == q->stops - 1 &&
            x - (q->stops == 2 ? end_of_pick[r] : leave) > q->max_ride)
            return false;
        if (k == 0)
            end_of_pick[r] = x + q->stop[k].service;
        if (drive(b, i + 1, q->stop[k].place, x + q->stop[k].service, leave, end_of_pick))
            return true;
    }
    return false;
}

static bool possible(const struct brute *b)
{
    int32_t on = 0, end_of_pick[SMALL_REQUESTS], most = b->s->vehicle[0].load[0];
    for (int32_t i = 0; i < b->len; i++)
        on +=
            b->s->request[b->seq[i] / 2].stops == 1 ? b->s->request[b->seq[i] / 2].load[0] : 0;
    for (int32_t i = 0; i < b->len; i++) {
        const struct rk_route_request *q = &b->s->request[b->seq[i] / 2];
        if (on > most)
            return false;
        on += q->stops == 2 && b->seq[i] % 2 == 0 ? q->load[0] : -q->load[0];
        if (on > most)
            return false;
    }
    for (int32_t leave = 0; leave <= HORIZON; leave++)
        if (drive(b, 0, b->s->vehicle[0].start, leave, leave, end_of_pick))
            return true;
    return false;
}

/* Cheapest order of one tour for each set of requests, then the best split over two vehicles.
 */
static void orders(struct brute *b, int32_t left, int64_t cost, int32_t at, int64_t *best)
{
    const struct small *s = b->s;
    if (left == 0) {
        const int64_t all = cost + leg(s, at, s->vehicle[0].end);
        if (all < *best && possible(b))
            *best = all;
        return;
    }
    for (int32_t r = 0; r < s->p.requests; r++)
        for (int32_t k = 0; k < s->request[r].stops; k++) {
            if (b->used[2 * r + k] || (k == 1 && !b->used[2 * r]))
                continue;
            const int32_t to = s->request[r].stop[k].place;
            b->used[2 * r + k] = true;
            b->seq[b->len++] = 2 * r + k;
            orders(b, left - 1, cost + leg(s, at, to), to, best);
            b->len--;
            b->used[2 * r + k] = false;
        }
}

static bool may_drive(const struct small *s, int32_t set, int32_t v)
{
    bool may = true;
    for (int32_t r = 0; r < s->p.requests; r++)
        may = may && ((set >> r & 1) == 0 || s->request[r].only < 0 || s->request[r].only == v);
    return may;
}

static int64_t brute(const struct small *s)
{
    const int32_t sets = 1 << s->p.requests;
    int64_t tour[1 << SMALL_REQUESTS], best = INT64_MAX;
    for (int32_t set = 0; set < sets; set++) {
        struct brute b = {.s = s};
        int32_t left = 0;
        tour[set] = set == 0 ? 0 : INT64_MAX;
        for (int32_t r = 0; r < s->p.requests; r++)
            for (int32_t k = 0; k < 2; k++) {
                b.used[2 * r + k] = (set >> r & 1) == 0 || k >= s->request[r].stops;
                left += !b.used[2 * r + k];
            }
        if (set > 0)
            orders(&b, left, 0, s->vehicle[0].start, &tour[set]);
    }
    for (int32_t a = 0; a < sets; a++)
        for (int32_t b = 0; b < sets; b++) {
            if ((a & b) != 0 || tour[a] == INT64_MAX || tour[b] == INT64_MAX ||
                !may_drive(s, a, 0) || !may_drive(s, b, 1))
                continue;
            int64_t out = 0;
            for (int32_t r = 0; r < s->p.requests; r++)
                out += ((a | b) >> r & 1) == 0;
            const int64_t all = tour[a] + tour[b] + 1000000 * out;
            best = all < best ? all : best;
        }
    return best;
}

/* rides: of requests with at most one window a stop; roads: any legs, where a way round may be
 * quicker than the leg that is said; else along streets. */
static void random_case(struct small *s, struct rk_random *r, bool rides, bool roads)
{
    int32_t x[SMALL_PLACES], y[SMALL_PLACES];
    *s = (struct small){0};
    const int32_t n = 3 + (int32_t)rk_random_below(r, 2);
    for (int32_t i = 0; i < SMALL_PLACES; i++)
        x[i] = (int32_t)rk_random_below(r, 25), y[i] = (int32_t)rk_random_below(r, 25);
    small_line(s, x, SMALL_PLACES);
    for (int32_t i = 0; i < SMALL_PLACES; i++)
        for (int32_t j = 0; j < SMALL_PLACES; j++)
            s->legs[i * SMALL_PLACES + j] = i == j  ? 0
                                            : roads ? 1 + (int32_t)rk_random_below(r, 30)
                                                    : abs(x[i] - x[j]) + abs(y[i] - y[j]);
    for (int32_t i = 0; i < n; i++) {
        struct rk_route_request *q = &s->request[i];
        *q = small_request(2 * i + 1 < SMALL_PLACES ? 2 * i + 1 : 1);
        q->stops = rides ? 2 : 1 + (int32_t)rk_random_below(r, 2);
        q->stop[1].place = 2 * i + 2 < SMALL_PLACES ? 2 * i + 2 : 2;
        q->load[0] = 1 + (int32_t)rk_random_below(r, 2);
        q->only = rk_random_below(r, 8) == 0 ? (int32_t)rk_random_below(r, 2) : -1;
        q->max_ride = rk_random_below(r, 2) == 0 ? -1 : 10 + (int32_t)rk_random_below(r, 30);
        for (int32_t k = 0; k < q->stops; k++) {
            struct rk_route_window *w = s->window[2 * i + k];
            w[0].from = (int32_t)rk_random_below(r, 80);
            w[0].to = w[0].from + (int32_t)rk_random_below(r, 20);
            w[1].from = w[0].to + 1 + (int32_t)rk_random_below(r, 20);
            w[1].to = w[1].from + (int32_t)rk_random_below(r, 10);
            q->stop[k].window = w;
            q->stop[k].windows = (int32_t)rk_random_below(r, rides ? 2 : 3);
            q->stop[k].service = (int32_t)rk_random_below(r, 4);
        }
    }
    for (int32_t v = 0; v < 2; v++) {
        s->vehicle[v] = small_vehicle(3);
        s->vehicle[v].to = HORIZON;
    }
    const int32_t most = rk_random_below(r, 3) == 0 ? 70 : -1;
    s->vehicle[0].most = s->vehicle[1].most = most;
    s->p.requests = n;
    s->p.vehicles = 2;
}

static void no_plan_is_better_than_the_one_found(void **state)
{
    (void)state;
    const uint64_t seed = 20221114;
    struct rk_random r = rk_random_seed(seed);
    struct rk_arena mem = rk_arena_open(1 << 24);
    struct rk_scratch tmp = rk_scratch_open(1 << 26);
    print_message("seed %" PRIu64 "\n", seed);
    for (int k = 0; k < CASES; k++) {
        struct small s;
        random_case(&s, &r, k % 3 == 0, k % 5 == 0);
        const int64_t want = brute(&s);
        for (int must = 0; must < 2; must++) {
            struct rk_route_plan plan;
            struct rk_err err;
            struct rk_arena keep = mem;
            const struct rk_route_options how = {.seed = 1, .iterations = 400};
            s.p.must = must == 1;
            const rk_status got = rk_route_solve(&s.p, &how, &keep, tmp, &plan, &err);
            if (got != RK_OK && !(s.p.must && got == RK_ENOTFOUND))
                fail_msg("case %d: %s: %s", k, err.place, err.text);
            const int64_t cost = plan.cost + 1000000 * (int64_t)plan.unserved;
            if (cost != want)
                fail_msg("case %d, must %d: %" PRId64 ", brute force finds %" PRId64, k, must,
                         cost, want);
        }
    }
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_plan_is_better_than_the_one_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
