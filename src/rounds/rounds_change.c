/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is different from the plan in force, and why, a sentence each. */
#include "rounds_internal.h"

enum { LATE_S = 900, NAMES = 3 };

/* Where a need is served: tour, position among its stops, begin at the home. */
struct found {
    int32_t tour, stop, begin_s;
};

static struct found where(const struct rk_rounds *plan, int32_t need)
{
    for (int32_t k = 0; k < plan->tours; k++)
        for (int32_t i = 0; i < plan->tour[k].stops; i++)
            if (plan->tour[k].stop[i].need == need)
                return (struct found){k, i, plan->tour[k].stop[i].begin_s};
    return (struct found){-1, -1, -1};
}

static bool heeded(const struct rk_rounds *was, struct rk_str id)
{
    for (int32_t i = 0; i < was->closures; i++)
        if (rk_str_eq(was->closure[i], id))
            return true;
    return false;
}

/* "closed: bridge, lane": what has come in since. */
static struct rk_str news(const struct rk_rounds_day *d, const struct rk_rounds *was,
                          struct rk_arena *keep)
{
    struct rk_buf b = rk_buf_in(keep, 600);
    int32_t more = 0;
    for (int32_t i = 0; i < d->closures; i++) {
        if (heeded(was, d->closure_id[i]))
            continue;
        if (++more <= NAMES)
            rk_buf_printf(&b, "%s%.*s",
                          b.len              ? ", "
                          : d->lang == RK_UK ? "перекрито: "
                                             : "closed: ",
                          RK_FMT(d->closure[i]));
    }
    if (more > NAMES)
        rk_buf_printf(&b, " (+%d)", (int)(more - NAMES));
    return rk_buf_str(&b);
}

/* ---- the old order on today's roads ------------------------------------------------------ */

struct old {
    bool drives, road; /* the vehicle still drives; a way leads to every stop up to this one */
    int32_t late_s;    /* at this stop, by the old order */
};

static struct old old_way(const struct rk_rounds_day *d, const struct rk_route_problem *p,
                          const struct rk_rounds_tour *t, int32_t stop, int32_t at_s)
{
    const int32_t v = d->own[t->vehicle].drives;
    struct old out = {.drives = v >= 0, .road = true};
    if (v < 0)
        return out;
    const int32_t *time = p->matrix[p->vehicle[v].matrix].time;
    ptrdiff_t at = p->vehicle[v].start;
    int64_t clock = t->leave_s;
    for (int32_t i = 1; i <= stop; i++) {
        const struct rk_rounds_stop *s = &t->stop[i];
        const int32_t place =
            s->facility >= 0 ? d->facility[s->facility].place : d->work[s->need].place;
        const int32_t leg = place < 0 ? RK_ROUTE_NO_ROAD : time[at * p->places + place];
        const bool driven = s->begin_s <= at_s;
        if (leg == RK_ROUTE_NO_ROAD && !driven) {
            out.road = false;
            return out;
        }
        if (driven || clock + leg < s->begin_s)
            clock = s->begin_s;
        else
            clock += leg;
        out.late_s = (int32_t)(clock - s->begin_s);
        clock += s->end_s - s->begin_s;
        if (driven && clock < at_s)
            clock = at_s;
        if (place >= 0)
            at = place;
    }
    return out;
}

static void say_reason(const struct rk_rounds_day *d, struct old o, struct rk_str came,
                       const char *hour, struct rk_buf *out)
{
    const bool uk = d->lang == RK_UK;
    const int minutes = (int)((o.late_s + 59) / 60);
    if (!o.drives)
        rk_buf_c(out, uk ? "машина більше не їздить" : "the vehicle no longer drives");
    else if (o.road && o.late_s <= 0)
        rk_buf_c(out, uk ? "щоб звільнити час для інших" : "to make room for others");
    else if (!o.road)
        rk_buf_c(out, uk ? "колишньою дорогою не проїхати" : "the old way is cut");
    else
        rk_buf_printf(
            out, uk ? "за старим порядком – на %d хв пізніше" : "%d min later by the old order",
            minutes);
    if (came.len && (!o.road || o.late_s > 0))
        rk_buf_printf(out, uk ? " (%.*s, відомо о %s)" : " (%.*s, known at %s)", RK_FMT(came),
                      hour);
}

/* ---- one sentence ------------------------------------------------------------------------ */

struct change {
    const struct rk_rounds_day *d;
    const struct rk_route_problem *p;
    const struct rk_rounds_how *how;
    const struct rk_rounds *now;
    struct rk_str came;
    char hour[12];
};

static struct rk_str plate(const struct change *c, const struct rk_rounds *plan, int32_t tour)
{
    return c->d->vehicle[plan->tour[tour].vehicle].plate;
}

static void say_lost(const struct change *c, int32_t need, struct rk_buf *out)
{
    rk_buf_c(out, c->d->lang == RK_UK ? " сьогодні не обслуговується: " : " is lost: ");
    for (int32_t i = 0; i < c->now->unserved; i++)
        if (c->now->left[i].need == need)
            rk_buf_add(out, c->now->left[i].reason);
}

static void say_moved(const struct change *c, struct found a, struct found b,
                      struct rk_buf *out)
{
    const bool uk = c->d->lang == RK_UK;
    const int h = (int)(b.begin_s / 3600), m = (int)(b.begin_s / 60 % 60);
    const bool other =
        a.tour < 0 || c->how->was->tour[a.tour].vehicle != c->now->tour[b.tour].vehicle;
    if (a.tour < 0)
        rk_buf_printf(out,
                      uk ? " тепер везе %.*s, о %02d:%02d" : " comes in: %.*s, at %02d:%02d",
                      RK_FMT(plate(c, c->now, b.tour)), h, m);
    else if (other)
        rk_buf_printf(out,
                      uk ? " переходить до %.*s, о %02d:%02d" : " moves to %.*s, at %02d:%02d",
                      RK_FMT(plate(c, c->now, b.tour)), h, m);
    else
        rk_buf_printf(out,
                      uk ? " о %02d:%02d замість %02d:%02d" : " at %02d:%02d, not %02d:%02d", h,
                      m, (int)(a.begin_s / 3600), (int)(a.begin_s / 60 % 60));
}

/* Empty: nothing that a driver or the doctor has to know. */
static struct rk_str say(const struct change *c, int32_t need, struct rk_arena room,
                         struct rk_arena *keep, bool *moved)
{
    const struct rk_rounds *was = c->how->was;
    const struct found a = where(was, need), b = where(c->now, need);
    const bool same =
        a.tour >= 0 && b.tour >= 0 && was->tour[a.tour].vehicle == c->now->tour[b.tour].vehicle;
    const struct rk_str none = {"", 0};
    if ((a.tour < 0 && b.tour < 0) || (same && abs(a.begin_s - b.begin_s) < LATE_S))
        return none;
    *moved = !same;
    struct rk_buf out = rk_buf_in(&room, 1200);
    const struct rk_str card = rounds_card(c->d->lang, &c->d->need[need], &room);
    if (a.tour >= 0)
        rk_buf_printf(&out, "%.*s, %s %d (%.*s)", RK_FMT(plate(c, was, a.tour)),
                      rk_word(c->d->lang, "rounds.stop"), (int)a.stop + 1, RK_FMT(card));
    else
        rk_buf_add(&out, card);
    if (b.tour < 0)
        say_lost(c, need, &out);
    else
        say_moved(c, a, b, &out);
    if (a.tour >= 0 && b.tour >= 0) {
        rk_buf_c(&out, ": ");
        if (same && b.begin_s < a.begin_s)
            rk_buf_c(&out, c->d->lang == RK_UK ? "зупинки перед нею відпали"
                                               : "stops before it fell away");
        else
            say_reason(c->d, old_way(c->d, c->p, &was->tour[a.tour], a.stop, c->how->at_s),
                       c->came, c->hour, &out);
    } else if (a.tour >= 0 && c->came.len) {
        rk_buf_printf(&out,
                      c->d->lang == RK_UK ? " (%.*s, відомо о %s)" : " (%.*s, known at %s)",
                      RK_FMT(c->came), c->hour);
    }
    return rk_str_copy(keep, rk_buf_str(&out));
}

bool rounds_changes(const struct rk_rounds_day *d, const struct rk_route_problem *problem,
                    const struct rk_rounds_how *how, struct rk_arena *keep,
                    struct rk_scratch scratch, struct rk_rounds *out)
{
    struct change c = {.d = d, .p = problem, .how = how, .now = out};
    struct rk_str *list = RK_NEW(keep, struct rk_str, d->needs + 1);
    struct rk_arena room = scratch.in;
    c.came = rk_str_copy(keep, news(d, how->was, &room));
    snprintf(c.hour, sizeof c.hour, "%02d:%02d", (int)(how->at_s / 3600),
             (int)(how->at_s / 60 % 60));
    for (int32_t i = 0; list && i < d->needs; i++) {
        bool moved = false;
        const struct rk_str text = say(&c, i, room, keep, &moved);
        if (text.len)
            list[out->changes++] = text;
        out->moved += moved;
    }
    out->change = list;
    return list != NULL && !keep->failed;
}
