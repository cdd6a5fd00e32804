/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * acts/importer: spreadsheets → one batch, each row whole or refused with all its reasons.
 *
 * What is remembered between imports: which sources were said already, mappings that were used
 * for the same headers before, the town's names. One thread at a time.
 */
#ifndef RK_IMPORTER_H
#define RK_IMPORTER_H

#include "rk_acts.h"
#include "rk_import.h"

struct rk_import_act {
    const char *const *files;
    int count;
    const char *kind, *source, *sheet; /* told, or NULL */
    struct rk_str mapping;             /* JSON, or empty: recalled or guessed */
    rk_day today;                      /* by the clock; the act's own day may lie before it */
    bool dry_run, json;                /* json: faults as an array instead of lines */
    /* Told of every part as it is sealed: its row's line, and where its first claim will
     * stand. NULL: nobody asks. */
    void (*saw)(void *user, int64_t line, const struct rk_part *part, int64_t entry,
                int32_t ordinal);
    /* What was understood of each file, a line at a time; NULL: nobody listens. */
    void (*say)(void *user, const char *line);
    void *user;
};

struct rk_import_result {
    struct rk_import_counts counts;
    struct rk_str faults;       /* lines, or a JSON array */
    struct rk_str mappings;     /* JSON, of a dry run */
    const struct rk_kind *kind; /* of the last file, NULL before */
};

struct rk_importer;
/* Lives in at->keep; at->ledger may be NULL when only dry runs follow. */
RK_MUST_USE rk_status rk_importer_open(const struct rk_acts *at, struct rk_importer **out,
                                       struct rk_err *err);
/*
 * One act. RK_EINVAL: no row could be taken, a file cannot be read, or the mapping does not fit
 * (nothing is saved). RK_ECANCELED: stopped, nothing is saved. *out is filled in any case and
 * lives until the next act; the rest of what was used of at->keep is given back.
 */
RK_MUST_USE rk_status rk_importer_take(struct rk_importer *in, const struct rk_import_act *what,
                                       const struct rk_act *act, struct rk_receipt *receipt,
                                       struct rk_import_result *out, struct rk_err *err);
void rk_importer_close(struct rk_importer *in); /* NULL is fine */

#endif
