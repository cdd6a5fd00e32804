/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outer fixed point: pressures and flows -> temperatures -> what houses ask for, from an
 * all-hot town, until nobody asks for anything else.
 */
#include "heat_internal.h"

enum { MOST_OUTER = 100, FIRST_PLAIN = 5, PLAIN = 3, PATIENCE = 4, MOST_NEWTON = 12 };
static const double outer_tolerance = 1e-9;
static const double near = 0.02; /* a change from which Newton's method is worth its cost */

static bool take_memory(struct heat_run *w, struct rk_arena *keep)
{
    const struct rk_heat_net *net = w->net;
    const ptrdiff_t n = w->town.places, l = (ptrdiff_t)w->town.mains + net->fittings;
    double **const by_place[] = {&w->p_supply, &w->p_back, &w->t_supply, &w->gain,
                                 &w->share,    &w->t_back, &w->put_kg_s, &w->put_c};
    for (ptrdiff_t i = 0; i < RK_COUNT(by_place); i++)
        *by_place[i] = RK_NEW(keep, double, n);
    w->flow_supply = RK_NEW(keep, double, l);
    w->flow_back = RK_NEW(keep, double, l);
    w->held = RK_NEW(keep, bool, n);
    w->nowhere = RK_NEW(keep, bool, n);
    w->asked = RK_NEW(keep, double, net->consumers);
    w->got = RK_NEW(keep, double, net->consumers);
    w->source_share = RK_NEW(keep, double, net->sources);
    return !keep->failed;
}

static bool make_carriers(struct heat_run *w, struct rk_arena *keep)
{
    const struct heat_town *t = &w->town;
    const struct rk_heat_net *net = w->net;
    const int32_t links = t->mains + net->fittings;
    int32_t *a = RK_NEW(keep, int32_t, links), *b = RK_NEW(keep, int32_t, links);
    double *ua = RK_NEW(keep, double, links);
    if (keep->failed)
        return false;
    for (int32_t m = 0; m < t->mains; m++) {
        a[m] = t->a[m];
        b[m] = t->b[m];
        ua[m] = t->ua_w_k[m];
    }
    for (int32_t f = 0; f < net->fittings; f++) {
        a[t->mains + f] = net->fitting[f].link.a;
        b[t->mains + f] = net->fitting[f].link.b;
    }
    w->supply = heat_carrier_new(t->places, links, a, b, ua, keep);
    w->back = heat_carrier_new(t->places, links, a, b, ua, keep);
    w->supply.cp_j_kgk = w->back.cp_j_kgk = net->fluid.cp_j_kgk;
    w->supply.ground_c = w->back.ground_c = net->ground_c;
    return !keep->failed;
}

static void start(struct heat_run *w)
{
    const struct rk_heat_net *net = w->net;
    w->cooled = false;
    for (int32_t s = 0; s < net->sources; s++) {
        const struct rk_heat_source *x = &net->source[s];
        w->source_share[s] = 1.0;
        w->r->source_c[s] = x->supply_c;
        w->held[x->node] |= !x->off;
        w->limited |= !x->off && isfinite(x->max_kw);
    }
    for (int32_t c = 0; c < net->consumers; c++) {
        w->cooling |= net->consumer[c].mode >= RK_HEAT_BY_RADIATOR;
        w->asked[c] =
            heat_asked_flow(net, &net->consumer[c],
                            &(struct heat_arrival){.in_c = net->supply_c, .share = 1.0});
    }
}

static void carry_supply(struct heat_run *w)
{
    const struct rk_heat_net *net = w->net;
    for (int32_t s = 0; s < net->sources; s++) {
        if (net->source[s].off)
            continue;
        const int32_t i = net->source[s].node;
        w->t_supply[i] = w->r->source_c[s];
        w->gain[i] = 0.0;
        w->share[i] = w->source_share[s];
    }
    const struct heat_carried what = {w->t_supply, w->gain, w->share};
    w->lost_supply_w = heat_carry(&w->supply, w->flow_supply, w->held, NULL, NULL, &what);
}

struct heat_newton heat_carry_back(struct heat_run *w)
{
    const struct rk_heat_net *net = w->net;
    const struct heat_newton newton = heat_sides_return(&w->sides, w->p_back, w->flow_back);
    for (int32_t i = 0; i < w->town.places; i++)
        w->put_kg_s[i] = w->put_c[i] = 0.0;
    for (int32_t c = 0; c < net->consumers; c++) {
        const int32_t i = net->consumer[c].node;
        const struct heat_use u = heat_used(net, &net->consumer[c], w->got[c], w->asked[c],
                                            w->t_supply[i], w->share[i]);
        w->put_kg_s[i] += w->got[c];
        w->put_c[i] += w->got[c] * u.out_c; /* a sum; made a mean below */
    }
    for (int32_t f = 0; f < net->fittings && w->sides.linked; f++) {
        const struct rk_heat_fitting *x = &net->fitting[f];
        const double m = fmax(w->sides.flow[2 * w->town.mains + f], 0.0);
        if (x->side != RK_HEAT_BYPASS || m <= 0.0)
            continue;
        w->put_kg_s[x->link.b] += m;
        w->put_c[x->link.b] += m * w->t_supply[x->link.a];
    }
    for (int32_t i = 0; i < w->town.places; i++)
        w->put_c[i] = w->put_kg_s[i] > 0.0 ? w->put_c[i] / w->put_kg_s[i] : w->net->ground_c;
    const struct heat_carried what = {w->t_back, NULL, NULL};
    w->lost_back_w =
        heat_carry(&w->back, w->flow_back, w->nowhere, w->put_kg_s, w->put_c, &what);
    return newton;
}

/* What leaves a source's node by pipes of one side, less what comes in. */
static double leaving(const struct heat_carrier *c, const double *flow, int32_t place)
{
    double m = 0.0;
    for (int32_t p = c->first[place]; p < c->first[place + 1]; p++)
        m += c->a[c->link[p]] == place ? flow[c->link[p]] : -flow[c->link[p]];
    return m;
}

/* What it takes to warm the water that comes to a source's node by the supply, W. */
static double rewarming_w(const struct heat_run *w, int32_t place, double source_c)
{
    const struct heat_carrier *c = &w->supply;
    double sum = 0.0;
    for (int32_t p = c->first[place]; p < c->first[place + 1]; p++) {
        const int32_t l = c->link[p], from = c->a[l] == place ? c->b[l] : c->a[l];
        const double m = c->a[l] == place ? -w->flow_supply[l] : w->flow_supply[l];
        if (!(m > 1e-10))
            continue;
        const double kept = exp(-c->ua_w_k[l] / (m * c->cp_j_kgk));
        const double comes_c = c->ground_c + (w->t_supply[from] - c->ground_c) * kept;
        sum += m * c->cp_j_kgk * (source_c - comes_c);
    }
    return sum;
}

void heat_meter_sources(struct heat_run *w)
{
    const struct rk_heat_net *net = w->net;
    const double cp = net->fluid.cp_j_kgk;
    for (int32_t s = 0; s < net->sources; s++) {
        const int32_t i = net->source[s].node;
        if (net->source[s].off)
            continue;
        double out = leaving(&w->supply, w->flow_supply, i);
        double in = w->put_kg_s[i] - leaving(&w->back, w->flow_back, i);
        for (int32_t c = 0; c < net->consumers; c++)
            out += net->consumer[c].node == i ? w->got[c] : 0.0;
        for (int32_t f = 0; f < net->fittings && w->sides.linked; f++)
            if (net->fitting[f].side == RK_HEAT_BYPASS && net->fitting[f].link.a == i)
                out += w->sides.flow[2 * w->town.mains + f];
        w->r->source_kg_s[s] = out;
        w->r->source_makeup_kg_s[s] = out - in;
        w->r->source_kw[s] =
            1e-3 *
            (cp * (out * w->r->source_c[s] - in * w->t_back[i] - (out - in) * net->ground_c) +
             rewarming_w(w, i, w->r->source_c[s]));
    }
}

/* A source at its limit gives cooler water where radiators answer to that, else it serves
 * the same share to all that it feeds. Answers the largest relative change. */
static double limit_sources(struct heat_run *w)
{
    const struct rk_heat_net *net = w->net;
    double change = 0.0;
    for (int32_t s = 0; s < net->sources; s++) {
        const struct rk_heat_source *x = &net->source[s];
        if (x->off || !isfinite(x->max_kw) || !(w->r->source_kg_s[s] > 0.0))
            continue;
        const double give = w->r->source_kw[s], most = fmax(x->max_kw, 0.0);
        if (w->cooling) {
            const double flow_w_k = w->r->source_kg_s[s] * net->fluid.cp_j_kgk;
            const double next =
                fmin(x->supply_c, w->r->source_c[s] + (most - give) * 1e3 / flow_w_k);
            change = fmax(change, fabs(next - w->r->source_c[s]) / 100.0);
            w->cooled |= next < x->supply_c - 1e-6;
            w->r->source_c[s] = fmax(next, net->ground_c);
        } else if (give > most || w->source_share[s] < 1.0) {
            const double next = fmin(1.0, w->source_share[s] * most / fmax(give, 1e-9));
            change = fmax(change, fabs(next - w->source_share[s]));
            w->source_share[s] = fmax(next, 1e-6);
        }
    }
    return change;
}

/* What house c asks for next; where nothing it says counts, what it asks for now. */
double heat_next_asked(const struct heat_run *w, int32_t c)
{
    const struct rk_heat_net *net = w->net;
    const int32_t i = net->consumer[c].node;
    const double now = w->asked[c];
    if (!heat_is_served(&w->town, c) || !(now > 0.0))
        return now;
    /* Behind a valve fully open, what is asked for changes nothing as long as it is more. */
    const bool throttled = w->sides.linked && w->got[c] < now * (1.0 - 1e-6);
    const struct heat_arrival at = {throttled ? 0.0 : now, w->t_supply[i], w->gain[i],
                                    w->share[i], w->cooled};
    return heat_asked_flow(net, &net->consumer[c], &at);
}

bool heat_is_moot(const struct heat_run *w, int32_t c, double next)
{
    return w->sides.linked && w->got[c] < w->asked[c] * (1.0 - 1e-6) &&
           next > w->got[c] * (1.0 + 1e-6);
}

/* What houses ask for next. Answers how far a plain step would lead, relatively. */
static double ask(struct heat_run *w, struct heat_mixing *mix)
{
    const struct rk_heat_net *net = w->net;
    double change = 0.0;
    heat_mixing_turn(mix);
    for (int32_t c = 0; c < net->consumers; c++) {
        const double now = w->asked[c], next = heat_next_asked(w, c);
        mix->aim[0][c] = mix->lack[0][c] = 0.0;
        if (!heat_is_served(&w->town, c) || !(now > 0.0))
            continue;
        if (heat_is_moot(w, c, next)) {
            w->asked[c] = next;
            continue;
        }
        change = fmax(change, fabs(next - now) / now);
        mix->aim[0][c] = log(next);
        mix->lack[0][c] = log(next / now);
    }
    if (change > 2e-4)
        mix->depth = -1; /* too far away for straight lines */
    double weight[2] = {0.0, 0.0};
    if (mix->depth > 0)
        heat_mixing_weights(mix, net->consumers, weight);
    if (!(fabs(weight[0]) < 20.0) || !(fabs(weight[1]) < 20.0))
        weight[0] = weight[1] = 0.0;
    for (int32_t c = 0; c < net->consumers; c++) {
        if (mix->aim[0][c] == 0.0 && mix->lack[0][c] == 0.0)
            continue;
        const double x = mix->depth > 0 ? heat_mixed(mix, c, weight) : mix->aim[0][c];
        const double most = heat_most_flow(net, &net->consumer[c], w->cooled);
        w->asked[c] = fmin(exp(x), most);
    }
    return change;
}

struct heat_newton heat_flow_and_carry(struct heat_run *w, int32_t most_steps)
{
    const struct heat_newton newton = heat_sides_solve(&w->sides, w->asked, w->got, most_steps);
    w->r->newton_steps += newton.steps;
    heat_sides_supply(&w->sides, w->p_supply, w->flow_supply);
    carry_supply(w);
    return newton;
}

/* Is Newton's turn: plain steps had theirs, and hardly got on. */
static bool is_stuck(const struct heat_run *w, int32_t plain, double before)
{
    const double change = w->r->change;
    return plain <= 0 && (change < near || plain < -PATIENCE) && change > 0.2 * before;
}

static void iterate(struct heat_run *w, struct heat_mixing *mix)
{
    struct rk_heat_result *r = w->r;
    struct heat_krylov k = {0};
    double before = HUGE_VAL;
    int32_t plain = FIRST_PLAIN;
    const int32_t from = r->outer_steps;
    bool calm = false;
    r->converged = false;
    while (r->outer_steps < from + MOST_OUTER && !r->converged) {
        const bool whole = r->outer_steps == from || w->sides.linked || calm;
        const struct heat_newton newton = heat_flow_and_carry(w, whole ? HEAT_FLOW_STEPS : 2);
        r->outer_steps++;
        double change = 0.0;
        if (w->limited) {
            r->newton_steps += heat_carry_back(w).steps;
            heat_meter_sources(w);
            change = limit_sources(w);
            if (change > 0.0)
                carry_supply(w); /* houses hear of the new share or temperature at once */
        }
        /* The flows just found belong to what was asked before; asking anew changes no
         * result. */
        r->change = fmax(change, ask(w, mix));
        r->converged = r->change <= outer_tolerance && newton.converged;
        calm = r->change <= 1e-6;
        plain--;
        if (!r->converged && is_stuck(w, plain, before)) {
            if (k.count == 0 &&
                !heat_krylov_new(&k, w->net->consumers + w->net->sources, w->spare))
                break;
            r->converged = heat_settle(w, &k, MOST_NEWTON);
            mix->depth = -1;
            plain = PLAIN;
        }
        before = r->change;
    }
    r->newton_steps += heat_carry_back(w).steps;
    heat_meter_sources(w);
}

/* Whether pressures reach what every consumer's full flow needs. */
static bool pressures_suffice(const struct heat_run *w)
{
    const struct rk_heat_net *net = w->net;
    for (int32_t c = 0; c < net->consumers; c++) {
        const struct rk_heat_consumer *x = &net->consumer[c];
        if (!(x->dp_min_pa > 0.0) || !heat_is_served(&w->town, c))
            continue;
        const double part = w->got[c] / heat_design_flow(net, x);
        if (w->p_supply[x->node] - w->p_back[x->node] < x->dp_min_pa * part * part)
            return false;
    }
    return true;
}

static bool result_new(const struct rk_heat_net *net, struct rk_arena *k,
                       struct rk_heat_result *r)
{
    const ptrdiff_t n = net->nodes, p = net->pipes, c = net->consumers, s = net->sources;
    *r = (struct rk_heat_result){
        .p_supply_pa = RK_NEW(k, double, n),
        .t_supply_c = RK_NEW(k, double, n),
        .p_return_pa = RK_NEW(k, double, n),
        .t_return_c = RK_NEW(k, double, n),
        .node_state = RK_NEW(k, uint16_t, n),
        .supply_kg_s = RK_NEW(k, double, p),
        .return_kg_s = RK_NEW(k, double, p),
        .pipe_state = RK_NEW(k, uint16_t, p),
        .consumer_kg_s = RK_NEW(k, double, c),
        .consumer_kw = RK_NEW(k, double, c),
        .share = RK_NEW(k, double, c),
        .consumer_in_c = RK_NEW(k, double, c),
        .consumer_out_c = RK_NEW(k, double, c),
        .consumer_state = RK_NEW(k, uint16_t, c),
        .source_kg_s = RK_NEW(k, double, s),
        .source_kw = RK_NEW(k, double, s),
        .source_c = RK_NEW(k, double, s),
        .source_makeup_kg_s = RK_NEW(k, double, s),
        .source_state = RK_NEW(k, uint16_t, s),
        .fitting_kg_s = RK_NEW(k, double, net->fittings),
    };
    return !k->failed;
}

/* One way of solving the sides, from the start; its working space is free again afterwards. */
static rk_status attempt(struct heat_run *w, bool linked, struct rk_scratch scratch,
                         bool *enough, struct rk_err *err)
{
    struct rk_arena plan = scratch.in;
    plan.end = plan.at + rk_arena_left(&plan) / 4 * 3;
    scratch.in.at = plan.end;
    struct heat_mixing mix;
    if (!take_memory(w, &plan) || !make_carriers(w, &plan) ||
        !heat_mixing_new(&mix, w->net->consumers, &plan))
        return rk_fail(err, RK_ENOMEM, "heat", "%d nodes, %d pipes", w->net->nodes,
                       w->net->pipes);
    const rk_status bad = heat_sides_plan(&w->town, linked, &plan, scratch, &w->sides, err);
    if (bad)
        return bad;
    w->spare = &plan;
    w->limited = w->cooling = false;
    w->r->outer_steps = 0;
    start(w);
    iterate(w, &mix);
    if (!w->r->converged && w->limited && !w->cooling) {
        start(w); /* no shares keep the sources' temperature: their water cools */
        w->cooling = true;
        mix.depth = -1;
        iterate(w, &mix);
    }
    *enough = linked || pressures_suffice(w);
    if (!*enough)
        return RK_OK;
    w->r->linked = linked;
    w->r->lost_kw = (w->lost_supply_w + w->lost_back_w) * 1e-3;
    w->r->mass_residual_kg_s = heat_sides_residual(&w->sides);
    heat_report(w);
    return RK_OK;
}

rk_status rk_heat_solve(const struct rk_heat_net *net, struct rk_arena *keep,
                        struct rk_scratch scratch, struct rk_heat_result *out,
                        struct rk_err *err)
{
    rk_status bad = heat_check(net, err);
    if (bad)
        return bad;
    struct rk_arena kept = *keep;
    struct rk_heat_result result;
    struct heat_run w = {.net = net, .r = &result};
    if (!result_new(net, &kept, &result))
        return rk_fail(err, RK_ENOMEM, "heat", "%d nodes, %d pipes", net->nodes, net->pipes);
    struct rk_arena town = scratch.in;
    town.end = town.at + rk_arena_left(&town) / 2;
    scratch.in.at = town.end;
    bad = heat_town_build(net, &town, scratch, &w.town, err);
    if (bad)
        return bad;
    result.parts = w.town.parts;
    result.cold_parts = w.town.cold_parts;
    bool enough = false;
    if (w.town.alike)
        bad = attempt(&w, false, scratch, &enough, err);
    if (!bad && !enough) {
        result.newton_steps = 0;
        bad = attempt(&w, true, scratch, &enough, err);
    }
    if (bad)
        return bad;
    *keep = kept;
    *out = result;
    return RK_OK;
}
