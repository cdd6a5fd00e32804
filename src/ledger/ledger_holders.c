/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Persons beside their holders, and ledgers seen with fewer keys: docs/formats/ledger.md, 7. */
#include "rk_ledger.h"

#include "ledger_internal.h"
#include "rk_holder.h"
#include "rk_json.h"
#include "rk_text.h"

enum {
    TAG_SHIFT = 24, /* number of a holder: (tag + 1) << 24 | sequence; none: no person's */
    NAME_MOST = 120,
    PERSON_MOST = 4096,
    AT_ONCE = 64 /* holders read before any is tried */
};
static const char person_magic[8] = "RKPERS1";

/* ---- names ---------------------------------------------------------------------------------
 */

static void folded(struct rk_str name, char room[4 * NAME_MOST], struct rk_str *out)
{
    struct rk_buf b = {.at = room, .cap = 4 * NAME_MOST};
    rk_text_key(rk_utf8_head(name, NAME_MOST), &b);
    *out = rk_buf_str(&b);
}

static bool same_name(struct rk_str a, struct rk_str b)
{
    char room_a[4 * NAME_MOST], room_b[4 * NAME_MOST];
    struct rk_str fold_a, fold_b;
    folded(a, room_a, &fold_a);
    folded(b, room_b, &fold_b);
    return rk_str_eq(fold_a, fold_b);
}

/* One of 256, so that a login tries few holders, and the number tells next to nothing. */
static int64_t tag_of(const struct rk_ledger *l, struct rk_str name)
{
    char room[4 * NAME_MOST];
    struct rk_str fold;
    struct rk_sha256 h;
    folded(name, room, &fold);
    rk_sha256_start(&h);
    rk_sha256_add(&h, "ranok/person/v1\n", 16);
    rk_sha256_add(&h, l->head.origin.at, l->head.origin.len);
    rk_sha256_add(&h, fold.at, fold.len);
    return (int64_t)rk_sha256_end(&h).byte[0] + 1;
}

/* ---- the person's record -------------------------------------------------------------------
 */

static void person_key(const struct rk_ledger *l, uint8_t key[LEDGER_KEY])
{
    crypto_generichash(key, LEDGER_KEY, (const uint8_t *)"ranok/persons/v1\n", 17,
                       l->keys.pepper, LEDGER_KEY);
}

static void person_json(const struct rk_person *p, struct rk_buf *out)
{
    struct rk_json_out w = rk_json_write(out);
    int64_t held = 0;
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        held |= p->held[c] ? (int64_t)1 << c : 0;
    rk_json_object(&w);
    rk_json_kint(&w, "added_at", p->added_at);
    rk_json_kstr(&w, "added_by", p->added_by.at ? p->added_by : RK_STR(""));
    rk_json_kint(&w, "held", held);
    rk_json_kstr(&w, "name", p->name);
    rk_json_kint(&w, "rights", p->rights);
    rk_json_kstr(&w, "role", p->role.at ? p->role : RK_STR(""));
    rk_json_kbool(&w, "shared", p->shared);
    rk_json_object_end(&w);
    out->failed |= w.failed;
}

static void take_field(struct rk_person *p, struct rk_str key, const struct rk_json *in,
                       struct rk_arena *keep)
{
    int64_t number = 0;
    (void)rk_str_int(in->text, &number);
    if (rk_str_eq(key, RK_STR("name")))
        p->name = rk_str_copy(keep, in->text);
    else if (rk_str_eq(key, RK_STR("role")))
        p->role = rk_str_copy(keep, in->text);
    else if (rk_str_eq(key, RK_STR("added_by")))
        p->added_by = rk_str_copy(keep, in->text);
    else if (rk_str_eq(key, RK_STR("added_at")))
        p->added_at = number;
    else if (rk_str_eq(key, RK_STR("rights")))
        p->rights = (int)(number & RK_MAY_ALL);
    else if (rk_str_eq(key, RK_STR("shared")))
        p->shared = in->kind == RK_JSON_TRUE;
    else if (rk_str_eq(key, RK_STR("held")))
        for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
            p->held[c] = number >> c & 1;
}

static bool person_read(struct rk_str text, struct rk_arena *keep, struct rk_person *out)
{
    struct rk_json in = rk_json_read(text, keep);
    if (rk_json_next(&in) != RK_JSON_OBJECT)
        return false;
    while (rk_json_next(&in) == RK_JSON_KEY) {
        const struct rk_str key = in.text;
        (void)rk_json_next(&in);
        take_field(out, key, &in, keep);
    }
    return in.kind == RK_JSON_OBJECT_END && !keep->failed;
}

/* magic ‖ nonce ‖ AEAD(key of persons, nonce, number, JSON) */
static rk_status person_seal(const struct rk_ledger *l, const struct rk_person *p,
                             struct rk_scratch scratch, struct rk_buf *out, struct rk_err *err)
{
    uint8_t key[LEDGER_KEY], number[8], nonce[LEDGER_NONCE];
    struct rk_buf plain = rk_buf_in(&scratch.in, PERSON_MOST);
    uint8_t *sealed = RK_NEW(&scratch, uint8_t, PERSON_MOST + LEDGER_TAG);
    unsigned long long len = 0;
    person_json(p, &plain);
    if (plain.failed || !sealed)
        return rk_fail(err, RK_EINVAL, "", "the person's name and role are too long");
    person_key(l, key);
    ledger_put(number, (uint64_t)p->number, 8);
    randombytes_buf(nonce, sizeof nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, &len, (const uint8_t *)plain.at,
                                               (unsigned long long)plain.len, number,
                                               sizeof number, NULL, nonce, key);
    sodium_memzero(key, sizeof key);
    rk_buf_bytes(out, person_magic, (ptrdiff_t)sizeof person_magic);
    rk_buf_bytes(out, nonce, (ptrdiff_t)sizeof nonce);
    rk_buf_bytes(out, sealed, (ptrdiff_t)len);
    return out->failed ? rk_fail(err, RK_ENOMEM, "", "not enough memory for a person") : RK_OK;
}

static bool person_open(const struct rk_ledger *l, int64_t holder, struct rk_str bytes,
                        struct rk_arena *keep, struct rk_person *out)
{
    enum { HEAD = sizeof person_magic + LEDGER_NONCE };
    uint8_t key[LEDGER_KEY], number[8], plain[PERSON_MOST + LEDGER_TAG];
    unsigned long long len = 0;
    const uint8_t *at = (const uint8_t *)bytes.at;
    *out = (struct rk_person){.number = holder};
    if (bytes.len < HEAD + LEDGER_TAG || bytes.len > HEAD + (ptrdiff_t)sizeof plain ||
        memcmp(at, person_magic, sizeof person_magic) != 0)
        return false;
    person_key(l, key);
    ledger_put(number, (uint64_t)holder, 8);
    const int wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, &len, NULL, at + HEAD, (unsigned long long)(bytes.len - HEAD), number,
        sizeof number, at + sizeof person_magic, key);
    sodium_memzero(key, sizeof key);
    return !wrong &&
           person_read((struct rk_str){(const char *)plain, (ptrdiff_t)len}, keep, out);
}

/* ---- who there is --------------------------------------------------------------------------
 */

struct listing {
    struct rk_ledger *ledger;
    struct rk_arena *keep;
    struct rk_person *person;
    int32_t count, room;
};

static rk_status count_holders(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)row, (void)err;
    ((struct listing *)user)->room++;
    return RK_OK;
}

static rk_status list_holder(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct listing *s = user;
    if (s->count == s->room)
        return rk_fail(err, RK_ECORRUPT, "record: holder",
                       "their number changed while reading");
    struct rk_person *p = &s->person[s->count++];
    *p = (struct rk_person){.number = row->number, .rights = RK_MAY_ALL};
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        p->held[c] = true;
    return RK_OK;
}

static rk_status list_person(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct listing *s = user;
    struct rk_person read;
    for (int32_t i = 0; i < s->count; i++) {
        if (s->person[i].number != row->number)
            continue;
        if (!row->sum_ok || !person_open(s->ledger, row->number, row->bytes, s->keep, &read))
            return rk_fail(err, RK_ECORRUPT, "record: person", "its bytes were changed");
        s->person[i] = read;
    }
    return RK_OK;
}

rk_status rk_ledger_persons(struct rk_ledger *l, struct rk_arena *keep, struct rk_person **out,
                            int32_t *count, struct rk_err *err)
{
    struct listing s = {.ledger = l, .keep = keep};
    if (!l->keys.open)
        return rk_fail(err, RK_EDENIED, "", "a passphrase is needed to see who may open this");
    rk_status status = rk_store_records(l->store, RK_RECORD_HOLDER, count_holders, &s, err);
    if (!status)
        s.person = RK_NEW(keep, struct rk_person, s.room + 1);
    if (!status && !s.person)
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the persons");
    if (!status)
        status = rk_store_records(l->store, RK_RECORD_HOLDER, list_holder, &s, err);
    if (!status)
        status = rk_store_records(l->store, RK_RECORD_PERSON, list_person, &s, err);
    if (status)
        return status;
    *out = s.person;
    *count = s.count;
    return RK_OK;
}

/* ---- adding and removing -------------------------------------------------------------------
 */

static rk_status keys_for(const struct rk_ledger *l, const bool *held, struct ledger_keys *out,
                          struct rk_err *err)
{
    if (l->mode != RK_LEDGER_WRITE || !l->keys.open)
        return rk_fail(err, RK_EDENIED, "", "the ledger is not open for writing");
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        if (held[c] && !l->keys.held[c])
            return rk_fail(err, RK_EDENIED, "",
                           "a key can be given on only by one who holds it");
    *out = l->keys;
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++) {
        out->held[c] = held[c];
        if (!held[c])
            sodium_memzero(out->secret[c], LEDGER_KEY);
    }
    return RK_OK;
}

/* Writes holder and person in one transaction; `number` is the next one of its kind. */
static rk_status save(struct rk_ledger *l, const struct ledger_keys *keys,
                      struct rk_str passphrase, enum rk_kdf kdf, struct rk_person *p,
                      int64_t tag, struct rk_scratch scratch, struct rk_err *err)
{
    struct rk_person *all;
    int32_t count;
    struct rk_buf wrapped = rk_buf_in(&scratch.in, 1024),
                  sealed = rk_buf_in(&scratch.in, PERSON_MOST + 128);
    rk_status status = rk_ledger_persons(l, &scratch.in, &all, &count, err);
    if (status)
        return status;
    int64_t sequence = 0;
    for (int32_t i = 0; i < count; i++) {
        const int64_t said = all[i].number & ((1 << TAG_SHIFT) - 1);
        sequence = said > sequence ? said : sequence;
        if (p->name.len && same_name(all[i].name, p->name))
            return rk_fail(err, RK_EINVAL, "", "somebody of this name may open it already");
    }
    p->number = tag << TAG_SHIFT | (sequence + 1);
    status = ledger_holder_write(keys, passphrase, kdf, p->name, &wrapped, err);
    if (!status)
        status = person_seal(l, p, scratch, &sealed, err);
    if (!status)
        status = rk_store_begin(l->store, err);
    if (status)
        return status;
    status =
        rk_store_add_record(l->store, RK_RECORD_HOLDER, p->number, rk_buf_str(&wrapped), err);
    if (!status)
        status = rk_store_add_record(l->store, RK_RECORD_PERSON, p->number, rk_buf_str(&sealed),
                                     err);
    if (!status)
        return rk_store_commit(l->store, err);
    rk_store_rollback(l->store);
    return status;
}

rk_status rk_ledger_person_add(struct rk_ledger *l, struct rk_str passphrase, enum rk_kdf kdf,
                               const struct rk_person *person, struct rk_scratch scratch,
                               struct rk_err *err)
{
    struct ledger_keys keys;
    struct rk_person p = *person;
    p.name = rk_str_trim(p.name);
    if (!p.name.len || p.name.len > NAME_MOST)
        return rk_fail(err, RK_EINVAL, "", "a person's name is expected, at most %d bytes",
                       (int)NAME_MOST);
    rk_status status = rk_passphrase_check(passphrase, p.name, err);
    if (!status)
        status = keys_for(l, p.held, &keys, err);
    if (!status)
        status = save(l, &keys, passphrase, kdf, &p, tag_of(l, p.name), scratch, err);
    sodium_memzero(&keys, sizeof keys);
    return status;
}

rk_status rk_ledger_share_out(struct rk_ledger *l, int need, int count, struct rk_str added_by,
                              int64_t added_at, char text[][RK_SHARE_TEXT],
                              struct rk_scratch scratch, struct rk_err *err)
{
    uint8_t secret[RK_SHARE_SECRET];
    char hex[2 * RK_SHARE_SECRET + 1];
    struct ledger_keys keys;
    struct rk_person p = {.role = RK_STR("council"),
                          .added_by = added_by,
                          .added_at = added_at,
                          .rights = RK_MAY_ALL,
                          .shared = true};
    memcpy(p.held, l->head.held, sizeof p.held);
    p.name = rk_str_printf(&scratch.in, "%d/%d %lld", need, count, (long long)added_at);
    randombytes_buf(secret, sizeof secret);
    rk_status status = rk_shares_split(secret, need, count, text, err);
    if (!status)
        status = keys_for(l, p.held, &keys, err);
    rk_hex(secret, (ptrdiff_t)sizeof secret, hex);
    if (!status) /* 256 random bits need no slow hash */
        status = save(l, &keys, rk_str_of(hex), RK_KDF_INTERACTIVE, &p, 0, scratch, err);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(hex, sizeof hex);
    sodium_memzero(&keys, sizeof keys);
    return status;
}

rk_status rk_ledger_person_remove(struct rk_ledger *l, int64_t number,
                                  struct rk_scratch scratch, struct rk_err *err)
{
    struct rk_person *all;
    int32_t count, whole = 0;
    bool found = false;
    rk_status status = l->mode == RK_LEDGER_WRITE
                           ? rk_ledger_persons(l, &scratch.in, &all, &count, err)
                           : rk_fail(err, RK_EDENIED, "", "the ledger is not open for writing");
    if (status)
        return status;
    for (int32_t i = 0; i < count; i++) {
        bool everything = true;
        for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
            everything &= all[i].held[c];
        found |= all[i].number == number;
        whole += everything && all[i].number != number;
    }
    if (!found)
        return rk_fail(err, RK_ENOTFOUND, "", "there is no such person");
    if (!whole)
        return rk_fail(err, RK_EINVAL, "",
                       "nobody else could open everything; add another first");
    status = rk_store_begin(l->store, err);
    if (status)
        return status;
    status = rk_store_drop_record(l->store, RK_RECORD_HOLDER, number, err);
    if (!status)
        status = rk_store_drop_record(l->store, RK_RECORD_PERSON, number, err);
    if (!status)
        return rk_store_commit(l->store, err);
    rk_store_rollback(l->store);
    return status;
}

/* ---- opening -------------------------------------------------------------------------------
 */

struct candidates {
    struct rk_scratch *scratch;
    int64_t tag; /* 0: all */
    bool of_nobody;
    int64_t number[AT_ONCE];
    struct rk_str bytes[AT_ONCE];
    int32_t count;
};

static rk_status collect(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct candidates *c = user;
    (void)err;
    const int64_t tag = row->number >> TAG_SHIFT;
    if (!row->sum_ok || (c->tag && tag && tag != c->tag) || c->count == AT_ONCE)
        return RK_OK;
    c->number[c->count] = row->number;
    c->bytes[c->count] = rk_str_copy(&c->scratch->in, row->bytes);
    c->count += c->bytes[c->count].at != NULL;
    return RK_OK;
}

/* The person of a holder whose keys are in l->keys; false: another name than was typed. */
static bool is_the_one(struct rk_ledger *l, int64_t number, struct rk_str name,
                       struct rk_arena *keep, struct rk_person *who, struct rk_err *err)
{
    struct listing one = {.ledger = l, .keep = keep, .person = who, .count = 1, .room = 1};
    *who = (struct rk_person){.number = number, .rights = RK_MAY_ALL};
    if (rk_store_records(l->store, RK_RECORD_PERSON, list_person, &one, err) != RK_OK)
        return false;
    if (!who->name.len && number >> TAG_SHIFT) /* a holder of a person without that person */
        return false;
    return !name.len || !who->name.len || who->shared || same_name(name, who->name);
}

rk_status rk_ledger_unlock(struct rk_ledger *l, struct rk_str name, struct rk_str passphrase,
                           struct rk_arena *keep, struct rk_scratch scratch,
                           struct rk_person *who, struct rk_err *err)
{
    struct candidates c = {.scratch = &scratch, .tag = name.len ? tag_of(l, name) : 0};
    struct ledger_keys before = l->keys, found;
    rk_status status = rk_store_records(l->store, RK_RECORD_HOLDER, collect, &c, err);
    char secret[2 * RK_SHARE_SECRET + 1];
    if (!status)
        status = ledger_shares_open(&passphrase, secret, err);
    bool opened = false;
    for (int32_t i = c.count - 1; i >= 0 && !status && !opened; i--) { /* persons first */
        bool weak;
        found = (struct ledger_keys){0};
        const rk_status tried = ledger_holder_read(c.bytes[i], passphrase, &found, &weak, NULL);
        if (tried == RK_EDENIED)
            continue;
        status = tried ? rk_fail(err, tried, "record: holder", "it cannot be tried")
                       : ledger_keys_fit(l, &found, err);
        if (status)
            break;
        memcpy(l->keys.pepper, found.pepper, LEDGER_KEY);
        opened = is_the_one(l, c.number[i], name, keep, who, NULL);
        if (opened) {
            l->head.weak_kdf = weak;
            memcpy(who->held, found.held, sizeof who->held);
            ledger_keys_join(&l->keys, &found);
            memcpy(l->head.held, l->keys.held, sizeof l->head.held);
        } else {
            l->keys = before;
        }
    }
    sodium_memzero(&before, sizeof before);
    sodium_memzero(&found, sizeof found);
    sodium_memzero(secret, sizeof secret);
    if (!status && !opened)
        status = rk_fail(err, RK_EDENIED, "", "this name and passphrase open nothing here");
    return status;
}

void rk_ledger_keep_only(struct rk_ledger *l, const bool held[RK_COMPARTMENT_COUNT + 1])
{
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++) {
        if (held[c])
            continue;
        l->keys.held[c] = l->head.held[c] = false;
        sodium_memzero(l->keys.secret[c], LEDGER_KEY);
        sodium_memzero(l->keys.wrap[c], LEDGER_KEY);
    }
}

rk_status rk_ledger_narrow(struct rk_ledger *l, const bool held[RK_COMPARTMENT_COUNT + 1],
                           struct rk_arena *keep, struct rk_ledger **out, struct rk_err *err)
{
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        if (held[c] && !l->keys.held[c])
            return rk_fail(err, RK_EDENIED, "", "a key that is not held opens nothing");
    struct rk_ledger *narrow = RK_NEW(keep, struct rk_ledger, 1);
    if (!narrow)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory");
    *narrow = *l;
    narrow->mode = RK_LEDGER_READ;
    narrow->borrowed = true;
    narrow->noise = (struct ledger_noise){0};
    narrow->head.origin = (struct rk_str){narrow->origin, l->head.origin.len};
    narrow->log_key.name = narrow->head.origin;
    narrow->head.checkpoint = (struct rk_str){narrow->checkpoint, l->head.checkpoint.len};
    rk_ledger_keep_only(narrow, held);
    *out = narrow;
    return RK_OK;
}
