/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store_internal.h"

#include "rk_file.h"
#include "rk_work.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

rk_status store_error(struct rk_store *s, const char *doing, struct rk_err *err)
{
    const int code = s->db ? sqlite3_extended_errcode(s->db) : SQLITE_NOMEM;
    const char *said = s->db ? sqlite3_errmsg(s->db) : "out of memory";
    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return rk_fail(err, RK_ENOMEM, s->path, "%s: not enough memory", doing);
    case SQLITE_FULL:
        return rk_fail(err, RK_EIO, s->path,
                       "the disk is full: nothing of this was saved; make room and try again");
    case SQLITE_IOERR:
        if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
            return rk_fail(
                err, RK_EIO, s->path,
                "the disk is full: nothing of this was saved; make room and try again");
        return rk_fail(err, RK_EIO, s->path, "%s: the disk failed: %s", doing, said);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return rk_fail(err, RK_EDENIED, s->path, "%s: another program holds the file", doing);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return rk_fail(err, RK_EIO, s->path, "%s: no permission: %s", doing, said);
    default:
        return rk_fail(err, RK_ECORRUPT, s->path, "%s: %s", doing, said);
    }
}

/* Only rows of our tables are read or added; no schema change, no other file, no setting. */
static int authorize(void *user, int action, const char *a, const char *b, const char *c,
                     const char *d)
{
    (void)user, (void)b, (void)c, (void)d;
    switch (action) {
    case SQLITE_READ:
    case SQLITE_SELECT:
    case SQLITE_INSERT:
    case SQLITE_FUNCTION:
    case SQLITE_TRANSACTION:
        return SQLITE_OK;
    case SQLITE_DELETE:
        return a && (strcmp(a, "sealed_key") == 0 || strcmp(a, "record") == 0) ? SQLITE_OK
                                                                               : SQLITE_DENY;
    case SQLITE_PRAGMA:
        return a && (strcmp(a, "integrity_check") == 0 || strcmp(a, "page_count") == 0)
                   ? SQLITE_OK
                   : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static rk_status run(struct rk_store *s, const char *sql, struct rk_err *err)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK
               ? RK_OK
               : store_error(s, "cannot set up", err);
}

static rk_status read_pragma(struct rk_store *s, const char *sql, int64_t *out,
                             struct rk_err *err)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK)
        return store_error(s, "cannot read", err);
    const int step = sqlite3_step(st);
    *out = step == SQLITE_ROW ? sqlite3_column_int64(st, 0) : -1;
    const rk_status status = step == SQLITE_ROW ? RK_OK : store_error(s, "cannot read", err);
    sqlite3_finalize(st);
    return status;
}

/* The writers' lock: a file of its own, so that readers are not touched by it. */
static rk_status take_lock(struct rk_store *s, const char *dir, double wait_s,
                           struct rk_arena *keep, struct rk_err *err)
{
    const char *path = rk_path_join(keep, dir, "lock");
    s->lock_fd = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (s->lock_fd < 0)
        return rk_fail(err, RK_EIO, dir, "cannot write here: %s", strerror(errno));
    const double until_s = rk_clock_s() + wait_s;
    while (flock(s->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return rk_fail(err, RK_EIO, path, "cannot lock: %s", strerror(errno));
        if (rk_clock_s() >= until_s)
            return rk_fail(err, RK_EDENIED, path, "another program is writing to this town");
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    }
    return RK_OK;
}

static rk_status create_tables(struct rk_store *s, struct rk_err *err)
{
    rk_status status = run(s, "BEGIN IMMEDIATE", err);
    if (!status)
        status = run(s, store_schema_0001, err);
    if (!status)
        status =
            run(s, "PRAGMA application_id = 0x52414E4F; PRAGMA user_version = 1; COMMIT", err);
    return status;
}

static rk_status settings(struct rk_store *s, struct rk_err *err)
{
    static const char sql[] = "PRAGMA trusted_schema = OFF;"
                              "PRAGMA cell_size_check = ON;"
                              "PRAGMA mmap_size = 0;"
                              "PRAGMA temp_store = MEMORY;"
                              "PRAGMA secure_delete = ON;"
                              "PRAGMA cache_size = -65536;"
                              "PRAGMA cache_spill = OFF;"
                              "PRAGMA journal_mode = DELETE;"
                              "PRAGMA synchronous = EXTRA;";
    return run(s, sql, err);
}

static rk_status open_database(struct rk_store *s, struct rk_err *err)
{
    const int flags = (s->mode == RK_STORE_CREATE ? SQLITE_OPEN_CREATE : 0) |
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    if (sqlite3_open_v2(s->path, &s->db, flags, NULL) != SQLITE_OK)
        return store_error(s, "cannot open", err);
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, 30000);
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
    rk_status status = settings(s, err);
    if (!status && s->mode == RK_STORE_CREATE)
        status = create_tables(s, err);
    int64_t application = 0, version = 0;
    if (!status)
        status = read_pragma(s, "PRAGMA application_id", &application, err);
    if (!status)
        status = read_pragma(s, "PRAGMA user_version", &version, err);
    if (status)
        return status;
    if (application != STORE_APPLICATION)
        return rk_fail(err, RK_ECORRUPT, s->path, "byte 68: this is not a ledger of ranok");
    if (version != STORE_VERSION)
        return rk_fail(err, RK_ECORRUPT, s->path,
                       "byte 60: ledger format %" PRId64 ", this program reads %d", version,
                       (int)STORE_VERSION);
    sqlite3_set_authorizer(s->db, authorize, NULL);
    return RK_OK;
}

rk_status rk_store_open(const char *dir, enum rk_store_mode mode, double wait_s,
                        struct rk_arena *keep, struct rk_store **out, struct rk_err *err)
{
    *out = NULL;
    struct rk_store *s = RK_NEW(keep, struct rk_store, 1);
    char *path = rk_path_join(keep, dir, "ledger.sqlite");
    if (!s || !path || strlen(path) >= sizeof s->path)
        return rk_fail(err, RK_ENOMEM, dir, "cannot open: not enough memory");
    memcpy(s->path, path, strlen(path) + 1);
    s->mode = mode;
    s->lock_fd = -1;
    const bool there = rk_file_exists(path);
    if (mode == RK_STORE_CREATE && there)
        return rk_fail(err, RK_EINVAL, dir, "a town is kept here already");
    if (mode != RK_STORE_CREATE && !there)
        return rk_fail(err, RK_ENOTFOUND, dir, "no town here; start one with: ranok init %s",
                       dir);
    rk_status status = mode == RK_STORE_CREATE ? rk_folder_make(dir, err) : RK_OK;
    if (!status && mode != RK_STORE_READ)
        status = take_lock(s, dir, wait_s, keep, err);
    if (!status) {
        const mode_t before = umask(0077);
        status = open_database(s, err);
        umask(before);
    }
    if (status) {
        rk_store_close(s);
        return status;
    }
    *out = s;
    return RK_OK;
}

void rk_store_close(struct rk_store *s)
{
    if (!s)
        return;
    rk_store_rollback(s);
    for (int i = 0; i < STORE_STATEMENTS; i++)
        sqlite3_finalize(s->statement[i]);
    sqlite3_close(s->db);
    if (s->lock_fd >= 0)
        close(s->lock_fd); /* lets go of the lock */
    s->db = NULL;
    s->lock_fd = -1;
}

rk_status rk_store_begin(struct rk_store *s, struct rk_err *err)
{
    const rk_status status = run(s, "BEGIN IMMEDIATE", err);
    s->in_transaction = !status;
    return status;
}

rk_status rk_store_commit(struct rk_store *s, struct rk_err *err)
{
    const rk_status status = run(s, "COMMIT", err);
    if (status)
        rk_store_rollback(s);
    s->in_transaction = false;
    return status;
}

void rk_store_rollback(struct rk_store *s)
{
    if (s->in_transaction && s->db && !sqlite3_get_autocommit(s->db))
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    s->in_transaction = false;
}

void rk_store_forget_cache(struct rk_store *s)
{
    sqlite3_db_release_memory(s->db);
    const int fd = open(s->path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        close(fd);
    }
}
