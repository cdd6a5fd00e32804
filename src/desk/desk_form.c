/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli_form.c is shared with the program: it checks and saves forms in whatever frame it is
 * given. Here the frame has no terminal, so what opens a town is refused.
 */
#include "desk_form.h"

#include "desk_internal.h"

void desk_form_town(struct cli_desk *desk, struct rk_situation *situation)
{
    desk->situation = situation;
    desk->seen = rk_buf_in(&desk->cli->keep, 1 << 12);
    rk_acts_town(situation, &desk->cli->keep, &desk->scope, &desk->town_key);
}

int cli_open(struct cli *cli, enum rk_ledger_mode mode, struct rk_ledger **out)
{
    (void)cli, (void)mode, (void)out;
    return CLI_MACHINE;
}

int cli_fail(struct cli *cli, const struct rk_err *err)
{
    (void)cli, (void)err;
    return CLI_MACHINE;
}

struct rk_act cli_act(struct cli *cli, enum rk_act_kind kind, const char *day_text,
                      const char *author, bool *ok)
{
    (void)cli, (void)day_text, (void)author;
    *ok = false;
    return (struct rk_act){.kind = kind};
}

rk_day cli_today(void)
{
    return desk_today();
}
