/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire: figures, statements and batches as JSON and as words, written once for the program's
 * --json and for the desk, so that a page and a script are never told different things.
 *
 * Fields of figures and statements are those of the contract. Keys stand in reading order, not
 * canonical: the writer must have `any_order` set. Keeps no state; any number of threads.
 */
#ifndef RK_WIRE_H
#define RK_WIRE_H

#include "rk_figures.h"
#include "rk_json.h"
#include "rk_ledger.h"

const char *rk_wire_bound(enum rk_bound bound); /* "exact" … "state" */
/* The rule a figure's value was made by (counted where it was), as a key of the texts. */
const char *rk_wire_rule(const struct rk_figure *figure);
/* "import" … of an act. */
const char *rk_wire_act(enum rk_act_kind kind);

/* The fields of a figure, into an open object: `figures --json`. */
void rk_wire_figure(struct rk_json_out *w, const struct rk_report *report,
                    const struct rk_figure *figure);
/* The same without the claims behind it, which may be tens of thousands. */
void rk_wire_figure_said(struct rk_json_out *w, const struct rk_figure *figure);
/* One statement, a whole object. */
void rk_wire_statement(struct rk_json_out *w, const struct rk_statement *statement);
/*
 * Figure, statements, records counted from, rule and change since yesterday, into an open
 * object: `why --json`. Of the records at most `most` are written (all: INT64_MAX).
 */
void rk_wire_why(struct rk_json_out *w, const struct rk_report *report,
                 const struct rk_figure *figure, enum rk_lang lang, int64_t most,
                 struct rk_scratch scratch);
/* One batch of the ledger, a whole object: `log --json`. */
void rk_wire_batch(struct rk_json_out *w, const struct rk_batch_info *batch);

/* What a verification counted, into an open object: `verify --json`. */
void rk_wire_verdict(struct rk_json_out *w, const struct rk_verdict *verdict,
                     const struct rk_ledger_head *head);

/* "щонайменше 1 000 осіб", "14,35 %", "невідомо". */
void rk_wire_values(enum rk_lang lang, double low, double high, enum rk_bound bound,
                    struct rk_str text, struct rk_str unit, struct rk_buf *out);
void rk_wire_words(enum rk_lang lang, const struct rk_figure *figure, struct rk_buf *out);
/* A claim's value as text: a number's shortest form, a range "1…3", a date as ISO. */
void rk_wire_claim_value(const struct rk_claim *claim, struct rk_buf *out);

#endif
