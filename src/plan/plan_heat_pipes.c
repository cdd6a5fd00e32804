/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pipes that are known, told: a row for each boiler house, and what the map of them shows.
 */
#include "plan_heat_islands.h"

enum { PANELS_MOST = 12, COLUMNS = 8, PIPES_MOST = 1500 };
static const double enough = 0.95; /* of the heat wanted: else the house is short of it */
static const float scale_hot_c = 95.0F, scale_cold_c = 60.0F;

struct telling {
    struct heat_case *c;
    struct plan_list list;
    struct rk_net_panel *panel;
    int32_t panels;
};

static int32_t short_of_heat(const struct island *s, const struct rk_heat_result *r)
{
    int32_t n = 0;
    for (int32_t k = 0; k < s->houses; k++)
        n += !(r->share[k] >= enough);
    return n;
}

/* The house to which the coolest water comes, -1: none gets any. */
static int32_t coolest(const struct island *s, const struct rk_heat_result *r)
{
    int32_t best = -1;
    for (int32_t k = 0; k < s->houses; k++)
        if (r->consumer_in_c[k] > 0.0 && r->share[k] > 0.0 &&
            (best < 0 || r->consumer_in_c[k] < r->consumer_in_c[best]))
            best = k;
    return best;
}

/* ---- the drawing ---------------------------------------------------------------------------
 */

static bool panel_of(struct telling *t, const struct island *s, const struct rk_heat_result *r)
{
    struct plan *p = t->c->p;
    struct rk_net_node *node = RK_NEW(p->keep, struct rk_net_node, s->nodes);
    struct rk_net_pipe *pipe = RK_NEW(p->keep, struct rk_net_pipe, s->pipes);
    if (!node || !pipe)
        return false;
    for (int32_t k = 0; k < s->nodes; k++)
        node[k] = (struct rk_net_node){.x_m = s->at[k].x_m,
                                       .y_m = s->at[k].y_m,
                                       .temp_c = (float)r->t_supply_c[k],
                                       .share = (float)RK_NAN,
                                       .place = k == 0 ? RK_NET_BOILER : RK_NET_CHAMBER,
                                       .placed = s->placed[k]};
    for (int32_t k = 0; k < s->houses; k++) {
        node[s->consumer[k].node].place = RK_NET_HOUSE;
        node[s->consumer[k].node].share = (float)r->share[k];
    }
    for (int32_t k = 0; k < s->pipes; k++) {
        const struct rk_heat_pipe *q = &s->pipe[k];
        const struct island_pipe *about = &s->about[k];
        pipe[k] = (struct rk_net_pipe){
            .a = q->a,
            .b = q->b,
            .inner_d_m = (float)q->inner_d_m,
            .temp_c = (float)fmin(r->t_supply_c[q->a], r->t_supply_c[q->b]),
            .broken = q->shut,
            .leaks = q->leak_mm2 > 0.0,
            .assumed =
                about->length_assumed || about->width_assumed || about->insulation_assumed};
    }
    const int32_t cool = coolest(s, r);
    t->panel[t->panels++] =
        (struct rk_net_panel){.name = heat_source_label(t->c, s->source),
                              .node = node,
                              .pipe = pipe,
                              .nodes = s->nodes,
                              .pipes = s->pipes,
                              .runs = t->c->src[s->source].runs,
                              .coldest = cool < 0 ? -1 : s->consumer[cool].node};
    return true;
}

/* ---- the list ------------------------------------------------------------------------------
 */

static struct rk_str assumed_words(const struct heat_case *c, const struct island *s)
{
    struct rk_buf b = rk_buf_in(c->p->keep, 200);
    const struct {
        int32_t n;
        const char *key;
    } parts[] = {{s->lengths, "heat.pipes.lengths"},
                 {s->widths, "heat.pipes.widths"},
                 {s->insulations, "heat.pipes.insulations"}};
    for (ptrdiff_t i = 0; i < RK_COUNT(parts); i++)
        if (parts[i].n > 0)
            rk_buf_printf(&b, "%s%s %d", b.len ? ", " : "", rk_word(c->p->lang, parts[i].key),
                          parts[i].n);
    return rk_buf_str(&b);
}

static struct rk_str range_words(const struct heat_case *c, const int32_t n[3])
{
    const int32_t low = n[1] < n[2] ? n[1] : n[2], high = n[1] > n[2] ? n[1] : n[2];
    return low == high ? rk_str_printf(c->p->keep, "%d", n[0])
                       : rk_str_printf(c->p->keep, "%d (%d–%d)", n[0], low, high);
}

static void fill_row(struct telling *t, const struct island *s, const struct rk_heat_result *r,
                     const int32_t short_houses[3])
{
    struct rk_list_cell *cell = plan_list_row(&t->list);
    if (!cell)
        return;
    const int32_t cool = coolest(s, r);
    int32_t broken = 0, leaks = 0;
    for (int32_t k = 0; k < s->pipes; k++) {
        broken += s->pipe[k].shut;
        leaks += s->pipe[k].leak_mm2 > 0.0;
    }
    plan_cell_text(&cell[0], heat_source_label(t->c, s->source));
    plan_cell_number(&cell[1], floor(s->length_m / 10.0 + 0.5) / 100.0, "");
    cell[1].decimals = 2;
    plan_cell_text(&cell[2], rk_str_printf(t->c->p->keep, "%d / %d", broken, leaks));
    plan_cell_text(&cell[3], assumed_words(t->c, s));
    plan_cell_number(&cell[4], floor(s->wanted_kw + 0.5), "");
    if (r->source_kw[0] > 0.0)
        plan_cell_number(&cell[5], floor(100.0 * r->lost_kw / r->source_kw[0] + 0.5), "");
    if (cool >= 0)
        plan_cell_number(&cell[6], floor(r->consumer_in_c[cool] + 0.5), "");
    plan_cell_text(&cell[7], range_words(t->c, short_houses));
    cell[7].strong = short_houses[0] > 0;
}

static bool tell_island(struct telling *t, const struct plan_records *pipes, int32_t source,
                        bool *flips)
{
    struct rk_scratch *const scratch = t->c->p->scratch;
    struct rk_arena in = scratch->in;
    struct island s;
    int32_t n[3] = {0, 0, 0};
    if (!island_read(t->c, pipes, source, &in, &s))
        return false;
    if (s.pipes == 0 || s.pipes > PIPES_MOST || s.houses == 0)
        return true;
    for (int k = 2; k >= 0; k--) { /* better, worse, as assumed: the last is drawn */
        struct rk_arena keep = in;
        struct rk_scratch rest = {keep};
        struct rk_heat_result r;
        keep.end = rest.in.at += (keep.end - keep.at) / 2;
        if (!island_solve(t->c, &s, k == 0 ? 0 : k == 1 ? -1 : 1, &keep, rest, &r))
            return true; /* numbers that no network can have: left out */
        n[k] = short_of_heat(&s, &r);
        if (k > 0)
            continue;
        *flips |= n[1] != n[0] || n[2] != n[0];
        fill_row(t, &s, &r, n);
        if (!panel_of(t, &s, &r))
            return false;
    }
    return true;
}

bool heat_pipes(struct heat_case *c)
{
    static const struct rk_list_column columns[COLUMNS] = {
        {"list.column.boiler_house", false, 0.24}, {"list.column.pipes_km", true, 0.07},
        {"list.column.broken_leaks", true, 0.10},  {"list.column.assumed", false, 0.22},
        {"list.column.wanted_kw", true, 0.09},     {"list.column.lost", true, 0.08},
        {"list.column.coolest", true, 0.09},       {"list.column.short", true, 0.11}};
    struct plan_records pipes;
    struct telling t = {.c = c};
    bool flips = false;
    if (!island_records(c->p, &pipes))
        return false;
    if (pipes.rows == 0 || !plan_list_open(c->p,
                                           (struct rk_list){.id = "cold.network",
                                                            .title = "list.cold.network",
                                                            .section = "cold",
                                                            .figure = "heat.cold_people",
                                                            .reader = RK_LIST_INSIDE},
                                           columns, COLUMNS, PANELS_MOST, &t.list))
        return !c->p->keep->failed;
    t.panel = RK_NEW(c->p->keep, struct rk_net_panel, PANELS_MOST);
    struct rk_network *network = RK_NEW(c->p->keep, struct rk_network, 1);
    if (!t.panel || !network)
        return false;
    for (int32_t s = 0; s < c->source.rows && t.panels < PANELS_MOST; s++)
        if (!tell_island(&t, &pipes, s, &flips))
            return false;
    if (t.panels == 0)
        return true;
    t.list.head.note = rk_str_printf(
        c->p->keep, "%s %s", rk_word(c->p->lang, "list.note.network"),
        rk_word(c->p->lang, flips ? "list.note.network.flips" : "list.note.network.stays"));
    plan_list_close(c->p, &t.list);
    *network = (struct rk_network){.list = "cold.network",
                                   .panel = t.panel,
                                   .panels = t.panels,
                                   .hot_c = scale_hot_c,
                                   .cold_c = scale_cold_c};
    c->p->network = network;
    return true;
}
