/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok reach: people within minutes, by street or bank, and the rules of that day. */
#include "cli_reach.h"
#include "cli_town.h"

#include "rk_file.h"
#include "rk_json.h"

enum { LIMITS = 5, RULES_MOST = 1 << 20 };
static const int limit_min[LIMITS] = {10, 20, 30, 60, 120};

/* People within each limit under best and worst, and in all. */
struct within {
    struct rk_str group;
    double best[LIMITS], worst[LIMITS], all, never_best, never_worst;
};

static void count_one(struct within *w, double people, const uint32_t least_ms[2])
{
    w->all += people;
    w->never_best += least_ms[0] == RK_REACH_NEVER ? people : 0.0;
    w->never_worst += least_ms[1] == RK_REACH_NEVER ? people : 0.0;
    for (int k = 0; k < LIMITS; k++) {
        w->best[k] += least_ms[0] <= (uint32_t)limit_min[k] * 60000 ? people : 0.0;
        w->worst[k] += least_ms[1] <= (uint32_t)limit_min[k] * 60000 ? people : 0.0;
    }
}

static int by_group(const void *a, const void *b)
{
    const struct place *x = *(const struct place *const *)a,
                       *y = *(const struct place *const *)b;
    const int order = rk_str_cmp(x->group, y->group);
    return order ? order : (x > y) - (x < y);
}

/* Sums by group, groups in the order of their names; a group per person is allowed. */
static rk_status count_groups(struct cli *cli, const struct places *people,
                              const uint32_t *least_ms, struct within **out, int32_t *len,
                              struct rk_err *err)
{
    const struct place **order = RK_NEW(&cli->keep, const struct place *, people->len);
    struct within *w = RK_NEW(&cli->keep, struct within, people->len);
    *len = 0;
    *out = w;
    if (cli->keep.failed)
        return rk_fail(err, RK_ENOMEM, people->file, "%d groups", people->len);
    for (int32_t i = 0; i < people->len; i++)
        order[i] = &people->at[i];
    if (people->len > 1)
        qsort((void *)order, (size_t)people->len, sizeof *order, by_group);
    for (int32_t i = 0; i < people->len; i++) {
        if (i == 0 || !rk_str_eq(order[i]->group, w[*len - 1].group))
            w[(*len)++] = (struct within){.group = order[i]->group};
        count_one(&w[*len - 1], order[i]->people, &least_ms[2 * (order[i] - people->at)]);
    }
    return RK_OK;
}

/* ---- rules ------------------------------------------------------------------------------- */

static rk_status read_rules(struct cli *cli, const struct ask *a, struct rk_reach_rules *out,
                            struct rk_err *err)
{
    struct rk_str csv = rk_reach_rules_shipped();
    const char *file = "rules.csv";
    *out = (struct rk_reach_rules){NULL, 0};
    if (!a->day)
        return RK_OK;
    if (a->rules) {
        file = a->rules;
        const rk_status bad = rk_file_read(file, RULES_MOST, &cli->keep, &csv, err);
        if (bad)
            return bad;
    }
    return rk_reach_rules_read(csv, file, &cli->keep, out, err);
}

/* In force that day, for who drives where, and for what is needed. */
static bool applies(const struct ask *a, const struct rk_reach_rule *r, rk_day day)
{
    return a->day && day >= r->from && day <= r->until && r->way == a->way &&
           (r->need.len == 0 || (a->need && rk_str_eq(r->need, rk_str_of(a->need))));
}

struct kept {
    double best, worst; /* shares of people within the limit */
    const char *word;
};

static struct kept look_at(const struct rk_reach_rule *r, const struct places *people,
                           const uint32_t *least_ms)
{
    double best = 0.0, worst = 0.0, all = 0.0;
    for (int32_t i = 0; i < people->len; i++) {
        all += people->at[i].people;
        best += least_ms[2 * i] <= r->limit_ms ? people->at[i].people : 0.0;
        worst += least_ms[2 * i + 1] <= r->limit_ms ? people->at[i].people : 0.0;
    }
    struct kept k = {.word = "nobody"};
    if (all <= 0.0)
        return k;
    k.best = best / all;
    k.worst = worst / all;
    k.word = worst >= r->share * all ? "kept" : best < r->share * all ? "missed" : "unclear";
    return k;
}

static void say_rule(struct cli *cli, const struct rk_reach_rule *r, struct kept k)
{
    static const char *const words[][2] = {{"kept", "дотримано"},
                                           {"missed", "не дотримано"},
                                           {"unclear", "залежить від непідтвердженого"},
                                           {"nobody", "нікого немає"}};
    const char *word = k.word;
    for (ptrdiff_t i = 0; uk(cli) && i < RK_COUNT(words); i++)
        word = strcmp(words[i][0], k.word) == 0 ? words[i][1] : word;
    cli_say(cli,
            uk(cli) ? "%.*s: до %.0f хв %.1f–%.1f %% людей, слід %.0f %%: %s (%.*s)"
                    : "%.*s: within %.0f min %.1f-%.1f %% of people, %.0f %% wanted: %s (%.*s)",
            RK_FMT(r->name[uk(cli) ? 0 : 1]), r->limit_ms / 60000.0, 100.0 * k.worst,
            100.0 * k.best, 100.0 * r->share, word, RK_FMT(r->source));
}

/* ---- saying ------------------------------------------------------------------------------ */

static void say_within(struct cli *cli, const struct within *w)
{
    const char *lead = w->group.len > 0 ? ": " : "";
    for (int k = 0; k < LIMITS; k++)
        cli_say(cli,
                uk(cli) ? "%.*s%sдо %d хв: %.0f–%.0f із %.0f людей"
                        : "%.*s%swithin %d min: %.0f-%.0f of %.0f people",
                RK_FMT(w->group), lead, limit_min[k], w->worst[k], w->best[k], w->all);
    cli_say(cli,
            uk(cli) ? "%.*s%sпоза досяжністю: %.0f–%.0f людей"
                    : "%.*s%sout of reach: %.0f-%.0f people",
            RK_FMT(w->group), lead, w->never_best, w->never_worst);
}

static void put_within(struct rk_json_out *out, const struct within *w)
{
    rk_json_knum(out, "people", w->all);
    rk_json_knum(out, "out_of_reach_best", w->never_best);
    rk_json_knum(out, "out_of_reach_worst", w->never_worst);
    rk_json_key(out, RK_STR("within"));
    rk_json_array(out);
    for (int k = 0; k < LIMITS; k++) {
        rk_json_object(out);
        rk_json_kint(out, "minutes", limit_min[k]);
        rk_json_knum(out, "best", w->best[k]);
        rk_json_knum(out, "worst", w->worst[k]);
        rk_json_object_end(out);
    }
    rk_json_array_end(out);
}

static void put_rule(struct rk_json_out *out, const struct rk_reach_rule *r, struct kept k)
{
    rk_json_object(out);
    rk_json_kstr(out, "id", r->id);
    rk_json_knum(out, "minutes", r->limit_ms / 60000.0);
    rk_json_knum(out, "wanted", r->share);
    rk_json_knum(out, "worst", k.worst);
    rk_json_knum(out, "best", k.best);
    rk_json_kstr(out, "result", rk_str_of(k.word));
    rk_json_kstr(out, "source", r->source);
    rk_json_object_end(out);
}

static void say_groups(struct cli *cli, const struct within *groups, int32_t len)
{
    for (int32_t g = 0; g < len; g++)
        say_within(cli, &groups[g]);
}

static int put_shares(struct cli *cli, const struct within *all, const struct within *groups,
                      int32_t len, const struct rk_reach_rule *const *rule,
                      const struct kept *kept, int32_t rules)
{
    ptrdiff_t room = 8192 + (ptrdiff_t)rules * 2048;
    for (int32_t g = 0; g < len; g++)
        room += 1024 + 6 * groups[g].group.len;
    struct rk_buf text = rk_buf_in(&cli->keep, room);
    struct rk_json_out out = rk_json_write(&text);
    out.any_order = true;
    rk_json_object(&out);
    put_within(&out, all);
    if (len > 0) {
        rk_json_key(&out, RK_STR("groups"));
        rk_json_array(&out);
        for (int32_t g = 0; g < len; g++) {
            rk_json_object(&out);
            rk_json_kstr(&out, "group", groups[g].group);
            put_within(&out, &groups[g]);
            rk_json_object_end(&out);
        }
        rk_json_array_end(&out);
    }
    rk_json_key(&out, RK_STR("rules"));
    rk_json_array(&out);
    for (int32_t r = 0; r < rules; r++)
        put_rule(&out, rule[r], kept[r]);
    rk_json_array_end(&out);
    rk_json_object_end(&out);
    rk_buf_char(&text, '\n');
    return reach_finish(cli, NULL, &text);
}

int reach_say_shares(struct cli *cli, const struct ask *a, const struct places *people,
                     const uint32_t *least_ms, bool to_file)
{
    struct within all = {.all = 0.0}, *groups = NULL;
    struct rk_reach_rules rules;
    struct rk_err err;
    const struct rk_reach_rule *rule[RK_REACH_RULES];
    struct kept kept[RK_REACH_RULES];
    int32_t len = 0, held = 0;
    rk_day day = 0;
    if (a->day && !cli_day(cli, a->day, &day))
        return CLI_USAGE;
    rk_status bad = read_rules(cli, a, &rules, &err);
    if (!bad && a->group)
        bad = count_groups(cli, people, least_ms, &groups, &len, &err);
    if (bad)
        return cli_fail(cli, &err);
    for (int32_t i = 0; i < people->len; i++)
        count_one(&all, people->at[i].people, &least_ms[2 * i]);
    say_groups(cli, groups, len);
    say_within(cli, &all);
    for (int32_t i = 0; i < rules.len; i++) {
        if (!applies(a, &rules.at[i], day))
            continue;
        rule[held] = &rules.at[i];
        kept[held] = look_at(&rules.at[i], people, least_ms);
        say_rule(cli, rule[held], kept[held]);
        held++;
    }
    return cli->json && to_file ? put_shares(cli, &all, groups, len, rule, kept, held)
                                : CLI_DONE;
}
