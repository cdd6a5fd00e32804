/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Characters: what each is spelt as, what it looks like, which key gives it. */
#include "names_internal.h"

#include <utf8proc.h>

/* Letters of other Cyrillic and Latin alphabets, by the letters nearest to them. Cyrillic is
 * written here with our own letters, Latin with those that English passports use. */
struct likeness {
    int32_t character;
    const char *spelt;
};

/* clang-format off */
static const struct likeness likenesses[] = {
    {0x45E, "у"}, {0x458, "й"}, {0x459, "ль"}, {0x45A, "нь"}, {0x45B, "ч"},
    {0x452, "дж"}, {0x45F, "дж"}, {0x455, "дз"}, {0x453, "г"}, {0x45C, "к"},
    {0x4D9, "а"}, {0x493, "г"}, {0x49B, "к"}, {0x4A3, "н"}, {0x4E9, "о"},
    {0x4B1, "у"}, {0x4AF, "у"}, {0x4BB, "г"}, {0x497, "ж"}, {0x4B7, "ч"},
    {0x4B3, "х"}, {0x4E3, "и"}, {0x4EF, "у"}, {0x463, "е"}, {0x46B, "у"},
    {0xE0, "a"}, {0xE1, "a"}, {0xE2, "ya"}, {0xE3, "a"}, {0xE4, "a"},
    {0xE5, "a"}, {0xE6, "ae"}, {0xE7, "ch"}, {0xE8, "e"}, {0xE9, "e"},
    {0xEA, "ye"}, {0xEB, "yo"}, {0xEC, "i"}, {0xED, "i"}, {0xEE, "i"},
    {0xEF, "yi"}, {0xF0, "d"}, {0xF1, "n"}, {0xF2, "o"}, {0xF3, "o"},
    {0xF4, "o"}, {0xF5, "o"}, {0xF6, "o"}, {0xF8, "o"}, {0xF9, "u"},
    {0xFA, "u"}, {0xFB, "yu"}, {0xFC, "u"}, {0xFD, "y"}, {0xFE, "th"},
    {0xFF, "y"}, {0xDF, "ss"}, {0x101, "a"}, {0x103, "a"}, {0x105, "a"},
    {0x107, "ch"}, {0x109, "ch"}, {0x10D, "ch"}, {0x10F, "d"}, {0x111, "d"},
    {0x113, "e"}, {0x117, "e"}, {0x119, "e"}, {0x11B, "e"}, {0x11D, "g"},
    {0x11F, "g"}, {0x121, "g"}, {0x123, "g"}, {0x127, "h"}, {0x129, "i"},
    {0x12B, "i"}, {0x12D, "y"}, {0x12F, "i"}, {0x131, "i"}, {0x137, "k"},
    {0x13A, "l"}, {0x13C, "l"}, {0x13E, "l"}, {0x142, "l"}, {0x144, "n"},
    {0x146, "n"}, {0x148, "n"}, {0x14D, "o"}, {0x151, "o"}, {0x153, "oe"},
    {0x155, "r"}, {0x159, "r"}, {0x15B, "s"}, {0x15D, "shch"}, {0x15F, "sh"},
    {0x219, "sh"}, {0x161, "sh"}, {0x163, "ts"}, {0x21B, "ts"}, {0x165, "t"},
    {0x169, "u"}, {0x16B, "u"}, {0x16D, "u"}, {0x16F, "u"}, {0x171, "u"},
    {0x173, "u"}, {0x17A, "z"}, {0x17C, "zh"}, {0x17E, "zh"}, {0x1A1, "o"},
    {0x1B0, "u"}, {0x1CE, "a"}, {0x1D0, "i"}, {0x1D2, "o"}, {0x1D4, "u"},
    {0x233, "y"}, {0x259, "a"}, {0x1E7, "g"}, {0x1F5, "g"},
};

/* Greek, Georgian, Armenian: their letters in passport Latin, in code order. */
static const char *const greek[] = { /* U+03B1 … U+03C9 */
    "a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s",
    "s", "t", "y", "f", "ch", "ps", "o"};
static const char *const georgian[] = { /* U+10D0 … U+10F0 */
    "a", "b", "g", "d", "e", "v", "z", "t", "i", "k", "l", "m", "n", "o", "p", "zh", "r", "s",
    "t", "u", "p", "k", "gh", "k", "sh", "ch", "ts", "dz", "ts", "ch", "kh", "j", "h"};
static const char *const armenian[] = { /* U+0561 … U+0586 */
    "a", "b", "g", "d", "ye", "z", "e", "y", "t", "zh", "i", "l", "kh", "ts", "k", "h", "dz",
    "gh", "ch", "m", "y", "n", "sh", "vo", "ch", "p", "j", "r", "s", "v", "t", "r", "ts", "v",
    "p", "k", "o", "f"};

/* Capitals count, too: Н looks like H, н does not look like h. */
static const char alike_latin[] = "aceiopxykmtbh";
static const uint8_t alike_cyrillic[] = {1, 18, 6, 34, 15, 17, 22, 20, 11, 13, 19, 3, 14};

/* The two layouts, key by key (Ukrainian; the Russian one differs in і ї є ґ only). */
static const char keys_latin[] = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`\\"
                                 "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~|";
static const char keys_cyrillic[] = "йцукенгшщзхїфівапролджєячсмитьбюґґ"
                                    "ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮҐҐ";
static const char keys_russian[] = "ыэъёЫЭЪЁ";
static const char keys_of_russian[] = "s']`S\"}~";
/* clang-format on */

/* Position of a lower-case letter of ours, 1 … 37; 0 for another. */
static uint8_t cyrillic_byte(int32_t c)
{
    if (c >= 0x430 && c <= 0x44F)
        return (uint8_t)(c - 0x430 + 1);
    switch (c) {
    case 0x451: /* ё */
        return 33;
    case 0x456: /* і */
        return 34;
    case 0x457: /* ї */
        return 35;
    case 0x454: /* є */
        return 36;
    case 0x491: /* ґ */
        return 37;
    default:
        return 0;
    }
}

static int put_latin(const char *latin, uint8_t out[NAMES_FOLD_MAX])
{
    int n = 0;
    for (; latin[n] && n < NAMES_FOLD_MAX; n++)
        out[n] = (uint8_t)latin[n];
    return n;
}

static int put_cyrillic(const char *letters, uint8_t out[NAMES_FOLD_MAX])
{
    const struct rk_str s = rk_str_of(letters);
    int n = 0;
    for (ptrdiff_t at = 0; at < s.len && n < NAMES_FOLD_MAX;) {
        utf8proc_int32_t c = 0;
        at += utf8proc_iterate((const utf8proc_uint8_t *)s.at + at, s.len - at, &c);
        out[n++] = cyrillic_byte(c);
    }
    return n;
}

static int fold_likeness(int32_t c, uint8_t out[NAMES_FOLD_MAX], enum names_script *script)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(likenesses); i++) {
        if (likenesses[i].character != c)
            continue;
        const char *spelt = likenesses[i].spelt;
        *script =
            names_script_of((uint8_t)spelt[0]) == NAMES_LATIN ? NAMES_LATIN : NAMES_CYRILLIC;
        return *script == NAMES_LATIN ? put_latin(spelt, out) : put_cyrillic(spelt, out);
    }
    return 0;
}

/* Greek with its accents taken off, Georgian (both cases), Armenian. */
static const char *neighbour_letter(int32_t c)
{
    static const int32_t accented[] = {0x3AC, 0x3B1, 0x3AD, 0x3B5, 0x3AE, 0x3B7, 0x3AF, 0x3B9,
                                       0x3CA, 0x3B9, 0x3CB, 0x3C5, 0x3CC, 0x3BF, 0x3CD, 0x3C5,
                                       0x3CE, 0x3C9, 0x390, 0x3B9, 0x3B0, 0x3C5};
    for (ptrdiff_t i = 0; i < RK_COUNT(accented); i += 2)
        if (c == accented[i])
            c = accented[i + 1];
    if (c >= 0x3B1 && c < 0x3B1 + RK_COUNT(greek))
        return greek[c - 0x3B1];
    if (c >= 0x1C90 && c < 0x1C90 + RK_COUNT(georgian))
        c += 0x10D0 - 0x1C90;
    if (c >= 0x10D0 && c < 0x10D0 + RK_COUNT(georgian))
        return georgian[c - 0x10D0];
    if (c >= 0x561 && c < 0x561 + RK_COUNT(armenian))
        return armenian[c - 0x561];
    if (c == 0x587)
        return "yev";
    return NULL;
}

static bool is_ideogram(int32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || c >= 0x20000;
}

int32_t names_lower(int32_t character)
{
    return utf8proc_tolower(character);
}

bool names_is_upper(int32_t character)
{
    return utf8proc_tolower(character) != character;
}

bool names_is_mark(int32_t c)
{
    return c >= 0x300 && c <= 0x36F;
}

bool names_is_apostrophe(int32_t c)
{
    static const int32_t signs[] = {'\'',   '`',    0xB4,   0x2B9,  0x2BA,  0x2BB,
                                    0x2BC,  0x2BD,  0x2BE,  0x2BF,  0x2C8,  0x2018,
                                    0x2019, 0x201B, 0x2032, 0x2033, 0x2035, 0xFF07};
    for (ptrdiff_t i = 0; i < RK_COUNT(signs); i++)
        if (signs[i] == c)
            return true;
    return false;
}

bool names_is_hyphen(int32_t c)
{
    return c == '-' || c == 0xAD || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == '_';
}

enum names_script names_script_of(uint8_t s)
{
    if (s >= 128)
        return NAMES_ALPHABET;
    if (s >= 'a' && s <= 'z')
        return NAMES_LATIN;
    if (s >= '0' && s <= '9')
        return NAMES_DIGITS;
    return s >= 1 && s < NAMES_CYRILLIC_LETTERS ? NAMES_CYRILLIC : NAMES_NO_SCRIPT;
}

int names_fold(int32_t character, uint8_t out[NAMES_FOLD_MAX], enum names_script *script)
{
    const int32_t c = names_lower(character);
    *script = NAMES_NO_SCRIPT;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        out[0] = (uint8_t)c;
        *script = names_script_of(out[0]);
        return 1;
    }
    out[0] = cyrillic_byte(c);
    if (out[0]) {
        *script = NAMES_CYRILLIC;
        return 1;
    }
    int n = fold_likeness(c, out, script);
    if (n)
        return n;
    const char *latin = neighbour_letter(c);
    if (latin) {
        *script = NAMES_LATIN;
        return put_latin(latin, out);
    }
    if (c >= 0x1E00 && c < 0x1F00) { /* Vietnamese and other letters with two marks */
        int32_t parts[4];
        const utf8proc_ssize_t got =
            utf8proc_decompose_char(c, parts, RK_COUNT(parts), UTF8PROC_DECOMPOSE, NULL);
        return got > 0 && parts[0] != c ? names_fold(parts[0], out, script) : 0;
    }
    const utf8proc_category_t kind = utf8proc_category(c);
    const bool letter = (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_MC);
    if (!letter || names_is_mark(c) || names_is_apostrophe(c))
        return 0;
    out[0] = (uint8_t)(128 | (c & 127));
    *script = is_ideogram(c) ? NAMES_IDEOGRAMS : NAMES_ALPHABET;
    return 1;
}

uint8_t names_look_alike(uint8_t s)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(alike_cyrillic); i++) {
        if (alike_cyrillic[i] == s)
            return (uint8_t)alike_latin[i];
        if ((uint8_t)alike_latin[i] == s)
            return alike_cyrillic[i];
    }
    return 0;
}

/* The n-th character of a UTF-8 literal. */
static int32_t character_at(const char *text, int n)
{
    const struct rk_str s = rk_str_of(text);
    utf8proc_int32_t c = 0;
    for (ptrdiff_t at = 0; n >= 0 && at < s.len; n--)
        at += utf8proc_iterate((const utf8proc_uint8_t *)s.at + at, s.len - at, &c);
    return c;
}

int32_t names_other_layout(int32_t c)
{
    if (c < 128) {
        const char *key = c > 0 ? strchr(keys_latin, c) : NULL;
        return key ? character_at(keys_cyrillic, (int)(key - keys_latin)) : 0;
    }
    for (int i = 0; i < (int)sizeof(keys_latin) - 1; i++)
        if (character_at(keys_cyrillic, i) == c)
            return keys_latin[i];
    for (int i = 0; i < (int)sizeof(keys_of_russian) - 1; i++)
        if (character_at(keys_russian, i) == c)
            return keys_of_russian[i];
    return 0;
}

int32_t names_compose(struct rk_str text, int32_t *out, int32_t max)
{
    const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_IGNORE;
    /* Nothing grows beyond three characters for one; a text that may is cut first. */
    ptrdiff_t len = 0, count = 0;
    for (ptrdiff_t at = 0; at < text.len; count++) {
        utf8proc_int32_t c = 0;
        const utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)text.at + at, text.len - at, &c);
        if (step <= 0)
            return -1;
        at += step;
        if (count < max / 3)
            len = at;
    }
    if (len == 0)
        return 0;
    const utf8proc_ssize_t parts =
        utf8proc_decompose((const utf8proc_uint8_t *)text.at, len, out, max, how);
    if (parts < 0 || parts > max)
        return -1;
    const utf8proc_ssize_t n = utf8proc_normalize_utf32(out, parts, how);
    return n < 0 ? -1 : (int32_t)n;
}
