/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of spreadsheets: which of them are dates, and how they read (ECMA-376-1, 18.8.30). */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_date.h"
#include "rk_json.h"
#include "intake_internal.h"

#include <strings.h>

#define DAYS_1904  1462.0    /* from the 1900 system to the 1904 system */
#define SERIAL_END 2958466.0 /* 10000-01-01 */
#define DAY_S      86400

enum intake_style intake_style_of_id(int format_id)
{
    switch (format_id) {
    case 9:
    case 10:
        return INTAKE_STYLE_PERCENT;
    case 14:
    case 15:
    case 16:
    case 17:
        return INTAKE_STYLE_DATE;
    case 18:
    case 19:
    case 20:
    case 21:
    case 45:
    case 47:
        return INTAKE_STYLE_TIME;
    case 22:
        return INTAKE_STYLE_DATE_TIME;
    case 46:
        return INTAKE_STYLE_ELAPSED;
    default:
        return INTAKE_STYLE_NUMBER;
    }
}

/* What stands in a format code outside quotes, escapes and brackets. */
struct code_marks {
    bool day, month, clock, elapsed, percent;
};

/* Behind "[…]"; elapsed hours, minutes and seconds stand in brackets, too. */
static ptrdiff_t bracket(struct rk_str code, ptrdiff_t at, struct code_marks *marks)
{
    ptrdiff_t end = at + 1;
    bool same = true;
    for (; end < code.len && code.at[end] != ']'; end++)
        same &= (code.at[end] | 32) == (code.at[at + 1] | 32);
    const char first = at + 1 < code.len ? (char)(code.at[at + 1] | 32) : '\0';
    if (same && end > at + 1 && (first == 'h' || first == 'm' || first == 's'))
        marks->elapsed = true;
    return end;
}

static struct code_marks marks_of(struct rk_str code)
{
    struct code_marks marks = {0};
    for (ptrdiff_t i = 0; i < code.len && code.at[i] != ';'; i++) {
        switch (code.at[i]) {
        case '"':
            for (i++; i < code.len && code.at[i] != '"';)
                i++;
            break;
        case '\\':
        case '_':
        case '*':
            i++;
            break;
        case '[':
            i = bracket(code, i, &marks);
            break;
        case 'y':
        case 'Y':
        case 'd':
        case 'D':
            marks.day = true;
            break;
        case 'm':
        case 'M':
            marks.month = true;
            break;
        case 'h':
        case 'H':
        case 's':
        case 'S':
            marks.clock = true;
            break;
        case '%':
            marks.percent = true;
            break;
        default:
            break;
        }
    }
    return marks;
}

enum intake_style intake_style_of_code(struct rk_str code)
{
    const struct rk_str general = RK_STR("general");
    if (code.len >= general.len && strncasecmp(code.at, general.at, (size_t)general.len) == 0)
        return INTAKE_STYLE_NUMBER;
    const struct code_marks marks = marks_of(code);
    if (marks.elapsed)
        return INTAKE_STYLE_ELAPSED;
    if (marks.day && marks.clock)
        return INTAKE_STYLE_DATE_TIME;
    if (marks.clock)
        return INTAKE_STYLE_TIME; /* an "m" beside hours or seconds is minutes */
    if (marks.day || marks.month)
        return INTAKE_STYLE_DATE;
    return marks.percent ? INTAKE_STYLE_PERCENT : INTAKE_STYLE_NUMBER;
}

static void say_clock(int64_t seconds, char *out, size_t size)
{
    const int h = (int)(seconds / 3600), m = (int)(seconds / 60 % 60), s = (int)(seconds % 60);
    if (s)
        snprintf(out, size, "%02d:%02d:%02d", h, m, s);
    else
        snprintf(out, size, "%02d:%02d", h, m);
}

/* Binary fractions times a hundred, without the noise behind the 15th digit. */
static double percent_of(double share)
{
    char text[40];
    double percent = share * 100.0;
    const int len = snprintf(text, sizeof text, "%.15g", percent);
    return rk_str_double((struct rk_str){text, len}, &percent) ? percent : share * 100.0;
}

static bool say_moment(double serial, enum intake_style style, char text[48])
{
    if (!(serial >= 0.0 && serial < SERIAL_END))
        return false;
    int64_t seconds = llround((serial - floor(serial)) * DAY_S);
    double day = floor(serial);
    if (seconds == DAY_S) {
        seconds = 0;
        day += 1.0;
    }
    if (style == INTAKE_STYLE_ELAPSED) {
        say_clock((int64_t)day * DAY_S + seconds, text, 48);
        return true;
    }
    if (style == INTAKE_STYLE_TIME || (style == INTAKE_STYLE_DATE_TIME && day < 1.0)) {
        say_clock(seconds, text, 48);
        return true;
    }
    if (day < 1.0)
        return false; /* what spreadsheets show as 00.01.1900 is no day */
    rk_day_iso(rk_day_of_excel(day), text);
    if (style == INTAKE_STYLE_DATE_TIME && text[0]) {
        const size_t len = strlen(text);
        text[len] = 'T';
        say_clock(seconds, text + len + 1, 48 - len - 1);
    }
    return text[0] != '\0';
}

struct rk_cell intake_number_cell(double number, enum intake_style style, bool from_1904,
                                  char text[48])
{
    struct rk_cell cell = {.kind = RK_CELL_NUMBER, .number = number};
    char shortest[32];
    rk_double_text(number, shortest);
    if (style == INTAKE_STYLE_NUMBER) {
        snprintf(text, 48, "%s", shortest);
    } else if (style == INTAKE_STYLE_PERCENT) {
        rk_double_text(percent_of(number), shortest);
        snprintf(text, 48, "%s%%", shortest);
    } else {
        const bool whole_day = style == INTAKE_STYLE_DATE || style == INTAKE_STYLE_DATE_TIME;
        if (from_1904 && whole_day)
            cell.number += DAYS_1904;
        cell.kind = say_moment(cell.number, style, text) ? RK_CELL_DATE : RK_CELL_ERROR;
        if (cell.kind == RK_CELL_ERROR)
            snprintf(text, 48, "%s", shortest);
    }
    cell.text = rk_str_of(text);
    return cell;
}
