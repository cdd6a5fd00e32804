/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/store. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "rk_store.h"

#include <sqlite3.h>

enum { STORE_SUM = 16, STORE_APPLICATION = 0x52414E4F /* "RANO" */, STORE_VERSION = 1 };

enum store_statement {
    STORE_ADD_ENTRY,
    STORE_ADD_CHECKPOINT,
    STORE_ADD_KEY,
    STORE_ADD_RECORD,
    STORE_ADD_TOMBSTONE,
    STORE_DROP_KEY,
    STORE_DROP_RECORD,
    STORE_ENTRIES,
    STORE_LEAVES,
    STORE_CHECKPOINTS,
    STORE_LAST_CHECKPOINT,
    STORE_KEYS,
    STORE_TOMBSTONES,
    STORE_RECORDS,
    STORE_SIZE,
    STORE_KEY_END,
    STORE_TOMBSTONE_END,
    STORE_STATEMENTS
};

struct rk_store {
    sqlite3 *db;
    sqlite3_stmt *statement[STORE_STATEMENTS];
    enum rk_store_mode mode;
    int lock_fd;
    bool in_transaction;
    char path[4096];
};

extern const char store_schema_0001[];

rk_status store_error(struct rk_store *s, const char *doing, struct rk_err *err);
rk_status store_prepare(struct rk_store *s, enum store_statement which, sqlite3_stmt **out,
                        struct rk_err *err);
/* The row's sum: SHA-256 over the table's letter, its integers (big-endian) and its bytes. */
void store_sum(char table, const int64_t *integers, int count, struct rk_str bytes,
               uint8_t out[STORE_SUM]);

#endif
