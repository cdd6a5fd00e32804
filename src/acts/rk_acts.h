/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * acts: what a person does to the ledger, once for the program and for the desk: decide,
 * correct, take back, import. Each is one batch, checked against the situation first, saved and
 * read back by the ledger, or refused with nothing saved.
 *
 * The caller holds the ledger (open for writing), the situation at its head, and the act with
 * day, author and time filled in; kind, reason and target are set here. One thread at a time.
 */
#ifndef RK_ACTS_H
#define RK_ACTS_H

#include "rk_base.h"
#include "rk_ledger.h"
#include "rk_situation.h"
#include "rk_vocabulary.h"
#include "rk_work.h"

/* Where an act is done. */
struct rk_acts {
    struct rk_ledger *ledger;
    const struct rk_situation *situation;
    enum rk_lang lang; /* of reasons why something is refused */
    struct rk_arena *keep;
    struct rk_scratch scratch;
    struct rk_progress *progress; /* may be NULL */
};

enum rk_decision { RK_DECIDED_SAME, RK_DECIDED_DISTINCT, RK_DECIDED_APART };

/* Two records are one person, two, or (APART, `other` empty) the first is in no other list.
 * `with`: who decided, too; may be empty. RK_ENOTFOUND: not a person's or body's record;
 * RK_EINVAL: no reason is given, or a record is compared with itself. */
RK_MUST_USE rk_status rk_acts_decide(const struct rk_acts *at, const struct rk_act *act,
                                     enum rk_decision decision, struct rk_str about,
                                     struct rk_str other, struct rk_str with, struct rk_str why,
                                     struct rk_receipt *receipt, struct rk_err *err);
/* A claim that stands for another. RK_ENOTFOUND: no such claim. RK_EINVAL: the value cannot be
 * read as its aspect wants, no reason is given, or it is no aspect of the vocabulary. */
RK_MUST_USE rk_status rk_acts_correct(const struct rk_acts *at, const struct rk_act *act,
                                      struct rk_str claim, struct rk_str value,
                                      struct rk_str why, struct rk_receipt *receipt,
                                      struct rk_err *err);
/* Takes a batch back. RK_ENOTFOUND: no such batch. RK_EINVAL: it is taken back already, or it
 * destroyed keys. Needs no situation. */
RK_MUST_USE rk_status rk_acts_undo(const struct rk_acts *at, const struct rk_act *act,
                                   int32_t batch, struct rk_str why, struct rk_receipt *receipt,
                                   struct rk_err *err);

/* One thing said of a thing of the town: a road is closed, a boiler house starts not before. */
struct rk_saying {
    struct rk_str about;  /* "road:12", as the situation has it */
    struct rk_str aspect; /* of the vocabulary */
    struct rk_str value;  /* as a person types it */
};
/* What is said as parts in `keep`, as of `day`, not saved. RK_EINVAL: nothing is said, an
 * unknown aspect or kind, a value that cannot be read; people are written down in forms.
 * RK_ENOTFOUND: no such subject. */
RK_MUST_USE rk_status rk_acts_parts(const struct rk_acts *at, rk_day day,
                                    const struct rk_saying *said, int32_t count,
                                    struct rk_part **out, int32_t *parts, struct rk_err *err);
/* Saves it as one batch of the act's own kind (a form, a decision), with the reason. */
RK_MUST_USE rk_status rk_acts_say(const struct rk_acts *at, const struct rk_act *act,
                                  const struct rk_saying *said, int32_t count,
                                  struct rk_str why, struct rk_receipt *receipt,
                                  struct rk_err *err);

/* The desk's day: `today` in a real town, in a model town the last day its acts were made for.
 */
rk_day rk_acts_day(const struct rk_situation *s, rk_day today);
/* The latest standing text of an aspect of a subject; empty for none or subject -1. */
struct rk_str rk_acts_text(const struct rk_situation *s, int32_t subject, const char *aspect);
/* "Ізюм|Izium|izium" and "izium": the town's names as imports want them; empty: no town yet. */
void rk_acts_town(const struct rk_situation *s, struct rk_arena *keep, struct rk_str *scope,
                  struct rk_str *key);

#endif
