/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Things of the town as they stand on a day: roads, boiler houses, crews, stock, vehicles. */
#include "desk_views.h"

#include "rk_wire.h"

/* ---- rows ----------------------------------------------------------------------------------
 */

/* [claims]: something corrects or retracts it in this view. */
static const bool *replaced(const struct rk_view *v, struct rk_arena *keep)
{
    bool *gone = RK_NEW(keep, bool, v->sit->claims + 1);
    for (int32_t i = 0; gone && i < v->sit->correctings; i++)
        if (v->replaced_by[i] >= 0 && rk_view_counts(v, v->sit->correcting[i]))
            gone[v->replaced_by[i]] = true;
    return gone;
}

struct wanted {
    const struct rk_view *view;
    const bool *gone;
    int32_t aspect[VIEW_SLOTS], slots;
    struct rk_str prefix[VIEW_SLOTS];
};

/* Parts come latest first: of one day the one recorded later decides. */
static void offer(const struct wanted *w, int64_t claim, int64_t *row)
{
    const struct rk_situation *s = w->view->sit;
    for (int32_t k = 0; k < w->slots; k++) {
        if (w->aspect[k] != s->claim[claim].aspect ||
            (w->prefix[k].len &&
             !rk_str_starts(rk_sit_text(s, s->claim[claim].text), w->prefix[k])))
            continue;
        if (row[k] >= 0 &&
            rk_sit_claim_as_of(s, row[k]).last >= rk_sit_claim_as_of(s, claim).last)
            continue;
        if (!w->gone[claim] && rk_view_counts(w->view, claim))
            row[k] = claim;
    }
}

static bool is_of(const struct rk_situation *s, int32_t subject, struct rk_str kind)
{
    const struct rk_str id = rk_sit_text(s, s->subject[subject].id);
    return id.len > kind.len && id.at[kind.len] == ':' && rk_str_starts(id, kind);
}

static bool fill(const struct wanted *w, int32_t subject, int64_t *row)
{
    const struct rk_situation *s = w->view->sit;
    bool any = false;
    for (int32_t k = 0; k < w->slots; k++)
        row[k] = -1;
    for (int32_t p = s->subject[subject].last_part; p >= 0; p = s->part[p].before)
        for (int32_t c = s->part[p].claims - 1; c >= 0 && w->view->counts[s->part[p].batch];
             c--)
            offer(w, s->part[p].first_claim + c, row);
    for (int32_t k = 0; k < w->slots; k++)
        any |= row[k] >= 0;
    return any;
}

bool view_rows(const struct rk_view *v, const char *kind, const char *const *aspect,
               int32_t slots, struct rk_arena *keep, struct view_rows *out)
{
    const struct rk_situation *s = v->sit;
    const struct rk_str of = rk_str_of(kind);
    struct wanted w = {.view = v, .gone = replaced(v, keep), .slots = slots};
    int32_t most = 0, rows = 0;
    for (int32_t k = 0; k < slots; k++) {
        w.prefix[k] = rk_str_of(aspect[k]);
        const struct rk_str id = rk_str_cut(&w.prefix[k], '=');
        w.aspect[k] = -1;
        for (int32_t a = 0; a < s->aspects && w.aspect[k] < 0; a++)
            if (rk_str_eq(rk_sit_text(s, s->aspect[a]), id))
                w.aspect[k] = a;
    }
    for (int32_t i = 0; i < s->subjects; i++)
        most += is_of(s, i, of);
    int32_t *subject = RK_NEW(keep, int32_t, most + 1);
    int64_t *claim = RK_NEW(keep, int64_t, (int64_t)(most + 1) * slots);
    if (!w.gone || !subject || !claim)
        return false;
    for (int32_t i = 0; i < s->subjects; i++) {
        if (!is_of(s, i, of))
            continue;
        subject[rows] = i;
        rows += fill(&w, i, claim + (int64_t)rows * slots);
    }
    *out = (struct view_rows){rows, slots, subject, claim};
    return true;
}

int64_t view_claim(const struct view_rows *r, int32_t row, int32_t slot)
{
    return r->claim[(int64_t)row * r->slots + slot];
}

struct rk_str view_text(const struct rk_situation *s, int64_t claim)
{
    return claim < 0 ? (struct rk_str){"", 0} : rk_sit_text(s, s->claim[claim].text);
}

double view_number(const struct rk_situation *s, int64_t claim)
{
    if (claim < 0 ||
        (s->claim[claim].kind != RK_VALUE_NUMBER && s->claim[claim].kind != RK_VALUE_RANGE))
        return RK_NAN;
    return isnan(s->claim[claim].low) ? s->claim[claim].high : s->claim[claim].low;
}

bool view_true(const struct rk_situation *s, int64_t claim)
{
    return claim >= 0 && s->claim[claim].kind == RK_VALUE_BOOL && s->claim[claim].low > 0.0;
}

rk_status view_of_day(struct desk_request *r, struct rk_view *out, struct rk_err *err)
{
    const struct rk_str said = desk_query(r, "day");
    rk_day day = r->snap->day;
    struct rk_when when;
    if (said.len) {
        if (!rk_when_read(said, 0, &when) || when.first != when.last)
            return rk_fail(err, RK_EINVAL, "day", "a day as YYYY-MM-DD is expected");
        day = when.first;
    }
    return rk_view_make(r->snap->sit, r->snap->sit->head, day, &r->keep, out, err);
}

bool view_tallied(const struct rk_report *report, const char *figure, struct rk_arena *keep,
                  const float **low, const float **high)
{
    const struct rk_situation *s = report->situation;
    const struct rk_figure *f = rk_figure_find(report, rk_str_of(figure));
    *low = *high = NULL;
    if (!f || !f->tally)
        return true;
    float *least = RK_NEW(keep, float, s->subjects + 1);
    float *most = RK_NEW(keep, float, s->subjects + 1);
    if (!least || !most)
        return false;
    for (int64_t i = 0; i < f->tally->count; i++) {
        const int32_t subject = s->part[s->claim[f->tally->claim[i]].part].subject;
        least[subject] += (float)f->tally->low[i];
        most[subject] += (float)f->tally->high[i];
    }
    *low = least;
    *high = most;
    return true;
}

/* ---- subjects ------------------------------------------------------------------------------
 */

static struct rk_str words_of(struct desk_request *r, const struct rk_aspect *a, int64_t claim,
                              struct rk_arena *room)
{
    const struct rk_situation *s = r->snap->sit;
    const struct rk_sit_claim *c = &s->claim[claim];
    const struct rk_str said = rk_sit_text(s, c->text);
    if (c->kind == RK_VALUE_BOOL)
        return rk_str_of(rk_word(r->lang, c->low > 0.0 ? "yes" : "no"));
    if (c->kind == RK_VALUE_DATE && isfinite(c->low))
        return desk_when(room, r->lang, (struct rk_when){(rk_day)c->low, (rk_day)c->high});
    if (c->kind == RK_VALUE_NUMBER || c->kind == RK_VALUE_RANGE) {
        struct rk_buf out = rk_buf_in(room, 400);
        rk_wire_values(r->lang, c->low, c->high, RK_EXACT, said, rk_str_of(a->unit), &out);
        return rk_buf_str(&out);
    }
    for (int32_t i = 0; i < a->choice_count; i++)
        if (rk_str_eq(said, rk_str_of(a->choices[i].id)))
            return rk_str_of(a->choices[i].words.one[r->lang]);
    return said;
}

static void value_json(struct desk_request *r, const struct rk_aspect *a, int64_t claim)
{
    struct rk_json_out *w = &r->json;
    struct rk_arena room = r->scratch.in;
    const struct rk_situation *s = r->snap->sit;
    const struct rk_sit_claim *c = &s->claim[claim];
    rk_json_key(w, rk_str_of(a->id));
    rk_json_object(w);
    if (c->kind == RK_VALUE_NUMBER || c->kind == RK_VALUE_RANGE)
        rk_json_knum(w, "value", view_number(s, claim));
    else if (c->kind == RK_VALUE_BOOL)
        rk_json_kbool(w, "value", c->low > 0.0);
    else if (c->kind == RK_VALUE_DATE && isfinite(c->high)) {
        int year, month, day;
        rk_day_split((rk_day)c->high, &year, &month, &day);
        rk_json_kstr(w, "value", rk_str_printf(&room, "%04d-%02d-%02d", year, month, day));
    } else
        rk_json_kstr(w, "value", rk_sit_text(s, c->text));
    rk_json_kstr(w, "text", words_of(r, a, claim, &room));
    desk_ktext(w, "as_of", desk_when(&room, r->lang, rk_sit_claim_as_of(s, claim)));
    rk_json_kstr(w, "claim", rk_sit_claim_id(s, claim, &room));
    rk_json_object_end(w);
}

/* Aspects of a thing; what is sealed as people's is not shown here. */
static int32_t aspects_of(const struct rk_kind *kind, const struct rk_aspect **of)
{
    int32_t count = 0;
    for (int32_t a = 0; a < kind->aspect_count && count < VIEW_SLOTS; a++)
        if (kind->aspects[a].compartment == RK_OPERATIONS)
            of[count++] = &kind->aspects[a];
    return count;
}

static void subject_json(struct desk_request *r, const struct view_rows *rows, int32_t row,
                         const struct rk_aspect *const *of)
{
    struct rk_json_out *w = &r->json;
    const struct rk_situation *s = r->snap->sit;
    const struct rk_str id = rk_sit_text(s, s->subject[rows->subject[row]].id);
    rk_json_object(w);
    rk_json_kstr(w, "id", id);
    rk_json_key(w, RK_STR("is"));
    rk_json_object(w);
    for (int32_t k = 0; k < rows->slots; k++)
        if (of[k] && view_claim(rows, row, k) >= 0)
            value_json(r, of[k], view_claim(rows, row, k));
    rk_json_object_end(w);
    rk_json_object_end(w);
}

static void choices_json(struct desk_request *r, const struct rk_aspect *const *of,
                         int32_t count)
{
    struct rk_json_out *w = &r->json;
    rk_json_key(w, RK_STR("aspects"));
    rk_json_object(w);
    for (int32_t a = 0; a < count; a++) {
        rk_json_key(w, rk_str_of(of[a]->id));
        rk_json_object(w);
        rk_json_kstr(w, "label", rk_str_of(of[a]->label.one[r->lang]));
        rk_json_key(w, RK_STR("choices"));
        rk_json_array(w);
        for (int32_t i = 0; i < of[a]->choice_count; i++) {
            rk_json_array(w);
            rk_json_str(w, rk_str_of(of[a]->choices[i].id));
            rk_json_str(w, rk_str_of(of[a]->choices[i].words.one[r->lang]));
            rk_json_array_end(w);
        }
        rk_json_array_end(w);
        rk_json_object_end(w);
    }
    rk_json_object_end(w);
}

/* /api/subjects/road?day=…: what stands of each of them, and how its aspects are called. */
rk_status api_subjects(struct desk_request *r, struct rk_err *err)
{
    const struct rk_kind *kind = rk_kind_find(r->tail);
    const struct rk_aspect *of[VIEW_SLOTS] = {NULL};
    const char *id[VIEW_SLOTS];
    struct view_rows rows;
    struct rk_view view;
    if (!kind || kind->compartment != RK_OPERATIONS || rk_str_eq(r->tail, RK_STR("building")))
        return rk_fail(err, RK_ENOTFOUND, "", "there is no such list of things");
    rk_status status = view_of_day(r, &view, err);
    const int32_t count = aspects_of(kind, of);
    for (int32_t k = 0; k < count; k++)
        id[k] = of[k]->id;
    if (!status && !view_rows(&view, kind->id, id, count, &r->keep, &rows))
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the list");
    if (status)
        return status;
    rk_json_object(&r->json);
    rk_json_kstr(&r->json, "kind", rk_str_of(kind->label.many[r->lang]));
    choices_json(r, of, count);
    rk_json_key(&r->json, RK_STR("subjects"));
    rk_json_array(&r->json);
    for (int32_t i = 0; i < rows.rows; i++)
        subject_json(r, &rows, i, of);
    rk_json_array_end(&r->json);
    rk_json_object_end(&r->json);
    return RK_OK;
}
