/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pressures and flows of supply and return, apart where they can be, linked where they must. */
#include "heat_internal.h"

static const double orifice_cd = 0.6; /* sharp-edged hole */

bool heat_is_served(const struct heat_town *t, int32_t consumer)
{
    const struct rk_heat_consumer *c = &t->net->consumer[consumer];
    return c->q_kw > 0.0 && t->supply_live[c->node] && t->return_live[c->node];
}

static bool is_limited(const struct heat_town *t, int32_t consumer)
{
    return t->net->consumer[consumer].dp_min_pa > 0.0 && heat_is_served(t, consumer);
}

/* Where links are laid while the graph is made. */
struct laying {
    int32_t *a, *b;
    bool *shut;
    struct heat_law *law;
    int32_t count;
};

static void lay(struct laying *w, int32_t a, int32_t b, bool shut, struct heat_law law)
{
    w->a[w->count] = a;
    w->b[w->count] = b;
    w->shut[w->count] = shut;
    w->law[w->count++] = law;
}

/* Out of a hole: Q = Cd A sqrt(2 dp / rho), and no air in. */
static struct heat_law leak_law(const struct heat_town *t, int32_t k)
{
    const double area = orifice_cd * t->net->pipe[t->leak_pipe[k]].leak_mm2 * 1e-6;
    return (struct heat_law){.kind = HEAT_LAW_CHECK,
                             .quad = 1.0 / (2.0 * t->net->fluid.rho_kg_m3 * area * area),
                             .start = 0.1F};
}

/* A house valve fully open: its least difference of pressure drives the design flow. */
static struct heat_law consumer_law(const struct heat_town *t, int32_t consumer, double most)
{
    const struct rk_heat_consumer *c = &t->net->consumer[consumer];
    const double design = heat_design_flow(t->net, c);
    return (struct heat_law){.kind = HEAT_LAW_LIMIT,
                             .quad = c->dp_min_pa / (design * design),
                             .most = most,
                             .start = (float)(0.5 * most)};
}

static void lay_linked(const struct heat_town *t, struct laying *w)
{
    const struct rk_heat_net *net = t->net;
    const int32_t n = t->places;
    for (int32_t side = 0; side < 2; side++) {
        const bool *live = side == 0 ? t->supply_live : t->return_live;
        for (int32_t m = 0; m < t->mains; m++)
            lay(w, side * n + t->a[m], side * n + t->b[m], t->shut[m] || !live[t->a[m]],
                t->law[m]);
    }
    for (int32_t f = 0; f < net->fittings; f++) {
        const struct rk_heat_fitting *x = &net->fitting[f];
        const int32_t from = x->side == RK_HEAT_RETURN ? n : 0;
        const int32_t to = x->side == RK_HEAT_SUPPLY ? 0 : n;
        const bool live = (from ? t->return_live : t->supply_live)[x->link.a] &&
                          (to ? t->return_live : t->supply_live)[x->link.b];
        lay(w, from + x->link.a, to + x->link.b, x->link.shut || !live,
            heat_law_of(&x->link, net->friction, &net->fluid));
    }
    for (int32_t side = 0; side < 2; side++)
        for (int32_t k = 0; k < t->leaks; k++)
            lay(w, side * n + net->nodes + k, 2 * n + k,
                !(side == 0 ? t->supply_live : t->return_live)[net->nodes + k], leak_law(t, k));
    for (int32_t c = 0; c < net->consumers; c++)
        lay(w, net->consumer[c].node, n + net->consumer[c].node, !is_limited(t, c),
            consumer_law(t, c, heat_design_flow(net, &net->consumer[c])));
}

static void lay_apart(const struct heat_town *t, struct laying *w)
{
    for (int32_t m = 0; m < t->mains; m++)
        lay(w, t->a[m], t->b[m], t->shut[m] || !t->supply_live[t->a[m]], t->law[m]);
}

static double level_pa(const struct heat_town *t, int32_t place)
{
    return t->net->fluid.rho_kg_m3 * t->net->fluid.g_m_s2 * t->z_m[place];
}

/* Potentials that are given: at sources on both sides, and the air at leaks. Those of the
 * return apart are counted downwards, so that the return looks like a supply. */
static void give_potentials(struct heat_sides *s, bool *fixed, bool write)
{
    const struct heat_town *t = s->town;
    const struct rk_heat_net *net = t->net;
    for (int32_t k = 0; k < net->sources; k++) {
        const struct rk_heat_source *x = &net->source[k];
        if (x->off)
            continue;
        const double out = x->p_supply_pa + level_pa(t, x->node) - s->datum_pa;
        const double in = out - x->lift_pa;
        if (!write) {
            fixed[x->node] = 1;
            if (s->linked)
                fixed[t->places + x->node] = 1;
        } else {
            s->supply.potential[x->node] = out;
            if (s->linked)
                s->supply.potential[t->places + x->node] = in;
            else
                s->back.potential[x->node] = -in;
        }
    }
    for (int32_t k = 0; s->linked && k < t->leaks; k++) {
        if (write)
            s->supply.potential[2 * t->places + k] = level_pa(t, net->nodes + k) - s->datum_pa;
        else
            fixed[2 * t->places + k] = 1;
    }
}

static double datum_of(const struct heat_town *t)
{
    for (int32_t k = 0; k < t->net->sources; k++)
        if (!t->net->source[k].off)
            return t->net->source[k].p_supply_pa + level_pa(t, t->net->source[k].node);
    return 0.0;
}

rk_status heat_sides_plan(const struct heat_town *town, bool linked, struct rk_arena *keep,
                          struct rk_scratch scratch, struct heat_sides *out, struct rk_err *err)
{
    const struct rk_heat_net *net = town->net;
    const int32_t nodes = linked ? 2 * town->places + town->leaks : town->places;
    const int32_t links =
        linked ? 2 * town->mains + net->fittings + 2 * town->leaks + net->consumers
               : town->mains;
    struct rk_arena r = *keep;
    struct heat_sides s = {.town = town,
                           .linked = linked,
                           .nodes = nodes,
                           .links = links,
                           .consumer_link = links - net->consumers,
                           .datum_pa = datum_of(town),
                           .demand = RK_NEW(&r, double, nodes),
                           .flow = RK_NEW(&r, double, links),
                           .flow_back = RK_NEW(&r, double, linked ? 0 : links),
                           .sum = RK_NEW(&r, double, nodes)};
    struct laying w = {RK_NEW(&r, int32_t, links), RK_NEW(&r, int32_t, links),
                       RK_NEW(&scratch, bool, links), RK_NEW(&scratch, struct heat_law, links),
                       0};
    bool *fixed = RK_NEW(&r, bool, nodes);
    if (r.failed || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "heat", "%d nodes, %d links", nodes, links);
    if (linked)
        lay_linked(town, &w);
    else
        lay_apart(town, &w);
    give_potentials(&s, fixed, false);
    s.a = w.a;
    s.b = w.b;
    const struct heat_graph graph = {nodes, links, w.a, w.b, w.shut, w.law, fixed};
    const rk_status bad = heat_core_plan(&graph, &r, scratch, &s.core, err);
    if (bad)
        return bad;
    s.supply = heat_state_new(&s.core, &r);
    s.back = heat_state_new(&s.core, &r);
    if (r.failed)
        return rk_fail(err, RK_ENOMEM, "heat", "%d nodes, %d links", nodes, links);
    give_potentials(&s, NULL, true);
    *keep = r;
    *out = s;
    return RK_OK;
}

struct heat_newton heat_sides_solve(struct heat_sides *s, const double *asked, double *got,
                                    int32_t most_steps)
{
    const struct heat_town *t = s->town;
    for (int32_t i = 0; i < s->nodes; i++)
        s->demand[i] = 0.0;
    for (int32_t c = 0; c < t->net->consumers; c++) {
        const int32_t node = t->net->consumer[c].node;
        got[c] = heat_is_served(t, c) ? asked[c] : 0.0;
        if (s->linked && is_limited(t, c)) {
            const struct heat_law law = consumer_law(t, c, asked[c]);
            heat_core_set_law(&s->core, s->consumer_link + c, &law);
            continue;
        }
        s->demand[node] += got[c];
        if (s->linked)
            s->demand[t->places + node] -= got[c];
    }
    const struct heat_newton r =
        heat_core_solve(&s->core, &s->supply, s->demand, most_steps, 1e-12);
    heat_core_expand(&s->core, &s->supply, s->flow);
    for (int32_t c = 0; s->linked && c < t->net->consumers; c++)
        if (is_limited(t, c))
            got[c] = fmax(s->flow[s->consumer_link + c], 0.0);
    return r;
}

void heat_sides_supply(struct heat_sides *s, double *p_pa, double *flow)
{
    const struct heat_town *t = s->town;
    for (int32_t i = 0; i < t->places; i++)
        p_pa[i] = s->supply.potential[i] + s->datum_pa - level_pa(t, i);
    for (int32_t m = 0; m < t->mains; m++)
        flow[m] = s->flow[m];
    for (int32_t f = 0; f < t->net->fittings; f++)
        flow[t->mains + f] = t->net->fitting[f].side == RK_HEAT_SUPPLY && s->linked
                                 ? s->flow[2 * t->mains + f]
                                 : 0.0;
}

static struct heat_newton second_solve(struct heat_sides *s, double *p_pa, double *flow)
{
    const struct heat_town *t = s->town;
    const struct heat_newton r = heat_core_solve(&s->core, &s->back, s->demand, 60, 1e-12);
    heat_core_expand(&s->core, &s->back, s->flow_back);
    for (int32_t i = 0; i < t->places; i++)
        p_pa[i] = -s->back.potential[i] + s->datum_pa - level_pa(t, i);
    for (int32_t m = 0; m < t->mains; m++)
        flow[m] = -s->flow_back[m];
    return r;
}

static void mirror(const struct heat_sides *s, double *p_pa, double *flow)
{
    const struct heat_town *t = s->town;
    for (int32_t i = 0; i < t->places; i++) {
        const int32_t source = t->part_source[t->part[i]];
        if (source < 0) {
            p_pa[i] = (double)NAN;
            continue;
        }
        const struct rk_heat_source *x = &t->net->source[source];
        const double at_source = s->supply.potential[x->node];
        p_pa[i] = 2.0 * at_source - x->lift_pa - s->supply.potential[i] + s->datum_pa -
                  level_pa(t, i);
    }
    for (int32_t m = 0; m < t->mains; m++)
        flow[m] = -s->flow[m];
}

struct heat_newton heat_sides_return(struct heat_sides *s, double *p_pa, double *flow)
{
    const struct heat_town *t = s->town;
    if (!s->linked && !t->mirrored)
        return second_solve(s, p_pa, flow);
    if (!s->linked) {
        mirror(s, p_pa, flow);
    } else {
        for (int32_t i = 0; i < t->places; i++)
            p_pa[i] = s->supply.potential[t->places + i] + s->datum_pa - level_pa(t, i);
        for (int32_t m = 0; m < t->mains; m++)
            flow[m] = s->flow[t->mains + m];
        for (int32_t f = 0; f < t->net->fittings; f++)
            flow[t->mains + f] =
                t->net->fitting[f].side == RK_HEAT_RETURN ? s->flow[2 * t->mains + f] : 0.0;
    }
    return (struct heat_newton){0, true, 0.0};
}

double heat_sides_residual(struct heat_sides *s)
{
    double worst = 0.0;
    for (int32_t i = 0; i < s->nodes; i++)
        s->sum[i] = -s->demand[i];
    for (int32_t l = 0; l < s->links; l++) {
        s->sum[s->a[l]] -= s->flow[l];
        s->sum[s->b[l]] += s->flow[l];
    }
    for (int32_t i = 0; i < s->nodes; i++)
        if (s->core.reached[i] && !s->core.fixed[i])
            worst = fmax(worst, fabs(s->sum[i]));
    return worst;
}

double heat_sides_leak(const struct heat_sides *s, int32_t k, int side)
{
    const struct heat_town *t = s->town;
    return s->linked ? s->flow[2 * t->mains + t->net->fittings + side * t->leaks + k] : 0.0;
}

bool heat_in_ring(const struct heat_sides *s, int32_t m)
{
    return s->core.link_part[m] >= 0;
}
