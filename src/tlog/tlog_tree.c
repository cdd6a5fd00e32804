/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of RFC 6962, 2.1, as the short list of complete subtrees that make it up. */
#include "rk_tlog.h"

#include "tlog_internal.h"

enum { SHORT_ENTRY = 1023 };

struct rk_hash rk_tlog_leaf(const void *entry, ptrdiff_t len)
{
    static const uint8_t leaf_prefix = 0x00;
    if (len <= SHORT_ENTRY) { /* one call is cheaper than three, and a copy costs little */
        uint8_t bytes[1 + SHORT_ENTRY];
        bytes[0] = leaf_prefix;
        if (len > 0)
            memcpy(bytes + 1, entry, (size_t)len);
        return rk_sha256(bytes, len > 0 ? 1 + len : 1);
    }
    struct rk_sha256 h;
    rk_sha256_start(&h);
    rk_sha256_add(&h, &leaf_prefix, 1);
    rk_sha256_add(&h, entry, len);
    return rk_sha256_end(&h);
}

struct rk_hash rk_tlog_node(const struct rk_hash *left, const struct rk_hash *right)
{
    uint8_t bytes[1 + 32 + 32];
    bytes[0] = 0x01;
    memcpy(bytes + 1, left->byte, 32);
    memcpy(bytes + 33, right->byte, 32);
    return rk_sha256(bytes, sizeof bytes);
}

void rk_tlog_append(struct rk_tlog_frontier *f, const struct rk_hash *leaf)
{
    struct rk_hash made = *leaf;
    int level = 0;
    for (; f->size >> level & 1; level++)
        made = rk_tlog_node(&f->node[level], &made);
    f->node[level] = made;
    f->size++;
}

int rk_tlog_append_nodes(struct rk_tlog_frontier *f, const struct rk_hash *leaf,
                         struct rk_hash made[RK_TLOG_LEVELS + 1])
{
    made[0] = *leaf;
    int level = 0;
    for (; f->size >> level & 1; level++)
        made[level + 1] = rk_tlog_node(&f->node[level], &made[level]);
    f->node[level] = made[level];
    f->size++;
    return level + 1;
}

struct rk_hash rk_tlog_frontier_root(const struct rk_tlog_frontier *f)
{
    if (f->size == 0)
        return rk_sha256(NULL, 0);
    int level = tlog_low_bit(f->size);
    struct rk_hash root = f->node[level];
    for (level++; f->size >> level; level++)
        if (f->size >> level & 1)
            root = rk_tlog_node(&f->node[level], &root);
    return root;
}

struct rk_hash rk_tlog_root(const struct rk_hash *leaf, int64_t count)
{
    struct rk_tlog_frontier f = {.size = 0};
    for (int64_t i = 0; i < count; i++)
        rk_tlog_append(&f, &leaf[i]);
    return rk_tlog_frontier_root(&f);
}
