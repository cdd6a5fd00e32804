/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is cold after each set of options, and what the rest costs at least: two tables. */
#include "repair_table.h"

bool repair_small(const struct repair_town *t)
{
    const int32_t bits = t->options + t->fixed;
    return t->options > 0 && t->crews <= REPAIR_TABLE_CREWS && bits <= REPAIR_TABLE_OPTIONS;
}

/* Bit k of the mask: option k; behind the options what comes by itself. */
static void cold_below(struct repair_table *b, struct repair_state *level, int32_t bit,
                       uint32_t mask)
{
    const struct repair_town *t = b->t;
    if (bit < 0) {
        b->cold[mask] = level->cold;
        return;
    }
    repair_state_copy(level + 1, level);
    cold_below(b, level + 1, bit - 1, mask);
    repair_state_copy(level + 1, level);
    repair_state_turn(t, level + 1,
                      bit < t->options ? t->option[bit].element
                                       : t->event[bit - t->options].element);
    cold_below(b, level + 1, bit - 1, mask | (uint32_t)1 << bit);
}

/* Hours to option o from option `from`, or behind the options from where a crew begins. */
static double way_h(const struct repair_town *t, int32_t from, int32_t o)
{
    const struct rk_repair_crew *crew = t->problem->crew;
    if (from >= t->options)
        crew += from - t->options;
    const double x = from < t->options ? t->option[from].x_m : crew->x_m;
    const double y = from < t->options ? t->option[from].y_m : crew->y_m;
    const double dx = t->option[o].x_m - x, dy = t->option[o].y_m - y;
    return t->problem->travel_h_per_km * (sqrt(dx * dx + dy * dy) / 1000.0);
}

/* Least way from wherever a crew may come: every job needs one at least. Nothing where jobs
 * wait for others: the way may then lie behind already. */
static double least_way(const struct repair_town *t, int32_t o)
{
    if (!t->travels || t->ordered)
        return 0.0;
    double least = HUGE_VAL;
    for (int32_t from = 0; from < t->options + t->problem->crews; from++)
        if (from >= t->options || t->option[from].job != t->option[o].job)
            least = fmin(least, way_h(t, from, o));
    return least;
}

/* No reasonable plan ends later: one job after another, each in the shortest shift. */
static double latest_end(const struct repair_town *t)
{
    double at = 0.0, shift = 24.0;
    for (int32_t c = 0; c < t->crews; c++)
        shift = fmin(shift, t->problem->crew[c].shift_hours);
    for (int32_t o = 0; o < t->options; o++) {
        double need = 0.0;
        for (int32_t from = 0; t->travels && from < t->options + t->problem->crews; from++)
            need = fmax(need, way_h(t, from, o));
        need += t->option[o].hours;
        at += shift < 24.0 ? 24.0 * (ceil(need / shift) + 2.0) : need;
    }
    double from_h = 0.0;
    for (int32_t o = 0; o < t->options; o++)
        from_h = fmax(from_h, t->option[o].from_h);
    return at + from_h;
}

/* One crew as fast as all together, with all fixed things there at once: least excess over
 * `floor`, in work-hours, from each set on (docs/methods/repair.md, 5). */
static void fill_togo(struct repair_table *b)
{
    const struct repair_town *t = b->t;
    const uint32_t all = b->all;
    const double rest_h =
        isfinite(t->horizon_h) ? fmax(0.0, t->horizon_h - latest_end(t)) * t->crews : 0.0;
    for (uint32_t mask = all + 1; mask-- > 0;) {
        const double excess = b->cold[mask | b->fixed] - b->floor;
        double best = (mask & b->must) == b->must ? excess * rest_h : HUGE_VAL;
        for (uint32_t rest = all & ~mask; rest != 0; rest &= rest - 1) {
            const int32_t o = __builtin_ctz(rest);
            if ((b->after[o] & ~mask) == 0)
                best = fmin(best, excess * b->work[o] + b->togo[mask | (uint32_t)1 << o]);
        }
        b->togo[mask] = best;
    }
}

rk_status repair_table_make(const struct repair_town *t, struct rk_scratch *keep,
                            struct rk_scratch scratch, struct repair_table *b,
                            struct rk_err *err)
{
    const int32_t bits = t->options + t->fixed;
    *b = (struct repair_table){.t = t};
    b->cold = RK_NEW(keep, double, (ptrdiff_t)1 << bits);
    b->togo = RK_NEW(keep, double, (ptrdiff_t)1 << t->options);
    struct repair_state *level = RK_NEW(&scratch, struct repair_state, bits + 2);
    for (int32_t i = 0; level && i <= bits + 1; i++)
        level[i] = repair_state_new(t, &scratch.in);
    if (keep->in.failed || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "repair", "a table of 2^%d sets", bits);
    b->all = ((uint32_t)1 << t->options) - 1;
    for (int32_t f = 0; f < t->fixed; f++)
        b->fixed |= (uint32_t)1 << (t->options + f);
    for (int32_t o = 0; o < t->options; o++) {
        b->work[o] = t->option[o].hours + least_way(t, o);
        if (!t->option[o].optional)
            b->must |= (uint32_t)1 << o;
        else
            b->optional = true;
        for (int32_t a = 0; a < t->option[o].after.len; a++)
            b->after[o] |= (uint32_t)1 << t->option[o].after.at[a];
        for (int32_t k = 0; k < t->options; k++)
            if (t->option[k].job == t->option[o].job)
                b->group[o] |= (uint32_t)1 << k;
    }
    repair_state_copy(&level[0], t->at_start);
    cold_below(b, level, bits - 1, 0);
    b->floor = isfinite(t->horizon_h) ? b->cold[b->all | b->fixed] : 0.0;
    fill_togo(b);
    return RK_OK;
}
