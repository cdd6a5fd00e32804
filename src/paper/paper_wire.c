/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An order on its way to the helper: one flat JSON array of numbers and texts, written and read
 * by the same walk, so that the two ends cannot differ. Forms go by their id: the helper has
 * the same tables.
 */
#define RK_PAPER_ROOM
#include "paper_internal.h"

#include "rk_json.h"

enum { WIRE_VERSION = 1, ROWS_MOST = 200000, FORMS_MOST = 100, LISTS_MOST = 40 };

struct wire {
    struct rk_json_out *to; /* writing */
    struct rk_json *from;   /* reading */
    struct rk_arena *keep;
    const struct rk_forms *known;
    bool failed;
};

static void walk_number(struct wire *w, double *x)
{
    if (w->to) {
        rk_json_number(w->to, *x);
    } else if (w->failed || rk_json_next(w->from) != RK_JSON_NUMBER) {
        w->failed = true;
        *x = 0.0;
    } else {
        *x = w->from->number;
    }
}

static void walk_count(struct wire *w, int32_t *n, int32_t most)
{
    double x = *n;
    walk_number(w, &x);
    w->failed |= !(x >= 0.0 && x <= most && x == floor(x));
    *n = w->failed ? 0 : (int32_t)x;
}

static void walk_flag(struct wire *w, bool *flag)
{
    int32_t n = *flag;
    walk_count(w, &n, 1);
    *flag = n > 0;
}

static void walk_text(struct wire *w, struct rk_str *s)
{
    if (w->to) {
        rk_json_str(w->to, s->at ? *s : RK_STR(""));
    } else if (w->failed || rk_json_next(w->from) != RK_JSON_STRING) {
        w->failed = true;
        *s = (struct rk_str){0};
    } else {
        *s = w->from->text;
    }
}

/* Room for `count` items that are about to be read; NULL while writing. */
#define WALK_ROOM(w, type, count)                                                              \
    ((w)->to || (w)->failed ? NULL : RK_NEW((w)->keep, type, (count)))

static void walk_lang(struct wire *w, enum rk_lang *lang)
{
    int32_t n = (int32_t)*lang;
    walk_count(w, &n, RK_LANGS - 1);
    *lang = (enum rk_lang)n;
}

/* ---- forms --------------------------------------------------------------------------------
 */

static void walk_forms(struct wire *w, struct rk_forms_order *o)
{
    walk_count(w, &o->form_count, FORMS_MOST);
    walk_lang(w, &o->lang);
    walk_count(w, &o->copies, 9999);
    walk_count(w, &o->first, 999999);
    walk_text(w, &o->town);
    walk_flag(w, &o->model);
    walk_count(w, &o->day, INT32_MAX);
    const struct rk_form **forms = WALK_ROOM(w, const struct rk_form *, o->form_count);
    for (int32_t i = 0; i < o->form_count && !w->failed; i++) {
        struct rk_str id = w->to ? rk_str_of(o->forms[i]->id) : (struct rk_str){0};
        walk_text(w, &id);
        if (w->to)
            continue;
        const struct rk_form *form = w->failed ? NULL : rk_form_find(w->known, id);
        w->failed |= !form || !forms;
        if (forms)
            forms[i] = form;
    }
    if (forms)
        o->forms = forms;
}

/* ---- lists --------------------------------------------------------------------------------
 */

static void walk_columns(struct wire *w, struct rk_paper_list *l)
{
    struct rk_paper_column *made = WALK_ROOM(w, struct rk_paper_column, l->columns);
    w->failed |= !w->to && !made;
    for (int32_t i = 0; i < l->columns && !w->failed; i++) {
        struct rk_paper_column c = w->to ? l->column[i] : (struct rk_paper_column){0};
        walk_text(w, &c.head);
        walk_number(w, &c.share);
        walk_flag(w, &c.numeric);
        w->failed |= !(c.share > 0.0 && c.share <= 1.0);
        if (made)
            made[i] = c;
    }
    if (made)
        l->column = made;
}

static void walk_texts(struct wire *w, const struct rk_str **texts, int32_t count)
{
    struct rk_str *made = WALK_ROOM(w, struct rk_str, count);
    w->failed |= !w->to && !made && count > 0;
    for (int32_t i = 0; i < count && !w->failed; i++) {
        struct rk_str s = w->to && *texts ? (*texts)[i] : (struct rk_str){0};
        walk_text(w, &s);
        if (made)
            made[i] = s;
    }
    if (made)
        *texts = made;
}

static void walk_strong(struct wire *w, struct rk_paper_list *l)
{
    bool *made = WALK_ROOM(w, bool, l->rows);
    for (int32_t i = 0; i < l->rows && !w->failed; i++) {
        bool strong = w->to && l->strong && l->strong[i];
        walk_flag(w, &strong);
        if (made)
            made[i] = strong;
    }
    if (made)
        l->strong = made;
}

static void walk_list(struct wire *w, struct rk_paper_list *l)
{
    struct rk_str *const texts[] = {&l->number, &l->title,  &l->office, &l->holders,
                                    &l->copy,   &l->about,  &l->note,   &l->back,
                                    &l->sign,   &l->nothing};
    for (ptrdiff_t i = 0; i < RK_COUNT(texts); i++)
        walk_text(w, texts[i]);
    walk_count(w, &l->columns, RK_LIST_COLUMNS);
    walk_count(w, &l->rows, ROWS_MOST);
    w->failed |= l->columns == 0;
    if (w->failed)
        return;
    walk_columns(w, l);
    walk_texts(w, &l->cell, l->rows * l->columns);
    walk_texts(w, &l->group, l->rows);
    walk_strong(w, l);
}

static void walk_lists(struct wire *w, struct rk_lists_order *o)
{
    walk_count(w, &o->list_count, LISTS_MOST);
    walk_lang(w, &o->lang);
    walk_count(w, &o->day, INT32_MAX);
    struct rk_paper_list *made = WALK_ROOM(w, struct rk_paper_list, o->list_count);
    w->failed |= !w->to && !made && o->list_count > 0;
    for (int32_t i = 0; i < o->list_count && !w->failed; i++) {
        struct rk_paper_list l = w->to ? o->lists[i] : (struct rk_paper_list){0};
        walk_list(w, &l);
        if (made)
            made[i] = l;
    }
    if (made)
        o->lists = made;
}

static void walk_order(struct wire *w, struct paper_order *order)
{
    int32_t version = WIRE_VERSION;
    walk_count(w, &version, WIRE_VERSION);
    w->failed |= version != WIRE_VERSION;
    if (w->failed)
        return;
    walk_forms(w, &order->forms);
    walk_lists(w, &order->lists);
}

void paper_wire(const struct paper_order *order, struct rk_buf *out)
{
    struct rk_json_out json = rk_json_write(out);
    struct wire w = {.to = &json};
    struct paper_order copy = *order;
    rk_json_array(&json);
    walk_order(&w, &copy);
    rk_json_array_end(&json);
    out->failed |= w.failed || json.failed;
}

rk_status paper_unwire(struct rk_str json, const struct rk_forms *known, struct rk_arena *keep,
                       struct paper_order *out, struct rk_err *err)
{
    struct rk_json reader = rk_json_read(json, keep);
    struct wire w = {.from = &reader, .keep = keep, .known = known};
    *out = (struct paper_order){0};
    w.failed = rk_json_next(&reader) != RK_JSON_ARRAY;
    walk_order(&w, out);
    if (w.failed || rk_json_next(&reader) != RK_JSON_ARRAY_END ||
        rk_json_next(&reader) != RK_JSON_END)
        return rk_fail(err, RK_EINVAL, "ranok-print", "not an order: byte %td", reader.offset);
    return RK_OK;
}
