/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boiler houses, houses on district heat, and the stoves of all others. */
#define RK_ROOM_MODEL
#include "model_sheet.h"

static bool all(int32_t count, struct model_select *out, struct rk_arena *keep)
{
    for (int32_t i = 0; i < count; i++)
        if (!model_select_add(out, i, keep))
            return false;
    return true;
}

bool model_pick_boilers(const struct model_town *t, int part, struct model_select *out,
                        struct rk_arena *keep)
{
    (void)part;
    return all(t->m.boiler_houses, out, keep);
}

bool model_pick_houses(const struct model_town *t, int part, struct model_select *out,
                       struct rk_arena *keep)
{
    (void)part;
    return all(t->m.houses, out, keep);
}

bool model_pick_warmed(const struct model_town *t, int part, struct model_select *out,
                       struct rk_arena *keep)
{
    const rk_day upto = rk_day_of(2022, 11, part);
    for (int32_t i = 0; i < t->m.houses; i++)
        if (t->heated[i].warm != RK_DAY_NONE && t->heated[i].warm <= upto &&
            !model_select_add(out, i, keep))
            return false;
    return true;
}

/* ---- boiler houses
 * ------------------------------------------------------------------------------ */

static const char *state_on(const struct rk_model_boiler_house *b, rk_day day)
{
    if (b->destroyed)
        return "зруйновано";
    if (b->started != RK_DAY_NONE && b->started <= day)
        return "працює";
    if (b->can_start != RK_DAY_NONE && day >= rk_day_of(2022, 10, 20))
        return "готова до запуску";
    return "потребує ремонту";
}

static const char *fuel(const struct rk_model_boiler_house *b)
{
    return b->coal ? "вугілля" : "природний газ";
}

void model_row_boiler(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_boiler_house *b = &r->t->boiler_house[r->item];
    model_cell_put(s, "%d", r->item + 1);
    if (b->hospital)
        model_cell_c(s, "Котельня лікарні");
    else if (b->central)
        model_cell_c(s, "Центральна котельня");
    else
        model_cell_put(s, "Квартальна котельня № %d", r->item + 1);
    model_cell_number(s, (double)b->mw / 1.163, 3);
    model_cell_c(s, fuel(b));
    model_cell_number(s, (double)b->electric_kw, 0);
    model_cell_put(s, "%d", 2 + (b->mw > 4) + (b->mw > 12) * 2);
    model_cell_c(s, state_on(b, r->day));
    model_cell_c(s, "немає");
    model_cell_c(s, "немає");
    model_cell_put(s, "%d", b->houses);
    model_cell_place(s, r->t, b->at);
}

void model_row_boiler_now(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_boiler_house *b = &r->t->boiler_house[r->item];
    const bool runs = b->started != RK_DAY_NONE && b->started <= r->day;
    const bool power = r->day >= rk_day_of(2022, 10, 12);
    model_cell_put(s, "%d", r->item + 1);
    model_cell_c(s, state_on(b, r->day));
    model_cell_day(s, b->destroyed ? RK_DAY_NONE : b->can_start, MODEL_DOTS);
    model_cell_day(s, runs ? b->started : RK_DAY_NONE, MODEL_DOTS);
    model_cell_c(s, b->destroyed ? "" : runs ? "так" : "ні");
    model_cell_c(s, runs || b->gas ? "є" : "немає");
    model_cell_c(s, b->destroyed ? "немає" : power ? "є з перебоями" : "немає");
}

/* Two tables for `ranok heat balance`: docs/man/ranok-heat.1 names their columns. */
void model_row_boiler_balance(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_boiler_house *b = &r->t->boiler_house[r->item];
    const bool runs = b->started != RK_DAY_NONE && b->started <= r->day;
    model_cell_put(s, "%d", r->item + 1);
    model_cell_number(s, (double)b->mw, 2);
    model_cell_c(s, b->coal ? "coal" : "gas");
    model_cell_number(s, (double)b->electric_kw, 0);
    model_cell_c(s, b->destroyed        ? "destroyed"
                    : runs              ? "runs"
                    : b->gas || b->coal ? "stands"
                                        : "no gas");
    model_cell_day(s, b->destroyed ? RK_DAY_NONE : b->can_start, MODEL_ISO);
}

/* ---- houses
 * --------------------------------------------------------------------------------------- */

/* The pipes inside: mended first where heat can come this winter. */
static bool cut_off(const struct model_town *t, const struct rk_model_house *h)
{
    return t->building[h->building].damage > 550 && t->boiler_house[h->boiler_house].destroyed;
}

static const char *house_state(const struct model_town *t, int32_t house, rk_day day)
{
    const struct rk_model_house *h = &t->heated[house];
    if (t->building[h->building].damage >= 900)
        return "не підлягає";
    if (h->warm != RK_DAY_NONE && h->warm <= day)
        return "опалюється";
    return t->boiler_house[h->boiler_house].destroyed && model_chance(t, 220, house) < 0.6
               ? "воду з системи злито"
               : "не опалюється";
}

void model_row_house(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_house *h = &r->t->heated[r->item];
    const struct rk_model_building *b = &r->t->building[h->building];
    model_cell_put(s, "Т-%d", r->item + 1);
    model_cell_address(s, r->t, h->building);
    model_cell_put(s, "%d", h->boiler_house + 1);
    model_cell_number(s, (double)h->kw, 0);
    model_cell_put(s, "%d", b->people);
    model_cell_put(s, "%d", model_flats(b));
    model_cell_put(s, "%d", b->floors);
    model_cell_c(s, house_state(r->t, r->item, r->day));
    model_cell_c(s, cut_off(r->t, h) ? "пошкоджено" : "справний");
    model_cell_place(s, r->t, b->at);
}

void model_row_house_now(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_house *h = &r->t->heated[r->item];
    model_cell_put(s, "Т-%d", r->item + 1);
    model_cell_address(s, r->t, h->building);
    model_cell_put(s, "%d", h->boiler_house + 1);
    model_cell_c(s, "опалюється");
    model_cell_day(s, h->warm, MODEL_DOTS);
    model_cell_number(s, 16 + 4 * model_chance(r->t, 221, r->item), 1);
}

void model_row_house_balance(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_house *h = &r->t->heated[r->item];
    const struct rk_model_building *b = &r->t->building[h->building];
    model_cell_put(s, "T-%d", r->item + 1);
    model_cell_put(s, "%d", h->boiler_house + 1);
    model_cell_number(s, (double)h->kw, 0);
    model_cell_put(s, "%d", b->people);
    model_cell_put(s, "%d", b->floors);
    model_cell_c(s, b->damage >= 900 ? "destroyed" : cut_off(r->t, h) ? "cut off" : "ok");
}

/* ---- stoves, firewood, who wants to leave
 * --------------------------------------------------------- */

bool model_pick_stoves(const struct model_town *t, int part, struct model_select *out,
                       struct rk_arena *keep)
{
    const struct model_list *l = &t->stoves;
    for (int32_t i = 0; i < l->count; i++) {
        const struct rk_model_household *h = &t->household[l->at[i]];
        if (t->building[h->building].quarter % 3 == part &&
            !model_select_add(out, l->at[i], keep))
            return false;
    }
    return true;
}

static void home(struct model_sheet *s, const struct model_town *t,
                 const struct rk_model_household *h)
{
    char text[256];
    struct rk_buf b = {.at = text, .cap = sizeof text};
    rk_model_address(&t->m, h->building, &b);
    if (h->flat)
        rk_buf_printf(&b, ", кв. %d", h->flat);
    model_cell_str(s, rk_buf_str(&b));
}

void model_row_stove(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const struct rk_model_household *h = &t->household[r->item];
    const struct rk_model_building *b = &t->building[h->building];
    int here = 0, children = 0, old = 0;
    for (int32_t p = h->first; p < h->first + h->people; p++) {
        const int age = model_age(&t->person[p], r->day);
        here += t->person[p].stayed;
        children += t->person[p].stayed && age < 18;
        old += t->person[p].stayed && age >= 60;
    }
    const double u = model_chance(t, 230, r->item);
    const bool gas = u < 0.24, stove = !gas && u < 0.8;
    const double need = 4 + 5 * model_chance(t, 231, r->item);
    home(s, t, h);
    model_cell_c(s, model_quarter_name[b->quarter]);
    model_cell_c(s, b->north ? "північний" : "південний");
    model_cell_name(s, t, h->first, MODEL_NAME_INITIALS, 23, 0);
    model_cell_put(s, "%d", here);
    model_cell_put(s, "%d", children);
    model_cell_put(s, "%d", old);
    model_cell_c(s, gas        ? "газовий котел"
                    : stove    ? "піч"
                    : u < 0.92 ? "електричне"
                               : "немає опалення");
    model_cell_yes(s, stove || model_chance(t, 232, r->item) < 0.2);
    model_cell_number(s, stove ? need * model_chance(t, 233, r->item) * 0.8 : 0, 1);
    model_cell_number(s, stove ? need : 0, 1);
    model_cell_c(s, gas ? "є" : "немає");
    model_cell_c(s, model_chance(t, 234, r->item) < 0.55 ? "є з перебоями" : "немає");
    model_cell_yes(s, model_chance(t, 235, r->item) < 0.7);
    model_cell_c(s, "так");
}

bool model_pick_evacuation(const struct model_town *t, int part, struct model_select *out,
                           struct rk_arena *keep)
{
    const int32_t asked = model_scaled(t, 28, 2);
    for (int32_t i = 0; i < t->evacuation.count && (part == 0 || i < asked); i++)
        if (!model_select_add(out, i, keep))
            return false;
    return true;
}

/* 28 asked; called back on 28 October, 15 of them still wanted to go (facts.csv). */
void model_row_evacuation(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const struct rk_model_household *h = &t->household[t->evacuation.at[r->item]];
    const bool again = r->file->day > rk_day_of(2022, 10, 20);
    const int32_t asks = model_scaled(t, again ? 15 : 28, 1);
    home(s, t, h);
    model_cell_name(s, t, h->first, MODEL_NAME_SHORT, 24, 0);
    model_cell_put(s, "%d", h->people);
    model_cell_c(s, r->item < asks ? "просить" : "відмова");
    model_cell_phone(s, t, h->first);
    model_cell_c(s, "так");
}
