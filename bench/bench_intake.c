/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How fast foreign tables become claims: JSON lines {case, …}, best of N.
 *
 *   bench_intake [--rows N] [--rounds N]
 *
 * Processor seconds are those of this process and of the jailed helper together.
 */
#include "rk_bench.h"
#include "rk_file.h"
#include "rk_import.h"
#include "rk_random.h"
#include "rk_work.h"

#include <sys/resource.h>
#include <unistd.h>

enum { SEED = 20220912 };

static double cpu_with_children(void)
{
    struct rusage r;
    getrusage(RUSAGE_CHILDREN, &r);
    return rk_cpu_s() + (double)r.ru_utime.tv_sec + (double)r.ru_stime.tv_sec +
           1e-6 * (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec);
}

/* An invented survey of buildings, eight columns. */
static struct rk_str survey(struct rk_arena *keep, int rows)
{
    static const char *const classes[] = {"I категорія", "II категорія", "III категорія"};
    struct rk_random random = rk_random_seed(SEED);
    struct rk_buf b = rk_buf_in(keep, (ptrdiff_t)rows * 160 + 1024);
    rk_buf_c(&b, "Код,Адреса,Поверхів,Квартир,Ступінь пошкодження,\"Пошкодження, %\","
                 "Дата обстеження,Обстежено\n");
    for (int i = 0; i < rows; i++)
        rk_buf_printf(&b, "Б-%06d,\"вул. Вигадана, %d\",%d,%d,%s,%d,%02d.%02d.2022,%s\n", i + 1,
                      i + 1, 1 + (int)rk_random_below(&random, 9),
                      (int)rk_random_below(&random, 120), classes[rk_random_below(&random, 3)],
                      (int)rk_random_below(&random, 100), 1 + (int)rk_random_below(&random, 28),
                      9 + (int)rk_random_below(&random, 3),
                      rk_random_below(&random, 2) ? "так" : "ні");
    return rk_buf_str(&b);
}

/* Cells of the kind a register export has: letters and digits, no quotes. */
static struct rk_str plain(struct rk_arena *keep, int rows)
{
    struct rk_random random = rk_random_seed(SEED);
    struct rk_buf b = rk_buf_in(keep, (ptrdiff_t)rows * 140 + 1024);
    rk_buf_c(&b, "id;name;street;house;flat;year;area;remark\n");
    for (int i = 0; i < rows; i++)
        rk_buf_printf(
            &b, "%d;Invented Person Number %d;Invented Street;%d;%d;%d;%d.%d;nothing to say\n",
            i, i, (int)rk_random_below(&random, 100), (int)rk_random_below(&random, 90),
            1950 + (int)rk_random_below(&random, 70), (int)rk_random_below(&random, 100),
            (int)rk_random_below(&random, 10));
    return rk_buf_str(&b);
}

static bool save(const char *path, struct rk_str bytes)
{
    struct rk_err err;
    if (!rk_file_write(path, bytes, false, &err))
        return true;
    fprintf(stderr, "%s: %s\n", err.place, err.text);
    return false;
}

/* Processor seconds to read all rows; negative on failure. */
static double read_rows(const char *path, int64_t *rows, struct rk_err *err)
{
    struct rk_arena mem = rk_arena_open(1 << 20);
    struct rk_intake *in = NULL;
    const double start = cpu_with_children();
    bool end = false;
    *rows = 0;
    rk_status status = rk_intake_open(path, NULL, &mem, &in, err);
    while (!status && !end) {
        struct rk_row row;
        status = rk_intake_next(in, &row, &end, err);
        *rows += !end;
    }
    rk_intake_close(in);
    rk_arena_close(&mem);
    return status ? -1.0 : cpu_with_children() - start;
}

static double import_rows(const char *path, struct rk_import_counts *counts, double *open_s,
                          struct rk_err *err)
{
    struct rk_arena mem = rk_arena_open(1 << 20);
    const struct rk_import_options options = {
        .scope = RK_STR("Вигаданськ"), .today = rk_day_of(2022, 12, 31), .lang = RK_UK};
    struct rk_import *in = NULL;
    const double start = cpu_with_children(), own = rk_cpu_s();
    bool end = false;
    rk_status status = rk_import_open(path, &options, &mem, &in, err);
    *open_s = rk_cpu_s() - own;
    while (!status && !end) {
        struct rk_import_row row;
        status = rk_import_next(in, &row, &end, err);
    }
    if (!status)
        *counts = rk_import_counted(in);
    rk_import_close(in);
    rk_arena_close(&mem);
    return status ? -1.0 : cpu_with_children() - start;
}

/* Most memory that this process, and any helper so far, has held. */
static double peak_mib(int who)
{
    struct rusage r;
    getrusage(who, &r);
    return (double)r.ru_maxrss / 1024.0;
}

static int bench_parse(const char *path, ptrdiff_t bytes, int rounds)
{
    double best = 1e9;
    int64_t rows = 0;
    for (int i = 0; i < rounds; i++) {
        struct rk_err err;
        const double s = read_rows(path, &rows, &err);
        if (s < 0.0)
            return fprintf(stderr, "%s: %s\n", err.place, err.text), 1;
        best = s < best ? s : best;
    }
    printf("{\"case\":\"csv_rows\",\"ms\":%.1f,\"rows\":%" PRId64 ",\"mb_per_cpu_s\":%.0f"
           ",\"helper_peak_mib\":%.1f",
           best * 1e3, rows, (double)bytes / 1e6 / best, peak_mib(RUSAGE_CHILDREN));
    rk_bench_end(SEED);
    return 0;
}

static int bench_import(const char *path, int rounds)
{
    double best = 1e9, open_s = 0.0;
    struct rk_import_counts counts = {0};
    for (int i = 0; i < rounds; i++) {
        struct rk_err err;
        double opened = 0.0;
        const double s = import_rows(path, &counts, &opened, &err);
        if (s < 0.0)
            return fprintf(stderr, "%s: %s\n", err.place, err.text), 1;
        if (s < best) {
            best = s;
            open_s = opened;
        }
    }
    printf("{\"case\":\"survey_to_claims\",\"ms\":%.1f,\"guess_ms\":%.1f,\"taken\":%" PRId64
           ",\"refused\":%" PRId64 ",\"claims\":%" PRId64 ",\"claims_per_cpu_s\":%.0f"
           ",\"peak_mib\":%.1f",
           best * 1e3, open_s * 1e3, counts.taken, counts.refused, counts.claims,
           (double)counts.claims / best, peak_mib(RUSAGE_SELF));
    rk_bench_end(SEED);
    return counts.refused != 0;
}

int main(int argc, char **argv)
{
    int64_t rows = 200000, rounds = 3;
    for (int i = 1; i + 1 < argc; i += 2) {
        int64_t *to = strcmp(argv[i], "--rows") == 0     ? &rows
                      : strcmp(argv[i], "--rounds") == 0 ? &rounds
                                                         : NULL;
        if (!to || !rk_str_int(rk_str_of(argv[i + 1]), to) || *to < 1 || *to > 10000000)
            return fprintf(stderr, "usage: bench_intake [--rows N] [--rounds N]\n"), 2;
    }
    struct rk_arena mem = rk_arena_open(1 << 16), texts = rk_arena_open((ptrdiff_t)4 << 30);
    char dir[] = "/tmp/ranok-bench-XXXXXX";
    if (!mkdtemp(dir))
        return 3;
    const char *first = rk_path_join(&mem, dir, "register.csv");
    const char *second = rk_path_join(&mem, dir, "survey.csv");
    const struct rk_str a = plain(&texts, (int)rows), b = survey(&texts, (int)rows);
    int failed = mem.failed || texts.failed || !save(first, a) || !save(second, b);
    rk_arena_close(&texts); /* not part of what is measured */
    failed = failed || bench_parse(first, a.len, (int)rounds);
    failed = failed || bench_import(second, (int)rounds);
    unlink(first);
    unlink(second);
    rmdir(dir);
    rk_arena_close(&mem);
    return failed;
}
