/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_hash.h"
#include "rk_test.h"

static void assert_hash(struct rk_hash h, const char *want)
{
    char hex[65];
    rk_hex(h.byte, 32, hex);
    assert_string_equal(hex, want);
}

#define OF_ABC     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OF_MILLION "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

/* FIPS 180-4 example messages (NIST, SHA256.pdf and SHA_Additional.pdf). */
static void hashes_are_those_of_the_standard(void **state)
{
    (void)state;
    static char million[1000000];
    memset(million, 'a', sizeof million);
    assert_hash(rk_sha256("", 0), OF_NOTHING);
    assert_hash(rk_sha256(NULL, 0), OF_NOTHING);
    assert_hash(rk_sha256("abc", 3), OF_ABC);
    assert_hash(rk_sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56),
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_hash(rk_sha256(million, sizeof million), OF_MILLION);
    assert_hash(rk_sha256("\xbd", 1),
                "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b");
}

static void pieces_give_the_hash_of_the_whole(void **state)
{
    (void)state;
    char text[300];
    for (int i = 0; i < 300; i++)
        text[i] = (char)i;
    for (int len = 0; len <= 300; len += 13) {
        const struct rk_hash whole = rk_sha256(text, len);
        for (int cut = 0; cut <= len; cut += 7) {
            struct rk_sha256 h;
            rk_sha256_start(&h);
            rk_sha256_add(&h, text, cut);
            struct rk_sha256 copy = h; /* a plain struct: both go on alone */
            rk_sha256_add(&h, "something else", 14);
            rk_sha256_add(&copy, text + cut, len - cut);
            const struct rk_hash got = rk_sha256_end(&copy);
            assert_true(rk_hash_eq(&got, &whole));
            rk_sha256_add(&copy, "abc", 3); /* as just started */
            assert_hash(rk_sha256_end(&copy), OF_ABC);
        }
    }
}

static void one_bit_makes_hashes_differ(void **state)
{
    (void)state;
    const struct rk_hash a = rk_sha256("abc", 3);
    for (int i = 0; i < 256; i++) {
        struct rk_hash b = a;
        b.byte[i / 8] ^= (uint8_t)(1 << i % 8);
        assert_false(rk_hash_eq(&a, &b));
    }
}

static void hex_is_read_exactly_or_not_at_all(void **state)
{
    (void)state;
    uint8_t bytes[4] = {9, 9, 9, 9};
    assert_true(rk_hex_read(RK_STR("00fFA50b"), bytes, 4));
    assert_memory_equal(bytes, "\x00\xff\xa5\x0b", 4);
    assert_false(rk_hex_read(RK_STR("00ffa5"), bytes, 4));
    assert_false(rk_hex_read(RK_STR("00ffa50b0"), bytes, 4));
    assert_false(rk_hex_read(RK_STR("11111g11"), bytes, 4));
    assert_false(rk_hex_read(RK_STR("1111 111"), bytes, 4));
    assert_memory_equal(bytes, "\x00\xff\xa5\x0b", 4);
    assert_true(rk_hex_read(RK_STR(""), bytes, 0));
}

static void assert_base64(const char *plain, const char *coded)
{
    char space[64];
    uint8_t back[64];
    struct rk_buf b = {.at = space, .cap = sizeof space};
    rk_base64(plain, (ptrdiff_t)strlen(plain), &b);
    rk_assert_str(rk_buf_str(&b), coded);
    assert_int_equal(rk_base64_read(rk_buf_str(&b), back, sizeof back), strlen(plain));
    assert_memory_equal(back, plain, strlen(plain));
}

/* RFC 4648, 10. */
static void base64_is_that_of_the_rfc(void **state)
{
    (void)state;
    assert_base64("", "");
    assert_base64("f", "Zg==");
    assert_base64("fo", "Zm8=");
    assert_base64("foo", "Zm9v");
    assert_base64("foob", "Zm9vYg==");
    assert_base64("fooba", "Zm9vYmE=");
    assert_base64("foobar", "Zm9vYmFy");
    assert_base64("\xFB\xFF\xFE", "+//+");
}

static void sloppy_base64_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"Z",    "Zg",   "Zg=",      "Zh==",     "Zm9=",   "Zm8",
                                      "====", "Z===", "=Zg=",     "Zg==Zg==", "Zg==\n", " Zg==",
                                      "Zm9-", "Zm_v", "Zm9vZg=Z", "Zm9v="};
    uint8_t out[64];
    for (int i = 0; i < (int)RK_COUNT(bad); i++)
        if (rk_base64_read(rk_str_of(bad[i]), out, sizeof out) != -1)
            fail_msg("%s was taken", bad[i]);
    assert_int_equal(rk_base64_read(RK_STR("Zm9v"), out, 2), -1);
    assert_int_equal(rk_base64_read(RK_STR("Zm9v"), out, 3), 3);
}

static void all_bytes_go_through_base64_and_hex(void **state)
{
    (void)state;
    uint8_t in[256], back[256];
    char hex[513], space[400];
    for (int i = 0; i < 256; i++)
        in[i] = (uint8_t)(i * 167 + 13);
    for (int len = 0; len <= 256; len++) {
        struct rk_buf b = {.at = space, .cap = sizeof space};
        rk_base64(in, len, &b);
        assert_int_equal(b.len, (len + 2) / 3 * 4);
        assert_int_equal(rk_base64_read(rk_buf_str(&b), back, len), len);
        assert_memory_equal(back, in, len);
        memset(back, 0, sizeof back);
        rk_hex(in, len, hex);
        assert_true(rk_hex_read(rk_str_of(hex), back, len));
        assert_memory_equal(back, in, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_the_standard),
        cmocka_unit_test(pieces_give_the_hash_of_the_whole),
        cmocka_unit_test(one_bit_makes_hashes_differ),
        cmocka_unit_test(hex_is_read_exactly_or_not_at_all),
        cmocka_unit_test(base64_is_that_of_the_rfc),
        cmocka_unit_test(sloppy_base64_is_refused),
        cmocka_unit_test(all_bytes_go_through_base64_and_hex),
    };
    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
