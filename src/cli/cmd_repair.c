/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok repair: in which order the heat comes back. */
#include "cli_repair.h"

#include "rk_file.h"

enum { MOST_BYTES = 1 << 28 };

struct budget {
    struct cli *cli;
    double until_s; /* processor seconds; HUGE_VAL: no limit */
    bool interrupted;
};

static bool stop(void *user)
{
    struct budget *b = user;
    if (rk_progress_step(&b->cli->progress, 0.0, NULL) == RK_ECANCELED)
        b->interrupted = true;
    return b->interrupted || rk_cpu_s() >= b->until_s;
}

/* ---- one more
 * -------------------------------------------------------------------------------- */

struct more {
    bool tried, proved;
    double objective, late_h;
};

/* The same town with one crew or boiler more, begun from the plan there is. */
static rk_status try_more(struct cli *cli, const struct rk_repair_problem *bigger,
                          const struct rk_repair_plan *plan, double seconds,
                          struct budget *budget, struct more *out, struct rk_err *err)
{
    struct rk_arena keep = cli->keep;
    struct rk_repair_plan better;
    const bool timed = isfinite(budget->until_s);
    budget->until_s = timed ? rk_cpu_s() + seconds : HUGE_VAL;
    const struct rk_repair_options options = {
        .seed = cli->seed,
        .iterations = timed ? -1 : 20000000 / (bigger->jobs + 1) + 1000,
        .nodes = timed ? -1 : 100000,
        .stop = stop,
        .user = budget,
        .start = plan->task,
        .starts = plan->tasks,
    };
    const rk_status bad = rk_repair_solve(bigger, &options, &keep, cli->scratch, &better, err);
    if (!bad)
        *out = (struct more){true, better.status == RK_REPAIR_OPTIMAL, better.objective,
                             better.late_h};
    return bad;
}

/* ---- words
 * ----------------------------------------------------------------------------------- */

static const char *kind_words(const struct cli *cli, enum rk_repair_kind kind)
{
    static const char *const en[] = {"damage", "damage", "link", "boiler", "stoves"};
    static const char *const uk[] = {"пошкодження", "пошкодження", "перемичка",
                                     "мобільна котельня", "печі"};
    return cli->lang == RK_UK ? uk[kind] : en[kind];
}

static const char *why_words(const struct cli *cli, enum rk_repair_why why)
{
    static const char *const uk[] = {
        [RK_REPAIR_CYCLE] = "вона чекає на саму себе",
        [RK_REPAIR_WAITS] = "вона чекає на роботу, яку виконати не можна",
        [RK_REPAIR_NO_SKILL] = "жодна бригада не має потрібних умінь",
        [RK_REPAIR_NEVER] = "невідомо, коли буде те, що для цього потрібно",
    };
    return cli->lang == RK_UK ? uk[why] : rk_repair_why_words(why);
}

static void hour_words(const struct cli *cli, const struct rk_repair_case *c, double h,
                       struct rk_buf *out)
{
    char day[12];
    rk_repair_day(c, h, day);
    rk_buf_printf(out, cli->lang == RK_UK ? "не раніше години %.1f" : "not before hour %.1f",
                  h);
    if (day[0])
        rk_buf_printf(out, " (%s)", day);
}

/* "damage 3: warms 420 people, not before hour 34.0 (2022-11-14)" */
static void task_words(const struct cli *cli, const struct rk_repair_case *c,
                       const struct rk_repair_task *t, struct rk_buf *out)
{
    const bool uk = cli->lang == RK_UK;
    const struct rk_repair_job *j = &c->problem.job[t->job];
    rk_buf_printf(out, "%s %d", kind_words(cli, j->kind), c->job_id[t->job]);
    if (j->kind >= RK_REPAIR_BOILER)
        rk_buf_printf(out, uk ? " у вузлі %d" : " at node %d", c->node_id[t->site]);
    if (j->kind == RK_REPAIR_STOVES)
        rk_buf_c(out, uk ? ", будинок відключають від мережі й зливають воду"
                         : ", the house is given up and drained");
    if (t->people >= 0.5) {
        rk_buf_printf(out, uk ? ": дає тепло людям: %.0f, " : ": warms %.0f people, ",
                      t->people);
    } else if (t->with >= 0 && t->with_people >= 0.5) {
        rk_buf_printf(out,
                      uk ? ": сама по собі ця робота нікого не зігріє; разом із роботою "
                           "«%s %d» дає тепло людям: %.0f; "
                         : ": warms nobody by itself; with %s %d it warms %.0f people; ",
                      kind_words(cli, c->problem.job[t->with].kind), c->job_id[t->with],
                      t->with_people);
    } else if (t->with_people >= 0.5) {
        rk_buf_printf(
            out,
            uk ? ": дасть тепло, коли котельня зможе працювати (газ, електрика), людям: %.0f, "
               : ": warms nobody until its plant can run (gas, power), then %.0f people, ",
            t->with_people);
    } else if (t->people <= -0.5) {
        rk_buf_c(out, uk ? ": тепло йде до тих, кого рада поставила першими, "
                         : ": moves heat to those the council put first, ");
    } else {
        rk_buf_c(out, uk ? ": нікому не додає тепла (його бракує або воно йде іншим шляхом); "
                           "буде зроблено "
                         : ": warms nobody more (heat is short or comes another way); done ");
    }
    hour_words(cli, c, t->warm_h, out);
}

static void block_words(const struct cli *cli, const struct rk_repair_case *c,
                        const struct rk_repair_block *b, struct rk_buf *out)
{
    rk_buf_printf(out,
                  cli->lang == RK_UK ? "до плану не ввійшла робота «%s %d»: %s"
                                     : "%s %d is left out: %s",
                  kind_words(cli, c->problem.job[b->job].kind), c->job_id[b->job],
                  why_words(cli, b->why));
}

/* ---- JSON
 * ------------------------------------------------------------------------------------ */

static void put_words(struct rk_json_out *w, struct rk_buf *words)
{
    rk_json_kstr(w, "text", rk_buf_str(words));
    rk_json_object_end(w);
    words->len = 0;
}

static void json_why(struct cli *cli, struct rk_json_out *w, const struct rk_repair_case *c,
                     const struct rk_repair_plan *plan, struct rk_buf *words)
{
    static const char *const key[] = {"damage_id", "damage_id", "link_id", "boiler_id",
                                      "stoves_id"};
    static const char *const kind[] = {"damage", "damage", "link", "boiler", "stoves"};
    rk_json_key(w, RK_STR("why"));
    rk_json_array(w);
    for (int32_t k = 0; k < plan->tasks; k++) {
        const struct rk_repair_task *t = &plan->task[k];
        const struct rk_repair_job *j = &c->problem.job[t->job];
        rk_json_object(w);
        rk_json_kint(w, key[j->kind], c->job_id[t->job]);
        if (t->site >= 0)
            rk_json_kint(w, "node", c->node_id[t->site]);
        rk_json_kint(w, "crew", t->crew);
        rk_json_knum(w, "start_h", t->start_h);
        rk_json_knum(w, "end_h", t->end_h);
        rk_json_knum(w, "not_before_h", t->sooner_h);
        rk_json_knum(w, "warms_people", t->people);
        if (t->with >= 0) {
            rk_json_kstr(w, "with_kind", rk_str_of(kind[c->problem.job[t->with].kind]));
            rk_json_kint(w, "with_id", c->job_id[t->with]);
        }
        if (t->with_people >= 0.5)
            rk_json_knum(w, "with_people", t->with_people);
        rk_json_knum(w, "warm_not_before_h", t->warm_h);
        task_words(cli, c, t, words);
        put_words(w, words);
    }
    rk_json_array_end(w);
    rk_json_key(w, RK_STR("left_out"));
    rk_json_array(w);
    for (int32_t k = 0; k < plan->blocks; k++) {
        const struct rk_repair_block *b = &plan->block[k];
        rk_json_object(w);
        rk_json_kint(w, key[c->problem.job[b->job].kind], c->job_id[b->job]);
        rk_json_kstr(w, "reason", rk_str_of(rk_repair_why_words(b->why)));
        block_words(cli, c, b, words);
        put_words(w, words);
    }
    rk_json_array_end(w);
}

/* Should node i be drained before the pipes of cold houses freeze at freeze_h? Also where
 * stoves take it off the net. */
static bool to_drain(const struct rk_repair_case *c, const struct rk_repair_plan *plan,
                     int32_t i, double freeze_h)
{
    if (c->problem.node[i].people <= 0.0)
        return false;
    for (int32_t k = 0; k < plan->tasks; k++)
        if (plan->task[k].site == i &&
            c->problem.job[plan->task[k].job].kind == RK_REPAIR_STOVES)
            return true;
    return isfinite(freeze_h) && plan->warm_h[i] > freeze_h;
}

/* Who is cold when all is done, who should be drained before the frost reaches the pipes, and
 * where people find a warm room meanwhile. */
static void json_cold(struct cli *cli, struct rk_json_out *w, const struct rk_repair_case *c,
                      const struct rk_repair_plan *plan)
{
    const struct rk_repair_problem *p = &c->problem;
    const double freeze_h = rk_repair_cools_to(&p->weather, 1.0);
    const struct rk_repair_offer *offer;
    rk_json_key(w, RK_STR("cold_nodes"));
    rk_json_array(w);
    for (int32_t i = 0; i < p->nodes; i++)
        if (p->node[i].people > 0.0 && plan->share[i] < 1.0 - 1e-9)
            rk_json_int(w, c->node_id[i]);
    rk_json_array_end(w);
    if (isfinite(freeze_h))
        rk_json_knum(w, "freezing_h", freeze_h);
    rk_json_key(w, RK_STR("drain_nodes"));
    rk_json_array(w);
    for (int32_t i = 0; i < p->nodes; i++)
        if (to_drain(c, plan, i, freeze_h))
            rk_json_int(w, c->node_id[i]);
    rk_json_array_end(w);
    const int32_t offers = rk_repair_offers(c, plan, &cli->keep, &offer);
    if (c->points == 0)
        return;
    rk_json_key(w, RK_STR("warming_points"));
    rk_json_array(w);
    for (int32_t k = 0; k < offers; k++) {
        rk_json_object(w);
        rk_json_kint(w, "node", c->node_id[offer[k].node]);
        rk_json_key(w, RK_STR("point"));
        if (offer[k].point >= 0)
            rk_json_int(w, c->point[offer[k].point].id);
        else
            rk_json_null(w);
        rk_json_knum(w, "people", offer[k].people);
        rk_json_knum(w, "from_h", offer[k].from_h);
        if (isfinite(offer[k].until_h))
            rk_json_knum(w, "until_h", offer[k].until_h);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static void json_weights(struct rk_json_out *w, const struct rk_repair_case *c)
{
    rk_json_key(w, RK_STR("weights"));
    rk_json_object(w);
    if (c->problem.weather.count > 0) {
        rk_json_knum(w, "below_18", c->problem.weather.below_18);
        rk_json_knum(w, "below_8", c->problem.weather.below_8);
    }
    for (int32_t k = 0; k < c->classes; k++) {
        rk_json_key(w, c->class_word[k]);
        rk_json_number(w, c->class_weight[k]);
    }
    rk_json_object_end(w);
}

static void json_more(struct rk_json_out *w, const char *key, const struct more *m,
                      double objective)
{
    if (!m->tried)
        return;
    rk_json_key(w, rk_str_of(key));
    rk_json_object(w);
    rk_json_knum(w, "objective", m->objective);
    rk_json_knum(w, "late_h", m->late_h);
    rk_json_knum(w, "saves", objective - m->objective);
    rk_json_kbool(w, "optimal", m->proved);
    rk_json_object_end(w);
}

static int print_json(struct cli *cli, const struct rk_repair_case *c,
                      const struct rk_repair_plan *plan, double seconds,
                      const struct more more[2], const struct cli_lived *lived)
{
    const ptrdiff_t room = 1 << 16;
    struct rk_buf out = rk_buf_in(&cli->keep, room + 1200 * (ptrdiff_t)c->problem.jobs +
                                                  160 * (ptrdiff_t)c->problem.nodes +
                                                  160 * (ptrdiff_t)c->points);
    struct rk_buf words = rk_buf_in(&cli->keep, 4096);
    struct rk_json_out w = rk_json_write(&out);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kstr(&w, "status",
                 rk_str_of(plan->status == RK_REPAIR_OPTIMAL ? "optimal" : "feasible"));
    rk_json_knum(&w, "objective", plan->objective);
    rk_json_knum(&w, "bound", plan->bound);
    rk_json_knum(&w, "gap", plan->objective > 0.0 ? 1.0 - plan->bound / plan->objective : 0.0);
    rk_json_knum(&w, "seconds", round(seconds * 1e3) / 1e3);
    rk_json_knum(&w, "late_h", plan->late_h);
    rk_json_kbool(&w, "demands_met", plan->late_h <= 1e-9);
    rk_json_kbool(&w, "late_proved", plan->late_proved);
    rk_json_kint(&w, "crews", c->problem.crews);
    rk_json_knum(&w, "horizon_h", c->problem.horizon_h);
    rk_json_kbool(&w, "horizon_assumed", c->horizon_assumed);
    rk_json_knum(&w, "people", plan->people);
    rk_json_knum(&w, "warm_at_start", plan->warm_first);
    rk_json_knum(&w, "warm_at_end", plan->warm_last);
    cli_live_json(&w, lived, plan);
    rk_json_key(&w, RK_STR("failing_steps"));
    rk_json_object(&w);
    rk_json_knum(&w, "mean", plan->mean);
    rk_json_knum(&w, "low", plan->low);
    rk_json_knum(&w, "high", plan->high);
    rk_json_object_end(&w);
    json_weights(&w, c);
    json_more(&w, "one_more_crew", &more[0], plan->objective);
    json_more(&w, "one_more_boiler", &more[1], plan->objective);
    json_cold(cli, &w, c, plan);
    json_why(cli, &w, c, plan, &words);
    rk_json_kint(&w, "iterations", plan->iterations);
    rk_json_kint(&w, "proof_nodes", plan->proof_nodes);
    rk_json_object_end(&w);
    rk_buf_char(&out, '\n');
    return cli_print(cli, rk_buf_str(&out));
}

/* ---- talk
 * ------------------------------------------------------------------------------------ */

static void say_weights(struct cli *cli, const struct rk_repair_case *c)
{
    const bool uk = cli->lang == RK_UK;
    struct rk_arena spare = cli->keep;
    struct rk_buf words = rk_buf_in(&spare, 8192);
    if (c->problem.weather.count > 0)
        rk_buf_printf(&words,
                      uk ? " година нижче 18 °C – %g, нижче 8 °C – ще %g;"
                         : " an hour below 18 °C %g, below 8 °C %g more;",
                      c->problem.weather.below_18, c->problem.weather.below_8);
    for (int32_t k = 0; k < c->classes; k++)
        rk_buf_printf(&words, " %.*s %g;", RK_FMT(c->class_word[k]), c->class_weight[k]);
    if (words.len > 0)
        cli_say(cli, uk ? "ваги:%.*s решта – 1" : "weights:%.*s all else 1", (int)words.len,
                words.at);
}

static void say_cold(struct cli *cli, const struct rk_repair_case *c,
                     const struct rk_repair_plan *plan)
{
    enum { SHOWN = 40 };
    const bool uk = cli->lang == RK_UK;
    struct rk_arena spare = cli->keep;
    struct rk_buf words = rk_buf_in(&spare, 1024);
    const double freeze_h = rk_repair_cools_to(&c->problem.weather, 1.0);
    const struct rk_repair_offer *offer;
    int32_t drain = 0;
    for (int32_t i = 0; i < c->problem.nodes; i++)
        if (to_drain(c, plan, i, freeze_h) && drain++ < SHOWN)
            rk_buf_printf(&words, " %d", c->node_id[i]);
    if (drain > SHOWN)
        rk_buf_c(&words, " …");
    if (drain > 0 && isfinite(freeze_h))
        cli_say(cli,
                uk ? "злити воду до години %.0f, вузлів: %d:%.*s"
                   : "drain before hour %.0f, %d nodes:%.*s",
                freeze_h, drain, (int)words.len, words.at);
    else if (drain > 0)
        cli_say(cli, uk ? "злити воду, вузлів: %d:%.*s" : "drain, %d nodes:%.*s", drain,
                (int)words.len, words.at);
    const int32_t offers = rk_repair_offers(c, plan, &spare, &offer);
    double housed = 0.0, left = 0.0;
    for (int32_t k = 0; k < offers; k++)
        *(offer[k].point >= 0 ? &housed : &left) += offer[k].people;
    if (c->points > 0)
        cli_say(cli,
                uk ? "у пунктах обігріву є місце для %.0f людей із холодних будинків, бракує "
                     "місць для %.0f"
                   : "warming points have room for %.0f people of cold houses, %.0f find none",
                housed, left);
}

static void say(struct cli *cli, const struct rk_repair_case *c,
                const struct rk_repair_plan *plan, const struct more more[2],
                const struct cli_lived *lived)
{
    const bool uk = cli->lang == RK_UK;
    for (int32_t k = 0; k < c->ignored; k++)
        cli_say(cli,
                uk ? "невідоме поле, не враховано: %.*s" : "unknown field, left alone: %.*s",
                RK_FMT(c->ignored_key[k]));
    if (plan->status == RK_REPAIR_OPTIMAL)
        cli_say(cli,
                uk ? "найкращий порядок, доведено: %.3f зважених людино-годин без тепла"
                   : "the best order, proved: %.3f weighted person-hours without heat",
                plan->objective);
    else
        cli_say(cli,
                uk ? "найкращий знайдений порядок: %.3f людино-годин без тепла; менше %.3f не "
                     "може бути (розрив %.1f %%)"
                   : "the best order found: %.3f weighted person-hours without heat; none is "
                     "below %.3f (gap %.1f %%)",
                plan->objective, plan->bound,
                plan->objective > 0.0 ? 100.0 * (1.0 - plan->bound / plan->objective) : 0.0);
    if (plan->late_h > 1e-9)
        cli_say(
            cli,
            uk ? "вимог щодо строків не виконано: запізнення разом %.1f год%s"
               : "what was demanded by an hour cannot all be kept: %.1f hours late in all%s",
            plan->late_h,
            plan->late_proved ? (uk ? ", менше не можна" : ", less is not possible")
                              : (uk ? ", менше не знайдено" : ", less was not found"));
    cli_live_say(cli, c, lived, plan);
    say_weights(cli, c);
    if (c->horizon_assumed)
        cli_say(cli,
                uk ? "відлік до години %.0f (припущено)" : "counted to hour %.0f (assumed)",
                c->problem.horizon_h);
    cli_say(cli,
            uk ? "тепло зараз: %.0f із %.0f людей; наприкінці: %.0f"
               : "warm now: %.0f of %.0f people; at the end: %.0f",
            plan->warm_first, plan->people, plan->warm_last);
    for (int32_t k = 0; k < plan->blocks; k++) {
        struct rk_arena spare = cli->keep;
        struct rk_buf words = rk_buf_in(&spare, 1024);
        block_words(cli, c, &plan->block[k], &words);
        cli_say(cli, "%.*s", (int)words.len, words.at);
    }
    say_cold(cli, c, plan);
    static const char *const who[2][2] = {
        {"one more crew would save", "one more boiler would save"},
        {"ще одна бригада зберегла б", "ще одна мобільна котельня зберегла б"}};
    for (int i = 0; i < 2; i++)
        if (more[i].tried)
            cli_say(cli, "%s%s %.0f %s", who[uk][i],
                    more[i].proved ? ""
                    : uk           ? " щонайменше"
                                   : " at least",
                    fmax(0.0, plan->objective - more[i].objective),
                    uk ? "людино-годин" : "person-hours");
}

static int write_schedule(struct cli *cli, const struct rk_repair_case *c,
                          const struct rk_repair_plan *plan, const char *path)
{
    ptrdiff_t room = 4096;
    for (int32_t k = 0; k < plan->tasks; k++) {
        const struct rk_repair_job *j = &c->problem.job[plan->task[k].job];
        for (int32_t i = 0; i < j->steps; i++)
            room += 160 + 2 * c->actions[plan->task[k].job][i].len;
    }
    struct rk_buf out = rk_buf_in(&cli->keep, room);
    rk_repair_write(c, plan, &out);
    return cli_write(cli, path, rk_buf_str(&out));
}

static rk_status solve(struct cli *cli, const struct rk_repair_case *c, double seconds,
                       int64_t iterations, struct budget *budget, struct rk_repair_plan *plan,
                       struct more more[2], double *taken_s, struct rk_err *err)
{
    const bool timed = isfinite(seconds);
    const double from_s = rk_cpu_s();
    const bool boilers = c->boilers > 0;
    budget->until_s = timed ? from_s + seconds * (boilers ? 0.8 : 0.9) : HUGE_VAL;
    const struct rk_repair_options options = {.seed = cli->seed,
                                              .iterations = timed ? -1 : iterations,
                                              .nodes = timed ? -1 : 0,
                                              .stop = stop,
                                              .user = budget};
    rk_progress_start(&cli->progress, "repair", 0.0);
    rk_status bad = rk_repair_solve(&c->problem, &options, &cli->keep, cli->scratch, plan, err);
    *taken_s = rk_cpu_s() - from_s;
    struct rk_repair_problem bigger;
    if (!bad && !budget->interrupted && plan->tasks > 0 &&
        rk_repair_with_crew(&c->problem, &cli->keep, &bigger))
        bad = try_more(cli, &bigger, plan, 0.1 * seconds, budget, &more[0], err);
    if (!bad && !budget->interrupted && boilers &&
        rk_repair_with_boiler(&c->problem, &cli->keep, &bigger))
        bad = try_more(cli, &bigger, plan, 0.1 * seconds, budget, &more[1], err);
    return bad;
}

int cmd_repair(struct cli *cli, int argc, char **argv)
{
    const char *out = NULL, *time_text = NULL, *iterations_text = NULL, *network = NULL;
    const struct cli_option options[] = {
        {"output", 'o', &out, NULL},
        {"time", 't', &time_text, NULL},
        {"iterations", 0, &iterations_text, NULL},
        {"network", 0, &network, NULL},
    };
    double seconds = HUGE_VAL;
    int64_t iterations = 0;
    const int operands = cli_options(cli, argc, argv, options, RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    if (operands != 1 || !out)
        return cli_usage(cli, argv[0], "wants PROBLEM.json and -o SCHEDULE.csv");
    if (time_text && !cli_double(cli, "-t", time_text, 0.01, 1e6, &seconds))
        return CLI_USAGE;
    if (iterations_text &&
        !cli_int(cli, "--iterations", iterations_text, 1, INT64_C(1000000000000), &iterations))
        return CLI_USAGE;

    struct rk_str bytes;
    struct rk_repair_case c;
    struct rk_repair_plan plan;
    struct cli_lived lived;
    struct rk_err err;
    struct more more[2] = {{.tried = false}, {.tried = false}};
    struct budget budget = {cli, HUGE_VAL, false};
    double taken_s = 0.0;
    const struct rk_str base = rk_path_base(rk_str_of(argv[1]));
    rk_status bad = rk_file_read(argv[1], MOST_BYTES, &cli->keep, &bytes, &err);
    if (!bad)
        bad = rk_repair_read(rk_str_c(&cli->keep, base), bytes, &cli->keep, cli->scratch, &c,
                             &err);
    if (!bad)
        bad = solve(cli, &c, seconds, iterations, &budget, &plan, more, &taken_s, &err);
    if (!bad && !budget.interrupted)
        bad = cli_live(cli, &c, &plan, network, &lived, &err);
    if (bad)
        return cli_fail(cli, &err);
    if (budget.interrupted)
        return CLI_INTERRUPTED;
    const int code = write_schedule(cli, &c, &plan, out);
    if (code)
        return code;
    say(cli, &c, &plan, more, &lived);
    return cli->json ? print_json(cli, &c, &plan, taken_s, more, &lived) : CLI_DONE;
}
