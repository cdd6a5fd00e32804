/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two words: the same, alike, a slip apart, or different. */
#include "names_internal.h"

enum { EDIT = 10, ONE_SOUND = 5, FAR = 1000 }; /* Олійник and Олейник are one name */

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

bool names_sets_meet(const struct rk_name_word *a, const struct rk_name_word *b)
{
    for (int i = 0, k = 0; i < a->sets && k < b->sets;) {
        if (a->set[i] == b->set[k])
            return true;
        if (a->set[i] < b->set[k])
            i++;
        else
            k++;
    }
    return false;
}

static bool same_letters(const struct rk_name_word *a, const struct rk_name_word *b)
{
    return a->len == b->len && memcmp(a->letter, b->letter, a->len) == 0;
}

static bool same_spelling(const struct rk_name_word *a, const struct rk_name_word *b)
{
    return a->spelling_len == b->spelling_len &&
           memcmp(a->spelling, b->spelling, a->spelling_len) == 0;
}

/* A slip of the pen: nothing in the shortest words, one edit in usual ones, two in long ones.
 */
int names_slip(int len)
{
    static const uint8_t tenths[] = {0, 0, 0, 5, 10, 12, 13, 15, 16, 18, 20, 20, 22};
    return tenths[min_int(len, (int)RK_COUNT(tenths) - 1)];
}

int names_word_distance(const struct rk_names *names, const struct rk_name_word *a,
                        const struct rk_name_word *b)
{
    if (a->spelling_len == 0 || b->spelling_len == 0)
        return FAR;
    if ((a->flags | b->flags) & (RK_NAME_OPAQUE | RK_NAME_NUMBER)) {
        if (a->script != b->script)
            return FAR;
        return names_edit(NULL, a->spelling, a->spelling_len, b->spelling, b->spelling_len,
                          FAR);
    }
    const int longer = max_int(a->len, b->len);
    const int edits = rk_letters_levenshtein(a->letter, a->len, b->letter, b->len);
    if (edits * 2 > longer + 2)
        return edits * EDIT;
    const int common =
        names_edit(&names->common, a->letter, a->len, b->letter, b->len, FAR) + 1;
    const struct rk_name_word *c = a->script == RK_NAME_CYRILLIC ? a : b, *l = c == a ? b : a;
    if (c->script == l->script && c->script != RK_NAME_MIXED) {
        const bool cyrillic = c->script == RK_NAME_CYRILLIC;
        return min_int(common,
                       names_edit(cyrillic ? &names->cyrillic : &names->latin, a->spelling,
                                  a->spelling_len, b->spelling, b->spelling_len, common));
    }
    if (c->script == RK_NAME_CYRILLIC && l->script == RK_NAME_LATIN)
        return min_int(common, names_spell(c->spelling, c->spelling_len, l->spelling,
                                           l->spelling_len, common));
    return common; /* a word of two alphabets */
}

/* ---- family names ---------------------------------------------------------------- */

/* The stem with its fleeting vowel taken out: kravec and kravc(a) are one. */
static int bare_stem(const struct rk_name_word *w, uint8_t out[RK_NAME_LETTERS])
{
    memcpy(out, w->letter, w->stem);
    const int n = w->stem;
    if (n > 4 && out[n - 1] == 'c' && out[n - 2] == 'e') {
        out[n - 2] = 'c';
        return n - 1;
    }
    return n;
}

/* Сорока, Сороці: к г х are softened in the dative. */
static uint8_t hardened(const struct rk_name_word *w, uint8_t last)
{
    if (w->stem + 1 != w->len || w->letter[w->stem] != 'i')
        return last;
    return last == 'c' ? 'k' : last == 'z' || last == 's' ? 'g' : last;
}

static bool same_stem(const struct rk_name_word *a, const struct rk_name_word *b)
{
    uint8_t x[RK_NAME_LETTERS], y[RK_NAME_LETTERS];
    const int n = bare_stem(a, x), m = bare_stem(b, y);
    if (n != m || n < 3 || memcmp(x, y, (size_t)n - 1) != 0)
        return false;
    return x[n - 1] == y[n - 1] || hardened(a, x[n - 1]) == y[n - 1] ||
           x[n - 1] == hardened(b, y[n - 1]);
}

/* Іваненко and Іванченко: one root, two families. */
static bool other_end(const struct rk_name_word *a, const struct rk_name_word *b)
{
    int x = names_surname_end(a->letter, a->len), y = names_surname_end(b->letter, b->len);
    if (x < 0 && y < 0)
        return false;
    x = x < 0 ? a->stem : x;
    y = y < 0 ? b->stem : y;
    if (x != y || x < 3 || memcmp(a->letter, b->letter, (size_t)x) != 0)
        return false;
    const int rest_a = a->stem - x, rest_b = b->stem - y;
    if (rest_a == rest_b && memcmp(a->letter + x, b->letter + x, (size_t)rest_a) == 0)
        return false;
    /* -ов, -ев and -ів, -ин and -ін are one end in two languages. */
    if (rest_a == 2 && rest_b == 2 && a->letter[x + 1] == b->letter[x + 1] &&
        names_letter_is_vowel(a->letter[x]) && names_letter_is_vowel(b->letter[x]))
        return false;
    return max_int(rest_a, rest_b) >= 2;
}

static bool can_be_surnames(const struct rk_name_word *a, const struct rk_name_word *b)
{
    return (a->role == RK_NAME_SURNAME || a->role == RK_NAME_OTHER) &&
           (b->role == RK_NAME_SURNAME || b->role == RK_NAME_OTHER);
}

/* ---- any two words
 * --------------------------------------------------------------------------- */

static struct names_pair pair(enum rk_name_level level, double similarity)
{
    return (struct names_pair){level, (float)similarity};
}

/* Letters of the longer word: as written, where both are in one script. */
static int written_length(const struct rk_name_word *a, const struct rk_name_word *b)
{
    const int letters = max_int(a->len, b->len);
    if (a->script != b->script)
        return letters;
    return max_int(letters, max_int(a->spelling_len, b->spelling_len));
}

static struct names_pair by_distance(const struct rk_name_word *a, const struct rk_name_word *b,
                                     int tenths)
{
    const int longer = written_length(a, b);
    const double similarity = longer > 0 ? fmax(0.0, 1.0 - tenths / (10.0 * longer)) : 0.0;
    if (tenths <= 1)
        return pair(RK_NAME_SAME, 0.99);
    /* Between signs that are syllables there are no slips. */
    const bool slips = !((a->flags | b->flags) & (RK_NAME_SIGNS | RK_NAME_NUMBER));
    if (slips && tenths <= 2 && longer >= 4)
        return pair(RK_NAME_SAME, 0.98);
    if (slips && tenths <= names_slip(longer))
        return pair(RK_NAME_NEAR, similarity);
    return pair(RK_NAME_DIFFERENT, similarity * 0.7);
}

static struct names_pair initials_pair(const struct rk_name_word *a,
                                       const struct rk_name_word *b)
{
    if ((a->role == RK_NAME_SURNAME || b->role == RK_NAME_SURNAME) && a->role != b->role)
        return pair(RK_NAME_DIFFERENT, 0.0);
    if (!(a->initials & b->initials))
        return pair(RK_NAME_DIFFERENT, 0.0);
    const bool both = (a->flags & b->flags & RK_NAME_INITIAL) != 0;
    return pair(RK_NAME_INITIALS, both ? 0.6 : 0.5);
}

/* Another name by its letters, but some scheme writes it so: Janna is Жанна, too. */
static bool same_by_a_scheme(const struct rk_name_word *a, const struct rk_name_word *b)
{
    const struct rk_name_word *c = a->script == RK_NAME_CYRILLIC ? a : b, *l = c == a ? b : a;
    return c->script == RK_NAME_CYRILLIC && l->script == RK_NAME_LATIN &&
           names_spell(c->spelling, c->spelling_len, l->spelling, l->spelling_len, 1) <= 1;
}

/* Given names and fathers that the tables know. */
static struct names_pair known_pair(const struct rk_name_word *a, const struct rk_name_word *b)
{
    if (!names_sets_meet(a, b))
        return same_by_a_scheme(a, b) ? pair(RK_NAME_SAME, 0.98) : pair(RK_NAME_DIFFERENT, 0.2);
    const bool fathers = a->role == RK_NAME_PATRONYMIC && b->role == RK_NAME_PATRONYMIC;
    if (fathers || !((a->flags | b->flags) & RK_NAME_SHORT))
        return pair(RK_NAME_SAME, 0.97);
    return pair(RK_NAME_ALIKE, 0.93);
}

static int nearest_form(const struct names_costs *costs, const struct names_table *table,
                        const struct rk_name_word *known, const uint8_t *letters, int len)
{
    int nearest = FAR;
    for (int i = 0; i < known->sets; i++) {
        const int id = known->set[i];
        for (int32_t f = table->form_first[id]; f < table->form_first[id + 1]; f++) {
            const struct names_entry *e = &table->entry[table->form[f]];
            if (rk_letters_levenshtein(e->letter, e->len, letters, len) > 2)
                continue;
            nearest =
                min_int(nearest, names_edit(costs, e->letter, e->len, letters, len, nearest));
        }
    }
    return nearest;
}

/* A given name or patronymic with a slip against one that the tables know in other languages
 * and short forms: Володимио is a slip for Владимир, too. */
static int distance_to_forms(const struct rk_names *names, const struct rk_name_word *a,
                             const struct rk_name_word *b)
{
    if ((a->sets > 0) == (b->sets > 0))
        return FAR;
    const struct rk_name_word *known = a->sets > 0 ? a : b, *other = a->sets > 0 ? b : a;
    const bool fits = known->role == other->role ||
                      (known->role == RK_NAME_GIVEN && other->role == RK_NAME_OTHER);
    if (!fits || (other->flags & (RK_NAME_OPAQUE | RK_NAME_USUAL)))
        return FAR;
    if (known->role == RK_NAME_GIVEN)
        return nearest_form(&names->common, &names->given, known, other->letter, other->len);
    if (known->role == RK_NAME_PATRONYMIC && other->stem < other->len)
        return nearest_form(&names->common, &names->father, known, other->letter, other->stem);
    return FAR;
}

/* The rules in their order, each answering or passing on; their order is what they mean, so
 * they stand in one place. */
struct names_pair names_word_pair(const struct rk_names *names, const struct rk_name_word *a,
                                  const struct rk_name_word *b)
{
    const bool roles_differ =
        a->role != b->role && a->role != RK_NAME_OTHER && b->role != RK_NAME_OTHER;
    if ((a->flags | b->flags) & RK_NAME_INITIAL)
        return roles_differ ? pair(RK_NAME_DIFFERENT, 0.0) : initials_pair(a, b);
    const bool father_a = a->role == RK_NAME_PATRONYMIC,
               father_b = b->role == RK_NAME_PATRONYMIC;
    const bool given_a = a->role == RK_NAME_GIVEN, given_b = b->role == RK_NAME_GIVEN;
    if ((father_a && given_b) || (given_a && father_b))
        return pair(RK_NAME_DIFFERENT, 0.0);
    /* Олександра can be her nominative and his genitive: what was read of the whole name
     * counts. */
    if (given_a && given_b && a->sets > 0 && b->sets > 0 && !names_sets_meet(a, b))
        return known_pair(a, b);
    if (same_spelling(a, b))
        return pair(RK_NAME_SAME, 1.0);
    if ((a->flags | b->flags) & RK_NAME_NUMBER)
        return pair(RK_NAME_DIFFERENT, 0.0);
    if (same_letters(a, b) && a->len > 1 && !((a->flags | b->flags) & RK_NAME_OPAQUE))
        return pair(RK_NAME_SAME, 0.99);
    if (father_a != father_b)
        return pair(RK_NAME_DIFFERENT, 0.0);
    if (a->sets > 0 && b->sets > 0 && (!roles_differ || names_sets_meet(a, b)))
        return known_pair(a, b);
    if (can_be_surnames(a, b) && !((a->flags | b->flags) & RK_NAME_OPAQUE)) {
        if (same_stem(a, b) || same_by_a_scheme(a, b))
            return pair(RK_NAME_SAME, 0.98);
        if (a->role == RK_NAME_SURNAME || b->role == RK_NAME_SURNAME) {
            const bool both_usual = (a->flags & b->flags & RK_NAME_USUAL) != 0;
            if (other_end(a, b) || (both_usual && names_word_distance(names, a, b) > ONE_SOUND))
                return pair(RK_NAME_DIFFERENT, 0.5);
        }
    }
    const int distance =
        min_int(names_word_distance(names, a, b), distance_to_forms(names, a, b));
    struct names_pair p = by_distance(a, b, distance);
    /* Across roles a slip must leave both ends alone: Павло is no slip for Павлов. */
    const bool same_ends = a->letter[0] == b->letter[0] && a->len > 0 && b->len > 0 &&
                           a->letter[a->len - 1] == b->letter[b->len - 1];
    if (roles_differ && p.level == RK_NAME_NEAR &&
        (!same_ends || ((a->flags | b->flags) & RK_NAME_USUAL)))
        p.level = RK_NAME_DIFFERENT;
    return p;
}

struct names_pair names_joined_pair(const struct rk_names *names, const struct rk_name_word *a,
                                    const struct rk_name_word *parts, int count)
{
    struct rk_name_word whole = {.flags = a->flags, .script = parts[0].script};
    int together = 0;
    for (int i = 0; i < count; i++)
        together += parts[i].len;
    if (together > a->len + 2 || together < a->len - 2)
        return pair(RK_NAME_DIFFERENT, 0.0);
    for (int i = 0; i < count; i++) {
        if ((parts[i].flags & (RK_NAME_INITIAL | RK_NAME_NUMBER)) ||
            parts[i].script != parts[0].script)
            return pair(RK_NAME_DIFFERENT, 0.0);
        for (int k = 0; k < parts[i].spelling_len && whole.spelling_len < RK_NAME_LETTERS; k++)
            whole.spelling[whole.spelling_len++] = parts[i].spelling[k];
    }
    whole.len = (uint8_t)names_letters(whole.spelling, whole.spelling_len, whole.letter);
    if (same_letters(a, &whole))
        return pair(RK_NAME_SAME, 0.98);
    const int distance = names_word_distance(names, a, &whole);
    return distance <= EDIT ? by_distance(a, &whole, distance) : pair(RK_NAME_DIFFERENT, 0.0);
}

double rk_name_word_similarity(const struct rk_names *names, const struct rk_name_word *a,
                               const struct rk_name_word *b)
{
    if ((a->flags | b->flags) & RK_NAME_INITIAL)
        return a->initials & b->initials ? 0.5 : 0.0;
    if (same_spelling(a, b))
        return 1.0;
    double least = 0.0;
    if (names_sets_meet(a, b))
        least = (a->flags | b->flags) & RK_NAME_SHORT ? 0.93 : 0.97;
    const int longer = max_int(a->len, b->len);
    if (longer == 0)
        return 0.0;
    return fmax(least, 1.0 - names_word_distance(names, a, b) / (10.0 * longer));
}
