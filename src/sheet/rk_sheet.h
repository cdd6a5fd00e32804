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
#include "rk_figures.h"
#include "rk_vocabulary.h"

/* INSIDE: everything. PARTNERS: no lists of single things, no place below the district.
 * PUBLIC: at least 72 hours late; no names, places, coordinates, states of facilities, changes
 * from day to day, figures bound to places; counts under 3 are printed as "under 3". */
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

/* Where a run's text comes from. */
enum rk_origin {
    RK_FROM_WORDS,     /* the vocabulary: never a digit */
    RK_FROM_FIGURE,    /* `figure` is set */
    RK_FROM_STATEMENT, /* `statement` is set */
    RK_FROM_LEDGER,    /* the report itself: day, number, size, codes, counts of its parts */
    RK_FROM_SCALE      /* the ends of a drawing's axis */
};

/* Looks, may be combined. LETTER: raised, leads to annex A. BIG: the number of a row. ALERT:
 * contradicted. FOREIGN: as said, in another language than the page's. */
enum { RK_STRONG = 1, RK_MUTED = 2, RK_ALERT = 4, RK_LETTER = 8, RK_BIG = 16, RK_FOREIGN = 32 };

struct rk_run {
    enum rk_origin from;
    unsigned look;
    struct rk_str text;
    struct rk_str link; /* anchor on this page without '#', or empty */
    const struct rk_figure *figure;
    const struct rk_statement *statement;
};

struct rk_line { /* a paragraph */
    const struct rk_run *runs;
    int32_t count;
};

/* One mark of a drawing; lengths in points, y down. */
enum rk_mark_kind {
    RK_MARK_LINE,  /* x, y to x2, y2 */
    RK_MARK_BAR,   /* x, y is the upper left corner, x2 the width, y2 the height */
    RK_MARK_DOT,   /* centre x, y; radius x2 */
    RK_MARK_RING,  /* the same, hollow */
    RK_MARK_ARROW, /* filled triangle, tip at x, y, pointing right; x2 its length */
    RK_MARK_HATCH, /* a bar filled with slanted lines */
    RK_MARK_TEXT   /* baseline at x, y; x2 its width; y2 the size of the letters */
};
enum rk_ink { RK_INK, RK_INK_MUTED, RK_INK_PALE, RK_INK_ALERT, RK_INK_LINK };
struct rk_mark {
    enum rk_mark_kind kind;
    enum rk_ink ink;
    double x, y, x2, y2;
    double width; /* of a line */
    int anchor;   /* of a text: -1 starts at x, 0 centred, 1 ends at x */
    bool strong;
    struct rk_run run; /* of a text */
};
struct rk_drawing {
    double width, height;
    const struct rk_mark *marks; /* painted in this order */
    int32_t count;
    struct rk_line alt; /* the drawing in words */
};

struct rk_table {
    int32_t columns, rows;
    const struct rk_line *head;   /* [columns] */
    const struct rk_line *cells;  /* [rows * columns] */
    const struct rk_str *anchors; /* [rows], empty: none */
    const double *shares;         /* [columns] of the width, sum 1 */
    const bool *numeric;          /* [columns] set to the right */
};

/* A figure on the front page, the most important first. */
struct rk_row {
    const struct rk_figure *figure;
    struct rk_str anchor;  /* "f-dead.said" */
    bool wide;             /* a state in words: `text` takes the whole width */
    struct rk_line number; /* bound, value, unit, letter */
    struct rk_line text, source, others;
};

struct rk_section {
    struct rk_str id; /* "harmed", "care", "destroyed", "cold" */
    struct rk_line title;
    struct rk_row *rows;
    int32_t row_count;
    struct rk_table table;  /* rows == 0: none */
    struct rk_line unknown; /* what nobody has said yet; empty: nothing is missing */
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
};
struct rk_annex {
    struct rk_str id; /* "A" … "D" */
    struct rk_line title, intro;
    const struct rk_annex_part *parts;
    int32_t part_count;
};

struct rk_point { /* of the line of percentages */
    const struct rk_statement *statement;
    const struct rk_figure *figure;
    struct rk_str value;    /* as printed: "понад 80 %" */
    struct rk_line counted; /* what it counted */
};

enum { RK_SECTIONS = 4, RK_BOXES = 3, RK_CHARTS = 3, RK_ANNEXES_MAX = 4 };

struct rk_sheet {
    const struct rk_report *report;
    struct rk_sheet_options options;
    struct rk_line title, below, aside[3], lead, town;
    struct rk_section sections[RK_SECTIONS];
    /* The line of percentages for print, wide and narrow screens; count == 0: there is none. */
    struct rk_line chart_title, chart_note;
    struct rk_drawing chart[RK_CHARTS];
    const struct rk_point *points; /* what it shows, ascending */
    int32_t point_count;
    struct rk_line box[RK_BOXES]; /* since yesterday, contradicted, not known; may be empty */
    struct rk_line foot[2];
    struct rk_drawing qr; /* the checkpoint; count == 0: there is none */
    struct rk_annex annexes[RK_ANNEXES_MAX];
    int32_t annex_count;
    struct rk_line annexes_title, page_of; /* words of the PDF: "стор. … з …" */
};

/*
 * Makes the page. Everything lives in `keep` or in the report, which must outlive *out.
 * RK_EINVAL: the public edition was asked for a day that is not yet public. RK_ENOMEM: an arena
 * is full. On failure *out is left as it was. O(statements * log statements), about 2 ms.
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
