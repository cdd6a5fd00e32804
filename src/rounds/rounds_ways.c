/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roads as reported, places on them, and the time and length of every leg. */
#include "rounds_internal.h"

static const enum rk_reach_profile profiles[ROUNDS_BYS] = {RK_CAR, RK_AMBULANCE};

static bool keep_closures(struct rounds *r, const struct plan_closures *c)
{
    struct rk_rounds_day *d = r->d;
    struct rk_str *name = RK_NEW(r->keep, struct rk_str, c->count + 1);
    struct rk_str *id = RK_NEW(r->keep, struct rk_str, c->count + 1);
    for (int32_t i = 0; name && id && i < c->count; i++) {
        name[i] = c->at[i].name;
        /* slow yesterday and closed today is news */
        id[i] = rk_str_printf(r->keep, "%.*s=%.*s",
                              RK_FMT(rk_sit_text(d->sit, d->sit->subject[c->at[i].subject].id)),
                              RK_FMT(plan_text(&r->p, c->at[i].state)));
    }
    d->closure = name;
    d->closure_id = id;
    d->closures = c->count;
    d->lost = c->lost;
    return name && id;
}

/* All that is reported closed is closed, and no danger area is driven through: a driver is not
 * sent to try. */
rk_status rounds_make_roads(struct rounds *r, struct rk_err *err)
{
    const struct rk_plan_roads *given = r->order->roads;
    const struct rk_reach_marks none = {NULL, 0};
    struct rk_rounds_day *d = r->d;
    struct plan_closures closures;
    rk_status bad = rk_roads_check(given->roads, err);
    if (!bad && (!plan_closures_find(&r->p, &closures) || !keep_closures(r, &closures) ||
                 !rounds_find_dangers(r, &closures.marks[PLAN_BY_CAR])))
        bad = rounds_no_memory(err);
    for (int by = 0; by < ROUNDS_BYS && !bad; by++) {
        const struct rk_reach_wish wish = {profiles[by], RK_DRY, RK_WORST, false};
        bad = rk_reach_net_make(given->roads, given->speeds, wish, none, r->keep, *r->p.scratch,
                                &d->open[by], err);
        if (!bad)
            bad = rk_reach_index_make(&d->open[by], r->keep, *r->p.scratch, &d->index[by], err);
        if (!bad)
            bad = rk_reach_net_make(given->roads, given->speeds, wish,
                                    closures.marks[PLAN_BY_CAR], r->keep, *r->p.scratch,
                                    &d->net[by], err);
    }
    return bad;
}

int32_t rounds_place_at(struct rounds *r, double lat, double lon)
{
    struct rk_rounds_day *d = r->d;
    for (int32_t i = 0; i < d->places; i++)
        if (d->place[i].lat == lat && d->place[i].lon == lon)
            return i;
    if (d->places == d->place_room) {
        const int32_t more = 2 * d->place_room + 64;
        struct rounds_place *at = RK_NEW(r->keep, struct rounds_place, more);
        if (!at)
            return -1;
        if (d->places)
            memcpy(at, d->place, (size_t)d->places * sizeof *at);
        d->place = at;
        d->place_room = more;
    }
    struct rounds_place *p = &d->place[d->places];
    *p = (struct rounds_place){.lat = lat, .lon = lon};
    for (int by = 0; by < ROUNDS_BYS; by++)
        p->spot[by] = rk_reach_snap(d->index[by], lat, lon, RK_REACH_SNAP_M);
    return d->places++;
}

/* Whole seconds and metres, rounded up, so that what fits here fits on the road. */
static rk_status make_row(const struct rounds *r, int by, int32_t from,
                          const struct rk_reach_spot *spot, uint32_t *ms, int64_t *mm,
                          int32_t *time, struct rk_err *err)
{
    const struct rk_rounds_day *d = r->d;
    const int32_t n = d->places;
    int32_t *metres = d->metres[by];
    const rk_status bad =
        rk_reach_row(&d->net[by], RK_OUT, spot[from], spot, n, *r->p.scratch, ms, mm, err);
    for (int32_t k = 0; k < n && !bad; k++) {
        const ptrdiff_t at = (ptrdiff_t)from * n + k;
        const bool road = k == from || ms[k] != RK_REACH_NEVER;
        time[at] = k == from ? 0 : road ? (int32_t)((ms[k] + 999) / 1000) : RK_ROUTE_NO_ROAD;
        metres[at] = k == from || !road ? 0 : (int32_t)((mm[k] + 999) / 1000);
    }
    return bad;
}

rk_status rounds_make_matrices(struct rounds *r, struct rk_err *err)
{
    struct rk_rounds_day *d = r->d;
    const int32_t n = d->places;
    struct rk_scratch *scratch = r->p.scratch;
    struct rk_reach_spot *spot = RK_NEW(&scratch->in, struct rk_reach_spot, n + 1);
    uint32_t *ms = RK_NEW(&scratch->in, uint32_t, n + 1);
    int64_t *mm = RK_NEW(&scratch->in, int64_t, n + 1);
    rk_progress_start(r->progress, rk_word(d->lang, "rounds.progress.ways"), 2.0 * n);
    for (int by = 0; by < ROUNDS_BYS; by++) {
        int32_t *time = RK_NEW(r->keep, int32_t, (ptrdiff_t)n * n + 1);
        d->metres[by] = RK_NEW(r->keep, int32_t, (ptrdiff_t)n * n + 1);
        if (!time || !d->metres[by] || !spot || !ms || !mm)
            return rounds_no_memory(err);
        for (int32_t i = 0; i < n; i++)
            spot[i] = d->place[i].spot[by];
        for (int32_t i = 0; i < n; i++) {
            rk_status bad = rk_progress_step(r->progress, 1.0, err);
            if (!bad)
                bad = make_row(r, by, i, spot, ms, mm, time, err);
            if (bad)
                return bad;
        }
        d->matrix[by] = (struct rk_route_matrix){time, time};
    }
    return RK_OK;
}
