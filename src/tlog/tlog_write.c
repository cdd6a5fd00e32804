/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * New tiles as a cascade: leaf hashes fill the row at level 0; a full row is handed out and its
 * root goes into the row above. Only the open rows are in memory.
 */
#include "rk_tlog.h"

#include "tlog_internal.h"

enum { TILE_BITS = 8, ROWS = RK_TLOG_LEVELS / TILE_BITS + 1 };

struct row {
    int64_t index; /* of the tile that is being filled */
    int filled;    /* hashes in it */
    bool changed;  /* holds a hash that the old tree had not */
    struct rk_hash hash[RK_TLOG_TILE];
};

struct writer {
    const struct rk_tlog_source *from;
    const struct rk_tlog_sink *to;
    struct rk_err *err;
    struct rk_buf bundle;
    struct row row[ROWS];
};

static rk_status put(const struct writer *w, struct rk_tlog_tile tile, const void *bytes,
                     ptrdiff_t len)
{
    char name[RK_TLOG_TILE_NAME];
    rk_tlog_tile_name(tile, name);
    if (w->to->put(w->to->user, tile, name, (struct rk_str){bytes, len}))
        return RK_OK;
    return rk_fail(w->err, RK_EIO, name, "the tile could not be put down");
}

/* Hands out the row as it stands, and at level 0 the bundle beneath it. */
static rk_status put_row(struct writer *w, int level)
{
    const struct row *row = &w->row[level];
    struct rk_tlog_tile tile = {level, row->index, row->filled};
    const rk_status bad = put(w, tile, row->hash, (ptrdiff_t)row->filled * 32);
    if (bad || level > 0 || !w->from->entry)
        return bad;
    tile.level = -1;
    return put(w, tile, w->bundle.at, w->bundle.len);
}

/* One hash more at a level; full rows are handed out and counted in above. */
static rk_status add_hash(struct writer *w, int level, struct rk_hash hash, bool is_new)
{
    for (;; level++) {
        struct row *row = &w->row[level];
        row->hash[row->filled++] = hash;
        row->changed |= is_new;
        if (row->filled < RK_TLOG_TILE)
            return RK_OK;
        const rk_status bad = put_row(w, level);
        if (bad)
            return bad;
        hash = rk_tlog_root(row->hash, RK_TLOG_TILE);
        row->index++;
        row->filled = 0;
        if (level == 0)
            w->bundle.len = 0;
    }
}

static rk_status add_leaf(struct writer *w, int64_t index, bool is_new)
{
    struct rk_hash hash;
    if (!w->from->entry) {
        const struct rk_tlog_reader *node = &w->from->node;
        if (!node->read(node->user, 0, index, &hash))
            return rk_fail(w->err, RK_EIO, "log", "the hash of entry %" PRId64 " is missing",
                           index);
        return add_hash(w, 0, hash, is_new);
    }
    struct rk_str entry;
    if (!w->from->entry(w->from->user, index, &entry))
        return rk_fail(w->err, RK_EIO, "log", "entry %" PRId64 " is missing", index);
    if (!rk_tlog_bundle_add(&w->bundle, entry))
        return rk_fail(w->err, RK_EINVAL, "log",
                       "entry %" PRId64 " has %td bytes, at most 65535 fit", index, entry.len);
    if (w->bundle.failed)
        return rk_fail(w->err, RK_ENOMEM, "log", "a bundle of more than %td bytes",
                       w->bundle.cap);
    return add_hash(w, 0, rk_tlog_leaf(entry.at, entry.len), is_new);
}

/* Fills the rows above the leaves with what the old tree had in its open tiles. */
static rk_status load_rows(struct writer *w, int64_t old_size)
{
    const struct rk_tlog_reader *node = &w->from->node;
    for (int level = 1; level < ROWS; level++) {
        struct row *row = &w->row[level];
        const int64_t have = old_size >> (level * TILE_BITS);
        row->index = have >> TILE_BITS;
        for (int64_t i = row->index << TILE_BITS; i < have; i++) {
            if (!node->read ||
                !node->read(node->user, level * TILE_BITS, i, &row->hash[row->filled++]))
                return rk_fail(w->err, RK_EIO, "log",
                               "the hash at level %d, position %" PRId64 " is missing",
                               level * TILE_BITS, i);
        }
    }
    return RK_OK;
}

/* Root of the tree whose open rows these are: the smallest subtrees stand lowest, rightmost. */
static struct rk_hash root_of_rows(const struct writer *w)
{
    struct rk_hash root = rk_sha256(NULL, 0);
    bool any = false;
    for (int level = 0; level < ROWS; level++) {
        const struct row *row = &w->row[level];
        for (int end = row->filled; end > 0;) {
            const int width = end & -end;
            const struct rk_hash left = rk_tlog_root(row->hash + end - width, width);
            root = any ? rk_tlog_node(&left, &root) : left;
            any = true;
            end -= width;
        }
    }
    return root;
}

rk_status rk_tlog_write_tiles(const struct rk_tlog_source *from, const struct rk_tlog_sink *to,
                              int64_t old_size, int64_t new_size, struct rk_scratch scratch,
                              struct rk_hash *root, struct rk_err *err)
{
    if (old_size < 0 || old_size > new_size)
        return rk_fail(err, RK_EINVAL, "log",
                       "a tree of %" PRId64 " leaves cannot become one of %" PRId64, old_size,
                       new_size);
    struct writer *w = RK_NEW(&scratch, struct writer, 1);
    if (!w)
        return rk_fail(err, RK_ENOMEM, "log", "no room for the open tiles");
    w->from = from;
    w->to = to;
    w->err = err;
    const ptrdiff_t largest = RK_TLOG_TILE * (2 + (ptrdiff_t)RK_TLOG_ENTRY);
    const ptrdiff_t left = rk_arena_left(&scratch.in);
    w->bundle = rk_buf_in(&scratch.in, left < largest ? left : largest);

    rk_status bad = load_rows(w, old_size);
    const int64_t first = old_size >> TILE_BITS << TILE_BITS;
    w->row[0].index = first >> TILE_BITS;
    for (int64_t i = first; i < new_size && !bad; i++)
        bad = add_leaf(w, i, i >= old_size);
    for (int level = 0; level < ROWS && !bad; level++)
        if (w->row[level].filled > 0 && w->row[level].changed)
            bad = put_row(w, level);
    if (bad)
        return bad;
    *root = root_of_rows(w);
    return RK_OK;
}
