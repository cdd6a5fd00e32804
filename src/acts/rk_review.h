/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * acts/review: two people look at a pair of records, neither seeing what the other said.
 *
 * An answer (same, not the same, unsure) is an act with its author and reason, and changes no
 * count. When two different people gave the same definite answer, the second one's act holds
 * the decision as well (rk_acts.h: same_as, distinct_from, decided_with). Answers that differ
 * wait for a third person or a meeting. All of it is undone like any batch. One thread at a
 * time.
 */
#ifndef RK_REVIEW_H
#define RK_REVIEW_H

#include "rk_acts.h"

enum rk_review_answer { RK_REVIEW_SAME, RK_REVIEW_DISTINCT, RK_REVIEW_UNSURE };

enum rk_review_state {
    RK_REVIEW_OPEN,      /* nobody has answered */
    RK_REVIEW_WAITS,     /* one has */
    RK_REVIEW_AGREED,    /* two gave the same definite answer */
    RK_REVIEW_DISAGREED, /* they differ, or somebody is unsure: for a third, or a meeting */
    RK_REVIEW_DECIDED    /* a decision stands, however it came about */
};

/* One answer that stands: the latest of its author on the pair. */
struct rk_review_said {
    struct rk_str record[2]; /* "person:list/17", the lesser first, bytewise */
    struct rk_str author, why;
    enum rk_review_answer answer;
    rk_day day;
};
struct rk_reviews {
    const struct rk_review_said *said; /* by pair, then in order of the log */
    int32_t len;
};

/* Of a view: what is known and not undone. In `keep`; texts belong to the situation. RK_ENOMEM.
 */
RK_MUST_USE rk_status rk_reviews_read(const struct rk_view *view, struct rk_arena *keep,
                                      struct rk_scratch scratch, struct rk_reviews *out,
                                      struct rk_err *err);
/* Position of the first answer on a pair (in any order) and how many there are; 0: none. */
int32_t rk_reviews_of(const struct rk_reviews *reviews, struct rk_str a, struct rk_str b,
                      int32_t *first);
/* By answers alone; AGREED only when two definite ones are equal. */
enum rk_review_state rk_review_state_of(const struct rk_review_said *said, int32_t count);

/*
 * Records an answer. *state is what the pair has come to by it: WAITS, AGREED (then the
 * decision was recorded in the same batch) or DISAGREED. RK_ENOTFOUND: no such record.
 * RK_EINVAL: no reason, a record against itself, this author answered it already (undo that
 * first), or a decision stands on the pair.
 */
RK_MUST_USE rk_status rk_acts_review(const struct rk_acts *at, const struct rk_act *act,
                                     enum rk_review_answer answer, struct rk_str a,
                                     struct rk_str b, struct rk_str why,
                                     enum rk_review_state *state, struct rk_receipt *receipt,
                                     struct rk_err *err);

/* How many questions a day the office wants (1 … 1,000); RK_ENOTFOUND: there is no town yet. */
enum { RK_REVIEWS_A_DAY = 30 };
RK_MUST_USE rk_status rk_acts_review_limit(const struct rk_acts *at, const struct rk_act *act,
                                           int32_t a_day, struct rk_receipt *receipt,
                                           struct rk_err *err);
/* As set, RK_REVIEWS_A_DAY where nobody did. */
int32_t rk_review_limit(const struct rk_view *view);

#endif
