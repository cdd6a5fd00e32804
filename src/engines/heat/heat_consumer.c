/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a house asks for and what it gets. */
#include "heat_internal.h"

/* A valve fully open passes at most this many times the design flow of a house; behind a source
 * at its limit, which throttles all it feeds, that share of it. */
static const double most_design_flows = 10.0;
/* Behind a source that can only cool its water, warm water is shared out at most so unevenly.
 */
static const double most_when_cooled = 2.0;
/* Radiators: q ~ (mean water - room)^1.25, so the mean excess goes with q^0.8, as the published
 * temperature schedules have it. */
static const double radiator_power = 1.25;

double heat_design_flow(const struct rk_heat_net *net, const struct rk_heat_consumer *c)
{
    const double back = c->mode == RK_HEAT_BY_FLOW ? net->return_c : c->t_return_c;
    return c->q_kw * 1e3 / (net->fluid.cp_j_kgk * fmax(net->supply_c - back, 1.0));
}

double heat_most_flow(const struct rk_heat_net *net, const struct rk_heat_consumer *c,
                      bool cooled)
{
    return (cooled ? most_when_cooled : most_design_flows) * heat_design_flow(net, c);
}

double heat_asked_flow(const struct rk_heat_net *net, const struct rk_heat_consumer *c,
                       const struct heat_arrival *at)
{
    const double design = heat_design_flow(net, c);
    if (c->mode != RK_HEAT_BY_RETURN)
        return design;
    const double most = at->share * heat_most_flow(net, c, at->cooled);
    const double use_k = at->in_c - c->t_return_c, flow = at->flow;
    if (!(use_k > 0.05))
        return most;
    const double want = at->share * c->q_kw * 1e3 / (net->fluid.cp_j_kgk * use_k);
    if (!(flow > 0.0) || !(want > 0.0))
        return fmin(want, most);
    /* ln flow + ln use = ln demand, use answering to flow: one Newton step. */
    return fmin(flow * exp(log(want / flow) / (1.0 + fmax(at->gain_k, 0.0) / use_k)), most);
}

/* Heat of radiators behind an elevator that mixes `mix` parts of return into one part of supply
 * (0: none): demand and water balance, solved for q by Newton from above; both are monotone. */
static double radiator_w(const struct rk_heat_net *net, const struct rk_heat_consumer *c,
                         double capacity_w_k, double in_c)
{
    const bool mixing = c->mode == RK_HEAT_BY_ELEVATOR;
    const double mix =
        mixing ? (net->supply_c - net->mixed_c) / (net->mixed_c - c->t_return_c) : 0.0;
    const double hot = mixing ? net->mixed_c : net->supply_c;
    const double design_k = 0.5 * (hot + c->t_return_c) - net->room_c;
    const double top_k = in_c - net->room_c, q_design = c->q_kw * 1e3;
    if (!(top_k > 0.0) || !(design_k > 0.0) || !(capacity_w_k > 0.0))
        return 0.0;
    /* mean excess = top - q slope; return = in - q / capacity, mixed = (in + mix return)/(1 +
     * mix) */
    const double slope = (0.5 + 0.5 * mix / (1.0 + mix)) / capacity_w_k;
    double q = fmin(q_design, top_k / slope);
    for (int i = 0; i < 50; i++) {
        const double excess = fmax(top_k - q * slope, 0.0) / design_k;
        const double lack = q - q_design * pow(excess, radiator_power);
        const double steep = 1.0 + q_design * radiator_power *
                                       pow(excess, radiator_power - 1.0) * slope / design_k;
        const double next = fmin(fmax(q - lack / steep, 0.0), top_k / slope);
        if (fabs(next - q) <= 1e-12 * q_design)
            return next;
        q = next;
    }
    return q;
}

struct heat_use heat_used(const struct rk_heat_net *net, const struct rk_heat_consumer *c,
                          double flow, double asked, double in_c, double share)
{
    const double capacity = flow * net->fluid.cp_j_kgk;
    if (!(flow > 0.0))
        return (struct heat_use){0.0, in_c};
    double w = 0.0;
    if (c->mode == RK_HEAT_BY_RETURN) {
        w = fmax(capacity * (in_c - c->t_return_c), 0.0);
    } else if (c->mode == RK_HEAT_BY_FLOW) {
        const double most = fmax(capacity * (in_c - net->room_c), 0.0);
        w = fmin(share * c->q_kw * 1e3 * fmin(flow / asked, 1.0), most);
    } else {
        w = radiator_w(net, c, capacity, in_c);
    }
    return (struct heat_use){w * 1e-3, in_c - w / capacity};
}
