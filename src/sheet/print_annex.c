/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The annexes: as many pages as they need. They are set once into a list of paragraphs with
 * page and place; when all are set, the number of pages is known, and the list is painted.
 */
#define RK_SHEET_ROOM
#include "print_internal.h"

enum { CELL_LINES = 26, COLUMNS_MOST = 12 };

static const double annex_w = page_w - 2.0 * margin_x;
static const double body_top = 58.0, body_bottom = page_h - 46.0;
static const double cell_size = 8.2, cell_gap = 7.0, cell_air = 2.4;

enum op_kind { OP_BLOCK, OP_RULE, OP_ANCHOR, OP_DRAWING };
struct op {
    enum op_kind kind;
    int32_t page;
    double x, y;
    double width, thickness; /* of a rule */
    enum rk_ink ink;
    struct print_block block;
    struct rk_str anchor;
    const struct rk_drawing *drawing;
};

struct annexes {
    struct print *p;
    struct op *ops;
    int32_t count, room;
    int32_t page; /* 2 is the first behind the front */
    double y;
    bool full;
};

static void add(struct annexes *a, struct op op)
{
    if (a->count == a->room) {
        a->full = true;
        print_drop(&op.block);
        return;
    }
    op.page = a->page;
    a->ops[a->count++] = op;
}

static void turn(struct annexes *a)
{
    a->page++;
    a->y = body_top;
}

/* Room for `height` more on this page, else the next one begins. True: it did. */
static bool need(struct annexes *a, double height)
{
    if (a->y + height <= body_bottom || a->y <= body_top)
        return false;
    turn(a);
    return true;
}

static void anchor(struct annexes *a, struct rk_str name)
{
    if (name.len > 0)
        add(a, (struct op){.kind = OP_ANCHOR, .x = margin_x, .y = a->y - 4.0, .anchor = name});
}

static void rule(struct annexes *a, double thickness, enum rk_ink ink)
{
    add(a, (struct op){.kind = OP_RULE,
                       .x = margin_x,
                       .y = a->y,
                       .width = annex_w,
                       .thickness = thickness,
                       .ink = ink});
}

static void paragraph(struct annexes *a, const struct rk_line *line, struct print_style style,
                      double after)
{
    if (line->count == 0)
        return;
    struct print_block block = print_set(a->p, line, style, annex_w);
    (void)need(a, block.height);
    add(a, (struct op){.kind = OP_BLOCK, .x = margin_x, .y = a->y, .block = block});
    a->y += block.height + after;
}

/* ---- tables ---------------------------------------------------------------------------- */

struct cells {
    struct print_block block[COLUMNS_MOST];
    double height;
};

static struct cells set_cells(struct annexes *a, const struct rk_table *t,
                              const struct rk_line *line)
{
    struct cells cells = {.height = 0.0};
    const bool head = line == t->head;
    for (int32_t c = 0; c < t->columns && c < COLUMNS_MOST; c++) {
        const double w = t->shares[c] * annex_w - (c + 1 < t->columns ? cell_gap : 0.0);
        cells.block[c] = print_set(a->p, &line[c],
                                   (struct print_style){.size = head ? text_min : cell_size,
                                                        .muted = head,
                                                        .lines = CELL_LINES,
                                                        .align = t->numeric[c] ? 1 : -1},
                                   w);
        cells.height = fmax(cells.height, cells.block[c].height);
    }
    return cells;
}

static void put_cells(struct annexes *a, const struct rk_table *t, const struct cells *cells)
{
    double x = margin_x;
    for (int32_t c = 0; c < t->columns && c < COLUMNS_MOST; c++) {
        if (cells->block[c].layout)
            add(a, (struct op){.kind = OP_BLOCK, .x = x, .y = a->y, .block = cells->block[c]});
        x += t->shares[c] * annex_w;
    }
    a->y += cells->height;
}

static double head_height(struct annexes *a, const struct rk_table *t)
{
    struct cells head = set_cells(a, t, t->head);
    for (int32_t c = 0; c < t->columns && c < COLUMNS_MOST; c++)
        print_drop(&head.block[c]);
    return head.height + 1.5;
}

static void put_head(struct annexes *a, const struct rk_table *t)
{
    const struct cells head = set_cells(a, t, t->head);
    put_cells(a, t, &head);
    a->y += 1.5;
}

static void table(struct annexes *a, const struct rk_table *t)
{
    for (int32_t r = 0; r < t->rows; r++) {
        const struct cells row = set_cells(a, t, t->cells + (ptrdiff_t)r * t->columns);
        const double height = row.height + 2.0 * cell_air;
        const bool turned = need(a, height + (r == 0 ? head_height(a, t) : 0.0));
        if (r == 0 || turned)
            put_head(a, t);
        rule(a, 0.4, r == 0 || turned ? RK_INK_MUTED : RK_INK_PALE);
        a->y += cell_air;
        put_cells(a, t, &row);
        a->y += cell_air;
    }
}

/* ---- parts ----------------------------------------------------------------------------- */

static double line_height(struct annexes *a, const struct rk_line *line, double size)
{
    struct print_block block =
        print_set(a->p, line, (struct print_style){.size = size}, annex_w);
    print_drop(&block);
    return block.height;
}

/* Bars as wide as the page, on the page of their title where there is room. */
static void part_drawing(struct annexes *a, const struct rk_drawing *d)
{
    if (d->count == 0)
        return;
    const double scale = fmin(annex_w / d->width, (body_bottom - body_top) / d->height);
    (void)need(a, scale * d->height);
    add(a, (struct op){
               .kind = OP_DRAWING, .x = margin_x, .y = a->y, .width = scale, .drawing = d});
    a->y += scale * d->height;
}

/* A title never stands alone at the end of a page. */
static void part(struct annexes *a, const struct rk_annex_part *part)
{
    double first = line_height(a, &part->title, 10.0);
    if (part->line_count > 0)
        first += line_height(a, &part->lines[0], 8.6);
    if (part->table.rows > 0)
        first += head_height(a, &part->table) + 3.0 * cell_size;
    if (part->drawing.count > 0)
        first += fmin(annex_w / part->drawing.width * part->drawing.height,
                      0.8 * (body_bottom - body_top));
    (void)need(a, first + 6.0);
    anchor(a, part->anchor);
    paragraph(a, &part->title, (struct print_style){.size = 10.0}, 1.0);
    for (int32_t i = 0; i < part->line_count; i++)
        paragraph(a, &part->lines[i], (struct print_style){.size = 8.6},
                  part->table.rows > 0 ? 3.0 : 5.0);
    part_drawing(a, &part->drawing);
    table(a, &part->table);
    if (part->below.count > 0) {
        a->y += 3.0;
        (void)need(a, line_height(a, &part->below, 8.6));
        paragraph(a, &part->below, (struct print_style){.size = 8.6}, 0.0);
    }
    a->y += 11.0;
}

/* As wide as the page; smaller when a title leaves too little height. */
static void drawing(struct annexes *a, const struct rk_drawing *d)
{
    if (d->count == 0)
        return;
    const double room = body_bottom - a->y, scale = fmin(annex_w / d->width, room / d->height);
    add(a, (struct op){.kind = OP_DRAWING,
                       .x = margin_x + (annex_w - scale * d->width) / 2.0,
                       .y = a->y,
                       .width = scale,
                       .drawing = d});
    a->y += scale * d->height + 9.0;
}

/* Returns the page it begins on. */
static int32_t annex(struct annexes *a, const struct rk_annex *annex)
{
    if (annex->drawing.count > 0 && a->y > body_top)
        turn(a); /* a page of its own */
    else if (!need(a, 110.0) && a->y > body_top)
        a->y += 10.0;
    const int32_t first = a->page;
    rule(a, 1.2, RK_INK);
    a->y += 5.0;
    paragraph(a, &annex->title, (struct print_style){.size = 14.0, .strong = true}, 2.0);
    drawing(a, &annex->drawing);
    paragraph(a, &annex->intro, (struct print_style){.size = 8.8, .muted = true}, 9.0);
    for (int32_t i = 0; i < annex->part_count; i++)
        part(a, &annex->parts[i]);
    return first;
}

/* ---- painting -------------------------------------------------------------------------- */

/* "стор. 2 з 4": the page's words with the two numbers put in. */
static void page_number(struct print *p, const struct rk_sheet *sheet, int32_t page,
                        int32_t pages, double right)
{
    struct rk_run runs[16];
    char numbers[2][16];
    struct rk_line line = {runs, 0};
    snprintf(numbers[0], sizeof numbers[0], "%" PRId32, page);
    snprintf(numbers[1], sizeof numbers[1], "%" PRId32, pages);
    for (int32_t i = 0; i < sheet->page_of.count && i < (int32_t)RK_COUNT(runs); i++) {
        runs[i] = sheet->page_of.runs[i];
        if (rk_str_eq(runs[i].text, RK_STR("{page}")))
            runs[i].text = rk_str_of(numbers[0]);
        if (rk_str_eq(runs[i].text, RK_STR("{pages}")))
            runs[i].text = rk_str_of(numbers[1]);
        line.count++;
    }
    struct print_block block = print_set(p, &line, (struct print_style){.size = 8.2}, page_w);
    print_paint(p, &block, right - print_ink_width(&block), page_h - 34.0);
    print_drop(&block);
}

static void page_frame(struct print *p, const struct rk_sheet *sheet, int32_t page,
                       int32_t pages)
{
    const struct print_style small = {.size = 8.2, .muted = true, .lines = 1};
    struct print_block title = print_set(p, &sheet->title, small, annex_w / 2.0);
    print_paint(p, &title, margin_x, 32.0);
    print_drop(&title);
    struct print_block what = print_set(p, &sheet->annexes_title, small, annex_w / 2.0);
    print_paint(p, &what, margin_x + annex_w - print_ink_width(&what), 32.0);
    print_drop(&what);
    page_number(p, sheet, page, pages, margin_x + annex_w);
}

static void paint_op(struct print *p, struct op *op)
{
    print_ink(p, op->ink);
    switch (op->kind) {
    case OP_BLOCK:
        print_paint(p, &op->block, op->x, op->y);
        print_drop(&op->block);
        break;
    case OP_RULE:
        print_rule(p, op->x, op->y, op->width, op->thickness);
        break;
    case OP_ANCHOR:
        print_anchor(p, op->anchor, op->x, op->y);
        break;
    case OP_DRAWING:
        print_drawing(p, op->drawing, op->x, op->y, op->width);
        break;
    }
}

static int32_t count_ops(const struct rk_sheet *sheet)
{
    int32_t count = 0;
    for (int i = 0; i < sheet->annex_count; i++) {
        count += 6;
        for (int32_t k = 0; k < sheet->annexes[i].part_count; k++) {
            const struct rk_annex_part *part = &sheet->annexes[i].parts[k];
            count += 6 + part->line_count + part->table.rows * (2 * part->table.columns + 2) +
                     part->table.columns;
        }
    }
    return count;
}

rk_status print_annexes(struct print *p, const struct rk_sheet *sheet, struct rk_err *err)
{
    struct annexes a = {.p = p, .page = 2, .y = body_top, .room = count_ops(sheet)};
    int32_t starts[RK_ANNEXES_MAX] = {0};
    a.ops = RK_NEW(p->keep, struct op, a.room);
    if (!a.ops && a.room > 0)
        return rk_fail(err, RK_ENOMEM, "ranok-sheet", "no room for the annexes");
    p->scale = 1.0;
    for (int i = 0; i < sheet->annex_count; i++)
        starts[i] = annex(&a, &sheet->annexes[i]);
    const int32_t pages = a.count > 0 ? a.ops[a.count - 1].page : 1;
    for (int32_t i = 0, page = 1; i < a.count; i++) {
        for (; page < a.ops[i].page; page++) {
            if (page > 1)
                cairo_show_page(p->cr);
            page_frame(p, sheet, page + 1, pages);
        }
        paint_op(p, &a.ops[i]);
    }
    if (a.count > 0)
        cairo_show_page(p->cr);
    for (int i = 0; i < sheet->annex_count; i++)
        print_outline(p, &sheet->annexes[i].title, starts[i]);
    return a.full ? rk_fail(err, RK_ENOMEM, "ranok-sheet", "the annexes are too long") : RK_OK;
}
