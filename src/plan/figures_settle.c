/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a value follows from what was said: docs/methods/situation.md, 3. */
#include "rk_figures.h"

/* Statements further apart in time than this speak of different days, not against each other.
 */
enum { SAME_TIME_DAYS = 31 };

static double low_of(const struct rk_statement *s)
{
    return isnan(s->value_low) ? -HUGE_VAL : s->value_low;
}

static double high_of(const struct rk_statement *s)
{
    return isnan(s->value_high) ? HUGE_VAL : s->value_high;
}

static bool numeric(const struct rk_statement *s)
{
    return !isnan(s->value_low) || !isnan(s->value_high);
}

/* Stands, is about this town, and says when: not after the report's day. */
static bool eligible(const struct rk_statement *s)
{
    return s->in_scope && !s->later && !s->replaced_by.len && rk_when_known(s->as_of);
}

/* Where somebody counted what the figure's own definition counts, only such statements decide;
 * the others stand beside it. */
static bool deciding(const struct rk_statement *s, bool any_own)
{
    return eligible(s) && (s->own || !any_own);
}

static bool is_any_own(const struct rk_statement *all, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (eligible(&all[i]) && all[i].own)
            return true;
    return false;
}

/* How near to counting with one's own hands; decides only between statements of one day. */
static int method_rank(struct rk_str method)
{
    static const char *const rank[] = {"press",     "model",  "radar",    "satellite",
                                       "statement", "survey", "register", "count"};
    for (int i = 0; i < (int)RK_COUNT(rank); i++)
        if (rk_str_eq(method, rk_str_of(rank[i])))
            return i;
    return 4;
}

/* Later about, then narrower about, then nearer, then later in the log. */
static bool later(const struct rk_statement *a, const struct rk_statement *b)
{
    if (a->as_of.first != b->as_of.first)
        return a->as_of.first > b->as_of.first;
    if (a->as_of.last != b->as_of.last)
        return a->as_of.last < b->as_of.last;
    return method_rank(a->method) >= method_rank(b->method);
}

static bool apart(const struct rk_statement *s, double low, double high)
{
    const double slack = 1e-9 * (1.0 + fabs(isfinite(low) ? low : high));
    return low_of(s) > high + slack || high_of(s) < low - slack;
}

static bool same_day(const struct rk_statement *a, const struct rk_statement *b)
{
    return a->as_of.first == b->as_of.first && a->as_of.last == b->as_of.last;
}

static bool same_said(const struct rk_statement *a, const struct rk_statement *b)
{
    return same_day(a, b) && low_of(a) == low_of(b) && high_of(a) == high_of(b) &&
           rk_str_eq(a->text, b->text);
}

static void set_interval(struct rk_figure *f, double low, double high, enum rk_bound bound)
{
    f->low = isfinite(low) ? low : RK_NAN;
    f->high = isfinite(high) ? high : RK_NAN;
    f->bound = bound;
    switch (bound) {
    case RK_AT_LEAST:
    case RK_MORE_THAN:
        f->value = f->low;
        break;
    case RK_AT_MOST:
        f->value = f->high;
        break;
    case RK_RANGE:
        f->value = low == high ? low : RK_NAN; /* nobody said the middle */
        break;
    case RK_EXACT:
    case RK_ABOUT:
    case RK_STATE:
        f->value = low == high ? low : RK_NAN;
        break;
    }
}

static void take_from(struct rk_figure *f, const struct rk_statement *s)
{
    f->known = true;
    f->as_of = s->as_of;
    f->method = s->method;
    f->scope = s->scope;
    f->text = s->text;
    if (s->definition.len)
        f->definition = s->definition;
    if (s->denominator.len)
        f->denominator = s->denominator;
}

static void settle_latest(struct rk_figure *f, struct rk_statement *all, int32_t count)
{
    /* Texts of one day (the tasks of a council) stand together; they are no contradiction. */
    const bool words = strcmp(f->def->unit, "text") == 0;
    const bool own = is_any_own(all, count);
    const struct rk_statement *best = NULL;
    for (int32_t i = 0; i < count; i++)
        if (deciding(&all[i], own) && (!best || later(&all[i], best)))
            best = &all[i];
    if (!best)
        return;
    take_from(f, best);
    set_interval(f, low_of(best), high_of(best), best->bound);
    for (int32_t i = 0; i < count; i++) {
        struct rk_statement *s = &all[i];
        s->used = deciding(s, own) && (same_said(s, best) || (words && same_day(s, best)));
        const bool same_time = best->as_of.first - s->as_of.last <= SAME_TIME_DAYS;
        if (!s->used && eligible(s) && same_time && !words)
            s->differs = numeric(s) && numeric(best) ? apart(s, low_of(best), high_of(best))
                                                     : !rk_str_eq(s->text, best->text);
    }
}

/* A higher bound; of equal ones that which was said as a bound, then the later. */
static bool binds_more(const struct rk_statement *a, const struct rk_statement *b)
{
    const bool bound_a = a->bound == RK_AT_LEAST || a->bound == RK_MORE_THAN;
    const bool bound_b = b->bound == RK_AT_LEAST || b->bound == RK_MORE_THAN;
    if (a->value_low != b->value_low)
        return a->value_low > b->value_low;
    return bound_a != bound_b ? bound_a : later(a, b);
}

static void settle_at_least(struct rk_figure *f, struct rk_statement *all, int32_t count)
{
    const bool own = is_any_own(all, count);
    const struct rk_statement *best = NULL;
    for (int32_t i = 0; i < count; i++)
        if (deciding(&all[i], own) && !isnan(all[i].value_low) &&
            (!best || binds_more(&all[i], best)))
            best = &all[i];
    if (!best)
        return;
    take_from(f, best);
    set_interval(f, best->value_low, HUGE_VAL,
                 best->bound == RK_MORE_THAN ? RK_MORE_THAN : RK_AT_LEAST);
    for (int32_t i = 0; i < count; i++) {
        all[i].used = deciding(&all[i], own) && all[i].value_low == best->value_low;
        all[i].differs =
            !all[i].used && eligible(&all[i]) && apart(&all[i], best->value_low, HUGE_VAL);
    }
}

static void settle_range(struct rk_figure *f, struct rk_statement *all, int32_t count)
{
    const bool own = is_any_own(all, count);
    const struct rk_statement *last = NULL;
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (int32_t i = 0; i < count; i++) {
        if (!deciding(&all[i], own) || !numeric(&all[i]))
            continue;
        all[i].used = true;
        low = fmin(low, isnan(all[i].value_low) ? all[i].value_high : all[i].value_low);
        high = fmax(high, isnan(all[i].value_high) ? all[i].value_low : all[i].value_high);
        if (!last || later(&all[i], last))
            last = &all[i];
    }
    if (!last) {
        settle_latest(f, all, count); /* states in words only */
        return;
    }
    take_from(f, last);
    set_interval(f, low, high, low == high ? last->bound : RK_RANGE);
    for (int32_t i = 0; i < count; i++)
        for (int32_t j = 0; eligible(&all[i]) && j < count && !all[i].differs; j++)
            all[i].differs = all[j].used && numeric(&all[i]) &&
                             apart(&all[i], low_of(&all[j]), high_of(&all[j]));
}

/* Counted: what people say is set beside the count and decides nothing. */
static void settle_tally(struct rk_figure *f, struct rk_statement *all, int32_t count)
{
    const struct rk_tally *t = f->tally;
    double low = 0.0, high = 0.0;
    for (int64_t i = 0; i < t->count; i++) {
        low += t->low[i];
        high += t->high[i];
    }
    if (t->share) {
        low *= 100.0 / (double)t->of;
        high *= 100.0 / (double)t->of;
    }
    f->known = true;
    f->method = RK_STR("records");
    if (t->bound == RK_STATE) {
        f->bound = RK_STATE; /* words worked out: f->text was set by the counting */
        return;
    }
    f->text = (struct rk_str){0};
    if (t->bound == RK_AT_LEAST)
        set_interval(f, low, HUGE_VAL, RK_AT_LEAST);
    else
        set_interval(f, low, high, high - low > 1e-9 * (1.0 + high) ? RK_RANGE : RK_EXACT);
    for (int32_t i = 0; i < count; i++) {
        const bool same_time = f->as_of.first - all[i].as_of.last <= SAME_TIME_DAYS;
        const double top = t->bound == RK_AT_LEAST ? HUGE_VAL : high;
        all[i].differs =
            eligible(&all[i]) && numeric(&all[i]) && same_time && apart(&all[i], low, top);
    }
}

void rk_figure_settle(struct rk_figure *f, struct rk_statement *all, int32_t count)
{
    f->known = f->conflict = false;
    f->value = f->low = f->high = RK_NAN;
    f->bound = RK_EXACT;
    for (int32_t i = 0; i < count; i++)
        all[i].used = all[i].differs = false;
    f->used_count = 0;
    if (f->tally) {
        settle_tally(f, all, count);
        for (int32_t i = 0; i < count; i++)
            f->conflict |= all[i].differs;
        return;
    }
    f->text = (struct rk_str){0};
    f->as_of = (struct rk_when){RK_DAY_NONE, RK_DAY_NONE};
    switch (f->def->rule) {
    case RK_RULE_AT_LEAST:
        settle_at_least(f, all, count);
        break;
    case RK_RULE_RANGE:
        settle_range(f, all, count);
        break;
    case RK_RULE_LATEST:
    case RK_RULE_COUNT: /* nothing is recorded: what is said, and marked as said */
    case RK_RULE_DERIVED:
        settle_latest(f, all, count);
        break;
    }
    for (int32_t i = 0; i < count; i++) {
        f->used_count += all[i].used;
        f->conflict |= all[i].differs;
    }
}
