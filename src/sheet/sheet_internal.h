/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet, inside: how the page is put together. Only the sheet room and its helper include this.
 */
#ifndef SHEET_INTERNAL_H
#define SHEET_INTERNAL_H

#ifndef RK_SHEET_ROOM
#error "sheet_internal.h is private to the sheet room"
#endif

#include "rk_sheet.h"

/* Who makes the page and from what. `failed` is sticky: an arena ran out. */
struct sheet_maker {
    const struct rk_report *report;
    struct rk_sheet_options options;
    enum rk_lang lang;
    struct rk_arena *keep;
    bool short_box; /* the map needs the room */
    bool failed;
};

/* ---- sheet_pen.c: a line in the making ------------------------------------------------- */

enum { SHEET_RUNS = 240 };
struct sheet_pen {
    struct sheet_maker *m;
    int32_t count;
    struct rk_run runs[SHEET_RUNS];
};
struct sheet_arg { /* fills {name} in a template */
    const char *name;
    struct rk_run run;
};
#define SHEET_ARGS(...)                                                                        \
    (const struct sheet_arg[]){__VA_ARGS__}, RK_COUNT(((const struct sheet_arg[]){__VA_ARGS__}))

void sheet_pen_start(struct sheet_pen *pen, struct sheet_maker *m);
/* The words of `key`, *starred* parts strong; {name} is replaced by the argument of that name.
 */
void sheet_words(struct sheet_pen *pen, unsigned look, const char *key);
void sheet_fill(struct sheet_pen *pen, unsigned look, const char *key,
                const struct sheet_arg *args, ptrdiff_t count);
void sheet_fill_text(struct sheet_pen *pen, unsigned look, const char *text,
                     const struct sheet_arg *args, ptrdiff_t count);
void sheet_put(struct sheet_pen *pen, struct rk_run run);
void sheet_space(struct sheet_pen *pen); /* between two sentences; nothing at the start */
struct rk_line sheet_line(const struct sheet_pen *pen); /* kept */
struct rk_line sheet_line_of(struct sheet_maker *m, unsigned look, const char *key);

/* ---- sheet_say.c: runs that point at what they say ------------------------------------- */

struct rk_run sheet_of_figure(const struct rk_figure *f, unsigned look, struct rk_str text);
struct rk_run sheet_of_statement(const struct rk_statement *s, unsigned look,
                                 struct rk_str text);
struct rk_run sheet_of_ledger(unsigned look, struct rk_str text);
struct rk_run sheet_count(struct sheet_maker *m, unsigned look, int64_t n);
struct rk_run sheet_day(struct sheet_maker *m, unsigned look, rk_day day); /* 12.09.2022 */
struct rk_run sheet_long_day(struct sheet_maker *m, unsigned look, rk_day day);
struct rk_str sheet_when(struct sheet_maker *m, struct rk_when when);
/* "at least" in the language, "" when the value stands as it is. */
const char *sheet_bound(struct sheet_maker *m, enum rk_bound bound);
bool sheet_is_state(const struct rk_figure *f);
/* A value of a unit ("1 000", "30–35 %", "under 3" in the public edition); no bound word. */
struct rk_str sheet_value(struct sheet_maker *m, double low, double high, struct rk_str unit);
/* A state as said, untranslated: the value's words, or the definition where the value is "yes".
 */
struct rk_str sheet_figure_state(struct sheet_maker *m, const struct rk_figure *f);
struct rk_str sheet_statement_state(struct sheet_maker *m, const struct rk_statement *s);
struct rk_str sheet_figure_value(struct sheet_maker *m, const struct rk_figure *f);
struct rk_str sheet_statement_value(struct sheet_maker *m, const struct rk_statement *s);
/* "at least 1,000" in one text. */
struct rk_str sheet_bound_value(struct sheet_maker *m, enum rk_bound bound,
                                struct rk_str value);
struct rk_str sheet_of_how_many(struct sheet_maker *m, struct rk_str of, bool alone);
struct rk_str sheet_label(struct sheet_maker *m, const struct rk_figure *f);

/* ---- sheet_quote.c: what was said, in the page's language where the vocabulary knows it  */

struct sheet_quote {
    struct rk_str text;
    bool foreign; /* not in the page's language: shown as said */
    bool known;   /* the vocabulary holds it */
};
struct sheet_quote sheet_quote(struct sheet_maker *m, struct rk_str said);
/* Quotation marks, dashes, no-break spaces of the language. */
struct rk_str sheet_typography(struct rk_arena *keep, enum rk_lang lang, struct rk_str text);

/* ---- sheet_edition.c: what an edition shows -------------------------------------------- */

bool sheet_shows_figure(struct sheet_maker *m, const struct rk_figure *f);
bool sheet_shows_statement(struct sheet_maker *m, const struct rk_statement *s);
/* Free text as this edition may show it; empty text: it may not. */
struct sheet_quote sheet_shown(struct sheet_maker *m, struct rk_str said);
/* Who said it: name and role, role only, or that the source is sealed. */
struct sheet_quote sheet_who(struct sheet_maker *m, const struct rk_statement *s, bool full);
bool sheet_names_a_place(struct rk_str text); /* coordinates, street, house number, telephone */

/* ---- the parts of the page ------------------------------------------------------------- */

const struct rk_figure *sheet_find(struct sheet_maker *m, const char *id);
bool sheet_in_section(const struct rk_figure *f, const char *section);
void sheet_make_row(struct sheet_maker *m, const struct rk_figure *f, struct rk_row *row);
struct rk_run sheet_letter(struct sheet_maker *m, const struct rk_figure *f);
struct rk_str sheet_anchor(struct sheet_maker *m, const char *prefix, const char *id);
void sheet_make_section(struct sheet_maker *m, const char *id, struct rk_section *out);
void sheet_make_lead(struct sheet_maker *m, struct rk_sheet *out);
void sheet_make_head(struct sheet_maker *m, struct rk_sheet *out);
void sheet_make_box(struct sheet_maker *m, struct rk_sheet *out);
void sheet_make_foot(struct sheet_maker *m, struct rk_sheet *out);
/* What annexes share: a table to be filled, and the cells that say who and when. */
struct rk_table sheet_table_of(struct sheet_maker *m, int32_t columns, int32_t rows,
                               const char *const heads[], const double *shares,
                               const bool *numeric, struct rk_line **cells,
                               struct rk_str **anchors);
void sheet_put_said(struct sheet_pen *pen, const struct rk_statement *s, unsigned look,
                    struct sheet_quote q);
struct rk_line sheet_who_cell(struct sheet_maker *m, const struct rk_statement *s);
struct rk_line sheet_when_cell(struct sheet_maker *m, const struct rk_statement *s);
int32_t sheet_count_shown(struct sheet_maker *m, const struct rk_statement *s, int32_t n);
void sheet_make_annex_a(struct sheet_maker *m, const struct rk_sheet *sheet,
                        struct rk_annex *out);
void sheet_make_annexes(struct sheet_maker *m, struct rk_scratch scratch, struct rk_sheet *out);
void sheet_make_chart(struct sheet_maker *m, struct rk_scratch scratch, struct rk_sheet *out);
void sheet_make_map(struct sheet_maker *m, struct rk_scratch scratch, struct rk_sheet *out);
void sheet_make_large_map(struct sheet_maker *m, struct rk_scratch scratch,
                          struct rk_drawing *out);
/* Minutes to a hospital, when the report has them and the edition is the inside one. */
void sheet_make_minutes(struct sheet_maker *m, struct rk_scratch scratch,
                        struct rk_drawing *out);
/* Lists of a section that the edition shows: on the front page, and all of them. */
bool sheet_shows_list(struct sheet_maker *m, const struct rk_list *list);
/* The figure stands in a table of the front page. */
bool sheet_on_front_list(struct sheet_maker *m, const char *section, const struct rk_figure *f);
void sheet_make_front_lists(struct sheet_maker *m, struct rk_section *out);
int32_t sheet_make_list_annexes(struct sheet_maker *m, struct rk_scratch scratch,
                                struct rk_annex *out);
/* A chart of the report as bars over days. */
void sheet_make_bars(struct sheet_maker *m, const struct rk_chart *chart,
                     struct rk_drawing *out);
/* The pipes of boiler houses, a panel each. */
void sheet_make_network(struct sheet_maker *m, const struct rk_network *net,
                        struct rk_drawing *out);
bool sheet_lists_are_good(const struct rk_report *report, struct rk_err *err);
void sheet_make_qr(struct sheet_maker *m, struct rk_sheet *out);
/* Figures of the town that others contradict, that changed: not tasks and other words. */
bool sheet_is_contradicted(struct sheet_maker *m, const struct rk_figure *f);
bool sheet_is_changed(struct sheet_maker *m, const struct rk_figure *f);
struct rk_line sheet_others(struct sheet_maker *m, const struct rk_figure *f);

/* ---- sheet_advance.c: how wide letters are --------------------------------------------- */

/* Width of a text in PT Sans of 1 point; unknown characters count as wide ones. */
double sheet_text_width(struct rk_str text, bool strong);

/* ---- sheet_wire.c: the page on its way to the helper ----------------------------------- */

void sheet_wire(const struct rk_sheet *sheet, struct rk_buf *out);
rk_status sheet_unwire(struct rk_str json, struct rk_arena *keep, struct rk_sheet *out,
                       int32_t *day, struct rk_err *err);

/* ---- for renderers --------------------------------------------------------------------- */

void sheet_svg(const struct rk_drawing *drawing, const char *class_name, struct rk_buf *out);
void sheet_escape(struct rk_str text, struct rk_buf *out);

#endif
