/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_json.h"
#include "json_internal.h"
#include "rk_text.h"

/* What may come next. */
enum state {
    AT_VALUE,       /* at the start, after a key, after a comma in an array */
    AT_FIRST_VALUE, /* after [ */
    AT_FIRST_KEY,   /* after { */
    AT_KEY,         /* after a comma in an object */
    AFTER_VALUE,    /* a comma or the end of what is open */
    DONE,           /* RK_JSON_END or RK_JSON_ERROR was given */
};

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static enum rk_json_kind fail(struct rk_json *r, const char *at, const char *why)
{
    r->state = DONE;
    r->kind = RK_JSON_ERROR;
    r->offset = at - r->from;
    r->why = why;
    r->text = (struct rk_str){at, 0};
    return RK_JSON_ERROR;
}

static enum rk_json_kind found(struct rk_json *r, enum rk_json_kind kind, const char *from)
{
    r->kind = kind;
    r->offset = from - r->from;
    return kind;
}

struct rk_json rk_json_read(struct rk_str input, struct rk_arena *keep)
{
    if (!input.at)
        input = RK_STR("");
    /* Invalid bytes are found once for all, faster than string by string; the reader refuses
     * them when it gets there. */
    const ptrdiff_t bad = rk_utf8_bad(input);
    return (struct rk_json){.from = input.at,
                            .at = input.at,
                            .end = input.at + input.len,
                            .bad = bad < 0 ? NULL : input.at + bad,
                            .keep = keep,
                            .state = AT_VALUE};
}

/* ---- strings ----------------------------------------------------------------------------- */

/* Four hexadecimal digits at `at`, or -1. */
static int32_t hex4(const char *at, const char *end)
{
    int32_t value = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        const char c = at[i];
        const int digit = is_digit(c)            ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* A backslash stands at *at. Appends what it means; NULL, or why it means nothing. */
static const char *unescape(const char **at, const char *end, struct rk_buf *out)
{
    static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    const char *p = *at + 1;
    if (p == end)
        return "the rest of an escape";
    if (*p != 'u') {
        const char *name = memchr(names, *p, sizeof names - 1);
        if (!name)
            return "an escape that JSON knows";
        rk_buf_char(out, means[name - names]);
        *at = p + 1;
        return NULL;
    }
    int32_t c = hex4(p + 1, end);
    if (c < 0)
        return "four hexadecimal digits";
    p += 5;
    if (c >= 0xD800 && c <= 0xDFFF) {
        const bool pair = c <= 0xDBFF && end - p >= 2 && p[0] == '\\' && p[1] == 'u';
        const int32_t low = pair ? hex4(p + 2, end) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return "both halves of a surrogate pair";
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        p += 6;
    }
    char utf8[4];
    rk_buf_bytes(out, utf8, rk_utf8_put(c, utf8));
    *at = p;
    return NULL;
}

/* The closing quote of the string whose text starts at `at`; escapes are stepped over. */
static const char *closing_quote(const char *at, const char *end)
{
    for (;;) {
        at = json_plain_end(at, end);
        if (at == end || *at != '\\')
            return at;
        if (end - at < 2)
            return end;
        at += 2;
    }
}

static bool read_escaped(struct rk_json *r, const char *text)
{
    const char *end = closing_quote(text, r->end);
    struct rk_arena result = *r->keep;
    struct rk_buf out = rk_buf_in(&result, end - text); /* unescaped text is never longer */
    if (out.failed) {
        r->keep->failed = true;
        fail(r, text - 1, "memory for a long text");
        return false;
    }
    for (const char *at = text;;) {
        const char *stop = json_plain_end(at, end);
        rk_buf_bytes(&out, at, stop - at);
        at = stop;
        if (at == end)
            break;
        const char *why = *at == '\\' ? unescape(&at, end, &out) : "no control character";
        if (why) {
            fail(r, at, why);
            return false;
        }
    }
    result.at = out.at + out.len;
    *r->keep = result;
    r->text = rk_buf_str(&out);
    r->at = end;
    return true;
}

/* r->at stands behind the opening quote. */
static inline bool read_string(struct rk_json *r)
{
    const char *text = r->at, *end = json_plain_end(text, r->end);
    r->text = (struct rk_str){text, end - text};
    r->at = end;
    if (end < r->end && *end == '\\' && !read_escaped(r, text))
        return false;
    if (r->bad && r->bad <= r->at) {
        fail(r, r->bad, "valid UTF-8");
        return false;
    }
    if (r->at == r->end || *r->at != '"') {
        fail(r, r->at, r->at == r->end ? "the closing quote" : "no control character");
        return false;
    }
    r->at++;
    return true;
}

/* ---- numbers ----------------------------------------------------------------------------- */

struct decimal {
    uint64_t digits; /* all of them as one number, when there are at most 19 */
    int count;       /* of digits, leading zeros aside */
    int32_t power;   /* of ten */
    bool minus;
};

static const char *read_digits(const char *at, const char *end, struct decimal *d)
{
    for (; at < end && is_digit(*at); at++) {
        d->digits = d->digits * 10 + (uint64_t)(*at - '0');
        d->count += d->digits != 0 || d->count > 0;
    }
    return at;
}

static const char *read_exponent(const char *at, const char *end, struct decimal *d)
{
    int32_t power = 0;
    const bool minus = *at == '-';
    at += *at == '-' || *at == '+';
    for (; at < end && is_digit(*at); at++)
        if (power < 100000)
            power = power * 10 + (*at - '0');
    d->power += minus ? -power : power;
    return at;
}

/* Checks the form and gathers the digits; NULL, or why it is no number, with *at at the fault.
 */
static const char *scan_number(const char **at, const char *end, struct decimal *d)
{
    const char *p = *at;
    d->minus = *p == '-';
    p += d->minus;
    *at = p;
    if (p == end || !is_digit(*p))
        return "a digit";
    const char *whole = p;
    p = read_digits(p, end, d);
    *at = whole + 1;
    if (*whole == '0' && p - whole > 1)
        return "no zero before other digits";
    if (p < end && *p == '.') {
        const char *part = p + 1;
        p = read_digits(part, end, d);
        *at = p;
        if (p == part)
            return "a digit after the point";
        d->power -= (int32_t)(p - part < 100000 ? p - part : 100000);
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        const char *digit = p + 1;
        if (digit < end && (*digit == '-' || *digit == '+'))
            digit++;
        *at = digit;
        if (digit == end || !is_digit(*digit))
            return "a digit in the exponent";
        p = read_exponent(p + 1, end, d);
    }
    *at = p;
    return NULL;
}

/* The nearest double. Up to 2^53 and 10^22 both numbers are exact and one operation rounds once
 * (Clinger 1990, PLDI, "How to read floating point numbers accurately"); the rest is strtod's.
 */
static bool value_of(const struct decimal *d, struct rk_str text, struct rk_arena spare,
                     double *out)
{
#if FLT_EVAL_METHOD == 0
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (d->count <= 19 && d->digits <= UINT64_C(1) << 53 && d->power >= -22 && d->power <= 22) {
        const double digits = (double)d->digits;
        const double size = d->power < 0 ? digits / tens[-d->power] : digits * tens[d->power];
        *out = d->minus ? -size : size;
        return true;
    }
#endif
    char few[64];
    const bool is_short = text.len < (ptrdiff_t)sizeof few;
    char *copy = is_short ? few : rk_arena_take(&spare, text.len + 1, 1);
    if (!copy)
        return false;
    memcpy(copy, text.at, (size_t)text.len);
    copy[text.len] = '\0';
    *out = strtod(copy, NULL); /* the C locale is never left */
    return true;
}

static enum rk_json_kind read_number(struct rk_json *r)
{
    const char *from = r->at, *at = from;
    struct decimal d = {0};
    const char *why = scan_number(&at, r->end, &d);
    if (why)
        return fail(r, at, why);
    r->text = (struct rk_str){from, at - from};
    if (!value_of(&d, r->text, *r->keep, &r->number)) {
        r->keep->failed = true;
        return fail(r, from, "memory for a long number");
    }
    if (!isfinite(r->number))
        return fail(r, from, "a number that a double can hold");
    r->at = at;
    r->state = AFTER_VALUE;
    return found(r, RK_JSON_NUMBER, from);
}

/* ---- structure --------------------------------------------------------------------------- */

static inline void skip_space(struct rk_json *r)
{
    while (r->at < r->end &&
           (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t'))
        r->at++;
}

static enum rk_json_kind word(struct rk_json *r, struct rk_str name, enum rk_json_kind kind)
{
    const struct rk_str rest = {r->at, r->end - r->at};
    if (!rk_str_starts(rest, name))
        return fail(r, r->at, "a value");
    const char *from = r->at;
    r->text = (struct rk_str){from, name.len};
    r->at += name.len;
    r->state = AFTER_VALUE;
    return found(r, kind, from);
}

static enum rk_json_kind open(struct rk_json *r, enum rk_json_kind kind)
{
    if (r->depth == RK_JSON_DEPTH)
        return fail(r, r->at, "at most 64 levels");
    r->stack[r->depth++] = kind == RK_JSON_OBJECT;
    r->state = kind == RK_JSON_OBJECT ? AT_FIRST_KEY : AT_FIRST_VALUE;
    r->text = (struct rk_str){r->at, 1};
    return found(r, kind, r->at++);
}

static enum rk_json_kind close_open(struct rk_json *r, enum rk_json_kind kind)
{
    r->depth--;
    r->state = AFTER_VALUE;
    r->text = (struct rk_str){r->at, 1};
    return found(r, kind, r->at++);
}

static enum rk_json_kind read_value(struct rk_json *r)
{
    switch (*r->at) {
    case '"': {
        const char *from = r->at++;
        if (!read_string(r))
            return RK_JSON_ERROR;
        r->state = AFTER_VALUE;
        return found(r, RK_JSON_STRING, from);
    }
    case '{':
        return open(r, RK_JSON_OBJECT);
    case '[':
        return open(r, RK_JSON_ARRAY);
    case 't':
        return word(r, RK_STR("true"), RK_JSON_TRUE);
    case 'f':
        return word(r, RK_STR("false"), RK_JSON_FALSE);
    case 'n':
        return word(r, RK_STR("null"), RK_JSON_NULL);
    default:
        if (*r->at == '-' || is_digit(*r->at))
            return read_number(r);
        return fail(r, r->at, "a value");
    }
}

static enum rk_json_kind read_key(struct rk_json *r)
{
    if (*r->at != '"')
        return fail(r, r->at, "a key in quotes");
    const char *from = r->at++;
    if (!read_string(r))
        return RK_JSON_ERROR;
    skip_space(r);
    if (r->at == r->end || *r->at != ':')
        return fail(r, r->at, "a colon after the key");
    r->at++;
    r->state = AT_VALUE;
    return found(r, RK_JSON_KEY, from);
}

/* A value is complete: steps over a comma. NULL, or the error's text. */
static const char *after_value(struct rk_json *r, bool object)
{
    if (*r->at != ',')
        return object ? "a comma or }" : "a comma or ]";
    r->at++;
    r->state = object ? AT_KEY : AT_VALUE;
    skip_space(r);
    return NULL;
}

enum rk_json_kind rk_json_next(struct rk_json *r)
{
    if (r->state == DONE)
        return r->kind;
    skip_space(r);
    if (r->at == r->end) {
        if (r->depth > 0 || r->state != AFTER_VALUE)
            return fail(r, r->at, "more: the text ends too early");
        r->state = DONE;
        r->text = (struct rk_str){r->at, 0};
        return found(r, RK_JSON_END, r->at);
    }
    if (r->state == AFTER_VALUE) {
        if (r->depth == 0)
            return fail(r, r->at, "nothing after the value");
        const bool object = r->stack[r->depth - 1];
        if (*r->at == (object ? '}' : ']'))
            return close_open(r, object ? RK_JSON_OBJECT_END : RK_JSON_ARRAY_END);
        const char *why = after_value(r, object);
        if (why)
            return fail(r, r->at, why);
        if (r->at == r->end)
            return fail(r, r->at, "more: the text ends too early");
    }
    if (r->state == AT_FIRST_VALUE && *r->at == ']')
        return close_open(r, RK_JSON_ARRAY_END);
    if (r->state == AT_FIRST_KEY && *r->at == '}')
        return close_open(r, RK_JSON_OBJECT_END);
    return r->state == AT_FIRST_KEY || r->state == AT_KEY ? read_key(r) : read_value(r);
}

enum rk_json_kind rk_json_skip(struct rk_json *r)
{
    enum rk_json_kind kind = r->kind;
    if (kind == RK_JSON_KEY)
        kind = rk_json_next(r);
    if (kind != RK_JSON_OBJECT && kind != RK_JSON_ARRAY)
        return kind;
    const int outside = r->depth - 1;
    while (kind != RK_JSON_ERROR && r->depth > outside)
        kind = rk_json_next(r);
    return kind;
}

void rk_json_where(const struct rk_json *r, int *line, int *column)
{
    const char *start = r->from;
    *line = 1;
    for (const char *p = r->from; p < r->from + r->offset; p++) {
        if (*p == '\n') {
            *line += 1;
            start = p + 1;
        }
    }
    *column = 1 + (int)rk_utf8_count((struct rk_str){start, r->from + r->offset - start});
}
