/* SPDX-License-Identifier: GPL-3.0-or-later */
/* VRPLIB: CVRP, with windows, with several depots, with a mixed fleet. */
#include "route_io_internal.h"

enum { MOST = RK_ROUTE_PLACES_MAX };
#define MOST_UNITS 1e7

enum weights { COORDINATES, FULL, LOWER_ROW, LOWER_DIAG_ROW, UPPER_ROW, UPPER_DIAG_ROW };

struct vrp {
    struct words *w;
    struct rk_scratch *scratch;
    struct rk_route_case *c;
    struct rk_arena *keep;
    int32_t dimension, vehicles, depots;
    double capacity, service, longest, most;
    enum weights weights;
    bool explicit_legs, windows, coordinates, fleet_said;
    bool *depot;
    struct io_row *row; /* [dimension] */
    double *legs;
    double *cap, *per; /* [vehicles] or NULL */
    int32_t *home;
};

static rk_status full(struct vrp *v)
{
    return rk_fail(v->w->err, RK_ENOMEM, v->w->name, "the problem is too large");
}

/* ---- header ------------------------------------------------------------------------------ */

static bool is(struct rk_str s, const char *word)
{
    return rk_str_eq(s, rk_str_of(word));
}

static rk_status set_type(struct vrp *v, struct rk_str type)
{
    static const struct {
        const char *word;
        enum rk_route_round round;
        bool windows;
    } types[] = {
        {"CVRP", RK_ROUTE_NEAREST, false}, {"DCVRP", RK_ROUTE_NEAREST, false},
        {"VRP", RK_ROUTE_NEAREST, false},  {"VRPTW", RK_ROUTE_TENTHS, true},
        {"CVRPTW", RK_ROUTE_TENTHS, true}, {"MDVRP", RK_ROUTE_EXACT, false},
        {"HFVRP", RK_ROUTE_EXACT, false},  {"MDVRPTW", RK_ROUTE_EXACT, true},
    };
    for (ptrdiff_t k = 0; k < RK_COUNT(types); k++)
        if (is(type, types[k].word)) {
            if (v->c->round != RK_ROUTE_MATRIX && v->c->round != RK_ROUTE_CEILING)
                v->c->round = types[k].round;
            return RK_OK;
        }
    return words_fail(v->w, "TYPE: %.*s; expected CVRP, DCVRP, VRPTW, MDVRP, MDVRPTW or HFVRP",
                      (int)(type.len < 40 ? type.len : 40), type.at);
}

static rk_status set_edges(struct vrp *v, struct rk_str type)
{
    if (is(type, "EUC_2D"))
        return RK_OK;
    if (is(type, "CEIL_2D")) {
        v->c->round = RK_ROUTE_CEILING;
    } else if (is(type, "FLOOR_2D") || is(type, "EXACT_2D")) {
        return words_fail(v->w, "EDGE_WEIGHT_TYPE: %.*s; expected EUC_2D, CEIL_2D or EXPLICIT",
                          RK_FMT(type));
    } else if (is(type, "EXPLICIT")) {
        v->c->round = RK_ROUTE_MATRIX;
        v->explicit_legs = true;
    } else {
        return words_fail(v->w, "EDGE_WEIGHT_TYPE: %.*s; expected EUC_2D, CEIL_2D or EXPLICIT",
                          (int)(type.len < 40 ? type.len : 40), type.at);
    }
    return RK_OK;
}

static rk_status set_format(struct vrp *v, struct rk_str f)
{
    static const char *const word[] = {"FUNCTION",       "FULL_MATRIX", "LOWER_ROW",
                                       "LOWER_DIAG_ROW", "UPPER_ROW",   "UPPER_DIAG_ROW"};
    for (int k = 0; k < 6; k++)
        if (is(f, word[k])) {
            v->weights = (enum weights)k;
            return RK_OK;
        }
    return words_fail(v->w,
                      "EDGE_WEIGHT_FORMAT: %.*s; expected FULL_MATRIX, LOWER_ROW, "
                      "LOWER_DIAG_ROW, UPPER_ROW or UPPER_DIAG_ROW",
                      (int)(f.len < 40 ? f.len : 40), f.at);
}

static rk_status header(struct vrp *v, struct rk_str key, struct rk_str value)
{
    struct words one = {
        .name = v->w->name, .line = value, .number = v->w->number, .err = v->w->err};
    if (is(key, "TYPE"))
        return set_type(v, value);
    if (is(key, "EDGE_WEIGHT_TYPE"))
        return set_edges(v, value);
    if (is(key, "EDGE_WEIGHT_FORMAT"))
        return set_format(v, value);
    if (is(key, "DIMENSION")) {
        if (v->row)
            return words_fail(v->w, "DIMENSION a second time; expected one");
        v->dimension = (int32_t)words_number(&one, "DIMENSION", 2, MOST);
        if (!one.failed) {
            v->row = RK_NEW(v->scratch, struct io_row, v->dimension);
            v->depot = RK_NEW(v->scratch, bool, v->dimension);
            if (v->scratch->in.failed)
                return full(v);
        }
    } else if (is(key, "CAPACITY")) {
        v->capacity = words_number(&one, "CAPACITY", 0, 1e9);
    } else if (is(key, "VEHICLES")) {
        v->vehicles = (int32_t)words_number(&one, "VEHICLES", 1, RK_ROUTE_VEHICLES_MAX);
        v->fleet_said = true;
    } else if (is(key, "SERVICE_TIME")) {
        v->service = words_number(&one, "SERVICE_TIME", 0, MOST_UNITS);
    } else if (is(key, "DISTANCE") || is(key, "VEHICLES_MAX_DURATION")) {
        v->longest = words_number(&one, "DISTANCE", 0, MOST_UNITS);
    }
    return one.failed;
}

/* ---- sections ---------------------------------------------------------------------------- */

static rk_status ready(struct vrp *v, const char *what)
{
    return v->row ? RK_OK : words_fail(v->w, "%s before DIMENSION; expected it after", what);
}

static struct io_row *row_at(struct vrp *v, double low)
{
    const double id = words_number(v->w, "node", low, v->dimension);
    if (!v->w->failed && id != floor(id))
        words_fail(v->w, "node %.10g; expected a whole number", id);
    return v->w->failed ? NULL : &v->row[(int32_t)id - 1];
}

enum field { COORD, DEMAND, WINDOW, SERVICE };

static rk_status node_section(struct vrp *v, enum field f)
{
    for (int32_t i = 0; i < v->dimension; i++) {
        if (!words_line(v->w))
            return words_fail(v->w, "the section ends after %d nodes; expected %d", i,
                              v->dimension);
        struct io_row *r = row_at(v, 1);
        if (!r)
            return v->w->failed;
        if (f == COORD) {
            r->x = words_number(v->w, "x", -MOST_UNITS, MOST_UNITS);
            r->y = words_number(v->w, "y", -MOST_UNITS, MOST_UNITS);
            v->coordinates = true;
        } else if (f == DEMAND) {
            r->load = words_number(v->w, "demand", 0, 1e8);
            if (r->load != floor(r->load))
                words_fail(v->w, "demand %.10g; expected a whole number", r->load);
        } else if (f == SERVICE) {
            r->service = words_number(v->w, "service time", 0, MOST_UNITS);
        } else {
            r->from = words_number(v->w, "window opens", 0, MOST_UNITS);
            r->to = words_number(v->w, "window closes", 0, MOST_UNITS);
            if (!v->w->failed && r->to < r->from)
                words_fail(v->w,
                           "window of node %d closes at %.10g before it opens at %.10g; "
                           "expected opens <= closes",
                           (int)(r - v->row) + 1, r->to, r->from);
            v->windows = true;
        }
        if (v->w->failed)
            return v->w->failed;
    }
    return RK_OK;
}

static rk_status vehicle_section(struct vrp *v, double *to, double low, double high)
{
    if (!to)
        return full(v);
    for (int32_t i = 0; i < v->vehicles; i++) {
        if (!words_line(v->w))
            return words_fail(v->w, "the section ends after %d vehicles; expected %d", i,
                              v->vehicles);
        const double id = words_number(v->w, "vehicle", 1, v->vehicles);
        to[(int32_t)id - 1] = words_number(v->w, "value", low, high);
        if (v->w->failed)
            return v->w->failed;
    }
    return RK_OK;
}

static rk_status depot_section(struct vrp *v)
{
    while (words_line(v->w)) {
        const struct rk_str all = v->w->line;
        if (is(all, "-1") || is(all, "EOF"))
            return RK_OK;
        const struct io_row *r = row_at(v, 1);
        if (!r)
            return v->w->failed;
        v->depots += !v->depot[r - v->row];
        v->depot[r - v->row] = true;
    }
    return RK_OK;
}

static rk_status weight_section(struct vrp *v)
{
    const ptrdiff_t n = v->dimension;
    v->legs = RK_NEW(v->keep, double, n *n);
    if (!v->legs)
        return full(v);
    if (v->weights == COORDINATES)
        return words_fail(v->w, "no EDGE_WEIGHT_FORMAT; expected one before the section");
    v->w->line = (struct rk_str){"", 0};
    for (ptrdiff_t i = 0; i < n; i++) {
        const bool lower = v->weights == LOWER_ROW || v->weights == LOWER_DIAG_ROW;
        const bool diagonal = v->weights == LOWER_DIAG_ROW || v->weights == UPPER_DIAG_ROW;
        const ptrdiff_t from = v->weights == FULL || lower ? 0 : i + !diagonal;
        const ptrdiff_t to = lower ? i + diagonal : n;
        for (ptrdiff_t j = from; j < to; j++) {
            v->w->line = rk_str_trim(v->w->line);
            if (v->w->line.len == 0 && !words_line(v->w))
                return words_fail(v->w, "the matrix ends in row %td; expected %td rows", i, n);
            const double d = words_number(v->w, "leg", 0, MOST_UNITS);
            if (v->w->failed)
                return v->w->failed;
            v->legs[i * n + j] = d;
            if (v->weights != FULL)
                v->legs[j * n + i] = d;
            v->most = fmax(v->most, d);
        }
    }
    return RK_OK;
}

static rk_status section(struct vrp *v, struct rk_str name)
{
    TRY(ready(v, "a section"));
    if (is(name, "NODE_COORD_SECTION") || is(name, "DISPLAY_DATA_SECTION"))
        return node_section(v, COORD);
    if (is(name, "DEMAND_SECTION"))
        return node_section(v, DEMAND);
    if (is(name, "TIME_WINDOW_SECTION"))
        return node_section(v, WINDOW);
    if (is(name, "SERVICE_TIME_SECTION"))
        return node_section(v, SERVICE);
    if (is(name, "EDGE_WEIGHT_SECTION"))
        return weight_section(v);
    if (is(name, "DEPOT_SECTION"))
        return depot_section(v);
    if (!v->fleet_said && (is(name, "CAPACITY_SECTION") || is(name, "VEHICLES_DEPOT_SECTION")))
        return words_fail(v->w, "no VEHICLES; expected their number before the section");
    if (is(name, "CAPACITY_SECTION")) {
        v->cap = RK_NEW(v->scratch, double, v->vehicles);
        return vehicle_section(v, v->cap, 0, 1e9);
    }
    if (is(name, "VEHICLES_UNIT_DISTANCE_COST_SECTION")) {
        v->per = RK_NEW(v->scratch, double, v->vehicles);
        return vehicle_section(v, v->per, 0, 1000);
    }
    if (is(name, "VEHICLES_DEPOT_SECTION")) {
        double *home = RK_NEW(v->scratch, double, v->vehicles);
        v->home = RK_NEW(v->scratch, int32_t, v->vehicles);
        if (!home || !v->home)
            return full(v);
        TRY(vehicle_section(v, home, 1, v->dimension));
        for (int32_t i = 0; i < v->vehicles; i++)
            v->home[i] = (int32_t)home[i] - 1;
        return RK_OK;
    }
    return words_fail(v->w, "section %.*s; expected one of CVRP, VRPTW, MDVRPTW or HFVRP",
                      (int)(name.len < 50 ? name.len : 50), name.at);
}

/* ---- the problem ------------------------------------------------------------------------- */

static rk_status make_places(struct vrp *v)
{
    struct rk_route_case *c = v->c;
    struct words *w = v->w;
    const int32_t n = v->dimension;
    if (!v->coordinates && !v->legs)
        return words_fail(w, "no coordinates and no matrix; expected NODE_COORD_SECTION or "
                             "EDGE_WEIGHT_SECTION");
    if (v->explicit_legs && !v->legs)
        return words_fail(w, "EXPLICIT without EDGE_WEIGHT_SECTION; expected one");
    if (!v->explicit_legs && !v->coordinates)
        return words_fail(w, "no NODE_COORD_SECTION; expected one");
    if (v->depots == 0)
        v->depot[0] = true, v->depots = 1;
    double *x = RK_NEW(v->keep, double, n), *y = RK_NEW(v->keep, double, n);
    if (v->keep->failed)
        return full(v);
    for (int32_t i = 0; i < n; i++) {
        x[i] = v->row[i].x, y[i] = v->row[i].y;
        v->most = fmax(v->most, fmax(2.0 * fmax(fabs(x[i]), fabs(y[i])), v->row[i].to));
    }
    if (v->coordinates)
        c->x = x, c->y = y, c->problem.x = x, c->problem.y = y;
    c->leg_unit = v->legs;
    c->problem.places = n;
    if (c->round == RK_ROUTE_NEAREST || c->round == RK_ROUTE_CEILING)
        c->unit = 1.0;
    else if (c->round == RK_ROUTE_TENTHS)
        c->unit = 10.0;
    else
        c->unit = io_unit(fmax(v->most, v->longest));
    c->cost_unit = c->unit;
    if (v->most * c->unit > 9e8)
        return words_fail(w, "coordinates or windows of %.10g; expected less", v->most);
    struct rk_route_matrix *m = RK_NEW(v->keep, struct rk_route_matrix, 1);
    const int32_t *legs = io_matrix(c, n, v->keep);
    if (!m || !legs)
        return full(v);
    m->time = m->cost = legs;
    c->problem.matrix = m;
    c->problem.matrices = 1;
    return RK_OK;
}

static rk_status make_requests(struct vrp *v)
{
    struct rk_route_case *c = v->c;
    struct rk_route_request *r = RK_NEW(v->keep, struct rk_route_request, v->dimension);
    struct rk_route_window *win = RK_NEW(v->keep, struct rk_route_window, v->dimension);
    int32_t *number = RK_NEW(v->keep, int32_t, v->dimension), n = 0;
    if (v->keep->failed)
        return full(v);
    for (int32_t i = 0; i < v->dimension; i++) {
        if (v->depot[i])
            continue;
        win[n] = (struct rk_route_window){io_ticks_up(v->row[i].from, c->unit),
                                          io_ticks_down(v->row[i].to, c->unit)};
        const double service = v->row[i].service > 0.0 ? v->row[i].service : v->service;
        r[n] = (struct rk_route_request){
            .stops = 1, .max_ride = -1, .after = -1, .only = -1, .was = -1, .gap_most = -1};
        r[n].load[0] = (int32_t)v->row[i].load;
        r[n].stop[0] =
            (struct rk_route_stop){i, io_ticks_up(service, c->unit), v->windows, &win[n]};
        number[n++] = i;
    }
    c->problem.request = r;
    c->problem.requests = n;
    c->number[0] = c->number[1] = number;
    c->numbers = v->dimension;
    return n > 0 ? RK_OK : words_fail(v->w, "every node is a depot; expected customers");
}

static rk_status make_fleet(struct vrp *v)
{
    struct rk_route_case *c = v->c;
    int32_t first = 0;
    if (!v->depot)
        return words_fail(v->w, "there is no depot; expected DEPOT_SECTION");
    while (!v->depot[first])
        first++;
    if (!v->fleet_said)
        v->vehicles =
            v->dimension < RK_ROUTE_VEHICLES_MAX ? v->dimension : RK_ROUTE_VEHICLES_MAX;
    struct rk_route_vehicle *vehicle = RK_NEW(v->keep, struct rk_route_vehicle, v->vehicles);
    if (!vehicle)
        return full(v);
    for (int32_t k = 0; k < v->vehicles; k++) {
        const int32_t home = v->home ? v->home[k] : first;
        if (!v->depot[home])
            return words_fail(v->w, "vehicle %d stands at node %d; expected a depot", k + 1,
                              home + 1);
        const struct io_row *d = &v->row[home];
        int32_t to = RK_ROUTE_TICKS_MAX;
        int32_t most = v->longest > 0.0 ? io_ticks_down(v->longest, c->unit) : -1;
        if (v->windows)
            to = io_ticks_down(d->to, c->unit);
        else if (most >= 0) /* without windows a tour is as long as it ends */
            to = most, most = -1;
        vehicle[k] = (struct rk_route_vehicle){
            .start = home,
            .end = home,
            .depot = home,
            .to = to,
            .most = most,
            .trips = 1,
            .from = v->windows ? io_ticks_up(d->from, c->unit) : 0,
            .load = {(int32_t)(v->cap ? v->cap[k] : v->capacity)},
            .per_cost = v->per ? (int32_t)lround(1000.0 * v->per[k]) : 1000};
    }
    c->problem.vehicle = vehicle;
    c->problem.vehicles = v->vehicles;
    c->problem.must = true;
    return RK_OK;
}

rk_status io_read_vrplib(struct words *w, struct rk_arena *keep, struct rk_scratch *scratch,
                         struct rk_route_case *out)
{
    struct vrp v = {.w = w, .scratch = scratch, .c = out, .keep = keep};
    out->kind = RK_ROUTE_VRPLIB;
    out->round = RK_ROUTE_NEAREST;
    while (words_line(w)) {
        const ptrdiff_t colon = rk_str_find(w->line, RK_STR(":"));
        if (is(w->line, "EOF"))
            break;
        if (colon >= 0 &&
            !rk_str_ends(rk_str_trim(rk_str_slice(w->line, 0, colon)), RK_STR("_SECTION")))
            TRY(header(&v, rk_str_trim(rk_str_slice(w->line, 0, colon)),
                       rk_str_trim(rk_str_slice(w->line, colon + 1, w->line.len))));
        else
            TRY(section(
                &v, rk_str_trim(rk_str_slice(w->line, 0, colon >= 0 ? colon : w->line.len))));
    }
    if (w->failed)
        return w->failed;
    TRY(ready(&v, "the end"));
    TRY(make_places(&v));
    TRY(make_requests(&v));
    return make_fleet(&v);
}
