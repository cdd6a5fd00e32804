/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of docs/formats/ledger.md, 9: made by us from fixed keys, and opened without us,
 * with OpenSSL's ChaCha20-Poly1305, SHA-256 and Ed25519 (XChaCha20's subkey is HChaCha20 of the
 * first 16 bytes of the nonce).
 */
#include <openssl/evp.h> /* before base: it names functions that base forbids */
#include <openssl/sha.h>

#include "rk_test.h"

#include "rk_file.h"
#include "rk_ledger.h"

#include "ledger_internal.h"

static struct rk_arena mem;
static struct rk_str page;

static int open_page(void **state)
{
    (void)state;
    struct rk_err err = {0};
    mem = rk_arena_open(1 << 22);
    rk_assert_ok(
        rk_file_read(RK_SOURCE_DIR "/docs/formats/ledger.md", 1 << 20, &mem, &page, &err), err);
    return sodium_init() < 0;
}

/* The hex digits behind "name:" in the page, over as many lines as they take. */
static ptrdiff_t vector(const char *name, uint8_t *out)
{
    char label[64];
    snprintf(label, sizeof label, "\n%s:\n", name);
    const ptrdiff_t at = rk_str_find(page, rk_str_of(label));
    if (at < 0)
        fail_msg("docs/formats/ledger.md has no vector \"%s\"", name);
    struct rk_str rest = rk_str_slice(page, at + (ptrdiff_t)strlen(label), page.len);
    ptrdiff_t len = 0;
    for (;;) {
        const struct rk_str line = rk_str_trim(rk_str_cut(&rest, '\n'));
        if (!line.len || line.len % 2 || !rk_hex_read(line, out + len, line.len / 2))
            return len;
        len += line.len / 2;
    }
}

static void counting(uint8_t *out, int len, int from)
{
    for (int i = 0; i < len; i++)
        out[i] = (uint8_t)(from + i);
}

static void expect(const char *name, const uint8_t *got, ptrdiff_t len)
{
    uint8_t want[4096];
    char hex[8193];
    const ptrdiff_t want_len = vector(name, want);
    if (want_len == len && memcmp(want, got, (size_t)len) == 0)
        return;
    rk_hex(got, len, hex);
    fail_msg("%s is\n%s", name, hex);
}

static const char content[] =
    "{\"about\":\"town:UA00\",\"claims\":[{\"aspect\":\"dead.said\",\"bound\":\"at_least\","
    "\"value\":1000}]}";

/* Salts and nonces come from the noise: fixed here. */
static struct ledger_noise fixed_noise(void)
{
    struct ledger_noise n = {.used = 1};
    for (int i = 1; i < (int)sizeof n.bytes; i++)
        n.bytes[i] = (uint8_t)(0x1F + i);
    return n;
}

static ptrdiff_t make_part(uint8_t *out)
{
    uint8_t key[32], work[256];
    counting(key, 32, 0);
    memcpy(work + LEDGER_SALT, content, sizeof content - 1);
    struct ledger_noise noise = fixed_noise();
    return ledger_part_seal(&noise, key, 7, 4, 1, work, sizeof content - 1, out);
}

static void a_sealed_part_has_the_bytes_that_are_published(void **state)
{
    (void)state;
    uint8_t part[512];
    expect("part", part, make_part(part));
}

/* XChaCha20-Poly1305 by OpenSSL, in place; the length without the tag, -1 when refused. */
static int open_by_openssl(const uint8_t *key, const uint8_t *nonce, const uint8_t *aad,
                           int aad_len, uint8_t *sealed, int len)
{
    uint8_t subkey[32], short_nonce[12] = {0};
    int got = 0;
    crypto_core_hchacha20(subkey, nonce, key, NULL);
    memcpy(short_nonce + 4, nonce + 16, 8);
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    EVP_DecryptInit_ex(c, EVP_chacha20_poly1305(), NULL, subkey, short_nonce);
    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, 16, sealed + len - 16);
    EVP_DecryptUpdate(c, NULL, &got, aad, aad_len);
    EVP_DecryptUpdate(c, sealed, &got, sealed, len - 16);
    int last = 0;
    const int fine = EVP_DecryptFinal_ex(c, sealed + got, &last);
    EVP_CIPHER_CTX_free(c);
    return fine == 1 ? got : -1;
}

static void another_program_opens_the_part_and_finds_what_was_committed_to(void **state)
{
    (void)state;
    uint8_t part[4096], key[32], digest[32];
    const ptrdiff_t len = vector("part", part);
    counting(key, 32, 0);
    const int sealed = part[48] << 8 | part[49];
    assert_int_equal(len, 50 + sealed);
    const int plain = open_by_openssl(key, part + 16, part, 48, part + 50, sealed);
    assert_int_equal(plain, 16 + (int)sizeof content - 1);
    assert_memory_equal(part + 50 + 16, content, sizeof content - 1);
    SHA256(part + 50, (size_t)plain, digest);
    assert_memory_equal(digest, part + 16, 32);
}

static ptrdiff_t make_wrapped(uint8_t *out)
{
    struct ledger_keys keys = {.held = {[4] = true}};
    uint8_t key[32], public_key[32] = {0};
    counting(keys.secret[4], 32, 0x40);
    ledger_keys_derive(&keys);
    counting(key, 32, 0);
    struct ledger_noise noise = fixed_noise();
    return ledger_key_wrap(&noise, &keys, public_key, 4, 7, key, RK_STR("town:UA00"), out);
}

static void a_wrapped_key_has_the_bytes_that_are_published(void **state)
{
    (void)state;
    uint8_t wrapped[LEDGER_WRAPPED_MAX];
    expect("wrapped key", wrapped, make_wrapped(wrapped));
}

static void another_program_unwraps_the_key(void **state)
{
    (void)state;
    uint8_t wrapped[4096], wrap[32], secret[32], key[32], aad[13] = {0};
    uint8_t context[16] = "ranok/wrap/v1\n";
    context[14] = 4, context[15] = 1;
    const ptrdiff_t len = vector("wrapped key", wrapped);
    counting(secret, 32, 0x40);
    counting(key, 32, 0);
    /* BLAKE2b with a key is only in libsodium here; the AEAD is OpenSSL's. */
    crypto_generichash(wrap, 32, context, 16, secret, 32);
    aad[7] = 7, aad[8] = 4, aad[12] = 1;
    assert_int_equal(wrapped[0], 1);
    const int plain =
        open_by_openssl(wrap, wrapped + 1, aad, 13, wrapped + 25, (int)(len - 25));
    assert_int_equal(plain, 32 + 9);
    assert_memory_equal(wrapped + 25, key, 32);
    assert_memory_equal(wrapped + 25 + 32, "town:UA00", 9);
}

static void the_closing_entry_verifies_with_openssl(void **state)
{
    (void)state;
    uint8_t entry[4096], message[8192] = "ranok batch v1\nranok/00000000\n";
    const ptrdiff_t len = vector("closing entry", entry);
    const ptrdiff_t head = (ptrdiff_t)strlen((const char *)message);
    struct ledger_entry e;
    struct rk_err err = {0};
    rk_assert_ok(ledger_entry_read((struct rk_str){(const char *)entry, len}, &e, &err), err);
    assert_int_equal(e.type, LEDGER_CLOSE);
    assert_int_equal(e.claims, 1);
    assert_int_equal(e.slice, 1);
    memcpy(message + head, entry, (size_t)(len - 64));
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, entry + 96, 32);
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(c, NULL, NULL, NULL, key);
    assert_int_equal(
        EVP_DigestVerify(c, entry + len - 64, 64, message, (size_t)(head + len - 64)), 1);
    message[head + 20] ^= 1;
    assert_int_equal(
        EVP_DigestVerify(c, entry + len - 64, 64, message, (size_t)(head + len - 64)), 0);
    EVP_MD_CTX_free(c);
    EVP_PKEY_free(key);
    /* The batch's root is that of its one slice, which holds the part. */
    uint8_t part[4096], slice[4096] = "RKE1\1\0\0\1\0\0\0\1\0\0\0\0";
    const ptrdiff_t part_len = vector("part", part);
    memcpy(slice + 16, part, (size_t)part_len);
    const struct rk_hash leaf = rk_tlog_leaf(slice, 16 + part_len);
    assert_memory_equal(leaf.byte, entry + 64, 32);
}

/* What stands in the page was written by this: kept so that it can be made again. */
static void the_closing_entry_is_made_as_published(void **state)
{
    (void)state;
    uint8_t seed[32], public_key[32], secret[64], part[512];
    uint8_t slice[1024] = "RKE1\1\0\0\1\0\0\0\1\0\0\0\0", e[256] = "RKE1\2";
    counting(seed, 32, 0x60);
    crypto_sign_seed_keypair(public_key, secret, seed);
    const ptrdiff_t part_len = make_part(part);
    memcpy(slice + 16, part, (size_t)part_len);
    const struct rk_hash leaf = rk_tlog_leaf(slice, 16 + part_len);
    ledger_put(e + 8, 1, 4);
    ledger_put(e + 12, 1, 4);
    ledger_put(e + 16, 1662962400, 8);
    ledger_put(e + 24, 19247, 4);
    ledger_put(e + 28, RK_ACT_IMPORT, 2);
    ledger_put(e + 36, 1, 4);
    ledger_put(e + 40, 8, 8);
    ledger_put(e + 48, 1, 8);
    ledger_put(e + 56, 1, 8);
    memcpy(e + 64, leaf.byte, 32);
    memcpy(e + 96, public_key, 32);
    uint8_t message[512] = "ranok batch v1\nranok/00000000\n";
    const size_t head = strlen((const char *)message);
    memcpy(message + head, e, 128);
    crypto_sign_detached(e + 128, NULL, message, head + 128, secret);
    expect("closing entry", e, 192);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sealed_part_has_the_bytes_that_are_published),
        cmocka_unit_test(another_program_opens_the_part_and_finds_what_was_committed_to),
        cmocka_unit_test(a_wrapped_key_has_the_bytes_that_are_published),
        cmocka_unit_test(another_program_unwraps_the_key),
        cmocka_unit_test(the_closing_entry_is_made_as_published),
        cmocka_unit_test(the_closing_entry_verifies_with_openssl),
    };
    return cmocka_run_group_tests_name("ledger_vectors", tests, open_page, NULL);
}
