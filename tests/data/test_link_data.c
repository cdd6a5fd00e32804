/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Published and synthetic sets of linkage, scored as pairs of records in one cluster at 0.5:
 * rows shuffled, ids renamed, truth columns dropped. Bars: docs/methods/link.md, 10.
 */
#include "rk_test.h"

#include "../link_people.h"
#include "rk_file.h"
#include "rk_link_read.h"

enum { CELLS = 24, ROWS = 32000 };

static struct rk_arena mem;
static struct rk_scratch tmp;
static const struct rk_names *names;

static int open_all(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)1 << 32);
    tmp = rk_scratch_open((ptrdiff_t)1 << 32);
    return rk_names_open(&mem, tmp, &names, NULL) ? 1 : 0;
}

static int close_all(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

struct set {
    const char *name;
    const char *file[2];
    const char *id, *truth; /* columns; `truth` NULL: the number in rec-NUMBER-… of the id */
    double bar;
};

static int32_t column_of(const struct rk_str *header, int32_t count, const char *name)
{
    for (int32_t c = 0; c < count; c++)
        if (rk_str_eq(rk_str_trim(header[c]), rk_str_of(name)))
            return c;
    return -1;
}

static int32_t number_of(struct rk_str s)
{
    uint32_t h = 2166136261u; /* FNV-1a: entities told apart by their text */
    for (ptrdiff_t i = 0; i < s.len; i++)
        h = (h ^ (uint8_t)s.at[i]) * 16777619u;
    return (int32_t)(h & INT32_MAX);
}

static struct rk_str entity_of(struct rk_str id)
{
    struct rk_str rest = id;
    (void)rk_str_cut(&rest, '-');
    return rk_str_cut(&rest, '-');
}

/* Feeds one file; the truth of its rows, in their new order, behind who[*records]. */
static void feed(const struct set *s, int f, struct rk_link_reader *reader, int32_t *who,
                 int32_t *records)
{
    char path[512], name[128];
    struct rk_str text, header[CELLS], cell[CELLS];
    struct rk_err err = {0};
    snprintf(name, sizeof name, "linkage/%s", s->file[f]);
    rk_need_data(path, sizeof path, name);
    rk_assert_ok(rk_file_read(path, 1 << 26, &mem, &text, &err), err);
    const int32_t columns = people_cut_row(rk_str_trim(rk_str_cut(&text, '\n')), header, CELLS);
    const int32_t id = column_of(header, columns, s->id);
    const int32_t truth = s->truth ? column_of(header, columns, s->truth) : -1;
    assert_true(id >= 0 && (!s->truth || truth >= 0));
    struct rk_str *line = RK_NEW(&mem, struct rk_str, ROWS);
    int32_t *order = RK_NEW(&mem, int32_t, ROWS), lines = 0;
    assert_false(mem.failed);
    while (text.len > 0 && lines < ROWS) {
        const struct rk_str one = rk_str_trim(rk_str_cut(&text, '\n'));
        if (one.len > 0) {
            order[lines] = lines;
            line[lines++] = one;
        }
    }
    struct rk_random random = rk_random_stream(99, s->name, (uint64_t)f);
    rk_random_shuffle(&random, order, lines);
    rk_assert_ok(rk_link_reader_list(reader, s->file[f], &err), err);
    rk_assert_ok(rk_link_reader_row(reader, 1, header, columns, &err), err);
    for (int32_t i = 0; i < lines; i++) {
        const int32_t count = people_cut_row(line[order[i]], cell, CELLS);
        who[(*records)++] = number_of(s->truth ? cell[truth] : entity_of(cell[id]));
        cell[id] = rk_str_printf(&mem, "n%d", i * 7 + 3);
        if (truth >= 0)
            cell[truth] = RK_STR("");
        rk_assert_ok(rk_link_reader_row(reader, i + 2, cell, count, &err), err);
    }
}

static void reaches_its_bar(void **state)
{
    const struct set *s = *state;
    struct rk_link_reader *reader;
    struct rk_link_read read;
    struct rk_link link;
    struct rk_err err = {0};
    const struct rk_arena before = mem;
    int32_t *who = RK_NEW(&mem, int32_t, 2 * ROWS), records = 0;
    struct rk_arena keep = rk_arena_open((ptrdiff_t)1 << 32);
    assert_non_null(who);
    rk_assert_ok(rk_link_reader_open(names, RK_STR(""), s->id, &keep, &reader, &err), err);
    for (int f = 0; f < 2 && s->file[f]; f++)
        feed(s, f, reader, who, &records);
    rk_assert_ok(rk_link_reader_end(reader, &keep, tmp, &read, &err), err);
    assert_int_equal(read.table.records, records);
    const struct rk_link_options o = {.names = names, .seed = 1};
    rk_assert_ok(rk_link_run(&read.table, &o, &keep, tmp, &link, &err), err);
    const struct link_counted c = link_count(link.cluster, who, records, tmp);
    print_message("%s: F1 %.4f, precision %.4f, recall %.4f (bar %.4f)\n", s->name, c.f1,
                  c.precision, c.recall, s->bar);
    assert_true(c.f1 >= s->bar);
    rk_arena_close(&keep);
    mem = before;
}

int main(void)
{
    static struct set sets[] = {
        {"febrl1", {"febrl1.csv", NULL}, "rec_id", NULL, 0.999},
        {"febrl3", {"febrl3.csv", NULL}, "rec_id", NULL, 0.9990},
        {"febrl4", {"febrl4a.csv", "febrl4b.csv"}, "rec_id", NULL, 0.9998},
        {"RLdata500", {"RLdata500.csv", NULL}, "rec_id", "ent_id", 0.9898},
        {"fake_1000", {"fake_1000.csv", NULL}, "unique_id", "cluster", 0.94},
        {"historical_a", {"historical_a.csv", NULL}, "unique_id", "cluster", 0.90},
        {"uk_casualty_a", {"uk_casualty_a.csv", NULL}, "rec_id", "entity", 0.93},
    };
    struct CMUnitTest tests[RK_COUNT(sets)];
    for (ptrdiff_t i = 0; i < RK_COUNT(sets); i++)
        tests[i] = (struct CMUnitTest){sets[i].name, reaches_its_bar, NULL, NULL, &sets[i]};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
