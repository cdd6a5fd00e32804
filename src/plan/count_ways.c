/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who cannot reach a hospital in 60 minutes by the roads of the town, by car or on foot: best
 * with the closures that somebody confirmed, worst with all. docs/methods/counting.md, 3.
 */
#include "plan_ways.h"

enum { BANKS = 8, LIMITS = 5, TOP = 3, SIDES = 2 }; /* SIDES: enum rk_reach_belief */
static const int limit_min[LIMITS] = {10, 20, 30, 60, 120};
#define MINUTE_MS 60000u
#define OUT_MS    (60 * MINUTE_MS)
static const char figure[] = "care.out_of_reach.60min";
const enum rk_reach_profile plan_profiles[PLAN_BYS] = {RK_CAR, RK_FOOT};

rk_status plan_ways_make(const struct rk_plan_roads *given, struct rk_arena *keep,
                         struct rk_scratch scratch, struct plan_ways *out, struct rk_err *err)
{
    const struct rk_reach_marks none = {NULL, 0};
    rk_status bad = rk_roads_check(given->roads, err);
    out->given = given;
    for (int by = 0; by < PLAN_BYS && !bad; by++) {
        struct rk_reach_net *net = RK_NEW(keep, struct rk_reach_net, 1);
        const struct rk_reach_wish wish = {plan_profiles[by], RK_DRY, RK_BEST, false};
        if (!net)
            return rk_fail(err, RK_ENOMEM, "", "not enough memory for the roads");
        bad =
            rk_reach_net_make(given->roads, given->speeds, wish, none, keep, scratch, net, err);
        if (!bad)
            bad = rk_reach_index_make(net, keep, scratch, &out->index[by], err);
    }
    return bad;
}

struct homes {
    int32_t count, banks, all; /* all: with people, whether they have a place or not */
    const int32_t *row;        /* [count] of the records */
    const double *people;
    const int32_t *bank;
    struct rk_reach_spot *spot[PLAN_BYS];
    uint32_t *ms[SIDES]; /* [count] by car or on foot, whichever is sooner */
    struct rk_str bank_name[BANKS];
    double no_road, no_place;
};

struct hospitals {
    int32_t known, working, no_road;
    struct rk_reach_spot *spot[PLAN_BYS];
};

struct ways {
    struct plan *p;
    struct plan_records house, facility;
    struct homes homes;
    struct hospitals hospitals;
    struct plan_closures closures;
    struct rk_reach_net net[SIDES][PLAN_BYS];
    struct plan_tally tally;
};

/* ---- hospitals ---------------------------------------------------------------------------
 */

enum { F_TYPE, F_STATE, F_LAT, F_LON, F_SLOTS };
static const struct plan_slot facility_slots[F_SLOTS] = {
    {"type", NULL}, {"state", NULL}, {"latitude", NULL}, {"longitude", NULL}};

static bool is_hospital(const struct plan *p, int64_t type)
{
    return plan_is(p, type, "hospital") || plan_is(p, type, "mobile_hospital");
}

/* A claim of another record than the one named beside it. */
static void decides_too(struct ways *w, int64_t claim, int64_t beside)
{
    const struct rk_situation *s = w->p->sit;
    if (claim >= 0 && (beside < 0 || s->claim[claim].part != s->claim[beside].part))
        plan_tally_without(&w->tally, claim);
}

static void find_hospital(struct ways *w, int32_t row)
{
    struct plan *p = w->p;
    struct hospitals *h = &w->hospitals;
    int64_t claim[F_SLOTS];
    for (int k = 0; k < F_SLOTS; k++)
        claim[k] = plan_claim(&w->facility, row, k);
    const int32_t subject = w->facility.subject[row];
    if (!is_hospital(p, claim[F_TYPE])) {
        if (plan_any_says(p, subject, "type", "hospital") ||
            plan_any_says(p, subject, "type", "mobile_hospital"))
            plan_tally_without(&w->tally, claim[F_TYPE]); /* it was one before */
        return;
    }
    const double lat = plan_number(p, claim[F_LAT]), lon = plan_number(p, claim[F_LON]);
    h->known++;
    plan_tally_without(&w->tally, claim[F_STATE]);
    for (int k = 0; k < F_SLOTS; k++)
        if (k != F_STATE)
            decides_too(w, claim[k], claim[F_STATE]);
    if (isnan(lat) || isnan(lon) ||
        (!plan_is(p, claim[F_STATE], "working") && !plan_is(p, claim[F_STATE], "partly")))
        return;
    bool near = false;
    for (int by = 0; by < PLAN_BYS; by++) {
        h->spot[by][h->working] = rk_reach_snap(p->ways->index[by], lat, lon, RK_REACH_SNAP_M);
        near |= h->spot[by][h->working].edge >= 0;
    }
    h->working++;
    h->no_road += !near;
}

/* ---- homes -------------------------------------------------------------------------------
 */

static int32_t bank_of(struct homes *h, struct rk_str name)
{
    int32_t k = 0;
    while (k < h->banks && !rk_str_eq(h->bank_name[k], name))
        k++;
    if (k == h->banks && k < BANKS)
        h->bank_name[h->banks++] = name;
    return k < BANKS ? k : BANKS - 1;
}

static bool find_homes(struct ways *w)
{
    struct plan *p = w->p;
    struct homes *h = &w->homes;
    const int32_t rows = w->house.rows;
    struct rk_arena *in = &p->scratch->in;
    int32_t *row = RK_NEW(in, int32_t, rows + 1), *bank = RK_NEW(in, int32_t, rows + 1);
    double *people = RK_NEW(in, double, rows + 1);
    for (int by = 0; by < PLAN_BYS; by++)
        h->spot[by] = RK_NEW(in, struct rk_reach_spot, rows + 1);
    for (int side = 0; side < SIDES; side++)
        h->ms[side] = RK_NEW(in, uint32_t, rows + 1);
    if (in->failed)
        return false;
    for (int32_t i = 0; i < rows; i++) {
        const double n = plan_number(p, plan_claim(&w->house, i, PLAN_B_PEOPLE));
        const double lat = plan_number(p, plan_claim(&w->house, i, PLAN_B_LATITUDE));
        const double lon = plan_number(p, plan_claim(&w->house, i, PLAN_B_LONGITUDE));
        if (!(n > 0.0))
            continue;
        if (isnan(lat) || isnan(lon)) {
            h->no_place += n;
            continue;
        }
        const int32_t at = h->count++;
        bool near = false;
        for (int by = 0; by < PLAN_BYS; by++) {
            h->spot[by][at] = rk_reach_snap(p->ways->index[by], lat, lon, RK_REACH_SNAP_M);
            near |= h->spot[by][at].edge >= 0;
        }
        h->no_road += near ? 0.0 : n;
        row[at] = i;
        people[at] = n;
        bank[at] = bank_of(h, plan_text(p, plan_claim(&w->house, i, PLAN_B_BANK)));
    }
    h->row = row;
    h->people = people;
    h->bank = bank;
    return true;
}

/* ---- times -------------------------------------------------------------------------------
 */

/* The sooner of car and foot, with one closure lifted (-1: none). */
static bool soonest(const struct ways *w, enum rk_reach_belief side, int32_t lifted,
                    uint32_t *ms)
{
    const struct homes *h = &w->homes;
    struct rk_scratch scratch = *w->p->scratch;
    uint32_t *one = RK_NEW(&scratch, uint32_t, h->count + 1);
    for (int32_t i = 0; i < h->count; i++)
        ms[i] = RK_REACH_NEVER;
    for (int by = 0; by < PLAN_BYS && one; by++) {
        if (rk_reach_soonest(&w->net[side][by], RK_IN, w->hospitals.spot[by],
                             w->hospitals.working, h->spot[by], h->count, lifted, scratch, one,
                             NULL))
            return false;
        for (int32_t i = 0; i < h->count; i++)
            ms[i] = one[i] < ms[i] ? one[i] : ms[i];
    }
    return one != NULL;
}

static bool travel(struct ways *w)
{
    struct plan *p = w->p;
    for (int side = 0; side < SIDES; side++) {
        for (int by = 0; by < PLAN_BYS; by++) {
            const struct rk_reach_wish wish = {plan_profiles[by], RK_DRY,
                                               (enum rk_reach_belief)side, false};
            if (rk_reach_net_make(p->ways->given->roads, p->ways->given->speeds, wish,
                                  w->closures.marks[by], p->keep, *p->scratch,
                                  &w->net[side][by], NULL))
                return false;
        }
        if (!soonest(w, (enum rk_reach_belief)side, -1, w->homes.ms[side]))
            return false;
    }
    return true;
}

static void count(struct ways *w)
{
    const struct homes *h = &w->homes;
    for (int32_t i = 0; i < h->count; i++) {
        const int64_t people = plan_claim(&w->house, h->row[i], PLAN_B_PEOPLE);
        const double n = h->people[i];
        plan_tally_add(&w->tally, people, h->ms[RK_BEST][i] > OUT_MS ? n : 0.0,
                       h->ms[RK_WORST][i] > OUT_MS ? n : 0.0);
        decides_too(w, plan_claim(&w->house, h->row[i], PLAN_B_LATITUDE), people);
        decides_too(w, plan_claim(&w->house, h->row[i], PLAN_B_LONGITUDE), people);
    }
    for (int32_t i = 0; i < w->closures.deciding; i++)
        plan_tally_without(&w->tally, w->closures.decides[i]);
}

/* ---- what is said beside it --------------------------------------------------------------
 */

static struct rk_str detail(const struct ways *w)
{
    struct rk_buf b = rk_buf_in(w->p->keep, 1000);
    plan_say_counted(w->p, &b, "; ", "ways.no_road", w->homes.no_road);
    plan_say_counted(w->p, &b, "; ", "ways.no_place", w->homes.no_place);
    plan_say_counted(w->p, &b, "; ", "ways.hospital_off", w->hospitals.no_road);
    plan_say_counted(w->p, &b, "; ", "ways.lost", w->closures.lost);
    return rk_buf_str(&b);
}

/* ---- lists -------------------------------------------------------------------------------
 */

struct within {
    double all, by[SIDES][LIMITS];
};

static void add_up(const struct homes *h, struct within sum[BANKS + 1])
{
    for (int32_t i = 0; i < h->count; i++)
        for (int k = 0; k < 2; k++) {
            struct within *s = &sum[k ? BANKS : h->bank[i]];
            s->all += h->people[i];
            for (int side = 0; side < SIDES; side++)
                for (int l = 0; l < LIMITS; l++)
                    s->by[side][l] += h->ms[side][i] <= (uint32_t)limit_min[l] * MINUTE_MS
                                          ? h->people[i]
                                          : 0.0;
        }
}

static void list_banks(struct ways *w)
{
    static const struct rk_list_column columns[] = {
        {"list.column.bank", false, 0.20},     {"list.column.closures", false, 0.24},
        {"list.column.people", true, 0.11},    {"list.column.within_10", true, 0.09},
        {"list.column.within_20", true, 0.09}, {"list.column.within_30", true, 0.09},
        {"list.column.within_60", true, 0.09}, {"list.column.within_120", true, 0.09}};
    static const char *const sides[SIDES] = {
        [RK_BEST] = "list.ways.best", [RK_WORST] = "list.ways.worst"};
    struct plan *p = w->p;
    const struct homes *h = &w->homes;
    struct within sum[BANKS + 1] = {{.all = 0.0}};
    struct plan_list l;
    const struct rk_list head = {.id = "care.banks",
                                 .title = "list.care.ways",
                                 .section = "care",
                                 .figure = figure,
                                 .reader = RK_LIST_DISTRICTS,
                                 .note = rk_str_of(rk_word(p->lang, "list.note.ways"))};
    if (!plan_list_open(p, head, columns, (int32_t)RK_COUNT(columns), SIDES * (BANKS + 1), &l))
        return;
    add_up(h, sum);
    const struct rk_aspect *a =
        rk_aspect_find(rk_kind_find(RK_STR("building")), RK_STR("bank"));
    for (int32_t k = 0; k < h->banks + (h->banks > 1); k++)
        for (int side = 0; side < SIDES; side++) {
            const bool all = k == h->banks;
            const struct within *s = &sum[all ? BANKS : k];
            const struct rk_choice *word = all ? NULL : rk_choice_find(a, h->bank_name[k]);
            struct rk_list_cell *cell = plan_list_row(&l);
            if (!cell)
                break;
            plan_cell_text(&cell[0], rk_str_of(all    ? rk_word(p->lang, "list.all")
                                               : word ? rk_form(&word->words, p->lang, 1)
                                                      : rk_word(p->lang, "list.not_said")));
            plan_cell_text(&cell[1], rk_str_of(rk_word(p->lang, sides[side])));
            plan_cell_number(&cell[2], s->all, "");
            for (int i = 0; i < LIMITS; i++)
                plan_cell_number(&cell[3 + i], s->by[side][i], "");
        }
    plan_list_close(p, &l);
}

/* Who comes back within the hour when one closure is lifted, all others standing. */
static bool regained(const struct ways *w, enum rk_reach_belief side, int32_t closure,
                     uint32_t *ms, double *out)
{
    const struct homes *h = &w->homes;
    *out = 0.0;
    if (!soonest(w, side, closure, ms))
        return false;
    for (int32_t i = 0; i < h->count; i++)
        *out += h->ms[side][i] > OUT_MS && ms[i] <= OUT_MS ? h->people[i] : 0.0;
    return true;
}

/* Nobody comes back but by car or on foot, so the two gains together are the most that can be.
 */
static bool most_regained(const struct ways *w, enum rk_reach_belief side, double *most)
{
    const struct homes *h = &w->homes;
    const int32_t closures = w->closures.count;
    struct rk_scratch scratch = *w->p->scratch;
    double *far = RK_NEW(&scratch, double, h->count + 1);
    double *sum = RK_NEW(&scratch, double, closures + 1);
    double *gain = RK_NEW(&scratch, double, closures + 1);
    if (scratch.in.failed)
        return false;
    for (int32_t i = 0; i < h->count; i++)
        far[i] = h->ms[side][i] > OUT_MS ? h->people[i] : 0.0;
    for (int by = 0; by < PLAN_BYS; by++) {
        if (rk_reach_reopen(&w->net[side][by], RK_IN, w->hospitals.spot[by],
                            w->hospitals.working, h->spot[by], far, h->count, closures, OUT_MS,
                            scratch, gain, NULL))
            return false;
        for (int32_t c = 0; c < closures; c++)
            sum[c] += gain[c];
    }
    for (int32_t c = 0; c < closures; c++)
        most[c] = fmax(most[c], sum[c]);
    return true;
}

struct top {
    int32_t closure;
    double people[SIDES];
};

static double more_of(const struct top *t)
{
    return fmax(t->people[RK_BEST], t->people[RK_WORST]);
}

/* Exactly, from the most promising on, until none that is left can be among the first. */
static bool find_top(const struct ways *w, struct top top[TOP + 1], int32_t *count)
{
    struct rk_arena *in = &w->p->scratch->in;
    double *most = RK_NEW(in, double, w->closures.count + 1);
    uint32_t *ms = RK_NEW(in, uint32_t, w->homes.count + 1);
    *count = 0;
    if (in->failed || !most_regained(w, RK_BEST, most) || !most_regained(w, RK_WORST, most))
        return false;
    for (;;) {
        int32_t next = -1;
        for (int32_t c = 0; c < w->closures.count; c++)
            if (most[c] > 0.0 && (next < 0 || most[c] > most[next]))
                next = c;
        if (next < 0 || (*count == TOP && most[next] <= more_of(&top[TOP - 1])))
            return true;
        struct top one = {.closure = next};
        for (int side = 0; side < SIDES; side++)
            if (!regained(w, (enum rk_reach_belief)side, next, ms, &one.people[side]))
                return false;
        most[next] = 0.0;
        int32_t at = *count;
        while (at > 0 && more_of(&top[at - 1]) < more_of(&one)) {
            top[at] = top[at - 1];
            at--;
        }
        top[at] = one;
        *count += *count < TOP;
    }
}

static bool list_closures(struct ways *w)
{
    static const struct rk_list_column columns[] = {{"list.column.closure", false, 0.38},
                                                    {"list.column.state", false, 0.16},
                                                    {"list.column.confirmed", false, 0.14},
                                                    {"list.column.regained", true, 0.20},
                                                    {"list.column.far_worst", true, 0.12}};
    struct plan *p = w->p;
    struct top top[TOP + 1];
    int32_t count = 0;
    struct plan_list l;
    const struct rk_list head = {.id = "care.closures",
                                 .title = "list.care.closures",
                                 .section = "care",
                                 .figure = figure,
                                 .reader = RK_LIST_INSIDE,
                                 .note = rk_str_of(rk_word(p->lang, "list.note.closures"))};
    if (!p->lists || !w->closures.count || !w->hospitals.working)
        return true;
    if (!find_top(w, top, &count))
        return false;
    if (!plan_list_open(p, head, columns, (int32_t)RK_COUNT(columns), TOP, &l))
        return true;
    for (int32_t i = 0; i < count; i++) {
        const struct plan_closure *c = &w->closures.at[top[i].closure];
        struct rk_list_cell *cell = more_of(&top[i]) > 0.0 ? plan_list_row(&l) : NULL;
        if (!cell)
            break;
        plan_cell_text(&cell[0], c->name);
        plan_cell_text(&cell[1], plan_choice(p, "road", "state", c->state));
        plan_cell_text(&cell[2], rk_str_of(rk_word(p->lang, c->confirmed ? "yes" : "no")));
        plan_cell_number(&cell[3], top[i].people[RK_BEST], "");
        plan_cell_number(&cell[4], top[i].people[RK_WORST], "");
    }
    plan_list_close(p, &l);
    return true;
}

static bool take(struct ways *w)
{
    struct plan *p = w->p;
    return plan_records(p, "building", plan_building_slots, PLAN_BUILDING_SLOTS, &w->house) &&
           plan_records(p, "facility", facility_slots, F_SLOTS, &w->facility) &&
           plan_closures_find(p, &w->closures) &&
           plan_tally_open(p,
                           3 * (int64_t)w->house.rows + F_SLOTS * (int64_t)w->facility.rows +
                               w->closures.deciding,
                           &w->tally);
}

bool plan_count_ways(struct plan *p)
{
    struct ways *w = RK_NEW(&p->scratch->in, struct ways, 1);
    if (!w)
        return false;
    w->p = p;
    if (!take(w))
        return false;
    for (int by = 0; by < PLAN_BYS; by++)
        w->hospitals.spot[by] =
            RK_NEW(&p->scratch->in, struct rk_reach_spot, w->facility.rows + 1);
    if (p->scratch->in.failed)
        return false;
    for (int32_t i = 0; i < w->facility.rows; i++)
        find_hospital(w, i);
    if (!find_homes(w))
        return false;
    if (!w->hospitals.known || !w->homes.count)
        return true; /* nobody has said where one is, or where people live */
    if (!travel(w))
        return false;
    count(w);
    plan_tally_close(p, &w->tally, figure, false, RK_EXACT);
    plan_detail(p, figure, detail(w));
    plan_definition(p, figure, "counted.ways.care.out_of_reach.60min");
    list_banks(w);
    return list_closures(w);
}
