/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network reduced to its core: dead ends stripped, series merged, corners in a matrix. */
#include "heat_internal.h"

/* The links at each node, without those that are shut. */
struct links_at {
    int32_t *first, *link;
};

static struct links_at links_at(const struct heat_graph *g, struct rk_scratch *tmp)
{
    struct links_at at = {RK_NEW(tmp, int32_t, (ptrdiff_t)g->nodes + 2),
                          RK_NEW(tmp, int32_t, 2 * (ptrdiff_t)g->links)};
    if (tmp->in.failed)
        return at;
    int32_t *next = at.first + 1;
    for (int32_t l = 0; l < g->links; l++) {
        if (g->shut[l])
            continue;
        next[g->a[l] + 1]++;
        next[g->b[l] + 1]++;
    }
    for (int32_t i = 0; i < g->nodes; i++)
        next[i + 1] += next[i];
    for (int32_t l = 0; l < g->links; l++) {
        if (g->shut[l])
            continue;
        at.link[next[g->a[l]]++] = l;
        at.link[next[g->b[l]]++] = l;
    }
    return at;
}

static int32_t other_end(const struct heat_graph *g, int32_t link, int32_t node)
{
    return g->a[link] == node ? g->b[link] : g->a[link];
}

static void spread(const struct heat_graph *g, const struct links_at *at, int32_t *stack,
                   bool *reached)
{
    int32_t depth = 0;
    for (int32_t i = 0; i < g->nodes; i++) {
        if (g->fixed[i]) {
            reached[i] = true;
            stack[depth++] = i;
        }
    }
    while (depth > 0) {
        const int32_t i = stack[--depth];
        for (int32_t p = at->first[i]; p < at->first[i + 1]; p++) {
            const int32_t j = other_end(g, at->link[p], i);
            if (!reached[j]) {
                reached[j] = true;
                stack[depth++] = j;
            }
        }
    }
}

/* What is being planned: the core, the graph, and how many live links each node still has. */
struct planning {
    const struct heat_graph *g;
    struct links_at at;
    struct heat_core *c;
    int32_t *degree, *stack;
    uint8_t *gone; /* [links] stripped or already part of a chain */
};

static void strip_branches(struct planning *w)
{
    const struct heat_graph *g = w->g;
    struct heat_core *c = w->c;
    int32_t depth = 0;
    for (int32_t i = 0; i < g->nodes; i++)
        if (w->degree[i] == 1 && c->reached[i] && !g->fixed[i])
            w->stack[depth++] = i;
    while (depth > 0) {
        const int32_t i = w->stack[--depth];
        int32_t p = w->at.first[i];
        while (w->gone[w->at.link[p]])
            p++;
        const int32_t l = w->at.link[p], root = other_end(g, l, i), k = c->strips++;
        w->gone[l] = 1;
        w->degree[i] = 0;
        c->strip_node[k] = i;
        c->strip_link[k] = l;
        c->strip_root[k] = root;
        c->strip_sign[k] = g->a[l] == root ? 1 : -1;
        c->link_part[l] = -2 - k;
        if (--w->degree[root] == 1 && !g->fixed[root])
            w->stack[depth++] = root;
    }
}

static bool is_junction(const struct planning *w, int32_t node)
{
    return w->g->fixed[node] || w->degree[node] > 2;
}

static void walk_chain(struct planning *w, int32_t u, int32_t link, int32_t *parts)
{
    const struct heat_graph *g = w->g;
    struct heat_core *c = w->c;
    const int32_t chain = c->chains++;
    c->chain_u[chain] = u;
    c->chain_first[chain] = *parts;
    int32_t node = u, l = link;
    for (;;) {
        const int32_t next = other_end(g, l, node), k = (*parts)++;
        w->gone[l] = 1;
        c->part_link[k] = l;
        c->part_node[k] = next;
        c->part_sign[k] = g->a[l] == node ? 1 : -1;
        c->link_part[l] = k;
        node = next;
        if (is_junction(w, node))
            break;
        int32_t p = w->at.first[node];
        while (w->gone[w->at.link[p]])
            p++;
        l = w->at.link[p];
    }
    c->chain_v[chain] = node;
    c->chain_first[c->chains] = *parts;
}

static void merge_series(struct planning *w)
{
    struct heat_core *c = w->c;
    int32_t parts = 0;
    for (int32_t i = 0; i < w->g->nodes; i++) {
        c->free_of[i] = -1;
        if (!c->reached[i] || !is_junction(w, i))
            continue;
        if (!w->g->fixed[i]) {
            c->free_of[i] = c->free_nodes;
            c->node_of[c->free_nodes++] = i;
        }
        for (int32_t p = w->at.first[i]; p < w->at.first[i + 1]; p++)
            if (!w->gone[w->at.link[p]])
                walk_chain(w, i, w->at.link[p], &parts);
    }
}

static rk_status plan_matrix(struct heat_core *c, struct rk_arena *keep,
                             struct rk_scratch scratch, struct rk_err *err)
{
    int32_t *from = RK_NEW(&scratch, int32_t, c->chains), edges = 0;
    int32_t *to = RK_NEW(&scratch, int32_t, c->chains);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "heat", "%d chains", c->chains);
    for (int32_t k = 0; k < c->chains; k++) {
        const int32_t u = c->free_of[c->chain_u[k]], v = c->free_of[c->chain_v[k]];
        c->chain_edge[k] = -1;
        if (u < 0 || v < 0 || u == v)
            continue;
        from[edges] = u;
        to[edges] = v;
        c->chain_edge[k] = edges++;
    }
    return rk_sparse_plan(c->free_nodes, edges, from, to, keep, scratch, &c->matrix, err);
}

static struct heat_core core_new(const struct heat_graph *g, struct rk_arena *r)
{
    const ptrdiff_t n = g->nodes, m = g->links;
    struct heat_core c = {
        .nodes = g->nodes,
        .links = g->links,
        .fixed = g->fixed,
        .reached = RK_NEW(r, bool, n),
        .strip_node = RK_NEW(r, int32_t, n),
        .strip_link = RK_NEW(r, int32_t, n),
        .strip_root = RK_NEW(r, int32_t, n),
        .strip_sign = RK_NEW(r, int8_t, n),
        .chain_first = RK_NEW(r, int32_t, m + 1),
        .chain_u = RK_NEW(r, int32_t, m),
        .chain_v = RK_NEW(r, int32_t, m),
        .part_link = RK_NEW(r, int32_t, m),
        .part_node = RK_NEW(r, int32_t, m),
        .part_sign = RK_NEW(r, int8_t, m),
        .part_off = RK_NEW(r, double, m),
        .link_part = RK_NEW(r, int32_t, m),
        .free_of = RK_NEW(r, int32_t, n),
        .node_of = RK_NEW(r, int32_t, n),
        .chain_edge = RK_NEW(r, int32_t, m),
        .take = RK_NEW(r, double, n),
    };
    return c;
}

rk_status heat_core_plan(const struct heat_graph *graph, struct rk_arena *keep,
                         struct rk_scratch scratch, struct heat_core *out, struct rk_err *err)
{
    struct rk_arena r = *keep;
    struct heat_core c = core_new(graph, &r);
    struct planning w = {
        .g = graph,
        .at = links_at(graph, &scratch),
        .c = &c,
        .degree = RK_NEW(&scratch, int32_t, graph->nodes),
        .stack = RK_NEW(&scratch, int32_t, graph->nodes),
        .gone = RK_NEW(&scratch, uint8_t, graph->links),
    };
    if (r.failed || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "heat", "%d nodes, %d links", graph->nodes,
                       graph->links);
    spread(graph, &w.at, w.stack, c.reached);
    for (int32_t i = 0; i < graph->nodes; i++)
        w.degree[i] = w.at.first[i + 1] - w.at.first[i];
    for (int32_t l = 0; l < graph->links; l++)
        c.link_part[l] = -1;
    strip_branches(&w);
    merge_series(&w);
    const int32_t parts = c.chain_first[c.chains];
    c.strip_law = RK_NEW(&r, struct heat_law, c.strips);
    c.part_law = RK_NEW(&r, struct heat_law, parts);
    if (r.failed)
        return rk_fail(err, RK_ENOMEM, "heat", "%d links", graph->links);
    for (int32_t k = 0; k < c.strips; k++)
        c.strip_law[k] = graph->law[c.strip_link[k]];
    for (int32_t k = 0; k < parts; k++) {
        c.part_law[k] = graph->law[c.part_link[k]];
        const unsigned kind = c.part_law[k].kind;
        c.only_friction = (k == 0 || c.only_friction) && !c.part_law[k].one_way &&
                          (kind == HEAT_LAW_SWAMEE_JAIN || kind == HEAT_LAW_COLEBROOK);
    }
    c.part_lambda = RK_NEW(&r, double, c.only_friction ? parts : 0);
    c.drop = RK_NEW(&r, double, c.chains);
    c.slope = RK_NEW(&r, double, c.chains);
    c.step = RK_NEW(&r, double, c.chains);
    c.rhs = RK_NEW(&r, double, c.free_nodes);
    if (r.failed)
        return rk_fail(err, RK_ENOMEM, "heat", "%d chains", c.chains);
    const rk_status bad = plan_matrix(&c, &r, scratch, err);
    if (bad)
        return bad;
    *keep = r;
    *out = c;
    return RK_OK;
}

struct heat_state heat_state_new(const struct heat_core *core, struct rk_arena *keep)
{
    return (struct heat_state){RK_NEW(keep, double, core->nodes),
                               RK_NEW(keep, double, core->chains), false};
}

void heat_core_set_law(struct heat_core *core, int32_t link, const struct heat_law *law)
{
    const int32_t k = core->link_part[link];
    if (k >= 0)
        core->part_law[k] = *law;
    else if (k < -1)
        core->strip_law[-2 - k] = *law;
}
