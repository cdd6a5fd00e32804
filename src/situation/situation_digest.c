/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number for a whole situation: equal ledgers, equal digests. */
#include "rk_situation.h"

struct digest {
    const struct rk_situation *s;
    struct rk_sha256 hash;
};

static void add_int(struct digest *d, int64_t x)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)((uint64_t)x >> (56 - 8 * i));
    rk_sha256_add(&d->hash, bytes, 8);
}

static void add_text(struct digest *d, struct rk_str s)
{
    add_int(d, s.len);
    rk_sha256_add(&d->hash, s.at, s.len);
}

static void add_double(struct digest *d, double x)
{
    int64_t bits = INT64_MIN; /* one value for every NaN */
    if (!isnan(x))
        memcpy(&bits, &x, sizeof bits);
    add_int(d, bits);
}

static void add_when(struct digest *d, struct rk_when w)
{
    add_int(d, w.first);
    add_int(d, w.last);
}

static void add_claim(struct digest *d, int64_t claim)
{
    const struct rk_situation *s = d->s;
    const struct rk_sit_claim *row = &s->claim[claim];
    const struct rk_sit_part *p = &s->part[row->part];
    const struct rk_claim c = rk_sit_claim_said(s, claim);
    add_int(d, p->entry);
    add_int(d, p->ordinal + claim - p->first_claim);
    add_int(d, p->compartment);
    add_text(d, p->source < 0 ? (struct rk_str){0} : rk_sit_text(s, s->subject[p->source].id));
    const struct rk_str texts[] = {rk_sit_text(s, p->place),
                                   c.aspect,
                                   c.value.text,
                                   c.bound,
                                   c.unit,
                                   c.definition,
                                   c.denominator,
                                   c.scope,
                                   c.method,
                                   c.said_as,
                                   c.reported_in,
                                   c.note,
                                   c.why};
    for (ptrdiff_t i = 0; i < RK_COUNT(texts); i++)
        add_text(d, texts[i]);
    add_int(d, c.value.kind);
    add_double(d, c.value.low);
    add_double(d, c.value.high);
    add_when(d, c.as_of);
    add_when(d, c.period);
    add_int(d, row->extra < 0 ? -1 : s->extra[row->extra].replaces);
}

static int by_id(const void *a, const void *b, void *user)
{
    const struct rk_situation *s = user;
    return rk_str_cmp(rk_sit_text(s, s->subject[*(const int32_t *)a].id),
                      rk_sit_text(s, s->subject[*(const int32_t *)b].id));
}

rk_status rk_situation_digest(const struct rk_situation *s, struct rk_scratch scratch,
                              struct rk_hash *out, struct rk_err *err)
{
    int32_t *order = RK_NEW(&scratch, int32_t, s->subjects + 1);
    int32_t *parts = RK_NEW(&scratch, int32_t, s->parts + 1);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the digest");
    struct digest d = {.s = s};
    rk_sha256_start(&d.hash);
    add_text(&d, s->origin);
    add_int(&d, s->head);
    for (int32_t i = 0; i < s->batches; i++) {
        add_int(&d, s->batch[i].number);
        add_int(&d, s->batch[i].kind);
        add_int(&d, s->batch[i].day);
        add_int(&d, s->batch[i].recorded_at);
        add_int(&d, s->batch[i].undone_by);
        add_text(&d, s->batch[i].author);
    }
    for (int32_t i = 0; i < s->subjects; i++)
        order[i] = i;
    qsort_r(order, (size_t)s->subjects, sizeof *order, by_id,
            (void *)(uintptr_t)(const void *)s);
    for (int32_t i = 0; i < s->subjects; i++) {
        int32_t count = 0;
        for (int32_t p = s->subject[order[i]].last_part; p >= 0; p = s->part[p].before)
            parts[count++] = p;
        add_text(&d, rk_sit_text(s, s->subject[order[i]].id));
        add_int(&d, count);
        while (count-- > 0) /* in order of the log */
            for (int32_t c = 0; c < s->part[parts[count]].claims; c++)
                add_claim(&d, s->part[parts[count]].first_claim + c);
    }
    *out = rk_sha256_end(&d.hash);
    return RK_OK;
}
