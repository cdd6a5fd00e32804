/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log as plain files (C2SP tlog-tiles), and one entry's proof: readable without us. */
#include "rk_ledger.h"

#include "ledger_internal.h"
#include "rk_file.h"

struct leaves {
    struct rk_tlog_frontier tree;
    struct rk_hash *node; /* in the order of rk_tlog_node_place */
    int64_t nodes, size;
};

static rk_status on_leaf(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct leaves *t = user;
    struct rk_hash made[RK_TLOG_LEVELS + 1];
    if (!row->sum_ok || row->number != t->tree.size)
        return rk_fail(err, RK_ECORRUPT, "", "entry %" PRId64 " is missing or changed",
                       t->tree.size);
    const int count = rk_tlog_append_nodes(&t->tree, &row->leaf, made);
    memcpy(t->node + t->nodes, made, (size_t)count * sizeof *made);
    t->nodes += count;
    return RK_OK;
}

static rk_status load_tree(struct rk_ledger *l, struct rk_scratch *scratch, struct leaves *out,
                           struct rk_err *err)
{
    *out = (struct leaves){.size = l->head.size};
    out->node = RK_NEW(scratch, struct rk_hash, rk_tlog_node_count(l->head.size) + 1);
    if (!out->node)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for %" PRId64 " entries",
                       l->head.size);
    return rk_store_leaves(l->store, 0, 0, l->head.size, on_leaf, out, err);
}

struct bundling {
    struct rk_ledger *ledger;
    const char *dir;
    char *entry; /* [RK_STORE_ENTRY_MAX] */
    ptrdiff_t len;
    struct rk_arena *names;
    struct rk_err *err;
    rk_status status;
};

static rk_status copy_entry(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)err;
    struct bundling *b = user;
    b->len = row->bytes.len;
    memcpy(b->entry, row->bytes.at, (size_t)row->bytes.len);
    return RK_OK;
}

static bool give_entry(void *user, int64_t index, struct rk_str *out)
{
    struct bundling *b = user;
    b->len = -1;
    b->status = rk_store_entries(b->ledger->store, 0, index, index + 1, copy_entry, b, b->err);
    *out = (struct rk_str){b->entry, b->len};
    return !b->status && b->len >= 0;
}

static bool put_tile(void *user, struct rk_tlog_tile tile, const char *name,
                     struct rk_str bytes)
{
    (void)tile;
    struct bundling *b = user;
    struct rk_arena names = *b->names;
    char *path = rk_path_join(&names, b->dir, name);
    if (!path)
        return false;
    char *slash = strrchr(path, '/');
    *slash = '\0';
    b->status = rk_folder_make(path, b->err);
    *slash = '/';
    if (!b->status)
        b->status = rk_file_write(path, bytes, true, b->err);
    return !b->status;
}

rk_status rk_ledger_tiles(struct rk_ledger *l, const char *dir, struct rk_scratch scratch,
                          struct rk_err *err)
{
    if (!l->head.size)
        return rk_fail(err, RK_ENOTFOUND, "", "the log is empty");
    struct bundling b = {.ledger = l, .dir = dir, .err = err};
    struct rk_arena names = rk_arena_open(1 << 16);
    b.names = &names;
    b.entry = RK_NEW(&scratch, char, RK_STORE_ENTRY_MAX + 1);
    const struct rk_tlog_source from = {.entry = give_entry, .user = &b};
    const struct rk_tlog_sink to = {.put = put_tile, .user = &b};
    struct rk_hash root;
    rk_status status =
        b.entry ? rk_tlog_write_tiles(&from, &to, 0, l->head.size, scratch, &root, err)
                : rk_fail(err, RK_ENOMEM, "", "not enough memory");
    if (b.status)
        status = b.status;
    if (!status && !rk_hash_eq(&root, &l->head.root))
        status = rk_fail(err, RK_ECORRUPT, "", "the log is not the one its checkpoint signs");
    const char *path = status ? NULL : rk_path_join(&names, dir, "checkpoint");
    if (!status)
        status = path ? rk_file_write(path, l->head.checkpoint, true, err)
                      : rk_fail(err, RK_ENOMEM, "", "not enough memory");
    rk_arena_close(&names);
    return status;
}

rk_status rk_ledger_proof(struct rk_ledger *l, int64_t index, struct rk_arena *keep,
                          struct rk_scratch scratch, struct rk_str *out, struct rk_err *err)
{
    struct leaves tree;
    rk_status status = load_tree(l, &scratch, &tree, err);
    if (status)
        return status;
    struct rk_tlog_nodes nodes = {.at = tree.node, .size = tree.size};
    const struct rk_tlog_reader reader = {.read = rk_tlog_nodes_read, .user = &nodes};
    struct rk_tlog_proof proof = {.index = index, .checkpoint = l->head.checkpoint};
    status = rk_tlog_prove_inclusion(&reader, tree.size, index, &proof.path, err);
    struct rk_buf text = rk_buf_in(keep, 8192);
    if (!status)
        status = rk_tlog_proof_write(&proof, &text, err);
    *out = rk_buf_str(&text);
    return status;
}
