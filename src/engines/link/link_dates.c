/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How two intervals of days agree. */
#include "link_internal.h"

enum { DAYS_A_YEAR = 366 };

void link_date_set(struct rk_when when, struct link_date *out)
{
    *out = (struct link_date){.first = when.first, .last = when.last};
    if (when.first != when.last)
        return;
    int year, month, day;
    rk_day_split(when.first, &year, &month, &day);
    out->year = (int16_t)year;
    out->month = (int16_t)month;
    out->day = (int16_t)day;
}

/* Days between the intervals, 0 when they meet. */
static int32_t apart(const struct link_date *a, const struct link_date *b)
{
    if (a->first > b->last)
        return a->first - b->last;
    return b->first > a->last ? b->first - a->last : 0;
}

/* One figure of a number misread or typed for another, or two neighbours exchanged. */
static bool one_figure(int32_t a, int32_t b)
{
    int32_t wrong = 0;
    const int32_t x = a, y = b;
    for (; a > 0 || b > 0; a /= 10, b /= 10)
        wrong += a % 10 != b % 10;
    if (wrong <= 1)
        return true;
    if (wrong == 2 && x / 100 == y / 100)
        return x % 10 == y / 10 % 10 && y % 10 == x / 10 % 10;
    return false;
}

static int32_t day_level(const struct link_date *a, const struct link_date *b)
{
    const bool year = a->year == b->year, month = a->month == b->month, day = a->day == b->day;
    const bool turned = a->month == b->day && a->day == b->month;
    if (year && ((month && one_figure(a->day, b->day)) ||
                 (day && one_figure(a->month, b->month)) || turned))
        return 6;
    if (month && day && one_figure(a->year, b->year))
        return 6;
    if ((year && (month || day)) || (month && day))
        return 5;
    if (one_figure(a->year, b->year) && (month || day || turned))
        return 4;
    return year ? 3 : apart(a, b) <= 2 * DAYS_A_YEAR ? 2 : DIFFERENT;
}

/* 7 one day, 6 a slip apart, 5 two parts agree, 4 a year against a day in it, or a slip more,
 * 3 an age or year that fits, 2 near, 1 different. */
int32_t link_birth_level(const struct link_date *a, const struct link_date *b)
{
    if (a->year && b->year)
        return a->first == b->first ? 7 : day_level(a, b);
    const int32_t gap = apart(a, b);
    const int32_t width_a = a->last - a->first, width_b = b->last - b->first;
    const int32_t width = width_a > width_b ? width_a : width_b;
    if (gap == 0)
        return width < DAYS_A_YEAR ? 4 : 3;
    return gap <= DAYS_A_YEAR ? 2 : DIFFERENT;
}

/* 7 one day, 6 three days apart or less, 5 ten, 4 a month or part of one that fits, 3 up to a
 * month apart, 2 up to three or a wider interval that fits, 1 different. */
int32_t link_event_level(const struct link_date *a, const struct link_date *b)
{
    const int32_t gap = apart(a, b);
    const int32_t width_a = a->last - a->first, width_b = b->last - b->first;
    const int32_t width = width_a > width_b ? width_a : width_b;
    if (gap > 92)
        return DIFFERENT;
    if (width > 45)
        return gap == 0 ? 2 : DIFFERENT;
    if (gap > 31)
        return 2;
    if (width > 3)
        return gap == 0 ? 4 : 3;
    return gap == 0 ? 7 : gap <= 3 ? 6 : gap <= 10 ? 5 : 3;
}
