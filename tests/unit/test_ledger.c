/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "office_fixture.h"

#include "rk_holder.h"

static const struct rk_act import_act = {
    .kind = RK_ACT_IMPORT, .day = 19247, .recorded_at = 1662962400, .author = {"desk", 4}};

/* One batch of `count` parts on `count` subjects, one claim each. */
static struct rk_receipt say(struct rk_ledger *l, int count, int compartment, const char *words)
{
    struct rk_err err = {0};
    struct rk_batch *b = NULL;
    struct rk_receipt receipt = {0};
    rk_assert_ok(rk_batch_begin(l, &import_act, &mem, &b, &err), err);
    for (int i = 0; i < count; i++) {
        char about[32], text[128];
        snprintf(about, sizeof about, "person:list/%d", i);
        snprintf(text, sizeof text, "%s %d", words, i);
        const struct rk_claim c = {.aspect = RK_STR("name"),
                                   .value = {.kind = RK_VALUE_TEXT, .text = rk_str_of(text)},
                                   .as_of = never,
                                   .period = never};
        const struct rk_part part = {.compartment = compartment,
                                     .about = rk_str_of(about),
                                     .place = RK_STR("list.csv:2"),
                                     .as_of = {19247, 19247},
                                     .claims = &c,
                                     .claim_count = 1};
        rk_assert_ok(rk_batch_add(b, &part, &err), err);
    }
    rk_assert_ok(rk_batch_close(b, &receipt, &err), err);
    return receipt;
}

struct seen {
    int parts, sealed, erased;
    char last[128];
};

static rk_status see(void *user, const struct rk_opened *part, struct rk_err *err)
{
    struct seen *s = user;
    s->parts++;
    s->sealed += part->sealed;
    s->erased += part->erased;
    if (part->sealed)
        return RK_OK;
    struct rk_arena room = mem;
    struct rk_part p = {0};
    rk_assert_ok(rk_part_read(part->content, &room, &p, err), *err);
    assert_int_equal(p.claim_count, part->claim_count);
    snprintf(s->last, sizeof s->last, "%.*s", RK_FMT(p.claims[0].value.text));
    return RK_OK;
}

static struct seen walk(struct rk_ledger *l)
{
    struct seen s = {0};
    struct rk_err err = {0};
    rk_assert_ok(rk_ledger_walk(l, 0, see, &s, tmp, &err), err);
    return s;
}

static void tell(void *user, const char *place, const char *what)
{
    (void)user;
    print_message("finding: %s: %s\n", place, what);
}

static struct rk_verdict verdict(struct rk_ledger *l)
{
    struct rk_verdict v = {0};
    struct rk_err err = {0};
    rk_assert_ok(rk_ledger_verify(l, tell, NULL, NULL, tmp, &v, &err), err);
    return v;
}

static void what_was_said_is_read_back_by_those_who_hold_the_keys(void **state)
{
    (void)state;
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    const struct rk_receipt r = say(l, 3000, 1, "Invented person");
    assert_int_equal(r.batch, 1);
    assert_int_equal(r.claims, 3000);
    assert_true(r.entries > 2); /* several slices and the closing entry */
    rk_ledger_close(l);

    l = opened(RK_LEDGER_READ, PASSPHRASE);
    struct seen s = walk(l);
    assert_int_equal(s.parts, 3000);
    assert_int_equal(s.sealed, 0);
    assert_string_equal(s.last, "Invented person 2999");
    const struct rk_verdict v = verdict(l);
    assert_int_equal(v.findings, 0);
    assert_int_equal(v.claims, 3000);
    assert_int_equal(rk_ledger_head(l)->claims, 3000);
    rk_ledger_close(l);

    l = opened(RK_LEDGER_READ, (struct rk_str){0}); /* without a passphrase: counts, no words */
    s = walk(l);
    assert_int_equal(s.sealed, 3000);
    assert_int_equal(verdict(l).findings, 0);
    rk_ledger_close(l);

    struct rk_err err = {0};
    assert_int_equal(
        rk_ledger_open(dir, RK_LEDGER_READ, RK_STR("wrong horse!"), &mem, &l, &err),
        RK_EDENIED);
}

static void the_heat_laptop_holds_no_key_of_people_but_may_write_of_them(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    const bool heat[RK_COMPARTMENT_COUNT + 1] = {[4] = true};
    struct rk_person engineer = {.name = RK_STR("Engineer"), .role = RK_STR("engineer")};
    memcpy(engineer.held, heat, sizeof heat);
    rk_assert_ok(
        rk_ledger_person_add(l, RK_STR("heat laptop"), RK_KDF_TEST, &engineer, tmp, &err), err);
    (void)say(l, 5, 1, "by the office");
    rk_ledger_close(l);

    l = opened(RK_LEDGER_WRITE, RK_STR("heat laptop"));
    struct seen s = walk(l);
    assert_int_equal(s.parts, 5);
    assert_int_equal(s.sealed, 5);
    (void)say(l, 2, 1, "by the engineer"); /* sealed to a public key: he cannot read it back */
    (void)say(l, 2, 4, "boiler");
    s = walk(l);
    assert_int_equal(s.sealed, 7);
    assert_int_equal(s.parts, 9);
    const bool people[RK_COMPARTMENT_COUNT + 1] = {[1] = true};
    struct rk_person other = {.name = RK_STR("Somebody")};
    memcpy(other.held, people, sizeof people);
    assert_int_equal(
        rk_ledger_person_add(l, RK_STR("another one"), RK_KDF_TEST, &other, tmp, &err),
        RK_EDENIED);
    rk_ledger_close(l);

    l = opened(RK_LEDGER_READ, PASSPHRASE);
    s = walk(l);
    assert_int_equal(s.sealed, 0);
    assert_int_equal(verdict(l).findings, 0);
    rk_ledger_close(l);
}

static void an_undo_is_one_more_act_and_can_be_undone(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    (void)say(l, 10, 4, "first");
    for (int32_t target = 1; target <= 3; target++) {
        struct rk_act undo = import_act;
        undo.kind = RK_ACT_UNDO;
        undo.target = target == 1 ? 1 : target;
        struct rk_batch *b = NULL;
        struct rk_receipt r;
        rk_assert_ok(rk_batch_begin(l, &undo, &mem, &b, &err), err);
        rk_assert_ok(rk_batch_close(b, &r, &err), err);
        struct rk_batch_info *info = NULL;
        int32_t count = 0;
        rk_assert_ok(rk_ledger_batches(l, 0, &mem, &info, &count, &err), err);
        rk_batches_settle(info, count);
        assert_int_equal(count, target + 1);
        /* batch 2 undoes 1; 3 undoes 2; 4 undoes 3 */
        assert_int_equal(info[0].undone_by, target == 2 ? 0 : 2);
        rk_assert_str(info[0].author, "desk");
    }
    assert_int_equal(verdict(l).findings, 0);
    rk_ledger_close(l);
}

static void a_batch_given_up_leaves_nothing_that_counts(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    struct rk_batch *b = NULL;
    (void)say(l, 2, 4, "kept");
    rk_assert_ok(rk_batch_begin(l, &import_act, &mem, &b, &err), err);
    const struct rk_claim c = {.aspect = RK_STR("name"), .as_of = never, .period = never};
    const struct rk_part part = {.compartment = 4,
                                 .about = RK_STR("town:x"),
                                 .claims = &c,
                                 .claim_count = 1,
                                 .as_of = never};
    rk_assert_ok(rk_batch_add(b, &part, &err), err);
    struct rk_part bad = part;
    bad.claim_count = 0;
    assert_int_equal(rk_batch_add(b, &bad, &err), RK_EINVAL);
    bad = part, bad.compartment = 5;
    assert_int_equal(rk_batch_add(b, &bad, &err), RK_EINVAL);
    rk_batch_abandon(b);
    assert_int_equal(walk(l).parts, 2);
    assert_int_equal(say(l, 1, 4, "after").batch, 2);
    assert_int_equal(walk(l).parts, 3);
    assert_int_equal(verdict(l).findings, 0);
    rk_ledger_close(l);
}

static void an_erased_subject_is_gone_and_the_proofs_still_hold(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    (void)say(l, 20, 1, "a");
    (void)say(l, 20, 2, "b");
    const struct rk_hash root = rk_ledger_head(l)->root;
    int64_t keys = 0;
    rk_assert_ok(rk_ledger_erase(l, RK_STR("person:list/7"), &import_act, tmp, &keys, &err),
                 err);
    assert_int_equal(keys, 2);
    struct seen s = walk(l);
    assert_int_equal(s.erased, 2);
    assert_int_equal(s.parts, 40);
    assert_int_equal(verdict(l).findings, 0);
    assert_int_equal(verdict(l).erased, 2);
    assert_false(rk_hash_eq(&root, &rk_ledger_head(l)->root)); /* the erasure is recorded */
    assert_int_equal(rk_ledger_erase(l, RK_STR("person:list/7"), &import_act, tmp, &keys, &err),
                     RK_ENOTFOUND);
    rk_ledger_close(l);
}

static void nothing_said_can_be_found_on_the_disk(void **state)
{
    (void)state;
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    (void)say(l, 500, 1, "NEEDLE");
    rk_ledger_close(l);
    char command[256];
    snprintf(command, sizeof command, "grep -rqE 'NEEDLE|person:|list.csv|desk|office' %s",
             dir);
    assert_int_not_equal(system(command), 0);
}

static void one_claims_proof_and_the_tiles_are_readable_without_us(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    for (int i = 0; i < 4; i++)
        (void)say(l, 300, 4, "x");
    struct rk_str proof = {0};
    rk_assert_ok(rk_ledger_proof(l, 1, &mem, tmp, &proof, &err), err);
    assert_true(rk_str_starts(proof, RK_STR("c2sp.org/tlog-proof@v1\n")));
    char tiles[128];
    snprintf(tiles, sizeof tiles, "%s/tiles", dir);
    rk_assert_ok(rk_ledger_tiles(l, tiles, tmp, &err), err);
    char command[512];
    snprintf(command, sizeof command,
             "cd %s && test -s checkpoint && test -s tile/0/000.p/%d && ls tile/entries/000.p/",
             tiles, (int)rk_ledger_head(l)->size);
    assert_int_equal(system(command), 0);
    rk_ledger_close(l);
}

static void claims_survive_the_way_to_text_and_back(void **state)
{
    (void)state;
    struct rk_err err = {0};
    const struct rk_claim claims[] = {
        {.aspect = RK_STR("dead.said"),
         .value = {.kind = RK_VALUE_RANGE, .low = 1000, .high = RK_NAN},
         .bound = RK_STR("at_least"),
         .unit = RK_STR("people"),
         .definition = RK_STR("residents \"who died\"\n"),
         .as_of = {19247, 19247},
         .period = {19000, 19247},
         .said_as = RK_STR("жителі"),
         .replaces = RK_STR("ranok/x/1/2"),
         .why = RK_STR("typing slip")},
        {.aspect = RK_STR("retaken"),
         .value = {.kind = RK_VALUE_DATE, .when = {19246, 19246}, .text = RK_STR("Sunday")},
         .as_of = never,
         .period = never},
        {.aspect = RK_STR("gas"),
         .value = {.kind = RK_VALUE_BOOL, .truth = true},
         .as_of = never,
         .period = never},
        {.aspect = RK_STR("share"),
         .value = {.kind = RK_VALUE_NUMBER, .low = 14.35, .high = 14.35},
         .as_of = never,
         .period = never}};
    const struct rk_part part = {.compartment = 4,
                                 .about = RK_STR("town:UA1"),
                                 .source = RK_STR("source:0"),
                                 .scope = RK_STR("Izium"),
                                 .as_of = {19250, 19260},
                                 .claims = claims,
                                 .claim_count = 4};
    struct rk_buf text = rk_buf_in(&mem, 1 << 16);
    rk_assert_ok(rk_part_write(&part, &text, &err), err);
    struct rk_part back = {.compartment = 4};
    rk_assert_ok(rk_part_read(rk_buf_str(&text), &mem, &back, &err), err);
    assert_int_equal(back.claim_count, 4);
    rk_assert_str(back.claims[0].definition, "residents \"who died\"\n");
    rk_assert_str(back.claims[0].said_as, "жителі");
    assert_true(back.claims[0].value.low == 1000.0 && isnan(back.claims[0].value.high));
    assert_int_equal(back.claims[0].as_of.first, 19247);
    assert_int_equal(back.claims[1].as_of.last, 19260); /* the part's default */
    rk_assert_str(back.claims[1].scope, "Izium");
    assert_int_equal(back.claims[1].value.when.first, 19246);
    assert_true(back.claims[2].value.truth);
    assert_true(back.claims[3].value.low == 14.35);
    struct rk_str cut = rk_buf_str(&text);
    for (cut.len--; cut.len > 0; cut.len--)
        assert_int_equal(rk_part_read(cut, &mem, &back, NULL), RK_ECORRUPT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, gone)
    const struct CMUnitTest tests[] = {
        TEST(what_was_said_is_read_back_by_those_who_hold_the_keys),
        TEST(the_heat_laptop_holds_no_key_of_people_but_may_write_of_them),
        TEST(an_undo_is_one_more_act_and_can_be_undone),
        TEST(a_batch_given_up_leaves_nothing_that_counts),
        TEST(an_erased_subject_is_gone_and_the_proofs_still_hold),
        TEST(nothing_said_can_be_found_on_the_disk),
        TEST(one_claims_proof_and_the_tiles_are_readable_without_us),
        TEST(claims_survive_the_way_to_text_and_back),
    };
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
