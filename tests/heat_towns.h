/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invented ring-and-branch towns for tests and benches, and an independent judge of a solution:
 * the residuals of mass, pressure and heat, recomputed from the published figures alone.
 */
#ifndef HEAT_TOWNS_H
#define HEAT_TOWNS_H

#include "rk_heat.h"
#include "rk_random.h"

struct heat_sample {
    struct rk_heat_net net;
    struct rk_heat_pipe *pipe;
    struct rk_heat_consumer *consumer;
    struct rk_heat_source *source;
    double *z_m;
};

static const double heat_sample_dn_m[] = {0.05, 0.065, 0.08, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3,
                                          0.35, 0.4,   0.5,  0.6, 0.7,   0.8,  1.0, 1.2};

/* The smallest pipe that carries the flow at 1.2 m/s or less. */
static double heat_sample_size(double kg_s)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(heat_sample_dn_m); i++) {
        const double d = heat_sample_dn_m[i];
        if (kg_s <= 1.2 * 958.0 * 0.785398 * d * d)
            return d;
    }
    return 1.2;
}

static void heat_sample_mains(struct heat_sample *t, int32_t side_x, int32_t side_y,
                              struct rk_random *rnd, struct rk_arena *mem, const double *load)
{
    const int32_t n = side_x * side_y;
    int32_t *up = RK_NEW(mem, int32_t, n), *queue = RK_NEW(mem, int32_t, n), head = 0, tail = 0;
    double *sum = RK_NEW(mem, double, n);
    bool *known = RK_NEW(mem, bool, n);
    queue[tail++] = 0;
    known[0] = true;
    up[0] = -1;
    while (head < tail) { /* a spanning tree in random order of neighbours */
        const int32_t i = queue[head++], x = i % side_x, y = i / side_x;
        int32_t next[4] = {x > 0 ? i - 1 : -1, x + 1 < side_x ? i + 1 : -1,
                           y > 0 ? i - side_x : -1, y + 1 < side_y ? i + side_x : -1};
        rk_random_shuffle(rnd, next, 4);
        for (int k = 0; k < 4; k++) {
            if (next[k] < 0 || known[next[k]])
                continue;
            known[next[k]] = true;
            up[next[k]] = i;
            queue[tail++] = next[k];
        }
    }
    for (int32_t i = 0; i < n; i++)
        sum[i] = load[i];
    for (int32_t k = tail - 1; k > 0; k--)
        sum[up[queue[k]]] += sum[queue[k]];
    for (int32_t i = 0; i < n; i++) {
        for (int dir = 0; dir < 2; dir++) {
            const int32_t j = dir == 0 ? i + 1 : i + side_x;
            if ((dir == 0 && i % side_x + 1 == side_x) || j >= n)
                continue;
            const bool tree = up[j] == i || up[i] == j;
            if (!tree && rk_random_unit(rnd) > 0.5)
                continue;
            const double flow = tree ? sum[up[j] == i ? j : i] : 0.3 * fmin(sum[i], sum[j]);
            const bool turned = rk_random_unit(rnd) < 0.5;
            t->pipe[t->net.pipes++] = (struct rk_heat_pipe){
                .a = turned ? j : i,
                .b = turned ? i : j,
                .length_m = 100.0 + 40.0 * rk_random_unit(rnd),
                .inner_d_m = heat_sample_size(flow),
                .roughness_mm = 0.5,
                .u_w_m2k = 1.0,
            };
        }
    }
}

/* side_x x side_y street corners, `houses` at each, 1 or 2 plants in opposite corners. */
static struct heat_sample heat_sample_town(int32_t side_x, int32_t side_y, int32_t houses,
                                           int32_t plants, enum rk_heat_mode mode,
                                           uint64_t seed, struct rk_arena *mem)
{
    struct rk_random rnd = rk_random_seed(seed);
    const int32_t corners = side_x * side_y, nodes = corners * (1 + houses);
    struct heat_sample t = {
        .pipe = RK_NEW(mem, struct rk_heat_pipe, 3 * (ptrdiff_t)nodes),
        .consumer = RK_NEW(mem, struct rk_heat_consumer, nodes),
        .source = RK_NEW(mem, struct rk_heat_source, plants),
        .z_m = RK_NEW(mem, double, nodes),
    };
    double *load = RK_NEW(mem, double, corners);
    for (int32_t i = 0; i < corners; i++)
        t.z_m[i] = 6.0 + 5.0 * sin(0.3 * (i % side_x)) + 4.0 * cos(0.4 * (double)(i / side_x));
    for (int32_t i = 0; i < corners; i++) {
        for (int32_t h = 0; h < houses; h++) {
            const int32_t node = corners + i * houses + h;
            const double kw = 80.0 + 160.0 * rk_random_unit(&rnd);
            const double flow = kw * 1e3 / (4215.0 * 40.0);
            t.z_m[node] = t.z_m[i] + 2.0 * rk_random_unit(&rnd);
            load[i] += flow;
            t.consumer[t.net.consumers++] = (struct rk_heat_consumer){
                .node = node, .mode = mode, .q_kw = kw, .t_return_c = 70.0};
            t.pipe[t.net.pipes++] =
                (struct rk_heat_pipe){.a = i,
                                      .b = node,
                                      .length_m = 15.0 + 50.0 * rk_random_unit(&rnd),
                                      .inner_d_m = heat_sample_size(flow),
                                      .roughness_mm = 0.5,
                                      .u_w_m2k = 1.0};
        }
    }
    heat_sample_mains(&t, side_x, side_y, &rnd, mem, load);
    for (int32_t s = 0; s < plants; s++)
        t.source[s] = (struct rk_heat_source){.node = s == 0 ? 0 : corners - 1,
                                              .supply_c = 110.0,
                                              .p_supply_pa = 1e6,
                                              .lift_pa = 6e5,
                                              .max_kw = HUGE_VAL,
                                              .makeup_kg_s = HUGE_VAL};
    t.net.nodes = nodes;
    t.net.sources = plants;
    t.net.pipe = t.pipe;
    t.net.consumer = t.consumer;
    t.net.source = t.source;
    t.net.z_m = t.z_m;
    t.net.friction = RK_HEAT_NIKURADSE;
    t.net.fluid = (struct rk_heat_fluid){958.0, 2.82e-4, 4215.0, 9.81};
    t.net.ground_c = 5.0;
    t.net.supply_c = 110.0;
    t.net.return_c = 70.0;
    t.net.room_c = 18.0;
    t.net.mixed_c = 95.0;
    return t;
}

struct heat_judgement {
    double mass_kg_s, pressure_pa, energy_k, heat_share;
};

static double heat_judge_lambda(double re, double k_d)
{
    const double y = -2.0 * log10(k_d / 3.71);
    return 64.0 / re + 1.0 / (y * y);
}

/* One side of one pipe: flow m from u to v (negative: the other way). */
static void heat_judge_pipe(const struct rk_heat_net *n, const struct rk_heat_pipe *p, double m,
                            int32_t u, int32_t v, const double *pa, const double *c,
                            double *mass, double *in, double *heat, struct heat_judgement *j)
{
    const double area = 3.14159265358979323846 * p->inner_d_m * p->inner_d_m / 4.0;
    const double size = fmax(fabs(m), 1e-9),
                 re = size * p->inner_d_m / (area * n->fluid.mu_pa_s);
    const double drop = heat_judge_lambda(re, p->roughness_mm * 1e-3 / p->inner_d_m) *
                        p->length_m / p->inner_d_m * m * fabs(m) /
                        (2.0 * n->fluid.rho_kg_m3 * area * area);
    const double lack =
        pa[u] - pa[v] + n->fluid.rho_kg_m3 * n->fluid.g_m_s2 * (n->z_m[u] - n->z_m[v]) - drop;
    const int32_t from = m >= 0.0 ? u : v, to = m >= 0.0 ? v : u;
    const double ua = p->u_w_m2k * 3.14159265358979323846 * p->inner_d_m * p->length_m;
    const double arrives =
        n->ground_c + (c[from] - n->ground_c) * exp(-ua / (size * n->fluid.cp_j_kgk));
    j->pressure_pa = fmax(j->pressure_pa, fabs(lack) / (1.0 + 1e-3 * fabs(drop)));
    mass[u] -= m;
    mass[v] += m;
    in[to] += size;
    heat[to] += size * arrives;
}

/* Residuals of the parts that are fed; works for towns without fittings, leaks or limits. */
static struct heat_judgement heat_judge(const struct rk_heat_net *n,
                                        const struct rk_heat_result *r, struct rk_arena mem)
{
    struct heat_judgement j = {0.0, 0.0, 0.0, 0.0};
    double *w[6];
    for (int k = 0; k < 6; k++)
        w[k] = RK_NEW(&mem, double, n->nodes);
    bool *plant = RK_NEW(&mem, bool, n->nodes);
    for (int32_t s = 0; s < n->sources; s++)
        plant[n->source[s].node] |= !n->source[s].off;
    for (int32_t i = 0; i < n->pipes; i++) {
        const struct rk_heat_pipe *p = &n->pipe[i];
        if (p->shut || isnan(r->t_supply_c[p->a]))
            continue;
        heat_judge_pipe(n, p, r->supply_kg_s[i], p->a, p->b, r->p_supply_pa, r->t_supply_c,
                        w[0], w[1], w[2], &j);
        heat_judge_pipe(n, p, r->return_kg_s[i], p->b, p->a, r->p_return_pa, r->t_return_c,
                        w[3], w[4], w[5], &j);
    }
    for (int32_t k = 0; k < n->consumers; k++) {
        const struct rk_heat_consumer *c = &n->consumer[k];
        const double m = r->consumer_kg_s[k], q = c->q_kw * 1e3;
        if (isnan(r->t_supply_c[c->node]))
            continue;
        const double in_c = r->t_supply_c[c->node];
        const double out_c =
            c->mode == RK_HEAT_BY_RETURN ? c->t_return_c : in_c - q / (m * n->fluid.cp_j_kgk);
        j.heat_share = fmax(j.heat_share, fabs(m * n->fluid.cp_j_kgk * (in_c - out_c) - q) / q);
        w[0][c->node] -= m;
        w[3][c->node] += m;
        w[4][c->node] += m;
        w[5][c->node] += m * out_c;
    }
    for (int32_t i = 0; i < n->nodes; i++) {
        if (isnan(r->t_supply_c[i]))
            continue;
        if (!plant[i]) {
            j.mass_kg_s = fmax(j.mass_kg_s, fmax(fabs(w[0][i]), fabs(w[3][i])));
            if (w[1][i] > 0.0)
                j.energy_k = fmax(j.energy_k, fabs(w[2][i] - r->t_supply_c[i] * w[1][i]) /
                                                  fmax(1.0, w[1][i]));
        }
        if (w[4][i] > 0.0)
            j.energy_k = fmax(j.energy_k,
                              fabs(w[5][i] - r->t_return_c[i] * w[4][i]) / fmax(1.0, w[4][i]));
    }
    return j;
}
#endif
