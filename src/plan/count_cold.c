/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is cold: houses and boiler houses by the heat balance, homes outside, the first frost. */
#include "plan_internal.h"

#include "rk_heat_house.h"

enum { SOURCE, KW, PEOPLE, FLOORS, STATE, PIPES, ADDRESS, TAU, HOUSE_SLOTS };
static const struct plan_slot house_slots[HOUSE_SLOTS] = {
    {"source", NULL}, {"kw", NULL},    {"people", NULL},  {"floors", NULL},
    {"state", NULL},  {"pipes", NULL}, {"address", NULL}, {"tau_h", NULL}};
enum {
    NAME,
    MW,
    FUEL,
    ELECTRIC,
    S_STATE,
    GAS,
    POWER,
    FROM,
    STARTED,
    TESTED,
    WHY,
    SOURCE_SLOTS
};
static const struct plan_slot source_slots[SOURCE_SLOTS] = {
    {"name", NULL},       {"mw", NULL},
    {"fuel", NULL},       {"electric_kw", NULL},
    {"state", NULL},      {"gas", NULL},
    {"power", NULL},      {"can_start_from", NULL},
    {"started", NULL},    {"pressure_test", NULL},
    {"why_stopped", NULL}};

enum { LISTED = 150, ASSUMED_OUTDOOR_C = -5 };

struct cold {
    struct plan *p;
    struct plan_records house, source;
    struct rk_heat_boiler *boiler;
    struct rk_heat_house *home;
    struct rk_heat_verdict verdict;
    double cold_on, cold_off; /* people who are cold, on district heat and outside it */
    double wood_missing_m3, places;
};

/* ---- from records to the balance -----------------------------------------------------------
 */

static bool is_off(const struct plan *p, int64_t claim)
{
    return plan_is(p, claim, "off");
}

static struct rk_heat_boiler boiler_of(const struct cold *c, int32_t row)
{
    const struct plan *p = c->p;
    const struct plan_records *r = &c->source;
    const int64_t state = plan_claim(r, row, S_STATE);
    const double mw = plan_number(p, plan_claim(r, row, MW));
    const bool gas =
        plan_claim(r, row, FUEL) < 0 || plan_is(p, plan_claim(r, row, FUEL), "gas");
    struct rk_heat_boiler b = {.mw = mw > 0.0 ? mw : 0.0, .state = RK_HEAT_STANDS};
    if (plan_is(p, state, "working") || plan_is(p, state, "partly"))
        b.state = RK_HEAT_RUNS;
    else if (plan_is(p, state, "destroyed") || plan_is(p, state, "repair"))
        b.state = RK_HEAT_BROKEN;
    else if (gas && is_off(p, plan_claim(r, row, GAS)))
        b.state = RK_HEAT_NO_GAS;
    else if (is_off(p, plan_claim(r, row, POWER)))
        b.state = RK_HEAT_NO_POWER;
    return b;
}

/* "7", or "heat_source:7" as the import writes a subject it knows. */
static int32_t source_row(const struct cold *c, struct rk_str key)
{
    if (rk_str_starts(key, RK_STR("heat_source:")))
        (void)rk_str_cut(&key, ':');
    for (int32_t i = 0; i < c->source.rows; i++)
        if (rk_str_eq(plan_key(c->p, c->source.subject[i]), key))
            return i;
    return -1;
}

static struct rk_heat_house house_of(const struct cold *c, int32_t row)
{
    const struct plan *p = c->p;
    const struct plan_records *r = &c->house;
    const int64_t state = plan_claim(r, row, STATE), pipes = plan_claim(r, row, PIPES);
    const double tau = plan_number(p, plan_claim(r, row, TAU));
    const double people = plan_number(p, plan_claim(r, row, PEOPLE));
    const double kw = plan_number(p, plan_claim(r, row, KW));
    struct rk_heat_house h = {
        .source = source_row(c, plan_text(p, plan_claim(r, row, SOURCE))),
        .kw = kw > 0.0 ? kw : 0.0,
        .people = people > 0.0 ? people : 0.0,
        .tau_h =
            tau > 0.0 ? tau : rk_heat_assumed_tau_h(plan_number(p, plan_claim(r, row, FLOORS))),
        .state = RK_HEAT_WHOLE};
    if (plan_is(p, state, "lost"))
        h.state = RK_HEAT_GONE;
    else if (plan_is(p, state, "drained"))
        h.state = RK_HEAT_DRAINED;
    else if (plan_is(p, pipes, "repair") || plan_is(p, pipes, "destroyed"))
        h.state = RK_HEAT_CUT_OFF;
    return h;
}

static bool balance(struct cold *c)
{
    struct plan *p = c->p;
    struct rk_err err = {0};
    c->boiler = RK_NEW(&p->scratch->in, struct rk_heat_boiler, c->source.rows + 1);
    c->home = RK_NEW(&p->scratch->in, struct rk_heat_house, c->house.rows + 1);
    if (!c->boiler || !c->home)
        return false;
    for (int32_t i = 0; i < c->source.rows; i++)
        c->boiler[i] = boiler_of(c, i);
    for (int32_t i = 0; i < c->house.rows; i++)
        c->home[i] = house_of(c, i);
    const struct rk_heat_balance b = {c->source.rows, c->house.rows, c->boiler, c->home};
    struct rk_arena keep = p->scratch->in;
    struct rk_scratch rest = {keep};
    keep.end = rest.in.at += (keep.end - keep.at) / 2;
    if (rk_heat_balance_solve(&b, ASSUMED_OUTDOOR_C, &keep, rest, &c->verdict, &err))
        return false;
    p->scratch->in.at = keep.at;
    return true;
}

/* What the office says it measured goes before what the balance computes. */
static bool is_warm(const struct cold *c, int32_t row)
{
    return plan_is(c->p, plan_claim(&c->house, row, STATE), "warm");
}

static bool is_gone(const struct cold *c, int32_t row)
{
    return plan_is(c->p, plan_claim(&c->house, row, STATE), "lost");
}

static int64_t state_of(const struct cold *c, int32_t row)
{
    const int64_t state = plan_claim(&c->house, row, STATE);
    return state >= 0 ? state : plan_claim(&c->house, row, SOURCE);
}

/* ---- houses on district heat ---------------------------------------------------------------
 */

static bool will_be_warm(const struct cold *c, int32_t row)
{
    const int32_t s = c->home[row].source;
    return !is_gone(c, row) && c->home[row].state == RK_HEAT_WHOLE && s >= 0 &&
           (c->boiler[s].state == RK_HEAT_RUNS ||
            plan_date(c->p, plan_claim(&c->source, s, FROM)) != RK_DAY_NONE);
}

static bool count_houses(struct cold *c)
{
    struct plan *p = c->p;
    struct plan_tally all, warm, people, winter, drain;
    const int32_t n = c->house.rows;
    if (!plan_tally_open(p, n, &all) || !plan_tally_open(p, n, &warm) ||
        !plan_tally_open(p, 2 * n, &people) || !plan_tally_open(p, 2 * n, &winter) ||
        !plan_tally_open(p, n, &drain))
        return false;
    for (int32_t i = 0; i < n; i++) {
        const bool is = is_warm(c, i);
        const int64_t state = state_of(c, i), who = plan_claim(&c->house, i, PEOPLE);
        plan_tally_add(&all,
                       plan_claim(&c->house, i, SOURCE) >= 0 ? plan_claim(&c->house, i, SOURCE)
                                                             : state,
                       1.0, 1.0);
        plan_tally_add(&warm, state, is, is);
        plan_tally_add(&people, state, is ? c->home[i].people : 0.0,
                       is ? c->home[i].people : 0.0);
        if (is)
            plan_tally_without(&people, who);
        if (will_be_warm(c, i) || is) {
            const int64_t from =
                plan_claim(&c->source, c->home[i].source < 0 ? 0 : c->home[i].source, FROM);
            plan_tally_add(&winter, state, 1.0, 1.0);
            plan_tally_without(&winter, c->home[i].source < 0 ? -1 : from);
        }
        if (!is && c->home[i].state != RK_HEAT_DRAINED && !is_gone(c, i))
            plan_tally_add(&drain, state, 1.0, 1.0);
        else
            plan_tally_without(&drain, state);
    }
    plan_tally_drop_zeros(&warm);
    plan_tally_close(p, &all, "heat.houses", false, RK_EXACT);
    plan_tally_close(p, &warm, "heat.warm_houses", false, RK_EXACT);
    plan_tally_close(p, &people, "heat.warm_people", false, RK_EXACT);
    plan_tally_close(p, &winter, "heat.houses_this_winter", false, RK_EXACT);
    plan_tally_close(p, &drain, "heat.to_drain", false, RK_EXACT);
    return true;
}

static bool count_sources(struct cold *c)
{
    struct plan *p = c->p;
    const int32_t n = c->source.rows;
    struct plan_tally all, runs, lost, planned;
    if (!plan_tally_open(p, n, &all) || !plan_tally_open(p, n, &runs) ||
        !plan_tally_open(p, n, &lost) || !plan_tally_open(p, n, &planned))
        return false;
    for (int32_t i = 0; i < n; i++) {
        const int64_t state = plan_claim(&c->source, i, S_STATE);
        const int64_t from = plan_claim(&c->source, i, FROM);
        plan_tally_add(&all, state >= 0 ? state : plan_claim(&c->source, i, MW), 1.0, 1.0);
        plan_tally_add(&runs, state, c->boiler[i].state == RK_HEAT_RUNS,
                       c->boiler[i].state == RK_HEAT_RUNS);
        plan_tally_add(&lost, state, c->boiler[i].state == RK_HEAT_BROKEN,
                       c->boiler[i].state == RK_HEAT_BROKEN);
        if (from >= 0)
            plan_tally_add(&planned, from, 1.0, 1.0);
    }
    plan_tally_drop_zeros(&runs);
    plan_tally_drop_zeros(&lost);
    plan_tally_close(p, &all, "heat.sources", false, RK_EXACT);
    plan_tally_close(p, &runs, "heat.sources.working", false, RK_EXACT);
    plan_tally_close(p, &lost, "heat.sources.destroyed", false, RK_EXACT);
    plan_tally_close(p, &planned, "heat.sources.planned", false, RK_EXACT);
    int32_t running = 0, broken = 0;
    for (int32_t i = 0; i < n; i++) {
        running += c->boiler[i].state == RK_HEAT_RUNS;
        broken += c->boiler[i].state == RK_HEAT_BROKEN;
    }
    struct rk_buf b = rk_buf_in(p->keep, 300);
    plan_say_counted(p, &b, "", "cold.houses_in_all", c->house.rows);
    plan_say_counted(p, &b, "; ", "cold.boilers_run", running);
    plan_say_counted(p, &b, ", ", "cold.boilers_lost", broken);
    plan_say_counted(p, &b, ", ", "cold.boilers_stand", n - running - broken);
    plan_detail(p, "heat.warm_houses", rk_buf_str(&b));
    return true;
}

/* ---- homes outside district heat -----------------------------------------------------------
 */

enum {
    H_PEOPLE,
    H_HEATING,
    H_STOVE,
    H_GAS,
    H_POWER,
    H_WOOD,
    H_NEED,
    H_WARM,
    H_LEAVE,
    H_DISTRICT,
    HOME_SLOTS
};
static const struct plan_slot home_slots[HOME_SLOTS] = {{"people", NULL},
                                                        {"heating", NULL},
                                                        {"stove", NULL},
                                                        {"gas", NULL},
                                                        {"power", NULL},
                                                        {"firewood_m3", NULL},
                                                        {"firewood_need_m3", NULL},
                                                        {"warm_room", NULL},
                                                        {"evacuation", NULL},
                                                        {"district", NULL}};

/* Nothing that warms: none at all, or gas or electricity that is off. */
static bool is_cold_home(const struct plan *p, const struct plan_records *r, int32_t row)
{
    const int64_t heating = plan_claim(r, row, H_HEATING);
    if (plan_true(p, plan_claim(r, row, H_STOVE)) || heating < 0)
        return false;
    return plan_is(p, heating, "none") ||
           (plan_is(p, heating, "gas") && is_off(p, plan_claim(r, row, H_GAS))) ||
           (plan_is(p, heating, "electric") && is_off(p, plan_claim(r, row, H_POWER)));
}

static double people_of(const struct plan *p, const struct plan_records *r, int32_t row)
{
    const double n = plan_number(p, plan_claim(r, row, H_PEOPLE));
    return n > 0.0 ? n : 0.0;
}

static double wood_missing(const struct plan *p, const struct plan_records *r, int32_t row)
{
    const double have = plan_number(p, plan_claim(r, row, H_WOOD));
    const double need = plan_number(p, plan_claim(r, row, H_NEED));
    return need > 0.0 ? fmax(0.0, need - (have > 0.0 ? have : 0.0)) : 0.0;
}

struct quarter {
    struct rk_str name;
    int32_t homes, people, stoves, cold;
    double have, missing;
};

static void list_outside(struct plan *p, const struct plan_records *r)
{
    static const struct rk_list_column columns[] = {
        {"list.column.district", false, 0.28},   {"list.column.homes", true, 0.11},
        {"list.column.people", true, 0.11},      {"list.column.stoves", true, 0.12},
        {"list.column.no_heating", true, 0.14},  {"list.column.wood", true, 0.12},
        {"list.column.wood_missing", true, 0.12}};
    enum { QUARTERS = 64 };
    struct quarter *q = RK_NEW(&p->scratch->in, struct quarter, QUARTERS);
    struct plan_list l;
    int n = 0;
    for (int32_t i = 0; q && i < r->rows; i++) {
        const struct rk_str name = plan_text(p, plan_claim(r, i, H_DISTRICT));
        int k = 0;
        while (k < n && !rk_str_eq(q[k].name, name))
            k++;
        if (plan_claim(r, i, H_HEATING) < 0 || !name.len || k == QUARTERS)
            continue;
        if (k == n)
            q[n++] = (struct quarter){.name = name};
        const double have = plan_number(p, plan_claim(r, i, H_WOOD));
        q[k].homes++;
        q[k].people += (int32_t)people_of(p, r, i);
        q[k].stoves += plan_true(p, plan_claim(r, i, H_STOVE));
        q[k].cold += is_cold_home(p, r, i);
        q[k].have += have > 0.0 ? have : 0.0;
        q[k].missing += wood_missing(p, r, i);
    }
    if (!n || !plan_list_open(p,
                              (struct rk_list){.id = "cold.outside",
                                               .title = "list.cold.outside",
                                               .section = "cold",
                                               .figure = "firewood.missing",
                                               .reader = RK_LIST_DISTRICTS},
                              columns, (int32_t)RK_COUNT(columns), n, &l))
        return;
    for (int k = 0; k < n; k++) {
        struct rk_list_cell *cell = plan_list_row(&l);
        if (!cell)
            break;
        plan_cell_text(&cell[0], q[k].name);
        plan_cell_number(&cell[1], q[k].homes, "");
        plan_cell_number(&cell[2], q[k].people, "");
        plan_cell_number(&cell[3], q[k].stoves, "");
        plan_cell_number(&cell[4], q[k].cold, "");
        plan_cell_number(&cell[5], floor(q[k].have + 0.5), "");
        plan_cell_number(&cell[6], floor(q[k].missing + 0.5), "");
    }
    plan_list_close(p, &l);
}

static bool count_homes(struct cold *c)
{
    struct plan *p = c->p;
    struct plan_records r;
    struct plan_tally cold, stoves, wood, willing, refused;
    if (!plan_records(p, "household", home_slots, HOME_SLOTS, &r) ||
        !plan_tally_open(p, c->house.rows * 2 + r.rows * 2, &cold) ||
        !plan_tally_open(p, r.rows, &stoves) || !plan_tally_open(p, 2 * r.rows, &wood) ||
        !plan_tally_open(p, 2 * r.rows, &willing) || !plan_tally_open(p, 2 * r.rows, &refused))
        return false;
    for (int32_t i = 0; i < c->house.rows; i++)
        if (!is_warm(c, i) && !is_gone(c, i)) {
            plan_tally_add(&cold, state_of(c, i), c->home[i].people, c->home[i].people);
            plan_tally_without(&cold, plan_claim(&c->house, i, PEOPLE));
            c->cold_on += c->home[i].people;
        } else {
            plan_tally_without(&cold, state_of(c, i));
        }
    for (int32_t i = 0; i < r.rows; i++) {
        const double people = people_of(p, &r, i);
        const int64_t leave = plan_claim(&r, i, H_LEAVE);
        if (is_cold_home(p, &r, i)) {
            plan_tally_add(&cold, plan_claim(&r, i, H_HEATING), people, people);
            plan_tally_without(&cold, plan_claim(&r, i, H_PEOPLE));
            c->cold_off += people;
        }
        if (plan_true(p, plan_claim(&r, i, H_STOVE)))
            plan_tally_add(&stoves, plan_claim(&r, i, H_STOVE), 1.0, 1.0);
        if (wood_missing(p, &r, i) > 0.0) {
            plan_tally_add(&wood, plan_claim(&r, i, H_NEED), wood_missing(p, &r, i),
                           wood_missing(p, &r, i));
            plan_tally_without(&wood, plan_claim(&r, i, H_WOOD));
            c->wood_missing_m3 += wood_missing(p, &r, i);
        }
        if (plan_is(p, leave, "asked"))
            plan_tally_add(&willing, leave, people, people);
        if (plan_is(p, leave, "refused"))
            plan_tally_add(&refused, leave, people, people);
    }
    plan_tally_close(p, &cold, "heat.cold_people", false, RK_EXACT);
    plan_tally_close(p, &stoves, "stove.homes", false, RK_EXACT);
    plan_tally_close(p, &wood, "firewood.missing", false, RK_EXACT);
    plan_tally_close(p, &willing, "evacuation.willing", false, RK_EXACT);
    plan_tally_close(p, &refused, "evacuation.refused", false, RK_EXACT);
    list_outside(p, &r);
    return true;
}

/* ---- warming points ------------------------------------------------------------------------
 */

static bool count_points(struct cold *c)
{
    enum { F_NAME, F_TYPE, F_STATE, F_PLACES, F_BANK, F_POWER, F_ADDRESS, F_SLOTS };
    static const struct plan_slot wanted[F_SLOTS] = {
        {"name", NULL}, {"type", NULL},  {"state", NULL},  {"capacity", NULL},
        {"bank", NULL}, {"power", NULL}, {"address", NULL}};
    static const struct rk_list_column columns[] = {{"list.column.facility", false, 0.30},
                                                    {"list.column.place", false, 0.28},
                                                    {"list.column.bank", false, 0.16},
                                                    {"list.column.state", false, 0.14},
                                                    {"list.column.places", true, 0.12}};
    struct plan *p = c->p;
    struct plan_records r;
    struct plan_tally points, places;
    struct plan_list l;
    if (!plan_records(p, "facility", wanted, F_SLOTS, &r) ||
        !plan_tally_open(p, r.rows, &points) || !plan_tally_open(p, 2 * r.rows, &places))
        return false;
    const bool listed = plan_list_open(p,
                                       (struct rk_list){.id = "cold.points",
                                                        .title = "list.cold.points",
                                                        .section = "cold",
                                                        .figure = "warming.places",
                                                        .reader = RK_LIST_INSIDE},
                                       columns, (int32_t)RK_COUNT(columns), 80, &l);
    for (int32_t i = 0; i < r.rows; i++) {
        if (!plan_is(p, plan_claim(&r, i, F_TYPE), "warming_point"))
            continue;
        const int64_t state = plan_claim(&r, i, F_STATE);
        const double room = plan_number(p, plan_claim(&r, i, F_PLACES));
        if (plan_is(p, state, "working")) {
            plan_tally_add(&points, state, 1.0, 1.0);
            plan_tally_add(&places, plan_claim(&r, i, F_PLACES), room, room);
            plan_tally_without(&places, state);
            c->places += room > 0.0 ? room : 0.0;
        }
        struct rk_list_cell *cell = listed ? plan_list_row(&l) : NULL;
        if (!cell)
            continue;
        plan_cell_text(&cell[0], plan_text(p, plan_claim(&r, i, F_NAME)));
        plan_cell_text(&cell[1], plan_text(p, plan_claim(&r, i, F_ADDRESS)));
        plan_cell_text(&cell[2], plan_choice(p, "facility", "bank", plan_claim(&r, i, F_BANK)));
        plan_cell_text(&cell[3], plan_choice(p, "facility", "state", state));
        plan_cell_number(&cell[4], room, "");
    }
    if (listed)
        plan_list_close(p, &l);
    plan_tally_close(p, &points, "warming.points", false, RK_EXACT);
    plan_tally_close(p, &places, "warming.places", false, RK_EXACT);
    return true;
}

/* Who is outside the good news: nobody's warm house tells of those. */
static void say_cold(struct cold *c)
{
    struct plan *p = c->p;
    struct rk_buf b = rk_buf_in(p->keep, 400);
    plan_say_counted(p, &b, ", ", "cold.on_district_heat", c->cold_on);
    plan_say_counted(p, &b, ", ", "cold.outside", c->cold_off);
    plan_say_counted(p, &b, "; ", "cold.wood_missing", ceil(c->wood_missing_m3));
    plan_say_counted(p, &b, "; ", "cold.places", c->places);
    plan_detail(p, "heat.cold_people", rk_buf_str(&b));
}

/* ---- lists of heat -------------------------------------------------------------------------
 */

static void list_why(struct cold *c)
{
    static const struct rk_list_column columns[] = {{"list.column.why_cold", false, 0.52},
                                                    {"list.column.houses", true, 0.22},
                                                    {"list.column.people", true, 0.26}};
    static const struct {
        enum rk_heat_why why;
        const char *words;
    } rows[] = {{RK_HEAT_WHY_BOILER, "list.why.boiler"}, {RK_HEAT_WHY_GAS, "list.why.gas"},
                {RK_HEAT_WHY_POWER, "list.why.power"},   {RK_HEAT_WHY_PIPE, "list.why.pipe"},
                {RK_HEAT_WHY_STANDS, "list.why.stands"}, {RK_HEAT_WHY_NONE, "list.why.none"}};
    struct plan *p = c->p;
    struct plan_list l;
    if (!c->house.rows ||
        !plan_list_open(p,
                        (struct rk_list){.id = "cold.why",
                                         .title = "list.cold.why",
                                         .section = "cold",
                                         .figure = "heat.warm_houses",
                                         .reader = RK_LIST_DISTRICTS,
                                         .front = true},
                        columns, (int32_t)RK_COUNT(columns), (int32_t)RK_COUNT(rows), &l))
        return;
    for (int k = 0; k < RK_COUNT(rows); k++) {
        int32_t houses = 0;
        double people = 0.0;
        for (int32_t i = 0; i < c->house.rows; i++)
            if (c->verdict.why[i] == rows[k].why && !is_warm(c, i) && !is_gone(c, i)) {
                houses++;
                people += c->home[i].people;
            }
        struct rk_list_cell *cell = houses ? plan_list_row(&l) : NULL;
        if (!cell)
            continue;
        plan_cell_text(&cell[0], rk_str_of(rk_word(p->lang, rows[k].words)));
        plan_cell_number(&cell[1], houses, "");
        plan_cell_number(&cell[2], people, "");
    }
    plan_list_close(p, &l);
}

static void list_sources(struct cold *c)
{
    static const struct rk_list_column columns[] = {
        {"list.column.boiler_house", false, 0.26}, {"list.column.mw", true, 0.08},
        {"list.column.houses", true, 0.08},        {"list.column.people", true, 0.09},
        {"list.column.state", false, 0.19},        {"list.column.gas", false, 0.08},
        {"list.column.power", false, 0.10},        {"list.column.not_before", false, 0.12}};
    struct plan *p = c->p;
    struct plan_list l;
    if (!plan_list_open(
            p,
            (struct rk_list){.id = "cold.sources",
                             .title = "list.cold.sources",
                             .section = "cold",
                             .figure = "heat.sources",
                             .reader = RK_LIST_INSIDE,
                             .note = rk_str_of(rk_word(p->lang, "list.note.not_before"))},
            columns, (int32_t)RK_COUNT(columns), LISTED, &l))
        return;
    for (int32_t s = 0; s < c->source.rows; s++) {
        int32_t houses = 0;
        double people = 0.0;
        for (int32_t i = 0; i < c->house.rows; i++)
            if (c->home[i].source == s) {
                houses++;
                people += c->home[i].people;
            }
        struct rk_list_cell *cell = plan_list_row(&l);
        if (!cell)
            continue;
        const struct plan_records *r = &c->source;
        const struct rk_str name = plan_text(p, plan_claim(r, s, NAME));
        plan_cell_text(&cell[0],
                       rk_str_printf(p->keep, "%.*s %.*s", RK_FMT(plan_key(p, r->subject[s])),
                                     RK_FMT(name)));
        plan_cell_number(&cell[1], plan_number(p, plan_claim(r, s, MW)), "");
        cell[1].decimals = 1;
        plan_cell_number(&cell[2], houses, "");
        plan_cell_number(&cell[3], people, "");
        plan_cell_text(&cell[4],
                       plan_choice(p, "heat_source", "state", plan_claim(r, s, S_STATE)));
        plan_cell_text(&cell[5], plan_choice(p, "heat_source", "gas", plan_claim(r, s, GAS)));
        plan_cell_text(&cell[6],
                       plan_choice(p, "heat_source", "power", plan_claim(r, s, POWER)));
        if (c->boiler[s].state != RK_HEAT_RUNS)
            plan_cell_day(p, &cell[7], plan_date(p, plan_claim(r, s, FROM)));
        cell[4].strong = c->boiler[s].state == RK_HEAT_RUNS;
    }
    plan_list_close(p, &l);
}

static void list_drain(struct cold *c)
{
    static const struct rk_list_column columns[] = {{"list.column.house", false, 0.10},
                                                    {"list.column.place", false, 0.40},
                                                    {"list.column.people", true, 0.12},
                                                    {"list.column.boiler_house", false, 0.14},
                                                    {"list.column.hours_freeze", true, 0.24}};
    struct plan *p = c->p;
    struct plan_list l;
    if (!plan_list_open(
            p,
            (struct rk_list){.id = "cold.drain",
                             .title = "list.cold.drain",
                             .section = "cold",
                             .figure = "heat.to_drain",
                             .reader = RK_LIST_INSIDE,
                             .note = rk_str_of(rk_word(p->lang, "list.note.drain"))},
            columns, (int32_t)RK_COUNT(columns), LISTED, &l))
        return;
    for (int32_t i = 0; i < c->verdict.drains; i++) {
        const int32_t h = c->verdict.drain[i];
        struct rk_list_cell *cell = is_warm(c, h) ? NULL : plan_list_row(&l);
        if (!cell)
            continue;
        plan_cell_text(&cell[0], plan_key(p, c->house.subject[h]));
        plan_cell_text(&cell[1], plan_text(p, plan_claim(&c->house, h, ADDRESS)));
        plan_cell_number(&cell[2], c->home[h].people, "");
        if (c->home[h].source >= 0)
            plan_cell_text(&cell[3], plan_key(p, c->source.subject[c->home[h].source]));
        plan_cell_number(&cell[4], floor(c->verdict.hours_to_freezing[h]), "");
    }
    plan_list_close(p, &l);
}

/* ---- the first frost -----------------------------------------------------------------------
 */

enum { SEP, OCT, NOV, DEC, MONTHS };
static const struct plan_slot month_slots[MONTHS] = {{"climate.mean_temp.sep", NULL},
                                                     {"climate.mean_temp.oct", NULL},
                                                     {"climate.mean_temp.nov", NULL},
                                                     {"climate.mean_temp.dec", NULL}};

/* The day on which the mean falls to `limit_c`: straight lines between the middles of the
 * months. RK_DAY_NONE when it never does before the middle of December. */
rk_day plan_mean_falls_to(const double mean_c[4], int year, double limit_c)
{
    for (int m = 1; m < MONTHS; m++) {
        const rk_day from = rk_day_of(year, 8 + m, 16), to = rk_day_of(year, 9 + m, 16);
        if (!(mean_c[m - 1] > limit_c && mean_c[m] <= limit_c))
            continue;
        const double part = (mean_c[m - 1] - limit_c) / (mean_c[m - 1] - mean_c[m]);
        return from + (rk_day)ceil(part * (to - from));
    }
    return RK_DAY_NONE;
}

static bool first_frost(struct plan *p)
{
    enum { NIGHT_COLDER_C = 4 }; /* assumed, as the definition says */
    struct plan_records r;
    struct plan_tally t;
    if (!plan_records(p, "town", month_slots, MONTHS, &r) || !plan_tally_open(p, MONTHS, &t))
        return false;
    for (int32_t i = 0; i < r.rows; i++) {
        double mean_c[MONTHS];
        int year, month, day;
        bool all = true;
        for (int m = 0; m < MONTHS; m++) {
            mean_c[m] = plan_number(p, plan_claim(&r, i, m));
            all &= !isnan(mean_c[m]);
            plan_tally_add(&t, plan_claim(&r, i, m), mean_c[m], mean_c[m]);
        }
        rk_day_split(p->day, &year, &month, &day);
        const rk_day night = plan_mean_falls_to(mean_c, year, NIGHT_COLDER_C);
        const rk_day whole = plan_mean_falls_to(mean_c, year, 0.0);
        if (!all || night == RK_DAY_NONE)
            continue;
        char iso[12];
        rk_day_iso(night, iso);
        plan_derived(p, &t, "heat.first_frost", rk_str_copy(p->keep, rk_str_of(iso)));
        struct rk_buf b = rk_buf_in(p->keep, 200);
        if (whole != RK_DAY_NONE) {
            rk_buf_printf(&b, "%s ", rk_word(p->lang, "list.frost_stays"));
            rk_say_day(p->lang, whole, &b);
        }
        plan_detail(p, "heat.first_frost", rk_buf_str(&b));
        break;
    }
    return true;
}

bool plan_count_cold(struct plan *p)
{
    struct cold c = {.p = p};
    if (!plan_records(p, "house", house_slots, HOUSE_SLOTS, &c.house) ||
        !plan_records(p, "heat_source", source_slots, SOURCE_SLOTS, &c.source) ||
        !balance(&c) || !count_houses(&c) || !count_sources(&c))
        return false;
    if (p->lists) {
        list_why(&c);
        list_sources(&c);
        list_drain(&c);
    }
    if (!count_homes(&c) || !count_points(&c))
        return false;
    say_cold(&c);
    return first_frost(p);
}
