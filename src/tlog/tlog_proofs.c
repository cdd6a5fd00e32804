/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proofs from stored subtrees (RFC 6962, 2.1.1 and 2.1.2) and their check (RFC 9162, 2.1.3.2
 * and 2.1.4.2). */
#include "rk_tlog.h"

#include "tlog_internal.h"

/* ---- where subtrees are kept ------------------------------------------------------------- */

int64_t rk_tlog_node_count(int64_t size)
{
    /* size + size/2 + size/4 + … = 2 size - (number of one bits) */
    return 2 * size - __builtin_popcountll((unsigned long long)size);
}

int64_t rk_tlog_node_place(int level, int64_t index)
{
    const int64_t last_leaf = ((index + 1) << level) - 1;
    return rk_tlog_node_count(last_leaf) + level;
}

bool rk_tlog_nodes_read(void *nodes, int level, int64_t index, struct rk_hash *out)
{
    const struct rk_tlog_nodes *n = nodes;
    if (level < 0 || level >= RK_TLOG_LEVELS || index < 0 || index >= n->size >> level)
        return false;
    *out = n->at[rk_tlog_node_place(level, index)];
    return true;
}

static rk_status read_node(const struct rk_tlog_reader *from, int level, int64_t index,
                           struct rk_hash *out, struct rk_err *err)
{
    if (from->read(from->user, level, index, out))
        return RK_OK;
    return rk_fail(err, RK_EIO, "log", "the hash at level %d, position %" PRId64 " is missing",
                   level, index);
}

rk_status rk_tlog_frontier_read(const struct rk_tlog_reader *from, int64_t size,
                                struct rk_tlog_frontier *out, struct rk_err *err)
{
    if (size < 0)
        return rk_fail(err, RK_EINVAL, "log", "a tree of %" PRId64 " leaves", size);
    struct rk_tlog_frontier f = {.size = size};
    for (int level = 0; level < RK_TLOG_LEVELS; level++) {
        if (!(size >> level & 1))
            continue;
        const rk_status bad = read_node(from, level, (size >> level) - 1, &f.node[level], err);
        if (bad)
            return bad;
    }
    *out = f;
    return RK_OK;
}

/* ---- making ------------------------------------------------------------------------------ */

/* Root over the leaves [start, size), the right edge of the tree: start has no bit below those
 * of size - start. */
static rk_status read_edge(const struct rk_tlog_reader *from, int64_t start, int64_t size,
                           struct rk_hash *out, struct rk_err *err)
{
    struct rk_hash edge = {{0}};
    bool any = false;
    for (int64_t end = size; end > start;) {
        const int level = tlog_low_bit(end - start);
        struct rk_hash left;
        const rk_status bad = read_node(from, level, (end >> level) - 1, &left, err);
        if (bad)
            return bad;
        edge = any ? rk_tlog_node(&left, &edge) : left;
        any = true;
        end -= (int64_t)1 << level;
    }
    *out = edge;
    return RK_OK;
}

/* Adds the siblings on the way from a subtree up to the root of a tree of `size`. */
static rk_status climb(const struct rk_tlog_reader *from, int64_t size, int level,
                       int64_t index, struct rk_tlog_path *path, struct rk_err *err)
{
    for (int64_t last = (size - 1) >> level; last > 0; level++, index >>= 1, last >>= 1) {
        const int64_t sibling = index ^ 1;
        if (sibling > last)
            continue; /* the right edge has no sibling here */
        struct rk_hash *to = &path->hash[path->len];
        const bool complete = sibling < size >> level;
        const rk_status bad = complete ? read_node(from, level, sibling, to, err)
                                       : read_edge(from, sibling << level, size, to, err);
        if (bad)
            return bad;
        path->len++;
    }
    return RK_OK;
}

rk_status rk_tlog_prove_inclusion(const struct rk_tlog_reader *from, int64_t size,
                                  int64_t index, struct rk_tlog_path *out, struct rk_err *err)
{
    if (index < 0 || index >= size)
        return rk_fail(err, RK_EINVAL, "log",
                       "entry %" PRId64 " is not in a tree of %" PRId64 " leaves", index, size);
    struct rk_tlog_path path;
    path.len = 0;
    const rk_status bad = climb(from, size, 0, index, &path, err);
    if (bad)
        return bad;
    out->len = path.len;
    memcpy(out->hash, path.hash, (size_t)path.len * sizeof path.hash[0]);
    return RK_OK;
}

rk_status rk_tlog_prove_consistency(const struct rk_tlog_reader *from, int64_t old_size,
                                    int64_t size, struct rk_tlog_path *out, struct rk_err *err)
{
    if (old_size < 1 || old_size > size)
        return rk_fail(err, RK_EINVAL, "log",
                       "no proof leads from a tree of %" PRId64 " leaves to one of %" PRId64,
                       old_size, size);
    struct rk_tlog_path path;
    path.len = 0;
    if (old_size < size) {
        /* From the last complete subtree of the old tree; when that is the whole old tree, its
         * root is known to whoever checks the proof. */
        const int level = tlog_low_bit(old_size);
        const int64_t index = (old_size >> level) - 1;
        rk_status bad = RK_OK;
        if (index > 0)
            bad = read_node(from, level, index, &path.hash[path.len++], err);
        if (!bad)
            bad = climb(from, size, level, index, &path, err);
        if (bad)
            return bad;
    }
    out->len = path.len;
    memcpy(out->hash, path.hash, (size_t)path.len * sizeof path.hash[0]);
    return RK_OK;
}

/* ---- checking ---------------------------------------------------------------------------- */

bool rk_tlog_check_inclusion(const struct rk_tlog_path *path, const struct rk_tlog_tree *tree,
                             int64_t index, const struct rk_hash *leaf)
{
    if (index < 0 || index >= tree->size || path->len < 0 || path->len > RK_TLOG_PATH)
        return false;
    int64_t at = index, last = tree->size - 1;
    struct rk_hash made = *leaf;
    for (int32_t i = 0; i < path->len; i++) {
        if (last == 0)
            return false; /* longer than the way to the root */
        if (at & 1 || at == last) {
            made = rk_tlog_node(&path->hash[i], &made);
            while (!(at & 1) && at > 0) /* no sibling on these levels */
                at >>= 1, last >>= 1;
        } else {
            made = rk_tlog_node(&made, &path->hash[i]);
        }
        at >>= 1, last >>= 1;
    }
    return last == 0 && rk_hash_eq(&made, &tree->root);
}

bool rk_tlog_check_consistency(const struct rk_tlog_path *path,
                               const struct rk_tlog_tree *old_tree,
                               const struct rk_tlog_tree *tree)
{
    if (old_tree->size < 1 || old_tree->size > tree->size || path->len < 0 ||
        path->len > RK_TLOG_PATH)
        return false;
    if (old_tree->size == tree->size)
        return path->len == 0 && rk_hash_eq(&old_tree->root, &tree->root);

    const int level = tlog_low_bit(old_tree->size);
    int64_t at = (old_tree->size - 1) >> level, last = (tree->size - 1) >> level;
    const bool from_root = at == 0; /* the old tree is one complete subtree of the new one */
    if (!from_root && path->len == 0)
        return false;
    struct rk_hash made_old = from_root ? old_tree->root : path->hash[0], made = made_old;
    for (int32_t i = from_root ? 0 : 1; i < path->len; i++) {
        if (last == 0)
            return false;
        if (at & 1 || at == last) {
            made_old = rk_tlog_node(&path->hash[i], &made_old);
            made = rk_tlog_node(&path->hash[i], &made);
            while (!(at & 1) && at > 0)
                at >>= 1, last >>= 1;
        } else {
            made = rk_tlog_node(&made, &path->hash[i]);
        }
        at >>= 1, last >>= 1;
    }
    return last == 0 && rk_hash_eq(&made_old, &old_tree->root) &&
           rk_hash_eq(&made, &tree->root);
}
