/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A town's day in JSON: docs/formats/route.md. Hours in seconds, costs in seconds of driving.
 */
#include "route_io_town.h"

rk_status town_full(struct town *t)
{
    return rk_fail(t->err, RK_ENOMEM, t->tree.name, "the problem is too large");
}

/* ---- small things ------------------------------------------------------------------------ */

static bool read_hour(const struct rk_tree_value *v, int32_t *out)
{
    int64_t part[3] = {0, 0, 0};
    if (v->kind == RK_JSON_NUMBER) {
        if (!(v->number >= 0.0) || !(v->number <= TOWN_LAST) || v->number != floor(v->number))
            return false;
        *out = (int32_t)v->number;
        return true;
    }
    if (v->kind != RK_JSON_STRING)
        return false;
    struct rk_str rest = v->text;
    int n = 0;
    while (rest.at && n < 3) {
        const struct rk_str word = rk_str_cut(&rest, ':');
        if (word.len < 1 || word.len > 2 || !rk_str_int(word, &part[n++]))
            return false;
    }
    if (rest.at || n < 2 || part[0] < 0 || part[0] > 47 || part[1] < 0 || part[1] > 59 ||
        part[2] < 0 || part[2] > 59)
        return false;
    *out = (int32_t)(part[0] * 3600 + part[1] * 60 + part[2]);
    return true;
}

rk_status town_hour(struct town *t, const struct rk_tree_value *v, const char *path,
                    int32_t *out)
{
    if (read_hour(v, out))
        return RK_OK;
    return rk_tree_fail(&t->tree, v, path, t->err,
                        "an hour, as \"09:30\" (to \"47:59\") or seconds from midnight");
}

/* Minutes in the file, seconds here. */
rk_status town_minutes(struct town *t, const struct rk_tree_value *o, const char *path,
                       const char *key, int32_t *out)
{
    double x = *out / 60.0;
    TRY(rk_tree_number(&t->tree, o, path, key, RK_TREE_MAY, 0, 2880, &x, t->err));
    *out = (int32_t)ceil(x * 60.0 - 1e-6);
    return RK_OK;
}

/* A list of [from, to], ascending and apart. */
rk_status town_windows(struct town *t, const struct rk_tree_value *o, const char *path,
                       const char *key, struct rk_route_window **out, int32_t *count)
{
    const struct rk_tree_value *list;
    char full[160];
    *count = 0;
    *out = NULL;
    TRY(rk_tree_array(&t->tree, o, path, key, RK_TREE_MAY, &list, t->err));
    if (!list)
        return RK_OK;
    struct rk_route_window *w = RK_NEW(t->keep, struct rk_route_window, list->count + 1);
    if (!w)
        return town_full(t);
    for (const struct rk_tree_value *v = list->first; v; v = v->next) {
        snprintf(full, sizeof full, "%.120s.%s[%d]", path, key, *count);
        if (v->kind != RK_JSON_ARRAY || v->count != 2)
            return rk_tree_fail(&t->tree, v, full, t->err, "[\"from\", \"to\"]");
        struct rk_route_window *x = &w[*count];
        TRY(town_hour(t, v->first, full, &x->from));
        TRY(town_hour(t, v->first->next, full, &x->to));
        if (x->to < x->from)
            return rk_tree_fail(&t->tree, v->first->next, full, t->err,
                                "the end of a window at or after its beginning");
        if (*count > 0 && x->from <= w[*count - 1].to)
            return rk_tree_fail(&t->tree, v->first, full, t->err,
                                "a window that begins after the one before it ends");
        if (++*count > 100)
            return rk_tree_fail(&t->tree, v, full, t->err, "at most 100 windows");
    }
    *out = w;
    return RK_OK;
}

/* A number or text that names something in a list of ids. */
rk_status town_find(struct town *t, const struct rk_tree_value *v, const char *path,
                    const char *what, const struct rk_tree_value *const *list, int32_t count,
                    int32_t *out)
{
    for (int32_t i = 0; v && i < count; i++) {
        const struct rk_tree_value *id = list[i];
        if (id->kind == v->kind && rk_str_eq(id->text, v->text)) {
            *out = i;
            return RK_OK;
        }
    }
    return rk_tree_fail(&t->tree, v, path, t->err, "the id of %s", what);
}

/* Bits of words; a word seen first gets the next bit. */
static rk_status skill_bit(struct town *t, const struct rk_tree_value *v, const char *path,
                           uint32_t *bits)
{
    if (v->kind != RK_JSON_STRING)
        return rk_tree_fail(&t->tree, v, path, t->err, "a word");
    int k = 0;
    while (k < t->skills && !rk_str_eq(t->skill[k], v->text))
        k++;
    if (k == 32)
        return rk_tree_fail(&t->tree, v, path, t->err, "at most 32 different skills");
    if (k == t->skills)
        t->skill[t->skills++] = v->text;
    *bits |= UINT32_C(1) << k;
    return RK_OK;
}

rk_status town_skills(struct town *t, const struct rk_tree_value *o, const char *path,
                      const char *key, uint32_t *bits)
{
    const struct rk_tree_value *v = rk_tree_get(o, key);
    char full[160];
    snprintf(full, sizeof full, "%.120s.%s", path, key);
    if (!v)
        return RK_OK;
    if (v->kind == RK_JSON_STRING)
        return skill_bit(t, v, full, bits);
    if (v->kind != RK_JSON_ARRAY)
        return rk_tree_fail(&t->tree, v, full, t->err, "a list of words");
    for (v = v->first; v; v = v->next)
        TRY(skill_bit(t, v, full, bits));
    return RK_OK;
}

/* Seats are nested: a patient seat may be taken by who needs a seat, a stretcher by both; so
 * load 0 counts stretchers, load 1 those and patient seats, load 2 all three. */
static rk_status one_load(struct town *t, const struct rk_tree_value *v, const char *path,
                          bool holds, int32_t *load)
{
    static const char *const seats[] = {"stretcher", "patient_seat", "seat", "wheelchair"};
    double x = v->number;
    if (v->kind != RK_JSON_NUMBER || !(x >= 0.0) || !(x <= 1e6))
        return rk_tree_fail(&t->tree, v, path, t->err, "a number, 0 … 1000000");
    for (int k = 0; k < 4; k++)
        if (rk_str_eq(v->key, rk_str_of(seats[k]))) {
            if (x != floor(x))
                return rk_tree_fail(&t->tree, v, path, t->err, "a whole number");
            const int last = k < 3 ? 2 : 3;
            for (int j = k; j <= last; j++)
                load[j] += (int32_t)x;
            return RK_OK;
        }
    int k = TOWN_SEATS;
    while (k < t->c->loads && !rk_str_eq(t->load[k], v->key))
        k++;
    if (k == RK_ROUTE_LOADS)
        return rk_tree_fail(&t->tree, v, path, t->err, "at most %d kinds of goods",
                            RK_ROUTE_LOADS - TOWN_SEATS);
    if (k == t->c->loads)
        t->load[t->c->loads++] = v->key;
    /* tenths count, so that half a litre can be said */
    load[k] += (int32_t)(holds ? floor(10.0 * x + 1e-6) : ceil(10.0 * x - 1e-6));
    return RK_OK;
}

rk_status town_loads(struct town *t, const struct rk_tree_value *o, const char *path,
                     const char *key, bool holds, int32_t *load)
{
    const struct rk_tree_value *v = rk_tree_get(o, key);
    char full[200];
    if (!v)
        return RK_OK;
    snprintf(full, sizeof full, "%.120s.%s", path, key);
    if (v->kind != RK_JSON_OBJECT)
        return rk_tree_fail(&t->tree, v, full, t->err, "an object: kind -> number");
    for (v = v->first; v; v = v->next) {
        snprintf(full, sizeof full, "%.120s.%s.%.*s", path, key,
                 (int)(v->key.len < 40 ? v->key.len : 40), v->key.at);
        TRY(one_load(t, v, full, holds, load));
    }
    return RK_OK;
}

/* ---- places and legs --------------------------------------------------------------------- */

static rk_status read_places(struct town *t)
{
    const struct rk_tree_value *list;
    struct rk_route_case *c = t->c;
    TRY(rk_tree_array(&t->tree, t->tree.top, "", "places", RK_TREE_NEEDED, &list, t->err));
    const int32_t n = list->count;
    if (n < 1 || n > 5000)
        return rk_tree_fail(&t->tree, list, "places", t->err, "1 … 5000 places");
    t->place_id = RK_NEW(t->scratch, const struct rk_tree_value *, n);
    t->area_of = RK_NEW(t->scratch, uint8_t, n);
    double *x = RK_NEW(t->keep, double, n), *y = RK_NEW(t->keep, double, n);
    if (t->keep->failed || t->scratch->in.failed)
        return town_full(t);
    t->x = x, t->y = y;
    bool all = true;
    for (const struct rk_tree_value *v = list->first; v; v = v->next) {
        char path[64];
        const int32_t i = c->problem.places;
        snprintf(path, sizeof path, "places[%d]", i);
        if (v->kind != RK_JSON_OBJECT)
            return rk_tree_fail(&t->tree, v, path, t->err, "an object with \"id\"");
        const struct rk_tree_value *id = rk_tree_get(v, "id");
        if (!id || (id->kind != RK_JSON_NUMBER && id->kind != RK_JSON_STRING))
            return rk_tree_fail(&t->tree, id ? id : v, path, t->err,
                                "\"id\": a number or text");
        for (int32_t k = 0; k < i; k++)
            if (t->place_id[k]->kind == id->kind && rk_str_eq(t->place_id[k]->text, id->text))
                return rk_tree_fail(&t->tree, id, path, t->err, "an id of its own");
        t->place_id[i] = id;
        double lat = 91.0, lon = 0.0;
        x[i] = y[i] = RK_NAN;
        TRY(rk_tree_number(&t->tree, v, path, "x_m", RK_TREE_MAY, -1e6, 1e6, &x[i], t->err));
        TRY(rk_tree_number(&t->tree, v, path, "y_m", RK_TREE_MAY, -1e6, 1e6, &y[i], t->err));
        TRY(rk_tree_number(&t->tree, v, path, "lat", RK_TREE_MAY, -85, 85, &lat, t->err));
        TRY(rk_tree_number(&t->tree, v, path, "lon", RK_TREE_MAY, -180, 180, &lon, t->err));
        if (lat < 90.0) { /* a plane about the first place; towns are small */
            if (i == 0)
                t->lat = lat, t->lon = lon;
            y[i] = (lat - t->lat) * 111195.0;
            x[i] = (lon - t->lon) * 111195.0 * cos(t->lat * (M_PI / 180.0));
        }
        all = all && isfinite(x[i]) && isfinite(y[i]);
        c->problem.places++;
    }
    t->coordinates = all;
    if (all)
        c->problem.x = c->x = x, c->problem.y = c->y = y;
    return RK_OK;
}

static rk_status read_rows(struct town *t, const struct rk_tree_value *list, const char *path,
                           int32_t *out)
{
    const int32_t n = t->c->problem.places;
    char full[96];
    if (list->kind != RK_JSON_ARRAY || list->count != n)
        return rk_tree_fail(&t->tree, list, path, t->err, "%d rows, one for each place", n);
    int32_t i = 0;
    for (const struct rk_tree_value *r = list->first; r; r = r->next, i++) {
        snprintf(full, sizeof full, "%.60s[%d]", path, i);
        if (r->kind != RK_JSON_ARRAY || r->count != n)
            return rk_tree_fail(&t->tree, r, full, t->err, "%d numbers, one for each place", n);
        int32_t j = 0;
        for (const struct rk_tree_value *v = r->first; v; v = v->next, j++) {
            int32_t *cell = &out[(ptrdiff_t)i * n + j];
            if (v->kind == RK_JSON_NULL)
                *cell = RK_ROUTE_NO_ROAD;
            else if (v->kind == RK_JSON_NUMBER && v->number >= 0.0 && v->number <= 1e6)
                *cell = (int32_t)ceil(v->number - 1e-6);
            else
                return rk_tree_fail(&t->tree, v, full, t->err,
                                    "seconds, 0 … 1000000, or null for no road");
            if (i == j)
                *cell = 0;
        }
    }
    return RK_OK;
}

static bool crosses(const struct town *t, int32_t a, int32_t b, const struct town_area *s)
{
    const double dx = t->x[b] - t->x[a], dy = t->y[b] - t->y[a];
    const double len = dx * dx + dy * dy;
    double k = len > 0.0 ? ((s->x - t->x[a]) * dx + (s->y - t->y[a]) * dy) / len : 0.0;
    k = fmin(1.0, fmax(0.0, k));
    return hypot(t->x[a] + k * dx - s->x, t->y[a] + k * dy - s->y) <= s->radius;
}

/* Straight lines times `detour`, at `speed`; around what is shut there is no way. */
static void straight_legs(const struct town *t, double speed_kmh, double detour, int32_t *out)
{
    const int32_t n = t->c->problem.places;
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++) {
            const double d = hypot(t->x[i] - t->x[j], t->y[i] - t->y[j]);
            const double s = ceil(d * detour / (speed_kmh / 3.6) - 1e-6);
            int32_t *cell = &out[(ptrdiff_t)i * n + j];
            *cell = s <= 1e6 ? (int32_t)s : RK_ROUTE_NO_ROAD;
            for (int32_t k = 0; k < t->areas; k++)
                if (i != j && t->area[k].shut && t->area[k].radius > 0.0 &&
                    crosses(t, i, j, &t->area[k]))
                    *cell = RK_ROUTE_NO_ROAD;
        }
}

static rk_status one_matrix(struct town *t, const struct rk_tree_value *o, const char *path)
{
    struct rk_route_problem *p = &t->c->problem;
    int32_t *m = RK_NEW(t->keep, int32_t, (ptrdiff_t)p->places * p->places);
    double speed = 30.0, detour = 1.3;
    char full[96];
    if (!m)
        return town_full(t);
    const struct rk_tree_value *rows = rk_tree_get(o, "time_s");
    TRY(rk_tree_number(&t->tree, o, path, "speed_kmh", RK_TREE_MAY, 1, 200, &speed, t->err));
    TRY(rk_tree_number(&t->tree, o, path, "detour", RK_TREE_MAY, 1, 5, &detour, t->err));
    snprintf(full, sizeof full, path[0] ? "%.60s.time_s" : "%.60stime_s", path);
    if (rows)
        TRY(read_rows(t, rows, full, m));
    else if (t->coordinates)
        straight_legs(t, speed, detour, m);
    else
        return rk_tree_fail(&t->tree, o, path, t->err,
                            "\"time_s\" (a row for each place), or coordinates of every place");
    for (int32_t k = 0; k < t->areas; k++) /* what is shut is not entered */
        for (int32_t i = 0; t->area[k].shut && i < p->places; i++)
            for (int32_t j = 0; t->area[k].in[i] && j < p->places; j++)
                if (i != j)
                    m[(ptrdiff_t)i * p->places + j] = m[(ptrdiff_t)j * p->places + i] =
                        RK_ROUTE_NO_ROAD;
    t->matrix[p->matrices++] = (struct rk_route_matrix){m, m};
    return RK_OK;
}

static rk_status read_matrices(struct town *t)
{
    const struct rk_tree_value *list;
    TRY(rk_tree_array(&t->tree, t->tree.top, "", "matrices", RK_TREE_MAY, &list, t->err));
    const int32_t count = list ? list->count : 1;
    if (count < 1 || count > 16)
        return rk_tree_fail(&t->tree, list, "matrices", t->err, "1 … 16 matrices");
    t->matrix = RK_NEW(t->keep, struct rk_route_matrix, count);
    t->matrix_id = RK_NEW(t->scratch, const struct rk_tree_value *, count);
    if (t->keep->failed || t->scratch->in.failed)
        return town_full(t);
    t->c->problem.matrix = t->matrix;
    if (!list)
        return one_matrix(t, t->tree.top, "");
    for (const struct rk_tree_value *v = list->first; v; v = v->next) {
        char path[64];
        snprintf(path, sizeof path, "matrices[%d]", t->c->problem.matrices);
        const struct rk_tree_value *name =
            v->kind == RK_JSON_OBJECT ? rk_tree_get(v, "name") : NULL;
        if (!name || name->kind != RK_JSON_STRING)
            return rk_tree_fail(&t->tree, v, path, t->err, "an object with \"name\"");
        t->matrix_id[t->c->problem.matrices] = name;
        TRY(one_matrix(t, v, path));
    }
    return RK_OK;
}

/* ---- areas and curfew -------------------------------------------------------------------- */

static rk_status one_area(struct town *t, const struct rk_tree_value *v, const char *path,
                          struct town_area *a)
{
    const struct rk_tree_value *list;
    const int32_t n = t->c->problem.places;
    a->in = RK_NEW(t->scratch, bool, n);
    if (!a->in)
        return town_full(t);
    a->radius = 0.0;
    TRY(rk_tree_number(&t->tree, v, path, "x_m", RK_TREE_MAY, -1e6, 1e6, &a->x, t->err));
    TRY(rk_tree_number(&t->tree, v, path, "y_m", RK_TREE_MAY, -1e6, 1e6, &a->y, t->err));
    TRY(rk_tree_number(&t->tree, v, path, "radius_m", RK_TREE_MAY, 0, 1e6, &a->radius, t->err));
    for (int32_t i = 0; t->coordinates && a->radius > 0.0 && i < n; i++)
        a->in[i] = hypot(t->x[i] - a->x, t->y[i] - a->y) <= a->radius;
    TRY(rk_tree_array(&t->tree, v, path, "places", RK_TREE_MAY, &list, t->err));
    for (const struct rk_tree_value *q = list ? list->first : NULL; q; q = q->next) {
        int32_t at = 0;
        TRY(town_find(t, q, path, "a place", t->place_id, n, &at));
        a->in[at] = true;
    }
    const struct rk_tree_value *shut = rk_tree_get(v, "shut");
    a->shut = shut && shut->kind == RK_JSON_TRUE;
    TRY(town_skills(t, v, path, "needs", &a->needs));
    return town_windows(t, v, path, "closed", &a->closed, &a->closings);
}

static rk_status read_areas(struct town *t)
{
    const struct rk_tree_value *list;
    TRY(rk_tree_array(&t->tree, t->tree.top, "", "areas", RK_TREE_MAY, &list, t->err));
    t->area = RK_NEW(t->scratch, struct town_area, list ? list->count : 1);
    if (!t->area)
        return town_full(t);
    for (const struct rk_tree_value *v = list ? list->first : NULL; v; v = v->next) {
        char path[64];
        snprintf(path, sizeof path, "areas[%d]", t->areas);
        if (v->kind != RK_JSON_OBJECT || t->areas >= 200)
            return rk_tree_fail(&t->tree, v, path, t->err, "an object, at most 200 of them");
        TRY(one_area(t, v, path, &t->area[t->areas]));
        t->areas++;
    }
    return RK_OK;
}

static rk_status read_curfew(struct town *t)
{
    struct rk_route_window *w = NULL;
    int32_t n = 0;
    TRY(town_windows(t, t->tree.top, "", "curfew", &w, &n));
    struct rk_route_curfew *c = RK_NEW(t->keep, struct rk_route_curfew, n + 1);
    if (!c)
        return town_full(t);
    for (int32_t i = 0; w && i < n; i++)
        c[i] = (struct rk_route_curfew){w[i].from, w[i].to};
    t->c->problem.curfew = c;
    t->c->problem.curfews = n;
    return RK_OK;
}

/* ---- all of it --------------------------------------------------------------------------- */

static rk_status list_ignored(struct town *t)
{
    static const char *const known[] = {
        "places", "time_s",    "matrices", "speed_kmh", "detour", "areas", "curfew", "vehicles",
        "rounds", "transfers", "beds",     "classes",   "replan", "name",  "note",   "start"};
    struct rk_str *key = RK_NEW(t->keep, struct rk_str, t->tree.top->count + 1);
    if (!key)
        return town_full(t);
    for (const struct rk_tree_value *v = t->tree.top->first; v; v = v->next) {
        bool is_known = false;
        for (ptrdiff_t k = 0; k < RK_COUNT(known); k++)
            is_known = is_known || rk_str_eq(v->key, rk_str_of(known[k]));
        if (!is_known)
            key[t->c->ignored++] = v->key;
    }
    t->c->ignored_key = key;
    return RK_OK;
}

static rk_status read_classes(struct town *t)
{
    static const char *const usual[] = {"red", "orange", "yellow", "green", "black"};
    struct rk_str *rank = RK_NEW(t->keep, struct rk_str, RK_ROUTE_RANKS);
    const struct rk_tree_value *list;
    if (!rank)
        return town_full(t);
    TRY(rk_tree_array(&t->tree, t->tree.top, "", "classes", RK_TREE_MAY, &list, t->err));
    if (list && (list->count < 1 || list->count > RK_ROUTE_RANKS))
        return rk_tree_fail(&t->tree, list, "classes", t->err,
                            "1 … %d words, most urgent first", RK_ROUTE_RANKS);
    for (int k = 0; !list && k < RK_ROUTE_RANKS; k++)
        rank[k] = rk_str_of(usual[k]);
    int n = 0;
    for (const struct rk_tree_value *v = list ? list->first : NULL; v; v = v->next) {
        if (v->kind != RK_JSON_STRING)
            return rk_tree_fail(&t->tree, v, "classes", t->err, "a word");
        rank[n++] = v->text;
    }
    t->ranks = list ? n : RK_ROUTE_RANKS;
    t->c->rank = rank;
    return RK_OK;
}

rk_status io_read_town(const char *name, struct rk_str bytes, struct rk_arena *keep,
                       struct rk_scratch *scratch, struct rk_route_case *out,
                       struct rk_err *err)
{
    struct town t = {.keep = keep, .scratch = scratch, .err = err, .c = out};
    out->kind = RK_ROUTE_TOWN;
    out->round = RK_ROUTE_MATRIX;
    out->unit = out->cost_unit = 1.0;
    out->loads = TOWN_SEATS;
    TRY(rk_tree_read(name, bytes, keep, scratch, &t.tree, err));
    if (t.tree.top->kind != RK_JSON_OBJECT)
        return rk_tree_fail(&t.tree, t.tree.top, "", err, "an object");
    t.load = RK_NEW(keep, struct rk_str, RK_ROUTE_LOADS);
    if (!t.load)
        return town_full(&t);
    t.load[0] = RK_STR("stretcher"), t.load[1] = RK_STR("patient_seat");
    t.load[2] = RK_STR("seat"), t.load[3] = RK_STR("wheelchair");
    out->load = t.load;
    TRY(read_classes(&t));
    TRY(read_places(&t));
    TRY(read_areas(&t));
    TRY(read_matrices(&t));
    TRY(read_curfew(&t));
    TRY(town_fleet(&t));
    TRY(town_requests(&t));
    TRY(town_replan(&t));
    return list_ignored(&t);
}
