/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

#include "rk_random.h"
#include "rk_tlog_note.h"
#include "unit/tlog_example.h"

/* The proof that "second\n" is entry 1 of the worked example; path by Go's tlog.ProveRecord. */
#define FIRST_LEAF "/+zuFHO92M61JLpvpPQnwXwAQM7aU6tOfVvryIcW5FM="
#define THIRD_LEAF "fy8RrVppZ041UsqITOSSWZWLAEgO3CfzCohgXphSJAs="
#define HEAD       "c2sp.org/tlog-proof@v1\n"
#define PROOF      HEAD "index 1\n" FIRST_LEAF "\n" THIRD_LEAF "\n\n" NOTE

static struct rk_hash second;
static struct rk_tlog_policy policy = {.key = known, .keys = 2, .quorum = 1};

static int meet_all(void **state)
{
    second = rk_tlog_leaf("second\n", 7);
    return meet(state);
}

static rk_status check(struct rk_str text)
{
    struct rk_err err;
    return rk_tlog_proof_check(text, &second, &policy, NULL, NULL, &err);
}

static void an_entry_is_proven_without_the_log(void **state)
{
    (void)state;
    struct rk_tlog_proof p;
    struct rk_tlog_checkpoint c;
    struct rk_err err;
    rk_assert_ok(rk_tlog_proof_check(RK_STR(PROOF), &second, &policy, &p, &c, &err), err);
    assert_true(p.index == 1 && p.path.len == 2 && p.extra.len == 0 && c.tree.size == 3);
    rk_assert_str(p.checkpoint, NOTE);
    char room[2048];
    struct rk_buf b = {.at = room, .cap = sizeof PROOF - 1};
    rk_assert_ok(rk_tlog_proof_write(&p, &b, &err), err);
    rk_assert_str(rk_buf_str(&b), PROOF);
}

static void another_entry_or_another_policy_is_not_proven(void **state)
{
    (void)state;
    const struct rk_hash first = rk_tlog_leaf("first\n", 6);
    struct rk_tlog_proof p = {.index = -7};
    struct rk_tlog_checkpoint c = {.tree = {.size = -7}};
    assert_int_equal(rk_tlog_proof_check(RK_STR(PROOF), &first, &policy, &p, &c, NULL),
                     RK_ECORRUPT);
    struct rk_tlog_policy other = {.origin = RK_STR("x"), .key = known, .keys = 2, .quorum = 1};
    assert_int_equal(rk_tlog_proof_check(RK_STR(PROOF), &second, &other, &p, &c, NULL),
                     RK_EINVAL);
    other = (struct rk_tlog_policy){.key = known + 1, .keys = 1};
    assert_int_equal(rk_tlog_proof_check(RK_STR(PROOF), &second, &other, &p, &c, NULL),
                     RK_EINVAL); /* the witness is not the log */
    assert_int_equal(
        check(RK_STR(HEAD "index 1\n" FIRST_LEAF "\n" THIRD_LEAF "\n\n" TEXT "\n" TOWN_LINE)),
        RK_ENOTFOUND);
    assert_true(p.index == -7 && c.tree.size == -7);
}

static void a_path_or_index_that_does_not_lead_there_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        HEAD "index 0\n" FIRST_LEAF "\n" THIRD_LEAF "\n\n" NOTE,
        HEAD "index 2\n" FIRST_LEAF "\n" THIRD_LEAF "\n\n" NOTE,
        HEAD "index 3\n" FIRST_LEAF "\n" THIRD_LEAF "\n\n" NOTE,
        HEAD "index 9223372036854775807\n" FIRST_LEAF "\n" THIRD_LEAF "\n\n" NOTE,
        HEAD "index 1\n" THIRD_LEAF "\n" FIRST_LEAF "\n\n" NOTE,
        HEAD "index 1\n" FIRST_LEAF "\n\n" NOTE,
        HEAD "index 1\n\n" NOTE,
        HEAD "index 1\n" FIRST_LEAF "\n" THIRD_LEAF "\n" THIRD_LEAF "\n\n" NOTE,
    };
    for (int i = 0; i < RK_COUNT(wrong); i++)
        assert_int_equal(check(rk_str_of(wrong[i])), RK_ECORRUPT);
}

static void what_is_no_proof_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *place;
    } bad[] = {
        {"", "proof:1"},
        {"c2sp.org/tlog-proof@v2\nindex 1\n\nx\n", "proof:1"},
        {"c2sp.org/tlog-proof@v1\r\nindex 1\n\nx\n", "proof:1"},
        {" " PROOF, "proof:1"},
        {HEAD, "proof:2"},
        {HEAD "index\n\nx\n", "proof:2"},
        {HEAD "index \n\nx\n", "proof:2"},
        {HEAD "index  1\n\nx\n", "proof:2"},
        {HEAD "index 01\n\nx\n", "proof:2"},
        {HEAD "index -1\n\nx\n", "proof:2"},
        {HEAD "index 1 \n\nx\n", "proof:2"},
        {HEAD "Index 1\n\nx\n", "proof:2"},
        {HEAD "index 9223372036854775808\n\nx\n", "proof:2"},
        {HEAD "extra \nindex 1\n\nx\n", "proof:2"},
        {HEAD "extra x\nindex 1\n\nx\n", "proof:2"},
        {HEAD "extra eB==\nindex 1\n\nx\n", "proof:2"}, /* bits behind the last byte */
        {HEAD "extra eA==\n\nx\n", "proof:3"},
        {HEAD "extra eA==\nextra eA==\nindex 1\n\nx\n", "proof:3"},
        {HEAD "index 1\nextra eA==\n\nx\n", "proof:3"},
        {HEAD "index 1\nindex 1\n\nx\n", "proof:3"},
        {HEAD "index 1\n" FIRST_LEAF " \n\nx\n", "proof:3"},
        {HEAD "index 1\n/+zuFHO92M61JLpvpPQnwXwAQM7aU6tOfVvryIcW5FN=\n\nx\n", "proof:3"},
        {HEAD "index 1\n" FIRST_LEAF "\neA==\n\nx\n", "proof:4"},
        {HEAD "index 1\n" FIRST_LEAF "\n", "proof:4"},
        {HEAD "index 1\n" FIRST_LEAF "\n\n", "proof:4"},
        {HEAD "index 1", "proof:3"},
    };
    for (int i = 0; i < RK_COUNT(bad); i++) {
        struct rk_tlog_proof p = {.index = -7};
        struct rk_err err;
        if (rk_tlog_proof_read(rk_str_of(bad[i].text), &p, &err) != RK_EINVAL)
            fail_msg("proof %d was read", i);
        rk_assert_str(rk_str_of(err.place), bad[i].place);
        assert_int_equal(p.index, -7);
    }
}

static void extra_data_travel_along_unread(void **state)
{
    (void)state;
    struct rk_tlog_proof p;
    struct rk_err err;
    const struct rk_str text =
        RK_STR(HEAD "extra eA==\nindex 1\n" FIRST_LEAF "\n" THIRD_LEAF "\n\n" NOTE);
    rk_assert_ok(rk_tlog_proof_check(text, &second, &policy, &p, NULL, &err), err);
    rk_assert_str(p.extra, "eA==");
    char room[2048];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    rk_assert_ok(rk_tlog_proof_write(&p, &b, &err), err);
    assert_true(rk_str_eq(rk_buf_str(&b), text));
}

static void the_longest_path_is_read_and_one_hash_more_is_not(void **state)
{
    (void)state;
    static char room[8192];
    for (int hashes = RK_TLOG_PATH; hashes <= RK_TLOG_PATH + 1; hashes++) {
        struct rk_buf b = {.at = room, .cap = sizeof room};
        rk_buf_c(&b, HEAD "index 1\n");
        for (int i = 0; i < hashes; i++)
            rk_buf_c(&b, FIRST_LEAF "\n");
        rk_buf_c(&b, "\nx\n");
        struct rk_tlog_proof p;
        assert_int_equal(rk_tlog_proof_read(rk_buf_str(&b), &p, NULL),
                         hashes <= RK_TLOG_PATH ? RK_OK : RK_EINVAL);
    }
}

static void what_could_not_be_read_back_is_not_written(void **state)
{
    (void)state;
    char room[2048];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    const struct rk_tlog_proof good = {.checkpoint = RK_STR(NOTE)};
    struct rk_tlog_proof p = good;
    assert_int_equal(rk_tlog_proof_write(&p, &b, NULL), RK_OK);
    b.len = 0;
    p.index = -1;
    assert_int_equal(rk_tlog_proof_write(&p, &b, NULL), RK_EINVAL);
    p = good, p.path.len = RK_TLOG_PATH + 1;
    assert_int_equal(rk_tlog_proof_write(&p, &b, NULL), RK_EINVAL);
    p = good, p.path.len = -1;
    assert_int_equal(rk_tlog_proof_write(&p, &b, NULL), RK_EINVAL);
    p = good, p.extra = RK_STR("eA=");
    assert_int_equal(rk_tlog_proof_write(&p, &b, NULL), RK_EINVAL);
    p = good, p.checkpoint.len = 0;
    assert_int_equal(rk_tlog_proof_write(&p, &b, NULL), RK_EINVAL);
    assert_true(b.len == 0 && !b.failed);
    for (int cap = 1; cap < (int)sizeof NOTE + 30; cap += 7) {
        struct rk_buf small = {.at = room, .cap = cap, .len = 1};
        assert_int_equal(rk_tlog_proof_write(&good, &small, NULL), RK_ENOMEM);
        assert_true(small.failed && small.len == 1);
    }
}

static void a_hundred_thousand_changed_proofs_are_refused_or_say_the_same(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(1943);
    static char text[4096];
    int64_t accepted = 0;
    for (int i = 0; i < 100000; i++) {
        memcpy(text, PROOF, sizeof PROOF - 1);
        const ptrdiff_t len = mutate(&r, text, sizeof PROOF - 1, sizeof text);
        struct rk_tlog_proof p;
        struct rk_tlog_checkpoint c;
        if (rk_tlog_proof_check((struct rk_str){text, len}, &second, &policy, &p, &c, NULL))
            continue;
        assert_true(p.index == 1 && c.tree.size == 3 && p.extra.len == 0);
        rk_assert_str(c.origin, "town.example/ledger");
        char hex[65];
        rk_hex(c.tree.root.byte, 32, hex);
        assert_string_equal(hex,
                            "9889f5b1ee34f9f49ec36154b879f0a9f781d7fa3c7074fe96ac6451f57e5be2");
        accepted++;
    }
    assert_true(accepted > 0 && accepted < 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_proven_without_the_log),
        cmocka_unit_test(another_entry_or_another_policy_is_not_proven),
        cmocka_unit_test(a_path_or_index_that_does_not_lead_there_is_refused),
        cmocka_unit_test(what_is_no_proof_is_refused_with_its_line),
        cmocka_unit_test(extra_data_travel_along_unread),
        cmocka_unit_test(the_longest_path_is_read_and_one_hash_more_is_not),
        cmocka_unit_test(what_could_not_be_read_back_is_not_written),
        cmocka_unit_test(a_hundred_thousand_changed_proofs_are_refused_or_say_the_same),
    };
    return cmocka_run_group_tests(tests, meet_all, NULL);
}
