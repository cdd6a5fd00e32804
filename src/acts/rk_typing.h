/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * typing: one filled form: what stands in its fields, the faults in it, the act it becomes. The
 * same lines check and save a form typed from paper, and one filled in on the page.
 *
 * One thread at a time; texts live in `keep`.
 */
#ifndef RK_TYPING_H
#define RK_TYPING_H

#include "rk_base.h"
#include "rk_ledger.h"
#include "rk_paper.h"
#include "rk_situation.h"
#include "rk_vocabulary.h"

/* Where a stack of forms is typed in; the ledger stays open in between. */
struct rk_typing {
    struct rk_arena *keep;
    struct rk_scratch scratch;
    enum rk_lang lang; /* of faults */
    rk_day today;
    const struct rk_form *form;
    struct rk_ledger *ledger; /* open for writing */
    const struct rk_situation *situation;
    struct rk_str scope, town_key;
    struct rk_act act;  /* day and author of every form */
    bool again;         /* a form that was typed in before is taken once more */
    struct rk_buf seen; /* numbers saved since the situation was loaded, each with '\n' */
    int64_t saved;
};
/* Sets the situation and what the town is called there; keep is set. */
void rk_typing_know(struct rk_typing *typing, const struct rk_situation *situation);

/* What stands in the fields; table fields in lines 1 …, others in line 0. */
struct rk_filled {
    struct rk_str number;    /* "1-0017"; empty: it has none */
    struct rk_str filled_by; /* who filled it in */
    struct rk_str *said;     /* [(rows + 1) * field_count] */
};

/* An empty form in keep; NULL: no memory. */
struct rk_filled *rk_filled_new(const struct rk_form *form, struct rk_arena *keep);
struct rk_str *rk_filled_said(const struct rk_form *form, struct rk_filled *f,
                              const struct rk_form_field *field, int32_t line);
/* What is typed in a shorter way, as it is meant: the number of a choice, 12032022 for a day,
 * "?" or "-" for what is not known. */
struct rk_str rk_filled_meant(const struct rk_form_field *field, struct rk_str typed,
                              struct rk_arena *keep);
/* "1-0017" of "17", "0017" or "1-17"; false: not a number of this form. */
bool rk_filled_number(const struct rk_form *form, struct rk_str typed, struct rk_arena *keep,
                      struct rk_str *out);
/* Whether a sheet of this number was typed in before and stands; then *why says so. */
bool rk_filled_known(const struct rk_typing *typing, const struct rk_filled *f,
                     struct rk_buf *why);
/* Whether one value can be read; else the fault is said into `why`. */
bool rk_filled_fits(struct rk_typing *typing, const struct rk_form_field *field,
                    struct rk_str said, struct rk_buf *why);
/* What is wrong with the whole form, a line for each fault; nothing when it can be saved. */
RK_MUST_USE rk_status rk_filled_check(struct rk_typing *typing, struct rk_filled *f,
                                      struct rk_buf *faults, struct rk_err *err);
/* Saves a form that has no faults as one act. */
RK_MUST_USE rk_status rk_filled_save(struct rk_typing *typing, struct rk_filled *f,
                                     struct rk_receipt *receipt, struct rk_err *err);
/* The filled fields, one a line, as they were understood. */
void rk_filled_show(const struct rk_typing *typing, struct rk_filled *f, struct rk_buf *out);
/* "12 дата смерті" */
void rk_filled_label(const struct rk_form_field *field, enum rk_lang lang, struct rk_buf *out);

#endif
