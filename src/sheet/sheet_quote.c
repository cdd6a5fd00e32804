/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was said, in the page's language where the vocabulary knows it: definitions of figures,
 * published facts, and the entries said.… of data/words/sheet.tsv. Anything else stays as said
 * and is marked as foreign when its letters are those of the other language.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

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
    return same_letters(in_english, said) ? rk_word(lang, key) : NULL;
}

/* "https://host/long/path" is printed as "host": nobody types a path from paper, and `why` has
 * it whole. */
static struct rk_str hosts_only(struct sheet_maker *m, struct rk_str said)
{
    if (rk_str_find(said, RK_STR("://")) < 0)
        return said;
    struct rk_buf out = rk_buf_in(m->keep, said.len);
    for (struct rk_str rest = said; rest.at;) {
        struct rk_str word = rk_str_cut(&rest, ' ');
        const ptrdiff_t scheme = rk_str_find(word, RK_STR("://"));
        if (scheme >= 0) {
            word = rk_str_slice(word, scheme + 3, word.len);
            word = rk_str_cut(&word, '/');
        }
        if (out.len > 0)
            rk_buf_char(&out, ' ');
        rk_buf_add(&out, word);
    }
    return rk_buf_str(&out);
}

struct sheet_quote sheet_quote(struct sheet_maker *m, struct rk_str said)
{
    said = hosts_only(m, rk_str_trim(said));
    if (said.len == 0)
        return (struct sheet_quote){0};
    const char *found = from_words(said, m->lang);
    if (!found)
        found = from_figures(said, m->lang);
    if (!found)
        found = from_facts(said, m->lang);
    if (found)
        return (struct sheet_quote){sheet_typography(m->keep, m->lang, rk_str_of(found)), false,
                                    true};
    const int script = sheet_script(said);
    const bool foreign = script != 0 && (script > 0) != (m->lang == RK_UK);
    const enum rk_lang as = foreign ? (m->lang == RK_UK ? RK_EN : RK_UK) : m->lang;
    return (struct sheet_quote){sheet_typography(m->keep, as, said), foreign, false};
}
