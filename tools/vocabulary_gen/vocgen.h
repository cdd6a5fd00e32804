/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to tools/vocabulary_gen: reads the tables of src/vocabulary/data, checks them and
 * writes them as constant C arrays (src/vocabulary/vocabulary_tables.h). Every fault is told
 * with its FILE:LINE: COLUMN; with any fault nothing is written.
 */
#ifndef VOCGEN_H
#define VOCGEN_H

#include "rk_base.h"
#include "vocabulary_fold.h"

enum { VOCGEN_COLUMNS = 20 };

struct vocgen_row {
    const char *file;
    int line;
    struct rk_str cell[VOCGEN_COLUMNS]; /* escapes read; "-" is the empty cell */
};

struct vocgen_table {
    const char *file;
    struct rk_str column[VOCGEN_COLUMNS];
    int columns;
    struct vocgen_row *row;
    int32_t rows;
};

/* uk and en of something, by form: one few many part. */
struct vocgen_words {
    struct rk_str form[4][2];
};

struct vocgen {
    struct rk_arena mem;
    const char *data; /* folder */
    FILE *out;
    int faults;
    struct vocgen_table kinds, aspects, choices, units, figures, sets, facts, schemes,
        conversions, shorts, neutral, words, messages;
    struct fold_short *fold_shorts;
    int32_t fold_short_count;
};

/* vocgen_table.c */
void vocgen_read(struct vocgen *g, const char *name, const char *columns,
                 struct vocgen_table *out);
void vocgen_read_folder(struct vocgen *g, const char *folder, const char *columns,
                        struct vocgen_table *out);
void vocgen_fault(struct vocgen *g, const struct vocgen_row *row, const char *column,
                  const char *fmt, ...) RK_PRINTF(4, 5);
/* Row whose first cell is `id`, or NULL. */
const struct vocgen_row *vocgen_find(const struct vocgen_table *t, struct rk_str id);
bool vocgen_is(struct rk_str cell, const char *text);
/* Position of `cell` among words parted by a space, or -1. */
int vocgen_among(struct rk_str cell, const char *words);
void vocgen_check_id(struct vocgen *g, const struct vocgen_row *row, const char *column,
                     struct rk_str id, const char *extra);

/* vocgen_text.c: texts, their forms, and C literals */
struct vocgen_words vocgen_forms(struct vocgen *g, const struct vocgen_row *row,
                                 struct rk_str uk, struct rk_str en);
void vocgen_put(FILE *out, struct rk_str s);
void vocgen_put_words(FILE *out, const struct vocgen_words *w);
/* The text folded, in g->mem; with short forms written out when `header`. */
struct rk_str vocgen_fold(struct vocgen *g, struct rk_str s, bool header);
/* A list of folded texts, each once, '|' between; `add` splits at '|'. */
struct vocgen_list {
    struct rk_buf text;
    bool header;
};
struct vocgen_list vocgen_list_new(struct vocgen *g, bool header);
void vocgen_list_add(struct vocgen *g, struct vocgen_list *list, struct rk_str texts);
bool vocgen_list_has(struct rk_str list, struct rk_str item);
/* Tells when a literal is longer than C promises to take. */
void vocgen_check_length(struct vocgen *g, const struct vocgen_row *row, struct rk_str s);

/* the tables */
void vocgen_shorts(struct vocgen *g);   /* vocgen_words.c: first, the others fold with them */
void vocgen_neutral(struct vocgen *g);  /* vocgen_words.c */
void vocgen_units(struct vocgen *g);    /* vocgen_words.c */
void vocgen_words(struct vocgen *g);    /* vocgen_words.c */
void vocgen_messages(struct vocgen *g); /* vocgen_messages.c */
void vocgen_choices(struct vocgen *g);  /* vocgen_kinds.c */
void vocgen_kinds(struct vocgen *g);    /* vocgen_kinds.c */
void vocgen_figures(struct vocgen *g);  /* vocgen_figures.c */
void vocgen_patterns(struct vocgen *g); /* vocgen_patterns.c */
void vocgen_facts(struct vocgen *g);    /* vocgen_figures.c */
void vocgen_schemes(struct vocgen *g);  /* vocgen_schemes.c */

#endif
