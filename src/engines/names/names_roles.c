/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which word is the family name, which the given one, which the father's. */
#include "names_internal.h"

struct roles {
    const struct rk_names *names;
    struct rk_name_word *word;
    int n;
    bool comma;
    bool cyrillic; /* most words are */
    int patronymic, given;
    enum rk_name_sex sex;
    bool oblique;
    struct names_patronymic end[RK_NAME_WORDS];
    bool given_like[RK_NAME_WORDS]; /* directly or in a case */
};

static bool ends(const struct rk_name_word *word, const char *end)
{
    return names_ends(word->letter, word->len, end);
}

static bool is_plain(const struct rk_name_word *word)
{
    return !(word->flags & (RK_NAME_INITIAL | RK_NAME_NUMBER | RK_NAME_OPAQUE)) &&
           word->role != RK_NAME_PARTICLE;
}

static bool looks_like_surname(const struct rk_name_word *word)
{
    return (word->flags & RK_NAME_USUAL) || names_surname_end(word->letter, word->len) >= 0;
}

/* Family names that several languages spell differently have sets, too, but no sex. */
static bool names_a_person(const struct rk_names *names, const struct rk_name_word *w)
{
    for (int i = 0; i < w->sets; i++)
        if (names->row_sex[w->set[i]] != RK_NAME_SEX_UNKNOWN)
            return true;
    return false;
}

/* No given name stands in the nominative, or the father's does not: then in another case. */
static void look_at_cases(struct roles *r)
{
    for (int i = 0; i < r->n; i++) {
        struct rk_name_word probe = r->word[i];
        if (probe.sets > 0 || r->end[i].base >= 0 || !is_plain(&probe))
            continue;
        names_oblique_sets(r->names, &probe, RK_NAME_SEX_UNKNOWN);
        r->given_like[i] = probe.sets > 0;
    }
}

static void look_at_words(struct roles *r)
{
    int cyrillic = 0, other = 0;
    bool given = false, oblique = false;
    for (int i = 0; i < r->n; i++) {
        struct rk_name_word *w = &r->word[i];
        r->end[i] = (struct names_patronymic){.base = -1};
        const bool ours = w->script == RK_NAME_CYRILLIC;
        cyrillic += ours;
        other += !ours;
        if (r->n >= 3 && names_is_particle(w))
            w->role = RK_NAME_PARTICLE;
        if (!is_plain(w))
            continue;
        r->end[i] = names_patronymic_end(r->names, w->letter, w->len);
        r->given_like[i] = names_a_person(r->names, w);
        given |= r->given_like[i];
        oblique |= r->end[i].base >= 0 && r->end[i].oblique;
    }
    r->cyrillic = cyrillic >= other;
    if (!given || oblique)
        look_at_cases(r);
}

/* "огли", "кизи" after the father's name. */
static int turkic_patronymic(const struct roles *r)
{
    for (int i = 1; i < r->n; i++) {
        const struct rk_name_word *w = &r->word[i];
        if (w->role == RK_NAME_PARTICLE &&
            (ends(w, "ogli") || ends(w, "oglu") || ends(w, "ugli") || ends(w, "kizi") ||
             ends(w, "gizi")))
            return i - 1;
    }
    return -1;
}

/* What follows bin, ben, ibn is the father's name, the grandfather's … */
static void arabic_patronymics(struct roles *r)
{
    for (int i = 0; i + 1 < r->n; i++) {
        struct rk_name_word *w = &r->word[i], *father = w + 1;
        if (w->role == RK_NAME_PARTICLE && w->len == 3 &&
            (ends(w, "bin") || ends(w, "ben") || ends(w, "ibn")) && is_plain(father))
            father->role = RK_NAME_PATRONYMIC;
    }
}

static void find_patronymic(struct roles *r)
{
    arabic_patronymics(r);
    r->patronymic = turkic_patronymic(r);
    if (r->patronymic >= 0)
        return;
    int best = 0;
    for (int i = 0; i < r->n; i++) {
        if (r->end[i].base < 0 || r->word[i].sets > 0 || r->word[i].role != RK_NAME_OTHER)
            continue;
        int points = 1 + (r->end[i].father ? 3 : 0);
        points += r->end[i].strong ? 3 : 0;
        points += i > 0 && r->given_like[i - 1] ? 3 : 0;
        points += i > 0 && (r->word[i - 1].flags & RK_NAME_INITIAL) ? 1 : 0;
        points -= r->word[i].flags & RK_NAME_USUAL ? 2 : 0;
        points -= i == 0 && r->n > 1 ? (r->n == 2 ? 8 : 2) : 0;
        if (points > 0 && points >= best) {
            best = points;
            r->patronymic = i;
        }
    }
}

/* A father's name alone or as the last of a full name: its sex and case are those of the name.
 */
static void read_patronymic(struct roles *r)
{
    const int p = r->patronymic;
    if (p < 0)
        return;
    struct rk_name_word *w = &r->word[p];
    w->role = RK_NAME_PATRONYMIC;
    if (p + 1 < r->n && r->end[p].base < 0) { /* Turkic: the word itself is the father's name */
        r->sex = ends(&r->word[p + 1], "izi") ? RK_NAME_FEMALE : RK_NAME_MALE;
        return;
    }
    r->sex = r->end[p].sex;
    r->oblique = r->end[p].oblique;
    w->sets = 0;
    const struct names_entry *father = r->end[p].father;
    for (int32_t k = 0; father && k < father->count && k < RK_NAME_SETS; k++)
        w->set[w->sets++] = r->names->father.id[father->first + k];
    w->stem = (uint8_t)r->end[p].base;
    w->skeleton = names_skeleton(w->letter, w->stem);
    w->initials = 0;
    const struct names_cut first = {.spelling = {w->spelling[0], w->spelling[1]}, .len = 2};
    w->initials = names_initials(&first);
    for (int i = 0; i < w->sets; i++)
        w->initials |= r->names->row_initials[w->set[i]];
}

/* Гай-Верба: what a hyphen joins to a family name is one. */
static bool joined_to_surname(const struct roles *r, int i)
{
    if ((r->word[i].flags & RK_NAME_JOINED) && i > 0 && looks_like_surname(&r->word[i - 1]))
        return true;
    return i + 1 < r->n && (r->word[i + 1].flags & RK_NAME_JOINED) &&
           looks_like_surname(&r->word[i + 1]);
}

/* How well a word does as the given name, given where it stands. */
static int given_points(const struct roles *r, int i)
{
    const struct rk_name_word *w = &r->word[i];
    if (!is_plain(w) || w->role != RK_NAME_OTHER || (w->flags & RK_NAME_MAIDEN))
        return 0;
    int points = !r->given_like[i] ? 0 : w->sets > 0 ? 6 : 4;
    if (r->patronymic > 0 && i == r->patronymic - 1)
        points += points ? 3 : 4;
    if (points == 0)
        return 0;
    points -= looks_like_surname(w) ? 2 : 0;
    points -= joined_to_surname(r, i) ? 3 : 0;
    points -= !(w->flags & RK_NAME_USUAL) ? 0 : w->sets > 0 ? 3 : 1;
    /* Undecided: our forms put the family name first, a comma does, passports in Latin do not.
     */
    points += r->patronymic < 0 && (r->cyrillic || r->comma ? i == 1 : i == 0) ? 1 : 0;
    return points;
}

/* Beside initials a single whole word is the family name: Данько В. М. */
static bool surname_with_initials(const struct roles *r)
{
    int whole = 0, cut = 0, only = 0;
    for (int i = 0; i < r->n; i++) {
        cut += (r->word[i].flags & RK_NAME_INITIAL) != 0;
        if (is_plain(&r->word[i])) {
            whole++;
            only = i;
        }
    }
    const uint8_t flags = r->word[only].flags;
    return whole == 1 && cut > 0 && (cut > 1 || (flags & (RK_NAME_SHORT | RK_NAME_USUAL)));
}

static void find_given(struct roles *r)
{
    int best = 1;
    r->given = -1;
    if (surname_with_initials(r))
        return;
    for (int i = 0; i < r->n; i++) {
        const int points = given_points(r, i);
        if (points > best) {
            best = points;
            r->given = i;
        }
    }
    if (r->given < 0 && r->patronymic == 2 && r->n >= 3 && is_plain(&r->word[1])) {
        const bool turned = looks_like_surname(&r->word[1]) && is_plain(&r->word[0]) &&
                            !looks_like_surname(&r->word[0]);
        r->given = turned ? 0 : 1;
    }
    if (r->given < 0 && r->patronymic == 1 && is_plain(&r->word[0]))
        r->given = 0;
}

/* -ов, -ін take -а for her, too. */
static bool is_possessive(const struct rk_name_word *w)
{
    const uint8_t before = w->stem > 1 ? w->letter[w->stem - 2] : 0;
    const uint8_t last = w->stem > 0 ? w->letter[w->stem - 1] : 0;
    return (last == 'v' && names_letter_is_vowel(before)) || (last == 'n' && before == 'i');
}

/* A man's family name in a case that only a man's can be in. */
static bool man_in_a_case(const struct rk_names *names, const struct rk_name_word *w)
{
    const int kinds = names_usual(names, w->letter, w->stem) & NAMES_STEM;
    const uint8_t end = w->stem < w->len ? w->letter[w->stem] : 0;
    if ((kinds & NAMES_BARE) && names_letter_is_vowel(end) && !is_possessive(w))
        return true; /* Ткача, Мороза: hers would stay Ткач, Мороз */
    if (kinds == NAMES_IN_O && w->len == w->stem + 1 && (end == 'a' || end == 'u'))
        return true; /* Бойка: hers would stay Бойко */
    if (kinds)
        return false;
    static const char *const cases[] = {"enka", "enku", "enkom", "enkovi", "ukom", "ukovi",
                                        "akom", "ogo",  "omu",   "ovim",   "evim"};
    for (ptrdiff_t i = 0; i < RK_COUNT(cases); i++)
        if (ends(w, cases[i]) && w->len >= (int)strlen(cases[i]) + 3)
            return true;
    return false;
}

/* Of the names a word can be, those of the person's sex; if none, its oblique readings. */
static void read_given(struct roles *r)
{
    if (r->given < 0)
        return;
    struct rk_name_word *w = &r->word[r->given];
    w->role = RK_NAME_GIVEN;
    enum rk_name_sex sex = r->sex;
    for (int i = 0; i < r->n && !sex; i++)
        if (i != r->given && is_plain(&r->word[i]) && man_in_a_case(r->names, &r->word[i]) &&
            !names_find(&r->names->given, r->word[i].letter, r->word[i].len))
            sex = RK_NAME_MALE;
    const bool nominative = r->patronymic >= 0 && r->sex && !r->oblique;
    if (w->sets == 0 && nominative) {
        /* beside a father's name in the nominative this is a slip, not a case */
    } else if (w->sets == 0) {
        names_oblique_sets(r->names, w, sex);
    } else if (sex) {
        struct rk_name_word same_sex = *w;
        same_sex.sets = 0;
        for (int i = 0; i < w->sets; i++)
            if (r->names->row_sex[w->set[i]] == (uint8_t)sex)
                same_sex.set[same_sex.sets++] = w->set[i];
        if (same_sex.sets == 0 && r->sex != RK_NAME_SEX_UNKNOWN && !r->oblique)
            same_sex = *w; /* what is written clashes; leave it as it is written */
        else if (same_sex.sets == 0)
            names_oblique_sets(r->names, &same_sex, sex);
        if (same_sex.sets > 0)
            *w = same_sex;
    }
    for (int i = 0; i < w->sets; i++)
        w->initials |= r->names->row_initials[w->set[i]];
}

/* After the given name stands a word that begins like a patronymic and ends like nothing: a
 * slip (Сергесвна, Олегович without its end). */
static void broken_patronymic(struct roles *r)
{
    const int i = r->given + 1;
    if (r->patronymic >= 0 || r->given < 0 || i >= r->n || r->n < 3)
        return;
    struct rk_name_word *w = &r->word[i];
    if (!is_plain(w) || w->role != RK_NAME_OTHER || w->sets > 0 || looks_like_surname(w) ||
        (w->flags & (RK_NAME_JOINED | RK_NAME_MAIDEN)))
        return;
    for (int base = w->len - 2; base >= 3; base--) {
        const struct names_entry *father = names_find(&r->names->father, w->letter, base);
        if (!father)
            continue;
        w->role = RK_NAME_PATRONYMIC;
        for (int32_t k = 0; k < father->count && k < RK_NAME_SETS; k++)
            w->set[w->sets++] = r->names->father.id[father->first + k];
        w->stem = (uint8_t)base;
        w->skeleton = names_skeleton(w->letter, w->stem);
        r->patronymic = i;
        return;
    }
}

static void sex_of_given(struct roles *r)
{
    if (r->sex || r->given < 0)
        return;
    const struct rk_name_word *w = &r->word[r->given];
    for (int i = 0; i < w->sets; i++) {
        const uint8_t sex = r->names->row_sex[w->set[i]];
        if (i > 0 && sex != (uint8_t)r->sex) {
            r->sex = RK_NAME_SEX_UNKNOWN;
            return;
        }
        r->sex = (enum rk_name_sex)sex;
    }
}

static void sex_of_surname(struct roles *r)
{
    static const char *const hers[] = {"ova", "eva", "ska", "cka", "skaia", "ckaia", "zka"};
    static const char *const his[] = {"ov", "ev", "ski", "cki"};
    for (int i = 0; i < r->n && !r->sex; i++) {
        if (r->word[i].role != RK_NAME_SURNAME)
            continue;
        for (ptrdiff_t k = 0; k < RK_COUNT(hers); k++)
            if (r->word[i].len >= 6 && ends(&r->word[i], hers[k]))
                r->sex = RK_NAME_FEMALE;
        for (ptrdiff_t k = 0; k < RK_COUNT(his); k++)
            if (r->word[i].len >= 5 && ends(&r->word[i], his[k]))
                r->sex = RK_NAME_MALE;
    }
}

/* Анна-Марія: both are given names. */
static void join_given(struct roles *r)
{
    for (int i = 1; i < r->n; i++) {
        struct rk_name_word *a = &r->word[i - 1], *b = &r->word[i];
        if (!(b->flags & RK_NAME_JOINED) || a->role == b->role)
            continue;
        if (a->role == RK_NAME_GIVEN && b->role == RK_NAME_OTHER && r->given_like[i])
            b->role = RK_NAME_GIVEN;
        else if (b->role == RK_NAME_GIVEN && a->role == RK_NAME_OTHER && r->given_like[i - 1])
            a->role = RK_NAME_GIVEN;
        else if (a->role == RK_NAME_PATRONYMIC && r->end[i].base >= 0)
            b->role = RK_NAME_PATRONYMIC;
        else if (b->role == RK_NAME_PATRONYMIC && r->end[i - 1].base >= 0)
            a->role = RK_NAME_PATRONYMIC;
    }
}

/* Initials beside a family name: first the given name's, then the father's. */
static void read_initials(struct roles *r)
{
    bool given = r->given >= 0, father = r->patronymic >= 0, ours = r->cyrillic || father;
    int whole = 0;
    for (int i = 0; i < r->n; i++) {
        ours |= is_plain(&r->word[i]) && looks_like_surname(&r->word[i]);
        whole += is_plain(&r->word[i]);
    }
    if (!given && whole > 1)
        return; /* one of the whole words is the given name: which, is not known */
    for (int i = 0; i < r->n && ours; i++) {
        struct rk_name_word *w = &r->word[i];
        if (!(w->flags & RK_NAME_INITIAL) || w->role != RK_NAME_OTHER)
            continue;
        if (!given) {
            w->role = RK_NAME_GIVEN;
            given = true;
        } else if (!father) {
            w->role = RK_NAME_PATRONYMIC;
            father = true;
        }
    }
}

static void read_surnames(struct roles *r)
{
    int left = 0;
    for (int i = 0; i < r->n; i++)
        left += r->word[i].role == RK_NAME_OTHER && is_plain(&r->word[i]);
    bool ours = false;
    for (int i = 0; i < r->n; i++)
        ours |= r->word[i].role == RK_NAME_GIVEN || r->word[i].role == RK_NAME_PATRONYMIC;
    for (int i = 0; i < r->n; i++) {
        struct rk_name_word *w = &r->word[i];
        if (w->role != RK_NAME_OTHER || !is_plain(w))
            continue;
        if (looks_like_surname(w) || joined_to_surname(r, i) || r->patronymic >= 0 ||
            (ours && left == 1) || (w->flags & RK_NAME_MAIDEN))
            w->role = RK_NAME_SURNAME;
    }
}

/* What an ending alone suggests is said of the name, not of its words. */
static void say_sex(struct roles *r, struct rk_name *name)
{
    for (int i = 0; i < r->n; i++)
        r->word[i].sex = (uint8_t)r->sex;
    sex_of_surname(r);
    name->sex = (uint8_t)r->sex;
}

void names_assign_roles(const struct rk_names *names, struct rk_name *name,
                        struct rk_name_word *words, bool comma)
{
    struct roles r = {.names = names, .word = words, .n = name->words, .comma = comma};
    look_at_words(&r);
    find_patronymic(&r);
    read_patronymic(&r);
    find_given(&r);
    read_given(&r);
    broken_patronymic(&r);
    join_given(&r);
    sex_of_given(&r);
    read_initials(&r);
    read_surnames(&r);
    say_sex(&r, name);
}

/* The columns say first; then, one rule after the other, what takes a column's word back. */
void names_assign_columns(const struct rk_names *names, struct rk_name *name,
                          struct rk_name_word *words, const uint8_t *column)
{
    struct roles r = {
        .names = names, .word = words, .n = name->words, .patronymic = -1, .given = -1};
    look_at_words(&r);
    int family = -1;
    for (int i = 0; i < r.n; i++) {
        const int c = column[i];
        if (c == RK_NAME_SURNAME && family < 0)
            family = i;
        if (c == RK_NAME_GIVEN && r.given < 0)
            r.given = i;
        const bool father = r.end[i].base >= 0 && !words[i].sets;
        if (r.patronymic < 0 &&
            (c == RK_NAME_PATRONYMIC ? is_plain(&words[i])
                                     : c == RK_NAME_GIVEN && father && i > 0))
            r.patronymic = i;
    }
    if (r.given == r.patronymic)
        r.given = -1;
    if (family >= 0 && r.given >= 0 && !r.given_like[r.given] && words[family].sets > 0 &&
        !(words[family].flags & RK_NAME_USUAL))
        r.given = family; /* the columns are swapped */
    if (r.given >= 0 && !is_plain(&words[r.given]))
        r.given = -1;
    if (r.patronymic >= 0 && r.end[r.patronymic].base >= 0)
        read_patronymic(&r);
    else if (r.patronymic >= 0)
        words[r.patronymic].role = RK_NAME_PATRONYMIC;
    read_given(&r);
    sex_of_given(&r);
    read_initials(&r);
    for (int i = 0; i < r.n; i++)
        if (words[i].role == RK_NAME_OTHER && is_plain(&words[i]))
            words[i].role = RK_NAME_SURNAME;
    say_sex(&r, name);
}
