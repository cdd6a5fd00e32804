/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a sheet to tables: which columns are lists, which rows are which stratum. */
#include "rk_estimate_read.h"

#include "estimate_sheet.h"
#include "rk_text.h"

enum { MOST_STRATA = 100000, COLUMN_LISTS = RK_ESTIMATE_LISTS_MAX };

struct plan {
    const struct rk_estimate_sheet *sheet;
    int32_t list[COLUMN_LISTS], lists;
    const int32_t *by;
    int32_t by_count;
};

static int32_t column_of(const struct rk_estimate_sheet *s, struct rk_str name)
{
    for (int32_t c = 0; c < s->columns; c++)
        if (rk_str_eq(s->name[c], name))
            return c;
    return -1;
}

static rk_status add_list(struct plan *p, int32_t column, struct rk_err *err)
{
    if (p->lists == COLUMN_LISTS)
        return SHEET_FAIL(p->sheet, err, p->sheet->header_line, column, "more than %d lists",
                          COLUMN_LISTS);
    p->list[p->lists++] = column;
    return RK_OK;
}

static rk_status named_lists(struct plan *p, const char *lists, struct rk_err *err)
{
    struct rk_str rest = rk_str_of(lists);
    while (rest.at) {
        const struct rk_str name = rk_str_trim(rk_str_cut(&rest, ','));
        const int32_t column = column_of(p->sheet, name);
        if (column < 0 || column == p->sheet->n)
            return SHEET_FAIL(p->sheet, err, p->sheet->header_line, -1,
                              "no list column is called \"%.*s\"", RK_FMT(name));
        for (int32_t i = 0; i < p->lists; i++)
            if (p->list[i] == column)
                return SHEET_FAIL(p->sheet, err, p->sheet->header_line, column,
                                  "the list is named twice");
        const rk_status bad = add_list(p, column, err);
        if (bad)
            return bad;
    }
    return RK_OK;
}

/* A column is a list when at least half of its cells are 0 or 1, of both kinds; then every
 * other cell of it is a mistake. */
static bool looks_like_list(const struct rk_estimate_sheet *s, int32_t column)
{
    ptrdiff_t zeros = 0, ones = 0;
    for (ptrdiff_t r = 0; r < s->rows; r++) {
        zeros += s->cell[r * s->columns + column] == ESTIMATE_ZERO;
        ones += s->cell[r * s->columns + column] == ESTIMATE_ONE;
    }
    if (zeros + ones == s->rows)
        return true;
    return zeros > 0 && ones > 0 && 2 * (zeros + ones) >= s->rows;
}

static bool is_by(const struct plan *p, int32_t column)
{
    for (int32_t i = 0; i < p->by_count; i++)
        if (p->by[i] == column)
            return true;
    return false;
}

static rk_status found_lists(struct plan *p, struct rk_err *err)
{
    for (int32_t c = 0; c < p->sheet->columns; c++) {
        if (c == p->sheet->n || is_by(p, c) || p->sheet->name[c].len == 0 ||
            !looks_like_list(p->sheet, c))
            continue;
        const rk_status bad = add_list(p, c, err);
        if (bad)
            return bad;
    }
    return RK_OK;
}

/* Words for a stratum that is not known, as rk_text_key gives them. */
static bool is_unknown(struct rk_str word)
{
    static const char *const words[] = {"",           "na",          "n a",        "nan",
                                        "null",       "unknown",     "not known",  "невідомо",
                                        "невідома",   "невідомий",   "не відомо",  "неизвестно",
                                        "неизвестна", "неизвестный", "не известно"};
    char room[128];
    if (word.len > 60)
        return false;
    struct rk_buf key = {room, 0, (ptrdiff_t)sizeof room, false};
    rk_text_key(word, &key);
    for (ptrdiff_t i = 0; i < RK_COUNT(words); i++)
        if (rk_str_eq(rk_buf_str(&key), rk_str_of(words[i])))
            return true;
    return false;
}

/* A row: its stratum as numbers of texts, its history. */
struct entry {
    const int32_t *by; /* [by_count] NULL: not known */
    uint32_t history;
    int64_t n;
};

static rk_status history_of(const struct plan *p, ptrdiff_t row, uint32_t *out,
                            struct rk_err *err)
{
    const struct rk_estimate_sheet *s = p->sheet;
    const int32_t *cell = s->cell + row * s->columns;
    *out = 0;
    for (int32_t j = 0; j < p->lists; j++) {
        const int32_t column = p->list[j], word = cell[column];
        if (word == ESTIMATE_EMPTY)
            return SHEET_FAIL(s, err, s->line[row], column, "is empty; expected 0 or 1");
        if (word != ESTIMATE_ZERO && word != ESTIMATE_ONE)
            return SHEET_FAIL(s, err, s->line[row], column,
                              "\"%.*s\"; a list holds 0 or 1 (a column of strata "
                              "is named with --by)",
                              (int)(s->word[word].len < 40 ? s->word[word].len : 40),
                              s->word[word].at);
        *out |= (uint32_t)(word == ESTIMATE_ONE) << j;
    }
    if (*out == 0 && s->count[row] > 0)
        return SHEET_FAIL(s, err, s->line[row], s->n,
                          "%lld persons on no list; how many these are is what is "
                          "estimated, so leave the row out",
                          (long long)s->count[row]);
    return RK_OK;
}

/* Numbers first, by value, then texts, by bytes. */
static int compare_words(struct rk_str a, struct rk_str b)
{
    int64_t x, y;
    const bool number_a = rk_str_int(a, &x), number_b = rk_str_int(b, &y);
    if (number_a && number_b && x != y)
        return x < y ? -1 : 1;
    if (number_a != number_b)
        return number_a ? -1 : 1;
    return rk_str_cmp(a, b);
}

static int compare_strata(const struct plan *p, const int32_t *a, const int32_t *b)
{
    if (!a || !b)
        return (a == NULL) - (b == NULL); /* the unknown last */
    for (int32_t i = 0; i < p->by_count; i++)
        if (a[i] != b[i]) {
            const int by_word = compare_words(p->sheet->word[a[i]], p->sheet->word[b[i]]);
            return by_word ? by_word : a[i] - b[i];
        }
    return 0;
}

static int compare(const struct plan *p, const struct entry *a, const struct entry *b)
{
    const int by = compare_strata(p, a->by, b->by);
    return by ? by : a->history < b->history ? -1 : a->history > b->history;
}

static void sort(const struct plan *p, struct entry *e, ptrdiff_t count, struct entry *spare)
{
    if (count < 2)
        return;
    const ptrdiff_t half = count / 2;
    sort(p, e, half, spare);
    sort(p, e + half, count - half, spare);
    ptrdiff_t a = 0, b = half, to = 0;
    while (a < half || b < count)
        spare[to++] =
            b == count || (a < half && compare(p, &e[a], &e[b]) <= 0) ? e[a++] : e[b++];
    memcpy(e, spare, (size_t)count * sizeof *e);
}

/* Rows of equal stratum and history made one; their number. */
static ptrdiff_t merge(const struct plan *p, struct entry *e, ptrdiff_t count)
{
    ptrdiff_t to = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        if (to > 0 && compare(p, &e[to - 1], &e[i]) == 0)
            e[to - 1].n += e[i].n;
        else
            e[to++] = e[i];
    }
    return to;
}

static const char *stratum_name(const struct plan *p, const int32_t *by, struct rk_arena *keep)
{
    struct rk_buf text = rk_buf_in(keep, 200);
    for (int32_t i = 0; i < p->by_count; i++) {
        const struct rk_str word = p->sheet->word[by[i]];
        rk_buf_c(&text, i ? " / " : "");
        rk_buf_add(&text, rk_utf8_head(word, 60));
        if (text.failed)
            break;
    }
    return rk_str_c(keep, p->by_count ? rk_buf_str(&text) : RK_STR("all"));
}

static struct rk_estimate_table table_of(const struct plan *p, const struct entry *e,
                                         ptrdiff_t count, const char *const *names,
                                         struct rk_arena *keep)
{
    uint32_t *history = RK_NEW(keep, uint32_t, count);
    int64_t *n = RK_NEW(keep, int64_t, count);
    for (ptrdiff_t i = 0; i < count && !keep->failed; i++) {
        history[i] = e[i].history;
        n[i] = e[i].n;
    }
    return (struct rk_estimate_table){p->lists, names, (int32_t)count, history, n};
}

static rk_status make_tables(const struct plan *p, const struct entry *e, ptrdiff_t count,
                             struct rk_arena *keep, struct rk_estimate_read *out,
                             struct rk_err *err)
{
    ptrdiff_t strata = 0;
    for (ptrdiff_t i = 0; i < count; i++)
        strata += e[i].by && (i == 0 || compare_strata(p, e[i - 1].by, e[i].by) != 0);
    if (strata == 0)
        return rk_fail(err, RK_EINVAL, p->sheet->file, "no person's stratum is known");
    if (strata > MOST_STRATA)
        return rk_fail(err, RK_EINVAL, p->sheet->file, "%lld strata; at most %d are taken",
                       (long long)strata, MOST_STRATA);
    const char **names = RK_NEW(keep, const char *, p->lists);
    const char **stratum = RK_NEW(keep, const char *, strata);
    struct rk_estimate_table *tables = RK_NEW(keep, struct rk_estimate_table, strata);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, p->sheet->file, "the memory allowed is full");
    for (int32_t j = 0; j < p->lists; j++)
        names[j] = rk_str_c(keep, p->sheet->name[p->list[j]]);
    int32_t made = 0;
    for (ptrdiff_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && compare_strata(p, e[from].by, e[to].by) == 0;)
            to++;
        const struct rk_estimate_table one = table_of(p, e + from, to - from, names, keep);
        if (!e[from].by) {
            struct rk_estimate_table *unknown = RK_NEW(keep, struct rk_estimate_table, 1);
            if (unknown)
                *unknown = one;
            out->strata.unknown = unknown;
        } else {
            stratum[made] = stratum_name(p, e[from].by, keep);
            tables[made++] = one;
        }
    }
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, p->sheet->file, "the memory allowed is full");
    out->strata.count = made;
    out->strata.tables = tables;
    out->strata.names = stratum;
    return RK_OK;
}

static rk_status note_extra(const struct plan *p, struct rk_arena *keep,
                            struct rk_estimate_read *out)
{
    const char **extra = RK_NEW(keep, const char *, p->sheet->columns);
    for (int32_t c = 0; c < p->sheet->columns && !keep->failed; c++) {
        bool used = c == p->sheet->n || is_by(p, c) || p->sheet->name[c].len == 0;
        for (int32_t j = 0; j < p->lists; j++)
            used |= p->list[j] == c;
        if (!used)
            extra[out->extra_count++] = rk_str_c(keep, p->sheet->name[c]);
    }
    out->extra = extra;
    return keep->failed ? RK_ENOMEM : RK_OK;
}

static rk_status entries_of(const struct plan *p, struct rk_scratch *scratch, struct entry *e,
                            struct rk_err *err)
{
    const struct rk_estimate_sheet *s = p->sheet;
    uint8_t *unknown = RK_NEW(scratch, uint8_t, s->words);
    int32_t *by = RK_NEW(scratch, int32_t, s->rows * p->by_count);
    if (scratch->in.failed)
        return rk_fail(err, RK_ENOMEM, s->file, "the memory allowed is full");
    for (int32_t w = 0; w < s->words; w++)
        unknown[w] = is_unknown(s->word[w]);
    for (ptrdiff_t r = 0; r < s->rows; r++) {
        int32_t *own = by + r * p->by_count;
        bool known = true;
        for (int32_t i = 0; i < p->by_count; i++) {
            own[i] = s->cell[r * s->columns + p->by[i]];
            known &= !unknown[own[i]];
        }
        e[r] = (struct entry){known ? own : NULL, 0, s->count[r]};
        const rk_status bad = history_of(p, r, &e[r].history, err);
        if (bad)
            return bad;
    }
    return RK_OK;
}

static rk_status plan_of(const struct rk_estimate_sheet *s,
                         const struct rk_estimate_columns *columns, int32_t *by, struct plan *p,
                         struct rk_err *err)
{
    *p = (struct plan){.sheet = s, .by = by, .by_count = columns->by_count};
    for (int32_t i = 0; i < columns->by_count; i++) {
        by[i] = column_of(s, rk_str_of(columns->by[i]));
        if (by[i] < 0 || by[i] == s->n)
            return SHEET_FAIL(s, err, s->header_line, -1,
                              "no column of strata is called \"%.60s\"", columns->by[i]);
    }
    const rk_status bad =
        columns->lists ? named_lists(p, columns->lists, err) : found_lists(p, err);
    if (bad)
        return bad;
    for (int32_t j = 0; j < p->lists; j++)
        if (is_by(p, p->list[j]))
            return SHEET_FAIL(s, err, s->header_line, p->list[j],
                              "the column is named both as a list and as strata");
    if (p->lists == 0)
        return SHEET_FAIL(s, err, s->header_line, -1,
                          "no column holds 0 and 1; expected one for each "
                          "list");
    return RK_OK;
}

rk_status rk_estimate_sheet_read(const struct rk_estimate_sheet *s,
                                 const struct rk_estimate_columns *columns,
                                 struct rk_arena *keep, struct rk_scratch scratch,
                                 struct rk_estimate_read *out, struct rk_err *err)
{
    struct plan p;
    struct rk_arena mine = *keep;
    struct rk_estimate_read result = {0};
    int32_t *by = RK_NEW(&scratch, int32_t, columns->by_count);
    struct entry *e = RK_NEW(&scratch, struct entry, s->rows);
    struct entry *spare = RK_NEW(&scratch, struct entry, s->rows);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, s->file, "the memory allowed is full");
    if (s->rows == 0)
        return rk_fail(err, RK_EINVAL, s->file, "there is no row below the header");
    rk_status status = plan_of(s, columns, by, &p, err);
    if (!status)
        status = entries_of(&p, &scratch, e, err);
    if (status)
        return status;
    ptrdiff_t filled = 0;
    for (ptrdiff_t r = 0; r < s->rows; r++)
        if (e[r].history) /* rows of nobody on no list say nothing */
            e[filled++] = e[r];
    if (filled == 0)
        return rk_fail(err, RK_EINVAL, s->file, "nobody is on any list");
    sort(&p, e, filled, spare);
    filled = merge(&p, e, filled);
    status = make_tables(&p, e, filled, &mine, &result, err);
    if (!status && note_extra(&p, &mine, &result))
        status = rk_fail(err, RK_ENOMEM, s->file, "the memory allowed is full");
    if (status)
        return status;
    *keep = mine;
    *out = result;
    return RK_OK;
}
