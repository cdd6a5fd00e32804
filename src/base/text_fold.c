/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_text.h"

/*
 * Simple case folding (Unicode CaseFolding.txt, status C and S) of the blocks Basic Latin,
 * Latin-1, Latin Extended-A, Greek and Cyrillic (with its Supplement), as ranges.
 */
struct fold {
    int32_t first, last;
    int32_t step; /* 1: every one; 2: every second, from `first` on */
    int32_t shift;
};

static const struct fold folds[] = {
    {0x0041, 0x005A, 1, 32},  {0x00B5, 0x00B5, 1, 775},  {0x00C0, 0x00D6, 1, 32},
    {0x00D8, 0x00DE, 1, 32},  {0x0100, 0x012E, 2, 1},    {0x0132, 0x0136, 2, 1},
    {0x0139, 0x0147, 2, 1},   {0x014A, 0x0176, 2, 1},    {0x0178, 0x0178, 1, -121},
    {0x0179, 0x017D, 2, 1},   {0x017F, 0x017F, 1, -268}, {0x0345, 0x0345, 1, 116},
    {0x0370, 0x0372, 2, 1},   {0x0376, 0x0376, 1, 1},    {0x037F, 0x037F, 1, 116},
    {0x0386, 0x0386, 1, 38},  {0x0388, 0x038A, 1, 37},   {0x038C, 0x038C, 1, 64},
    {0x038E, 0x038F, 1, 63},  {0x0391, 0x03A1, 1, 32},   {0x03A3, 0x03AB, 1, 32},
    {0x03C2, 0x03C2, 1, 1},   {0x03CF, 0x03CF, 1, 8},    {0x03D0, 0x03D0, 1, -30},
    {0x03D1, 0x03D1, 1, -25}, {0x03D5, 0x03D5, 1, -15},  {0x03D6, 0x03D6, 1, -22},
    {0x03D8, 0x03EE, 2, 1},   {0x03F0, 0x03F0, 1, -54},  {0x03F1, 0x03F1, 1, -48},
    {0x03F4, 0x03F4, 1, -60}, {0x03F5, 0x03F5, 1, -64},  {0x03F7, 0x03F7, 1, 1},
    {0x03F9, 0x03F9, 1, -7},  {0x03FA, 0x03FA, 1, 1},    {0x03FD, 0x03FF, 1, -130},
    {0x0400, 0x040F, 1, 80},  {0x0410, 0x042F, 1, 32},   {0x0460, 0x0480, 2, 1},
    {0x048A, 0x04BE, 2, 1},   {0x04C0, 0x04C0, 1, 15},   {0x04C1, 0x04CD, 2, 1},
    {0x04D0, 0x052E, 2, 1},
};

static int32_t fold_ranges(int32_t c)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(folds) && folds[i].first <= c; i++)
        if (c <= folds[i].last && (c - folds[i].first) % folds[i].step == 0)
            return c + folds[i].shift;
    return c;
}

static inline int32_t fold(int32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0x430 && c <= 0x45F) /* what most of our text is made of */
        return c;
    return c < 0x530 ? fold_ranges(c) : c;
}

static void put(struct rk_buf *out, int32_t c)
{
    char utf8[4];
    rk_buf_bytes(out, utf8, rk_utf8_put(c, utf8));
}

void rk_text_fold(struct rk_str s, struct rk_buf *out)
{
    ptrdiff_t at = 0;
    for (int32_t c = rk_utf8_next(s, &at); c >= 0; c = rk_utf8_next(s, &at))
        put(out, fold(c));
}

/* ---- keys -------------------------------------------------------------------------------- */

enum { APOSTROPHE = '\'', SPACE = ' ', SOFT_SIGN = 0x44C, STRESS = 0x301 };

/* ' ` ´ ʹ ʼ ʻ ‘ ’ ‛ ′ and the soft sign, which is often typed for an apostrophe and back */
static bool is_apostrophe(int32_t c)
{
    return c == SOFT_SIGN || c == APOSTROPHE || c == '`' || c == 0xB4 || c == 0x2B9 ||
           c == 0x2BB || c == 0x2BC || c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2032;
}

/* Letters, digits and their marks; everything else parts words. */
static bool is_word(int32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    if (c < 0xC0) /* ª ² ³ µ ¹ º */
        return c == 0xAA || c == 0xB2 || c == 0xB3 || c == 0xB5 || c == 0xB9 || c == 0xBA;
    return c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
           !(c >= 0x3000 && c <= 0x303F) && !(c >= 0xE000 && c <= 0xF8FF) &&
           !(c >= 0xFE00 && c <= 0xFE6F) && c != 0xFEFF && c < 0xFFF0;
}

/* й, ї and ё are sometimes stored as two characters. */
static int32_t compose(int32_t base, int32_t mark)
{
    if (mark == 0x306 && base == 0x438)
        return 0x439;
    if (mark == 0x308)
        return base == 0x456 ? 0x457 : base == 0x435 ? 0x451 : 0;
    return 0;
}

static int32_t next_folded(struct rk_str s, ptrdiff_t *at)
{
    int32_t c = fold(rk_utf8_next(s, at));
    for (ptrdiff_t behind = *at; c >= 0x80; *at = behind) {
        const int32_t mark = rk_utf8_next(s, &behind), whole = compose(c, mark);
        if (whole)
            c = whole;
        else if (mark != STRESS) /* наголо́шений */
            break;
    }
    return c;
}

struct key {
    struct rk_buf *out;
    int32_t last; /* written; 0 before the first */
    bool gap;     /* something stood behind it that parts words */
};

static void add(struct key *k, int32_t c)
{
    if (c == APOSTROPHE && k->last == APOSTROPHE && !k->gap)
        return;
    if (k->gap && k->last)
        put(k->out, SPACE);
    put(k->out, c);
    k->last = c;
    k->gap = false;
}

void rk_text_key(struct rk_str s, struct rk_buf *out)
{
    struct key k = {.out = out};
    ptrdiff_t at = 0;
    for (int32_t c = next_folded(s, &at); c >= 0; c = next_folded(s, &at)) {
        if (is_word(c) && !is_apostrophe(c))
            add(&k, c);
        else if (is_apostrophe(c) && k.last && !k.gap)
            add(&k, APOSTROPHE);
        else
            k.gap = true;
    }
}
