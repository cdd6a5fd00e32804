/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Persons, their roles and their shares. Every name is invented. */
#include "office_fixture.h"

#include "rk_holder.h"

/* One claim in each compartment. */
static void say(struct rk_ledger *l)
{
    struct rk_err err = {0};
    struct rk_batch *b = NULL;
    struct rk_receipt receipt = {0};
    const struct rk_act act = {
        .kind = RK_ACT_IMPORT, .day = 19247, .recorded_at = 1662962400, .author = {"desk", 4}};
    rk_assert_ok(rk_batch_begin(l, &act, &mem, &b, &err), err);
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++) {
        const struct rk_claim claim = {.aspect = RK_STR("note"),
                                       .value = {.kind = RK_VALUE_TEXT, .text = RK_STR("said")},
                                       .as_of = never,
                                       .period = never};
        const struct rk_part part = {.compartment = c,
                                     .about = RK_STR("person:list/1"),
                                     .place = RK_STR("list.csv:2"),
                                     .as_of = {19247, 19247},
                                     .claims = &claim,
                                     .claim_count = 1};
        rk_assert_ok(rk_batch_add(b, &part, &err), err);
    }
    rk_assert_ok(rk_batch_close(b, &receipt, &err), err);
}

static rk_status count_open(void *user, const struct rk_opened *part, struct rk_err *err)
{
    (void)err;
    bool *open = user;
    open[part->compartment] = !part->sealed;
    return RK_OK;
}

static void assert_sees(struct rk_ledger *l, const bool *held)
{
    struct rk_err err = {0};
    bool open[RK_COMPARTMENT_COUNT + 1] = {false};
    rk_assert_ok(rk_ledger_walk(l, 0, count_open, open, tmp, &err), err);
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        assert_int_equal(open[c], held[c]);
}

static void add(struct rk_ledger *l, const char *name, const char *role, const char *passphrase)
{
    struct rk_err err = {0};
    const struct rk_role *r = rk_role_find(rk_str_of(role));
    assert_non_null(r);
    struct rk_person p = {.name = rk_str_of(name),
                          .role = rk_str_of(role),
                          .rights = r->rights,
                          .added_by = RK_STR("desk"),
                          .added_at = 1662962400};
    memcpy(p.held, r->held, sizeof p.held);
    rk_assert_ok(rk_ledger_person_add(l, rk_str_of(passphrase), RK_KDF_TEST, &p, tmp, &err),
                 err);
}

/* ---- persons -------------------------------------------------------------------------------
 */

static void each_role_opens_its_compartments_and_no_others(void **state)
{
    (void)state;
    static const char *const words[] = {"clerk of the town hall", "doctor of the town",
                                        "engineer of the heat", "mayor of the morning",
                                        "council in full"};
    int count;
    const struct rk_role *roles = rk_roles(&count);
    assert_int_equal(count, 5);
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    say(l);
    for (int i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof name, "Person %c", 'A' + i);
        add(l, name, roles[i].id, words[i]);
    }
    rk_ledger_close(l);
    for (int i = 0; i < count; i++) {
        l = opened(RK_LEDGER_READ, rk_str_of(words[i]));
        assert_memory_equal(rk_ledger_head(l)->held, roles[i].held, sizeof roles[i].held);
        assert_sees(l, roles[i].held);
        rk_ledger_close(l);
    }
}

static void a_person_comes_in_by_the_own_name_in_any_case_and_by_no_other(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_person who;
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    add(l, "Вигадана Лікарка", "doctor", "snow on the roof");
    rk_ledger_close(l);
    l = opened(RK_LEDGER_READ, RK_STR(""));
    rk_assert_ok(rk_ledger_unlock(l, RK_STR("вигадана  ЛІКАРКА"), RK_STR("snow on the roof"),
                                  &mem, tmp, &who, &err),
                 err);
    assert_true(rk_str_eq(who.name, RK_STR("Вигадана Лікарка")));
    assert_true(rk_str_eq(who.role, RK_STR("doctor")));
    assert_int_equal(who.rights, RK_MAY_RECORDS | RK_MAY_WRITE);
    rk_ledger_close(l);
    l = opened(RK_LEDGER_READ, RK_STR(""));
    assert_int_equal(rk_ledger_unlock(l, RK_STR("Somebody"), RK_STR("snow on the roof"), &mem,
                                      tmp, &who, &err),
                     RK_EDENIED);
    assert_int_equal(rk_ledger_unlock(l, RK_STR("Вигадана Лікарка"), RK_STR("rain on the roof"),
                                      &mem, tmp, &who, &err),
                     RK_EDENIED);
    const bool nothing[RK_COMPARTMENT_COUNT + 1] = {false};
    assert_memory_equal(rk_ledger_head(l)->held, nothing, sizeof nothing);
    /* the town's first passphrase is nobody's own: any name may sit at it */
    rk_assert_ok(rk_ledger_unlock(l, RK_STR("Somebody"), PASSPHRASE, &mem, tmp, &who, &err),
                 err);
    assert_int_equal(who.name.len, 0);
    assert_int_equal(who.rights, RK_MAY_ALL);
    rk_ledger_close(l);
}

static void every_holder_sees_who_may_open_the_town(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_person *all;
    int32_t count;
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    add(l, "Вигаданий Інженер", "engineer", "pipes under the snow");
    rk_ledger_close(l);
    l = opened(RK_LEDGER_READ, RK_STR("pipes under the snow"));
    rk_assert_ok(rk_ledger_persons(l, &mem, &all, &count, &err), err);
    assert_int_equal(count, 2);
    assert_int_equal(all[0].name.len, 0);
    assert_true(rk_str_eq(all[1].name, RK_STR("Вигаданий Інженер")));
    assert_true(all[1].held[4] && !all[1].held[1]);
    assert_true(rk_str_eq(all[1].added_by, RK_STR("desk")));
    rk_ledger_close(l);
    l = opened(RK_LEDGER_READ, RK_STR(""));
    assert_int_equal(rk_ledger_persons(l, &mem, &all, &count, &err), RK_EDENIED);
    rk_ledger_close(l);
    char command[256];
    snprintf(command, sizeof command, "grep -qa 'Вигаданий' %s/ledger.sqlite", dir);
    assert_int_not_equal(system(command), 0);
}

static void a_name_is_given_once(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    add(l, "Invented Clerk", "clerk", "paper and more paper");
    const struct rk_person again = {.name = RK_STR("INVENTED clerk"), .held = {[1] = true}};
    assert_int_equal(
        rk_ledger_person_add(l, RK_STR("another paper"), RK_KDF_TEST, &again, tmp, &err),
        RK_EINVAL);
    rk_ledger_close(l);
}

static void who_was_taken_away_opens_nothing(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_person *all;
    struct rk_ledger *none = NULL;
    int32_t count;
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    add(l, "Invented Clerk", "clerk", "paper and more paper");
    rk_assert_ok(rk_ledger_persons(l, &mem, &all, &count, &err), err);
    assert_int_equal(rk_ledger_person_remove(l, all[0].number, tmp, &err), RK_EINVAL);
    rk_assert_ok(rk_ledger_person_remove(l, all[1].number, tmp, &err), err);
    assert_int_equal(rk_ledger_person_remove(l, all[1].number, tmp, &err), RK_ENOTFOUND);
    rk_ledger_close(l);
    assert_int_equal(
        rk_ledger_open(dir, RK_LEDGER_READ, RK_STR("paper and more paper"), &mem, &none, &err),
        RK_EDENIED);
}

static void a_narrow_ledger_sees_with_fewer_keys(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_ledger *narrow;
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    say(l);
    const bool doctor[RK_COMPARTMENT_COUNT + 1] = {[1] = true, [2] = true};
    const bool all[RK_COMPARTMENT_COUNT + 1] = {[1] = true, [2] = true, [3] = true, [4] = true};
    rk_assert_ok(rk_ledger_narrow(l, doctor, &mem, &narrow, &err), err);
    assert_sees(narrow, doctor);
    assert_sees(l, all);
    char room[200], back[200];
    struct rk_buf sealed = {.at = room, .cap = sizeof room}, plain = {.at = back, .cap = 200};
    rk_assert_ok(rk_ledger_seal(narrow, "x", RK_STR("seen"), &sealed, &err), err);
    assert_int_equal(rk_ledger_unseal(l, "x", rk_buf_str(&sealed), &plain, &err), RK_ECORRUPT);
    rk_assert_ok(rk_ledger_unseal(narrow, "x", rk_buf_str(&sealed), &plain, &err), err);
    rk_ledger_close(narrow);
    assert_sees(l, all); /* the store is still open */
    rk_ledger_keep_only(l, doctor);
    assert_sees(l, doctor);
    assert_int_equal(rk_ledger_narrow(l, all, &mem, &narrow, &err), RK_EDENIED);
    rk_ledger_close(l);
}

static void two_people_hold_together_what_each_of_them_holds(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_person who;
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    say(l);
    add(l, "Invented Clerk", "clerk", "paper and more paper");
    add(l, "Invented Engineer", "engineer", "pipes under the snow");
    rk_ledger_close(l);
    l = opened(RK_LEDGER_WRITE, RK_STR(""));
    rk_assert_ok(rk_ledger_unlock(l, RK_STR("invented clerk"), RK_STR("paper and more paper"),
                                  &mem, tmp, &who, &err),
                 err);
    rk_assert_ok(rk_ledger_unlock(l, RK_STR("invented engineer"),
                                  RK_STR("pipes under the snow"), &mem, tmp, &who, &err),
                 err);
    assert_true(who.held[4] && !who.held[1]);
    const bool both[RK_COMPARTMENT_COUNT + 1] = {[1] = true, [3] = true, [4] = true};
    assert_sees(l, both);
    say(l); /* and it can be written to */
    rk_ledger_close(l);
}

static void words_of_keys_and_rights_come_back_as_they_went(void **state)
{
    (void)state;
    char room[100];
    for (int set = 1; set < 16; set++) {
        bool held[RK_COMPARTMENT_COUNT + 1] = {false}, back[RK_COMPARTMENT_COUNT + 1];
        int rights;
        for (int c = 1; c <= 4; c++)
            held[c] = set >> (c - 1) & 1;
        struct rk_buf out = {.at = room, .cap = sizeof room};
        rk_held_write(held, &out);
        assert_true(rk_held_read(rk_buf_str(&out), back));
        assert_memory_equal(held, back, sizeof held);
        out.len = 0;
        rk_rights_write(set, &out);
        assert_true(rk_rights_read(rk_buf_str(&out), &rights));
        assert_int_equal(rights, set);
    }
    bool held[RK_COMPARTMENT_COUNT + 1];
    int rights;
    assert_false(rk_held_read(RK_STR("people,money"), held));
    assert_false(rk_held_read(RK_STR(""), held));
    assert_false(rk_rights_read(RK_STR("everything"), &rights));
    assert_true(rk_rights_read(RK_STR("none"), &rights));
    assert_int_equal(rights, 0);
}

/* ---- shares --------------------------------------------------------------------------------
 */

/* An independent way to the same field: logarithms to the base 3. */
static uint8_t by_logarithms(uint8_t a, uint8_t b)
{
    static uint8_t power[255], logarithm[256];
    if (!power[0]) {
        unsigned x = 1;
        for (int i = 0; i < 255; i++) {
            power[i] = (uint8_t)x;
            logarithm[x] = (uint8_t)i;
            x ^= x << 1;
            x ^= x & 0x100 ? 0x11B : 0;
        }
    }
    return a && b ? power[(logarithm[a] + logarithm[b]) % 255] : 0;
}

static void read_share(const char *text, uint8_t bytes[40])
{
    static const char signs[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    int bit = 0;
    memset(bytes, 0, 40);
    for (; *text; text++)
        for (int b = 4; b >= 0 && *text != '-'; b--, bit++)
            if ((strchr(signs, *text) - signs) >> b & 1)
                bytes[bit / 8] = (uint8_t)(bytes[bit / 8] | 0x80 >> bit % 8);
}

/* Two points give a line: y(0) = (x2 y1 + x1 y2) / (x1 + x2), the quotient found by trying. */
static void two_shares_are_two_points_of_a_line(void **state)
{
    (void)state;
    struct rk_err err = {0};
    char text[3][RK_SHARE_TEXT];
    uint8_t secret[RK_SHARE_SECRET], a[40], b[40];
    for (int i = 0; i < RK_SHARE_SECRET; i++)
        secret[i] = (uint8_t)(i * 7 + 3);
    rk_assert_ok(rk_shares_split(secret, 2, 3, text, &err), err);
    read_share(text[0], a);
    read_share(text[2], b);
    assert_int_equal(a[2], 1);
    assert_int_equal(b[2], 3);
    for (int i = 0; i < RK_SHARE_SECRET; i++) {
        const uint8_t sum =
            (uint8_t)(by_logarithms(b[2], a[5 + i]) ^ by_logarithms(a[2], b[5 + i]));
        int y = 0;
        while (by_logarithms((uint8_t)y, a[2] ^ b[2]) != sum)
            y++;
        assert_int_equal(y, secret[i]);
    }
}

static void any_three_of_five_open_it_and_two_do_not(void **state)
{
    (void)state;
    struct rk_err err = {0};
    char text[5][RK_SHARE_TEXT], joined[5 * RK_SHARE_TEXT];
    uint8_t secret[RK_SHARE_SECRET], back[RK_SHARE_SECRET];
    memset(secret, 0xA5, sizeof secret);
    rk_assert_ok(rk_shares_split(secret, 3, 5, text, &err), err);
    for (int set = 0; set < 32; set++) {
        joined[0] = '\0';
        for (int i = 0; i < 5; i++)
            if (set >> i & 1) {
                strncat(joined, text[i], RK_SHARE_TEXT);
                strncat(joined, "\n", 2);
            }
        memset(back, 0, sizeof back);
        const rk_status status = rk_shares_join(rk_str_of(joined), back, &err);
        const int given = __builtin_popcount((unsigned)set);
        assert_int_equal(status, given == 0 ? RK_EINVAL : given < 3 ? RK_EDENIED : RK_OK);
        assert_int_equal(memcmp(secret, back, sizeof back) == 0, given >= 3);
    }
    /* one share said twice is one share */
    snprintf(joined, sizeof joined, "%s %s %s", text[0], text[0], text[1]);
    assert_int_equal(rk_shares_join(rk_str_of(joined), back, &err), RK_EDENIED);
    assert_non_null(strstr(err.text, "1 more"));
    /* a slip of the pen is noticed */
    for (int at = 0; text[0][at]; at++) {
        char slip[RK_SHARE_TEXT];
        memcpy(slip, text[0], sizeof slip);
        if (slip[at] == '-')
            continue;
        slip[at] = slip[at] == '7' ? '8' : '7';
        snprintf(joined, sizeof joined, "%s %s %s", text[1], slip, text[2]);
        assert_int_not_equal(rk_shares_join(rk_str_of(joined), back, &err), RK_OK);
    }
}

static void shares_open_the_town_in_place_of_a_passphrase(void **state)
{
    (void)state;
    struct rk_err err = {0};
    struct rk_person who, *all;
    struct rk_ledger *none = NULL;
    char text[4][RK_SHARE_TEXT], joined[4 * RK_SHARE_TEXT];
    int32_t count;
    const bool everything[RK_COMPARTMENT_COUNT + 1] = {
        [1] = true, [2] = true, [3] = true, [4] = true};
    struct rk_ledger *l = opened(RK_LEDGER_WRITE, PASSPHRASE);
    say(l);
    rk_assert_ok(rk_ledger_share_out(l, 2, 4, RK_STR("desk"), 1662962400, text, tmp, &err),
                 err);
    /* now the one passphrase to everything may go */
    rk_assert_ok(rk_ledger_persons(l, &mem, &all, &count, &err), err);
    rk_assert_ok(rk_ledger_person_remove(l, all[0].number, tmp, &err), err);
    rk_ledger_close(l);
    assert_int_equal(rk_ledger_open(dir, RK_LEDGER_READ, PASSPHRASE, &mem, &none, &err),
                     RK_EDENIED);
    assert_int_equal(rk_ledger_open(dir, RK_LEDGER_READ, rk_str_of(text[1]), &mem, &none, &err),
                     RK_EDENIED);
    snprintf(joined, sizeof joined, "%s %s", text[3], text[1]);
    l = opened(RK_LEDGER_READ, rk_str_of(joined));
    assert_sees(l, everything);
    rk_ledger_close(l);
    l = opened(RK_LEDGER_READ, RK_STR(""));
    rk_assert_ok(rk_ledger_unlock(l, RK_STR("Three"), rk_str_of(joined), &mem, tmp, &who, &err),
                 err);
    assert_true(who.shared);
    rk_ledger_close(l);
}

static void shares_are_two_at_least_and_not_more_than_there_are(void **state)
{
    (void)state;
    char text[20][RK_SHARE_TEXT];
    const uint8_t secret[RK_SHARE_SECRET] = {1};
    assert_int_equal(rk_shares_split(secret, 1, 3, text, NULL), RK_EINVAL);
    assert_int_equal(rk_shares_split(secret, 4, 3, text, NULL), RK_EINVAL);
    assert_int_equal(rk_shares_split(secret, 2, 17, text, NULL), RK_EINVAL);
    assert_int_equal(rk_shares_split(secret, 16, 16, text, NULL), RK_OK);
}

/* ---- passphrases ---------------------------------------------------------------------------
 */

static void what_is_tried_first_is_refused(void **state)
{
    (void)state;
    static const char *const weak[] = {
        "short",        "password",        "Password123",  "пароль2022",
        "qwertyuiop",   "йцукенгш",        "1234567890",   "aaaaaaaaaaaa",
        "ranok2022!",   "Слава Україні!!", "abcabcabcabc", "1q2w3e4r5t",
        "zxcvbnm,1234", "Izium2022",       "ґґґґґґґґґ",    "98765432",
        "qwerty12345",  "Ukraine!!!1",     "ivan12345678", "\xFF\xFE\xFF\xFE\xFF\xFE\xFF\xFE"};
    static const char *const good[] = {"correct horse",        "four quiet words here",
                                       "сніг на старому даху", "heat laptop",
                                       "Kx7#pQ2!vz",           "три чайники біля вікна"};
    for (ptrdiff_t i = 0; i < RK_COUNT(weak); i++)
        if (rk_passphrase_check(rk_str_of(weak[i]), RK_STR(""), NULL) != RK_EINVAL)
            fail_msg("\"%s\" was taken", weak[i]);
    for (ptrdiff_t i = 0; i < RK_COUNT(good); i++) {
        struct rk_err err = {0};
        if (rk_passphrase_check(rk_str_of(good[i]), RK_STR("Вигаданий Інженер"), &err))
            fail_msg("\"%s\": %s", good[i], err.text);
    }
    assert_int_equal(
        rk_passphrase_check(RK_STR("Вигаданий1985"), RK_STR("вигаданий Інженер"), NULL),
        RK_EINVAL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, gone)
    const struct CMUnitTest tests[] = {
        TEST(each_role_opens_its_compartments_and_no_others),
        TEST(a_person_comes_in_by_the_own_name_in_any_case_and_by_no_other),
        TEST(every_holder_sees_who_may_open_the_town),
        TEST(a_name_is_given_once),
        TEST(who_was_taken_away_opens_nothing),
        TEST(a_narrow_ledger_sees_with_fewer_keys),
        TEST(two_people_hold_together_what_each_of_them_holds),
        cmocka_unit_test(words_of_keys_and_rights_come_back_as_they_went),
        cmocka_unit_test(two_shares_are_two_points_of_a_line),
        cmocka_unit_test(any_three_of_five_open_it_and_two_do_not),
        TEST(shares_open_the_town_in_place_of_a_passphrase),
        cmocka_unit_test(shares_are_two_at_least_and_not_more_than_there_are),
        cmocka_unit_test(what_is_tried_first_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
