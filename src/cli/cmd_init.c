/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok init: a town's folder, its keys, and its name as the first act. */
#include "cli_town.h"

#include "cli_found.h"

static bool read_kdf(struct cli *cli, const char *text, enum rk_kdf *out)
{
    static const char *const levels[] = {"test", "interactive", "moderate", "sensitive"};
    for (int i = 0; i < (int)RK_COUNT(levels); i++)
        if (strcmp(text, levels[i]) == 0) {
            *out = (enum rk_kdf)i;
            return true;
        }
    (void)cli_usage(cli, "init", "--kdf: \"%s\"; expected interactive, moderate or sensitive",
                    text);
    return false;
}

static rk_status name_town(struct rk_ledger *ledger, const struct rk_act *act,
                           const struct cli_town_name *name, struct rk_arena *keep,
                           struct rk_receipt *receipt, struct rk_err *err)
{
    const struct rk_when never = {RK_DAY_NONE, RK_DAY_NONE};
    const struct {
        const char *aspect, *text;
    } said[] = {{"name_uk", name->uk}, {"name_en", name->en}, {"model", name->model}};
    struct rk_claim claims[RK_COUNT(said)];
    const struct rk_str about = rk_str_printf(keep, "town:%s", name->katottg);
    struct rk_part part = {
        .compartment = RK_OPERATIONS, .about = about, .as_of = never, .claims = claims};
    for (ptrdiff_t i = 0; i < RK_COUNT(said); i++)
        if (said[i].text)
            claims[part.claim_count++] = (struct rk_claim){
                .aspect = rk_str_of(said[i].aspect),
                .value = {.kind = RK_VALUE_TEXT, .text = rk_str_of(said[i].text)},
                .as_of = never,
                .period = never};
    struct rk_batch *batch = NULL;
    rk_status status = rk_batch_begin(ledger, act, keep, &batch, err);
    if (!status)
        status = rk_batch_add(batch, &part, err);
    if (!status)
        return rk_batch_close(batch, receipt, err);
    rk_batch_abandon(batch);
    return status;
}

int cli_found_town(struct cli *cli, const char *dir, struct rk_str passphrase, enum rk_kdf kdf,
                   const struct cli_town_name *name, const struct rk_act *act)
{
    struct rk_err err = {0};
    struct rk_ledger *ledger = NULL;
    struct rk_receipt receipt = {0};
    rk_status status =
        rk_ledger_create(dir, passphrase, kdf, RK_STR("council"), cli->scratch, &err);
    if (!status)
        status = rk_ledger_open(dir, RK_LEDGER_WRITE, passphrase, &cli->keep, &ledger, &err);
    if (!status)
        status = name_town(ledger, act, name, &cli->keep, &receipt, &err);
    rk_ledger_close(ledger);
    return status ? cli_fail(cli, &err) : CLI_DONE;
}

int cmd_init(struct cli *cli, int argc, char **argv)
{
    const char *kdf_text = "moderate", *day = NULL, *author = NULL;
    struct cli_town_name name = {
        .katottg = "UA63040090010029555", .uk = "Ізюм", .en = "Izium", .model = NULL};
    const char *uk = NULL, *en = NULL;
    const struct cli_option options[] = {{"katottg", 0, &name.katottg, NULL},
                                         {"name-uk", 0, &uk, NULL},
                                         {"name-en", 0, &en, NULL},
                                         {"kdf", 0, &kdf_text, NULL},
                                         {"day", 0, &day, NULL},
                                         {"author", 0, &author, NULL}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    enum rk_kdf kdf;
    if (operands < 0 || !read_kdf(cli, kdf_text, &kdf))
        return CLI_USAGE;
    if (operands > 1)
        return cli_usage(cli, "init", "one folder is expected; see: ranok init --help");
    if (uk || en) {
        name.uk = uk ? uk : en;
        name.en = en ? en : uk;
    }
    if (operands == 1)
        cli->town = argv[1];
    bool ok;
    const struct rk_act act = cli_act(cli, RK_ACT_SETTING, day, author, &ok);
    struct rk_str passphrase;
    int code = ok ? cli_passphrase(cli, false, &passphrase) : CLI_USAGE;
    if (!code)
        code = cli_found_town(cli, cli->town, passphrase, kdf, &name, &act);
    if (!code)
        cli_say(cli,
                "%s: a town is kept here now: %s (%s). Its passphrase is stored nowhere: "
                "whoever forgets it loses everything.",
                cli->town, cli->lang == RK_UK ? name.uk : name.en, name.katottg);
    return code;
}
