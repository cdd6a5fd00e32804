/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who stands on which lists, drawn: a column for each combination, a row for each list, bars
 * for how many (the UpSet plot of Lex et al. 2014, IEEE TVCG 20, 1983–1992). */
#include "cli_review.h"

#include "rk_json.h"

enum {
    COLUMNS_SHOWN = 32,
    STEP = 24,  /* pixels from column to column */
    ROW = 20,   /* from list to list */
    LEFT = 330, /* of the first column: names and bars of lists stand before it */
    BARS = 160, /* height of the bars of combinations */
    SIDE = 110, /* length of the longest bar of a list */
    HEAD = 46,
    FOOT = 44,
    NAME_SHOWN = 26, /* characters of a list's name */
    CELL_BYTES = 400
};

static void escaped(struct rk_buf *out, struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        const char c = s.at[i];
        if (c == '<')
            rk_buf_c(out, "&lt;");
        else if (c == '&')
            rk_buf_c(out, "&amp;");
        else if (c == '>')
            rk_buf_c(out, "&gt;");
        else
            rk_buf_char(out, c);
    }
}

/* The name's first characters. */
static struct rk_str short_name(struct rk_str s)
{
    ptrdiff_t at = 0;
    for (int n = 0; at < s.len && n < NAME_SHOWN; n++)
        do
            at++;
        while (at < s.len && ((unsigned char)s.at[at] & 0xC0U) == 0x80U);
    return rk_str_slice(s, 0, at);
}

static void put_list(const struct rk_register *r, int32_t o, int32_t most, int32_t columns,
                     struct rk_buf *out)
{
    const int y = HEAD + BARS + 14 + ROW * o;
    const int wide = (int)(SIDE * (double)r->office_persons[o] / (most > 0 ? most : 1) + 0.5);
    if (o % 2 == 0)
        rk_buf_printf(out, "<rect x='%d' y='%d' width='%d' height='%d' fill='#f2f2ef'/>\n",
                      LEFT - 8, y - ROW / 2, (int)columns * STEP + 4, ROW);
    rk_buf_printf(out, "<rect x='%d' y='%d' width='%d' height='%d' fill='#8a8f98'/>\n",
                  LEFT - 14 - wide, y - 6, wide, 12);
    rk_buf_printf(out, "<text x='8' y='%d'>", y + 4);
    escaped(out, short_name(r->office[o]));
    rk_buf_printf(out, "</text><text x='%d' y='%d' text-anchor='end'>%d</text>\n",
                  LEFT - 18 - wide, y + 4, (int)r->office_persons[o]);
}

static void put_combination(const struct rk_register *r, int32_t i, struct rk_buf *out)
{
    const struct rk_register_overlap *v = &r->overlap[i];
    const int x = LEFT + STEP * i + STEP / 2, most = (int)r->overlap[0].persons;
    const int high = (int)(BARS * (double)v->persons / (most > 0 ? most : 1) + 0.5);
    int first = -1, last = -1;
    rk_buf_printf(out, "<rect x='%d' y='%d' width='14' height='%d' fill='#1f3a5f'/>\n", x - 7,
                  HEAD + BARS - high, high);
    rk_buf_printf(out, "<text x='%d' y='%d' text-anchor='middle' font-size='10'>%d</text>\n", x,
                  HEAD + BARS - high - 4, (int)v->persons);
    for (int32_t o = 0; o < r->offices; o++) {
        const bool on = v->lists >> o & 1U;
        const int y = HEAD + BARS + 14 + ROW * o;
        rk_buf_printf(out, "<circle cx='%d' cy='%d' r='5' fill='%s'/>\n", x, y,
                      on ? "#1f3a5f" : "#d8d8d2");
        first = on && first < 0 ? y : first;
        last = on ? y : last;
    }
    if (last > first)
        rk_buf_printf(out,
                      "<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='#1f3a5f' "
                      "stroke-width='2'/>\n",
                      x, first, x, last);
}

struct rk_str cli_upset_svg(struct cli *cli, const struct rk_register *r)
{
    const int32_t columns = r->overlaps < COLUMNS_SHOWN ? r->overlaps : COLUMNS_SHOWN;
    const int wide = LEFT + STEP * (int)columns + 20;
    const int high = HEAD + BARS + 14 + ROW * (int)r->offices + FOOT;
    struct rk_buf out =
        rk_buf_in(&cli->keep, 8192 + (ptrdiff_t)(columns + 2) * (r->offices + 4) * CELL_BYTES);
    int32_t most = 1;
    for (int32_t o = 0; o < r->offices; o++)
        most = r->office_persons[o] > most ? r->office_persons[o] : most;
    rk_buf_printf(
        &out,
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 "
        "%d %d' font-family='PT Sans, sans-serif' font-size='12' role='img'>\n<title>",
        wide < 640 ? 640 : wide, high, wide < 640 ? 640 : wide, high);
    escaped(&out, rk_str_of(rk_word(cli->lang, "register.overlap")));
    rk_buf_c(&out, "</title>\n<rect width='100%' height='100%' fill='#ffffff'/>\n");
    rk_buf_c(&out, "<text x='8' y='20' font-size='15' font-weight='bold'>");
    escaped(&out, rk_str_of(rk_word(cli->lang, "register.overlap")));
    rk_buf_c(&out, "</text>\n");
    for (int32_t o = 0; o < r->offices; o++)
        put_list(r, o, most, columns, &out);
    for (int32_t i = 0; i < columns; i++)
        put_combination(r, i, &out);
    rk_buf_printf(&out, "<text x='8' y='%d' fill='#555555'>", high - 14);
    escaped(&out, rk_str_of(rk_word(cli->lang, "register.short_note")));
    rk_buf_c(&out, "</text>\n</svg>\n");
    return rk_buf_str(&out);
}
