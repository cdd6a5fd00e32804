/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report's lists as tables: small ones beside the rows of their question, all of them in
 * the annexes E to I. Who may hold a list is decided here, before any form of the page is made.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

enum { FRONT_COLUMNS = 6, FRONT_ROWS = 6, COLUMNS_MOST = 12, CELLS_MOST = 1 << 19 };

/* Widths of tables, and of the white between columns, in the size of their letters. */
static const double front_letters = 30.5, annex_letters = 63.0, gap_letters = 0.85;
static const char *const sections[] = {"harmed", "care", "destroyed", "cold", "town"};
static const char *const annex_ids[] = {"E", "F", "G", "H", "I"};

/* ---- what may be shown ----------------------------------------------------------------- */

static bool may_read(struct sheet_maker *m, enum rk_list_reader reader)
{
    switch (m->options.edition) {
    case RK_INSIDE:
        return true;
    case RK_PARTNERS:
        return reader != RK_LIST_INSIDE;
    case RK_PUBLIC:
        break;
    }
    return reader == RK_LIST_ALL;
}

bool sheet_shows_list(struct sheet_maker *m, const struct rk_list *list)
{
    return may_read(m, list->reader);
}

static const char *fault_of(const struct rk_list *l)
{
    double sum = 0.0;
    if (l->columns < 1 || l->columns > COLUMNS_MOST)
        return "1 to 12 columns are expected";
    if (l->rows < 0 || l->rows > CELLS_MOST / l->columns)
        return "too many rows";
    if (l->front && l->columns > FRONT_COLUMNS)
        return "a table of the front page has at most 6 columns";
    for (int32_t c = 0; c < l->columns; c++) {
        if (!(l->column[c].share > 0.0))
            return "a column has no width";
        sum += l->column[c].share;
    }
    if (fabs(sum - 1.0) > 0.01)
        return "the widths of the columns are not 1 together";
    for (ptrdiff_t i = 0; i < RK_COUNT(sections); i++)
        if (strcmp(l->section, sections[i]) == 0)
            return NULL;
    return "no such section";
}

bool sheet_lists_are_good(const struct rk_report *report, struct rk_err *err)
{
    for (int32_t i = 0; i < report->list_count; i++) {
        const char *const fault = fault_of(&report->lists[i]);
        if (fault) {
            (void)rk_fail(err, RK_EINVAL, "sheet", "list %s: %s", report->lists[i].id, fault);
            return false;
        }
    }
    return true;
}

/* ---- cells ----------------------------------------------------------------------------- */

static unsigned look_of(const struct rk_list_cell *c)
{
    return (c->strong ? (unsigned)RK_STRONG : 0u) | (c->alert ? (unsigned)RK_ALERT : 0u);
}

/* What is not the reader's to see; what is not known. */
static struct rk_run mark_of(struct sheet_maker *m, const char *key)
{
    return (struct rk_run){
        .from = RK_FROM_WORDS, .look = RK_MUTED, .text = rk_str_of(rk_word(m->lang, key))};
}

static bool is_small(struct sheet_maker *m, const struct rk_list_cell *c)
{
    return m->options.edition == RK_PUBLIC && c->number < 3.0 &&
           (!c->unit || strcmp(c->unit, "percent") != 0);
}

static struct rk_str number_of(struct sheet_maker *m, const struct rk_list_cell *c)
{
    struct rk_buf b = rk_buf_in(m->keep, 96);
    const struct rk_str unit = rk_str_of(c->unit ? c->unit : "");
    if (is_small(m, c))
        return rk_str_of(rk_word(m->lang, "sheet.under_three"));
    rk_say_number(m->lang, c->number, c->decimals, &b);
    if (rk_str_eq(unit, RK_STR("percent"))) {
        rk_buf_c(&b, "\xC2\xA0%");
    } else if (unit.len > 0) {
        const struct rk_unit *known = rk_unit_find(unit);
        rk_buf_c(&b, "\xC2\xA0");
        if (known)
            rk_buf_c(&b, rk_form_number(&known->words, m->lang, c->number));
        else
            rk_buf_add(&b, unit);
    }
    return rk_buf_str(&b);
}

/* A share with as many decimals as the cell wants: no table is read for hundredths. */
static struct rk_str figure_value(struct sheet_maker *m, const struct rk_list_cell *c)
{
    const struct rk_figure *f = c->figure;
    const double low = isnan(f->low) ? f->value : f->low;
    const double high = isnan(f->high) ? f->value : f->high;
    if (strcmp(f->def->unit, "percent") != 0 || isnan(low) || isnan(high))
        return sheet_figure_value(m, f);
    struct rk_buf b = rk_buf_in(m->keep, 96);
    rk_say_number(m->lang, low, c->decimals, &b);
    if (low < high) {
        rk_buf_c(&b, "–");
        rk_say_number(m->lang, high, c->decimals, &b);
    }
    rk_buf_c(&b, "\xC2\xA0%");
    return rk_buf_str(&b);
}

static bool shows_text(struct sheet_maker *m, struct rk_str text)
{
    return m->options.edition == RK_INSIDE || !sheet_names_a_place(text);
}

static struct rk_line cell_line(struct sheet_maker *m, const struct rk_list_cell *c)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    const struct rk_figure *f = c->figure;
    if ((f && !sheet_shows_figure(m, f)) || !shows_text(m, c->text)) {
        sheet_put(&pen, mark_of(m, "sheet.list.withheld"));
        return sheet_line(&pen);
    }
    if (c->text.len == 0 && isnan(c->number) && !f) {
        sheet_put(&pen, mark_of(m, "sheet.list.unknown"));
        return sheet_line(&pen);
    }
    const struct rk_str text = c->text.len > 0 ? sheet_typography(m->keep, m->lang, c->text)
                               : !isnan(c->number) || !f
                                   ? number_of(m, c)
                                   : sheet_bound_value(m, f->bound, figure_value(m, c));
    sheet_put(&pen,
              f ? sheet_of_figure(f, look_of(c), text) : sheet_of_ledger(look_of(c), text));
    if (f)
        sheet_put(&pen, sheet_letter(m, f));
    return sheet_line(&pen);
}

/* Letter of the annex in the page's language: "Ж". */
static struct rk_run annex_letter(struct sheet_maker *m, const char *section)
{
    char key[48];
    snprintf(key, sizeof key, "sheet.annex.letter.%s", section);
    return (struct rk_run){.from = RK_FROM_WORDS, .text = rk_str_of(rk_word(m->lang, key))};
}

/* ---- tables ---------------------------------------------------------------------------- */

static struct rk_str part_anchor(struct sheet_maker *m, const struct rk_list *list)
{
    return sheet_anchor(m, "l", list->id);
}

static bool holds_digit(struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9')
            return true;
    return false;
}

/* A head may hold numbers ("in 3 days"): they are the scale of its table. */
static struct rk_line head_line(struct sheet_maker *m, const char *words)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_words(&pen, RK_MUTED, words);
    for (int32_t i = 0; i < pen.count; i++)
        if (holds_digit(pen.runs[i].text))
            pen.runs[i].from = RK_FROM_SCALE;
    return sheet_line(&pen);
}

/* The widest word of a line, as it is set in letters of one point. */
static double widest_word(const struct rk_line *line)
{
    double widest = 0.0, word = 0.0;
    for (int32_t r = 0; r < line->count; r++) {
        const bool strong = line->runs[r].look & RK_STRONG;
        struct rk_str rest = line->runs[r].text;
        while (rest.at) {
            word += sheet_text_width(rk_str_cut(&rest, ' '), strong);
            widest = fmax(widest, word);
            if (rest.at)
                word = 0.0;
        }
    }
    return widest;
}

static double whole_width(const struct rk_line *line)
{
    double width = 0.0;
    for (int32_t r = 0; r < line->count; r++)
        width += sheet_text_width(line->runs[r].text, line->runs[r].look & RK_STRONG);
    return width;
}

/*
 * The widths that the list asks for, unless a word would be torn in them. Then each column gets
 * its widest word, and what is left is shared out by what its cells would like beyond that: as
 * browsers set tables. `width` of the table in letters.
 */
static void fit_widths(const struct rk_table *t, double width, double *shares)
{
    double least[COLUMNS_MOST], liked[COLUMNS_MOST], leasts = 0.0, likes = 0.0;
    bool torn = false;
    for (int32_t c = 0; c < t->columns; c++) {
        double word = widest_word(&t->head[c]), cell = word;
        for (int32_t r = 0; r < t->rows; r++) {
            word = fmax(word, widest_word(&t->cells[(ptrdiff_t)r * t->columns + c]));
            cell = fmax(cell, whole_width(&t->cells[(ptrdiff_t)r * t->columns + c]));
        }
        least[c] = (word + gap_letters) / width;
        liked[c] = (cell + gap_letters) / width - least[c] + 0.01;
        leasts += least[c];
        likes += liked[c];
        torn |= least[c] > shares[c];
    }
    for (int32_t c = 0; c < t->columns && torn; c++)
        shares[c] =
            leasts >= 1.0 ? least[c] / leasts : least[c] + liked[c] * (1.0 - leasts) / likes;
}

static struct rk_table table_of(struct sheet_maker *m, const struct rk_list *l, int32_t rows,
                                double width)
{
    struct rk_line *head = RK_NEW(m->keep, struct rk_line, l->columns);
    struct rk_line *cells = RK_NEW(m->keep, struct rk_line, (ptrdiff_t)rows * l->columns);
    struct rk_str *anchors = RK_NEW(m->keep, struct rk_str, rows);
    double *shares = RK_NEW(m->keep, double, l->columns);
    bool *numeric = RK_NEW(m->keep, bool, l->columns);
    if (m->keep->failed)
        return (struct rk_table){0};
    for (int32_t c = 0; c < l->columns; c++) {
        head[c] = head_line(m, l->column[c].words);
        shares[c] = l->column[c].share;
        numeric[c] = l->column[c].numeric;
    }
    for (ptrdiff_t i = 0; i < (ptrdiff_t)rows * l->columns; i++)
        cells[i] = cell_line(m, &l->cell[i]);
    const struct rk_table table = {.columns = l->columns,
                                   .rows = rows,
                                   .head = head,
                                   .cells = cells,
                                   .anchors = anchors,
                                   .shares = shares,
                                   .numeric = numeric};
    if (!m->keep->failed)
        fit_widths(&table, width, shares);
    return table;
}

/* The note of the list, and how many rows are not printed, or stand in the annex alone. */
static struct rk_line below_of(struct sheet_maker *m, const struct rk_list *l, int32_t behind)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    if (l->note.len > 0 && shows_text(m, l->note))
        sheet_put(&pen, sheet_of_ledger(RK_MUTED, sheet_typography(m->keep, m->lang, l->note)));
    if (behind > 0) {
        sheet_space(&pen);
        sheet_fill_text(&pen, RK_MUTED, rk_plural(m->lang, "sheet.list.behind", behind),
                        SHEET_ARGS({"n", sheet_count(m, 0, behind)},
                                   {"annex", annex_letter(m, l->section)}));
    }
    if (l->left_out > 0) {
        sheet_space(&pen);
        sheet_fill_text(&pen, RK_STRONG, rk_plural(m->lang, "sheet.list.left_out", l->left_out),
                        SHEET_ARGS({"n", sheet_count(m, 0, l->left_out)}));
    }
    return sheet_line(&pen);
}

static struct rk_line title_of(struct sheet_maker *m, const struct rk_list *l, bool linked)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_words(&pen, RK_STRONG, l->title);
    for (int32_t i = 0; i < pen.count && linked; i++)
        pen.runs[i].link = part_anchor(m, l);
    const struct rk_figure *f = l->figure && l->figure[0] ? sheet_find(m, l->figure) : NULL;
    if (f)
        sheet_put(&pen, sheet_letter(m, f));
    return sheet_line(&pen);
}

static bool is_of(const struct rk_list *l, const char *section)
{
    return strcmp(l->section, section) == 0;
}

bool sheet_on_front_list(struct sheet_maker *m, const char *section, const struct rk_figure *f)
{
    for (int32_t i = 0; i < m->report->list_count; i++) {
        const struct rk_list *l = &m->report->lists[i];
        if (!l->front || !is_of(l, section) || !sheet_shows_list(m, l))
            continue;
        for (int32_t c = 0; c < l->rows * l->columns; c++)
            if (l->cell[c].figure == f)
                return true;
    }
    return false;
}

void sheet_make_front_lists(struct sheet_maker *m, struct rk_section *out)
{
    char section[16];
    snprintf(section, sizeof section, "%.*s", RK_FMT(out->id));
    int32_t count = 0;
    for (int32_t i = 0; i < m->report->list_count; i++)
        count += m->report->lists[i].front && m->report->lists[i].rows > 0 &&
                 is_of(&m->report->lists[i], section) &&
                 sheet_shows_list(m, &m->report->lists[i]);
    struct rk_list_table *lists = RK_NEW(m->keep, struct rk_list_table, count);
    struct rk_line *more = RK_NEW(m->keep, struct rk_line, (ptrdiff_t)count + 1);
    if (count == 0 || !lists || !more) {
        m->failed |= count > 0;
        return;
    }
    for (int32_t i = 0, n = 0; i < m->report->list_count; i++) {
        const struct rk_list *l = &m->report->lists[i];
        if (!l->front || l->rows == 0 || !is_of(l, section) || !sheet_shows_list(m, l))
            continue;
        const int32_t rows = l->rows < FRONT_ROWS ? l->rows : FRONT_ROWS;
        lists[n++] = (struct rk_list_table){.list = l,
                                            .title = title_of(m, l, true),
                                            .below = below_of(m, l, l->rows - rows),
                                            .table = table_of(m, l, rows, front_letters)};
    }
    for (int32_t n = 1; n <= count; n++) {
        struct sheet_pen pen;
        sheet_pen_start(&pen, m);
        sheet_fill_text(
            &pen, RK_MUTED, rk_plural(m->lang, "sheet.list.more", n),
            SHEET_ARGS({"n", sheet_count(m, 0, n)}, {"annex", annex_letter(m, section)}));
        more[n] = sheet_line(&pen);
    }
    out->lists = lists;
    out->list_count = count;
    out->more_lists = more;
}

/* ---- annexes --------------------------------------------------------------------------- */

static struct rk_annex_part part_of(struct sheet_maker *m, const struct rk_list *l)
{
    struct rk_annex_part part = {.anchor = part_anchor(m, l),
                                 .title = title_of(m, l, false),
                                 .table = table_of(m, l, l->rows, annex_letters),
                                 .below = below_of(m, l, 0),
                                 .list = l};
    if (l->rows > 0)
        return part;
    struct rk_line *none = RK_NEW(m->keep, struct rk_line, 1);
    if (none) {
        *none = sheet_line_of(m, RK_MUTED, "sheet.list.empty");
        part.lines = none;
        part.line_count = 1;
    }
    return part;
}

static struct rk_annex_part chart_part(struct sheet_maker *m, const struct rk_chart *chart)
{
    struct sheet_pen pen;
    struct rk_annex_part part = {.anchor = sheet_anchor(m, "l", chart->id),
                                 .title = sheet_line_of(m, RK_STRONG, chart->title),
                                 .chart = chart};
    sheet_make_bars(m, chart, &part.drawing);
    sheet_pen_start(&pen, m);
    if (chart->note.len > 0)
        sheet_put(&pen,
                  sheet_of_ledger(RK_MUTED, sheet_typography(m->keep, m->lang, chart->note)));
    if (chart->left_out > 0) {
        sheet_space(&pen);
        sheet_fill_text(&pen, RK_STRONG,
                        rk_plural(m->lang, "sheet.list.left_out", chart->left_out),
                        SHEET_ARGS({"n", sheet_count(m, 0, chart->left_out)}));
    }
    part.below = sheet_line(&pen);
    return part;
}

static struct rk_annex annex_of(struct sheet_maker *m, struct rk_scratch scratch,
                                const char *section, const char *id)
{
    char key[40];
    int32_t count = 0;
    struct rk_annex_part *parts =
        RK_NEW(m->keep, struct rk_annex_part,
               (ptrdiff_t)m->report->list_count + m->report->chart_count + 1);
    for (int32_t i = 0; i < m->report->chart_count && parts; i++)
        if (strcmp(m->report->charts[i].section, section) == 0 &&
            may_read(m, m->report->charts[i].reader))
            parts[count++] = chart_part(m, &m->report->charts[i]);
    for (int32_t i = 0; i < m->report->list_count && parts; i++)
        if (is_of(&m->report->lists[i], section) && sheet_shows_list(m, &m->report->lists[i])) {
            const struct rk_network *net = m->report->network;
            parts[count] = part_of(m, &m->report->lists[i]);
            if (net && strcmp(net->list, m->report->lists[i].id) == 0)
                sheet_make_network(m, net, &parts[count].drawing);
            const struct rk_map_minutes *ways = m->report->minutes;
            if (ways && strcmp(ways->list, m->report->lists[i].id) == 0)
                sheet_make_minutes(m, scratch, &parts[count].drawing);
            count++;
        }
    m->failed |= m->keep->failed;
    snprintf(key, sizeof key, "sheet.annex.%c", id[0] - 'A' + 'a');
    return (struct rk_annex){.id = rk_str_of(id),
                             .title = sheet_line_of(m, RK_STRONG, key),
                             .intro = count > 0
                                          ? sheet_line_of(m, RK_MUTED, "sheet.annex.lists")
                                          : (struct rk_line){0},
                             .parts = parts,
                             .part_count = count};
}

int32_t sheet_make_list_annexes(struct sheet_maker *m, struct rk_scratch scratch,
                                struct rk_annex *out)
{
    int32_t count = 0;
    for (ptrdiff_t i = 0; i < RK_COUNT(sections); i++) {
        struct rk_annex annex = annex_of(m, scratch, sections[i], annex_ids[i]);
        if (i + 1 == RK_COUNT(sections))
            sheet_make_large_map(m, scratch, &annex.drawing);
        if (annex.part_count > 0 || annex.drawing.count > 0)
            out[count++] = annex;
    }
    return count;
}
