/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms: the same fields, checks and act as a paper form that is typed in (rk_typing.h). */
#include "desk_internal.h"

#include "rk_typing.h"

enum { FIELDS_MOST = 1024 };

static void title(struct desk_request *r, const struct rk_form *f)
{
    rk_json_kstr(&r->json, "id", rk_str_of(f->id));
    rk_json_kint(&r->json, "code", f->code);
    rk_json_kstr(&r->json, "title", rk_str_of(rk_form_title(f, r->lang)));
}

rk_status api_forms(struct desk_request *r, struct rk_err *err)
{
    struct rk_forms forms;
    const rk_status status = rk_forms_load(&r->keep, &forms, err);
    if (status)
        return status;
    rk_json_array(&r->json);
    for (int32_t i = 0; i < forms.count; i++) {
        rk_json_object(&r->json);
        title(r, &forms.at[i]);
        rk_json_object_end(&r->json);
    }
    rk_json_array_end(&r->json);
    return RK_OK;
}

static const char *type_of(enum rk_type type)
{
    static const char *const ids[] = {
        [RK_TYPE_TEXT] = "text",         [RK_TYPE_NAME] = "name",
        [RK_TYPE_INTEGER] = "integer",   [RK_TYPE_NUMBER] = "number",
        [RK_TYPE_DATE] = "date",         [RK_TYPE_BOOL] = "bool",
        [RK_TYPE_CHOICE] = "choice",     [RK_TYPE_CLASS] = "class",
        [RK_TYPE_LATITUDE] = "latitude", [RK_TYPE_LONGITUDE] = "longitude",
        [RK_TYPE_PHONE] = "phone",       [RK_TYPE_ADDRESS] = "address",
        [RK_TYPE_SUBJECT] = "subject"};
    return ids[type];
}

static void field_json(struct desk_request *r, const struct rk_form_field *f)
{
    struct rk_json_out *w = &r->json;
    rk_json_object(w);
    rk_json_kint(w, "number", f->number);
    rk_json_kstr(w, "aspect", rk_str_of(f->is->id));
    rk_json_kstr(w, "label", rk_str_of(f->is->label.one[r->lang]));
    rk_json_kstr(w, "group", rk_str_of(f->group));
    rk_json_kstr(w, "type", rk_str_of(type_of(f->is->type)));
    rk_json_kstr(w, "unit", rk_str_of(rk_form_unit(f, r->lang)));
    rk_json_kbool(w, "must", f->must);
    rk_json_kbool(w, "table", f->in_table);
    rk_json_kint(w, "width", f->width);
    rk_json_kint(w, "lines", f->lines);
    rk_json_key(w, RK_STR("choices"));
    rk_json_array(w);
    for (int32_t i = 0; i < f->choice_count; i++) {
        rk_json_array(w);
        rk_json_str(w, rk_str_of(f->choices[i].value));
        rk_json_str(w, rk_str_of(f->choices[i].words->one[r->lang]));
        rk_json_array_end(w);
    }
    rk_json_array_end(w);
    rk_json_object_end(w);
}

/* *out is NULL when there is none. */
static rk_status form_of(struct desk_request *r, struct rk_forms *forms,
                         const struct rk_form **out, struct rk_err *err)
{
    const rk_status status = rk_forms_load(&r->keep, forms, err);
    if (status)
        return status;
    *out = rk_form_find(forms, r->tail);
    return *out ? RK_OK : rk_fail(err, RK_ENOTFOUND, "", "there is no such form");
}

rk_status api_form(struct desk_request *r, struct rk_err *err)
{
    struct rk_forms forms;
    const struct rk_form *form = NULL;
    const rk_status status = form_of(r, &forms, &form, err);
    if (status || !form)
        return status;
    rk_json_object(&r->json);
    title(r, form);
    rk_json_kint(&r->json, "rows", form->rows);
    rk_json_key(&r->json, RK_STR("fields"));
    rk_json_array(&r->json);
    for (int32_t i = 0; i < form->field_count; i++)
        field_json(r, &form->fields[i]);
    rk_json_array_end(&r->json);
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* ---- a filled one --------------------------------------------------------------------------
 */

struct filled {
    struct rk_str number, filled_by, field[FIELDS_MOST], said[FIELDS_MOST];
    int32_t count;
    bool check;
};

static bool read_values(struct rk_json *in, struct filled *out)
{
    if (rk_json_next(in) != RK_JSON_OBJECT)
        return false;
    while (rk_json_next(in) == RK_JSON_KEY) {
        if (out->count == FIELDS_MOST)
            return false;
        out->field[out->count] = in->text;
        const enum rk_json_kind kind = rk_json_next(in);
        if (kind != RK_JSON_STRING && kind != RK_JSON_NUMBER)
            return false;
        out->said[out->count++] = rk_str_trim(in->text);
    }
    return in->kind == RK_JSON_OBJECT_END;
}

static rk_status read_filled(struct desk_request *r, struct filled *out, struct rk_err *err)
{
    struct rk_json in = rk_json_read(rk_buf_str(&r->body), &r->keep);
    bool good = rk_json_next(&in) == RK_JSON_OBJECT;
    while (good && rk_json_next(&in) == RK_JSON_KEY) {
        const struct rk_str key = in.text;
        if (rk_str_eq(key, RK_STR("values"))) {
            good = read_values(&in, out);
            continue;
        }
        const enum rk_json_kind kind = rk_json_next(&in);
        if (rk_str_eq(key, RK_STR("check")) && (kind == RK_JSON_TRUE || kind == RK_JSON_FALSE))
            out->check = kind == RK_JSON_TRUE;
        else if (rk_str_eq(key, RK_STR("number")) && kind == RK_JSON_STRING)
            out->number = rk_str_trim(in.text);
        else if (rk_str_eq(key, RK_STR("filled_by")) && kind == RK_JSON_STRING)
            out->filled_by = rk_str_trim(in.text);
        else
            good = false;
    }
    good = good && in.kind == RK_JSON_OBJECT_END && rk_json_next(&in) == RK_JSON_END;
    return good ? RK_OK
                : rk_fail(err, RK_EINVAL, "",
                          "a form is expected: {\"values\":{\"1\":\"…\"},\"check\":true}");
}

/* "12", or "3/2" for the third field in the second line of the table. */
static rk_status put_values(const struct rk_form *form, const struct filled *in,
                            struct rk_filled *f, struct rk_arena *keep, struct rk_err *err)
{
    for (int32_t i = 0; i < in->count; i++) {
        struct rk_str line_said = in->field[i];
        int64_t line = 0;
        const struct rk_form_field *field = rk_form_field(form, rk_str_cut(&line_said, '/'));
        if (!field || (line_said.at && !rk_str_int(line_said, &line)) ||
            line < (field->in_table ? 1 : 0) || line > (field->in_table ? form->rows : 0))
            return rk_fail(err, RK_EINVAL, "", "this form has no field \"%.*s\"",
                           (int)(in->field[i].len < 80 ? in->field[i].len : 80),
                           in->field[i].at);
        if (in->said[i].len)
            *rk_filled_said(form, f, field, (int32_t)line) =
                rk_filled_meant(field, in->said[i], keep);
    }
    return RK_OK;
}

static rk_status check_and_save(struct rk_typing *desk, struct rk_filled *f, bool check,
                                struct rk_buf *faults, struct rk_receipt *receipt,
                                struct rk_err *err)
{
    const rk_status status = rk_filled_check(desk, f, faults, err);
    if (status || check || faults->len)
        return status;
    return rk_filled_save(desk, f, receipt, err);
}

/* Fills in a form: with "check" only its faults are said; else it is saved when it has none. */
rk_status api_form_save(struct desk_request *r, struct rk_err *err)
{
    struct rk_forms forms;
    const struct rk_form *form;
    struct filled *in = RK_NEW(&r->keep, struct filled, 1);
    struct desk_snap *snap;
    struct rk_acts at;
    struct rk_receipt receipt = {0};
    struct rk_buf faults = rk_buf_in(&r->keep, 1 << 18);
    rk_status status = form_of(r, &forms, &form, err);
    if (!status)
        status = in ? read_filled(r, in, err) : RK_ENOMEM;
    struct rk_filled *f = status ? NULL : rk_filled_new(form, &r->keep);
    if (!status && !f)
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the form");
    if (!status)
        status = put_values(form, in, f, &r->keep, err);
    if (!status)
        status = desk_change_begin(r->desk, r->who.held, r->lang, &r->keep, r->scratch, &at,
                                   &snap, err);
    if (status)
        return status;
    struct rk_typing desk = {.keep = &r->keep,
                             .scratch = r->scratch,
                             .lang = r->lang,
                             .today = desk_today(),
                             .form = form,
                             .ledger = at.ledger,
                             .act = desk_act(snap, r->who.name),
                             .seen = rk_buf_in(&r->keep, 1 << 12)};
    rk_typing_know(&desk, snap->sit);
    desk.act.kind = RK_ACT_FORM;
    f->filled_by = in->filled_by;
    if (in->number.len && !rk_filled_number(form, in->number, &r->keep, &f->number))
        rk_buf_printf(&faults, "%s\n", rk_word(r->lang, "form.bad_number"));
    if (!faults.len)
        status = check_and_save(&desk, f, in->check, &faults, &receipt, err);
    status = desk_change_end(r->desk, snap, receipt.batch > 0, status, r->scratch, err);
    if (status)
        return status;
    if (receipt.batch > 0) {
        desk_receipt(r, &receipt);
        return RK_OK;
    }
    rk_json_object(&r->json);
    rk_json_kstr(&r->json, "faults", rk_buf_str(&faults));
    rk_json_object_end(&r->json);
    r->status = in->check ? 200 : 422;
    return RK_OK;
}
