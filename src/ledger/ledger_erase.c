/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing a subject: its keys are destroyed, the log keeps what it committed to. */
#include "rk_ledger.h"

#include "ledger_internal.h"

struct erasing {
    struct rk_ledger *ledger;
    struct rk_str subject;
    struct rk_buf numbers; /* 8 bytes each */
    int64_t count;
};

static rk_status on_key(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct erasing *e = user;
    uint8_t key[LEDGER_KEY], number[8];
    char label[LEDGER_LABEL_MAX];
    ptrdiff_t len = 0;
    if (!ledger_key_unwrap(&e->ledger->keys, row->compartment, row->number, row->bytes, key,
                           label, &len))
        return RK_OK; /* sealed to others: their office erases it */
    sodium_memzero(key, sizeof key);
    if (!rk_str_eq((struct rk_str){label, len}, e->subject))
        return RK_OK;
    ledger_put(number, (uint64_t)row->number, 8);
    rk_buf_bytes(&e->numbers, number, 8);
    e->count++;
    return e->numbers.failed ? rk_fail(err, RK_ENOMEM, "", "not enough memory to erase")
                             : RK_OK;
}

/* One entry lists the keys, a closing entry signs it, then the keys go: one transaction. */
static rk_status write_erasure(struct erasing *e, const struct rk_act *act,
                               struct rk_scratch scratch, struct rk_err *err)
{
    enum { KEYS_PER_ENTRY = 8000 };
    struct rk_ledger *l = e->ledger;
    struct rk_batch *batch = NULL;
    rk_status status = rk_batch_begin(l, act, &scratch.in, &batch, err);
    for (int64_t from = 0; from < e->count && !status; from += KEYS_PER_ENTRY) {
        const int64_t to = from + KEYS_PER_ENTRY < e->count ? from + KEYS_PER_ENTRY : e->count;
        const int64_t entry = l->stored;
        status = ledger_batch_add_erasure(
            batch, rk_str_slice(rk_buf_str(&e->numbers), 8 * from, 8 * to), err);
        for (int64_t i = from; i < to && !status; i++) {
            const int64_t key = (int64_t)ledger_get((const uint8_t *)e->numbers.at + 8 * i, 8);
            status = rk_store_erase_key(l->store, 0, key, entry, err);
        }
    }
    struct rk_receipt receipt;
    if (!status)
        return rk_batch_close(batch, &receipt, err);
    rk_batch_abandon(batch);
    return status;
}

rk_status rk_ledger_erase(struct rk_ledger *l, struct rk_str subject, const struct rk_act *act,
                          struct rk_scratch scratch, int64_t *keys, struct rk_err *err)
{
    *keys = 0;
    if (l->mode != RK_LEDGER_WRITE || !l->keys.open)
        return rk_fail(err, RK_EDENIED, "", "the ledger is not open for writing");
    int64_t end = 0;
    rk_status status = rk_store_key_end(l->store, 0, &end, err);
    struct erasing e = {.ledger = l, .subject = subject};
    e.numbers = rk_buf_in(&scratch.in, 8 * end + 8);
    if (!status)
        status = rk_store_keys(l->store, 0, 0, end, on_key, &e, err);
    if (status)
        return status;
    if (!e.count)
        return rk_fail(err, RK_ENOTFOUND, "",
                       "nothing is said of \"%.*s\" under keys held here", RK_FMT(subject));
    struct rk_act recorded = *act;
    recorded.kind = RK_ACT_ERASURE;
    status = write_erasure(&e, &recorded, scratch, err);
    *keys = status ? 0 : e.count;
    return status;
}
