/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solomon's rounds with windows, Cordeau's dial-a-ride, Li & Lim's pickups and deliveries. */
#include "route_io_internal.h"

#define MOST_UNITS 1e7
enum { MOST_ROWS = RK_ROUTE_PLACES_MAX };

static rk_status full(struct words *w)
{
    return rk_fail(w->err, RK_ENOMEM, w->name, "the problem is too large");
}

/* Rows to the end of the file. `columns`: 7, or 9 with the partners of pickups. */
static struct io_row *read_rows(struct words *w, struct rk_scratch *scratch, bool demand_last,
                                int columns, int32_t *count)
{
    int32_t room = 1;
    for (struct words look = *w; words_line(&look);)
        room++;
    struct io_row *row = RK_NEW(scratch, struct io_row, room);
    *count = 0;
    if (!row) {
        w->failed = full(w);
        return NULL;
    }
    while (words_line(w)) {
        struct io_row *r = &row[*count];
        *r = (struct io_row){.line = w->number};
        r->id = (int32_t)words_number(w, "the number", 0, 1e9);
        r->x = words_number(w, "x", -MOST_UNITS, MOST_UNITS);
        r->y = words_number(w, "y", -MOST_UNITS, MOST_UNITS);
        if (demand_last)
            r->service = words_number(w, "service time", 0, MOST_UNITS);
        r->load = words_number(w, demand_last ? "load" : "demand", -1e8, 1e8);
        r->from = words_number(w, "ready time", -MOST_UNITS, MOST_UNITS);
        r->to = words_number(w, "due date", -MOST_UNITS, MOST_UNITS);
        if (!demand_last)
            r->service = words_number(w, "service time", 0, MOST_UNITS);
        if (columns == 9) {
            r->pickup = (int32_t)words_number(w, "the pickup", 0, 1e9);
            r->drop = (int32_t)words_number(w, "the delivery", 0, 1e9);
        }
        if (w->failed)
            return NULL;
        if (words_word(w).len > 0)
            words_fail(w, "more columns than %d; expected %d", columns, columns);
        else if (r->id != *count)
            words_fail(w, "number %d; expected %d, rows stand in order", r->id, *count);
        else if (r->load != floor(r->load))
            words_fail(w, "load %.10g; expected a whole number", r->load);
        else if (r->from < 0.0)
            words_fail(w, "ready time %.10g of %d; expected 0 or more", r->from, r->id);
        else if (r->to < r->from)
            words_fail(w,
                       "window of %d closes at %.10g before it opens at %.10g; expected "
                       "ready time <= due date",
                       r->id, r->to, r->from);
        else if (*count >= MOST_ROWS)
            words_fail(w, "more than %d rows; expected fewer", MOST_ROWS);
        if (w->failed)
            return NULL;
        (*count)++;
    }
    if (w->failed)
        return NULL;
    if (*count < 2)
        words_fail(w, "%d rows; expected the depot and at least one stop", *count);
    return w->failed ? NULL : row;
}

/* Coordinates, unit of ticks, one matrix; the longest hour anyone needs. */
static rk_status places_of(struct words *w, const struct io_row *row, int32_t count,
                           double horizon, struct rk_arena *keep, struct rk_route_case *out)
{
    double *x = RK_NEW(keep, double, count), *y = RK_NEW(keep, double, count);
    if (keep->failed)
        return full(w);
    double most = horizon;
    for (int32_t i = 0; i < count; i++) {
        x[i] = row[i].x, y[i] = row[i].y;
        most = fmax(most, fmax(row[i].to, row[i].service));
        most = fmax(most, 2.0 * fmax(fabs(row[i].x), fabs(row[i].y)));
    }
    out->x = out->problem.x = x;
    out->y = out->problem.y = y;
    out->problem.places = count;
    out->round = RK_ROUTE_EXACT;
    out->unit = out->cost_unit = io_unit(most);
    struct rk_route_matrix *m = RK_NEW(keep, struct rk_route_matrix, 1);
    const int32_t *legs = io_matrix(out, count, keep);
    if (!m || !legs)
        return full(w);
    m->time = m->cost = legs;
    out->problem.matrix = m;
    out->problem.matrices = 1;
    return RK_OK;
}

static struct rk_route_stop stop_of(const struct rk_route_case *c, const struct io_row *r,
                                    int32_t place, struct rk_arena *keep)
{
    struct rk_route_window *win = RK_NEW(keep, struct rk_route_window, 1);
    if (!win)
        return (struct rk_route_stop){0};
    *win =
        (struct rk_route_window){io_ticks_up(r->from, c->unit), io_ticks_down(r->to, c->unit)};
    return (struct rk_route_stop){place, io_ticks_up(r->service, c->unit), 1, win};
}

static const struct rk_route_request plain = {
    .max_ride = -1, .after = -1, .only = -1, .was = -1, .gap_most = -1};

static struct rk_route_vehicle vehicle_of(const struct rk_route_case *c,
                                          const struct io_row *depot, double capacity)
{
    return (struct rk_route_vehicle){.from = io_ticks_up(depot->from, c->unit),
                                     .to = io_ticks_down(depot->to, c->unit),
                                     .most = -1,
                                     .load = {(int32_t)capacity},
                                     .trips = 1,
                                     .per_cost = 1000};
}

static rk_status finish(struct words *w, struct rk_route_case *out, int32_t vehicles,
                        const struct rk_route_vehicle *like, struct rk_arena *keep)
{
    struct rk_route_problem *p = &out->problem;
    if (vehicles > RK_ROUTE_VEHICLES_MAX)
        return words_fail(w, "%d vehicles; expected at most %d", vehicles,
                          RK_ROUTE_VEHICLES_MAX);
    p->vehicle = io_fleet(vehicles, like, keep);
    p->vehicles = vehicles;
    p->must = true;
    return keep->failed ? full(w) : RK_OK;
}

/* ---- one stop a request ------------------------------------------------------------------ */

static rk_status one_stop_requests(struct words *w, const struct io_row *row, int32_t rows,
                                   struct rk_arena *keep, struct rk_route_case *out)
{
    struct rk_route_request *r = RK_NEW(keep, struct rk_route_request, rows);
    int32_t *number = RK_NEW(keep, int32_t, rows);
    if (keep->failed)
        return full(w);
    for (int32_t i = 1; i < rows; i++) {
        w->number = row[i].line;
        if (row[i].load < 0)
            return words_fail(w, "demand %.10g of %d; expected 0 or more", row[i].load, i);
        r[i - 1] = plain;
        r[i - 1].stops = 1;
        r[i - 1].load[0] = (int32_t)row[i].load;
        r[i - 1].stop[0] = stop_of(out, &row[i], i, keep);
        number[i - 1] = i;
    }
    out->problem.request = r;
    out->problem.requests = rows - 1;
    out->number[0] = out->number[1] = number;
    out->numbers = rows;
    return keep->failed ? full(w) : RK_OK;
}

static bool find_line(struct words *w, const char *word)
{
    while (words_line(w))
        if (rk_str_starts(w->line, rk_str_of(word)))
            return true;
    words_fail(w, "no line %s; expected one", word);
    return false;
}

rk_status io_read_solomon(struct words *w, struct rk_arena *keep, struct rk_scratch *scratch,
                          struct rk_route_case *out)
{
    int32_t rows = 0;
    out->kind = RK_ROUTE_SOLOMON;
    if (!find_line(w, "NUMBER") || !words_line(w))
        return words_fail(w, "no vehicles; expected NUMBER and CAPACITY");
    const double vehicles = words_number(w, "NUMBER", 1, RK_ROUTE_VEHICLES_MAX);
    const double capacity = words_number(w, "CAPACITY", 0, 1e9);
    if (w->failed || !find_line(w, "CUST N"))
        return w->failed;
    if (vehicles != floor(vehicles) || capacity != floor(capacity))
        return words_fail(w, "NUMBER and CAPACITY; expected whole numbers");
    const struct io_row *row = read_rows(w, scratch, false, 7, &rows);
    if (!row)
        return w->failed;
    TRY(places_of(w, row, rows, 0.0, keep, out));
    TRY(one_stop_requests(w, row, rows, keep, out));
    const struct rk_route_vehicle like = vehicle_of(out, &row[0], capacity);
    return finish(w, out, (int32_t)vehicles, &like, keep);
}

/* ---- pairs ------------------------------------------------------------------------------- */

static rk_status pair_requests(struct words *w, const struct io_row *row, int32_t pairs,
                               const int32_t *from, const int32_t *to, double ride,
                               struct rk_arena *keep, struct rk_route_case *out)
{
    struct rk_route_request *r = RK_NEW(keep, struct rk_route_request, pairs + 1);
    int32_t *a = RK_NEW(keep, int32_t, pairs + 1), *b = RK_NEW(keep, int32_t, pairs + 1);
    if (keep->failed)
        return full(w);
    for (int32_t i = 0; i < pairs; i++) {
        const struct io_row *p = &row[from[i]], *d = &row[to[i]];
        w->number = d->line;
        if (p->load < 0 || d->load != -p->load)
            return words_fail(w, "load %.10g at %d; expected %.10g, what %d takes up", d->load,
                              d->id, -p->load, p->id);
        r[i] = plain;
        r[i].stops = 2;
        r[i].load[0] = (int32_t)p->load;
        r[i].max_ride = ride >= 0.0 ? io_ticks_down(ride, out->unit) : -1;
        r[i].stop[0] = stop_of(out, p, from[i], keep);
        r[i].stop[1] = stop_of(out, d, to[i], keep);
        a[i] = p->id, b[i] = d->id;
    }
    out->problem.request = r;
    out->problem.requests = pairs;
    out->number[0] = a, out->number[1] = b;
    out->numbers = out->problem.places;
    return keep->failed ? full(w) : RK_OK;
}

rk_status io_read_cordeau(struct words *w, struct rk_arena *keep, struct rk_scratch *scratch,
                          struct rk_route_case *out)
{
    int32_t rows = 0;
    out->kind = RK_ROUTE_CORDEAU;
    words_line(w);
    const double vehicles = words_number(w, "number of vehicles", 1, RK_ROUTE_VEHICLES_MAX);
    const double nodes = words_number(w, "number of stops", 1, MOST_ROWS);
    const double tour = words_number(w, "longest tour", 0, MOST_UNITS);
    const double capacity = words_number(w, "capacity of a vehicle", 0, 1e9);
    const double ride = words_number(w, "longest ride", 0, MOST_UNITS);
    if (w->failed)
        return w->failed;
    const int32_t head = w->number;
    struct io_row *row = read_rows(w, scratch, true, 7, &rows);
    if (!row)
        return w->failed;
    /* Some files count requests, some stops; some repeat the depot at the end. */
    int32_t stops = rows - 1;
    if (stops % 2 == 1 && row[stops].load == 0.0)
        stops--;
    w->number = head;
    const int32_t half = stops / 2;
    if (stops % 2 == 1 || (nodes != stops && nodes != half && nodes != stops + 1))
        return words_fail(w,
                          "%.0f stops said, %d rows follow the depot; expected as many as "
                          "said, pickups then deliveries",
                          nodes, rows - 1);
    const int32_t pairs = half;
    int32_t *from = RK_NEW(scratch, int32_t, pairs + 1),
            *to = RK_NEW(scratch, int32_t, pairs + 1);
    if (scratch->in.failed)
        return full(w);
    for (int32_t i = 0; i < pairs; i++)
        from[i] = i + 1, to[i] = pairs + i + 1;
    TRY(places_of(w, row, stops + 1, fmax(tour, ride), keep, out));
    TRY(pair_requests(w, row, pairs, from, to, ride, keep, out));
    struct rk_route_vehicle like = vehicle_of(out, &row[0], capacity);
    like.most = io_ticks_down(tour, out->unit);
    return finish(w, out, (int32_t)vehicles, &like, keep);
}

rk_status io_read_lilim(struct words *w, struct rk_arena *keep, struct rk_scratch *scratch,
                        struct rk_route_case *out)
{
    int32_t rows = 0, pairs = 0;
    out->kind = RK_ROUTE_LILIM;
    words_line(w);
    const double vehicles = words_number(w, "number of vehicles", 1, RK_ROUTE_VEHICLES_MAX);
    const double capacity = words_number(w, "capacity of a vehicle", 0, 1e9);
    words_number(w, "the speed", 0, 1e9);
    if (w->failed)
        return w->failed;
    const struct io_row *row = read_rows(w, scratch, false, 9, &rows);
    if (!row)
        return w->failed;
    int32_t *from = RK_NEW(scratch, int32_t, rows), *to = RK_NEW(scratch, int32_t, rows);
    if (scratch->in.failed)
        return full(w);
    for (int32_t i = 1; i < rows; i++) {
        w->number = row[i].line;
        const int32_t other = row[i].drop > 0 ? row[i].drop : row[i].pickup;
        if (other <= 0 || other >= rows || other == i ||
            (row[i].drop > 0 ? row[other].pickup : row[other].drop) != i)
            return words_fail(w, "stop %d and its partner %d; expected each to name the other",
                              i, other);
        if (row[i].drop > 0) {
            from[pairs] = i;
            to[pairs++] = row[i].drop;
        }
    }
    TRY(places_of(w, row, rows, 0.0, keep, out));
    TRY(pair_requests(w, row, pairs, from, to, -1.0, keep, out));
    const struct rk_route_vehicle like = vehicle_of(out, &row[0], capacity);
    return finish(w, out, (int32_t)vehicles, &like, keep);
}
