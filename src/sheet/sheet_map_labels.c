/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names on the map. Each label tries places around its point, near ones first; it never covers
 * another label and seldom a sign. What finds no place is left out: the list behind the map has
 * it. A label that had to step aside keeps a thin line to its point.
 */
#define RK_SHEET_ROOM
#include "sheet_map.h"

enum { WAYS = 8, RINGS = 6 };
static const double least_named = 5.0; /* points: radius of a danger that is named */

struct label {
    struct rk_run run[2]; /* one line or two */
    bool strong;
    enum rk_ink ink;
    struct rk_spot at;
    bool centred; /* stands best on its point */
    double near;  /* from the point to the letters */
    double most;  /* cost it may have */
};

static double line_width(const struct map_maker *k, const struct label *l, int i)
{
    return k->on->size * sheet_text_width(l->run[i].text, l->strong && i == 0);
}

static struct map_box box_of(const struct map_maker *k, const struct label *l)
{
    const int lines = 1 + (l->run[1].text.len > 0);
    struct map_box b = {0};
    for (int i = 0; i < lines; i++)
        b.w = fmax(b.w, line_width(k, l, i));
    b.h = (1.02 * lines + 0.02) * k->on->size;
    return b;
}

/* HUGE_VAL: not there. Letters count double: those of other labels are never covered. */
static double cost_at(const struct map_maker *k, const struct map_box *b, int32_t letters_from)
{
    double cost = 0.0;
    if (b->x < 1.0 || b->y < 1.0 || b->x + b->w > k->on->area_w - 1.0 ||
        b->y + b->h > k->on->area_h - 1.0)
        return HUGE_VAL;
    for (int32_t i = 0; i < k->taken_count; i++) {
        if (!map_overlap(b, &k->taken[i]))
            continue;
        if (i >= letters_from)
            return HUGE_VAL;
        cost += 9.0;
    }
    return cost;
}

/* Where the label's box begins when it stands in direction `way` at that distance. */
static struct map_box step_aside(const struct label *l, struct map_box b, int way, double far)
{
    static const struct rk_spot ways[WAYS] = {{1, 0},         {-1, 0},       {0, -1},
                                              {0, 1},         {0.75, -0.66}, {0.75, 0.66},
                                              {-0.75, -0.66}, {-0.75, 0.66}};
    const struct rk_spot d = ways[way];
    const double x = l->at.x + d.x * far, y = l->at.y + d.y * far;
    b.x = d.x > 0.1 ? x : d.x < -0.1 ? x - b.w : x - b.w / 2.0;
    b.y = d.y > 0.1 && d.x == 0.0 ? y : d.y < -0.1 && d.x == 0.0 ? y - b.h : y - b.h / 2.0;
    return b;
}

static void write_label(struct map_maker *k, const struct label *l, const struct map_box *b,
                        double far)
{
    const double size = k->on->size;
    if (far > l->near + 4.0) {
        const double x = fmin(fmax(l->at.x, b->x), b->x + b->w);
        const double y = fmin(fmax(l->at.y, b->y), b->y + b->h);
        struct rk_mark *mark = map_add(k, RK_MARK_LINE, l->ink);
        if (mark) {
            mark->x = l->at.x, mark->y = l->at.y, mark->x2 = x, mark->y2 = y;
            mark->width = 0.5;
        }
    }
    const bool plates = l->run[1].text.len > 0; /* two lines: their edges would meet */
    for (int i = 0; i < 2 && plates; i++) {
        const double w = line_width(k, l, i);
        struct rk_mark *plate = map_add(k, RK_MARK_BAR, RK_INK_PAPER);
        if (plate) {
            plate->x = b->x + (b->w - w) / 2.0 - 1.2, plate->y = b->y + 1.02 * i * size;
            plate->x2 = w + 2.4, plate->y2 = 1.04 * size;
        }
    }
    for (int i = 0; i < 2; i++)
        if (l->run[i].text.len > 0)
            map_add_text(k, b->x + b->w / 2.0, b->y + (0.8 + 1.02 * i) * size, 0, l->ink,
                         l->strong && i == 0, !plates, l->run[i]);
    map_take(k, (struct map_box){b->x - 1.5, b->y - 0.5, b->w + 3.0, b->h + 1.0});
}

static void place(struct map_maker *k, const struct label *l, int32_t letters_from)
{
    const struct map_box size = box_of(k, l);
    struct map_box best = size;
    double cheapest = l->most, best_far = 0.0;
    if (l->centred) {
        struct map_box b = size;
        b.x = l->at.x - b.w / 2.0, b.y = l->at.y - b.h / 2.0;
        const double cost = cost_at(k, &b, letters_from);
        if (cost < cheapest)
            cheapest = cost, best = b;
    }
    for (int ring = 0; ring < RINGS; ring++) {
        const double far = l->near + ring * 0.8 * k->on->size;
        for (int way = 0; way < WAYS; way++) {
            const struct map_box b = step_aside(l, size, way, far);
            const double cost = cost_at(k, &b, letters_from) + 2.2 * ring + 0.25 * way +
                                (l->centred ? 2.0 : 0.0);
            if (cost < cheapest)
                cheapest = cost, best = b, best_far = far;
        }
    }
    if (cheapest < l->most)
        write_label(k, l, &best, l->centred ? 0.0 : best_far);
}

static struct rk_run own(struct map_maker *k, const char *key)
{
    return (struct rk_run){
        .from = RK_FROM_WORDS,
        .text = sheet_typography(k->m->keep, k->m->lang, rk_str_of(rk_word(k->m->lang, key)))};
}

static struct rk_run named(struct map_maker *k, struct rk_str name)
{
    return sheet_of_ledger(0, sheet_typography(k->m->keep, RK_UK, name));
}

/* ---- what has a name ------------------------------------------------------------------- */

static const char *bridge_words(const struct rk_map_shape *s)
{
    if (s->kind == RK_MAP_FOOTBRIDGE)
        return s->passage == RK_MAP_CLOSED ? "sheet.map.footbridge_closed"
                                           : "sheet.map.footbridge";
    if (s->passage == RK_MAP_CLOSED)
        return "sheet.map.bridge_closed";
    return s->passage == RK_MAP_ON_FOOT ? "sheet.map.bridge_on_foot" : "";
}

static void name_bridges(struct map_maker *k, int32_t letters_from)
{
    for (int32_t i = 0; i < k->map->shapes; i++) {
        const struct rk_map_shape *s = &k->map->shape[i];
        if (s->kind < RK_MAP_BRIDGE || s->count < 2)
            continue;
        const char *const words = bridge_words(s);
        const struct rk_map_point *p = k->map->point + s->first;
        const struct rk_spot a = map_place(k, p[0]), b = map_place(k, p[s->count - 1]);
        struct label l = {.ink = s->passage == RK_MAP_CLOSED ? RK_INK_ALERT : RK_INK,
                          .at = {(a.x + b.x) / 2.0, (a.y + b.y) / 2.0},
                          .near = 6.0,
                          .most = 60.0};
        if (!words[0] || !map_in_area(k, l.at))
            continue;
        l.run[0] = own(k, words);
        if (s->name.len > 0 && k->on->names) {
            l.run[1] = l.run[0];
            l.run[0] = named(k, s->name);
        }
        place(k, &l, letters_from);
    }
}

/* The water with a name that goes through the map from edge to edge. */
static const struct rk_map_shape *find_river(const struct map_maker *k, bool *across)
{
    for (int32_t i = 0; i < k->map->shapes; i++) {
        const struct rk_map_shape *s = &k->map->shape[i];
        double low_x = HUGE_VAL, high_x = -HUGE_VAL, low_y = HUGE_VAL, high_y = -HUGE_VAL;
        if (s->kind != RK_MAP_WATER || s->name.len == 0)
            continue;
        for (int32_t n = 0; n < s->count; n++) {
            const struct rk_spot p = map_place(k, k->map->point[s->first + n]);
            low_x = fmin(low_x, p.x), high_x = fmax(high_x, p.x);
            low_y = fmin(low_y, p.y), high_y = fmax(high_y, p.y);
        }
        const double w = k->on->area_w, h = k->on->area_h;
        const bool wide = low_x <= 0.02 * w && high_x >= 0.98 * w;
        const bool tall = low_y <= 0.02 * h && high_y >= 0.98 * h;
        *across = wide;
        if (wide != tall)
            return s;
    }
    return NULL;
}

/* From where to where the river reaches at `at`, measured across it. */
static void river_span(const struct map_maker *k, const struct rk_map_shape *s, bool across,
                       double at, double *low, double *high)
{
    *low = HUGE_VAL, *high = -HUGE_VAL;
    for (int32_t n = 0; n < s->count; n++) {
        const struct rk_spot p = map_place(k, k->map->point[s->first + n]);
        const struct rk_spot q =
            map_place(k, k->map->point[s->first + (n + 1 < s->count ? n + 1 : 0)]);
        const double pa = across ? p.x : p.y, qa = across ? q.x : q.y;
        const double pb = across ? p.y : p.x, qb = across ? q.y : q.x;
        if ((pa >= at) == (qa >= at))
            continue;
        const double b = pb + (at - pa) / (qa - pa) * (qb - pb);
        *low = fmin(*low, b), *high = fmax(*high, b);
    }
}

/* The river's name in a place where it is nearly level; the banks at its sides. */
static void name_river(struct map_maker *k, int32_t letters_from)
{
    static const char *const banks[2][2] = {{"sheet.map.bank.west", "sheet.map.bank.east"},
                                            {"sheet.map.bank.north", "sheet.map.bank.south"}};
    bool across = false;
    const struct rk_map_shape *s = find_river(k, &across);
    if (!s)
        return;
    const double length = across ? k->on->area_w : k->on->area_h;
    for (int side = 0; side < 2; side++) {
        struct label l = {
            .run = {own(k, banks[across][side])}, .ink = RK_INK, .most = HUGE_VAL};
        const struct map_box size = box_of(k, &l);
        struct map_box best = size;
        double cheapest = 60.0;
        for (int step = 1; step < 20; step++) {
            double low, high;
            const double at = length * step / 20.0;
            river_span(k, s, across, at, &low, &high);
            struct map_box b = size;
            const double off = side ? high + 2.5 : low - 2.5;
            b.x = across ? at - b.w / 2.0 : side ? off : off - b.w;
            b.y = across ? (side ? off : off - b.h) : at - b.h / 2.0;
            for (double edge = -0.5; edge <= 0.5;
                 edge += 0.5) { /* the bend must not reach in */
                double l2, h2;
                river_span(k, s, across, at + edge * (across ? b.w : b.h), &l2, &h2);
                const double more = across ? (side ? h2 + 2.5 - b.y : b.y + b.h + 2.5 - l2)
                                           : (side ? h2 + 2.5 - b.x : b.x + b.w + 2.5 - l2);
                if (more > 0.0 && across)
                    b.y += side ? more : -more;
                else if (more > 0.0)
                    b.x += side ? more : -more;
            }
            const double cost = cost_at(k, &b, letters_from) + 3.0 * fmin(step, 20 - step);
            if (cost < cheapest)
                cheapest = cost, best = b;
        }
        if (cheapest < 60.0)
            write_label(k, &l, &best, 0.0);
    }
    double low, high;
    river_span(k, s, across, 0.87 * length, &low, &high);
    struct label name = {
        .run = {named(k, s->name)}, .ink = RK_INK_LINK, .near = 6.0, .most = 8.0};
    name.at = across ? (struct rk_spot){0.87 * length, (low + high) / 2.0}
                     : (struct rk_spot){(low + high) / 2.0, 0.87 * length};
    if (low <= high && k->on->names)
        place(k, &name, letters_from);
}

static struct rk_run district_words(struct map_maker *k, const struct rk_map_district *d)
{
    struct sheet_maker *m = k->m;
    if (d->seen == 0)
        return own(k, "sheet.map.nobody");
    struct rk_buf b = rk_buf_in(m->keep, 160);
    rk_buf_add(&b, map_percent(m, d->damaged));
    if (k->on->names) {
        rk_buf_char(&b, ' ');
        rk_buf_c(&b, rk_word(m->lang, "sheet.map.of"));
        rk_buf_c(&b, "\xC2\xA0");
        rk_say_number(m->lang, d->seen, 0, &b);
    }
    return sheet_of_ledger(0, rk_buf_str(&b));
}

static void name_districts(struct map_maker *k, int32_t letters_from)
{
    for (int32_t d = 0; d < k->district_count; d++) {
        const struct map_box *b = &k->middle[d];
        struct label l = {.strong = true,
                          .ink = RK_INK,
                          .at = map_place(k, (struct rk_map_point){(float)b->x, (float)b->y}),
                          .centred = k->inside,
                          .near = k->inside ? 3.0 : 1.4 * k->on->size,
                          .most = 200.0};
        if (b->w <= 0.0 || !map_in_area(k, l.at))
            continue;
        if (k->on->names) {
            l.run[0] = named(k, k->districts[d].name);
            l.run[1] = district_words(k, &k->districts[d]);
        } else {
            l.run[0] = district_words(k, &k->districts[d]);
        }
        place(k, &l, letters_from);
    }
}

static void name_places(struct map_maker *k, int32_t letters_from)
{
    for (int32_t i = 0; i < k->sign_count; i++) {
        const struct map_sign *s = &k->signs[i];
        struct label l = {.run = {named(k, s->sign->name)},
                          .ink = RK_INK,
                          .at = {s->x, s->y},
                          .near = 1.5 * k->on->sign,
                          .most = 14.0};
        if (s->sign->name.len > 0)
            place(k, &l, letters_from);
    }
    for (int32_t i = 0; i < k->map->shapes; i++) {
        const struct rk_map_shape *s = &k->map->shape[i];
        if (s->kind != RK_MAP_DANGER || s->name.len == 0 || s->count == 0)
            continue;
        if (s->count == 1 && (double)s->radius_m * k->scale < least_named)
            continue; /* a ruin, a shell: one of many */
        double x = 0.0, y = 0.0;
        for (int32_t n = 0; n < s->count; n++) {
            const struct rk_spot p = map_place(k, k->map->point[s->first + n]);
            x += p.x / s->count, y += p.y / s->count;
        }
        struct label l = {.run = {named(k, s->name)},
                          .ink = RK_INK_ALERT,
                          .at = {x, y},
                          .near = 7.0,
                          .most = 16.0};
        if (map_in_area(k, l.at))
            place(k, &l, letters_from);
    }
}

void map_draw_labels(struct map_maker *k)
{
    const int32_t letters_from = k->taken_count;
    map_draw_scale(k);
    if (k->inside)
        name_bridges(k, letters_from);
    if (!k->inside || k->on->names)
        name_districts(k, letters_from);
    name_river(k, letters_from);
    if (k->inside && k->on->names)
        name_places(k, letters_from);
}
