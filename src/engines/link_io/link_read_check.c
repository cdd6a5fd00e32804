/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults that would spoil what is linked: said with file, line and column. */
#include "link_read_internal.h"

#include "rk_text.h"

void read_place(const struct read_list *list, int64_t line, int32_t column,
                char place[RK_ERR_PLACE])
{
    const struct rk_str header =
        column >= 0 && column < list->columns ? list->column[column].header : RK_STR("");
    if (header.len > 0)
        snprintf(place, RK_ERR_PLACE, "%.90s:%" PRId64 ": %.*s", list->file, line,
                 (int)rk_utf8_head(header, 60).len, header.at);
    else
        snprintf(place, RK_ERR_PLACE, "%.90s:%" PRId64 ": %d", list->file, line, column + 1);
}

static struct rk_str cell_of(const struct read_row *row, int32_t c)
{
    return c < row->cells ? rk_str_trim(row->cell[c]) : RK_STR("");
}

/* ---- ids ------------------------------------------------------------------------- */

struct named {
    struct rk_str id;
    int64_t line;
};

static int by_id(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    const int order = rk_str_cmp(x->id, y->id);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static rk_status check_ids(const struct read_list *list, struct rk_scratch scratch,
                           struct rk_err *err)
{
    struct named *named = RK_NEW(&scratch, struct named, list->rows);
    char place[RK_ERR_PLACE];
    int32_t count = 0;
    if (!named)
        return rk_fail(err, RK_ENOMEM, list->file, "%d rows", list->rows);
    for (int32_t r = list->data; r < list->rows && list->id >= 0; r++) {
        const struct rk_str id = cell_of(&list->row[r], list->id);
        int32_t filled = 0;
        for (int32_t c = 0; c < list->row[r].cells; c++)
            filled += cell_of(&list->row[r], c).len > 0;
        if (id.len > 0)
            named[count++] = (struct named){id, list->row[r].line};
        else if (list->id_said ? filled > 1 : filled > 2 && filled * 2 > list->columns) {
            read_place(list, list->row[r].line, list->id, place);
            return rk_fail(
                err, RK_EINVAL, place,
                "the id is missing in a row that says something; expected an id of its "
                "own");
        }
    }
    if (count > 1)
        qsort(named, (size_t)count, sizeof *named, by_id);
    for (int32_t i = 1; i < count; i++)
        if (rk_str_eq(named[i - 1].id, named[i].id)) {
            read_place(list, named[i].line, list->id, place);
            return rk_fail(err, RK_EINVAL, place,
                           "the id %.*s of line %d stands here again; expected each id once",
                           (int)rk_utf8_head(named[i].id, 60).len, named[i].id.at,
                           (int)named[i - 1].line);
        }
    return RK_OK;
}

/* ---- shifted cells --------------------------------------------------------------- */

static bool cell_fits(enum read_meaning means, struct rk_str cell)
{
    struct rk_when when;
    double low = 0.0, high = 0.0;
    switch (means) {
    case MEANS_SEX:
        return read_sex(cell).len > 0;
    case MEANS_AGE:
        return read_age(cell, &low, &high);
    case MEANS_BIRTH:
        return read_day(cell, 2000, 0, &when) || read_age(cell, &low, &high);
    default:
        return read_day(cell, 2000, 1, &when);
    }
}

static bool typed(enum read_meaning means)
{
    return means == MEANS_SEX || means == MEANS_AGE || means == MEANS_BIRTH ||
           (means >= MEANS_DEATH && means <= MEANS_NOTED);
}

/* Two or more columns of days, ages, sexes do not fit where they stand, and all of them do one
 * place to the left or right. */
static int32_t shifted(const struct read_list *list, const struct read_row *row, int32_t by)
{
    int32_t wrong = 0, right = 0, first = -1;
    for (int32_t c = 0; c < list->columns; c++) {
        const enum read_meaning means = list->column[c].means;
        const struct rk_str cell = read_said(cell_of(row, c));
        if (!typed(means))
            continue;
        if (cell.len > 0 && !cell_fits(means, cell)) {
            wrong++;
            first = first < 0 ? c : first;
        }
        const struct rk_str moved = c + by >= 0 ? read_said(cell_of(row, c + by)) : RK_STR("");
        right += moved.len > 0 && cell_fits(means, moved);
    }
    return wrong >= 2 && right >= 2 ? first : -1;
}

static rk_status check_row(const struct read_list *list, const struct read_row *row,
                           struct rk_err *err)
{
    char place[RK_ERR_PLACE];
    for (int32_t c = list->columns; c < row->cells; c++)
        if (rk_str_trim(row->cell[c]).len > 0) {
            read_place(list, row->line, c, place);
            return rk_fail(err, RK_EINVAL, place,
                           "the row has more cells than the header has columns; expected texts "
                           "with a separator in them to be quoted");
        }
    for (int32_t by = -1; by <= 1; by += 2) {
        const int32_t c = shifted(list, row, by);
        if (c < 0)
            continue;
        const struct rk_str cell = rk_utf8_head(cell_of(row, c), 60);
        read_place(list, row->line, c, place);
        return rk_fail(err, RK_EINVAL, place,
                       "the cells of this row are shifted against the header: \"%.*s\" stands "
                       "here",
                       RK_FMT(cell));
    }
    return RK_OK;
}

/* ---- encodings ------------------------------------------------------------------- */

/* Beyond ASCII, and no letter of Ukrainian or Russian, no apostrophe. */
static bool is_odd(int32_t c)
{
    static const int32_t usual[] = {0x2019, 0x2BC, 0x401, 0x404, 0x406, 0x407,
                                    0x451,  0x454, 0x456, 0x457, 0x490, 0x491};
    if (c <= 0x7F || (c >= 0x410 && c <= 0x44F))
        return false;
    for (ptrdiff_t i = 0; i < RK_COUNT(usual); i++)
        if (c == usual[i])
            return false;
    return true;
}

/* UTF-8 read as CP1251: the lead bytes become Р and С, what follows is no lower case letter of
 * a word: "РџРµС‚СЂРѕ". Two such pairs side by side are no word of any language. */
static int32_t mixed(struct rk_str s)
{
    int32_t run = 0, most = 0;
    for (ptrdiff_t at = 0; at < s.len;) {
        const int32_t lead = rk_utf8_next(s, &at);
        ptrdiff_t next = at;
        const int32_t tail = at < s.len ? rk_utf8_next(s, &next) : 0;
        const bool odd = is_odd(tail);
        const bool usual = tail >= 0x410 && tail <= 0x44F;
        if (lead == 0xFFFD)
            return 4;
        if ((lead == 0x420 || lead == 0x421) && (odd || (usual && run > 0))) {
            run += odd ? 1 : 0;
            at = next;
        } else {
            run = 0;
        }
        most = run > most ? run : most;
    }
    return most;
}

rk_status read_check(const struct read_list *list, struct rk_scratch scratch,
                     struct rk_err *err)
{
    char place[RK_ERR_PLACE];
    for (int32_t r = list->data; r < list->rows; r++) {
        const struct read_row *row = &list->row[r];
        for (int32_t c = 0; c < row->cells; c++)
            if (mixed(row->cell[c]) >= 2) {
                const struct rk_str cell = rk_utf8_head(row->cell[c], 60);
                read_place(list, row->line, c, place);
                return rk_fail(err, RK_EINVAL, place,
                               "\"%.*s\" is in another encoding than the rest of the file; "
                               "expected one encoding",
                               RK_FMT(cell));
            }
        const rk_status bad = check_row(list, row, err);
        if (bad)
            return bad;
    }
    return check_ids(list, scratch, err);
}
