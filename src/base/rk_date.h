/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/date: days as people say them: 2022, 2022-03, spring 2022, 15–17 March.
 *
 * A day is counted from 1970-01-01 in the proleptic Gregorian calendar, years 1 to 9999. A
 * `struct rk_when` is the interval of days that a statement leaves possible, with the words it
 * was said in.
 */
#ifndef RK_DATE_H
#define RK_DATE_H

#include "rk_base.h"

typedef int32_t rk_day;
#define RK_DAY_NONE INT32_MIN /* unknown; never printed */

struct rk_when {
    rk_day first, last; /* first <= last; RK_DAY_NONE in both: unknown */
};

/* A zeroed struct is a known day (1970-01-01): what is unknown says so. */
#define RK_WHEN_UNKNOWN ((struct rk_when){RK_DAY_NONE, RK_DAY_NONE})

rk_day rk_day_of(int year, int month, int day); /* RK_DAY_NONE when there is no such day */
void rk_day_split(rk_day d, int *year, int *month, int *day); /* zeros outside years 1 … 9999 */
int rk_day_weekday(rk_day d);                                 /* 1 Monday … 7 Sunday */
bool rk_when_known(struct rk_when w);
bool rk_when_meet(struct rk_when a, struct rk_when b); /* may be the same day */

/*
 * Reads a date as written in registers and reports, Ukrainian, Russian or English:
 * 2022 · 2022-03 · 2022-03-15 · 15.03.2022 · 15/03/22 · 2022-03-15T06:00(:00)(Z|+02:00) ·
 * 15 березня 2022 (року|р.) · 15 March 2022 · March 15, 2022 · березень 2022 · весна 2022 ·
 * spring 2022 · 15–17 March 2022 · 15-17.03.2022 · 2022-03-09..2022-03-12 ·
 * 2022-03-09/2022-03-12 · 30 March – 2 April 2022 · winter 2022 (= Dec 2021 – Feb 2022; said in
 * docs/methods/dates.md) · early|mid|late March 2022 · початок|середина|кінець березня 2022 ·
 * Excel serials are NOT dates here (see rk_day_of_excel). `year_hint` > 0 completes dates
 * without a year ("15–17 March"). Two-digit years: 00–29 are 20xx, others 19xx. A time of day
 * is checked and left out; the day is the one written, whatever the zone. All forms and rules:
 * docs/methods/dates.md. false, *out left as it was: not a date, an impossible one, or one that
 * says only a limit ("since March 2022").
 */
bool rk_when_read(struct rk_str text, int year_hint, struct rk_when *out);
/* 1900 system; RK_DAY_NONE for 60, its false 29 February 1900, and outside 1 … 2958465. */
rk_day rk_day_of_excel(double serial);
/* Time of day in minutes from "…T06:30", "… 06:30" or "06:30", the first one; -1 when none
 * stands there or it is impossible. */
int rk_minutes_read(struct rk_str text);

/* ISO: 2022-03-15; 2022-03 and 2022 for whole months and years; first/last otherwise; at most
 * 24 characters with NUL. Unknown gives "". rk_when_read of the result gives the same interval.
 */
void rk_when_iso(struct rk_when w, char out[24]);
void rk_day_iso(rk_day d, char out[12]);

/* UTC instant as seconds since 1970 and back: "2022-09-12T06:00:00Z" (exactly this form). */
void rk_instant_iso(int64_t seconds, char out[24]);
bool rk_instant_read(struct rk_str text, int64_t *seconds);

#endif
