/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan/lists: the tables behind the figures, and what the map shows.
 *
 * Made with a report and living as long as it does; read-only afterwards. Texts are in the
 * report's language, ready to print; numbers are numbers, so that every page sets them alike.
 */
#ifndef RK_LISTS_H
#define RK_LISTS_H

#include "rk_base.h"
#include "rk_date.h"

struct rk_figure;

/* Who may hold it. DISTRICTS: nothing below the district, no name. INSIDE: names, homes, states
 * of single facilities. Nothing of it is ever in the public edition but what ALL says. */
enum rk_list_reader { RK_LIST_ALL, RK_LIST_DISTRICTS, RK_LIST_INSIDE };

struct rk_list_column {
    const char *words; /* key of the texts: "list.column.runs_out" */
    bool numeric;      /* set to the right */
    double share;      /* of the width; all together 1 */
};

struct rk_list_cell {
    struct rk_str text;             /* "": see number; both empty: not known */
    double number;                  /* NaN: none */
    int32_t decimals;               /* at most */
    const char *unit;               /* "" or a unit of the vocabulary ("percent", "m3") */
    const struct rk_figure *figure; /* the cell is this figure, else NULL */
    struct rk_str claim;            /* the one claim it repeats; empty: counted from several */
    bool strong, alert;
};

struct rk_list {
    const char *id;      /* "care.runs_out", stable */
    const char *title;   /* key of the texts: "list.care.runs_out" */
    const char *section; /* "harmed", "care", "destroyed", "cold", "town" */
    const char *figure;  /* the figure it stands behind, "" */
    enum rk_list_reader reader;
    bool front; /* a small table of the front page (at most 6 columns, 6 rows), too */
    int32_t columns, rows;
    const struct rk_list_column *column; /* [columns] */
    const struct rk_list_cell *cell;     /* [rows * columns] */
    struct rk_str note;                  /* a sentence below it, or empty */
    int64_t left_out; /* rows beyond the longest list that is printed; said below it */
};

/* ---- bars over days: what is worked on, what waits, what is warm ------------------------- */

enum rk_chart_look { RK_BAR_WORK, RK_BAR_WAIT, RK_BAR_PART, RK_BAR_DONE };
struct rk_chart_bar {
    uint8_t look;   /* enum rk_chart_look */
    float from, to; /* days after `first`; beyond the last day: to the edge */
};
struct rk_chart_row {
    struct rk_str label;
    struct rk_str beside; /* words where there is no bar, or "" */
    const struct rk_chart_bar *bar;
    int32_t bars;
    bool alert;
};
struct rk_chart {
    const char *id;      /* "cold.gantt" */
    const char *title;   /* key of the texts */
    const char *section; /* as of lists */
    enum rk_list_reader reader;
    rk_day first; /* day of the left edge */
    int32_t days, rows;
    const struct rk_chart_row *row;
    rk_day line;                       /* dashed, with `line_words`; RK_DAY_NONE: no line */
    const char *line_words;            /* key: "frost all day from" */
    const char *look[RK_BAR_DONE + 1]; /* keys of the legend */
    struct rk_str note;                /* a sentence below it, or empty */
    int64_t left_out;                  /* rows that found no room */
};

/* ---- pipes of boiler houses: a panel each, metres east and north ------------------------- */

enum rk_net_place { RK_NET_BOILER, RK_NET_CHAMBER, RK_NET_HOUSE };
struct rk_net_node {
    float x_m, y_m;
    float temp_c, share; /* of the water that comes, of the heat wanted; NaN: none */
    uint8_t place;       /* enum rk_net_place */
    bool placed;         /* somebody said where; else between its neighbours */
};
struct rk_net_pipe {
    int32_t a, b; /* nodes of the panel */
    float inner_d_m, temp_c;
    bool broken, leaks, assumed; /* assumed: its length, width or insulation */
};
struct rk_net_panel {
    struct rk_str name;
    const struct rk_net_node *node;
    const struct rk_net_pipe *pipe;
    int32_t nodes, pipes;
    bool runs;          /* today */
    int32_t coldest;    /* node of the house with the coolest water, -1 */
    struct rk_str said; /* "2.1 km, losses 9 %" */
};
struct rk_network {
    const char *list; /* the list it stands above */
    const struct rk_net_panel *panel;
    int32_t panels;
    float hot_c, cold_c; /* the ends of the scale of temperatures */
};

/* Two records that may be one person: exact keys alone propose it, people decide it. */
struct rk_pair {
    struct rk_str subject[2]; /* "person:list/17" */
    struct rk_str name[2], office[2];
};

/* ---- the map: metres east and north of `lat_deg`, `lon_deg` ------------------------------ */

struct rk_map_point {
    float x_m, y_m;
};

enum rk_map_shape_kind {
    RK_MAP_WATER,    /* area */
    RK_MAP_GREEN,    /* area */
    RK_MAP_DANGER,   /* area, or a circle of `radius_m` about its one point */
    RK_MAP_DISTRICT, /* area with a name */
    RK_MAP_RAIL,     /* from here on lines */
    RK_MAP_MAIN,
    RK_MAP_STREET,
    RK_MAP_LANE,
    RK_MAP_BRIDGE,
    RK_MAP_FOOTBRIDGE
};

enum rk_map_passage { RK_MAP_OPEN, RK_MAP_SLOW, RK_MAP_ON_FOOT, RK_MAP_CLOSED };

struct rk_map_shape {
    uint8_t kind;         /* enum rk_map_shape_kind */
    uint8_t passage;      /* enum rk_map_passage, of lines: as the claims of the day have it */
    int32_t first, count; /* positions in `point` */
    float radius_m;
    struct rk_str name;
};

/* A square of the grid with buildings in it. */
struct rk_map_cell {
    float x_m, y_m;          /* middle */
    int32_t buildings, seen; /* seen: somebody was there or saw it from above */
    float damaged;           /* share of the seen that is damaged or destroyed, 0 … 1 */
};

enum rk_map_sign_kind {
    RK_SIGN_HOSPITAL,
    RK_SIGN_PHARMACY,
    RK_SIGN_WARMING_POINT,
    RK_SIGN_BOILER_ON,  /* runs */
    RK_SIGN_BOILER_OFF, /* stands, or is repaired */
    RK_SIGN_BOILER_LOST
};
struct rk_map_sign {
    uint8_t kind; /* enum rk_map_sign_kind */
    bool works;
    struct rk_map_point at;
    struct rk_str name; /* "" when the sign says enough */
};

struct rk_map {
    double lat_deg, lon_deg;
    float cell_m;
    const struct rk_map_point *point;
    const struct rk_map_shape *shape;
    const struct rk_map_cell *cell;
    const struct rk_map_sign *sign;
    int32_t points, shapes, cells, signs;
};

/* How long a car takes from each square of the map to a hospital, with all reported closures.
 */
struct rk_map_minutes {
    const char *list;     /* id of the list beside which it is drawn */
    const float *minutes; /* [cells] NaN: no road near it; HUGE_VALF: no way */
};

#endif
