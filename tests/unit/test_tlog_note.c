/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

#include "rk_random.h"
#include "rk_tlog_note.h"
#include "unit/tlog_example.h"

#include <sodium.h>

static rk_status open_with(struct rk_str note, int32_t keys)
{
    static struct rk_tlog_note n;
    struct rk_err err;
    return rk_tlog_note_open(note, known, keys, &n, &err);
}

/* ---- keys -------------------------------------------------------------------------------- */

static void a_key_is_written_and_read_as_go_does(void **state)
{
    (void)state;
    static const char *const vkey[] = {
        TOWN_VKEY, HOSPITAL_VKEY,
        /* the examples of C2SP signed-note and of the Go checksum database */
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"};
    static const uint32_t id[] = {0x08e20e7c, 0xbf56baac, 0x530d903a, 0x033de0ae};
    for (int i = 0; i < RK_COUNT(vkey); i++) {
        struct rk_tlog_key key;
        struct rk_err err;
        rk_assert_ok(rk_tlog_key_read(rk_str_of(vkey[i]), &key, &err), err);
        assert_int_equal(key.id, id[i]);
        assert_int_equal(key.type, i == 1 ? RK_TLOG_COSIGNS : RK_TLOG_SIGNS);
        char room[128];
        struct rk_buf b = {.at = room, .cap = sizeof room};
        rk_tlog_key_write(&key, &b);
        rk_assert_str(rk_buf_str(&b), vkey[i]);
        for (int cap = 0; cap < b.len; cap++) {
            struct rk_buf small = {.at = room, .cap = cap};
            rk_tlog_key_write(&key, &small);
            assert_true(small.failed && small.len == 0);
        }
    }
    assert_int_equal(town.key.id, id[0]);
    assert_int_equal(hospital.key.id, id[1]);
}

static void a_key_that_is_not_what_it_says_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "+",
        "++",
        "town.example/ledger",
        "town.example/ledger+08e20e7c",
        "town.example/ledger+08e20e7c+",
        "+08e20e7c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "town.example/ledgeR+08e20e7c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "town.example/ledger+08e20e7d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "town.example/ledger+8e20e7c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "town.example/ledger+008e20e7c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "town.example/ledger+08e20e7g+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "town.example/ledger+08e20e7c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG5",
        "town.example/ledger+08e20e7c+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "town.example/ledger+08e20e7c+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "town.example/ledger+08e20e7c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4AAAA",
        "town.example/ledger+08e20e7c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVQ==",
        (TOWN_VKEY "\n"),
        (" " TOWN_VKEY),
        "a b+08e20e7c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"};
    for (int i = 0; i < RK_COUNT(bad); i++) {
        struct rk_tlog_key key = {.id = 7};
        struct rk_err err;
        if (rk_tlog_key_read(rk_str_of(bad[i]), &key, &err) != RK_EINVAL)
            fail_msg("%s was read", bad[i]);
        assert_int_equal(key.id, 7);
    }
}

static void a_name_has_no_white_space_no_plus_and_some_letter(void **state)
{
    (void)state;
    static const char *const bad[] = {"",        "a b",      "a+b",       "a\tb",   "a\nb",
                                      "a\x01",   "\xC2\x85", "\xC2\xA0x", "\u1680", "\u2000",
                                      "x\u200A", "\u2028",   "\u2029",    "\u202F", "\u205F",
                                      "\u3000",  "\xFF",     "\xC3"};
    static const char *const good[] = {"a", "громада.приклад/літопис", "\u200B", "\uFFFD",
                                       "-/:"};
    struct rk_tlog_key key;
    for (int i = 0; i < RK_COUNT(bad); i++)
        assert_int_equal(
            rk_tlog_key_make(rk_str_of(bad[i]), RK_TLOG_SIGNS, town.key.key, &key, NULL),
            RK_EINVAL);
    for (int i = 0; i < RK_COUNT(good); i++)
        assert_int_equal(
            rk_tlog_key_make(rk_str_of(good[i]), RK_TLOG_SIGNS, town.key.key, &key, NULL),
            RK_OK);
    assert_int_equal(
        rk_tlog_key_make(RK_STR("a"), (enum rk_tlog_key_type)2, town.key.key, &key, NULL),
        RK_EINVAL);
}

/* ---- signing ------------------------------------------------------------------------------
 */

static void our_signatures_are_the_bytes_that_go_makes(void **state)
{
    (void)state;
    char room[1024];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    struct rk_err err;
    rk_assert_ok(rk_tlog_note_begin(RK_STR(TEXT), &b, &err), err);
    rk_assert_ok(rk_tlog_note_sign(RK_STR(TEXT), &town.key, town.secret, 0, &b, &err), err);
    rk_assert_ok(
        rk_tlog_note_sign(RK_STR(TEXT), &hospital.key, hospital.secret, TIME_S, &b, &err), err);
    rk_assert_str(rk_buf_str(&b), NOTE);

    b.len = 0;
    const struct rk_str words = RK_STR("Добрий ранок.\n\nsecond paragraph\n");
    rk_assert_ok(rk_tlog_note_begin(words, &b, &err), err);
    rk_assert_ok(rk_tlog_note_sign(words, &town.key, town.secret, 0, &b, &err), err);
    rk_assert_str(rk_buf_str(&b),
                  "Добрий ранок.\n\nsecond paragraph\n\n"
                  "— town.example/ledger COIOfKM4I9M9NrEm7UrcKB4AREmCgIU25i4mGPpRYtr5XQ7YWZCH"
                  "MGBYujDDvOlBf1uyZ8QXcrTr+k4RhX4QMY+ArQs=\n");

    b.len = 0;
    const struct rk_str extended = RK_STR(TEXT "an extension\n");
    rk_assert_ok(rk_tlog_note_sign(extended, &hospital.key, hospital.secret, TIME_S, &b, &err),
                 err);
    rk_assert_str(rk_buf_str(&b),
                  "— witness.example/hospital v1a6rAAAAABjH13A2Ximhx+mPP/pupCXDmQ/ITAHOCAa5I5D"
                  "zX4sSPPwjA6KoRC2hdg42FRpEUehaXnlH02jscyLU2L8WuF7NeH4DQ==\n");
}

static void only_whole_clean_texts_and_the_right_key_sign(void **state)
{
    (void)state;
    char room[1024];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    struct rk_err err;
    static const char *const bad[] = {"",     "no end", "tab\there\n",
                                      "\r\n", "\xFF\n", "a\n\x7f\x1f\n"};
    for (int i = 0; i < RK_COUNT(bad); i++) {
        const struct rk_str text = rk_str_of(bad[i]);
        assert_int_equal(rk_tlog_note_begin(text, &b, &err), RK_EINVAL);
        assert_int_equal(rk_tlog_note_sign(text, &town.key, town.secret, 0, &b, &err),
                         RK_EINVAL);
    }
    rk_assert_str(rk_str_of(err.place), "note:2");
    assert_int_equal(rk_tlog_note_sign(RK_STR(TEXT), &town.key, hospital.secret, 0, &b, &err),
                     RK_EINVAL);
    struct person half = town; /* the public half says town, the secret half does not */
    half.secret[3] ^= 1;
    assert_int_equal(rk_tlog_note_sign(RK_STR(TEXT), &town.key, half.secret, 0, &b, &err),
                     RK_EINVAL);
    assert_int_equal(b.len, 0);
}

static void only_checkpoints_are_cosigned_and_at_a_time(void **state)
{
    (void)state;
    static char room[16384], text[RK_TLOG_COSIGNED + 1];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    struct rk_err err;
    assert_int_equal(
        rk_tlog_note_sign(RK_STR("words\n"), &hospital.key, hospital.secret, 1, &b, &err),
        RK_EINVAL);
    assert_int_equal(
        rk_tlog_note_sign(RK_STR(TEXT), &hospital.key, hospital.secret, -1, &b, &err),
        RK_EINVAL);
    assert_int_equal(b.len, 0);
    /* the longest text that can be cosigned, and one byte more */
    memset(text, 'x', sizeof text);
    memcpy(text, TEXT, sizeof TEXT - 1);
    for (int more = 0; more < 2; more++) {
        const ptrdiff_t len = RK_TLOG_COSIGNED + more;
        text[len - 1 - more] = 'x';
        text[len - 1] = '\n';
        const struct rk_str long_text = {text, len};
        assert_int_equal(
            rk_tlog_note_sign(long_text, &hospital.key, hospital.secret, INT64_MAX, &b, &err),
            more ? RK_EINVAL : RK_OK);
        if (more)
            break;
        b.len = 0;
        rk_assert_ok(rk_tlog_note_begin(long_text, &b, &err), err);
        rk_assert_ok(
            rk_tlog_note_sign(long_text, &hospital.key, hospital.secret, INT64_MAX, &b, &err),
            err);
        struct rk_tlog_note n;
        rk_assert_ok(rk_tlog_note_open(rk_buf_str(&b), known, 2, &n, &err), err);
        assert_true(n.verified == 1 && n.by[0].key == 1 && n.by[0].time_s == INT64_MAX);
    }
}

static void a_buffer_too_small_is_an_error_and_stays_as_it_was(void **state)
{
    (void)state;
    static char room[1024];
    const struct rk_tlog_checkpoint c = {.origin = RK_STR("town.example/ledger"),
                                         .tree = {.size = 3}};
    for (int cap = 0;; cap++) {
        int good = 0;
        for (int call = 0; call < 3; call++) {
            struct rk_buf b = {.at = room, .cap = cap, .len = cap > 4 ? 4 : cap};
            const ptrdiff_t before = b.len;
            const rk_status status = call == 0   ? rk_tlog_note_begin(RK_STR(TEXT), &b, NULL)
                                     : call == 1 ? rk_tlog_note_sign(RK_STR(TEXT), &town.key,
                                                                     town.secret, 0, &b, NULL)
                                                 : rk_tlog_checkpoint_write(&c, &b, NULL);
            good += status == RK_OK;
            if (status) {
                assert_int_equal(status, RK_ENOMEM);
                assert_true(b.failed && b.len == before);
            }
        }
        if (good == 3)
            break;
        assert_true(cap < 1000);
    }
}

/* ---- opening ------------------------------------------------------------------------------
 */

static void a_note_tells_who_signed_and_when(void **state)
{
    (void)state;
    struct rk_tlog_note n;
    struct rk_err err;
    rk_assert_ok(rk_tlog_note_open(RK_STR(NOTE), known, 2, &n, &err), err);
    rk_assert_str(n.text, TEXT);
    assert_int_equal(n.verified, 2);
    assert_true(n.by[0].key == 0 && n.by[0].time_s == -1);
    assert_true(n.by[1].key == 1 && n.by[1].time_s == TIME_S);
    /* the text ends at the last empty line */
    const struct rk_str words =
        RK_STR("Добрий ранок.\n\nsecond paragraph\n\n"
               "— town.example/ledger COIOfKM4I9M9NrEm7UrcKB4AREmCgIU25i4mGPpRYtr5XQ7YWZCH"
               "MGBYujDDvOlBf1uyZ8QXcrTr+k4RhX4QMY+ArQs=\n");
    rk_assert_ok(rk_tlog_note_open(words, known, 2, &n, &err), err);
    rk_assert_str(n.text, "Добрий ранок.\n\nsecond paragraph\n");
}

static void strangers_are_ignored_and_known_keys_are_not_excused(void **state)
{
    (void)state;
    assert_int_equal(open_with(RK_STR(NOTE), 2), RK_OK);
    assert_int_equal(open_with(RK_STR(TEXT "\n" UNKNOWN_LINE TOWN_LINE), 2), RK_OK);
    assert_int_equal(open_with(RK_STR(NOTE), 1), RK_OK); /* the hospital is unknown */
    assert_int_equal(open_with(RK_STR(NOTE), 0), RK_ENOTFOUND);
    assert_int_equal(open_with(RK_STR(TEXT "\n" UNKNOWN_LINE), 2), RK_ENOTFOUND);
    /* a known key over another text spoils the note, whoever else signed it */
    assert_int_equal(open_with(RK_STR("other\n\n" TOWN_LINE), 2), RK_ECORRUPT);
    assert_int_equal(open_with(RK_STR("other\n\n" TOWN_LINE), 0), RK_ENOTFOUND);
    /* the same name with another id, the same id with another name: strangers */
    assert_int_equal(
        open_with(RK_STR(TEXT "\n— town.example/ledger AAAAAGFiY2RlZg==\n" TOWN_LINE), 2),
        RK_OK);
    assert_int_equal(
        open_with(RK_STR(TEXT "\n— unknown.example COIOfGFiY2RlZg==\n" TOWN_LINE), 2), RK_OK);
    assert_int_equal(
        open_with(RK_STR(TEXT "\n— town.example/ledger COIOfGFiY2RlZg==\n" TOWN_LINE), 2),
        RK_ECORRUPT);
}

static void of_several_lines_of_one_key_the_first_counts(void **state)
{
    (void)state;
    struct rk_tlog_note n;
    struct rk_err err;
    const char wrong[] = "— town.example/ledger COIOfGFiY2RlZg==\n";
    char room[2048];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    rk_buf_c(&b, TEXT "\n" TOWN_LINE TOWN_LINE);
    rk_buf_c(&b, wrong);
    rk_assert_ok(rk_tlog_note_open(rk_buf_str(&b), known, 2, &n, &err), err);
    assert_int_equal(n.verified, 1);
    b.len = 0;
    rk_buf_c(&b, TEXT "\n");
    rk_buf_c(&b, wrong);
    rk_buf_c(&b, TOWN_LINE);
    assert_int_equal(rk_tlog_note_open(rk_buf_str(&b), known, 2, &n, &err), RK_ECORRUPT);
    rk_assert_str(rk_str_of(err.place), "note:5");
}

static void a_key_known_twice_is_refused_when_it_signed(void **state)
{
    (void)state;
    const struct rk_tlog_key twice[] = {town.key, hospital.key, town.key};
    struct rk_tlog_note n;
    assert_int_equal(rk_tlog_note_open(RK_STR(NOTE), twice, 3, &n, NULL), RK_EINVAL);
    assert_int_equal(rk_tlog_note_open(RK_STR(TEXT "\n" HOSPITAL_LINE), twice, 3, &n, NULL),
                     RK_OK);
}

static void what_is_no_signed_note_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "\n",
        "\n\n",
        TEXT,
        TEXT "\n",
        TEXT TOWN_LINE,
        TEXT "\n\n",
        NOTE "\n",
        TEXT "\n" TOWN_LINE "\n" HOSPITAL_LINE, /* the town's line is text now: not cosigned */
        TEXT "\n" TOWN_LINE "garbage\n",
        TEXT "\ngarbage\n" TOWN_LINE,
        TEXT "\n- town.example/ledger AAAAAGFiY2RlZg==\n" TOWN_LINE,
        TEXT "\n—town.example/ledger AAAAAGFiY2RlZg==\n" TOWN_LINE,
        TEXT "\n—  AAAAAGFiY2RlZg==\n" TOWN_LINE,
        TEXT "\n— x\n" TOWN_LINE,
        TEXT "\n— x \n" TOWN_LINE,
        TEXT "\n— a+b AAAAAGFiY2RlZg==\n" TOWN_LINE,
        TEXT "\n— a\u00A0b AAAAAGFiY2RlZg==\n" TOWN_LINE,
        TEXT "\n— x AAAAAA==\n" TOWN_LINE, /* an id and nothing behind it */
        TEXT "\n— x AAAAAGFiY2RlZg=\n" TOWN_LINE,
        TEXT "\n— x AAAAAGFiY2RlZg\n" TOWN_LINE,
        TEXT "\n— x AAAAAGFiY2RlZ===\n" TOWN_LINE,
        TEXT "\n— x AAAA=GFiY2RlZg==\n" TOWN_LINE,
        TEXT "\n— x AAAAAGFiY2RlZg== \n" TOWN_LINE,
        TEXT "\n— x  AAAAAGFiY2RlZg==\n" TOWN_LINE,
        TEXT "\n— x AAAAAGFiY2Rl-_==\n" TOWN_LINE,
        TEXT "\r\n\n" TOWN_LINE,
        "\xEF\xBB\xBF\x07" TEXT "\n" TOWN_LINE,
        TEXT "\xED\xA0\x80\n\n" TOWN_LINE};
    for (int i = 0; i < RK_COUNT(bad); i++) {
        const rk_status status = open_with(rk_str_of(bad[i]), 2);
        if (status != (i == 8 ? RK_ECORRUPT : RK_EINVAL))
            fail_msg("note %d: status %d\n%s", i, (int)status, bad[i]);
    }
    /* no last line end */
    assert_int_equal(open_with(rk_str_slice(RK_STR(NOTE), 0, sizeof NOTE - 2), 2), RK_EINVAL);
    /* a NUL is a control character */
    assert_int_equal(open_with(RK_STR("a\0b\n\n" UNKNOWN_LINE), 2), RK_EINVAL);
}

static void a_hundred_signatures_are_read_and_one_more_is_refused(void **state)
{
    (void)state;
    static char room[65536];
    for (int strangers = 98; strangers < 101; strangers++) {
        struct rk_buf b = {.at = room, .cap = sizeof room};
        rk_buf_c(&b, TEXT "\n");
        for (int i = 0; i < strangers; i++)
            rk_buf_printf(&b, "— unknown.example/%d AAAAAGFiY2RlZg==\n", i);
        rk_buf_c(&b, TOWN_LINE);
        assert_int_equal(open_with(rk_buf_str(&b), 2),
                         strangers + 1 <= RK_TLOG_SIGNATURES ? RK_OK : RK_EINVAL);
    }
    /* all hundred known */
    static struct rk_tlog_key many[RK_TLOG_SIGNATURES];
    static char name[RK_TLOG_SIGNATURES][16];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    struct rk_err err;
    rk_assert_ok(rk_tlog_note_begin(RK_STR(TEXT), &b, &err), err);
    for (int i = 0; i < RK_TLOG_SIGNATURES; i++) {
        snprintf(name[i], sizeof name[i], "w%d.example", i);
        rk_assert_ok(
            rk_tlog_key_make(rk_str_of(name[i]), RK_TLOG_SIGNS, town.key.key, &many[i], &err),
            err);
        rk_assert_ok(rk_tlog_note_sign(RK_STR(TEXT), &many[i], town.secret, 0, &b, &err), err);
    }
    static struct rk_tlog_note n;
    rk_assert_ok(rk_tlog_note_open(rk_buf_str(&b), many, RK_TLOG_SIGNATURES, &n, &err), err);
    assert_int_equal(n.verified, RK_TLOG_SIGNATURES);
}

/* Go's decoder does not look at the two bits behind the last byte; neither do we. */
static void the_bits_behind_a_signature_are_free_as_in_go(void **state)
{
    (void)state;
    const ptrdiff_t last = sizeof TEXT TOWN_LINE - 3; /* the character before "=\n" */
    char note[] = TEXT "\n" TOWN_LINE;
    assert_int_equal(note[last], 'o');
    for (const char *c = "opqr"; *c; c++) {
        note[last] = *c;
        assert_int_equal(open_with(rk_str_of(note), 2), RK_OK);
    }
    note[last] = 's';
    assert_int_equal(open_with(rk_str_of(note), 2), RK_ECORRUPT);
}

static void a_cosignature_is_no_signature_and_the_other_way_round(void **state)
{
    (void)state;
    /* the hospital's key, known as of the other type under the same id, does not verify */
    struct rk_tlog_key confused = hospital.key;
    confused.type = RK_TLOG_SIGNS;
    struct rk_tlog_note n;
    assert_int_equal(rk_tlog_note_open(RK_STR(TEXT "\n" HOSPITAL_LINE), &confused, 1, &n, NULL),
                     RK_ECORRUPT);
    confused = town.key;
    confused.type = RK_TLOG_COSIGNS;
    assert_int_equal(rk_tlog_note_open(RK_STR(TEXT "\n" TOWN_LINE), &confused, 1, &n, NULL),
                     RK_ECORRUPT);
    /* one key and name, two types: two ids */
    struct rk_tlog_key plain;
    assert_int_equal(
        rk_tlog_key_make(hospital.key.name, RK_TLOG_SIGNS, hospital.key.key, &plain, NULL),
        RK_OK);
    assert_true(plain.id != hospital.key.id);
}

/* 2^63 and more is no time (C2SP tlog-cosignature), however its number is written. */
static void a_time_beyond_63_bits_is_refused(void **state)
{
    (void)state;
    static const char *const message[] = {"cosignature/v1\ntime 9223372036854775808\n" TEXT,
                                          "cosignature/v1\ntime -9223372036854775808\n" TEXT};
    for (int i = 0; i < 2; i++) {
        uint8_t bytes[4 + 8 + 64] = {0xbf, 0x56, 0xba, 0xac, 0x80};
        crypto_sign_detached(bytes + 12, NULL, (const uint8_t *)message[i], strlen(message[i]),
                             hospital.secret);
        char room[1024];
        struct rk_buf b = {.at = room, .cap = sizeof room};
        rk_buf_c(&b, TEXT "\n— witness.example/hospital ");
        rk_base64(bytes, sizeof bytes, &b);
        rk_buf_c(&b, "\n");
        assert_int_equal(open_with(rk_buf_str(&b), 2), RK_ECORRUPT);
    }
}

/* The right bytes, one fewer or one more. */
static void a_signature_has_its_length_and_no_other(void **state)
{
    (void)state;
    static const char *const line[2] = {TOWN_LINE, HOSPITAL_LINE};
    for (int who = 0; who < 2; who++) {
        struct rk_str base64 = rk_str_trim(rk_str_of(line[who]));
        rk_str_cut(&base64, ' ');
        const struct rk_str name = rk_str_cut(&base64, ' ');
        uint8_t bytes[128] = {0};
        const ptrdiff_t len = rk_base64_read(base64, bytes, sizeof bytes);
        assert_int_equal(len, who ? 4 + 8 + 64 : 4 + 64);
        for (int more = -1; more < 10; more++) {
            char room[1024];
            struct rk_buf b = {.at = room, .cap = sizeof room};
            rk_buf_c(&b, TEXT "\n— ");
            rk_buf_add(&b, name);
            rk_buf_char(&b, ' ');
            rk_base64(bytes, len + more, &b);
            rk_buf_char(&b, '\n');
            assert_int_equal(open_with(rk_buf_str(&b), 2), more ? RK_ECORRUPT : RK_OK);
        }
    }
}

/* ---- checkpoints ---------------------------------------------------------------------------
 */

static void a_checkpoint_is_three_lines(void **state)
{
    (void)state;
    struct rk_tlog_checkpoint c;
    struct rk_err err;
    rk_assert_ok(rk_tlog_checkpoint_read(RK_STR(TEXT), &c, &err), err);
    rk_assert_str(c.origin, "town.example/ledger");
    assert_int_equal(c.tree.size, 3);
    char hex[65];
    rk_hex(c.tree.root.byte, 32, hex);
    assert_string_equal(hex,
                        "9889f5b1ee34f9f49ec36154b879f0a9f781d7fa3c7074fe96ac6451f57e5be2");
    assert_int_equal(c.extension.len, 0);
    char room[256];
    struct rk_buf b = {.at = room, .cap = sizeof TEXT - 1};
    rk_assert_ok(rk_tlog_checkpoint_write(&c, &b, &err), err);
    rk_assert_str(rk_buf_str(&b), TEXT);
}

static void extension_lines_are_read_and_never_written(void **state)
{
    (void)state;
    struct rk_tlog_checkpoint c;
    struct rk_err err;
    rk_assert_ok(rk_tlog_checkpoint_read(RK_STR(TEXT "one\ntwo\n"), &c, &err), err);
    rk_assert_str(c.extension, "one\ntwo\n");
    char room[256];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    assert_int_equal(rk_tlog_checkpoint_write(&c, &b, &err), RK_EINVAL);
    c.extension.len = 0, c.tree.size = -1;
    assert_int_equal(rk_tlog_checkpoint_write(&c, &b, &err), RK_EINVAL);
    c.tree.size = 3, c.origin = RK_STR("go.sum database tree");
    assert_int_equal(rk_tlog_checkpoint_write(&c, &b, &err), RK_EINVAL);
    assert_int_equal(b.len, 0);
}

#define ROOT "mIn1se40+fSew2FUuHnwqfeB1/o8cHT+lqxkUfV+W+I="

static void what_is_no_checkpoint_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *place;
    } bad[] = {
        {"", "checkpoint"},
        {"\n", "checkpoint:1"},
        {"o", "checkpoint"},
        {"o\n", "checkpoint:2"},
        {"\n3\n" ROOT "\n", "checkpoint:1"},
        {"o\n\n" ROOT "\n", "checkpoint:2"},
        {"o\n03\n" ROOT "\n", "checkpoint:2"},
        {"o\n00\n" ROOT "\n", "checkpoint:2"},
        {"o\n+3\n" ROOT "\n", "checkpoint:2"},
        {"o\n-3\n" ROOT "\n", "checkpoint:2"},
        {"o\n 3\n" ROOT "\n", "checkpoint:2"},
        {"o\n3 \n" ROOT "\n", "checkpoint:2"},
        {"o\n3.\n" ROOT "\n", "checkpoint:2"},
        {"o\n9223372036854775808\n" ROOT "\n", "checkpoint:2"},
        {"o\n18446744073709551619\n" ROOT "\n", "checkpoint:2"},
        {"o\n3\n", "checkpoint:3"},
        {"o\n3\n\n", "checkpoint:3"},
        {"o\n3\n" ROOT, "checkpoint"},
        {"o\n3\n" ROOT " \n", "checkpoint:3"},
        {"o\n3\nmIn1se40+fSew2FUuHnwqfeB1/o8cHT+lqxkUfV+W+J=\n", "checkpoint:3"},
        {"o\n3\nmIn1se40+fSew2FUuHnwqfeB1/o8cHT+lqxkUfV+Ww==\n", "checkpoint:3"},
        {"o\n3\n" ROOT "\n\n", "checkpoint:4"},
        {"o\n3\n" ROOT "\nx\n\ny\n", "checkpoint:5"},
        {"o\n3\n" ROOT "\nx", "checkpoint"},
        {"o\r\n3\n" ROOT "\n", "checkpoint:1"},
        {"o\n3\n" ROOT "\n\xFF\n", "checkpoint:4"},
    };
    for (int i = 0; i < RK_COUNT(bad); i++) {
        struct rk_tlog_checkpoint c = {.tree = {.size = -7}};
        struct rk_err err;
        if (rk_tlog_checkpoint_read(rk_str_of(bad[i].text), &c, &err) != RK_EINVAL)
            fail_msg("checkpoint %d was read", i);
        rk_assert_str(rk_str_of(err.place), bad[i].place);
        assert_int_equal(c.tree.size, -7);
    }
    struct rk_tlog_checkpoint c;
    assert_int_equal(
        rk_tlog_checkpoint_read(RK_STR("an origin\n9223372036854775807\n" ROOT "\n"), &c, NULL),
        RK_OK);
    assert_int_equal(c.tree.size, INT64_MAX);
    rk_assert_str(c.origin, "an origin");
}

static void a_checkpoint_is_opened_by_the_readers_policy(void **state)
{
    (void)state;
    struct rk_tlog_checkpoint c;
    struct rk_tlog_note n;
    struct rk_err err;
    struct rk_tlog_policy p = {.key = known, .keys = 2, .quorum = 1};
    rk_assert_ok(rk_tlog_checkpoint_open(RK_STR(NOTE), &p, &c, &n, &err), err);
    assert_true(c.tree.size == 3 && n.verified == 2 && n.by[1].time_s == TIME_S);
    rk_assert_ok(rk_tlog_checkpoint_open(RK_STR(NOTE), &p, &c, NULL, &err), err);

    const struct rk_str alone = RK_STR(TEXT "\n" TOWN_LINE),
                        cosigned = RK_STR(TEXT "\n" HOSPITAL_LINE);
    c.tree.size = -7;
    assert_int_equal(rk_tlog_checkpoint_open(alone, &p, &c, NULL, &err), RK_ENOTFOUND);
    assert_int_equal(rk_tlog_checkpoint_open(cosigned, &p, &c, NULL, &err), RK_ENOTFOUND);
    p.origin = RK_STR("town.example");
    assert_int_equal(rk_tlog_checkpoint_open(RK_STR(NOTE), &p, &c, NULL, &err), RK_EINVAL);
    p.origin = RK_STR("town.example/ledger");
    assert_int_equal(c.tree.size, -7);
    rk_assert_ok(rk_tlog_checkpoint_open(RK_STR(NOTE), &p, &c, NULL, &err), err);
    p.quorum = 0;
    rk_assert_ok(rk_tlog_checkpoint_open(alone, &p, &c, NULL, &err), err);
    assert_int_equal(rk_tlog_checkpoint_open(cosigned, &p, &c, NULL, &err), RK_ENOTFOUND);
    const struct rk_str words =
        RK_STR("Добрий ранок.\n\nsecond paragraph\n\n"
               "— town.example/ledger COIOfKM4I9M9NrEm7UrcKB4AREmCgIU25i4mGPpRYtr5XQ7YWZCH"
               "MGBYujDDvOlBf1uyZ8QXcrTr+k4RhX4QMY+ArQs=\n");
    assert_int_equal(rk_tlog_checkpoint_open(words, &p, &c, NULL, &err), RK_EINVAL);
}

static void a_policy_that_counts_one_person_twice_is_refused(void **state)
{
    (void)state;
    struct rk_tlog_checkpoint c;
    struct rk_tlog_key key[3] = {town.key, hospital.key, hospital.key};
    const struct rk_str name = RK_STR("another.example/name");
    assert_int_equal(rk_tlog_key_make(name, RK_TLOG_COSIGNS, hospital.key.key, &key[2], NULL),
                     RK_OK);
    struct rk_tlog_policy p = {.key = key, .keys = 3, .quorum = 1};
    assert_int_equal(rk_tlog_checkpoint_open(RK_STR(NOTE), &p, &c, NULL, NULL), RK_EINVAL);
    /* the log as its own witness */
    assert_int_equal(rk_tlog_key_make(name, RK_TLOG_COSIGNS, town.key.key, &key[2], NULL),
                     RK_OK);
    assert_int_equal(rk_tlog_checkpoint_open(RK_STR(NOTE), &p, &c, NULL, NULL), RK_EINVAL);
    /* a witness whose key does not say when */
    assert_int_equal(rk_tlog_key_make(name, RK_TLOG_SIGNS, known[1].key, &key[1], NULL), RK_OK);
    p.keys = 2;
    assert_int_equal(rk_tlog_checkpoint_open(RK_STR(NOTE), &p, &c, NULL, NULL), RK_EINVAL);
    static const int32_t bad[][2] = {{0, 0}, {-1, 0}, {2, 2}, {2, -1}, {1, 1}};
    for (int i = 0; i < RK_COUNT(bad); i++) {
        p = (struct rk_tlog_policy){.key = known, .keys = bad[i][0], .quorum = bad[i][1]};
        assert_int_equal(rk_tlog_checkpoint_open(RK_STR(NOTE), &p, &c, NULL, NULL), RK_EINVAL);
    }
}

/* ---- mutations ------------------------------------------------------------------------------
 */

static void a_hundred_thousand_changed_notes_are_refused_or_say_the_same(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(20220912);
    const struct rk_tlog_policy p = {.key = known, .keys = 2, .quorum = 1};
    static char text[4096];
    int64_t accepted = 0, opened = 0;
    for (int i = 0; i < 100000; i++) {
        memcpy(text, NOTE, sizeof NOTE - 1);
        const ptrdiff_t len = mutate(&r, text, sizeof NOTE - 1, sizeof text);
        const struct rk_str changed = {text, len};
        struct rk_tlog_checkpoint c;
        struct rk_tlog_note n;
        if (i % 4 == 0 && rk_tlog_note_open(changed, known, 2, &n, NULL) == RK_OK) {
            rk_assert_str(n.text, TEXT);
            opened++;
        }
        if (rk_tlog_checkpoint_open(changed, &p, &c, &n, NULL) != RK_OK)
            continue;
        rk_assert_str(c.origin, "town.example/ledger");
        assert_true(c.tree.size == 3 && n.verified == 2);
        assert_int_equal(n.by[0].time_s + n.by[1].time_s, TIME_S - 1);
        accepted++;
    }
    /* lines doubled or swapped, free bits, a stranger's name: few, but some */
    assert_true(accepted > 0 && accepted < 10000 && opened > 0 && opened < 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_written_and_read_as_go_does),
        cmocka_unit_test(a_key_that_is_not_what_it_says_is_refused),
        cmocka_unit_test(a_name_has_no_white_space_no_plus_and_some_letter),
        cmocka_unit_test(our_signatures_are_the_bytes_that_go_makes),
        cmocka_unit_test(only_whole_clean_texts_and_the_right_key_sign),
        cmocka_unit_test(only_checkpoints_are_cosigned_and_at_a_time),
        cmocka_unit_test(a_buffer_too_small_is_an_error_and_stays_as_it_was),
        cmocka_unit_test(a_note_tells_who_signed_and_when),
        cmocka_unit_test(strangers_are_ignored_and_known_keys_are_not_excused),
        cmocka_unit_test(of_several_lines_of_one_key_the_first_counts),
        cmocka_unit_test(a_key_known_twice_is_refused_when_it_signed),
        cmocka_unit_test(what_is_no_signed_note_is_refused),
        cmocka_unit_test(a_hundred_signatures_are_read_and_one_more_is_refused),
        cmocka_unit_test(the_bits_behind_a_signature_are_free_as_in_go),
        cmocka_unit_test(a_cosignature_is_no_signature_and_the_other_way_round),
        cmocka_unit_test(a_time_beyond_63_bits_is_refused),
        cmocka_unit_test(a_signature_has_its_length_and_no_other),
        cmocka_unit_test(a_checkpoint_is_three_lines),
        cmocka_unit_test(extension_lines_are_read_and_never_written),
        cmocka_unit_test(what_is_no_checkpoint_is_refused_with_its_line),
        cmocka_unit_test(a_checkpoint_is_opened_by_the_readers_policy),
        cmocka_unit_test(a_policy_that_counts_one_person_twice_is_refused),
        cmocka_unit_test(a_hundred_thousand_changed_notes_are_refused_or_say_the_same),
    };
    return cmocka_run_group_tests(tests, meet, NULL);
}
