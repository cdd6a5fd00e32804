/* SPDX-License-Identifier: GPL-3.0-or-later */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

void sheet_pen_start(struct sheet_pen *pen, struct sheet_maker *m)
{
    pen->m = m;
    pen->count = 0;
}

void sheet_put(struct sheet_pen *pen, struct rk_run run)
{
    if (run.text.len == 0)
        return;
    if (pen->count == SHEET_RUNS) {
        pen->m->failed = true;
        return;
    }
    pen->runs[pen->count++] = run;
}

void sheet_space(struct sheet_pen *pen)
{
    if (pen->count > 0)
        sheet_put(pen, (struct rk_run){.from = RK_FROM_WORDS, .text = RK_STR(" ")});
}

static bool ends_in_digit(const struct sheet_pen *pen)
{
    if (pen->count == 0)
        return false;
    const struct rk_str last = pen->runs[pen->count - 1].text;
    return last.at[last.len - 1] >= '0' && last.at[last.len - 1] <= '9';
}

/* The table trims its cells, so "~" stands for a space at an end. */
static void put_words(struct sheet_pen *pen, unsigned look, struct rk_str words)
{
    struct rk_buf text = rk_buf_in(pen->m->keep, words.len);
    for (ptrdiff_t i = 0; i < words.len; i++)
        rk_buf_char(&text, words.at[i] == '~' ? ' ' : words.at[i]);
    struct rk_str set = sheet_typography(pen->m->keep, pen->m->lang, rk_buf_str(&text));
    if (rk_str_starts(set, RK_STR(" ")) && set.len > 1 && ends_in_digit(pen)) {
        set = rk_str_slice(set, 1, set.len); /* a number holds the word that it counts */
        sheet_put(pen, (struct rk_run){
                           .from = RK_FROM_WORDS, .look = look, .text = RK_STR("\u00a0")});
    }
    sheet_put(pen, (struct rk_run){.from = RK_FROM_WORDS, .look = look, .text = set});
}

static void put_argument(struct sheet_pen *pen, unsigned look, struct rk_str name,
                         const struct sheet_arg *args, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++) {
        if (rk_str_eq(rk_str_of(args[i].name), name)) {
            struct rk_run run = args[i].run;
            run.look |= look;
            sheet_put(pen, run);
            return;
        }
    }
    pen->m->failed = true; /* a template asks for what it is not given: a test walks them all */
}

void sheet_fill_text(struct sheet_pen *pen, unsigned look, const char *text,
                     const struct sheet_arg *args, ptrdiff_t count)
{
    struct rk_str rest = rk_str_of(text);
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < rest.len; i++) {
        const char c = rest.at[i];
        if (c != '*' && c != '{')
            continue;
        put_words(pen, look, rk_str_slice(rest, from, i));
        from = i + 1;
        if (c == '*') {
            look ^= RK_STRONG;
            continue;
        }
        ptrdiff_t end = from;
        while (end < rest.len && rest.at[end] != '}')
            end++;
        put_argument(pen, look, rk_str_slice(rest, from, end), args, count);
        i = end;
        from = end + 1;
    }
    put_words(pen, look, rk_str_slice(rest, from, rest.len));
}

void sheet_fill(struct sheet_pen *pen, unsigned look, const char *key,
                const struct sheet_arg *args, ptrdiff_t count)
{
    sheet_fill_text(pen, look, rk_word(pen->m->lang, key), args, count);
}

void sheet_words(struct sheet_pen *pen, unsigned look, const char *key)
{
    sheet_fill(pen, look, key, NULL, 0);
}

struct rk_line sheet_line(const struct sheet_pen *pen)
{
    struct rk_run *runs = RK_NEW(pen->m->keep, struct rk_run, pen->count);
    if (!runs) {
        pen->m->failed |= pen->count > 0;
        return (struct rk_line){0};
    }
    if (pen->count > 0)
        memcpy(runs, pen->runs, (size_t)pen->count * sizeof *runs);
    return (struct rk_line){runs, pen->count};
}

struct rk_line sheet_line_of(struct sheet_maker *m, unsigned look, const char *key)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_words(&pen, look, key);
    return sheet_line(&pen);
}
