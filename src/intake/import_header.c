/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of a table are its header, and what the columns are called. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_match.h"

enum { STRAY_MAX = 2 };
#define JOINED_GAIN 0.5 /* two header rows must explain at least this much more than one */

struct rk_cell import_cell_of(const struct rk_row *row, int32_t column)
{
    return column < row->cell_count ? row->cells[column]
                                    : (struct rk_cell){.kind = RK_CELL_EMPTY, .text = {"", 0}};
}

bool import_plain_number(struct rk_cell cell)
{
    struct rk_number_said n;
    return cell.kind == RK_CELL_NUMBER || cell.kind == RK_CELL_DATE ||
           (cell.kind == RK_CELL_TEXT && rk_number_read(cell.text, false, &n) &&
            n.behind.len == 0);
}

/* ---- the header row ------------------------------------------------------------------ */

/* How much a set of headers explains under the kind it suits best. */
static double strength_of(const struct import_table *t, const struct import_header *h)
{
    int32_t kind_count = 0;
    const struct rk_kind *kinds = rk_kinds(&kind_count);
    double best = 0.0;
    for (int32_t k = 0; k < kind_count; k++) {
        if (t->hints->kind.len > 0 && !rk_str_eq(t->hints->kind, rk_str_of(kinds[k].id)))
            continue;
        double sum = 0.0;
        for (int32_t c = 0; c < t->width; c++) {
            double most = 0.0;
            for (int32_t a = 0; a < kinds[k].aspect_count && h->text[c].len > 0 && most < 1.0;
                 a++) {
                const double fit = import_column_fit(t->fits, &kinds[k], a, h, c);
                most = fit > most ? fit : most;
            }
            sum += most >= IMPORT_FIT_MIN ? most : 0.0;
        }
        best = sum > best ? sum : best;
    }
    return best;
}

struct rk_str import_text_at(const struct import_table *t, int32_t row, int32_t column)
{
    return rk_str_trim(import_cell_of(&t->rows[row], column).text);
}

/* A word parted at the end of a line by hand, "народ-\nження", is one word. */
static struct rk_str header_text(const struct import_table *t, int32_t row, int32_t column,
                                 struct rk_arena *keep)
{
    const struct rk_str said = import_text_at(t, row, column);
    if (rk_str_find(said, RK_STR("-\n")) < 0)
        return said;
    struct rk_buf b = rk_buf_in(keep, said.len + 1);
    for (ptrdiff_t i = 0; i < said.len; i++) {
        const bool parted = i > 0 &&
                            rk_str_starts(rk_str_slice(said, i, said.len), RK_STR("-\n")) &&
                            said.at[i - 1] != ' ';
        if (parted)
            i++;
        else
            rk_buf_char(&b, said.at[i]);
    }
    return b.failed ? said : rk_buf_str(&b);
}

/* The headers of one row, or of two: the upper one's words belong to all columns below it that
 * have no words of their own up to the next (merged cells). */
static bool texts_of(const struct import_table *t, int32_t upper, int32_t row,
                     struct rk_arena *keep, struct import_header *h)
{
    h->text = RK_NEW(keep, struct rk_str, t->width);
    h->upper = h->lower = NULL;
    if (upper >= 0) {
        h->upper = RK_NEW(keep, struct rk_str, t->width);
        h->lower = RK_NEW(keep, struct rk_str, t->width);
    }
    int32_t group = -1;
    for (int32_t c = 0; c < t->width && !keep->failed; c++) {
        const struct rk_str own = header_text(t, row, c, keep);
        h->text[c] = own;
        if (upper < 0)
            continue;
        const struct rk_str above = header_text(t, upper, c, keep);
        if (above.len > 0)
            group = own.len > 0 ? c : -1;
        h->lower[c] = own;
        if (own.len == 0) {
            h->text[c] = above;
        } else if (group >= 0) {
            h->upper[c] = header_text(t, upper, group, keep);
            h->text[c] = rk_str_printf(keep, "%.*s %.*s", RK_FMT(h->upper[c]), RK_FMT(own));
        }
    }
    return !keep->failed;
}

static bool has_digit(struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9')
            return true;
    return false;
}

/* A row that could be a header: several words, hardly any numbers, digits in few of them. */
bool import_could_be_header(const struct import_table *t, int32_t row)
{
    int32_t words = 0, numbers = 0, digits = 0;
    for (int32_t c = 0; c < t->rows[row].cell_count; c++) {
        const struct rk_cell cell = import_cell_of(&t->rows[row], c);
        const bool number = import_plain_number(cell);
        numbers += number;
        words += cell.kind == RK_CELL_TEXT && !number;
        digits += cell.kind == RK_CELL_TEXT && !number && has_digit(cell.text);
    }
    return words > numbers && 2 * digits <= words && (words >= 2 || t->width == 1);
}

/* The only words of the upper row stand over the first column: a title of the whole table, not
 * a group of columns. */
static bool is_title(const struct import_table *t, int32_t upper, int32_t row)
{
    int32_t filled = 0, first = -1, first_below = -1;
    for (int32_t c = t->width - 1; c >= 0; c--) {
        const bool words = import_text_at(t, upper, c).len > 0;
        filled += words;
        first = words ? c : first;
        first_below = import_text_at(t, row, c).len > 0 ? c : first_below;
    }
    return filled == 1 && first <= first_below;
}

static void try_header(const struct import_table *t, int32_t upper, int32_t row, double margin,
                       struct import_header *best)
{
    if (upper >= 0 && is_title(t, upper, row))
        return;
    struct rk_arena attempt = t->scratch.in;
    struct import_header h = {.row = row, .data = row + 1};
    h.strength = texts_of(t, upper, row, &attempt, &h) ? strength_of(t, &h) : 0.0;
    if (h.strength <= best->strength + margin || !texts_of(t, upper, row, t->keep, &h))
        return;
    *best = h;
}

static bool only_words(const struct import_table *t, int32_t row)
{
    for (int32_t c = 0; c < t->rows[row].cell_count; c++) {
        const struct rk_cell cell = import_cell_of(&t->rows[row], c);
        if (cell.kind != RK_CELL_EMPTY &&
            (cell.kind != RK_CELL_TEXT || import_plain_number(cell)))
            return false;
    }
    return true;
}

/* A second header row by its shape: only words, all of them below group headings or gaps of the
 * row above, while the rows of data fill the columns that it leaves free. */
static bool goes_on_below(const struct import_table *t, int32_t row)
{
    if (row + 2 >= t->count || !only_words(t, row + 1))
        return false;
    int32_t gaps = 0, free = 0, free_filled = 0;
    bool group = false;
    for (int32_t c = 0; c < t->width; c++) {
        const bool above = import_text_at(t, row, c).len > 0;
        const bool below = import_text_at(t, row + 1, c).len > 0;
        gaps += !above && below && group;
        if (above)
            group = below;
        if (above && !below) {
            free++;
            free_filled += import_text_at(t, row + 2, c).len > 0;
        }
    }
    return gaps > 0 && free > 0 && free_filled * 2 >= free;
}

bool import_find_header(const struct import_table *t, struct import_header *best)
{
    *best = (struct import_header){.row = -1};
    const int32_t rows = t->count < IMPORT_HEADER_ROWS ? t->count : IMPORT_HEADER_ROWS;
    for (int32_t r = 0; r < rows; r++) {
        if (!import_could_be_header(t, r))
            continue;
        if (best->row >= 0 && import_fits_left(t->fits) < 3 * t->width)
            break; /* what is left is for two header rows */
        try_header(t, -1, r, 0.0, best);
        if (best->row == r && best->strength >= 2.0 &&
            best->strength >= 0.5 * t->rows[r].cell_count)
            break; /* what follows is data, most likely */
    }
    if (best->row < 0)
        return false;
    const int32_t single = best->row;
    if (single > 0 && only_words(t, single - 1))
        try_header(t, single - 1, single, JOINED_GAIN, best);
    if (best->row == single && goes_on_below(t, single))
        try_header(t, single, single + 1, -HUGE_VAL, best);
    else if (single + 1 < t->count && only_words(t, single + 1))
        try_header(t, single, single + 1, JOINED_GAIN, best);
    return best->strength > 0.0;
}

/* "1 | 2 | 3 | …": forms number their columns below the header. */
static bool is_numbering(const struct import_table *t, int32_t row)
{
    int32_t seen = 0;
    int64_t last = -1;
    for (int32_t c = 0; c < t->width; c++) {
        const struct rk_str said = import_text_at(t, row, c);
        int64_t n = 0;
        if (said.len == 0)
            continue;
        if (!rk_str_int(said, &n) || (seen > 0 && n != last + 1) || (seen == 0 && n > 1) ||
            n < 0)
            return false;
        last = n;
        seen++;
    }
    return seen >= 3 || (seen > 0 && seen == t->width && seen >= 2);
}

/* "кВт | осіб | дд.мм.рррр": a row that only says units or how to fill the column in. */
static bool is_units(const struct import_table *t, int32_t row)
{
    static const char *const ways[] = {"дд.мм.рррр", "дд.мм.рр", "dd.mm.yyyy", "yyyy-mm-dd",
                                       "так/ні",     "yes/no",   "да/нет",     "дд.мм.гггг",
                                       "ч/ж",        "м/ж",      "m/f",        "рррр"};
    int32_t units = 0;
    for (int32_t c = 0; c < t->width; c++) {
        struct rk_str said = import_text_at(t, row, c);
        if (said.len == 0)
            continue;
        if (rk_str_starts(said, RK_STR("(")) && rk_str_ends(said, RK_STR(")")))
            said = rk_str_slice(said, 1, said.len - 1);
        bool fits = rk_unit_find(said) != NULL;
        for (int i = 0; i < RK_COUNT(ways); i++)
            fits |= rk_str_eq(said, rk_str_of(ways[i]));
        if (!fits)
            return false;
        units++;
    }
    return units > 0;
}

/* Passes over rows of units and numbers; units become part of the headers. */
void import_below_header(const struct import_table *t, struct import_header *h)
{
    while (h->data < t->count && h->data - h->row <= 3) {
        if (is_numbering(t, h->data)) {
            h->data++;
            continue;
        }
        if (!is_units(t, h->data))
            return;
        for (int32_t c = 0; c < t->width; c++) {
            const struct rk_str unit = import_text_at(t, h->data, c);
            if (unit.len > 0 && h->text[c].len > 0)
                h->text[c] =
                    rk_str_printf(t->keep, "%.*s, %.*s", RK_FMT(h->text[c]), RK_FMT(unit));
        }
        h->data++;
    }
}

/* ---- columns ------------------------------------------------------------------------- */

static bool column_is_empty(const struct import_table *t, int32_t column)
{
    for (int32_t r = 0; r < t->count; r++)
        if (import_cell_of(&t->rows[r], column).kind != RK_CELL_EMPTY)
            return false;
    return true;
}

/* A day said in a title: "Список загиблих станом на 12.09.2022 року". */
static struct rk_when day_of_titles(const struct import_table *t, int32_t header)
{
    static const char *const before[] = {"станом на", "as of", "по состоянию на", "станом  на"};
    struct rk_when when = RK_WHEN_UNKNOWN;
    for (int32_t r = 0; r < header; r++) {
        for (int32_t c = 0; c < t->rows[r].cell_count; c++) {
            const struct rk_str said = import_text_at(t, r, c);
            char folded[1024];
            struct rk_buf b = {.at = folded, .cap = sizeof folded};
            rk_text_fold(rk_utf8_head(said, 300), &b);
            if (b.len != rk_utf8_head(said, 300).len)
                continue;
            for (int i = 0; i < RK_COUNT(before); i++) {
                const struct rk_str words = rk_str_of(before[i]);
                const ptrdiff_t at = rk_str_find(rk_buf_str(&b), words);
                struct rk_str rest = rk_str_trim(rk_str_slice(said, at + words.len, said.len));
                while (at >= 0 && rest.len > 0 && !rk_when_read(rest, 0, &when)) {
                    do /* one word less */
                        rest.len--;
                    while (rest.len > 0 && rest.at[rest.len - 1] != ' ' &&
                           rest.at[rest.len - 1] != ',' && rest.at[rest.len - 1] != ')');
                    rest = rk_str_trim(rest);
                    while (rest.len > 0 && strchr(",);.", rest.at[rest.len - 1]))
                        rest.len--;
                }
                if (rk_when_known(when))
                    return when;
            }
        }
    }
    return when;
}

/* Headers as they name columns: letters where there is none, numbered where they are equal. */
static struct rk_str column_name(const struct import_table *t,
                                 const struct rk_map_column *columns, int32_t count,
                                 int32_t column, struct rk_str text)
{
    if (text.len == 0) {
        char letters[8];
        rk_column_letters(column, letters);
        return rk_str_copy(t->keep, rk_str_of(letters));
    }
    struct rk_str name = rk_str_copy(t->keep, text);
    for (int n = 2; n < 1000; n++) {
        bool again = false;
        for (int32_t i = 0; i < count; i++)
            again |= rk_str_eq(columns[i].header, name);
        if (!again)
            break;
        name = rk_str_printf(t->keep, "%.*s (%d)", RK_FMT(text), n);
    }
    return name;
}

struct import_table import_table_of(const struct rk_row *rows, int32_t count,
                                    const struct rk_map_hints *hints, struct rk_arena *keep,
                                    struct rk_scratch scratch)
{
    struct import_table t = {
        .rows = rows, .count = count, .hints = hints, .scratch = scratch, .keep = keep};
    for (int32_t r = 0; r < count; r++)
        t.width = rows[r].cell_count > t.width ? rows[r].cell_count : t.width;
    while (t.width > 0 && column_is_empty(&t, t.width - 1))
        t.width--;
    return t;
}

/* Cells behind the last header are a column when rows often have them; else they are slips of
 * their rows. */
static bool is_stray(const struct import_table *t, const struct import_header *h,
                     int32_t column)
{
    for (int32_t c = column; c < t->width; c++)
        if (h->text[c].len > 0)
            return false;
    int32_t filled = 0;
    for (int32_t r = h->data; r < t->count; r++)
        filled += import_cell_of(&t->rows[r], column).kind != RK_CELL_EMPTY;
    return filled < STRAY_MAX || filled * 3 < t->count - h->data;
}

struct rk_map_column *import_columns_below(const struct import_table *t,
                                           const struct import_header *h,
                                           struct rk_mapping *mapping)
{
    struct rk_map_column *columns = RK_NEW(t->keep, struct rk_map_column, t->width);
    int32_t count = 0;
    for (int32_t c = 0; c < t->width && columns; c++) {
        if (h->text[c].len == 0 && (column_is_empty(t, c) || is_stray(t, h, c)))
            continue;
        columns[count] = (struct rk_map_column){.column = c};
        columns[count].header = column_name(t, columns, count, c, h->text[c]);
        count++;
    }
    *mapping =
        (struct rk_mapping){.header_line = t->rows[h->row].line,
                            .data_line = h->data < t->count ? t->rows[h->data].line
                                                            : t->rows[t->count - 1].line + 1,
                            .columns = columns,
                            .column_count = count,
                            .as_of = day_of_titles(t, h->row)};
    return t->keep->failed || count == 0 ? NULL : columns;
}

struct rk_map_column *import_header_columns(const struct rk_row *rows, int32_t count,
                                            int32_t row, bool joined, struct rk_arena *keep,
                                            struct rk_scratch scratch,
                                            struct rk_mapping *mapping)
{
    const struct rk_map_hints none = {0};
    const struct import_table t = import_table_of(rows, count, &none, keep, scratch);
    if (joined && row == 0)
        return NULL;
    struct import_header h = {.row = row, .data = row + 1};
    if (!texts_of(&t, joined ? row - 1 : -1, row, keep, &h))
        return NULL;
    import_below_header(&t, &h);
    return import_columns_below(&t, &h, mapping);
}
