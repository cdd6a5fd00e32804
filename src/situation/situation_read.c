/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_situation.h"

struct rk_str rk_sit_text(const struct rk_situation *s, rk_ref ref)
{
    return (struct rk_str){s->text + (ref >> 24), (ptrdiff_t)(ref & 0xFFFFFF)};
}

struct rk_str rk_sit_claim_id(const struct rk_situation *s, int64_t claim,
                              struct rk_arena *keep)
{
    const struct rk_sit_part *p = &s->part[s->claim[claim].part];
    return rk_str_printf(keep, "%.*s/%" PRId64 "/%" PRId64, RK_FMT(s->origin), p->entry,
                         p->ordinal + claim - p->first_claim);
}

/* The part that holds claim `ordinal` of `entry`: parts stand in order of the log. */
static int32_t part_of(const struct rk_situation *s, int64_t entry, int64_t ordinal)
{
    int32_t low = 0, high = s->parts;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        const struct rk_sit_part *p = &s->part[middle];
        if (p->entry < entry || (p->entry == entry && p->ordinal + p->claims <= ordinal))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == s->parts || s->part[low].entry != entry || s->part[low].ordinal > ordinal)
        return -1;
    return low;
}

int64_t rk_sit_claim_find(const struct rk_situation *s, struct rk_str id)
{
    int64_t entry = 0, ordinal = 0;
    if (!rk_str_starts(id, s->origin))
        return -1;
    struct rk_str rest = rk_str_slice(id, s->origin.len, id.len);
    if (!rk_str_starts(rest, RK_STR("/")))
        return -1;
    rest = rk_str_slice(rest, 1, rest.len);
    const struct rk_str first = rk_str_cut(&rest, '/');
    if (!rk_str_int(first, &entry) || !rk_str_int(rest, &ordinal))
        return -1;
    const int32_t part = part_of(s, entry, ordinal);
    return part < 0 ? -1 : s->part[part].first_claim + (ordinal - s->part[part].ordinal);
}

int32_t rk_sit_subject_find(const struct rk_situation *s, struct rk_str id)
{
    for (int32_t i = 0; i < s->subjects; i++)
        if (rk_str_eq(rk_sit_text(s, s->subject[i].id), id))
            return i;
    return -1;
}

static struct rk_str bound_word(uint8_t letter)
{
    switch (letter) {
    case 'e':
        return RK_STR("exact");
    case 'a':
        return RK_STR("about");
    case 'l':
        return RK_STR("at_least");
    case 'm':
        return RK_STR("more_than");
    case 'h':
        return RK_STR("at_most");
    case 'r':
        return RK_STR("range");
    case 's':
        return RK_STR("state");
    default:
        return (struct rk_str){0};
    }
}

struct rk_when rk_sit_claim_as_of(const struct rk_situation *s, int64_t claim)
{
    const struct rk_sit_claim *c = &s->claim[claim];
    const struct rk_sit_part *p = &s->part[c->part];
    if (c->extra >= 0)
        return (struct rk_when){s->extra[c->extra].as_of_first, s->extra[c->extra].as_of_last};
    return (struct rk_when){p->as_of_first, p->as_of_last};
}

struct rk_claim rk_sit_claim_said(const struct rk_situation *s, int64_t claim)
{
    const struct rk_sit_claim *c = &s->claim[claim];
    const struct rk_sit_part *p = &s->part[c->part];
    struct rk_claim out = {
        .aspect = rk_sit_text(s, s->aspect[c->aspect]),
        .value = {.kind = (enum rk_value_kind)c->kind,
                  .low = c->low,
                  .high = c->high,
                  .text = rk_sit_text(s, c->text),
                  .when = {RK_DAY_NONE, RK_DAY_NONE},
                  .truth = c->low == 1.0},
        .bound = bound_word(c->bound),
        .definition = rk_sit_text(s, p->definition),
        .scope = rk_sit_text(s, p->scope),
        .method = rk_sit_text(s, p->method),
        .as_of = {p->as_of_first, p->as_of_last},
        .period = {RK_DAY_NONE, RK_DAY_NONE},
    };
    if (out.value.kind == RK_VALUE_DATE)
        out.value.when = (struct rk_when){(rk_day)c->low, (rk_day)c->high};
    if (c->extra < 0)
        return out;
    const struct rk_sit_extra *e = &s->extra[c->extra];
    out.unit = rk_sit_text(s, e->unit);
    out.definition = rk_sit_text(s, e->definition);
    out.denominator = rk_sit_text(s, e->denominator);
    out.scope = rk_sit_text(s, e->scope);
    out.method = rk_sit_text(s, e->method);
    out.said_as = rk_sit_text(s, e->said_as);
    out.reported_in = rk_sit_text(s, e->reported_in);
    out.note = rk_sit_text(s, e->note);
    out.why = rk_sit_text(s, e->why);
    out.as_of = (struct rk_when){e->as_of_first, e->as_of_last};
    out.period = (struct rk_when){e->period_first, e->period_last};
    return out;
}

/* ---- what counts ---------------------------------------------------------------------------
 */

static void settle_at(const struct rk_situation *s, int64_t head, struct rk_batch_info *copy)
{
    int32_t known = 0;
    for (int32_t i = 0; i < s->batches; i++)
        if (s->batch[i].close < head)
            copy[known++] = s->batch[i];
    rk_batches_settle(copy, known);
}

rk_status rk_view_make(const struct rk_situation *s, int64_t head, rk_day day,
                       struct rk_arena *keep, struct rk_view *out, struct rk_err *err)
{
    struct rk_arena taken = *keep;
    bool *counts = RK_NEW(&taken, bool, s->batches + 1);
    int64_t *replaced = RK_NEW(&taken, int64_t, s->correctings + 1);
    struct rk_arena rest = taken; /* the copies are free again below */
    struct rk_batch_info *copy = RK_NEW(&rest, struct rk_batch_info, s->batches + 1);
    if (rest.failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for a view of the town");
    settle_at(s, head, copy);
    for (int32_t i = 0; i < s->batches;
         i++) /* batches stand in order, so known ones come first */
        counts[i] = s->batch[i].close < head && copy[i].undone_by == 0;
    for (int32_t i = 0; i < s->correctings; i++) {
        const struct rk_sit_claim *c = &s->claim[s->correcting[i]];
        replaced[i] = counts[s->part[c->part].batch] ? s->extra[c->extra].replaces : -1;
    }
    *keep = taken;
    *out = (struct rk_view){s, head, day, counts, replaced};
    return RK_OK;
}

bool rk_view_counts(const struct rk_view *v, int64_t claim)
{
    const struct rk_sit_part *p = &v->sit->part[v->sit->claim[claim].part];
    if (!v->counts[p->batch])
        return false;
    const struct rk_when as_of = rk_sit_claim_as_of(v->sit, claim);
    return as_of.first == RK_DAY_NONE || as_of.first <= v->day;
}

int64_t rk_view_replaced_by(const struct rk_view *v, int64_t claim)
{
    for (int32_t i = v->sit->correctings - 1; i >= 0; i--)
        if (v->replaced_by[i] == claim && rk_view_counts(v, v->sit->correcting[i]))
            return v->sit->correcting[i];
    return -1;
}

int64_t rk_situation_head_on(const struct rk_situation *s, rk_day day)
{
    int64_t head = 0;
    for (int32_t i = 0; i < s->batches; i++)
        if (s->batch[i].day <= day && s->batch[i].close + 1 > head)
            head = s->batch[i].close + 1;
    return head;
}

void rk_situation_days(const struct rk_situation *s, rk_day *first, rk_day *last)
{
    *first = *last = RK_DAY_NONE;
    for (int32_t i = 0; i < s->batches; i++) {
        const rk_day day = s->batch[i].day;
        *first = *first == RK_DAY_NONE || day < *first ? day : *first;
        *last = day > *last ? day : *last;
    }
}
