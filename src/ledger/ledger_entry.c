/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of an entry: docs/formats/ledger.md, 2 and 3. */
#include "rk_ledger.h"

#include "ledger_internal.h"

void ledger_put(uint8_t *at, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--, value >>= 8)
        at[i] = (uint8_t)value;
}

uint64_t ledger_get(const uint8_t *at, int bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | at[i];
    return value;
}

static rk_status bad(struct rk_err *err, int offset, const char *expected)
{
    return rk_fail(err, RK_ECORRUPT, "", "byte %d: expected %s", offset, expected);
}

bool ledger_part_next(struct rk_str *body, struct ledger_part_head *out)
{
    const uint8_t *at = (const uint8_t *)body->at;
    if (body->len < LEDGER_PART_HEAD)
        return false;
    const ptrdiff_t len = (ptrdiff_t)ledger_get(at + 48, 2);
    if (body->len - LEDGER_PART_HEAD < len || len < LEDGER_SALT + LEDGER_TAG)
        return false;
    out->compartment = at[0];
    out->cipher = at[1];
    out->claims = (int)ledger_get(at + 2, 2);
    out->epoch = (uint32_t)ledger_get(at + 4, 4);
    out->key = (int64_t)ledger_get(at + 8, 8);
    memcpy(out->commitment.byte, at + 16, sizeof out->commitment.byte);
    out->sealed = (struct rk_str){body->at + LEDGER_PART_HEAD, len};
    *body = rk_str_slice(*body, LEDGER_PART_HEAD + len, body->len);
    return true;
}

static rk_status check_parts(const struct ledger_entry *e, ptrdiff_t offset, struct rk_err *err)
{
    struct rk_str rest = e->body;
    for (int i = 0; i < e->parts; i++) {
        const int at = (int)(offset + e->body.len - rest.len);
        struct ledger_part_head part;
        if (!ledger_part_next(&rest, &part))
            return bad(err, at, "a whole part");
        if (part.compartment < 1 || part.compartment > RK_COMPARTMENT_COUNT ||
            part.cipher != 1 || part.epoch != LEDGER_EPOCH || part.claims < 1 || part.key < 0)
            return bad(err, at, "a part of compartment 1 to 4, cipher 1, epoch 1, with claims");
    }
    return rest.len ? bad(err, (int)(offset + e->body.len - rest.len), "the end of the entry")
                    : RK_OK;
}

static rk_status read_close(struct rk_str bytes, struct ledger_entry *e, struct rk_err *err)
{
    const uint8_t *at = (const uint8_t *)bytes.at;
    if (bytes.len < LEDGER_CLOSE_HEAD + LEDGER_SIGNATURE)
        return bad(err, (int)bytes.len, "a closing entry of at least 192 bytes");
    e->recorded_at = (int64_t)ledger_get(at + 16, 8);
    e->day = (rk_day)(int32_t)(uint32_t)ledger_get(at + 24, 4);
    const int kind = (int)ledger_get(at + 28, 2);
    if (kind < RK_ACT_SETTING || kind > RK_ACT_ERASURE || ledger_get(at + 30, 2) != 0)
        return bad(err, 28, "a kind of act from 1 to 7");
    e->kind = (enum rk_act_kind)kind;
    e->target = (int32_t)ledger_get(at + 32, 4);
    e->batches = (int32_t)ledger_get(at + 36, 4);
    e->next_key = (int64_t)ledger_get(at + 40, 8);
    e->claims = (int64_t)ledger_get(at + 48, 8);
    e->claims_so_far = (int64_t)ledger_get(at + 56, 8);
    memcpy(e->batch_root.byte, at + 64, sizeof e->batch_root.byte);
    e->author = at + 96;
    e->signature = at + bytes.len - LEDGER_SIGNATURE;
    e->signed_bytes = (struct rk_str){bytes.at, bytes.len - LEDGER_SIGNATURE};
    e->body = rk_str_slice(bytes, LEDGER_CLOSE_HEAD, bytes.len - LEDGER_SIGNATURE);
    if (e->next_key < 0 || e->claims < 0 || e->claims_so_far < e->claims || e->batches < 1)
        return bad(err, 36, "counts that are not negative");
    return check_parts(e, LEDGER_CLOSE_HEAD, err);
}

rk_status ledger_entry_read(struct rk_str bytes, struct ledger_entry *e, struct rk_err *err)
{
    const uint8_t *at = (const uint8_t *)bytes.at;
    *e = (struct ledger_entry){0};
    if (bytes.len < LEDGER_ENTRY_HEAD || memcmp(at, "RKE1", 4) != 0)
        return bad(err, 0, "an entry of this ledger (RKE1)");
    if (at[4] < LEDGER_SLICE || at[4] > LEDGER_ERASED || at[5] != 0)
        return bad(err, 4, "an entry of type 1, 2 or 3");
    e->type = (enum ledger_entry_type)at[4];
    e->parts = (int)ledger_get(at + 6, 2);
    e->batch = (int32_t)ledger_get(at + 8, 4);
    e->slice = (int32_t)ledger_get(at + 12, 4);
    if (e->batch < 1 || e->slice < 0)
        return bad(err, 8, "a batch number from 1");
    e->body = rk_str_slice(bytes, LEDGER_ENTRY_HEAD, bytes.len);
    switch (e->type) {
    case LEDGER_SLICE:
        return check_parts(e, LEDGER_ENTRY_HEAD, err);
    case LEDGER_CLOSE:
        return read_close(bytes, e, err);
    case LEDGER_ERASED:
        break;
    }
    return e->parts || e->body.len % 8 || !e->body.len
               ? bad(err, LEDGER_ENTRY_HEAD, "numbers of erased keys, 8 bytes each")
               : RK_OK;
}
