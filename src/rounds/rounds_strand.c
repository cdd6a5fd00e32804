/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A closure comes in behind a vehicle: it cannot get home, or not to a bed with who is on
 * board. */
#include "rounds_internal.h"

enum { FREE = 1 }; /* a skill: the vehicle can be given stops */

static int32_t leg_of(const struct rk_route_problem *p, int32_t vehicle, ptrdiff_t from,
                      int32_t to)
{
    return p->matrix[p->vehicle[vehicle].matrix].time[from * p->places + to];
}

static bool some_bed(const struct rk_route_problem *p, int32_t vehicle, int32_t from,
                     const struct rk_route_request *q)
{
    for (int32_t k = 0; k < q->options; k++)
        if (leg_of(p, vehicle, from, q->option[k].place) != RK_ROUTE_NO_ROAD)
            return true;
    return q->options == 0 && leg_of(p, vehicle, from, q->stop[1].place) != RK_ROUTE_NO_ROAD;
}

static bool brought(const struct rk_route_done *x, int32_t request)
{
    for (int32_t i = 0; i < x->visits; i++)
        if (x->visit[i].act == RK_ROUTE_STOP && x->visit[i].request == request &&
            x->visit[i].stop == 1)
            return true;
    return false;
}

/* Takes the request out of a list; how many of its visits stood there. */
static int32_t take_out(struct rk_route_visit *visit, int32_t *visits, int32_t request)
{
    int32_t n = 0;
    const int32_t before = *visits;
    for (int32_t i = 0; i < before; i++)
        if (visit[i].act != RK_ROUTE_STOP || visit[i].request != request)
            visit[n++] = visit[i];
    *visits = n;
    return before - n;
}

static void note(struct rounds_stranded *s, struct rk_str text)
{
    if (s->notes < s->note_room)
        s->note[s->notes++] = text;
}

/* Who is on board and can be brought nowhere: the doctor decides, and where the vehicle goes
 * from there, too. True: there is somebody. */
static bool strand_patients(const struct rk_rounds_day *d, struct rk_route_problem *p,
                            struct rk_route_tour *t, struct rk_route_done *x,
                            struct rk_route_visit *visit, struct rounds_stranded *s,
                            struct rk_arena *keep)
{
    const struct rk_rounds_vehicle *v = &d->vehicle[d->vehicle_of[t->vehicle]];
    const int32_t last = rounds_place_of(p, t->vehicle, &x->visit[x->visits - 1]);
    bool any = false;
    for (int32_t i = 0; i < x->visits; i++) {
        const struct rk_route_visit *pick = &x->visit[i];
        const struct rk_route_request *q =
            pick->act == RK_ROUTE_STOP ? &p->request[pick->request] : NULL;
        if (!q || q->stops != 2 || brought(x, pick->request) ||
            some_bed(p, t->vehicle, last, q))
            continue;
        const int32_t request = pick->request;
        note(s, rk_str_printf(
                    keep,
                    d->lang == RK_UK
                        ? "%.*s: на борту – %.*s; шлях до будь-якого ліжка перекрито, вирішує "
                          "лікар; інших зупинок машині не дають"
                        : "%.*s: on board is %.*s; the way to any bed is closed, the doctor "
                          "decides; it is given no other stops",
                    RK_FMT(v->plate),
                    RK_FMT(rounds_card(d->lang, &d->need[d->need_of[request]], keep))));
        s->stranded[request] = true;
        x->visits -= 1;
        (void)take_out(visit, &t->visits, request);
        any = true;
        i--;
    }
    return any;
}

static void strand_vehicle(const struct rk_rounds_day *d, struct rk_route_problem *p,
                           struct rk_route_vehicle *v, int32_t vehicle,
                           const struct rk_route_done *x, struct rounds_stranded *s,
                           struct rk_arena *keep)
{
    if (x->visits == 0)
        return;
    const int32_t last = rounds_place_of(p, vehicle, &x->visit[x->visits - 1]);
    if (leg_of(p, vehicle, last, v[vehicle].end) != RK_ROUTE_NO_ROAD)
        return;
    const struct rk_rounds_vehicle *own = &d->vehicle[d->vehicle_of[vehicle]];
    v[vehicle].end = -1;
    note(s, rk_str_printf(
                keep,
                d->lang == RK_UK
                    ? "%.*s: дорогу назад до бази «%.*s» перекрито, машина лишається там, "
                      "де закінчить"
                    : "%.*s: the way back to its base %.*s is closed, it stays where it "
                      "ends",
                RK_FMT(own->plate), RK_FMT(own->base)));
}

/* Roads that were driven and are closed since: this vehicle's own table has them as it drove
 * them. None of them may be driven again, which rounds_plan.c looks at. */
static bool remember_roads(const struct rk_route_problem *p, struct rk_route_vehicle *v,
                           int32_t vehicle, const struct rk_route_done *x,
                           struct rk_route_matrix *matrix, int32_t *matrices,
                           struct rk_scratch *scratch)
{
    const ptrdiff_t n = p->places;
    int32_t *own = NULL;
    ptrdiff_t at = v[vehicle].start;
    int32_t free_s = v[vehicle].from;
    for (int32_t i = 0; i < x->visits; i++) {
        const ptrdiff_t to = rounds_place_of(p, vehicle, &x->visit[i]);
        if (p->matrix[v[vehicle].matrix].time[at * n + to] == RK_ROUTE_NO_ROAD) {
            if (!own) {
                own = RK_NEW(scratch, int32_t, n * n);
                if (!own)
                    return false;
                memcpy(own, p->matrix[v[vehicle].matrix].time, (size_t)(n * n) * sizeof *own);
            }
            own[at * n + to] = x->visit[i].begin > free_s ? x->visit[i].begin - free_s : 0;
        }
        free_s = x->visit[i].begin + rounds_service_of(p, vehicle, &x->visit[i]);
        at = to;
    }
    if (own) {
        matrix[*matrices] = (struct rk_route_matrix){own, own};
        v[vehicle].matrix = (*matrices)++;
    }
    return true;
}

/* Everything that has not begun needs a vehicle that is free. */
static void free_only(const struct rk_route_problem *p, const struct rk_route_done *done,
                      struct rk_route_request *q)
{
    for (int32_t i = 0; i < p->requests; i++)
        q[i].skills = FREE;
    for (int32_t v = 0; v < p->vehicles; v++)
        for (int32_t i = 0; i < done[v].visits; i++)
            if (done[v].visit[i].act == RK_ROUTE_STOP)
                q[done[v].visit[i].request].skills = 0;
}

bool rounds_strand(const struct rk_rounds_day *d, struct rk_route_problem *p,
                   struct rk_route_request *q, struct rk_route_plan *was,
                   struct rk_route_done *done, struct rk_arena *keep,
                   struct rk_scratch *scratch, struct rounds_stranded *out)
{
    struct rk_route_vehicle *v = RK_NEW(scratch, struct rk_route_vehicle, p->vehicles + 1);
    struct rk_route_tour *tour = RK_NEW(scratch, struct rk_route_tour, was->tours + 1);
    out->note_room = d->notes + p->vehicles + p->requests;
    out->note = RK_NEW(keep, struct rk_str, out->note_room + 1);
    out->stranded = RK_NEW(scratch, bool, p->requests + 1);
    struct rk_route_matrix *matrix =
        RK_NEW(scratch, struct rk_route_matrix, p->matrices + p->vehicles);
    int32_t matrices = p->matrices;
    if (!v || !tour || !out->note || !out->stranded || !matrix)
        return false;
    memcpy(matrix, p->matrix, (size_t)matrices * sizeof *matrix);
    for (int32_t i = 0; i < d->notes; i++)
        note(out, d->note[i]);
    for (int32_t i = 0; i < p->vehicles; i++) {
        v[i] = p->vehicle[i];
        v[i].skills = FREE;
    }
    for (int32_t k = 0; k < was->tours; k++) {
        struct rk_route_tour *t = &tour[k];
        struct rk_route_done *x = &done[was->tour[k].vehicle];
        struct rk_route_visit *visit =
            RK_NEW(scratch, struct rk_route_visit, was->tour[k].visits + 1);
        if (!visit)
            return false;
        *t = was->tour[k];
        memcpy(visit, t->visit, (size_t)t->visits * sizeof *visit);
        t->visit = x->visit = visit;
        strand_vehicle(d, p, v, t->vehicle, x, out, keep);
        if (x->visits > 0 && strand_patients(d, p, t, x, visit, out, keep)) {
            v[t->vehicle].skills = 0;
            v[t->vehicle].end = -1;
        }
        if (!remember_roads(p, v, t->vehicle, x, matrix, &matrices, scratch))
            return false;
    }
    free_only(p, done, q);
    was->tour = tour;
    p->vehicle = v;
    p->matrix = matrix;
    p->matrices = matrices;
    return true;
}
