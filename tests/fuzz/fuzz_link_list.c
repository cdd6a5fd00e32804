/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists from strangers: read, linked, or refused with a place. Lines of cells parted by '|'; a
 * line that begins with '@' begins the next list, one with '#' is the map. */
#include "fuzz_entry.h"
#include "rk_link_read.h"

enum { MOST_CELLS = 40, MOST_ROWS = 300, MOST_LINKED = 120 };

static struct rk_arena mem;
static struct rk_scratch tmp;
static const struct rk_names *names;

static rk_status feed(struct rk_link_reader *reader, struct rk_str rest, struct rk_err *err)
{
    rk_status bad = rk_link_reader_list(reader, "a.csv", err);
    for (int64_t line = 1; !bad && rest.at && line < MOST_ROWS; line++) {
        struct rk_str row = rk_str_cut(&rest, '\n'), cells[MOST_CELLS];
        int32_t count = 0;
        if (rk_str_starts(row, RK_STR("@"))) {
            bad = rk_link_reader_list(reader, "b.csv", err);
            continue;
        }
        while (row.at && count < MOST_CELLS)
            cells[count++] = rk_str_cut(&row, '|');
        bad = rk_link_reader_row(reader, line, cells, count, err);
    }
    return bad;
}

static void judge(const struct rk_link_read *read, struct rk_arena *keep)
{
    const struct rk_link_options o = {.names = names, .draws = 8};
    struct rk_link link;
    struct rk_err err;
    FUZZ_MUST(read->table.records > 0 && read->table.fields <= RK_LINK_FIELDS);
    for (int32_t r = 0; r < read->table.records; r++)
        FUZZ_MUST(read->record[r].id.len > 0 && read->record[r].file < read->files);
    if (read->table.records > MOST_LINKED)
        return; /* slow, not other */
    const rk_status got = rk_link_run(&read->table, &o, keep, tmp, &link, &err);
    FUZZ_MUST(got == RK_OK || got == RK_ENOMEM);
    if (got)
        return;
    for (int32_t r = 0; r < read->table.records; r++)
        FUZZ_MUST(link.cluster[r] >= 0 && link.cluster[r] < link.clusters);
    for (ptrdiff_t i = 0; i < link.pair_count; i++)
        FUZZ_MUST(link.pair[i].probability >= 0.01F && link.pair[i].probability <= 1.0F);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rk_err err = {0};
    if (!mem.base) {
        mem = rk_arena_open(64 << 20);
        tmp = rk_scratch_open(64 << 20);
        FUZZ_MUST(!rk_names_open(&mem, tmp, &names, &err));
    }
    struct rk_arena keep = mem;
    struct rk_str text = {(const char *)data, (ptrdiff_t)size}, map = RK_STR("");
    struct rk_link_reader *reader;
    struct rk_link_read read;
    if (rk_str_starts(text, RK_STR("#"))) {
        map = rk_str_cut(&text, '\n');
        map = rk_str_slice(map, 1, map.len);
    }
    rk_status got = rk_link_reader_open(names, map, NULL, &keep, &reader, &err);
    if (!got)
        got = feed(reader, text, &err);
    if (!got)
        got = rk_link_reader_end(reader, &keep, tmp, &read, &err);
    FUZZ_MUST(got == RK_OK || got == RK_EINVAL || got == RK_ENOMEM);
    FUZZ_MUST(got == RK_OK || (err.place[0] && err.text[0]));
    if (got == RK_OK)
        judge(&read, &keep);
    return 0;
}
