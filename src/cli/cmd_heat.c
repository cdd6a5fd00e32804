/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok heat: who is warm, from a town folder, an EPANET network or two spreadsheets. */
#include "cli_heat.h"

#include "rk_file.h"
#include "rk_json.h"

enum { MOST_BYTES = 1 << 28 };

/* ---- files
 * ----------------------------------------------------------------------------------- */

static rk_status read_file(struct cli *cli, const char *path, const char *shown, bool needed,
                           struct rk_heat_file *out, struct rk_err *err)
{
    *out = (struct rk_heat_file){shown, {NULL, 0}};
    if (!needed && !rk_file_exists(path))
        return RK_OK;
    return rk_file_read(path, MOST_BYTES, &cli->keep, &out->bytes, err);
}

/* What is missing is refused, or not, by the reader, which knows what it needs. */
rk_status cli_heat_folder(struct cli *cli, const char *dir, struct rk_heat_folder *f,
                          struct rk_err *err)
{
    const struct {
        const char *name;
        struct rk_heat_file *to;
    } files[] = {
        {"params.json", &f->params},  {"nodes.csv", &f->nodes},
        {"pipes.csv", &f->pipes},     {"consumers.csv", &f->consumers},
        {"sources.csv", &f->sources}, {"pumps.csv", &f->pumps},
        {"valves.csv", &f->valves},
    };
    for (ptrdiff_t i = 0; i < RK_COUNT(files); i++) {
        const char *path = rk_path_join(&cli->keep, dir, files[i].name);
        const rk_status bad = read_file(cli, path, files[i].name, false, files[i].to, err);
        if (bad)
            return bad;
    }
    return RK_OK;
}

/* A result table: written whole into OUT/name. */
static int write_table(struct cli *cli, const char *dir, const char *name, struct rk_buf *text)
{
    if (text->failed) {
        struct rk_err err;
        (void)rk_fail(&err, RK_ENOMEM, name, "the result does not fit into memory");
        return cli_fail(cli, &err);
    }
    return cli_write(cli, rk_path_join(&cli->keep, dir, name), rk_buf_str(text));
}

static struct rk_buf table_buf(struct cli *cli, const struct rk_str *ids, int32_t rows,
                               int32_t per_row)
{
    ptrdiff_t room = 4096;
    for (int32_t i = 0; i < rows; i++)
        room += 2 * ids[i].len + per_row;
    return rk_buf_in(&cli->keep, room);
}

/* ---- a town folder
 * --------------------------------------------------------------------------- */

struct tally {
    int32_t served, partly, cold;
    double people_served, people_partly, people_cold, kw, wanted_kw;
};

static struct tally tally_of(const struct rk_heat_town *town, const struct rk_heat_result *r)
{
    struct tally t = {0};
    for (int32_t c = 0; c < town->net.consumers; c++) {
        const double who = isnan(town->people[c]) ? 0.0 : town->people[c];
        const bool full = r->share[c] > 0.999, some = r->share[c] > 0.001;
        t.served += full;
        t.partly += !full && some;
        t.cold += !full && !some;
        *(full ? &t.people_served : some ? &t.people_partly : &t.people_cold) += who;
        t.kw += r->consumer_kw[c];
        t.wanted_kw += town->net.consumer[c].q_kw;
    }
    return t;
}

static void json_tally(struct rk_json_out *w, const struct tally *t)
{
    rk_json_kint(w, "served", t->served);
    rk_json_kint(w, "partly", t->partly);
    rk_json_kint(w, "cold", t->cold);
    rk_json_knum(w, "people_served", t->people_served);
    rk_json_knum(w, "people_partly", t->people_partly);
    rk_json_knum(w, "people_cold", t->people_cold);
    rk_json_knum(w, "kw", t->kw);
    rk_json_knum(w, "wanted_kw", t->wanted_kw);
}

static void json_sources(struct cli *cli, struct rk_json_out *w,
                         const struct rk_heat_town *town, const struct rk_heat_result *r)
{
    rk_json_key(w, RK_STR("sources"));
    rk_json_array(w);
    for (int32_t s = 0; s < town->net.sources; s++) {
        struct rk_buf words = rk_buf_in(&cli->keep, 256);
        rk_heat_state_words(r->source_state[s], &words);
        rk_json_object(w);
        rk_json_kstr(w, "node", town->node_id[town->net.source[s].node]);
        rk_json_knum(w, "flow_kg_s", r->source_kg_s[s]);
        rk_json_knum(w, "kw", r->source_kw[s]);
        rk_json_knum(w, "supply_c", r->source_c[s]);
        rk_json_knum(w, "makeup_kg_s", r->source_makeup_kg_s[s]);
        rk_json_kstr(w, "state", rk_buf_str(&words));
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static void json_slow_pipes(struct rk_json_out *w, const struct rk_heat_town *town,
                            const struct rk_heat_result *r, const char *key, uint16_t bit)
{
    rk_json_key(w, rk_str_of(key));
    rk_json_array(w);
    for (int32_t p = 0; p < town->net.pipes; p++)
        if (r->pipe_state[p] & bit)
            rk_json_str(w, town->pipe_id[p]);
    rk_json_array_end(w);
}

static int32_t assumed_count(const struct rk_heat_town *town)
{
    return town->assumed_lengths + town->assumed_diameters + town->assumed_losses;
}

/* How the answer moves when all that was assumed is 30 % worse or better. */
static rk_status json_range(struct cli *cli, struct rk_json_out *w,
                            const struct rk_heat_town *town, struct rk_err *err)
{
    static const char *const key[] = {"worse", "better"};
    struct rk_heat_pipe *pipe = RK_NEW(&cli->keep, struct rk_heat_pipe, town->net.pipes);
    if (!pipe)
        return rk_fail(err, RK_ENOMEM, "heat", "%d pipes", town->net.pipes);
    rk_json_key(w, RK_STR("assumed_30_percent"));
    rk_json_object(w);
    for (int k = 0; k < 2; k++) {
        const struct rk_heat_net net = rk_heat_vary_assumed(town, k == 0 ? -1 : 1, 0.3, pipe);
        struct rk_heat_result r;
        struct rk_arena keep = cli->keep;
        const rk_status bad = rk_heat_solve(&net, &keep, cli->scratch, &r, err);
        if (bad)
            return bad;
        const struct tally t = tally_of(town, &r);
        rk_json_key(w, rk_str_of(key[k]));
        rk_json_object(w);
        json_tally(w, &t);
        rk_json_object_end(w);
    }
    rk_json_object_end(w);
    return RK_OK;
}

static int print_town(struct cli *cli, const struct rk_heat_town *town,
                      const struct rk_heat_result *r, const struct tally *t)
{
    ptrdiff_t room = 1 << 16;
    for (int32_t p = 0; p < town->net.pipes; p++)
        room += 4 * town->pipe_id[p].len + 8;
    for (int32_t s = 0; s < town->net.sources; s++)
        room += 512;
    struct rk_buf out = rk_buf_in(&cli->keep, room);
    struct rk_json_out w = rk_json_write(&out);
    struct rk_err err;
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kbool(&w, "converged", r->converged);
    rk_json_kint(&w, "outer_steps", r->outer_steps);
    rk_json_kint(&w, "newton_steps", r->newton_steps);
    rk_json_kbool(&w, "pressures_linked", r->linked);
    rk_json_knum(&w, "mass_residual_kg_s", r->mass_residual_kg_s);
    rk_json_kint(&w, "parts", r->parts);
    rk_json_kint(&w, "parts_without_source", r->cold_parts);
    rk_json_knum(&w, "lost_kw", r->lost_kw);
    rk_json_key(&w, RK_STR("consumers"));
    rk_json_object(&w);
    json_tally(&w, t);
    rk_json_object_end(&w);
    json_sources(cli, &w, town, r);
    json_slow_pipes(&w, town, r, "still_pipes", RK_HEAT_STILL);
    json_slow_pipes(&w, town, r, "not_unique_pipes", RK_HEAT_NOT_UNIQUE);
    rk_json_key(&w, RK_STR("assumed"));
    rk_json_object(&w);
    rk_json_kint(&w, "lengths", town->assumed_lengths);
    rk_json_kint(&w, "diameters", town->assumed_diameters);
    rk_json_kint(&w, "losses", town->assumed_losses);
    rk_json_object_end(&w);
    if (assumed_count(town) > 0 && json_range(cli, &w, town, &err) != RK_OK)
        return cli_fail(cli, &err);
    rk_json_object_end(&w);
    rk_buf_char(&out, '\n');
    return cli_print(cli, rk_buf_str(&out));
}

static void say_town(struct cli *cli, const struct rk_heat_town *town,
                     const struct rk_heat_result *r, const struct tally *t)
{
    const bool uk = cli->lang == RK_UK;
    cli_say(cli,
            uk ? "тепло повне: %d, часткове: %d, без тепла: %d; %.0f із %.0f кВт"
               : "full heat: %d, part of it: %d, none: %d; %.0f of %.0f kW",
            t->served, t->partly, t->cold, t->kw, t->wanted_kw);
    if (r->cold_parts > 0)
        cli_say(cli, uk ? "частин без джерела: %d" : "parts without a source: %d",
                r->cold_parts);
    if (!r->converged)
        cli_say(cli,
                uk ? "не збіглося за %d кроків (зміна %.2g): дані наближені"
                   : "did not converge in %d steps (change %.2g): figures are approximate",
                r->outer_steps, r->change);
    if (assumed_count(town) > 0)
        cli_say(cli,
                uk ? "припущено: довжин %d, діаметрів %d, втрат %d (--json показує розмах)"
                   : "assumed: %d lengths, %d diameters, %d losses (--json shows the range)",
                town->assumed_lengths, town->assumed_diameters, town->assumed_losses);
}

static int write_town(struct cli *cli, const char *dir, const struct rk_heat_town *town,
                      const struct rk_heat_result *r, const struct rk_heat_weather *weather)
{
    struct rk_buf nodes = table_buf(cli, town->node_id, town->net.nodes, 160);
    struct rk_buf pipes = table_buf(cli, town->pipe_id, town->net.pipes, 60);
    rk_heat_write_nodes(town, r, &nodes);
    rk_heat_write_pipes(town, r, &pipes);
    ptrdiff_t room = 4096;
    for (int32_t c = 0; c < town->net.consumers; c++)
        room += 2 * town->node_id[town->net.consumer[c].node].len + 200;
    struct rk_buf consumers = rk_buf_in(&cli->keep, room);
    rk_heat_write_consumers(town, r, &consumers);
    int code = write_table(cli, dir, "sol_nodes.csv", &nodes);
    if (!code)
        code = write_table(cli, dir, "sol_pipes.csv", &pipes);
    if (!code)
        code = write_table(cli, dir, "sol_consumers.csv", &consumers);
    if (code || !weather)
        return code;
    struct rk_buf cooling = rk_buf_in(&cli->keep, room);
    rk_heat_write_cooling(town, r, weather, &cooling);
    return write_table(cli, dir, "sol_cooling.csv", &cooling);
}

static int heat_town(struct cli *cli, const char *dir, const char *out,
                     const char *weather_path)
{
    struct rk_heat_folder folder;
    struct rk_heat_town town;
    struct rk_heat_result result;
    struct rk_heat_weather weather = {0};
    struct rk_err err;
    rk_status bad = cli_heat_folder(cli, dir, &folder, &err);
    if (!bad)
        bad = rk_heat_read_town(&folder, &cli->keep, cli->scratch, &town, &err);
    if (!bad && weather_path) {
        struct rk_heat_file file;
        const struct rk_str base = rk_path_base(rk_str_of(weather_path));
        bad = read_file(cli, weather_path, rk_str_c(&cli->keep, base), true, &file, &err);
        if (!bad)
            bad = rk_heat_read_weather(file, &cli->keep, &weather, &err);
    }
    if (!bad)
        bad = rk_heat_solve(&town.net, &cli->keep, cli->scratch, &result, &err);
    if (!bad)
        bad = rk_folder_make(out, &err);
    if (bad)
        return cli_fail(cli, &err);
    const int code = write_town(cli, out, &town, &result, weather.count > 0 ? &weather : NULL);
    if (code)
        return code;
    const struct tally t = tally_of(&town, &result);
    say_town(cli, &town, &result, &t);
    return cli->json ? print_town(cli, &town, &result, &t) : CLI_DONE;
}

/* ---- an EPANET network
 * ----------------------------------------------------------------------- */

static int heat_inp(struct cli *cli, const char *path, const char *out)
{
    struct rk_heat_file file;
    struct rk_heat_inp inp;
    struct rk_heat_flow flow;
    struct rk_err err;
    const struct rk_str base = rk_path_base(rk_str_of(path));
    rk_status bad = read_file(cli, path, rk_str_c(&cli->keep, base), true, &file, &err);
    if (!bad)
        bad = rk_heat_read_inp(file, &cli->keep, cli->scratch, &inp, &err);
    if (!bad)
        bad = rk_heat_flow_solve(&inp.net, &cli->keep, cli->scratch, &flow, &err);
    if (!bad)
        bad = rk_folder_make(out, &err);
    if (bad)
        return cli_fail(cli, &err);
    struct rk_buf nodes = table_buf(cli, inp.node_id, inp.net.nodes, 48);
    struct rk_buf links = table_buf(cli, inp.link_id, inp.net.links, 26);
    rk_heat_write_inp_nodes(&inp, &flow, cli->scratch, &nodes);
    rk_heat_write_inp_links(&inp, &flow, &links);
    int code = write_table(cli, out, "nodes.csv", &nodes);
    if (!code)
        code = write_table(cli, out, "links.csv", &links);
    if (code)
        return code;
    if (!flow.converged)
        cli_say(cli,
                cli->lang == RK_UK ? "не збіглося за %d кроків: найкраще з наявного"
                                   : "did not converge in %d steps: the best found",
                flow.newton_steps);
    if (!cli->json)
        return CLI_DONE;
    struct rk_buf text = rk_buf_in(&cli->keep, 4096);
    struct rk_json_out w = rk_json_write(&text);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kbool(&w, "converged", flow.converged);
    rk_json_kint(&w, "newton_steps", flow.newton_steps);
    rk_json_knum(&w, "mass_residual_lps", flow.mass_residual_kg_s / inp.unit_kg_s);
    rk_json_knum(&w, "step_lps", flow.step_kg_s / inp.unit_kg_s);
    rk_json_kint(&w, "nodes", inp.net.nodes);
    rk_json_kint(&w, "links", inp.net.links);
    rk_json_kint(&w, "unknowns", flow.core_nodes);
    rk_json_object_end(&w);
    rk_buf_char(&text, '\n');
    return cli_print(cli, rk_buf_str(&text));
}

/* ---- two spreadsheets
 * ------------------------------------------------------------------------ */

/* Would the drain list stand in another order were the assumed time constants 30 % off? */
static bool drain_may_turn(const struct rk_heat_balance_texts *texts,
                           const struct rk_heat_verdict *v)
{
    double latest_h = 0.0;
    for (int32_t k = 0; k < v->drains; k++) {
        const int32_t h = v->drain[k];
        const double off = texts->tau_assumed[h] ? 0.3 : 0.0, hours = v->hours_to_freezing[h];
        if ((1.0 - off) * hours < latest_h * (1.0 - 1e-12))
            return true;
        latest_h = fmax(latest_h, (1.0 + off) * hours);
    }
    return false;
}

static void json_balance(struct cli *cli, const struct rk_heat_balance *b,
                         const struct rk_heat_balance_texts *texts,
                         const struct rk_heat_verdict *v, double outdoor_c, struct rk_buf *out)
{
    (void)cli;
    struct rk_json_out w = rk_json_write(out);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_knum(&w, "outdoor_c", outdoor_c);
    rk_json_kint(&w, "warm_houses", v->warm_houses);
    rk_json_kint(&w, "partly_houses", v->partly_houses);
    rk_json_kint(&w, "cold_houses", v->cold_houses);
    rk_json_kint(&w, "destroyed_houses", v->gone_houses);
    rk_json_knum(&w, "warm_people", v->warm_people);
    rk_json_knum(&w, "partly_people", v->partly_people);
    rk_json_knum(&w, "cold_people", v->cold_people);
    rk_json_knum(&w, "electric_kw_needed", texts->electric_kw);
    rk_json_key(&w, RK_STR("assumed"));
    rk_json_object(&w);
    rk_json_kint(&w, "source_states", texts->assumed.source_states);
    rk_json_kint(&w, "electric_kw", texts->assumed.electric);
    rk_json_kint(&w, "house_states", texts->assumed.house_states);
    rk_json_kint(&w, "people", texts->assumed.people);
    rk_json_kint(&w, "tau_h", texts->assumed.tau);
    rk_json_object_end(&w);
    rk_json_key(&w, RK_STR("why"));
    rk_json_object(&w);
    for (int why = RK_HEAT_PARTLY; why < RK_HEAT_WHY_GONE; why++) {
        int32_t count = 0;
        for (int32_t h = 0; h < b->houses; h++)
            count += v->why[h] == (enum rk_heat_why)why;
        rk_json_kint(&w, rk_heat_reason_word((enum rk_heat_why)why), count);
    }
    rk_json_object_end(&w);
    rk_json_key(&w, RK_STR("houses"));
    rk_json_array(&w);
    for (int32_t h = 0; h < b->houses; h++) {
        rk_json_object(&w);
        rk_json_kstr(&w, "id", texts->house_id[h]);
        rk_json_kstr(&w, "state", rk_str_of(rk_heat_verdict_word(v->why[h])));
        rk_json_kstr(&w, "reason", rk_str_of(rk_heat_reason_word(v->why[h])));
        rk_json_knum(&w, "share", v->share[h]);
        rk_json_knum(&w, "people", b->house[h].people);
        rk_json_knum(&w, "hours_to_freezing", v->hours_to_freezing[h]);
        rk_json_kbool(&w, "tau_assumed", texts->tau_assumed[h]);
        if (texts->tau_assumed[h]) { /* at a constant temperature hours go with tau */
            rk_json_knum(&w, "hours_to_freezing_low", 0.7 * v->hours_to_freezing[h]);
            rk_json_knum(&w, "hours_to_freezing_high", 1.3 * v->hours_to_freezing[h]);
        }
        rk_json_object_end(&w);
    }
    rk_json_array_end(&w);
    rk_json_key(&w, RK_STR("drain"));
    rk_json_array(&w);
    for (int32_t k = 0; k < v->drains; k++)
        rk_json_str(&w, texts->house_id[v->drain[k]]);
    rk_json_array_end(&w);
    rk_json_kbool(&w, "drain_order_may_turn", drain_may_turn(texts, v));
    rk_json_object_end(&w);
    rk_buf_char(out, '\n');
}

/* Nothing is assumed in silence. */
static void say_assumed(struct cli *cli, const struct rk_heat_assumed *a)
{
    const bool uk = cli->lang == RK_UK;
    if (a->source_states > 0)
        cli_say(cli,
                uk ? "припущено, що працюють котельні, стан яких не названо: %d"
                   : "assumed to run, for nothing is said of their state: %d sources",
                a->source_states);
    if (a->house_states > 0)
        cli_say(cli,
                uk ? "припущено, що цілі будинки, стан яких не названо: %d"
                   : "assumed to be whole, for nothing is said of their state: %d houses",
                a->house_states);
    if (a->people > 0)
        cli_say(cli,
                uk ? "мешканців не названо, не пораховано нікого: будинків %d"
                   : "nobody is counted, for the people are not said: %d houses",
                a->people);
    if (a->electric > 0)
        cli_say(cli,
                uk ? "потрібної електрики не названо, взято 0 кВт: котелень %d"
                   : "electric power is not said, 0 kW taken: %d sources",
                a->electric);
    if (a->tau > 0)
        cli_say(cli,
                uk ? "час охолодження припущено за поверхами: будинків %d"
                   : "cool-down time assumed from the floors: %d houses",
                a->tau);
}

static int heat_balance(struct cli *cli, const char *sources, const char *houses,
                        double outdoor_c, const char *out_path)
{
    struct rk_heat_file s = {0}, h = {0};
    struct rk_heat_balance balance;
    struct rk_heat_balance_texts texts;
    struct rk_heat_verdict verdict;
    struct rk_err err;
    rk_status bad = cli_heat_table(cli, sources, "heat_source", &s, &err);
    if (!bad)
        bad = cli_heat_table(cli, houses, "house", &h, &err);
    if (!bad)
        bad = rk_heat_read_balance(s, h, &cli->keep, cli->scratch, &balance, &texts, &err);
    if (!bad)
        bad = rk_heat_balance_solve(&balance, outdoor_c, &cli->keep, cli->scratch, &verdict,
                                    &err);
    if (bad)
        return cli_fail(cli, &err);
    ptrdiff_t room = 1 << 14;
    for (int32_t i = 0; i < balance.houses; i++) {
        const int32_t from = balance.house[i].source;
        room += 400 + 8 * texts.house_id[i].len;
        if (from >= 0)
            room += 2 * texts.source_id[from].len + 2 * texts.can_start_from[from].len;
    }
    struct rk_buf out = rk_buf_in(&cli->keep, room);
    if (cli->json)
        json_balance(cli, &balance, &texts, &verdict, outdoor_c, &out);
    else
        rk_heat_write_balance(&balance, &texts, &verdict, cli->scratch, &out);
    cli_say(cli,
            cli->lang == RK_UK
                ? "тепло: %d будинків (%.0f людей), частково: %d (%.0f), без тепла: %d (%.0f)"
                : "warm: %d houses (%.0f people), partly: %d (%.0f), cold: %d (%.0f)",
            verdict.warm_houses, verdict.warm_people, verdict.partly_houses,
            verdict.partly_people, verdict.cold_houses, verdict.cold_people);
    say_assumed(cli, &texts.assumed);
    return out_path ? cli_write(cli, out_path, rk_buf_str(&out))
                    : cli_print(cli, rk_buf_str(&out));
}

int cmd_heat(struct cli *cli, int argc, char **argv)
{
    const char *out = NULL, *weather = NULL, *outdoor = NULL;
    const struct cli_option options[] = {
        {"output", 'o', &out, NULL},
        {"weather", 0, &weather, NULL},
        {"outdoor", 0, &outdoor, NULL},
    };
    const int operands = cli_options(cli, argc, argv, options, RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    const bool balance = operands > 0 && strcmp(argv[1], "balance") == 0;
    double outdoor_c = -10.0;
    if (outdoor && !cli_double(cli, "--outdoor", outdoor, -60.0, 30.0, &outdoor_c))
        return CLI_USAGE;
    if (balance && operands == 3)
        return heat_balance(cli, argv[2], argv[3], outdoor_c, out);
    if (balance)
        return cli_usage(cli, argv[0], "balance wants SOURCES.csv HOUSES.csv");
    if (operands != 1 || !out)
        return cli_usage(cli, argv[0], "wants DIR or NET.inp, and -o OUT");
    const struct rk_str path = rk_str_of(argv[1]);
    if (rk_str_ends(path, RK_STR(".inp")) || rk_str_ends(path, RK_STR(".INP")))
        return heat_inp(cli, argv[1], out);
    return heat_town(cli, argv[1], out, weather);
}
