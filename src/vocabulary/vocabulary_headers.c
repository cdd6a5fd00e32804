/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary_internal.h"

#include "rk_text.h"

/*
 * How well a header fits, best first. Each step forgives a little more than the one above:
 * the words themselves; words and a unit or remark; the same words in another order; neutral
 * ones around; abbreviated words; a slip of one letter in a long word.
 */
#define FIT_EXACT      1.0
#define FIT_UNIT       0.97 /* times */
#define FIT_ORDER      0.95
#define FIT_NEUTRAL    0.95 /* times */
#define FIT_CUT        0.9
#define FIT_SLIP       0.85
#define FIT_OTHER_UNIT 0.4 /* times: metres do not name a power */

/* A header as it was typed, taken apart. */
struct header {
    struct fold_text words;     /* all of it */
    struct fold_text base;      /* without what stands in brackets, behind a comma, or a unit */
    struct fold_text tail;      /* that; empty when a bare unit was cut off */
    const struct rk_unit *unit; /* said at the end, or NULL */
    bool shorter;               /* there is a base */
};

static bool neutral(struct rk_str word)
{
    return vocabulary_in(vocabulary_neutral_header, vocabulary_neutral_header_count, word);
}

/* Cuts "Потужність, МВт" and "Кількість (осіб)" in two; false when there is nothing to cut. */
static bool cut_tail(struct rk_str header, struct rk_str *base, struct rk_str *tail)
{
    ptrdiff_t open = -1, comma = -1;
    for (ptrdiff_t i = 0; i < header.len; i++) {
        if (header.at[i] == '(' || header.at[i] == '[')
            open = i;
        if (header.at[i] == ',' || header.at[i] == ';' || header.at[i] == ':')
            comma = i;
    }
    const ptrdiff_t at = open > 0 ? open : comma;
    if (at <= 0)
        return false;
    *base = rk_str_slice(header, 0, at);
    *tail = rk_str_slice(header, at + 1, header.len);
    for (ptrdiff_t i = 0; open > 0 && i < tail->len; i++)
        if (tail->at[i] == ')' || tail->at[i] == ']') {
            if (rk_str_trim(rk_str_slice(*tail, i + 1, tail->len)).len > 1)
                return false; /* words behind the bracket: it is no remark at the end */
            *tail = rk_str_slice(*tail, 0, i);
        }
    return true;
}

static const struct rk_unit *counted_or_measured(const struct rk_unit *unit)
{
    const bool in_words =
        unit && (strcmp(unit->family, "words") == 0 || strcmp(unit->family, "date") == 0);
    return in_words ? NULL : unit;
}

/* "площа м2", "length_m": the last word or two are a unit of measure (not a thing counted, for
 * "кількість дітей" is more than an amount). */
static int32_t unit_words(const struct fold_text *t, const struct rk_unit **unit)
{
    for (int32_t n = 2; n >= 1; n--) {
        char joined[FOLD_BYTES];
        if (t->count <= n)
            continue;
        const struct rk_unit *u =
            counted_or_measured(rk_unit_find(fold_join(t, t->count - n, t->count, joined)));
        if (u && u->measure) {
            *unit = u;
            return n;
        }
    }
    return 0;
}

static void drop_number(struct fold_text *t)
{
    if (t->count < 2)
        return;
    for (ptrdiff_t i = 0; i < t->word[0].at.len; i++)
        if (t->word[0].at.at[i] < '0' || t->word[0].at.at[i] > '9')
            return;
    t->count--;
    memmove(t->word, t->word + 1, (size_t)t->count * sizeof t->word[0]);
}

static void fold_header(struct rk_str raw, struct fold_text *out)
{
    fold_words(raw, vocabulary_shorts, vocabulary_short_count, out);
    drop_number(out);
}

static void take_apart(struct rk_str raw, struct header *h)
{
    struct rk_str base, tail;
    struct fold_text plain;
    h->unit = NULL;
    h->tail.count = 0;
    fold_header(raw, &h->words);
    h->shorter = cut_tail(raw, &base, &tail);
    if (h->shorter) {
        fold_header(base, &h->base);
        fold_words(tail, NULL, 0, &h->tail);
        h->unit = counted_or_measured(rk_unit_find(tail));
        return;
    }
    fold_words(raw, NULL, 0, &plain);
    const int32_t n = unit_words(&plain, &h->unit);
    if (n == 0 || n >= h->words.count)
        return;
    fold_header(raw, &h->base);
    h->base.count -= n;
    h->shorter = true;
}

const struct rk_unit *rk_header_unit(struct rk_str header)
{
    struct header h;
    take_apart(header, &h);
    return h.unit;
}

/* ---- word by word ------------------------------------------------------------------------ */

/* Whether b is a with one letter changed, added, lost, or two neighbours swapped. */
static bool one_slip(struct rk_str a, struct rk_str b)
{
    int32_t x[64], y[64];
    int32_t n = 0, m = 0;
    ptrdiff_t at = 0;
    for (int32_t c = rk_utf8_next(a, &at); c >= 0 && n < 64; c = rk_utf8_next(a, &at))
        x[n++] = c;
    at = 0;
    for (int32_t c = rk_utf8_next(b, &at); c >= 0 && m < 64; c = rk_utf8_next(b, &at))
        y[m++] = c;
    if (n < 6 || m < 6 || n - m > 1 || m - n > 1)
        return false;
    int32_t front = 0, back = 0;
    while (front < n && front < m && x[front] == y[front])
        front++;
    while (back < n - front && back < m - front && x[n - 1 - back] == y[m - 1 - back])
        back++;
    const int32_t a_left = n - front - back, b_left = m - front - back;
    if (a_left <= 1 && b_left <= 1)
        return true;
    return a_left == 2 && b_left == 2 && x[front] == y[front + 1] && x[front + 1] == y[front];
}

static bool cut_of(const struct fold_word *said, int32_t words, struct rk_str whole)
{
    const ptrdiff_t letters = rk_utf8_count(said->at);
    return said->cut && letters >= (words > 1 ? 2 : 4) && said->at.len < whole.len &&
           rk_str_starts(whole, said->at);
}

/* The words against one name, forgiving abbreviations and at most one slip in two words. */
static double near_name(const struct fold_text *t, struct rk_str name)
{
    int32_t i = 0, slips = 0;
    double fit = FIT_CUT;
    for (; name.len > 0; i++) {
        const struct rk_str word = rk_str_cut(&name, ' ');
        if (i == t->count)
            return 0;
        if (rk_str_eq(t->word[i].at, word) || cut_of(&t->word[i], t->count, word))
            continue;
        if (!one_slip(t->word[i].at, word))
            return 0;
        slips++;
        fit = FIT_SLIP;
    }
    return i == t->count && slips * 2 <= i + 1 ? fit : 0;
}

/* The same words in another order: "площа опалювана". */
static bool same_words(const struct fold_text *t, struct rk_str name)
{
    uint64_t used = 0;
    int32_t count = 0;
    for (; name.len > 0; count++) {
        const struct rk_str word = rk_str_cut(&name, ' ');
        int32_t i = 0;
        while (i < t->count && ((used >> i & 1) || !rk_str_eq(t->word[i].at, word)))
            i++;
        if (i == t->count)
            return false;
        used |= UINT64_C(1) << i;
    }
    return count == t->count;
}

static double fit_list(const char *names, const struct fold_text *t)
{
    char joined[FOLD_BYTES];
    double best = 0;
    if (t->count == 0)
        return 0;
    if (vocabulary_listed(names, fold_join(t, 0, t->count, joined)))
        return FIT_EXACT;
    for (struct rk_str rest = rk_str_of(names); rest.len > 0;) {
        const struct rk_str name = rk_str_cut(&rest, '|');
        best = fmax(best, same_words(t, name) ? FIT_ORDER : near_name(t, name));
    }
    return best;
}

static double fit_words(const struct rk_aspect *aspect, const struct fold_text *t)
{
    const double whole = fit_list(aspect->headers, t);
    if (whole >= FIT_EXACT)
        return whole;
    struct fold_text bare = {.count = 0};
    for (int32_t i = 0; i < t->count; i++)
        if (!neutral(t->word[i].at))
            bare.word[bare.count++] = t->word[i];
    return bare.count < t->count ? fmax(whole, FIT_NEUTRAL * fit_list(aspect->headers, &bare))
                                 : whole;
}

static bool is_choice(const struct rk_aspect *aspect, struct rk_str word)
{
    for (int32_t i = 0; i < aspect->choice_count; i++)
        if (vocabulary_listed(aspect->choices[i].also, word))
            return true;
    for (int32_t i = 0; aspect->type == RK_TYPE_CLASS && i < vocabulary_class_count; i++)
        if (vocabulary_listed(vocabulary_class_also[i], word))
            return true;
    return false;
}

/* "(так/ні)", "(1/0)", "(+/-)": the cells hold neither a day nor a name. */
static bool asks_yes_or_no(const struct fold_text *tail)
{
    static const char *const pairs[][2] = {{"так", "ні"}, {"да", "нет"}, {"yes", "no"},
                                           {"y", "n"},    {"1", "0"},    {"т", "н"}};
    if (tail->count != 2)
        return false;
    for (ptrdiff_t i = 0; i < RK_COUNT(pairs); i++)
        for (int turned = 0; turned < 2; turned++)
            if (rk_str_eq(tail->word[0].at, rk_str_of(pairs[i][turned])) &&
                rk_str_eq(tail->word[1].at, rk_str_of(pairs[i][!turned])))
                return true;
    return false;
}

/* Whether the remark in brackets only explains the aspect: a unit, its choices, neutral words.
 * "Телефон (родича)" does not: it names another thing. */
static bool explains(const struct rk_aspect *aspect, const struct header *h)
{
    if (asks_yes_or_no(&h->tail) && aspect->type != RK_TYPE_BOOL &&
        aspect->type != RK_TYPE_CHOICE)
        return false;
    for (int32_t i = 0; !h->unit && i < h->tail.count; i++) {
        const struct rk_str word = h->tail.word[i].at;
        int64_t n;
        if (!neutral(word) && !rk_str_int(word, &n) && !is_choice(aspect, word) &&
            !rk_str_eq(word, RK_STR("не")) && /* "працює / не працює" */
            !counted_or_measured(rk_unit_find(word)))
            return false;
    }
    return true;
}

/* 1 when the unit said agrees with the aspect's, or nothing speaks against it: an amount or a
 * strength without a unit of its own may be said in milligrams or packs, not in people or days.
 */
static double unit_agrees(const struct rk_aspect *aspect, const struct rk_unit *said)
{
    static const char *const amounts[] = {"mass", "volume", "packs", "pieces"};
    if (!said)
        return 1;
    const struct rk_unit *own = rk_unit_find(rk_str_of(aspect->unit));
    if (own)
        return strcmp(own->family, said->family) != 0 ? FIT_OTHER_UNIT : 1;
    for (ptrdiff_t i = 0; i < RK_COUNT(amounts); i++)
        if (strcmp(said->family, amounts[i]) == 0)
            return 1;
    return FIT_OTHER_UNIT;
}

static double fits(const struct rk_aspect *aspect, const struct header *h)
{
    const double whole = fit_words(aspect, &h->words);
    if (whole >= FIT_EXACT || !h->shorter || !explains(aspect, h))
        return whole;
    const double base = fit_words(aspect, &h->base) * FIT_UNIT * unit_agrees(aspect, h->unit);
    return fmax(whole, base);
}

double rk_header_fits(const struct rk_aspect *aspect, struct rk_str header)
{
    struct header h;
    take_apart(header, &h);
    return fits(aspect, &h);
}

void rk_header_fits_all(const struct rk_kind *kind, struct rk_str header, double *fit)
{
    struct header h;
    take_apart(header, &h);
    for (int32_t i = 0; i < kind->aspect_count; i++)
        fit[i] = fits(&kind->aspects[i], &h);
}
