/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok why FIGURE: who said it, when, of how many, who disagrees. */
#include "cli_figures.h"

#include "rk_situation.h"

static void print_json(struct cli *cli, const struct rk_report *r, const struct rk_figure *f,
                       struct rk_buf *out)
{
    struct rk_json_out w = rk_json_write(out);
    w.any_order = true;
    rk_json_object(&w);
    rk_wire_why(&w, r, f, cli->lang, INT64_MAX, cli->scratch);
    rk_json_object_end(&w);
    rk_buf_char(out, '\n');
}

static void line(struct cli *cli, struct rk_buf *out, const char *key, struct rk_str text)
{
    if (text.len)
        rk_buf_printf(out, "    %s: %.*s\n", rk_word(cli->lang, key), RK_FMT(text));
}

static void print_statement(struct cli *cli, const struct rk_statement *s, struct rk_buf *out)
{
    rk_buf_printf(out, "\n  %s ", s->used ? "●" : s->differs ? "◆" : "○");
    cli_values_words(cli, s->value_low, s->value_high, s->bound, s->text, s->unit, out);
    rk_buf_c(out, " — ");
    if (s->sealed)
        rk_buf_c(out, rk_word(cli->lang, "why.sealed"));
    else
        rk_buf_add(out, s->according_to);
    if (s->role.len)
        rk_buf_printf(out, ", %.*s", RK_FMT(s->role));
    if (s->party.len)
        rk_buf_printf(out, " (%.*s)", RK_FMT(s->party));
    if (rk_when_known(s->as_of)) {
        rk_buf_c(out, ", ");
        rk_say_when(cli->lang, s->as_of.first, s->as_of.last, out);
    }
    rk_buf_char(out, '\n');
    line(cli, out, "why.definition", s->definition);
    line(cli, out, "why.denominator", s->denominator);
    line(cli, out, "why.method", s->method);
    line(cli, out, "why.reported_in", s->reported_in);
    line(cli, out, "why.note", s->note);
    line(cli, out, "why.replaced_by", s->replaced_by);
    line(cli, out, "why.replaced_why", s->replaced_why);
    rk_buf_printf(out, "    %s: %.*s, %.*s, %.*s\n", rk_word(cli->lang, "why.recorded"),
                  RK_FMT(s->recorded_by), RK_FMT(s->recorded_at), RK_FMT(s->claim));
}

/* Records of one list together: who handed it in, when, how many, what they add up to. */
struct group {
    int32_t batch, source;
    int64_t first, count;
    double low, high;
};

enum { GROUPS_MAX = 200 };

static int group_tally(const struct rk_report *r, const struct rk_tally *t, struct group *group)
{
    const struct rk_situation *s = r->situation;
    int n = 0;
    for (int64_t i = 0; i < t->count; i++) {
        const struct rk_sit_part *part = &s->part[s->claim[t->claim[i]].part];
        int k = n - 1;
        while (k >= 0 && (group[k].batch != part->batch || group[k].source != part->source))
            k--;
        if (k < 0) {
            k = n < GROUPS_MAX ? n++ : n - 1;
            if (!group[k].count)
                group[k] = (struct group){part->batch, part->source, i, 0, 0.0, 0.0};
        }
        group[k].count++;
        group[k].low += t->low[i];
        group[k].high += t->high[i];
    }
    return n;
}

static void print_tally(struct cli *cli, const struct rk_report *r, const struct rk_figure *f,
                        struct rk_buf *out)
{
    const struct rk_tally *t = f->tally;
    struct group *group = RK_NEW(&cli->scratch.in, struct group, GROUPS_MAX);
    const int n = group ? group_tally(r, t, group) : 0;
    const bool adds = t->bound != RK_STATE;
    for (int k = 0; k < n; k++) {
        struct rk_statement s;
        rk_report_tallied(r, f, group[k].first, &cli->scratch.in, &s);
        const bool none = group[k].low == 0.0 && group[k].high == 0.0;
        rk_buf_c(out, adds && none ? "\n  ○ " : "\n  ● ");
        if (adds) {
            rk_say_number(cli->lang, group[k].low, 1, out);
            if (group[k].high > group[k].low) {
                rk_buf_c(out, "–");
                rk_say_number(cli->lang, group[k].high, 1, out);
            }
            rk_buf_c(out, " — ");
        }
        if (s.sealed)
            rk_buf_c(out, rk_word(cli->lang, "why.sealed"));
        else
            rk_buf_add(out, s.according_to);
        rk_buf_c(out, ", ");
        rk_say_when(cli->lang, s.as_of.first, s.as_of.last, out);
        const struct rk_batch_info *b = &r->situation->batch[group[k].batch];
        rk_buf_printf(out, "\n    %s: %.*s; ", rk_word(cli->lang, "why.records"),
                      RK_FMT(b->file.len ? b->file : b->why));
        rk_say_number(cli->lang, (double)group[k].count, 0, out);
        rk_buf_printf(out, " %s; %s: %.*s, %.*s, %.*s …\n",
                      rk_plural(cli->lang, "claims", group[k].count),
                      rk_word(cli->lang, "why.recorded"), RK_FMT(s.recorded_by),
                      RK_FMT(s.recorded_at), RK_FMT(s.claim));
    }
}

static void print_text(struct cli *cli, const struct rk_report *r, const struct rk_figure *f,
                       struct rk_buf *out)
{
    rk_buf_printf(out, "%s · ", f->def->id);
    cli_figure_words(cli, f, out);
    rk_buf_printf(out, " · %s\n", rk_form(&f->def->label, cli->lang, 5));
    line(cli, out, "why.definition", f->definition);
    line(cli, out, "why.denominator", f->denominator);
    line(cli, out, "why.rule", rk_str_of(rk_word(cli->lang, rk_wire_rule(f))));
    line(cli, out, "why.since",
         rk_str_of(rk_word(cli->lang, f->changed ? "why.changed" : "why.unchanged")));
    line(cli, out, "why.detail", f->detail);
    if (f->tally)
        print_tally(cli, r, f, out);
    for (int32_t i = 0; i < f->statement_count; i++)
        print_statement(cli, &f->statements[i], out);
    if (!f->statement_count && !f->tally)
        rk_buf_printf(out, "    %s\n", rk_word(cli->lang, "why.nobody"));
    else
        rk_buf_printf(out, "\n  %s\n", rk_word(cli->lang, "why.marks"));
}

/* "a" … "z" on the sheet, or the figure's id. */
static const struct rk_figure *named(const struct rk_report *r, const char *name)
{
    const struct rk_figure *f = rk_figure_find(r, rk_str_of(name));
    for (int32_t i = 0; i < r->figure_count && !f; i++)
        if (r->figures[i].def->letter[0] && strcmp(r->figures[i].def->letter, name) == 0)
            f = &r->figures[i];
    return f;
}

int cmd_why(struct cli *cli, int argc, char **argv)
{
    const char *day = NULL;
    const struct cli_option options[] = {{"day", 0, &day, NULL}};
    const int operands = cli_options(cli, argc, argv, options, 1);
    if (operands < 0)
        return CLI_USAGE;
    if (operands != 1)
        return cli_usage(cli, "why",
                         "one figure is expected, its name or its letter on the "
                         "sheet; see: ranok figures");
    struct rk_report report;
    const int code = cli_report(cli, day, 0, NULL, &report);
    if (code)
        return code;
    const struct rk_figure *f = named(&report, argv[1]);
    struct rk_err err = {0};
    if (!f) {
        (void)rk_fail(&err, RK_ENOTFOUND, "", "no figure is called \"%s\"; see: ranok figures",
                      argv[1]);
        return cli_fail(cli, &err);
    }
    struct rk_buf out = cli_buffer(cli);
    if (cli->json)
        print_json(cli, &report, f, &out);
    else
        print_text(cli, &report, f, &out);
    return cli_print(cli, rk_buf_str(&out));
}
