/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_date.h"
#include "date_internal.h"
#include "rk_text.h"

static bool is_digit(int32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(int32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x45F) || c == 0x491;
}

static bool is_dash(int32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; /* hyphens, dashes, minus */
}

static int32_t peek(struct rk_str s, ptrdiff_t at)
{
    return rk_utf8_next(s, &at);
}

static bool take_number(struct rk_str s, ptrdiff_t *at, struct date_token *t)
{
    t->word = DATE_NUMBER;
    for (; is_digit(peek(s, *at)); ++*at, t->width++) {
        if (t->width == DATE_DIGITS_MAX)
            return false;
        t->value = t->value * 10 + (s.at[*at] - '0');
    }
    return true;
}

static struct date_token take_word(struct rk_str s, ptrdiff_t *at)
{
    const ptrdiff_t from = *at;
    ptrdiff_t behind = from;
    while (is_letter(rk_utf8_next(s, &behind)))
        *at = behind;
    return date_word_of(rk_str_slice(s, from, *at));
}

static struct date_token take_sign(struct rk_str s, ptrdiff_t *at)
{
    const int32_t c = rk_utf8_next(s, at);
    struct date_token t = {.word = DATE_SIGN, .value = is_dash(c) ? '-' : c};
    if (c == 0x2026) { /* … */
        t.word = DATE_DOTS;
    } else if (c == '.' && peek(s, *at) == '.') {
        t.word = DATE_DOTS;
        while (peek(s, *at) == '.')
            ++*at;
    } else if (t.value != '.' && t.value != ',' && t.value != '-' && t.value != '/' &&
               t.value != ':' && t.value != '+') {
        t.word = DATE_UNKNOWN;
    }
    return t;
}

int date_tokens_of(struct rk_str s, struct date_token *tokens, int max)
{
    int count = 0;
    bool spaced = false;
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t behind = at;
        const int32_t c = rk_utf8_next(s, &behind);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x202F) {
            at = behind;
            spaced = true;
            continue;
        }
        struct date_token t = {.word = DATE_UNKNOWN};
        if (is_digit(c) && !take_number(s, &at, &t))
            return -1;
        if (is_letter(c))
            t = take_word(s, &at);
        else if (!is_digit(c))
            t = take_sign(s, &at);
        if (t.word == DATE_UNKNOWN || count == max)
            return -1;
        t.spaced = spaced;
        spaced = false;
        tokens[count++] = t;
    }
    return count;
}
