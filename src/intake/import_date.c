/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates, phones and coordinates of cells. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_date.h"
#include "rk_text.h"
#include "import_internal.h"

/* Serials of spreadsheets that stand for days of 1927 … 2099; years are shorter. */
#define SERIAL_FROM 10000.0
#define SERIAL_TO   73050.0

static bool day_of_number(double number, struct rk_when *out)
{
    if (number >= 1800.0 && number <= 2100.0 && number == floor(number)) {
        const int year = (int)number;
        *out = (struct rk_when){rk_day_of(year, 1, 1), rk_day_of(year, 12, 31)};
        return true;
    }
    if (!(number >= SERIAL_FROM && number <= SERIAL_TO))
        return false;
    const rk_day day = rk_day_of_excel(floor(number));
    *out = (struct rk_when){day, day};
    return day != RK_DAY_NONE;
}

/* "31.02.2022" is written like a date, "вчора" is not. */
static bool written_like_a_date(struct rk_str s)
{
    int digits = 0, marks = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        digits += s.at[i] >= '0' && s.at[i] <= '9';
        marks += s.at[i] == '.' || s.at[i] == '/' || s.at[i] == '-';
    }
    return digits >= 4 && marks >= 2 && digits + marks >= (int)s.len - 1;
}

/* "1961 р.н.", "12.05.1961 г.р.": words behind a day that say whose it is. */
static struct rk_str without_born(struct rk_str s)
{
    static const char *const born[] = {
        "року народження", "р.народж.", "р. народж.",    "р.н.",   "р. н.", "р.н", "рн", "г.р.",
        "г. р.",           "г.р",       "года рождения", "г.рожд."};
    char folded[64];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    if (s.len > 60)
        return s;
    rk_text_fold(s, &b);
    if (b.failed || b.len != s.len)
        return s;
    for (int i = 0; i < RK_COUNT(born); i++)
        if (rk_str_ends(rk_buf_str(&b), rk_str_of(born[i])))
            return rk_str_trim(rk_str_slice(s, 0, s.len - (ptrdiff_t)strlen(born[i])));
    return s;
}

bool import_date(const struct rk_cell *cell, struct rk_when *out, struct import_why *why)
{
    const struct rk_str said = rk_str_trim(cell->text);
    if (cell->kind == RK_CELL_DATE && cell->number >= 1.0) {
        const rk_day day = rk_day_of_excel(floor(cell->number));
        *out = (struct rk_when){day, day};
        if (day != RK_DAY_NONE)
            return true;
    }
    if (cell->kind == RK_CELL_NUMBER && day_of_number(cell->number, out))
        return true;
    if (rk_when_read(said, 0, out) || rk_when_read(without_born(said), 0, out))
        return true;
    int64_t serial = 0;
    if (said.len == 5 && rk_str_int(said, &serial) && day_of_number((double)serial, out))
        return true;
    why->reason =
        written_like_a_date(said) ? "intake.fault.no_such_day" : "intake.fault.not_a_date";
    return false;
}

/* ---- phones -------------------------------------------------------------------------- */

enum { PHONE_DIGITS = 16 };

/* One number: digits between brackets, dashes, dots and blanks, perhaps with "+" before and
 * "тел." or "дод. 12" around. One walk over the characters, kept in one piece. */
static bool one_phone(struct rk_str said, struct rk_buf *out)
{
    char digits[PHONE_DIGITS + 1];
    int count = 0;
    bool plus = false;
    for (ptrdiff_t i = 0; i < said.len; i++) {
        const char c = said.at[i];
        if (c >= '0' && c <= '9') {
            if (count == PHONE_DIGITS)
                return false;
            digits[count++] = c;
        } else if (c == '+' && count == 0 && !plus) {
            plus = true;
        } else if (!strchr(" -().\t", c) && (unsigned char)c < 0x80) {
            return false;
        } else if ((unsigned char)c >= 0x80) {
            /* a dash or blank of three or two bytes; letters are no phone */
            static const char *const fine[] = {"\xC2\xA0", "\xE2\x80\x93", "\xE2\x80\x91",
                                               "\xE2\x80\x94", "\xE2\x80\xAF"};
            ptrdiff_t step = 0;
            for (int k = 0; k < RK_COUNT(fine); k++)
                if (rk_str_starts(rk_str_slice(said, i, said.len), rk_str_of(fine[k])))
                    step = (ptrdiff_t)strlen(fine[k]);
            if (step == 0)
                return false;
            i += step - 1;
        }
    }
    digits[count] = '\0';
    const bool ours = (count == 12 && strncmp(digits, "380", 3) == 0) ||
                      (count == 11 && strncmp(digits, "80", 2) == 0) ||
                      (count == 10 && digits[0] == '0') || (count == 9 && digits[0] != '0');
    if (ours) {
        rk_buf_c(out, "+380");
        rk_buf_c(out, digits + count - 9);
        return true;
    }
    if (plus && count >= 8 && count <= 15 && digits[0] != '0') {
        rk_buf_c(out, "+");
        rk_buf_c(out, digits);
        return strncmp(digits, "380", 3) != 0;
    }
    if (!plus && count >= 5 && count <= 7) { /* a number within the town */
        rk_buf_c(out, digits);
        return true;
    }
    return false;
}

bool import_phone(struct rk_str said, struct rk_arena *keep, struct rk_str *out)
{
    struct rk_arena kept = *keep;
    struct rk_buf b = rk_buf_in(&kept, 4 * said.len + 64);
    struct rk_str rest = rk_str_trim(said);
    int count = 0;
    while (rest.len > 0 && !b.failed) {
        ptrdiff_t end = 0;
        while (end < rest.len && !strchr(",;/\n\r", rest.at[end]))
            end++;
        const struct rk_str one = rk_str_trim(rk_str_slice(rest, 0, end));
        rest = rk_str_slice(rest, end + 1, rest.len);
        if (one.len == 0)
            continue;
        rk_buf_c(&b, count++ ? ", " : "");
        if (!one_phone(one, &b))
            return false;
    }
    if (count == 0 || b.failed)
        return false;
    *keep = kept; /* not copied: the copy would lie over what is copied */
    *out = rk_buf_str(&b);
    return true;
}

/* ---- coordinates --------------------------------------------------------------------- */

/* Skips blanks and the mark of degrees, minutes or seconds. */
static struct rk_str behind_mark(struct rk_str s, const char *const marks[], int count)
{
    s = rk_str_trim(s);
    for (int i = 0; i < count; i++)
        if (rk_str_starts(s, rk_str_of(marks[i])))
            return rk_str_trim(rk_str_slice(s, (ptrdiff_t)strlen(marks[i]), s.len));
    return s;
}

/* The half of the world, written out or as a letter, before or behind the number. */
static char hemisphere(struct rk_str *s)
{
    static const struct {
        const char *words;
        char letter;
    } halves[] = {{"пн.ш.", 'N'}, {"пн. ш.", 'N'}, {"с.ш.", 'N'}, {"пн", 'N'}, {"n", 'N'},
                  {"пд.ш.", 'S'}, {"пд. ш.", 'S'}, {"ю.ш.", 'S'}, {"пд", 'S'}, {"s", 'S'},
                  {"сх.д.", 'E'}, {"сх. д.", 'E'}, {"в.д.", 'E'}, {"сх", 'E'}, {"e", 'E'},
                  {"зх.д.", 'W'}, {"зх. д.", 'W'}, {"з.д.", 'W'}, {"зх", 'W'}, {"w", 'W'}};
    char folded[160];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    rk_text_fold(*s, &b);
    if (b.failed || b.len != s->len)
        return '\0';
    for (int i = 0; i < RK_COUNT(halves); i++) {
        const struct rk_str words = rk_str_of(halves[i].words);
        if (rk_str_starts(rk_buf_str(&b), words))
            *s = rk_str_trim(rk_str_slice(*s, words.len, s->len));
        else if (rk_str_ends(rk_buf_str(&b), words))
            *s = rk_str_trim(rk_str_slice(*s, 0, s->len - words.len));
        else
            continue;
        return halves[i].letter;
    }
    return '\0';
}

bool import_degrees(struct rk_str said, double *degrees, char *letter)
{
    static const char *const degree[] = {"°", "º", "град.", "град"};
    static const char *const minute[] = {"'", "′", "’", "хв"};
    static const char *const second[] = {"\"", "″", "''", "”", "′′", "сек"};
    struct rk_str s = rk_str_trim(said);
    *letter = hemisphere(&s);
    double part[3] = {0.0, 0.0, 0.0};
    int parts = 0;
    while (s.len > 0 && parts < 3) {
        ptrdiff_t n = 0;
        while (n < s.len && strchr("+-0123456789.,", s.at[n]))
            n++;
        struct rk_number_said number;
        if (n == 0 || !rk_number_read(rk_str_slice(s, 0, n), false, &number) ||
            number.behind.len > 0 || strcmp(number.bound, "exact") != 0)
            return false;
        part[parts] = number.low;
        s = rk_str_slice(s, n, s.len);
        s = parts == 0   ? behind_mark(s, degree, RK_COUNT(degree))
            : parts == 1 ? behind_mark(s, minute, RK_COUNT(minute))
                         : behind_mark(s, second, RK_COUNT(second));
        parts++;
    }
    if (parts == 0 || s.len > 0 ||
        (parts > 1 && (part[0] < 0.0 || part[0] != floor(part[0]))) || part[1] < 0.0 ||
        part[1] >= 60.0 || part[2] < 0.0 || part[2] >= 60.0)
        return false;
    *degrees = parts == 1 ? part[0] : (part[0] * 3600.0 + part[1] * 60.0 + part[2]) / 3600.0;
    if (*letter == 'S' || *letter == 'W')
        *degrees = -*degrees;
    return true;
}

bool import_pair(struct rk_str said, double *latitude, double *longitude)
{
    const struct rk_str s = rk_str_trim(said);
    double value[2];
    char letter[2];
    for (ptrdiff_t i = 1; i + 1 < s.len; i++) {
        if (!strchr(",; /", s.at[i]))
            continue;
        if (s.at[i] == ',' && s.at[i + 1] >= '0' && s.at[i + 1] <= '9' &&
            rk_str_find(s, RK_STR(".")) < 0)
            continue; /* a decimal comma */
        if (!import_degrees(rk_str_slice(s, 0, i), &value[0], &letter[0]) ||
            !import_degrees(rk_str_slice(s, i + 1, s.len), &value[1], &letter[1]))
            continue;
        const bool turned = letter[0] == 'E' || letter[0] == 'W';
        *latitude = value[turned];
        *longitude = value[!turned];
        return true;
    }
    return false;
}

bool import_near(double latitude, double longitude)
{
    /* Ukraine reaches from 44.38 to 52.38 north and from 22.14 to 40.23 east. */
    return latitude >= 43.0 && latitude <= 53.5 && longitude >= 21.0 && longitude <= 41.5;
}
