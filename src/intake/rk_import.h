/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * intake/import: rows of a foreign table → claims about subjects, or all the reasons why not.
 *
 * Header row, kind and columns are recognised by the vocabulary (Ukrainian, English, Russian
 * headers; contents decide between likely ones), or told by a mapping. A row is accepted whole
 * or refused with every fault in it. Columns that nobody recognises are kept as text claims
 * (aspect "other", named by their header), so nothing is lost. Rules of reading:
 * docs/formats/intake.md. An open import belongs to one thread.
 */
#ifndef RK_IMPORT_H
#define RK_IMPORT_H

#include "rk_act.h"
#include "rk_intake.h"
#include "rk_vocabulary.h"

/* ---- which column says what ---------------------------------------------------------- */

struct rk_map_column {
    int32_t column;       /* in the file, from 0 */
    struct rk_str header; /* as it stands, two rows joined by a space; the column's letters when
                             it has none; "Дата (2)" for the second of equal ones */
    const struct rk_aspect *aspect; /* NULL: kept as text */
    const struct rk_aspect *second; /* the longitude where one cell holds both; else NULL */
    double fit;                     /* 0 … 1: how surely; 1 when told */
};

struct rk_mapping {
    const struct rk_kind *kind;
    int64_t header_line; /* the last line of the header */
    int64_t data_line;   /* rows before it are titles, units, column numbers */
    const struct rk_map_column *columns;
    int32_t column_count;
    struct rk_when as_of; /* from a title ("станом на 12.09.2022"), else unknown */
    double fit;           /* 0 … 1: how surely the kind is this one */
};

struct rk_map_hints {
    struct rk_str file; /* base name; its words and those of the sheet suggest a kind */
    struct rk_str kind; /* kind that was told, by id or by its words; empty: guess */
    enum rk_lang lang;  /* of the error */
};

/*
 * Finds header, kind and aspects from the first rows (300 are plenty). Arrays and texts live in
 * `keep`. RK_EINVAL: no header row, or no kind is likely, or hints.kind is no kind: the text
 * says which kinds there are. RK_ENOMEM. Some 5 ms a column, 8 MiB of scratch.
 */
RK_MUST_USE rk_status rk_mapping_guess(const struct rk_row *rows, int32_t count,
                                       const struct rk_map_hints *hints, struct rk_arena *keep,
                                       struct rk_scratch scratch, struct rk_mapping *out,
                                       struct rk_err *err);
/* The mapping as JSON, readable: {"kind":"person","header_line":3,"columns":{"ПІБ":"full_name",
 * "Дата":null, "Координати":"latitude+longitude"}}; null: kept as text. */
void rk_mapping_write(const struct rk_mapping *mapping, struct rk_buf *out);
/* Reads such JSON and finds its headers among the rows, on its line or any other of the first
 * 30; columns it does not name are kept as text. RK_EINVAL: no JSON of this form, an unknown
 * kind or aspect, an aspect twice, or a header that the table does not have, named. */
RK_MUST_USE rk_status rk_mapping_read(struct rk_str json, const struct rk_row *rows,
                                      int32_t count, struct rk_arena *keep,
                                      struct rk_scratch scratch, struct rk_mapping *out,
                                      struct rk_err *err);
/* 64 hex digits that tables with the same headers share, whatever their order: by them the
 * caller stores a mapping and finds it again. */
void rk_mapping_key(const struct rk_mapping *mapping, char out[65]);

/* ---- rows ---------------------------------------------------------------------------- */

/* One reason why a row is refused. Texts live until the next row. */
struct rk_fault {
    int64_t line;
    int32_t column;        /* from 0; -1: the table has no such column */
    struct rk_str header;  /* of the column, or the name of the one that is missing */
    struct rk_str value;   /* as said, cut at 120 bytes */
    const char *reason;    /* key of the texts, "intake.fault.not_a_date" */
    struct rk_str args[3]; /* what the text names, in the reader's language */
};

/* One sealed part, with its source in words: the ledger's user makes `part.source` of them.
 * source_name is never empty: the row's own source, else the options'. */
struct rk_import_part {
    struct rk_part part;
    struct rk_str source_name, source_role, source_party;
};

enum rk_row_outcome {
    RK_ROW_TAKEN,
    RK_ROW_REFUSED, /* faults say why; no parts */
    RK_ROW_PASSED /* no data: a heading, a total, a number with nothing behind; `passed` says */
};

/* Everything in it is valid until the next call. */
struct rk_import_row {
    enum rk_row_outcome outcome;
    int64_t line;
    const struct rk_import_part *parts; /* one per compartment, ascending */
    int32_t part_count;
    const struct rk_fault *faults;
    int32_t fault_count;
    const char *passed; /* key of the texts, "intake.passed.total" */
};

struct rk_import_options {
    struct rk_intake_options file;
    struct rk_str kind;    /* --as KIND; empty: guess */
    struct rk_str mapping; /* JSON of --map; empty: guess */
    struct rk_str list;    /* name of the list; empty: the file's base name without extension */
    struct rk_str source;  /* who says it, for rows that do not say; empty: "file NAME" */
    struct rk_str scope;   /* the town's names, '|' between, the first one is written */
    struct rk_str town;    /* key of the subject "town:KEY"; empty: the first name, folded */
    rk_day today;          /* dates behind it are faults; RK_DAY_NONE: not checked */
    struct rk_when as_of;  /* for rows and titles that do not say; zeros or unknown: today */
    enum rk_lang lang;     /* of faults and errors */
};

struct rk_import;

struct rk_import_counts {
    int64_t taken, refused, passed, claims, faults;
};

/* Opens the file in the jail (rk_intake_open) and finds the mapping. The struct lives in
 * `keep`; 1 GiB of address space is taken until closed, filled by the keys of the rows (for
 * duplicates). Errors: those of rk_intake_open, rk_mapping_guess and rk_mapping_read. */
RK_MUST_USE rk_status rk_import_open(const char *path, const struct rk_import_options *options,
                                     struct rk_arena *keep, struct rk_import **out,
                                     struct rk_err *err);
const struct rk_mapping *rk_import_mapping(const struct rk_import *in);
const struct rk_intake *rk_import_file(const struct rk_import *in);
/* Uses another mapping, before the first row is taken. Errors: those of rk_mapping_read. */
RK_MUST_USE rk_status rk_import_remap(struct rk_import *in, struct rk_str json,
                                      struct rk_err *err);
/*
 * The next row below the header. *end is set after the last one. Subjects are "kind:key" for
 * kinds with shared keys, "kind:list/key" for others, "kind:list/line-17" for rows without key.
 * RK_EINVAL: the file is broken, or it ends without a single row of data (never a success with
 * zero rows). RK_ENOMEM: more keys than fit. After a failure every call fails.
 */
RK_MUST_USE rk_status rk_import_next(struct rk_import *in, struct rk_import_row *row, bool *end,
                                     struct rk_err *err);
struct rk_import_counts rk_import_counted(const struct rk_import *in);
void rk_import_close(struct rk_import *in); /* NULL is fine */

/* "list.csv:17: Дата смерті (G): "31.02.2022": такого дня немає; очікується дата, …" */
void rk_fault_say(enum rk_lang lang, struct rk_str file, const struct rk_fault *fault,
                  struct rk_buf *out);

/* One value that a person typed, read as a cell of that aspect would be, without its source and
 * time. False: refused, *fault says why (line 0, column -1). Texts in `keep`. */
bool rk_import_typed(const struct rk_aspect *aspect, struct rk_str said, rk_day today,
                     enum rk_lang lang, struct rk_arena *keep, struct rk_claim *out,
                     struct rk_fault *fault);

/* ---- values as people write them ----------------------------------------------------- */

/* "15000-17000", ">80", "~200", "не менше 44", "1 234,5", "46,000", "54%", "45 кВт". */
struct rk_number_said {
    double low, high;  /* NaN: open */
    const char *bound; /* "exact", "about", "at_least", "more_than", "at_most", "range" */
    bool percent;
    struct rk_str behind; /* words behind the number, trimmed: a unit, mostly */
};
/* `whole`: a count, so "46,000" and "46.000" are thousands. false: no number begins the text.
 */
bool rk_number_read(struct rk_str said, bool whole, struct rk_number_said *out);

#endif
