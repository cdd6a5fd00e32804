/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV tables: cells, columns, numbers with their ranges. */
#include "heat_io_internal.h"

#include "rk_text.h"

rk_status table_fail(const struct table *t, const char *column, struct rk_err *err,
                     const char *fmt, ...)
{
    char place[RK_ERR_PLACE];
    va_list args;
    if (column)
        snprintf(place, sizeof place, "%s:%" PRId64 ": %s", t->name, t->line, column);
    else
        snprintf(place, sizeof place, "%s:%" PRId64, t->name, t->line);
    va_start(args, fmt);
    const rk_status status = rk_fail_list(err, RK_EINVAL, place, fmt, args);
    va_end(args);
    return status;
}

static char guess_separator(const char *at, const char *end)
{
    static const char candidates[] = {',', ';', '\t'};
    int32_t count[3] = {0, 0, 0}, best = 0;
    bool quoted = false;
    for (; at < end && (quoted || *at != '\n'); at++) {
        quoted ^= *at == '"';
        for (int32_t k = 0; k < 3 && !quoted; k++)
            count[k] += *at == candidates[k];
    }
    for (int32_t k = 1; k < 3; k++)
        if (count[k] > count[best])
            best = k;
    return candidates[best];
}

/* A quoted cell; stands behind its closing quote afterwards. */
static rk_status quoted_cell(struct table *t, struct rk_str *out, struct rk_err *err)
{
    const char *from = ++t->at;
    ptrdiff_t doubled = 0;
    while (t->at < t->end) {
        if (*t->at == '\n')
            t->next_line++;
        if (*t->at == '"') {
            if (t->at + 1 == t->end || t->at[1] != '"')
                break;
            doubled++;
            t->at++;
        }
        t->at++;
    }
    if (t->at == t->end)
        return table_fail(t, NULL, err, "a quote is not closed; expected \" at its end");
    const ptrdiff_t len = t->at++ - from;
    *out = (struct rk_str){from, len};
    if (doubled == 0)
        return RK_OK;
    char *clean = RK_NEW(t->keep, char, len - doubled);
    if (!clean)
        return rk_fail(err, RK_ENOMEM, t->name, "a cell of %td bytes", len);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < len; i++) {
        clean[n++] = from[i];
        i += from[i] == '"';
    }
    *out = (struct rk_str){clean, n};
    return RK_OK;
}

static rk_status read_cells(struct table *t, struct rk_err *err)
{
    t->line = t->next_line;
    t->cells = 0;
    for (;;) {
        struct rk_str cell = {t->at, 0};
        if (t->at < t->end && *t->at == '"') {
            const rk_status bad = quoted_cell(t, &cell, err);
            if (bad)
                return bad;
        } else {
            while (t->at < t->end && *t->at != t->separator && *t->at != '\n')
                t->at++;
            cell.len = t->at - cell.at;
        }
        while (t->at < t->end && (*t->at == ' ' || *t->at == '\r') && t->separator != ' ')
            t->at++;
        if (t->cells == TABLE_COLUMNS)
            return table_fail(t, NULL, err, "more than %d columns", (int)TABLE_COLUMNS);
        t->cell[t->cells++] = rk_str_trim(cell);
        if (t->at == t->end)
            return RK_OK;
        const char mark = *t->at++;
        if (mark == '\n') {
            t->next_line++;
            return RK_OK;
        }
        if (mark != t->separator)
            return table_fail(t, NULL, err, "text behind a closing quote; expected %s",
                              t->separator == '\t'  ? "a tab"
                              : t->separator == ';' ? ";"
                                                    : ",");
    }
}

static bool row_is_empty(const struct table *t)
{
    for (int32_t i = 0; i < t->cells; i++)
        if (t->cell[i].len > 0)
            return false;
    return true;
}

rk_status table_next(struct table *t, bool *end, struct rk_err *err)
{
    *end = false;
    do {
        if (t->at == t->end) {
            *end = true;
            return RK_OK;
        }
        const rk_status bad = read_cells(t, err);
        if (bad)
            return bad;
    } while (row_is_empty(t));
    for (int32_t i = t->columns; t->columns > 0 && i < t->cells; i++)
        if (t->cell[i].len > 0)
            return table_fail(t, NULL, err, "%d cells; expected %d, as in the header", t->cells,
                              t->columns);
    return RK_OK;
}

rk_status table_open(struct rk_heat_file file, struct rk_arena *keep, struct table *out,
                     struct rk_err *err)
{
    struct table t = {.name = file.name, .keep = keep, .at = file.bytes.at, .next_line = 1};
    if (!file.bytes.at)
        return rk_fail(err, RK_EINVAL, file.name, "the file is missing");
    t.end = file.bytes.at + file.bytes.len;
    if (rk_str_starts(file.bytes, RK_STR("\xEF\xBB\xBF")))
        t.at += 3;
    const ptrdiff_t bad_byte = rk_utf8_bad(file.bytes);
    if (bad_byte >= 0 || memchr(file.bytes.at, '\0', (size_t)file.bytes.len))
        return rk_fail(err, RK_EINVAL, file.name,
                       "not UTF-8 text (byte %td); expected CSV in "
                       "UTF-8",
                       bad_byte < 0 ? 0 : bad_byte);
    t.separator = guess_separator(t.at, t.end);
    bool end = false;
    const rk_status bad = table_next(&t, &end, err);
    if (bad)
        return bad;
    if (end)
        return rk_fail(err, RK_EINVAL, file.name, "empty; expected a header and rows");
    t.columns = t.cells;
    memcpy(t.header, t.cell, sizeof t.header);
    *out = t;
    return RK_OK;
}

bool same_word(struct rk_str s, const char *word)
{
    const ptrdiff_t len = (ptrdiff_t)strlen(word);
    if (s.len != len)
        return false;
    for (ptrdiff_t i = 0; i < len; i++) {
        const char c = s.at[i], w = word[i];
        const char lower = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        const char want = w >= 'A' && w <= 'Z' ? (char)(w + 32) : w;
        if (lower != want)
            return false;
    }
    return true;
}

bool one_of(struct rk_str s, const char *words)
{
    struct rk_str rest = rk_str_of(words);
    while (rest.at) {
        const struct rk_str word = rk_str_cut(&rest, '|');
        char w[64];
        snprintf(w, sizeof w, "%.*s", RK_FMT(word));
        if (same_word(s, w))
            return true;
    }
    return false;
}

int32_t table_column(const struct table *t, const char *names)
{
    for (int32_t i = 0; i < t->columns; i++)
        if (one_of(t->header[i], names))
            return i;
    return -1;
}

rk_status table_needs(const struct table *t, int32_t column, const char *name,
                      struct rk_err *err)
{
    if (column >= 0)
        return RK_OK;
    char place[RK_ERR_PLACE];
    snprintf(place, sizeof place, "%s:1: %s", t->name, name);
    return rk_fail(err, RK_EINVAL, place, "the column is missing");
}

struct rk_str table_cell(const struct table *t, int32_t column)
{
    return column >= 0 && column < t->cells ? t->cell[column] : (struct rk_str){"", 0};
}

ptrdiff_t table_rows(const struct table *t)
{
    ptrdiff_t rows = 1;
    for (const char *p = t->at; p < t->end; p++)
        rows += *p == '\n';
    return rows;
}

/* Up to 15 digits and a small power of ten are exact in one operation (Clinger 1990); anything
 * else goes the long way. */
bool heat_read_number(struct rk_str s, double *out)
{
    static const double ten[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const char *p = s.at, *end = s.at + s.len;
    const bool minus = p < end && *p == '-';
    p += minus;
    if (end - p > 16 || p == end)
        return rk_str_double(s, out);
    int64_t digits = 0;
    const char *first = p;
    unsigned digit = 0;
    while (p < end && (digit = (unsigned char)*p - (unsigned)'0') < 10u) {
        digits = 10 * digits + digit;
        p++;
    }
    ptrdiff_t count = p - first, behind = 0;
    if (p < end && *p == '.') {
        const char *point = ++p;
        while (p < end && (digit = (unsigned char)*p - (unsigned)'0') < 10u) {
            digits = 10 * digits + digit;
            p++;
        }
        behind = p - point;
        count += behind;
    }
    if (p < end || count == 0 || count > 15)
        return rk_str_double(s, out);
    const double whole = (double)digits / ten[behind];
    *out = minus ? -whole : whole;
    return true;
}

/* "2,5" as Ukrainian spreadsheets write it. A comma before three digits may part thousands, so
 * that is left alone. */
static bool read_decimal_comma(struct rk_str s, double *out)
{
    char text[32];
    const ptrdiff_t comma = rk_str_find(s, RK_STR(","));
    if (comma < 1 || s.len > 24 || s.len - comma - 1 == 3)
        return false;
    memcpy(text, s.at, (size_t)s.len);
    text[comma] = '.';
    return heat_read_number((struct rk_str){text, s.len}, out);
}

rk_status table_number(const struct table *t, int32_t at, const struct column *c, double *out,
                       struct rk_err *err)
{
    struct rk_str names = rk_str_of(c->name);
    const struct rk_str name = rk_str_cut(&names, '|'), cell = table_cell(t, at);
    char column[64];
    snprintf(column, sizeof column, "%.*s", RK_FMT(name));
    if (cell.len == 0) {
        *out = c->missing;
        if (c->needed)
            return table_fail(t, column, err, "empty; expected %g … %g", c->low, c->high);
        return RK_OK;
    }
    double x = 0.0;
    if (!heat_read_number(cell, &x) && !read_decimal_comma(cell, &x))
        return table_fail(t, column, err, "\"%.*s\" is not a number; expected %g … %g",
                          (int)(cell.len > 60 ? 60 : cell.len), cell.at, c->low, c->high);
    if (!(x >= c->low && x <= c->high))
        return table_fail(t, column, err, "%.*s is out of range; expected %g … %g",
                          (int)(cell.len > 60 ? 60 : cell.len), cell.at, c->low, c->high);
    *out = x;
    return RK_OK;
}

static uint32_t hash_of(struct rk_str s)
{
    uint64_t h = 0x9E3779B97F4A7C15u ^ (uint64_t)s.len;
    ptrdiff_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t w = 0;
        memcpy(&w, s.at + i, 8);
        h = (h ^ w) * 0xFF51AFD7ED558CCDu;
        h ^= h >> 32;
    }
    if (i < s.len && s.len >= 8) { /* the tail, with some bytes a second time */
        uint64_t w = 0;
        memcpy(&w, s.at + s.len - 8, 8);
        h = (h ^ w) * 0xFF51AFD7ED558CCDu;
    } else {
        for (; i < s.len; i++)
            h = (h ^ (unsigned char)s.at[i]) * 0x100000001B3u;
    }
    h = (h ^ (h >> 29)) * 0xC4CEB9FE1A85EC53u;
    return (uint32_t)(h >> 32);
}

struct id_map id_map_new(const struct rk_str *id, ptrdiff_t most, struct rk_arena *keep)
{
    int32_t slots = 16;
    while (slots < 2 * most && slots < INT32_MAX / 4)
        slots *= 2;
    return (struct id_map){id, RK_NEW(keep, int32_t, slots), slots};
}

int32_t id_map_find(const struct id_map *m, struct rk_str id)
{
    uint32_t k = hash_of(id) & (uint32_t)(m->slots - 1);
    while (m->slot[k] != 0) {
        const struct rk_str there = m->id[m->slot[k] - 1];
        if (there.len == id.len && memcmp(there.at, id.at, (size_t)id.len) == 0)
            return m->slot[k] - 1;
        k = (k + 1) & (uint32_t)(m->slots - 1);
    }
    return -1;
}

int32_t id_map_add(struct id_map *m, int32_t at)
{
    const struct rk_str id = m->id[at];
    uint32_t k = hash_of(id) & (uint32_t)(m->slots - 1);
    while (m->slot[k] != 0) {
        const struct rk_str there = m->id[m->slot[k] - 1];
        if (there.len == id.len && memcmp(there.at, id.at, (size_t)id.len) == 0)
            return m->slot[k] - 1;
        k = (k + 1) & (uint32_t)(m->slots - 1);
    }
    m->slot[k] = at + 1;
    return at;
}
