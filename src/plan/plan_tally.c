/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies and lists on their way into the report. */
#include "plan_internal.h"

bool plan_tally_open(struct plan *p, int64_t room, struct plan_tally *out)
{
    /* Most of the room is never written to, and must not take memory. */
    const ptrdiff_t rows = (ptrdiff_t)room + 1;
    *out =
        (struct plan_tally){.claim = rk_arena_room(p->keep, rows, (ptrdiff_t)sizeof(int64_t)),
                            .low = rk_arena_room(p->keep, rows, (ptrdiff_t)sizeof(double)),
                            .high = rk_arena_room(p->keep, rows, (ptrdiff_t)sizeof(double)),
                            .room = room};
    return !p->keep->failed;
}

void plan_tally_add(struct plan_tally *t, int64_t claim, double low, double high)
{
    if (claim < 0 || t->count >= t->room)
        return;
    t->claim[t->count] = claim;
    t->low[t->count] = low;
    t->high[t->count++] = high;
    t->of++;
}

void plan_tally_without(struct plan_tally *t, int64_t claim)
{
    const int64_t of = t->of;
    plan_tally_add(t, claim, 0.0, 0.0);
    t->of = of;
}

void plan_tally_drop_zeros(struct plan_tally *t)
{
    int64_t kept = 0;
    for (int64_t i = 0; i < t->count; i++) {
        if (t->low[i] == 0.0 && t->high[i] == 0.0)
            continue;
        t->claim[kept] = t->claim[i];
        t->low[kept] = t->low[i];
        t->high[kept++] = t->high[i];
    }
    if (kept)
        t->count = kept;
}

static int32_t figure_at(const struct plan *p, const char *figure)
{
    const struct rk_figure_def *def = rk_figure_def_find(rk_str_of(figure));
    return def ? (int32_t)(def - p->defs) : -1;
}

void plan_tally_close(struct plan *p, const struct plan_tally *t, const char *figure,
                      bool share, enum rk_bound bound)
{
    const int32_t at = figure_at(p, figure);
    struct rk_tally *made = at >= 0 && t->count ? RK_NEW(p->keep, struct rk_tally, 1) : NULL;
    if (!made)
        return;
    *made = (struct rk_tally){.claim = t->claim,
                              .low = t->low,
                              .high = t->high,
                              .count = t->count,
                              .of = t->of,
                              .share = share,
                              .bound = bound};
    p->tally[at] = made;
}

void plan_derived(struct plan *p, const struct plan_tally *t, const char *figure,
                  struct rk_str text)
{
    plan_tally_close(p, t, figure, false, RK_STATE);
    const int32_t at = figure_at(p, figure);
    if (at >= 0)
        p->text[at] = text;
}

void plan_detail(struct plan *p, const char *figure, struct rk_str text)
{
    const int32_t at = figure_at(p, figure);
    if (at >= 0)
        p->detail[at] = text;
}

void plan_say_counted(const struct plan *p, struct rk_buf *detail, const char *between,
                      const char *key, double n)
{
    if (!(n > 0.0))
        return;
    rk_buf_c(detail, detail->len ? between : "");
    rk_say_number(p->lang, n, 0, detail);
    rk_buf_printf(detail, " %s", rk_plural(p->lang, key, (int64_t)n));
}

void plan_definition(struct plan *p, const char *figure, const char *key)
{
    const int32_t at = figure_at(p, figure);
    if (at >= 0)
        p->definition[at] = key;
}

/* ---- lists ---------------------------------------------------------------------------------
 */

bool plan_list_open(struct plan *p, struct rk_list head, const struct rk_list_column *columns,
                    int32_t count, int32_t rows, struct plan_list *out)
{
    if (!p->lists || p->list_count >= p->list_room)
        return false;
    *out = (struct plan_list){
        .head = head,
        .cell = RK_NEW(p->keep, struct rk_list_cell, (int64_t)count * (rows + 1)),
        .room = rows};
    out->head.columns = count;
    out->head.column = columns;
    out->head.cell = out->cell;
    return out->cell != NULL;
}

struct rk_list_cell *plan_list_row(struct plan_list *l)
{
    if (l->head.rows >= l->room) {
        l->head.left_out++;
        return NULL;
    }
    struct rk_list_cell *row = l->cell + (ptrdiff_t)l->head.rows++ * l->head.columns;
    for (int32_t i = 0; i < l->head.columns; i++)
        row[i] = (struct rk_list_cell){.text = {"", 0}, .number = RK_NAN, .unit = ""};
    return row;
}

void plan_list_close(struct plan *p, struct plan_list *l)
{
    if (l->head.rows)
        p->list[p->list_count++] = l->head;
}

void plan_cell_text(struct rk_list_cell *c, struct rk_str text)
{
    c->text = text;
}

void plan_cell_number(struct rk_list_cell *c, double number, const char *unit)
{
    c->number = number;
    c->unit = unit;
}

void plan_cell_figure(struct plan *p, struct rk_list_cell *c, const char *figure)
{
    const int32_t at = figure_at(p, figure);
    c->figure = at >= 0 ? &p->figures[at] : NULL;
    c->unit = at >= 0 ? p->defs[at].unit : "";
}

void plan_cell_day(struct plan *p, struct rk_list_cell *c, rk_day day)
{
    if (day == RK_DAY_NONE)
        return;
    int year, month, of_month;
    rk_day_split(day, &year, &month, &of_month);
    c->text = p->lang == RK_UK ? rk_str_printf(p->keep, "%02d.%02d.%d", of_month, month, year)
                               : rk_str_printf(p->keep, "%d-%02d-%02d", year, month, of_month);
}
