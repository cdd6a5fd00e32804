/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside the intake room: what the parsers hand to whoever called them, and the frames by which
 * the jailed helper hands the same to its parent (docs/formats/intake.md).
 */
#ifndef RK_INTAKE_ROOM
#error "intake_internal.h is private to the intake room"
#endif
#ifndef INTAKE_INTERNAL_H
#define INTAKE_INTERNAL_H

#include "rk_intake.h"
#include "rk_text.h"

enum {
    INTAKE_CELL_MAX = 1 << 20,  /* bytes of one cell */
    INTAKE_ROW_MAX = 16 << 20,  /* bytes of all cells of a row */
    INTAKE_COLUMNS_MAX = 16384, /* as many as spreadsheets have */
    INTAKE_SHEETS_MAX = 256,
    INTAKE_NAME_MAX = 128, /* bytes of a sheet name */
    INTAKE_FRAME_AIM = 128 << 10,
    INTAKE_FRAME_MAX = INTAKE_ROW_MAX + 16 * INTAKE_COLUMNS_MAX + INTAKE_FRAME_AIM
};

#define INTAKE_ROWS_DEFAULT INT64_C(4000000)
#define INTAKE_FILE_DEFAULT ((ptrdiff_t)1 << 30)

/* Why a file is refused. The parent has the words (intake_refuse), the child only the number.
 */
enum intake_why {
    INTAKE_FINE = 0,
    INTAKE_NO_MEMORY,
    INTAKE_READER_GONE,
    INTAKE_NO_BYTES,
    INTAKE_NUL_BYTE,
    INTAKE_OPEN_QUOTE,
    INTAKE_LONG_CELL,
    INTAKE_LONG_ROW,
    INTAKE_MANY_COLUMNS,
    INTAKE_MANY_ROWS,
    INTAKE_BAD_TEXT,
    INTAKE_OLD_XLS,
    INTAKE_ODS,
    INTAKE_XLSB,
    INTAKE_WEB_PAGE,
    INTAKE_NO_TABLE,
    INTAKE_ZIP_BROKEN,
    INTAKE_ZIP_LOCKED,
    INTAKE_ZIP_METHOD,
    INTAKE_ZIP_BOMB,
    INTAKE_ZIP_PART,
    INTAKE_XML_BROKEN,
    INTAKE_XML_DOCTYPE,
    INTAKE_XML_DEEP,
    INTAKE_XML_TOKEN,
    INTAKE_CELL_REFERENCE,
    INTAKE_CELL_ORDER,
    INTAKE_SHARED_TEXT,
    INTAKE_NO_SHEET,
    INTAKE_MANY_SHEETS,
    INTAKE_WHYS
};

struct intake_fault {
    enum intake_why why;
    int64_t line;                /* 0: no line */
    char sheet[INTAKE_NAME_MAX]; /* workbook: sheet or part of the archive */
    char cell[16];               /* workbook: "C17" */
    int64_t number;              /* what the words need: a size, a byte, a count */
    char words[INTAKE_NAME_MAX]; /* what the words need: a part's name, expat's reason */
};

enum intake_format { INTAKE_CSV = 1, INTAKE_XLSX = 2, INTAKE_ODS_FORMAT = 3 };
enum { INTAKE_JAIL_SECCOMP = 1, INTAKE_JAIL_LANDLOCK = 2, INTAKE_JAIL_NETWORK = 4 };

/* What is known of a file when its first row comes. */
struct intake_about {
    enum intake_format format;
    char separator; /* CSV */
    enum rk_encoding encoding;
    int32_t sheet_count; /* in the order of the workbook */
    int32_t chosen;      /* the sheet that is read, -1 when no sheet has rows */
    const char (*sheets)[INTAKE_NAME_MAX];
    const bool *hidden;
    int jail; /* layers in force */
};

/* Takes what a parser finds; false stops the parser with INTAKE_READER_GONE. `about` is called
 * once, before the first row, or at the end of a table without rows. */
struct intake_sink {
    void *user;
    bool (*about)(void *user, const struct intake_about *about);
    bool (*row)(void *user, const struct rk_row *row);
};

/*
 * Parses a whole file given as bytes (usually mapped; pages already read are given back to the
 * system while it goes on when `mapped`). Needs scratch of intake_scratch_size bytes address
 * space. Gives INTAKE_FINE, or the reason which is also in *fault.
 */
struct intake_job {
    struct rk_str bytes;
    bool mapped;
    const char *sheet;       /* NULL: the first visible sheet with rows */
    char separator;          /* 0: guess */
    int encoding;            /* -1: guess, else enum rk_encoding */
    int64_t max_rows;        /* > 0 */
    unsigned long hash_salt; /* for expat's tables */
    const struct intake_sink *sink;
    struct intake_fault *fault;
};
#define INTAKE_SCRATCH ((ptrdiff_t)768 << 20)
enum intake_why intake_parse(const struct intake_job *job, struct rk_scratch scratch);
enum intake_why intake_csv(const struct intake_job *job, struct rk_scratch scratch);
enum intake_why intake_xlsx(const struct intake_job *job, struct rk_scratch scratch);
enum intake_why intake_ods(const struct intake_job *job, struct rk_scratch scratch);
/* What an archive's part `mimetype` says: OpenDocument says what it is in its first part. */
enum intake_kind { INTAKE_NOT_ODS, INTAKE_ODS_TABLE, INTAKE_ODS_OTHER };
enum intake_kind intake_ods_kind(struct rk_str bytes, struct rk_scratch scratch);

enum intake_why intake_fail(struct intake_fault *fault, enum intake_why why, int64_t line,
                            int64_t number, const char *words);
/* "C17" for row 17 and column 2. */
void intake_cell_name(int64_t row, int32_t column, char out[16]);
/* Nothing but blanks. */
bool intake_blank(struct rk_str s);

/* ---- the archive inside an .xlsx ----------------------------------------------------- */

struct intake_zip {
    struct rk_str bytes;
    ptrdiff_t directory, directory_end;
    int64_t entries;
};

struct intake_part {
    struct rk_str packed;
    int64_t size; /* as the directory says; proven while reading */
    uint32_t crc;
    int method;
    char name[INTAKE_NAME_MAX];
};

/* Finds the central directory. INTAKE_ZIP_BROKEN when there is none or it does not add up. */
enum intake_why intake_zip_open(struct rk_str bytes, struct intake_zip *zip,
                                struct intake_fault *fault);
/* The part of that name (ASCII case and leading slash do not matter). Without such a part:
 * INTAKE_ZIP_PART, and *fault is left alone when `optional`. */
enum intake_why intake_zip_find(const struct intake_zip *zip, struct rk_str name, bool optional,
                                struct intake_part *part, struct intake_fault *fault);
/* Unpacks in pieces and gives each to `take` (false stops with its own fault already set).
 * Size, ratio and check sum are enforced: at most `max_size` bytes. */
enum intake_why intake_zip_read(const struct intake_part *part, int64_t max_size,
                                bool (*take)(void *user, const char *at, int len, bool last),
                                void *user, struct rk_scratch scratch,
                                struct intake_fault *fault);

/* ---- numbers and dates of spreadsheets ----------------------------------------------- */

enum intake_style {
    INTAKE_STYLE_NUMBER,
    INTAKE_STYLE_PERCENT,
    INTAKE_STYLE_DATE,
    INTAKE_STYLE_TIME,
    INTAKE_STYLE_DATE_TIME,
    INTAKE_STYLE_ELAPSED
};
enum intake_style intake_style_of_id(int format_id);
enum intake_style intake_style_of_code(struct rk_str code);
/* The cell a stored number makes: kind, number, text in `text` (at least 40 bytes). */
struct rk_cell intake_number_cell(double number, enum intake_style style, bool from_1904,
                                  char text[48]);

/* ---- the parent's side --------------------------------------------------------------- */

/* Turns a fault into an error in the reader's language; `file` is the base name of the path. */
rk_status intake_refuse(const struct intake_fault *fault, struct rk_str file,
                        struct rk_err *err);

/* ---- the jail ------------------------------------------------------------------------ */

/* Shuts the process in; *layers says what is in force. false: the system call filter, without
 * which no foreign byte is touched, cannot be had. `mapped` bytes of the file are in memory. */
bool intake_jail(int64_t mapped, int *layers);

#endif
