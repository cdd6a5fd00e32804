/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

#include "rk_random.h"
#include "rk_tlog.h"
#include "unit/tlog_reference.h"

enum { LEAVES = 300, PROVED = 130 };

static struct rk_hash leaf[LEAVES];
static struct rk_hash root[LEAVES + 1]; /* root[n] of the first n leaves, by the RFC's text */
static struct rk_hash stored[2 * LEAVES + 1]; /* what rk_tlog_append_nodes made */
static struct rk_tlog_nodes nodes = {stored, LEAVES};
static const struct rk_tlog_reader reader = {rk_tlog_nodes_read, &nodes};

static int build(void **state)
{
    (void)state;
    struct rk_tlog_frontier f = {0};
    int64_t made = 0;
    for (int64_t i = 0; i < LEAVES; i++) {
        leaf[i] = ref_leaf(i);
        struct rk_hash level[RK_TLOG_LEVELS + 1];
        const int n = rk_tlog_append_nodes(&f, &leaf[i], level);
        memcpy(stored + made, level, (size_t)n * sizeof level[0]);
        made += n;
    }
    for (int64_t n = 0; n <= LEAVES; n++)
        root[n] = ref_root(leaf, n);
    return 0;
}

static struct rk_hash unhex(const char *hex)
{
    struct rk_hash h;
    assert_true(rk_hex_read(rk_str_of(hex), h.byte, 32));
    return h;
}

#define assert_hash(got, want)                                                                 \
    do {                                                                                       \
        const struct rk_hash g_ = (got), w_ = (want);                                          \
        assert_memory_equal(g_.byte, w_.byte, 32);                                             \
    } while (0)

/* ---- hashing ----------------------------------------------------------------------------- */

/* The eight entries and roots that the tests of Certificate Transparency have used since 2012.
 */
static void the_roots_of_certificate_transparency_are_ours(void **state)
{
    (void)state;
    static const char *const entry[8] = {"",
                                         "00",
                                         "10",
                                         "2021",
                                         "3031",
                                         "40414243",
                                         "5051525354555657",
                                         "606162636465666768696a6b6c6d6e6f"};
    static const char *const want[9] = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    struct rk_tlog_frontier f = {0};
    struct rk_hash leaves[8];
    for (int n = 0; n <= 8; n++) {
        assert_hash(rk_tlog_frontier_root(&f), unhex(want[n]));
        assert_hash(rk_tlog_root(leaves, n), unhex(want[n]));
        if (n == 8)
            break;
        uint8_t bytes[16];
        const ptrdiff_t len = (ptrdiff_t)strlen(entry[n]) / 2;
        assert_true(rk_hex_read(rk_str_of(entry[n]), bytes, len));
        leaves[n] = rk_tlog_leaf(bytes, len);
        rk_tlog_append(&f, &leaves[n]);
    }
}

static void the_worked_example_of_the_format_page_holds(void **state)
{
    (void)state;
    const struct rk_hash three[3] = {rk_tlog_leaf("first\n", 6), rk_tlog_leaf("second\n", 7),
                                     rk_tlog_leaf("third\n", 6)};
    assert_hash(three[0],
                unhex("ffecee1473bdd8ceb524ba6fa4f427c17c0040ceda53ab4e7d5bebc88716e453"));
    assert_hash(three[1],
                unhex("e22becbce1d97d1fe955dc46c6a6e47eac7a9ce4abbb852ae80c36ef0f879fee"));
    assert_hash(three[2],
                unhex("7f2f11ad5a69674e3552ca884ce49259958b00480edc27f30a88605e9852240b"));
    assert_hash(rk_tlog_root(three, 2),
                unhex("7901670a6302e65a2dc55af95bc6075746cfe451fa5e27aff30d93db3ea08a0a"));
    assert_hash(rk_tlog_root(three, 3),
                unhex("9889f5b1ee34f9f49ec36154b879f0a9f781d7fa3c7074fe96ac6451f57e5be2"));
}

/* 65,535 bytes counting modulo 251, hashed with Python's hashlib. */
static void an_entry_is_hashed_behind_a_zero_byte_whatever_its_length(void **state)
{
    (void)state;
    static uint8_t bytes[1 + RK_TLOG_ENTRY];
    for (int i = 0; i < RK_TLOG_ENTRY; i++)
        bytes[1 + i] = (uint8_t)(i % 251);
    for (int len = 0; len < 2100; len++)
        assert_hash(rk_tlog_leaf(bytes + 1, len), rk_sha256(bytes, 1 + len));
    assert_hash(rk_tlog_leaf(bytes + 1, RK_TLOG_ENTRY),
                unhex("cce25a5fa01c23b864e8f47fae4a4f7fa4ff0dd095322f20c2b4e59c1623745f"));
    assert_hash(rk_tlog_leaf(NULL, 0), rk_sha256("", 1));
}

static void the_frontier_has_the_root_of_the_whole_tree_at_every_size(void **state)
{
    (void)state;
    struct rk_tlog_frontier f = {0};
    for (int64_t n = 0;; n++) {
        assert_hash(rk_tlog_frontier_root(&f), root[n]);
        assert_hash(rk_tlog_root(leaf, n), root[n]);
        assert_int_equal(f.size, n);
        if (n == LEAVES)
            break;
        rk_tlog_append(&f, &leaf[n]);
    }
}

/* ---- stored hashes ----------------------------------------------------------------------- */

static void every_complete_subtree_stands_at_its_place(void **state)
{
    (void)state;
    static bool used[2 * LEAVES];
    int64_t count = 0;
    for (int level = 0; LEAVES >> level > 0; level++) {
        for (int64_t i = 0; i < LEAVES >> level; i++) {
            const int64_t place = rk_tlog_node_place(level, i);
            assert_true(place >= 0 && place < rk_tlog_node_count(LEAVES));
            assert_false(used[place]);
            used[place] = true;
            count++;
            assert_hash(stored[place], ref_root(leaf + (i << level), (int64_t)1 << level));
            struct rk_hash read;
            assert_true(rk_tlog_nodes_read(&nodes, level, i, &read));
            assert_hash(read, stored[place]);
        }
    }
    assert_int_equal(count, rk_tlog_node_count(LEAVES));
    assert_int_equal(rk_tlog_node_count(0), 0);
    /* By hand, in the order of completion: 0 1 (0,1) 2 3 (2,3) (0…3) 4 … */
    assert_int_equal(rk_tlog_node_place(1, 0), 2);
    assert_int_equal(rk_tlog_node_place(2, 0), 6);
    assert_int_equal(rk_tlog_node_place(0, 4), 7);
}

static void a_store_does_not_give_what_it_has_not(void **state)
{
    (void)state;
    struct rk_hash h;
    assert_false(rk_tlog_nodes_read(&nodes, 0, LEAVES, &h));
    assert_false(rk_tlog_nodes_read(&nodes, 8, 1, &h)); /* 256 … 511 is not complete */
    assert_false(rk_tlog_nodes_read(&nodes, 0, -1, &h));
    assert_false(rk_tlog_nodes_read(&nodes, -1, 0, &h));
    assert_false(rk_tlog_nodes_read(&nodes, 63, 0, &h));
    assert_false(rk_tlog_nodes_read(&nodes, 64, 0, &h));
}

static void a_frontier_can_be_read_back_and_goes_on(void **state)
{
    (void)state;
    struct rk_err err;
    for (int64_t n = 0; n < LEAVES; n++) {
        struct rk_tlog_frontier f;
        rk_assert_ok(rk_tlog_frontier_read(&reader, n, &f, &err), err);
        assert_hash(rk_tlog_frontier_root(&f), root[n]);
        rk_tlog_append(&f, &leaf[n]);
        assert_hash(rk_tlog_frontier_root(&f), root[n + 1]);
    }
}

/* ---- a reader that counts, and fails when told --------------------------------------------
 */

struct strict_store {
    int64_t reads, fail_at;
};

static bool counted_read(void *user, int level, int64_t index, struct rk_hash *out)
{
    struct strict_store *s = user;
    if (s->reads++ == s->fail_at)
        return false;
    return rk_tlog_nodes_read(&nodes, level, index, out);
}

static int log2_up(int64_t n)
{
    int bits = 0;
    while ((int64_t)1 << bits < n)
        bits++;
    return bits;
}

static void a_missing_hash_is_an_error_and_leaves_the_result_alone(void **state)
{
    (void)state;
    struct rk_err err;
    for (int64_t fail = 0;; fail++) {
        struct strict_store s = {0, fail};
        const struct rk_tlog_reader from = {counted_read, &s};
        struct rk_tlog_frontier f = {.size = -7};
        const rk_status status = rk_tlog_frontier_read(&from, 299, &f, &err);
        if (status == RK_OK)
            break;
        assert_int_equal(status, RK_EIO);
        assert_int_equal(f.size, -7);
    }
    int failed = 0;
    for (int kind = 0; kind < 2; kind++) {
        for (int64_t fail = 0;; fail++) {
            struct strict_store s = {0, fail};
            const struct rk_tlog_reader from = {counted_read, &s};
            struct rk_tlog_path p = {.len = -7};
            const rk_status status = kind ? rk_tlog_prove_consistency(&from, 173, 299, &p, &err)
                                          : rk_tlog_prove_inclusion(&from, 299, 100, &p, &err);
            if (status == RK_OK)
                break;
            assert_int_equal(status, RK_EIO);
            assert_int_equal(p.len, -7);
            failed++;
        }
    }
    assert_true(failed > 10);
}

/* ---- proofs ------------------------------------------------------------------------------ */

static void every_proof_is_the_one_that_the_rfc_defines(void **state)
{
    (void)state;
    struct rk_err err;
    for (int64_t n = 1; n <= PROVED; n++) {
        struct strict_store s = {0, -1};
        const struct rk_tlog_reader from = {counted_read, &s};
        const struct rk_tlog_tree tree = {n, root[n]};
        for (int64_t m = 0; m < n; m++) {
            struct rk_tlog_path p, want = {.len = 0};
            s.reads = 0;
            rk_assert_ok(rk_tlog_prove_inclusion(&from, n, m, &p, &err), err);
            assert_true(s.reads <= 2 * log2_up(n) + 1);
            ref_inclusion(leaf, n, m, &want);
            assert_true(ref_same(&p, &want));
            assert_true(rk_tlog_check_inclusion(&p, &tree, m, &leaf[m]));
        }
        for (int64_t m = 1; m <= n; m++) {
            struct rk_tlog_path p, want = {.len = 0};
            const struct rk_tlog_tree old = {m, root[m]};
            s.reads = 0;
            rk_assert_ok(rk_tlog_prove_consistency(&from, m, n, &p, &err), err);
            assert_true(s.reads <= 2 * log2_up(n) + 1);
            ref_consistency(leaf, n, m, true, &want);
            assert_true(ref_same(&p, &want));
            assert_true(rk_tlog_check_consistency(&p, &old, &tree));
        }
    }
}

static void proofs_of_what_is_not_there_are_refused(void **state)
{
    (void)state;
    struct rk_err err;
    struct rk_tlog_path p = {.len = -7};
    struct rk_tlog_frontier f = {.size = -7};
    static const int64_t inclusion[][2] = {{0, 0}, {5, 5}, {5, -1}, {-1, 0}, {5, INT64_MAX}};
    for (int i = 0; i < RK_COUNT(inclusion); i++)
        assert_int_equal(
            rk_tlog_prove_inclusion(&reader, inclusion[i][0], inclusion[i][1], &p, &err),
            RK_EINVAL);
    static const int64_t consistency[][2] = {{0, 5}, {6, 5}, {-1, 5}, {0, 0}, {1, 0}};
    for (int i = 0; i < RK_COUNT(consistency); i++)
        assert_int_equal(
            rk_tlog_prove_consistency(&reader, consistency[i][0], consistency[i][1], &p, &err),
            RK_EINVAL);
    assert_int_equal(rk_tlog_frontier_read(&reader, -1, &f, &err), RK_EINVAL);
    assert_int_equal(p.len, -7);
    assert_int_equal(f.size, -7);
}

/* The largest trees there can be: all subtrees of one level alike, so that no leaf is needed.
 */
static bool uniform_read(void *user, int level, int64_t index, struct rk_hash *out)
{
    const struct rk_hash *level_hash = user;
    if (level < 0 || level >= RK_TLOG_LEVELS || index < 0)
        return false;
    *out = level_hash[level];
    return true;
}

static void proofs_hold_up_to_the_largest_size(void **state)
{
    (void)state;
    struct rk_err err;
    struct rk_hash level_hash[RK_TLOG_LEVELS] = {ref_leaf(0)};
    for (int l = 1; l < RK_TLOG_LEVELS; l++)
        level_hash[l] = rk_tlog_node(&level_hash[l - 1], &level_hash[l - 1]);
    const struct rk_tlog_reader from = {uniform_read, level_hash};
    struct rk_random r = rk_random_seed(62);
    for (int i = 0; i < 300; i++) {
        const int64_t n =
            i == 0 ? INT64_MAX : 1 + (int64_t)(rk_random_u64(&r) >> (1 + i % 60)) / 2;
        const int64_t m = rk_random_below(&r, n);
        struct rk_tlog_frontier f, g;
        rk_assert_ok(rk_tlog_frontier_read(&from, n, &f, &err), err);
        rk_assert_ok(rk_tlog_frontier_read(&from, m + 1, &g, &err), err);
        const struct rk_tlog_tree tree = {n, rk_tlog_frontier_root(&f)},
                                  old = {m + 1, rk_tlog_frontier_root(&g)};
        struct rk_tlog_path p;
        rk_assert_ok(rk_tlog_prove_inclusion(&from, n, m, &p, &err), err);
        assert_true(p.len <= 63 && rk_tlog_check_inclusion(&p, &tree, m, &level_hash[0]));
        assert_true(ref_check_inclusion(&p, n, &tree.root, m, &level_hash[0]));
        rk_assert_ok(rk_tlog_prove_consistency(&from, m + 1, n, &p, &err), err);
        assert_true(p.len <= RK_TLOG_PATH && rk_tlog_check_consistency(&p, &old, &tree));
        assert_true(ref_check_consistency(&p, old.size, &old.root, n, &tree.root));
    }
}

/* ---- changed proofs ---------------------------------------------------------------------- */

/* In some sizes every bit of every hash, in the others one bit of each byte, in turn. */
static bool every_bit(int64_t n)
{
    return n <= 20 || n == 64 || n == 65 || n == 127;
}

static void flip(struct rk_hash *h, int bit)
{
    h->byte[bit / 8] ^= (uint8_t)(1 << bit % 8);
}

static void no_inclusion_proof_survives_a_changed_bit(void **state)
{
    (void)state;
    struct rk_err err;
    int64_t same_way = 0;
    for (int64_t n = 1; n <= PROVED; n++) {
        struct rk_tlog_tree tree = {n, root[n]};
        for (int64_t m = 0; m < n; m++) {
            struct rk_tlog_path p;
            struct rk_hash entry = leaf[m];
            rk_assert_ok(rk_tlog_prove_inclusion(&reader, n, m, &p, &err), err);
            for (int h = -2; h < p.len; h++) {
                struct rk_hash *at = h == -2 ? &tree.root : h == -1 ? &entry : &p.hash[h];
                for (int bit = every_bit(n) ? 0 : (int)(m % 8); bit < 256;
                     bit += every_bit(n) ? 1 : 8) {
                    flip(at, bit);
                    assert_false(rk_tlog_check_inclusion(&p, &tree, m, &entry));
                    flip(at, bit);
                }
            }
            for (int bit = 0; bit < 64; bit++) {
                const int64_t other = (int64_t)((uint64_t)m ^ (uint64_t)1 << bit);
                assert_false(rk_tlog_check_inclusion(&p, &tree, other, &entry));
                /* A size is not bound by the path: other sizes may have the same way up. */
                tree.size = (int64_t)((uint64_t)n ^ (uint64_t)1 << bit);
                const bool same = ref_check_inclusion(&p, tree.size, &tree.root, m, &entry);
                assert_int_equal(rk_tlog_check_inclusion(&p, &tree, m, &entry), same);
                same_way += same;
                tree.size = n;
            }
            assert_true(rk_tlog_check_inclusion(&p, &tree, m, &entry));
        }
    }
    assert_true(same_way > 0); /* so the reference did have a say */
}

static void no_consistency_proof_survives_a_changed_bit(void **state)
{
    (void)state;
    struct rk_err err;
    for (int64_t n = 1; n <= PROVED; n++) {
        for (int64_t m = 1; m <= n; m++) {
            struct rk_tlog_tree tree = {n, root[n]}, old = {m, root[m]};
            struct rk_tlog_path p;
            rk_assert_ok(rk_tlog_prove_consistency(&reader, m, n, &p, &err), err);
            for (int h = -2; h < p.len; h++) {
                struct rk_hash *at = h == -2 ? &tree.root : h == -1 ? &old.root : &p.hash[h];
                for (int bit = every_bit(n) ? 0 : (int)(m % 8); bit < 256;
                     bit += every_bit(n) ? 1 : 8) {
                    flip(at, bit);
                    assert_false(rk_tlog_check_consistency(&p, &old, &tree));
                    flip(at, bit);
                }
            }
            for (int bit = 0; bit < 64; bit++) {
                const uint64_t mask = (uint64_t)1 << bit;
                old.size = (int64_t)((uint64_t)m ^ mask);
                bool same = ref_check_consistency(&p, old.size, &old.root, n, &tree.root);
                assert_int_equal(rk_tlog_check_consistency(&p, &old, &tree), same);
                assert_false(same && p.len == 0);
                old.size = m;
                tree.size = (int64_t)((uint64_t)n ^ mask);
                same = ref_check_consistency(&p, m, &old.root, tree.size, &tree.root);
                assert_int_equal(rk_tlog_check_consistency(&p, &old, &tree), same);
                tree.size = n;
            }
            assert_true(rk_tlog_check_consistency(&p, &old, &tree));
        }
    }
}

/* Hashes taken out, doubled, swapped, put in from elsewhere. */
static void shuffle_path(struct rk_random *r, struct rk_tlog_path *p)
{
    const int32_t a = p->len > 0 ? (int32_t)rk_random_below(r, p->len) : 0,
                  b = p->len > 0 ? (int32_t)rk_random_below(r, p->len) : 0;
    switch (rk_random_below(r, 5)) {
    case 0: /* one fewer */
        if (p->len > 0) {
            p->len--;
            memmove(&p->hash[a], &p->hash[a + 1], (size_t)(p->len - a) * sizeof p->hash[0]);
        }
        break;
    case 1: /* one more */
        memmove(&p->hash[a + 1], &p->hash[a], (size_t)(p->len - a) * sizeof p->hash[0]);
        p->hash[a] = root[rk_random_below(r, LEAVES)];
        p->len++;
        break;
    case 2:
        if (p->len > 0) {
            const struct rk_hash swap = p->hash[a];
            p->hash[a] = p->hash[b];
            p->hash[b] = swap;
        }
        break;
    case 3:
        if (p->len > 0)
            p->hash[a] = leaf[rk_random_below(r, LEAVES)];
        break;
    default:
        p->len = 0;
    }
}

static void a_hundred_thousand_wrong_proofs_are_judged_as_by_the_rfc(void **state)
{
    (void)state;
    struct rk_err err;
    struct rk_random r = rk_random_seed(6962);
    int64_t refused = 0;
    for (int i = 0; i < 100000; i++) {
        struct rk_tlog_path p;
        const int64_t n = 1 + rk_random_below(&r, LEAVES), m = rk_random_below(&r, n),
                      other = 1 + rk_random_below(&r, LEAVES);
        const int64_t said = rk_random_below(&r, 4) ? n : other;
        const struct rk_tlog_tree tree = {said, root[rk_random_below(&r, 4) ? n : said]};
        bool got, want;
        if (i % 2) {
            rk_assert_ok(rk_tlog_prove_inclusion(&reader, n, m, &p, &err), err);
            if (rk_random_below(&r, 4))
                shuffle_path(&r, &p);
            const int64_t at = rk_random_below(&r, 4) ? m : rk_random_below(&r, LEAVES);
            got = rk_tlog_check_inclusion(&p, &tree, at, &leaf[m]);
            want = ref_check_inclusion(&p, tree.size, &tree.root, at, &leaf[m]);
        } else {
            rk_assert_ok(rk_tlog_prove_consistency(&reader, m + 1, n, &p, &err), err);
            if (rk_random_below(&r, 4))
                shuffle_path(&r, &p);
            const int64_t at = rk_random_below(&r, 4) ? m + 1 : other;
            const struct rk_tlog_tree old = {at, root[rk_random_below(&r, 4) ? m + 1 : at]};
            got = rk_tlog_check_consistency(&p, &old, &tree);
            want = ref_check_consistency(&p, old.size, &old.root, tree.size, &tree.root);
        }
        assert_int_equal(got, want);
        refused += !got;
    }
    assert_true(refused > 50000 && refused < 99000); /* both verdicts were tried */
}

/* Here the hashes do lead to the root, but a tree of that size has no such way. */
static void a_path_longer_than_the_way_to_the_root_is_refused(void **state)
{
    (void)state;
    const struct rk_tlog_path one = {.len = 1, .hash = {leaf[0]}},
                              two = {.len = 2, .hash = {leaf[1], leaf[2]}};
    struct rk_tlog_tree tree = {1, rk_tlog_node(&leaf[0], &leaf[1])};
    assert_false(rk_tlog_check_inclusion(&one, &tree, 0, &leaf[1]));
    tree.size = 2;
    assert_true(rk_tlog_check_inclusion(&one, &tree, 1, &leaf[1]));
    /* from one leaf to two, and a third hash put before them */
    const struct rk_tlog_tree old = {1, leaf[0]};
    const struct rk_hash above = rk_tlog_node(&leaf[0], &leaf[1]);
    tree.root = rk_tlog_node(&leaf[2], &above);
    assert_false(rk_tlog_check_consistency(&two, &old, &tree));
    const struct rk_hash as_if_old = rk_tlog_node(&leaf[2], &leaf[0]);
    const struct rk_tlog_tree grown = {1, as_if_old};
    assert_false(rk_tlog_check_consistency(&two, &grown, &tree));
}

static void nothing_can_be_shown_of_an_empty_tree(void **state)
{
    (void)state;
    const struct rk_tlog_tree empty = {0, root[0]}, one = {1, root[1]};
    const struct rk_tlog_path none = {.len = 0}, negative = {.len = -1},
                              long_one = {.len = RK_TLOG_PATH + 1};
    assert_false(rk_tlog_check_consistency(&none, &empty, &empty));
    assert_false(rk_tlog_check_consistency(&none, &empty, &one));
    assert_false(rk_tlog_check_inclusion(&none, &empty, 0, &leaf[0]));
    assert_true(rk_tlog_check_consistency(&none, &one, &one));
    assert_true(rk_tlog_check_inclusion(&none, &one, 0, &leaf[0]));
    /* a length that is no length reads nothing */
    assert_false(rk_tlog_check_inclusion(&negative, &one, 0, &leaf[0]));
    assert_false(rk_tlog_check_consistency(&negative, &one, &one));
    const struct rk_tlog_tree huge = {INT64_MAX, root[1]};
    assert_false(rk_tlog_check_inclusion(&long_one, &huge, 0, &leaf[0]));
    assert_false(rk_tlog_check_consistency(&long_one, &one, &huge));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_roots_of_certificate_transparency_are_ours),
        cmocka_unit_test(the_worked_example_of_the_format_page_holds),
        cmocka_unit_test(an_entry_is_hashed_behind_a_zero_byte_whatever_its_length),
        cmocka_unit_test(the_frontier_has_the_root_of_the_whole_tree_at_every_size),
        cmocka_unit_test(every_complete_subtree_stands_at_its_place),
        cmocka_unit_test(a_store_does_not_give_what_it_has_not),
        cmocka_unit_test(a_frontier_can_be_read_back_and_goes_on),
        cmocka_unit_test(a_missing_hash_is_an_error_and_leaves_the_result_alone),
        cmocka_unit_test(every_proof_is_the_one_that_the_rfc_defines),
        cmocka_unit_test(proofs_of_what_is_not_there_are_refused),
        cmocka_unit_test(proofs_hold_up_to_the_largest_size),
        cmocka_unit_test(no_inclusion_proof_survives_a_changed_bit),
        cmocka_unit_test(no_consistency_proof_survives_a_changed_bit),
        cmocka_unit_test(a_hundred_thousand_wrong_proofs_are_judged_as_by_the_rfc),
        cmocka_unit_test(a_path_longer_than_the_way_to_the_root_is_refused),
        cmocka_unit_test(nothing_can_be_shown_of_an_empty_tree),
    };
    return cmocka_run_group_tests(tests, build, NULL);
}
