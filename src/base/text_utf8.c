/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_text.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Length of the valid character at s[0 … len-1], 0 for an invalid one (Unicode 15, table 3-7).
 */
static ptrdiff_t character_at(const uint8_t *s, ptrdiff_t len)
{
    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    const ptrdiff_t want = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (len < want)
        return 0;
    const uint8_t low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    const uint8_t high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high)
        return 0;
    for (ptrdiff_t i = 2; i < want; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return want;
}

/* The first invalid character at or behind `from`, where a character starts; or -1. */
static ptrdiff_t bad_from(struct rk_str s, ptrdiff_t from)
{
    const uint8_t *b = (const uint8_t *)s.at;
    while (from < s.len) {
        const ptrdiff_t step = character_at(b + from, s.len - from);
        if (step == 0)
            return from;
        from += step;
    }
    return -1;
}

#if defined(__SSE2__)
/* Lanes where a >= b, unsigned. */
static inline __m128i at_least(__m128i a, int b)
{
    return _mm_cmpeq_epi8(_mm_max_epu8(a, _mm_set1_epi8((char)b)), a);
}

static inline __m128i at_most(__m128i a, int b)
{
    return _mm_cmpeq_epi8(_mm_min_epu8(a, _mm_set1_epi8((char)b)), a);
}

static inline __m128i equals(__m128i a, int b)
{
    return _mm_cmpeq_epi8(a, _mm_set1_epi8((char)b));
}

/* Are the 16 bytes at b free of faults, given the three before them? A character cut by the end
 * of the block is judged with what follows. */
static inline bool block_is_good(const uint8_t *b)
{
    const __m128i now = _mm_loadu_si128((const __m128i *)(const void *)b);
    const __m128i back1 = _mm_loadu_si128((const __m128i *)(const void *)(b - 1));
    const __m128i back2 = _mm_loadu_si128((const __m128i *)(const void *)(b - 2));
    const __m128i back3 = _mm_loadu_si128((const __m128i *)(const void *)(b - 3));
    const __m128i follows = _mm_andnot_si128(at_least(now, 0xC0), at_least(now, 0x80));
    const __m128i must_follow = _mm_or_si128(
        at_least(back1, 0xC0), _mm_or_si128(at_least(back2, 0xE0), at_least(back3, 0xF0)));
    __m128i bad = _mm_xor_si128(follows, must_follow);
    bad = _mm_or_si128(bad, at_least(now, 0xF5));
    bad = _mm_or_si128(bad, _mm_andnot_si128(at_most(now, 0xBF), at_most(now, 0xC1)));
    /* the second byte after E0, ED, F0 and F4 is limited further */
    bad = _mm_or_si128(bad, _mm_and_si128(equals(back1, 0xE0), at_most(now, 0x9F)));
    bad = _mm_or_si128(bad, _mm_and_si128(equals(back1, 0xED), at_least(now, 0xA0)));
    bad = _mm_or_si128(bad, _mm_and_si128(equals(back1, 0xF0), at_most(now, 0x8F)));
    bad = _mm_or_si128(bad, _mm_and_si128(equals(back1, 0xF4), at_least(now, 0x90)));
    return _mm_movemask_epi8(bad) == 0;
}

/* All whole characters of s[from … returned) are valid; three bytes stand before `from`. */
static ptrdiff_t good_blocks(const uint8_t *b, ptrdiff_t at, ptrdiff_t len)
{
    while (at + 16 <= len) {
        const __m128i now = _mm_loadu_si128((const __m128i *)(const void *)(b + at));
        const bool ascii = _mm_movemask_epi8(now) == 0 && b[at - 1] < 0x80;
        if (!ascii && !block_is_good(b + at))
            break;
        at += 16;
    }
    return at;
}
#else
static ptrdiff_t good_blocks(const uint8_t *b, ptrdiff_t at, ptrdiff_t len)
{
    uint64_t eight;
    while (at + 8 <= len) {
        memcpy(&eight, b + at, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
        at += 8;
    }
    return at;
}
#endif

/* The start of the character that a block's end before `at` may have cut. */
static ptrdiff_t back_to_start(const uint8_t *b, ptrdiff_t at)
{
    for (ptrdiff_t k = 1; k <= 3 && k <= at && b[at - k] >= 0x80; k++)
        if (b[at - k] >= 0xC0)
            return at - k;
    return at;
}

ptrdiff_t rk_utf8_bad(struct rk_str s)
{
    const uint8_t *b = (const uint8_t *)s.at;
    ptrdiff_t at = 0;
    while (at < 3 && at < s.len) { /* the first block wants three bytes before it */
        const ptrdiff_t step = character_at(b + at, s.len - at);
        if (step == 0)
            return at;
        at += step;
    }
    return bad_from(s, back_to_start(b, good_blocks(b, at, s.len)));
}

int32_t rk_utf8_next(struct rk_str s, ptrdiff_t *at)
{
    static const uint8_t lead_bits[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    if (*at >= s.len)
        return -1;
    const uint8_t *b = (const uint8_t *)s.at + *at;
    const ptrdiff_t len = character_at(b, s.len - *at);
    if (len == 0) {
        *at += 1;
        return 0xFFFD;
    }
    int32_t code_point = b[0] & lead_bits[len];
    for (ptrdiff_t i = 1; i < len; i++)
        code_point = code_point << 6 | (b[i] & 0x3F);
    *at += len;
    return code_point;
}

int rk_utf8_put(int32_t code_point, char out[4])
{
    const uint32_t c = (uint32_t)code_point;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

ptrdiff_t rk_utf8_count(struct rk_str s)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.at[i] & 0xC0u) != 0x80u;
    return count;
}

struct rk_str rk_utf8_head(struct rk_str s, ptrdiff_t max)
{
    if (s.len <= max)
        return s;
    ptrdiff_t end = max < 0 ? 0 : max;
    while (end > 0 && ((unsigned char)s.at[end] & 0xC0u) == 0x80u)
        end--;
    return rk_str_slice(s, 0, end);
}
