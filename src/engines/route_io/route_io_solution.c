/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solutions: written, read, and turned into plans. */
#include "route_io_internal.h"

/* ---- writing ----------------------------------------------------------------------------- */

/* As many decimals as ticks need. */
static void put_hour(const struct rk_route_case *c, int32_t ticks, struct rk_buf *out)
{
    const int64_t unit = (int64_t)c->unit;
    rk_buf_printf(out, "@%" PRId64, ticks / unit);
    if (unit == 1 || ticks % unit == 0)
        return;
    int digits = 0;
    for (int64_t u = unit; u > 1; u /= 10)
        digits++;
    rk_buf_printf(out, ".%0*" PRId64, digits, ticks % unit);
}

static double exact_cost(const struct rk_route_case *c, const struct rk_route_plan *plan)
{
    double sum = 0.0;
    for (int32_t k = 0; k < plan->tours; k++) {
        const struct rk_route_tour *t = &plan->tour[k];
        const struct rk_route_vehicle *v = &c->problem.vehicle[t->vehicle];
        int32_t at = v->start;
        double length = 0.0;
        for (int32_t i = 0; i < t->visits; i++) {
            const struct rk_route_request *r = &c->problem.request[t->visit[i].request];
            const int32_t to = r->stop[t->visit[i].stop].place;
            length += io_leg(c, at, to);
            at = to;
        }
        sum += (length + io_leg(c, at, v->end)) * v->per_cost / 1000.0;
    }
    return sum;
}

static void put_cost(const struct rk_route_case *c, const struct rk_route_plan *plan,
                     struct rk_buf *out)
{
    if (c->kind == RK_ROUTE_TOWN) {
        rk_buf_printf(out, "Cost %" PRId64 "\n", plan->cost);
        return;
    }
    const double cost = exact_cost(c, plan);
    if (c->round == RK_ROUTE_NEAREST || c->round == RK_ROUTE_CEILING)
        rk_buf_printf(out, "Cost %.0f\n", cost);
    else if (c->round == RK_ROUTE_TENTHS)
        rk_buf_printf(out, "Cost %.1f\n", cost);
    else
        rk_buf_printf(out, "Cost %.4f\n", cost);
}

static void put_visit(const struct rk_route_case *c, const struct rk_route_visit *v,
                      bool with_hours, struct rk_buf *out)
{
    if (v->act == RK_ROUTE_RELOAD)
        rk_buf_c(out, " 0");
    else if (v->act == RK_ROUTE_PAUSE)
        rk_buf_printf(out, " b%d", v->request + 1);
    else
        rk_buf_printf(out, " %d", c->number[v->stop][v->request]);
    if (v->act == RK_ROUTE_STOP && v->option >= 0)
        rk_buf_printf(out, "/%d", c->problem.request[v->request].option[v->option].pool + 1);
    if (with_hours)
        put_hour(c, v->begin, out);
}

void rk_route_write(const struct rk_route_case *c, const struct rk_route_plan *plan,
                    struct rk_buf *out)
{
    const bool hours = c->kind >= RK_ROUTE_CORDEAU;
    for (int32_t i = 0; i < plan->unserved; i++) {
        rk_buf_printf(out, "Unserved %d: ", c->number[0][plan->left[i].request]);
        rk_route_unserved_words(c, &plan->left[i], RK_ROUTE_ENGLISH, out);
        rk_buf_char(out, '\n');
    }
    for (int32_t k = 0; k < plan->tours; k++) {
        const struct rk_route_tour *t = &plan->tour[k];
        rk_buf_printf(out, "Route #%d:",
                      c->kind == RK_ROUTE_TOWN || c->kind == RK_ROUTE_VRPLIB ? t->vehicle + 1
                                                                             : k + 1);
        for (int32_t i = 0; i < t->visits; i++)
            put_visit(c, &t->visit[i], hours, out);
        rk_buf_char(out, '\n');
    }
    put_cost(c, plan, out);
}

/* ---- reading ----------------------------------------------------------------------------- */

static rk_status read_stop(struct words *w, struct rk_str word, struct rk_route_said *s)
{
    int64_t n = 0, bed = -1;
    struct rk_str rest = word;
    struct rk_str number = rk_str_cut(&rest, '@');
    *s = (struct rk_route_said){.at = RK_NAN, .bed = -1, .line = w->number};
    if (rest.at && !rk_str_double(rest, &s->at))
        return words_fail(w, "\"%.*s\"; expected a stop, as 12 or 12@95.5",
                          (int)(word.len < 40 ? word.len : 40), word.at);
    struct rk_str behind = number;
    number = rk_str_cut(&behind, '/');
    s->pause = rk_str_starts(number, RK_STR("b"));
    if (s->pause)
        number = rk_str_slice(number, 1, number.len);
    const bool fine = rk_str_int(number, &n) && n >= -1000000000 && n <= 1000000000 &&
                      (!behind.at || (rk_str_int(behind, &bed) && bed >= 0 && bed <= 1000000));
    if (!fine)
        return words_fail(w, "\"%.*s\"; expected a stop, as 12 or 12@95.5",
                          (int)(word.len < 40 ? word.len : 40), word.at);
    s->number = (int32_t)n;
    s->bed = (int32_t)bed;
    return RK_OK;
}

static rk_status read_route(struct words *w, struct rk_arena *keep, struct rk_route_list *out)
{
    const ptrdiff_t colon = rk_str_find(w->line, RK_STR(":"));
    const struct rk_str head = rk_str_slice(w->line, 5, colon < 0 ? 5 : colon);
    struct rk_str number = rk_str_trim(head);
    int64_t n = 0;
    if (rk_str_starts(number, RK_STR("#")))
        number = rk_str_trim(rk_str_slice(number, 1, number.len));
    if (colon < 0 || !rk_str_int(number, &n) || n < 1 || n > 1000000)
        return words_fail(w, "expected \"Route #1: …\"");
    w->line = rk_str_slice(w->line, colon + 1, w->line.len);
    struct words count = *w;
    int32_t stops = 0;
    while (words_word(&count).len > 0)
        stops++;
    struct rk_route_said *s = RK_NEW(keep, struct rk_route_said, stops + 1);
    if (!s)
        return rk_fail(w->err, RK_ENOMEM, w->name, "%d stops", stops);
    *out = (struct rk_route_list){(int32_t)n, stops, s, RK_NAN, w->number};
    for (int32_t i = 0; i < stops; i++)
        TRY(read_stop(w, words_word(w), &s[i]));
    return RK_OK;
}

static rk_status read_cost(struct words *w, double *cost)
{
    struct rk_str rest = rk_str_trim(rk_str_slice(w->line, 4, w->line.len));
    if (rk_str_starts(rest, RK_STR(":")))
        rest = rk_str_trim(rk_str_slice(rest, 1, rest.len));
    if (!rk_str_double(rest, cost))
        return words_fail(w, "cost \"%.*s\"; expected a number",
                          (int)(rest.len < 40 ? rest.len : 40), rest.at);
    return RK_OK;
}

rk_status rk_route_read_solution(const char *name, struct rk_str bytes, struct rk_arena *keep,
                                 struct rk_route_said_plan *out, struct rk_err *err)
{
    struct words w = {.name = name, .rest = bytes, .err = err};
    struct words look = {.name = name, .rest = bytes};
    struct rk_arena result = *keep;
    struct rk_route_said_plan p = {.cost = RK_NAN};
    int32_t lines = 1;
    while (words_line(&look))
        lines++;
    struct rk_route_list *list = RK_NEW(&result, struct rk_route_list, lines);
    int32_t *unserved = RK_NEW(&result, int32_t, lines);
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, name, "%d lines", lines);
    while (words_line(&w)) {
        if (rk_str_starts(w.line, RK_STR("Route"))) {
            TRY(read_route(&w, &result, &list[p.lists++]));
        } else if (rk_str_starts(w.line, RK_STR("Cost"))) {
            TRY(read_cost(&w, &p.cost));
        } else if (rk_str_starts(w.line, RK_STR("Unserved"))) {
            int64_t n = 0;
            struct rk_str rest = rk_str_trim(rk_str_slice(w.line, 8, w.line.len));
            if (!rk_str_int(rk_str_trim(rk_str_cut(&rest, ':')), &n) || n < 0 || n > 1000000000)
                return words_fail(&w, "expected \"Unserved 17: words\"");
            unserved[p.unserved++] = (int32_t)n;
        } /* other lines are notes of whoever wrote the file */
    }
    if (w.failed)
        return w.failed;
    if (p.lists == 0 && p.unserved == 0)
        return words_fail(&w, "no line \"Route #1: …\"; expected one");
    p.list = list;
    p.unserved_number = unserved;
    *keep = result;
    *out = p;
    return RK_OK;
}

/* ---- a plan ------------------------------------------------------------------------------ */

static bool find(const struct rk_route_case *c, const struct rk_route_said *s,
                 struct rk_route_visit *out)
{
    *out = (struct rk_route_visit){.option = -1, .request = -1};
    if (!isnan(s->at))
        out->begin = io_ticks_up(s->at, c->unit);
    if (s->pause) {
        out->act = RK_ROUTE_PAUSE;
        out->request = s->number - 1;
        return s->number > 0;
    }
    if (s->number == 0) {
        out->act = RK_ROUTE_RELOAD;
        return true;
    }
    for (int32_t i = 0; i < c->problem.requests; i++) {
        const struct rk_route_request *r = &c->problem.request[i];
        for (int k = 0; k < r->stops; k++)
            if (c->number[k][i] == s->number) {
                out->request = i;
                out->stop = k;
                for (int32_t o = 0; k == r->stops - 1 && o < r->options; o++)
                    if (r->option[o].pool == s->bed - 1)
                        out->option = o;
                return true;
            }
    }
    return false;
}

rk_status rk_route_plan_of(const struct rk_route_case *c, const struct rk_route_said_plan *said,
                           struct rk_arena *keep, struct rk_route_plan *out, struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct rk_route_tour *tour = RK_NEW(&result, struct rk_route_tour, said->lists + 1);
    struct rk_route_plan plan = {.tour = tour};
    for (int32_t k = 0; tour && k < said->lists; k++) {
        const struct rk_route_list *l = &said->list[k];
        struct rk_route_visit *v = RK_NEW(&result, struct rk_route_visit, l->stops + 1);
        if (!v)
            break;
        const bool own = c->kind == RK_ROUTE_TOWN || c->kind == RK_ROUTE_VRPLIB;
        const int32_t car = own ? l->number - 1 : k;
        if (car < 0 || car >= c->problem.vehicles)
            return rk_fail(err, RK_EINVAL, "solution", "route %d; expected 1 … %d", l->number,
                           c->problem.vehicles);
        for (int32_t i = 0; i < l->stops; i++)
            if (!find(c, &l->stop[i], &v[i]))
                return rk_fail(err, RK_EINVAL, "solution",
                               "line %d: stop %d; expected one of the problem", l->stop[i].line,
                               l->stop[i].number);
        tour[plan.tours++] =
            (struct rk_route_tour){.vehicle = car, .visits = l->stops, .visit = v};
    }
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, "solution", "%d routes", said->lists);
    *keep = result;
    *out = plan;
    return RK_OK;
}
