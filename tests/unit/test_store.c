/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

#include "rk_store.h"

#include <sqlite3.h>
#include <unistd.h>

static struct rk_arena mem;
static char dir[64];

static int fresh(void **state)
{
    (void)state;
    mem = rk_arena_open(1 << 20);
    snprintf(dir, sizeof dir, "/tmp/rk_store_XXXXXX");
    return mkdtemp(dir) ? 0 : 1;
}

static int gone(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    rk_arena_close(&mem);
    return system(command);
}

static struct rk_store *opened(enum rk_store_mode mode)
{
    struct rk_store *s = NULL;
    struct rk_err err = {0};
    rk_assert_ok(rk_store_open(dir, mode, 0, &mem, &s, &err), err);
    return s;
}

static rk_status count(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)err;
    assert_true(row->sum_ok);
    *(int *)user += 1;
    return RK_OK;
}

static void what_was_committed_is_there_and_what_was_not_is_not(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_store *s = opened(RK_STORE_CREATE);
    const struct rk_hash leaf = rk_sha256("x", 1);
    rk_assert_ok(rk_store_begin(s, &err), err);
    rk_assert_ok(rk_store_add_entry(s, 0, 0, &leaf, RK_STR("one"), &err), err);
    rk_assert_ok(rk_store_add_key(s, 0, 7, 1, 1, RK_STR("wrapped"), &err), err);
    rk_assert_ok(rk_store_commit(s, &err), err);
    rk_assert_ok(rk_store_begin(s, &err), err);
    rk_assert_ok(rk_store_add_entry(s, 0, 1, &leaf, RK_STR("two"), &err), err);
    rk_store_close(s);
    s = opened(RK_STORE_READ);
    int64_t size = -1;
    rk_assert_ok(rk_store_size(s, 0, &size, &err), err);
    assert_int_equal(size, 1);
    int keys = 0;
    rk_assert_ok(rk_store_keys(s, 0, 0, 100, count, &keys, &err), err);
    assert_int_equal(keys, 1);
    rk_store_close(s);
}

static void only_one_may_write(void **state)
{
    (void)state;
    struct rk_store *s = opened(RK_STORE_CREATE), *second = NULL;
    struct rk_err err = {0};
    assert_int_equal(rk_store_open(dir, RK_STORE_WRITE, 0.05, &mem, &second, &err), RK_EDENIED);
    rk_store_close(s);
    s = opened(RK_STORE_WRITE);
    rk_store_close(s);
}

static void a_second_town_in_the_same_folder_is_refused(void **state)
{
    (void)state;
    struct rk_store *s = opened(RK_STORE_CREATE);
    rk_store_close(s);
    struct rk_err err = {0};
    assert_int_equal(rk_store_open(dir, RK_STORE_CREATE, 0, &mem, &s, &err), RK_EINVAL);
    assert_int_equal(rk_store_open("/nonexistent", RK_STORE_READ, 0, &mem, &s, &err),
                     RK_ENOTFOUND);
}

static void a_key_is_destroyed_with_its_tombstone_only(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_store *s = opened(RK_STORE_CREATE);
    rk_assert_ok(rk_store_begin(s, &err), err);
    rk_assert_ok(rk_store_add_key(s, 0, 3, 2, 1, RK_STR("a-key-that-is-searched-for"), &err),
                 err);
    rk_assert_ok(rk_store_commit(s, &err), err);
    rk_assert_ok(rk_store_begin(s, &err), err);
    rk_assert_ok(rk_store_erase_key(s, 0, 3, 9, &err), err);
    rk_assert_ok(rk_store_commit(s, &err), err);
    int keys = 0, stones = 0;
    rk_assert_ok(rk_store_keys(s, 0, 0, 100, count, &keys, &err), err);
    rk_assert_ok(rk_store_tombstones(s, 0, count, &stones, &err), err);
    assert_int_equal(keys, 0);
    assert_int_equal(stones, 1);
    rk_store_close(s);
    char command[128];
    snprintf(command, sizeof command, "grep -c a-key-that-is %s/* >/dev/null", dir);
    assert_int_not_equal(system(command), 0); /* the freed bytes were overwritten */
}

static void tell(void *user, const char *place, const char *what)
{
    (void)place, (void)what;
    *(int *)user += 1;
}

static void rows_changed_behind_our_back_are_found(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_store *s = opened(RK_STORE_CREATE);
    rk_assert_ok(rk_store_begin(s, &err), err);
    rk_assert_ok(rk_store_add_key(s, 0, 3, 2, 1, RK_STR("wrapped"), &err), err);
    rk_assert_ok(rk_store_add_record(s, RK_RECORD_HOLDER, 1, RK_STR("holder"), &err), err);
    rk_assert_ok(rk_store_add_checkpoint(s, 0, 1, RK_STR("note"), &err), err);
    rk_assert_ok(rk_store_commit(s, &err), err);
    int64_t findings = -1;
    rk_assert_ok(rk_store_check(s, NULL, NULL, &findings, &err), err);
    assert_int_equal(findings, 0);
    rk_store_close(s);

    static const char *const attacks[] = {
        "DROP TRIGGER key_stays; UPDATE sealed_key SET compartment = 1",
        "DROP TRIGGER checkpoint_stays; UPDATE checkpoint SET note = x'00'",
        "UPDATE record SET bytes = x'01'",
        "CREATE TABLE extra (a)",
    };
    char path[128];
    snprintf(path, sizeof path, "%s/ledger.sqlite", dir);
    int before = 0;
    for (int i = 0; i < (int)RK_COUNT(attacks); i++) {
        sqlite3 *db = NULL;
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, attacks[i], NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        int told = 0;
        s = opened(RK_STORE_READ);
        rk_assert_ok(rk_store_check(s, tell, &told, &findings, &err), err);
        assert_true(told > before);
        assert_int_equal(told, findings);
        before = i == 3 ? told : before;
        rk_store_close(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_committed_is_there_and_what_was_not_is_not,
                                        fresh, gone),
        cmocka_unit_test_setup_teardown(only_one_may_write, fresh, gone),
        cmocka_unit_test_setup_teardown(a_second_town_in_the_same_folder_is_refused, fresh,
                                        gone),
        cmocka_unit_test_setup_teardown(a_key_is_destroyed_with_its_tombstone_only, fresh,
                                        gone),
        cmocka_unit_test_setup_teardown(rows_changed_behind_our_back_are_found, fresh, gone),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
