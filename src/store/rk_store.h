/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store: the town's one file on disk. The only room that knows a database (SQLite).
 *
 * One process writes at a time (an advisory lock on the folder), through one connection, with a
 * rollback journal and synchronous=EXTRA: a commit is on the disk when it returns, and there is
 * no write-ahead log in which old pages linger (docs/decisions/0003-rollback-journal.md).
 * Rows are added, never changed; see sql/0001_ledger.sql. A handle belongs to one thread.
 */
#ifndef RK_STORE_H
#define RK_STORE_H

#include "rk_base.h"
#include "rk_hash.h"

struct rk_store;

enum rk_store_mode { RK_STORE_READ, RK_STORE_WRITE, RK_STORE_CREATE };

/* Kinds of rows outside the log (table `record`). */
enum rk_record_kind {
    RK_RECORD_LOG = 1,
    RK_RECORD_COMPARTMENT = 2,
    RK_RECORD_HOLDER = 3,
    RK_RECORD_PERSON = 4
};

enum { RK_STORE_INDEX_BITS = 40, RK_STORE_ENTRY_MAX = 65535 };

/*
 * Opens DIR/ledger.sqlite. CREATE makes folder and file, refused (RK_EINVAL) when one is there.
 * WRITE takes the writers' lock, waiting `wait_s` seconds (RK_EDENIED: another one writes).
 * READ never waits for a writer except during its commit. A journal left by a crash is rolled
 * back here. RK_ENOTFOUND: no town there; RK_ECORRUPT: not our file; RK_EIO, RK_ENOMEM.
 */
RK_MUST_USE rk_status rk_store_open(const char *dir, enum rk_store_mode mode, double wait_s,
                                    struct rk_arena *keep, struct rk_store **out,
                                    struct rk_err *err);
void rk_store_close(struct rk_store *store); /* rolls an open transaction back; NULL is fine */

/* One transaction at a time. Commit returns when everything is on the disk; on RK_EIO (also
 * disk full) nothing of the transaction is there. */
RK_MUST_USE rk_status rk_store_begin(struct rk_store *store, struct rk_err *err);
RK_MUST_USE rk_status rk_store_commit(struct rk_store *store, struct rk_err *err);
void rk_store_rollback(struct rk_store *store);

RK_MUST_USE rk_status rk_store_add_entry(struct rk_store *store, int log, int64_t index,
                                         const struct rk_hash *leaf, struct rk_str bytes,
                                         struct rk_err *err);
RK_MUST_USE rk_status rk_store_add_checkpoint(struct rk_store *store, int log, int64_t size,
                                              struct rk_str note, struct rk_err *err);
RK_MUST_USE rk_status rk_store_add_key(struct rk_store *store, int log, int64_t number,
                                       int compartment, int64_t epoch, struct rk_str wrapped,
                                       struct rk_err *err);
RK_MUST_USE rk_status rk_store_add_record(struct rk_store *store, enum rk_record_kind kind,
                                          int64_t number, struct rk_str bytes,
                                          struct rk_err *err);
/* Takes a holder or a person away; the freed bytes are overwritten with zeros. RK_EINVAL:
 * another kind. */
RK_MUST_USE rk_status rk_store_drop_record(struct rk_store *store, enum rk_record_kind kind,
                                           int64_t number, struct rk_err *err);
/* Writes the tombstone, then destroys the key; the freed bytes are overwritten with zeros. */
RK_MUST_USE rk_status rk_store_erase_key(struct rk_store *store, int log, int64_t number,
                                         int64_t erased_by, struct rk_err *err);

/* A row as read; bytes are valid until the visitor returns. */
struct rk_store_row {
    int64_t number; /* index, size or key number within its log or kind */
    struct rk_hash leaf;
    struct rk_str bytes; /* entry, note, wrapped key, record */
    int compartment;
    int64_t epoch, erased_by;
    bool sum_ok; /* the row's own sum agrees (entries: true; their leaf is checked by the
                    ledger) */
};
typedef rk_status rk_store_visit(void *user, const struct rk_store_row *row,
                                 struct rk_err *err);

/* Rows number `from` … `to` - 1, ascending; the first status other than RK_OK that the visitor
 * gives ends the walk and is returned. RK_ECORRUPT: the database cannot be read there. */
RK_MUST_USE rk_status rk_store_entries(struct rk_store *store, int log, int64_t from,
                                       int64_t to, rk_store_visit *visit, void *user,
                                       struct rk_err *err);
/* As rk_store_entries, but reads leaf hashes only (bytes empty). */
RK_MUST_USE rk_status rk_store_leaves(struct rk_store *store, int log, int64_t from, int64_t to,
                                      rk_store_visit *visit, void *user, struct rk_err *err);
RK_MUST_USE rk_status rk_store_checkpoints(struct rk_store *store, int log,
                                           rk_store_visit *visit, void *user,
                                           struct rk_err *err);
/* The checkpoint of the greatest size. RK_ENOTFOUND: none yet. */
RK_MUST_USE rk_status rk_store_last_checkpoint(struct rk_store *store, int log,
                                               rk_store_visit *visit, void *user,
                                               struct rk_err *err);
RK_MUST_USE rk_status rk_store_keys(struct rk_store *store, int log, int64_t from, int64_t to,
                                    rk_store_visit *visit, void *user, struct rk_err *err);
RK_MUST_USE rk_status rk_store_tombstones(struct rk_store *store, int log,
                                          rk_store_visit *visit, void *user,
                                          struct rk_err *err);
RK_MUST_USE rk_status rk_store_records(struct rk_store *store, enum rk_record_kind kind,
                                       rk_store_visit *visit, void *user, struct rk_err *err);
/* Greatest number of any key or tombstone of the log + 1. */
RK_MUST_USE rk_status rk_store_key_end(struct rk_store *store, int log, int64_t *end,
                                       struct rk_err *err);
/* Entries in the log, from the database itself (greatest index + 1). */
RK_MUST_USE rk_status rk_store_size(struct rk_store *store, int log, int64_t *size,
                                    struct rk_err *err);

/* Drops every cached page here and in the system's cache of the file, so that the next read
 * comes from the disk as far as the system lets us ask for it. Outside a transaction only. */
void rk_store_forget_cache(struct rk_store *store);

/* Checks the file itself: the database's structure, the schema's text against the one this
 * program writes, and every row's sum. Each finding is told with its place; none: RK_OK with
 * *findings == 0. */
typedef void rk_store_tell(void *user, const char *place, const char *what);
RK_MUST_USE rk_status rk_store_check(struct rk_store *store, rk_store_tell *tell, void *user,
                                     int64_t *findings, struct rk_err *err);
#endif
