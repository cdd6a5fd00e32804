/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * link: which records of several lists speak of one person.
 *
 * Probabilistic, without labels: how often fields agree among the same and among others is
 * learned from the lists themselves (Fellegi & Sunter with EM), then records are gathered into
 * clusters, and draws of whole clusterings say how sure each pair is and between which bounds
 * the number of persons lies. Machines propose, people decide: decisions come in, are kept to
 * the letter and teach the model; a queue of questions goes out, with reasons field by field.
 *
 * Never evidence: the order of rows, record ids, the order of lists. A missing value says
 * nothing. A record without a name never joins another by the name.
 *
 * Uses: base, names. Keeps no state: any number of threads may call it with their own arenas.
 * Method and sources: docs/methods/link.md
 */
#ifndef RK_LINK_H
#define RK_LINK_H

#include "rk_base.h"
#include "rk_date.h"
#include "rk_names.h"
#include "rk_work.h"

enum { RK_LINK_FIELDS = 14, RK_LINK_REASONS = RK_LINK_FIELDS + 5 };

enum rk_link_kind {
    RK_LINK_TEXT,   /* words with slips of the pen: street, town, e-mail */
    RK_LINK_CODE,   /* numbers and signs: document, telephone, house, grave, postcode */
    RK_LINK_CHOICE, /* equal or not: sex, status */
    RK_LINK_BIRTH,  /* an interval of days in which one was born; ages become intervals */
    RK_LINK_EVENT   /* an interval of days in which something happened */
};

/* One field of all records. Of `text` and `when` the one that the kind needs. */
struct rk_link_field {
    const char *name; /* as reasons name it */
    enum rk_link_kind kind;
    const struct rk_str *text;  /* [records] UTF-8; empty: missing */
    const struct rk_when *when; /* [records] unknown: missing */
    bool household;             /* people of one household share it: street, house, place */
};

enum rk_link_role {
    RK_LINK_PERSON, /* no telling, or a person of whom it does not matter */
    RK_LINK_MISSED, /* looked for */
    RK_LINK_BODY    /* found */
};

struct rk_link_table {
    int32_t records, lists, fields;
    const int32_t *list;        /* [records] 0 … lists - 1; NULL: one list */
    const struct rk_name *name; /* [records] no words: without name; NULL: no names at all */
    const uint8_t *role; /* [records] enum rk_link_role, kept, not weighed; NULL: all PERSON */
    const struct rk_link_field *field; /* [fields] */
};

/* What people decided on two records. */
struct rk_link_decision {
    int32_t a, b;
    bool same;
};

struct rk_link_options {
    const struct rk_names *names; /* needed when the table has names */
    double threshold;             /* pairs at least as probable are joined; 0: 0.5 */
    uint64_t seed;                /* of the draws */
    int32_t draws;                /* of whole clusterings; 0: 64, at most 4,096 */
    int threads;
    const struct rk_link_decision *decisions;
    int32_t decision_count;
    struct rk_progress *progress; /* or NULL */
};

struct rk_link_pair {
    int32_t a, b;      /* records, a < b */
    float probability; /* that they are one person, all records considered */
};

struct rk_link_model; /* what was learned; lives in `keep` */

struct rk_link {
    int32_t *cluster; /* [records] numbered from 0 in order of first record */
    int32_t clusters;
    struct rk_link_pair *pair; /* probability >= 0.01, ordered by a, b */
    ptrdiff_t pair_count;
    int32_t distinct_low, distinct_high; /* persons: 95 % of the draws */
    int64_t compared;                    /* pairs that were compared field by field */
    double recall; /* share of the expected true pairs that candidates hold; 1: no blocking */
    const struct rk_link_model *model;
};

/*
 * Fills *out with arrays that live in `keep`. Equal tables, options and decisions give equal
 * answers for any number of threads and any order of records and lists.
 * Decisions: pairs decided the same end in one cluster, the others never do; both teach the
 * model. RK_EINVAL: sizes or indices out of range, too many fields, no `names`, decisions
 * that contradict one another (said with their numbers). RK_ENOMEM.
 * RK_ECANCELED. On failure *out is left as it was. Scratch: some 24 bytes a pair compared
 * (at most 150 a record on long lists), and as much again.
 */
RK_MUST_USE rk_status rk_link_run(const struct rk_link_table *table,
                                  const struct rk_link_options *options, struct rk_arena *keep,
                                  struct rk_scratch scratch, struct rk_link *out,
                                  struct rk_err *err);

/* ---- reasons --------------------------------------------------------------------- */

struct rk_link_reason {
    const char
        *field;    /* "surname", "given", "patronymic", "list", "prior", or a field's name */
    double weight; /* natural logarithm of the odds it adds; 0: missing, says nothing */
    int level;     /* 0 missing, 1 differs, then rising agreement */
};
/* Why two records are or are not one person: weights whose sum is the logarithm of the odds of
 * the pair taken alone. Returns the number of reasons (at most RK_LINK_REASONS), 0 for records
 * out of range. "household" is how much speaks for two persons of one family. */
int32_t rk_link_explain(const struct rk_link_model *model, int32_t a, int32_t b,
                        struct rk_link_reason reason[RK_LINK_REASONS]);

/* ---- questions for people -------------------------------------------------------- */

struct rk_link_question {
    int32_t a, b;
    float probability;
    float stake; /* by how many persons the count is expected to move when it is decided */
};
/* The `most` questions whose answer would change the count of persons most, best first; pairs
 * already decided are not asked again, and of equal questions the same one comes first on every
 * run. `questions` has room for `most`. Returns how many there are. */
int32_t rk_link_queue(const struct rk_link *link, const struct rk_link_decision *decisions,
                      int32_t decision_count, int32_t most, struct rk_scratch scratch,
                      struct rk_link_question *questions);

#endif
