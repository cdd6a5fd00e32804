/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store_internal.h"

static const char *const sql_text[STORE_STATEMENTS] = {
    [STORE_ADD_ENTRY] = "INSERT INTO entry (id, leaf, bytes) VALUES (?1, ?2, ?3)",
    [STORE_ADD_CHECKPOINT] = "INSERT INTO checkpoint (id, note, sum) VALUES (?1, ?2, ?3)",
    [STORE_ADD_KEY] = "INSERT INTO sealed_key (id, compartment, epoch, wrapped, sum)"
                      " VALUES (?1, ?2, ?3, ?4, ?5)",
    [STORE_ADD_RECORD] = "INSERT INTO record (id, bytes, sum) VALUES (?1, ?2, ?3)",
    [STORE_ADD_TOMBSTONE] = "INSERT INTO tombstone (id, erased_by, sum) VALUES (?1, ?2, ?3)",
    [STORE_DROP_KEY] = "DELETE FROM sealed_key WHERE id = ?1",
    [STORE_DROP_RECORD] = "DELETE FROM record WHERE id = ?1",
    [STORE_ENTRIES] =
        "SELECT id, leaf, bytes FROM entry WHERE id >= ?1 AND id < ?2 ORDER BY id",
    [STORE_LEAVES] = "SELECT id, leaf FROM entry WHERE id >= ?1 AND id < ?2 ORDER BY id",
    [STORE_CHECKPOINTS] =
        "SELECT id, note, sum FROM checkpoint WHERE id >= ?1 AND id < ?2 ORDER BY id",
    [STORE_LAST_CHECKPOINT] = "SELECT id, note, sum FROM checkpoint WHERE id >= ?1 AND id < ?2"
                              " ORDER BY id DESC LIMIT 1",
    [STORE_KEYS] = "SELECT id, compartment, epoch, wrapped, sum FROM sealed_key"
                   " WHERE id >= ?1 AND id < ?2 ORDER BY id",
    [STORE_TOMBSTONES] = "SELECT id, erased_by, sum FROM tombstone"
                         " WHERE id >= ?1 AND id < ?2 ORDER BY id",
    [STORE_RECORDS] =
        "SELECT id, bytes, sum FROM record WHERE id >= ?1 AND id < ?2 ORDER BY id",
    [STORE_SIZE] = "SELECT max(id) FROM entry WHERE id >= ?1 AND id < ?2",
    [STORE_KEY_END] = "SELECT max(id) FROM sealed_key WHERE id >= ?1 AND id < ?2",
    [STORE_TOMBSTONE_END] = "SELECT max(id) FROM tombstone WHERE id >= ?1 AND id < ?2",
};

static int64_t id_of(int group, int64_t number)
{
    return ((int64_t)group << RK_STORE_INDEX_BITS) + number;
}

void store_sum(char table, const int64_t *integers, int count, struct rk_str bytes,
               uint8_t out[STORE_SUM])
{
    uint8_t head[1 + 4 * 8];
    head[0] = (uint8_t)table;
    for (int i = 0; i < count; i++)
        for (int b = 0; b < 8; b++)
            head[1 + 8 * i + b] = (uint8_t)((uint64_t)integers[i] >> (56 - 8 * b));
    struct rk_sha256 h;
    rk_sha256_start(&h);
    rk_sha256_add(&h, head, 1 + 8 * (ptrdiff_t)count);
    rk_sha256_add(&h, bytes.at, bytes.len);
    const struct rk_hash sum = rk_sha256_end(&h);
    memcpy(out, sum.byte, STORE_SUM);
}

rk_status store_prepare(struct rk_store *s, enum store_statement which, sqlite3_stmt **out,
                        struct rk_err *err)
{
    *out = s->statement[which];
    if (!*out) {
        if (sqlite3_prepare_v3(s->db, sql_text[which], -1, SQLITE_PREPARE_PERSISTENT, out,
                               NULL) != SQLITE_OK)
            return store_error(s, "cannot read the tables", err);
        s->statement[which] = *out;
    }
    return RK_OK;
}

/* Runs a statement that gives no row, and readies it for the next time. */
static rk_status done(struct rk_store *s, sqlite3_stmt *st, struct rk_err *err)
{
    const int step = sqlite3_step(st);
    const rk_status status = step == SQLITE_DONE ? RK_OK : store_error(s, "cannot save", err);
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
    return status;
}

static void bind_bytes(sqlite3_stmt *st, int at, const void *bytes, ptrdiff_t len)
{
    sqlite3_bind_blob64(st, at, len ? bytes : "", (sqlite3_uint64)len, SQLITE_STATIC);
}

rk_status rk_store_add_entry(struct rk_store *s, int log, int64_t index,
                             const struct rk_hash *leaf, struct rk_str bytes,
                             struct rk_err *err)
{
    sqlite3_stmt *st;
    const rk_status bad = store_prepare(s, STORE_ADD_ENTRY, &st, err);
    if (bad)
        return bad;
    sqlite3_bind_int64(st, 1, id_of(log, index));
    bind_bytes(st, 2, leaf->byte, (ptrdiff_t)sizeof leaf->byte);
    bind_bytes(st, 3, bytes.at, bytes.len);
    return done(s, st, err);
}

/* Tables of one blob and its sum. */
static rk_status add_summed(struct rk_store *s, enum store_statement which, char table,
                            int64_t id, struct rk_str bytes, struct rk_err *err)
{
    sqlite3_stmt *st;
    const rk_status bad = store_prepare(s, which, &st, err);
    if (bad)
        return bad;
    uint8_t sum[STORE_SUM];
    store_sum(table, &id, 1, bytes, sum);
    sqlite3_bind_int64(st, 1, id);
    bind_bytes(st, 2, bytes.at, bytes.len);
    bind_bytes(st, 3, sum, STORE_SUM);
    return done(s, st, err);
}

rk_status rk_store_add_checkpoint(struct rk_store *s, int log, int64_t size, struct rk_str note,
                                  struct rk_err *err)
{
    return add_summed(s, STORE_ADD_CHECKPOINT, 'c', id_of(log, size), note, err);
}

rk_status rk_store_add_record(struct rk_store *s, enum rk_record_kind kind, int64_t number,
                              struct rk_str bytes, struct rk_err *err)
{
    return add_summed(s, STORE_ADD_RECORD, 'r', id_of((int)kind, number), bytes, err);
}

rk_status rk_store_drop_record(struct rk_store *s, enum rk_record_kind kind, int64_t number,
                               struct rk_err *err)
{
    sqlite3_stmt *st;
    if (kind != RK_RECORD_HOLDER && kind != RK_RECORD_PERSON)
        return rk_fail(err, RK_EINVAL, "record", "only holders and persons may be taken away");
    const rk_status bad = store_prepare(s, STORE_DROP_RECORD, &st, err);
    if (bad)
        return bad;
    sqlite3_bind_int64(st, 1, id_of((int)kind, number));
    return done(s, st, err);
}

rk_status rk_store_add_key(struct rk_store *s, int log, int64_t number, int compartment,
                           int64_t epoch, struct rk_str wrapped, struct rk_err *err)
{
    sqlite3_stmt *st;
    const rk_status bad = store_prepare(s, STORE_ADD_KEY, &st, err);
    if (bad)
        return bad;
    uint8_t sum[STORE_SUM];
    const int64_t integers[] = {id_of(log, number), compartment, epoch};
    store_sum('k', integers, 3, wrapped, sum);
    for (int i = 0; i < 3; i++)
        sqlite3_bind_int64(st, i + 1, integers[i]);
    bind_bytes(st, 4, wrapped.at, wrapped.len);
    bind_bytes(st, 5, sum, STORE_SUM);
    return done(s, st, err);
}

rk_status rk_store_erase_key(struct rk_store *s, int log, int64_t number, int64_t erased_by,
                             struct rk_err *err)
{
    sqlite3_stmt *st;
    rk_status bad = store_prepare(s, STORE_ADD_TOMBSTONE, &st, err);
    if (bad)
        return bad;
    uint8_t sum[STORE_SUM];
    const int64_t integers[] = {id_of(log, number), erased_by};
    store_sum('t', integers, 2, (struct rk_str){0}, sum);
    sqlite3_bind_int64(st, 1, integers[0]);
    sqlite3_bind_int64(st, 2, integers[1]);
    bind_bytes(st, 3, sum, STORE_SUM);
    bad = done(s, st, err);
    if (!bad)
        bad = store_prepare(s, STORE_DROP_KEY, &st, err);
    if (bad)
        return bad;
    sqlite3_bind_int64(st, 1, integers[0]);
    return done(s, st, err);
}

static struct rk_str blob(sqlite3_stmt *st, int column)
{
    const char *at = sqlite3_column_blob(st, column);
    return (struct rk_str){at, sqlite3_column_bytes(st, column)};
}

static bool sum_agrees(sqlite3_stmt *st, int column, char table, const int64_t *integers,
                       int count, struct rk_str bytes)
{
    uint8_t sum[STORE_SUM];
    store_sum(table, integers, count, bytes, sum);
    const struct rk_str stored = blob(st, column);
    return stored.len == STORE_SUM && memcmp(stored.at, sum, STORE_SUM) == 0;
}

/* Reads the columns of the statement's current row. */
static void read_row(sqlite3_stmt *st, enum store_statement which, struct rk_store_row *row)
{
    const int64_t id = sqlite3_column_int64(st, 0);
    *row = (struct rk_store_row){.number = id & (((int64_t)1 << RK_STORE_INDEX_BITS) - 1),
                                 .sum_ok = true};
    switch (which) {
    case STORE_ENTRIES:
    case STORE_LEAVES: {
        if (which == STORE_ENTRIES)
            row->bytes = blob(st, 2);
        const struct rk_str leaf = blob(st, 1);
        row->sum_ok = leaf.len == (ptrdiff_t)sizeof row->leaf.byte;
        if (row->sum_ok)
            memcpy(row->leaf.byte, leaf.at, sizeof row->leaf.byte);
        return;
    }
    case STORE_KEYS: {
        row->compartment = sqlite3_column_int(st, 1);
        row->epoch = sqlite3_column_int64(st, 2);
        row->bytes = blob(st, 3);
        const int64_t integers[] = {id, row->compartment, row->epoch};
        row->sum_ok = sum_agrees(st, 4, 'k', integers, 3, row->bytes);
        return;
    }
    case STORE_TOMBSTONES: {
        row->erased_by = sqlite3_column_int64(st, 1);
        const int64_t integers[] = {id, row->erased_by};
        row->sum_ok = sum_agrees(st, 2, 't', integers, 2, (struct rk_str){0});
        return;
    }
    default:
        row->bytes = blob(st, 1);
        row->sum_ok = sum_agrees(st, 2, which == STORE_RECORDS ? 'r' : 'c', &id, 1, row->bytes);
    }
}

static rk_status walk(struct rk_store *s, enum store_statement which, int group, int64_t from,
                      int64_t to, rk_store_visit *visit, void *user, int64_t *count,
                      struct rk_err *err)
{
    sqlite3_stmt *st;
    rk_status status = store_prepare(s, which, &st, err);
    if (status)
        return status;
    sqlite3_bind_int64(st, 1, id_of(group, from));
    sqlite3_bind_int64(st, 2, id_of(group, to));
    int step = SQLITE_ROW;
    while (!status && (step = sqlite3_step(st)) == SQLITE_ROW) {
        struct rk_store_row row;
        read_row(st, which, &row);
        *count += 1;
        status = visit(user, &row, err);
    }
    if (!status && step != SQLITE_DONE)
        status = store_error(s, "cannot read", err);
    sqlite3_reset(st);
    return status;
}

static const int64_t beyond = (int64_t)1 << RK_STORE_INDEX_BITS;

rk_status rk_store_entries(struct rk_store *s, int log, int64_t from, int64_t to,
                           rk_store_visit *visit, void *user, struct rk_err *err)
{
    int64_t count = 0;
    return walk(s, STORE_ENTRIES, log, from, to, visit, user, &count, err);
}

rk_status rk_store_leaves(struct rk_store *s, int log, int64_t from, int64_t to,
                          rk_store_visit *visit, void *user, struct rk_err *err)
{
    int64_t count = 0;
    return walk(s, STORE_LEAVES, log, from, to, visit, user, &count, err);
}

rk_status rk_store_checkpoints(struct rk_store *s, int log, rk_store_visit *visit, void *user,
                               struct rk_err *err)
{
    int64_t count = 0;
    return walk(s, STORE_CHECKPOINTS, log, 0, beyond, visit, user, &count, err);
}

rk_status rk_store_last_checkpoint(struct rk_store *s, int log, rk_store_visit *visit,
                                   void *user, struct rk_err *err)
{
    int64_t count = 0;
    const rk_status status =
        walk(s, STORE_LAST_CHECKPOINT, log, 0, beyond, visit, user, &count, err);
    return status || count ? status
                           : rk_fail(err, RK_ENOTFOUND, s->path, "no checkpoint is stored");
}

rk_status rk_store_keys(struct rk_store *s, int log, int64_t from, int64_t to,
                        rk_store_visit *visit, void *user, struct rk_err *err)
{
    int64_t count = 0;
    return walk(s, STORE_KEYS, log, from, to, visit, user, &count, err);
}

rk_status rk_store_tombstones(struct rk_store *s, int log, rk_store_visit *visit, void *user,
                              struct rk_err *err)
{
    int64_t count = 0;
    return walk(s, STORE_TOMBSTONES, log, 0, beyond, visit, user, &count, err);
}

rk_status rk_store_records(struct rk_store *s, enum rk_record_kind kind, rk_store_visit *visit,
                           void *user, struct rk_err *err)
{
    int64_t count = 0;
    return walk(s, STORE_RECORDS, (int)kind, 0, beyond, visit, user, &count, err);
}

/* Greatest number + 1 in one of the tables; 0 when the log has no row there. */
static rk_status end_of(struct rk_store *s, enum store_statement which, int log, int64_t *end,
                        struct rk_err *err)
{
    sqlite3_stmt *st;
    rk_status status = store_prepare(s, which, &st, err);
    if (status)
        return status;
    sqlite3_bind_int64(st, 1, id_of(log, 0));
    sqlite3_bind_int64(st, 2, id_of(log, beyond));
    if (sqlite3_step(st) == SQLITE_ROW) {
        const bool any = sqlite3_column_type(st, 0) != SQLITE_NULL;
        *end = any ? (sqlite3_column_int64(st, 0) & (beyond - 1)) + 1 : 0;
    } else {
        status = store_error(s, "cannot read", err);
    }
    sqlite3_reset(st);
    return status;
}

rk_status rk_store_size(struct rk_store *s, int log, int64_t *size, struct rk_err *err)
{
    return end_of(s, STORE_SIZE, log, size, err);
}

rk_status rk_store_key_end(struct rk_store *s, int log, int64_t *end, struct rk_err *err)
{
    int64_t keys = 0, stones = 0;
    rk_status status = end_of(s, STORE_KEY_END, log, &keys, err);
    if (!status)
        status = end_of(s, STORE_TOMBSTONE_END, log, &stones, err);
    *end = keys > stones ? keys : stones;
    return status;
}
