/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What OpenStreetMap tags say about who may use a way, how fast, and in which direction.
 * The rules are written down in docs/methods/reach.md, 2.
 */
#include "osm_internal.h"
#include "road_kinds.h"

enum {
    CAR = 1 << RK_CAR,
    AMBULANCE = 1 << RK_AMBULANCE,
    TRUCK = 1 << RK_TRUCK,
    FOOT = 1 << RK_FOOT,
    VEHICLES = CAR | AMBULANCE | TRUCK
};

/* ---- keys and words ---------------------------------------------------------------------- */

static const struct {
    const char *word;
    enum osm_key key;
} keys[] = {
    /* bytewise ascending */
    {"access", OSM_ACCESS},
    {"area", OSM_AREA},
    {"barrier", OSM_BARRIER},
    {"bicycle", OSM_BICYCLE},
    {"bridge", OSM_BRIDGE},
    {"duration", OSM_DURATION},
    {"emergency", OSM_EMERGENCY},
    {"except", OSM_EXCEPT},
    {"foot", OSM_FOOT},
    {"hgv", OSM_HGV},
    {"highway", OSM_HIGHWAY},
    {"impassable", OSM_WHEN_IMPASSABLE},
    {"junction", OSM_JUNCTION},
    {"man_made", OSM_MAN_MADE},
    {"maxheight", OSM_MAXHEIGHT},
    {"maxspeed", OSM_MAXSPEED},
    {"maxspeed:backward", OSM_MAXSPEED_BACK},
    {"maxspeed:forward", OSM_MAXSPEED_FORTH},
    {"maxweight", OSM_MAXWEIGHT},
    {"motor_vehicle", OSM_MOTOR_VEHICLE},
    {"motor_vehicle:backward", OSM_MOTOR_VEHICLE_BACK},
    {"motor_vehicle:forward", OSM_MOTOR_VEHICLE_FORTH},
    {"motorcar", OSM_MOTORCAR},
    {"motorroad", OSM_MOTORROAD},
    {"oneway", OSM_ONEWAY},
    {"oneway:foot", OSM_ONEWAY_FOOT},
    {"oneway:motor_vehicle", OSM_ONEWAY_MOTOR},
    {"public_transport", OSM_PUBLIC_TRANSPORT},
    {"railway", OSM_RAILWAY},
    {"restriction", OSM_RESTRICTION},
    {"restriction:conditional", OSM_RESTRICTION_CONDITIONAL},
    {"restriction:hgv", OSM_RESTRICTION_HGV},
    {"restriction:motor_vehicle", OSM_RESTRICTION_MOTOR},
    {"restriction:motorcar", OSM_RESTRICTION_MOTORCAR},
    {"route", OSM_ROUTE},
    {"smoothness", OSM_SMOOTHNESS},
    {"surface", OSM_SURFACE},
    {"tracktype", OSM_TRACKTYPE},
    {"tunnel", OSM_TUNNEL},
    {"type", OSM_TYPE},
    {"vehicle", OSM_VEHICLE},
    {"vehicle:backward", OSM_VEHICLE_BACK},
    {"vehicle:forward", OSM_VEHICLE_FORTH},
};

enum osm_key osm_key_of(struct rk_str key)
{
    ptrdiff_t low = 0, high = RK_COUNT(keys);
    if (key.len < 3 || key.len > 25)
        return OSM_NO_KEY;
    while (low < high) {
        const ptrdiff_t mid = (low + high) / 2;
        const int order = rk_str_cmp(rk_str_of(keys[mid].word), key);
        if (order == 0)
            return keys[mid].key;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return OSM_NO_KEY;
}

enum osm_role osm_role_of(struct rk_str role)
{
    if (rk_str_eq(role, RK_STR("from")))
        return OSM_FROM;
    if (rk_str_eq(role, RK_STR("via")))
        return OSM_VIA;
    return rk_str_eq(role, RK_STR("to")) ? OSM_TO : OSM_OTHER_ROLE;
}

static bool is(const struct osm_tags *t, enum osm_key key, const char *word)
{
    return rk_str_eq(t->value[key], rk_str_of(word));
}

/* Whether `word` is among words separated by blanks. */
static bool among(struct rk_str word, const char *words)
{
    struct rk_str rest = rk_str_of(words);
    while (rest.at) {
        const struct rk_str one = rk_str_cut(&rest, ' ');
        if (one.len > 0 && rk_str_eq(one, word))
            return true;
    }
    return false;
}

static bool yes(const struct osm_tags *t, enum osm_key key)
{
    const struct rk_str v = t->value[key];
    return v.len > 0 && !among(v, "no false 0");
}

/* ---- numbers ----------------------------------------------------------------------------- */

/* The number a value begins with, and what follows it; -1 for none. */
static double number(struct rk_str s, struct rk_str *unit)
{
    ptrdiff_t len = 0;
    double value = -1.0;
    while (len < s.len && ((s.at[len] >= '0' && s.at[len] <= '9') || s.at[len] == '.'))
        len++;
    if (len > 12 || !rk_str_double(rk_str_slice(s, 0, len), &value))
        return -1.0;
    *unit = rk_str_trim(rk_str_slice(s, len, s.len));
    return value;
}

static uint16_t tenths_kmh(double kmh)
{
    return kmh > 0.0 && kmh < 1000.0 ? (uint16_t)fmax(round(kmh * 10.0), 1.0) : 0;
}

/* Signed speed in 0.1 km/h; 0: none. Implied limits are those of Ukraine's road code. */
static uint16_t speed(struct rk_str s)
{
    struct rk_str rest = s, unit = {NULL, 0};
    const struct rk_str first = rk_str_trim(rk_str_cut(&rest, ';'));
    const double value = number(first, &unit);
    if (value >= 0.0)
        return tenths_kmh(rk_str_eq(unit, RK_STR("mph")) ? value * 1.609344 : value);
    if (rk_str_ends(first, RK_STR(":urban")))
        return 500;
    if (rk_str_ends(first, RK_STR(":rural")))
        return 900;
    if (rk_str_ends(first, RK_STR(":living_street")))
        return 200;
    return rk_str_ends(first, RK_STR("walk")) ? 60 : 0;
}

/* Tonnes in 0.1 t. */
static uint16_t weight(struct rk_str s)
{
    struct rk_str unit = {NULL, 0};
    double value = number(s, &unit);
    if (rk_str_eq(unit, RK_STR("kg")))
        value *= 0.001;
    else if (rk_str_eq(unit, RK_STR("st")))
        value *= 0.90718474;
    else if (rk_str_eq(unit, RK_STR("lbs")))
        value *= 0.00045359237;
    return value > 0.0 && value < 6000.0 ? (uint16_t)fmax(round(value * 10.0), 1.0) : 0;
}

/* Metres in cm; feet and inches as 12'6". */
static uint16_t height(struct rk_str s)
{
    struct rk_str unit = {NULL, 0};
    double value = number(s, &unit);
    if (unit.len > 0 && unit.at[0] == '\'') {
        struct rk_str none;
        const double inches = number(rk_str_slice(unit, 1, unit.len), &none);
        value = value * 0.3048 + (inches > 0.0 ? inches * 0.0254 : 0.0);
    } else if (rk_str_eq(unit, RK_STR("ft"))) {
        value *= 0.3048;
    } else if (rk_str_eq(unit, RK_STR("cm"))) {
        value *= 0.01;
    }
    return value > 0.0 && value < 600.0 ? (uint16_t)fmax(round(value * 100.0), 1.0) : 0;
}

/* "MM", "HH:MM", "HH:MM:SS", "PT1H5M" in seconds; 0: unknown. */
static uint32_t duration(struct rk_str s)
{
    double part[3] = {0.0, 0.0, 0.0};
    int parts = 0;
    if (rk_str_starts(s, RK_STR("PT"))) {
        struct rk_str rest = rk_str_slice(s, 2, s.len);
        double sum = 0.0;
        while (rest.len > 0) {
            struct rk_str unit = {NULL, 0};
            const double value = number(rest, &unit);
            if (value < 0.0 || unit.len < 1)
                return 0;
            sum += value * (unit.at[0] == 'H' ? 3600.0 : unit.at[0] == 'M' ? 60.0 : 1.0);
            rest = rk_str_slice(unit, 1, unit.len);
        }
        return sum < 1e6 ? (uint32_t)sum : 0;
    }
    for (struct rk_str rest = s; rest.at && parts < 3; parts++)
        if (!rk_str_double(rk_str_cut(&rest, ':'), &part[parts]) || part[parts] < 0.0)
            return 0;
    const double sum =
        parts == 1 ? part[0] * 60.0 : part[0] * 3600.0 + part[1] * 60.0 + part[2];
    return sum < 1e6 ? (uint32_t)sum : 0;
}

/* ---- who may ----------------------------------------------------------------------------- */

enum answer { UNSAID, MAY, MAY_NOT };

/* The first of the keys that says anything; a list says what its first word says. */
static enum answer first_said(const struct osm_tags *t, const enum osm_key *key, int count,
                              const char *denied)
{
    for (int i = 0; i < count; i++) {
        struct rk_str rest = t->value[key[i]];
        const struct rk_str word = rk_str_trim(rk_str_cut(&rest, ';'));
        if (word.len > 0 && !among(word, "unknown"))
            return among(word, denied) ? MAY_NOT : MAY;
    }
    return UNSAID;
}

static enum answer says(const struct osm_tags *t, int profile)
{
    static const enum osm_key car[] = {OSM_MOTORCAR, OSM_MOTOR_VEHICLE, OSM_VEHICLE,
                                       OSM_ACCESS};
    static const enum osm_key truck[] = {OSM_HGV, OSM_MOTOR_VEHICLE, OSM_VEHICLE, OSM_ACCESS};
    static const enum osm_key ambulance[] = {OSM_EMERGENCY, OSM_ACCESS};
    static const enum osm_key foot[] = {OSM_FOOT, OSM_ACCESS};
    static const char shut[] = "no private agricultural forestry military restricted emergency "
                               "psv bus use_sidepath";
    if (profile == RK_CAR)
        return first_said(t, car, RK_COUNT(car), shut) == MAY_NOT ||
                       is(t, OSM_MOTORCAR, "delivery") ||
                       is(t, OSM_MOTOR_VEHICLE, "delivery") ||
                       (t->value[OSM_MOTOR_VEHICLE].len == 0 && is(t, OSM_ACCESS, "delivery"))
                   ? MAY_NOT
                   : first_said(t, car, RK_COUNT(car), shut);
    if (profile == RK_TRUCK)
        return first_said(t, truck, RK_COUNT(truck), shut);
    if (profile == RK_AMBULANCE) /* the law lets it pass what is shut to traffic or private */
        return first_said(t, ambulance, RK_COUNT(ambulance), "no military impassable");
    return first_said(t, foot, RK_COUNT(foot), "no private military restricted use_sidepath");
}

/* Who may use the kind of road when nothing is said, and who never. */
static uint8_t usual(int kind)
{
    if (kind == ROAD_MOTORWAY || kind == ROAD_MOTORWAY_LINK)
        return VEHICLES;
    if (kind <= ROAD_TRACK)
        return VEHICLES | FOOT;
    if (kind == ROAD_BUSWAY)
        return AMBULANCE;
    if (kind == ROAD_PEDESTRIAN)
        return AMBULANCE | FOOT;
    return kind == ROAD_FERRY ? VEHICLES | FOOT : FOOT;
}

/* What the tags say, then what the kind of way forbids all the same: a rule a line, and the
 * later ones only take away. */
static uint8_t who(const struct osm_tags *t, int kind)
{
    uint8_t may = 0;
    const uint8_t by_kind = usual(kind);
    const bool walkers_ferry = kind == ROAD_FERRY && !t->value[OSM_MOTOR_VEHICLE].len &&
                               !t->value[OSM_MOTORCAR].len && !t->value[OSM_VEHICLE].len &&
                               (yes(t, OSM_FOOT) || yes(t, OSM_BICYCLE));
    for (int p = 0; p < RK_PROFILES; p++) {
        const enum answer said = says(t, p);
        bool can = said == UNSAID ? by_kind >> p & 1 : said == MAY;
        if (kind >= ROAD_STEPS && kind <= ROAD_CORRIDOR && p != RK_FOOT)
            can = false;
        /* access=yes opens a footway to those who may use footways, no more */
        if (!(by_kind >> p & 1) && p != RK_FOOT &&
            !(p == RK_AMBULANCE
                  ? yes(t, OSM_EMERGENCY) || yes(t, OSM_MOTOR_VEHICLE)
                  : yes(t, OSM_MOTOR_VEHICLE) || yes(t, OSM_MOTORCAR) || yes(t, OSM_VEHICLE) ||
                        (p == RK_TRUCK && yes(t, OSM_HGV))))
            can = false;
        if (p != RK_FOOT && walkers_ferry)
            can = false;
        may |= (uint8_t)(can << p);
    }
    if (is(t, OSM_MOTORROAD, "yes") && says(t, RK_FOOT) != MAY)
        may &= (uint8_t)~FOOT;
    if (is(t, OSM_WHEN_IMPASSABLE, "yes") || is(t, OSM_SMOOTHNESS, "impassable"))
        may &= FOOT;
    return may;
}

/* ---- directions, surface, kind ----------------------------------------------------------- */

static bool denied_direction(const struct osm_tags *t, enum osm_key motor, enum osm_key any)
{
    const struct rk_str v = t->value[motor].len > 0 ? t->value[motor] : t->value[any];
    return among(v, "no private agricultural forestry");
}

static void directions(const struct osm_tags *t, struct osm_way *w, uint8_t may)
{
    const struct rk_str v =
        t->value[OSM_ONEWAY_MOTOR].len > 0 ? t->value[OSM_ONEWAY_MOTOR] : t->value[OSM_ONEWAY];
    const bool implied = is(t, OSM_JUNCTION, "roundabout") || is(t, OSM_JUNCTION, "circular") ||
                         w->kind == ROAD_MOTORWAY;
    w->may_forth = w->may_back = may;
    if (among(v, "yes true 1") || (implied && v.len == 0))
        w->may_back &= FOOT;
    else if (among(v, "-1 reverse"))
        w->may_forth &= FOOT;
    else if (among(v, "reversible"))
        w->may_forth &= FOOT, w->may_back &= FOOT;
    if (denied_direction(t, OSM_MOTOR_VEHICLE_FORTH, OSM_VEHICLE_FORTH))
        w->may_forth &= FOOT;
    if (denied_direction(t, OSM_MOTOR_VEHICLE_BACK, OSM_VEHICLE_BACK))
        w->may_back &= FOOT;
    if (among(t->value[OSM_ONEWAY_FOOT], "yes true 1"))
        w->may_back &= VEHICLES;
    if (among(t->value[OSM_ONEWAY_FOOT], "-1"))
        w->may_forth &= VEHICLES;
}

static uint8_t surface(const struct osm_tags *t, int kind)
{
    const struct rk_str s = t->value[OSM_SURFACE];
    const struct rk_str grade = t->value[OSM_TRACKTYPE];
    if (among(s,
              "paved asphalt concrete concrete:plates concrete:lanes paving_stones metal wood "
              "chipseal tartan bricks"))
        return RK_PAVED;
    if (among(s, "sett cobblestone cobblestone:flattened unhewn_cobblestone grass_paver"))
        return RK_COBBLE;
    if (among(s, "gravel fine_gravel compacted pebblestone rock stone"))
        return RK_GRAVEL;
    if (among(s, "unpaved ground dirt earth grass woodchips"))
        return RK_EARTH;
    if (among(s, "mud sand snow ice clay"))
        return RK_SOFT;
    if (among(grade, "grade1"))
        return RK_PAVED;
    if (among(grade, "grade2"))
        return RK_GRAVEL;
    if (among(grade, "grade3 grade4"))
        return RK_EARTH;
    if (among(grade, "grade5"))
        return RK_SOFT;
    return kind == ROAD_TRACK ? RK_EARTH : RK_PAVED;
}

static int kind_of(const struct osm_tags *t)
{
    for (int k = 0; k < ROAD_FERRY; k++)
        if (is(t, OSM_HIGHWAY, road_kind_word(k)))
            return k;
    if (t->value[OSM_HIGHWAY].len > 0)
        return -1; /* planned, being built, or no road at all */
    if (is(t, OSM_ROUTE, "ferry") || is(t, OSM_ROUTE, "shuttle_train"))
        return ROAD_FERRY;
    if (is(t, OSM_MAN_MADE, "pier"))
        return ROAD_FOOTWAY;
    return is(t, OSM_RAILWAY, "platform") || is(t, OSM_PUBLIC_TRANSPORT, "platform")
               ? ROAD_PLATFORM
               : -1;
}

bool osm_way_read(const struct osm_tags *t, struct osm_way *w)
{
    const int kind = kind_of(t);
    if (kind < 0)
        return false;
    *w = (struct osm_way){.kind = (uint8_t)kind, .surface = surface(t, kind)};
    directions(t, w, who(t, kind));
    const uint16_t both = speed(t->value[OSM_MAXSPEED]);
    w->limit_forth = speed(t->value[OSM_MAXSPEED_FORTH]);
    w->limit_back = speed(t->value[OSM_MAXSPEED_BACK]);
    w->limit_forth = w->limit_forth ? w->limit_forth : both;
    w->limit_back = w->limit_back ? w->limit_back : both;
    w->weight_dt = weight(t->value[OSM_MAXWEIGHT]);
    w->height_cm = height(t->value[OSM_MAXHEIGHT]);
    w->flags = (uint8_t)((yes(t, OSM_BRIDGE) ? RK_ROAD_BRIDGE : 0) |
                         (yes(t, OSM_TUNNEL) ? RK_ROAD_TUNNEL : 0));
    if (kind == ROAD_FERRY) {
        w->flags |= RK_ROAD_FERRY;
        w->limit_forth = w->limit_back = 0;
        w->duration_s = duration(t->value[OSM_DURATION]);
    }
    return (w->may_forth | w->may_back) != 0;
}

uint8_t osm_node_blocks(const struct osm_tags *t)
{
    static const char walls[] =
        "bollard block stile turnstile full-height_turnstile cycle_barrier motorcycle_barrier "
        "kissing_gate jersey_barrier log debris chain wall fence hedge ditch planter bus_trap "
        "sump_buster tank_trap spikes";
    uint8_t blocks = 0;
    if (t->value[OSM_BARRIER].len == 0 || is(t, OSM_BARRIER, "no"))
        return 0;
    const bool wall = among(t->value[OSM_BARRIER], walls);
    for (int p = 0; p < RK_PROFILES; p++) {
        const enum answer said = says(t, p);
        const bool access_only = p == RK_AMBULANCE && !yes(t, OSM_EMERGENCY);
        if (said == MAY_NOT || (wall && p != RK_FOOT && (said == UNSAID || access_only)))
            blocks |= (uint8_t)(1 << p);
    }
    return blocks;
}

uint8_t osm_restriction(const struct osm_tags *t, bool *only, bool *conditional)
{
    static const struct {
        enum osm_key key;
        uint8_t who;
    } by_key[] = {{OSM_RESTRICTION, VEHICLES},
                  {OSM_RESTRICTION_MOTOR, VEHICLES},
                  {OSM_RESTRICTION_MOTORCAR, CAR},
                  {OSM_RESTRICTION_HGV, TRUCK}};
    *conditional = t->value[OSM_RESTRICTION_CONDITIONAL].len > 0;
    if (!rk_str_starts(t->value[OSM_TYPE], RK_STR("restriction")))
        return 0;
    uint8_t bound = 0;
    for (ptrdiff_t i = 0; i < RK_COUNT(by_key) && !bound; i++) {
        const struct rk_str v = t->value[by_key[i].key];
        *only = rk_str_starts(v, RK_STR("only_"));
        if (*only || rk_str_starts(v, RK_STR("no_")))
            bound = by_key[i].who;
    }
    struct rk_str rest = t->value[OSM_EXCEPT];
    while (rest.at && rest.len > 0) {
        const struct rk_str word = rk_str_trim(rk_str_cut(&rest, ';'));
        if (among(word, "motorcar motor_vehicle"))
            bound &= (uint8_t)~CAR;
        if (among(word, "hgv goods motor_vehicle"))
            bound &= (uint8_t)~TRUCK;
        if (among(word, "emergency motor_vehicle"))
            bound &= (uint8_t)~AMBULANCE;
    }
    return bound;
}
