/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A town's vehicles, homes, patients and beds. */
#include "route_io_town.h"

static rk_status place(struct town *t, const struct rk_tree_value *o, const char *path,
                       const char *key, enum rk_tree_need need, int32_t *out)
{
    const struct rk_tree_value *v = rk_tree_get(o, key);
    char full[160];
    snprintf(full, sizeof full, "%.100s.%s", path, key);
    if (v)
        return town_find(t, v, full, "a place", t->place_id, t->c->problem.places, out);
    return need == RK_TREE_MAY
               ? RK_OK
               : rk_tree_fail(&t->tree, o, path, t->err, "\"%s\": a place", key);
}

/* ---- vehicles ---------------------------------------------------------------------------- */

static rk_status breaks(struct town *t, const struct rk_tree_value *o, const char *path,
                        struct rk_route_vehicle *w)
{
    const struct rk_tree_value *list;
    char full[160];
    TRY(rk_tree_array(&t->tree, o, path, "breaks", RK_TREE_MAY, &list, t->err));
    if (!list)
        return RK_OK;
    struct rk_route_break *b = RK_NEW(t->keep, struct rk_route_break, list->count + 1);
    if (!b)
        return town_full(t);
    for (const struct rk_tree_value *v = list->first; v; v = v->next) {
        snprintf(full, sizeof full, "%.100s.breaks[%d]", path, w->breaks);
        const struct rk_tree_value *from =
            v->kind == RK_JSON_OBJECT ? rk_tree_get(v, "from") : NULL;
        const struct rk_tree_value *to = from ? rk_tree_get(v, "to") : NULL;
        if (!to || w->breaks >= 10)
            return rk_tree_fail(&t->tree, v, full, t->err,
                                "an object with \"from\", \"to\" and \"minutes\", at most 10");
        struct rk_route_break *x = &b[w->breaks];
        TRY(town_hour(t, from, full, &x->from));
        TRY(town_hour(t, to, full, &x->to));
        x->length = 1800;
        TRY(town_minutes(t, v, full, "minutes", &x->length));
        if (x->to < x->from)
            return rk_tree_fail(&t->tree, to, full, t->err, "at or after \"from\"");
        w->breaks++;
    }
    w->pause = b;
    return RK_OK;
}

static rk_status one_vehicle(struct town *t, const struct rk_tree_value *v, const char *path,
                             struct rk_route_vehicle *w)
{
    double trips = 1.0;
    struct rk_route_window *shift;
    int32_t shifts;
    *w = (struct rk_route_vehicle){.most = -1, .trips = 1, .per_cost = 1000, .to = TOWN_LAST};
    TRY(place(t, v, path, "start", RK_TREE_NEEDED, &w->start));
    w->end = w->depot = w->start;
    TRY(place(t, v, path, "end", RK_TREE_MAY, &w->end));
    TRY(place(t, v, path, "depot", RK_TREE_MAY, &w->depot));
    const struct rk_tree_value *stays = rk_tree_get(v, "stays");
    if (stays && stays->kind == RK_JSON_TRUE)
        w->end = -1;
    TRY(town_windows(t, v, path, "shift", &shift, &shifts));
    if (shifts > 1)
        return rk_tree_fail(&t->tree, rk_tree_get(v, "shift"), path, t->err,
                            "one shift; a second one is a second vehicle");
    if (shifts == 1)
        w->from = shift->from, w->to = shift->to;
    if (rk_tree_get(v, "most_min")) {
        w->most = 0;
        TRY(town_minutes(t, v, path, "most_min", &w->most));
    }
    TRY(rk_tree_number(&t->tree, v, path, "trips", RK_TREE_MAY, 1, 20, &trips, t->err));
    w->trips = (int32_t)trips;
    w->reload = 900;
    TRY(town_minutes(t, v, path, "reload_min", &w->reload));
    TRY(town_loads(t, v, path, "holds", true, w->load));
    TRY(town_skills(t, v, path, "skills", &w->skills));
    const struct rk_tree_value *m = rk_tree_get(v, "matrix");
    if (m)
        TRY(town_find(t, m, path, "a matrix", t->matrix_id,
                      t->matrix_id[0] ? t->c->problem.matrices : 0, &w->matrix));
    return breaks(t, v, path, w);
}

rk_status town_fleet(struct town *t)
{
    const struct rk_tree_value *list;
    struct rk_route_problem *p = &t->c->problem;
    TRY(rk_tree_array(&t->tree, t->tree.top, "", "vehicles", RK_TREE_NEEDED, &list, t->err));
    if (list->count > 1000)
        return rk_tree_fail(&t->tree, list, "vehicles", t->err, "at most 1000 vehicles");
    t->vehicle = RK_NEW(t->keep, struct rk_route_vehicle, list->count + 1);
    t->vehicle_id = RK_NEW(t->scratch, const struct rk_tree_value *, list->count + 1);
    struct rk_str *name = RK_NEW(t->keep, struct rk_str, list->count + 1);
    if (t->keep->failed || t->scratch->in.failed)
        return town_full(t);
    for (const struct rk_tree_value *v = list->first; v; v = v->next) {
        char path[64];
        snprintf(path, sizeof path, "vehicles[%d]", p->vehicles);
        const struct rk_tree_value *id =
            v->kind == RK_JSON_OBJECT ? rk_tree_get(v, "id") : NULL;
        if (!id || (id->kind != RK_JSON_NUMBER && id->kind != RK_JSON_STRING))
            return rk_tree_fail(&t->tree, v, path, t->err, "an object with \"id\"");
        for (int32_t k = 0; k < p->vehicles; k++)
            if (rk_str_eq(t->vehicle_id[k]->text, id->text))
                return rk_tree_fail(&t->tree, id, path, t->err, "an id of its own");
        t->vehicle_id[p->vehicles] = id;
        name[p->vehicles] = id->text;
        TRY(one_vehicle(t, v, path, &t->vehicle[p->vehicles]));
        p->vehicles++;
    }
    p->vehicle = t->vehicle;
    t->c->vehicle = name;
    return RK_OK;
}

/* ---- what homes and patients share ------------------------------------------------------- */

/* Windows less the hours in which the area of the place is closed. */
static rk_status cut_closed(struct town *t, struct rk_route_stop *s,
                            const struct rk_tree_value *v, const char *path)
{
    for (int32_t k = 0; k < t->areas; k++) {
        const struct town_area *a = &t->area[k];
        if (!a->in[s->place] || a->closings == 0)
            continue;
        struct rk_route_window whole = {0, TOWN_LAST};
        const struct rk_route_window *old = s->windows > 0 ? s->window : &whole;
        const int32_t olds = s->windows > 0 ? s->windows : 1;
        struct rk_route_window *w =
            RK_NEW(t->keep, struct rk_route_window, olds + a->closings + 1);
        if (!w)
            return town_full(t);
        int32_t n = 0;
        for (int32_t i = 0; i < olds; i++) {
            int32_t from = old[i].from;
            for (int32_t j = 0; j < a->closings; j++) {
                const struct rk_route_window *c = &a->closed[j];
                if (c->to < from || c->from > old[i].to)
                    continue;
                if (c->from > from)
                    w[n++] = (struct rk_route_window){from, c->from - 1};
                from = c->to + 1;
            }
            if (from <= old[i].to)
                w[n++] = (struct rk_route_window){from, old[i].to};
        }
        if (n == 0)
            return rk_tree_fail(&t->tree, v, path, t->err,
                                "a window outside the hours in which its area is closed");
        s->window = w;
        s->windows = n;
    }
    return RK_OK;
}

static rk_status one_stop(struct town *t, const struct rk_tree_value *v, const char *path,
                          const char *windows, const char *minutes, struct rk_route_stop *s)
{
    struct rk_route_window *w;
    TRY(town_windows(t, v, path, windows, &w, &s->windows));
    s->window = w;
    TRY(town_minutes(t, v, path, minutes, &s->service));
    return cut_closed(t, s, v, path);
}

static rk_status common(struct town *t, const struct rk_tree_value *v, const char *path,
                        struct rk_route_request *r)
{
    char full[128];
    const struct rk_tree_value *word = rk_tree_get(v, "class"),
                               *car = rk_tree_get(v, "vehicle");
    r->rank = t->ranks - 1;
    r->harm = 1.0;
    snprintf(full, sizeof full, "%.80s.class", path);
    if (word) {
        int k = 0;
        while (k < t->ranks &&
               (word->kind != RK_JSON_STRING || !rk_str_eq(word->text, t->c->rank[k])))
            k++;
        if (k == t->ranks)
            return rk_tree_fail(&t->tree, word, full, t->err, "one of the classes");
        r->rank = k;
    }
    TRY(rk_tree_number(&t->tree, v, path, "harm", RK_TREE_MAY, 0, 1e9, &r->harm, t->err));
    TRY(town_skills(t, v, path, "skills", &r->skills));
    TRY(town_loads(t, v, path, "load", false, r->load));
    snprintf(full, sizeof full, "%.80s.vehicle", path);
    if (car)
        TRY(town_find(t, car, full, "a vehicle", t->vehicle_id, t->c->problem.vehicles,
                      &r->only));
    return RK_OK;
}

static void area_skills(const struct town *t, struct rk_route_request *r)
{
    for (int32_t k = 0; k < t->areas; k++)
        for (int i = 0; i < r->stops; i++)
            if (t->area[k].in[r->stop[i].place])
                r->skills |= t->area[k].needs;
}

/* ---- beds -------------------------------------------------------------------------------- */

static rk_status read_beds(struct town *t)
{
    struct rk_route_problem *p = &t->c->problem;
    TRY(rk_tree_array(&t->tree, t->tree.top, "", "beds", RK_TREE_MAY, &t->beds, t->err));
    const int32_t n = t->beds ? t->beds->count : 0;
    int32_t *pool = RK_NEW(t->keep, int32_t, n + 1);
    t->bed = RK_NEW(t->scratch, struct rk_route_option, n + 1);
    t->speciality = RK_NEW(t->keep, struct rk_str, n + 1);
    if (t->keep->failed || t->scratch->in.failed)
        return town_full(t);
    for (const struct rk_tree_value *v = t->beds ? t->beds->first : NULL; v; v = v->next) {
        char path[64];
        double count = 1.0;
        struct rk_route_option *b = &t->bed[p->pools];
        snprintf(path, sizeof path, "beds[%d]", p->pools);
        const struct rk_tree_value *word =
            v->kind == RK_JSON_OBJECT ? rk_tree_get(v, "speciality") : NULL;
        if (!word || word->kind != RK_JSON_STRING || p->pools >= 1000)
            return rk_tree_fail(&t->tree, v, path, t->err,
                                "an object with \"place\" and \"speciality\", at most 1000");
        *b = (struct rk_route_option){.pool = p->pools};
        TRY(place(t, v, path, "place", RK_TREE_NEEDED, &b->place));
        const struct rk_tree_value *from = rk_tree_get(v, "from");
        if (from)
            TRY(town_hour(t, from, path, &b->from));
        TRY(rk_tree_number(&t->tree, v, path, "count", RK_TREE_MAY, 0, 10000, &count, t->err));
        pool[p->pools] = (int32_t)count;
        t->speciality[p->pools++] = word->text;
    }
    p->pool = pool;
    t->c->bed = t->speciality;
    return RK_OK;
}

static rk_status pick_beds(struct town *t, const struct rk_tree_value *word, const char *path,
                           struct rk_route_request *r)
{
    const int32_t n = t->c->problem.pools;
    struct rk_route_option *o = RK_NEW(t->keep, struct rk_route_option, n + 1);
    if (!o)
        return town_full(t);
    for (int32_t k = 0; k < n; k++)
        if (rk_str_eq(t->speciality[k], word->text))
            o[r->options++] = t->bed[k];
    if (word->kind != RK_JSON_STRING || r->options == 0)
        return rk_tree_fail(&t->tree, word, path, t->err, "a speciality named in \"beds\"");
    r->option = o;
    r->stop[1].place = o[0].place;
    return RK_OK;
}

/* ---- requests ---------------------------------------------------------------------------- */

static rk_status one_round(struct town *t, const struct rk_tree_value *v, const char *path,
                           struct rk_route_request *r)
{
    r->stops = 1;
    r->stop[0].service = 300;
    TRY(place(t, v, path, "place", RK_TREE_NEEDED, &r->stop[0].place));
    TRY(one_stop(t, v, path, "windows", "service_min", &r->stop[0]));
    TRY(common(t, v, path, r));
    if (rk_tree_get(v, "max_out_min")) {
        r->max_ride = 0;
        TRY(town_minutes(t, v, path, "max_out_min", &r->max_ride));
    }
    area_skills(t, r);
    return RK_OK;
}

static rk_status seats(struct town *t, const struct rk_tree_value *v, const char *path,
                       struct rk_route_request *r)
{
    static const char *const mode[] = {"stretcher", "patient_seat", "seat", "wheelchair"};
    const struct rk_tree_value *word = rk_tree_get(v, "mode");
    double escorts = 0.0;
    int k = 2;
    if (word) {
        for (k = 0; k < 4; k++)
            if (word->kind == RK_JSON_STRING && rk_str_eq(word->text, rk_str_of(mode[k])))
                break;
        if (k == 4)
            return rk_tree_fail(&t->tree, word, path, t->err,
                                "stretcher, patient_seat, seat or wheelchair");
    }
    TRY(rk_tree_number(&t->tree, v, path, "escorts", RK_TREE_MAY, 0, 20, &escorts, t->err));
    for (int j = k; j <= (k < 3 ? 2 : 3); j++)
        r->load[j]++;
    r->load[2] += (int32_t)escorts;
    return RK_OK;
}

static rk_status one_transfer(struct town *t, const struct rk_tree_value *v, const char *path,
                              struct rk_route_request *r)
{
    const struct rk_tree_value *word = rk_tree_get(v, "speciality");
    r->stops = 2;
    r->stop[0].service = r->stop[1].service = 600;
    TRY(place(t, v, path, "from", RK_TREE_NEEDED, &r->stop[0].place));
    if (word)
        TRY(pick_beds(t, word, path, r));
    else
        TRY(place(t, v, path, "to", RK_TREE_NEEDED, &r->stop[1].place));
    TRY(one_stop(t, v, path, "pickup", "pickup_min", &r->stop[0]));
    TRY(one_stop(t, v, path, "drop", "drop_min", &r->stop[1]));
    TRY(common(t, v, path, r));
    TRY(seats(t, v, path, r));
    if (rk_tree_get(v, "max_ride_min")) {
        r->max_ride = 0;
        TRY(town_minutes(t, v, path, "max_ride_min", &r->max_ride));
    }
    area_skills(t, r);
    return RK_OK;
}

/* "after": {"id": 12, "gap_min": 60, "most_min": 240, "together": true} */
static rk_status journey(struct town *t, const struct rk_tree_value *v, const char *path,
                         int32_t i)
{
    struct rk_route_request *r = &t->request[i];
    const struct rk_tree_value *o = rk_tree_get(v, "after");
    char full[128];
    if (!o)
        return RK_OK;
    snprintf(full, sizeof full, "%.80s.after", path);
    const struct rk_tree_value *id = o->kind == RK_JSON_OBJECT ? rk_tree_get(o, "id") : NULL;
    if (!id)
        return rk_tree_fail(&t->tree, o, full, t->err, "an object with \"id\"");
    TRY(town_find(t, id, full, "a round or transfer", t->request_id, t->c->problem.requests,
                  &r->after));
    if (r->after >= i)
        return rk_tree_fail(&t->tree, id, full, t->err,
                            "a request that stands before this one");
    for (int32_t k = 0; k < i; k++)
        if (t->request[k].after == r->after)
            return rk_tree_fail(&t->tree, id, full, t->err,
                                "a request that nothing else comes after");
    TRY(town_minutes(t, o, full, "gap_min", &r->gap_least));
    if (rk_tree_get(o, "most_min")) {
        r->gap_most = 0;
        TRY(town_minutes(t, o, full, "most_min", &r->gap_most));
    }
    const struct rk_tree_value *both = rk_tree_get(o, "together");
    r->together = both && both->kind == RK_JSON_TRUE;
    return RK_OK;
}

static rk_status one_request(struct town *t, const struct rk_tree_value *v, const char *list,
                             int32_t at, bool transfer, int32_t *number)
{
    const int32_t i = t->c->problem.requests;
    struct rk_route_request *r = &t->request[i];
    char path[64];
    int32_t id = 0;
    snprintf(path, sizeof path, "%s[%d]", list, at);
    *r = (struct rk_route_request){
        .max_ride = -1, .after = -1, .only = -1, .was = -1, .gap_most = -1};
    const struct rk_tree_value *said = v->kind == RK_JSON_OBJECT ? rk_tree_get(v, "id") : NULL;
    if (!said || !rk_tree_is_id(said, &id) || id < 1 || id > 1000000)
        return rk_tree_fail(&t->tree, said ? said : v, path, t->err,
                            "\"id\": a whole number, 1 … 1000000");
    for (int32_t k = 0; k < i; k++)
        if (t->c->number[0][k] == id)
            return rk_tree_fail(&t->tree, said, path, t->err, "an id of its own");
    number[i] = id;
    t->request_id[i] = said;
    TRY(transfer ? one_transfer(t, v, path, r) : one_round(t, v, path, r));
    TRY(journey(t, v, path, i));
    t->c->problem.requests++;
    return RK_OK;
}

rk_status town_requests(struct town *t)
{
    const struct rk_tree_value *rounds, *transfers;
    struct rk_route_problem *p = &t->c->problem;
    TRY(read_beds(t));
    TRY(rk_tree_array(&t->tree, t->tree.top, "", "rounds", RK_TREE_MAY, &rounds, t->err));
    TRY(rk_tree_array(&t->tree, t->tree.top, "", "transfers", RK_TREE_MAY, &transfers, t->err));
    const int64_t n =
        (int64_t)(rounds ? rounds->count : 0) + (transfers ? transfers->count : 0);
    if (n < 1 || n > 5000)
        return rk_tree_fail(&t->tree, t->tree.top, "", t->err,
                            "1 … 5000 \"rounds\" and \"transfers\"");
    t->request = RK_NEW(t->keep, struct rk_route_request, n);
    t->request_id = RK_NEW(t->scratch, const struct rk_tree_value *, n);
    int32_t *number = RK_NEW(t->keep, int32_t, n), *back = RK_NEW(t->keep, int32_t, n);
    if (t->keep->failed || t->scratch->in.failed)
        return town_full(t);
    p->request = t->request;
    t->c->number[0] = number;
    t->c->number[1] = back;
    int32_t k = 0;
    for (const struct rk_tree_value *v = rounds ? rounds->first : NULL; v; v = v->next)
        TRY(one_request(t, v, "rounds", k++, false, number));
    k = 0;
    for (const struct rk_tree_value *v = transfers ? transfers->first : NULL; v; v = v->next)
        TRY(one_request(t, v, "transfers", k++, true, number));
    for (int32_t i = 0; i < p->requests; i++) {
        back[i] = -number[i];
        t->c->numbers = number[i] >= t->c->numbers ? number[i] + 1 : t->c->numbers;
    }
    return RK_OK;
}

/* ---- the plan in force ------------------------------------------------------------------- */

struct force {
    const struct rk_tree_value *o;
    int32_t at;
    struct rk_route_tour *tour;
    struct rk_route_plan *plan;
    struct rk_route_done *done;
    struct rk_route_visit *visit;
};

static rk_status old_stop(struct town *t, const struct rk_tree_value *v, const char *path,
                          int32_t car, struct rk_route_visit *out)
{
    const struct rk_tree_value *at = v->kind == RK_JSON_OBJECT ? rk_tree_get(v, "at") : NULL;
    const struct rk_tree_value *what = at ? rk_tree_get(v, "stop") : NULL;
    double bed = 0.0;
    if (!what)
        return rk_tree_fail(&t->tree, v, path, t->err, "an object with \"stop\" and \"at\"");
    *out = (struct rk_route_visit){.option = -1};
    TRY(town_hour(t, at, path, &out->begin));
    if (what->kind == RK_JSON_STRING) {
        out->act = rk_str_eq(what->text, RK_STR("break")) ? RK_ROUTE_PAUSE : RK_ROUTE_RELOAD;
        out->request = out->act == RK_ROUTE_PAUSE ? 0 : -1;
        if (out->act == RK_ROUTE_RELOAD && !rk_str_eq(what->text, RK_STR("reload")))
            return rk_tree_fail(&t->tree, what, path, t->err,
                                "an id, minus an id, \"reload\" or \"break\"");
        return RK_OK;
    }
    const int32_t number =
        what->kind == RK_JSON_NUMBER && fabs(what->number) <= 1e6 ? (int32_t)what->number : 0;
    for (int32_t i = 0; i < t->c->problem.requests; i++) {
        struct rk_route_request *r = &t->request[i];
        if (t->c->number[0][i] != abs(number) || (number < 0 && r->stops == 1))
            continue;
        out->request = i;
        out->stop = number < 0;
        r->was = car;
        *(number < 0 || r->stops == 1 ? &r->was_end : &r->was_begin) = out->begin;
        TRY(rk_tree_number(&t->tree, v, path, "bed", RK_TREE_MAY, 1, t->c->problem.pools, &bed,
                           t->err));
        for (int32_t k = 0; k < r->options && (number < 0 || r->stops == 1); k++)
            if (r->option[k].pool == (int32_t)bed - 1)
                out->option = k;
        return RK_OK;
    }
    return rk_tree_fail(&t->tree, what, path, t->err,
                        "the id of a round or transfer, or minus "
                        "the id of a transfer");
}

/* What has begun by the hour is driven. */
static void split(const struct force *f, int32_t car, const struct rk_route_tour *tour)
{
    struct rk_route_done *d = &f->done[car];
    d->visit = tour->visit;
    while (d->visits < tour->visits && tour->visit[d->visits].begin <= f->at)
        d->visits++;
}

static rk_status old_route(struct town *t, struct force *f, const struct rk_tree_value *v,
                           const char *path)
{
    const struct rk_tree_value *list,
        *car = v->kind == RK_JSON_OBJECT ? rk_tree_get(v, "vehicle") : NULL;
    int32_t at = 0, n = 0, pauses = 0;
    char full[128];
    if (!car)
        return rk_tree_fail(&t->tree, v, path, t->err, "an object with \"vehicle\"");
    TRY(town_find(t, car, path, "a vehicle", t->vehicle_id, t->c->problem.vehicles, &at));
    TRY(rk_tree_array(&t->tree, v, path, "stops", RK_TREE_NEEDED, &list, t->err));
    struct rk_route_visit *visit = RK_NEW(t->keep, struct rk_route_visit, list->count + 1);
    if (!visit)
        return town_full(t);
    for (int32_t k = 0; k < f->plan->tours; k++)
        if (f->tour[k].vehicle == at)
            return rk_tree_fail(&t->tree, car, path, t->err, "one route of each vehicle");
    for (const struct rk_tree_value *s = list->first; s; s = s->next, n++) {
        snprintf(full, sizeof full, "%.60s.stops[%d]", path, n);
        TRY(old_stop(t, s, full, at, &visit[n]));
        if (visit[n].act == RK_ROUTE_PAUSE)
            visit[n].request = pauses++;
        if (n > 0 && visit[n].begin < visit[n - 1].begin)
            return rk_tree_fail(&t->tree, s, full, t->err, "an hour not before the last one");
    }
    struct rk_route_tour *tour = &f->tour[f->plan->tours++];
    *tour = (struct rk_route_tour){.vehicle = at, .visits = n, .visit = visit};
    split(f, at, tour);
    return RK_OK;
}

rk_status town_replan(struct town *t)
{
    struct rk_route_problem *p = &t->c->problem;
    struct force f = {.o = rk_tree_get(t->tree.top, "replan")};
    const struct rk_tree_value *list, *v;
    int32_t change = 600, n = 0;
    if (!f.o)
        return RK_OK;
    v = f.o->kind == RK_JSON_OBJECT ? rk_tree_get(f.o, "at") : NULL;
    if (!v)
        return rk_tree_fail(&t->tree, f.o, "replan", t->err, "an object with \"at\"");
    TRY(town_hour(t, v, "replan.at", &f.at));
    TRY(town_minutes(t, f.o, "replan", "change_min", &change));
    TRY(rk_tree_array(&t->tree, f.o, "replan", "routes", RK_TREE_NEEDED, &list, t->err));
    f.tour = RK_NEW(t->keep, struct rk_route_tour, list->count + 1);
    f.plan = RK_NEW(t->keep, struct rk_route_plan, 1);
    f.done = RK_NEW(t->keep, struct rk_route_done, p->vehicles + 1);
    if (t->keep->failed)
        return town_full(t);
    for (int32_t k = 0; k < p->vehicles; k++)
        f.done[k].hour = f.at;
    f.plan->tour = f.tour;
    for (const struct rk_tree_value *r = list->first; r; r = r->next) {
        char path[64];
        snprintf(path, sizeof path, "replan.routes[%d]", n++);
        TRY(old_route(t, &f, r, path));
    }
    v = rk_tree_get(f.o, "why");
    if (v && v->kind != RK_JSON_STRING)
        return rk_tree_fail(&t->tree, v, "replan.why", t->err, "words");
    t->c->changed = v ? v->text : RK_STR("");
    t->c->changed_at = f.at;
    t->c->was = f.plan;
    p->done = f.done;
    p->change = change;
    return RK_OK;
}
