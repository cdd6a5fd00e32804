/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/json, between its own files. */
#ifndef RK_JSON_H
#error "include rk_json.h first; json_internal.h is private to src/base"
#endif
#ifndef RK_JSON_INTERNAL_H
#define RK_JSON_INTERNAL_H

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/*
 * Order of the first two UTF-8 bytes that differ, as RFC 8785, 3.2.3 sorts: by UTF-16 code
 * units. It is the order of bytes, save where a character beyond U+FFFF (lead byte from F0 on;
 * its surrogates begin with D8) meets one of U+E000 … U+FFFF (lead byte EE or EF).
 */
static inline int json_unit_order(int a, int b)
{
    const bool a_beyond = a >= 0xF0, b_beyond = b >= 0xF0;
    if (a >= 0xEE && b >= 0xEE && a_beyond != b_beyond)
        return a_beyond ? -1 : 1;
    return a - b;
}

/* The first quote, backslash or control character, or `end`. */
static inline const char *json_plain_end(const char *at, const char *end)
{
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
    const __m128i control = _mm_set1_epi8(0x1F);
    while (end - at >= 16) {
        const __m128i now = _mm_loadu_si128((const __m128i *)(const void *)at);
        const __m128i hit =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(now, quote), _mm_cmpeq_epi8(now, slash)),
                         _mm_cmpeq_epi8(_mm_min_epu8(now, control), now));
        const int mask = _mm_movemask_epi8(hit);
        if (mask)
            return at + __builtin_ctz((unsigned)mask);
        at += 16;
    }
#endif
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

#endif
