/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day is read: roads as reported, needs, fleet, and of all this a routing problem. */
#include "rounds_internal.h"

const int32_t rounds_detour_s[RK_ROUTE_RANKS] = {300, 900, 1800, 3600, 3600};
const int32_t rounds_by_s[RK_ROUTE_RANKS] = {10 * 3600, 11 * 3600 + 1800, 13 * 3600, -1, -1};

rk_status rounds_no_memory(struct rk_err *err)
{
    return rk_fail(err, RK_ENOMEM, "", "not enough memory for the rounds");
}

void rounds_note(struct rk_rounds_day *d, struct rk_str text)
{
    if (d->notes < d->note_room)
        d->note[d->notes++] = text;
}

static int claim_order(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool open_plan(struct rounds *r, const struct rk_view *view, struct rk_scratch *scratch)
{
    const struct rk_situation *s = view->sit;
    int64_t *list = RK_NEW(&scratch->in, int64_t, s->correctings + 1);
    r->ways.given = r->order->roads;
    r->p = (struct plan){.sit = s,
                         .view = view,
                         .day = r->order->day,
                         .lang = r->order->lang,
                         .keep = r->keep,
                         .scratch = scratch,
                         .replaced = list,
                         .ways = &r->ways};
    for (int32_t i = 0; list && i < s->correctings; i++)
        if (view->replaced_by[i] >= 0 && rk_view_counts(view, s->correcting[i]))
            list[r->p.replaced_count++] = view->replaced_by[i];
    if (list)
        qsort(list, (size_t)r->p.replaced_count, sizeof *list, claim_order);
    return list != NULL;
}

/* ---- requests ---------------------------------------------------------------------------- */

static struct rk_route_request empty_request(const struct rk_rounds_need *n)
{
    return (struct rk_route_request){.max_ride = -1,
                                     .rank = n->rank,
                                     .harm = n->harm,
                                     .after = -1,
                                     .gap_most = -1,
                                     .only = -1,
                                     .was = -1};
}

static struct rk_route_request deliver(const struct rk_rounds_need *n, int32_t place)
{
    struct rk_route_request q = empty_request(n);
    q.stops = 1;
    q.stop[0] = (struct rk_route_stop){.place = place, .service = ROUNDS_DELIVER_S};
    q.load[LOAD_BOXES] = 1;
    q.load[LOAD_COLD] = n->cold;
    q.max_ride = n->cold ? ROUNDS_COLD_S : -1;
    return q;
}

static bool offers(const struct rounds_facility *f, int capability)
{
    return capability < 0 || (f->offers >> capability & 1U) != 0;
}

/* The hospital takes this patient: named by the doctor, or offering what is needed. Beds that
 * nobody has counted are not counted on, unless the doctor named the hospital. */
static bool takes(const struct rk_rounds_day *d, const struct rounds_facility *f,
                  const struct rounds_work *w)
{
    if (f->pool < 0)
        return false;
    if (w->to.len)
        return rk_str_eq(w->to, rk_sit_text(d->sit, d->sit->subject[f->subject].id));
    return !isnan(f->free) && offers(f, w->capability);
}

static const char *find_beds(const struct rk_rounds_day *d, const struct rounds_work *w,
                             struct rk_route_option *option, int32_t *count)
{
    bool offered = false, uncounted = false;
    *count = 0;
    for (int32_t i = 0; i < d->facilities; i++) {
        const struct rounds_facility *f = &d->facility[i];
        if (!f->heals)
            continue;
        offered |= offers(f, w->capability) && (f->offers != 0 || w->capability < 0);
        uncounted |= f->pool >= 0 && offers(f, w->capability) && isnan(f->free);
        if (takes(d, f, w))
            option[(*count)++] = (struct rk_route_option){f->place, 0, f->pool};
    }
    return *count              ? NULL
           : w->to.len         ? "named_closed"
           : uncounted         ? "beds_unknown"
           : offered           ? "hospital_place"
           : w->capability < 0 ? "no_hospital"
                               : "not_offered";
}

/* The straight way and, the less urgent, the more of a detour for others. */
static int32_t longest_ride(const struct rk_rounds_day *d, int32_t from, int32_t rank,
                            const struct rk_route_option *option, int32_t count)
{
    int32_t most = 0;
    for (int by = 0; by < ROUNDS_BYS; by++)
        for (int32_t i = 0; i < count; i++) {
            const int32_t t = d->matrix[by].time[(ptrdiff_t)from * d->places + option[i].place];
            most = t != RK_ROUTE_NO_ROAD && t > most ? t : most;
        }
    return most + rounds_detour_s[rank];
}

static bool carry(struct rounds *r, int32_t need, struct rk_route_request *q)
{
    struct rk_rounds_day *d = r->d;
    struct rounds_work *w = &d->work[need];
    struct rk_route_option *option = RK_NEW(r->keep, struct rk_route_option, d->pools + 1);
    if (!option)
        return false;
    *q = empty_request(&d->need[need]);
    w->why = find_beds(d, w, option, &q->options);
    if (w->why)
        return true;
    /* A chair is folded where no vehicle has a place for it. */
    const bool chair = w->moves == MOVES_WHEELCHAIR && d->wheelchairs;
    const bool lying = !chair && w->moves != MOVES_SITTING;
    const int32_t service = lying || chair ? ROUNDS_LYING_S : ROUNDS_SEAT_S;
    q->stops = 2;
    q->stop[0] = (struct rk_route_stop){.place = w->place, .service = service};
    q->stop[1] = (struct rk_route_stop){.place = option[0].place, .service = service};
    q->option = option;
    q->load[LOAD_LYING] = lying;
    q->load[LOAD_WHEELCHAIR] = chair;
    q->load[LOAD_ALL] = !chair;
    q->max_ride = longest_ride(d, w->place, q->rank, option, q->options);
    return true;
}

static rk_status make_requests(struct rounds *r, struct rk_err *err)
{
    struct rk_rounds_day *d = r->d;
    struct rk_route_request *q = RK_NEW(r->keep, struct rk_route_request, d->needs + 1);
    int32_t *need_of = RK_NEW(r->keep, int32_t, d->needs + 1);
    if (!q || !need_of)
        return rounds_no_memory(err);
    int32_t n = 0;
    for (int32_t i = 0; i < d->needs; i++) {
        struct rounds_work *w = &d->work[i];
        if (w->why)
            continue;
        if (d->need[i].kind == RK_ROUNDS_MEDICINE)
            q[n] = deliver(&d->need[i], w->place);
        else if (!carry(r, i, &q[n]))
            return rounds_no_memory(err);
        if (w->why)
            continue;
        need_of[n] = i;
        w->request = n++;
    }
    d->problem.request = q;
    d->problem.requests = n;
    d->need_of = need_of;
    return RK_OK;
}

/* ---- vehicles ---------------------------------------------------------------------------- */

static bool make_vehicles(struct rounds *r)
{
    struct rk_rounds_day *d = r->d;
    struct rk_route_vehicle *v = RK_NEW(r->keep, struct rk_route_vehicle, d->vehicles + 1);
    int32_t *vehicle_of = RK_NEW(r->keep, int32_t, d->vehicles + 1);
    int32_t n = 0;
    for (int32_t i = 0; v && vehicle_of && i < d->vehicles; i++) {
        struct rounds_vehicle *own = &d->own[i];
        if (d->vehicle[i].why_not.len)
            continue;
        const int32_t place = d->facility[own->facility].place;
        v[n] = (struct rk_route_vehicle){.start = place,
                                         .end = place,
                                         .from = d->vehicle[i].from_s,
                                         .to = d->vehicle[i].to_s,
                                         .most = -1,
                                         .matrix = (int32_t)own->by,
                                         .trips = ROUNDS_TRIPS,
                                         .depot = place,
                                         .reload = ROUNDS_RELOAD_S,
                                         .per_cost = 1000};
        memcpy(v[n].load, own->load, sizeof own->load);
        vehicle_of[n] = i;
        own->drives = n++;
    }
    d->problem.vehicle = v;
    d->problem.vehicles = n;
    d->vehicle_of = vehicle_of;
    return v && vehicle_of;
}

/* Beyond what the vehicles could ever reach in a day, the least urgent homes wait; and without
 * a vehicle all. */
static void leave_out(struct rk_rounds_day *d)
{
    int32_t able = 0;
    int64_t room = 0;
    for (int32_t i = 0; i < d->vehicles; i++) {
        const struct rk_rounds_vehicle *v = &d->vehicle[i];
        if (v->why_not.len)
            continue;
        able++;
        room += (v->to_s - v->from_s) / (ROUNDS_DELIVER_S + ROUNDS_BETWEEN_S);
    }
    for (int32_t i = 0; i < d->needs; i++) { /* in order of urgency */
        struct rounds_work *w = &d->work[i];
        if (w->why)
            continue;
        if (able == 0)
            w->why = d->base < 0 ? "no_base" : "no_vehicles";
        else if (d->need[i].kind == RK_ROUNDS_MEDICINE && room-- <= 0)
            w->why = "beyond";
    }
}

/* Only what is driven to stays in the table. */
static bool drop_places(struct rounds *r)
{
    struct rk_rounds_day *d = r->d;
    struct rk_scratch scratch = *r->p.scratch;
    int32_t *now = RK_NEW(&scratch, int32_t, d->places + 1);
    int32_t n = 0;
    if (!now)
        return false;
    for (int32_t i = 0; i < d->needs; i++)
        if (!d->work[i].why)
            now[d->work[i].place] = 1;
    for (int32_t i = 0; i < d->facilities; i++)
        if (d->facility[i].place >= 0)
            now[d->facility[i].place] = 1;
    for (int32_t i = 0; i < d->places; i++) {
        const bool used = now[i] != 0;
        now[i] = used ? n : -1;
        if (used)
            d->place[n++] = d->place[i];
    }
    for (int32_t i = 0; i < d->needs; i++)
        if (d->work[i].place >= 0)
            d->work[i].place = now[d->work[i].place];
    for (int32_t i = 0; i < d->facilities; i++)
        if (d->facility[i].place >= 0)
            d->facility[i].place = now[d->facility[i].place];
    d->places = n;
    return true;
}

static rk_status read_day(struct rounds *r, struct rk_err *err)
{
    struct rk_rounds_day *d = r->d;
    rk_status bad = rounds_make_roads(r, err);
    if (!bad && !rounds_find_needs(r))
        bad = rounds_no_memory(err);
    if (bad || r->too_many)
        return bad;
    if (!rounds_find_facilities(r))
        bad = rounds_no_memory(err);
    if (!bad)
        bad = rounds_find_fleet(r, err);
    if (bad)
        return bad;
    leave_out(d);
    if (!drop_places(r))
        return rounds_no_memory(err);
    r->too_many = r->order->most > 0 && d->places > r->order->most;
    if (r->too_many)
        return RK_OK;
    bad = rounds_make_matrices(r, err);
    if (!bad)
        bad = make_requests(r, err);
    if (!bad && !make_vehicles(r))
        bad = rounds_no_memory(err);
    d->problem.places = d->places;
    d->problem.matrices = ROUNDS_BYS;
    d->problem.matrix = d->matrix;
    d->problem.pool = d->pool;
    d->problem.pools = d->pools;
    d->problem.change = ROUNDS_CHANGE_S;
    return bad ? bad : rounds_find_cuts(d, *r->p.scratch, err);
}

rk_status rk_rounds_open(const struct rk_situation *sit, const struct rk_rounds_order *order,
                         struct rk_progress *progress, struct rk_arena *keep,
                         struct rk_scratch scratch, const struct rk_rounds_day **out,
                         struct rk_err *err)
{
    enum { NOTES = 64 };
    struct rk_arena result = *keep;
    struct rk_rounds_day *d = RK_NEW(&result, struct rk_rounds_day, 1);
    struct rk_str *note = RK_NEW(&result, struct rk_str, NOTES);
    struct rk_view view;
    if (!d || !note)
        return rounds_no_memory(err);
    *d = (struct rk_rounds_day){.lang = order->lang,
                                .day = order->day,
                                .sit = sit,
                                .roads = order->roads,
                                .base = -1,
                                .note = note,
                                .note_room = NOTES};
    struct rounds r = {.d = d, .order = order, .keep = &result, .progress = progress};
    rk_status bad = rk_view_make(sit, sit->head, order->day, &scratch.in, &view, err);
    if (!bad && !open_plan(&r, &view, &scratch))
        bad = rounds_no_memory(err);
    if (!bad)
        bad = read_day(&r, err);
    if (!bad && result.failed)
        bad = rounds_no_memory(err);
    if (bad)
        return bad;
    *out = r.too_many ? NULL : d;
    if (!r.too_many)
        *keep = result;
    return RK_OK;
}

const struct rk_rounds_vehicle *rk_rounds_vehicles(const struct rk_rounds_day *day,
                                                   int32_t *count)
{
    *count = day->vehicles;
    return day->vehicle;
}

struct rk_str rk_rounds_facility(const struct rk_rounds_day *day, int32_t facility)
{
    return facility >= 0 && facility < day->facilities ? day->facility[facility].name
                                                       : (struct rk_str){"", 0};
}
