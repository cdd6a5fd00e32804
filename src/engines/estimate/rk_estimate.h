/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * estimate: how many are on no list at all.
 *
 * Several lists name overlapping parts of one closed population (multiple systems estimation,
 * capture-recapture). From the number of persons with each pattern of lists follow, under a
 * named model, an estimate of all persons and an interval. No model is "the" answer: the office
 * prints what was observed, then the range over models. Uses: base. Keeps no state, draws
 * nothing from a clock: equal tables, options and seed give equal bytes for any number of
 * threads. Any number of threads may call it. Methods and their sources:
 * docs/methods/estimate.md
 */
#ifndef RK_ESTIMATE_H
#define RK_ESTIMATE_H

#include "rk_base.h"
#include "rk_work.h"

enum { RK_ESTIMATE_LISTS_MAX = 31, RK_ESTIMATE_DRAWS = 4000 };

/* How many persons have each pattern of lists. */
struct rk_estimate_table {
    int32_t lists;            /* 1 … RK_ESTIMATE_LISTS_MAX */
    const char *const *names; /* [lists] for reasons and warnings */
    int32_t rows;
    const uint32_t *history; /* [rows] bit j: on list j; never 0, no bit beyond the lists */
    const int64_t *n;        /* [rows] 0 … 2^40; equal histories are added up */
};

enum rk_estimate_model {
    RK_ESTIMATE_LOGLINEAR, /* up to 5 lists the hierarchical model with the best BIC, beyond
                              (to 16) stepwise with a bootstrap interval */
    RK_ESTIMATE_AIC,       /* the hierarchical model with the best AIC; up to 5 lists */
    RK_ESTIMATE_STEPWISE,  /* pair effects added while p < 0.02; up to 16 lists */
    RK_ESTIMATE_DGA,       /* decomposable graphs, Bayesian average; up to 6 lists */
    RK_ESTIMATE_LCMCR,     /* Dirichlet process of latent classes */
    RK_ESTIMATE_MODELS
};
/* A set of models: 1u << model | … */
#define RK_ESTIMATE_ALL ((1u << RK_ESTIMATE_MODELS) - 1)

/* "loglinear", "loglinear-aic", "loglinear-stepwise", "dga", "lcmcr". */
const char *rk_estimate_name(enum rk_estimate_model model);

/* Zero stands for the default of each. */
struct rk_estimate_options {
    unsigned models;              /* set of models; default all */
    double delta;                 /* dga: prior persons in each cell; 2^-lists */
    int64_t nmax;                 /* dga: unlisted are 1 … nmax; 20 x observed */
    int32_t classes;              /* lcmcr: 2 … 64; 10 */
    int64_t iterations;           /* lcmcr: in all, a tenth of them warm up; 110,000 */
    uint64_t seed;                /* 0 is a seed like any other */
    int threads;                  /* never changes the result */
    struct rk_progress *progress; /* may be NULL */
};

/* What speaks against believing a figure. Codes are stable; texts, as those of errors, are in
 * the language of rk_err_translate. */
struct rk_estimate_warning {
    const char *code; /* "contained", "poor_fit", … (docs/methods/estimate.md, 8) */
    struct rk_str text;
};

/* One more thing to know: a number, or a text when text.at is set. */
struct rk_estimate_detail {
    const char *name; /* "se", "deviance", "formula", … (docs/methods/estimate.md, 9) */
    double number;    /* NaN: not known */
    struct rk_str text;
};

struct rk_estimate {
    const char *model;     /* name, or "range" */
    double observed;       /* persons on at least one list */
    struct rk_str refused; /* the reason, and then no number below holds; else at == NULL */
    double estimate, low, high; /* persons, listed or not; observed <= low <= high */
    const char *centre;         /* what `estimate` is: "mode", "mean" or "median" */
    double level;               /* of the interval: 0.95 */
    double se;                  /* standard error, or deviation of the posterior */
    const double *draws;        /* [RK_ESTIMATE_DRAWS] ascending, equally likely values of N */
    const struct rk_estimate_warning *warnings;
    int32_t warning_count;
    const struct rk_estimate_detail *details;
    int32_t detail_count;
};

/*
 * Fits the models asked for; out[model] is set for each of them, out[others] is left alone.
 *
 * A table that cannot carry an estimate is not an error but an outcome: `refused` says why —
 * fewer than three lists with anyone on them; lists derived from one another (identical, or one
 * within another more often than chance allows); no estimate exists, with the empty cells; more
 * lists than a method takes. Results live in `keep`.
 * RK_EINVAL: a history or a count out of range, a wrong option. RK_ENOMEM. RK_ECANCELED.
 * On failure *out is left as it was.
 * Time: loglinear 0.3 ms for 4 lists, 0.1 s for 5; dga 1 ms and 20 ms; lcmcr 0.5 s. Scratch
 * 64 MiB and 8 bytes per nmax are enough up to 12 lists.
 */
RK_MUST_USE rk_status rk_estimate_fit(const struct rk_estimate_table *table,
                                      const struct rk_estimate_options *options,
                                      struct rk_arena *keep, struct rk_scratch scratch,
                                      struct rk_estimate out[RK_ESTIMATE_MODELS],
                                      struct rk_err *err);

/* Parts of the population that are estimated apart; all tables have the same lists. */
struct rk_estimate_strata {
    int32_t count;                          /* >= 1 */
    const struct rk_estimate_table *tables; /* [count] */
    const char *const *names;               /* [count] for reasons and warnings */
    const struct rk_estimate_table
        *unknown; /* persons whose stratum is not known; NULL: none */
};

/*
 * Fits every stratum and sums.
 *
 * Nobody is dropped: persons of unknown stratum are allocated, history by history, in
 * proportion to those known (five imputations, averaged); strata that are refused by a model
 * are pooled and estimated together; if even that is refused and they hold at most a tenth of
 * those observed, they enter the sum as observed, with a warning, else the sum is refused.
 * each[stratum * RK_ESTIMATE_MODELS + model] and total[model] are set for the models asked for.
 * Outcomes as rk_estimate_fit.
 */
RK_MUST_USE rk_status rk_estimate_sum(const struct rk_estimate_strata *strata,
                                      const struct rk_estimate_options *options,
                                      struct rk_arena *keep, struct rk_scratch scratch,
                                      struct rk_estimate *each,
                                      struct rk_estimate total[RK_ESTIMATE_MODELS],
                                      struct rk_err *err);

/*
 * Averages the results of one model over several versions of a table, as different linkages of
 * the same records give: the mixture of their distributions. Refused versions are left out and
 * counted in a warning; refused when more than half are. RK_EINVAL: count < 1. RK_ENOMEM.
 */
RK_MUST_USE rk_status rk_estimate_average(const struct rk_estimate *const *version,
                                          int32_t count, struct rk_arena *keep,
                                          struct rk_scratch scratch, struct rk_estimate *out,
                                          struct rk_err *err);

/*
 * The range over named models beside what was observed: low is the lowest, high the highest
 * bound of those not refused, estimate the middle one of their estimates (which is no model's
 * result). Refused when all are. RK_EINVAL: count < 1. RK_ENOMEM.
 */
RK_MUST_USE rk_status rk_estimate_range(const struct rk_estimate *const *model, int32_t count,
                                        struct rk_arena *keep, struct rk_estimate *out,
                                        struct rk_err *err);

/*
 * Whether patterns of lists differ between strata more than chance allows, so that one model
 * for all of them misleads: the p-value of the chi-square test of homogeneity. RK_EINVAL,
 * RK_ENOMEM.
 */
RK_MUST_USE rk_status rk_estimate_homogeneity(const struct rk_estimate_strata *strata,
                                              struct rk_scratch scratch, double *p_value,
                                              struct rk_err *err);

#endif
