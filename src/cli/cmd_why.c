/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok why FIGURE: who said it, when, of how many, who disagrees. */
#include "cli_figures.h"

static void number_or_null(struct rk_json_out *w, const char *key, double x)
{
    rk_json_key(w, rk_str_of(key));
    rk_json_number(w, x);
}

static void text_or_null(struct rk_json_out *w, const char *key, struct rk_str s)
{
    rk_json_key(w, rk_str_of(key));
    if (s.len)
        rk_json_str(w, s);
    else
        rk_json_null(w);
}

static void statement_json(struct rk_json_out *w, const struct rk_statement *s)
{
    char as_of[24], period[24];
    rk_when_iso(s->as_of, as_of);
    rk_when_iso(s->period, period);
    rk_json_object(w);
    rk_json_kstr(w, "claim", s->claim);
    number_or_null(w, "value_low", s->value_low);
    number_or_null(w, "value_high", s->value_high);
    text_or_null(w, "according_to", s->according_to);
    text_or_null(w, "role", s->role);
    text_or_null(w, "party", s->party);
    text_or_null(w, "as_of", rk_str_of(as_of));
    text_or_null(w, "definition", s->definition);
    text_or_null(w, "recorded_by", s->recorded_by);
    text_or_null(w, "recorded_at", s->recorded_at);
    text_or_null(w, "replaced_by", s->replaced_by);
    text_or_null(w, "denominator", s->denominator);
    text_or_null(w, "unit", s->unit);
    text_or_null(w, "scope", s->scope);
    text_or_null(w, "method", s->method);
    text_or_null(w, "text", s->text);
    text_or_null(w, "said_as", s->aspect);
    text_or_null(w, "period", rk_str_of(period));
    text_or_null(w, "reported_in", s->reported_in);
    text_or_null(w, "note", s->note);
    rk_json_kstr(w, "bound", rk_str_of(cli_bound_id(s->bound)));
    rk_json_kbool(w, "sealed", s->sealed);
    rk_json_kbool(w, "used", s->used);
    rk_json_kbool(w, "differs", s->differs);
    rk_json_object_end(w);
}

static void print_json(struct cli *cli, const struct rk_figure *f, struct rk_buf *out)
{
    struct rk_json_out w = rk_json_write(out);
    w.any_order = true;
    rk_json_object(&w);
    cli_figure_fields(&w, f);
    rk_json_key(&w, RK_STR("statements"));
    rk_json_array(&w);
    for (int32_t i = 0; i < f->statement_count; i++)
        statement_json(&w, &f->statements[i]);
    rk_json_array_end(&w);
    rk_json_kstr(&w, "rule", rk_str_of(rk_word(cli->lang, cli_rule_key(f->def->rule))));
    rk_json_kbool(&w, "changed_since_yesterday", f->changed);
    rk_json_key(&w, RK_STR("yesterday"));
    rk_json_number(&w, f->had_before ? f->before : RK_NAN);
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

static void print_text(struct cli *cli, const struct rk_figure *f, struct rk_buf *out)
{
    rk_buf_printf(out, "%s · ", f->def->id);
    cli_figure_words(cli, f, out);
    rk_buf_printf(out, " · %s\n", rk_form(&f->def->label, cli->lang, 5));
    line(cli, out, "why.definition", f->definition);
    line(cli, out, "why.denominator", f->denominator);
    line(cli, out, "why.rule", rk_str_of(rk_word(cli->lang, cli_rule_key(f->def->rule))));
    line(cli, out, "why.since",
         rk_str_of(rk_word(cli->lang, f->changed ? "why.changed" : "why.unchanged")));
    for (int32_t i = 0; i < f->statement_count; i++)
        print_statement(cli, &f->statements[i], out);
    if (!f->statement_count)
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
        print_json(cli, f, &out);
    else
        print_text(cli, f, &out);
    return cli_print(cli, rk_buf_str(&out));
}
