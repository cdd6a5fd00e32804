/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long linkage takes, with the quality beside it: best of N, one thread, from arrays in
 * memory to clusters, pairs and the interval.
 *
 * bench_link [--case people-1k|…|people-10m|febrl4|historical|casualty|grow]
 * people-…: invented lists of about so many records (tests/link_people.h); others from the
 * folder RANOK_DATA, left out where it is not given. Peers' numbers: docs/methods/link.md, 11.
 */
#include "rk_bench.h"

#include "../tests/link_people.h"
#include "rk_file.h"
#include "rk_link_read.h"
#include "rk_work.h"

enum { SEED = 1, CELLS = 24 };

static struct rk_arena mem;
static struct rk_scratch tmp;
static const struct rk_names *names;

static void report(const char *name, const struct rk_link_table *t, const int32_t *who,
                   double reading_s, int runs)
{
    double best = HUGE_VAL;
    struct rk_link link = {0};
    struct link_counted c = {0.0, 0.0, 0.0};
    for (int i = 0; i < runs; i++) {
        struct rk_arena room = mem;
        const struct rk_link_options o = {.names = names, .seed = SEED, .threads = 1};
        const double start = rk_cpu_s();
        if (rk_link_run(t, &o, &room, tmp, &link, NULL))
            exit(1);
        best = fmin(best, rk_cpu_s() - start);
        if (who)
            c = link_count(link.cluster, who, t->records, tmp);
    }
    printf(
        "{\"case\":\"%s\",\"records\":%d,\"ms\":%.1f,\"reading_ms\":%.1f,\"compared\":%" PRId64
        ",\"recall_of_candidates\":%.4f,\"f1\":%.4f",
        name, t->records, 1e3 * best, 1e3 * reading_s, link.compared, link.recall, c.f1);
    rk_bench_end(SEED);
}

static void invented(const char *name, int32_t persons, int runs)
{
    const struct rk_arena before = mem;
    struct link_people people;
    const double start = rk_cpu_s();
    if (!link_people_make(names, persons, SEED, &mem, &people))
        exit(1);
    const struct rk_link_table t = link_people_table(&people);
    report(name, &t, people.who, rk_cpu_s() - start, runs);
    mem = before;
}

static void feed(struct rk_link_reader *reader, const char *root, const char *file)
{
    char path[512];
    struct rk_str rest;
    int64_t line = 0;
    snprintf(path, sizeof path, "%s/linkage/%s", root, file);
    if (rk_file_read(path, 1 << 26, &mem, &rest, NULL) ||
        rk_link_reader_list(reader, file, NULL))
        exit(1);
    while (rest.len > 0) {
        struct rk_str cells[CELLS];
        const int32_t count =
            people_cut_row(rk_str_trim(rk_str_cut(&rest, '\n')), cells, CELLS);
        if (rk_link_reader_row(reader, ++line, cells, count, NULL))
            exit(1);
    }
}

static void published(const char *name, const char *one, const char *two, int runs)
{
    const char *root = getenv("RANOK_DATA");
    const struct rk_arena before = mem;
    struct rk_link_reader *reader;
    struct rk_link_read read;
    if (!root)
        return;
    const double start = rk_cpu_s();
    struct rk_arena keep = rk_arena_open((ptrdiff_t)1 << 32);
    if (rk_link_reader_open(names, RK_STR(""), NULL, &keep, &reader, NULL))
        exit(1);
    feed(reader, root, one);
    if (two)
        feed(reader, root, two);
    if (rk_link_reader_end(reader, &keep, tmp, &read, NULL))
        exit(1);
    report(name, &read.table, NULL, rk_cpu_s() - start, runs);
    rk_arena_close(&keep);
    mem = before;
}

int main(int argc, char **argv)
{
    const char *only = argc == 3 && strcmp(argv[1], "--case") == 0 ? argv[2] : "";
    const bool all = only[0] == '\0';
    mem = rk_arena_open((ptrdiff_t)1 << 34);
    tmp = rk_scratch_open((ptrdiff_t)1 << 34);
    if (mem.failed || tmp.in.failed || rk_names_open(&mem, tmp, &names, NULL))
        return 1;
    const bool grow = strcmp(only, "grow") == 0; /* 10^3 to 10^7 records: an hour */
    if (all || grow || strcmp(only, "people-1k") == 0)
        invented("people-1k", 600, 5);
    if (all || grow || strcmp(only, "people-10k") == 0)
        invented("people-10k", 5600, 3);
    if (strcmp(only, "people-100k") == 0 || grow)
        invented("people-100k", 56000, 1);
    if (strcmp(only, "people-1m") == 0 || grow)
        invented("people-1m", 560000, 1);
    if (strcmp(only, "people-10m") == 0 || grow)
        invented("people-10m", 5600000, 1);
    if (all || strcmp(only, "febrl4") == 0)
        published("febrl4", "febrl4a.csv", "febrl4b.csv", 5);
    if (all || strcmp(only, "historical") == 0)
        published("historical", "historical_a.csv", NULL, 1);
    if (all || strcmp(only, "casualty") == 0)
        published("casualty", "uk_casualty_a.csv", NULL, 3);
    return 0;
}
