/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good a plan is found in so much processor time: bench_route [--seconds S] [--seed N]
 * [--town] FILE… One line a file: cost, routes, unserved, seconds, iterations. --town: an
 * invented day of 200 homes and 60 patients, and the same day planned anew in three tenths of
 * that time when the pontoon closes; `changed` went to another vehicle, came in or were lost.
 */
#include "rk_bench.h"
#include "rk_file.h"
#include "rk_work.h"
#include "../tests/route_town.h"

struct until {
    double from, seconds;
};

static double share(void *user)
{
    const struct until *u = user;
    return (rk_cpu_s() - u->from) / u->seconds;
}

static int one(const char *path, double seconds, uint64_t seed)
{
    struct rk_arena keep = rk_arena_open((ptrdiff_t)1 << 29);
    struct rk_scratch tmp = rk_scratch_open((ptrdiff_t)1 << 31);
    struct rk_str bytes;
    struct rk_route_case c;
    struct rk_route_plan plan = {0};
    struct rk_err err;
    struct until until = {rk_cpu_s(), seconds};
    rk_status bad = rk_file_read(path, 1 << 28, &keep, &bytes, &err);
    if (!bad)
        bad = rk_route_read(path, bytes, &keep, tmp, &c, &err);
    const struct rk_route_options how = {.seed = seed,
                                         .iterations = -1,
                                         .share = share,
                                         .user = &until,
                                         .start = bad ? NULL : c.was};
    if (!bad)
        bad = rk_route_solve(&c.problem, &how, &keep, tmp, &plan, &err);
    if (bad) {
        fprintf(stderr, "%s: %s\n", err.place, err.text);
    } else {
        const struct rk_str name = rk_path_base(rk_str_of(path));
        printf(
            "{\"case\":\"route/%.*s\",\"cost\":%.4f,\"routes\":%d,\"unserved\":%d,\"s\":%.3f,"
            "\"iterations\":%" PRId64,
            RK_FMT(name), (double)plan.cost / c.cost_unit, plan.tours, plan.unserved,
            rk_cpu_s() - until.from, plan.iterations);
        rk_bench_end(seed);
        fflush(stdout);
    }
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return bad ? 1 : 0;
}

/* One plan of the day; `force`: the plan before the pontoon closed. */
static rk_status town_plan(uint64_t seed, double seconds, const struct rk_route_case *was,
                           const struct rk_route_plan *force, struct rk_arena *keep,
                           struct rk_scratch tmp, struct rk_route_case *c,
                           struct rk_route_plan *plan)
{
    struct rk_err err;
    struct rk_buf text = rk_buf_in(keep, TOWN_BYTES);
    struct rk_buf words = rk_buf_in(keep, TOWN_BYTES);
    route_town_file(seed, was, force, &text);
    struct until until = {rk_cpu_s(), 0.97 * seconds};
    rk_status bad = rk_route_read("day", rk_buf_str(&text), keep, tmp, c, &err);
    const struct rk_route_options how = {.seed = seed,
                                         .iterations = -1,
                                         .share = share,
                                         .user = &until,
                                         .start = bad ? NULL : c->was};
    if (!bad)
        bad = rk_route_solve(&c->problem, &how, keep, tmp, plan, &err);
    if (bad) {
        fprintf(stderr, "%s: %s\n", err.place, err.text);
        return bad;
    }
    const double took_s = rk_cpu_s() - until.from;
    printf("{\"case\":\"route/town-%s\",\"cost\":%.0f,\"unserved\":%d,\"harm\":[",
           force ? "again" : "day", (double)plan->cost, plan->unserved);
    for (int k = 0; k < RK_ROUTE_RANKS; k++)
        printf("%s%.0f", k > 0 ? "," : "", plan->harm[k]);
    printf("],\"changed\":%d,\"s\":%.3f,\"iterations\":%" PRId64,
           rk_route_changes(c, plan, RK_ROUTE_ENGLISH, &words), took_s, plan->iterations);
    rk_bench_end(seed);
    return RK_OK;
}

static int town(double seconds, uint64_t seed)
{
    struct rk_arena keep = rk_arena_open((ptrdiff_t)1 << 27);
    struct rk_scratch tmp = rk_scratch_open((ptrdiff_t)1 << 28);
    struct rk_route_case c, again;
    struct rk_route_plan plan, anew;
    rk_status bad = town_plan(seed, seconds, NULL, NULL, &keep, tmp, &c, &plan);
    if (!bad)
        bad = town_plan(seed, 0.3 * seconds, &c, &plan, &keep, tmp, &again, &anew);
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return bad ? 1 : 0;
}

int main(int argc, char **argv)
{
    double seconds = 1.0;
    int64_t seed = 1;
    int bad = 0;
    for (int i = 1; i < argc; i++) {
        bool fine = true;
        const bool more = i + 1 < argc;
        if (strcmp(argv[i], "--seconds") == 0 && more)
            fine = rk_str_double(rk_str_of(argv[++i]), &seconds);
        else if (strcmp(argv[i], "--seed") == 0 && more)
            fine = rk_str_int(rk_str_of(argv[++i]), &seed);
        else if (strcmp(argv[i], "--town") == 0)
            bad |= town(seconds, (uint64_t)seed);
        else
            bad |= one(argv[i], seconds, (uint64_t)seed);
        if (!fine)
            return 2;
    }
    return bad;
}
