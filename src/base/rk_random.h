/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/random: seeded random numbers for models, never for keys.
 *
 * xoshiro256++ (Blackman & Vigna 2021, ACM TOMS 47(4)), seeded by splitmix64. Equal seeds give
 * equal numbers on every machine: no function that a C library may round in its own way is
 * used. Keys come from libsodium in ledger/ only.
 */
#ifndef RK_RANDOM_H
#define RK_RANDOM_H

#include "rk_base.h"

struct rk_random {
    uint64_t s[4];
};

struct rk_random rk_random_seed(uint64_t seed);
/* A stream of its own for a named use: adding a use does not shift the numbers of the others.
 */
struct rk_random rk_random_stream(uint64_t seed, const char *use, uint64_t number);
uint64_t rk_random_u64(struct rk_random *r);
double rk_random_unit(struct rk_random *r);                /* [0, 1), 53 bits */
int64_t rk_random_below(struct rk_random *r, int64_t n);   /* 0 … n-1 without bias; n > 0 */
double rk_random_normal(struct rk_random *r);              /* mean 0, deviation 1 */
double rk_random_exponential(struct rk_random *r);         /* mean 1 */
double rk_random_gamma(struct rk_random *r, double shape); /* scale 1; Marsaglia & Tsang 2000 */
double rk_random_beta(struct rk_random *r, double a, double b);
int64_t rk_random_poisson(struct rk_random *r, double mean); /* mean 0 … 1e15 */
void rk_random_shuffle(struct rk_random *r, int32_t *items, ptrdiff_t count);

#endif
