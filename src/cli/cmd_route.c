/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok route: who drives where; and whether a plan of anyone holds. */
#include "cli.h"

#include "rk_file.h"
#include "rk_json.h"
#include "rk_route_io.h"

enum { MOST_BYTES = 1 << 28 };

struct budget {
    struct cli *cli;
    double seconds; /* processor seconds of the program; HUGE_VAL: no limit */
    bool interrupted;
};

static double share(void *user)
{
    struct budget *b = user;
    if (rk_progress_step(&b->cli->progress, 0.0, NULL) == RK_ECANCELED)
        b->interrupted = true;
    return b->interrupted ? 1.0 : rk_cpu_s() / b->seconds;
}

static enum rk_route_tongue tongue(const struct cli *cli)
{
    return cli->lang == RK_UK ? RK_ROUTE_UKRAINIAN : RK_ROUTE_ENGLISH;
}

static rk_status read_case(struct cli *cli, const char *path, struct rk_route_case *c,
                           struct rk_err *err)
{
    struct rk_str bytes;
    const struct rk_str base = rk_path_base(rk_str_of(path));
    rk_status bad = rk_file_read(path, MOST_BYTES, &cli->keep, &bytes, err);
    if (!bad)
        bad =
            rk_route_read(rk_str_c(&cli->keep, base), bytes, &cli->keep, cli->scratch, c, err);
    return bad;
}

static rk_status read_said(struct cli *cli, const char *path, struct rk_route_said_plan *said,
                           struct rk_err *err)
{
    struct rk_str bytes;
    const struct rk_str base = rk_path_base(rk_str_of(path));
    rk_status bad = rk_file_read(path, MOST_BYTES, &cli->keep, &bytes, err);
    if (!bad)
        bad = rk_route_read_solution(rk_str_c(&cli->keep, base), bytes, &cli->keep, said, err);
    return bad;
}

/* ---- checking ---------------------------------------------------------------------------- */

static void put_cost(const struct rk_route_case *c, double cost, struct rk_buf *out)
{
    if (c->round == RK_ROUTE_EXACT)
        rk_buf_printf(out, "cost %.4f\n", cost);
    else
        rk_buf_printf(out, "cost %.10g\n", cost);
}

static int check(struct cli *cli, const char *problem, const char *solution)
{
    struct rk_route_case c;
    struct rk_route_said_plan said;
    struct rk_route_verdict v;
    struct rk_err err;
    rk_status bad = read_case(cli, problem, &c, &err);
    if (!bad)
        bad = read_said(cli, solution, &said, &err);
    if (!bad)
        bad = rk_route_check(&c, &said, &cli->keep, cli->scratch, &v, &err);
    if (bad)
        return cli_fail(cli, &err);
    struct rk_buf out = rk_buf_in(&cli->keep, 4096 + 400 * (ptrdiff_t)v.faults);
    rk_buf_printf(&out, "feasible %s\n", v.feasible ? "yes" : "no");
    put_cost(&c, v.cost, &out);
    rk_buf_printf(&out, "vehicles %d\n", v.vehicles);
    for (int32_t i = 0; i < v.faults; i++) {
        const struct rk_route_fault *f = &v.fault[i];
        if (f->route > 0)
            rk_buf_printf(&out, "route %d", f->route);
        if (f->stop != 0)
            rk_buf_printf(&out, "%sstop %d", f->route > 0 ? ", " : "", f->stop);
        rk_buf_printf(&out, "%s%.*s\n", f->route > 0 || f->stop != 0 ? ": " : "",
                      RK_FMT(f->words));
    }
    const int code = cli_print(cli, rk_buf_str(&out));
    return code ? code : v.feasible ? CLI_DONE : CLI_REFUSED;
}

/* ---- JSON -------------------------------------------------------------------------------- */

static void json_unserved(struct cli *cli, struct rk_json_out *w, const struct rk_route_case *c,
                          const struct rk_route_plan *plan)
{
    struct rk_buf words = rk_buf_in(&cli->keep, 1024);
    rk_json_key(w, RK_STR("unserved"));
    rk_json_array(w);
    for (int32_t i = 0; i < plan->unserved; i++) {
        const struct rk_route_unserved *u = &plan->left[i];
        const struct rk_route_request *r = &c->problem.request[u->request];
        rk_json_object(w);
        rk_json_kint(w, "id", c->number[0][u->request]);
        if (c->rank)
            rk_json_kstr(w, "class", c->rank[r->rank]);
        rk_json_knum(w, "harm", r->harm);
        rk_json_kstr(w, "reason", rk_str_of(rk_route_why_words(u->why)));
        words.len = 0;
        rk_route_unserved_words(c, u, tongue(cli), &words);
        rk_json_kstr(w, "text", rk_buf_str(&words));
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static void json_stop(struct rk_json_out *w, const struct rk_route_case *c,
                      const struct rk_route_visit *v)
{
    rk_json_object(w);
    if (v->act == RK_ROUTE_RELOAD)
        rk_json_kstr(w, "stop", RK_STR("reload"));
    else if (v->act == RK_ROUTE_PAUSE)
        rk_json_kstr(w, "stop", RK_STR("break"));
    else
        rk_json_kint(w, "stop", c->number[v->stop][v->request]);
    if (c->kind == RK_ROUTE_TOWN)
        rk_json_kint(w, "at", v->begin);
    else
        rk_json_knum(w, "at", v->begin / c->unit);
    if (v->option >= 0)
        rk_json_kint(w, "bed", c->problem.request[v->request].option[v->option].pool + 1);
    rk_json_object_end(w);
}

static int print_json(struct cli *cli, const struct rk_route_case *c,
                      const struct rk_route_plan *plan, struct rk_str changes)
{
    ptrdiff_t room = 8192 + 2 * changes.len + 600 * (ptrdiff_t)plan->unserved;
    for (int32_t k = 0; k < plan->tours; k++)
        room += 400 + 100 * (ptrdiff_t)plan->tour[k].visits;
    struct rk_buf out = rk_buf_in(&cli->keep, room);
    struct rk_json_out w = rk_json_write(&out);
    w.any_order = true;
    rk_json_object(&w);
    json_unserved(cli, &w, c, plan);
    rk_json_knum(&w, "cost", (double)plan->cost / c->cost_unit);
    rk_json_kint(&w, "vehicles", plan->tours);
    rk_json_kint(&w, "iterations", plan->iterations);
    rk_json_key(&w, RK_STR("routes"));
    rk_json_array(&w);
    for (int32_t k = 0; k < plan->tours; k++) {
        const struct rk_route_tour *t = &plan->tour[k];
        rk_json_object(&w);
        if (c->vehicle)
            rk_json_kstr(&w, "vehicle", c->vehicle[t->vehicle]);
        else
            rk_json_kint(&w, "vehicle", t->vehicle + 1);
        rk_json_knum(&w, "leave", t->leave / c->unit);
        rk_json_knum(&w, "home", t->home / c->unit);
        rk_json_key(&w, RK_STR("stops"));
        rk_json_array(&w);
        for (int32_t i = 0; i < t->visits; i++)
            json_stop(&w, c, &t->visit[i]);
        rk_json_array_end(&w);
        rk_json_object_end(&w);
    }
    rk_json_array_end(&w);
    rk_json_key(&w, RK_STR("changes"));
    rk_json_array(&w);
    while (changes.len > 0) {
        const struct rk_str line = rk_str_cut(&changes, '\n');
        if (line.len > 0)
            rk_json_str(&w, line);
    }
    rk_json_array_end(&w);
    rk_json_object_end(&w);
    rk_buf_char(&out, '\n');
    return cli_print(cli, rk_buf_str(&out));
}

/* ---- talk -------------------------------------------------------------------------------- */

static void say(struct cli *cli, const struct rk_route_case *c,
                const struct rk_route_plan *plan, struct rk_str changes, int32_t moved)
{
    const bool uk = cli->lang == RK_UK;
    struct rk_buf words = rk_buf_in(&cli->keep, 1024);
    for (int32_t k = 0; k < c->ignored; k++)
        cli_say(cli,
                uk ? "невідоме поле, не враховано: %.*s" : "unknown field, left alone: %.*s",
                RK_FMT(c->ignored_key[k]));
    for (int32_t i = 0; i < plan->unserved; i++) {
        const int32_t r = plan->left[i].request;
        const struct rk_str class = c->rank ? c->rank[c->problem.request[r].rank] : RK_STR("");
        words.len = 0;
        rk_route_unserved_words(c, &plan->left[i], tongue(cli), &words);
        cli_say(cli, uk ? "не обслуговується: № %d %.*s — %.*s" : "not served: %d %.*s: %.*s",
                c->number[0][r], RK_FMT(class), (int)words.len, words.at);
    }
    while (changes.len > 0) {
        const struct rk_str line = rk_str_cut(&changes, '\n');
        if (line.len > 0)
            cli_say(cli, "%.*s", RK_FMT(line));
    }
    if (c->was)
        cli_say(cli,
                uk ? "змінено машину або долю заявки: %d" : "requests that changed hands: %d",
                moved);
    cli_say(cli,
            uk ? "заявок: %d, без обслуговування: %d, маршрутів: %d"
               : "requests: %d, unserved: %d, routes: %d",
            c->problem.requests, plan->unserved, plan->tours);
}

/* ---- planning ---------------------------------------------------------------------------- */

static int plan(struct cli *cli, const char *problem, const char *out, const char *begin,
                bool vehicles_first, double seconds, int64_t iterations)
{
    struct rk_route_case c;
    struct rk_route_plan plan = {0}, first;
    struct rk_route_said_plan said;
    struct rk_err err;
    struct budget budget = {cli, seconds, false};
    struct rk_route_options how = {
        .seed = cli->seed, .iterations = iterations, .share = share, .user = &budget};
    rk_status bad = read_case(cli, problem, &c, &err);
    if (!bad && begin) {
        bad = read_said(cli, begin, &said, &err);
        if (!bad)
            bad = rk_route_plan_of(&c, &said, &cli->keep, &first, &err);
        how.start = &first;
    } else if (!bad) {
        how.start = c.was;
    }
    if (bad)
        return cli_fail(cli, &err);
    c.problem.vehicles_first = vehicles_first;
    rk_progress_start(&cli->progress, "route", 0.0);
    bad = rk_route_solve(&c.problem, &how, &cli->keep, cli->scratch, &plan, &err);
    if (budget.interrupted)
        return CLI_INTERRUPTED;
    if (bad && bad != RK_ENOTFOUND)
        return cli_fail(cli, &err);
    ptrdiff_t room = 4096 + 400 * (ptrdiff_t)plan.unserved;
    for (int32_t k = 0; k < plan.tours; k++)
        room += 64 + 40 * (ptrdiff_t)plan.tour[k].visits;
    struct rk_buf text = rk_buf_in(&cli->keep, room);
    struct rk_buf changes = rk_buf_in(&cli->keep, 1024 + 600 * (ptrdiff_t)c.problem.requests);
    rk_route_write(&c, &plan, &text);
    const int code = cli_write(cli, out, rk_buf_str(&text));
    if (code)
        return code;
    const int32_t moved = rk_route_changes(&c, &plan, tongue(cli), &changes);
    say(cli, &c, &plan, rk_buf_str(&changes), moved);
    const int printed = cli->json ? print_json(cli, &c, &plan, rk_buf_str(&changes)) : CLI_DONE;
    if (printed)
        return printed;
    return bad ? cli_fail(cli, &err) : CLI_DONE;
}

int cmd_route(struct cli *cli, int argc, char **argv)
{
    const char *out = NULL, *time_text = NULL, *iterations_text = NULL, *objective = NULL;
    const char *begin = NULL;
    bool checks = false;
    const struct cli_option options[] = {
        {"output", 'o', &out, NULL},        {"time", 't', &time_text, NULL},
        {"objective", 0, &objective, NULL}, {"iterations", 0, &iterations_text, NULL},
        {"start", 0, &begin, NULL},         {"check", 0, NULL, &checks},
    };
    double seconds = HUGE_VAL;
    int64_t iterations = 0;
    const int operands = cli_options(cli, argc, argv, options, RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    if (checks)
        return operands == 2 ? check(cli, argv[1], argv[2])
                             : cli_usage(cli, argv[0], "--check wants PROBLEM and SOLUTION");
    if (operands != 1 || !out)
        return cli_usage(cli, argv[0], "wants PROBLEM and -o SOLUTION");
    if (time_text && !cli_double(cli, "-t", time_text, 0.01, 1e6, &seconds))
        return CLI_USAGE;
    if (iterations_text &&
        !cli_int(cli, "--iterations", iterations_text, 1, INT64_C(1000000000000), &iterations))
        return CLI_USAGE;
    const bool fewest = objective && strcmp(objective, "vehicles") == 0;
    if (objective && !fewest && strcmp(objective, "distance") != 0)
        return cli_usage(cli, argv[0], "--objective wants distance or vehicles");
    if (time_text && !iterations_text)
        iterations = -1;
    return plan(cli, argv[1], out, begin, fewest, 0.985 * seconds, iterations);
}
