/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet/map, inside: a map in the making. Only sheet_map_*.c include this. */
#ifndef SHEET_MAP_H
#define SHEET_MAP_H

#include "sheet_internal.h"

/* A place for a map: how large, with what letters, how much of the town is in it. */
struct map_canvas {
    double width, height; /* of the drawing; 0: as high as it becomes */
    double area_w, area_h;
    double size;     /* of letters */
    double sign;     /* radius of a sign */
    double cell_min; /* squares smaller than this are put together */
    int key_columns; /* of the legend below the map; 0: it stands to the right */
    bool streets;    /* all streets, not only the main ones */
    bool names;      /* of districts, dangers, signs */
};

struct map_box {
    double x, y, w, h;
};

struct map_sign { /* where it is drawn: pushed aside by its neighbours */
    const struct rk_map_sign *sign;
    double x, y;
};

struct map_maker {
    struct sheet_maker *m;
    struct rk_scratch *scratch;
    const struct rk_map *map;
    const struct map_canvas *on;
    const float *minutes; /* [cells] of the way to a hospital; NULL: damage is drawn */
    bool inside;          /* else districts only */
    const struct rk_map_district *districts;
    const struct map_box *middle; /* of each district, x and y in metres */
    int32_t district_count;
    double left_m, top_m, scale; /* of the upper left corner; points in a metre */
    struct rk_mark *marks;
    int32_t count, room;
    struct map_box *taken; /* where letters cannot stand */
    int32_t taken_count, taken_room;
    struct map_sign *signs;
    int32_t sign_count;
    double square_m; /* side of the squares that are drawn */
    bool danger, closed, unseen, footbridge, idle;
};

/* ---- sheet_map.c ----------------------------------------------------------------------- */

struct rk_mark *map_add(struct map_maker *k, enum rk_mark_kind kind, enum rk_ink ink);
/* A mark with a copy of the points, rounded to a tenth. */
struct rk_mark *map_add_points(struct map_maker *k, enum rk_mark_kind kind, enum rk_ink ink,
                               const struct rk_spot *points, int32_t count);
void map_add_text(struct map_maker *k, double x, double y, int anchor, enum rk_ink ink,
                  bool strong, bool halo, struct rk_run run);
struct rk_spot map_place(const struct map_maker *k, struct rk_map_point at);
bool map_in_area(const struct map_maker *k, struct rk_spot at);
void map_take(struct map_maker *k, struct map_box box);
bool map_overlap(const struct map_box *a, const struct map_box *b);
int map_shade(double share);         /* 0 … RK_SHADES - 1 */
double map_shade_size(double share); /* of the square's side */
struct rk_str map_percent(struct sheet_maker *m, double share);

/* ---- sheet_map_ground.c ---------------------------------------------------------------- */

void map_draw_ground(struct map_maker *k);
void map_draw_dangers(struct map_maker *k);
void map_draw_ways(struct map_maker *k); /* what is closed, bridges */
/* Slanted lines in a closed polygon, a little beyond its edge, so that thin strips show. */
void map_hatch(struct map_maker *k, const struct rk_spot *ring, int32_t count);

/* ---- sheet_map_cells.c ----------------------------------------------------------------- */

/* Buildings by district; their number. */
int32_t map_sum_districts(struct sheet_maker *m, struct rk_scratch *scratch,
                          const struct rk_map *map, const struct rk_map_district **out,
                          const struct map_box **middle);
void map_draw_cells(struct map_maker *k);
void map_draw_district_squares(struct map_maker *k);

/* ---- sheet_minutes.c ------------------------------------------------------------------- */

void map_draw_minutes(struct map_maker *k);
/* How far down its legend reaches. */
double map_draw_minutes_key(struct map_maker *k);
struct rk_line map_minutes_alt(struct map_maker *k);

/* ---- sheet_map_signs.c ----------------------------------------------------------------- */

void map_draw_signs(struct map_maker *k);
/* How wide the legend beside a map is with letters of that size. */
double map_key_width(struct sheet_maker *m, double size);
/* The legend; how far down it reaches. */
double map_draw_key(struct map_maker *k);
void map_draw_scale(struct map_maker *k);

/* ---- sheet_map_labels.c ---------------------------------------------------------------- */

void map_draw_labels(struct map_maker *k);

#endif
