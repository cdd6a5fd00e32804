/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The map: where the town is hit, what cannot be passed, what runs. Drawn for paper, two widths
 * of screens and a whole page, north above. The inside edition shows squares and signs, the
 * partners' one square for a district, the public one has no map.
 */
#define RK_SHEET_ROOM
#include "sheet_map.h"

enum { MARKS_MOST = 200000, TAKEN_MOST = 20000 };

static const double paper_w = 521.0, beside_w = 300.0, beside_h = 158.0;

/* ---- marks ----------------------------------------------------------------------------- */

/* Room for one more in scratch, twice as much each time. */
static void *grown(struct map_maker *k, void *list, int32_t count, int32_t *room, int32_t most,
                   ptrdiff_t size)
{
    if (count < *room)
        return list;
    const int32_t more = *room > 0 ? 2 * *room : 256;
    char *bigger = more <= 2 * most ? rk_arena_take(&k->scratch->in, more, size) : NULL;
    if (!bigger) {
        k->m->failed = true;
        return NULL;
    }
    if (count > 0)
        memcpy(bigger, list, (size_t)(count * size));
    *room = more;
    return bigger;
}

struct rk_mark *map_add(struct map_maker *k, enum rk_mark_kind kind, enum rk_ink ink)
{
    struct rk_mark *list =
        grown(k, k->marks, k->count, &k->room, MARKS_MOST, (ptrdiff_t)sizeof *list);
    if (!list)
        return NULL;
    k->marks = list;
    list[k->count] = (struct rk_mark){.kind = kind, .ink = ink, .width = 0.5};
    return &list[k->count++];
}

static double tenth(double x)
{
    return floor(x * 10.0 + 0.5) / 10.0;
}

struct rk_mark *map_add_points(struct map_maker *k, enum rk_mark_kind kind, enum rk_ink ink,
                               const struct rk_spot *points, int32_t count)
{
    struct rk_spot *copy = RK_NEW(k->m->keep, struct rk_spot, count);
    struct rk_mark *mark = copy ? map_add(k, kind, ink) : NULL;
    if (!mark) {
        k->m->failed = true;
        return NULL;
    }
    for (int32_t i = 0; i < count; i++)
        copy[i] = (struct rk_spot){tenth(points[i].x), tenth(points[i].y)};
    mark->points = copy;
    mark->point_count = count;
    return mark;
}

void map_add_text(struct map_maker *k, double x, double y, int anchor, enum rk_ink ink,
                  bool strong, bool halo, struct rk_run run)
{
    struct rk_mark *mark = map_add(k, RK_MARK_TEXT, ink);
    if (!mark)
        return;
    mark->x = tenth(x), mark->y = tenth(y);
    mark->x2 = tenth(k->on->size * sheet_text_width(run.text, strong));
    mark->y2 = k->on->size;
    mark->anchor = anchor, mark->strong = strong, mark->halo = halo;
    mark->run = run;
}

void map_take(struct map_maker *k, struct map_box box)
{
    struct map_box *list =
        grown(k, k->taken, k->taken_count, &k->taken_room, TAKEN_MOST, (ptrdiff_t)sizeof *list);
    if (!list)
        return;
    k->taken = list;
    list[k->taken_count++] = box;
}

bool map_overlap(const struct map_box *a, const struct map_box *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

struct rk_spot map_place(const struct map_maker *k, struct rk_map_point at)
{
    return (struct rk_spot){((double)at.x_m - k->left_m) * k->scale,
                            (k->top_m - (double)at.y_m) * k->scale};
}

bool map_in_area(const struct map_maker *k, struct rk_spot at)
{
    return at.x >= 0.0 && at.y >= 0.0 && at.x <= k->on->area_w && at.y <= k->on->area_h;
}

struct rk_str map_percent(struct sheet_maker *m, double share)
{
    struct rk_buf b = rk_buf_in(m->keep, 48);
    rk_say_number(m->lang, 100.0 * share, 0, &b);
    rk_buf_c(&b, "\xC2\xA0%");
    return rk_buf_str(&b);
}

/* ---- what of the land is shown --------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const float *p = a, *q = b;
    return *p < *q ? -1 : *p > *q;
}

struct frame_m {
    double low_x, high_x, low_y, high_y;
};

/* Leaves out the outermost of each two hundred on each side: a lone farm is no town. */
static void trim(float *values, int32_t count, double *low, double *high)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    const int32_t off = count / 200;
    *low = (double)values[off];
    *high = (double)values[count - 1 - off];
}

/* Around the cells with buildings; without any, around everything. */
static bool find_frame(struct map_maker *k, struct frame_m *f)
{
    const struct rk_map *map = k->map;
    const int32_t count = map->cells > 0 ? map->cells : map->points;
    float *x = RK_NEW(k->scratch, float, count), *y = RK_NEW(k->scratch, float, count);
    if (count == 0 || !x || !y) {
        k->m->failed |= count > 0;
        return false;
    }
    for (int32_t i = 0; i < count; i++) {
        x[i] = map->cells > 0 ? map->cell[i].x_m : map->point[i].x_m;
        y[i] = map->cells > 0 ? map->cell[i].y_m : map->point[i].y_m;
    }
    trim(x, count, &f->low_x, &f->high_x);
    trim(y, count, &f->low_y, &f->high_y);
    const double air = 0.6 * (double)map->cell_m + 20.0;
    f->low_x -= air, f->high_x += air, f->low_y -= air, f->high_y += air;
    return true;
}

/* As large as the area allows, in its middle. */
static bool aim(struct map_maker *k)
{
    struct frame_m f;
    if (!find_frame(k, &f))
        return false;
    const double wide = f.high_x - f.low_x, high = f.high_y - f.low_y;
    if (!(wide > 0.0 && high > 0.0 && wide < 1e6 && high < 1e6))
        return false;
    k->scale = fmin(k->on->area_w / wide, k->on->area_h / high);
    k->left_m = (f.low_x + f.high_x) / 2.0 - k->on->area_w / k->scale / 2.0;
    k->top_m = (f.low_y + f.high_y) / 2.0 + k->on->area_h / k->scale / 2.0;
    return true;
}

/* ---- in words -------------------------------------------------------------------------- */

static void count_said(struct sheet_pen *pen, const char *key, int64_t n)
{
    if (n == 0)
        return;
    sheet_space(pen);
    sheet_fill_text(pen, 0, rk_plural(pen->m->lang, key, n),
                    SHEET_ARGS({"n", sheet_count(pen->m, 0, n)}));
}

static void say_damage(struct sheet_pen *pen, const struct rk_map *map)
{
    int64_t buildings = 0, seen = 0;
    double damaged = 0.0;
    for (int32_t i = 0; i < map->cells; i++) {
        buildings += map->cell[i].buildings;
        seen += map->cell[i].seen;
        if (map->cell[i].seen > 0)
            damaged += map->cell[i].seen * (double)map->cell[i].damaged;
    }
    if (buildings == 0)
        return;
    sheet_space(pen);
    sheet_fill(pen, 0, "sheet.map.alt.seen",
               SHEET_ARGS({"seen", sheet_count(pen->m, 0, seen)},
                          {"all", sheet_count(pen->m, 0, buildings)}));
    if (seen > 0) {
        sheet_space(pen);
        sheet_fill(pen, 0, "sheet.map.alt.damaged",
                   SHEET_ARGS({"share", sheet_of_ledger(
                                            0, map_percent(pen->m, damaged / (double)seen))}));
    }
}

static void say_districts(struct sheet_pen *pen, const struct rk_map_district *list,
                          int32_t count)
{
    bool begun = false;
    for (int32_t d = 0; d < count && pen->count < SHEET_RUNS - 40; d++) {
        if (list[d].seen == 0)
            continue;
        if (!begun)
            sheet_space(pen);
        sheet_words(pen, 0, begun ? "sheet.semicolon" : "sheet.map.alt.districts");
        begun = true;
        sheet_put(pen, sheet_of_ledger(0, list[d].name));
        sheet_words(pen, 0, "sheet.colon");
        sheet_put(pen, sheet_of_ledger(0, map_percent(pen->m, list[d].damaged)));
    }
    if (begun)
        sheet_words(pen, 0, "sheet.stop");
}

static void say_places(struct sheet_pen *pen, const struct rk_map *map)
{
    static const char *const keys[] = {"sheet.map.alt.hospitals",  "sheet.map.alt.pharmacies",
                                       "sheet.map.alt.warming",    "sheet.map.alt.boiler_on",
                                       "sheet.map.alt.boiler_off", "sheet.map.alt.boiler_lost"};
    int64_t closed = 0, foot = 0, dangers = 0, signs[RK_COUNT(keys)] = {0};
    for (int32_t i = 0; i < map->shapes; i++) {
        const struct rk_map_shape *s = &map->shape[i];
        const bool passed = s->passage != RK_MAP_CLOSED;
        closed += s->kind == RK_MAP_BRIDGE && !passed;
        foot += s->kind == RK_MAP_FOOTBRIDGE && passed;
        dangers += s->kind == RK_MAP_DANGER;
    }
    for (int32_t i = 0; i < map->signs; i++)
        if (map->sign[i].kind < RK_COUNT(keys))
            signs[map->sign[i].kind]++;
    count_said(pen, "sheet.map.alt.closed", closed);
    count_said(pen, "sheet.map.alt.footbridges", foot);
    count_said(pen, "sheet.map.alt.dangers", dangers);
    for (ptrdiff_t i = 0; i < RK_COUNT(keys); i++)
        count_said(pen, keys[i], signs[i]);
}

static struct rk_line alt_text(const struct map_maker *k)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, k->m);
    sheet_words(&pen, 0, "sheet.map.alt.map");
    if (k->inside)
        say_damage(&pen, k->map);
    say_districts(&pen, k->districts, k->district_count);
    if (k->inside)
        say_places(&pen, k->map);
    return sheet_line(&pen);
}

/* "· a square is 150 m: the darker and larger, the more is damaged · 3 signs lie beyond" */
static struct rk_line note_of(const struct map_maker *k)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, k->m);
    if (!k->inside) {
        sheet_words(&pen, RK_MUTED, "sheet.map.note.districts");
        return sheet_line(&pen);
    }
    if (k->square_m > 0.0) {
        const struct rk_run side = sheet_count(k->m, 0, (int64_t)(k->square_m + 0.5));
        sheet_fill(&pen, RK_MUTED, "sheet.map.note.cells", SHEET_ARGS({"size", side}));
    }
    const int64_t beyond = k->map->signs - k->sign_count;
    if (beyond > 0) {
        if (pen.count > 0)
            sheet_words(&pen, RK_MUTED, "sheet.dot");
        sheet_fill_text(&pen, RK_MUTED, rk_plural(k->m->lang, "sheet.map.beyond", beyond),
                        SHEET_ARGS({"n", sheet_count(k->m, 0, beyond)}));
    }
    return sheet_line(&pen);
}

/* ---- the whole ------------------------------------------------------------------------- */

static void draw(struct map_maker *k)
{
    map_draw_ground(k);
    if (k->inside) {
        if (k->minutes)
            map_draw_minutes(k);
        else
            map_draw_cells(k);
        map_draw_dangers(k);
        map_draw_ways(k);
        map_draw_signs(k);
    } else {
        map_draw_district_squares(k);
    }
    map_draw_labels(k);
}

/* One drawing; scratch is free again afterwards. `note` may be NULL. */
static void draw_on(struct map_maker k, struct rk_scratch scratch, const struct map_canvas *on,
                    struct rk_drawing *out, struct rk_line *note)
{
    k.on = on;
    k.scratch = &scratch;
    if (!aim(&k))
        return;
    draw(&k);
    const double low = k.minutes ? map_draw_minutes_key(&k) : map_draw_key(&k);
    struct rk_mark *marks = RK_NEW(k.m->keep, struct rk_mark, k.count);
    if (!marks || k.m->failed) {
        k.m->failed = true;
        return;
    }
    memcpy(marks, k.marks, (size_t)k.count * sizeof *marks);
    *out = (struct rk_drawing){.width = on->width,
                               .height = fmax(fmax(on->height, on->area_h), ceil(low)),
                               .marks = marks,
                               .count = k.count,
                               .alt = k.minutes ? map_minutes_alt(&k) : alt_text(&k)};
    if (note)
        *note = note_of(&k);
}

static const struct map_canvas wide = {.width = 700.0,
                                       .area_w = 566.0,
                                       .area_h = 470.0,
                                       .size = 8.8,
                                       .sign = 4.0,
                                       .cell_min = 4.4,
                                       .streets = true,
                                       .names = true};
static const struct map_canvas narrow = {.width = 330.0,
                                         .area_w = 330.0,
                                         .area_h = 330.0,
                                         .size = 11.0,
                                         .sign = 4.2,
                                         .cell_min = 4.4,
                                         .key_columns = 2};
static const struct map_canvas whole = {.width = 521.0,
                                        .height = 690.0,
                                        .area_w = 521.0,
                                        .area_h = 590.0,
                                        .size = 8.0,
                                        .sign = 4.0,
                                        .cell_min = 4.0,
                                        .key_columns = 3,
                                        .streets = true,
                                        .names = true};

void sheet_make_map(struct sheet_maker *m, struct rk_scratch scratch, struct rk_sheet *out)
{
    const struct rk_map *map = m->report->map;
    if (!map || m->options.edition == RK_PUBLIC)
        return;
    struct map_maker k = {.m = m, .map = map, .inside = m->options.edition == RK_INSIDE};
    k.district_count = map_sum_districts(m, &scratch, map, &k.districts, &k.middle);
    /* Beside the percentages the map is as wide as it is high, and the legend. */
    const bool beside = out->point_count > 0;
    const double key = map_key_width(m, 8.0);
    struct map_canvas paper = {.width = beside ? beside_w : paper_w,
                               .height = beside_h,
                               .area_h = beside_h,
                               .size = 8.0,
                               .sign = 2.9,
                               .cell_min = 2.3};
    paper.area_w = paper.width - key;
    draw_on(k, scratch, &paper, &out->map[0], &out->map_note);
    if (out->map[0].count == 0)
        return; /* nothing has a place */
    draw_on(k, scratch, &wide, &out->map[1], NULL);
    draw_on(k, scratch, &narrow, &out->map[2], NULL);
    out->map_title = sheet_line_of(m, RK_STRONG, "sheet.map.title");
    out->districts = k.districts;
    out->district_count = k.district_count;
}

void sheet_make_large_map(struct sheet_maker *m, struct rk_scratch scratch,
                          struct rk_drawing *out)
{
    const struct rk_map *map = m->report->map;
    if (!map || m->options.edition == RK_PUBLIC)
        return;
    struct map_maker k = {.m = m, .map = map, .inside = m->options.edition == RK_INSIDE};
    k.district_count = map_sum_districts(m, &scratch, map, &k.districts, &k.middle);
    draw_on(k, scratch, &whole, out, NULL);
}

static const struct map_canvas half_page = {.width = 521.0,
                                            .area_w = 521.0,
                                            .area_h = 430.0,
                                            .size = 8.0,
                                            .sign = 3.4,
                                            .streets = true};

void sheet_make_minutes(struct sheet_maker *m, struct rk_scratch scratch,
                        struct rk_drawing *out)
{
    const struct rk_map *map = m->report->map;
    if (!map || !m->report->minutes || m->options.edition != RK_INSIDE)
        return;
    struct map_maker k = {
        .m = m, .map = map, .minutes = m->report->minutes->minutes, .inside = true};
    k.district_count = map_sum_districts(m, &scratch, map, &k.districts, &k.middle);
    draw_on(k, scratch, &half_page, out, NULL);
}
