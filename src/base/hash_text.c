/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_hash.h"

static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void rk_hex(const void *bytes, ptrdiff_t len, char *out)
{
    const uint8_t *b = bytes;
    for (ptrdiff_t i = 0; i < len; i++) {
        *out++ = hex_digits[b[i] >> 4];
        *out++ = hex_digits[b[i] & 15];
    }
    *out = '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool rk_hex_read(struct rk_str s, void *out, ptrdiff_t len)
{
    uint8_t *b = out;
    if (len < 0 || s.len % 2 || s.len / 2 != len)
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (hex_value(s.at[i]) < 0)
            return false;
    for (ptrdiff_t i = 0; i < len; i++)
        b[i] = (uint8_t)(hex_value(s.at[2 * i]) * 16 + hex_value(s.at[2 * i + 1]));
    return true;
}

void rk_base64(const void *bytes, ptrdiff_t len, struct rk_buf *out)
{
    const uint8_t *b = bytes;
    for (ptrdiff_t i = 0; i < len; i += 3) {
        const ptrdiff_t left = len - i;
        const uint32_t bits = (uint32_t)b[i] << 16 | (left > 1 ? (uint32_t)b[i + 1] << 8 : 0) |
                              (left > 2 ? (uint32_t)b[i + 2] : 0);
        const char four[4] = {
            base64_digits[bits >> 18],
            base64_digits[bits >> 12 & 63],
            left > 1 ? base64_digits[bits >> 6 & 63] : '=',
            left > 2 ? base64_digits[bits & 63] : '=',
        };
        rk_buf_bytes(out, four, 4);
    }
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

ptrdiff_t rk_base64_read(struct rk_str s, void *out, ptrdiff_t max)
{
    uint8_t *b = out;
    if (s.len % 4)
        return -1;
    if (s.len == 0)
        return 0;
    const int padding = s.at[s.len - 1] != '=' ? 0 : s.at[s.len - 2] != '=' ? 1 : 2;
    const ptrdiff_t len = s.len / 4 * 3 - padding;
    if (len > max)
        return -1;
    uint32_t bits = 0;
    ptrdiff_t done = 0;
    for (ptrdiff_t i = 0; i < s.len - padding; i++) {
        const int value = base64_value(s.at[i]);
        if (value < 0)
            return -1;
        bits = bits << 6 | (uint32_t)value;
        const int have = (int)(i & 3) * 6 + 6; /* bits of this group so far */
        if (have > 8 && done < len)
            b[done++] = (uint8_t)(bits >> (have % 8));
    }
    const uint32_t stray = padding == 2 ? 15u : padding == 1 ? 3u : 0u;
    return bits & stray ? -1 : len;
}
