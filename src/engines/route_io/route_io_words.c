/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and numbers of text files, and what the formats of coordinates share. */
#include "route_io_internal.h"

bool words_line(struct words *w)
{
    while (w->rest.at && !w->failed) {
        w->line = rk_str_trim(rk_str_cut(&w->rest, '\n'));
        w->number++;
        if (w->line.len > 0)
            return true;
    }
    w->line = (struct rk_str){"", 0};
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

struct rk_str words_word(struct words *w)
{
    ptrdiff_t i = 0;
    while (i < w->line.len && is_space(w->line.at[i]))
        i++;
    ptrdiff_t j = i;
    while (j < w->line.len && !is_space(w->line.at[j]))
        j++;
    const struct rk_str word = rk_str_slice(w->line, i, j);
    w->line = rk_str_slice(w->line, j, w->line.len);
    return word;
}

rk_status words_fail(struct words *w, const char *fmt, ...)
{
    if (w->failed)
        return w->failed;
    char place[RK_ERR_PLACE];
    va_list args;
    snprintf(place, sizeof place, "%s:%d", w->name, w->number);
    va_start(args, fmt);
    w->failed = rk_fail_list(w->err, RK_EINVAL, place, fmt, args);
    va_end(args);
    return w->failed;
}

double words_number(struct words *w, const char *field, double low, double high)
{
    double x = 0.0;
    if (w->failed)
        return low;
    const struct rk_str word = words_word(w);
    if (word.len == 0)
        words_fail(w, "%s is missing; expected a number, %.10g … %.10g", field, low, high);
    else if (!rk_str_double(word, &x) || !(x >= low) || !(x <= high))
        words_fail(w, "%s: %.*s; expected a number, %.10g … %.10g", field,
                   (int)(word.len < 40 ? word.len : 40), word.at, low, high);
    else
        return x;
    return low;
}

/* ---- ticks ------------------------------------------------------------------------------- */

int32_t io_ticks_up(double units, double unit)
{
    const double t = units * unit, whole = floor(t + 0.5);
    const double up = fabs(t - whole) < 1e-6 ? whole : ceil(t);
    return up < RK_ROUTE_TICKS_MAX ? (int32_t)up : RK_ROUTE_TICKS_MAX;
}

int32_t io_ticks_down(double units, double unit)
{
    const double t = units * unit, whole = floor(t + 0.5);
    const double down = fabs(t - whole) < 1e-6 ? whole : floor(t);
    return down < RK_ROUTE_TICKS_MAX ? (int32_t)down : RK_ROUTE_TICKS_MAX;
}

double io_unit(double most)
{
    double unit = 1e5;
    while (unit > 1.0 && most * unit > 8e8)
        unit /= 10.0;
    return unit;
}

double io_leg(const struct rk_route_case *c, int32_t a, int32_t b)
{
    if (c->round == RK_ROUTE_MATRIX)
        return c->leg_unit[(ptrdiff_t)a * c->problem.places + b];
    const double dx = c->x[a] - c->x[b], dy = c->y[a] - c->y[b];
    const double d = sqrt(dx * dx + dy * dy);
    switch (c->round) {
    case RK_ROUTE_NEAREST:
        return floor(d + 0.5);
    case RK_ROUTE_CEILING:
        return ceil(d);
    case RK_ROUTE_TENTHS:
        return floor(10.0 * d) / 10.0;
    default:
        return d;
    }
}

int32_t *io_matrix(const struct rk_route_case *c, int32_t places, struct rk_arena *keep)
{
    int32_t *m = RK_NEW(keep, int32_t, (ptrdiff_t)places * places);
    for (int32_t a = 0; m && a < places; a++)
        for (int32_t b = 0; b < places; b++)
            m[(ptrdiff_t)a * places + b] = io_ticks_up(io_leg(c, a, b), c->unit);
    return m;
}

struct rk_route_vehicle *io_fleet(int32_t count, const struct rk_route_vehicle *like,
                                  struct rk_arena *keep)
{
    struct rk_route_vehicle *v = RK_NEW(keep, struct rk_route_vehicle, count);
    for (int32_t i = 0; v && i < count; i++)
        v[i] = *like;
    return v;
}

/* ---- which format ------------------------------------------------------------------------ */

static int words_in(struct rk_str line)
{
    struct words w = {.line = line};
    int n = 0;
    while (words_word(&w).len > 0)
        n++;
    return n;
}

static bool starts_with_number(struct rk_str line)
{
    struct words w = {.line = line};
    double x;
    return rk_str_double(words_word(&w), &x);
}

rk_status rk_route_read(const char *name, struct rk_str bytes, struct rk_arena *keep,
                        struct rk_scratch scratch, struct rk_route_case *out,
                        struct rk_err *err)
{
    if (rk_str_starts(bytes, RK_STR("\xEF\xBB\xBF")))
        bytes = rk_str_slice(bytes, 3, bytes.len);
    struct words w = {.name = name, .rest = bytes, .err = err};
    struct words look = w;
    look.err = NULL;
    struct rk_arena result = *keep;
    struct rk_route_case c = {.changed_at = -1};
    rk_status bad;
    if (!words_line(&look))
        return rk_fail(err, RK_EINVAL, name, "the file is empty; expected a routing problem");
    const struct rk_str first = look.line;
    if (first.at[0] == '{') {
        bad = io_read_town(name, bytes, &result, &scratch, &c, err);
    } else if (starts_with_number(first) && words_in(first) == 5) {
        bad = io_read_cordeau(&w, &result, &scratch, &c);
    } else if (starts_with_number(first) && words_in(first) == 3 && words_line(&look) &&
               words_in(look.line) == 9) {
        bad = io_read_lilim(&w, &result, &scratch, &c);
    } else if (rk_str_find(first, RK_STR(":")) > 0) {
        bad = io_read_vrplib(&w, &result, &scratch, &c);
    } else if (words_line(&look) && rk_str_starts(look.line, RK_STR("VEHICLE"))) {
        bad = io_read_solomon(&w, &result, &scratch, &c);
    } else {
        w.number = 1;
        return words_fail(&w,
                          "\"%.*s\" begins no known kind of problem; expected VRPLIB "
                          "(\"NAME : …\"), Solomon (a name, then VEHICLE), Cordeau (five "
                          "numbers), Li & Lim (three numbers) or JSON (\"{\")",
                          (int)(first.len < 40 ? first.len : 40), first.at);
    }
    if (bad)
        return bad;
    *keep = result;
    *out = c;
    return RK_OK;
}
