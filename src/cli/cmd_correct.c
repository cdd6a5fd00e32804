/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok correct CLAIM VALUE --why …: a claim that stands for another; nothing is overwritten.
 */
#include "cli_town.h"

#include "rk_acts.h"
#include "rk_situation.h"

static int correct(struct cli *cli, const char *id, const char *value, const char *why,
                   const struct rk_act *act)
{
    struct rk_ledger *ledger = NULL;
    struct rk_situation *situation = NULL;
    struct rk_receipt receipt = {0};
    struct rk_err err = {0};
    const int code = cli_open(cli, RK_LEDGER_WRITE, &ledger);
    if (code)
        return code;
    rk_status status = rk_situation_load(ledger, cli->town, true, &cli->keep, cli->scratch,
                                         &cli->progress, &situation, &err);
    const struct rk_acts at = {.ledger = ledger,
                               .situation = situation,
                               .lang = cli->lang,
                               .keep = &cli->keep,
                               .scratch = cli->scratch};
    if (!status)
        status = rk_acts_correct(&at, act, rk_str_of(id), rk_str_of(value), rk_str_of(why),
                                 &receipt, &err);
    rk_ledger_close(ledger);
    if (status)
        return cli_fail(cli, &err);
    cli_receipt(cli, &receipt);
    return cli->json ? cli_receipt_json(cli, &receipt) : CLI_DONE;
}

int cmd_correct(struct cli *cli, int argc, char **argv)
{
    const char *why = NULL, *day = NULL, *author = NULL;
    bool ok;
    const struct cli_option options[] = {
        {"why", 0, &why, NULL}, {"day", 0, &day, NULL}, {"author", 0, &author, NULL}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    if (operands != 2)
        return cli_usage(cli, "correct",
                         "a claim and its right value are expected; see: ranok correct --help");
    if (!why || !why[0])
        return cli_usage(cli, "correct", "--why is expected: a correction has its reason");
    const struct rk_act act = cli_act(cli, RK_ACT_CORRECTION, day, author, &ok);
    if (!ok)
        return CLI_USAGE;
    return correct(cli, argv[1], argv[2], why, &act);
}
