/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything read again and checked, as far as the keys at hand allow:
 * docs/formats/ledger.md, 8. */
#include "rk_ledger.h"

#include "ledger_internal.h"

struct verifying {
    struct rk_ledger *ledger;
    struct ledger_reader reader;
    struct rk_scratch scratch;
    struct rk_arena plain_room; /* for reading one part, used again for the next */
    rk_finding_tell *tell;
    void *user;
    struct rk_progress *progress;
    struct rk_verdict *verdict;
    struct rk_tlog_frontier log, batch; /* trees so far */
    int32_t batch_number, slices, batches, last_closed;
    int64_t batch_claims, all_claims, signed_size, end_of_keys, closed_size;
    /* checkpoints, in order of size */
    int64_t *size;
    struct rk_hash *root;
    int32_t checkpoints, next_checkpoint;
    uint8_t *stone; /* [end_of_keys] 1: tombstone, 2: erasure recorded, 4: key row there */
};

static void found(struct verifying *v, const char *place, const char *what)
{
    char said[512];
    v->verdict->findings++;
    rk_said(said, sizeof said, "%s", what);
    if (v->tell)
        v->tell(v->user, place, said);
}

RK_PRINTF(3, 4) static void found_at(struct verifying *v, int64_t entry, const char *fmt, ...)
{
    char place[64], what[512];
    rk_said(place, sizeof place, "entry %" PRId64, entry);
    va_list args;
    va_start(args, fmt);
    rk_said_list(what, sizeof what, fmt, args);
    va_end(args);
    found(v, place, what);
}

/* ---- checkpoints and keyring ---------------------------------------------------------------
 */

static rk_status on_checkpoint(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)err;
    struct verifying *v = user;
    struct rk_err said = {0};
    struct rk_tlog_checkpoint c = {0};
    char place[64];
    rk_said(place, sizeof place, "checkpoint %" PRId64, row->number);
    const struct rk_tlog_policy policy = {.key = &v->ledger->log_key, .keys = 1};
    if (rk_tlog_checkpoint_open(row->bytes, &policy, &c, NULL, &said)) {
        found(v, place, said.text);
        return RK_OK;
    }
    if (c.tree.size != row->number)
        found(v, place, "it signs another size than its place says");
    v->size[v->checkpoints] = row->number;
    v->root[v->checkpoints++] = c.tree.root;
    v->verdict->checkpoints++;
    return RK_OK;
}

static rk_status count_row(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)row, (void)err;
    *(int64_t *)user += 1;
    return RK_OK;
}

static rk_status on_key(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)err;
    struct verifying *v = user;
    v->verdict->keys++;
    v->stone[row->number] |= 4;
    const struct ledger_keys *keys = &v->ledger->keys;
    if (row->compartment < 1 || row->compartment > RK_COMPARTMENT_COUNT ||
        !keys->held[row->compartment])
        return RK_OK;
    uint8_t key[LEDGER_KEY];
    char label[LEDGER_LABEL_MAX], place[64];
    ptrdiff_t len = 0;
    if (!ledger_key_unwrap(keys, row->compartment, row->number, row->bytes, key, label, &len)) {
        rk_said(place, sizeof place, "key %" PRId64, row->number);
        found(v, place, "it cannot be opened: its bytes were changed");
    }
    sodium_memzero(key, sizeof key);
    sodium_memzero(label, sizeof label);
    return RK_OK;
}

static rk_status on_tombstone(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)err;
    struct verifying *v = user;
    v->verdict->erased++;
    v->stone[row->number] |= 1;
    return RK_OK;
}

/* ---- entries -------------------------------------------------------------------------------
 */

static void check_part(struct verifying *v, int64_t index, const struct ledger_part_head *head,
                       bool is_act)
{
    struct rk_err said = {0};
    struct rk_opened opened = {.index = index};
    if (head->key >= v->end_of_keys || !(v->stone[head->key] & 5)) {
        found_at(v, index, "key %" PRId64 " is missing, and no erasure says so", head->key);
        return;
    }
    if (ledger_reader_part(&v->reader, head, &opened, &said)) {
        found_at(v, index, "%s", said.text);
        return;
    }
    if (opened.sealed)
        return;
    struct rk_arena room = v->plain_room;
    struct rk_part part = {0};
    if (rk_part_read(opened.content, &room, &part, &said))
        found_at(v, index, "%s", said.text);
    else if (!is_act && part.claim_count != head->claims)
        found_at(v, index, "a part holds %d claims and says %d", part.claim_count,
                 head->claims);
}

static void check_parts(struct verifying *v, int64_t index, const struct ledger_entry *e)
{
    struct rk_str rest = e->body;
    struct ledger_part_head head;
    while (ledger_part_next(&rest, &head)) {
        if (e->type == LEDGER_SLICE)
            v->batch_claims += head.claims;
        check_part(v, index, &head, e->type == LEDGER_CLOSE);
    }
}

static void note_erased(struct verifying *v, int64_t index, const struct ledger_entry *e)
{
    for (ptrdiff_t i = 0; i < e->body.len; i += 8) {
        const int64_t key = (int64_t)ledger_get((const uint8_t *)e->body.at + i, 8);
        if (key < 0 || key >= v->end_of_keys || !(v->stone[key] & 1))
            found_at(v, index, "key %" PRId64 " was erased, but its tombstone is missing", key);
        else
            v->stone[key] |= 2;
    }
}

static void check_close(struct verifying *v, int64_t index, const struct ledger_entry *e)
{
    const struct rk_hash root = rk_tlog_frontier_root(&v->batch);
    struct rk_scratch scratch = v->scratch;
    const struct rk_str message = ledger_batch_message(v->ledger, e->signed_bytes, &scratch);
    v->all_claims += v->batch_claims;
    v->batches++;
    if (!message.at ||
        crypto_sign_verify_detached(e->signature, (const uint8_t *)message.at,
                                    (unsigned long long)message.len, e->author) != 0)
        found_at(v, index, "the author's signature does not hold");
    if (e->slice != v->slices || !rk_hash_eq(&root, &e->batch_root))
        found_at(v, index, "the batch is not the one that was signed");
    if (e->claims != v->batch_claims || e->claims_so_far != v->all_claims ||
        e->batches != v->batches)
        found_at(v, index, "the counts of the batch do not agree");
    if (e->next_key > v->end_of_keys)
        found_at(v, index, "keys are missing: %" PRId64 " were made, %" PRId64 " are known",
                 e->next_key, v->end_of_keys);
}

static void start_batch(struct verifying *v, const struct ledger_entry *e)
{
    if (v->batch_number)
        v->verdict->unfinished += v->slices;
    v->batch_number = e->batch;
    v->batch = (struct rk_tlog_frontier){0};
    v->slices = 0;
    v->batch_claims = 0;
}

static void check_entry(struct verifying *v, const struct rk_store_row *row,
                        const struct ledger_entry *e, const struct rk_hash *leaf)
{
    if (e->batch != v->batch_number) {
        if (e->batch <= v->last_closed)
            found_at(v, row->number, "batch %d comes after batch %d", e->batch, v->last_closed);
        start_batch(v, e);
    }
    check_parts(v, row->number, e);
    if (e->type == LEDGER_CLOSE) {
        check_close(v, row->number, e);
        v->last_closed = e->batch;
        v->batch_number = 0;
        v->closed_size = row->number + 1;
        return;
    }
    if (e->slice != v->slices)
        found_at(v, row->number, "slice %d of batch %d, where %d is due", e->slice, e->batch,
                 v->slices);
    if (e->type == LEDGER_ERASED)
        note_erased(v, row->number, e);
    rk_tlog_append(&v->batch, leaf);
    v->slices++;
}

static void check_root(struct verifying *v)
{
    while (v->next_checkpoint < v->checkpoints && v->size[v->next_checkpoint] <= v->log.size) {
        const struct rk_hash root = rk_tlog_frontier_root(&v->log);
        const int32_t i = v->next_checkpoint++;
        if (v->size[i] != v->log.size || !rk_hash_eq(&root, &v->root[i]))
            found_at(v, v->log.size - 1,
                     "the log up to here is not the one that checkpoint %" PRId64 " signs",
                     v->size[i]);
        else if (v->closed_size != v->size[i])
            found_at(v, v->log.size - 1, "a checkpoint stands where no batch ends");
        v->signed_size = v->size[i];
    }
}

static rk_status on_entry(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct verifying *v = user;
    struct rk_err said = {0};
    struct ledger_entry e;
    if (row->number != v->log.size) {
        found_at(v, v->log.size, "entries up to %" PRId64 " are missing", row->number - 1);
        return RK_ENOTFOUND; /* nothing behind a gap can be compared */
    }
    const struct rk_hash leaf = rk_tlog_leaf(row->bytes.at, row->bytes.len);
    if (!row->sum_ok || !rk_hash_eq(&leaf, &row->leaf))
        found_at(v, row->number, "its bytes are not those that were hashed");
    rk_tlog_append(&v->log, &leaf);
    v->verdict->entries++;
    if (ledger_entry_read(row->bytes, &e, &said))
        found_at(v, row->number, "%s", said.text);
    else
        check_entry(v, row, &e, &leaf);
    check_root(v);
    return rk_progress_step(v->progress, 1, err);
}

static void check_ends(struct verifying *v)
{
    const struct rk_ledger *l = v->ledger;
    v->verdict->unfinished += v->log.size > v->closed_size ? v->slices : 0;
    v->verdict->claims = v->all_claims;
    if (v->next_checkpoint < v->checkpoints)
        found_at(v, v->log.size, "entries are missing that checkpoint %" PRId64 " signs",
                 v->size[v->checkpoints - 1]);
    if (v->closed_size != v->signed_size)
        found_at(v, v->closed_size, "batches are closed that no checkpoint signs");
    if (l->head.size != v->signed_size)
        found_at(v, l->head.size, "the last checkpoint is not the head");
    for (int64_t k = 0; k < v->end_of_keys; k++) {
        if ((v->stone[k] & 3) == 1 || (v->stone[k] & 5) == 5) {
            char place[64];
            rk_said(place, sizeof place, "key %" PRId64, k);
            found(v, place, "a tombstone stands here without an erasure in the log");
        }
    }
}

static rk_status take_room(struct verifying *v, struct rk_err *err)
{
    int64_t checkpoints = 0;
    rk_status status = rk_store_checkpoints(v->ledger->store, 0, count_row, &checkpoints, err);
    if (!status)
        status = rk_store_key_end(v->ledger->store, 0, &v->end_of_keys, err);
    if (status)
        return status;
    v->size = RK_NEW(&v->scratch, int64_t, checkpoints + 1);
    v->root = RK_NEW(&v->scratch, struct rk_hash, checkpoints + 1);
    v->stone = RK_NEW(&v->scratch, uint8_t, v->end_of_keys + 1);
    if (v->scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory to verify");
    return ledger_reader_open(v->ledger, &v->scratch, &v->reader, err);
}

static rk_status check_log(struct verifying *v, struct rk_err *err)
{
    struct rk_store *store = v->ledger->store;
    rk_status status = take_room(v, err);
    if (!status)
        status = rk_store_checkpoints(store, 0, on_checkpoint, v, err);
    if (!status)
        status = rk_store_tombstones(store, 0, on_tombstone, v, err);
    if (!status)
        status = rk_store_keys(store, 0, 0, v->end_of_keys, on_key, v, err);
    if (status)
        return status;
    v->plain_room = v->scratch.in;
    v->scratch.in.at = v->scratch.in.at + (v->scratch.in.end - v->scratch.in.at) / 2;
    v->plain_room.end = v->scratch.in.at;
    rk_progress_start(v->progress, "progress.verify", (double)v->ledger->stored);
    status = rk_store_entries(store, 0, 0, INT64_C(1) << RK_STORE_INDEX_BITS, on_entry, v, err);
    if (status && status != RK_ENOTFOUND)
        return status;
    check_ends(v);
    ledger_reader_wipe(&v->reader);
    return RK_OK;
}

rk_status rk_ledger_verify(struct rk_ledger *l, rk_finding_tell *tell, void *user,
                           struct rk_progress *progress, struct rk_scratch scratch,
                           struct rk_verdict *out, struct rk_err *err)
{
    *out = (struct rk_verdict){.opened = l->keys.open};
    struct verifying v = {.ledger = l,
                          .scratch = scratch,
                          .tell = tell,
                          .user = user,
                          .progress = progress,
                          .verdict = out};
    rk_status status = rk_store_check(l->store, tell, user, &out->findings, err);
    if (!status)
        status = check_log(&v, err);
    if (status == RK_ECORRUPT) {
        found(&v, err ? err->place : "", err ? err->text : "");
        return RK_OK;
    }
    return status;
}
