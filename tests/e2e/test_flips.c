/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every flipped byte of the store is found by verify, with its place, or changes nothing that
 * is read. FLIPS bytes at random places and the whole header; seed printed.
 */
#include "town_fixture.h"

#include "rk_file.h"
#include "rk_hash.h"
#include "rk_random.h"
#include "rk_situation.h"

static struct rk_str good;
static struct rk_hash right;

static void nothing(void *user, const char *place, const char *what)
{
    assert_true(what[0] != '\0');
    *(bool *)user |= place[0] != '\0';
}

/* What a reader is given: the situation without its snapshot, and the batches. */
static bool reads_the_same(struct rk_arena *room)
{
    struct rk_ledger *l = NULL;
    struct rk_situation *s = NULL;
    struct rk_hash h = {0};
    bool same = rk_ledger_open(dir, RK_LEDGER_READ, PASSPHRASE, room, &l, NULL) == RK_OK &&
                rk_situation_load(l, dir, false, room, tmp, NULL, &s, NULL) == RK_OK &&
                rk_situation_digest(s, tmp, &h, NULL) == RK_OK && rk_hash_eq(&h, &right);
    rk_situation_close(s);
    rk_ledger_close(l);
    return same;
}

/* True when verify tells of it, in words and with a place. */
static bool is_found(struct rk_arena *room)
{
    struct rk_ledger *l = NULL;
    struct rk_err err = {0};
    struct rk_verdict v = {0};
    bool placed = false;
    if (rk_ledger_open(dir, RK_LEDGER_READ, PASSPHRASE, room, &l, &err))
        return err.text[0] != '\0';
    const rk_status status = rk_ledger_verify(l, nothing, &placed, NULL, tmp, &v, &err);
    rk_ledger_close(l);
    return status ? err.text[0] != '\0' : v.findings > 0 && placed;
}

static void flip(const char *path, ptrdiff_t at, int bit)
{
    struct rk_arena room = mem;
    char *copy = rk_str_c(&room, good);
    copy[at] ^= (char)(1 << bit);
    FILE *f = fopen(path, "wb"); /* the whole file: opening a changed one may have mended it */
    assert_non_null(f);
    assert_int_equal(fwrite(copy, 1, (size_t)good.len, f), good.len);
    assert_int_equal(fclose(f), 0);
}

static int flips(void)
{
    const char *given = getenv("RANOK_FLIPS");
    return given ? (int)strtol(given, NULL, 10) : 2000;
}

static void a_flipped_byte_is_found_or_changes_nothing(void **state)
{
    (void)state;
    char path[128];
    struct rk_err err = {0};
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    (void)town_say(l, RK_ACT_IMPORT, 10, 0, "person:", 300, 1, 9, NULL);
    (void)town_say(l, RK_ACT_IMPORT, 11, 0, "house:", 200, 1, 9, NULL);
    (void)town_say(l, RK_ACT_UNDO, 12, 2, "", 0, 0, 0, NULL);
    int64_t keys = 0;
    const struct rk_act act = {.day = 12, .recorded_at = 1, .author = RK_STR("desk")};
    rk_assert_ok(rk_ledger_erase(l, RK_STR("person:7"), &act, tmp, &keys, &err), err);
    struct rk_situation *s = NULL;
    rk_assert_ok(rk_situation_load(l, dir, false, &mem, tmp, NULL, &s, &err), err);
    rk_assert_ok(rk_situation_digest(s, tmp, &right, &err), err);
    rk_ledger_close(l);
    snprintf(path, sizeof path, "%s/ledger.sqlite", dir);
    rk_assert_ok(rk_file_read(path, 1 << 26, &mem, &good, &err), err);
    struct rk_arena room = mem;
    assert_true(reads_the_same(&room) && !is_found(&room));

    const int header = 200, total = header + flips();
    struct rk_random r = rk_random_stream(20220912, "flips", 0);
    int found = 0, harmless = 0;
    for (int i = 0; i < total; i++) {
        const ptrdiff_t at = i < header ? i : rk_random_below(&r, good.len);
        const int bit = (int)rk_random_below(&r, 8);
        flip(path, at, bit);
        room = mem;
        if (is_found(&room))
            found++;
        else if (reads_the_same(&room))
            harmless++;
        else
            fail_msg("byte %td, bit %d: read otherwise, and verify did not tell", at, bit);
    }
    print_message("%d flips (seed 20220912): %d found, %d changed nothing that is read\n",
                  total, found, harmless);
    assert_true(found > total / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(
        a_flipped_byte_is_found_or_changes_nothing, town_fresh, town_gone)};
    return cmocka_run_group_tests_name("flips", tests, NULL, NULL);
}
