/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report with a map and lists, for the page's tests: the model town (everything in it is
 * invented) on its land, its buildings summed up by squares of 100 m, and lists with as many
 * rows as one asks for.
 */
#ifndef SHEET_TOWN_H
#define SHEET_TOWN_H

#include "golden/sheet_fixture.h"

#include "demo_basemap.h"
#include "rk_basemap.h"
#include "rk_model.h"

#define TOWN_NAME "Калиненко Ганна (вигадана)"
#define TOWN_HOME "вул. Вигадана, 12"

static inline struct rk_map_point town_point(struct rk_model_point p, const struct rk_map *map,
                                             const struct rk_model *model)
{
    double lat, lon;
    rk_model_wgs84(model, p, &lat, &lon);
    return rk_basemap_place(map, lat, lon);
}

/* The commission was there by 10 November. */
static inline bool town_seen(const struct rk_model_building *b)
{
    return b->surveyed >= 0 && b->surveyed <= 59;
}

static inline void town_cells(const struct rk_model *model, struct rk_map *map,
                              struct rk_arena *keep)
{
    enum { WIDE = 240, HALF = WIDE / 2 };
    struct rk_map_cell *grid = RK_NEW(keep, struct rk_map_cell, WIDE * WIDE);
    struct rk_map_cell *cell = RK_NEW(keep, struct rk_map_cell, WIDE * WIDE);
    map->cell_m = 100.0F;
    map->cell = cell;
    for (int32_t i = 0; i < model->buildings && grid; i++) {
        const struct rk_model_building *b = &model->building[i];
        const struct rk_map_point at = town_point(b->at, map, model);
        const int32_t x = (int32_t)floor((double)at.x_m / 100.0) + HALF;
        const int32_t y = (int32_t)floor((double)at.y_m / 100.0) + HALF;
        if (x < 0 || y < 0 || x >= WIDE || y >= WIDE)
            continue;
        struct rk_map_cell *c = &grid[y * WIDE + x];
        c->buildings++;
        c->seen += town_seen(b);
        c->damaged += town_seen(b) && b->damage > 0 ? 1.0F : 0.0F;
    }
    for (int32_t i = 0; i < WIDE * WIDE && grid && cell; i++) {
        if (grid[i].buildings == 0)
            continue;
        struct rk_map_cell *c = &cell[map->cells++];
        *c = grid[i];
        c->x_m = 100.0F * (float)(i % WIDE - HALF) + 50.0F;
        c->y_m = 100.0F * (float)(i / WIDE - HALF) + 50.0F;
        c->damaged = c->seen > 0 ? c->damaged / (float)c->seen : 0.0F;
    }
}

static inline int town_sign_kind(const char *type)
{
    if (strstr(type, "hospital"))
        return RK_SIGN_HOSPITAL;
    if (strstr(type, "pharmacy"))
        return RK_SIGN_PHARMACY;
    return strstr(type, "warming") ? RK_SIGN_WARMING_POINT : -1;
}

static inline void town_signs(const struct rk_model *model, struct rk_map *map, rk_day day,
                              struct rk_arena *keep)
{
    struct rk_map_sign *sign =
        RK_NEW(keep, struct rk_map_sign, model->boiler_houses + model->facilities);
    map->sign = sign;
    for (int32_t i = 0; i < model->boiler_houses && sign; i++) {
        const struct rk_model_boiler_house *h = &model->boiler_house[i];
        const bool on = h->started != RK_DAY_NONE && h->started <= day;
        const int kind = h->destroyed ? RK_SIGN_BOILER_LOST
                         : on         ? RK_SIGN_BOILER_ON
                                      : RK_SIGN_BOILER_OFF;
        sign[map->signs++] = (struct rk_map_sign){
            .kind = (uint8_t)kind, .works = on, .at = town_point(h->at, map, model)};
    }
    for (int32_t i = 0; i < model->facilities && sign; i++) {
        const struct rk_model_facility *f = &model->facility[i];
        const int kind = town_sign_kind(f->type);
        if (kind >= 0)
            sign[map->signs++] = (struct rk_map_sign){
                .kind = (uint8_t)kind,
                .works = i % 3 != 2,
                .at = town_point(model->building[f->building].at, map, model),
                .name = kind == RK_SIGN_HOSPITAL ? rk_str_of(f->name) : RK_STR("")};
    }
}

/* Road bridges cannot be passed, as everybody says; three dangers are known. */
static inline void town_ways(struct rk_map *map, struct rk_arena *keep)
{
    enum { DANGERS = 3 };
    struct rk_map_shape *shape = RK_NEW(keep, struct rk_map_shape, map->shapes + DANGERS);
    struct rk_map_point *point = RK_NEW(keep, struct rk_map_point, map->points + DANGERS);
    static const struct rk_map_point at[DANGERS] = {{-1900, -350}, {900, -500}, {-2650, 1150}};
    static const float radius_m[DANGERS] = {180, 180, 240};
    if (!shape || !point)
        return;
    memcpy(shape, map->shape, (size_t)map->shapes * sizeof *shape);
    memcpy(point, map->point, (size_t)map->points * sizeof *point);
    for (int32_t i = 0; i < map->shapes; i++)
        if (shape[i].kind == RK_MAP_BRIDGE)
            shape[i].passage = RK_MAP_CLOSED;
    for (int32_t i = 0; i < DANGERS; i++) {
        point[map->points] = at[i];
        shape[map->shapes++] = (struct rk_map_shape){.kind = RK_MAP_DANGER,
                                                     .first = map->points++,
                                                     .count = 1,
                                                     .radius_m = radius_m[i],
                                                     .name = RK_STR("замінований берег")};
    }
    map->shape = shape;
    map->point = point;
}

static inline const struct rk_map *town_map(int64_t people, rk_day day, struct rk_arena *keep,
                                            struct rk_scratch tmp)
{
    const struct rk_model_options options = {people, 1};
    const struct rk_model *model = NULL;
    struct rk_map *map = RK_NEW(keep, struct rk_map, 1);
    struct rk_buf json = rk_buf_in(keep, 64 << 20);
    struct rk_err err = {0};
    if (!map || rk_model_make(&options, keep, tmp, NULL, &model, &err) ||
        cli_demo_basemap(model, &json) ||
        rk_basemap_read(rk_buf_str(&json), keep, tmp, map, &err)) {
        fprintf(stderr, "%s: %s\n", err.place, err.text);
        return NULL;
    }
    town_ways(map, keep);
    town_cells(model, map, keep);
    town_signs(model, map, day, keep);
    return map;
}

/* ---- lists ----------------------------------------------------------------------------- */

static const struct rk_list_column town_medicine_columns[] = {
    {"list.column.medicine", false, 0.32},
    {"list.column.today", true, 0.19},
    {"list.column.days_3", true, 0.16},
    {"list.column.days_7", true, 0.16},
    {"list.column.why_not", true, 0.17}};
static const struct rk_list_column town_damage_columns[] = {
    {"list.column.class", false, 0.34},
    {"list.column.seen", true, 0.15},
    {"list.column.damaged", true, 0.17},
    {"list.column.destroyed", true, 0.17},
    {"list.column.if_alike", true, 0.17}};
static const struct rk_list_column town_people_columns[] = {
    {"list.column.name", false, 0.26},
    {"list.column.place", false, 0.28},
    {"list.column.medicine", false, 0.18},
    {"list.column.runs_out", true, 0.13},
    {"list.column.moves", false, 0.15}};
static const struct rk_list_column town_district_columns[] = {
    {"list.column.district", false, 0.4},
    {"list.column.seen", true, 0.2},
    {"list.column.damaged", true, 0.2},
    {"list.column.wood", true, 0.2}};

static inline struct rk_list_cell town_words(const char *words)
{
    return (struct rk_list_cell){.text = rk_str_of(words), .number = RK_NAN, .unit = ""};
}

static inline struct rk_list_cell town_number(double number, const char *unit)
{
    return (struct rk_list_cell){.number = number, .unit = unit};
}

static inline struct rk_list town_medicines(struct rk_arena *keep)
{
    static const char *const names[] = {"інсулін (холод)", "серце і тиск", "діаліз, кисень"};
    static const double counts[][4] = {{3, 9, 14, 0}, {12, 57, 140, 4}, {1, 2, 2, 1}};
    struct rk_list_cell *cell = RK_NEW(keep, struct rk_list_cell, 15);
    for (int r = 0; r < 3; r++) {
        cell[5 * r] = town_words(names[r]);
        for (int c = 0; c < 4; c++)
            cell[5 * r + 1 + c] = town_number(counts[r][c], "");
        cell[5 * r + 1].strong = true;
        cell[5 * r + 4].alert = counts[r][3] > 0;
    }
    return (struct rk_list){.id = "care.medicines",
                            .title = "list.care.medicines",
                            .section = "care",
                            .figure = "",
                            .reader = RK_LIST_ALL,
                            .front = true,
                            .columns = 5,
                            .rows = 3,
                            .column = town_medicine_columns,
                            .cell = cell};
}

static inline struct rk_list town_damage(struct rk_arena *keep)
{
    static const char *const names[] = {"приватні будинки", "багатоквартирні",
                                        "державні й комунальні", "промислові"};
    static const double shares[][3] = {{64, 41, 12}, {97, 61, 22}, {88, 52, 17}, {51, 38, 19}};
    static const char *const alike[] = {"48–57\xC2\xA0%", "82–84\xC2\xA0%", "66–72\xC2\xA0%",
                                        "49–66\xC2\xA0%"};
    struct rk_list_cell *cell = RK_NEW(keep, struct rk_list_cell, 20);
    for (int r = 0; r < 4; r++) {
        cell[5 * r] = town_words(names[r]);
        for (int c = 0; c < 3; c++)
            cell[5 * r + 1 + c] = town_number(shares[r][c], "percent");
        cell[5 * r + 4] = town_words(alike[r]);
    }
    return (struct rk_list){.id = "destroyed.classes",
                            .title = "list.destroyed.classes",
                            .section = "destroyed",
                            .figure = "",
                            .reader = RK_LIST_DISTRICTS,
                            .front = true,
                            .columns = 5,
                            .rows = 4,
                            .column = town_damage_columns,
                            .cell = cell,
                            .note = RK_STR("Схема комісії 2022-08.")};
}

static inline struct rk_list town_people(int32_t rows, struct rk_arena *keep)
{
    struct rk_list_cell *cell = RK_NEW(keep, struct rk_list_cell, 5 * (ptrdiff_t)rows);
    for (int32_t r = 0; r < rows; r++) {
        cell[5 * r] = town_words(TOWN_NAME);
        cell[5 * r + 1] = town_words(TOWN_HOME);
        cell[5 * r + 2] = town_words("інсулін (холод)");
        cell[5 * r + 3] = town_number(r % 30, "");
        cell[5 * r + 4] = town_words(""); /* not known */
    }
    return (struct rk_list){.id = "care.runs_out",
                            .title = "list.care.runs_out",
                            .section = "care",
                            .figure = "",
                            .reader = RK_LIST_INSIDE,
                            .columns = 5,
                            .rows = rows,
                            .column = town_people_columns,
                            .cell = cell,
                            .left_out = 37};
}

static inline struct rk_list town_districts(const char *id, const char *title,
                                            const char *section, struct rk_arena *keep)
{
    static const char *const names[] = {"Центр", "Набережний", "Залізничний", "Вишневий",
                                        "Заріччя"};
    struct rk_list_cell *cell = RK_NEW(keep, struct rk_list_cell, 20);
    for (int r = 0; r < 5; r++) {
        cell[4 * r] = town_words(names[r]);
        cell[4 * r + 1] = town_number(60 + 5 * r, "percent");
        cell[4 * r + 2] = town_number(20 + 7 * r, "percent");
        cell[4 * r + 3] = town_number(120.5 + r, "m3");
        cell[4 * r + 3].decimals = 1;
    }
    return (struct rk_list){.id = id,
                            .title = title,
                            .section = section,
                            .figure = "",
                            .reader = RK_LIST_DISTRICTS,
                            .columns = 4,
                            .rows = 5,
                            .column = town_district_columns,
                            .cell = cell};
}

/* The published autumn with a map and lists; `rows` persons of the longest one. */
static inline struct rk_report town_report(struct rk_report r, const struct rk_map *map,
                                           int32_t rows, struct rk_arena *keep)
{
    enum { LISTS = 6 };
    struct rk_list *list = RK_NEW(keep, struct rk_list, LISTS);
    list[0] = town_medicines(keep);
    list[1] = town_people(rows, keep);
    list[2] = town_damage(keep);
    list[3] =
        town_districts("destroyed.districts", "list.destroyed.districts", "destroyed", keep);
    list[4] = town_districts("cold.firewood", "list.cold.outside", "cold", keep);
    list[5] = town_districts("town.districts", "list.destroyed.districts", "town", keep);
    r.lists = list;
    r.list_count = LISTS;
    r.map = map;
    r.model = true;
    return r;
}

#endif
