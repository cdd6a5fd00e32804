/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name as people write it -> words in the common alphabet, with what each can be. */
#include "names_internal.h"

enum {
    TEXT_MAX = RK_NAME_TEXT * 3,
    /* 1/64 nat a letter. Of 24,000 place and 9,000 personal names one in fifty reads below the
     * first figure; typed in the wrong layout, nineteen in twenty do, and only one in twenty
     * then reads above the second by chance. */
    DOUBTFUL = -200,
    GOOD = -180,
    BETTER = 48,
    LETTERS_LEAST = 5 /* shorter texts prove nothing */
};

/* How the words read as names, mean per word weighted by letters; words known count as good. */
static int plausible(const struct rk_names *names, const struct names_cut *cut, int32_t words)
{
    int sum = 0, weight = 0;
    for (int32_t i = 0; i < words; i++) {
        uint8_t letters[RK_NAME_LETTERS];
        const int n = names_letters(cut[i].spelling, cut[i].len, letters);
        if (n < 2)
            continue;
        const bool known = names_find(&names->given, letters, n) ||
                           names_usual(names, letters, names_stem(letters, n)) ||
                           names_patronymic_end(names, letters, n).base >= 3;
        sum += n * (known ? -120 : names_plausible(names, letters, n));
        weight += n;
    }
    return weight > 0 ? sum / weight : 0;
}

static int32_t cut_other_layout(const int32_t *text, int32_t len, struct names_cut *out)
{
    int32_t other[TEXT_MAX];
    for (int32_t i = 0; i < len; i++) {
        const int32_t c = names_other_layout(text[i]);
        other[i] = c ? c : text[i];
    }
    return names_cut_words(other, len, out, RK_NAME_WORDS);
}

/* Typed with the keyboard in the wrong layout: ghbdsn is привіт. Read the other way only if
 * this way no word reads and that way they do. */
static int32_t try_other_layout(const struct rk_names *names, const int32_t *text, int32_t len,
                                struct names_cut *cut, int32_t words)
{
    int letters = 0;
    for (int32_t i = 0; i < words; i++)
        letters += cut[i].len;
    const int as_is = plausible(names, cut, words);
    if (as_is >= DOUBTFUL || letters < LETTERS_LEAST)
        return words;
    struct names_cut again[RK_NAME_WORDS];
    const int32_t found = cut_other_layout(text, len, again);
    /* The right layout makes letters of signs, so words grow together and never fall apart. */
    const int turned = found > 0 && found <= words ? plausible(names, again, found) : INT_MIN;
    if (turned < GOOD || turned < as_is + BETTER)
        return words;
    memcpy(cut, again, sizeof again);
    return found;
}

static int32_t cut_text(const struct rk_names *names, struct rk_str raw,
                        enum names_layout layout, struct names_cut *cut)
{
    int32_t text[TEXT_MAX];
    const int32_t len = names_compose(raw, text, TEXT_MAX);
    if (len < 0)
        return -1;
    if (layout == NAMES_LAYOUT_OTHER)
        return cut_other_layout(text, len, cut);
    const int32_t words = names_cut_words(text, len, cut, RK_NAME_WORDS);
    return words > 0 && layout == NAMES_LAYOUT_EITHER
               ? try_other_layout(names, text, len, cut, words)
               : words;
}

/* AL and EL are words, VP is not. */
static bool reads_as_word(const struct names_cut *cut)
{
    return cut->script != NAMES_CYRILLIC &&
           (strchr("aeiouy", cut->spelling[0]) || strchr("aeiouy", cut->spelling[1]));
}

/* Two capitals side by side in a name with small letters elsewhere are two initials: ІП Коваль.
 */
static int32_t split_capitals(struct names_cut *cut, int32_t words)
{
    bool small = false;
    for (int32_t i = 0; i < words; i++)
        small |= cut[i].len > 2 && !(cut[i].flags & NAMES_CUT_CAPITALS);
    for (int32_t i = 0; i < words && small && words < RK_NAME_WORDS; i++) {
        if (cut[i].len != 2 || !(cut[i].flags & NAMES_CUT_CAPITALS) || reads_as_word(&cut[i]))
            continue;
        memmove(cut + i + 1, cut + i, sizeof cut[0] * (size_t)(words - i));
        cut[i].len = cut[i + 1].len = 1;
        cut[i + 1].spelling[0] = cut[i + 1].spelling[1];
        return words + 1;
    }
    return words;
}

rk_status names_read(const struct rk_names *names, struct rk_str raw, enum names_layout layout,
                     struct rk_arena *keep, struct rk_name *out, struct rk_err *err)
{
    struct names_cut cut[RK_NAME_WORDS];
    int32_t words = cut_text(names, raw, layout, cut);
    if (words < 0)
        return rk_fail(err, RK_EINVAL, "name", "the bytes are not UTF-8");
    words = split_capitals(cut, words);
    struct rk_arena result = *keep;
    struct rk_name_word *word = RK_NEW(&result, struct rk_name_word, words);
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, "name", "no room for %d words", words);
    bool comma = false;
    for (int32_t i = 0; i < words; i++) {
        names_word_fill(names, &cut[i], &word[i]);
        comma |= i > 0 && (cut[i].flags & NAMES_CUT_COMMA) != 0;
    }
    struct rk_name name = {.raw = raw, .word = word, .words = words};
    names_assign_roles(names, &name, word, comma);
    *keep = result;
    *out = name;
    return RK_OK;
}

rk_status rk_name_read(const struct rk_names *names, struct rk_str raw, struct rk_arena *keep,
                       struct rk_name *out, struct rk_err *err)
{
    return names_read(names, raw, NAMES_LAYOUT_EITHER, keep, out, err);
}

rk_status rk_name_read_columns(const struct rk_names *names, struct rk_name_columns columns,
                               struct rk_arena *keep, struct rk_name *out, struct rk_err *err)
{
    const struct rk_str texts[] = {columns.surname, columns.given, columns.patronymic};
    static const uint8_t roles[] = {RK_NAME_SURNAME, RK_NAME_GIVEN, RK_NAME_PATRONYMIC};
    struct names_cut cut[3 * RK_NAME_WORDS];
    uint8_t column[3 * RK_NAME_WORDS];
    int32_t words = 0, filled = 0;
    for (int i = 0; i < 3; i++) {
        int32_t more = cut_text(names, texts[i], NAMES_LAYOUT_EITHER, cut + words);
        if (more < 0)
            return rk_fail(err, RK_EINVAL, "name", "the bytes are not UTF-8");
        if (i > 0 && more == 1)
            more = split_capitals(cut + words, more);
        filled += more > 0;
        for (int32_t k = 0; k < more; k++)
            column[words + k] = roles[i];
        words += more;
    }
    words = words > RK_NAME_WORDS ? RK_NAME_WORDS : words;
    struct rk_arena result = *keep;
    struct rk_name_word *word = RK_NEW(&result, struct rk_name_word, words);
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, "name", "no room for %d words", words);
    for (int32_t i = 0; i < words; i++)
        names_word_fill(names, &cut[i], &word[i]);
    struct rk_name name = {.raw = columns.surname, .word = word, .words = words};
    if (filled == 1 && words > 1)
        names_assign_roles(names, &name, word, false); /* all in one column */
    else
        names_assign_columns(names, &name, word, column);
    *keep = result;
    *out = name;
    return RK_OK;
}
