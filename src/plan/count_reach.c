/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who cannot reach surgery in 60 minutes, by straight lines and the river's crossings: the
 * plain method, where no road network is there. docs/methods/counting.md, 3.
 */
#include "plan_ways.h"

enum { CROSSINGS_MAX = 64, HOSPITALS_MAX = 64, LIMIT_MIN = 60 };
static const double detour = 1.3, car_kmh = 20.0, foot_kmh = 4.0;

struct crossing {
    double lat, lon;
    int64_t claim;
    bool on_foot; /* a footbridge, or passable on foot only */
    bool open_best, open_worst;
};
struct hospital {
    double lat, lon;
    struct rk_str bank;
    int64_t claim;
};

struct reach {
    struct crossing crossing[CROSSINGS_MAX];
    struct hospital hospital[HOSPITALS_MAX];
    int crossings, hospitals;
};

/* Any standing word that it is closed, not the latest alone: several offices report. */
static void reports(const struct plan *p, int32_t subject, bool *closed, bool *confirmed)
{
    const struct rk_situation *s = p->sit;
    rk_day latest_closed = RK_DAY_NONE, latest_open = RK_DAY_NONE;
    bool sure = false;
    for (int32_t part = s->subject[subject].last_part; part >= 0; part = s->part[part].before) {
        bool part_closed = false, part_open = false, part_sure = false;
        rk_day as_of = RK_DAY_NONE;
        for (int32_t c = 0; c < s->part[part].claims; c++) {
            const int64_t claim = s->part[part].first_claim + c;
            const struct rk_str aspect = rk_sit_text(s, s->aspect[s->claim[claim].aspect]);
            if (!plan_stands(p, claim))
                continue;
            if (rk_str_eq(aspect, RK_STR("state"))) {
                part_closed = plan_is(p, claim, "closed");
                part_open = plan_is(p, claim, "open") || plan_is(p, claim, "slow");
                as_of = plan_as_of(p, claim);
            }
            if (rk_str_eq(aspect, RK_STR("confirmed")))
                part_sure = plan_true(p, claim);
        }
        if (part_closed && as_of > latest_closed)
            latest_closed = as_of;
        if (part_open && as_of > latest_open)
            latest_open = as_of;
        sure |= part_closed && part_sure;
    }
    *closed = latest_closed != RK_DAY_NONE && latest_closed >= latest_open;
    *confirmed = *closed && sure;
}

static bool find_crossings(struct plan *p, struct reach *out)
{
    enum { TYPE, STATE, A_LAT, A_LON, B_LAT, B_LON, R_SLOTS };
    static const struct plan_slot wanted[R_SLOTS] = {{"type", NULL},     {"state", NULL},
                                                     {"from_lat", NULL}, {"from_lon", NULL},
                                                     {"to_lat", NULL},   {"to_lon", NULL}};
    static const char *const over_water[] = {"bridge", "footbridge", "pontoon", "ford"};
    struct plan_records r;
    if (!plan_records(p, "road", wanted, R_SLOTS, &r))
        return false;
    for (int32_t i = 0; i < r.rows && out->crossings < CROSSINGS_MAX; i++) {
        bool over = false, closed, confirmed;
        for (int k = 0; k < RK_COUNT(over_water); k++)
            over |= plan_is(p, plan_claim(&r, i, TYPE), over_water[k]);
        const double lat = plan_number(p, plan_claim(&r, i, A_LAT));
        const double lon = plan_number(p, plan_claim(&r, i, A_LON));
        const double to_lat = plan_number(p, plan_claim(&r, i, B_LAT));
        const double to_lon = plan_number(p, plan_claim(&r, i, B_LON));
        if (!over || isnan(lat) || isnan(lon))
            continue;
        reports(p, r.subject[i], &closed, &confirmed);
        out->crossing[out->crossings++] =
            (struct crossing){.lat = isnan(to_lat) ? lat : (lat + to_lat) / 2.0,
                              .lon = isnan(to_lon) ? lon : (lon + to_lon) / 2.0,
                              .claim = plan_claim(&r, i, STATE),
                              .on_foot = plan_is(p, plan_claim(&r, i, TYPE), "footbridge") ||
                                         plan_is(p, plan_claim(&r, i, STATE), "foot"),
                              .open_best = !confirmed,
                              .open_worst = !closed};
    }
    return true;
}

static bool find_hospitals(struct plan *p, struct reach *out)
{
    enum { TYPE, STATE, LAT, LON, BANK, F_SLOTS };
    static const struct plan_slot wanted[F_SLOTS] = {{"type", NULL},
                                                     {"state", NULL},
                                                     {"latitude", NULL},
                                                     {"longitude", NULL},
                                                     {"bank", NULL}};
    struct plan_records r;
    if (!plan_records(p, "facility", wanted, F_SLOTS, &r))
        return false;
    for (int32_t i = 0; i < r.rows && out->hospitals < HOSPITALS_MAX; i++) {
        const int64_t type = plan_claim(&r, i, TYPE), state = plan_claim(&r, i, STATE);
        const double lat = plan_number(p, plan_claim(&r, i, LAT));
        const bool is = plan_is(p, type, "hospital") || plan_is(p, type, "mobile_hospital");
        const bool works = plan_is(p, state, "working") || plan_is(p, state, "partly");
        if (is && works && !isnan(lat))
            out->hospital[out->hospitals++] =
                (struct hospital){lat, plan_number(p, plan_claim(&r, i, LON)),
                                  plan_text(p, plan_claim(&r, i, BANK)), state};
    }
    return true;
}

/* Minutes to the nearest hospital. Over the river by a crossing that carries cars, else on foot
 * all the way over one that does not. */
static double minutes(const struct reach *w, double lat, double lon, struct rk_str bank,
                      bool worst)
{
    double best = HUGE_VAL;
    for (int h = 0; h < w->hospitals; h++) {
        const struct hospital *to = &w->hospital[h];
        const bool unsure = !bank.len || !to->bank.len;
        const double there = detour * plan_metres(lat, lon, to->lat, to->lon);
        if (rk_str_eq(bank, to->bank) || (unsure && !worst)) {
            best = fmin(best, there / (car_kmh * 1000.0 / 60.0));
            continue;
        }
        for (int k = 0; k < w->crossings; k++) {
            const struct crossing *x = &w->crossing[k];
            const double by = detour * (plan_metres(lat, lon, x->lat, x->lon) +
                                        plan_metres(x->lat, x->lon, to->lat, to->lon));
            if (worst ? x->open_worst : x->open_best)
                best = fmin(best, by / ((x->on_foot ? foot_kmh : car_kmh) * 1000.0 / 60.0));
        }
    }
    return best;
}

static void list_banks(struct plan *p, const struct rk_str *bank, const double *people,
                       const double *best, const double *worst, int count)
{
    static const struct rk_list_column columns[] = {{"list.column.bank", false, 0.40},
                                                    {"list.column.people", true, 0.20},
                                                    {"list.column.far_best", true, 0.20},
                                                    {"list.column.far_worst", true, 0.20}};
    struct plan_list l;
    if (!plan_list_open(
            p,
            (struct rk_list){.id = "care.banks",
                             .title = "list.care.banks",
                             .section = "care",
                             .figure = "care.out_of_reach.60min",
                             .reader = RK_LIST_DISTRICTS,
                             .note = rk_str_of(rk_word(p->lang, "list.note.straight"))},
            columns, (int32_t)RK_COUNT(columns), count, &l))
        return;
    const struct rk_aspect *a =
        rk_aspect_find(rk_kind_find(RK_STR("building")), RK_STR("bank"));
    for (int i = 0; i < count; i++) {
        struct rk_list_cell *cell = plan_list_row(&l);
        if (!cell)
            break;
        const struct rk_choice *word = rk_choice_find(a, bank[i]);
        plan_cell_text(&cell[0], word ? rk_str_of(rk_form(&word->words, p->lang, 1))
                                      : rk_str_of(rk_word(p->lang, "list.not_said")));
        plan_cell_number(&cell[1], people[i], "");
        plan_cell_number(&cell[2], best[i], "");
        plan_cell_number(&cell[3], worst[i], "");
    }
    plan_list_close(p, &l);
}

bool plan_count_reach(struct plan *p)
{
    enum { BANKS = 8 };
    if (p->ways)
        return plan_count_ways(p);
    struct reach *w = RK_NEW(&p->scratch->in, struct reach, 1);
    struct plan_records r;
    struct plan_tally t;
    if (!w || !find_crossings(p, w) || !find_hospitals(p, w))
        return false;
    if (!w->hospitals)
        return true; /* no hospital has a place: nothing can be said */
    if (!plan_records(p, "building", plan_building_slots, PLAN_BUILDING_SLOTS, &r) ||
        !plan_tally_open(p, r.rows + CROSSINGS_MAX + HOSPITALS_MAX, &t))
        return false;
    struct rk_str bank[BANKS];
    double people[BANKS] = {0}, best[BANKS] = {0}, worst[BANKS] = {0};
    int banks = 0;
    bool any = false;
    for (int32_t i = 0; i < r.rows; i++) {
        const double n = plan_number(p, plan_claim(&r, i, PLAN_B_PEOPLE));
        const double lat = plan_number(p, plan_claim(&r, i, PLAN_B_LATITUDE));
        const double lon = plan_number(p, plan_claim(&r, i, PLAN_B_LONGITUDE));
        if (!(n > 0.0) || isnan(lat) || isnan(lon))
            continue;
        const struct rk_str side = plan_text(p, plan_claim(&r, i, PLAN_B_BANK));
        int k = 0;
        while (k < banks && !rk_str_eq(bank[k], side))
            k++;
        if (k == banks && banks < BANKS - 1)
            bank[banks++] = side;
        const bool far_best = minutes(w, lat, lon, side, false) > LIMIT_MIN;
        const bool far_worst = minutes(w, lat, lon, side, true) > LIMIT_MIN;
        any = true;
        people[k] += n;
        best[k] += far_best ? n : 0.0;
        worst[k] += far_worst ? n : 0.0;
        plan_tally_add(&t, plan_claim(&r, i, PLAN_B_PEOPLE), far_best ? n : 0.0,
                       far_worst ? n : 0.0);
    }
    for (int k = 0; k < w->crossings && any; k++)
        plan_tally_without(&t, w->crossing[k].claim);
    for (int h = 0; h < w->hospitals && any; h++)
        plan_tally_without(&t, w->hospital[h].claim);
    plan_tally_close(p, &t, "care.out_of_reach.60min", false, RK_EXACT);
    list_banks(p, bank, people, best, worst, banks);
    return true;
}
