/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences searched for a name, dates, an age, an address. What a column said stands. */
#include "link_read_internal.h"

#include "rk_text.h"

enum { TOKENS = 96, RUN = 4 };

struct token {
    struct rk_str text; /* without signs at its ends */
    struct rk_str key;
    bool capital, number, ends; /* a full stop or comma stands behind */
};

struct sentence {
    struct token token[TOKENS];
    int32_t tokens;
};

static bool is_sign(int32_t c)
{
    return c <= ' ' || c == 0xA0 || (c < 0x80 && strchr("\"()[]{}<>;:!?*_,|«»", (int)c)) ||
           c == 0xAB || c == 0xBB || c == 0x201C || c == 0x201D || c == 0x201E || c == 0x2014 ||
           c == 0x2013;
}

static bool starts_capital(struct rk_str s)
{
    ptrdiff_t at = 0;
    const int32_t c = rk_utf8_next(s, &at);
    return (c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42F) || c == 0x404 || c == 0x406 ||
           c == 0x407 || c == 0x490 || c == 0x401;
}

static void cut_tokens(struct rk_str s, struct rk_arena *keep, struct sentence *out)
{
    ptrdiff_t at = 0, from = 0;
    out->tokens = 0;
    while (at <= s.len && out->tokens < TOKENS) {
        const ptrdiff_t here = at;
        const int32_t c = at < s.len ? rk_utf8_next(s, &at) : ' ';
        if (here == s.len)
            at++;
        if (!is_sign(c))
            continue;
        struct rk_str word = rk_str_slice(s, from, here);
        from = at;
        if (word.len == 0) {
            if (out->tokens > 0 && c != ' ')
                out->token[out->tokens - 1].ends = true;
            continue;
        }
        struct token *t = &out->token[out->tokens++];
        *t = (struct token){.ends = c != ' ' && c != 0xA0};
        const bool initial = rk_utf8_count(word) == 2 && rk_str_ends(word, RK_STR("."));
        if (rk_str_ends(word, RK_STR(".")) && !initial) {
            t->ends = true;
            word = rk_str_slice(word, 0, word.len - 1);
        }
        t->text = word;
        t->capital = starts_capital(word);
        for (ptrdiff_t i = 0; i < word.len; i++)
            t->number |= word.at[i] >= '0' && word.at[i] <= '9';
        struct rk_buf key = rk_buf_in(keep, word.len + 2);
        rk_text_key(word, &key);
        t->key = rk_buf_str(&key);
    }
}

static bool begins(struct rk_str key, const char *const *words, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (rk_str_starts(key, rk_str_of(words[i])))
            return true;
    return false;
}
#define BEGINS(key, words) begins((key), (words), RK_COUNT(words))

/* ---- dates and ages -------------------------------------------------------------- */

static const char *const birth_words[] = {"народ", "рожд", "родив", "родил", "born", "birth",
                                          "dob",   "н р",  "р н",   "г р",   "д н",  "д р"};
static const char *const year_words[] = {"рік", "рок", "р",  "год", "г",   "years", "year",
                                         "yo",  "y",   "yr", "літ", "лет", "yrs"};

static bool near_birth(const struct sentence *s, int32_t first, int32_t last)
{
    for (int32_t i = first - 2; i <= last + 3; i++) {
        if (i < 0 || i >= s->tokens || (i >= first && i <= last))
            continue;
        const struct rk_str key = s->token[i].key;
        if (BEGINS(key, birth_words) || rk_str_eq(key, RK_STR("рн")) ||
            rk_str_eq(key, RK_STR("гр")) || rk_str_eq(key, RK_STR("b")))
            return true;
    }
    return false;
}

/* "р. н." and "г. р." come as two tokens or one with a stop inside. */
static bool birth_behind(const struct sentence *s, int32_t at)
{
    if (at + 1 >= s->tokens)
        return false;
    const struct rk_str a = s->token[at + 1].key;
    const struct rk_str b = at + 2 < s->tokens ? s->token[at + 2].key : RK_STR("");
    if (rk_str_eq(a, RK_STR("р н")) || rk_str_eq(a, RK_STR("г р")) ||
        rk_str_eq(a, RK_STR("рн")) || rk_str_eq(a, RK_STR("гр")))
        return true;
    if ((rk_str_eq(a, RK_STR("р")) && rk_str_eq(b, RK_STR("н"))) ||
        (rk_str_eq(a, RK_STR("г")) && rk_str_eq(b, RK_STR("р"))))
        return true;
    return rk_str_starts(a, RK_STR("народ")) || rk_str_starts(a, RK_STR("рожд")) ||
           ((rk_str_starts(a, RK_STR("рок")) || rk_str_starts(a, RK_STR("год"))) &&
            (rk_str_starts(b, RK_STR("народ")) || rk_str_starts(b, RK_STR("рожд"))));
}

static void take_date(struct read_person *p, struct rk_when when, bool birth)
{
    if (birth && !rk_when_known(p->birth))
        p->birth = when;
    else if (!birth && !rk_when_known(p->event))
        p->event = when;
}

/* A date that begins at token i; the tokens it takes, 0 for none. */
static int32_t date_at(const struct sentence *s, int32_t i, int year, struct rk_when *out)
{
    const struct rk_str first = s->token[i].text;
    if (!s->token[i].number)
        return 0;
    for (int32_t last = i + 2 < s->tokens ? i + 2 : s->tokens - 1; last >= i; last--) {
        const struct rk_str end = s->token[last].text;
        const struct rk_str all = {first.at, end.at + end.len - first.at};
        if (last == i && rk_str_find(all, RK_STR(".")) < 0 &&
            rk_str_find(all, RK_STR("/")) < 0 && rk_str_find(all, RK_STR("-")) < 0)
            break;
        if (all.len < 40 && rk_when_read(all, year, out))
            return last - i + 1;
        if (last == i && all.len < 12) {
            struct rk_when when;
            ptrdiff_t dots = 0;
            for (ptrdiff_t k = 0; k < all.len; k++)
                dots += all.at[k] == '.' || all.at[k] == '/';
            if (dots == 1 && read_day(all, year, 0, &when)) {
                *out = when;
                return 1;
            }
        }
    }
    return 0;
}

static bool says_about(struct rk_str key)
{
    static const char *const about[] = {"близ", "окол", "прим", "about", "вигляд"};
    return BEGINS(key, about);
}

static bool says_age(struct rk_str key)
{
    static const char *const age[] = {"вік", "возраст", "age"};
    return BEGINS(key, age);
}

/* A bare number: a year of birth, or an age by the words around it. */
static void take_number(const struct sentence *s, int32_t i, int64_t value, int year,
                        struct read_person *p)
{
    const bool early = year > 0 && value < year - 1; /* what is told is of these years */
    const bool behind = birth_behind(s, i);
    if (value >= 1900 && value <= 2030) {
        if ((early || behind || near_birth(s, i, i)) && !rk_when_known(p->birth))
            p->birth =
                (struct rk_when){rk_day_of((int)value, 1, 1), rk_day_of((int)value, 12, 31)};
        return;
    }
    if (value <= 0 || value > 110 || !isnan(p->age_low))
        return;
    const struct rk_str before = i > 0 ? s->token[i - 1].key : RK_STR("");
    if (i + 1 < s->tokens && BEGINS(s->token[i + 1].key, year_words) && !behind) {
        const double around = says_about(before) ? 5.0 : 0.0;
        p->age_low = (double)value - around;
        p->age_high = (double)value + around;
    } else if (says_age(before)) {
        p->age_low = p->age_high = (double)value;
    }
}

/* "~50 років", "45-50 років". */
static void find_age(const struct sentence *s, struct read_person *p)
{
    for (int32_t i = 0; i + 1 < s->tokens && isnan(p->age_low); i++)
        if (s->token[i].number && s->token[i].text.len < 12 &&
            BEGINS(s->token[i + 1].key, year_words) && !birth_behind(s, i) &&
            rk_str_find(s->token[i].text, RK_STR(".")) < 0)
            (void)read_age(s->token[i].text, &p->age_low, &p->age_high);
}

static void find_dates(const struct sentence *s, int year, struct read_person *p)
{
    for (int32_t i = 0; i < s->tokens; i++) {
        struct rk_when when;
        int64_t value = 0;
        const int32_t used = date_at(s, i, year, &when);
        if (used > 0) {
            int y = 0, m = 0, d = 0;
            rk_day_split(when.first, &y, &m, &d);
            const bool old = year > 0 && y > 0 && y < year - 1;
            take_date(p, when, old || (y != year && near_birth(s, i, i + used - 1)));
            i += used - 1;
        } else if (s->token[i].number && rk_str_int(s->token[i].text, &value)) {
            take_number(s, i, value, year, p);
        }
    }
    find_age(s, p);
}

/* ---- telephones ------------------------------------------------------------------ */

static void find_phone(const struct sentence *s, struct rk_arena *keep, struct read_person *p)
{
    for (int32_t i = 0; i < s->tokens && p->phone.len == 0; i++) {
        int figures = 0;
        const struct rk_str text = s->token[i].text;
        for (ptrdiff_t k = 0; k < text.len; k++)
            figures += text.at[k] >= '0' && text.at[k] <= '9';
        if (figures >= 10 && figures <= 13)
            p->phone = read_phone(text, keep);
    }
}

/* ---- names ----------------------------------------------------------------------- */

/* How much some words look like one person's name. */
static double name_worth(const struct rk_name *n)
{
    double worth = 0.0;
    int surnames = 0, givens = 0, patronymics = 0, initials = 0, others = 0;
    for (int32_t w = 0; w < n->words; w++) {
        const struct rk_name_word *word = &n->word[w];
        if (word->flags & RK_NAME_INITIAL) {
            initials++;
            continue;
        }
        surnames += word->role == RK_NAME_SURNAME;
        givens += word->role == RK_NAME_GIVEN && word->sets > 0;
        patronymics += word->role == RK_NAME_PATRONYMIC;
        others += word->role == RK_NAME_OTHER;
        worth += word->flags & RK_NAME_USUAL ? 0.3 : 0.0;
    }
    if (givens == 0 && patronymics == 0 && !(surnames == 1 && initials > 0))
        return 0.0;
    worth += (givens > 0) + 1.2 * (patronymics > 0) + (surnames > 0) + 0.3 * (initials > 0);
    return worth - 0.8 * (givens > 1) - 0.8 * (surnames > 1) - 1.0 * others;
}

/* Of words in capitals; of words in small letters only a name that is beyond doubt. */
static void find_name(const struct rk_names *names, const struct sentence *s, bool small,
                      struct rk_arena *keep, struct read_person *p)
{
    double best = small ? 2.1 : 0.9;
    for (int32_t i = 0; i < s->tokens; i++) {
        if ((!s->token[i].capital && !small) || s->token[i].number)
            continue;
        for (int32_t last = i; last < s->tokens && last < i + RUN; last++) {
            struct rk_arena room = *keep;
            struct rk_name name;
            if ((!s->token[last].capital && !small) || s->token[last].number)
                break;
            const struct rk_str end = s->token[last].text;
            const struct rk_str text = {s->token[i].text.at,
                                        end.at + end.len - s->token[i].text.at};
            if (rk_name_read(names, text, &room, &name, NULL))
                break;
            const double worth = name_worth(&name);
            if (worth > best + 1e-9) {
                best = worth;
                p->full = text;
            }
            if (s->token[last].ends)
                break;
        }
    }
}

/* ---- addresses ------------------------------------------------------------------- */

static void find_address(const struct sentence *s, struct rk_str text, struct rk_arena *keep,
                         struct read_person *p)
{
    static const char *const street[] = {"вул", "ул", "пров", "просп", "бул", "street"};
    for (int32_t i = 0; i + 1 < s->tokens && p->street.len == 0; i++) {
        const struct rk_str key = s->token[i].key;
        if (!BEGINS(key, street) || s->token[i + 1].number)
            continue;
        /* to the first number, and a flat behind it */
        int32_t last = i + 1;
        while (last + 1 < s->tokens && last < i + 4 && !s->token[last].number &&
               (s->token[last + 1].capital || s->token[last + 1].number ||
                rk_str_starts(s->token[last + 1].key, RK_STR("буд")) ||
                rk_str_eq(s->token[last + 1].key, RK_STR("д"))))
            last++;
        if (last + 2 < s->tokens && s->token[last].number &&
            rk_str_starts(s->token[last + 1].key, RK_STR("кв")) && s->token[last + 2].number)
            last += 2;
        const struct rk_str end = s->token[last].text;
        const ptrdiff_t from = s->token[i].text.at - text.at;
        read_address(rk_str_slice(text, from, end.at + end.len - text.at), keep, p);
    }
}

/* "бирка Т-133", "tag no. 12": what a body wears. */
static void find_tag(const struct sentence *s, struct rk_arena *keep, struct read_person *p)
{
    static const char *const tags[] = {"бирк", "жетон", "tag"};
    for (int32_t i = 0; i + 1 < s->tokens && p->body.len == 0; i++) {
        if (!BEGINS(s->token[i].key, tags))
            continue;
        const bool sign = !s->token[i + 1].number && i + 2 < s->tokens;
        const int32_t at = sign && s->token[i + 1].text.len < 7 ? i + 2 : i + 1;
        if (s->token[at].number)
            p->body = read_number(s->token[at].text, keep);
    }
}

void read_free(const struct rk_names *names, struct rk_str text, int year,
               struct rk_arena *keep, struct read_person *p)
{
    struct sentence s;
    cut_tokens(text, keep, &s);
    find_dates(&s, year, p);
    if (p->full.len == 0 && p->surname.len == 0 && p->given.len == 0)
        find_name(names, &s, false, keep, p);
    if (p->full.len == 0 && p->surname.len == 0 && p->given.len == 0)
        find_name(names, &s, true, keep, p);
    find_address(&s, text, keep, p);
    find_phone(&s, keep, p);
    find_tag(&s, keep, p);
}
