/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_wire.h"

#include "rk_saying.h"

#include "rk_vocabulary.h"

const char *rk_wire_act(enum rk_act_kind kind)
{
    static const char *const ids[] = {"",         "setting",    "import", "form",
                                      "decision", "correction", "undo",   "erasure"};
    return ids[kind];
}

void rk_wire_batch(struct rk_json_out *w, const struct rk_batch_info *b)
{
    char at[24], day[12];
    rk_instant_iso(b->recorded_at, at);
    rk_day_iso(b->day, day);
    rk_json_object(w);
    rk_json_kint(w, "batch", b->number);
    rk_json_kstr(w, "kind", rk_str_of(rk_wire_act(b->kind)));
    rk_json_kstr(w, "day", rk_str_of(day));
    rk_json_kstr(w, "recorded_at", rk_str_of(at));
    rk_json_kstr(w, "recorded_by", b->author);
    rk_json_kint(w, "claims", b->claims);
    rk_json_kint(w, "entries", b->close - b->first + 1);
    if (b->file.len)
        rk_json_kstr(w, "file", b->file);
    if (b->why.len)
        rk_json_kstr(w, "why", b->why);
    if (b->note.len)
        rk_json_kstr(w, "note", b->note);
    if (b->target)
        rk_json_kint(w, "target", b->target);
    if (b->undone_by)
        rk_json_kint(w, "undone_by", b->undone_by);
    rk_json_object_end(w);
}

void rk_wire_values(enum rk_lang lang, double low, double high, enum rk_bound bound,
                    struct rk_str text, struct rk_str unit, struct rk_buf *out)
{
    if (isnan(low) && isnan(high)) {
        rk_buf_add(out, text.len ? text : rk_str_of(rk_word(lang, "cli.unknown")));
        return;
    }
    static const char *const before[] = {
        "", "cli.about", "cli.at_least", "cli.more_than", "cli.at_most", "", ""};
    if (before[bound][0])
        rk_buf_printf(out, "%s ", rk_word(lang, before[bound]));
    const double first = isnan(low) ? high : low;
    rk_say_number(lang, first, 2, out);
    if (!isnan(low) && !isnan(high) && low != high) {
        rk_buf_c(out, "–");
        rk_say_number(lang, high, 2, out);
    }
    if (rk_str_eq(unit, RK_STR("percent")))
        rk_buf_c(out, "\xC2\xA0%");
    const struct rk_unit *known = rk_unit_find(unit);
    if (known && !rk_str_eq(unit, RK_STR("percent")))
        rk_buf_printf(out, "\xC2\xA0%s", rk_form_number(&known->words, lang, first));
}

void rk_wire_words(enum rk_lang lang, const struct rk_figure *f, struct rk_buf *out)
{
    if (!f->known) {
        rk_buf_c(out, rk_word(lang, "cli.unknown"));
        return;
    }
    const struct rk_str state = rk_saying_of_state(lang, f->text, f->definition);
    const char *known = rk_saying(lang, state);
    rk_wire_values(lang, f->low, f->high, f->bound, known ? rk_str_of(known) : state,
                   rk_str_of(f->def->unit), out);
}

static void range(double low, double high, struct rk_buf *out)
{
    char first[32] = "", last[32] = "";
    if (!isnan(low))
        rk_double_text(low, first);
    if (!isnan(high))
        rk_double_text(high, last);
    if (low == high)
        rk_buf_c(out, first);
    else
        rk_buf_printf(out, "%s…%s", first, last);
}

void rk_wire_claim_value(const struct rk_claim *c, struct rk_buf *out)
{
    char iso[24];
    switch (c->value.kind) {
    case RK_VALUE_NONE:
        break;
    case RK_VALUE_NUMBER:
    case RK_VALUE_RANGE:
        range(c->value.low, c->value.high, out);
        break;
    case RK_VALUE_TEXT:
        rk_buf_add(out, c->value.text);
        break;
    case RK_VALUE_BOOL:
        rk_buf_c(out, c->value.truth ? "true" : "false");
        break;
    case RK_VALUE_DATE:
        rk_when_iso(c->value.when, iso);
        rk_buf_c(out, iso);
        break;
    }
}
