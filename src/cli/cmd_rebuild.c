/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok rebuild: the situation made again from the first entry on, and its digest. */
#include "cli_town.h"

#include "rk_file.h"
#include "rk_json.h"

#include <unistd.h>

static int print(struct cli *cli, const struct rk_hash *before, const struct rk_hash *after)
{
    char digest[65], old[65];
    rk_hex(after->byte, 32, digest);
    rk_hex(before->byte, 32, old);
    const bool same = rk_hash_eq(before, after);
    struct rk_buf text = cli_buffer(cli);
    if (cli->json) {
        struct rk_json_out w = rk_json_write(&text);
        rk_json_object(&w);
        rk_json_kstr(&w, "before", rk_str_of(old));
        rk_json_kbool(&w, "same", same);
        rk_json_kstr(&w, "sha256", rk_str_of(digest));
        rk_json_object_end(&w);
        rk_buf_char(&text, '\n');
    } else {
        rk_buf_printf(&text, "%s\n", digest);
    }
    if (!same)
        cli_say(cli, "before the rebuild it was %s", old);
    const int code = cli_print(cli, rk_buf_str(&text));
    return code ? code : same ? CLI_DONE : CLI_REFUSED;
}

int cmd_rebuild(struct cli *cli, int argc, char **argv)
{
    if (cli_options(cli, argc, argv, NULL, 0) != 0)
        return CLI_USAGE;
    struct rk_ledger *ledger = NULL;
    const int code = cli_open(cli, RK_LEDGER_READ, &ledger);
    if (code)
        return code;
    struct rk_err err = {0};
    struct rk_situation *s = NULL;
    struct rk_hash before = {0}, after = {0};
    rk_status status = rk_situation_load(ledger, cli->town, true, &cli->keep, cli->scratch,
                                         &cli->progress, &s, &err);
    if (!status)
        status = rk_situation_digest(s, cli->scratch, &before, &err);
    rk_situation_close(s); /* never two towns in memory at once */
    s = NULL;
    const char *snapshot = rk_path_join(&cli->keep, cli->town, "snapshot");
    if (!status && snapshot)
        (void)unlink(snapshot);
    if (!status)
        status = rk_situation_load(ledger, cli->town, false, &cli->keep, cli->scratch,
                                   &cli->progress, &s, &err);
    if (!status)
        status = rk_situation_digest(s, cli->scratch, &after, &err);
    rk_ledger_close(ledger);
    return status ? cli_fail(cli, &err) : print(cli, &before, &after);
}
