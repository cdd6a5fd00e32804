/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a car takes to a hospital, on the map: the darker and larger a square, the longer;
 * slanted lines where no road leads. Read without colour. Inside edition only.
 */
#define RK_SHEET_ROOM
#include "sheet_map.h"

static const float bounds_min[RK_SHADES - 1] = {10.0F, 20.0F, 30.0F, 60.0F};

/* 0 … RK_SHADES - 1; RK_SHADES: no way. */
static int shade_of(float minutes)
{
    int shade = 0;
    if (!(minutes < HUGE_VALF))
        return RK_SHADES;
    while (shade + 1 < RK_SHADES && minutes > bounds_min[shade])
        shade++;
    return shade;
}

static void put_square(struct map_maker *k, double x, double y, double side, int shade)
{
    const bool none = shade == RK_SHADES;
    const double size = none ? 0.86 * side : side * (0.42 + 0.115 * shade);
    const struct rk_spot ring[4] = {{x - size / 2.0, y - size / 2.0},
                                    {x + size / 2.0, y - size / 2.0},
                                    {x + size / 2.0, y + size / 2.0},
                                    {x - size / 2.0, y + size / 2.0}};
    struct rk_mark *mark = map_add(k, none ? RK_MARK_FRAME : RK_MARK_BAR,
                                   none ? RK_INK_ALERT : (enum rk_ink)(RK_INK_SHADE + shade));
    if (!mark)
        return;
    mark->x = ring[0].x;
    mark->y = ring[0].y;
    mark->x2 = mark->y2 = size;
    mark->width = 0.4;
    if (none)
        map_hatch(k, ring, 4);
}

void map_draw_minutes(struct map_maker *k)
{
    const double side = (double)k->map->cell_m * k->scale;
    for (int shade = 0; shade <= RK_SHADES; shade++)
        for (int32_t i = 0; i < k->map->cells; i++) {
            const struct rk_map_cell *c = &k->map->cell[i];
            const struct rk_spot at = map_place(k, (struct rk_map_point){c->x_m, c->y_m});
            if (c->buildings > 0 && !isnan(k->minutes[i]) && map_in_area(k, at) &&
                shade_of(k->minutes[i]) == shade)
                put_square(k, at.x, at.y, side, shade);
        }
}

/* ---- the legend -------------------------------------------------------------------------- */

static struct rk_str bound_text(struct map_maker *k, int shade)
{
    const bool last = shade + 1 == RK_SHADES;
    return rk_str_printf(k->m->keep, "%s\xC2\xA0%d", last ? ">" : "≤",
                         (int)bounds_min[last ? shade - 1 : shade]);
}

double map_draw_minutes_key(struct map_maker *k)
{
    const double size = k->on->size, y = k->on->area_h + 1.6 * size;
    double x = 0.0;
    const struct rk_run title = {
        .from = RK_FROM_WORDS,
        .text = sheet_typography(k->m->keep, k->m->lang,
                                 rk_str_of(rk_word(k->m->lang, "sheet.minutes.key")))};
    map_add_text(k, x, y + 0.34 * size, -1, RK_INK, false, false, title);
    x += size * (sheet_text_width(title.text, false) + 1.2);
    for (int shade = 0; shade <= RK_SHADES; shade++) {
        const bool none = shade == RK_SHADES;
        const struct rk_run run = {
            .from = none ? RK_FROM_WORDS : RK_FROM_SCALE,
            .text = none ? rk_str_of(rk_word(k->m->lang, "sheet.minutes.none"))
                         : bound_text(k, shade)};
        put_square(k, x + 0.7 * size, y, 1.3 * size, shade);
        map_add_text(k, x + 1.7 * size, y + 0.34 * size, -1, RK_INK, false, false, run);
        x += size * (sheet_text_width(run.text, false) + 3.0);
    }
    return y + 1.2 * size;
}

/* ---- in words ---------------------------------------------------------------------------- */

struct rk_line map_minutes_alt(struct map_maker *k)
{
    int64_t buildings[RK_SHADES + 1] = {0};
    struct sheet_pen pen;
    for (int32_t i = 0; i < k->map->cells; i++)
        if (!isnan(k->minutes[i]))
            buildings[shade_of(k->minutes[i])] += k->map->cell[i].buildings;
    sheet_pen_start(&pen, k->m);
    sheet_words(&pen, 0, "sheet.minutes.alt");
    for (int shade = 0; shade <= RK_SHADES; shade++) {
        sheet_words(&pen, 0, shade ? "sheet.semicolon" : "sheet.colon");
        if (shade == RK_SHADES)
            sheet_words(&pen, 0, "sheet.minutes.none");
        else
            sheet_put(&pen, sheet_of_ledger(0, bound_text(k, shade)));
        sheet_words(&pen, 0, "sheet.dash");
        sheet_put(&pen, sheet_count(k->m, 0, buildings[shade]));
    }
    sheet_words(&pen, 0, "sheet.stop");
    return sheet_line(&pen);
}
