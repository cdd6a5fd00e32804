/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holders: private halves wrapped under a passphrase: docs/formats/ledger.md, 7. */
#include "rk_ledger.h"

#include "ledger_internal.h"

enum {
    HOLDER_HEAD = 8 + 8 + 8 + crypto_pwhash_SALTBYTES + LEDGER_NONCE,
    HOLDER_PLAIN = 4 + RK_COMPARTMENT_COUNT * LEDGER_KEY + 3 * LEDGER_KEY
};
static const char holder_magic[8] = "RKHOLD1";

struct ledger_kdf ledger_kdf_of(enum rk_kdf level)
{
    switch (level) {
    case RK_KDF_TEST:
        return (struct ledger_kdf){crypto_pwhash_OPSLIMIT_MIN, 64 * 1024};
    case RK_KDF_INTERACTIVE:
        return (struct ledger_kdf){crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                   crypto_pwhash_MEMLIMIT_INTERACTIVE};
    case RK_KDF_MODERATE:
        break;
    case RK_KDF_SENSITIVE:
        return (struct ledger_kdf){crypto_pwhash_OPSLIMIT_SENSITIVE,
                                   crypto_pwhash_MEMLIMIT_SENSITIVE};
    }
    return (struct ledger_kdf){crypto_pwhash_OPSLIMIT_MODERATE,
                               crypto_pwhash_MEMLIMIT_MODERATE};
}

void ledger_keys_derive(struct ledger_keys *keys)
{
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++) {
        if (!keys->held[c])
            continue;
        uint8_t context[16] = "ranok/wrap/v1\n";
        context[14] = (uint8_t)c;
        context[15] = LEDGER_EPOCH;
        crypto_generichash(keys->wrap[c], LEDGER_KEY, context, sizeof context, keys->secret[c],
                           LEDGER_KEY);
    }
}

static rk_status passphrase_key(const struct ledger_kdf *kdf, struct rk_str passphrase,
                                const uint8_t *salt, uint8_t key[LEDGER_KEY],
                                struct rk_err *err)
{
    if (crypto_pwhash(key, LEDGER_KEY, passphrase.at, (unsigned long long)passphrase.len, salt,
                      kdf->operations, (size_t)kdf->memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return rk_fail(err, RK_ENOMEM, "",
                       "not enough memory to try a passphrase: %llu MiB are needed",
                       (unsigned long long)(kdf->memory >> 20));
    return RK_OK;
}

rk_status ledger_holder_write(const struct ledger_keys *keys, struct rk_str passphrase,
                              enum rk_kdf level, struct rk_str label, struct rk_buf *out,
                              struct rk_err *err)
{
    uint8_t head[HOLDER_HEAD], key[LEDGER_KEY];
    uint8_t plain[HOLDER_PLAIN + 64], sealed[sizeof plain + LEDGER_TAG];
    const struct ledger_kdf kdf = ledger_kdf_of(level);
    memcpy(head, holder_magic, sizeof holder_magic);
    ledger_put(head + 8, kdf.operations, 8);
    ledger_put(head + 16, kdf.memory, 8);
    randombytes_buf(head + 24, sizeof head - 24);
    rk_status status = passphrase_key(&kdf, passphrase, head + 24, key, err);
    if (status)
        return status;
    memset(plain, 0, sizeof plain);
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++) {
        plain[c - 1] = keys->held[c];
        memcpy(plain + 4 + (c - 1) * LEDGER_KEY, keys->secret[c], LEDGER_KEY);
    }
    uint8_t *rest = plain + 4 + RK_COMPARTMENT_COUNT * LEDGER_KEY;
    memcpy(rest, keys->pepper, LEDGER_KEY);
    memcpy(rest + LEDGER_KEY, keys->log_secret, LEDGER_KEY); /* the seed half */
    memcpy(rest + 2 * LEDGER_KEY, keys->author_secret, LEDGER_KEY);
    const struct rk_str short_label = rk_str_slice(label, 0, 64);
    memcpy(plain + HOLDER_PLAIN, short_label.at, (size_t)short_label.len);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, NULL, plain, sizeof plain, head,
                                               sizeof head, NULL,
                                               head + sizeof head - LEDGER_NONCE, key);
    rk_buf_bytes(out, head, (ptrdiff_t)sizeof head);
    rk_buf_bytes(out, sealed, (ptrdiff_t)sizeof sealed);
    sodium_memzero(plain, sizeof plain);
    sodium_memzero(key, sizeof key);
    return out->failed ? rk_fail(err, RK_ENOMEM, "", "not enough memory for a holder") : RK_OK;
}

static void take_keys(const uint8_t *plain, struct ledger_keys *keys)
{
    uint8_t public_key[32];
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++) {
        keys->held[c] = plain[c - 1] == 1;
        memcpy(keys->secret[c], plain + 4 + (c - 1) * LEDGER_KEY, LEDGER_KEY);
    }
    const uint8_t *rest = plain + 4 + RK_COMPARTMENT_COUNT * LEDGER_KEY;
    memcpy(keys->pepper, rest, LEDGER_KEY);
    crypto_sign_seed_keypair(public_key, keys->log_secret, rest + LEDGER_KEY);
    crypto_sign_seed_keypair(public_key, keys->author_secret, rest + 2 * LEDGER_KEY);
    keys->open = true;
    ledger_keys_derive(keys);
}

rk_status ledger_holder_read(struct rk_str bytes, struct rk_str passphrase,
                             struct ledger_keys *keys, bool *weak, struct rk_err *err)
{
    uint8_t key[LEDGER_KEY], plain[HOLDER_PLAIN + 64];
    const uint8_t *head = (const uint8_t *)bytes.at;
    if (bytes.len != HOLDER_HEAD + (ptrdiff_t)sizeof plain + LEDGER_TAG ||
        memcmp(head, holder_magic, sizeof holder_magic) != 0)
        return rk_fail(err, RK_ECORRUPT, "holder", "not a holder of this format");
    const struct ledger_kdf kdf = {ledger_get(head + 8, 8), ledger_get(head + 16, 8)};
    if (kdf.operations < crypto_pwhash_OPSLIMIT_MIN || kdf.operations > 100 ||
        kdf.memory < crypto_pwhash_MEMLIMIT_MIN || kdf.memory > (uint64_t)4 << 30)
        return rk_fail(err, RK_ECORRUPT, "holder", "cost of the passphrase out of range");
    const rk_status status = passphrase_key(&kdf, passphrase, head + 24, key, err);
    if (status)
        return status;
    const int wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, NULL, NULL, head + HOLDER_HEAD, sizeof plain + LEDGER_TAG, head, HOLDER_HEAD,
        head + HOLDER_HEAD - LEDGER_NONCE, key);
    sodium_memzero(key, sizeof key);
    if (wrong)
        return rk_fail(err, RK_EDENIED, "", "this passphrase opens nothing here");
    take_keys(plain, keys);
    *weak = kdf.memory < crypto_pwhash_MEMLIMIT_INTERACTIVE;
    sodium_memzero(plain, sizeof plain);
    return RK_OK;
}

void ledger_keys_join(struct ledger_keys *into, const struct ledger_keys *more)
{
    if (!into->open) {
        *into = *more;
        return;
    }
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        if (more->held[c]) {
            into->held[c] = true;
            memcpy(into->secret[c], more->secret[c], LEDGER_KEY);
        }
    ledger_keys_derive(into);
}

rk_status ledger_keys_fit(const struct rk_ledger *l, const struct ledger_keys *keys,
                          struct rk_err *err)
{
    if (sodium_memcmp(keys->log_secret + 32, l->log_key.key, 32) != 0)
        return rk_fail(err, RK_ECORRUPT, "record: log", "the log's key is not this holder's");
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++) {
        uint8_t public_key[32];
        crypto_scalarmult_base(public_key, keys->secret[c]);
        if (keys->held[c] && sodium_memcmp(public_key, l->compartment_public[c], 32) != 0)
            return rk_fail(err, RK_ECORRUPT, "record: compartment",
                           "a public key is not this holder's");
    }
    return RK_OK;
}

rk_status rk_ledger_source(const struct rk_ledger *l, struct rk_str name, struct rk_str role,
                           struct rk_str party, struct rk_arena *keep, struct rk_str *out,
                           struct rk_err *err)
{
    if (!l->keys.open)
        return rk_fail(err, RK_EDENIED, "", "a passphrase is needed to name a source");
    crypto_generichash_state h;
    uint8_t digest[16];
    char hex[33];
    crypto_generichash_init(&h, l->keys.pepper, LEDGER_KEY, sizeof digest);
    const struct rk_str words[] = {name, role, party};
    for (int i = 0; i < 3; i++) {
        uint8_t len[8];
        ledger_put(len, (uint64_t)words[i].len, 8);
        crypto_generichash_update(&h, len, sizeof len);
        crypto_generichash_update(&h, (const uint8_t *)words[i].at,
                                  (unsigned long long)words[i].len);
    }
    crypto_generichash_final(&h, digest, sizeof digest);
    rk_hex(digest, (ptrdiff_t)sizeof digest, hex);
    *out = rk_str_printf(keep, "source:%s", hex);
    return out->at ? RK_OK : rk_fail(err, RK_ENOMEM, "", "not enough memory");
}
