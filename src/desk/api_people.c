/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and other records: finding them however they are written, one record's claims in time,
 * pairs that may be one person. Every look is an entry of the access log. */
#include "desk_internal.h"

#include "desk_views.h"

#include "desk_people.h"
#include "rk_names.h"
#include "rk_text.h"
#include "rk_wire.h"

enum { HITS = 40, FACTS = 40 };

/* ---- one subject ---------------------------------------------------------------------------
 */

static const struct rk_kind *kind_of(const struct rk_situation *s, int32_t subject)
{
    struct rk_str id = rk_sit_text(s, s->subject[subject].id);
    return rk_kind_find(rk_str_cut(&id, ':'));
}

static bool stands(const struct rk_report *report, int64_t claim)
{
    return rk_view_counts(report->view, claim) && rk_view_replaced_by(report->view, claim) < 0;
}

/* The latest claim on an aspect that stands, -1. */
static int64_t latest(const struct rk_report *report, int32_t subject, struct rk_str aspect)
{
    const struct rk_situation *s = report->situation;
    for (int32_t p = s->subject[subject].last_part; p >= 0; p = s->part[p].before)
        for (int32_t c = s->part[p].claims - 1; c >= 0; c--) {
            const int64_t claim = s->part[p].first_claim + c;
            if (rk_str_eq(rk_sit_text(s, s->aspect[s->claim[claim].aspect]), aspect) &&
                stands(report, claim))
                return claim;
        }
    return -1;
}

static struct rk_str text_of(const struct rk_report *report, int32_t subject,
                             const char *aspect)
{
    const int64_t claim = latest(report, subject, rk_str_of(aspect));
    return claim < 0 ? (struct rk_str){0}
                     : rk_sit_text(report->situation, report->situation->claim[claim].text);
}

static struct rk_str name_of(const struct rk_report *report, int32_t subject,
                             struct rk_arena *keep)
{
    static const char *const parts[] = {"surname", "given", "patronymic"};
    const struct rk_str whole = text_of(report, subject, "full_name");
    if (whole.len)
        return whole;
    struct rk_buf out = rk_buf_in(keep, 1024);
    for (int i = 0; i < 3; i++) {
        const struct rk_str said = text_of(report, subject, parts[i]);
        if (said.len && said.len < 300)
            rk_buf_printf(&out, "%s%.*s", out.len ? " " : "", RK_FMT(said));
    }
    return out.len ? rk_buf_str(&out) : text_of(report, subject, "other_names");
}

/* A claim's value in the reader's words. */
static struct rk_str words_of(const struct rk_situation *s, int64_t claim,
                              const struct rk_aspect *a, enum rk_lang lang,
                              struct rk_arena *keep)
{
    const struct rk_sit_claim *c = &s->claim[claim];
    const struct rk_str said = rk_sit_text(s, c->text);
    if (c->kind == RK_VALUE_BOOL)
        return rk_str_of(rk_word(lang, c->low > 0.0 ? "yes" : "no"));
    if (c->kind == RK_VALUE_DATE && isfinite(c->low))
        return desk_when(keep, lang, (struct rk_when){(rk_day)c->low, (rk_day)c->high});
    if (c->kind == RK_VALUE_NUMBER || c->kind == RK_VALUE_RANGE) {
        struct rk_buf out = rk_buf_in(keep, 400);
        const struct rk_str unit = c->extra >= 0 ? rk_sit_text(s, s->extra[c->extra].unit)
                                                 : rk_str_of(a ? a->unit : "");
        rk_wire_values(lang, c->low, c->high, RK_EXACT, said, unit, &out);
        return rk_buf_str(&out);
    }
    if (a && a->type == RK_TYPE_CLASS) {
        const struct rk_damage_class *class = rk_damage_class_find(RK_STR(""), said);
        return class ? rk_str_of(class->words.one[lang]) : said;
    }
    for (int32_t i = 0; a && i < a->choice_count; i++)
        if (rk_str_eq(said, rk_str_of(a->choices[i].id)))
            return rk_str_of(a->choices[i].words.one[lang]);
    return said;
}

static struct rk_str office_of(const struct rk_situation *s, int32_t subject)
{
    int32_t source = -1;
    for (int32_t p = s->subject[subject].last_part; p >= 0; p = s->part[p].before)
        if (s->part[p].source >= 0 && !s->batch[s->part[p].batch].undone_by)
            source = s->part[p].source;
    return rk_acts_text(s, source, "name");
}

/* The key that an office uses: "17" of "person:morgue/17"; the list: "morgue". */
static void identity(struct desk_request *r, const struct rk_situation *s, int32_t subject)
{
    struct rk_str rest = rk_sit_text(s, s->subject[subject].id);
    rk_json_kstr(&r->json, "id", rest);
    const struct rk_kind *kind = rk_kind_find(rk_str_cut(&rest, ':'));
    rk_json_kstr(&r->json, "kind", rk_str_of(kind ? kind->id : ""));
    rk_json_kstr(&r->json, "kind_name", rk_str_of(kind ? kind->label.one[r->lang] : ""));
    rk_json_kstr(&r->json, "key", rest);
}

static void brief(struct desk_request *r, const struct rk_report *report, int32_t subject)
{
    static const char *const aspects[] = {"status",        "birth_date", "age",    "death_date",
                                          "missing_since", "found_date", "address"};
    const struct rk_situation *s = report->situation;
    struct rk_arena room = r->scratch.in;
    const struct rk_kind *kind = kind_of(s, subject);
    identity(r, s, subject);
    rk_json_kstr(&r->json, "name", name_of(report, subject, &room));
    desk_ktext(&r->json, "office", office_of(s, subject));
    rk_json_key(&r->json, RK_STR("facts"));
    rk_json_array(&r->json);
    for (ptrdiff_t i = 0; kind && i < RK_COUNT(aspects); i++) {
        const struct rk_aspect *a = rk_aspect_find(kind, rk_str_of(aspects[i]));
        const int64_t claim = a ? latest(report, subject, rk_str_of(a->id)) : -1;
        if (claim < 0)
            continue;
        rk_json_array(&r->json);
        rk_json_str(&r->json, rk_str_of(a->label.one[r->lang]));
        rk_json_str(&r->json, words_of(s, claim, a, r->lang, &room));
        rk_json_array_end(&r->json);
    }
    rk_json_array_end(&r->json);
}

/* ---- finding -------------------------------------------------------------------------------
 */

static struct rk_str copied_name(void *user, int32_t subject, struct rk_arena *keep)
{
    return rk_str_copy(keep, name_of(user, subject, keep));
}

/* The report, and up to HITS people of that name; subjects, best first. */
static rk_status find(struct desk_request *r, struct rk_str query,
                      const struct rk_report **report, struct desk_found found[HITS],
                      int32_t *count, struct rk_err *err)
{
    *count = 0;
    rk_status status = desk_report(r->snap, r->lang, r->scratch, report, err);
    if (!status && query.len > 400)
        status = rk_fail(err, RK_EINVAL, "q", "the name is too long");
    if (!status) {
        struct rk_report *given = (struct rk_report *)(uintptr_t)*report; /* read only */
        status = desk_people_find(r->desk, r->snap, copied_name, given, query, HITS, r->scratch,
                                  found, count, err);
    }
    return status;
}

rk_status api_search(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *report;
    struct desk_found hits[HITS];
    int32_t found = 0;
    const struct rk_str query = rk_str_trim(desk_query(r, "q"));
    rk_status status = query.len ? find(r, query, &report, hits, &found, err)
                                 : rk_fail(err, RK_EINVAL, "q", "a name is expected");
    if (!status)
        status = desk_access(r, "search", query, err);
    if (status)
        return status;
    rk_json_object(&r->json);
    rk_json_kint(&r->json, "of", desk_people_count(r->snap));
    rk_json_key(&r->json, RK_STR("hits"));
    rk_json_array(&r->json);
    for (int32_t i = 0; i < found; i++) {
        rk_json_object(&r->json);
        brief(r, report, hits[i].subject);
        rk_json_object_end(&r->json);
    }
    rk_json_array_end(&r->json);
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* ---- perhaps the same ----------------------------------------------------------------------
 */

static void reason(struct desk_request *r, enum rk_name_level level, const char *part,
                   struct rk_buf *out)
{
    static const char *const levels[] = {[RK_NAME_INITIALS] = "initials",
                                         [RK_NAME_NEAR] = "near",
                                         [RK_NAME_ALIKE] = "alike",
                                         [RK_NAME_SAME] = "same"};
    char key[64];
    if (level < RK_NAME_INITIALS)
        return;
    snprintf(key, sizeof key, "desk.similar.%s.%s", part, levels[level]);
    rk_buf_printf(out, "%s%s", out->len ? "; " : "", rk_word(r->lang, key));
}

/* What agrees besides the name: the year of birth. 0 unknown, 1 agrees, -1 differs. */
static int birth(const struct rk_report *report, int32_t subject, struct rk_when typed)
{
    const int64_t claim = latest(report, subject, RK_STR("birth_date"));
    int year, month, day, other;
    if (claim < 0 || !rk_when_known(typed) || !isfinite(report->situation->claim[claim].low))
        return 0;
    rk_day_split(typed.first, &year, &month, &day);
    rk_day_split((rk_day)report->situation->claim[claim].low, &other, &month, &day);
    return year == other ? 1 : -1;
}

/* Records whose name may be this one, with the reason in words: for a warning while a form is
 * filled in. No score leaves the program. */
rk_status api_similar(struct desk_request *r, struct rk_err *err)
{
    enum { SHOWN = 6 };
    const struct rk_report *report;
    struct desk_found hits[HITS];
    struct rk_name typed, known;
    struct rk_when born;
    int32_t found = 0, shown = 0;
    const struct rk_str query = rk_str_trim(desk_query(r, "name"));
    rk_status status = find(r, query, &report, hits, &found, err);
    if (!rk_when_read(desk_query(r, "birth"), 0, &born))
        born = RK_WHEN_UNKNOWN;
    const struct rk_names *names = status ? NULL : desk_people_names(r->snap);
    if (!status && names)
        status = rk_name_read(names, query, &r->keep, &typed, err);
    if (!status && found)
        status = desk_access(r, "similar", query, err);
    if (status)
        return status;
    rk_json_array(&r->json);
    for (int32_t i = 0; i < found && shown < SHOWN; i++) {
        struct rk_arena room = r->scratch.in;
        struct rk_buf why = rk_buf_in(&r->keep, 2000);
        struct rk_name_agreement agree;
        const int32_t subject = hits[i].subject;
        const int year = birth(report, subject, born);
        const struct rk_str name = name_of(report, subject, &room);
        if (rk_name_read(names, name, &room, &known, NULL))
            continue;
        rk_name_compare(names, &typed, &known, &agree);
        if (agree.score < 0.5)
            continue;
        reason(r, agree.surname, "surname", &why);
        reason(r, agree.given, "given", &why);
        reason(r, agree.patronymic, "patronymic", &why);
        if (year)
            rk_buf_printf(&why, "%s%s", why.len ? "; " : "",
                          rk_word(r->lang, year > 0 ? "desk.similar.year.same"
                                                    : "desk.similar.year.differs"));
        rk_json_object(&r->json);
        brief(r, report, subject);
        rk_json_kstr(&r->json, "why", rk_buf_str(&why));
        rk_json_object_end(&r->json);
        shown++;
    }
    rk_json_array_end(&r->json);
    return RK_OK;
}

/* ---- one record ----------------------------------------------------------------------------
 */

static bool contradicted(const struct rk_report *report, int32_t subject, int64_t claim);

static void claim_json(struct desk_request *r, const struct rk_report *report,
                       const struct rk_kind *kind, int64_t claim)
{
    const struct rk_situation *s = report->situation;
    const struct rk_sit_claim *c = &s->claim[claim];
    const struct rk_sit_part *p = &s->part[c->part];
    const struct rk_batch_info *b = &s->batch[p->batch];
    const struct rk_str aspect = rk_sit_text(s, s->aspect[c->aspect]);
    const struct rk_aspect *a = kind ? rk_aspect_find(kind, aspect) : NULL;
    struct rk_arena room = r->scratch.in;
    struct rk_json_out *w = &r->json;
    char at[24];
    rk_instant_iso(b->recorded_at, at);
    const int64_t replaced = rk_view_replaced_by(report->view, claim);
    const bool counts = rk_view_counts(report->view, claim);
    const bool sealed = p->source >= 0 && !rk_acts_text(s, p->source, "name").len;
    rk_json_object(w);
    rk_json_kstr(w, "claim", rk_sit_claim_id(s, claim, &room));
    rk_json_kstr(w, "aspect", aspect);
    rk_json_kstr(w, "label", a ? rk_str_of(a->label.one[r->lang]) : aspect);
    rk_json_kstr(w, "value", words_of(s, claim, a, r->lang, &room));
    desk_ktext(w, "as_of", desk_when(&room, r->lang, rk_sit_claim_as_of(s, claim)));
    if (p->source < 0)
        rk_json_kstr(w, "according_to", b->author);
    else if (!sealed)
        rk_json_kstr(w, "according_to", rk_acts_text(s, p->source, "name"));
    rk_json_kbool(w, "sealed", sealed);
    desk_ktext(w, "role", rk_acts_text(s, p->source, "role"));
    desk_ktext(w, "party", rk_acts_text(s, p->source, "party"));
    desk_ktext(w, "place", rk_sit_text(s, p->place));
    rk_json_kstr(w, "recorded_by", b->author);
    rk_json_kstr(w, "recorded_at", rk_str_of(at));
    rk_json_kint(w, "batch", b->number);
    if (c->extra >= 0) {
        desk_ktext(w, "said_as", rk_sit_text(s, s->extra[c->extra].said_as));
        desk_ktext(w, "note", rk_sit_text(s, s->extra[c->extra].note));
        desk_ktext(w, "why", rk_sit_text(s, s->extra[c->extra].why));
        if (s->extra[c->extra].replaces >= 0)
            rk_json_kstr(w, "replaces", rk_sit_claim_id(s, s->extra[c->extra].replaces, &room));
    }
    if (replaced >= 0)
        rk_json_kstr(w, "replaced_by", rk_sit_claim_id(s, replaced, &room));
    rk_json_kbool(w, "stands", counts && replaced < 0);
    rk_json_kbool(w, "conflict", contradicted(report, p->subject, claim));
    rk_json_kbool(w, "undone", b->undone_by != 0);
    rk_json_kbool(w, "correctable", a != NULL && counts && replaced < 0);
    rk_json_object_end(w);
}

/* Compartments in which something can be said of a kind. */
static int kind_set(const struct rk_kind *kind)
{
    int set = 1 << (kind->compartment - 1);
    for (int32_t i = 0; i < kind->aspect_count; i++)
        if (kind->aspects[i].compartment != RK_SOURCES)
            set |= 1 << (kind->aspects[i].compartment - 1);
    return set;
}

/* Whether another claim stands on the same aspect and says something else. */
static bool contradicted(const struct rk_report *report, int32_t subject, int64_t claim)
{
    const struct rk_situation *s = report->situation;
    const struct rk_sit_claim *c = &s->claim[claim];
    if (!stands(report, claim))
        return false;
    for (int32_t p = s->subject[subject].last_part; p >= 0; p = s->part[p].before)
        for (int32_t i = 0; i < s->part[p].claims; i++) {
            const int64_t other = s->part[p].first_claim + i;
            const struct rk_sit_claim *o = &s->claim[other];
            const bool same = o->kind == c->kind &&
                              rk_str_eq(rk_sit_text(s, o->text), rk_sit_text(s, c->text)) &&
                              !(o->low < c->low) && !(o->low > c->low) &&
                              !(o->high < c->high) && !(o->high > c->high);
            if (other != claim && o->aspect == c->aspect && stands(report, other) && !same)
                return true;
        }
    return false;
}

/* Aspects of which different things are said by claims that stand. */
static void conflicts_json(struct desk_request *r, const struct rk_report *report,
                           int32_t subject)
{
    const struct rk_situation *s = report->situation;
    struct rk_arena room = r->scratch.in;
    bool *told = RK_NEW(&room, bool, s->aspects + 1);
    rk_json_key(&r->json, RK_STR("conflicts"));
    rk_json_array(&r->json);
    for (int32_t p = s->subject[subject].last_part; p >= 0 && told; p = s->part[p].before)
        for (int32_t i = 0; i < s->part[p].claims; i++) {
            const int64_t claim = s->part[p].first_claim + i;
            const int32_t aspect = s->claim[claim].aspect;
            if (told[aspect] || !contradicted(report, subject, claim))
                continue;
            told[aspect] = true;
            rk_json_str(&r->json, rk_sit_text(s, s->aspect[aspect]));
        }
    rk_json_array_end(&r->json);
}

/* All that was ever said of one record, the latest first. */
rk_status api_record(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *report;
    struct rk_str key = r->tail;
    const struct rk_str kind_id = rk_str_cut(&key, '/');
    const struct rk_kind *kind = rk_kind_find(kind_id);
    rk_status status = desk_report(r->snap, r->lang, r->scratch, &report, err);
    if (status)
        return status;
    const int seen = kind ? kind_set(kind) : 0;
    if (kind && !(r->who.held & seen)) {
        r->needs = seen;
        return rk_fail(err, RK_EDENIED, "", "your role may not see this");
    }
    const struct rk_str id = rk_str_printf(&r->keep, "%.*s:%.*s", RK_FMT(kind_id), RK_FMT(key));
    const int32_t subject = kind && key.len ? desk_subject_find(r->snap, id) : -1;
    if (subject < 0)
        return rk_fail(err, RK_ENOTFOUND, "", "there is no such record");
    const bool person = kind->compartment == RK_PEOPLE || kind->compartment == RK_MEDICAL;
    if (person)
        status = desk_access(r, "record", id, err);
    if (status)
        return status;
    const struct rk_situation *s = r->snap->sit;
    rk_json_object(&r->json);
    brief(r, report, subject);
    rk_json_key(&r->json, RK_STR("claims"));
    rk_json_array(&r->json);
    for (int32_t p = s->subject[subject].last_part; p >= 0; p = s->part[p].before)
        for (int32_t c = 0; c < s->part[p].claims; c++)
            claim_json(r, report, kind, s->part[p].first_claim + c);
    rk_json_array_end(&r->json);
    conflicts_json(r, report, subject);
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* ---- pairs ---------------------------------------------------------------------------------
 */

/* Everything that stands of one record, aspect by aspect in the vocabulary's order. */
static void facts(struct desk_request *r, const struct rk_report *report, int32_t subject)
{
    const struct rk_situation *s = report->situation;
    const struct rk_kind *kind = kind_of(s, subject);
    struct rk_arena room = r->scratch.in;
    int shown = 0;
    rk_json_object(&r->json);
    identity(r, s, subject);
    rk_json_kstr(&r->json, "name", name_of(report, subject, &room));
    desk_ktext(&r->json, "office", office_of(s, subject));
    rk_json_key(&r->json, RK_STR("facts"));
    rk_json_array(&r->json);
    for (int32_t i = 0; kind && i < kind->aspect_count && shown < FACTS; i++) {
        const struct rk_aspect *a = &kind->aspects[i];
        const int64_t claim = latest(report, subject, rk_str_of(a->id));
        if (claim < 0)
            continue;
        rk_json_array(&r->json);
        rk_json_str(&r->json, rk_str_of(a->label.one[r->lang]));
        rk_json_str(&r->json, words_of(s, claim, a, r->lang, &room));
        rk_json_array_end(&r->json);
        shown++;
    }
    rk_json_array_end(&r->json);
    rk_json_object_end(&r->json);
}

/* Pairs that wait: ?from=… passed over, 10 at a time, without any score. */
rk_status api_pairs(struct desk_request *r, struct rk_err *err)
{
    enum { SHOWN = 10 };
    const struct rk_report *report;
    int64_t from = 0;
    const struct rk_str said = desk_query(r, "from");
    rk_status status = desk_report(r->snap, r->lang, r->scratch, &report, err);
    if (!status && said.len && (!rk_str_int(said, &from) || from < 0))
        status = rk_fail(err, RK_EINVAL, "from", "a number is expected");
    if (!status)
        status = desk_access(r, "pairs", RK_STR(""), err);
    if (status)
        return status;
    rk_json_object(&r->json);
    rk_json_kint(&r->json, "count", report->pair_count);
    rk_json_key(&r->json, RK_STR("pairs"));
    rk_json_array(&r->json);
    for (int64_t i = from; i < report->pair_count && i < from + SHOWN; i++) {
        rk_json_array(&r->json);
        for (int k = 0; k < 2; k++) {
            const int32_t subject = desk_subject_find(r->snap, report->pairs[i].subject[k]);
            if (subject >= 0)
                facts(r, report, subject);
        }
        rk_json_array_end(&r->json);
    }
    rk_json_array_end(&r->json);
    rk_json_object_end(&r->json);
    return RK_OK;
}

void view_brief(struct desk_request *r, const struct rk_report *report, int32_t subject)
{
    brief(r, report, subject);
}

void view_facts(struct desk_request *r, const struct rk_report *report, int32_t subject)
{
    facts(r, report, subject);
}
