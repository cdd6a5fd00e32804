/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer: a first plan, a search, a proof where it is small enough, and what is told. */
#include "repair_internal.h"

static bool all_in(const bool *have, struct rk_ids options)
{
    for (int32_t k = 0; k < options.len; k++)
        if (!have[options.at[k]])
            return false;
    return true;
}

/* Takes the caller's plan where all of it can be done as it stands; the rest goes behind. */
static void take_start(const struct repair_town *t, const struct rk_repair_options *opt,
                       struct repair_sequence *s, struct rk_scratch scratch)
{
    bool *have = RK_NEW(&scratch, bool, t->options + 1);
    struct repair_item *item = RK_NEW(&scratch, struct repair_item, t->options + 1);
    int32_t *by_start = RK_NEW(&scratch, int32_t, opt->starts + 1);
    if (scratch.in.failed)
        return;
    for (int32_t k = 0; k < opt->starts; k++) {
        int32_t j = k;
        for (; j > 0 && opt->start[by_start[j - 1]].start_h > opt->start[k].start_h; j--)
            by_start[j] = by_start[j - 1];
        by_start[j] = k;
    }
    int32_t n = 0;
    for (int32_t k = 0; k < opt->starts; k++) {
        const struct rk_repair_task *task = &opt->start[by_start[k]];
        for (int32_t o = 0; o < t->options; o++)
            if (t->option[o].job == task->job && t->option[o].site == task->site && !have[o] &&
                task->crew < t->crews && repair_able(t, &t->option[o], task->crew) &&
                all_in(have, t->option[o].after)) {
                have[o] = true;
                item[n++] = (struct repair_item){o, task->crew};
            }
    }
    for (int32_t k = 0; k < s->count; k++)
        if (!have[s->item[k].option])
            item[n++] = s->item[k];
    memcpy(s->item, item, (size_t)n * sizeof *item);
    s->count = n;
}

/* Some six seconds of a present-day core: a step costs so many jobs times so many houses. */
static int64_t default_iterations(const struct repair_town *t)
{
    const int64_t n = 6600000000 / ((t->options + 1) * (int64_t)(10 + 4 * t->words));
    return n < 5000 ? 5000 : n > 4000000 ? 4000000 : n;
}

struct run {
    struct repair_work work;
    struct repair_sequence best;
    double cost, bound;
    bool proved;
};

static rk_status prove(const struct repair_town *t, int64_t nodes, struct rk_scratch scratch,
                       struct run *r, struct rk_err *err)
{
    return repair_prove(t, nodes, &r->work, scratch, &r->best, &r->cost, &r->bound, &r->proved,
                        err);
}

/* A short search and a short proof do for most small problems. Where they do not, the search
 * goes on before the proof does: a better plan cuts more of the proof off. */
static rk_status improve(const struct repair_town *t, struct rk_scratch scratch, struct run *r,
                         struct rk_err *err)
{
    enum { SHORT = 1000000, FEW_OPTIONS = 16, ENOUGH = 400000 };
    const struct rk_repair_options *opt = r->work.options;
    const bool small = repair_small(t) && opt->nodes != 1;
    int64_t most = opt->iterations;
    if (most == 0 || (small && most < 0)) /* what is not searched is left for the proof */
        most = !small                      ? default_iterations(t)
               : t->options <= FEW_OPTIONS ? ENOUGH
                                           : default_iterations(t) / 3;
    const int64_t few = 1000 + 500 * (int64_t)t->options;
    const int64_t first = small && few < most ? few : most;
    const int64_t nodes = opt->nodes ? opt->nodes : 2000000;
    const bool twice = nodes < 0 || nodes > SHORT;
    rk_status bad = repair_search(t, first, &r->work, scratch, &r->best, &r->cost, err);
    if (!bad && small)
        bad = prove(t, twice ? SHORT : nodes, scratch, r, err);
    if (!bad && !r->proved && !r->work.stopped && first != most)
        bad = repair_search(t, most - first, &r->work, scratch, &r->best, &r->cost, err);
    if (!bad && small && !r->proved && !r->work.stopped && twice)
        bad = prove(t, nodes, scratch, r, err);
    return bad;
}

rk_status rk_repair_solve(const struct rk_repair_problem *problem,
                          const struct rk_repair_options *options, struct rk_arena *keep,
                          struct rk_scratch scratch, struct rk_repair_plan *out,
                          struct rk_err *err)
{
    const struct rk_repair_options none = {0};
    rk_status bad = repair_check(problem, err);
    if (bad)
        return bad;
    struct rk_arena result = *keep;
    struct repair_town town;
    struct run r = {.work = {.options = options ? options : &none}};
    bad = repair_town_make(problem, &result, scratch, &town, err);
    if (bad)
        return bad;
    r.best.item = RK_NEW(&scratch, struct repair_item, town.options + 1);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "repair", "%d options", town.options);
    bad = repair_first(&town, scratch, &r.best, err);
    if (!bad)
        bad = repair_bound(&town, scratch, &r.bound, err);
    if (bad)
        return bad;
    const double plain = r.bound;
    if (r.work.options->starts > 0)
        take_start(&town, r.work.options, &r.best, scratch);
    bad = improve(&town, scratch, &r, err);
    struct rk_repair_plan plan = {.iterations = r.work.iterations,
                                  .proof_nodes = r.work.proof_nodes};
    if (!bad)
        bad = repair_tell(&town, &r.best, r.work.options->seed, &result, scratch, &plan, err);
    if (bad)
        return bad;
    plan.bound = fmin(plan.late_h > 0.0 ? plain : r.bound, plan.objective);
    const bool met = plan.bound >= plan.objective * (1.0 - 1e-9);
    plan.status =
        r.proved || (met && plan.late_h <= 0.0) ? RK_REPAIR_OPTIMAL : RK_REPAIR_FEASIBLE;
    if (plan.status == RK_REPAIR_OPTIMAL)
        plan.bound = plan.objective;
    plan.late_proved = r.proved || plan.late_h <= 0.0;
    *keep = result;
    *out = plan;
    return RK_OK;
}
