/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as JSON (docs/formats/rounds.md): ids of records and vehicles, hours, reasons. */
#include "rounds_internal.h"

#include "rk_json.h"

#define FORMAT "ranok-rounds/1"

static const char *const acts[] = {[RK_ROUNDS_LOAD] = "load",
                                   [RK_ROUNDS_DELIVER] = "deliver",
                                   [RK_ROUNDS_PICK_UP] = "pick_up",
                                   [RK_ROUNDS_BRING] = "bring"};

/* ---- writing ----------------------------------------------------------------------------- */

static void hour_json(struct rk_json_out *w, const char *key, int32_t seconds)
{
    char text[16];
    snprintf(text, sizeof text, "%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
    rk_json_kstr(w, key, rk_str_of(text));
}

static void need_json(struct rk_json_out *w, const struct rk_rounds_need *n)
{
    rk_json_kstr(w, "need", n->id);
    rk_json_kstr(w, "kind", rk_str_of(n->kind == RK_ROUNDS_MEDICINE ? "medicine" : "transfer"));
    rk_json_kstr(w, "card", n->card);
    rk_json_kint(w, "urgency", n->rank + 1);
    if (n->cold)
        rk_json_kbool(w, "cold", true);
    if (n->reassess)
        rk_json_kbool(w, "assess_again", true);
    if (n->not_in_stock != RK_DAY_NONE) {
        char day[12];
        rk_day_iso(n->not_in_stock, day);
        rk_json_kstr(w, "not_in_stock", rk_str_of(day));
    }
}

static void unserved_json(struct rk_json_out *w, const struct rk_rounds *r)
{
    rk_json_key(w, RK_STR("unserved"));
    rk_json_array(w);
    for (int32_t i = 0; i < r->unserved; i++) {
        rk_json_object(w);
        need_json(w, &r->need[r->left[i].need]);
        rk_json_kstr(w, "why", rk_str_of(r->left[i].code));
        rk_json_kstr(w, "reason", r->left[i].reason);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static struct rk_str subject_id(const struct rk_rounds_day *d, int32_t subject)
{
    return rk_sit_text(d->sit, d->sit->subject[subject].id);
}

static void stop_json(struct rk_json_out *w, const struct rk_rounds_day *d,
                      const struct rk_rounds *r, const struct rk_rounds_stop *s)
{
    rk_json_object(w);
    hour_json(w, "at", s->begin_s);
    rk_json_kint(w, "begin_s", s->begin_s);
    rk_json_kint(w, "end_s", s->end_s);
    rk_json_kstr(w, "act", rk_str_of(acts[s->act]));
    if (s->need >= 0)
        need_json(w, &r->need[s->need]);
    if (s->facility >= 0) {
        rk_json_kstr(w, "facility", subject_id(d, d->facility[s->facility].subject));
        rk_json_kstr(w, "place", s->place);
    }
    if (s->act == RK_ROUNDS_LOAD) {
        rk_json_kint(w, "boxes", s->boxes);
        rk_json_kint(w, "cold", s->cold);
    }
    if (s->driven)
        rk_json_kbool(w, "driven", true);
    rk_json_object_end(w);
}

static void tours_json(struct rk_json_out *w, const struct rk_rounds_day *d,
                       const struct rk_rounds *r)
{
    rk_json_key(w, RK_STR("tours"));
    rk_json_array(w);
    for (int32_t k = 0; k < r->tours; k++) {
        const struct rk_rounds_tour *t = &r->tour[k];
        const struct rk_rounds_vehicle *v = &d->vehicle[t->vehicle];
        rk_json_object(w);
        rk_json_kstr(w, "vehicle", v->plate);
        rk_json_kstr(w, "id", subject_id(d, d->own[t->vehicle].subject));
        rk_json_kstr(w, "from", v->base);
        hour_json(w, "leaves", t->leave_s);
        hour_json(w, "back", t->home_s);
        rk_json_kint(w, "leave_s", t->leave_s);
        rk_json_kint(w, "home_s", t->home_s);
        rk_json_kint(w, "homes", t->homes);
        rk_json_kint(w, "patients", t->patients);
        rk_json_knum(w, "km", floor(t->km * 10.0 + 0.5) / 10.0);
        rk_json_key(w, RK_STR("stops"));
        rk_json_array(w);
        for (int32_t i = 0; i < t->stops; i++)
            stop_json(w, d, r, &t->stop[i]);
        rk_json_array_end(w);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static void texts_json(struct rk_json_out *w, const char *key, const struct rk_str *text,
                       int32_t count)
{
    rk_json_key(w, rk_str_of(key));
    rk_json_array(w);
    for (int32_t i = 0; i < count; i++)
        rk_json_str(w, text[i]);
    rk_json_array_end(w);
}

void rk_rounds_write(const struct rk_rounds_day *day, const struct rk_rounds *plan,
                     struct rk_buf *out)
{
    struct rk_json_out w = rk_json_write(out);
    char text[12];
    rk_day_iso(day->day, text);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kstr(&w, "format", RK_STR(FORMAT));
    rk_json_kstr(&w, "day", rk_str_of(text));
    rk_json_kint(&w, "at_s", plan->at_s);
    rk_json_kint(&w, "needs", plan->needs);
    rk_json_kint(&w, "delivered", plan->delivered);
    rk_json_kint(&w, "brought", plan->brought);
    unserved_json(&w, plan);
    texts_json(&w, "notes", plan->note, plan->notes);
    texts_json(&w, "changes", plan->change, plan->changes);
    tours_json(&w, day, plan);
    rk_json_kint(&w, "later", plan->later);
    rk_json_kint(&w, "other", plan->other);
    rk_json_kint(&w, "closures_off_the_map", plan->lost);
    rk_json_kint(&w, "driven_s", plan->driven_s);
    texts_json(&w, "closures", plan->closure, plan->closures);
    rk_json_object_end(&w);
    rk_buf_char(out, '\n');
}

/* ---- reading ----------------------------------------------------------------------------- */

enum { STOPS_MAX = 4096, TOURS_MAX = 512, CLOSURES_MAX = 100000 };

struct reader {
    const struct rk_rounds_day *d;
    const char *name;
    struct rk_json json;
    struct rk_arena *keep;
    struct rk_err *err;
    rk_status bad;
    struct rk_rounds_stop *stop; /* of the tour in hand */
    struct rk_rounds_tour *tour;
    struct rk_str *closure, *note;
    int32_t tours, closures, notes, gone;
    int64_t at_s;
    bool format, day;
};

static void refuse(struct reader *r, const char *what)
{
    char place[RK_ERR_PLACE];
    int line, column;
    if (r->bad)
        return;
    rk_json_where(&r->json, &line, &column);
    snprintf(place, sizeof place, "%s:%d", r->name, line);
    r->bad = rk_fail(r->err, RK_EINVAL, place, "%s (docs/formats/rounds.md)",
                     r->json.why ? r->json.why : what);
}

static bool next(struct reader *r, enum rk_json_kind kind, const char *what)
{
    if (!r->bad && rk_json_next(&r->json) != kind)
        refuse(r, what);
    return !r->bad;
}

static struct rk_str read_text(struct reader *r)
{
    return next(r, RK_JSON_STRING, "expected a text") ? r->json.text : (struct rk_str){"", 0};
}

static int32_t read_seconds(struct reader *r)
{
    if (!next(r, RK_JSON_NUMBER, "expected seconds of the day"))
        return 0;
    const double x = r->json.number;
    if (!(x >= -1.0 && x <= 200000.0) || x != floor(x))
        refuse(r, "expected seconds of the day, -1 … 200000");
    return r->bad ? 0 : (int32_t)x;
}

static bool key_is(const struct reader *r, const char *key)
{
    return rk_str_eq(r->json.text, rk_str_of(key));
}

/* The value behind a key that means nothing here. */
static void skip(struct reader *r)
{
    if (!r->bad && rk_json_skip(&r->json) == RK_JSON_ERROR)
        refuse(r, "expected a value");
}

/* Begins an object or an array; whether another member or item follows. */
static bool another_key(struct reader *r)
{
    if (r->bad)
        return false;
    const enum rk_json_kind kind = rk_json_next(&r->json);
    if (kind != RK_JSON_KEY && kind != RK_JSON_OBJECT_END)
        refuse(r, "expected a key");
    return !r->bad && kind == RK_JSON_KEY;
}

static bool another_object(struct reader *r)
{
    if (r->bad)
        return false;
    const enum rk_json_kind kind = rk_json_next(&r->json);
    if (kind != RK_JSON_OBJECT && kind != RK_JSON_ARRAY_END)
        refuse(r, "expected an object");
    return !r->bad && kind == RK_JSON_OBJECT;
}

static int32_t find_need(const struct rk_rounds_day *d, struct rk_str id)
{
    for (int32_t i = 0; i < d->needs; i++)
        if (rk_str_eq(d->need[i].id, id))
            return i;
    return -1;
}

static int32_t find_facility(const struct rk_rounds_day *d, struct rk_str id)
{
    for (int32_t i = 0; i < d->facilities; i++)
        if (rk_str_eq(subject_id(d, d->facility[i].subject), id))
            return i;
    return -1;
}

static int32_t find_vehicle(const struct rk_rounds_day *d, struct rk_str id)
{
    for (int32_t i = 0; i < d->vehicles; i++)
        if (rk_str_eq(subject_id(d, d->own[i].subject), id))
            return i;
    return -1;
}

static void read_act(struct reader *r, struct rk_rounds_stop *s)
{
    const struct rk_str text = read_text(r);
    for (int i = 0; i < RK_COUNT(acts); i++)
        if (rk_str_eq(text, rk_str_of(acts[i]))) {
            s->act = (enum rk_rounds_act)i;
            return;
        }
    refuse(r, "expected load, deliver, pick_up or bring");
}

/* False: it speaks of what is no longer there, or of no stop at all. */
static bool read_stop(struct reader *r, struct rk_rounds_stop *s)
{
    bool has_need = false, acted = false;
    *s = (struct rk_rounds_stop){.need = -1, .facility = -1, .begin_s = -1};
    while (another_key(r)) {
        if (key_is(r, "act")) {
            read_act(r, s);
            acted = true;
        } else if (key_is(r, "need")) {
            s->need = find_need(r->d, read_text(r));
            has_need = true;
        } else if (key_is(r, "facility")) {
            s->facility = find_facility(r->d, read_text(r));
        } else if (key_is(r, "begin_s")) {
            s->begin_s = read_seconds(r);
        } else if (key_is(r, "end_s")) {
            s->end_s = read_seconds(r);
        } else {
            skip(r);
        }
    }
    if (!r->bad && (!acted || s->begin_s < 0))
        refuse(r, "a stop without act or begin_s");
    if (r->bad || (s->act == RK_ROUNDS_LOAD) == has_need) {
        refuse(r, "a need stands with every stop but load");
        return false;
    }
    s->place = rk_rounds_facility(r->d, s->facility);
    if (s->act == RK_ROUNDS_LOAD)
        return true;
    const bool fits = s->need >= 0 && (s->act == RK_ROUNDS_DELIVER) ==
                                          (r->d->need[s->need].kind == RK_ROUNDS_MEDICINE);
    return fits && (s->act != RK_ROUNDS_BRING || s->facility >= 0);
}

/* A stop that stands twice, or out of order, would not be a plan. */
static bool follows(const struct rk_rounds_stop *stop, int32_t n,
                    const struct rk_rounds_stop *s)
{
    return n == 0 || s->begin_s >= stop[n - 1].begin_s;
}

static void read_stops(struct reader *r, struct rk_rounds_tour *t)
{
    int32_t n = 0;
    if (!next(r, RK_JSON_ARRAY, "expected a list of stops"))
        return;
    while (another_object(r)) {
        struct rk_rounds_stop s;
        const bool there = read_stop(r, &s);
        if (n >= STOPS_MAX)
            refuse(r, "too many stops");
        if (!r->bad && n == 0 && s.act != RK_ROUNDS_LOAD)
            refuse(r, "a tour begins with load");
        if (!r->bad && !follows(r->stop, n, &s))
            refuse(r, "a stop that begins before the one above it");
        r->gone += !there;
        if (!r->bad && there)
            r->stop[n++] = s;
    }
    struct rk_rounds_stop *stop = RK_NEW(r->keep, struct rk_rounds_stop, n + 1);
    if (stop && n)
        memcpy(stop, r->stop, (size_t)n * sizeof *stop);
    t->stop = stop;
    t->stops = n;
}

static void read_tour(struct reader *r)
{
    struct rk_rounds_tour t = {.vehicle = -1};
    while (another_key(r)) {
        if (key_is(r, "id"))
            t.vehicle = find_vehicle(r->d, read_text(r));
        else if (key_is(r, "leave_s"))
            t.leave_s = read_seconds(r);
        else if (key_is(r, "home_s"))
            t.home_s = read_seconds(r);
        else if (key_is(r, "stops"))
            read_stops(r, &t);
        else
            skip(r);
    }
    for (int32_t k = 0; k < r->tours; k++)
        if (t.vehicle >= 0 && r->tour[k].vehicle == t.vehicle)
            refuse(r, "two tours of one vehicle");
    if (r->tours >= TOURS_MAX)
        refuse(r, "too many tours");
    if (r->bad)
        return;
    if (t.vehicle < 0)
        r->gone += t.stops;
    else if (t.stops > 0)
        r->tour[r->tours++] = t;
}

static void read_closures(struct reader *r)
{
    if (!next(r, RK_JSON_ARRAY, "expected a list of ids"))
        return;
    for (;;) {
        const enum rk_json_kind kind = rk_json_next(&r->json);
        if (kind == RK_JSON_ARRAY_END)
            return;
        if (kind != RK_JSON_STRING || r->closures >= CLOSURES_MAX) {
            refuse(r, "expected a list of ids");
            return;
        }
        r->closure[r->closures++] = rk_str_copy(r->keep, r->json.text);
    }
}

static void read_member(struct reader *r)
{
    char day[12];
    rk_day_iso(r->d->day, day);
    if (key_is(r, "format")) {
        r->format = rk_str_eq(read_text(r), RK_STR(FORMAT));
    } else if (key_is(r, "day")) {
        r->day = rk_str_eq(read_text(r), rk_str_of(day));
        if (!r->day)
            refuse(r, "rounds of another day");
    } else if (key_is(r, "at_s")) {
        r->at_s = read_seconds(r);
    } else if (key_is(r, "closures")) {
        read_closures(r);
    } else if (key_is(r, "tours")) {
        if (next(r, RK_JSON_ARRAY, "expected a list of tours"))
            while (another_object(r))
                read_tour(r);
    } else {
        skip(r);
    }
}

/* Each need has its stops once, in order, on one vehicle. */
static void look_twice(struct reader *r, struct rk_scratch scratch)
{
    uint8_t *seen = RK_NEW(&scratch, uint8_t, r->d->needs + 1);
    for (int32_t k = 0; seen && k < r->tours; k++) {
        for (int32_t i = 0; i < r->tour[k].stops; i++) {
            const struct rk_rounds_stop *s = &r->tour[k].stop[i];
            if (s->need < 0)
                continue;
            const uint8_t want = s->act == RK_ROUNDS_BRING ? 1 : 0;
            if (seen[s->need] != want)
                refuse(r, "a need is served twice, or brought before it was picked up");
            else
                seen[s->need] = s->act == RK_ROUNDS_PICK_UP ? 1 : 2;
        }
        for (int32_t i = 0; i < r->d->needs; i++)
            if (seen[i] == 1)
                refuse(r, "a patient is picked up and not brought");
    }
    if (!seen)
        r->bad = rounds_no_memory(r->err);
}

rk_status rk_rounds_read(const struct rk_rounds_day *day, const char *name, struct rk_str bytes,
                         struct rk_arena *keep, struct rk_scratch scratch,
                         struct rk_rounds *out, struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct reader r = {.d = day, .name = name, .keep = &result, .err = err, .at_s = -1};
    r.json = rk_json_read(bytes, &scratch.in);
    r.stop = RK_NEW(&scratch, struct rk_rounds_stop, STOPS_MAX);
    r.tour = RK_NEW(&result, struct rk_rounds_tour, TOURS_MAX);
    r.closure = RK_NEW(&result, struct rk_str, CLOSURES_MAX);
    r.note = RK_NEW(&result, struct rk_str, 1);
    if (!r.stop || !r.tour || !r.closure || !r.note)
        return rounds_no_memory(err);
    if (next(&r, RK_JSON_OBJECT, "expected rounds as JSON"))
        while (another_key(&r))
            read_member(&r);
    if (!r.bad && rk_json_next(&r.json) != RK_JSON_END)
        refuse(&r, "expected the end");
    if (!r.bad && (!r.format || !r.day))
        refuse(&r, "expected rounds as JSON: format \"" FORMAT "\" and a day");
    if (!r.bad)
        look_twice(&r, scratch);
    if (r.bad)
        return r.bad;
    if (r.gone > 0)
        r.note[r.notes++] = rk_str_printf(
            &result,
            day->lang == RK_UK ? "%d зупинок колишнього плану вже немає в записах"
                               : "%d stops of the plan before are no longer on record",
            (int)r.gone);
    if (result.failed)
        return rounds_no_memory(err);
    *out = (struct rk_rounds){.need = day->need,
                              .needs = day->needs,
                              .tour = r.tour,
                              .tours = r.tours,
                              .at_s = (int32_t)r.at_s,
                              .note = r.note,
                              .notes = r.notes,
                              .closure = r.closure,
                              .closures = r.closures};
    *keep = result;
    return RK_OK;
}
