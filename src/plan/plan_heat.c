/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In which order the heat comes back: what the town's records say of boiler houses, houses,
 * pipes, crews and weather, and what is assumed where they say nothing.
 */
#include "plan_heat.h"

/* Hours of work, all assumed: nobody has measured them. A boiler house is looked over, tested
 * by pressure with its network, filled and lit; one that needs repair takes longer by size. A
 * house is opened and freed of air; a drained one is filled before; broken pipes are mended. */
static const double look_over_h = 4, pressure_test_h = 8, fill_h = 4, light_h = 4;
static const double repair_h = 40, repair_per_mw_h = 4, repair_most_h = 120;
static const double open_house_h = 2, fill_house_h = 3, mend_house_h = 8, mend_floor_h = 1;
static const double floors_unknown = 5;
/* A broken main by its diameter: the usual table, as remembered; to be replaced by repair_h. */
static const double main_mm[] = {300, 400, 500, 600, 700}, main_h[] = {15, 18, 22, 26, 29, 40};
static const double patients_unknown = 100;
static const double kw_per_m2 = 0.074, kw_per_person = 2.3;
static const double people_per_flat = 2, people_unknown = 50;

enum { SKILL_BOILER = 1, SKILL_HOUSE = 2, SKILL_MEND = 4 };

static const struct plan_slot source_slots[HEAT_S_SLOTS] = {
    {"name", NULL},          {"mw", NULL},     {"mw_now", NULL},   {"fuel", NULL},
    {"state", NULL},         {"gas", NULL},    {"power", NULL},    {"can_start_from", NULL},
    {"pressure_test", NULL}, {"serves", NULL}, {"latitude", NULL}, {"longitude", NULL}};
static const struct plan_slot house_slots[HEAT_H_SLOTS] = {
    {"source", NULL},        {"kw", NULL},      {"people", NULL},   {"weight", NULL},
    {"flats", NULL},         {"floors", NULL},  {"area_m2", NULL},  {"state", NULL},
    {"pipes", NULL},         {"address", NULL}, {"latitude", NULL}, {"longitude", NULL},
    {"stove_allowed", NULL}, {"id", NULL}};
static const struct plan_slot pipe_slots[HEAT_P_SLOTS] = {
    {"source", NULL}, {"state", NULL}, {"repair_h", NULL}, {"diameter_mm", NULL}};
static const struct plan_slot crew_slots[HEAT_C_SLOTS] = {
    {"name", NULL}, {"skill", NULL}, {"state", NULL}, {"shift", NULL}, {"free_from", NULL}};
static const struct plan_slot facility_slots[HEAT_F_SLOTS] = {
    {"type", NULL},        {"name", NULL},       {"state", NULL},
    {"heat_source", NULL}, {"inpatients", NULL}, {"beds", NULL},
    {"capacity", NULL},    {"latitude", NULL},   {"longitude", NULL}};
static const struct plan_slot month_slots[HEAT_MONTHS] = {{"climate.mean_temp.sep", NULL},
                                                          {"climate.mean_temp.oct", NULL},
                                                          {"climate.mean_temp.nov", NULL},
                                                          {"climate.mean_temp.dec", NULL}};

static bool says(const struct plan *p, const struct plan_records *r, int32_t row, int32_t slot,
                 const char *choice)
{
    return plan_is(p, plan_claim(r, row, slot), choice);
}

static double number(const struct plan *p, const struct plan_records *r, int32_t row,
                     int32_t slot)
{
    return plan_number(p, plan_claim(r, row, slot));
}

/* "7", or "heat_source:7" as the import writes a subject it knows; -1. */
static int32_t source_row(const struct heat_case *c, struct rk_str key)
{
    if (rk_str_starts(key, RK_STR("heat_source:")))
        (void)rk_str_cut(&key, ':');
    for (int32_t i = 0; i < c->source.rows && key.len; i++)
        if (rk_str_eq(plan_key(c->p, c->source.subject[i]), key))
            return i;
    return -1;
}

/* ---- boiler houses -------------------------------------------------------------------------
 */

/* Gas or electricity that is off comes when the boiler house was said to be able to start. */
static enum heat_why supply_of(const struct heat_case *c, int32_t row, struct heat_source *s)
{
    const struct plan *p = c->p;
    const struct plan_records *r = &c->source;
    const bool gas = plan_claim(r, row, HEAT_S_FUEL) < 0 || says(p, r, row, HEAT_S_FUEL, "gas");
    s->no_gas = gas && says(p, r, row, HEAT_S_GAS, "off");
    s->no_power = says(p, r, row, HEAT_S_POWER, "off");
    if (s->said != RK_DAY_NONE && s->said > p->day)
        return HEAT_WARM;
    if (s->no_gas)
        return HEAT_NO_GAS;
    if (s->no_power)
        return HEAT_NO_POWER;
    return says(p, r, row, HEAT_S_FUEL, "none") ? HEAT_NO_FUEL : HEAT_WARM;
}

static struct heat_source source_of(const struct heat_case *c, int32_t row)
{
    const struct plan *p = c->p;
    const struct plan_records *r = &c->source;
    const double now = number(p, r, row, HEAT_S_MW_NOW), mw = number(p, r, row, HEAT_S_MW);
    struct heat_source s = {.kw = now > 0.0  ? 1000.0 * now
                                  : mw > 0.0 ? 1000.0 * mw
                                             : RK_NAN,
                            .runs = says(p, r, row, HEAT_S_STATE, "working") ||
                                    says(p, r, row, HEAT_S_STATE, "partly"),
                            .repair = says(p, r, row, HEAT_S_STATE, "repair"),
                            .tested = plan_true(p, plan_claim(r, row, HEAT_S_TESTED)),
                            .said = plan_date(p, plan_claim(r, row, HEAT_S_FROM)),
                            .x_m = RK_NAN,
                            .y_m = RK_NAN,
                            .node = -1,
                            .patient = -1};
    if (s.runs)
        return s;
    s.why = supply_of(c, row, &s);
    if (says(p, r, row, HEAT_S_STATE, "destroyed"))
        s.why = HEAT_DESTROYED;
    if (says(p, r, row, HEAT_S_STATE, "closed"))
        s.why = HEAT_CLOSED;
    s.planned = s.why == HEAT_WARM;
    return s;
}

static double start_hours(const struct heat_source *s)
{
    const double mw = isnan(s->kw) ? 0.0 : s->kw / 1000.0;
    const double mend = s->repair ? fmin(repair_h + repair_per_mw_h * mw, repair_most_h) : 0.0;
    return mend + look_over_h + (s->tested ? 0.0 : pressure_test_h) + fill_h + light_h;
}

/* ---- houses --------------------------------------------------------------------------------
 */

static struct heat_house house_of(const struct heat_case *c, int32_t row)
{
    const struct plan *p = c->p;
    const struct plan_records *r = &c->house;
    const double people = number(p, r, row, HEAT_H_PEOPLE), kw = number(p, r, row, HEAT_H_KW);
    const double flats = number(p, r, row, HEAT_H_FLATS), area = number(p, r, row, HEAT_H_AREA);
    const double weight = number(p, r, row, HEAT_H_WEIGHT);
    struct heat_house h = {.source =
                               source_row(c, plan_text(p, plan_claim(r, row, HEAT_H_SOURCE))),
                           .node = -1,
                           .people = people > 0.0  ? fmin(people, 1e6)
                                     : flats > 0.0 ? people_per_flat * flats
                                                   : people_unknown,
                           .weight = weight >= 0.0 ? weight : 1.0,
                           .x_m = RK_NAN,
                           .y_m = RK_NAN,
                           .warm = says(p, r, row, HEAT_H_STATE, "warm"),
                           .gone = says(p, r, row, HEAT_H_STATE, "lost"),
                           .drained = says(p, r, row, HEAT_H_STATE, "drained"),
                           .broken = says(p, r, row, HEAT_H_PIPES, "repair"),
                           .lost = says(p, r, row, HEAT_H_PIPES, "destroyed")};
    h.kw = kw > 0.0 ? kw : area > 0.0 ? kw_per_m2 * area : kw_per_person * h.people;
    return h;
}

static double house_hours(const struct heat_case *c, int32_t row)
{
    const struct heat_house *h = &c->home[row];
    const double said = number(c->p, &c->house, row, HEAT_H_FLOORS);
    const double floors = said > 0.0 ? said : floors_unknown;
    return open_house_h + (h->drained || h->broken ? fill_house_h : 0.0) +
           (h->broken ? mend_house_h + mend_floor_h * floors : 0.0);
}

/* It can have heat this winter by its boiler house, and its own pipes can be mended. */
static bool is_wanted(const struct heat_case *c, const struct heat_house *h)
{
    return !h->gone && h->source >= 0 && !h->lost &&
           (c->src[h->source].runs || c->src[h->source].planned);
}

/* ---- the hospital --------------------------------------------------------------------------
 */

static bool is_hospital(const struct heat_case *c, int32_t row)
{
    return says(c->p, &c->facility, row, HEAT_F_TYPE, "hospital") ||
           says(c->p, &c->facility, row, HEAT_F_TYPE, "mobile_hospital");
}

static double patients_of(const struct heat_case *c, int32_t row)
{
    const double in = number(c->p, &c->facility, row, HEAT_F_INPATIENTS);
    const double beds = number(c->p, &c->facility, row, HEAT_F_BEDS);
    return in > 0.0 ? in : beds > 0.0 ? beds : 0.0;
}

static bool named_for_hospital(const struct plan *p, int64_t claim)
{
    static const char *const stems[] = {"лікарн", "Лікарн", "ospital", "ольниц"};
    for (ptrdiff_t i = 0; i < RK_COUNT(stems); i++)
        if (rk_str_find(plan_text(p, claim), rk_str_of(stems[i])) >= 0)
            return true;
    return false;
}

/* Facilities say on which boiler house they are; where none does, its name may. */
static void place_patients(struct heat_case *c)
{
    double most = 0.0;
    bool said = false;
    for (int32_t i = 0; i < c->facility.rows; i++) {
        if (!is_hospital(c, i))
            continue;
        const int32_t s =
            source_row(c, plan_text(c->p, plan_claim(&c->facility, i, HEAT_F_SOURCE)));
        const double patients = patients_of(c, i);
        most = fmax(most, patients);
        if (s < 0)
            continue;
        said = true;
        c->src[s].patients += patients > 0.0 ? patients : patients_unknown;
    }
    for (int32_t s = 0; s < c->source.rows && !said; s++)
        if (named_for_hospital(c->p, plan_claim(&c->source, s, HEAT_S_NAME)) ||
            named_for_hospital(c->p, plan_claim(&c->source, s, HEAT_S_SERVES)))
            c->src[s].patients = most > 0.0 ? most : patients_unknown;
}

/* ---- crews ---------------------------------------------------------------------------------
 */

/* "08–17", "8:00-20:00": two hours of the day; round the clock; 08–17 where it is not said. */
static void read_shift(struct rk_str text, struct heat_crew *out)
{
    static const char *const all_day[] = {"ілодоб", "руглосут", "24/7", "lock"};
    double hour[2];
    int found = 0;
    *out = (struct heat_crew){.from_h = 8.0, .hours = 9.0};
    for (ptrdiff_t i = 0; i < RK_COUNT(all_day); i++)
        if (rk_str_find(text, rk_str_of(all_day[i])) >= 0) {
            *out = (struct heat_crew){.from_h = 0.0, .hours = 24.0};
            return;
        }
    for (ptrdiff_t i = 0; i < text.len && found < 2;) {
        double x = 0.0;
        ptrdiff_t digits = 0;
        for (; i < text.len && text.at[i] >= '0' && text.at[i] <= '9'; i++, digits++)
            x = 10.0 * x + (text.at[i] - '0');
        if (digits == 0) {
            i++;
            continue;
        }
        if (digits > 2 || x > 24.0)
            return;
        hour[found++] = x;
        if (i + 2 < text.len && (text.at[i] == ':' || text.at[i] == '.'))
            i += 3; /* minutes */
    }
    if (found < 2 || hour[0] == 24.0)
        return;
    out->from_h = hour[0];
    out->hours = hour[1] > hour[0] ? hour[1] - hour[0] : 24.0 - hour[0] + hour[1];
}

static uint32_t skills_of(const struct heat_case *c, int32_t row)
{
    if (says(c->p, &c->crew, row, HEAT_C_SKILL, "boiler"))
        return SKILL_BOILER;
    if (says(c->p, &c->crew, row, HEAT_C_SKILL, "pipe"))
        return SKILL_HOUSE | SKILL_MEND;
    return says(c->p, &c->crew, row, HEAT_C_SKILL, "welding") ? SKILL_MEND : 0;
}

static bool is_at_work(const struct heat_case *c, int32_t row)
{
    static const char *const away[] = {"stopped", "repair", "destroyed", "closed"};
    const rk_day from = plan_date(c->p, plan_claim(&c->crew, row, HEAT_C_FREE_FROM));
    for (ptrdiff_t i = 0; i < RK_COUNT(away); i++)
        if (says(c->p, &c->crew, row, HEAT_C_STATE, away[i]))
            return false;
    return from == RK_DAY_NONE || from <= c->p->day;
}

static bool read_crews(struct heat_case *c)
{
    c->team = RK_NEW(&c->p->scratch->in, struct heat_crew, RK_REPAIR_CREWS_MAX);
    for (int32_t i = 0; c->team && i < c->crew.rows && c->teams < RK_REPAIR_CREWS_MAX; i++) {
        const uint32_t skills = skills_of(c, i);
        if (!skills || !is_at_work(c, i))
            continue;
        struct heat_crew *team = &c->team[c->teams++];
        read_shift(plan_text(c->p, plan_claim(&c->crew, i, HEAT_C_SHIFT)), team);
        team->row = i;
        team->skills = skills;
    }
    return c->team != NULL;
}

/* ---- work ----------------------------------------------------------------------------------
 */

static double main_hours(double diameter_mm)
{
    ptrdiff_t i = 0;
    while (i < RK_COUNT(main_mm) && diameter_mm > main_mm[i])
        i++;
    return main_h[i];
}

static void add_job(struct heat_case *c, enum heat_stage stage, int32_t source, int32_t row,
                    double hours)
{
    if (c->jobs < RK_REPAIR_JOBS_MAX)
        c->job[c->jobs++] = (struct heat_job){stage, source, row, hours, 0.0, false};
}

static int by_source(const void *a, const void *b)
{
    const struct heat_job *x = a, *y = b;
    return x->source != y->source ? (x->source > y->source) - (x->source < y->source)
                                  : (x->row > y->row) - (x->row < y->row);
}

/* Pipes by boiler house, boiler houses, houses: what one needs stands before it. */
static bool read_jobs(struct heat_case *c)
{
    const struct plan *p = c->p;
    const int32_t room = c->source.rows + c->house.rows + c->pipe.rows;
    c->job = RK_NEW(&p->scratch->in, struct heat_job, room + 1);
    if (!c->job)
        return false;
    for (int32_t i = 0; i < c->pipe.rows; i++) {
        const int32_t s = source_row(c, plan_text(p, plan_claim(&c->pipe, i, HEAT_P_SOURCE)));
        const double said = number(p, &c->pipe, i, HEAT_P_HOURS);
        if (s < 0 || !(c->src[s].planned || c->src[s].runs) ||
            !(says(p, &c->pipe, i, HEAT_P_STATE, "repair") ||
              says(p, &c->pipe, i, HEAT_P_STATE, "destroyed")))
            continue;
        add_job(c, HEAT_MAIN, s, i,
                said > 0.0 ? said : main_hours(number(p, &c->pipe, i, HEAT_P_DIAMETER)));
        c->job[c->jobs - 1].measured = said > 0.0;
    }
    qsort(c->job, (size_t)c->jobs, sizeof *c->job, by_source);
    for (int32_t s = 0; s < c->source.rows; s++)
        if (c->src[s].planned && (c->src[s].houses > 0 || c->src[s].patients > 0.0))
            add_job(c, HEAT_START, s, -1, start_hours(&c->src[s]));
    for (int32_t i = 0; i < c->house.rows; i++)
        if (is_wanted(c, &c->home[i]) && !c->home[i].warm)
            add_job(c, HEAT_HOUSE, c->home[i].source, i, house_hours(c, i));
    for (int32_t j = 0; j < c->jobs; j++) {
        c->job[j].value = c->job[j].stage == HEAT_HOUSE
                              ? c->home[c->job[j].row].weight * c->home[c->job[j].row].people
                              : 0.0;
        c->src[c->job[j].source].hours += c->job[j].hours;
        c->src[c->job[j].source].value += c->job[j].value;
    }
    for (int32_t s = 0; s < c->source.rows; s++)
        if (c->src[s].planned)
            c->src[s].value += HEAT_PATIENT_WEIGHT * c->src[s].patients;
    return true;
}

/* ---- where things stand --------------------------------------------------------------------
 */

/* Metres from the first place anybody gives. */
static void place(struct heat_case *c)
{
    const struct plan *p = c->p;
    static const int32_t lat_slot[] = {HEAT_S_LATITUDE, HEAT_H_LATITUDE};
    static const int32_t lon_slot[] = {HEAT_S_LONGITUDE, HEAT_H_LONGITUDE};
    double lat0 = RK_NAN, lon0 = RK_NAN;
    for (int pass = 0; pass < 2; pass++) {
        const struct plan_records *r = pass ? &c->house : &c->source;
        for (int32_t i = 0; i < r->rows; i++) {
            const double lat = number(p, r, i, lat_slot[pass]);
            const double lon = number(p, r, i, lon_slot[pass]);
            if (isnan(lat) || isnan(lon))
                continue;
            if (isnan(lat0)) {
                lat0 = lat;
                lon0 = lon;
            }
            const double x = copysign(plan_metres(lat, lon0, lat, lon), lon - lon0);
            const double y = copysign(plan_metres(lat0, lon0, lat, lon0), lat - lat0);
            if (fabs(x) > 1e6 || fabs(y) > 1e6)
                continue; /* another town: no way to be reckoned */
            *(pass ? &c->home[i].x_m : &c->src[i].x_m) = x;
            *(pass ? &c->home[i].y_m : &c->src[i].y_m) = y;
        }
    }
    for (int32_t s = 0; s < c->source.rows; s++)
        if (isnan(c->src[s].x_m))
            c->src[s].x_m = c->src[s].y_m = 0.0;
    for (int32_t i = 0; i < c->house.rows; i++) {
        struct heat_house *h = &c->home[i];
        if (isnan(h->x_m)) { /* nobody said where: at its boiler house */
            h->x_m = h->source >= 0 ? c->src[h->source].x_m : 0.0;
            h->y_m = h->source >= 0 ? c->src[h->source].y_m : 0.0;
        }
    }
}

static void read_climate(struct heat_case *c)
{
    int year, month, day;
    bool all = false;
    for (int32_t i = 0; i < c->town.rows && !all; i++) {
        all = true;
        for (int m = 0; m < HEAT_MONTHS; m++) {
            c->mean_c[m] = number(c->p, &c->town, i, m);
            all &= c->mean_c[m] >= -50.0 && c->mean_c[m] <= 40.0;
        }
    }
    rk_day_split(c->p->day, &year, &month, &day);
    c->frost = all ? plan_mean_falls_to(c->mean_c, year, 0.0) : RK_DAY_NONE;
    if (!all)
        c->mean_c[0] = RK_NAN;
}

bool heat_read(struct plan *p, struct heat_case *c)
{
    *c = (struct heat_case){.p = p, .frost = RK_DAY_NONE, .mean_c = {RK_NAN}};
    if (!plan_records(p, "house", house_slots, HEAT_H_SLOTS, &c->house) ||
        !plan_records(p, "heat_source", source_slots, HEAT_S_SLOTS, &c->source) ||
        !plan_records(p, "pipe", pipe_slots, HEAT_P_SLOTS, &c->pipe) ||
        !plan_records(p, "crew", crew_slots, HEAT_C_SLOTS, &c->crew) ||
        !plan_records(p, "facility", facility_slots, HEAT_F_SLOTS, &c->facility) ||
        !plan_records(p, "town", month_slots, HEAT_MONTHS, &c->town))
        return false;
    c->src = RK_NEW(&p->scratch->in, struct heat_source, c->source.rows + 1);
    c->home = RK_NEW(&p->scratch->in, struct heat_house, c->house.rows + 1);
    if (!c->src || !c->home)
        return false;
    for (int32_t s = 0; s < c->source.rows; s++)
        c->src[s] = source_of(c, s);
    place_patients(c);
    for (int32_t s = 0; s < c->source.rows; s++)
        c->src[s].load_kw = HEAT_PATIENT_KW * c->src[s].patients;
    for (int32_t i = 0; i < c->house.rows; i++) {
        struct heat_house *h = &c->home[i];
        *h = house_of(c, i);
        if (h->source >= 0 && !h->gone) {
            c->src[h->source].houses++;
            c->src[h->source].load_kw += h->kw;
        }
    }
    place(c);
    read_climate(c);
    return read_crews(c) && read_jobs(c);
}
