/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures in the words of the person at the terminal; JSON is written by rk_wire.h. */
#ifndef CLI_FIGURES_H
#define CLI_FIGURES_H

#include "cli_town.h"
#include "rk_json.h"
#include "rk_wire.h"

/* "щонайменше 1 000 осіб", "14,35 %", "невідомо". */
void cli_figure_words(struct cli *cli, const struct rk_figure *f, struct rk_buf *out);
void cli_values_words(struct cli *cli, double low, double high, enum rk_bound bound,
                      struct rk_str text, struct rk_str unit, struct rk_buf *out);
const char *cli_bound_id(enum rk_bound bound);

#endif
