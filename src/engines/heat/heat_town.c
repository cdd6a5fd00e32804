/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The town as a graph: parts, what is alive on which side, leaks as places of their own. */
#include "heat_internal.h"

static int32_t root_of(int32_t *up, int32_t i)
{
    while (up[i] != i) {
        up[i] = up[up[i]];
        i = up[i];
    }
    return i;
}

static void join(int32_t *up, int32_t a, int32_t b)
{
    const int32_t ra = root_of(up, a), rb = root_of(up, b);
    if (ra < rb)
        up[rb] = ra;
    else
        up[ra] = rb;
}

static int32_t count_leaks(const struct rk_heat_net *net)
{
    int32_t leaks = 0;
    for (int32_t p = 0; p < net->pipes; p++)
        leaks += net->pipe[p].leak_mm2 > 0.0 && !net->pipe[p].shut;
    return leaks;
}

static void add_main(struct heat_town *t, int32_t pipe, int32_t a, int32_t b, double part)
{
    const struct rk_heat_pipe *p = &t->net->pipe[pipe];
    const int32_t m = t->mains++;
    const struct rk_heat_link link = {
        .kind = RK_HEAT_PIPE,
        .length_m = p->length_m * part,
        .inner_d_m = p->inner_d_m,
        .roughness_mm = p->roughness_mm,
        .zeta = p->zeta * part,
    };
    t->a[m] = a;
    t->b[m] = b;
    t->pipe_of[m] = pipe;
    t->shut[m] = p->shut;
    t->ua_w_k[m] = p->u_w_m2k * 3.14159265358979323846 * p->inner_d_m * p->length_m * part;
    t->law[m] = heat_law_of(&link, t->net->friction, &t->net->fluid);
}

static void lay_mains(struct heat_town *t)
{
    const struct rk_heat_net *net = t->net;
    for (int32_t i = 0; i < net->nodes; i++)
        t->z_m[i] = net->z_m[i];
    for (int32_t p = 0; p < net->pipes; p++) {
        const struct rk_heat_pipe *pipe = &net->pipe[p];
        t->main_of[p] = t->mains;
        if (pipe->shut || !(pipe->leak_mm2 > 0.0)) {
            add_main(t, p, pipe->a, pipe->b, 1.0);
            continue;
        }
        const int32_t middle = net->nodes + t->leaks;
        t->leak_pipe[t->leaks++] = p;
        t->z_m[middle] = 0.5 * (net->z_m[pipe->a] + net->z_m[pipe->b]);
        add_main(t, p, pipe->a, middle, 0.5);
        add_main(t, p, middle, pipe->b, 0.5);
    }
}

/* Marks what hangs together with a running source on one side. */
static void mark_live(const struct heat_town *t, enum rk_heat_side side, int32_t *up, bool *has,
                      bool *live)
{
    const struct rk_heat_net *net = t->net;
    for (int32_t i = 0; i < t->places; i++) {
        up[i] = i;
        has[i] = 0;
    }
    for (int32_t m = 0; m < t->mains; m++)
        if (!t->shut[m])
            join(up, t->a[m], t->b[m]);
    for (int32_t f = 0; f < net->fittings; f++)
        if (net->fitting[f].side == side && !net->fitting[f].link.shut)
            join(up, net->fitting[f].link.a, net->fitting[f].link.b);
    for (int32_t s = 0; s < net->sources; s++)
        if (!net->source[s].off)
            has[root_of(up, net->source[s].node)] = 1;
    for (int32_t i = 0; i < t->places; i++)
        live[i] = has[root_of(up, i)];
}

/* Numbers the parts that mains hold together (whatever fittings do), counts those left cold. */
static void number_parts(struct heat_town *t, int32_t *up, int32_t *size)
{
    const struct rk_heat_net *net = t->net;
    bool several = false;
    for (int32_t i = 0; i < t->places; i++) {
        up[i] = i;
        size[i] = 0;
        t->source_at[i] = -1;
    }
    for (int32_t m = 0; m < t->mains; m++)
        if (!t->shut[m])
            join(up, t->a[m], t->b[m]);
    for (int32_t i = 0; i < t->places; i++) { /* a root is the smallest of its part */
        const int32_t root = root_of(up, i);
        if (root == i) {
            t->part_source[t->parts] = -1;
            t->part[i] = t->parts++;
        }
        t->part[i] = t->part[root];
        size[t->part[i]] += i < net->nodes;
    }
    for (int32_t s = 0; s < net->sources; s++) {
        if (net->source[s].off)
            continue;
        const int32_t node = net->source[s].node, part = t->part[node];
        t->source_at[node] = s;
        several |= t->part_source[part] >= 0;
        if (t->part_source[part] < 0)
            t->part_source[part] = s;
    }
    for (int32_t k = 0; k < t->parts; k++)
        t->cold_parts += t->part_source[k] < 0 && size[k] > 1;
    t->alike = t->leaks == 0 && net->fittings == 0;
    t->mirrored = t->alike && !several;
}

rk_status heat_town_build(const struct rk_heat_net *net, struct rk_arena *keep,
                          struct rk_scratch scratch, struct heat_town *out, struct rk_err *err)
{
    struct rk_arena r = *keep;
    const int32_t leaks = count_leaks(net);
    const ptrdiff_t places = (ptrdiff_t)net->nodes + leaks,
                    mains = (ptrdiff_t)net->pipes + leaks;
    struct heat_town t = {
        .net = net,
        .places = (int32_t)places,
        .a = RK_NEW(&r, int32_t, mains),
        .b = RK_NEW(&r, int32_t, mains),
        .pipe_of = RK_NEW(&r, int32_t, mains),
        .main_of = RK_NEW(&r, int32_t, net->pipes),
        .leak_pipe = RK_NEW(&r, int32_t, leaks),
        .ua_w_k = RK_NEW(&r, double, mains),
        .law = RK_NEW(&r, struct heat_law, mains),
        .shut = RK_NEW(&r, bool, mains),
        .z_m = RK_NEW(&r, double, places),
        .supply_live = RK_NEW(&r, bool, places),
        .return_live = RK_NEW(&r, bool, places),
        .part = RK_NEW(&r, int32_t, places),
        .part_source = RK_NEW(&r, int32_t, places),
        .source_at = RK_NEW(&r, int32_t, places),
    };
    int32_t *up = RK_NEW(&scratch, int32_t, places), *size = RK_NEW(&scratch, int32_t, places);
    bool *has = RK_NEW(&scratch, bool, places);
    if (r.failed || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "heat", "%d nodes, %d pipes", net->nodes, net->pipes);
    lay_mains(&t);
    number_parts(&t, up, size);
    mark_live(&t, RK_HEAT_SUPPLY, up, has, t.supply_live);
    mark_live(&t, RK_HEAT_RETURN, up, has, t.return_live);
    *keep = r;
    *out = t;
    return RK_OK;
}
