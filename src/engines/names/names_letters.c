/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One alphabet for Ukrainian, Russian and Latin spellings; stems and skeletons in it. */
#include "names_internal.h"

/* What each Cyrillic letter sounds like in the common alphabet. */
static const char *const sounds[NAMES_CYRILLIC_LETTERS] = {
    "",  "a", "b", "v", "g", "d",  "e",  "j", "z", "i", "i",  "k", "l",
    "m", "n", "o", "p", "r", "s",  "t",  "u", "f", "g", "c",  "q", "w",
    "w", "",  "i", "",  "e", "iu", "ia", "e", "i", "i", "ie", "g"};

/* Latin letter groups, longest first. What is not here stands for itself. */
static const struct group {
    struct names_end from;
    const char *to;
} groups[] = {
    {NAMES_END("schtsch"), "w"}, {NAMES_END("chtch"), "w"}, {NAMES_END("shtch"), "w"},
    {NAMES_END("shch"), "w"},    {NAMES_END("tsch"), "q"},  {NAMES_END("stch"), "w"},
    {NAMES_END("sch"), "w"},     {NAMES_END("shh"), "w"},   {NAMES_END("tch"), "q"},
    {NAMES_END("tsh"), "q"},     {NAMES_END("dzh"), "dj"},  {NAMES_END("zgh"), "zg"},
    {NAMES_END("ch"), "q"},      {NAMES_END("sh"), "w"},    {NAMES_END("zh"), "j"},
    {NAMES_END("kh"), "g"},      {NAMES_END("gh"), "g"},    {NAMES_END("ph"), "f"},
    {NAMES_END("th"), "t"},      {NAMES_END("ts"), "c"},    {NAMES_END("tc"), "c"},
    {NAMES_END("tz"), "c"},      {NAMES_END("cz"), "q"},    {NAMES_END("sz"), "w"},
    {NAMES_END("ck"), "k"},      {NAMES_END("dj"), "dj"},   {NAMES_END("oo"), "u"},
    {NAMES_END("ou"), "u"},      {NAMES_END("ee"), "i"},    {NAMES_END("qu"), "kv"},
    {NAMES_END("ce"), "ce"},     {NAMES_END("ci"), "ci"},   {NAMES_END("cy"), "ci"},
    {NAMES_END("c"), "k"},       {NAMES_END("x"), "ks"},    {NAMES_END("q"), "k"},
    {NAMES_END("w"), "v"},       {NAMES_END("j"), "i"},     {NAMES_END("y"), "i"},
    {NAMES_END("h"), "g"},
};

bool names_letter_is_vowel(uint8_t letter)
{
    return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
}

/* Adds a letter: doubles, and the glide before e (ie, ye, є), are written once. */
static int add(uint8_t *out, int n, uint8_t letter)
{
    if (n > 0 && out[n - 1] == letter)
        return n;
    if (n > 0 && letter == 'e' && out[n - 1] == 'i') {
        out[n - 1] = 'e';
        return n > 1 && out[n - 2] == 'e' ? n - 1 : n;
    }
    if (n < RK_NAME_LETTERS)
        out[n++] = letter;
    return n;
}

static int add_latin(const uint8_t *spelling, int len, int *at, uint8_t *out, int n)
{
    /* Fyodor, Semyon, Artyom: ё after a consonant, which we write as е. */
    if (n > 0 && !names_letter_is_vowel(out[n - 1]) && *at + 1 < len && spelling[*at] == 'y' &&
        spelling[*at + 1] == 'o') {
        *at += 2;
        return add(out, n, 'e');
    }
    /* Scholars write х as x; in front it is rarely ks. */
    if (*at == 0 && spelling[0] == 'x') {
        *at = 1;
        return add(out, n, 'g');
    }
    for (ptrdiff_t g = 0; g < RK_COUNT(groups); g++) {
        const struct names_end *from = &groups[g].from;
        if ((uint8_t)from->text[0] != spelling[*at] || from->size > len - *at ||
            !names_has_end(spelling, *at + from->size, *from))
            continue;
        for (const char *to = groups[g].to; *to; to++)
            n = add(out, n, (uint8_t)*to);
        *at += from->size;
        return n;
    }
    return add(out, n, spelling[(*at)++]);
}

int names_letters(const uint8_t *spelling, int len, uint8_t out[RK_NAME_LETTERS])
{
    int n = 0;
    for (int at = 0; at < len;) {
        const uint8_t s = spelling[at];
        switch (names_script_of(s)) {
        case NAMES_CYRILLIC:
            at++;
            if (s == 27 && n == 0) { /* a word cannot begin with ъ: the key is ours for ї */
                n = add(out, n, 'i');
                break;
            }
            for (const char *to = sounds[s]; *to; to++)
                n = add(out, n, (uint8_t)*to);
            break;
        case NAMES_LATIN:
            n = add_latin(spelling, len, &at, out, n);
            break;
        case NAMES_NO_SCRIPT:
        case NAMES_DIGITS:
        case NAMES_ALPHABET:
        case NAMES_IDEOGRAMS:
            if (n < RK_NAME_LETTERS)
                out[n++] = s;
            at++;
            break;
        }
    }
    return n;
}

/* Ends of family names in all cases, both sexes, Ukrainian and Russian; longest first. What
 * must remain keeps short names whole. */
static const struct inflection {
    struct names_end end;
    uint8_t remain;
} inflections[] = {
    {NAMES_END("ogo"), 3}, {NAMES_END("omu"), 3}, {NAMES_END("oiu"), 3}, {NAMES_END("eiu"), 3},
    {NAMES_END("aia"), 3}, {NAMES_END("uiu"), 3}, {NAMES_END("ovi"), 4}, {NAMES_END("evi"), 4},
    {NAMES_END("oi"), 3},  {NAMES_END("ei"), 4},  {NAMES_END("im"), 4},  {NAMES_END("om"), 4},
    {NAMES_END("em"), 4},  {NAMES_END("ia"), 3},  {NAMES_END("iu"), 3},  {NAMES_END("a"), 3},
    {NAMES_END("e"), 3},   {NAMES_END("i"), 3},   {NAMES_END("o"), 3},   {NAMES_END("u"), 3},
};

int names_stem(const uint8_t *letters, int len)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(inflections); i++) {
        const struct inflection *f = &inflections[i];
        if (len - f->end.size >= f->remain && names_has_end(letters, len, f->end))
            return len - f->end.size;
    }
    return len;
}

/* Classes that survive accents, scripts and careless ears: voiced and voiceless consonants are
 * one, vowels count only at the beginning. 5 bits a letter, 12 letters. */
static uint8_t skeleton_class(uint8_t letter)
{
    switch (letter) {
    case 'b':
    case 'p':
        return 1;
    case 'v':
    case 'f':
        return 2;
    case 'g':
        return 3;
    case 'd':
    case 't':
        return 4;
    case 'j':
    case 'w':
        return 5;
    case 'z':
    case 's':
        return 6;
    case 'k':
        return 7;
    case 'l':
        return 8;
    case 'm':
        return 9;
    case 'n':
        return 10;
    case 'r':
        return 11;
    case 'c':
    case 'q':
        return 12;
    default:
        return letter >= 128 ? (uint8_t)(14 + letter % 17) : 0;
    }
}

uint64_t names_skeleton(const uint8_t *letters, int len)
{
    uint64_t key = 0;
    uint8_t last = 0;
    int taken = 0;
    for (int i = 0; i < len && taken < 12; i++) {
        uint8_t c = skeleton_class(letters[i]);
        if (c == 0 && i == 0 && names_letter_is_vowel(letters[i]))
            c = 13;
        if (c && c != last) {
            key = key << 5 | c;
            taken++;
        }
        last = c;
    }
    return key;
}
