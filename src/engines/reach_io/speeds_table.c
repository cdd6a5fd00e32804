/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of speeds: docs/formats/roads.md, 3. */
#include "rk_reach_io.h"
#include "road_kinds.h"

extern const char reach_speeds_csv[];

static const char *const surfaces[RK_SURFACES] = {"paved", "cobble", "gravel", "earth", "soft"};

struct row {
    struct rk_str table, name, ground;
    double value[RK_PROFILES];
};

static rk_status refuse(const char *file, int64_t line, const char *column, const char *what,
                        struct rk_err *err)
{
    char place[RK_ERR_PLACE];
    snprintf(place, sizeof place, "%.120s:%" PRId64 ": %s", file, line, column);
    return rk_fail(err, RK_EINVAL, place, "%s", what);
}

static rk_status read_row(struct rk_str text, const char *file, int64_t line, struct row *out,
                          struct rk_err *err)
{
    static const char *const columns[RK_PROFILES] = {"car", "ambulance", "truck", "foot"};
    out->table = rk_str_cut(&text, ',');
    out->name = rk_str_cut(&text, ',');
    out->ground = rk_str_cut(&text, ',');
    for (int p = 0; p < RK_PROFILES; p++)
        if (!rk_str_double(rk_str_trim(rk_str_cut(&text, ',')), &out->value[p]) ||
            !(out->value[p] >= 0.0 && out->value[p] <= 1000.0))
            return refuse(file, line, columns[p],
                          "this is no number; a number from 0 to 1000 is expected", err);
    return text.at ? refuse(file, line, "foot", "more columns follow; this is the last", err)
                   : RK_OK;
}

static double *find_road(struct rk_str name, struct rk_reach_speeds *s)
{
    for (int k = 0; k < ROAD_KINDS; k++)
        if (rk_str_eq(name, rk_str_of(road_kind_word(k))))
            return s->road_kmh[k];
    return NULL;
}

static double *find_surface(struct rk_str name, struct rk_str ground, struct rk_reach_speeds *s)
{
    const bool mud = rk_str_eq(ground, RK_STR("mud"));
    if (!mud && !rk_str_eq(ground, RK_STR("dry")))
        return NULL;
    for (int k = 0; k < RK_SURFACES; k++)
        if (rk_str_eq(name, rk_str_of(surfaces[k])))
            return s->most_kmh[k][mud ? RK_MUD : RK_DRY];
    return NULL;
}

static double *find_vehicle(struct rk_str name, struct rk_reach_speeds *s)
{
    const struct {
        const char *word;
        double *at;
    } all[] = {{"limit_share", s->limit_share},
               {"top_kmh", s->top_kmh},
               {"mass_t", s->mass_t},
               {"height_m", s->height_m},
               {"turn_round_s", s->turn_round_s}};
    for (ptrdiff_t i = 0; i < RK_COUNT(all); i++)
        if (rk_str_eq(name, rk_str_of(all[i].word)))
            return all[i].at;
    return NULL;
}

rk_status rk_reach_speeds_read(struct rk_str csv, const char *file, struct rk_reach_speeds *out,
                               struct rk_err *err)
{
    struct rk_reach_speeds s = *out;
    int64_t line = 0;
    for (struct rk_str rest = csv; rest.at;) {
        const struct rk_str text = rk_str_trim(rk_str_cut(&rest, '\n'));
        struct row row;
        line++;
        if (line == 1 && !rk_str_eq(text, RK_STR("table,name,ground,car,ambulance,truck,foot")))
            return refuse(file, 1, "table",
                          "table,name,ground,car,ambulance,truck,foot is expected", err);
        if (line == 1 || text.len == 0)
            continue;
        const rk_status bad = read_row(text, file, line, &row, err);
        if (bad)
            return bad;
        double *at = NULL;
        if (rk_str_eq(row.table, RK_STR("road")))
            at = find_road(row.name, &s);
        else if (rk_str_eq(row.table, RK_STR("surface")))
            at = find_surface(row.name, row.ground, &s);
        else if (rk_str_eq(row.table, RK_STR("vehicle")))
            at = find_vehicle(row.name, &s);
        else
            return refuse(file, line, "table", "road, surface or vehicle is expected", err);
        if (!at)
            return refuse(
                file, line, "name",
                "unknown; a name of the shipped table is expected, with dry or mud for a "
                "surface",
                err);
        memcpy(at, row.value, sizeof row.value);
    }
    *out = s;
    return RK_OK;
}

void rk_reach_speeds_shipped(struct rk_reach_speeds *out)
{
    *out = (struct rk_reach_speeds){0};
    struct rk_err err;
    if (rk_reach_speeds_read(rk_str_of(reach_speeds_csv), "speeds.csv", out, &err))
        *out = (struct rk_reach_speeds){0}; /* never: test the_shipped_table_is_whole */
}

const char *rk_road_kind_word(int kind)
{
    return road_kind_word(kind);
}
