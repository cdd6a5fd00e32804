/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok person: who may open the town, with which keys, and shares for the council. */
#include "cli_report.h"
#include "cli_town.h"

#include "rk_holder.h"
#include "rk_json.h"
#include "rk_text.h"

#include <time.h>
#include <unistd.h>

struct order {
    const char *role, *keys, *rights, *file, *kdf, *need, *of, *author;
};

static bool kdf_read(const char *said, enum rk_kdf *out)
{
    static const char *const words[] = {"test", "interactive", "moderate", "sensitive"};
    for (int i = 0; i < 4; i++)
        if (strcmp(said, words[i]) == 0) {
            *out = (enum rk_kdf)i;
            return true;
        }
    return false;
}

/* ---- list ----------------------------------------------------------------------------------
 */

static void person_text(struct cli *cli, const struct rk_person *p, struct rk_buf *out)
{
    const bool town = !p->name.len;
    rk_buf_printf(out, "%lld  ", (long long)p->number);
    if (town || p->shared)
        rk_buf_printf(out, "%s", rk_word(cli->lang, town ? "person.town" : "person.shares"));
    if (!town)
        rk_buf_printf(out, "%s%.*s", p->shared ? " " : "", RK_FMT(p->name));
    rk_buf_c(out, "  ");
    if (rk_role_find(p->role)) {
        char key[48];
        snprintf(key, sizeof key, "role.%.*s", RK_FMT(p->role));
        rk_buf_c(out, rk_word(cli->lang, key));
    } else {
        rk_buf_add(out, p->role.len ? p->role : RK_STR("-"));
    }
    rk_buf_c(out, "  ");
    rk_held_write(p->held, out);
    rk_buf_c(out, "  ");
    rk_rights_write(p->rights, out);
    rk_buf_char(out, '\n');
}

static void person_json(const struct rk_person *p, struct rk_json_out *w)
{
    char room[120];
    struct rk_buf words = {.at = room, .cap = sizeof room};
    rk_json_object(w);
    rk_json_kint(w, "number", p->number);
    rk_json_kstr(w, "name", p->name.len ? p->name : RK_STR(""));
    rk_json_kstr(w, "role", p->role.len ? p->role : RK_STR("council"));
    rk_held_write(p->held, &words);
    rk_json_kstr(w, "keys", rk_buf_str(&words));
    words.len = 0;
    rk_rights_write(p->rights, &words);
    rk_json_kstr(w, "rights", rk_buf_str(&words));
    rk_json_kbool(w, "shared", p->shared);
    rk_json_kstr(w, "added_by", p->added_by.len ? p->added_by : RK_STR(""));
    rk_json_kint(w, "added_at", p->added_at);
    rk_json_object_end(w);
}

static int list(struct cli *cli, struct rk_ledger *ledger)
{
    struct rk_person *all;
    int32_t count;
    struct rk_err err = {0};
    struct rk_buf out = cli_buffer(cli);
    struct rk_json_out w = rk_json_write(&out);
    w.any_order = true;
    if (rk_ledger_persons(ledger, &cli->keep, &all, &count, &err))
        return cli_fail(cli, &err);
    if (cli->json)
        rk_json_array(&w);
    for (int32_t i = 0; i < count; i++) {
        if (cli->json)
            person_json(&all[i], &w);
        else
            person_text(cli, &all[i], &out);
    }
    if (cli->json) {
        rk_json_array_end(&w);
        rk_buf_char(&out, '\n');
    }
    return cli_print(cli, rk_buf_str(&out));
}

/* ---- add -----------------------------------------------------------------------------------
 */

static int new_passphrase(struct cli *cli, const char *file, struct rk_str *out)
{
    struct rk_str again = {0};
    struct rk_err err = {0};
    if (file)
        return cli_passphrase_file(cli, file, out);
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
        (void)rk_fail(&err, RK_EINVAL, "",
                      "the person's own passphrase is needed: --new-passphrase-file FILE");
        return cli_fail(cli, &err);
    }
    int code = cli_passphrase_typed(cli, "person.passphrase", out);
    if (!code)
        code = cli_passphrase_typed(cli, "person.passphrase.again", &again);
    if (code || rk_str_eq(*out, again))
        return code;
    (void)rk_fail(&err, RK_EINVAL, "", "the two passphrases differ");
    return cli_fail(cli, &err);
}

static int read_role(struct cli *cli, const struct order *o, struct rk_person *p)
{
    const struct rk_role *role = rk_role_find(rk_str_of(o->role));
    p->role = rk_str_of(o->role);
    if (role) {
        memcpy(p->held, role->held, sizeof p->held);
        p->rights = role->rights;
    } else if (!o->keys) {
        return cli_usage(cli, "person",
                         "--role: clerk, doctor, engineer, mayor or council is expected, or a "
                         "role of your own with --keys");
    }
    if (o->keys && !rk_held_read(rk_str_of(o->keys), p->held))
        return cli_usage(cli, "person",
                         "--keys: people, medical, sources, operations are expected");
    if (o->rights && !rk_rights_read(rk_str_of(o->rights), &p->rights))
        return cli_usage(cli, "person",
                         "--rights: records, write, decide, persons or none is expected");
    return CLI_DONE;
}

static int add(struct cli *cli, const struct order *o, const char *name)
{
    struct rk_err err = {0};
    struct rk_ledger *ledger = NULL;
    struct rk_str passphrase = {NULL, 0};
    enum rk_kdf kdf;
    struct rk_person p = {.name = rk_str_of(name),
                          .added_by = cli_author(cli, o->author),
                          .added_at = (int64_t)time(NULL)};
    if (!o->role)
        return cli_usage(cli, "person", "a role is expected: --role; see: ranok person --help");
    if (!kdf_read(o->kdf, &kdf))
        return cli_usage(cli, "person",
                         "--kdf: moderate, interactive, sensitive or test is expected");
    int code = read_role(cli, o, &p);
    if (!code)
        code = new_passphrase(cli, o->file, &passphrase);
    if (!code)
        code = cli_open(cli, RK_LEDGER_WRITE, &ledger);
    if (code)
        return code;
    const rk_status status =
        rk_ledger_person_add(ledger, passphrase, kdf, &p, cli->scratch, &err);
    rk_ledger_close(ledger);
    if (status)
        return cli_fail(cli, &err);
    cli_say(cli, "%s may open the town now", name);
    return CLI_DONE;
}

/* ---- remove, shares ------------------------------------------------------------------------
 */

static int64_t number_of(const struct rk_person *all, int32_t count, struct rk_str said)
{
    int64_t number = -1;
    if (rk_str_int(said, &number))
        return number;
    for (int32_t i = 0; i < count; i++)
        if (all[i].name.len && rk_str_eq(all[i].name, said))
            return all[i].number;
    return -1;
}

static int remove_person(struct cli *cli, const char *said)
{
    struct rk_err err = {0};
    struct rk_ledger *ledger = NULL;
    struct rk_person *all;
    int32_t count;
    const int code = cli_open(cli, RK_LEDGER_WRITE, &ledger);
    if (code)
        return code;
    rk_status status = rk_ledger_persons(ledger, &cli->keep, &all, &count, &err);
    if (!status)
        status = rk_ledger_person_remove(ledger, number_of(all, count, rk_str_of(said)),
                                         cli->scratch, &err);
    rk_ledger_close(ledger);
    if (status)
        return cli_fail(cli, &err);
    cli_say(cli,
            "%s opens nothing any more; copies of the town made before still open with the "
            "old passphrase",
            said);
    return CLI_DONE;
}

static int shares(struct cli *cli, const struct order *o)
{
    struct rk_err err = {0};
    struct rk_ledger *ledger = NULL;
    char text[RK_SHARES_MOST][RK_SHARE_TEXT];
    int64_t need, of;
    if (!o->need || !o->of || !cli_int(cli, "--need", o->need, 2, RK_SHARES_MOST, &need) ||
        !cli_int(cli, "--of", o->of, 2, RK_SHARES_MOST, &of))
        return cli_usage(cli, "person",
                         "--need and --of are expected; see: ranok person --help");
    const int code = cli_open(cli, RK_LEDGER_WRITE, &ledger);
    if (code)
        return code;
    const rk_status status =
        rk_ledger_share_out(ledger, (int)need, (int)of, cli_author(cli, o->author),
                            (int64_t)time(NULL), text, cli->scratch, &err);
    rk_ledger_close(ledger);
    if (status)
        return cli_fail(cli, &err);
    struct rk_buf out = cli_buffer(cli);
    for (int64_t i = 0; i < of; i++)
        rk_buf_printf(&out, "%s\n", text[i]);
    cli_say(cli, "give each line to another person, on paper; they are stored nowhere");
    return cli_print(cli, rk_buf_str(&out));
}

int cmd_person(struct cli *cli, int argc, char **argv)
{
    struct order o = {.kdf = "moderate"};
    const struct cli_option options[] = {
        {"role", 0, &o.role, NULL},     {"keys", 0, &o.keys, NULL},
        {"rights", 0, &o.rights, NULL}, {"new-passphrase-file", 0, &o.file, NULL},
        {"kdf", 0, &o.kdf, NULL},       {"need", 0, &o.need, NULL},
        {"of", 0, &o.of, NULL},         {"author", 0, &o.author, NULL}};
    struct rk_ledger *ledger = NULL;
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    const struct rk_str what = rk_str_of(operands ? argv[1] : "");
    if (rk_str_eq(what, RK_STR("add")) && operands == 2)
        return add(cli, &o, argv[2]);
    if (rk_str_eq(what, RK_STR("remove")) && operands == 2)
        return remove_person(cli, argv[2]);
    if (rk_str_eq(what, RK_STR("shares")) && operands == 1)
        return shares(cli, &o);
    if (!rk_str_eq(what, RK_STR("list")) || operands != 1)
        return cli_usage(cli, "person",
                         "add, list, remove or shares is expected; see: ranok person --help");
    const int code = cli_open(cli, RK_LEDGER_READ, &ledger);
    const int listed = code ? code : list(cli, ledger);
    rk_ledger_close(ledger);
    return listed;
}
