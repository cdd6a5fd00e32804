/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The doctor's lists, and the route sheets that came back and were typed in. */
#define RK_ROOM_MODEL
#include "model_sheet.h"

static const char *const why_not[] = {[MODEL_WHY_NONE] = "",
                                      [MODEL_WHY_BRIDGE] = "міст зруйновано",
                                      [MODEL_WHY_MINED] = "вулицю заміновано",
                                      [MODEL_WHY_FUEL] = "немає пального",
                                      [MODEL_WHY_BED] = "немає вільних ліжок",
                                      [MODEL_WHY_ADDRESS] = "адресу не знайдено",
                                      [MODEL_WHY_NOBODY] = "нікого не було вдома",
                                      [MODEL_WHY_STOCK] = "ліків немає на складі"};
static const char *const next_step[] = {[MODEL_WHY_NONE] = "",
                                        [MODEL_WHY_BRIDGE] = "передати через пішохідний міст",
                                        [MODEL_WHY_MINED] = "просити саперів",
                                        [MODEL_WHY_FUEL] = "наступним рейсом",
                                        [MODEL_WHY_BED] = "чекати на вільне ліжко",
                                        [MODEL_WHY_ADDRESS] = "уточнити адресу в рідних",
                                        [MODEL_WHY_NOBODY] = "зателефонувати й приїхати знову",
                                        [MODEL_WHY_STOCK] = "замовити"};

static const char *done_words(const struct model_visit *v)
{
    return v->outcome == MODEL_FAILED     ? "допомогу не надано"
           : v->outcome == MODEL_DECLINED ? "особа відмовилась"
           : v->outcome == MODEL_DIED     ? "особа померла"
                                          : "допомогу надано";
}

static void outcome_cells(struct model_sheet *s, const struct model_visit *v)
{
    model_cell_c(s, done_words(v));
    model_cell_day(s, v->day, MODEL_DOTS);
    model_cell_c(s, why_not[v->why]);
    model_cell_c(s, v->outcome == MODEL_REFERRED ? "направлено й вивезено до іншого міста"
                                                 : next_step[v->why]);
    model_cell_c(s, "так");
}

static void doctor(struct model_sheet *s, const struct model_town *t, int32_t person)
{
    model_cell_c(s, model_authors[4 + model_pick(t, 261, person, 3)]);
}

static const char *mobility(const struct model_town *t, int32_t person)
{
    const double u = model_chance(t, 262, person);
    return u < 0.62   ? "ходить"
           : u < 0.85 ? "з допомогою"
           : u < 0.93 ? "крісло колісне"
                      : "лежачий";
}

/* Who lives with relatives is looked for by the street until somebody has been there. */
static void home(struct model_sheet *s, const struct model_town *t, bool medicine, int32_t card,
                 rk_day before)
{
    const int32_t person = medicine ? t->medicine.at[card] : t->triage.at[card];
    if (!model_hidden(t, medicine, card, before)) {
        model_cell_home(s, t, person);
        return;
    }
    char text[256];
    struct rk_buf b = {.at = text, .cap = sizeof text};
    const struct rk_model_household *h = &t->household[t->person[person].household];
    rk_model_street_name(&t->m, t->building[h->building].street, &b);
    rk_buf_printf(&b, ", у родичів");
    model_cell_str(s, rk_buf_str(&b));
}

static void bank(struct model_sheet *s, const struct model_town *t, int32_t person)
{
    const struct rk_model_household *h = &t->household[t->person[person].household];
    model_cell_c(s, t->building[h->building].north ? "північний" : "південний");
}

/* ---- medicine ------------------------------------------------------------------------------
 */

static const struct model_drug *drug_of(const struct model_town *t, int32_t person)
{
    static const uint8_t share[20] = {0, 1, 2, 2, 3, 3, 3, 4,  4,  4,
                                      4, 5, 5, 6, 7, 8, 9, 10, 11, 12};
    return &model_drugs[share[model_pick(t, 240, person, 20)]];
}

/* What the center knows when it writes a list: what came back by the day before yesterday. */
static const struct model_visit *known(const struct model_town *t, bool medicine, int32_t card,
                                       rk_day list)
{
    return model_last_visit(medicine ? &t->medicine_visit : &t->triage_visit, card, list - 1);
}

static rk_day day_of_part(int part)
{
    return rk_day_of(2022, part / 100, part % 100);
}

/* Who was found since the last list, and whose medicine runs out before the next one. */
bool model_pick_medicine(const struct model_town *t, int part, struct model_select *out,
                         struct rk_arena *keep)
{
    const rk_day list = day_of_part(part);
    for (int32_t i = 0; i < t->medicine.count; i++) {
        const rk_day found = model_found(t, true, i);
        const struct model_visit *last = known(t, true, i, list);
        const rk_day runs_out = last ? last->out : model_first_out(t, i);
        const bool on_it = found == list || (found < list && !model_settled(last) &&
                                             runs_out <= model_next_medicine_list(list) + 1);
        if (on_it && !model_select_add(out, i, keep))
            return false;
    }
    return true;
}

static void medicine_cells(struct model_sheet *s, const struct model_town *t, int32_t person,
                           rk_day seen, rk_day out)
{
    const struct model_drug *d = drug_of(t, person);
    const int per_day = d->per_day[model_pick(t, 263, person, 3)];
    model_cell_phone(s, t, person);
    model_cell_c(s, "ліки");
    model_cell_c(s, d->name);
    model_cell_c(s, d->strength);
    model_cell_put(s, "%d", per_day);
    model_cell_put(s, "%d", out > seen ? per_day * (out - seen) : 0);
    model_cell_day(s, out, MODEL_DOTS);
    model_cell_yes(s, d->cold);
}

void model_row_medicine(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const int32_t person = t->medicine.at[r->item];
    const struct rk_model_person *p = &t->person[person];
    const struct model_visit *last = known(t, true, r->item, r->day);
    const rk_day seen = r->day - model_pick(t, 264 + (uint32_t)r->file->day % 7, person, 4);
    const bool failed = last && last->outcome == MODEL_FAILED;
    model_cell_put(s, "%d", r->item + 1); /* of the patient's card, the same in every list */
    model_cell_name(s, t, person, MODEL_NAME_UK, 15, 0);
    model_cell_day(s, p->birth, MODEL_DOTS);
    home(s, t, true, r->item, r->day - 1);
    bank(s, t, person);
    medicine_cells(s, t, person, seen, last ? last->out : model_first_out(t, r->item));
    doctor(s, t, person);
    model_cell_day(s, seen, MODEL_DOTS);
    model_cell_c(s, mobility(t, person));
    model_cell_c(s, failed ? done_words(last) : "");
    model_cell_c(s, failed ? why_not[last->why] : "");
    model_cell_c(s, "згоден");
    model_cell_c(s, "так");
}

/* ---- transfers and visits ------------------------------------------------------------------
 */

/* Who is new, and whom the doctor sees again because nobody came. */
bool model_pick_triage(const struct model_town *t, int part, struct model_select *out,
                       struct rk_arena *keep)
{
    const rk_day list = day_of_part(part);
    for (int32_t i = 0; i < t->triage.count; i++) {
        const rk_day found = model_found(t, false, i);
        if (found <= list && !model_settled(known(t, false, i, list)) &&
            !model_select_add(out, i, keep))
            return false;
    }
    return true;
}

/* How long an assessment holds, by its step. */
static void triage_cells(struct model_sheet *s, const struct model_town *t, int32_t card,
                         rk_day seen)
{
    static const char *const colour[] = {"червоний", "помаранчевий", "жовтий",
                                         "жовтий",   "зелений",      "зелений"};
    static const int valid_days[] = {1, 2, 5, 5, 14, 14};
    static const char *const care[] = {
        [MODEL_CARE_SURGERY] = "хірургія",     [MODEL_CARE_THERAPY] = "терапія",
        [MODEL_CARE_TRAUMA] = "травматологія", [MODEL_CARE_INTENSIVE] = "інтенсивна терапія",
        [MODEL_CARE_DIALYSIS] = "гемодіаліз",  [MODEL_CARE_ONCOLOGY] = "онкологія"};
    const int32_t person = t->triage.at[card];
    const int level = model_triage_level(t, card);
    bank(s, t, person);
    model_cell_c(s, level < 4 ? "перевезення до лікарні" : "візит лікаря");
    model_cell_c(s, "SATS");
    model_cell_c(s, colour[level]);
    doctor(s, t, person);
    model_cell_day(s, seen, MODEL_DOTS);
    model_cell_day(s, seen + valid_days[level], MODEL_DOTS);
    model_cell_c(s, care[model_triage_care(t, card)]);
    model_cell_c(s, mobility(t, person));
}

static rk_day triage_seen(const struct model_town *t, int32_t card, rk_day list)
{
    return list - model_pick(t, 272 + (uint32_t)list % 5, t->triage.at[card], 3);
}

void model_row_triage(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const int32_t person = t->triage.at[r->item];
    const rk_day seen = triage_seen(t, r->item, r->day);
    const struct model_visit *last = known(t, false, r->item, r->day);
    model_cell_put(s, "%d", r->item + 1);
    model_cell_name(s, t, person, MODEL_NAME_UK, 16, 0);
    model_cell_put(s, "%d", model_age(&t->person[person], seen));
    home(s, t, false, r->item, r->day - 1);
    triage_cells(s, t, r->item, seen);
    model_cell_yes(s, !last || last->why == MODEL_WHY_NOBODY || last->why == MODEL_WHY_BED);
    model_cell_c(s, last ? done_words(last)
                    : model_chance(t, 280 + (uint32_t)r->day % 9, person) < 0.6
                        ? "чекає"
                        : "заплановано");
    model_cell_c(s, last ? why_not[last->why] : "");
    model_cell_c(s, "так");
}

/* ---- route sheets that came back -----------------------------------------------------------
 */

/* What the drivers wrote since the list before: of each card the last. */
static bool pick_returns(const struct model_town *t, bool medicine, rk_day from, rk_day list,
                         struct model_select *out, struct rk_arena *keep)
{
    const struct model_visits *v = medicine ? &t->medicine_visit : &t->triage_visit;
    for (int32_t i = 0; i < v->count; i++) {
        const struct model_visit *this = &v->at[i];
        const bool later = i + 1 < v->count && this[1].card == this->card && this[1].day < list;
        if (this->day >= from && this->day < list && !later &&
            this->day > model_found(t, medicine, this->card) && !model_select_add(out, i, keep))
            return false;
    }
    return true;
}

/* The day of the list before this one with the same selector; lists stand by their day. */
static rk_day list_before(model_selector *select, int part)
{
    rk_day before = rk_day_of(2022, 9, 12);
    for (int i = 0; i < model_spec_count; i++)
        if (model_specs[i].select == select && model_specs[i].part < part)
            before = day_of_part(model_specs[i].part);
    return before;
}

bool model_pick_medicine_returns(const struct model_town *t, int part, struct model_select *out,
                                 struct rk_arena *keep)
{
    return pick_returns(t, true, list_before(model_pick_medicine_returns, part),
                        day_of_part(part), out, keep);
}

bool model_pick_triage_returns(const struct model_town *t, int part, struct model_select *out,
                               struct rk_arena *keep)
{
    return pick_returns(t, false, list_before(model_pick_triage_returns, part),
                        day_of_part(part), out, keep);
}

void model_row_medicine_return(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const struct model_visit *v = &t->medicine_visit.at[r->item];
    const int32_t person = t->medicine.at[v->card];
    model_cell_put(s, "%d", v->card + 1);
    model_cell_name(s, t, person, MODEL_NAME_UK, 15, 0);
    home(s, t, true, v->card, v->day + 1);
    bank(s, t, person);
    medicine_cells(s, t, person, v->day, v->out);
    model_cell_c(s, mobility(t, person));
    outcome_cells(s, v);
}

/* The doctor's assessment stands as it was when they drove. */
void model_row_triage_return(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const struct model_visit *v = &t->triage_visit.at[r->item];
    rk_day list = model_found(t, false, v->card);
    for (int i = 0; i < model_spec_count; i++)
        if (model_specs[i].select == model_pick_triage &&
            day_of_part(model_specs[i].part) <= v->day)
            list = day_of_part(model_specs[i].part);
    model_cell_put(s, "%d", v->card + 1);
    model_cell_name(s, t, t->triage.at[v->card], MODEL_NAME_UK, 16, 0);
    home(s, t, false, v->card, v->day + 1);
    triage_cells(s, t, v->card, triage_seen(t, v->card, list));
    outcome_cells(s, v);
}

/* ---- who did not live to see it ------------------------------------------------------------
 */

static bool add_dead(const struct model_visits *v, const struct model_list *cards, rk_day list,
                     struct model_select *out, struct rk_arena *keep)
{
    for (int32_t i = 0; i < v->count; i++)
        if (v->at[i].outcome == MODEL_DIED && v->at[i].day < list &&
            !model_select_add(out, cards->at[v->at[i].card], keep))
            return false;
    return true;
}

bool model_pick_late_dead(const struct model_town *t, int part, struct model_select *out,
                          struct rk_arena *keep)
{
    const rk_day list = day_of_part(part);
    return add_dead(&t->medicine_visit, &t->medicine, list, out, keep) &&
           add_dead(&t->triage_visit, &t->triage, list, out, keep);
}

static rk_day died_on(const struct model_visits *v, const struct model_list *cards,
                      int32_t person)
{
    for (int32_t i = 0; i < v->count; i++)
        if (v->at[i].outcome == MODEL_DIED && cards->at[v->at[i].card] == person)
            return v->at[i].day;
    return RK_DAY_NONE;
}

void model_row_late_dead(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const struct rk_model_person *p = &t->person[r->item];
    const rk_day without = died_on(&t->medicine_visit, &t->medicine, r->item);
    const rk_day day =
        without != RK_DAY_NONE ? without : died_on(&t->triage_visit, &t->triage, r->item);
    model_cell_put(s, "%d", r->number);
    model_cell_name(s, t, r->item, MODEL_NAME_UK, 17, 0);
    model_cell_day(s, p->birth, MODEL_DOTS);
    model_cell_home(s, t, r->item);
    model_cell_day(s, day, MODEL_DOTS);
    model_cell_c(s, without != RK_DAY_NONE ? "брак ліків" : "не було транспорту");
    model_cell_c(s, p->male ? "помер" : "померла");
    model_cell_c(s, p->male ? "помер" : "померла");
    model_cell_c(s, "медична допомога");
    model_cell_c(s, "так");
}
