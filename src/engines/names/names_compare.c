/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two names: words are matched one to one, then what agrees, what is missing and what
 * contradicts is weighed. docs/methods/names.md, 4, gives the rules in words.
 */
#include "names_internal.h"

enum { NONE = -1 };

struct match {
    const struct rk_names *names;
    const struct rk_name *a, *b;
    int of_a[RK_NAME_WORDS], of_b[RK_NAME_WORDS]; /* whose word it agrees with */
    struct names_pair pair[RK_NAME_WORDS];        /* by word of a */
    struct names_pair table[RK_NAME_WORDS][RK_NAME_WORDS];
    bool crossed; /* a word agrees with one of another role */
};

/* Penalties (score falls from 1) and ceilings. */
static const double near_slip = 0.24, another_form = 0.5, alike = 0.05, initials = 0.13,
                    both_initials = 0.12, missing_father = 0.03, missing_part = 0.05,
                    missing_word = 0.06, missing_particle = 0.01, missing_initial = 0.02,
                    missing_surname = 0.2, other_order = 0.25, too_little = 0.45,
                    contradiction = 0.42;

static bool fits(const struct match *m, int i, int k, bool across)
{
    const struct rk_name_word *a = &m->a->word[i], *b = &m->b->word[k];
    const bool same_role = a->role == b->role;
    const bool open = a->role == RK_NAME_OTHER || b->role == RK_NAME_OTHER;
    return across ? !same_role : same_role || open;
}

/* Takes the best agreeing pair again and again. */
static void take_pairs(struct match *m, bool across)
{
    for (;;) {
        int best_i = NONE, best_k = NONE;
        struct names_pair best = {RK_NAME_DIFFERENT, 0};
        for (int i = 0; i < m->a->words; i++) {
            for (int k = 0; k < m->b->words && m->of_a[i] == NONE; k++) {
                const struct names_pair p = m->table[i][k];
                const enum rk_name_level least = across ? RK_NAME_NEAR : RK_NAME_INITIALS;
                if (m->of_b[k] != NONE || p.level < least || !fits(m, i, k, across))
                    continue;
                if (p.level > best.level ||
                    (p.level == best.level && p.similarity > best.similarity)) {
                    best = p;
                    best_i = i;
                    best_k = k;
                }
            }
        }
        if (best_i == NONE)
            return;
        m->of_a[best_i] = best_k;
        m->of_b[best_k] = best_i;
        m->pair[best_i] = best;
        m->crossed |= across && m->a->word[best_i].role != m->b->word[best_k].role;
    }
}

/* A word that is a name by itself is not two run together, but may have been torn apart. */
static bool can_be_joined(const struct rk_name_word *w)
{
    return !(w->flags & (RK_NAME_INITIAL | RK_NAME_NUMBER)) && w->sets == 0 && w->len >= 5;
}

static enum rk_name_level least_of_joined(const struct rk_name_word *one,
                                          const struct rk_name_word *parts, int count)
{
    if (!(one->flags & RK_NAME_USUAL))
        return RK_NAME_NEAR;
    for (int i = 0; i < count; i++)
        if (parts[i].sets > 0 || (parts[i].flags & RK_NAME_USUAL))
            return RK_NAME_SAME + 1;
    return RK_NAME_SAME;
}

/* A word of one side that neighbours of the other, written together, agree with. */
static bool join(struct match *m, bool of_a)
{
    const struct rk_name *one = of_a ? m->a : m->b, *many = of_a ? m->b : m->a;
    int *one_of = of_a ? m->of_a : m->of_b, *many_of = of_a ? m->of_b : m->of_a;
    for (int i = 0; i < one->words; i++) {
        if (one_of[i] != NONE || !can_be_joined(&one->word[i]))
            continue;
        for (int k = 0; k + 1 < many->words; k++) {
            int count = 0;
            while (k + count < many->words && many_of[k + count] == NONE && count < 3)
                count++;
            for (int n = count; n >= 2; n--) {
                const struct names_pair p =
                    names_joined_pair(m->names, &one->word[i], &many->word[k], n);
                if (p.level < least_of_joined(&one->word[i], &many->word[k], n))
                    continue;
                one_of[i] = k;
                for (int part = 0; part < n; part++)
                    many_of[k + part] = i;
                m->pair[of_a ? i : k] = p;
                for (int part = 1; part < n && !of_a; part++)
                    m->pair[k + part] = (struct names_pair){RK_NAME_SAME, 1.0F};
                return true;
            }
        }
    }
    return false;
}

static double slip_penalty(struct names_pair p, int len)
{
    const double tenths = (1.0 - (double)p.similarity) * 10.0 * len;
    return near_slip * fmin(1.5, 0.4 + 0.06 * tenths);
}

struct tally {
    double penalty, full; /* whole words that agree; patronymics and particles count less */
    bool surname, given, father;
    int words_a, words_b; /* that say something */
};

static bool says_something(const struct rk_name_word *w)
{
    return w->role != RK_NAME_PARTICLE;
}

static double evidence(enum rk_name_role role, enum rk_name_level level)
{
    if (role == RK_NAME_PARTICLE)
        return 0.1;
    if (level == RK_NAME_INITIALS)
        return 0.3;
    return role == RK_NAME_PATRONYMIC ? 0.8 : 1.0;
}

static void weigh_matches(const struct match *m, struct tally *t)
{
    for (int i = 0; i < m->a->words; i++) {
        const struct rk_name_word *a = &m->a->word[i];
        t->words_a += says_something(a);
        if (m->of_a[i] == NONE)
            continue;
        const struct rk_name_word *b = &m->b->word[m->of_a[i]];
        const struct names_pair p = m->pair[i];
        const enum rk_name_role role =
            (enum rk_name_role)(a->role != RK_NAME_OTHER ? a->role : b->role);
        if (p.level == RK_NAME_NEAR)
            t->penalty += slip_penalty(p, a->len > b->len ? a->len : b->len);
        else if (p.level == RK_NAME_SAME)
            t->penalty += another_form * (1.0 - (double)p.similarity);
        else if (p.level == RK_NAME_ALIKE)
            t->penalty += alike;
        else if (p.level == RK_NAME_INITIALS)
            t->penalty += a->flags & b->flags & RK_NAME_INITIAL ? both_initials : initials;
        t->full += evidence(role, p.level);
        t->surname |= role == RK_NAME_SURNAME;
        t->given |= role == RK_NAME_GIVEN;
        t->father |= role == RK_NAME_PATRONYMIC;
    }
    double full_b = 0;
    for (int k = 0; k < m->b->words; k++) {
        const struct rk_name_word *b = &m->b->word[k];
        t->words_b += says_something(b);
        if (m->of_b[k] != NONE)
            full_b += evidence((enum rk_name_role)b->role, m->pair[m->of_b[k]].level);
    }
    t->full =
        fmax(t->full, full_b); /* words written together count as often as written apart */
}

static double missing_penalty(const struct rk_name_word *w)
{
    if (w->role == RK_NAME_PARTICLE)
        return missing_particle;
    if (w->flags & RK_NAME_INITIAL)
        return missing_initial;
    if (w->role == RK_NAME_PATRONYMIC)
        return missing_father;
    if (w->flags & (RK_NAME_JOINED | RK_NAME_MAIDEN))
        return missing_part;
    return missing_word;
}

/* Whether two words that agree with nothing speak against each other. */
static bool contradict(const struct tally *t, const struct rk_name_word *a,
                       const struct rk_name_word *b)
{
    if (!says_something(a) || !says_something(b))
        return false;
    const bool spare_a = (a->flags & RK_NAME_MAIDEN) && t->surname;
    const bool spare_b = (b->flags & RK_NAME_MAIDEN) && t->surname;
    if (spare_a || spare_b)
        return false;
    if (a->role == RK_NAME_PATRONYMIC || b->role == RK_NAME_PATRONYMIC)
        return a->role == b->role || names_sets_meet(a, b) || /* father and son exchanged */
               ((a->flags | b->flags) & RK_NAME_INITIAL);
    return true;
}

/* An earlier family name that agrees excuses the present one. */
static bool excused(const struct match *m, bool of_a)
{
    const struct rk_name *own = of_a ? m->a : m->b;
    const int *of = of_a ? m->of_a : m->of_b;
    for (int i = 0; i < own->words; i++)
        if ((own->word[i].flags & RK_NAME_MAIDEN) && of[i] != NONE)
            return true;
    return false;
}

static bool contradicts(const struct match *m, const struct tally *t)
{
    const bool excuse = excused(m, true) || excused(m, false);
    for (int i = 0; i < m->a->words; i++) {
        if (m->of_a[i] != NONE)
            continue;
        for (int k = 0; k < m->b->words; k++) {
            const struct rk_name_word *a = &m->a->word[i], *b = &m->b->word[k];
            if (m->of_b[k] != NONE || !contradict(t, a, b))
                continue;
            if (excuse && (a->role == RK_NAME_SURNAME || b->role == RK_NAME_SURNAME))
                continue;
            return true;
        }
    }
    return false;
}

static bool names_a_father(const struct rk_name *name)
{
    for (int i = 1; i < name->words; i++)
        if (name->word[i].role == RK_NAME_PATRONYMIC &&
            name->word[i - 1].role == RK_NAME_PARTICLE)
            return true;
    return false;
}

/* Names of three and more words keep their order but for one turn (family name first or last).
 * With roles known the order says nothing, save where a particle makes father and son. */
static bool order_differs(const struct match *m, bool fathers)
{
    int order[RK_NAME_WORDS], n = 0;
    for (int i = 0; i < m->a->words; i++)
        if (m->of_a[i] != NONE && says_something(&m->a->word[i]) &&
            (fathers || m->a->word[i].role == RK_NAME_OTHER))
            order[n++] = m->of_a[i];
    if (n < 3)
        return false;
    int falls = 0;
    for (int i = 0; i < n; i++)
        falls += order[(i + 1) % n] < order[i];
    return falls > 1;
}

/* One judgement: penalties, then what lowers the score further; each line a rule, none raises
 * it. */
static double weigh(const struct match *m, struct rk_name_agreement *out)
{
    struct tally t = {0};
    weigh_matches(m, &t);
    double missing = 0;
    for (int i = 0; i < m->a->words; i++)
        missing += m->of_a[i] == NONE ? missing_penalty(&m->a->word[i]) : 0;
    for (int k = 0; k < m->b->words; k++)
        missing += m->of_b[k] == NONE ? missing_penalty(&m->b->word[k]) : 0;
    t.penalty += fmin(missing, 0.3);
    const bool fathers = names_a_father(m->a) && names_a_father(m->b);
    const bool turned = order_differs(m, fathers);
    t.penalty += turned ? other_order : 0;
    const int sex_a = m->a->words > 0 ? m->a->word[0].sex : 0;
    const int sex_b = m->b->words > 0 ? m->b->word[0].sex : 0;
    out->sex_differs = sex_a && sex_b && sex_a != sex_b;
    const int fewer = t.words_a < t.words_b ? t.words_a : t.words_b;
    const int more = t.words_a < t.words_b ? t.words_b : t.words_a;
    double score = fmax(0.0, 1.0 - t.penalty);
    if (out->surname == RK_NAME_MISSING && (t.given || t.father) && more > fewer)
        score -= missing_surname;
    if (contradicts(m, &t) || (out->sex_differs && t.full < 2.5) || (turned && fathers))
        return contradiction * score * fmin(1.0, t.full / fmax(1.0, fewer));
    if (t.full < 1.25 && more > 1)
        score = fmin(score, too_little);
    if (out->surname == RK_NAME_MISSING && t.given && !t.surname && more > fewer && fewer < 3)
        score = fmin(score, too_little);
    if (fewer == 1 && more == 1)
        score *= 0.9;
    return t.full > 0 ? score : 0.0;
}

static bool has_role(const struct rk_name *name, enum rk_name_role role)
{
    for (int i = 0; i < name->words; i++)
        if (name->word[i].role == role)
            return true;
    return false;
}

/* Of several family names only some agree, or an earlier one does. */
static bool in_part(const struct match *m)
{
    for (int i = 0; i < m->a->words; i++)
        if (m->a->word[i].role == RK_NAME_SURNAME &&
            (m->of_a[i] == NONE || (m->a->word[i].flags & RK_NAME_MAIDEN)))
            return true;
    for (int k = 0; k < m->b->words; k++)
        if (m->b->word[k].role == RK_NAME_SURNAME &&
            (m->of_b[k] == NONE || (m->b->word[k].flags & RK_NAME_MAIDEN)))
            return true;
    return false;
}

static void field(const struct match *m, enum rk_name_role role, enum rk_name_level *level,
                  float *similarity)
{
    *level = RK_NAME_MISSING;
    *similarity = 0;
    float closest = 0;
    for (int i = 0; i < m->a->words; i++) {
        const bool own = m->a->word[i].role == role;
        const int k = m->of_a[i];
        if (k != NONE && (own || m->b->word[k].role == role) && m->pair[i].level >= *level) {
            *level = m->pair[i].level;
            *similarity = fmaxf(*similarity, m->pair[i].similarity);
        }
        for (int other = 0; other < m->b->words && own; other++)
            if (m->b->word[other].role == role)
                closest = fmaxf(closest, m->table[i][other].similarity);
    }
    if (*level == RK_NAME_MISSING && has_role(m->a, role) && has_role(m->b, role)) {
        *level = RK_NAME_DIFFERENT;
        *similarity = closest;
    }
    if (role == RK_NAME_SURNAME && *level == RK_NAME_SAME && in_part(m))
        *level = RK_NAME_ALIKE;
}

/* One order for two names, so that sides do not matter even to the last digit. */
static bool comes_first(const struct rk_name *a, const struct rk_name *b)
{
    if (a->words != b->words)
        return a->words < b->words;
    for (int i = 0; i < a->words; i++) {
        const struct rk_name_word *x = &a->word[i], *y = &b->word[i];
        const int order = memcmp(x->spelling, y->spelling, RK_NAME_LETTERS);
        if (order || x->flags != y->flags)
            return order ? order < 0 : x->flags < y->flags;
    }
    return true;
}

void rk_name_compare(const struct rk_names *names, const struct rk_name *a,
                     const struct rk_name *b, struct rk_name_agreement *out)
{
    const bool in_order = comes_first(a, b);
    struct match m;
    m.names = names;
    m.a = in_order ? a : b;
    m.b = in_order ? b : a;
    m.crossed = false;
    for (int i = 0; i < RK_NAME_WORDS; i++)
        m.of_a[i] = m.of_b[i] = NONE;
    for (int i = 0; i < m.a->words; i++)
        for (int k = 0; k < m.b->words; k++)
            m.table[i][k] = names_word_pair(names, &m.a->word[i], &m.b->word[k]);
    take_pairs(&m, false);
    take_pairs(&m, true);
    while (join(&m, true) || join(&m, false))
        ;
    *out = (struct rk_name_agreement){0};
    field(&m, RK_NAME_SURNAME, &out->surname, &out->surname_similarity);
    field(&m, RK_NAME_GIVEN, &out->given, &out->given_similarity);
    field(&m, RK_NAME_PATRONYMIC, &out->patronymic, &out->patronymic_similarity);
    out->swapped = m.crossed;
    out->score = fmin(1.0, fmax(0.0, weigh(&m, out)));
}
