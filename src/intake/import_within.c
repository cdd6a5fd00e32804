/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words of a cell that no list has whole: "зруйнована повністю, потребує …". A choice or class
 * is found when the cell says one of them and no other, nothing denies or doubts it, and the
 * cell is short; what is left unclear stays refused.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_within.h"

enum { WITHIN_WORDS = 6, WITHIN_BYTES = 600, WITHIN_LETTERS = 3 };

/* Words that turn or doubt what stands beside them. */
static bool denies(struct rk_str word)
{
    static const char *const words[] = {
        "не",       "ні",       "без",   "немає",    "нема",     "нет",   "no",
        "not",      "non",      "або",   "чи",       "или",      "or",    "можливо",
        "ймовірно", "імовірно", "крім",  "мабут",    "возможно", "кроме", "частково",
        "частично", "partly",   "maybe", "possibly", "except",   "майже", "почти"};
    for (int i = 0; i < RK_COUNT(words); i++)
        if (rk_str_eq(word, rk_str_of(words[i])))
            return true;
    return false;
}

struct cut {
    struct rk_str plain, word[WITHIN_WORDS];
    int count;
};

/* False: too many words, or two things side by side ("газ/бензин"). */
static bool cut_words(struct rk_str said, char *room, struct cut *out)
{
    if (rk_str_find(said, RK_STR("/")) >= 0 || rk_str_find(said, RK_STR("?")) >= 0)
        return false;
    out->plain = import_plain(said, room, WITHIN_BYTES);
    out->count = 0;
    for (struct rk_str rest = out->plain; rest.at;) {
        const struct rk_str word = rk_str_cut(&rest, ' ');
        if (word.len == 0)
            continue;
        if (out->count == WITHIN_WORDS)
            return false;
        out->word[out->count++] = word;
    }
    return out->count > 1;
}

static struct rk_str joined(const struct cut *c, int from, int to)
{
    const char *end = c->word[to - 1].at + c->word[to - 1].len;
    return (struct rk_str){c->word[from].at, end - c->word[from].at};
}

/* What words from … to - 1 mean, or NULL. */
static const void *meant(const struct cut *c, int from, int to, import_meaning *meaning,
                         const void *of)
{
    const struct rk_str words = joined(c, from, to);
    return rk_utf8_count(words) < WITHIN_LETTERS ? NULL : meaning(of, words);
}

const void *import_within(struct rk_str said, bool first, import_meaning *meaning,
                          const void *of)
{
    char room[WITHIN_BYTES];
    struct cut c;
    if (!cut_words(said, room, &c))
        return NULL;
    const void *found = NULL;
    int from = 0, to = 0;
    for (int len = c.count - 1; len > 0 && !found; len--)
        for (int at = 0; at + len <= (first ? len : c.count) && !found; at++) {
            found = meant(&c, at, at + len, meaning, of);
            from = at;
            to = at + len;
        }
    for (int i = 0; i < c.count && found; i++) {
        const bool inside = i >= from && i < to;
        if (!inside && denies(c.word[i]))
            return NULL;
        for (int end = i + 1; !inside && end <= (i < from ? from : c.count); end++) {
            const void *other = meant(&c, i, end, meaning, of);
            if (other && other != found)
                return NULL;
        }
    }
    return found;
}
