/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok register review, answer, meeting, limit: two people, blind to score and each other. */
#ifndef CLI_REVIEW_H
#define CLI_REVIEW_H

#include "cli.h"
#include "rk_register.h"

struct rk_json_out;

struct cli_answer {
    const char *a, *b, *why, *day, *author;
    bool same, distinct, unsure;
};

/* The questions, without score and weights. */
void cli_review_text(struct cli *cli, const struct rk_register *r, struct rk_buf *out);
void cli_review_json(struct cli *cli, const struct rk_register *r, struct rk_buf *out);
/* Records one person's answer, says what came of it, then how the machine weighed the pair. */
int cli_review_answer(struct cli *cli, const struct cli_answer *answer);
/* Pairs on which answers differ, with who said what. */
void cli_meeting_text(struct cli *cli, const struct rk_register *r, struct rk_buf *out);
/* Sets how many questions a day the office wants. */
int cli_review_limit(struct cli *cli, const char *a_day, const char *day, const char *author);
/* Precision and recall by the decided sample, band by band. */
void cli_quality_text(struct cli *cli, const struct rk_register *r, struct rk_buf *out);
void cli_quality_json(struct rk_json_out *w, const struct rk_register *r);
/* The lists and their overlap as a drawing, for the analyst's annex. */
struct rk_str cli_upset_svg(struct cli *cli, const struct rk_register *r);

#endif
