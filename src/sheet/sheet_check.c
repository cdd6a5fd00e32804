/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page can vouch for itself: no digit on it that nobody said. */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

static bool holds_digit(struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9')
            return true;
    return false;
}

static bool is_backed(const struct rk_run *run)
{
    switch (run->from) {
    case RK_FROM_WORDS:
        return !holds_digit(run->text);
    case RK_FROM_FIGURE:
        return run->figure != NULL;
    case RK_FROM_STATEMENT:
        return run->statement != NULL;
    case RK_FROM_LEDGER:
    case RK_FROM_SCALE:
        break;
    }
    return true;
}

static const struct rk_run *line_bad(const struct rk_line *line)
{
    for (int32_t i = 0; i < line->count; i++)
        if (!is_backed(&line->runs[i]))
            return &line->runs[i];
    return NULL;
}

static const struct rk_run *lines_bad(const struct rk_line *lines, ptrdiff_t count)
{
    const struct rk_run *bad = NULL;
    for (ptrdiff_t i = 0; i < count && !bad; i++)
        bad = line_bad(&lines[i]);
    return bad;
}

static const struct rk_run *table_bad(const struct rk_table *t)
{
    const struct rk_run *bad = t->rows > 0 ? lines_bad(t->head, t->columns) : NULL;
    return bad ? bad : lines_bad(t->cells, (ptrdiff_t)t->rows * t->columns);
}

static const struct rk_run *section_bad(const struct rk_section *s)
{
    const struct rk_run *bad = line_bad(&s->title);
    for (int32_t i = 0; i < s->row_count && !bad; i++) {
        const struct rk_row *row = &s->rows[i];
        const struct rk_line lines[] = {row->number, row->text, row->detail, row->source,
                                        row->others};
        bad = lines_bad(lines, RK_COUNT(lines));
    }
    if (!bad)
        bad = table_bad(&s->table);
    for (int32_t i = 0; i < s->list_count && !bad; i++) {
        const struct rk_line lines[] = {s->lists[i].title, s->lists[i].below,
                                        s->more_lists[i + 1]};
        bad = lines_bad(lines, RK_COUNT(lines));
        if (!bad)
            bad = table_bad(&s->lists[i].table);
    }
    if (!bad)
        bad = line_bad(&s->unknown);
    return bad ? bad : lines_bad(s->more, s->more ? s->row_count + s->table.rows + 1 : 0);
}

static const struct rk_run *drawing_bad(const struct rk_drawing *d)
{
    for (int32_t i = 0; i < d->count; i++)
        if (d->marks[i].kind == RK_MARK_TEXT && !is_backed(&d->marks[i].run))
            return &d->marks[i].run;
    return line_bad(&d->alt);
}

static const struct rk_run *annex_bad(const struct rk_annex *a)
{
    const struct rk_run *bad = line_bad(&a->title);
    if (!bad)
        bad = line_bad(&a->intro);
    for (int32_t i = 0; i < a->part_count && !bad; i++) {
        bad = line_bad(&a->parts[i].title);
        if (!bad)
            bad = lines_bad(a->parts[i].lines, a->parts[i].line_count);
        if (!bad)
            bad = table_bad(&a->parts[i].table);
        if (!bad)
            bad = line_bad(&a->parts[i].below);
        if (!bad)
            bad = drawing_bad(&a->parts[i].drawing);
    }
    return bad ? bad : drawing_bad(&a->drawing);
}

rk_status rk_sheet_check(const struct rk_sheet *s, struct rk_err *err)
{
    const struct rk_line lines[] = {
        s->title,   s->below,     s->aside[0],    s->aside[1],     s->aside[2],
        s->lead,    s->town,      s->chart_title, s->chart_note,   s->box[0],
        s->box[1],  s->box[2],    s->foot[0],     s->foot[1],      s->annexes_title,
        s->page_of, s->map_title, s->map_note,    s->beside_title, s->beside_note};
    const struct rk_run *bad = lines_bad(lines, RK_COUNT(lines));
    for (int i = 0; i < RK_SECTIONS && !bad; i++)
        bad = section_bad(&s->sections[i]);
    for (int i = 0; i < RK_CHARTS && !bad; i++)
        bad = drawing_bad(&s->chart[i]);
    for (int i = 0; i < RK_CHARTS && !bad; i++)
        bad = drawing_bad(&s->map[i]);
    if (!bad)
        bad = drawing_bad(&s->beside);
    for (int i = 0; i < s->annex_count && !bad; i++)
        bad = annex_bad(&s->annexes[i]);
    if (!bad)
        bad = drawing_bad(&s->qr);
    if (bad)
        return rk_fail(err, RK_ECORRUPT, "sheet", "a number nobody said: %.*s",
                       RK_FMT(bad->text));
    return RK_OK;
}
