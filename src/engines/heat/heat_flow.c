/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One network of pipes: check, reduce, solve, hand over. */
#include "heat_internal.h"

static bool in_range(double x, double low, double high)
{
    return x >= low && x <= high; /* false for NaN */
}

static const char *wrong_curve(const struct rk_heat_link *l)
{
    if (l->points == 1 || !l->curve)
        return "a curve needs two points";
    for (int32_t i = 0; i < l->points; i++) {
        if (!in_range(l->curve[i].flow_kg_s, 0.0, 1e6) ||
            !in_range(l->curve[i].lift_pa, -1e8, 1e8))
            return "curve: flow 0 … 1e6 kg/s, lift up to 1e8 Pa";
        if (i > 0 && (l->curve[i].flow_kg_s <= l->curve[i - 1].flow_kg_s ||
                      l->curve[i].lift_pa > l->curve[i - 1].lift_pa))
            return "curve: flow must rise and lift must not rise";
    }
    return NULL;
}

static const char *wrong_link(const struct rk_heat_link *l, int32_t nodes)
{
    if (l->a < 0 || l->b < 0 || l->a >= nodes || l->b >= nodes)
        return "an end that is not a node";
    if (l->a == l->b)
        return "both ends at the same node";
    if (l->kind == RK_HEAT_PIPE) {
        if (!in_range(l->length_m, 1e-3, 1e6))
            return "length_m out of 0.001 … 1e6";
        if (!in_range(l->inner_d_m, 1e-3, 100.0))
            return "inner_d_m out of 0.001 … 100";
        if (!in_range(l->roughness_mm, 0.0, 100.0) || !in_range(l->zeta, 0.0, 1e9))
            return "roughness_mm out of 0 … 100 or zeta out of 0 … 1e9";
        return NULL;
    }
    if (!in_range(l->lin, 0.0, 1e12) || !in_range(l->quad, 0.0, 1e15))
        return "lin out of 0 … 1e12 or quad out of 0 … 1e15";
    if (l->kind == RK_HEAT_LIMIT && !in_range(l->most_kg_s, 0.0, 1e6))
        return "most_kg_s out of 0 … 1e6";
    if (l->kind == RK_HEAT_PUMP && l->points != 0)
        return wrong_curve(l);
    if (l->kind == RK_HEAT_PUMP &&
        (!in_range(l->lift_pa, 0.0, 1e8) || !in_range(l->fall, 0.0, 1e12) ||
         !in_range(l->power, 0.1, 10.0)))
        return "lift_pa out of 0 … 1e8, fall out of 0 … 1e12 or power out of 0.1 … 10";
    return NULL;
}

static rk_status check(const struct rk_heat_flow_net *net, struct rk_err *err)
{
    const struct rk_heat_fluid *f = &net->fluid;
    char place[32];
    if (net->nodes < 0 || net->links < 0 || net->nodes > INT32_MAX / 16 ||
        net->links > INT32_MAX / 16)
        return rk_fail(err, RK_EINVAL, "heat", "%d nodes, %d links", net->nodes, net->links);
    if (!in_range(f->rho_kg_m3, 1.0, 2e4) || !in_range(f->mu_pa_s, 1e-6, 10.0) ||
        !in_range(f->g_m_s2, 0.1, 100.0))
        return rk_fail(err, RK_EINVAL, "fluid", "density, viscosity or gravity out of range");
    for (int32_t l = 0; l < net->links; l++) {
        const char *wrong = wrong_link(&net->link[l], net->nodes);
        if (!wrong)
            continue;
        rk_said(place, sizeof place, "link %d", l);
        return rk_fail(err, RK_EINVAL, place, "%s", wrong);
    }
    for (int32_t i = 0; i < net->nodes; i++) {
        if (isfinite(net->demand_kg_s[i]) && !isinf(net->fixed_potential_pa[i]))
            continue;
        rk_said(place, sizeof place, "node %d", i);
        return rk_fail(err, RK_EINVAL, place, "demand or fixed potential is not a number");
    }
    return RK_OK;
}

/* The graph as the core wants it; arrays in tmp. */
static rk_status make_graph(const struct rk_heat_flow_net *net, struct rk_scratch *tmp,
                            struct heat_graph *out, struct rk_err *err)
{
    int32_t *a = RK_NEW(tmp, int32_t, net->links), *b = RK_NEW(tmp, int32_t, net->links);
    bool *shut = RK_NEW(tmp, bool, net->links);
    struct heat_law *law = RK_NEW(tmp, struct heat_law, net->links);
    bool *fixed = RK_NEW(tmp, bool, net->nodes);
    if (tmp->in.failed)
        return rk_fail(err, RK_ENOMEM, "heat", "%d nodes, %d links", net->nodes, net->links);
    for (int32_t l = 0; l < net->links; l++) {
        a[l] = net->link[l].a;
        b[l] = net->link[l].b;
        shut[l] = net->link[l].shut;
        law[l] = heat_law_of(&net->link[l], net->friction, &net->fluid);
    }
    for (int32_t i = 0; i < net->nodes; i++)
        fixed[i] = !isnan(net->fixed_potential_pa[i]);
    *out = (struct heat_graph){net->nodes, net->links, a, b, shut, law, fixed};
    return RK_OK;
}

static double imbalance(const struct rk_heat_flow_net *net, const struct heat_core *core,
                        const double *flow, double *sum)
{
    double worst = 0.0;
    for (int32_t i = 0; i < net->nodes; i++)
        sum[i] = -net->demand_kg_s[i];
    for (int32_t l = 0; l < net->links; l++) {
        sum[net->link[l].a] -= flow[l];
        sum[net->link[l].b] += flow[l];
    }
    for (int32_t i = 0; i < net->nodes; i++)
        if (core->reached[i] && !core->fixed[i])
            worst = fmax(worst, fabs(sum[i]));
    return worst;
}

/* Potentials are counted from that of the first fixed node: small numbers round less. */
static double datum(const struct rk_heat_flow_net *net)
{
    for (int32_t i = 0; i < net->nodes; i++)
        if (!isnan(net->fixed_potential_pa[i]))
            return net->fixed_potential_pa[i];
    return 0.0;
}

rk_status rk_heat_flow_solve(const struct rk_heat_flow_net *net, struct rk_arena *keep,
                             struct rk_scratch scratch, struct rk_heat_flow *out,
                             struct rk_err *err)
{
    struct heat_graph graph;
    struct heat_core core;
    rk_status bad = check(net, err);
    if (!bad)
        bad = make_graph(net, &scratch, &graph, err);
    if (bad)
        return bad;
    struct rk_arena result = *keep;
    struct rk_heat_flow r = {.flow_kg_s = RK_NEW(&result, double, net->links),
                             .potential_pa = RK_NEW(&result, double, net->nodes)};
    /* Plan into scratch, working space from its other half. */
    struct rk_arena plan = scratch.in;
    plan.end = plan.at + rk_arena_left(&plan) / 2;
    scratch.in.at = plan.end;
    bad = heat_core_plan(&graph, &plan, scratch, &core, err);
    if (bad)
        return bad;
    struct heat_state state = heat_state_new(&core, &plan);
    double *sum = RK_NEW(&scratch, double, net->nodes);
    if (result.failed || plan.failed || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "heat", "%d nodes, %d links", net->nodes, net->links);
    state.potential = r.potential_pa;
    const double zero = datum(net);
    for (int32_t i = 0; i < net->nodes; i++)
        state.potential[i] = graph.fixed[i] ? net->fixed_potential_pa[i] - zero : 0.0;
    const struct heat_newton newton =
        heat_core_solve(&core, &state, net->demand_kg_s, 60, 1e-8);
    heat_core_expand(&core, &state, r.flow_kg_s);
    for (int32_t i = 0; i < net->nodes; i++)
        r.potential_pa[i] += zero;
    r.newton_steps = newton.steps;
    r.converged = newton.converged;
    r.step_kg_s = newton.change;
    r.mass_residual_kg_s = imbalance(net, &core, r.flow_kg_s, sum);
    r.core_nodes = core.free_nodes;
    *keep = result;
    *out = r;
    return RK_OK;
}
