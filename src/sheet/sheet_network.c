/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pipes of the heat network, a panel for each boiler house: the wider the line, the wider
 * the pipe; the blacker, the hotter the water; dashes are broken. Read without colour.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_text.h"

enum { COLUMNS = 3, MARKS_PIPE = 4, MARKS_NODE = 4, MARKS_PANEL = 12, MARKS_FIXED = 60 };

static const double whole_width = 500.0, gap = 10.0, panel_height = 138.0, title_height = 14.0;
static const double letter = 7.2, inset = 9.0, legend_height = 38.0, least_m = 120.0;
static const float full = 0.95F, some = 0.001F;

struct plumbing {
    struct sheet_maker *m;
    const struct rk_network *net;
    struct rk_drawing *out;
    struct rk_mark *marks;
    double x, y, width; /* of the panel */
};

static void put(struct plumbing *b, struct rk_mark mark)
{
    b->marks[b->out->count++] = mark;
}

static double put_text(struct plumbing *b, double x, double y, int anchor, bool halo,
                       struct rk_run run)
{
    const double width = letter * sheet_text_width(run.text, false);
    put(b, (struct rk_mark){.kind = RK_MARK_TEXT,
                            .ink = run.from == RK_FROM_WORDS ? RK_INK_MUTED : RK_INK,
                            .x = x,
                            .y = y,
                            .x2 = width,
                            .y2 = letter,
                            .anchor = anchor,
                            .halo = halo,
                            .run = run});
    return width;
}

static struct rk_str fitted(struct rk_arena *keep, struct rk_str text, double width)
{
    ptrdiff_t len = text.len;
    if (letter * sheet_text_width(text, true) <= width)
        return text;
    while (len > 0 &&
           letter * (sheet_text_width(rk_str_slice(text, 0, len), true) + 0.9) > width)
        len = rk_utf8_head(text, len - 1).len;
    return rk_str_printf(keep, "%.*s…", (int)len, text.at);
}

/* ---- looks ----------------------------------------------------------------------------- */

static enum rk_ink ink_of(const struct rk_network *net, float temp_c)
{
    const double part =
        (double)(temp_c - net->cold_c) / (double)fmaxf(net->hot_c - net->cold_c, 1.0F);
    const int shade = part > 0.8 ? RK_SHADES : (int)floor(fmax(part, 0.0) / 0.8 * 4.0) + 1;
    return shade >= RK_SHADES ? RK_INK : (enum rk_ink)((int)RK_INK_SHADE + shade);
}

static void put_path(struct plumbing *b, const double from[2], const double to[2],
                     enum rk_ink ink, double width, bool dashed)
{
    struct rk_spot *spot = RK_NEW(b->m->keep, struct rk_spot, 2);
    if (!spot)
        return;
    spot[0] = (struct rk_spot){from[0], from[1]};
    spot[1] = (struct rk_spot){to[0], to[1]};
    put(b, (struct rk_mark){.kind = RK_MARK_PATH,
                            .ink = ink,
                            .x2 = dashed ? 3.0 : 0.0,
                            .y2 = dashed ? 2.5 : 0.0,
                            .width = width,
                            .points = spot,
                            .point_count = 2});
}

static void put_pipe(struct plumbing *b, const struct rk_net_pipe *p, const double from[2],
                     const double to[2])
{
    const double width = fmin(3.6, fmax(0.9, 0.6 + 10.0 * (double)p->inner_d_m));
    const double x = 0.5 * (from[0] + to[0]), y = 0.5 * (from[1] + to[1]);
    const bool cold = isnan(p->temp_c);
    put_path(b, from, to,
             p->broken ? RK_INK_ALERT
             : cold    ? RK_INK_PALE
                       : ink_of(b->net, p->temp_c),
             p->broken ? 1.2 : width, p->broken);
    if (p->assumed && !p->broken && width > 1.1)
        put_path(b, from, to, RK_INK_PAPER, 0.35 * width, false);
    if (p->broken)
        put(b, (struct rk_mark){.kind = RK_MARK_CROSS,
                                .ink = RK_INK_ALERT,
                                .x = x,
                                .y = y,
                                .x2 = 3.0,
                                .width = 1.3});
    else if (p->leaks)
        put(b, (struct rk_mark){.kind = RK_MARK_RING,
                                .ink = RK_INK_ALERT,
                                .x = x,
                                .y = y,
                                .x2 = 2.6,
                                .width = 1.1});
}

static void put_square(struct plumbing *b, double x, double y, double half, bool filled)
{
    put(b, (struct rk_mark){.kind = RK_MARK_BAR,
                            .ink = filled ? RK_INK : RK_INK_PAPER,
                            .x = x - half,
                            .y = y - half,
                            .x2 = 2.0 * half,
                            .y2 = 2.0 * half});
    put(b, (struct rk_mark){.kind = RK_MARK_FRAME,
                            .ink = RK_INK,
                            .x = x - half,
                            .y = y - half,
                            .x2 = 2.0 * half,
                            .y2 = 2.0 * half,
                            .width = 0.9});
}

static void put_house(struct plumbing *b, double x, double y, float share)
{
    if (share >= some) {
        put_square(b, x, y, 2.2, share >= full);
        return;
    }
    put_square(b, x, y, 2.2, false);
    put(b, (struct rk_mark){.kind = RK_MARK_CROSS,
                            .ink = RK_INK_ALERT,
                            .x = x,
                            .y = y,
                            .x2 = 3.4,
                            .width = 1.3});
}

/* ---- a panel --------------------------------------------------------------------------- */

struct frame {
    double west, north, scale, x, y; /* points a metre; where its corner lies */
};

static struct frame frame_of(const struct plumbing *b, const struct rk_net_panel *p)
{
    double west = HUGE_VAL, east = -HUGE_VAL, south = HUGE_VAL, north = -HUGE_VAL;
    for (int32_t k = 0; k < p->nodes; k++) {
        west = fmin(west, (double)p->node[k].x_m);
        east = fmax(east, (double)p->node[k].x_m);
        south = fmin(south, (double)p->node[k].y_m);
        north = fmax(north, (double)p->node[k].y_m);
    }
    const double wide = b->width - 2.0 * inset;
    const double high = panel_height - title_height - 2.0 * inset - 10.0;
    const double scale =
        fmin(wide / fmax(east - west, least_m), high / fmax(north - south, least_m));
    return (struct frame){west, north, scale,
                          b->x + inset + 0.5 * (wide - scale * (east - west)),
                          b->y + title_height + inset + 0.5 * (high - scale * (north - south))};
}

static void spot_of(const struct frame *f, const struct rk_net_node *n, double out[2])
{
    out[0] = f->x + f->scale * ((double)n->x_m - f->west);
    out[1] = f->y + f->scale * (f->north - (double)n->y_m);
}

static void put_degrees(struct plumbing *b, const struct frame *f, const struct rk_net_node *n)
{
    double at[2];
    spot_of(f, n, at);
    if (isnan(n->temp_c))
        return;
    const bool right = at[0] > b->x + 0.7 * b->width;
    (void)put_text(b, right ? at[0] - 5.0 : at[0] + 5.0, at[1] - 3.5, right ? 1 : -1, true,
                   sheet_of_ledger(0, rk_str_printf(b->m->keep, "%.0f°", (double)n->temp_c)));
}

static void put_scale(struct plumbing *b, const struct frame *f)
{
    static const int metres[] = {500, 200, 100, 50, 20};
    ptrdiff_t i = 0;
    while (i + 1 < RK_COUNT(metres) && f->scale * metres[i] > 0.4 * b->width)
        i++;
    const double y = b->y + panel_height - 5.0, x = b->x + inset;
    put(b, (struct rk_mark){.kind = RK_MARK_LINE,
                            .ink = RK_INK_MUTED,
                            .x = x,
                            .y = y,
                            .x2 = x + f->scale * metres[i],
                            .y2 = y,
                            .width = 0.8});
    (void)put_text(b, x + f->scale * metres[i] + 3.0, y + 2.0, -1, false,
                   (struct rk_run){.from = RK_FROM_SCALE,
                                   .text = rk_str_printf(b->m->keep, "%d %s", metres[i],
                                                         b->m->lang == RK_UK ? "м" : "m")});
}

static void put_panel(struct plumbing *b, const struct rk_net_panel *p)
{
    const struct frame f = frame_of(b, p);
    double from[2], to[2];
    put(b, (struct rk_mark){.kind = RK_MARK_FRAME,
                            .ink = RK_INK_PALE,
                            .x = b->x,
                            .y = b->y + title_height - 2.0,
                            .x2 = b->width,
                            .y2 = panel_height - title_height + 2.0,
                            .width = 0.5});
    (void)put_text(b, b->x, b->y + title_height - 5.0, -1, false,
                   sheet_of_ledger(RK_STRONG, fitted(b->m->keep, p->name, b->width)));
    for (int32_t k = 0; k < p->pipes; k++) {
        spot_of(&f, &p->node[p->pipe[k].a], from);
        spot_of(&f, &p->node[p->pipe[k].b], to);
        put_pipe(b, &p->pipe[k], from, to);
    }
    for (int32_t k = 0; k < p->nodes; k++) {
        spot_of(&f, &p->node[k], from);
        if (p->node[k].place == RK_NET_BOILER)
            put_square(b, from[0], from[1], 4.4, p->runs);
        else if (p->node[k].place == RK_NET_HOUSE)
            put_house(b, from[0], from[1], p->node[k].share);
    }
    if (p->coldest >= 0)
        put_degrees(b, &f, &p->node[p->coldest]);
    put_scale(b, &f);
}

/* ---- the legend ------------------------------------------------------------------------ */

static void key_of(struct plumbing *b, double *x, double y, const char *key)
{
    *x += 20.0;
    *x += put_text(b, *x, y + 2.4, -1, false,
                   (struct rk_run){.from = RK_FROM_WORDS,
                                   .text = rk_str_of(rk_word(b->m->lang, key))}) +
          12.0;
}

static void put_legend(struct plumbing *b, double top)
{
    static const struct {
        struct rk_net_pipe look;
        const char *key;
    } pipes[] = {{{.inner_d_m = 0.2F, .temp_c = 1e3F}, "sheet.network.hot"},
                 {{.inner_d_m = 0.2F, .temp_c = -1e3F}, "sheet.network.cool"},
                 {{.inner_d_m = 0.3F, .temp_c = 1e3F, .assumed = true}, "list.column.assumed"},
                 {{.inner_d_m = 0.1F, .broken = true}, "sheet.network.broken"},
                 {{.inner_d_m = 0.1F, .temp_c = 1e3F, .leaks = true}, "sheet.network.leak"}};
    static const struct {
        float share;
        const char *key;
    } houses[] = {{1.0F, "sheet.network.full"},
                  {0.5F, "sheet.network.short"},
                  {0.0F, "sheet.network.none"}};
    double x = 0.0, y = top + 8.0;
    for (ptrdiff_t i = 0; i < RK_COUNT(pipes); i++) {
        put_pipe(b, &pipes[i].look, (const double[]){x, y}, (const double[]){x + 16.0, y});
        key_of(b, &x, y, pipes[i].key);
    }
    x = 0.0;
    y += 14.0;
    for (int runs = 1; runs >= 0; runs--) {
        put_square(b, x + 8.0, y, 4.4, runs);
        key_of(b, &x, y, runs ? "sheet.network.runs" : "sheet.network.stands");
    }
    for (ptrdiff_t i = 0; i < RK_COUNT(houses); i++) {
        put_house(b, x + 8.0, y, houses[i].share);
        key_of(b, &x, y, houses[i].key);
    }
}

void sheet_make_network(struct sheet_maker *m, const struct rk_network *net,
                        struct rk_drawing *out)
{
    const int32_t rows = (net->panels + COLUMNS - 1) / COLUMNS;
    ptrdiff_t most = MARKS_FIXED;
    for (int32_t i = 0; i < net->panels; i++)
        most += MARKS_PANEL + (ptrdiff_t)MARKS_PIPE * net->panel[i].pipes +
                (ptrdiff_t)MARKS_NODE * net->panel[i].nodes;
    *out = (struct rk_drawing){.width = whole_width,
                               .height = rows * (panel_height + gap) + legend_height,
                               .alt = sheet_line_of(m, 0, "list.cold.network")};
    struct plumbing b = {.m = m, .net = net, .out = out};
    b.marks = RK_NEW(m->keep, struct rk_mark, most);
    b.width = (whole_width - (COLUMNS - 1) * gap) / COLUMNS;
    if (!b.marks) {
        m->failed = true;
        return;
    }
    out->marks = b.marks;
    for (int32_t i = 0; i < net->panels; i++) {
        const int32_t row = i / COLUMNS;
        b.x = (i % COLUMNS) * (b.width + gap);
        b.y = row * (panel_height + gap);
        put_panel(&b, &net->panel[i]);
    }
    put_legend(&b, rows * (panel_height + gap));
    m->failed |= m->keep->failed;
}
