/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tlog: a log of which nobody can change a byte unseen.
 *
 * The Merkle tree of RFC 6962 over opaque entries, its proofs (verified as in RFC 9162, 2.1.3
 * and 2.1.4), and its C2SP tiles. What is signed about it: rk_tlog_note.h. Byte by byte:
 * docs/formats/tlog.md.
 *
 * Uses: base. Pure functions on bytes: no file, no clock, no random number, no state; any
 * number of threads may call all of it on their own arguments. Every rk_str handed out points
 * into the bytes it was read from. On failure every *out and every buffer is left as it was,
 * save that a struct rk_buf that is too small has `failed` set.
 */
#ifndef RK_TLOG_H
#define RK_TLOG_H

#include "rk_base.h"
#include "rk_hash.h"

enum {
    RK_TLOG_LEVELS = 63,   /* a tree holds fewer than 2^63 leaves */
    RK_TLOG_PATH = 64,     /* the longest proof, in hashes */
    RK_TLOG_TILE = 256,    /* hashes in a full tile, entries in a full bundle */
    RK_TLOG_ENTRY = 65535, /* bytes of the longest entry */
    RK_TLOG_TILE_NAME = 64 /* bytes of the longest tile path with its NUL */
};

/* ---- tree -------------------------------------------------------------------------------- */

struct rk_tlog_tree {
    int64_t size; /* leaves */
    struct rk_hash root;
};

struct rk_hash rk_tlog_leaf(const void *entry, ptrdiff_t len); /* SHA-256(0x00, entry) */
struct rk_hash rk_tlog_node(const struct rk_hash *left, const struct rk_hash *right);
/* Root over leaf hashes, O(count) time, 2 KiB of stack. count == 0: SHA-256 of nothing. */
struct rk_hash rk_tlog_root(const struct rk_hash *leaf, int64_t count);

/* All that must be remembered of a tree in order to append. {0} is the empty tree. */
struct rk_tlog_frontier {
    int64_t size;
    struct rk_hash
        node[RK_TLOG_LEVELS + 1]; /* node[level] counts where that bit of size is set */
};
/* One node hash per leaf on average. size must be below INT64_MAX. */
void rk_tlog_append(struct rk_tlog_frontier *f, const struct rk_hash *leaf);
/* The same; made[0 … n-1] receives the leaf and the subtrees it completes, level 0 first.
 * Returns n. Appended one after the other, these are the places of rk_tlog_node_place. */
int rk_tlog_append_nodes(struct rk_tlog_frontier *f, const struct rk_hash *leaf,
                         struct rk_hash made[RK_TLOG_LEVELS + 1]);
struct rk_hash rk_tlog_frontier_root(const struct rk_tlog_frontier *f); /* at most 62 hashes */

/* ---- stored hashes ----------------------------------------------------------------------- */

/* Gives the hash of the complete subtree over leaves [index << level, (index + 1) << level);
 * false when the store cannot. */
struct rk_tlog_reader {
    bool (*read)(void *user, int level, int64_t index, struct rk_hash *out);
    void *user;
};

/* Subtrees in the order in which they are completed, as rk_tlog_append_nodes makes them. */
int64_t rk_tlog_node_place(int level, int64_t index);
int64_t rk_tlog_node_count(int64_t size); /* size < 2^62 */
struct rk_tlog_nodes {
    const struct rk_hash *at; /* [rk_tlog_node_count(size)] */
    int64_t size;
};
bool rk_tlog_nodes_read(void *nodes, int level, int64_t index, struct rk_hash *out);

/* RK_EIO: the reader did not give a node; RK_EINVAL: size < 0. At most 63 reads. */
RK_MUST_USE rk_status rk_tlog_frontier_read(const struct rk_tlog_reader *from, int64_t size,
                                            struct rk_tlog_frontier *out, struct rk_err *err);

/* ---- proofs ------------------------------------------------------------------------------ */

struct rk_tlog_path {
    int32_t len;
    struct rk_hash hash[RK_TLOG_PATH];
};

/* RK_EINVAL: not 0 <= index < size, not 1 <= old <= size; RK_EIO: the reader did not give a
 * node. At most 2 log2(size) + 1 reads and log2(size) hashes. */
RK_MUST_USE rk_status rk_tlog_prove_inclusion(const struct rk_tlog_reader *from, int64_t size,
                                              int64_t index, struct rk_tlog_path *out,
                                              struct rk_err *err);
RK_MUST_USE rk_status rk_tlog_prove_consistency(const struct rk_tlog_reader *from,
                                                int64_t old_size, int64_t size,
                                                struct rk_tlog_path *out, struct rk_err *err);
/*
 * True only for the path that RFC 6962 defines. The path binds leaf, index and root; that the
 * root belongs to `size` is what the checkpoint's signature says. An empty old tree is refused:
 * nothing can be shown of it.
 */
RK_MUST_USE bool rk_tlog_check_inclusion(const struct rk_tlog_path *path,
                                         const struct rk_tlog_tree *tree, int64_t index,
                                         const struct rk_hash *leaf);
RK_MUST_USE bool rk_tlog_check_consistency(const struct rk_tlog_path *path,
                                           const struct rk_tlog_tree *old_tree,
                                           const struct rk_tlog_tree *tree);

/* ---- tiles ------------------------------------------------------------------------------- */

struct rk_tlog_tile {
    int level;     /* 0 … 63; -1 is a bundle of entries */
    int64_t index; /* 0, 1, … within the level */
    int width;     /* 1 … 256 */
};

void rk_tlog_tile_name(struct rk_tlog_tile tile, char out[RK_TLOG_TILE_NAME]);
bool rk_tlog_tile_name_read(struct rk_str name, struct rk_tlog_tile *out); /* only that form */
/* Steps through the bundles and tiles that a tree of new_size has and one of old_size has not,
 * bundles first, then level by level; starts from RK_TLOG_TILE_FIRST, false at the end. */
#define RK_TLOG_TILE_FIRST ((struct rk_tlog_tile){-1, -1, 0})
bool rk_tlog_tile_next(int64_t old_size, int64_t new_size, struct rk_tlog_tile *tile);

/* A reader over stored tiles; `tile` gives at least the wanted width, valid until its next
 * call. At most 127 hashes are computed for a node inside a tile. */
struct rk_tlog_tiles {
    bool (*tile)(void *user, struct rk_tlog_tile want, struct rk_str *bytes);
    void *user;
    int64_t size;
};
bool rk_tlog_tiles_read(void *tiles, int level, int64_t index, struct rk_hash *out);

/* What new tiles are made of. `entry` (bytes valid until its next call) may be NULL: then no
 * bundles are made and `node` gives the leaf hashes. Otherwise `node` is asked only for levels
 * 8, 16, … of the old tree: rk_tlog_tiles_read over the old tiles will do. */
struct rk_tlog_source {
    bool (*entry)(void *user, int64_t index, struct rk_str *out);
    struct rk_tlog_reader node;
    void *user;
};
struct rk_tlog_sink {
    bool (*put)(void *user, struct rk_tlog_tile tile, const char *name, struct rk_str bytes);
    void *user;
};
/*
 * Hands every tile and bundle of rk_tlog_tile_next to the sink, a full one before the tile
 * above it, and fills *root with the root at new_size, to be compared with the one to be
 * signed. Work is O(new leaves + 256 per level), scratch 65 KiB and the bytes of the
 * largest bundle (at most 16.8 MB). RK_EINVAL: sizes, an entry too long; RK_EIO: source or sink
 * said no; RK_ENOMEM.
 */
RK_MUST_USE rk_status rk_tlog_write_tiles(const struct rk_tlog_source *from,
                                          const struct rk_tlog_sink *to, int64_t old_size,
                                          int64_t new_size, struct rk_scratch scratch,
                                          struct rk_hash *root, struct rk_err *err);

bool rk_tlog_bundle_add(struct rk_buf *to, struct rk_str entry); /* false: over RK_TLOG_ENTRY */
/* RK_EINVAL unless the bytes are exactly `width` entries. */
RK_MUST_USE rk_status rk_tlog_bundle_read(struct rk_str bytes, int width,
                                          struct rk_str entry[RK_TLOG_TILE],
                                          struct rk_err *err);

#endif
