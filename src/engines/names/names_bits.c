/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Jaro–Winkler and Levenshtein by bits: one word of letters is one machine word of bits.
 *
 * Jaro (1989), Winkler (1990); bit-parallel Levenshtein after Myers (1999), J. ACM 46(3), in
 * the form of Hyyrö (2003). In bulk, sixteen words lie side by side, one 16-bit lane each; the
 * compiler makes SSE2 or AVX2 of the same text, so the figures are the same.
 */
#include "names_internal.h"

static uint64_t low_bit(uint64_t x)
{
    return x & (~x + 1);
}

/* Where each letter of a stands. Only the places of letters that a or b has are written. */
static void find_places(const uint8_t *a, int32_t a_len, const uint8_t *b, int32_t b_len,
                        uint64_t places[256])
{
    for (int32_t i = 0; i < a_len; i++)
        places[a[i]] = 0;
    for (int32_t k = 0; k < b_len; k++)
        places[b[k]] = 0;
    for (int32_t i = 0; i < a_len; i++)
        places[a[i]] |= UINT64_C(1) << i;
}

static double jaro_winkler(int32_t a_len, int32_t b_len, int32_t matches, int32_t moved,
                           int32_t prefix)
{
    if (matches == 0)
        return a_len == 0 && b_len == 0 ? 1.0 : 0.0;
    const double m = matches;
    const int32_t swaps = moved / 2; /* halves do not count (Winkler 1990) */
    const double jaro = (m / a_len + m / b_len + (m - swaps) / m) / 3.0;
    return jaro + 0.1 * prefix * (1.0 - jaro);
}

double rk_letters_jaro_winkler(const uint8_t *a, int32_t a_len, const uint8_t *b, int32_t b_len)
{
    a_len = a_len > 64 ? 64 : a_len;
    b_len = b_len > 64 ? 64 : b_len;
    uint64_t places[256];
    find_places(a, a_len, b, b_len, places);
    const int32_t longer = a_len > b_len ? a_len : b_len;
    const int32_t reach = longer / 2 > 1 ? longer / 2 - 1 : 0;
    uint64_t window = (UINT64_C(2) << reach) - 1, a_taken = 0, b_taken = 0;
    for (int32_t k = 0; k < b_len; k++) {
        const uint64_t free_places = places[b[k]] & window & ~a_taken;
        a_taken |= low_bit(free_places);
        b_taken |= (uint64_t)(free_places != 0) << k;
        window = window << 1 | (uint64_t)(k < reach);
    }
    const int32_t matches = __builtin_popcountll(a_taken);
    int32_t moved = 0;
    for (int32_t k = 0; k < b_len; k++) {
        if (!(b_taken >> k & 1))
            continue;
        const uint64_t first = low_bit(a_taken);
        moved += !(places[b[k]] & first);
        a_taken ^= first;
    }
    int32_t prefix = 0;
    while (prefix < 4 && prefix < a_len && prefix < b_len && a[prefix] == b[prefix])
        prefix++;
    return jaro_winkler(a_len, b_len, matches, moved, prefix);
}

int32_t rk_letters_levenshtein(const uint8_t *a, int32_t a_len, const uint8_t *b, int32_t b_len)
{
    a_len = a_len > 64 ? 64 : a_len;
    b_len = b_len > 64 ? 64 : b_len;
    if (a_len == 0)
        return b_len;
    uint64_t places[256];
    find_places(a, a_len, b, b_len, places);
    uint64_t up = ~UINT64_C(0), down = 0;
    const uint64_t last = UINT64_C(1) << (a_len - 1);
    int32_t distance = a_len;
    for (int32_t k = 0; k < b_len; k++) {
        const uint64_t x = places[b[k]] | down;
        const uint64_t same = ((up + (x & up)) ^ up) | x;
        const uint64_t less = up & same;
        const uint64_t more = down | ~(up | same);
        distance += (more & last) != 0;
        distance -= (less & last) != 0;
        const uint64_t carry = more << 1 | 1;
        down = carry & same;
        up = less << 1 | ~(carry | same);
    }
    return distance;
}

/* ---- sixteen at a time ----------------------------------------------------------- */

enum { LANES = RK_LETTERS_LANES, SIDE = RK_LETTERS_SIDE };

typedef uint16_t lanes __attribute__((vector_size(2 * LANES)));
/* Read as one vector from anywhere: a copy through memory would wait for its own halves. */
typedef uint16_t lanes_anywhere
    __attribute__((vector_size(2 * LANES), aligned(sizeof(uint16_t)), may_alias));
typedef int32_t wholes __attribute__((vector_size(2 * LANES)));
typedef float fractions __attribute__((vector_size(2 * LANES)));
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "lane 0 is the low half of 32 bits");

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Where the lanes have a letter; another byte than a … z is nowhere. */
ALWAYS_INLINE void lane_places(const struct rk_letters_block *block, uint8_t letter, lanes *out)
{
    const unsigned slot = (unsigned)(letter - 'a');
    const uint16_t *at = block->place[slot < RK_LETTERS_ALPHABET ? slot : RK_LETTERS_ALPHABET];
    *out = *(const lanes_anywhere *)at;
}

/* Even and odd lanes apart become numbers without moving: the low and the high half of 32 bits.
 * So the words 0 … 7 live in the even lanes and 8 … 15 in the odd ones. */
ALWAYS_INLINE void halves(const lanes *from, fractions *even, fractions *odd)
{
    wholes both;
    memcpy(&both, from, sizeof both);
    *even = __builtin_convertvector(both & 0xFFFF, fractions);
    *odd = __builtin_convertvector((both >> 16) & 0xFFFF, fractions);
}

ALWAYS_INLINE void finish_half(const fractions *m, const fractions *moved,
                               const fractions *prefix, const float *share_of_lane,
                               float of_word, float *out)
{
    fractions share;
    memcpy(&share, share_of_lane, sizeof share);
    const wholes none_found = *m == 0.0F;
    const fractions some = *m - __builtin_convertvector(none_found, fractions);
    const fractions jaro = (*m * of_word + *m * share + (*m - *moved) / some) * (1.0F / 3);
    const fractions result = jaro + *prefix * 0.1F * (1.0F - jaro);
    memcpy(out, &result, sizeof result);
}

ALWAYS_INLINE void finish_jaro(const struct rk_letters_block *block, int32_t len,
                               const lanes *matches, const lanes *moved, const lanes *prefix,
                               float *out)
{
    const lanes swaps = *moved >> 1;
    const float of_word = len > 0 ? 1.0F / (float)len : 0.0F;
    fractions m[2], t[2], p[2];
    halves(matches, &m[0], &m[1]);
    halves(&swaps, &t[0], &t[1]);
    halves(prefix, &p[0], &p[1]);
    finish_half(&m[0], &t[0], &p[0], block->share, of_word, out);
    finish_half(&m[1], &t[1], &p[1], block->share + LANES / 2, of_word, out + LANES / 2);
}

ALWAYS_INLINE void jaro_block(const uint8_t *word, int32_t len,
                              const struct rk_letters_block *block, float *out)
{
    const lanes none = {0};
    lanes lens, places[SIDE], taken = none, found_at = none, matches = none;
    memcpy(&lens, block->len, sizeof lens);
    const lanes own = none + (uint16_t)len;
    const lanes longer = ((lanes)(lens > own) & lens) | ((lanes)(lens <= own) & own);
    const lanes half = longer >> 1;
    const lanes reach = half - ((lanes)(half > none) & 1);
    lanes window = none + 1; /* shifting lanes by lanes is no AVX2 instruction */
    for (int k = 1; k < SIDE / 2; k++)
        window |= (lanes)(reach >= (uint16_t)k) & (uint16_t)(1u << k);
    for (int32_t k = 0; k < len; k++) {
        lane_places(block, word[k], &places[k]);
        const lanes free_places = places[k] & window & ~taken;
        const lanes found = (lanes)(free_places != none);
        taken |= free_places & (~free_places + 1);
        found_at |= found & (uint16_t)(1u << k);
        matches -= found;
        window = window << 1 | ((lanes)(none + (uint16_t)k < reach) & 1);
    }
    lanes moved = none, prefix = none, same = ~none;
    for (int32_t k = 0; k < len; k++) {
        const lanes here = (lanes)((found_at & (uint16_t)(1u << k)) != none);
        const lanes first = taken & (~taken + 1) & here;
        moved -= here & (lanes)((places[k] & first) == none);
        taken ^= first;
    }
    for (int32_t k = 0; k < 4 && k < len; k++) {
        same &= (lanes)((places[k] & (uint16_t)(1u << k)) != none);
        prefix -= same;
    }
    finish_jaro(block, len, &matches, &moved, &prefix, out);
}

ALWAYS_INLINE void levenshtein_block(const uint8_t *word, int32_t len,
                                     const struct rk_letters_block *block, uint16_t *out)
{
    const lanes none = {0};
    lanes lens, last, up = ~none, down = none;
    memcpy(&lens, block->len, sizeof lens);
    memcpy(&last, block->last, sizeof last);
    lanes distance = lens;
    for (int32_t k = 0; k < len; k++) {
        lanes places;
        lane_places(block, word[k], &places);
        const lanes x = places | down;
        const lanes same = ((up + (x & up)) ^ up) | x;
        const lanes less = up & same;
        const lanes more = down | ~(up | same);
        distance -= (lanes)((more & last) != none);
        distance += (lanes)((less & last) != none);
        const lanes carry = more << 1 | 1;
        down = carry & same;
        up = less << 1 | ~(carry | same);
    }
    const lanes empty = (lanes)(lens == none);
    distance = (distance & ~empty) | (empty & (uint16_t)len);
    uint16_t lane[LANES];
    memcpy(lane, &distance, sizeof lane);
    for (int l = 0; l < LANES / 2; l++) {
        out[l] = lane[2 * l];
        out[LANES / 2 + l] = lane[2 * l + 1];
    }
}

ALWAYS_INLINE void jaro_all(const uint8_t *word, int32_t len,
                            const struct rk_letters_block *blocks, ptrdiff_t count, float *out)
{
    for (ptrdiff_t i = 0; i < count; i++)
        jaro_block(word, len, &blocks[i], out + i * LANES);
}

ALWAYS_INLINE void levenshtein_all(const uint8_t *word, int32_t len,
                                   const struct rk_letters_block *blocks, ptrdiff_t count,
                                   uint16_t *out)
{
    for (ptrdiff_t i = 0; i < count; i++)
        levenshtein_block(word, len, &blocks[i], out + i * LANES);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void jaro_avx2(const uint8_t *word, int32_t len,
                                                      const struct rk_letters_block *blocks,
                                                      ptrdiff_t count, float *out)
{
    jaro_all(word, len, blocks, count, out);
}

__attribute__((target("avx2"))) static void
levenshtein_avx2(const uint8_t *word, int32_t len, const struct rk_letters_block *blocks,
                 ptrdiff_t count, uint16_t *out)
{
    levenshtein_all(word, len, blocks, count, out);
}
#endif

void rk_letters_block_set(struct rk_letters_block *block, int32_t lane, const uint8_t *word,
                          int32_t len)
{
    len = len > SIDE ? SIDE : len;
    block->share[lane] = len > 0 ? 1.0F / (float)len : 0.0F;
    lane = lane < LANES / 2 ? 2 * lane : 2 * (lane - LANES / 2) + 1;
    for (int32_t i = 0; i <= RK_LETTERS_ALPHABET; i++)
        block->place[i][lane] = 0;
    for (int32_t i = 0; i < len; i++)
        if (word[i] >= 'a' && word[i] <= 'z')
            block->place[word[i] - 'a'][lane] |= (uint16_t)(1u << i);
    block->len[lane] = (uint16_t)len;
    block->last[lane] = (uint16_t)(len > 0 ? 1u << (len - 1) : 0);
}

void rk_letters_jaro_winkler_many(const uint8_t *word, int32_t len,
                                  const struct rk_letters_block *blocks, ptrdiff_t block_count,
                                  float *out)
{
    len = len > SIDE ? SIDE : len;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        jaro_avx2(word, len, blocks, block_count, out);
        return;
    }
#endif
    jaro_all(word, len, blocks, block_count, out);
}

void rk_letters_levenshtein_many(const uint8_t *word, int32_t len,
                                 const struct rk_letters_block *blocks, ptrdiff_t block_count,
                                 uint16_t *out)
{
    len = len > SIDE ? SIDE : len;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        levenshtein_avx2(word, len, blocks, block_count, out);
        return;
    }
#endif
    levenshtein_all(word, len, blocks, block_count, out);
}
