/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day's rounds, for the command that tells them and the one that prints the drivers' sheets.
 */
#ifndef CLI_ROUNDS_H
#define CLI_ROUNDS_H

#include "cli_town.h"

#include "rk_rounds.h"

struct cli_rounds {
    const struct rk_situation *situation;
    rk_day day;
    struct rk_rounds made;
};
/* Of --day (NULL: today, or the model town's last day), from --base (NULL: the usual one). Exit
 * code. */
int cli_rounds_make(struct cli *cli, const char *day, const char *base, struct cli_rounds *out);
/* "08:05" */
struct rk_str cli_rounds_hour(struct rk_arena *keep, int32_t seconds);
/* "medicine, card 12": in words. */
struct rk_str cli_rounds_card(struct cli *cli, const struct rk_rounds_need *need);
/* Key of the words of an act. */
const char *cli_rounds_act(enum rk_rounds_act act);

/* ranok print routes: the unserved first, then a sheet for each driver. Exit code. */
int cli_routes_print(struct cli *cli, const char *path, const char *day, int64_t copies);

#endif
