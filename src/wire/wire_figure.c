/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_wire.h"

#include "rk_situation.h"

const char *rk_wire_bound(enum rk_bound bound)
{
    static const char *const ids[] = {"exact",   "about", "at_least", "more_than",
                                      "at_most", "range", "state"};
    return ids[bound];
}

const char *rk_wire_rule(const struct rk_figure *f)
{
    static const char *const keys[] = {"rule.latest", "rule.at_least", "rule.range",
                                       "rule.count", "rule.derived"};
    const bool counted = f->tally && f->def->rule != RK_RULE_DERIVED;
    return keys[counted ? RK_RULE_COUNT : f->def->rule];
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

/* Claims of a tally, in its order. */
static void tally_claims(struct rk_json_out *w, const struct rk_report *r,
                         const struct rk_figure *f)
{
    char room[400];
    for (int64_t i = 0; f->tally && i < f->tally->count; i++) {
        struct rk_arena small = {.base = room, .at = room, .end = room + sizeof room};
        rk_json_str(w, rk_sit_claim_id(r->situation, f->tally->claim[i], &small));
    }
}

static void label(struct rk_json_out *w, const struct rk_figure_def *def)
{
    rk_json_key(w, RK_STR("label"));
    rk_json_object(w);
    rk_json_kstr(w, "uk", rk_str_of(rk_form(&def->label, RK_UK, 5)));
    rk_json_kstr(w, "en", rk_str_of(rk_form(&def->label, RK_EN, 5)));
    rk_json_object_end(w);
}

static void figure_head(struct rk_json_out *w, const struct rk_figure *f)
{
    char as_of[24];
    rk_when_iso(f->as_of, as_of);
    rk_json_kstr(w, "id", rk_str_of(f->def->id));
    label(w, f->def);
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
}

static void figure_tail(struct rk_json_out *w, const struct rk_figure *f)
{
    rk_json_kstr(w, "bound",
                 f->known ? rk_str_of(rk_wire_bound(f->bound)) : (struct rk_str){0});
    rk_json_kbool(w, "known", f->known);
    if (f->detail.len)
        rk_json_kstr(w, "detail", f->detail);
    if (f->text.len)
        rk_json_kstr(w, "text", f->text);
}

void rk_wire_figure_said(struct rk_json_out *w, const struct rk_figure *f)
{
    figure_head(w, f);
    figure_tail(w, f);
}

void rk_wire_figure(struct rk_json_out *w, const struct rk_report *r, const struct rk_figure *f)
{
    figure_head(w, f);
    rk_json_key(w, RK_STR("claims"));
    rk_json_array(w);
    for (int32_t i = 0; i < f->statement_count; i++)
        if (f->statements[i].used)
            rk_json_str(w, f->statements[i].claim);
    tally_claims(w, r, f);
    rk_json_array_end(w);
    figure_tail(w, f);
}

void rk_wire_statement(struct rk_json_out *w, const struct rk_statement *s)
{
    char as_of[24], period[24];
    rk_when_iso(s->as_of, as_of);
    rk_when_iso(s->period, period);
    rk_json_object(w);
    rk_json_kstr(w, "claim", s->claim);
    field_number(w, "value_low", s->value_low);
    field_number(w, "value_high", s->value_high);
    field_text(w, "according_to", s->according_to);
    field_text(w, "role", s->role);
    field_text(w, "party", s->party);
    field_text(w, "as_of", rk_str_of(as_of));
    field_text(w, "definition", s->definition);
    field_text(w, "recorded_by", s->recorded_by);
    field_text(w, "recorded_at", s->recorded_at);
    field_text(w, "replaced_by", s->replaced_by);
    field_text(w, "denominator", s->denominator);
    field_text(w, "unit", s->unit);
    field_text(w, "scope", s->scope);
    field_text(w, "method", s->method);
    field_text(w, "text", s->text);
    field_text(w, "said_as", s->aspect);
    field_text(w, "period", rk_str_of(period));
    field_text(w, "reported_in", s->reported_in);
    field_text(w, "note", s->note);
    rk_json_kstr(w, "bound", rk_str_of(rk_wire_bound(s->bound)));
    rk_json_kbool(w, "sealed", s->sealed);
    rk_json_kbool(w, "used", s->used);
    rk_json_kbool(w, "differs", s->differs);
    rk_json_object_end(w);
}

void rk_wire_why(struct rk_json_out *w, const struct rk_report *r, const struct rk_figure *f,
                 enum rk_lang lang, int64_t most, struct rk_scratch scratch)
{
    rk_wire_figure(w, r, f);
    rk_json_key(w, RK_STR("statements"));
    rk_json_array(w);
    for (int32_t i = 0; i < f->statement_count; i++)
        rk_wire_statement(w, &f->statements[i]);
    for (int64_t i = 0; f->tally && i < f->tally->count && i < most; i++) {
        struct rk_arena room = scratch.in;
        struct rk_statement s;
        rk_report_tallied(r, f, i, &room, &s);
        rk_wire_statement(w, &s);
    }
    rk_json_array_end(w);
    rk_json_kstr(w, "rule", rk_str_of(rk_word(lang, rk_wire_rule(f))));
    rk_json_kbool(w, "changed_since_yesterday", f->changed);
    rk_json_key(w, RK_STR("yesterday"));
    rk_json_number(w, f->had_before ? f->before : RK_NAN);
}
