/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be a town's heating is refused, with its place and the range. */
#include "heat_internal.h"

static bool in_range(double x, double low, double high)
{
    return x >= low && x <= high; /* false for NaN */
}

struct range {
    const char *what;
    double value, low, high;
};

static rk_status ranges(const char *kind, int32_t at, const struct range *range,
                        ptrdiff_t count, struct rk_err *err)
{
    for (ptrdiff_t i = 0; i < count; i++) {
        if (in_range(range[i].value, range[i].low, range[i].high))
            continue;
        char place[64];
        snprintf(place, sizeof place, at < 0 ? "%s" : "%s %d", kind, at);
        return rk_fail(err, RK_EINVAL, place, "%s is %g; expected %g … %g", range[i].what,
                       range[i].value, range[i].low, range[i].high);
    }
    return RK_OK;
}

static rk_status stranger(const char *kind, int32_t at, struct rk_err *err)
{
    char place[64];
    snprintf(place, sizeof place, "%s %d", kind, at);
    return rk_fail(err, RK_EINVAL, place, "joins what is not a node, or a node with itself");
}

static rk_status check_town(const struct rk_heat_net *n, struct rk_err *err)
{
    if (n->nodes < 0 || n->pipes < 0 || n->consumers < 0 || n->sources < 0 || n->fittings < 0 ||
        n->nodes > INT32_MAX / 64 || n->pipes > INT32_MAX / 64 ||
        n->consumers > INT32_MAX / 64 || n->fittings > INT32_MAX / 64)
        return rk_fail(err, RK_EINVAL, "town", "counts out of range");
    const struct range town[] = {
        {"rho_kg_m3", n->fluid.rho_kg_m3, 1.0, 2000.0},
        {"mu_pa_s", n->fluid.mu_pa_s, 1e-5, 1.0},
        {"cp_j_kgk", n->fluid.cp_j_kgk, 500.0, 10000.0},
        {"g_m_s2", n->fluid.g_m_s2, 1.0, 20.0},
        {"ground_c", n->ground_c, -60.0, 150.0},
        {"supply_c", n->supply_c, 0.0, 200.0},
        {"return_c", n->return_c, 0.0, 200.0},
        {"room_c", n->room_c, -60.0, 60.0},
    };
    return ranges("town", -1, town, RK_COUNT(town), err);
}

static rk_status check_pipe(const struct rk_heat_net *n, int32_t i, struct rk_err *err)
{
    const struct rk_heat_pipe *p = &n->pipe[i];
    const struct range range[] = {
        {"length_m", p->length_m, 0.01, 100000.0},    {"inner_d_m", p->inner_d_m, 0.004, 4.0},
        {"roughness_mm", p->roughness_mm, 0.0, 50.0}, {"zeta", p->zeta, 0.0, 1e6},
        {"u_w_m2k", p->u_w_m2k, 0.0, 1000.0},         {"leak_mm2", p->leak_mm2, 0.0, 1e7},
    };
    if (p->a < 0 || p->b < 0 || p->a >= n->nodes || p->b >= n->nodes || p->a == p->b)
        return stranger("pipe", i, err);
    return ranges("pipe", i, range, RK_COUNT(range), err);
}

static rk_status check_consumer(const struct rk_heat_net *n, int32_t i, struct rk_err *err)
{
    const struct rk_heat_consumer *c = &n->consumer[i];
    const struct range range[] = {
        {"q_kw", c->q_kw, 0.0, 1e6},
        {"t_return_c", c->t_return_c, 0.0, 200.0},
        {"dp_min_pa", c->dp_min_pa, 0.0, 1e7},
    };
    if (c->node < 0 || c->node >= n->nodes)
        return stranger("consumer", i, err);
    if (c->mode > RK_HEAT_BY_ELEVATOR)
        return rk_fail(err, RK_EINVAL, "consumer", "no such mode: %d", (int)c->mode);
    if (c->mode == RK_HEAT_BY_ELEVATOR &&
        !(n->mixed_c > c->t_return_c && n->mixed_c <= n->supply_c))
        return rk_fail(err, RK_EINVAL, "town",
                       "mixed_c is %g; expected above t_return_c (%g)"
                       " and up to supply_c (%g)",
                       n->mixed_c, c->t_return_c, n->supply_c);
    return ranges("consumer", i, range, RK_COUNT(range), err);
}

static rk_status check_source(const struct rk_heat_net *n, int32_t i, struct rk_err *err)
{
    const struct rk_heat_source *s = &n->source[i];
    const struct range range[] = {
        {"supply_c", s->supply_c, 0.0, 200.0},
        {"p_supply_pa", s->p_supply_pa, -1e5, 1e8},
        {"lift_pa", s->lift_pa, 0.0, 1e8},
        {"max_kw", fmin(s->max_kw, 1e9), 0.0, 1e9},
        {"makeup_kg_s", fmin(s->makeup_kg_s, 1e9), 0.0, 1e9},
    };
    if (s->node < 0 || s->node >= n->nodes)
        return stranger("source", i, err);
    return ranges("source", i, range, RK_COUNT(range), err);
}

static rk_status check_fitting(const struct rk_heat_net *n, int32_t i, struct rk_err *err)
{
    const struct rk_heat_fitting *f = &n->fitting[i];
    const struct range range[] = {
        {"lin", f->link.lin, 0.0, 1e12},
        {"quad", f->link.quad, 0.0, 1e15},
    };
    const bool same = f->link.a == f->link.b && f->side != RK_HEAT_BYPASS;
    if (f->link.a < 0 || f->link.b < 0 || f->link.a >= n->nodes || f->link.b >= n->nodes ||
        same)
        return stranger("fitting", i, err);
    if (f->link.kind == RK_HEAT_PIPE || f->link.kind > RK_HEAT_PUMP)
        return rk_fail(err, RK_EINVAL, "fitting", "no such kind: %d", (int)f->link.kind);
    return ranges("fitting", i, range, RK_COUNT(range), err);
}

/* Two running sources at one node would give two pressures to one place. */
static rk_status check_twins(const struct rk_heat_net *n, struct rk_err *err)
{
    for (int32_t i = 0; i < n->sources; i++)
        for (int32_t j = 0; j < i; j++)
            if (!n->source[i].off && !n->source[j].off &&
                n->source[i].node == n->source[j].node)
                return rk_fail(err, RK_EINVAL, "source", "two running sources at one node");
    return RK_OK;
}

rk_status heat_check(const struct rk_heat_net *n, struct rk_err *err)
{
    rk_status bad = check_town(n, err);
    for (int32_t i = 0; i < n->nodes && !bad; i++)
        if (!in_range(n->z_m[i], -1000.0, 9000.0))
            bad = ranges("node", i, &(struct range){"z_m", n->z_m[i], -1000.0, 9000.0}, 1, err);
    for (int32_t i = 0; i < n->pipes && !bad; i++)
        bad = check_pipe(n, i, err);
    for (int32_t i = 0; i < n->consumers && !bad; i++)
        bad = check_consumer(n, i, err);
    for (int32_t i = 0; i < n->sources && !bad; i++)
        bad = check_source(n, i, err);
    for (int32_t i = 0; i < n->fittings && !bad; i++)
        bad = check_fitting(n, i, err);
    return bad ? bad : check_twins(n, err);
}
