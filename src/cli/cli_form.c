/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli_form.h"

int cli_desk_open(struct cli *cli, const struct rk_form *form, const char *day,
                  const char *author, struct cli_desk *out)
{
    bool ok;
    struct rk_err err = {0};
    struct rk_situation *situation;
    *out = (struct cli_desk){.cli = cli,
                             .at = {.keep = &cli->keep,
                                    .scratch = cli->scratch,
                                    .lang = cli->lang,
                                    .today = cli_today(),
                                    .form = form,
                                    .seen = rk_buf_in(&cli->keep, 1 << 16)}};
    out->at.act = cli_act(cli, RK_ACT_FORM, day, author, &ok);
    if (!ok)
        return CLI_USAGE;
    const int code = cli_open(cli, RK_LEDGER_WRITE, &out->at.ledger);
    if (code)
        return code;
    if (rk_situation_load(out->at.ledger, cli->town, true, &cli->keep, cli->scratch,
                          &cli->progress, &situation, &err)) {
        cli_desk_close(out);
        return cli_fail(cli, &err);
    }
    rk_typing_know(&out->at, situation);
    return CLI_DONE;
}

void cli_desk_close(struct cli_desk *desk)
{
    rk_ledger_close(desk->at.ledger);
    desk->at.ledger = NULL;
}
