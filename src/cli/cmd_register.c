/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok register: the analyst's annex on the dead, and the questions of the day for people. */
#include "cli_review.h"
#include "cli_town.h"

#include "rk_json.h"
#include "rk_register.h"
#include "rk_review.h"

enum { BAR_CELLS = 40, OVERLAPS_SHOWN = 24 };

static void put_number(struct cli *cli, struct rk_buf *out, double x)
{
    rk_say_number(cli->lang, x, 0, out);
}

/* ---- the overlap ---------------------------------------------------------------------------
 */

static void upset_text(struct cli *cli, const struct rk_register *r, struct rk_buf *out)
{
    const int32_t most = r->overlaps ? r->overlap[0].persons : 1;
    for (int32_t o = 0; o < r->offices; o++) {
        rk_buf_printf(out, "  %c  ", 'A' + o);
        rk_buf_add(out, r->office[o]);
        rk_buf_printf(out, " — %d %s, %d %s\n", (int)r->office_records[o],
                      rk_word(cli->lang, "register.records"), (int)r->office_persons[o],
                      rk_word(cli->lang, "register.persons"));
    }
    rk_buf_c(out, "\n  ");
    for (int32_t o = 0; o < r->offices; o++)
        rk_buf_printf(out, "%c ", 'A' + o);
    rk_buf_char(out, '\n');
    for (int32_t i = 0; i < r->overlaps && i < OVERLAPS_SHOWN; i++) {
        rk_buf_c(out, "  ");
        for (int32_t o = 0; o < r->offices; o++)
            rk_buf_c(out, r->overlap[i].lists >> o & 1U ? "● " : "· ");
        const int bar = (r->overlap[i].persons * BAR_CELLS + most - 1) / most;
        rk_buf_printf(out, "%5d ", (int)r->overlap[i].persons);
        for (int b = 0; b < bar; b++)
            rk_buf_c(out, "█");
        rk_buf_char(out, '\n');
    }
    if (r->overlaps > OVERLAPS_SHOWN)
        rk_buf_printf(out, "  … %d %s\n", (int)r->overlaps - OVERLAPS_SHOWN,
                      rk_word(cli->lang, "register.more_overlaps"));
}

static void estimate_text(struct cli *cli, const struct rk_register *r, struct rk_buf *out)
{
    if (!r->lists)
        return;
    rk_buf_printf(out, "\n%s\n", rk_word(cli->lang, "register.estimate"));
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++) {
        const struct rk_estimate *e = &r->model[m];
        if (!e->model)
            continue;
        rk_buf_printf(out, "  %-12s ", e->model);
        if (e->refused.at) {
            rk_buf_printf(out, "%s: %.*s\n", rk_word(cli->lang, "register.refused"),
                          RK_FMT(e->refused));
            continue;
        }
        put_number(cli, out, e->low);
        rk_buf_c(out, "–");
        put_number(cli, out, e->high);
        rk_buf_char(out, '\n');
        for (int32_t w = 0; w < e->warning_count; w++)
            rk_buf_printf(out, "      %.*s\n", RK_FMT(e->warnings[w].text));
    }
    if (!r->range.refused.at) {
        rk_buf_printf(out, "  %s: ", rk_word(cli->lang, "register.range"));
        put_number(cli, out, r->range.low);
        rk_buf_c(out, "–");
        put_number(cli, out, r->range.high);
        rk_buf_printf(out, "; %s: ", rk_word(cli->lang, "register.observed"));
        put_number(cli, out, r->range.observed);
        rk_buf_char(out, '\n');
    }
    rk_buf_printf(out, "  %s\n", rk_word(cli->lang, "register.caveat"));
}

/* What yesterday's decisions changed: figures of the register then and now. */
static void changes_text(struct cli *cli, const struct rk_report *report, struct rk_buf *out)
{
    static const char *const ids[] = {"dead.registered", "dead.provisional"};
    for (int i = 0; i < (int)RK_COUNT(ids); i++) {
        const struct rk_figure *f = rk_figure_find(report, rk_str_of(ids[i]));
        if (!f || !f->known)
            continue;
        rk_buf_printf(out, "  %s: ", rk_form(&f->def->label, cli->lang, 1));
        if (f->had_before && f->before != f->low) {
            put_number(cli, out, f->before);
            rk_buf_c(out, " → ");
        }
        put_number(cli, out, f->low);
        rk_buf_char(out, '\n');
    }
}

static void whole_text(struct cli *cli, const struct rk_report *report,
                       const struct rk_register *r, struct rk_buf *out)
{
    rk_buf_printf(out, "%s · ", rk_word(cli->lang, "register.title"));
    rk_say_day(cli->lang, report->day, out);
    rk_buf_printf(out, "\n%s\n\n", rk_word(cli->lang, "register.note"));
    rk_buf_printf(out, "%s: %d, %s: %d\n", rk_word(cli->lang, "register.all_records"),
                  (int)r->records, rk_word(cli->lang, "register.all_bodies"), (int)r->bodies);
    rk_buf_printf(out, "%s: %d–%d\n", rk_word(cli->lang, "register.distinct"),
                  (int)r->distinct_low, (int)r->distinct_high);
    rk_buf_printf(out, "%s: %d + %d\n", rk_word(cli->lang, "register.decisions"),
                  (int)r->decided_same, (int)r->decided_distinct);
    changes_text(cli, report, out);
    cli_quality_text(cli, r, out);
    rk_buf_printf(out, "\n%s\n", rk_word(cli->lang, "register.overlap"));
    upset_text(cli, r, out);
    estimate_text(cli, r, out);
}

/* ---- JSON ----------------------------------------------------------------------------------
 */

static void number_or_null(struct rk_json_out *w, const char *key, double x)
{
    rk_json_key(w, rk_str_of(key));
    rk_json_number(w, x);
}

static void questions_json(struct rk_json_out *w, const struct rk_register *r)
{
    rk_json_key(w, RK_STR("questions"));
    rk_json_array(w);
    for (int32_t i = 0; i < r->questions; i++) {
        const struct rk_register_question *q = &r->question[i];
        rk_json_object(w);
        rk_json_kstr(w, "a", q->pair.subject[0]);
        rk_json_kstr(w, "b", q->pair.subject[1]);
        rk_json_kstr(w, "name_a", q->pair.name[0]);
        rk_json_kstr(w, "name_b", q->pair.name[1]);
        rk_json_kstr(w, "office_a", q->pair.office[0]);
        rk_json_kstr(w, "office_b", q->pair.office[1]);
        rk_json_key(w, RK_STR("reasons"));
        rk_json_array(w);
        for (int32_t k = 0; k < q->reasons; k++) {
            rk_json_object(w);
            rk_json_kstr(w, "field", rk_str_of(q->reason[k].field));
            rk_json_kint(w, "level", q->reason[k].level);
            number_or_null(w, "weight", q->reason[k].weight);
            rk_json_object_end(w);
        }
        rk_json_array_end(w);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static void estimates_json(struct rk_json_out *w, const struct rk_register *r)
{
    rk_json_key(w, RK_STR("estimates"));
    rk_json_array(w);
    for (int m = 0; m <= RK_ESTIMATE_MODELS && r->lists; m++) {
        const struct rk_estimate *e = m < RK_ESTIMATE_MODELS ? &r->model[m] : &r->range;
        if (!e->model)
            continue;
        rk_json_object(w);
        rk_json_kstr(w, "model", rk_str_of(e->model));
        number_or_null(w, "observed", e->observed);
        if (e->refused.at) {
            rk_json_kstr(w, "refused", e->refused);
        } else {
            number_or_null(w, "low", e->low);
            number_or_null(w, "high", e->high);
        }
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static void whole_json(const struct rk_register *r, struct rk_buf *out)
{
    struct rk_json_out w = rk_json_write(out);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kint(&w, "records", r->records);
    rk_json_kint(&w, "bodies", r->bodies);
    rk_json_kint(&w, "clusters", r->clusters);
    rk_json_kint(&w, "distinct_low", r->distinct_low);
    rk_json_kint(&w, "distinct_high", r->distinct_high);
    rk_json_kint(&w, "decided_same", r->decided_same);
    rk_json_kint(&w, "decided_distinct", r->decided_distinct);
    rk_json_key(&w, RK_STR("offices"));
    rk_json_array(&w);
    for (int32_t o = 0; o < r->offices; o++) {
        rk_json_object(&w);
        rk_json_kstr(&w, "office", r->office[o]);
        rk_json_kint(&w, "records", r->office_records[o]);
        rk_json_kint(&w, "persons", r->office_persons[o]);
        rk_json_object_end(&w);
    }
    rk_json_array_end(&w);
    rk_json_key(&w, RK_STR("overlap"));
    rk_json_array(&w);
    for (int32_t i = 0; i < r->overlaps; i++) {
        rk_json_object(&w);
        rk_json_key(&w, RK_STR("lists"));
        rk_json_array(&w);
        for (int32_t o = 0; o < r->offices; o++)
            if (r->overlap[i].lists >> o & 1U)
                rk_json_int(&w, o);
        rk_json_array_end(&w);
        rk_json_kint(&w, "persons", r->overlap[i].persons);
        rk_json_object_end(&w);
    }
    rk_json_array_end(&w);
    questions_json(&w, r);
    cli_quality_json(&w, r);
    estimates_json(&w, r);
    rk_json_object_end(&w);
    rk_buf_char(out, '\n');
}

/* The report of the day and the register of it; exit code. */
static int make(struct cli *cli, const char *day, const struct rk_register_options *options,
                const char *most, struct rk_report *report, struct rk_register *out)
{
    struct rk_register_options wish = *options;
    struct rk_err err = {0};
    int64_t questions = 0;
    const int code = cli_report(cli, day, 0, NULL, report);
    if (code)
        return code;
    if (most && !cli_int(cli, "--most", most, 1, 1000, &questions))
        return CLI_USAGE;
    wish.most = most ? (int32_t)questions : rk_review_limit(report->view);
    return rk_register_make(report, &wish, &cli->keep, cli->scratch, out, &err)
               ? cli_fail(cli, &err)
               : CLI_DONE;
}

static int usage(struct cli *cli)
{
    return cli_usage(cli, "register",
                     "nothing, review, answer A B, meeting, or limit N is expected; see: ranok "
                     "register --help");
}

static int answer(struct cli *cli, int operands, char **argv, struct cli_answer *a)
{
    if (operands != 3 || a->same + a->distinct + a->unsure != 1)
        return cli_usage(cli, "register",
                         "two records and --same, --distinct or --unsure are expected; see: "
                         "ranok register --help");
    if (!a->why || !a->why[0])
        return cli_usage(cli, "register", "--why is expected: an answer has its reason");
    a->a = argv[2];
    a->b = argv[3];
    return cli_review_answer(cli, a);
}

int cmd_register(struct cli *cli, int argc, char **argv)
{
    const char *most = NULL, *plot = NULL;
    struct cli_answer a = {0};
    const struct cli_option options[] = {
        {"day", 0, &a.day, NULL},           {"most", 0, &most, NULL},
        {"author", 0, &a.author, NULL},     {"why", 0, &a.why, NULL},
        {"plot", 0, &plot, NULL},           {"same", 0, NULL, &a.same},
        {"distinct", 0, NULL, &a.distinct}, {"unsure", 0, NULL, &a.unsure}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    const char *verb = operands > 0 ? argv[1] : "";
    if (operands < 0)
        return CLI_USAGE;
    if (strcmp(verb, "answer") == 0)
        return answer(cli, operands, argv, &a);
    if (strcmp(verb, "limit") == 0 && operands == 2)
        return cli_review_limit(cli, argv[2], a.day, a.author);
    const bool review = strcmp(verb, "review") == 0, meeting = strcmp(verb, "meeting") == 0;
    if (operands > 1 || (operands == 1 && !review && !meeting))
        return usage(cli);
    struct rk_report report;
    struct rk_register made;
    const struct rk_register_options wish = {.lang = cli->lang,
                                             .author = cli_author(cli, a.author),
                                             .quality = !meeting,
                                             .estimate = !review && !meeting,
                                             .seed = cli->seed,
                                             .threads = cli->threads,
                                             .progress = &cli->progress};
    const int code = make(cli, a.day, &wish, most, &report, &made);
    if (code)
        return code;
    struct rk_buf out = cli_buffer(cli);
    if (cli->json && (review || meeting))
        cli_review_json(cli, &made, &out);
    else if (cli->json)
        whole_json(&made, &out);
    else if (review)
        cli_review_text(cli, &made, &out);
    else if (meeting)
        cli_meeting_text(cli, &made, &out);
    else
        whole_text(cli, &report, &made, &out);
    if (plot && !review && !meeting) {
        const int written = cli_write(cli, plot, cli_upset_svg(cli, &made));
        if (written)
            return written;
    }
    return cli_print(cli, rk_buf_str(&out));
}
