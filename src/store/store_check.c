/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store_internal.h"

struct check {
    rk_store_tell *tell;
    void *user;
    int64_t *findings;
    const char *table;
};

static void found(struct check *c, const char *place, const char *what)
{
    *c->findings += 1;
    if (c->tell)
        c->tell(c->user, place, what);
}

static rk_status row_sum(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)err;
    struct check *c = user;
    if (row->sum_ok)
        return RK_OK;
    char place[64];
    snprintf(place, sizeof place, "%s %" PRId64, c->table, row->number);
    found(c, place, "the row's sum does not agree: its bytes were changed");
    return RK_OK;
}

static rk_status structure(struct rk_store *s, struct check *c, struct rk_err *err)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, "PRAGMA integrity_check(50)", -1, &st, NULL) != SQLITE_OK)
        return store_error(s, "cannot check", err);
    int step;
    while ((step = sqlite3_step(st)) == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(st, 0);
        if (!said || strcmp(said, "ok") != 0)
            found(c, "ledger.sqlite", said ? said : "unreadable");
    }
    const rk_status status = step == SQLITE_DONE ? RK_OK : store_error(s, "cannot check", err);
    sqlite3_finalize(st);
    return status;
}

/* The tables must be exactly those this program makes: each CREATE text stands in the schema
 * file word for word, and their number agrees. */
static rk_status schema(struct rk_store *s, struct check *c, struct rk_err *err)
{
    enum { OBJECTS = 13 };
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, "SELECT name, sql FROM sqlite_schema", -1, &st, NULL) !=
        SQLITE_OK)
        return store_error(s, "cannot read the schema", err);
    int step, objects = 0;
    while ((step = sqlite3_step(st)) == SQLITE_ROW) {
        const char *sql = (const char *)sqlite3_column_text(st, 1);
        objects++;
        if (!sql || !strstr(store_schema_0001, sql))
            found(c, "ledger.sqlite: schema", "a table or rule was changed");
    }
    if (step == SQLITE_DONE && objects != OBJECTS)
        found(c, "ledger.sqlite: schema", "a table or rule is missing or was added");
    const rk_status status = step == SQLITE_DONE ? RK_OK : store_error(s, "cannot check", err);
    sqlite3_finalize(st);
    return status;
}

/* Rows of every log and kind: all numbers there are, not just those somebody asks for. */
static rk_status sums(struct rk_store *s, struct check *c, struct rk_err *err)
{
    rk_status status = RK_OK;
    for (int group = 0; group < 16 && !status; group++) {
        c->table = "checkpoint";
        status = rk_store_checkpoints(s, group, row_sum, c, err);
        c->table = "key";
        if (!status)
            status =
                rk_store_keys(s, group, 0, (int64_t)1 << RK_STORE_INDEX_BITS, row_sum, c, err);
        c->table = "tombstone";
        if (!status)
            status = rk_store_tombstones(s, group, row_sum, c, err);
        c->table = "record";
        if (!status)
            status = rk_store_records(s, (enum rk_record_kind)group, row_sum, c, err);
    }
    return status;
}

rk_status rk_store_check(struct rk_store *s, rk_store_tell *tell, void *user, int64_t *findings,
                         struct rk_err *err)
{
    *findings = 0;
    struct check c = {tell, user, findings, ""};
    rk_status status = structure(s, &c, err);
    if (!status)
        status = schema(s, &c, err);
    if (!status)
        status = sums(s, &c, err);
    return status;
}
