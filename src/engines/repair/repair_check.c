/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be is refused, with its place and what was expected. */
#include "repair_internal.h"

/* "node 3: kw is -4; expected 0 … 1e+06" unless it lies there; NaN never does. */
static bool within(struct rk_err *err, const char *what, int32_t i, const char *field, double x,
                   double low, double high)
{
    if (x >= low && x <= high)
        return true;
    char place[RK_ERR_PLACE];
    snprintf(place, sizeof place, i >= 0 ? "%s %d: %s" : "%s%.0d: %s", what, i < 0 ? 0 : i,
             field);
    (void)rk_fail(err, RK_EINVAL, place, "%g; expected %g … %g", x, low, high);
    return false;
}
static bool index_ok(struct rk_err *err, const char *what, int32_t i, const char *field,
                     int32_t x, int32_t count)
{
    if (x >= 0 && x < count)
        return true;
    char place[RK_ERR_PLACE];
    snprintf(place, sizeof place, "%s %d: %s", what, i, field);
    (void)rk_fail(err, RK_EINVAL, place, "%d; expected 0 … %d", x, count - 1);
    return false;
}

static bool counts_ok(const struct rk_repair_problem *p, struct rk_err *err)
{
    return within(err, "nodes", -1, "count", p->nodes, 0, RK_REPAIR_NODES_MAX) &&
           within(err, "edges", -1, "count", p->edges, 0, 2.0 * RK_REPAIR_NODES_MAX) &&
           within(err, "plants", -1, "count", p->plants, 0, RK_REPAIR_NODES_MAX) &&
           within(err, "jobs", -1, "count", p->jobs, 0, RK_REPAIR_JOBS_MAX) &&
           within(err, "crews", -1, "count", p->crews, 1, RK_REPAIR_CREWS_MAX) &&
           within(err, "travel", -1, "h_per_km", p->travel_h_per_km, 0, 100) &&
           (p->horizon_h == HUGE_VAL ||
            within(err, "horizon", -1, "hours", p->horizon_h, 1, 1e6));
}

static bool nets_ok(const struct rk_repair_problem *p, struct rk_err *err)
{
    for (int32_t i = 0; i < p->nodes; i++) {
        const struct rk_repair_node *n = &p->node[i];
        if (!within(err, "node", i, "x_m", n->x_m, -1e7, 1e7) ||
            !within(err, "node", i, "y_m", n->y_m, -1e7, 1e7) ||
            !within(err, "node", i, "people", n->people, 0, 1e7) ||
            !within(err, "node", i, "kw", n->kw, n->people > 0 ? 1e-6 : 0, 1e7) ||
            !within(err, "node", i, "weight", n->weight, 0, 1e4))
            return false;
    }
    for (int32_t i = 0; i < p->edges; i++)
        if (!index_ok(err, "edge", i, "a", p->edge[i].a, p->nodes) ||
            !index_ok(err, "edge", i, "b", p->edge[i].b, p->nodes))
            return false;
    for (int32_t i = 0; i < p->plants; i++)
        if (!index_ok(err, "plant", i, "node", p->plant[i].node, p->nodes) ||
            !within(err, "plant", i, "kw", p->plant[i].kw, 0, 1e9) ||
            !within(err, "plant", i, "from_h", p->plant[i].from_h, 0, HUGE_VAL))
            return false;
    return true;
}

static bool steps_ok(const struct rk_repair_job *j, int32_t i, struct rk_err *err)
{
    if (!within(err, "job", i, "steps", j->steps, 1, 64))
        return false;
    for (int32_t k = 0; k < j->steps; k++)
        if (!within(err, "job", i, "step hours", j->step[k].hours, 0, 1e4) ||
            !within(err, "job", i, "step fails", j->step[k].fails, 0, 0.95) ||
            !index_ok(err, "job", i, "step back", j->step[k].back, k + 1))
            return false;
    return within(err, "job", i, "hours", rk_repair_hours(j->step, j->steps, NULL), 1e-3, 1e5);
}

static bool job_ok(const struct rk_repair_problem *p, int32_t i, struct rk_err *err)
{
    const struct rk_repair_job *j = &p->job[i];
    bool fine = within(err, "job", i, "kind", j->kind, RK_REPAIR_PIPE, RK_REPAIR_STOVES);
    if (fine && j->kind == RK_REPAIR_PIPE)
        fine = index_ok(err, "job", i, "at", j->at, p->edges);
    if (fine && j->kind == RK_REPAIR_PLANT)
        fine = index_ok(err, "job", i, "at", j->at, p->plants);
    if (fine && j->kind == RK_REPAIR_LINK)
        fine = index_ok(err, "job", i, "a", j->a, p->nodes) &&
               index_ok(err, "job", i, "b", j->b, p->nodes);
    if (fine && j->kind >= RK_REPAIR_BOILER) {
        fine = (j->kind == RK_REPAIR_BOILER
                    ? within(err, "job", i, "kw", j->kw, 0, 1e9)
                    : within(err, "job", i, "people", j->people, 1, 1e7)) &&
               within(err, "job", i, "sites", j->sites.len, 1, 1000);
        for (int32_t k = 0; fine && k < j->sites.len; k++)
            fine = index_ok(err, "job", i, "site", j->sites.at[k], p->nodes);
    }
    for (int32_t k = 0; fine && k < j->after.len; k++) {
        fine = index_ok(err, "job", i, "after", j->after.at[k], p->jobs);
        if (fine && p->job[j->after.at[k]].kind > RK_REPAIR_PLANT) {
            char place[RK_ERR_PLACE];
            rk_said(place, sizeof place, "job %d: after", i);
            (void)rk_fail(err, RK_EINVAL, place, "job %d may be left undone; expected a repair",
                          j->after.at[k]);
            return false;
        }
    }
    return fine && within(err, "job", i, "x_m", j->x_m, -1e7, 1e7) &&
           within(err, "job", i, "y_m", j->y_m, -1e7, 1e7) && steps_ok(j, i, err) &&
           within(err, "job", i, "from_h", j->from_h, 0, HUGE_VAL) &&
           within(err, "job", i, "heat_from_h", j->heat_from_h, 0, HUGE_VAL) &&
           within(err, "job", i, "due_h", j->due_h, 0, HUGE_VAL);
}

static bool weather_ok(const struct rk_repair_weather *w, struct rk_err *err)
{
    if (!within(err, "weather", -1, "count", w->count, 0, 1e6))
        return false;
    for (int32_t i = 0; i < w->count; i++)
        if (!within(err, "weather", i, "hour", w->hour[i], i > 0 ? w->hour[i - 1] : -1e5,
                    1e6) ||
            !within(err, "weather", i, "outdoor_c", w->outdoor_c[i], -60, 45))
            return false;
    return w->count == 0 || (within(err, "weather", -1, "tau_h", w->tau_h, 1, 1000) &&
                             within(err, "weather", -1, "indoor_c", w->indoor_c, -40, 40) &&
                             within(err, "weather", -1, "below_18", w->below_18, 0, 1e4) &&
                             within(err, "weather", -1, "below_8", w->below_8, 0, 1e4));
}

/* Without a horizon the count ends with the last repair: nothing may then be left undone. */
static bool horizon_ok(const struct rk_repair_problem *p, struct rk_err *err)
{
    if (isfinite(p->horizon_h))
        return true;
    bool free = true;
    for (int32_t i = 0; i < p->jobs; i++)
        free = free && p->job[i].kind <= RK_REPAIR_PLANT && p->job[i].heat_from_h <= 0.0;
    for (int32_t i = 0; i < p->plants; i++)
        free = free && (p->plant[i].from_h <= 0.0 || p->plant[i].from_h == HUGE_VAL);
    if (!free)
        (void)rk_fail(err, RK_EINVAL, "horizon: hours",
                      "none; expected a number with boilers, links or heat that comes later");
    return free;
}

rk_status repair_check(const struct rk_repair_problem *p, struct rk_err *err)
{
    bool fine = counts_ok(p, err) && nets_ok(p, err);
    int64_t sites = 0;
    for (int32_t i = 0; fine && i < p->jobs; i++) {
        fine = job_ok(p, i, err);
        sites += fine && p->job[i].kind >= RK_REPAIR_BOILER ? p->job[i].sites.len : 1;
    }
    fine = fine &&
           within(err, "jobs", -1, "ways to do them", (double)sites, 0, RK_REPAIR_JOBS_MAX);
    for (int32_t i = 0; fine && i < p->crews; i++)
        fine = within(err, "crew", i, "x_m", p->crew[i].x_m, -1e7, 1e7) &&
               within(err, "crew", i, "y_m", p->crew[i].y_m, -1e7, 1e7) &&
               within(err, "crew", i, "shift_from_h", p->crew[i].shift_from_h, 0, 24) &&
               within(err, "crew", i, "shift_hours", p->crew[i].shift_hours, 0.5, 24);
    return fine && weather_ok(&p->weather, err) && horizon_ok(p, err) ? RK_OK : RK_EINVAL;
}
