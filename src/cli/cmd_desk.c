/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok desk: the office's daily tool in a browser; the server is the helper ranok-desk. */
#include "cli_town.h"

#include "rk_desk.h"
#include "rk_file.h"

#include <errno.h>
#include <unistd.h>

int cmd_desk(struct cli *cli, int argc, char **argv)
{
    const char *listen = "127.0.0.1:8470";
    const struct cli_option options[] = {{"listen", 0, &listen, NULL}};
    struct rk_desk_place place;
    struct rk_err err = {0};
    if (cli_options(cli, argc, argv, options, 1) != 0)
        return cli_usage(cli, "desk", "no operand is expected; see: ranok desk --help");
    const rk_status status = rk_desk_place_read(rk_str_of(listen), &place, &err);
    if (status)
        return status == RK_EINVAL ? cli_usage(cli, "desk", "%s: %s", err.place, err.text)
                                   : cli_fail(cli, &err);
    const char *file = rk_path_join(&cli->keep, cli->town, "ledger.sqlite");
    const char *helper = rk_helper_path(&cli->keep, "ranok-desk");
    if (file && !rk_file_exists(file)) {
        (void)rk_fail(&err, RK_ENOTFOUND, cli->town,
                      "no town here; start one with: ranok init %s", cli->town);
        return cli_fail(cli, &err);
    }
    /* A passphrase is typed in the browser; none is handed on. */
    (void)unsetenv("RANOK_PASSPHRASE");
    if (helper)
        (void)execl(helper, "ranok-desk", cli->town, listen, cli->lang == RK_UK ? "uk" : "en",
                    (char *)NULL);
    (void)rk_fail(&err, RK_EIO, "ranok-desk", "cannot be started: %s", strerror(errno));
    return cli_fail(cli, &err);
}
