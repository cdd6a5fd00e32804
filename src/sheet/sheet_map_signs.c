/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs of facilities, their legend, the scale. Shape tells what it is, fill that it works. */
#define RK_SHEET_ROOM
#include "sheet_map.h"

enum { ROUNDS = 40, KINDS = RK_SIGN_BOILER_LOST + 1 };

/* ---- the signs ------------------------------------------------------------------------- */

static void dot(struct map_maker *k, enum rk_mark_kind kind, enum rk_ink ink, double x,
                double y, double r)
{
    struct rk_mark *mark = map_add(k, kind, ink);
    if (mark)
        mark->x = x, mark->y = y, mark->x2 = r, mark->width = 1.0;
}

/* A polygon with an edge of `ink`, filled with it when the thing works. */
static void figure(struct map_maker *k, const struct rk_spot *form, int32_t count,
                   enum rk_ink ink, bool filled, double x, double y, double r)
{
    struct rk_spot at[16];
    for (int32_t i = 0; i <= count; i++)
        at[i] = (struct rk_spot){x + r * form[i % count].x, y + r * form[i % count].y};
    map_add_points(k, RK_MARK_AREA, filled ? ink : RK_INK_PAPER, at, count);
    struct rk_mark *edge = map_add_points(k, RK_MARK_PATH, ink, at, count + 1);
    if (edge)
        edge->width = 0.7;
}

static const struct rk_spot plus[12] = {
    {-0.33, -1}, {0.33, -1}, {0.33, -0.33}, {1, -0.33}, {1, 0.33},   {0.33, 0.33},
    {0.33, 1},   {-0.33, 1}, {-0.33, 0.33}, {-1, 0.33}, {-1, -0.33}, {-0.33, -0.33}};
static const struct rk_spot house[5] = {
    {0, -1.1}, {1, -0.15}, {1, 0.9}, {-1, 0.9}, {-1, -0.15}};

static void hospital(struct map_maker *k, bool works, double x, double y, double r)
{
    const double half = 1.12 * r;
    struct rk_mark *box = map_add(k, RK_MARK_BAR, works ? RK_INK : RK_INK_PAPER);
    if (box)
        box->x = x - half, box->y = y - half, box->x2 = box->y2 = 2.0 * half;
    struct rk_mark *edge = map_add(k, RK_MARK_FRAME, RK_INK);
    if (edge) {
        edge->x = x - half, edge->y = y - half, edge->x2 = edge->y2 = 2.0 * half;
        edge->width = 0.8;
    }
    struct rk_spot at[12];
    for (int i = 0; i < 12; i++)
        at[i] = (struct rk_spot){x + 0.8 * r * plus[i].x, y + 0.8 * r * plus[i].y};
    map_add_points(k, RK_MARK_AREA, works ? RK_INK_PAPER : RK_INK, at, 12);
}

static void draw_sign(struct map_maker *k, int kind, bool works, double x, double y, double r)
{
    dot(k, RK_MARK_DOT, RK_INK_PAPER, x, y, kind == RK_SIGN_HOSPITAL ? 1.75 * r : 1.3 * r);
    switch ((enum rk_map_sign_kind)kind) {
    case RK_SIGN_HOSPITAL:
        hospital(k, works, x, y, 1.15 * r);
        break;
    case RK_SIGN_PHARMACY:
        figure(k, plus, 12, RK_INK, works, x, y, 1.05 * r);
        break;
    case RK_SIGN_WARMING_POINT:
        figure(k, house, 5, RK_INK_WARM, works, x, y, 0.98 * r);
        break;
    case RK_SIGN_BOILER_ON:
        dot(k, RK_MARK_DOT, RK_INK_WARM, x, y, 1.02 * r);
        break;
    case RK_SIGN_BOILER_OFF:
        dot(k, RK_MARK_RING, RK_INK, x, y, 0.85 * r);
        break;
    case RK_SIGN_BOILER_LOST:
        dot(k, RK_MARK_RING, RK_INK, x, y, 0.85 * r);
        dot(k, RK_MARK_CROSS, RK_INK, x, y, 0.62 * r);
        break;
    }
}

/* ---- where they stand ------------------------------------------------------------------ */

/* Later ones are painted above earlier ones. */
static int rank(const struct rk_map_sign *s)
{
    static const int ranks[KINDS] = {5, 4, 3, 2, 1, 0};
    return s->kind < KINDS ? ranks[s->kind] : -1;
}

/* Signs that cover each other step aside, at most two radii from where they belong. */
static void push_apart(struct map_maker *k)
{
    const double apart = 2.35 * k->on->sign, most = 2.2 * k->on->sign;
    for (int round = 0; round < ROUNDS; round++) {
        for (int32_t i = 0; i < k->sign_count; i++) {
            for (int32_t j = i + 1; j < k->sign_count; j++) {
                struct map_sign *a = &k->signs[i], *b = &k->signs[j];
                double dx = b->x - a->x, dy = b->y - a->y;
                const double far = hypot(dx, dy);
                if (far >= apart)
                    continue;
                if (far < 1e-6) /* two in one place: side by side */
                    dx = 1.0, dy = 0.0;
                const double push = 0.25 * (apart - far) / fmax(far, far < 1e-6 ? 1.0 : far);
                a->x -= push * dx, a->y -= push * dy;
                b->x += push * dx, b->y += push * dy;
            }
        }
        for (int32_t i = 0; i < k->sign_count; i++) {
            struct map_sign *s = &k->signs[i];
            const struct rk_spot home = map_place(k, s->sign->at);
            const double far = hypot(s->x - home.x, s->y - home.y);
            if (far > most) {
                s->x = home.x + (s->x - home.x) * most / far;
                s->y = home.y + (s->y - home.y) * most / far;
            }
        }
    }
}

void map_draw_signs(struct map_maker *k)
{
    const double r = k->on->sign;
    k->signs = RK_NEW(k->scratch, struct map_sign, k->map->signs);
    if (!k->signs) {
        k->m->failed |= k->map->signs > 0;
        return;
    }
    for (int order = 0; order < KINDS; order++) {
        for (int32_t i = 0; i < k->map->signs; i++) {
            const struct rk_map_sign *s = &k->map->sign[i];
            const struct rk_spot at = map_place(k, s->at);
            if (rank(s) == order && map_in_area(k, at))
                k->signs[k->sign_count++] = (struct map_sign){s, at.x, at.y};
        }
    }
    push_apart(k);
    for (int32_t i = 0; i < k->sign_count; i++) {
        const struct map_sign *s = &k->signs[i];
        draw_sign(k, s->sign->kind, s->sign->works, s->x, s->y, r);
        k->idle |= !s->sign->works && s->sign->kind <= RK_SIGN_WARMING_POINT;
        map_take(k, (struct map_box){s->x - 1.4 * r, s->y - 1.4 * r, 2.8 * r, 2.8 * r});
    }
}

/* ---- the legend ------------------------------------------------------------------------ */

struct key {
    struct map_maker *k;
    double x, y, top, width; /* of the column */
    int32_t row, rows;       /* in this column; 0: one column */
};

static double row_height(const struct map_maker *k)
{
    return 1.5 * k->on->size;
}

static void key_words(struct key *key, const char *words)
{
    const struct map_maker *k = key->k;
    const double y = key->y + 0.5 * row_height(k);
    const struct rk_run run = {.from = RK_FROM_WORDS,
                               .text = sheet_typography(k->m->keep, k->m->lang,
                                                        rk_str_of(rk_word(k->m->lang, words)))};
    map_add_text(key->k, key->x + 2.0 * k->on->size, y + 0.34 * k->on->size, -1, RK_INK, false,
                 false, run);
}

static void next_key(struct key *key)
{
    key->y += row_height(key->k);
    if (++key->row == key->rows) {
        key->row = 0;
        key->y = key->top;
        key->x += key->width;
    }
}

/* Five squares from light to dark, with the shares where one gives way to the next. */
static void key_shades(struct key *key)
{
    static const struct rk_str bounds[RK_SHADES - 1] = {
        {"10", 2}, {"30", 2}, {"50", 2}, {"70\xC2\xA0%", 5}};
    static const double shares[RK_SHADES] = {0.05, 0.2, 0.4, 0.6, 0.8};
    struct map_maker *k = key->k;
    const double step = 1.9 * k->on->size, y = key->y + 0.5 * row_height(k);
    for (int i = 0; i < RK_SHADES; i++) {
        const double side = 1.15 * k->on->size * map_shade_size(shares[i]);
        struct rk_mark *mark = map_add(k, RK_MARK_BAR, (enum rk_ink)(RK_INK_SHADE + i));
        const double x = key->x + 0.75 * k->on->size + i * step;
        if (mark) {
            mark->x = x - side / 2.0, mark->y = y - side / 2.0;
            mark->x2 = mark->y2 = side;
        }
        if (i + 1 < RK_SHADES)
            map_add_text(k, x + step / 2.0, y + 0.5 * row_height(k) + 0.62 * k->on->size, 0,
                         RK_INK_MUTED, false, false,
                         (struct rk_run){.from = RK_FROM_SCALE, .text = bounds[i]});
    }
}

static void key_sign(struct key *key, int kind, bool works, const char *words)
{
    struct map_maker *k = key->k;
    draw_sign(k, kind, works, key->x + 0.75 * k->on->size, key->y + 0.5 * row_height(k),
              0.9 * fmax(k->on->sign, 0.34 * k->on->size));
    key_words(key, words);
    next_key(key);
}

static void key_marks(struct key *key)
{
    struct map_maker *k = key->k;
    const double y = key->y + 0.5 * row_height(k), x = key->x + 0.75 * k->on->size;
    if (k->unseen) {
        struct rk_mark *mark = map_add(k, RK_MARK_FRAME, RK_INK_MUTED);
        const double side = 0.62 * k->on->size;
        if (mark) {
            mark->x = x - side / 2.0, mark->y = y - side / 2.0;
            mark->x2 = mark->y2 = side, mark->width = 0.45;
        }
        key_words(key, "sheet.map.key.unseen");
        next_key(key);
    }
}

static void key_ways(struct key *key)
{
    struct map_maker *k = key->k;
    const double half = 0.75 * k->on->size;
    if (k->danger) {
        const double y = key->y + 0.5 * row_height(k), h = 0.4 * k->on->size;
        const struct rk_spot ring[4] = {{key->x, y - h},
                                        {key->x + 2.0 * half, y - h},
                                        {key->x + 2.0 * half, y + h},
                                        {key->x, y + h}};
        map_hatch(k, ring, 4);
        key_words(key, "sheet.map.key.danger");
        next_key(key);
    }
    if (k->closed) {
        dot(k, RK_MARK_CROSS, RK_INK_ALERT, key->x + half, key->y + 0.5 * row_height(k), 2.6);
        key_words(key, "sheet.map.key.closed");
        next_key(key);
    }
    if (k->footbridge) {
        const double y = key->y + 0.5 * row_height(k);
        const struct rk_spot line[2] = {{key->x, y}, {key->x + 2.0 * half, y}};
        struct rk_mark *mark = map_add_points(k, RK_MARK_PATH, RK_INK, line, 2);
        if (mark)
            mark->width = 1.3, mark->x2 = mark->y2 = 1.3;
        key_words(key, "sheet.map.key.footbridge");
        next_key(key);
    }
}

static const char *const sign_words[KINDS] = {
    "sheet.map.key.hospital",  "sheet.map.key.pharmacy",   "sheet.map.key.warming",
    "sheet.map.key.boiler_on", "sheet.map.key.boiler_off", "sheet.map.key.boiler_lost"};

double map_key_width(struct sheet_maker *m, double size)
{
    static const char *const others[] = {"sheet.map.key.unseen", "sheet.map.key.danger",
                                         "sheet.map.key.closed", "sheet.map.key.footbridge",
                                         "sheet.map.key.idle"};
    double most = sheet_text_width(rk_str_of(rk_word(m->lang, "sheet.map.key.damaged")), false);
    for (ptrdiff_t i = 0; i < RK_COUNT(others) + KINDS; i++) {
        const char *const key = i < KINDS ? sign_words[i] : others[i - KINDS];
        most = fmax(most, 2.0 + sheet_text_width(rk_str_of(rk_word(m->lang, key)), false));
    }
    return ceil(size * (most + 1.3));
}

static bool has_sign(const struct map_maker *k, int kind)
{
    for (int32_t i = 0; i < k->sign_count; i++)
        if (k->signs[i].sign->kind == kind)
            return true;
    return false;
}

static void key_signs(struct key *key)
{
    for (int kind = 0; kind < KINDS; kind++)
        if (has_sign(key->k, kind))
            key_sign(key, kind, true, sign_words[kind]);
    if (key->k->idle)
        key_sign(key, RK_SIGN_WARMING_POINT, false, "sheet.map.key.idle");
}

static int32_t count_keys(const struct map_maker *k)
{
    int32_t count = k->unseen + k->danger + k->closed + k->footbridge + k->idle;
    for (int kind = 0; kind < KINDS; kind++)
        count += has_sign(k, kind);
    return count;
}

double map_draw_key(struct map_maker *k)
{
    const struct map_canvas *on = k->on;
    const bool aside = on->key_columns == 0;
    struct key key = {.k = k,
                      .x = aside ? on->area_w + 1.2 * on->size : 0.0,
                      .y = aside ? 0.0 : on->area_h + 0.9 * on->size,
                      .width = aside ? 0.0 : on->width / on->key_columns};
    const double from = key.y;
    if (k->map->cells > 0) {
        const double words_x = aside ? key.x : 10.4 * on->size;
        const struct rk_run run = {
            .from = RK_FROM_WORDS,
            .text = sheet_typography(k->m->keep, k->m->lang,
                                     rk_str_of(rk_word(k->m->lang, "sheet.map.key.damaged")))};
        map_add_text(k, words_x, key.y + on->size * (aside ? 0.8 : 1.05), -1, RK_INK, false,
                     false, run);
        key.y += aside ? 1.1 * on->size : 0.0;
        key_shades(&key);
        key.y += row_height(k) + 1.3 * on->size;
    }
    key.top = key.y;
    const int32_t keys = count_keys(k);
    key.rows = aside ? 0 : (keys + on->key_columns - 1) / on->key_columns;
    key_marks(&key);
    key_ways(&key);
    key_signs(&key);
    const double rows = aside ? keys : key.rows;
    return keys > 0 || k->map->cells > 0 ? key.top + rows * row_height(k) : from;
}

/* ---- the scale ------------------------------------------------------------------------- */

void map_draw_scale(struct map_maker *k)
{
    static const int lengths[] = {100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000};
    const double most = 0.3 * k->on->area_w, y = k->on->area_h - 3.0, x = 4.0;
    int length = lengths[0];
    for (ptrdiff_t i = 0; i < RK_COUNT(lengths); i++)
        if (lengths[i] * k->scale <= most)
            length = lengths[i];
    const bool far = length >= 1000;
    const double w = length * k->scale;
    const struct rk_spot bar[4] = {{x, y - 3.0}, {x, y}, {x + w, y}, {x + w, y - 3.0}};
    struct rk_mark *halo = map_add_points(k, RK_MARK_PATH, RK_INK_PAPER, bar, 4);
    if (halo)
        halo->width = 3.0;
    struct rk_mark *line = map_add_points(k, RK_MARK_PATH, RK_INK, bar, 4);
    if (line)
        line->width = 0.8;
    const struct rk_run run = {
        .from = RK_FROM_SCALE,
        .text = rk_str_printf(
            k->m->keep, "%d\xC2\xA0%s", far ? length / 1000 : length,
            rk_word(k->m->lang, far ? "sheet.map.kilometres" : "sheet.map.metres"))};
    map_add_text(k, x + w / 2.0, y - 2.4, 0, RK_INK, false, true, run);
    map_take(k, (struct map_box){x, y - 4.0 - k->on->size, w, k->on->size + 6.0});
}
