/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The router plans, its independent checker looks at it, and only then is it handed over. */
#include "rounds_internal.h"

/* ---- the checker ------------------------------------------------------------------------- */

static struct rk_route_case make_case(const struct rk_route_problem *problem, int32_t *number,
                                      int32_t *back)
{
    for (int32_t i = 0; i < problem->requests; i++) {
        number[i] = i + 1;
        back[i] = -i - 1;
    }
    return (struct rk_route_case){.problem = *problem,
                                  .kind = RK_ROUTE_TOWN,
                                  .round = RK_ROUTE_MATRIX,
                                  .unit = 1.0,
                                  .cost_unit = 1.0,
                                  .number = {number, back},
                                  .numbers = problem->requests + 1,
                                  .changed_at = -1};
}

rk_status rounds_check(const struct rk_rounds_day *d, const struct rk_route_problem *problem,
                       const struct rk_route_plan *plan, struct rk_arena *keep,
                       struct rk_scratch scratch, struct rk_route_verdict *out,
                       struct rk_err *err)
{
    struct rk_route_said_plan said;
    int32_t *number = RK_NEW(&scratch, int32_t, problem->requests + 1);
    int32_t *back = RK_NEW(&scratch, int32_t, problem->requests + 1);
    struct rk_buf text =
        rk_buf_in(&scratch.in, 400 * ((ptrdiff_t)problem->requests + d->vehicles + 64));
    if (!number || !back)
        return rounds_no_memory(err);
    const struct rk_route_case c = make_case(problem, number, back);
    if (plan->tours == 0)
        rk_buf_c(&text, "Route #1:\n"); /* nobody drives, which is a plan */
    rk_route_write(&c, plan, &text);
    if (text.failed)
        return rounds_no_memory(err);
    const rk_status bad =
        rk_route_read_solution("rounds", rk_buf_str(&text), &scratch.in, &said, err);
    return bad ? bad : rk_route_check(&c, &said, keep, scratch, out, err);
}

/* A road that was driven before it was closed is not driven again. */
static bool drives_closed(const struct rk_rounds_day *d, const struct rk_route_problem *problem,
                          const struct rk_route_plan *plan)
{
    bool closed = false;
    for (int32_t k = 0; k < plan->tours; k++) {
        const struct rk_route_tour *t = &plan->tour[k];
        const struct rk_route_vehicle *v = &problem->vehicle[t->vehicle];
        const int by = d->own[d->vehicle_of[t->vehicle]].by;
        const int32_t driven = problem->done ? problem->done[t->vehicle].visits : 0;
        ptrdiff_t at = v->start;
        for (int32_t i = 0; i <= t->visits; i++) {
            const ptrdiff_t to = i < t->visits
                                     ? rounds_place_of(problem, t->vehicle, &t->visit[i])
                                 : v->end >= 0 ? v->end
                                               : at;
            closed |=
                i >= driven && d->matrix[by].time[at * d->places + to] == RK_ROUTE_NO_ROAD;
            at = to;
        }
    }
    return closed;
}

static rk_status must_hold(const struct rk_rounds_day *d,
                           const struct rk_route_problem *problem,
                           const struct rk_route_plan *plan, struct rk_scratch scratch,
                           struct rk_err *err)
{
    struct rk_route_verdict verdict = {0};
    struct rk_arena own = scratch.in;
    char *room = rk_arena_take(&own, 1 << 20, 1);
    if (!room)
        return rounds_no_memory(err);
    struct rk_arena words = {.base = room, .at = room, .end = room + (1 << 20)};
    const struct rk_scratch rest = {.in = own};
    const rk_status bad = rounds_check(d, problem, plan, &words, rest, &verdict, err);
    if (bad)
        return bad;
    if (drives_closed(d, problem, plan))
        return rk_fail(err, RK_ECORRUPT, "rounds", "the plan drives a road that is closed");
    if (!verdict.feasible || verdict.served + plan->unserved != problem->requests)
        return rk_fail(err, RK_ECORRUPT, "rounds",
                       "the plan does not pass the checker: %.*s; %d served, %d not, of %d",
                       RK_FMT(verdict.faults ? verdict.fault[0].words : RK_STR("no fault")),
                       (int)verdict.served, (int)plan->unserved, (int)problem->requests);
    return RK_OK;
}

/* ---- what people decided, and what has been driven --------------------------------------- */

static rk_status set_locks(const struct rk_rounds_day *d, const struct rk_rounds_how *how,
                           struct rk_route_request *q, struct rk_err *err)
{
    for (int32_t i = 0; i < how->locks; i++) {
        const struct rk_rounds_lock l = how->lock[i];
        if (l.need < 0 || l.need >= d->needs || l.vehicle < 0 || l.vehicle >= d->vehicles ||
            d->own[l.vehicle].drives < 0)
            return rk_fail(err, RK_EINVAL, "rounds",
                           "lock %d: need %d and vehicle %d; expected a need of the day and a "
                           "vehicle that drives",
                           (int)i + 1, (int)l.need, (int)l.vehicle);
        if (d->work[l.need].request >= 0)
            q[d->work[l.need].request].only = d->own[l.vehicle].drives;
    }
    return RK_OK;
}

static void set_was(const struct rk_route_plan *was, struct rk_route_request *q)
{
    for (int32_t k = 0; k < was->tours; k++)
        for (int32_t i = 0; i < was->tour[k].visits; i++) {
            const struct rk_route_visit *v = &was->tour[k].visit[i];
            if (v->act != RK_ROUTE_STOP)
                continue;
            struct rk_route_request *r = &q[v->request];
            r->was = was->tour[k].vehicle;
            if (v->stop == 0)
                r->was_begin = v->begin;
            if (v->stop == r->stops - 1)
                r->was_end = v->begin;
        }
}

static struct rk_route_done *set_done(const struct rk_rounds_day *d,
                                      const struct rk_route_plan *was, int32_t at_s,
                                      struct rk_scratch *scratch)
{
    struct rk_route_done *done = RK_NEW(scratch, struct rk_route_done, d->problem.vehicles + 1);
    for (int32_t v = 0; done && v < d->problem.vehicles; v++)
        done[v].hour = at_s;
    for (int32_t k = 0; done && k < was->tours; k++) {
        struct rk_route_done *x = &done[was->tour[k].vehicle];
        x->visit = was->tour[k].visit;
        while (x->visits < was->tour[k].visits && x->visit[x->visits].begin <= at_s)
            x->visits++;
    }
    return done;
}

/* ---- the router -------------------------------------------------------------------------- */

struct watch {
    struct rk_progress *progress;
    bool stopped;
    double from, told; /* shares of the work: when this search began, and said so far */
};

static double share(void *user)
{
    struct watch *w = user;
    if (rk_progress_step(w->progress, 0.0, NULL) == RK_ECANCELED)
        w->stopped = true;
    return w->stopped ? 1.0 : 0.0;
}

/* A search may be followed by others: each is half of what is left. */
static void tell(void *user, double of_search)
{
    struct watch *w = user;
    const double now = w->from + 0.5 * (1.0 - w->from) * fmin(of_search, 1.0);
    const double more = fmax(now - w->told, 0.0);
    if (rk_progress_step(w->progress, more, NULL) == RK_ECANCELED)
        w->stopped = true;
    w->told += more;
}

/* Only what can be planned at all goes to the router, and what a vehicle has begun. */
struct sieve {
    struct rk_route_problem problem;
    struct rk_route_plan was;
    int32_t *all;       /* position among all requests */
    uint8_t *why;       /* [all requests] why it is not given: enum rk_route_why */
    bool beds_kept_out; /* somebody is left out because the more urgent have the beds */
};

static bool begun(const struct rk_route_problem *p, int32_t request)
{
    for (int32_t v = 0; p->done && v < p->vehicles; v++)
        for (int32_t i = 0; i < p->done[v].visits; i++)
            if (p->done[v].visit[i].act == RK_ROUTE_STOP &&
                p->done[v].visit[i].request == request)
                return true;
    return false;
}

/* The visits of `from` that are left, renumbered. */
static int32_t sift(const struct rk_route_visit *from, int32_t visits, const int32_t *few,
                    struct rk_route_visit *to)
{
    int32_t n = 0;
    for (int32_t i = 0; i < visits; i++) {
        if (from[i].act == RK_ROUTE_STOP && few[from[i].request] < 0)
            continue;
        to[n] = from[i];
        if (from[i].act == RK_ROUTE_STOP)
            to[n].request = few[from[i].request];
        n++;
    }
    return n;
}

static bool sieve(const struct rk_rounds_day *d, const struct rk_route_problem *p,
                  const struct rk_route_plan *was, const bool *stranded, bool by_beds,
                  struct rk_scratch *scratch, struct sieve *out)
{
    bool *out_anyway = RK_NEW(scratch, bool, p->requests + 1);
    bool *without = RK_NEW(scratch, bool, p->requests + 1);
    struct rk_route_request *q = RK_NEW(scratch, struct rk_route_request, p->requests + 1);
    int32_t *few = RK_NEW(scratch, int32_t, p->requests + 1);
    struct rk_route_tour *tour = RK_NEW(scratch, struct rk_route_tour, p->vehicles + 1);
    struct rk_route_done *done = RK_NEW(scratch, struct rk_route_done, p->vehicles + 1);
    *out = (struct sieve){.problem = *p,
                          .all = RK_NEW(scratch, int32_t, p->requests + 1),
                          .why = RK_NEW(scratch, uint8_t, p->requests + 1)};
    if (scratch->in.failed)
        return false;
    int32_t n = 0;
    for (int32_t i = 0; i < p->requests; i++)
        out_anyway[i] = (rounds_hopeless(d, i) && !begun(p, i)) || (stranded && stranded[i]);
    if (!rounds_without_bed(p, out_anyway, without, *scratch))
        return false;
    for (int32_t i = 0; i < p->requests; i++) {
        const bool no_bed = by_beds && without[i] && !begun(p, i);
        const bool left = !out_anyway[i] && !no_bed;
        out->why[i] = out_anyway[i] ? RK_ROUTE_CUT_OFF : RK_ROUTE_NO_BED;
        out->beds_kept_out |= no_bed && !out_anyway[i];
        few[i] = left ? n : -1;
        if (!left)
            continue;
        q[n] = p->request[i];
        out->all[n++] = i;
    }
    out->problem.request = q;
    out->problem.requests = n;
    for (int32_t v = 0; p->done && v < p->vehicles; v++)
        done[v] = p->done[v];
    for (int32_t k = 0; was && k < was->tours; k++) {
        const struct rk_route_tour *t = &was->tour[k];
        struct rk_route_visit *visit = RK_NEW(scratch, struct rk_route_visit, t->visits + 1);
        if (!visit)
            return false;
        tour[k] = *t;
        tour[k].visits = sift(t->visit, t->visits, few, visit);
        tour[k].visit = visit;
        done[t->vehicle].visit = visit; /* what is driven stands first, and all of it is left */
    }
    out->was = (struct rk_route_plan){.tours = was ? was->tours : 0, .tour = tour};
    if (p->done)
        out->problem.done = done;
    return true;
}

/* The plan in the numbers of all requests, with those that were never given to the router. */
static bool unsieve(const struct rk_route_problem *p, const struct sieve *s,
                    struct rk_arena *keep, struct rk_route_plan *plan)
{
    struct rk_route_tour *tour = RK_NEW(keep, struct rk_route_tour, plan->tours + 1);
    struct rk_route_unserved *left = RK_NEW(keep, struct rk_route_unserved, p->requests + 1);
    int32_t n = 0, few = 0;
    for (int32_t k = 0; tour && k < plan->tours; k++) {
        struct rk_route_visit *visit =
            RK_NEW(keep, struct rk_route_visit, plan->tour[k].visits + 1);
        if (!visit)
            return false;
        tour[k] = plan->tour[k];
        for (int32_t i = 0; i < tour[k].visits; i++) {
            visit[i] = plan->tour[k].visit[i];
            if (visit[i].act == RK_ROUTE_STOP)
                visit[i].request = s->all[visit[i].request];
        }
        tour[k].visit = visit;
    }
    for (int32_t i = 0; left && i < plan->unserved; i++) {
        left[n] = plan->left[i];
        left[n].request = s->all[left[n].request];
        if (left[n].other >= 0)
            left[n].other = s->all[left[n].other];
        n++;
    }
    for (int32_t i = 0; left && i < p->requests; i++) {
        const bool given = few < s->problem.requests && s->all[few] == i;
        few += given;
        if (!given)
            left[n++] = (struct rk_route_unserved){i, (enum rk_route_why)s->why[i], -1, -1, -1};
    }
    plan->tour = tour;
    plan->left = left;
    plan->unserved = n;
    return tour && left;
}

/* Sooner the more urgent: a wish, not a rule, so the checker never sees it. */
static bool set_wishes(struct sieve *few, struct rk_scratch *scratch)
{
    const int32_t n = few->problem.requests;
    struct rk_route_request *q = RK_NEW(scratch, struct rk_route_request, n + 1);
    struct rk_route_window *w = RK_NEW(scratch, struct rk_route_window, n + 1);
    for (int32_t i = 0; q && w && i < n; i++) {
        q[i] = few->problem.request[i];
        const int32_t by_s = rounds_by_s[q[i].rank];
        if (by_s < 0 || (q[i].was >= 0 && q[i].was_begin > by_s))
            continue;
        w[i] = (struct rk_route_window){0, by_s};
        q[i].stop[0].windows = 1;
        q[i].stop[0].window = &w[i];
    }
    few->problem.request = q;
    return q && w;
}

/* Who found no place by the hour wished for is put wherever there is one. How many. */
static int32_t drop_wishes(const struct rk_route_plan *plan, struct rk_route_request *q)
{
    int32_t dropped = 0;
    for (int32_t i = 0; i < plan->unserved; i++) {
        struct rk_route_stop *s = &q[plan->left[i].request].stop[0];
        dropped += s->windows;
        s->windows = 0;
    }
    return dropped;
}

static rk_status solve_twice(struct sieve *few, struct rk_route_options *options,
                             struct rk_arena *keep, struct rk_scratch scratch,
                             struct rk_route_plan *out, struct rk_err *err)
{
    struct rk_route_plan first;
    if (!set_wishes(few, &scratch))
        return rounds_no_memory(err);
    rk_status bad = rk_route_solve(&few->problem, options, keep, scratch, &first, err);
    if (bad)
        return bad;
    *out = first;
    struct rk_route_request *q =
        RK_NEW(&scratch, struct rk_route_request, few->problem.requests + 1);
    if (!q)
        return rounds_no_memory(err);
    memcpy(q, few->problem.request, (size_t)few->problem.requests * sizeof *q);
    if (drop_wishes(&first, q) == 0)
        return RK_OK;
    few->problem.request = q;
    options->start = &first;
    struct watch *watch = options->user;
    watch->from = watch->told;
    return rk_route_solve(&few->problem, options, keep, scratch, out, err);
}

/* An iteration of a large day takes longer: about a second up to 300 requests, some seconds for
 * a thousand. */
static int64_t usual_iterations(int32_t requests, bool again)
{
    const double n = fmax(requests, ROUNDS_LARGE) / (double)ROUNDS_LARGE;
    return (int64_t)ceil((again ? ROUNDS_AGAIN : ROUNDS_ITERATIONS) / (n * n));
}

/* Whether a patient who could have a bed was left, so that it may be somebody else's. */
static bool bed_unused(const struct sieve *few, const struct rk_route_plan *plan)
{
    for (int32_t i = 0; i < plan->unserved; i++)
        if (few->problem.request[plan->left[i].request].stops == 2)
            return few->beds_kept_out;
    return false;
}

static rk_status solve(const struct rk_rounds_day *d, const struct rk_rounds_how *how,
                       const struct rk_route_problem *problem, const struct rk_route_plan *was,
                       const bool *stranded, struct rk_arena *keep, struct rk_scratch scratch,
                       struct rk_route_plan *out, struct rk_err *err)
{
    struct watch watch = {.progress = how->progress};
    struct sieve few;
    rk_status bad = RK_OK;
    rk_progress_start(how->progress, rk_word(d->lang, "rounds.progress.plan"), 1.0);
    for (int by_beds = 1; by_beds >= 0; by_beds--) {
        *out = (struct rk_route_plan){0};
        if (!sieve(d, problem, was, stranded, by_beds > 0, &scratch, &few))
            return rounds_no_memory(err);
        const int64_t usual = usual_iterations(few.problem.requests, was != NULL);
        struct rk_route_options options = {.seed = how->seed,
                                           .iterations =
                                               how->iterations > 0 ? how->iterations : usual,
                                           .share = share,
                                           .tell = tell,
                                           .user = &watch,
                                           .start = was ? &few.was : NULL};
        watch.from = watch.told;
        if (few.problem.requests > 0)
            bad = solve_twice(&few, &options, keep, scratch, out, err);
        if (bad || watch.stopped || !bed_unused(&few, out))
            break;
    }
    if (!bad && watch.stopped)
        bad = rk_fail(err, RK_ECANCELED, "rounds", "stopped");
    if (!bad && !unsieve(problem, &few, keep, out))
        bad = rounds_no_memory(err);
    return bad;
}

/* Who was taken from his home and can be brought nowhere is said so. */
static bool say_stranded(const struct rk_rounds_day *d, const struct rounds_stranded *s,
                         struct rk_arena *keep, struct rk_rounds *made)
{
    struct rk_rounds_unserved *left =
        RK_NEW(keep, struct rk_rounds_unserved, made->unserved + 1);
    for (int32_t i = 0; left && i < made->unserved; i++) {
        const int32_t request = d->work[made->left[i].need].request;
        left[i] = made->left[i];
        if (request < 0 || !s->stranded || !s->stranded[request])
            continue;
        left[i].code = "on_board";
        left[i].reason = rk_str_of(rk_word(d->lang, "rounds.why.on_board"));
    }
    made->left = left;
    made->note = s->note;
    made->notes = s->notes;
    return left != NULL;
}

/* What is driven already, and what a closure has caught on the way. */
static rk_status take_up(const struct rk_rounds_day *d, const struct rk_rounds_how *how,
                         struct rk_route_request *q, struct rk_route_problem *problem,
                         struct rk_route_plan *was, struct rounds_stranded *stranded,
                         struct rk_arena *keep, struct rk_scratch *scratch, struct rk_err *err)
{
    const rk_status bad = rounds_plan_of(d, how->was, &scratch->in, was, err);
    if (bad)
        return bad;
    struct rk_route_done *done = set_done(d, was, how->at_s, scratch);
    if (!done || !rounds_strand(d, problem, q, was, done, keep, scratch, stranded))
        return rounds_no_memory(err);
    set_was(was, q);
    problem->done = done;
    return RK_OK;
}

rk_status rk_rounds_plan(const struct rk_rounds_day *day, const struct rk_rounds_how *how,
                         struct rk_arena *keep, struct rk_scratch scratch,
                         struct rk_rounds *out, struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct rk_route_problem problem = day->problem;
    struct rk_route_plan was = {0}, plan;
    struct rounds_stranded stranded = {0};
    struct rk_rounds made = {.at_s = how->was ? how->at_s : -1};
    struct rk_route_request *q =
        RK_NEW(&scratch, struct rk_route_request, problem.requests + 1);
    if (!q)
        return rounds_no_memory(err);
    if (problem.requests)
        memcpy(q, problem.request, (size_t)problem.requests * sizeof *q);
    problem.request = q;
    rk_status bad = set_locks(day, how, q, err);
    if (!bad && how->was)
        bad = take_up(day, how, q, &problem, &was, &stranded, &result, &scratch, err);
    if (!bad)
        bad = solve(day, how, &problem, how->was ? &was : NULL, stranded.stranded, &result,
                    scratch, &plan, err);
    if (!bad && problem.requests)
        bad = must_hold(day, &problem, &plan, scratch, err);
    if (bad)
        return bad;
    if (!rounds_tell(day, &problem, &plan, &result, scratch, &made) ||
        (how->was && !say_stranded(day, &stranded, &result, &made)) ||
        (how->was && !rounds_changes(day, &problem, how, &result, scratch, &made)) ||
        result.failed)
        return rounds_no_memory(err);
    *keep = result;
    *out = made;
    return RK_OK;
}
