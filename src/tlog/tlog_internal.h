/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/tlog. */
#ifndef RK_TLOG_H
#error "include rk_tlog.h first; tlog_internal.h is private to src/tlog"
#endif
#ifndef TLOG_INTERNAL_H
#define TLOG_INTERNAL_H

/* Level of the smallest subtree of a tree of `size` > 0 leaves. */
static inline int tlog_low_bit(int64_t size)
{
    return __builtin_ctzll((unsigned long long)size);
}

static inline uint32_t tlog_big_endian(const uint8_t four[4])
{
    return (uint32_t)four[0] << 24 | (uint32_t)four[1] << 16 | (uint32_t)four[2] << 8 | four[3];
}

/* A decimal number as C2SP writes it: digits only, no leading zero, below 2^63. */
bool tlog_decimal(struct rk_str s, int64_t *out);
/* 44 characters of strict base64. */
bool tlog_hash_read(struct rk_str s, struct rk_hash *out);
/*
 * How many bytes a base64 text holds, -1 when invalid; at most `max` of them go to `out`. Not
 * strict: the bits behind the last byte may be anything, as Go's decoder allows in a signature.
 */
ptrdiff_t tlog_base64(struct rk_str s, uint8_t *out, ptrdiff_t max, bool strict);
/* Valid UTF-8 without control characters other than the line end; else the 1-based line. */
int tlog_bad_line(struct rk_str text);
/* A key name: not empty, valid UTF-8, no white space of Unicode, no control
 * character, no '+'. */
bool tlog_name_ok(struct rk_str name);
/* The one place where a signature is accepted: by libsodium's word. */
bool tlog_ed25519_holds(const uint8_t signature[64], struct rk_str message,
                        const uint8_t key[32]);
/* Fails at a line: place "what:line". */
rk_status tlog_fail_line(struct rk_err *err, rk_status status, const char *what, int line,
                         const char *why);
/* RK_ENOMEM, and the buffer back to `len` bytes, when something did not fit. */
rk_status tlog_buf_end(struct rk_buf *out, ptrdiff_t len, const char *what, struct rk_err *err);

#endif
