/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "town_fixture.h"

#include "rk_acts.h"
#include "rk_situation.h"

static const rk_day today = 19303; /* 7 November 2022 */

static struct rk_situation *load(void)
{
    struct rk_ledger *l = town_open(RK_LEDGER_READ);
    struct rk_situation *s = NULL;
    struct rk_err err = {0};
    rk_assert_ok(rk_situation_load(l, dir, true, &mem, tmp, NULL, &s, &err), err);
    rk_ledger_close(l);
    return s;
}

/* Three roads, three boiler houses, a person. */
static struct rk_situation *town(void)
{
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    (void)town_say(l, RK_ACT_IMPORT, 19200, 0, "road:", 3, 1, 19200, NULL);
    (void)town_say(l, RK_ACT_IMPORT, 19200, 0, "heat_source:", 3, 1, 19200, NULL);
    (void)town_say(l, RK_ACT_IMPORT, 19200, 0, "person:", 1, 1, 19200, NULL);
    rk_ledger_close(l);
    return load();
}

static struct rk_acts at_desk(const struct rk_situation *s, struct rk_ledger *l)
{
    return (struct rk_acts){
        .ledger = l, .situation = s, .lang = RK_EN, .keep = &mem, .scratch = tmp};
}

static struct rk_saying saying(const char *about, const char *aspect, const char *value)
{
    return (struct rk_saying){rk_str_of(about), rk_str_of(aspect), rk_str_of(value)};
}

/* A road is closed, a boiler house starts later. */
static const struct rk_saying *closed(void)
{
    static struct rk_saying said[3];
    said[0] = saying("road:1", "state", "closed");
    said[1] = saying("road:1", "confirmed", "yes");
    said[2] = saying("heat_source:2", "can_start_from", "2022-11-20");
    return said;
}

static struct rk_situation *supposed(const struct rk_situation *s)
{
    const struct rk_acts at = at_desk(s, NULL);
    struct rk_situation *then = NULL;
    struct rk_part *part = NULL;
    struct rk_err err = {0};
    int32_t parts = 0;
    rk_assert_ok(rk_acts_parts(&at, today, closed(), 3, &part, &parts, &err), err);
    assert_int_equal(parts, 2); /* one for each thing */
    rk_assert_ok(rk_situation_suppose(s, today, part, parts, &mem, &then, &err), err);
    return then;
}

static void say(const struct rk_situation *s)
{
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    const struct rk_acts at = at_desk(s, l);
    const struct rk_act act = {.kind = RK_ACT_DECISION,
                               .day = today,
                               .recorded_at = 1667800000,
                               .author = RK_STR("clerk")};
    struct rk_receipt receipt = {0};
    struct rk_err err = {0};
    rk_assert_ok(
        rk_acts_say(&at, &act, closed(), 3, RK_STR("seen from the bank"), &receipt, &err), err);
    assert_int_equal(receipt.claims, 3);
    rk_ledger_close(l);
}

static void assert_same_claim(const struct rk_situation *a, const struct rk_situation *b,
                              int64_t claim)
{
    const struct rk_sit_claim *x = &a->claim[claim], *y = &b->claim[claim];
    assert_int_equal(x->kind, y->kind);
    assert_true(x->low == y->low || (isnan(x->low) && isnan(y->low)));
    assert_true(x->high == y->high || (isnan(x->high) && isnan(y->high)));
    assert_true(rk_str_eq(rk_sit_text(a, x->text), rk_sit_text(b, y->text)));
    assert_true(
        rk_str_eq(rk_sit_text(a, a->aspect[x->aspect]), rk_sit_text(b, b->aspect[y->aspect])));
    assert_true(rk_str_eq(rk_sit_text(a, a->subject[a->part[x->part].subject].id),
                          rk_sit_text(b, b->subject[b->part[y->part].subject].id)));
    assert_int_equal(rk_sit_claim_as_of(a, claim).last, rk_sit_claim_as_of(b, claim).last);
}

static void what_is_supposed_is_what_saying_it_would_give(void **state)
{
    (void)state;
    const struct rk_situation *s = town(), *then = supposed(s);
    say(s);
    const struct rk_situation *real = load();
    assert_int_equal(then->claims, s->claims + 3);
    assert_int_equal(then->claims, real->claims);
    assert_int_equal(then->subjects, real->subjects);
    for (int64_t i = 0; i < real->claims; i++)
        assert_same_claim(then, real, i);
    assert_int_equal(real->batch[real->batches - 1].kind, RK_ACT_DECISION);
    assert_true(rk_str_eq(real->batch[real->batches - 1].why, RK_STR("seen from the bank")));
}

static void a_supposition_counts_today_and_not_yesterday(void **state)
{
    (void)state;
    struct rk_view now, before;
    struct rk_err err = {0};
    const struct rk_situation *s = town(), *then = supposed(s);
    rk_assert_ok(rk_view_make(then, then->head, today, &mem, &now, &err), err);
    rk_assert_ok(rk_view_make(then, rk_situation_head_on(then, today - 1), today - 1, &mem,
                              &before, &err),
                 err);
    for (int64_t i = s->claims; i < then->claims; i++) {
        assert_true(rk_view_counts(&now, i));
        assert_false(rk_view_counts(&before, i));
    }
}

static void supposing_changes_nothing_of_the_town(void **state)
{
    (void)state;
    const struct rk_situation *s = town();
    struct rk_hash before = {0}, after = {0}, reread = {0};
    struct rk_err err = {0};
    rk_assert_ok(rk_situation_digest(s, tmp, &before, &err), err);
    (void)supposed(s);
    rk_assert_ok(rk_situation_digest(s, tmp, &after, &err), err);
    rk_assert_ok(rk_situation_digest(load(), tmp, &reread, &err), err);
    assert_memory_equal(&before, &after, sizeof before);
    assert_memory_equal(&before, &reread, sizeof before);
}

static rk_status parts_of(const struct rk_situation *s, const char *about, const char *aspect,
                          const char *value)
{
    const struct rk_acts at = at_desk(s, NULL);
    const struct rk_saying said = saying(about, aspect, value);
    struct rk_part *part = NULL;
    struct rk_err err = {0};
    int32_t parts = 0;
    return rk_acts_parts(&at, today, &said, 1, &part, &parts, &err);
}

static void only_what_can_be_read_is_said(void **state)
{
    (void)state;
    const struct rk_situation *s = town();
    struct rk_part *part = NULL;
    struct rk_err err = {0};
    int32_t parts = 0;
    const struct rk_acts at = at_desk(s, NULL);
    assert_int_equal(parts_of(s, "road:1", "state", "open"), RK_OK);
    assert_int_equal(parts_of(s, "road:1", "state", "sideways"), RK_EINVAL);
    assert_int_equal(parts_of(s, "road:1", "wings", "two"), RK_EINVAL);
    assert_int_equal(parts_of(s, "dragon:1", "state", "open"), RK_EINVAL);
    assert_int_equal(parts_of(s, "road:", "state", "open"), RK_EINVAL);
    assert_int_equal(parts_of(s, "road:77", "state", "open"), RK_ENOTFOUND);
    assert_int_equal(parts_of(s, "person:0", "status", "dead"), RK_EINVAL);
    assert_int_equal(rk_acts_parts(&at, today, closed(), 0, &part, &parts, &err), RK_EINVAL);
}

static void what_is_planned_may_lie_ahead_and_what_happened_may_not(void **state)
{
    (void)state;
    const struct rk_situation *s = town();
    assert_int_equal(parts_of(s, "heat_source:1", "can_start_from", "2022-12-24"), RK_OK);
    assert_int_equal(parts_of(s, "heat_source:1", "started", "2022-12-24"), RK_EINVAL);
    assert_int_equal(parts_of(s, "heat_source:1", "started", "2022-11-06"), RK_OK);
}

static void nothing_is_said_without_a_reason(void **state)
{
    (void)state;
    const struct rk_situation *s = town();
    struct rk_ledger *l = town_open(RK_LEDGER_WRITE);
    const struct rk_acts at = at_desk(s, l);
    const struct rk_act act = {.kind = RK_ACT_FORM, .day = today, .author = RK_STR("clerk")};
    struct rk_receipt receipt = {0};
    struct rk_err err = {0};
    assert_int_equal(rk_acts_say(&at, &act, closed(), 3, RK_STR("  "), &receipt, &err),
                     RK_EINVAL);
    rk_ledger_close(l);
    assert_int_equal(load()->claims, s->claims);
}

static void a_correction_cannot_be_supposed(void **state)
{
    (void)state;
    const struct rk_situation *s = town();
    const struct rk_claim claim = {.aspect = RK_STR("state"), .replaces = RK_STR("a/0/0")};
    const struct rk_part part = {
        .compartment = 4, .about = RK_STR("road:1"), .claims = &claim, .claim_count = 1};
    struct rk_situation *then = NULL;
    struct rk_err err = {0};
    assert_int_equal(rk_situation_suppose(s, today, &part, 1, &mem, &then, &err), RK_EINVAL);
    assert_null(then);
}

static void too_little_memory_is_said_and_leaves_all_as_it_was(void **state)
{
    (void)state;
    const struct rk_situation *s = town();
    const struct rk_claim claim = {.aspect = RK_STR("state"),
                                   .value = {.kind = RK_VALUE_TEXT, .text = RK_STR("open")}};
    const struct rk_part part = {
        .compartment = 4, .about = RK_STR("road:1"), .claims = &claim, .claim_count = 1};
    struct rk_situation *then = NULL;
    struct rk_err err = {0};
    rk_status status = RK_ENOMEM;
    for (ptrdiff_t bytes = 1; status == RK_ENOMEM; bytes = 2 * bytes + 1) {
        struct rk_arena small = rk_arena_open(bytes);
        const char *at = small.at;
        status = rk_situation_suppose(s, today, &part, 1, &small, &then, &err);
        assert_true(status ? small.at == at && then == NULL : then != NULL);
        rk_arena_close(&small);
    }
    assert_int_equal(status, RK_OK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, town_fresh, town_gone)
    const struct CMUnitTest tests[] = {
        TEST(what_is_supposed_is_what_saying_it_would_give),
        TEST(a_supposition_counts_today_and_not_yesterday),
        TEST(supposing_changes_nothing_of_the_town),
        TEST(only_what_can_be_read_is_said),
        TEST(what_is_planned_may_lie_ahead_and_what_happened_may_not),
        TEST(nothing_is_said_without_a_reason),
        TEST(a_correction_cannot_be_supposed),
        TEST(too_little_memory_is_said_and_leaves_all_as_it_was),
    };
    return cmocka_run_group_tests_name("acts say", tests, NULL, NULL);
}
