/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room of the model town. */
#ifndef RK_ROOM_MODEL
#error "model_internal.h belongs to src/model"
#endif
#ifndef MODEL_INTERNAL_H
#define MODEL_INTERNAL_H

#include "rk_model.h"
#include "rk_model_truth.h"
#include "rk_random.h"

enum { MODEL_STATIONS = 24, MODEL_QUARTERS = 10, MODEL_AGES = 101, MODEL_RIVER = 1025 };

struct model_xy {
    double x, y;
};

/* ---- ground -------------------------------------------------------------------------------
 */

struct model_station {
    struct model_xy at, flat; /* in the town; before the warp */
    int32_t number, voters;
    double share; /* of all people */
    uint8_t quarter;
    bool north;
};

struct model_disc { /* where nobody builds */
    struct model_xy at;
    double radius_m;
};

struct model_ground {
    double stretch; /* square root of the scale: how much wider than the real town */
    uint64_t seed;
    struct model_station station[MODEL_STATIONS];
    double river_from, river_step;
    double river_y[MODEL_RIVER];
    struct model_disc disc[24];
    int discs;
    double low_x, low_y, high_x, high_y; /* the sheet of the map, before the warp */
};

double model_noise(uint64_t seed, uint32_t layer, double x, double y); /* -1 … 1, smooth */
struct model_xy model_warp(const struct model_ground *g, struct model_xy flat);
/* Distance to the middle of the river, positive north of it; metres. */
double model_river(const struct model_ground *g, struct model_xy at);
bool model_barred(const struct model_ground *g, struct model_xy at, double margin_m);
bool model_ground_make(struct model_ground *g, uint64_t seed, double scale,
                       const char *stations_csv, ptrdiff_t csv_len);
extern const char *const model_quarter_name[MODEL_QUARTERS];
#define MODEL_RIVER_HALF_M 34.0

/* ---- streets and blocks --------------------------------------------------------------------
 */

enum { MODEL_CORNERS = 14 };

/* A convex polygon, counter-clockwise; edge i runs from corner i along street[i] (-1: none). */
struct model_cell {
    int32_t n;
    double x[MODEL_CORNERS], y[MODEL_CORNERS];
    int32_t street[MODEL_CORNERS];
};

enum model_use { MODEL_FREE, MODEL_HOUSES, MODEL_FLATS, MODEL_PUBLIC, MODEL_WORKS };

struct model_block {
    float x[MODEL_CORNERS], y[MODEL_CORNERS]; /* before the warp, without the streets */
    int32_t street[MODEL_CORNERS];
    struct model_xy middle; /* in the town */
    float along_x, along_y, area_m2;
    uint8_t n, use, station;
    bool north;
};

struct model_way {
    struct model_xy from, to; /* before the warp */
    uint8_t class;
    bool highway; /* goes on where nobody lives */
    int32_t name; /* -1: nobody lives there */
};

struct model_event { /* junction `node` lies on `way`, so many metres from its start */
    int32_t way, node;
    double along_m;
};

struct model_plan {
    struct model_way *way;
    struct model_xy *node; /* before the warp */
    struct model_event *event;
    struct model_block *block;
    int32_t ways, nodes, events, blocks;
    int32_t way_room, node_room, event_room, block_room;
};

/* Room for one more of `size` bytes in an array that doubles within `a`. When `a` is full the
 * array stays as it was and a->failed is set. */
void *model_room(struct rk_arena *a, void *old, int32_t count, int32_t *room, ptrdiff_t size);
#define MODEL_ROOM(arena, array, count, room)                                                  \
    ((array) = model_room((arena), (array), (count), &(room), (ptrdiff_t)sizeof *(array)),     \
     !(arena)->failed)

bool model_plan_make(const struct model_ground *g, struct rk_arena *work,
                     struct model_plan *plan);
bool model_cell_clip(const struct model_cell *in, struct model_xy at, struct model_xy inward,
                     int32_t street, struct model_cell *out);
double model_cell_area(const struct model_cell *cell);

/* ---- the town -------------------------------------------------------------------------------
 */

struct model_counts {
    int32_t people, buildings, private_houses, multi, heated, industrial, education, municipal,
        commercial, religious, boiler_houses;
};

/* Bits of rk_model_person.fate. */
enum {
    MODEL_DEAD = 1,
    MODEL_MISSING = 2,
    MODEL_INJURED = 4,
    MODEL_SUFFERED = 8, /* for lack of care, and lives */
    MODEL_PATIENT = 16,
    MODEL_FOUND = 32 /* was missing, is alive */
};

enum { MODEL_SEX_FEMALE, MODEL_SEX_MALE, MODEL_SEX_UNKNOWN };

/* The seven offices that keep lists of the dead, as bits of model_dead.lists. */
enum model_office {
    MODEL_COUNCIL,
    MODEL_FORENSIC,
    MODEL_POLICE,
    MODEL_PRIEST,
    MODEL_HOSPITAL,
    MODEL_SOCIAL,
    MODEL_HOTLINE,
    MODEL_OFFICES
};

struct model_dead {
    int32_t person, grave, body; /* numbers from 1; 0 none */
    int32_t certificate;
    rk_day day;
    uint8_t cause, lack;       /* positions in the vocabulary's lists; lack 0: none */
    uint8_t lists, identified; /* identified: position in confirmation, 0 none */
};

struct model_body {
    int32_t dead, grave; /* dead: position, -1 a serviceman whom nobody here knows */
    rk_day exhumed;
    uint8_t sex;
    bool soldier;
};

struct model_list { /* positions of persons, dead, bodies: what the list is of */
    int32_t *at;
    int32_t count;
};

/* What the driver or the doctor wrote of a card in the evening of a day. */
enum model_outcome {
    MODEL_FAILED, /* nobody could be helped: `why` */
    MODEL_DELIVERED,
    MODEL_BROUGHT,
    MODEL_VISITED,
    MODEL_REFERRED, /* to another town */
    MODEL_DECLINED,
    MODEL_DIED, /* before help came */

};
enum model_why {
    MODEL_WHY_NONE,
    MODEL_WHY_BRIDGE,
    MODEL_WHY_MINED,
    MODEL_WHY_FUEL,
    MODEL_WHY_BED,
    MODEL_WHY_ADDRESS,
    MODEL_WHY_NOBODY,
    MODEL_WHY_STOCK
};
enum model_care_of { /* what a patient who is triaged needs */
                     MODEL_CARE_SURGERY,
                     MODEL_CARE_THERAPY,
                     MODEL_CARE_TRAUMA,
                     MODEL_CARE_INTENSIVE,
                     MODEL_CARE_DIALYSIS,
                     MODEL_CARE_ONCOLOGY
};
struct model_visit {
    int32_t card;    /* position in the list of medicine or of triage */
    rk_day day, out; /* out: the medicine's last day from then on */
    uint8_t outcome, why;
};
struct model_visits { /* by card, then day */
    struct model_visit *at;
    int32_t *first; /* [cards + 1] into `at` */
    int32_t count;
};

/* Ends are chambers of the boiler house, 0 itself; of a branch b is a house. */
struct model_pipe {
    int32_t boiler, a, b, diameter_mm;
    float length_m;
    bool to_house;
};

struct model_town {
    struct rk_model m;
    struct model_ground ground;
    struct model_counts count;
    struct rk_model_building *building;
    int32_t station_first[MODEL_STATIONS + 1]; /* into building */
    double flat_share[MODEL_STATIONS];         /* of its people, in flats */
    int32_t *street_name;                      /* [streets] position among all names */
    struct rk_model_boiler_house *boiler_house;
    struct rk_model_house *heated;
    struct model_pipe *pipe;
    int32_t pipes;
    struct rk_model_facility *facility;
    struct rk_model_household *household;
    struct rk_model_person *person;
    struct model_dead *dead;
    struct model_body *body;
    int32_t *grave_body; /* [graves + 1] first body in the grave, -1 none */
    int32_t deads, bodies, graves, mass_grave;
    struct model_list office[MODEL_OFFICES];             /* positions in `dead` */
    struct model_list missing, injured, suffered, found; /* persons */
    struct model_list medicine, triage;                  /* persons */
    struct model_visits medicine_visit, triage_visit;
    struct model_list stoves, evacuation; /* households */
    struct model_list *rows;              /* [specs] what the rows of each list are */
};

/* n of the real town, scaled, never below `least`. */
int32_t model_scaled(const struct model_town *t, double n, int32_t least);

bool model_build(struct model_town *t, struct model_plan *plan, struct rk_arena *keep,
                 struct rk_arena *work);
bool model_map(struct model_town *t, const struct model_plan *plan, struct rk_arena *keep,
               struct rk_arena *work);
bool model_damage(struct model_town *t, struct rk_arena work);
bool model_heat(struct model_town *t, struct rk_arena *keep, struct rk_arena work);
bool model_pipes(struct model_town *t, struct rk_arena *keep); /* of boiler houses not lost */
int32_t model_flats(const struct rk_model_building *b);
/* Reads ages_csv (single years of age and sex); false when it is not that table. */
bool model_census(struct model_town *t, const char *ages_csv, ptrdiff_t csv_len,
                  struct rk_arena *keep, struct rk_arena work);
bool model_harm(struct model_town *t, struct rk_arena *keep, struct rk_arena work);
bool model_stay(struct model_town *t, struct rk_arena work);
bool model_care(struct model_town *t, struct rk_arena *keep, struct rk_arena work);
bool model_course(struct model_town *t, struct rk_arena *keep); /* what became of the cards */
bool model_files(struct model_town *t, struct rk_arena *keep, struct rk_arena work);
bool model_days(struct model_town *t, struct rk_arena *keep, struct rk_arena work);

/* ---- cards of the doctors' lists -----------------------------------------------------------
 */

#define MODEL_HIDDEN                                                                           \
    0.035 /* live where the register has no address, until somebody went there */

rk_day model_found(const struct model_town *t, bool medicine, int32_t card); /* first list */
rk_day model_next_medicine_list(rk_day day);
rk_day model_first_out(const struct model_town *t, int32_t card);
int model_triage_level(const struct model_town *t, int32_t card); /* 0 red … 5 */
enum model_care_of model_triage_care(const struct model_town *t, int32_t card);
/* The last one before that day, NULL; whether it closed the card for good. */
const struct model_visit *model_last_visit(const struct model_visits *v, int32_t card,
                                           rk_day before);
bool model_settled(const struct model_visit *v);
bool model_hidden(const struct model_town *t, bool medicine, int32_t card, rk_day before);

/* ---- people in words
 * ------------------------------------------------------------------------- */

struct rk_str model_surname(const struct rk_model_person *p, bool russian, char out[64]);
const char *model_given_name(const struct rk_model_person *p, bool russian);
const char *model_patronymic(const struct rk_model_person *p, bool russian);
void model_latin(struct rk_str uk, struct rk_buf *out); /* Cabinet resolution 55, 2010 */
int model_age(const struct rk_model_person *p, rk_day on);

/* A number that belongs to (seed, use, who): the same whoever asks. */
uint64_t model_dice(const struct model_town *t, uint32_t use, int64_t who);
static inline double model_chance(const struct model_town *t, uint32_t use, int64_t who)
{
    return (double)(model_dice(t, use, who) >> 11) * 0x1p-53;
}
static inline int32_t model_pick(const struct model_town *t, uint32_t use, int64_t who,
                                 int32_t n)
{
    return (int32_t)(model_chance(t, use, who) * n);
}

#endif
