/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wards, the stock. */
#define RK_ROOM_MODEL
#include "model_sheet.h"

/* ---- facilities
 * ----------------------------------------------------------------------------------- */

static int group_of(const char *type)
{
    return strcmp(type, "pharmacy") == 0          ? 1
           : strcmp(type, "mobile_hospital") == 0 ? 2
           : strcmp(type, "warming_point") == 0   ? 3
                                                  : 0;
}

static bool pick_group(const struct model_town *t, int group, struct model_select *out,
                       struct rk_arena *keep)
{
    for (int32_t i = 0; i < t->m.facilities; i++)
        if (group_of(t->facility[i].type) == group && !model_select_add(out, i, keep))
            return false;
    return true;
}

bool model_pick_facilities(const struct model_town *t, int part, struct model_select *out,
                           struct rk_arena *keep)
{
    return pick_group(t, part, out, keep);
}

bool model_pick_warming(const struct model_town *t, int part, struct model_select *out,
                        struct rk_arena *keep)
{
    (void)part;
    return pick_group(t, 3, out, keep);
}

static void number(struct model_sheet *s, int n)
{
    if (n >= 0)
        model_cell_put(s, "%d", n);
    else
        model_cell_blank(s);
}

void model_row_facility(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_facility *f = &r->t->facility[r->item];
    const struct rk_model_building *b = &r->t->building[f->building];
    const bool mobile = strcmp(f->type, "mobile_hospital") == 0;
    const bool hospital = strcmp(f->type, "hospital") == 0;
    const bool english = s->separator == ',';
    model_cell_put(s, "З-%d", r->item + 1);
    model_cell_c(s, f->name);
    model_cell_c(s, f->type);
    model_cell_address(s, r->t, f->building);
    model_cell_c(s, english    ? (b->north ? "north" : "south")
                    : b->north ? "північний"
                               : "південний");
    model_cell_c(s, english ? "working" : hospital ? "працює частково" : "працює");
    number(s, hospital ? 120 : mobile ? 30 : -1);
    number(s, hospital ? 46 : mobile ? 9 : -1);
    number(s, hospital ? 4 : mobile ? 6 : -1);
    number(s, hospital ? 74 : mobile ? 21 : -1);
    number(s, hospital ? 14 : mobile ? 11 : strcmp(f->type, "clinic") == 0 ? 2 : -1);
    model_cell_c(s, english ? "generator" : hospital ? "від генератора" : "немає");
    model_cell_c(s, english ? "on" : "немає");
    model_cell_place(s, r->t, b->at);
}

struct ward {
    const char *code, *name, *care;
    bool mobile;
    int beds, taken_early, taken_late, intensive;
};
/* 50 inpatients in June, 200 in November; the mobile hospital has 30 places, six of them for
 * intensive care (facts.csv). */
static const struct ward wards[] = {
    {"Л-ХІР", "Хірургічне відділення", "хірургія", false, 50, 24, 47, 0},
    {"Л-ТЕР", "Терапевтичне відділення", "терапія", false, 70, 31, 69, 0},
    {"Л-ТРА", "Травматологічне відділення", "травматологія", false, 35, 12, 33, 0},
    {"Л-ПОЛ", "Пологове відділення", "пологова допомога", false, 15, 2, 6, 0},
    {"Л-ДИТ", "Дитяче відділення", "дитяче відділення", false, 20, 3, 14, 0},
    {"Л-ІНФ", "Інфекційне відділення", "інфекційне відділення", false, 30, 5, 27, 0},
    {"Л-РЕА", "Відділення інтенсивної терапії", "інтенсивна терапія", false, 4, 3, 4, 4},
    {"М-ХІР", "Мобільний шпиталь, хірургія", "хірургія", true, 14, 8, 12, 0},
    {"М-ТЕР", "Мобільний шпиталь, терапія", "терапія", true, 10, 6, 9, 0},
    {"М-РЕА", "Мобільний шпиталь, інтенсивна терапія", "інтенсивна терапія", true, 6, 4, 5, 6}};

bool model_pick_wards(const struct model_town *t, int part, struct model_select *out,
                      struct rk_arena *keep)
{
    (void)t;
    for (int32_t i = 0; i < RK_COUNT(wards); i++)
        if ((part > 0 || !wards[i].mobile) && !model_select_add(out, i, keep))
            return false;
    return true;
}

void model_row_ward(struct model_sheet *s, const struct model_row *r)
{
    const struct ward *w = &wards[r->item];
    const bool late = r->day > rk_day_of(2022, 10, 20);
    const int taken = late ? w->taken_late : w->taken_early;
    model_cell_c(s, w->code);
    model_cell_c(s, w->name);
    model_cell_c(s, w->mobile ? "мобільний шпиталь" : "лікарня");
    model_cell_c(s, w->care);
    number(s, w->beds);
    number(s, w->beds - taken);
    number(s, w->intensive);
    number(s, taken);
    model_cell_c(s, "працює");
}

void model_row_warming(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_facility *f = &r->t->facility[r->item];
    const struct rk_model_building *b = &r->t->building[f->building];
    const bool open = r->file->day >= rk_day_of(2022, 10, 28);
    model_cell_put(s, "З-%d", r->item + 1);
    model_cell_c(s, f->name);
    model_cell_c(s, "пункт обігріву");
    model_cell_address(s, r->t, f->building);
    model_cell_c(s, b->north ? "північний" : "південний");
    model_cell_c(s, "100");
    model_cell_c(s, open ? "працює" : "готовий до запуску");
    model_cell_c(s, "від генератора");
    model_cell_place(s, r->t, b->at);
}

/* ---- medicines
 * -------------------------------------------------------------------------------------- */

const struct model_drug model_drugs[MODEL_DRUGS] = {
    {"Інсулін короткої дії", "100 ОД/мл", "розчин", {18, 24, 30}, true},
    {"Інсулін тривалої дії", "100 ОД/мл", "розчин", {14, 20, 26}, true},
    {"Метформін", "1000 мг", "таблетки", {1, 2, 2}, false},
    {"Амлодипін", "10 мг", "таблетки", {1, 1, 1}, false},
    {"Еналаприл", "10 мг", "таблетки", {1, 2, 2}, false},
    {"Бісопролол", "5 мг", "таблетки", {1, 1, 2}, false},
    {"Левотироксин", "100 мкг", "таблетки", {1, 1, 1}, false},
    {"Варфарин", "3 мг", "таблетки", {1, 1, 2}, false},
    {"Фуросемід", "40 мг", "таблетки", {1, 1, 2}, false},
    {"Карбамазепін", "200 мг", "таблетки", {2, 3, 4}, false},
    {"Преднізолон", "5 мг", "таблетки", {1, 2, 4}, false},
    {"Сальбутамол", "100 мкг", "аерозоль", {2, 4, 6}, false},
    {"Ацетилсаліцилова кислота", "75 мг", "таблетки", {1, 1, 1}, false}};

/* ---- stock: item = store * 100 + drug * 2 + lot
 * ------------------------------------------------ */

bool model_pick_stock(const struct model_town *t, int part, struct model_select *out,
                      struct rk_arena *keep)
{
    /* pharmacies opened on 26 September, the mobile hospital on 8 October */
    for (int s = 0; s < 4; s++)
        for (int d = 0; d < MODEL_DRUGS; d++)
            for (int lot = 0; lot < 2; lot++)
                if ((s == 0 || part > 1 || (part == 1 && s > 1)) &&
                    model_chance(t, 300, s * 100 + d * 2 + lot) < (lot ? 0.55 : 0.9) &&
                    !model_select_add(out, s * 100 + d * 2 + lot, keep))
                    return false;
    return true;
}

void model_row_stock(struct model_sheet *s, const struct model_row *r)
{
    /* hospital, mobile hospital, both pharmacies: positions among the facilities */
    const struct model_town *t = r->t;
    const int store = r->item / 100, k = r->item % 100;
    const struct model_drug *d = &model_drugs[k / 2];
    const rk_day expiry = rk_day_of(2022, 8, 31) + 30 * model_pick(t, 301, r->item, 26);
    const double start =
        (d->cold ? 600 : 240) * (0.3 + model_chance(t, 302, r->item)) * t->m.scale;
    const double week = (double)(r->file->day - rk_day_of(2022, 9, 20)) / 7;
    const double arrived = week > 3 && model_chance(t, 303, r->item) < 0.5 ? start * 1.4 : 0;
    double now = start * (1 - week * (0.08 + 0.1 * model_chance(t, 304, r->item))) + arrived;
    now = now < 0 ? 0 : floor(now);
    model_cell_c(s, d->name);
    model_cell_c(s, d->form);
    model_cell_c(s, d->strength);
    model_cell_c(s, "ліки");
    model_cell_put(s, "%c%05d", 'A' + model_pick(t, 305, r->item, 20),
                   model_pick(t, 306, r->item, 100000));
    model_cell_day(s, expiry, MODEL_DOTS);
    model_cell_number(s, now, 0);
    model_cell_c(s, d->cold ? "од" : "шт");
    model_cell_put(s, "З-%d", store + 1);
    model_cell_yes(s, d->cold);
    model_cell_day(s, r->day, MODEL_DOTS);
}
