/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for what a parser refuses. Ukrainian ones: vocabulary/data/messages/intake.tsv. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_internal.h"

struct place {
    char at[RK_ERR_PLACE];
};

static struct place place_of(const struct intake_fault *f, struct rk_str file)
{
    struct place p;
    if (f->cell[0])
        snprintf(p.at, sizeof p.at, "%.*s:%s!%s", RK_FMT(file), f->sheet, f->cell);
    else if (f->line > 0)
        snprintf(p.at, sizeof p.at, "%.*s:%lld", RK_FMT(file), (long long)f->line);
    else
        snprintf(p.at, sizeof p.at, "%.*s", RK_FMT(file));
    return p;
}

/* What is wrong with a text table. */
static rk_status refuse_text(const struct intake_fault *f, const char *place,
                             struct rk_err *err)
{
    switch (f->why) {
    case INTAKE_NO_BYTES:
        return rk_fail(err, RK_EINVAL, place, "the file is empty");
    case INTAKE_NUL_BYTE:
        return rk_fail(err, RK_EINVAL, place, "a byte 0 stands here; this is not a text table");
    case INTAKE_OPEN_QUOTE:
        return rk_fail(
            err, RK_EINVAL, place,
            "a quote opens in column %s and is never closed; expected a closing quote",
            f->words);
    case INTAKE_BAD_TEXT:
        return rk_fail(err, RK_EINVAL, place,
                       "byte %lld does not belong to the encoding; save the file as UTF-8",
                       (long long)f->number);
    case INTAKE_NO_TABLE:
        return rk_fail(err, RK_EINVAL, place, "this is not a table; expected CSV, XLSX or ODS");
    case INTAKE_OLD_XLS:
        return rk_fail(
            err, RK_EINVAL, place,
            "an old .xls or a file with a password; open it in a spreadsheet program "
            "and save it as .xlsx without a password");
    case INTAKE_ODS:
        return rk_fail(
            err, RK_EINVAL, place,
            "an OpenDocument text or drawing; a table is expected (.ods, .xlsx or CSV)");
    case INTAKE_XLSB:
        return rk_fail(err, RK_EINVAL, place,
                       "a binary workbook (.xlsb); open it and save it as .xlsx");
    case INTAKE_WEB_PAGE:
        return rk_fail(
            err, RK_EINVAL, place,
            "a web page or XML file; open it in a spreadsheet program and save it as "
            ".xlsx");
    default:
        return rk_fail(err, RK_EIO, place,
                       "the parser gave a reason this program does not know");
    }
}

/* What is too large. */
static rk_status refuse_size(const struct intake_fault *f, const char *place,
                             struct rk_err *err)
{
    switch (f->why) {
    case INTAKE_NO_MEMORY:
        return rk_fail(err, RK_ENOMEM, place, "the parser has no memory left");
    case INTAKE_LONG_CELL:
        return rk_fail(err, RK_EINVAL, place,
                       "a cell is longer than %lld bytes; is a quote left open?",
                       (long long)f->number);
    case INTAKE_LONG_ROW:
        return rk_fail(err, RK_EINVAL, place, "a row is longer than %lld bytes",
                       (long long)f->number);
    case INTAKE_MANY_COLUMNS:
        return rk_fail(err, RK_EINVAL, place, "a row has more than %lld columns",
                       (long long)f->number);
    case INTAKE_MANY_ROWS:
        return rk_fail(err, RK_EINVAL, place, "the table has %lld rows, too many at once",
                       (long long)f->number);
    case INTAKE_MANY_SHEETS:
        return rk_fail(err, RK_EINVAL, place, "the workbook has more than %lld sheets",
                       (long long)f->number);
    default:
        return refuse_text(f, place, err);
    }
}

/* What stands behind the name of the part. */
static const char *reason_of(const char *words)
{
    const char *colon = strstr(words, ": ");
    return colon ? colon + 2 : words;
}

rk_status intake_refuse(const struct intake_fault *f, struct rk_str file, struct rk_err *err)
{
    const struct place p = place_of(f, file);
    switch (f->why) {
    case INTAKE_ZIP_BROKEN:
        return rk_fail(err, RK_EINVAL, p.at, "the workbook is damaged (%s)", f->words);
    case INTAKE_ZIP_LOCKED:
        return rk_fail(err, RK_EINVAL, p.at,
                       "the workbook is encrypted; save it without a password");
    case INTAKE_ZIP_METHOD:
        return rk_fail(err, RK_EINVAL, p.at, "part %s is packed by the unknown method %lld",
                       f->words, (long long)f->number);
    case INTAKE_ZIP_BOMB:
        return rk_fail(err, RK_EINVAL, p.at,
                       "part %s unpacks to far more than it should (limit %lld bytes)",
                       f->words, (long long)f->number);
    case INTAKE_ZIP_PART:
        return rk_fail(err, RK_EINVAL, p.at, "the workbook has no part %s", f->words);
    case INTAKE_XML_BROKEN: /* "xl/workbook.xml: mismatched tag" */
        return rk_fail(err, RK_EINVAL, p.at, "the XML of the workbook is broken (%.*s%s)",
                       (int)(reason_of(f->words) - f->words), f->words, reason_of(f->words));
    case INTAKE_XML_DOCTYPE:
        return rk_fail(err, RK_EINVAL, p.at,
                       "part %s declares a document type, no workbook does", f->words);
    case INTAKE_XML_DEEP:
        return rk_fail(err, RK_EINVAL, p.at, "part %s is nested deeper than %lld", f->words,
                       (long long)f->number);
    case INTAKE_XML_TOKEN:
        return rk_fail(err, RK_EINVAL, p.at,
                       "part %s has a tag or comment longer than %lld bytes", f->words,
                       (long long)f->number);
    case INTAKE_CELL_REFERENCE:
        return rk_fail(err, RK_EINVAL, p.at, "the address of a row or cell is wrong");
    case INTAKE_CELL_ORDER:
        return rk_fail(err, RK_EINVAL, p.at, "rows or cells stand in the wrong order");
    case INTAKE_SHARED_TEXT:
        return rk_fail(err, RK_EINVAL, p.at, "the cell points to a text that does not exist");
    case INTAKE_NO_SHEET:
        return rk_fail(err, RK_EINVAL, p.at, "no sheet is named \"%s\" (%lld sheets)", f->words,
                       (long long)f->number);
    default:
        return refuse_size(f, p.at, err);
    }
}
