/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of a conversation, which are no table: "[12.03, 14:22] Оля: шукаю маму …". A reader of
 * tables cuts them at their commas; here they are put together again, and the stamp in front
 * of a message is taken off: its day is when it was said, its name is the teller's.
 */
#include "link_read_internal.h"

#include "rk_text.h"

enum {
    STAMP_MAX = 96,  /* bytes in which a stamp ends */
    LOOK_ROWS = 400, /* rows that are looked at */
    PROSE_WORDS = 6, /* words of a row from which on it is a sentence */
    WIDTHS = READ_CELLS + 1
};

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

/* "14:22" somewhere in s; where it begins, -1 for none. */
static ptrdiff_t find_time(struct rk_str s)
{
    for (ptrdiff_t i = 1; i + 2 < s.len; i++)
        if (s.at[i] == ':' && is_figure(s.at[i - 1]) && is_figure(s.at[i + 1]) &&
            is_figure(s.at[i + 2]))
            return i > 1 && is_figure(s.at[i - 2]) ? i - 2 : i - 1;
    return -1;
}

/* Where the message begins: behind the first colon that ends the teller's name; -1 for none. */
static ptrdiff_t find_message(struct rk_str s)
{
    const ptrdiff_t most = s.len < STAMP_MAX ? s.len : STAMP_MAX;
    for (ptrdiff_t i = 1; i + 1 < most; i++)
        if (s.at[i] == ':' && s.at[i + 1] == ' ' && !is_figure(s.at[i - 1]))
            return i + 2;
    return -1;
}

/* The first day written in a stamp: "12.03", "2022-03-12", "12/3/22". */
static bool find_day(struct rk_str s, int year, struct rk_when *out)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        ptrdiff_t to = i;
        if (!is_figure(s.at[i]))
            continue;
        while (to < s.len &&
               (is_figure(s.at[to]) || s.at[to] == '.' || s.at[to] == '/' || s.at[to] == '-'))
            to++;
        struct rk_str day = rk_str_slice(s, i, to);
        while (day.len && !is_figure(day.at[day.len - 1]))
            day.len--;
        if (day.len > 2 && (to >= s.len || s.at[to] != ':') && read_day(day, year, 0, out))
            return true;
        i = to;
    }
    return false;
}

bool read_stamp(struct rk_str *text, int year, struct rk_when *said)
{
    const ptrdiff_t time = find_time(rk_str_slice(*text, 0, STAMP_MAX));
    const ptrdiff_t message = find_message(*text);
    if (time < 0 || message < 0 || time > message)
        return false;
    const struct rk_str stamp = rk_str_slice(*text, 0, message);
    if (stamp.at[0] != '[' && !is_figure(stamp.at[0]) && rk_str_find(stamp, RK_STR("[")) < 0 &&
        rk_str_find(stamp, RK_STR("(")) < 0)
        return false; /* "Зникла о 14:22, прикмети: …" is a sentence */
    (void)find_day(stamp, year, said);
    *text = rk_str_trim(rk_str_slice(*text, message, text->len));
    return true;
}

/* ---- rows that are no table ------------------------------------------------------ */

static int32_t words_of(const struct read_row *row)
{
    int32_t words = 0;
    for (int32_t c = 0; c < row->cells; c++) {
        words += rk_str_trim(row->cell[c]).len > 0;
        for (ptrdiff_t i = 1; i + 1 < row->cell[c].len; i++)
            words += row->cell[c].at[i] == ' ';
    }
    return words;
}

static struct rk_str whole(const struct read_row *row, struct rk_arena *keep)
{
    ptrdiff_t most = 1;
    for (int32_t c = 0; c < row->cells; c++)
        most += row->cell[c].len + 1;
    struct rk_buf out = rk_buf_in(keep, most);
    for (int32_t c = 0; c < row->cells; c++) {
        if (c > 0)
            rk_buf_char(&out, ',');
        rk_buf_add(&out, row->cell[c]);
    }
    return rk_buf_str(&out);
}

static bool stamped(const struct read_row *row)
{
    char room[STAMP_MAX * 2];
    struct rk_buf head = {room, 0, (ptrdiff_t)sizeof room, false};
    struct rk_when said;
    for (int32_t c = 0; c < row->cells && c < 3; c++) {
        rk_buf_printf(&head, "%s%.*s", c ? "," : "",
                      RK_FMT(rk_utf8_head(row->cell[c], STAMP_MAX / 2)));
    }
    struct rk_str text = rk_buf_str(&head);
    return text.len > 0 && read_stamp(&text, 0, &said);
}

/* Most rows begin with a stamp; or rows are sentences, cut into ever other numbers of cells. */
static bool is_prose(const struct read_list *list, bool headed, struct rk_scratch scratch)
{
    int32_t *width = RK_NEW(&scratch, int32_t, WIDTHS);
    int32_t looked = 0, stamps = 0, words = 0, usual = 0;
    for (int32_t r = 0; width && r < list->rows && r < LOOK_ROWS; r++) {
        const struct read_row *row = &list->row[r];
        if (row->cells == 0)
            continue;
        looked++;
        stamps += stamped(row);
        words += words_of(row);
        width[row->width]++;
    }
    for (int32_t k = 0; width && k < WIDTHS; k++)
        usual = width[k] > usual ? width[k] : usual;
    if (looked == 0)
        return false;
    return stamps * 2 > looked ||
           (!headed && looked > 2 && usual * 10 < looked * 6 && words > PROSE_WORDS * looked);
}

rk_status read_prose(struct rk_link_reader *reader, struct read_list *list, bool headed,
                     struct rk_scratch scratch, bool *prose, struct rk_err *err)
{
    *prose = is_prose(list, headed, scratch);
    for (int32_t r = 0; *prose && r < list->rows; r++) {
        struct read_row *row = &list->row[r];
        struct rk_str *one = RK_NEW(reader->keep, struct rk_str, 1);
        if (!one)
            return rk_fail(err, RK_ENOMEM, list->file, "the memory allowed is full");
        *one = whole(row, reader->keep);
        row->cell = one;
        row->cells = row->cells > 0;
        row->width = 1;
    }
    return reader->keep->failed
               ? rk_fail(err, RK_ENOMEM, list->file, "the memory allowed is full")
               : RK_OK;
}
