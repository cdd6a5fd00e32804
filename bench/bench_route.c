/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good a plan is found in so much processor time: bench_route [--seconds S] [--seed N]
 * FILE… One line a file: cost, routes, unserved, seconds, iterations.
 */
#include "rk_bench.h"
#include "rk_file.h"
#include "rk_route_io.h"
#include "rk_work.h"

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
        else
            bad |= one(argv[i], seconds, (uint64_t)seed);
        if (!fine)
            return 2;
    }
    return bad;
}
