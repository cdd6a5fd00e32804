/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_date.h"
#include "date_internal.h"
#include "rk_text.h"

/*
 * A date is read in three steps: words and numbers (tokens), a point in time as far as it was
 * said (struct point: a day, a month, a season, a year, or less), and the days it leaves
 * possible. A range is two points, each of which may leave to the other what they share.
 */

enum { TEXT_MAX = 192, TOKENS_MAX = 40 };

struct point {
    int year, month, day, season; /* 0: not said */
    int winter_to;                /* "winter 2021/22": its second year */
    int part, parts;              /* the part-th of so many; parts 0: the whole */
    bool decade;                  /* ten days: a part of a month only */
};

/* The tokens from `at` on, before `end`. */
struct reader {
    const struct date_token *at, *end;
};

/* ---- small pieces ------------------------------------------------------------------------ */

static bool next_is(const struct reader *r, enum date_word word)
{
    return r->at < r->end && r->at->word == word;
}

static bool take(struct reader *r, enum date_word word)
{
    const bool there = next_is(r, word);
    r->at += there;
    return there;
}

static bool sign_is(const struct reader *r, int sign)
{
    return next_is(r, DATE_SIGN) && r->at->value == sign;
}

static bool take_sign_of(struct reader *r, int sign)
{
    const bool there = sign_is(r, sign);
    r->at += there;
    return there;
}

/* One of . / - between numbers; 0 when none stands here. */
static int take_joint(struct reader *r)
{
    const int sign = next_is(r, DATE_SIGN) ? r->at->value : 0;
    if (sign != '.' && sign != '/' && sign != '-')
        return 0;
    r->at++;
    return sign;
}

/* A number of `from` to `to` digits. */
static bool take_digits(struct reader *r, int from, int to, int *out)
{
    if (!next_is(r, DATE_NUMBER) || r->at->width < from || r->at->width > to)
        return false;
    *out = r->at->value;
    r->at++;
    return true;
}

/* -го, th: an ending of the number before. */
static void take_ending(struct reader *r)
{
    struct reader ahead = *r;
    take_sign_of(&ahead, '-');
    if (take(&ahead, DATE_ENDING))
        *r = ahead;
}

static void take_year_mark(struct reader *r)
{
    take_ending(r);
    if (take(r, DATE_YEAR_MARK))
        take_sign_of(r, '.');
}

static bool take_year(struct reader *r, int *year)
{
    if (!take_digits(r, 4, 4, year))
        return false;
    take_year_mark(r);
    return *year > 0;
}

/* Two digits: 00-29 are of this century. */
static bool take_any_year(struct reader *r, int *year)
{
    if (take_year(r, year))
        return true;
    if (!take_digits(r, 2, 2, year))
        return false;
    *year += *year < 30 ? 2000 : 1900;
    take_year_mark(r);
    return true;
}

/* [T] 06:30[:00[.0]] [Z | +02:00 | +0200 | +02]; nothing at all is fine, too. */
static bool take_time(struct reader *r)
{
    int hour = 0, minute = 0, second = 0, part, zone = 0, zone_minute = 0;
    struct reader ahead = *r;
    take_sign_of(&ahead, ',');
    const bool announced = take(&ahead, DATE_TIME);
    if (!take_digits(&ahead, 1, 2, &hour) || !take_sign_of(&ahead, ':'))
        return !announced;
    if (!take_digits(&ahead, 2, 2, &minute))
        return false;
    if (take_sign_of(&ahead, ':')) {
        if (!take_digits(&ahead, 2, 2, &second))
            return false;
        if ((take_sign_of(&ahead, '.') || take_sign_of(&ahead, ',')) &&
            !take_digits(&ahead, 1, DATE_DIGITS_MAX, &part))
            return false;
    }
    if (!take(&ahead, DATE_ZULU) && (sign_is(&ahead, '+') || sign_is(&ahead, '-'))) {
        ahead.at++;
        if (take_digits(&ahead, 4, 4, &zone)) {
            zone_minute = zone % 100;
            zone /= 100;
        } else if (!take_digits(&ahead, 2, 2, &zone) ||
                   (take_sign_of(&ahead, ':') && !take_digits(&ahead, 2, 2, &zone_minute))) {
            return false;
        }
    }
    *r = ahead;
    return hour < 24 && minute < 60 && second <= 60 && zone <= 18 && zone_minute < 60;
}

/* ---- points ------------------------------------------------------------------------------ */

/* "2022", "2022-03", "2022-03-15", "2022/03/15", "2022 spring" */
static bool year_first(struct reader *r, struct point *p)
{
    if (!take_digits(r, 4, 4, &p->year) || p->year == 0)
        return false;
    struct reader ahead = *r;
    const int joint = take_joint(&ahead);
    if (joint && take_digits(&ahead, 1, 2, &p->month)) {
        *r = ahead;
        const bool day = take_sign_of(&ahead, joint) && take_digits(&ahead, 1, 2, &p->day);
        if (day)
            *r = ahead;
        return p->month > 0 && (day ? p->day > 0 : joint == '-');
    }
    take_year_mark(r);
    ahead = *r;
    take_sign_of(&ahead, ',');
    if (next_is(&ahead, DATE_MONTH))
        p->month = ahead.at++->value;
    else if (next_is(&ahead, DATE_SEASON))
        p->season = ahead.at++->value;
    if (p->month || p->season)
        *r = ahead;
    return true;
}

/* Behind a day: "березня 2022 р.", "March, 2022", "Mar. 22" */
static bool month_behind_day(struct reader *r, struct point *p)
{
    p->month = r->at++->value;
    take_sign_of(r, '.');
    take_sign_of(r, ',');
    struct reader ahead = *r;
    if (take_any_year(&ahead, &p->year) && !sign_is(&ahead, ':'))
        *r = ahead;
    else
        p->year = 0;
    return true;
}

/* "15.03.2022", "15/03/22", "15-03-2022", "03.2022", "15.03", "15 March 2022", "15", "15, 2022"
 */
static bool day_first(struct reader *r, struct point *p)
{
    int first, second;
    if (!take_digits(r, 1, 2, &first) || first == 0)
        return false;
    p->day = first;
    struct reader ahead = *r;
    const int joint = take_joint(&ahead);
    if (joint && take_year(&ahead, &p->year)) {
        *r = ahead;
        p->day = 0;
        p->month = first;
        return true;
    }
    if (joint && take_digits(&ahead, 1, 2, &second)) {
        const bool more = take_sign_of(&ahead, joint);
        *r = ahead;
        p->month = second;
        if (second == 0)
            return false;
        if (more && (joint == '-' ? take_year(r, &p->year) : take_any_year(r, &p->year)))
            return true;
        return joint != '-' && (!more || joint == '.');
    }
    take_ending(r);
    take(r, DATE_OF);
    if (next_is(r, DATE_MONTH))
        return month_behind_day(r, p);
    ahead = *r;
    take_sign_of(&ahead, ',');
    if (take_year(&ahead, &p->year))
        *r = ahead;
    return true;
}

/* "березень 2022", "March 15, 2022", "March 15" */
static bool month_first(struct reader *r, struct point *p)
{
    const bool english = r->at->english;
    p->month = r->at++->value;
    take_sign_of(r, '.');
    take(r, DATE_OF);
    if (english && take_digits(r, 1, 2, &p->day)) {
        if (p->day == 0)
            return false;
        take_ending(r);
    }
    struct reader ahead = *r;
    take_sign_of(&ahead, ',');
    if (take_year(&ahead, &p->year))
        *r = ahead;
    return true;
}

/* "spring 2022", "зима 2021/22" */
static bool season_first(struct reader *r, struct point *p)
{
    p->season = r->at++->value;
    take(r, DATE_OF);
    take_sign_of(r, ',');
    if (!take_year(r, &p->year))
        return true;
    struct reader ahead = *r;
    if (!take_sign_of(&ahead, '/') && !take_sign_of(&ahead, '-'))
        return true;
    if (take_year(&ahead, &p->winter_to)) {
        *r = ahead;
    } else if (take_digits(&ahead, 2, 2, &p->winter_to)) {
        p->winter_to += p->year / 100 * 100 + (p->year % 100 == 99 ? 100 : 0);
        take_year_mark(&ahead);
        *r = ahead;
    }
    return true;
}

/* "early", "mid-", "кінець", "перша половина", "2-га декада", "III квартал"; false: a fault. */
static bool take_part(struct reader *r, struct point *p)
{
    int number = 0;
    if (next_is(r, DATE_PART)) {
        *p = (struct point){.part = r->at++->value, .parts = 3};
        take_sign_of(r, '-');
    } else {
        struct reader ahead = *r;
        if (next_is(r, DATE_ORDINAL) || (next_is(r, DATE_AND) && r->at->value == 1))
            number = ahead.at++->value;
        else if (take_digits(&ahead, 1, 1, &number))
            take_ending(&ahead);
        if (!next_is(&ahead, DATE_UNIT))
            return true;
        *p = (struct point){
            .part = number, .parts = ahead.at->value, .decade = ahead.at->value == 3};
        ahead.at++;
        take_sign_of(&ahead, '.');
        *r = ahead;
        if (number < 1 || number > p->parts)
            return false;
    }
    while (take(r, DATE_OF))
        continue;
    return true;
}

static bool take_point(struct reader *r, struct point *p)
{
    struct reader ahead = *r;
    if (take(&ahead, DATE_TO) && next_is(&ahead, DATE_IN)) /* по состоянию на */
        *r = ahead;
    while (take(r, DATE_IN) || take(r, DATE_OF))
        continue;
    if (!take_part(r, p))
        return false;
    if (next_is(r, DATE_MONTH))
        return month_first(r, p);
    if (next_is(r, DATE_SEASON))
        return season_first(r, p);
    return next_is(r, DATE_NUMBER) && (r->at->width == 4 ? year_first(r, p) : day_first(r, p));
}

/* The whole of the tokens is one point. */
static bool point_of(struct reader r, struct point *p)
{
    *p = (struct point){0};
    if (!take_point(&r, p))
        return false;
    if (p->day && p->month && !take_time(&r))
        return false;
    return r.at == r.end && !(p->day && p->parts);
}

/* ---- days -------------------------------------------------------------------------------- */

static rk_day last_of_month(int year, int month)
{
    rk_day last = RK_DAY_NONE;
    for (int day = 31; day >= 28 && last == RK_DAY_NONE; day--)
        last = rk_day_of(year, month, day);
    return last;
}

/* `count` whole months, which may go into the next year. */
static struct rk_when months(int year, int month, int count)
{
    const int last = month - 1 + count - 1;
    return (struct rk_when){rk_day_of(year, month, 1),
                            last_of_month(year + last / 12, last % 12 + 1)};
}

/* Early, mid, late of a month are its decades; its halves part behind the 15th. */
static struct rk_when part_of_month(const struct point *p)
{
    struct rk_when all = months(p->year, p->month, 1);
    if (!rk_when_known(all) || p->parts == 0)
        return all;
    const int length = p->parts == 2 ? 15 : 10;
    const rk_day first = all.first + (p->part - 1) * length;
    return (struct rk_when){first, p->part == p->parts ? all.last : first + length - 1};
}

/* Winter is named after the year of its January. */
static struct rk_when part_of_season(const struct point *p)
{
    const bool winter = p->season == 1;
    if (p->winter_to && (!winter || p->winter_to != p->year + 1))
        return (struct rk_when){RK_DAY_NONE, RK_DAY_NONE};
    const int year = p->winter_to ? p->winter_to : p->year;
    const int skip = p->parts == 3 ? p->part - 1 : 0, count = p->parts == 3 ? 1 : 3;
    if (p->parts && p->parts != 3)
        return (struct rk_when){RK_DAY_NONE, RK_DAY_NONE};
    if (winter)
        return skip ? months(year, skip, count) : months(year - 1, 12, count);
    return months(year, p->season * 3 - 3 + skip, count);
}

static struct rk_when days_of(const struct point *p)
{
    if (p->month > 12 || p->year == 0 || ((p->day || p->decade) && !p->month))
        return (struct rk_when){RK_DAY_NONE, RK_DAY_NONE};
    if (p->day) {
        const rk_day day = rk_day_of(p->year, p->month, p->day);
        return (struct rk_when){day, day};
    }
    if (p->season)
        return part_of_season(p);
    if (p->month)
        return p->parts == 4 ? (struct rk_when){RK_DAY_NONE, RK_DAY_NONE} : part_of_month(p);
    const int parts = p->parts ? p->parts : 1, length = 12 / parts;
    return months(p->year, 1 + (p->parts ? p->part - 1 : 0) * length, length);
}

/* ---- ranges ------------------------------------------------------------------------------ */

/* "15-17 March 2022": what the first point leaves out stands in the second, and, for a day
 * after a month, the other way: "March 15-17, 2022", "2022-03-09/12". */
static void share(struct point *a, struct point *b)
{
    const bool a_is_bare = a->day && !a->month, b_is_bare = b->day && !b->month;
    if (a_is_bare && b->day)
        a->month = b->month;
    if (b_is_bare && a->day)
        b->month = a->month;
    if (b->year == 0 && b_is_bare)
        b->year = a->year;
    if (a->year == 0)
        a->year = b->year;
}

/* Where only the second point has its year and the first would come behind it, the first is of
 * the year before: "30 December - 2 January 2023". Days of one month must ascend. */
static bool range_of(struct reader left, struct reader right, int hint, struct rk_when *out)
{
    struct point a, b;
    if (!point_of(left, &a) || !point_of(right, &b))
        return false;
    const bool a_said = a.year != 0, b_said = b.year != 0;
    share(&a, &b);
    if (!a_said && !b_said)
        a.year = b.year = hint;
    struct rk_when first = days_of(&a);
    const struct rk_when last = days_of(&b);
    if (!rk_when_known(first) || !rk_when_known(last))
        return false;
    if (first.first > last.last && b_said && !a_said && (a.season || a.month != b.month)) {
        a.year--;
        first = days_of(&a);
    }
    if (!rk_when_known(first) || first.first > last.first || first.last > last.last)
        return false;
    *out = (struct rk_when){first.first, last.last};
    return true;
}

/* How strongly a token parts two points; 0: not at all. */
static int parting(const struct date_token *t, const struct date_token *behind, bool between)
{
    if (t->word == DATE_DOTS)
        return 5;
    if (t->word == DATE_SIGN && t->value == '/')
        return 4;
    if (t->word == DATE_TO || (between && t->word == DATE_AND))
        return 3;
    if (t->word == DATE_SIGN && t->value == '-')
        return t->spaced && behind->spaced ? 2 : 1;
    return 0;
}

static bool read_range(struct reader r, int hint, struct rk_when *out)
{
    const bool between = take(&r, DATE_BETWEEN);
    if (!between)
        take(&r, DATE_FROM);
    for (int strength = 5; strength >= 1; strength--)
        for (const struct date_token *t = r.at; t + 1 < r.end; t++)
            if (parting(t, t + 1, between) == strength &&
                range_of((struct reader){r.at, t}, (struct reader){t + 1, r.end}, hint, out))
                return true;
    return false;
}

/* ---- doors ------------------------------------------------------------------------------- */

bool rk_when_read(struct rk_str text, int year_hint, struct rk_when *out)
{
    char folded[2 * TEXT_MAX];
    struct rk_buf fold = {.at = folded, .cap = sizeof folded};
    struct date_token tokens[TOKENS_MAX];
    text = rk_str_trim(text);
    if (text.len == 0 || text.len > TEXT_MAX)
        return false;
    rk_text_fold(text, &fold);
    const int count = fold.failed ? -1 : date_tokens_of(rk_buf_str(&fold), tokens, TOKENS_MAX);
    if (count <= 0)
        return false;
    const struct reader all = {tokens, tokens + count};
    const int hint = year_hint > 0 && year_hint <= 9999 ? year_hint : 0;
    struct point p;
    if (!point_of(all, &p))
        return read_range(all, hint, out);
    if (p.year == 0)
        p.year = hint;
    const struct rk_when when = days_of(&p);
    if (rk_when_known(when))
        *out = when;
    return rk_when_known(when);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

int rk_minutes_read(struct rk_str text)
{
    for (ptrdiff_t at = 0; at < text.len; at++) {
        const char before = at ? text.at[at - 1] : ' ';
        if (before != ' ' && before != 'T' && before != 't')
            continue;
        ptrdiff_t colon = at;
        while (colon < text.len && is_digit(text.at[colon]))
            colon++;
        const ptrdiff_t width = colon - at;
        if (width < 1 || width > 2 || text.len - colon < 3 || text.at[colon] != ':' ||
            !is_digit(text.at[colon + 1]) || !is_digit(text.at[colon + 2]) ||
            (text.len - colon > 3 && is_digit(text.at[colon + 3])))
            continue;
        int64_t hour = 0, minute = 0;
        const bool good = rk_str_int(rk_str_slice(text, at, colon), &hour) &&
                          rk_str_int(rk_str_slice(text, colon + 1, colon + 3), &minute);
        return good && hour < 24 && minute < 60 ? (int)(hour * 60 + minute) : -1;
    }
    return -1;
}
