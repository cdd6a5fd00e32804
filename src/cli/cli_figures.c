/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli_figures.h"

const char *cli_bound_id(enum rk_bound bound)
{
    static const char *const ids[] = {"exact",   "about", "at_least", "more_than",
                                      "at_most", "range", "state"};
    return ids[bound];
}

const char *cli_rule_key(enum rk_rule rule)
{
    static const char *const keys[] = {"rule.latest", "rule.at_least", "rule.range",
                                       "rule.count", "rule.derived"};
    return keys[rule];
}

static void field_number(struct rk_json_out *w, const char *key, double x)
{
    rk_json_key(w, rk_str_of(key));
    rk_json_number(w, x); /* NaN becomes null */
}

static void field_text(struct rk_json_out *w, const char *key, struct rk_str s)
{
    rk_json_key(w, rk_str_of(key));
    if (s.len)
        rk_json_str(w, s);
    else
        rk_json_null(w);
}

void cli_figure_fields(struct rk_json_out *w, const struct rk_figure *f)
{
    char as_of[24];
    rk_when_iso(f->as_of, as_of);
    rk_json_kstr(w, "id", rk_str_of(f->def->id));
    rk_json_key(w, RK_STR("label"));
    rk_json_object(w);
    rk_json_kstr(w, "uk", rk_str_of(rk_form(&f->def->label, RK_UK, 5)));
    rk_json_kstr(w, "en", rk_str_of(rk_form(&f->def->label, RK_EN, 5)));
    rk_json_object_end(w);
    field_number(w, "value", f->value);
    field_number(w, "low", f->low);
    field_number(w, "high", f->high);
    rk_json_kstr(w, "unit", rk_str_of(f->def->unit));
    field_text(w, "definition", f->definition);
    field_text(w, "denominator", f->denominator);
    field_text(w, "scope", f->scope);
    field_text(w, "as_of", rk_str_of(as_of));
    field_text(w, "method", f->method);
    rk_json_kbool(w, "conflict", f->conflict);
    rk_json_key(w, RK_STR("claims"));
    rk_json_array(w);
    for (int32_t i = 0; i < f->statement_count; i++)
        if (f->statements[i].used)
            rk_json_str(w, f->statements[i].claim);
    rk_json_array_end(w);
    rk_json_kstr(w, "bound", f->known ? rk_str_of(cli_bound_id(f->bound)) : (struct rk_str){0});
    rk_json_kbool(w, "known", f->known);
    if (f->text.len)
        rk_json_kstr(w, "text", f->text);
}

void cli_values_words(struct cli *cli, double low, double high, enum rk_bound bound,
                      struct rk_str text, struct rk_str unit, struct rk_buf *out)
{
    if (isnan(low) && isnan(high)) {
        rk_buf_add(out, text.len ? text : rk_str_of(rk_word(cli->lang, "cli.unknown")));
        return;
    }
    static const char *const before[] = {
        "", "cli.about", "cli.at_least", "cli.more_than", "cli.at_most", "", ""};
    if (before[bound][0])
        rk_buf_printf(out, "%s ", rk_word(cli->lang, before[bound]));
    const double first = isnan(low) ? high : low;
    rk_say_number(cli->lang, first, 2, out);
    if (!isnan(low) && !isnan(high) && low != high) {
        rk_buf_c(out, "–");
        rk_say_number(cli->lang, high, 2, out);
    }
    if (rk_str_eq(unit, RK_STR("percent")))
        rk_buf_c(out, "\xC2\xA0%");
    const struct rk_unit *known = rk_unit_find(unit);
    if (known && !rk_str_eq(unit, RK_STR("percent")))
        rk_buf_printf(out, "\xC2\xA0%s", rk_form_number(&known->words, cli->lang, first));
}

void cli_figure_words(struct cli *cli, const struct rk_figure *f, struct rk_buf *out)
{
    if (!f->known)
        rk_buf_c(out, rk_word(cli->lang, "cli.unknown"));
    else
        cli_values_words(cli, f->low, f->high, f->bound, f->text, rk_str_of(f->def->unit), out);
}
