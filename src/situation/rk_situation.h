/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * situation: everything that stands in the ledger, as arrays one can walk in milliseconds.
 *
 * A pure function of the ledger's entries: nothing is merged, chosen or dropped here. What
 * counts on a day is asked through a view: (situation, head, day). Built in order of entries,
 * continued from a sealed snapshot when one is there, and immutable once loaded: any number of
 * threads may read. Rules: docs/methods/situation.md.
 */
#ifndef RK_SITUATION_H
#define RK_SITUATION_H

#include "rk_act.h"
#include "rk_base.h"
#include "rk_date.h"
#include "rk_hash.h"
#include "rk_ledger.h"
#include "rk_work.h"

/* A text of the situation: offset << 24 | length. 0 is the empty text. */
typedef uint64_t rk_ref;

struct rk_sit_subject {
    rk_ref id;         /* "person:morgue/17" */
    int32_t last_part; /* its latest part, -1 none; the one before: part.before */
};

struct rk_sit_part {
    int64_t entry, first_claim;
    int32_t ordinal, claims; /* of its first claim within the entry; how many */
    int32_t batch;           /* position in `batch` */
    int32_t subject, source; /* positions in `subject`; source -1: the author himself */
    int32_t before;          /* the subject's part before this one, -1 */
    int32_t compartment;
    rk_day as_of_first, as_of_last;
    rk_ref place, definition, scope, method;
};

/* What few claims have, or many alike: claims of which the same is said share one. */
struct rk_sit_extra {
    rk_ref unit, definition, denominator, scope, method, said_as, reported_in, note, why;
    rk_day as_of_first, as_of_last, period_first, period_last;
    int64_t replaces; /* claim position it names, -1 none or not known here */
};

struct rk_sit_claim {
    double low, high; /* numbers; days of a date; 1 and 1 for true */
    rk_ref text;
    int32_t part, aspect; /* aspect: position in `aspect` */
    int32_t extra;        /* position in `extra`, -1 */
    uint8_t kind;         /* enum rk_value_kind */
    uint8_t bound;        /* letter of the bound as said: 0, 'e' 'a' 'l' 'm' 'h' 'r', '?' */
    uint8_t unused[2];
};

struct rk_situation {
    struct rk_str origin;
    int64_t head; /* entries it was built from */
    struct rk_hash root;
    const struct rk_batch_info *batch;
    const struct rk_sit_subject *subject; /* in order of first mention */
    const struct rk_sit_part *part;       /* in order of the log */
    const struct rk_sit_claim *claim;
    const struct rk_sit_extra *extra;
    const rk_ref *aspect;
    const int64_t *correcting; /* positions of claims that replace another, ascending */
    const char *text;
    int32_t batches, subjects, parts, extras, aspects, correctings;
    int64_t claims, text_len;
    int64_t sealed_parts, erased_parts; /* of which nothing can be read here */
    bool from_snapshot;                 /* a snapshot was used */
    struct situation_builder *builder;  /* private: owns the regions of the arrays */
};

struct rk_str rk_sit_text(const struct rk_situation *s, rk_ref ref);
/* "ranok/7f3a9c1e/12/5", in keep. */
struct rk_str rk_sit_claim_id(const struct rk_situation *s, int64_t claim,
                              struct rk_arena *keep);
/* Position of the claim with this id, -1. */
int64_t rk_sit_claim_find(const struct rk_situation *s, struct rk_str id);
int32_t rk_sit_subject_find(const struct rk_situation *s, struct rk_str id); /* O(subjects) */
/* The claim as it was said, its part's defaults filled in; texts belong to the situation. */
struct rk_claim rk_sit_claim_said(const struct rk_situation *s, int64_t claim);
struct rk_when rk_sit_claim_as_of(const struct rk_situation *s, int64_t claim);

/*
 * Loads the situation at the ledger's head into `keep`. DIR/snapshot is used when it opens with
 * the keys held and belongs to this log, and written anew after more than a few entries; a
 * broken or foreign one is ignored. `use_snapshot` false: built from the first entry on. Takes
 * 40 bytes a claim, 88 a part, 16 a subject and the texts, each once; the snapshot never stands
 * in memory beside them. docs/methods/situation.md, 6.
 */
RK_MUST_USE rk_status rk_situation_load(struct rk_ledger *ledger, const char *dir,
                                        bool use_snapshot, struct rk_arena *keep,
                                        struct rk_scratch scratch, struct rk_progress *progress,
                                        struct rk_situation **out, struct rk_err *err);

/* Gives the arrays back to the system; nothing of it may be used afterwards. NULL is fine. */
void rk_situation_close(struct rk_situation *s);

/* A copy in `keep` as if `parts` were said at the desk's `day`, by the author himself, in one
 * more batch: for "what if", never saved. Units, definitions and the like of single claims are
 * left out. Nothing to close. RK_EINVAL: a correction is among them. RK_ENOMEM. Linear in the
 * town. */
RK_MUST_USE rk_status rk_situation_suppose(const struct rk_situation *s, rk_day day,
                                           const struct rk_part *parts, int32_t count,
                                           struct rk_arena *keep, struct rk_situation **out,
                                           struct rk_err *err);

/* SHA-256 over a canonical dump: subjects by id, their claims in order of the log, every field,
 * and which batches count. Equal ledgers and keys give equal digests, however it was built. */
RK_MUST_USE rk_status rk_situation_digest(const struct rk_situation *s,
                                          struct rk_scratch scratch, struct rk_hash *out,
                                          struct rk_err *err);

/* ---- what counts ---------------------------------------------------------------------------
 */

struct rk_view {
    const struct rk_situation *sit;
    int64_t head;               /* entries up to here are known */
    rk_day day;                 /* nothing said of later days counts */
    const bool *counts;         /* [batches] known at that head and not undone */
    const int64_t *replaced_by; /* [correctings] claim replaced by correcting[i], -1 */
};
/* Takes its arrays from keep. RK_ENOMEM. */
RK_MUST_USE rk_status rk_view_make(const struct rk_situation *s, int64_t head, rk_day day,
                                   struct rk_arena *keep, struct rk_view *out,
                                   struct rk_err *err);
/* The claim is known, not undone, and about that day or an earlier one (or of unknown time). */
bool rk_view_counts(const struct rk_view *v, int64_t claim);
/* The claim that corrects or retracts it in this view, -1. O(log corrections). */
int64_t rk_view_replaced_by(const struct rk_view *v, int64_t claim);
/* The head as it was after the last batch of `day` or earlier; 0 when there was none. */
int64_t rk_situation_head_on(const struct rk_situation *s, rk_day day);
/* First and last desk day of the batches; RK_DAY_NONE without any. */
void rk_situation_days(const struct rk_situation *s, rk_day *first, rk_day *last);

#endif
