/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures as JSON and words: shared by figures and why. */
#ifndef CLI_FIGURES_H
#define CLI_FIGURES_H

#include "cli_town.h"
#include "rk_json.h"

/* The fields of CONTRACT's `figures --json`, into an open object. */
void cli_figure_fields(struct rk_json_out *w, const struct rk_figure *f);
/* "щонайменше 1 000 осіб", "14,35 %", "невідомо". */
void cli_figure_words(struct cli *cli, const struct rk_figure *f, struct rk_buf *out);
void cli_values_words(struct cli *cli, double low, double high, enum rk_bound bound,
                      struct rk_str text, struct rk_str unit, struct rk_buf *out);
const char *cli_bound_id(enum rk_bound bound);
const char *cli_rule_key(enum rk_rule rule); /* a key of the catalogue */

#endif
