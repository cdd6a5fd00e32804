/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good a plan is found, how soon, how near its bound: bench_repair
 * [--seconds S] [--iterations N] [--seed N] FILE.json…
 * One line a file: objective, bound, seconds until the end, nodes of the proof.
 */
#include "rk_bench.h"
#include "rk_file.h"
#include "rk_repair_io.h"
#include "rk_work.h"

static bool late(void *until_s)
{
    return rk_cpu_s() > *(const double *)until_s;
}

static int one(const char *path, double seconds, int64_t iterations, uint64_t seed)
{
    struct rk_arena keep = rk_arena_open((ptrdiff_t)1 << 28);
    struct rk_scratch tmp = rk_scratch_open((ptrdiff_t)1 << 30);
    struct rk_str bytes;
    struct rk_repair_case c;
    struct rk_repair_plan plan;
    struct rk_err err;
    double until_s = rk_cpu_s() + seconds;
    const struct rk_repair_options limited = {
        .seed = seed, .iterations = -1, .nodes = -1, .stop = late, .user = &until_s};
    const struct rk_repair_options counted = {.seed = seed, .iterations = iterations};
    rk_status bad = rk_file_read(path, 1 << 28, &keep, &bytes, &err);
    if (!bad)
        bad = rk_repair_read(path, bytes, &keep, tmp, &c, &err);
    const double from_s = rk_cpu_s();
    if (!bad)
        bad = rk_repair_solve(&c.problem, seconds > 0 ? &limited : &counted, &keep, tmp, &plan,
                              &err);
    if (bad) {
        fprintf(stderr, "%s: %s\n", err.place, err.text);
    } else {
        const struct rk_str name = rk_path_base(rk_str_of(path));
        printf("{\"case\":\"repair/%.*s\",\"jobs\":%d,\"crews\":%d,\"objective\":%.3f,"
               "\"bound\":%.3f,\"proved\":%s,\"s\":%.3f,\"iterations\":%" PRId64
               ",\"nodes\":%" PRId64,
               RK_FMT(name), c.problem.jobs, c.problem.crews, plan.objective, plan.bound,
               plan.status == RK_REPAIR_OPTIMAL ? "true" : "false", rk_cpu_s() - from_s,
               plan.iterations, plan.proof_nodes);
        rk_bench_end(seed);
    }
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return bad ? 1 : 0;
}

int main(int argc, char **argv)
{
    double seconds = 0.0;
    int64_t iterations = 0, seed = 1;
    int bad = 0;
    for (int i = 1; i < argc; i++) {
        bool fine = true;
        const bool more = i + 1 < argc;
        if (strcmp(argv[i], "--seconds") == 0 && more)
            fine = rk_str_double(rk_str_of(argv[++i]), &seconds);
        else if (strcmp(argv[i], "--iterations") == 0 && more)
            fine = rk_str_int(rk_str_of(argv[++i]), &iterations);
        else if (strcmp(argv[i], "--seed") == 0 && more)
            fine = rk_str_int(rk_str_of(argv[++i]), &seed);
        else
            bad |= one(argv[i], seconds, iterations, (uint64_t)seed);
        if (!fine)
            return 2;
    }
    return bad;
}
