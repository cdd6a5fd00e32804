/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map's buildings, one by one, and what a day says of them. People only as density. */
#include "desk_views.h"

#include "rk_basemap.h"
#include "rk_file.h"
#include "rk_sealed.h"

#include <unistd.h>

enum {
    LATITUDE,
    LONGITUDE,
    CLASS,
    FLOORS,
    AREA,
    PEOPLE,
    ORDER65,
    WORDS,
    UNOSAT,
    SURVEYED,
    SURVEY_DATE,
    REPAIRABLE,
    ADDRESS,
    SLOTS
};
static const char *const slots[SLOTS] = {
    "latitude",    "longitude",       "class",         "floors",         "area_m2",
    "people",      "damage=order65/", "damage=words/", "damage=unosat/", "surveyed",
    "survey_date", "repairable",      "address"};

/* ---- streets, so that a house stands along its own ------------------------------------------
 */

enum { GRID = 128, SEGMENTS_MOST = 40000, HELD = 24 };
struct segment {
    float x, y, dx, dy; /* from, and the way to its end, metres */
};
struct streets {
    struct segment *at;
    int32_t count;
    int32_t *held;  /* [GRID * GRID * HELD] */
    uint8_t *holds; /* [GRID * GRID] */
    float west, south, cell_m;
};

static int32_t cell_of(const struct streets *s, float x, float y)
{
    const int32_t i = (int32_t)floorf((x - s->west) / s->cell_m);
    const int32_t j = (int32_t)floorf((y - s->south) / s->cell_m);
    return i < 0 || j < 0 || i >= GRID || j >= GRID ? -1 : j * GRID + i;
}

static void hold(struct streets *s, int32_t cell, int32_t segment)
{
    if (cell < 0 || s->holds[cell] == HELD)
        return;
    int32_t *held = s->held + (ptrdiff_t)cell * HELD;
    if (s->holds[cell] && held[s->holds[cell] - 1] == segment)
        return;
    held[s->holds[cell]++] = segment;
}

static void add_segment(struct streets *s, struct rk_map_point a, struct rk_map_point b)
{
    const float length_m = hypotf(b.x_m - a.x_m, b.y_m - a.y_m);
    const int32_t steps = (int32_t)(length_m / (s->cell_m / 2.0F)) + 1;
    if (s->count == SEGMENTS_MOST || length_m < 1.0F || length_m > 1e5F)
        return;
    s->at[s->count] = (struct segment){a.x_m, a.y_m, b.x_m - a.x_m, b.y_m - a.y_m};
    for (int32_t k = 0; k <= steps; k++) {
        const float t = (float)k / (float)steps;
        hold(s, cell_of(s, a.x_m + t * (b.x_m - a.x_m), a.y_m + t * (b.y_m - a.y_m)), s->count);
    }
    s->count++;
}

static bool find_streets(const struct rk_map *m, struct rk_arena *keep, struct streets *out)
{
    float low[2] = {HUGE_VALF, HUGE_VALF}, high[2] = {-HUGE_VALF, -HUGE_VALF};
    *out = (struct streets){.at = RK_NEW(keep, struct segment, SEGMENTS_MOST),
                            .held = RK_NEW(keep, int32_t, (ptrdiff_t)GRID * GRID * HELD),
                            .holds = RK_NEW(keep, uint8_t, GRID * GRID)};
    if (!out->at || !out->held || !out->holds)
        return false;
    for (int32_t i = 0; i < m->cells; i++) {
        low[0] = fminf(low[0], m->cell[i].x_m);
        low[1] = fminf(low[1], m->cell[i].y_m);
        high[0] = fmaxf(high[0], m->cell[i].x_m);
        high[1] = fmaxf(high[1], m->cell[i].y_m);
    }
    out->west = low[0] - m->cell_m;
    out->south = low[1] - m->cell_m;
    out->cell_m =
        fmaxf(60.0F, (fmaxf(high[0] - low[0], high[1] - low[1]) + 2 * m->cell_m) / GRID);
    for (int32_t i = 0; i < m->shapes; i++) {
        const struct rk_map_shape *shape = &m->shape[i];
        if (shape->kind != RK_MAP_MAIN && shape->kind != RK_MAP_STREET &&
            shape->kind != RK_MAP_LANE)
            continue;
        for (int32_t k = shape->first; k + 1 < shape->first + shape->count; k++)
            add_segment(out, m->point[k], m->point[k + 1]);
    }
    return true;
}

static float distance_m(const struct segment *s, float x, float y)
{
    const float along =
        ((x - s->x) * s->dx + (y - s->y) * s->dy) / (s->dx * s->dx + s->dy * s->dy);
    const float t = fminf(1.0F, fmaxf(0.0F, along));
    return hypotf(s->x + t * s->dx - x, s->y + t * s->dy - y);
}

/* Degrees, 0 … 179, of the nearest street; 0 where none is near. */
static int32_t along_street(const struct streets *s, float x, float y)
{
    float best_m = HUGE_VALF;
    int32_t best = -1;
    for (int32_t step = 0; step < 9; step++) {
        const float to_x = x + (float)(step % 3 - 1) * s->cell_m;
        const int32_t row = step / 3;
        const float to_y = y + (float)(row - 1) * s->cell_m;
        const int32_t cell = cell_of(s, to_x, to_y);
        for (int32_t k = 0; cell >= 0 && k < s->holds[cell]; k++) {
            const int32_t at = s->held[(ptrdiff_t)cell * HELD + k];
            const float m = distance_m(&s->at[at], x, y);
            if (m < best_m) {
                best_m = m;
                best = at;
            }
        }
    }
    if (best < 0)
        return 0;
    const double turn = atan2((double)s->at[best].dy, (double)s->at[best].dx);
    return ((int32_t)lround(turn * 180.0 / 3.14159265358979323846) + 360) % 180;
}

/* ---- one building --------------------------------------------------------------------------
 */

static bool is(const struct rk_situation *s, int64_t claim, const char *word)
{
    return rk_str_eq(view_text(s, claim), rk_str_of(word));
}

/* 'u' nobody looked; '0' whole … '3' destroyed, by people who stood before it, and 'a' … 'd'
 * the same from images alone. Who is believed: docs/methods/counting.md, 4. */
static char level_of(const struct rk_situation *s, const struct view_rows *r, int32_t row)
{
    const int64_t act = view_claim(r, row, ORDER65), words = view_claim(r, row, WORDS);
    const int64_t seen = view_claim(r, row, SURVEYED), image = view_claim(r, row, UNOSAT);
    const int64_t repair = view_claim(r, row, REPAIRABLE);
    const bool there =
        words >= 0 && view_true(s, seen) && s->claim[words].part == s->claim[seen].part;
    char level = 'u';
    if (there &&
        (act < 0 || rk_sit_claim_as_of(s, words).last > rk_sit_claim_as_of(s, act).last))
        level = is(s, words, "words/destroyed") ? '3'
                : is(s, words, "words/damaged") ? '2'
                                                : '0';
    else if (act >= 0)
        level = is(s, act, "order65/III") ? '3' : is(s, act, "order65/II") ? '2' : '1';
    else if (view_true(s, seen) || view_claim(r, row, SURVEY_DATE) >= 0)
        level = '0';
    if (level > '0' && level < '3' && repair >= 0 && !view_true(s, repair))
        level = '3';
    if (level != 'u' || image < 0)
        return level;
    return is(s, image, "unosat/destroyed") ? 'd'
           : is(s, image, "unosat/severe")  ? 'c'
           : is(s, image, "unosat/none")    ? 'a'
                                            : 'b';
}

/* Length and depth in metres: from the area where it is said, else as its class is built. */
static void size_of(const struct rk_situation *s, const struct view_rows *r, int32_t row,
                    double *length_m, double *depth_m)
{
    static const struct {
        const char *class;
        double length_m, depth_m, most_m2;
    } usual[] = {{"private", 12, 9, 400},      {"multi", 48, 13, 3000},
                 {"municipal", 36, 16, 6000},  {"industrial", 46, 24, 20000},
                 {"commercial", 24, 14, 4000}, {"religious", 20, 12, 1500},
                 {"outbuilding", 6, 5, 150}};
    const double area = view_number(s, view_claim(r, row, AREA));
    const double floors = view_number(s, view_claim(r, row, FLOORS));
    int k = 0;
    while (k + 1 < RK_COUNT(usual) && !is(s, view_claim(r, row, CLASS), usual[k].class))
        k++;
    *length_m = usual[k].length_m;
    *depth_m = usual[k].depth_m;
    if (!(area > 4.0))
        return;
    const double ground_m2 = fmin(usual[k].most_m2, area / (floors > 1.0 ? floors : 1.0));
    const double ratio = usual[k].length_m / usual[k].depth_m;
    *depth_m = sqrt(ground_m2 / ratio);
    *length_m = ratio * *depth_m;
}

/* ---- the town's buildings ------------------------------------------------------------------
 */

static rk_status map_of(struct desk_request *r, struct rk_map *out, struct rk_err *err)
{
    enum { LAND_MAX = 64 << 20 };
    const struct rk_report *made;
    struct rk_map base = {0};
    struct rk_str json;
    rk_status status = desk_report(r->snap, r->lang, r->scratch, &made, err);
    if (status || !made->map)
        return status;
    struct rk_report report = *made;
    const char *path = rk_path_join(&r->keep, r->desk->town, "basemap.geojson");
    if (path && access(path, F_OK) == 0) {
        status = rk_file_read(path, LAND_MAX, &r->keep, &json, err);
        if (!status)
            status = rk_basemap_read(json, &r->keep, r->scratch, &base, err);
        if (!status && !rk_report_base(&report, &base, &r->keep))
            status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the map");
    }
    *out = *report.map;
    return status;
}

static bool placed(const struct rk_situation *s, const struct view_rows *r, int32_t row)
{
    return !isnan(view_number(s, view_claim(r, row, LATITUDE))) &&
           !isnan(view_number(s, view_claim(r, row, LONGITUDE)));
}

static void levels_json(struct desk_request *r, const struct view_rows *rows)
{
    const struct rk_situation *s = r->snap->sit;
    char *levels = RK_NEW(&r->keep, char, rows->rows + 1);
    int32_t n = 0;
    for (int32_t i = 0; levels && i < rows->rows; i++)
        if (placed(s, rows, i))
            levels[n++] = level_of(s, rows, i);
    rk_json_kstr(&r->json, "levels", (struct rk_str){levels ? levels : "", n});
}

static void shapes_json(struct desk_request *r, const struct rk_map *m,
                        const struct streets *streets, const struct view_rows *rows)
{
    struct rk_json_out *w = &r->json;
    const struct rk_situation *s = r->snap->sit;
    rk_json_key(w, RK_STR("box"));
    rk_json_array(w);
    for (int32_t i = 0; i < rows->rows; i++) {
        double length_m, depth_m;
        if (!placed(s, rows, i))
            continue;
        const struct rk_map_point at =
            rk_basemap_place(m, view_number(s, view_claim(rows, i, LATITUDE)),
                             view_number(s, view_claim(rows, i, LONGITUDE)));
        size_of(s, rows, i, &length_m, &depth_m);
        rk_json_int(w, lround(10.0 * (double)at.x_m));
        rk_json_int(w, lround(10.0 * (double)at.y_m));
        rk_json_int(w, lround(10.0 * length_m));
        rk_json_int(w, lround(10.0 * depth_m));
        rk_json_int(w, along_street(streets, at.x_m, at.y_m));
    }
    rk_json_array_end(w);
}

/* Every building that has a place: five whole numbers each, decimetres east and north of the
 * map's middle, length, depth, degrees; and how it is as of ?day=…, a letter each. */
rk_status api_buildings(struct desk_request *r, struct rk_err *err)
{
    struct rk_map map = {0};
    struct streets streets = {0};
    struct view_rows rows = {0};
    struct rk_view view;
    rk_status status = map_of(r, &map, err);
    if (!status)
        status = view_of_day(r, &view, err);
    if (!status && (!view_rows(&view, "building", slots, SLOTS, &r->keep, &rows) ||
                    !find_streets(&map, &r->keep, &streets)))
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the map");
    if (status)
        return status;
    rk_json_object(&r->json);
    shapes_json(r, &map, &streets, &rows);
    levels_json(r, &rows);
    rk_json_object_end(&r->json);
    return RK_OK;
}

/* ---- a day ---------------------------------------------------------------------------------
 */

struct square {
    float people, best, worst, cold;
};

/* No square tells of single people: whole tens, and nothing below five. */
static double in_tens(float people)
{
    return people < 5.0F ? 0.0 : fmax(10.0, 10.0 * round((double)people / 10.0));
}

static double share(float part, float of)
{
    return of > 0.0F ? round(100.0 * fmin(1.0, (double)(part / of))) / 100.0 : 0.0;
}

static void squares_json(struct desk_request *r, const struct rk_map *m,
                         const struct square *square, int32_t across, int32_t up,
                         struct rk_map_point low)
{
    struct rk_json_out *w = &r->json;
    rk_json_key(w, RK_STR("squares"));
    rk_json_array(w);
    for (int32_t k = 0; k < across * up; k++) {
        const struct square *q = &square[k];
        const int32_t row = k / across;
        if (in_tens(q->people) <= 0.0)
            continue;
        rk_json_array(w);
        rk_json_int(w, lround((double)low.x_m + (k % across + 0.5) * (double)m->cell_m));
        rk_json_int(w, lround((double)low.y_m + (row + 0.5) * (double)m->cell_m));
        rk_json_int(w, (int64_t)in_tens(q->people));
        rk_json_number(w, share(q->best, q->people));
        rk_json_number(w, share(q->worst, q->people));
        rk_json_array_end(w);
    }
    rk_json_array_end(w);
}

/* Where people live, and which of them are out of reach, by squares of the map's grid. */
static rk_status squares(struct desk_request *r, const struct rk_report *report,
                         const struct view_rows *rows, struct rk_err *err)
{
    enum { ACROSS_MOST = 200 };
    const struct rk_situation *s = r->snap->sit;
    const struct rk_map *m = report->map;
    const float *best = NULL, *worst = NULL;
    struct rk_map_point low = {HUGE_VALF, HUGE_VALF}, high = {-HUGE_VALF, -HUGE_VALF};
    if (!m || !view_tallied(report, "care.out_of_reach.60min", &r->keep, &best, &worst))
        return m ? rk_fail(err, RK_ENOMEM, "", "not enough memory for the map") : RK_OK;
    for (int32_t i = 0; i < m->cells; i++) {
        low.x_m = fminf(low.x_m, m->cell[i].x_m - m->cell_m / 2);
        low.y_m = fminf(low.y_m, m->cell[i].y_m - m->cell_m / 2);
        high.x_m = fmaxf(high.x_m, m->cell[i].x_m);
        high.y_m = fmaxf(high.y_m, m->cell[i].y_m);
    }
    const int32_t across = (int32_t)fminf(ACROSS_MOST, (high.x_m - low.x_m) / m->cell_m + 1);
    const int32_t up = (int32_t)fminf(ACROSS_MOST, (high.y_m - low.y_m) / m->cell_m + 1);
    struct square *square = RK_NEW(&r->keep, struct square, (int64_t)across * up + 1);
    if (!square)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the map");
    for (int32_t i = 0; i < rows->rows; i++) {
        const double people = view_number(s, view_claim(rows, i, PEOPLE));
        if (!(people > 0.0) || !placed(s, rows, i))
            continue;
        const struct rk_map_point at =
            rk_basemap_place(m, view_number(s, view_claim(rows, i, LATITUDE)),
                             view_number(s, view_claim(rows, i, LONGITUDE)));
        const int32_t x = (int32_t)((at.x_m - low.x_m) / m->cell_m);
        const int32_t y = (int32_t)((at.y_m - low.y_m) / m->cell_m);
        if (at.x_m < low.x_m || at.y_m < low.y_m || x >= across || y >= up)
            continue;
        struct square *q = &square[y * across + x];
        q->people += (float)people;
        q->best += best ? best[rows->subject[i]] : 0.0F;
        q->worst += worst ? worst[rows->subject[i]] : 0.0F;
    }
    rk_json_kbool(&r->json, "reach", best != NULL);
    squares_json(r, m, square, across, up, low);
    return RK_OK;
}

static void figure_json(struct desk_request *r, const struct rk_report *report, const char *id)
{
    struct rk_json_out *w = &r->json;
    const struct rk_figure *f = rk_figure_find(report, rk_str_of(id));
    if (!f || desk_figure_hidden(r->snap, f->def))
        return;
    rk_json_object(w);
    rk_json_kstr(w, "id", rk_str_of(id));
    rk_json_kstr(w, "name", rk_str_of(rk_form(&f->def->label, r->lang, 5)));
    rk_json_kbool(w, "known", f->known);
    rk_json_knum(w, "low", f->low);
    rk_json_knum(w, "high", f->high);
    rk_json_object_end(w);
}

/* The first and last day anybody acted, for the slider. */
static void days_json(struct desk_request *r)
{
    rk_day day[2];
    static const char *const keys[] = {"first", "last"};
    rk_situation_days(r->snap->sit, &day[0], &day[1]);
    day[1] = r->snap->day;
    for (int i = 0; i < 2; i++) {
        int year, month, date;
        if (day[i] == RK_DAY_NONE)
            continue;
        rk_day_split(day[i], &year, &month, &date);
        rk_json_kstr(&r->json, keys[i],
                     rk_str_printf(&r->keep, "%04d-%02d-%02d", year, month, date));
    }
}

static rk_status tell_day(struct desk_request *r, const struct rk_report *report,
                          const struct view_rows *rows, struct rk_err *err)
{
    static const char *const shown[] = {"care.out_of_reach.60min", "heat.warm_houses",
                                        "damage.private", "damage.multi"};
    rk_json_object(&r->json);
    rk_json_kstr(&r->json, "day", desk_day(&r->keep, r->lang, report->day));
    days_json(r);
    levels_json(r, rows);
    rk_json_key(&r->json, RK_STR("figures"));
    rk_json_array(&r->json);
    for (int i = 0; i < RK_COUNT(shown); i++)
        figure_json(r, report, shown[i]);
    rk_json_array_end(&r->json);
    const rk_status status = squares(r, report, rows, err);
    rk_json_object_end(&r->json);
    return status;
}

/* How the buildings are, where people live and who is out of reach as of ?day=…, by what is
 * known now. */
rk_status api_map_day(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *report = NULL;
    struct view_rows rows = {0};
    struct rk_view view;
    struct rk_report of_day = {0};
    rk_status status = view_of_day(r, &view, err);
    if (!status)
        status = desk_report(r->snap, r->lang, r->scratch, &report, err);
    if (!status && view.day != r->snap->day) {
        status = rk_report_make_on(r->snap->sit, view.day, false, r->lang, r->snap->roads,
                                   &r->keep, r->scratch, &of_day, err);
        if (!status)
            rk_report_redact(&of_day, r->snap->held);
        report = &of_day;
    }
    if (!status && !view_rows(&view, "building", slots, SLOTS, &r->keep, &rows))
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the map");
    return status ? status : tell_day(r, report, &rows, err);
}
