/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Decomposable graphical models, averaged (Madigan & York 1997, Biometrika 84(1): 19-31).
 *
 * Given a graph and m unlisted persons, cell probabilities have a hyper-Dirichlet prior with
 * delta in each cell of the whole table, so the marginal likelihood is a product over cliques C
 * and separators S of
 *   f(C) = prod over cells c of C: Gamma(n_c + delta 2^(p - |C|)) / Gamma(delta 2^(p - |C|)),
 * over f(S), and one Gamma(A) / Gamma(N + A), A = delta 2^p, for each component; times the
 * multinomial coefficient; priors: equal for graphs, 1 / N for N, m = 1 … nmax.
 *
 * In m only the empty cell of each marginal table moves, so weight(m + 1) / weight(m) is a
 * ratio of a few products. Graphs and m that cannot matter (below e^-36 of the best) are found
 * first by bisection, the rest is added up step by step, exactly.
 */
#include "rk_estimate.h"

#include "estimate_dga.h"
#include "estimate_internal.h"
#include "estimate_math.h"

#define NEGLIGIBLE 36.0

enum { GRID = 96 };

struct weights {
    int32_t lists, graphs;
    const struct estimate_graph *graph;
    double *fixed;          /* [graphs] what does not depend on m */
    double base[64];        /* per set: people on none of its lists, plus their prior */
    double observed, whole; /* whole: delta 2^lists */
    double log_nmax;
    int64_t nmax;
    int64_t grid[GRID];
    double top; /* highest log weight */
};

/* log f of each set without its empty cell. */
static void fixed_parts(struct weights *w, const struct estimate_cells *cells, double delta,
                        double *part)
{
    const uint32_t all = UINT32_C(1) << cells->lists;
    for (uint32_t set = 1; set < all; set++) {
        const double prior = ldexp(delta, cells->lists - __builtin_popcount(set));
        const double log_prior = estimate_lgamma(prior);
        double marginal[64] = {0}, sum = -log_prior;
        for (uint32_t c = 1; c < all; c++)
            marginal[c & set] += cells->n[c];
        for (uint32_t c = set; c; c = (c - 1) & set)
            sum += marginal[c] > 0.0 ? estimate_lgamma(marginal[c] + prior) - log_prior : 0.0;
        part[set] = sum;
        w->base[set] = marginal[0] + prior;
    }
    for (int32_t g = 0; g < w->graphs; g++) {
        const struct estimate_graph *graph = &w->graph[g];
        w->fixed[g] = graph->parts * estimate_lgamma(w->whole);
        for (int32_t i = 0; i < graph->factors; i++)
            w->fixed[g] += graph->power[i] * part[graph->set[i]];
    }
}

static double log_common(const struct weights *w, double m)
{
    const double total = w->observed + m;
    return estimate_lgamma(total + 1.0) - estimate_lgamma(m + 1.0) - estimate_log(total);
}

static double log_weight(const struct weights *w, int32_t g, double m)
{
    const struct estimate_graph *graph = &w->graph[g];
    double sum = w->fixed[g] + log_common(w, m) -
                 graph->parts * estimate_lgamma(w->observed + m + w->whole);
    for (int32_t i = 0; i < graph->factors; i++)
        sum += graph->power[i] * estimate_lgamma(w->base[graph->set[i]] + m);
    return sum;
}

/* weight(m + 1) / weight(m) */
static double ratio(const struct weights *w, const struct estimate_graph *graph, double m)
{
    double above = w->observed + m, below = m + 1.0;
    const double whole = w->observed + m + w->whole;
    for (int32_t i = 0; i < graph->factors; i++) {
        const double x = w->base[graph->set[i]] + m;
        for (int p = (int)graph->power[i]; p > 0; p--)
            above *= x;
        for (int p = (int)graph->power[i]; p < 0; p++)
            below *= x;
    }
    for (int32_t i = 0; i < graph->parts; i++)
        below *= whole;
    return above / below;
}

/* The m in from … to where the weight is highest, if it has one hill there. */
static int64_t summit(const struct weights *w, int32_t g, int64_t from, int64_t to)
{
    while (from < to) {
        const int64_t middle = from + (to - from) / 2;
        if (ratio(w, &w->graph[g], (double)middle) > 1.0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* The m between `inside` and `outside` where the log weight falls below `level`. */
static int64_t foot(const struct weights *w, int32_t g, int64_t inside, int64_t outside,
                    double level)
{
    while (llabs(outside - inside) > 1) {
        const int64_t middle = inside + (outside - inside) / 2;
        if (log_weight(w, g, (double)middle) >= level)
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

/* Numbers m from 1 to nmax, each a little larger than the one before. */
static void make_grid(struct weights *w)
{
    const double span = estimate_log((double)w->nmax);
    for (int i = 0; i < GRID; i++) {
        int64_t m = (int64_t)estimate_exp(span * i / (GRID - 1));
        if (i > 0 && m <= w->grid[i - 1])
            m = w->grid[i - 1] + 1;
        w->grid[i] = m < w->nmax ? m : w->nmax;
    }
    w->grid[GRID - 1] = w->nmax;
}

struct hill {
    int64_t peak, from, to;
    double height;
};

/* Log weights of all graphs on the grid, from log gamma functions that they share. */
static void survey(const struct weights *w, double *shared, double *common, int32_t g,
                   double *on_grid)
{
    const struct estimate_graph *graph = &w->graph[g];
    for (int i = 0; i < GRID; i++)
        on_grid[i] = w->fixed[g] + common[i] - graph->parts * shared[i];
    for (int32_t f = 0; f < graph->factors; f++) {
        const double *own = shared + (ptrdiff_t)graph->set[f] * GRID;
        for (int i = 0; i < GRID; i++)
            on_grid[i] += graph->power[f] * own[i];
    }
}

static void find_peaks(struct weights *w, double *shared, double *common, struct hill *hill)
{
    const int sets = 1 << w->lists;
    for (int i = 0; i < GRID; i++) {
        const double m = (double)w->grid[i];
        common[i] = log_common(w, m);
        shared[i] = estimate_lgamma(w->observed + m + w->whole);
        for (int s = 1; s < sets; s++)
            shared[s * GRID + i] = estimate_lgamma(w->base[s] + m);
    }
    w->top = -HUGE_VAL;
    for (int32_t g = 0; g < w->graphs; g++) {
        double on_grid[GRID];
        survey(w, shared, common, g, on_grid);
        int best = 0;
        for (int i = 1; i < GRID; i++)
            if (on_grid[i] > on_grid[best])
                best = i;
        hill[g].peak = summit(w, g, w->grid[best > 0 ? best - 1 : 0],
                              w->grid[best + 1 < GRID ? best + 1 : best]);
        hill[g].height = fmax(log_weight(w, g, (double)hill[g].peak), on_grid[best]);
        w->top = fmax(w->top, hill[g].height);
    }
}

/* Where the graph's weight counts: between the outermost places above `level`. */
static void find_feet(const struct weights *w, const double *shared, const double *common,
                      int32_t g, struct hill *h)
{
    const double level = w->top - NEGLIGIBLE;
    double on_grid[GRID];
    survey(w, (double *)(uintptr_t)shared, (double *)(uintptr_t)common, g, on_grid);
    int first = 0, last = GRID - 1;
    while (first < GRID && on_grid[first] < level && w->grid[first] < h->peak)
        first++;
    while (last >= 0 && on_grid[last] < level && w->grid[last] > h->peak)
        last--;
    const int64_t in_first =
        first < GRID && w->grid[first] < h->peak ? w->grid[first] : h->peak;
    const int64_t in_last = last >= 0 && w->grid[last] > h->peak ? w->grid[last] : h->peak;
    h->from = first > 0 ? foot(w, g, in_first, w->grid[first - 1], level) : w->grid[0];
    h->to = last + 1 < GRID ? foot(w, g, in_last, w->grid[last + 1], level) : w->nmax;
}

/* Adds the graph's weights to mass[m - from]; their sum. */
static double add_up(const struct weights *w, int32_t g, const struct hill *h, double *mass,
                     int64_t from)
{
    const struct estimate_graph *graph = &w->graph[g];
    double weight = estimate_exp(log_weight(w, g, (double)h->from) - w->top), sum = 0.0;
    for (int64_t m = h->from; m <= h->to; m++) {
        mass[m - from] += weight;
        sum += weight;
        weight *= ratio(w, graph, (double)m);
    }
    return sum;
}

rk_status estimate_dga(const struct estimate_cells *cells, double delta, int64_t nmax,
                       struct rk_scratch *scratch, struct estimate_posterior *out,
                       struct rk_err *err)
{
    struct weights w = {.lists = cells->lists,
                        .nmax = nmax,
                        .observed = cells->observed,
                        .whole = ldexp(delta, cells->lists)};
    w.graphs = estimate_graphs(cells->lists, NULL);
    struct estimate_graph *graph = RK_NEW(scratch, struct estimate_graph, w.graphs);
    w.fixed = RK_NEW(scratch, double, w.graphs);
    struct hill *hill = RK_NEW(scratch, struct hill, w.graphs);
    double *shared = RK_NEW(scratch, double, (ptrdiff_t)GRID << cells->lists);
    double *common = RK_NEW(scratch, double, GRID), part[64];
    if (scratch->in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    (void)estimate_graphs(cells->lists, graph);
    w.graph = graph;
    fixed_parts(&w, cells, delta, part);
    make_grid(&w);
    find_peaks(&w, shared, common, hill);
    *out = (struct estimate_posterior){.nmax = nmax, .from = nmax, .to = 1, .graphs = w.graphs};
    for (int32_t g = 0; g < w.graphs; g++) {
        if (hill[g].height < w.top - NEGLIGIBLE)
            continue;
        find_feet(&w, shared, common, g, &hill[g]);
        out->from = hill[g].from < out->from ? hill[g].from : out->from;
        out->to = hill[g].to > out->to ? hill[g].to : out->to;
    }
    const int64_t count = out->to - out->from + 1;
    out->mass = RK_NEW(scratch, double, (ptrdiff_t)count);
    if (scratch->in.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    double total = 0.0;
    for (int32_t g = 0; g < w.graphs; g++) {
        if (hill[g].height < w.top - NEGLIGIBLE)
            continue;
        const double sum = add_up(&w, g, &hill[g], out->mass, out->from);
        total += sum;
        if (sum > out->best_weight) {
            out->best_weight = sum;
            out->best_edges = graph[g].edges;
        }
    }
    for (int64_t i = 0; i < count; i++)
        out->mass[i] /= total;
    out->best_weight /= total;
    return RK_OK;
}

/* ---- the result
 * ------------------------------------------------------------------------------ */

static double mass_at(const struct estimate_posterior *p, int64_t m)
{
    return p->mass[m - p->from];
}

/* Smallest N with at least `share` of the posterior up to it, for ascending shares. */
static void quantiles(const struct estimate_posterior *p, double observed, const double *share,
                      ptrdiff_t count, double *out)
{
    double sum = 0.0;
    int64_t m = p->from;
    for (ptrdiff_t i = 0; i < count; i++) {
        while (m < p->to && sum + mass_at(p, m) < share[i])
            sum += mass_at(p, m++);
        out[i] = observed + (double)m;
    }
}

/* "1-2, 1-3": the edges of the graph, lists numbered from 1. */
static struct rk_str graph_name(uint32_t edges, int32_t lists, struct rk_arena *keep)
{
    struct rk_buf text = rk_buf_in(keep, 128);
    int bit = 0;
    for (int i = 0; i < lists; i++)
        for (int j = i + 1; j < lists; j++, bit++)
            if (edges >> bit & 1)
                rk_buf_printf(&text, "%s%d-%d", text.len ? ", " : "", i + 1, j + 1);
    return text.len ? rk_buf_str(&text) : RK_STR("no edges");
}

static void moments(struct estimate_draft *d, const struct estimate_posterior *p)
{
    double mean = 0.0, square = 0.0;
    int64_t mode = p->from;
    for (int64_t m = p->from; m <= p->to; m++) {
        mean += (double)m * mass_at(p, m);
        if (mass_at(p, m) > mass_at(p, mode))
            mode = m;
    }
    for (int64_t m = p->from; m <= p->to; m++)
        square += ((double)m - mean) * ((double)m - mean) * mass_at(p, m);
    d->out->se = sqrt(square);
    estimate_number(d, "mean", d->out->observed + mean);
    estimate_number(d, "mode", d->out->observed + (double)mode);
    estimate_number(d, "median", d->out->estimate);
    estimate_number(d, "se", d->out->se);
}

rk_status estimate_run_dga(const struct estimate_case *c,
                           const struct rk_estimate_options *options, struct rk_arena *keep,
                           struct rk_scratch scratch, struct rk_estimate *out,
                           struct rk_err *err)
{
    struct estimate_draft d =
        estimate_draft_of(out, rk_estimate_name(RK_ESTIMATE_DGA), c, keep);
    if (c->lists > ESTIMATE_GRAPH_LISTS) {
        estimate_decline(&d, "%d lists; decomposable graphs are enumerated for up to %d",
                         c->lists, ESTIMATE_GRAPH_LISTS);
        return estimate_finish(&d, err);
    }
    const double delta = options->delta > 0.0 ? options->delta : ldexp(1.0, -c->lists);
    const int64_t nmax = options->nmax > 0 ? options->nmax : 20 * (int64_t)c->observed;
    double *share = RK_NEW(&scratch, double, RK_ESTIMATE_DRAWS);
    double *draws = RK_NEW(keep, double, RK_ESTIMATE_DRAWS);
    if (scratch.in.failed || keep->failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    struct estimate_posterior p;
    const rk_status status = estimate_dga(&c->cells, delta, nmax, &scratch, &p, err);
    if (status)
        return status;
    for (int32_t i = 0; i < RK_ESTIMATE_DRAWS; i++)
        share[i] = (i + 0.5) / RK_ESTIMATE_DRAWS;
    quantiles(&p, c->observed, share, RK_ESTIMATE_DRAWS, draws);
    const double three[] = {0.025, 0.5, 0.975};
    double at[3];
    quantiles(&p, c->observed, three, 3, at);
    out->low = at[0];
    out->estimate = at[1];
    out->high = at[2];
    out->centre = "median";
    out->draws = draws;
    moments(&d, &p);
    estimate_number(&d, "delta", delta);
    estimate_number(&d, "nmax", (double)nmax);
    estimate_number(&d, "graphs", p.graphs);
    estimate_text(&d, "best_graph", graph_name(p.best_edges, c->lists, keep));
    estimate_number(&d, "best_graph_probability", p.best_weight);
    double tail = 0.0; /* the last hundredth of what was allowed */
    for (int64_t m = p.to; m >= p.from && m > nmax - nmax / 100 - 1; m--)
        tail += mass_at(&p, m);
    if (tail > 0.001)
        estimate_note(&d.notes, keep, "nmax_reached",
                      "the posterior is cut off at %lld unlisted persons; a larger nmax would "
                      "raise the estimate",
                      (long long)nmax);
    if (p.best_weight < 0.5)
        estimate_note(&d.notes, keep, "no_graph_stands_out",
                      "no graph has half of the probability (the best has %.0f %%)",
                      100.0 * p.best_weight);
    return estimate_finish(&d, err);
}
