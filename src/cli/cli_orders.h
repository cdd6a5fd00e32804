/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work orders for crews, from the plan of the day. */
#ifndef CLI_ORDERS_H
#define CLI_ORDERS_H

#include "cli_lists.h"

/* A sheet for each crew and copy: its first `rows` steps (0: as many as fit a page). Lives in
 * cli->keep. RK_EINVAL: the records hold no work to plan, or nobody who can do it. */
rk_status cli_orders_make(struct cli *cli, const struct rk_report *report, int32_t rows,
                          int32_t copies, struct rk_lists_order *out, struct rk_err *err);

#endif
