/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shamir (1979), Commun. ACM 22(11): 612-613, over GF(2^8) with the polynomial of AES
 * (FIPS 197, 4.2), each byte of the secret its own polynomial. No tables: the time of a product
 * does not depend on its factors.
 */
#include "rk_ledger.h"

#include "ledger_internal.h"
#include "rk_holder.h"

enum {
    HEAD = 5,  /* version, need, x, two bytes of the set */
    CHECK = 2, /* of SHA-256 over all before */
    BYTES = HEAD + RK_SHARE_SECRET + CHECK,
    SIGNS = (8 * BYTES + 4) / 5,
    GROUP = 4,
    VERSION = 0xD1 /* so that a share begins with "T" */
};
/* Without I, L, O and U, which are taken for others. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static uint8_t times(uint8_t a, uint8_t b)
{
    unsigned product = 0, x = a;
    for (int bit = 0; bit < 8; bit++) {
        product ^= x & (0U - (b >> bit & 1U));
        x = x << 1 ^ (0x11BU & (0U - (x >> 7 & 1U)));
    }
    return (uint8_t)product;
}

/* a to the power of 254 */
static uint8_t inverse(uint8_t a)
{
    uint8_t power = a, result = 1;
    for (int bit = 1; bit < 8; bit++) {
        power = times(power, power);
        result = times(result, power);
    }
    return result;
}

/* ---- text ----------------------------------------------------------------------------------
 */

static void write_text(const uint8_t bytes[BYTES], char out[RK_SHARE_TEXT])
{
    int at = 0;
    for (int s = 0; s < SIGNS; s++) {
        unsigned value = 0;
        for (int bit = 5 * s; bit < 5 * s + 5; bit++)
            value = value << 1 | (bit < 8 * BYTES ? bytes[bit / 8] >> (7 - bit % 8) & 1U : 0U);
        if (s && s % GROUP == 0)
            out[at++] = '-';
        out[at++] = alphabet[value];
    }
    out[at] = '\0';
}

static int value_of(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c; /* as it may be read from paper */
    for (int i = 0; i < 32; i++)
        if (alphabet[i] == c)
            return i;
    return -1;
}

static void checksum(const uint8_t bytes[BYTES], uint8_t check[CHECK])
{
    const struct rk_hash hash = rk_sha256(bytes, BYTES - CHECK);
    memcpy(check, hash.byte, CHECK);
}

/* Whether it has a share's length and first byte. */
static bool decode(struct rk_str text, uint8_t bytes[BYTES])
{
    int signs = 0;
    memset(bytes, 0, BYTES);
    for (ptrdiff_t i = 0; i < text.len; i++) {
        if (text.at[i] == '-')
            continue;
        const int value = value_of(text.at[i]);
        if (value < 0 || signs == SIGNS)
            return false;
        for (int b = 0; b < 5; b++) {
            const int bit = 5 * signs + b;
            if (!(value >> (4 - b) & 1))
                continue;
            if (bit >= 8 * BYTES)
                return false; /* the rest of the last sign is empty */
            bytes[bit / 8] = (uint8_t)(bytes[bit / 8] | 0x80U >> bit % 8);
        }
        signs++;
    }
    return signs == SIGNS && bytes[0] == VERSION;
}

static bool read_text(struct rk_str text, uint8_t bytes[BYTES])
{
    uint8_t check[CHECK];
    if (!decode(text, bytes))
        return false;
    checksum(bytes, check);
    return memcmp(check, bytes + BYTES - CHECK, CHECK) == 0;
}

/* ---- splitting -----------------------------------------------------------------------------
 */

rk_status rk_shares_split(const uint8_t secret[RK_SHARE_SECRET], int need, int count,
                          char text[][RK_SHARE_TEXT], struct rk_err *err)
{
    uint8_t factor[RK_SHARES_MOST][RK_SHARE_SECRET], bytes[BYTES], set[2];
    if (need < 2 || need > count || count > RK_SHARES_MOST)
        return rk_fail(err, RK_EINVAL, "", "2 to %d shares, and no more needed than there are",
                       (int)RK_SHARES_MOST);
    memcpy(factor[0], secret, RK_SHARE_SECRET);
    randombytes_buf(factor[1], (size_t)(need - 1) * RK_SHARE_SECRET);
    randombytes_buf(set, sizeof set);
    for (int x = 1; x <= count; x++) {
        bytes[0] = VERSION;
        bytes[1] = (uint8_t)need;
        bytes[2] = (uint8_t)x;
        memcpy(bytes + 3, set, sizeof set);
        for (int i = 0; i < RK_SHARE_SECRET; i++) {
            uint8_t y = 0; /* Horner */
            for (int k = need - 1; k >= 0; k--)
                y = (uint8_t)(times(y, (uint8_t)x) ^ factor[k][i]);
            bytes[HEAD + i] = y;
        }
        checksum(bytes, bytes + BYTES - CHECK);
        write_text(bytes, text[x - 1]);
    }
    sodium_memzero(factor, sizeof factor);
    sodium_memzero(bytes, sizeof bytes);
    return RK_OK;
}

/* ---- joining -------------------------------------------------------------------------------
 */

/* Lagrange at 0: the product over the others of x_j / (x_j - x_i); minus is xor here. */
static void interpolate(uint8_t share[][BYTES], int need, uint8_t secret[RK_SHARE_SECRET])
{
    memset(secret, 0, RK_SHARE_SECRET);
    for (int i = 0; i < need; i++) {
        uint8_t weight = 1;
        for (int j = 0; j < need; j++)
            if (j != i)
                weight = times(
                    weight, times(share[j][2], inverse((uint8_t)(share[j][2] ^ share[i][2]))));
        for (int b = 0; b < RK_SHARE_SECRET; b++)
            secret[b] = (uint8_t)(secret[b] ^ times(weight, share[i][HEAD + b]));
    }
}

static bool between(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ',' || c == ';' || c == '+';
}

static struct rk_str next_text(struct rk_str *texts)
{
    ptrdiff_t from = 0;
    while (from < texts->len && between(texts->at[from]))
        from++;
    ptrdiff_t to = from;
    while (to < texts->len && !between(texts->at[to]))
        to++;
    const struct rk_str text = rk_str_slice(*texts, from, to);
    *texts = rk_str_slice(*texts, to, texts->len);
    return text;
}

static rk_status collect(struct rk_str texts, uint8_t share[][BYTES], int *count,
                         struct rk_err *err)
{
    uint8_t read[BYTES];
    for (int number = 1;; number++) {
        const struct rk_str text = next_text(&texts);
        if (!text.len)
            return RK_OK;
        if (!read_text(text, read))
            return rk_fail(err, RK_EINVAL, "", "share %d of those given was mistyped", number);
        if (*count && memcmp(read + 3, share[0] + 3, 2) != 0)
            return rk_fail(err, RK_EINVAL, "", "the shares do not belong together");
        bool known = read[2] == 0;
        for (int i = 0; i < *count; i++)
            known |= share[i][2] == read[2];
        if (!known && *count < RK_SHARES_MOST)
            memcpy(share[(*count)++], read, BYTES);
        sodium_memzero(read, sizeof read);
    }
}

rk_status rk_shares_join(struct rk_str texts, uint8_t secret[RK_SHARE_SECRET],
                         struct rk_err *err)
{
    uint8_t share[RK_SHARES_MOST][BYTES];
    int count = 0;
    rk_status status = collect(texts, share, &count, err);
    if (!status && !count)
        status = rk_fail(err, RK_EINVAL, "", "no share is given");
    const int need = count ? share[0][1] : 0;
    if (!status && (need < 2 || count < need))
        status = rk_fail(err, RK_EDENIED, "", "%d more shares are needed", need - count);
    if (!status)
        interpolate(share, need, secret);
    sodium_memzero(share, sizeof share);
    return status;
}

bool rk_shares_look_like(struct rk_str text)
{
    uint8_t bytes[BYTES];
    const bool is = decode(next_text(&text), bytes);
    sodium_memzero(bytes, sizeof bytes);
    return is;
}

rk_status ledger_shares_open(struct rk_str *passphrase, char room[65], struct rk_err *err)
{
    uint8_t secret[RK_SHARE_SECRET];
    if (!rk_shares_look_like(*passphrase))
        return RK_OK;
    const rk_status status = rk_shares_join(*passphrase, secret, err);
    if (status)
        return status;
    rk_hex(secret, (ptrdiff_t)sizeof secret, room);
    sodium_memzero(secret, sizeof secret);
    *passphrase = (struct rk_str){room, 2 * (ptrdiff_t)RK_SHARE_SECRET};
    return RK_OK;
}
