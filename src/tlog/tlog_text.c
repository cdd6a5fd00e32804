/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small pieces that the texts of C2SP share: numbers, hashes, names, lines. */
#include "rk_tlog.h"

#include "rk_text.h"
#include "tlog_internal.h"

bool tlog_decimal(struct rk_str s, int64_t *out)
{
    if (s.len < 1 || s.len > 19 || (s.len > 1 && s.at[0] == '0'))
        return false;
    uint64_t value = 0; /* 19 digits stay below 2^64 */
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(s.at[i] - '0');
    }
    if (value > INT64_MAX)
        return false;
    *out = (int64_t)value;
    return true;
}

bool tlog_hash_read(struct rk_str s, struct rk_hash *out)
{
    struct rk_hash hash = {0};
    if (rk_base64_read(s, hash.byte, 32) != 32)
        return false;
    *out = hash;
    return true;
}

static int sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

ptrdiff_t tlog_base64(struct rk_str s, uint8_t *out, ptrdiff_t max, bool strict)
{
    if (s.len % 4 != 0)
        return -1;
    if (s.len == 0)
        return 0;
    const int padding = s.at[s.len - 1] != '=' ? 0 : s.at[s.len - 2] != '=' ? 1 : 2;
    const ptrdiff_t len = s.len / 4 * 3 - padding;
    uint32_t bits = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        const int value = i < s.len - padding ? sextet(s.at[i]) : 0;
        if (value < 0)
            return -1;
        bits = bits << 6 | (uint32_t)value;
        if (i % 4 != 3)
            continue;
        for (int b = 0; b < 3; b++) {
            const ptrdiff_t place = i / 4 * 3 + b;
            if (place < len && place < max)
                out[place] = (uint8_t)(bits >> (16 - 8 * b));
        }
    }
    const uint32_t behind = bits & ((1u << 8 * padding) - 1);
    return strict && behind ? -1 : len;
}

int tlog_bad_line(struct rk_str text)
{
    const ptrdiff_t broken = rk_utf8_bad(text);
    int line = 1;
    for (ptrdiff_t i = 0; i < text.len && i != broken; i++) {
        if (text.at[i] == '\n')
            line++;
        else if ((uint8_t)text.at[i] < 0x20)
            return line;
    }
    return broken >= 0 ? line : 0;
}

/* White_Space of Unicode 15. */
static bool is_space(int32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

bool tlog_name_ok(struct rk_str name)
{
    if (name.len < 1 || rk_utf8_bad(name) >= 0)
        return false;
    for (ptrdiff_t at = 0; at < name.len;) {
        const int32_t c = rk_utf8_next(name, &at);
        if (c < 0x20 || c == '+' || is_space(c))
            return false;
    }
    return true;
}

rk_status tlog_fail_line(struct rk_err *err, rk_status status, const char *what, int line,
                         const char *why)
{
    char place[64];
    snprintf(place, sizeof place, "%s:%d", what, line);
    return rk_fail(err, status, place, "%s", why);
}

rk_status tlog_buf_end(struct rk_buf *out, ptrdiff_t len, const char *what, struct rk_err *err)
{
    if (!out->failed)
        return RK_OK;
    out->len = len;
    return rk_fail(err, RK_ENOMEM, what, "the buffer holds %td bytes", out->cap);
}
