/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary_internal.h"

static const struct vocabulary_entry *entry(const char *key)
{
    int32_t from = 0, to = vocabulary_word_count;
    while (from < to) {
        const int32_t middle = from + (to - from) / 2;
        const int order = strcmp(vocabulary_words[middle].key, key);
        if (order == 0)
            return &vocabulary_words[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

const char *rk_word(enum rk_lang lang, const char *key)
{
    const struct vocabulary_entry *e = entry(key);
    return e ? e->words.one[lang] : key;
}

const char *rk_plural(enum rk_lang lang, const char *key, int64_t n)
{
    const struct vocabulary_entry *e = entry(key);
    return e ? rk_form(&e->words, lang, n) : key;
}

const struct rk_words *rk_word_at(int32_t position, const char **key)
{
    if (position < 0 || position >= vocabulary_word_count)
        return NULL;
    *key = vocabulary_words[position].key;
    return &vocabulary_words[position].words;
}

/* CLDR plural rules of Ukrainian (one, few, many) and English (one, other) for whole numbers.
 */
const char *rk_form(const struct rk_words *words, enum rk_lang lang, int64_t n)
{
    const uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    if (lang == RK_EN)
        return size == 1 ? words->one[lang] : words->many[lang];
    const int last = (int)(size % 10), two = (int)(size % 100);
    if (two >= 11 && two <= 14)
        return words->many[lang];
    return last == 1                ? words->one[lang]
           : last >= 2 && last <= 4 ? words->few[lang]
                                    : words->many[lang];
}

const char *rk_form_number(const struct rk_words *words, enum rk_lang lang, double x)
{
    if (isfinite(x) && floor(x) == x && fabs(x) <= 9007199254740992.0) /* 2^53: all are exact */
        return rk_form(words, lang, (int64_t)x);
    return words->part[lang];
}

const char *rk_message_uk(const char *english)
{
    int32_t from = 0, to = vocabulary_message_count;
    while (from < to) {
        const int32_t middle = from + (to - from) / 2;
        const int order = strcmp(vocabulary_messages[middle].english, english);
        if (order == 0)
            return vocabulary_messages[middle].ukrainian;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return english;
}
