/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table made ready, and what can be said of it before any model is fitted. */
#include "rk_estimate.h"

#include "estimate_internal.h"
#include "estimate_math.h"

void estimate_note(struct estimate_notes *notes, struct rk_arena *keep, const char *code,
                   const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const struct rk_str text = estimate_say(keep, fmt, args);
    va_end(args);
    if (notes->count < ESTIMATE_NOTES)
        notes->at[notes->count++] = (struct rk_estimate_warning){code, text};
}

void estimate_refuse(struct estimate_case *c, struct rk_arena *keep, const char *fmt, ...)
{
    va_list args;
    if (c->refused.at)
        return; /* the first reason stands */
    va_start(args, fmt);
    c->refused = estimate_say(keep, fmt, args);
    va_end(args);
}

static rk_status check(const struct rk_estimate_table *t, struct rk_err *err)
{
    if (t->lists < 1 || t->lists > RK_ESTIMATE_LISTS_MAX)
        return rk_fail(err, RK_EINVAL, "estimate", "%d lists; from 1 to %d are taken", t->lists,
                       RK_ESTIMATE_LISTS_MAX);
    for (int32_t i = 0; i < t->rows; i++) {
        if (t->history[i] == 0 || t->history[i] >> t->lists != 0)
            return rk_fail(err, RK_EINVAL, "estimate",
                           "row %d: on no list, or on one of %d lists "
                           "that does not exist",
                           i + 1, t->lists);
        if (t->n[i] < 0 || t->n[i] > INT64_C(1) << 40)
            return rk_fail(err, RK_EINVAL, "estimate",
                           "row %d: %lld persons; expected 0 to 2^40", i + 1,
                           (long long)t->n[i]);
    }
    return RK_OK;
}

/* Histories without the lists that name nobody. */
static uint32_t squeeze(uint32_t history, uint32_t used)
{
    uint32_t out = 0;
    int bit = 0;
    for (uint32_t rest = used; rest; rest &= rest - 1, bit++)
        out |= (history >> __builtin_ctz(rest) & 1) << bit;
    return out;
}

struct entry {
    uint32_t history;
    double n;
};

static void sort_entries(struct entry *e, int32_t count)
{
    for (int32_t gap = count / 2; gap > 0; gap /= 2)
        for (int32_t i = gap; i < count; i++) {
            const struct entry one = e[i];
            int32_t j = i;
            for (; j >= gap && e[j - gap].history > one.history; j -= gap)
                e[j] = e[j - gap];
            e[j] = one;
        }
}

static rk_status collect(const struct rk_estimate_table *t, uint32_t used,
                         struct rk_scratch *scratch, struct estimate_case *c,
                         struct rk_err *err)
{
    struct entry *e = RK_NEW(scratch, struct entry, t->rows);
    uint32_t *history = RK_NEW(scratch, uint32_t, t->rows);
    double *n = RK_NEW(scratch, double, t->rows);
    int32_t *size = RK_NEW(scratch, int32_t, (ptrdiff_t)t->rows + 1);
    double *on_list = RK_NEW(scratch, double, c->lists);
    const ptrdiff_t cells = (ptrdiff_t)1 << c->lists;
    double *whole = c->lists <= ESTIMATE_LISTS ? RK_NEW(scratch, double, cells) : NULL;
    if (scratch->in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    int32_t filled = 0, count = 0;
    for (int32_t i = 0; i < t->rows; i++)
        if (t->n[i] > 0)
            e[filled++] = (struct entry){squeeze(t->history[i], used), (double)t->n[i]};
    sort_entries(e, filled);
    for (int32_t i = 0; i < filled; i++) {
        if (count == 0 || history[count - 1] != e[i].history) {
            history[count] = e[i].history;
            size[count + 1] = __builtin_popcount(e[i].history);
            n[count++] = 0.0;
        }
        n[count - 1] += e[i].n;
    }
    for (int32_t i = 0; i < count; i++) {
        c->observed += n[i];
        if (whole)
            whole[history[i]] = n[i];
        for (uint32_t rest = history[i]; rest; rest &= rest - 1)
            on_list[__builtin_ctz(rest)] += n[i];
    }
    c->patterns =
        (struct estimate_patterns){c->lists, count, history, n, size, on_list, c->observed};
    c->cells = (struct estimate_cells){c->lists, whole, c->observed};
    c->holes = count + 1 < cells;
    return RK_OK;
}

double estimate_people(const struct estimate_patterns *p, uint32_t all, uint32_t any)
{
    double sum = 0.0;
    for (int32_t i = 0; i < p->count; i++)
        if ((p->history[i] & all) == all && (!any || (p->history[i] & any)))
            sum += p->n[i];
    return sum;
}

/* Small lists lie within large ones by chance, or because people who are easy to find are on
 * both. Only what chance cannot do is taken for derivation. */
#define ONE_IN_A_MILLION 1e-6

/* With so many other lists one that is derived does no great harm: pair effects and latent
 * classes absorb it (docs/methods/estimate.md, 7). */
enum { ENOUGH_OTHERS = 7, A_FEW = 5 };

/*
 * Probability that all of list a is on list b by chance, over all pairs (Bonferroni): s^(people
 * on a), s the share of b among people whom other lists name. Above 1 where a is not within b.
 */
static double within_by_chance(const struct estimate_case *c, int32_t a, int32_t b)
{
    const struct estimate_patterns *p = &c->patterns;
    const uint32_t all = (UINT32_C(1) << c->lists) - 1;
    const uint32_t own = UINT32_C(1) << a, other = UINT32_C(1) << b, rest = all & ~own & ~other;
    if (a == b || estimate_people(p, own | other, 0) < p->on_list[a])
        return HUGE_VAL;
    const double s =
        (estimate_people(p, other, rest) + 0.5) / (estimate_people(p, 0, rest) + 1.0);
    const double pairs = (double)c->lists * (c->lists - 1);
    return pairs * estimate_exp(p->on_list[a] * estimate_log(s));
}

static int32_t count_derived(const struct estimate_case *c)
{
    int32_t derived = 0;
    for (int32_t a = 0; a < c->lists; a++) {
        bool found = false;
        for (int32_t b = 0; b < c->lists && !found; b++)
            found = within_by_chance(c, a, b) < ONE_IN_A_MILLION;
        derived += found;
    }
    return derived;
}

static void look_for_derived(struct estimate_case *c, struct rk_arena *keep)
{
    const bool enough = c->lists - count_derived(c) >= ENOUGH_OTHERS;
    for (int32_t a = 0; a < c->lists; a++)
        for (int32_t b = 0; b < c->lists; b++) {
            const double chance = within_by_chance(c, a, b), people = c->patterns.on_list[a];
            const bool same = isfinite(chance) && people == c->patterns.on_list[b];
            if (!isfinite(chance) || (same && a > b))
                continue;
            if (same && people >= A_FEW)
                estimate_refuse(c, keep,
                                "lists %s and %s name exactly the same %.0f persons: one is a "
                                "copy of the other",
                                c->name[a], c->name[b], people);
            else if (chance < ONE_IN_A_MILLION && !enough)
                estimate_refuse(c, keep,
                                "all %.0f persons of list %s are on list %s too: it is derived "
                                "from it (by chance with probability %.1g)",
                                people, c->name[a], c->name[b], chance);
            else
                estimate_note(&c->notes, keep, "contained",
                              "all %.0f persons of list %s are on list %s too; if it was made "
                              "from it, leave it out",
                              people, c->name[a], c->name[b]);
        }
}

/* A list that shares nobody with the others says nothing about how many were missed. */
static void look_for_alone(struct estimate_case *c, struct rk_arena *keep)
{
    const uint32_t all = (UINT32_C(1) << c->lists) - 1;
    for (int32_t a = 0; a < c->lists; a++) {
        const uint32_t own = UINT32_C(1) << a;
        if (estimate_people(&c->patterns, own, all & ~own) > 0.0)
            continue;
        if (c->lists > 3) {
            estimate_note(&c->notes, keep, "alone",
                          "list %s (%.0f persons) shares nobody with "
                          "any other list",
                          c->name[a], c->patterns.on_list[a]);
            continue;
        }
        uint8_t marked[8] = {0};
        for (uint32_t h = 1; h <= all; h++)
            marked[h] = (h & own) && (h & ~own);
        const struct rk_str cells = estimate_empty_cells(c, marked, keep);
        estimate_refuse(c, keep,
                        "list %s shares nobody with any other list, so fewer than three lists "
                        "overlap and no estimate exists; empty cells: %.*s",
                        c->name[a], RK_FMT(cells));
    }
}

rk_status estimate_case_read(const struct rk_estimate_table *table, struct rk_arena *keep,
                             struct rk_scratch *scratch, struct estimate_case *out,
                             struct rk_err *err)
{
    const rk_status bad = check(table, err);
    if (bad)
        return bad;
    *out = (struct estimate_case){0};
    uint32_t used = 0;
    for (int32_t i = 0; i < table->rows; i++)
        if (table->n[i] > 0)
            used |= table->history[i];
    for (int32_t j = 0; j < table->lists; j++) {
        if (used >> j & 1)
            out->name[out->lists++] = table->names[j];
        else
            estimate_note(&out->notes, keep, "empty_list",
                          "list %s names nobody and is left out", table->names[j]);
    }
    const rk_status status = collect(table, used, scratch, out, err);
    if (status)
        return status;
    if (out->lists < 3) {
        estimate_refuse(out, keep, "lists with anyone on them: %d; at least three are needed",
                        out->lists);
    } else {
        look_for_derived(out, keep);
        look_for_alone(out, keep);
        estimate_dependence(out, keep, *scratch);
    }
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    return RK_OK;
}

static void cell_name(const struct estimate_case *c, uint32_t history, struct rk_buf *out)
{
    bool first = true;
    for (int32_t j = 0; j < c->lists; j++)
        if (history >> j & 1) {
            rk_buf_c(out, first ? "" : "+");
            rk_buf_c(out, c->name[j]);
            first = false;
        }
}

struct rk_str estimate_empty_cells(const struct estimate_case *c, const uint8_t *marked,
                                   struct rk_arena *keep)
{
    struct rk_buf text = rk_buf_in(keep, 2000);
    const uint32_t cells = UINT32_C(1) << c->lists;
    int32_t shown = 0, more = 0;
    for (int32_t size = 1; size <= c->lists; size++)
        for (uint32_t h = 1; h < cells; h++) {
            if (__builtin_popcount(h) != size || !marked[h] || c->cells.n[h] > 0.0)
                continue;
            if (shown == 12 || text.failed) {
                more++;
                continue;
            }
            if (shown++)
                rk_buf_c(&text, ", ");
            cell_name(c, h, &text);
            rk_buf_c(&text, " (");
            for (int32_t j = 0; j < c->lists; j++)
                rk_buf_char(&text, h >> j & 1 ? '1' : '0');
            rk_buf_char(&text, ')');
        }
    if (more)
        rk_buf_printf(&text, " and %d more", more);
    return rk_buf_str(&text);
}
