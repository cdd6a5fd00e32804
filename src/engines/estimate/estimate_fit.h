/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/engines/estimate: tables of lists and the models fitted to them. */
#ifndef RK_ESTIMATE_H
#error "include rk_estimate.h first; estimate_fit.h is private to src/engines/estimate"
#endif
#ifndef ESTIMATE_FIT_H
#define ESTIMATE_FIT_H

#define ESTIMATE_NAN ((double)NAN) /* the C library's is a float */

enum {
    ESTIMATE_SEARCH_LISTS = 5, /* all hierarchical models are tried */
    ESTIMATE_LISTS = 16,       /* of a log-linear model */
    ESTIMATE_PAIRS = ESTIMATE_LISTS * (ESTIMATE_LISTS - 1) / 2,
    ESTIMATE_TERMS = ESTIMATE_PAIRS + ESTIMATE_LISTS + 1,
    ESTIMATE_NOTES = 24
};

/* The whole table: n[c] for every set c of lists, n[0] == 0. */
struct estimate_cells {
    int32_t lists;
    const double *n; /* [1 << lists] */
    double observed;
};

/* Terms of a log-linear model: sets of lists, the empty set (intercept) last. */
struct estimate_terms {
    const uint32_t *subset;
    int32_t count;
};

struct estimate_work {
    uint8_t *in; /* [cells] taken into the fit; others have mean 0 */
    double *mu;  /* [cells] fitted means */
    double *eta; /* [cells] their logarithms */
    double *sums, *score;
    double *beta; /* [terms] */
    double *step, *matrix;
    uint8_t *dropped; /* [terms] depends on earlier ones */
};

struct estimate_fit {
    double intercept, variance; /* log mean of the missing cell and its variance */
    double log_likelihood;      /* without the factorials */
    double deviance;
};

void estimate_superset_sums(double *a, int32_t lists);
void estimate_work_init(struct estimate_work *w, int32_t lists, int32_t terms,
                        struct rk_scratch *scratch);
/* x := (X' W X)^-1 x with the factor of the last fit. */
void estimate_solve(const struct estimate_work *w, int32_t count, double *x);
/* Rank of the design on the cells of w->in; whether the intercept is determined by them. */
int32_t estimate_rank(struct estimate_work *w, int32_t lists, struct estimate_terms terms,
                      bool *intercept);
/* Fits on the cells of w->in; `warm` starts from w->beta. False: not converged. */
bool estimate_fit(struct estimate_work *w, const double *n, int32_t lists,
                  struct estimate_terms terms, bool warm, struct estimate_fit *out);

/* What becomes of the missing cell when a model is fitted (Fienberg & Rinaldo 2012). */
enum estimate_existence {
    ESTIMATE_EXISTS,    /* the maximum lies inside */
    ESTIMATE_EXTENDED,  /* some parameters run to minus infinity, the missing cell does not */
    ESTIMATE_UNBOUNDED, /* the missing cell grows without limit */
    ESTIMATE_VANISHES,  /* the missing cell shrinks to nothing */
    ESTIMATE_FREE       /* nothing in the table speaks for any value of the missing cell */
};

/*
 * Narrows w->in (the cells to consider) to those whose fitted means stay positive and says what
 * becomes of the missing cell. In the last three cases w->dropped marks the terms to leave out
 * of a fit of the cells that remain.
 */
enum estimate_existence estimate_face(struct estimate_work *w, const double *n, int32_t lists,
                                      struct estimate_terms terms, struct rk_scratch scratch);

/* Hierarchical models as bits over the sets of lists; `out` may be NULL. Their number. */
int32_t estimate_models(int32_t lists, uint32_t *out);
struct estimate_terms estimate_terms_of(uint32_t model, uint32_t room[32]);
/* "[123,14,34]": the largest sets, lists numbered from 1 ("10+11" from ten lists on). */
void estimate_write_model(struct rk_buf *out, struct estimate_terms terms, int32_t lists);

struct estimate_model {
    struct estimate_terms terms;
    int32_t parameters;
    struct estimate_fit fit;
};

/* Stepwise choice of pair effects; `room` [ESTIMATE_TERMS] holds the terms of *out. */
enum estimate_existence estimate_stepwise(const struct estimate_cells *cells,
                                          struct rk_scratch scratch, uint32_t *room,
                                          struct estimate_model *out);

struct estimate_interval {
    double mode, low, high; /* of the number nobody listed */
    bool open;              /* no upper end was found */
};

/* The unlisted whose profile log likelihood lies within `drop` of the highest; w->in says which
 * cells the model is fitted to, n0 is a first guess. False: a fit did not converge. */
bool estimate_profile(const struct estimate_cells *cells, struct estimate_work *w,
                      struct estimate_terms terms, double n0, double drop,
                      struct rk_scratch scratch, struct estimate_interval *out);

/* Posterior of the number nobody listed, m = from … to within 1 … nmax. */
struct estimate_posterior {
    double *mass; /* [to - from + 1] of m - from; sums to 1 */
    int64_t nmax, from, to;
    int32_t graphs;
    uint32_t best_edges; /* the graph with the highest posterior, bits 12, 13, … 23, … */
    double best_weight;
};

rk_status estimate_dga(const struct estimate_cells *cells, double delta, int64_t nmax,
                       struct rk_scratch *scratch, struct estimate_posterior *out,
                       struct rk_err *err);

#endif
