/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All lists as one table: common fields, ages as days of birth, columns that share a header. */
#include "link_read_internal.h"

enum fixed {
    F_SEX,
    F_BIRTH,
    F_EVENT,
    F_STREET,
    F_HOUSE,
    F_FLAT,
    F_PLACE,
    F_PHONE,
    F_DOCUMENT,
    F_GRAVE,
    F_BODY,
    FIXED
};
enum { EXTRA_MAX = 32, SOURCES = 60, YEARS = 400, YEAR_0 = 1800 };

struct extra { /* columns of equal header that no meaning was found for */
    struct rk_str key;
    const char *name;
    struct rk_str *text;
    int32_t filled, figures, letters, lists;
    int32_t last; /* list that has it */
};

struct building {
    struct rk_link_reader *reader;
    struct rk_arena *keep;
    int32_t records;
    struct rk_link_record *record;
    struct rk_name *name;
    int32_t *list;
    uint8_t *role;
    struct rk_str *text[FIXED];
    struct rk_when *when[FIXED];
    int32_t filled[FIXED];
    struct extra extra[EXTRA_MAX];
    int32_t extras;
    int32_t lists; /* sources within files count apart */
};

/* ---- the years of a list --------------------------------------------------------- */

static void count_year(struct rk_str cell, int32_t *years)
{
    struct rk_when when;
    int year = 0, month = 0, day = 0;
    if (cell.len < 4 || cell.len > 60 || !rk_when_read(cell, 0, &when))
        return;
    rk_day_split(when.first, &year, &month, &day);
    if (year >= YEAR_0 && year < YEAR_0 + YEARS)
        years[year - YEAR_0]++;
}

/* The year in which most of what a list tells happened, from its dates, headings and titles. */
static void find_year(struct read_list *list)
{
    int32_t years[YEARS] = {0};
    for (int32_t r = 0; r < list->rows; r++)
        for (int32_t c = 0; c < list->row[r].cells; c++) {
            const bool heading = r < list->data || list->row[r].cells == 1;
            const enum read_meaning means =
                c < list->columns ? list->column[c].means : MEANS_OTHER;
            const struct rk_str cell = rk_str_trim(list->row[r].cell[c]);
            if (means >= MEANS_DEATH && means <= MEANS_NOTED)
                count_year(cell, years);
            else if (heading) {
                struct read_heading h = {0, 0};
                if (read_heading_month(cell, &h.year, &h.month) && h.year >= YEAR_0 &&
                    h.year < YEAR_0 + YEARS)
                    years[h.year - YEAR_0]++;
            }
        }
    int32_t best = 0;
    for (int32_t y = 1; y < YEARS; y++)
        best = years[y] > years[best] ? y : best;
    list->year = years[best] > 0 ? YEAR_0 + best : 0;
}

static int by_day(const void *a, const void *b)
{
    const rk_day x = *(const rk_day *)a, y = *(const rk_day *)b;
    return (x > y) - (x < y);
}

/* The middle one of the days on which something happened. */
static rk_day find_middle(const struct rk_link_reader *reader, const struct read_list *list,
                          struct rk_scratch scratch)
{
    rk_day *days = RK_NEW(&scratch, rk_day, list->rows + 1);
    struct read_heading heading = {0, 0};
    int32_t count = 0;
    for (int32_t r = list->data; r < list->rows && days; r++) {
        struct rk_arena room = scratch.in;
        struct read_person p;
        if (read_is_heading(list, &list->row[r], &heading))
            continue;
        if (r % (1 + list->rows / 1000) != 0)
            continue;
        read_row_person(reader, list, &list->row[r], heading, &room, &p);
        if (rk_when_known(p.event))
            days[count++] = p.event.first + (p.event.last - p.event.first) / 2;
    }
    if (count > 1)
        qsort(days, (size_t)count, sizeof *days, by_day);
    return count > 0 ? days[count / 2] : RK_DAY_NONE;
}

/* ---- rows ------------------------------------------------------------------------ */

static struct extra *extra_of(struct building *b, const struct read_column *column,
                              int32_t most)
{
    for (int32_t i = 0; i < b->extras; i++)
        if (rk_str_eq(b->extra[i].key, column->key))
            return &b->extra[i];
    if (b->extras == EXTRA_MAX || column->key.len == 0)
        return NULL;
    struct extra *e = &b->extra[b->extras++];
    *e = (struct extra){.key = column->key, .name = rk_str_c(b->keep, column->header)};
    e->text = RK_NEW(b->keep, struct rk_str, most);
    return e;
}

static void keep_extras(struct building *b, const struct read_list *list,
                        const struct read_row *row, int32_t most)
{
    for (int32_t c = 0; c < list->columns && c < row->cells; c++) {
        const struct rk_str s = read_said(row->cell[c]);
        if (list->column[c].means != MEANS_OTHER || s.len == 0)
            continue;
        struct extra *e = extra_of(b, &list->column[c], most);
        if (!e || !e->text)
            continue;
        e->text[b->records] = s;
        e->lists += e->last != b->lists;
        e->last = b->lists;
        e->filled++;
        for (ptrdiff_t i = 0; i < s.len; i++) {
            e->figures += s.at[i] >= '0' && s.at[i] <= '9';
            e->letters++;
        }
    }
}

/* A column that names the source tells lists apart within a file. */
static int32_t list_of(struct building *b, const struct read_list *list,
                       const struct read_row *row, struct rk_str *sources, int32_t *count,
                       int32_t first)
{
    int32_t column = -1;
    for (int32_t c = 0; c < list->columns; c++)
        if (list->column[c].means == MEANS_SOURCE)
            column = c;
    if (column < 0 || *count >= SOURCES)
        return first;
    const struct rk_str s = column < row->cells ? rk_str_trim(row->cell[column]) : RK_STR("");
    for (int32_t i = 0; i < *count; i++)
        if (rk_str_eq(sources[i], s))
            return first + i;
    sources[(*count)++] = s;
    b->lists = first + *count;
    return first + *count - 1;
}

static rk_status keep_person(struct building *b, const struct read_person *p)
{
    const int32_t r = b->records;
    const struct rk_str said[FIXED] = {
        [F_SEX] = p->sex,           [F_STREET] = p->street, [F_HOUSE] = p->house,
        [F_FLAT] = p->flat,         [F_PLACE] = p->place,   [F_PHONE] = p->phone,
        [F_DOCUMENT] = p->document, [F_GRAVE] = p->grave,   [F_BODY] = p->body};
    for (int f = 0; f < FIXED; f++) {
        if (b->when[f])
            b->when[f][r] = f == F_BIRTH ? p->birth : p->event;
        else
            b->text[f][r] = said[f];
        b->filled[f] += b->when[f] ? rk_when_known(b->when[f][r]) : said[f].len > 0;
    }
    b->role[r] = (uint8_t)(p->nameless ? RK_LINK_BODY : RK_LINK_PERSON);
    return read_person_name(b->reader->names, p, b->keep, &b->name[r]);
}

static rk_status keep_list(struct building *b, int32_t file, int32_t most,
                           struct rk_scratch scratch, struct rk_err *err)
{
    const struct read_list *list = &b->reader->list[file];
    struct rk_str *sources = RK_NEW(&scratch, struct rk_str, SOURCES);
    struct read_heading heading = {0, 0};
    int32_t source_count = 0;
    const int32_t first = b->lists++, before = b->records;
    for (int32_t r = list->data; r < list->rows && sources; r++) {
        const struct read_row *row = &list->row[r];
        struct read_person p;
        if (read_is_heading(list, row, &heading))
            continue;
        read_row_person(b->reader, list, row, heading, b->keep, &p);
        keep_extras(b, list, row, most);
        if (keep_person(b, &p))
            return rk_fail(err, RK_EINVAL, list->file, "line %d: a name that cannot be read",
                           (int)row->line);
        const struct rk_str id = list->id >= 0 && list->id < row->cells
                                     ? rk_str_trim(row->cell[list->id])
                                     : RK_STR("");
        b->record[b->records] = (struct rk_link_record){
            file, row->line,
            id.len > 0 ? id : rk_str_printf(b->keep, "%d", b->records - before + 1)};
        b->list[b->records] = list_of(b, list, row, sources, &source_count, first);
        b->records++;
    }
    if (b->records == before)
        return rk_fail(err, RK_EINVAL, list->file,
                       "no row of data; expected records below "
                       "a header");
    return b->keep->failed || !sources
               ? rk_fail(err, RK_ENOMEM, list->file, "the memory allowed is full")
               : RK_OK;
}

/* ---- fields ---------------------------------------------------------------------- */

static void put_fields(struct building *b, struct rk_link_table *t, struct rk_link_field *field)
{
    static const char *const names[FIXED] = {"sex",      "birth", "event", "street",
                                             "house",    "flat",  "place", "phone",
                                             "document", "grave", "body"};
    for (int f = 0; f < FIXED; f++) {
        if (b->filled[f] < 2 || b->filled[f] < b->records / 1000)
            continue;
        const bool household = f >= F_STREET && f <= F_PHONE;
        field[t->fields++] =
            (struct rk_link_field){.name = names[f],
                                   .kind = f == F_SEX                      ? RK_LINK_CHOICE
                                           : f == F_BIRTH                  ? RK_LINK_BIRTH
                                           : f == F_EVENT                  ? RK_LINK_EVENT
                                           : f == F_STREET || f == F_PLACE ? RK_LINK_TEXT
                                                                           : RK_LINK_CODE,
                                   .text = b->text[f],
                                   .when = b->when[f],
                                   .household = household};
    }
    for (;;) { /* the fullest columns first, as many as fit */
        struct extra *best = NULL;
        for (int32_t i = 0; i < b->extras; i++)
            if (b->extra[i].filled >= 2 && b->extra[i].filled >= b->records / 1000 &&
                (b->reader->lists == 1 || b->extra[i].lists > 1) &&
                (!best || b->extra[i].filled > best->filled))
                best = &b->extra[i];
        if (!best || t->fields == RK_LINK_FIELDS)
            break;
        field[t->fields++] = (struct rk_link_field){
            .name = best->name,
            .kind = best->figures * 5 > best->letters * 2 ? RK_LINK_CODE : RK_LINK_TEXT,
            .text = best->text};
        best->filled = 0;
    }
    t->field = field;
}

static void put_columns(const struct rk_link_reader *r, struct rk_arena *keep,
                        struct rk_link_read *out)
{
    int32_t columns = 0;
    for (int32_t l = 0; l < r->lists; l++)
        columns += r->list[l].columns;
    struct rk_link_column *column = RK_NEW(keep, struct rk_link_column, columns);
    const char **file = RK_NEW(keep, const char *, r->lists);
    for (int32_t l = 0; l < r->lists && column && file; l++) {
        file[l] = r->list[l].file;
        for (int32_t c = 0; c < r->list[l].columns; c++)
            column[out->columns++] = (struct rk_link_column){
                l, r->list[l].column[c].header, read_meaning_id(r->list[l].column[c].means)};
    }
    out->column = column;
    out->file = file;
    out->files = r->lists;
}

rk_status rk_link_reader_end(struct rk_link_reader *r, struct rk_arena *keep,
                             struct rk_scratch scratch, struct rk_link_read *out,
                             struct rk_err *err)
{
    struct building b = {.reader = r, .keep = keep};
    struct rk_link_read read = {.files = 0};
    int32_t most = 0;
    r->keep = keep;
    for (int32_t l = 0; l < r->lists; l++) {
        struct read_list *list = &r->list[l];
        if (list->rows == 0)
            return rk_fail(err, RK_EINVAL, list->file, "the list is empty; expected a header");
        rk_status bad = read_layout(r, list, scratch, err);
        if (!bad)
            bad = read_check(list, scratch, err);
        if (bad)
            return bad;
        find_year(list);
        list->middle = RK_DAY_NONE;
        most += list->rows;
    }
    int32_t year = 0;
    for (int32_t l = 0; l < r->lists; l++)
        year = r->list[l].year > 0 ? r->list[l].year : year;
    rk_day middle = RK_DAY_NONE;
    for (int32_t l = 0; l < r->lists; l++) {
        r->list[l].year = r->list[l].year > 0 ? r->list[l].year : year;
        r->list[l].middle = find_middle(r, &r->list[l], scratch);
        middle = r->list[l].middle != RK_DAY_NONE ? r->list[l].middle : middle;
    }
    b.record = RK_NEW(keep, struct rk_link_record, most);
    b.name = RK_NEW(keep, struct rk_name, most);
    b.list = RK_NEW(keep, int32_t, most);
    b.role = RK_NEW(keep, uint8_t, most);
    for (int f = 0; f < FIXED; f++) {
        if (f == F_BIRTH || f == F_EVENT)
            b.when[f] = RK_NEW(keep, struct rk_when, most);
        else
            b.text[f] = RK_NEW(keep, struct rk_str, most);
    }
    struct rk_link_field *field = RK_NEW(keep, struct rk_link_field, RK_LINK_FIELDS);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "link", "%d rows", most);
    for (int32_t l = 0; l < r->lists; l++) {
        if (r->list[l].middle == RK_DAY_NONE)
            r->list[l].middle = middle;
        const rk_status bad = keep_list(&b, l, most, scratch, err);
        if (bad)
            return bad;
    }
    put_fields(&b, &read.table, field);
    put_columns(r, keep, &read);
    bool named = false;
    for (int32_t i = 0; i < b.records; i++)
        named |= b.name[i].words > 0;
    read.table.records = b.records;
    read.table.lists = b.lists;
    read.table.list = b.list;
    read.table.name = named ? b.name : NULL;
    read.table.role = b.role;
    read.record = b.record;
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "link", "%d rows", most);
    *out = read;
    return RK_OK;
}
