/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_ledger.h"

#include "ledger_internal.h"
#include "rk_holder.h"

static rk_status make_log(struct rk_store *store, const struct ledger_keys *keys,
                          struct rk_scratch scratch, struct rk_err *err)
{
    const uint8_t *public_key = keys->log_secret + 32;
    const struct rk_hash digest = rk_sha256(public_key, 32);
    char name[16] = "ranok/";
    rk_hex(digest.byte, 4, name + 6);
    struct rk_tlog_key key;
    rk_status status = rk_tlog_key_make(rk_str_of(name), RK_TLOG_SIGNS, public_key, &key, err);
    if (status)
        return status;
    struct rk_buf vkey = rk_buf_in(&scratch.in, 256);
    rk_tlog_key_write(&key, &vkey);
    if (vkey.failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory");
    return rk_store_add_record(store, RK_RECORD_LOG, 0, rk_buf_str(&vkey), err);
}

static rk_status make_town(struct rk_store *store, struct rk_str passphrase, enum rk_kdf kdf,
                           struct rk_str holder, struct ledger_keys *keys,
                           struct rk_scratch scratch, struct rk_err *err)
{
    uint8_t public_key[32];
    crypto_sign_keypair(public_key, keys->log_secret);
    crypto_sign_keypair(public_key, keys->author_secret);
    randombytes_buf(keys->pepper, sizeof keys->pepper);
    rk_status status = make_log(store, keys, scratch, err);
    for (int c = 1; c <= RK_COMPARTMENT_COUNT && !status; c++) {
        crypto_box_keypair(public_key, keys->secret[c]);
        keys->held[c] = true;
        status =
            rk_store_add_record(store, RK_RECORD_COMPARTMENT, (int64_t)c << 16 | LEDGER_EPOCH,
                                (struct rk_str){(const char *)public_key, 32}, err);
    }
    struct rk_buf wrapped = rk_buf_in(&scratch.in, 1024);
    if (!status)
        status = ledger_holder_write(keys, passphrase, kdf, holder, &wrapped, err);
    if (!status)
        status = rk_store_add_record(store, RK_RECORD_HOLDER, 1, rk_buf_str(&wrapped), err);
    return status;
}

rk_status rk_ledger_create(const char *dir, struct rk_str passphrase, enum rk_kdf kdf,
                           struct rk_str holder, struct rk_scratch scratch, struct rk_err *err)
{
    if (sodium_init() < 0)
        return rk_fail(err, RK_EIO, "", "the system gives no random numbers");
    const rk_status weak = rk_passphrase_check(passphrase, (struct rk_str){0}, err);
    if (weak)
        return weak;
    struct rk_store *store = NULL;
    rk_status status = rk_store_open(dir, RK_STORE_CREATE, 5.0, &scratch.in, &store, err);
    if (status)
        return status;
    struct ledger_keys keys = {0};
    status = rk_store_begin(store, err);
    if (!status)
        status = make_town(store, passphrase, kdf, holder, &keys, scratch, err);
    if (!status)
        status = rk_store_commit(store, err);
    sodium_memzero(&keys, sizeof keys);
    rk_store_close(store);
    return status;
}

/* ---- opening -------------------------------------------------------------------------------
 */

static rk_status on_log(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct rk_ledger *l = user;
    struct rk_tlog_key key;
    if (!row->sum_ok || row->bytes.len >= (ptrdiff_t)sizeof l->origin)
        return rk_fail(err, RK_ECORRUPT, "record: log", "its bytes were changed");
    const rk_status status = rk_tlog_key_read(row->bytes, &key, err);
    if (status)
        return status;
    memcpy(l->origin, key.name.at, (size_t)key.name.len);
    key.name = (struct rk_str){l->origin, key.name.len};
    l->log_key = key;
    l->head.origin = key.name;
    return RK_OK;
}

static rk_status on_compartment(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct rk_ledger *l = user;
    const int64_t c = row->number >> 16;
    if (!row->sum_ok || row->bytes.len != 32 || c < 1 || c > RK_COMPARTMENT_COUNT ||
        (row->number & 0xFFFF) != LEDGER_EPOCH)
        return rk_fail(err, RK_ECORRUPT, "record: compartment", "its bytes were changed");
    memcpy(l->compartment_public[c], row->bytes.at, 32);
    return RK_OK;
}

struct unlocking {
    struct rk_ledger *ledger;
    struct rk_str passphrase;
    int64_t broken;
};

static rk_status on_holder(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct unlocking *u = user;
    if (u->ledger->keys.open)
        return RK_OK;
    if (!row->sum_ok) {
        u->broken++;
        return RK_OK; /* another holder may still open it; verify tells */
    }
    const rk_status status = ledger_holder_read(row->bytes, u->passphrase, &u->ledger->keys,
                                                &u->ledger->head.weak_kdf, err);
    return status == RK_EDENIED ? RK_OK : status;
}

static rk_status unlock(struct rk_ledger *l, struct rk_str passphrase, struct rk_err *err)
{
    char room[65];
    struct unlocking u = {l, passphrase, 0};
    rk_status status = ledger_shares_open(&u.passphrase, room, err);
    if (!status)
        status = rk_store_records(l->store, RK_RECORD_HOLDER, on_holder, &u, err);
    sodium_memzero(room, sizeof room);
    if (status)
        return status;
    if (!l->keys.open && u.broken)
        return rk_fail(err, RK_ECORRUPT, "record: holder",
                       "its bytes were changed: the keys cannot be opened");
    if (!l->keys.open)
        return rk_fail(err, RK_EDENIED, "", "this passphrase opens nothing here");
    memcpy(l->head.held, l->keys.held, sizeof l->head.held);
    return ledger_keys_fit(l, &l->keys, err);
}

static rk_status on_checkpoint(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct rk_ledger *l = user;
    struct rk_tlog_checkpoint c;
    const struct rk_tlog_policy policy = {.key = &l->log_key, .keys = 1};
    if (row->bytes.len > (ptrdiff_t)sizeof l->checkpoint)
        return rk_fail(err, RK_ECORRUPT, "checkpoint", "too long");
    memcpy(l->checkpoint, row->bytes.at, (size_t)row->bytes.len);
    const struct rk_str note = {l->checkpoint, row->bytes.len};
    const rk_status status = rk_tlog_checkpoint_open(note, &policy, &c, NULL, err);
    if (status)
        return status == RK_EINVAL ? RK_ECORRUPT : status;
    if (c.tree.size != row->number)
        return rk_fail(err, RK_ECORRUPT, "checkpoint", "it signs another size than its place");
    l->head.size = c.tree.size;
    l->head.root = c.tree.root;
    l->head.checkpoint = note;
    return RK_OK;
}

static rk_status on_last_close(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct rk_ledger *l = user;
    struct ledger_entry e;
    const rk_status status = ledger_entry_read(row->bytes, &e, err);
    if (status)
        return status;
    if (e.type != LEDGER_CLOSE)
        return rk_fail(err, RK_ECORRUPT, "entry", "a checkpoint must follow a closing entry");
    l->head.batches = e.batches;
    l->head.claims = e.claims_so_far;
    if (e.next_key > l->next_key)
        l->next_key = e.next_key;
    return RK_OK;
}

static rk_status on_last_entry(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct rk_ledger *l = user;
    struct ledger_entry e;
    const rk_status status = ledger_entry_read(row->bytes, &e, err);
    l->last_batch = e.batch;
    return status;
}

static rk_status on_leaf(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct rk_ledger *l = user;
    if (!row->sum_ok || row->number != l->frontier.size)
        return rk_fail(err, RK_ECORRUPT, "entry", "entry %" PRId64 " is missing or changed",
                       l->frontier.size);
    rk_tlog_append(&l->frontier, &row->leaf);
    return RK_OK;
}

rk_status ledger_load_head(struct rk_ledger *l, struct rk_err *err)
{
    l->head.size = 0;
    l->frontier = (struct rk_tlog_frontier){0};
    rk_status status = rk_store_last_checkpoint(l->store, 0, on_checkpoint, l, err);
    if (status == RK_ENOTFOUND)
        status = RK_OK;
    if (!status)
        status = rk_store_key_end(l->store, 0, &l->next_key, err);
    if (!status && l->head.size)
        status = rk_store_entries(l->store, 0, l->head.size - 1, l->head.size, on_last_close, l,
                                  err);
    if (!status)
        status = rk_store_size(l->store, 0, &l->stored, err);
    if (!status && l->stored < l->head.size)
        return rk_fail(err, RK_ECORRUPT, "entry",
                       "the log is shorter (%" PRId64 ") than its checkpoint (%" PRId64 ")",
                       l->stored, l->head.size);
    if (!status && l->stored)
        status = rk_store_entries(l->store, 0, l->stored - 1, l->stored, on_last_entry, l, err);
    if (!status && l->mode == RK_LEDGER_WRITE)
        status = rk_store_leaves(l->store, 0, 0, l->stored, on_leaf, l, err);
    return status;
}

rk_status rk_ledger_open(const char *dir, enum rk_ledger_mode mode, struct rk_str passphrase,
                         struct rk_arena *keep, struct rk_ledger **out, struct rk_err *err)
{
    *out = NULL;
    if (sodium_init() < 0)
        return rk_fail(err, RK_EIO, "", "the system gives no random numbers");
    struct rk_ledger *l = RK_NEW(keep, struct rk_ledger, 1);
    if (!l)
        return rk_fail(err, RK_ENOMEM, dir, "not enough memory");
    l->mode = mode;
    (void)sodium_mlock(&l->keys, sizeof l->keys); /* best effort: limits may forbid it */
    rk_status status =
        rk_store_open(dir, mode == RK_LEDGER_WRITE ? RK_STORE_WRITE : RK_STORE_READ, 60.0, keep,
                      &l->store, err);
    if (!status)
        status = rk_store_records(l->store, RK_RECORD_LOG, on_log, l, err);
    if (!status && !l->head.origin.len)
        status = rk_fail(err, RK_ECORRUPT, "record: log", "it is missing");
    if (!status)
        status = rk_store_records(l->store, RK_RECORD_COMPARTMENT, on_compartment, l, err);
    if (!status && passphrase.len)
        status = unlock(l, passphrase, err);
    if (!status)
        status = ledger_load_head(l, err);
    if (status) {
        rk_ledger_close(l);
        return status;
    }
    *out = l;
    return RK_OK;
}

void rk_ledger_close(struct rk_ledger *l)
{
    if (!l)
        return;
    if (!l->borrowed)
        rk_store_close(l->store);
    sodium_munlock(&l->keys, sizeof l->keys); /* wipes, too */
    sodium_memzero(&l->noise, sizeof l->noise);
    l->store = NULL;
}

const struct rk_ledger_head *rk_ledger_head(const struct rk_ledger *l)
{
    return &l->head;
}

struct root_at {
    const struct rk_ledger *ledger;
    int64_t size;
    const struct rk_hash *root;
    bool agrees;
};

static rk_status on_root(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)err;
    struct root_at *r = user;
    struct rk_tlog_checkpoint c;
    const struct rk_tlog_policy policy = {.key = &r->ledger->log_key, .keys = 1};
    if (row->number == r->size &&
        rk_tlog_checkpoint_open(row->bytes, &policy, &c, NULL, NULL) == RK_OK)
        r->agrees = c.tree.size == r->size && rk_hash_eq(&c.tree.root, r->root);
    return RK_OK;
}

rk_status rk_ledger_root_at(struct rk_ledger *l, int64_t size, const struct rk_hash *root)
{
    struct root_at r = {l, size, root, false};
    const rk_status status = rk_store_checkpoints(l->store, 0, on_root, &r, NULL);
    return status ? status : r.agrees ? RK_OK : RK_ENOTFOUND;
}
