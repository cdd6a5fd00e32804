/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok import: spreadsheets → one batch, each row whole or refused with all its reasons. */
#include "cli_found.h"

#include "rk_file.h"
#include "rk_importer.h"
#include "rk_json.h"

struct cli_importer {
    struct cli *cli;
    struct rk_ledger *ledger;
    struct rk_situation *situation;
    struct rk_importer *importer;
    struct rk_import_result result;
};

static int print_json(struct cli_importer *in, const struct cli_import *what,
                      const struct rk_receipt *r)
{
    struct rk_buf out = cli_buffer(in->cli);
    const struct rk_import_counts *c = &in->result.counts;
    rk_buf_printf(&out,
                  "{\"batch\":%d,\"taken\":%" PRId64 ",\"refused\":%" PRId64
                  ",\"passed\":%" PRId64 ",\"claims\":%" PRId64 ",\"dry_run\":%s",
                  r->batch, c->taken, c->refused, c->passed, c->claims,
                  what->dry_run ? "true" : "false");
    if (in->result.mappings.len)
        rk_buf_printf(&out, ",\"mapping\":%.*s", RK_FMT(in->result.mappings));
    rk_buf_c(&out, ",\"faults\":");
    rk_buf_add(&out, in->result.faults);
    rk_buf_c(&out, "}\n");
    return cli_print(in->cli, rk_buf_str(&out));
}

/* Faults are the result of a dry run, and talk beside a saved batch. */
static int print_text(struct cli_importer *in, const struct cli_import *what,
                      const struct rk_receipt *r)
{
    struct cli *cli = in->cli;
    const struct rk_import_counts *c = &in->result.counts;
    const struct rk_str faults = in->result.faults;
    int code = CLI_DONE;
    if (what->dry_run)
        code = cli_print(cli, faults);
    else
        fwrite(faults.at, 1, (size_t)faults.len, stderr);
    struct rk_buf out = cli_buffer(cli);
    if (r->batch)
        rk_buf_printf(&out, "%s %d · ", rk_word(cli->lang, "import.batch"), r->batch);
    rk_buf_printf(&out, "%s: %" PRId64 " %s · %s: %" PRId64,
                  rk_word(cli->lang, "import.accepted"), c->taken,
                  rk_plural(cli->lang, "import.rows", c->taken),
                  rk_word(cli->lang, "import.refused"), c->refused);
    if (c->passed)
        rk_buf_printf(&out, " · %s: %" PRId64, rk_word(cli->lang, "import.passed"), c->passed);
    rk_buf_char(&out, '\n');
    if (code == CLI_DONE)
        code = cli_print(cli, rk_buf_str(&out));
    return code;
}

int cli_importer_open(struct cli *cli, bool dry_run, struct cli_importer **out)
{
    struct cli_importer *in = RK_NEW(&cli->keep, struct cli_importer, 1);
    if (!in)
        return CLI_MACHINE;
    *in = (struct cli_importer){.cli = cli};
    int code = cli_open(cli, dry_run ? RK_LEDGER_READ : RK_LEDGER_WRITE, &in->ledger);
    struct rk_err err = {0};
    if (!code && rk_situation_load(in->ledger, cli->town, true, &cli->keep, cli->scratch,
                                   &cli->progress, &in->situation, &err))
        code = cli_fail(cli, &err);
    const struct rk_acts at = {.ledger = in->ledger,
                               .situation = in->situation,
                               .lang = cli->lang,
                               .keep = &cli->keep,
                               .scratch = cli->scratch,
                               .progress = &cli->progress};
    if (!code && rk_importer_open(&at, &in->importer, &err))
        code = cli_fail(cli, &err);
    if (code) {
        cli_importer_close(in);
        return code;
    }
    *out = in;
    return CLI_DONE;
}

struct rk_ledger *cli_importer_ledger(struct cli_importer *in)
{
    return in->ledger;
}

void cli_importer_close(struct cli_importer *in)
{
    rk_ledger_close(in->ledger);
    rk_importer_close(in->importer);
    in->ledger = NULL;
    in->importer = NULL;
}

struct listener {
    struct cli *cli;
    const struct cli_import *what;
};

static void hear_part(void *user, int64_t line, const struct rk_part *part, int64_t entry,
                      int32_t ordinal)
{
    const struct cli_import *what = ((struct listener *)user)->what;
    what->saw(what->user, line, part, entry, ordinal);
}

static void hear_line(void *user, const char *line)
{
    cli_say(((struct listener *)user)->cli, "%s", line);
}

/* Everything but the printing. */
static int take_act(struct cli_importer *in, const struct cli_import *what,
                    struct rk_receipt *receipt)
{
    struct cli *cli = in->cli;
    bool ok;
    struct rk_err err = {0};
    struct listener listener = {cli, what};
    struct rk_import_act import = {.files = what->files,
                                   .count = what->count,
                                   .kind = what->kind,
                                   .source = what->source,
                                   .sheet = what->sheet,
                                   .today = cli_today(),
                                   .dry_run = what->dry_run,
                                   .json = cli->json,
                                   .saw = what->saw ? hear_part : NULL,
                                   .say = hear_line,
                                   .user = &listener};
    const struct rk_act act = cli_act(cli, RK_ACT_IMPORT, what->day, what->author, &ok);
    if (!ok)
        return CLI_USAGE;
    if (what->map && rk_file_read(what->map, 1 << 20, &cli->keep, &import.mapping, &err))
        return cli_fail(cli, &err);
    const rk_status status =
        rk_importer_take(in->importer, &import, &act, receipt, &in->result, &err);
    if (status && !cli->json)
        fwrite(in->result.faults.at, 1, (size_t)in->result.faults.len, stderr);
    return status ? cli_fail(cli, &err) : CLI_DONE;
}

int cli_importer_take(struct cli_importer *in, const struct cli_import *what,
                      struct rk_receipt *receipt, int64_t *refused)
{
    const struct rk_arena before = in->cli->keep;
    const int code = take_act(in, what, receipt);
    in->cli->keep = before;
    *refused = in->result.counts.refused;
    return code;
}

int cli_import_files(struct cli *cli, const struct cli_import *what)
{
    struct cli_importer *in = NULL;
    struct rk_receipt receipt = {0};
    int code = cli_importer_open(cli, what->dry_run, &in);
    if (code)
        return code;
    code = take_act(in, what, &receipt);
    const int64_t refused = in->result.counts.refused;
    cli_importer_close(in);
    if (code)
        return code;
    if (!what->dry_run)
        cli_receipt(cli, &receipt);
    code = cli->json ? print_json(in, what, &receipt) : print_text(in, what, &receipt);
    return code ? code : refused ? CLI_REFUSED : CLI_DONE;
}

int cmd_import(struct cli *cli, int argc, char **argv)
{
    struct cli_import what = {0};
    const struct cli_option options[] = {
        {"as", 0, &what.kind, NULL},        {"map", 0, &what.map, NULL},
        {"source", 0, &what.source, NULL},  {"sheet", 0, &what.sheet, NULL},
        {"day", 0, &what.day, NULL},        {"author", 0, &what.author, NULL},
        {"dry-run", 0, NULL, &what.dry_run}};
    what.count = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (what.count < 0)
        return CLI_USAGE;
    if (what.count == 0)
        return cli_usage(cli, "import", "a file is expected; see: ranok import --help");
    what.files = (const char *const *)argv + 1;
    return cli_import_files(cli, &what);
}
