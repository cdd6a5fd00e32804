/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of each card of the doctors' lists, day by day: who came, who was not at home,
 * whom nobody reached. Offices learn of it from the route sheets that come back in the evening.
 */
#define RK_ROOM_MODEL
#include "model_internal.h"

enum { STEPS = 10, FAILS = 8 }; /* attempts a card; chances that one attempt draws */

struct month_day {
    int month, day;
};
static const struct month_day doctor_days[] = {{9, 20},  {9, 30}, {10, 10},
                                               {10, 21}, {11, 1}, {11, 6}};
static const struct month_day triage_days[] = {{9, 21}, {10, 5}, {10, 25}, {11, 5}};

static rk_day on(struct month_day d)
{
    return rk_day_of(2022, d.month, d.day);
}

rk_day model_found(const struct model_town *t, bool medicine, int32_t card)
{
    static const double medicine_share[] = {0.45, 0.78, 1.0},
                        triage_share[] = {0.42, 0.6, 0.78, 1.0};
    const double *share = medicine ? medicine_share : triage_share;
    const double u = medicine ? model_chance(t, 260, t->medicine.at[card])
                              : model_chance(t, 270, t->triage.at[card]);
    const int last = (int)(medicine ? RK_COUNT(medicine_share) : RK_COUNT(triage_share)) - 1;
    int k = 0;
    while (k < last && u >= share[k])
        k++;
    return on(medicine ? doctor_days[k] : triage_days[k]);
}

rk_day model_next_medicine_list(rk_day day)
{
    for (int i = 0; i < RK_COUNT(doctor_days); i++)
        if (on(doctor_days[i]) > day)
            return on(doctor_days[i]);
    return day + 10;
}

/* ---- chances -------------------------------------------------------------------------------
 */

/* How many of the ways of a day come off: few cars and no fuel at first, the second bank cut
 * off until the crossing opens, no fuel again in the last week of October. */
static double luck(rk_day day, bool north)
{
    static const struct {
        struct month_day until;
        double share;
    } weeks[] = {{{9, 26}, 0.5}, {{10, 5}, 0.66}, {{10, 23}, 0.82}, {{10, 30}, 0.6}};
    double share = 0.8;
    for (int i = RK_COUNT(weeks) - 1; i >= 0; i--)
        if (day < on(weeks[i].until))
            share = weeks[i].share;
    return north && day < rk_day_of(2022, 10, 5) ? 0.6 * share : share;
}

struct walk {
    const struct model_town *t;
    struct model_visit *at; /* NULL: they are only counted */
    int32_t count, card;
    int32_t person;
    uint32_t use; /* of the chances of this attempt */
    bool north, mined, hidden;
};

static double chance(const struct walk *w, uint32_t k)
{
    return model_chance(w->t, w->use + k, w->person);
}

static void note(struct walk *w, rk_day day, rk_day out, enum model_outcome outcome,
                 enum model_why why)
{
    if (w->at)
        w->at[w->count] = (struct model_visit){.card = w->card,
                                               .day = day,
                                               .out = out,
                                               .outcome = (uint8_t)outcome,
                                               .why = (uint8_t)why};
    w->count++;
}

static enum model_why why_not(const struct walk *w, rk_day day, bool medicine)
{
    const double u = chance(w, 3);
    const bool no_fuel = day < rk_day_of(2022, 10, 1) ||
                         (day >= rk_day_of(2022, 10, 23) && day < rk_day_of(2022, 10, 30));
    if (w->mined)
        return MODEL_WHY_MINED;
    if (w->hidden && medicine)
        return MODEL_WHY_ADDRESS;
    if (w->north && day < rk_day_of(2022, 10, 5) && u < 0.6)
        return MODEL_WHY_BRIDGE;
    if (no_fuel && u < 0.8)
        return MODEL_WHY_FUEL;
    return u < 0.55 ? MODEL_WHY_NOBODY : medicine ? MODEL_WHY_STOCK : MODEL_WHY_BED;
}

static bool comes_off(const struct walk *w, rk_day day)
{
    double share = luck(day, w->north);
    if (w->mined)
        share *= day < rk_day_of(2022, 11, 1) ? 0.15 : 0.5;
    if (w->hidden)
        share *= 0.4;
    return chance(w, 0) < share;
}

static struct walk walk_of(const struct model_town *t, bool medicine, int32_t card)
{
    const int32_t person = medicine ? t->medicine.at[card] : t->triage.at[card];
    const struct rk_model_building *b =
        &t->building[t->household[t->person[person].household].building];
    return (struct walk){.t = t,
                         .card = card,
                         .person = person,
                         .north = b->north,
                         .mined = model_chance(t, 330, person) < 0.015,
                         .hidden = model_chance(t, 331, person) < MODEL_HIDDEN};
}

/* ---- medicine ------------------------------------------------------------------------------
 */

rk_day model_first_out(const struct model_town *t, int32_t card)
{
    return model_found(t, true, card) - 12 + model_pick(t, 241, t->medicine.at[card], 48);
}

static void medicine_course(struct walk *w)
{
    const rk_day found = model_found(w->t, true, w->card), last = rk_day_of(2022, 11, 7);
    rk_day out = model_first_out(w->t, w->card), before = found;
    w->use = 1000;
    if (out < found && chance(w, 7) < 0.5) /* what the doctor heard when she first came */
        note(w, found - 2, out, MODEL_FAILED, why_not(w, found - 2, true));
    bool failed = false;
    for (int step = 0; step < STEPS; step++) {
        w->use = 1000 + FAILS * (uint32_t)(step + 1);
        const int wait = failed ? 1 + (int)(chance(w, 1) * 4) : (int)(chance(w, 1) * 4) - 1;
        const rk_day due = failed ? before : out > before ? out : before + 2;
        const rk_day day = due + wait > before ? due + wait : before + 1;
        if (day >= last)
            return;
        before = day;
        failed = !comes_off(w, day);
        if (failed && day > out + 6 && chance(w, 4) < 0.012) {
            note(w, day, out, MODEL_DIED, MODEL_WHY_NONE);
            return;
        }
        if (!failed && chance(w, 4) < 0.006) {
            note(w, day, out, MODEL_DECLINED, MODEL_WHY_NONE);
            return;
        }
        if (failed) {
            note(w, day, out, MODEL_FAILED, why_not(w, day, true));
            continue;
        }
        out = (out > day ? out : day) + 21 + (int)(chance(w, 5) * 15);
        w->hidden = false; /* the driver has found the door */
        note(w, day, out, MODEL_DELIVERED, MODEL_WHY_NONE);
    }
}

/* ---- transfers and visits ------------------------------------------------------------------
 */

int model_triage_level(const struct model_town *t, int32_t card)
{
    return model_pick(t, 271, t->triage.at[card], 6);
}

enum model_care_of model_triage_care(const struct model_town *t, int32_t card)
{
    static const uint8_t of[] = {MODEL_CARE_SURGERY,  MODEL_CARE_THERAPY,  MODEL_CARE_TRAUMA,
                                 MODEL_CARE_THERAPY,  MODEL_CARE_DIALYSIS, MODEL_CARE_INTENSIVE,
                                 MODEL_CARE_ONCOLOGY, MODEL_CARE_SURGERY,  MODEL_CARE_TRAUMA,
                                 MODEL_CARE_THERAPY};
    return of[model_pick(t, 290, t->triage.at[card], RK_COUNT(of))];
}

/* Days until somebody comes, by the six steps of triage; of a bed in another town longer. */
static rk_day first_way(const struct walk *w, rk_day found, bool elsewhere)
{
    static const int longest[] = {2, 4, 10, 10, 14, 14};
    const int level = model_triage_level(w->t, w->card);
    return elsewhere ? found + 5 + (int)(chance(w, 1) * 12)
                     : found + 1 + (int)(chance(w, 1) * longest[level]);
}

static void triage_course(struct walk *w)
{
    const rk_day found = model_found(w->t, false, w->card), last = rk_day_of(2022, 11, 7);
    const enum model_care_of care = model_triage_care(w->t, w->card);
    const bool visit = model_triage_level(w->t, w->card) >= 4;
    const bool elsewhere =
        !visit && (care == MODEL_CARE_DIALYSIS || care == MODEL_CARE_ONCOLOGY);
    w->use = 1200;
    if (chance(w, 7) < 0.5 * (1.0 - luck(found - 2, w->north)))
        note(w, found - 2, RK_DAY_NONE, MODEL_FAILED, why_not(w, found - 2, false));
    rk_day day = first_way(w, found, elsewhere);
    for (int step = 0; step < STEPS && day < last; step++) {
        w->use = 1200 + FAILS * (uint32_t)(step + 1);
        const double u = chance(w, 4);
        if (!comes_off(w, day)) {
            const bool died = model_triage_level(w->t, w->card) < 2 && u < 0.04;
            note(w, day, RK_DAY_NONE, died ? MODEL_DIED : MODEL_FAILED,
                 died ? MODEL_WHY_NONE : why_not(w, day, false));
            if (died)
                return;
            day += 1 + (int)(chance(w, 1) * 4);
            continue;
        }
        note(w, day, RK_DAY_NONE,
             u < 0.03    ? MODEL_DECLINED
             : visit     ? MODEL_VISITED
             : elsewhere ? MODEL_REFERRED
                         : MODEL_BROUGHT,
             MODEL_WHY_NONE);
        return;
    }
}

/* ---- all -----------------------------------------------------------------------------------
 */

static int32_t go(const struct model_town *t, bool medicine, struct model_visits *v)
{
    const int32_t cards = medicine ? t->medicine.count : t->triage.count;
    int32_t count = 0;
    for (int32_t i = 0; i < cards; i++) {
        struct walk w = walk_of(t, medicine, i);
        w.at = v->at ? v->at + count : NULL;
        if (v->first)
            v->first[i] = count;
        if (medicine)
            medicine_course(&w);
        else
            triage_course(&w);
        count += w.count;
    }
    if (v->first)
        v->first[cards] = count;
    return count;
}

static bool course(const struct model_town *t, bool medicine, struct model_visits *v,
                   struct rk_arena *keep)
{
    const int32_t cards = medicine ? t->medicine.count : t->triage.count;
    v->count = go(t, medicine, v);
    v->at = RK_NEW(keep, struct model_visit, v->count + 1);
    v->first = RK_NEW(keep, int32_t, cards + 1);
    if (!v->at || !v->first)
        return false;
    (void)go(t, medicine, v);
    return true;
}

bool model_course(struct model_town *t, struct rk_arena *keep)
{
    return course(t, true, &t->medicine_visit, keep) &&
           course(t, false, &t->triage_visit, keep);
}

const struct model_visit *model_last_visit(const struct model_visits *v, int32_t card,
                                           rk_day before)
{
    const struct model_visit *last = NULL;
    for (int32_t i = v->first[card]; i < v->first[card + 1] && v->at[i].day < before; i++)
        last = &v->at[i];
    return last;
}

bool model_settled(const struct model_visit *v)
{
    return v && v->outcome != MODEL_FAILED && v->outcome != MODEL_DELIVERED;
}

bool model_hidden(const struct model_town *t, bool medicine, int32_t card, rk_day before)
{
    const int32_t person = medicine ? t->medicine.at[card] : t->triage.at[card];
    const struct model_visits *v = medicine ? &t->medicine_visit : &t->triage_visit;
    if (model_chance(t, 331, person) >= MODEL_HIDDEN)
        return false;
    for (int32_t i = v->first[card]; i < v->first[card + 1] && v->at[i].day < before; i++)
        if (v->at[i].outcome != MODEL_FAILED)
            return false;
    return true;
}
