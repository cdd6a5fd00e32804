/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli_review.h"

#include "cli_town.h"
#include "rk_json.h"
#include "rk_review.h"

/* Natural logarithms of the odds: 1.6 is five to one, 4.6 a hundred to one. */
static const double SOME = 0.4, MUCH = 1.6, VERY_MUCH = 4.6;

/* ---- the questions -------------------------------------------------------------------------
 */

/* The word for a field of a reason; NULL for "prior" and the like, which are none. */
static const char *field_word(struct cli *cli, const char *field)
{
    char key[60];
    snprintf(key, sizeof key, "register.field.%s", field);
    const char *word = rk_word(cli->lang, key);
    return word == key ? NULL : word;
}

/* What agrees and what does not, in words; never the score. */
static void put_fields(struct cli *cli, struct rk_buf *out,
                       const struct rk_register_question *q, bool agree)
{
    bool first = true;
    for (int32_t i = 0; i < q->reasons; i++) {
        const struct rk_register_reason *r = &q->reason[i];
        const char *word = field_word(cli, r->field);
        if (r->level == 0 || (r->level > 1) != agree || !word)
            continue;
        rk_buf_printf(out, "%s%s", first ? "" : ", ", word);
        first = false;
    }
}

static void put_pair(struct cli *cli, const struct rk_register_question *q, struct rk_buf *out)
{
    rk_buf_printf(out, "%.*s (%.*s) · %.*s (%.*s)\n   %s: ", RK_FMT(q->pair.name[0]),
                  RK_FMT(q->pair.office[0]), RK_FMT(q->pair.name[1]), RK_FMT(q->pair.office[1]),
                  rk_word(cli->lang, "register.agrees"));
    put_fields(cli, out, q, true);
    rk_buf_printf(out, "; %s: ", rk_word(cli->lang, "register.differs"));
    put_fields(cli, out, q, false);
}

void cli_review_text(struct cli *cli, const struct rk_register *r, struct rk_buf *out)
{
    for (int32_t i = 0; i < r->questions; i++) {
        const struct rk_register_question *q = &r->question[i];
        rk_buf_printf(out, "%d. ", (int)i + 1);
        put_pair(cli, q, out);
        rk_buf_printf(out,
                      "\n   ranok register answer \"%.*s\" \"%.*s\" "
                      "--same|--distinct|--unsure --why …\n",
                      RK_FMT(q->pair.subject[0]), RK_FMT(q->pair.subject[1]));
    }
    rk_buf_printf(out, "%s: %d; %s: %d; %s: %d\n", rk_word(cli->lang, "register.today"),
                  (int)r->answered_today, rk_word(cli->lang, "register.waiting"),
                  (int)r->waiting, rk_word(cli->lang, "register.disputes"), (int)r->disputes);
}

static void put_pair_json(struct rk_json_out *w, const struct rk_pair *pair)
{
    rk_json_kstr(w, "a", pair->subject[0]);
    rk_json_kstr(w, "b", pair->subject[1]);
    rk_json_kstr(w, "name_a", pair->name[0]);
    rk_json_kstr(w, "name_b", pair->name[1]);
    rk_json_kstr(w, "office_a", pair->office[0]);
    rk_json_kstr(w, "office_b", pair->office[1]);
}

static void put_fields_json(struct cli *cli, struct rk_json_out *w, const char *key,
                            const struct rk_register_question *q, bool agree)
{
    rk_json_key(w, rk_str_of(key));
    rk_json_array(w);
    for (int32_t i = 0; i < q->reasons; i++)
        if (q->reason[i].level != 0 && (q->reason[i].level > 1) == agree &&
            field_word(cli, q->reason[i].field))
            rk_json_str(w, rk_str_of(q->reason[i].field));
    rk_json_array_end(w);
}

static void disputes_json(struct rk_json_out *w, const struct rk_register *r)
{
    static const char *const answers[] = {"same", "distinct", "unsure"};
    rk_json_key(w, RK_STR("disputes"));
    rk_json_array(w);
    for (int32_t i = 0; i < r->disputes; i++) {
        const struct rk_register_dispute *d = &r->dispute[i];
        rk_json_object(w);
        put_pair_json(w, &d->pair);
        rk_json_key(w, RK_STR("answers"));
        rk_json_array(w);
        for (int32_t k = 0; k < d->answers; k++) {
            rk_json_object(w);
            rk_json_kstr(w, "author", d->author[k]);
            rk_json_kstr(w, "answer", rk_str_of(answers[d->answer[k]]));
            rk_json_kstr(w, "why", d->why[k]);
            rk_json_object_end(w);
        }
        rk_json_array_end(w);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

void cli_review_json(struct cli *cli, const struct rk_register *r, struct rk_buf *out)
{
    struct rk_json_out w = rk_json_write(out);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_key(&w, RK_STR("questions"));
    rk_json_array(&w);
    for (int32_t i = 0; i < r->questions; i++) {
        rk_json_object(&w);
        put_pair_json(&w, &r->question[i].pair);
        put_fields_json(cli, &w, "agrees", &r->question[i], true);
        put_fields_json(cli, &w, "differs", &r->question[i], false);
        rk_json_object_end(&w);
    }
    rk_json_array_end(&w);
    rk_json_kint(&w, "answered_today", r->answered_today);
    rk_json_kint(&w, "waiting", r->waiting);
    disputes_json(&w, r);
    rk_json_object_end(&w);
    rk_buf_char(out, '\n');
}

void cli_meeting_text(struct cli *cli, const struct rk_register *r, struct rk_buf *out)
{
    static const char *const answers[] = {"register.said.same", "register.said.distinct",
                                          "register.said.unsure"};
    if (!r->disputes)
        rk_buf_printf(out, "%s\n", rk_word(cli->lang, "register.no_disputes"));
    for (int32_t i = 0; i < r->disputes; i++) {
        const struct rk_register_dispute *d = &r->dispute[i];
        rk_buf_printf(out, "%d. %.*s (%.*s) · %.*s (%.*s)\n", (int)i + 1,
                      RK_FMT(d->pair.name[0]), RK_FMT(d->pair.office[0]),
                      RK_FMT(d->pair.name[1]), RK_FMT(d->pair.office[1]));
        for (int32_t k = 0; k < d->answers; k++)
            rk_buf_printf(out, "   %.*s: %s — %.*s\n", RK_FMT(d->author[k]),
                          rk_word(cli->lang, answers[d->answer[k]]), RK_FMT(d->why[k]));
        rk_buf_printf(out,
                      "   ranok decide \"%.*s\" \"%.*s\" --same|--distinct --with … --why …\n",
                      RK_FMT(d->pair.subject[0]), RK_FMT(d->pair.subject[1]));
    }
}

/* ---- an answer -----------------------------------------------------------------------------
 */

static const char *weight_word(double weight)
{
    if (fabs(weight) < SOME)
        return "register.weight.none";
    if (weight > 0.0)
        return weight > VERY_MUCH ? "register.weight.for3"
               : weight > MUCH    ? "register.weight.for2"
                                  : "register.weight.for1";
    return weight < -VERY_MUCH ? "register.weight.against3"
           : weight < -MUCH    ? "register.weight.against2"
                               : "register.weight.against1";
}

/* How the machine weighed each field: shown only when the answer is recorded. */
static void put_weights(struct cli *cli, const struct rk_register_question *q,
                        struct rk_buf *out)
{
    if (q->reasons)
        rk_buf_printf(out, "%s\n", rk_word(cli->lang, "register.weighed"));
    for (int32_t i = 0; i < q->reasons; i++) {
        const struct rk_register_reason *r = &q->reason[i];
        const char *word = field_word(cli, r->field);
        if (!word || r->level == 0)
            continue;
        rk_buf_printf(out, "  %s: %s (", word, rk_word(cli->lang, weight_word(r->weight)));
        rk_say_number(cli->lang, r->weight, 1, out);
        rk_buf_c(out, ")\n");
    }
}

static int explained(struct cli *cli, const struct cli_answer *answer, struct rk_buf *out)
{
    struct rk_report report;
    struct rk_register made;
    struct rk_err err = {0};
    const int code = cli_report(cli, answer->day, 0, NULL, &report);
    if (code)
        return code;
    const struct rk_register_options wish = {
        .lang = cli->lang,
        .seed = cli->seed,
        .threads = cli->threads,
        .explain = {rk_str_of(answer->a), rk_str_of(answer->b)},
        .progress = &cli->progress};
    if (rk_register_make(&report, &wish, &cli->keep, cli->scratch, &made, &err))
        return cli_fail(cli, &err);
    put_weights(cli, &made.explained, out);
    return CLI_DONE;
}

/* The ledger open for writing, with its situation. */
static int open_acts(struct cli *cli, struct rk_acts *at)
{
    struct rk_situation *situation = NULL;
    struct rk_err err = {0};
    *at = (struct rk_acts){.lang = cli->lang, .keep = &cli->keep, .scratch = cli->scratch};
    const int code = cli_open(cli, RK_LEDGER_WRITE, &at->ledger);
    if (code)
        return code;
    if (rk_situation_load(at->ledger, cli->town, true, &cli->keep, cli->scratch, &cli->progress,
                          &situation, &err)) {
        rk_ledger_close(at->ledger);
        return cli_fail(cli, &err);
    }
    at->situation = situation;
    return CLI_DONE;
}

int cli_review_answer(struct cli *cli, const struct cli_answer *answer)
{
    static const char *const states[] = {[RK_REVIEW_OPEN] = "register.state.waits",
                                         [RK_REVIEW_WAITS] = "register.state.waits",
                                         [RK_REVIEW_AGREED] = "register.state.agreed",
                                         [RK_REVIEW_DISAGREED] = "register.state.disagreed",
                                         [RK_REVIEW_DECIDED] = "register.state.agreed"};
    static const char *const ids[] = {"open", "waits", "agreed", "disagreed", "decided"};
    enum rk_review_state state = RK_REVIEW_OPEN;
    struct rk_receipt receipt = {0};
    struct rk_acts at;
    struct rk_err err = {0};
    bool ok;
    const struct rk_act act = cli_act(cli, RK_ACT_DECISION, answer->day, answer->author, &ok);
    if (!ok)
        return CLI_USAGE;
    const enum rk_review_answer said = answer->same       ? RK_REVIEW_SAME
                                       : answer->distinct ? RK_REVIEW_DISTINCT
                                                          : RK_REVIEW_UNSURE;
    int code = open_acts(cli, &at);
    if (code)
        return code;
    const rk_status status =
        rk_acts_review(&at, &act, said, rk_str_of(answer->a), rk_str_of(answer->b),
                       rk_str_of(answer->why), &state, &receipt, &err);
    rk_ledger_close(at.ledger);
    if (status)
        return cli_fail(cli, &err);
    cli_receipt(cli, &receipt);
    struct rk_buf out = cli_buffer(cli);
    if (cli->json) {
        struct rk_json_out w = rk_json_write(&out);
        w.any_order = true;
        rk_json_object(&w);
        rk_json_kstr(&w, "state", rk_str_of(ids[state]));
        rk_json_kint(&w, "batch", receipt.batch);
        rk_json_object_end(&w);
        rk_buf_char(&out, '\n');
        return cli_print(cli, rk_buf_str(&out));
    }
    rk_buf_printf(&out, "%s\n", rk_word(cli->lang, states[state]));
    code = explained(cli, answer, &out);
    return code ? code : cli_print(cli, rk_buf_str(&out));
}

int cli_review_limit(struct cli *cli, const char *text, const char *day, const char *author)
{
    int64_t a_day = 0;
    struct rk_receipt receipt = {0};
    struct rk_acts at;
    struct rk_err err = {0};
    bool ok;
    const struct rk_act act = cli_act(cli, RK_ACT_DECISION, day, author, &ok);
    if (!ok || !cli_int(cli, "limit", text, 1, 1000, &a_day))
        return CLI_USAGE;
    const int code = open_acts(cli, &at);
    if (code)
        return code;
    const rk_status status = rk_acts_review_limit(&at, &act, (int32_t)a_day, &receipt, &err);
    rk_ledger_close(at.ledger);
    if (status)
        return cli_fail(cli, &err);
    cli_receipt(cli, &receipt);
    return cli->json ? cli_receipt_json(cli, &receipt) : CLI_DONE;
}

/* ---- quality -------------------------------------------------------------------------------
 */

static void put_share(struct cli *cli, struct rk_buf *out, const char *key, double mean,
                      double low, double high)
{
    rk_buf_printf(out, "  %s: ", rk_word(cli->lang, key));
    rk_say_number(cli->lang, 100.0 * mean, 1, out);
    rk_buf_c(out, " % (");
    rk_say_number(cli->lang, 100.0 * low, 1, out);
    rk_buf_c(out, "–");
    rk_say_number(cli->lang, 100.0 * high, 1, out);
    rk_buf_c(out, ")\n");
}

void cli_quality_text(struct cli *cli, const struct rk_register *r, struct rk_buf *out)
{
    const struct rk_register_quality *q = &r->quality;
    rk_buf_printf(out, "\n%s\n", rk_word(cli->lang, "register.quality"));
    if (!q->decided) {
        rk_buf_printf(out, "  %s\n", rk_word(cli->lang, "register.quality.none"));
        return;
    }
    put_share(cli, out, "register.precision", q->precision, q->precision_low,
              q->precision_high);
    put_share(cli, out, "register.recall", q->recall, q->recall_low, q->recall_high);
    for (int k = RK_REGISTER_BANDS - 1; k >= 0; k--) {
        const struct rk_register_band *b = &q->band[k];
        rk_buf_c(out, "    ");
        rk_say_number(cli->lang, b->low, 2, out);
        rk_buf_c(out, "–");
        rk_say_number(cli->lang, b->high < 1.0 ? b->high : 1.0, 2, out);
        rk_buf_printf(out, ": %d %s, %d %s, %d %s\n", (int)b->pairs,
                      rk_word(cli->lang, "register.pairs"), (int)b->drawn,
                      rk_word(cli->lang, "register.drawn"), (int)b->same,
                      rk_word(cli->lang, "register.were_same"));
    }
}

void cli_quality_json(struct rk_json_out *w, const struct rk_register *r)
{
    const struct rk_register_quality *q = &r->quality;
    rk_json_key(w, RK_STR("quality"));
    rk_json_object(w);
    rk_json_kint(w, "decided", q->decided);
    rk_json_knum(w, "precision", q->precision);
    rk_json_knum(w, "precision_low", q->precision_low);
    rk_json_knum(w, "precision_high", q->precision_high);
    rk_json_knum(w, "recall", q->recall);
    rk_json_knum(w, "recall_low", q->recall_low);
    rk_json_knum(w, "recall_high", q->recall_high);
    rk_json_object_end(w);
}
