/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli_figures.h"

const char *cli_bound_id(enum rk_bound bound)
{
    return rk_wire_bound(bound);
}

void cli_values_words(struct cli *cli, double low, double high, enum rk_bound bound,
                      struct rk_str text, struct rk_str unit, struct rk_buf *out)
{
    rk_wire_values(cli->lang, low, high, bound, text, unit, out);
}

void cli_figure_words(struct cli *cli, const struct rk_figure *f, struct rk_buf *out)
{
    rk_wire_words(cli->lang, f, out);
}
