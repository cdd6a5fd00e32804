/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The snapshot: the tables as they lie in memory, sealed piece by piece to the keys that made
 * them, so that it never stands in memory beside them.
 *
 * A cache and nothing else: it is used only if it opens, was written by the same program
 * layout, and its head is a prefix of this log (its root is that of a stored checkpoint of that
 * size). Byte by byte: docs/formats/snapshot.md.
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

enum {
    PIECE = 1 << 20, /* bytes of the tables in one piece */
    SEALED_PIECE = PIECE + RK_SEAL_EXTRA,
    NONCE = 24, /* of the first piece: the name of this snapshot */
    PURPOSE_ROOM = 96
};

/* What a piece is sealed for: its place in this snapshot, so that none can be moved, left out,
 * or taken from another one. */
static void purpose_of(const char nonce[NONCE], int64_t piece, char out[PURPOSE_ROOM])
{
    char hex[2 * NONCE + 1];
    rk_hex((const uint8_t *)nonce, NONCE, hex);
    if (piece == 0)
        snprintf(out, PURPOSE_ROOM, "%s", purpose);
    else
        snprintf(out, PURPOSE_ROOM, "%s/%s/%" PRId64, purpose, hex, piece);
}

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

/* ---- writing -------------------------------------------------------------------------------
 */

struct writing {
    const struct situation_builder *b;
    const struct rk_ledger *ledger;
    const char *table[TABLES]; /* bytes to write */
    int64_t count[TABLES];
    int at;       /* table that is being written, -1: the head */
    int64_t done; /* bytes of it */
    int64_t pieces;
    struct head head;
    char nonce[NONCE];
    struct rk_buf plain, sealed;
};

/* Takes what fits into the piece from `bytes`; true when all of it was taken. */
static bool take_some(struct writing *w, const char *bytes, int64_t len)
{
    const int64_t room = PIECE - w->plain.len, left = len - w->done;
    const int64_t some = left < room ? left : room;
    if (some)
        rk_buf_bytes(&w->plain, bytes + w->done, (ptrdiff_t)some);
    w->done += some;
    if (w->done < len)
        return false;
    w->done = 0;
    w->at++;
    return true;
}

static rk_status next_piece(void *user, struct rk_str *out, struct rk_err *err)
{
    struct writing *w = user;
    char for_what[PURPOSE_ROOM];
    w->plain.len = w->sealed.len = 0;
    bool more = w->at >= 0 || take_some(w, (const char *)&w->head, (int64_t)sizeof w->head);
    while (more && w->at < TABLES)
        more = take_some(w, w->table[w->at], w->count[w->at]);
    *out = (struct rk_str){0};
    if (!w->plain.len)
        return RK_OK;
    purpose_of(w->nonce, w->pieces, for_what);
    const rk_status status =
        rk_ledger_seal(w->ledger, for_what, rk_buf_str(&w->plain), &w->sealed, err);
    if (status)
        return status;
    if (w->pieces++ == 0)
        memcpy(w->nonce, w->sealed.at, NONCE);
    *out = rk_buf_str(&w->sealed);
    return RK_OK;
}

/* The batches with offsets into the text table in place of pointers. */
static struct rk_batch_info *movable_batches(const struct situation_builder *b,
                                             struct rk_arena *room)
{
    const int64_t count = b->table[TABLE_BATCH].count;
    struct rk_batch_info *batch = RK_NEW(room, struct rk_batch_info, count + 1);
    if (batch && count)
        memcpy(batch, b->table[TABLE_BATCH].at, (size_t)count * sizeof *batch);
    for (int64_t r = 0; batch && r < count; r++)
        for (int t = 0; t < 4; t++) {
            struct rk_str *text = batch_text(&batch[r], t);
            text->at = (const char *)(text->at - b->table[TABLE_TEXT].at);
        }
    return batch;
}

rk_status situation_snapshot_write(const struct situation_builder *b, struct rk_ledger *ledger,
                                   const char *dir, struct rk_err *err)
{
    const ptrdiff_t batches =
        (ptrdiff_t)(b->table[TABLE_BATCH].count + 1) * (ptrdiff_t)sizeof(struct rk_batch_info);
    struct rk_arena room = rk_arena_open(batches + PIECE + SEALED_PIECE + (1 << 16));
    struct writing w = {.b = b, .ledger = ledger, .at = -1};
    fill_head(b, &w.head);
    for (int i = 0; i < TABLES; i++) {
        w.table[i] = b->table[i].at;
        w.count[i] = w.head.count[i] * w.head.size[i];
    }
    w.table[TABLE_BATCH] = (const char *)movable_batches(b, &room);
    w.plain = rk_buf_in(&room, PIECE);
    w.sealed = rk_buf_in(&room, SEALED_PIECE);
    const char *path = path_of(&room, dir, set_of(ledger));
    const rk_status status = room.failed || w.plain.failed || w.sealed.failed
                                 ? rk_fail(err, RK_ENOMEM, "snapshot", "not enough memory")
                                 : rk_file_write_pieces(path, next_piece, &w, false, err);
    rk_arena_close(&room);
    return status;
}

/* ---- reading -------------------------------------------------------------------------------
 */

struct reading {
    struct situation_builder *b;
    struct rk_ledger *ledger;
    struct head head;
    char nonce[NONCE];
    int64_t pieces;
    int table;    /* being filled */
    int64_t done; /* bytes of it */
    struct rk_buf plain;
};

static bool head_fits(const struct situation_builder *b, const struct head *h)
{
    if (memcmp(h->magic, magic, sizeof magic) != 0 ||
        h->version != SITUATION_SNAPSHOT_VERSION ||
        !rk_str_eq(rk_str_of(h->origin), b->out->origin))
        return false;
    for (int i = 0; i < TABLES; i++)
        if (h->size[i] != b->table[i].size || h->count[i] < 0 ||
            h->count[i] > b->table[i].limit)
            return false;
    return true;
}

static rk_status take_head(struct reading *in, struct rk_str *rest, struct rk_err *err)
{
    struct head *h = &in->head;
    if (rest->len < (ptrdiff_t)sizeof *h)
        return rk_fail(err, RK_ECORRUPT, purpose, "its head is cut");
    memcpy(h, rest->at, sizeof *h);
    *rest = rk_str_slice(*rest, (ptrdiff_t)sizeof *h, rest->len);
    if (!head_fits(in->b, h) || rk_ledger_root_at(in->ledger, h->head, &h->root) != RK_OK)
        return rk_fail(err, RK_ECORRUPT, purpose, "it is not of this log");
    for (int i = 0; i < TABLES; i++) {
        in->b->table[i].count = 0;
        (void)situation_row(&in->b->table[i], h->count[i]);
    }
    return RK_OK;
}

static rk_status on_piece(void *user, struct rk_str sealed, struct rk_err *err)
{
    struct reading *in = user;
    char for_what[PURPOSE_ROOM];
    purpose_of(in->nonce, in->pieces, for_what);
    in->plain.len = 0;
    rk_status status = rk_ledger_unseal(in->ledger, for_what, sealed, &in->plain, err);
    struct rk_str rest = rk_buf_str(&in->plain);
    if (!status && in->pieces++ == 0) {
        memcpy(in->nonce, sealed.at, NONCE);
        status = take_head(in, &rest, err);
    }
    while (!status && rest.len && in->table < TABLES) {
        const struct situation_table *t = &in->b->table[in->table];
        const int64_t left = t->count * t->size - in->done;
        const ptrdiff_t some = rest.len < left ? rest.len : (ptrdiff_t)left;
        if (some)
            memcpy(t->at + in->done, rest.at, (size_t)some);
        rest = rk_str_slice(rest, some, rest.len);
        in->done += some;
        if (some == left) {
            in->table++;
            in->done = 0;
        }
    }
    if (!status && rest.len)
        status = rk_fail(err, RK_ECORRUPT, purpose, "something stands after its end");
    return status;
}

/* Whether every table came to its end; what follows the last piece may be empty tables. */
static bool is_whole(const struct reading *in)
{
    int table = in->table;
    if (in->pieces == 0)
        return false;
    if (table < TABLES && in->done == 0)
        while (table < TABLES && in->b->table[table].count == 0)
            table++;
    return table == TABLES;
}

static void take_batches_and_head(struct situation_builder *b, const struct head *h)
{
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
    struct rk_scratch room = rk_scratch_open(PIECE + SEALED_PIECE + (1 << 16));
    const char *path = path_of(&room.in, dir, set_of(ledger));
    if (!path || !rk_file_exists(path)) {
        rk_scratch_close(&room);
        return RK_ENOTFOUND;
    }
    struct reading in = {.b = b, .ledger = ledger, .plain = rk_buf_in(&room.in, PIECE)};
    const rk_status status = rk_file_read_pieces(path, SEALED_PIECE, on_piece, &in, room, err);
    rk_scratch_close(&room);
    if (status || !is_whole(&in))
        return RK_ECORRUPT;
    take_batches_and_head(b, &in.head);
    return RK_OK;
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
