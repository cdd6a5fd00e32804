/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok undo BATCH: a counter-act; nothing is taken out of the ledger. */
#include "cli_town.h"

#include "rk_acts.h"

int cmd_undo(struct cli *cli, int argc, char **argv)
{
    const char *why = NULL, *day = NULL, *author = NULL;
    const struct cli_option options[] = {
        {"why", 0, &why, NULL}, {"day", 0, &day, NULL}, {"author", 0, &author, NULL}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    int64_t number = 0;
    if (operands < 0)
        return CLI_USAGE;
    if (operands != 1)
        return cli_usage(cli, "undo", "one batch number is expected; see: ranok log");
    if (!cli_int(cli, "BATCH", argv[1], 1, INT32_MAX, &number))
        return CLI_USAGE;
    bool ok;
    const struct rk_act act = cli_act(cli, RK_ACT_UNDO, day, author, &ok);
    if (!ok)
        return CLI_USAGE;
    struct rk_ledger *ledger = NULL;
    const int code = cli_open(cli, RK_LEDGER_WRITE, &ledger);
    if (code)
        return code;
    struct rk_err err = {0};
    struct rk_receipt receipt = {0};
    const struct rk_acts at = {
        .ledger = ledger, .lang = cli->lang, .keep = &cli->keep, .scratch = cli->scratch};
    const rk_status status =
        rk_acts_undo(&at, &act, (int32_t)number, rk_str_of(why), &receipt, &err);
    rk_ledger_close(ledger);
    if (status)
        return cli_fail(cli, &err);
    cli_receipt(cli, &receipt);
    return cli->json ? cli_receipt_json(cli, &receipt) : CLI_DONE;
}
