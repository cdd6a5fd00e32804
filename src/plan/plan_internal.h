/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/plan: records of a view, and counting them. */
#ifndef PLAN_INTERNAL_H
#define PLAN_INTERNAL_H

#include "rk_figures.h"
#include "rk_situation.h"

/* ---- records: what stands of each subject of a kind ------------------------------------- */

/* One aspect wanted; with a prefix only claims whose text begins with it ("order65/"). */
struct plan_slot {
    const char *aspect, *prefix;
};

enum { PLAN_SLOTS_MAX = 20 };

struct plan_records {
    int32_t rows, slots;
    const int32_t *subject; /* [rows] */
    const int64_t *claim;   /* [rows * slots] the latest that stands, -1 */
};

struct plan {
    const struct rk_situation *sit;
    const struct rk_view *view;
    rk_day day;
    enum rk_lang lang;
    struct rk_arena *keep;      /* of the report */
    struct rk_scratch *scratch; /* free again when counting is done */
    const int64_t *replaced;    /* claims that are corrected in this view, ascending */
    int32_t replaced_count;
    bool lists; /* lists and map are wanted, too */
    const struct rk_figure_def *defs;
    int32_t def_count;
    const struct rk_figure *figures; /* [def_count], not yet settled */
    const struct rk_tally **tally;   /* [def_count] */
    struct rk_str *detail;           /* [def_count] */
    struct rk_str *text;             /* [def_count] of derived days */
    struct rk_list *list;
    int32_t list_count, list_room;
    struct rk_pair *pair;
    int32_t pair_count;
    struct rk_map *map;
    struct rk_chart *chart;       /* NULL: none */
    struct rk_network *network;   /* NULL: none */
    const struct plan_ways *ways; /* the roads of the town; NULL: none */
    const char **definition;      /* [def_count] key of other words for it, NULL */
};

/* False: no memory. */
bool plan_records(struct plan *p, const char *kind, const struct plan_slot *slots,
                  int32_t count, struct plan_records *out);
int64_t plan_claim(const struct plan_records *r, int32_t row, int32_t slot);
/* Values of a claim; -1 gives "", NaN, RK_DAY_NONE, false. */
struct rk_str plan_text(const struct plan *p, int64_t claim);
double plan_number(const struct plan *p, int64_t claim);
rk_day plan_date(const struct plan *p, int64_t claim); /* the last day it may mean */
bool plan_true(const struct plan *p, int64_t claim);
bool plan_is(const struct plan *p, int64_t claim, const char *choice);
int32_t plan_source(const struct plan *p, int64_t claim); /* subject of its source, -1 */
/* The source that first spoke of a subject: a correction by the desk does not change whose list
 * it stands on. -1: none. */
int32_t plan_origin(const struct plan *p, int32_t subject);
rk_day plan_as_of(const struct plan *p, int64_t claim);

/* An office numbers its cards; of two of its lists with the same card the later one counts. A
 * row without a number stands for itself. The cards that count, by source and number; in
 * scratch, NULL: no memory. `kind` and `number` are slots, the first of them that is filled
 * dates a row. */
struct plan_card {
    struct rk_str number;
    int32_t source, row;
    rk_day as_of;
};
struct plan_card *plan_cards(const struct plan *p, const struct plan_records *n, int kind,
                             int number, int32_t *count);
/* By the claim of its state: neither served nor declined. */
bool plan_need_open(const struct plan *p, int64_t state);
/* The claim counts in this view and nothing corrects it. */
bool plan_stands(const struct plan *p, int64_t claim);
/* Whether any standing claim on that aspect of the subject says so, not the latest alone. */
bool plan_any_says(const struct plan *p, int32_t subject, const char *aspect,
                   const char *choice);
/* "12" of "person:list/12": what the office calls it. */
struct rk_str plan_key(const struct plan *p, int32_t subject);
/* A choice's words. */
struct rk_str plan_choice(const struct plan *p, const char *kind, const char *aspect,
                          int64_t claim);

/* ---- tallies ----------------------------------------------------------------------------- */

struct plan_tally {
    int64_t *claim;
    double *low, *high;
    int64_t count, room, of; /* of: entries that are things, the rest decide what is none */
};
/* Room for that many claims, in keep. */
bool plan_tally_open(struct plan *p, int64_t room, struct plan_tally *out);
void plan_tally_add(struct plan_tally *t, int64_t claim, double low, double high);
/* A claim that decides that something is not counted. */
void plan_tally_without(struct plan_tally *t, int64_t claim);
/* Leaves out what adds nothing, unless nothing adds: a count of none has its claims, too. */
void plan_tally_drop_zeros(struct plan_tally *t);
/* Gives the figure its tally; an empty one gives it none, for then nothing was recorded. */
void plan_tally_close(struct plan *p, const struct plan_tally *t, const char *figure,
                      bool share, enum rk_bound bound);
/* A figure in words, worked out from these claims. */
void plan_derived(struct plan *p, const struct plan_tally *t, const char *figure,
                  struct rk_str text);
void plan_detail(struct plan *p, const char *figure, struct rk_str text);
/* Adds "263 with a name" to a detail, after `between`; nothing when n is 0. */
void plan_say_counted(const struct plan *p, struct rk_buf *detail, const char *between,
                      const char *key, double n);
/* It was counted as these words say, not as those of the table. */
void plan_definition(struct plan *p, const char *figure, const char *key);

/* ---- lists ------------------------------------------------------------------------------- */

enum { PLAN_COLUMNS_MAX = 9 };
struct plan_list {
    struct rk_list head;
    struct rk_list_cell *cell;
    int32_t room; /* rows */
};
/* Up to `rows` rows of the columns; false: no lists wanted, or no memory. */
bool plan_list_open(struct plan *p, struct rk_list head, const struct rk_list_column *columns,
                    int32_t count, int32_t rows, struct plan_list *out);
/* The cells of one more row, all unknown; NULL: the list is full and the row is counted as left
 * out. */
struct rk_list_cell *plan_list_row(struct plan_list *l);
void plan_list_close(struct plan *p, struct plan_list *l);
void plan_cell_text(struct rk_list_cell *c, struct rk_str text);
void plan_cell_number(struct rk_list_cell *c, double number, const char *unit);
/* The cell is that figure, whatever it will be. */
void plan_cell_figure(struct plan *p, struct rk_list_cell *c, const char *figure);
void plan_cell_day(struct plan *p, struct rk_list_cell *c, rk_day day);

/* ---- what is counted --------------------------------------------------------------------- */

/* Each fills the tallies of its figures and, when wanted, its lists. False: no memory. */
bool plan_count_harmed(struct plan *p);
bool plan_count_care(struct plan *p);
bool plan_count_reach(struct plan *p);
bool plan_count_destroyed(struct plan *p);
bool plan_count_cold(struct plan *p);
bool plan_count_heat(struct plan *p);
bool plan_count_map(struct plan *p);
/* The day on which the mean of the climate norm (September to December) falls to `limit_c`;
 * RK_DAY_NONE: not before the middle of December. */
rk_day plan_mean_falls_to(const double mean_c[4], int year, double limit_c);
/* After the figures are settled: supply for this many people, for planning alone. */
void plan_list_kits(struct plan *p);

/* Buildings, as several of the above read them. */
enum plan_building_slot {
    PLAN_B_CLASS,
    PLAN_B_ORDER65,
    PLAN_B_WORDS,
    PLAN_B_SURVEYED,
    PLAN_B_SURVEY_DATE,
    PLAN_B_REPAIRABLE,
    PLAN_B_DISTRICT,
    PLAN_B_UNOSAT,
    PLAN_B_LATITUDE,
    PLAN_B_LONGITUDE,
    PLAN_B_PEOPLE,
    PLAN_B_BANK,
    PLAN_BUILDING_SLOTS
};
extern const struct plan_slot plan_building_slots[PLAN_BUILDING_SLOTS];
struct plan_seen {
    int64_t claim; /* by which somebody saw it from the ground, -1 */
    bool damaged, destroyed;
};
struct plan_seen plan_look(const struct plan *p, const struct plan_records *r, int32_t row);
/* Severe damage on the images; less may be a shadow. */
bool plan_seen_from_above(const struct plan *p, const struct plan_records *r, int32_t row);

/* Straight-line metres between two places, for towns: equirectangular at their latitude. */
double plan_metres(double lat_a, double lon_a, double lat_b, double lon_b);

#endif
