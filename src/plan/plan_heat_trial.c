/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan of the heat, doubted: lived through house by house beside the planner's figure, with
 * one crew more, and with one mobile boiler.
 */
#include "plan_heat.h"

#include "rk_repair_simulate.h"

enum { KINDS_MOST = 4 };
static const double design_outdoor_c = -23.0, told_gap = 0.03, mobile_kw = 1000.0;

/* No crew before this one has its skills and its shift. */
static bool is_first_of_its_kind(const struct rk_repair_problem *p, int32_t crew)
{
    const struct rk_repair_crew *c = &p->crew[crew];
    for (int32_t k = 0; k < crew; k++)
        if (p->crew[k].skills == c->skills && p->crew[k].shift_from_h == c->shift_from_h &&
            p->crew[k].shift_hours == c->shift_hours)
            return false;
    return true;
}

static rk_status try_crew(const struct rk_repair_problem *problem,
                          const struct rk_repair_plan *plan, int32_t like, int64_t tries,
                          struct rk_scratch scratch, double *saves)
{
    struct rk_repair_crew *crew = RK_NEW(&scratch, struct rk_repair_crew, problem->crews + 1);
    if (!crew)
        return RK_ENOMEM;
    memcpy(crew, problem->crew, (size_t)problem->crews * sizeof *crew);
    crew[problem->crews] = crew[like];
    struct rk_repair_problem bigger = *problem;
    bigger.crew = crew;
    bigger.crews++;
    struct rk_arena keep = scratch.in;
    keep.end = scratch.in.at += (keep.end - keep.at) / 2;
    const struct rk_repair_options options = {
        .seed = 1, .iterations = tries, .nodes = 1, .start = plan->task, .starts = plan->tasks};
    struct rk_repair_plan better;
    const rk_status bad = rk_repair_solve(&bigger, &options, &keep, scratch, &better, NULL);
    if (!bad)
        *saves = fmax(0.0, plan->objective - better.objective);
    return bad;
}

/* One more of each kind of crew, and of which it helps most. */
static rk_status try_crews(const struct rk_repair_problem *problem,
                           const struct rk_repair_plan *plan, int64_t tries,
                           struct rk_scratch scratch, struct heat_trial *out)
{
    rk_status bad = RK_OK;
    int32_t kinds = 0;
    out->more_crew = -1;
    if (problem->crews >= RK_REPAIR_CREWS_MAX)
        return RK_OK;
    for (int32_t k = 0; k < problem->crews && kinds < KINDS_MOST && !bad; k++) {
        double saves = 0.0;
        if (!is_first_of_its_kind(problem, k))
            continue;
        kinds++;
        bad = try_crew(problem, plan, k, tries, scratch, &saves);
        if (saves < 1.0 || saves <= out->crew_saves)
            continue;
        out->crew_saves = saves;
        out->more_crew = k;
    }
    return bad;
}

bool heat_doubt(const struct rk_repair_problem *problem, const struct rk_repair_plan *plan,
                int64_t tries, struct rk_scratch scratch, struct heat_trial *out)
{
    struct rk_repair_trial lived;
    rk_status bad =
        rk_repair_simulate(problem, plan, design_outdoor_c, NULL, NULL, scratch, &lived, NULL);
    if (!bad) {
        *out = (struct heat_trial){.known = true,
                                   .planned = plan->objective,
                                   .by_house = lived.by_house,
                                   .lived = lived.warming};
        bad = try_crews(problem, plan, tries, scratch, out);
    }
    return bad != RK_ENOMEM;
}

/* ---- words ---------------------------------------------------------------------------------
 */

static void say(const struct heat_case *c, struct rk_buf *b, const char *before, double x,
                int decimals, const char *after)
{
    rk_buf_printf(b, "%s ", rk_word(c->p->lang, before));
    rk_say_number(c->p->lang, x, decimals, b);
    rk_buf_c(b, after);
}

static void say_part(const struct heat_case *c, struct rk_buf *b, const char *key, double part)
{
    if (fabs(part) < 0.001)
        return;
    rk_buf_printf(b, "%s%s ", b->at[b->len - 1] == '(' ? "" : "; ", rk_word(c->p->lang, key));
    rk_buf_c(b, part < 0.0 ? "−" : "+");
    rk_say_number(c->p->lang, fabs(100.0 * part), 1, b);
    rk_buf_c(b, " %");
}

/* "Weighted person-hours in the cold: by the planner 41,230; lived through house by house
 * 44,870 (+8.8 %: houses take hours to grow warm +9.1 %; …)." */
static void say_trial(const struct heat_case *c, struct rk_buf *b)
{
    const struct heat_trial *t = &c->trial;
    const double base = fmax(t->planned, 1.0), gap = (t->lived - t->planned) / base;
    say(c, b, "heat.trial.planned", floor(t->planned + 0.5), 0, "; ");
    say(c, b, "heat.trial.lived", floor(t->lived + 0.5), 0, "");
    if (fabs(gap) > told_gap) {
        rk_buf_c(b, " (");
        say_part(c, b, "heat.trial.warming", (t->lived - t->by_house) / base);
        say_part(c, b, "heat.trial.part_heat", (t->by_house - t->planned) / base);
        rk_buf_c(b, ")");
    }
    rk_buf_c(b, ".");
}

static void say_crew(const struct heat_case *c, struct rk_buf *b)
{
    const struct heat_trial *t = &c->trial;
    if (t->more_crew < 0) {
        rk_buf_printf(b, " %s", rk_word(c->p->lang, "heat.trial.no_crew"));
        return;
    }
    const int32_t row = c->team[t->more_crew].row;
    const struct rk_str name = plan_text(c->p, plan_claim(&c->crew, row, HEAT_C_NAME));
    rk_buf_printf(b, " %s «%.*s», ", rk_word(c->p->lang, "heat.trial.crew"),
                  RK_FMT(name.len ? name : plan_key(c->p, c->crew.subject[row])));
    say(c, b, "heat.trial.saves", floor(t->crew_saves + 0.5), 0, ".");
}

/* Of the houses on boiler houses that give nothing this winter: those of one, most people for
 * a kilowatt first, as many as the boiler can heat. */
static double warmed_by_boiler(const struct heat_case *c, int32_t source, int32_t *houses)
{
    double left = mobile_kw, people = 0.0;
    bool *in = RK_NEW(&c->p->scratch->in, bool, c->house.rows + 1);
    *houses = 0;
    for (bool more = in != NULL; more;) {
        int32_t best = -1;
        for (int32_t i = 0; i < c->house.rows; i++) {
            const struct heat_house *h = &c->home[i];
            if (h->source != source || h->gone || h->warm || h->lost || in[i] || h->kw > left)
                continue;
            if (best < 0 || h->people * c->home[best].kw > c->home[best].people * h->kw)
                best = i;
        }
        more = best >= 0;
        if (!more)
            break;
        in[best] = true;
        left -= c->home[best].kw;
        people += c->home[best].people;
        ++*houses;
    }
    return people;
}

static void say_boiler(const struct heat_case *c, struct rk_buf *b)
{
    int32_t best = -1, houses = 0;
    double people = 0.0;
    for (int32_t s = 0; s < c->source.rows; s++) {
        int32_t n = 0;
        const struct rk_arena before = c->p->scratch->in;
        const double warms =
            c->src[s].runs || c->src[s].planned ? 0.0 : warmed_by_boiler(c, s, &n);
        c->p->scratch->in = before;
        if (warms > people) {
            best = s;
            people = warms;
            houses = n;
        }
    }
    if (best < 0)
        return;
    const struct rk_str name = plan_text(c->p, plan_claim(&c->source, best, HEAT_S_NAME));
    rk_buf_printf(b, " %s «%.*s» ", rk_word(c->p->lang, "heat.trial.boiler"),
                  RK_FMT(name.len ? name : plan_key(c->p, c->source.subject[best])));
    say(c, b, "heat.trial.would_warm", floor(people + 0.5), 0, "; ");
    say(c, b, "heat.trial.houses", houses, 0, ".");
}

struct rk_str heat_doubts(const struct heat_case *c)
{
    struct rk_buf b = rk_buf_in(c->p->keep, 2000);
    if (!c->trial.known)
        return (struct rk_str){"", 0};
    rk_buf_c(&b, " ");
    say_trial(c, &b);
    say_crew(c, &b);
    say_boiler(c, &b);
    return rk_buf_str(&b);
}
