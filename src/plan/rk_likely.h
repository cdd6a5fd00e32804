/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan/likely: who is perhaps recorded already, while one types.
 *
 * Given a record that is only half typed, up to five records that may be the same person, each
 * with its reason in words. No score leaves this room, and nothing is merged: it is a hint for
 * the one who types. Names are found however they are written (engine `names`), by their
 * beginnings, too; telephones and documents by their signs.
 *
 * Once open, any number of threads may ask. Method: docs/methods/register.md, 8
 */
#ifndef RK_LIKELY_H
#define RK_LIKELY_H

#include "rk_base.h"
#include "rk_date.h"
#include "rk_vocabulary.h"

struct rk_report;
struct rk_likely;

enum { RK_LIKELY_MOST = 5 };

/* One record, as known or as typed so far; what is not known is empty. */
struct rk_likely_record {
    int32_t subject;      /* position in the situation; -1: none */
    struct rk_str name;   /* whole, in any order: "Коваленко Ів" */
    struct rk_str sex;    /* "male" and the like: equal or not */
    struct rk_when birth; /* a day, a year, or what an age leaves (rk_likely_born) */
    struct rk_str address, phone, document;
};

struct rk_likely_hit {
    const struct rk_likely_record *record;
    struct rk_str why; /* "surname the same; given name begins so; day of birth the same" */
};

/* Born so that one is `age` years old on a day, a year more or less. */
struct rk_when rk_likely_born(double age, rk_day day);

/* Builds what is needed to ask; `record` [count] and its texts stay the caller's and must live
 * as long. In `keep`, about 1 KiB a record; 46,000 records take about half a second.
 * RK_EINVAL: a name is not UTF-8. RK_ENOMEM. */
RK_MUST_USE rk_status rk_likely_open(const struct rk_likely_record *record, int32_t count,
                                     struct rk_arena *keep, struct rk_scratch scratch,
                                     const struct rk_likely **out, struct rk_err *err);
/* The same of all persons and all who need care, as they stand in a report's view. Texts belong
 * to the situation, which must live as long. */
RK_MUST_USE rk_status rk_likely_of_report(const struct rk_report *report, struct rk_arena *keep,
                                          struct rk_scratch scratch,
                                          const struct rk_likely **out, struct rk_err *err);

/*
 * Best first; *found <= RK_LIKELY_MOST. `typed->subject`: a record that is not offered (the one
 * that is being changed), -1. A single word is enough only when few records fit it, or when
 * something else agrees. Reasons live in `keep`. Equal questions get equal answers. About a
 * millisecond, at most 20 ms, among 46,000 records. RK_EINVAL: the name is not UTF-8.
 */
RK_MUST_USE rk_status rk_likely_find(const struct rk_likely *likely,
                                     const struct rk_likely_record *typed, enum rk_lang lang,
                                     struct rk_arena *keep, struct rk_scratch scratch,
                                     struct rk_likely_hit hit[RK_LIKELY_MOST], int32_t *found,
                                     struct rk_err *err);

#endif
