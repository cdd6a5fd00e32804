/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room of the model town: how spreadsheets are written. */
#ifndef RK_ROOM_MODEL
#error "model_sheet.h belongs to src/model"
#endif
#ifndef MODEL_SHEET_H
#define MODEL_SHEET_H

#include "model_internal.h"

struct model_sheet {
    struct rk_buf out;
    char separator;
    bool begun; /* a cell of this row stands */
};

/* One cell; quoted where RFC 4180 asks for it. */
void model_cell_str(struct model_sheet *s, struct rk_str text);
void model_cell_c(struct model_sheet *s, const char *text);
void model_cell_put(struct model_sheet *s, const char *fmt, ...) RK_PRINTF(2, 3);
void model_cell_number(struct model_sheet *s, double x, int decimals); /* comma beside ; */
void model_cell_yes(struct model_sheet *s, bool yes);                  /* так, ні */
void model_cell_blank(struct model_sheet *s);
void model_row_end(struct model_sheet *s);

enum model_day_form { MODEL_DOTS, MODEL_ISO, MODEL_YEAR, MODEL_SHORT };
void model_day_text(rk_day day, enum model_day_form form, struct rk_buf *out);
void model_cell_day(struct model_sheet *s, rk_day day, enum model_day_form form);

enum model_name_form {
    MODEL_NAME_UK,       /* Калиненко Ганна Петрівна */
    MODEL_NAME_RU,       /* Калиненко Анна Петровна */
    MODEL_NAME_SHORT,    /* Калиненко Ганна */
    MODEL_NAME_INITIALS, /* Калиненко Г. П. */
    MODEL_NAME_LATIN     /* Kalynenko Hanna */
};
void model_name_form(const struct rk_model_person *p, enum model_name_form form,
                     struct rk_buf *out);
/* A slip of the pen in a name, now and then: letters swapped, lost, or и for і. */
void model_slip(uint64_t dice, struct rk_str name, struct rk_buf *out);
/* A name with the office's slips. */
void model_cell_name(struct model_sheet *s, const struct model_town *t, int32_t person,
                     enum model_name_form form, uint32_t office, double slips);
void model_cell_address(struct model_sheet *s, const struct model_town *t, int32_t building);
void model_cell_home(struct model_sheet *s, const struct model_town *t, int32_t person);
void model_cell_phone(struct model_sheet *s, const struct model_town *t, int64_t who);
void model_cell_place(struct model_sheet *s, const struct model_town *t,
                      struct rk_model_point at); /* latitude and longitude: two cells */

struct model_drug {
    const char *name, *strength, *form;
    int per_day[3]; /* what patients take: one of them */
    bool cold;
};
enum { MODEL_DRUGS = 13 };
extern const struct model_drug model_drugs[MODEL_DRUGS];

/* ---- lists
 * ----------------------------------------------------------------------------------- */

struct model_row {
    const struct model_town *t;
    const struct rk_model_file *file;
    int32_t item;   /* position in what the list is of */
    int32_t number; /* of the row in its list, from 1 */
    rk_day day;     /* as of */
};
typedef void model_writer(struct model_sheet *s, const struct model_row *r);

enum model_of { MODEL_OF_NOBODY, MODEL_OF_DEAD, MODEL_OF_PERSON, MODEL_OF_BODY };

struct model_select { /* an array of positions, being filled */
    int32_t *at;
    int32_t count, room;
};
typedef bool model_selector(const struct model_town *t, int part, struct model_select *out,
                            struct rk_arena *keep);

struct model_spec {
    int month, day; /* of 2022 */
    const char *name, *kind, *office;
    int author; /* position in model_authors */
    char separator;
    enum rk_encoding encoding;
    const char *title;  /* lines before the header, '\n' between; %s is the day; NULL: none */
    const char *header; /* columns, '|' between; '\n' between two header lines */
    model_selector *select;
    int part;
    enum model_of of;
    model_writer *write;
    int day_back; /* as of so many days before it comes in */
};
extern const struct model_spec model_specs[];
extern const int model_spec_count;
extern const char *const model_authors[];

bool model_select_add(struct model_select *s, int32_t at, struct rk_arena *keep);

/* Selectors and writers by room: people, buildings, warmth, care, ways. */
#define MODEL_LIST(name)                                                                       \
    bool model_pick_##name(const struct model_town *t, int part, struct model_select *out,     \
                           struct rk_arena *keep);
#define MODEL_ROW(name) void model_row_##name(struct model_sheet *s, const struct model_row *r);
MODEL_LIST(office)
MODEL_LIST(graves)
MODEL_LIST(bodies)
MODEL_LIST(missing)
MODEL_LIST(found)
MODEL_LIST(injured)
MODEL_LIST(suffered)
MODEL_ROW(council)
MODEL_ROW(forensic)
MODEL_ROW(police)
MODEL_ROW(priest)
MODEL_ROW(hospital)
MODEL_ROW(social)
MODEL_ROW(hotline)
MODEL_ROW(grave)
MODEL_ROW(body)
MODEL_ROW(missing)
MODEL_ROW(missing_hotline)
MODEL_ROW(found)
MODEL_ROW(injured)
MODEL_ROW(suffered)
MODEL_LIST(buildings)
MODEL_LIST(surveys)
MODEL_LIST(satellite)
MODEL_LIST(radar)
MODEL_LIST(multi)
MODEL_LIST(institutions)
MODEL_ROW(building)
MODEL_ROW(survey)
MODEL_ROW(satellite)
MODEL_ROW(radar)
MODEL_ROW(multi)
MODEL_ROW(institution)
MODEL_LIST(boilers)
MODEL_LIST(houses)
MODEL_LIST(pipes)
MODEL_LIST(warmed)
MODEL_LIST(stoves)
MODEL_LIST(evacuation)
MODEL_ROW(boiler)
MODEL_ROW(boiler_now)
MODEL_ROW(boiler_balance)
MODEL_ROW(house)
MODEL_ROW(pipe)
MODEL_ROW(house_now)
MODEL_ROW(house_balance)
MODEL_ROW(stove)
MODEL_ROW(evacuation)
MODEL_LIST(facilities)
MODEL_LIST(wards)
MODEL_LIST(warming)
MODEL_LIST(medicine)
MODEL_LIST(triage)
MODEL_LIST(medicine_returns)
MODEL_LIST(triage_returns)
MODEL_LIST(late_dead)
MODEL_LIST(stock)
MODEL_ROW(facility)
MODEL_ROW(ward)
MODEL_ROW(warming)
MODEL_ROW(medicine)
MODEL_ROW(triage)
MODEL_ROW(medicine_return)
MODEL_ROW(triage_return)
MODEL_ROW(late_dead)
MODEL_ROW(stock)
MODEL_LIST(closures)
MODEL_LIST(dangers)
MODEL_LIST(table)
MODEL_ROW(closure)
MODEL_ROW(danger)
MODEL_ROW(vehicle)
MODEL_ROW(crew)
MODEL_ROW(site)

#endif
