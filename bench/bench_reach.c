/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How fast roads become answers: JSON lines {case, …}, best of N, processor time of one thread.
 *
 *   bench_reach [--data DIR] [--side N] [--only CASE]
 *
 * DIR holds liechtenstein.osm.pbf and monaco-2016.osm.pbf; without it only the invented oblast
 * (N × N junctions, default 1000) is measured. Every case says a checksum of its answers.
 */
#include "rk_bench.h"
#include "rk_file.h"
#include "rk_osm.h"
#include "rk_random.h"
#include "rk_reach_fast.h"
#include "rk_reach_io.h"
#include "rk_work.h"

#include <sys/resource.h>

enum { SEED = 20220912, ROUNDS = 9, CLOSURES = 300 };

struct bench {
    struct rk_arena mem;
    struct rk_scratch tmp;
    struct rk_reach_speeds speeds;
    struct rk_err err;
    const char *only;
};

static bool asked(const struct bench *b, const char *name)
{
    return !b->only || strstr(name, b->only);
}

static void line(const char *name, const char *unit, double value, double check)
{
    printf("{\"case\":\"reach/%s\",\"%s\":%.6g,\"check\":%.17g", name, unit, value, check);
    rk_bench_end(SEED);
    fflush(stdout);
}

static bool fine(struct bench *b, rk_status status)
{
    if (status)
        fprintf(stderr, "%s: %s\n", b->err.place, b->err.text);
    return status == RK_OK;
}

static double peak_mib(void)
{
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return (double)r.ru_maxrss / 1024.0;
}

static bool compile(struct bench *b, const char *dir, const char *file, struct rk_roads *roads)
{
    char path[512];
    struct rk_str bytes;
    double best = HUGE_VAL;
    snprintf(path, sizeof path, "%s/%s", dir, file);
    if (!fine(b, rk_file_read(path, 1 << 30, &b->mem, &bytes, &b->err)))
        return false;
    for (int i = 0; i < ROUNDS; i++) {
        struct rk_arena keep = b->mem;
        struct rk_osm_counts counts;
        const double start = rk_cpu_s();
        if (!fine(b, rk_osm_roads(bytes, file, SEED, &keep, b->tmp, roads, &counts, &b->err)))
            return false;
        best = fmin(best, rk_cpu_s() - start);
        if (i == ROUNDS - 1)
            b->mem = keep;
    }
    char name[80];
    snprintf(name, sizeof name, "compile/%s", file);
    line(name, "ms", best * 1e3, roads->edges);
    snprintf(name, sizeof name, "compile/%s/peak", file);
    line(name, "mib", peak_mib(), roads->edges);
    return true;
}

static bool net_of(struct bench *b, const struct rk_roads *roads,
                   const struct rk_reach_mark *mark, int32_t marks, struct rk_reach_net *net)
{
    const struct rk_reach_wish wish = {.profile = RK_CAR, .belief = RK_WORST};
    return fine(b,
                rk_reach_net_make(roads, &b->speeds, wish, (struct rk_reach_marks){mark, marks},
                                  &b->mem, b->tmp, net, &b->err));
}

static void measure_pour(struct bench *b, const char *town, const struct rk_reach_net *net,
                         struct rk_reach_metric *m, int rounds)
{
    const uint32_t *weight[RK_REACH_LANES];
    double best = HUGE_VAL, sum = 0.0;
    char name[80];
    (void)b;
    for (int k = 0; k < RK_REACH_LANES; k++)
        weight[k] = net->weight;
    for (int i = 0; i < rounds; i++) {
        const double start = rk_cpu_s();
        rk_reach_pour(m, weight);
        best = fmin(best, rk_cpu_s() - start);
    }
    for (int32_t a = 0; a < m->shape->arcs; a++)
        sum += m->up[(ptrdiff_t)a * m->lanes];
    snprintf(name, sizeof name, "%s/pour-%d", town, m->lanes);
    line(name, "ms", best * 1e3, sum);
}

static bool measure_sweep(struct bench *b, const char *town, const struct rk_reach_metric *m,
                          int rounds)
{
    struct rk_reach_sweep sweep;
    const struct rk_ids all = {NULL, 0};
    struct rk_arena room = b->mem;
    if (!fine(b, rk_reach_sweep_make(m, 0, RK_OUT, all, &room, b->tmp, &sweep, &b->err)))
        return false;
    int32_t *ms = RK_NEW(&room, int32_t, (ptrdiff_t)sweep.rows * 16);
    int32_t *work = RK_NEW(&room, int32_t, 2 * (ptrdiff_t)m->shape->nodes);
    if (room.failed)
        return false;
    struct rk_random random = rk_random_seed(SEED);
    double best = HUGE_VAL, sum = 0.0;
    for (int i = 0; i < rounds; i++) {
        int32_t seed[16];
        for (int k = 0; k < 16; k++)
            seed[k] = (int32_t)rk_random_below(&random, m->shape->nodes);
        const double start = rk_cpu_s();
        rk_reach_sweep_run(&sweep, (struct rk_ids){seed, 16}, ms, work);
        best = fmin(best, rk_cpu_s() - start);
    }
    for (ptrdiff_t i = 0; i < (ptrdiff_t)sweep.rows * 16; i++)
        sum += ms[i] < RK_REACH_SWEEP_FAR ? ms[i] : 0;
    char name[80];
    snprintf(name, sizeof name, "%s/one-to-all", town);
    line(name, "ns_per_node", best * 1e9 / 16.0 / m->shape->nodes, sum);
    return true;
}

/* 2000 × 2000 nodes with repeats, which are those of a town's street corners. */
static bool measure_table(struct bench *b, const char *town, const struct rk_reach_metric *m)
{
    enum { N = 2000 };
    struct rk_arena room = b->mem;
    int32_t *from = RK_NEW(&room, int32_t, N), *to = RK_NEW(&room, int32_t, N);
    int32_t *table = RK_NEW(&room, int32_t, N * N);
    int32_t *work = RK_NEW(&room, int32_t, 2 * (ptrdiff_t)m->shape->nodes);
    int32_t *ms = RK_NEW(&room, int32_t, (ptrdiff_t)m->shape->nodes * 16);
    struct rk_random random = rk_random_seed(SEED);
    double best = HUGE_VAL, sum = 0.0;
    if (room.failed)
        return false;
    for (int i = 0; i < N; i++) {
        from[i] = (int32_t)rk_random_below(&random, m->shape->nodes);
        to[i] = (int32_t)rk_random_below(&random, m->shape->nodes);
    }
    for (int i = 0; i < 5; i++) {
        struct rk_arena once = room;
        struct rk_reach_sweep sweep;
        const double start = rk_cpu_s();
        if (!fine(b, rk_reach_sweep_make(m, 0, RK_OUT, (struct rk_ids){to, N}, &once, b->tmp,
                                         &sweep, &b->err)))
            return false;
        for (int s = 0; s < N; s += 16) {
            const int32_t len = N - s < 16 ? N - s : 16;
            rk_reach_sweep_run(&sweep, (struct rk_ids){from + s, len}, ms, work);
            for (int t = 0; t < N; t++) {
                const int32_t *at = ms + (ptrdiff_t)rk_reach_sweep_row(&sweep, to[t]) * 16;
                for (int k = 0; k < len; k++)
                    table[(s + k) * N + t] = at[k];
            }
        }
        best = fmin(best, rk_cpu_s() - start);
    }
    for (int i = 0; i < N * N; i++)
        sum += table[i] < RK_REACH_SWEEP_FAR ? table[i] : 0;
    char name[80];
    snprintf(name, sizeof name, "%s/table-2000", town);
    line(name, "ns_per_entry", best * 1e9 / N / N, sum);
    return true;
}

static bool measure_town(struct bench *b, const char *town, const struct rk_roads *roads,
                         int rounds, bool table)
{
    struct rk_reach_net net;
    struct rk_reach_shape shape;
    struct rk_reach_metric one, wide;
    char name[80];
    if (!net_of(b, roads, NULL, 0, &net))
        return false;
    const double start = rk_cpu_s();
    if (!fine(b, rk_reach_shape_make(&net, &b->mem, b->tmp, &shape, &b->err)))
        return false;
    snprintf(name, sizeof name, "%s/shape", town);
    line(name, "ms", (rk_cpu_s() - start) * 1e3, shape.arcs);
    snprintf(name, sizeof name, "%s/nodes", town);
    line(name, "nodes", shape.nodes, net.arcs);
    if (!fine(b, rk_reach_metric_take(&shape, 1, &b->mem, &one, &b->err)))
        return false;
    measure_pour(b, town, &net, &one, rounds);
    struct rk_arena room = b->mem;
    if (!fine(b, rk_reach_metric_take(&shape, 16, &room, &wide, &b->err)))
        return false;
    measure_pour(b, town, &net, &wide, rounds);
    return measure_sweep(b, town, &one, rounds) && (!table || measure_table(b, town, &one));
}

/* ---- an invented oblast ------------------------------------------------------------------ */

/* side × side junctions in rows, streets of 60 … 260 m, some missing, every 16th line quick. */
static bool grow(struct bench *b, int32_t side, struct rk_roads *out)
{
    struct rk_random r = rk_random_seed(SEED);
    const int32_t n = side * side;
    int32_t *lat = RK_NEW(&b->mem, int32_t, n), *lon = RK_NEW(&b->mem, int32_t, n);
    int32_t *from = RK_NEW(&b->mem, int32_t, 2 * n), *to = RK_NEW(&b->mem, int32_t, 2 * n);
    int32_t *first = RK_NEW(&b->mem, int32_t, 2 * n + 1);
    int32_t *y = RK_NEW(&b->mem, int32_t, 4 * n), *x = RK_NEW(&b->mem, int32_t, 4 * n);
    int64_t *way = RK_NEW(&b->mem, int64_t, 2 * n);
    uint32_t *length = RK_NEW(&b->mem, uint32_t, 2 * n);
    uint8_t *kind = RK_NEW(&b->mem, uint8_t, 2 * n), *zero = RK_NEW(&b->mem, uint8_t, 2 * n);
    uint8_t *may = RK_NEW(&b->mem, uint8_t, 2 * n);
    uint16_t *none = RK_NEW(&b->mem, uint16_t, 2 * n);
    int32_t *no_bans = RK_NEW(&b->mem, int32_t, 1);
    if (b->mem.failed)
        return false;
    for (int32_t j = 0; j < n; j++) {
        lat[j] = 480000000 + j / side * 20000 + (int32_t)rk_random_below(&r, 9000);
        lon[j] = 360000000 + j % side * 30000 + (int32_t)rk_random_below(&r, 9000);
    }
    int32_t e = 0;
    for (int32_t j = 0; j < n; j++)
        for (int k = 0; k < 2; k++) {
            const int32_t other = k ? j + side : j + 1;
            const bool quick = (k ? j % side : j / side) % 16 == 0;
            if ((k ? j / side + 1 == side : j % side + 1 == side) ||
                (!quick && rk_random_below(&r, 5) == 0))
                continue;
            from[e] = j;
            to[e] = other;
            way[e] = e + 1;
            length[e] = (uint32_t)(60000 + rk_random_below(&r, 200000));
            kind[e] = quick ? 4 : 11; /* primary, residential */
            may[e] = 15;
            y[2 * e] = lat[j];
            x[2 * e] = lon[j];
            y[2 * e + 1] = lat[other];
            x[2 * e + 1] = lon[other];
            e++;
            first[e] = 2 * e;
        }
    *out = (struct rk_roads){.junctions = n,
                             .edges = e,
                             .lat_e7 = lat,
                             .lon_e7 = lon,
                             .from = from,
                             .to = to,
                             .way = way,
                             .length_mm = length,
                             .kind = kind,
                             .surface = zero,
                             .flags = zero,
                             .may_forth = may,
                             .may_back = may,
                             .limit_forth = none,
                             .limit_back = none,
                             .weight_dt = none,
                             .height_cm = none,
                             .shape_first = first,
                             .shape_lat_e7 = y,
                             .shape_lon_e7 = x,
                             .ban_first = no_bans,
                             .ban_arc = no_bans,
                             .ban_who = zero};
    return true;
}

/* 300 closures, 50 hospitals, 200,000 people: the value of reopening each. */
static bool measure_reopen(struct bench *b, const struct rk_roads *roads)
{
    enum { PEOPLE = 200000, CENTRES = 50 };
    struct rk_arena room = b->mem;
    struct rk_random r = rk_random_stream(SEED, "reopen", 0);
    struct rk_reach_mark mark[CLOSURES];
    struct rk_reach_spot centre[CENTRES];
    double gain[CLOSURES], sum = 0.0;
    struct rk_reach_net net;
    struct rk_reach_spot *spot = RK_NEW(&b->mem, struct rk_reach_spot, PEOPLE);
    double *people = RK_NEW(&b->mem, double, PEOPLE);
    if (b->mem.failed)
        return false;
    for (int k = 0; k < CLOSURES; k++)
        mark[k] = (struct rk_reach_mark){.edge = (int32_t)rk_random_below(&r, roads->edges),
                                         .claim = k,
                                         .high = 1.0,
                                         .factor = HUGE_VAL};
    for (int k = 0; k < CENTRES; k++)
        centre[k] = (struct rk_reach_spot){.edge = (int32_t)rk_random_below(&r, roads->edges),
                                           .share = 0.5};
    for (int k = 0; k < PEOPLE; k++) {
        spot[k] = (struct rk_reach_spot){.edge = (int32_t)rk_random_below(&r, roads->edges),
                                         .share = rk_random_unit(&r)};
        people[k] = 3.0;
    }
    if (!net_of(b, roads, mark, CLOSURES, &net))
        return false;
    const double start = rk_cpu_s();
    if (!fine(b, rk_reach_reopen(&net, RK_IN, centre, CENTRES, spot, people, PEOPLE, CLOSURES,
                                 3600000, b->tmp, gain, &b->err)))
        return false;
    for (int k = 0; k < CLOSURES; k++)
        sum += gain[k];
    line("oblast/reopen-300", "s", rk_cpu_s() - start, sum);
    b->mem = room;
    return true;
}

int main(int argc, char **argv)
{
    struct bench b = {.mem = rk_arena_open((ptrdiff_t)8 << 30),
                      .tmp = rk_scratch_open((ptrdiff_t)8 << 30)};
    struct rk_roads roads;
    const char *data = NULL;
    int64_t side = 1000;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--data") == 0)
            data = argv[i + 1];
        else if (strcmp(argv[i], "--only") == 0)
            b.only = argv[i + 1];
        else if (strcmp(argv[i], "--side") != 0 || !rk_str_int(rk_str_of(argv[i + 1]), &side) ||
                 side < 4 || side > 4000)
            return 2;
    }
    rk_reach_speeds_shipped(&b.speeds);
    const struct rk_arena empty = b.mem;
    if (data && asked(&b, "liechtenstein") &&
        (!compile(&b, data, "liechtenstein.osm.pbf", &roads) ||
         !measure_town(&b, "liechtenstein", &roads, 200, false)))
        return 1;
    b.mem = empty;
    if (data && asked(&b, "monaco") &&
        (!compile(&b, data, "monaco-2016.osm.pbf", &roads) ||
         !measure_town(&b, "monaco", &roads, 200, true)))
        return 1;
    b.mem = empty;
    if (asked(&b, "oblast") &&
        (!grow(&b, (int32_t)side, &roads) || !measure_reopen(&b, &roads) ||
         !measure_town(&b, "oblast", &roads, 3, false)))
        return 1;
    return 0;
}
