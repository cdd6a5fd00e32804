/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/hash: SHA-256 (OpenSSL's, which uses the processor's instructions), hex and base64.
 */
#ifndef RK_HASH_H
#define RK_HASH_H

#include "rk_base.h"

struct rk_hash {
    uint8_t byte[32];
};

struct rk_hash rk_sha256(const void *bytes, ptrdiff_t len);
bool rk_hash_eq(const struct rk_hash *a, const struct rk_hash *b);

/* Hashing in pieces; the state is a plain struct, copied by assignment, owning nothing. */
struct rk_sha256 {
    uint64_t opaque[16];
};
void rk_sha256_start(struct rk_sha256 *h);
void rk_sha256_add(struct rk_sha256 *h, const void *bytes, ptrdiff_t len);
struct rk_hash rk_sha256_end(struct rk_sha256 *h); /* *h is as just started again */

void rk_hex(const void *bytes, ptrdiff_t len, char *out); /* 2 * len + 1 characters with NUL */
/* Exactly 2 * len digits, large or small; *out is written only then. */
bool rk_hex_read(struct rk_str s, void *out, ptrdiff_t len);
/* Base64 with padding (RFC 4648, 4), strict: no white space, no stray bits. */
void rk_base64(const void *bytes, ptrdiff_t len, struct rk_buf *out);
/* Decodes into out[0 … max-1]; the number of bytes, or -1 for invalid or too long. */
ptrdiff_t rk_base64_read(struct rk_str s, void *out, ptrdiff_t max);

#endif
