/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The missing, the injured, and those who suffered because no help came. */
#define RK_ROOM_MODEL
#include "model_sheet.h"

static bool slice(const struct model_list *l, int part, struct model_select *out,
                  struct rk_arena *keep)
{
    /* part: 0 all, 1 the first seven tenths, 2 the last half: they overlap */
    const int32_t from = part == 2 ? l->count / 2 : 0;
    const int32_t to = part == 1 ? l->count * 7 / 10 : l->count;
    for (int32_t i = from; i < to; i++)
        if (!model_select_add(out, l->at[i], keep))
            return false;
    return true;
}

bool model_pick_missing(const struct model_town *t, int part, struct model_select *out,
                        struct rk_arena *keep)
{
    return slice(&t->missing, part, out, keep);
}

bool model_pick_found(const struct model_town *t, int part, struct model_select *out,
                      struct rk_arena *keep)
{
    return slice(&t->found, part, out, keep);
}

bool model_pick_injured(const struct model_town *t, int part, struct model_select *out,
                        struct rk_arena *keep)
{
    return slice(&t->injured, part, out, keep);
}

bool model_pick_suffered(const struct model_town *t, int part, struct model_select *out,
                         struct rk_arena *keep)
{
    return slice(&t->suffered, part, out, keep);
}

static rk_day last_seen(const struct model_town *t, int32_t person)
{
    return rk_day_of(2022, 3, 5) + model_pick(t, 160, person, 170);
}

static void applicant(struct model_sheet *s, const struct model_town *t, int32_t person,
                      enum model_name_form form)
{
    const struct rk_model_household *h = &t->household[t->person[person].household];
    const int32_t kin = h->people > 1 ? (person == h->first ? person + 1 : h->first) : -1;
    if (kin >= 0)
        model_cell_name(s, t, kin, form, 22, 0);
    else
        model_cell_blank(s);
    model_cell_phone(s, t, person);
}

void model_row_missing(struct model_sheet *s, const struct model_row *r)
{
    static const char *const marks[] = {"",
                                        "шрам на правій руці",
                                        "окуляри",
                                        "родимка на шиї",
                                        "немає двох зубів",
                                        "татуювання на плечі",
                                        "",
                                        ""};
    const struct model_town *t = r->t;
    const struct rk_model_person *p = &t->person[r->item];
    model_cell_put(s, "%d", r->number);
    model_cell_name(s, t, r->item, MODEL_NAME_UK, 10, 0.02);
    model_cell_day(s, p->birth, MODEL_DOTS);
    model_cell_c(s, p->male ? "ч" : "ж");
    model_cell_home(s, t, r->item);
    model_cell_day(s, last_seen(t, r->item), MODEL_DOTS);
    model_cell_c(s, model_chance(t, 161, r->item) < 0.5 ? "удома" : "дорогою до центру");
    model_cell_c(s, marks[model_pick(t, 162, r->item, RK_COUNT(marks))]);
    applicant(s, t, r->item, MODEL_NAME_SHORT);
    model_cell_c(s, p->male ? "зник безвісти" : "зникла безвісти");
    model_cell_yes(s, model_chance(t, 163, r->item) < 0.4);
    model_cell_c(s, "розшук");
    model_cell_c(s, "згода родини");
    model_cell_c(s, "так");
}

void model_row_missing_hotline(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const struct rk_model_person *p = &t->person[r->item];
    model_cell_put(s, "%d", r->number);
    model_cell_name(s, t, r->item, MODEL_NAME_RU, 11, 0.1);
    model_cell_put(s, "%d", model_age(p, last_seen(t, r->item)));
    model_cell_address(s, t, t->household[p->household].building);
    model_cell_day(s, last_seen(t, r->item) + model_pick(t, 164, r->item, 3) - 1, MODEL_DOTS);
    applicant(s, t, r->item, MODEL_NAME_RU);
    model_cell_c(s, p->male ? "пропал без вести" : "пропала без вести");
    model_cell_c(s, "да");
}

void model_row_found(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_person *p = &r->t->person[r->item];
    model_cell_put(s, "%d", r->number);
    model_cell_name(s, r->t, r->item, MODEL_NAME_UK, 12, 0);
    model_cell_day(s, p->birth, MODEL_DOTS);
    model_cell_c(s, p->male ? "знайдено живим" : "знайдено живою");
    model_cell_day(s, r->day - 1 - model_pick(r->t, 165, r->item, 6), MODEL_DOTS);
    model_cell_c(s, model_chance(r->t, 166, r->item) < 0.6 ? "м. Харків" : "за кордоном");
    model_cell_c(s, "так");
}

void model_row_injured(struct model_sheet *s, const struct model_row *r)
{
    static const char *const injury[] = {"осколкове поранення ноги",
                                         "осколкове поранення руки",
                                         "контузія",
                                         "перелом гомілки",
                                         "опік кисті",
                                         "поранення спини",
                                         "струс мозку",
                                         "рана голови"};
    static const char *const severity[] = {"легкий", "легкий", "середньої тяжкості", "тяжкий"};
    const struct model_town *t = r->t;
    const struct rk_model_person *p = &t->person[r->item];
    const rk_day day = rk_day_of(2022, 3, 4) + model_pick(t, 170, r->item, 185);
    model_cell_put(s, "%d", r->number);
    model_cell_name(s, t, r->item, MODEL_NAME_UK, 13, 0.03);
    model_cell_c(s, p->male ? "чол" : "жін");
    model_cell_put(s, "%d", model_age(p, day));
    model_cell_day(s, day, MODEL_DOTS);
    model_cell_c(s, injury[model_pick(t, 171, r->item, RK_COUNT(injury))]);
    model_cell_c(s, severity[model_pick(t, 172, r->item, RK_COUNT(severity))]);
    model_cell_home(s, t, r->item);
    model_cell_c(s, p->male ? "поранений" : "поранена");
    model_cell_c(s, "так");
}

void model_row_suffered(struct model_sheet *s, const struct model_row *r)
{
    static const char *const lack[] = {"брак ліків",           "брак ліків",
                                       "не було транспорту",   "не було лікаря",
                                       "лікарня не працювала", "обстріли"};
    static const char *const chronic[] = {"гіпертонія",     "цукровий діабет",
                                          "астма",          "хвороба нирок",
                                          "після інсульту", "серцева недостатність"};
    const struct model_town *t = r->t;
    const struct rk_model_person *p = &t->person[r->item];
    model_cell_put(s, "%d", r->number);
    model_cell_name(s, t, r->item, MODEL_NAME_UK, 14, 0.02);
    model_cell_day(s, p->birth, MODEL_DOTS);
    model_cell_home(s, t, r->item);
    model_cell_c(s, chronic[model_pick(t, 180, r->item, RK_COUNT(chronic))]);
    model_cell_c(s, lack[model_pick(t, 181, r->item, RK_COUNT(lack))]);
    model_cell_c(s, "погіршення стану");
    model_cell_day(s, rk_day_of(2022, 3, 10) + model_pick(t, 182, r->item, 150), MODEL_DOTS);
    model_cell_c(s, p->male ? "хворий" : "хвора");
    model_cell_c(s, model_chance(t, 183, r->item) < 0.85 ? "згоден" : "відмовлено");
    model_cell_c(s, "медична допомога");
    model_cell_c(s, "так");
}
