/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One filled form: what was typed into its fields, the faults in it, the act it becomes. */
#ifndef CLI_FORM_H
#define CLI_FORM_H

#include "cli_town.h"

#include "rk_paper.h"

/* The desk at which a stack of forms is typed in; the ledger stays open in between. */
struct cli_desk {
    struct cli *cli;
    const struct rk_form *form;
    struct rk_ledger *ledger;
    struct rk_situation *situation;
    struct rk_str scope, town_key;
    struct rk_act act;  /* day and author of every form */
    bool again;         /* a form that was typed in before is taken once more */
    struct rk_buf seen; /* numbers saved since the situation was loaded, each with '\n' */
    int64_t saved;
};

/* What stands in the fields; table fields in lines 1 …, others in line 0. */
struct cli_form {
    struct rk_str number;    /* "1-0017"; empty: it has none */
    struct rk_str filled_by; /* who filled it in */
    struct rk_str *said;     /* [(rows + 1) * field_count] */
};

/* Opens the town; the caller closes. Exit code. */
int cli_desk_open(struct cli *cli, const struct rk_form *form, const char *day,
                  const char *author, struct cli_desk *out);
void cli_desk_close(struct cli_desk *desk);

/* An empty form in keep; NULL: no memory. */
struct cli_form *cli_form_new(const struct rk_form *form, struct rk_arena *keep);
struct rk_str *cli_form_said(const struct rk_form *form, struct cli_form *f,
                             const struct rk_form_field *field, int32_t line);
/* What is typed in a shorter way, as it is meant: the number of a choice, 12032022 for a day,
 * "?" or "-" for what is not known. */
struct rk_str cli_form_meant(const struct rk_form_field *field, struct rk_str typed,
                             struct rk_arena *keep);
/* "1-0017" of "17", "0017" or "1-17"; false: not a number of this form. */
bool cli_form_number(const struct rk_form *form, struct rk_str typed, struct rk_arena *keep,
                     struct rk_str *out);
/* Whether a sheet of this number was typed in before and stands; then *why says so. */
bool cli_form_known(const struct cli_desk *desk, const struct cli_form *f, struct rk_buf *why);
/* Whether one value can be read; else the fault is said into `why`. */
bool cli_form_fits(struct cli_desk *desk, const struct rk_form_field *field, struct rk_str said,
                   struct rk_buf *why);
/* What is wrong with the whole form, a line for each fault; nothing when it can be saved. */
rk_status cli_form_check(struct cli_desk *desk, struct cli_form *f, struct rk_buf *faults,
                         struct rk_err *err);
/* Saves a form that has no faults as one act. */
rk_status cli_form_save(struct cli_desk *desk, struct cli_form *f, struct rk_receipt *receipt,
                        struct rk_err *err);
/* The filled fields, one a line, as they were understood. */
void cli_form_show(const struct cli_desk *desk, struct cli_form *f, struct rk_buf *out);
/* "12 дата смерті" */
void cli_form_label(const struct rk_form_field *field, enum rk_lang lang, struct rk_buf *out);

/* Types forms in from the keyboard until the person stops (cli_typing.c). Exit code. */
int cli_typing(struct cli_desk *desk);

#endif
