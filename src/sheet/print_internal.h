/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok-sheet, inside: a page set in PT Sans on A4. */
#ifndef PRINT_INTERNAL_H
#define PRINT_INTERNAL_H

#include "sheet_internal.h"

#include <pango/pangocairo.h>

/* All lengths in points. */
static const double page_w = 595.276, page_h = 841.89;
static const double margin_x = 37.0, margin_top = 34.0, margin_bottom = 30.0;
static const double text_min = 8.0; /* nothing is set smaller, raised letters aside */

struct print {
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *text;
    PangoLanguage *language[RK_LANGS];
    enum rk_lang lang;
    struct rk_arena *keep;
    double scale; /* of the sizes of the front */
};

struct print_style {
    double size;
    bool strong;
    bool muted;
    int align;  /* -1 left, 1 right */
    int lines;  /* at most; 0: any number */
    double big; /* size of RK_BIG runs, 0: as the others */
};

/* A paragraph that has been set and not yet painted. The caller lets go of `layout`. */
struct print_block {
    PangoLayout *layout;
    const struct rk_line *line;
    double width, height;
    double baseline; /* of its first line */
};

struct print_block print_set(struct print *p, const struct rk_line *line,
                             struct print_style style, double width);
void print_paint(struct print *p, const struct print_block *block, double x, double y);
void print_halo(struct print *p, const struct print_block *block, double x, double y,
                double width);
void print_drop(struct print_block *block); /* forgets it unpainted or painted */
/* The width of the longest line as set. */
double print_ink_width(const struct print_block *block);

void print_rule(struct print *p, double x, double y, double width, double thickness);
void print_drawing(struct print *p, const struct rk_drawing *drawing, double x, double y,
                   double scale);
void print_anchor(struct print *p, struct rk_str name, double x, double y);
/* An entry in the list of contents that readers show beside the pages. */
void print_outline(struct print *p, const struct rk_line *title, int32_t page);
void print_ink(struct print *p, enum rk_ink ink);

/* The front, which always is one page. RK_EINVAL: not even without a single row. */
rk_status print_front(struct print *p, const struct rk_sheet *sheet, struct rk_err *err);
/* The annexes; `pages` gets how many pages there are with the front. */
rk_status print_annexes(struct print *p, const struct rk_sheet *sheet, struct rk_err *err);
/* Adds the language to a finished PDF by an incremental update. */
rk_status print_language(struct rk_str pdf, enum rk_lang lang, struct rk_buf *out,
                         struct rk_err *err);

#endif
