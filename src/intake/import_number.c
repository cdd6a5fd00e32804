/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people write them in Ukrainian, Russian and English tables. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_internal.h"

enum { RUNS = 12, DIGITS = 40 };

/* ---- words in front ------------------------------------------------------------------ */

struct qualifier {
    const char *words, *bound;
};

/* Longer ones first, so that "не більше" is not taken for "більше". */
static const struct qualifier qualifiers[] = {
    {"не менше ніж", "at_least"},
    {"не менш як", "at_least"},
    {"не менше", "at_least"},
    {"щонайменше", "at_least"},
    {"принаймні", "at_least"},
    {"мінімум", "at_least"},
    {"at least", "at_least"},
    {"no fewer than", "at_least"},
    {"minimum", "at_least"},
    {"не менее чем", "at_least"},
    {"не менее", "at_least"},
    {"минимум", "at_least"},
    {"≥", "at_least"},
    {">=", "at_least"},
    {"від", "at_least"},
    {"не більше ніж", "at_most"},
    {"не більше", "at_most"},
    {"щонайбільше", "at_most"},
    {"не більш як", "at_most"},
    {"максимум", "at_most"},
    {"up to", "at_most"},
    {"at most", "at_most"},
    {"maximum", "at_most"},
    {"не более", "at_most"},
    {"no more than", "at_most"},
    {"≤", "at_most"},
    {"<=", "at_most"},
    {"<", "at_most"},
    {"менше ніж", "at_most"},
    {"менше", "at_most"},
    {"less than", "at_most"},
    {"under", "at_most"},
    {"менее", "at_most"},
    {"до", "at_most"},
    {"більше ніж", "more_than"},
    {"більш як", "more_than"},
    {"більше", "more_than"},
    {"понад", "more_than"},
    {"more than", "more_than"},
    {"over", "more_than"},
    {"свыше", "more_than"},
    {"более чем", "more_than"},
    {"более", "more_than"},
    {"больше", "more_than"},
    {">", "more_than"},
    {"приблизно", "about"},
    {"близько", "about"},
    {"орієнтовно", "about"},
    {"прибл.", "about"},
    {"бл.", "about"},
    {"орієнт.", "about"},
    {"близ.", "about"},
    {"майже", "about"},
    {"біля", "about"},
    {"десь", "about"},
    {"approximately", "about"},
    {"approx.", "about"},
    {"about", "about"},
    {"around", "about"},
    {"some", "about"},
    {"nearly", "about"},
    {"almost", "about"},
    {"circa", "about"},
    {"ca.", "about"},
    {"примерно", "about"},
    {"около", "about"},
    {"почти", "about"},
    {"ориентировочно", "about"},
    {"~", "about"},
    {"≈", "about"},
};

static bool is_letter(struct rk_str s)
{
    ptrdiff_t at = 0;
    const int32_t c = rk_utf8_next(s, &at);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || c == 0x2019 ||
           (c >= 0xC0 && c <= 0x52F);
}

static struct rk_str without_blanks(struct rk_str s)
{
    for (;;) {
        if (s.len >= 1 && (*s.at == ' ' || (*s.at >= '\t' && *s.at <= '\r')))
            s = rk_str_slice(s, 1, s.len);
        else if (rk_str_starts(s, RK_STR("\xC2\xA0")))
            s = rk_str_slice(s, 2, s.len);
        else if (rk_str_starts(s, RK_STR("\xE2\x80\xAF")) ||
                 rk_str_starts(s, RK_STR("\xE2\x80\x89")))
            s = rk_str_slice(s, 3, s.len);
        else
            return s;
    }
}

/* The bound that the words in front say; *s then stands behind them. */
static const char *take_qualifier(struct rk_str *s)
{
    char folded[64];
    const struct rk_str head = rk_utf8_head(*s, 40);
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    rk_text_fold(head, &b);
    if (b.failed || b.len != head.len) /* folding that changes lengths: no words of ours */
        return NULL;
    for (int i = 0; i < RK_COUNT(qualifiers); i++) {
        const struct rk_str words = rk_str_of(qualifiers[i].words);
        if (!rk_str_starts(rk_buf_str(&b), words))
            continue;
        const struct rk_str rest = rk_str_slice(*s, words.len, s->len);
        if (is_letter(words) && is_letter(rest))
            continue; /* "overall" */
        *s = without_blanks(rest);
        return qualifiers[i].bound;
    }
    return NULL;
}

/* ---- digits -------------------------------------------------------------------------- */

/* Digits in runs, with what parts them: ' ' for any blank or apostrophe, ',' and '.'. */
struct digits {
    struct rk_str run[RUNS];
    char before[RUNS];
    int count;
};

static ptrdiff_t digits_at(struct rk_str s)
{
    ptrdiff_t n = 0;
    while (n < s.len && s.at[n] >= '0' && s.at[n] <= '9')
        n++;
    return n;
}

/* What parts two runs: its kind, and its length in *len; 0 when nothing does. */
static char parting(struct rk_str s, ptrdiff_t *len)
{
    static const struct {
        const char *bytes;
        char kind;
    } marks[] = {{".", '.'},
                 {",", ','},
                 {" ", ' '},
                 {"'", ' '},
                 {"\xC2\xA0", ' '},
                 {"\xE2\x80\xAF", ' '},
                 {"\xE2\x80\x89", ' '},
                 {"\xE2\x80\x99", ' '}};
    for (int i = 0; i < RK_COUNT(marks); i++) {
        const struct rk_str mark = rk_str_of(marks[i].bytes);
        if (rk_str_starts(s, mark)) {
            *len = mark.len;
            return marks[i].kind;
        }
    }
    return '\0';
}

static struct rk_str take_runs(struct rk_str s, struct digits *d)
{
    ptrdiff_t n = digits_at(s);
    d->count = 0;
    d->before[0] = '\0';
    while (n > 0 && d->count < RUNS) {
        d->run[d->count++] = rk_str_slice(s, 0, n);
        s = rk_str_slice(s, n, s.len);
        ptrdiff_t mark = 0;
        const char kind = parting(s, &mark);
        n = kind ? digits_at(rk_str_slice(s, mark, s.len)) : 0;
        if (n == 0 || (kind == ' ' && n != 3) || d->count == RUNS)
            break;
        d->before[d->count] = kind;
        s = rk_str_slice(s, mark, s.len);
    }
    return s;
}

/* Which run holds the decimals: its position, 0 when none does, -1 when it is no number. */
static int decimals_of(const struct digits *d, bool whole)
{
    const int last = d->count - 1;
    int decimals = 0;
    if (last > 0 && d->before[last] != ' ') {
        bool again = false;
        for (int i = 1; i < last; i++)
            again |= d->before[i] == d->before[last];
        const bool thousands = last == 1 && whole && d->run[1].len == 3 && d->run[0].len <= 3 &&
                               d->run[0].at[0] != '0';
        decimals = again || thousands ? 0 : last;
    }
    for (int i = 1; i <= last; i++) {
        if (i == decimals)
            continue;
        const bool mixed = d->before[i] != d->before[1];
        if (d->run[i].len != 3 || d->run[0].len > 3 || mixed)
            return -1;
    }
    return decimals;
}

/* A number at the start of *s, which then stands behind it. */
static bool take_number(struct rk_str *s, bool whole, double *out)
{
    struct rk_str at = *s;
    bool minus = false;
    if (rk_str_starts(at, RK_STR("-")) || rk_str_starts(at, RK_STR("+"))) {
        minus = *at.at == '-';
        at = rk_str_slice(at, 1, at.len);
    } else if (rk_str_starts(at, RK_STR("\xE2\x88\x92")) ||
               rk_str_starts(at, RK_STR("\xE2\x80\x93"))) {
        minus = true;
        at = rk_str_slice(at, 3, at.len);
    }
    struct digits d;
    at = take_runs(at, &d);
    const int decimals = d.count ? decimals_of(&d, whole) : -1;
    if (decimals < 0)
        return false;
    char text[DIGITS + 8];
    struct rk_buf b = {.at = text, .cap = DIGITS};
    rk_buf_c(&b, minus ? "-" : "");
    for (int i = 0; i < d.count; i++) {
        rk_buf_c(&b, i > 0 && i == decimals ? "." : "");
        rk_buf_add(&b, d.run[i]);
    }
    if (at.len >= 2 && (*at.at | 32) == 'e' &&
        (digits_at(rk_str_slice(at, 1, 5)) || digits_at(rk_str_slice(at, 2, 6)))) {
        const ptrdiff_t sign = digits_at(rk_str_slice(at, 1, 5)) ? 1 : 2;
        const ptrdiff_t n = digits_at(rk_str_slice(at, sign, at.len));
        if (sign == 1 || at.at[1] == '+' || at.at[1] == '-') {
            rk_buf_add(&b, rk_str_slice(at, 0, sign + n));
            at = rk_str_slice(at, sign + n, at.len);
        }
    }
    if (b.failed || !rk_str_double(rk_buf_str(&b), out))
        return false;
    *s = at;
    return true;
}

/* Behind the dash (or word) of a range, if one stands there. */
static bool take_dash(struct rk_str *s)
{
    static const char *const dashes[] = {
        "...",          "..", "-",  "\xE2\x80\x93", "\xE2\x80\x94",
        "\xE2\x80\x91", "…",  "до", "to",           "по"};
    const struct rk_str at = without_blanks(*s);
    for (int i = 0; i < RK_COUNT(dashes); i++) {
        const struct rk_str dash = rk_str_of(dashes[i]);
        if (rk_str_starts(at, dash)) {
            *s = without_blanks(rk_str_slice(at, dash.len, at.len));
            return true;
        }
    }
    return false;
}

/* "10-15 тис.": a thousand or a million with nothing behind it. */
static double scale_of(struct rk_str behind)
{
    static const struct {
        const char *word;
        double scale;
    } scales[] = {{"тис", 1e3},       {"тисяча", 1e3},  {"тисячі", 1e3},    {"тисяч", 1e3},
                  {"тыс", 1e3},       {"тысяча", 1e3},  {"тысячи", 1e3},    {"тысяч", 1e3},
                  {"thousand", 1e3},  {"млн", 1e6},     {"мільйон", 1e6},   {"мільйони", 1e6},
                  {"мільйонів", 1e6}, {"миллион", 1e6}, {"миллионов", 1e6}, {"million", 1e6}};
    char folded[40];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    if (rk_str_ends(behind, RK_STR(".")))
        behind.len--;
    if (behind.len == 0 || behind.len > 30)
        return 1.0;
    rk_text_fold(behind, &b);
    for (int i = 0; i < RK_COUNT(scales) && !b.failed; i++)
        if (rk_str_eq(rk_buf_str(&b), rk_str_of(scales[i].word)))
            return scales[i].scale;
    return 1.0;
}

bool rk_number_read(struct rk_str said, bool whole, struct rk_number_said *out)
{
    struct rk_str s = without_blanks(rk_str_trim(said));
    const char *bound = NULL;
    if (s.len == 0)
        return false;
    if (!(*s.at >= '0' && *s.at <= '9') && *s.at != '-')
        bound = take_qualifier(&s);
    double low = 0.0, high = 0.0;
    if (!take_number(&s, whole, &low))
        return false;
    high = low;
    struct rk_str behind = s;
    if ((!bound || strcmp(bound, "about") == 0 || strcmp(bound, "at_least") == 0) &&
        take_dash(&behind) && take_number(&behind, whole, &high)) {
        s = behind;
        bound = "range";
        if (high < low) /* "95-10" is no range */
            return false;
    } else {
        high = low;
    }
    if (!bound && rk_str_starts(s, RK_STR("+"))) {
        bound = "at_least";
        s = rk_str_slice(s, 1, s.len);
    }
    s = without_blanks(s);
    const bool percent = rk_str_starts(s, RK_STR("%"));
    if (percent)
        s = rk_str_slice(s, 1, s.len);
    const double scale = percent ? 1.0 : scale_of(rk_str_trim(s));
    *out = (struct rk_number_said){.low = low * scale,
                                   .high = high * scale,
                                   .bound = bound ? bound : "exact",
                                   .percent = percent,
                                   .behind =
                                       scale > 1.0 ? (struct rk_str){s.at, 0} : rk_str_trim(s)};
    if (bound && (strcmp(bound, "at_least") == 0 || strcmp(bound, "more_than") == 0))
        out->high = (double)NAN;
    else if (bound && strcmp(bound, "at_most") == 0)
        out->low = (double)NAN;
    return true;
}
