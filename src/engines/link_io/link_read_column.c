/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which row is the header, what each column means, which one names the records. */
#include "link_read_internal.h"

#include "rk_text.h"

enum { LOOK_ROWS = 14, SAMPLE = 400, HEADER_MAX = 60 };

static struct rk_str cell_of(const struct read_row *row, int32_t c)
{
    return c < row->cells ? row->cell[c] : RK_STR("");
}

static struct rk_str fold_key(struct rk_str s, struct rk_arena *keep)
{
    struct rk_buf key = rk_buf_in(keep, s.len + 4);
    rk_text_key(s, &key);
    return rk_buf_str(&key);
}

/* ---- the header ------------------------------------------------------------------ */

static int32_t known_headers(const struct read_row *row, struct rk_scratch scratch,
                             int32_t *filled)
{
    int32_t known = 0;
    *filled = 0;
    for (int32_t c = 0; c < row->cells; c++) {
        struct rk_scratch room = scratch;
        const struct rk_str cell = rk_str_trim(row->cell[c]);
        int figures = 0;
        if (cell.len == 0)
            continue;
        (*filled)++;
        for (ptrdiff_t i = 0; i < cell.len; i++)
            figures += cell.at[i] >= '0' && cell.at[i] <= '9';
        if (cell.len <= HEADER_MAX * 2 && figures < 3)
            known += read_meaning_of(fold_key(cell, &room.in)) != MEANS_OTHER;
    }
    return known;
}

/* A first row of which nothing is known is a header unless it looks like data. */
static bool looks_like_data(const struct rk_names *names, const struct read_row *row,
                            struct rk_scratch scratch)
{
    for (int32_t c = 0; c < row->cells; c++) {
        struct rk_when when;
        struct rk_name name;
        const struct rk_str cell = rk_str_trim(row->cell[c]);
        if (cell.len == 0)
            continue;
        if (rk_when_read(cell, 0, &when) || cell.len > 80)
            return true;
        struct rk_arena room = scratch.in;
        if (!rk_name_read(names, cell, &room, &name, NULL) && name.words >= 2)
            for (int32_t w = 0; w < name.words; w++)
                if (name.word[w].sets > 0)
                    return true;
    }
    return false;
}

static int32_t find_header(const struct rk_names *names, const struct read_list *list,
                           struct rk_scratch scratch)
{
    int32_t best = -1, best_known = 0;
    for (int32_t r = 0; r < list->rows && r < LOOK_ROWS; r++) {
        int32_t filled = 0;
        const int32_t known = known_headers(&list->row[r], scratch, &filled);
        if (known > best_known && (filled > 1 || list->columns == 1) && 3 * known >= filled) {
            best = r;
            best_known = known;
        }
    }
    if (best < 0 && !looks_like_data(names, &list->row[0], scratch))
        best = 0;
    return best;
}

/* ---- what cells hold ------------------------------------------------------------- */

struct content {
    int32_t last_year, early; /* of dates; how many are well before the last */
    int32_t filled, days, years, names, nameless, patronymics, sexes, small;
    int32_t old_years; /* that can be years of birth */
    int32_t months, month_days;
    int32_t told, streets; /* a day among words; a word for a street in front */
    double words, letters;
};

/* "Петренко О. І. 1975–2022": what stands before the first figure or comma. */
static struct rk_str before_figures(struct rk_str s)
{
    ptrdiff_t end = 0;
    while (end < s.len && (s.at[end] < '0' || s.at[end] > '9') && s.at[end] != ',')
        end++;
    return rk_utf8_head(rk_str_slice(s, 0, end ? end : s.len), 120);
}

/* "загинув 12.03.2022": two points between figures. */
static bool has_day(struct rk_str s)
{
    int points = 0;
    for (ptrdiff_t i = 1; i + 1 < s.len; i++) {
        const bool between = s.at[i - 1] >= '0' && s.at[i - 1] <= '9' && s.at[i + 1] >= '0' &&
                             s.at[i + 1] <= '9';
        points += between && (s.at[i] == '.' || s.at[i] == '/' || s.at[i] == '-');
    }
    return points == 2;
}

static void look(const struct rk_names *names, const struct read_list *list, int32_t column,
                 struct rk_scratch scratch, struct content *out)
{
    *out = (struct content){0};
    int32_t *days_seen = RK_NEW(&scratch, int32_t, list->rows);
    int32_t seen = 0;
    const int32_t rows = list->rows - list->data;
    const int32_t step = rows > SAMPLE ? rows / SAMPLE : 1;
    for (int32_t r = list->data; r < list->rows; r += step) {
        const struct rk_str cell = read_said(cell_of(&list->row[r], column));
        struct rk_when when;
        struct rk_name name;
        if (cell.len == 0)
            continue;
        out->filled++;
        out->letters += (double)rk_utf8_count(cell);
        int32_t words = 1;
        for (ptrdiff_t i = 0; i < cell.len; i++)
            words += cell.at[i] == ' ';
        out->words += words;
        out->sexes += read_sex(cell).len > 0 && words == 1;
        int64_t value = 0;
        int32_t known = 0;
        if (rk_str_int(cell, &value)) {
            out->years += value >= 1880 && value <= 2030;
            out->old_years += value >= 1900 && value <= 2030 && value != list->year;
            out->months += value >= 1 && value <= 12;
            out->month_days += value >= 1 && value <= 31;
            out->small += value >= 0 && value <= 115;
        } else {
            out->days += cell.len >= 5 && rk_when_read(cell, 0, &when) && ++known;
        }
        if (known > 0 && days_seen) {
            int y = 0, m = 0, d = 0;
            rk_day_split(when.last, &y, &m, &d);
            days_seen[seen++] = y;
        }
        struct rk_arena room = scratch.in;
        out->told += known == 0 && words > 1 && has_day(cell);
        out->streets += read_names_street(cell);
        if (words > 6)
            continue;
        if (read_is_nameless(cell)) {
            out->nameless++;
        } else if (!rk_name_read(names, before_figures(cell), &room, &name, NULL)) {
            bool given = false, patronymic = false, initial = false, surname = false;
            for (int32_t w = 0; w < name.words; w++) {
                given |= name.word[w].role == RK_NAME_GIVEN && name.word[w].sets > 0;
                patronymic |= name.word[w].role == RK_NAME_PATRONYMIC;
                initial |= (name.word[w].flags & RK_NAME_INITIAL) != 0;
                surname |= name.word[w].role == RK_NAME_SURNAME;
            }
            out->names += given || (surname && initial);
            out->patronymics += patronymic;
        }
    }
    for (int32_t i = 0; i < seen; i++)
        out->last_year = days_seen[i] > out->last_year ? days_seen[i] : out->last_year;
    for (int32_t i = 0; i < seen; i++)
        out->early += days_seen[i] < out->last_year - 4;
    if (out->filled > 0) {
        out->words /= out->filled;
        out->letters /= out->filled;
    }
}

static bool has(const struct read_list *list, enum read_meaning means)
{
    for (int32_t c = 0; c < list->columns; c++)
        if (list->column[c].means == means)
            return true;
    return false;
}

/* Some column holds sentences. */
static bool has_sentences(const struct read_list *list)
{
    for (int32_t c = 0; c < list->columns; c++) {
        double words = 0.0;
        int32_t filled = 0;
        for (int32_t r = list->data; r < list->rows && r < list->data + 50; r++) {
            const struct rk_str cell = rk_str_trim(cell_of(&list->row[r], c));
            filled += cell.len > 0;
            for (ptrdiff_t i = 0; i < cell.len; i++)
                words += cell.at[i] == ' ';
        }
        if (filled > 0 && words / filled > 5.0)
            return true;
    }
    return false;
}

static bool has_name(const struct read_list *list)
{
    return has(list, MEANS_FULL_NAME) || has(list, MEANS_SURNAME);
}

/* Columns whose headers say nothing, by what they hold. */
static enum read_meaning by_content(const struct read_list *list, int32_t column,
                                    const struct content *k)
{
    const int32_t most = k->filled * 7 / 10;
    const enum read_meaning left = column > 0 ? list->column[column - 1].means : MEANS_OTHER;
    if (k->filled < 3)
        return MEANS_OTHER;
    if (left == MEANS_BIRTH_YEAR && k->months == k->filled)
        return MEANS_BIRTH_MONTH;
    if (left == MEANS_BIRTH_MONTH && k->month_days == k->filled)
        return MEANS_BIRTH_DAY;
    if (k->streets > most && !has(list, MEANS_ADDRESS) && !has(list, MEANS_STREET))
        return MEANS_ADDRESS;
    if (k->letters > 45.0 || k->words > 6.0 || (k->told > most && has_name(list)))
        return MEANS_TEXT;
    if (k->sexes > most + k->filled / 5 && !has(list, MEANS_SEX))
        return MEANS_SEX;
    if (k->old_years * 10 > k->filled * 9 && !has(list, MEANS_BIRTH) &&
        !has(list, MEANS_BIRTH_YEAR))
        return MEANS_BIRTH_YEAR;
    if (k->days > most)
        return k->early * 2 > k->days && !has(list, MEANS_BIRTH) ? MEANS_BIRTH : MEANS_NOTED;
    if (has(list, MEANS_TEXT) || has_sentences(list))
        return MEANS_OTHER; /* a name beside sentences is mostly the teller's */
    if (k->names + k->nameless > most && k->names * 4 > k->filled && k->words >= 1.7 &&
        !has(list, MEANS_FULL_NAME) && !has(list, MEANS_SURNAME))
        return MEANS_FULL_NAME;
    if (k->patronymics > most && !has(list, MEANS_PATRONYMIC) && k->words < 1.5)
        return MEANS_PATRONYMIC;
    if (k->names > most && !has(list, MEANS_GIVEN) && !has(list, MEANS_FULL_NAME) &&
        k->words < 1.5)
        return MEANS_GIVEN;
    return MEANS_OTHER;
}

/* Headers of names that one word alone makes doubtful. */
static enum read_meaning settle_name(enum read_meaning means, bool surname, bool given,
                                     const struct content *k)
{
    if (k->letters > 60.0)
        return MEANS_TEXT;
    if (means == MEANS_FULL_NAME && surname && !given && k->words < 1.5)
        return MEANS_GIVEN;
    const bool whole = k->words >= 1.7;
    return whole && ((means == MEANS_GIVEN && !surname) || (means == MEANS_SURNAME && !given))
               ? MEANS_FULL_NAME
               : means;
}

/* Headers of dates, below which something else may stand. */
static enum read_meaning settle_date(enum read_meaning means, bool birth,
                                     const struct content *k)
{
    if ((means == MEANS_BIRTH_DAY || means == MEANS_BIRTH_MONTH) && k->small * 2 < k->filled)
        return MEANS_BIRTH;
    if (means == MEANS_AGE && k->years * 2 > k->filled)
        return MEANS_BIRTH;
    if (means < MEANS_DEATH)
        return means;
    if (means == MEANS_NOTED && k->early * 2 > k->filled && !birth)
        return MEANS_BIRTH;
    const bool none = k->days * 3 < k->filled && k->years * 3 < k->filled &&
                      k->small * 3 < k->filled && k->letters > 8.0;
    return !none ? means : k->letters > 24.0 ? MEANS_TEXT : MEANS_PLACE;
}

/* What headers leave open is settled by what stands below them. */
static void settle(const struct rk_names *names, struct read_list *list,
                   struct rk_scratch scratch)
{
    const bool surname = has(list, MEANS_SURNAME), given = has(list, MEANS_GIVEN);
    for (int32_t c = 0; c < list->columns; c++) {
        struct read_column *column = &list->column[c];
        const enum read_meaning means = column->means;
        struct content k;
        if (column->told)
            continue;
        look(names, list, c, scratch, &k);
        if (means == MEANS_OTHER)
            column->means = by_content(list, c, &k);
        else if (means == MEANS_NOTED && c > 0 && k.month_days == k.filled &&
                 list->column[c - 1].means == MEANS_BIRTH_MONTH)
            column->means = MEANS_BIRTH_DAY;
        else if (means == MEANS_FULL_NAME || means == MEANS_GIVEN || means == MEANS_SURNAME)
            column->means = settle_name(means, surname, given, &k);
        else if (means >= MEANS_BIRTH && means <= MEANS_NOTED)
            column->means = settle_date(means, has(list, MEANS_BIRTH), &k);
        else if (((means == MEANS_BODY || means == MEANS_GRAVE) && k.letters > 14.0) ||
                 (means == MEANS_PLACE && k.letters > 60.0))
            column->means = MEANS_TEXT;
    }
}

/* How often a column says another thing than the row above. */
static int32_t changes(const struct read_list *list, int32_t column)
{
    int32_t n = 0;
    for (int32_t r = list->data + 1; r < list->rows; r++)
        n += !rk_str_eq(cell_of(&list->row[r], column), cell_of(&list->row[r - 1], column));
    return n;
}

/* One column an address, one a day of birth: of several the first; others are compared under
 * their own headers. */
static void once(struct read_list *list)
{
    for (int32_t c = 0; c < list->columns; c++)
        for (int32_t d = 0; d < c; d++) {
            struct read_column *column = &list->column[c];
            const enum read_meaning means = column->means;
            if (list->column[d].means != means || column->told)
                continue;
            if (means == MEANS_BIRTH || means == MEANS_ADDRESS || means == MEANS_STREET ||
                means == MEANS_HOUSE || means == MEANS_FLAT || means == MEANS_SEX ||
                means == MEANS_AGE || means == MEANS_PHONE || means == MEANS_DOCUMENT ||
                means == MEANS_GRAVE || means == MEANS_BODY || means == MEANS_PLACE) {
                const bool better = means == MEANS_GRAVE && !list->column[d].told &&
                                    changes(list, c) > 2 * changes(list, d);
                list->column[better ? d : c].means = MEANS_OTHER; /* a row of graves */
            }
        }
}

/* ---- the id ---------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return rk_str_cmp(*(const struct rk_str *)a, *(const struct rk_str *)b);
}

/* Filled at least once, no text twice, and empty only where hardly anything else stands. */
static bool names_rows(const struct read_list *list, int32_t column, struct rk_scratch scratch)
{
    struct rk_str *text = RK_NEW(&scratch, struct rk_str, list->rows);
    int32_t count = 0;
    if (!text)
        return false;
    for (int32_t r = list->data; r < list->rows; r++) {
        const struct rk_str cell = rk_str_trim(cell_of(&list->row[r], column));
        int32_t filled = 0;
        for (int32_t c = 0; c < list->row[r].cells; c++)
            filled += rk_str_trim(list->row[r].cell[c]).len > 0;
        if (cell.len > 0)
            text[count++] = cell;
        else if (filled > 2)
            return false;
    }
    if (count > 1)
        qsort(text, (size_t)count, sizeof *text, by_text);
    for (int32_t i = 1; i < count; i++)
        if (rk_str_eq(text[i - 1], text[i]))
            return false;
    return count > 0;
}

static rk_status find_id(const struct rk_link_reader *reader, struct read_list *list,
                         struct rk_scratch scratch, struct rk_err *err)
{
    static const char *const ids[] = {"rec id", "unique id", "row id", "id"};
    list->id = -1;
    list->id_said = true;
    if (reader->id) {
        struct rk_scratch room = scratch;
        const struct rk_str key = fold_key(rk_str_of(reader->id), &room.in);
        for (int32_t c = 0; c < list->columns; c++)
            if (rk_str_eq(rk_str_trim(list->column[c].header), rk_str_of(reader->id)) ||
                (key.len > 0 && rk_str_eq(list->column[c].key, key)))
                list->id = list->id < 0 ? c : list->id;
        if (list->id < 0)
            return rk_fail(err, RK_EINVAL, list->file,
                           "there is no such column; expected the id column %s", reader->id);
    }
    for (ptrdiff_t i = 0; i < RK_COUNT(ids) && list->id < 0; i++)
        for (int32_t c = list->columns - 1; c >= 0; c--)
            if (rk_str_eq(list->column[c].key, rk_str_of(ids[i])))
                list->id = c;
    if (list->id < 0) {
        list->id_said = false;
        if (list->columns > 0 && names_rows(list, 0, scratch))
            list->id = 0;
    }
    if (list->id >= 0) {
        struct read_column *c = &list->column[list->id];
        const bool says_more =
            !list->id_said &&
            ((c->means >= MEANS_SURNAME && c->means < MEANS_BODY) || c->means == MEANS_TEXT ||
             c->means == MEANS_OTHER); /* by what stands below it */
        if (!says_more)
            c->means = MEANS_ID;
    }
    return RK_OK;
}

/* ---- all of it ------------------------------------------------------------------- */

/* Some of the first rows holds known headers only, short and without a figure. */
static bool has_header(const struct read_list *list, struct rk_scratch scratch)
{
    for (int32_t r = 0; r < list->rows && r < LOOK_ROWS; r++) {
        int32_t filled = 0, figures = 0, longest = 0;
        const int32_t known = known_headers(&list->row[r], scratch, &filled);
        for (int32_t c = 0; c < list->row[r].cells; c++) {
            const struct rk_str cell = rk_str_trim(list->row[r].cell[c]);
            longest = cell.len > longest ? (int32_t)cell.len : longest;
            for (ptrdiff_t i = 0; i < cell.len; i++)
                figures += cell.at[i] >= '0' && cell.at[i] <= '9';
        }
        if (known > 1 && known * 2 >= filled && figures == 0 && longest <= HEADER_MAX * 2)
            return true;
    }
    return false;
}

/* Above sentences a header is one short line. */
static int32_t prose_header(const struct read_list *list)
{
    const struct rk_str first = list->row[0].cells ? list->row[0].cell[0] : RK_STR("");
    return first.len < HEADER_MAX / 2 && rk_str_find(first, RK_STR(":")) < 0 ? 0 : -1;
}

rk_status read_layout(struct rk_link_reader *reader, struct read_list *list,
                      struct rk_scratch scratch, struct rk_err *err)
{
    bool prose = false;
    const rk_status full =
        read_prose(reader, list, has_header(list, scratch), scratch, &prose, err);
    if (full)
        return full;
    list->columns = 0;
    for (int32_t r = 0; r < list->rows; r++)
        list->columns = list->row[r].cells > list->columns ? list->row[r].cells : list->columns;
    const int32_t header =
        prose ? prose_header(list) : find_header(reader->names, list, scratch);
    list->data = header + 1;
    if (header >= 0) { /* cells beyond the header are a fault that read_check says */
        const int32_t named = list->row[header].width;
        int32_t beyond = 0;
        for (int32_t r = list->data; r < list->rows; r++)
            beyond += list->row[r].cells > named;
        if (named > 0 && beyond * 5 <= list->rows - list->data)
            list->columns = named;
    } /* unless most rows have them: then it is a column without a name */
    list->column = RK_NEW(reader->keep, struct read_column, list->columns);
    if (!list->column)
        return rk_fail(err, RK_ENOMEM, list->file, "%d columns", list->columns);
    for (int32_t c = 0; c < list->columns; c++) {
        struct read_column *column = &list->column[c];
        if (header >= 0)
            column->header = rk_str_trim(cell_of(&list->row[header], c));
        column->key = fold_key(column->header, reader->keep);
        column->means = read_meaning_of(column->key);
        if (column->key.len == 0 && column->header.len > 0)
            column->means = MEANS_IGNORED; /* №, # */
        for (int32_t i = 0; i < reader->told_len; i++)
            if (rk_str_eq(reader->told[i].key, column->key)) {
                column->means = reader->told[i].means;
                column->told = true;
            }
    }
    if (prose) {
        list->column[0].means = MEANS_TEXT;
        return RK_OK;
    }
    const rk_status bad = find_id(reader, list, scratch, err);
    if (bad)
        return bad;
    settle(reader->names, list, scratch);
    if (list->id >= 0 && list->column[list->id].means == MEANS_OTHER)
        list->column[list->id].means = MEANS_ID;
    once(list);
    return RK_OK;
}
