/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok reach: roads from OpenStreetMap, ways, tables, the nearest help, what to reopen. */
#include "cli_reach.h"

#include "rk_json.h"

#define VERBS        "compile|route|matrix|nearest|referral|cover|place|reopen"
#define ROUTE_SNAP_M 2000.0 /* two points typed by hand; the distance is said */

/* ---- compile ----------------------------------------------------------------------------- */

static int compile(struct cli *cli, const char *path, const char *out)
{
    struct rk_str bytes;
    struct rk_roads roads;
    struct rk_osm_counts n;
    struct rk_err err;
    struct rk_scratch scratch = cli->scratch;
    rk_status bad = rk_osm_compile(path, &cli->keep, cli->scratch, &bytes, &err);
    if (!bad)
        bad = rk_roads_read(bytes, out, &scratch.in, &roads, &n, &err);
    if (bad)
        return cli_fail(cli, &err);
    const int code = cli_write(cli, out, bytes);
    if (code)
        return code;
    cli_say(cli,
            uk(cli) ? "%" PRId64 " доріг: %d перехресть, %d відрізків, %" PRId64
                      " заборон повороту (%" PRId64 " неясних, %" PRId64
                      " за годинами — пропущено), %" PRId64 " перешкод, %" PRId64
                      " місць без вузла"
                    : "%" PRId64 " roads: %d junctions, %d edges, %" PRId64
                      " turn restrictions (%" PRId64 " unclear and %" PRId64
                      " by the hour left out), %" PRId64 " barriers, %" PRId64
                      " places where a node is missing",
            n.roads, roads.junctions, roads.edges, n.bans, n.unclear_bans, n.conditional_bans,
            n.barriers, n.missing_nodes);
    if (!cli->json)
        return CLI_DONE;
    struct rk_buf text = rk_buf_in(&cli->keep, 4096);
    struct rk_json_out w = rk_json_write(&text);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kint(&w, "nodes", n.nodes);
    rk_json_kint(&w, "ways", n.ways);
    rk_json_kint(&w, "relations", n.relations);
    rk_json_kint(&w, "roads", n.roads);
    rk_json_kint(&w, "junctions", roads.junctions);
    rk_json_kint(&w, "edges", roads.edges);
    rk_json_kint(&w, "turn_restrictions", n.bans);
    rk_json_kint(&w, "turn_restrictions_unclear", n.unclear_bans);
    rk_json_kint(&w, "turn_restrictions_by_hour", n.conditional_bans);
    rk_json_kint(&w, "barriers", n.barriers);
    rk_json_kint(&w, "missing_nodes", n.missing_nodes);
    rk_json_object_end(&w);
    rk_buf_char(&text, '\n');
    return reach_finish(cli, NULL, &text);
}

/* ---- route ------------------------------------------------------------------------------- */

static bool lat_lon(struct cli *cli, const char *option, const char *text, struct place *out)
{
    struct rk_str rest = rk_str_of(text);
    const struct rk_str lat = rk_str_cut(&rest, ',');
    *out = (struct place){.id = rk_str_of(text)};
    if (rk_str_double(rk_str_trim(lat), &out->lat) &&
        rk_str_double(rk_str_trim(rest), &out->lon) && fabs(out->lat) <= 90.0 &&
        fabs(out->lon) <= 180.0)
        return true;
    (void)cli_usage(cli, "reach",
                    uk(cli) ? "%s: слід LAT,LON у градусах" : "%s wants LAT,LON in degrees",
                    option);
    return false;
}

static int route(struct cli *cli, struct ask *a, const char *path)
{
    struct place from, to;
    struct closures c;
    struct rk_reach_net net;
    struct rk_reach_route way;
    struct rk_err err;
    if (!lat_lon(cli, "--from", a->from, &from) || !lat_lon(cli, "--to", a->to, &to))
        return CLI_USAGE;
    rk_status bad = reach_open_roads(cli, a, path, &err);
    if (!bad)
        bad = reach_read_closures(cli, a, &c, &err);
    if (!bad)
        bad = reach_believe(cli, a, &c, a->wish.belief, &net, &err);
    if (bad)
        return cli_fail(cli, &err);
    const struct rk_reach_spot s = rk_reach_snap(a->index, from.lat, from.lon, ROUTE_SNAP_M);
    const struct rk_reach_spot t = rk_reach_snap(a->index, to.lat, to.lon, ROUTE_SNAP_M);
    from.line = to.line = 1;
    reach_say_spot(cli, a, &from, "--from", s, ROUTE_SNAP_M);
    reach_say_spot(cli, a, &to, "--to", t, ROUTE_SNAP_M);
    bad = rk_reach_route(&net, s, t, &cli->keep, cli->scratch, &way, &err);
    if (bad)
        return cli_fail(cli, &err);
    struct rk_buf text = rk_buf_in(&cli->keep, 4096);
    if (cli->json && way.found)
        rk_buf_printf(&text, "{\"distance_m\":%.3f,\"time_s\":%.3f,\"points\":%d}\n",
                      1e-3 * (double)way.length_mm, 1e-3 * way.time_ms, way.points);
    else if (cli->json)
        rk_buf_c(&text, "{\"distance_m\":null,\"time_s\":null,\"points\":0}\n");
    else if (way.found)
        rk_buf_printf(&text, "distance_m,time_s,points\n%.1f,%.3f,%d\n",
                      1e-3 * (double)way.length_mm, 1e-3 * way.time_ms, way.points);
    else
        rk_buf_c(&text, "distance_m,time_s,points\n,,\n");
    if (!way.found)
        cli_say(cli, uk(cli) ? "шляху немає" : "there is no way");
    return reach_finish(cli, a->out, &text);
}

/* ---- matrix ------------------------------------------------------------------------------ */

static int matrix(struct cli *cli, struct ask *a, const char *path)
{
    struct places from = {.file = NULL}, to = {.file = NULL};
    struct closures c;
    struct rk_reach_net net;
    struct rk_err err;
    rk_status bad = reach_open_roads(cli, a, path, &err);
    if (!bad)
        bad = reach_read_closures(cli, a, &c, &err);
    if (!bad)
        bad = reach_believe(cli, a, &c, a->wish.belief, &net, &err);
    if (!bad)
        bad = reach_read_places(cli, a, a->from, REACH_POINTS, &from, &err);
    if (!bad)
        bad = reach_read_places(cli, a, a->to, REACH_POINTS, &to, &err);
    if (bad)
        return cli_fail(cli, &err);
    uint32_t *time_ms = RK_NEW(&cli->keep, uint32_t, to.len);
    int64_t *length_mm = RK_NEW(&cli->keep, int64_t, to.len);
    ptrdiff_t ids = 64;
    for (int32_t i = 0; i < to.len; i++)
        ids += 2 * to.at[i].id.len + 48;
    ptrdiff_t room = 64;
    for (int32_t i = 0; i < from.len; i++)
        room += ids + to.len * (2 * from.at[i].id.len + 4);
    struct rk_buf text = rk_buf_in(&cli->keep, room);
    rk_buf_c(&text, "from,to,time_s,distance_m\n");
    rk_progress_start(&cli->progress, "matrix", from.len);
    for (int32_t i = 0; i < from.len && !text.failed; i++) {
        bad = rk_reach_row(&net, RK_OUT, from.spot[i], to.spot, to.len, cli->scratch, time_ms,
                           length_mm, &err);
        if (!bad)
            bad = rk_progress_step(&cli->progress, 1, &err);
        if (bad)
            return cli_fail(cli, &err);
        for (int32_t k = 0; k < to.len; k++) {
            cli_csv(&text, from.at[i].id);
            rk_buf_char(&text, ',');
            cli_csv(&text, to.at[k].id);
            rk_buf_char(&text, ',');
            reach_put_time(&text, time_ms[k]);
            rk_buf_char(&text, ',');
            if (time_ms[k] != RK_REACH_NEVER)
                rk_buf_printf(&text, "%.1f", 1e-3 * (double)length_mm[k]);
            rk_buf_char(&text, '\n');
        }
    }
    return reach_finish(cli, a->out, &text);
}

/* ---- nearest ----------------------------------------------------------------------------- */

static uint32_t add_ms(uint32_t a, uint32_t b)
{
    return a == RK_REACH_NEVER || b == RK_REACH_NEVER ? RK_REACH_NEVER : a + b;
}

/* The ambulance's first leg, from the soonest base to the patient, before the second. */
static rk_status first_leg(struct cli *cli, const struct crowd *q, int32_t ranks,
                           struct rk_reach_near *near, uint32_t *least_ms, struct rk_err *err)
{
    const int32_t n = q->people.len;
    uint32_t *leg = RK_NEW(&cli->keep, uint32_t, 2 * (ptrdiff_t)n);
    if (!leg)
        return rk_fail(err, RK_ENOMEM, "bases", "%d people", n);
    const struct rk_reach_net *nets[] = {&q->best, &q->worst};
    for (int k = 0; k < 2; k++) {
        const rk_status bad =
            rk_reach_soonest(nets[k], RK_OUT, q->bases.spot, q->bases.len, q->people.spot, n,
                             -1, cli->scratch, leg + (ptrdiff_t)k * n, err);
        if (bad)
            return bad;
    }
    for (int32_t i = 0; i < n; i++) {
        least_ms[2 * i] = add_ms(least_ms[2 * i], leg[i]);
        least_ms[2 * i + 1] = add_ms(least_ms[2 * i + 1], leg[n + i]);
        for (int32_t r = 0; r < ranks; r++) {
            struct rk_reach_near *f = &near[(ptrdiff_t)i * ranks + r];
            f->best_ms = add_ms(f->best_ms, leg[i]);
            f->worst_ms = add_ms(f->worst_ms, leg[n + i]);
            if (f->best_ms == RK_REACH_NEVER)
                f->facility = -1;
        }
    }
    return RK_OK;
}

static void put_near(struct rk_buf *text, const struct crowd *q,
                     const struct rk_reach_near *near, int32_t ranks)
{
    rk_buf_c(text, "id,rank,facility,time_best_s,time_worst_s\n");
    for (int32_t i = 0; i < q->people.len; i++)
        for (int32_t r = 0; r < ranks; r++) {
            const struct rk_reach_near f = near[(ptrdiff_t)i * ranks + r];
            if (f.facility < 0 && r > 0)
                break;
            cli_csv(text, q->people.at[i].id);
            rk_buf_printf(text, ",%d,", r + 1);
            if (f.facility >= 0) {
                cli_csv(text, q->facilities.at[f.facility].id);
                rk_buf_char(text, ',');
                reach_put_time(text, f.best_ms);
                rk_buf_char(text, ',');
                reach_put_time(text, f.worst_ms);
            } else {
                rk_buf_c(text, ",,");
            }
            rk_buf_char(text, '\n');
        }
}

static int nearest(struct cli *cli, struct ask *a, const char *path)
{
    struct crowd q;
    struct rk_err err;
    int64_t ranks = 1;
    if (a->rank && !cli_int(cli, "--rank", a->rank, 1, 1000, &ranks))
        return CLI_USAGE;
    rk_status bad = reach_read_crowd(cli, a, path, &q, &err);
    if (bad)
        return cli_fail(cli, &err);
    if (ranks > q.facilities.len)
        ranks = q.facilities.len > 0 ? q.facilities.len : 1;
    struct rk_reach_near *near = RK_NEW(&cli->keep, struct rk_reach_near, q.people.len * ranks);
    uint32_t *least_ms = RK_NEW(&cli->keep, uint32_t, 2 * (ptrdiff_t)q.people.len);
    if (cli->keep.failed)
        bad = rk_fail(&err, RK_ENOMEM, a->people, "%d people", q.people.len);
    if (!bad)
        bad = rk_reach_nearest(&q.best, &q.worst, a->way, q.people.spot, q.people.len,
                               q.facilities.spot, q.facilities.len, (int32_t)ranks,
                               cli->scratch, near, least_ms, &err);
    if (!bad && a->bases)
        bad = first_leg(cli, &q, (int32_t)ranks, near, least_ms, &err);
    if (bad)
        return cli_fail(cli, &err);
    ptrdiff_t longest = 0, room = 256;
    for (int32_t f = 0; f < q.facilities.len; f++)
        longest = q.facilities.at[f].id.len > longest ? q.facilities.at[f].id.len : longest;
    for (int32_t i = 0; i < q.people.len; i++)
        room += ranks * (2 * q.people.at[i].id.len + 2 * longest + 64);
    struct rk_buf text = rk_buf_in(&cli->keep, room);
    put_near(&text, &q, near, (int32_t)ranks);
    const int code = reach_finish(cli, a->out, &text);
    return code ? code
                : reach_say_shares(cli, a, &q.people, least_ms,
                                   a->out && strcmp(a->out, "-") != 0);
}

/* ---- reopen ------------------------------------------------------------------------------ */

/* The plain method: everything anew for every claim. */
static rk_status gain_plainly(struct cli *cli, const struct ask *a, const struct crowd *q,
                              const struct rk_reach_net *net, uint32_t limit_ms, double *gain,
                              struct rk_err *err)
{
    const int32_t n = q->people.len;
    uint32_t *before = RK_NEW(&cli->keep, uint32_t, n);
    uint32_t *after = RK_NEW(&cli->keep, uint32_t, n);
    if (cli->keep.failed)
        return rk_fail(err, RK_ENOMEM, a->people, "%d people", n);
    for (int32_t c = -1; c < q->closures.claims; c++) {
        const rk_status bad =
            rk_reach_soonest(net, a->way, q->facilities.spot, q->facilities.len, q->people.spot,
                             n, c, cli->scratch, c < 0 ? before : after, err);
        if (bad)
            return bad;
        for (int32_t i = 0; c >= 0 && i < n; i++)
            if (before[i] > limit_ms && after[i] <= limit_ms)
                gain[c] += q->people.at[i].people;
    }
    return RK_OK;
}

/* Spends the gains: what is printed becomes -1. */
static void put_gains(struct rk_buf *text, const struct closures *c, double *gain, int64_t most)
{
    rk_buf_c(text, "closure,people_regained\n");
    for (int64_t row = 0; row < most && row < c->claims; row++) {
        int32_t best = -1;
        for (int32_t i = 0; i < c->claims; i++)
            if (gain[i] >= 0.0 && (best < 0 || gain[i] > gain[best]))
                best = i;
        cli_csv(text, c->name[best]);
        rk_buf_printf(text, ",%.12g\n", gain[best]);
        gain[best] = -1.0;
    }
}

static int reopen(struct cli *cli, struct ask *a, const char *path)
{
    struct crowd q;
    struct rk_err err;
    double limit_s = 0.0;
    int64_t most = INT64_MAX;
    if (!cli_double(cli, "--limit", a->limit, 0.0, 500000.0, &limit_s) ||
        (a->k && !cli_int(cli, "--k", a->k, 1, INT32_MAX, &most)))
        return CLI_USAGE;
    rk_status bad = reach_read_crowd(cli, a, path, &q, &err);
    if (bad)
        return cli_fail(cli, &err);
    const struct rk_reach_net *net = a->wish.belief == RK_BEST ? &q.best : &q.worst;
    const uint32_t limit_ms = (uint32_t)round(limit_s * 1000.0);
    double *gain = RK_NEW(&cli->keep, double, q.closures.claims);
    double *people = RK_NEW(&cli->keep, double, q.people.len);
    for (int32_t i = 0; people && i < q.people.len; i++)
        people[i] = q.people.at[i].people;
    if (cli->keep.failed)
        bad = rk_fail(&err, RK_ENOMEM, a->people, "%d people", q.people.len);
    if (!bad)
        bad = a->plain ? gain_plainly(cli, a, &q, net, limit_ms, gain, &err)
                       : rk_reach_reopen(net, a->way, q.facilities.spot, q.facilities.len,
                                         q.people.spot, people, q.people.len, q.closures.claims,
                                         limit_ms, cli->scratch, gain, &err);
    if (bad)
        return cli_fail(cli, &err);
    ptrdiff_t room = 256;
    for (int32_t i = 0; i < q.closures.claims; i++)
        room += 2 * q.closures.name[i].len + 40;
    struct rk_buf text = rk_buf_in(&cli->keep, room);
    put_gains(&text, &q.closures, gain, most);
    return reach_finish(cli, a->out, &text);
}

/* ---- the command ------------------------------------------------------------------------- */

static int wants(struct cli *cli, const char *what)
{
    return cli_usage(cli, "reach", uk(cli) ? "слід: %s" : "wants %s", what);
}

static int run(struct cli *cli, struct ask *a, int operands, char **argv)
{
    const char *verb = argv[1];
    if (operands != 2)
        return wants(cli, VERBS " FILE");
    if (strcmp(verb, "compile") == 0)
        return a->out ? compile(cli, argv[2], a->out)
                      : wants(cli, "compile X.osm.pbf|.osm|.osm.gz -o X.roads");
    if (!reach_choices(cli, a))
        return CLI_USAGE;
    if (strcmp(verb, "route") == 0)
        return a->from && a->to ? route(cli, a, argv[2])
                                : wants(cli, "route X.roads --profile P --from --to");
    if (strcmp(verb, "matrix") == 0)
        return a->from && a->to ? matrix(cli, a, argv[2])
                                : wants(cli, "matrix X.roads --profile P --from --to");
    if (strcmp(verb, "nearest") == 0)
        return a->people && a->facilities
                   ? nearest(cli, a, argv[2])
                   : wants(cli, "nearest X.roads --profile P --people --facilities");
    if (strcmp(verb, "referral") == 0)
        return a->facilities && a->need
                   ? reach_referral(cli, a, argv[2])
                   : wants(cli, "referral X.roads --profile P --facilities --need");
    if (strcmp(verb, "cover") == 0)
        return a->people && a->facilities
                   ? reach_cover(cli, a, argv[2])
                   : wants(cli, "cover X.roads --profile P --people --facilities");
    if (strcmp(verb, "place") == 0)
        return a->people && a->facilities && a->k
                   ? reach_place(cli, a, argv[2])
                   : wants(cli, "place X.roads --profile P --people --facilities --k");
    if (strcmp(verb, "reopen") == 0)
        return a->people && a->facilities && a->limit && a->closures
                   ? reopen(cli, a, argv[2])
                   : wants(cli, "reopen X.roads --profile P --people --facilities --closures "
                                "--limit");
    return wants(cli, VERBS " FILE");
}

int cmd_reach(struct cli *cli, int argc, char **argv)
{
    struct ask a = {.profile = NULL};
    const struct cli_option options[] = {
        {"profile", 'p', &a.profile, NULL},
        {"from", 0, &a.from, NULL},
        {"to", 0, &a.to, NULL},
        {"closures", 0, &a.closures, NULL},
        {"output", 'o', &a.out, NULL},
        {"people", 0, &a.people, NULL},
        {"facilities", 0, &a.facilities, NULL},
        {"bases", 0, &a.bases, NULL},
        {"need", 0, &a.need, NULL},
        {"rank", 0, &a.rank, NULL},
        {"direction", 0, &a.direction, NULL},
        {"limit", 0, &a.limit, NULL},
        {"k", 'k', &a.k, NULL},
        {"by", 0, &a.by, NULL},
        {"ground", 0, &a.ground, NULL},
        {"speeds", 0, &a.speeds, NULL},
        {"belief", 0, &a.belief, NULL},
        {"goal", 0, &a.goal, NULL},
        {"group", 0, &a.group, NULL},
        {"rules", 0, &a.rules, NULL},
        {"day", 0, &a.day, NULL},
        {"plain", 0, NULL, &a.plain},
    };
    const int operands = cli_options(cli, argc, argv, options, RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    if (operands < 1)
        return wants(cli, VERBS " FILE");
    return run(cli, &a, operands, argv);
}
