/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok demo DIR: the model town, from statements that were published. */
#include "cli_found.h"

#include "rk_file.h"

extern const char cli_demo_report[], cli_demo_facts[];
extern const ptrdiff_t cli_demo_report_len, cli_demo_facts_len;

/* No secret: everything in a model town is published or invented. */
static const char passphrase[] = "ranok model town";

static int write_file(struct cli *cli, const char *dir, const char *name, struct rk_str bytes,
                      char **path)
{
    struct rk_err err = {0};
    rk_status status = rk_folder_make(dir, &err);
    *path = rk_path_join(&cli->keep, dir, name);
    if (!status)
        status = rk_file_write(*path, bytes, true, &err);
    return status ? cli_fail(cli, &err) : CLI_DONE;
}

int cmd_demo(struct cli *cli, int argc, char **argv)
{
    const int operands = cli_options(cli, argc, argv, NULL, 0);
    if (operands < 0)
        return CLI_USAGE;
    if (operands != 1)
        return cli_usage(cli, "demo", "one folder is expected; see: ranok demo --help");
    cli->town = argv[1];
    bool ok;
    char *secret, *report, *facts;
    struct rk_act act = cli_act(cli, RK_ACT_SETTING, "2022-09-12", "ranok demo", &ok);
    const struct cli_town_name name = {
        .katottg = "UA63040090010029555",
        .uk = "Ізюм",
        .en = "Izium",
        .model = "model town: published statements; every person in it is invented"};
    int code = cli_found_town(cli, cli->town, rk_str_of(passphrase), RK_KDF_TEST, &name, &act);
    const char *sources = rk_path_join(&cli->keep, cli->town, "sources");
    if (!code)
        code = write_file(cli, cli->town, CLI_MODEL_PASSPHRASE, RK_STR("ranok model town\n"),
                          &secret);
    if (!code)
        code = write_file(cli, sources, "report_2022-09-12.csv",
                          (struct rk_str){cli_demo_report, cli_demo_report_len}, &report);
    if (!code)
        code = write_file(cli, sources, "facts.csv",
                          (struct rk_str){cli_demo_facts, cli_demo_facts_len}, &facts);
    cli->passphrase_file = NULL;
    const struct cli_import first = {.files = (const char *const *)&report,
                                     .count = 1,
                                     .day = "2022-09-12",
                                     .author = "ranok demo"};
    const struct cli_import second = {.files = (const char *const *)&facts,
                                      .count = 1,
                                      .day = "2022-11-10",
                                      .author = "ranok demo"};
    if (!code)
        code = cli_import_files(cli, &first);
    if (!code)
        code = cli_import_files(cli, &second);
    if (!code)
        cli_say(cli, "%s: a model town; look at it with: ranok sheet --town %s", cli->town,
                cli->town);
    return code;
}
