/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of cells, kept as numbers: equal texts have equal numbers. */
#include "rk_estimate_read.h"

#include "estimate_sheet.h"

enum { FIRST_ROWS = 256, FIRST_WORDS = 256, MOST_WORDS = 1 << 26 };

static uint64_t hash_of(struct rk_str s)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */
    for (ptrdiff_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * UINT64_C(1099511628211);
    return h;
}

/* Twice the room, the old contents copied; NULL when the arena is full. */
static void *grow(struct rk_arena *keep, const void *old, ptrdiff_t count, ptrdiff_t size,
                  ptrdiff_t room)
{
    void *out = rk_arena_take(keep, room, size);
    if (out && count > 0)
        memcpy(out, old, (size_t)(count * size));
    return out;
}

static void rehash(struct rk_estimate_sheet *s, int32_t slots)
{
    s->slot = RK_NEW(s->keep, int32_t, slots);
    s->slots = slots;
    if (s->keep->failed)
        return;
    for (int32_t w = 0; w < s->words; w++) {
        uint64_t at = hash_of(s->word[w]) & (uint64_t)(slots - 1);
        while (s->slot[at])
            at = (at + 1) & (uint64_t)(slots - 1);
        s->slot[at] = w + 1;
    }
}

/* The number of a text; -1: no memory. */
static int32_t word_of(struct rk_estimate_sheet *s, struct rk_str text)
{
    uint64_t at = hash_of(text) & (uint64_t)(s->slots - 1);
    for (; s->slot[at]; at = (at + 1) & (uint64_t)(s->slots - 1))
        if (rk_str_eq(s->word[s->slot[at] - 1], text))
            return s->slot[at] - 1;
    if (s->words == s->word_room && s->words >= MOST_WORDS) {
        s->keep->failed = true;
        return -1;
    }
    if (s->words == s->word_room) {
        s->word = grow(s->keep, s->word, s->words, (ptrdiff_t)sizeof *s->word,
                       2 * (ptrdiff_t)s->word_room);
        s->word_room *= 2;
        if (!s->keep->failed)
            rehash(s, 2 * s->slots);
        if (s->keep->failed)
            return -1;
        return word_of(s, text);
    }
    s->word[s->words] = rk_str_copy(s->keep, text);
    s->slot[at] = s->words + 1;
    return s->keep->failed ? -1 : s->words++;
}

const char *estimate_sheet_place(const struct rk_estimate_sheet *s, int64_t line,
                                 int32_t column, char place[RK_ERR_PLACE])
{
    if (column >= 0)
        snprintf(place, RK_ERR_PLACE, "%s:%lld: %.*s", s->file, (long long)line,
                 (int)(s->name[column].len < 60 ? s->name[column].len : 60),
                 s->name[column].at);
    else
        snprintf(place, RK_ERR_PLACE, "%s:%lld", s->file, (long long)line);
    return place;
}

static rk_status no_memory(const struct rk_estimate_sheet *s, struct rk_err *err)
{
    return rk_fail(err, RK_ENOMEM, s->file, "the memory allowed is full");
}

static rk_status look_at_header(struct rk_estimate_sheet *s, int64_t line, struct rk_err *err)
{
    s->n = -1;
    for (int32_t c = 0; c < s->columns; c++) {
        const struct rk_str name = s->name[c];
        for (int32_t k = 0; k < c && name.len > 0; k++)
            if (rk_str_eq(s->name[k], name))
                return SHEET_FAIL(s, err, line, c, "a second column of this name");
        if (rk_str_eq(name, RK_STR("n")) || (s->n < 0 && rk_str_eq(name, RK_STR("N"))))
            s->n = c;
    }
    if (s->n < 0)
        return SHEET_FAIL(s, err, line, -1,
                          "there is no column n; expected one with the number of persons");
    return RK_OK;
}

rk_status rk_estimate_sheet_begin(const char *file, int64_t line, const struct rk_str *header,
                                  int32_t columns, struct rk_arena *keep,
                                  struct rk_estimate_sheet **out, struct rk_err *err)
{
    struct rk_estimate_sheet *s = RK_NEW(keep, struct rk_estimate_sheet, 1);
    if (!s)
        return rk_fail(err, RK_ENOMEM, file, "the memory allowed is full");
    while (columns > 0 && rk_str_trim(header[columns - 1]).len == 0)
        columns--;
    *s = (struct rk_estimate_sheet){.header_line = line,
                                    .file = rk_str_c(keep, rk_str_of(file)),
                                    .keep = keep,
                                    .columns = columns,
                                    .row_room = FIRST_ROWS,
                                    .word_room = FIRST_WORDS};
    s->name = RK_NEW(keep, struct rk_str, columns);
    s->line = RK_NEW(keep, int64_t, FIRST_ROWS);
    s->count = RK_NEW(keep, int64_t, FIRST_ROWS);
    s->cell = RK_NEW(keep, int32_t, (ptrdiff_t)FIRST_ROWS * columns);
    s->word = RK_NEW(keep, struct rk_str, FIRST_WORDS);
    rehash(s, 4 * FIRST_WORDS);
    if (keep->failed)
        return no_memory(s, err);
    for (int32_t c = 0; c < columns; c++)
        s->name[c] = rk_str_copy(keep, rk_str_trim(header[c]));
    const rk_status bad = look_at_header(s, line, err);
    if (bad)
        return bad;
    /* Their numbers are fixed: ESTIMATE_ZERO, ESTIMATE_ONE, ESTIMATE_EMPTY. */
    const int32_t zero = word_of(s, RK_STR("0")), one = word_of(s, RK_STR("1"));
    const int32_t empty = word_of(s, RK_STR(""));
    if (zero != ESTIMATE_ZERO || one != ESTIMATE_ONE || empty != ESTIMATE_EMPTY)
        return no_memory(s, err);
    *out = s;
    return RK_OK;
}

static bool make_room(struct rk_estimate_sheet *s)
{
    if (s->rows < s->row_room)
        return true;
    const ptrdiff_t room = 2 * s->row_room;
    s->line = grow(s->keep, s->line, s->rows, (ptrdiff_t)sizeof *s->line, room);
    s->count = grow(s->keep, s->count, s->rows, (ptrdiff_t)sizeof *s->count, room);
    s->cell = grow(s->keep, s->cell, s->rows * s->columns, (ptrdiff_t)sizeof *s->cell,
                   room * s->columns);
    s->row_room = room;
    return !s->keep->failed;
}

rk_status rk_estimate_sheet_row(struct rk_estimate_sheet *s, int64_t line,
                                const struct rk_str *cells, int32_t count, struct rk_err *err)
{
    for (int32_t c = s->columns; c < count; c++)
        if (rk_str_trim(cells[c]).len > 0)
            return SHEET_FAIL(s, err, line, -1,
                              "cell %d holds \"%.*s\", but the header ends at column %d; "
                              "are the columns shifted?",
                              c + 1, (int)(cells[c].len < 40 ? cells[c].len : 40), cells[c].at,
                              s->columns);
    if (s->keep->failed || !make_room(s))
        return no_memory(s, err);
    const struct rk_str n = s->n < count ? rk_str_trim(cells[s->n]) : RK_STR("");
    int64_t people = 0;
    if (n.len == 0)
        return SHEET_FAIL(s, err, line, s->n, "is empty; expected a whole number of persons");
    if (!rk_str_int(n, &people) || people < 0 || people > INT64_C(1) << 40)
        return SHEET_FAIL(s, err, line, s->n,
                          "\"%.*s\"; expected a whole number of "
                          "persons, 0 or more",
                          (int)(n.len < 40 ? n.len : 40), n.at);
    int32_t *row = s->cell + s->rows * s->columns;
    for (int32_t c = 0; c < s->columns; c++) {
        row[c] = c == s->n   ? ESTIMATE_EMPTY
                 : c < count ? word_of(s, rk_str_trim(cells[c]))
                             : ESTIMATE_EMPTY;
        if (row[c] < 0)
            return no_memory(s, err);
    }
    s->line[s->rows] = line;
    s->count[s->rows++] = people;
    return RK_OK;
}
