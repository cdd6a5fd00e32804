/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli_record.h"

/* Position of a claim's aspect among those of the kind, -1. */
static int32_t position(const struct rk_situation *s, const struct rk_kind *kind,
                        int32_t aspect)
{
    const struct rk_aspect *a = rk_aspect_find(kind, rk_sit_text(s, s->aspect[aspect]));
    const ptrdiff_t at = a ? a - kind->aspects : -1;
    return at < CLI_RECORD_ASPECTS ? (int32_t)at : -1;
}

bool cli_record_read(const struct cli *cli, const struct rk_view *view, int32_t subject,
                     const struct rk_kind *kind, struct cli_record *out)
{
    const struct rk_situation *s = view->sit;
    rk_day latest[CLI_RECORD_ASPECTS];
    bool any = false;
    *out = (struct cli_record){.sit = s, .kind = kind, .lang = cli->lang, .subject = subject};
    for (int32_t a = 0; a < CLI_RECORD_ASPECTS; a++) {
        out->claim[a] = -1;
        latest[a] = RK_DAY_NONE;
    }
    for (int32_t p = s->subject[subject].last_part; p >= 0; p = s->part[p].before)
        for (int32_t c = s->part[p].claims - 1; c >= 0; c--) {
            const int64_t claim = s->part[p].first_claim + c;
            const int32_t a = position(s, kind, s->claim[claim].aspect);
            if (a < 0 || !rk_view_counts(view, claim) || rk_view_replaced_by(view, claim) >= 0)
                continue;
            const rk_day day = rk_sit_claim_as_of(s, claim).last;
            any = true;
            if (out->claim[a] >= 0 && day <= latest[a])
                continue; /* walked from the last one back: of equal days the later stays */
            out->claim[a] = claim;
            latest[a] = day;
        }
    return any;
}

static const struct rk_sit_claim *claim_of(const struct cli_record *r, const char *aspect)
{
    const struct rk_aspect *a = rk_aspect_find(r->kind, rk_str_of(aspect));
    const ptrdiff_t at = a ? a - r->kind->aspects : CLI_RECORD_ASPECTS;
    if (at >= CLI_RECORD_ASPECTS || r->claim[at] < 0)
        return NULL;
    return &r->sit->claim[r->claim[at]];
}

bool cli_record_has(const struct cli_record *r, const char *aspect)
{
    return claim_of(r, aspect) != NULL;
}

struct rk_str cli_record_id(const struct cli_record *r, const char *aspect)
{
    const struct rk_sit_claim *c = claim_of(r, aspect);
    return c ? rk_sit_text(r->sit, c->text) : (struct rk_str){0};
}

double cli_record_number(const struct cli_record *r, const char *aspect)
{
    const struct rk_sit_claim *c = claim_of(r, aspect);
    return c && (c->kind == RK_VALUE_NUMBER || c->kind == RK_VALUE_RANGE) ? c->low : RK_NAN;
}

rk_day cli_record_day(const struct cli_record *r, const char *aspect)
{
    const struct rk_sit_claim *c = claim_of(r, aspect);
    return c && c->kind == RK_VALUE_DATE && isfinite(c->low) ? (rk_day)c->low : RK_DAY_NONE;
}

rk_day cli_record_as_of(const struct cli_record *r, const char *aspect)
{
    const struct rk_sit_claim *c = claim_of(r, aspect);
    return c ? rk_sit_claim_as_of(r->sit, c - r->sit->claim).last : RK_DAY_NONE;
}

bool cli_record_true(const struct cli_record *r, const char *aspect)
{
    const struct rk_sit_claim *c = claim_of(r, aspect);
    return c && c->kind == RK_VALUE_BOOL && c->low > 0.0;
}

/* ---- texts --------------------------------------------------------------------------------
 */

struct rk_str cli_day_text(rk_day day, struct rk_arena *keep)
{
    int year, month, date;
    if (day == RK_DAY_NONE)
        return (struct rk_str){0};
    rk_day_split(day, &year, &month, &date);
    return rk_str_printf(keep, "%02d.%02d.%04d", date, month, year);
}

static struct rk_str when_text(const struct cli_record *r, const struct rk_sit_claim *c,
                               struct rk_arena *keep)
{
    const rk_day first = (rk_day)c->low, last = (rk_day)c->high;
    if (first == last)
        return cli_day_text(first, keep);
    struct rk_buf out = rk_buf_in(keep, 120);
    rk_say_when(r->lang, first, last, &out);
    return rk_buf_str(&out);
}

static struct rk_str number_text(const struct cli_record *r, const struct rk_sit_claim *c,
                                 struct rk_arena *keep)
{
    struct rk_buf out = rk_buf_in(keep, 160);
    if (isfinite(c->low))
        rk_say_number(r->lang, c->low, 2, &out);
    if (isfinite(c->high) && !(c->low == c->high)) {
        rk_buf_c(&out, "–");
        rk_say_number(r->lang, c->high, 2, &out);
    }
    return rk_buf_str(&out);
}

/* The words of a choice or a class; what is no word of the vocabulary stays as it is. */
static struct rk_str chosen_text(const struct cli_record *r, const struct rk_aspect *a,
                                 struct rk_str said)
{
    if (a->type == RK_TYPE_CLASS) {
        const struct rk_damage_class *class = rk_damage_class_find(RK_STR(""), said);
        return class ? rk_str_of(class->words.one[r->lang]) : said;
    }
    for (int32_t i = 0; i < a->choice_count; i++)
        if (rk_str_eq(said, rk_str_of(a->choices[i].id)))
            return rk_str_of(a->choices[i].words.one[r->lang]);
    return said;
}

/* "heat_source:7" is said as "7". */
static struct rk_str without_kind(const struct rk_aspect *a, struct rk_str said)
{
    const struct rk_str kind = rk_str_of(a->refers_to);
    if (rk_str_starts(said, kind) && said.len > kind.len && said.at[kind.len] == ':')
        return rk_str_slice(said, kind.len + 1, said.len);
    return said;
}

struct rk_str cli_record_text(const struct cli_record *r, const char *aspect,
                              struct rk_arena *keep)
{
    const struct rk_sit_claim *c = claim_of(r, aspect);
    const struct rk_aspect *a = rk_aspect_find(r->kind, rk_str_of(aspect));
    if (!c)
        return (struct rk_str){0};
    const struct rk_str said = rk_sit_text(r->sit, c->text);
    if (c->kind == RK_VALUE_BOOL)
        return rk_str_of(rk_word(r->lang, c->low > 0.0 ? "yes" : "no"));
    if (c->kind == RK_VALUE_DATE)
        return isfinite(c->low) ? when_text(r, c, keep) : said;
    if (c->kind == RK_VALUE_NUMBER || c->kind == RK_VALUE_RANGE)
        return number_text(r, c, keep);
    if (a->type == RK_TYPE_CHOICE || a->type == RK_TYPE_CLASS)
        return chosen_text(r, a, said);
    return a->type == RK_TYPE_SUBJECT ? without_kind(a, said) : said;
}

static struct rk_str joined(const struct cli_record *r, const char *const *aspects, int count,
                            const char *between, struct rk_arena *keep)
{
    struct rk_buf out = rk_buf_in(keep, 1024);
    for (int i = 0; i < count; i++) {
        const struct rk_str said = cli_record_id(r, aspects[i]);
        if (said.len == 0 || said.len > 400)
            continue;
        rk_buf_c(&out, out.len ? between : "");
        rk_buf_add(&out, said);
    }
    return rk_buf_str(&out);
}

struct rk_str cli_record_name(const struct cli_record *r, struct rk_arena *keep)
{
    static const char *const parts[] = {"surname", "given", "patronymic"};
    const struct rk_str whole = cli_record_id(r, "full_name");
    const struct rk_str name = whole.len ? whole : joined(r, parts, 3, " ", keep);
    return name.len ? name : cli_record_id(r, "other_names");
}

struct rk_str cli_record_address(const struct cli_record *r, struct rk_arena *keep)
{
    static const char *const parts[] = {"street", "house_no", "flat"};
    static const char *const with_flat[] = {"address", "flat"};
    const struct rk_str whole = cli_record_id(r, "address");
    if (whole.len == 0)
        return joined(r, parts, 3, ", ", keep);
    return cli_record_has(r, "street") ? whole : joined(r, with_flat, 2, ", кв. ", keep);
}
