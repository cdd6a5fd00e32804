/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page as data: docs/formats/sheet.md. Canonical (RFC 8785), so equal pages are equal
 * bytes. */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_date.h"
#include "rk_json.h"

static void key(struct rk_json_out *w, const char *name)
{
    rk_json_key(w, rk_str_of(name));
}

enum { TEXT_BYTES = 1 << 16 };

/* The line as plain text without its letters. */
static void add_line(struct rk_buf *text, const struct rk_line *line)
{
    for (int32_t i = 0; i < line->count; i++)
        if (!(line->runs[i].look & RK_LETTER))
            rk_buf_add(text, line->runs[i].text);
}

static void line_json(struct rk_json_out *w, const struct rk_line *line)
{
    char room[TEXT_BYTES];
    struct rk_buf text = {room, 0, sizeof room, false};
    add_line(&text, line);
    w->failed |= text.failed;
    rk_json_str(w, rk_buf_str(&text));
}

static const char *bound_id(enum rk_bound bound)
{
    static const char *const ids[] = {"exact",   "about", "at_least", "more_than",
                                      "at_most", "range", "state"};
    return ids[bound];
}

static void table_json(struct rk_json_out *w, const struct rk_table *t)
{
    rk_json_object(w);
    key(w, "head");
    rk_json_array(w);
    for (int32_t c = 0; c < t->columns; c++)
        line_json(w, &t->head[c]);
    rk_json_array_end(w);
    key(w, "rows");
    rk_json_array(w);
    for (int32_t r = 0; r < t->rows; r++) {
        rk_json_array(w);
        for (int32_t c = 0; c < t->columns; c++)
            line_json(w, &t->cells[r * t->columns + c]);
        rk_json_array_end(w);
    }
    rk_json_array_end(w);
    rk_json_object_end(w);
}

static void point_json(struct rk_json_out *w, const struct rk_sheet *sheet, int32_t i)
{
    const struct rk_statement *s = sheet->points[i].statement;
    const struct rk_figure *f = sheet->points[i].figure;
    rk_json_object(w);
    rk_json_kstr(w, "bound", rk_str_of(bound_id(s->bound)));
    if (sheet->options.edition != RK_PUBLIC)
        rk_json_kstr(w, "claim", s->claim);
    key(w, "counted");
    line_json(w, &sheet->points[i].counted);
    rk_json_kstr(w, "figure", rk_str_of(f->def->id));
    rk_json_knum(w, "high", s->value_high);
    rk_json_knum(w, "low", s->value_low);
    rk_json_object_end(w);
}

static void chart_json(struct rk_json_out *w, const struct rk_sheet *s)
{
    rk_json_object(w);
    rk_json_kstr(w, "id", RK_STR("destroyed.percent"));
    key(w, "points");
    rk_json_array(w);
    for (int32_t i = 0; i < s->point_count; i++)
        point_json(w, s, i);
    rk_json_array_end(w);
    key(w, "title");
    line_json(w, &s->chart_title);
    rk_json_object_end(w);
}

/* What the map says: no coordinates, which nobody needs twice. */
static void map_json(struct rk_json_out *w, const struct rk_sheet *s)
{
    rk_json_object(w);
    key(w, "districts");
    rk_json_array(w);
    for (int32_t i = 0; i < s->district_count; i++) {
        const struct rk_map_district *d = &s->districts[i];
        rk_json_object(w);
        rk_json_kint(w, "buildings", d->buildings);
        rk_json_knum(w, "damaged", d->damaged);
        rk_json_kstr(w, "name", d->name.at ? d->name : RK_STR(""));
        rk_json_kint(w, "seen", d->seen);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
    rk_json_kstr(w, "id", RK_STR("town.map"));
    key(w, "text");
    line_json(w, &s->map[0].alt);
    key(w, "title");
    line_json(w, &s->map_title);
    rk_json_object_end(w);
}

static const char *look_id(uint8_t look)
{
    static const char *const ids[] = {"work", "wait", "part", "warm"};
    return ids[look];
}

static void day_json(struct rk_json_out *w, const char *name, rk_day day)
{
    char iso[12] = "";
    if (day != RK_DAY_NONE)
        rk_day_iso(day, iso);
    rk_json_kstr(w, name, rk_str_of(iso));
}

/* Days after `first`, to a hundredth; beyond the last day null. */
static void bar_json(struct rk_json_out *w, const struct rk_chart *chart,
                     const struct rk_chart_bar *bar)
{
    const double to = (double)bar->to;
    rk_json_object(w);
    rk_json_knum(w, "from", floor((double)bar->from * 100.0 + 0.5) / 100.0);
    rk_json_kstr(w, "look", rk_str_of(look_id(bar->look)));
    rk_json_knum(w, "to", to > chart->days ? RK_NAN : floor(to * 100.0 + 0.5) / 100.0);
    rk_json_object_end(w);
}

static void bars_json(struct rk_json_out *w, const struct rk_annex_part *part)
{
    const struct rk_chart *chart = part->chart;
    rk_json_object(w);
    rk_json_kint(w, "days", chart->days);
    day_json(w, "first", chart->first);
    rk_json_kstr(w, "id", rk_str_of(chart->id));
    rk_json_kint(w, "left_out", chart->left_out);
    day_json(w, "line", chart->line);
    key(w, "note");
    line_json(w, &part->below);
    key(w, "rows");
    rk_json_array(w);
    for (int32_t r = 0; r < chart->rows; r++) {
        const struct rk_chart_row *row = &chart->row[r];
        rk_json_object(w);
        key(w, "bars");
        rk_json_array(w);
        for (int32_t k = 0; k < row->bars; k++)
            bar_json(w, chart, &row->bar[k]);
        rk_json_array_end(w);
        rk_json_kstr(w, "beside", row->beside.at ? row->beside : RK_STR(""));
        rk_json_kstr(w, "label", row->label.at ? row->label : RK_STR(""));
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
    key(w, "title");
    line_json(w, &part->title);
    rk_json_object_end(w);
}

static void list_json(struct rk_json_out *w, const struct rk_annex_part *part)
{
    const struct rk_table *t = &part->table;
    rk_json_object(w);
    rk_json_kbool(w, "front", part->list->front);
    key(w, "head");
    rk_json_array(w);
    for (int32_t c = 0; c < t->columns; c++)
        line_json(w, &t->head[c]);
    rk_json_array_end(w);
    rk_json_kstr(w, "id", rk_str_of(part->list->id));
    rk_json_kint(w, "left_out", part->list->left_out);
    key(w, "note");
    line_json(w, &part->below);
    key(w, "rows");
    rk_json_array(w);
    for (int32_t r = 0; r < t->rows; r++) {
        rk_json_array(w);
        for (int32_t c = 0; c < t->columns; c++)
            line_json(w, &t->cells[(ptrdiff_t)r * t->columns + c]);
        rk_json_array_end(w);
    }
    rk_json_array_end(w);
    key(w, "title");
    line_json(w, &part->title);
    rk_json_object_end(w);
}

static void all_bars_json(struct rk_json_out *w, const struct rk_sheet *s,
                          struct rk_str section)
{
    for (int i = 0; i < s->annex_count; i++)
        for (int32_t k = 0; k < s->annexes[i].part_count; k++) {
            const struct rk_annex_part *part = &s->annexes[i].parts[k];
            if (part->chart && rk_str_eq(rk_str_of(part->chart->section), section))
                bars_json(w, part);
        }
}

/* All lists of the section that this edition holds. */
static void lists_json(struct rk_json_out *w, const struct rk_sheet *s, struct rk_str section)
{
    for (int i = 0; i < s->annex_count; i++) {
        for (int32_t k = 0; k < s->annexes[i].part_count; k++) {
            const struct rk_annex_part *part = &s->annexes[i].parts[k];
            if (part->list && rk_str_eq(rk_str_of(part->list->section), section))
                list_json(w, part);
        }
    }
}

/* One line of text for each line of the page. */
static void text_json(struct rk_json_out *w, const struct rk_section *q)
{
    char room[TEXT_BYTES];
    struct rk_buf text = {room, 0, sizeof room, false};
    for (int32_t i = 0; i <= q->row_count; i++) {
        const struct rk_row *row = &q->rows[i];
        const struct rk_line none = {0};
        const bool last = i == q->row_count;
        const struct rk_line lines[] = {last ? q->unknown : row->number,
                                        last ? none : row->text, last ? none : row->detail,
                                        last ? none : row->source, last ? none : row->others};
        for (ptrdiff_t k = 0; k < RK_COUNT(lines); k++) {
            if (lines[k].count > 0 && text.len > 0)
                rk_buf_char(&text, '\n');
            add_line(&text, &lines[k]);
        }
    }
    w->failed |= text.failed;
    rk_json_str(w, rk_buf_str(&text));
}

static void section_json(struct rk_json_out *w, const struct rk_sheet *s,
                         const struct rk_section *q)
{
    rk_json_object(w);
    key(w, "charts");
    rk_json_array(w);
    if (rk_str_eq(q->id, RK_STR("destroyed")) && s->point_count > 0)
        chart_json(w, s);
    if (rk_str_eq(q->id, RK_STR("destroyed")) && s->map[0].count > 0)
        map_json(w, s);
    all_bars_json(w, s, q->id);
    rk_json_array_end(w);
    key(w, "figures");
    rk_json_array(w);
    for (int32_t i = 0; i < q->figure_count; i++)
        if (q->figures[i]->def->on_sheet)
            rk_json_str(w, rk_str_of(q->figures[i]->def->id));
    rk_json_array_end(w);
    rk_json_kstr(w, "id", q->id);
    key(w, "tables");
    rk_json_array(w);
    if (q->table.rows > 0)
        table_json(w, &q->table);
    lists_json(w, s, q->id);
    rk_json_array_end(w);
    key(w, "text");
    text_json(w, q);
    key(w, "title");
    line_json(w, &q->title);
    rk_json_object_end(w);
}

void rk_sheet_json(const struct rk_sheet *s, struct rk_buf *out)
{
    char day[12];
    const struct rk_report *r = s->report;
    struct rk_json_out w = rk_json_write(out);
    rk_day_iso(r->day, day);
    rk_json_object(&w);
    rk_json_kstr(&w, "checkpoint", r->checkpoint.at ? r->checkpoint : RK_STR(""));
    rk_json_kstr(&w, "day", rk_str_of(day));
    rk_json_kstr(&w, "edition", rk_str_of(rk_edition_id(s->options.edition)));
    rk_json_kstr(&w, "katottg", r->katottg.at ? r->katottg : RK_STR(""));
    rk_json_kstr(&w, "lang", s->options.lang == RK_UK ? RK_STR("uk") : RK_STR("en"));
    rk_json_kint(&w, "number", r->number);
    key(&w, "sections");
    rk_json_array(&w);
    for (int i = 0; i < RK_SECTIONS; i++)
        section_json(&w, s, &s->sections[i]);
    rk_json_array_end(&w);
    rk_json_kstr(&w, "town", s->options.lang == RK_UK ? r->town_uk : r->town_en);
    rk_json_object_end(&w);
    out->failed |= w.failed;
}
