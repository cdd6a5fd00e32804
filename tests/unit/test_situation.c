/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "town_fixture.h"

#include "rk_file.h"
#include "rk_situation.h"

static struct rk_situation *load(bool use_snapshot)
{
    struct rk_ledger *l = town_open(RK_LEDGER_READ);
    struct rk_situation *s = NULL;
    struct rk_err err = {0};
    rk_assert_ok(rk_situation_load(l, dir, use_snapshot, &mem, tmp, NULL, &s, &err), err);
    rk_ledger_close(l);
    return s;
}

static struct rk_hash digest(const struct rk_situation *s)
{
    struct rk_hash h = {0};
    struct rk_err err = {0};
    rk_assert_ok(rk_situation_digest(s, tmp, &h, &err), err);
    return h;
}

static struct rk_view view(const struct rk_situation *s, int64_t head, rk_day day)
{
    struct rk_view v;
    struct rk_err err = {0};
    rk_assert_ok(rk_view_make(s, head, day, &mem, &v, &err), err);
    return v;
}

static int counting(const struct rk_view *v)
{
    int n = 0;
    for (int64_t i = 0; i < v->sit->claims; i++)
        n += rk_view_counts(v, i) && rk_view_replaced_by(v, i) < 0;
    return n;
}

static void a_snapshot_gives_the_same_town_as_the_whole_ledger(void **state)
{
    (void)state;
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    (void)town_say(l, RK_ACT_IMPORT, 10, 0, "house:", 500, 1, 9, NULL);
    rk_ledger_close(l);
    const struct rk_situation *first = load(true);
    assert_false(first->from_snapshot);
    l = town_open(RK_LEDGER_WRITE);
    (void)town_say(l, RK_ACT_IMPORT, 11, 0, "person:", 700, 1000, 10, NULL);
    (void)town_say(l, RK_ACT_UNDO, 12, 1, "", 0, 0, 0, NULL);
    rk_ledger_close(l);
    const struct rk_situation *grown = load(true), *again = load(true), *whole = load(false);
    assert_true(grown->from_snapshot && again->from_snapshot && !whole->from_snapshot);
    assert_int_equal(whole->claims, 1200);
    const struct rk_hash a = digest(grown), b = digest(again), c = digest(whole),
                         d = digest(first);
    assert_memory_equal(&a, &c, sizeof a);
    assert_memory_equal(&b, &c, sizeof a);
    assert_memory_not_equal(&d, &c, sizeof a);
}

static void a_broken_snapshot_is_built_anew(void **state)
{
    (void)state;
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    (void)town_say(l, RK_ACT_IMPORT, 10, 0, "house:", 50, 1, 9, NULL);
    rk_ledger_close(l);
    const struct rk_hash right = digest(load(true));
    char path[128];
    snprintf(path, sizeof path, "%s/snapshot", dir);
    struct rk_str bytes = {0};
    struct rk_err err = {0};
    for (int i = 0; i < 60; i++) {
        struct rk_arena room = mem;
        rk_assert_ok(rk_file_read(path, 1 << 24, &room, &bytes, &err), err);
        char *copy = rk_str_c(&room, bytes);
        if (i == 0)
            bytes.len = 10; /* cut short */
        else
            copy[(bytes.len - 1) * (i - 1) / 58] ^= (char)(1 << i % 8);
        bytes.at = copy;
        rk_assert_ok(rk_file_write(path, bytes, false, &err), err);
        const struct rk_situation *s = load(true);
        assert_false(s->from_snapshot);
        const struct rk_hash got = digest(s);
        assert_memory_equal(&got, &right, sizeof got);
    }
}

/* A snapshot of several pieces, of 1 MiB and what sealing adds (docs/formats/snapshot.md). */
static struct rk_str large_snapshot(const char *path)
{
    struct rk_str bytes = {0};
    struct rk_err err = {0};
    (void)load(true);
    rk_assert_ok(rk_file_read(path, 1 << 24, &mem, &bytes, &err), err);
    return bytes;
}

static void assert_not_used(const char *path, struct rk_str bytes, const struct rk_hash *right)
{
    struct rk_err err = {0};
    rk_assert_ok(rk_file_write(path, bytes, false, &err), err);
    const struct rk_situation *s = load(true);
    const struct rk_hash got = digest(s);
    assert_false(s->from_snapshot);
    assert_memory_equal(&got, right, sizeof got);
}

static void pieces_of_a_snapshot_cannot_be_moved_dropped_or_mixed(void **state)
{
    (void)state;
    enum { PIECE = (1 << 20) + RK_SEAL_EXTRA };
    char path[128];
    snprintf(path, sizeof path, "%s/snapshot", dir);
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    (void)town_say(l, RK_ACT_IMPORT, 10, 0, "house:", 20000, 1, 9, NULL);
    rk_ledger_close(l);
    const struct rk_str one = large_snapshot(path);
    const struct rk_situation *used = load(true);
    const struct rk_hash right = digest(used);
    assert_true(used->from_snapshot && one.len > 2 * PIECE && one.len < 4 * PIECE);
    (void)unlink(path);
    const struct rk_str two = large_snapshot(path); /* of the same town, sealed again */
    assert_int_equal(one.len, two.len);

    char *copy = rk_str_c(&mem, one);
    memcpy(copy, two.at, PIECE);
    assert_not_used(path, (struct rk_str){copy, one.len}, &right);
    memcpy(copy, one.at, (size_t)one.len);
    memcpy(copy + PIECE, two.at + PIECE, PIECE);
    assert_not_used(path, (struct rk_str){copy, one.len}, &right);
    memcpy(copy, one.at, PIECE);
    memcpy(copy + PIECE, one.at, PIECE);
    assert_not_used(path, (struct rk_str){copy, one.len}, &right);
    assert_not_used(path, rk_str_slice(one, 0, one.len / PIECE * PIECE), &right);
    assert_not_used(path, rk_str_slice(one, 0, PIECE), &right);
    assert_not_used(path, (struct rk_str){"", 0}, &right);
}

static void what_is_said_alike_of_many_claims_is_kept_once(void **state)
{
    (void)state;
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    (void)town_say(l, RK_ACT_IMPORT, 10, 0, "house:", 3000, 1, 9, NULL);
    (void)town_say(l, RK_ACT_IMPORT, 11, 0, "barn:", 3000, 1, 8, NULL);
    rk_ledger_close(l);
    const struct rk_situation *s = load(true);
    assert_int_equal(s->claims, 6000);
    assert_int_equal(s->extras, 2); /* in people, as nobody said when; as of two days */
    for (int64_t c = 0; c < s->claims; c++) {
        const struct rk_claim said = rk_sit_claim_said(s, c);
        assert_true(rk_str_eq(said.unit, RK_STR("people")));
        assert_int_equal(said.as_of.first, c < 3000 ? 9 : 8);
    }
}

static void nothing_of_the_town_can_be_read_in_the_snapshot(void **state)
{
    (void)state;
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    (void)town_say(l, RK_ACT_IMPORT, 10, 0, "NEEDLE", 50, 1, 9, NULL);
    rk_ledger_close(l);
    (void)load(true);
    char command[256];
    snprintf(command, sizeof command, "test -s %s/snapshot && ! grep -rq NEEDLE %s", dir, dir);
    assert_int_equal(system(command), 0);
}

static void undone_replaced_and_later_claims_do_not_count(void **state)
{
    (void)state;
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    const int32_t one = town_say(l, RK_ACT_IMPORT, 10, 0, "town:", 1, 100, 9, NULL);
    const int32_t two = town_say(l, RK_ACT_IMPORT, 10, 0, "town:", 3, 200, 50, NULL);
    struct rk_situation *s = load(true);
    char id[64];
    snprintf(id, sizeof id, "%.*s", RK_FMT(rk_sit_claim_id(s, 0, &mem)));
    struct rk_view v = view(s, s->head, 60);
    assert_int_equal(counting(&v), 4);
    v = view(s, s->head, 20); /* the second batch speaks of a later day */
    assert_int_equal(counting(&v), 1);

    const int32_t three = town_say(l, RK_ACT_CORRECTION, 11, 0, "town:", 1, 101, 9, id);
    s = load(true);
    v = view(s, s->head, 20);
    assert_int_equal(counting(&v), 1);
    assert_int_equal(rk_view_replaced_by(&v, 0), s->claims - 1);
    rk_assert_str(rk_sit_claim_said(s, s->claims - 1).why, "typing slip");
    v = view(s, rk_situation_head_on(s, 10), 20); /* yesterday nobody knew of the correction */
    assert_int_equal(rk_view_replaced_by(&v, 0), -1);

    (void)town_say(l, RK_ACT_UNDO, 12, three, "", 0, 0, 0, NULL);
    s = load(true);
    v = view(s, s->head, 20);
    assert_int_equal(rk_view_replaced_by(&v, 0), -1); /* the correction was taken out again */
    assert_int_equal(counting(&v), 1);
    (void)town_say(l, RK_ACT_UNDO, 12, one, "", 0, 0, 0, NULL);
    s = load(true);
    v = view(s, s->head, 20);
    assert_int_equal(counting(&v), 0);
    (void)two;
    rk_ledger_close(l);
}

static void a_claim_is_found_by_its_id_and_by_no_other(void **state)
{
    (void)state;
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    (void)town_say(l, RK_ACT_IMPORT, 10, 0, "house:", 1000, 1, 9, NULL);
    (void)town_say(l, RK_ACT_IMPORT, 10, 0, "house:", 7, 1, 9, NULL);
    rk_ledger_close(l);
    const struct rk_situation *s = load(true);
    for (int64_t i = 0; i < s->claims; i += 13) {
        struct rk_arena room = mem;
        assert_int_equal(rk_sit_claim_find(s, rk_sit_claim_id(s, i, &room)), i);
    }
    const struct rk_str bad[] = {RK_STR(""),
                                 RK_STR("ranok"),
                                 RK_STR("ranok/00000000/0/0"),
                                 rk_str_printf(&mem, "%.*s/0/100000", RK_FMT(s->origin)),
                                 rk_str_printf(&mem, "%.*s/0", RK_FMT(s->origin)),
                                 rk_str_printf(&mem, "%.*s/-1/0", RK_FMT(s->origin))};
    for (int i = 0; i < (int)RK_COUNT(bad); i++)
        assert_int_equal(rk_sit_claim_find(s, bad[i]), -1);
}

static void an_erased_subject_is_counted_as_erased_and_not_read(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    (void)town_say(l, RK_ACT_IMPORT, 10, 0, "person:", 20, 1, 9, NULL);
    (void)load(true); /* a snapshot that still holds the subject */
    int64_t keys = 0;
    const struct rk_act act = {.day = 11, .recorded_at = 1, .author = RK_STR("desk")};
    rk_assert_ok(rk_ledger_erase(l, RK_STR("person:7"), &act, tmp, &keys, &err), err);
    rk_ledger_close(l);
    const struct rk_situation *s = load(true);
    assert_int_equal(s->erased_parts, 1);
    assert_int_equal(s->claims, 19);
    const struct rk_hash a = digest(s), b = digest(load(false));
    assert_memory_equal(&a, &b, sizeof a);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, town_fresh, town_gone)
    const struct CMUnitTest tests[] = {
        TEST(a_snapshot_gives_the_same_town_as_the_whole_ledger),
        TEST(a_broken_snapshot_is_built_anew),
        TEST(pieces_of_a_snapshot_cannot_be_moved_dropped_or_mixed),
        TEST(what_is_said_alike_of_many_claims_is_kept_once),
        TEST(nothing_of_the_town_can_be_read_in_the_snapshot),
        TEST(undone_replaced_and_later_claims_do_not_count),
        TEST(a_claim_is_found_by_its_id_and_by_no_other),
        TEST(an_erased_subject_is_counted_as_erased_and_not_read),
    };
    return cmocka_run_group_tests_name("situation", tests, NULL, NULL);
}
