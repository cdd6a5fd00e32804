/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_base.h"

struct rk_str rk_str_of(const char *c_string)
{
    return (struct rk_str){c_string, c_string ? (ptrdiff_t)strlen(c_string) : 0};
}

bool rk_str_eq(struct rk_str a, struct rk_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, (size_t)a.len) == 0);
}

int rk_str_cmp(struct rk_str a, struct rk_str b)
{
    const ptrdiff_t common = a.len < b.len ? a.len : b.len;
    const int order = common ? memcmp(a.at, b.at, (size_t)common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool rk_str_starts(struct rk_str s, struct rk_str prefix)
{
    return s.len >= prefix.len && rk_str_eq((struct rk_str){s.at, prefix.len}, prefix);
}

bool rk_str_ends(struct rk_str s, struct rk_str suffix)
{
    return s.len >= suffix.len &&
           rk_str_eq((struct rk_str){s.at + s.len - suffix.len, suffix.len}, suffix);
}

ptrdiff_t rk_str_find(struct rk_str s, struct rk_str what)
{
    if (what.len == 0)
        return 0;
    if (s.len < what.len)
        return -1;
    const char *hit = memmem(s.at, (size_t)s.len, what.at, (size_t)what.len);
    return hit ? hit - s.at : -1;
}

static ptrdiff_t space_at(const char *at, ptrdiff_t len)
{
    if (len >= 1 && (*at == ' ' || (*at >= '\t' && *at <= '\r')))
        return 1;
    return len >= 2 && (unsigned char)at[0] == 0xC2 && (unsigned char)at[1] == 0xA0 ? 2 : 0;
}

struct rk_str rk_str_trim(struct rk_str s)
{
    for (ptrdiff_t n = space_at(s.at, s.len); n; n = space_at(s.at, s.len))
        s.at += n, s.len -= n;
    while (s.len > 0) {
        if (space_at(s.at + s.len - 1, 1))
            s.len -= 1;
        else if (s.len >= 2 && space_at(s.at + s.len - 2, 2) == 2)
            s.len -= 2;
        else
            break;
    }
    return s;
}

struct rk_str rk_str_slice(struct rk_str s, ptrdiff_t from, ptrdiff_t to)
{
    from = from < 0 ? 0 : from > s.len ? s.len : from;
    to = to < from ? from : to > s.len ? s.len : to;
    return (struct rk_str){s.at ? s.at + from : NULL, to - from};
}

struct rk_str rk_str_cut(struct rk_str *rest, char sep)
{
    const char *hit = rest->len ? memchr(rest->at, sep, (size_t)rest->len) : NULL;
    const struct rk_str first = {rest->at, hit ? hit - rest->at : rest->len};
    *rest =
        hit ? (struct rk_str){hit + 1, rest->len - first.len - 1} : (struct rk_str){NULL, 0};
    return first;
}

char *rk_str_c(struct rk_arena *keep, struct rk_str s)
{
    char *copy = rk_arena_take(keep, s.len + 1, 1);
    if (copy && s.len)
        memcpy(copy, s.at, (size_t)s.len);
    return copy;
}

struct rk_str rk_str_copy(struct rk_arena *keep, struct rk_str s)
{
    const char *copy = rk_str_c(keep, s);
    return (struct rk_str){copy, copy ? s.len : 0};
}

struct rk_str rk_str_printf(struct rk_arena *keep, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    const int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *text = len < 0 ? NULL : rk_arena_take(keep, (ptrdiff_t)len + 1, 1);
    if (text)
        vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return (struct rk_str){text, text ? len : 0};
}

bool rk_str_int(struct rk_str s, int64_t *out)
{
    ptrdiff_t i = s.len > 0 && (s.at[0] == '-' || s.at[0] == '+');
    const bool minus = i && s.at[0] == '-';
    if (i >= s.len)
        return false;
    int64_t value = 0; /* kept negative: INT64_MIN has no positive twin */
    for (; i < s.len; i++) {
        const int digit = s.at[i] - '0';
        if (digit < 0 || digit > 9 || value < (INT64_MIN + digit) / 10)
            return false;
        value = value * 10 - digit;
    }
    if (!minus && value == INT64_MIN)
        return false;
    *out = minus ? value : -value;
    return true;
}

bool rk_str_double(struct rk_str s, double *out)
{
    char text[64];
    if (s.len <= 0 || s.len >= (ptrdiff_t)sizeof text)
        return false;
    bool digits = false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        const char c = s.at[i];
        digits |= c >= '0' && c <= '9';
        if (!((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' ||
              c == 'E'))
            return false;
        text[i] = c;
    }
    text[s.len] = '\0';
    char *end = NULL;
    const double value = digits ? strtod(text, &end) : 0.0; /* the C locale is never left */
    if (!end || *end || !isfinite(value))
        return false;
    *out = value;
    return true;
}

struct rk_buf rk_buf_in(struct rk_arena *keep, ptrdiff_t max)
{
    /* The region is fresh zeroed memory only where touched: no need to clear it here. */
    struct rk_buf b = {.cap = max};
    if (max < 0 || keep->failed || max > keep->end - keep->at) {
        keep->failed = true;
        return (struct rk_buf){.failed = true};
    }
    b.at = keep->at;
    keep->at += max;
    return b;
}

void rk_buf_bytes(struct rk_buf *b, const void *bytes, ptrdiff_t len)
{
    if (b->failed || len > b->cap - b->len) {
        b->failed = true;
        return;
    }
    if (len > 0)
        memcpy(b->at + b->len, bytes, (size_t)len);
    b->len += len;
}

void rk_buf_add(struct rk_buf *b, struct rk_str s)
{
    rk_buf_bytes(b, s.at, s.len);
}

void rk_buf_c(struct rk_buf *b, const char *c_string)
{
    rk_buf_add(b, rk_str_of(c_string));
}

void rk_buf_char(struct rk_buf *b, char c)
{
    rk_buf_bytes(b, &c, 1);
}

void rk_buf_vprintf(struct rk_buf *b, const char *fmt, va_list args)
{
    if (b->failed)
        return;
    const ptrdiff_t left = b->cap - b->len;
    const int len = vsnprintf(b->at + b->len, (size_t)left, fmt, args);
    if (len < 0 || len >= left) /* the NUL needs a place, too */
        b->failed = true;
    else
        b->len += len;
}

void rk_buf_printf(struct rk_buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    rk_buf_vprintf(b, fmt, args);
    va_end(args);
}

struct rk_str rk_buf_str(const struct rk_buf *b)
{
    return (struct rk_str){b->at, b->len};
}
