/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day's rounds, for the command that tells them and the one that prints the drivers' sheets.
 */
#ifndef CLI_ROUNDS_H
#define CLI_ROUNDS_H

#include "cli_lists.h"

#include "rk_rounds.h"

struct cli_rounds_wish {
    const char *day, *base; /* NULL: the town's last day; the usual base */
    const char *replan;     /* file of the plan in force, NULL: the morning's */
    const char *at;         /* with it: "11:40" */
    int64_t iterations;     /* 0: as many as by default */
};
struct cli_rounds {
    const struct rk_situation *situation;
    const struct rk_rounds_day *open;
    rk_day day;
    struct rk_rounds made;
};
/* Exit code. */
int cli_rounds_make(struct cli *cli, const struct cli_rounds_wish *wish,
                    struct cli_rounds *out);
/* "08:05" */
struct rk_str cli_rounds_hour(struct rk_arena *keep, int32_t seconds);
/* "medicine, card 12": in words. */
struct rk_str cli_rounds_card(struct cli *cli, const struct rk_rounds_need *need);
/* Key of the words of what is done at a stop. */
const char *cli_rounds_act(const struct rk_rounds_stop *stop);

/* The rounds of a report's day behind its page, when the town has roads. Exit code. */
int cli_rounds_annex(struct cli *cli, struct rk_report *report);

/* ranok print routes: the unserved first, then a sheet for each driver. Exit code. */
int cli_routes_print(struct cli *cli, const char *path, const struct cli_rounds_wish *wish,
                     int64_t copies);

#endif
