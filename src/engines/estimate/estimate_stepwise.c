/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Effects of pairs of lists, added one by one.
 *
 * Chan, Silverman & Vincent (2021), J. Am. Stat. Assoc. 116(535): 1297-1306: from the model of
 * independent lists on, the pair whose overlap is least likely under the model so far
 * (one-sided Poisson p-value below 0.02) is added, if the estimate then still exists. A pair
 * with no person in common is fitted by leaving its cells out: its effect is minus infinity.
 */
#include "rk_estimate.h"

#include "estimate_internal.h"
#include "estimate_math.h"

struct pairs {
    int32_t lists, count;
    uint32_t set[ESTIMATE_PAIRS]; /* in the order 12, 13, … 23, … */
    double overlap[ESTIMATE_PAIRS];
    bool taken[ESTIMATE_PAIRS];
};

static void list_pairs(struct pairs *p, const struct estimate_cells *cells, double *sums)
{
    const uint32_t all = UINT32_C(1) << cells->lists;
    memcpy(sums, cells->n, all * sizeof *sums);
    estimate_superset_sums(sums, cells->lists);
    p->lists = cells->lists;
    p->count = 0;
    for (int32_t i = 0; i < cells->lists; i++)
        for (int32_t j = i + 1; j < cells->lists; j++) {
            p->set[p->count] = UINT32_C(1) << i | UINT32_C(1) << j;
            p->overlap[p->count] = sums[p->set[p->count]];
            p->taken[p->count] = false;
            p->count++;
        }
}

/* Terms of the model and, in w->in, the cells it is fitted to. */
static struct estimate_terms set_up(const struct pairs *p, struct estimate_work *w,
                                    uint32_t *room)
{
    const uint32_t cells = UINT32_C(1) << p->lists;
    struct estimate_terms terms = {room, 0};
    memset(w->in, 1, cells);
    w->in[0] = 0;
    for (int32_t j = 0; j < p->lists; j++)
        room[terms.count++] = UINT32_C(1) << j;
    for (int32_t k = 0; k < p->count; k++) {
        if (p->taken[k] && p->overlap[k] > 0.0)
            room[terms.count++] = p->set[k];
        for (uint32_t c = 0; p->taken[k] && p->overlap[k] == 0.0 && c < cells; c++)
            if ((c & p->set[k]) == p->set[k])
                w->in[c] = 0;
    }
    room[terms.count++] = 0;
    return terms;
}

/* How unlikely the overlap is under the fitted means. */
static double surprise(double overlap, double expected)
{
    const double below = estimate_poisson_below((int64_t)overlap, expected);
    const double above = 1.0 - estimate_poisson_below((int64_t)overlap - 1, expected);
    return fmin(below, above);
}

/* The most surprising pair that may be added, or -1. */
static int32_t next_pair(struct pairs *p, const struct estimate_cells *cells,
                         struct estimate_work *w, uint32_t *room, struct rk_scratch scratch)
{
    double value[ESTIMATE_PAIRS] = {0};
    memcpy(w->sums, w->mu, ((size_t)1 << p->lists) * sizeof *w->sums);
    estimate_superset_sums(w->sums, p->lists);
    for (int32_t k = 0; k < ESTIMATE_PAIRS; k++)
        value[k] =
            k >= p->count || p->taken[k] ? 1.0 : surprise(p->overlap[k], w->sums[p->set[k]]);
    for (;;) {
        int32_t best = 0;
        for (int32_t k = 1; k < p->count; k++)
            if (value[k] < value[best])
                best = k;
        if (!(value[best] < 0.02))
            return -1;
        p->taken[best] = true;
        const struct estimate_terms terms = set_up(p, w, room);
        if (estimate_face(w, cells->n, p->lists, terms, scratch) == ESTIMATE_EXISTS)
            return best;
        p->taken[best] = false;
        value[best] = 1.0;
    }
}

enum estimate_existence estimate_stepwise(const struct estimate_cells *cells,
                                          struct rk_scratch scratch, uint32_t *room,
                                          struct estimate_model *out)
{
    struct pairs p;
    struct estimate_work w;
    estimate_work_init(&w, cells->lists, cells->lists * (cells->lists + 1) / 2 + 1, &scratch);
    uint32_t *trial = RK_NEW(&scratch, uint32_t, ESTIMATE_TERMS);
    if (scratch.in.failed)
        return ESTIMATE_FREE;
    list_pairs(&p, cells, w.sums);
    out->terms = set_up(&p, &w, room);
    enum estimate_existence is = estimate_face(&w, cells->n, cells->lists, out->terms, scratch);
    if (is > ESTIMATE_EXTENDED)
        return is;
    for (;;) {
        if (!estimate_fit(&w, cells->n, cells->lists, out->terms, false, &out->fit))
            return ESTIMATE_FREE;
        if (next_pair(&p, cells, &w, trial, scratch) < 0)
            break;
        out->terms = set_up(&p, &w, room);
    }
    out->parameters = cells->lists + 1;
    for (int32_t k = 0; k < p.count; k++)
        out->parameters += p.taken[k];
    /* The name of the model lists the empty pairs too. */
    for (int32_t k = 0; k < p.count; k++)
        if (p.taken[k] && p.overlap[k] == 0.0) {
            room[out->terms.count] = room[out->terms.count - 1];
            room[out->terms.count++ - 1] = p.set[k];
            is = ESTIMATE_EXTENDED;
        }
    return is;
}
