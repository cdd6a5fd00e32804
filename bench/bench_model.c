/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_model [PEOPLE …]: growing the model town and writing all its files. Default: 46,000,
 * 460,000 and 4,600,000 people. Per size one JSON line: seconds of processor time, and memory
 * as the largest resident set since the start (sizes ascend, so it is that of this size).
 */
#include "rk_bench.h"
#include "rk_model.h"

#include <sys/resource.h>

static int run(int64_t people)
{
    struct rk_arena keep = rk_arena_open((ptrdiff_t)6 << 30);
    struct rk_scratch tmp = rk_scratch_open((ptrdiff_t)6 << 30);
    const struct rk_model_options options = {people, 1};
    const struct rk_model *m = NULL;
    struct rk_err err = {0};
    const double start = rk_cpu_s();
    if (rk_model_make(&options, &keep, tmp, NULL, &m, &err)) {
        fprintf(stderr, "%s: %s\n", err.place, err.text);
        return 1;
    }
    const double grown = rk_cpu_s();
    double bytes = 0, rows = 0;
    for (int32_t i = 0; i < m->files; i++) {
        struct rk_arena once = rk_arena_open((ptrdiff_t)1 << 30);
        struct rk_scratch own = rk_scratch_open((ptrdiff_t)1 << 30);
        struct rk_str text;
        if (rk_model_file_bytes(m, i, &once, own, &text, &err)) {
            fprintf(stderr, "%s: %s\n", err.place, err.text);
            return 1;
        }
        bytes += (double)text.len;
        rows += m->file[i].rows;
        rk_arena_close(&once);
        rk_scratch_close(&own);
    }
    const double written = rk_cpu_s();
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    const double mib = (double)used.ru_maxrss / 1024;
    printf("{\"case\":\"model-%" PRId64 "\",\"grow_s\":%.3f,\"files_s\":%.3f,\"files\":%d,"
           "\"rows\":%.0f,\"mib_written\":%.1f,\"peak_mib\":%.0f,\"us_per_person\":%.3f,"
           "\"bytes_per_person\":%.0f",
           people, grown - start, written - grown, m->files, rows, bytes / 1048576, mib,
           1e6 * (written - start) / (double)people, mib * 1048576 / (double)people);
    rk_bench_end(1);
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return 0;
}

int main(int argc, char **argv)
{
    static const int64_t sizes[] = {46000, 460000, 4600000};
    int bad = 0;
    for (int i = 0; i < (argc > 1 ? argc - 1 : 3) && !bad; i++) {
        int64_t people = argc > 1 ? 0 : sizes[i];
        if (argc > 1 && !rk_str_int(rk_str_of(argv[i + 1]), &people))
            return 2;
        bad = run(people);
    }
    return bad;
}
