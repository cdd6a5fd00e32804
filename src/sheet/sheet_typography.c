/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Typography: quotation marks of the language, the apostrophe, no-break spaces after short
 * words, before a dash and between a number and what it counts. Letters are never changed.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_text.h"

static const char nbsp[] = "\xC2\xA0";

static bool is_letter(int32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x24F) ||
           (c >= 0x400 && c <= 0x52F);
}

static bool is_digit(int32_t c)
{
    return c >= '0' && c <= '9';
}

/* Three letters long, yet they lean on the next word. */
static bool leans(struct rk_str word)
{
    static const char *const list[] = {"від", "для", "без", "під", "над", "про",
                                       "при", "the", "and", "for", "або"};
    for (ptrdiff_t i = 0; i < RK_COUNT(list); i++)
        if (rk_str_eq(word, rk_str_of(list[i])))
            return true;
    return false;
}

struct walk {
    enum rk_lang lang;
    struct rk_str text;
    ptrdiff_t at;
    int32_t before;      /* the character just written, 0 at the start */
    ptrdiff_t word_from; /* where the word being written began */
    int word_letters;    /* -1: it holds something else than letters */
};

static bool dash_follows(const struct walk *w)
{
    const struct rk_str rest = rk_str_slice(w->text, w->at, w->text.len);
    return rk_str_starts(rest, RK_STR("—")) || rk_str_starts(rest, RK_STR("– "));
}

/* Does the space that ends the current word hold the next one fast? */
static bool holds(const struct walk *w, ptrdiff_t space)
{
    if (dash_follows(w))
        return true;
    ptrdiff_t peek = w->at;
    const int32_t next = rk_utf8_next(w->text, &peek);
    if (is_digit(w->before) && (is_letter(next) || next == '%' || is_digit(next)))
        return true;
    if (w->before == 0x2116 || w->before == 0xA7)
        return true;
    if (w->word_letters == 1 || w->word_letters == 2)
        return true;
    return w->word_letters == 3 && leans(rk_str_slice(w->text, w->word_from, space));
}

static void put_quote(const struct walk *w, struct rk_buf *out)
{
    const bool opens = w->before == 0 || w->before == ' ' || w->before == 0xA0 ||
                       w->before == '(' || w->before == 0x2014;
    if (w->lang == RK_UK)
        rk_buf_c(out, opens ? "«" : "»");
    else
        rk_buf_c(out, opens ? "“" : "”");
}

static void put_character(struct walk *w, ptrdiff_t from, int32_t c, struct rk_buf *out)
{
    ptrdiff_t peek = w->at;
    if (c == ' ')
        rk_buf_c(out, holds(w, from) ? nbsp : " ");
    else if (c == '"')
        put_quote(w, out);
    else if (c == '\'' && is_letter(w->before) && is_letter(rk_utf8_next(w->text, &peek)))
        rk_buf_c(out, "’");
    else
        rk_buf_add(out, rk_str_slice(w->text, from, w->at));
}

struct rk_str sheet_typography(struct rk_arena *keep, enum rk_lang lang, struct rk_str text)
{
    struct rk_buf out = rk_buf_in(keep, 3 * text.len + 4);
    struct walk w = {.lang = lang, .text = text};
    while (w.at < text.len) {
        const ptrdiff_t from = w.at;
        const int32_t c = rk_utf8_next(text, &w.at);
        if (c < 0)
            break;
        put_character(&w, from, c, &out);
        if (c == ' ' || c == '(' || c == '"' || c == 0xA0) {
            w.word_from = w.at;
            w.word_letters = 0;
        } else if (w.word_letters >= 0) {
            w.word_letters = is_letter(c) ? w.word_letters + 1 : -1;
        }
        w.before = c;
    }
    return rk_buf_str(&out);
}
