/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real extracts of OpenStreetMap: the hierarchy against a plain Dijkstra written here, all
 * pairs of the small ones, before and after closures; GraphHopper's published distances.
 */
#include "rk_file.h"
#include "rk_osm.h"
#include "rk_random.h"
#include "rk_reach_fast.h"
#include "rk_reach_io.h"
#include "rk_test.h"

enum { SEED = 20220912, CLOSED = 40 };

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;
static struct rk_reach_speeds speeds;

static int open_room(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)1 << 30);
    tmp = rk_scratch_open((ptrdiff_t)1 << 30);
    rk_reach_speeds_shipped(&speeds);
    return mem.failed || tmp.in.failed;
}

static int close_room(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static struct rk_roads read_roads(const char *path)
{
    struct rk_str bytes;
    struct rk_roads roads;
    struct rk_osm_counts counts;
    rk_assert_ok(rk_file_read(path, 1 << 30, &mem, &bytes, &err), err);
    rk_assert_ok(rk_osm_roads(bytes, path, SEED, &mem, tmp, &roads, &counts, &err), err);
    rk_assert_ok(rk_roads_check(&roads, &err), err);
    return roads;
}

/* ---- Dijkstra once more ------------------------------------------------------------------ */

struct seen {
    uint32_t ms;
    int32_t node;
};
static struct seen *queue;
static int32_t queued;

static void push(uint32_t ms, int32_t node)
{
    int32_t i = ++queued;
    for (; i > 1 && queue[i / 2].ms > ms; i /= 2)
        queue[i] = queue[i / 2];
    queue[i] = (struct seen){ms, node};
}

static struct seen pop(void)
{
    const struct seen top = queue[1], last = queue[queued--];
    int32_t i = 1;
    for (int32_t c = 2; c <= queued; c = 2 * i) {
        if (c < queued && queue[c + 1].ms < queue[c].ms)
            c++;
        if (queue[c].ms >= last.ms)
            break;
        queue[i] = queue[c];
        i = c;
    }
    queue[i] = last;
    return top;
}

static void dijkstra(const struct rk_reach_net *net, int32_t from, uint32_t *ms)
{
    for (int32_t n = 0; n < net->nodes; n++)
        ms[n] = RK_REACH_NEVER;
    queued = 0;
    ms[from] = 0;
    for (push(0, from); queued > 0;) {
        const struct seen v = pop();
        if (v.ms != ms[v.node])
            continue;
        for (int32_t a = net->first[v.node]; a < net->first[v.node + 1]; a++) {
            const uint32_t w = net->weight[a];
            if (w != RK_REACH_NEVER && v.ms + w < ms[net->head[a]])
                push(ms[net->head[a]] = v.ms + w, net->head[a]);
        }
    }
}

/* ---- all pairs, or 10,000 ---------------------------------------------------------------- */

struct fast {
    struct rk_reach_shape shape;
    struct rk_reach_metric metric;
    struct rk_reach_sweep sweep;
    int32_t *room, *ms;
};

static struct fast fast_of(const struct rk_reach_net *shape_of, const struct rk_reach_net *net)
{
    struct fast f;
    const struct rk_ids all = {NULL, 0};
    rk_assert_ok(rk_reach_shape_make(shape_of, &mem, tmp, &f.shape, &err), err);
    struct rk_reach_shape *shape = RK_NEW(&mem, struct rk_reach_shape, 1);
    *shape = f.shape;
    rk_assert_ok(rk_reach_metric_take(shape, 1, &mem, &f.metric, &err), err);
    rk_reach_pour(&f.metric, &net->weight);
    rk_assert_ok(rk_reach_sweep_make(&f.metric, 0, RK_OUT, all, &mem, tmp, &f.sweep, &err),
                 err);
    f.room = RK_NEW(&mem, int32_t, 2 * shape->nodes);
    f.ms = RK_NEW(&mem, int32_t, 16 * shape->nodes);
    return f;
}

static void all_pairs(const struct rk_reach_net *shape_of, const struct rk_reach_net *net)
{
    struct fast f = fast_of(shape_of, net);
    uint32_t *want = RK_NEW(&mem, uint32_t, net->nodes);
    queue = RK_NEW(&mem, struct seen, net->arcs + 2);
    for (int32_t s = 0; s < net->nodes; s += 16) {
        int32_t seed[16], len = 0;
        while (len < 16 && s + len < net->nodes) {
            seed[len] = s + len;
            len++;
        }
        rk_reach_sweep_run(&f.sweep, (struct rk_ids){seed, len}, f.ms, f.room);
        for (int32_t k = 0; k < len; k++) {
            dijkstra(net, seed[k], want);
            for (int32_t t = 0; t < net->nodes; t++) {
                const int32_t got = f.ms[16 * rk_reach_sweep_row(&f.sweep, t) + k];
                if ((got < RK_REACH_SWEEP_FAR ? (uint32_t)got : RK_REACH_NEVER) != want[t])
                    fail_msg("%d to %d: %d, expected %u", seed[k], t, got, want[t]);
            }
        }
    }
}

static void random_pairs(const struct rk_reach_net *shape_of, const struct rk_reach_net *net)
{
    struct fast f = fast_of(shape_of, net);
    struct rk_random random = rk_random_seed(SEED);
    uint32_t *want = RK_NEW(&mem, uint32_t, net->nodes);
    queue = RK_NEW(&mem, struct seen, net->arcs + 2);
    for (int i = 0; i < 200; i++) {
        const int32_t s = (int32_t)rk_random_below(&random, net->nodes);
        dijkstra(net, s, want);
        for (int k = 0; k < 50; k++) {
            const int32_t t = (int32_t)rk_random_below(&random, net->nodes);
            const uint32_t got = rk_reach_pair(&f.metric, 0, s, t, f.room);
            if (got != want[t])
                fail_msg("%d to %d: %u, expected %u", s, t, got, want[t]);
        }
    }
}

typedef void compare(const struct rk_reach_net *shape_of, const struct rk_reach_net *net);

static void before_and_after_closures(const char *file, enum rk_reach_profile who,
                                      compare *pairs)
{
    char path[512];
    rk_need_data(path, sizeof path, file);
    const struct rk_roads roads = read_roads(path);
    struct rk_random random = rk_random_seed(SEED);
    struct rk_reach_mark mark[CLOSED];
    struct rk_reach_net before, after;
    const struct rk_reach_wish wish = {.profile = who, .belief = RK_WORST};
    for (int k = 0; k < CLOSED; k++)
        mark[k] = (struct rk_reach_mark){.edge = (int32_t)rk_random_below(&random, roads.edges),
                                         .high = 1.0,
                                         .factor = k % 2 ? HUGE_VAL : 3.0};
    rk_assert_ok(rk_reach_net_make(&roads, &speeds, wish, (struct rk_reach_marks){NULL, 0},
                                   &mem, tmp, &before, &err),
                 err);
    rk_assert_ok(rk_reach_net_make(&roads, &speeds, wish, (struct rk_reach_marks){mark, CLOSED},
                                   &mem, tmp, &after, &err),
                 err);
    assert_int_equal(before.arcs, after.arcs);
    assert_true(memcmp(before.weight, after.weight, sizeof *after.weight * (size_t)after.arcs));
    pairs(&before, &before);
    pairs(&before, &after); /* one shape serves all closures */
}

static void all_pairs_of_andorra_equal_dijkstra(void **state)
{
    (void)state;
    before_and_after_closures("osm/andorra.osm.pbf", RK_CAR, all_pairs);
}

static void all_pairs_of_monaco_equal_dijkstra(void **state)
{
    (void)state;
    before_and_after_closures("osm/monaco-2016.osm.pbf", RK_CAR, all_pairs);
}

static void random_pairs_elsewhere_equal_dijkstra(void **state)
{
    static const char *const files[] = {"osm/liechtenstein.osm.pbf", "osm/campo-grande.osm.gz",
                                        "osm/north-bayreuth.osm.gz", "osm/monaco-2012.osm.gz",
                                        "osm/andorra-gh.osm.gz"};
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(files); i++) {
        struct rk_arena room = mem;
        before_and_after_closures(files[i], (enum rk_reach_profile)(i % RK_PROFILES),
                                  random_pairs);
        mem = room;
    }
}

/* ---- GraphHopper ------------------------------------------------------------------------- */

struct row {
    struct rk_str file, profile, influence;
    double from[2], to[2], metres, points;
};

static struct row read_row(struct rk_str line)
{
    struct row r;
    r.file = rk_str_cut(&line, '\t');
    (void)rk_str_cut(&line, '\t');
    r.profile = rk_str_cut(&line, '\t');
    r.influence = rk_str_cut(&line, '\t');
    (void)rk_str_cut(&line, '\t');
    double *const numbers[] = {&r.from[0], &r.from[1], &r.to[0],
                               &r.to[1],   &r.metres,  &r.points};
    for (int k = 0; k < 6; k++)
        assert_true(rk_str_double(rk_str_trim(rk_str_cut(&line, '\t')), numbers[k]));
    return r;
}

/* The row with profile hike that leads along hiking routes, which GraphHopper prefers by their
 * relations: the shortest walk is 4.5 km, GraphHopper's 5.7 km. Known, kept, named. */
static bool prefers_hiking_routes(const struct row *r)
{
    return rk_str_eq(r->profile, RK_STR("hike")) && r->metres > 5000.0;
}

static void check_row(const struct row *r, const char *folder)
{
    char path[600];
    const bool walk =
        rk_str_eq(r->profile, RK_STR("foot")) || rk_str_eq(r->profile, RK_STR("hike"));
    const bool exact = r->influence.len > 0;
    snprintf(path, sizeof path, "%.*s/%.*s", (int)(strrchr(folder, '/') - folder), folder,
             RK_FMT(r->file));
    const struct rk_roads roads = read_roads(path);
    struct rk_reach_net net;
    struct rk_reach_route way;
    const struct rk_reach_index *index;
    const struct rk_reach_wish wish = {.profile = walk ? RK_FOOT : RK_CAR, .shortest = exact};
    rk_assert_ok(rk_reach_net_make(&roads, &speeds, wish, (struct rk_reach_marks){NULL, 0},
                                   &mem, tmp, &net, &err),
                 err);
    rk_assert_ok(rk_reach_index_make(&net, &mem, tmp, &index, &err), err);
    rk_assert_ok(rk_reach_route(&net, rk_reach_snap(index, r->from[0], r->from[1], 2000.0),
                                rk_reach_snap(index, r->to[0], r->to[1], 2000.0), &mem, tmp,
                                &way, &err),
                 err);
    assert_true(way.found);
    const double metres = 1e-3 * (double)way.length_mm;
    const double allowed = exact ? 2.0 : fmax(2.0, 0.05 * r->metres);
    if (fabs(metres - r->metres) > allowed)
        fail_msg("%.*s: %.1f m, expected %.0f", RK_FMT(r->file), metres, r->metres);
}

static void ways_agree_with_graphhopper(void **state)
{
    char path[512];
    struct rk_str text;
    int rows = 0, known = 0;
    (void)state;
    rk_need_data(path, sizeof path, "osm/graphhopper_queries.tsv");
    rk_assert_ok(rk_file_read(path, 1 << 20, &mem, &text, &err), err);
    (void)rk_str_cut(&text, '\n');
    while (text.at) {
        const struct rk_str line = rk_str_cut(&text, '\n');
        if (line.len == 0)
            continue;
        const struct row r = read_row(line);
        if (!rk_str_eq(r.profile, RK_STR("-")) && !rk_str_eq(r.profile, RK_STR("car")) &&
            !rk_str_eq(r.profile, RK_STR("foot")) && !rk_str_eq(r.profile, RK_STR("hike")))
            continue;
        struct rk_arena room = mem;
        known += prefers_hiking_routes(&r);
        if (!prefers_hiking_routes(&r))
            check_row(&r, path);
        mem = room;
        rows++;
    }
    assert_int_equal(rows, 17);
    assert_int_equal(known, 1);
}

static void monaco_keeps_its_27_turn_restrictions(void **state)
{
    char path[512];
    struct rk_str bytes;
    struct rk_roads roads;
    struct rk_osm_counts n;
    (void)state;
    rk_need_data(path, sizeof path, "osm/monaco-2016.osm.pbf");
    rk_assert_ok(rk_file_read(path, 1 << 30, &mem, &bytes, &err), err);
    rk_assert_ok(rk_osm_roads(bytes, path, 1, &mem, tmp, &roads, &n, &err), err);
    assert_int_equal(n.bans + n.unclear_bans, 27); /* the extract's own count of them */
    assert_int_equal(n.nodes, 180118);             /* osmium fileinfo */
    assert_int_equal(n.ways, 27377);
    assert_int_equal(n.relations, 212);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_pairs_of_andorra_equal_dijkstra),   TEST(all_pairs_of_monaco_equal_dijkstra),
        TEST(random_pairs_elsewhere_equal_dijkstra), TEST(ways_agree_with_graphhopper),
        TEST(monaco_keeps_its_27_turn_restrictions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
