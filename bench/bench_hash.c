/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 of small messages, as leaves and entries of the ledger are: nanoseconds a message,
 * for rk_sha256 and for the two other ways that libcrypto offers. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h> /* names a parameter as one of the calls that rk_base.h forbids */
#include <openssl/sha.h>

#include "rk_bench.h"
#include "rk_hash.h"
#include "rk_work.h"

enum { RUNS = 5, COUNT = 200000 };

static EVP_MD *fetched;
static EVP_MD_CTX *context;

static void ours(const uint8_t *message, ptrdiff_t len, uint8_t out[32])
{
    const struct rk_hash hash = rk_sha256(message, len);
    memcpy(out, hash.byte, 32);
}

static void prefetched(const uint8_t *message, ptrdiff_t len, uint8_t out[32])
{
    EVP_DigestInit_ex2(context, fetched, NULL);
    EVP_DigestUpdate(context, message, (size_t)len);
    EVP_DigestFinal_ex(context, out, NULL);
}

static void one_shot(const uint8_t *message, ptrdiff_t len, uint8_t out[32])
{
    SHA256(message, (size_t)len, out);
}

static void measure(const char *name, ptrdiff_t len,
                    void (*hash)(const uint8_t *, ptrdiff_t, uint8_t *))
{
    uint8_t message[1024] = {0};
    double best_s = HUGE_VAL;
    for (int run = 0; run < RUNS; run++) {
        const double start_s = rk_cpu_s();
        for (int i = 0; i < COUNT; i++)
            hash(message, len, message); /* each waits for the one before */
        best_s = fmin(best_s, rk_cpu_s() - start_s);
    }
    printf("{\"case\":\"%s-%td\",\"ms\":%.2f,\"ns_per_hash\":%.1f,\"quality\":%d", name, len,
           best_s * 1e3, best_s / COUNT * 1e9, message[0]);
    rk_bench_end(0);
}

int main(void)
{
    static const ptrdiff_t lengths[] = {33, 65, 400};
    fetched = EVP_MD_fetch(NULL, "SHA256", NULL);
    context = EVP_MD_CTX_new();
    for (int i = 0; i < (int)RK_COUNT(lengths); i++) {
        measure("rk_sha256", lengths[i], ours);
        measure("evp-prefetched", lengths[i], prefetched);
        measure("sha256-one-shot", lengths[i], one_shot);
    }
    EVP_MD_CTX_free(context);
    EVP_MD_free(fetched);
    return 0;
}
