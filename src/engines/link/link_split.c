/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a cluster would fall apart: the two of its records that fit each other least draw the
 * others to themselves, and the halves are weighed against each other as two clusters are.
 *
 * Single records leave by Gibbs moves; these are the moves that take several along: two records
 * of the father and two of the son, once joined, part only together (split-merge moves: Jain &
 * Neal 2004, J. Comput. Graph. Stat. 13, 158-182; here with the halves found beforehand).
 */
#include "link_internal.h"

enum { MOST = 24, ASKED = 4 };

/* Log odds of all pairs of a cluster; the least one's ends become the anchors. */
static double weakest(const struct rk_link_model *m, const int32_t *member, int32_t n,
                      double odds[MOST][MOST], int32_t anchor[2])
{
    double least = HUGE_VAL;
    for (int32_t i = 0; i < n; i++)
        for (int32_t k = 0; k < i; k++) {
            const int32_t a = member[k], b = member[i];
            odds[i][k] = odds[k][i] = link_odds(m, a, b, link_pattern(m, a, b));
            if (odds[i][k] < least) {
                least = odds[i][k];
                anchor[0] = k;
                anchor[1] = i;
            }
        }
    return least;
}

struct halves {
    uint8_t side[MOST]; /* 0 or 1 */
    bool placed[MOST];
};

static double mean_to(double odds[MOST][MOST], const struct halves *h, int32_t n, int32_t r,
                      uint8_t which)
{
    double sum = 0.0;
    int32_t k = 0;
    for (int32_t i = 0; i < n; i++)
        if (h->placed[i] && h->side[i] == which && i != r) {
            sum += odds[r][i];
            k++;
        }
    return k ? sum / k : -HUGE_VAL;
}

/* Whoever is clearest first, each to the half it fits better. */
static void part(double odds[MOST][MOST], int32_t n, const int32_t anchor[2], struct halves *h)
{
    *h = (struct halves){{0}, {false}};
    h->placed[anchor[0]] = h->placed[anchor[1]] = true;
    h->side[anchor[1]] = 1;
    for (int32_t left = n - 2; left > 0; left--) {
        int32_t clearest = 0;
        double most = -1.0;
        for (int32_t i = 0; i < n; i++) {
            if (h->placed[i])
                continue;
            const double by = fabs(mean_to(odds, h, n, i, 0) - mean_to(odds, h, n, i, 1));
            if (by > most) {
                most = by;
                clearest = i;
            }
        }
        h->side[clearest] = mean_to(odds, h, n, clearest, 1) > mean_to(odds, h, n, clearest, 0);
        h->placed[clearest] = true;
    }
}

/* Log odds that both halves are one person: the mean over some of the smaller. */
static double weigh(const struct rk_link_model *m, const int32_t *member, const uint8_t *side,
                    int32_t n)
{
    int32_t half[2][LINK_MEMBERS] = {{0}}, len[2] = {0, 0};
    for (int32_t i = 0; i < n; i++)
        if (len[side[i]] < LINK_MEMBERS)
            half[side[i]][len[side[i]]++] = member[i];
    const int few = len[0] <= len[1] ? 0 : 1;
    const int32_t asked = len[few] < ASKED ? len[few] : ASKED;
    double sum = 0.0;
    for (int32_t i = 0; i < asked; i++)
        sum += link_affinity(m, half[few][i], half[1 - few], len[1 - few]);
    return asked > 0 ? sum / asked : 0.0;
}

/* Two halves of two records and more, neither of them bound by a decision. */
static bool can_part(const struct link_clusters *s, const int32_t *member, const uint8_t *side,
                     int32_t n)
{
    int32_t len[2] = {0, 0}, bound[2] = {0, 0};
    for (int32_t i = 0; i < n; i++) {
        len[side[i]]++;
        bound[side[i]] += s->fixed && s->fixed[member[i]];
    }
    return len[0] > 1 && len[1] > 1 && !(bound[0] && bound[1]);
}

rk_status link_splits(const struct rk_link_model *m, const struct link_clusters *s, double sure,
                      struct rk_scratch *scratch, struct link_split **out, int32_t *count)
{
    int32_t most = 0, splits = 0;
    for (int32_t c = 0; c < m->records; c++)
        most += s->size[c] > 3;
    struct link_split *split = RK_NEW(scratch, struct link_split, most + 1);
    if (!split)
        return RK_ENOMEM;
    for (int32_t c = 0; c < m->records; c++) {
        int32_t member[MOST] = {0}, anchor[2] = {0, 0}, n = 0;
        double odds[MOST][MOST] = {{0.0}};
        struct halves h;
        if (s->size[c] < 4 || s->size[c] > MOST)
            continue;
        for (int32_t r = s->head[c]; r >= 0; r = s->next[r])
            member[n++] = r;
        if (weakest(m, member, n, odds, anchor) > sure)
            continue;
        part(odds, n, anchor, &h);
        if (!can_part(s, member, h.side, n))
            continue;
        const double one = weigh(m, member, h.side, n);
        if (one > sure)
            continue;
        struct link_split *to = &split[splits++];
        *to = (struct link_split){.cluster = c, .odds = one};
        for (int32_t i = 0; i < n; i++)
            if (h.side[i])
                to->record[to->len++] = member[i];
    }
    *out = split;
    *count = splits;
    return RK_OK;
}
