/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rounds behind the page of the morning, and how long the way to a hospital is. */
#include "rounds_internal.h"

enum { LISTS = 3, ROWS = 160 };

struct annex {
    const struct rk_rounds_day *d;
    const struct rk_rounds *plan;
    struct rk_arena *keep;
    struct rk_list *list; /* of the report, with room for ours */
    int32_t lists;
};

/* ---- tables ------------------------------------------------------------------------------ */

static struct rk_list_cell *open_list(struct annex *a, struct rk_list head,
                                      const struct rk_list_column *column, int32_t columns,
                                      int32_t rows)
{
    const int32_t shown = rows < ROWS ? rows : ROWS;
    struct rk_list_cell *cell =
        RK_NEW(a->keep, struct rk_list_cell, (ptrdiff_t)(shown + 1) * columns);
    for (int32_t i = 0; cell && i < shown * columns; i++)
        cell[i] = (struct rk_list_cell){.text = {"", 0}, .number = RK_NAN, .unit = ""};
    head.section = "care";
    head.reader = RK_LIST_INSIDE;
    head.column = column;
    head.columns = columns;
    head.rows = shown;
    head.left_out = rows - shown;
    head.cell = cell;
    if (cell && shown > 0)
        a->list[a->lists++] = head;
    return cell;
}

static void number(struct rk_list_cell *c, double n, int32_t decimals)
{
    c->number = n;
    c->decimals = decimals;
}

static struct rk_str hours(const struct annex *a, int32_t from_s, int32_t to_s)
{
    return rk_str_printf(a->keep, "%.*s–%.*s", RK_FMT(rounds_hour(from_s, a->keep)),
                         RK_FMT(rounds_hour(to_s, a->keep)));
}

static void boxes_of(const struct rk_rounds_tour *t, int32_t *loads, int32_t *cold)
{
    *loads = *cold = 0;
    for (int32_t i = 0; i < t->stops; i++)
        if (t->stop[i].act == RK_ROUNDS_LOAD && t->stop[i].boxes > 0) {
            (*loads)++;
            *cold += t->stop[i].cold;
        }
}

/* "101 due today: 18 brought medicine, …; 12 of the unserved are counted in care.unserved" */
static struct rk_str sums(const struct annex *a)
{
    const struct rk_rounds *r = a->plan;
    int32_t said = 0;
    for (int32_t i = 0; i < r->unserved; i++)
        said += r->need[r->left[i].need].said_unserved;
    return rk_str_printf(
        a->keep,
        a->d->lang == RK_UK
            ? "Потреб на сьогодні: %d. Привезуть ліки: %d, відвезуть до лікарні: %d, не "
              "обслужать: %d. Показник «кому допомогу не надано» рахує тих, про кого це "
              "записав "
              "заклад, а тут – кого не обслужить сьогоднішній план; і там, і тут: %d. Ліків "
              "вистачить довше ніж до завтра: %d. Візити, процедури, догляд: %d. План пройшов "
              "незалежну перевірку."
            : "Due today: %d. Brought medicine: %d, taken to hospital: %d, not served: %d. The "
              "figure of people unserved counts of whom an office wrote that no help came; "
              "this "
              "counts whom today\xE2\x80\x99s plan does not serve; in both: %d. Medicine that "
              "lasts longer than tomorrow: %d. Visits, procedures, care: %d. The plan passed "
              "the "
              "independent checker.",
        (int)r->needs, (int)r->delivered, (int)r->brought, (int)r->unserved, (int)said,
        (int)r->later, (int)r->other);
}

static void list_tours(struct annex *a)
{
    static const struct rk_list_column columns[] = {
        {"list.column.round_vehicle", false, 0.20}, {"list.column.round_base", false, 0.26},
        {"list.column.round_hours", false, 0.13},   {"list.column.round_homes", true, 0.08},
        {"list.column.round_patients", true, 0.10}, {"list.column.round_loads", true, 0.08},
        {"list.column.round_cold", true, 0.07},     {"list.column.round_km", true, 0.08}};
    const struct rk_rounds *r = a->plan;
    struct rk_list_cell *cell = open_list(a,
                                          (struct rk_list){.id = "care.rounds",
                                                           .title = "list.care.rounds",
                                                           .figure = "care.unserved",
                                                           .note = sums(a)},
                                          columns, (int32_t)RK_COUNT(columns), r->tours);
    for (int32_t k = 0; cell && k < r->tours && k < ROWS; k++, cell += RK_COUNT(columns)) {
        const struct rk_rounds_tour *t = &r->tour[k];
        const struct rk_rounds_vehicle *v = &a->d->vehicle[t->vehicle];
        int32_t loads, cold;
        boxes_of(t, &loads, &cold);
        cell[0].text = rk_str_printf(a->keep, "%.*s (%.*s)", RK_FMT(v->plate), RK_FMT(v->type));
        cell[1].text = v->base;
        cell[2].text = hours(a, t->leave_s, t->home_s);
        number(&cell[3], t->homes, 0);
        number(&cell[4], t->patients, 0);
        number(&cell[5], loads, 0);
        number(&cell[6], cold, 0);
        number(&cell[7], t->km, 1);
    }
}

static const char *act_key(enum rk_rounds_act act)
{
    static const char *const keys[] = {[RK_ROUNDS_LOAD] = "rounds.act.load",
                                       [RK_ROUNDS_DELIVER] = "rounds.act.deliver",
                                       [RK_ROUNDS_PICK_UP] = "rounds.act.pick_up",
                                       [RK_ROUNDS_BRING] = "rounds.act.bring"};
    return keys[act];
}

static void list_stops(struct annex *a)
{
    static const struct rk_list_column columns[] = {
        {"list.column.round_vehicle", false, 0.16}, {"list.column.round_stop", true, 0.08},
        {"list.column.round_time", false, 0.10},    {"list.column.what", false, 0.24},
        {"list.column.card", false, 0.10},          {"list.column.round_place", false, 0.32}};
    const struct rk_rounds *r = a->plan;
    int32_t stops = 0, row = 0;
    for (int32_t k = 0; k < r->tours; k++)
        stops += r->tour[k].stops;
    struct rk_list_cell *cell = open_list(a,
                                          (struct rk_list){.id = "care.rounds_stops",
                                                           .title = "list.care.rounds_stops",
                                                           .figure = ""},
                                          columns, (int32_t)RK_COUNT(columns), stops);
    for (int32_t k = 0; cell && k < r->tours; k++)
        for (int32_t i = 0; i < r->tour[k].stops && row < ROWS; i++, row++) {
            const struct rk_rounds_stop *s = &r->tour[k].stop[i];
            struct rk_list_cell *c = &cell[(ptrdiff_t)row * RK_COUNT(columns)];
            c[0].text = a->d->vehicle[r->tour[k].vehicle].plate;
            number(&c[1], i + 1, 0);
            c[2].text = rounds_hour(s->begin_s, a->keep);
            c[3].text = rk_str_of(rk_word(a->d->lang, act_key(s->act)));
            if (s->need >= 0) {
                c[4].text = r->need[s->need].card;
                c[4].strong = r->need[s->need].rank <= 1;
            }
            c[5].text = s->place;
        }
}

static void list_left(struct annex *a)
{
    static const struct rk_list_column columns[] = {{"list.column.round_urgency", true, 0.10},
                                                    {"list.column.card", false, 0.26},
                                                    {"list.column.why_not", false, 0.64}};
    const struct rk_rounds *r = a->plan;
    struct rk_list_cell *cell =
        open_list(a,
                  (struct rk_list){
                      .id = "care.rounds_left", .title = "list.care.rounds_left", .figure = ""},
                  columns, (int32_t)RK_COUNT(columns), r->unserved);
    for (int32_t i = 0; cell && i < r->unserved && i < ROWS; i++, cell += RK_COUNT(columns)) {
        const struct rk_rounds_need *n = &r->need[r->left[i].need];
        number(&cell[0], n->rank + 1, 0);
        cell[1].text = rounds_card(a->d->lang, n, a->keep);
        cell[2].text = r->left[i].reason;
        cell[0].strong = cell[1].strong = n->rank <= 1;
    }
}

/* ---- minutes ----------------------------------------------------------------------------- */

/* The other way round than the map was made (plan/count_map.c). */
static void lat_lon_of(const struct rk_map *m, const struct rk_map_cell *c, double *lat,
                       double *lon)
{
    const double degree = 3.14159265358979323846 / 180.0;
    *lat = m->lat_deg + (double)c->y_m / 111213.6;
    *lon = m->lon_deg + (double)c->x_m / (111319.5 * cos(m->lat_deg * degree));
}

static rk_status minutes_of(const struct annex *a, const struct rk_map *map,
                            struct rk_scratch scratch, float *minutes, struct rk_err *err)
{
    const struct rk_rounds_day *d = a->d;
    struct rk_reach_spot *spot = RK_NEW(&scratch, struct rk_reach_spot, map->cells + 1);
    struct rk_reach_spot *bed = RK_NEW(&scratch, struct rk_reach_spot, d->facilities + 1);
    uint32_t *ms = RK_NEW(&scratch, uint32_t, map->cells + 1);
    int32_t beds = 0;
    if (scratch.in.failed)
        return rounds_no_memory(err);
    for (int32_t i = 0; i < d->facilities; i++)
        if (d->facility[i].heals && d->facility[i].place >= 0)
            bed[beds++] = d->place[d->facility[i].place].spot[BY_CAR];
    for (int32_t i = 0; i < map->cells; i++) {
        double lat, lon;
        lat_lon_of(map, &map->cell[i], &lat, &lon);
        spot[i] = rk_reach_snap(d->index[BY_CAR], lat, lon, RK_REACH_SNAP_M);
    }
    const rk_status bad = rk_reach_soonest(&d->net[BY_CAR], RK_IN, bed, beds, spot, map->cells,
                                           -1, scratch, ms, err);
    for (int32_t i = 0; i < map->cells && !bad; i++)
        minutes[i] = spot[i].edge < 0          ? NAN
                     : ms[i] == RK_REACH_NEVER ? HUGE_VALF
                                               : (float)((double)ms[i] / 60000.0);
    return bad;
}

rk_status rk_rounds_annex(const struct rk_rounds_day *day, const struct rk_rounds *plan,
                          struct rk_report *report, struct rk_arena *keep,
                          struct rk_scratch scratch, struct rk_err *err)
{
    struct annex a = {.d = day, .plan = plan, .keep = keep, .lists = report->list_count};
    struct rk_map_minutes *made = RK_NEW(keep, struct rk_map_minutes, 1);
    const int32_t cells = report->map ? report->map->cells : 0;
    float *minutes = RK_NEW(keep, float, cells + 1);
    a.list = RK_NEW(keep, struct rk_list, report->list_count + LISTS);
    if (!made || !minutes || !a.list)
        return rounds_no_memory(err);
    if (report->list_count)
        memcpy(a.list, report->lists, (size_t)report->list_count * sizeof *a.list);
    list_left(&a);
    list_tours(&a);
    list_stops(&a);
    const rk_status bad = cells ? minutes_of(&a, report->map, scratch, minutes, err) : RK_OK;
    if (bad || keep->failed)
        return bad ? bad : rounds_no_memory(err);
    report->lists = a.list;
    report->list_count = a.lists;
    *made = (struct rk_map_minutes){.list = "care.banks", .minutes = minutes};
    if (cells)
        report->minutes = made;
    return RK_OK;
}
