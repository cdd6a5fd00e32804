/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok-print, inside: forms and lists set in PT Sans for a poor black-and-white printer. */
#ifndef PRESS_INTERNAL_H
#define PRESS_INTERNAL_H

#define RK_PAPER_ROOM
#include "paper_internal.h"

#include <pango/pangocairo.h>

/* All lengths in points; MM(x) for millimetres. */
#define MM(x) ((x)*72.0 / 25.4)
static const double a4_short = MM(210.0), a4_long = MM(297.0);
static const double rule_thin = 0.5, rule_thick = 1.1;

enum { PRESS_STRONG = 1, PRESS_SLANT = 2 };

struct press {
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *text;
    PangoLanguage *language[RK_LANGS];
    enum rk_lang lang; /* set large; the other one small */
    double tight;      /* 0: generous … 1: as close as still can be filled in */
    struct rk_arena *keep;
    const char *page; /* what is being printed, for errors */
    rk_status status; /* the first failure; nothing is painted after it */
    struct rk_err *err;
};

void press_fail(struct press *p, const char *fmt, ...) RK_PRINTF(2, 3);

/* A stretch of text of one look. */
struct press_run {
    struct rk_str text;
    double size;
    unsigned look;
    enum rk_lang lang;
};

/* A paragraph that has been set and not yet painted. */
struct press_block {
    PangoLayout *layout;
    double width, height; /* of what is inked */
};

struct press_style {
    double width;  /* 0: one line, however long */
    int align;     /* -1 left, 0 centred, 1 right */
    bool anywhere; /* a word may be broken; else one too long for the width is a failure */
};

struct press_block press_set(struct press *p, const struct press_run *runs, int count,
                             struct press_style style);
/* Paints it and lets go of it; press_drop only lets go. */
void press_paint(struct press *p, struct press_block *block, double x, double y);
void press_drop(struct press_block *block);
/* One run on one line within `width`, which it must fit; its height. align as above. */
double press_line(struct press *p, struct rk_str text, double size, unsigned look, double x,
                  double y, double width, int align);

void press_rule(struct press *p, double x1, double y1, double x2, double y2, double thickness);
void press_box(struct press *p, double x, double y, double width, double height,
               double thickness);
/* `name` of the vocabulary's words in the large language or the small one. */
struct rk_str press_word(const struct press *p, const char *key);
struct rk_str press_other(const struct press *p, const char *key);
enum rk_lang press_small(const struct press *p);

/* A field in its box. `height` 0: only measured. Gives the height it needs. */
double press_field(struct press *p, const struct rk_form_field *field, double x, double y,
                   double width, double height);
/* A length between generous and tight. */
double press_between(const struct press *p, double generous, double tight);
/* Whether more height would give more room to write. */
bool press_field_grows(const struct rk_form_field *field);
/* The label of a field, set for this width. */
struct press_block press_label(struct press *p, const struct rk_form_field *field,
                               double width);

/* One page. number < 0: room to write it by hand. */
void press_form(struct press *p, const struct rk_form *form, const struct rk_forms_order *order,
                int32_t number);
void press_list(struct press *p, const struct rk_paper_list *list);

/* No network, no other program, no file to write. */
bool press_jail(void);

#endif
