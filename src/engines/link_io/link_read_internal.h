/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside link_io. */
#ifndef LINK_READ_INTERNAL_H
#define LINK_READ_INTERNAL_H
#ifndef RK_ROOM_LINK_IO
#error "link_read_internal.h is private to src/engines/link_io"
#endif

#include "rk_link_read.h"

enum { READ_LISTS = 64, READ_CELLS = 512 };

enum read_meaning {
    MEANS_OTHER, /* not recognised: compared where lists share the header */
    MEANS_IGNORED,
    MEANS_ID,
    MEANS_SURNAME,
    MEANS_MAIDEN,
    MEANS_GIVEN,
    MEANS_PATRONYMIC,
    MEANS_FULL_NAME,
    MEANS_SEX,
    MEANS_BIRTH,
    MEANS_BIRTH_YEAR,
    MEANS_BIRTH_MONTH,
    MEANS_BIRTH_DAY,
    MEANS_AGE,
    MEANS_DEATH, /* days on which something happened, the most telling first */
    MEANS_EVENT,
    MEANS_MISSED,
    MEANS_FOUND,
    MEANS_BURIED,
    MEANS_ADMITTED,
    MEANS_NOTED,
    MEANS_ADDRESS,
    MEANS_STREET,
    MEANS_HOUSE,
    MEANS_FLAT,
    MEANS_PLACE,
    MEANS_PHONE,
    MEANS_DOCUMENT,
    MEANS_GRAVE,
    MEANS_BODY,
    MEANS_TEXT,
    MEANS_SOURCE,
    MEANINGS
};

struct read_row { /* kept side by side in an arena: the size is a multiple of its alignment */
    _Alignas(16) int64_t line;
    const struct rk_str *cell;
    int32_t cells; /* to the last filled one */
    int32_t width; /* as the row has */
};

struct read_column {
    struct rk_str header, key; /* as written; for comparing */
    enum read_meaning means;
    bool told; /* by the map */
};

struct read_list {
    const char *file;
    struct read_row *row;
    int32_t rows;
    struct read_column *column;
    int32_t columns;
    int32_t data;  /* first row below the header */
    int32_t id;    /* column, -1: the row's number */
    bool id_said;  /* by --id or a header that names it */
    int32_t year;  /* most of its events fall into, 0: none known */
    rk_day middle; /* of its events */
};

struct read_told {
    struct rk_str key; /* of the header */
    enum read_meaning means;
};

struct rk_link_reader {
    const struct rk_names *names;
    struct rk_arena *keep;
    struct rk_arena rows; /* struct read_row side by side, of all lists */
    const char *id;
    struct read_told *told;
    int32_t told_len;
    struct read_list list[READ_LISTS];
    int32_t lists;
};

/* What one row says. */
struct read_person {
    struct rk_str surname, given, patronymic, full, maiden;
    struct rk_str sex, street, house, flat, place, phone, document, grave, body;
    struct rk_when birth, event;
    double age_low, age_high; /* years, NaN: not said */
    bool nameless;            /* said to be unidentified */
};

/* link_read_header.c */
enum read_meaning read_meaning_of(struct rk_str key);
bool read_meaning_find(struct rk_str id, enum read_meaning *out);
const char *read_meaning_id(enum read_meaning m);
/* link_read_column.c: header row, meaning of every column, id column. */
rk_status read_layout(struct rk_link_reader *reader, struct read_list *list,
                      struct rk_scratch scratch, struct rk_err *err);
/* link_read_values.c */
struct rk_str read_said(struct rk_str cell); /* trimmed; empty when it says "unknown" */
struct rk_str read_sex(struct rk_str s);     /* "m", "f" or empty */
bool read_day(struct rk_str s, int year, int month, struct rk_when *out);
bool read_age(struct rk_str s, double *low, double *high);
bool read_heading_month(struct rk_str s, int *year, int *month);
void read_address(struct rk_str s, struct rk_arena *keep, struct read_person *p);
struct rk_str read_street(struct rk_str s, struct rk_arena *keep);
bool read_names_street(struct rk_str s); /* begins with a word for a street */
struct rk_str read_phone(struct rk_str s, struct rk_arena *keep);
struct rk_str read_number(struct rk_str s, struct rk_arena *keep);
bool read_is_nameless(struct rk_str s);
/* link_read_chat.c: takes the stamp of a message off its front; `said` its day, where there is
 * one. False: there is no stamp. */
bool read_stamp(struct rk_str *text, int year, struct rk_when *said);
/* Rows that are lines of a conversation become one cell each. */
rk_status read_prose(struct rk_link_reader *reader, struct read_list *list, bool headed,
                     struct rk_scratch scratch, bool *prose, struct rk_err *err);
/* link_read_free.c: what a sentence says, into the fields that are still empty. */
void read_free(const struct rk_names *names, struct rk_str s, int year, struct rk_arena *keep,
               struct read_person *p);
/* link_read_person.c: what one row says, below the heading (year, month; 0: none). */
struct read_heading {
    int year, month;
};
bool read_is_heading(const struct read_list *list, const struct read_row *row,
                     struct read_heading *heading);
void read_row_person(const struct rk_link_reader *reader, const struct read_list *list,
                     const struct read_row *row, struct read_heading heading,
                     struct rk_arena *keep, struct read_person *out);
rk_status read_person_name(const struct rk_names *names, const struct read_person *p,
                           struct rk_arena *keep, struct rk_name *out);
/* link_read_check.c */
rk_status read_check(const struct read_list *list, struct rk_scratch scratch,
                     struct rk_err *err);
void read_place(const struct read_list *list, int64_t line, int32_t column,
                char place[RK_ERR_PLACE]);

#endif
