/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_date.h"

enum { DAY_S = 86400 };

/* `count` digits of a number that has no more. */
static char *put_digits(char *to, int number, int count)
{
    for (int i = count - 1; i >= 0; i--, number /= 10)
        to[i] = (char)('0' + number % 10);
    return to + count;
}

static char *put_char(char *to, char c)
{
    *to = c;
    return to + 1;
}

void rk_day_iso(rk_day d, char out[12])
{
    int year, month, day;
    char *to = out;
    rk_day_split(d, &year, &month, &day);
    if (year) {
        to = put_char(put_digits(to, year, 4), '-');
        to = put_char(put_digits(to, month, 2), '-');
        to = put_digits(to, day, 2);
    }
    *to = '\0';
}

void rk_when_iso(struct rk_when w, char out[24])
{
    int year, month, day, last_year, last_month, last_day;
    rk_day_split(w.first, &year, &month, &day);
    rk_day_split(w.last, &last_year, &last_month, &last_day);
    out[0] = '\0';
    if (!rk_when_known(w) || year == 0 || last_year == 0)
        return;
    char first[12], last[12];
    rk_day_iso(w.first, first);
    rk_day_iso(w.last, last);
    const bool same_year = year == last_year;
    if (w.first == w.last)
        snprintf(out, 24, "%s", first);
    else if (same_year && w.first == rk_day_of(year, 1, 1) && w.last == rk_day_of(year, 12, 31))
        snprintf(out, 24, "%.4s", first);
    else if (same_year && month == last_month && day == 1 &&
             rk_day_of(year, month, last_day + 1) == RK_DAY_NONE)
        snprintf(out, 24, "%.7s", first);
    else
        snprintf(out, 24, "%s/%s", first, last);
}

void rk_instant_iso(int64_t seconds, char out[24])
{
    const int64_t rest = (seconds % DAY_S + DAY_S) % DAY_S;
    const int64_t days = (seconds - rest) / DAY_S;
    const int of_day = (int)rest;
    out[0] = '\0';
    if (days < INT32_MIN || days > INT32_MAX)
        return;
    rk_day_iso((rk_day)days, out);
    if (!out[0])
        return;
    char *to = put_char(out + strlen(out), 'T');
    to = put_char(put_digits(to, of_day / 3600, 2), ':');
    to = put_char(put_digits(to, of_day / 60 % 60, 2), ':');
    to = put_char(put_digits(to, of_day % 60, 2), 'Z');
    *to = '\0';
}

/* `count` digits at *at; -1 when something else stands there. */
static int digits(const char *at, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

bool rk_instant_read(struct rk_str text, int64_t *seconds)
{
    const char *form = "0000-00-00T00:00:00Z";
    if (text.len != (ptrdiff_t)strlen(form))
        return false;
    for (ptrdiff_t i = 0; i < text.len; i++)
        if (form[i] != '0' && text.at[i] != form[i])
            return false;
    const char *s = text.at;
    const int hour = digits(s + 11, 2), minute = digits(s + 14, 2), second = digits(s + 17, 2);
    const rk_day day = rk_day_of(digits(s, 4), digits(s + 5, 2), digits(s + 8, 2));
    if (day == RK_DAY_NONE || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 59)
        return false;
    *seconds = (int64_t)day * DAY_S + hour * 3600 + minute * 60 + second;
    return true;
}
