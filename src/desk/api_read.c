/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page reads of the day: figures, sheet, lists, statements, map, batches, words. */
#include "desk_internal.h"

#include "rk_basemap.h"
#include "rk_file.h"
#include "rk_sheet.h"
#include "rk_wire.h"
#include "rk_work.h"

#include <unistd.h>

void desk_ktext(struct rk_json_out *w, const char *key, struct rk_str s)
{
    if (s.len)
        rk_json_kstr(w, key, s);
}

struct rk_str desk_day(struct rk_arena *keep, enum rk_lang lang, rk_day day)
{
    int year, month, date;
    if (day == RK_DAY_NONE)
        return (struct rk_str){0};
    if (lang == RK_UK) {
        rk_day_split(day, &year, &month, &date);
        return rk_str_printf(keep, "%02d.%02d.%04d", date, month, year);
    }
    struct rk_buf out = rk_buf_in(keep, 64);
    rk_say_day(lang, day, &out);
    return rk_buf_str(&out);
}

struct rk_str desk_when(struct rk_arena *keep, enum rk_lang lang, struct rk_when when)
{
    if (!rk_when_known(when))
        return (struct rk_str){0};
    if (when.first == when.last)
        return desk_day(keep, lang, when.first);
    struct rk_buf out = rk_buf_in(keep, 160);
    rk_say_when(lang, when.first, when.last, &out);
    return rk_buf_str(&out);
}

static rk_status report_of(struct desk_request *r, const struct rk_report **out,
                           struct rk_err *err)
{
    return desk_report(r->snap, r->lang, r->scratch, out, err);
}

/* ---- words ---------------------------------------------------------------------------------
 */

static bool for_the_page(const char *key)
{
    static const char *const kinds[] = {"desk.", "act.",        "list.",   "why.",
                                        "form.", "paper.",      "method.", "sheet.section.",
                                        "role.", "compartment."};
    for (ptrdiff_t i = 0; i < RK_COUNT(kinds); i++)
        if (strncmp(key, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

/* Texts in one language; counted ones as [one, few, many] or [one, many]. */
rk_status api_words(struct desk_request *r, struct rk_err *err)
{
    const char *key;
    const struct rk_words *words;
    const struct rk_str asked = desk_query(r, "lang");
    const enum rk_lang lang = rk_str_eq(asked, RK_STR("en"))   ? RK_EN
                              : rk_str_eq(asked, RK_STR("uk")) ? RK_UK
                                                               : r->lang;
    (void)err;
    rk_json_object(&r->json);
    for (int32_t i = 0; (words = rk_word_at(i, &key)) != NULL; i++) {
        if (!for_the_page(key))
            continue;
        rk_json_key(&r->json, rk_str_of(key));
        if (strcmp(words->one[lang], words->many[lang]) == 0) {
            rk_json_str(&r->json, rk_str_of(words->one[lang]));
            continue;
        }
        rk_json_array(&r->json);
        rk_json_str(&r->json, rk_str_of(words->one[lang]));
        if (lang == RK_UK)
            rk_json_str(&r->json, rk_str_of(words->few[lang]));
        rk_json_str(&r->json, rk_str_of(words->many[lang]));
        rk_json_array_end(&r->json);
    }
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* ---- session -------------------------------------------------------------------------------
 */

rk_status api_session(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"", "people", "medical", "sources", "operations"};
    static const char *const rights[] = {"records", "write", "decide", "persons"};
    const struct rk_report *report;
    const rk_status status = report_of(r, &report, err);
    if (status)
        return status;
    struct rk_json_out *w = &r->json;
    const double now_s = rk_clock_s();
    rk_json_object(w);
    rk_json_kstr(w, "name", rk_str_of(r->who.name));
    rk_json_kstr(w, "role", rk_str_of(r->who.role));
    rk_json_kstr(w, "lang", rk_str_of(r->lang == RK_UK ? "uk" : "en"));
    rk_json_kstr(w, "town", r->lang == RK_UK ? report->town_uk : report->town_en);
    rk_json_kstr(w, "katottg", report->katottg);
    rk_json_kstr(w, "day", desk_day(&r->keep, r->lang, report->day));
    rk_json_kint(w, "number", report->number);
    rk_json_kbool(w, "model", report->model);
    rk_json_kint(w, "acts", report->acts);
    rk_json_kint(w, "claims", report->claims);
    rk_json_kint(w, "pairs", report->pair_count);
    rk_json_kstr(w, "root", report->root_hex);
    rk_json_kstr(w, "checkpoint", report->checkpoint);
    rk_json_kint(w, "idle_s", DESK_IDLE_S);
    rk_json_kint(w, "left_s", DESK_SESSION_S - (int64_t)(now_s - r->who.opened_s));
    rk_json_key(w, RK_STR("held"));
    rk_json_array(w);
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        if (r->who.held >> (c - 1) & 1)
            rk_json_str(w, rk_str_of(names[c]));
    rk_json_array_end(w);
    rk_json_key(w, RK_STR("rights"));
    rk_json_array(w);
    for (int i = 0; i < 4; i++)
        if (r->who.rights >> i & 1)
            rk_json_str(w, rk_str_of(rights[i]));
    rk_json_array_end(w);
    rk_json_object_end(w);
    return RK_OK;
}

rk_status api_session_set(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"lang"};
    struct rk_str lang;
    rk_status status = desk_values(r, names, 1, &lang, err);
    if (!status && !rk_str_eq(lang, RK_STR("uk")) && !rk_str_eq(lang, RK_STR("en")))
        status = rk_fail(err, RK_EINVAL, "lang", "uk or en is expected");
    if (status)
        return status;
    r->lang = rk_str_eq(lang, RK_STR("en")) ? RK_EN : RK_UK;
    pthread_mutex_lock(&r->desk->lock);
    r->desk->session[r->session].lang = r->lang;
    pthread_mutex_unlock(&r->desk->lock);
    return api_session(r, err);
}

/* Everybody's session ends, the keys go with the process. */
rk_status api_lock(struct desk_request *r, struct rk_err *err)
{
    (void)err;
    pthread_mutex_lock(&r->desk->lock);
    r->desk->leave = true;
    pthread_mutex_unlock(&r->desk->lock);
    desk_cookie(r, "");
    rk_json_object(&r->json);
    rk_json_kbool(&r->json, "locked", true);
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* One's own session ends; the keys nobody else here holds go with it. */
rk_status api_leave(struct desk_request *r, struct rk_err *err)
{
    (void)err;
    desk_session_close(r->desk, r->session);
    desk_cookie(r, "");
    rk_json_object(&r->json);
    rk_json_kbool(&r->json, "left", true);
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* ---- figures -------------------------------------------------------------------------------
 */

static void words_of(struct desk_request *r, const struct rk_figure *f)
{
    struct rk_arena room = r->scratch.in;
    struct rk_buf said = rk_buf_in(&room, 1 << 16);
    const bool hidden = desk_figure_hidden(r->snap, f->def);
    if (hidden)
        rk_buf_c(&said, rk_word(r->lang, "desk.redacted"));
    else
        rk_wire_words(r->lang, f, &said);
    rk_json_kbool(&r->json, "redacted", hidden);
    rk_json_kstr(&r->json, "words", rk_buf_str(&said));
    rk_json_kstr(&r->json, "name", rk_str_of(rk_form(&f->def->label, r->lang, 5)));
    desk_ktext(&r->json, "when", desk_when(&room, r->lang, f->as_of));
    rk_json_kstr(&r->json, "section", rk_str_of(f->def->section));
    rk_json_kstr(&r->json, "letter", rk_str_of(f->def->letter));
    rk_json_kbool(&r->json, "front", f->def->on_sheet);
}

/* Every figure of the day, without the claims behind it. */
rk_status api_figures(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *report;
    const rk_status status = report_of(r, &report, err);
    if (status)
        return status;
    struct rk_json_out *w = &r->json;
    rk_json_object(w);
    rk_json_kstr(w, "day", desk_day(&r->keep, r->lang, report->day));
    rk_json_kint(w, "number", report->number);
    rk_json_key(w, RK_STR("figures"));
    rk_json_array(w);
    for (int32_t i = 0; i < report->figure_count; i++) {
        const struct rk_figure *f = &report->figures[i];
        rk_json_object(w);
        words_of(r, f);
        rk_wire_figure_said(w, f);
        rk_json_kint(w, "statements", f->statement_count);
        rk_json_kint(w, "tallied", f->tally ? f->tally->count : 0);
        rk_json_kbool(w, "changed", f->changed);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
    rk_json_object_end(w);
    return RK_OK;
}

/* One figure with what stands behind it: what `ranok why --json` gives. Of counted records the
 * first ?most=… (200) are shown; `tallied` says how many there are. */
rk_status api_figure(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *report;
    rk_status status = report_of(r, &report, err);
    if (status)
        return status;
    const struct rk_figure *f = rk_figure_find(report, r->tail);
    int64_t most = 200;
    const struct rk_str said = desk_query(r, "most");
    if (!f)
        return rk_fail(err, RK_ENOTFOUND, "",
                       "no figure is called \"%.*s\"; see: ranok figures", RK_FMT(r->tail));
    if (desk_figure_hidden(r->snap, f->def))
        return rk_fail(err, RK_EDENIED, "", "your role may not see this");
    if (said.len && (!rk_str_int(said, &most) || most < 0 || most > 100000))
        return rk_fail(err, RK_EINVAL, "most", "a number from 0 to 100000 is expected");
    status = desk_access(r, "figure", r->tail, err);
    if (status)
        return status;
    rk_json_object(&r->json);
    words_of(r, f);
    rk_wire_why(&r->json, report, f, r->lang, most, r->scratch);
    rk_json_kint(&r->json, "tallied", f->tally ? f->tally->count : 0);
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* Figures about which people say different things, and what nobody could sort. */
rk_status api_statements(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *report;
    const rk_status status = report_of(r, &report, err);
    if (status)
        return status;
    struct rk_json_out *w = &r->json;
    rk_json_object(w);
    rk_json_key(w, RK_STR("conflicts"));
    rk_json_array(w);
    for (int32_t i = 0; i < report->figure_count; i++) {
        const struct rk_figure *f = &report->figures[i];
        if (!f->conflict)
            continue;
        rk_json_object(w);
        words_of(r, f);
        rk_wire_figure_said(w, f);
        rk_json_key(w, RK_STR("statements"));
        rk_json_array(w);
        for (int32_t k = 0; k < f->statement_count; k++)
            rk_wire_statement(w, &f->statements[k]);
        rk_json_array_end(w);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
    rk_json_key(w, RK_STR("unsorted"));
    rk_json_array(w);
    for (int32_t i = 0; i < report->unsorted_count && i < 500; i++)
        rk_wire_statement(w, &report->unsorted[i]);
    rk_json_array_end(w);
    rk_json_kint(w, "elsewhere", report->elsewhere_count);
    rk_json_object_end(w);
    return RK_OK;
}

/* ---- the sheet -----------------------------------------------------------------------------
 */

static rk_status land(struct desk_request *r, struct rk_report *report, struct rk_err *err)
{
    enum { LAND_MAX = 64 << 20 };
    struct rk_map base = {0};
    struct rk_str json;
    const char *path = rk_path_join(&r->keep, r->desk->town, "basemap.geojson");
    if (!report->map || !path || access(path, F_OK) != 0)
        return RK_OK;
    rk_status status = rk_file_read(path, LAND_MAX, &r->keep, &json, err);
    if (!status)
        status = rk_basemap_read(json, &r->keep, r->scratch, &base, err);
    if (!status && !rk_report_base(report, &base, &r->keep))
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the map");
    return status;
}

static rk_status compose(struct desk_request *r, struct rk_sheet *sheet, struct rk_err *err)
{
    const struct rk_report *made;
    struct rk_sheet_options options = {.lang = r->lang};
    const struct rk_str edition = desk_query(r, "edition");
    rk_status status = report_of(r, &made, err);
    if (status)
        return status;
    if (edition.len && !rk_edition_read(edition, &options.edition))
        return rk_fail(err, RK_EINVAL, "edition", "inside, partners or public is expected");
    struct rk_report *report = RK_NEW(&r->keep, struct rk_report, 1);
    if (!report)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the sheet");
    *report = *made;
    options.today = made->day;
    if (options.edition == RK_PUBLIC) {
        const rk_day day = rk_edition_day(RK_PUBLIC, made->day, made->day);
        status = rk_report_make_on(r->snap->sit, day, true, r->lang, r->snap->roads, &r->keep,
                                   r->scratch, report, err);
        report->checkpoint = r->snap->checkpoint;
    }
    if (!status)
        status = land(r, report, err);
    if (!status)
        status = rk_sheet_compose(report, &options, &r->keep, r->scratch, sheet, err);
    if (!status)
        status = rk_sheet_check(sheet, err);
    return status ? status : desk_access(r, "sheet", edition, err);
}

rk_status api_sheet(struct desk_request *r, struct rk_err *err)
{
    struct rk_sheet sheet;
    const rk_status status = compose(r, &sheet, err);
    if (!status)
        rk_sheet_json(&sheet, &r->out);
    return status;
}

/* The script-free page. Its style stands in the page; the policy allows exactly that text. */
rk_status page_sheet(struct desk_request *r, struct rk_err *err)
{
    struct rk_sheet sheet;
    const rk_status status = compose(r, &sheet, err);
    if (status)
        return status;
    rk_sheet_html(&sheet, &r->out);
    const struct rk_str page = rk_buf_str(&r->out);
    const ptrdiff_t from = rk_str_find(page, RK_STR("<style>")) + 7,
                    to = rk_str_find(page, RK_STR("</style>"));
    if (from < 7 || to < from)
        return rk_fail(err, RK_ECORRUPT, "", "the sheet has no style");
    const struct rk_hash hash = rk_sha256(page.at + from, to - from);
    char text[64];
    struct rk_buf digest = {.at = text, .cap = sizeof text};
    rk_base64(hash.byte, 32, &digest);
    snprintf(r->policy, sizeof r->policy,
             "default-src 'none'; style-src 'sha256-%.*s'; img-src data:; frame-ancestors "
             "'none'; base-uri 'none'; form-action 'none'",
             RK_FMT(rk_buf_str(&digest)));
    r->type = "text/html; charset=utf-8";
    return RK_OK;
}

rk_status page_sheet_pdf(struct desk_request *r, struct rk_err *err)
{
    struct rk_sheet sheet;
    struct rk_str pdf;
    rk_status status = compose(r, &sheet, err);
    if (!status)
        status = rk_sheet_pdf(&sheet, &r->keep, r->scratch, &pdf, err);
    if (status)
        return status;
    rk_buf_add(&r->out, pdf);
    r->type = "application/pdf";
    snprintf(r->file, sizeof r->file, "inline; filename=\"ranok-%d.pdf\"",
             sheet.report->number);
    return RK_OK;
}

/* ---- lists ---------------------------------------------------------------------------------
 */

static void cell_json(struct desk_request *r, const struct rk_list_cell *c)
{
    struct rk_arena room = r->scratch.in;
    struct rk_buf said = rk_buf_in(&room, 1 << 14);
    if (c->figure)
        rk_wire_words(r->lang, c->figure, &said);
    else if (c->text.len)
        rk_buf_add(&said, c->text);
    else if (!isnan(c->number))
        rk_say_number(r->lang, c->number, c->decimals, &said);
    const struct rk_unit *unit =
        c->unit && c->unit[0] ? rk_unit_find(rk_str_of(c->unit)) : NULL;
    if (!c->figure && !c->text.len && unit && !isnan(c->number))
        rk_buf_printf(&said, "\xC2\xA0%s",
                      strcmp(unit->id, "percent") == 0
                          ? "%"
                          : rk_form_number(&unit->words, r->lang, c->number));
    rk_json_object(&r->json);
    rk_json_kstr(&r->json, "text", rk_buf_str(&said));
    if (!isnan(c->number) && !c->text.len)
        rk_json_knum(&r->json, "number", c->number);
    if (c->figure)
        rk_json_kstr(&r->json, "figure", rk_str_of(c->figure->def->id));
    desk_ktext(&r->json, "claim", c->claim);
    if (c->strong)
        rk_json_kbool(&r->json, "strong", true);
    if (c->alert)
        rk_json_kbool(&r->json, "alert", true);
    rk_json_object_end(&r->json);
}

static void list_json(struct desk_request *r, const struct rk_list *l)
{
    struct rk_json_out *w = &r->json;
    rk_json_object(w);
    rk_json_kstr(w, "id", rk_str_of(l->id));
    rk_json_kstr(w, "title", rk_str_of(rk_word(r->lang, l->title)));
    rk_json_kstr(w, "section", rk_str_of(l->section));
    rk_json_kstr(w, "figure", rk_str_of(l->figure));
    rk_json_kbool(w, "inside", l->reader == RK_LIST_INSIDE);
    const bool hidden = desk_list_hidden(r->snap, l);
    rk_json_kbool(w, "redacted", hidden);
    rk_json_key(w, RK_STR("columns"));
    rk_json_array(w);
    for (int32_t c = 0; c < l->columns; c++) {
        rk_json_object(w);
        rk_json_kstr(w, "name", rk_str_of(rk_word(r->lang, l->column[c].words)));
        rk_json_kbool(w, "numeric", l->column[c].numeric);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
    rk_json_key(w, RK_STR("rows"));
    rk_json_array(w);
    for (int32_t k = 0; k < l->rows && !hidden; k++) {
        rk_json_array(w);
        for (int32_t c = 0; c < l->columns; c++)
            cell_json(r, &l->cell[k * l->columns + c]);
        rk_json_array_end(w);
    }
    rk_json_array_end(w);
    desk_ktext(w, "note", hidden ? rk_str_of(rk_word(r->lang, "desk.redacted")) : l->note);
    rk_json_kint(w, "left_out", hidden ? 0 : l->left_out);
    rk_json_object_end(w);
}

rk_status api_lists(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *report;
    const struct rk_str section = desk_query(r, "section");
    rk_status status = report_of(r, &report, err);
    bool names = false;
    for (int32_t i = 0; !status && i < report->list_count; i++)
        names |= report->lists[i].reader == RK_LIST_INSIDE &&
                 !desk_list_hidden(r->snap, &report->lists[i]);
    if (!status && names)
        status = desk_access(r, "lists", section, err);
    if (status)
        return status;
    rk_json_array(&r->json);
    for (int32_t i = 0; i < report->list_count; i++)
        if (!section.len || rk_str_eq(section, rk_str_of(report->lists[i].section)))
            list_json(r, &report->lists[i]);
    rk_json_array_end(&r->json);
    return RK_OK;
}

/* ---- map -----------------------------------------------------------------------------------
 */

static void points_json(struct rk_json_out *w, const struct rk_map *m, int32_t first,
                        int32_t count)
{
    rk_json_array(w);
    for (int32_t i = first; i < first + count; i++) {
        rk_json_int(w, lround((double)m->point[i].x_m));
        rk_json_int(w, lround((double)m->point[i].y_m));
    }
    rk_json_array_end(w);
}

static void map_json(struct desk_request *r, const struct rk_map *m)
{
    struct rk_json_out *w = &r->json;
    rk_json_knum(w, "lat", m->lat_deg);
    rk_json_knum(w, "lon", m->lon_deg);
    rk_json_knum(w, "cell_m", (double)m->cell_m);
    rk_json_key(w, RK_STR("shapes"));
    rk_json_array(w);
    for (int32_t i = 0; i < m->shapes; i++) {
        const struct rk_map_shape *s = &m->shape[i];
        rk_json_object(w);
        rk_json_kint(w, "kind", s->kind);
        if (s->passage)
            rk_json_kint(w, "passage", s->passage);
        if (s->radius_m > 0)
            rk_json_knum(w, "radius_m", (double)s->radius_m);
        desk_ktext(w, "name", s->name);
        rk_json_key(w, RK_STR("xy"));
        points_json(w, m, s->first, s->count);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
    rk_json_key(w, RK_STR("cells"));
    rk_json_array(w);
    for (int32_t i = 0; i < m->cells; i++) {
        const struct rk_map_cell *c = &m->cell[i];
        rk_json_array(w);
        rk_json_int(w, lround((double)c->x_m));
        rk_json_int(w, lround((double)c->y_m));
        rk_json_int(w, c->buildings);
        rk_json_int(w, c->seen);
        rk_json_number(w, round(1000 * (double)c->damaged) / 1000);
        rk_json_array_end(w);
    }
    rk_json_array_end(w);
    rk_json_key(w, RK_STR("signs"));
    rk_json_array(w);
    for (int32_t i = 0; i < m->signs; i++) {
        const struct rk_map_sign *s = &m->sign[i];
        rk_json_object(w);
        rk_json_kint(w, "kind", s->kind);
        rk_json_kbool(w, "works", s->works);
        rk_json_kint(w, "x", lround((double)s->at.x_m));
        rk_json_kint(w, "y", lround((double)s->at.y_m));
        desk_ktext(w, "name", s->name);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

/* Squares, roads and signs; people's homes are not on it. */
rk_status api_map(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *made;
    rk_status status = report_of(r, &made, err);
    struct rk_report report;
    if (status)
        return status;
    report = *made;
    status = land(r, &report, err);
    if (status)
        return status;
    rk_json_object(&r->json);
    rk_json_kbool(&r->json, "known", report.map != NULL);
    if (report.map)
        map_json(r, report.map);
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* ---- the ledger ----------------------------------------------------------------------------
 */

/* Batches, the latest first: ?from=… of them passed over, at most 200. */
rk_status api_batches(struct desk_request *r, struct rk_err *err)
{
    const struct rk_situation *s = r->snap->sit;
    int64_t from = 0;
    const struct rk_str said = desk_query(r, "from");
    if (said.len && (!rk_str_int(said, &from) || from < 0))
        return rk_fail(err, RK_EINVAL, "from", "a number is expected");
    rk_json_object(&r->json);
    rk_json_kint(&r->json, "count", s->batches);
    rk_json_key(&r->json, RK_STR("batches"));
    rk_json_array(&r->json);
    for (int64_t i = s->batches - 1 - from; i >= 0 && i > s->batches - 1 - from - 200; i--)
        rk_wire_batch(&r->json, &s->batch[i]);
    rk_json_array_end(&r->json);
    rk_json_object_end(&r->json);
    return RK_OK;
}
