/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which sheet of a workbook is read. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "xlsx_internal.h"

static bool tell_about(struct xlsx_book *book, int32_t chosen)
{
    const struct intake_about about = {.format = INTAKE_XLSX,
                                       .encoding = RK_ENC_UTF8,
                                       .sheet_count = book->sheet_count,
                                       .chosen = chosen,
                                       .sheets = (const char(*)[INTAKE_NAME_MAX])book->names,
                                       .hidden = book->hidden};
    return book->job->sink->about(book->job->sink->user, &about);
}

bool intake_same_words(struct rk_str a, struct rk_str b)
{
    char left[4 * INTAKE_NAME_MAX], right[4 * INTAKE_NAME_MAX];
    struct rk_buf x = {.at = left, .cap = sizeof left}, y = {.at = right, .cap = sizeof right};
    rk_text_fold(rk_str_trim(a), &x);
    rk_text_fold(rk_str_trim(b), &y);
    return !x.failed && !y.failed && rk_str_eq(rk_buf_str(&x), rk_buf_str(&y));
}

static enum intake_why named_sheet(struct xlsx_book *book, struct rk_scratch scratch)
{
    const struct rk_str wanted = rk_str_of(book->job->sheet);
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < book->sheet_count; i++) {
            const struct rk_str name = rk_str_of(book->names[i]);
            if (!book->sheets[i].path[0] ||
                !(pass ? intake_same_words(name, wanted) : rk_str_eq(name, wanted)))
                continue;
            return xlsx_sheet_read(book, i, tell_about, scratch);
        }
    }
    return intake_fail(book->job->fault, INTAKE_NO_SHEET, 0, book->sheet_count,
                       book->job->sheet);
}

static enum intake_why first_filled_sheet(struct xlsx_book *book, struct rk_scratch scratch)
{
    for (int32_t i = 0; i < book->sheet_count && book->rows == 0; i++) {
        if (book->hidden[i] || !book->sheets[i].path[0])
            continue;
        const enum intake_why why = xlsx_sheet_read(book, i, tell_about, scratch);
        if (why)
            return why;
    }
    return INTAKE_FINE;
}

enum intake_why intake_xlsx(const struct intake_job *job, struct rk_scratch scratch)
{
    struct xlsx_book book = {.job = job};
    char *block = rk_buf_in(&scratch.in, XLSX_KEEP).at;
    if (!block)
        return intake_fail(job->fault, INTAKE_NO_MEMORY, 0, 0, NULL);
    struct rk_arena keep = {.base = block, .at = block, .end = block + XLSX_KEEP};
    enum intake_why why = xlsx_book_open(&book, &keep, scratch);
    if (!why)
        why = job->sheet ? named_sheet(&book, scratch) : first_filled_sheet(&book, scratch);
    if (why)
        return why;
    if (book.rows > job->max_rows)
        return intake_fail(job->fault, INTAKE_MANY_ROWS, 0, book.rows, NULL);
    if (book.rows == 0 && !tell_about(&book, -1))
        return intake_fail(job->fault, INTAKE_READER_GONE, 0, 0, NULL);
    return INTAKE_FINE;
}
