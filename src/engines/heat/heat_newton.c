/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Newton's method on flows and potentials of a reduced network ("global gradient": Todini &
 * Pilati 1988), in corrections, so that rounding of large potentials does not reach small
 * flows. Flows that balance at every node minimise a convex function (the content: Collins et
 * al. 1978), so a step that goes too far is seen by the sign of its derivative and cut back.
 */
#include "heat_internal.h"

static const double least_slope = 1e-7; /* Pa s/kg: the slope is floored, never the flow */

static inline double drop_of(const struct heat_law *law, double m, double *slope)
{
    if (law->kind == HEAT_LAW_QUAD) {
        const double per = law->lin + law->quad * fabs(m);
        *slope = per + law->quad * fabs(m);
        return per * m;
    }
    return heat_law_drop(law, m, slope);
}

/* Demand of stripped branches goes to their roots; what each part of a chain carries less. */
static void load(struct heat_core *c, const double *demand)
{
    for (int32_t i = 0; i < c->nodes; i++)
        c->take[i] = demand[i];
    for (int32_t k = 0; k < c->strips; k++)
        c->take[c->strip_root[k]] += c->take[c->strip_node[k]];
    for (int32_t i = 0; i < c->chains; i++) {
        double off = 0.0;
        for (int32_t p = c->chain_first[i]; p < c->chain_first[i + 1]; p++) {
            c->part_off[p] = off;
            off -= c->take[c->part_node[p]];
        }
    }
}

/* In the first steps, which only find the way, a friction factor once computed serves again:
 * it changes slowly, and its logarithms cost more than all the rest. */
static inline double rough_drop(const struct heat_law *law, double lambda, double m,
                                double *slope)
{
    const double size = fabs(m);
    const double per = size * law->re <= 2000.0 ? 0.0 : law->turbulent * lambda;
    const double lin = per > 0.0 ? 0.0 : law->lin;
    *slope = lin + 2.0 * (per + law->quad) * size;
    return (lin + (per + law->quad) * size) * m;
}

static inline bool has_lambda(const struct heat_law *law)
{
    return (law->kind == HEAT_LAW_SWAMEE_JAIN || law->kind == HEAT_LAW_COLEBROOK) &&
           !law->one_way;
}

static void keep_lambda(struct heat_core *c, const double *flow)
{
    for (int32_t i = 0; i < c->chains; i++) {
        for (int32_t p = c->chain_first[i]; p < c->chain_first[i + 1]; p++) {
            const struct heat_law *law = &c->part_law[p];
            const double size = fabs(flow[i] + c->part_off[p]);
            double slope = 0.0;
            if (has_lambda(law) && size * law->re > 2000.0)
                c->part_lambda[p] =
                    (heat_law_drop(law, size, &slope) / (size * size) - law->quad) /
                    law->turbulent;
            else if (has_lambda(law))
                c->part_lambda[p] = law->end;
        }
    }
}

static void evaluate_roughly(struct heat_core *c, const double *flow)
{
    for (int32_t i = 0; i < c->chains; i++) {
        double drop = 0.0, slope = 0.0;
        for (int32_t p = c->chain_first[i]; p < c->chain_first[i + 1]; p++) {
            double steep = 0.0;
            const double sign = c->part_sign[p], m = sign * (flow[i] + c->part_off[p]);
            const struct heat_law *law = &c->part_law[p];
            drop += sign * (has_lambda(law) ? rough_drop(law, c->part_lambda[p], m, &steep)
                                            : drop_of(law, m, &steep));
            slope += steep;
        }
        c->drop[i] = drop;
        c->slope[i] = slope > least_slope ? slope : least_slope;
    }
}

static void evaluate(struct heat_core *c, const double *flow)
{
    for (int32_t i = 0; i < c->chains; i++) {
        double drop = 0.0, slope = 0.0;
        for (int32_t p = c->chain_first[i]; p < c->chain_first[i + 1]; p++) {
            double steep = 0.0;
            const double sign = c->part_sign[p];
            drop += sign * drop_of(&c->part_law[p], sign * (flow[i] + c->part_off[p]), &steep);
            slope += steep;
        }
        c->drop[i] = drop;
        c->slope[i] = slope > least_slope ? slope : least_slope;
    }
}

static void first_guess(const struct heat_core *c, struct heat_state *s)
{
    for (int32_t j = 0; j < c->free_nodes; j++)
        s->potential[c->node_of[j]] = 0.0;
    for (int32_t i = 0; i < c->chains; i++) {
        double start = HUGE_VAL;
        for (int32_t p = c->chain_first[i]; p < c->chain_first[i + 1]; p++)
            start = fmin(start, (double)c->part_law[p].start);
        s->chain_flow[i] = start * c->part_sign[c->chain_first[i]];
    }
    s->warm = true;
}

static double lack_of(const struct heat_core *c, const struct heat_state *s, int32_t chain)
{
    return c->drop[chain] - (s->potential[c->chain_u[chain]] - s->potential[c->chain_v[chain]]);
}

/* Linearised balance of every corner, solved for corrections of the potentials. */
static bool corrections(struct heat_core *c, const struct heat_state *s)
{
    struct rk_sparse *m = &c->matrix;
    memset(m->value, 0, (size_t)m->values * sizeof *m->value);
    for (int32_t j = 0; j < c->free_nodes; j++)
        c->rhs[j] = -c->take[c->node_of[j]];
    for (int32_t i = 0; i < c->chains; i++) {
        const double give = 1.0 / c->slope[i];
        const double flow = s->chain_flow[i] - lack_of(c, s, i) * give;
        const int32_t u = c->free_of[c->chain_u[i]], v = c->free_of[c->chain_v[i]];
        if (u >= 0)
            c->rhs[u] -= flow;
        if (v >= 0)
            c->rhs[v] += flow + c->part_off[c->chain_first[i + 1] - 1];
        if (u == v)
            continue;
        if (u >= 0)
            m->value[m->diagonal[u]] += give;
        if (v >= 0)
            m->value[m->diagonal[v]] += give;
        if (c->chain_edge[i] >= 0)
            m->value[m->slot[c->chain_edge[i]]] -= give;
    }
    if (c->free_nodes > 0 && !rk_sparse_factor(m))
        return false;
    rk_sparse_solve(m, c->rhs);
    return true;
}

struct moved {
    double change, largest, fall; /* fall: minus the derivative of the content along the step */
};

static struct moved move(struct heat_core *c, struct heat_state *s)
{
    struct moved r = {0.0, 0.0, 0.0};
    for (int32_t i = 0; i < c->chains; i++) {
        const int32_t u = c->free_of[c->chain_u[i]], v = c->free_of[c->chain_v[i]];
        const double du = u >= 0 ? c->rhs[u] : 0.0, dv = v >= 0 ? c->rhs[v] : 0.0;
        c->step[i] = (du - dv - lack_of(c, s, i)) / c->slope[i];
        s->chain_flow[i] += c->step[i];
        const double change = fabs(c->step[i]), flow = fabs(s->chain_flow[i]);
        r.change = change > r.change || isnan(change) ? change : r.change;
        r.largest = flow > r.largest ? flow : r.largest;
        r.fall += c->slope[i] * c->step[i] * c->step[i];
    }
    for (int32_t j = 0; j < c->free_nodes; j++)
        s->potential[c->node_of[j]] += c->rhs[j];
    return r;
}

/* Derivative of the content along the last step, at the flows just evaluated. */
static double climb(const struct heat_core *c, const struct heat_state *s)
{
    double sum = 0.0;
    for (int32_t i = 0; i < c->chains; i++)
        sum += lack_of(c, s, i) * c->step[i];
    return sum;
}

/* The last step went past the lowest point when the content climbs at its end: false position
 * until the climb is a third of the fall at the start. */
static void hold_back(struct heat_core *c, struct heat_state *s, double fall)
{
    double low = 0.0, at_low = -fall, high = 1.0, at = 1.0, here = climb(c, s);
    for (int i = 0; i < 30 && here > fall / 3.0; i++) {
        high = at;
        const double next =
            fmax(low + (high - low) * at_low / (at_low - here), low + 0.05 * (high - low));
        for (int32_t k = 0; k < c->chains; k++)
            s->chain_flow[k] += (next - at) * c->step[k];
        at = next;
        evaluate(c, s->chain_flow);
        here = climb(c, s);
        if (here < -fall / 3.0 && i < 8) { /* too short: try again from here */
            low = at;
            at_low = here;
            const double more = low + 0.5 * (high - low);
            for (int32_t k = 0; k < c->chains; k++)
                s->chain_flow[k] += (more - at) * c->step[k];
            at = more;
            evaluate(c, s->chain_flow);
            here = climb(c, s);
        }
    }
}

struct heat_newton heat_core_solve(struct heat_core *c, struct heat_state *s,
                                   const double *demand, int32_t most_steps, double tolerance)
{
    struct heat_newton r = {0, false, HUGE_VAL};
    double fall = HUGE_VAL, best = HUGE_VAL, before = HUGE_VAL;
    int32_t since_best = 0;
    load(c, demand);
    /* From nowhere, pipes only: a few rough steps find the way. */
    const int32_t rough_steps = !s->warm && c->only_friction ? 5 : 0;
    if (!s->warm)
        first_guess(c, s);
    if (rough_steps > 0)
        keep_lambda(c, s->chain_flow);
    while (r.steps < most_steps) {
        if (r.steps < rough_steps)
            evaluate_roughly(c, s->chain_flow);
        else
            evaluate(c, s->chain_flow);
        if (r.steps > 1 && r.steps > rough_steps)
            hold_back(c, s, fall);
        if (!corrections(c, s))
            return r;
        const struct moved m = move(c, s);
        r.steps++;
        r.change = m.change;
        fall = m.fall;
        if (!isfinite(m.change))
            return r;
        since_best = m.change < 0.5 * best ? 0 : since_best + 1;
        best = fmin(best, m.change);
        /* Steps shrink quadratically: the next would be change (change / before)^2. Below a ten
         * millionth of the flow, no progress means that rounding is reached. */
        const double ratio = m.change / before;
        const bool next_is_nothing = r.steps > rough_steps + 1 && r.steps > 3 && ratio < 0.03 &&
                                     m.change * ratio * ratio <= tolerance * m.largest;
        before = m.change;
        const bool exact = r.steps > rough_steps;
        if (exact && (m.change <= tolerance * m.largest || next_is_nothing ||
                      (since_best > 3 && m.change < 1e-7 * m.largest))) {
            r.converged = true;
            return r;
        }
    }
    return r;
}

void heat_core_expand(const struct heat_core *c, struct heat_state *s, double *flow)
{
    double slope = 0.0;
    for (int32_t l = 0; l < c->links; l++)
        flow[l] = 0.0;
    for (int32_t i = 0; i < c->nodes; i++)
        if (!c->reached[i])
            s->potential[i] = (double)NAN;
    for (int32_t i = 0; i < c->chains; i++) {
        double p_here = s->potential[c->chain_u[i]];
        for (int32_t p = c->chain_first[i]; p < c->chain_first[i + 1]; p++) {
            const double sign = c->part_sign[p], m = sign * (s->chain_flow[i] + c->part_off[p]);
            flow[c->part_link[p]] = m;
            if (p + 1 == c->chain_first[i + 1])
                break;
            p_here -= sign * drop_of(&c->part_law[p], m, &slope);
            s->potential[c->part_node[p]] = p_here;
        }
    }
    for (int32_t k = c->strips - 1; k >= 0; k--) {
        const double sign = c->strip_sign[k], m = sign * c->take[c->strip_node[k]];
        flow[c->strip_link[k]] = m;
        s->potential[c->strip_node[k]] =
            s->potential[c->strip_root[k]] - sign * drop_of(&c->strip_law[k], m, &slope);
    }
}
