/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The snapshot: the tables as they lie in memory, sealed to the keys that made them.
 *
 * A cache and nothing else: it is used only if it opens, was written by the same program
 * layout, and its head is a prefix of this log (its root is that of a stored checkpoint of that
 * size).
 */
#include "rk_situation.h"

#include "rk_file.h"
#include "situation_internal.h"

#include <unistd.h>

struct head {
    char magic[8];
    int64_t version, head, sealed, erased;
    struct rk_hash root;
    char origin[80];
    int64_t count[TABLES], size[TABLES];
};

static const char magic[8] = "RKSNAP1";
static const char purpose[] = "snapshot";

static struct rk_str *batch_text(struct rk_batch_info *b, int i)
{
    struct rk_str *texts[] = {&b->author, &b->file, &b->why, &b->note};
    return texts[i];
}

static void fill_head(const struct situation_builder *b, struct head *h)
{
    const struct rk_situation *s = b->out;
    *h = (struct head){.version = SITUATION_SNAPSHOT_VERSION,
                       .head = s->head,
                       .sealed = s->sealed_parts,
                       .erased = s->erased_parts,
                       .root = s->root};
    memcpy(h->magic, magic, sizeof magic);
    memcpy(h->origin, s->origin.at, (size_t)s->origin.len);
    for (int i = 0; i < TABLES; i++) {
        h->count[i] = b->table[i].count;
        h->size[i] = b->table[i].size;
    }
}

/* "snapshot" for the holder of everything, "snapshot-3" for people and medical: one for each
 * set of keys, for nobody else can open it. */
static char *path_of(struct rk_arena *room, const char *dir, int set)
{
    char name[24];
    if (set == 15)
        snprintf(name, sizeof name, "snapshot");
    else
        snprintf(name, sizeof name, "snapshot-%d", set);
    return rk_path_join(room, dir, name);
}

static int set_of(const struct rk_ledger *ledger)
{
    int set = 0;
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        set |= rk_ledger_head(ledger)->held[c] ? 1 << (c - 1) : 0;
    return set;
}

rk_status situation_snapshot_write(const struct situation_builder *b, struct rk_ledger *ledger,
                                   const char *dir, struct rk_err *err)
{
    struct head h;
    fill_head(b, &h);
    ptrdiff_t total = (ptrdiff_t)sizeof h;
    for (int i = 0; i < TABLES; i++)
        total += (ptrdiff_t)(h.count[i] * h.size[i]);
    struct rk_arena room = rk_arena_open(2 * total + (1 << 16));
    struct rk_buf plain = rk_buf_in(&room, total),
                  sealed = rk_buf_in(&room, total + RK_SEAL_EXTRA);
    rk_buf_bytes(&plain, &h, (ptrdiff_t)sizeof h);
    for (int i = 0; i < TABLES; i++) {
        struct rk_batch_info *batch = (void *)(plain.at + plain.len);
        rk_buf_bytes(&plain, b->table[i].at, (ptrdiff_t)(h.count[i] * h.size[i]));
        if (i != TABLE_BATCH || plain.failed)
            continue;
        for (int64_t r = 0; r < h.count[i]; r++) /* pointers become offsets */
            for (int t = 0; t < 4; t++) {
                struct rk_str *text = batch_text(&batch[r], t);
                text->at = (const char *)(text->at - b->table[TABLE_TEXT].at);
            }
    }
    const char *path = path_of(&room, dir, set_of(ledger));
    rk_status status = plain.failed || sealed.failed || !path
                           ? rk_fail(err, RK_ENOMEM, "snapshot", "not enough memory")
                           : rk_ledger_seal(ledger, purpose, rk_buf_str(&plain), &sealed, err);
    if (!status)
        status = rk_file_write(path, rk_buf_str(&sealed), false, err);
    rk_arena_close(&room);
    return status;
}

static bool head_fits(const struct situation_builder *b, const struct head *h, ptrdiff_t len)
{
    ptrdiff_t total = (ptrdiff_t)sizeof *h;
    if (memcmp(h->magic, magic, sizeof magic) != 0 ||
        h->version != SITUATION_SNAPSHOT_VERSION ||
        !rk_str_eq(rk_str_of(h->origin), b->out->origin))
        return false;
    for (int i = 0; i < TABLES; i++) {
        if (h->size[i] != b->table[i].size || h->count[i] < 0 ||
            h->count[i] > b->table[i].limit)
            return false;
        total += (ptrdiff_t)(h->count[i] * h->size[i]);
    }
    return total == len;
}

static void take_tables(struct situation_builder *b, const struct head *h, const char *at)
{
    for (int i = 0; i < TABLES; i++) {
        const ptrdiff_t bytes = (ptrdiff_t)(h->count[i] * h->size[i]);
        b->table[i].count = 0;
        if (bytes)
            memcpy(situation_row(&b->table[i], h->count[i]), at, (size_t)bytes);
        at += bytes;
    }
    struct rk_batch_info *batch = (void *)b->table[TABLE_BATCH].at;
    for (int64_t r = 0; r < h->count[TABLE_BATCH]; r++)
        for (int t = 0; t < 4; t++) {
            struct rk_str *text = batch_text(&batch[r], t);
            text->at = b->table[TABLE_TEXT].at + (intptr_t)text->at;
        }
    b->out->head = h->head;
    b->out->sealed_parts = h->sealed;
    b->out->erased_parts = h->erased;
}

rk_status situation_snapshot_read(struct situation_builder *b, struct rk_ledger *ledger,
                                  const char *dir, struct rk_err *err)
{
    struct rk_arena room = rk_arena_open(rk_address_share((ptrdiff_t)1 << 34, 6));
    if (room.failed)
        room = rk_arena_open((ptrdiff_t)1 << 29);
    const char *path = path_of(&room, dir, set_of(ledger));
    if (!path || !rk_file_exists(path)) {
        rk_arena_close(&room);
        return RK_ENOTFOUND;
    }
    struct rk_str sealed = {0};
    struct head h;
    rk_status status = rk_file_read(path, (ptrdiff_t)1 << 33, &room, &sealed, err);
    struct rk_buf plain = rk_buf_in(&room, sealed.len);
    if (!status)
        status = rk_ledger_unseal(ledger, purpose, sealed, &plain, err);
    if (!status && plain.len < (ptrdiff_t)sizeof h)
        status = RK_ECORRUPT;
    if (!status) {
        memcpy(&h, plain.at, sizeof h);
        if (!head_fits(b, &h, plain.len) || rk_ledger_root_at(ledger, h.head, &h.root) != RK_OK)
            status = RK_ECORRUPT;
    }
    if (!status)
        take_tables(b, &h, plain.at + sizeof h);
    rk_arena_close(&room);
    return status ? RK_ECORRUPT : situation_index(b, err);
}

void situation_snapshot_drop(const char *dir)
{
    struct rk_arena room = rk_arena_open(1 << 16);
    for (int set = 1; set <= 15; set++) {
        const char *path = path_of(&room, dir, set);
        if (path)
            (void)unlink(path);
    }
    rk_arena_close(&room);
}
