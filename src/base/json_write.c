/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_json.h"
#include "json_internal.h"
#include "rk_text.h"

/* state[depth] */
enum {
    TOP = 0,      /* one value is wanted */
    TOP_DONE,     /* it was written */
    ARRAY_FIRST,  /* no element yet */
    ARRAY_MORE,   /* a comma before the next */
    OBJECT_FIRST, /* no key yet */
    OBJECT_MORE,  /* a comma before the next key */
    OBJECT_VALUE, /* the key stands, its value is wanted */
};

#define SAFE_INT                                                                               \
    INT64_C(9007199254740991) /* 2^53 - 1: every whole number up to it is a double */

struct rk_json_out rk_json_write(struct rk_buf *to)
{
    return (struct rk_json_out){.to = to};
}

/* Before a value: the comma, and whether one may stand here. */
static bool begin(struct rk_json_out *w)
{
    if (w->failed)
        return false;
    uint8_t *state = &w->state[w->depth];
    switch (*state) {
    case TOP:
        *state = TOP_DONE;
        return true;
    case ARRAY_MORE:
        rk_buf_char(w->to, ',');
        return true;
    case ARRAY_FIRST:
        *state = ARRAY_MORE;
        return true;
    case OBJECT_VALUE:
        *state = OBJECT_MORE;
        return true;
    default:
        w->failed = true;
        return false;
    }
}

static void open(struct rk_json_out *w, char c, uint8_t state)
{
    if (!begin(w))
        return;
    if (w->depth == RK_JSON_DEPTH) {
        w->failed = true;
        return;
    }
    w->state[++w->depth] = state;
    rk_buf_char(w->to, c);
}

static void close_open(struct rk_json_out *w, char c, uint8_t first, uint8_t more)
{
    const uint8_t state = w->state[w->depth];
    w->failed |= state != first && state != more;
    if (w->failed)
        return;
    w->depth--;
    rk_buf_char(w->to, c);
}

void rk_json_object(struct rk_json_out *w)
{
    open(w, '{', OBJECT_FIRST);
}

void rk_json_object_end(struct rk_json_out *w)
{
    close_open(w, '}', OBJECT_FIRST, OBJECT_MORE);
}

void rk_json_array(struct rk_json_out *w)
{
    open(w, '[', ARRAY_FIRST);
}

void rk_json_array_end(struct rk_json_out *w)
{
    close_open(w, ']', ARRAY_FIRST, ARRAY_MORE);
}

/* ---- strings ----------------------------------------------------------------------------- */

/* RFC 8785, 3.2.2.2: the short escape where there is one, \u00xx for other control characters.
 */
static void put_escaped(struct rk_buf *to, unsigned char c)
{
    static const char low[33] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";
    const char name = c < 0x20 ? low[c] : (char)c;
    const char text[6] = {
        '\\', name, '0', '0', (char)('0' + (c >> 4)), "0123456789abcdef"[c & 15]};
    rk_buf_bytes(to, text, name == 'u' ? 6 : 2);
}

static void quoted(struct rk_json_out *w, struct rk_str s)
{
    if (rk_utf8_bad(s) >= 0) {
        w->failed = true;
        return;
    }
    rk_buf_char(w->to, '"');
    const char *at = s.at, *end = s.at + s.len;
    while (s.len > 0) {
        const char *stop = json_plain_end(at, end);
        rk_buf_bytes(w->to, at, stop - at);
        if (stop == end)
            break;
        put_escaped(w->to, (unsigned char)*stop);
        at = stop + 1;
    }
    rk_buf_char(w->to, '"');
}

/* The byte that the escaped text at *at stands for; every escape we write is of one byte. */
static int plain_byte(const char *text, ptrdiff_t *at)
{
    const unsigned char c = (unsigned char)text[(*at)++];
    if (c != '\\')
        return c;
    const char name = text[(*at)++];
    static const char names[] = "btnfr", means[] = "\b\t\n\f\r";
    const char *known = memchr(names, name, sizeof names - 1);
    if (known)
        return means[known - names];
    if (name != 'u')
        return (unsigned char)name;
    *at += 4;
    const char last = text[*at - 1];
    return (text[*at - 2] - '0') * 16 + (last <= '9' ? last - '0' : last - 'a' + 10);
}

/* Does `key` come after the last key of this object, which stands escaped in the output? */
static bool ascends(const struct rk_json_out *w, struct rk_str key)
{
    const int level = w->depth - 1;
    const char *last = w->to->at + w->last_key[level];
    const ptrdiff_t len = w->last_key_len[level];
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < key.len; i++) {
        if (at == len)
            return true;
        const int order = json_unit_order(plain_byte(last, &at), (unsigned char)key.at[i]);
        if (order)
            return order < 0;
    }
    return false;
}

void rk_json_key(struct rk_json_out *w, struct rk_str key)
{
    if (w->failed)
        return;
    uint8_t *state = &w->state[w->depth];
    if (*state != OBJECT_FIRST && *state != OBJECT_MORE) {
        w->failed = true;
        return;
    }
    if (*state == OBJECT_MORE) {
        if (!w->any_order && !w->to->failed && !ascends(w, key)) {
            w->failed = true;
            return;
        }
        rk_buf_char(w->to, ',');
    }
    const ptrdiff_t from = w->to->len + 1;
    quoted(w, key);
    w->last_key[w->depth - 1] = from;
    w->last_key_len[w->depth - 1] = w->to->len - 1 - from;
    rk_buf_char(w->to, ':');
    *state = OBJECT_VALUE;
}

void rk_json_str(struct rk_json_out *w, struct rk_str s)
{
    if (begin(w))
        quoted(w, s);
}

/* ---- other values ------------------------------------------------------------------------ */

void rk_json_number(struct rk_json_out *w, double x)
{
    char text[32];
    if (!isfinite(x))
        rk_json_null(w);
    else if (begin(w))
        rk_buf_bytes(w->to, text, rk_double_text(x, text));
}

void rk_json_int(struct rk_json_out *w, int64_t x)
{
    if (!begin(w))
        return;
    const char *quote = x > SAFE_INT || x < -SAFE_INT ? "\"" : "";
    rk_buf_printf(w->to, "%s%" PRId64 "%s", quote, x, quote);
}

void rk_json_bool(struct rk_json_out *w, bool x)
{
    if (begin(w))
        rk_buf_c(w->to, x ? "true" : "false");
}

void rk_json_null(struct rk_json_out *w)
{
    if (begin(w))
        rk_buf_c(w->to, "null");
}

void rk_json_kstr(struct rk_json_out *w, const char *key, struct rk_str s)
{
    if (!s.at)
        return;
    rk_json_key(w, rk_str_of(key));
    rk_json_str(w, s);
}

void rk_json_knum(struct rk_json_out *w, const char *key, double x)
{
    rk_json_key(w, rk_str_of(key));
    rk_json_number(w, x);
}

void rk_json_kint(struct rk_json_out *w, const char *key, int64_t x)
{
    rk_json_key(w, rk_str_of(key));
    rk_json_int(w, x);
}

void rk_json_kbool(struct rk_json_out *w, const char *key, bool x)
{
    rk_json_key(w, rk_str_of(key));
    rk_json_bool(w, x);
}
