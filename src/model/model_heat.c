/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boiler houses, the houses on them, and who has warmth on which day; hospital, pharmacies. */
#define RK_ROOM_MODEL
#include "model_internal.h"

struct far {
    double distance;
    int32_t at;
};

static int far_order(const void *a, const void *c)
{
    const struct far *p = a, *q = c;
    if (p->distance != q->distance)
        return p->distance < q->distance ? -1 : 1;
    return p->at < q->at ? -1 : p->at > q->at;
}

int32_t model_flats(const struct rk_model_building *b)
{
    return (int32_t)((double)b->half_length_m * 2 * b->floors / 5.7) + 1;
}

/* ---- houses
 * ---------------------------------------------------------------------------------- */

/* The largest multi-storey houses, in the order of buildings. */
static int32_t choose_houses(struct model_town *t, struct rk_arena *work)
{
    struct far *by = RK_NEW(work, struct far, t->count.multi);
    int32_t n = 0;
    for (int32_t i = 0; i < t->m.buildings && by && n < t->count.multi; i++)
        if (t->building[i].class == RK_MODEL_MULTI)
            by[n++] = (struct far){-(double)model_flats(&t->building[i]), i};
    if (!by)
        return 0;
    qsort(by, (size_t)n, sizeof *by, far_order);
    const int32_t heated = n < t->count.heated ? n : t->count.heated;
    for (int32_t i = 0; i < heated; i++)
        t->building[by[i].at].house = 0;
    int32_t h = 0;
    for (int32_t i = 0; i < t->m.buildings; i++) {
        struct rk_model_building *b = &t->building[i];
        if (b->house < 0)
            continue;
        b->house = h;
        const double area = (double)b->half_length_m * (double)b->half_width_m * 4 * b->floors;
        t->heated[h++] = (struct rk_model_house){.building = i,
                                                 .boiler_house = -1,
                                                 .kw = (float)(area * 0.074),
                                                 .warm = RK_DAY_NONE};
    }
    return h;
}

static void give(struct model_town *t, int32_t house, int32_t boiler)
{
    t->heated[house].boiler_house = boiler;
    t->boiler_house[boiler].houses++;
}

/* Central boiler houses take what lies around the middle of the south bank; the others take
 * what is left, neighbours together. */
static void assign(struct model_town *t, struct far *by, int32_t central, int32_t planned)
{
    const int32_t n = t->m.houses, all = t->count.boiler_houses;
    const double stretch = t->ground.stretch;
    for (int32_t i = 0; i < n; i++) {
        const struct rk_model_point p = t->building[t->heated[i].building].at;
        const double dx = (double)p.x_m - 520 * stretch, dy = (double)p.y_m + 1900 * stretch;
        by[i] = (struct far){dx * dx + dy * dy, i};
    }
    qsort(by, (size_t)n, sizeof *by, far_order);
    const int32_t inner = (int32_t)(n * (122.0 / 198.0)), rest = n - inner;
    for (int32_t i = 0; i < n; i++)
        by[i].distance = (i < inner ? 0 : 1e9) + by[i].at; /* then in order of their stations */
    qsort(by, (size_t)n, sizeof *by, far_order);
    for (int32_t i = 0; i < inner; i++)
        give(t, by[i].at, (int32_t)((int64_t)i * central / inner));
    const int32_t others = all - 2 * central - planned > 0 ? all - 2 * central - planned : 0;
    const int32_t lost = others > 0 ? (int32_t)(rest * (12.0 / 76.0)) : 0, warm = rest - lost;
    const int32_t hospital = central; /* one each; none of their houses is a dwelling */
    /* the worst hit of the rest hang on boiler houses that are lost, too */
    for (int32_t i = 0; i < rest; i++) {
        struct far *f = &by[inner + i];
        f->distance = -(double)t->building[t->heated[f->at].building].damage;
    }
    qsort(by + inner, (size_t)rest, sizeof *by, far_order);
    for (int32_t i = 0; i < rest; i++)
        by[inner + i].distance = (i < lost ? 0 : 1e9) + by[inner + i].at;
    qsort(by + inner, (size_t)rest, sizeof *by, far_order);
    const int32_t first = central + hospital;
    for (int32_t i = 0; i < lost; i++)
        give(t, by[inner + i].at, first + planned + (int32_t)((int64_t)i * others / lost));
    for (int32_t i = 0; i < warm; i++)
        give(t, by[inner + lost + i].at, first + (int32_t)((int64_t)i * planned / warm));
}

/* At scale 1 the two first boiler houses heat 17 houses: one more than 8 and 8. */
static void make_seventeen(struct model_town *t, int32_t first, int32_t planned)
{
    const int32_t want = model_scaled(t, 17, 1), two = model_scaled(t, 2, 1);
    int32_t have = 0;
    for (int32_t k = 0; k < two && k < planned; k++)
        have += t->boiler_house[first + k].houses;
    for (int32_t i = 0; i < t->m.houses && have < want; i++) {
        const int32_t from = t->heated[i].boiler_house;
        if (from < first + two || from >= first + planned)
            continue;
        t->boiler_house[from].houses--;
        give(t, i, first + two - 1);
        have++;
    }
    for (int32_t i = t->m.houses - 1; i >= 0 && have > want && planned > two; i--) {
        const int32_t from = t->heated[i].boiler_house;
        if (from < first || from >= first + two)
            continue;
        t->boiler_house[from].houses--;
        give(t, i, first + two);
        have--;
    }
}

/* ---- boiler houses
 * --------------------------------------------------------------------------- */

static void places(struct model_town *t, struct rk_arena *work)
{
    double *sum = RK_NEW(work, double, 3 * (ptrdiff_t)t->count.boiler_houses);
    if (!sum)
        return;
    struct rk_random r = rk_random_stream(t->ground.seed, "boiler houses", 0);
    for (int32_t i = 0; i < t->m.houses; i++) {
        const struct rk_model_house *h = &t->heated[i];
        double *s = sum + 3 * (ptrdiff_t)h->boiler_house;
        s[0] += (double)t->building[h->building].at.x_m;
        s[1] += (double)t->building[h->building].at.y_m;
        s[2] += (double)h->kw;
    }
    for (int32_t k = 0; k < t->count.boiler_houses; k++) {
        struct rk_model_boiler_house *b = &t->boiler_house[k];
        const double *s = sum + 3 * (ptrdiff_t)k;
        const int station = (int)rk_random_below(&r, MODEL_STATIONS);
        const struct model_xy near = t->ground.station[b->hospital ? 22 : station].at;
        const double dx = 90 * rk_random_normal(&r), dy = 90 * rk_random_normal(&r);
        b->at.x_m = (float)((b->houses ? s[0] / b->houses : near.x) + dx);
        b->at.y_m = (float)((b->houses ? s[1] / b->houses : near.y) + dy);
        double mw = s[2] * 1.3 / 1000 + (b->central ? 30 : b->hospital ? 2.6 : 0.1);
        mw = floor(mw * 4 + 1) / 4;
        b->mw = (float)mw;
        b->electric_kw = (float)floor(mw * 14 + 6);
        b->gas = b->hospital || rk_random_unit(&r) < 0.35;
        b->coal = !b->gas && !b->central && rk_random_unit(&r) < 0.3;
    }
}

/* 9 of 22 can start this winter: the hospital's and 8 for 64 houses; three of them on 4
 * November, six more by turns; the central one is lost (facts.csv). */
static void fates(struct model_town *t, int32_t central, int32_t planned)
{
    const rk_day fourth = rk_day_of(2022, 11, 4);
    const int32_t first = 2 * central, two = model_scaled(t, 2, 1);
    for (int32_t k = 0; k < t->count.boiler_houses; k++) {
        struct rk_model_boiler_house *b = &t->boiler_house[k];
        b->started = b->can_start = RK_DAY_NONE;
        b->central = k < central;
        b->hospital = k >= central && k < first;
        b->destroyed = b->central || k >= first + planned;
        if (b->hospital || (k >= first && k < first + two)) {
            b->can_start = b->started = fourth;
        } else if (k >= first && k < first + planned) {
            b->can_start = fourth + 6 + 4 * ((k - first - two) % 6);
        }
    }
    for (int32_t i = 0; i < t->m.houses; i++) {
        const struct rk_model_boiler_house *b = &t->boiler_house[t->heated[i].boiler_house];
        if (b->started != RK_DAY_NONE)
            t->heated[i].warm = b->started + 1 + i % 3;
    }
}

/* ---- what else people need
 * -------------------------------------------------------------------- */

static void add_facility(struct model_town *t, int32_t *room, const char *type,
                         const char *name, uint8_t class, struct model_xy near)
{
    int32_t best = -1;
    double least = HUGE_VAL;
    for (int32_t i = 0; i < t->m.buildings; i++) {
        const struct rk_model_building *b = &t->building[i];
        const double dx = (double)b->at.x_m - near.x, dy = (double)b->at.y_m - near.y;
        const double d = dx * dx + dy * dy + (b->damage > 500 ? 1e7 : 0);
        bool taken = b->class != class || b->education != (strcmp(type, "warming_point") == 0);
        for (int32_t f = 0; f < t->m.facilities && !taken; f++)
            taken = t->facility[f].building == i;
        if (!taken && d < least)
            least = d, best = i;
    }
    if (best >= 0 && *room > 0) {
        t->facility[t->m.facilities++] = (struct rk_model_facility){best, type, name};
        --*room;
    }
}

static void facilities(struct model_town *t)
{
    static const struct {
        const char *type, *name;
        uint8_t class;
        int station; /* position; 22 is the hospital's own */
    } list[] = {{"hospital", "Центральна міська лікарня", RK_MODEL_MUNICIPAL, 22},
                {"mobile_hospital", "Мобільний шпиталь", RK_MODEL_MUNICIPAL, 8},
                {"pharmacy", "Аптека № 1", RK_MODEL_COMMERCIAL, 5},
                {"pharmacy", "Аптека № 2", RK_MODEL_COMMERCIAL, 13},
                {"clinic", "Амбулаторія № 1", RK_MODEL_MUNICIPAL, 0},
                {"clinic", "Амбулаторія № 2", RK_MODEL_MUNICIPAL, 20},
                {"ambulance", "Станція екстреної медичної допомоги", RK_MODEL_MUNICIPAL, 6},
                {"morgue", "Відділення судово-медичної експертизи", RK_MODEL_MUNICIPAL, 7},
                {"council", "Міська рада", RK_MODEL_MUNICIPAL, 8},
                {"emergency", "Пожежно-рятувальна частина", RK_MODEL_MUNICIPAL, 3},
                {"emergency", "Відділення поліції", RK_MODEL_MUNICIPAL, 5},
                {"aid_point", "Гуманітарний штаб", RK_MODEL_MUNICIPAL, 12},
                {"aid_point", "Гуманітарний штаб Південний", RK_MODEL_MUNICIPAL, 1},
                {"warming_point", "Пункт незламності № 1", RK_MODEL_MUNICIPAL, 7},
                {"warming_point", "Пункт незламності № 2", RK_MODEL_MUNICIPAL, 2},
                {"warming_point", "Пункт незламності № 3", RK_MODEL_MUNICIPAL, 15},
                {"warming_point", "Пункт незламності № 4", RK_MODEL_MUNICIPAL, 19}};
    int32_t room = (int32_t)RK_COUNT(list);
    for (int i = 0; i < RK_COUNT(list); i++)
        add_facility(t, &room, list[i].type, list[i].name, list[i].class,
                     t->ground.station[list[i].station].at);
    t->m.facility = t->facility;
}

bool model_heat(struct model_town *t, struct rk_arena *keep, struct rk_arena work)
{
    const int32_t all = t->count.boiler_houses;
    int32_t central = model_scaled(t, 1, 1), planned = model_scaled(t, 8, 1);
    if (planned > all - 2 * central)
        planned = all - 2 * central;
    t->boiler_house = RK_NEW(keep, struct rk_model_boiler_house, all);
    t->heated = RK_NEW(keep, struct rk_model_house, t->count.multi);
    t->facility = RK_NEW(keep, struct rk_model_facility, 32);
    struct far *by = RK_NEW(&work, struct far, t->count.multi);
    if (keep->failed || !by)
        return false;
    t->m.houses = choose_houses(t, &work);
    t->m.boiler_house = t->boiler_house;
    t->m.boiler_houses = all;
    t->m.heated = t->heated;
    assign(t, by, central, planned);
    make_seventeen(t, 2 * central, planned);
    fates(t, central, planned);
    places(t, &work);
    facilities(t);
    return model_pipes(t, keep) && !work.failed;
}
