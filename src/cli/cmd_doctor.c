/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok doctor: is everything here that a morning needs? Says what it saw, changes nothing. */
#include "cli_town.h"

#include "rk_file.h"
#include "rk_json.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysinfo.h>
#include <unistd.h>

struct doctor {
    struct cli *cli;
    struct rk_buf text;
    struct rk_json_out json;
    int bad;
};

RK_PRINTF(4, 5)
static void say(struct doctor *d, bool fine, const char *what, const char *fmt, ...)
{
    char seen[512];
    va_list args;
    va_start(args, fmt);
    rk_said_list(seen, sizeof seen, fmt, args);
    va_end(args);
    d->bad += !fine;
    if (d->cli->json) {
        rk_json_object(&d->json);
        rk_json_kbool(&d->json, "fine", fine);
        rk_json_kstr(&d->json, "seen", rk_str_of(seen));
        rk_json_kstr(&d->json, "what", rk_str_of(what));
        rk_json_object_end(&d->json);
    } else {
        rk_buf_printf(&d->text, "%s %s: %s\n", fine ? "✓" : "✗", rk_word(d->cli->lang, what),
                      seen);
    }
}

static void machine(struct doctor *d)
{
    struct sysinfo info;
    struct statvfs disk;
    if (sysinfo(&info) == 0) {
        const double free_gib = (double)info.freeram * info.mem_unit / (1 << 30);
        const double all_gib = (double)info.totalram * info.mem_unit / (1 << 30);
        say(d, all_gib >= 1.0, "doctor.memory", "%.1f / %.1f GiB", free_gib, all_gib);
        say(d, info.totalswap == 0, "doctor.swap", "%.1f GiB",
            (double)info.totalswap * info.mem_unit / (1 << 30));
    }
    if (statvfs(d->cli->town, &disk) == 0) {
        const double free_gib = (double)disk.f_bavail * (double)disk.f_frsize / (1 << 30);
        say(d, free_gib >= 0.5, "doctor.disk", "%.1f GiB", free_gib);
    }
}

static void helpers(struct doctor *d)
{
    static const char *const names[] = {"ranok-intake", "ranok-sheet", "ranok-print"};
    for (int i = 0; i < (int)RK_COUNT(names); i++) {
        const char *path = rk_helper_path(&d->cli->keep, names[i]);
        const bool there = path && access(path, X_OK) == 0;
        say(d, there, "doctor.helper", "%s", path ? path : names[i]);
    }
}

static int town(struct doctor *d)
{
    struct cli *cli = d->cli;
    struct rk_str passphrase;
    struct rk_ledger *ledger = NULL;
    struct rk_err err = {0};
    const int code = cli_passphrase(cli, true, &passphrase);
    if (code)
        return code;
    const rk_status status =
        rk_ledger_open(cli->town, RK_LEDGER_READ, passphrase, &cli->keep, &ledger, &err);
    if (status) {
        say(d, status == RK_ENOTFOUND, "doctor.town", "%s: %s",
            err.place[0] ? err.place : cli->town, err.text);
        return CLI_DONE;
    }
    const struct rk_ledger_head *head = rk_ledger_head(ledger);
    say(d, true, "doctor.town", "%s, %.*s, %" PRId64, cli->town, RK_FMT(head->origin),
        head->size);
    if (passphrase.len)
        say(d, !head->weak_kdf, "doctor.kdf", "%s",
            rk_word(cli->lang, head->weak_kdf ? "doctor.kdf_weak" : "doctor.kdf_fine"));
    struct stat folder;
    if (stat(cli->town, &folder) == 0)
        say(d, (folder.st_mode & 077) == 0, "doctor.folder", "%04o", folder.st_mode & 07777);
    const char *model = rk_path_join(&cli->keep, cli->town, CLI_MODEL_PASSPHRASE);
    if (model && rk_file_exists(model))
        say(d, true, "doctor.model", "%s", model);
    rk_ledger_close(ledger);
    return CLI_DONE;
}

int cmd_doctor(struct cli *cli, int argc, char **argv)
{
    if (cli_options(cli, argc, argv, NULL, 0) != 0)
        return CLI_USAGE;
    struct doctor d = {.cli = cli, .text = cli_buffer(cli)};
    d.json = rk_json_write(&d.text);
    if (cli->json)
        rk_json_array(&d.json);
    machine(&d);
    helpers(&d);
    const int code = town(&d);
    if (code)
        return code;
    if (cli->json) {
        rk_json_array_end(&d.json);
        rk_buf_char(&d.text, '\n');
    }
    const int printed = cli_print(cli, rk_buf_str(&d.text));
    return printed ? printed : d.bad ? CLI_REFUSED : CLI_DONE;
}
