/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary_internal.h"

#include "rk_date.h"

/* Months as they stand behind a day and alone. */
static const char *const month_of[RK_LANGS][12] = {
    {"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня",
     "жовтня", "листопада", "грудня"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"}};
static const char *const month_alone[RK_LANGS][12] = {
    {"січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень",
     "вересень", "жовтень", "листопад", "грудень"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"}};

void rk_say_number(enum rk_lang lang, double x, int decimals, struct rk_buf *out)
{
    char digits[352];
    if (!isfinite(x))
        return;
    const int places = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
    int len = snprintf(digits, sizeof digits, "%.*f", places, fabs(x));
    if (places > 0) {
        while (digits[len - 1] == '0')
            len--;
        len -= digits[len - 1] == '.';
    }
    int whole = 0;
    while (whole < len && digits[whole] != '.')
        whole++;
    const bool zero = len == 1 && digits[0] == '0';
    if (x < 0 && !zero)
        rk_buf_c(out, "\xE2\x88\x92"); /* U+2212 */
    for (int i = 0; i < len; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            rk_buf_c(out, lang == RK_UK ? "\xC2\xA0" : ",");
        if (digits[i] == '.')
            rk_buf_c(out, lang == RK_UK ? "," : ".");
        else
            rk_buf_char(out, digits[i]);
    }
}

struct date {
    int year, month, day;
};

static struct date date_of(rk_day day)
{
    struct date d;
    rk_day_split(day, &d.year, &d.month, &d.day);
    return d;
}

static void say_date(enum rk_lang lang, struct date d, bool year, struct rk_buf *out)
{
    rk_buf_printf(out, "%d %s", d.day, month_of[lang][d.month - 1]);
    if (year)
        rk_buf_printf(out, " %d", d.year);
}

void rk_say_day(enum rk_lang lang, int32_t day, struct rk_buf *out)
{
    if (day != RK_DAY_NONE)
        say_date(lang, date_of(day), true, out);
}

static void say_months(enum rk_lang lang, struct date a, struct date b, struct rk_buf *out)
{
    if (a.month == 1 && b.month == 12) {
        if (a.year == b.year)
            rk_buf_printf(out, "%d", a.year);
        else
            rk_buf_printf(out, "%d–%d", a.year, b.year);
        return;
    }
    rk_buf_c(out, month_alone[lang][a.month - 1]);
    if (a.year != b.year)
        rk_buf_printf(out, " %d", a.year);
    if (a.year != b.year || a.month != b.month)
        rk_buf_printf(out, " – %s", month_alone[lang][b.month - 1]);
    rk_buf_printf(out, " %d", b.year);
}

void rk_say_when(enum rk_lang lang, int32_t first, int32_t last, struct rk_buf *out)
{
    if (first == RK_DAY_NONE || last == RK_DAY_NONE)
        return;
    if (first == last) {
        rk_say_day(lang, first, out);
        return;
    }
    const struct date a = date_of(first), b = date_of(last);
    if (a.day == 1 && date_of(last + 1).day == 1) {
        say_months(lang, a, b, out);
    } else if (a.year == b.year && a.month == b.month) {
        rk_buf_printf(out, "%d–", a.day);
        say_date(lang, b, true, out);
    } else {
        say_date(lang, a, a.year != b.year, out);
        rk_buf_c(out, " – ");
        say_date(lang, b, true, out);
    }
}
