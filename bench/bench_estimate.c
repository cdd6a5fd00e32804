/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long an estimate takes, with the estimate beside it: best of N, one thread.
 *
 * bench_estimate [--case models-4|models-5|stepwise-6|bootstrap-6|dga-4|dga-5|dga-6|lcmcr-4]
 * Tables: kosovo_1999 (4 lists), madigan_york_5, uk_slavery_2013_6 from the folder RANOK_DATA,
 * where it is given; else an invented table of as many lists. Peers' numbers:
 * docs/methods/estimate.md, 11.
 */
#include "rk_bench.h"

#include "rk_estimate.h"
#include "rk_file.h"
#include "rk_random.h"
#include "rk_work.h"

enum { SEED = 1, MOST = 64 };

static struct rk_arena mem;
static struct rk_scratch tmp;

static const char *const names[] = {"A", "B", "C", "D", "E", "F"};

struct table {
    uint32_t history[MOST];
    int64_t n[MOST];
    int32_t rows, lists;
    const char *source;
};

/* "1,0,0,1,123" a line; true when the file is there. */
static bool published(const char *name, struct table *t)
{
    const char *root = getenv("RANOK_DATA");
    char path[512];
    struct rk_str rest;
    if (!root)
        return false;
    snprintf(path, sizeof path, "%s/mse/%s.csv", root, name);
    if (rk_file_read(path, 1 << 20, &mem, &rest, NULL))
        return false;
    (void)rk_str_cut(&rest, '\n');
    while (rest.at && t->rows < MOST) {
        struct rk_str row = rk_str_trim(rk_str_cut(&rest, '\n'));
        uint32_t history = 0;
        for (int32_t j = 0; j < t->lists && row.at; j++)
            history |= (uint32_t)rk_str_eq(rk_str_cut(&row, ','), RK_STR("1")) << j;
        if (row.len > 0 && history && rk_str_int(row, &t->n[t->rows]))
            t->history[t->rows++] = history;
    }
    t->source = name;
    return t->rows > 0;
}

/* Two kinds of people, 4,400 of them listed or thereabouts. */
static void invented(struct table *t)
{
    struct rk_random r = rk_random_stream(SEED, "bench estimate", (uint64_t)t->lists);
    t->source = "invented";
    t->rows = 0;
    for (uint32_t h = 1; h < UINT32_C(1) << t->lists; h++) {
        t->history[t->rows] = h;
        t->n[t->rows++] = 0;
    }
    for (int i = 0; i < 10000; i++) {
        const double chance = i % 10 < 8 ? 0.12 : 0.4;
        uint32_t h = 0;
        for (int32_t j = 0; j < t->lists; j++)
            h |= (uint32_t)(rk_random_unit(&r) < chance / (1.0 + 0.2 * j)) << j;
        if (h)
            t->n[h - 1]++;
    }
}

struct bench {
    const char *name, *file;
    int32_t lists;
    enum rk_estimate_model model;
    int runs;
};

static void run(const struct bench *b)
{
    struct table t = {.lists = b->lists};
    struct rk_arena start = mem;
    if (!published(b->file, &t))
        invented(&t);
    const struct rk_estimate_table table = {t.lists, names, t.rows, t.history, t.n};
    const struct rk_estimate_options o = {.models = 1u << b->model, .seed = SEED, .threads = 1};
    struct rk_estimate out[RK_ESTIMATE_MODELS];
    struct rk_err err;
    double best = HUGE_VAL, draws = 0.0;
    for (int i = 0; i < b->runs; i++) {
        struct rk_arena keep = mem;
        const double from = rk_cpu_s();
        if (rk_estimate_fit(&table, &o, &keep, tmp, out, &err)) {
            fprintf(stderr, "%s: %s: %s\n", b->name, err.place, err.text);
            return;
        }
        best = fmin(best, rk_cpu_s() - from);
    }
    const struct rk_estimate *e = &out[b->model];
    for (int32_t i = 0; i < e->detail_count; i++)
        if (strcmp(e->details[i].name, "effective_draws") == 0)
            draws = e->details[i].number;
    printf("{\"case\":\"estimate/%s\",\"table\":\"%s\",\"ms\":%.3f,\"estimate\":%.2f,"
           "\"low\":%.1f,\"high\":%.1f",
           b->name, t.source, 1e3 * best, e->estimate, e->low, e->high);
    if (draws > 0.0)
        printf(",\"effective_draws_per_s\":%.0f", draws / best);
    rk_bench_end(SEED);
    mem = start;
}

int main(int argc, char **argv)
{
    static const struct bench benches[] = {
        {"models-4", "kosovo_1999", 4, RK_ESTIMATE_LOGLINEAR, 20},
        {"models-5", "madigan_york_5", 5, RK_ESTIMATE_LOGLINEAR, 5},
        {"stepwise-6", "uk_slavery_2013_6", 6, RK_ESTIMATE_STEPWISE, 20},
        {"bootstrap-6", "uk_slavery_2013_6", 6, RK_ESTIMATE_LOGLINEAR, 5},
        {"dga-4", "kosovo_1999", 4, RK_ESTIMATE_DGA, 20},
        {"dga-5", "madigan_york_5", 5, RK_ESTIMATE_DGA, 5},
        {"dga-6", "uk_slavery_2013_6", 6, RK_ESTIMATE_DGA, 3},
        {"lcmcr-4", "kosovo_1999", 4, RK_ESTIMATE_LCMCR, 5},
    };
    const char *only = argc == 3 && strcmp(argv[1], "--case") == 0 ? argv[2] : NULL;
    mem = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 28);
    for (ptrdiff_t i = 0; i < RK_COUNT(benches); i++)
        if (!only || strcmp(only, benches[i].name) == 0)
            run(&benches[i]);
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}
