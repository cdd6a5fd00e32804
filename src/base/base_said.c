/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text in the reader's language: what rk_err_translate knows, filled in by our own hand. */
#include "rk_base.h"

#include "base_internal.h"

const char *(*rk_err_translate)(const char *english) = NULL;

enum { CONVERSIONS = 16, SENTENCE = 400, SPEC = 48 };

/* "%-8.*s": where it stands, and what it takes from the arguments. */
struct conversion {
    const char *from, *flags, *to;
    bool star_width, star_precision;
    char length[3], letter;
};

/* What one conversion took. */
struct taken {
    int width, precision;
    intmax_t whole;
    uintmax_t bits;
    double number;
    const void *address;
};

const char *base_said(const char *english)
{
    return rk_err_translate ? rk_err_translate(english) : english;
}

static const char *digits(const char *at)
{
    while (*at >= '0' && *at <= '9')
        at++;
    return at;
}

/* The next conversion at or behind `at`; false: none, or one that is not known here. */
static bool next(const char *at, struct conversion *c)
{
    while (*at && !(at[0] == '%' && at[1] != '%'))
        at += at[0] == '%' ? 2 : 1;
    *c = (struct conversion){.from = at};
    if (!*at)
        return false;
    at++;
    c->flags = at;
    at += strspn(at, "-+ #0'");
    c->star_width = *at == '*';
    at = c->star_width ? at + 1 : digits(at);
    if (*at == '.') {
        c->star_precision = at[1] == '*';
        at = c->star_precision ? at + 2 : digits(at + 1);
    }
    for (int i = 0; i < 2 && *at && strchr("hljzt", *at); i++)
        c->length[i] = *at++;
    c->letter = *at && strchr("diouxXcsfFeEgGp", *at) ? *at : '\0';
    c->to = *at ? at + 1 : at;
    return c->letter != '\0';
}

/* All conversions of a format; -1: more than fit, or one that is not known here. */
static int list(const char *format, struct conversion all[CONVERSIONS])
{
    struct conversion c;
    int count = 0;
    for (; next(format, &c); format = c.to) {
        if (count == CONVERSIONS)
            return -1;
        all[count++] = c;
    }
    return *c.from ? -1 : count;
}

static bool alike(const struct conversion *a, const struct conversion *b, int count)
{
    for (int i = 0; i < count; i++)
        if (a[i].letter != b[i].letter || strcmp(a[i].length, b[i].length) != 0 ||
            a[i].star_width != b[i].star_width || a[i].star_precision != b[i].star_precision)
            return false;
    return true;
}

/* va_list may be an array, which a pointer to it keeps alive through calls. */
struct arguments {
    va_list rest;
};

static intmax_t take_signed(const char *length, struct arguments *a)
{
    switch (length[0]) {
    case 'l':
        return length[1] ? va_arg(a->rest, long long) : va_arg(a->rest, long);
    case 'j':
        return va_arg(a->rest, intmax_t);
    case 'z':
    case 't':
        return va_arg(a->rest, ptrdiff_t);
    default:
        return va_arg(a->rest, int);
    }
}

static uintmax_t take_unsigned(const char *length, struct arguments *a)
{
    switch (length[0]) {
    case 'l':
        return length[1] ? va_arg(a->rest, unsigned long long) : va_arg(a->rest, unsigned long);
    case 'j':
        return va_arg(a->rest, uintmax_t);
    case 'z':
    case 't':
        return va_arg(a->rest, size_t);
    default:
        return va_arg(a->rest, unsigned);
    }
}

static struct taken take(const struct conversion *c, struct arguments *a)
{
    struct taken t = {.precision = -1};
    if (c->star_width)
        t.width = va_arg(a->rest, int);
    if (c->star_precision)
        t.precision = va_arg(a->rest, int);
    if (strchr("dic", c->letter))
        t.whole = take_signed(c->length, a);
    else if (strchr("ouxX", c->letter))
        t.bits = take_unsigned(c->length, a);
    else if (strchr("sp", c->letter))
        t.address = va_arg(a->rest, const void *);
    else
        t.number = va_arg(a->rest, double);
    return t;
}

/* "%-8.3": the conversion without its length and letter, stars made numbers. */
static void spec_of(const struct conversion *c, const struct taken *t, char spec[SPEC])
{
    const char *point = c->flags;
    while (point < c->to && *point != '.')
        point++;
    const bool pointed = point < c->to && (!c->star_precision || t->precision >= 0);
    const int flags = (int)strspn(c->flags, "-+ #0'");
    const char *width = c->flags + flags;
    int len = snprintf(spec, SPEC - 8, "%%%.*s", flags, c->flags);
    len += c->star_width ? snprintf(spec + len, 13, "%d", t->width)
                         : snprintf(spec + len, 9, "%.*s", (int)(digits(width) - width), width);
    if (pointed && c->star_precision)
        snprintf(spec + len, 13, ".%d", t->precision);
    else if (pointed)
        snprintf(spec + len, 9, ".%.*s", (int)(digits(point + 1) - point - 1), point + 1);
}

/* A text of the program in the reader's language; a quoted one is somebody else's. */
static const char *own_text(const struct conversion *c, const struct taken *t, bool quoted)
{
    char text[SENTENCE];
    const char *given = t->address ? t->address : "";
    const int most = c->star_precision && t->precision >= 0 ? t->precision : SENTENCE;
    const size_t len = strnlen(given, most < SENTENCE ? (size_t)most : SENTENCE);
    if (quoted || len == 0 || len == SENTENCE)
        return NULL;
    memcpy(text, given, len);
    text[len] = '\0';
    const char *said = base_said(text);
    return said == text || strchr(said, '%') ? NULL : said;
}

#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static size_t put(char *out, size_t size, const struct conversion *c, const struct taken *t,
                  bool quoted)
{
    char spec[SPEC + 4];
    const char *said = c->letter == 's' ? own_text(c, t, quoted) : NULL;
    int len;
    if (said) {
        len = snprintf(out, size, "%s", said);
    } else {
        spec_of(c, t, spec);
        const size_t end = strlen(spec);
        const bool whole = strchr("diouxX", c->letter) != NULL;
        snprintf(spec + end, 4, "%s%c", whole ? "j" : "", c->letter);
        if (c->letter == 'c')
            len = snprintf(out, size, spec, (int)t->whole);
        else if (strchr("di", c->letter))
            len = snprintf(out, size, spec, t->whole);
        else if (whole)
            len = snprintf(out, size, spec, t->bits);
        else if (c->letter == 's')
            len = snprintf(out, size, spec, (const char *)t->address);
        else if (c->letter == 'p')
            len = snprintf(out, size, spec, t->address);
        else
            len = snprintf(out, size, spec, t->number);
    }
    return len < 0 ? 0 : (size_t)len < size ? (size_t)len : size - 1;
}

/* Plain text of a format up to `to`, with %% as %. */
static size_t put_plain(char *out, size_t size, const char *from, const char *to)
{
    size_t len = 0;
    for (; from < to && len + 1 < size; from += from[0] == '%' ? 2 : 1)
        out[len++] = *from;
    return len;
}

static bool after_quote(const char *format, const char *at)
{
    return at > format && (at[-1] == '"' || (at - format > 1 && memcmp(at - 2, "«", 2) == 0));
}

void rk_said_list(char *out, size_t size, const char *english, va_list args)
{
    struct conversion wants[CONVERSIONS], has[CONVERSIONS];
    const char *format = base_said(english);
    const int count = rk_err_translate ? list(english, wants) : -1;
    if (size == 0)
        return;
    if (count < 0) {
        vsnprintf(out, size, english, args);
        base_cut_at_character(out, size);
        return;
    }
    if (list(format, has) != count || !alike(wants, has, count)) {
        format = english;
        memcpy(has, wants, sizeof has);
    }
    struct arguments a;
    va_copy(a.rest, args);
    size_t len = 0;
    const char *at = format;
    for (int i = 0; i < count; at = has[i++].to) {
        const struct taken t = take(&has[i], &a);
        len += put_plain(out + len, size - len, at, has[i].from);
        len += put(out + len, size - len, &has[i], &t, after_quote(format, has[i].from));
    }
    len += put_plain(out + len, size - len, at, at + strlen(at));
    out[len] = '\0';
    va_end(a.rest);
    base_cut_at_character(out, size);
}

void rk_said(char *out, size_t size, const char *english, ...)
{
    va_list args;
    va_start(args, english);
    rk_said_list(out, size, english, args);
    va_end(args);
}
