/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is closed, what is dangerous, who drives and who repairs. */
#define RK_ROOM_MODEL
#include "model_sheet.h"

/* ---- closures: item = line of the map; -1: the crossing laid in October
 * -------------------------- */

static bool is_bridge(const struct rk_model_line *l)
{
    return l->class == RK_MODEL_BRIDGE;
}

/* Whoever clears a street begins where hospital, ambulances and the council are. */
static bool serves_all(const struct model_town *t, int32_t street)
{
    for (int32_t i = 0; i < t->m.facilities; i++)
        if (t->building[t->facility[i].building].street == street)
            return true;
    return false;
}

static bool broken(const struct model_town *t, int32_t line)
{
    const struct rk_model_line *l = &t->m.line[line];
    return !is_bridge(l) && l->street >= 0 && !l->mined && model_chance(t, 310, line) < 0.045 &&
           !serves_all(t, l->street);
}

static bool told(const struct model_town *t, int part, int32_t line)
{
    const struct rk_model_line *l = &t->m.line[line];
    switch (part) {
    case 0: /* the council: bridges, craters, rubble */
        return is_bridge(l) || broken(t, line);
    case 1: /* the police: bridges, and what people told them of mines */
        return is_bridge(l) || (l->mined && model_chance(t, 311, line) < 0.6) ||
               (!l->mined && l->street >= 0 && model_chance(t, 312, line) < 0.01 &&
                !serves_all(t, l->street));
    case 2: /* the sappers: what they have seen */
        return l->mined && model_chance(t, 313, line) < 0.85;
    default: /* October: what is open again */
        return broken(t, line) && model_chance(t, 314, line) < 0.6;
    }
}

bool model_pick_closures(const struct model_town *t, int part, struct model_select *out,
                         struct rk_arena *keep)
{
    if ((part == 0 || part == 3) && !model_select_add(out, -1, keep))
        return false;
    for (int32_t i = 0; i < t->m.lines; i++)
        if (told(t, part, i) && !model_select_add(out, i, keep))
            return false;
    return true;
}

static void ends(struct model_sheet *s, const struct model_town *t, struct rk_model_point a,
                 struct rk_model_point b)
{
    model_cell_place(s, t, a);
    model_cell_place(s, t, b);
}

void rk_model_crossing(const struct rk_model *m, struct rk_model_point ends[2])
{
    int32_t bridge = 0;
    for (int32_t i = 0; i < m->lines; i++)
        if (is_bridge(&m->line[i]) && m->line[i].state == RK_MODEL_DESTROYED) {
            bridge = i;
            break;
        }
    for (int k = 0; k < 2; k++) {
        ends[k] = m->node[m->line[bridge].first + k];
        ends[k].x_m += 60;
    }
}

/* Until October it is only planned, and nobody passes. */
static void pontoon(struct model_sheet *s, const struct model_town *t, bool laid)
{
    struct rk_model_point at[2];
    rk_model_crossing(&t->m, at);
    model_cell_c(s, "ПЕР-1");
    model_cell_c(s, laid ? "Тимчасова переправа" : "Тимчасова переправа (ще не наведена)");
    model_cell_c(s, "понтонна переправа");
    model_cell_c(s, laid ? "проїзд утруднений" : "проїзду немає");
    model_cell_c(s, laid ? "" : "інше");
    model_cell_c(s, "так");
    model_cell_c(s, laid ? "04.10.2022" : "12.09.2022");
    ends(s, t, at[0], at[1]);
}

void model_row_closure(struct model_sheet *s, const struct model_row *r)
{
    static const char *const why[] = {"вирва", "завал", "уламки"};
    static const char *const how[] = {"проїзду немає", "проїзду немає", "проїзд утруднений"};
    const struct model_town *t = r->t;
    if (r->item < 0) {
        pontoon(s, t, r->file->day > rk_day_of(2022, 10, 1));
        return;
    }
    const struct rk_model_line *l = &t->m.line[r->item];
    const bool bridge = is_bridge(l), foot = bridge && l->state == RK_MODEL_FOOT;
    const bool open = r->file->day > rk_day_of(2022, 10, 1);
    const bool sappers = r->file->separator == '\t';
    char name[200];
    struct rk_buf b = {.at = name, .cap = sizeof name};
    if (bridge)
        rk_buf_c(&b, foot ? "Пішохідний міст" : "Автомобільний міст");
    else
        rk_model_street_name(&t->m, l->street, &b);
    model_cell_put(s, "%s-%d", bridge ? "М" : "Д", r->item + 1);
    model_cell_str(s, rk_buf_str(&b));
    model_cell_c(s, foot ? "пішохідний міст" : bridge ? "автомобільний міст" : "вулиця");
    const int kind = model_pick(t, 315, r->item, 3);
    model_cell_c(s, open                  ? "проїзд вільний"
                    : foot                ? "лише пішки"
                    : bridge              ? "зруйновано"
                    : sappers || l->mined ? "проїзду немає"
                                          : how[kind]);
    model_cell_c(s, open                  ? ""
                    : foot                ? ""
                    : bridge              ? "зруйновано"
                    : sappers || l->mined ? "замінування"
                                          : why[kind]);
    model_cell_c(s, sappers || bridge                     ? "так"
                    : model_chance(t, 316, r->item) < 0.5 ? "так"
                                                          : "ні");
    model_cell_day(s, bridge ? rk_day_of(2022, 3, 5 + (foot ? 2 : 0)) : r->day - 1, MODEL_DOTS);
    ends(s, t, t->m.node[l->first], t->m.node[l->first + l->count - 1]);
}

/* ---- dangers: item = area, or 1 << 24 | building
 * --------------------------------------------------- */

enum { RUIN = 1 << 24, SHELL = 1 << 25, WHICH = RUIN - 1 };

bool model_pick_dangers(const struct model_town *t, int part, struct model_select *out,
                        struct rk_arena *keep)
{
    for (int32_t i = 0; i < t->m.areas; i++)
        if (t->m.area[i].kind == RK_MODEL_DANGER && part != 1 &&
            (part == 0 || model_chance(t, 320, i) < 0.4) && !model_select_add(out, i, keep))
            return false;
    for (int32_t i = 0; i < t->m.buildings && i < WHICH; i++) {
        const struct rk_model_building *b = &t->building[i];
        const bool ruin = b->class == RK_MODEL_MULTI && b->damage >= 820;
        const bool shell = model_chance(t, 321, i) < 0.0022;
        if ((part == 1 && ruin && !model_select_add(out, RUIN | i, keep)) ||
            (shell && (part == 0) == (model_chance(t, 322, i) < 0.6) &&
             (part < 2 || model_chance(t, 323, i) < 0.5) &&
             !model_select_add(out, SHELL | i, keep)))
            return false;
    }
    return true;
}

void model_row_danger(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const int32_t which = r->item & WHICH;
    const bool last = r->file->day > rk_day_of(2022, 10, 20);
    struct rk_model_point at;
    model_cell_put(s, "%s%d", r->item & RUIN ? "А-" : r->item & SHELL ? "В-" : "Н-", which + 1);
    double radius = 15;
    const char *kind = r->item & RUIN ? "аварійна будівля" : "вибухонебезпечний предмет";
    if (r->item & (RUIN | SHELL)) {
        at = t->building[which].at;
        model_cell_address(s, t, which);
    } else {
        const struct rk_model_area *a = &t->m.area[which];
        at = t->m.point[a->first + a->count / 4];
        const bool bank = strcmp(a->name, "ліс") != 0;
        model_cell_put(s, "%s, ділянка %d", bank ? "Берег річки" : "Ліс", which + 1);
        kind = bank ? "замінований берег річки" : "замінований ліс";
        radius = bank ? 180 : 240;
    }
    model_cell_c(s, kind);
    model_cell_c(s, last                                ? "розміновано"
                    : r->item & RUIN                    ? "позначено"
                    : model_chance(t, 324, which) < 0.5 ? "позначено"
                                                        : "не обстежено");
    model_cell_day(s, r->day - 1 - model_pick(t, 325, which, last ? 2 : 3), MODEL_DOTS);
    model_cell_number(s, radius, 0);
    model_cell_place(s, t, at);
}

/* ---- short tables
 * ------------------------------------------------------------------------------------ */

struct vehicle {
    const char *plate, *type, *model;
    int seats, stretchers, chairs, load_kg, cold_l;
    const char *state, *owner, *base, *shift;
};
/* Bases are facilities of the town: some stand north of the river, where nobody else can drive
 * until the crossing is laid. */
static const struct vehicle vehicles[] = {
    {"AX 0001 XX", "ambulance", "van, type B", 3, 1, 0, 500, 6, "working", "ambulance station",
     "Станція екстреної медичної допомоги", "08–20"},
    {"AX 0002 XX", "ambulance", "van, type B", 3, 1, 0, 500, 0, "working", "ambulance station",
     "Амбулаторія № 2", "08–20"},
    {"AX 0003 XX", "ambulance", "van, type A", 3, 1, 0, 400, 0, "needs repair",
     "ambulance station", "Станція екстреної медичної допомоги", "08–20"},
    {"AX 0004 XX", "ambulance", "van, type C", 4, 2, 0, 600, 8, "working", "mobile hospital",
     "Центральна міська лікарня", "08–18"},
    {"AX 0005 XX", "bus", "city bus", 22, 0, 0, 1500, 0, "working", "council", "Міська рада",
     "09–16"},
    {"AX 0006 XX", "van", "minibus", 8, 0, 0, 900, 12, "working", "council", "Міська рада",
     "08–17"},
    {"AX 0007 XX", "van", "van with ramp", 6, 1, 1, 800, 0, "working", "social service",
     "Гуманітарний штаб Південний", "09–17"},
    {"AX 0008 XX", "truck", "flatbed, 5 t", 2, 0, 0, 5000, 0, "working", "utilities", "", ""},
    {"AX 0009 XX", "truck", "tipper, 10 t", 2, 0, 0, 10000, 0, "working", "utilities", "", ""},
    {"AX 0010 XX", "garbage_truck", "16 m3", 2, 0, 0, 9000, 0, "working", "utilities", "", ""},
    {"AX 0011 XX", "garbage_truck", "16 m3", 2, 0, 0, 9000, 0, "working", "utilities", "", ""},
    {"AX 0012 XX", "garbage_truck", "10 m3", 2, 0, 0, 6000, 0, "working", "utilities", "", ""},
    {"AX 0013 XX", "tanker", "water, 8 m3", 2, 0, 0, 8000, 0, "working", "utilities", "", ""},
    {"AX 0014 XX", "machine", "excavator", 1, 0, 0, 0, 0, "working", "utilities", "", ""},
    {"AX 0015 XX", "machine", "crane, 14 t", 1, 0, 0, 0, 0, "needs repair", "utilities", "",
     ""},
    {"AX 0016 XX", "car", "4x4", 4, 0, 0, 400, 10, "working", "volunteers", "Гуманітарний штаб",
     "08–16"},
    {"AX 0017 XX", "car", "hatchback", 4, 0, 0, 300, 0, "working", "volunteers",
     "Гуманітарний штаб Південний", "09–15"},
    {"AX 0018 XX", "car", "estate", 4, 0, 0, 400, 0, "working", "volunteers",
     "Гуманітарний штаб", "09–15"}};

struct crew {
    const char *name, *skill;
    int people;
    const char *shift, *place;
};
static const struct crew crews[] = {
    {"Теплотраса-1", "труби й теплотраси", 5, "08–17", "Південний мікрорайон"},
    {"Теплотраса-2", "труби й теплотраси", 4, "08–17", "Північний мікрорайон"},
    {"Зварники", "зварювальні роботи", 3, "08–17", "усе місто"},
    {"Котельники", "котельні", 6, "08–20", "усе місто"},
    {"Електрики-1", "електрика", 4, "08–17", "південний берег"},
    {"Електрики-2", "електрика", 4, "08–17", "північний берег"},
    {"Газова служба", "газ", 7, "цілодобово", "усе місто"},
    {"Покрівельники-1", "покрівлі й вікна", 6, "08–17", "Центр"},
    {"Покрівельники-2", "покрівлі й вікна", 6, "08–17", "Північний мікрорайон"},
    {"Сапери", "розмінування", 8, "07–18", "усе місто"},
    {"Рятувальники", "пошук і рятування", 9, "цілодобово", "усе місто"},
    {"Медична бригада-1", "медична допомога", 3, "08–20", "південний берег"},
    {"Медична бригада-2", "медична допомога", 3, "08–20", "північний берег"}};

bool model_pick_table(const struct model_town *t, int part, struct model_select *out,
                      struct rk_arena *keep)
{
    (void)t;
    const int32_t count[] = {RK_COUNT(vehicles), RK_COUNT(crews), 1};
    for (int32_t i = 0; i < count[part]; i++)
        if (!model_select_add(out, i, keep))
            return false;
    return true;
}

void model_row_vehicle(struct model_sheet *s, const struct model_row *r)
{
    const struct vehicle *v = &vehicles[r->item];
    model_cell_c(s, v->plate);
    model_cell_c(s, v->type);
    model_cell_c(s, v->model);
    model_cell_put(s, "%d", v->seats);
    model_cell_put(s, "%d", v->stretchers);
    model_cell_put(s, "%d", v->chairs);
    model_cell_put(s, "%d", v->load_kg);
    model_cell_c(s, v->cold_l ? "yes" : "no");
    if (v->cold_l)
        model_cell_put(s, "%d", v->cold_l);
    else
        model_cell_blank(s);
    model_cell_c(s, v->state);
    model_cell_put(s, "%d", 5 + model_pick(r->t, 330, r->item, 50));
    model_cell_c(s, v->owner);
    model_cell_c(s, v->base);
    model_cell_c(s, v->shift);
}

void model_row_crew(struct model_sheet *s, const struct model_row *r)
{
    const struct crew *c = &crews[r->item];
    model_cell_c(s, c->name);
    model_cell_c(s, c->skill);
    model_cell_put(s, "%d", c->people);
    model_cell_c(s, "працює");
    model_cell_c(s, c->shift);
    model_cell_c(s, c->place);
}

void model_row_site(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const struct model_disc *forest = &t->ground.disc[1];
    const struct rk_model_point at = {(float)forest->at.x, (float)forest->at.y};
    model_cell_c(s, "Лісове місце поховання");
    model_cell_c(s, "місце поховання");
    model_cell_put(s, "%d", t->graves);
    model_cell_c(s, "16.09.2022");
    model_cell_c(s, "так");
    model_cell_place(s, t, at);
}
