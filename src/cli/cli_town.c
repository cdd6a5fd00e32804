/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli_town.h"

#include "rk_acts.h"
#include "rk_basemap.h"

#include "rk_file.h"
#include "rk_json.h"
#include "rk_reach_io.h"
#include "rk_sealed.h"

#include <errno.h>
#include <pwd.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { PASSPHRASE_MAX = 1024 };

int cli_passphrase_file(struct cli *cli, const char *path, struct rk_str *out)
{
    struct rk_err err = {0};
    struct rk_str text = {0};
    if (rk_file_read(path, PASSPHRASE_MAX, &cli->keep, &text, &err))
        return cli_fail(cli, &err);
    *out = rk_str_cut(&text, '\n');
    if (rk_str_ends(*out, RK_STR("\r")))
        out->len--;
    return CLI_DONE;
}

int cli_passphrase_typed(struct cli *cli, const char *prompt, struct rk_str *out)
{
    struct termios before, silent;
    char *line = RK_NEW(&cli->keep, char, PASSPHRASE_MAX);
    if (!line || tcgetattr(STDIN_FILENO, &before) != 0)
        return CLI_MACHINE;
    silent = before;
    silent.c_lflag &= (tcflag_t)~ECHO;
    fprintf(stderr, "%s: ", rk_word(cli->lang, prompt));
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    const bool got = fgets(line, PASSPHRASE_MAX, stdin) != NULL;
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    struct rk_str text = rk_str_of(got ? line : "");
    *out = rk_str_cut(&text, '\n');
    return got ? CLI_DONE : CLI_INTERRUPTED;
}

int cli_passphrase(struct cli *cli, bool optional, struct rk_str *out)
{
    *out = (struct rk_str){0};
    if (cli->passphrase_file)
        return cli_passphrase_file(cli, cli->passphrase_file, out);
    const char *model = rk_path_join(&cli->keep, cli->town, CLI_MODEL_PASSPHRASE);
    if (model && rk_file_exists(model))
        return cli_passphrase_file(cli, model, out);
    const char *given = getenv("RANOK_PASSPHRASE");
    if (given && given[0]) {
        *out = rk_str_of(given);
        return CLI_DONE;
    }
    if (optional)
        return CLI_DONE;
    if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO))
        return cli_passphrase_typed(cli, "cli.passphrase", out);
    struct rk_err err = {0};
    (void)rk_fail(&err, RK_EDENIED, "",
                  "a passphrase is needed: --passphrase-file FILE or RANOK_PASSPHRASE");
    return cli_fail(cli, &err);
}

int cli_open(struct cli *cli, enum rk_ledger_mode mode, struct rk_ledger **out)
{
    struct rk_err err = {0};
    const char *file = rk_path_join(&cli->keep, cli->town, "ledger.sqlite");
    if (file && !rk_file_exists(file)) { /* said before anybody is asked for a passphrase */
        (void)rk_fail(&err, RK_ENOTFOUND, cli->town,
                      "no town here; start one with: ranok init %s", cli->town);
        return cli_fail(cli, &err);
    }
    struct rk_str passphrase;
    const int code = cli_passphrase(cli, false, &passphrase);
    if (code)
        return code;
    return rk_ledger_open(cli->town, mode, passphrase, &cli->keep, out, &err)
               ? cli_fail(cli, &err)
               : CLI_DONE;
}

int cli_situation(struct cli *cli, struct rk_situation **out, struct rk_str *checkpoint)
{
    int held;
    return cli_situation_held(cli, out, checkpoint, &held);
}

int cli_situation_held(struct cli *cli, struct rk_situation **out, struct rk_str *checkpoint,
                       int *held)
{
    struct rk_ledger *ledger = NULL;
    struct rk_err err = {0};
    const int code = cli_open(cli, RK_LEDGER_READ, &ledger);
    if (code)
        return code;
    const rk_status status = rk_situation_load(ledger, cli->town, true, &cli->keep,
                                               cli->scratch, &cli->progress, out, &err);
    *held = 0;
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        *held |= rk_ledger_head(ledger)->held[c] ? 1 << (c - 1) : 0;
    if (!status && checkpoint)
        *checkpoint = rk_str_copy(&cli->keep, rk_ledger_head(ledger)->checkpoint);
    rk_ledger_close(ledger);
    return status ? cli_fail(cli, &err) : CLI_DONE;
}

rk_status cli_roads(struct cli *cli, const struct rk_plan_roads **out, struct rk_err *err)
{
    const char *path = rk_path_join(&cli->keep, cli->town, RK_TOWN_ROADS);
    struct rk_plan_roads *given = RK_NEW(&cli->keep, struct rk_plan_roads, 1);
    *out = NULL;
    if (!path || !given)
        return rk_fail(err, RK_ENOMEM, RK_TOWN_ROADS, "not enough memory for the roads");
    const rk_status bad =
        rk_roads_load(path, &cli->keep, cli->scratch, &given->roads, &given->speeds, err);
    if (!bad && given->roads)
        *out = given;
    return bad;
}

int cli_report(struct cli *cli, const char *day_text, int late_days, rk_day *today,
               struct rk_report *out)
{
    rk_day day = RK_DAY_NONE;
    if (day_text && !cli_day(cli, day_text, &day))
        return CLI_USAGE;
    struct rk_situation *situation = NULL;
    struct rk_str checkpoint = {0};
    int held = 0;
    const int code = cli_situation_held(cli, &situation, &checkpoint, &held);
    if (code)
        return code;
    const rk_day now = rk_acts_day(situation, cli_today());
    if (today)
        *today = now;
    if (!day_text)
        day = now - late_days;
    struct rk_err err = {0};
    const struct rk_plan_roads *roads = NULL;
    if (cli_roads(cli, &roads, &err) ||
        rk_report_make_on(situation, day, late_days > 0, cli->lang, roads, &cli->keep,
                          cli->scratch, out, &err))
        return cli_fail(cli, &err);
    rk_report_redact(out, held);
    out->checkpoint = checkpoint;
    return CLI_DONE;
}

int cli_land(struct cli *cli, struct rk_report *report)
{
    enum { LAND_MAX = 256 << 20 };
    struct rk_map base = {0};
    struct rk_str json;
    struct rk_err err = {0};
    const char *path = rk_path_join(&cli->keep, cli->town, CLI_BASEMAP);
    if (!report->map || access(path, F_OK) != 0)
        return CLI_DONE;
    rk_status status = rk_file_read(path, LAND_MAX, &cli->keep, &json, &err);
    if (!status)
        status = rk_basemap_read(json, &cli->keep, cli->scratch, &base, &err);
    if (!status && !rk_report_base(report, &base, &cli->keep))
        status = rk_fail(&err, RK_ENOMEM, "", "not enough memory for the map");
    return status ? cli_fail(cli, &err) : CLI_DONE;
}

bool cli_day(struct cli *cli, const char *text, rk_day *out)
{
    struct rk_when when;
    const struct rk_str s = rk_str_of(text);
    if (s.len == 10 && rk_when_read(s, 0, &when) && when.first == when.last) {
        *out = when.first;
        return true;
    }
    (void)cli_usage(cli, NULL, "--day: \"%s\"; expected a day as YYYY-MM-DD", text);
    return false;
}

rk_day cli_today(void)
{
    const time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    return rk_day_of(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

struct rk_str cli_author(struct cli *cli, const char *given)
{
    const char *author = given ? given : getenv("RANOK_AUTHOR");
    const struct passwd *user = author ? NULL : getpwuid(getuid());
    return rk_str_copy(&cli->keep, rk_str_of(author ? author : user ? user->pw_name : "?"));
}

struct rk_act cli_act(struct cli *cli, enum rk_act_kind kind, const char *day_text,
                      const char *author, bool *ok)
{
    struct rk_act act = {.kind = kind,
                         .day = cli_today(),
                         .recorded_at = (int64_t)time(NULL),
                         .author = cli_author(cli, author)};
    *ok = !day_text || cli_day(cli, day_text, &act.day);
    return act;
}

void cli_receipt(struct cli *cli, const struct rk_receipt *r)
{
    char root[65];
    rk_hex(r->head.root.byte, 32, root);
    cli_say(cli, "batch %d saved and read back: %lld claims; ledger: %lld entries, root %.16s…",
            r->batch, (long long)r->claims, (long long)r->head.size, root);
}

int cli_receipt_json(struct cli *cli, const struct rk_receipt *r)
{
    char root[65];
    rk_hex(r->head.root.byte, 32, root);
    struct rk_buf out = cli_buffer(cli);
    struct rk_json_out w = rk_json_write(&out);
    rk_json_object(&w);
    rk_json_kint(&w, "batch", r->batch);
    rk_json_kint(&w, "claims", r->claims);
    rk_json_kint(&w, "entries", r->head.size);
    rk_json_kstr(&w, "root", rk_str_of(root));
    rk_json_object_end(&w);
    rk_buf_char(&out, '\n');
    return cli_print(cli, rk_buf_str(&out));
}

struct rk_buf cli_buffer(struct cli *cli)
{
    ptrdiff_t max = (ptrdiff_t)1 << 32;
    while (max > rk_arena_left(&cli->keep) / 4)
        max /= 2;
    return rk_buf_in(&cli->keep, max);
}
