/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims as canonical JSON and back: docs/formats/ledger.md, 4. */
#include "rk_act.h"

#include "rk_json.h"

static void write_when(struct rk_json_out *w, const char *key, struct rk_when when)
{
    if (!rk_when_known(when))
        return;
    char iso[24];
    rk_when_iso(when, iso);
    rk_json_kstr(w, key, rk_str_of(iso));
}

static void write_text(struct rk_json_out *w, const char *key, struct rk_str text)
{
    if (text.len)
        rk_json_kstr(w, key, text);
}

static void write_value(struct rk_json_out *w, const struct rk_value *v)
{
    if (v->kind == RK_VALUE_NONE)
        return;
    rk_json_key(w, RK_STR("value"));
    switch (v->kind) {
    case RK_VALUE_NONE:
        break;
    case RK_VALUE_NUMBER:
        rk_json_number(w, v->low);
        break;
    case RK_VALUE_RANGE:
        rk_json_object(w);
        if (!isnan(v->high))
            rk_json_knum(w, "high", v->high);
        if (!isnan(v->low))
            rk_json_knum(w, "low", v->low);
        rk_json_object_end(w);
        break;
    case RK_VALUE_TEXT:
        rk_json_str(w, v->text);
        break;
    case RK_VALUE_BOOL:
        rk_json_bool(w, v->truth);
        break;
    case RK_VALUE_DATE:
        rk_json_object(w);
        write_when(w, "date", v->when);
        write_text(w, "said", v->text);
        rk_json_object_end(w);
        break;
    }
}

static void write_claim(struct rk_json_out *w, const struct rk_claim *c)
{
    rk_json_object(w); /* keys in ascending order: canonical */
    write_when(w, "as_of", c->as_of);
    write_text(w, "aspect", c->aspect);
    write_text(w, "bound", c->bound);
    write_text(w, "definition", c->definition);
    write_text(w, "denominator", c->denominator);
    write_text(w, "method", c->method);
    write_text(w, "note", c->note);
    write_when(w, "period", c->period);
    write_text(w, "replaces", c->replaces);
    write_text(w, "reported_in", c->reported_in);
    write_text(w, "said_as", c->said_as);
    write_text(w, "scope", c->scope);
    write_text(w, "unit", c->unit);
    write_value(w, &c->value);
    write_text(w, "why", c->why);
    rk_json_object_end(w);
}

rk_status rk_part_write(const struct rk_part *part, struct rk_buf *out, struct rk_err *err)
{
    struct rk_json_out w = rk_json_write(out);
    rk_json_object(&w);
    write_text(&w, "about", part->about);
    write_when(&w, "as_of", part->as_of);
    rk_json_key(&w, RK_STR("claims"));
    rk_json_array(&w);
    for (int32_t i = 0; i < part->claim_count; i++)
        write_claim(&w, &part->claims[i]);
    rk_json_array_end(&w);
    write_text(&w, "definition", part->definition);
    write_text(&w, "method", part->method);
    write_text(&w, "place", part->place);
    write_text(&w, "scope", part->scope);
    write_text(&w, "source", part->source);
    rk_json_object_end(&w);
    if (w.failed)
        return rk_fail(err, RK_EINVAL, "", "a claim holds bytes that are no UTF-8 text");
    return out->failed ? rk_fail(err, RK_ENOMEM, "", "a part is too long") : RK_OK;
}

/* ---- reading ----------------------------------------------------------------------------- */

static bool read_when(struct rk_str text, struct rk_when *out)
{
    return rk_when_read(text, 0, out);
}

/* Fields that are texts, by key; NULL: none of these. */
static struct rk_str *text_field(struct rk_claim *c, struct rk_str key)
{
    const struct {
        const char *key;
        struct rk_str *field;
    } fields[] = {{"aspect", &c->aspect},
                  {"bound", &c->bound},
                  {"definition", &c->definition},
                  {"denominator", &c->denominator},
                  {"method", &c->method},
                  {"note", &c->note},
                  {"replaces", &c->replaces},
                  {"reported_in", &c->reported_in},
                  {"said_as", &c->said_as},
                  {"scope", &c->scope},
                  {"unit", &c->unit},
                  {"why", &c->why}};
    for (ptrdiff_t i = 0; i < RK_COUNT(fields); i++)
        if (rk_str_eq(key, rk_str_of(fields[i].key)))
            return fields[i].field;
    return NULL;
}

static bool read_value_object(struct rk_json *r, struct rk_value *v)
{
    *v = (struct rk_value){.kind = RK_VALUE_RANGE,
                           .low = RK_NAN,
                           .high = RK_NAN,
                           .when = {RK_DAY_NONE, RK_DAY_NONE}};
    while (rk_json_next(r) == RK_JSON_KEY) {
        const struct rk_str key = r->text;
        const enum rk_json_kind kind = rk_json_next(r);
        if (kind == RK_JSON_NUMBER && rk_str_eq(key, RK_STR("low")))
            v->low = r->number;
        else if (kind == RK_JSON_NUMBER && rk_str_eq(key, RK_STR("high")))
            v->high = r->number;
        else if (kind == RK_JSON_STRING && rk_str_eq(key, RK_STR("date")) &&
                 read_when(r->text, &v->when))
            v->kind = RK_VALUE_DATE;
        else if (kind == RK_JSON_STRING && rk_str_eq(key, RK_STR("said")))
            v->text = r->text;
        else
            return false;
    }
    return r->kind == RK_JSON_OBJECT_END;
}

static bool read_value(struct rk_json *r, struct rk_value *v)
{
    switch (rk_json_next(r)) {
    case RK_JSON_NUMBER:
        *v = (struct rk_value){.kind = RK_VALUE_NUMBER, .low = r->number, .high = r->number};
        return true;
    case RK_JSON_STRING:
        *v = (struct rk_value){
            .kind = RK_VALUE_TEXT, .low = RK_NAN, .high = RK_NAN, .text = r->text};
        return true;
    case RK_JSON_TRUE:
    case RK_JSON_FALSE:
        *v = (struct rk_value){.kind = RK_VALUE_BOOL,
                               .low = RK_NAN,
                               .high = RK_NAN,
                               .truth = r->kind == RK_JSON_TRUE};
        return true;
    case RK_JSON_OBJECT:
        return read_value_object(r, v);
    default:
        return false;
    }
}

static const struct rk_when unknown = {RK_DAY_NONE, RK_DAY_NONE};

static bool read_claim(struct rk_json *r, struct rk_claim *c)
{
    *c = (struct rk_claim){.as_of = unknown,
                           .period = unknown,
                           .value = {.low = RK_NAN, .high = RK_NAN, .when = unknown}};
    while (rk_json_next(r) == RK_JSON_KEY) {
        const struct rk_str key = r->text;
        if (rk_str_eq(key, RK_STR("value"))) {
            if (!read_value(r, &c->value))
                return false;
            continue;
        }
        if (rk_json_next(r) != RK_JSON_STRING)
            return false;
        struct rk_str *field = text_field(c, key);
        if (field)
            *field = r->text;
        else if (rk_str_eq(key, RK_STR("as_of"))    ? !read_when(r->text, &c->as_of)
                 : rk_str_eq(key, RK_STR("period")) ? !read_when(r->text, &c->period)
                                                    : true)
            return false;
    }
    return r->kind == RK_JSON_OBJECT_END;
}

_Static_assert(sizeof(struct rk_claim) % 16 == 0, "claims taken one by one form an array");

static bool read_claims(struct rk_json *r, struct rk_arena *keep, struct rk_part *out)
{
    if (out->claims || rk_json_next(r) != RK_JSON_ARRAY)
        return false; /* said twice: which one would count? */
    /* The claims stand in one row: nothing else is taken from `grow` while they are read, so
     * unescaped texts go to a part of the region set aside first. */
    struct rk_arena texts = *keep;
    const ptrdiff_t room = 2 * (r->end - r->from) + 256;
    if (!rk_arena_take(&texts, room, 1))
        return false;
    struct rk_arena grow = texts;
    texts.at = keep->at, texts.end = keep->at + room;
    struct rk_arena *outer = r->keep;
    r->keep = &texts;
    struct rk_claim *first = NULL;
    bool ok = true;
    while (ok && rk_json_next(r) == RK_JSON_OBJECT) {
        struct rk_claim *c = RK_NEW(&grow, struct rk_claim, 1);
        ok = c && read_claim(r, c);
        first = first ? first : c;
        out->claim_count += ok;
    }
    r->keep = outer;
    *keep = grow;
    out->claims = first;
    return ok && r->kind == RK_JSON_ARRAY_END;
}

static struct rk_str *part_field(struct rk_part *p, struct rk_str key)
{
    const struct {
        const char *key;
        struct rk_str *field;
    } fields[] = {{"about", &p->about}, {"definition", &p->definition}, {"method", &p->method},
                  {"place", &p->place}, {"scope", &p->scope},           {"source", &p->source}};
    for (ptrdiff_t i = 0; i < RK_COUNT(fields); i++)
        if (rk_str_eq(key, rk_str_of(fields[i].key)))
            return fields[i].field;
    return NULL;
}

static bool read_part(struct rk_json *r, struct rk_arena *keep, struct rk_part *out)
{
    if (rk_json_next(r) != RK_JSON_OBJECT)
        return false;
    while (rk_json_next(r) == RK_JSON_KEY) {
        const struct rk_str key = r->text;
        if (rk_str_eq(key, RK_STR("claims"))) {
            if (!read_claims(r, keep, out))
                return false;
            continue;
        }
        if (rk_json_next(r) != RK_JSON_STRING)
            return false;
        struct rk_str *field = part_field(out, key);
        if (field)
            *field = r->text;
        else if (!rk_str_eq(key, RK_STR("as_of")) || !read_when(r->text, &out->as_of))
            return false;
    }
    return r->kind == RK_JSON_OBJECT_END && rk_json_next(r) == RK_JSON_END;
}

/* What a claim leaves unsaid is what its part says. */
static void fill_defaults(const struct rk_part *p, struct rk_claim *c)
{
    if (!rk_when_known(c->as_of))
        c->as_of = p->as_of;
    if (!c->definition.len)
        c->definition = p->definition;
    if (!c->scope.len)
        c->scope = p->scope;
    if (!c->method.len)
        c->method = p->method;
}

rk_status rk_part_read(struct rk_str json, struct rk_arena *keep, struct rk_part *out,
                       struct rk_err *err)
{
    struct rk_arena grow = *keep;
    struct rk_json r = rk_json_read(json, &grow);
    struct rk_part part = {.as_of = unknown};
    if (!read_part(&r, &grow, &part) || !part.about.len || !part.claim_count) {
        if (grow.failed)
            return rk_fail(err, RK_ENOMEM, "", "not enough memory for a part");
        return rk_fail(err, RK_ECORRUPT, "",
                       "byte %td of a part: not the format of this ledger", r.offset);
    }
    struct rk_claim *claims = (struct rk_claim *)(uintptr_t)(const void *)part.claims;
    for (int32_t i = 0; i < part.claim_count; i++)
        fill_defaults(&part, &claims[i]);
    part.compartment = out->compartment;
    *keep = grow;
    *out = part;
    return RK_OK;
}
