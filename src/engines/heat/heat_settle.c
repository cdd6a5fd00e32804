/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where plain steps do not settle: Newton's method on the logarithms of what houses ask for and
 * of the shares that sources at their limit give.
 */
#include "heat_internal.h"

static const double settled = 1e-8; /* the next step would be far below */
static const double shorter = 0.3;  /* a step that leads to more lack is cut to this, … */
static const double shortest = 0.1; /* … but not below this */
static const double push = 0.2;     /* of the flow most in need, where nothing else leads on */
static const double farthest = 1.0;

/* What a source gives of what it should: a share of every house's heat, or warmth of its water
 * above the ground, on the logarithm. */
static double level_of(const struct heat_run *w, int32_t s)
{
    const double ground_c = w->net->ground_c, most = w->net->source[s].supply_c - ground_c;
    return w->cooling ? (w->r->source_c[s] - ground_c) / most : w->source_share[s];
}

static void set_level(struct heat_run *w, int32_t s, double level)
{
    const double ground_c = w->net->ground_c;
    if (w->cooling)
        w->r->source_c[s] = ground_c + level * (w->net->source[s].supply_c - ground_c);
    else
        w->source_share[s] = level;
}

/* On the logarithm: how far its level is from what its power allows. */
static double lack_of(const struct heat_run *w, int32_t s)
{
    const struct rk_heat_source *q = &w->net->source[s];
    const double give = w->r->source_kw[s], flow = w->r->source_kg_s[s];
    if (q->off || !isfinite(q->max_kw) || !(flow > 0.0))
        return 0.0;
    if (!w->cooling)
        return log(fmax(q->max_kw, 1e-6) / fmax(give, 1e-6));
    const double above = fmax(w->r->source_c[s] - w->net->ground_c, 1e-6);
    const double more = (q->max_kw - give) * 1e3 / (flow * w->net->fluid.cp_j_kgk);
    return log(fmax(above + more, 1e-3 * above) / above);
}

static void lacks_at(void *user, const double *x, double *lack)
{
    struct heat_run *w = user;
    const struct rk_heat_net *net = w->net;
    const int32_t n = net->consumers;
    for (int32_t c = 0; c < n; c++)
        w->asked[c] = w->asked[c] > 0.0 ? exp(x[c]) : 0.0;
    for (int32_t s = 0; s < net->sources && w->limited; s++)
        if (!net->source[s].off)
            set_level(w, s, exp(fmin(x[n + s], 0.0)));
    (void)heat_flow_and_carry(w, HEAT_FLOW_STEPS);
    for (int32_t c = 0; c < n; c++) {
        const double next = heat_next_asked(w, c);
        lack[c] = w->asked[c] > 0.0 && next > 0.0 && !heat_is_moot(w, c, next)
                      ? log(next / w->asked[c])
                      : 0.0;
    }
    for (int32_t s = 0; s < net->sources; s++)
        lack[n + s] = 0.0;
    if (!w->limited)
        return;
    w->r->newton_steps += heat_carry_back(w).steps;
    heat_meter_sources(w);
    for (int32_t s = 0; s < net->sources; s++)
        lack[n + s] = fmin(lack_of(w, s), -fmin(x[n + s], 0.0));
}

static double largest(const double *x, int32_t n)
{
    double most = 0.0;
    for (int32_t i = 0; i < n; i++)
        most = fmax(most, fabs(x[i]));
    return most;
}

static double length_of(const double *x, int32_t n)
{
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++)
        sum += x[i] * x[i];
    return sqrt(sum);
}

static void stand(const struct heat_run *w, struct heat_krylov *k)
{
    const int32_t n = w->net->consumers;
    for (int32_t c = 0; c < n; c++)
        k->x[c] = w->asked[c] > 0.0 ? log(w->asked[c]) : 0.0;
    for (int32_t s = 0; s < w->net->sources; s++)
        k->x[n + s] = w->limited && !w->net->source[s].off ? log(level_of(w, s)) : 0.0;
}

/* x = from + part of a direction. */
static void go(struct heat_krylov *k, const double *direction, double part)
{
    for (int32_t i = 0; i < k->count; i++)
        k->x[i] = k->from[i] + part * direction[i];
}

/* Little lacks, but no state is near in which nothing does: plain steps would creep past
 * this spot, and are carried past it. */
static void push_on(struct heat_run *w, struct heat_krylov *k)
{
    lacks_at(w, k->from, k->lack);
    go(k, k->lack, fmax(1.0, push / fmax(largest(k->lack, k->count), 1e-12)));
    lacks_at(w, k->x, k->lack);
}

bool heat_settle(struct heat_run *w, struct heat_krylov *k, int32_t most)
{
    double least = HUGE_VAL, part = 1.0;
    stand(w, k);
    for (int32_t i = 0; i < most; i++) {
        lacks_at(w, k->x, k->lack);
        w->r->outer_steps++;
        w->r->change = expm1(largest(k->lack, k->count));
        if (w->r->change <= settled)
            return true;
        const double now = length_of(k->lack, k->count);
        if (now > least * (1.0 - 1e-4 * part)) {
            part *= shorter;
            if (part < shortest) {
                push_on(w, k);
                return false;
            }
            go(k, k->step, part);
            continue;
        }
        least = now;
        heat_krylov_step(k, lacks_at, w);
        const double far = largest(k->step, k->count);
        for (int32_t c = 0; c < k->count; c++) {
            k->step[c] *= far > farthest ? farthest / far : 1.0;
            k->from[c] = k->x[c];
        }
        part = 1.0;
        go(k, k->step, part);
    }
    lacks_at(w, k->x, k->lack); /* where plain steps go on */
    return false;
}
