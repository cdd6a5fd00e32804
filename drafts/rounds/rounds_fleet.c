/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hospitals with free beds, places that hand out medicine, vehicles that work. */
#include "rounds_internal.h"

enum { F_NAME, F_TYPE, F_ADDRESS, F_STATE, F_OFFERS, F_BEDS, F_FREE, F_LAT, F_LON, F_SLOTS };
static const struct plan_slot facility_slots[F_SLOTS] = {
    {"name", NULL},      {"type", NULL},         {"address", NULL},
    {"state", NULL},     {"capabilities", NULL}, {"beds", NULL},
    {"beds_free", NULL}, {"latitude", NULL},     {"longitude", NULL}};

static bool works(const struct plan *p, int64_t state)
{
    return plan_is(p, state, "working") || plan_is(p, state, "partly");
}

/* ---- facilities --------------------------------------------------------------------------
 */

/* "хірургія, терапія" as bits of the choices of need.capability. */
static uint64_t offers(struct rk_str said)
{
    const struct rk_aspect *a =
        rk_aspect_find(rk_kind_find(RK_STR("need")), RK_STR("capability"));
    uint64_t bits = 0;
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i <= said.len; i++) {
        if (i < said.len && !strchr(",;/|\n", said.at[i]))
            continue;
        const struct rk_choice *c = rk_choice_find(a, rk_str_trim(rk_str_slice(said, from, i)));
        if (c)
            bits |= UINT64_C(1) << (c - a->choices);
        from = i + 1;
    }
    return bits;
}

static struct rounds_facility read_facility(const struct plan *p, const struct plan_records *f,
                                            int32_t row)
{
    const int64_t type = plan_claim(f, row, F_TYPE), state = plan_claim(f, row, F_STATE);
    const struct rk_str name = plan_text(p, plan_claim(f, row, F_NAME));
    const bool hospital = plan_is(p, type, "hospital") || plan_is(p, type, "mobile_hospital");
    return (struct rounds_facility){
        .subject = f->subject[row],
        .place = -1,
        .key = plan_key(p, f->subject[row]),
        .name = name.len ? name : plan_key(p, f->subject[row]),
        .type = plan_text(p, type),
        .address = plan_text(p, plan_claim(f, row, F_ADDRESS)),
        .lat = plan_number(p, plan_claim(f, row, F_LAT)),
        .lon = plan_number(p, plan_claim(f, row, F_LON)),
        .works = works(p, state),
        .heals = hospital && works(p, state),
        .gives = (hospital || plan_is(p, type, "pharmacy")) && works(p, state),
        .offers = offers(plan_text(p, plan_claim(f, row, F_OFFERS))),
        .beds = plan_number(p, plan_claim(f, row, F_BEDS)),
        .free = plan_number(p, plan_claim(f, row, F_FREE)),
        .pool = -1};
}

/* A ward of which no place is said lies where the only facility of its type lies. */
static void place_wards(struct rounds *r)
{
    for (int32_t i = 0; i < r->facilities; i++) {
        struct rounds_facility *ward = &r->facility[i];
        int32_t home = -1, count = 0;
        if (!ward->heals || !isnan(ward->lat))
            continue;
        for (int32_t k = 0; k < r->facilities; k++)
            if (!isnan(r->facility[k].lat) && rk_str_eq(r->facility[k].type, ward->type)) {
                home = k;
                count++;
            }
        if (count != 1)
            continue;
        ward->lat = r->facility[home].lat;
        ward->lon = r->facility[home].lon;
        ward->gives = false; /* its hospital does */
    }
}

/* The beds of a hospital that says no capability are those of its wards, where wards are said.
 */
static bool beds_are_wards(const struct rounds *r, const struct rounds_facility *f)
{
    bool wards = false;
    for (int32_t k = 0; k < r->facilities; k++)
        wards |= r->facility[k].offers != 0 && rk_str_eq(r->facility[k].type, f->type);
    return f->offers == 0 && wards;
}

static bool find_facilities(struct rounds *r)
{
    struct plan_records f;
    if (!plan_records(&r->p, "facility", facility_slots, F_SLOTS, &f))
        return false;
    r->facility = RK_NEW(r->room, struct rounds_facility, f.rows + 1);
    r->pool = RK_NEW(r->room, int32_t, f.rows + 1);
    if (!r->facility || !r->pool)
        return false;
    for (int32_t i = 0; i < f.rows; i++)
        r->facility[r->facilities++] = read_facility(&r->p, &f, i);
    place_wards(r);
    for (int32_t i = 0; i < r->facilities; i++) {
        struct rounds_facility *one = &r->facility[i];
        if (isnan(one->lat) || isnan(one->lon) || !(one->heals || one->gives))
            continue;
        one->place = rounds_place_at(r, one->lat, one->lon);
        if (!one->heals || beds_are_wards(r, one))
            continue;
        one->pool = r->pools;
        r->pool[r->pools++] = !isnan(one->free) ? (int32_t)fmin(fmax(one->free, 0.0), 10000.0)
                                                : ROUNDS_BEDS_UNSAID;
    }
    return !r->room->failed;
}

/* ---- where vehicles stand ----------------------------------------------------------------
 */

static bool can_start(const struct rounds *r, const struct rounds_facility *f)
{
    return f->gives && f->place >= 0 && r->place[f->place].spot[BY_CAR].edge >= 0;
}

static int32_t named(const struct rounds *r, struct rk_str said)
{
    struct rk_arena room = *r->room;
    const struct rk_str key = rounds_address_key(said, &room);
    for (int32_t i = 0; i < r->facilities && said.len; i++) {
        const struct rounds_facility *f = &r->facility[i];
        if (can_start(r, f) && (rk_str_eq(said, f->key) || rk_str_eq(said, f->name) ||
                                rk_str_eq(key, rounds_address_key(f->address, &room))))
            return i;
    }
    return -1;
}

/* The working hospital with most beds, else a pharmacy. */
static int32_t usual_base(const struct rounds *r)
{
    int32_t best = -1;
    double most = -1.0;
    for (int32_t i = 0; i < r->facilities; i++) {
        const struct rounds_facility *f = &r->facility[i];
        const double worth = (f->heals ? 1.0 : 0.0) + (isnan(f->beds) ? 0.0 : f->beds);
        if (!can_start(r, f) || worth <= most)
            continue;
        best = i;
        most = worth;
    }
    return best;
}

/* ---- vehicles ----------------------------------------------------------------------------
 */

enum {
    V_PLATE,
    V_TYPE,
    V_SEATS,
    V_LYING,
    V_CHAIRS,
    V_COLD,
    V_STATE,
    V_DRIVER,
    V_BASE,
    V_SLOTS
};
static const struct plan_slot vehicle_slots[V_SLOTS] = {
    {"plate", NULL},      {"type", NULL},        {"seats", NULL},
    {"stretchers", NULL}, {"wheelchairs", NULL}, {"cold_box", NULL},
    {"state", NULL},      {"driver", NULL},      {"base", NULL}};

static int32_t places_said(const struct plan *p, int64_t claim)
{
    const double n = plan_number(p, claim);
    return isnan(n) || n < 0.0 ? 0 : (int32_t)fmin(n, 200.0);
}

/* False: it does not work, or is not for people. */
static bool read_vehicle(const struct rounds *r, const struct plan_records *v, int32_t row,
                         struct rounds_vehicle *out)
{
    static const char *const carry[] = {"ambulance", "car", "van", "bus"};
    const struct plan *p = &r->p;
    const int64_t type = plan_claim(v, row, V_TYPE);
    bool fit = false;
    for (ptrdiff_t i = 0; i < RK_COUNT(carry); i++)
        fit |= plan_is(p, type, carry[i]);
    if (!fit || !works(p, plan_claim(v, row, V_STATE)))
        return false;
    const bool ambulance = plan_is(p, type, "ambulance");
    /* The driver's seat, and in an ambulance that of the medic, are taken. */
    const int32_t crew = ambulance ? 2 : 1;
    const int32_t seats = places_said(p, plan_claim(v, row, V_SEATS));
    const int32_t lying = places_said(p, plan_claim(v, row, V_LYING));
    const int32_t base = named(r, plan_text(p, plan_claim(v, row, V_BASE)));
    const struct rk_str plate = plan_text(p, plan_claim(v, row, V_PLATE));
    *out = (struct rounds_vehicle){.plate = plate.len ? plate : plan_key(p, v->subject[row]),
                                   .type = plan_choice(p, "vehicle", "type", type),
                                   .driver = plan_text(p, plan_claim(v, row, V_DRIVER)),
                                   .facility = base >= 0 ? base : r->base,
                                   .by = ambulance ? BY_AMBULANCE : BY_CAR};
    out->load[LOAD_LYING] = lying;
    out->load[LOAD_ALL] = lying + (seats > crew ? seats - crew : 0);
    out->load[LOAD_WHEELCHAIR] = places_said(p, plan_claim(v, row, V_CHAIRS));
    out->load[LOAD_BOXES] = ROUNDS_BOXES;
    out->load[LOAD_COLD] = plan_true(p, plan_claim(v, row, V_COLD)) ? ROUNDS_COLD_BOXES : 0;
    return out->facility >= 0;
}

rk_status rounds_find_fleet(struct rounds *r, struct rk_err *err)
{
    struct plan_records v;
    if (!find_facilities(r) || !plan_records(&r->p, "vehicle", vehicle_slots, V_SLOTS, &v))
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the rounds");
    const struct rk_str wish = r->wish->base;
    r->base = wish.len ? named(r, wish) : usual_base(r);
    if (wish.len && r->base < 0)
        return rk_fail(err, RK_ENOTFOUND, "--base",
                       "no working hospital or pharmacy on a road is called \"%.*s\"",
                       RK_FMT(wish));
    r->vehicle = RK_NEW(r->room, struct rounds_vehicle, v.rows + 1);
    for (int32_t i = 0; i < v.rows && r->vehicle; i++)
        r->vehicles += read_vehicle(r, &v, i, &r->vehicle[r->vehicles]);
    for (int32_t i = 0; i < r->vehicles; i++)
        r->wheelchairs |= r->vehicle[i].load[LOAD_WHEELCHAIR] > 0;
    return r->room->failed ? rk_fail(err, RK_ENOMEM, "", "not enough memory for the rounds")
                           : RK_OK;
}
