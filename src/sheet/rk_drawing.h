/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sheet/drawing: runs of text that say where they come from, and drawings made of marks.
 *
 * A drawing is a display list, made once and painted alike on paper and as SVG. All of it lives
 * as long as the page it belongs to and is read-only.
 */
#ifndef RK_DRAWING_H
#define RK_DRAWING_H

#include "rk_base.h"

struct rk_figure;
struct rk_statement;

/* Where a run's text comes from. */
enum rk_origin {
    RK_FROM_WORDS,     /* the vocabulary: never a digit */
    RK_FROM_FIGURE,    /* `figure` is set */
    RK_FROM_STATEMENT, /* `statement` is set */
    RK_FROM_LEDGER,    /* the report itself: day, number, size, codes, counts, its lists */
    RK_FROM_SCALE      /* the ends of a drawing's axis, the scale of a map */
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
    RK_MARK_LINE,     /* x, y to x2, y2 */
    RK_MARK_BAR,      /* x, y is the upper left corner, x2 the width, y2 the height */
    RK_MARK_DOT,      /* centre x, y; radius x2 */
    RK_MARK_RING,     /* the same, hollow */
    RK_MARK_ARROW,    /* filled triangle, tip at x, y, pointing right; x2 its length */
    RK_MARK_HATCH,    /* a bar filled with slanted lines */
    RK_MARK_TEXT,     /* baseline at x, y; x2 its width; y2 the size of the letters */
    RK_MARK_FRAME,    /* a hollow bar; `width` of its edge */
    RK_MARK_CROSS,    /* two slanted lines through x, y, each reaching x2 far */
    RK_MARK_AREA,     /* `points` closed and filled, even-odd */
    RK_MARK_PATH,     /* a line through `points`; x2 > 0: dashes x2 long, y2 apart */
    RK_MARK_SEGMENTS, /* a line between each two of `points` */
    RK_MARK_LAST = RK_MARK_SEGMENTS
};
/* PAPER is white, SHADE a scale of greys from light to dark; the rest follow the page. */
enum { RK_SHADES = 5 };
enum rk_ink {
    RK_INK,
    RK_INK_MUTED,
    RK_INK_PALE,
    RK_INK_ALERT,
    RK_INK_LINK,
    RK_INK_PAPER,
    RK_INK_WATER,
    RK_INK_GREEN,
    RK_INK_WARM,
    RK_INK_SHADE, /* the lightest of RK_SHADES */
    RK_INK_LAST = RK_INK_SHADE + RK_SHADES - 1
};
struct rk_spot {
    double x, y;
};
struct rk_mark {
    enum rk_mark_kind kind;
    enum rk_ink ink;
    double x, y, x2, y2;
    double width; /* of a line */
    int anchor;   /* of a text: -1 starts at x, 0 centred, 1 ends at x */
    bool strong;
    bool halo;         /* of a text: on a white edge, so that it is read above other marks */
    struct rk_run run; /* of a text */
    const struct rk_spot *points;
    int32_t point_count;
};
struct rk_drawing {
    double width, height;
    const struct rk_mark *marks; /* painted in this order */
    int32_t count;
    struct rk_line alt; /* the drawing in words */
};

#endif
