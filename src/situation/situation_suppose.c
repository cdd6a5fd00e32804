/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The town as it would be if something more were said: copies, and a batch that no ledger has.
 */
#include "rk_situation.h"

/* The arrays of the copy, with room for what is added. */
struct copy {
    struct rk_batch_info *batch;
    struct rk_sit_subject *subject;
    struct rk_sit_part *part;
    struct rk_sit_claim *claim;
    rk_ref *aspect;
    char *text;
    int64_t text_room;
};

static int64_t text_needed(const struct rk_part *parts, int32_t count)
{
    int64_t bytes = 0;
    for (int32_t i = 0; i < count; i++) {
        bytes += parts[i].about.len;
        for (int32_t c = 0; c < parts[i].claim_count; c++)
            bytes += parts[i].claims[c].aspect.len + parts[i].claims[c].value.text.len;
    }
    return bytes;
}

static bool take_copy(const struct rk_situation *s, const struct rk_part *parts, int32_t count,
                      struct rk_arena *keep, struct copy *c)
{
    int64_t claims = 0;
    for (int32_t i = 0; i < count; i++)
        claims += parts[i].claim_count;
    c->text_room = s->text_len + text_needed(parts, count);
    c->batch = RK_NEW(keep, struct rk_batch_info, s->batches + 1);
    c->subject = RK_NEW(keep, struct rk_sit_subject, s->subjects + count);
    c->part = RK_NEW(keep, struct rk_sit_part, s->parts + count);
    c->claim = RK_NEW(keep, struct rk_sit_claim, s->claims + claims);
    c->aspect = RK_NEW(keep, rk_ref, s->aspects + claims);
    c->text = RK_NEW(keep, char, c->text_room + 1);
    if (keep->failed)
        return false;
    memcpy(c->batch, s->batch, (size_t)s->batches * sizeof *c->batch);
    memcpy(c->subject, s->subject, (size_t)s->subjects * sizeof *c->subject);
    memcpy(c->part, s->part, (size_t)s->parts * sizeof *c->part);
    memcpy(c->claim, s->claim, (size_t)s->claims * sizeof *c->claim);
    memcpy(c->aspect, s->aspect, (size_t)s->aspects * sizeof *c->aspect);
    memcpy(c->text, s->text, (size_t)s->text_len);
    return true;
}

static rk_ref add_text(struct rk_situation *s, struct copy *c, struct rk_str text)
{
    if (!text.len)
        return 0;
    const int64_t offset = s->text_len;
    memcpy(c->text + offset, text.at, (size_t)text.len);
    s->text_len += text.len;
    return (rk_ref)offset << 24 | (rk_ref)text.len;
}

static int32_t aspect_at(struct rk_situation *s, struct copy *c, struct rk_str id)
{
    for (int32_t i = 0; i < s->aspects; i++)
        if (rk_str_eq(rk_sit_text(s, s->aspect[i]), id))
            return i;
    c->aspect[s->aspects] = add_text(s, c, id);
    return s->aspects++;
}

static int32_t subject_at(struct rk_situation *s, struct copy *c, struct rk_str id)
{
    const int32_t known = rk_sit_subject_find(s, id);
    if (known >= 0)
        return known;
    c->subject[s->subjects] =
        (struct rk_sit_subject){.id = add_text(s, c, id), .last_part = -1};
    return s->subjects++;
}

static void add_claim(struct rk_situation *s, struct copy *c, const struct rk_claim *said,
                      int32_t part)
{
    const struct rk_value *v = &said->value;
    const double truth = v->truth ? 1.0 : 0.0;
    struct rk_sit_claim claim = {.low = v->low,
                                 .high = v->high,
                                 .part = part,
                                 .aspect = aspect_at(s, c, said->aspect),
                                 .text = add_text(s, c, v->text),
                                 .extra = -1,
                                 .kind = (uint8_t)v->kind};
    if (v->kind == RK_VALUE_TEXT || v->kind == RK_VALUE_NONE)
        claim.low = claim.high = RK_NAN; /* as it is read back from the ledger */
    if (v->kind == RK_VALUE_BOOL)
        claim.low = claim.high = truth;
    if (v->kind == RK_VALUE_DATE) {
        claim.low = v->when.first;
        claim.high = v->when.last;
    }
    c->claim[s->claims++] = claim;
}

static void add_part(struct rk_situation *s, struct copy *c, const struct rk_part *p,
                     int32_t *ordinal)
{
    const int32_t subject = subject_at(s, c, p->about), at = s->parts++;
    c->part[at] = (struct rk_sit_part){.entry = s->head,
                                       .first_claim = s->claims,
                                       .ordinal = *ordinal,
                                       .claims = p->claim_count,
                                       .batch = s->batches,
                                       .subject = subject,
                                       .source = -1,
                                       .before = c->subject[subject].last_part,
                                       .compartment = p->compartment,
                                       .as_of_first = p->as_of.first,
                                       .as_of_last = p->as_of.last};
    c->subject[subject].last_part = at;
    for (int32_t i = 0; i < p->claim_count; i++)
        add_claim(s, c, &p->claims[i], at);
    *ordinal += p->claim_count;
}

rk_status rk_situation_suppose(const struct rk_situation *s, rk_day day,
                               const struct rk_part *parts, int32_t count,
                               struct rk_arena *keep, struct rk_situation **out,
                               struct rk_err *err)
{
    struct rk_arena taken = *keep;
    struct rk_situation *made = RK_NEW(&taken, struct rk_situation, 1);
    struct copy c;
    int32_t ordinal = 0;
    for (int32_t i = 0; i < count; i++)
        for (int32_t k = 0; k < parts[i].claim_count; k++)
            if (parts[i].claims[k].replaces.len)
                return rk_fail(err, RK_EINVAL, "", "a correction cannot be supposed");
    if (!made || !take_copy(s, parts, count, &taken, &c))
        return rk_fail(err, RK_ENOMEM, "", "not enough memory to suppose anything");
    *made = *s;
    made->builder = NULL;
    made->batch = c.batch;
    made->subject = c.subject;
    made->part = c.part;
    made->claim = c.claim;
    made->aspect = c.aspect;
    made->text = c.text;
    for (int32_t i = 0; i < count; i++)
        add_part(made, &c, &parts[i], &ordinal);
    c.batch[made->batches] = (struct rk_batch_info){
        .number = made->batches ? c.batch[made->batches - 1].number + 1 : 1,
        .kind = RK_ACT_DECISION,
        .day = day,
        .first = s->head,
        .close = s->head + 1,
        .claims = ordinal};
    made->batches++;
    made->head += 2; /* the entry of the parts, and the one that would close it */
    *keep = taken;
    *out = made;
    return RK_OK;
}
