/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "What if", which saves nothing, and the same said for good. */
#include "desk_views.h"

#include "rk_sealed.h"
#include "rk_wire.h"
#include "rk_work.h"

enum { SAYINGS_MOST = 40 };
/* Address space of a supposed town; memory is taken as it is used. */
#define SUPPOSE_MOST ((ptrdiff_t)1 << 33)

struct order {
    struct rk_saying said[SAYINGS_MOST];
    int32_t count;
    struct rk_str why;
    bool decision;
};

static bool read_saying(struct rk_json *in, struct order *o)
{
    struct rk_saying *s = &o->said[o->count];
    if (o->count == SAYINGS_MOST)
        return false;
    *s = (struct rk_saying){0};
    while (rk_json_next(in) == RK_JSON_KEY) {
        struct rk_str *to = rk_str_eq(in->text, RK_STR("about"))    ? &s->about
                            : rk_str_eq(in->text, RK_STR("aspect")) ? &s->aspect
                            : rk_str_eq(in->text, RK_STR("value"))  ? &s->value
                                                                    : NULL;
        if (!to || rk_json_next(in) != RK_JSON_STRING)
            return false;
        *to = rk_str_trim(in->text);
    }
    o->count++;
    return in->kind == RK_JSON_OBJECT_END && s->about.len && s->aspect.len && s->value.len;
}

static bool read_sayings(struct rk_json *in, struct order *o)
{
    if (rk_json_next(in) != RK_JSON_ARRAY)
        return false;
    while (rk_json_next(in) == RK_JSON_OBJECT)
        if (!read_saying(in, o))
            return false;
    return in->kind == RK_JSON_ARRAY_END;
}

static rk_status read_order(struct desk_request *r, struct order *o, struct rk_err *err)
{
    struct rk_json in = rk_json_read(rk_buf_str(&r->body), &r->keep);
    bool good = rk_json_next(&in) == RK_JSON_OBJECT;
    while (good && rk_json_next(&in) == RK_JSON_KEY) {
        const struct rk_str key = in.text;
        if (rk_str_eq(key, RK_STR("claims"))) {
            good = read_sayings(&in, o);
            continue;
        }
        const enum rk_json_kind kind = rk_json_next(&in);
        if (rk_str_eq(key, RK_STR("why")) && kind == RK_JSON_STRING)
            o->why = in.text;
        else if (rk_str_eq(key, RK_STR("decision")) &&
                 (kind == RK_JSON_TRUE || kind == RK_JSON_FALSE))
            o->decision = kind == RK_JSON_TRUE;
        else
            good = false;
    }
    good = good && in.kind == RK_JSON_OBJECT_END && rk_json_next(&in) == RK_JSON_END;
    return good ? RK_OK
                : rk_fail(err, RK_EINVAL, "",
                          "expected: {\"claims\":[{\"about\":\"…\",\"aspect\":\"…\","
                          "\"value\":\"…\"}],\"why\":\"…\"}");
}

/* ---- what if -------------------------------------------------------------------------------
 */

static bool differs(const struct rk_figure *a, const struct rk_figure *b)
{
    const bool values =
        (isnan(a->value) != isnan(b->value)) || (!isnan(a->value) && a->value != b->value) ||
        (!isnan(a->low) && a->low != b->low) || (!isnan(a->high) && a->high != b->high);
    return a->known != b->known || values || !rk_str_eq(a->text, b->text);
}

static void side_json(struct desk_request *r, const char *key, const struct rk_figure *f)
{
    struct rk_json_out *w = &r->json;
    struct rk_arena room = r->scratch.in;
    struct rk_buf said = rk_buf_in(&room, 1 << 16);
    rk_wire_words(r->lang, f, &said);
    rk_json_key(w, rk_str_of(key));
    rk_json_object(w);
    rk_json_kbool(w, "known", f->known);
    rk_json_knum(w, "low", f->low);
    rk_json_knum(w, "high", f->high);
    rk_json_kstr(w, "words", rk_buf_str(&said));
    rk_json_object_end(w);
}

static void changes_json(struct desk_request *r, const struct rk_report *now,
                         const struct rk_report *then)
{
    struct rk_json_out *w = &r->json;
    rk_json_key(w, RK_STR("figures"));
    rk_json_array(w);
    for (int32_t i = 0; i < now->figure_count; i++) {
        const struct rk_figure *a = &now->figures[i], *b = &then->figures[i];
        if (!differs(a, b) || desk_figure_hidden(r->snap, a->def))
            continue;
        rk_json_object(w);
        rk_json_kstr(w, "id", rk_str_of(a->def->id));
        rk_json_kstr(w, "name", rk_str_of(rk_form(&a->def->label, r->lang, 5)));
        side_json(r, "now", a);
        side_json(r, "then", b);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static rk_status suppose(struct desk_request *r, const struct order *o, struct rk_arena *room,
                         struct rk_scratch scratch, struct rk_err *err)
{
    const struct rk_report *now;
    struct rk_report then;
    struct rk_situation *town = NULL;
    struct rk_part *part = NULL;
    int32_t parts = 0;
    const struct rk_acts at = {
        .situation = r->snap->sit, .lang = r->lang, .keep = &r->keep, .scratch = scratch};
    rk_status status = rk_acts_parts(&at, r->snap->day, o->said, o->count, &part, &parts, err);
    if (!status)
        status = desk_report(r->snap, r->lang, scratch, &now, err);
    if (!status)
        status =
            rk_situation_suppose(r->snap->sit, r->snap->day, part, parts, room, &town, err);
    if (!status)
        status = rk_report_make_on(town, r->snap->day, false, r->lang, r->snap->roads, room,
                                   scratch, &then, err);
    if (status)
        return status;
    rk_report_redact(&then, r->snap->held);
    rk_json_object(&r->json);
    changes_json(r, now, &then);
    view_charts(r, &then);
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* Figures and charts as they would be if this were said today. Nothing is saved. */
rk_status api_suppose(struct desk_request *r, struct rk_err *err)
{
    struct order *o = RK_NEW(&r->keep, struct order, 1);
    rk_status status = o ? read_order(r, o, err) : RK_ENOMEM;
    if (status)
        return status;
    struct rk_arena room = rk_arena_open(rk_address_share(SUPPOSE_MOST, 8));
    struct rk_scratch scratch = rk_scratch_open(rk_address_share(SUPPOSE_MOST, 8));
    if (room.failed || scratch.in.failed)
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory to suppose anything");
    else
        status = suppose(r, o, &room, scratch, err);
    rk_scratch_close(&scratch);
    rk_arena_close(&room);
    return status;
}

/* The same as one act: a decision, or what somebody at the desk says. */
rk_status api_say(struct desk_request *r, struct rk_err *err)
{
    struct order *o = RK_NEW(&r->keep, struct order, 1);
    struct rk_acts at;
    struct desk_snap *snap;
    struct rk_receipt receipt = {0};
    rk_status status = o ? read_order(r, o, err) : RK_ENOMEM;
    if (!status && o->decision && !(r->who.rights & RK_MAY_DECIDE))
        status = rk_fail(err, RK_EDENIED, "", "your role may not do this");
    if (!status)
        status = desk_change_begin(r->desk, r->who.held, r->lang, &r->keep, r->scratch, &at,
                                   &snap, err);
    if (status)
        return status;
    struct rk_act act = desk_act(snap, r->who.name);
    act.kind = o->decision ? RK_ACT_DECISION : RK_ACT_FORM;
    status = rk_acts_say(&at, &act, o->said, o->count, o->why, &receipt, err);
    status = desk_change_end(r->desk, snap, status == RK_OK, status, r->scratch, err);
    if (!status)
        desk_receipt(r, &receipt);
    return status;
}

/* ---- charts --------------------------------------------------------------------------------
 */

static void row_json(struct desk_request *r, const struct rk_chart_row *row)
{
    struct rk_json_out *w = &r->json;
    rk_json_object(w);
    rk_json_kstr(w, "label", row->label);
    desk_ktext(w, "beside", row->beside);
    rk_json_kbool(w, "alert", row->alert);
    rk_json_key(w, RK_STR("bars"));
    rk_json_array(w);
    for (int32_t i = 0; i < row->bars; i++) {
        rk_json_array(w);
        rk_json_int(w, row->bar[i].look);
        rk_json_number(w, round(100.0 * (double)row->bar[i].from) / 100.0);
        rk_json_number(w, round(100.0 * (double)row->bar[i].to) / 100.0);
        rk_json_array_end(w);
    }
    rk_json_array_end(w);
    rk_json_object_end(w);
}

static void chart_json(struct desk_request *r, const struct rk_chart *c)
{
    struct rk_json_out *w = &r->json;
    struct rk_arena room = r->scratch.in;
    int year, month, day;
    rk_day_split(c->first, &year, &month, &day);
    rk_json_object(w);
    rk_json_kstr(w, "id", rk_str_of(c->id));
    rk_json_kstr(w, "title", rk_str_of(rk_word(r->lang, c->title)));
    rk_json_kstr(w, "first", rk_str_printf(&room, "%04d-%02d-%02d", year, month, day));
    rk_json_kint(w, "days", c->days);
    if (c->line != RK_DAY_NONE) {
        rk_json_kint(w, "line", c->line - c->first);
        rk_json_kstr(w, "line_words", rk_str_of(rk_word(r->lang, c->line_words)));
        rk_json_kstr(w, "line_day", desk_day(&room, r->lang, c->line));
    }
    rk_json_key(w, RK_STR("looks"));
    rk_json_array(w);
    for (int i = 0; i <= RK_BAR_DONE; i++)
        rk_json_str(w, rk_str_of(c->look[i] ? rk_word(r->lang, c->look[i]) : ""));
    rk_json_array_end(w);
    rk_json_key(w, RK_STR("rows"));
    rk_json_array(w);
    for (int32_t i = 0; i < c->rows; i++)
        row_json(r, &c->row[i]);
    rk_json_array_end(w);
    desk_ktext(w, "note", c->note);
    rk_json_object_end(w);
}

void view_charts(struct desk_request *r, const struct rk_report *report)
{
    rk_json_key(&r->json, RK_STR("charts"));
    rk_json_array(&r->json);
    for (int32_t i = 0; i < report->chart_count; i++)
        chart_json(r, &report->charts[i]);
    rk_json_array_end(&r->json);
}

/* Bars over days, as on the sheet. */
rk_status api_charts(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *report;
    const rk_status status = desk_report(r->snap, r->lang, r->scratch, &report, err);
    if (status)
        return status;
    rk_json_object(&r->json);
    view_charts(r, report);
    rk_json_object_end(&r->json);
    return RK_OK;
}
