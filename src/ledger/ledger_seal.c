/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sealing: XChaCha20-Poly1305 (libsodium) with a nonce taken from the commitment.
 *
 * The commitment is SHA-256(salt, content) with 16 random bytes of salt; its first 24 bytes are
 * the nonce. Two parts under one key share a nonce only if they share salt and content, and
 * opening always compares the commitment, so a ciphertext opens to one content only.
 */
#include "rk_ledger.h"

#include "ledger_internal.h"

void ledger_noise_take(struct ledger_noise *n, void *out, int len)
{
    if (n->used == 0 || n->used + len > (int)sizeof n->bytes) {
        randombytes_buf(n->bytes, sizeof n->bytes);
        n->used = 1; /* byte 0 is left out: 0 marks an empty store */
    }
    memcpy(out, n->bytes + n->used, (size_t)len);
    sodium_memzero(n->bytes + n->used, (size_t)len);
    n->used += len;
}

ptrdiff_t ledger_part_seal(struct ledger_noise *noise, const uint8_t key[LEDGER_KEY],
                           int64_t key_number, int compartment, int claims, uint8_t *work,
                           ptrdiff_t len, uint8_t *out)
{
    ledger_noise_take(noise, work, LEDGER_SALT);
    const struct rk_hash commitment = rk_sha256(work, LEDGER_SALT + len);
    out[0] = (uint8_t)compartment;
    out[1] = 1;
    ledger_put(out + 2, (uint64_t)claims, 2);
    ledger_put(out + 4, LEDGER_EPOCH, 4);
    ledger_put(out + 8, (uint64_t)key_number, 8);
    memcpy(out + 16, commitment.byte, sizeof commitment.byte);
    unsigned long long sealed = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + LEDGER_PART_HEAD, &sealed, work,
                                               LEDGER_SALT + (unsigned long long)len, out, 48,
                                               NULL, commitment.byte, key);
    ledger_put(out + 48, sealed, 2);
    return LEDGER_PART_HEAD + (ptrdiff_t)sealed;
}

bool ledger_part_open(const struct ledger_part_head *part, const uint8_t *part_at,
                      const uint8_t key[LEDGER_KEY], uint8_t *out, struct rk_str *content)
{
    unsigned long long len = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            out, &len, NULL, (const uint8_t *)part->sealed.at,
            (unsigned long long)part->sealed.len, part_at, 48, part->commitment.byte, key) != 0)
        return false;
    const struct rk_hash again = rk_sha256(out, (ptrdiff_t)len);
    if (!rk_hash_eq(&again, &part->commitment))
        return false;
    *content = (struct rk_str){(const char *)out + LEDGER_SALT, (ptrdiff_t)len - LEDGER_SALT};
    return true;
}

/* ---- keys of subjects ----------------------------------------------------------------------
 */

enum { BY_SECRET = 1, BY_PUBLIC = 2, AAD = 13 };

static void wrap_aad(int compartment, int64_t number, uint8_t aad[AAD])
{
    ledger_put(aad, (uint64_t)number, 8);
    aad[8] = (uint8_t)compartment;
    ledger_put(aad + 9, LEDGER_EPOCH, 4);
}

ptrdiff_t ledger_key_wrap(struct ledger_noise *noise, const struct ledger_keys *keys,
                          const uint8_t public_key[LEDGER_KEY], int compartment, int64_t number,
                          const uint8_t key[LEDGER_KEY], struct rk_str label, uint8_t *out)
{
    uint8_t aad[AAD], plain[AAD + LEDGER_KEY + LEDGER_LABEL_MAX];
    wrap_aad(compartment, number, aad);
    const ptrdiff_t label_len = label.len < LEDGER_LABEL_MAX ? label.len : LEDGER_LABEL_MAX;
    memcpy(plain, aad, AAD);
    memcpy(plain + AAD, key, LEDGER_KEY);
    memcpy(plain + AAD + LEDGER_KEY, label.at, (size_t)label_len);
    ptrdiff_t len = AAD + LEDGER_KEY + label_len;
    if (keys->held[compartment]) {
        out[0] = BY_SECRET;
        ledger_noise_take(noise, out + 1, LEDGER_NONCE);
        unsigned long long sealed = 0;
        crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + LEDGER_NONCE, &sealed, plain + AAD,
                                                   (unsigned long long)(len - AAD), aad, AAD,
                                                   NULL, out + 1, keys->wrap[compartment]);
        len = 1 + LEDGER_NONCE + (ptrdiff_t)sealed;
    } else {
        out[0] = BY_PUBLIC; /* the aad travels inside: a sealed box has none */
        crypto_box_seal(out + 1, plain, (unsigned long long)len, public_key);
        len += 1 + crypto_box_SEALBYTES;
    }
    sodium_memzero(plain, sizeof plain);
    return len;
}

static bool unwrap_by_public(const struct ledger_keys *keys, int compartment, int64_t number,
                             struct rk_str wrapped, uint8_t *plain, ptrdiff_t *len)
{
    uint8_t public_key[LEDGER_KEY], aad[AAD];
    crypto_scalarmult_base(public_key, keys->secret[compartment]);
    wrap_aad(compartment, number, aad);
    *len = wrapped.len - 1 - crypto_box_SEALBYTES;
    if (*len < AAD + LEDGER_KEY || *len > AAD + LEDGER_KEY + LEDGER_LABEL_MAX ||
        crypto_box_seal_open(plain, (const uint8_t *)wrapped.at + 1,
                             (unsigned long long)(wrapped.len - 1), public_key,
                             keys->secret[compartment]) != 0)
        return false;
    return sodium_memcmp(plain, aad, AAD) == 0;
}

static bool unwrap_by_secret(const struct ledger_keys *keys, int compartment, int64_t number,
                             struct rk_str wrapped, uint8_t *plain, ptrdiff_t *len)
{
    uint8_t aad[AAD];
    wrap_aad(compartment, number, aad);
    const uint8_t *at = (const uint8_t *)wrapped.at;
    const ptrdiff_t sealed = wrapped.len - 1 - LEDGER_NONCE;
    *len = AAD + sealed - LEDGER_TAG;
    if (*len < AAD + LEDGER_KEY || *len > AAD + LEDGER_KEY + LEDGER_LABEL_MAX)
        return false;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
               plain + AAD, NULL, NULL, at + 1 + LEDGER_NONCE, (unsigned long long)sealed, aad,
               AAD, at + 1, keys->wrap[compartment]) == 0;
}

bool ledger_key_unwrap(const struct ledger_keys *keys, int compartment, int64_t number,
                       struct rk_str wrapped, uint8_t key[LEDGER_KEY],
                       char label[LEDGER_LABEL_MAX], ptrdiff_t *label_len)
{
    uint8_t plain[AAD + LEDGER_KEY + LEDGER_LABEL_MAX];
    ptrdiff_t len = 0;
    if (wrapped.len < 1 || compartment < 1 || compartment > RK_COMPARTMENT_COUNT ||
        !keys->held[compartment])
        return false;
    const bool opened =
        wrapped.at[0] == BY_SECRET
            ? unwrap_by_secret(keys, compartment, number, wrapped, plain, &len)
            : wrapped.at[0] == BY_PUBLIC &&
                  unwrap_by_public(keys, compartment, number, wrapped, plain, &len);
    if (opened) {
        memcpy(key, plain + AAD, LEDGER_KEY);
        *label_len = len - AAD - LEDGER_KEY;
        memcpy(label, plain + AAD + LEDGER_KEY, (size_t)*label_len);
    }
    sodium_memzero(plain, sizeof plain);
    return opened;
}

/* ---- files of our own ----------------------------------------------------------------------
 */

/* One key for each set of compartments: whoever holds others cannot open it. */
static void file_key(const struct ledger_keys *keys, const char *purpose,
                     uint8_t key[LEDGER_KEY])
{
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, LEDGER_KEY);
    crypto_generichash_update(&h, (const uint8_t *)"ranok/file/v1\n", 14);
    crypto_generichash_update(&h, (const uint8_t *)purpose, strlen(purpose) + 1);
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++) {
        const uint8_t mark = keys->held[c] ? (uint8_t)c : 0;
        crypto_generichash_update(&h, &mark, 1);
        if (keys->held[c])
            crypto_generichash_update(&h, keys->secret[c], LEDGER_KEY);
    }
    crypto_generichash_final(&h, key, LEDGER_KEY);
}

rk_status rk_ledger_seal(const struct rk_ledger *l, const char *purpose, struct rk_str plain,
                         struct rk_buf *out, struct rk_err *err)
{
    if (!l->keys.open)
        return rk_fail(err, RK_EDENIED, purpose, "no key is held to seal this");
    if (out->failed || out->cap - out->len < plain.len + RK_SEAL_EXTRA)
        return rk_fail(err, RK_ENOMEM, purpose, "not enough memory to seal %td bytes",
                       plain.len);
    uint8_t key[LEDGER_KEY];
    uint8_t *at = (uint8_t *)out->at + out->len;
    unsigned long long sealed = 0;
    file_key(&l->keys, purpose, key);
    randombytes_buf(at, LEDGER_NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        at + LEDGER_NONCE, &sealed, (const uint8_t *)plain.at, (unsigned long long)plain.len,
        NULL, 0, NULL, at, key);
    sodium_memzero(key, sizeof key);
    out->len += LEDGER_NONCE + (ptrdiff_t)sealed;
    return RK_OK;
}

rk_status rk_ledger_unseal(const struct rk_ledger *l, const char *purpose, struct rk_str sealed,
                           struct rk_buf *out, struct rk_err *err)
{
    if (!l->keys.open)
        return rk_fail(err, RK_EDENIED, purpose, "no key is held to open this");
    if (sealed.len < RK_SEAL_EXTRA)
        return rk_fail(err, RK_ECORRUPT, purpose, "too short to be ours");
    if (out->failed || out->cap - out->len < sealed.len - RK_SEAL_EXTRA)
        return rk_fail(err, RK_ENOMEM, purpose, "not enough memory to open %td bytes",
                       sealed.len);
    uint8_t key[LEDGER_KEY];
    unsigned long long len = 0;
    const uint8_t *at = (const uint8_t *)sealed.at;
    file_key(&l->keys, purpose, key);
    const int wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(
        (uint8_t *)out->at + out->len, &len, NULL, at + LEDGER_NONCE,
        (unsigned long long)(sealed.len - LEDGER_NONCE), NULL, 0, at, key);
    sodium_memzero(key, sizeof key);
    if (wrong)
        return rk_fail(err, RK_ECORRUPT, purpose, "it was changed, or sealed to other keys");
    out->len += (ptrdiff_t)len;
    return RK_OK;
}
