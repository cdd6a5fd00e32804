/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_date.h"

enum {
    FIRST_YEAR = 1,
    LAST_YEAR = 9999,
    DAY_OF_EPOCH = 719162 /* 1970-01-01 from 0001-01-01 */
};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of the year before the first of the month, 1 … 13. */
static int days_before(int year, int month)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    return before[month - 1] + (month > 2 && is_leap(year));
}

/* Days from 0001-01-01 to the first day of `year`. */
static int days_before_year(int year)
{
    const int past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

rk_day rk_day_of(int year, int month, int day)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1)
        return RK_DAY_NONE;
    if (day > days_before(year, month + 1) - days_before(year, month))
        return RK_DAY_NONE;
    return days_before_year(year) + days_before(year, month) + day - 1 - DAY_OF_EPOCH;
}

static bool in_range(rk_day d)
{
    return d >= -DAY_OF_EPOCH && d < days_before_year(LAST_YEAR + 1) - DAY_OF_EPOCH;
}

void rk_day_split(rk_day d, int *year, int *month, int *day)
{
    *year = *month = *day = 0;
    if (!in_range(d))
        return;
    const int from_start = d + DAY_OF_EPOCH;
    int y = from_start / 366 + 1; /* never too late */
    while (days_before_year(y + 1) <= from_start)
        y++;
    const int of_year = from_start - days_before_year(y);
    int m = of_year / 32 + 1; /* never too late */
    while (m < 12 && days_before(y, m + 1) <= of_year)
        m++;
    *year = y;
    *month = m;
    *day = of_year - days_before(y, m) + 1;
}

int rk_day_weekday(rk_day d)
{
    return (int)(((int64_t)d + DAY_OF_EPOCH) % 7 + 7) % 7 + 1; /* 0001-01-01 is a Monday */
}

bool rk_when_known(struct rk_when w)
{
    return w.first != RK_DAY_NONE && w.last != RK_DAY_NONE && w.first <= w.last;
}

bool rk_when_meet(struct rk_when a, struct rk_when b)
{
    return rk_when_known(a) && rk_when_known(b) && a.first <= b.last && b.first <= a.last;
}

/* Lotus 1-2-3, and Excel after it, has a 29 February 1900, serial 60. */
rk_day rk_day_of_excel(double serial)
{
    enum { FALSE_DAY = 60, EPOCH = 25569, LAST = 2958465 };
    if (!(serial >= 1.0 && serial < LAST + 1.0))
        return RK_DAY_NONE;
    const int whole = (int)serial;
    if (whole == FALSE_DAY)
        return RK_DAY_NONE;
    return whole - EPOCH + (whole < FALSE_DAY);
}
