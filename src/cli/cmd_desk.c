/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok desk: the office's daily tool in a browser; the server is the helper ranok-desk. */
#include "cli_town.h"

#include "rk_desk.h"
#include "rk_file.h"

#include <errno.h>
#include <unistd.h>

int cmd_desk(struct cli *cli, int argc, char **argv)
{
    const char *listen = "127.0.0.1:8470", *names = "", *certificate = "", *key = "";
    bool tls = false;
    const struct cli_option options[] = {{"listen", 0, &listen, NULL},
                                         {"tls", 0, NULL, &tls},
                                         {"name", 0, &names, NULL},
                                         {"certificate", 0, &certificate, NULL},
                                         {"key", 0, &key, NULL}};
    struct rk_desk_place place;
    struct rk_err err = {0};
    if (cli_options(cli, argc, argv, options, (int)RK_COUNT(options)) != 0)
        return cli_usage(cli, "desk", "no operand is expected; see: ranok desk --help");
    const rk_status status = rk_desk_place_read(rk_str_of(listen), tls, &place, &err);
    if (status)
        return status == RK_EINVAL ? cli_usage(cli, "desk", "%s: %s", err.place, err.text)
                                   : cli_fail(cli, &err);
    if (!certificate[0] != !key[0] || (certificate[0] && !tls))
        return cli_usage(cli, "desk", "--certificate and --key go together, with --tls");
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
                    tls ? "tls" : "plain", names, certificate, key, (char *)NULL);
    (void)rk_fail(&err, RK_EIO, "ranok-desk", "cannot be started: %s", strerror(errno));
    return cli_fail(cli, &err);
}
