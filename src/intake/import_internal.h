/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the intake room: from the cells of a row to the parts it makes. */
#ifndef RK_INTAKE_ROOM
#error "import_internal.h is private to the intake room"
#endif
#ifndef IMPORT_INTERNAL_H
#define IMPORT_INTERNAL_H

#include "rk_import.h"

enum {
    IMPORT_HEADER_ROWS = 30, /* a header stands among the first ones */
    IMPORT_SAMPLE_ROWS = 300,
    IMPORT_SAMPLE_BYTES = 4 << 20,
    IMPORT_TEXT_MAX = 16 << 10, /* bytes of one cell that becomes a claim */
    IMPORT_PART_MAX = 48 << 10, /* bytes of all texts of a part; an entry holds 65,535 */
    IMPORT_KEY_MAX = 200,
    IMPORT_STREET_MAX = 200,
    IMPORT_VALUE_SHOWN = 120,
    IMPORT_FAULTS_MAX = 64 /* of one row; a row with more is wrong everywhere */
};

/* Why a value is refused: a key of the texts and what they name. */
struct import_why {
    const char *reason;
    struct rk_str args[3];
};

/* What reading needs beside the cell. Texts that are made go to `keep`. */
struct import_reading {
    struct rk_arena *keep;
    enum rk_lang lang;
    rk_day today;
};

enum { CHOICE_CACHE = 1024, CHOICE_CACHED = 112 };

/* Words of a choice or class seen in this column: lists repeat few words many times. */
struct choice_cache {
    struct {
        int32_t len; /* -1: known not to be one */
        char said[CHOICE_CACHED];
        const void *found; /* NULL: none of them */
    } slot[CHOICE_CACHE];
};

/* A column with all that its cells need. */
struct import_column {
    int32_t index; /* in the file */
    const struct rk_map_column *map;
    const struct rk_aspect *aspect; /* NULL: kept as text */
    enum rk_compartment compartment;
    double factor;        /* what is said times this is in the aspect's unit */
    struct rk_str scheme; /* of damage classes; empty: not told */
    bool future;          /* dates may lie ahead */
    bool raw;             /* kept in words: read with the rest of its row */
    struct choice_cache *cache;
};

/* A cell as read. */
struct import_said {
    bool filled;
    struct rk_value value;
    struct rk_str bound, said_as, unit;
    double second; /* the longitude of a cell that holds both */
};

/* Reads one cell by its column; false: refused, *why says it. Unknown ("н/д", "-") is not
 * filled. */
bool import_cell(const struct import_column *column, const struct rk_cell *cell,
                 const struct import_reading *reading, struct import_said *out,
                 struct import_why *why);
/* Days of this aspect may lie ahead of today; all others are of what has happened. */
bool import_may_be_ahead(const char *aspect);
/* How many of the filled cells of a sample the aspect could take. */
struct import_content {
    int32_t filled, good;
};
struct import_content import_content(const struct rk_aspect *aspect, struct rk_str scheme,
                                     struct rk_str header, const struct rk_row *rows,
                                     int32_t count, int32_t column, struct rk_scratch scratch);

bool import_date(const struct rk_cell *cell, struct rk_when *out, struct import_why *why);
bool import_phone(struct rk_str said, struct rk_arena *keep, struct rk_str *out);
/* Degrees from decimals or degrees, minutes, seconds; *letter is N, S, E, W or 0. */
bool import_degrees(struct rk_str said, double *degrees, char *letter);
/* "49.21, 37.25" in one cell. */
bool import_pair(struct rk_str said, double *latitude, double *longitude);
/* Whether a header says that its cells hold both coordinates. */
bool import_pair_header(struct rk_str header);
bool import_near(double latitude, double longitude); /* Ukraine, with a margin */
bool import_unknown(struct rk_str said);
/* The scheme of damage classes that all these words belong to; empty when not just one does. */
struct rk_str import_scheme(const struct rk_row *rows, int32_t count, int32_t column,
                            struct rk_str header);

/* rk_text_key without soft signs and apostrophes, ґ as г, ё as е: as the vocabulary folds
 * words. */
struct rk_str import_plain(struct rk_str said, char *room, ptrdiff_t size);
/* Whether two such words are of one stem. */
bool import_same_word(struct rk_str a, struct rk_str b);
/* Whether a text has a word that says whose it is, or of which time: without it a header names
 * another thing ("телефон лікаря", "дата (план)"). */
bool import_turns_meaning(struct rk_str text);
/* How strongly words (a file name, a title) suggest a kind by its patterns: 0 not at all, 1 by
 * a word, 2 by several that belong together. */
double import_suggests(struct rk_str patterns, struct rk_str words);

/* ---- keys ---------------------------------------------------------------------------- */

/* A key as it is compared: folded, "№" and quotes gone, the kind's own word in front, too
 * ("Котельня №7" → "7"). Empty when nothing is left; in `keep`. */
struct rk_str import_key(const struct rk_kind *kind, struct rk_str said, struct rk_arena *keep);

/* Keys seen so far, each with its first line. */
struct import_keys {
    struct rk_arena own;
    struct rk_buf pool;
    uint32_t *slots;
    ptrdiff_t slot_count, used;
};
bool import_keys_open(struct import_keys *keys);
/* The line where the key was seen before; 0: it is new and now kept; -1: no memory. */
int64_t import_keys_add(struct import_keys *keys, struct rk_str key, int64_t line);
void import_keys_close(struct import_keys *keys);

/* ---- the open import ----------------------------------------------------------------- */

struct rk_import {
    struct rk_import_options options;
    struct rk_arena sample_keep; /* sample rows, mapping, plan */
    struct rk_arena row_keep;    /* the present row */
    struct rk_intake *file;
    struct rk_str name, list, scope, town, source;
    struct rk_row *sample;
    int32_t sample_count, sample_next;
    bool file_ended, started;
    struct rk_mapping mapping;
    struct import_column *columns;
    int32_t column_count;
    int32_t width; /* cells that a row may have */
    struct import_plan *plan;
    struct import_keys keys;
    char street[IMPORT_STREET_MAX]; /* of the rows above: for those that leave it out */
    ptrdiff_t street_len;
    struct rk_import_counts counts;
    rk_status failed;
    struct rk_err why;
};

/* One row being read. */
struct import_row {
    struct rk_import *in;
    const struct rk_row *row;
    struct import_said *said; /* by column */
    struct rk_fault *faults;
    int32_t fault_count;
    struct import_reading reading;
};

/* Adds a fault; `column` may be NULL for one the table does not have, then `label` names it. */
void import_fault(struct import_row *r, const struct import_column *column, struct rk_str label,
                  struct rk_str value, const struct import_why *why);
/* The column of an aspect, by its id; NULL: there is none. */
const struct import_column *import_column_of(const struct rk_import *in, const char *aspect);
const struct import_said *import_said_of(const struct import_row *r,
                                         const struct import_column *column);
/* The cell of a column; an empty one where the row has none. */
struct rk_cell import_cell_of(const struct rk_row *row, int32_t column);

/* Reads one row of data into claims or faults; what it makes lives in in->row_keep. */
rk_status import_read_row(struct rk_import *in, const struct rk_row *row,
                          struct rk_import_row *out, struct rk_err *err);
/* Looks over the whole row once all cells are read: what must not contradict. */
void import_check(struct import_row *r);
struct import_plan *import_plan_make(struct rk_import *in, struct rk_arena *keep);

rk_status import_list_row(struct import_row *r, struct rk_import_row *out, struct rk_err *err);
rk_status import_statement_row(struct import_row *r, struct rk_import_row *out,
                               struct rk_err *err);
rk_status import_fact_row(struct import_row *r, struct rk_import_row *out, struct rk_err *err);

/* Whether a name of a place means the town the options name. */
bool import_is_town(const struct rk_import *in, struct rk_str said);
struct rk_str import_subject(const struct rk_import *in, struct rk_str about,
                             struct rk_str scope, struct rk_arena *keep);

#endif
