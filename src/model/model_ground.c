/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ground: polling stations, the river between the banks, hill, forest, old arms. */
#define RK_ROOM_MODEL
#include "model_internal.h"

/* Metres of one degree at 49.203 N on WGS 84 (series of the meridian and parallel arcs:
 * 111132.92 - 559.82 cos 2φ + 1.175 cos 4φ; 111412.84 cos φ - 93.5 cos 3φ + 0.118 cos 5φ). */
#define MIDDLE_LAT 49.203
#define MIDDLE_LON 37.276
#define LAT_M      111213.632
#define LON_M      72873.934

const char *const model_quarter_name[MODEL_QUARTERS] = {
    "Центр",   "Набережний", "Залізничний", "Південний мікрорайон", "Вишневий",
    "Заріччя", "Піщаний",    "Лісовий",     "Північний мікрорайон", "Східний"};

/* Stations that stand together make one quarter. By number, from 630941. */
static const uint8_t quarter_of[MODEL_STATIONS] = {3, 3, 3, 2, 2, 0, 0, 0, 1, 4, 4, 5,
                                                   6, 7, 7, 8, 8, 8, 8, 8, 9, 9, 0, 4};

/* The middle of the river, metres, from west to east. Drawn by hand so that stations south of
 * 49.20 N lie on the south bank and all others on the north bank. */
static const struct model_xy bends[] = {
    {-9000, 900},  {-7000, 500}, {-5600, 650}, {-4400, -50}, {-3550, 380}, {-2800, -80},
    {-2050, -540}, {-1350, -60}, {-800, 560},  {-200, 700},  {350, 260},   {800, -430},
    {1400, -760},  {2000, -330}, {2600, 380},  {3200, 720},  {3900, 330},  {4600, -250},
    {5600, 150},   {7000, 450},  {9000, 200}};

static const struct model_disc barred[] = {
    {{-760, -430}, 420},  {{-3450, 1950}, 1150}, {{-4300, 1300}, 900}, {{4700, 2900}, 1000},
    {{-4200, 2800}, 900}, {{3900, -2700}, 800},  {{-150, 1150}, 60},   {{0, 960}, 70},
    {{250, 860}, 70},     {{520, 910}, 70},      {{680, 1080}, 60},    {{2300, -900}, 60},
    {{2520, -1060}, 70},  {{2800, -1090}, 70},   {{3050, -950}, 60}};

/* Catmull-Rom through the bends, as a function of x. */
static void draw_river(struct model_ground *g)
{
    const int n = (int)RK_COUNT(bends);
    g->river_from = bends[0].x * g->stretch;
    g->river_step = (bends[n - 1].x - bends[0].x) * g->stretch / (MODEL_RIVER - 1);
    int span = 0;
    for (int i = 0; i < MODEL_RIVER; i++) {
        const double x =
            bends[0].x + (bends[n - 1].x - bends[0].x) * i / (double)(MODEL_RIVER - 1);
        while (span < n - 2 && x > bends[span + 1].x)
            span++;
        const struct model_xy b = bends[span], c = bends[span + 1];
        const struct model_xy a = bends[span > 0 ? span - 1 : 0];
        const struct model_xy d = bends[span < n - 2 ? span + 2 : n - 1];
        const double w = c.x - b.x, t = (x - b.x) / w;
        const double m0 = (c.y - a.y) / (c.x - a.x) * w, m1 = (d.y - b.y) / (d.x - b.x) * w;
        const double tt = t * t, ttt = tt * t;
        const double y = (2 * ttt - 3 * tt + 1) * b.y + (ttt - 2 * tt + t) * m0 +
                         (3 * tt - 2 * ttt) * c.y + (ttt - tt) * m1;
        g->river_y[i] = y * g->stretch;
    }
}

double model_river(const struct model_ground *g, struct model_xy at)
{
    double i = (at.x - g->river_from) / g->river_step;
    i = i < 0 ? 0 : i > MODEL_RIVER - 1.001 ? MODEL_RIVER - 1.001 : i;
    const int k = (int)i;
    const double rise = g->river_y[k + 1] - g->river_y[k];
    const double slope = rise / g->river_step;
    return (at.y - (g->river_y[k] + rise * (i - k))) / sqrt(1.0 + slope * slope);
}

bool model_barred(const struct model_ground *g, struct model_xy at, double margin_m)
{
    if (fabs(model_river(g, at)) < MODEL_RIVER_HALF_M + margin_m)
        return true;
    for (int i = 0; i < g->discs; i++) {
        const double dx = at.x - g->disc[i].at.x, dy = at.y - g->disc[i].at.y;
        const double r = g->disc[i].radius_m + margin_m;
        if (dx * dx + dy * dy < r * r)
            return true;
    }
    return false;
}

/* Streets are drawn straight and then bent with the land; slopes stay below 1/4, so no street
 * crosses itself. */
struct model_xy model_warp(const struct model_ground *g, struct model_xy p)
{
    const double far_x = p.x / 3100.0, far_y = p.y / 3100.0;
    const double near_x = p.x / 1150.0, near_y = p.y / 1150.0;
    return (struct model_xy){p.x + 190.0 * model_noise(g->seed, 1, far_x, far_y) +
                                 55.0 * model_noise(g->seed, 2, near_x, near_y),
                             p.y + 190.0 * model_noise(g->seed, 3, far_x, far_y) +
                                 55.0 * model_noise(g->seed, 4, near_x, near_y)};
}

/* The point that the warp brings to `at`: the warp changes little over its own length, so a few
 * rounds are enough to come within a metre. */
static struct model_xy unwarp(const struct model_ground *g, struct model_xy at)
{
    struct model_xy p = at;
    for (int i = 0; i < 12; i++) {
        const struct model_xy q = model_warp(g, p);
        p.x += at.x - q.x;
        p.y += at.y - q.y;
    }
    return p;
}

/* "630941,49.17870098,37.2918335,1812,1078,…" */
static bool read_station(struct rk_str line, double stretch, struct model_station *s)
{
    double lat, lon;
    int64_t number, voters;
    const struct rk_str id = rk_str_cut(&line, ','), north = rk_str_cut(&line, ',');
    const struct rk_str east = rk_str_cut(&line, ','), people = rk_str_cut(&line, ',');
    if (!rk_str_int(id, &number) || !rk_str_double(north, &lat) || !rk_str_double(east, &lon) ||
        !rk_str_int(people, &voters))
        return false;
    s->at = (struct model_xy){(lon - MIDDLE_LON) * LON_M * stretch,
                              (lat - MIDDLE_LAT) * LAT_M * stretch};
    s->number = (int32_t)number;
    s->voters = (int32_t)voters;
    s->north = lat > 49.20;
    return true;
}

bool model_ground_make(struct model_ground *g, uint64_t seed, double scale,
                       const char *stations_csv, ptrdiff_t csv_len)
{
    *g = (struct model_ground){.stretch = sqrt(scale), .seed = seed};
    draw_river(g);
    for (int i = 0; i < RK_COUNT(barred); i++)
        g->disc[g->discs++] =
            (struct model_disc){{barred[i].at.x * g->stretch, barred[i].at.y * g->stretch},
                                barred[i].radius_m * g->stretch};
    g->low_x = -5400 * g->stretch - 300, g->high_x = 5600 * g->stretch + 300;
    g->low_y = -4700 * g->stretch - 300, g->high_y = 4500 * g->stretch + 300;
    struct rk_str rest = {stations_csv, csv_len};
    rk_str_cut(&rest, '\n');
    double all = 0;
    for (int i = 0; i < MODEL_STATIONS; i++) {
        if (!read_station(rk_str_cut(&rest, '\n'), g->stretch, &g->station[i]))
            return false;
        g->station[i].quarter = quarter_of[i];
        g->station[i].flat = unwarp(g, g->station[i].at);
        all += g->station[i].voters;
    }
    for (int i = 0; i < MODEL_STATIONS; i++)
        g->station[i].share = g->station[i].voters / all;
    return true;
}

void rk_model_wgs84(const struct rk_model *model, struct rk_model_point at, double *lat_deg,
                    double *lon_deg)
{
    (void)model; /* a wider town lies around the same middle */
    *lat_deg = MIDDLE_LAT + (double)at.y_m / LAT_M;
    *lon_deg = MIDDLE_LON + (double)at.x_m / LON_M;
}
