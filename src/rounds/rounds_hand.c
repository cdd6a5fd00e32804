/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stop put somewhere else by hand: what it costs, and what it breaks. */
#include "rounds_internal.h"

struct hand {
    const struct rk_rounds_day *d;
    const struct rk_rounds_move *move;
    struct rk_route_problem problem;
    struct rk_route_plan was, now; /* now: tours of every vehicle, in order */
    struct rk_route_tour *tour;    /* [vehicles] of `now`; without the need */
    int32_t request, hour, target; /* target: of the router's vehicles, -1 */
    struct rk_route_visit *visit;  /* the target's tour while it is tried */
    int32_t *begin;
};

static rk_status refuse(struct rk_err *err, const char *what)
{
    return rk_fail(err, RK_EINVAL, "move", "%s", what);
}

/* ---- taking it out ----------------------------------------------------------------------- */

static bool is_of(const struct rk_route_visit *v, int32_t request)
{
    return v->act == RK_ROUTE_STOP && v->request == request;
}

static rk_status take_out(struct hand *h, struct rk_scratch *scratch, struct rk_err *err)
{
    const int32_t vehicles = h->problem.vehicles;
    struct rk_route_done *done = RK_NEW(scratch, struct rk_route_done, vehicles + 1);
    h->tour = RK_NEW(scratch, struct rk_route_tour, vehicles + 1);
    if (!done || !h->tour)
        return rounds_no_memory(err);
    for (int32_t v = 0; v < vehicles; v++) {
        h->tour[v] = (struct rk_route_tour){.vehicle = v};
        done[v].hour = h->hour;
    }
    for (int32_t k = 0; k < h->was.tours; k++) {
        const struct rk_route_tour *t = &h->was.tour[k];
        struct rk_route_visit *list = RK_NEW(scratch, struct rk_route_visit, t->visits + 1);
        int32_t n = 0;
        if (!list)
            return rounds_no_memory(err);
        for (int32_t i = 0; i < t->visits; i++) {
            const bool driven = h->hour >= 0 && t->visit[i].begin <= h->hour;
            if (is_of(&t->visit[i], h->request) && driven)
                return refuse(err, "the stop has been driven already");
            if (!is_of(&t->visit[i], h->request))
                list[n++] = t->visit[i];
            done[t->vehicle].visits += driven;
        }
        done[t->vehicle].visit = list;
        h->tour[t->vehicle] = (struct rk_route_tour){.vehicle = t->vehicle,
                                                     .visits = n,
                                                     .visit = list,
                                                     .leave = t->leave,
                                                     .home = t->home};
    }
    if (h->hour >= 0)
        h->problem.done = done;
    return RK_OK;
}

static struct rounds_tour timing(const struct hand *h, int32_t vehicle,
                                 const struct rk_route_visit *visit, int32_t visits)
{
    const struct rk_route_done *done = h->problem.done ? &h->problem.done[vehicle] : NULL;
    return (struct rounds_tour){.vehicle = vehicle,
                                .visit = visit,
                                .visits = visits,
                                .driven = done ? done->visits : 0,
                                .hour = done ? done->hour : 0};
}

/* ---- putting it in ----------------------------------------------------------------------- */

/* The target's tour with the need before stops `before` and `until` of it; count of visits. */
static int32_t put_in(const struct hand *h, int32_t before, int32_t until, int32_t option)
{
    const struct rk_route_tour *t = &h->tour[h->target];
    const struct rk_route_request *q = &h->problem.request[h->request];
    int32_t n = 0;
    for (int32_t i = 0; i <= t->visits; i++) {
        if (i == before)
            h->visit[n++] = (struct rk_route_visit){.act = RK_ROUTE_STOP,
                                                    .request = h->request,
                                                    .stop = 0,
                                                    .option = q->stops == 1 ? option : -1};
        if (q->stops == 2 && i == until)
            h->visit[n++] = (struct rk_route_visit){
                .act = RK_ROUTE_STOP, .request = h->request, .stop = 1, .option = option};
        if (i < t->visits)
            h->visit[n++] = t->visit[i];
    }
    return n;
}

struct best {
    int32_t before, until, option;
    int64_t cost;
    bool holds;
};

/* Loads along the tour: goods of a trip from its beginning, patients from stop to stop. */
static bool loads_fit(const struct hand *h, int32_t visits)
{
    const struct rk_route_vehicle *v = &h->problem.vehicle[h->target];
    for (int k = 0; k < ROUNDS_LOADS; k++) {
        int32_t on = 0;
        for (int32_t i = -1; i < visits; i++) {
            if (i < 0 || h->visit[i].act == RK_ROUTE_RELOAD) {
                for (int32_t j = i + 1; j < visits && h->visit[j].act != RK_ROUTE_RELOAD; j++) {
                    const struct rk_route_request *q = &h->problem.request[h->visit[j].request];
                    on += q->stops == 1 ? q->load[k] : 0;
                }
            } else {
                const struct rk_route_request *q = &h->problem.request[h->visit[i].request];
                on += q->stops == 2 && h->visit[i].stop == 0 ? q->load[k] : -q->load[k];
            }
            if (on > v->load[k])
                return false;
        }
    }
    return true;
}

static void try_place(const struct hand *h, int32_t before, int32_t until, int32_t option,
                      struct best *best)
{
    int32_t leave, home;
    int64_t cost;
    const int32_t n = put_in(h, before, until, option);
    const struct rounds_tour t = timing(h, h->target, h->visit, n);
    const bool holds =
        rounds_drive(&h->problem, &t, h->begin, &leave, &home, &cost) && loads_fit(h, n);
    if (best->cost >= 0 &&
        (best->holds > holds || (best->holds == holds && best->cost <= cost)))
        return;
    *best = (struct best){before, until, option, cost, holds};
}

/* Bed by bed, place by place; only where people leave it open is there anything to choose. */
static struct best find_place(const struct hand *h)
{
    const struct rk_route_tour *t = &h->tour[h->target];
    const struct rk_route_request *q = &h->problem.request[h->request];
    const int32_t driven = h->problem.done ? h->problem.done[h->target].visits : 0;
    const int32_t low = h->move->before >= 0 ? h->move->before - 1 : driven;
    const int32_t high = h->move->before >= 0 ? h->move->before - 1 : t->visits;
    struct best best = {.cost = -1};
    for (int32_t option = q->options ? 0 : -1; option < q->options || option < 0; option++) {
        for (int32_t a = low; a <= high; a++) {
            const bool said = q->stops == 2 && h->move->until >= 0;
            const int32_t from = said ? h->move->until - 1 : a;
            const int32_t to = said ? from : q->stops == 2 ? t->visits : a;
            for (int32_t b = from; b <= to; b++)
                try_place(h, a, b, option, &best);
        }
        if (option < 0)
            break;
    }
    return best;
}

static rk_status put_best(struct hand *h, struct rk_scratch *scratch, struct rk_err *err)
{
    const struct rk_route_tour *t = &h->tour[h->target];
    const int32_t driven = h->problem.done ? h->problem.done[h->target].visits : 0;
    h->visit = RK_NEW(scratch, struct rk_route_visit, t->visits + 3);
    h->begin = RK_NEW(scratch, int32_t, t->visits + 3);
    if (!h->visit || !h->begin)
        return rounds_no_memory(err);
    if (h->move->before > t->visits + 1 || h->move->until > t->visits + 1 ||
        h->move->before == 0 || h->move->until == 0 ||
        (h->move->before > 0 && h->move->before <= driven))
        return refuse(err, "the place is not behind what has been driven, or beyond the tour");
    if (h->move->before > 0 && h->move->until > 0 && h->move->until < h->move->before)
        return refuse(err, "the patient would be brought before being picked up");
    const struct best best = find_place(h);
    const int32_t n = put_in(h, best.before, best.until, best.option);
    const struct rounds_tour in = timing(h, h->target, h->visit, n);
    struct rk_route_tour *tour = &h->tour[h->target];
    int64_t cost;
    (void)rounds_drive(&h->problem, &in, h->begin, &tour->leave, &tour->home, &cost);
    for (int32_t i = 0; i < n; i++)
        h->visit[i].begin = h->begin[i];
    tour->visit = h->visit;
    tour->visits = n;
    return RK_OK;
}

/* ---- what it costs ----------------------------------------------------------------------- */

/* The tour it was taken from is driven anew, too; all others stand. */
static rk_status time_anew(struct hand *h, int32_t vehicle, struct rk_scratch *scratch,
                           struct rk_err *err)
{
    struct rk_route_tour *t = &h->tour[vehicle];
    struct rk_route_visit *list = RK_NEW(scratch, struct rk_route_visit, t->visits + 1);
    int32_t *begin = RK_NEW(scratch, int32_t, t->visits + 1);
    int64_t cost;
    if (!list || !begin)
        return rounds_no_memory(err);
    const struct rounds_tour in = timing(h, vehicle, t->visit, t->visits);
    (void)rounds_drive(&h->problem, &in, begin, &t->leave, &t->home, &cost);
    for (int32_t i = 0; i < t->visits; i++) {
        list[i] = t->visit[i];
        list[i].begin = begin[i];
    }
    t->visit = list;
    return RK_OK;
}

static int64_t cost_of(const struct hand *h, const struct rk_route_tour *t,
                       struct rk_arena room)
{
    const struct rounds_tour in = timing(h, t->vehicle, t->visit, t->visits);
    int32_t *begin = RK_NEW(&room, int32_t, t->visits + 1);
    int32_t leave, home;
    int64_t cost = 0;
    if (begin && t->visits)
        (void)rounds_drive(&h->problem, &in, begin, &leave, &home, &cost);
    return cost;
}

static rk_status make_plan(struct hand *h, const struct rk_rounds *old,
                           struct rk_scratch *scratch, struct rk_err *err)
{
    struct rk_route_unserved *left =
        RK_NEW(scratch, struct rk_route_unserved, h->problem.requests + 1);
    struct rk_route_tour *tour = RK_NEW(scratch, struct rk_route_tour, h->problem.vehicles + 1);
    if (!left || !tour)
        return rounds_no_memory(err);
    h->now = (struct rk_route_plan){.tour = tour, .left = left};
    for (int32_t v = 0; v < h->problem.vehicles; v++)
        if (h->tour[v].visits > 0) {
            tour[h->now.tours++] = h->tour[v];
            h->now.cost += cost_of(h, &h->tour[v], scratch->in);
        }
    for (int32_t i = 0; i < old->unserved; i++) {
        const int32_t request = h->d->work[old->left[i].need].request;
        if (request >= 0 && request != h->request)
            left[h->now.unserved++] =
                (struct rk_route_unserved){request, RK_ROUTE_CROWDED, -1, -1, -1};
    }
    if (h->target < 0)
        left[h->now.unserved++] =
            (struct rk_route_unserved){h->request, RK_ROUTE_CROWDED, -1, -1, -1};
    return RK_OK;
}

/* Reasons that the plan before gave stay; who was taken off by hand is said so. */
static bool keep_reasons(const struct hand *h, const struct rk_rounds *old,
                         struct rk_arena *keep, struct rk_rounds *plan)
{
    struct rk_rounds_unserved *left =
        RK_NEW(keep, struct rk_rounds_unserved, plan->unserved + 1);
    for (int32_t i = 0; left && i < plan->unserved; i++) {
        left[i] = plan->left[i];
        for (int32_t k = 0; k < old->unserved; k++)
            if (old->left[k].need == left[i].need)
                left[i] = old->left[k];
        if (left[i].need != h->move->need)
            continue;
        left[i].code = "by_hand";
        left[i].reason = rk_str_of(rk_word(h->d->lang, "rounds.why.by_hand"));
    }
    plan->left = left;
    return left != NULL;
}

static struct rk_str fault_words(const struct hand *h, const struct rk_route_fault *f,
                                 struct rk_arena *keep)
{
    const bool known = f->route > 0 && f->route <= h->problem.vehicles;
    const int32_t request = f->stop > 0 ? f->stop - 1 : -f->stop - 1;
    const struct rk_str plate =
        known ? h->d->vehicle[h->d->vehicle_of[f->route - 1]].plate : (struct rk_str){"", 0};
    const struct rk_str card =
        f->stop != 0 && request >= 0 && request < h->problem.requests
            ? rounds_card(h->d->lang, &h->d->need[h->d->need_of[request]], keep)
            : (struct rk_str){"", 0};
    return rk_str_printf(keep, "%.*s%s%.*s%s%.*s", RK_FMT(plate),
                         plate.len && card.len ? ", " : "", RK_FMT(card),
                         plate.len || card.len ? ": " : "", RK_FMT(f->words));
}

static int32_t latest_home(const struct rk_rounds *plan)
{
    int32_t latest = 0;
    for (int32_t k = 0; k < plan->tours; k++)
        latest = plan->tour[k].home_s > latest ? plan->tour[k].home_s : latest;
    return latest;
}

static rk_status tell(struct hand *h, const struct rk_rounds *old, struct rk_arena *keep,
                      struct rk_scratch scratch, struct rk_rounds_tried *out,
                      struct rk_err *err)
{
    struct rk_route_verdict verdict = {0};
    struct rk_rounds_tried made = {.plan = {.at_s = old->at_s}};
    const rk_status bad =
        rounds_check(h->d, &h->problem, &h->now, keep, scratch, &verdict, err);
    if (bad)
        return bad;
    struct rk_str *fault = RK_NEW(keep, struct rk_str, verdict.faults + 1);
    if (!fault || !rounds_tell(h->d, &h->problem, &h->now, keep, scratch, &made.plan) ||
        !keep_reasons(h, old, keep, &made.plan))
        return rounds_no_memory(err);
    for (int32_t i = 0; i < verdict.faults; i++)
        fault[i] = fault_words(h, &verdict.fault[i], keep);
    made.holds = verdict.feasible;
    made.fault = fault;
    made.faults = verdict.faults;
    made.extra_s = made.plan.driven_s - old->driven_s;
    made.later_s = latest_home(&made.plan) - latest_home(old);
    *out = made;
    return keep->failed ? rounds_no_memory(err) : RK_OK;
}

rk_status rk_rounds_try(const struct rk_rounds_day *day, const struct rk_rounds *plan,
                        const struct rk_rounds_move *move, struct rk_arena *keep,
                        struct rk_scratch scratch, struct rk_rounds_tried *out,
                        struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct hand h = {
        .d = day, .move = move, .problem = day->problem, .hour = plan->at_s, .target = -1};
    if (move->need < 0 || move->need >= day->needs || day->work[move->need].request < 0)
        return refuse(err, "no such need, or one that cannot be planned today");
    if (move->vehicle >= day->vehicles ||
        (move->vehicle >= 0 && day->own[move->vehicle].drives < 0))
        return refuse(err, "no such vehicle, or one that does not drive today");
    h.request = day->work[move->need].request;
    if (move->vehicle >= 0)
        h.target = day->own[move->vehicle].drives;
    rk_status bad = rounds_plan_of(day, plan, &scratch.in, &h.was, err);
    if (!bad)
        bad = take_out(&h, &scratch, err);
    for (int32_t k = 0; !bad && k < h.was.tours; k++) {
        const struct rk_route_tour *t = &h.was.tour[k];
        if (h.tour[t->vehicle].visits < t->visits && t->vehicle != h.target)
            bad = time_anew(&h, t->vehicle, &scratch, err);
    }
    if (!bad && h.target >= 0)
        bad = put_best(&h, &scratch, err);
    if (!bad)
        bad = make_plan(&h, plan, &scratch, err);
    if (!bad)
        bad = tell(&h, plan, &result, scratch, out, err);
    if (!bad)
        *keep = result;
    return bad;
}
