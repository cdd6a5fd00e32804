/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said, in the reader's language: figures, published facts, said.… of data/words. */
#include "rk_saying.h"

enum { SLUG = 72, KEY_BYTES = SLUG + 8 };

static bool same(const char *words, struct rk_str said)
{
    return words && words[0] && rk_str_eq(rk_str_of(words), said);
}

static const char *pick(const struct rk_words *words, struct rk_str said, enum rk_lang lang)
{
    for (int l = 0; l < RK_LANGS; l++)
        if (same(words->one[l], said))
            return words->one[lang];
    return NULL;
}

static const char *from_figures(struct rk_str said, enum rk_lang lang)
{
    int32_t count = 0;
    const struct rk_figure_def *defs = rk_figure_defs(&count);
    const char *found = NULL;
    for (int32_t i = 0; i < count && !found; i++) {
        found = pick(&defs[i].definition, said, lang);
        if (!found)
            found = pick(&defs[i].denominator, said, lang);
        if (!found)
            found = pick(&defs[i].label, said, lang);
    }
    return found;
}

static const char *from_facts(struct rk_str said, enum rk_lang lang)
{
    int32_t count = 0;
    const struct rk_fact_map *facts = rk_fact_maps(&count);
    for (int32_t i = 0; i < count; i++) {
        for (int l = 0; l < RK_LANGS; l++) {
            if (same(facts[i].definition[l], said))
                return facts[i].definition[lang];
            if (same(facts[i].denominator[l], said))
                return facts[i].denominator[lang];
        }
    }
    return NULL;
}

/* The key of a saying: its Latin letters and digits, small, anything between them one dash. */
static void slug(struct rk_str said, char key[KEY_BYTES])
{
    int len = snprintf(key, KEY_BYTES, "said.");
    const int start = len;
    for (ptrdiff_t i = 0; i < said.len && len < start + SLUG; i++) {
        char c = said.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            key[len++] = c;
        else if (len > start && key[len - 1] != '-')
            key[len++] = '-';
    }
    while (len > start && key[len - 1] == '-')
        len--;
    key[len] = '\0';
}

/* Small and capital Latin letters are one. */
static bool same_letters(const char *words, struct rk_str said)
{
    if ((ptrdiff_t)strlen(words) != said.len)
        return false;
    for (ptrdiff_t i = 0; i < said.len; i++) {
        const char a = words[i], b = said.at[i];
        const bool capital = (a >= 'A' && a <= 'Z') || (b >= 'A' && b <= 'Z');
        if (a != b && !(capital && (a ^ b) == ('a' ^ 'A')))
            return false;
    }
    return true;
}

static const char *from_words(struct rk_str said, enum rk_lang lang)
{
    char key[KEY_BYTES];
    slug(said, key);
    const char *in_english = rk_word(RK_EN, key);
    if (same_letters(in_english, said))
        return rk_word(lang, key);
    const struct rk_words *w;
    const char *at = "";
    for (int32_t i = 0; (w = rk_word_at(i, &at)) != NULL; i++)
        if (strncmp(at, "said.", 5) == 0 && same(w->one[RK_UK], said))
            return w->one[lang];
    return NULL;
}

const char *rk_saying(enum rk_lang lang, struct rk_str said)
{
    const char *found = from_words(said, lang);
    if (!found)
        found = from_figures(said, lang);
    return found ? found : from_facts(said, lang);
}

bool rk_saying_foreign(enum rk_lang lang, struct rk_str said)
{
    int latin = 0, cyrillic = 0;
    for (ptrdiff_t at = 0; at < said.len;) {
        const int32_t c = rk_utf8_next(said, &at);
        if (c < 0)
            break;
        latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        cyrillic += c >= 0x400 && c <= 0x52F;
    }
    return (latin > 0 || cyrillic > 0) && (cyrillic > latin) != (lang == RK_UK);
}

struct rk_str rk_saying_of_state(enum rk_lang lang, struct rk_str text,
                                 struct rk_str definition)
{
    const bool bare =
        text.len == 0 || rk_str_eq(text, RK_STR("yes")) || rk_str_eq(text, RK_STR("так"));
    if (definition.len == 0 || (!bare && rk_saying(lang, text)))
        return text;
    const bool known = rk_saying(lang, definition) || !rk_saying_foreign(lang, definition);
    return bare || (known && rk_saying_foreign(lang, text)) ? definition : text;
}
