/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan/register: one person, many records, and how many there may be.
 *
 * The dead of a day's situation through linkage and estimation: which questions people should
 * decide first, how the offices' lists overlap, and an analyst's range of how many are on no
 * list. For the desk and an annex of its own, never for the sheet: a machine proposes here and
 * merges nothing. Method: docs/methods/register.md
 */
#ifndef RK_REGISTER_H
#define RK_REGISTER_H

#include "rk_estimate.h"
#include "rk_figures.h"
#include "rk_work.h"

enum {
    RK_REGISTER_OFFICES = 16,
    RK_REGISTER_REASONS = 20,
    RK_REGISTER_LISTS = 5,
    RK_REGISTER_BANDS = 5
};

struct rk_register_reason {
    const char *field; /* "surname", "birth", "certificate", … */
    int32_t level;     /* 0 missing, 1 differs, then rising agreement */
    double weight;     /* natural logarithm of the odds it adds */
};

/* A question for two people who do not see the score. */
struct rk_register_question {
    struct rk_pair pair;
    double probability, stake; /* stake: by how many persons the count is expected to move */
    struct rk_register_reason reason[RK_REGISTER_REASONS];
    int32_t reasons;
};

/* Answers that differ, for a third person or a meeting (rk_review.h). */
struct rk_register_dispute {
    struct rk_pair pair;
    int32_t answers;
    struct rk_str author[4], why[4];
    int32_t answer[4]; /* enum rk_review_answer */
};

/* Pairs by the machine's score, learned without decisions, and what people said of those that
 * were drawn from them at random. */
struct rk_register_band {
    double low, high;                   /* of the probability: low <= p < high */
    int32_t pairs, drawn, same, unsure; /* drawn: decided, unsure ones left out */
};
/* How good the machine is alone. Of pairs in bands; 95 % by Jeffreys' beta in each band. */
struct rk_register_quality {
    struct rk_register_band band[RK_REGISTER_BANDS];
    double precision, precision_low, precision_high; /* NaN: nothing decided yet */
    double recall, recall_low, recall_high;          /* of pairs above the least score */
    int32_t decided;
};

struct rk_register_overlap {
    uint32_t lists; /* bit o: office o */
    int32_t persons;
};

struct rk_register {
    int32_t records, bodies; /* of the dead; bodies among them */
    int32_t offices;
    struct rk_str office[RK_REGISTER_OFFICES]; /* by records, most first */
    int32_t office_records[RK_REGISTER_OFFICES], office_persons[RK_REGISTER_OFFICES];
    int32_t clusters, distinct_low, distinct_high; /* as linked; 95 % of the draws */
    double recall;                                 /* of candidates */
    const struct rk_register_overlap *overlap;     /* persons with a name, most first */
    int32_t overlaps;
    struct rk_register_question *question; /* best first */
    int32_t questions;
    int32_t decided_same, decided_distinct; /* decisions that stand */
    const struct rk_register_dispute *dispute;
    int32_t disputes, waiting;             /* waiting: answered by one person only */
    int32_t answered_today;                /* by `author` */
    struct rk_register_question explained; /* of options.explain; reasons == 0: no such pair */
    struct rk_register_quality quality;    /* when asked for */
    /* The estimate: named persons on the largest lists, averaged over three linkages. */
    int32_t lists;                                /* at most RK_REGISTER_LISTS */
    struct rk_estimate model[RK_ESTIMATE_MODELS]; /* model == NULL: not asked */
    struct rk_estimate range;
};

struct rk_register_options {
    enum rk_lang lang;
    int32_t most;             /* questions of a day; 0: none */
    struct rk_str author;     /* who will answer: not asked twice, answers of others unseen */
    struct rk_str explain[2]; /* records whose weights are wanted; empty: none */
    bool quality, estimate;   /* quality: a fifth of the questions are drawn for it */
    uint64_t seed;
    int threads;
    struct rk_progress *progress;
};

/* From a report's view. Everything lives in `keep`. RK_ENOTFOUND: nobody dead is recorded.
 * RK_EINVAL: decisions contradict one another. RK_ENOMEM, RK_ECANCELED. About 1 s for 2,000
 * records with the estimate, 0.3 s without. */
RK_MUST_USE rk_status rk_register_make(const struct rk_report *report,
                                       const struct rk_register_options *options,
                                       struct rk_arena *keep, struct rk_scratch scratch,
                                       struct rk_register *out, struct rk_err *err);

#endif
