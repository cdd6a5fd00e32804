/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sheet: the page of the morning.
 *
 * A report becomes a document model, once; the model becomes a terminal text, a self-contained
 * HTML page, the JSON of docs/formats/sheet.md and, through the helper ranok-sheet, a PDF whose
 * front is exactly one A4 page. Charts are display lists drawn once for all of them. A bare
 * number cannot be printed: a run of text is made from the page's own words, which hold no
 * digit, or from a figure, a statement or the ledger, which it then points at. rk_sheet_check
 * proves it for a finished page. Rule 4 of the design (editions) is applied while composing, so
 * no renderer ever holds what an edition must not show.
 *
 * Keeps no state; any number of threads may call all of it on their own arenas.
 */
#ifndef RK_SHEET_H
#define RK_SHEET_H

#include "rk_base.h"
#include "rk_drawing.h"
#include "rk_figures.h"
#include "rk_vocabulary.h"

/* INSIDE: everything. PARTNERS: no lists of single things, no place below the district; of the
 * map land, water and districts. PUBLIC: at least 72 hours late; no names, places, coordinates,
 * map, states of facilities, changes from day to day, figures bound to places; counts under 3
 * are printed as "under 3". */
enum rk_edition { RK_INSIDE, RK_PARTNERS, RK_PUBLIC };

struct rk_sheet_options {
    enum rk_lang lang;
    enum rk_edition edition;
    rk_day today;   /* the reader's day; only the public edition asks for it */
    int32_t copy;   /* number of this copy, 0: not numbered */
    int32_t copies; /* of how many */
};

/* The latest day, not after `wanted`, that the edition may speak of on the day `today`. A day
 * is public four days later: only then its last hour is 72 hours old. */
rk_day rk_edition_day(enum rk_edition edition, rk_day wanted, rk_day today);
/* "inside", "partners", "public"; false: none of them. */
bool rk_edition_read(struct rk_str word, enum rk_edition *out);
const char *rk_edition_id(enum rk_edition edition);

/* ---- the document model ---------------------------------------------------------------- */

struct rk_table {
    int32_t columns, rows;
    const struct rk_line *head;   /* [columns] */
    const struct rk_line *cells;  /* [rows * columns] */
    const struct rk_str *anchors; /* [rows], empty: none */
    const double *shares;         /* [columns] of the width, sum 1 */
    const bool *numeric;          /* [columns] set to the right */
};

/* A list of the report as a table; `title` and what stands below it. */
struct rk_list_table {
    const struct rk_list *list;
    struct rk_line title, below;
    struct rk_table table;
};

/* A figure on the front page, the most important first. */
struct rk_row {
    const struct rk_figure *figure;
    struct rk_str anchor;  /* "f-dead.said" */
    bool wide;             /* a state in words: `text` takes the whole width */
    struct rk_line number; /* bound, value, unit, letter */
    struct rk_line detail; /* a sentence more, of the same records; only inside */
    struct rk_line text, source, others;
};

struct rk_section {
    struct rk_str id; /* "harmed", "care", "destroyed", "cold" */
    struct rk_line title;
    struct rk_row *rows;
    int32_t row_count;
    struct rk_table table;             /* rows == 0: none */
    const struct rk_list_table *lists; /* small tables; what finds no room is in the annex */
    int32_t list_count;
    const struct rk_line *more_lists; /* [list_count + 1] "a table in annex F" when n are out */
    struct rk_line unknown;           /* what nobody has said yet; empty: nothing is missing */
    const struct rk_line
        *more; /* [rows + table's rows + 1] "… more in annex A" when n are out */
    const struct rk_figure *const *figures; /* all of the section in this edition */
    int32_t figure_count;
};

struct rk_annex_part { /* of an annex */
    struct rk_str anchor;
    struct rk_line title;
    const struct rk_line *lines;
    int32_t line_count;
    struct rk_table table;
    struct rk_line below;         /* under the table, or the drawing */
    const struct rk_list *list;   /* the table is this list, else NULL */
    struct rk_drawing drawing;    /* before the table; count == 0: none */
    const struct rk_chart *chart; /* the drawing is this chart, else NULL */
};
struct rk_annex {
    struct rk_str id; /* "A" … "D", "E" … "H" lists of the four questions, "I" of the town */
    struct rk_line title, intro;
    struct rk_drawing drawing; /* a page of its own behind the title; count == 0: none */
    const struct rk_annex_part *parts;
    int32_t part_count;
};

struct rk_point { /* of the line of percentages */
    const struct rk_statement *statement;
    const struct rk_figure *figure;
    struct rk_str value;    /* as printed: "понад 80 %" */
    struct rk_line counted; /* what it counted */
};

struct rk_map_district {
    struct rk_str name;
    int32_t buildings, seen;
    double damaged; /* share of the seen; NaN: nobody was there */
};

enum { RK_SECTIONS = 4, RK_BOXES = 3, RK_CHARTS = 3, RK_ANNEXES_MAX = 9 };

struct rk_sheet {
    const struct rk_report *report;
    struct rk_sheet_options options;
    struct rk_line title, below, aside[3], lead, town;
    struct rk_line tasks; /* what was said to be done, where the lead tells what was counted */
    struct rk_section sections[RK_SECTIONS];
    /* The line of percentages for print, wide and narrow screens; count == 0: there is none. */
    struct rk_line chart_title, chart_note;
    struct rk_drawing chart[RK_CHARTS];
    const struct rk_point *points; /* what it shows, ascending */
    int32_t point_count;
    /* The map, for print, wide and narrow screens; count == 0: there is none. On paper the
     * percentages then stand beside it, smaller. */
    struct rk_line map_title, map_note, beside_title, beside_note;
    struct rk_drawing map[RK_CHARTS], beside;
    const struct rk_map_district *districts; /* what the map says of them */
    int32_t district_count;
    struct rk_line box[RK_BOXES]; /* since yesterday, contradicted, not known; may be empty */
    struct rk_line foot[2];
    struct rk_drawing qr; /* the checkpoint; count == 0: there is none */
    struct rk_annex annexes[RK_ANNEXES_MAX];
    int32_t annex_count;
    struct rk_line annexes_title, page_of; /* words of the PDF: "стор. … з …" */
};

/*
 * Makes the page. Everything lives in `keep` or in the report, which must outlive *out.
 * RK_EINVAL: the public edition was asked for a day that is not yet public, or a list of the
 * report is not well made. RK_ENOMEM: an arena is full. On failure *out is left as it was.
 * O(statements * log statements), about 2 ms.
 */
RK_MUST_USE rk_status rk_sheet_compose(const struct rk_report *report,
                                       const struct rk_sheet_options *options,
                                       struct rk_arena *keep, struct rk_scratch scratch,
                                       struct rk_sheet *out, struct rk_err *err);

/* A page can vouch for itself: every digit on it comes from a figure, a statement or the
 * ledger. RK_ECORRUPT: the text that does not. */
RK_MUST_USE rk_status rk_sheet_check(const struct rk_sheet *sheet, struct rk_err *err);

/* ---- renderers: append to `out`, whose `failed` says when it was too small ------------- */

/* For a terminal of `columns` (kept within 60 … 120); `bold` allows ANSI bold. */
void rk_sheet_text(const struct rk_sheet *sheet, int columns, bool bold, struct rk_buf *out);
/* One well-formed file without script and without anything fetched from elsewhere. */
void rk_sheet_html(const struct rk_sheet *sheet, struct rk_buf *out);
/* docs/formats/sheet.md */
void rk_sheet_json(const struct rk_sheet *sheet, struct rk_buf *out);
/* Starts the helper ranok-sheet; equal sheets give equal bytes. RK_EIO, RK_EINVAL: its words.
 */
RK_MUST_USE rk_status rk_sheet_pdf(const struct rk_sheet *sheet, struct rk_arena *keep,
                                   struct rk_scratch scratch, struct rk_str *out,
                                   struct rk_err *err);

#endif
