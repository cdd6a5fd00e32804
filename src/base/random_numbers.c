/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_random.h"
#include "rk_hash.h"

/* Steele, Lea & Flood (2014), OOPSLA, "Fast splittable pseudorandom number generators". */
static uint64_t splitmix64(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

struct rk_random rk_random_seed(uint64_t seed)
{
    struct rk_random r;
    for (int i = 0; i < 4; i++)
        r.s[i] = splitmix64(&seed);
    return r;
}

static void little_endian(uint64_t x, uint8_t out[8])
{
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)(x >> 8 * i);
}

/* The state is the SHA-256 of what names the stream: streams of different names have nothing to
 * do with one another. A state of four zeros, which would stand still, is not to be met. */
struct rk_random rk_random_stream(uint64_t seed, const char *use, uint64_t number)
{
    struct rk_random r = {{0}};
    struct rk_sha256 h;
    uint8_t numbers[16];
    little_endian(seed, numbers);
    little_endian(number, numbers + 8);
    rk_sha256_start(&h);
    rk_sha256_add(&h, numbers, sizeof numbers);
    rk_sha256_add(&h, use, (ptrdiff_t)strlen(use));
    const struct rk_hash hash = rk_sha256_end(&h);
    for (int i = 0; i < 32; i++)
        r.s[i / 8] |= (uint64_t)hash.byte[i] << 8 * (i % 8);
    return r;
}

static inline uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

/* xoshiro256++, Blackman & Vigna (2021), ACM Trans. Math. Softw. 47(4), figure 4. */
uint64_t rk_random_u64(struct rk_random *r)
{
    uint64_t *s = r->s;
    const uint64_t result = rotate(s[0] + s[3], 23) + s[0];
    const uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 45);
    return result;
}

double rk_random_unit(struct rk_random *r)
{
    return (double)(rk_random_u64(r) >> 11) * 0x1p-53;
}

int64_t rk_random_below(struct rk_random *r, int64_t n)
{
    if (n <= 1)
        return 0;
    const uint64_t range = (uint64_t)n;
    const uint64_t surplus = -range % range; /* 2^64 mod n: so many would come too often */
    uint64_t x = rk_random_u64(r);
    while (x < surplus)
        x = rk_random_u64(r);
    return (int64_t)(x % range);
}

void rk_random_shuffle(struct rk_random *r, int32_t *items, ptrdiff_t count)
{
    for (ptrdiff_t i = count - 1; i > 0; i--) {
        const ptrdiff_t j = rk_random_below(r, i + 1);
        const int32_t item = items[i];
        items[i] = items[j];
        items[j] = item;
    }
}
