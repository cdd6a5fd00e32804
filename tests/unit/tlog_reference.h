/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tree of RFC 6962 as its text defines it: recursive, slow, over an array of leaf hashes.
 * It shares nothing with src/tlog but the hash of a node, which published values check.
 */
#ifndef RK_TLOG_REFERENCE_H
#define RK_TLOG_REFERENCE_H

#include "rk_tlog.h"

/* k of the RFC: the largest power of two below n > 1. */
static inline int64_t ref_half(int64_t n)
{
    int64_t k = 1;
    while (k < n - k)
        k *= 2;
    return k;
}

/* MTH(D[n]), 2.1 */
static inline struct rk_hash ref_root(const struct rk_hash *leaf, int64_t n)
{
    if (n == 0)
        return rk_sha256("", 0);
    if (n == 1)
        return leaf[0];
    const int64_t k = ref_half(n);
    const struct rk_hash left = ref_root(leaf, k), right = ref_root(leaf + k, n - k);
    return rk_tlog_node(&left, &right);
}

/* PATH(m, D[n]), 2.1.1 */
static inline void ref_inclusion(const struct rk_hash *leaf, int64_t n, int64_t m,
                                 struct rk_tlog_path *out)
{
    if (n == 1)
        return;
    const int64_t k = ref_half(n);
    if (m < k)
        ref_inclusion(leaf, k, m, out);
    else
        ref_inclusion(leaf + k, n - k, m - k, out);
    out->hash[out->len++] = m < k ? ref_root(leaf + k, n - k) : ref_root(leaf, k);
}

/* SUBPROOF(m, D[n], b), 2.1.2 */
static inline void ref_consistency(const struct rk_hash *leaf, int64_t n, int64_t m, bool b,
                                   struct rk_tlog_path *out)
{
    if (m == n) {
        if (!b)
            out->hash[out->len++] = ref_root(leaf, n);
        return;
    }
    const int64_t k = ref_half(n);
    if (m <= k)
        ref_consistency(leaf, k, m, b, out);
    else
        ref_consistency(leaf + k, n - k, m - k, false, out);
    out->hash[out->len++] = m <= k ? ref_root(leaf + k, n - k) : ref_root(leaf, k);
}

/* What a path of `len` hashes makes of a leaf, from the root downwards; false when its length
 * is not that of the way to leaf m of n. */
static inline bool ref_climb(const struct rk_hash *path, int32_t len, int64_t n, int64_t m,
                             struct rk_hash *at)
{
    if (n == 1)
        return len == 0;
    if (len < 1)
        return false;
    const int64_t k = ref_half(n);
    const struct rk_hash *sibling = &path[len - 1];
    if (m < k) {
        if (!ref_climb(path, len - 1, k, m, at))
            return false;
        *at = rk_tlog_node(at, sibling);
    } else {
        if (!ref_climb(path, len - 1, n - k, m - k, at))
            return false;
        *at = rk_tlog_node(sibling, at);
    }
    return true;
}

static inline bool ref_check_inclusion(const struct rk_tlog_path *p, int64_t n,
                                       const struct rk_hash *root, int64_t m,
                                       const struct rk_hash *leaf)
{
    struct rk_hash at = *leaf;
    return m >= 0 && m < n && ref_climb(p->hash, p->len, n, m, &at) && rk_hash_eq(&at, root);
}

/* What a consistency path makes of the old root: *was the old tree, *is the new one. */
static inline bool ref_grow(const struct rk_hash *path, int32_t len, int64_t n, int64_t m,
                            bool b, struct rk_hash *was, struct rk_hash *is)
{
    if (m == n) {
        if (len != (b ? 0 : 1))
            return false;
        if (!b)
            *was = *is = path[0];
        return true;
    }
    if (len < 1)
        return false;
    const int64_t k = ref_half(n);
    const struct rk_hash *sibling = &path[len - 1];
    if (m <= k) {
        if (!ref_grow(path, len - 1, k, m, b, was, is))
            return false;
        *is = rk_tlog_node(is, sibling);
    } else {
        if (!ref_grow(path, len - 1, n - k, m - k, false, was, is))
            return false;
        *was = rk_tlog_node(sibling, was);
        *is = rk_tlog_node(sibling, is);
    }
    return true;
}

static inline bool ref_check_consistency(const struct rk_tlog_path *p, int64_t m,
                                         const struct rk_hash *old_root, int64_t n,
                                         const struct rk_hash *root)
{
    struct rk_hash was = *old_root, is = *old_root;
    return m >= 1 && m <= n && ref_grow(p->hash, p->len, n, m, true, &was, &is) &&
           rk_hash_eq(&was, old_root) && rk_hash_eq(&is, root);
}

/* Distinct made-up leaves. */
static inline struct rk_hash ref_leaf(int64_t i)
{
    return rk_sha256(&i, sizeof i);
}

static inline bool ref_same(const struct rk_tlog_path *a, const struct rk_tlog_path *b)
{
    return a->len == b->len &&
           memcmp(a->hash, b->hash, (size_t)a->len * sizeof a->hash[0]) == 0;
}

#endif
