/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_json.h"

enum { MOST_DIGITS = 17 };

/* x = 0.d1 d2 … dn * 10^point */
struct digits {
    char d[MOST_DIGITS + 8];
    int n, point;
};

static void drop_zeros(struct digits *s)
{
    while (s->n > 1 && s->d[s->n - 1] == '0')
        s->n--;
}

/*
 * Whole numbers and short decimals, as measurements and coordinates are. When m / 10^k == x for
 * a whole m of at most 15 digits, no other decimal of 15 digits reads back as x (DBL_DIG), and
 * with the smallest k none is shorter. Both m and 10^k are exact, so the division rounds once,
 * as reading does.
 */
static bool few_digits(double x, struct digits *s)
{
    static const double tens[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};
    for (int k = 0; k < (int)RK_COUNT(tens); k++) {
        const double scaled = x * tens[k];
        if (scaled >= 1e15)
            return false;
        int64_t m = (int64_t)(scaled + 0.5);
        if (m < 1 || (double)m / tens[k] != x)
            continue;
        char back[24];
        int n = 0;
        for (; m; m /= 10)
            back[n++] = (char)('0' + m % 10);
        for (int i = 0; i < n; i++)
            s->d[i] = back[n - 1 - i];
        s->n = n;
        s->point = n - k;
        drop_zeros(s);
        return true;
    }
    return false;
}

static bool reads_back(const struct digits *s, double x)
{
    char text[48];
    snprintf(text, sizeof text, "0.%.*se%d", s->n, s->d, s->point);
    return strtod(text, NULL) == x;
}

/* The decimal of n digits that is nearest to x; glibc rounds it exactly. */
static void nearest(double x, int n, struct digits *s)
{
    char text[48];
    snprintf(text, sizeof text, "%.*e", n - 1, x); /* d.ddde[+-]xx */
    s->n = 0;
    const char *p = text;
    for (; *p != 'e'; p++)
        if (*p != '.')
            s->d[s->n++] = *p;
    s->point = (int)strtol(p + 1, NULL, 10) + 1;
}

static void next_up(struct digits *s)
{
    int i = s->n - 1;
    while (i >= 0 && s->d[i] == '9')
        s->d[i--] = '0';
    if (i >= 0) {
        s->d[i]++;
        return;
    }
    s->d[0] = '1';
    s->point++;
}

/*
 * The fewest digits that read back, and of these the nearest to x. At a power of two the
 * doubles above are twice as far apart as those below; there the next decimal above may read
 * back when the nearest one, below, does not.
 */
static void shortest(double x, struct digits *s)
{
    int power;
    const bool uneven = frexp(x, &power) == 0.5;
    for (int n = 1; n <= MOST_DIGITS; n++) {
        nearest(x, n, s);
        if (n == MOST_DIGITS || reads_back(s, x))
            break;
        if (!uneven)
            continue;
        next_up(s);
        if (reads_back(s, x))
            break;
    }
    drop_zeros(s);
}

static char *put(char *to, const char *from, int n)
{
    memcpy(to, from, (size_t)n);
    return to + n;
}

static char *put_zeros(char *to, int n)
{
    memset(to, '0', (size_t)n);
    return to + n;
}

/* ECMA-262, Number::toString(x, 10), steps 6 to 12. */
static char *lay_out(const struct digits *s, char *p)
{
    const int n = s->n, point = s->point;
    if (point > 0 && point <= 21) {
        if (n <= point)
            return put_zeros(put(p, s->d, n), point - n);
        p = put(put(p, s->d, point), ".", 1);
        return put(p, s->d + point, n - point);
    }
    if (point > -6 && point <= 0)
        return put(put_zeros(put(p, "0.", 2), -point), s->d, n);
    *p++ = s->d[0];
    if (n > 1)
        p = put(put(p, ".", 1), s->d + 1, n - 1);
    return p + snprintf(p, 8, "e%c%d", point > 0 ? '+' : '-', abs(point - 1));
}

int rk_double_text(double x, char out[32])
{
    struct digits s;
    char *p = out;
    if (!isfinite(x))
        p = isnan(x) ? put(p, "NaN", 3)
                     : put(p, x < 0.0 ? "-Infinity" : "Infinity", x < 0.0 ? 9 : 8);
    else if (x == 0.0)
        *p++ = '0';
    else {
        if (x < 0.0)
            *p++ = '-';
        if (!few_digits(fabs(x), &s))
            shortest(fabs(x), &s);
        p = lay_out(&s, p);
    }
    *p = '\0';
    return (int)(p - out);
}
