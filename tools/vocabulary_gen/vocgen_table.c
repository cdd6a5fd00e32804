/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocgen.h"

#include "rk_file.h"
#include "rk_text.h"

#include <dirent.h>

void vocgen_fault(struct vocgen *g, const struct vocgen_row *row, const char *column,
                  const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "%s:%d: %s: ", row->file, row->line, column);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    g->faults++;
}

bool vocgen_is(struct rk_str cell, const char *text)
{
    return rk_str_eq(cell, rk_str_of(text));
}

int vocgen_among(struct rk_str cell, const char *words)
{
    struct rk_str rest = rk_str_of(words);
    for (int i = 0; rest.len > 0; i++)
        if (rk_str_eq(rk_str_cut(&rest, ' '), cell))
            return i;
    return -1;
}

const struct vocgen_row *vocgen_find(const struct vocgen_table *t, struct rk_str id)
{
    for (int32_t i = 0; i < t->rows; i++)
        if (rk_str_eq(t->row[i].cell[0], id))
            return &t->row[i];
    return NULL;
}

void vocgen_check_id(struct vocgen *g, const struct vocgen_row *row, const char *column,
                     struct rk_str id, const char *extra)
{
    for (ptrdiff_t i = 0; i < id.len; i++) {
        const char c = id.at[i];
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (!plain && !strchr(extra, c)) {
            vocgen_fault(g, row, column, "\"%.*s\": an id holds a-z, 0-9, _ and \"%s\"",
                         RK_FMT(id), extra);
            return;
        }
    }
    if (id.len == 0)
        vocgen_fault(g, row, column, "an id is needed");
}

/* \n, \t and \\ as the characters they stand for. */
static struct rk_str unescape(struct vocgen *g, const struct vocgen_row *row, struct rk_str s)
{
    char *to = RK_NEW(&g->mem, char, s.len + 1);
    ptrdiff_t len = 0;
    for (ptrdiff_t i = 0; to && i < s.len; i++) {
        char c = s.at[i];
        if (c == '\\') {
            i++;
            c = i < s.len ? s.at[i] : ' ';
            if (c != 'n' && c != 't' && c != '\\')
                vocgen_fault(g, row, "text", "after \\ only n, t and \\ may stand");
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
        to[len++] = c;
    }
    return (struct rk_str){to, len};
}

/* Where each column of the file belongs; the header may name them in any order. */
struct layout {
    int place[VOCGEN_COLUMNS];
    int cells;
};

static void read_head(struct vocgen *g, struct vocgen_table *t, struct rk_str line, int number,
                      struct layout *layout)
{
    const struct vocgen_row top = {.file = t->file, .line = number};
    bool seen[VOCGEN_COLUMNS] = {false};
    layout->cells = 0;
    while (line.at && layout->cells < VOCGEN_COLUMNS) {
        const struct rk_str head = rk_str_cut(&line, '\t');
        int place = 0;
        while (place < t->columns && !rk_str_eq(t->column[place], head))
            place++;
        if (place == t->columns || seen[place])
            vocgen_fault(g, &top, "header", "\"%.*s\": a column that is not known, or twice",
                         RK_FMT(head));
        seen[place] = true;
        layout->place[layout->cells++] = place;
    }
    for (int i = 0; i < t->columns; i++)
        if (!seen[i])
            vocgen_fault(g, &top, "header", "the column %.*s is missing", RK_FMT(t->column[i]));
}

static void read_row(struct vocgen *g, struct vocgen_table *t, struct rk_str line, int number,
                     const struct layout *layout)
{
    struct vocgen_row *row = &t->row[t->rows++];
    *row = (struct vocgen_row){.file = t->file, .line = number};
    int cells = 0;
    for (struct rk_str rest = line; rest.at; cells++) {
        const struct rk_str cell = rk_str_cut(&rest, '\t');
        if (cells >= layout->cells)
            continue;
        const int place = layout->place[cells];
        if (cell.len == 0)
            vocgen_fault(g, row, "cell", "column %d (%.*s) is empty: write - for nothing",
                         cells + 1, RK_FMT(t->column[place]));
        row->cell[place] = vocgen_is(cell, "-") ? RK_STR("") : unescape(g, row, cell);
    }
    if (cells != layout->cells)
        vocgen_fault(g, row, "row", "%d columns, expected %d", cells, layout->cells);
}

enum { ROWS_MAX = 20000 };

static void read_file(struct vocgen *g, const char *path, const char *columns,
                      struct vocgen_table *t)
{
    struct rk_err err = {0};
    struct rk_str text;
    const struct vocgen_row top = {.file = path, .line = 1};
    struct layout layout;
    t->file = path;
    t->columns = 0;
    for (struct rk_str names = rk_str_of(columns); names.len > 0;)
        t->column[t->columns++] = rk_str_cut(&names, ' ');
    if (rk_file_read(path, 16 << 20, &g->mem, &text, &err)) {
        vocgen_fault(g, &top, "file", "%s", err.text);
        return;
    }
    if (rk_utf8_bad(text) >= 0)
        vocgen_fault(g, &top, "file", "not UTF-8 from byte %td on", rk_utf8_bad(text));
    int number = 0, faults = g->faults;
    bool headed = false;
    for (struct rk_str rest = text; rest.at && rest.len > 0;) {
        const struct rk_str line = rk_str_cut(&rest, '\n');
        number++;
        if (line.len == 0 || line.at[0] == '#')
            continue;
        if (!headed)
            read_head(g, t, line, number, &layout);
        else if (t->rows < ROWS_MAX)
            read_row(g, t, line, number, &layout);
        if (!headed && g->faults != faults)
            return;
        headed = true;
    }
    if (!headed)
        vocgen_fault(g, &top, "header", "the header line is missing: %s", columns);
}

void vocgen_read(struct vocgen *g, const char *name, const char *columns,
                 struct vocgen_table *out)
{
    out->row = RK_NEW(&g->mem, struct vocgen_row, ROWS_MAX);
    read_file(g, rk_path_join(&g->mem, g->data, name), columns, out);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void vocgen_read_folder(struct vocgen *g, const char *folder, const char *columns,
                        struct vocgen_table *out)
{
    char *names[256];
    int count = 0;
    char *path = rk_path_join(&g->mem, g->data, folder);
    DIR *dir = opendir(path);
    for (const struct dirent *e = dir ? readdir(dir) : NULL; e; e = readdir(dir)) {
        const struct rk_str name = rk_str_of(e->d_name);
        if (rk_str_ends(name, RK_STR(".tsv")) && e->d_name[0] != '.' && count < 256)
            names[count++] = rk_str_c(&g->mem, name);
    }
    if (dir)
        closedir(dir);
    qsort(names, (size_t)count, sizeof names[0], by_name);
    out->row = RK_NEW(&g->mem, struct vocgen_row, ROWS_MAX);
    for (int i = 0; i < count; i++)
        read_file(g, rk_path_join(&g->mem, path, names[i]), columns, out);
}
