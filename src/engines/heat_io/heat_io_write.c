/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of a town as tables. */
#include "heat_io_internal.h"

static void put_comma(struct rk_buf *out, double x, int decimals)
{
    rk_buf_char(out, ',');
    put_fixed(out, x, decimals);
}

static void put_state(struct rk_buf *out, uint16_t state)
{
    rk_buf_char(out, ',');
    rk_heat_state_words(state, out);
    rk_buf_char(out, '\n');
}

void rk_heat_write_nodes(const struct rk_heat_town *town, const struct rk_heat_result *r,
                         struct rk_buf *out)
{
    rk_buf_c(out, "id,p_supply_Pa,T_supply_C,p_return_Pa,T_return_C,state\n");
    for (int32_t i = 0; i < town->net.nodes; i++) {
        put_field(out, town->node_id[i]);
        put_comma(out, r->p_supply_pa[i], 3);
        put_comma(out, r->t_supply_c[i], 7);
        put_comma(out, r->p_return_pa[i], 3);
        put_comma(out, r->t_return_c[i], 7);
        put_state(out, r->node_state[i]);
    }
}

void rk_heat_write_pipes(const struct rk_heat_town *town, const struct rk_heat_result *r,
                         struct rk_buf *out)
{
    const double unknown = (double)NAN;
    rk_buf_c(out, "id,mdot_supply_kg_s,mdot_return_kg_s\n");
    for (int32_t p = 0; p < town->net.pipes; p++) {
        const bool none = r->pipe_state[p] & RK_HEAT_NO_SOURCE;
        put_field(out, town->pipe_id[p]);
        put_comma(out, none ? unknown : r->supply_kg_s[p], 9);
        put_comma(out, none ? unknown : r->return_kg_s[p], 9);
        rk_buf_char(out, '\n');
    }
}

void rk_heat_write_consumers(const struct rk_heat_town *town, const struct rk_heat_result *r,
                             struct rk_buf *out)
{
    const double unknown = (double)NAN;
    rk_buf_c(out, "node,mdot_kg_s,q_kw,share,state\n");
    for (int32_t c = 0; c < town->net.consumers; c++) {
        const bool none = r->consumer_state[c] & (RK_HEAT_NO_SOURCE | RK_HEAT_NO_RETURN);
        put_field(out, town->node_id[town->net.consumer[c].node]);
        put_comma(out, none ? unknown : r->consumer_kg_s[c], 9);
        put_comma(out, none ? unknown : r->consumer_kw[c], 6);
        put_comma(out, none ? unknown : r->share[c], 6);
        put_state(out, r->consumer_state[c]);
    }
}

struct rk_heat_net rk_heat_vary_assumed(const struct rk_heat_town *town, int sign, double part,
                                        struct rk_heat_pipe *pipe)
{
    const double more = 1.0 + (sign > 0 ? part : -part), less = 1.0 - (sign > 0 ? part : -part);
    struct rk_heat_net net = town->net;
    for (int32_t p = 0; p < net.pipes; p++) {
        pipe[p] = net.pipe[p];
        if (town->length_assumed[p])
            pipe[p].length_m *= less;
        if (town->diameter_assumed[p])
            pipe[p].inner_d_m *= more;
        if (town->loss_assumed[p])
            pipe[p].u_w_m2k *= less;
    }
    net.pipe = pipe;
    return net;
}

void rk_heat_write_cooling(const struct rk_heat_town *town, const struct rk_heat_result *r,
                           const struct rk_heat_weather *weather, struct rk_buf *out)
{
    rk_buf_c(out, "node,share,tau_h,tau_assumed,hours_to_18c,hours_to_12c,hours_to_8c,"
                  "hours_to_freezing\n");
    for (int32_t c = 0; c < town->net.consumers; c++) {
        const bool assumed = isnan(town->tau_h[c]);
        const double tau = assumed ? rk_heat_assumed_tau_h((double)NAN) : town->tau_h[c];
        double hours[RK_HEAT_MARKS];
        rk_heat_hours_to_marks(weather, tau, fmin(r->share[c], 1.0), town->design_outdoor_c,
                               hours);
        put_field(out, town->node_id[town->net.consumer[c].node]);
        put_comma(out, r->share[c], 6);
        put_comma(out, tau, 1);
        rk_buf_c(out, assumed ? ",yes" : ",no");
        for (int m = 0; m < RK_HEAT_MARKS; m++)
            put_comma(out, isfinite(hours[m]) ? hours[m] : (double)NAN, 1);
        rk_buf_char(out, '\n');
    }
}
