/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok repair: the planner's figure beside the simulator's, and what lies between them. */
#include "cli_heat.h"
#include "cli_repair.h"

static const double told_share = 0.03; /* a wider gap is explained */

/* ---- a network that carries the heat -------------------------------------------------------
 */

struct piped {
    struct cli *cli;
    const struct rk_repair_case *c;
    const char *dir;
    struct rk_heat_town town;
    struct rk_heat_net net; /* as it stands: links and boilers behind what the folder has */
    struct rk_heat_pipe *pipe;
    struct rk_heat_source *source;
    struct rk_heat_consumer *consumer;
    int32_t *node_of;       /* [problem nodes] of the network, -1: not in it */
    int32_t *pipe_of;       /* [problem edges] -1: no job is about it */
    int32_t *link_of;       /* [jobs] -1: no link */
    int32_t *source_of;     /* [problem nodes] -1: no plant and no site */
    int32_t *house_of;      /* [network nodes] of the problem, -1 */
    double *kw, *wanted_kw; /* [problem nodes] */
    int32_t unsettled;
};

static rk_status misfit(const struct piped *p, const char *what, int32_t id, struct rk_err *err)
{
    char place[RK_ERR_PLACE];
    snprintf(place, sizeof place, "%s: %s %d", p->dir, what, id);
    return rk_fail(err, RK_EINVAL, place,
                   "not in the network; expected the ids of the problem there");
}

static rk_status map_nodes(struct piped *p, struct rk_err *err)
{
    const struct rk_repair_problem *q = &p->c->problem;
    for (int32_t k = 0; k < p->town.net.nodes; k++)
        p->house_of[k] = -1;
    for (int32_t i = 0; i < q->nodes; i++) {
        char text[16];
        snprintf(text, sizeof text, "%d", p->c->node_id[i]);
        p->node_of[i] = p->source_of[i] = -1;
        for (int32_t k = 0; k < p->town.net.nodes && p->node_of[i] < 0; k++)
            if (rk_str_eq(p->town.node_id[k], rk_str_of(text)))
                p->node_of[i] = k;
        if (p->node_of[i] >= 0)
            p->house_of[p->node_of[i]] = i;
        else if (q->node[i].people > 0.0)
            return misfit(p, "node", p->c->node_id[i], err);
    }
    for (int32_t k = 0; k < p->town.net.consumers; k++) {
        const int32_t i = p->house_of[p->town.net.consumer[k].node];
        if (i >= 0)
            p->wanted_kw[i] += p->town.net.consumer[k].q_kw;
    }
    for (int32_t i = 0; i < q->nodes; i++)
        if (q->node[i].people > 0.0 && !(p->wanted_kw[i] > 0.0))
            return misfit(p, "consumer", p->c->node_id[i], err);
    return RK_OK;
}

/* The pipe of that id between the two nodes, else any between them. */
static int32_t find_pipe(const struct piped *p, int32_t edge)
{
    const struct rk_repair_edge *e = &p->c->problem.edge[edge];
    const int32_t a = p->node_of[e->a], b = p->node_of[e->b];
    char text[16];
    int32_t found = -1;
    snprintf(text, sizeof text, "%d", p->c->edge_id[edge]);
    for (int32_t k = 0; k < p->town.net.pipes; k++) {
        const struct rk_heat_pipe *x = &p->town.net.pipe[k];
        if (!((x->a == a && x->b == b) || (x->a == b && x->b == a)))
            continue;
        if (rk_str_eq(p->town.pipe_id[k], rk_str_of(text)))
            return k;
        found = found < 0 ? k : found;
    }
    return found;
}

/* A cross-connection: as wide as the widest pipe at its ends, straight. */
static void add_link(struct piped *p, int32_t job)
{
    const struct rk_repair_problem *q = &p->c->problem;
    const struct rk_repair_job *j = &q->job[job];
    const int32_t a = p->node_of[j->a], b = p->node_of[j->b];
    struct rk_heat_pipe pipe = {.a = a, .b = b, .shut = true, .inner_d_m = 0.05};
    for (int32_t k = 0; k < p->town.net.pipes; k++) {
        const struct rk_heat_pipe *x = &p->town.net.pipe[k];
        if ((x->a != a && x->b != a && x->a != b && x->b != b) || x->inner_d_m < pipe.inner_d_m)
            continue;
        pipe.inner_d_m = x->inner_d_m;
        pipe.roughness_mm = x->roughness_mm;
        pipe.u_w_m2k = x->u_w_m2k;
    }
    pipe.length_m = fmax(1.0, hypot(q->node[j->a].x_m - q->node[j->b].x_m,
                                    q->node[j->a].y_m - q->node[j->b].y_m));
    p->link_of[job] = p->net.pipes;
    p->pipe[p->net.pipes++] = pipe;
}

static rk_status map_jobs(struct piped *p, struct rk_err *err)
{
    const struct rk_repair_problem *q = &p->c->problem;
    for (int32_t e = 0; e < q->edges; e++)
        p->pipe_of[e] = -1;
    for (int32_t j = 0; j < q->jobs; j++) {
        const struct rk_repair_job *job = &q->job[j];
        p->link_of[j] = -1;
        if (job->kind == RK_REPAIR_PIPE) {
            p->pipe_of[job->at] = find_pipe(p, job->at);
            if (p->pipe_of[job->at] < 0)
                return misfit(p, "pipe", p->c->edge_id[job->at], err);
        } else if (job->kind == RK_REPAIR_LINK) {
            if (p->node_of[job->a] < 0 || p->node_of[job->b] < 0)
                return misfit(p, "link", p->c->job_id[j], err);
            add_link(p, j);
        }
    }
    return RK_OK;
}

/* Where a plant stands or a boiler may: a source of the folder, or one like its first. */
static rk_status map_source(struct piped *p, int32_t node, struct rk_err *err)
{
    const int32_t at = p->node_of[node];
    if (at < 0)
        return misfit(p, "node", p->c->node_id[node], err);
    for (int32_t s = 0; s < p->net.sources && p->source_of[node] < 0; s++)
        if (p->source[s].node == at)
            p->source_of[node] = s;
    if (p->source_of[node] >= 0)
        return RK_OK;
    if (p->town.net.sources == 0)
        return misfit(p, "plant", p->c->node_id[node], err);
    p->source_of[node] = p->net.sources;
    p->source[p->net.sources] = p->town.net.source[0];
    p->source[p->net.sources++].node = at;
    return RK_OK;
}

static rk_status map_sources(struct piped *p, struct rk_err *err)
{
    const struct rk_repair_problem *q = &p->c->problem;
    rk_status bad = RK_OK;
    for (int32_t i = 0; i < q->plants && !bad; i++)
        bad = map_source(p, q->plant[i].node, err);
    for (int32_t j = 0; j < q->jobs; j++)
        for (int32_t k = 0;
             q->job[j].kind == RK_REPAIR_BOILER && k < q->job[j].sites.len && !bad; k++)
            bad = map_source(p, q->job[j].sites.at[k], err);
    return bad;
}

static rk_status open_network(struct piped *p, struct rk_err *err)
{
    const struct rk_repair_problem *q = &p->c->problem;
    struct rk_arena *keep = &p->cli->keep;
    struct rk_heat_folder folder;
    rk_status bad = cli_heat_folder(p->cli, p->dir, &folder, err);
    if (!bad)
        bad = rk_heat_read_town(&folder, keep, p->cli->scratch, &p->town, err);
    if (bad)
        return bad;
    const struct rk_heat_net *net = &p->town.net;
    p->net = *net;
    p->pipe = RK_NEW(keep, struct rk_heat_pipe, net->pipes + q->jobs + 1);
    p->source = RK_NEW(keep, struct rk_heat_source, net->sources + q->nodes + 1);
    p->consumer = RK_NEW(keep, struct rk_heat_consumer, net->consumers + 1);
    p->node_of = RK_NEW(keep, int32_t, q->nodes + 1);
    p->source_of = RK_NEW(keep, int32_t, q->nodes + 1);
    p->pipe_of = RK_NEW(keep, int32_t, q->edges + 1);
    p->link_of = RK_NEW(keep, int32_t, q->jobs + 1);
    p->house_of = RK_NEW(keep, int32_t, net->nodes + 1);
    p->kw = RK_NEW(keep, double, q->nodes + 1);
    p->wanted_kw = RK_NEW(keep, double, q->nodes + 1);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, p->dir, "%d nodes, %d pipes", net->nodes, net->pipes);
    memcpy(p->pipe, net->pipe, (size_t)net->pipes * sizeof *p->pipe);
    memcpy(p->source, net->source, (size_t)net->sources * sizeof *p->source);
    memcpy(p->consumer, net->consumer, (size_t)net->consumers * sizeof *p->consumer);
    p->net.pipe = p->pipe;
    p->net.source = p->source;
    p->net.consumer = p->consumer;
    bad = map_nodes(p, err);
    if (!bad)
        bad = map_jobs(p, err);
    return bad ? bad : map_sources(p, err);
}

/* The network as it stands now. */
static void stand(struct piped *p, const struct rk_repair_stand *now)
{
    const struct rk_repair_problem *q = &p->c->problem;
    for (int32_t e = 0; e < q->edges; e++)
        if (p->pipe_of[e] >= 0)
            p->pipe[p->pipe_of[e]].shut = !now->edge_whole[e];
    for (int32_t j = 0; j < q->jobs; j++)
        if (p->link_of[j] >= 0)
            p->pipe[p->link_of[j]].shut = !now->link_laid[j];
    for (int32_t s = 0; s < p->net.sources; s++)
        p->source[s].max_kw = 0.0;
    for (int32_t i = 0; i < q->plants; i++)
        p->source[p->source_of[q->plant[i].node]].max_kw += now->plant_kw[i];
    for (int32_t i = 0; i < q->nodes; i++)
        if (now->site_kw[i] > 0.0)
            p->source[p->source_of[i]].max_kw += now->site_kw[i];
    for (int32_t s = 0; s < p->net.sources; s++)
        p->source[s].off = !(p->source[s].max_kw > 0.0);
    for (int32_t k = 0; k < p->net.consumers; k++) {
        const int32_t i = p->house_of[p->consumer[k].node];
        if (i >= 0)
            p->consumer[k].q_kw = p->town.net.consumer[k].q_kw * now->on_net[i];
    }
}

static rk_status heat_of_pipes(void *user, const struct rk_repair_stand *now, double *share,
                               struct rk_scratch scratch, struct rk_err *err)
{
    struct piped *p = user;
    const struct rk_repair_problem *q = &p->c->problem;
    struct rk_heat_result r;
    struct rk_arena keep = p->cli->keep;
    stand(p, now);
    const rk_status bad = rk_heat_solve(&p->net, &keep, scratch, &r, err);
    if (bad)
        return bad;
    p->unsettled += !r.converged;
    for (int32_t i = 0; i < q->nodes; i++)
        p->kw[i] = 0.0;
    for (int32_t k = 0; k < p->net.consumers; k++) {
        const int32_t i = p->house_of[p->consumer[k].node];
        if (i >= 0)
            p->kw[i] += r.consumer_kw[k];
    }
    for (int32_t i = 0; i < q->nodes; i++) {
        const double wanted = p->wanted_kw[i] * now->on_net[i];
        share[i] = wanted > 0.0 ? fmin(1.0, p->kw[i] / wanted * (1.0 + 1e-6)) : 1.0;
    }
    return RK_OK;
}

rk_status cli_live(struct cli *cli, const struct rk_repair_case *c,
                   const struct rk_repair_plan *plan, const char *network,
                   struct cli_lived *out, struct rk_err *err)
{
    *out = (struct cli_lived){.network = network != NULL};
    rk_status bad = rk_repair_simulate(&c->problem, plan, c->design_outdoor_c, NULL, NULL,
                                       cli->scratch, &out->own, err);
    out->piped = out->own;
    if (bad || !network)
        return bad;
    struct piped p = {.cli = cli, .c = c, .dir = network};
    bad = open_network(&p, err);
    if (!bad)
        bad = rk_repair_simulate(&c->problem, plan, c->design_outdoor_c, heat_of_pipes, &p,
                                 cli->scratch, &out->piped, err);
    out->unsettled = p.unsettled;
    return bad;
}

/* ---- saying it -----------------------------------------------------------------------------
 */

enum { CAUSES = 4 };
struct causes { /* what each adds, as a share of the planner's figure */
    double gap, part[CAUSES];
};

/* What lies between two figures, of the planner's; rounding is nothing. */
static double part_of(const struct rk_repair_plan *plan, double from, double to)
{
    const double part = (to - from) / (plan->objective > 0.0 ? plan->objective : 1.0);
    return fabs(part) < 1e-12 ? 0.0 : part;
}

static struct causes causes_of(const struct cli_lived *l, const struct rk_repair_plan *plan)
{
    const struct rk_repair_trial *o = &l->own;
    return (struct causes){
        part_of(plan, plan->objective, l->piped.warming),
        {part_of(plan, plan->objective, o->by_plan), part_of(plan, o->by_plan, o->by_house),
         part_of(plan, o->by_house, o->warming), part_of(plan, o->warming, l->piped.warming)}};
}

static const char *const cause_keys[CAUSES] = {"reckoning", "part_heat", "warming_up", "pipes"};

void cli_live_json(struct rk_json_out *w, const struct cli_lived *l,
                   const struct rk_repair_plan *plan)
{
    const struct causes k = causes_of(l, plan);
    rk_json_key(w, RK_STR("simulated"));
    rk_json_object(w);
    rk_json_knum(w, "planner", plan->objective);
    rk_json_knum(w, "simulator", l->piped.warming);
    rk_json_knum(w, "gap", k.gap);
    rk_json_knum(w, "by_the_planners_rules", l->own.by_plan);
    rk_json_key(w, RK_STR("gap_by_cause"));
    rk_json_object(w);
    for (int i = 0; i < CAUSES; i++)
        rk_json_knum(w, cause_keys[i], k.part[i]);
    rk_json_object_end(w);
    rk_json_knum(w, "people_hours_below_18", l->piped.people_h_18);
    rk_json_knum(w, "people_hours_below_8", l->piped.people_h_8);
    rk_json_kint(w, "changes", l->piped.changes);
    rk_json_kbool(w, "network", l->network);
    if (l->network)
        rk_json_kint(w, "unsettled", l->unsettled);
    rk_json_object_end(w);
}

static void say_causes(struct cli *cli, const struct causes *k)
{
    static const char *const words[2][CAUSES] = {
        {"the two reckonings differ by the same rules: this is a fault of the program",
         "a share of heat keeps a whole house part warm, where the planner counts that share "
         "of "
         "its people warm and the rest as cold as unheated",
         "houses that have heat again take hours to grow warm",
         "the pipes: losses, pressures, and one share for all behind a source that is too "
         "small"},
        {"за тих самих правил два розрахунки розходяться: це помилка програми",
         "частка тепла тримає весь будинок напівтеплим, а планувальник уважає теплою таку "
         "частку "
         "людей, решту ж – у неопалюваному домі",
         "будинки, куди повернулося тепло, прогріваються не одразу",
         "труби: втрати, тиск і однакова частка для всіх, коли джерело замале"}};
    for (int i = 0; i < CAUSES; i++)
        if (fabs(k->part[i]) >= 0.0005)
            cli_say(cli, "  %+.1f %%: %s", 100.0 * k->part[i],
                    words[cli->lang == RK_UK ? 1 : 0][i]);
}

void cli_live_say(struct cli *cli, const struct rk_repair_case *c, const struct cli_lived *l,
                  const struct rk_repair_plan *plan)
{
    const bool uk = cli->lang == RK_UK;
    const struct causes k = causes_of(l, plan);
    cli_say(cli,
            uk ? "планувальник: %.3f; симулятор: %.3f (різниця %+.2f %%)"
               : "planner: %.3f; simulator: %.3f (gap %+.2f %%)",
            plan->objective, l->piped.warming, 100.0 * k.gap);
    if (fabs(k.gap) > told_share || fabs(k.part[0]) > 1e-3)
        say_causes(cli, &k);
    if (c->problem.weather.count > 0)
        cli_say(cli,
                uk ? "людино-годин нижче 18 °C: %.0f, із них нижче 8 °C: %.0f"
                   : "people's hours below 18 °C: %.0f, of these below 8 °C: %.0f",
                l->piped.people_h_18, l->piped.people_h_8);
    if (l->unsettled > 0)
        cli_say(cli,
                uk ? "станів мережі, що не збіглися: %d із %d (там дані наближені)"
                   : "states of the network that did not converge: %d of %d (figures there are "
                     "approximate)",
                l->unsettled, l->piped.changes + 1);
}
