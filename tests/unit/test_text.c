/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_random.h"
#include "rk_text.h"
#include "rk_test.h"

#include <iconv.h>
#include <utf8proc.h>

static char space[1 << 16];

static struct rk_buf fresh(void)
{
    return (struct rk_buf){.at = space, .cap = sizeof space};
}

/* ---- UTF-8 ------------------------------------------------------------------------------- */

/* The grammar of RFC 3629, 4, written down a second time: the length of one character or 0. */
static ptrdiff_t one_character(const unsigned char *s, ptrdiff_t len)
{
#define IN(i, low, high) (len > (i) && s[i] >= (low) && s[i] <= (high))
#define TAIL(i)          IN(i, 0x80, 0xBF)
    if (IN(0, 0x00, 0x7F))
        return 1;
    if (IN(0, 0xC2, 0xDF) && TAIL(1))
        return 2;
    if ((IN(0, 0xE0, 0xE0) && IN(1, 0xA0, 0xBF) && TAIL(2)) ||
        (IN(0, 0xE1, 0xEC) && TAIL(1) && TAIL(2)) ||
        (IN(0, 0xED, 0xED) && IN(1, 0x80, 0x9F) && TAIL(2)) ||
        (IN(0, 0xEE, 0xEF) && TAIL(1) && TAIL(2)))
        return 3;
    if ((IN(0, 0xF0, 0xF0) && IN(1, 0x90, 0xBF) && TAIL(2) && TAIL(3)) ||
        (IN(0, 0xF1, 0xF3) && TAIL(1) && TAIL(2) && TAIL(3)) ||
        (IN(0, 0xF4, 0xF4) && IN(1, 0x80, 0x8F) && TAIL(2) && TAIL(3)))
        return 4;
    return 0;
}

static ptrdiff_t slow_bad(struct rk_str s)
{
    ptrdiff_t at = 0;
    while (at < s.len) {
        const ptrdiff_t step = one_character((const unsigned char *)s.at + at, s.len - at);
        if (step == 0)
            return at;
        at += step;
    }
    return -1;
}

/* Text of characters of all lengths, then damaged in one or two places. */
static ptrdiff_t random_text(struct rk_random *r, char *text, ptrdiff_t max)
{
    ptrdiff_t len = 0;
    while (len + 4 <= max) {
        static const int32_t tops[] = {0x80, 0x80, 0x500, 0x500, 0x10000, 0x110000};
        const int32_t c = (int32_t)rk_random_below(r, tops[rk_random_below(r, 6)]);
        len += rk_utf8_put(c, text + len);
    }
    for (int64_t i = rk_random_below(r, 3); i > 0 && len > 0; i--) {
        static const char bytes[] =
            "\x80\xBF\xC0\xC1\xC2\xE0\xED\xEF\xF0\xF4\xF5\xFF\x9F\xA0 a";
        text[rk_random_below(r, len)] = bytes[rk_random_below(r, 16)];
    }
    return rk_random_below(r, 3) ? len : rk_random_below(r, len + 1);
}

static void the_first_fault_in_utf8_is_found(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(1);
    int good = 0;
    for (int i = 0; i < 100000; i++) {
        char text[160];
        const ptrdiff_t from = rk_random_below(&r, 16);
        const ptrdiff_t len = random_text(&r, text + from, rk_random_below(&r, 140));
        const struct rk_str s = {text + from, len};
        const ptrdiff_t bad = slow_bad(s);
        assert_int_equal(rk_utf8_bad(s), bad);
        good += bad < 0;
    }
    assert_true(good > 10000 && good < 90000);
    assert_int_equal(rk_utf8_bad((struct rk_str){NULL, 0}), -1);
}

/* All pairs and triples of interesting bytes, at every place of a block. */
static void short_sequences_are_judged_alike_at_every_place(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                          0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
                                          0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5, 0xFF};
    const int n = (int)sizeof bytes;
    char text[64];
    for (int k = 0; k < n * n * n * n; k++) {
        const int at = k % 37;
        memset(text, 'a', sizeof text);
        for (int i = 0, rest = k; i < 4; i++, rest /= n)
            text[at + i] = (char)bytes[rest % n];
        const struct rk_str s = {text, at < 20 ? 64 : at + 4};
        assert_int_equal(rk_utf8_bad(s), slow_bad(s));
    }
}

static void characters_are_walked_put_and_counted(void **state)
{
    (void)state;
    char four[4];
    for (int32_t c = 0; c <= 0x110000; c++) {
        const bool character = c < 0x110000 && (c < 0xD800 || c > 0xDFFF);
        const int len = rk_utf8_put(c, four);
        assert_int_equal(len > 0, character);
        ptrdiff_t at = 0;
        if (!character)
            continue;
        assert_int_equal(rk_utf8_next((struct rk_str){four, len}, &at), c);
        assert_int_equal(at, len);
        assert_int_equal(rk_utf8_next((struct rk_str){four, len}, &at), -1);
        assert_int_equal(rk_utf8_count((struct rk_str){four, len}), 1);
    }
    assert_int_equal(rk_utf8_put(-1, four), 0);
    const struct rk_str s = RK_STR("a\xD0z\xED\xA0\x80");
    static const int32_t want[] = {'a', 0xFFFD, 'z', 0xFFFD, 0xFFFD, 0xFFFD, -1};
    ptrdiff_t at = 0;
    for (int i = 0; i < (int)RK_COUNT(want); i++)
        assert_int_equal(rk_utf8_next(s, &at), want[i]);
    assert_int_equal(rk_utf8_count(RK_STR("Ізюм — 2022")), 11);
}

static void a_head_ends_before_a_character(void **state)
{
    (void)state;
    const struct rk_str s = RK_STR("aї€\xF0\x9F\x98\x80"); /* ends at 1, 3, 6, 10 */
    static const int want[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (int max = 0; max < (int)RK_COUNT(want); max++)
        assert_int_equal(rk_utf8_head(s, max).len, want[max]);
    assert_int_equal(rk_utf8_head(s, -1).len, 0);
}

/* ---- encodings --------------------------------------------------------------------------- */

/* The C library's iconv as judge: UTF-8 of the bytes, -1 when it refuses them. */
static ptrdiff_t judged(const char *encoding, const char *bytes, size_t len, char *out,
                        size_t max)
{
    iconv_t cd = iconv_open("UTF-8", encoding);
    assert_true(cd != (iconv_t)-1);
    char copy[64], *from = copy, *to = out;
    memcpy(copy, bytes, len);
    size_t left = max;
    const size_t status = iconv(cd, &from, &len, &to, &left);
    iconv_close(cd);
    return status == (size_t)-1 ? -1 : (ptrdiff_t)(max - left);
}

static void bytes_mean_what_the_c_library_says(void **state)
{
    (void)state;
    static const char *const names[] = {[RK_ENC_CP1251] = "CP1251", [RK_ENC_KOI8U] = "KOI8-U"};
    struct rk_arena mem = rk_arena_open(1 << 20);
    for (int e = RK_ENC_CP1251; e <= RK_ENC_KOI8U; e++) {
        for (int byte = 0; byte < 256; byte++) {
            const char one = (char)byte;
            char want[8];
            struct rk_arena keep = mem;
            struct rk_str got = {NULL, 0};
            struct rk_err err;
            const ptrdiff_t len = judged(names[e], &one, 1, want, sizeof want);
            const rk_status status = rk_text_decode((struct rk_str){&one, 1},
                                                    (enum rk_encoding)e, &keep, &got, &err);
            assert_int_equal(status, len < 0 ? RK_EINVAL : RK_OK);
            if (len < 0) {
                assert_string_equal(err.place, "byte 0");
                continue;
            }
            assert_true(rk_str_eq(got, (struct rk_str){want, len}));
            struct rk_buf back = fresh();
            assert_true(rk_text_encode(got, (enum rk_encoding)e, &back));
            assert_true(back.len == 1 && back.at[0] == one);
        }
    }
    rk_arena_close(&mem);
}

static void utf16_goes_there_and_back(void **state)
{
    (void)state;
    struct rk_arena mem = rk_arena_open(1 << 20);
    for (int big = 0; big < 2; big++) {
        const enum rk_encoding e = big ? RK_ENC_UTF16BE : RK_ENC_UTF16LE;
        for (int32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
            char utf8[4], want[8];
            const struct rk_str s = {utf8, rk_utf8_put(c, utf8)};
            struct rk_buf b = fresh();
            struct rk_arena keep = mem;
            struct rk_str back = {NULL, 0};
            if (s.len == 0 || c == 0xFEFF)
                continue;
            assert_true(rk_text_encode(s, e, &b));
            const ptrdiff_t len =
                judged(big ? "UTF-16BE" : "UTF-16LE", b.at, (size_t)b.len, want, sizeof want);
            assert_true(rk_str_eq((struct rk_str){want, len}, s));
            assert_int_equal(rk_text_decode(rk_buf_str(&b), e, &keep, &back, NULL), RK_OK);
            assert_true(rk_str_eq(back, s));
        }
    }
    rk_arena_close(&mem);
}

struct wrong {
    enum rk_encoding from;
    struct rk_str bytes;
    const char *place;
};

static void undefined_bytes_are_refused_with_their_offset(void **state)
{
    (void)state;
    static const struct wrong wrongs[] = {
        {RK_ENC_CP1251, {"ab\x98", 3}, "byte 2"},
        {RK_ENC_UTF8, {"ab\xD0", 3}, "byte 2"},
        {RK_ENC_UTF8, {"\xEF\xBB\xBFz\xFF", 5}, "byte 4"},
        {RK_ENC_UTF16LE, {"a\0b", 3}, "byte 2"},
        {RK_ENC_UTF16LE, {"\xFF\xFE\x00\xDC", 4}, "byte 2"},
        {RK_ENC_UTF16BE, {"\0a\xD8\x3D\0a", 6}, "byte 2"},
        {RK_ENC_UTF16BE, {"\0a\xD8\x3D", 4}, "byte 2"},
    };
    struct rk_arena mem = rk_arena_open(1 << 12);
    for (int i = 0; i < (int)RK_COUNT(wrongs); i++) {
        struct rk_str out = {NULL, 5};
        struct rk_err err;
        assert_int_equal(rk_text_decode(wrongs[i].bytes, wrongs[i].from, &mem, &out, &err),
                         RK_EINVAL);
        assert_string_equal(err.place, wrongs[i].place);
        assert_int_equal(out.len, 5);
    }
    struct rk_arena few = {space, space, space + 5, false};
    struct rk_str out;
    assert_int_equal(rk_text_decode(RK_STR("\xB3\xB3\xB3"), RK_ENC_CP1251, &few, &out, NULL),
                     RK_ENOMEM);
    rk_arena_close(&mem);
}

static void marks_are_taken_off(void **state)
{
    (void)state;
    struct rk_arena mem = rk_arena_open(1 << 12);
    struct rk_str out;
    const struct rk_str utf8 = RK_STR("\xEF\xBB\xBFx");
    assert_int_equal(rk_text_decode(utf8, RK_ENC_UTF8, &mem, &out, NULL), RK_OK);
    rk_assert_str(out, "x");
    assert_true(out.at < utf8.at || out.at > utf8.at + utf8.len); /* a copy */
    assert_int_equal(
        rk_text_decode((struct rk_str){"\xFF\xFEx\0", 4}, RK_ENC_UTF16LE, &mem, &out, NULL),
        RK_OK);
    rk_assert_str(out, "x");
    assert_int_equal(
        rk_text_decode((struct rk_str){"\xFE\xFF\0x", 4}, RK_ENC_UTF16BE, &mem, &out, NULL),
        RK_OK);
    rk_assert_str(out, "x");
    rk_arena_close(&mem);
}

static void what_an_encoding_lacks_is_not_written(void **state)
{
    (void)state;
    struct rk_buf b = fresh();
    assert_false(rk_text_encode(RK_STR("日"), RK_ENC_CP1251, &b));
    assert_false(rk_text_encode(RK_STR("—"), RK_ENC_KOI8U, &b));
    assert_false(rk_text_encode(RK_STR("\xEF\xBF\xBD"), RK_ENC_CP1251, &b));
    assert_false(rk_text_encode(RK_STR("\xD0"), RK_ENC_UTF8, &b));
    assert_true(rk_text_encode(RK_STR("日"), RK_ENC_UTF8, &b));
}

/* ---- guessing ---------------------------------------------------------------------------- */

static const char *const few_words[] = {
    "дах зруйновано",
    "Ізюм, вулиця Соборна",
    "ПРІЗВИЩЕ;ІМ'Я;ПО БАТЬКОВІ",
    "Дата смерті",
    "кількість мешканців",
    "вікна вибито, тепла немає",
    "Потрібен інсулін",
    "лікарня працює",
    "населений пункт",
    "місто Харків",
    "Їдальня № 5",
    "адреса будинку",
    "ЗАЯВА ПРО ПОШКОДЖЕННЯ",
    "Крыша разрушена",
    "улица Московская, дом 5",
    "ФАМИЛИЯ;ИМЯ;ОТЧЕСТВО",
    "Дата рождения",
    "количество жителей",
    "окна выбиты, отопления нет",
    "Нужен инсулин",
    "больница работает",
    "населённый пункт",
    "город Изюм",
    "вода из колодца",
    "нет данных",
    "АДРЕС ДОМА",
    "Сколько человек погибло",
};

static void a_few_words_tell_the_encoding(void **state)
{
    (void)state;
    for (int i = 0; i < (int)RK_COUNT(few_words); i++) {
        for (int e = RK_ENC_CP1251; e <= RK_ENC_KOI8U; e++) {
            struct rk_buf b = fresh();
            if (!rk_text_encode(rk_str_of(few_words[i]), (enum rk_encoding)e, &b))
                continue; /* KOI8-U has no № */
            if ((int)rk_encoding_guess(rk_buf_str(&b)) != e)
                fail_msg("\"%s\" in encoding %d", few_words[i], e);
        }
        assert_int_equal(rk_encoding_guess(rk_str_of(few_words[i])), RK_ENC_UTF8);
    }
}

static void ascii_is_utf8_and_marks_are_believed(void **state)
{
    (void)state;
    char ascii[128];
    for (int i = 0; i < 128; i++)
        ascii[i] = (char)i;
    assert_int_equal(rk_encoding_guess((struct rk_str){ascii, 128}), RK_ENC_UTF8);
    assert_int_equal(rk_encoding_guess((struct rk_str){ascii, 0}), RK_ENC_UTF8);
    assert_int_equal(rk_encoding_guess((struct rk_str){NULL, 0}), RK_ENC_UTF8);
    assert_int_equal(rk_encoding_guess(RK_STR("\xEF\xBB\xBF")), RK_ENC_UTF8);
    assert_int_equal(rk_encoding_guess(RK_STR("\xFF\xFE")), RK_ENC_UTF16LE);
    assert_int_equal(rk_encoding_guess(RK_STR("\xFE\xFFz")), RK_ENC_UTF16BE);
}

/* ---- folding ----------------------------------------------------------------------------- */

/* utf8proc's full case folding as judge; where that gives several characters, simple folding
 * leaves the character as it is. */
static void capitals_fold_as_unicode_says(void **state)
{
    (void)state;
    int changed = 0;
    for (int32_t c = 1; c < 0x530; c++) {
        if (c >= 0x180 && c < 0x345)
            continue; /* Latin Extended-B and IPA: not promised */
        utf8proc_int32_t folded[8];
        int boundary = 0;
        const utf8proc_ssize_t count =
            utf8proc_decompose_char(c, folded, 8, UTF8PROC_CASEFOLD, &boundary);
        const int32_t want = count == 1 ? folded[0] : c;
        char in[4], out[4];
        struct rk_buf b = fresh();
        rk_text_fold((struct rk_str){in, rk_utf8_put(c, in)}, &b);
        const int len = rk_utf8_put(want, out);
        if (!rk_str_eq(rk_buf_str(&b), (struct rk_str){out, len}))
            fail_msg("U+%04X folds to %.*s, expected U+%04X", (unsigned)c,
                     RK_FMT(rk_buf_str(&b)), (unsigned)want);
        changed += want != c;
    }
    assert_true(changed > 300);
}

static void assert_key(const char *text, const char *want)
{
    struct rk_buf b = fresh();
    rk_text_key(rk_str_of(text), &b);
    rk_assert_str(rk_buf_str(&b), want);
}

static void headers_written_differently_have_one_key(void **state)
{
    (void)state;
    assert_key("Дата  смерті*", "дата смерті");
    assert_key("дата_смерті", "дата смерті");
    assert_key(" ДАТА—СМЕРТІ ", "дата смерті");
    assert_key("«Дата»\xC2\xA0/ смерті:", "дата смерті");
    assert_key("№ з/п", "з п");
    assert_key("Date of death (UTC)", "date of death utc");
    assert_key("date_of_death", "date of death");
    assert_key("м'ята", "м'ята");
    assert_key("м’ята", "м'ята");
    assert_key("мʼята", "м'ята");
    assert_key("м`ята", "м'ята");
    assert_key("мьята", "м'ята");
    assert_key("день", "ден'");
    assert_key("'Дім", "дім");
    assert_key("ї \xD1\x96\xCC\x88 й \xD0\xB8\xCC\x86 ё \xD0\xB5\xCC\x88", "ї ї й й ё ё");
    assert_key("Ізю\xCC\x81м", "ізюм");
    assert_key("будинок №5, кв. 12", "будинок 5 кв 12");
    assert_key("площа, м²", "площа м²");
    assert_key("...", "");
    assert_key("", "");
    assert_key("a\xFF\x62", "a b");
}

static void a_key_of_a_key_is_the_same_key(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(2);
    for (int i = 0; i < 30000; i++) {
        static const char *const pieces[] = {
            "и", "\xCC\x86", "\xCC\x81", "\xCC\x88", "е", "і", "'",    "’", "ь", "Ь",
            " ", "_",        "a",        "Я",        "№", "5", "\xFF", "ς", "´", "К"};
        char bytes[128];
        struct rk_buf text = {.at = bytes, .cap = sizeof bytes};
        for (int64_t n = rk_random_below(&r, 12); n > 0; n--)
            rk_buf_c(&text, pieces[rk_random_below(&r, RK_COUNT(pieces))]);
        char once[256], twice[256];
        struct rk_buf a = {.at = once, .cap = 256}, b = {.at = twice, .cap = 256};
        rk_text_key(rk_buf_str(&text), &a);
        rk_text_key(rk_buf_str(&a), &b);
        if (!rk_str_eq(rk_buf_str(&a), rk_buf_str(&b)) || a.len > text.len)
            fail_msg("<%.*s>: <%.*s> <%.*s>", RK_FMT(rk_buf_str(&text)), RK_FMT(rk_buf_str(&a)),
                     RK_FMT(rk_buf_str(&b)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_fault_in_utf8_is_found),
        cmocka_unit_test(short_sequences_are_judged_alike_at_every_place),
        cmocka_unit_test(characters_are_walked_put_and_counted),
        cmocka_unit_test(a_head_ends_before_a_character),
        cmocka_unit_test(bytes_mean_what_the_c_library_says),
        cmocka_unit_test(utf16_goes_there_and_back),
        cmocka_unit_test(undefined_bytes_are_refused_with_their_offset),
        cmocka_unit_test(marks_are_taken_off),
        cmocka_unit_test(what_an_encoding_lacks_is_not_written),
        cmocka_unit_test(a_few_words_tell_the_encoding),
        cmocka_unit_test(ascii_is_utf8_and_marks_are_believed),
        cmocka_unit_test(capitals_fold_as_unicode_says),
        cmocka_unit_test(headers_written_differently_have_one_key),
        cmocka_unit_test(a_key_of_a_key_is_the_same_key),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
