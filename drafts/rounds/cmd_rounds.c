/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok rounds: today's medicine rounds and transfers; card numbers only, nobody's home. */
#include "cli_rounds.h"

#include "rk_acts.h"
#include "rk_json.h"

static const char *word(const struct cli *cli, const char *key)
{
    return rk_word(cli->lang, key);
}

int cli_rounds_make(struct cli *cli, const char *day_text, const char *base,
                    struct cli_rounds *out)
{
    struct rk_situation *s = NULL;
    const struct rk_plan_roads *roads = NULL;
    struct rk_err err = {0};
    rk_day day = RK_DAY_NONE;
    if (day_text && !cli_day(cli, day_text, &day))
        return CLI_USAGE;
    const int code = cli_situation(cli, &s, NULL);
    if (code)
        return code;
    if (!day_text)
        day = rk_acts_day(s, cli_today());
    rk_status status = cli_roads(cli, &roads, &err);
    if (!status && !roads)
        status = rk_fail(&err, RK_ENOTFOUND, CLI_ROADS,
                         "the town has no roads; make them: ranok reach compile X.osm.pbf -o "
                         "TOWN/town.roads");
    const struct rk_rounds_options wish = {.lang = cli->lang,
                                           .day = day,
                                           .roads = roads,
                                           .base = rk_str_of(base),
                                           .seed = cli->seed};
    if (!status)
        status = rk_rounds_make(s, &wish, &cli->keep, cli->scratch, &out->made, &err);
    out->situation = s;
    out->day = day;
    return status ? cli_fail(cli, &err) : CLI_DONE;
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

const char *cli_rounds_act(enum rk_rounds_act act)
{
    static const char *const keys[] = {[RK_ROUNDS_LOAD] = "rounds.act.load",
                                       [RK_ROUNDS_DELIVER] = "rounds.act.deliver",
                                       [RK_ROUNDS_PICK_UP] = "rounds.act.pick_up",
                                       [RK_ROUNDS_BRING] = "rounds.act.bring"};
    return keys[act];
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

static void tour_text(struct cli *cli, const struct rk_rounds *r, int32_t which,
                      struct rk_buf *out)
{
    const struct rk_rounds_tour *t = &r->tour[which];
    rk_buf_printf(out, "\n%d. %.*s (%.*s), %s: %.*s, %.*s\n", (int)which + 1, RK_FMT(t->plate),
                  RK_FMT(t->type), word(cli, "rounds.from"), RK_FMT(t->base),
                  RK_FMT(cli_rounds_hour(&cli->keep, t->leave_s)));
    for (int32_t i = 0; i < t->stops; i++) {
        const struct rk_rounds_stop *s = &t->stop[i];
        rk_buf_printf(out, "  %.*s  %s", RK_FMT(cli_rounds_hour(&cli->keep, s->begin_s)),
                      word(cli, cli_rounds_act(s->act)));
        if (s->need >= 0) {
            rk_buf_c(out, " · ");
            need_text(cli, &r->need[s->need], out);
        }
        if (s->place.len)
            rk_buf_printf(out, " → %.*s", RK_FMT(s->place));
        rk_buf_char(out, '\n');
    }
    rk_buf_printf(out, "  %s %.*s\n", word(cli, "rounds.back"),
                  RK_FMT(cli_rounds_hour(&cli->keep, t->home_s)));
}

static void sums_text(struct cli *cli, const struct rk_rounds *r, struct rk_buf *out)
{
    const struct {
        const char *key;
        int32_t count;
        bool always;
    } sums[] = {{"rounds.sum.needs", r->needs, true},
                {"rounds.sum.served", r->needs - r->unserved, true},
                {"rounds.sum.unserved", r->unserved, true},
                {"rounds.sum.vehicles", r->vehicles, true},
                {"rounds.sum.idle", r->idle, false},
                {"rounds.sum.later", r->later, false},
                {"rounds.sum.other", r->other, false},
                {"rounds.sum.lost", r->lost, false}};
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
    rk_buf_printf(out, "\n%s\n", word(cli, "rounds.note"));
    unserved_text(cli, r, out);
    for (int32_t i = 0; i < r->tours; i++)
        tour_text(cli, r, i, out);
    sums_text(cli, r, out);
}

/* ---- as JSON -----------------------------------------------------------------------------
 */

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

static void need_json(struct rk_json_out *w, const struct rk_rounds_need *n)
{
    rk_json_kstr(w, "kind", rk_str_of(kind_id(n)));
    rk_json_kstr(w, "card", n->card);
    rk_json_kint(w, "urgency", n->rank + 1);
    if (n->cold)
        rk_json_kbool(w, "cold", true);
    if (n->reassess)
        rk_json_kbool(w, "assess_again", true);
}

static void unserved_json(struct rk_json_out *w, const struct rk_rounds *r)
{
    rk_json_key(w, RK_STR("unserved"));
    rk_json_array(w);
    for (int32_t i = 0; i < r->unserved; i++) {
        rk_json_object(w);
        need_json(w, &r->need[r->left[i].need]);
        rk_json_kstr(w, "why", rk_str_of(r->left[i].code));
        rk_json_kstr(w, "reason", r->left[i].reason);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static void tours_json(struct cli *cli, struct rk_json_out *w, const struct rk_rounds *r)
{
    rk_json_key(w, RK_STR("tours"));
    rk_json_array(w);
    for (int32_t k = 0; k < r->tours; k++) {
        const struct rk_rounds_tour *t = &r->tour[k];
        rk_json_object(w);
        rk_json_kstr(w, "vehicle", t->plate);
        rk_json_kstr(w, "from", t->base);
        rk_json_kstr(w, "leaves", cli_rounds_hour(&cli->keep, t->leave_s));
        rk_json_kstr(w, "back", cli_rounds_hour(&cli->keep, t->home_s));
        rk_json_key(w, RK_STR("stops"));
        rk_json_array(w);
        for (int32_t i = 0; i < t->stops; i++) {
            const struct rk_rounds_stop *s = &t->stop[i];
            rk_json_object(w);
            rk_json_kstr(w, "at", cli_rounds_hour(&cli->keep, s->begin_s));
            rk_json_kstr(w, "act", rk_str_of(act_id(s->act)));
            if (s->need >= 0)
                need_json(w, &r->need[s->need]);
            if (s->place.len)
                rk_json_kstr(w, "place", s->place);
            rk_json_object_end(w);
        }
        rk_json_array_end(w);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
}

static void whole_json(struct cli *cli, const struct cli_rounds *rounds, struct rk_buf *out)
{
    const struct rk_rounds *r = &rounds->made;
    struct rk_json_out w = rk_json_write(out);
    char day[12];
    rk_day_iso(rounds->day, day);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kstr(&w, "day", rk_str_of(day));
    rk_json_kint(&w, "needs", r->needs);
    unserved_json(&w, r);
    tours_json(cli, &w, r);
    rk_json_kint(&w, "vehicles", r->vehicles);
    rk_json_kint(&w, "idle", r->idle);
    rk_json_kint(&w, "later", r->later);
    rk_json_kint(&w, "other", r->other);
    rk_json_kint(&w, "closures_off_the_map", r->lost);
    rk_json_kint(&w, "driven_s", r->driven_s);
    rk_json_kbool(&w, "feasible", r->feasible);
    rk_json_object_end(&w);
    rk_buf_char(out, '\n');
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

static void whole_csv(struct cli *cli, const struct rk_rounds *r, struct rk_buf *out)
{
    enum { COLUMNS = 8 };
    const struct rk_str none = {"", 0};
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
                        r->tour[k].plate, cli_rounds_hour(&cli->keep, s->begin_s),
                        rk_str_of(act_id(s->act)), n ? rk_str_of(kind_id(n)) : none,
                        n ? n->card : none, n ? urgency(cli, n) : none, s->place, none},
                    COLUMNS);
        }
}

int cmd_rounds(struct cli *cli, int argc, char **argv)
{
    const char *day = NULL, *base = NULL, *path = NULL;
    const struct cli_option options[] = {
        {"day", 0, &day, NULL}, {"base", 0, &base, NULL}, {"output", 'o', &path, NULL}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    const bool csv = path && rk_str_ends(rk_str_of(path), RK_STR(".csv"));
    if (operands > 0)
        return cli_usage(cli, "rounds", "no operand is expected; see: ranok rounds --help");
    if (path && !csv && !rk_str_ends(rk_str_of(path), RK_STR(".json")))
        return cli_usage(cli, "rounds", "-o FILE.json or FILE.csv is expected");
    struct cli_rounds rounds = {0};
    const int code = cli_rounds_make(cli, day, base, &rounds);
    if (code)
        return code;
    struct rk_buf out = cli_buffer(cli);
    if (csv)
        whole_csv(cli, &rounds.made, &out);
    else if (path || cli->json)
        whole_json(cli, &rounds, &out);
    else
        whole_text(cli, &rounds, &out);
    if (!path)
        return cli_print(cli, rk_buf_str(&out));
    cli_say(cli, "%s: %d vehicles drive, %d needs are not served today", path,
            (int)rounds.made.tours, (int)rounds.made.unserved);
    return cli_write(cli, path, rk_buf_str(&out));
}
