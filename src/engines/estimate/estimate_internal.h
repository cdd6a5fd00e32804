/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/engines/estimate. */
#ifndef RK_ESTIMATE_H
#error "include rk_estimate.h first; estimate_internal.h is private to src/engines/estimate"
#endif
#ifndef ESTIMATE_INTERNAL_H
#define ESTIMATE_INTERNAL_H

#include "estimate_fit.h"

/* ---- a table made ready
 * ---------------------------------------------------------------------- */

/* A text in the reader's language (rk_err_translate). */
struct rk_str estimate_say(struct rk_arena *keep, const char *fmt, va_list args)
    RK_PRINTF(2, 0);

/* Warnings on their way into a result. */
struct estimate_notes {
    struct rk_estimate_warning at[ESTIMATE_NOTES];
    int32_t count;
};
void estimate_note(struct estimate_notes *notes, struct rk_arena *keep, const char *code,
                   const char *fmt, ...) RK_PRINTF(4, 5);

/* Histories with people, ascending. */
struct estimate_patterns {
    int32_t lists, count;
    const uint32_t *history; /* [count] */
    const double *n;         /* [count] > 0 */
    const int32_t *size;     /* [count + 1]: lists in history h - 1, size[0] == 0 */
    const double *on_list;   /* [lists] people on each list */
    double observed;
};

/* All hierarchical models fitted. */
struct estimate_search {
    int32_t count;
    const uint32_t *model;
    double *bic, *aic, *intercept, *variance, *deviance;
    uint8_t *is;                /* enum estimate_existence */
    uint8_t *set_aside;         /* exists, but says more than is believable */
    int32_t bic_best, aic_best; /* of those that count, or -1 */
    int32_t bic_top, aic_top;   /* of all, existing or not */
    int32_t missing, aside;     /* how many do not exist, are set aside */
    double limit;               /* of a believable N */
};

struct estimate_case {
    int32_t lists; /* those with anyone on them, renumbered */
    const char *name[RK_ESTIMATE_LISTS_MAX];
    double observed;
    struct estimate_patterns patterns;
    struct estimate_cells cells; /* n == NULL beyond ESTIMATE_LISTS lists */
    bool holes;                  /* some cell is empty */
    struct rk_str refused;
    struct estimate_notes notes;
    struct estimate_search search; /* count == 0: not made */
};

/* Refuses all models; the first reason stands. */
void estimate_refuse(struct estimate_case *c, struct rk_arena *keep, const char *fmt, ...)
    RK_PRINTF(3, 4);
/* Reads the table and looks at it: few lists, derived lists, lists alone, dependence. */
rk_status estimate_case_read(const struct rk_estimate_table *table, struct rk_arena *keep,
                             struct rk_scratch *scratch, struct estimate_case *out,
                             struct rk_err *err);
/* Warns of lists that depend on one another. */
void estimate_dependence(struct estimate_case *c, struct rk_arena *keep,
                         struct rk_scratch scratch);
/* People on all lists of `all` and on at least one of `any` (0: no matter). */
double estimate_people(const struct estimate_patterns *p, uint32_t all, uint32_t any);
/* Fits all hierarchical models; refuses the case when the table has no estimate. */
rk_status estimate_search_all(struct estimate_case *c, struct rk_arena *keep,
                              struct rk_scratch *scratch, struct rk_err *err);
/* Beyond five lists: refuses when not even independent lists have an estimate. */
rk_status estimate_search_none(struct estimate_case *c, struct rk_arena *keep,
                               struct rk_scratch scratch, struct rk_err *err);
/* "A+C, B+C, A+B+C": the empty cells among those marked, at most twelve of them. */
struct rk_str estimate_empty_cells(const struct estimate_case *c, const uint8_t *marked,
                                   struct rk_arena *keep);

/* ---- results
 * --------------------------------------------------------------------------------- */

/* A result being put together. */
struct estimate_draft {
    struct rk_estimate *out;
    struct rk_arena *keep;
    struct estimate_notes notes;
    struct rk_estimate_detail detail[40];
    int32_t details;
};
struct estimate_draft estimate_draft_of(struct rk_estimate *out, const char *model,
                                        const struct estimate_case *c, struct rk_arena *keep);
void estimate_number(struct estimate_draft *d, const char *name, double value);
void estimate_text(struct estimate_draft *d, const char *name, struct rk_str text);
/* Refuses this model only. */
void estimate_decline(struct estimate_draft *d, const char *fmt, ...) RK_PRINTF(2, 3);
/* Whether a warning is one of those that estimate_finish gives. */
bool estimate_is_of_figures(const char *code);
/* Says what is common to all: far from what was observed, wide. Hands over. */
rk_status estimate_finish(struct estimate_draft *d, struct rk_err *err);

/* One normal distribution of log(unlisted) with its weight. */
struct estimate_part {
    double weight, mean, variance;
};
/* Draws and the 95 % interval of a mixture; parts need not be normalised. NULL: no memory. */
double *estimate_mixture(const struct estimate_part *part, int32_t count, double observed,
                         struct rk_arena *keep, double *low, double *high);

rk_status estimate_run_loglinear(const struct estimate_case *c, enum rk_estimate_model model,
                                 const struct rk_estimate_options *options,
                                 struct rk_arena *keep, struct rk_scratch scratch,
                                 struct rk_estimate *out, struct rk_err *err);
rk_status estimate_run_stepwise(const struct estimate_case *c, enum rk_estimate_model model,
                                const struct rk_estimate_options *options,
                                struct rk_arena *keep, struct rk_scratch scratch,
                                struct rk_estimate *out, struct rk_err *err);
rk_status estimate_run_dga(const struct estimate_case *c,
                           const struct rk_estimate_options *options, struct rk_arena *keep,
                           struct rk_scratch scratch, struct rk_estimate *out,
                           struct rk_err *err);
rk_status estimate_run_lcmcr(const struct estimate_case *c,
                             const struct rk_estimate_options *options, struct rk_arena *keep,
                             struct rk_scratch scratch, struct rk_estimate *out,
                             struct rk_err *err);
/* As rk_estimate_fit, with options checked and defaults but for those that hang on the table.
 */
rk_status estimate_fit_table(const struct rk_estimate_table *table,
                             const struct rk_estimate_options *options, struct rk_arena *keep,
                             struct rk_scratch scratch,
                             struct rk_estimate out[RK_ESTIMATE_MODELS], struct rk_err *err);
rk_status estimate_options_check(const struct rk_estimate_options *given,
                                 struct rk_estimate_options *out, struct rk_err *err);
/* Work units of one table, for progress. */
double estimate_effort(const struct rk_estimate_options *options);

/* 95 % interval by the bias-corrected accelerated bootstrap of the stepwise choice (Efron
 * 1987). False: too few samples had an estimate. */
rk_status estimate_bootstrap(const struct estimate_case *c, double estimate,
                             const struct rk_estimate_options *options,
                             struct rk_scratch scratch, double *low, double *high,
                             int32_t *samples, int32_t *failed, struct rk_err *err);

#endif
