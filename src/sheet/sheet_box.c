/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of the page: change, doubt, silence; and what a number here means. */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

/* Figures named in one box; fewer where a map takes the room. */
enum { NAMED = 7, NAMED_CHANGED = 5, NAMED_MAP = 4, NAMED_CHANGED_MAP = 3 };

static void put_named(struct sheet_maker *m, struct sheet_pen *pen, const struct rk_figure *f)
{
    sheet_put(pen, sheet_of_figure(f, 0, sheet_label(m, f)));
    sheet_put(pen, sheet_letter(m, f));
}

static void put_rest(struct sheet_maker *m, struct sheet_pen *pen, int32_t rest)
{
    if (rest > 0)
        sheet_fill_text(pen, RK_MUTED, rk_plural(m->lang, "sheet.and_more", rest),
                        SHEET_ARGS({"n", sheet_count(m, 0, rest)}));
    else
        sheet_words(pen, 0, "sheet.stop");
}

static void put_before(struct sheet_maker *m, struct sheet_pen *pen, const struct rk_figure *f)
{
    const struct rk_str unit = rk_str_of(f->def->unit);
    sheet_words(pen, 0, "sheet.colon");
    if (f->had_before && !isnan(f->before)) {
        sheet_put(pen,
                  sheet_of_figure(f, RK_MUTED, sheet_value(m, f->before, f->before, unit)));
        sheet_words(pen, RK_MUTED, "sheet.arrow");
    }
    sheet_put(pen, sheet_of_figure(f, RK_STRONG, sheet_figure_value(m, f)));
}

bool sheet_is_contradicted(struct sheet_maker *m, const struct rk_figure *f)
{
    return f->known && f->conflict && !sheet_in_section(f, "other") && sheet_shows_figure(m, f);
}

bool sheet_is_changed(struct sheet_maker *m, const struct rk_figure *f)
{
    return f->changed && !sheet_in_section(f, "other") && sheet_shows_figure(m, f);
}

static bool is_unknown(struct sheet_maker *m, const struct rk_figure *f)
{
    return !f->known && f->def->on_sheet && sheet_shows_figure(m, f);
}

/* Names the figures that fit, those of the front page first; the number of all. */
static int32_t put_all(struct sheet_maker *m, struct sheet_pen *pen, int32_t named,
                       bool (*fits)(struct sheet_maker *m, const struct rk_figure *f),
                       void (*after)(struct sheet_maker *m, struct sheet_pen *pen,
                                     const struct rk_figure *f))
{
    int32_t found = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < m->report->figure_count; i++) {
            const struct rk_figure *f = &m->report->figures[i];
            if (f->def->on_sheet != (pass == 0) || !fits(m, f) || found++ >= named)
                continue;
            if (found > 1)
                sheet_words(pen, 0, "sheet.semicolon");
            put_named(m, pen, f);
            if (after)
                after(m, pen, f);
        }
    }
    if (found > 0)
        put_rest(m, pen, found > named ? found - named : 0);
    return found;
}

static struct rk_line since_line(struct sheet_maker *m)
{
    struct sheet_pen pen;
    bool compared = false;
    sheet_pen_start(&pen, m);
    sheet_words(&pen, RK_STRONG, "sheet.box.since");
    sheet_space(&pen);
    for (int32_t i = 0; i < m->report->figure_count; i++)
        compared |= m->report->figures[i].had_before;
    if (!compared)
        sheet_words(&pen, 0, "sheet.box.first_edition");
    else if (put_all(m, &pen, m->short_box ? NAMED_CHANGED_MAP : NAMED_CHANGED,
                     sheet_is_changed, put_before) == 0)
        sheet_words(&pen, 0, "sheet.box.nothing_changed");
    return sheet_line(&pen);
}

static struct rk_line contradicted_line(struct sheet_maker *m)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_words(&pen, RK_STRONG | RK_ALERT, "sheet.box.contradicted");
    sheet_space(&pen);
    if (put_all(m, &pen, m->short_box ? NAMED_MAP : NAMED, sheet_is_contradicted, NULL) == 0)
        sheet_words(&pen, 0, "sheet.box.nobody_contradicts");
    return sheet_line(&pen);
}

static struct rk_line unknown_line(struct sheet_maker *m)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_words(&pen, RK_STRONG, "sheet.box.unknown");
    sheet_space(&pen);
    if (put_all(m, &pen, m->short_box ? NAMED_MAP : NAMED, is_unknown, NULL) == 0)
        sheet_words(&pen, 0, "sheet.box.all_said");
    return sheet_line(&pen);
}

void sheet_make_box(struct sheet_maker *m, struct rk_sheet *out)
{
    m->short_box = out->map[0].count > 0;
    if (m->options.edition != RK_PUBLIC)
        out->box[0] = since_line(m);
    out->box[1] = contradicted_line(m);
    out->box[2] = unknown_line(m);
}

/* ---- foot ------------------------------------------------------------------------------ */

static struct rk_str short_root(struct sheet_maker *m)
{
    const struct rk_str root = m->report->root_hex;
    if (root.len < 16)
        return root;
    return rk_str_printf(m->keep, "%.8s…%.8s", root.at, root.at + root.len - 8);
}

void sheet_make_foot(struct sheet_maker *m, struct rk_sheet *out)
{
    struct sheet_pen pen;
    const struct rk_report *r = m->report;
    sheet_pen_start(&pen, m);
    sheet_words(&pen, RK_MUTED, "sheet.foot.meaning");
    if (m->options.copy > 0 && m->options.edition != RK_PUBLIC) {
        sheet_space(&pen);
        sheet_fill(&pen, RK_STRONG, "sheet.foot.copy",
                   SHEET_ARGS({"n", sheet_count(m, 0, m->options.copy)},
                              {"of", sheet_count(m, 0, m->options.copies)}));
    }
    out->foot[0] = sheet_line(&pen);

    sheet_pen_start(&pen, m);
    sheet_fill_text(&pen, RK_MUTED, rk_plural(m->lang, "sheet.foot.acts", r->acts),
                    SHEET_ARGS({"n", sheet_count(m, 0, r->acts)}));
    sheet_words(&pen, RK_MUTED, "sheet.comma");
    sheet_fill_text(&pen, RK_MUTED, rk_plural(m->lang, "sheet.foot.claims", r->claims),
                    SHEET_ARGS({"n", sheet_count(m, 0, r->claims)}));
    if (r->root_hex.len > 0)
        sheet_fill(&pen, RK_MUTED, "sheet.foot.root",
                   SHEET_ARGS({"root", sheet_of_ledger(0, short_root(m))}));
    out->foot[1] = sheet_line(&pen);
}
