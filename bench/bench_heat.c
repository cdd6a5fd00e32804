/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a coupled solve of an invented ring-and-branch town takes, with its worst residual
 * beside it. bench_heat [--case town-934|town-6148|town-23108|changes-934|grow|plot]
 * `changes-934` solves the small town anew after each of 500 single-pipe changes; `grow` goes
 * up to a million pipes; `plot` draws that as SVG on standard output
 * (docs/pictures/heat_cost.svg). Peers' numbers: docs/methods/heat.md.
 */
#include "rk_bench.h"
#include "rk_work.h"

#include "../tests/heat_towns.h"

enum { SEED = 7 };

static struct rk_arena mem;
static struct rk_scratch tmp;

static void print_line(const char *name, const struct rk_heat_net *net,
                       const struct rk_heat_result *r, double ms, struct rk_arena room)
{
    const struct heat_judgement j = heat_judge(net, r, room);
    printf("{\"case\":\"%s\",\"pipes\":%d,\"ms\":%.3f,\"outer\":%d,\"newton\":%d,"
           "\"converged\":%s,\"mass_kg_s\":%.2g,\"pressure_pa\":%.2g,\"energy_k\":%.2g",
           name, 2 * net->pipes, ms, r->outer_steps, r->newton_steps,
           r->converged ? "true" : "false", j.mass_kg_s, j.pressure_pa, j.energy_k);
    rk_bench_end(SEED);
}

static void town(const char *name, int32_t side, int32_t houses, int runs)
{
    struct rk_arena m = mem;
    const struct heat_sample t =
        heat_sample_town(side, side, houses, 1, RK_HEAT_BY_RETURN, SEED, &m);
    struct rk_heat_result r;
    struct rk_err err;
    double best = HUGE_VAL;
    struct rk_arena kept = m;
    for (int i = 0; i < runs; i++) {
        kept = m;
        const double start = rk_cpu_s();
        if (rk_heat_solve(&t.net, &kept, tmp, &r, &err) != RK_OK) {
            fprintf(stderr, "%s: %s: %s\n", name, err.place, err.text);
            return;
        }
        best = fmin(best, 1e3 * (rk_cpu_s() - start));
    }
    print_line(name, &t.net, &r, best, kept);
}

/* One pipe after another is shut, the town solved, the pipe opened again. */
static void changes(void)
{
    struct rk_arena m = mem;
    struct heat_sample t = heat_sample_town(14, 14, 1, 1, RK_HEAT_BY_RETURN, SEED, &m);
    struct rk_heat_result r = {0};
    int32_t done = 0;
    const double start = rk_cpu_s();
    for (int32_t p = 0; done < 500; p = (p + 1) % t.net.pipes) {
        struct rk_arena kept = m;
        t.pipe[p].shut = true;
        done += rk_heat_solve(&t.net, &kept, tmp, &r, NULL) == RK_OK;
        t.pipe[p].shut = false;
    }
    const double ms = 1e3 * (rk_cpu_s() - start) / done;
    printf("{\"case\":\"changes-934\",\"pipes\":%d,\"ms\":%.3f,\"per_s\":%.0f", 2 * t.net.pipes,
           ms, 1e3 / ms);
    rk_bench_end(SEED);
}

/* ---- the cost drawn, both axes by powers of ten
 * ---------------------------------------------- */

static const int32_t plot_sides[] = {10, 20, 40, 80, 160, 320, 383};
enum { PLOTS = RK_COUNT(plot_sides) };
static const double plot_left = 60.0, plot_low = 260.0, decade_x = 90.0, decade_y = 45.0;

static double plot_x(double pipes)
{
    return plot_left + decade_x * (log10(pipes) - 2.0);
}

static double plot_y(double ms)
{
    return plot_low - decade_y * (log10(ms) + 1.0);
}

static void plot_axes(void)
{
    static const char *const pipes[] = {"100", "1 000", "10 000", "100 000", "1 000 000"};
    static const char *const times[] = {"0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s", "10 s"};
    for (int k = 0; k < RK_COUNT(pipes); k++)
        printf("<path d=\"M%g %gV%g\" class=\"g\"/><text x=\"%g\" y=\"%g\" "
               "class=\"x\">%s</text>\n",
               plot_left + decade_x * k, plot_low, plot_low - 5.0 * decade_y,
               plot_left + decade_x * k, plot_low + 14.0, pipes[k]);
    for (int k = 0; k < RK_COUNT(times); k++)
        printf("<path d=\"M%g %gH%g\" class=\"g\"/><text x=\"%g\" y=\"%g\" "
               "class=\"y\">%s</text>\n",
               plot_left, plot_low - decade_y * k, plot_left + 4.1 * decade_x, plot_left - 5.0,
               plot_low - decade_y * k + 3.0, times[k]);
}

static void plot(void)
{
    double pipes[PLOTS], ms[PLOTS];
    for (int k = 0; k < PLOTS; k++) {
        struct rk_arena m = mem;
        const struct heat_sample t =
            heat_sample_town(plot_sides[k], plot_sides[k], 2, 1, RK_HEAT_BY_RETURN, SEED, &m);
        struct rk_heat_result r;
        ms[k] = HUGE_VAL;
        for (int run = 0; run < (k < 4 ? 5 : 1); run++) {
            struct rk_arena kept = m;
            const double start = rk_cpu_s();
            if (rk_heat_solve(&t.net, &kept, tmp, &r, NULL) != RK_OK)
                return;
            ms[k] = fmin(ms[k], 1e3 * (rk_cpu_s() - start));
        }
        pipes[k] = 2.0 * t.net.pipes;
    }
    printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 460 300\" role=\"img\">\n"
           "<title>Processor time of a coupled solve against pipes, supply and return</title>\n"
           "<style>text{font:10px sans-serif}.x{text-anchor:middle}.y{text-anchor:end}"
           ".g{stroke:#ccc}.l{fill:none;stroke:#000;stroke-width:1.5}</style>\n");
    plot_axes();
    printf("<text x=\"%g\" y=\"294\" class=\"x\">pipes, supply and return</text>\n",
           plot_left + 2.0 * decade_x);
    printf("<path class=\"l\" d=\"");
    for (int k = 0; k < PLOTS; k++)
        printf("%c%.1f %.1f", k ? 'L' : 'M', plot_x(pipes[k]), plot_y(ms[k]));
    printf("\"/>\n");
    for (int k = 0; k < PLOTS; k++)
        printf("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%.0f pipes: %.1f "
               "ms</title></circle>\n",
               plot_x(pipes[k]), plot_y(ms[k]), pipes[k], ms[k]);
    printf("</svg>\n");
}

int main(int argc, char **argv)
{
    const char *only = NULL;
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--case") == 0)
            only = argv[i + 1];
    mem = rk_arena_open((ptrdiff_t)8 << 30);
    tmp = rk_scratch_open((ptrdiff_t)16 << 30);
    static const struct {
        const char *name;
        int32_t side, houses;
        int runs;
    } towns[] = {{"town-934", 14, 1, 30}, {"town-6148", 30, 2, 15}, {"town-23108", 58, 2, 7}};
    for (ptrdiff_t k = 0; k < RK_COUNT(towns); k++)
        if (!only || strcmp(only, towns[k].name) == 0)
            town(towns[k].name, towns[k].side, towns[k].houses, towns[k].runs);
    if (!only || strcmp(only, "changes-934") == 0)
        changes();
    if (only && strcmp(only, "grow") == 0)
        for (int32_t side = 20; side <= 400; side *= 2)
            town("grow", side, 2, 1);
    if (only && strcmp(only, "grow") == 0)
        town("grow", 383, 2, 1);
    if (only && strcmp(only, "plot") == 0)
        plot();
    return 0;
}
