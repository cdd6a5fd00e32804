/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hospitals with free beds, vehicles that work, and where they stand. */
#include "rounds_internal.h"

#include "rk_text.h"

enum { F_NAME, F_TYPE, F_ADDRESS, F_STATE, F_OFFERS, F_BEDS, F_FREE, F_LAT, F_LON, F_SLOTS };
static const struct plan_slot facility_slots[F_SLOTS] = {
    {"name", NULL},      {"type", NULL},         {"address", NULL},
    {"state", NULL},     {"capabilities", NULL}, {"beds", NULL},
    {"beds_free", NULL}, {"latitude", NULL},     {"longitude", NULL}};

static bool works(const struct plan *p, int64_t state)
{
    return plan_is(p, state, "working") || plan_is(p, state, "partly");
}

/* ---- facilities -------------------------------------------------------------------------- */

static const struct rk_aspect *capability(void)
{
    return rk_aspect_find(rk_kind_find(RK_STR("need")), RK_STR("capability"));
}

static uint64_t bit_of(const struct rk_aspect *a, struct rk_str word)
{
    const struct rk_choice *c = rk_choice_find(a, rk_str_trim(word));
    return c ? UINT64_C(1) << (c - a->choices) : 0;
}

/* "хірургія, терапія" as bits of the choices of need.capability. */
static uint64_t offers(struct rk_str said)
{
    const struct rk_aspect *a = capability();
    uint64_t bits = 0;
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i <= said.len; i++) {
        if (i < said.len && !strchr(",;/|\n", said.at[i]))
            continue;
        bits |= bit_of(a, rk_str_slice(said, from, i));
        from = i + 1;
    }
    return bits;
}

static struct rounds_facility read_facility(const struct plan *p, const struct plan_records *f,
                                            int32_t row)
{
    static const char *const places_of_care[] = {"hospital", "mobile_hospital"};
    const int64_t type = plan_claim(f, row, F_TYPE), state = plan_claim(f, row, F_STATE);
    const struct rk_str name = plan_text(p, plan_claim(f, row, F_NAME));
    struct rounds_facility out = {.subject = f->subject[row],
                                  .place = -1,
                                  .key = plan_key(p, f->subject[row]),
                                  .name = name.len ? name : plan_key(p, f->subject[row]),
                                  .type = "",
                                  .address = plan_text(p, plan_claim(f, row, F_ADDRESS)),
                                  .lat = plan_number(p, plan_claim(f, row, F_LAT)),
                                  .lon = plan_number(p, plan_claim(f, row, F_LON)),
                                  .works = works(p, state),
                                  .offers = offers(plan_text(p, plan_claim(f, row, F_OFFERS))),
                                  .beds = plan_number(p, plan_claim(f, row, F_BEDS)),
                                  .free = plan_number(p, plan_claim(f, row, F_FREE)),
                                  .pool = -1};
    for (ptrdiff_t i = 0; i < RK_COUNT(places_of_care); i++)
        if (plan_is(p, type, places_of_care[i]))
            out.type = places_of_care[i];
    out.hospital = out.type[0] != '\0';
    out.heals = out.hospital && out.works;
    return out;
}

static bool same_type(const struct rounds_facility *a, const struct rounds_facility *b)
{
    return a->hospital && strcmp(a->type, b->type) == 0;
}

/* A ward of which no place is said lies where the only hospital of its type lies. Those that
 * said a place themselves count, not wards that were placed just now. */
static void place_wards(const struct rounds *r, double *lat, double *lon)
{
    const struct rk_rounds_day *d = r->d;
    for (int32_t i = 0; i < d->facilities; i++) {
        const struct rounds_facility *ward = &d->facility[i];
        int32_t home = -1, count = 0;
        lat[i] = ward->lat;
        lon[i] = ward->lon;
        if (!ward->heals || !isnan(ward->lat))
            continue;
        for (int32_t k = 0; k < d->facilities; k++)
            if (!isnan(d->facility[k].lat) && same_type(&d->facility[k], ward)) {
                home = k;
                count++;
            }
        if (count == 1) {
            lat[i] = d->facility[home].lat;
            lon[i] = d->facility[home].lon;
        }
    }
}

/* Of what nobody said that it is offered: a general hospital operates, treats, mends bones. */
static uint64_t offers_unsaid(void)
{
    const struct rk_aspect *a = capability();
    return bit_of(a, RK_STR("surgery")) | bit_of(a, RK_STR("therapy")) |
           bit_of(a, RK_STR("trauma"));
}

/* The beds of a hospital that says no services are those of its wards, where wards are said. */
static bool beds_are_wards(const struct rk_rounds_day *d, const struct rounds_facility *f)
{
    bool wards = false;
    for (int32_t k = 0; k < d->facilities; k++)
        wards |=
            &d->facility[k] != f && d->facility[k].offers != 0 && same_type(&d->facility[k], f);
    return f->offers == 0 && wards;
}

static void make_pool(struct rk_rounds_day *d, struct rounds_facility *f)
{
    if (!f->heals || f->place < 0 || beds_are_wards(d, f))
        return;
    if (f->offers == 0)
        f->offers = offers_unsaid();
    f->pool = d->pools;
    d->pool[d->pools++] =
        !isnan(f->free) ? (int32_t)fmin(fmax(f->free, 0.0), 10000.0) : ROUNDS_BEDS_UNSAID;
}

bool rounds_find_facilities(struct rounds *r)
{
    struct rk_rounds_day *d = r->d;
    struct plan_records f;
    if (!plan_records(&r->p, "facility", facility_slots, F_SLOTS, &f))
        return false;
    double *lat = RK_NEW(&r->p.scratch->in, double, f.rows + 1);
    double *lon = RK_NEW(&r->p.scratch->in, double, f.rows + 1);
    d->facility = RK_NEW(r->keep, struct rounds_facility, f.rows + 1);
    d->pool = RK_NEW(r->keep, int32_t, f.rows + 1);
    if (!lat || !lon || !d->facility || !d->pool)
        return false;
    for (int32_t i = 0; i < f.rows; i++)
        d->facility[d->facilities++] = read_facility(&r->p, &f, i);
    place_wards(r, lat, lon);
    uint64_t *said = RK_NEW(&r->p.scratch->in, uint64_t, f.rows + 1);
    for (int32_t i = 0; said && i < d->facilities; i++) {
        struct rounds_facility *one = &d->facility[i];
        if (!one->works || isnan(lat[i]) || isnan(lon[i]))
            continue;
        one->lat = lat[i];
        one->lon = lon[i];
        one->place = rounds_place_at(r, lat[i], lon[i]);
    }
    /* who has wards is asked of what was said, before anything is assumed */
    for (int32_t i = 0; said && i < d->facilities; i++)
        said[i] = beds_are_wards(d, &d->facility[i]);
    for (int32_t i = 0; said && i < d->facilities; i++)
        if (!said[i])
            make_pool(d, &d->facility[i]);
    return said && !r->keep->failed;
}

/* ---- where vehicles stand ---------------------------------------------------------------- */

/* How many of today's homes a car reaches from each facility, and comes back from. */
static rk_status count_homes(struct rounds *r, struct rk_err *err)
{
    struct rk_rounds_day *d = r->d;
    struct rk_scratch scratch = *r->p.scratch;
    const int32_t room = d->needs + d->facilities + 1;
    struct rk_reach_spot *spot = RK_NEW(&scratch, struct rk_reach_spot, room);
    uint32_t *out = RK_NEW(&scratch, uint32_t, room);
    uint32_t *in = RK_NEW(&scratch, uint32_t, room);
    int32_t n = 0;
    if (scratch.in.failed)
        return rounds_no_memory(err);
    for (int32_t i = 0; i < d->needs; i++)
        if (!d->work[i].why)
            spot[n++] = d->place[d->work[i].place].spot[BY_CAR];
    if (n == 0) /* nobody to go to: a base is what hangs together with other facilities */
        for (int32_t i = 0; i < d->facilities; i++)
            if (d->facility[i].place >= 0)
                spot[n++] = d->place[d->facility[i].place].spot[BY_CAR];
    for (int32_t i = 0; i < d->facilities; i++) {
        struct rounds_facility *f = &d->facility[i];
        if (f->place < 0 || d->place[f->place].spot[BY_CAR].edge < 0)
            continue;
        const struct rk_reach_spot at = d->place[f->place].spot[BY_CAR];
        rk_status bad =
            rk_reach_row(&d->net[BY_CAR], RK_OUT, at, spot, n, scratch, out, NULL, err);
        if (!bad)
            bad = rk_reach_row(&d->net[BY_CAR], RK_IN, at, spot, n, scratch, in, NULL, err);
        if (bad)
            return bad;
        for (int32_t k = 0; k < n; k++)
            f->homes += out[k] != RK_REACH_NEVER && in[k] != RK_REACH_NEVER;
    }
    return RK_OK;
}

static bool is_base(const struct rounds_facility *f)
{
    return f->place >= 0 && f->homes > 0;
}

static bool called(const struct rounds_facility *f, struct rk_str said, struct rk_arena *room)
{
    char name[256], wanted[256];
    struct rk_buf a = {.at = name, .cap = sizeof name},
                  b = {.at = wanted, .cap = sizeof wanted};
    rk_text_key(rk_utf8_head(f->key, 120), &a);
    rk_text_key(rk_utf8_head(said, 120), &b);
    if (rk_str_eq(rk_buf_str(&a), rk_buf_str(&b)))
        return true;
    a.len = 0;
    rk_text_key(rk_utf8_head(f->name, 120), &a);
    if (rk_str_eq(rk_buf_str(&a), rk_buf_str(&b)))
        return true;
    return f->address.len > 0 &&
           rk_str_eq(rounds_address_key(f->address, room), rounds_address_key(said, room));
}

/* The facility somebody means by its code, name or address: one that has a place before one
 * that has none. */
static int32_t named(const struct rounds *r, struct rk_str said)
{
    const struct rk_rounds_day *d = r->d;
    struct rk_arena room = r->p.scratch->in;
    int32_t found = -1;
    for (int32_t i = 0; i < d->facilities && said.len; i++) {
        if (!called(&d->facility[i], said, &room))
            continue;
        if (is_base(&d->facility[i]))
            return i;
        if (found < 0 || (d->facility[found].place < 0 && !isnan(d->facility[i].lat)))
            found = i;
    }
    return found;
}

static int32_t most_homes(const struct rk_rounds_day *d)
{
    int32_t best = -1;
    for (int32_t i = 0; i < d->facilities; i++) {
        const struct rounds_facility *f = &d->facility[i],
                                     *b = best < 0 ? NULL : &d->facility[best];
        if (is_base(f) &&
            (!b || f->homes > b->homes || (f->homes == b->homes && f->heals && !b->heals)))
            best = i;
    }
    return best;
}

static int32_t nearest_base(const struct rk_rounds_day *d, const struct rounds_facility *to)
{
    int32_t best = -1;
    double least = HUGE_VAL;
    for (int32_t i = 0; i < d->facilities; i++) {
        const struct rounds_facility *f = &d->facility[i];
        const double m = plan_metres(f->lat, f->lon, to->lat, to->lon);
        if (is_base(f) && m < least) {
            least = m;
            best = i;
        }
    }
    return best;
}

/* Where it is said to stand, or, where that is cut off today, the nearest place that is not. */
static int32_t base_from(struct rounds *r, int32_t wanted, struct rk_str who)
{
    struct rk_rounds_day *d = r->d;
    const struct rounds_facility *f = &d->facility[wanted];
    if (is_base(f))
        return wanted;
    const int32_t other = isnan(f->lat) ? d->base : nearest_base(d, f);
    if (other >= 0 && other != wanted)
        rounds_note(d, rk_str_printf(r->keep,
                                     d->lang == RK_UK
                                         ? "%.*s: до бази «%.*s» сьогодні не доїхати, виїзд "
                                           "із найближчої доступної: %.*s"
                                         : "%.*s: no open street leads to its base %.*s; it "
                                           "starts from the nearest that can be reached: %.*s",
                                     RK_FMT(who), RK_FMT(f->name),
                                     RK_FMT(d->facility[other].name)));
    return other;
}

static rk_status usual_base(struct rounds *r, struct rk_err *err)
{
    struct rk_rounds_day *d = r->d;
    const struct rk_str wish = r->order->base;
    d->base = most_homes(d);
    if (!wish.len)
        return RK_OK;
    const int32_t at = named(r, wish);
    if (at < 0)
        return rk_fail(err, RK_ENOTFOUND, "--base", "no facility on record is called \"%.*s\"",
                       RK_FMT(wish));
    d->base = base_from(r, at, wish);
    return RK_OK;
}

/* ---- vehicles ---------------------------------------------------------------------------- */

enum {
    V_PLATE,
    V_TYPE,
    V_SEATS,
    V_LYING,
    V_CHAIRS,
    V_COLD,
    V_COLD_L,
    V_STATE,
    V_DRIVER,
    V_BASE,
    V_SHIFT,
    V_SLOTS
};
static const struct plan_slot vehicle_slots[V_SLOTS] = {
    {"plate", NULL},       {"type", NULL},     {"seats", NULL},      {"stretchers", NULL},
    {"wheelchairs", NULL}, {"cold_box", NULL}, {"cold_box_l", NULL}, {"state", NULL},
    {"driver", NULL},      {"base", NULL},     {"shift", NULL}};

static int32_t places_said(const struct plan *p, int64_t claim)
{
    const double n = plan_number(p, claim);
    return isnan(n) || n < 0.0 ? 0 : (int32_t)fmin(n, 200.0);
}

static bool carries_people(const struct plan *p, int64_t type)
{
    static const char *const carry[] = {"ambulance", "car", "van", "bus"};
    bool fit = false;
    for (ptrdiff_t i = 0; i < RK_COUNT(carry); i++)
        fit |= plan_is(p, type, carry[i]);
    return fit;
}

/* "08–17", "8:30-20:00"; round the clock counts as midnight to midnight. */
static void read_shift(struct rk_str text, int32_t *from_s, int32_t *to_s)
{
    static const char *const all_day[] = {"ілодоб", "руглосут", "24/7", "lock"};
    int32_t at[2] = {-1, -1};
    int found = 0;
    *from_s = ROUNDS_SHIFT_FROM;
    *to_s = ROUNDS_SHIFT_TO;
    for (ptrdiff_t i = 0; i < RK_COUNT(all_day); i++)
        if (rk_str_find(text, rk_str_of(all_day[i])) >= 0) {
            *from_s = 0;
            *to_s = 24 * 3600;
            return;
        }
    for (ptrdiff_t i = 0; i < text.len && found < 2; i++) {
        int32_t part[2] = {0, 0};
        for (int k = 0; k < 2 && i < text.len; k++) {
            for (; i < text.len && text.at[i] >= '0' && text.at[i] <= '9' && part[k] < 100;
                 i++) {
                part[k] = 10 * part[k] + (text.at[i] - '0');
                at[found] = 0;
            }
            const bool minutes = k == 0 && at[found] == 0 && i + 1 < text.len &&
                                 (text.at[i] == ':' || text.at[i] == '.');
            if (!minutes)
                break;
            i++;
        }
        if (at[found] == 0)
            at[found++] = part[0] * 3600 + part[1] * 60;
    }
    if (found == 2 && at[0] < at[1] && at[1] <= 24 * 3600) {
        *from_s = at[0];
        *to_s = at[1];
    }
}

static int32_t cold_boxes(const struct plan *p, const struct plan_records *v, int32_t row)
{
    const double litres = plan_number(p, plan_claim(v, row, V_COLD_L));
    if (litres > 0.0)
        return (int32_t)fmin(litres / ROUNDS_COLD_LITRES, ROUNDS_BOXES);
    return plan_true(p, plan_claim(v, row, V_COLD)) ? ROUNDS_COLD_BOXES : 0;
}

static struct rk_str why_it_stays(const struct rounds *r, const struct plan_records *v,
                                  int32_t row, int32_t facility)
{
    const struct plan *p = &r->p;
    const int64_t state = plan_claim(v, row, V_STATE);
    if (state < 0)
        return rk_str_of(rk_word(p->lang, "rounds.stays.state"));
    if (!works(p, state))
        return plan_choice(p, "vehicle", "state", state);
    return facility < 0 ? rk_str_of(rk_word(p->lang, "rounds.stays.base"))
                        : (struct rk_str){"", 0};
}

static void read_vehicle(struct rounds *r, const struct plan_records *v, int32_t row)
{
    const struct plan *p = &r->p;
    struct rk_rounds_day *d = r->d;
    const int64_t type = plan_claim(v, row, V_TYPE);
    const struct rk_str plate = plan_text(p, plan_claim(v, row, V_PLATE));
    const struct rk_str said = plan_text(p, plan_claim(v, row, V_BASE));
    const bool ambulance = plan_is(p, type, "ambulance");
    /* The driver's seat, and in an ambulance that of the medic, are taken. */
    const int32_t crew = ambulance ? 2 : 1;
    const int32_t seats = places_said(p, plan_claim(v, row, V_SEATS));
    struct rk_rounds_vehicle out = {.plate = plate.len ? plate : plan_key(p, v->subject[row]),
                                    .type = plan_choice(p, "vehicle", "type", type),
                                    .driver = plan_text(p, plan_claim(v, row, V_DRIVER)),
                                    .lying = places_said(p, plan_claim(v, row, V_LYING)),
                                    .seats = seats > crew ? seats - crew : 0,
                                    .chairs = places_said(p, plan_claim(v, row, V_CHAIRS)),
                                    .boxes = ROUNDS_BOXES,
                                    .cold_boxes = cold_boxes(p, v, row)};
    const int32_t at = named(r, said);
    const bool fit = works(p, plan_claim(v, row, V_STATE));
    const int32_t facility = at < 0 ? d->base : fit ? base_from(r, at, out.plate) : at;
    if (said.len && at < 0 && fit && facility >= 0)
        rounds_note(
            d, rk_str_printf(
                   r->keep,
                   d->lang == RK_UK ? "%.*s: бази «%.*s» немає в переліку закладів, виїзд "
                                      "звідси: %.*s"
                                    : "%.*s: its base %.*s is not among the facilities; it "
                                      "starts from %.*s",
                   RK_FMT(out.plate), RK_FMT(said), RK_FMT(d->facility[facility].name)));
    read_shift(plan_text(p, plan_claim(v, row, V_SHIFT)), &out.from_s, &out.to_s);
    out.base = facility < 0 ? (struct rk_str){"", 0} : d->facility[facility].name;
    out.why_not = why_it_stays(r, v, row, facility);
    struct rounds_vehicle *own = &d->own[d->vehicles];
    *own = (struct rounds_vehicle){.subject = v->subject[row],
                                   .facility = facility,
                                   .by = ambulance ? BY_AMBULANCE : BY_CAR,
                                   .drives = -1};
    own->load[LOAD_LYING] = out.lying;
    own->load[LOAD_ALL] = out.lying + out.seats;
    own->load[LOAD_WHEELCHAIR] = out.chairs;
    own->load[LOAD_BOXES] = out.boxes;
    own->load[LOAD_COLD] = out.cold_boxes;
    d->wheelchairs |= out.chairs > 0 && !out.why_not.len;
    d->vehicle[d->vehicles++] = out;
}

rk_status rounds_find_fleet(struct rounds *r, struct rk_err *err)
{
    struct rk_rounds_day *d = r->d;
    struct plan_records v;
    rk_status bad = count_homes(r, err);
    if (!bad)
        bad = usual_base(r, err);
    if (bad)
        return bad;
    if (!plan_records(&r->p, "vehicle", vehicle_slots, V_SLOTS, &v))
        return rounds_no_memory(err);
    d->vehicle = RK_NEW(r->keep, struct rk_rounds_vehicle, v.rows + 1);
    d->own = RK_NEW(r->keep, struct rounds_vehicle, v.rows + 1);
    if (!d->vehicle || !d->own)
        return rounds_no_memory(err);
    for (int32_t i = 0; i < v.rows; i++)
        if (carries_people(&r->p, plan_claim(&v, i, V_TYPE)))
            read_vehicle(r, &v, i);
    return r->keep->failed ? rounds_no_memory(err) : RK_OK;
}
