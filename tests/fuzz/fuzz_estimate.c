/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table from strangers: read, estimated, or refused with a place. Lines of cells parted by
 * commas; the first line may begin with "by=COLUMN" or "lists=A,B" and a semicolon. */
#include "fuzz_entry.h"
#include "rk_estimate_read.h"

enum { MOST_CELLS = 40, MOST_ROWS = 400 };

static struct rk_arena mem;
static struct rk_scratch tmp;

static void judge(const struct rk_estimate *e)
{
    if (e->refused.at) {
        FUZZ_MUST(e->refused.len > 0 && !(e->estimate == e->estimate));
        return;
    }
    FUZZ_MUST(e->observed >= 0.0 && e->observed <= e->low);
    FUZZ_MUST(e->low <= e->estimate && e->estimate <= e->high);
    FUZZ_MUST(e->high == e->high);
    for (int32_t i = 1; i < RK_ESTIMATE_DRAWS; i++)
        FUZZ_MUST(e->draws[i - 1] <= e->draws[i]);
}

static rk_status sheet_of(struct rk_str rest, struct rk_estimate_sheet **sheet,
                          struct rk_arena *keep, struct rk_err *err)
{
    *sheet = NULL;
    for (int64_t line = 1; rest.at && line < MOST_ROWS; line++) {
        struct rk_str row = rk_str_cut(&rest, '\n'), cells[MOST_CELLS];
        int32_t count = 0;
        while (row.at && count < MOST_CELLS)
            cells[count++] = rk_str_cut(&row, ',');
        const rk_status bad =
            *sheet ? rk_estimate_sheet_row(*sheet, line, cells, count, err)
                   : rk_estimate_sheet_begin("t.csv", line, cells, count, keep, sheet, err);
        if (bad)
            return bad;
    }
    return *sheet ? RK_OK : RK_EINVAL;
}

static void estimate(const struct rk_estimate_read *r, struct rk_arena *keep)
{
    static struct rk_estimate each[8 * RK_ESTIMATE_MODELS], total[RK_ESTIMATE_MODELS];
    const struct rk_estimate_options o = {.iterations = 400, .classes = 3, .nmax = 2000};
    struct rk_err err;
    const int32_t lists = r->strata.tables[0].lists;
    double p;
    FUZZ_MUST(!rk_estimate_homogeneity(&r->strata, tmp, &p, &err) && p >= 0.0 && p <= 1.0);
    if (lists > 4 || r->strata.count > 4)
        return; /* slow, not other */
    const rk_status got = rk_estimate_sum(&r->strata, &o, keep, tmp, each, total, &err);
    FUZZ_MUST(got == RK_OK || got == RK_ENOMEM);
    for (int m = 0; m < RK_ESTIMATE_MODELS && got == RK_OK; m++) {
        judge(&total[m]);
        for (int32_t s = 0; s < r->strata.count; s++)
            judge(&each[s * RK_ESTIMATE_MODELS + m]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!mem.base) {
        mem = rk_arena_open(64 << 20);
        tmp = rk_scratch_open(64 << 20);
    }
    struct rk_arena keep = mem;
    struct rk_err err;
    struct rk_str text = {(const char *)data, (ptrdiff_t)size};
    struct rk_estimate_columns columns = {0};
    const char *by[1] = {NULL};
    if (rk_str_starts(text, RK_STR("by="))) {
        by[0] = rk_str_c(&keep, rk_str_slice(rk_str_cut(&text, ';'), 3, 1 << 20));
        columns = (struct rk_estimate_columns){NULL, by, 1};
    } else if (rk_str_starts(text, RK_STR("lists="))) {
        columns.lists = rk_str_c(&keep, rk_str_slice(rk_str_cut(&text, ';'), 6, 1 << 20));
    }
    if (!text.at)
        return 0;
    struct rk_estimate_sheet *sheet;
    const rk_status read = sheet_of(text, &sheet, &keep, &err);
    if (read) {
        FUZZ_MUST(read == RK_EINVAL || read == RK_ENOMEM);
        return 0;
    }
    struct rk_estimate_read r;
    const rk_status got = rk_estimate_sheet_read(sheet, &columns, &keep, tmp, &r, &err);
    FUZZ_MUST(got == RK_OK || got == RK_EINVAL || got == RK_ENOMEM);
    FUZZ_MUST(got == RK_OK || (err.place[0] && err.text[0]));
    if (got == RK_OK)
        estimate(&r, &keep);
    return 0;
}
