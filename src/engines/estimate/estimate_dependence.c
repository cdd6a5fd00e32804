/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dependence between lists, before any model is chosen. */
#include "rk_estimate.h"

#include "estimate_internal.h"
#include "estimate_math.h"

struct seen {
    int32_t pairs, positive, strong;
    int32_t a, b; /* the pair that differs most from independence */
    double most;  /* its z */
};

/*
 * Among people on some third list, membership of a and of b is known in full: log odds ratio
 * with half a person added to each cell (Haldane 1956, Ann. Hum. Genet. 20: 309-311).
 */
static struct seen look_at_pairs(const struct estimate_case *c)
{
    const struct estimate_patterns *p = &c->patterns;
    const uint32_t all = (UINT32_C(1) << c->lists) - 1;
    struct seen s = {0};
    for (int32_t a = 0; a < c->lists; a++)
        for (int32_t b = a + 1; b < c->lists; b++) {
            const uint32_t own = UINT32_C(1) << a, other = UINT32_C(1) << b;
            const uint32_t rest = all & ~own & ~other;
            const double both = estimate_people(p, own | other, rest) + 0.5;
            const double only_a = estimate_people(p, own, rest) - both + 1.0;
            const double only_b = estimate_people(p, other, rest) - both + 1.0;
            const double none = estimate_people(p, 0, rest) - both - only_a - only_b + 2.0;
            const double odds = estimate_log(both * none / (only_a * only_b));
            const double z = odds / sqrt(1.0 / both + 1.0 / none + 1.0 / only_a + 1.0 / only_b);
            s.pairs++;
            s.positive += odds > 0.0;
            s.strong += fabs(z) > 3.3;
            if (fabs(z) > fabs(s.most)) {
                s.most = z;
                s.a = a;
                s.b = b;
            }
        }
    return s;
}

/*
 * Do people differ in how easy they are to find? Score test of the model of independent lists
 * against one in which the number k of lists a person is on has an effect of its own, k (k - 1)
 * / 2 (the quadratic model of Darroch et al. 1993, J. Am. Stat. Assoc. 88: 1137-1148): all
 * pairs of lists lean to one side alike. Standard normal if they do not; NaN when it cannot be
 * had.
 */
static double heterogeneity(const struct estimate_case *c, struct rk_scratch scratch)
{
    struct estimate_work w;
    struct estimate_fit fit;
    uint32_t room[ESTIMATE_LISTS + 1];
    const struct estimate_terms terms = {room, c->lists + 1};
    if (c->lists > ESTIMATE_LISTS)
        return ESTIMATE_NAN;
    const uint32_t cells = UINT32_C(1) << c->lists;
    estimate_work_init(&w, c->lists, terms.count, &scratch);
    if (scratch.in.failed)
        return ESTIMATE_NAN;
    for (int32_t j = 0; j < c->lists; j++)
        room[j] = UINT32_C(1) << j;
    room[c->lists] = 0;
    memset(w.in, 1, cells);
    w.in[0] = 0;
    if (estimate_face(&w, c->cells.n, c->lists, terms, scratch) != ESTIMATE_EXISTS ||
        !estimate_fit(&w, c->cells.n, c->lists, terms, false, &fit))
        return ESTIMATE_NAN;
    double score = 0.0, variance = 0.0;
    for (uint32_t h = 0; h < cells; h++) {
        const double k = __builtin_popcount(h), q = 0.5 * k * (k - 1.0);
        score += h ? q * (c->cells.n[h] - w.mu[h]) : 0.0;
        variance += q * q * w.mu[h];
        w.sums[h] = q * w.mu[h];
    }
    estimate_superset_sums(w.sums, c->lists);
    for (int32_t i = 0; i < terms.count; i++)
        w.step[i] = w.sums[room[i]];
    estimate_solve(&w, terms.count, w.step);
    for (int32_t i = 0; i < terms.count; i++)
        variance -= w.step[i] * w.sums[room[i]];
    return variance > 0.0 ? score / sqrt(variance) : ESTIMATE_NAN;
}

void estimate_dependence(struct estimate_case *c, struct rk_arena *keep,
                         struct rk_scratch scratch)
{
    const struct seen s = look_at_pairs(c);
    const double z = heterogeneity(c, scratch);
    if (z > 2.2 && 3 * s.positive >= 2 * s.pairs)
        estimate_note(
            &c->notes, keep, "positive_dependence",
            "lists tend to name the same people (%d of %d pairs, z = %.1f): some people "
            "are easier to find than others, and estimates tend to be too low",
            s.positive, s.pairs, z);
    else if (s.strong > 0)
        estimate_note(&c->notes, keep, "dependent_lists",
                      "%d of %d pairs of lists are not independent, most of all %s and %s (z = "
                      "%.1f)",
                      s.strong, s.pairs, c->name[s.a], c->name[s.b], s.most);
}
