/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The checker: counts a solution anew from the numbers of the file, in the file's own units and
 * in doubles. It shares no line with the solver: begins come from relaxing a list of
 * differences (Bellman & Ford), legs from coordinates where the file has them.
 */
#include "route_io_internal.h"

/* Doubles against doubles: what is over by less is rounding of the file's own numbers. */
#define SLIP 1e-6

enum what { NOTHING, VISIT, RELOAD, PAUSE };

struct point {
    enum what what;
    int32_t request, stop, option, place, number;
    double service, begin;
    bool said;
};

struct look {
    const struct rk_route_case *c;
    const struct rk_route_said_plan *said;
    struct rk_arena *keep;
    struct rk_route_fault *fault;
    int32_t faults, room;
    int32_t *first, *second; /* route that serves stop[0], stop[1]; -1 */
    double *begin0, *end1;   /* begin at stop[0], end of the last stop */
    int32_t *pool;
    int32_t *of_number; /* number -> request * 2 + stop, -1 */
    int32_t least;      /* least number */
    double unit, cost;
    /* the route in hand */
    int32_t route, vehicle;
    struct point *at;
    int32_t count;
    double leave, home;
};

static void fault(struct look *k, int32_t stop, const char *fmt, ...) RK_PRINTF(3, 4);
static void fault(struct look *k, int32_t stop, const char *fmt, ...)
{
    char text[256];
    va_list args;
    va_start(args, fmt);
    rk_said_list(text, sizeof text, fmt, args);
    va_end(args);
    if (k->faults < k->room)
        k->fault[k->faults] =
            (struct rk_route_fault){k->route, stop, rk_str_copy(k->keep, rk_str_of(text))};
    k->faults++;
}

static double units(const struct look *k, int32_t ticks)
{
    return ticks / k->unit;
}

/* Length of a leg; HUGE_VAL: no road. */
static double leg(const struct look *k, int32_t a, int32_t b)
{
    const struct rk_route_problem *p = &k->c->problem;
    if (k->c->kind != RK_ROUTE_TOWN)
        return io_leg(k->c, a, b);
    const int32_t m = p->vehicle[k->vehicle].matrix;
    const int32_t t = p->matrix[m].time[(ptrdiff_t)a * p->places + b];
    return t == RK_ROUTE_NO_ROAD ? HUGE_VAL : t;
}

/* Soonest arrival when free to leave at t: no leg touches a curfew. */
static double arrival(const struct look *k, double t, double d)
{
    const struct rk_route_problem *p = &k->c->problem;
    for (int32_t i = 0; d > 0.0 && i < p->curfews; i++) {
        const double from = units(k, p->curfew[i].from), to = units(k, p->curfew[i].to);
        if (t < to && t + d > from)
            t = to;
    }
    return t + d;
}

/* ---- who is in the route ----------------------------------------------------------------- */

static bool find_point(struct look *k, const struct rk_route_said *s, struct point *out)
{
    const struct rk_route_problem *p = &k->c->problem;
    const struct rk_route_vehicle *v = &p->vehicle[k->vehicle];
    *out = (struct point){.request = -1,
                          .option = -1,
                          .number = s->number,
                          .said = !isnan(s->at),
                          .begin = s->at};
    if (s->pause) {
        out->what = PAUSE;
        out->stop = s->number - 1;
        if (s->number < 1 || s->number > v->breaks) {
            fault(k, 0, "break %d: this vehicle has %d", s->number, v->breaks);
            return false;
        }
        out->service = units(k, v->pause[s->number - 1].length);
        return true;
    }
    if (s->number == 0) {
        out->what = RELOAD;
        out->place = v->depot;
        out->service = units(k, v->reload);
        return true;
    }
    const int64_t at = (int64_t)s->number - k->least;
    const int32_t code =
        at >= 0 && at < (int64_t)k->c->numbers - k->least ? k->of_number[at] : -1;
    if (code < 0) {
        fault(k, s->number, "no such stop in the problem");
        return false;
    }
    out->what = VISIT;
    out->request = code / 2;
    out->stop = code & 1;
    const struct rk_route_request *r = &p->request[out->request];
    out->place = r->stop[out->stop].place;
    out->service = units(k, r->stop[out->stop].service);
    if (r->options == 0 || out->stop != r->stops - 1)
        return true;
    for (int32_t o = 0; o < r->options; o++)
        if (r->option[o].pool == s->bed - 1)
            out->option = o;
    if (out->option < 0) {
        fault(k, s->number, "bed %d is none of its beds", s->bed);
        return false;
    }
    out->place = r->option[out->option].place;
    k->pool[s->bed - 1]--;
    return true;
}

static void count_visit(struct look *k, const struct point *p)
{
    const struct rk_route_request *r = &k->c->problem.request[p->request];
    int32_t *mine = p->stop == 0 ? k->first : k->second;
    if (mine[p->request] >= 0)
        fault(k, p->number, "served a second time");
    mine[p->request] = k->route;
    if (p->stop == 1 && k->first[p->request] != k->route)
        fault(k, p->number, "its pickup is not before it in this route");
    if ((r->skills & ~k->c->problem.vehicle[k->vehicle].skills) != 0)
        fault(k, p->number, "the vehicle lacks a skill it needs");
    if (r->only >= 0 && r->only != k->vehicle)
        fault(k, p->number, "bound to vehicle %d", r->only + 1);
}

/* ---- loads ------------------------------------------------------------------------------- */

static void check_load(struct look *k, const int64_t *on, int32_t number)
{
    const int32_t *cap = k->c->problem.vehicle[k->vehicle].load;
    for (int i = 0; i < RK_ROUTE_LOADS; i++)
        if (on[i] > cap[i]) {
            if (k->c->load && i < k->c->loads)
                fault(k, number, "too much on board: %.*s", RK_FMT(k->c->load[i]));
            else
                fault(k, number, "load %" PRId64 " on board, the vehicle holds %d", on[i],
                      cap[i]);
        }
}

static void check_loads(struct look *k)
{
    int64_t on[RK_ROUTE_LOADS] = {0};
    int32_t loaded = 1;
    for (int32_t i = -1; i < k->count; i++) {
        const bool starts = i < 0 || k->at[i].what == RELOAD;
        if (starts) { /* what this trip hands out comes on board */
            for (int32_t j = i + 1; j < k->count && k->at[j].what != RELOAD; j++)
                if (k->at[j].what == VISIT &&
                    k->c->problem.request[k->at[j].request].stops == 1)
                    for (int n = 0; n < RK_ROUTE_LOADS; n++)
                        on[n] += k->c->problem.request[k->at[j].request].load[n];
            check_load(k, on, 0);
            loaded += i >= 0;
            continue;
        }
        if (k->at[i].what != VISIT)
            continue;
        const struct rk_route_request *r = &k->c->problem.request[k->at[i].request];
        const bool up = r->stops == 2 && k->at[i].stop == 0;
        for (int n = 0; n < RK_ROUTE_LOADS; n++)
            on[n] += up ? r->load[n] : -(int64_t)r->load[n];
        if (up)
            check_load(k, on, k->at[i].number);
    }
    if (loaded > k->c->problem.vehicle[k->vehicle].trips)
        fault(k, 0, "loaded %d times, %d are allowed", loaded,
              k->c->problem.vehicle[k->vehicle].trips);
}

/* ---- hours ------------------------------------------------------------------------------- */

/* The first allowed begin at or after t; HUGE_VAL: none; *closes: the last hour allowed. */
static double allowed(const struct look *k, const struct point *p, double t, double *closes)
{
    const struct rk_route_problem *q = &k->c->problem;
    const struct rk_route_window *w = NULL;
    struct rk_route_window rest;
    int32_t n = 0;
    *closes = HUGE_VAL;
    if (p->what == PAUSE) {
        const struct rk_route_break *b = &q->vehicle[k->vehicle].pause[p->stop];
        rest = (struct rk_route_window){b->from, b->to};
        w = &rest, n = 1;
    } else if (p->what == VISIT) {
        const struct rk_route_request *r = &q->request[p->request];
        w = r->stop[p->stop].window, n = r->stop[p->stop].windows;
        if (p->option >= 0)
            t = fmax(t, units(k, r->option[p->option].from));
    }
    if (n == 0)
        return t;
    *closes = units(k, w[n - 1].to);
    for (int32_t i = 0; i < n; i++)
        if (t <= units(k, w[i].to) + SLIP)
            return fmax(t, units(k, w[i].from));
    return HUGE_VAL;
}

static double road_to(const struct look *k, int32_t i)
{
    int32_t from = k->c->problem.vehicle[k->vehicle].start;
    for (int32_t j = i - 1; j >= 0; j--)
        if (k->at[j].what != PAUSE) {
            from = k->at[j].place;
            break;
        }
    return i < k->count && k->at[i].what == PAUSE ? 0.0
           : i < k->count                         ? leg(k, from, k->at[i].place)
           : k->c->problem.vehicle[k->vehicle].end < 0
               ? 0.0
               : leg(k, from, k->c->problem.vehicle[k->vehicle].end);
}

/* Where the goods handed over at i were loaded: a reload, or -1: the start. */
static int32_t loaded_at(const struct look *k, int32_t i)
{
    while (--i >= 0)
        if (k->at[i].what == RELOAD)
            return i;
    return -1;
}

static int32_t picked_at(const struct look *k, int32_t i)
{
    for (int32_t j = i - 1; j >= 0; j--)
        if (k->at[j].what == VISIT && k->at[j].request == k->at[i].request)
            return j;
    return -1;
}

/* Raises begins that are not said until every difference holds; false where that has no end. */
static bool relax(struct look *k)
{
    const struct rk_route_vehicle *v = &k->c->problem.vehicle[k->vehicle];
    k->leave = units(k, v->from);
    for (int32_t i = 0; i < k->count; i++)
        k->at[i].begin = -HUGE_VAL;
    for (int32_t round = 0; round < 8 * k->count + 16; round++) {
        bool raised = false;
        double t = k->leave, closes;
        for (int32_t i = 0; i < k->count; i++) {
            struct point *p = &k->at[i];
            const double b =
                allowed(k, p, fmax(p->begin, arrival(k, t, road_to(k, i))), &closes);
            if (b > p->begin + SLIP / 8) {
                raised = true;
                p->begin = b;
            }
            if (!isfinite(b)) {
                fault(k, p->number,
                      "reached at %.6g at the soonest, its last window closes at "
                      "%.6g",
                      arrival(k, t, road_to(k, i)), closes);
                return false;
            }
            t = p->begin + p->service;
        }
        k->home = arrival(k, t, road_to(k, k->count));
        for (int32_t i = 0; i < k->count; i++) {
            const struct point *p = &k->at[i];
            const struct rk_route_request *r =
                p->what == VISIT ? &k->c->problem.request[p->request] : NULL;
            if (!r || r->max_ride < 0 || p->stop != r->stops - 1)
                continue;
            const double by = p->begin - units(k, r->max_ride);
            const int32_t from = r->stops == 2 ? picked_at(k, i) : loaded_at(k, i);
            double *begin = from < 0 ? &k->leave : &k->at[from].begin;
            const double need = from < 0 ? by : by - k->at[from].service;
            if (*begin < need - SLIP / 8) {
                *begin = need;
                raised = true;
            }
        }
        if (v->most >= 0 && k->home - k->leave > units(k, v->most) + SLIP / 8) {
            k->leave = k->home - units(k, v->most);
            raised = true;
        }
        if (!raised)
            return true;
        if (k->home > units(k, v->to) + 1e9 / k->unit)
            break;
    }
    fault(k, 0, "rides and windows of this route cannot be kept together");
    return false;
}

/* What has been driven must stand first, as it was; how many stops that is. */
static int32_t check_driven(struct look *k)
{
    const struct rk_route_done *d = k->c->problem.done ? &k->c->problem.done[k->vehicle] : NULL;
    for (int32_t i = 0; d && i < d->visits; i++) {
        const struct rk_route_visit *v = &d->visit[i];
        const struct point *p = i < k->count ? &k->at[i] : NULL;
        const bool same =
            p && p->begin == units(k, v->begin) &&
            (v->act == RK_ROUTE_STOP
                 ? p->what == VISIT && p->request == v->request && p->stop == v->stop
                 : (p->what == PAUSE) == (v->act == RK_ROUTE_PAUSE) && p->what != VISIT);
        if (!same) {
            fault(k, p ? p->number : 0, "stop %d of the route differs from what was driven",
                  i + 1);
            return i;
        }
    }
    return d ? d->visits : 0;
}

/* Whether the patient of the ride that ends at i was on board when the plan was made anew: then
 * he is brought on, however late. */
static bool on_board(const struct look *k, int32_t i)
{
    const struct rk_route_done *d = k->c->problem.done ? &k->c->problem.done[k->vehicle] : NULL;
    for (int32_t j = 0; d && j < d->visits; j++)
        if (d->visit[j].act == RK_ROUTE_STOP && d->visit[j].request == k->at[i].request)
            return true;
    return false;
}

/* Begins as said: does the vehicle get there, is it within a window? */
static void check_said(struct look *k)
{
    const struct rk_route_vehicle *v = &k->c->problem.vehicle[k->vehicle];
    const int32_t driven = check_driven(k);
    double t = units(k, v->from), closes;
    if (driven == 0 && k->c->problem.done)
        t = fmax(t, units(k, k->c->problem.done[k->vehicle].hour));
    for (int32_t i = 0; i < k->count; i++) {
        const struct point *p = &k->at[i];
        if (i < driven) { /* as it was driven, over roads as they were */
            t = p->begin + p->service;
            if (i + 1 == driven)
                t = fmax(t, units(k, k->c->problem.done[k->vehicle].hour));
            continue;
        }
        const double soonest = arrival(k, t, road_to(k, i));
        if (p->begin < soonest - SLIP)
            fault(k, p->number, "begins at %.6g, the vehicle is there at %.6g", p->begin,
                  soonest);
        const double b = allowed(k, p, p->begin, &closes);
        if (!isfinite(b) && on_board(k, i)) {
            t = p->begin + p->service;
            continue;
        }
        if (!isfinite(b))
            fault(k, p->number, "begins at %.6g, its last window closes at %.6g", p->begin,
                  closes);
        else if (b > p->begin + SLIP)
            fault(k, p->number, "begins at %.6g, not allowed before %.6g", p->begin, b);
        t = p->begin + p->service;
    }
    k->home = arrival(k, t, road_to(k, k->count));
    /* it may leave late: the last hour that meets the first begin */
    k->leave = units(k, v->from);
    if (k->count > 0) {
        double last = k->at[0].begin - road_to(k, 0);
        for (int32_t i = k->c->problem.curfews - 1; i >= 0; i--) {
            const double from = units(k, k->c->problem.curfew[i].from);
            const double to = units(k, k->c->problem.curfew[i].to);
            if (last < to && last + road_to(k, 0) > from)
                last = from - road_to(k, 0);
        }
        k->leave = fmax(k->leave, last);
    }
}

/* The last hour at which the vehicle may leave the depot or reload the goods of i come from. */
static double left_depot(const struct look *k, int32_t i)
{
    const int32_t from = loaded_at(k, i);
    return from < 0 ? k->leave
                    : fmax(k->at[from].begin + k->at[from].service,
                           k->at[from + 1].begin - road_to(k, from + 1));
}

/* Each way in which a ride can be wrong, side by side: the judge shares no code with the search
 * and hides nothing in helpers. */
static void check_rides(struct look *k)
{
    const struct rk_route_vehicle *v = &k->c->problem.vehicle[k->vehicle];
    for (int32_t i = 0; i < k->count; i++) {
        const struct point *p = &k->at[i];
        if (p->what != VISIT)
            continue;
        const struct rk_route_request *r = &k->c->problem.request[p->request];
        if (p->stop == 0)
            k->begin0[p->request] = p->begin;
        if (p->stop != r->stops - 1)
            continue;
        k->end1[p->request] = p->begin + p->service;
        const int32_t from = r->stops == 2 ? picked_at(k, i) : 0;
        if (r->max_ride < 0 || from < 0 || on_board(k, i))
            continue;
        const double left =
            r->stops == 2 ? k->at[from].begin + k->at[from].service : left_depot(k, i);
        if (p->begin - left > units(k, r->max_ride) + SLIP)
            fault(k, p->number, "%s %.6g, at most %.6g is allowed",
                  r->stops == 2 ? "rides" : "out of the depot for", p->begin - left,
                  units(k, r->max_ride));
    }
    bool late_patient = false;
    for (int32_t i = 0; i < k->count; i++)
        late_patient = late_patient || (k->at[i].what == VISIT && on_board(k, i));
    if (k->home > units(k, v->to) + SLIP && !late_patient)
        fault(k, 0, "back at %.6g, the shift ends at %.6g", k->home, units(k, v->to));
    if (v->most >= 0 && k->home - k->leave > units(k, v->most) + SLIP)
        fault(k, 0, "on the road for %.6g, at most %.6g is allowed", k->home - k->leave,
              units(k, v->most));
    for (int32_t b = 0; b < v->breaks; b++) {
        bool there = false;
        for (int32_t i = 0; i < k->count; i++)
            there = there || (k->at[i].what == PAUSE && k->at[i].stop == b);
        const struct rk_route_done *d =
            k->c->problem.done ? &k->c->problem.done[k->vehicle] : NULL;
        if (!there && !(d && v->pause[b].to < d->hour)) /* too late for it now */
            fault(k, 0, "break %d is not taken", b + 1);
    }
}

/* ---- a route ----------------------------------------------------------------------------- */

static void check_cost(struct look *k)
{
    const struct rk_route_vehicle *v = &k->c->problem.vehicle[k->vehicle];
    double sum = 0.0;
    for (int32_t i = 0; i <= k->count; i++) {
        const double d = road_to(k, i);
        if (!isfinite(d)) {
            fault(k, i < k->count ? k->at[i].number : 0, "no road leads here");
            continue;
        }
        sum += d;
    }
    k->cost += sum * v->per_cost / 1000.0 + v->fixed / k->unit +
               (k->home - k->leave) * v->per_time / 1000.0;
}

static void check_route(struct look *k, const struct rk_route_list *list)
{
    bool all = true, any = false, fine = true;
    k->count = 0;
    for (int32_t i = 0; i < list->stops; i++) {
        struct point *p = &k->at[k->count];
        if (!find_point(k, &list->stop[i], p)) {
            fine = false;
            continue;
        }
        if (p->what == VISIT)
            count_visit(k, p);
        all = all && p->said;
        any = any || p->said;
        k->count++;
    }
    if (!fine)
        return;
    check_loads(k);
    if (any && !all)
        fault(k, 0, "some begins are said and some are not; expected all or none");
    else if (all && k->count > 0)
        check_said(k);
    else if (!relax(k)) {
        check_cost(k);
        return;
    }
    check_rides(k);
    check_cost(k);
}

/* ---- the whole --------------------------------------------------------------------------- */

static bool mixed(const struct rk_route_problem *p)
{
    for (int32_t i = 1; i < p->vehicles; i++) {
        const struct rk_route_vehicle *a = &p->vehicle[0], *b = &p->vehicle[i];
        if (a->start != b->start || a->end != b->end || a->load[0] != b->load[0] ||
            a->per_cost != b->per_cost || a->from != b->from || a->to != b->to ||
            a->most != b->most || a->fixed != b->fixed || a->matrix != b->matrix)
            return true;
    }
    return false;
}

static void check_all_served(struct look *k, struct rk_route_verdict *out)
{
    const struct rk_route_problem *p = &k->c->problem;
    k->route = 0;
    for (int32_t i = 0; i < p->requests; i++) {
        const struct rk_route_request *r = &p->request[i];
        const int32_t number = k->c->number[0][i];
        const bool half = r->stops == 2 && (k->first[i] >= 0) != (k->second[i] >= 0);
        if (half)
            fault(k, number, "only one of its two stops is served");
        bool listed = false;
        for (int32_t j = 0; j < k->said->unserved && !listed; j++)
            listed = k->said->unserved_number[j] == number;
        if (k->first[i] >= 0) {
            out->served++;
            if (listed)
                fault(k, number, "listed as unserved, yet served");
        } else {
            out->harm[r->rank] += r->harm;
            if (p->must)
                fault(k, number, "not served");
            else if (!listed)
                fault(k, number, "neither served nor listed as unserved");
        }
        if (r->after < 0 || k->first[i] < 0)
            continue;
        const double gap = k->begin0[i] - k->end1[r->after];
        if (k->first[r->after] < 0)
            fault(k, number, "comes after %d, which is not served", k->c->number[0][r->after]);
        else if (gap < units(k, r->gap_least) - SLIP)
            fault(k, number, "begins %.6g after %d ends, expected %.6g or more", gap,
                  k->c->number[0][r->after], units(k, r->gap_least));
        else if (r->gap_most >= 0 && gap > units(k, r->gap_most) + SLIP)
            fault(k, number, "begins %.6g after %d ends, expected %.6g or less", gap,
                  k->c->number[0][r->after], units(k, r->gap_most));
    }
    for (int32_t i = 0; i < p->requests; i++) {
        const int32_t after = p->request[i].after;
        if (after >= 0 && p->request[i].together && k->first[after] >= 0 && k->first[i] < 0)
            fault(k, k->c->number[0][after], "served without %d, which belongs to it",
                  k->c->number[0][i]);
    }
    for (int32_t i = 0; i < p->pools; i++)
        if (k->pool[i] < 0)
            fault(k, 0, "bed %d is given %d times too often", i + 1, -k->pool[i]);
}

static bool look_new(struct look *k, struct rk_scratch *s)
{
    const struct rk_route_problem *p = &k->c->problem;
    int32_t most = 1;
    for (int32_t i = 0; i < k->said->lists; i++)
        most = k->said->list[i].stops > most ? k->said->list[i].stops : most;
    k->least = k->c->kind == RK_ROUTE_TOWN ? -k->c->numbers : 0;
    const ptrdiff_t span = (ptrdiff_t)k->c->numbers - k->least + 1;
    k->first = RK_NEW(s, int32_t, p->requests + 1);
    k->second = RK_NEW(s, int32_t, p->requests + 1);
    k->begin0 = RK_NEW(s, double, p->requests + 1);
    k->end1 = RK_NEW(s, double, p->requests + 1);
    k->pool = RK_NEW(s, int32_t, p->pools + 1);
    k->at = RK_NEW(s, struct point, most + 1);
    k->of_number = RK_NEW(s, int32_t, span);
    k->room = 10000;
    k->fault = RK_NEW(s, struct rk_route_fault, k->room);
    if (s->in.failed)
        return false;
    for (ptrdiff_t i = 0; i < span; i++)
        k->of_number[i] = -1;
    for (int32_t i = 0; i < p->requests; i++) {
        k->first[i] = k->second[i] = -1;
        k->of_number[k->c->number[0][i] - k->least] = 2 * i;
        if (p->request[i].stops == 2)
            k->of_number[k->c->number[1][i] - k->least] = 2 * i + 1;
    }
    for (int32_t i = 0; i < p->pools; i++)
        k->pool[i] = p->pool[i];
    return true;
}

rk_status rk_route_check(const struct rk_route_case *c, const struct rk_route_said_plan *said,
                         struct rk_arena *keep, struct rk_scratch scratch,
                         struct rk_route_verdict *out, struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct look k = {.c = c, .said = said, .keep = &result, .unit = c->unit};
    struct rk_route_verdict v = {0};
    const bool own = mixed(&c->problem) || c->kind == RK_ROUTE_TOWN;
    if (!look_new(&k, &scratch))
        return rk_fail(err, RK_ENOMEM, "check", "%d routes", said->lists);
    for (int32_t i = 0; i < said->lists; i++) {
        const struct rk_route_list *list = &said->list[i];
        k.route = list->number;
        k.vehicle = own ? list->number - 1 : 0;
        if (list->stops == 0)
            continue;
        v.vehicles++;
        for (int32_t j = 0; j < i; j++)
            if (said->list[j].number == list->number)
                fault(&k, 0, "a second route of this number");
        if (k.vehicle < 0 || k.vehicle >= c->problem.vehicles)
            fault(&k, 0, "no such vehicle, there are %d", c->problem.vehicles);
        else
            check_route(&k, list);
    }
    k.route = 0;
    if (v.vehicles > c->problem.vehicles)
        fault(&k, 0, "%d routes, there are %d vehicles", v.vehicles, c->problem.vehicles);
    check_all_served(&k, &v);
    v.cost = k.cost;
    const bool printed_less =
        !isnan(said->cost) && fabs(said->cost - v.cost) > 0.011 + 1e-6 * fabs(v.cost);
    if (printed_less)
        fault(&k, 0, "cost %.10g is said, counted are %.10g", said->cost, v.cost);
    const int32_t kept = k.faults < k.room ? k.faults : k.room;
    struct rk_route_fault *list = RK_NEW(&result, struct rk_route_fault, kept + 1);
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, "check", "%d faults", k.faults);
    memcpy(list, k.fault, (size_t)kept * sizeof *list);
    v.fault = list;
    v.faults = kept;
    v.feasible = k.faults == 0;
    *keep = result;
    *out = v;
    return RK_OK;
}
