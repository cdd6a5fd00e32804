/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the router's plan to what people read, and back. */
#include "rounds_internal.h"

struct rk_str rounds_hour(int32_t seconds, struct rk_arena *keep)
{
    return rk_str_printf(keep, "%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
}

struct rk_str rounds_card(enum rk_lang lang, const struct rk_rounds_need *need,
                          struct rk_arena *keep)
{
    return rk_str_printf(
        keep, "%s, %s %.*s",
        rk_word(lang, need->kind == RK_ROUNDS_MEDICINE ? "rounds.medicine" : "rounds.transfer"),
        rk_word(lang, "rounds.card"), RK_FMT(need->card));
}

/* ---- tours ------------------------------------------------------------------------------- */

static int32_t bed_of(const struct rk_rounds_day *d, const struct rk_route_request *q,
                      int32_t option)
{
    for (int32_t i = 0; i < d->facilities && option >= 0; i++)
        if (d->facility[i].pool >= 0 && d->facility[i].pool == q->option[option].pool)
            return i;
    return -1;
}

static struct rk_rounds_stop tell_visit(const struct rk_rounds_day *d,
                                        const struct rk_route_problem *p, int32_t vehicle,
                                        const struct rk_route_visit *v)
{
    const int32_t own = d->vehicle_of[vehicle];
    struct rk_rounds_stop s = {.act = RK_ROUNDS_LOAD,
                               .need = -1,
                               .facility = d->own[own].facility,
                               .begin_s = v->begin,
                               .end_s = v->begin + rounds_service_of(p, vehicle, v)};
    if (v->act == RK_ROUTE_STOP) {
        const struct rk_route_request *q = &p->request[v->request];
        s.need = d->need_of[v->request];
        s.act = q->stops == 1  ? RK_ROUNDS_DELIVER
                : v->stop == 0 ? RK_ROUNDS_PICK_UP
                               : RK_ROUNDS_BRING;
        s.facility = s.act == RK_ROUNDS_BRING ? bed_of(d, q, v->option) : -1;
    }
    s.place = rk_rounds_facility(d, s.facility);
    return s;
}

/* What each loading takes on board: what is handed over before the next one. */
static void count_boxes(const struct rk_rounds_day *d, struct rk_rounds_stop *stop, int32_t n)
{
    struct rk_rounds_stop *load = NULL;
    for (int32_t i = 0; i < n; i++) {
        if (stop[i].act == RK_ROUNDS_LOAD)
            load = &stop[i];
        if (stop[i].act != RK_ROUNDS_DELIVER || !load)
            continue;
        load->boxes++;
        load->cold += d->need[stop[i].need].cold;
    }
}

static double length_km(const struct rk_rounds_day *d, const struct rk_route_problem *p,
                        const struct rk_route_tour *t)
{
    const struct rk_route_vehicle *v = &p->vehicle[t->vehicle];
    ptrdiff_t at = v->start;
    int64_t metres = 0;
    for (int32_t i = 0; i <= t->visits; i++) {
        const ptrdiff_t to = i < t->visits ? rounds_place_of(p, t->vehicle, &t->visit[i])
                             : v->end >= 0 ? v->end
                                           : at;
        metres += d->metres[d->own[d->vehicle_of[t->vehicle]].by][at * d->places + to];
        at = to;
    }
    return (double)metres / 1000.0;
}

static bool tell_tour(const struct rk_rounds_day *d, const struct rk_route_problem *p,
                      const struct rk_route_tour *t, struct rk_arena *keep,
                      struct rk_rounds_tour *out)
{
    const struct rk_route_done *done = p->done ? &p->done[t->vehicle] : NULL;
    const int32_t base = d->own[d->vehicle_of[t->vehicle]].facility;
    struct rk_rounds_stop *stop = RK_NEW(keep, struct rk_rounds_stop, t->visits + 1);
    if (!stop)
        return false;
    *out = (struct rk_rounds_tour){.vehicle = d->vehicle_of[t->vehicle],
                                   .leave_s = t->leave,
                                   .home_s = t->home,
                                   .stop = stop,
                                   .stops = t->visits + 1,
                                   .km = length_km(d, p, t)};
    stop[0] = (struct rk_rounds_stop){.act = RK_ROUNDS_LOAD,
                                      .need = -1,
                                      .facility = base,
                                      .place = rk_rounds_facility(d, base),
                                      .begin_s = t->leave,
                                      .end_s = t->leave,
                                      .driven = done && done->visits > 0};
    for (int32_t i = 0; i < t->visits; i++) {
        stop[i + 1] = tell_visit(d, p, t->vehicle, &t->visit[i]);
        stop[i + 1].driven = done && i < done->visits;
        out->homes += stop[i + 1].act == RK_ROUNDS_DELIVER;
        out->patients += stop[i + 1].act == RK_ROUNDS_BRING;
    }
    count_boxes(d, stop, out->stops);
    return true;
}

/* ---- who is left ------------------------------------------------------------------------- */

/* In order of urgency, as the needs stand. */
static bool tell_unserved(const struct rk_rounds_day *d, const struct rk_route_problem *p,
                          const struct rk_route_plan *plan, struct rk_arena *keep,
                          struct rk_scratch scratch, struct rk_rounds *out)
{
    const struct rk_route_unserved **of =
        RK_NEW(&scratch, const struct rk_route_unserved *, p->requests + 1);
    struct rk_rounds_unserved *left = RK_NEW(keep, struct rk_rounds_unserved, d->needs + 1);
    if (!of || !left)
        return false;
    for (int32_t i = 0; i < plan->unserved; i++)
        of[plan->left[i].request] = &plan->left[i];
    for (int32_t i = 0; i < d->needs; i++) {
        const struct rounds_work *w = &d->work[i];
        if (w->why)
            left[out->unserved++] = rounds_why(d, p, i, NULL, keep, scratch);
        else if (of[w->request])
            left[out->unserved++] = rounds_why(d, p, i, of[w->request], keep, scratch);
    }
    out->left = left;
    return true;
}

bool rounds_tell(const struct rk_rounds_day *d, const struct rk_route_problem *problem,
                 const struct rk_route_plan *plan, struct rk_arena *keep,
                 struct rk_scratch scratch, struct rk_rounds *out)
{
    struct rk_rounds_tour *tour = RK_NEW(keep, struct rk_rounds_tour, plan->tours + 1);
    if (!tour)
        return false;
    for (int32_t k = 0; k < plan->tours; k++) {
        if (!tell_tour(d, problem, &plan->tour[k], keep, &tour[k]))
            return false;
        out->delivered += tour[k].homes;
        out->brought += tour[k].patients;
    }
    out->tour = tour;
    out->tours = plan->tours;
    out->need = d->need;
    out->needs = d->needs;
    out->later = d->later;
    out->other = d->other;
    out->lost = d->lost;
    out->driven_s = plan->cost;
    out->note = d->note;
    out->notes = d->notes;
    out->closure = d->closure_id;
    out->closures = d->closures;
    return tell_unserved(d, problem, plan, keep, scratch, out);
}

/* ---- the way back ------------------------------------------------------------------------ */

static int32_t option_of(const struct rk_rounds_day *d, const struct rk_route_request *q,
                         int32_t facility)
{
    for (int32_t i = 0; i < q->options && facility >= 0; i++)
        if (q->option[i].pool == d->facility[facility].pool)
            return i;
    return q->options > 0 ? 0 : -1;
}

static bool visit_of(const struct rk_rounds_day *d, const struct rk_rounds_stop *s,
                     struct rk_route_visit *out)
{
    *out = (struct rk_route_visit){
        .act = RK_ROUTE_RELOAD, .request = -1, .option = -1, .begin = s->begin_s};
    if (s->act == RK_ROUNDS_LOAD)
        return true;
    const int32_t request = d->work[s->need].request;
    if (request < 0)
        return false; /* it cannot be planned any more: it is among those left */
    const struct rk_route_request *q = &d->problem.request[request];
    out->act = RK_ROUTE_STOP;
    out->request = request;
    out->stop = s->act == RK_ROUNDS_BRING;
    if (s->act == RK_ROUNDS_BRING)
        out->option = option_of(d, q, s->facility);
    return out->stop < q->stops;
}

static bool fits(const struct rk_rounds_day *d, const struct rk_rounds_stop *s)
{
    return s->act == RK_ROUNDS_LOAD ||
           (s->need >= 0 && s->need < d->needs && s->facility >= -1 &&
            s->facility < d->facilities &&
            (s->act == RK_ROUNDS_DELIVER) == (d->need[s->need].kind == RK_ROUNDS_MEDICINE));
}

static rk_status tour_of(const struct rk_rounds_day *d, const struct rk_rounds_tour *t,
                         struct rk_arena *keep, struct rk_route_tour *out, struct rk_err *err)
{
    if (t->vehicle < 0 || t->vehicle >= d->vehicles || t->stops < 0)
        return rk_fail(err, RK_EINVAL, "rounds", "vehicle %d; expected one of %d",
                       (int)t->vehicle, (int)d->vehicles);
    struct rk_route_visit *visit = RK_NEW(keep, struct rk_route_visit, t->stops + 1);
    if (!visit)
        return rounds_no_memory(err);
    *out = (struct rk_route_tour){.vehicle = d->own[t->vehicle].drives,
                                  .visit = visit,
                                  .leave = t->leave_s,
                                  .home = t->home_s};
    for (int32_t i = 1; i < t->stops; i++) { /* the first is the leaving */
        if (!fits(d, &t->stop[i]))
            return rk_fail(err, RK_EINVAL, "rounds",
                           "tour of vehicle %d: stop %d is of another day", (int)t->vehicle,
                           (int)i);
        out->visits += visit_of(d, &t->stop[i], &visit[out->visits]);
    }
    return RK_OK;
}

rk_status rounds_plan_of(const struct rk_rounds_day *d, const struct rk_rounds *plan,
                         struct rk_arena *keep, struct rk_route_plan *out, struct rk_err *err)
{
    struct rk_route_tour *tour = RK_NEW(keep, struct rk_route_tour, d->problem.vehicles + 1);
    *out = (struct rk_route_plan){.tour = tour};
    if (!tour)
        return rounds_no_memory(err);
    for (int32_t v = 0; v < d->problem.vehicles; v++)
        for (int32_t k = 0; k < plan->tours; k++) {
            const struct rk_rounds_tour *t = &plan->tour[k];
            if (t->vehicle != d->vehicle_of[v])
                continue;
            const rk_status bad = tour_of(d, t, keep, &tour[out->tours], err);
            if (bad)
                return bad;
            out->tours += tour[out->tours].visits > 0;
            break;
        }
    return RK_OK;
}
