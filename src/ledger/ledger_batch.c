/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing: parts into slices, slices into a batch, a signature, a checkpoint, and a second
 * look. */
#include "rk_ledger.h"

#include "ledger_internal.h"

enum { COMMIT_BYTES = 64 << 20, FIRST_SLOTS = 256 };

/* Keys made for this batch, by subject and compartment: open addressing, at most half full. */
struct slot {
    struct rk_str about;
    int compartment; /* 0: free */
    int64_t number;
    uint8_t key[LEDGER_KEY];
};

struct rk_batch {
    struct rk_ledger *ledger;
    struct rk_arena *keep;
    struct rk_act act;
    int32_t number, slices;
    int parts, touched; /* parts in the present slice; compartments touched, as bits */
    int32_t slice_claims, last_ordinal; /* claims in it; the first one's of its last part */
    int64_t first, claims, bytes;       /* bytes appended since the last commit */
    struct rk_tlog_frontier tree;
    struct slot *slot;
    int64_t slots, used;
    uint8_t *entry, *work; /* [RK_STORE_ENTRY_MAX + 1] each */
    ptrdiff_t len;
};

rk_status ledger_append(struct rk_ledger *l, struct rk_str bytes, struct rk_err *err)
{
    const struct rk_hash leaf = rk_tlog_leaf(bytes.at, bytes.len);
    const rk_status status = rk_store_add_entry(l->store, 0, l->stored, &leaf, bytes, err);
    if (status)
        return status;
    rk_tlog_append(&l->frontier, &leaf);
    l->stored++;
    return RK_OK;
}

rk_status ledger_sign(struct rk_ledger *l, struct rk_str *note, struct rk_scratch scratch,
                      struct rk_err *err)
{
    struct rk_buf body = rk_buf_in(&scratch.in, 512);
    struct rk_buf out = {.at = l->checkpoint, .cap = sizeof l->checkpoint};
    const struct rk_tlog_checkpoint c = {
        .origin = l->log_key.name,
        .tree = {.size = l->stored, .root = rk_tlog_frontier_root(&l->frontier)}};
    rk_status status = rk_tlog_checkpoint_write(&c, &body, err);
    if (!status)
        status = rk_tlog_note_begin(rk_buf_str(&body), &out, err);
    if (!status)
        status =
            rk_tlog_note_sign(rk_buf_str(&body), &l->log_key, l->keys.log_secret, 0, &out, err);
    if (!status)
        status = rk_store_add_checkpoint(l->store, 0, l->stored, rk_buf_str(&out), err);
    *note = rk_buf_str(&out);
    return status;
}

struct rk_str ledger_batch_message(const struct rk_ledger *l, struct rk_str unsigned_close,
                                   struct rk_scratch *scratch)
{
    struct rk_buf message = rk_buf_in(&scratch->in, 256 + unsigned_close.len);
    rk_buf_c(&message, "ranok batch v1\n");
    rk_buf_add(&message, l->head.origin);
    rk_buf_char(&message, '\n');
    rk_buf_add(&message, unsigned_close);
    return message.failed ? (struct rk_str){0} : rk_buf_str(&message);
}

rk_status rk_batch_begin(struct rk_ledger *l, const struct rk_act *act, struct rk_arena *keep,
                         struct rk_batch **out, struct rk_err *err)
{
    *out = NULL;
    if (l->mode != RK_LEDGER_WRITE || !l->keys.open)
        return rk_fail(err, RK_EDENIED, "", "the ledger is not open for writing");
    if (l->batch_open)
        return rk_fail(err, RK_EINVAL, "", "a batch is open already");
    struct rk_batch *b = RK_NEW(keep, struct rk_batch, 1);
    uint8_t *entry = RK_NEW(keep, uint8_t, RK_STORE_ENTRY_MAX + 1);
    uint8_t *work = RK_NEW(keep, uint8_t, RK_STORE_ENTRY_MAX + 1);
    struct slot *slot = RK_NEW(keep, struct slot, FIRST_SLOTS);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for a batch");
    const rk_status status = rk_store_begin(l->store, err);
    if (status)
        return status;
    *b = (struct rk_batch){.ledger = l,
                           .keep = keep,
                           .act = *act,
                           .number = l->last_batch + 1,
                           .first = l->stored,
                           .slot = slot,
                           .slots = FIRST_SLOTS,
                           .entry = entry,
                           .work = work,
                           .len = LEDGER_ENTRY_HEAD};
    l->batch_open = true;
    *out = b;
    return RK_OK;
}

void rk_batch_abandon(struct rk_batch *b)
{
    if (!b || !b->ledger)
        return;
    struct rk_ledger *l = b->ledger;
    rk_store_rollback(l->store);
    (void)ledger_load_head(l,
                           NULL); /* what is stored decides; a failure shows at the next use */
    sodium_memzero(b->slot, (size_t)b->slots * sizeof *b->slot);
    sodium_memzero(b->work, RK_STORE_ENTRY_MAX + 1);
    l->batch_open = false;
    b->ledger = NULL;
}

/* ---- keys of the batch ---------------------------------------------------------------------
 */

static uint64_t hash_text(struct rk_str s, int compartment)
{
    uint64_t h = 14695981039346656037u ^ (uint64_t)compartment; /* FNV-1a: our own texts only */
    for (ptrdiff_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * 1099511628211u;
    return h ^ h >> 29;
}

static struct slot *slot_for(struct slot *slots, int64_t count, struct rk_str about,
                             int compartment)
{
    uint64_t i = hash_text(about, compartment) & (uint64_t)(count - 1);
    while (slots[i].compartment &&
           !(slots[i].compartment == compartment && rk_str_eq(slots[i].about, about)))
        i = (i + 1) & (uint64_t)(count - 1);
    return &slots[i];
}

static bool grow_slots(struct rk_batch *b)
{
    struct slot *wider = RK_NEW(b->keep, struct slot, 2 * b->slots);
    if (!wider)
        return false;
    for (int64_t i = 0; i < b->slots; i++)
        if (b->slot[i].compartment)
            *slot_for(wider, 2 * b->slots, b->slot[i].about, b->slot[i].compartment) =
                b->slot[i];
    sodium_memzero(b->slot, (size_t)b->slots * sizeof *b->slot);
    b->slot = wider;
    b->slots *= 2;
    return true;
}

static rk_status subject_key(struct rk_batch *b, struct rk_str about, int compartment,
                             const struct slot **out, struct rk_err *err)
{
    struct rk_ledger *l = b->ledger;
    if (2 * (b->used + 1) > b->slots && !grow_slots(b))
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the keys of a batch");
    struct slot *s = slot_for(b->slot, b->slots, about, compartment);
    *out = s;
    if (s->compartment)
        return RK_OK;
    uint8_t wrapped[LEDGER_WRAPPED_MAX];
    const struct rk_str kept = rk_str_copy(b->keep, about);
    if (!kept.at)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the keys of a batch");
    *s = (struct slot){.about = kept, .compartment = compartment, .number = l->next_key};
    ledger_noise_take(&l->noise, s->key, LEDGER_KEY);
    const ptrdiff_t len =
        ledger_key_wrap(&l->noise, &l->keys, l->compartment_public[compartment], compartment,
                        s->number, s->key, about, wrapped);
    const rk_status status = rk_store_add_key(l->store, 0, s->number, compartment, LEDGER_EPOCH,
                                              (struct rk_str){(const char *)wrapped, len}, err);
    l->next_key++;
    b->used++;
    return status;
}

/* ---- slices --------------------------------------------------------------------------------
 */

static void entry_head(struct rk_batch *b, enum ledger_entry_type type, int parts)
{
    memcpy(b->entry, "RKE1", 4);
    b->entry[4] = (uint8_t)type;
    b->entry[5] = 0;
    ledger_put(b->entry + 6, (uint64_t)parts, 2);
    ledger_put(b->entry + 8, (uint64_t)b->number, 4);
    ledger_put(b->entry + 12, (uint64_t)b->slices, 4);
}

static rk_status append_slice(struct rk_batch *b, enum ledger_entry_type type,
                              struct rk_err *err)
{
    struct rk_ledger *l = b->ledger;
    entry_head(b, type, b->parts);
    const struct rk_str bytes = {(const char *)b->entry, b->len};
    const struct rk_hash leaf = rk_tlog_leaf(bytes.at, bytes.len);
    rk_status status = ledger_append(l, bytes, err);
    if (status)
        return status;
    rk_tlog_append(&b->tree, &leaf);
    b->slices++;
    b->bytes += b->len;
    b->len = LEDGER_ENTRY_HEAD;
    b->parts = 0;
    b->slice_claims = 0;
    if (b->bytes < COMMIT_BYTES)
        return RK_OK;
    /* A long batch goes to the disk in pieces; without its closing entry none of it counts. */
    b->bytes = 0;
    status = rk_store_commit(l->store, err);
    return status ? status : rk_store_begin(l->store, err);
}

/* Seals content of `len` bytes at work + LEDGER_SALT into the present entry. */
static rk_status seal_into(struct rk_batch *b, struct rk_str about, int compartment, int claims,
                           ptrdiff_t len, struct rk_err *err)
{
    const struct slot *key = NULL;
    const rk_status status = subject_key(b, about, compartment, &key, err);
    if (status || !key)
        return status;
    b->len += ledger_part_seal(&b->ledger->noise, key->key, key->number, compartment, claims,
                               b->work, len, b->entry + b->len);
    b->parts++;
    return RK_OK;
}

static rk_status write_content(struct rk_batch *b, const struct rk_part *part, ptrdiff_t *len,
                               struct rk_err *err)
{
    struct rk_buf content = {.at = (char *)b->work + LEDGER_SALT, .cap = LEDGER_CONTENT_MAX};
    const rk_status status = rk_part_write(part, &content, err);
    *len = content.len;
    return status == RK_ENOMEM ? rk_fail(err, RK_EINVAL, "",
                                         "more than 60,000 bytes said of one subject at once")
                               : status;
}

rk_status rk_batch_add(struct rk_batch *b, const struct rk_part *part, struct rk_err *err)
{
    if (part->claim_count < 1 || part->claim_count > 65535 || !part->about.len ||
        part->about.len > LEDGER_LABEL_MAX || part->compartment < 1 ||
        part->compartment > RK_COMPARTMENT_COUNT)
        return rk_fail(err, RK_EINVAL, "", "a part needs a subject, a compartment and claims");
    ptrdiff_t len = 0;
    rk_status status = write_content(b, part, &len, err);
    if (status)
        return status;
    if (b->len + LEDGER_PART_HEAD + LEDGER_SALT + len + LEDGER_TAG > RK_STORE_ENTRY_MAX)
        status = append_slice(b, LEDGER_SLICE, err);
    if (!status)
        status = seal_into(b, part->about, part->compartment, part->claim_count, len, err);
    b->touched |= 1 << part->compartment;
    b->claims += part->claim_count;
    b->last_ordinal = b->slice_claims;
    b->slice_claims += part->claim_count;
    return status;
}

int64_t rk_batch_place(const struct rk_batch *b, int32_t *ordinal)
{
    *ordinal = b->last_ordinal;
    return b->ledger->stored;
}

rk_status ledger_batch_add_erasure(struct rk_batch *b, struct rk_str numbers,
                                   struct rk_err *err)
{
    const rk_status status = b->parts ? append_slice(b, LEDGER_SLICE, err) : RK_OK;
    if (status)
        return status;
    memcpy(b->entry + b->len, numbers.at, (size_t)numbers.len);
    b->len += numbers.len;
    return append_slice(b, LEDGER_ERASED, err);
}

/* ---- closing -------------------------------------------------------------------------------
 */

/* Who did it, readable by everybody who can read some of the batch. */
static rk_status add_act_parts(struct rk_batch *b, struct rk_err *err)
{
    const struct {
        const char *aspect;
        struct rk_str text;
    } said[] = {{"author", b->act.author},
                {"file", b->act.file},
                {"why", b->act.why},
                {"note", b->act.note}};
    struct rk_claim claims[RK_COUNT(said)];
    struct rk_part part = {
        .about = RK_STR("act"), .claims = claims, .as_of = {RK_DAY_NONE, RK_DAY_NONE}};
    for (ptrdiff_t i = 0; i < RK_COUNT(said); i++)
        if (said[i].text.len)
            claims[part.claim_count++] =
                (struct rk_claim){.aspect = rk_str_of(said[i].aspect),
                                  .value = {.kind = RK_VALUE_TEXT, .text = said[i].text},
                                  .as_of = part.as_of,
                                  .period = part.as_of};
    if (!part.claim_count)
        return RK_OK;
    rk_status status = RK_OK;
    for (int c = 1; c <= RK_COMPARTMENT_COUNT && !status; c++) {
        if (b->touched && !(b->touched >> c & 1))
            continue;
        ptrdiff_t len = 0;
        part.compartment = c;
        status = write_content(b, &part, &len, err);
        if (!status && len > 8000)
            status = rk_fail(err, RK_EINVAL, "", "author, file and reasons are too long");
        if (!status)
            status = seal_into(b, part.about, c, part.claim_count, len, err);
    }
    return status;
}

static rk_status append_close(struct rk_batch *b, struct rk_scratch scratch, struct rk_err *err)
{
    struct rk_ledger *l = b->ledger;
    b->len = LEDGER_CLOSE_HEAD;
    b->parts = 0;
    const rk_status status = add_act_parts(b, err);
    if (status)
        return status;
    entry_head(b, LEDGER_CLOSE, b->parts);
    uint8_t *at = b->entry;
    const struct rk_hash root = rk_tlog_frontier_root(&b->tree);
    ledger_put(at + 16, (uint64_t)b->act.recorded_at, 8);
    ledger_put(at + 24, (uint32_t)b->act.day, 4);
    ledger_put(at + 28, b->act.kind, 2);
    ledger_put(at + 30, 0, 2);
    ledger_put(at + 32, (uint64_t)b->act.target, 4);
    ledger_put(at + 36, (uint64_t)l->head.batches + 1, 4);
    ledger_put(at + 40, (uint64_t)l->next_key, 8);
    ledger_put(at + 48, (uint64_t)b->claims, 8);
    ledger_put(at + 56, (uint64_t)(l->head.claims + b->claims), 8);
    memcpy(at + 64, root.byte, sizeof root.byte);
    memcpy(at + 96, l->keys.author_secret + 32, 32);
    const struct rk_str message =
        ledger_batch_message(l, (struct rk_str){(const char *)at, b->len}, &scratch);
    if (!message.at)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory to sign a batch");
    crypto_sign_detached(at + b->len, NULL, (const uint8_t *)message.at,
                         (unsigned long long)message.len, l->keys.author_secret);
    b->len += LEDGER_SIGNATURE;
    return ledger_append(l, (struct rk_str){(const char *)at, b->len}, err);
}

struct second_look {
    struct rk_tlog_frontier tree;
    int64_t next;
    struct rk_hash last;
};

static rk_status look_again(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct second_look *s = user;
    const struct rk_hash leaf = rk_tlog_leaf(row->bytes.at, row->bytes.len);
    if (row->number != s->next || !rk_hash_eq(&leaf, &row->leaf))
        return rk_fail(err, RK_EIO, "", "entry %" PRId64 ": the disk gives back other bytes",
                       s->next);
    s->next++;
    s->last = leaf;
    rk_tlog_append(&s->tree, &leaf);
    return RK_OK;
}

/* Reads the whole batch from the disk and compares it with what was meant to be written. */
static rk_status read_back(struct rk_batch *b, struct rk_err *err)
{
    struct rk_ledger *l = b->ledger;
    struct second_look look = {.next = b->first};
    rk_store_forget_cache(l->store);
    rk_status status =
        rk_store_entries(l->store, 0, b->first, l->stored, look_again, &look, err);
    if (status)
        return status;
    const struct rk_hash close = rk_tlog_leaf(b->entry, b->len);
    rk_tlog_append(&b->tree, &close);
    const struct rk_hash meant = rk_tlog_frontier_root(&b->tree);
    const struct rk_hash found = rk_tlog_frontier_root(&look.tree);
    if (look.next != l->stored || !rk_hash_eq(&meant, &found))
        return rk_fail(err, RK_EIO, "", "the disk gives back other entries than were written");
    return RK_OK;
}

static rk_status save(struct rk_batch *b, struct rk_str *note, struct rk_err *err)
{
    struct rk_ledger *l = b->ledger;
    struct rk_arena rest = *b->keep; /* free again afterwards */
    const struct rk_scratch scratch = {rest};
    rk_status status = b->parts ? append_slice(b, LEDGER_SLICE, err) : RK_OK;
    if (!status)
        status = append_close(b, scratch, err);
    if (!status)
        status = ledger_sign(l, note, scratch, err);
    if (!status)
        status = rk_store_commit(l->store, err);
    return status ? status : read_back(b, err);
}

rk_status rk_batch_close(struct rk_batch *b, struct rk_receipt *receipt, struct rk_err *err)
{
    struct rk_ledger *l = b->ledger;
    struct rk_str note = {0};
    const rk_status status = save(b, &note, err);
    if (status) {
        rk_batch_abandon(b);
        return status;
    }
    l->head.size = l->stored;
    l->head.root = rk_tlog_frontier_root(&l->frontier);
    l->head.checkpoint = note;
    l->head.batches++;
    l->head.claims += b->claims;
    l->last_batch = b->number;
    *receipt = (struct rk_receipt){.batch = b->number,
                                   .first = b->first,
                                   .entries = l->stored - b->first,
                                   .claims = b->claims,
                                   .head = l->head};
    sodium_memzero(b->slot, (size_t)b->slots * sizeof *b->slot);
    sodium_memzero(b->work, RK_STORE_ENTRY_MAX + 1);
    l->batch_open = false;
    b->ledger = NULL;
    return RK_OK;
}
