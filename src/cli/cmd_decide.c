/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok decide A B --same|--distinct, ranok decide A --apart: what people decided about
 * records. Without operands: which pairs wait for a decision. */
#include "cli_town.h"

#include "rk_acts.h"
#include "rk_json.h"
#include "rk_situation.h"

static int print_waiting(struct cli *cli, const struct rk_report *r)
{
    struct rk_buf out = cli_buffer(cli);
    struct rk_json_out w = rk_json_write(&out);
    if (cli->json)
        rk_json_array(&w);
    for (int32_t i = 0; i < r->pair_count; i++) {
        const struct rk_pair *p = &r->pairs[i];
        if (!cli->json) {
            rk_buf_printf(&out, "%.*s\t%.*s\t%.*s (%.*s)\t%.*s (%.*s)\n", RK_FMT(p->subject[0]),
                          RK_FMT(p->subject[1]), RK_FMT(p->name[0]), RK_FMT(p->office[0]),
                          RK_FMT(p->name[1]), RK_FMT(p->office[1]));
            continue;
        }
        rk_json_object(&w);
        rk_json_kstr(&w, "a", p->subject[0]);
        rk_json_kstr(&w, "b", p->subject[1]);
        rk_json_kstr(&w, "name_a", p->name[0]);
        rk_json_kstr(&w, "name_b", p->name[1]);
        rk_json_kstr(&w, "office_a", p->office[0]);
        rk_json_kstr(&w, "office_b", p->office[1]);
        rk_json_object_end(&w);
    }
    if (cli->json) {
        rk_json_array_end(&w);
        rk_buf_char(&out, '\n');
    }
    return cli_print(cli, rk_buf_str(&out));
}

struct decision {
    enum rk_decision decision;
    struct rk_str about, other, with, why;
};

static int decide(struct cli *cli, const struct decision *d, const struct rk_act *act)
{
    struct rk_ledger *ledger = NULL;
    struct rk_situation *situation = NULL;
    struct rk_receipt receipt = {0};
    struct rk_err err = {0};
    const int code = cli_open(cli, RK_LEDGER_WRITE, &ledger);
    if (code)
        return code;
    rk_status status = rk_situation_load(ledger, cli->town, true, &cli->keep, cli->scratch,
                                         &cli->progress, &situation, &err);
    const struct rk_acts at = {.ledger = ledger,
                               .situation = situation,
                               .lang = cli->lang,
                               .keep = &cli->keep,
                               .scratch = cli->scratch};
    if (!status)
        status = rk_acts_decide(&at, act, d->decision, d->about, d->other, d->with, d->why,
                                &receipt, &err);
    rk_ledger_close(ledger);
    if (status)
        return cli_fail(cli, &err);
    cli_receipt(cli, &receipt);
    return cli->json ? cli_receipt_json(cli, &receipt) : CLI_DONE;
}

int cmd_decide(struct cli *cli, int argc, char **argv)
{
    const char *why = NULL, *day = NULL, *author = NULL, *with = NULL;
    bool same = false, distinct = false, apart = false, ok;
    const struct cli_option options[] = {
        {"why", 0, &why, NULL},    {"day", 0, &day, NULL},   {"author", 0, &author, NULL},
        {"with", 0, &with, NULL},  {"same", 0, NULL, &same}, {"distinct", 0, NULL, &distinct},
        {"apart", 0, NULL, &apart}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    if (operands == 0 && !same && !distinct && !apart) {
        struct rk_report report;
        const int code = cli_report(cli, day, 0, NULL, &report);
        return code ? code : print_waiting(cli, &report);
    }
    if (same + distinct + apart != 1 || operands != (apart ? 1 : 2))
        return cli_usage(cli, "decide",
                         "two records and --same or --distinct, or one and --apart, are "
                         "expected; see: ranok decide --help");
    if (!why || !why[0])
        return cli_usage(cli, "decide", "--why is expected: a decision has its reason");
    const struct rk_act act = cli_act(cli, RK_ACT_DECISION, day, author, &ok);
    if (!ok)
        return CLI_USAGE;
    const struct decision d = {.decision = same       ? RK_DECIDED_SAME
                                           : distinct ? RK_DECIDED_DISTINCT
                                                      : RK_DECIDED_APART,
                               .about = rk_str_of(argv[1]),
                               .other = apart ? (struct rk_str){0} : rk_str_of(argv[2]),
                               .with = rk_str_of(with),
                               .why = rk_str_of(why)};
    return decide(cli, &d, &act);
}
