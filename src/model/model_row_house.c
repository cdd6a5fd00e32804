/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buildings as the land office, the commission, the images and the housing office see them. */
#define RK_ROOM_MODEL
#include "model_sheet.h"

static const char *const class_uk[] = {
    "приватний будинок",   "багатоквартирний будинок",  "державна або комунальна установа",
    "промисловий об’єкт",  "заклад торгівлі чи послуг", "культова споруда",
    "господарська будівля"};
static const char *const class_en[] = {"private",    "multi",     "municipal",  "industrial",
                                       "commercial", "religious", "outbuilding"};

typedef bool wanted(const struct rk_model_building *b, int part);

static bool pick(const struct model_town *t, wanted *want, int part, struct model_select *out,
                 struct rk_arena *keep)
{
    for (int32_t i = 0; i < t->m.buildings; i++)
        if (want(&t->building[i], part) && !model_select_add(out, i, keep))
            return false;
    return true;
}

static bool every(const struct rk_model_building *b, int part)
{
    (void)b;
    (void)part;
    return true;
}

/* Week by week from 19 September; multi-storey houses have their own lists. */
static bool surveyed_in(const struct rk_model_building *b, int part)
{
    return b->surveyed >= 7 * part && b->surveyed < 7 * part + 7 && b->class != RK_MODEL_MULTI;
}

static bool seen_by_satellite(const struct rk_model_building *b, int part)
{
    (void)part;
    return b->satellite > 0;
}

static bool seen_by_radar(const struct rk_model_building *b, int part)
{
    (void)part;
    return b->radar;
}

static bool is_multi(const struct rk_model_building *b, int part)
{
    return b->class == RK_MODEL_MULTI && (part == 0 || b->surveyed >= 0);
}

static bool is_institution(const struct rk_model_building *b, int part)
{
    (void)part;
    return b->class == RK_MODEL_MUNICIPAL || b->class == RK_MODEL_INDUSTRIAL;
}

bool model_pick_buildings(const struct model_town *t, int part, struct model_select *out,
                          struct rk_arena *keep)
{
    return pick(t, every, part, out, keep);
}
bool model_pick_surveys(const struct model_town *t, int part, struct model_select *out,
                        struct rk_arena *keep)
{
    return pick(t, surveyed_in, part, out, keep);
}
bool model_pick_satellite(const struct model_town *t, int part, struct model_select *out,
                          struct rk_arena *keep)
{
    return pick(t, seen_by_satellite, part, out, keep);
}
bool model_pick_radar(const struct model_town *t, int part, struct model_select *out,
                      struct rk_arena *keep)
{
    return pick(t, seen_by_radar, part, out, keep);
}
bool model_pick_multi(const struct model_town *t, int part, struct model_select *out,
                      struct rk_arena *keep)
{
    return pick(t, is_multi, part, out, keep);
}
bool model_pick_institutions(const struct model_town *t, int part, struct model_select *out,
                             struct rk_arena *keep)
{
    return pick(t, is_institution, part, out, keep);
}

static void bank(struct model_sheet *s, const struct rk_model_building *b)
{
    model_cell_c(s, b->north ? "північний" : "південний");
}

void model_row_building(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_building *b = &r->t->building[r->item];
    const bool lived = b->class == RK_MODEL_PRIVATE || b->class == RK_MODEL_MULTI;
    model_cell_put(s, "%d", r->item + 1);
    model_cell_address(s, r->t, r->item);
    model_cell_c(s, class_uk[b->class]);
    model_cell_put(s, "%d", b->floors);
    if (b->class == RK_MODEL_MULTI)
        model_cell_put(s, "%d", model_flats(b));
    else
        model_cell_blank(s);
    if (lived)
        model_cell_put(s, "%d", b->people);
    else
        model_cell_blank(s);
    model_cell_c(s, model_quarter_name[b->quarter]);
    bank(s, b);
    model_cell_put(s, "%.0f", (double)b->half_length_m * (double)b->half_width_m * 4);
    model_cell_place(s, r->t, b->at);
}

/* The commission's act; categories of order 65, which it still used out of habit. */
void model_row_survey(struct model_sheet *s, const struct model_row *r)
{
    static const char *const category[] = {"", "І", "ІІ", "ІІІ"};
    static const char *const said[] = {"без видимих пошкоджень", "вибито вікна, посічено фасад",
                                       "пошкоджено дах і стіни", "стіни й перекриття обвалено"};
    const struct rk_model_building *b = &r->t->building[r->item];
    const int c = b->category;
    model_cell_put(s, "%d", r->item + 1);
    model_cell_address(s, r->t, r->item);
    model_cell_c(s, class_uk[b->class]);
    model_cell_c(s, category[c]);
    model_cell_c(s, said[c]);
    model_cell_c(s, "так");
    model_cell_day(s, rk_day_of(2022, 9, 12) + b->surveyed, MODEL_DOTS);
    model_cell_put(s, "%d/%02d", r->item + 1, 1 + b->surveyed % 28);
    model_cell_c(s, c == 3 ? "так" : "ні");
    model_cell_c(s, c == 3 && b->damage > 800 ? "ні" : "так");
}

void model_row_satellite(struct model_sheet *s, const struct model_row *r)
{
    static const char *const grade[] = {"no visible damage", "possible", "moderate", "severe",
                                        "destroyed"};
    const struct rk_model_building *b = &r->t->building[r->item];
    model_cell_put(s, "%d", r->item + 1);
    model_cell_c(s, class_en[b->class]);
    model_cell_c(s, grade[b->satellite]);
    model_cell_c(s, "2022-08-29");
    model_cell_place(s, r->t, b->at);
}

void model_row_radar(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_building *b = &r->t->building[r->item];
    model_cell_put(s, "%d", r->item + 1);
    model_cell_c(s, class_en[b->class]);
    model_cell_c(s, "likely");
    model_cell_place(s, r->t, b->at);
}

/* The housing office says in words; it is stricter than the commission. */
void model_row_multi(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_building *b = &r->t->building[r->item];
    const bool later = r->file->day > rk_day_of(2022, 10, 1);
    const int32_t flats = model_flats(b);
    const int32_t hurt = (int32_t)(flats * (b->damage > 0 ? 0.15 + b->damage / 1300.0 : 0));
    model_cell_put(s, "%d", r->item + 1);
    model_cell_address(s, r->t, r->item);
    model_cell_c(s, "багатоквартирний");
    model_cell_put(s, "%d", b->floors);
    model_cell_put(s, "%d", flats);
    model_cell_put(s, "%d", hurt > flats ? flats : hurt);
    if (later)
        model_cell_c(s, b->category == 0   ? "ціла"
                        : b->category == 3 ? "зруйнована"
                                           : "пошкоджена");
    else
        model_cell_c(s, b->damage == 0    ? "ціла"
                        : b->damage < 420 ? "пошкоджена"
                                          : "зруйнована");
    model_cell_put(s, "%d", (int)(b->damage * 0.11 * b->floors));
    model_cell_c(s, b->damage > 0 && b->damage < 700 ? "так" : "ні");
    model_cell_c(s, later ? "так" : "ні");
}

void model_row_institution(struct model_sheet *s, const struct model_row *r)
{
    const struct rk_model_building *b = &r->t->building[r->item];
    const bool works = b->class == RK_MODEL_INDUSTRIAL;
    model_cell_put(s, "%d", r->item + 1);
    model_cell_put(s,
                   works          ? "Цех № %d"
                   : b->education ? "Навчальний заклад № %d"
                                  : "Установа № %d",
                   r->number);
    model_cell_address(s, r->t, r->item);
    model_cell_c(s, class_uk[b->class]);
    model_cell_c(s, b->damage == 0 ? "ціла" : b->damage < 550 ? "пошкоджена" : "зруйнована");
    model_cell_yes(s, model_chance(r->t, 190, r->item) < 0.55);
}
