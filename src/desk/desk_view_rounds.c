/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds and transfers of the day: the plan in force, a stop moved by hand and what it costs, a
 * lock, a new plan in the day. Card numbers only: no name, no address, no place of a home. The
 * plan in force lives in the worker's memory, and ends with it. */
#include "desk_views.h"

#include "rk_rounds.h"

enum { PLAN_MOST = 4 << 20, LOCKS_MOST = 256, KEY_MOST = 160 };

struct lock_key {
    char need[KEY_MOST], plate[KEY_MOST];
};
/* A day that is asked or planned. */
struct rounds {
    const struct rk_rounds_day *day;
    const struct rk_rounds_vehicle *vehicle;
    int32_t vehicles;
    struct rk_rounds plan;
    struct rk_rounds_lock lock[LOCKS_MOST];
    int32_t locks;
};

/* The plan in force, with the town it was made of: both stay until another is made. */
static struct in_force {
    pthread_mutex_t lock;
    struct desk_snap *snap; /* held; NULL: the day is not planned */
    struct rk_arena room;   /* of the plan, and of all changes made to it by hand */
    struct rounds now;
    struct lock_key held[LOCKS_MOST];
    int32_t locks;
} force = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int32_t need_find(const struct rounds *o, struct rk_str id)
{
    for (int32_t i = 0; i < o->plan.needs; i++)
        if (rk_str_eq(o->plan.need[i].id, id))
            return i;
    return -1;
}

static int32_t vehicle_find(const struct rounds *o, struct rk_str plate)
{
    for (int32_t i = 0; i < o->vehicles; i++)
        if (rk_str_eq(o->vehicle[i].plate, plate))
            return i;
    return -1;
}

/* The day of a snapshot, opened once. */
static rk_status open_day(struct desk_job *job, struct desk_snap *snap, struct rounds *o,
                          struct rk_err *err)
{
    rk_status status = RK_OK;
    if (!snap->roads)
        return rk_fail(err, RK_ENOTFOUND, "",
                       "the town has no roads: without them nobody can be driven");
    pthread_mutex_lock(&snap->making);
    if (!snap->rounds[job->lang]) {
        const struct rk_rounds_order order = {
            .lang = job->lang, .day = snap->day, .roads = snap->roads};
        status = rk_rounds_open(snap->sit, &order, &job->progress, &snap->keep, job->scratch,
                                &snap->rounds[job->lang], err);
    }
    o->day = snap->rounds[job->lang];
    pthread_mutex_unlock(&snap->making);
    if (!status)
        o->vehicle = rk_rounds_vehicles(o->day, &o->vehicles);
    return status;
}

/* The locks, and what is in force, told to a day that may be of later records. */
static rk_status take_over(struct desk_job *job, struct desk_snap *snap, struct rounds *o,
                           bool *found, struct rk_err *err)
{
    struct rk_buf bytes = rk_buf_in(&job->keep, PLAN_MOST);
    rk_status status = RK_OK;
    pthread_mutex_lock(&force.lock);
    *found = force.snap && force.snap->day == snap->day;
    if (*found && force.now.day == o->day)
        o->plan = force.now.plan;
    else if (*found)
        rk_rounds_write(force.now.day, &force.now.plan, &bytes);
    pthread_mutex_unlock(&force.lock);
    if (bytes.len)
        status = rk_rounds_read(o->day, "plan", rk_buf_str(&bytes), &job->keep, job->scratch,
                                &o->plan, err);
    pthread_mutex_lock(&force.lock);
    for (int32_t i = 0; i < force.locks && *found && !status; i++) {
        const int32_t need = need_find(o, rk_str_of(force.held[i].need));
        const int32_t vehicle = vehicle_find(o, rk_str_of(force.held[i].plate));
        if (need >= 0 && vehicle >= 0)
            o->lock[o->locks++] = (struct rk_rounds_lock){need, vehicle};
    }
    if (!*found)
        force.locks = 0;
    pthread_mutex_unlock(&force.lock);
    return status;
}

/* Puts a new plan in force; takes over the snapshot's hold and the arena. */
static void put_in_force(struct desk *d, struct desk_snap *snap, const struct rk_arena *room,
                         const struct rounds *o)
{
    pthread_mutex_lock(&force.lock);
    struct desk_snap *old = force.snap;
    struct rk_arena old_room = force.room;
    force.snap = snap;
    force.room = *room;
    force.now = *o;
    pthread_mutex_unlock(&force.lock);
    if (!old)
        return;
    desk_snap_drop(d, old);
    rk_arena_close(&old_room);
}

/* ---- as JSON -------------------------------------------------------------------------------
 */

static void texts_json(struct rk_json_out *w, const char *key, const struct rk_str *text,
                       int32_t count)
{
    rk_json_key(w, rk_str_of(key));
    rk_json_array(w);
    for (int32_t i = 0; i < count; i++)
        rk_json_str(w, text[i]);
    rk_json_array_end(w);
}

static void need_json(struct rk_json_out *w, const struct rounds *o, int32_t need)
{
    const struct rk_rounds_need *n = &o->plan.need[need];
    rk_json_kstr(w, "id", n->id);
    rk_json_kstr(w, "card", n->card);
    rk_json_kstr(w, "kind", rk_str_of(n->kind == RK_ROUNDS_MEDICINE ? "medicine" : "transfer"));
    rk_json_kint(w, "rank", n->rank);
    rk_json_kbool(w, "cold", n->cold);
    rk_json_kbool(w, "reassess", n->reassess);
}

static void stop_json(struct rk_json_out *w, const struct rounds *o,
                      const struct rk_rounds_stop *s)
{
    static const char *const acts[] = {[RK_ROUNDS_LOAD] = "load",
                                       [RK_ROUNDS_DELIVER] = "deliver",
                                       [RK_ROUNDS_PICK_UP] = "pick_up",
                                       [RK_ROUNDS_BRING] = "bring"};
    rk_json_object(w);
    rk_json_kstr(w, "act", rk_str_of(acts[s->act]));
    rk_json_kint(w, "from", s->begin_s);
    rk_json_kint(w, "to", s->end_s);
    rk_json_kbool(w, "driven", s->driven);
    desk_ktext(w, "place", s->place);
    if (s->act == RK_ROUNDS_LOAD)
        rk_json_kint(w, "boxes", s->boxes);
    if (s->need >= 0)
        need_json(w, o, s->need);
    rk_json_object_end(w);
}

static void tour_json(struct rk_json_out *w, const struct rounds *o,
                      const struct rk_rounds_tour *t)
{
    rk_json_object(w);
    rk_json_kstr(w, "vehicle", o->vehicle[t->vehicle].plate);
    rk_json_kint(w, "leave", t->leave_s);
    rk_json_kint(w, "home", t->home_s);
    rk_json_kint(w, "homes", t->homes);
    rk_json_kint(w, "patients", t->patients);
    rk_json_knum(w, "km", round(10.0 * t->km) / 10.0);
    rk_json_key(w, RK_STR("stops"));
    rk_json_array(w);
    for (int32_t i = 0; i < t->stops; i++)
        stop_json(w, o, &t->stop[i]);
    rk_json_array_end(w);
    rk_json_object_end(w);
}

static void vehicles_json(struct rk_json_out *w, const struct rounds *o)
{
    rk_json_key(w, RK_STR("vehicles"));
    rk_json_array(w);
    for (int32_t i = 0; i < o->vehicles; i++) {
        const struct rk_rounds_vehicle *v = &o->vehicle[i];
        rk_json_object(w);
        rk_json_kstr(w, "plate", v->plate);
        rk_json_kstr(w, "type", v->type);
        desk_ktext(w, "base", v->base);
        desk_ktext(w, "why_not", v->why_not);
        rk_json_kint(w, "from", v->from_s);
        rk_json_kint(w, "to", v->to_s);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static void plan_json(struct rk_json_out *w, const struct rounds *o)
{
    const struct rk_rounds *p = &o->plan;
    rk_json_object(w);
    rk_json_kint(w, "needs", p->needs);
    rk_json_kint(w, "delivered", p->delivered);
    rk_json_kint(w, "brought", p->brought);
    rk_json_kint(w, "later", p->later);
    rk_json_kint(w, "other", p->other);
    rk_json_kint(w, "driven_s", p->driven_s);
    rk_json_key(w, RK_STR("left"));
    rk_json_array(w);
    for (int32_t i = 0; i < p->unserved; i++) {
        rk_json_object(w);
        need_json(w, o, p->left[i].need);
        rk_json_kstr(w, "reason", p->left[i].reason);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
    rk_json_key(w, RK_STR("tours"));
    rk_json_array(w);
    for (int32_t i = 0; i < p->tours; i++)
        tour_json(w, o, &p->tour[i]);
    rk_json_array_end(w);
    vehicles_json(w, o);
    texts_json(w, "notes", p->note, p->notes);
    texts_json(w, "changes", p->change, p->changes);
    rk_json_object_end(w);
}

/* ---- what is asked -------------------------------------------------------------------------
 */

/* What stands now, and the locks on it. Called with `force` locked. */
static void shown_json(struct rk_json_out *w, rk_day day)
{
    const bool known = force.snap && force.snap->day == day;
    rk_json_object(w);
    rk_json_key(w, RK_STR("plan"));
    if (known)
        plan_json(w, &force.now);
    else
        rk_json_null(w);
    rk_json_key(w, RK_STR("locks"));
    rk_json_object(w);
    for (int32_t i = 0; i < force.locks && known; i++)
        rk_json_kstr(w, force.held[i].need, rk_str_of(force.held[i].plate));
    rk_json_object_end(w);
    rk_json_object_end(w);
}

/* The plan in force, null where the day is not planned yet. */
rk_status api_rounds(struct desk_request *r, struct rk_err *err)
{
    const rk_status status = desk_access(r, "rounds", RK_STR(""), err);
    if (status)
        return status;
    pthread_mutex_lock(&force.lock);
    shown_json(&r->json, r->snap->day);
    pthread_mutex_unlock(&force.lock);
    return RK_OK;
}

/* ---- planning ------------------------------------------------------------------------------
 */

/* "11:40" in seconds; -1. */
static int32_t hour_of(struct rk_str rest)
{
    const struct rk_str hour = rk_str_cut(&rest, ':');
    int64_t h = -1, m = -1;
    if (!rk_str_int(hour, &h) || !rk_str_int(rest, &m) || h < 0 || h > 23 || m < 0 || m > 59)
        return -1;
    return (int32_t)(h * 3600 + m * 60);
}

struct order {
    int32_t at_s; /* -1: from the morning on */
};

static rk_status plan_day(struct desk_job *job, struct desk_snap *snap, struct rk_arena *room,
                          struct rounds *o, struct rk_err *err)
{
    const struct order *wanted = job->order;
    bool found = false;
    rk_status status = open_day(job, snap, o, err);
    if (!status)
        status = take_over(job, snap, o, &found, err);
    if (status)
        return status;
    const struct rk_rounds was = o->plan;
    const bool again = found && wanted->at_s >= 0;
    const struct rk_rounds_how how = {.seed = 1,
                                      .progress = &job->progress,
                                      .lock = o->lock,
                                      .locks = o->locks,
                                      .was = again ? &was : NULL,
                                      .at_s = again ? wanted->at_s : 0};
    return rk_rounds_plan(o->day, &how, room, job->scratch, &o->plan, err);
}

static rk_status run_plan(struct desk_job *job, struct rk_err *err)
{
    struct rounds *o = RK_NEW(&job->keep, struct rounds, 1);
    struct rk_buf out = rk_buf_in(&job->keep, 4 * PLAN_MOST);
    struct desk_snap *snap = desk_snap_hold(job->desk, job->held);
    if (!o || !snap)
        return rk_fail(err, RK_EDENIED, "", "the desk is locked");
    struct rk_arena room = rk_arena_open(rk_address_share((ptrdiff_t)1 << 30, 32));
    const rk_status status = plan_day(job, snap, &room, o, err);
    if (status) {
        rk_arena_close(&room);
        desk_snap_drop(job->desk, snap);
        return status;
    }
    put_in_force(job->desk, snap, &room, o);
    struct rk_json_out w = rk_json_write(&out);
    w.any_order = true;
    pthread_mutex_lock(&force.lock);
    shown_json(&w, force.snap->day);
    pthread_mutex_unlock(&force.lock);
    job->result = rk_buf_str(&out);
    return RK_OK;
}

/* A new plan that keeps the locks: from the morning on, or from an hour with few changes. */
rk_status api_rounds_plan(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"at"};
    struct rk_str at;
    struct desk_job *job;
    rk_status status = desk_values(r, names, 1, &at, err);
    if (!status && at.len && hour_of(at) < 0)
        status = rk_fail(err, RK_EINVAL, "at", "an hour as HH:MM is expected");
    if (!status)
        status = desk_access(r, "rounds", RK_STR(""), err);
    if (!status)
        status = desk_job_new(r, "rounds", run_plan, &job, err);
    if (status)
        return status;
    struct order *order = RK_NEW(&job->keep, struct order, 1);
    order->at_s = at.len ? hour_of(at) : -1;
    job->order = order;
    return desk_job_start(r, job, err);
}

/* ---- by hand -------------------------------------------------------------------------------
 */

/* Need and vehicle of the body; called with `force` locked. */
static rk_status meant(struct desk_request *r, const struct rk_str v[2], int32_t *need,
                       int32_t *vehicle, struct rk_err *err)
{
    if (!force.snap || force.snap->day != r->snap->day)
        return rk_fail(err, RK_ENOTFOUND, "", "this day is not planned yet");
    *need = need_find(&force.now, v[0]);
    *vehicle = v[1].len ? vehicle_find(&force.now, v[1]) : -1;
    if (*need < 0)
        return rk_fail(err, RK_ENOTFOUND, "need", "this need is not in today's plan");
    if (v[1].len && *vehicle < 0)
        return rk_fail(err, RK_ENOTFOUND, "vehicle", "this vehicle does not drive today");
    return RK_OK;
}

static rk_status try_move(struct desk_request *r, const struct rk_str v[2],
                          struct rk_arena *keep, struct rk_rounds_tried *out,
                          struct rk_err *err)
{
    struct rk_rounds_move move = {.before = -1, .until = -1};
    const rk_status status = meant(r, v, &move.need, &move.vehicle, err);
    return status ? status
                  : rk_rounds_try(force.now.day, &force.now.plan, &move, keep, r->scratch, out,
                                  err);
}

static const char *const move_names[] = {"need", "vehicle"};

/* What moving a need to another vehicle, or off all, would cost. Nothing is kept. */
rk_status api_rounds_try(struct desk_request *r, struct rk_err *err)
{
    struct rk_str v[2];
    struct rk_rounds_tried made = {0};
    rk_status status = desk_values(r, move_names, 2, v, err);
    if (status)
        return status;
    pthread_mutex_lock(&force.lock);
    status = try_move(r, v, &r->keep, &made, err);
    pthread_mutex_unlock(&force.lock);
    if (status)
        return status;
    rk_json_object(&r->json);
    rk_json_kbool(&r->json, "holds", made.holds);
    rk_json_kint(&r->json, "extra_s", made.extra_s);
    rk_json_kint(&r->json, "later_s", made.later_s);
    texts_json(&r->json, "faults", made.fault, made.faults);
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* The same, kept; refused where the checker finds something wrong. */
rk_status api_rounds_move(struct desk_request *r, struct rk_err *err)
{
    struct rk_str v[2];
    struct rk_rounds_tried made = {0};
    rk_status status = desk_values(r, move_names, 2, v, err);
    if (status)
        return status;
    pthread_mutex_lock(&force.lock);
    status = try_move(r, v, &force.room, &made, err);
    if (!status && !made.holds)
        status = rk_fail(err, RK_EINVAL, "", "this cannot be driven: %.*s",
                         RK_FMT(made.faults ? made.fault[0] : RK_STR("?")));
    if (!status) {
        force.now.plan = made.plan;
        shown_json(&r->json, r->snap->day);
    }
    pthread_mutex_unlock(&force.lock);
    return status;
}

/* Called with `force` locked. */
static bool put_lock(struct rk_str need, struct rk_str plate)
{
    int32_t i = 0;
    while (i < force.locks && !rk_str_eq(rk_str_of(force.held[i].need), need))
        i++;
    if (!plate.len) {
        if (i < force.locks)
            force.held[i] = force.held[--force.locks];
        return true;
    }
    if (i == LOCKS_MOST || need.len >= KEY_MOST || plate.len >= KEY_MOST)
        return false;
    snprintf(force.held[i].need, KEY_MOST, "%.*s", RK_FMT(need));
    snprintf(force.held[i].plate, KEY_MOST, "%.*s", RK_FMT(plate));
    force.locks += i == force.locks;
    return true;
}

/* New plans leave this need with that vehicle; without one the lock is taken off. */
rk_status api_rounds_lock(struct desk_request *r, struct rk_err *err)
{
    struct rk_str v[2];
    int32_t need, vehicle;
    rk_status status = desk_values(r, move_names, 2, v, err);
    if (status)
        return status;
    pthread_mutex_lock(&force.lock);
    status = meant(r, v, &need, &vehicle, err);
    if (!status && !put_lock(v[0], v[1]))
        status = rk_fail(err, RK_EINVAL, "", "too many locks");
    if (!status)
        shown_json(&r->json, r->snap->day);
    pthread_mutex_unlock(&force.lock);
    return status;
}
