/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok verify: everything read again and checked. */
#include "cli_town.h"

#include "rk_json.h"
#include "rk_wire.h"

struct findings {
    struct cli *cli;
    struct rk_json_out json;
    struct rk_buf text;
};

static void tell(void *user, const char *place, const char *what)
{
    struct findings *f = user;
    const char *said = rk_err_translate ? rk_err_translate(what) : what;
    if (f->cli->json) {
        rk_json_object(&f->json);
        rk_json_kstr(&f->json, "place", rk_str_of(place));
        rk_json_kstr(&f->json, "what", rk_str_of(said));
        rk_json_object_end(&f->json);
    } else {
        rk_buf_printf(&f->text, "%s: %s\n", place, said);
    }
}

static void summary_text(struct findings *f, const struct rk_verdict *v,
                         const struct rk_ledger_head *head)
{
    const enum rk_lang lang = f->cli->lang;
    char root[65];
    rk_hex(head->root.byte, 32, root);
    rk_buf_printf(&f->text, "%s: %" PRId64 " · %s: %" PRId64 " · %s: %" PRId64 "\n",
                  rk_word(lang, "verify.entries"), v->entries, rk_word(lang, "verify.claims"),
                  v->claims, rk_word(lang, "verify.checkpoints"), v->checkpoints);
    if (v->unfinished)
        rk_buf_printf(&f->text, "%s: %" PRId64 "\n", rk_word(lang, "verify.unfinished"),
                      v->unfinished);
    if (!v->opened)
        rk_buf_printf(&f->text, "%s\n", rk_word(lang, "verify.not_opened"));
    rk_buf_printf(&f->text, "%s %s\n", rk_word(lang, "verify.root"), root);
    if (v->findings)
        rk_buf_printf(&f->text, "%s: %" PRId64 "\n", rk_word(lang, "verify.findings"),
                      v->findings);
    else
        rk_buf_printf(&f->text, "%s\n", rk_word(lang, "verify.fine"));
}

int cmd_verify(struct cli *cli, int argc, char **argv)
{
    const int operands = cli_options(cli, argc, argv, NULL, 0);
    if (operands < 0 || operands > 1)
        return CLI_USAGE;
    if (operands == 1)
        cli->town = argv[1];
    struct rk_str passphrase;
    struct rk_err err = {0};
    struct rk_ledger *ledger = NULL;
    struct rk_verdict v = {0};
    struct findings f = {.cli = cli, .text = cli_buffer(cli)};
    const int code = cli_passphrase(cli, true, &passphrase);
    if (code)
        return code;
    if (cli->json) {
        f.json = rk_json_write(&f.text);
        f.json.any_order = true;
        rk_json_object(&f.json);
        rk_json_key(&f.json, RK_STR("findings"));
        rk_json_array(&f.json);
    }
    rk_status status =
        rk_ledger_open(cli->town, RK_LEDGER_READ, passphrase, &cli->keep, &ledger, &err);
    if (!status)
        status = rk_ledger_verify(ledger, tell, &f, &cli->progress, cli->scratch, &v, &err);
    if (status) {
        rk_ledger_close(ledger);
        return cli_fail(cli, &err);
    }
    if (cli->json) {
        rk_json_array_end(&f.json);
        rk_wire_verdict(&f.json, &v, rk_ledger_head(ledger));
        rk_json_object_end(&f.json);
        rk_buf_char(&f.text, '\n');
    } else
        summary_text(&f, &v, rk_ledger_head(ledger));
    rk_ledger_close(ledger);
    const int printed = cli_print(cli, rk_buf_str(&f.text));
    return printed ? printed : v.findings ? CLI_REFUSED : CLI_DONE;
}
