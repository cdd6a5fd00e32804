/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why somebody is not served today, in words. */
#include "rounds_internal.h"

enum { WORDS_MAX = 500 };

/* ---- cut off by what --------------------------------------------------------------------- */

/* Homes that vehicles get to (RK_OUT), or from which one gets to a bed (RK_IN). */
struct cuts {
    struct rk_rounds_day *d;
    enum rk_reach_way way;
    struct rk_reach_spot *from[ROUNDS_BYS], *home[ROUNDS_BYS];
    int32_t starts[ROUNDS_BYS], homes;
    uint32_t *ms;
};

/* The homes that some vehicle gets to, with one closure lifted (-1: none), into `got`. */
static rk_status reach_homes(const struct cuts *c, const struct rk_reach_net *nets,
                             int32_t lifted, struct rk_scratch scratch, bool *got,
                             struct rk_err *err)
{
    for (int by = 0; by < ROUNDS_BYS; by++) {
        if (c->starts[by] == 0)
            continue;
        const rk_status bad =
            rk_reach_soonest(&nets[by], c->way, c->from[by], c->starts[by], c->home[by],
                             c->homes, lifted, scratch, c->ms, err);
        if (bad)
            return bad;
        for (int32_t i = 0; i < c->homes; i++)
            got[i] |= c->ms[i] != RK_REACH_NEVER;
    }
    return RK_OK;
}

/* Closures that, lifted alone, would let a vehicle through to somebody. */
static rk_status which_help(const struct cuts *c, struct rk_scratch scratch, bool *helps,
                            struct rk_err *err)
{
    enum { DAY_MS = 86400000 };
    const int32_t closures = c->d->closures;
    double *each = RK_NEW(&scratch, double, c->homes + 1);
    double *gain = RK_NEW(&scratch, double, closures + 1);
    if (!each || !gain)
        return rounds_no_memory(err);
    for (int32_t i = 0; i < c->homes; i++)
        each[i] = 1.0;
    for (int by = 0; by < ROUNDS_BYS; by++) {
        if (c->starts[by] == 0)
            continue;
        const rk_status bad =
            rk_reach_reopen(&c->d->net[by], c->way, c->from[by], c->starts[by], c->home[by],
                            each, c->homes, closures, DAY_MS, scratch, gain, err);
        if (bad)
            return bad;
        for (int32_t i = 0; i < closures; i++)
            helps[i] |= gain[i] > 0.0;
    }
    return RK_OK;
}

static bool take_homes(struct cuts *c, struct rk_scratch *scratch)
{
    const struct rk_rounds_day *d = c->d;
    const int32_t room = d->problem.vehicles + d->facilities + 1;
    c->homes = d->problem.requests;
    for (int by = 0; by < ROUNDS_BYS; by++) {
        c->from[by] = RK_NEW(scratch, struct rk_reach_spot, room);
        c->home[by] = RK_NEW(scratch, struct rk_reach_spot, c->homes + 1);
        for (int32_t i = 0; c->home[by] && i < c->homes; i++)
            c->home[by][i] = d->place[d->problem.request[i].stop[0].place].spot[by];
    }
    c->ms = RK_NEW(scratch, uint32_t, c->homes + 1);
    return !scratch->in.failed;
}

static void start_from(struct cuts *c, enum rounds_by by, int32_t place)
{
    const struct rk_reach_spot spot = c->d->place[place].spot[by];
    if (spot.edge >= 0)
        c->from[by][c->starts[by]++] = spot;
}

/* For each spot the closure that keeps every vehicle away. */
static rk_status find_cuts(const struct cuts *c, int32_t *cut, struct rk_scratch scratch,
                           struct rk_err *err)
{
    const struct rk_rounds_day *d = c->d;
    bool *now = RK_NEW(&scratch, bool, c->homes + 1);
    bool *ever = RK_NEW(&scratch, bool, c->homes + 1);
    bool *helps = RK_NEW(&scratch, bool, d->closures + 1);
    if (!now || !ever || !helps)
        return rounds_no_memory(err);
    rk_status bad = reach_homes(c, d->net, -1, scratch, now, err);
    if (!bad)
        bad = reach_homes(c, d->open, -1, scratch, ever, err);
    if (!bad)
        bad = which_help(c, scratch, helps, err);
    for (int32_t i = 0; i < c->homes && !bad; i++)
        cut[i] = now[i] ? CUT_NOT : ever[i] ? CUT_SEVERAL : CUT_NO_WAY;
    for (int32_t k = 0; k < d->closures && !bad; k++) {
        if (!helps[k])
            continue;
        bad = reach_homes(c, d->net, k, scratch, now, err);
        for (int32_t i = 0; i < c->homes && !bad; i++)
            if (now[i] && cut[i] == CUT_SEVERAL)
                cut[i] = k;
    }
    return bad;
}

rk_status rounds_find_cuts(struct rk_rounds_day *d, struct rk_scratch scratch,
                           struct rk_err *err)
{
    struct cuts c = {.d = d, .way = RK_OUT};
    int32_t *cut = RK_NEW(&scratch, int32_t, d->problem.requests + 1);
    int32_t *bed = RK_NEW(&scratch, int32_t, d->problem.requests + 1);
    if (!cut || !bed || !take_homes(&c, &scratch))
        return rounds_no_memory(err);
    for (int32_t v = 0; v < d->problem.vehicles; v++)
        start_from(&c, (enum rounds_by)d->problem.vehicle[v].matrix,
                   d->problem.vehicle[v].start);
    rk_status bad = find_cuts(&c, cut, scratch, err);
    c.way = RK_IN;
    c.starts[BY_CAR] = c.starts[BY_AMBULANCE] = 0;
    for (int32_t i = 0; i < d->facilities; i++)
        for (int by = 0; by < ROUNDS_BYS; by++)
            if (d->facility[i].pool >= 0)
                start_from(&c, (enum rounds_by)by, d->facility[i].place);
    if (!bad)
        bad = find_cuts(&c, bed, scratch, err);
    for (int32_t i = 0; i < d->problem.requests && !bad; i++) {
        d->work[d->need_of[i]].cut = cut[i];
        d->work[d->need_of[i]].bed_cut = bed[i];
    }
    return bad;
}

/* Which report keeps vehicles away: the one that alone would open a way, if there is one. NULL:
 * they get there. */
static const char *say_cut(const struct rk_rounds_day *d, int32_t cut, bool hospital,
                           struct rk_buf *out)
{
    if (cut == CUT_NOT)
        return NULL;
    if (hospital)
        rk_buf_printf(out, "%s: ", rk_word(d->lang, "rounds.why.to_hospital"));
    if (cut == CUT_NO_WAY) {
        rk_buf_c(out, rk_word(d->lang, "rounds.why.no_way"));
        return "no_way";
    }
    if (cut == CUT_SEVERAL)
        rk_buf_c(out, rk_word(d->lang, "rounds.why.closed"));
    else
        rk_buf_printf(out, "%s: %.*s", rk_word(d->lang, "rounds.why.closed_by"),
                      RK_FMT(d->closure[cut]));
    return hospital ? "hospital_cut_off" : "closed";
}

/* Whether no bed that would take this patient can be driven to from his home. */
static bool no_bed_near(const struct rk_rounds_day *d, const struct rk_route_request *q)
{
    for (int32_t i = 0; i < q->options; i++)
        for (int by = 0; by < ROUNDS_BYS; by++)
            if (d->matrix[by].time[(ptrdiff_t)q->stop[0].place * d->places +
                                   q->option[i].place] != RK_ROUTE_NO_ROAD)
                return false;
    return q->options > 0;
}

bool rounds_hopeless(const struct rk_rounds_day *d, int32_t request)
{
    return d->work[d->need_of[request]].cut != CUT_NOT ||
           no_bed_near(d, &d->problem.request[request]);
}

/* Of a transfer whose beds cannot be driven to. */
static const char *say_hospital(const struct rk_rounds_day *d, int32_t need, struct rk_buf *out)
{
    const struct rounds_work *w = &d->work[need];
    if (!no_bed_near(d, &d->problem.request[w->request]))
        return NULL;
    return say_cut(d, w->bed_cut == CUT_NOT ? CUT_SEVERAL : w->bed_cut, true, out);
}

/* ---- in words ---------------------------------------------------------------------------- */

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

static const char *say_planned(const struct rk_rounds_day *d, const struct rk_route_problem *p,
                               int32_t need, const struct rk_route_unserved *u,
                               struct rk_scratch scratch, struct rk_buf *out)
{
    const int32_t number = u->request + 1, other = u->other;
    int32_t *numbers = RK_NEW(&scratch, int32_t, p->requests + 1);
    const char *code =
        u->why == RK_ROUTE_CUT_OFF ? say_cut(d, d->work[need].cut, false, out) : NULL;
    if (u->why == RK_ROUTE_CUT_OFF && !code)
        code = say_hospital(d, need, out);
    if (code || !numbers)
        return code ? code : "cut_off";
    numbers[u->request] = number;
    if (other >= 0)
        numbers[other] = other + 1;
    const struct rk_route_case c = {
        .problem = *p, .kind = RK_ROUTE_TOWN, .unit = 1.0, .number = {numbers, numbers}};
    rk_route_unserved_words(&c, u, d->lang == RK_UK ? RK_ROUTE_UKRAINIAN : RK_ROUTE_ENGLISH,
                            out);
    return why_code(u->why);
}

struct rk_rounds_unserved rounds_why(const struct rk_rounds_day *d,
                                     const struct rk_route_problem *problem, int32_t need,
                                     const struct rk_route_unserved *u, struct rk_arena *keep,
                                     struct rk_scratch scratch)
{
    const struct rounds_work *w = &d->work[need];
    char room[WORDS_MAX], key[60];
    struct rk_rounds_unserved out = {.need = need, .code = w->why};
    struct rk_buf b = {.at = room, .cap = sizeof room};
    if (u) {
        out.code = say_planned(d, problem, need, u, scratch, &b);
    } else {
        snprintf(key, sizeof key, "rounds.why.%s", w->why);
        rk_buf_c(&b, rk_word(d->lang, key));
        if (strcmp(w->why, "not_offered") == 0 || strcmp(w->why, "beds_unknown") == 0)
            rk_buf_printf(&b, ": %.*s", RK_FMT(d->need[need].what));
    }
    out.reason = rk_str_copy(keep, rk_buf_str(&b));
    return out;
}
