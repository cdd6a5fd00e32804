/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the arrays of a run to what is said of nodes, pipes, consumers and sources. */
#include "heat_internal.h"

static const double unknown = (double)NAN;

static void report_nodes(const struct heat_run *w)
{
    const struct rk_heat_net *net = w->net;
    struct rk_heat_result *r = w->r;
    for (int32_t i = 0; i < net->nodes; i++) {
        const bool out = w->town.supply_live[i], in = out && w->town.return_live[i];
        r->p_supply_pa[i] = out ? w->p_supply[i] : unknown;
        r->t_supply_c[i] = out ? w->t_supply[i] : unknown;
        r->p_return_pa[i] = in ? w->p_back[i] : unknown;
        r->t_return_c[i] = in ? w->t_back[i] : unknown;
        uint16_t state = 0;
        if (!out)
            state = RK_HEAT_NO_SOURCE;
        else if (!in)
            state = RK_HEAT_NO_RETURN;
        else if (!w->held[i] && !(w->supply.inflow[i] > 1e-9))
            state = RK_HEAT_STILL;
        if (out && w->p_supply[i] < rk_heat_boiling_pa(w->t_supply[i]))
            state |= w->p_supply[i] < 0.0 ? RK_HEAT_EMPTIES : RK_HEAT_BOILS;
        if (in && w->p_back[i] < 0.0)
            state |= RK_HEAT_EMPTIES;
        r->node_state[i] = state;
    }
}

static void report_pipes(const struct heat_run *w)
{
    const struct rk_heat_net *net = w->net;
    struct rk_heat_result *r = w->r;
    for (int32_t p = 0; p < net->pipes; p++) {
        const int32_t m = w->town.main_of[p], a = w->town.a[m];
        const double flow = w->flow_supply[m];
        r->supply_kg_s[p] = flow;
        r->return_kg_s[p] = 0.0 - w->flow_back[m];
        if (net->pipe[p].shut)
            continue;
        if (!w->town.supply_live[a]) {
            r->pipe_state[p] = RK_HEAT_NO_SOURCE;
            continue;
        }
        const double slow = w->town.ua_w_k[m] / (fmax(fabs(flow), 1e-12) * net->fluid.cp_j_kgk);
        if (fabs(flow) > 1e-9 && slow < 3.0)
            continue;
        r->pipe_state[p] = RK_HEAT_STILL;
        if (heat_in_ring(&w->sides, m))
            r->pipe_state[p] |= RK_HEAT_NOT_UNIQUE;
    }
    for (int32_t f = 0; f < net->fittings; f++)
        r->fitting_kg_s[f] = w->sides.linked ? w->sides.flow[2 * w->town.mains + f] : 0.0;
}

static uint16_t consumer_state(const struct heat_run *w, int32_t c, double share)
{
    const struct rk_heat_consumer *x = &w->net->consumer[c];
    if (!w->town.supply_live[x->node])
        return RK_HEAT_NO_SOURCE;
    if (!w->town.return_live[x->node])
        return RK_HEAT_NO_RETURN;
    uint16_t state = 0;
    if (w->got[c] < w->asked[c] * (1.0 - 1e-6))
        state |= RK_HEAT_LOW_DP;
    if (w->share[x->node] < 1.0 - 1e-6)
        state |= RK_HEAT_TOO_SMALL;
    if (share < 1.0 - 1e-6 && !state)
        state |= RK_HEAT_TOO_COOL;
    return state;
}

static void report_consumers(const struct heat_run *w)
{
    const struct rk_heat_net *net = w->net;
    struct rk_heat_result *r = w->r;
    for (int32_t c = 0; c < net->consumers; c++) {
        const struct rk_heat_consumer *x = &net->consumer[c];
        const bool served = heat_is_served(&w->town, c);
        const struct heat_use u =
            heat_used(net, x, w->got[c], w->asked[c], w->t_supply[x->node], w->share[x->node]);
        r->consumer_kg_s[c] = served ? w->got[c] : 0.0;
        r->consumer_kw[c] = !served        ? 0.0
                            : r->converged ? u.kw
                                           : fmin(u.kw, x->q_kw); /* never more than wanted */
        r->share[c] = x->q_kw > 0.0 ? r->consumer_kw[c] / x->q_kw : 1.0;
        r->consumer_in_c[c] = served ? w->t_supply[x->node] : unknown;
        r->consumer_out_c[c] = served ? u.out_c : unknown;
        r->consumer_state[c] = consumer_state(w, c, r->share[c]);
    }
}

static void report_sources(const struct heat_run *w)
{
    const struct rk_heat_net *net = w->net;
    struct rk_heat_result *r = w->r;
    for (int32_t s = 0; s < net->sources; s++) {
        const struct rk_heat_source *x = &net->source[s];
        if (x->off) {
            r->source_state[s] = RK_HEAT_OFF;
            r->source_c[s] = (double)NAN;
            continue;
        }
        uint16_t state = 0;
        if (w->source_share[s] < 1.0 - 1e-6 || r->source_c[s] < x->supply_c - 1e-4)
            state |= RK_HEAT_TOO_SMALL;
        if (r->source_kg_s[s] < -1e-9)
            state |= RK_HEAT_BACKWARDS;
        double leaks = 0.0, makeup = 0.0; /* of its part: sources that are joined help out */
        for (int32_t k = 0; k < net->sources; k++) {
            if (net->source[k].off ||
                w->town.part[net->source[k].node] != w->town.part[x->node])
                continue;
            leaks += r->source_makeup_kg_s[k];
            makeup += net->source[k].makeup_kg_s;
        }
        if (leaks > makeup + 1e-9)
            state |= RK_HEAT_NO_MAKEUP;
        r->source_state[s] = state;
    }
}

void heat_report(const struct heat_run *w)
{
    report_nodes(w);
    report_pipes(w);
    report_consumers(w);
    report_sources(w);
}
