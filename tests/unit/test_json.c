/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_json_tree.h"
#include "rk_random.h"
#include "rk_test.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open(16 << 20);
    tmp = rk_scratch_open(16 << 20);
    return mem.failed || tmp.in.failed;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

/* Reads all of it; the last token. */
static struct rk_json read_all(struct rk_str text, struct rk_arena *keep)
{
    struct rk_json r = rk_json_read(text, keep);
    while (rk_json_next(&r) != RK_JSON_ERROR && r.kind != RK_JSON_END)
        continue;
    return r;
}

static void a_claim_is_read_token_by_token(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_json r = rk_json_read(
        RK_STR(" {\"хто\":\"сусід\\n\", \"n\":[-12.5e1,true,false,null,{}]}\n"), &keep);
    assert_int_equal(rk_json_next(&r), RK_JSON_OBJECT);
    assert_int_equal(r.offset, 1);
    assert_int_equal(r.depth, 1);
    assert_int_equal(rk_json_next(&r), RK_JSON_KEY);
    rk_assert_str(r.text, "хто");
    assert_int_equal(rk_json_next(&r), RK_JSON_STRING);
    rk_assert_str(r.text, "сусід\n");
    assert_int_equal(rk_json_next(&r), RK_JSON_KEY);
    assert_int_equal(rk_json_next(&r), RK_JSON_ARRAY);
    assert_int_equal(rk_json_next(&r), RK_JSON_NUMBER);
    rk_assert_near(r.number, -125.0, 0.0);
    rk_assert_str(r.text, "-12.5e1");
    assert_int_equal(rk_json_next(&r), RK_JSON_TRUE);
    assert_int_equal(rk_json_next(&r), RK_JSON_FALSE);
    assert_int_equal(rk_json_next(&r), RK_JSON_NULL);
    assert_int_equal(rk_json_next(&r), RK_JSON_OBJECT);
    assert_int_equal(r.depth, 3);
    assert_int_equal(rk_json_next(&r), RK_JSON_OBJECT_END);
    assert_int_equal(r.depth, 2);
    assert_int_equal(rk_json_next(&r), RK_JSON_ARRAY_END);
    assert_int_equal(rk_json_next(&r), RK_JSON_OBJECT_END);
    assert_int_equal(rk_json_next(&r), RK_JSON_END);
    assert_int_equal(rk_json_next(&r), RK_JSON_END);
}

static void text_without_escapes_is_not_copied(void **state)
{
    (void)state;
    const struct rk_str input = RK_STR("\"дах\"");
    struct rk_arena none = {.failed = true};
    struct rk_json r = rk_json_read(input, &none);
    assert_int_equal(rk_json_next(&r), RK_JSON_STRING);
    assert_ptr_equal(r.text.at, input.at + 1);
}

/* Every escape of RFC 8259, 7, and a pair of surrogates: U+1F600. */
static void escapes_are_undone(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_json r = rk_json_read(
        RK_STR("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0457\\u20AC\\uD83D\\uDE00\\u0041 кінець\""),
        &keep);
    assert_int_equal(rk_json_next(&r), RK_JSON_STRING);
    rk_assert_str(r.text, "\"\\/\b\f\n\r\tї€\xF0\x9F\x98\x80"
                          "A кінець");
    r = rk_json_read(RK_STR("\"\\u0000\""), &keep);
    assert_int_equal(rk_json_next(&r), RK_JSON_STRING);
    assert_int_equal(r.text.len, 1);
    assert_int_equal(r.text.at[0], 0);
}

static void what_rfc_8259_allows_is_accepted(void **state)
{
    (void)state;
    static const char *const good[] = {"0",
                                       "-0",
                                       "0.0",
                                       "1e5",
                                       "1E+5",
                                       "1e-5",
                                       "-1.25",
                                       "\"\"",
                                       "[]",
                                       "{}",
                                       " \t\r\n[ ] ",
                                       "[1 , 2]",
                                       "{\"a\" : 1 , \"b\":{}}",
                                       "null",
                                       "true",
                                       "false",
                                       "[[],[]]",
                                       "{\"a\":1,\"a\":2}",
                                       "\"\x7F\"",
                                       "\"\xF4\x8F\xBF\xBF\"",
                                       "1e-999",
                                       "123456789012345678901234567890",
                                       "0.00000000000000000000000000000000000001",
                                       "\"\\uDBFF\\uDFFF\"",
                                       "\"/\""};
    for (int i = 0; i < (int)RK_COUNT(good); i++) {
        struct rk_arena keep = mem;
        const struct rk_json r = read_all(rk_str_of(good[i]), &keep);
        if (r.kind != RK_JSON_END)
            fail_msg("%s refused: %s", good[i], r.why);
    }
}

struct bad {
    struct rk_str text;
    int offset;
};

static void what_rfc_8259_forbids_is_refused_at_its_place(void **state)
{
    (void)state;
    static const struct bad bads[] = {
        {{"", 0}, 0},
        {{"  ", 2}, 2},
        {{"[", 1}, 1},
        {{"[1,]", 4}, 3},
        {{"[,1]", 4}, 1},
        {{"[1 2]", 5}, 3},
        {{"[1}", 3}, 2},
        {{"{]", 2}, 1},
        {{"{\"a\"}", 5}, 4},
        {{"{\"a\":}", 6}, 5},
        {{"{\"a\":1,}", 8}, 7},
        {{"{a:1}", 5}, 1},
        {{"{\"a\" 1}", 7}, 5},
        {{"{1:1}", 5}, 1},
        {{"{'a':1}", 7}, 1},
        {{"{\"a\":1 \"b\":2}", 13}, 7},
        {{"01", 2}, 1},
        {{"-01", 3}, 2},
        {{"-", 1}, 1},
        {{"+1", 2}, 0},
        {{".5", 2}, 0},
        {{"1.", 2}, 2},
        {{"1.e5", 4}, 2},
        {{"1e", 2}, 2},
        {{"1e+", 3}, 3},
        {{"0x10", 4}, 1},
        {{"1a", 2}, 1},
        {{"1e999", 5}, 0},
        {{"-1e999", 6}, 0},
        {{"NaN", 3}, 0},
        {{"Infinity", 8}, 0},
        {{"nul", 3}, 0},
        {{"nulll", 5}, 4},
        {{"True", 4}, 0},
        {{"\"a", 2}, 2},
        {{"\"a\nb\"", 5}, 2},
        {{"\"a\0b\"", 5}, 2},
        {{"\"\\x\"", 4}, 1},
        {{"\"\\", 2}, 1},
        {{"\"\\u12\"", 6}, 1},
        {{"\"\\u12G4\"", 8}, 1},
        {{"\"\\n\t\"", 5}, 3},
        {{"\"\\uD800\"", 8}, 1},
        {{"\"\\uDC00\"", 8}, 1},
        {{"\"\\uD800\\n\"", 10}, 1},
        {{"\"\\uD800\\uD800\"", 14}, 1},
        {{"\"ab\x80\"", 5}, 3},
        {{"\"\xC0\xAF\"", 4}, 1},
        {{"\"\xED\xA0\x80\"", 5}, 1},
        {{"\"\xF4\x90\x80\x80\"", 6}, 1},
        {{"\"\xD0\"", 3}, 1},
        {{"\"\\n\xD0\"", 5}, 3},
        {{"\xEF\xBB\xBF[]", 5}, 0},
        {{"[] []", 5}, 3},
        {{"1 /* x */", 9}, 2},
        {{"[]\xC2\xA0", 4}, 2},
        {{"\"x\"]", 4}, 3},
    };
    for (int i = 0; i < (int)RK_COUNT(bads); i++) {
        struct rk_arena keep = mem;
        struct rk_json r = read_all(bads[i].text, &keep);
        if (r.kind != RK_JSON_ERROR || r.offset != bads[i].offset || !r.why)
            fail_msg("case %d <%.*s>: kind %d at %td, expected an error at %d", i,
                     RK_FMT(bads[i].text), (int)r.kind, r.offset, bads[i].offset);
        assert_int_equal(rk_json_next(&r), RK_JSON_ERROR);
    }
}

/* A fault must be found wherever it stands in the 16-byte steps of the reader. */
static void a_fault_is_found_at_every_position(void **state)
{
    (void)state;
    for (int len = 1; len < 70; len++) {
        for (int at = 0; at < len; at++) {
            static const char faults[] = {'\x01', '\x1F', '\x80', '\xFF', '\n'};
            char text[80] = "\"";
            memset(text + 1, 'a', (size_t)len);
            text[len + 1] = '"';
            text[at + 1] = faults[(len + at) % 5];
            struct rk_arena keep = mem;
            const struct rk_json r = read_all((struct rk_str){text, len + 2}, &keep);
            assert_int_equal(r.kind, RK_JSON_ERROR);
            assert_int_equal(r.offset, at + 1);
        }
    }
}

static void sixty_four_levels_are_read_and_no_more(void **state)
{
    (void)state;
    char text[2 * (RK_JSON_DEPTH + 1)];
    for (int depth = RK_JSON_DEPTH; depth <= RK_JSON_DEPTH + 1; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        struct rk_arena keep = mem;
        const struct rk_json r = read_all((struct rk_str){text, 2 * depth}, &keep);
        assert_int_equal(r.kind, depth == RK_JSON_DEPTH ? RK_JSON_END : RK_JSON_ERROR);
        if (depth > RK_JSON_DEPTH)
            assert_int_equal(r.offset, RK_JSON_DEPTH);
    }
}

static void a_value_is_skipped_whole(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_json r = rk_json_read(RK_STR("{\"a\":{\"b\":[1,{}]},\"c\":5,\"d\":[[]]}"), &keep);
    rk_json_next(&r);
    rk_json_next(&r);
    assert_int_equal(rk_json_skip(&r), RK_JSON_OBJECT_END);
    assert_int_equal(rk_json_next(&r), RK_JSON_KEY);
    rk_assert_str(r.text, "c");
    assert_int_equal(rk_json_skip(&r), RK_JSON_NUMBER);
    rk_json_next(&r);
    assert_int_equal(rk_json_next(&r), RK_JSON_ARRAY);
    assert_int_equal(rk_json_skip(&r), RK_JSON_ARRAY_END);
    assert_int_equal(r.depth, 1);
    assert_int_equal(rk_json_next(&r), RK_JSON_OBJECT_END);
    assert_int_equal(rk_json_next(&r), RK_JSON_END);
}

static void a_place_is_told_in_lines_and_characters(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    int line, column;
    const struct rk_json r = read_all(RK_STR("{\n \"її\": 1,\n \"ї\" 2}"), &keep);
    assert_int_equal(r.kind, RK_JSON_ERROR);
    rk_json_where(&r, &line, &column);
    assert_int_equal(line, 3);
    assert_int_equal(column, 6);
}

static void a_full_arena_is_told_from_a_fault(void **state)
{
    (void)state;
    char few[4];
    struct rk_arena keep = {few, few, few + sizeof few, false};
    const struct rk_json r = read_all(RK_STR("\"\\nabcdefgh\""), &keep);
    assert_int_equal(r.kind, RK_JSON_ERROR);
    assert_true(keep.failed);
    struct rk_arena enough = mem;
    assert_int_equal(read_all(RK_STR("\"\\x\""), &enough).kind, RK_JSON_ERROR);
    assert_false(enough.failed);
}

/* The nearest double: strtod of glibc is exact. Lengths and exponents beyond the fast way, too.
 */
static void numbers_are_the_nearest_doubles(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(1);
    for (int i = 0; i < 200000; i++) {
        char text[96];
        const int digits = 1 + (int)rk_random_below(&r, 25);
        int len = rk_random_below(&r, 2) ? snprintf(text, sizeof text, "-") : 0;
        for (int d = 0; d < digits; d++)
            text[len++] =
                (char)('0' + (d == 0 ? 1 + rk_random_below(&r, 9) : rk_random_below(&r, 10)));
        text[len] = '\0';
        if (rk_random_below(&r, 2))
            len += snprintf(text + len, sizeof text - (size_t)len, ".%0*d",
                            1 + (int)rk_random_below(&r, 9), (int)rk_random_below(&r, 1000));
        if (rk_random_below(&r, 2))
            len += snprintf(text + len, sizeof text - (size_t)len, "e%d",
                            (int)rk_random_below(&r, 60) - 30);
        struct rk_arena keep = mem;
        struct rk_json json = rk_json_read((struct rk_str){text, len}, &keep);
        assert_int_equal(rk_json_next(&json), RK_JSON_NUMBER);
        rk_assert_near(json.number, strtod(text, NULL), 0.0);
    }
}

/* ---- numbers out ------------------------------------------------------------------------- */

struct sample {
    uint64_t bits;
    const char *text;
};

static double of_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* RFC 8785, appendix B. */
static const struct sample rfc_samples[] = {
    {0x0000000000000000, "0"},
    {0x8000000000000000, "0"},
    {0x0000000000000001, "5e-324"},
    {0x8000000000000001, "-5e-324"},
    {0x7fefffffffffffff, "1.7976931348623157e+308"},
    {0xffefffffffffffff, "-1.7976931348623157e+308"},
    {0x4340000000000000, "9007199254740992"},
    {0xc340000000000000, "-9007199254740992"},
    {0x4430000000000000, "295147905179352830000"},
    {0x44b52d02c7e14af5, "9.999999999999997e+22"},
    {0x44b52d02c7e14af6, "1e+23"},
    {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
    {0x444b1ae4d6e2ef4e, "999999999999999700000"},
    {0x444b1ae4d6e2ef4f, "999999999999999900000"},
    {0x444b1ae4d6e2ef50, "1e+21"},
    {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
    {0x3eb0c6f7a0b5ed8d, "0.000001"},
    {0x41b3de4355555553, "333333333.3333332"},
    {0x41b3de4355555554, "333333333.33333325"},
    {0x41b3de4355555555, "333333333.3333333"},
    {0x41b3de4355555556, "333333333.3333334"},
    {0x41b3de4355555557, "333333333.33333343"},
    {0xbecbf647612f3696, "-0.0000033333333333333333"},
    {0x43143ff3c1cb0959, "1424953923781206.2"},
};

static void numbers_are_written_as_the_rfc_shows(void **state)
{
    (void)state;
    char text[32];
    for (int i = 0; i < (int)RK_COUNT(rfc_samples); i++) {
        const int len = rk_double_text(of_bits(rfc_samples[i].bits), text);
        rk_assert_str(((struct rk_str){text, len}), rfc_samples[i].text);
        assert_int_equal(text[len], 0);
    }
    /* 2^-44 stands at an uneven place: the nearest decimal of 16 digits does not read back, the
     * next one does (ECMA-262 wants the fewest digits) */
    rk_double_text(0x1p-44, text);
    assert_string_equal(text, "5.684341886080802e-14");
    rk_double_text(-HUGE_VAL, text);
    assert_string_equal(text, "-Infinity");
    rk_double_text((double)NAN, text);
    assert_string_equal(text, "NaN");
}

static int count_digits(const char *text)
{
    int count = 0, zeros = 0;
    for (; *text && *text != 'e'; text++) {
        if (*text < '0' || *text > '9')
            continue;
        if (*text == '0') {
            zeros += count > 0;
        } else {
            count += zeros + 1;
            zeros = 0;
        }
    }
    return count;
}

/* It reads back, and no decimal of one digit less does: neither of the two nearest. */
static void assert_shortest(double x)
{
    char text[32], less[48];
    rk_double_text(x, text);
    if (strtod(text, NULL) != x)
        fail_msg("%s does not read back as %.17g", text, x);
    const int digits = count_digits(text);
    if (digits < 2)
        return;
    snprintf(less, sizeof less, "%.*e", digits - 2, x);
    const double below = strtod(less, NULL),
                 unit = pow(10.0, floor(log10(fabs(x))) - digits + 2);
    if (below == x)
        fail_msg("%s could be %s", text, less);
    snprintf(less, sizeof less, "%.*e", digits - 2, below < x ? below + unit : below - unit);
    if (strtod(less, NULL) == x)
        fail_msg("%s could be %s", text, less);
}

static void numbers_read_back_and_none_shorter_does(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(2);
    for (int i = 0; i < 20000; i++) {
        const double x = of_bits(rk_random_u64(&r));
        if (isfinite(x) && x != 0.0 && fabs(x) > 1e-290)
            assert_shortest(x);
    }
    for (int e = -900; e < 1000; e++)
        assert_shortest(ldexp(1.0, e));
    for (int i = 0; i < 50000; i++) { /* measurements: the fast way */
        const double tens[] = {1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7};
        const double x = (double)rk_random_below(&r, 4000000000) / tens[rk_random_below(&r, 8)];
        if (x != 0.0)
            assert_shortest(x);
    }
}

/* ---- writing ----------------------------------------------------------------------------- */

static struct rk_buf out_of(ptrdiff_t max)
{
    struct rk_arena keep = mem;
    return rk_buf_in(&keep, max);
}

static void a_claim_is_written_as_the_rfc_wants(void **state)
{
    (void)state;
    struct rk_buf b = out_of(1000);
    struct rk_json_out w = rk_json_write(&b);
    rk_json_object(&w);
    rk_json_kbool(&w, "a", true);
    rk_json_kint(&w, "b", INT64_C(9007199254740991));
    rk_json_kint(&w, "c", INT64_MIN);
    rk_json_knum(&w, "d", 0.1);
    rk_json_knum(&w, "e", HUGE_VAL);
    rk_json_kstr(&w, "f", (struct rk_str){NULL, 0});
    rk_json_kstr(&w, "g", RK_STR(""));
    rk_json_kstr(&w, "h", RK_STR("\"\\/\b\f\n\r\t\x01\x1F\x7Fї"));
    rk_json_key(&w, RK_STR("i"));
    rk_json_array(&w);
    rk_json_null(&w);
    rk_json_object(&w);
    rk_json_object_end(&w);
    rk_json_number(&w, -0.0);
    rk_json_array_end(&w);
    rk_json_object_end(&w);
    assert_false(w.failed);
    rk_assert_str(rk_buf_str(&b),
                  "{\"a\":true,\"b\":9007199254740991,\"c\":\"-9223372036854775808\",\"d\":0.1,"
                  "\"e\":null,\"g\":\"\",\"h\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7Fї\","
                  "\"i\":[null,{},0]}");
}

/* Misuse, one letter an act: o O object, a A array, k key "k", j key "j", v value, b bad text
 */
static bool refused(const char *acts)
{
    struct rk_buf b = out_of(4000);
    struct rk_json_out w = rk_json_write(&b);
    for (; *acts; acts++) {
        switch (*acts) {
        case 'o':
            rk_json_object(&w);
            break;
        case 'O':
            rk_json_object_end(&w);
            break;
        case 'a':
            rk_json_array(&w);
            break;
        case 'A':
            rk_json_array_end(&w);
            break;
        case 'k':
            rk_json_key(&w, RK_STR("k"));
            break;
        case 'j':
            rk_json_key(&w, RK_STR("j"));
            break;
        case 'v':
            rk_json_int(&w, 1);
            break;
        default:
            rk_json_str(&w, RK_STR("\xD0"));
            break;
        }
    }
    return w.failed;
}

static void misuse_of_the_writer_is_noticed(void **state)
{
    (void)state;
    static const char *const wrong[] = {"vv", "ov", "okO", "okk",   "ojkv",  "A", "O",   "aO",
                                        "oA", "k",  "ak",  "okvjv", "okvkv", "b", "okb", "oOv"};
    static const char *const right[] = {"v", "oO", "aA", "okvO", "ojvkvO", "avvA", "aoOaAvA"};
    for (int i = 0; i < (int)RK_COUNT(wrong); i++)
        if (!refused(wrong[i]))
            fail_msg("%s passed", wrong[i]);
    for (int i = 0; i < (int)RK_COUNT(right); i++)
        if (refused(right[i]))
            fail_msg("%s refused", right[i]);
    char deep[RK_JSON_DEPTH + 2] = "";
    memset(deep, 'a', RK_JSON_DEPTH);
    assert_false(refused(deep));
    deep[RK_JSON_DEPTH] = 'a';
    deep[RK_JSON_DEPTH + 1] = '\0';
    assert_true(refused(deep));
}

static bool keys_pass(struct rk_str first, struct rk_str second, bool any_order)
{
    struct rk_buf b = out_of(1000);
    struct rk_json_out w = rk_json_write(&b);
    w.any_order = any_order;
    rk_json_object(&w);
    rk_json_key(&w, first);
    rk_json_int(&w, 1);
    rk_json_key(&w, second);
    rk_json_int(&w, 2);
    rk_json_object_end(&w);
    return !w.failed;
}

/* The keys of RFC 8785, 3.2.3, in its order: by UTF-16, where U+1F600 (D83D DE00) stands before
 * U+FB33; and keys that are escaped in the output. */
static void keys_must_ascend_by_utf_16(void **state)
{
    (void)state;
    static const char *const order[] = {"",
                                        "\x01",
                                        "\r",
                                        "\"",
                                        "1",
                                        "10",
                                        "\\",
                                        "a",
                                        "aa",
                                        "\xC2\x80",
                                        "ö",
                                        "€",
                                        "\xEE\x80\x80" /* U+E000 comes behind all surrogates */,
                                        "\xEF\xAC\xB3"};
    for (int i = 0; i < (int)RK_COUNT(order); i++)
        for (int j = 0; j < (int)RK_COUNT(order); j++)
            assert_int_equal(keys_pass(rk_str_of(order[i]), rk_str_of(order[j]), false), i < j);
    const struct rk_str smile = RK_STR("\xF0\x9F\x98\x80");
    assert_true(keys_pass(RK_STR("€"), smile, false));
    assert_true(keys_pass(smile, RK_STR("\xEF\xAC\xB3"), false));
    assert_true(keys_pass(smile, RK_STR("\xEE\x80\x80"), false));
    assert_false(keys_pass(RK_STR("\xEF\xAC\xB3"), smile, false));
    assert_true(keys_pass(RK_STR("b"), RK_STR("a"), true));
}

static void a_full_buffer_is_not_misuse(void **state)
{
    (void)state;
    for (int max = 0; max < 16; max++) {
        struct rk_buf b = out_of(max);
        struct rk_json_out w = rk_json_write(&b);
        rk_json_object(&w);
        rk_json_kint(&w, "a", 10);
        rk_json_kint(&w, "b", 20);
        rk_json_object_end(&w);
        assert_false(w.failed);
        assert_int_equal(b.failed, max < 15);
    }
}

/* ---- canonical --------------------------------------------------------------------------- */

static void assert_canonical(const char *from, const char *to)
{
    struct rk_err err;
    struct rk_buf b = out_of(4000);
    rk_assert_ok(rk_json_canonical(rk_str_of(from), tmp, &b, &err), err);
    rk_assert_str(rk_buf_str(&b), to);
}

/* RFC 8785, 3.2.2 and 3.2.3. */
static void the_examples_of_the_rfc_come_out(void **state)
{
    (void)state;
    assert_canonical("{\n \"numbers\": [333333333.33333329, 1E30, 4.50,\n 2e-3, "
                     "0.000000000000000000000000001],\n \"string\": "
                     "\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n "
                     "\"literals\": [null, true, false]\n}",
                     "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,"
                     "0.002,1e-27],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    assert_canonical(
        "{\"\\u20ac\": \"Euro Sign\",\"\\r\": \"Carriage Return\",\"\\ufb33\": \"Hebrew Letter "
        "Dalet With Dagesh\",\"1\": \"One\",\"\\ud83d\\ude00\": \"Emoji: Grinning "
        "Face\",\"\\u0080\": \"Control\",\"\\u00f6\": \"Latin Small Letter O With Diaeresis\"}",
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\",\"ö\":\"Latin "
        "Small "
        "Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"\xF0\x9F\x98\x80\":\"Emoji: Grinning "
        "Face\",\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
    assert_canonical(" [ -0 , 1.0 , 100e-2, 9007199254740993 ] ", "[0,1,1,9007199254740992]");
}

static void what_is_not_i_json_is_refused(void **state)
{
    (void)state;
    struct rk_err err;
    struct rk_buf b = out_of(4000);
    rk_buf_c(&b, "before");
    assert_int_equal(rk_json_canonical(RK_STR("{\"a\":1,\n\"b\":2,\n\"a\":3}"), tmp, &b, &err),
                     RK_EINVAL);
    assert_string_equal(err.place, "3:1");
    assert_int_equal(rk_json_canonical(RK_STR("{\"\\u0061\":1,\"a\":3}"), tmp, &b, &err),
                     RK_EINVAL);
    assert_int_equal(rk_json_canonical(RK_STR("[\"\xEF\xBF\xBF\"]"), tmp, &b, &err), RK_EINVAL);
    assert_int_equal(rk_json_canonical(RK_STR("[\"\xEF\xB7\x90\"]"), tmp, &b, &err), RK_EINVAL);
    assert_int_equal(rk_json_canonical(RK_STR("[\"\xF0\x9F\xBF\xBE\"]"), tmp, &b, &err),
                     RK_EINVAL);
    assert_int_equal(rk_json_canonical(RK_STR("{\"\xEF\xBF\xBE\":1}"), tmp, &b, &err),
                     RK_EINVAL);
    assert_int_equal(rk_json_canonical(RK_STR("[1,\n  }"), tmp, &b, &err), RK_EINVAL);
    assert_string_equal(err.place, "2:3");
    rk_assert_str(rk_buf_str(&b), "before");
}

/* Objects of all sizes, with members in random order, come out sorted. */
static void many_members_are_sorted(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(3);
    int32_t order[300];
    for (int count = 0; count < 300; count += 7) {
        struct rk_arena keep = mem;
        struct rk_buf in = rk_buf_in(&keep, 8000), want = rk_buf_in(&keep, 8000);
        struct rk_buf out = rk_buf_in(&keep, 8000);
        for (int i = 0; i < count; i++)
            order[i] = i;
        rk_random_shuffle(&r, order, count);
        rk_buf_char(&in, '{');
        rk_buf_char(&want, '{');
        for (int i = 0; i < count; i++) {
            rk_buf_printf(&in, "%s\"%03d\":%d", i ? "," : "", order[i], order[i]);
            rk_buf_printf(&want, "%s\"%03d\":%d", i ? "," : "", i, i);
        }
        rk_buf_char(&in, '}');
        rk_buf_char(&want, '}');
        assert_int_equal(rk_json_canonical(rk_buf_str(&in), tmp, &out, NULL), RK_OK);
        assert_true(rk_str_eq(rk_buf_str(&out), rk_buf_str(&want)));
    }
}

/* Exact blocks, so that a sanitizer sees a step over the edge. */
static void canonical_needs_its_memory_and_says_so(void **state)
{
    (void)state;
    const struct rk_str in = RK_STR("{\"b\":[1,\"\\n\\u0457\",{}],\"a\":0.5}");
    bool done = false;
    for (ptrdiff_t size = 1; !done; size += 7) {
        char *block = malloc((size_t)size);
        struct rk_scratch scratch = {{block, block, block + size, false}};
        struct rk_buf b = out_of(100);
        struct rk_err err = {0};
        const rk_status status = rk_json_canonical(in, scratch, &b, &err);
        assert_true(status == RK_OK || status == RK_ENOMEM);
        done = status == RK_OK;
        rk_assert_str(rk_buf_str(&b), done ? "{\"a\":0.5,\"b\":[1,\"\\nї\",{}]}" : "");
        free(block);
        assert_true(size < 10000);
    }
    done = false;
    for (ptrdiff_t size = 0; !done; size++) {
        char *block = malloc((size_t)size + 1);
        struct rk_buf b = {.at = block, .cap = size};
        const rk_status status = rk_json_canonical(in, tmp, &b, NULL);
        assert_true(status == RK_OK || status == RK_ENOMEM);
        done = status == RK_OK;
        free(block);
        assert_true(size < 100);
    }
}

/* ---- a file as a tree ----------------------------------------------------------------- */

static const char day_file[] =
    "\xEF\xBB\xBF{\"людей\": 46000,\n \"a\": 1,\n \"list\": [true, {}], \"x\": -1.5}";

static void read_tree(const char *bytes, struct rk_arena *keep, struct rk_scratch *scratch,
                      struct rk_tree *out)
{
    struct rk_err err = {0};
    rk_assert_ok(rk_tree_read("day.json", rk_str_of(bytes), keep, scratch, out, &err), err);
}

static void a_tree_answers_by_key(void **state)
{
    (void)state;
    struct rk_arena keep = rk_arena_open(1 << 16);
    struct rk_scratch scratch = rk_scratch_open(1 << 16);
    struct rk_err err = {0};
    struct rk_tree t;
    read_tree(day_file, &keep, &scratch, &t);
    double n = 0.0;
    int32_t id = 7;
    const struct rk_tree_value *list = NULL;
    rk_assert_ok(rk_tree_number(&t, t.top, "", "x", RK_TREE_NEEDED, -2.0, 0.0, &n, &err), err);
    rk_assert_near(n, -1.5, 0.0);
    rk_assert_ok(rk_tree_id(&t, t.top, "", "a", RK_TREE_NEEDED, &id, &err), err);
    assert_int_equal(id, 1);
    rk_assert_ok(rk_tree_id(&t, t.top, "", "b", RK_TREE_MAY, &id, &err), err);
    assert_int_equal(id, 1); /* not there: left as it was */
    rk_assert_ok(rk_tree_array(&t, t.top, "", "list", RK_TREE_NEEDED, &list, &err), err);
    assert_int_equal(list->count, 2);
    assert_int_equal(list->first->kind, RK_JSON_TRUE);
    assert_int_equal(list->first->next->kind, RK_JSON_OBJECT);
    assert_null(rk_tree_get(t.top, "z"));
    rk_scratch_close(&scratch);
    rk_arena_close(&keep);
}

static void what_a_tree_refuses_has_its_line_column_and_path(void **state)
{
    (void)state;
    struct rk_arena keep = rk_arena_open(1 << 16);
    struct rk_scratch scratch = rk_scratch_open(1 << 16);
    struct rk_err err = {0};
    struct rk_tree t;
    double n = 0.0;
    int32_t id = 0;
    const struct rk_tree_value *list = NULL;
    read_tree(day_file, &keep, &scratch, &t);
    assert_int_equal(
        rk_tree_number(&t, t.top, "town", "людей", RK_TREE_NEEDED, 0.0, 9.0, &n, &err),
        RK_EINVAL);
    assert_string_equal(err.place, "day.json:1:11: town.людей"); /* in letters, not bytes */
    assert_int_equal(rk_tree_id(&t, t.top, "", "x", RK_TREE_MAY, &id, &err), RK_EINVAL);
    assert_string_equal(err.place, "day.json:3:27: x");
    assert_int_equal(rk_tree_array(&t, t.top, "", "a", RK_TREE_MAY, &list, &err), RK_EINVAL);
    assert_string_equal(err.place, "day.json:2:7: a");
    assert_int_equal(rk_tree_id(&t, t.top, "", "b", RK_TREE_NEEDED, &id, &err), RK_EINVAL);
    assert_non_null(strstr(err.text, "\"b\""));
    struct rk_tree none;
    assert_int_equal(
        rk_tree_read("d.json", RK_STR("{\"a\":\n tru}"), &keep, &scratch, &none, &err),
        RK_EINVAL);
    assert_non_null(strstr(err.place, "d.json:2:"));
    assert_int_equal(
        rk_tree_read("d.json", RK_STR("{\"a\":1,\n\"a\":2}"), &keep, &scratch, &none, &err),
        RK_EINVAL); /* which of the two was meant? */
    assert_non_null(strstr(err.place, "d.json:2:"));
    struct rk_scratch small = rk_scratch_open(64);
    assert_int_equal(rk_tree_read("d.json", rk_str_of(day_file), &keep, &small, &none, &err),
                     RK_ENOMEM);
    rk_scratch_close(&small);
    rk_scratch_close(&scratch);
    rk_arena_close(&keep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_claim_is_read_token_by_token),
        cmocka_unit_test(text_without_escapes_is_not_copied),
        cmocka_unit_test(escapes_are_undone),
        cmocka_unit_test(what_rfc_8259_allows_is_accepted),
        cmocka_unit_test(what_rfc_8259_forbids_is_refused_at_its_place),
        cmocka_unit_test(a_fault_is_found_at_every_position),
        cmocka_unit_test(sixty_four_levels_are_read_and_no_more),
        cmocka_unit_test(a_value_is_skipped_whole),
        cmocka_unit_test(a_place_is_told_in_lines_and_characters),
        cmocka_unit_test(a_full_arena_is_told_from_a_fault),
        cmocka_unit_test(numbers_are_the_nearest_doubles),
        cmocka_unit_test(numbers_are_written_as_the_rfc_shows),
        cmocka_unit_test(numbers_read_back_and_none_shorter_does),
        cmocka_unit_test(a_claim_is_written_as_the_rfc_wants),
        cmocka_unit_test(misuse_of_the_writer_is_noticed),
        cmocka_unit_test(keys_must_ascend_by_utf_16),
        cmocka_unit_test(a_full_buffer_is_not_misuse),
        cmocka_unit_test(the_examples_of_the_rfc_come_out),
        cmocka_unit_test(what_is_not_i_json_is_refused),
        cmocka_unit_test(many_members_are_sorted),
        cmocka_unit_test(canonical_needs_its_memory_and_says_so),
        cmocka_unit_test(a_tree_answers_by_key),
        cmocka_unit_test(what_a_tree_refuses_has_its_line_column_and_path),
    };
    return cmocka_run_group_tests_name("json", tests, open_memory, close_memory);
}
