/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day's rounds: roads as reported, a routing problem, its plan, checked, and told. */
#include "rounds_internal.h"

#include "rk_route_io.h"

enum { ITERATIONS = 100, WORDS_MAX = 400 };
static const enum rk_reach_profile profiles[ROUNDS_BYS] = {RK_CAR, RK_AMBULANCE};

static rk_status no_memory(struct rk_err *err)
{
    return rk_fail(err, RK_ENOMEM, "", "not enough memory for the rounds");
}

/* ---- roads -------------------------------------------------------------------------------
 */

static int claim_order(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool open_plan(struct rounds *r, const struct rk_view *view, struct rk_arena *keep,
                      struct rk_scratch *scratch)
{
    const struct rk_situation *s = view->sit;
    int64_t *list = RK_NEW(&scratch->in, int64_t, s->correctings + 1);
    r->room = &scratch->in;
    r->ways.given = r->wish->roads;
    r->p = (struct plan){.sit = s,
                         .view = view,
                         .day = r->wish->day,
                         .lang = r->wish->lang,
                         .keep = keep,
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

/* All that is reported closed is closed: a driver is not sent to try. */
static rk_status make_roads(struct rounds *r, struct rk_err *err)
{
    const struct rk_plan_roads *given = r->wish->roads;
    const struct rk_reach_marks none = {NULL, 0};
    rk_status bad = rk_roads_check(given->roads, err);
    if (!bad && !plan_closures_find(&r->p, &r->closures))
        bad = no_memory(err);
    for (int by = 0; by < ROUNDS_BYS && !bad; by++) {
        const struct rk_reach_wish wish = {profiles[by], RK_DRY, RK_WORST, false};
        struct rk_arena *room = r->p.keep; /* never the region of the scratch */
        bad = rk_reach_net_make(given->roads, given->speeds, wish, none, room, *r->p.scratch,
                                &r->open[by], err);
        if (!bad)
            bad = rk_reach_index_make(&r->open[by], room, *r->p.scratch, &r->index[by], err);
        if (!bad)
            bad = rk_reach_net_make(given->roads, given->speeds, wish,
                                    r->closures.marks[PLAN_BY_CAR], room, *r->p.scratch,
                                    &r->net[by], err);
    }
    return bad;
}

int32_t rounds_place_at(struct rounds *r, double lat, double lon)
{
    for (int32_t i = 0; i < r->places; i++)
        if (r->place[i].lat == lat && r->place[i].lon == lon)
            return i;
    if (r->places == r->place_room) {
        const int32_t more = 2 * r->place_room + 64;
        struct rounds_place *at = RK_NEW(r->room, struct rounds_place, more);
        if (!at)
            return -1;
        if (r->places)
            memcpy(at, r->place, (size_t)r->places * sizeof *at);
        r->place = at;
        r->place_room = more;
    }
    struct rounds_place *p = &r->place[r->places];
    *p = (struct rounds_place){.lat = lat, .lon = lon};
    for (int by = 0; by < ROUNDS_BYS; by++)
        p->spot[by] = rk_reach_snap(r->index[by], lat, lon, RK_REACH_SNAP_M);
    return r->places++;
}

static void place_homes(struct rounds *r)
{
    for (int32_t i = 0; i < r->works; i++) {
        struct rounds_work *w = &r->work[i];
        if (w->why)
            continue;
        w->place = rounds_place_at(r, w->lat, w->lon);
        const struct rk_reach_spot *spot = w->place >= 0 ? r->place[w->place].spot : NULL;
        if (spot && spot[BY_CAR].edge < 0 && spot[BY_AMBULANCE].edge < 0)
            w->why = "no_road";
    }
}

static rk_status make_matrices(struct rounds *r, struct rk_route_matrix *out,
                               struct rk_err *err)
{
    const int32_t n = r->places;
    struct rk_reach_spot *spot = RK_NEW(r->room, struct rk_reach_spot, n + 1);
    uint32_t *ms = RK_NEW(r->room, uint32_t, n + 1);
    for (int by = 0; by < ROUNDS_BYS; by++) {
        int32_t *time = RK_NEW(r->room, int32_t, (ptrdiff_t)n * n + 1);
        if (!time || !spot || !ms)
            return no_memory(err);
        for (int32_t i = 0; i < n; i++)
            spot[i] = r->place[i].spot[by];
        for (int32_t i = 0; i < n; i++) {
            const rk_status bad = rk_reach_row(&r->net[by], RK_OUT, spot[i], spot, n,
                                               *r->p.scratch, ms, NULL, err);
            if (bad)
                return bad;
            for (int32_t k = 0; k < n; k++)
                time[(ptrdiff_t)i * n + k] = i == k ? 0
                                             : ms[k] == RK_REACH_NEVER
                                                 ? RK_ROUTE_NO_ROAD
                                                 : (int32_t)((ms[k] + 999) / 1000);
        }
        out[by] = (struct rk_route_matrix){time, time};
    }
    return RK_OK;
}

/* ---- requests ----------------------------------------------------------------------------
 */

static struct rk_route_request empty_request(const struct rounds_work *w)
{
    return (struct rk_route_request){.max_ride = -1,
                                     .rank = w->need.rank,
                                     .harm = w->need.harm,
                                     .after = -1,
                                     .gap_most = -1,
                                     .only = -1,
                                     .was = -1};
}

static struct rk_route_request deliver(const struct rounds_work *w)
{
    struct rk_route_request q = empty_request(w);
    q.stops = 1;
    q.stop[0] = (struct rk_route_stop){.place = w->place, .service = ROUNDS_DELIVER_S};
    q.load[LOAD_BOXES] = 1;
    q.load[LOAD_COLD] = w->need.cold;
    q.max_ride = w->need.cold ? ROUNDS_COLD_S : -1;
    return q;
}

/* The hospital takes this patient: named by the doctor, or offering what is needed. */
static bool takes(const struct rounds *r, const struct rounds_facility *f,
                  const struct rounds_work *w)
{
    if (f->pool < 0)
        return false;
    if (w->to.len)
        return rk_str_eq(w->to, rk_sit_text(r->p.sit, r->p.sit->subject[f->subject].id));
    return !isnan(f->free) && (w->capability < 0 || (f->offers >> w->capability & 1U) != 0);
}

static const char *find_beds(const struct rounds *r, const struct rounds_work *w,
                             struct rk_route_option *option, int32_t *count)
{
    bool any = false;
    *count = 0;
    for (int32_t i = 0; i < r->facilities; i++) {
        const struct rounds_facility *f = &r->facility[i];
        const bool offered = !w->to.len && f->heals && w->capability >= 0 &&
                             (f->offers >> w->capability & 1U) != 0;
        any |= offered || takes(r, f, w);
        if (takes(r, f, w) && f->place >= 0)
            option[(*count)++] = (struct rk_route_option){f->place, 0, f->pool};
    }
    return *count              ? NULL
           : w->to.len         ? "named_closed"
           : any               ? "hospital_place"
           : w->capability < 0 ? "no_hospital"
                               : "not_offered";
}

/* No longer on board than an hour, unless the way itself takes longer. */
static int32_t longest_ride(const struct rounds *r, const struct rk_route_matrix *matrix,
                            int32_t from, const struct rk_route_option *option, int32_t count)
{
    int32_t most = ROUNDS_RIDE_S;
    for (int by = 0; by < ROUNDS_BYS; by++)
        for (int32_t i = 0; i < count; i++) {
            const int32_t t = matrix[by].time[(ptrdiff_t)from * r->places + option[i].place];
            most = t != RK_ROUTE_NO_ROAD && t > most ? t : most;
        }
    return most;
}

static bool carry(const struct rounds *r, const struct rk_route_matrix *matrix,
                  struct rounds_work *w, struct rk_route_request *q)
{
    struct rk_route_option *option = RK_NEW(r->room, struct rk_route_option, r->pools + 1);
    if (!option)
        return false;
    *q = empty_request(w);
    w->why = find_beds(r, w, option, &q->options);
    if (w->why)
        return true;
    /* A chair is folded where no vehicle has a place for it. */
    const bool chair = w->moves == MOVES_WHEELCHAIR && r->wheelchairs;
    const bool lying = !chair && w->moves != MOVES_SITTING;
    const int32_t service = lying || chair ? ROUNDS_LYING_S : ROUNDS_SEAT_S;
    q->stops = 2;
    q->stop[0] = (struct rk_route_stop){.place = w->place, .service = service};
    q->stop[1] = (struct rk_route_stop){.place = option[0].place, .service = service};
    q->option = option;
    q->load[LOAD_LYING] = lying;
    q->load[LOAD_WHEELCHAIR] = chair;
    q->load[LOAD_ALL] = !chair;
    q->max_ride = longest_ride(r, matrix, w->place, option, q->options);
    return true;
}

static bool make_requests(struct rounds *r, struct rk_route_problem *problem, int32_t *work_of)
{
    struct rk_route_request *q = RK_NEW(r->room, struct rk_route_request, r->works + 1);
    if (!q)
        return false;
    for (int32_t i = 0; i < r->works; i++) {
        struct rounds_work *w = &r->work[i];
        if (w->why)
            continue;
        if (w->need.kind == RK_ROUNDS_MEDICINE)
            q[problem->requests] = deliver(w);
        else if (!carry(r, problem->matrix, w, &q[problem->requests]))
            return false;
        if (w->why)
            continue;
        work_of[problem->requests] = i;
        w->request = problem->requests++;
    }
    problem->request = q;
    return true;
}

static const struct rk_route_vehicle *make_vehicles(const struct rounds *r)
{
    struct rk_route_vehicle *v = RK_NEW(r->room, struct rk_route_vehicle, r->vehicles + 1);
    for (int32_t i = 0; v && i < r->vehicles; i++) {
        const struct rounds_vehicle *own = &r->vehicle[i];
        const int32_t place = r->facility[own->facility].place;
        v[i] = (struct rk_route_vehicle){.start = place,
                                         .end = place,
                                         .from = ROUNDS_SHIFT_FROM,
                                         .to = ROUNDS_SHIFT_TO,
                                         .most = -1,
                                         .matrix = own->by,
                                         .trips = ROUNDS_TRIPS,
                                         .depot = place,
                                         .reload = ROUNDS_RELOAD_S,
                                         .per_cost = 1000};
        memcpy(v[i].load, own->load, sizeof own->load);
    }
    return v;
}

/* ---- the checker -------------------------------------------------------------------------
 */

static struct rk_route_case make_case(struct rounds *r, const struct rk_route_problem *problem)
{
    int32_t *number = RK_NEW(r->room, int32_t, problem->requests + 1);
    int32_t *back = RK_NEW(r->room, int32_t, problem->requests + 1);
    for (int32_t i = 0; number && back && i < problem->requests; i++) {
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

static rk_status check(struct rounds *r, const struct rk_route_case *c,
                       const struct rk_route_plan *plan, bool *feasible, struct rk_err *err)
{
    struct rk_route_said_plan said;
    struct rk_route_verdict verdict;
    struct rk_buf text = rk_buf_in(r->room, 400 * ((ptrdiff_t)c->problem.requests + 64));
    rk_route_write(c, plan, &text);
    if (text.failed)
        return no_memory(err);
    rk_status bad = rk_route_read_solution("rounds", rk_buf_str(&text), r->room, &said, err);
    if (!bad)
        bad = rk_route_check(c, &said, r->p.keep, *r->p.scratch, &verdict, err);
    if (bad)
        return bad;
    *feasible = verdict.feasible;
    if (!verdict.feasible || verdict.served + plan->unserved != c->problem.requests)
        return rk_fail(err, RK_ECORRUPT, "rounds",
                       "the plan does not pass the checker: %.*s; %d served of %d",
                       RK_FMT(verdict.faults ? verdict.fault[0].words : RK_STR("no fault")),
                       (int)verdict.served, (int)c->problem.requests);
    return RK_OK;
}

/* ---- why not -----------------------------------------------------------------------------
 */

static bool reaches(const struct rounds *r, const struct rk_reach_net *nets, int32_t place,
                    int32_t lifted)
{
    for (int by = 0; by < ROUNDS_BYS; by++) {
        struct rk_scratch scratch = *r->p.scratch;
        struct rk_reach_spot *from = RK_NEW(&scratch, struct rk_reach_spot, r->vehicles + 1);
        uint32_t ms = RK_REACH_NEVER;
        for (int32_t i = 0; from && i < r->vehicles; i++)
            from[i] = r->place[r->facility[r->vehicle[i].facility].place].spot[by];
        if (from &&
            !rk_reach_soonest(&nets[by], RK_OUT, from, r->vehicles, &r->place[place].spot[by],
                              1, lifted, scratch, &ms, NULL) &&
            ms != RK_REACH_NEVER)
            return true;
    }
    return false;
}

/* Which report keeps vehicles away: the one that alone would open a way, if there is one. */
static const char *say_closure(const struct rounds *r, int32_t place, struct rk_buf *out)
{
    if (reaches(r, r->net, place, -1))
        return NULL;
    if (!reaches(r, r->open, place, -1)) {
        rk_buf_c(out, rk_word(r->p.lang, "rounds.why.no_way"));
        return "no_way";
    }
    for (int32_t c = 0; c < r->closures.count; c++)
        if (reaches(r, r->net, place, c)) {
            rk_buf_printf(out, "%s: %.*s", rk_word(r->p.lang, "rounds.why.closed_by"),
                          RK_FMT(r->closures.at[c].name));
            return "closed";
        }
    rk_buf_c(out, rk_word(r->p.lang, "rounds.why.closed"));
    return "closed";
}

static const char *why_code(enum rk_route_why why)
{
    static const char *const codes[] = {
        [RK_ROUTE_NO_VEHICLE] = "no_vehicle", [RK_ROUTE_TOO_MUCH] = "too_much",
        [RK_ROUTE_CUT_OFF] = "cut_off",       [RK_ROUTE_TOO_LATE] = "too_late",
        [RK_ROUTE_SHIFT_ENDS] = "shift_ends", [RK_ROUTE_RIDE] = "ride",
        [RK_ROUTE_NO_BED] = "no_bed",         [RK_ROUTE_LEG_MISSING] = "leg_missing",
        [RK_ROUTE_IN_FORCE] = "in_force",     [RK_ROUTE_CROWDED] = "crowded"};
    return codes[why];
}

static struct rk_rounds_unserved not_served(const struct rounds *r, int32_t work,
                                            const struct rk_route_case *c,
                                            const struct rk_route_unserved *u)
{
    const struct rounds_work *w = &r->work[work];
    struct rk_rounds_unserved out = {.need = work, .code = w->why};
    struct rk_buf b = rk_buf_in(r->p.keep, WORDS_MAX);
    if (!u) {
        char key[60];
        snprintf(key, sizeof key, "rounds.why.%s", w->why);
        rk_buf_c(&b, rk_word(r->p.lang, key));
        if (strcmp(w->why, "not_offered") == 0)
            rk_buf_printf(&b, ": %.*s", RK_FMT(w->need.what));
    } else {
        out.code = u->why == RK_ROUTE_CUT_OFF ? say_closure(r, w->place, &b) : NULL;
        if (!out.code) {
            out.code = why_code(u->why);
            rk_route_unserved_words(
                c, u, r->p.lang == RK_UK ? RK_ROUTE_UKRAINIAN : RK_ROUTE_ENGLISH, &b);
        }
    }
    out.reason = rk_buf_str(&b);
    return out;
}

/* In order of urgency, as the work stands. */
static bool tell_unserved(const struct rounds *r, const struct rk_route_case *c,
                          const struct rk_route_plan *plan, struct rk_rounds *out)
{
    const struct rk_route_unserved **of =
        RK_NEW(r->room, const struct rk_route_unserved *, c->problem.requests + 1);
    struct rk_rounds_unserved *left =
        RK_NEW(r->p.keep, struct rk_rounds_unserved, r->works + 1);
    if (!of || !left)
        return false;
    for (int32_t i = 0; i < plan->unserved; i++)
        of[plan->left[i].request] = &plan->left[i];
    for (int32_t i = 0; i < r->works; i++) {
        const struct rounds_work *w = &r->work[i];
        if (w->why)
            left[out->unserved++] = not_served(r, i, c, NULL);
        else if (of[w->request])
            left[out->unserved++] = not_served(r, i, c, of[w->request]);
    }
    out->left = left;
    return true;
}

/* ---- the tours ---------------------------------------------------------------------------
 */

static struct rk_str bed_name(const struct rounds *r, const struct rk_route_request *q,
                              const struct rk_route_visit *v)
{
    for (int32_t i = 0; i < r->facilities && v->option >= 0; i++)
        if (r->facility[i].pool == q->option[v->option].pool)
            return r->facility[i].name;
    return (struct rk_str){"", 0};
}

static struct rk_rounds_stop tell_stop(const struct rounds *r, const struct rk_route_case *c,
                                       const int32_t *work_of, struct rk_str base,
                                       const struct rk_route_visit *v)
{
    if (v->act != RK_ROUTE_STOP)
        return (struct rk_rounds_stop){RK_ROUNDS_LOAD, -1, base, v->begin};
    const struct rk_route_request *q = &c->problem.request[v->request];
    struct rk_rounds_stop s = {
        .need = work_of[v->request], .place = {"", 0}, .begin_s = v->begin};
    s.act = q->stops == 1  ? RK_ROUNDS_DELIVER
            : v->stop == 0 ? RK_ROUNDS_PICK_UP
                           : RK_ROUNDS_BRING;
    if (s.act == RK_ROUNDS_BRING)
        s.place = bed_name(r, q, v);
    return s;
}

/* Goods of the first trip come on board before the vehicle leaves. */
static bool loads_first(const struct rk_route_case *c, const struct rk_route_tour *t)
{
    for (int32_t i = 0; i < t->visits && t->visit[i].act != RK_ROUTE_RELOAD; i++)
        if (t->visit[i].act == RK_ROUTE_STOP &&
            c->problem.request[t->visit[i].request].stops == 1)
            return true;
    return false;
}

static bool tell_tours(const struct rounds *r, const struct rk_route_case *c,
                       const struct rk_route_plan *plan, const int32_t *work_of,
                       struct rk_rounds *out)
{
    struct rk_rounds_tour *tour = RK_NEW(r->p.keep, struct rk_rounds_tour, plan->tours + 1);
    for (int32_t k = 0; tour && k < plan->tours; k++) {
        const struct rk_route_tour *t = &plan->tour[k];
        const struct rounds_vehicle *v = &r->vehicle[t->vehicle];
        const struct rk_str base = r->facility[v->facility].name;
        struct rk_rounds_stop *stop = RK_NEW(r->p.keep, struct rk_rounds_stop, t->visits + 1);
        int32_t n = 0;
        if (!stop)
            return false;
        if (loads_first(c, t))
            stop[n++] = (struct rk_rounds_stop){RK_ROUNDS_LOAD, -1, base, t->leave};
        for (int32_t i = 0; i < t->visits; i++)
            stop[n++] = tell_stop(r, c, work_of, base, &t->visit[i]);
        tour[k] = (struct rk_rounds_tour){v->plate, v->type, v->driver, base,
                                          t->leave, t->home, stop,      n};
    }
    out->tour = tour;
    out->tours = plan->tours;
    out->vehicles = r->vehicles;
    out->idle = r->vehicles - plan->tours;
    out->driven_s = plan->cost;
    return tour != NULL;
}

static bool tell_needs(const struct rounds *r, struct rk_rounds *out)
{
    struct rk_rounds_need *need = RK_NEW(r->p.keep, struct rk_rounds_need, r->works + 1);
    for (int32_t i = 0; need && i < r->works; i++)
        need[i] = r->work[i].need;
    out->need = need;
    out->needs = r->works;
    out->later = r->later;
    out->other = r->other;
    out->lost = r->closures.lost;
    return need != NULL;
}

/* ---- all of it ---------------------------------------------------------------------------
 */

static rk_status solve(struct rounds *r, const int32_t *work_of,
                       const struct rk_route_problem *problem, struct rk_rounds *out,
                       struct rk_err *err)
{
    struct rk_route_plan plan = {0};
    const struct rk_route_case c = make_case(r, problem);
    const struct rk_route_options how = {.seed = r->wish->seed,
                                         .iterations = r->wish->iterations ? r->wish->iterations
                                                                           : ITERATIONS};
    rk_status bad = RK_OK;
    if (problem->requests)
        bad = rk_route_solve(problem, &how, r->p.keep, *r->p.scratch, &plan, err);
    out->feasible = true;
    if (!bad && problem->requests)
        bad = check(r, &c, &plan, &out->feasible, err);
    if (bad)
        return bad;
    return tell_needs(r, out) && tell_unserved(r, &c, &plan, out) &&
                   tell_tours(r, &c, &plan, work_of, out) && !r->p.keep->failed
               ? RK_OK
               : no_memory(err);
}

static void nobody_drives(struct rounds *r)
{
    for (int32_t i = 0; i < r->works && !r->vehicles; i++)
        if (!r->work[i].why)
            r->work[i].why = r->base < 0 ? "no_base" : "no_vehicles";
}

rk_status rk_rounds_make(const struct rk_situation *sit,
                         const struct rk_rounds_options *options, struct rk_arena *keep,
                         struct rk_scratch scratch, struct rk_rounds *out, struct rk_err *err)
{
    struct rounds r = {.wish = options, .base = -1};
    struct rk_rounds made = {0};
    struct rk_view view;
    struct rk_route_matrix matrix[ROUNDS_BYS];
    rk_status bad = rk_view_make(sit, sit->head, options->day, &scratch.in, &view, err);
    if (bad)
        return bad;
    if (!open_plan(&r, &view, keep, &scratch))
        return no_memory(err);
    bad = make_roads(&r, err);
    if (!bad && !rounds_find_needs(&r))
        bad = no_memory(err);
    if (!bad)
        bad = rounds_find_fleet(&r, err);
    if (bad)
        return bad;
    rounds_leave_out(&r);
    nobody_drives(&r);
    place_homes(&r);
    bad = make_matrices(&r, matrix, err);
    if (bad)
        return bad;
    struct rk_route_problem problem = {.places = r.places,
                                       .matrices = ROUNDS_BYS,
                                       .vehicles = r.vehicles,
                                       .pools = r.pools,
                                       .matrix = matrix,
                                       .vehicle = make_vehicles(&r),
                                       .pool = r.pool};
    int32_t *work_of = RK_NEW(r.room, int32_t, r.works + 1);
    if (!problem.vehicle || !work_of || !make_requests(&r, &problem, work_of) || r.room->failed)
        return no_memory(err);
    bad = solve(&r, work_of, &problem, &made, err);
    if (!bad)
        *out = made;
    return bad;
}
