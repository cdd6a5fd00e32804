/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A whole Ukrainian name into the nominative: the father's name tells sex and case, else the
 * given name does; then every word goes back by itself, and capitals and signs stay.
 */
#include "names_internal.h"

#include <utf8proc.h>

/* A word of the raw text; hyphenated ones are several. */
struct piece {
    ptrdiff_t from, to;     /* bytes of the raw text */
    struct names_form form; /* lower case */
    bool ukrainian, capital, capitals;
};

struct whole {
    const struct rk_names *names;
    struct rk_str raw;
    struct piece piece[RK_NAME_WORDS];
    struct rk_name_word word[RK_NAME_WORDS];
    int n;
    enum rk_name_sex sex;
    int cases;
};

static bool is_word_letter(int32_t c)
{
    const int32_t low = names_lower(c);
    return (low >= 0x430 && low <= 0x44F) || low == 0x456 || low == 0x457 || low == 0x454 ||
           low == 0x491 || low == 0x451;
}

/* Reads one piece from `at`; letters decomposed in the raw text are left alone (not Ukrainian).
 */
static ptrdiff_t read_piece(struct rk_str raw, ptrdiff_t at, struct piece *p)
{
    *p = (struct piece){.from = at, .ukrainian = true};
    int letters = 0, uppers = 0;
    while (at < raw.len) {
        utf8proc_int32_t c = 0;
        const ptrdiff_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)raw.at + at, raw.len - at, &c);
        ptrdiff_t behind = at + step;
        utf8proc_int32_t next = 0;
        if (behind < raw.len)
            (void)utf8proc_iterate((const utf8proc_uint8_t *)raw.at + behind, raw.len - behind,
                                   &next);
        const bool apostrophe = names_is_apostrophe(c) && is_word_letter(next) && letters > 0;
        if (!apostrophe && !is_word_letter(c))
            break;
        const int32_t low = apostrophe ? '\'' : names_lower(c);
        p->ukrainian =
            p->ukrainian && low != 0x44A && low != 0x44B && low != 0x44D && low != 0x451;
        if (letters == 0)
            p->capital = names_is_upper(c);
        letters += !apostrophe;
        uppers += names_is_upper(c);
        if (p->form.len + 4 <= NAMES_FORM_MAX)
            p->form.len +=
                (int)utf8proc_encode_char(low, (utf8proc_uint8_t *)p->form.at + p->form.len);
        at = behind;
    }
    p->capitals = letters > 1 && uppers == letters;
    p->to = at;
    return at;
}

static void cut_pieces(struct whole *w)
{
    for (ptrdiff_t at = 0; at < w->raw.len && w->n < RK_NAME_WORDS;) {
        utf8proc_int32_t c = 0;
        const ptrdiff_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)w->raw.at + at, w->raw.len - at, &c);
        if (!is_word_letter(c)) {
            at += step;
            continue;
        }
        struct piece *p = &w->piece[w->n];
        const bool joined = at > 0 && w->raw.at[at - 1] == '-';
        at = read_piece(w->raw, at, p);
        int32_t text[NAMES_FORM_MAX];
        struct names_cut cut;
        const int32_t n = names_compose((struct rk_str){p->form.at, p->form.len}, text,
                                        (int32_t)RK_COUNT(text));
        if (n <= 0 || names_cut_words(text, n, &cut, 1) != 1)
            continue;
        cut.flags = joined ? NAMES_CUT_HYPHEN : 0;
        if (at < w->raw.len && w->raw.at[at] == '.')
            cut.flags |= NAMES_CUT_DOT;
        names_word_fill(w->names, &cut, &w->word[w->n]);
        w->n++;
    }
}

static bool ends(const struct names_form *f, const char *end)
{
    return names_ends((const uint8_t *)f->at, f->len, end);
}

/* Ends of patronymics: case, sex, what to put in their place. */
static const struct father_end {
    const char *end, *nominative;
    enum rk_name_sex sex;
    int cases;
} father_ends[] = {
    {"ичеві", "ич", RK_NAME_MALE, NAMES_DATIVE | NAMES_LOCATIVE},
    {"ічеві", "іч", RK_NAME_MALE, NAMES_DATIVE | NAMES_LOCATIVE},
    {"ича", "ич", RK_NAME_MALE, NAMES_GENITIVE | NAMES_ACCUSATIVE},
    {"іча", "іч", RK_NAME_MALE, NAMES_GENITIVE | NAMES_ACCUSATIVE},
    {"ичу", "ич", RK_NAME_MALE, NAMES_DATIVE | NAMES_LOCATIVE | NAMES_VOCATIVE},
    {"ічу", "іч", RK_NAME_MALE, NAMES_DATIVE | NAMES_LOCATIVE | NAMES_VOCATIVE},
    {"ичем", "ич", RK_NAME_MALE, NAMES_INSTRUMENTAL},
    {"ічем", "іч", RK_NAME_MALE, NAMES_INSTRUMENTAL},
    {"ичі", "ич", RK_NAME_MALE, NAMES_LOCATIVE | NAMES_DATIVE},
    {"ічі", "іч", RK_NAME_MALE, NAMES_LOCATIVE | NAMES_DATIVE},
    {"иче", "ич", RK_NAME_MALE, NAMES_VOCATIVE},
    {"іче", "іч", RK_NAME_MALE, NAMES_VOCATIVE},
    {"ич", "ич", RK_NAME_MALE, NAMES_NOMINATIVE},
    {"іч", "іч", RK_NAME_MALE, NAMES_NOMINATIVE},
    {"вною", "вна", RK_NAME_FEMALE, NAMES_INSTRUMENTAL},
    {"вни", "вна", RK_NAME_FEMALE, NAMES_GENITIVE},
    {"вні", "вна", RK_NAME_FEMALE, NAMES_DATIVE | NAMES_LOCATIVE},
    {"вну", "вна", RK_NAME_FEMALE, NAMES_ACCUSATIVE},
    {"вно", "вна", RK_NAME_FEMALE, NAMES_VOCATIVE},
    {"вна", "вна", RK_NAME_FEMALE, NAMES_NOMINATIVE},
    {"чною", "чна", RK_NAME_FEMALE, NAMES_INSTRUMENTAL},
    {"чни", "чна", RK_NAME_FEMALE, NAMES_GENITIVE},
    {"чні", "чна", RK_NAME_FEMALE, NAMES_DATIVE | NAMES_LOCATIVE},
    {"чну", "чна", RK_NAME_FEMALE, NAMES_ACCUSATIVE},
    {"чно", "чна", RK_NAME_FEMALE, NAMES_VOCATIVE},
    {"чна", "чна", RK_NAME_FEMALE, NAMES_NOMINATIVE},
};

static const struct father_end *father_end(const struct names_form *f)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(father_ends); i++)
        if (ends(f, father_ends[i].end))
            return &father_ends[i];
    return NULL;
}

static void by_father(struct whole *w)
{
    for (int i = 0; i < w->n && !w->cases; i++) {
        const struct father_end *e = father_end(&w->piece[i].form);
        if (w->word[i].role != RK_NAME_PATRONYMIC || !e)
            continue;
        w->cases = e->cases;
        w->sex = e->sex;
    }
}

/* A family name that stands in no nominative: Коваленка, Левицького, Зеленою. */
static bool plainly_oblique(const struct whole *w, const struct names_form *f)
{
    static const char *const marks[] = {
        "енка",  "енку",  "енкові", "енком", "ського", "цького", "ському", "цькому", "ським",
        "цьким", "ської", "цької",  "ською", "цькою",  "ого",    "ому",    "ової",   "евої",
        "євої",  "овою",  "евою",   "ової",  "ому",    "овим",   "евим",   "укові",  "уком",
        "юком",  "юка",   "юкові",  "ою",    "ею",     "ича",    "аря",    "яря",    "цю"};
    if (names_form_is_surname(w->names, f))
        return false;
    for (ptrdiff_t i = 0; i < RK_COUNT(marks); i++)
        if (ends(f, marks[i]))
            return true;
    return false;
}

static bool declines_not(const struct names_form *f, enum rk_name_sex sex)
{
    const char *last = f->len >= 2 ? f->at + f->len - 2 : "";
    static const char *const vowels[] = {"а", "я", "и", "і", "ї", "у", "ю", "е", "є"};
    for (ptrdiff_t i = 0; i < RK_COUNT(vowels); i++)
        if (memcmp(last, vowels[i], 2) == 0)
            return false;
    return sex == RK_NAME_FEMALE;
}

/* Points for a family name read in these cases. Without a whole given name beside it only a
 * usual name is taken out of a case. */
static int surname_suits(const struct whole *w, const struct names_form *f,
                         const struct names_form *to, enum rk_name_sex sex, int cases,
                         bool given)
{
    const bool changed = to->len != f->len || memcmp(to->at, f->at, (size_t)f->len) != 0;
    const int usual = names_form_is_surname(w->names, to) ? 2 : 0;
    if (sex == RK_NAME_FEMALE && (ends(f, "ський") || ends(f, "цький") || ends(f, "ий")))
        return -3; /* his, and no case of hers */
    if (cases == NAMES_NOMINATIVE)
        return plainly_oblique(w, f) ? -3 : usual + 1;
    if (!changed)
        return declines_not(f, sex) ? usual + 1 : -1;
    return given || usual || plainly_oblique(w, f) ? usual + 2 : 0;
}

/* How well the given and family names do in these cases; -1: not at all. */
static int suits(const struct whole *w, enum rk_name_sex sex, int cases)
{
    int points = 4;
    bool given = false;
    for (int i = 0; i < w->n; i++)
        given |= w->word[i].role == RK_NAME_GIVEN && !(w->word[i].flags & RK_NAME_INITIAL);
    for (int i = 0; i < w->n; i++) {
        const struct names_form *f = &w->piece[i].form;
        const enum rk_name_role role = (enum rk_name_role)w->word[i].role;
        if (w->word[i].flags & RK_NAME_INITIAL)
            continue;
        const struct names_form to = names_to_nominative(w->names, f, role, sex, cases);
        if (role == RK_NAME_GIVEN) {
            const int kind = names_form_is_given(w->names, &to, sex);
            const bool changed = to.len != f->len || memcmp(to.at, f->at, (size_t)f->len) != 0;
            if (!kind || (cases != NAMES_NOMINATIVE && !changed &&
                          names_form_is_given(w->names, f, sex) && !declines_not(f, sex)))
                return -1;
            points += kind & NAMES_FORMAL ? 4 : 3;
        } else if (role == RK_NAME_SURNAME || role == RK_NAME_OTHER) {
            points += surname_suits(w, f, &to, sex, cases, given);
        }
    }
    return points;
}

/* Without a father's name: the case in which the other words agree best, the nominative first.
 */
static void by_agreement(struct whole *w, enum rk_name_sex asked)
{
    static const int all[] = {NAMES_NOMINATIVE, NAMES_GENITIVE | NAMES_ACCUSATIVE,
                              NAMES_DATIVE | NAMES_LOCATIVE, NAMES_INSTRUMENTAL,
                              NAMES_VOCATIVE};
    bool given = false, oblique = false;
    for (int i = 0; i < w->n; i++) {
        given |= w->word[i].role == RK_NAME_GIVEN;
        oblique |= w->word[i].role != RK_NAME_GIVEN && plainly_oblique(w, &w->piece[i].form);
    }
    w->cases = NAMES_NOMINATIVE;
    w->sex = asked ? asked : RK_NAME_MALE;
    if (!given && !oblique)
        return;
    int best = -1;
    for (ptrdiff_t c = 0; c < RK_COUNT(all); c++) {
        for (int sex = RK_NAME_MALE; sex <= RK_NAME_FEMALE; sex++) {
            if (asked && sex != (int)asked)
                continue;
            const int points = suits(w, (enum rk_name_sex)sex, all[c]);
            if (points > best) {
                best = points;
                w->cases = all[c];
                w->sex = (enum rk_name_sex)sex;
            }
        }
    }
}

/* Capitals as they were: all, the first, none. */
static void put_form(const struct piece *p, const struct names_form *f, struct rk_buf *out)
{
    bool first = true;
    for (ptrdiff_t at = 0; at < f->len; first = false) {
        utf8proc_int32_t c = 0;
        at += utf8proc_iterate((const utf8proc_uint8_t *)f->at + at, f->len - at, &c);
        if (p->capitals || (p->capital && first))
            c = utf8proc_toupper(c);
        utf8proc_uint8_t bytes[4];
        rk_buf_bytes(out, bytes, utf8proc_encode_char(c, bytes));
    }
}

static struct names_form nominative_of(const struct whole *w, int i)
{
    const struct names_form *f = &w->piece[i].form;
    const enum rk_name_role role = (enum rk_name_role)w->word[i].role;
    if (!w->piece[i].ukrainian || (w->word[i].flags & RK_NAME_INITIAL))
        return *f;
    const struct father_end *e = father_end(f);
    if (role == RK_NAME_PATRONYMIC && e) {
        struct names_form to = *f;
        to.len -= (int)strlen(e->end);
        for (const char *c = e->nominative; *c; c++)
            to.at[to.len++] = *c;
        return to;
    }
    const enum rk_name_role as = role == RK_NAME_GIVEN ? RK_NAME_GIVEN : RK_NAME_SURNAME;
    return names_to_nominative(w->names, f, as, w->sex, w->cases);
}

rk_status rk_names_nominative(const struct rk_names *names, struct rk_str name,
                              enum rk_name_sex sex, struct rk_buf *out, struct rk_err *err)
{
    for (ptrdiff_t at = 0; at < name.len;) {
        utf8proc_int32_t c = 0;
        const utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)name.at + at, name.len - at, &c);
        if (step <= 0)
            return rk_fail(err, RK_EINVAL, "name", "byte %td: not UTF-8", at);
        at += step;
    }
    struct whole w = {.names = names, .raw = name};
    cut_pieces(&w);
    struct rk_name read = {.raw = name, .word = w.word, .words = w.n};
    names_assign_roles(names, &read, w.word, false);
    by_father(&w);
    if (!w.cases)
        by_agreement(&w, sex);
    ptrdiff_t done = 0;
    for (int i = 0; i < w.n; i++) {
        const struct names_form to = nominative_of(&w, i);
        const struct piece *p = &w.piece[i];
        rk_buf_add(out, rk_str_slice(name, done, p->from));
        if (to.len == p->form.len && memcmp(to.at, p->form.at, (size_t)to.len) == 0)
            rk_buf_add(out, rk_str_slice(name, p->from, p->to));
        else
            put_form(p, &to, out);
        done = p->to;
    }
    rk_buf_add(out, rk_str_slice(name, done, name.len));
    return RK_OK;
}
