/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan of repairs lived through, beside the figure it was planned with. */
#ifndef CLI_REPAIR_H
#define CLI_REPAIR_H

#include "cli.h"
#include "rk_json.h"
#include "rk_repair_io.h"
#include "rk_repair_simulate.h"

struct cli_lived {
    struct rk_repair_trial own;   /* heat shared in connected parts */
    struct rk_repair_trial piped; /* heat as the pipes of a network carry it */
    bool network;
    int32_t unsettled; /* states of the network that did not converge */
};

/* network NULL: none is known. RK_EINVAL: the network does not fit the problem. */
rk_status cli_live(struct cli *cli, const struct rk_repair_case *c,
                   const struct rk_repair_plan *plan, const char *network,
                   struct cli_lived *out, struct rk_err *err);
void cli_live_json(struct rk_json_out *w, const struct cli_lived *l,
                   const struct rk_repair_plan *plan);
void cli_live_say(struct cli *cli, const struct rk_repair_case *c, const struct cli_lived *l,
                  const struct rk_repair_plan *plan);

#endif
