/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * paper: forms that are filled in by hand and typed in by number, and lists that are carried.
 *
 * A form is made of the vocabulary by two tables (vocabulary/data/forms.tsv, form_fields.tsv):
 * which aspects stand on it, in which order; type, unit, choices and words are the aspects'
 * own. Forms and lists become PDFs through the helper ranok-print, which measures every text
 * before it prints it. Meaning of numbers and kinds: docs/formats/forms.md.
 *
 * Keeps no state; any number of threads may call all of it on their own arenas.
 */
#ifndef RK_PAPER_H
#define RK_PAPER_H

#include "rk_base.h"
#include "rk_date.h"
#include "rk_vocabulary.h"

/* ---- forms ------------------------------------------------------------------------------- */

enum { RK_FORM_KINDS = 2 };

struct rk_form_choice {
    const char *value; /* as it is typed in: id of a choice, or "scheme/class" */
    const struct rk_words *words;
};

struct rk_form_field {
    int32_t number;    /* 1 …, as printed */
    const char *group; /* "who": the heading it stands under; "rows": a column of the table */
    /* What it says of each kind of the form, by position; NULL where that kind has no such
     * aspect. All NULL but `told` where the field is about who told it. */
    const struct rk_aspect *aspect[RK_FORM_KINDS];
    const struct rk_aspect *told; /* of the kind source: role, phone */
    const struct rk_aspect *is;   /* the first of those: type, label, unit */
    bool must, in_table;
    int32_t width, lines;                 /* twelfths of the page; lines to write on */
    const struct rk_form_choice *choices; /* printed and typed as 1 … choice_count */
    int32_t choice_count;
};

struct rk_form {
    const char *id; /* "death" */
    int32_t code;   /* 1: sheet 17 is "1-0017" */
    const struct rk_kind *kind[RK_FORM_KINDS];
    int32_t kind_count;
    const struct rk_aspect *preset; /* what the form itself says of kind[0]; NULL: nothing */
    const char *preset_value;
    int32_t rows; /* lines of its table, 0: it has none */
    const struct rk_form_field *fields;
    int32_t field_count;
};

struct rk_forms {
    const struct rk_form *at;
    int32_t count;
};

/* Reads the tables built in. RK_ECORRUPT: a table names what the vocabulary does not have, with
 * its line. RK_ENOMEM. Some 100 KiB in keep, under 1 ms. */
RK_MUST_USE rk_status rk_forms_load(struct rk_arena *keep, struct rk_forms *out,
                                    struct rk_err *err);
/* By id ("death"), by code ("1"), or by a kind that only this form speaks of ("item"); NULL. */
const struct rk_form *rk_form_find(const struct rk_forms *forms, struct rk_str word);
/* Whether a word chooses the form: its id, its code, or any kind that it speaks of. */
bool rk_form_is(const struct rk_form *form, struct rk_str word);
/* The field by its printed number or by the id of its aspect; NULL. */
const struct rk_form_field *rk_form_field(const struct rk_form *form, struct rk_str word);
/* Title, unit and heading as printed. */
const char *rk_form_title(const struct rk_form *form, enum rk_lang lang);
const char *rk_form_unit(const struct rk_form_field *field, enum rk_lang lang);

struct rk_forms_order {
    const struct rk_form *const *forms;
    int32_t form_count;
    enum rk_lang lang;  /* set large; the other language small below it */
    int32_t copies;     /* of each form */
    int32_t first;      /* number of the first copy; 0: room to write it by hand */
    struct rk_str town; /* in the head; may be empty */
    bool model;         /* the head says that it is a model town's */
    rk_day day;         /* of the file, so that equal orders give equal bytes */
};
/* A page for each form and copy. RK_EINVAL: a text does not fit its place (said which).
 * RK_EIO, RK_ENOMEM. About 20 ms a page. */
RK_MUST_USE rk_status rk_forms_pdf(const struct rk_forms_order *order, struct rk_arena *keep,
                                   struct rk_scratch scratch, struct rk_str *out,
                                   struct rk_err *err);

/* ---- lists ------------------------------------------------------------------------------- */

enum { RK_LIST_COLUMNS = 12 };

struct rk_paper_column {
    struct rk_str head;
    double share; /* of the width; all together 1 */
    bool numeric; /* set to the right */
};

/* One list: as many pages as it needs, its head repeated. Texts are ready to print. */
struct rk_paper_list {
    struct rk_str number;                       /* of the sheet, "Л-3" */
    struct rk_str title, office, holders, copy; /* copy: "примірник 1 з 2" */
    struct rk_str about;                        /* town, day, ledger: one line of the head */
    struct rk_str note;                         /* a sentence below the head, or empty */
    struct rk_str back;    /* "return this sheet to …": foot of each page */
    struct rk_str sign;    /* lines to sign on, above the foot of each page; empty: none */
    struct rk_str nothing; /* stands in the table when it has no rows */
    const struct rk_paper_column *column;
    int32_t columns, rows;
    const struct rk_str *cell;  /* [rows * columns] */
    const struct rk_str *group; /* [rows] heading above the row where it changes; may be NULL */
    const bool *strong;         /* [rows] its first two columns set bold; may be NULL */
};

struct rk_lists_order {
    const struct rk_paper_list *lists;
    int32_t list_count;
    enum rk_lang lang;
    rk_day day;
};
/* Long words of cells are broken. RK_EINVAL: a title or a column head does not fit, a row is
 * longer than a page. RK_EIO, RK_ENOMEM. About 0.3 ms a row. */
RK_MUST_USE rk_status rk_lists_pdf(const struct rk_lists_order *order, struct rk_arena *keep,
                                   struct rk_scratch scratch, struct rk_str *out,
                                   struct rk_err *err);

#endif
