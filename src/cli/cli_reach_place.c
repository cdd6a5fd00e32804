/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok reach: whose care has room for whom, where to put teams, where to refer a patient. */
#include "cli_reach.h"

#include "rk_json.h"
#include "rk_reach_place.h"

enum { CHOICE_NODES = 200000 };

/* Times from every facility to every address in the way that was asked for, site by site. */
static rk_status make_table(struct cli *cli, const struct ask *a, const struct crowd *q,
                            struct rk_reach_table *out, struct rk_err *err)
{
    const struct rk_reach_net *net = a->wish.belief == RK_BEST ? &q->best : &q->worst;
    const int32_t sites = q->facilities.len, groups = q->people.len;
    uint32_t *time_ms = RK_NEW(&cli->keep, uint32_t, (ptrdiff_t)sites * groups);
    int64_t *people = RK_NEW(&cli->keep, int64_t, groups);
    int64_t *length_mm = RK_NEW(&cli->keep, int64_t, groups);
    if (cli->keep.failed)
        return rk_fail(err, RK_ENOMEM, a->people, "%d sites, %d groups", sites, groups);
    for (int32_t g = 0; g < groups; g++) {
        const double n = q->people.at[g].people;
        if (n != floor(n)) {
            char place[RK_ERR_PLACE];
            snprintf(place, sizeof place, "%.100s:%" PRId64 ": people", a->people,
                     q->people.at[g].line);
            return rk_fail(err, RK_EINVAL, place, "not whole; a number of people is expected");
        }
        people[g] = (int64_t)n;
    }
    rk_progress_start(&cli->progress, "table", sites);
    for (int32_t s = 0; s < sites; s++) {
        rk_status bad =
            rk_reach_row(net, a->way, q->facilities.spot[s], q->people.spot, groups,
                         cli->scratch, time_ms + (ptrdiff_t)s * groups, length_mm, err);
        if (!bad)
            bad = rk_progress_step(&cli->progress, 1, err);
        if (bad)
            return bad;
    }
    *out = (struct rk_reach_table){sites, groups, time_ms, people};
    return RK_OK;
}

static ptrdiff_t room_for(const struct places *p)
{
    ptrdiff_t room = 1024;
    for (int32_t i = 0; i < p->len; i++)
        room += 6 * p->at[i].id.len + 256;
    return room;
}

static bool limit_of(struct cli *cli, const struct ask *a, uint32_t *out)
{
    double limit_s = 0.0;
    *out = RK_REACH_NEVER - 1;
    if (a->limit && !cli_double(cli, "--limit", a->limit, 0.0, 500000.0, &limit_s))
        return false;
    if (a->limit)
        *out = (uint32_t)round(limit_s * 1000.0);
    return true;
}

/* ---- cover ------------------------------------------------------------------------------- */

struct coverage {
    struct rk_reach_table table;
    int64_t *capacity, *served, *left, all, unserved;
};

static rk_status read_capacity(struct cli *cli, const struct crowd *q, struct coverage *c,
                               struct rk_err *err)
{
    for (int32_t s = 0; s < c->table.sites; s++) {
        const struct place *f = &q->facilities.at[s];
        char place[RK_ERR_PLACE];
        snprintf(place, sizeof place, "%.100s:%" PRId64 ": capacity", q->facilities.file,
                 f->line);
        if (!isnan(f->capacity) && f->capacity != floor(f->capacity))
            return rk_fail(err, RK_EINVAL, place, "not whole; a number of people is expected");
        if (isnan(f->capacity))
            cli_say(cli,
                    uk(cli) ? "%s: невідома; %.*s нікого не приймає, доки її не вказано"
                            : "%s: unknown; %.*s takes nobody until it is given",
                    place, RK_FMT(f->id));
        c->capacity[s] = isnan(f->capacity) ? 0 : (int64_t)f->capacity;
    }
    return RK_OK;
}

static void put_coverage(struct rk_buf *text, const struct crowd *q, const struct coverage *c)
{
    rk_buf_c(text, "id,facility,people,time_s\n");
    for (int32_t g = 0; g < c->table.groups; g++) {
        for (int32_t s = 0; s < c->table.sites; s++) {
            const ptrdiff_t at = (ptrdiff_t)s * c->table.groups + g;
            if (c->served[at] == 0)
                continue;
            cli_csv(text, q->people.at[g].id);
            rk_buf_char(text, ',');
            cli_csv(text, q->facilities.at[s].id);
            rk_buf_printf(text, ",%" PRId64 ",", c->served[at]);
            reach_put_time(text, c->table.time_ms[at]);
            rk_buf_char(text, '\n');
        }
        if (c->left[g] == 0)
            continue;
        cli_csv(text, q->people.at[g].id);
        rk_buf_printf(text, ",,%" PRId64 ",\n", c->left[g]);
    }
}

static int64_t served_by(const struct coverage *c, int32_t s)
{
    int64_t n = 0;
    for (int32_t g = 0; g < c->table.groups; g++)
        n += c->served[(ptrdiff_t)s * c->table.groups + g];
    return n;
}

static int say_coverage(struct cli *cli, const struct crowd *q, const struct coverage *c,
                        bool to_file)
{
    cli_say(cli,
            uk(cli) ? "без місця або поза межею: %" PRId64 " із %" PRId64 " людей"
                    : "without a place or beyond the limit: %" PRId64 " of %" PRId64 " people",
            c->unserved, c->all);
    for (int32_t s = 0; s < c->table.sites; s++)
        cli_say(cli,
                uk(cli) ? "%.*s: зайнято %" PRId64 " із %" PRId64 " місць"
                        : "%.*s: %" PRId64 " of %" PRId64 " places taken",
                RK_FMT(q->facilities.at[s].id), served_by(c, s), c->capacity[s]);
    if (!cli->json || !to_file)
        return CLI_DONE;
    struct rk_buf text = rk_buf_in(&cli->keep, room_for(&q->facilities));
    struct rk_json_out w = rk_json_write(&text);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kint(&w, "people", c->all);
    rk_json_kint(&w, "left", c->unserved);
    rk_json_key(&w, RK_STR("facilities"));
    rk_json_array(&w);
    for (int32_t s = 0; s < c->table.sites; s++) {
        rk_json_object(&w);
        rk_json_kstr(&w, "id", q->facilities.at[s].id);
        rk_json_kint(&w, "capacity", c->capacity[s]);
        rk_json_kint(&w, "served", served_by(c, s));
        rk_json_object_end(&w);
    }
    rk_json_array_end(&w);
    rk_json_object_end(&w);
    rk_buf_char(&text, '\n');
    return reach_finish(cli, NULL, &text);
}

int reach_cover(struct cli *cli, struct ask *a, const char *path)
{
    struct crowd q;
    struct coverage c = {.all = 0};
    struct rk_err err;
    uint32_t limit_ms;
    if (!limit_of(cli, a, &limit_ms))
        return CLI_USAGE;
    rk_status bad = reach_read_crowd(cli, a, path, &q, &err);
    if (!bad)
        bad = make_table(cli, a, &q, &c.table, &err);
    if (bad)
        return cli_fail(cli, &err);
    c.capacity = RK_NEW(&cli->keep, int64_t, c.table.sites);
    c.served = RK_NEW(&cli->keep, int64_t, (ptrdiff_t)c.table.sites * c.table.groups);
    c.left = RK_NEW(&cli->keep, int64_t, c.table.groups);
    if (cli->keep.failed)
        bad = rk_fail(&err, RK_ENOMEM, a->people, "%d sites, %d groups", c.table.sites,
                      c.table.groups);
    if (!bad)
        bad = read_capacity(cli, &q, &c, &err);
    if (!bad)
        bad =
            rk_reach_cover(c.table, c.capacity, limit_ms, cli->scratch, c.served, c.left, &err);
    if (bad)
        return cli_fail(cli, &err);
    ptrdiff_t room = 256, longest = 0;
    for (int32_t s = 0; s < c.table.sites; s++)
        longest = q.facilities.at[s].id.len > longest ? q.facilities.at[s].id.len : longest;
    for (int32_t g = 0; g < c.table.groups; g++) {
        int64_t rows = 1;
        for (int32_t s = 0; s < c.table.sites; s++)
            rows += c.served[(ptrdiff_t)s * c.table.groups + g] > 0;
        room += rows * (2 * q.people.at[g].id.len + 2 * longest + 64);
        c.all += c.table.people[g];
        c.unserved += c.left[g];
    }
    struct rk_buf text = rk_buf_in(&cli->keep, room);
    put_coverage(&text, &q, &c);
    const int code = reach_finish(cli, a->out, &text);
    return code ? code : say_coverage(cli, &q, &c, a->out && strcmp(a->out, "-") != 0);
}

/* ---- place ------------------------------------------------------------------------------- */

/* Who has which chosen site soonest, and how soon. */
struct use {
    int64_t people, reached;
    double mean_s, max_s;
};

static struct use use_of(const struct rk_reach_table *t, const struct rk_reach_choice *c,
                         int64_t k, int64_t which)
{
    struct use u = {.people = 0};
    double sum = 0.0;
    for (int32_t g = 0; g < t->groups; g++) {
        uint32_t least = RK_REACH_NEVER;
        int64_t of = -1;
        for (int64_t i = 0; i < k; i++) {
            const uint32_t ms = t->time_ms[(ptrdiff_t)c->site[i] * t->groups + g];
            if (ms < least) {
                least = ms;
                of = i;
            }
        }
        if (of != which || t->people[g] == 0)
            continue;
        u.people += t->people[g];
        sum += 1e-3 * least * (double)t->people[g];
        u.max_s = fmax(u.max_s, 1e-3 * least);
    }
    u.mean_s = u.people > 0 ? sum / (double)u.people : 0.0;
    return u;
}

/* Whom no site can reach does not decide between sites: said, and left out of the choice. */
static rk_status leave_out_unreached(struct cli *cli, struct rk_reach_table *t,
                                     struct rk_err *err)
{
    int64_t lost = 0;
    int64_t *people = RK_NEW(&cli->keep, int64_t, t->groups);
    if (cli->keep.failed)
        return rk_fail(err, RK_ENOMEM, "place", "%d groups", t->groups);
    for (int32_t g = 0; g < t->groups; g++) {
        bool reached = false;
        for (int32_t s = 0; s < t->sites && !reached; s++)
            reached = t->time_ms[(ptrdiff_t)s * t->groups + g] != RK_REACH_NEVER;
        lost += reached ? 0 : t->people[g];
        people[g] = reached ? t->people[g] : 0;
    }
    t->people = people;
    if (lost > 0)
        cli_say(cli,
                uk(cli) ? "людей, до яких не дістатися з жодного місця: %" PRId64
                        : "people whom no site can reach: %" PRId64,
                lost);
    return RK_OK;
}

static void say_choice(struct cli *cli, enum rk_reach_goal goal,
                       const struct rk_reach_choice *c)
{
    const char *proven = uk(cli) ? "доведено найкраще" : "proven best";
    const char *found = uk(cli) ? "найкраще знайдене" : "best found";
    const double share = goal == RK_REACH_WITHIN ? 1.0 : 1e-3;
    const char *unit = goal == RK_REACH_MEDIAN ? (uk(cli) ? "людино-секунд" : "person-seconds")
                       : goal == RK_REACH_CENTRE ? (uk(cli) ? "с" : "s")
                                                 : (uk(cli) ? "людей" : "people");
    if (isinf(c->value))
        cli_say(cli, uk(cli) ? "хтось лишається без дороги за будь-якого вибору"
                             : "somebody has no way under any choice");
    else
        cli_say(cli, uk(cli) ? "%s: %.12g %s (межа %.12g)" : "%s: %.12g %s (bound %.12g)",
                c->proven ? proven : found, c->value * share, unit, c->bound * share);
}

static int put_choice(struct cli *cli, const struct ask *a, const struct crowd *q,
                      const struct rk_reach_table *t, const struct rk_reach_choice *c,
                      enum rk_reach_goal goal, int64_t k)
{
    struct rk_buf text = rk_buf_in(&cli->keep, room_for(&q->facilities));
    rk_buf_c(&text, "site,people,time_mean_s,time_max_s\n");
    for (int64_t i = 0; i < k; i++) {
        const struct use u = use_of(t, c, k, i);
        cli_csv(&text, q->facilities.at[c->site[i]].id);
        rk_buf_printf(&text, ",%" PRId64 ",", u.people);
        if (u.people > 0)
            rk_buf_printf(&text, "%.3f,%.3f\n", u.mean_s, u.max_s);
        else
            rk_buf_c(&text, ",\n");
    }
    const bool to_file = a->out && strcmp(a->out, "-") != 0;
    const int code = reach_finish(cli, a->out, &text);
    if (code || !cli->json || !to_file)
        return code;
    const double share = goal == RK_REACH_WITHIN ? 1.0 : 1e-3;
    text = rk_buf_in(&cli->keep, room_for(&q->facilities));
    struct rk_json_out w = rk_json_write(&text);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kstr(&w, "status", c->proven ? RK_STR("optimal") : RK_STR("feasible"));
    rk_json_knum(&w, "value", c->value * share);
    rk_json_knum(&w, "bound", c->bound * share);
    rk_json_key(&w, RK_STR("sites"));
    rk_json_array(&w);
    for (int64_t i = 0; i < k; i++)
        rk_json_str(&w, q->facilities.at[c->site[i]].id);
    rk_json_array_end(&w);
    rk_json_object_end(&w);
    rk_buf_char(&text, '\n');
    return reach_finish(cli, NULL, &text);
}

int reach_place(struct cli *cli, struct ask *a, const char *path)
{
    static const char *const goals[] = {"median", "centre", "within"};
    struct crowd q;
    struct rk_reach_table table;
    struct rk_reach_choice choice;
    struct rk_err err;
    int64_t k = 0;
    uint32_t limit_ms;
    const int goal = a->goal ? reach_choice(cli, "--goal", a->goal, goals, 3) : RK_REACH_MEDIAN;
    if (goal < 0 || !limit_of(cli, a, &limit_ms) ||
        !cli_int(cli, "--k", a->k, 1, INT32_MAX, &k))
        return CLI_USAGE;
    if (goal == RK_REACH_WITHIN && !a->limit)
        return cli_usage(cli, "reach",
                         uk(cli) ? "--goal within потребує --limit СЕКУНД"
                                 : "--goal within wants --limit SECONDS");
    rk_status bad = reach_read_crowd(cli, a, path, &q, &err);
    if (!bad && k > q.facilities.len)
        bad = rk_fail(&err, RK_EINVAL, a->facilities, "%d sites; at least %" PRId64 " expected",
                      q.facilities.len, k);
    if (!bad)
        bad = make_table(cli, a, &q, &table, &err);
    if (!bad)
        bad = leave_out_unreached(cli, &table, &err);
    if (!bad)
        bad = rk_reach_choose(table, (int32_t)k, (enum rk_reach_goal)goal, limit_ms,
                              CHOICE_NODES, &cli->keep, cli->scratch, &choice, &err);
    if (bad)
        return cli_fail(cli, &err);
    say_choice(cli, (enum rk_reach_goal)goal, &choice);
    return put_choice(cli, a, &q, &table, &choice, (enum rk_reach_goal)goal, k);
}

/* ---- referral ---------------------------------------------------------------------------- */

/* For each facility that lacks what is needed, the soonest `ranks` that offer it. */
int reach_referral(struct cli *cli, struct ask *a, const char *path)
{
    struct crowd q;
    struct rk_err err;
    int64_t ranks = 1;
    if (a->rank && !cli_int(cli, "--rank", a->rank, 1, 1000, &ranks))
        return CLI_USAGE;
    a->people = a->facilities; /* everybody's place is a facility here */
    rk_status bad = reach_read_crowd(cli, a, path, &q, &err);
    if (bad)
        return cli_fail(cli, &err);
    if (ranks > q.facilities.len)
        ranks = q.facilities.len > 0 ? q.facilities.len : 1;
    struct rk_reach_near *near = RK_NEW(&cli->keep, struct rk_reach_near, q.people.len * ranks);
    if (cli->keep.failed)
        bad = rk_fail(&err, RK_ENOMEM, a->people, "%d people", q.people.len);
    if (!bad)
        bad = rk_reach_nearest(&q.best, &q.worst, RK_IN, q.people.spot, q.people.len,
                               q.facilities.spot, q.facilities.len, (int32_t)ranks,
                               cli->scratch, near, NULL, &err);
    if (bad)
        return cli_fail(cli, &err);
    struct rk_buf text = rk_buf_in(&cli->keep, ranks * 2 * room_for(&q.people));
    rk_buf_c(&text, "from,rank,to,time_best_s,time_worst_s\n");
    for (int32_t i = 0; i < q.people.len; i++) {
        bool offers = false;
        for (int32_t f = 0; f < q.facilities.len && !offers; f++)
            offers = q.facilities.at[f].line == q.people.at[i].line;
        for (int32_t r = 0; r < ranks && !offers; r++) {
            const struct rk_reach_near n = near[(ptrdiff_t)i * ranks + r];
            if (n.facility < 0 && r > 0)
                break;
            cli_csv(&text, q.people.at[i].id);
            rk_buf_printf(&text, ",%d,", r + 1);
            if (n.facility >= 0)
                cli_csv(&text, q.facilities.at[n.facility].id);
            rk_buf_char(&text, ',');
            reach_put_time(&text, n.facility < 0 ? RK_REACH_NEVER : n.best_ms);
            rk_buf_char(&text, ',');
            reach_put_time(&text, n.facility < 0 ? RK_REACH_NEVER : n.worst_ms);
            rk_buf_char(&text, '\n');
        }
    }
    return reach_finish(cli, a->out, &text);
}
