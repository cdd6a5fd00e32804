/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/engines/estimate: the latent class sampler, between estimate_chain.c,
 * estimate_moves.c and estimate_lcmcr.c. */
#ifndef RK_ESTIMATE_H
#error "include rk_estimate.h first; estimate_lcmcr.h is private to src/engines/estimate"
#endif
#ifndef ESTIMATE_LCMCR_H
#define ESTIMATE_LCMCR_H

#include "estimate_internal.h"
#include "rk_random.h"

/* Two numbers at once. */
typedef double estimate_pair __attribute__((vector_size(16), may_alias, aligned(8)));

/*
 * Parameters, and the people split by them. Histories are numbered 0 (on no list), then as in
 * `data`; rows over histories are padded to an even `width` with histories of no people.
 */
struct estimate_chain {
    const struct estimate_patterns *data;
    struct estimate_draw *draw;
    int32_t classes, lists, width;
    double *on;     /* [lists][width] 1 where the history is on the list, else 0 */
    uint8_t *quad;  /* [quads][width] four lists of the history, as a number */
    uint8_t *met;   /* [lists + 1][width] 1 where it is on the list; last, on how many lists */
    double *hit;    /* [classes][lists] chance to be on a list */
    double *miss;   /* [classes][lists] and not to be */
    double *share;  /* [classes] */
    double *likely; /* [classes][width] probability of the history in the class */
    double *mixed;  /* [width] in the population */
    double *trial;  /* [width] scratch of a Metropolis step, as the next two */
    double *row[2];
    double *rates; /* [4][lists] */
    double *rest;  /* [classes][width] parts of classes not yet served, added up */
    double *left;  /* [width] people not yet placed */
    double *taken; /* [width] people a class has taken */
    double alpha;
    double *people; /* [classes] */
    double *seen;   /* [classes][lists] people of the class on the list */
    int64_t unlisted;
};

void estimate_chain_init(struct estimate_chain *c, const struct estimate_patterns *data,
                         int32_t classes, struct rk_random from, struct rk_scratch *scratch);
/* One iteration: a Metropolis step of each kind, and if `gibbs`, everybody's class and all
 * parameters drawn anew; then the number of unlisted. */
void estimate_chain_step(struct estimate_chain *c, bool gibbs);

/* Metropolis steps on the parameters with everybody's class and the unlisted summed out. */
void estimate_move_odds(struct estimate_chain *c);
void estimate_move_border(struct estimate_chain *c, bool keep_means);
void estimate_move_labels(struct estimate_chain *c);
/* Probabilities of all histories in a class with these chances, into row[width]. */
void estimate_chain_row(const struct estimate_chain *c, const double *hit, const double *miss,
                        double *row);

#endif
