/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok undo BATCH: a counter-act; nothing is taken out of the ledger. */
#include "cli_town.h"

static rk_status find_batch(struct rk_ledger *ledger, int32_t number, struct rk_arena *keep,
                            struct rk_err *err)
{
    struct rk_batch_info *info = NULL;
    int32_t count = 0;
    const rk_status status = rk_ledger_batches(ledger, 0, keep, &info, &count, err);
    if (status)
        return status;
    rk_batches_settle(info, count);
    for (int32_t i = 0; i < count; i++) {
        if (info[i].number != number)
            continue;
        if (info[i].undone_by)
            return rk_fail(err, RK_EINVAL, "", "batch %d is undone already, by batch %d",
                           number, info[i].undone_by);
        if (info[i].kind == RK_ACT_ERASURE)
            return rk_fail(err, RK_EINVAL, "", "batch %d destroyed keys: that cannot be undone",
                           number);
        return RK_OK;
    }
    return rk_fail(err, RK_ENOTFOUND, "", "there is no batch %d; see: ranok log", number);
}

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
    struct rk_act act = cli_act(cli, RK_ACT_UNDO, day, author, &ok);
    if (!ok)
        return CLI_USAGE;
    act.target = (int32_t)number;
    act.why = rk_str_of(why);
    struct rk_ledger *ledger = NULL;
    const int code = cli_open(cli, RK_LEDGER_WRITE, &ledger);
    if (code)
        return code;
    struct rk_err err = {0};
    struct rk_batch *batch = NULL;
    struct rk_receipt receipt = {0};
    rk_status status = find_batch(ledger, act.target, &cli->keep, &err);
    if (!status)
        status = rk_batch_begin(ledger, &act, &cli->keep, &batch, &err);
    if (!status)
        status = rk_batch_close(batch, &receipt, &err);
    rk_ledger_close(ledger);
    if (status)
        return cli_fail(cli, &err);
    cli_receipt(cli, &receipt);
    return cli->json ? cli_receipt_json(cli, &receipt) : CLI_DONE;
}
