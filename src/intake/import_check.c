/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must not contradict within a row: days in their order, parts not larger than the whole,
 * age and dates, coordinates that are a pair and lie where the town can be.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_date.h"
#include "rk_json.h"
#include "import_plan.h"

#define AGE_SLACK_YEARS 1.0

struct pair {
    const char *first, *second;
};

/* The first day is not behind the second one. */
static const struct pair days[] = {
    {"birth_date", "death_date"},      {"birth_date", "event_date"},
    {"birth_date", "last_seen_date"},  {"birth_date", "burial_date"},
    {"event_date", "death_date"},      {"death_date", "burial_date"},
    {"found_date", "exhumed_date"},    {"exhumed_date", "examined_date"},
    {"exhumed_date", "released_date"}, {"from_date", "to_date"},
    {"opened_date", "closed_date"},    {"found_date", "cleared_date"},
    {"found_date", "handed_date"},     {"assessed_at", "assess_until"}};

/* The first number is not more than the second one. */
static const struct pair parts[] = {
    {"boilers_working", "boilers"}, {"mw_now", "mw"},        {"flats_damaged", "flats"},
    {"beds_free", "beds"},          {"icu_beds", "beds"},    {"age_low", "age_high"},
    {"children", "people"},         {"infants", "people"},   {"elderly", "people"},
    {"disabled", "people"},         {"bedridden", "people"}, {"children_killed", "killed"},
    {"doctors", "staff"},           {"nurses", "staff"}};

static int32_t find_pairs(const struct rk_import *in, const struct pair *from, int32_t count,
                          struct import_pair *out)
{
    int32_t found = 0;
    for (int32_t i = 0; i < count; i++) {
        const struct import_column *a = import_column_of(in, from[i].first);
        const struct import_column *b = import_column_of(in, from[i].second);
        if (a && b)
            out[found++] = (struct import_pair){a, b};
    }
    return found;
}

bool import_checks_make(struct rk_import *in, struct import_checks *checks,
                        struct rk_arena *keep)
{
    checks->days = RK_NEW(keep, struct import_pair, RK_COUNT(days));
    checks->parts = RK_NEW(keep, struct import_pair, RK_COUNT(parts));
    if (keep->failed)
        return false;
    checks->day_count = find_pairs(in, days, RK_COUNT(days), checks->days);
    checks->part_count = find_pairs(in, parts, RK_COUNT(parts), checks->parts);
    checks->birth = import_column_of(in, "birth_date");
    checks->age = import_column_of(in, "age");
    checks->age_on = import_column_of(in, "death_date");
    if (!checks->age_on)
        checks->age_on = import_column_of(in, "event_date");
    checks->latitude = import_column_of(in, "latitude");
    checks->longitude = import_column_of(in, "longitude");
    return true;
}

static struct rk_str cell_text(const struct import_row *r, const struct import_column *column)
{
    return rk_str_trim(import_cell_of(r->row, column->index).text);
}

static void contradiction(struct import_row *r, const struct import_column *at,
                          const struct import_column *other, const char *reason)
{
    const struct import_why why = {.reason = reason,
                                   .args = {other->map->header, cell_text(r, other)}};
    import_fault(r, at, (struct rk_str){0}, cell_text(r, at), &why);
}

static void check_days(struct import_row *r, const struct import_checks *checks)
{
    for (int32_t i = 0; i < checks->day_count; i++) {
        const struct import_said *a = import_said_of(r, checks->days[i].first);
        const struct import_said *b = import_said_of(r, checks->days[i].second);
        if (a && b && a->value.when.first > b->value.when.last)
            contradiction(r, checks->days[i].second, checks->days[i].first,
                          "intake.fault.order");
    }
}

static void check_parts(struct import_row *r, const struct import_checks *checks)
{
    for (int32_t i = 0; i < checks->part_count; i++) {
        const struct import_said *a = import_said_of(r, checks->parts[i].first);
        const struct import_said *b = import_said_of(r, checks->parts[i].second);
        if (a && b && a->value.low > b->value.high) /* open bounds never compare */
            contradiction(r, checks->parts[i].first, checks->parts[i].second,
                          "intake.fault.larger");
    }
}

/* Whole years from one day to another. */
static int years_between(rk_day from, rk_day to)
{
    int y1, m1, d1, y2, m2, d2;
    rk_day_split(from, &y1, &m1, &d1);
    rk_day_split(to, &y2, &m2, &d2);
    return y2 - y1 - (m2 < m1 || (m2 == m1 && d2 < d1));
}

static void check_age(struct import_row *r, const struct import_checks *checks)
{
    const struct import_said *birth = import_said_of(r, checks->birth);
    const struct import_said *age = import_said_of(r, checks->age);
    const struct import_said *on = import_said_of(r, checks->age_on);
    if (!birth || !age || !on || isnan(age->value.low) || isnan(age->value.high) ||
        birth->value.when.first > on->value.when.last)
        return;
    const int oldest = years_between(birth->value.when.first, on->value.when.last);
    int youngest = 0;
    if (on->value.when.first > birth->value.when.last)
        youngest = years_between(birth->value.when.last, on->value.when.first);
    if (floor(age->value.low) <= oldest + AGE_SLACK_YEARS &&
        age->value.high >= youngest - AGE_SLACK_YEARS)
        return;
    char years[32];
    snprintf(years, sizeof years, oldest == youngest ? "%d" : "%d…%d", youngest, oldest);
    const struct import_why why = {.reason = "intake.fault.age",
                                   .args = {rk_str_copy(r->reading.keep, rk_str_of(years)),
                                            checks->birth->map->header,
                                            checks->age_on->map->header}};
    import_fault(r, checks->age, (struct rk_str){0}, cell_text(r, checks->age), &why);
}

static void check_place(struct import_row *r, const struct import_checks *checks)
{
    const struct import_column *north = checks->latitude, *east = checks->longitude;
    const struct import_said *a = import_said_of(r, north);
    if (!north || (!east && !north->map->second))
        return;
    const struct import_said *b = east ? import_said_of(r, east) : NULL;
    if (east && (a != NULL) != (b != NULL)) {
        /* one of them is missing, unless its cell was refused already */
        const struct import_column *missing = a ? east : north;
        if (import_cell_of(r->row, missing->index).kind == RK_CELL_EMPTY) {
            const struct import_why why = {
                .reason = "intake.fault.half_a_place",
                .args = {a ? north->map->header : east->map->header}};
            import_fault(r, missing, (struct rk_str){0}, (struct rk_str){0}, &why);
        }
        return;
    }
    if (!a || strcmp(r->in->mapping.kind->id, "place") == 0)
        return;
    const double latitude = a->value.low, longitude = b ? b->value.low : a->second;
    if (import_near(latitude, longitude))
        return;
    const struct import_why why = {.reason = import_near(longitude, latitude)
                                                 ? "intake.fault.swapped"
                                                 : "intake.fault.far_away"};
    import_fault(r, north, (struct rk_str){0}, cell_text(r, north), &why);
}

void import_check(struct import_row *r)
{
    const struct import_checks *checks = &r->in->plan->checks;
    check_days(r, checks);
    check_parts(r, checks);
    check_age(r, checks);
    check_place(r, checks);
}
