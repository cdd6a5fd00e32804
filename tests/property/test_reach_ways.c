/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random towns: times against a plain relaxation over (arc before, arc) written here, trees of
 * the hierarchy against Dijkstra, lifted closures against everything anew.
 */
#include "../reach_towns.h"
#include "rk_reach_fast.h"
#include "rk_test.h"

enum { SEED = 20220912, TOWNS = 25 };

static struct town town;
static struct rk_reach_speeds speeds;
static struct rk_err err;

struct room {
    struct rk_arena mem;
    struct rk_scratch tmp;
};

static struct room open_room(void)
{
    struct room r = {rk_arena_open(256 << 20), rk_scratch_open(256 << 20)};
    assert_false(r.mem.failed || r.tmp.in.failed);
    return r;
}

static void close_room(struct room *r)
{
    rk_arena_close(&r->mem);
    rk_scratch_close(&r->tmp);
}

static struct rk_reach_net net_of(struct room *r, const struct rk_reach_mark *mark,
                                  int32_t marks)
{
    struct rk_reach_net net;
    const struct rk_reach_wish wish = {.profile = RK_CAR, .belief = RK_WORST};
    rk_assert_ok(rk_reach_net_make(&town.roads, &speeds, wish,
                                   (struct rk_reach_marks){mark, marks}, &r->mem, r->tmp, &net,
                                   &err),
                 err);
    return net;
}

static int32_t tail(int32_t arc)
{
    return arc & 1 ? town.to[arc >> 1] : town.from[arc >> 1];
}

static int32_t head(int32_t arc)
{
    return tail(arc ^ 1);
}

static bool open_arc(int32_t arc)
{
    return (arc & 1 ? town.back : town.forth)[arc >> 1] & 1;
}

/* Least time to the end of each arc, starting at the beginning of arc `start`, over pairs of
 * arcs (the one before, or none; the arc), relaxed until nothing changes. */
static void relax_pairs(int32_t start, const double *factor, uint32_t *arc_end_ms)
{
    const int32_t arcs = 2 * town.roads.edges;
    static uint32_t best[64][65];
    assert_true(arcs <= 64);
    memset(best, 0xff, sizeof best);
    for (int32_t a = 0; a < arcs; a++)
        arc_end_ms[a] = RK_REACH_NEVER;
    if (!open_arc(start) || isinf(factor[start >> 1]))
        return;
    best[start][64] = (uint32_t)lround(town.length_mm[start >> 1] * 0.1 * factor[start >> 1]);
    for (bool more = true; more;) {
        more = false;
        for (int32_t b = 0; b < arcs; b++)
            for (int32_t a = 0; a < 65; a++)
                for (int32_t c = 0; best[b][a] != RK_REACH_NEVER && c < arcs; c++) {
                    if (!open_arc(c) || tail(c) != head(b) || isinf(factor[c >> 1]) ||
                        town_forbids(&town, a == 64 ? -1 : a, b, c))
                        continue;
                    const uint32_t sum = best[b][a] + (uint32_t)lround(town.length_mm[c >> 1] *
                                                                       0.1 * factor[c >> 1]);
                    if (sum < best[c][b]) {
                        best[c][b] = sum;
                        more = true;
                    }
                }
    }
    for (int32_t b = 0; b < arcs; b++)
        for (int32_t a = 0; a < 65; a++)
            if (best[b][a] < arc_end_ms[b])
                arc_end_ms[b] = best[b][a];
}

/* Times from the beginning of every arc to the end of every arc, with bans and closures. */
static void ways_equal_a_plain_relaxation(void **state)
{
    struct rk_random random = rk_random_seed(SEED);
    struct room r = open_room();
    (void)state;
    int checked = 0, banned = 0;
    for (int n = 0; n < TOWNS; n++) {
        struct rk_arena mem = r.mem;
        struct rk_reach_mark mark[3];
        double factor[TOWN_EDGES];
        town_grow(&town, &random, 4, 4, 8);
        banned += town.roads.bans;
        for (int32_t e = 0; e < town.roads.edges; e++)
            factor[e] = 1.0;
        for (int k = 0; k < 3; k++) {
            mark[k] = (struct rk_reach_mark){
                .edge = (int32_t)rk_random_below(&random, town.roads.edges),
                .claim = k,
                .low = 0.0,
                .high = 1.0,
                .factor = k == 0 ? HUGE_VAL : 2.0};
            factor[mark[k].edge] = fmax(factor[mark[k].edge], mark[k].factor);
        }
        const struct rk_reach_net net = net_of(&r, mark, 3);
        for (int32_t s = 0; s < 2 * town.roads.edges; s++) {
            uint32_t want[64], got[64];
            struct rk_reach_spot to[64];
            relax_pairs(s, factor, want);
            /* A spot a hair within the arc is left by that arc or by its reverse: ask by route
             * from the very beginning, and let both directions of the relaxation compete. */
            uint32_t back[64];
            relax_pairs(s ^ 1, factor, back);
            const double share = 0.5;
            for (int32_t t = 0; t < town.roads.edges; t++)
                to[t] = (struct rk_reach_spot){.edge = t, .share = share};
            rk_assert_ok(rk_reach_row(&net, RK_OUT,
                                      (struct rk_reach_spot){.edge = s >> 1, .share = share},
                                      to, town.roads.edges, r.tmp, got, NULL, &err),
                         err);
            for (int32_t t = 0; t < town.roads.edges; t++) {
                uint32_t least = RK_REACH_NEVER;
                for (int k = 0; k < 4; k++) { /* leave by s or its reverse, arrive by either */
                    const uint32_t end = (k & 1 ? back : want)[2 * t + (k >> 1)];
                    const double half = 0.05 * factor[s >> 1] * town.length_mm[s >> 1] +
                                        0.05 * factor[t] * town.length_mm[t];
                    if (end != RK_REACH_NEVER && t != s >> 1 &&
                        (uint32_t)lround(end - half) < least)
                        least = (uint32_t)lround(end - half);
                }
                if (t == s >> 1)
                    continue;
                if (least == RK_REACH_NEVER)
                    assert_int_equal(got[t], RK_REACH_NEVER);
                else
                    assert_true(got[t] + 2 >= least && got[t] <= least + 2); /* two roundings */
                checked++;
            }
        }
        r.mem = mem;
    }
    assert_true(checked > 5000 && banned > 100);
    close_room(&r);
}

/* Every node to every node: hierarchy, trees of sixteen, and Dijkstra from a node. */
static void dijkstra(const struct rk_reach_net *net, int32_t from, uint32_t *ms)
{
    static bool done[TOWN_EDGES];
    for (int32_t n = 0; n < net->nodes; n++) {
        ms[n] = n == from ? 0 : RK_REACH_NEVER;
        done[n] = false;
    }
    for (;;) {
        int32_t v = -1;
        for (int32_t n = 0; n < net->nodes; n++)
            if (!done[n] && ms[n] != RK_REACH_NEVER && (v < 0 || ms[n] < ms[v]))
                v = n;
        if (v < 0)
            return;
        done[v] = true;
        for (int32_t a = net->first[v]; a < net->first[v + 1]; a++)
            if (net->weight[a] != RK_REACH_NEVER && ms[v] + net->weight[a] < ms[net->head[a]])
                ms[net->head[a]] = ms[v] + net->weight[a];
    }
}

static void the_hierarchy_equals_dijkstra_for_all_pairs(void **state)
{
    struct rk_random random = rk_random_stream(SEED, "hierarchy", 0);
    struct room r = open_room();
    (void)state;
    for (int n = 0; n < 12; n++) {
        struct rk_arena mem = r.mem;
        struct rk_reach_shape shape;
        struct rk_reach_metric one, wide;
        struct rk_reach_mark mark[16];
        struct rk_reach_net net[16];
        const uint32_t *weight[16];
        town_grow(&town, &random, 6 + n % 4, 9, 10);
        for (int k = 0; k < 16; k++) /* belief k holds the first k closures */
            mark[k] = (struct rk_reach_mark){
                .edge = (int32_t)rk_random_below(&random, town.roads.edges),
                .high = 1.0,
                .factor = k % 3 ? HUGE_VAL : 5.0};
        for (int k = 0; k < 16; k++) {
            net[k] = net_of(&r, mark, k);
            weight[k] = net[k].weight;
        }
        rk_assert_ok(rk_reach_shape_make(&net[0], &r.mem, r.tmp, &shape, &err), err);
        rk_assert_ok(rk_reach_metric_take(&shape, 1, &r.mem, &one, &err), err);
        rk_assert_ok(rk_reach_metric_take(&shape, 16, &r.mem, &wide, &err), err);
        rk_reach_pour(&wide, weight);
        const int32_t nodes = shape.nodes;
        int32_t *room = RK_NEW(&r.mem, int32_t, 2 * nodes);
        int32_t *ms = RK_NEW(&r.mem, int32_t, 16 * nodes);
        uint32_t *want = RK_NEW(&r.mem, uint32_t, nodes);
        for (int k = 0; k < 16; k += 5) {
            struct rk_reach_sweep out, in;
            const struct rk_ids all = {NULL, 0};
            rk_reach_pour(&one, &weight[k]);
            rk_assert_ok(rk_reach_sweep_make(&wide, k, RK_OUT, all, &r.mem, r.tmp, &out, &err),
                         err);
            rk_assert_ok(rk_reach_sweep_make(&one, 0, RK_IN, all, &r.mem, r.tmp, &in, &err),
                         err);
            for (int32_t s = 0; s < nodes; s++) {
                const int32_t seed[] = {s, nodes - 1 - s};
                dijkstra(&net[k], s, want);
                rk_reach_sweep_run(&out, (struct rk_ids){seed, 2}, ms, room);
                for (int32_t t = 0; t < nodes; t++) {
                    const int32_t got = ms[16 * rk_reach_sweep_row(&out, t)];
                    assert_int_equal(got < RK_REACH_SWEEP_FAR ? (uint32_t)got : RK_REACH_NEVER,
                                     want[t]);
                    assert_int_equal(rk_reach_pair(&one, 0, s, t, room), want[t]);
                    assert_int_equal(rk_reach_pair(&wide, k, s, t, room), want[t]);
                }
                rk_reach_sweep_run(&in, (struct rk_ids){seed, 1}, ms, room);
                for (int32_t t = 0; t < nodes; t++) {
                    const int32_t got = ms[16 * rk_reach_sweep_row(&in, t)];
                    assert_int_equal(got < RK_REACH_SWEEP_FAR ? (uint32_t)got : RK_REACH_NEVER,
                                     rk_reach_pair(&one, 0, t, s, room));
                }
            }
        }
        r.mem = mem;
    }
    close_room(&r);
}

static void each_lifted_closure_equals_everything_anew(void **state)
{
    enum { CLAIMS = 20, PEOPLE = 150, CENTRES = 3 };
    struct rk_random random = rk_random_stream(SEED, "reopen", 0);
    struct room r = open_room();
    double total = 0.0;
    (void)state;
    for (int n = 0; n < 40; n++) {
        struct rk_arena mem = r.mem;
        struct rk_reach_mark mark[CLAIMS + 8];
        struct rk_reach_spot people[PEOPLE], centre[CENTRES];
        double count[PEOPLE], gain[CLAIMS];
        uint32_t before[PEOPLE], after[PEOPLE];
        const enum rk_reach_way way = n % 2 ? RK_IN : RK_OUT;
        town_grow(&town, &random, 9, 9, 12);
        for (int k = 0; k < CLAIMS + 8; k++) {
            const double low = rk_random_below(&random, 3) ? 0.0 : rk_random_unit(&random);
            mark[k] = (struct rk_reach_mark){
                .edge = (int32_t)rk_random_below(&random, town.roads.edges),
                .claim = k % CLAIMS,
                .low = low,
                .high = fmax(low, rk_random_below(&random, 3) ? 1.0 : rk_random_unit(&random)),
                .factor = rk_random_below(&random, 4) ? HUGE_VAL : 4.0};
        }
        for (int i = 0; i < PEOPLE; i++) {
            people[i] = (struct rk_reach_spot){
                .edge = (int32_t)rk_random_below(&random, town.roads.edges),
                .share = rk_random_unit(&random)};
            count[i] = (double)(1 + rk_random_below(&random, 9));
        }
        for (int i = 0; i < CENTRES; i++)
            centre[i] = (struct rk_reach_spot){
                .edge = (int32_t)rk_random_below(&random, town.roads.edges),
                .share = rk_random_unit(&random)};
        const struct rk_reach_net net = net_of(&r, mark, CLAIMS + 8);
        const uint32_t limit = (uint32_t)(20000 + rk_random_below(&random, 150000));
        rk_assert_ok(rk_reach_reopen(&net, way, centre, CENTRES, people, count, PEOPLE, CLAIMS,
                                     limit, r.tmp, gain, &err),
                     err);
        rk_assert_ok(rk_reach_soonest(&net, way, centre, CENTRES, people, PEOPLE, -1, r.tmp,
                                      before, &err),
                     err);
        for (int c = 0; c < CLAIMS; c++) {
            struct rk_reach_mark rest[CLAIMS + 8];
            int32_t len = 0;
            for (int k = 0; k < CLAIMS + 8; k++)
                if (mark[k].claim != c)
                    rest[len++] = mark[k];
            struct rk_arena again = r.mem;
            const struct rk_reach_net without = net_of(&r, rest, len);
            rk_assert_ok(rk_reach_soonest(&without, way, centre, CENTRES, people, PEOPLE, -1,
                                          r.tmp, after, &err),
                         err);
            r.mem = again;
            double want = 0.0;
            for (int i = 0; i < PEOPLE; i++)
                want += before[i] > limit && after[i] <= limit ? count[i] : 0.0;
            rk_assert_near(gain[c], want, 0.0);
            total += want;
        }
        r.mem = mem;
    }
    assert_true(total > 1000.0);
    close_room(&r);
}

int main(void)
{
    speeds = town_speeds();
    print_message("seed %d\n", SEED);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_equal_a_plain_relaxation),
        cmocka_unit_test(the_hierarchy_equals_dijkstra_for_all_pairs),
        cmocka_unit_test(each_lifted_closure_equals_everything_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
