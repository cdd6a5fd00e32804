/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_text.h"
#include "text_internal.h"

/*
 * CP1251 or KOI8-U? The text is read as both, and that reading wins whose letters are likelier.
 * The two standards put the same letters in different order and in the other case, so a wrong
 * reading has rare letters, capitals behind small ones, or signs inside words.
 */

enum { SAMPLE_MAX = 1 << 16 };

/*
 * Letters in 10,000, from а to я: the mean of Ukrainian and of Russian text, from Pasichnyk,
 * Shcherbyna, Vysotska & Shestakevych, Matematychna linhvistyka, vol. 1 (Lviv 2012), tables A.3
 * and A.4.
 */
static const int16_t letters[32] = {805, 149, 503, 148,  314, 656, 83,  201, 689, 101, 350,
                                    374, 338, 716, 1021, 284, 451, 464, 588, 272, 30,  113,
                                    77,  160, 65,  41,   3,   97,  178, 18,  106, 248};

/* Weights of a reading, as natural logarithms; a letter of mean frequency weighs nothing. */
#define MEAN_LETTER     300.0
#define NO_LETTER       (-7.0) /* frames, mathematics, letters of other languages */
#define CAPITAL         (-0.1) /* rarer than a small letter, if not in registers */
#define CAPITAL_INSIDE  (-4.0) /* behind a small letter */
#define VOWEL_AGAIN     (-1.5) /* behind a vowel */
#define THIRD_CONSONANT (-1.5) /* in a row, and each further one */
#define SIGN_ASTRAY     (-4.0) /* ь or ъ not behind a consonant */

static int frequency(int32_t small)
{
    if (small >= 0x430 && small <= 0x44F)
        return letters[small - 0x430];
    switch (small) {
    case 0x456: /* і */
        return 291;
    case 0x457: /* ї */
    case 0x454: /* є */
        return 29;
    case 0x451: /* ё */
    case 0x491: /* ґ */
        return 3;
    default:
        return 0;
    }
}

static int32_t small_of(int32_t c)
{
    if (c >= 0x410 && c <= 0x42F)
        return c + 32;
    return c >= 0x400 && c <= 0x40F ? c + 80 : c == 0x490 ? 0x491 : c;
}

/* Signs of ordinary text: quotes, dashes, №, § and so on. */
static bool is_usual_sign(int32_t c)
{
    return c == 0xA0 || c == 0xA7 || c == 0xA9 || c == 0xAB || c == 0xB0 || c == 0xBB ||
           c == 0x2013 || c == 0x2014 || (c >= 0x2018 && c <= 0x201E) || c == 0x2026 ||
           c == 0x2116;
}

enum sound { NO_SOUND, VOWEL, CONSONANT, SIGN };

static enum sound sound_of(int32_t small)
{
    static const char16_t vowels[] = u"аеиіїоуєюяыэё";
    if (!frequency(small))
        return NO_SOUND;
    for (ptrdiff_t i = 0; vowels[i]; i++)
        if (vowels[i] == small)
            return VOWEL;
    return small == 0x44C || small == 0x44A ? SIGN : CONSONANT;
}

struct reading {
    double own; /* weight of the character itself */
    enum sound sound;
    bool small, capital;
};

static struct reading reading_of(int32_t c)
{
    const int32_t small = small_of(c);
    const int often = frequency(small);
    if (!often)
        return (struct reading){.own = is_usual_sign(c) ? 0.0 : NO_LETTER};
    return (struct reading){.own = log(often / MEAN_LETTER) + (c == small ? 0.0 : CAPITAL),
                            .sound = sound_of(small),
                            .small = c == small,
                            .capital = c != small};
}

static double likelihood(struct rk_str bytes, enum rk_encoding encoding)
{
    struct reading of_byte[256] = {{0}};
    for (int i = 0; i < 128; i++)
        of_byte[128 + i] = reading_of(text_high_half(encoding)[i]);
    double sum = 0.0;
    struct reading before = {0};
    int consonants = 0;
    for (ptrdiff_t i = 0; i < bytes.len; i++) {
        const struct reading now = of_byte[(uint8_t)bytes.at[i]];
        consonants = now.sound == CONSONANT ? consonants + 1 : 0;
        sum += now.own;
        sum += before.small && now.capital ? CAPITAL_INSIDE : 0.0;
        sum += before.sound == VOWEL && now.sound == VOWEL ? VOWEL_AGAIN : 0.0;
        sum += consonants >= 3 ? THIRD_CONSONANT : 0.0;
        sum += now.sound == SIGN && before.sound != CONSONANT ? SIGN_ASTRAY : 0.0;
        before = now;
    }
    return sum;
}

enum rk_encoding rk_encoding_guess(struct rk_str bytes)
{
    if (rk_str_starts(bytes, RK_STR("\xFF\xFE")))
        return RK_ENC_UTF16LE;
    if (rk_str_starts(bytes, RK_STR("\xFE\xFF")))
        return RK_ENC_UTF16BE;
    const ptrdiff_t bad = rk_utf8_bad(bytes);
    if (bad < 0 || rk_str_starts(bytes, RK_STR("\xEF\xBB\xBF")))
        return RK_ENC_UTF8;
    ptrdiff_t from = 0;
    while ((uint8_t)bytes.at[from] < 0x80)
        from++;
    const struct rk_str sample = rk_str_slice(bytes, from, from + SAMPLE_MAX);
    return likelihood(sample, RK_ENC_KOI8U) > likelihood(sample, RK_ENC_CP1251) ? RK_ENC_KOI8U
                                                                                : RK_ENC_CP1251;
}
