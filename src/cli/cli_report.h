/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a day, for commands that print it. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "cli.h"
#include "rk_figures.h"

/* Opens --town, loads its situation and makes the report of --day (NULL: today, or the model
 * town's last day, `late_days` earlier). With late_days, only what was known on that day
 * counts. *today (may be NULL) is the reader's day. */
int cli_report(struct cli *cli, const char *day, int late_days, rk_day *today,
               struct rk_report *out);

/* Draws the town's base map beneath the report's, when its folder has one. Exit code. */
int cli_land(struct cli *cli, struct rk_report *report);

/* JSON that fits: writes into a region, prints it with a line end. */
struct rk_buf cli_buffer(struct cli *cli);

#endif
