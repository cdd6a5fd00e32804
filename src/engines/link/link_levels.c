/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The level at which two records agree in each column, and how usual each level is. */
#include "link_internal.h"

#include "rk_random.h"

enum { DRAWN_PAIRS = 300000, LISTS_APART = 6 };

static int32_t look_up(const struct link_column *c, int32_t va, int32_t vb)
{
    if (va == vb)
        return c->top;
    if (!(c->sign[va] & link_sign(vb)))
        return DIFFERENT;
    if (c->dense)
        return c->dense[(ptrdiff_t)va * c->values + vb];
    int32_t low = c->row[va], high = c->row[va + 1] - 1;
    while (low <= high) {
        const int32_t middle = low + (high - low) / 2;
        if (c->like[middle] == vb)
            return c->like_level[middle];
        if (c->like[middle] < vb)
            low = middle + 1;
        else
            high = middle - 1;
    }
    return DIFFERENT;
}

static int32_t level_of(const struct link_column *c, int32_t va, int32_t vb)
{
    if (va < 0 || vb < 0)
        return MISSING;
    switch (c->what) {
    case W_LIST:
        return va != vb ? DIFFERENT : 2 + (va < LISTS_APART ? va : LISTS_APART - 1);
    case W_BIRTH:
        return va == vb && c->date[va].year ? c->top
                                            : link_birth_level(&c->date[va], &c->date[vb]);
    case W_EVENT:
        return va == vb && c->date[va].year ? c->top
                                            : link_event_level(&c->date[va], &c->date[vb]);
    default:
        return look_up(c, va, vb);
    }
}

int32_t link_level(const struct rk_link_model *m, int32_t column, int32_t a, int32_t b)
{
    return level_of(&m->column[column], m->said[(ptrdiff_t)a * m->columns + column],
                    m->said[(ptrdiff_t)b * m->columns + column]);
}

/* Family and given name exchanged: what agrees across counts a little less. */
static uint64_t across(const struct rk_link_model *m, int32_t a, int32_t b, uint64_t pattern)
{
    const struct link_column *s = &m->column[m->surname], *g = &m->column[m->given];
    const int32_t sa = s->value[a], sb = s->value[b], ga = g->value[a], gb = g->value[b];
    int32_t one = MISSING, two = MISSING;
    /* unless some word of one begins like some word of the other they are not looked at */
    if ((sa >= 0 && gb >= 0 && !(s->begins[sa] & g->begins[gb])) ||
        (ga >= 0 && sb >= 0 && !(g->begins[ga] & s->begins[sb])))
        return pattern;
    if (sa >= 0 && gb >= 0)
        one = link_words_level(m->names, &s->words[sa], &g->words[gb]);
    if (ga >= 0 && sb >= 0)
        two = link_words_level(m->names, &g->words[ga], &s->words[sb]);
    const int32_t low = one < two ? one : two, high = one < two ? two : one;
    if (high < 5 || low == DIFFERENT)
        return pattern;
    pattern &= ~((uint64_t)15 << (4 * m->surname) | (uint64_t)15 << (4 * m->given));
    pattern |= (uint64_t)4 << (4 * m->surname);
    return pattern | (uint64_t)(low >= 4 ? 4 : low) << (4 * m->given);
}

uint64_t link_pattern(const struct rk_link_model *m, int32_t a, int32_t b)
{
    uint64_t pattern = 0;
    const int32_t *of_a = m->said + (ptrdiff_t)a * m->columns;
    const int32_t *of_b = m->said + (ptrdiff_t)b * m->columns;
    for (int32_t c = 0; c < m->columns; c++)
        pattern |= (uint64_t)level_of(&m->column[c], of_a[c], of_b[c]) << (4 * c);
    if (m->surname >= 0 && link_at(pattern, m->surname) <= DIFFERENT &&
        link_at(pattern, m->given) <= DIFFERENT)
        return across(m, a, b, pattern);
    return pattern;
}

uint64_t link_pattern_if(const struct rk_link_model *m, int32_t a, int32_t b, float budget)
{
    const int32_t *of_a = m->said + (ptrdiff_t)a * m->columns;
    const int32_t *of_b = m->said + (ptrdiff_t)b * m->columns;
    uint64_t pattern = 0;
    for (int32_t c = m->columns - 1; c >= 0; c--) {
        const int32_t level = level_of(&m->column[c], of_a[c], of_b[c]);
        pattern |= (uint64_t)level << (4 * c);
        if (level != DIFFERENT || c == m->surname || c == m->given || c == 0)
            continue;
        budget += m->column[c].weight[SAME][DIFFERENT];
        if (budget < LINK_HOPE)
            return LINK_NONE;
    }
    if (m->surname >= 0 && link_at(pattern, m->surname) <= DIFFERENT &&
        link_at(pattern, m->given) <= DIFFERENT)
        pattern = across(m, a, b, pattern);
    if (m->surname >= 0 && link_at(pattern, m->surname) == DIFFERENT)
        budget += m->column[m->surname].weight[SAME][DIFFERENT];
    if (m->given >= 0 && link_at(pattern, m->given) == DIFFERENT)
        budget += m->column[m->given].weight[SAME][DIFFERENT];
    return budget < LINK_HOPE ? LINK_NONE : pattern;
}

/* ---- how usual levels are -------------------------------------------------------- */

/* Counted exactly from the rows of alike values. */
static void count_rows(struct link_column *c, int32_t records)
{
    const double all = (double)records * (records - 1) / 2.0;
    double filled = 0.0, have[LEVELS] = {0};
    for (int32_t v = 0; v < c->values; v++) {
        filled += c->count[v];
        for (int32_t i = c->row[v]; i < c->row[v + 1]; i++)
            have[c->like_level[i]] += (double)c->count[v] * c->count[c->like[i]];
        have[c->top] -= c->count[v];
    }
    double rest = filled * (filled - 1.0) / 2.0;
    c->share[MISSING] = 1.0 - rest / all;
    for (int l = 2; l < LEVELS; l++) {
        c->share[l] = have[l] / 2.0 / all;
        rest -= have[l] / 2.0;
    }
    c->share[DIFFERENT] = rest > 0.0 ? rest / all : 0.0;
}

static void count_lists(struct link_column *c, int32_t records)
{
    const double all = (double)records * (records - 1) / 2.0;
    c->share[DIFFERENT] = 1.0;
    for (int32_t v = 0; v < c->values; v++) {
        const double share = (double)c->count[v] * (c->count[v] - 1) / 2.0 / all;
        c->share[2 + (v < LISTS_APART ? v : LISTS_APART - 1)] += share;
        c->share[DIFFERENT] -= share;
    }
}

/* Drawn pairs, except for days that are equal, which rows count. */
static void draw_dates(struct rk_link_model *m, int32_t column, uint64_t seed)
{
    struct link_column *c = &m->column[column];
    struct rk_random random = rk_random_stream(seed, "link dates", (uint64_t)column);
    double have[LEVELS] = {0};
    count_rows(c, m->records);
    const double equal = c->share[c->top];
    for (int32_t i = 0; i < DRAWN_PAIRS; i++) {
        const int32_t a = (int32_t)rk_random_below(&random, m->records);
        const int32_t b = (int32_t)rk_random_below(&random, m->records);
        if (a != b)
            have[link_level(m, column, a, b)] += 1.0;
    }
    double drawn = 0.0;
    for (int l = 0; l < LEVELS; l++)
        drawn += have[l];
    for (int l = 0; l < LEVELS; l++)
        c->share[l] = drawn > 0.0 ? have[l] / drawn : 0.0;
    c->share[c->top] = equal;
}

void link_shares(struct rk_link_model *m, uint64_t seed)
{
    for (int32_t i = 0; i < m->columns; i++) {
        struct link_column *c = &m->column[i];
        if (c->what == W_LIST)
            count_lists(c, m->records);
        else if (c->date)
            draw_dates(m, i, seed);
        else
            count_rows(c, m->records);
    }
}
