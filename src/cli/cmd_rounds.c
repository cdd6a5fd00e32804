/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok rounds: today's medicine rounds and transfers; card numbers only, nobody's home. */
#include "cli_rounds.h"

#include "rk_acts.h"
#include "rk_file.h"
#include "rk_reach_io.h"

static const char *word(const struct cli *cli, const char *key)
{
    return rk_word(cli->lang, key);
}

/* The roads of the town; a town without them has no rounds. */
static rk_status need_roads(struct cli *cli, const struct rk_plan_roads **roads,
                            struct rk_err *err)
{
    const rk_status bad = cli_roads(cli, roads, err);
    if (bad || *roads)
        return bad;
    return rk_fail(err, RK_ENOTFOUND, RK_TOWN_ROADS,
                   "the town has no roads; make them: ranok reach compile X.osm.pbf -o "
                   "TOWN/town.roads");
}

/* "11:40" in seconds; -1. */
static int32_t hour_of(const char *text)
{
    struct rk_str rest = rk_str_of(text);
    const struct rk_str hour = rk_str_cut(&rest, ':');
    int64_t h = -1, m = -1;
    if (!rk_str_int(hour, &h) || !rk_str_int(rest, &m) || h < 0 || h > 23 || m < 0 || m > 59)
        return -1;
    return (int32_t)(h * 3600 + m * 60);
}

static rk_status read_plan(struct cli *cli, const struct cli_rounds *r, const char *path,
                           struct rk_rounds *was, struct rk_err *err)
{
    enum { PLAN_MAX = 64 << 20 };
    struct rk_str bytes;
    const rk_status bad = rk_file_read(path, PLAN_MAX, &cli->keep, &bytes, err);
    return bad ? bad : rk_rounds_read(r->open, path, bytes, &cli->keep, cli->scratch, was, err);
}

static rk_status plan(struct cli *cli, const struct cli_rounds_wish *wish,
                      struct cli_rounds *out, struct rk_err *err)
{
    struct rk_rounds was;
    const struct rk_plan_roads *roads = NULL;
    rk_status bad = need_roads(cli, &roads, err);
    const struct rk_rounds_order order = {
        .lang = cli->lang, .day = out->day, .roads = roads, .base = rk_str_of(wish->base)};
    if (!bad)
        bad = rk_rounds_open(out->situation, &order, &cli->progress, &cli->keep, cli->scratch,
                             &out->open, err);
    if (!bad && wish->replan)
        bad = read_plan(cli, out, wish->replan, &was, err);
    if (bad)
        return bad;
    const struct rk_rounds_how how = {.seed = cli->seed,
                                      .iterations = wish->iterations,
                                      .progress = &cli->progress,
                                      .was = wish->replan ? &was : NULL,
                                      .at_s = wish->at ? hour_of(wish->at) : 0};
    bad = rk_rounds_plan(out->open, &how, &cli->keep, cli->scratch, &out->made, err);
    if (!bad && wish->replan && was.notes)
        cli_say(cli, "%.*s", RK_FMT(was.note[0]));
    return bad;
}

int cli_rounds_make(struct cli *cli, const struct cli_rounds_wish *wish, struct cli_rounds *out)
{
    struct rk_situation *s = NULL;
    struct rk_err err = {0};
    rk_day day = RK_DAY_NONE;
    if (wish->day && !cli_day(cli, wish->day, &day))
        return CLI_USAGE;
    if ((wish->at != NULL) != (wish->replan != NULL) || (wish->at && hour_of(wish->at) < 0))
        return cli_usage(cli, "rounds",
                         "--replan ROUNDS.json and --at HH:MM go together; see: ranok rounds "
                         "--help");
    const int code = cli_situation(cli, &s, NULL);
    if (code)
        return code;
    out->situation = s;
    out->day = wish->day ? day : rk_acts_day(s, cli_today());
    return plan(cli, wish, out, &err) ? cli_fail(cli, &err) : CLI_DONE;
}

int cli_rounds_annex(struct cli *cli, struct rk_report *report)
{
    enum { PLACES = 3000 }; /* of a table of 9 million ways: seconds; a town has hundreds */
    const struct rk_rounds_day *day = NULL;
    const struct rk_plan_roads *roads = NULL;
    struct rk_rounds made;
    struct rk_err err = {0};
    rk_status bad = cli_roads(cli, &roads, &err);
    const struct rk_rounds_order order = {
        .lang = cli->lang, .day = report->day, .roads = roads, .base = {"", 0}, .most = PLACES};
    const struct rk_rounds_how how = {.seed = cli->seed, .progress = &cli->progress};
    if (!bad && !roads)
        return CLI_DONE;
    if (!bad)
        bad = rk_rounds_open(report->situation, &order, &cli->progress, &cli->keep,
                             cli->scratch, &day, &err);
    if (!bad && !day) {
        cli_say(cli,
                "the day's rounds are not on this sheet: more than %d places are to be "
                "reached; plan them alone: ranok rounds",
                PLACES);
        return CLI_DONE;
    }
    if (!bad)
        bad = rk_rounds_plan(day, &how, &cli->keep, cli->scratch, &made, &err);
    if (!bad)
        bad = rk_rounds_annex(day, &made, report, &cli->keep, cli->scratch, &err);
    return bad ? cli_fail(cli, &err) : CLI_DONE;
}

struct rk_str cli_rounds_hour(struct rk_arena *keep, int32_t seconds)
{
    return rk_str_printf(keep, "%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
}

static const char *kind_word(const struct cli *cli, const struct rk_rounds_need *need)
{
    return word(cli, need->kind == RK_ROUNDS_MEDICINE ? "rounds.medicine" : "rounds.transfer");
}

struct rk_str cli_rounds_card(struct cli *cli, const struct rk_rounds_need *need)
{
    return rk_str_printf(&cli->keep, "%s, %s %.*s", kind_word(cli, need),
                         word(cli, "rounds.card"), RK_FMT(need->card));
}

const char *cli_rounds_act(const struct rk_rounds_stop *stop)
{
    static const char *const keys[] = {[RK_ROUNDS_LOAD] = "rounds.act.load",
                                       [RK_ROUNDS_DELIVER] = "rounds.act.deliver",
                                       [RK_ROUNDS_PICK_UP] = "rounds.act.pick_up",
                                       [RK_ROUNDS_BRING] = "rounds.act.bring"};
    return stop->act == RK_ROUNDS_LOAD && stop->boxes == 0 ? "rounds.act.leave"
                                                           : keys[stop->act];
}

/* ---- as text -----------------------------------------------------------------------------
 */

static void need_text(struct cli *cli, const struct rk_rounds_need *n, struct rk_buf *out)
{
    rk_buf_add(out, cli_rounds_card(cli, n));
    if (n->cold)
        rk_buf_printf(out, ", %s", word(cli, "rounds.cold"));
    if (n->reassess)
        rk_buf_printf(out, ", %s", word(cli, "rounds.reassess"));
    if (n->not_in_stock != RK_DAY_NONE) {
        rk_buf_printf(out, ", %s ", word(cli, "rounds.not_in_stock"));
        rk_say_day(cli->lang, n->not_in_stock, out);
    }
}

static void unserved_text(struct cli *cli, const struct rk_rounds *r, struct rk_buf *out)
{
    if (r->needs == 0 || r->unserved == 0) {
        rk_buf_printf(out, "\n%s\n",
                      word(cli, r->needs ? "rounds.all_served" : "rounds.nothing"));
        return;
    }
    rk_buf_printf(out, "\n%s: %d\n", word(cli, "rounds.unserved"), (int)r->unserved);
    for (int32_t i = 0; i < r->unserved; i++) {
        const struct rk_rounds_need *n = &r->need[r->left[i].need];
        rk_buf_printf(out, "  %s %d · ", word(cli, "rounds.rank"), (int)n->rank + 1);
        need_text(cli, n, out);
        rk_buf_printf(out, ": %.*s\n", RK_FMT(r->left[i].reason));
    }
}

static void boxes_text(struct cli *cli, const struct rk_rounds_stop *s, struct rk_buf *out)
{
    if (s->act != RK_ROUNDS_LOAD || s->boxes == 0)
        return;
    rk_buf_printf(out, " · %d %s", (int)s->boxes,
                  rk_plural(cli->lang, "rounds.boxes", s->boxes));
    if (s->cold)
        rk_buf_printf(out, ", %s %d", word(cli, "rounds.of_cold"), (int)s->cold);
}

static void tour_text(struct cli *cli, const struct cli_rounds *rounds, int32_t which,
                      struct rk_buf *out)
{
    const struct rk_rounds *r = &rounds->made;
    const struct rk_rounds_tour *t = &r->tour[which];
    int32_t vehicles = 0;
    const struct rk_rounds_vehicle *v =
        &rk_rounds_vehicles(rounds->open, &vehicles)[t->vehicle];
    rk_buf_printf(out, "\n%d. %.*s (%.*s), %s: %.*s · ", (int)which + 1, RK_FMT(v->plate),
                  RK_FMT(v->type), word(cli, "rounds.from"), RK_FMT(v->base));
    rk_say_number(cli->lang, t->km, 1, out);
    rk_buf_printf(out, " %s · %s %d · %s %d\n", word(cli, "rounds.km"),
                  word(cli, "rounds.homes"), (int)t->homes, word(cli, "rounds.patients"),
                  (int)t->patients);
    for (int32_t i = 0; i < t->stops; i++) {
        const struct rk_rounds_stop *s = &t->stop[i];
        rk_buf_printf(out, "  %2d  %.*s%s  %s", (int)i + 1,
                      RK_FMT(cli_rounds_hour(&cli->keep, s->begin_s)), s->driven ? " ✓" : "",
                      word(cli, cli_rounds_act(s)));
        boxes_text(cli, s, out);
        if (s->need >= 0) {
            rk_buf_c(out, " · ");
            need_text(cli, &r->need[s->need], out);
        }
        if (s->place.len && (i > 0 || s->boxes == 0))
            rk_buf_printf(out, " → %.*s", RK_FMT(s->place));
        rk_buf_char(out, '\n');
    }
    rk_buf_printf(out, "      %.*s  %s\n", RK_FMT(cli_rounds_hour(&cli->keep, t->home_s)),
                  word(cli, "rounds.back"));
}

static void texts(struct cli *cli, const char *head, const struct rk_str *text, int32_t count,
                  struct rk_buf *out)
{
    if (count)
        rk_buf_printf(out, "\n%s\n", word(cli, head));
    for (int32_t i = 0; i < count; i++)
        rk_buf_printf(out, "  %.*s\n", RK_FMT(text[i]));
}

static void idle_text(struct cli *cli, const struct cli_rounds *rounds, struct rk_buf *out)
{
    const struct rk_rounds *r = &rounds->made;
    int32_t count = 0, stays = 0;
    const struct rk_rounds_vehicle *v = rk_rounds_vehicles(rounds->open, &count);
    for (int32_t i = 0; i < count; i++) {
        bool drives = false;
        for (int32_t k = 0; k < r->tours; k++)
            drives |= r->tour[k].vehicle == i;
        if (drives)
            continue;
        if (stays++ == 0)
            rk_buf_printf(out, "\n%s\n", word(cli, "rounds.stays"));
        rk_buf_printf(out, "  %.*s (%.*s): %s%.*s\n", RK_FMT(v[i].plate), RK_FMT(v[i].type),
                      v[i].why_not.len ? "" : word(cli, "rounds.stays.idle"),
                      RK_FMT(v[i].why_not));
    }
}

static void sums_text(struct cli *cli, const struct rk_rounds *r, struct rk_buf *out)
{
    const struct {
        const char *key;
        int32_t count;
        bool always;
    } sums[] = {
        {"rounds.sum.needs", r->needs, true},     {"rounds.sum.delivered", r->delivered, true},
        {"rounds.sum.brought", r->brought, true}, {"rounds.sum.unserved", r->unserved, true},
        {"rounds.sum.tours", r->tours, true},     {"rounds.sum.later", r->later, false},
        {"rounds.sum.other", r->other, false},    {"rounds.sum.lost", r->lost, false}};
    rk_buf_char(out, '\n');
    for (ptrdiff_t i = 0; i < RK_COUNT(sums); i++)
        if (sums[i].always || sums[i].count)
            rk_buf_printf(out, "%s: %d\n", word(cli, sums[i].key), (int)sums[i].count);
    rk_buf_printf(out, "%s\n", word(cli, "rounds.checked"));
}

static void whole_text(struct cli *cli, const struct cli_rounds *rounds, struct rk_buf *out)
{
    const struct rk_rounds *r = &rounds->made;
    rk_buf_printf(out, "%s · ", word(cli, "rounds.title"));
    rk_say_day(cli->lang, rounds->day, out);
    if (r->at_s >= 0)
        rk_buf_printf(out, " · %s %.*s", word(cli, "rounds.anew"),
                      RK_FMT(cli_rounds_hour(&cli->keep, r->at_s)));
    rk_buf_printf(out, "\n%s\n", word(cli, "rounds.note"));
    unserved_text(cli, r, out);
    if (r->at_s >= 0)
        rk_buf_printf(out, "\n%s: %d\n", word(cli, "rounds.moved"), (int)r->moved);
    texts(cli, "rounds.changes", r->change, r->changes, out);
    texts(cli, "rounds.notes", r->note, r->notes, out);
    for (int32_t i = 0; i < r->tours; i++)
        tour_text(cli, rounds, i, out);
    idle_text(cli, rounds, out);
    sums_text(cli, r, out);
}

/* ---- as CSV ------------------------------------------------------------------------------
 */

static void row_csv(struct rk_buf *out, const struct rk_str *field, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        if (i)
            rk_buf_char(out, ',');
        cli_csv(out, field[i]);
    }
    rk_buf_c(out, "\r\n");
}

static struct rk_str urgency(struct cli *cli, const struct rk_rounds_need *n)
{
    return rk_str_printf(&cli->keep, "%d", (int)n->rank + 1);
}

static const char *kind_id(const struct rk_rounds_need *n)
{
    return n->kind == RK_ROUNDS_MEDICINE ? "medicine" : "transfer";
}

static const char *act_id(enum rk_rounds_act act)
{
    static const char *const ids[] = {[RK_ROUNDS_LOAD] = "load",
                                      [RK_ROUNDS_DELIVER] = "deliver",
                                      [RK_ROUNDS_PICK_UP] = "pick_up",
                                      [RK_ROUNDS_BRING] = "bring"};
    return ids[act];
}

static void whole_csv(struct cli *cli, const struct cli_rounds *rounds, struct rk_buf *out)
{
    enum { COLUMNS = 8 };
    const struct rk_rounds *r = &rounds->made;
    const struct rk_str none = {"", 0};
    int32_t count = 0;
    const struct rk_rounds_vehicle *v = rk_rounds_vehicles(rounds->open, &count);
    rk_buf_c(out, "vehicle,at,act,kind,card,urgency,place,reason\r\n");
    for (int32_t i = 0; i < r->unserved; i++) {
        const struct rk_rounds_need *n = &r->need[r->left[i].need];
        row_csv(out,
                (const struct rk_str[COLUMNS]){none, none, RK_STR("unserved"),
                                               rk_str_of(kind_id(n)), n->card, urgency(cli, n),
                                               none, r->left[i].reason},
                COLUMNS);
    }
    for (int32_t k = 0; k < r->tours; k++)
        for (int32_t i = 0; i < r->tour[k].stops; i++) {
            const struct rk_rounds_stop *s = &r->tour[k].stop[i];
            const struct rk_rounds_need *n = s->need >= 0 ? &r->need[s->need] : NULL;
            row_csv(out,
                    (const struct rk_str[COLUMNS]){
                        v[r->tour[k].vehicle].plate, cli_rounds_hour(&cli->keep, s->begin_s),
                        rk_str_of(act_id(s->act)), n ? rk_str_of(kind_id(n)) : none,
                        n ? n->card : none, n ? urgency(cli, n) : none, s->place, none},
                    COLUMNS);
        }
}

int cmd_rounds(struct cli *cli, int argc, char **argv)
{
    struct cli_rounds_wish wish = {0};
    const char *path = NULL, *iterations = NULL;
    const struct cli_option options[] = {
        {"day", 0, &wish.day, NULL},       {"base", 0, &wish.base, NULL},
        {"replan", 0, &wish.replan, NULL}, {"at", 0, &wish.at, NULL},
        {"output", 'o', &path, NULL},      {"iterations", 0, &iterations, NULL}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (operands < 0 || (iterations && !cli_int(cli, "--iterations", iterations, 1, 100000000,
                                                &wish.iterations)))
        return CLI_USAGE;
    const bool csv = path && rk_str_ends(rk_str_of(path), RK_STR(".csv"));
    if (operands > 0)
        return cli_usage(cli, "rounds", "no operand is expected; see: ranok rounds --help");
    if (path && !csv && !rk_str_ends(rk_str_of(path), RK_STR(".json")))
        return cli_usage(cli, "rounds", "-o FILE.json or FILE.csv is expected");
    struct cli_rounds rounds = {0};
    const int code = cli_rounds_make(cli, &wish, &rounds);
    if (code)
        return code;
    struct rk_buf out = cli_buffer(cli);
    if (csv)
        whole_csv(cli, &rounds, &out);
    else if (path || cli->json)
        rk_rounds_write(rounds.open, &rounds.made, &out);
    else
        whole_text(cli, &rounds, &out);
    if (!path)
        return cli_print(cli, rk_buf_str(&out));
    cli_say(cli,
            cli->lang == RK_UK ? "%s: машин у рейсі – %d, не обслужать сьогодні – %d"
                               : "%s: %d vehicles drive, %d needs are not served today",
            path, (int)rounds.made.tours, (int)rounds.made.unserved);
    return cli_write(cli, path, rk_buf_str(&out));
}
