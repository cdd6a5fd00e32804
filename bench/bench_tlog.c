/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_tlog [--case NAME] [--best-of N]: how many leaves, hashes, proofs and signatures a
 * second of one processor gives. One JSON line a case; the best of N runs, each checked for its
 * result.
 */
#include "rk_bench.h"
#include "rk_tlog_note.h"

#include <sodium.h>
#include <time.h>

enum { LEAVES = 2000000, ENTRY_BYTES = 500, PROOFS = 200000, TILED = 500000 };

static struct rk_hash *leaf, *stored;
static struct rk_tlog_nodes nodes;
static struct rk_tlog_tree tree;
static struct rk_arena mem;
static struct rk_scratch tmp;

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void fill(void)
{
    mem = rk_arena_open((ptrdiff_t)1 << 30);
    tmp = rk_scratch_open(32 << 20);
    leaf = RK_NEW(&mem, struct rk_hash, LEAVES);
    stored = RK_NEW(&mem, struct rk_hash, 2 * LEAVES);
    for (int64_t i = 0; i < LEAVES; i++)
        leaf[i] = rk_sha256(&i, sizeof i);
    nodes = (struct rk_tlog_nodes){stored, LEAVES};
    tree = (struct rk_tlog_tree){LEAVES, rk_tlog_root(leaf, LEAVES)};
}

/* ---- cases: each returns whether its result is right ----------------------------------------
 */

static bool append(void)
{
    struct rk_tlog_frontier f = {0};
    for (int64_t i = 0; i < LEAVES; i++)
        rk_tlog_append(&f, &leaf[i]);
    const struct rk_hash root = rk_tlog_frontier_root(&f);
    return rk_hash_eq(&root, &tree.root);
}

static bool append_and_store(void)
{
    struct rk_tlog_frontier f = {0};
    struct rk_hash made[RK_TLOG_LEVELS + 1], *at = stored;
    for (int64_t i = 0; i < LEAVES; i++) {
        const int n = rk_tlog_append_nodes(&f, &leaf[i], made);
        memcpy(at, made, (size_t)n * sizeof made[0]);
        at += n;
    }
    const struct rk_hash root = rk_tlog_frontier_root(&f);
    return rk_hash_eq(&root, &tree.root);
}

static bool hash_entries(void)
{
    static uint8_t entry[ENTRY_BYTES];
    struct rk_hash all = {{0}};
    for (int64_t i = 0; i < LEAVES / 4; i++) {
        memcpy(entry, &i, sizeof i);
        const struct rk_hash h = rk_tlog_leaf(entry, ENTRY_BYTES);
        for (int b = 0; b < 32; b++)
            all.byte[b] ^= h.byte[b];
    }
    return all.byte[0] | all.byte[1] | all.byte[2];
}

static bool prove(void)
{
    const struct rk_tlog_reader from = {rk_tlog_nodes_read, &nodes};
    struct rk_tlog_path path;
    int64_t hashes = 0;
    for (int64_t i = 0; i < PROOFS; i++) {
        if (rk_tlog_prove_inclusion(&from, LEAVES, i * 7919 % LEAVES, &path, NULL))
            return false;
        hashes += path.len;
    }
    return hashes > PROOFS * 15;
}

static struct rk_tlog_path proof[PROOFS / 20];

static bool check(void)
{
    for (int64_t i = 0; i < PROOFS; i++) {
        const int64_t which = i % RK_COUNT(proof), index = which * 7919 % LEAVES;
        if (!rk_tlog_check_inclusion(&proof[which], &tree, index, &leaf[index]))
            return false;
    }
    return true;
}

static bool prove_and_check_growth(void)
{
    const struct rk_tlog_reader from = {rk_tlog_nodes_read, &nodes};
    struct rk_tlog_path path;
    struct rk_tlog_frontier f;
    for (int64_t i = 1; i <= PROOFS / 10; i++) {
        const int64_t size = i * 97;
        if (rk_tlog_frontier_read(&from, size, &f, NULL) ||
            rk_tlog_prove_consistency(&from, size, LEAVES, &path, NULL))
            return false;
        const struct rk_tlog_tree old = {size, rk_tlog_frontier_root(&f)};
        if (!rk_tlog_check_consistency(&path, &old, &tree))
            return false;
    }
    return true;
}

static bool give_entry(void *user, int64_t index, struct rk_str *out)
{
    memcpy(user, &index, sizeof index);
    *out = (struct rk_str){user, ENTRY_BYTES};
    return true;
}

static bool drop(void *user, struct rk_tlog_tile tile, const char *name, struct rk_str bytes)
{
    (void)tile, (void)name;
    *(int64_t *)user += bytes.len;
    return true;
}

static bool write_tiles(void)
{
    static char entry[ENTRY_BYTES];
    int64_t bytes = 0;
    const struct rk_tlog_source from = {give_entry, {rk_tlog_nodes_read, &nodes}, entry};
    const struct rk_tlog_sink to = {drop, &bytes};
    struct rk_hash root;
    return rk_tlog_write_tiles(&from, &to, 0, TILED, tmp, &root, NULL) == RK_OK &&
           bytes > (int64_t)TILED * (ENTRY_BYTES + 2 + 32);
}

static char note_text[2048];
static struct rk_buf note = {.at = note_text, .cap = sizeof note_text};
static struct rk_tlog_key key[4];

/* A checkpoint of the log with three witnesses, as an offline proof carries it. */
static bool sign_note(void)
{
    char room[256];
    struct rk_buf text = {.at = room, .cap = sizeof room};
    note.len = 0;
    for (int i = 0; i < 4; i++) {
        static const char *const name[4] = {"town.example/ledger", "one.example", "two.example",
                                            "three.example"};
        uint8_t seed[32] = {(uint8_t)i}, public_key[32], secret[64];
        crypto_sign_seed_keypair(public_key, secret, seed);
        if (rk_tlog_key_make(rk_str_of(name[i]), i ? RK_TLOG_COSIGNS : RK_TLOG_SIGNS,
                             public_key, &key[i], NULL))
            return false;
        const struct rk_tlog_checkpoint c = {.origin = key[0].name, .tree = tree};
        if (i == 0 && (rk_tlog_checkpoint_write(&c, &text, NULL) ||
                       rk_tlog_note_begin(rk_buf_str(&text), &note, NULL)))
            return false;
        if (rk_tlog_note_sign(rk_buf_str(&text), &key[i], secret, 1663000000, &note, NULL))
            return false;
    }
    return true;
}

static bool check_offline(void)
{
    static char room[4096];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    const struct rk_tlog_policy policy = {.key = key, .keys = 4, .quorum = 3};
    const struct rk_tlog_proof p = {
        .index = 7919, .path = proof[1], .checkpoint = rk_buf_str(&note)};
    if (rk_tlog_proof_write(&p, &b, NULL))
        return false;
    for (int i = 0; i < 2000; i++)
        if (rk_tlog_proof_check(rk_buf_str(&b), &leaf[7919], &policy, NULL, NULL, NULL))
            return false;
    return true;
}

struct bench {
    const char *name, *unit;
    bool (*run)(void);
    int64_t count;
};

static const struct bench all[] = {
    {"append", "leaves", append, LEAVES},
    {"append-and-store", "leaves", append_and_store, LEAVES},
    {"hash-500-byte-entries", "entries", hash_entries, LEAVES / 4},
    {"prove-inclusion", "proofs", prove, PROOFS},
    {"check-inclusion", "proofs", check, PROOFS},
    {"prove-and-check-growth", "proofs", prove_and_check_growth, PROOFS / 10},
    {"write-tiles-500-byte-entries", "entries", write_tiles, TILED},
    {"check-offline-proof-3-witnesses", "proofs", check_offline, 2000},
};

static int run_case(const struct bench *b, int best_of)
{
    double best_s = HUGE_VAL;
    for (int i = 0; i < best_of; i++) {
        const double start_s = cpu_s();
        if (!b->run()) {
            fprintf(stderr, "%s: wrong result\n", b->name);
            return 1;
        }
        const double run_s = cpu_s() - start_s;
        best_s = run_s < best_s ? run_s : best_s;
    }
    printf("{\"case\":\"%s\",\"ms\":%.1f,\"per_cpu_s\":%.0f,\"unit\":\"%s\",\"count\":%" PRId64
           ",\"quality\":\"result checked\",\"best_of\":%d,\"leaves\":%d",
           b->name, best_s * 1e3, (double)b->count / best_s, b->unit, b->count, best_of,
           LEAVES);
    rk_bench_end(0);
    return 0;
}

int main(int argc, char **argv)
{
    const char *only = NULL;
    int64_t best_of = 5;
    for (int i = 1; i < argc; i += 2) {
        const bool pair = i + 1 < argc;
        if (pair && strcmp(argv[i], "--case") == 0) {
            only = argv[i + 1];
        } else if (!pair || strcmp(argv[i], "--best-of") != 0 ||
                   !rk_str_int(rk_str_of(argv[i + 1]), &best_of) || best_of < 1) {
            fprintf(stderr, "usage: bench_tlog [--case NAME] [--best-of N]\n");
            return 2;
        }
    }
    fill();
    if (mem.failed || tmp.in.failed || !append_and_store() || !sign_note())
        return 1;
    const struct rk_tlog_reader from = {rk_tlog_nodes_read, &nodes};
    for (int64_t i = 0; i < RK_COUNT(proof); i++)
        if (rk_tlog_prove_inclusion(&from, LEAVES, i * 7919 % LEAVES, &proof[i], NULL))
            return 1;
    int bad = 0;
    for (int i = 0; i < RK_COUNT(all); i++)
        if (!only || strcmp(only, all[i].name) == 0)
            bad |= run_case(&all[i], (int)best_of);
    return bad;
}
