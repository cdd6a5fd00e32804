/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * model: an invented town, fitted to the published totals of a real one.
 *
 * From a seed and a number of people it grows ground, streets, buildings, households, damage,
 * boiler houses, and what seven weeks after the town was freed its offices would have written
 * down: spreadsheets with their own headers, gaps and contradictions, and the acts of the desk.
 * Nobody in it is real: every list of persons says so in its title and in each row.
 * Uses: base. No files, no clock. Equal options give equal bytes, in whatever order files are
 * asked for. A finished model is read-only: any number of threads may ask it.
 * Method, totals, sources: docs/methods/model-town.md
 */
#ifndef RK_MODEL_H
#define RK_MODEL_H

#include "rk_base.h"
#include "rk_date.h"
#include "rk_text.h"
#include "rk_work.h"

struct rk_model_options {
    int64_t people; /* before the invasion; 0 means 46,000; 1,000 … 10,000,000 */
    uint64_t seed;
};

/* ---- the ground: metres east and north of the town's middle --------------------------------
 */

struct rk_model_point {
    float x_m, y_m;
};
enum rk_model_road { RK_MODEL_MAIN, RK_MODEL_STREET, RK_MODEL_LANE, RK_MODEL_BRIDGE };
enum rk_model_link { RK_MODEL_STANDS, RK_MODEL_DESTROYED, RK_MODEL_FOOT };

/* Points of all lines and areas stand in rk_model.point, one shape behind another. Equal
 * positions in `node` are one junction: lines are edges between consecutive nodes. */
struct rk_model_line {
    int32_t first, count; /* positions in `node` */
    int32_t street;       /* number of its name, -1 none */
    uint8_t class, state; /* enum rk_model_road; of bridges enum rk_model_link */
    bool mined;
};

/* RAIL is a polyline, not closed; DISTRICT a quarter by its `name`; DANGER mined land. */
enum rk_model_land {
    RK_MODEL_WATER,
    RK_MODEL_GREEN,
    RK_MODEL_RAIL,
    RK_MODEL_DISTRICT,
    RK_MODEL_DANGER
};
struct rk_model_area {
    int32_t first, count; /* positions in `point` */
    uint8_t kind;         /* enum rk_model_land */
    const char *name;
};

enum rk_model_class {
    RK_MODEL_PRIVATE,
    RK_MODEL_MULTI,
    RK_MODEL_MUNICIPAL,
    RK_MODEL_INDUSTRIAL,
    RK_MODEL_COMMERCIAL,
    RK_MODEL_RELIGIOUS,
    RK_MODEL_OUTBUILDING,
    RK_MODEL_CLASSES
};

/* A footprint is a rectangle: middle, direction of its long side, half sizes. */
struct rk_model_building {
    struct rk_model_point at;
    float along_x, along_y; /* unit vector */
    float half_length_m, half_width_m;
    int32_t street, house;          /* house: position in `heated`, -1 */
    int32_t household, households;  /* first one and how many */
    uint16_t number, people;        /* of the street; people before the invasion */
    uint16_t damage;                /* the truth: 0 … 1000 */
    int16_t surveyed;               /* days after 2022-09-12 of the commission's act, -1 */
    uint8_t class, floors, quarter; /* quarter: position in `quarter_name` */
    uint8_t station;                /* 0 … 23, its polling station */
    uint8_t satellite;              /* 0 none … 4 destroyed, as the images show it */
    uint8_t category;             /* order 65: 0 whole, 1, 2, 3, as the commission would say */
    bool north, radar, education; /* education: a school or kindergarten */
};

struct rk_model_boiler_house {
    struct rk_model_point at;
    float mw, electric_kw;
    int32_t houses;
    rk_day started, can_start; /* RK_DAY_NONE: never this winter */
    bool destroyed, hospital, central, coal, gas;
};

struct rk_model_house { /* on district heat */
    int32_t building, boiler_house;
    float kw;
    rk_day warm; /* RK_DAY_NONE: not until the model ends */
};

struct rk_model_facility {
    int32_t building;
    const char *type, *name; /* type: id of the vocabulary's list facility_type */
};

struct rk_model_household {
    int32_t building, first; /* first person */
    uint16_t flat;
    uint8_t people;
    bool stayed; /* on 22 September 2022 */
};

struct rk_model_person {
    int32_t household;
    rk_day birth;
    uint16_t surname; /* see rk_model_name */
    uint8_t given, father;
    bool male, stayed;
    uint8_t fate; /* bits, private */
};

/* ---- spreadsheets and acts -------------------------------------------------------------- */

struct rk_model_file {
    const char *name;            /* base name */
    const char *kind;            /* of the vocabulary; "": engines read it, nobody imports it */
    const char *office, *author; /* who hands it in; the clerk is invented */
    rk_day day;                  /* of the desk on which it comes in */
    int32_t rows, header_lines;  /* rows of data; lines before the first one */
    char separator;
    enum rk_encoding encoding;
    int32_t part, writer; /* private */
};

enum rk_model_act_kind {
    RK_MODEL_IMPORT,  /* file */
    RK_MODEL_UNDO,    /* file: everything imported from it is taken back */
    RK_MODEL_CORRECT, /* file, row, aspect, value, why */
    RK_MODEL_SAME,    /* file, row and other_file, other_row are one person */
    RK_MODEL_DISTINCT /* … are two persons */
};

struct rk_model_act {
    rk_day day;
    enum rk_model_act_kind kind;
    int32_t file, row, other_file, other_row; /* rows from 0; -1 none */
    int32_t line, other_line;                 /* lines in the files, from 1 */
    struct rk_str key, other_key; /* of the rows; empty: the list has no key column */
    const char *aspect;           /* of the vocabulary */
    struct rk_str value, why;
    const char *author, *second; /* decisions are made by two */
};

struct rk_model {
    struct rk_model_options options;
    double scale; /* people / 46,000 */
    const struct rk_model_point *node, *point;
    const struct rk_model_line *line;
    const struct rk_model_area *area;
    const struct rk_model_building *building; /* by station, then by block */
    const struct rk_model_boiler_house *boiler_house;
    const struct rk_model_house *heated;
    const struct rk_model_facility *facility;
    const struct rk_model_household *household;
    const struct rk_model_person *person; /* by household */
    const char *const *quarter_name;
    const struct rk_model_file *file; /* by day */
    const struct rk_model_act *act;   /* in order */
    int32_t nodes, points, lines, areas, buildings, boiler_houses, houses, facilities;
    int32_t households, persons, quarters, streets, files, acts;
    const struct model_town *truth; /* private */
};

/*
 * Grows the town into `keep`. RK_EINVAL: options out of range. RK_ENOMEM, RK_ECANCELED: keep is
 * left as it was. Time O(people log people), about 2 µs a person; 400 bytes a person in keep
 * and scratch together, at the least 16 MiB each (bench_model).
 */
RK_MUST_USE rk_status rk_model_make(const struct rk_model_options *options,
                                    struct rk_arena *keep, struct rk_scratch scratch,
                                    struct rk_progress *progress, const struct rk_model **out,
                                    struct rk_err *err);

/* The bytes of one file, in its encoding, with titles and header, into `keep`. RK_EINVAL: no
 * such file. RK_ENOMEM. About 2 µs a row; 640 bytes a row must fit into keep, and scratch. */
RK_MUST_USE rk_status rk_model_file_bytes(const struct rk_model *model, int32_t file,
                                          struct rk_arena *keep, struct rk_scratch scratch,
                                          struct rk_str *out, struct rk_err *err);

/* WGS 84; at 46,000 people the polling stations stand where the real ones do. */
void rk_model_wgs84(const struct rk_model *model, struct rk_model_point at, double *lat_deg,
                    double *lon_deg);
/* The two banks of the crossing that is laid in October, beside the first lost bridge, from
 * whose two nodes one comes to it. Closures speak of it from the first list on. */
void rk_model_crossing(const struct rk_model *model, struct rk_model_point ends[2]);
/* "вул. Вишнева" · "вул. Вишнева, 12" into a buffer. */
void rk_model_street_name(const struct rk_model *model, int32_t street, struct rk_buf *out);
void rk_model_address(const struct rk_model *model, int32_t building, struct rk_buf *out);
/* "Калиненко Ганна Петрівна", as the passport has it in Ukrainian. */
void rk_model_name(const struct rk_model *model, int32_t person, struct rk_buf *out);

#endif
