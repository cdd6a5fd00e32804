/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_text.h"
#include "text_internal.h"

enum { END = -1, BAD = -2, MARK = 0xFEFF };

/* Bytes 80 … FF of Windows-1251 (IANA charset registration "windows-1251"); 98 is undefined. */
static const char16_t cp1251[129] = u"ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ"
                                    u"ђ‘’“”•–—\uFFFD™љ›њќћџ"
                                    u"\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї"
                                    u"°±Ііґµ¶·ё№є»јЅѕї"
                                    u"АБВГДЕЖЗИЙКЛМНОП"
                                    u"РСТУФХЦЧШЩЪЫЬЭЮЯ"
                                    u"абвгдежзийклмноп"
                                    u"рстуфхцчшщъыьэюя";

/* Bytes 80 … FF of KOI8-U (RFC 2319). */
static const char16_t koi8u[129] = u"─│┌┐└┘├┤┬┴┼▀▄█▌▐"
                                   u"░▒▓⌠■∙√≈≤≥\u00A0⌡°²·÷"
                                   u"═║╒ёє╔ії╗╘╙╚╛ґ╝╞"
                                   u"╟╠╡ЁЄ╣ІЇ╦╧╨╩╪Ґ╬©"
                                   u"юабцдефгхийклмно"
                                   u"пярстужвьызшэщчъ"
                                   u"ЮАБЦДЕФГХИЙКЛМНО"
                                   u"ПЯРСТУЖВЬЫЗШЭЩЧЪ";

const char16_t *text_high_half(enum rk_encoding encoding)
{
    return encoding == RK_ENC_CP1251 ? cp1251 : encoding == RK_ENC_KOI8U ? koi8u : NULL;
}

static int32_t unit16(struct rk_str s, ptrdiff_t at, bool big)
{
    const int32_t first = (uint8_t)s.at[at], second = (uint8_t)s.at[at + 1];
    return big ? first << 8 | second : second << 8 | first;
}

/* The next character, END, or BAD for an odd byte or half of a surrogate pair; *at then stays.
 */
static int32_t next16(struct rk_str s, ptrdiff_t *at, bool big)
{
    if (*at >= s.len)
        return END;
    if (s.len - *at < 2)
        return BAD;
    const int32_t high = unit16(s, *at, big);
    if (high < 0xD800 || high > 0xDFFF) {
        *at += 2;
        return high;
    }
    if (high > 0xDBFF || s.len - *at < 4)
        return BAD;
    const int32_t low = unit16(s, *at + 2, big);
    if (low < 0xDC00 || low > 0xDFFF)
        return BAD;
    *at += 4;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static int32_t next_of(struct rk_str s, ptrdiff_t *at, enum rk_encoding from)
{
    const char16_t *table = text_high_half(from);
    if (!table)
        return next16(s, at, from == RK_ENC_UTF16BE);
    if (*at >= s.len)
        return END;
    const uint8_t byte = (uint8_t)s.at[*at];
    const int32_t c = byte < 0x80 ? byte : table[byte - 0x80];
    if (c == TEXT_UNDEFINED)
        return BAD;
    *at += 1;
    return c;
}

static struct rk_str without_mark(struct rk_str s, enum rk_encoding from)
{
    ptrdiff_t at = 0;
    if (from == RK_ENC_UTF8)
        return rk_str_starts(s, RK_STR("\xEF\xBB\xBF")) ? rk_str_slice(s, 3, s.len) : s;
    if (!text_high_half(from) && next_of(s, &at, from) == MARK)
        return rk_str_slice(s, at, s.len);
    return s;
}

/* Bytes that `s` takes as UTF-8; *bad is the position of a fault or -1. */
static ptrdiff_t size_as_utf8(struct rk_str s, enum rk_encoding from, ptrdiff_t *bad)
{
    ptrdiff_t at = 0, len = 0;
    char utf8[4];
    int32_t c = next_of(s, &at, from);
    for (; c >= 0; c = next_of(s, &at, from))
        len += rk_utf8_put(c, utf8);
    *bad = c == BAD ? at : -1;
    return len;
}

static rk_status undefined_at(ptrdiff_t at, enum rk_encoding from, struct rk_err *err)
{
    static const char *const names[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "CP1251", "KOI8-U"};
    char place[48];
    rk_said(place, sizeof place, "byte %td", at);
    return rk_fail(err, RK_EINVAL, place, "is no character of %s", names[from]);
}

rk_status rk_text_decode(struct rk_str bytes, enum rk_encoding from, struct rk_arena *keep,
                         struct rk_str *out, struct rk_err *err)
{
    const struct rk_str body = without_mark(bytes, from);
    ptrdiff_t bad = -1;
    const bool same = from == RK_ENC_UTF8;
    const ptrdiff_t len = same ? body.len : size_as_utf8(body, from, &bad);
    if (same)
        bad = rk_utf8_bad(body);
    if (bad >= 0)
        return undefined_at(bytes.len - body.len + bad, from, err);
    struct rk_buf text = rk_buf_in(keep, len);
    if (text.failed)
        return rk_fail(err, RK_ENOMEM, "", "no memory left for %td bytes of text", len);
    if (same) {
        rk_buf_add(&text, body);
    } else {
        ptrdiff_t at = 0;
        for (int32_t c = next_of(body, &at, from); c >= 0; c = next_of(body, &at, from))
            text.len += rk_utf8_put(c, text.at + text.len);
    }
    *out = rk_buf_str(&text);
    return RK_OK;
}

static bool put16(int32_t c, bool big, struct rk_buf *out)
{
    if (c > 0xFFFF) {
        c -= 0x10000;
        return put16(0xD800 + (c >> 10), big, out) && put16(0xDC00 + (c & 0x3FF), big, out);
    }
    rk_buf_char(out, (char)(uint8_t)(big ? c >> 8 : c));
    rk_buf_char(out, (char)(uint8_t)(big ? c : c >> 8));
    return true;
}

static bool put8(int32_t c, const char16_t *table, struct rk_buf *out)
{
    if (c < 0x80) {
        rk_buf_char(out, (char)c);
        return true;
    }
    for (int i = 0; i < 128; i++) {
        if (table[i] == c && c != TEXT_UNDEFINED) {
            rk_buf_char(out, (char)(uint8_t)(0x80 + i));
            return true;
        }
    }
    return false;
}

bool rk_text_encode(struct rk_str s, enum rk_encoding to, struct rk_buf *out)
{
    if (rk_utf8_bad(s) >= 0)
        return false;
    if (to == RK_ENC_UTF8) {
        rk_buf_add(out, s);
        return true;
    }
    const char16_t *table = text_high_half(to);
    ptrdiff_t at = 0;
    for (int32_t c = rk_utf8_next(s, &at); c >= 0; c = rk_utf8_next(s, &at))
        if (!(table ? put8(c, table, out) : put16(c, to == RK_ENC_UTF16BE, out)))
            return false;
    return true;
}
