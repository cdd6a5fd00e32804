/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page on its way to the helper: one flat JSON array of numbers and texts, written and read
 * by the same walk, so that the two ends cannot differ. Figures and statements stay behind:
 * what is printed has been made from them already.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_json.h"

enum { WIRE_VERSION = 4, WIRE_MOST = 1 << 20 };

struct wire {
    struct rk_json_out *to; /* writing */
    struct rk_json *from;   /* reading */
    struct rk_arena *keep;
    bool failed;
};

static void walk_number(struct wire *w, double *x)
{
    if (w->to) {
        rk_json_number(w->to, *x);
    } else if (w->failed || rk_json_next(w->from) != RK_JSON_NUMBER) {
        w->failed = true;
        *x = 0.0;
    } else {
        *x = w->from->number;
    }
}

static void walk_count(struct wire *w, int32_t *n)
{
    double x = *n;
    walk_number(w, &x);
    w->failed |= !(x >= 0.0 && x <= WIRE_MOST && x == floor(x));
    *n = w->failed ? 0 : (int32_t)x;
}

static void walk_text(struct wire *w, struct rk_str *s)
{
    if (w->to) {
        rk_json_str(w->to, s->at ? *s : RK_STR(""));
    } else if (w->failed || rk_json_next(w->from) != RK_JSON_STRING) {
        w->failed = true;
        *s = (struct rk_str){0};
    } else {
        *s = w->from->text;
    }
}

/* An array whose pointer is const in the page: each item is walked as a copy. */
#define WALK(w, type, field, count, each)                                                      \
    do {                                                                                       \
        type *items_ = (w)->to ? NULL : RK_NEW((w)->keep, type, (count));                      \
        (w)->failed |= !(w)->to && !items_ && (count) > 0;                                     \
        for (int32_t i_ = 0; i_ < (count) && !(w)->failed; i_++) {                             \
            type item_ = {0};                                                                  \
            if ((w)->to)                                                                       \
                item_ = (field)[i_];                                                           \
            each((w), &item_);                                                                 \
            if (items_)                                                                        \
                items_[i_] = item_;                                                            \
        }                                                                                      \
        if (items_)                                                                            \
            (field) = items_;                                                                  \
    } while (0)

static void walk_run(struct wire *w, struct rk_run *run)
{
    double look = run->look;
    walk_number(w, &look);
    run->look = (unsigned)look & 63u;
    walk_text(w, &run->text);
    walk_text(w, &run->link);
}

static void walk_line(struct wire *w, struct rk_line *line)
{
    walk_count(w, &line->count);
    WALK(w, struct rk_run, line->runs, line->count, walk_run);
}

static void walk_flag(struct wire *w, bool *flag)
{
    double x = *flag;
    walk_number(w, &x);
    *flag = x > 0.0;
}

static void walk_spot(struct wire *w, struct rk_spot *spot)
{
    walk_number(w, &spot->x);
    walk_number(w, &spot->y);
}

static void walk_mark(struct wire *w, struct rk_mark *mark)
{
    double kind = mark->kind, ink = mark->ink, anchor = mark->anchor;
    walk_number(w, &kind);
    walk_number(w, &ink);
    walk_number(w, &mark->x);
    walk_number(w, &mark->y);
    walk_number(w, &mark->x2);
    walk_number(w, &mark->y2);
    walk_number(w, &mark->width);
    walk_number(w, &anchor);
    walk_flag(w, &mark->strong);
    walk_flag(w, &mark->halo);
    w->failed |= !(kind >= RK_MARK_LINE && kind <= RK_MARK_LAST && ink >= RK_INK &&
                   ink <= RK_INK_LAST && anchor >= -1 && anchor <= 1);
    if (w->failed)
        return;
    mark->kind = (enum rk_mark_kind)kind;
    mark->ink = (enum rk_ink)ink;
    mark->anchor = (int)anchor;
    if (mark->kind == RK_MARK_TEXT)
        walk_run(w, &mark->run);
    if (mark->kind >= RK_MARK_AREA) {
        walk_count(w, &mark->point_count);
        WALK(w, struct rk_spot, mark->points, mark->point_count, walk_spot);
    }
}

static void walk_drawing(struct wire *w, struct rk_drawing *d)
{
    walk_number(w, &d->width);
    walk_number(w, &d->height);
    walk_count(w, &d->count);
    WALK(w, struct rk_mark, d->marks, d->count, walk_mark);
}

static void walk_table(struct wire *w, struct rk_table *t)
{
    walk_count(w, &t->columns);
    walk_count(w, &t->rows);
    if (t->rows == 0 || t->columns == 0 || t->rows > WIRE_MOST / t->columns) {
        w->failed |= t->rows > 0;
        return;
    }
    WALK(w, struct rk_line, t->head, t->columns, walk_line);
    WALK(w, struct rk_line, t->cells, t->rows * t->columns, walk_line);
    WALK(w, struct rk_str, t->anchors, t->rows, walk_text);
    WALK(w, double, t->shares, t->columns, walk_number);
    WALK(w, bool, t->numeric, t->columns, walk_flag);
}

static void walk_row(struct wire *w, struct rk_row *row)
{
    walk_text(w, &row->anchor);
    walk_flag(w, &row->wide);
    walk_line(w, &row->number);
    walk_line(w, &row->text);
    walk_line(w, &row->detail);
    walk_line(w, &row->source);
    walk_line(w, &row->others);
}

static void walk_list(struct wire *w, struct rk_list_table *l)
{
    walk_line(w, &l->title);
    walk_line(w, &l->below);
    walk_table(w, &l->table);
}

static void walk_section(struct wire *w, struct rk_section *s)
{
    int32_t more = s->more ? s->row_count + s->table.rows + 1 : 0;
    walk_text(w, &s->id);
    walk_line(w, &s->title);
    walk_count(w, &s->row_count);
    WALK(w, struct rk_row, s->rows, s->row_count, walk_row);
    walk_table(w, &s->table);
    walk_line(w, &s->unknown);
    walk_count(w, &more);
    w->failed |= more != s->row_count + s->table.rows + 1;
    WALK(w, struct rk_line, s->more, more, walk_line);
    walk_count(w, &s->list_count);
    WALK(w, struct rk_list_table, s->lists, s->list_count, walk_list);
    more = s->more_lists ? s->list_count + 1 : 0;
    walk_count(w, &more);
    w->failed |= more != (s->list_count > 0 ? s->list_count + 1 : 0);
    WALK(w, struct rk_line, s->more_lists, more, walk_line);
}

static void walk_part(struct wire *w, struct rk_annex_part *p)
{
    walk_text(w, &p->anchor);
    walk_line(w, &p->title);
    walk_count(w, &p->line_count);
    WALK(w, struct rk_line, p->lines, p->line_count, walk_line);
    walk_drawing(w, &p->drawing);
    walk_table(w, &p->table);
    walk_line(w, &p->below);
}

static void walk_annex(struct wire *w, struct rk_annex *a)
{
    walk_text(w, &a->id);
    walk_line(w, &a->title);
    walk_line(w, &a->intro);
    walk_drawing(w, &a->drawing);
    walk_count(w, &a->part_count);
    WALK(w, struct rk_annex_part, a->parts, a->part_count, walk_part);
}

static void walk_sheet(struct wire *w, struct rk_sheet *s, int32_t *day)
{
    int32_t version = WIRE_VERSION, lang = (int32_t)s->options.lang;
    walk_count(w, &version);
    walk_count(w, &lang);
    walk_count(w, day);
    w->failed |= version != WIRE_VERSION || lang >= RK_LANGS;
    if (w->failed)
        return;
    s->options.lang = (enum rk_lang)lang;
    struct rk_line *const lines[] = {
        &s->title,   &s->below,     &s->aside[0],    &s->aside[1],     &s->aside[2],
        &s->lead,    &s->town,      &s->chart_title, &s->chart_note,   &s->box[0],
        &s->box[1],  &s->box[2],    &s->foot[0],     &s->foot[1],      &s->annexes_title,
        &s->page_of, &s->map_title, &s->map_note,    &s->beside_title, &s->beside_note,
        &s->tasks};
    for (ptrdiff_t i = 0; i < RK_COUNT(lines); i++)
        walk_line(w, lines[i]);
    for (int i = 0; i < RK_SECTIONS; i++)
        walk_section(w, &s->sections[i]);
    walk_drawing(w, &s->chart[0]);
    walk_drawing(w, &s->map[0]);
    walk_drawing(w, &s->beside);
    walk_drawing(w, &s->qr);
    walk_count(w, &s->annex_count);
    w->failed |= s->annex_count > RK_ANNEXES_MAX;
    for (int i = 0; i < s->annex_count && !w->failed; i++)
        walk_annex(w, &s->annexes[i]);
}

void sheet_wire(const struct rk_sheet *sheet, struct rk_buf *out)
{
    struct rk_json_out json = rk_json_write(out);
    struct wire w = {.to = &json};
    struct rk_sheet copy = *sheet;
    int32_t day = sheet->report->day;
    rk_json_array(&json);
    walk_sheet(&w, &copy, &day);
    rk_json_array_end(&json);
    out->failed |= w.failed || json.failed;
}

rk_status sheet_unwire(struct rk_str json, struct rk_arena *keep, struct rk_sheet *out,
                       int32_t *day, struct rk_err *err)
{
    struct rk_json reader = rk_json_read(json, keep);
    struct wire w = {.from = &reader, .keep = keep};
    *out = (struct rk_sheet){0};
    w.failed = rk_json_next(&reader) != RK_JSON_ARRAY;
    walk_sheet(&w, out, day);
    if (w.failed || rk_json_next(&reader) != RK_JSON_ARRAY_END ||
        rk_json_next(&reader) != RK_JSON_END)
        return rk_fail(err, RK_EINVAL, "ranok-sheet", "not a page: byte %td", reader.offset);
    return RK_OK;
}
